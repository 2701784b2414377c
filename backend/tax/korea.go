package tax

// Korea is the income tax of the Republic of Korea, person by person.
//
// Computed: earned income after its deduction, public pensions after theirs,
// other income (기타소득) after its expenses, apart or together with the rest, ordinary
// income as it is, the basic deductions for the person, the credits for
// work, for pension savings and the standard one, local income tax, interest and
// dividends apart or together with the rest, private pensions at the lower of
// their rates and the rest's, severance pay, ISAs, and the contribution to the national
// pension: an employee's half, or the whole of who works on their own. Not computed: deductions and credits for a family, for
// health insurance and for particular spending, the gross-up of dividends, and
// health insurance itself, which is spending.
type Korea struct {
	first int
	// years of each taxpayer, from first on.
	years  [][]koreaYear
	set    KoreaSetup
	faults []error
}

// KoreaSetup is whom and when Korea is for.
type KoreaSetup struct {
	Span
	Payers []KoreaPayer
	// NoLocal leaves out the local income tax.
	NoLocal bool
	// Gains, where set, is the whole rate on gains of taxable wrappers; otherwise
	// they are taxed as those of foreign shares.
	Gains *float64
	// ISAExempt, where set, is what each year's withdrawals from capped wrappers
	// may gain untaxed, in money of the plan's price level, instead of the pack's.
	ISAExempt *float64
}

// KoreaPayer is a taxpayer and what only Korea asks.
type KoreaPayer struct {
	Payer
	// Service is the years of service that severance pay is for; 0 counts as one.
	Service int
	// Severance is the share that the tax on severance pay takes of it, local tax
	// included; it is known when the pay is moved into a pension account, and a
	// part of it is owed on what comes out.
	Severance float64
	// Received is the first calendar year in which such pay comes out.
	Received int
}

// koreaYear is what the law says of one taxpayer's year.
type koreaYear struct {
	law         *koreaLaw
	person      float64 // the basic deductions
	premium     float64 // an employee's rate for the national pension
	privateRate float64
	retiredRate float64
	service     float64
	carried     bool
}

// NewKorea lays out the law for every year of a span. What is wrong with the
// setup is told by Check.
func NewKorea(s KoreaSetup) *Korea {
	k := &Korea{first: s.From, set: s}
	k.faults = s.check()
	if k.faults != nil {
		return k
	}
	laws := koreaLaws()
	for i := range s.Payers {
		years := make([]koreaYear, 0, s.To-s.From+1)
		for year := s.From; year <= s.To; year++ {
			law := &laws[nearest(year, laws[0].pack.Year, len(laws))]
			years = append(years, s.Payers[i].file(law, year))
		}
		k.years = append(k.years, years)
	}
	return k
}

func (s *KoreaSetup) check() []error {
	var c checker
	s.Span.check(&c)
	if len(s.Payers) == 0 {
		c.add("payers", "none")
	}
	for _, p := range s.Payers {
		if len(p.Members) == 0 {
			c.add("payers", "without members")
		}
		if p.Service < 0 || p.Service > 100 {
			c.add("payers.service", "outside 0 to 100 years")
		}
		c.rate("payers.severance", p.Severance)
	}
	if s.Gains != nil {
		c.rate("gains", *s.Gains)
	}
	if s.ISAExempt != nil {
		c.amount("isaExempt", *s.ISAExempt)
	}
	return c
}

// file lays out one taxpayer's year, by the oldest of its members.
func (p *KoreaPayer) file(law *koreaLaw, year int) koreaYear {
	age := 0
	for _, m := range p.living(year) {
		age = max(age, year-m.Born)
	}
	y := koreaYear{
		law: law, carried: year > law.pack.Year, person: law.person,
		privateRate: privateRate(age), service: float64(max(p.Service, 1)),
	}
	if age >= koreaAgedFrom {
		y.person += law.aged
	}
	if age < koreaInsuredTo {
		y.premium = float64(koreaPensionRate(year) / 2)
	}
	part := law.retiredLate
	switch received := year - p.Received; {
	case received < 10:
		part = koreaRetiredEarly
	case received < 20:
		part = koreaRetiredMid
	}
	y.retiredRate = float64(p.Severance * part)
	return y
}

// Check lists what is wrong with the setup.
func (k *Korea) Check() []error { return k.faults }

// ID is "kr".
func (*Korea) ID() string { return KoreaID }

// Owed is the income tax with the local tax, and the national pension's
// contribution of an employee.
func (k *Korea) Owed(y *Year) float64 {
	years := k.years[min(y.Payer, len(k.years)-1)]
	r := &years[nearest(y.Calendar, k.first, len(years))]
	index := 1.0
	if r.carried && !k.set.Frozen {
		index = float64(y.Index * k.set.Carry)
	}
	in := y.Income // in won of the pack
	if index != 1 {
		inverse := 1 / index
		for c := range in {
			in[c] = float64(in[c] * inverse)
		}
	}
	base, rate := r.insured(&in)
	premium := float64(rate * base)
	in.business()
	national := r.income(&in, premium)
	national += r.law.severance(positive(in[Severance]), r.service)
	exempt := r.law.isaExempt
	if k.set.ISAExempt != nil {
		exempt = float64(*k.set.ISAExempt*y.Index) / index
	}
	national += float64(koreaISA * positive(in[Capped]-exempt))
	whole := premium + float64(r.retiredRate*positive(in[Retired]))
	if k.set.Gains != nil {
		whole += float64(*k.set.Gains * positive(in[Gains]))
	} else {
		national += float64(koreaForeignGains * positive(in[Gains]-r.law.foreignGains))
	}
	if !k.set.NoLocal {
		national += float64(koreaLocal * national)
	}
	return float64((national + whole) * index)
}

