package market

import (
	"fmt"
	"math"
	"testing"
)

func piecesSpec(p Pieces) Spec { return balanced(Model{Kind: BlockBootstrap, Pieces: p}) }

// places is which months of history futures are made of, [future][month].
func places(t *testing.T, p Pieces, futures, months int) [][]int {
	t.Helper()
	s, err := New(piecesSpec(p), 5)
	if err != nil {
		t.Fatal(err)
	}
	w, b := s.Walk().(*pieceWalker), NewBlock(1, 4)
	all := make([][]int, futures)
	for from := 0; from < futures; from += Lanes {
		part := upTo(futures)[from:min(from+Lanes, futures)]
		w.Begin(part)
		for range months {
			for l := range part {
				all[from+l] = append(all[from+l], int(w.at[l]))
			}
			w.Next(b, 1)
		}
	}
	return all
}

// lengths is how long the pieces of a future are; the last is cut off by its end.
func lengths(at []int) []int {
	all := []int{1}
	for m := 1; m < len(at); m++ {
		if at[m] == (at[m-1]+1)%historyMonths {
			all[len(all)-1]++
		} else {
			all = append(all, 1)
		}
	}
	return all
}

// All series of a month come from one month of history.
func TestSeriesAreDrawnTogether(t *testing.T) {
	h := readHistory()
	for _, p := range []Pieces{{Months: 12, AsRecorded: true}, {Months: 12, Fixed: true, AsRecorded: true}} {
		at := places(t, p, 70, 50)
		all := walk(t, piecesSpec(p), 5, upTo(70), 50)
		for f := range all {
			for m, row := range all[f] {
				k := at[f][m]
				if row[0] != h.stocks[k] || row[1] != h.bonds[k] || row[2] != h.stocks[k] || row[3] != h.cash[k] || row[4] != h.inflation[k] {
					t.Fatalf("future %d month %d is not month %d of history", f, m, k)
				}
			}
		}
	}
}

// A piece ends with chance 1/b: lengths are geometric, with mean b, and a share
// 1/b of them is 1. A join that happens to lead to the next month cannot be
// seen; it makes 1 in 1829 of them.
func TestLengthsAreGeometric(t *testing.T) {
	const b = 20
	var n, ones, twos, joins, months float64
	for _, at := range places(t, Pieces{Months: b}, 2_000, 600) {
		all := lengths(at)
		for _, k := range all[1 : len(all)-1] {
			n++
			switch k {
			case 1:
				ones++
			case 2:
				twos++
			}
		}
		joins += float64(len(all) - 1)
		months += float64(len(at) - 1)
	}
	near(t, "lengths of 1", ones, n, 1.0/b)
	near(t, "lengths of 2", twos, n, (1-1.0/b)/b)
	near(t, "joins", joins, months, (1-1.0/historyMonths)/b)
}

func TestFixedPiecesAllEndTogether(t *testing.T) {
	const b = 24
	for f, at := range places(t, Pieces{Months: b, Fixed: true}, 100, 5*b) {
		for m := 1; m < len(at); m++ {
			if follows := at[m] == (at[m-1]+1)%historyMonths; m%b != 0 && !follows {
				t.Fatalf("future %d: a piece ends before month %d", f, m)
			}
		}
	}
}

func TestStaggeredPiecesEndInEveryMonth(t *testing.T) {
	const b, futures = 12, 6_000
	var first [b + 1]float64
	for f, at := range places(t, Pieces{Months: b, Fixed: true, Stagger: true}, futures, 3*b) {
		all := lengths(at)
		if all[0] <= b {
			first[all[0]]++
		}
		for _, k := range all[1 : len(all)-1] {
			if k%b != 0 { // two pieces may happen to follow one another
				t.Fatalf("future %d has a piece of %d months", f, k)
			}
		}
	}
	for k := 1; k <= b; k++ {
		near(t, fmt.Sprintf("first pieces of %d months", k), first[k], futures, (1-1.0/historyMonths)/b)
	}
}

// History's end is followed by its beginning.
func TestPiecesRunRound(t *testing.T) {
	for _, p := range []Pieces{{Months: 600}, {Months: historyMonths, Fixed: true}} {
		round := 0
		for _, at := range places(t, p, 200, 300) {
			for m := 1; m < len(at); m++ {
				if at[m-1] == historyMonths-1 && at[m] == 0 {
					round++
				}
			}
		}
		if round == 0 {
			t.Errorf("%+v: no future runs round", p)
		}
	}
}

// Every month of a future is any month of history with the same chance.
func TestEveryMonthOfHistoryIsAsLikely(t *testing.T) {
	const futures, parts = 20_000, 59 // 59 parts of 31 months
	for _, p := range []Pieces{{Months: 60}, {Months: 60, Fixed: true}, {Months: 60, Fixed: true, Stagger: true}} {
		for _, month := range []int{0, 59, 119} {
			var counts [parts]float64
			for _, at := range places(t, p, futures, 120) {
				counts[at[month]*parts/historyMonths]++
			}
			chi2 := 0.0
			for _, c := range counts {
				d := c - float64(futures)/parts
				chi2 += d * d / (float64(futures) / parts)
			}
			if chi2 > 106 { // the 0.9999 quantile of χ²(58)
				t.Errorf("%+v: month %d is unevenly drawn, χ² %.0f", p, month, chi2)
			}
		}
	}
}

