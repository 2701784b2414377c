package tax

import (
	"errors"
	"fmt"
)

// ErrInvalid says that a regime's parameters are wrong.
var ErrInvalid = errors.New("invalid tax parameters")

// None owes nothing.
type None struct{}

// ID is "none".
func (None) ID() string { return "none" }

// Owed is zero.
func (None) Owed(*Year) float64 { return 0 }

// Rates are what is owed beside the tax on ordinary income, as shares.
type Rates struct {
	Gains, Dividends, Interest float64
	// CappedExempt is the gain that capped wrappers give untaxed in a year, in
	// money of the plan's price level, indexed; CappedRate taxes the rest.
	CappedExempt, CappedRate float64
}

// owed is the tax at flat rates on what is not ordinary income.
func (r *Rates) owed(y *Year) float64 {
	in := &y.Income
	t := float64(r.Gains * positive(in[Gains]))
	t += float64(r.Dividends * positive(in[Dividends]))
	t += float64(r.Interest * positive(in[Interest]))
	t += float64(r.CappedRate * positive(in[Capped]-float64(r.CappedExempt*y.Index)))
	return t
}

// Flat taxes each class of income at one rate.
type Flat struct {
	// Income is the rate on ordinary income, Pension on public pensions.
	Income, Pension float64
	Rates
}

// ID is "flat".
func (*Flat) ID() string { return "flat" }

// Owed is the sum over the classes.
func (f *Flat) Owed(y *Year) float64 {
	t := float64(f.Income * positive(y.Income[Ordinary]))
	t += float64(f.Pension * positive(y.Income[Pension]))
	return t + f.owed(y)
}

// Bands taxes ordinary income and public pensions together, less a deduction,
// at a rate that rises from threshold to threshold.
type Bands struct {
	// Bands are in ascending order of From.
	Bands     []Band
	Deduction float64
	// Frozen keeps thresholds and deduction in money of the day; otherwise they
	// move with the price index.
	Frozen bool
	// Pension, where set, taxes public pensions at a rate of their own instead.
	Pension *float64
	Rates
}

// Band taxes what lies above From (per year) at Rate, up to the next band.
type Band struct{ From, Rate float64 }

// ID is "bands".
func (*Bands) ID() string { return "bands" }

// Owed is the sum over the bands and the flat rates beside them.
func (b *Bands) Owed(y *Year) float64 {
	index := y.Index
	if b.Frozen {
		index = 1
	}
	ordinary, pension := positive(y.Income[Ordinary]), positive(y.Income[Pension])
	t := b.owed(y)
	if b.Pension != nil {
		t += float64(*b.Pension * pension)
	} else {
		ordinary += pension
	}
	taxed := ordinary/index - b.Deduction
	if taxed <= 0 {
		return t
	}
	return t + float64(b.ladder(taxed)*index)
}

// ladder is the tax on an income at the prices of the thresholds.
func (b *Bands) ladder(taxed float64) float64 {
	t, rate := 0.0, 0.0
	for _, band := range b.Bands {
		above := taxed - band.From
		if above <= 0 {
			break
		}
		t += float64(above * (band.Rate - rate))
		rate = band.Rate
	}
	return t
}

func positive(x float64) float64 {
	if x > 0 {
		return x
	}
	return 0
}

// Check lists what is wrong with a flat regime.
func (f *Flat) Check() []error {
	var c checker
	c.rate("income", f.Income)
	c.rate("pension", f.Pension)
	c.rates(&f.Rates)
	return c
}

// Check lists what is wrong with a regime of bands.
func (b *Bands) Check() []error {
	var c checker
	c.amount("deduction", b.Deduction)
	if b.Pension != nil {
		c.rate("pension", *b.Pension)
	}
	c.rates(&b.Rates)
	for i, band := range b.Bands {
		field := fmt.Sprintf("bands[%d]", i)
		c.amount(field+".from", band.From)
		c.rate(field+".rate", band.Rate)
		if i > 0 && !(band.From > b.Bands[i-1].From) {
			c.add(field+".from", "must be above the band before")
		}
	}
	return c
}

type checker []error

func (c *checker) add(field, what string) {
	*c = append(*c, fmt.Errorf("%w: %s: %s", ErrInvalid, field, what))
}

func (c *checker) rate(field string, v float64) {
	if !(v >= 0 && v <= 1) {
		c.add(field, "outside 0 to 1")
	}
}

func (c *checker) amount(field string, v float64) {
	if !(v >= 0 && v < 1e18) {
		c.add(field, "outside 0 to 1e18")
	}
}

func (c *checker) rates(r *Rates) {
	c.rate("gains", r.Gains)
	c.rate("dividends", r.Dividends)
	c.rate("interest", r.Interest)
	c.rate("cappedRate", r.CappedRate)
	c.amount("cappedExempt", r.CappedExempt)
}
