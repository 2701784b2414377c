package workload

import (
	"encoding/binary"
	"math"
	"math/bits"
	"testing"
)

// ars is Random123's ARS-4x32 with any number of rounds, byte by byte after FIPS
// 197.
func ars(counter, low, high uint64, upper uint64, rounds int) block {
	var state, key [16]byte
	set := func() {
		binary.LittleEndian.PutUint64(key[:], low)
		binary.LittleEndian.PutUint64(key[8:], high)
	}
	binary.LittleEndian.PutUint64(state[:], counter)
	binary.LittleEndian.PutUint64(state[8:], upper)
	set()
	for i := range state {
		state[i] ^= key[i]
	}
	for r := 1; r <= rounds; r++ {
		low, high = low+weylLow, high+weylHigh
		set()
		var shifted [16]byte
		for i := range state {
			shifted[i] = sbox[state[(i+4*(i%4))%16]]
		}
		state = shifted
		if r < rounds {
			for c := range 4 {
				mixColumn(state[4*c : 4*c+4])
			}
		}
		for i := range state {
			state[i] ^= key[i]
		}
	}
	var b block
	for i := range b {
		b[i] = binary.LittleEndian.Uint32(state[4*i:])
	}
	return b
}

// mixColumn multiplies a column by {03}x³+{01}x²+{01}x+{02} (FIPS 197, 5.1.3).
func mixColumn(c []byte) {
	double := func(b byte) byte { return b<<1 ^ 0x1b*(b>>7) }
	all := c[0] ^ c[1] ^ c[2] ^ c[3]
	first := c[0]
	for i := range 4 {
		next := first
		if i < 3 {
			next = c[i+1]
		}
		c[i] ^= all ^ double(c[i]^next)
	}
}

// TestKnownAnswers checks the test's own ARS by Random123's vectors (its file
// kat_vectors, ars4x32 with ten rounds), and the generator by that.
func TestKnownAnswers(t *testing.T) {
	for _, tt := range []struct {
		counter, upper, low, high uint64
		want                      block
	}{
		{0, 0, 0, 0, block{0x8d73ee19, 0x506401ef, 0x13c2dbe4, 0x0cbe9c0d}},
		{0x85a308d3_243f6a88, 0x03707344_13198a2e, 0x299f31d0_a4093822, 0xec4e6c89_082efa98,
			block{0xa516e7d6, 0x8357ad74, 0x5b59b3ec, 0x8763fff3}},
		{math.MaxUint64, math.MaxUint64, math.MaxUint64, 0, block{0xbb3743b1, 0x9f635551, 0xecbc87fc, 0xa19478a9}},
	} {
		if got := ars(tt.counter, tt.low, tt.high, tt.upper, 10); got != tt.want {
			t.Errorf("ARS-10 of %#x is %#x, want %#x", tt.counter, got, tt.want)
		}
		g := newGenerator(tt.low, tt.high)
		var got block
		got[0], got[1], got[2], got[3] = g.words(tt.counter, tt.upper)
		if want := ars(tt.counter, tt.low, tt.high, tt.upper, rounds); got != want {
			t.Errorf("words of %#x are %#x, want %#x", tt.counter, got, want)
		}
	}
}

// exactNormals is Box and Muller's pair in float64, of the same words.
func exactNormals(first, second uint32) (even, odd float64) {
	var log float64
	if a := int32(first | 1); a > 0 {
		log = math.Log(float64(a) * 0x1p-32)
	} else {
		log = math.Log1p(float64(a) * 0x1p-32)
	}
	r := math.Sqrt(-2 * log)
	sin, cos := math.Sincos(float64(int32(second<<1)) * 0x1p-31 * math.Pi / 2)
	if second>>31 != 0 {
		cos = -cos
	}
	return r * cos, r * sin
}

// pairs calls f with words of the generator, and with those at the borders.
func pairs(blocks int, f func(first, second *[lanes]uint32)) {
	g := newGenerator(7, 7)
	var a, b [lanes]uint32
	edges := []uint32{0, 1, 2, 3, 5, 1 << 23, 1<<24 + 1, 1<<30 - 1, 1 << 30, 1<<31 - 1, 1 << 31, 1<<31 + 1,
		3 << 30, 1<<32 - 129, 1<<32 - 2, 1<<32 - 1}
	for i := range edges {
		for j := range edges {
			a[j], b[j] = edges[i], edges[j]
		}
		f(&a, &b)
		for j := range edges { // the tail, at every angle
			a[j], b[j] = uint32(i), uint32(j)<<28+uint32(i)<<24
		}
		f(&a, &b)
	}
	for n := range blocks {
		for l := 0; l < lanes; l += 4 {
			a[l], a[l+1], a[l+2], a[l+3] = g.words(uint64(n*lanes+l), 0)
			b[l], b[l+1], b[l+2], b[l+3] = g.words(uint64(n*lanes+l), 1)
		}
		f(&a, &b)
	}
}

func TestNormalsAreExact(t *testing.T) {
	g := newGenerator(7, 7)
	worst, furthest := 0.0, 0.0
	pairs(20_000, func(first, second *[lanes]uint32) {
		var even, odd row
		g.normals(first, second, &even, &odd)
		for l := range even {
			x, y := exactNormals(first[l], second[l])
			worst = max(worst, math.Abs(float64(even[l])-x), math.Abs(float64(odd[l])-y))
			furthest = max(furthest, math.Abs(x), math.Abs(y))
		}
	})
	t.Logf("the worst of 640,000 normals is off by %.2g; the furthest is %.2f", worst, furthest)
	if !(worst <= 1e-6) {
		t.Errorf("a normal is off by %g", worst)
	}
	if furthest < 6.6 {
		t.Errorf("the furthest normal is %g", furthest)
	}
}

