package market

import "math"

// The yearly coordinates of a future under a Gaussian model are, for each twelve
// months from month 0 on and each series, the sum of that series' normals divided
// by the square root of how many months there are: independent standard normals,
// of which every direction (a vector of length one over them) makes one more.
// Moving a coordinate by d moves each of its months' normals by d over the same
// root, so that what is left of them stays as it was.
//
// So a future can be given another value along some directions, q_k for v_k
// orthonormal, and stay distributed as it was, if q is standard normal and
// independent of it: z + Σ v_k (q_k - <v_k, z>).
// Source: Acworth, Broadie, Glasserman, "A comparison of some Monte Carlo and
// quasi Monte Carlo techniques for option pricing", in Monte Carlo and Quasi-Monte
// Carlo Methods 1996 (1998); the generalised bridge of the same idea.

// Gaussian reports whether futures are normals turned into returns: given
// Student-t's scales, or Regime's states, a future of those is one too.
func (s *Source) Gaussian() bool { return s.normals != nil }

// Loadings are by how much a class's monthly logarithm of growth moves with each of
// a month's normals, which are as many as those that belong to the class and those
// before it.
func (s *Source) Loadings(class int) []float64 { return s.factor[class][:class+1] }

// Steered walks Gaussian futures whose yearly coordinates are moved.
type Steered struct {
	shockWalker
	months  int
	perYear []float64 // 1/√ of the months of each year
}

// Steer is a walker over the source's futures of some months, which must be
// Gaussian, that can move them. With nothing moved it is a Walk.
func (s *Source) Steer(months int) *Steered {
	w := &Steered{shockWalker: shockWalker{source: s}, months: months}
	for first := 0; first < months; first += 12 {
		w.perYear = append(w.perYear, 1/math.Sqrt(float64(min(12, months-first))))
	}
	return w
}

// Coordinates is how many yearly coordinates a future has: that of series j in
// year y is number y (classes+1) + j.
func (w *Steered) Coordinates() int { return len(w.perYear) * (w.source.classes + 1) }

// Read writes the coordinates of futures, one per lane, as they are unmoved. The
// walker must Begin again afterwards.
func (w *Steered) Read(futures []int, to [][Lanes]float64) {
	w.Begin(futures)
	clear(to)
	n := w.source.classes + 1
	for m := range w.months {
		w.draw()
		w.month++
		for j := range n {
			w.source.Unit.Add(&to[m/12*n+j], &w.z[j])
		}
	}
	for i := range to {
		for l := range to[i] {
			to[i][l] = float64(to[i][l] * w.perYear[i/n])
		}
	}
}

// Move makes the futures walked from now on differ by an amount per coordinate
// and lane, which is read as they are walked; nil moves nothing.
func (w *Steered) Move(by [][Lanes]float64) { w.move, w.perMove = by, w.perYear }

// steer moves the month's normals.
func (w *shockWalker) steer() {
	year, n := int(w.month)/12, w.source.classes+1
	share := w.perMove[year]
	for j := range n {
		w.source.Unit.AddScaled(&w.z[j], &w.move[year*n+j], share)
	}
}
