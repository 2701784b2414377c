package lanes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// desk is what the operations under test read and write.
type desk struct {
	v                  [8]Vec
	x                  [4]float64
	words              [4][Count]uint32
	keys               Keys
	c                  [3]uint32
	table              *Table
	said               bool
	series             [112]float32
	after, end, beyond [8]int32
	keysFound          [128]int32
	found              int
	sum                float64
	singles            [Count]float32
	law                FederalLaw
	used               Vec
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
	"Fill":           func(u Unit, d *desk) { u.Fill(&d.v[0], d.x[0]) },
	"Set":            func(u Unit, d *desk) { u.Set(&d.v[0], &d.v[1]) },
	"Wealth":         func(u Unit, d *desk) { u.Wealth(&d.v[0], &d.v[1], d.v[2:6], []bool{true, false, true, true}) },
	"Wealth of none": func(u Unit, d *desk) { u.Wealth(&d.v[0], &d.v[1], nil, nil) },
	"Take":           func(u Unit, d *desk) { d.said = u.Take(&d.v[0], &d.v[1], &d.v[2]) },
	"Withdraw":       func(u Unit, d *desk) { u.Withdraw(&d.v[0], &d.v[1], &d.v[2], &d.v[3], d.x[0]) },
	"Some":           func(u Unit, d *desk) { d.said = u.Some(&d.v[0]) },
	"Sum":            func(u Unit, d *desk) { d.sum = u.Sum(&d.v[0]) },
	"SumOf":          func(u Unit, d *desk) { d.sum = u.SumOf(&d.v[0], &d.used) },
	"Add":            func(u Unit, d *desk) { u.Add(&d.v[0], &d.v[1]) },
	"Sub":            func(u Unit, d *desk) { u.Sub(&d.v[0], &d.v[1]) },
	"AtLeast":        func(u Unit, d *desk) { u.AtLeast(&d.v[0], &d.v[1]) },
	"AtMost":         func(u Unit, d *desk) { u.AtMost(&d.v[0], &d.v[1]) },
	"Multiply":       func(u Unit, d *desk) { u.Multiply(&d.v[0], &d.v[1], &d.v[2]) },
	"AddProduct":     func(u Unit, d *desk) { u.AddProduct(&d.v[0], &d.v[1], &d.v[2]) },
	"SubProduct":     func(u Unit, d *desk) { u.SubProduct(&d.v[0], &d.v[1], &d.v[2]) },
	"Scale":          func(u Unit, d *desk) { u.Scale(&d.v[0], &d.v[1], d.x[0]) },
	"AddScaled":      func(u Unit, d *desk) { u.AddScaled(&d.v[0], &d.v[1], d.x[0]) },
	"SubScaled":      func(u Unit, d *desk) { u.SubScaled(&d.v[0], &d.v[1], d.x[0]) },
	"Decay":          func(u Unit, d *desk) { u.Decay(&d.v[0], &d.v[1], d.x[0]) },
	"Reciprocal":     func(u Unit, d *desk) { u.Reciprocal(&d.v[0], &d.v[1]) },
	"Worth":          func(u Unit, d *desk) { u.Worth(&d.v[0], &d.v[1], d.x[0], d.x[1]) },
	"AddNominal":     func(u Unit, d *desk) { u.AddNominal(&d.v[0], &d.v[1], d.x[0], d.x[1]) },
	"Paced":          func(u Unit, d *desk) { u.Paced(&d.v[0], &d.v[1], d.x[0], d.x[1]) },
	"PacedWorth":     func(u Unit, d *desk) { u.PacedWorth(&d.v[0], &d.v[1], &d.v[2], d.x[0], d.x[1], d.x[2], d.x[3]) },
	"Within":         func(u Unit, d *desk) { d.said = u.Within(&d.v[0], &d.v[1], &d.v[2]) },
	"Room":           func(u Unit, d *desk) { u.Room(&d.v[0], &d.v[1], &d.v[2], d.x[0], d.x[1]) },
	"Lack":           func(u Unit, d *desk) { u.Lack(&d.v[0], &d.v[1], &d.v[2], d.x[0]) },
	"PayTax":         func(u Unit, d *desk) { u.PayTax(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4], &d.v[5]) },
	"FallDue": func(u Unit, d *desk) {
		u.FallDue(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4], d.x[0], d.x[1], d.x[2], d.x[3])
	},
	"Meet":     func(u Unit, d *desk) { u.Meet(&d.v[0], &d.v[1]) },
	"Brush":    func(u Unit, d *desk) { d.said = u.Brush(&d.v[0], &d.v[1], d.x[0]) },
	"Forgo":    func(u Unit, d *desk) { u.Forgo(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4]) },
	"Part":     func(u Unit, d *desk) { u.Part(&d.v[0], &d.v[1], &d.v[2], &d.v[3]) },
	"Sell":     func(u Unit, d *desk) { u.Sell(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4]) },
	"Spoil":    func(u Unit, d *desk) { u.Spoil(&d.v[0], &d.v[1], &d.v[2]) },
	"Earn":     func(u Unit, d *desk) { u.Earn(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4], &d.v[5], d.x[0]) },
	"Yield":    func(u Unit, d *desk) { u.Yield(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4], d.x[0]) },
	"Drift":    func(u Unit, d *desk) { u.Drift(&d.v[0], d.v[1:4], []*Vec{&d.v[4], &d.v[5], &d.v[6]}) },
	"Split":    func(u Unit, d *desk) { u.Split(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4], d.x[0]) },
	"Deposit":  func(u Unit, d *desk) { u.Deposit(&d.v[0], &d.v[1], &d.v[2], &d.v[3]) },
	"Require":  func(u Unit, d *desk) { u.Require(&d.v[0], &d.v[1], &d.v[2], &d.v[3], d.x[0]) },
	"Enter":    func(u Unit, d *desk) { u.Enter(&d.v[0], &d.v[1], &d.v[2], d.x[0]) },
	"Prices":   func(u Unit, d *desk) { u.Prices(&d.v[0], &d.v[1], &d.v[2], &d.v[3]) },
	"Compound": func(u Unit, d *desk) { u.Compound(&d.v[0], &d.v[1], &d.v[2], &d.v[3], d.x[0]) },
	"Paid":     func(u Unit, d *desk) { u.Paid(&d.v[0], &d.v[1], &d.v[2], &d.v[3]) },
	"Assess":   func(u Unit, d *desk) { u.Assess(&d.v[0], &d.v[1], &d.v[2]) },
	"Either":   func(u Unit, d *desk) { u.Either(&d.v[0], &d.v[1]) },
	"OnTop":    func(u Unit, d *desk) { u.OnTop(&d.v[0], &d.v[1], &d.v[2], &d.v[3], d.x[0]) },
	"Tax":      func(u Unit, d *desk) { u.Tax(&d.v[0], &d.v[1], d.x[0]) },
	"TaxAbove": func(u Unit, d *desk) { u.TaxAbove(&d.v[0], &d.v[1], &d.v[2], d.x[0], d.x[1]) },
	"Sift": func(u Unit, d *desk) {
		ascend(&d.after, &d.end)
		d.found = u.Sift(d.series[:], &d.after, &d.end, &d.beyond, d.keysFound[:])
		clear(d.keysFound[d.found:])
	},
	"SiftPriced": func(u Unit, d *desk) {
		var prices [112]float32
		for i := range prices {
			prices[i] = float32(d.v[0][i])
			if p := d.series[i] * prices[i]; p != p { // of which is none that orders
				prices[i] = 1
			}
		}
		ascend(&d.after, &d.end)
		d.found = u.SiftPriced(d.series[:], prices[:], &d.after, &d.end, &d.beyond, d.keysFound[:])
		clear(d.keysFound[d.found:])
	},
	"SiftKeys": func(u Unit, d *desk) {
		for i, v := range d.series {
			d.keysFound[i] = Key(v)
		}
		d.found = u.SiftKeys(d.keysFound[:len(d.series)], &d.after, &d.end, &d.beyond, d.keysFound[:])
		clear(d.keysFound[d.found:])
	},
	"Expect": func(u Unit, d *desk) { u.Expect(&d.singles) },
	"Tally": func(u Unit, d *desk) {
		for i, v := range d.series {
			d.keysFound[i] = Key(v)
		}
		u.Tally(d.keysFound[:len(d.series)], &d.after, &d.end, &d.beyond, (*[8]int32)(d.keysFound[112:]))
	},
	"Cull": func(u Unit, d *desk) {
		for i, v := range d.series {
			d.keysFound[i] = Key(v)
		}
		d.found = u.Cull(d.keysFound[:len(d.series)], d.after[0], d.end[0], d.keysFound[:])
		clear(d.keysFound[d.found:])
	},
	"Nth": func(u Unit, d *desk) {
		var keys [16]int32
		for i := range keys {
			keys[i] = Key(d.series[i])
		}
		d.found = int(u.Nth(&keys, int32(d.c[1]%16)))
	},
	"EarnTold": func(u Unit, d *desk) {
		var sums [2]float64
		u.EarnTold(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.used, d.x[0], &sums)
		d.sum, d.v[4][0] = sums[0], sums[1]
	},
	"SinceShort": func(u Unit, d *desk) { u.SinceShort(&d.v[0], &d.v[1], &d.v[2], &d.v[3]) },
	"Lost":       func(u Unit, d *desk) { d.said = u.Lost(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4], d.x[0]) },
	"Positive":   func(u Unit, d *desk) { u.Positive(&d.v[0], &d.v[1]) },
	"Beyond":     func(u Unit, d *desk) { u.Beyond(&d.v[0], &d.v[1], d.x[0]) },
	"Least":      func(u Unit, d *desk) { u.Least(&d.v[0], &d.v[1], d.x[0]) },
	"Divide":     func(u Unit, d *desk) { u.Divide(&d.v[0], &d.v[1], &d.v[2]) },
	"Climb": func(u Unit, d *desk) {
		u.Climb(&d.v[0], &d.v[1], []Step{{0, 0.1, 0}, {1, 0.2, 0.1}, {1e4, d.x[0], 2000}, {5e4, 0.4, d.x[1]}})
	},
	"Climb of one step": func(u Unit, d *desk) { u.Climb(&d.v[0], &d.v[1], []Step{{0, d.x[0], 0}}) },
	"Rated":             func(u Unit, d *desk) { u.Rated(&d.v[0], &d.v[1], d.x[0], d.x[1], d.x[2]) },
	"Taper":             func(u Unit, d *desk) { u.Taper(&d.v[0], &d.v[1], d.x[0], d.x[1], d.x[2], d.x[3]) },
	"WorkCredit": func(u Unit, d *desk) {
		u.WorkCredit(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4], d.x[0], d.x[1], d.x[2])
	},
	"SavedCredit": func(u Unit, d *desk) {
		u.SavedCredit(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4], d.x[0], d.x[1], d.x[2], d.x[3])
	},
	"Together": func(u Unit, d *desk) {
		u.Together(&d.v[0], &d.v[1], &d.v[2], &d.v[3], &d.v[4], &d.v[5], d.x[0])
	},
	"Federal": func(u Unit, d *desk) {
		in := FederalIncome{&d.v[2], &d.v[3], &d.v[4], &d.v[5], &d.v[6], &d.v[7], &d.v[1], [4]*Vec{&d.v[2], &d.v[3], &d.v[4], &d.v[5]}}
		d.law = law(d.x[0], d.x[1], d.x[2], d.x[3])
		u.Federal(&d.v[0], &d.v[1], &in, &d.law, d.x[1], d.x[2])
	},
	"Federal, nothing preferred": func(u Unit, d *desk) {
		var none Vec
		in := FederalIncome{&d.v[2], &none, &none, &none, &none, &none, &d.v[3], [4]*Vec{&d.v[4], &none, &none, &none}}
		d.law = law(d.x[0], d.x[1], d.x[2], d.x[3])
		u.Federal(&d.v[0], &d.v[1], &in, &d.law, d.x[1], d.x[2])
	},
	"FederalToDate": func(u Unit, d *desk) {
		in := FederalIncome{&d.v[2], &d.v[3], &d.v[4], &d.v[5], &d.v[6], &d.v[7], &d.v[1], [4]*Vec{&d.v[2], &d.v[3], &d.v[4], &d.v[5]}}
		once := FederalIncome{&d.v[3], &d.v[4], &d.v[5], &d.v[6], &d.v[7], &d.v[1], &d.v[2], [4]*Vec{&d.v[3], &d.v[4], &d.v[5], &d.v[6]}}
		d.law = law(d.x[0], d.x[1], d.x[2], d.x[3])
		u.FederalToDate(&d.v[0], &d.v[1], &in, &once, &d.law, d.x[1], d.x[2])
	},
	"Deduct":  func(u Unit, d *desk) { u.Deduct(&d.v[0], &d.v[1], d.x[0]) },
	"Singles": func(u Unit, d *desk) { u.Singles(&d.singles, &d.v[0]) },
}

