package extract

import (
	"cmp"
	"encoding/xml"
	"math"
	"path"
	"strconv"
	"strings"
	"time"

	"meridian/backend/document"
)

// xlsx reads a workbook: a page for each worksheet.
func (r *reading) xlsx(f file) (meta, error) {
	a, err := r.openArchive(f)
	if err != nil {
		return meta{}, err
	}
	b := &workbook{a: a}
	if err := b.open(); err != nil {
		return meta{}, err
	}
	for i, s := range b.sheets {
		if err := r.progress(i, len(b.sheets)); err != nil {
			return meta{}, err
		}
		text, err := b.sheet(s)
		if err != nil {
			return meta{}, err
		}
		if err := r.page(document.Page{Label: line(s.name), Text: text}); err != nil {
			return meta{}, err
		}
	}
	title, err := a.coreTitle()
	return meta{title: title}, err
}

// workbook is what the sheets of a file share.
type workbook struct {
	a        *archive
	sheets   []worksheet
	shared   []string // texts that cells name by number
	formats  []format // by the number that cells name
	from1904 bool     // days are counted from 1904
}

// worksheet is a sheet's name and part.
type worksheet struct{ name, part string }

// open reads what the sheets share.
func (b *workbook) open() error {
	parts, err := b.a.relations("xl/_rels/workbook.xml.rels", "xl")
	if err != nil {
		return err
	}
	err = b.a.each("xl/workbook.xml", func(_ *parser, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			b.from1904 = truth(attr(e, "date1904"))
		case "sheet":
			if part := parts[relation(e)]; b.a.has(part) {
				b.sheets = append(b.sheets, worksheet{attr(e, "name"), part})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(b.sheets) == 0 {
		return Damaged
	}
	if err := b.readShared(); err != nil {
		return err
	}
	return b.readFormats()
}

// relation is the id by which an element names a part.
func relation(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

func truth(val string) bool { return val == "1" || val == "true" }

// relations are the parts that a part names, by id. Targets lie in a folder
// unless they begin with a slash.
func (a *archive) relations(name, folder string) (map[string]string, error) {
	parts := map[string]string{}
	return parts, a.each(name, func(_ *parser, e xml.StartElement) error {
		if target := attr(e, "Target"); e.Name.Local == "Relationship" {
			if !strings.HasPrefix(target, "/") {
				target = path.Join(folder, target)
			}
			parts[attr(e, "Id")] = strings.TrimPrefix(target, "/")
		}
		return nil
	})
}

// readShared reads the texts that cells share.
func (b *workbook) readShared() error {
	return b.a.eachIfAny("xl/sharedStrings.xml", func(p *parser, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := richText(p)
		b.shared = append(b.shared, text)
		return err
	})
}

// richText is the text of the element that just began, without what only says
// how it is pronounced.
func richText(p *parser) (string, error) {
	var b strings.Builder
	err := p.inside(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "rPh":
			return p.skip()
		case "t":
			text, err := p.text()
			b.WriteString(text)
			return err
		}
		return nil
	})
	return line(b.String()), err
}

// readFormats reads how numbers are shown.
func (b *workbook) readFormats() error {
	codes := map[string]string{}
	inCells := false
	return b.a.eachIfAny("xl/styles.xml", func(_ *parser, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			codes[attr(e, "numFmtId")] = attr(e, "formatCode")
		case "cellXfs":
			inCells = true
		case "cellStyles", "cellStyleXfs", "dxfs":
			inCells = false
		case "xf":
			if inCells {
				id := attr(e, "numFmtId")
				b.formats = append(b.formats, formatOf(cmp.Or(codes[id], builtIn(id))))
			}
		}
		return nil
	})
}

// farCell is how many empty cells are at most shown as a gap; past them the next
// cell begins with its reference.
const farCell = 24

// sheet is the text of a worksheet: each row that holds something on a line,
// behind the reference of its first cell.
func (b *workbook) sheet(s worksheet) (string, error) {
	var out strings.Builder
	at := cellRef{row: 0, column: 0}
	err := b.a.each(s.part, func(p *parser, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			at.row++
			if n, err := strconv.Atoi(attr(e, "r")); err == nil && n > 0 {
				at.row = n
			}
			at.column = 0
			text, err := b.row(p, at.row)
			if err != nil || text == "" {
				return err
			}
			out.WriteString(text)
			out.WriteByte('\n')
			if out.Len() > 4*maxText {
				return TooMuchText
			}
		case "headerFooter", "extLst", "dataValidations", "conditionalFormatting":
			return p.skip()
		}
		return nil
	})
	return strings.TrimRight(out.String(), "\n"), err
}

// row reads a row: its cells apart by two spaces, two more for each empty one.
func (b *workbook) row(p *parser, number int) (string, error) {
	out := rowWriter{number: number}
	column := 0 // from 1
	err := p.inside(func(e xml.StartElement) error {
		if e.Name.Local != "c" {
			return nil
		}
		column++
		if at, ok := parseRef(attr(e, "r")); ok {
			column = at.column
		}
		text, err := b.cell(p, e)
		if err != nil || text == "" {
			return err
		}
		out.cell(column, text)
		return nil
	})
	return out.String(), err
}

// rowWriter writes the cells of a row that hold something.
type rowWriter struct {
	strings.Builder
	number int
	last   int // column that was written last, from 1
}

func (w *rowWriter) cell(column int, text string) {
	if gap := column - w.last; w.last == 0 || gap < 1 || gap > farCell {
		if w.last > 0 {
			w.WriteString("  ")
		}
		w.WriteString(cellRef{row: w.number, column: column}.String() + "  ")
	} else {
		w.WriteString(strings.Repeat("  ", gap))
	}
	w.WriteString(text)
	w.last = column
}

