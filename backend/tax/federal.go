package tax

import "meridian/backend/lanes"

// Federal is the income and payroll tax of the United States.
//
// Computed: the standard deduction with its additions for age, ordinary
// brackets, qualified dividends and long-term gains stacked above them, the net
// investment income tax, the employee's payroll taxes, the tax on self-employment, and the taxable part
// of social security. Not computed: itemised deductions, credits, the alternative
// minimum tax, losses carried over, and the laws of states: a
// state's tax is one rate, where the household gives it.
//
// Dividends are taken as qualified and gains as long-term.
type Federal struct {
	first int
	// returns are the filings of each taxpayer, per year from first on.
	returns [][]federalReturn
	carry   float64
	state   float64
	faults  []error
	nothing lanes.Vec // in place of income that there is none of
}

// FederalSetup is whom and when Federal is for.
type FederalSetup struct {
	Span
	Payers []FederalPayer
	// State, from 0 to 1, is what a state takes of the income that is left after the
	// federal standard deduction; social security is spared, as most states do.
	State float64
}

// FederalPayer is a taxpayer and how it files. A joint filer is single from the
// year after the other's last.
type FederalPayer struct {
	Payer
	Status Filing
}

// federalReturn is what the law says of one taxpayer's year.
type federalReturn struct {
	law *federalStatus
	statutory
	deduction, senior float64 // senior for each of seniors
	seniors           float64
	wageBase          float64
	carried           bool
	abreast           lanes.FederalLaw
}

// NewFederal lays out the law for every year of a span. What is wrong with the
// setup is told by Check.
func NewFederal(s FederalSetup) *Federal {
	f := &Federal{first: s.From, carry: s.Carry, state: s.State}
	if s.Frozen {
		f.carry = 0
	}
	f.faults = s.check()
	if f.faults != nil {
		return f
	}
	laws := federalLaws()
	for i := range s.Payers {
		years := make([]federalReturn, 0, s.To-s.From+1)
		for year := s.From; year <= s.To; year++ {
			law := &laws[nearest(year, laws[0].pack.Year, len(laws))]
			r := s.Payers[i].file(law, year)
			f.layAbreast(&r)
			years = append(years, r)
		}
		f.returns = append(f.returns, years)
	}
	return f
}

func (s *FederalSetup) check() []error {
	var c checker
	s.Span.check(&c)
	if !(s.State >= 0 && s.State <= 1) {
		c.add("state", "not a share")
	}
	if len(s.Payers) == 0 {
		c.add("payers", "none")
	}
	for _, p := range s.Payers {
		if p.Status >= filings {
			c.add("payers.status", "unknown")
		}
		if len(p.Members) == 0 {
			c.add("payers", "without members")
		}
	}
	return c
}

// file lays out one taxpayer's year.
func (p *FederalPayer) file(law *federalLaw, year int) federalReturn {
	alive := p.living(year)
	status := p.Status
	if status == Joint && len(alive) < 2 {
		status = Single
	}
	r := federalReturn{
		law: &law.status[status], statutory: status.statutory(),
		wageBase: law.wageBase, carried: year > law.pack.Year,
	}
	for _, m := range alive {
		if year-m.Born >= seniorAge {
			r.seniors++
		}
	}
	r.deduction = r.law.standard + float64(r.seniors*r.law.aged)
	if year <= seniorUntil && status != Separate {
		r.senior = law.senior
	}
	return r
}

// Check lists what is wrong with the setup.
func (f *Federal) Check() []error { return f.faults }

// ID is "us.federal".
func (*Federal) ID() string { return FederalID }

// law is what holds for a taxpayer's return of a year.
func (f *Federal) law(payer, year int) *federalReturn {
	years := f.returns[min(payer, len(f.returns)-1)]
	return &years[nearest(year, f.first, len(years))]
}

// filed is what holds for a taxpayer's year, and its index.
func (f *Federal) filed(y *Year) (r *federalReturn, index float64) {
	r = f.law(y.Payer, y.Calendar)
	if r.carried && f.carry > 0 {
		return r, float64(y.Index * f.carry)
	}
	return r, 1
}

// Owed is the income tax, the net investment income tax, the employee's payroll
// taxes and a state's flat tax.
func (f *Federal) Owed(y *Year) float64 {
	if !y.Income.ownWork() {
		return f.owed(y)
	}
	own, before := f.withoutOwnWork(y)
	rest := f.owed(y)
	y.Income = before
	return rest + own.owed()
}

// owed is Owed without income from self-employment.
func (f *Federal) owed(y *Year) float64 {
	r, index := f.filed(y)
	in := &y.Income
	wages := positive(in[Wages]) + positive(in[SecondWages])
	preferred := positive(in[Dividends]) + positive(in[Gains])
	invested := preferred + positive(in[Interest]) + positive(in[Capped])
	before := positive(wages + in[Ordinary] + in[Deferred] + in[Retired] + in[Severance] + invested)
	gross := before + r.benefits(before, positive(in[Pension]))

	t := r.incomeTax(gross, min(preferred, gross), index)
	t += float64(investRate * min(invested, positive(gross-r.invest)))
	t += float64(f.state * positive(before-float64(r.deduction*index)))
	return t + r.payroll(positive(in[Wages]), positive(in[SecondWages]), index)
}

