package forecast

import (
	"math"
	"slices"
	"testing"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// grew is the yearly growth of a stretch of recorded months.
func grew(factors []float64) float64 {
	product := 1.0
	for _, f := range factors {
		product *= f
	}
	return math.Pow(product, 12/float64(len(factors))) - 1
}

// TestSizesComeFromHistory holds what misfortunes are told to be to the embedded
// history.
func TestSizesComeFromHistory(t *testing.T) {
	h := market.Recorded()
	from := (1973 - h.Year) * 12
	for name, tt := range map[string]struct {
		factors []float64
		want    float64
	}{
		"prices": {h.Inflation, staleInflation}, "stocks": {h.Stocks, staleStocks},
		"bonds": {h.Bonds, staleBonds}, "cash": {h.Cash, stale},
	} {
		if got := grew(tt.factors[from : from+staleMonths]); math.Abs(got-tt.want) > 5e-5 {
			t.Errorf("%s: 1973 to 1982 is %.4f a year, taken as %.4f", name, got, tt.want)
		}
	}
	bad, all := 0, 0
	for i := 0; i+crashMonths <= len(h.Stocks); i++ {
		if math.Pow(1+grew(h.Stocks[i:i+crashMonths]), 3) <= 1-crashLoss {
			bad++
		}
		all++
	}
	if one := math.Round(float64(all) / float64(bad)); one != 27 {
		t.Errorf("one stretch in %g lost as much", one)
	}
}

// TestShocksHaveTheirMedians plays the market of a plan whose only future is the
// middle one, and reads off what shocks make of it.
func TestShocksHaveTheirMedians(t *testing.T) {
	p := demo(t, "us")
	p.Assumptions.Returns = plan.Returns{Model: plan.ModelDeterministic}
	p.Allocation.Default = plan.Alloc{Weights: map[string]float64{"stocks": 1}}
	a, err := newAnalyst(t.Context(), p, RunSpec{}.settle(p), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		strike         func(*analyst, *simulate.Scenario) error
		years          int
		shares, prices float64
	}{
		{strikeCrash, 3, -crashLoss, math.Pow(1+p.Assumptions.Inflation.Mean, 3) - 1},
		{strikeStagflation, 10, math.Pow(1+staleStocks, 10) - 1, math.Pow(1+staleInflation, 10) - 1},
	} {
		c := compiledPlan(t, p)
		c.Scenario.Paths = 1
		if err := tt.strike(a, &c.Scenario); err != nil {
			t.Fatal(err)
		}
		// Money nobody touches, in shares alone, without fees.
		c.Scenario.Income, c.Scenario.Outflows, c.Scenario.Holdings, c.Scenario.Saving = nil, nil, nil, nil
		c.Scenario.Tax = nil
		for i := range c.Scenario.Accounts {
			account := &c.Scenario.Accounts[i]
			account.Fee, account.Mix, account.Required, account.FeeAmount = 0, c.Scenario.Accounts[1].Mix, nil, simulate.Schedule{}
		}
		again, err := simulate.Again(t.Context(), c.Scenario, 0)
		if err != nil {
			t.Fatal(err)
		}
		start := 0.0
		for _, account := range c.Scenario.Accounts {
			start += account.Balance
		}
		end := 12*tt.years - 1
		if got := again.NetWorth[end]/start - 1; math.Abs(got-tt.shares) > 1e-6 {
			t.Errorf("shares grow by %g over %d years, want %g", got, tt.years, tt.shares)
		}
		if got := again.Closing[end] - 1; math.Abs(got-tt.prices) > 1e-6 {
			t.Errorf("prices grow by %g over %d years, want %g", got, tt.years, tt.prices)
		}
	}
}

// TestStressRowsAreWhatTheyTell plays the patches again and compares.
func TestStressRowsAreWhatTheyTell(t *testing.T) {
	const paths = 300
	for _, region := range []string{"us", "kr"} {
		p := small(t, region, paths)
		var s Service
		got, err := s.Analyse(t.Context(), p, AnalysisSpec{Kind: KindStress}, nil)
		if err != nil {
			t.Fatal(err)
		}
		rows := got.Stress.Rows
		if len(rows) != 7 || !slices.IsSortedFunc(rows, func(x, y StressRow) int { return int(1e6 * (x.Delta.Value - y.Delta.Value)) }) {
			t.Errorf("%s: rows out of order", region)
		}
		for _, row := range rows {
			if !row.Possible || row.Name.KO == "" || row.Told.EN == "" || row.Depth < 0 || row.Depth > 1 {
				t.Errorf("%s %s: %+v", region, row.ID, row)
				continue
			}
			if row.Delta.Value > 0 {
				t.Errorf("%s: %s does the plan good (%+g)", region, row.ID, row.Delta.Value)
			}
			if row.Patch == nil {
				continue
			}
			patched, err := plan.Patch(p, row.Patch)
			if err != nil {
				t.Fatal(err)
			}
			if share := successIn(t, patched, paths); share != row.Success.Value {
				t.Errorf("%s %s: %g, its patch gives %g", region, row.ID, row.Success.Value, share)
			}
		}
	}
}

// TestPayStopsForTwoYears reads the cash flow of one future.
func TestPayStopsForTwoYears(t *testing.T) {
	p := demo(t, "kr")
	a := &analyst{plan: p}
	c := compiledPlan(t, p)
	c.Scenario.Paths = 1
	if err := strikeIncome(a, &c.Scenario); err != nil {
		t.Fatal(err)
	}
	again, err := simulate.Again(t.Context(), c.Scenario, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range again.Lines {
		if l.ID != "income.i1" && l.ID != "pretax.i1.i1.preTaxa" && l.ID != "employer.r1" {
			continue
		}
		for m, v := range again.Values[i][:60] {
			if gone := m >= idleFrom && m < idleFrom+idleMonths; gone != (v == 0) {
				t.Fatalf("%s is %g in month %d", l.ID, v, m)
			}
		}
	}
}
