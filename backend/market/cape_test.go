package market

import (
	"math"
	"testing"
)

// Shiller's own column PE10 at a few dates.
func TestCAPEIsShillers(t *testing.T) {
	ratio := readCAPE()
	for _, c := range []struct {
		name  string
		month int
		want  float64
	}{
		{"1881-01", 120, 18.47}, {"1881-02", 121, 18.15}, {"1929-05", 700, 27.70}, {"1954-05", 1000, 13.31}, {"2023-06", 1829, 29.94},
	} {
		if got := ratio[c.month]; math.Abs(got/c.want-1) > 0.001 {
			t.Errorf("%s: %v, Shiller says %v", c.name, got, c.want)
		}
	}
	if math.Abs(LastCAPE()-29.94) > 0.01 {
		t.Errorf("the last is %v", LastCAPE())
	}
	// Before there are ten years, what there is: in 1871-02 one month.
	rows := readObservations()
	if want := rows[1].price / rows[1].cpi / (rows[0].earnings / rows[0].cpi); math.Abs(ratio[1]-want) > 1e-9 {
		t.Errorf("1871-02: %v, want %v", ratio[1], want)
	}
}

// Worked out once apart from this code: 0.526 over 1,710 months.
func TestTheSlopeOfCAPE(t *testing.T) {
	if got := slopeOfCAPE(); math.Abs(got-0.526) > 0.001 {
		t.Errorf("slope %v", got)
	}
}

// appraised is the CAPE of one lane over a number of months, in odd blocks.
func appraised(t *testing.T, model Model, future, months int) (capes []float64, growth []float64) {
	t.Helper()
	spec := Spec{Classes: []Class{{ID: "eq", Mean: 0.05, SD: 0.17, History: HistoryStocks}}, Inflation: Inflation{Mean: 0.02, SD: 0.01}, Model: model}
	source, err := New(spec, 5)
	if err != nil {
		t.Fatal(err)
	}
	w, plain, b := source.Appraise(0, 25), source.Walk(), NewBlock(7, 1)
	w.Begin([]int{future, future + 1})
	plain.Begin([]int{future, future + 1})
	var to [Lanes]float64
	for len(capes) < months {
		w.Next(b, 7)
		for m := range 7 {
			w.CAPE(m, &to)
			capes, growth = append(capes, to[0]), append(growth, b.Row(m, 0)[0])
		}
		other := NewBlock(7, 1)
		plain.Next(other, 7)
		for i, v := range other.data {
			if i%Lanes < 2 && v != b.data[i] {
				t.Fatal("an appraiser's futures are not the walker's")
			}
		}
	}
	return capes, growth
}

func TestReplayHasTheCAPEOfItsMonth(t *testing.T) {
	ratio := readCAPE()
	capes, _ := appraised(t, Model{Kind: Replay, Wrap: true}, 500, 60)
	for m := range 60 {
		if capes[m] != ratio[500+m] {
			t.Fatalf("month %d: %v, history %v", m, capes[m], ratio[500+m])
		}
	}
}

// Every month of a bootstrap is some month of history, with its return and its CAPE.
func TestPiecesHaveTheCAPEOfTheirMonth(t *testing.T) {
	ratio, h := readCAPE(), readHistory()
	for _, fixed := range []bool{false, true} {
		capes, growth := appraised(t, Model{Kind: BlockBootstrap, Pieces: Pieces{Months: 12, Fixed: fixed, AsRecorded: true}}, 3, 400)
		for m, v := range capes {
			found := false
			for at := range historyMonths {
				found = found || (ratio[at] == v && h.stocks[at] == growth[m])
			}
			if !found {
				t.Fatalf("fixed %v, month %d: no month of history has growth %v at a CAPE of %v", fixed, m, growth[m], v)
			}
		}
	}
}

func TestSurprisesMakeSharesDear(t *testing.T) {
	capes, growth := appraised(t, Model{Kind: Lognormal}, 3, 300)
	mean, slope := math.Log(1.05)/12, slopeOfCAPE()
	for m, got := range capes {
		sum := 0.0
		for s := max(0, m-120); s < m; s++ {
			sum += math.Log(growth[s]) - mean
		}
		if want := 25 * math.Exp(slope*sum); math.Abs(got/want-1) > 1e-9 {
			t.Fatalf("month %d: %v, want %v", m, got, want)
		}
	}
	steady, _ := appraised(t, Model{Kind: Deterministic}, 0, 300)
	for m, got := range steady {
		if math.Abs(got-25) > 1e-9 {
			t.Fatalf("month %d: without surprises %v", m, got)
		}
	}
}
