package extract

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"meridian/backend/document"
)

// docx reads a Word document. Its pages are those that Word saw when it saved
// the file, or that its author began; without either it is one page.
func (r *reading) docx(f file) (meta, error) {
	a, err := r.openArchive(f)
	if err != nil {
		return meta{}, err
	}
	d := &wordDoc{a: a, r: r, out: newWriter()}
	if d.levels, err = a.headingStyles("word/styles.xml"); err != nil {
		return meta{}, err
	}
	for _, kind := range []string{"footnote", "endnote"} {
		if err := d.readNotes(kind); err != nil {
			return meta{}, err
		}
	}
	margins, err := d.margins()
	if err != nil {
		return meta{}, err
	}
	if margins.top != "" {
		d.out.b.WriteString(margins.top + "\n\n")
	}
	if err := d.flow("word/document.xml"); err != nil {
		return meta{}, err
	}
	if margins.bottom != "" {
		d.out.b.WriteString("\n\n" + margins.bottom)
	}
	if err := d.endPage(true); err != nil {
		return meta{}, err
	}
	title, err := a.coreTitle()
	return meta{title: title}, err
}

// wordDoc is a Word document being read.
type wordDoc struct {
	a      *archive
	r      *reading
	levels map[string]int    // of headings, by style
	notes  map[string]string // by kind and id
	cited  []string          // notes of this page
	out    writer
	inCell int  // cells that the reader is in
	quiet  bool // no pages here: a note or a margin
	sent   bool
}

// noteKey names a note.
func noteKey(kind, id string) string { return kind + " " + id }

// readNotes reads the notes of a kind.
func (d *wordDoc) readNotes(kind string) error {
	return d.a.eachIfAny("word/"+kind+"s.xml", func(p *parser, e xml.StartElement) error {
		if e.Name.Local != kind {
			return nil
		}
		note := &wordDoc{a: d.a, r: d.r, out: newWriter(), quiet: true, inCell: 1}
		if err := note.within(p); err != nil {
			return err
		}
		if text := line(note.out.b.String()); text != "" && attr(e, "type") == "" { // typed ones are rules between text and notes
			if d.notes == nil {
				d.notes = map[string]string{}
			}
			d.notes[noteKey(kind, attr(e, "id"))] = text
		}
		return nil
	})
}

// wordMargins are what stands above and below every page.
type wordMargins struct{ top, bottom string }

// margins reads the headers and footers, each once.
func (d *wordDoc) margins() (wordMargins, error) {
	var tops, bottoms []string
	for _, name := range d.a.names {
		top := strings.HasPrefix(name, "word/header")
		if !top && !strings.HasPrefix(name, "word/footer") || !strings.HasSuffix(name, ".xml") {
			continue
		}
		part := &wordDoc{a: d.a, r: d.r, out: newWriter(), quiet: true}
		if err := part.flow(name); err != nil {
			return wordMargins{}, err
		}
		switch text := part.out.done(); {
		case text == "":
		case top && !slices.Contains(tops, text):
			tops = append(tops, text)
		case !top && !slices.Contains(bottoms, text):
			bottoms = append(bottoms, text)
		}
	}
	return wordMargins{strings.Join(tops, "\n"), strings.Join(bottoms, "\n")}, nil
}

// flow reads a part, which must not break off.
func (d *wordDoc) flow(name string) error {
	return d.a.each(name, func(p *parser, _ xml.StartElement) error { return d.within(p) })
}

// within reads the element that just began.
func (d *wordDoc) within(p *parser) error {
	return p.inside(func(e xml.StartElement) error { return d.element(p, e) })
}

// element reads one element. What it does not know it looks into.
func (d *wordDoc) element(p *parser, e xml.StartElement) error {
	switch e.Name.Local {
	case "p":
		return d.paragraph(p)
	case "tbl":
		return d.table(p)
	case "del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr":
		return p.skip() // what was deleted, what other programs would show instead, what describes
	case "t":
		text, err := p.text()
		d.out.b.WriteString(text)
		return err
	case "tab":
		d.out.b.WriteByte('\t')
	case "cr":
		d.out.b.WriteByte('\n')
	case "br":
		if attr(e, "type") == "page" {
			return d.endPage(false)
		}
		d.out.b.WriteByte('\n')
	case "lastRenderedPageBreak":
		return d.endPage(false)
	case "noBreakHyphen":
		d.out.b.WriteByte('-')
	case "footnoteReference", "endnoteReference":
		d.cite(strings.TrimSuffix(e.Name.Local, "Reference"), attr(e, "id"))
	}
	return nil
}

// cite marks the place of a note, which follows at the end of the page.
func (d *wordDoc) cite(kind, id string) {
	if note, ok := d.notes[noteKey(kind, id)]; ok {
		d.out.b.WriteString("[" + id + "]")
		d.cited = append(d.cited, "["+id+"] "+note)
	}
}

// paragraph reads a paragraph, and the boxes that hang on it.
func (d *wordDoc) paragraph(p *parser) error {
	level, listed := 0, false
	outer := d.aside()
	err := p.inside(func(e xml.StartElement) (err error) {
		switch {
		case e.Name.Local == "pPr":
			level, listed, err = d.properties(p)
			return err
		case breaksPage(e):
			// A page that ends within the paragraph ends before it: what came is
			// put where it belongs first.
			d.close(d.back(outer), level, listed)
			err = d.endPage(false)
			outer = d.aside()
			return err
		}
		return d.element(p, e)
	})
	d.close(d.back(outer), level, listed)
	return err
}

