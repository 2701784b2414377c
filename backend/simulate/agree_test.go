package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

func TestTheSecondOpinionAgreesOnAHousehold(t *testing.T) {
	models := map[string]market.Model{
		"lognormal":     {Kind: market.Lognormal},
		"student t":     {Kind: market.StudentT, DF: 4},
		"history":       {Kind: market.Replay, Wrap: true, Every: 17},
		"deterministic": {Kind: market.Deterministic},
		"regime":        {Kind: market.Regime, Switch: market.Switch{StayCalm: 0.96, StayStress: 0.8, StressMean: -0.3, StressSD: 2}},
		"stationary":    {Kind: market.BlockBootstrap, Pieces: market.Pieces{Months: 60}},
		"circular":      {Kind: market.BlockBootstrap, Pieces: market.Pieces{Months: 60, Fixed: true, Stagger: true, AsRecorded: true}},
	}
	for name, model := range models {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc := household(spill)
			sc.Market.Model = model
			agree(t, sc, 66)
		})
	}
}

func TestTheSecondOpinionAgreesOnRandomHouseholds(t *testing.T) {
	for seed := range uint64(100) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			agree(t, randomScenario(rand.New(rand.NewPCG(seed, 7))), 6)
		})
	}
}

// spill is futures that fill a block and begin another, in which lanes stay empty.
const spill = market.Lanes + 2

