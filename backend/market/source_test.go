package market

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

// walk is the futures of a spec, [future][month][series].
func walk(t *testing.T, spec Spec, seed uint64, futures []int, months int) [][][]float64 {
	t.Helper()
	s, err := New(spec, seed)
	if err != nil {
		t.Fatal(err)
	}
	w, b := s.Walk(), NewBlock(7, len(spec.Classes))
	all := make([][][]float64, len(futures))
	for from := 0; from < len(futures); from += Lanes {
		part := futures[from:min(from+Lanes, len(futures))]
		w.Begin(part)
		for m := 0; m < months; m += 7 {
			n := min(7, months-m)
			w.Next(b, n)
			for row := range n {
				for l := range part {
					series := make([]float64, len(spec.Classes)+1)
					for i := range series {
						series[i] = b.Row(row, i)[l]
					}
					all[from+l] = append(all[from+l], series)
				}
			}
		}
	}
	return all
}

func upTo(n int) []int {
	f := make([]int, n)
	for i := range f {
		f[i] = i
	}
	return f
}

func TestAFutureDependsOnSeedAndNumberAlone(t *testing.T) {
	for _, model := range []Model{
		{Kind: Lognormal}, {Kind: StudentT, DF: 3}, {Kind: Regime, Switch: stormy},
		{Kind: BlockBootstrap, Pieces: Pieces{Months: 12}},
		{Kind: BlockBootstrap, Pieces: Pieces{Months: 12, Fixed: true, Stagger: true}},
	} {
		together := walk(t, balanced(model), 9, upTo(Lanes+Lanes/2), 30)
		alone := walk(t, balanced(model), 9, []int{77, 5}, 30)
		for m := range 30 {
			for i := range alone[0][m] {
				if alone[0][m][i] != together[77][m][i] || alone[1][m][i] != together[5][m][i] {
					t.Fatalf("%s: month %d series %d differs", model.Kind, m, i)
				}
			}
		}
		if other := walk(t, balanced(model), 10, []int{77}, 1); other[0][0][0] == together[77][0][0] {
			t.Errorf("%s: another seed gave the same future", model.Kind)
		}
	}
}

// The reference draws by the library's functions from the words of the paper's
// generator, one future at a time.
func TestAPlainWalkAgrees(t *testing.T) {
	spec := balanced(Model{Kind: Lognormal})
	fast := walk(t, spec, 3, upTo(70), 24)
	l := cholesky(spec.Corr)
	ar := newAutoregression(logSD(spec.Inflation.Mean, spec.Inflation.SD), spec.Inflation.AR1)
	k := newKey(3)
	normal := func(word uint32) float64 {
		z := math.Sqrt2 * math.Erfinv(1-(float64(word>>1)+0.5)/(1<<31))
		if word&1 == 1 {
			return -z
		}
		return z
	}
	for f := range fast {
		w, _, _, _ := k.words(0, math.MaxUint32, uint32(f), 0)
		x := normal(w) * ar.stationary
		for m := range fast[f] {
			var z [5]float64
			w0, w1, w2, w3 := k.words(0, uint32(m), uint32(f), 0)
			w4, _, _, _ := k.words(1, uint32(m), uint32(f), 0)
			for i, w := range []uint32{w0, w1, w2, w3, w4} {
				z[i] = normal(w)
			}
			for i := range z {
				e := 0.0
				for j := range z[:i+1] {
					e += l[i][j] * z[j]
				}
				want := 0.0
				if i < 4 {
					c := spec.Classes[i]
					want = math.Exp(math.Log(1+c.Mean)/12 + e*logSD(c.Mean, c.SD)/math.Sqrt(12))
				} else {
					x = x*ar.phi + e*ar.surprise
					want = math.Exp(math.Log(1+spec.Inflation.Mean)/12 + x)
				}
				if math.Abs(fast[f][m][i]/want-1) > 1e-9 {
					t.Fatalf("future %d month %d series %d: %v, plainly %v", f, m, i, fast[f][m][i], want)
				}
			}
		}
	}
}

// A year's real return has the median and standard deviation that were asked
// for; Student-t's months and Regime's years have the same variance as the lognormal's.
func TestAYearHasItsMedianAndDeviation(t *testing.T) {
	const futures = 20_000
	for _, model := range []Model{{Kind: Lognormal}, {Kind: StudentT, DF: 6}, {Kind: Regime, Switch: stormy}} {
		spec := balanced(model)
		all := walk(t, spec, 11, upTo(futures), 12)
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
			want := logSD(c.Mean, c.SD)
			if math.Abs(mean-math.Log(1+c.Mean)) > 4*want/math.Sqrt(futures) {
				t.Errorf("%s %s: mean log %v, want %v", model.Kind, c.ID, mean, math.Log(1+c.Mean))
			}
			if math.Abs(sd/want-1) > 0.03 {
				t.Errorf("%s %s: log deviation %v, want %v", model.Kind, c.ID, sd, want)
			}
		}
	}
}

