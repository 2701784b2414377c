package sobol

import (
	"flag"
	"math"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "search for the initial numbers again and write them")

// The search is long; without -update the first dimensions are searched for.
func TestInitialNumbersAreThoseThatTheSearchFinds(t *testing.T) {
	if *update {
		if err := write("numbers.go", choose(dimensions, tries)); err != nil {
			t.Fatal(err)
		}
		return
	}
	for i, initial := range choose(9, tries) {
		if !slices.Equal(initial, numbers[i]) {
			t.Errorf("dimension %d: %v, want %v", i+1, numbers[i], initial)
		}
	}
}

// Counts of primitive polynomials are φ(2^s - 1)/s.
func TestPrimitivePolynomialsAreAsManyAsTheyShouldBe(t *testing.T) {
	want := map[int]int{1: 1, 2: 1, 3: 2, 4: 2, 5: 6, 6: 6, 7: 18, 8: 16}
	got := map[int]int{}
	for _, p := range primitives(52) {
		got[degree(p)]++
	}
	for s, n := range want {
		if got[s] != n {
			t.Errorf("%d of degree %d, want %d", got[s], s, n)
		}
	}
}

func TestEveryDimensionHasOnePointInEveryInterval(t *testing.T) {
	net, to := New(Dims), make([]float64, Dims)
	for _, m := range []int{0, 3, 7, 10} {
		n := 1 << m
		for _, key := range []uint64{0, 1, 99} {
			hit := make([][]int, Dims)
			for d := range hit {
				hit[d] = make([]int, n)
			}
			for i := range n {
				net.Point(uint32(i), key, to)
				for d, x := range to {
					hit[d][int(x*float64(n))]++
				}
			}
			for d := range hit {
				if slices.Max(hit[d]) != 1 {
					t.Fatalf("dimension %d is not a (0,%d,1)-net under key %d", d, m, key)
				}
			}
		}
	}
}

// A (t,m,2)-net of 2^m points has 2^t in each box of 2^(t-m); scrambling keeps that.
func TestPlanesAreAsEvenAsTheirQualitySays(t *testing.T) {
	const m, n = 8, 256
	net, to := New(8), make([]float64, 8)
	for a := range 8 {
		for b := range a {
			q := quality(&net.directions[a], &net.directions[b], m)
			if q > 3 {
				t.Errorf("dimensions %d and %d are a (%d,%d,2)-net", b, a, q, m)
			}
			for wide := 0; wide <= m-q; wide++ {
				hit := map[[2]int]int{}
				for i := range n {
					net.Point(uint32(i), 5, to)
					hit[[2]int{int(to[a] * float64(int(1)<<wide)), int(to[b] * float64(int(1)<<(m-q-wide)))}]++
				}
				for box, count := range hit {
					if count != 1<<q {
						t.Fatalf("dimensions %d and %d: %d points in %v of 2^-%d by 2^-%d, want %d", b, a, count, box, wide, m-q-wide, 1<<q)
					}
				}
			}
		}
	}
}

// Over many keys a point is uniform in the cube: mean ½, variance 1/12, no
// correlation of coordinates or of neighbouring keys.
func TestAScrambledPointIsUniform(t *testing.T) {
	const keys, dims = 20_000, 6
	net, to, last := New(dims), make([]float64, dims), make([]float64, dims)
	var sum, square [dims]float64
	var cross, serial float64
	for key := range uint64(keys) {
		copy(last, to)
		net.Point(3, key, to)
		for d, x := range to {
			sum[d] += x - 0.5
			square[d] += (x - 0.5) * (x - 0.5)
		}
		cross += (to[1] - 0.5) * (to[4] - 0.5)
		serial += (to[2] - 0.5) * (last[2] - 0.5)
	}
	sd := math.Sqrt(1.0 / 12 / keys)
	for d := range dims {
		if math.Abs(sum[d]/keys) > 4*sd {
			t.Errorf("mean of dimension %d is off by %g", d, sum[d]/keys)
		}
		if math.Abs(square[d]/keys-1.0/12) > 4*math.Sqrt(1.0/180/keys) {
			t.Errorf("variance of dimension %d is %g", d, square[d]/keys)
		}
	}
	for _, c := range []float64{cross, serial} {
		if math.Abs(c/keys) > 4/math.Sqrt(keys)/12 {
			t.Errorf("correlated by %g", 12*c/keys)
		}
	}
}

// The mean of x₁ x₂ … over 2^m points of many replicates is that over the cube,
// and varies far less than that of independent points.
func TestAnIntegralIsUnbiasedAndSharp(t *testing.T) {
	const replicates, points, dims = 200, 256, 5
	net, to := New(dims), make([]float64, dims)
	var sum, square float64
	for key := range uint64(replicates) {
		mean := 0.0
		for i := range points {
			net.Point(uint32(i), key, to)
			f := 1.0
			for _, x := range to {
				f *= 1 + (x-0.5)/2
			}
			mean += f / points
		}
		sum, square = sum+mean-1, square+(mean-1)*(mean-1)
	}
	sd := math.Sqrt(square / replicates)
	if math.Abs(sum/replicates) > 4*sd/math.Sqrt(replicates) {
		t.Errorf("off by %g ± %g", sum/replicates, sd/math.Sqrt(replicates))
	}
	independent := math.Sqrt((math.Pow(1+1.0/48, dims) - 1) / points)
	if sd > independent/5 {
		t.Errorf("error %g, want a fifth of that of independent points, %g, at most", sd, independent)
	}
	t.Logf("error %.2g, of independent points %.2g", sd, independent)
}
