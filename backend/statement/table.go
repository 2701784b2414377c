package statement

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
)

// Table is the cells of a file. Rows may be of different lengths.
type Table struct {
	Encoding  Encoding
	Delimiter string // one character
	Rows      [][]string
	Lines     []int // of the file, in which each row begins, from 1
}

// Delimiters are what may part cells.
func Delimiters() []string { return []string{",", ";", "\t", "|"} }

// Read finds the cells of a file. An encoding or a delimiter of "" is found out.
// Errors: TooLarge, NoText, NoRows.
func Read(b []byte, as Encoding, delimiter string) (Table, error) {
	if len(b) > Largest {
		return Table{}, TooLarge
	}
	if _, known := decoders[as]; !known && as != UTF8 {
		as = encodingOf(b)
	}
	text := decodedAs(b, as)
	if !readable(text) {
		return Table{}, NoText
	}
	if !slices.Contains(Delimiters(), delimiter) {
		delimiter = delimiterOf(text)
	}
	rows, lines, err := cells(text, delimiter, mostRows)
	if err != nil {
		return Table{}, err
	}
	if len(rows) == 0 {
		return Table{}, NoRows
	}
	return Table{Encoding: as, Delimiter: delimiter, Rows: rows, Lines: lines}, nil
}

// readable reports whether a text holds hardly any control characters and
// hardly any that could not be decoded.
func readable(text string) bool {
	var all, wrong int
	for _, r := range text {
		all++
		if r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			wrong++
		}
	}
	return all > 0 && wrong*50 <= all
}

// looked is how many rows decide what the delimiter is.
const looked = 60

// delimiterOf is what parts the most rows into the same number of cells.
func delimiterOf(text string) string {
	best, most := ",", 0
	for _, d := range Delimiters() {
		rows, _, err := cells(text, d, looked)
		if err != nil && !errors.Is(err, TooLarge) {
			continue
		}
		if n := evenness(rows); n > most {
			best, most = d, n
		}
	}
	return best
}

// evenness is how many rows have the commonest number of cells, more than one,
// times what those cells can say: a date, a text and an amount are three.
func evenness(rows [][]string) int {
	widths := map[int]int{}
	best := 0
	for _, row := range rows {
		widths[len(row)]++
	}
	for width, n := range widths {
		if width > 1 {
			best = max(best, n*min(width, 8))
		}
	}
	return best
}

// cells parts a text; beyond most rows it fails with TooLarge and what it has.
func cells(text, delimiter string, most int) (rows [][]string, lines []int, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = rune(delimiter[0]), -1, true, true
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, lines, nil
		}
		if err != nil {
			return rows, lines, NoText.With(err)
		}
		if len(rows) == most {
			return rows, lines, TooLarge
		}
		if row := tidied(record); row != nil {
			line, _ := r.FieldPos(0)
			rows, lines = append(rows, row), append(lines, line)
		}
	}
}

// tidied is a row with even spaces and no more than can be used; nil when it is
// empty.
func tidied(record []string) []string {
	if len(record) > mostColumns {
		record = record[:mostColumns]
	}
	row := make([]string, len(record))
	empty := true
	for i, cell := range record {
		row[i] = clip(strings.Join(strings.Fields(strings.ToValidUTF8(cell, "")), " "))
		empty = empty && row[i] == ""
	}
	if empty {
		return nil
	}
	return row
}

func clip(cell string) string {
	if len(cell) <= longestCell {
		return cell
	}
	letters := []rune(cell)
	return string(letters[:min(len(letters), longestCell)])
}

// cellAt is a cell, "" where the row has none.
func cellAt(row []string, column int) string {
	if column < 0 || column >= len(row) {
		return ""
	}
	return row[column]
}

// width is the number of columns of the widest row.
func (t Table) width() int {
	w := 0
	for _, row := range t.Rows {
		w = max(w, len(row))
	}
	return w
}
