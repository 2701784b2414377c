package tax

import "strconv"

// Explanation is how a year's tax was worked out, in money of the day. The lines
// sum to what Owed says; figures are what they rest on.
type Explanation struct {
	Figures []Figure
	Lines   []Line
}

// Figure is a sum that lines rest on, e.g. a deduction.
type Figure struct {
	ID     string
	Amount float64
}

// Line is a part of the tax: Rate of Base. A credit's rate is negative.
type Line struct {
	ID         string
	Base, Rate float64
	Amount     float64
}

// Explained is a regime that tells how it works a year out. The year is the
// caller's and is the same afterwards.
type Explained interface {
	Regime
	Explain(y *Year) Explanation
}

var (
	_ Explained = None{}
	_ Explained = (*Flat)(nil)
	_ Explained = (*Bands)(nil)
	_ Explained = (*Federal)(nil)
	_ Explained = (*Korea)(nil)
	_ Explained = (*Exchanged)(nil)
)

// Total is the sum of the lines.
func (e *Explanation) Total() float64 {
	sum := 0.0
	for _, l := range e.Lines {
		sum += l.Amount
	}
	return sum
}

// line adds a part of the tax, unless it is nothing.
func (e *Explanation) line(id string, base, rate float64) {
	if base != 0 && rate != 0 {
		e.Lines = append(e.Lines, Line{ID: id, Base: base, Rate: rate, Amount: float64(base * rate)})
	}
}

// figure adds a sum that is not nothing.
func (e *Explanation) figure(id string, amount float64) {
	if amount != 0 {
		e.Figures = append(e.Figures, Figure{id, amount})
	}
}

// steps adds the tax on an amount up a ladder, a line per step; scale turns the
// ladder's money into money of the day, times whatever the tax is multiplied by.
func (e *Explanation) steps(id string, steps []step, amount, scale float64) {
	for k, s := range steps {
		top := amount
		if k+1 < len(steps) {
			top = min(amount, steps[k+1].From)
		}
		if top > s.From {
			e.line(id+"."+strconv.Itoa(k+1), (top-s.From)*scale, s.Rate)
		}
	}
}

// scaled is the explanation in other money.
func (e Explanation) scaled(factor float64) Explanation {
	for i := range e.Figures {
		e.Figures[i].Amount *= factor
	}
	for i := range e.Lines {
		e.Lines[i].Base *= factor
		e.Lines[i].Amount *= factor
	}
	return e
}

// Explain has nothing to tell.
func (None) Explain(*Year) Explanation { return Explanation{} }

// explain adds what flat rates take.
func (r *Rates) explain(e *Explanation, y *Year) {
	in := &y.Income
	e.line("gains", positive(in[Gains]), r.Gains)
	e.line("dividends", positive(in[Dividends]), r.Dividends)
	e.line("interest", positive(in[Interest]), r.Interest)
	if in[Capped] > 0 && r.CappedRate > 0 {
		e.figure("cappedExempt", float64(r.CappedExempt*y.Index))
	}
	e.line("capped", positive(in[Capped]-float64(r.CappedExempt*y.Index)), r.CappedRate)
}

// Explain lists the classes of income and their rates.
func (f *Flat) Explain(y *Year) Explanation {
	var e Explanation
	e.line("income", positive(y.Income[Ordinary]), f.Income)
	e.line("pension", positive(y.Income[Pension]), f.Pension)
	f.Rates.explain(&e, y)
	return e
}

// Explain lists the bands, and the flat rates beside them.
func (b *Bands) Explain(y *Year) Explanation {
	var e Explanation
	index := y.Index
	if b.Frozen {
		index = 1
	}
	ordinary, pension := positive(y.Income[Ordinary]), positive(y.Income[Pension])
	if b.Pension != nil {
		e.line("pension", pension, *b.Pension)
	} else {
		ordinary += pension
	}
	e.figure("income", ordinary)
	e.figure("deduction", b.Deduction*index)
	if taxed := ordinary/index - b.Deduction; taxed > 0 {
		e.figure("taxable", taxed*index)
		e.steps("band", b.steps(), taxed, index)
	}
	b.Rates.explain(&e, y)
	return e
}