// e^σz has standard deviation SD around its mean when its median is 1+Mean.
func TestLogSDGivesTheDeviationOfTheReturnItself(t *testing.T) {
	for _, c := range []struct{ mean, sd float64 }{{0.045, 0.18}, {0, 0.01}, {-0.02, 0.5}, {0.1, 0}} {
		s := logSD(c.mean, c.sd)
		v := math.Exp(s * s)
		if got := (1 + c.mean) * math.Sqrt(v*(v-1)); math.Abs(got-c.sd) > 1e-12 {
			t.Errorf("mean %v: deviation %v, want %v", c.mean, got, c.sd)
		}
		arithmetic := (1+c.mean)*math.Exp(s*s/2) - 1
		if got := Geometric(arithmetic, c.sd); math.Abs(got-c.mean) > 1e-12 {
			t.Errorf("geometric mean %v, want %v", got, c.mean)
		}
		if got := Arithmetic(c.mean, c.sd); math.Abs(got-arithmetic) > 1e-12 {
			t.Errorf("arithmetic mean %v, want %v", got, arithmetic)
		}
	}
}

func TestMonthlyStudentTHasFatTails(t *testing.T) {
	spec := balanced(Model{Kind: StudentT, DF: 6})
	all := walk(t, spec, 5, upTo(30_000), 3)
	mean, sd := math.Log(1+spec.Classes[0].Mean)/12, logSD(spec.Classes[0].Mean, spec.Classes[0].SD)/math.Sqrt(12)
	n, m2, m4 := 0.0, 0.0, 0.0
	for _, months := range all {
		for _, row := range months {
			z := (math.Log(row[0]) - mean) / sd
			n, m2, m4 = n+1, m2+z*z, m4+z*z*z*z
		}
	}
	if math.Abs(m2/n-1) > 0.02 {
		t.Errorf("variance %v, want 1", m2/n)
	}
	if k := m4 / n; k < 5 || k > 7.5 { // 3 + 6/(df-4) = 6
		t.Errorf("kurtosis %v, want about 6", k)
	}
}

func TestSurprisesCorrelateAsAsked(t *testing.T) {
	spec := balanced(Model{Kind: Lognormal})
	spec.Inflation.AR1 = 0 // so that inflation is its surprise
	all := walk(t, spec, 21, upTo(20_000), 2)
	logs := func(i int) []float64 {
		var v []float64
		for _, months := range all {
			for _, row := range months {
				v = append(v, math.Log(row[i]))
			}
		}
		return v
	}
	for i := range spec.Corr {
		for j := range i {
			if got := correlation(logs(i), logs(j)); math.Abs(got-spec.Corr[i][j]) > 0.02 {
				t.Errorf("series %d and %d correlate by %.3f, want %v", i, j, got, spec.Corr[i][j])
			}
		}
	}
}

func correlation(a, b []float64) float64 {
	n := float64(len(a))
	var sa, sb, saa, sbb, sab float64
	for i := range a {
		sa, sb, saa, sbb, sab = sa+a[i], sb+b[i], saa+a[i]*a[i], sbb+b[i]*b[i], sab+a[i]*b[i]
	}
	return (sab - sa*sb/n) / math.Sqrt((saa-sa*sa/n)*(sbb-sb*sb/n))
}

// Inflation over years has its mean, deviation and correlation with the year before.
func TestYearlyInflationIsAutoregressive(t *testing.T) {
	t.Run("lognormal", func(t *testing.T) { autoregressive(t, balanced(Model{Kind: Lognormal})) })
	t.Run("regime", func(t *testing.T) { autoregressive(t, balanced(Model{Kind: Regime, Switch: stormy})) })
}

func autoregressive(t *testing.T, spec Spec) {
	t.Helper()
	all := walk(t, spec, 8, upTo(20_000), 24)
	var first, second []float64
	sum, sum2 := 0.0, 0.0
	for _, months := range all {
		var years [2]float64
		for m, row := range months {
			years[m/12] += math.Log(row[4])
		}
		first, second = append(first, years[0]), append(second, years[1])
		sum, sum2 = sum+years[1], sum2+years[1]*years[1]
	}
	n := float64(len(first))
	mean := sum / n
	sd := math.Sqrt(sum2/n - mean*mean)
	want := logSD(spec.Inflation.Mean, spec.Inflation.SD)
	if math.Abs(mean-math.Log(1+spec.Inflation.Mean)) > 4*want/math.Sqrt(n) {
		t.Errorf("mean %v, want %v", mean, math.Log(1+spec.Inflation.Mean))
	}
	if math.Abs(sd/want-1) > 0.03 {
		t.Errorf("deviation %v, want %v", sd, want)
	}
	if got := correlation(first, second); math.Abs(got-spec.Inflation.AR1) > 0.03 {
		t.Errorf("correlation of years %v, want %v", got, spec.Inflation.AR1)
	}
}

