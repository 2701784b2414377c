package workload

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"
)

var works = []Work{Monthly, Yearly}

// TestSuccessIsKnown compares success with what 10^8 futures converge to: 0.70748
// and 0.71143.
func TestSuccessIsKnown(t *testing.T) {
	codes := Codes()
	for w, want := range map[Work]float64{Monthly: 0.70748, Yearly: 0.71143} {
		n := 20_000
		if len(codes) == 1 || testing.Short() {
			n = 2_000
		}
		e := NewEnds(n)
		got := float64(Run(w, codes[len(codes)-1], 1, e, 2)) / float64(n)
		if z := (got - want) / math.Sqrt(want*(1-want)/float64(n)); math.Abs(z) > 4 {
			t.Errorf("%s succeeds in %.4f of %d futures, %.1f standard errors from %v", w, got, n, z, want)
		}
	}
}

// apart is how much two numbers of money differ: relative, or in hundredths
// where they are small.
func apart(a, b float64) float64 { return math.Abs(a-b) / max(math.Abs(a), math.Abs(b), 1000) }

// TestCodesAgree compares the kernels with the portable code, future by future:
// a hundred-thousandth, or a cent, and the same futures succeed.
func TestCodesAgree(t *testing.T) {
	for _, w := range works {
		for _, n := range []int{1, 15, 17, 1000} {
			for seed := range uint64(2) {
				want := NewEnds(n)
				Run(w, Portable, seed, want, 2)
				for _, c := range Codes()[1:] {
					got := NewEnds(n)
					if a, b := Run(w, c, seed, got, 2), want.Successes(); a != b {
						t.Errorf("%s on %s: %d of %d futures succeed, %d in portable code", w, c, a, n, b)
					}
					compare(t, fmt.Sprint(w, " on ", c), got, want, 1e-5)
				}
			}
		}
	}
}

// compare fails where a year's end is further apart than the tolerance, or a
// future succeeds in one alone.
func compare(t *testing.T, what string, got, want *Ends, tolerance float64) {
	t.Helper()
	for i := range got.n {
		if got.Passed(i) != want.Passed(i) {
			t.Errorf("%s: future %d succeeds in one alone", what, i)
		}
		for y := range Years {
			if a, b := float64(got.Year(y)[i]), float64(want.Year(y)[i]); !(apart(a, b) <= tolerance) {
				t.Fatalf("%s: future %d ends year %d with %v, want %v", what, i, y, a, b)
			}
		}
	}
}

// TestWorkersChangeNothing, nor does how many futures there are: a future is
// its own.
func TestWorkersChangeNothing(t *testing.T) {
	for _, w := range works {
		for _, c := range Codes() {
			few, many := NewEnds(300), NewEnds(613)
			Run(w, c, 5, few, 1)
			Run(w, c, 5, many, 3)
			for i := range few.n {
				for y := range Years {
					if few.Year(y)[i] != many.Year(y)[i] {
						t.Fatalf("%s on %s: future %d changes with their number", w, c, i)
					}
				}
			}
		}
	}
}

func TestSeedsDiffer(t *testing.T) {
	a, b := NewEnds(16), NewEnds(16)
	Run(Monthly, Portable, 1, a, 1)
	Run(Monthly, Portable, 2, b, 1)
	if a.Year(0)[0] == b.Year(0)[0] {
		t.Error("two seeds give the same future")
	}
}

// TestPlayingAllocatesNothing: all memory is there before the first step.
func TestPlayingAllocatesNothing(t *testing.T) {
	for _, w := range works {
		for _, c := range Codes() {
			e, p := NewEnds(32), newPlayer(w, c, 1)
			if n := testing.AllocsPerRun(3, func() { p.play(e, 0, 2) }); n != 0 {
				t.Errorf("%s on %s allocates %v times", w, c, n)
			}
		}
	}
}

// TestKernelsLeaveNoUpperHalf: every function of the assembly clears the upper
// halves of the registers before it returns, and none of those for AVX2 uses
// what only AVX-512 has.
func TestKernelsLeaveNoUpperHalf(t *testing.T) {
	source, err := os.ReadFile("kernels_amd64.s")
	if err != nil {
		t.Fatal(err)
	}
	functions := strings.Split(string(source), "TEXT ·")[1:]
	if len(functions) != 4 {
		t.Fatalf("%d functions, want 4", len(functions))
	}
	wide := regexp.MustCompile(`\b(Z\d+|K[0-7]|[XY](1[6-9]|[23]\d))\b`)
	for _, f := range functions {
		name, _, _ := strings.Cut(f, "(")
		if strings.Count(f, "VZEROUPPER\n\tRET") != 1 || strings.Count(f, "RET") != 1 {
			t.Errorf("%s returns with dirty upper halves", name)
		}
		if found := wide.FindString(f); strings.HasSuffix(name, "AVX2") && found != "" {
			t.Errorf("%s uses %s", name, found)
		}
	}
}
