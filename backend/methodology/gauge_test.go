package methodology

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Two years, worked by hand: a first that halves what there is in its last month and a
// second that stands still.
func TestGaugesOfWithdrawals(t *testing.T) {
	months := slices.Repeat([]float64{1}, 36)
	months[11] = 0.5
	// 1 − 12 % = 0.88, halved 0.44; a year later 12 % of that less, 0.3872.
	low, high := shared(months, 0.12)
	near(t, "least of a share", low, 0.3872)
	near(t, "most of a share", high, 1)
	// 0.44, then 0.12 less.
	low, high = even(months, 0.12)
	near(t, "lowest of even payments", low, 0.32)
	near(t, "highest", high, 1)
	if low, _ := even(months, 0.9); low != 0.01 {
		t.Errorf("what is gone counts as %v", low)
	}
	months[11] = 2
	_, high = even(months, 0.12)
	near(t, "highest after a rise", high, 1.76)
}

func TestRecovery(t *testing.T) {
	for _, tt := range []struct {
		name   string
		months []float64
		want   float64
	}{
		{"always higher", []float64{1.1, 1.1, 1.1}, 0},
		{"down and up", []float64{1.1, 0.5, 1.5, 2, 1.1}, 2}, // 0.55, 0.825, then 1.65
		{"not come back", []float64{1.1, 0.5, 1.1, 1.1}, 3},
	} {
		near(t, tt.name, recovery(tt.months), tt.want)
	}
}

// Of −2, 0 (eight times) and 2 the variance is 0.8 and the fourth moment 3.2: an excess
// of 2, and 4 + 6/2 degrees of freedom.
func TestTails(t *testing.T) {
	logs := append(make([]float64, 8), -2, 2)
	growth := make([]float64, len(logs))
	for i, x := range logs {
		growth[i] = math.Exp(x)
	}
	if got := tails(growth); math.Abs(got-7) > 1e-9 {
		t.Errorf("%v degrees of freedom, want 7", got)
	}
	near(t, "thin tails", tails([]float64{math.Exp(-1), math.Exp(1), math.Exp(-1), math.Exp(1)}), 100)
}

func TestBelow(t *testing.T) {
	marks := make([]float64, 101)
	for i := range marks {
		marks[i] = float64(i)
	}
	for value, want := range map[float64]float64{-1: 0, 0: 0, 2.5: 2.5, 100: 100, 101: 100} {
		near(t, "below", below(marks, value), want)
	}
}

// The words about mixes that are left alone say which way they differ.
func TestAMixLeftAloneGrewByMore(t *testing.T) {
	past := readPast()
	kept, alone := 0.0, 0.0
	for from := 0; from+span*12 <= past.Months(); from += 12 {
		shares, bonds, whole := 0.6, 0.4, 1.0
		for y := from; y < from+span*12; y += 12 {
			s, b := 1.0, 1.0
			for t := y; t < y+12; t++ {
				s, b = s*past.Stocks[t], b*past.Bonds[t]
			}
			shares, bonds, whole = shares*s, bonds*b, whole*(0.6*s+0.4*b)
		}
		kept, alone = kept+math.Pow(whole, 1.0/span), alone+math.Pow(shares+bonds, 1.0/span)
	}
	if kept >= alone {
		t.Errorf("brought back each year it grew by %v, left alone by %v", kept, alone)
	}
	t.Log(past.drifted().EN)
}

