package lanes

// FederalLaw is what the United States' law says of one return, for Federal: the
// ladder of ordinary rates, and numbers that are zero where they do not hold. A
// price index x stands for Carry·x + Flat; what Federal multiplies by it is named
// so, and the rest is money of the day.
//
// Memory: nothing but float64, in this order, which the vector instructions know.
type FederalLaw struct {
	// Ladder is the steps, the last ones beginning at infinity where there are
	// fewer; by columns.
	Ladder struct{ From, Rate, Below [8]float64 }

	Carry, Flat float64
	Deduction   float64 // times the index
	// For each of Seniors, Senior is deducted, less a share of what income is
	// above SeniorFrom.
	Seniors, Senior, SeniorFrom, SeniorShrink float64
	// Half of social security's part above Half is taxed, and the share Benefits of
	// that above Most.
	Half, Most, Benefits float64
	// Gains are taxed at two rates, from two taxable incomes on, times the index.
	Fifteen, Twenty, FifteenRate, TwentyRate float64
	// Net investment income, and the pay on which Medicare takes more, above Invest.
	Invest, InvestRate                                 float64
	State                                              float64
	WageBase, SocialRate, MedicareRate, MedicareHigher float64 // the base times the index
}

// FederalIncome is a return's income, by how Federal taxes it. No row is nil.
type FederalIncome struct {
	Wages, SecondWages, Dividends, Gains, Interest, Capped, Pension *Vec
	Other                                                           [4]*Vec
}

// smaller is a where it is less than b, and b elsewhere.
func smaller(a, b float64) float64 {
	if a < b {
		return a
	}
	return b
}

// larger is a where it is more than b, and b elsewhere.
func larger(a, b float64) float64 {
	if a > b {
		return a
	}
	return b
}

// received is a lane of FederalIncome.
type received struct {
	wages, second, dividends, gains, interest, capped, pension float64

	other [4]float64
}

func (in *FederalIncome) lane(l int) received {
	r := received{
		wages: in.Wages[l], second: in.SecondWages[l], dividends: in.Dividends[l], gains: in.Gains[l],
		interest: in.Interest[l], capped: in.Capped[l], pension: in.Pension[l],
	}
	for i, row := range in.Other {
		r.other[i] = row[l]
	}
	return r
}

// times is each times a number, plus another.
func (r *received) times(x float64, plus *received) received {
	v := received{
		wages: float64(x*r.wages) + plus.wages, second: float64(x*r.second) + plus.second,
		dividends: float64(x*r.dividends) + plus.dividends, gains: float64(x*r.gains) + plus.gains,
		interest: float64(x*r.interest) + plus.interest, capped: float64(x*r.capped) + plus.capped,
		pension: float64(x*r.pension) + plus.pension,
	}
	for i := range r.other {
		v.other[i] = float64(x*r.other[i]) + plus.other[i]
	}
	return v
}

func federal(to, index *Vec, income *FederalIncome, law *FederalLaw, yearly, share float64) {
	for l := range to {
		in := income.lane(l)
		year := in.times(yearly, &received{})
		to[l] = float64(law.owed(&year, law.indexed(index[l])) * share)
	}
}

func federalToDate(to, index *Vec, regular, once *FederalIncome, law *FederalLaw, yearly, share float64) {
	for l := range to {
		in, more := regular.lane(l), once.lane(l)
		year, all := in.times(yearly, &received{}), in.times(yearly, &more)
		base := law.owed(&year, law.indexed(index[l]))
		to[l] = float64(base*share) + (law.owed(&all, law.indexed(index[l])) - base)
	}
}

// indexed is what a price index stands for.
func (f *FederalLaw) indexed(index float64) float64 { return float64(index*f.Carry) + f.Flat }

// owed is what a return owes.
func (f *FederalLaw) owed(in *received, x float64) float64 {
	first, second := larger(in.wages, 0), larger(in.second, 0)
	wages := first + second
	preferred := larger(in.dividends, 0) + larger(in.gains, 0)
	invested := preferred + larger(in.interest, 0) + larger(in.capped, 0)
	before := wages
	for _, other := range in.other {
		before += other
	}
	before = larger(before+invested, 0)
	gross := before + f.benefits(before, in.pension)
	flat := float64(x * f.Deduction)

	senior := larger(f.Senior-float64(f.SeniorShrink*larger(gross-f.SeniorFrom, 0)), 0)
	taxed := larger(gross-(flat+float64(senior*f.Seniors)), 0)
	owed := f.stacked(taxed, smaller(smaller(preferred, gross), taxed), x)
	owed += float64(smaller(larger(gross-f.Invest, 0), invested) * f.InvestRate)
	owed += float64(larger(before-flat, 0) * f.State)

	base := float64(x * f.WageBase)
	social := smaller(first, base) + smaller(second, base)
	payroll := float64(social*f.SocialRate) + float64(wages*f.MedicareRate)
	payroll += float64(larger(wages-f.Invest, 0) * f.MedicareHigher)
	return owed + payroll
}

// benefits is what of social security is taxed.
func (f *FederalLaw) benefits(before, paid float64) float64 {
	half := float64(0.5 * paid)
	provisional := before + half
	switch {
	case paid <= 0 || provisional <= f.Half:
		return 0
	case provisional <= f.Most:
		return smaller(float64(0.5*(provisional-f.Half)), half)
	}
	lower := smaller(float64(0.5*(f.Most-f.Half)), half)
	return smaller(float64((provisional-f.Most)*f.Benefits)+lower, float64(paid*f.Benefits))
}

// stacked is the tax on what is taxed, of which a part is preferred.
func (f *FederalLaw) stacked(taxed, preferred, x float64) float64 {
	plain := float64(f.climb(taxed/x) * x)
	ordinary := taxed - preferred
	most := larger(taxed-larger(ordinary, float64(x*f.Twenty)), 0)
	part := larger(taxed-larger(ordinary, float64(x*f.Fifteen)), 0) - most
	v := float64(f.climb(ordinary/x) * x)
	v += float64(part * f.FifteenRate)
	v += float64(most * f.TwentyRate)
	return smaller(plain, v)
}

// climb is the tax on an amount up the ladder.
func (f *FederalLaw) climb(amount float64) float64 {
	if amount <= 0 {
		return 0
	}
	s, at := &f.Ladder, 0
	for i := 1; i < len(s.From); i++ {
		if amount > s.From[i] {
			at++
		}
	}
	return s.Below[at] + float64((amount-s.From[at])*s.Rate[at])
}
