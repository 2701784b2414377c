package forecast

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

// TestACloudBeginsWithTheFuturesOfTheRun holds that more futures are the same ones
// and others: what is picked in a small run is there in a large one.
func TestACloudBeginsWithTheFuturesOfTheRun(t *testing.T) {
	p := demo(t, "us")
	small := mustRun(t, p, RunSpec{Paths: 40, Purpose: Full})
	cloud := mustRun(t, p, RunSpec{Paths: 100, Purpose: Cloud})
	if len(cloud.Years) != 0 || len(cloud.Header.Blocks.Years.Years) != 0 || cloud.Header.Purpose != Cloud {
		t.Errorf("a cloud tells years: %+v", cloud.Header.Blocks.Years)
	}
	if small.Header.Hash == cloud.Header.Hash {
		t.Error("two runs are one")
	}
	for c := range columns {
		a, b := small.Futures[4*40*c:][:4*40], cloud.Futures[4*100*c:][:4*40]
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs", columns[c])
		}
	}
}

func TestACloudTakesMoreThanAPlanMayAskFor(t *testing.T) {
	if Cloud.Most() <= plan.MaxPaths || Full.Most() != plan.MaxPaths {
		t.Errorf("%d and %d", Cloud.Most(), Full.Most())
	}
	tight := Service{Free: func() (uint64, bool) { return 64 << 20, true }}
	_, err := tight.Run(t.Context(), demo(t, "us"), RunSpec{Paths: Cloud.Most(), Purpose: Cloud}, nil)
	var refused *fault.Error
	if !errors.As(err, &refused) || !errors.Is(err, ErrRoom) || len(refused.Problems) != 1 {
		t.Errorf("a cloud without room gives %v", err)
	}
	if _, err := tight.Run(t.Context(), demo(t, "us"), RunSpec{Paths: Cloud.Most() + 1, Purpose: Cloud}, nil); !errors.Is(err, ErrPaths) {
		t.Errorf("a cloud beyond all bounds gives %v", err)
	}
}

// TestNetWorthIsWhatItIsMadeOf holds a replay's worth to its parts: at the start
// the home's value and the mortgage stand in the plan, at the end no more than the last tax is owed.
func TestNetWorthIsWhatItIsMadeOf(t *testing.T) {
	p := demo(t, "us")
	r := mustRun(t, p, RunSpec{Paths: 8, Purpose: Cloud})
	replay, err := new(Service).Replay(t.Context(), r, 3)
	if err != nil {
		t.Fatal(err)
	}
	c := compiledPlan(t, p)
	for _, month := range []int{0, 60, 200} {
		want := 0.0
		for _, h := range c.Scenario.Holdings {
			if h.Kind == "debt" {
				continue
			}
			price := replay.Price[min(month+1, len(replay.Price)-1)]
			if h.Value.Real != nil {
				want += h.Value.Real[month]
			}
			if h.Value.Nominal != nil {
				want += h.Value.Nominal[month] / price
			}
		}
		got := replay.NetWorth[month] + replay.Debts[month]
		for _, b := range replay.Balances {
			got -= b.Values[month]
		}
		if math.Abs(got-want) > 1e-6*math.Abs(want) {
			t.Errorf("month %d: things are worth %g, the plan says %g", month, got, want)
		}
	}
	if replay.Debts[0] <= 0 || replay.Debts[replay.Months-1] > replay.Debts[0]/100 {
		t.Errorf("owed at first %g, at last %g", replay.Debts[0], replay.Debts[replay.Months-1])
	}
}
