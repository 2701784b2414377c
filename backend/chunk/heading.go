package chunk

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"meridian/backend/document"
)

// numbered begins a heading in documents of the field: "Item 7.", "Note 12",
// "Article 3", "ARTICLE IV", "제3조", "제2장", "Ⅱ.", "1.2 Scope", "## Scope".
var numbered = regexp.MustCompile(`^(?:#{1,6}\s|(?i:item|part|note|article|section|schedule|exhibit|appendix|chapter)\s+(?:\d+[A-Z]?|[IVX]+|[A-Z])\b|제\s?\d+\s?(?:조|장|절|관|편|항|호)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]\s?[.．]?|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+\p{L})`)

// chapterMark begins a heading of the highest order.
var chapterMark = regexp.MustCompile(`^(?:#\s|(?i:item|part|chapter)\s+(?:\d+[A-Z]?|[IVX]+)\b|제\s?\d+\s?(?:장|편|관)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]\s?[.．]?)`)

const (
	maxHeading      = 110 // in size
	maxHeadingWords = 14
)

func headingAt(lines []line, at int, running map[string]bool) bool {
	l := lines[at]
	if l.size > maxHeading || running[runningKey(l.text)] || l.row() {
		return false
	}
	if numbered.MatchString(l.text) {
		return !endsLikeASentence(l.text)
	}
	apart := at == 0 || l.before > 0
	return apart && looksLikeHeading(l.text)
}

func headingOf(l line) unit {
	return unit{kind: heading, span: l.span, size: l.size, text: tidy(l.text), chapter: chapterMark.MatchString(l.text)}
}

// tidy is a heading with single spaces and without marks of its format.
func tidy(text string) string {
	return strings.Join(strings.Fields(strings.TrimLeft(text, "#")), " ")
}

func endsLikeASentence(text string) bool {
	return strings.HasSuffix(text, ".") && utf8.RuneCountInString(text) > 40 || strings.HasSuffix(text, ",") || strings.HasSuffix(text, ";")
}

// looksLikeHeading reports whether a line is written as headings are: short,
// without the end of a sentence, its words with capitals, or Korean without an
// ending verb.
func looksLikeHeading(text string) bool {
	if labelled.MatchString(text) || strings.ContainsAny(text[len(text)-1:], ".,;") || strings.HasSuffix(text, "다") || strings.HasSuffix(text, "요") {
		return false
	}
	words := strings.Fields(text)
	if len(words) > maxHeadingWords {
		return false
	}
	capital, small, hangul, letters := 0, 0, 0, 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, `("'“‘`))
		switch {
		case unicode.Is(unicode.Hangul, r):
			hangul++
		case unicode.IsUpper(r):
			capital++
		case unicode.IsLower(r) && len(w) > 3:
			small++
		}
	}
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < 3 {
		return false
	}
	return hangul > 0 && utf8.RuneCountInString(text) <= 40 || capital > 0 && capital >= 2*small
}

// pageHeading is what a page is about where its reader did not say: the first
// lines that look like headings, at most two of the first eight, without
// those that stand on many pages.
func (c *cutter) pageHeading(lines []line) string {
	var found []string
	for at := range min(len(lines), 8) {
		l := lines[at]
		if c.running[runningKey(l.text)] || l.row() || l.size > maxHeading {
			continue
		}
		if !looksLikeHeading(l.text) && !numbered.MatchString(l.text) {
			if len(found) > 0 {
				break
			}
			continue
		}
		if found = append(found, tidy(l.text)); len(found) == 2 {
			break
		}
	}
	return strings.Join(found, " ")
}

// runningTop is how many lines from the top may be running ones, and
// runningShare the share of the pages, in parts of a hundred, on which such a
// line stands.
const (
	runningTop   = 3
	runningShare = 20
)

// runningLines are lines that stand on top of many pages: a name, "Table of
// Contents". They say nothing of any one page.
func runningLines(pages []document.Page) map[string]bool {
	if len(pages) < 5 {
		return nil
	}
	count := map[string]int{}
	for _, p := range pages {
		for i, l := range firstLines(p.Text, runningTop) {
			_ = i
			count[runningKey(l)]++
		}
	}
	running := map[string]bool{}
	for key, n := range count {
		if 100*n >= runningShare*len(pages) {
			running[key] = true
		}
	}
	return running
}

func firstLines(text string, most int) []string {
	var lines []string
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			if lines = append(lines, l); len(lines) == most {
				break
			}
		}
	}
	return lines
}

// runningKey is a line without its figures, so that page numbers make no
// difference.
func runningKey(text string) string {
	bare := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
	return strings.Join(strings.Fields(bare), " ")
}
