package forecast

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"meridian/backend/simulate"
)

// TestEveryFailureHasASentence compares sentences with the figures of the run.
func TestEveryFailureHasASentence(t *testing.T) {
	const paths = 500
	for _, region := range []string{"us", "kr"} {
		p := strained(t, region, paths)
		var s Service
		got, err := s.Analyse(t.Context(), p, AnalysisSpec{Kind: KindAnatomy}, nil)
		if err != nil {
			t.Fatal(err)
		}
		run, err := s.Run(t.Context(), p, RunSpec{Paths: paths, Purpose: Preview}, nil)
		if err != nil {
			t.Fatal(err)
		}
		counted := 0
		for i, c := range got.Anatomy.Causes {
			if c.Cause != run.Header.Causes[i].Cause || c.Count != run.Header.Causes[i].Count {
				t.Errorf("%s: %s %d times, the forecast says %+v", region, c.Cause, c.Count, run.Header.Causes[i])
			}
			counted += c.Count
		}
		if counted == 0 || counted != got.Anatomy.Failed || counted != len(got.Anatomy.Futures) {
			t.Fatalf("%s: %d failures, %d causes, %d sentences", region, got.Anatomy.Failed, counted, len(got.Anatomy.Futures))
		}
		ages, err := column(run, "firstShortfallAge")
		if err != nil {
			t.Fatal(err)
		}
		outcomes, _ := column(run, "outcome")
		name := run.Header.People[0].Name
		for _, f := range got.Anatomy.Futures {
			if outcomes[f.Future] != float32(simulate.Failed) || float32(f.FirstAge) != ages[f.Future] {
				t.Errorf("future %d: age %g, outcome %g", f.Future, f.FirstAge, outcomes[f.Future])
			}
			year := f.FirstMonth[:4]
			if !strings.Contains(f.Text.EN, year) || !strings.Contains(f.Text.KO, year+"년") {
				t.Errorf("future %d falls short in %s: %q", f.Future, f.FirstMonth, f.Text.EN)
			}
			alive := f.FirstAge < float64(run.Header.People[0].HorizonMonth+compiledPlan(t, p).Scenario.People[0].Age)/12
			if alive && !strings.Contains(f.Text.EN, fmt.Sprintf("when %s is %d", name, int(f.FirstAge))) {
				t.Errorf("future %d: %q lacks the age %g", f.Future, f.Text.EN, f.FirstAge)
			}
			wellSaid(t, f.Text.EN, f.Text.KO)
		}
	}
}

// wellSaid looks for what a template leaves behind.
func wellSaid(t *testing.T, en, ko string) {
	t.Helper()
	for _, text := range []string{en, ko} {
		if strings.Contains(text, "%!") || strings.Contains(text, "  ") || strings.Contains(text, "NaN") || strings.Contains(text, "-") || !strings.HasSuffix(text, ".") {
			t.Errorf("badly said: %q", text)
		}
	}
	hangul := strings.ContainsFunc(ko, func(r rune) bool { return unicode.Is(unicode.Hangul, r) })
	if !hangul || strings.Count(ko, "니다.") < 2 {
		t.Errorf("not Korean, or not polite: %q", ko)
	}
}

func TestDurationsAreSaidAsPeopleDo(t *testing.T) {
	for months, want := range map[int][2]string{
		1: {"1 month", "1개월"}, 11: {"11 months", "11개월"}, 12: {"1 year", "1년"},
		25: {"2 years and 1 month", "2년 1개월"},
	} {
		if got := lasting(months); got.EN != want[0] || got.KO != want[1] {
			t.Errorf("%d months are %+v", months, got)
		}
	}
	if got := percent(0.004); got.EN != "less than 1%" {
		t.Error(got)
	}
	if got := rate(-0.00004); got != "0.0%" {
		t.Error(got)
	}
	if got := rate(-0.0123); got != "−1.2%" {
		t.Error(got)
	}
}