func breaksPage(e xml.StartElement) bool {
	return e.Name.Local == "lastRenderedPageBreak" || e.Name.Local == "br" && attr(e, "type") == "page"
}

// aside lays what was written aside, so that what follows can be looked at by
// itself.
func (d *wordDoc) aside() *strings.Builder {
	outer := d.out.b
	d.out.b = &strings.Builder{}
	return outer
}

// back takes up what was laid aside, and returns what was written since.
func (d *wordDoc) back(outer *strings.Builder) string {
	since := d.out.b.String()
	d.out.b = outer
	return since
}

// close writes a paragraph's text.
func (d *wordDoc) close(text string, level int, listed bool) {
	switch {
	case strings.TrimSpace(text) == "":
		if d.inCell == 0 {
			d.out.b.WriteByte('\n')
		}
	case d.inCell > 0:
		d.out.b.WriteString(text + " ")
	case level > 0:
		d.out.headingLine(level, text)
	case listed:
		d.out.b.WriteString("\n- " + text)
	default:
		d.out.b.WriteString("\n" + text + "\n")
	}
}

// properties tells whether a paragraph is a heading or of a list.
func (d *wordDoc) properties(p *parser) (level int, listed bool, err error) {
	err = p.inside(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "pStyle":
			level = max(level, d.levels[attr(e, "val")])
		case "outlineLvl":
			level = max(level, outline(attr(e, "val")))
		case "numPr":
			listed = true
		}
		return nil
	})
	return level, listed, err
}

// outline is the level of a heading whose outline level a file writes; 0 for none.
func outline(val string) int {
	n, err := strconv.Atoi(val)
	if err != nil || n < 0 || n > 8 {
		return 0
	}
	return n + 1
}

// table reads a table, a row on a line.
func (d *wordDoc) table(p *parser) error {
	if d.inCell == 0 {
		d.out.b.WriteString("\n")
	}
	err := p.inside(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tr":
			return d.row(p)
		case "del", "tblPr", "tblGrid":
			return p.skip()
		}
		return nil
	})
	if d.inCell == 0 {
		d.out.b.WriteString("\n\n")
	}
	return err
}

func (d *wordDoc) row(p *parser) error {
	cells, err := d.cells(p)
	switch {
	case err != nil:
	case d.inCell > 0:
		d.out.b.WriteString(strings.Join(cells, " ") + " ")
	default:
		d.out.b.WriteString("\n" + row(cells))
	}
	return err
}

// cells reads the cells of a row, each on one line.
func (d *wordDoc) cells(p *parser) (cells []string, err error) {
	err = p.inside(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tc":
			text, span, err := d.cell(p)
			cells = append(cells, text)
			cells = append(cells, make([]string, span-1)...)
			return err
		case "trPr":
			return p.skip()
		}
		return nil
	})
	return cells, err
}

// cell reads a cell: its text, and how many columns it takes.
func (d *wordDoc) cell(p *parser) (text string, span int, err error) {
	outer := d.aside()
	d.inCell++
	span = 1
	err = p.inside(func(e xml.StartElement) (err error) {
		if e.Name.Local == "tcPr" {
			span, err = cellSpan(p)
			return err
		}
		return d.element(p, e)
	})
	d.inCell--
	return line(d.back(outer)), span, err
}

// cellSpan is how many columns the properties of a cell give it.
func cellSpan(p *parser) (int, error) {
	span := 1
	err := p.inside(func(e xml.StartElement) error {
		if e.Name.Local == "gridSpan" {
			if n, err := strconv.Atoi(attr(e, "val")); err == nil {
				span = min(max(n, 1), maxSpan)
			}
		}
		return nil
	})
	return span, err
}

// endPage sends what was read since the last page, where there is something.
func (d *wordDoc) endPage(last bool) error {
	if d.quiet || d.inCell > 0 {
		return nil
	}
	text := d.out.done()
	if text == "" && !(last && !d.sent) {
		return nil
	}
	if len(d.cited) > 0 {
		text = strings.TrimLeft(text+"\n\n"+strings.Join(d.cited, "\n"), "\n")
	}
	heading := d.out.heading
	d.out, d.cited, d.sent = newWriter(), nil, true
	if err := d.r.progress(0, 0); err != nil {
		return err
	}
	return d.r.page(document.Page{Text: tidy(text), Heading: heading})
}

// headingStyles are the levels of the styles that head, by their ids: ids are
// translated, the names of the built-in ones are not.
func (a *archive) headingStyles(name string) (map[string]int, error) {
	levels := map[string]int{}
	style := ""
	return levels, a.eachIfAny(name, func(_ *parser, e xml.StartElement) error {
		switch e.Name.Local {
		case "style":
			style = attr(e, "styleId")
		case "name":
			if level := builtInLevel(attr(e, "val")); level > 0 {
				levels[style] = level
			}
		case "outlineLvl":
			if levels[style] == 0 {
				levels[style] = outline(attr(e, "val"))
			}
		}
		return nil
	})
}

// builtInLevel is the level of a built-in style that heads, by its name; 0 for
// any other.
func builtInLevel(name string) int {
	name = strings.ToLower(name)
	if name == "title" {
		return 1
	}
	n, ok := strings.CutPrefix(name, "heading ")
	level, err := strconv.Atoi(n)
	if !ok || err != nil {
		return 0
	}
	return level
}

// coreTitle is the title that an Office document gives itself.
func (a *archive) coreTitle() (title string, err error) {
	err = a.eachIfAny("docProps/core.xml", func(p *parser, e xml.StartElement) (err error) {
		if e.Name.Local == "title" && title == "" {
			title, err = p.text()
		}
		return err
	})
	return title, err
}
