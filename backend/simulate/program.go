package simulate

import (
	"context"
	"slices"

	"meridian/backend/lanes"
	"meridian/backend/market"
	"meridian/backend/tax"
)

// program is a scenario laid out for the ledger: whatever does not depend on
// the future is added up here, once, per month. It is immutable while futures
// are played.
type program struct {
	sc     *Scenario
	unit   lanes.Unit // what does a ledger's arithmetic
	months int
	n      int // futures

	years    []int // calendar years, in order
	yearOf   []int // index into years, per month
	begins   []int // the first month of each year, and of what would follow the last
	newYear  []bool
	december []bool
	elapsed  []float64 // months of the tax year gone by at the end of the month

	payers  int // taxpayers
	regime  tax.Regime
	abreast tax.Abreast       // the regime, where it can tell all lanes at once, or nil
	toDate  tax.AbreastToDate // the same, where it can tell what is owed to date, or nil
	taxed   bool
	settles bool // taxes are paid or paid back: they are assessed, or withheld
	incomes []taxEntry
	// regularly and lumps are, per taxpayer, the classes of income that may come;
	// counted is what a year adds up month by month: regularly, and what is withheld.
	regularly, lumps, counted [][]tax.Class

	in       Schedule    // income into the purse, after PreTax and Route
	deposits []deposit   // what PreTax and Route put into accounts
	due      [Tiers]dues // what falls due
	purchase dues        // spending and goals of all tiers: the spending series
	buffer   dues        // a month's need, the mean of the next twelve
	funded   []funding

	sleeves  []sleeve
	accounts []account
	anyFresh bool
	required []int // accounts that must be drawn on
	epochs   []int // months from which owners change
	epochOf  []int // index into epochs, per month
	holdings Schedule
	// owing is what of them is owed, counted positively.
	owing Schedule

	buffered  bool       // something is measured in months of need
	payroll   bool       // some saving rule takes from an income or an employer
	shared    []int      // incomes that saving rules take from, in order
	early     []int      // accounts that may be opened at a penalty, in order of the draws
	ruled     *ruled     // what a rule decides on, or nil
	available []Schedule // per income, what rules may take from it: after PreTax, Withhold and Route
	withheld  []Schedule // per income
	// withholding is what is withheld from incomes that are certain, withholders in
	// whose years anything may be withheld.
	withholding Schedule
	withholders []bool
	lives       *lives     // where lives end by chance
	delayed     []int      // outflows that may wait for money
	reached     []int      // accounts whose money they wait for
	invested    []int      // what counts as invested for the Buffer
	refills     []Draw     // the withdrawal order that fills it
	estates     []estate   // what futures may part with
	borrows     bool       // a resort is to borrow
	spend       Schedule   // recurring spending ahead, where an estate waits for a multiple of it
	trigger     *trigger   // where a milestone waits for money
	gates       *gates     // spans of rules, where they depend on it
	spells      []spell    // what befalls futures
	befalls     []int      // outflows that fall due in spells
	ventures    []venture  // incomes that are a matter of chance
	locations   []location // mixes that accounts hold together
	prepays     []prepay   // debts that are paid back early
	gains       []gain     // incomes of sales that are taxed as far as they are gains
	wanders     bool       // a year of pay differs between futures
	branch                 // how it is laid out beside others that futures may follow
	lines       []FlowLine
	at          lineIndex
}

// dues is what falls due in a month: recurring spending, which the sustainable
// level scales, and the rest; floor is the part of each that is never cut.
type dues struct {
	recurring, other           Schedule
	recurringFloor, otherFloor Schedule
}

// taxEntry is taxable income known beforehand.
type taxEntry struct {
	payer  int
	class  tax.Class
	once   bool
	amount Schedule
	chancy bool // a venture's
	// brought is what only a spell brings.
	brought bool
}

// deposit is money put into an account each month, known beforehand.
type deposit struct {
	account int
	amount  Schedule
	chancy  bool // a venture's
}

// funding is an outflow with earmarked accounts.
type funding struct {
	outflow   *Outflow
	recurring bool
}

