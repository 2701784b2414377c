package extract

import (
	"encoding/csv"
	"path/filepath"
	"regexp"
	"strings"

	"meridian/backend/document"
)

// words reads the whole of a file that is text.
func (r *reading) words(f file) (string, error) {
	if f.size > 4*maxText {
		return "", TooMuchText
	}
	b, err := f.all()
	if err != nil {
		return "", err
	}
	text, ok := decode(b, "")
	if !ok {
		return "", Unknown
	}
	return text, nil
}

// text reads plain text: one page.
func (r *reading) text(f file) (meta, error) {
	return r.flow(f, func(text string) (string, string) { return tidy(text), "" })
}

var markdownHeading = regexp.MustCompile(`(?m)^#{1,6} +(.*?)[ #]*$`)

// markdown reads Markdown as it is written, which people and models read well.
// Its first heading is the page's.
func (r *reading) markdown(f file) (meta, error) {
	return r.flow(f, func(text string) (string, string) {
		text = tidy(text)
		if m := markdownHeading.FindStringSubmatch(text); m != nil {
			return text, line(m[1])
		}
		return text, ""
	})
}

// csv reads a table that is written as text: one page, a record on a line.
func (r *reading) csv(f file) (meta, error) {
	return r.flow(f, func(text string) (string, string) {
		comma := delimiter(text, strings.ToLower(filepath.Ext(f.name)), true)
		if comma == 0 {
			return tidy(text), ""
		}
		return table(text, comma), ""
	})
}

// flow reads a file of text that is one page once it is made tidy.
func (r *reading) flow(f file, tidied func(string) (text, heading string)) (meta, error) {
	if err := r.progress(0, 1); err != nil {
		return meta{}, err
	}
	text, err := r.words(f)
	if err != nil {
		return meta{}, err
	}
	text, heading := tidied(text)
	return meta{title: heading}, r.page(document.Page{Text: text, Heading: heading})
}

// table is the records of a text, each on a line.
func table(text string, comma rune) string {
	rows := csv.NewReader(strings.NewReader(text))
	rows.Comma, rows.LazyQuotes, rows.FieldsPerRecord, rows.ReuseRecord = comma, true, -1, true
	var b strings.Builder
	for {
		record, err := rows.Read()
		if err != nil { // with lazy quotes only the end is one
			return strings.TrimRight(b.String(), "\n")
		}
		for i, cell := range record {
			record[i] = line(cell)
		}
		b.WriteString(row(record))
		b.WriteByte('\n')
	}
}

// row is cells on one line, apart by two spaces; each empty cell widens the gap
// by two more. Empty cells at the end leave nothing.
func row(cells []string) string {
	var b strings.Builder
	gap := 0
	for _, cell := range cells {
		if cell != "" {
			for range gap {
				b.WriteString("  ")
			}
			b.WriteString(cell)
			gap = 0
		}
		gap++
	}
	return b.String()
}
