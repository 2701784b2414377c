package tax

import "meridian/backend/lanes"

// Years is a year of one taxpayer in every lane.
type Years struct {
	// Calendar and Payer are as in Year.
	Calendar, Payer int
	// Index is the price index at the year's start.
	Index *lanes.Vec
	// Income is what the taxpayer received; nil is nothing.
	Income [Classes]*lanes.Vec
}

// Abreast is a regime that can tell what all lanes owe at once. What it writes is
// what Owed gives for each, to the last bit.
type Abreast interface {
	Regime
	// OwedAbreast writes the tax on the year, in money of the day.
	OwedAbreast(u lanes.Unit, y *Years, to *lanes.Vec)
}

// ToDate is a year of one taxpayer in every lane, of which a part has gone by.
type ToDate struct {
	// Calendar and Payer are as in Year, Index as in Years.
	Calendar, Payer int
	Index           *lanes.Vec
	// Regular is what came to date and goes on, Once what came and does not; nil is
	// nothing. None of it is of self-employment.
	Regular, Once [Classes]*lanes.Vec
	// Lumps is whether any of Once is there.
	Lumps bool
	// Yearly is what Regular to date is multiplied by to be a year's, Gone the part of
	// the year that has gone by.
	Yearly, Gone float64
}

// AbreastToDate is a regime that can tell at once, in all lanes, what is owed to date:
// the part gone by of the tax on Regular·Yearly, and what more is owed with Once.
type AbreastToDate interface {
	Abreast
	// OwedToDate writes that, in money of the day, to the last bit as from OwedAbreast.
	OwedToDate(u lanes.Unit, y *ToDate, to *lanes.Vec)
}

var (
	_ Abreast = (*Flat)(nil)
	_ Abreast = (*Bands)(nil)
	_ Abreast = (*Korea)(nil)

	_ AbreastToDate = (*Federal)(nil)
)

// at adds the tax at a rate on a class of income.
func (y *Years) at(u lanes.Unit, to *lanes.Vec, class Class, rate float64) {
	if income := y.Income[class]; income != nil && rate > 0 {
		u.Tax(to, income, rate)
	}
}

// owedAbreast is owed, added to zeros.
func (r *Rates) owedAbreast(u lanes.Unit, y *Years, to *lanes.Vec) {
	y.at(u, to, Gains, r.Gains)
	y.at(u, to, Dividends, r.Dividends)
	y.at(u, to, Interest, r.Interest)
	if capped := y.Income[Capped]; capped != nil && r.CappedRate > 0 {
		u.TaxAbove(to, capped, y.Index, r.CappedExempt, r.CappedRate)
	}
}

// OwedAbreast is Owed for every lane.
func (f *Flat) OwedAbreast(u lanes.Unit, y *Years, to *lanes.Vec) {
	var rates lanes.Vec
	f.owedAbreast(u, y, &rates)
	u.Fill(to, 0)
	y.at(u, to, Ordinary, f.Income)
	y.at(u, to, Pension, f.Pension)
	u.Add(to, &rates)
}

// OwedAbreast is Owed for every lane.
func (b *Bands) OwedAbreast(u lanes.Unit, y *Years, to *lanes.Vec) {
	var ordinary, ladder, ones lanes.Vec
	u.Fill(&ones, 1)
	index := y.Index
	if b.Frozen {
		index = &ones
	}
	u.Fill(to, 0)
	b.owedAbreast(u, y, to)
	y.at(u, &ordinary, Ordinary, 1)
	if b.Pension != nil {
		y.at(u, to, Pension, *b.Pension)
	} else {
		y.at(u, &ordinary, Pension, 1)
	}
	u.Deduct(&ordinary, index, b.Deduction)
	rate := 0.0
	for _, band := range b.Bands {
		u.TaxAbove(&ladder, &ordinary, &ones, band.From, band.Rate-rate)
		rate = band.Rate
	}
	u.AddProduct(to, &ladder, index)
}
