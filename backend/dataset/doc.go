// Package dataset takes in an owner's own history of markets, and keeps it: a file
// with a row for each month, which says what each kind of asset brought and how
// prices rose.
//
// Terms: a column is one kind of asset; a file's unit is how its figures are meant
// (percent, a share of one, or the levels of an index), its basis whether they are
// before or after inflation; a set is what was understood of a file: monthly growth,
// real but for inflation. Its hash names what it says, not what it is called.
//
// Promise: any bytes give a set or say what is wrong, line by line, in bounded time
// and memory, and never a panic. Nothing is guessed that a review does not show, and
// no month is made up: gaps, years in the place of months and series of different
// lengths inside are refused. The same figures read in the same way are the same set, on
// every computer. A set that a plan draws from cannot be taken away.
package dataset

import (
	"context"
	"fmt"
	"time"

	"meridian/backend/fault"
	"meridian/backend/market"
	"meridian/backend/plan"
)

// The bounds of a file, and of what it is called.
const (
	Largest     = 2 << 20 // bytes
	mostColumns = 32
	longestName = 60 // characters
	mostTold    = 40 // problems of one file
	mostSets    = 40
)

// What may go wrong.
var (
	TooLarge = fault.New(fault.TooLarge, "dataset.large",
		fault.Text{EN: "The file is too large for monthly returns.", KO: "월별 수익률 자료로 읽기에는 파일이 너무 큽니다."},
		fault.Text{EN: fmt.Sprintf("At most %d MB, %d months and %d columns are read.", Largest>>20, market.MostMonths, mostColumns), KO: fmt.Sprintf("%d MB, %d개월, %d개 열까지 읽습니다.", Largest>>20, market.MostMonths, mostColumns)})
	NoTable = fault.New(fault.Invalid, "dataset.noTable",
		fault.Text{EN: "There are no monthly returns in this file.", KO: "이 파일에서 월별 수익률을 찾지 못했습니다."},
		fault.Text{EN: "It needs a column with months such as 1990-01 and a column for each kind of asset. From a spreadsheet, use Save as, CSV.", KO: "1990-01 같은 달이 적힌 열과 자산별 열이 있어야 합니다. 엑셀 파일이라면 ‘다른 이름으로 저장’에서 CSV를 고르세요."})
	Yearly = fault.New(fault.Invalid, "dataset.yearly",
		fault.Text{EN: "This file has a row for each year; futures are played month by month.", KO: "이 파일은 연 단위 자료입니다. 미래는 달마다 계산합니다."},
		fault.Text{EN: "Bring monthly returns. Years spread evenly over their months would hide how far markets fall within a year.", KO: "월별 자료를 가져오세요. 한 해의 수익률을 열두 달로 고르게 나누면 그해 안에 얼마나 떨어졌는지가 사라집니다."})
	Wrong = fault.New(fault.Invalid, "dataset.wrong",
		fault.Text{EN: "The file cannot be taken in as it is.", KO: "이 파일은 그대로 가져올 수 없습니다."},
		fault.Text{EN: "Mend what is listed and bring it again. Nothing was saved.", KO: "아래 항목을 고쳐 다시 가져와 주세요. 저장된 것은 없습니다."})
	Unknown = fault.New(fault.NotFound, "dataset.unknown",
		fault.Text{EN: "There is no such data set.", KO: "그런 자료가 없습니다."},
		fault.Text{EN: "It may have been deleted. Bring its file again.", KO: "이미 삭제했을 수 있습니다. 파일을 다시 가져오세요."})
	InUse = fault.New(fault.Conflict, "dataset.inUse",
		fault.Text{EN: "A plan draws from this data set.", KO: "이 자료를 쓰는 계획이 있습니다."},
		fault.Text{EN: "Choose another history in the plans that are listed; then it can be deleted.", KO: "아래 계획에서 다른 과거 자료를 고르면 삭제할 수 있습니다."})
	TooMany = fault.New(fault.Conflict, "dataset.many",
		fault.Text{EN: fmt.Sprintf("No more than %d data sets are kept.", mostSets), KO: fmt.Sprintf("자료는 %d개까지 보관합니다.", mostSets)},
		fault.Text{EN: "Delete one that no plan needs.", KO: "계획에서 쓰지 않는 자료를 삭제하세요."})
)

