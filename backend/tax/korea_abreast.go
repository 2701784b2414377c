package tax

import "meridian/backend/lanes"

// OwedAbreast is Owed for every lane.
func (k *Korea) OwedAbreast(u lanes.Unit, y *Years, to *lanes.Vec) {
	if y.singly() {
		var one Year
		for l := range to {
			y.lane(l, &one)
			to[l] = k.Owed(&one)
		}
		return
	}
	years := k.years[min(y.Payer, len(k.years)-1)]
	r := &years[nearest(y.Calendar, k.first, len(years))]
	d := koreaDesk{u: u, r: r}
	var index, scratch lanes.Vec
	if r.carried && !k.set.Frozen {
		u.Scale(&index, y.Index, k.set.Carry)
	} else {
		u.Fill(&index, 1)
	}
	u.Reciprocal(&scratch, &index)
	for c, in := range y.Income {
		if in != nil {
			d.in[c] = &d.won[c]
			u.Multiply(d.in[c], in, &scratch)
		}
	}
	var national, whole lanes.Vec
	d.lay()
	d.income(&national)
	whole = d.premium
	if paid := d.in[Severance]; paid != nil && u.Some(paid) {
		d.severance(paid, &scratch)
		u.Add(&national, &scratch)
	}
	d.at(&whole, Retired, r.retiredRate)
	if capped := d.in[Capped]; capped != nil {
		u.Fill(&scratch, r.law.isaExempt)
		if k.set.ISAExempt != nil {
			u.Scale(&scratch, y.Index, *k.set.ISAExempt)
			u.Divide(&scratch, &scratch, &index)
		}
		u.TaxAbove(&national, capped, &scratch, 1, koreaISA)
	}
	if k.set.Gains != nil {
		d.at(&whole, Gains, *k.set.Gains)
	} else if gains := d.in[Gains]; gains != nil {
		u.Beyond(&scratch, gains, r.law.foreignGains)
		u.AddScaled(&national, &scratch, koreaForeignGains)
	}
	if !k.set.NoLocal {
		u.AddScaled(&national, &national, koreaLocal)
	}
	u.Add(&national, &whole)
	u.Multiply(to, &national, &index)
}

// koreaDesk is a year of one taxpayer in every lane, in won of the pack.
type koreaDesk struct {
	u   lanes.Unit
	r   *koreaYear
	in  [Classes]*lanes.Vec // nil is nothing
	won [Classes]lanes.Vec

	pay, work lanes.Vec // as of koreaBase
	other     lanes.Vec
	deducted  lanes.Vec
	finance   lanes.Vec
	premium   lanes.Vec
	most      lanes.Vec // of the credit for work
	saved     lanes.Vec // that a credit is given for
	// earns and saves tell whether anybody has pay, or saves.
	earns, saves bool
}

// at adds the tax at a rate on a class of income.
func (d *koreaDesk) at(to *lanes.Vec, class Class, rate float64) {
	if in := d.in[class]; in != nil {
		d.u.Tax(to, in, rate)
	}
}

// lay works out what is taxed together, pensions left out.
func (d *koreaDesk) lay() {
	u, law := d.u, d.r.law
	d.at(&d.pay, Wages, 1)
	d.at(&d.pay, SecondWages, 1)
	d.earns = u.Some(&d.pay)
	if d.earns {
		d.work = d.pay
		d.less(&d.work, law.earned, law.earnedMost)
		u.Least(&d.premium, &d.pay, law.pensionPay)
		u.Scale(&d.premium, &d.premium, d.r.premium)
		u.Fill(&d.most, law.work.most[0].most)
		for i := range law.work.most {
			m := &law.work.most[i]
			u.Taper(&d.most, &d.pay, m.from, m.most, m.shrink, m.least)
		}
	}
	u.Fill(&d.deducted, d.r.person)
	u.Add(&d.deducted, &d.premium)
	d.at(&d.finance, Interest, 1)
	d.at(&d.finance, Dividends, 1)
	d.other = d.work
	if in := d.in[Ordinary]; in != nil {
		u.Add(&d.other, in)
	}
	if in := d.in[SavedPension]; in != nil {
		u.Positive(&d.saved, in)
		u.Least(&d.saved, &d.saved, law.saved.pension)
	}
	d.at(&d.saved, SavedRetirement, 1)
	u.Least(&d.saved, &d.saved, law.saved.together)
	d.saves = u.Some(&d.saved)
}