// cell is the text of a cell as its sheet shows it.
func (b *workbook) cell(p *parser, e xml.StartElement) (string, error) {
	kind, value := attr(e, "t"), ""
	style, _ := strconv.Atoi(attr(e, "s")) // none is the first
	err := p.inside(func(inner xml.StartElement) (err error) {
		switch inner.Name.Local {
		case "v":
			value, err = p.text()
		case "is":
			value, err = richText(p)
		case "f":
			err = p.skip()
		}
		return err
	})
	return b.shown(kind, value, style), err
}

// shown is a value as its sheet shows it.
func (b *workbook) shown(kind, value string, style int) string {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && i >= 0 && i < len(b.shared) {
			return b.shared[i]
		}
		return ""
	case "b":
		if truth(value) {
			return "TRUE"
		}
		return "FALSE"
	case "str", "inlineStr", "e", "d":
		return line(value)
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return line(value)
	}
	var f format
	if style >= 0 && style < len(b.formats) {
		f = b.formats[style]
	}
	return f.show(v, b.from1904)
}

// cellRef is a place on a sheet, row and column from 1.
type cellRef struct{ row, column int }

// String is the reference as sheets write it: B12.
func (c cellRef) String() string {
	name := ""
	for n := c.column; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name + strconv.Itoa(c.row)
}

// parseRef reads a reference; ok is false for what is none.
func parseRef(s string) (c cellRef, ok bool) {
	i := 0
	for i < len(s) && i < 3 && s[i] >= 'A' && s[i] <= 'Z' {
		c.column = 26*c.column + int(s[i]-'A') + 1
		i++
	}
	n, err := strconv.Atoi(s[i:])
	c.row = n
	return c, err == nil && i > 0 && n > 0
}

// format is what of a number format bears on how a number reads.
type format struct {
	day, clock bool // it is a date, a time of the day
	percent    bool
	grouped    bool // thousands are apart
	places     int  // after the point
	fixed      bool // places hold
}

// builtIn is the code of a format that files name by number alone (ECMA-376,
// 18.8.30), as far as it bears on how a number reads.
func builtIn(id string) string {
	switch id {
	case "1":
		return "0"
	case "2":
		return "0.00"
	case "3", "37", "38", "41", "42":
		return "#,##0"
	case "4", "39", "40", "43", "44":
		return "#,##0.00"
	case "9":
		return "0%"
	case "10":
		return "0.00%"
	case "14", "15", "16", "17", "27", "28", "29", "30", "31", "36", "50", "51", "52", "53", "54", "57", "58":
		return "yyyy-mm-dd"
	case "18", "19", "20", "21", "32", "33", "34", "35", "45", "46", "47", "55", "56":
		return "hh:mm:ss"
	case "22":
		return "yyyy-mm-dd hh:mm"
	}
	return ""
}

// formatOf reads a code: its first section, without what is quoted or bracketed.
func formatOf(code string) format {
	plain := strings.ToLower(unquoted(code))
	if plain == "" || plain == "general" || strings.Contains(plain, "@") {
		return format{}
	}
	f := format{
		day: strings.ContainsAny(plain, "yd"), clock: strings.ContainsAny(plain, "hs"),
		percent: strings.Contains(plain, "%"), grouped: strings.Contains(plain, "#,#") || strings.Contains(plain, "0,0"),
	}
	f.day = f.day || strings.Contains(plain, "m") && !f.clock
	if !strings.ContainsAny(plain, "0#?") || strings.ContainsAny(plain, "e/") {
		return f
	}
	f.fixed = true
	if _, after, ok := strings.Cut(plain, "."); ok {
		f.places = min(strings.Count(after, "0"), 10)
	}
	return f
}

// unquoted is a code's first section without literal text.
func unquoted(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return b.String()
			}
			i += end + 1
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return b.String()
			}
			i += end
		case '\\', '_', '*':
			i++
		case ';':
			return b.String()
		default:
			b.WriteByte(code[i])
		}
	}
	return b.String()
}

// show writes a number.
func (f format) show(v float64, from1904 bool) string {
	switch {
	case f.day || f.clock:
		return f.date(v, from1904)
	case f.percent:
		return number(100*v, f.places, true, f.grouped) + "%"
	}
	return number(v, f.places, f.fixed, f.grouped)
}

// lastDay is the last that sheets know: 9999-12-31.
const lastDay = 2958465

// date writes a count of days as a date, a time, or both.
func (f format) date(v float64, from1904 bool) string {
	if v < 0 || v > lastDay {
		return number(v, 0, false, false)
	}
	began := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) // sheets believe that 1900 was a leap year
	if from1904 {
		began = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	whole, part := math.Modf(v)
	at := began.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round(part*86400)) * time.Second)
	switch {
	case f.day && f.clock:
		return at.Format("2006-01-02 15:04:05")
	case f.day:
		return at.Format("2006-01-02")
	case whole > 0:
		return strconv.Itoa(int(whole*24)+at.Hour()) + at.Format(":04:05")
	}
	return at.Format("15:04:05")
}

// number writes a number, rounded to what a sheet computes with: 15 digits.
func number(v float64, places int, fixed, grouped bool) string {
	text := ""
	switch {
	case fixed:
		text = strconv.FormatFloat(v, 'f', places, 64)
	case math.Abs(v) < 1e15:
		short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
		if err != nil {
			short = v
		}
		text = strconv.FormatFloat(short, 'f', -1, 64)
	default:
		return strconv.FormatFloat(v, 'g', 15, 64)
	}
	if !grouped {
		return text
	}
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, after, point := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		whole += "." + after
	}
	return sign + whole
}
