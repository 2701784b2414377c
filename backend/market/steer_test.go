package market

import (
	"math"
	"testing"
)

// steered is a block of futures of a model over some months, moved.
func steered(t *testing.T, model Model, months int, move func(own [][Lanes]float64) [][Lanes]float64) (*Steered, *Block) {
	t.Helper()
	s, err := New(balanced(model), 9)
	if err != nil {
		t.Fatal(err)
	}
	w, b := s.Steer(months), NewBlock(months, 4)
	own := make([][Lanes]float64, w.Coordinates())
	w.Read(upTo(Lanes), own)
	w.Move(move(own))
	w.Begin(upTo(Lanes))
	w.Next(b, months)
	return w, b
}

func unmoved([][Lanes]float64) [][Lanes]float64 { return nil }

var gaussian = map[string]Model{
	"lognormal": {Kind: Lognormal}, "studentT": {Kind: StudentT, DF: 5}, "regime": {Kind: Regime, Switch: stormy},
}

func TestAnUnmovedSteeredFutureIsTheFuture(t *testing.T) {
	for name, model := range gaussian {
		_, b := steered(t, model, 30, unmoved)
		plain := walk(t, balanced(model), 9, upTo(Lanes), 30)
		for m := range 30 {
			for i := range 5 {
				for l := range Lanes {
					if b.Row(m, i)[l] != plain[l][m][i] {
						t.Fatalf("%s: month %d, series %d, future %d differs", name, m, i, l)
					}
				}
			}
		}
	}
}

// The first series is moved by its standard deviation times the move over the
// root of the year's months, in the months of that year alone; the last year
// here has six.
func TestMovingACoordinateMovesItsYear(t *testing.T) {
	const months = 30
	_, before := steered(t, Model{Kind: Lognormal}, months, unmoved)
	for year, length := range []float64{12, 12, 6} {
		w, after := steered(t, Model{Kind: Lognormal}, months, func(own [][Lanes]float64) [][Lanes]float64 {
			move := make([][Lanes]float64, len(own))
			move[year*5][3] = 2
			return move
		})
		by := 2 / math.Sqrt(length) * w.source.factor[0][0]
		for m := range months {
			want := 0.0
			if m/12 == year {
				want = by
			}
			if got := math.Log(after.Row(m, 0)[3] / before.Row(m, 0)[3]); math.Abs(got-want) > 1e-12 {
				t.Fatalf("month %d moved by %g, want %g", m, got, want)
			}
			if after.Row(m, 0)[4] != before.Row(m, 0)[4] {
				t.Fatalf("month %d of another future moved", m)
			}
		}
	}
}

// A scale, or a state, multiplies the move as it does the surprise.
func TestAMoveIsScaledWithItsSurprise(t *testing.T) {
	for _, name := range []string{"studentT", "regime"} {
		_, before := steered(t, gaussian[name], 12, unmoved)
		_, after := steered(t, gaussian[name], 12, func(own [][Lanes]float64) [][Lanes]float64 {
			move := make([][Lanes]float64, len(own))
			for l := range move[0] {
				move[0][l] = 1
			}
			return move
		})
		least, most := math.Inf(1), 0.0
		for l := range Lanes {
			by := math.Log(after.Row(5, 0)[l] / before.Row(5, 0)[l])
			least, most = min(least, by), max(most, by)
		}
		if least <= 0 || most < 1.2*least {
			t.Errorf("%s: moves from %g to %g", name, least, most)
		}
	}
}

// Coordinates of one future and of neighbours are independent standard normals.
func TestCoordinatesAreIndependentNormals(t *testing.T) {
	s, err := New(balanced(Model{Kind: Lognormal}), 4)
	if err != nil {
		t.Fatal(err)
	}
	const blocks, n = 200, 200 * Lanes
	w := s.Steer(30)
	own := make([][Lanes]float64, w.Coordinates())
	size := len(own)
	sum, cross := make([]float64, size), make([][]float64, size)
	for i := range cross {
		cross[i] = make([]float64, size)
	}
	futures := make([]int, Lanes)
	for b := range blocks {
		for l := range futures {
			futures[l] = b*Lanes + l
		}
		w.Read(futures, own)
		for i := range own {
			for l := range own[i] {
				sum[i] += own[i][l] / n
				for j := range i + 1 {
					cross[i][j] += own[i][l] * own[j][l] / n
				}
			}
		}
	}
	bound := 4.5 / math.Sqrt(n)
	for i := range size {
		if math.Abs(sum[i]) > bound {
			t.Errorf("mean of coordinate %d is %g", i, sum[i])
		}
		for j := range i {
			if math.Abs(cross[i][j]) > bound {
				t.Errorf("coordinates %d and %d correlate by %g", i, j, cross[i][j])
			}
		}
		if math.Abs(cross[i][i]-1) > math.Sqrt2*bound {
			t.Errorf("variance of coordinate %d is %g", i, cross[i][i])
		}
	}
}

func TestOnlyModelsOfNormalsAreGaussian(t *testing.T) {
	for kind, want := range map[Model]bool{
		{Kind: Lognormal}: true, {Kind: StudentT, DF: 4}: true, {Kind: Regime, Switch: stormy}: true,
		{Kind: Replay, Wrap: true}: false, {Kind: Deterministic}: false,
		{Kind: BlockBootstrap, Pieces: Pieces{Months: 60}}: false,
	} {
		s, err := New(balanced(kind), 1)
		if err != nil {
			t.Fatal(err)
		}
		if s.Gaussian() != want {
			t.Errorf("%s: %v, want %v", kind.Kind, s.Gaussian(), want)
		}
	}
}