func TestHistoryIsReplayedFromEveryMonth(t *testing.T) {
	spec := balanced(Model{Kind: Replay})
	if got := spec.Futures(1, 360); got != historyMonths-359 {
		t.Errorf("%d starts of 360 months", got)
	}
	h := readHistory()
	if len(h.stocks) != historyMonths {
		t.Fatalf("history has %d months", len(h.stocks))
	}
	all := walk(t, spec, 1, []int{0, 1469}, 360)
	for f, start := range []int{0, 1469} {
		for m := range 360 {
			row := all[f][m]
			if row[0] != h.stocks[start+m] || row[1] != h.bonds[start+m] || row[3] != h.cash[start+m] || row[4] != h.inflation[start+m] {
				t.Fatalf("start %d month %d is not history's", start, m)
			}
		}
	}
	spec.Model.Wrap = true
	round := walk(t, spec, 1, []int{historyMonths - 1}, 2)
	if round[0][1][0] != h.stocks[0] {
		t.Error("history does not wrap to its beginning")
	}
}

// Shiller's series from 1871 to 2023, as widely reported: real total return of
// stocks near 7 % a year, inflation near 2.1 %.
func TestHistoryHasTheReturnsThatAreReported(t *testing.T) {
	h := readHistory()
	yearly := func(v []float64) float64 {
		s := 0.0
		for _, g := range v {
			s += math.Log(g)
		}
		return math.Exp(12*s/historyMonths) - 1
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"stocks", yearly(h.stocks), 0.07}, {"bonds", yearly(h.bonds), 0.025}, {"inflation", yearly(h.inflation), 0.021},
	} {
		if math.Abs(c.got-c.want) > 0.006 {
			t.Errorf("%s %.4f, want about %v", c.name, c.got, c.want)
		}
	}
}

func TestNearestMendsWhatIsNoCorrelation(t *testing.T) {
	// Higham 2002, section 1: the nearest matrix to this has off-diagonals 0.7607 and 0.1573.
	m := [][]float64{{1, 1, 0}, {1, 1, 1}, {0, 1, 1}}
	got, moved := Nearest(m)
	if math.Abs(got[0][1]-0.7607) > 1e-4 || math.Abs(got[0][2]-0.1573) > 1e-4 || math.Abs(got[1][2]-0.7607) > 1e-4 {
		t.Errorf("nearest %v", got)
	}
	if math.Abs(moved-0.2393) > 1e-4 {
		t.Errorf("moved %v", moved)
	}
	values, _ := eigen(got)
	if smallest(values) < -1e-8 {
		t.Errorf("eigenvalues %v", values)
	}
}

func TestNearestLeavesACorrelationAlone(t *testing.T) {
	m := balanced(Model{}).Corr
	got, moved := Nearest(m)
	if moved != 0 || distance(got, m) != 0 {
		t.Errorf("moved %v", moved)
	}
}

func TestAMendedMatrixIsReported(t *testing.T) {
	spec := balanced(Model{Kind: Lognormal})
	spec.Corr[0][1], spec.Corr[1][0] = 0.95, 0.95
	spec.Corr[0][2], spec.Corr[2][0] = -0.95, -0.95
	spec.Corr[1][2], spec.Corr[2][1] = 0.95, 0.95
	s, err := New(spec, 1)
	if err != nil {
		t.Fatal(err)
	}
	if s.Moved < 0.1 {
		t.Errorf("moved %v", s.Moved)
	}
}

func TestCheckNamesEveryFault(t *testing.T) {
	spec := balanced(Model{Kind: StudentT, DF: 2})
	spec.Classes[1].Mean = math.NaN()
	spec.Classes[2].SD = math.Inf(1)
	spec.Inflation.AR1 = 1
	spec.Corr[0][1] = 2
	spec.Corr[3][3] = 0.5
	var fields []string
	for _, p := range spec.Check() {
		if !errors.Is(p.Err, ErrInvalid) {
			t.Errorf("%s: %v is not ErrInvalid", p.Field, p.Err)
		}
		fields = append(fields, p.Field)
	}
	want := "model.df classes[1].mean classes[2].sd inflation.ar1 corr[0][1] corr[1][0] corr[3][3]"
	if got := strings.Join(fields, " "); got != want {
		t.Errorf("faults %s\nwant %s", got, want)
	}
}

func TestModelsThatNobodyKnowsAreRefused(t *testing.T) {
	if _, err := New(balanced(Model{Kind: "tea leaves"}), 1); !errors.Is(err, ErrUnsupported) {
		t.Errorf("%v", err)
	}
}

