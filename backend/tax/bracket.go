package tax

import "math"

// Bracketed is a regime that can tell how far income is from the end of a
// bracket. Room is how much more income of a class may come in the year before any
// of it is taxed in a bracket whose rate is above the given one, in money of the
// day; +Inf where no such bracket begins above it, as for classes that are on no
// ladder of rates. The year is the caller's and is the same afterwards.
//
// Rates are the statutory ones, as the law's ladder has them:
//
//	None        has the one rate 0
//	Flat        has one rate per class
//	Bands       the ladder of the household, on ordinary income and pensions
//	Federal     taxable income without what is preferred: 26 USC 1(j), after the
//	            deductions and with the taxable part of social security
//	Korea       ordinary income: 종합소득 과세표준, 소득세법 제55조, without local tax;
//	            private pensions: the sum up to which the low rates hold (제14조
//	            제3항 제9호), for rates below that of 제64조의4 with local tax
type Bracketed interface {
	Regime
	Room(y *Year, class Class, rate float64) float64
}

var (
	_ Bracketed = None{}
	_ Bracketed = (*Flat)(nil)
	_ Bracketed = (*Bands)(nil)
	_ Bracketed = (*Federal)(nil)
	_ Bracketed = (*Korea)(nil)
	_ Bracketed = (*Exchanged)(nil)
)

// endless is the room where no bracket ends.
var endless = math.Inf(1)

// Room is endless: nothing is taxed.
func (None) Room(*Year, Class, float64) float64 { return endless }

// Room is endless where the class' one rate is low enough, and none otherwise.
func (f *Flat) Room(_ *Year, class Class, rate float64) float64 {
	one := 0.0
	switch class {
	case Ordinary:
		one = f.Income
	case Pension:
		one = f.Pension
	case Gains:
		one = f.Gains
	case Dividends:
		one = f.Dividends
	case Interest:
		one = f.Interest
	}
	if one <= rate {
		return endless
	}
	return 0
}

// Room is what lies between the taxed income and the first band above the rate.
func (b *Bands) Room(y *Year, class Class, rate float64) float64 {
	if class != Ordinary && !(class == Pension && b.Pension == nil) {
		return endless
	}
	index := y.Index
	if b.Frozen {
		index = 1
	}
	for _, band := range b.Bands {
		if band.Rate <= rate {
			continue
		}
		room := float64((band.From+b.Deduction)*index) - y.Income[Ordinary]
		if b.Pension == nil {
			room -= positive(y.Income[Pension])
		}
		return positive(room)
	}
	return endless
}

// under is the income at which the first step of a ladder above a rate begins.
func under(steps []step, rate float64) float64 {
	for i := range steps {
		if steps[i].Rate > rate {
			return steps[i].From
		}
	}
	return endless
}

// Room asks for the income at which what is taxed at the ordinary rates reaches
// the end of the bracket. More income may make more of social security taxable
// and less of the seniors' deduction, so that what is taxed grows by more than it;
// the income is found by regula falsi (Dowell, Jarratt, "A modified regula falsi
// method", BIT 11 (1971)).
func (f *Federal) Room(y *Year, class Class, rate float64) float64 {
	switch class {
	case Ordinary, Deferred, Retired, Severance, Wages, SecondWages:
	default:
		return endless
	}
	if y.Income.ownWork() {
		_, before := f.withoutOwnWork(y)
		room := f.Room(y, class, rate)
		y.Income = before
		return room
	}
	r, index := f.filed(y)
	top := under(r.law.brackets, rate)
	if math.IsInf(top, 1) {
		return endless
	}
	top = float64(top * index)
	low, high := 0.0, top-r.laddered(&y.Income, 0, index)
	if high <= 0 {
		return 0
	}
	below, above := -high, r.laddered(&y.Income, high, index)-top
	for range 60 {
		if above <= 1e-9*(1+top) {
			return high
		}
		middle := low + float64((high-low)*(below/(below-above)))
		switch at := r.laddered(&y.Income, middle, index) - top; {
		case at < 0 && -at <= 1e-9*(1+top):
			return middle
		case at < 0:
			low, below = middle, at
			above *= 0.5
		default:
			high, above = middle, at
			below *= 0.5
		}
	}
	return low
}

// laddered is what the ordinary rates are applied to, with more of an ordinary
// income; below zero where deductions exceed it. It follows Owed.
func (r *federalReturn) laddered(in *Income, more, index float64) float64 {
	preferred := positive(in[Dividends]) + positive(in[Gains])
	before := positive(positive(in[Wages]) + positive(in[SecondWages]) + in[Ordinary] + in[Deferred] + in[Retired] +
		in[Severance] + preferred + positive(in[Interest]) + positive(in[Capped]) + more)
	gross := before + r.benefits(before, positive(in[Pension]))
	return gross - preferred - r.deducted(gross, index)
}

// deducted is the standard deduction and the seniors' one.
func (r *federalReturn) deducted(gross, index float64) float64 {
	deduction := float64(r.deduction * index)
	if r.seniors > 0 && r.senior > 0 {
		deduction += float64(r.seniors * positive(r.senior-float64(seniorShrink*positive(gross-r.statutory.senior))))
	}
	return deduction
}

// Room is what lies between the year's private pensions and the sum up to which
// their low rates hold, or between what is taxed together and the end of a
// bracket.
func (k *Korea) Room(y *Year, class Class, rate float64) float64 {
	years := k.years[min(y.Payer, len(k.years)-1)]
	r := &years[nearest(y.Calendar, k.first, len(years))]
	index := 1.0
	if r.carried && !k.set.Frozen {
		index = float64(y.Index * k.set.Carry)
	}
	switch class {
	case Deferred:
		flat := koreaPrivateFlat
		if !k.set.NoLocal {
			flat += float64(koreaPrivateFlat * koreaLocal)
		}
		if rate >= flat {
			return endless
		}
		return positive(float64(r.law.privateFrom*index) - positive(y.Income[Deferred]))
	case Ordinary:
		room := r.room(&y.Income, under(r.law.brackets, rate), index)
		return positive(room - r.ladderedOccasional(&y.Income, rate, index))
	}
	return endless
}

// room is how much more other income there may be below an income that is taxed
// together, in won of the pack.
func (r *koreaYear) room(in *Income, top, index float64) float64 {
	if math.IsInf(top, 1) {
		return endless
	}
	pay, pension := earned(in)/index, positive(in[Pension])/index
	work := positive(pay - min(climb(r.law.earned, pay), r.law.earnedMost))
	pension = positive(pension - min(climb(r.law.pension, pension), r.law.pensionMost))
	premium := float64(r.premium * min(pay, r.law.pensionPay))
	own := positive(in[SelfEmployed]) + positive(in[SecondSelfEmployed])
	if pay == 0 && own > 0 {
		premium = float64(2 * r.premium * min(own/index, r.law.pensionPay))
	}
	return positive(float64((top+r.person+premium-work-pension)*index) - in[Ordinary] - own)
}

// Room exchanges the year's income, and the room back.
func (e *Exchanged) Room(y *Year, class Class, rate float64) float64 {
	regime, ok := e.Regime.(Bracketed)
	if !ok {
		return endless
	}
	here := y.Income
	for c := range y.Income {
		y.Income[c] /= e.Rate
	}
	room := regime.Room(y, class, rate)
	y.Income = here
	return float64(room * e.Rate)
}