// Unit says how the figures of a column are meant.
type Unit string

// The units: a month's return in percent, or as a share of one, or the level of an
// index at the end of a month.
const (
	Percent  Unit = "percent"
	Fraction Unit = "fraction"
	Levels   Unit = "levels"
)

// Basis says whether figures hold what inflation took.
type Basis string

// The bases; absent means nominal. Inflation itself is never real.
const (
	Nominal Basis = "nominal" // as they were at the time
	Real    Basis = "real"    // after inflation
)

// NewFile is a file and how to read it. What is left open is recognised: the unit
// of each column, and which of them is inflation.
type NewFile struct {
	Data      []byte `json:"data"` // the file, in base64
	Name      string `json:"name,omitempty"`
	Licence   string `json:"licence,omitempty"`
	Country   string `json:"country,omitempty"`
	Unit      Unit   `json:"unit,omitempty"`
	Basis     Basis  `json:"basis,omitempty"`
	Inflation string `json:"inflation,omitempty"` // the name of its column
}

// Review says what would be taken in of a file. With Problems nothing would.
type Review struct {
	Set       *Set            `json:"set,omitempty"`
	Read      []ReadColumn    `json:"read"`
	Ignored   []string        `json:"ignored"`   // columns that hold no figures
	LeftOut   int             `json:"leftOut"`   // months at either end in which a column has no figure
	Sample    [][]string      `json:"sample"`    // the first rows, as they are
	Problems  []fault.Problem `json:"problems"`  // at most 40; the pointer of a line is /lines/17
	Here      bool            `json:"here"`      // the same set is kept already
	Inflation string          `json:"inflation"` // the column of prices; "" where none was recognised
}

// ReadColumn is a column of a file and how it was read.
type ReadColumn struct {
	Name string `json:"name"`
	Unit Unit   `json:"unit"`
}

// Set is a history that was taken in.
type Set struct {
	Hash    string     `json:"hash"`
	Name    string     `json:"name"`
	Licence string     `json:"licence,omitempty"`
	Country string     `json:"country,omitempty"`
	From    plan.Month `json:"from"` // the month of the first return
	To      plan.Month `json:"to"`   // of the last
	Months  int        `json:"months"`
	Columns []Column   `json:"columns"`
	// Prices is how prices rose.
	Prices Column     `json:"prices"`
	Made   time.Time  `json:"made"`
	UsedBy []PlanName `json:"usedBy"`
}

// PlanName is a plan by its id and name.
type PlanName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Column is one series of a set in figures: growth is real but for prices.
type Column struct {
	Name string `json:"name"`
	// Growth is the geometric mean per year, SD the standard deviation of the growth
	// of whole years counted from the first month, as shares.
	Growth float64 `json:"growth"`
	SD     float64 `json:"sd"`
	// Years is the length of the stretches that Percentiles tell of: growth per
	// year over each of Windows stretches, the 0th to the 100th.
	Years       int       `json:"years"`
	Windows     int       `json:"windows"`
	Percentiles []float64 `json:"percentiles"`
}

// Kept is a set as it is stored: its figures are a table in the form that Canonical
// writes.
type Kept struct {
	Hash, Name, Licence, Country string
	Made                         time.Time
	Table                        []byte
}

// Store keeps sets.
type Store interface {
	// Datasets are all, in the order of their names.
	Datasets(ctx context.Context) ([]Kept, error)
	// Dataset is one by its hash; false when there is none.
	Dataset(ctx context.Context, hash string) (Kept, bool, error)
	// KeepDataset keeps one, or what it is called anew.
	KeepDataset(ctx context.Context, k Kept) error
	// DropDataset takes one away; Unknown when there is none.
	DropDataset(ctx context.Context, hash string) error
}

// Plans knows which plans name a set.
type Plans interface {
	// Naming are the plans, not put away, that name the set of each hash, in any of
	// their scenarios too. Every plan is read once, however many hashes there are.
	Naming(ctx context.Context, hashes ...string) (map[string][]PlanName, error)
}
