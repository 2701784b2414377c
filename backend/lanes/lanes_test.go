package lanes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// desk is what the operations under test read and write.
type desk struct {
	v     [8]Vec
	x     [4]float64
	words [4][Count]uint32
	keys  Keys
	c     [3]uint32
	table *Table
	said  bool
	sum   float64
	mask  uint64
}

// operations are all operations of a unit, each as done on a desk. What a desk
// holds differs in nothing but that no number is any.
var operations = map[string]func(u Unit, d *desk){
	"Words":   func(u Unit, d *desk) { u.Words(&d.keys, d.c[0], d.c[1], &d.words[3], d.c[2], &d.words) },
	"Normals": func(u Unit, d *desk) { u.Normals(d.table, &d.words[0], &d.v[0]) },
	"Mix":     func(u Unit, d *desk) { u.Mix(&d.v[0], d.v[1:], d.x[:]) },
	"Mix of none": func(u Unit, d *desk) {
		u.Mix(&d.v[0], d.v[1:], nil)
	},
	"Grow": func(u Unit, d *desk) {
		for l, x := range &d.v[1] {
			if math.IsNaN(x) {
				d.v[1][l] = 1
			}
		}
		if math.IsNaN(d.x[0]) || math.IsInf(d.x[0], 0) {
			d.x[0] = 0.01
		}
		u.Grow(&d.v[0], &d.v[1], d.x[0])
	},
}

// odd are the numbers that arithmetic trips over.
var odd = []float64{
	0, math.Copysign(0, -1), 1, -1, math.NaN(), math.Inf(1), math.Inf(-1),
	math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 0x1p-1030, math.MaxFloat64, -math.MaxFloat64, 20, -20, 19.999999999999996,
}

// number is any number: mostly an amount, sometimes an odd one, sometimes any bits.
func number(r *rand.Rand, oddly bool) float64 {
	if oddly {
		switch r.IntN(4) {
		case 0:
			return odd[r.IntN(len(odd))]
		case 1:
			return math.Float64frombits(r.Uint64())
		}
	}
	switch r.IntN(4) {
	case 0:
		return 0
	case 1:
		return r.NormFloat64()
	default:
		return r.NormFloat64() * 1e5
	}
}

func laid(r *rand.Rand, table *Table, oddly bool) *desk {
	d := &desk{table: table}
	for i := range d.v {
		for l := range d.v[i] {
			d.v[i][l] = number(r, oddly)
		}
	}
	for i := range d.x {
		d.x[i] = number(r, oddly)
	}
	for i := range d.words {
		for l := range d.words[i] {
			d.words[i][l] = r.Uint32() >> r.IntN(32)
		}
	}
	for i := range d.keys {
		d.keys[i] = [2]uint32{r.Uint32(), r.Uint32()}
	}
	d.c = [3]uint32{r.Uint32(), r.Uint32(), r.Uint32N(8)}
	return d
}

// anyTable is a table of no distribution, to tell its entries apart.
func anyTable(r *rand.Rand) *Table {
	t := new(Table)
	for i := range t {
		for j := range t[i] {
			t[i][j] = r.NormFloat64()
		}
	}
	return t
}

// same reports whether two desks hold the same bits; where they hold no number,
// that both hold none.
func same(a, b *desk) error {
	for i := range a.v {
		for l, x := range &a.v[i] {
			if y := b.v[i][l]; !alike(x, y) {
				return fmt.Errorf("row %d lane %d: %v (%x), want %v (%x)", i, l, y, math.Float64bits(y), x, math.Float64bits(x))
			}
		}
	}
	if !alike(a.sum, b.sum) {
		return fmt.Errorf("sum %v, want %v", b.sum, a.sum)
	}
	if a.words != b.words {
		return fmt.Errorf("words differ")
	}
	if a.said != b.said || a.mask != b.mask {
		return fmt.Errorf("says %v and %x, want %v and %x", b.said, b.mask, a.said, a.mask)
	}
	return nil
}

func alike(x, y float64) bool {
	return math.Float64bits(x) == math.Float64bits(y) || math.IsNaN(x) && math.IsNaN(y)
}

func TestEveryUnitGivesTheSameBits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	table := anyTable(r)
	for name, do := range operations {
		t.Run(name, func(t *testing.T) {
			for round := range 400 {
				d := laid(r, table, round%2 == 1)
				want := *d
				do(Portable, &want)
				for _, u := range Units()[1:] {
					got := *d
					do(u, &got)
					if err := same(&want, &got); err != nil {
						t.Fatalf("%v: %v", u, err)
					}
				}
			}
		})
	}
}

// Every operation is among those tested.
func TestNoOperationIsForgotten(t *testing.T) {
	u := reflect.TypeFor[Unit]()
	for i := range u.NumMethod() {
		name := u.Method(i).Name
		if _, ok := operations[name]; !ok && name != "String" {
			t.Errorf("%s is not tested", name)
		}
	}
}

func TestNoOperationAllocates(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	d := laid(r, anyTable(r), false)
	for name, do := range operations {
		for _, u := range Units() {
			if n := testing.AllocsPerRun(10, func() { do(u, d) }); n != 0 {
				t.Errorf("%s by %v allocates %v times", name, u, n)
			}
		}
	}
}

func BenchmarkOperations(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	table := anyTable(r)
	for name, do := range operations {
		for _, u := range Units() {
			b.Run(name+"/"+u.String(), func(b *testing.B) {
				d := laid(r, table, false)
				for l := range d.v[1] {
					d.v[1][l] = r.NormFloat64() * 0.05
				}
				b.ReportAllocs()
				for b.Loop() {
					do(u, d)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/Count, "ns/lane")
			})
		}
	}
}
