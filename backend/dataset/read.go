package dataset

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/statement"
)

// reading is a file on its way to a set.
type reading struct {
	asked   NewFile
	table   statement.Table
	head    int // the row that names the columns; -1 where there is none
	when    int // the column of months
	columns []column
	rows    []row // the months, oldest first
	ignored []string
	leftOut int
	told    []fault.Problem
}

// column is a column of figures.
type column struct {
	name string
	at   int
	unit Unit
}

// row is a month and its figures; one that is missing is NaN.
type row struct {
	line    int
	month   plan.Month
	figures []float64
}

// history is growth factors by month, real but for inflation.
type history struct {
	from      plan.Month
	names     []string
	growth    [][]float64 // per name
	inflation []float64
}

// read finds out what a file says. What is wrong with lines stands in told;
// what is no table at all is an error.
func read(asked NewFile) (*reading, history, error) {
	if len(asked.Data) > Largest {
		return nil, history{}, TooLarge
	}
	table, err := statement.Read(asked.Data, "", "")
	if err != nil {
		return nil, history{}, refused(err)
	}
	r := &reading{asked: asked, table: table}
	if err := r.layOut(); err != nil {
		return nil, history{}, err
	}
	r.months()
	if err := r.inOrder(); err != nil {
		return nil, history{}, err
	}
	r.trim()
	r.choices()
	r.units()
	return r, r.grown(), nil
}

// choices refuses a unit or a basis that there is not.
func (r *reading) choices() {
	if !slices.Contains([]Unit{"", Percent, Fraction, Levels}, r.asked.Unit) || !slices.Contains([]Basis{"", Nominal, Real}, r.asked.Basis) {
		r.tell(0, "choice", "Figures are percent, fraction or levels, and nominal or real.", "단위는 percent, fraction, levels 중 하나이고 기준은 nominal이나 real이어야 합니다.")
	}
}

func refused(err error) error {
	if fault.Of(err) == fault.TooLarge {
		return TooLarge.With(err)
	}
	return NoTable.With(err)
}

// tell notes what is wrong with a line, or with the file where line is 0.
func (r *reading) tell(line int, code string, en, ko string, args ...any) {
	if len(r.told) >= mostTold {
		return
	}
	pointer := ""
	if line > 0 {
		pointer = fmt.Sprintf("/lines/%d", line)
		en, ko = fmt.Sprintf("Line %d: ", line)+en, fmt.Sprintf("%d번째 줄: ", line)+ko
	}
	r.told = append(r.told, fault.Problem{
		Pointer: pointer, Code: "dataset." + code, Severity: fault.SeverityError,
		Text: fault.Text{EN: fmt.Sprintf(en, args...), KO: fmt.Sprintf(ko, args...)},
	})
}

// layOut finds the column of months, the row of names and the columns of figures.
func (r *reading) layOut() error {
	most := 0
	for at := range widest(r.table.Rows) {
		if n := r.count(at, func(cell string) bool { _, ok := monthIn(cell, ""); return ok || isYear(cell) }); n > most {
			most, r.when = n, at
		}
	}
	first := slices.IndexFunc(r.table.Rows, func(cells []string) bool {
		_, ok := monthIn(cell(cells, r.when), "")
		return ok || isYear(cell(cells, r.when))
	})
	if most < 2 || first < 0 {
		return NoTable
	}
	r.head = first - 1
	data := r.table.Rows[first:]
	for at := range widest(data) {
		if at != r.when {
			r.column(at, data)
		}
	}
	switch {
	case len(r.columns) == 0:
		return NoTable
	case len(r.columns) > mostColumns || len(data) > market.MostMonths+1:
		return TooLarge
	}
	r.twice()
	return nil
}

// column takes a column in if most of what stands in it are figures.
func (r *reading) column(at int, data [][]string) {
	var filled, figures int
	for _, cells := range data {
		if text := cell(cells, at); text != "" {
			filled++
			if _, _, ok := figureIn(text, r.decimalComma()); ok {
				figures++
			}
		}
	}
	name := r.name(at)
	switch {
	case filled == 0 && name == "":
	case figures*2 <= filled || filled == 0:
		r.ignored = append(r.ignored, called(name, at))
	default:
		r.columns = append(r.columns, column{name: called(name, at), at: at})
	}
}

func (r *reading) name(at int) string {
	if r.head < 0 {
		return ""
	}
	letters := []rune(cell(r.table.Rows[r.head], at))
	return strings.TrimSpace(string(letters[:min(len(letters), longestName)]))
}