// sleeve is holdings whose composition moves together: all accounts of a mix,
// or one account of a mix that is never rebalanced.
type sleeve struct {
	mix      *Mix
	account  int           // for Never and Located, the account; else None
	location int           // of a Located mix, or None
	target   [][]float64   // [month 0..Months][class]
	by       [][][]float64 // target in each scenario that futures may follow, where it differs
	classes  []int         // the classes it ever holds
	pays     bool          // yields matter
	// interest and dividends are whether a class ever held yields such.
	interest, dividends bool
}

// share is a part of an account that a taxpayer owns.
type share struct {
	payer int
	part  float64
}

// out says how what is drawn from an account is taxed.
type out uint8

const (
	outFree out = iota
	outGains
	outCapped
	outIncome
)

// account is an account's rules.
type account struct {
	*Account
	sleeve  int
	owners  [][]share // per epoch
	out     out
	yields  bool    // pays tax on yields
	fresh   bool    // what comes in is bought at the target, not the mix as it stands
	monthly float64 // share of the balance that a month's fee takes
}

// prepare lays out a scenario that Check found nothing wrong with. What plays
// futures for that stops between blocks once ctx has ended.
func prepare(ctx context.Context, sc *Scenario) (*program, error) {
	several := sc.Lives != nil || sc.Trigger != nil
	if several {
		own := sc.own()
		sc = &own
	}
	p, err := lay(sc, branch{every: several, gated: sc.Trigger != nil})
	if err != nil {
		return nil, err
	}
	if err := p.layLives(); err != nil {
		return nil, err
	}
	if err := p.layTrigger(); err != nil {
		return nil, err
	}
	p.layClasses()
	return p, p.layOdds(ctx)
}

// lay lays out a scenario as if lives ended when they are planned to.
func lay(sc *Scenario, b branch) (*program, error) {
	if b.source == nil {
		source, err := market.New(sc.Market, sc.Seed)
		if err != nil {
			return nil, err
		}
		b.source = source
	}
	p := &program{sc: sc, unit: lanes.Best(), months: sc.Months, regime: sc.Tax, branch: b}
	p.abreast, _ = sc.Tax.(tax.Abreast)
	p.n = sc.Market.Futures(sc.Paths, sc.Months)
	p.layCalendar()
	p.layTaxpayers()
	p.layAccounts()
	p.layLines()
	p.laySpells()
	p.layIncome()
	p.wanders = p.yearly()
	p.layOutflows()
	p.layRule()
	p.layHoldings()
	p.layDelays()
	p.layEstates()
	p.layGains()
	p.layPrepayments()
	p.layBuffer()
	p.layGates()
	return p, nil
}

// layClasses lists what kinds of income each taxpayer may ever have.
func (p *program) layClasses() {
	regular, once := make([][tax.Classes]bool, p.payers), make([][tax.Classes]bool, p.payers)
	for _, e := range p.incomes {
		if e.class == tax.Withheld {
			continue // no regime reads it
		}
		if e.once {
			once[e.payer][e.class] = true
		} else {
			regular[e.payer][e.class] = true
		}
	}
	for i := range p.accounts {
		a := &p.accounts[i]
		for _, o := range p.everOwners(i) {
			if a.out != outFree {
				once[o.payer][a.class()] = true
			}
			if a.yields {
				regular[o.payer][tax.Interest], regular[o.payer][tax.Dividends] = true, true
			}
		}
	}
	for _, o := range p.gainers() {
		once[o.payer][tax.Gains] = true
	}
	for _, r := range p.sc.Saving {
		for _, o := range p.everOwners(r.To) {
			regular[o.payer][ordinary] = regular[o.payer][ordinary] || (r.PreTax && r.Source == FromIncome)
			once[o.payer][ordinary] = once[o.payer][ordinary] || (r.PreTax && r.Source != FromIncome)
			if r.TaxAs != tax.Untaxed {
				regular[o.payer][r.TaxAs] = regular[o.payer][r.TaxAs] || r.Source == FromIncome
				once[o.payer][r.TaxAs] = once[o.payer][r.TaxAs] || r.Source != FromIncome
			}
		}
	}
	for _, v := range p.sc.Conversions {
		for _, o := range p.everOwners(v.To) {
			if v.TaxAs != tax.Untaxed {
				once[o.payer][v.TaxAs], once[o.payer][tax.Transferred] = true, true
			}
		}
	}
	p.toDate, _ = p.sc.Tax.(tax.AbreastToDate)
	for payer := range p.payers {
		p.regularly = append(p.regularly, classesIn(regular[payer]))
		regular[payer][tax.Withheld] = p.withholders[payer]
		p.counted = append(p.counted, classesIn(regular[payer]))
		p.lumps = append(p.lumps, classesIn(once[payer]))
		if slices.ContainsFunc(slices.Concat(p.regularly[payer], p.lumps[payer]), tax.Class.OwnWork) {
			p.toDate = nil
		}
	}
}

