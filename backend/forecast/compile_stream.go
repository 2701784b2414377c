package forecast

import (
	"cmp"
	"math"
	"slices"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// stream is an amount over time as a plan writes it.
type stream struct {
	pointer string
	amount  plan.Amount
	// per and basis stand where the amount has none.
	per   plan.Per
	basis plan.Basis
	// from and until are the months [from, until), not yet cut to the plan's time.
	from, until int
	growth      *plan.Growth
	steps       []plan.Step
}

// schedule is a stream month by month.
//
// An amount that follows prices, whatever else it grows by, is real; one that
// does not is nominal. Where an amount stands in the other kind of prices it is
// carried over at the expected inflation, and that is noted.
func (c *compiler) schedule(s stream) simulate.Schedule {
	g := c.growth(s)
	value := make([]float64, c.months)
	base := c.carried(s.pointer, s.amount, s, g, max(s.from, 0))
	steps := c.stepsOf(s)
	for t := 0; t < min(s.until, c.months); t++ {
		for len(steps) > 0 && steps[0].month <= t {
			base = c.stepped(base, steps[0].step, s, g, max(t, 0))
			steps = steps[1:]
		}
		if t < s.from || (s.once() && t != s.from) {
			continue
		}
		value[t] = within(c.capped(base*g.factor(t), s, g, t))
	}
	if g.real {
		return simulate.Schedule{Real: value}
	}
	return simulate.Schedule{Nominal: value}
}

func (s stream) once() bool { return s.periodOf(s.amount) == plan.PerOnce }

func (s stream) periodOf(a plan.Amount) plan.Per { return cmp.Or(a.Per, s.per, plan.PerMonth) }

func (s stream) basisOf(a plan.Amount) plan.Basis {
	return cmp.Or(a.Basis, s.basis, plan.BasisToday)
}

// monthly is an amount of the stream per month, in the plan's currency and the
// amount's own prices.
func (c *compiler) monthly(a plan.Amount, s stream) float64 {
	v := c.value(a, "")
	if s.basisOf(a) == plan.BasisToday {
		v *= c.toStart
	}
	if s.periodOf(a) == plan.PerYear {
		return v / 12
	}
	return v
}

// growing is how a stream's amount becomes the value of a month.
type growing struct {
	// real: the value is in today's money.
	real bool
	// rate per year above (real) or beside (nominal) prices, from a month on.
	rate  float64
	since int
}

func (g growing) factor(t int) float64 {
	if g.rate == 0 {
		return 1
	}
	return market.Pow(1+g.rate, float64(t-g.since)/12)
}

// growth reads a stream's growth. Without one, today's money follows prices and
// nominal money stays as it is.
func (c *compiler) growth(s stream) growing {
	nominal := s.basisOf(s.amount) == plan.BasisNominal
	g := growing{real: !nominal}
	if nominal {
		g.since = max(s.from, 0)
	}
	if s.growth == nil {
		return g
	}
	g.real = s.growth.Kind != plan.GrowthFlat && s.growth.Kind != plan.GrowthRate
	switch s.growth.Kind {
	case plan.GrowthInflationPlus, plan.GrowthRate:
		if s.growth.Rate != nil {
			g.rate = *s.growth.Rate
		}
	case plan.GrowthWage:
		if c.plan.Assumptions.Wage != nil {
			g.rate = c.plan.Assumptions.Wage.Mean
		}
	case plan.GrowthIndex:
		// The index follows inflation plus its spread; over inflation that is the spread.
		g.rate = c.plan.Assumptions.Inflation.Spreads[s.growth.Index]
	}
	return g
}

// carried is an amount per month in the kind of prices that the stream is kept
// in, as seen from the given month.
func (c *compiler) carried(pointer string, a plan.Amount, s stream, g growing, month int) float64 {
	v := c.monthly(a, s)
	nominal := s.basisOf(a) == plan.BasisNominal
	// Today's money in a nominal stream is the amount at the plan's start.
	if !g.real || !nominal || month == 0 || month > c.months {
		return v
	}
	c.limit(pointer, "basis.carried", said{
		"An amount in money of the day that follows prices is carried to today's money at the expected inflation.",
		"물가를 따라 변하는 명목 금액은 예상 물가 상승률로 오늘의 가치로 환산합니다.",
	})
	return v / c.prices[month]
}

// dated is a step with its month.
type dated struct {
	month int
	step  plan.Step
}

// stepsOf are the stream's steps in order of time.
func (c *compiler) stepsOf(s stream) []dated {
	steps := make([]dated, 0, len(s.steps))
	for _, step := range s.steps {
		if month, ok := c.time.At(step.At); ok {
			steps = append(steps, dated{month, step})
		}
	}
	slices.SortStableFunc(steps, func(a, b dated) int { return cmp.Compare(a.month, b.month) })
	return steps
}

func (c *compiler) stepped(base float64, step plan.Step, s stream, g growing, month int) float64 {
	pointer := s.pointer + "/steps"
	switch {
	case step.Set != nil:
		return c.carried(pointer, *step.Set, s, g, month)
	case step.Add != nil:
		return within(base + c.carried(pointer, *step.Add, s, g, month))
	case step.Mul != nil:
		return within(base * *step.Mul)
	}
	return base
}

// within keeps an amount to what the engine counts with.
func within(v float64) float64 { return math.Min(math.Max(v, 0), huge) }

// capped holds a value to the growth's cap.
func (c *compiler) capped(v float64, s stream, g growing, t int) float64 {
	if s.growth == nil || s.growth.Cap == nil {
		return v
	}
	limit := c.monthly(*s.growth.Cap, s)
	capReal := s.basisOf(*s.growth.Cap) == plan.BasisToday
	switch {
	case capReal && !g.real:
		limit *= c.prices[t]
	case !capReal && g.real:
		limit /= c.prices[t]
	}
	return math.Min(v, limit)
}

// span is a plan's span in months; a nil one is the plan's whole time.
func (c *compiler) span(s *plan.Span) (from, until int) {
	if s == nil {
		return 0, c.months
	}
	from, until, _ = c.time.Span(*s)
	return from, until
}

// scale multiplies a schedule from a month on, in place.
func scale(s simulate.Schedule, from int, factor float64) {
	for _, part := range [][]float64{s.Real, s.Nominal} {
		for t := max(from, 0); t < len(part); t++ {
			part[t] *= factor
		}
	}
}

// times is a schedule multiplied by a constant.
func times(s simulate.Schedule, factor float64) simulate.Schedule {
	s = simulate.Schedule{Real: slices.Clone(s.Real), Nominal: slices.Clone(s.Nominal)}
	scale(s, 0, factor)
	return s
}

// between is a schedule that is zero outside [from, until).
func between(s simulate.Schedule, from, until int) simulate.Schedule {
	s = times(s, 1)
	scale(s, until, 0)
	for _, part := range [][]float64{s.Real, s.Nominal} {
		for t := range min(max(from, 0), len(part)) {
			part[t] = 0
		}
	}
	return s
}

// at is a schedule of a single month, with the value that s has there.
func (c *compiler) at(s simulate.Schedule, month int) simulate.Schedule {
	return between(s, month, month+1)
}

// zero reports whether a schedule has nothing in it.
func zero(s simulate.Schedule) bool {
	for _, part := range [][]float64{s.Real, s.Nominal} {
		for _, v := range part {
			if v != 0 {
				return false
			}
		}
	}
	return true
}

// expected is a schedule in money of the day at the expected inflation.
func (c *compiler) expected(s simulate.Schedule) []float64 {
	out := make([]float64, c.months)
	for t := range out {
		if s.Real != nil {
			out[t] += float64(s.Real[t] * c.prices[t])
		}
		if s.Nominal != nil {
			out[t] += s.Nominal[t]
		}
		out[t] = within(out[t])
	}
	return out
}
