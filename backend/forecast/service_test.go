package forecast

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

// frozen is a household that these tests keep while the shipped ones are tuned.
//
//go:embed testdata/household.json
var frozen []byte

func household(t *testing.T) plan.Plan {
	t.Helper()
	p, err := plan.Decode(bytes.NewReader(frozen))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func mustRun(t *testing.T, p plan.Plan, spec RunSpec) Result {
	t.Helper()
	var s Service
	r, err := s.Run(t.Context(), p, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheSameRunGivesTheSameBytes(t *testing.T) {
	p := household(t)
	a, b := mustRun(t, p, RunSpec{Paths: 300, Purpose: Full}), mustRun(t, p, RunSpec{Paths: 300, Purpose: Full})
	a.Header.MS, b.Header.MS = 0, 0
	if !bytes.Equal(asJSON(t, a), asJSON(t, b)) {
		t.Error("two runs of the same plan differ")
	}
}

func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheHashSaysWhatDecidesTheFigures(t *testing.T) {
	p := household(t)
	var s Service
	seed := uint64(7)
	base := RunSpec{Paths: 200, Purpose: Preview}
	hash := func(p plan.Plan, spec RunSpec) string {
		h, err := s.Hash(t.Context(), p, spec)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	want := hash(p, base)
	if got := mustRun(t, p, base).Header.Hash; got != want {
		t.Errorf("the result's hash is %s, foretold %s", got, want)
	}
	renamed := p
	renamed.Name = "somebody else"
	if hash(renamed, base) != want {
		t.Error("a name changes the hash")
	}
	richer := household(t)
	for id, a := range richer.Accounts {
		a.Balance.Amt = "1" + a.Balance.Amt
		richer.Accounts[id] = a
	}
	for name, other := range map[string]string{
		"plan":    hash(richer, base),
		"seed":    hash(p, RunSpec{Paths: 200, Purpose: Preview, Seed: &seed}),
		"paths":   hash(p, RunSpec{Paths: 201, Purpose: Preview}),
		"purpose": hash(p, RunSpec{Paths: 200, Purpose: Full}),
	} {
		if other == want {
			t.Errorf("another %s has the same hash", name)
		}
	}
}

func TestBlocksHaveTheShapeThatTheHeaderSays(t *testing.T) {
	r := mustRun(t, household(t), RunSpec{Paths: 150, Purpose: Preview})
	b := r.Header.Blocks
	if got, want := len(r.Series), 4*len(b.Series.Basis)*len(b.Series.Metrics)*len(b.Series.Percentiles)*b.Series.Months; got != want {
		t.Errorf("series has %d bytes, want %d", got, want)
	}
	if got, want := len(r.Futures), 4*len(b.Futures.Columns)*b.Futures.N; got != want {
		t.Errorf("futures has %d bytes, want %d", got, want)
	}
	if got, want := len(r.Years), 4*len(b.Years.Basis)*len(b.Years.Metrics)*len(b.Years.Years)*b.Years.N; got != want {
		t.Errorf("years has %d bytes, want %d", got, want)
	}
	for _, l := range r.Header.Cashflow.Lines {
		if len(l.Mean) != len(r.Header.Cashflow.Years) {
			t.Errorf("line %s has %d years of %d", l.ID, len(l.Mean), len(r.Header.Cashflow.Years))
		}
	}
}

// Each percentile of the net worth lies at or above the one below it, and at
// month 0 money of today is money of the day but for a month's inflation.
func TestTheFanIsInOrder(t *testing.T) {
	r := mustRun(t, household(t), RunSpec{Paths: 500, Purpose: Preview})
	b := r.Header.Blocks.Series
	at := func(basis, metric, percentile, month int) float64 {
		i := ((basis*len(b.Metrics)+metric)*len(b.Percentiles)+percentile)*b.Months + month
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(r.Series[4*i:])))
	}
	for metric := range b.Metrics {
		for m := range b.Months {
			for q := 1; q < len(b.Percentiles); q++ {
				if at(0, metric, q, m) < at(0, metric, q-1, m) {
					t.Fatalf("metric %d month %d: percentile %d is below the one before", metric, m, b.Percentiles[q])
				}
			}
		}
	}
	if real, nominal := at(0, 0, 3, 0), at(1, 0, 3, 0); math.Abs(nominal/real-1) > 0.02 {
		t.Errorf("after a month net worth is %v in today's money, %v in money of the day", real, nominal)
	}
	last := b.Months - 1
	if growth := at(1, 0, 3, last) / at(0, 0, 3, last); growth < 1.5 {
		t.Errorf("prices grow by %v only", growth)
	}
}

func TestAReplayHasTheResultsNumbers(t *testing.T) {
	r := mustRun(t, household(t), RunSpec{Paths: 130, Purpose: Preview})
	var s Service
	ends, err := column(r, "endWealth")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{0, 64, 129} {
		again, err := s.Replay(t.Context(), r, i)
		if err != nil {
			t.Fatal(err)
		}
		if got := float32(again.NetWorth[again.Months-1]); got != ends[i] {
			t.Errorf("future %d ends with %v, replayed %v", i, ends[i], got)
		}
	}
	if _, err := s.Replay(t.Context(), r, 130); !errors.Is(err, ErrFuture) {
		t.Errorf("future 130 of 130: %v", err)
	}
}

func TestARunTellsHowFarItIs(t *testing.T) {
	var s Service
	seen := map[string]int{}
	_, err := s.Run(t.Context(), household(t), RunSpec{Paths: 200, Purpose: Full}, func(p Progress) {
		if p.Done < seen[p.Phase] || p.Done > p.Total {
			t.Errorf("%s went from %d to %d of %d", p.Phase, seen[p.Phase], p.Done, p.Total)
		}
		seen[p.Phase] = p.Done
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen["simulate"] != 200 || seen["solve"] == 0 {
		t.Errorf("progress %v", seen)
	}
}

func TestACancelledRunStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var s Service
	begun := time.Now()
	_, err := s.Run(ctx, household(t), RunSpec{Paths: plan.MaxPaths, Purpose: Full}, func(Progress) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("took %v to stop", took)
	}
}

func TestTooManyFuturesAreRefused(t *testing.T) {
	var s Service
	for _, paths := range []int{-1, plan.MaxPaths + 1} {
		if _, err := s.Run(t.Context(), household(t), RunSpec{Paths: paths}, nil); !errors.Is(err, ErrPaths) {
			t.Errorf("%d futures: %v", paths, err)
		}
	}
}

func TestAPlanWithErrorsIsRefusedWithAllOfThem(t *testing.T) {
	p := household(t)
	p.Assumptions.Inflation.Mean = math.NaN()
	for id, a := range p.Accounts {
		a.Balance.Amt = "-5"
		p.Accounts[id] = a
	}
	var s Service
	_, err := s.Run(t.Context(), p, RunSpec{Purpose: Preview}, nil)
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Problems) < 1+len(p.Accounts) {
		t.Errorf("error %v", err)
	}
}

// A matrix that cannot be is mended, and the result says so.
func TestAMendedCorrelationIsALimitOfTheResult(t *testing.T) {
	p := household(t)
	c := &p.Assumptions.Corr
	for i := range min(3, len(c.Order)) {
		for j := range i {
			v := 0.95
			if i == 2 && j == 0 {
				v = -0.95
			}
			c.M[i][j], c.M[j][i] = v, v
		}
	}
	r := mustRun(t, p, RunSpec{Paths: 64, Purpose: Preview})
	if !slices.ContainsFunc(r.Header.Limits, func(l fault.Problem) bool { return l.Code == "limit.corr.repaired" }) {
		t.Errorf("limits %v", r.Header.Limits)
	}
}