// everOwners are the taxpayers who may ever own a part of an account.
func (p *program) everOwners(account int) []share {
	owners := slices.Concat(p.accounts[account].owners...)
	if p.lives != nil {
		for _, q := range p.lives.sets {
			owners = append(owners, q.accounts[account].owners[0]...)
		}
	}
	return owners
}

func classesIn(set [tax.Classes]bool) []tax.Class {
	var list []tax.Class
	for c, in := range set {
		if in {
			list = append(list, tax.Class(c))
		}
	}
	return list
}

func (p *program) layCalendar() {
	elapsed := 0.0
	for t := range p.months {
		month := (p.sc.Start.Month - 1 + t) % 12
		if t == 0 || month == 0 {
			p.years = append(p.years, p.sc.Start.Year+(p.sc.Start.Month-1+t)/12)
			p.begins = append(p.begins, t)
			elapsed = 0
		}
		elapsed++
		p.newYear = append(p.newYear, t == 0 || month == 0)
		p.december = append(p.december, month == 11)
		p.yearOf = append(p.yearOf, len(p.years)-1)
		p.elapsed = append(p.elapsed, elapsed)
	}
	p.begins = append(p.begins, p.months)
}

func (p *program) layTaxpayers() {
	p.payers = 1
	if p.sc.PerPerson && len(p.sc.People) > 0 {
		p.payers = len(p.sc.People)
	}
	_, none := p.regime.(tax.None)
	p.taxed = p.regime != nil && !none
	p.settles = p.taxed
	for t := range p.months {
		for _, person := range p.sc.People {
			if t > 0 && person.Horizon == t {
				p.epochs = append(p.epochs, t)
				break
			}
		}
		if t == 0 {
			p.epochs = append(p.epochs, 0)
		}
		p.epochOf = append(p.epochOf, len(p.epochs)-1)
	}
}

// payerShares are the taxpayers of what belongs to people by the given parts in
// month t: what the dead own is the longest-living person's.
func (p *program) payerShares(parts []float64, t int) []share {
	byPayer := make([]float64, p.payers)
	for i, part := range parts {
		byPayer[p.payer(i, t)] += part
	}
	var shares []share
	for payer, part := range byPayer {
		if part > 0 {
			shares = append(shares, share{payer, part})
		}
	}
	return shares
}

// payer is the taxpayer for what person i owns in month t.
func (p *program) payer(i, t int) int {
	if p.payers == 1 {
		return 0
	}
	if t < p.sc.People[i].Horizon {
		return i
	}
	longest := i
	for j, person := range p.sc.People {
		if !person.Dependant && person.Horizon > p.sc.People[longest].Horizon {
			longest = j
		}
	}
	return longest
}

// equally is the whole household's parts.
func (p *program) equally() []float64 {
	parts := make([]float64, max(1, len(p.sc.People)))
	adults := 0
	for _, person := range p.sc.People {
		if !person.Dependant {
			adults++
		}
	}
	if adults == 0 {
		parts[0] = 1
		return parts
	}
	for i, person := range p.sc.People {
		if !person.Dependant {
			parts[i] = 1 / float64(adults)
		}
	}
	return parts
}

