package extract

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// tidy is a text as a page holds it: composed, no control characters but \n,
// tabs as the two spaces that part cells, no spaces at the end of a line, never
// two empty lines in a row, none at the ends.
func tidy(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	spaces, breaks := 0, 0
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	for _, r := range text {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f' || r == '\u0085':
			spaces = 0
			breaks++
			continue
		case r == '\t':
			spaces += 2
			continue
		case unicode.IsSpace(r):
			spaces++
			continue
		case dropped(r):
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n"[:min(breaks, 2)])
		}
		for range spaces {
			b.WriteByte(' ')
		}
		spaces, breaks = 0, 0
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// dropped reports whether a character is not seen and says nothing.
func dropped(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\u2060', '\ufeff', unicode.ReplacementChar:
		return true
	}
	return r < ' ' || r >= 0x7f && r < 0xa0
}

// line is a text on one line, its words apart by single spaces.
func line(text string) string {
	return strings.Join(strings.Fields(tidy(text)), " ")
}
