package latency

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestQuantilesAreNeverTooShortAndHardlyTooLong(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		var h Histogram
		var all []time.Duration
		for range 1 + random.IntN(2000) {
			d := time.Duration(float64(100*time.Microsecond) * (1 + random.ExpFloat64()*float64(random.IntN(10000))))
			all = append(all, d)
			h.Add(d)
		}
		slices.Sort(all)
		s := h.Summary()
		for share, got := range map[float64]time.Duration{0.50: s.P50, 0.95: s.P95, 0.99: s.P99} {
			exact := all[max(0, int(share*float64(len(all))+0.999999)-1)]
			if got < exact || float64(got) > 1.13*float64(exact) {
				t.Fatalf("p%g of %d is told as %v, is %v", 100*share, len(all), got, exact)
			}
		}
		if s.Most != all[len(all)-1] || s.Count != uint64(len(all)) {
			t.Fatalf("summary %+v", s)
		}
	}
}

func TestWhatIsOutOfRangeIsCounted(t *testing.T) {
	var h Histogram
	h.Add(-time.Second)
	h.Add(0)
	h.Add(100 * time.Hour)
	if s := h.Summary(); s.Count != 3 || s.Most != 100*time.Hour || s.P50 > smallest || s.P99 < time.Hour {
		t.Errorf("summary %+v", s)
	}
	if s := new(Histogram).Summary(); s != (Summary{}) {
		t.Errorf("an empty histogram tells %+v", s)
	}
}

func TestARecordIsBounded(t *testing.T) {
	var r Record
	for i := range 10 * mostNames {
		r.Add(fmt.Sprint(i), time.Second)
	}
	all := r.Summaries()
	if len(all) != mostNames+1 {
		t.Fatalf("%d names are kept", len(all))
	}
	if others := all[len(all)-1]; others.Name != Others || others.Count != 9*mostNames {
		t.Errorf("the last is %+v", others)
	}
}

func TestALogKeepsTheNewest(t *testing.T) {
	l := Log[int]{Keep: 3}
	for i := range 10 {
		l.Add(i)
	}
	if got := l.Newest(); !slices.Equal(got, []int{9, 8, 7}) {
		t.Errorf("kept %v", got)
	}
}

func BenchmarkAdd(b *testing.B) {
	var r Record
	for b.Loop() {
		r.Add("GET /plans", 3*time.Millisecond)
	}
}
