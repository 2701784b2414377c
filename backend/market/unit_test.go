package market

import (
	"testing"

	"meridian/backend/lanes"
)

func TestEveryUnitDrawsTheSameFutures(t *testing.T) {
	for _, model := range []Model{
		{Kind: Lognormal}, {Kind: StudentT, DF: 3}, {Kind: Regime, Switch: stormy},
		{Kind: BlockBootstrap, Pieces: Pieces{Months: 12}},
	} {
		want := drawnBy(t, lanes.Portable, model)
		for _, u := range lanes.Units()[1:] {
			got := drawnBy(t, u, model)
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("%s by %v: number %d is %v, want %v", model.Kind, u, i, got[i], want[i])
				}
			}
		}
	}
}

// drawnBy is some months of some futures that a unit draws.
func drawnBy(t *testing.T, u lanes.Unit, model Model) []float64 {
	t.Helper()
	s, err := New(balanced(model), 11)
	if err != nil {
		t.Fatal(err)
	}
	s.Unit = u
	w, b := s.Walk(), NewBlock(60, 4)
	w.Begin(upTo(Lanes))
	w.Next(b, 60)
	return b.data
}