// agree plays the first futures, and those beyond the first block, by both
// implementations. They add in different orders, so that amounts may differ in the
// last digits. A replay costs as much as a block of futures: every twelfth future's
// series, and those beyond the first block, are held against it to the last digits,
// the others' against the run, which keeps them as float32.
func agree(t *testing.T, sc Scenario, futures int) {
	t.Helper()
	r, err := Run(t.Context(), sc, everything(&sc), nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	odds := oddsOf(&sc, p.source)
	for i := range r.N {
		if i >= futures && i < market.Lanes {
			continue
		}
		s := playSecond(&sc, p.source, odds, i)
		if i%12 == 0 || i >= market.Lanes {
			sameReplay(t, p.again(i), s, i)
		} else {
			sameTape(t, &r, s, i)
		}
		sameRows(t, &r.Rows, i, s)
		if s.imbalance > 1e-9 {
			t.Errorf("future %d: the second opinion's own purse is off by %g", i, s.imbalance)
		}
	}
}

func sameReplay(t *testing.T, again Replay, s *second, i int) {
	t.Helper()
	same := sameSeries(again.NetWorth, s.worth) && sameSeries(again.Liquid, s.liquid) &&
		sameSeries(again.Spending, s.spending) && sameSeries(again.Closing, s.closing)
	if !same {
		m := firstDifference(again.NetWorth, s.worth)
		t.Fatalf("future %d differs from month %d: net worth %v, second opinion %v", i, m, again.NetWorth[m], s.worth[m])
	}
}

// sameTape compares a future's series with what the run kept.
func sameTape(t *testing.T, r *Result, s *second, i int) {
	t.Helper()
	for series, want := range map[Series][]float64{NetWorth: s.worth, Liquid: s.liquid, Spending: s.spending} {
		scale := 1.0
		for m, w := range want {
			scale = math.Max(scale, math.Abs(w))
			if got := float64(r.At(series, m)[i]); math.Abs(got-w) > 1e-7*math.Abs(w)+1e-9*scale {
				t.Fatalf("future %d month %d: series %d is %v, second opinion %v", i, m, series, got, w)
			}
		}
	}
}

func sameRows(t *testing.T, rows *Rows, i int, s *second) {
	t.Helper()
	months := s.lived
	depth := 0.0
	if s.firstShort != None {
		depth = math.Min(1, s.unpaid/s.dueSince)
	}
	figures := []struct {
		name      string
		got, want float64
	}{
		{"end wealth", rows.EndWealth[i], s.worth[months-1]},
		{"lowest liquid", rows.LowestLiquid[i], s.lowest},
		{"worst cut", rows.WorstCut[i], s.worst},
		{"first shortfall", float64(rows.FirstShortfall[i]), float64(s.firstShort)},
		{"short months", float64(rows.ShortMonths[i]), float64(s.shortMonths)},
		{"depth", rows.Depth[i], depth},
		{"first decade", rows.FirstDecade[i], math.Pow(s.grownDecade, 12/math.Min(120, float64(months))) - 1},
		{"inflation", rows.Inflation[i], math.Pow(s.endPrice, 12/float64(months)) - 1},
		{"tax", rows.TaxPaid[i], s.taxPaid},
		{"ended", float64(rows.Ended[i]), float64(s.lived)},
		{"borrowed", map[bool]float64{true: 1}[rows.Borrowed[i]], map[bool]float64{true: 1}[s.borrowed]},
		{"fired", float64(rows.Fired[i]), float64(s.fired)},
		{"outcome", float64(rows.Outcome[i]), float64(s.outcome())},
	}
	for e, month := range s.parted {
		if rows.Parted[e][i] != month {
			t.Errorf("future %d: estate %d goes in month %d, second opinion %d", i, e, rows.Parted[e][i], month)
		}
	}
	for _, f := range figures {
		if !near(f.got, f.want, math.Abs(s.worth[0])+1) {
			t.Errorf("future %d: %s %v, second opinion %v", i, f.name, f.got, f.want)
		}
	}
}

func near(a, b, scale float64) bool {
	return math.Abs(a-b) <= 1e-8*(math.Abs(a)+math.Abs(b))+1e-9*scale
}

func sameSeries(a, b []float64) bool { return firstDifference(a, b) < 0 }

// firstDifference is the first place where two series differ by more than
// rounding, or -1.
func firstDifference(a, b []float64) int {
	scale := 1.0
	for i := range a {
		scale = math.Max(scale, math.Abs(b[i]))
		if !near(a[i], b[i], scale) {
			return i
		}
	}
	return -1
}

// randomScenario is a household of random people, accounts, rules and taxes
// that Check passes.
func randomScenario(r *rand.Rand) Scenario {
	months := 13 + r.IntN(300)
	sc := Scenario{
		Start: Month{2020 + r.IntN(20), 1 + r.IntN(12)}, Months: months, Paths: spill, Seed: r.Uint64(),
		Market: fourClasses(randomModel(r)), Yields: fourYields,
		PerPerson: r.IntN(2) == 0, Retire: None, Confidence: 0.8, Metric: Metric(r.IntN(2)),
	}
	for i := range 1 + r.IntN(3) {
		sc.People = append(sc.People, Person{
			ID: fmt.Sprint("p", i), Age: r.IntN(900), Horizon: months - r.IntN(2)*r.IntN(months/2), Dependant: i == 2,
		})
	}
	for i := range 1 + r.IntN(4) {
		sc.Mixes = append(sc.Mixes, randomMix(r, Rebalance(i)))
	}
	for i := range 1 + r.IntN(6) {
		sc.Accounts = append(sc.Accounts, randomAccount(r, &sc, i))
	}
	for i := range r.IntN(4) {
		sc.Income = append(sc.Income, randomIncome(r, &sc, i))
	}
	for i := range 1 + r.IntN(5) {
		sc.Outflows = append(sc.Outflows, randomOutflow(r, &sc, i))
	}
	sc.Holdings = []Holding{
		{ID: "h", Kind: KindProperty, Value: randomSchedule(r, months, 300_000)},
		{ID: "d", Kind: KindDebt, Value: randomSchedule(r, months, 100_000)},
	}
	sc.Caps = []Cap{{ID: "c", Yearly: randomSchedule(r, months, 9_000)}}
	for i := range r.IntN(6) {
		sc.Saving = append(sc.Saving, randomRule(r, &sc, i))
	}
	for range r.IntN(5) {
		sc.Draws = append(sc.Draws, randomDraw(r, &sc))
	}
	if len(sc.Accounts) > 1 && r.IntN(3) == 0 {
		sc.Conversions = []Conversion{randomConversion(r, &sc)}
	}
	sc.Sweep = r.IntN(len(sc.Accounts)+1) - 1
	sc.Tax = randomRegime(r)
	return sc
}

func randomConversion(r *rand.Rand, sc *Scenario) Conversion {
	from := r.IntN(len(sc.Accounts))
	v := Conversion{ID: "c", Account: from, To: (from + 1) % len(sc.Accounts), From: r.IntN(sc.Months), Until: sc.Months}
	if r.IntN(4) > 0 {
		fill := randomSchedule(r, sc.Months, 60_000)
		v.Fill = &fill
	}
	return v
}

func randomModel(r *rand.Rand) market.Model {
	switch r.IntN(5) {
	case 0:
		return market.Model{Kind: market.StudentT, DF: 2.5 + 6*r.Float64()}
	case 1:
		return market.Model{Kind: market.Replay, Wrap: r.IntN(2) == 0, Every: 1 + r.IntN(20)}
	case 2:
		return market.Model{Kind: market.Regime, Switch: market.Switch{
			StayCalm: 0.8 + 0.19*r.Float64(), StayStress: 0.5 + 0.4*r.Float64(), StressMean: -0.4 * r.Float64(), StressSD: 1 + 2*r.Float64(),
		}}
	case 3:
		return market.Model{Kind: market.BlockBootstrap, Pieces: market.Pieces{
			Months: 1 + r.IntN(120), Fixed: r.IntN(2) == 0, Stagger: r.IntN(2) == 0, AsRecorded: r.IntN(2) == 0,
		}}
	default:
		return market.Model{Kind: market.Lognormal}
	}
}

func randomWeights(r *rand.Rand) []float64 {
	w, sum := make([]float64, 4), 0.0
	for c := range w {
		if r.IntN(3) > 0 {
			w[c] = r.Float64()
		}
		sum += w[c]
	}
	if sum == 0 {
		w[0], sum = 1, 1
	}
	for c := range w {
		w[c] /= sum
	}
	return w
}

func randomMix(r *rand.Rand, rebalance Rebalance) Mix {
	m := Mix{Rebalance: rebalance, Linear: r.IntN(2) == 0, Band: 0.02 + 0.08*r.Float64()}
	month := 0
	for range 1 + r.IntN(3) {
		m.Points = append(m.Points, Point{month, randomWeights(r)})
		month += 1 + r.IntN(100)
	}
	return m
}

func randomAccount(r *rand.Rand, sc *Scenario, i int) Account {
	wrappers := []Wrapper{Cash, Taxable, Deferred, Exempt, Capped, Purpose, Restricted, Crypto, Other}
	a := Account{
		ID: fmt.Sprint("a", i), Wrapper: wrappers[r.IntN(len(wrappers))], Mix: r.IntN(len(sc.Mixes)),
		Balance: float64(r.IntN(3)) * 200_000 * r.Float64(), Fee: float64(r.IntN(2)) * 0.01 * r.Float64(),
	}
	a.Basis = a.Balance * 1.2 * r.Float64()
	if r.IntN(3) == 0 {
		a.Access, a.Penalty = r.IntN(2*sc.Months), float64(r.IntN(3))*0.2*r.Float64()
	}
	if r.IntN(3) == 0 {
		a.FeeAmount = randomSchedule(r, sc.Months, 20)
	}
	if r.IntN(2) == 0 {
		a.Owners = make([]float64, len(sc.People))
		part := r.Float64()
		a.Owners[0] = 1 - part
		a.Owners[len(sc.People)-1] += part
	}
	return a
}

// randomSchedule is an amount around a scale in some months, real, nominal or both.
func randomSchedule(r *rand.Rand, months int, scale float64) Schedule {
	from := r.IntN(months)
	until := from + r.IntN(months-from) + 1
	s := Schedule{}
	if r.IntN(3) > 0 {
		s.Real = between(scale*r.Float64(), from, until, months).Real
	}
	if r.IntN(3) == 0 {
		s.Nominal = between(scale*r.Float64(), from/2, until, months).Real
	}
	return s
}

func randomIncome(r *rand.Rand, sc *Scenario, i int) Income {
	classes := []tax.Class{tax.Untaxed, tax.Ordinary, tax.Pension, tax.Interest, tax.Dividends, tax.Gains}
	in := Income{
		ID: fmt.Sprint("i", i), Kind: KindIncome, Person: r.IntN(len(sc.People)+1) - 1,
		Amount: randomSchedule(r, sc.Months, 6_000), Tax: classes[r.IntN(len(classes))], Once: r.IntN(3) == 0,
	}
	for j := range r.IntN(3) {
		part := scaled(in.Amount, 0.2*r.Float64())
		in.PreTax = append(in.PreTax, PreTax{ID: fmt.Sprint(j), Amount: part, To: r.IntN(len(sc.Accounts)+1) - 1})
	}
	for range r.IntN(3) {
		in.Route = append(in.Route, Route{r.IntN(len(sc.Accounts)), 0.3 * r.Float64()})
	}
	return in
}

func scaled(s Schedule, f float64) Schedule {
	by := func(v []float64) []float64 {
		if v == nil {
			return nil
		}
		w := make([]float64, len(v))
		for t := range v {
			w[t] = v[t] * f
		}
		return w
	}
	return Schedule{Real: by(s.Real), Nominal: by(s.Nominal)}
}

func randomOutflow(r *rand.Rand, sc *Scenario, i int) Outflow {
	kinds := []Kind{KindSpending, KindSpending, KindGoal, KindDebt, KindProperty}
	o := Outflow{
		ID: fmt.Sprint("o", i), Kind: kinds[r.IntN(len(kinds))], Tier: Tier(r.IntN(Tiers)),
		Amount: randomSchedule(r, sc.Months, 4_000), CutFloor: float64(r.IntN(2)) * r.Float64(),
	}
	for range r.IntN(3) {
		o.Fund = append(o.Fund, Fund{r.IntN(len(sc.Accounts)), 0.5 * r.Float64()})
	}
	return o
}

func randomRule(r *rand.Rand, sc *Scenario, i int) Saving {
	rule := Saving{
		ID: fmt.Sprint("r", i), To: r.IntN(len(sc.Accounts)), Income: None, Cap: r.IntN(2) - 1, Then: None,
		Source: Source(r.IntN(3)), Until: sc.Months, PreTax: r.IntN(3) == 0,
	}
	rule.From = r.IntN(sc.Months)
	if len(sc.Income) > 0 {
		rule.Income = r.IntN(len(sc.Income))
		rule.PctOfIncome = float64(r.IntN(2)) * 0.2 * r.Float64()
	} else if rule.Source == FromIncome {
		rule.Source = FromSurplus
	}
	rule.Amount = randomSchedule(r, sc.Months, 900)
	rule.PctOfRemaining = float64(r.IntN(2)) * r.Float64()
	if rule.Source != FromEmployer {
		rule.Rest = r.IntN(4) == 0
	}
	if r.IntN(3) == 0 {
		stop := randomSchedule(r, sc.Months, 200_000)
		rule.StopAt = &stop
	}
	if r.IntN(3) == 0 {
		rule.BufferMonths, rule.Then = 1+r.IntN(12), r.IntN(len(sc.Accounts)+1)-1
	}
	if r.IntN(3) == 0 {
		limit := randomSchedule(r, sc.Months, 2_000)
		rule.Match = &Match{Rate: r.Float64(), Cap: &limit}
		if rule.Income != None {
			rule.Match.UpToPct = 0.1 * r.Float64()
		}
	}
	return rule
}

func randomDraw(r *rand.Rand, sc *Scenario) Draw {
	d := Draw{From: r.IntN(2) * r.IntN(sc.Months), KeepMonths: r.IntN(2) * r.IntN(8)}
	for a := range sc.Accounts {
		if r.IntN(2) == 0 {
			d.Accounts = append(d.Accounts, a)
		}
	}
	for i, limit := range []**Schedule{&d.Keep, &d.Yearly, &d.Monthly} {
		if r.IntN(4) == 0 {
			s := randomSchedule(r, sc.Months, []float64{50_000, 20_000, 2_000}[i])
			*limit = &s
		}
	}
	switch r.IntN(8) {
	case 0:
		rate := []float64{0.05, 0.1, 0.2, 0.3}[r.IntN(4)]
		d.Bracket = &rate
	case 1:
		most := randomSchedule(r, sc.Months, 8_000)
		d.Tax = &most
	case 2:
		d.Best = true
	}
	return d
}

func randomRegime(r *rand.Rand) tax.Regime {
	rates := tax.Rates{Gains: 0.2 * r.Float64(), Dividends: 0.2 * r.Float64(), Interest: 0.2 * r.Float64(), CappedExempt: 1000, CappedRate: 0.1}
	switch r.IntN(4) {
	case 0:
		return nil
	case 1:
		return tax.None{}
	case 2:
		return &tax.Flat{Income: 0.3 * r.Float64(), Pension: 0.1, Rates: rates}
	default:
		return &tax.Bands{
			Bands:     []tax.Band{{From: 0, Rate: 0.1}, {From: 20_000, Rate: 0.2}, {From: 60_000, Rate: 0.35}},
			Deduction: 10_000 * r.Float64(), Frozen: r.IntN(2) == 0, Rates: rates,
		}
	}
}
