package forecast

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"meridian/backend/plan"
)

// TestExtremesStayFinite plays plans that are legal and strange, and answers
// every question about them.
func TestExtremesStayFinite(t *testing.T) {
	for name, patch := range map[string]string{
		"nothing owned":   `{"accounts":{"a1":{"balance":{"amt":"0"}},"a2":{"balance":{"amt":"0"}},"a3":{"balance":{"amt":"0"}},"a4":{"balance":{"amt":"0"}},"a5":{"balance":{"amt":"0"}},"a6":{"balance":{"amt":"0"}}}}`,
		"very rich":       `{"accounts":{"a2":{"balance":{"amt":"1000000000000000"}}}}`,
		"spends it all":   `{"spending":{"s1":{"amount":{"amt":"1000000000000000"},"steps":null}}}`,
		"very old":        `{"people":{"p2":{"birth":"1906-02","horizon":{"age":120},"work":null}},"milestones":{"m2":null},"income":{"i2":null},"saving":{"r2":null}}`,
		"wild prices":     `{"assumptions":{"inflation":{"mean":0.8,"sd":0.5}}}`,
		"falling prices":  `{"assumptions":{"inflation":{"mean":-0.1}}}`,
		"wild markets":    `{"assumptions":{"classes":{"stocks":{"real":{"sd":0.9}}}}}`,
		"sure of nothing": `{"targets":{"confidence":0.01}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var tree map[string]any
			if err := json.Unmarshal([]byte(patch), &tree); err != nil {
				t.Fatal(err)
			}
			p, err := plan.Patch(small(t, "kr", 48), tree)
			if err != nil {
				t.Fatalf("%v", err)
			}
			finite(t, p)
		})
	}
}

// TestAHundredAccounts plays as many accounts as nobody has.
func TestAHundredAccounts(t *testing.T) {
	p := small(t, "kr", 48)
	a := p.Accounts["a2"]
	for i := range 94 {
		a.Sort = fmt.Sprintf("m%02d", i)
		p.Accounts[fmt.Sprintf("x%02d", i)] = a
	}
	finite(t, p)
}

// finite plays a plan and all its analyses, and looks at every figure.
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
	ages := 4 * 48 * 3 // NaN where no shortfall comes
	for name, block := range map[string][]byte{"series": r.Series, "years": r.Years, "futures": r.Futures} {
		for i := 0; i < len(block); i += 4 {
			v := float64(math.Float32frombits(binary.LittleEndian.Uint32(block[i:])))
			if math.IsInf(v, 0) || math.IsNaN(v) && (name != "futures" || i < ages || i >= ages+4*48) {
				t.Fatalf("%s holds %g at %d", name, v, i/4)
			}
		}
	}
	replay, err := s.Replay(t.Context(), r, 5)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := json.Marshal(replay); err != nil {
		t.Errorf("replay: %v", err)
	}
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