// less takes off an amount what a ladder allows, up to a most.
func (d *koreaDesk) less(amount *lanes.Vec, steps []step, most float64) {
	var allowed lanes.Vec
	d.u.Climb(&allowed, amount, steps)
	d.u.Least(&allowed, &allowed, most)
	d.u.Sub(amount, &allowed)
	d.u.Positive(amount, amount)
}

// income is koreaYear.income for every lane.
func (d *koreaDesk) income(to *lanes.Vec) {
	u := d.u
	var public, both lanes.Vec
	d.at(&public, Pension, 1)
	d.comprehensive(&public, to)
	private := d.in[Deferred]
	if private == nil || !u.Some(private) {
		return
	}
	u.Positive(private, private)
	u.Rated(to, private, d.r.law.privateFrom, d.r.privateRate, koreaPrivateFlat)
	u.Add(&public, private)
	d.comprehensive(&public, &both)
	u.AtMost(to, &both)
}

// comprehensive is koreaYear.comprehensive for every lane. Where nothing is owed
// on income there is nothing for credits to take off.
func (d *koreaDesk) comprehensive(pensions, to *lanes.Vec) {
	u, law := d.u, d.r.law
	var income, alone, withheld, beyond lanes.Vec
	income = *pensions
	d.less(&income, law.pension, law.pensionMost)
	u.Add(&income, &d.other)
	u.Positive(&income, &income)
	alone = income
	u.Sub(&alone, &d.deducted)
	u.Climb(&alone, &alone, law.brackets)
	d.credited(&alone, &income, to)
	u.Scale(&withheld, &d.finance, koreaFinance)
	u.Add(to, &withheld)
	u.Beyond(&beyond, &d.finance, law.financeFrom)
	if !u.Some(&beyond) {
		return
	}
	var both, owed, base lanes.Vec
	u.Add(&income, &beyond)
	both = income
	u.Sub(&both, &d.deducted)
	u.Climb(&both, &both, law.brackets)
	d.credited(&both, &income, &owed)
	threshold := float64(koreaFinance * law.financeFrom)
	u.Fill(&base, threshold)
	u.Add(&owed, &base)
	u.Together(to, &owed, &beyond, &both, &alone, &withheld, threshold)
}

// credited writes a tax on an income less the credits, and no less than zero.
func (d *koreaDesk) credited(owed, income, to *lanes.Vec) {
	u, law := d.u, d.r.law
	var credit lanes.Vec
	u.Fill(&credit, law.standardOther)
	if d.earns {
		u.Taper(&credit, &d.pay, 0, law.standardWork, 0, law.standardWork)
		u.WorkCredit(&credit, owed, &d.work, income, &d.most, law.work.lowTax, workLow, workHigh)
	}
	if d.saves {
		u.SavedCredit(&credit, &d.saved, income, &d.work, &d.pay, law.saved.income, law.saved.pay, koreaSavedLow, koreaSavedHigh)
	}
	*to = *owed
	u.Sub(to, &credit)
	u.Positive(to, to)
}

// severance is koreaLaw.severance for every lane.
func (d *koreaDesk) severance(paid, to *lanes.Vec) {
	u, law, years := d.u, d.r.law, d.r.service
	var service, twelve, allowed lanes.Vec
	u.Fill(&service, years)
	u.Fill(&twelve, 12)
	u.Beyond(to, paid, climb(law.service, years))
	u.Scale(to, to, 12)
	u.Divide(to, to, &service)
	u.Climb(&allowed, to, law.converted)
	u.Sub(to, &allowed)
	u.Positive(to, to)
	u.Climb(to, to, law.brackets)
	u.Scale(to, to, years)
	u.Divide(to, to, &twelve)
}
