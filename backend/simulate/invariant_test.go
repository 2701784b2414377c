package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// Each change below may help a future or leave it, never harm it.
func TestWhatHelpsNeverFailsAFuture(t *testing.T) {
	better := map[string]func(*Scenario){
		"more wealth":      func(sc *Scenario) { sc.Accounts[1].Balance *= 1.5; sc.Accounts[1].Basis *= 1.5 },
		"less essential":   func(sc *Scenario) { sc.Outflows[0].Amount = scaled(sc.Outflows[0].Amount, 0.95) },
		"less flexible":    func(sc *Scenario) { sc.Outflows[1].Amount = scaled(sc.Outflows[1].Amount, 0.9) },
		"later retirement": workLonger,
		"lower taxes":      func(sc *Scenario) { sc.Tax = tax.None{} },
		"no fees":          func(sc *Scenario) { sc.Accounts[2].Fee = 0 },
	}
	for _, model := range []market.Model{{Kind: market.Lognormal}, {Kind: market.StudentT, DF: 4}, {Kind: market.Replay, Wrap: true, Every: 7}} {
		base := tight(256, model)
		before := mustRun(t, base)
		if s := successes(before); s < 0.1 || s > 0.95 {
			t.Fatalf("%s: success %v leaves nothing to see", model.Kind, s)
		}
		for name, change := range better {
			t.Run(string(model.Kind)+" "+name, func(t *testing.T) {
				sc := tight(256, model)
				change(&sc)
				after := mustRun(t, sc)
				for i := range before.N {
					if after.Rows.Outcome[i] < before.Rows.Outcome[i] {
						t.Errorf("future %d went from outcome %d to %d", i, before.Rows.Outcome[i], after.Rows.Outcome[i])
					}
				}
			})
		}
	}
}

// tight is the household with so much spending that many futures fail.
func tight(paths int, model market.Model) Scenario {
	sc := household(paths)
	sc.Market.Model = model
	more := 1.35
	if model.Kind == market.Replay { // the history's returns were high
		more = 2
	}
	sc.Outflows[0].Amount = scaled(sc.Outflows[0].Amount, more)
	return sc
}

func workLonger(sc *Scenario) {
	sc.Income[0].Amount = between(7_000, 0, 324, sc.Months)
	for i := range sc.Saving[:4] {
		sc.Saving[i].Until = 324
	}
}

// A currency worth a 1,300th is the same household with other numbers.
func TestAnotherCurrencyChangesNothingButTheNumbers(t *testing.T) {
	const f = 1300.0
	a := mustRun(t, tight(192, market.Model{Kind: market.Lognormal}))
	b := mustRun(t, inCurrency(tight(192, market.Model{Kind: market.Lognormal}), f))
	for i := range a.N {
		if a.Rows.Outcome[i] != b.Rows.Outcome[i] || a.Rows.FirstShortfall[i] != b.Rows.FirstShortfall[i] {
			t.Fatalf("future %d ends otherwise", i)
		}
		if !near(a.Rows.EndWealth[i]*f, b.Rows.EndWealth[i], f*1e5) {
			t.Fatalf("future %d ends with %v times %v, not %v", i, f, a.Rows.EndWealth[i], b.Rows.EndWealth[i])
		}
	}
}

func inCurrency(sc Scenario, f float64) Scenario {
	for i := range sc.Accounts {
		sc.Accounts[i].Balance *= f
		sc.Accounts[i].Basis *= f
	}
	for i := range sc.Income {
		sc.Income[i].Amount = scaled(sc.Income[i].Amount, f)
	}
	for i := range sc.Outflows {
		sc.Outflows[i].Amount = scaled(sc.Outflows[i].Amount, f)
	}
	for i := range sc.Holdings {
		sc.Holdings[i].Value = scaled(sc.Holdings[i].Value, f)
	}
	for i := range sc.Saving {
		sc.Saving[i].Amount = scaled(sc.Saving[i].Amount, f)
	}
	for i := range sc.Caps {
		sc.Caps[i].Yearly = scaled(sc.Caps[i].Yearly, f)
	}
	bands := *sc.Tax.(*tax.Bands)
	bands.Bands = append([]tax.Band(nil), bands.Bands...)
	for i := range bands.Bands {
		bands.Bands[i].From *= f
	}
	bands.Deduction *= f
	bands.CappedExempt *= f
	sc.Tax = &bands
	return sc
}

