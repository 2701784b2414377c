package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/plan"
)

// TestAnalysesAreWrittenAsTables writes one answer of each kind in both languages.
func TestAnalysesAreWrittenAsTables(t *testing.T) {
	half := &forecast.Estimate{Value: 0.5, CI: &forecast.Interval{Low: 0.45, High: 0.55, Level: 0.95}}
	loss := &forecast.Estimate{Value: -0.125, CI: &forecast.Interval{Low: -0.15, High: -0.1, Level: 0.95}}
	no := &fault.Text{EN: "No.", KO: "안 됩니다."}
	answers := map[forecast.AnalysisKind]forecast.Analysis{
		forecast.KindDrivers: {Drivers: &forecast.Drivers{Rows: []forecast.Driver{{
			Lever: forecast.LeverRetire, Unit: "months",
			Down: forecast.Move{Amount: -12, Possible: true, Success: half, Delta: loss}, Up: forecast.Move{Amount: 12, Why: no},
		}}}},
		forecast.KindSolve: {Solve: &forecast.Solutions{Target: 0.8, Single: []forecast.Solution{
			{Lever: forecast.LeverSaving, Unit: "share", Amount: 0.06, Reached: true, Success: half},
			{Lever: forecast.LeverFees, Unit: "points", Why: no},
		}}},
		forecast.KindMap: {Map: &forecast.LeverMap{
			X:     forecast.LeverAxis{Lever: forecast.LeverRetire, Unit: "months", Values: []float64{0}},
			Y:     forecast.LeverAxis{Lever: forecast.LeverEquity, Unit: "points", Values: []float64{0.1}},
			Cells: [][]forecast.LeverCell{{{Possible: true, Success: half}}},
		}},
		forecast.KindStress: {Stress: &forecast.Stress{Rows: []forecast.StressRow{
			{Name: fault.Text{EN: "Crash", KO: "폭락"}, Possible: true, Success: half, Delta: loss},
		}}},
		forecast.KindAnatomy: {Anatomy: &forecast.Anatomy{Causes: []forecast.CauseShare{{Cause: "returns", Count: 3, Share: 1}},
			Futures: []forecast.Failure{{Future: 7, Text: fault.Text{EN: "It failed.", KO: "실패했습니다."}}}}},
		forecast.KindSuccess: {Success: &forecast.Closely{Replicates: 8, Points: 128, Estimate: forecast.Estimate{Value: 0.78912, CI: &forecast.Interval{Low: 0.788, High: 0.79}}}},
	}
	for kind, words := range map[forecast.AnalysisKind][2][]string{
		forecast.KindDrivers: {{"Stop working −12 months", "−12.5 (−15.0…−10.0)", "No."}, {"은퇴 시점 −12개월", "안 됩니다."}},
		forecast.KindSolve:   {{"Target: 80%.", "Saving out of pay +6.0%", "50.0% (45.0–55.0)", "Fees"}, {"목표: 80%", "급여 저축 +6.0%"}},
		forecast.KindMap:     {{"Equities", "+10.00 points", "50.0%"}, {"주식 비중", "+10.00%포인트"}},
		forecast.KindStress:  {{"Crash", "−12.5", "down to 50.0%"}, {"폭락", "성공 확률 50.0%"}},
		forecast.KindAnatomy: {{"returns", "3 (100%)", "7: It failed."}, {"7: 실패했습니다."}},
		forecast.KindSuccess: {{"78.91% (78.80%–79.00%)", "1,024"}, {"더 정확한 성공 확률", "1,024"}},
	} {
		for i, locale := range []string{"en", "ko"} {
			var out, errs bytes.Buffer
			demo, err := plan.Demo("us")
			if err != nil {
				t.Fatal(err)
			}
			code := Main(t.Context(), []string{"analyse", string(kind), "-"}, bytes.NewReader(plan.Encode(demo)), &out, &errs, Program{
				Locale: locale,
				Analyse: func(_ context.Context, _ plan.Plan, spec forecast.AnalysisSpec, _ func(forecast.Progress)) (forecast.Analysis, error) {
					return answers[spec.Kind], nil
				},
			})
			if code != 0 {
				t.Fatalf("%s: %s", kind, errs.String())
			}
			for _, word := range words[i] {
				if !strings.Contains(out.String(), word) {
					t.Errorf("%s in %s lacks %q:\n%s", kind, locale, word, out.String())
				}
			}
		}
	}
}

func TestEveryLeverHasAName(t *testing.T) {
	for lever, name := range leverNames {
		if name.EN == "" || name.KO == "" {
			t.Errorf("%s has no name", lever)
		}
	}
	if len(leverNames) != 12 {
		t.Errorf("%d levers have names", len(leverNames))
	}
}
