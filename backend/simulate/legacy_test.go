package simulate

import (
	"testing"

	"meridian/backend/market"
)

// What should be left decides full success alone, in just the futures that leave less.
func TestALegacyDecidesFullSuccess(t *testing.T) {
	plain := mustRun(t, household(256))
	for _, metric := range []Metric{EssentialFunded, AllFunded} {
		sc := household(256)
		sc.Metric, sc.Legacy = metric, &Legacy{Real: 1_300_000, Nominal: 200_000}
		r, missed := mustRun(t, sc), 0
		for i := range r.N {
			price := market.Pow(1+r.Rows.Inflation[i], float64(sc.Months)/12)
			left := r.Rows.EndWealth[i] >= 1_300_000+200_000/price
			want := plain.Rows.Outcome[i]
			if want == FullyPaid && !left {
				want = EssentialPaid
				missed++
			}
			if r.Rows.Outcome[i] != want || r.Rows.Left[i] != left {
				t.Fatalf("future %d ends with %v: outcome %d, want %d", i, r.Rows.EndWealth[i], r.Rows.Outcome[i], want)
			}
		}
		if missed == 0 {
			t.Error("no future misses it alone")
		}
		outcomes, err := Outcomes(t.Context(), sc, 0, r.N, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range outcomes {
			if o != r.Rows.Outcome[i] {
				t.Fatalf("future %d ends otherwise where only its end is asked", i)
			}
		}
	}
}

// More to be left never leaves more to be spent.
func TestALegacyCostsSpending(t *testing.T) {
	last := 0.0
	for i, amount := range []float64{1e7, 1e6, 1e5, 0} {
		sc := household(128)
		sc.Metric, sc.Legacy = AllFunded, &Legacy{Real: amount}
		s, err := Sustain(t.Context(), sc, 128, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if s.Multiplier < last || (i == 3 && s.Multiplier <= 0) {
			t.Errorf("leaving %v, spending times %v; leaving more, times %v", amount, s.Multiplier, last)
		}
		last = s.Multiplier
	}
}

func TestTheSecondOpinionAgreesOnALegacy(t *testing.T) {
	sc := tight(spill, market.Model{Kind: market.StudentT, DF: 5})
	sc.Legacy = &Legacy{Real: 100_000, Nominal: 400_000}
	agree(t, sc, 66)
	lives := couple(spill)
	lives.Metric, lives.Legacy = AllFunded, &Legacy{Real: 500_000}
	agree(t, lives, 66)
}
