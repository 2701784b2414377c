// Package chunk cuts the pages of a document into passages.
//
// Terms: a line is one of the page's text; a block is what stands together: a
// heading, a paragraph, the rows of a table. A unit is the least that is not
// cut: a paragraph of ordinary length, a sentence of a long one, a row. The
// size of a text counts its characters with every gap as one, so that a table
// set wide is no longer than the same table set narrow.
//
// Promise: passages stand in the order of the document and within one page
// each; together they hold every word of every page; each one's text is its
// span's, but for the header rows of a table that are said again before later
// parts of it. The same pages give the same passages.
package chunk

import (
	"strings"

	"meridian/backend/document"
)

// Version changes whenever the same pages would give other passages, so that
// what was cut by an older one is cut anew.
const Version = "1"

const (
	target = 900  // the size that a passage grows to
	most   = 1200 // what it may come to where a crumb would be left otherwise
	least  = 350  // a heading begins a new passage from this size on
	crumb  = 150  // what is smaller joins the passage before it
)

// Cut is the passages of a document, and what the document says of itself.
func Cut(title string, pages []document.Page) ([]document.Passage, document.About) {
	about := Guess(title, pages)
	c := cutter{title: title, about: about, running: runningLines(pages)}
	for _, p := range pages {
		c.page(p)
	}
	return c.passages, about
}

// cutter goes through the pages of one document.
type cutter struct {
	title    string
	about    document.About
	running  map[string]bool // lines that stand on top of many pages
	chapter  string          // the heading of the highest order that was passed
	passages []document.Passage
}

func (c *cutter) page(p document.Page) {
	runes := []rune(p.Text)
	lines := linesOf(runes)
	heading := p.Heading
	if heading == "" {
		heading = c.pageHeading(lines)
	}
	if heading == "" {
		heading = p.Label
	}
	local := ""
	for _, part := range pack(unitsOf(lines, c.running)) {
		if part.chapter != "" {
			c.chapter, local = part.chapter, ""
		}
		if part.heading != "" {
			local = part.heading
		}
		c.add(p.Number, part.span, path(c.chapter, heading, local), part.text(runes))
	}
}

func (c *cutter) add(page int, span document.Span, section, text string) {
	c.passages = append(c.passages, document.Passage{
		Page: page, Ordinal: len(c.passages), Span: span, Section: section,
		Header: Header(c.title, c.about, section), Text: text,
	})
}

// Header is what search and models are told of a passage besides its text.
func Header(title string, about document.About, section string) string {
	date := about.Date
	if date == "" && about.Year > 0 {
		date = digits(about.Year)
	}
	return joined(" | ", title, about.Issuer, date, section)
}

// path is headings from the outermost in, each said once.
func path(headings ...string) string {
	var kept []string
	for _, h := range headings {
		if h != "" && !strings.Contains(strings.Join(kept, " › "), h) {
			kept = append(kept, h)
		}
	}
	return strings.Join(kept, " › ")
}

func joined(by string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, by)
}

// part is a passage before it knows its place: a run of units.
type part struct {
	span    document.Span
	size    int
	repeat  *document.Span // header rows of the table, said again before it
	chapter string         // the first headings in it, "" without one
	heading string
	prose   bool // it holds more than headings
}

func (p part) text(runes []rune) string {
	text := string(runes[p.span.Start:p.span.End])
	if p.repeat == nil {
		return text
	}
	return string(runes[p.repeat.Start:p.repeat.End]) + "\n" + text
}

// pack puts units together to parts of about the target's size.
func pack(units []unit) []part {
	var parts []part
	var now part
	flush := func() {
		if now.size > 0 {
			parts = append(parts, now)
		}
		now = part{}
	}
	for _, u := range units {
		begins := u.kind == heading && now.size >= least && now.prose
		full := now.prose && now.size+u.size > target
		if begins || full {
			flush()
		}
		now.take(u)
	}
	flush()
	return withoutCrumb(parts)
}

func (p *part) take(u unit) {
	if p.size == 0 {
		p.span.Start = u.span.Start
		if u.repeat != nil {
			p.repeat, p.size = u.repeat, u.repeatSize
		}
	}
	p.span.End = u.span.End
	p.size += u.size + 1
	p.prose = p.prose || u.kind != heading
	if u.kind != heading {
		return
	}
	if u.chapter && p.chapter == "" {
		p.chapter = u.text
	} else if !u.chapter && p.heading == "" {
		p.heading = u.text
	}
}

// withoutCrumb joins a last part that says nothing by itself to the one before.
func withoutCrumb(parts []part) []part {
	n := len(parts)
	if n < 2 {
		return parts
	}
	before, last := parts[n-2], parts[n-1]
	if last.repeat != nil || last.size >= crumb || before.size+last.size > most {
		return parts
	}
	before.span.End, before.size = last.span.End, before.size+last.size
	parts[n-2] = before
	return parts[:n-1]
}
