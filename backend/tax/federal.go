package tax

import "meridian/backend/lanes"

// Federal is the income and payroll tax of the United States.
//
// Computed: the standard deduction with its additions for age, ordinary
// brackets, qualified dividends and long-term gains stacked above them, the net
// investment income tax, the employee's payroll taxes, and the taxable part of
// social security. Not computed: itemised deductions, credits, the alternative
// minimum tax, self-employment tax, losses carried over, and the laws of states: a
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
			years = append(years, s.Payers[i].file(law, year))
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

// Owed is the income tax, the net investment income tax, the employee's payroll
// taxes and a state's flat tax.
func (f *Federal) Owed(y *Year) float64 {
	years := f.returns[min(y.Payer, len(f.returns)-1)]
	r := &years[nearest(y.Calendar, f.first, len(years))]
	index := 1.0
	if r.carried && f.carry > 0 {
		index = float64(y.Index * f.carry)
	}
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
	years := f.returns[min(y.Payer, len(f.returns)-1)]
	r := &years[nearest(y.Calendar, f.first, len(years))]
	var index, wages, preferred, invested, before, gross, scratch lanes.Vec
	if r.carried && f.carry > 0 {
		u.Scale(&index, y.Index, f.carry)
	} else {
		u.Fill(&index, 1)
	}
	y.at(u, &wages, Wages, 1)
	y.at(u, &wages, SecondWages, 1)
	y.at(u, &preferred, Dividends, 1)
	y.at(u, &preferred, Gains, 1)
	invested = preferred
	y.at(u, &invested, Interest, 1)
	y.at(u, &invested, Capped, 1)
	before = wages
	for _, c := range [...]Class{Ordinary, Deferred, Retired, Severance} {
		if in := y.Income[c]; in != nil {
			u.Add(&before, in)
		}
	}
	u.Add(&before, &invested)
	u.Positive(&before, &before)
	gross = before
	if paid := y.Income[Pension]; paid != nil && u.Some(paid) {
		u.Benefits(&scratch, &before, paid, r.half, r.most, benefitsMost)
		u.Add(&gross, &scratch)
	}
	r.incomeTaxAbreast(u, &gross, &preferred, &index, to)
	u.Beyond(&scratch, &gross, r.invest)
	if u.Some(&scratch) {
		u.AtMost(&scratch, &invested)
		u.AddScaled(to, &scratch, investRate)
	}
	if f.state > 0 {
		u.TaxAbove(to, &before, &index, r.deduction, f.state)
	}
	if u.Some(&wages) {
		r.payrollAbreast(u, y, &wages, &index, to)
	}
}

// incomeTaxAbreast is incomeTax for every lane. Without preferred income what is
// stacked is what is plain.
func (r *federalReturn) incomeTaxAbreast(u lanes.Unit, gross, preferred, index, to *lanes.Vec) {
	var taxed, scratch lanes.Vec
	u.Scale(&scratch, index, r.deduction)
	if r.seniors > 0 && r.senior > 0 {
		var more lanes.Vec
		u.Beyond(&more, gross, r.statutory.senior)
		u.Scale(&more, &more, seniorShrink)
		u.Fill(&taxed, r.senior)
		u.Sub(&taxed, &more)
		u.Positive(&taxed, &taxed)
		u.AddScaled(&scratch, &taxed, r.seniors)
	}
	taxed = *gross
	u.Sub(&taxed, &scratch)
	u.Positive(&taxed, &taxed)
	u.Divide(&scratch, &taxed, index)
	u.Climb(&scratch, &scratch, r.law.brackets)
	u.Multiply(to, &scratch, index)
	if !u.Some(preferred) {
		return
	}
	ordinary, stacked := taxed, *preferred
	u.AtMost(&stacked, gross)
	u.AtMost(&stacked, &taxed)
	u.Sub(&ordinary, &stacked)
	u.Divide(&scratch, &ordinary, index)
	u.Climb(&scratch, &scratch, r.law.brackets)
	u.Multiply(&stacked, &scratch, index)
	u.Stack(&stacked, &taxed, &ordinary, index, r.law.fifteen, r.law.twenty, 0.15, 0.20)
	u.AtMost(to, &stacked)
}

// payrollAbreast adds payroll for every lane.
func (r *federalReturn) payrollAbreast(u lanes.Unit, y *Years, wages, index, to *lanes.Vec) {
	var base, social, owed, ones lanes.Vec
	u.Fill(&ones, 1)
	u.Scale(&base, index, r.wageBase)
	for _, c := range [...]Class{Wages, SecondWages} {
		if in := y.Income[c]; in != nil {
			var pay lanes.Vec
			u.Positive(&pay, in)
			u.AtMost(&pay, &base)
			u.Add(&social, &pay)
		}
	}
	u.Scale(&owed, &social, socialRate)
	u.AddScaled(&owed, wages, medicareRate)
	u.TaxAbove(&owed, wages, &ones, r.invest, medicareMore)
	u.Add(to, &owed)
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
		float64(0.15*(fifteen-twenty)) + float64(0.20*twenty)
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