// What calm and stress were like in every thirty years on record, fitted to each by the
// algorithm of Baum and Welch (Rabiner, "A tutorial on hidden Markov models", Proc. IEEE
// 77, 1989) from what all of the record has, is what the document says.
func TestWhatRegimesWereInThirtyYears(t *testing.T) {
	past := readPast()
	logs := make([]float64, past.Months())
	for i, g := range past.Stocks {
		logs[i] = math.Log(g)
	}
	fields := []string{"stayCalm", "stayStress", "stressMean", "stressSd"}
	values := make([][]float64, len(fields))
	for from := 0; from+span*12 <= len(logs); from++ {
		s := fitted(logs[from : from+span*12])
		stress := (1 - s.stay[0]) / (2 - s.stay[0] - s.stay[1])
		all := (1-stress)*s.mean[0] + stress*s.mean[1]
		for i, v := range []float64{s.stay[0], s.stay[1], math.Exp(12*(s.mean[1]-all)) - 1, s.sd[1] / s.sd[0]} {
			values[i] = append(values[i], v)
		}
	}
	var found []regimePast
	for i, field := range fields {
		slices.Sort(values[i])
		one := regimePast{Field: field, Windows: len(values[i])}
		for q := range 101 {
			one.Percentiles = append(one.Percentiles, round(values[i][q*(len(values[i])-1)/100], 3))
		}
		found = append(found, one)
		t.Logf("%s: %v %v %v", field, one.Percentiles[5], one.Percentiles[50], one.Percentiles[95])
	}
	raw, err := json.Marshal(found)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("measured/regimes.json", append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if said, err := json.Marshal(measurements().Regimes); err != nil || string(said) != string(raw) {
		t.Errorf("measured/regimes.json is stale: run go test ./backend/methodology -update")
	}
}

// states are two normal distributions that take turns, calm first.
type states struct{ mean, sd, stay, first [2]float64 }

// fitted are the states that a series is likeliest under, as far as forty steps lead.
func fitted(x []float64) states {
	s := states{mean: [2]float64{0.008, -0.01}, sd: [2]float64{0.03, 0.07}, stay: [2]float64{0.97, 0.85}, first: [2]float64{0.8, 0.2}}
	forward, scale := make([][2]float64, len(x)), make([]float64, len(x))
	for range 40 {
		s.step(x, forward, scale)
	}
	if s.sd[1] < s.sd[0] { // the wilder one is stress
		s.mean[0], s.mean[1], s.sd[0], s.sd[1], s.stay[0], s.stay[1] = s.mean[1], s.mean[0], s.sd[1], s.sd[0], s.stay[1], s.stay[0]
	}
	return s
}

func (s *states) density(k int, x float64) float64 {
	z := (x - s.mean[k]) / s.sd[k]
	return math.Exp(-z*z/2) / s.sd[k]
}

// step makes the states likelier: it weighs every month by the chance that each state
// had it, given all months, and takes the weighted numbers.
func (s *states) step(x []float64, forward [][2]float64, scale []float64) {
	turn := [2][2]float64{{s.stay[0], 1 - s.stay[0]}, {1 - s.stay[1], s.stay[1]}}
	before := s.first
	for t, v := range x {
		for k := range 2 {
			forward[t][k] = before[k] * s.density(k, v)
		}
		scale[t] = forward[t][0] + forward[t][1]
		for k := range 2 {
			forward[t][k] /= scale[t]
		}
		before = [2]float64{forward[t][0]*turn[0][0] + forward[t][1]*turn[1][0], forward[t][0]*turn[0][1] + forward[t][1]*turn[1][1]}
	}
	var weight, sum, square, left, stayed [2]float64
	after := [2]float64{1, 1}
	for t := len(x) - 1; t >= 0; t-- {
		for k := range 2 {
			chance := forward[t][k] * after[k]
			weight[k], sum[k], square[k] = weight[k]+chance, sum[k]+chance*x[t], square[k]+chance*x[t]*x[t]
			if t == 0 {
				s.first[k] = chance
			}
		}
		if t == 0 {
			break
		}
		var next [2]float64
		for k := range 2 {
			for j := range 2 {
				next[k] += turn[k][j] * s.density(j, x[t]) * after[j] / scale[t]
			}
			left[k] += forward[t-1][k] * next[k]
			stayed[k] += forward[t-1][k] * turn[k][k] * s.density(k, x[t]) * after[k] / scale[t]
		}
		after = next
	}
	for k := range 2 {
		s.mean[k] = sum[k] / weight[k]
		s.sd[k] = math.Sqrt(math.Max(square[k]/weight[k]-s.mean[k]*s.mean[k], 1e-6))
		s.stay[k] = stayed[k] / left[k]
	}
}
