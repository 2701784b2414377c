package forecast

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

// extreme is a plan that is legal and strange.
func extreme(t *testing.T, patch string) plan.Plan {
	t.Helper()
	var tree map[string]any
	if err := json.Unmarshal([]byte(patch), &tree); err != nil {
		t.Fatal(err)
	}
	p, err := plan.Patch(small(t, "kr", 48), tree)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return p
}

const (
	nothingOwned = `{"accounts":{"a1":{"balance":{"amt":"0"}},"a2":{"balance":{"amt":"0"}},"a3":{"balance":{"amt":"0"}},"a4":{"balance":{"amt":"0"}},"a5":{"balance":{"amt":"0"}},"a6":{"balance":{"amt":"0"}}}}`
	veryRich     = `{"accounts":{"a2":{"balance":{"amt":"1000000000000000"}}}}`
	veryOld      = `{"people":{"p2":{"birth":"1906-02","horizon":{"age":120},"work":null}},"milestones":{"m2":null},"income":{"i2":null},"saving":{"r2":null}}`
	wildPrices   = `{"assumptions":{"inflation":{"mean":0.8,"sd":0.5}}}`
)

// TestExtremesStayFinite plays plans that are legal and strange, and answers
// every question about them.
func TestExtremesStayFinite(t *testing.T) {
	for name, patch := range map[string]string{
		"nothing owned": nothingOwned, "very rich": veryRich, "very old": veryOld, "wild prices": wildPrices,
		"spends it all":   `{"spending":{"s1":{"amount":{"amt":"1000000000000000"},"steps":null}}}`,
		"falling prices":  `{"assumptions":{"inflation":{"mean":-0.1}}}`,
		"wild markets":    `{"assumptions":{"classes":{"stocks":{"real":{"sd":0.9}}}}}`,
		"sure of nothing": `{"targets":{"confidence":0.01}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := extreme(t, patch)
			finite(t, p)
			answers(t, p)
		})
	}
	t.Run("a hundred accounts", func(t *testing.T) {
		t.Parallel()
		p := hundredAccounts(t)
		finite(t, p)
		answers(t, p)
	})
}

// TestExtremesStayFiniteUnderEveryModel plays the strangest of them under each model of
// returns, begun as the editor begins it.
func TestExtremesStayFiniteUnderEveryModel(t *testing.T) {
	extremes := map[string]plan.Plan{
		"nothing owned": extreme(t, nothingOwned), "very rich": extreme(t, veryRich), "very old": extreme(t, veryOld),
		"wild prices": extreme(t, wildPrices), "a hundred accounts": hundredAccounts(t),
	}
	for name, p := range extremes {
		for _, model := range plan.ReturnModel("").Words() {
			t.Run(name+" "+model, func(t *testing.T) {
				t.Parallel()
				p := p
				p.Assumptions.Returns = returnsOf(plan.ReturnModel(model))
				finite(t, p)
			})
		}
	}
}

// returnsOf is a model as a household has just chosen it.
func returnsOf(model plan.ReturnModel) plan.Returns {
	return plan.Returns{
		Model: model, DF: 6, BlockMonths: 60,
		Regimes: &plan.Switch{StayCalm: 0.97, StayStress: 0.85, StressMean: -0.24, StressSD: 2.5},
	}
}

// hundredAccounts is a plan with as many accounts as nobody has.
func hundredAccounts(t *testing.T) plan.Plan {
	t.Helper()
	p := small(t, "kr", 48)
	a := p.Accounts["a2"]
	for i := range 94 {
		a.Sort = fmt.Sprintf("m%02d", i)
		p.Accounts[fmt.Sprintf("x%02d", i)] = a
	}
	return p
}

// finite plays a plan, and looks at every figure.
func finite(t *testing.T, p plan.Plan) {
	t.Helper()
	var s Service
	r, err := s.Run(t.Context(), p, RunSpec{Paths: 48}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := json.Marshal(r.Header); err != nil { // JSON has no infinities
		t.Errorf("header: %v", err)
	}
	n := r.Header.N
	ages := 4 * n * 3 // NaN where no shortfall comes
	for name, block := range map[string][]byte{"series": r.Series, "years": r.Years, "futures": r.Futures} {
		for i := 0; i < len(block); i += 4 {
			v := float64(math.Float32frombits(binary.LittleEndian.Uint32(block[i:])))
			if math.IsInf(v, 0) || math.IsNaN(v) && (name != "futures" || i < ages || i >= ages+4*n) {
				t.Fatalf("%s holds %g at %d", name, v, i/4)
			}
		}
	}
	replay, err := s.Replay(t.Context(), r, min(5, n-1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := json.Marshal(replay); err != nil {
		t.Errorf("replay: %v", err)
	}
}

// answers asks every analysis of a plan.
func answers(t *testing.T, p plan.Plan) {
	t.Helper()
	var s Service
	for _, spec := range []AnalysisSpec{
		{Kind: KindDrivers}, {Kind: KindSolve}, {Kind: KindStress}, {Kind: KindAnatomy}, {Kind: KindSuccess},
		{Kind: KindMap, X: LeverRetire, Y: LeverEquity},
	} {
		found, err := s.Analyse(t.Context(), p, spec, nil)
		if err != nil {
			t.Fatalf("%s: %v", spec.Kind, err)
		}
		if _, err := json.Marshal(found); err != nil {
			t.Errorf("%s: %v", spec.Kind, err)
		}
	}
}

// TestRunsOfEveryModelStopSoon holds a run under each model that draws futures to 50 ms
// after it is stopped; one future alone is played before anybody could.
func TestRunsOfEveryModelStopSoon(t *testing.T) {
	for _, model := range plan.ReturnModel("").Words() {
		if model == string(plan.ModelDeterministic) {
			continue
		}
		p := small(t, "kr", fullPaths)
		p.Assumptions.Returns = returnsOf(plan.ReturnModel(model))
		stopsSoon(t, model, func(ctx context.Context, progress func(Progress)) error {
			_, err := new(Service).Run(ctx, p, RunSpec{}, func(p Progress) {
				if p.Phase == "simulate" {
					progress(p)
				}
			})
			return err
		}, 2)
	}
}

// TestARunThatDoesNotFitIsRefusedUnderEveryModel leaves no memory: whatever is drawn, the
// run says what it would need.
func TestARunThatDoesNotFitIsRefusedUnderEveryModel(t *testing.T) {
	full := Service{Free: func() (uint64, bool) { return 0, true }}
	for _, model := range plan.ReturnModel("").Words() {
		p := hundredAccounts(t)
		p.Assumptions.Returns = returnsOf(plan.ReturnModel(model))
		_, err := full.Run(t.Context(), p, RunSpec{Paths: plan.MaxPaths}, nil)
		var refused *fault.Error
		if !errors.As(err, &refused) || !errors.Is(err, ErrRoom) || len(refused.Problems) != 1 {
			t.Errorf("%s: %v", model, err)
		}
	}
}

// TestImpossiblePlans are refused, or play and are told of.
func TestImpossiblePlansAreRefusedOrFlagged(t *testing.T) {
	for _, tt := range []struct {
		name, patch, code string
		refused           bool
	}{
		{"retirement before birth", `{"people":{"p1":{"work":{"stop":{"at":"month","ref":null,"month":"1950-01"}}}}}`, "work.beforeBirth", true},
		{"a goal after the horizon", `{"goals":{"g9":{"name":"x","kind":"other","tier":"wish","target":{"amt":"1"},"when":{"at":"month","month":"2199-01"},"fallback":"skip"}}}`, "goal.never", false},
		{"no path to any account", `{"saving":{"r1":null,"r2":null,"r3":null,"r4":null,"r9":null},"accounts":{"a1":null,"a2":null,"a3":null,"a4":null,"a5":null,"a6":null},"withdrawal":{"order":[]},"goals":null,"allocation":{"location":null}}`, "accounts.none", false},
		{"accounts that nothing draws on", `{"withdrawal":{"order":[{"pick":"crypto"}]}}`, "order.gap", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var tree map[string]any
			if err := json.Unmarshal([]byte(tt.patch), &tree); err != nil {
				t.Fatal(err)
			}
			p, err := plan.Patch(small(t, "kr", 48), tree)
			told := plan.Validate(p)
			if !tt.refused {
				if err != nil {
					t.Fatal(err)
				}
				finite(t, p)
			} else {
				var f *fault.Error
				if !errors.As(err, &f) {
					t.Fatalf("it is taken: %v", err)
				}
				told = f.Problems
			}
			if !slices.ContainsFunc(told, func(p fault.Problem) bool { return p.Code == tt.code }) {
				t.Errorf("nobody is told: %+v", told)
			}
		})
	}
}
