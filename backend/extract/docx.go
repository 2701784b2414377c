package extract

import (
	"encoding/xml"
	"io"
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
	p, closer, err := a.parse("word/document.xml")
	if err != nil {
		return meta{}, err
	}
	defer closer.Close()
	if err := d.flow(p); err != nil {
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
	name := "word/" + kind + "s.xml"
	if !d.a.has(name) {
		return nil
	}
	p, closer, err := d.a.parse(name)
	if err != nil {
		return err
	}
	defer closer.Close()
	for {
		t, err := p.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != kind {
			continue
		}
		note := &wordDoc{a: d.a, r: d.r, out: newWriter(), quiet: true, inCell: 1}
		if err := note.until(p, p.depth-1); err != nil {
			return err
		}
		if text := line(note.out.b.String()); text != "" && attr(e, "type") == "" { // typed ones are rules between text and notes
			if d.notes == nil {
				d.notes = map[string]string{}
			}
			d.notes[noteKey(kind, attr(e, "id"))] = text
		}
	}
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
		p, closer, err := d.a.parse(name)
		if err != nil {
			return wordMargins{}, err
		}
		part := &wordDoc{a: d.a, r: d.r, out: newWriter(), quiet: true}
		err = part.flow(p)
		_ = closer.Close() // it was only read
		if err != nil {
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

// flow reads a part to its end.
func (d *wordDoc) flow(p *parser) error { return d.until(p, -1) }

// until reads until the element around is closed.
func (d *wordDoc) until(p *parser, outside int) error {
	for p.depth > outside {
		t, err := p.next()
		if err == io.EOF && outside < 0 {
			if p.depth > 0 {
				return eof(err)
			}
			return nil
		}
		if err != nil {
			return eof(err)
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := d.element(p, e); err != nil {
				return err
			}
		}
	}
	return nil
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
	outside := p.depth - 1
	level, listed := 0, false
	outer := d.aside()
	for p.depth > outside {
		t, err := p.next()
		if err != nil {
			return eof(err)
		}
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "pPr":
			if level, listed, err = d.properties(p); err != nil {
				return err
			}
		default:
			// A page that ends within the paragraph ends before it: what came is
			// put where it belongs first.
			if e.Name.Local == "lastRenderedPageBreak" || e.Name.Local == "br" && attr(e, "type") == "page" {
				begun := d.back(outer)
				d.close(begun, level, listed)
				if err := d.endPage(false); err != nil {
					return err
				}
				outer = d.aside()
				continue
			}
			if err := d.element(p, e); err != nil {
				return err
			}
		}
	}
	d.close(d.back(outer), level, listed)
	return nil
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
	for outside := p.depth - 1; p.depth > outside; {
		t, err := p.next()
		if err != nil {
			return 0, false, eof(err)
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "pStyle":
			level = max(level, d.levels[attr(e, "val")])
		case "outlineLvl":
			level = max(level, outline(attr(e, "val")))
		case "numPr":
			listed = true
		}
	}
	return level, listed, nil
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
	for outside := p.depth - 1; p.depth > outside; {
		t, err := p.next()
		if err != nil {
			return eof(err)
		}
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "tr":
			cells, err := d.cells(p)
			if err != nil {
				return err
			}
			if d.inCell > 0 {
				d.out.b.WriteString(strings.Join(cells, " ") + " ")
			} else {
				d.out.b.WriteString("\n" + row(cells))
			}
		case e.Name.Local == "del" || e.Name.Local == "tblPr" || e.Name.Local == "tblGrid":
			if err := p.skip(); err != nil {
				return err
			}
		}
	}
	if d.inCell == 0 {
		d.out.b.WriteString("\n\n")
	}
	return nil
}

// cells reads the cells of a row, each on one line.
func (d *wordDoc) cells(p *parser) ([]string, error) {
	var cells []string
	for outside := p.depth - 1; p.depth > outside; {
		t, err := p.next()
		if err != nil {
			return nil, eof(err)
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "tc":
			text, span, err := d.cell(p)
			if err != nil {
				return nil, err
			}
			cells = append(cells, text)
			for range span - 1 {
				cells = append(cells, "")
			}
		case "trPr":
			if err := p.skip(); err != nil {
				return nil, err
			}
		}
	}
	return cells, nil
}

// cell reads a cell: its text, and how many columns it takes.
func (d *wordDoc) cell(p *parser) (text string, span int, err error) {
	outer := d.aside()
	d.inCell++
	span = 1
	for outside := p.depth - 1; p.depth > outside && err == nil; {
		var t xml.Token
		if t, err = p.next(); err != nil {
			err = eof(err)
			break
		}
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "tcPr":
			span, err = cellSpan(p)
		default:
			err = d.element(p, e)
		}
	}
	d.inCell--
	return line(d.back(outer)), span, err
}

// cellSpan is how many columns the properties of a cell give it.
func cellSpan(p *parser) (int, error) {
	span := 1
	for outside := p.depth - 1; p.depth > outside; {
		t, err := p.next()
		if err != nil {
			return 0, eof(err)
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "gridSpan" {
			if n, err := strconv.Atoi(attr(e, "val")); err == nil {
				span = min(max(n, 1), maxSpan)
			}
		}
	}
	return span, nil
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
	if !a.has(name) {
		return levels, nil
	}
	p, closer, err := a.parse(name)
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	style := ""
	for {
		t, err := p.next()
		if err == io.EOF {
			return levels, nil
		}
		if err != nil {
			return nil, err
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "style":
			style = attr(e, "styleId")
		case "name":
			val := strings.ToLower(attr(e, "val"))
			if n, ok := strings.CutPrefix(val, "heading "); ok {
				if level, err := strconv.Atoi(n); err == nil && level > 0 {
					levels[style] = level
				}
			}
			if val == "title" {
				levels[style] = 1
			}
		case "outlineLvl":
			if levels[style] == 0 {
				levels[style] = outline(attr(e, "val"))
			}
		}
	}
}

// coreTitle is the title that an Office document gives itself.
func (a *archive) coreTitle() (string, error) {
	if !a.has("docProps/core.xml") {
		return "", nil
	}
	p, closer, err := a.parse("docProps/core.xml")
	if err != nil {
		return "", err
	}
	defer closer.Close()
	for {
		t, err := p.next()
		if err == io.EOF {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "title" {
			return p.text()
		}
	}
}
