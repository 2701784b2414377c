package dataset

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"meridian/backend/plan"
	"meridian/backend/statement"
)

// widest is how many cells the longest row has.
func widest(rows [][]string) int {
	n := 0
	for _, cells := range rows {
		n = max(n, len(cells))
	}
	return n
}

func (r *reading) count(at int, is func(string) bool) int {
	n := 0
	for _, cells := range r.table.Rows {
		if is(cell(cells, at)) {
			n++
		}
	}
	return n
}

// cell is a cell, "" where the row has none.
func cell(cells []string, at int) string {
	if at >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[at])
}

// shown is a cell as a sentence quotes it.
func shown(text string) string {
	letters := []rune(text)
	return string(letters[:min(len(letters), 24)])
}

// absent reports whether a cell says that there is no figure.
func absent(text string) bool {
	switch strings.ToLower(text) {
	case "", "-", ".", "na", "n/a", "nan", "null", "#n/a":
		return true
	}
	return false
}

// figureIn reads a number, and whether a percent sign stands behind it.
func figureIn(text string, comma bool) (v float64, percent, ok bool) {
	text, percent = strings.CutSuffix(strings.TrimSpace(text), "%")
	text = strings.TrimSpace(strings.ReplaceAll(text, "−", "-"))
	if inner, ok := strings.CutPrefix(text, "("); ok && strings.HasSuffix(inner, ")") {
		text = "-" + strings.TrimSuffix(inner, ")")
	}
	if comma {
		text = strings.ReplaceAll(text, ",", ".")
	} else {
		text = strings.ReplaceAll(text, ",", "")
	}
	if text == "" || strings.Trim(text, "0123456789+-.eE") != "" || len(text) > 40 {
		return 0, false, false
	}
	v, err := strconv.ParseFloat(text, 64)
	return v, percent, err == nil
}

// isYear reports whether a cell names a year and no month.
func isYear(text string) bool {
	text = strings.TrimSpace(text)
	n, ok := digits(text, 4)
	return ok && n >= firstYear && n <= lastYear
}

// The years that a history may speak of.
const (
	firstYear = 1600
	lastYear  = 2199
)

// monthIn reads a month: 1990-01, 1990/1/31, 199001, 19900131, 01/1990, Jan 1990,
// 1990년 1월. A point and a one alone after September is October, as spreadsheets
// write 1871.10.
func monthIn(text string, before plan.Month) (m plan.Month, ok bool) {
	parts := parted(text)
	if len(parts) == 0 || len(parts) > 3 {
		return "", false
	}
	first := parts[0]
	switch {
	case len(first) == 6 && len(parts) == 1:
		return monthOf(first[:4], first[4:])
	case len(first) == 8 && len(parts) == 1:
		return monthOf(first[:4], first[4:6])
	case len(parts) < 2:
		return "", false
	case len(first) == 4 && statement.MonthNamed(first) == 0:
		if parts[1] == "1" && strings.Contains(text, ".1") && strings.HasSuffix(string(before), "-09") && strings.HasPrefix(string(before), first) {
			return monthOf(first, "10")
		}
		return monthOf(first, parts[1])
	case len(parts) == 2:
		return monthOf(parts[1], first)
	case statement.MonthNamed(first) != 0: // Jan 31 1990
		return monthOf(parts[2], first)
	case statement.MonthNamed(parts[1]) != 0: // 31 Jan 1990
		return monthOf(parts[2], parts[1])
	}
	return "", false
}

// parted are the runs of digits and of letters that name a month; nil where
// anything else is a word.
func parted(text string) []string {
	var parts []string
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsDigit(r) && !unicode.IsLetter(r) }) {
		for _, mark := range []string{"년", "월", "일"} {
			word = strings.ReplaceAll(word, mark, " ")
		}
		for _, part := range strings.Fields(word) {
			if _, ok := digits(part, len(part)); !ok && statement.MonthNamed(part) == 0 || len(part) > 9 {
				return nil
			}
			parts = append(parts, part)
		}
	}
	return parts
}

func monthOf(year, month string) (m plan.Month, ok bool) {
	y, ok1 := digits(year, 4)
	n := statement.MonthNamed(month)
	if n == 0 {
		n, _ = digits(month, len(month))
	}
	if !ok1 || y < firstYear || y > lastYear || n < 1 || n > 12 || len(month) > 9 {
		return "", false
	}
	return plan.Month(fmt.Sprintf("%04d-%02d", y, n)), true
}

// digits is a number of exactly so many digits.
func digits(s string, n int) (int, bool) {
	if len(s) != n || n == 0 || n > 9 {
		return 0, false
	}
	v := 0
	for i := range n {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		v = 10*v + int(s[i]-'0')
	}
	return v, true
}
