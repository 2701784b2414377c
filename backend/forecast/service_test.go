package forecast

import (
	"testing"

	"meridian/backend/plan"
)

func TestADemoHouseholdSucceedsMostlyButNotAlways(t *testing.T) {
	for _, region := range []string{"us", "kr"} {
		t.Run(region, func(t *testing.T) {
			p, err := plan.Demo(region)
			if err != nil {
				t.Fatal(err)
			}
			var s Service
			r, err := s.Run(t.Context(), p, RunSpec{Purpose: Preview}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Header.Facts["success.essential"].Value; got < 0.5 || got > 0.95 {
				t.Errorf("success %v: no lever would be visible", got)
			}
		})
	}
}
