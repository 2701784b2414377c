package retrieve

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Word is a run of characters of a text, and the terms it gives.
type Word struct {
	Start, End int // in code points of the composed text (NFKC)
	Terms      []string
	Joined     bool // its terms overlap: pairs of the syllables of one run
}

// maxWord is the most characters of a run that are looked at as one word.
// Longer ones are not words of any language; they are cut.
const maxWord = 64

// Terms are the terms of a text in its order.
func Terms(text string) []string {
	var terms []string
	for _, w := range Words(text) {
		terms = append(terms, w.Terms...)
	}
	return terms
}

// Words are the words of a text in its order.
func Words(text string) []Word {
	var words []Word
	runes := []rune(norm.NFKC.String(text))
	for at := 0; at < len(runes); {
		kind := kindOf(runes[at])
		if kind == separator {
			at++
			continue
		}
		end := at + 1
		for end < len(runes) && end-at < maxWord && (kindOf(runes[end]) == kind || joins(runes, at, end)) {
			end++
		}
		words = append(words, wordOf(kind, runes[at:end], at))
		at = end
	}
	return words
}

type runeKind int

const (
	separator runeKind = iota
	letter             // of a script that parts words with spaces, and digits
	syllable           // of a script that does not, or glues particles to words
)

func kindOf(r rune) runeKind {
	switch {
	case r < 0x80:
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return letter
		}
		return separator
	case unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana) && unicode.IsLetter(r):
		return syllable
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r):
		return letter
	}
	return separator
}

// joins reports whether a mark inside a figure belongs to it: the comma of
// 1,200 and the point of 4.5.
func joins(runes []rune, start, at int) bool {
	if runes[at] != ',' && runes[at] != '.' || at+1 >= len(runes) || !digit(runes[at-1]) || !digit(runes[at+1]) {
		return false
	}
	if runes[at] == '.' {
		return true
	}
	three := at+3 < len(runes) && digit(runes[at+2]) && digit(runes[at+3])
	return three && (at+4 >= len(runes) || !digit(runes[at+4])) && digit(runes[start])
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// point stands for the decimal point inside a term: the index takes a plain
// one for a separator.
const point = '·'

func wordOf(kind runeKind, run []rune, at int) Word {
	w := Word{Start: at, End: at + len(run)}
	if kind == syllable {
		w.Terms, w.Joined = pairs(run), len(run) > 2
		return w
	}
	if term := fold(run); term != "" {
		w.Terms = []string{Stem(term)}
	}
	return w
}

// pairs are the neighbouring pairs of a run; a single one stays alone.
func pairs(run []rune) []string {
	if len(run) == 1 {
		return []string{string(run)}
	}
	terms := make([]string, 0, len(run)-1)
	for i := range run[1:] {
		terms = append(terms, string(run[i:i+2]))
	}
	return terms
}

// fold takes case, accents and the commas of figures away.
func fold(run []rune) string {
	var out strings.Builder
	plain := true
	for _, r := range run {
		switch {
		case r == ',':
		case r == '.':
			out.WriteRune(point)
		case r < 0x80:
			out.WriteRune(unicode.ToLower(r))
		default:
			plain = false
			out.WriteRune(unicode.ToLower(r))
		}
	}
	if plain {
		return out.String()
	}
	return withoutMarks(out.String())
}

func withoutMarks(s string) string {
	bare := strings.Map(func(r rune) rune {
		if unicode.IsMark(r) || kindOf(r) == separator && r != point {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return norm.NFC.String(bare)
}