func (p *program) layAccounts() {
	byMix := make([]int, len(p.sc.Mixes))
	for i := range byMix {
		byMix[i] = None
	}
	for i := range p.sc.Accounts {
		a := account{Account: &p.sc.Accounts[i], monthly: 1 - market.Pow(1-p.sc.Accounts[i].Fee, 1.0/12)}
		if a.Fee == 0 {
			a.monthly = 0
		}
		a.out, a.yields = treatment(a.Wrapper)
		a.yields = a.yields && p.taxed
		a.sleeve = p.sleeveOf(byMix, a.Mix, i)
		a.fresh = p.sleeves[a.sleeve].account != None
		p.anyFresh = p.anyFresh || a.fresh
		p.sleeves[a.sleeve].pays = p.sleeves[a.sleeve].pays || a.yields
		parts := a.Owners
		if parts == nil {
			parts = p.equally()
		}
		for _, t := range p.epochs {
			a.owners = append(a.owners, p.payerShares(parts, t))
		}
		if a.Required != nil {
			p.required = append(p.required, i)
		}
		p.accounts = append(p.accounts, a)
	}
	p.layLocations()
	p.early = earlyAccounts(p.sc)
	for _, r := range p.sc.Saving {
		p.payroll = p.payroll || r.Source != FromSurplus
		p.buffered = p.buffered || r.BufferMonths > 0
		if r.Source == FromIncome && !slices.Contains(p.shared, r.Income) {
			p.shared = append(p.shared, r.Income)
		}
	}
	for _, d := range p.sc.Draws {
		p.buffered = p.buffered || d.KeepMonths > 0
	}
}

// treatment is a wrapper's tax shape: how what comes out is taxed, and whether
// yields inside are.
func treatment(w Wrapper) (out, bool) {
	switch w {
	case Cash:
		return outFree, true
	case Taxable:
		return outGains, true
	case Deferred, Purpose:
		return outIncome, false
	case Capped:
		return outCapped, false
	case Restricted, Crypto, Other:
		return outGains, false
	default:
		return outFree, false
	}
}

// sleeveOf finds or makes the sleeve of an account.
func (p *program) sleeveOf(byMix []int, m, a int) int {
	mix := &p.sc.Mixes[m]
	alone := mix.Rebalance == Never || mix.Located
	if !alone && byMix[m] != None {
		return byMix[m]
	}
	s := sleeve{mix: mix, account: None, location: None, target: p.targets(mix)}
	if alone {
		s.account = a
	}
	for c := range p.sc.Market.Classes {
		for _, point := range mix.Points {
			if point.Weights[c] > 0 {
				s.classes = append(s.classes, c)
				paid := p.sc.Yields[c].Rate != 0
				s.interest = s.interest || (paid && p.sc.Yields[c].As == tax.Interest)
				s.dividends = s.dividends || (paid && p.sc.Yields[c].As != tax.Interest)
				break
			}
		}
	}
	p.sleeves = append(p.sleeves, s)
	byMix[m] = len(p.sleeves) - 1
	return byMix[m]
}

// targets is the mix's target weights for every month and the one after the
// last, summing to 1.
func (p *program) targets(m *Mix) [][]float64 {
	targets := make([][]float64, p.months+1)
	var last []float64 // as the mix says
	for t := range targets {
		weights := m.target(t)
		if t > 0 && slices.Equal(weights, last) {
			targets[t] = targets[t-1]
		} else {
			targets[t] = normalised(weights)
		}
		last = weights
	}
	return targets
}

// normalised is the weights, freed of the rounding that Check lets pass.
func normalised(weights []float64) []float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	n := make([]float64, len(weights))
	for c, w := range weights {
		n[c] = w / sum
	}
	return n
}

// target is the mix's weights at month t.
func (m *Mix) target(t int) []float64 {
	k := 0
	for i := range m.Points {
		if m.Points[i].Month <= t {
			k = i
		}
	}
	from := m.Points[k]
	if !m.Linear || t <= from.Month || k+1 == len(m.Points) {
		return from.Weights
	}
	to := m.Points[k+1]
	f := float64(t-from.Month) / float64(to.Month-from.Month)
	w := make([]float64, len(from.Weights))
	for c := range w {
		w[c] = from.Weights[c] + float64(f*(to.Weights[c]-from.Weights[c]))
	}
	return w
}

