package methodology

import (
	"math"
	"strconv"

	"meridian/backend/fault"
)

// Text is a text in every language of the interface.
type Text = fault.Text

// Document is the whole description, to be read from top to bottom.
type Document struct {
	Title Text `json:"title"`
	// Engine is the version whose measurements the tables hold.
	Engine   string    `json:"engine"`
	Sections []Section `json:"sections"`
}

// Section is a part of the document with a heading; ID is its anchor.
type Section struct {
	ID     string  `json:"id"`
	Title  Text    `json:"title"`
	Blocks []Block `json:"blocks"`
}

// BlockKind says which fields of a block stand.
type BlockKind string

// The kinds: a paragraph (Text), a list (Items), a formula (Formula, explained
// by Text) and a table (Table).
const (
	Paragraph BlockKind = "text"
	List      BlockKind = "list"
	Formula   BlockKind = "formula"
	Tabular   BlockKind = "table"
)

// Block is one paragraph, list, formula or table.
type Block struct {
	Kind BlockKind `json:"kind"`
	Text *Text     `json:"text,omitempty"`
	// Formula is plain Unicode, e.g. "ln g = μ + L z".
	Formula string `json:"formula,omitempty"`
	Items   []Text `json:"items,omitempty"`
	Table   *Table `json:"table,omitempty"`
}

// Table has as many cells in each row as it has columns.
type Table struct {
	ID      string   `json:"id"`
	Caption Text     `json:"caption"`
	Columns []Column `json:"columns"`
	Rows    [][]Cell `json:"rows"`
}

// Unit says how a column's values are written.
type Unit string

// The units: words, which are in the cell; a plain number; a share of one and a
// yearly rate, both written as percent; a difference of two shares, written in
// percentage points.
const (
	Words  Unit = "text"
	Number Unit = "number"
	Share  Unit = "share"
	Rate   Unit = "rate"
	Points Unit = "points"
)

// Column is a heading and how what stands below it is written: with how many
// digits after the point, counted in what is shown (percent, not shares).
type Column struct {
	Title  Text `json:"title"`
	Unit   Unit `json:"unit"`
	Digits int  `json:"digits"`
}

// Cell holds a text or a value, or neither where there is nothing to say.
type Cell struct {
	Text  *Text    `json:"text,omitempty"`
	Value *float64 `json:"value,omitempty"`
}

func say(en, ko string) Text { return Text{EN: en, KO: ko} }

func paragraph(en, ko string) Block {
	t := say(en, ko)
	return Block{Kind: Paragraph, Text: &t}
}

func formula(f, en, ko string) Block {
	t := say(en, ko)
	return Block{Kind: Formula, Formula: f, Text: &t}
}

func list(items ...Text) Block { return Block{Kind: List, Items: items} }

func words(t Text) Cell { return Cell{Text: &t} }

func value(v float64) Cell { return Cell{Value: &v} }

// written is a value in words of its unit, with as many digits as tell.
func (u Unit) written(v float64) string {
	switch {
	case u == Share || u == Rate:
		return strconv.FormatFloat(100*v, 'f', 2, 64) + " %"
	case math.Abs(v) >= 1000:
		return strconv.FormatFloat(v, 'f', 0, 64)
	default:
		return strconv.FormatFloat(v, 'f', 4, 64)
	}
}

// allowance is how far a value may be off.
func (u Unit) allowance(v float64) string {
	switch {
	case u == Share || u == Rate:
		return "± " + strconv.FormatFloat(100*v, 'f', 2, 64)
	case v < 1e-3:
		return "± " + strconv.FormatFloat(v, 'g', 1, 64)
	default:
		return "± " + strconv.FormatFloat(v, 'g', 2, 64)
	}
}