// ascend sorts bounds, and ends.
func ascend(after, end *[8]int32) {
	slices.Sort(after[:])
	slices.Sort(end[:])
}

// law is a law with rates of all kinds, some of them any number.
func law(x, y, z, w float64) FederalLaw {
	l := FederalLaw{
		Carry: 0.9, Flat: 0.1, Deduction: x, Seniors: 2, Senior: 6000, SeniorFrom: y, SeniorShrink: 0.06,
		Half: 1000, Most: 5000, Benefits: 0.85, Fifteen: z, Twenty: 2 * z, FifteenRate: 0.15, TwentyRate: 0.2,
		Invest: w, InvestRate: 0.038, State: 0.05, WageBase: 5e4, SocialRate: 0.062, MedicareRate: 0.0145, MedicareHigher: 0.009,
	}
	l.Ladder.From = [8]float64{0, 1, 1e3, 1e4, 5e4, 2e5, math.Inf(1), math.Inf(1)}
	l.Ladder.Rate = [8]float64{0.1, 0.12, 0.22, 0.24, 0.32, 0.35, 0, 0}
	l.Ladder.Below = [8]float64{0, 0.1, 120, 2100, 11700, 60000, 0, 0}
	return l
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
	for i := range d.series {
		d.series[i] = float32(number(r, oddly))
	}
	for i := range d.after {
		a, b := Key(d.series[r.IntN(len(d.series))]), Key(d.series[r.IntN(len(d.series))])
		d.after[i], d.end[i] = min(a, b), max(a, b)
	}
	d.c = [3]uint32{r.Uint32(), r.Uint32(), r.Uint32N(8)}
	for l := range r.IntN(Count + 1) {
		d.used[l] = math.Float64frombits(math.MaxUint64)
	}
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
	if a.found != b.found || a.keysFound != b.keysFound || a.beyond != b.beyond {
		return fmt.Errorf("found %d, beyond %v, want %d and %v", b.found, b.beyond, a.found, a.beyond)
	}
	if a.said != b.said {
		return fmt.Errorf("says %v, want %v", b.said, a.said)
	}
	for l, x := range a.singles {
		if y := b.singles[l]; !alike(float64(x), float64(y)) {
			return fmt.Errorf("lane %d in single precision: %v, want %v", l, y, x)
		}
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

func TestKeysOrderAsNumbersDo(t *testing.T) {
	inf := float32(math.Inf(1))
	ascending := []float32{-inf, -2, -1, -1e-44, float32(math.Copysign(0, -1)), 0, 1e-44, 1, 2, inf}
	for i, v := range ascending {
		if got := FromKey(Key(v)); math.Float32bits(got) != math.Float32bits(v) {
			t.Errorf("the key of %v stands for %v", v, got)
		}
		if i > 0 && Key(v) <= Key(ascending[i-1]) {
			t.Errorf("the key of %v does not lie after that of %v", v, ascending[i-1])
		}
	}
}

// Of very many values more lie after a bound than a byte can count.
func TestManyValuesAreSiftedAsFewAre(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, count := range []int{0, 16, 4064, 4080, 4096, 40_000} {
		values, prices := make([]float32, count), make([]float32, count)
		for i := range values {
			values[i], prices[i] = float32(r.NormFloat64()), float32(1+r.Float64())
		}
		after, end := [8]int32{}, [8]int32{}
		for i := range after {
			after[i] = Key(float32(i)*0.5 - 1.5)
			end[i] = Key(float32(i)*0.5 - 1.4)
		}
		ascend(&after, &end)
		for _, priced := range []bool{false, true} {
			sift := func(u Unit, beyond *[8]int32) []int32 {
				to := make([]int32, count+16)
				if priced {
					return to[:u.SiftPriced(values, prices, &after, &end, beyond, to)]
				}
				return to[:u.Sift(values, &after, &end, beyond, to)]
			}
			var want [8]int32
			keys := sift(Portable, &want)
			for _, u := range Units() {
				var beyond [8]int32
				if got := sift(u, &beyond); !slices.Equal(got, keys) || beyond != want {
					t.Errorf("%v, %d values, priced %v: %d found, beyond %v, want %d and %v", u, count, priced, len(got), beyond, len(keys), want)
				}
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