// earlyAccounts are those in the withdrawal order that can be opened before
// their access month, each once.
func earlyAccounts(sc *Scenario) []int {
	var early []int
	seen := make([]bool, len(sc.Accounts))
	for _, d := range sc.Draws {
		for _, a := range d.Accounts {
			if !seen[a] && sc.Accounts[a].Penalty > 0 && sc.Accounts[a].Access > 0 {
				early = append(early, a)
			}
			seen[a] = true
		}
	}
	return early
}

func (p *program) layIncome() {
	p.in, p.withholding = p.blank(), p.blank()
	for i := range p.sc.Income {
		in := &p.sc.Income[i]
		entry, deposited := len(p.incomes), len(p.deposits)
		net := p.blank()
		net.add(in.Amount, 1)
		for _, pre := range in.PreTax {
			net.add(pre.Amount, -1)
			if pre.To != None {
				p.deposits = append(p.deposits, deposit{account: pre.To, amount: pre.Amount})
			}
		}
		p.layIncomeTax(in, net)
		home := p.layWithheld(i, net)
		rest := p.blank()
		rest.add(home, 1)
		for j, route := range in.Route {
			part := p.blank()
			part.add(home, route.Share)
			rest.add(home, -route.Share)
			p.deposits = append(p.deposits, deposit{account: route.Account, amount: part})
			if !in.chancy() {
				p.lines[p.at.route[i][j]].known = &part
			}
		}
		p.available = append(p.available, rest)
		if in.chancy() {
			p.layVenture(i, entry, deposited)
			continue
		}
		p.in.add(rest, 1)
	}
	p.layWithholders()
}

// layIncomeTax enters an income, less its deductions, in each taxpayer's year.
func (p *program) layIncomeTax(in *Income, net Schedule) {
	if in.Tax == tax.SelfEmployed && p.payers == 1 && in.Person > 0 {
		p.layTaxable(in, tax.SecondSelfEmployed, net)
		return
	}
	if in.Tax != tax.Wages {
		p.layTaxable(in, in.Tax, net)
		return
	}
	pay, deferred := p.blank(), p.blank()
	pay.add(net, 1)
	for _, pre := range in.PreTax {
		if pre.To != None {
			pay.add(pre.Amount, 1)
			deferred.add(pre.Amount, -1)
		}
	}
	class := tax.Wages
	if p.payers == 1 && in.Person > 0 {
		class = tax.SecondWages
	}
	p.layTaxable(in, class, pay)
	p.layTaxable(in, ordinary, deferred)
}

// layTaxable enters an amount of a class in each taxpayer's year.
func (p *program) layTaxable(in *Income, class tax.Class, net Schedule) {
	if p.taxed && class != tax.Untaxed {
		p.incomes = append(p.incomes, p.entriesFor(in, class, in.levied(net))...)
	}
}

// levied is what of an amount comes in months in which the income is taxed.
func (in *Income) levied(amount Schedule) Schedule {
	if in.Free == nil {
		return amount
	}
	levied := Schedule{Real: slices.Clone(amount.Real), Nominal: slices.Clone(amount.Nominal)}
	for t, free := range in.Free {
		for _, part := range [][]float64{levied.Real, levied.Nominal} {
			if free && t < len(part) {
				part[t] = 0
			}
		}
	}
	return levied
}

// entriesFor are an amount of an income in the years of its receivers.
func (p *program) entriesFor(in *Income, class tax.Class, net Schedule) []taxEntry {
	parts := p.equally()
	if in.Person != None {
		parts = make([]float64, len(p.sc.People))
		parts[in.Person] = 1
	}
	entries := make([]taxEntry, p.payers)
	for payer := range entries {
		entries[payer] = taxEntry{payer: payer, class: class, once: in.Once, amount: p.blank()}
	}
	var shares []share // which change with epochs
	for t := range p.months {
		if t == 0 || p.epochOf[t] != p.epochOf[t-1] {
			shares = p.payerShares(parts, t)
		}
		for _, s := range shares {
			e := entries[s.payer].amount
			e.Real[t] += float64(s.part * net.Real[t])
			e.Nominal[t] += float64(s.part * net.Nominal[t])
		}
	}
	return slices.DeleteFunc(entries, func(e taxEntry) bool { return !p.every && e.amount.zero() })
}

