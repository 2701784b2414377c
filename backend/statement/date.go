package statement

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Order is how a date is written.
type Order string

// The orders: year first, day first, month first.
const (
	YearFirst  Order = "ymd"
	DayFirst   Order = "dmy"
	MonthFirst Order = "mdy"
)

// dayIn reads the first date of a text as "YYYY-MM-DD": three numbers with
// anything between them, eight digits in a row, or a month by its English name.
// What follows (a time) does not matter.
func dayIn(text string, order Order) (string, bool) {
	parts := numbersIn(text)
	if len(parts) == 0 {
		return "", false
	}
	if first := parts[0]; len(first) >= 8 && allDigits(first) {
		if order != YearFirst {
			return dated(first[4:8], first[monthAt(order):monthAt(order)+2], first[2-monthAt(order):4-monthAt(order)])
		}
		return dated(first[:4], first[4:6], first[6:8])
	}
	if len(parts) < 3 {
		return "", false
	}
	a, b, c := parts[0], parts[1], parts[2]
	switch {
	case !allDigits(a):
		return dated(c, a, b) // Mar 29, 2026
	case !allDigits(b) || order == DayFirst:
		return dated(c, b, a) // 29 Mar 2026
	case order == MonthFirst:
		return dated(c, a, b)
	}
	return dated(a, b, c)
}

// monthAt is where the month begins in eight digits.
func monthAt(order Order) int {
	if order == MonthFirst {
		return 0
	}
	return 2
}

// numbersIn are the runs of digits of a text and the names of months in it, at
// most the first three.
func numbersIn(text string) []string {
	var parts []string
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsDigit(r) && !unicode.IsLetter(r) || r > unicode.MaxASCII }) {
		if allDigits(word) || MonthNamed(word) != 0 {
			parts = append(parts, word)
		} else if digits := word[:len(word)-len(strings.TrimLeft(word, "0123456789"))]; digits != "" {
			parts = append(parts, digits) // 29th, 20260329T101500
		}
		if len(parts) == 3 {
			break
		}
	}
	return parts
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// MonthNamed is the month that an English word, or its first three letters or more,
// names; 0 for none.
func MonthNamed(word string) int {
	if len(word) < 3 {
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		name := m.String()
		if len(word) <= len(name) && strings.EqualFold(word, name[:len(word)]) {
			return int(m)
		}
	}
	return 0
}

// The years that a statement may speak of.
const (
	firstYear = 1970
	lastYear  = 2199
)

func dated(year, month, day string) (string, bool) {
	y, m, d := small(year), small(month), small(day)
	if n := MonthNamed(month); n != 0 {
		m = n
	}
	if len(year) == 2 && y >= 0 {
		y += 2000
	}
	if y < firstYear || y > lastYear || m < 1 || m > 12 || d < 1 {
		return "", false
	}
	if t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC); t.Day() != d {
		return "", false
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d), true
}

// small reads at most four digits; -1 for anything else.
func small(s string) int {
	if !allDigits(s) || len(s) > 4 {
		return -1
	}
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// orderOf is the order in which the most of some dates can be read. Where two
// orders read as many, the first of those preferred stands.
func orderOf(dates []string, preferred ...Order) Order {
	best, most := preferred[0], -1
	for _, order := range preferred {
		n := 0
		for _, date := range dates {
			if _, ok := dayIn(date, order); ok {
				n++
			}
		}
		if n > most {
			best, most = order, n
		}
	}
	return best
}