func called(name string, at int) string {
	if name == "" {
		return fmt.Sprintf("Column %d", at+1)
	}
	return name
}

// twice refuses two columns of one name.
func (r *reading) twice() {
	for i, c := range r.columns {
		if slices.ContainsFunc(r.columns[:i], func(earlier column) bool { return earlier.name == c.name }) {
			r.tell(r.table.Lines[max(r.head, 0)], "twice", "Two columns are called “%s”; name them apart.", "‘%s’ 열이 둘입니다. 이름을 다르게 적어 주세요.", c.name)
		}
	}
}

// decimalComma reports whether figures have a comma before their decimals: where
// cells are not parted by commas, and no point stands in them.
func (r *reading) decimalComma() bool {
	if r.table.Delimiter == "," {
		return false
	}
	commas := false
	for _, cells := range r.table.Rows[r.head+1:] {
		for at, text := range cells {
			if at == r.when {
				continue
			}
			if strings.Contains(text, ".") {
				return false
			}
			commas = commas || strings.Contains(text, ",")
		}
	}
	return commas
}

// months reads every row below the names.
func (r *reading) months() {
	comma, before := r.decimalComma(), plan.Month("")
	for i, cells := range r.table.Rows[r.head+1:] {
		line := r.table.Lines[r.head+1+i]
		text := cell(cells, r.when)
		month, ok := monthIn(text, before)
		if isYear(text) {
			month, ok = plan.Month(strings.TrimSpace(text)+"-12"), true
		}
		if !ok {
			r.tell(line, "month", "“%s” is no month; write 1990-01.", "‘%s’ 값은 달이 아닙니다. 1990-01처럼 적어 주세요.", shown(text))
			continue
		}
		r.rows = append(r.rows, row{line: line, month: month, figures: r.figures(line, cells, comma)})
		before = month
	}
}

func (r *reading) figures(line int, cells []string, comma bool) []float64 {
	figures := make([]float64, len(r.columns))
	for i, c := range r.columns {
		figures[i] = math.NaN()
		text := cell(cells, c.at)
		if absent(text) {
			continue
		}
		v, percent, ok := figureIn(text, comma)
		if !ok {
			r.tell(line, "figure", "“%[1]s” in “%[2]s” is no number.", "‘%[2]s’ 열의 ‘%[1]s’ 값은 숫자가 아닙니다.", shown(text), c.name)
		}
		figures[i] = v // said to be wrong once: it is not missing as well
		if ok && percent {
			r.columns[i].unit = Percent
		}
	}
	return figures
}

// inOrder puts the oldest month first, and says where one is missing or stands
// twice. Rows a year apart are no months at all.
func (r *reading) inOrder() error {
	if len(r.rows) < 2 {
		return NoTable
	}
	if r.rows[0].month > r.rows[len(r.rows)-1].month {
		slices.Reverse(r.rows)
	}
	years := 0
	for i := 1; i < len(r.rows); i++ {
		if r.rows[i].month.Since(r.rows[i-1].month) == 12 {
			years++
		}
	}
	if 2*years > len(r.rows)-1 {
		return Yearly
	}
	for i := 1; i < len(r.rows); i++ {
		a, b := r.rows[i-1], r.rows[i]
		switch gap := b.month.Since(a.month); {
		case gap == 0:
			r.tell(b.line, "again", "%s is there twice.", "%s 행이 두 번 나옵니다.", b.month)
		case gap != 1:
			r.tell(b.line, "gap", "%[2]s follows %[1]s; every month must be there once, in order.", "%[1]s 다음에 %[2]s이(가) 옵니다. 모든 달이 순서대로 한 번씩 있어야 합니다.", a.month, b.month)
		}
	}
	return nil
}

// trim leaves out months at either end in which a column has no figure, and says
// where one is missing in between.
func (r *reading) trim() {
	whole := func(m row) bool { return !slices.ContainsFunc(m.figures, math.IsNaN) }
	from := slices.IndexFunc(r.rows, whole)
	if from < 0 {
		r.tell(0, "never", "There is no month in which all columns have a figure.", "모든 열에 값이 있는 달이 없습니다.")
		r.rows = nil
		return
	}
	until := len(r.rows)
	for !whole(r.rows[until-1]) {
		until--
	}
	r.leftOut = from + len(r.rows) - until
	r.rows = r.rows[from:until]
	for _, m := range r.rows {
		for i, v := range m.figures {
			if math.IsNaN(v) {
				r.tell(m.line, "missing", "There is no figure in “%s”.", "‘%s’ 열에 값이 없습니다.", r.columns[i].name)
			}
		}
	}
}