func (p *program) layOutflows() {
	for tier := range p.due {
		p.due[tier] = p.blankDues()
	}
	p.purchase = p.blankDues()
	p.buffer = p.blankDues()
	need := p.blankDues()
	for i := range p.sc.Outflows {
		o := &p.sc.Outflows[i]
		if len(o.Fund) > 0 {
			p.funded = append(p.funded, funding{o, o.Kind == KindSpending})
		}
		if o.During != nil {
			p.befalls = append(p.befalls, i)
		}
		if !o.certain() {
			continue
		}
		p.due[o.Tier].add(o)
		if o.Kind == KindSpending || o.Kind == KindGoal {
			p.purchase.add(o)
		}
		if o.Kind == KindSpending || o.Kind == KindDebt {
			need.add(o)
		}
	}
	p.buffer.recurring = ahead(need.recurring)
	p.buffer.other = ahead(need.other)
}

// add enters an outflow.
func (d *dues) add(o *Outflow) {
	floor := o.CutFloor
	if o.Tier == Essential {
		floor = 1
	}
	if o.Kind == KindSpending {
		d.recurring.add(o.Amount, 1)
		d.recurringFloor.add(o.Amount, floor)
		return
	}
	d.other.add(o.Amount, 1)
	d.otherFloor.add(o.Amount, floor)
}

// ahead is, per month, the mean of the twelve months from it on.
func ahead(s Schedule) Schedule {
	return Schedule{Real: meanAhead(s.Real), Nominal: meanAhead(s.Nominal)}
}

func meanAhead(v []float64) []float64 {
	m := make([]float64, len(v))
	for t := range v {
		end := min(t+12, len(v))
		for _, x := range v[t:end] {
			m[t] += x
		}
		m[t] /= float64(end - t)
	}
	return m
}

func (p *program) layHoldings() {
	p.holdings, p.owing = p.blank(), p.blank()
	for _, h := range p.sc.Holdings {
		sign := 1.0
		if h.Kind == KindDebt {
			sign = -1
			p.owing.add(h.Value, 1)
		}
		p.holdings.add(h.Value, sign)
	}
}

func (p *program) blank() Schedule {
	return Schedule{Real: make([]float64, p.months), Nominal: make([]float64, p.months)}
}

func (p *program) blankDues() dues {
	return dues{p.blank(), p.blank(), p.blank(), p.blank()}
}

// add adds f times o to a schedule that has both parts.
func (s Schedule) add(o Schedule, f float64) {
	for t, v := range o.Real {
		s.Real[t] += float64(f * v)
	}
	for t, v := range o.Nominal {
		s.Nominal[t] += float64(f * v)
	}
}

// any reports whether anything is scheduled for month t.
func (s *Schedule) any(t int) bool {
	if s.ever != nil {
		return s.ever[t]
	}
	for i := range s.by {
		if s.by[i].any(t) {
			return true
		}
	}
	real, nominal := s.parts(t)
	return real != 0 || nominal != 0
}

// zero reports whether nothing is scheduled.
func (s Schedule) zero() bool {
	for _, v := range s.Real {
		if v != 0 {
			return false
		}
	}
	for _, v := range s.Nominal {
		if v != 0 {
			return false
		}
	}
	return true
}

// parts are the real and nominal amounts of month t.
func (s *Schedule) parts(t int) (real, nominal float64) {
	if s.Real != nil {
		real = s.Real[t]
	}
	if s.Nominal != nil {
		nominal = s.Nominal[t]
	}
	return real, nominal
}

// annual is the yearly factor of a growth over a number of months.
func annual(growth, months float64) float64 {
	if !(growth > 0) || months <= 0 {
		return 0
	}
	return market.Pow(growth, 12/months) - 1
}
