package statement

import (
	"errors"

	"meridian/backend/money"
)

// Wrong is what keeps a row from being read.
type Wrong string

// What may be wrong.
const (
	WrongDate   Wrong = "date"   // there is none, or none that the order allows
	WrongAmount Wrong = "amount" // there is none that can be read
	TooFine     Wrong = "fine"   // it is finer than the currency's smallest unit
)

// Row is one payment. Amount is positive for money that was spent and negative
// for money that came back. Incoming is money that came in by itself: pay, a
// transfer; it is no spending at all.
type Row struct {
	Line     int // of the table, from 1
	Day      string
	Text     string
	Category string
	Amount   money.Amount
	Incoming bool
	Wrong    Wrong // "" when all could be read
}

// Rows reads a table by a layout, as payments in a currency. Rows that are
// empty where it matters (a sum, a footer) are left out. Errors: BadLayout, NoRows.
func Rows(t Table, l Layout, c money.Currency) ([]Row, error) {
	if err := l.Check(t); err != nil {
		return nil, err
	}
	var rows []Row
	for i, cells := range t.Rows[l.Head+1:] {
		if cellAt(cells, l.Date) == "" && cellAt(cells, l.Amount)+cellAt(cells, l.Out)+cellAt(cells, l.In) == "" {
			continue
		}
		r := l.row(cells, c)
		r.Line = l.Head + 2 + i
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		return nil, NoRows
	}
	return rows, nil
}

func (l Layout) row(cells []string, c money.Currency) Row {
	r := Row{Text: cellAt(cells, l.Text), Category: cellAt(cells, l.Category)}
	day, ok := dayIn(cellAt(cells, l.Date), l.Order)
	if !ok {
		r.Wrong = WrongDate
	}
	r.Day = day
	if wrong := l.amount(&r, cells, c); r.Wrong == "" {
		r.Wrong = wrong
	}
	return r
}

// amount reads what a row moved.
func (l Layout) amount(r *Row, cells []string, c money.Currency) Wrong {
	if l.Amount != None {
		a, wrong := l.exact(cellAt(cells, l.Amount), c)
		if wrong == "" && l.Outgoing == Negative {
			a, wrong = opposite(a)
			r.Incoming = a.Minor < 0
		}
		r.Amount = a
		return wrong
	}
	out, wrong := l.exact(cellAt(cells, l.Out), c)
	if wrong == "" && out.Minor != 0 {
		r.Amount = out
		return ""
	}
	in, wrongIn := l.exact(cellAt(cells, l.In), c)
	if wrongIn != "" {
		return wrong
	}
	r.Incoming = true
	r.Amount, wrong = opposite(in)
	return wrong
}

func opposite(a money.Amount) (money.Amount, Wrong) {
	a, err := a.Times(-1)
	if err != nil {
		return money.Amount{}, WrongAmount
	}
	return a, ""
}

func (l Layout) exact(cell string, c money.Currency) (money.Amount, Wrong) {
	decimal, ok := decimalIn(cell, l.Mark)
	if !ok {
		return money.Amount{}, WrongAmount
	}
	a, err := money.Parse(decimal, c)
	if errors.Is(err, money.ErrPrecision) {
		return money.Amount{}, TooFine
	}
	if err != nil {
		return money.Amount{}, WrongAmount
	}
	return a, ""
}