// OwedAbreast is Owed for every lane.
func (f *Federal) OwedAbreast(u lanes.Unit, y *Years, to *lanes.Vec) {
	if y.ownWork() {
		var one Year
		for l := range to {
			y.lane(l, &one)
			to[l] = f.Owed(&one)
		}
		return
	}
	in := f.rows(&y.Income)
	u.Federal(to, y.Index, &in, &f.law(y.Payer, y.Calendar).abreast, 1, 1)
}

// OwedToDate is what is owed to date in every lane.
func (f *Federal) OwedToDate(u lanes.Unit, y *ToDate, to *lanes.Vec) {
	law, regular := &f.law(y.Payer, y.Calendar).abreast, f.rows(&y.Regular)
	if !y.Lumps {
		u.Federal(to, y.Index, &regular, law, y.Yearly, y.Gone)
		return
	}
	once := f.rows(&y.Once)
	u.FederalToDate(to, y.Index, &regular, &once, law, y.Yearly, y.Gone)
}

// rows is income by how it is taxed.
func (f *Federal) rows(income *[Classes]*lanes.Vec) lanes.FederalIncome {
	row := func(c Class) *lanes.Vec {
		if in := income[c]; in != nil {
			return in
		}
		return &f.nothing
	}
	return lanes.FederalIncome{
		Wages: row(Wages), SecondWages: row(SecondWages), Dividends: row(Dividends), Gains: row(Gains),
		Interest: row(Interest), Capped: row(Capped), Pension: row(Pension),
		Other: [4]*lanes.Vec{row(Ordinary), row(Deferred), row(Retired), row(Severance)},
	}
}

// layAbreast lays a return out for all lanes at once.
func (f *Federal) layAbreast(r *federalReturn) {
	l := lanes.FederalLaw{
		Flat: 1, Deduction: r.deduction,
		SeniorFrom: r.statutory.senior, SeniorShrink: seniorShrink,
		Half: r.half, Most: r.most, Benefits: benefitsMost,
		Fifteen: r.law.fifteen, Twenty: r.law.twenty, FifteenRate: fifteenRate, TwentyRate: twentyRate,
		Invest: r.invest, InvestRate: investRate, State: f.state,
		WageBase: r.wageBase, SocialRate: socialRate, MedicareRate: medicareRate, MedicareHigher: medicareMore,
	}
	if r.carried && f.carry > 0 {
		l.Carry, l.Flat = f.carry, 0
	}
	if r.senior > 0 {
		l.Seniors, l.Senior = r.seniors, r.senior
	}
	for i := range l.Ladder.From {
		l.Ladder.From[i] = endless
		if i < len(r.law.brackets) {
			s := r.law.brackets[i]
			l.Ladder.From[i], l.Ladder.Rate[i], l.Ladder.Below[i] = s.From, s.Rate, s.Below
		}
	}
	r.abreast = l
}

// benefits is the taxable part of social security (26 USC 86): half of what the
// provisional income is above the first threshold, 85 % above the second, at
// most 85 % of the benefits.
func (r *federalReturn) benefits(other, paid float64) float64 {
	if paid <= 0 {
		return 0
	}
	half := float64(0.5 * paid)
	provisional := other + half
	if provisional <= r.half {
		return 0
	}
	if provisional <= r.most {
		return min(float64(0.5*(provisional-r.half)), half)
	}
	lower := min(float64(0.5*(r.most-r.half)), half)
	return min(float64(benefitsMost*(provisional-r.most))+lower, float64(benefitsMost*paid))
}

// incomeTax is the tax on an adjusted gross income, of which preferred is
// qualified dividends and long-term gains (26 USC 1(h)): they lie on top of the
// ordinary income. The smaller of that and the tax without preference is owed.
func (r *federalReturn) incomeTax(gross, preferred, index float64) float64 {
	taxed := positive(gross - r.deducted(gross, index))
	preferred = min(preferred, taxed)
	ordinary := taxed - preferred
	plain := float64(climb(r.law.brackets, taxed/index) * index)
	if preferred == 0 {
		return plain
	}
	fifteen := positive(taxed - max(ordinary, float64(r.law.fifteen*index)))
	twenty := positive(taxed - max(ordinary, float64(r.law.twenty*index)))
	stacked := float64(climb(r.law.brackets, ordinary/index)*index) +
		float64(fifteenRate*(fifteen-twenty)) + float64(twentyRate*twenty)
	return min(plain, stacked)
}

// payroll is the employee's old-age and Medicare tax on the pay of two earners.
func (r *federalReturn) payroll(first, second, index float64) float64 {
	base, wages := float64(r.wageBase*index), first+second
	if wages == 0 {
		return 0
	}
	return float64(socialRate*(min(first, base)+min(second, base))) +
		float64(medicareRate*wages) + float64(medicareMore*positive(wages-r.invest))
}
