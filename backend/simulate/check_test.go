package simulate

import (
	"errors"
	"math"
	"slices"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

func TestCheckPassesASoundScenario(t *testing.T) {
	sc := household(1)
	if err := sc.Check(); err != nil {
		t.Error(err)
	}
}

func TestEveryFaultIsNamedByItsPlace(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*Scenario)
		field string
	}{
		{"no months", func(sc *Scenario) { sc.Months = 0 }, "months"},
		{"negative months", func(sc *Scenario) { sc.Months = -5 }, "months"},
		{"no futures", func(sc *Scenario) { sc.Paths = 0 }, "paths"},
		{"too many futures", func(sc *Scenario) { sc.Paths = MaxPaths + 1 }, "paths"},
		{"no such month", func(sc *Scenario) { sc.Start.Month = 13 }, "start.month"},
		{"confidence of one", func(sc *Scenario) { sc.Confidence = 1 }, "confidence"},
		{"a return that is no number", func(sc *Scenario) { sc.Market.Classes[0].Mean = math.NaN() }, "market.classes[0].mean"},
		{"a model that nobody knows", func(sc *Scenario) { sc.Market.Model.Kind = "tea leaves" }, "market.model.kind"},
		{"too many months", func(sc *Scenario) { sc.Months = MaxMonths + 1 }, "months"},
		{"a yield missing", func(sc *Scenario) { sc.Yields = sc.Yields[:3] }, "yields"},
		{"weights that do not sum", func(sc *Scenario) { sc.Mixes[2].Points[0].Weights = []float64{0.8, 0.3, 0, 0} }, "mixes[2].points[0].weights"},
		{"a weight too few", func(sc *Scenario) { sc.Mixes[2].Points[0].Weights = []float64{1} }, "mixes[2].points[0].weights"},
		{"points out of order", func(sc *Scenario) { sc.Mixes[0].Points[1].Month = 0 }, "mixes[0].points[1].month"},
		{"a balance below zero", func(sc *Scenario) { sc.Accounts[1].Balance = -1 }, "accounts[1].balance"},
		{"an infinite balance", func(sc *Scenario) { sc.Accounts[1].Balance = math.Inf(1) }, "accounts[1].balance"},
		{"a wrapper nobody knows", func(sc *Scenario) { sc.Accounts[0].Wrapper = "sock" }, "accounts[0].wrapper"},
		{"a mix that is not there", func(sc *Scenario) { sc.Accounts[0].Mix = 9 }, "accounts[0].mix"},
		{"owners that do not sum", func(sc *Scenario) { sc.Accounts[2].Owners = []float64{1, 0.5} }, "accounts[2].owners"},
		{"a fee of everything", func(sc *Scenario) { sc.Accounts[2].Fee = 1 }, "accounts[2].fee"},
		{"access in the past", func(sc *Scenario) { sc.Accounts[2].Access = -1 }, "accounts[2].access"},
		{"income that is no number", func(sc *Scenario) { sc.Income[0].Amount.Real[7] = math.NaN() }, "income[0].amount"},
		{"income below zero", func(sc *Scenario) { sc.Income[0].Amount.Real[7] = -1 }, "income[0].amount"},
		{"income for too few months", func(sc *Scenario) { sc.Income[0].Amount.Real = sc.Income[0].Amount.Real[1:] }, "income[0].amount"},
		{"income of nobody", func(sc *Scenario) { sc.Income[1].Person = 2 }, "income[1].person"},
		{"routes beyond the income", func(sc *Scenario) { sc.Income[0].Route = []Route{{0, 0.7}, {1, 0.7}} }, "income[0].route"},
		{"a cut floor above one", func(sc *Scenario) { sc.Outflows[1].CutFloor = 1.1 }, "outflows[1].cutFloor"},
		{"an earmark on nothing", func(sc *Scenario) { sc.Outflows[3].Fund[0].Account = 6 }, "outflows[3].fund[0].account"},
		{"a rule from no income", func(sc *Scenario) { sc.Saving[0].Income = None }, "saving[0].income"},
		{"a rule into nothing", func(sc *Scenario) { sc.Saving[0].To = None }, "saving[0].to"},
		{"a rule that ends before it begins", func(sc *Scenario) { sc.Saving[0].From = 400 }, "saving[0].until"},
		{"a step from nothing", func(sc *Scenario) { sc.Draws[3].Accounts[1] = 17 }, "draws[3].accounts[1]"},
		{"a tax rate above one", func(sc *Scenario) { sc.Tax = &tax.Flat{Income: 1.4} }, "tax"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sc := household(1)
			test.spoil(&sc)
			var invalid *Invalid
			_, err := Run(t.Context(), sc, Told{}, nil)
			if !errors.As(err, &invalid) {
				t.Fatalf("error %v", err)
			}
			if !slices.ContainsFunc(invalid.Problems, func(p Problem) bool { return p.Field == test.field }) {
				t.Errorf("no fault at %s: %v", test.field, err)
			}
		})
	}
}

func TestAllFaultsAreNamedAtOnce(t *testing.T) {
	sc := household(1)
	sc.Accounts[0].Balance, sc.Accounts[1].Fee, sc.Sweep = -1, 2, 99
	sc.Outflows[0].Amount.Real[0] = math.NaN()
	var invalid *Invalid
	if err := sc.Check(); !errors.As(err, &invalid) || len(invalid.Problems) != 4 {
		t.Errorf("faults: %v", err)
	}
}

func TestAFutureThatIsNotThereIsRefused(t *testing.T) {
	for _, i := range []int{-1, 10} {
		if _, err := Again(t.Context(), household(10), i); !errors.Is(err, ErrNoFuture) {
			t.Errorf("future %d: %v", i, err)
		}
	}
}

func TestNothingAtAllIsPlayed(t *testing.T) {
	sc := Scenario{
		Start: Month{2026, 6}, Months: 1, Paths: 3, Sweep: None, Retire: None, Confidence: 0.5,
		Market: lognormalSpec(market.Class{ID: "c"}), Yields: steadyYields(1),
	}
	r := mustRun(t, sc)
	if r.N != 3 || r.Rows.Outcome[2] != FullyPaid || r.Rows.EndWealth[0] != 0 {
		t.Errorf("%+v", r.Rows)
	}
}
