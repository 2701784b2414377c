package forecast

import (
	"cmp"
	"math"
	"slices"

	"meridian/backend/fault"
	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// misfortune is something bad that may happen to a plan. Either moved says it as
// another plan, or struck as another scenario of the same plan.
type misfortune struct {
	id         StressID
	name, told fault.Text
	moved      func(a *analyst) (plan.Plan, error)
	struck     func(a *analyst, sc *simulate.Scenario) error
}

// The sizes of misfortunes.
const (
	// Over any three years of the embedded history since 1871, shares lost 30% or
	// more after prices in one stretch of 27; in the three years from March 2000
	// they lost 43%.
	crashMonths, crashLoss = 36, 0.30
	// The embedded history's ten years from January 1973, per year.
	staleMonths                                    = 120
	staleInflation, staleStocks, staleBonds, stale = 0.0867, -0.0174, -0.0176, 0.0002
	// The premium of world shares over bills has been 4.6% a year since 1900 and
	// is expected to be about 3.5 %: Dimson, Marsh, Staunton, UBS Global Investment
	// Returns Yearbook 2023.
	lowerBy = 0.01
	// At least one of two people of 65 reaches 100 in some of a hundred couples;
	// whoever is planned for to nearly that age gets five more years.
	longAge, longMore = 100, 5
	// What incoming contributions would pay of the scheduled pensions of the
	// United States once the reserves are used up in 2033 is 79 %: Social Security
	// Trustees, Annual Report 2024. Korea's fund is expected to be used up in 2055:
	// National Pension Actuarial Valuation 5 (2023).
	pensionCut = 0.20
	// idleFrom and idleMonths: the second and third year of the plan.
	idleFrom, idleMonths = 12, 24
	// Long-term care lasts three years on average: U.S. Administration for
	// Community Living, "How Much Care Will You Need?" (2020).
	careMonths = 36
)

// misfortunes are all there are, in the order in which equals are listed.
func misfortunes() []misfortune {
	return []misfortune{
		{
			id: StressEarlyCrash, struck: strikeCrash,
			name: fault.Text{EN: "Early crash", KO: "초기 폭락"},
			told: fault.Text{
				EN: "Over the first three years shares lose 30% after prices in the middle future, and do not make up for it later. Since 1871 one stretch of three years in 27 was as bad.",
				KO: "처음 3년 동안 주식이 물가를 빼고 중간값 기준 30% 떨어지고, 그 뒤에도 따로 회복하지 않습니다. 1871년 이후 3년 구간 27개 중 1개가 이만큼 나빴습니다.",
			},
		},
		{
			id: StressStagflation, struck: strikeStagflation,
			name: fault.Text{EN: "Stagflation", KO: "스태그플레이션"},
			told: fault.Text{
				EN: "The first ten years are in the middle as 1973 to 1982 were in the United States: prices rise 8.7% a year, shares lose 1.7% and bonds 1.8% a year after prices.",
				KO: "처음 10년이 중간값 기준으로 1973~1982년 미국과 같습니다. 물가는 해마다 8.7% 오르고, 물가를 빼면 주식은 해마다 1.7%, 채권은 1.8% 떨어집니다.",
			},
		},
		{
			id: StressLowerReturns, moved: byLever(LeverReturns, -lowerBy),
			name: fault.Text{EN: "Lower returns", KO: "낮은 수익률"},
			told: fault.Text{
				EN: "Everything earns one percentage point less a year than assumed, for good.",
				KO: "모든 자산의 수익률이 가정보다 해마다 1%포인트씩 계속 낮습니다.",
			},
		},
		{
			id: StressLongLife, moved: liveLong,
			name: fault.Text{EN: "Long life", KO: "장수"},
			told: fault.Text{
				EN: "Everybody lives to 100, or five years longer than planned where that is more.",
				KO: "모두 100세까지 삽니다. 계획보다 5년 더 사는 쪽이 길면 그만큼 삽니다.",
			},
		},
		{
			id: StressPensionCut, moved: byLever(LeverPublicPension, -pensionCut),
			name: fault.Text{EN: "Pension cut", KO: "공적연금 삭감"},
			told: fault.Text{
				EN: "Public pensions pay a fifth less from the first day on: about what contributions alone would leave once the reserves are used up.",
				KO: "공적연금을 처음부터 20% 적게 받습니다. 적립금이 바닥나서 보험료 수입만으로 줄 때와 비슷한 수준입니다.",
			},
		},
		{
			id: StressIncomeStops, struck: strikeIncome,
			name: fault.Text{EN: "Two years without pay", KO: "2년간 소득 중단"},
			told: fault.Text{
				EN: "All pay for work stops for two years, a year from the beginning of the plan.",
				KO: "계획을 시작하고 1년 뒤부터 2년 동안 일해서 버는 소득이 모두 끊깁니다.",
			},
		},
		{
			id: StressCareCost, moved: needCare,
			name: fault.Text{EN: "Care", KO: "간병"},
			told: fault.Text{
				EN: "The last three years of the plan need full-time care, paid by the household.",
				KO: "계획의 마지막 3년 동안 온종일 간병이 필요하고, 그 비용을 가계에서 모두 냅니다.",
			},
		},
	}
}

// stress lets every misfortune happen, the most damaging first.
func (a *analyst) stress() (*Stress, error) {
	all := misfortunes()
	a.total = len(all)
	rows := make([]StressRow, 0, len(all))
	for i := range all {
		row, err := a.strike(&all[i])
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
		a.tell()
	}
	slices.SortStableFunc(rows, func(x, y StressRow) int { return cmp.Compare(x.damage(), y.damage()) })
	return &Stress{Rows: rows}, nil
}

// damage orders rows: what costs most success first, what is not possible last.
func (r *StressRow) damage() float64 {
	if r.Delta == nil {
		return math.Inf(1)
	}
	return r.Delta.Value
}

// strike plays one misfortune in the first futures.
func (a *analyst) strike(m *misfortune) (StressRow, error) {
	row := StressRow{ID: m.id, Name: m.name, Told: m.told}
	t, moved, err := a.struck(m)
	var rows simulate.Rows
	n := min(finePaths, t.n, a.base.n)
	if err == nil {
		rows, err = simulate.Fates(a.ctx, t.c.Scenario, 0, n, nil)
		err = refuse(err)
	}
	if text, known := why(err); known {
		row.Why = text
		return row, nil
	}
	if err != nil {
		return row, err
	}
	t.outcomes = rows.Outcome
	success, delta := a.against(&t)
	row.Possible, row.N, row.Success, row.Delta = true, n, &success, &delta
	if moved != nil {
		row.Patch = plan.Difference(a.plan, *moved)
	}
	if depths := failed(rows.Depth, rows.Outcome); len(depths) > 0 {
		row.Depth = quantile(depths, 0.5)
	}
	return row, nil
}

// struck is the trial of a misfortune, and the plan that says it, where one does.
func (a *analyst) struck(m *misfortune) (trial, *plan.Plan, error) {
	if m.moved != nil {
		moved, err := m.moved(a)
		if err != nil {
			return trial{}, nil, err
		}
		t, err := a.trial(moved)
		return t, &moved, err
	}
	t, err := a.trial(a.plan)
	if err != nil {
		return trial{}, nil, err
	}
	return t, nil, m.struck(a, &t.c.Scenario)
}

// failed are the values of the futures that fail.
func failed(values []float64, outcomes []simulate.Outcome) []float64 {
	var out []float64
	for i, o := range outcomes {
		if o == simulate.Failed {
			out = append(out, values[i])
		}
	}
	return out
}

// byLever is a misfortune that is a lever moved.
func byLever(id LeverID, amount float64) func(*analyst) (plan.Plan, error) {
	return func(a *analyst) (plan.Plan, error) {
		l, _ := leverOf(id)
		return l.moved(a.plan, amount)
	}
}

// nature is the history that a class is like: its own, or the one of about its
// standard deviation.
func nature(c plan.Class) plan.History {
	switch {
	case c.History != "":
		return c.History
	case c.Real.SD >= equitySD:
		return plan.HistoryStocks
	case c.Real.SD >= 0.03:
		return plan.HistoryBonds
	}
	return plan.HistoryCash
}

// towards is the monthly factor that turns a yearly growth into another.
func towards(from, to, years float64) float64 {
	return market.Pow((1+to)/market.Pow(1+from, years), 1/(12*years))
}

// strikeCrash moves equities so that the median future's first three years lose
// crashLoss: by that loss less what is expected of the class, evenly.
func strikeCrash(a *analyst, sc *simulate.Scenario) error {
	shift := simulate.Shift{From: 0, Until: crashMonths, Prices: 1}
	risky, any := equities(a.plan), false
	for _, c := range sc.Market.Classes {
		factor := 1.0
		if risky[c.ID] {
			any, factor = true, towards(c.Mean, -crashLoss, crashMonths/12)
		}
		shift.Growth = append(shift.Growth, factor)
	}
	if !any {
		return noEquity
	}
	sc.Shifts = append(sc.Shifts, shift)
	return nil
}

// strikeStagflation moves all classes and prices by the difference between what
// is expected and what 1973 to 1982 brought to their kind. Where history itself
// is played, expected is what the plan says of the classes beside it.
func strikeStagflation(a *analyst, sc *simulate.Scenario) error {
	shift := simulate.Shift{From: 0, Until: staleMonths, Prices: towards(sc.Market.Inflation.Mean, staleInflation, 1)}
	for _, c := range sc.Market.Classes {
		brought := map[plan.History]float64{
			plan.HistoryStocks: staleStocks, plan.HistoryBonds: staleBonds, plan.HistoryCash: stale,
		}[nature(a.plan.Assumptions.Classes[c.ID])]
		shift.Growth = append(shift.Growth, towards(c.Mean, brought, 1))
	}
	sc.Shifts = append(sc.Shifts, shift)
	return nil
}

// liveLong plans for everybody to longAge, or for longMore years more.
func liveLong(a *analyst) (plan.Plan, error) {
	p := a.plan
	t, err := plan.Resolve(p)
	if err != nil {
		return plan.Plan{}, err
	}
	p.Assumptions.Longevity = &plan.Longevity{Kind: plan.LongevityFixed}
	people := map[string]plan.Person{}
	for id, person := range p.People {
		if !person.Archived && !person.Dependant {
			age := (t.Horizons[id] - t.Births[id]) / 12
			person.Horizon = plan.Horizon{Age: max(longAge, age+longMore)}
		}
		people[id] = person
	}
	p.People = people
	return p, nil
}

// strikeIncome stops all pay for two years, and with it what is deducted from it
// and saved out of it.
func strikeIncome(a *analyst, sc *simulate.Scenario) error {
	any := false
	for _, one := range followed(sc) {
		any = a.stopPay(one) || any
	}
	if !any {
		return noPay
	}
	return nil
}

// stopPay is strikeIncome for one of the scenarios that futures follow.
func (a *analyst) stopPay(sc *simulate.Scenario) bool {
	any := false
	for i := range sc.Income {
		in := &sc.Income[i]
		if !earns(a.plan.Income[in.ID]) {
			continue
		}
		any = idle(in.Amount) || any
		for j := range in.PreTax {
			idle(in.PreTax[j].Amount)
		}
	}
	return any
}

// followed are all scenarios that futures of one may follow: itself, those of who
// lives, and those of when a milestone comes.
func followed(sc *simulate.Scenario) []*simulate.Scenario {
	all := []*simulate.Scenario{sc}
	if sc.Lives != nil {
		for _, household := range sc.Lives.Households {
			if household != nil {
				all = append(all, household)
			}
		}
	}
	if sc.Trigger != nil {
		for _, variant := range sc.Trigger.Variants {
			all = append(all, followed(variant)...)
		}
	}
	return all
}

// idle empties a schedule's idle months and reports whether anything was there.
func idle(s simulate.Schedule) bool {
	any := false
	for _, part := range [][]float64{s.Real, s.Nominal} {
		for t := idleFrom; t < min(idleFrom+idleMonths, len(part)); t++ {
			any = any || part[t] != 0
			part[t] = 0
		}
	}
	return any
}

// careID is the record that full-time care is entered under.
const careID = "stress-care"

// carePrice is what a month of full-time care costs. In the United States: a
// semi-private room in a nursing home, CareScout Cost of Care Survey 2024
// (111,325 USD a year). In Korea: a paid carer, Bank of Korea, BOK Issue Note
// 2024-6 (3.7 million KRW a month in 2023). In other currencies: as much as all
// planned spending of the plan's last year, per month.
func (a *analyst) carePrice() plan.Amount {
	price := plan.Amount{Cur: a.plan.Currency, Per: plan.PerMonth, Basis: plan.BasisToday}
	switch a.plan.Currency {
	case "USD":
		price.Amt = "9277"
	case "KRW":
		price.Amt = "3700000"
	default:
		t := telling{c: a.base.c}
		spent := t.plannedFrom(max(0, a.base.c.Scenario.Months-12))
		price.Amt = scaledAmount(plan.Amount{Amt: "1"}, math.Max(1, math.Round(spent)), a.plan.Currency).Amt
	}
	return price
}

// needCare adds full-time care in the plan's last three years.
func needCare(a *analyst) (plan.Plan, error) {
	p := a.plan
	spending := map[string]plan.Spending{}
	for id, s := range p.Spending {
		spending[id] = s
	}
	spending[careID] = plan.Spending{
		Record: plan.Record{Sort: "zz", Name: fault.Text{EN: "Full-time care", KO: "온종일 간병"}.In(p.Locale)},
		Group:  plan.GroupCare, Tier: plan.TierEssential, Amount: a.carePrice(),
		Span:   plan.Span{End: &plan.TimeRef{At: plan.AtEnd}, Months: careMonths},
		Growth: &plan.Growth{Kind: plan.GrowthInflation},
	}
	p.Spending = spending
	return p, nil
}