// nearest is how far from 0 nearby holds.
const nearest = 0.8

// TestMonthsStayNear: no month of the monthly work leaves the polynomial's
// interval, since no normal is further out than the smallest word's.
func TestMonthsStayNear(t *testing.T) {
	furthest, _ := exactNormals(0, 0)
	m := newMonthlyModel()
	for i, row := range m.chol {
		reach := 0.0
		for _, c := range row {
			reach += math.Abs(float64(c)) * furthest
		}
		if reach += math.Abs(float64(m.mean[i])); reach > nearest {
			t.Errorf("asset %d may grow by 2^%.3f in a month", i, reach)
		}
	}
}

func TestPowersAreExact(t *testing.T) {
	g := newGenerator(0, 0)
	worst := 0.0
	for i := -400_000; i < 400_000; i += lanes {
		var y row
		for l := range y {
			y[l] = float32(i+l) * 1e-5
		}
		p, n := y, y
		g.exp2(&p)
		g.nearby(&n)
		for l := range y {
			want := math.Exp2(float64(y[l]))
			worst = max(worst, math.Abs(float64(p[l])/want-1))
			if math.Abs(float64(y[l])) <= nearest {
				worst = max(worst, math.Abs(float64(n[l])/want-1))
			}
		}
	}
	t.Logf("the worst of 800,000 powers is off by %.2g", worst)
	if !(worst <= 2e-7) {
		t.Errorf("a power is off by %g", worst)
	}
}

// TestNormalsAreNormal looks at two million draws as the work makes them:
// moments, tails, correlation between draws, months and neighbours. Each is
// within five standard errors.
func TestNormalsAreNormal(t *testing.T) {
	const months, futures = 240, 2048
	g := newGenerator(11, 1)
	var sums [4]float64
	var beyond [5]float64
	products := map[string]float64{}
	n := 0.0
	var before [monthlyAssets]row
	for at := 0; at < futures; at += lanes {
		for m := range months {
			var z [monthlyAssets]row
			g.fill(z[:], at, 4*m)
			for d := range z {
				for l, v := range z[d] {
					x := float64(v)
					n++
					for k, p := 0, x; k < len(sums); k, p = k+1, p*x {
						sums[k] += p
					}
					for s := range beyond {
						if math.Abs(x) > float64(s+1) {
							beyond[s]++
						}
					}
					products["neighbouring draws"] += x * float64(z[(d+1)%4][l])
					products["their squares"] += (x*x - 1) * float64(z[(d+1)%4][l]*z[(d+1)%4][l]-1) / 2
					products["opposite draws"] += x * float64(z[(d+2)%4][l])
					products["neighbouring futures"] += x * float64(z[d][(l+1)%lanes])
					products["months"] += x * float64(before[d][l])
				}
			}
			before = z
		}
	}
	check := func(what string, sum, mean, sd float64) {
		t.Helper()
		if z := (sum - n*mean) / (sd * math.Sqrt(n)); !(math.Abs(z) < 5) {
			t.Errorf("%s: %.1f standard errors from what it should be", what, z)
		}
	}
	check("mean", sums[0], 0, 1)
	check("variance", sums[1], 1, math.Sqrt2)
	check("third moment", sums[2], 0, math.Sqrt(15))
	check("fourth moment", sums[3], 3, math.Sqrt(96))
	for s, count := range beyond {
		p := math.Erfc(float64(s+1) / math.Sqrt2)
		check("share beyond "+string(rune('1'+s))+" deviations", count, p, math.Sqrt(p))
	}
	for what, sum := range products { // a pair that counts twice doubles the variance at most
		check("correlation of "+what, sum, 0, math.Sqrt2)
	}
}

// TestWordsAreEven counts every bit of a million words, and how often one bit of
// the counter turns each: half the time, if nothing of the counter shows.
func TestWordsAreEven(t *testing.T) {
	g := newGenerator(3, 1)
	const n = 1 << 14
	var ones, turned [32]float64
	for i := range uint64(n) {
		a0, a1, a2, a3 := g.words(i, 5)
		for bit := range 16 {
			b0, b1, b2, b3 := g.words(i^1<<bit, 5)
			for _, w := range [4][2]uint32{{a0, b0}, {a1, b1}, {a2, b2}, {a3, b3}} {
				for j := range 32 {
					ones[j] += float64(w[0] >> j & 1)
					turned[j] += float64((w[0] ^ w[1]) >> j & 1)
				}
			}
		}
	}
	const drawn = n * 16 * 4
	for j := range 32 {
		// The words of i are counted for each bit, those of i and its mirror twice.
		if z := (ones[j] - drawn/2) / math.Sqrt(drawn/4*16); math.Abs(z) > 5 {
			t.Errorf("bit %d is set %.1f standard errors too often", j, z)
		}
		if z := (turned[j] - drawn/2) / math.Sqrt(drawn/4*2); math.Abs(z) > 5 {
			t.Errorf("bit %d turns %.1f standard errors too often", j, z)
		}
	}
	if bits.OnesCount32(uint32(n)) != 1 {
		t.Fatal("the counters must be closed under turning a bit")
	}
}
