package statement

import (
	"slices"
	"strings"

	"meridian/backend/money"
)

// Outgoing is the sign that money going out has in the column of amounts.
type Outgoing string

// Negative is how accounts write it, Positive how cards do.
const (
	Negative Outgoing = "negative"
	Positive Outgoing = "positive"
)

// None is a column that there is not.
const None = -1

// Layout says how a table is meant. Columns count from 0; None stands for those
// that there are not. An amount stands either in Amount, or in Out and In.
type Layout struct {
	Encoding  Encoding `json:"encoding"`
	Delimiter string   `json:"delimiter"`
	Head      int      `json:"head"` // the row that names the columns; rows before it are left out
	Date      int      `json:"date"`
	Text      int      `json:"text"`
	Amount    int      `json:"amount"`
	Out       int      `json:"out"`
	In        int      `json:"in"`
	Category  int      `json:"category"`
	Order     Order    `json:"order"`
	Mark      Mark     `json:"mark"`
	Outgoing  Outgoing `json:"outgoing"`
}

// Check returns BadLayout where a layout does not fit a table.
func (l Layout) Check(t Table) error {
	for _, column := range []int{l.Date, l.Text, l.Amount, l.Out, l.In, l.Category} {
		if column < None || column >= mostColumns {
			return BadLayout
		}
	}
	w := t.width()
	fits := l.Head >= None && l.Head < len(t.Rows) && l.Date >= 0 && l.Date < w && (l.Amount >= 0 && l.Amount < w || l.Out >= 0 && l.Out < w)
	known := slices.Contains(orders("USD"), l.Order) && (l.Mark == Point || l.Mark == Comma) && (l.Outgoing == Negative || l.Outgoing == Positive)
	if !fits || !known {
		return BadLayout
	}
	return nil
}

// names are words by which columns are known, the telling ones first. A column
// is what the first of its words says.
var names = map[string][]string{
	"date":     {"거래일", "승인일", "이용일", "날짜", "일자", "일시", "date", "posted", "booked", "datum"},
	"out":      {"출금", "지급액", "찾으신", "withdraw", "debit", "paid out", "money out"},
	"in":       {"입금", "맡기신", "deposit", "credit", "paid in", "money in"},
	"amount":   {"이용금액", "거래금액", "승인금액", "금액", "amount", "value", "betrag", "sum"},
	"category": {"카테고리", "분류", "업종", "category", "type"},
	"text":     {"가맹점", "내용", "적요", "상호", "이용처", "거래처", "메모", "description", "payee", "merchant", "details", "narrative", "memo", "name"},
}

// balances are words of columns that hold what is left: no payments.
var balances = []string{"잔액", "잔고", "balance"}

// Guess is the likeliest layout of a table for payments in a currency.
func Guess(t Table, c money.Currency) Layout {
	l := Layout{
		Encoding: t.Encoding, Delimiter: t.Delimiter, Head: headOf(t),
		Date: None, Text: None, Amount: None, Out: None, In: None, Category: None,
		Order: YearFirst, Mark: Point, Outgoing: Negative,
	}
	l.byName(t)
	body := t.Rows[l.Head+1:]
	l.byContent(t, body)
	l.Order = orderOf(column(body, l.Date), orders(c)...)
	amounts := slices.Concat(column(body, l.Amount), column(body, l.Out), column(body, l.In))
	l.Mark = markOf(amounts)
	if l.Amount != None && !mostlyNegative(column(body, l.Amount), l.Mark) {
		l.Outgoing = Positive
	}
	return l
}

// orders are those to try; of a date that fits two, a dollar's is American.
func orders(c money.Currency) []Order {
	if c == "USD" {
		return []Order{YearFirst, MonthFirst, DayFirst}
	}
	return []Order{YearFirst, DayFirst, MonthFirst}
}

// headOf is the row above the first that has a date and a number; None when
// there is no row above.
func headOf(t Table) int {
	for i, row := range t.Rows {
		if dateColumn(row) != None && slices.ContainsFunc(row, isNumber) {
			return i - 1
		}
	}
	return 0
}

func isNumber(cell string) bool {
	_, ok := decimalIn(cell, Point)
	return ok
}

func isDate(cell string) bool {
	for _, order := range []Order{YearFirst, DayFirst, MonthFirst} {
		if _, ok := dayIn(cell, order); ok {
			return true
		}
	}
	return false
}

func dateColumn(row []string) int { return slices.IndexFunc(row, isDate) }

// byName lets the head say what the columns are.
func (l *Layout) byName(t Table) {
	if l.Head == None {
		return
	}
	taken := map[int]bool{}
	for i, cell := range t.Rows[l.Head] {
		taken[i] = containsAny(cell, balances)
	}
	for _, of := range []struct {
		word string
		into *int
	}{{"date", &l.Date}, {"out", &l.Out}, {"in", &l.In}, {"amount", &l.Amount}, {"category", &l.Category}, {"text", &l.Text}} {
		if at := named(t.Rows[l.Head], names[of.word], taken); at != None {
			*of.into, taken[at] = at, true
		}
	}
	if l.Out != None && l.In != None {
		l.Amount = None // it would be counted twice
	} else if l.Amount != None {
		l.Out, l.In = None, None
	}
}

// named is the column whose head has the first of some words that any has.
func named(head, words []string, taken map[int]bool) int {
	for _, word := range words {
		for i, cell := range head {
			if !taken[i] && strings.Contains(strings.ToLower(cell), word) {
				return i
			}
		}
	}
	return None
}

func containsAny(cell string, words []string) bool {
	cell = strings.ToLower(cell)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(cell, w) })
}

// byContent finds what the head did not say.
func (l *Layout) byContent(t Table, body [][]string) {
	if l.Date == None {
		l.Date = bestColumn(t, body, func(i int, cell string) bool { return isDate(cell) })
	}
	if l.Amount == None && l.Out == None {
		l.Amount = bestColumn(t, body, func(i int, cell string) bool {
			return i != l.Date && isNumber(cell) && (l.Head == None || !containsAny(cellAt(t.Rows[l.Head], i), balances))
		})
	}
	if l.Text == None {
		l.Text = bestColumn(t, body, func(i int, cell string) bool {
			return i != l.Date && i != l.Amount && i != l.Category && cell != "" && !isNumber(cell) && !isDate(cell)
		})
	}
}

// bestColumn is the column in which the most cells are of a kind; None when none is.
func bestColumn(t Table, body [][]string, of func(column int, cell string) bool) int {
	best, most := None, 0
	for i := range t.width() {
		n := 0
		for _, row := range body[:min(len(body), looked)] {
			if of(i, cellAt(row, i)) {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

// column is the cells of a column that are not empty, of the first rows.
func column(body [][]string, at int) []string {
	var cells []string
	if at == None {
		return nil
	}
	for _, row := range body[:min(len(body), 10*looked)] {
		if cell := cellAt(row, at); cell != "" {
			cells = append(cells, cell)
		}
	}
	return cells
}

func mostlyNegative(cells []string, mark Mark) bool {
	negative := 0
	for _, cell := range cells {
		if n, ok := decimalIn(cell, mark); ok && strings.HasPrefix(n, "-") {
			negative++
		}
	}
	return negative*2 > len(cells)
}