// steps are the bands as a ladder that begins at its first threshold.
func (b *Bands) steps() []step {
	steps := make([]step, len(b.Bands))
	for i, band := range b.Bands {
		steps[i] = step{From: band.From, Rate: band.Rate}
	}
	return steps
}

// Explain is the law's own explanation in the plan's money.
func (e *Exchanged) Explain(y *Year) Explanation {
	regime, ok := e.Regime.(Explained)
	if !ok {
		return Explanation{}
	}
	here := y.Income
	for c := range y.Income {
		y.Income[c] /= e.Rate
	}
	told := regime.Explain(y)
	y.Income = here
	return told.scaled(e.Rate)
}

// Explain follows Owed.
func (f *Federal) Explain(y *Year) Explanation {
	var e Explanation
	if y.Income.ownWork() {
		own, before := f.withoutOwnWork(y)
		e = f.Explain(y)
		y.Income = before
		e.figure("selfEmployedHalf", own.half)
		e.line("selfEmployedSocial", own.social, selfSocial)
		e.line("selfEmployedHealth", own.health, selfHealth)
		e.line("additionalMedicare", own.additional, medicareMore)
		return e
	}
	r, index := f.filed(y)
	in := &y.Income
	wages := positive(in[Wages]) + positive(in[SecondWages])
	preferred := positive(in[Dividends]) + positive(in[Gains])
	invested := preferred + positive(in[Interest]) + positive(in[Capped])
	before := positive(wages + in[Ordinary] + in[Deferred] + in[Retired] + in[Severance] + invested)
	benefits := r.benefits(before, positive(in[Pension]))
	gross := before + benefits
	e.figure("taxableBenefits", benefits)
	e.figure("grossIncome", gross)
	r.explainIncomeTax(&e, gross, min(preferred, gross), index)
	e.line("netInvestment", min(invested, positive(gross-r.invest)), investRate)
	base := float64(r.wageBase * index)
	e.line("socialSecurity", min(positive(in[Wages]), base)+min(positive(in[SecondWages]), base), socialRate)
	e.line("medicare", wages, medicareRate)
	e.line("additionalMedicare", positive(wages-r.invest), medicareMore)
	e.line("state", positive(before-float64(r.deduction*index)), f.state)
	return e
}

// explainIncomeTax follows incomeTax.
func (r *federalReturn) explainIncomeTax(e *Explanation, gross, preferred, index float64) {
	deduction := r.deducted(gross, index)
	taxed := positive(gross - deduction)
	preferred = min(preferred, taxed)
	ordinary := taxed - preferred
	e.figure("deduction", deduction)
	e.figure("taxable", taxed)
	fifteen := positive(taxed - max(ordinary, float64(r.law.fifteen*index)))
	twenty := positive(taxed - max(ordinary, float64(r.law.twenty*index)))
	plain := float64(climb(r.law.brackets, taxed/index) * index)
	stacked := float64(climb(r.law.brackets, ordinary/index)*index) + float64(0.15*(fifteen-twenty)) + float64(0.20*twenty)
	if preferred == 0 || plain <= stacked {
		e.steps("bracket", r.law.brackets, taxed/index, index)
		return
	}
	e.figure("preferred", preferred)
	e.steps("bracket", r.law.brackets, ordinary/index, index)
	e.line("preferred.15", fifteen-twenty, 0.15)
	e.line("preferred.20", twenty, 0.20)
}

// Explain follows Owed. Figures and lines are in money of the day.
func (k *Korea) Explain(y *Year) Explanation {
	years := k.years[min(y.Payer, len(k.years)-1)]
	r := &years[nearest(y.Calendar, k.first, len(years))]
	index := 1.0
	if r.carried && !k.set.Frozen {
		index = float64(y.Index * k.set.Carry)
	}
	in := y.Income
	for c := range in {
		in[c] /= index
	}
	var e Explanation
	premiumBase, premium := r.insured(&in)
	in.business()
	r.explainIncome(&e, &in, float64(premium*premiumBase))
	r.law.explainSeverance(&e, positive(in[Severance]), r.service)
	exempt := r.law.isaExempt
	if k.set.ISAExempt != nil {
		exempt = float64(*k.set.ISAExempt*y.Index) / index
	}
	e.line("capped", positive(in[Capped]-exempt), koreaISA)
	if k.set.Gains == nil {
		e.line("foreignGains", positive(in[Gains]-r.law.foreignGains), koreaForeignGains)
	}
	if !k.set.NoLocal {
		e.line("local", e.Total(), koreaLocal)
	}
	e.line("nationalPension", premiumBase, premium)
	e.line("retired", positive(in[Retired]), r.retiredRate)
	if k.set.Gains != nil {
		e.line("gains", positive(in[Gains]), *k.set.Gains)
	}
	return e.scaled(index)
}

