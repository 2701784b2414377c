package market

import (
	"math"
	"slices"
	"testing"
)

func regimeSpec(w Switch) Spec { return balanced(Model{Kind: Regime, Switch: w}) }

// Worked by hand: π = 0.04/(0.04+0.4) = 1/11. Surprises have mean square
// (10 c² + s²)/11 = 1 with s = 2c, so c = √(11/14). Calm makes up for what
// stress loses, a tenth of it each month.
func TestCalmIsWhatIsLeftOfTheWhole(t *testing.T) {
	w := Switch{StayCalm: 0.96, StayStress: 0.6, StressMean: -0.3, StressSD: 2}
	s, err := New(regimeSpec(w), 1)
	if err != nil {
		t.Fatal(err)
	}
	stress := math.Log(0.7) / 12
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"share of stress", w.share(), 1.0 / 11},
		{"surprises in calm", s.states.scale[0], math.Sqrt(11.0 / 14)},
		{"surprises in stress", s.states.scale[1], 2 * math.Sqrt(11.0/14)},
		{"means in stress", s.states.lift[1], stress},
		{"means in calm", s.states.lift[0], -stress / 10},
		{"kept", regimeSpec(w).StressKept(), 1},
	} {
		if math.Abs(c.got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	if want := []bool{true, false, true, false, false}; !slices.Equal(s.states.risky, want) {
		t.Errorf("risky %v, want %v", s.states.risky, want)
	}
}

// The variance of the months of stress in a year, against the sum over all
// pairs of months of π(1-π)λ^|i-j|.
func TestTheWanderingOfMeansIsTakenOutOfTheYear(t *testing.T) {
	w := Switch{StayCalm: 0.96, StayStress: 0.6, StressMean: -0.3, StressSD: 2}
	pi, lambda, pairs := 1.0/11, 0.56, 0.0
	for i := range 12 {
		for j := range 12 {
			pairs += math.Pow(lambda, math.Abs(float64(i-j)))
		}
	}
	apart := math.Log(0.7) / 12 * 11 / 10
	want := pi * (1 - pi) * pairs * apart * apart
	u := regimeSpec(w).spread()
	if got := 12 * u[0] * u[0]; math.Abs(got-want) > 1e-12 {
		t.Errorf("variance of a year %v, want %v", got, want)
	}
	if u[1] != 0 || u[3] != 0 || u[4] != 0 {
		t.Errorf("classes that are not risky wander: %v", u)
	}
	s, err := New(regimeSpec(w), 1)
	if err != nil {
		t.Fatal(err)
	}
	spec := balanced(Model{Kind: Lognormal})
	whole, _, _ := spec.surprises()
	for i := range whole {
		for j := range whole {
			got, want := u[i]*u[j], 0.0
			for k := range whole {
				got += s.factor[i][k] * s.factor[j][k]
				want += whole[i][k] * whole[j][k]
			}
			if math.Abs(got-want) > 1e-15 {
				t.Errorf("covariance of %d and %d is %v in all, want %v", i, j, got, want)
			}
		}
	}
}

func TestAStressThatIsNoneIsLognormal(t *testing.T) {
	same := walk(t, regimeSpec(Switch{StayCalm: 0.9, StayStress: 0.5, StressSD: 1}), 4, upTo(70), 20)
	plain := walk(t, balanced(Model{Kind: Lognormal}), 4, upTo(70), 20)
	for f := range plain {
		for m := range plain[f] {
			for i := range plain[f][m] {
				if math.Abs(same[f][m][i]/plain[f][m][i]-1) > 1e-12 {
					t.Fatalf("future %d month %d series %d: %v, lognormal %v", f, m, i, same[f][m][i], plain[f][m][i])
				}
			}
		}
	}
}

// statesOf is the states of futures, [future][month].
func statesOf(t *testing.T, spec Spec, futures, months int) [][]uint32 {
	t.Helper()
	s, err := New(spec, 17)
	if err != nil {
		t.Fatal(err)
	}
	w, b := s.Walk().(*shockWalker), NewBlock(1, len(spec.Classes))
	all := make([][]uint32, futures)
	for from := 0; from < futures; from += Lanes {
		part := upTo(futures)[from:min(from+Lanes, futures)]
		w.Begin(part)
		for range months {
			w.Next(b, 1)
			for l := range part {
				all[from+l] = append(all[from+l], w.state[l])
			}
		}
	}
	return all
}

// A share of n draws lies within four standard errors of its chance.
func near(t *testing.T, name string, k, n, chance float64) {
	t.Helper()
	if got := k / n; math.Abs(got-chance) > 4*math.Sqrt(chance*(1-chance)/n) {
		t.Errorf("%s: %v of %v, want %v", name, got, n, chance)
	}
}

func TestStatesFollowOneAnotherAsOftenAsAsked(t *testing.T) {
	w := Switch{StayCalm: 0.95, StayStress: 0.7, StressMean: -0.2, StressSD: 2}
	var from, stay [2]float64
	first, last := 0.0, 0.0
	const futures, months = 20_000, 30
	for _, states := range statesOf(t, regimeSpec(w), futures, months) {
		first += float64(states[0])
		last += float64(states[months-1])
		for m := range months - 1 {
			from[states[m]]++
			if states[m] == states[m+1] {
				stay[states[m]]++
			}
		}
	}
	near(t, "calm stays", stay[0], from[0], w.StayCalm)
	near(t, "stress stays", stay[1], from[1], w.StayStress)
	near(t, "first months in stress", first, futures, w.share())
	near(t, "last months in stress", last, futures, w.share())
}

// The mean and the deviation of the months of a state are that state's.
func TestAMonthIsLikeItsState(t *testing.T) {
	spec := regimeSpec(stormy)
	s, err := New(spec, 17)
	if err != nil {
		t.Fatal(err)
	}
	const futures, months = 12_800, 12
	states := statesOf(t, spec, futures, months)
	all := walk(t, spec, 17, upTo(futures), months)
	for i := range spec.Classes {
		within := 0.0
		for _, v := range s.factor[i] {
			within += v * v
		}
		var n, sum, sum2 [2]float64
		for f := range all {
			for m, row := range all[f] {
				x := math.Log(row[i]) - s.mean[i]
				k := states[f][m]
				n[k], sum[k], sum2[k] = n[k]+1, sum[k]+x, sum2[k]+x*x
			}
		}
		for k := range n {
			mean, sd := 0.0, math.Sqrt(within)*s.states.scale[k]
			if s.states.risky[i] {
				mean = s.states.lift[k]
			}
			if got := sum[k] / n[k]; math.Abs(got-mean) > 4*sd/math.Sqrt(n[k]) {
				t.Errorf("series %d state %d: mean %v, want %v", i, k, got, mean)
			}
			if got := math.Sqrt(sum2[k]/n[k] - sum[k]/n[k]*sum[k]/n[k]); math.Abs(got/sd-1) > 0.02 {
				t.Errorf("series %d state %d: deviation %v, want %v", i, k, got, sd)
			}
		}
	}
}

// Years correlate as asked although the means of risky classes wander together.
func TestYearsUnderRegimeCorrelateAsAsked(t *testing.T) {
	spec := regimeSpec(stormy)
	const futures = 20_000
	all := walk(t, spec, 23, upTo(futures), 24)
	years := make([][]float64, len(spec.Classes))
	for i := range years {
		for _, months := range all {
			x := 0.0
			for _, row := range months[12:] {
				x += math.Log(row[i])
			}
			years[i] = append(years[i], x)
		}
	}
	for i := range years {
		for j := range i {
			if got := correlation(years[i], years[j]); math.Abs(got-spec.Corr[i][j]) > 0.03 {
				t.Errorf("classes %d and %d correlate by %.3f, want %v", i, j, got, spec.Corr[i][j])
			}
		}
	}
}

// A class that is barely risky cannot lose so much in long stress and still
// have its deviation: the means move less, and the year stays as asked.
func TestMeansThatMoveTooFarAreHeldBack(t *testing.T) {
	w := Switch{StayCalm: 0.98, StayStress: 0.95, StressMean: -0.6, StressSD: 1.5}
	spec := regimeSpec(w)
	spec.Classes[2].SD = RiskySD
	kept := spec.StressKept()
	if kept <= 0.1 || kept >= 0.9 {
		t.Fatalf("kept %v", kept)
	}
	s, err := New(spec, 3)
	if err != nil {
		t.Fatal(err)
	}
	if want := kept * math.Log(0.4) / 12; math.Abs(s.states.lift[1]-want) > 1e-15 {
		t.Errorf("stress moves means by %v, want %v", s.states.lift[1], want)
	}
	const futures = 20_000
	sum, sum2 := 0.0, 0.0
	for _, months := range walk(t, spec, 3, upTo(futures), 12) {
		x := 0.0
		for _, row := range months {
			x += math.Log(row[2])
		}
		sum, sum2 = sum+x, sum2+x*x
	}
	mean, want := sum/futures, logSD(spec.Classes[2].Mean, RiskySD)
	if got := math.Sqrt(sum2/futures - mean*mean); math.Abs(got/want-1) > 0.03 {
		t.Errorf("deviation of a year %v, want %v", got, want)
	}
}

func TestAClassThatCopiesAnotherMayWanderWithIt(t *testing.T) {
	spec := regimeSpec(stormy)
	spec.Classes[2] = spec.Classes[0]
	for i := range spec.Corr {
		spec.Corr[2][i], spec.Corr[i][2] = spec.Corr[0][i], spec.Corr[i][0]
	}
	spec.Corr[0][2], spec.Corr[2][0], spec.Corr[2][2] = 1, 1, 1
	if kept := spec.StressKept(); kept != 1 {
		t.Errorf("kept %v", kept)
	}
	for _, future := range walk(t, spec, 2, upTo(3), 40) {
		for m, row := range future {
			if math.Abs(row[0]/row[2]-1) > 1e-9 {
				t.Fatalf("month %d: %v and %v", m, row[0], row[2])
			}
		}
	}
}

// Bad months come together: the size of a surprise says something about the
// size of the next, which is not so for independent months.
func TestRegimeClusters(t *testing.T) {
	size := func(model Model) float64 {
		var now, next []float64
		spec := balanced(model)
		mean := math.Log(1+spec.Classes[0].Mean) / 12
		for _, months := range walk(t, spec, 31, upTo(4_000), 24) {
			for m := range 23 {
				now = append(now, math.Abs(math.Log(months[m][0])-mean))
				next = append(next, math.Abs(math.Log(months[m+1][0])-mean))
			}
		}
		return correlation(now, next)
	}
	if got := size(Model{Kind: Regime, Switch: stormy}); got < 0.1 {
		t.Errorf("sizes of neighbours correlate by %.3f", got)
	}
	if got := size(Model{Kind: Lognormal}); math.Abs(got) > 0.02 {
		t.Errorf("sizes of independent neighbours correlate by %.3f", got)
	}
}

// The reference draws states and months one future at a time, from the words of
// the paper's generator.
func TestAPlainWalkThroughRegimesAgrees(t *testing.T) {
	spec := regimeSpec(stormy)
	s, err := New(spec, 6)
	if err != nil {
		t.Fatal(err)
	}
	fast := walk(t, spec, 6, upTo(70), 21)
	k := newKey(6)
	draw := func(word uint32) float64 { return (float64(word)) / (1 << 32) }
	for f := range fast {
		word, _, _, _ := k.words(0, math.MaxUint32, uint32(f), uint32(switching))
		stress := draw(word) < stormy.share()
		for m := range fast[f] {
			var four [4]uint32
			four[0], four[1], four[2], four[3] = k.words(0, uint32(m/4), uint32(f), uint32(switching))
			u := draw(four[m%4])
			if stress {
				stress = u < stormy.StayStress
			} else {
				stress = u < 1-stormy.StayCalm
			}
			state := 0
			if stress {
				state = 1
			}
			w0, w1, w2, w3 := k.words(0, uint32(m), uint32(f), uint32(shocks))
			for i := range spec.Classes {
				x := s.mean[i]
				for j, w := range []uint32{w0, w1, w2, w3} {
					if j <= i {
						x += s.factor[i][j] * s.normals.Normal(w) * s.states.scale[state]
					}
				}
				if i == 0 || i == 2 {
					x += s.states.lift[state]
				}
				if math.Abs(fast[f][m][i]/math.Exp(x)-1) > 1e-12 {
					t.Fatalf("future %d month %d series %d: %v, plainly %v", f, m, i, fast[f][m][i], math.Exp(x))
				}
			}
		}
	}
}

// Calm and stress as they fit the recorded real returns of stocks best. The
// plan editor proposes these numbers, rounded.
func TestTheProposedRegimesFitHistory(t *testing.T) {
	h := readHistory()
	x := make([]float64, historyMonths)
	for i, g := range h.stocks {
		x[i] = math.Log(g)
	}
	m := mixture{mean: [2]float64{0.008, -0.01}, sd: [2]float64{0.03, 0.07}, stay: [2]float64{0.96, 0.8}, first: [2]float64{0.8, 0.2}}
	for range 200 {
		m.improve(x)
	}
	w := Switch{StayCalm: m.stay[0], StayStress: m.stay[1]}
	all := (1-w.share())*m.mean[0] + w.share()*m.mean[1]
	for _, c := range []struct {
		name                     string
		got, proposed, precision float64
	}{
		{"stay calm", m.stay[0], 0.97, 0.005},
		{"stay in stress", m.stay[1], 0.85, 0.01},
		{"mean in stress", math.Exp(12*(m.mean[1]-all)) - 1, -0.24, 0.01},
		{"deviation in stress", m.sd[1] / m.sd[0], 2.5, 0.1},
	} {
		if math.Abs(c.got-c.proposed) > c.precision {
			t.Errorf("%s: history has %.4f, proposed is %v", c.name, c.got, c.proposed)
		}
	}
}

// mixture is a Markov chain of two normal distributions, calm first.
type mixture struct{ mean, sd, stay, first [2]float64 }

// improve takes one step of the algorithm of Baum and Welch: forward and
// backward over the series (Rabiner, "A tutorial on hidden Markov models",
// Proc. IEEE 77, 1989, with scaling), then the parameters that are likeliest
// given the chances of the states.
func (m *mixture) improve(x []float64) {
	n := len(x)
	step := [2][2]float64{{m.stay[0], 1 - m.stay[0]}, {1 - m.stay[1], m.stay[1]}}
	density, forward, scale := make([][2]float64, n), make([][2]float64, n), make([]float64, n)
	for t, v := range x {
		for k := range 2 {
			z := (v - m.mean[k]) / m.sd[k]
			density[t][k] = math.Exp(-z*z/2) / m.sd[k]
			before := m.first[k]
			if t > 0 {
				before = forward[t-1][0]*step[0][k] + forward[t-1][1]*step[1][k]
			}
			forward[t][k] = before * density[t][k]
		}
		scale[t] = forward[t][0] + forward[t][1]
		forward[t][0], forward[t][1] = forward[t][0]/scale[t], forward[t][1]/scale[t]
	}
	var weight, sum, sum2, from, stay [2]float64
	backward := [2]float64{1, 1}
	for t := n - 1; t >= 0; t-- {
		for k := range 2 {
			chance := forward[t][k] * backward[k]
			weight[k], sum[k], sum2[k] = weight[k]+chance, sum[k]+chance*x[t], sum2[k]+chance*x[t]*x[t]
			if t == 0 {
				m.first[k] = chance
			}
		}
		if t == 0 {
			break
		}
		var earlier [2]float64
		for i := range 2 {
			for j := range 2 {
				link := step[i][j] * density[t][j] * backward[j] / scale[t]
				earlier[i] += link
				from[i] += forward[t-1][i] * link
				if i == j {
					stay[i] += forward[t-1][i] * link
				}
			}
		}
		backward = earlier
	}
	for k := range 2 {
		m.mean[k] = sum[k] / weight[k]
		m.sd[k] = math.Sqrt(sum2[k]/weight[k] - m.mean[k]*m.mean[k])
		m.stay[k] = stay[k] / from[k]
	}
}
