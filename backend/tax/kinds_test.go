package tax

import "testing"

func TestEveryGroupOfAKindHasALimit(t *testing.T) {
	for _, regime := range []string{FederalID, KoreaID} {
		_, last, _ := Known(regime)
		for _, k := range Kinds(regime) {
			if k.Group == "" {
				continue
			}
			if amount, ok := Limit(regime, k.Group, last, 40); !ok || amount <= 0 {
				t.Errorf("%s: group %s has no limit in %d", k.ID, k.Group, last)
			}
		}
	}
}

func TestGroupOf(t *testing.T) {
	for kind, want := range map[string]string{
		"us.403b": "us.401k", "us.rothIra": "us.ira", "kr.irp": "kr.pension",
		"kr.pensionSavings": "kr.pension", "us.brokerage": "", "uk.isa": "uk.isa",
	} {
		if got := GroupOf(kind); got != want {
			t.Errorf("GroupOf(%q) = %q, want %q", kind, got, want)
		}
	}
}