// Half of every account twice, with half of every contribution to each.
func TestTwoHalfAccountsAreOneWhole(t *testing.T) {
	for _, rebalance := range []Rebalance{Monthly, Yearly, Banded, Never} {
		whole := tight(128, market.Model{Kind: market.Lognormal})
		whole.Mixes[0].Rebalance, whole.Mixes[0].Band = rebalance, 0.04
		whole.Saving = whole.Saving[:4] // shares of a rest halve, buffers do not
		whole.Sweep = None
		a, b := mustRun(t, whole), mustRun(t, halved(whole))
		for i := range a.N {
			if a.Rows.Outcome[i] != b.Rows.Outcome[i] || !near(a.Rows.EndWealth[i], b.Rows.EndWealth[i], 1e5) {
				t.Fatalf("rebalance %d, future %d: %v and %v", rebalance, i, a.Rows.EndWealth[i], b.Rows.EndWealth[i])
			}
		}
	}
}

func halved(sc Scenario) Scenario {
	n := len(sc.Accounts)
	twice := append(append([]Account(nil), sc.Accounts...), sc.Accounts...)
	for i := range twice {
		twice[i].Balance /= 2
		twice[i].Basis /= 2
		twice[i].ID = fmt.Sprint(twice[i].ID, i/n)
	}
	sc.Accounts = twice
	sc.Draws = append([]Draw(nil), sc.Draws...)
	for i, d := range sc.Draws {
		sc.Draws[i].Accounts = nil
		for _, a := range d.Accounts {
			sc.Draws[i].Accounts = append(sc.Draws[i].Accounts, a, a+n)
		}
	}
	var rules []Saving
	for _, r := range sc.Saving {
		for _, to := range []int{r.To, r.To + n} {
			half := r
			half.To = to
			half.PctOfIncome /= 2
			half.Amount = scaled(r.Amount, 0.5)
			if r.Match != nil {
				half.Match = &Match{Rate: r.Match.Rate, UpToPct: r.Match.UpToPct / 2}
			}
			rules = append(rules, half)
		}
	}
	sc.Saving = rules
	sc.Outflows = append([]Outflow(nil), sc.Outflows...)
	for i, o := range sc.Outflows {
		sc.Outflows[i].Fund = nil
		for _, f := range o.Fund {
			sc.Outflows[i].Fund = append(sc.Outflows[i].Fund, Fund{f.Account, f.Share / 2}, Fund{f.Account + n, f.Share / 2})
		}
	}
	return sc
}

// What comes into the purse in a month leaves it in the same month, and what
// happens to accounts is all in their lines.
func TestEveryMonthAddsUp(t *testing.T) {
	for seed := range uint64(60) {
		sc := randomScenario(rand.New(rand.NewPCG(seed, 11)))
		again, err := Again(t.Context(), sc, 1)
		if err != nil {
			t.Fatal(err)
		}
		start := 0.0
		for _, a := range sc.Accounts {
			start += a.Balance
		}
		for m := range sc.Months {
			start = addsUp(t, &again, m, start)
		}
	}
}

// addsUp checks one month and returns the balance of all accounts at its end.
func addsUp(t *testing.T, r *Replay, m int, before float64) float64 {
	t.Helper()
	in, out, scale := 0.0, 0.0, 1.0
	accounts := before
	for i, l := range r.Lines {
		v := r.Values[i][m]
		scale += math.Abs(v)
		switch l.Kind {
		case KindReturn:
			accounts += v
			continue
		case KindFee:
			accounts -= v
			continue
		case KindSaving:
			accounts += v
		case KindWithdrawal:
			accounts -= v
		}
		if l.Inward {
			in += v
		} else {
			out += v
		}
	}
	after := 0.0
	for _, b := range r.Balances {
		after += b[m]
	}
	if math.Abs(in-out) > 1e-9*scale {
		t.Errorf("month %d: %v came in, %v went out", m, in, out)
	}
	if math.Abs(after-accounts) > 1e-9*(scale+after) {
		t.Errorf("month %d: accounts hold %v, their lines say %v", m, after, accounts)
	}
	return after
}

// The means of the cash flow are the means of the futures' own.
func TestMeansAreTheMeansOfReplays(t *testing.T) {
	sc := tight(70, market.Model{Kind: market.Lognormal})
	r := mustRun(t, sc)
	sums := make([][]float64, len(r.Lines))
	for i := range sums {
		sums[i] = make([]float64, len(r.Years))
	}
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	for f := range r.N {
		again := p.again(f)
		for i := range sums {
			for m, v := range again.Values[i] {
				sums[i][m/12] += v / float64(r.N)
			}
		}
	}
	for i, l := range r.Lines {
		if m := firstDifference(r.Means[i], sums[i]); m >= 0 {
			t.Errorf("line %s, year %d: mean %v, replays' mean %v", l.ID, r.Years[m], r.Means[i][m], sums[i][m])
		}
	}
}

