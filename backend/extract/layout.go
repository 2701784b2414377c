package extract

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"meridian/backend/document"
)

// How glyphs become lines and cells, in heights of a glyph. Measured on filings
// and statements: these keep most rows of their tables on one line.
const (
	sameLine = 0.3  // baselines of one line are this near
	wordGap  = 0.12 // from here on a gap is a space
	thinGap  = 0.03 // from here on, where the file itself has a space there
	cellGap  = 0.9  // from here on a gap parts cells
	blankGap = 1.8  // from here on lines are apart by an empty one
)

// glyph is one character as it is seen on a page: points from the upper left
// corner, y downwards.
type glyph struct {
	r      rune // not a space
	box    document.Box
	x, y   float32 // its origin: where its baseline begins
	turns  int     // quarters by which it is turned clockwise
	spaced bool    // the file has a space before it
}

// height is how high the glyph is across its baseline.
func (g glyph) height() float32 { return g.box.Bottom - g.box.Top }

// laidOut is a page's text, a box for each code point, and its first heading.
type laidOut struct {
	text    string
	boxes   []document.Box
	heading string
}

// layOut puts glyphs in the order in which a person reads them. Those that are
// turned follow those that are not, each turn by itself.
func layOut(glyphs []glyph) laidOut {
	var w boxWriter
	heading := ""
	for _, turns := range byCount(glyphs) {
		side := turned(glyphs, turns)
		found := lines(side)
		ordered := readingOrder(found)
		if heading == "" {
			heading = headingOf(ordered)
		}
		w.block(ordered, turns)
	}
	return laidOut{w.text.String(), w.boxes, heading}
}

// byCount lists the turns that occur, the commonest first.
func byCount(glyphs []glyph) []int {
	var count [4]int
	for _, g := range glyphs {
		count[g.turns]++
	}
	turns := slices.DeleteFunc([]int{0, 1, 2, 3}, func(t int) bool { return count[t] == 0 })
	slices.SortStableFunc(turns, func(a, b int) int { return cmp.Compare(count[b], count[a]) })
	return turns
}

// turned is the glyphs with that many quarters, turned back so that their
// baselines lie level.
func turned(glyphs []glyph, turns int) []glyph {
	var side []glyph
	for _, g := range glyphs {
		if g.turns != turns {
			continue
		}
		g.box = turnBack(g.box, turns)
		g.x, g.y = turnPoint(g.x, g.y, turns)
		side = append(side, g)
	}
	return side
}

// turnPoint turns a point against the clock by quarters, around the corner.
func turnPoint(x, y float32, quarters int) (float32, float32) {
	switch quarters {
	case 1:
		return y, -x
	case 2:
		return -x, -y
	case 3:
		return -y, x
	}
	return x, y
}

func turnBack(b document.Box, quarters int) document.Box {
	x0, y0 := turnPoint(b.Left, b.Top, quarters)
	x1, y1 := turnPoint(b.Right, b.Bottom, quarters)
	return document.Box{Left: min(x0, x1), Top: min(y0, y1), Right: max(x0, x1), Bottom: max(y0, y1)}
}

// textLine is glyphs on one baseline, from left to right.
type textLine struct {
	glyphs   []glyph
	segments []segment
	base     float32
	height   float32 // the commonest of its glyphs
	box      document.Box
}

// segment is a run of a line's glyphs with no gap that parts cells.
type segment struct {
	left, right float32
	letters     int
	digits      int
}

// lines groups glyphs by their baselines, from the top downwards.
func lines(glyphs []glyph) []textLine {
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(a.y, b.y) })
	var groups [][]glyph
	for i, g := range glyphs {
		n := len(groups) - 1
		if i > 0 && g.y-groups[n][0].y <= sameLine*max(min(g.height(), groups[n][0].height()), 1) {
			groups[n] = append(groups[n], g)
			continue
		}
		groups = append(groups, []glyph{g})
	}
	found := make([]textLine, 0, len(groups))
	for _, group := range raised(groups) {
		found = append(found, newLine(group))
	}
	return found
}

// raised puts small groups (exponents, marks of footnotes) on the line that
// they stand in: the next or the one before.
func raised(groups [][]glyph) [][]glyph {
	var out [][]glyph
	for i := 0; i < len(groups); i++ {
		if i+1 < len(groups) && within(groups[i], groups[i+1]) {
			groups[i+1] = append(groups[i], groups[i+1]...)
			continue
		}
		if n := len(out); n > 0 && within(groups[i], out[n-1]) {
			out[n-1] = append(out[n-1], groups[i]...)
			continue
		}
		out = append(out, groups[i])
	}
	return out
}

// within reports whether the glyphs of small are lower than those of line, each
// with its middle inside the line, and near it.
func within(small, line []glyph) bool {
	b := bounds(line)
	h := commonHeight(line)
	for _, g := range small {
		middle := (g.box.Top + g.box.Bottom) / 2
		if g.height() > 0.9*h || middle < b.Top || middle > b.Bottom || !touches(g, line, h) {
			return false
		}
	}
	return true
}

