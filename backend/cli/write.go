package cli

import (
	"fmt"
	"math"
	"strings"

	"golang.org/x/text/width"
)

// table writes rows of a name and a value, the values below one another.
func (c *command) table(rows [][2]string) {
	widest := 0
	for _, row := range rows {
		widest = max(widest, columns(row[0]))
	}
	for _, row := range rows {
		fmt.Fprintf(c.out, "  %s%s  %s\n", row[0], strings.Repeat(" ", widest-columns(row[0])), row[1])
	}
}

// columns is how wide a text stands at a terminal: 한글 takes two columns a letter.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

// money writes an amount of a currency as people say it: no minor units for
// what is estimated, and 만 and 억 for won in Korean.
func (c *command) money(v float64, currency string) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	switch {
	case currency == "KRW" && c.Locale == "ko":
		return sign + won(v)
	case symbols[currency] != "":
		return sign + symbols[currency] + grouped(v)
	}
	return sign + grouped(v) + " " + currency
}

var symbols = map[string]string{"USD": "$", "EUR": "€", "GBP": "£", "KRW": "₩", "JPY": "¥"}

// won counts in 만 (10^4) and 억 (10^8), to the nearest 만 above a million.
func won(v float64) string {
	const man, eok = 1e4, 1e8
	if v < 100*man {
		return grouped(v) + "원"
	}
	v = math.Round(v/man) * man
	over, rest := math.Floor(v/eok), math.Mod(v, eok)/man
	switch {
	case over == 0:
		return grouped(rest) + "만원"
	case rest == 0:
		return grouped(over) + "억원"
	}
	return grouped(over) + "억 " + grouped(rest) + "만원"
}

// grouped is a whole number with its thousands apart.
func grouped(v float64) string {
	digits := fmt.Sprintf("%.0f", math.Abs(v))
	var b strings.Builder
	if v <= -0.5 {
		b.WriteByte('-')
	}
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