// A replay has the numbers of the run, and money of the day is today's money
// times the future's own prices.
func TestAReplayIsTheRun(t *testing.T) {
	sc := tight(70, market.Model{Kind: market.StudentT, DF: 5})
	r := mustTell(t, sc, everything(&sc))
	for _, f := range []int{0, 17, 63, 64, 69} {
		again, err := Again(t.Context(), sc, f)
		if err != nil {
			t.Fatal(err)
		}
		for m := range r.Months {
			if got, want := r.At(NetWorth, m)[f], float32(again.NetWorth[m]); got != want {
				t.Fatalf("future %d month %d: net worth %v, replayed %v", f, m, got, want)
			}
			if got, want := r.At(Spending, m)[f], float32(again.Spending[m]); got != want {
				t.Fatalf("future %d month %d: spending %v, replayed %v", f, m, got, want)
			}
			if got, want := r.At(Prices, m)[f], float32(again.Closing[m]); got != want {
				t.Fatalf("future %d month %d: prices %v, replayed %v", f, m, got, want)
			}
		}
	}
}

// A future is the same however many are played with it.
func TestAFutureIsTheSameWhenMoreArePlayed(t *testing.T) {
	few, many := mustRun(t, household(spill)), mustRun(t, household(300))
	for i := range few.N {
		if few.Rows.EndWealth[i] != many.Rows.EndWealth[i] {
			t.Fatalf("future %d ends with %v among %d, %v among %d", i, few.Rows.EndWealth[i], few.N, many.Rows.EndWealth[i], many.N)
		}
	}
}

// A month's tax may come back later in the year; a year's never.
func TestAYearsTaxIsNeverNegative(t *testing.T) {
	for seed := range uint64(40) {
		sc := randomScenario(rand.New(rand.NewPCG(seed, 13)))
		again, err := Again(t.Context(), sc, 0)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range again.Lines {
			if l.Kind == KindTax && l.ID != "tax.penalty" {
				yearsPositive(t, sc, l.ID, again.Values[i], again.Price)
			}
		}
	}
}

// yearsPositive adds up what was paid, a month late, for each whole year.
func yearsPositive(t *testing.T, sc Scenario, id string, paid, price []float64) {
	t.Helper()
	total, size := 0.0, 1.0
	for m := 1; m < sc.Months; m++ {
		total += paid[m] * price[m]
		size += math.Abs(paid[m] * price[m])
		if (sc.Start.Month-1+m)%12 == 0 { // January pays December's
			if total < -1e-9*size {
				t.Errorf("%s: the year before month %d owes %v", id, m, total)
			}
			total = 0
		}
	}
}

func TestPercentilesAreOrderStatistics(t *testing.T) {
	for _, paths := range []int{333, 64, 5} {
		sc := tight(paths, market.Model{Kind: market.Lognormal})
		told := everything(&sc)
		told.Percentiles = []int{1, 5, 10, 25, 50, 75, 90, 95, 100}
		if paths == 64 {
			told.Percentiles = told.Percentiles[1:] // as many as are looked for at once
		}
		r := mustTell(t, sc, told)
		for _, s := range []Series{NetWorth, Liquid, Spending} {
			for m := range r.Months {
				real := r.At(s, m)
				orderStatistics(t, told.Percentiles, r.Percentiles(s, false), real, m)
				price := r.At(Prices, m)
				if s == Spending && m > 0 {
					price = r.At(Prices, m-1)
				}
				nominal := slices.Clone(real)
				for i := range nominal {
					if s != Spending || m > 0 {
						nominal[i] *= price[i]
					}
				}
				orderStatistics(t, told.Percentiles, r.Percentiles(s, true), nominal, m)
			}
		}
	}
}

// orderStatistics holds the percentiles of a month against its values, sorted.
func orderStatistics(t *testing.T, at []int, got [][]float32, values []float32, m int) {
	t.Helper()
	sorted := slices.Sorted(slices.Values(values))
	for i, q := range at {
		if want := sorted[max(0, (q*len(sorted)+99)/100-1)]; got[i][m] != want {
			t.Fatalf("month %d: percentile %d is %v, want %v", m, q, got[i][m], want)
		}
	}
}
