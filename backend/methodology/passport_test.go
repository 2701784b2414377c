package methodology

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meridian/backend/plan"
)

// at follows a JSON pointer.
func at(t *testing.T, node any, pointer string) any {
	t.Helper()
	for _, step := range strings.Split(pointer, "/")[1:] {
		switch inner := node.(type) {
		case map[string]any:
			node = inner[step]
		case []any:
			if step == "*" {
				return nil // any record
			}
			i, err := strconv.Atoi(step)
			if err != nil {
				t.Fatalf("%s: %v", pointer, err)
			}
			node = inner[i]
		default:
			return nil
		}
	}
	return node
}

// offered are the passports of what a blank plan leaves out and the editor proposes.
var offered = map[string]bool{"inflation.rent": true, "inflation.care": true, "withdrawal.borrowRate": true, "withdrawal.buffer": true}

func TestAPassportStatesWhatABlankPlanHas(t *testing.T) {
	raw, err := json.Marshal(plan.Blank("en", "USD", defaultsFrom))
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, p := range Passports().Passports {
		if seen[p.ID] {
			t.Errorf("%s twice", p.ID)
		}
		seen[p.ID] = true
		stands := at(t, document, p.Path)
		if word, ok := stands.(string); ok && p.Unit == Choice && p.Usual != (word == p.Choice) {
			t.Errorf("%s: a blank plan has %s", p.ID, word)
		}
		switch {
		case p.Choice != "" && p.Default == nil: // the choice itself
		case strings.Contains(p.Path, "/*/") || p.Choice != "": // a blank plan has no such record
			stands = *p.Default
		case stands == nil && strings.HasPrefix(p.ID, "wage."): // absent: no growth
			stands = 0.0
		case stands == nil && offered[p.ID]: // what the editor proposes
			stands = *p.Default
		case stands == nil:
			t.Errorf("%s: nothing at %s", p.ID, p.Path)
		}
		if p.Default != nil && stands != *p.Default {
			t.Errorf("%s: default %v, the plan has %v", p.ID, *p.Default, stands)
		}
		for _, text := range []Text{p.Name, p.About, p.Source} {
			if text.EN == "" || text.KO == "" {
				t.Errorf("%s: a text lacks a language", p.ID)
			}
		}
		if p.Date == "" {
			t.Errorf("%s has no date", p.ID)
		}
	}
	for id := range plan.Blank("en", "USD", defaultsFrom).Assumptions.Classes {
		for _, figure := range []string{"mean", "sd", "yield"} {
			if !seen["class."+id+"."+figure] {
				t.Errorf("class %s has no passport of its %s", id, figure)
			}
		}
	}
}

// The 30 years from January 1966 on are the plain product of the series' own
// months; a percentile ruler holds them all.
func TestDistributionsHoldEveryWindow(t *testing.T) {
	past := readPast()
	growth := 1.0
	for _, g := range past.Stocks[(1966-1871)*12 : (1996-1871)*12] {
		growth *= g
	}
	from1966 := math.Pow(growth, 1.0/30) - 1
	for _, p := range Passports().Passports {
		d := p.History
		if d == nil {
			continue
		}
		if d.Windows != past.Months()-d.Years*12+1 || d.Years < 10 || len(d.Percentiles) != 101 || !slices.IsSorted(d.Percentiles) {
			t.Errorf("%s: %d windows, %d percentiles", p.ID, d.Windows, len(d.Percentiles))
		}
		stands := p.Default
		if p.Stands != nil {
			stands = p.Stands
		}
		k := slices.IndexFunc(d.Percentiles, func(v float64) bool { return v >= *stands })
		if k < 0 {
			k = 100
		}
		if math.Abs(float64(k)-d.At) > 1.5 {
			t.Errorf("%s: at %v, but percentile %d reaches the default", p.ID, d.At, k)
		}
		if p.ID == "class.stocks.mean" && !(d.Percentiles[0] < from1966 && from1966 < d.Percentiles[30]) {
			t.Errorf("growth from 1966 on, %v, is not among the worst: %v to %v", from1966, d.Percentiles[0], d.Percentiles[30])
		}
		t.Logf("%-24s default %7.4f at %5.1f: %8.4f %8.4f %8.4f %8.4f %8.4f", p.ID, *stands, d.At,
			d.Percentiles[0], d.Percentiles[10], d.Percentiles[50], d.Percentiles[90], d.Percentiles[100])
	}
}

// Twelve equal months and two crossed samples, by hand.
func TestMeasures(t *testing.T) {
	months := slices.Repeat([]float64{1.01}, 24)
	years := yearly(months)
	want := math.Pow(1.01, 12) - 1
	if len(years) != 2 || math.Abs(years[1]-want) > 1e-12 || math.Abs(geometric(months)-want) > 1e-12 {
		t.Errorf("yearly %v, geometric %v, want %v", years, geometric(months), want)
	}
	// 1, 2, 3, 4: the mean is 2.5, the squares 5, of three degrees of freedom.
	if d := deviation([]float64{1, 2, 3, 4}); math.Abs(d-math.Sqrt(5.0/3)) > 1e-12 {
		t.Errorf("deviation %v", d)
	}
	if c := correlation([]float64{1, 2, 3, 4}, []float64{8, 6, 4, 2}); math.Abs(c+1) > 1e-12 {
		t.Errorf("correlation %v", c)
	}
	if c := memory([]float64{1, 2, 3, 4, 5}); math.Abs(c-1) > 1e-12 {
		t.Errorf("memory %v", c)
	}
}