// Over all of history, the means are those that were asked for, exactly; the
// deviations, and what history did together, are history's.
func TestMeansAreThoseOfThePlan(t *testing.T) {
	spec := piecesSpec(Pieces{Months: 60})
	s, err := New(spec, 1)
	if err != nil {
		t.Fatal(err)
	}
	h := readHistory()
	recorded := [][]float64{h.stocks, h.bonds, h.stocks, h.cash, h.inflation}
	for i, series := range s.replay {
		sum := 0.0
		for m, g := range series {
			sum += math.Log(g)
			if ratio := g / recorded[i][m] * recorded[i][0] / series[0]; math.Abs(ratio-1) > 1e-14 {
				t.Fatalf("series %d month %d is moved otherwise than the first", i, m)
			}
		}
		want := math.Log(1+spec.Inflation.Mean) / 12
		if i < len(spec.Classes) {
			want = math.Log(1+spec.Classes[i].Mean) / 12
		}
		if got := sum / historyMonths; math.Abs(got-want) > 1e-14 {
			t.Errorf("series %d: mean log %v, want %v", i, got, want)
		}
	}
}

// The futures have the means of what they are drawn from.
func TestFuturesHaveTheirMeans(t *testing.T) {
	const futures = 10_000
	for _, p := range []Pieces{{Months: 60}, {Months: 60, Fixed: true, Stagger: true}} {
		spec := piecesSpec(p)
		all := walk(t, spec, 12, upTo(futures), 120)
		for i, c := range spec.Classes {
			sum, sum2 := 0.0, 0.0
			for _, months := range all {
				x := 0.0
				for _, row := range months {
					x += math.Log(row[i])
				}
				sum, sum2 = sum+x, sum2+x*x
			}
			mean := sum / futures
			sd := math.Sqrt(sum2/futures - mean*mean)
			if want := 10 * math.Log(1+c.Mean); math.Abs(mean-want) > 4*sd/math.Sqrt(futures) {
				t.Errorf("%+v %s: mean log of ten years %v, want %v", p, c.ID, mean, want)
			}
		}
	}
}

// The reference looks up history one future at a time, from the words of the
// paper's generator.
func TestAPlainWalkThroughPiecesAgrees(t *testing.T) {
	k := newKey(5)
	for _, p := range []Pieces{{Months: 7}, {Months: 7, Fixed: true}, {Months: 7, Fixed: true, Stagger: true}, {Months: 1}} {
		fast := places(t, p, 70, 45)
		for f := range fast {
			start := func(m int) int {
				w, _, _, _ := k.words(0, uint32(m), uint32(f), uint32(starting))
				return int(float64(w) / (1 << 32) * historyMonths)
			}
			word := func(m int) float64 {
				var four [4]uint32
				four[0], four[1], four[2], four[3] = k.words(0, uint32(m/4), uint32(f), uint32(joining))
				return float64(four[m%4]) / (1 << 32)
			}
			next := p.Months
			if p.Stagger {
				next = 1 + int(word(0)*float64(p.Months))
			}
			at := start(0)
			for m := range fast[f] {
				switch {
				case m == 0:
				case p.Fixed && m == next:
					at, next = start(m), next+p.Months
				case !p.Fixed && word(m) < 1/float64(p.Months):
					at = start(m)
				default:
					at = (at + 1) % historyMonths
				}
				if fast[f][m] != at {
					t.Fatalf("%+v: future %d month %d is month %d of history, plainly %d", p, f, m, fast[f][m], at)
				}
			}
		}
	}
}

func TestCheckNamesWhatAModelCannotBe(t *testing.T) {
	good := Switch{StayCalm: 0.9, StayStress: 0.5, StressMean: -0.2, StressSD: 2}
	change := func(f func(*Switch)) Model {
		w := good
		f(&w)
		return Model{Kind: Regime, Switch: w}
	}
	for field, model := range map[string]Model{
		"model.switch.stayCalm":   change(func(w *Switch) { w.StayCalm = 1 }),
		"model.switch.stayStress": change(func(w *Switch) { w.StayStress = math.NaN() }),
		"model.switch.stressMean": change(func(w *Switch) { w.StressMean = -1 }),
		"model.switch.stressSD":   change(func(w *Switch) { w.StressSD = 0 }),
		"model.pieces.months":     {Kind: BlockBootstrap, Pieces: Pieces{Months: historyMonths + 1}},
	} {
		if problems := balanced(model).Check(); len(problems) != 1 || problems[0].Field != field {
			t.Errorf("%s: %v", field, problems)
		}
	}
	spec := piecesSpec(Pieces{Months: 12})
	spec.Classes[1].History = ""
	if problems := spec.Check(); len(problems) != 1 || problems[0].Field != "classes[1].history" {
		t.Errorf("a class without history: %v", problems)
	}
}
