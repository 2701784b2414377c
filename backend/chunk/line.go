package chunk

import (
	"regexp"
	"strings"
	"unicode"

	"meridian/backend/document"
)

// line is a line of a page without the white space around it.
type line struct {
	span   document.Span
	text   string
	size   int // gaps count as one
	cells  int // parts that stand two spaces or more apart
	values int // cells that are figures
	years  int // cells that are years
	before int // empty lines above it
}

func (l line) row() bool {
	return l.cells >= 2 && (l.values > 0 || l.cells >= 3) || strings.HasPrefix(l.text, "|") && l.cells >= 2
}

// header reports whether a row names columns rather than filling them.
func (l line) header() bool { return l.cells >= 2 && l.values == l.years }

// linesOf are the lines that hold something.
func linesOf(runes []rune) []line {
	var lines []line
	empty := 0
	for at := 0; at <= len(runes); {
		end := at
		for end < len(runes) && runes[end] != '\n' {
			end++
		}
		if span := trimmed(runes, at, end); span.Len() > 0 {
			lines = append(lines, lineOf(runes, span, empty))
			empty = 0
		} else {
			empty++
		}
		at = end + 1
	}
	return lines
}

func trimmed(runes []rune, start, end int) document.Span {
	for start < end && unicode.IsSpace(runes[start]) {
		start++
	}
	for end > start && unicode.IsSpace(runes[end-1]) {
		end--
	}
	return document.Span{Start: start, End: end}
}

func lineOf(runes []rune, span document.Span, before int) line {
	l := line{span: span, text: string(runes[span.Start:span.End]), before: before}
	l.size = sizeOf(runes, span)
	for _, cell := range cells(l.text) {
		l.cells++
		if year.MatchString(cell) {
			l.years++
		}
		if value(cell) {
			l.values++
		}
	}
	return l
}

func sizeOf(runes []rune, span document.Span) int {
	size, gap := 0, false
	for _, r := range runes[span.Start:span.End] {
		if space := unicode.IsSpace(r); !space || !gap {
			size++
			gap = space
		}
	}
	return size
}

var gaps = regexp.MustCompile(`\s{2,}|\t+|\s*\|\s*`)

// cells are what a row shows side by side. A currency sign that stands alone
// belongs to its figure.
func cells(text string) []string {
	var kept []string
	for _, cell := range gaps.Split(text, -1) {
		if cell != "" && cell != "$" && cell != "₩" && cell != "%" && cell != ")" {
			kept = append(kept, cell)
		}
	}
	return kept
}

var (
	year   = regexp.MustCompile(`^(?:FY\s?)?(?:19|20)\d\d(?:년|년도)?\*?$`)
	figure = regexp.MustCompile(`^[$₩€£(+\-–—△▲%]*\s?[\d][\d,.]*\s?(?:%|원|만원|억원|천원|백만원|배|x|bps)?\)?%?$`)
)

// value reports whether a cell is a figure, or a dash in the place of one.
func value(cell string) bool {
	return figure.MatchString(cell) || cell == "—" || cell == "–" || cell == "-"
}

// unit is the least that is not cut.
type unit struct {
	kind       unitKind
	span       document.Span
	size       int
	text       string         // of a heading
	chapter    bool           // a heading of the highest order
	repeat     *document.Span // of a row: the header rows of its table
	repeatSize int
}

type unitKind int

const (
	paragraph unitKind = iota
	heading
	row
)

// unitsOf takes the lines of a page apart into units.
func unitsOf(lines []line, running map[string]bool) []unit {
	var units []unit
	for at := 0; at < len(lines); {
		end := at + 1
		switch {
		case tableAt(lines, at):
			for end < len(lines) && tableGoesOn(lines, end) {
				end++
			}
			units = append(units, rows(lines[at:end])...)
		case headingAt(lines, at, running):
			units = append(units, headingOf(lines[at]))
		default:
			for end < len(lines) && lines[end].before == 0 && !tableAt(lines, end) && !numbered.MatchString(lines[end].text) {
				end++
			}
			units = append(units, sentences(lines[at:end])...)
		}
		at = end
	}
	return units
}

