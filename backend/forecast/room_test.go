package forecast

import (
	"errors"
	"strings"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

// TestARunThatDoesNotFitIsRefused gives a run less memory than it keeps.
func TestARunThatDoesNotFitIsRefused(t *testing.T) {
	p := demo(t, "us")
	c := compiledPlan(t, p)
	c.Scenario.Paths = 10_000
	told := run{}.told(&c.Scenario)
	needed := c.Scenario.Bytes(&told)
	if each := needed / 10_000; each < 1000 || each > 3000 {
		t.Errorf("a future takes %d bytes", each)
	}
	tight := Service{Free: func() (uint64, bool) { return uint64(needed), true }} // half of which may be used
	_, err := tight.Run(t.Context(), p, RunSpec{}, nil)
	var refused *fault.Error
	if !errors.As(err, &refused) || !errors.Is(err, ErrRoom) {
		t.Fatalf("got %v", err)
	}
	if text := refused.Problems[0].Text; !strings.Contains(text.EN, bytesText(needed+blockBytes(c.Scenario, &told))) || !strings.Contains(text.KO, "MiB") {
		t.Errorf("it says %+v", text)
	}
	if _, err := tight.Run(t.Context(), p, RunSpec{Paths: 200, Purpose: Preview}, nil); err != nil {
		t.Errorf("a small run gives %v", err)
	}
	unknown := Service{Free: func() (uint64, bool) { return 0, false }}
	c.Scenario.Paths = plan.MaxPaths
	if err := unknown.fits(c.Scenario, &told); err != nil {
		t.Errorf("the most futures are refused without a need: %v", err)
	}
}

func TestSizesAreSaidInUnits(t *testing.T) {
	for n, want := range map[int64]string{1: "1 MiB", 5 << 20: "5 MiB", 5<<20 + 1: "6 MiB", 3 << 29: "1.5 GiB"} {
		if got := bytesText(n); got != want {
			t.Errorf("%d bytes are %s", n, got)
		}
	}
}