// touches reports whether a glyph stands beside one of the line, with room for
// what stands between them in brackets.
func touches(g glyph, line []glyph, h float32) bool {
	for _, other := range line {
		if other.box.Left-g.box.Right < 2*h && g.box.Left-other.box.Right < 2*h {
			return true
		}
	}
	return false
}

func bounds(glyphs []glyph) document.Box {
	b := glyphs[0].box
	for _, g := range glyphs[1:] {
		b = union(b, g.box)
	}
	return b
}

func union(a, b document.Box) document.Box {
	return document.Box{Left: min(a.Left, b.Left), Top: min(a.Top, b.Top), Right: max(a.Right, b.Right), Bottom: max(a.Bottom, b.Bottom)}
}

// commonHeight is the height in the middle of all.
func commonHeight(glyphs []glyph) float32 {
	heights := make([]float32, len(glyphs))
	for i, g := range glyphs {
		heights[i] = g.height()
	}
	return median(heights)
}

// median sorts what it is given and returns what stands in its middle; 0 of
// nothing.
func median[T cmp.Ordered](of []T) T {
	if len(of) == 0 {
		var none T
		return none
	}
	slices.Sort(of)
	return of[len(of)/2]
}

// newLine orders the glyphs of a baseline, of which there are some, and finds
// its cells.
func newLine(glyphs []glyph) textLine {
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(a.box.Left, b.box.Left) })
	glyphs = once(glyphs)
	l := textLine{glyphs: glyphs, base: glyphs[0].y, height: max(commonHeight(glyphs), 0.5), box: bounds(glyphs)}
	var right float32
	for _, g := range glyphs {
		n := len(l.segments)
		if n == 0 || g.box.Left-right >= cellGap*l.height {
			l.segments = append(l.segments, segment{left: g.box.Left})
			n++
			right = g.box.Right
		}
		s := &l.segments[n-1]
		right = max(right, g.box.Right)
		s.right = right
		if unicode.IsDigit(g.r) {
			s.digits++
		}
		s.letters++
	}
	return l
}

// once drops glyphs that were drawn twice to look bold or to throw a shadow.
func once(glyphs []glyph) []glyph {
	out := glyphs[:0]
	for _, g := range glyphs {
		double := false
		for j := len(out) - 1; j >= 0 && j >= len(out)-3; j-- {
			d := out[j]
			near := 0.2 * max(d.box.Right-d.box.Left, 0.1)
			double = double || d.r == g.r && g.box.Left-d.box.Left < near && abs(g.y-d.y) < near
		}
		if !double {
			out = append(out, g)
		}
	}
	return out
}

func abs(v float32) float32 { return float32(math.Abs(float64(v))) }

// What makes columns of prose, as against those of a table.
const (
	columnLines   = 6    // lines that a gutter runs along at least
	columnLetters = 18   // letters in the middle line of a column at least
	columnDigits  = 0.25 // share of digits at most
	columnFilled  = 0.6  // share of a column's width that its middle line takes at least
)

// readingOrder puts the lines of columns of prose one column after the other.
// Everything else, tables above all, stays in lines across the page.
func readingOrder(all []textLine) []textLine {
	var out []textLine
	for i := 0; i < len(all); {
		if g, end, ok := gutter(all, i); ok {
			left, right := split(all[i:end], g)
			out = append(out, readingOrder(left)...)
			out = append(out, readingOrder(right)...)
			i = end
			continue
		}
		out = append(out, all[i])
		i++
	}
	return out
}

// gutter looks for a gap that runs along many lines from the one at from, with
// prose on both its sides. end is the line that it no longer runs along.
func gutter(all []textLine, from int) (at span, end int, ok bool) {
	first := all[from]
	for s := 1; s < len(first.segments); s++ {
		gap := span{first.segments[s-1].right, first.segments[s].left}
		g, end := follow(all, from, gap)
		if end-from >= columnLines && prose(all[from:end], g) {
			return g, end, true
		}
	}
	return span{}, from, false
}

// span is an interval across the page.
type span struct{ left, right float32 }

func (s span) width() float32 { return s.right - s.left }

// follow narrows a gap downwards for as long as every line leaves it open.
func follow(all []textLine, from int, gap span) (narrowed span, end int) {
	for end = from; end < len(all); end++ {
		l := all[end]
		next, open := gap, true
		for _, s := range l.segments {
			switch {
			case s.right <= gap.left || s.left >= gap.right:
			case s.left < gap.left && s.right > gap.right:
				open = false
			case s.left <= gap.left:
				next.left = max(next.left, s.right)
			default:
				next.right = min(next.right, s.left)
			}
		}
		if !open || next.width() < cellGap*l.height*0.8 {
			return gap, end
		}
		gap = next
	}
	return gap, end
}

// prose reports whether both sides of a gap read like columns of text.
func prose(block []textLine, gap span) bool {
	left, right := split(block, gap)
	return column(left) && column(right)
}

