package methodology

import (
	"slices"
	"testing"
)

func TestTheEngineKnowsTheAnswers(t *testing.T) {
	answers, err := Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, a := range answers {
		if !a.Right {
			t.Errorf("%s: %v, want %v ± %v", a.ID, a.Got, a.Want, a.Within)
		}
		if seen[a.ID] || a.Name.KO == "" || a.Source.KO == "" || a.Unit == "" {
			t.Errorf("%s is there twice or lacks words", a.ID)
		}
		seen[a.ID] = true
		t.Logf("%-18s %14.6f, want %14.6f ± %.2g", a.ID, a.Got, a.Want, a.Within)
	}
	if *update {
		keep(t, "answers.json", answers)
		return
	}
	if !alike(answers, measurements().Answers) {
		t.Error("measured/answers.json is stale: run go test ./backend/methodology -update")
	}
	if test := NewSelfTest("1", 0, answers); !test.Right || !test.Same {
		t.Errorf("right %v, same %v", test.Right, test.Same)
	}
}

// A wrong answer, and one that differs in its eleventh digit, must be seen.
func TestASelfTestCanFail(t *testing.T) {
	answers := slices.Clone(measurements().Answers)
	answers[0].Got *= 1 + 1e-10
	if NewSelfTest("1", 0, answers).Same {
		t.Error("another figure passes for the same")
	}
	answers[1].Right = false
	if NewSelfTest("1", 0, answers).Right {
		t.Error("a wrong answer passes")
	}
}
