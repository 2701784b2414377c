package methodology

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"meridian/backend/lanes"
	"meridian/backend/market"
	"meridian/backend/plan"
)

// modelsOf is what each model is when a household has just chosen it.
func modelsOf() map[plan.ReturnModel]market.Model {
	number := func(id string) float64 {
		for _, p := range choicePassports() {
			if p.ID == id {
				return *p.Default
			}
		}
		panic("no " + id)
	}
	return map[plan.ReturnModel]market.Model{
		plan.ModelLognormal: {Kind: market.Lognormal},
		plan.ModelStudentT:  {Kind: market.StudentT, DF: number("model.studentT.df")},
		plan.ModelRegime: {Kind: market.Regime, Switch: market.Switch{
			StayCalm: number("model.regime.stayCalm"), StayStress: number("model.regime.stayStress"),
			StressMean: number("model.regime.stressMean"), StressSD: number("model.regime.stressSd"),
		}},
		plan.ModelBlock:         {Kind: market.BlockBootstrap, Pieces: market.Pieces{Months: int(number("model.blockBootstrap.blockMonths"))}},
		plan.ModelHistorical:    {Kind: market.Replay},
		plan.ModelDeterministic: {Kind: market.Deterministic},
	}
}

// What every return model makes of thirty years of the default shares, of ten thousand
// futures, is what the document says.
func TestWhatReturnModelsMakeOfThirtyYears(t *testing.T) {
	var found []played
	measure := func(name string, model market.Model) {
		growth := thirtyYears(t, defaultShares(model))
		found = append(found, played{name, round(growth[len(growth)/2], 4), round(growth[len(growth)/20], 4)})
	}
	models := modelsOf()
	for _, kind := range plan.ReturnModel("").Words() {
		measure(kind, models[plan.ReturnModel(kind)])
	}
	pieces := models[plan.ModelBlock]
	measure("pieces.blocks."+string(plan.BlocksStationary), pieces)
	measure("pieces.means."+string(plan.MeansOfPlan), pieces)
	circular, recorded := pieces, pieces
	circular.Pieces.Fixed, recorded.Pieces.AsRecorded = true, true
	measure("pieces.blocks."+string(plan.BlocksCircular), circular)
	measure("pieces.means."+string(plan.MeansOfHistory), recorded)
	raw, err := json.MarshalIndent(found, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	raw = append(raw, '\n')
	if *update {
		if err := os.WriteFile("measured/models.json", raw, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if said, err := json.MarshalIndent(measurements().Models, "", "\t"); err != nil || string(append(said, '\n')) != string(raw) {
		t.Errorf("measured/models.json is stale: run go test ./backend/methodology -update")
	}
	// The middle is the assumed mean, but where the record's own holds.
	for _, m := range found {
		recorded := m.Model == string(plan.ModelHistorical) || m.Model == "pieces.means."+string(plan.MeansOfHistory)
		if !recorded && math.Abs(m.Middle-0.045) > 0.004 {
			t.Errorf("%s: the middle future grows by %g a year, not 0.045", m.Model, m.Middle)
		}
		if m.Worst > m.Middle {
			t.Errorf("%s: %g is worse than %g", m.Model, m.Worst, m.Middle)
		}
	}
}

// thirtyYears is the growth per year of each future, least first.
func thirtyYears(t *testing.T, spec market.Spec) []float64 {
	t.Helper()
	source, err := market.New(spec, 42)
	if err != nil {
		t.Fatal(err)
	}
	const months, asked, step = span * 12, 10_000, 12
	walker, block := source.Walk(), market.NewBlock(step, len(spec.Classes))
	var all []float64
	for first, n := 0, spec.Futures(asked, months); first < n; first += market.Lanes {
		var futures []int
		for i := first; i < min(n, first+market.Lanes); i++ {
			futures = append(futures, i)
		}
		walker.Begin(futures)
		var sum lanes.Vec
		for range months / step {
			walker.Next(block, step)
			for m := range step {
				for l, g := range block.Row(m, 0) {
					sum[l] += math.Log(g)
				}
			}
		}
		for l := range futures {
			all = append(all, math.Expm1(sum[l]/span))
		}
	}
	slices.Sort(all)
	return all
}

// defaultShares is a market of the default shares and prices alone.
func defaultShares(model market.Model) market.Spec {
	a := plan.Blank("en", "USD", defaultsFrom).Assumptions
	shares, i := a.Classes[string(plan.HistoryStocks)], a.Inflation
	corr := a.Corr.M[0][len(a.Corr.Order)-1]
	return market.Spec{
		Classes:   []market.Class{{ID: "stocks", Mean: shares.Real.Mean, SD: shares.Real.SD, History: market.HistoryStocks}},
		Inflation: market.Inflation{Mean: i.Mean, SD: i.SD, AR1: i.AR1},
		Corr:      [][]float64{{1, corr}, {corr, 1}},
		Model:     model,
	}
}
