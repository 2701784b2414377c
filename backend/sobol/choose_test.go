package sobol

import (
	"fmt"
	"go/format"
	"math/bits"
	"math/rand/v2"
	"os"
	"strings"
)

// The choice of initial numbers: of so many tries per dimension, those whose
// plane projections with the dimensions before are the most even. What is
// compared is the sum of 4^t over the projections and over 2^m points for m up
// to mostDigits, where t is the quality of the projection as a (t,m,2)-net. The
// weight of a dimension before falls with its number, as that of what is put
// along it should.
// Source of the measure: Joe, Kuo, "Constructing Sobol sequences with better
// two-dimensional projections", SIAM J. Sci. Comput. 30 (2008).
const (
	tries      = 400
	mostDigits = 11
	dimensions = 48
)

// choose searches for initial numbers.
func choose(dims, tries int) [][]uint32 {
	random := rand.New(rand.NewPCG(1, 2))
	polynomials := primitives(dims - 1)
	before := [][digits]uint32{corput()}
	var chosen [][]uint32
	for _, p := range polynomials {
		var best []uint32
		least := 0.0
		for range tries {
			initial := odd(random, degree(p))
			if b := badness(before, directions(p, initial), least); best == nil || b < least {
				best, least = initial, b
			}
		}
		chosen = append(chosen, best)
		before = append(before, directions(p, best))
	}
	return chosen
}

func odd(random *rand.Rand, s int) []uint32 {
	initial := make([]uint32, s)
	for k := range initial {
		initial[k] = random.Uint32N(1<<k)<<1 | 1
	}
	return initial
}

// badness of a dimension after others; it may stop once above a positive limit.
func badness(before [][digits]uint32, v [digits]uint32, limit float64) float64 {
	b := 0.0
	for d := range before {
		for m := 2; m <= mostDigits; m++ {
			b += float64(int(1)<<(2*quality(&before[d], &v, m))) / float64(d+4)
		}
		if limit > 0 && b > limit {
			break
		}
	}
	return b
}

// quality is the least t for which the first 2^m points of two dimensions are a
// (t,m,2)-net: m less the largest k for which any k leading digits of the two,
// however divided, are independent.
func quality(a, b *[digits]uint32, m int) int {
	rowsA, rowsB := rows(a, m), rows(b, m)
	strength := m
	for first := range m + 1 {
		var basis [digits]uint32
		k := 0
		for k < first && independent(&basis, rowsA[k]) {
			k++
		}
		for k < m && independent(&basis, rowsB[k-first]) {
			k++
		}
		strength = min(strength, k)
	}
	return m - strength
}

// rows are, per leading digit of a coordinate, which digits of the point's
// number it is the sum of.
func rows(v *[digits]uint32, m int) []uint32 {
	r := make([]uint32, m)
	for row := range r {
		for column := range m {
			r[row] |= v[column] >> (digits - 1 - row) & 1 << column
		}
	}
	return r
}

// independent adds a row to a basis kept by leading digit, and reports whether
// it was independent of it.
func independent(basis *[digits]uint32, row uint32) bool {
	for row != 0 {
		lead := bits.Len32(row) - 1
		if basis[lead] == 0 {
			basis[lead] = row
			return true
		}
		row ^= basis[lead]
	}
	return false
}

func write(path string, chosen [][]uint32) error {
	var b strings.Builder
	b.WriteString("package sobol\n\n" +
		"// numbers are the initial numbers of the dimensions from the second on, in the\n" +
		"// order of primitives. They were searched for, and are written, by\n" +
		"// go test ./backend/sobol -run InitialNumbers -update.\n" +
		"var numbers = [...][]uint32{\n")
	for _, initial := range chosen {
		fmt.Fprintf(&b, "\t{%s},\n", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(initial)), ", "), "[]"))
	}
	b.WriteString("}\n")
	source, err := format.Source([]byte(b.String()))
	if err != nil {
		return err
	}
	return os.WriteFile(path, source, 0o644)
}