// earned is the pay of a year.
func earned(in *Income) float64 { return positive(in[Wages]) + positive(in[SecondWages]) }

// income is the tax on all that is or may be taxed together.
func (r *koreaYear) income(in *Income, premium float64) float64 {
	pay := earned(in)
	b := koreaBase{
		pay:      pay,
		work:     positive(pay - min(climb(r.law.earned, pay), r.law.earnedMost)),
		deducted: r.person + premium,
		finance:  positive(in[Interest]) + positive(in[Dividends]),
	}
	b.other = b.work + in[Ordinary]
	if amount := in.occasional(); amount > 0 {
		return r.withOccasional(in, &b, amount)
	}
	return r.withPensions(in, &b)
}

// withPensions is the tax on a base and pensions. A private pension is taxed apart, at
// its low rates up to a sum and at one rate beyond, or with everything else, whichever
// is less.
func (r *koreaYear) withPensions(in *Income, b *koreaBase) float64 {
	public, private := positive(in[Pension]), positive(in[Deferred])
	alone := r.comprehensive(in, b, public)
	if private == 0 {
		return alone
	}
	rate := koreaPrivateFlat
	if private <= r.law.privateFrom {
		rate = r.privateRate
	}
	return min(alone+float64(rate*private), r.comprehensive(in, b, public+private))
}

// koreaBase is what is taxed together, pensions left out.
type koreaBase struct {
	pay, work float64 // pay, and what of it is income
	other     float64 // work and other income
	deducted  float64
	finance   float64
}

// comprehensive is the tax on pay, pensions and other income, and on interest and
// dividends: beyond their threshold these are taxed with the rest, but never less
// than apart (제62조).
func (r *koreaYear) comprehensive(in *Income, b *koreaBase, pensions float64) float64 {
	law := r.law
	pensions = positive(pensions - min(climb(law.pension, pensions), law.pensionMost))
	income := positive(b.other + pensions)
	alone := climb(law.brackets, income-b.deducted)
	withheld := float64(koreaFinance * b.finance)
	beyond := b.finance - law.financeFrom
	if beyond > 0 {
		base := float64(koreaFinance * law.financeFrom)
		// What the withholding rate is applied to bears no credit (제61조).
		if both := climb(law.brackets, income+beyond-b.deducted); both >= alone+withheld-base {
			return positive(both-r.credits(in, b, both, income+beyond)) + base
		}
	}
	if alone == 0 {
		return withheld
	}
	return positive(alone-r.credits(in, b, alone, income)) + withheld
}

// credits are what is taken off a tax on an income.
func (r *koreaYear) credits(in *Income, b *koreaBase, owed, income float64) float64 {
	credit := r.law.standardOther
	if b.pay > 0 {
		credit = r.law.standardWork
	}
	if b.work > 0 {
		credit += r.law.work.of(float64(owed*min(1, b.work/income)), b.pay)
	}
	return credit + r.law.saved.of(in, b, income)
}

// of is the credit for work on the tax that the pay bears.
func (w *workCredit) of(owed, pay float64) float64 {
	credit := float64(workLow*min(owed, w.lowTax)) + float64(workHigh*positive(owed-w.lowTax))
	most := w.most[0].most
	for i := range w.most {
		if m := &w.most[i]; pay > m.from {
			most = max(m.least, m.most-float64(m.shrink*(pay-m.from)))
		}
	}
	return min(credit, most)
}

// of is the credit for pension savings: at the higher rate up to a pay where
// there is pay alone, up to an income otherwise.
func (s *savedCredit) of(in *Income, b *koreaBase, income float64) float64 {
	more := min(float64(koreaTransferred*positive(in[Transferred])), s.transferred)
	paid := min(min(positive(in[SavedPension]), s.pension+more)+positive(in[SavedRetirement]), s.together+more)
	if paid == 0 {
		return 0
	}
	low := income <= s.income
	if income <= b.work {
		low = b.pay <= s.pay
	}
	if low {
		return float64(koreaSavedHigh * paid)
	}
	return float64(koreaSavedLow * paid)
}

// severance is the tax on severance pay for years of service (제48조, 제55조 제2항):
// pay less a deduction for service is stretched to twelve years, taxed, and
// brought back.
func (l *koreaLaw) severance(paid, years float64) float64 {
	if paid <= 0 {
		return 0
	}
	taxed := positive(paid - climb(l.service, years))
	stretched := float64(taxed * 12 / years)
	stretched = positive(stretched - climb(l.converted, stretched))
	return float64(climb(l.brackets, stretched) * years / 12)
}