// tableAt reports whether a table begins at a line: two rows close together.
func tableAt(lines []line, at int) bool {
	return lines[at].row() && at+1 < len(lines) && lines[at+1].before <= 2 && (lines[at+1].row() || at+2 < len(lines) && lines[at+2].row())
}

// tableGoesOn reports whether a line belongs to the table above it: a row, or
// a label over further rows.
func tableGoesOn(lines []line, at int) bool {
	if lines[at].before > 2 {
		return false
	}
	if lines[at].row() {
		return true
	}
	return lines[at].size <= 90 && at+1 < len(lines) && lines[at+1].row() && lines[at+1].before <= 1
}

// maxHeader is the most of a table's header that is said again.
const maxHeader = 240

// rows are the units of a table. Its header is what names the columns, at
// most three lines from the top.
func rows(lines []line) []unit {
	head := 0
	for head < len(lines) && head < 3 && lines[head].header() {
		head++
	}
	var repeat *document.Span
	size := 0
	if head > 0 && head < len(lines) {
		repeat = &document.Span{Start: lines[0].span.Start, End: lines[head-1].span.End}
		for _, l := range lines[:head] {
			size += l.size + 1
		}
		if size > maxHeader {
			repeat, size = nil, 0
		}
	}
	var units []unit
	for i, l := range lines {
		for _, u := range pieces(l.text, l.span, row) {
			if i >= head {
				u.repeat, u.repeatSize = repeat, size
			}
			units = append(units, u)
		}
	}
	return units
}

// sentences are the units of a paragraph: all of it, or its sentences where it
// is long.
func sentences(lines []line) []unit {
	span := document.Span{Start: lines[0].span.Start, End: lines[len(lines)-1].span.End}
	size := 0
	for _, l := range lines {
		size += l.size + 1
	}
	if size <= target {
		return []unit{{kind: paragraph, span: span, size: size}}
	}
	var units []unit
	for _, l := range lines {
		units = append(units, pieces(l.text, l.span, paragraph)...)
	}
	return joinSentences(units, lines)
}

// joinSentences puts lines of a long paragraph together where no sentence ends
// between them, as long as the size allows.
func joinSentences(units []unit, lines []line) []unit {
	ends := map[int]bool{}
	for _, l := range lines {
		if sentenceEnd.MatchString(l.text) {
			ends[l.span.End] = true
		}
	}
	var out []unit
	for _, u := range units {
		if n := len(out); n > 0 && !ends[out[n-1].span.End] && out[n-1].size+u.size < target/3 {
			out[n-1].span.End, out[n-1].size = u.span.End, out[n-1].size+u.size+1
			continue
		}
		out = append(out, u)
	}
	return out
}

var sentenceEnd = regexp.MustCompile(`[.!?。…][”’"')\]]*$`)

// pieces cuts a line at the ends of sentences, else at gaps, else anywhere, so
// that none is larger than the target.
func pieces(text string, span document.Span, kind unitKind) []unit {
	runes := []rune(text)
	var units []unit
	for at := 0; at < len(runes); {
		end := len(runes)
		if sizeOf(runes, document.Span{Start: at, End: end}) > target {
			end = cutAt(runes, at)
		}
		s := trimmed(runes, at, end)
		if s.Len() > 0 {
			units = append(units, unit{kind: kind, size: sizeOf(runes, s),
				span: document.Span{Start: span.Start + s.Start, End: span.Start + s.End}})
		}
		at = end
	}
	return units
}

// cutAt is where the piece that begins at a character ends.
func cutAt(runes []rune, at int) int {
	size, gap := 0, false
	sentence, word := 0, 0
	for i := at; i < len(runes); i++ {
		space := unicode.IsSpace(runes[i])
		if !space || !gap {
			size++
			gap = space
		}
		if size > target {
			break
		}
		if space {
			word = i + 1
			if i > at && strings.ContainsRune(".!?。", runes[i-1]) && size > target/3 {
				sentence = i + 1
			}
		}
	}
	switch {
	case sentence > at:
		return sentence
	case word > at:
		return word
	}
	return min(at+target, len(runes))
}