// column reports whether lines are full of words.
func column(side []textLine) bool {
	if len(side) < columnLines*2/3 {
		return false
	}
	box := side[0].box
	letters, widths := make([]int, 0, len(side)), make([]float32, 0, len(side))
	var all, digits, cells int
	for _, l := range side {
		box = union(box, l.box)
		n := 0
		for _, s := range l.segments {
			n += s.letters
			digits += s.digits
		}
		all += n
		cells += len(l.segments)
		letters = append(letters, n)
		widths = append(widths, l.box.Right-l.box.Left)
	}
	return median(letters) >= columnLetters && median(widths) >= columnFilled*(box.Right-box.Left) &&
		float64(digits) <= columnDigits*float64(all) && float64(cells) <= 1.3*float64(len(side))
}

// split parts every line at a gap.
func split(block []textLine, gap span) (left, right []textLine) {
	middle := (gap.left + gap.right) / 2
	for _, l := range block {
		var sides [2][]glyph
		for _, g := range l.glyphs {
			if (g.box.Left+g.box.Right)/2 < middle {
				sides[0] = append(sides[0], g)
			} else {
				sides[1] = append(sides[1], g)
			}
		}
		if len(sides[0]) > 0 {
			left = append(left, newLine(sides[0]))
		}
		if len(sides[1]) > 0 {
			right = append(right, newLine(sides[1]))
		}
	}
	return left, right
}

// A heading is larger than the page's text by this much and no longer than that.
const (
	headingLarger = 1.15
	headingRunes  = 120
)

// headingOf is the first line in letters larger than most of the page.
func headingOf(page []textLine) string {
	var heights []float32
	for _, l := range page {
		for range l.glyphs {
			heights = append(heights, l.height)
		}
	}
	usual := median(heights)
	for _, l := range page {
		if l.height < headingLarger*usual {
			continue
		}
		var w boxWriter
		w.line(l, 0)
		text := line(w.text.String())
		if words(text) >= 3 && len([]rune(text)) <= headingRunes {
			return text
		}
	}
	return ""
}

// words counts letters.
func words(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// boxWriter writes text together with a box for each of its code points.
type boxWriter struct {
	text  strings.Builder
	boxes []document.Box
}

// block writes lines, an empty one where they stand well apart, and turns their
// boxes as they were.
func (w *boxWriter) block(page []textLine, turns int) {
	usual := usualGap(page)
	for i, l := range page {
		if w.text.Len() > 0 {
			w.end()
		}
		if i > 0 {
			gap := l.base - page[i-1].base
			if gap < 0 || gap > blankGap*l.height && gap > 1.35*usual {
				w.end()
			}
		} else if w.text.Len() > 0 {
			w.end()
		}
		w.line(l, turns)
	}
}

// usualGap is how far the lines of a paragraph are apart: no more than a
// quarter of all lines are nearer.
func usualGap(page []textLine) float32 {
	var gaps []float32
	for i := 1; i < len(page); i++ {
		if gap := page[i].base - page[i-1].base; gap > 0 {
			gaps = append(gaps, gap)
		}
	}
	slices.Sort(gaps)
	if len(gaps) == 0 {
		return 0
	}
	return gaps[len(gaps)/4]
}

// line writes a line's glyphs with spaces where they stand apart.
func (w *boxWriter) line(l textLine, turns int) {
	var runes []rune
	var boxes []document.Box
	for _, g := range l.glyphs {
		if n := len(runes); n > 0 {
			last := boxes[n-1]
			for range spaces(g.box.Left-last.Right, l.height, g.spaced) {
				runes = append(runes, ' ')
				boxes = append(boxes, document.Box{Left: last.Right, Top: last.Top, Right: max(g.box.Left, last.Right), Bottom: last.Bottom})
			}
		}
		runes, boxes = append(runes, g.r), append(boxes, g.box)
	}
	for i := range boxes {
		boxes[i] = turnBack(boxes[i], (4-turns)%4)
	}
	w.composed(runes, boxes)
}

// spaces is how many spaces a gap is worth.
func spaces(gap, height float32, written bool) int {
	switch {
	case gap >= cellGap*height:
		return 2
	case gap >= wordGap*height, written && gap >= thinGap*height:
		return 1
	}
	return 0
}

// composed writes runes in NFC: what is composed of several takes the box
// around them all.
func (w *boxWriter) composed(runes []rune, boxes []document.Box) {
	s := string(runes)
	if norm.NFC.IsNormalString(s) {
		w.text.WriteString(s)
		w.boxes = append(w.boxes, boxes...)
		return
	}
	var it norm.Iter
	it.InitString(norm.NFC, s)
	read := 0
	for !it.Done() {
		from := it.Pos()
		piece := it.Next()
		n := len([]rune(s[from:it.Pos()]))
		box := boxes[read]
		for _, b := range boxes[read : read+n] {
			box = union(box, b)
		}
		read += n
		w.text.Write(piece)
		for range string(piece) {
			w.boxes = append(w.boxes, box)
		}
	}
}

// end ends a line; its box is a line at the end of what stands before it.
func (w *boxWriter) end() {
	box := document.Box{}
	if n := len(w.boxes); n > 0 {
		last := w.boxes[n-1]
		box = document.Box{Left: last.Right, Top: last.Top, Right: last.Right, Bottom: last.Bottom}
	}
	w.text.WriteByte('\n')
	w.boxes = append(w.boxes, box)
}