// every is a model of each kind, and of each way of some kinds.
func every() map[string]Model {
	return map[string]Model{
		"lognormal":        {Kind: Lognormal},
		"student t":        {Kind: StudentT, DF: 4},
		"deterministic":    {Kind: Deterministic},
		"replay":           {Kind: Replay, Wrap: true},
		"regime":           {Kind: Regime, Switch: stormy},
		"stationary":       {Kind: BlockBootstrap, Pieces: Pieces{Months: 60}},
		"as recorded":      {Kind: BlockBootstrap, Pieces: Pieces{Months: 60, AsRecorded: true}},
		"circular":         {Kind: BlockBootstrap, Pieces: Pieces{Months: 24, Fixed: true}},
		"circular, spread": {Kind: BlockBootstrap, Pieces: Pieces{Months: 24, Fixed: true, Stagger: true}},
	}
}

func TestWalkingAllocatesNothing(t *testing.T) {
	for name, model := range every() {
		s, err := New(balanced(model), 1)
		if err != nil {
			t.Fatal(err)
		}
		w, b, futures := s.Walk(), NewBlock(12, 4), upTo(Lanes)
		w.Begin(futures)
		if n := testing.AllocsPerRun(5, func() { w.Begin(futures); w.Next(b, 12) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// Whatever Check lets through can be walked and gives positive numbers.
func FuzzCheck(f *testing.F) {
	f.Add(byte(0), 0.04, 0.18, 0.6, 0.96, 0.6, -0.3, 2.0, 60, byte(0))
	f.Add(byte(1), -0.5, 1.0, 0.98, 0.0, 0.9999, -0.9, 10.0, 1, byte(7))
	f.Add(byte(2), 9.0, 9.0, -1.0, 0.9999, 0.0, 0.5, 0.1, 1829, byte(3))
	f.Add(byte(3), 0.0, 0.0, 1.0, 0.5, 0.5, 0.0, 1.0, 0, byte(1))
	kinds := []Kind{Regime, BlockBootstrap, StudentT, Lognormal, Replay}
	f.Fuzz(func(t *testing.T, kind byte, mean, sd, corr, calm, stress, stressMean, stressSD float64, months int, how byte) {
		spec := balanced(Model{
			Kind: kinds[int(kind)%len(kinds)], DF: 2 + sd, Wrap: true,
			Switch: Switch{StayCalm: calm, StayStress: stress, StressMean: stressMean, StressSD: stressSD},
			Pieces: Pieces{Months: months, Fixed: how&1 > 0, Stagger: how&2 > 0, AsRecorded: how&4 > 0},
		})
		spec.Classes[0].Mean, spec.Classes[2].SD = mean, sd
		spec.Corr[0][1], spec.Corr[1][0] = corr, corr
		s, err := New(spec, 1)
		if problems := spec.Check(); (err != nil) != (len(problems) > 0) {
			t.Fatalf("%v, but Check finds %v", err, problems)
		}
		if err != nil {
			return
		}
		if kept := spec.StressKept(); !(kept >= 0 && kept <= 1) {
			t.Errorf("kept %v", kept)
		}
		w, b := s.Walk(), NewBlock(30, 4)
		w.Begin(upTo(Lanes))
		w.Next(b, 30)
		for _, v := range b.data {
			if !(v > 0 && v < math.MaxFloat64) {
				t.Fatalf("grows by %v", v)
			}
		}
	})
}

// Starts a year apart are every twelfth of the starts a month apart.
func TestHistoryIsReplayedFromEverySoManyMonths(t *testing.T) {
	all, yearly := balanced(Model{Kind: Replay}), balanced(Model{Kind: Replay, Every: 12})
	const months = 360
	if got, want := yearly.Futures(1, months), (all.Futures(1, months)+11)/12; got != want {
		t.Fatalf("%d starts, want %d", got, want)
	}
	a, b := walk(t, all, 1, upTo(1201), 24), walk(t, yearly, 1, upTo(101), 24)
	for i := range b {
		for m := range b[i] {
			if !slices.Equal(b[i][m], a[12*i][m]) {
				t.Fatalf("future %d month %d: %v, want %v", i, m, b[i][m], a[12*i][m])
			}
		}
	}
}

// A bond bought and sold at the same rate pays its coupon; one that is sold at a
// higher rate loses the more the longer it runs.
func TestAParBondPaysItsCoupon(t *testing.T) {
	for _, months := range []int{bondMonths, corporateMonths} {
		if got := parBond(0.06, 0.06, months); math.Abs(got-1.005) > 1e-12 {
			t.Errorf("%d months: grows by %v, want 1.005", months, got)
		}
	}
	if short, long := parBond(0.05, 0.06, bondMonths), parBond(0.05, 0.06, corporateMonths); !(long < short && short < 1) {
		t.Errorf("ten years %v, twenty %v", short, long)
	}
}
