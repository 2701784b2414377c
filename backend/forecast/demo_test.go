package forecast

import (
	"encoding/json"
	"testing"

	"meridian/backend/plan"
)

// The futures that place a household in its range, and those that show a lever:
// fewer, since a lever is compared on the same futures.
const (
	basePaths  = 2_000
	leverPaths = 250
)

// success is the share of futures in which essentials are funded.
func success(t *testing.T, p plan.Plan, paths int) float64 {
	t.Helper()
	r, err := (&Service{}).Run(t.Context(), p, RunSpec{Purpose: Preview, Paths: paths}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r.Header.Facts["success.essential"].Value
}

// pulled is a plan with a lever pulled: a merge patch.
func pulled(t testing.TB, p plan.Plan, patch string) plan.Plan {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(patch), &m); err != nil {
		t.Fatal(err)
	}
	out, err := plan.Patch(p, m)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDemoHouseholdsShowEveryLever(t *testing.T) {
	cases := []struct {
		region    string
		low, high float64
		// scenarios are the saved ones, and patches further levers, each with
		// the direction in which it must move success, by a point at least.
		scenarios, patches map[string]int
	}{
		{"us", 0.75, 0.82,
			map[string]int{"sc1": +1, "sc2": +1, "sc3": -1},
			map[string]int{
				`{"people":{"p1":{"horizon":{"age":100}},"p2":{"horizon":{"age":100}}}}`:                              -1,
				`{"income":{"i3":{"amount":{"amt":"20800"}},"i4":{"amount":{"amt":"14400"}}}}`:                        -1,
				`{"saving":{"r1":{"enabled":false},"r2":{"enabled":false}}, "withdrawal":{"surplus":"spendSurplus"}}`: -1,
			}},
		{"kr", 0.65, 0.72,
			map[string]int{"sc1": +1, "sc2": +1, "sc3": -1},
			map[string]int{
				`{"spending":{"s7":{"steps":[{"at":{"at":"milestone","ref":"m1"},"set":{"amt":"360000"}}]},"s8":{"steps":[{"at":{"at":"milestone","ref":"m1"},"set":{"amt":"280000"}}]}}}`: +1,
				`{"income":{"i3":{"amount":{"amt":"11040000"}},"i4":{"amount":{"amt":"8160000"}}}}`:                                                                                        -1,
				`{"people":{"p1":{"horizon":{"age":100}},"p2":{"horizon":{"age":100}}}}`:                                                                                                   -1,
			}},
	}
	for _, c := range cases {
		t.Run(c.region, func(t *testing.T) {
			p, err := plan.Demo(c.region)
			if err != nil {
				t.Fatal(err)
			}
			base := success(t, p, basePaths)
			t.Logf("base %.3f", base)
			if base < c.low || base > c.high {
				t.Errorf("base %.3f, want %.2f to %.2f", base, c.low, c.high)
			}
			base = success(t, p, leverPaths)
			for id, sign := range c.scenarios {
				branch, err := plan.Branch(p, id)
				if err != nil {
					t.Fatal(err)
				}
				moved(t, p.Scenarios[id].Name, base, success(t, branch, leverPaths), sign)
			}
			for patch, sign := range c.patches {
				moved(t, patch, base, success(t, pulled(t, p, patch), leverPaths), sign)
			}
		})
	}
}

func moved(t *testing.T, lever string, base, after float64, sign int) {
	t.Helper()
	t.Logf("%+.3f %s", after-base, lever)
	if (after-base)*float64(sign) < 0.01 {
		t.Errorf("%s moves success from %.3f to %.3f", lever, base, after)
	}
}

func TestDemoHouseholdsLeaveNothingOut(t *testing.T) {
	for _, region := range plan.Regions() {
		p, err := plan.Demo(region)
		if err != nil {
			t.Fatal(err)
		}
		c, err := Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range c.Limits {
			t.Errorf("%s: %s %s", region, l.Pointer, l.Text.EN)
		}
	}
}
