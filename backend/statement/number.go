package statement

import (
	"strings"
	"unicode"
)

// Mark is what stands before the decimals of a number.
type Mark string

// The marks.
const (
	Point Mark = "."
	Comma Mark = ","
)

// decimalIn reads a number as a plain decimal ("-1234.50"). Signs may stand
// before or after, or be parentheses; groups may be parted; a currency may stand
// on either side. A text that holds anything else is none.
func decimalIn(text string, mark Mark) (string, bool) {
	text = strings.TrimSpace(text)
	negative := false
	if inner, ok := strings.CutPrefix(text, "("); ok {
		if inner, ok = strings.CutSuffix(inner, ")"); !ok {
			return "", false
		}
		text, negative = inner, true
	}
	var digits strings.Builder
	points := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case string(r) == string(mark):
			points++
			digits.WriteByte('.')
		case r == '-' || r == '−':
			if negative {
				return "", false
			}
			negative = true
		case r == '.' || r == ',' || r == '\'' || r == '’' || r == '+' || unicode.IsSpace(r) || unicode.Is(unicode.Sc, r):
		case currencyLetter(r):
		default:
			return "", false
		}
	}
	return signed(digits.String(), negative, points)
}

// currencyLetter reports whether a letter may be part of a currency beside a
// number: USD, KRW, 원.
func currencyLetter(r rune) bool {
	return r >= 'A' && r <= 'Z' || r == '원' || r == '円' || r == '元'
}

func signed(digits string, negative bool, points int) (string, bool) {
	whole, frac, _ := strings.Cut(digits, ".")
	if points > 1 || whole+frac == "" || len(digits) > 30 {
		return "", false
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if frac = strings.TrimRight(frac, "0"); frac != "" {
		whole += "." + frac
	}
	if negative && whole != "0" {
		whole = "-" + whole
	}
	return whole, true
}

// markOf finds the decimal mark of some numbers: the last separator of a number
// is one unless exactly three digits follow it or it stands more than once.
func markOf(numbers []string) Mark {
	var points, commas int
	for _, n := range numbers {
		at := strings.LastIndexAny(n, ".,")
		if at < 0 || strings.Count(n, n[at:at+1]) > 1 {
			continue
		}
		after := 0
		for _, r := range n[at+1:] {
			if unicode.IsDigit(r) {
				after++
			}
		}
		switch {
		case after == 3 && !strings.ContainsAny(n[:at], ".,"):
		case n[at] == '.':
			points++
		default:
			commas++
		}
	}
	if commas > points {
		return Comma
	}
	return Point
}