// explainIncome follows income.
func (r *koreaYear) explainIncome(e *Explanation, in *Income, premium float64) {
	pay := earned(in)
	deducted := min(climb(r.law.earned, pay), r.law.earnedMost)
	b := koreaBase{
		pay: pay, work: positive(pay - deducted), deducted: r.person + premium,
		finance: positive(in[Interest]) + positive(in[Dividends]),
	}
	b.other = b.work + in[Ordinary]
	e.figure("earnedDeduction", min(deducted, pay))
	e.figure("deduction", b.deducted)
	if amount := in.occasional(); amount > 0 {
		r.explainOccasional(e, in, &b, amount)
		return
	}
	r.explainPensions(e, in, &b)
}

// explainPensions follows withPensions.
func (r *koreaYear) explainPensions(e *Explanation, in *Income, b *koreaBase) {
	public, private := positive(in[Pension]), positive(in[Deferred])
	if private == 0 {
		r.explainComprehensive(e, in, b, public)
		return
	}
	rate := koreaPrivateFlat
	if private <= r.law.privateFrom {
		rate = r.privateRate
	}
	if r.comprehensive(in, b, public)+float64(rate*private) <= r.comprehensive(in, b, public+private) {
		r.explainComprehensive(e, in, b, public)
		e.line("privatePension", private, rate)
		return
	}
	r.explainComprehensive(e, in, b, public+private)
}

// explainComprehensive follows comprehensive.
func (r *koreaYear) explainComprehensive(e *Explanation, in *Income, b *koreaBase, pensions float64) {
	law := r.law
	deducted := min(climb(law.pension, pensions), law.pensionMost)
	e.figure("pensionDeduction", min(deducted, pensions))
	pensions = positive(pensions - deducted)
	income := positive(b.other + pensions)
	alone := climb(law.brackets, income-b.deducted)
	withheld := float64(koreaFinance * b.finance)
	if beyond := b.finance - law.financeFrom; beyond > 0 {
		base := float64(koreaFinance * law.financeFrom)
		if both := climb(law.brackets, income+beyond-b.deducted); both >= alone+withheld-base {
			e.line("finance", law.financeFrom, koreaFinance)
			r.explainCredited(e, in, b, both, income+beyond)
			return
		}
	}
	e.line("finance", b.finance, koreaFinance)
	if alone > 0 {
		r.explainCredited(e, in, b, alone, income)
	}
}

// explainCredited adds the brackets on an income and what credits take off.
func (r *koreaYear) explainCredited(e *Explanation, in *Income, b *koreaBase, owed, income float64) {
	e.figure("taxable", positive(income-b.deducted))
	e.steps("bracket", r.law.brackets, income-b.deducted, 1)
	left := owed
	credit := func(id string, amount float64) {
		amount = min(amount, left)
		left -= amount
		e.line(id, amount, -1)
	}
	standard := r.law.standardOther
	if b.pay > 0 {
		standard = r.law.standardWork
	}
	if b.work > 0 {
		credit("workCredit", r.law.work.of(float64(owed*min(1, b.work/income)), b.pay))
	}
	credit("savingCredit", r.law.saved.of(in, b, income))
	credit("standardCredit", standard)
}

// explainSeverance follows severance.
func (l *koreaLaw) explainSeverance(e *Explanation, paid, years float64) {
	if paid <= 0 {
		return
	}
	taxed := positive(paid - climb(l.service, years))
	stretched := float64(taxed * 12 / years)
	stretched = positive(stretched - climb(l.converted, stretched))
	e.figure("severanceConverted", stretched)
	e.steps("severance", l.brackets, stretched, years/12)
}
