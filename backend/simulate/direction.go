package simulate

import (
	"cmp"
	"math"
	"slices"

	"meridian/backend/market"
)

// How directions are found. A feature is a direction in which one series follows
// one cosine of the year; features are orthonormal.
const (
	scorePilots = 256  // whose outcome says roughly where success is
	rootPilots  = 192  // whose roots say it again, closely
	slopePilots = 192  // whose end wealth says how roots bend; among the rootPilots
	curveTrust  = 64   // how many roots it takes to outweigh that they do not bend
	shapes      = 8    // cosines of each series, for the first direction
	bends       = 24   // directions after v₀
	leastWeight = 0.02 // of a series that success does not hang on
	trust       = 256  // how many roots the mean slope outweighs
	guess       = 0.33 // how far roots lie off before anything is known of them
	nudge       = 0.05 // by which a pilot is moved for a difference
)

// aim finds the directions.
func (in *integrator) aim() error {
	in.centre, in.spread = 0, 1
	score, own, err := in.score()
	if err != nil {
		return err
	}
	in.directions = [][]float64{unit(regress(own, score, in.features(shapes, in.evenly()), 1))}
	in.spread = guess // about in.centre, which score has found
	root, own, err := in.roots()
	if err != nil {
		return err
	}
	across := in.across(in.features(in.years, in.weights()))
	slopes, err := in.slopes(in.edge(own, root), across)
	if err != nil {
		return err
	}
	off := in.turnTo(own, root, across, slopes)
	for _, b := range bend(slopes, len(across)) {
		in.add(combined(across, b))
	}
	in.curve(own, off)
	return nil
}

// curve learns how roots bend along the directions after v₀, from how far those of
// pilots are off.
func (in *integrator) curve(own [][]float64, off []float64) {
	squares, along := make([][]float64, len(own)), make([][]float64, len(in.directions)-1)
	for i, z := range own {
		for _, v := range in.directions[1:] {
			x := dot(v, z)
			squares[i] = append(squares[i], float64(x*x)-1)
		}
	}
	for k := range along {
		along[k] = make([]float64, len(along))
		along[k][k] = 1
	}
	if len(along) == 0 {
		return
	}
	in.curves = regress(squares, off, along, curveTrust)
	rest := 0.0
	for i, s := range squares {
		e := off[i] - dot(in.curves, s)
		rest += float64(e*e) / float64(len(off))
	}
	in.spread = min(in.spread, max(rootWidth, math.Sqrt(rest)))
}

// features are the features: per series its smoothest shapes, at most so many and
// the more the larger its weight. Together they are no more than there are lanes
// to look into them at once.
func (in *integrator) features(most int, weights []float64) [][]float64 {
	var found [][]float64
	taken := make([]int, in.series)
	for len(found) < market.Lanes-2 {
		next := None
		for j, w := range weights {
			share := func(j int) float64 { return weights[j] / float64(1+taken[j]) }
			if taken[j] < min(most, in.years) && w > 0 && (next == None || share(j) > share(next)) {
				next = j
			}
		}
		if next == None {
			break
		}
		found = append(found, in.wave(next, taken[next]))
		taken[next]++
	}
	return found
}

// wave is the feature in which a series follows the k-th cosine of the year.
func (in *integrator) wave(series, k int) []float64 {
	f := make([]float64, in.years*in.series)
	for y := range in.years {
		x := cosine(math.Pi * (float64(2*y+1) / float64(2*in.years)))
		last, v := x, 1.0 // of the multiples -1 and 0 of the angle
		for range k {
			last, v = v, float64(2*float64(x*v))-last
		}
		f[y*in.series+series] = v
	}
	return unit(f)
}

// cosine is the cosine of an angle from 0 to π by its series, the same bits on
// every processor.
func cosine(x float64) float64 {
	if x > math.Pi/2 {
		return -cosine(math.Pi - x)
	}
	sum, term, square := 1.0, 1.0, float64(x*x)
	for n := 2.0; n <= 24; n += 2 {
		term = -float64(term*square) / float64(n*(n-1))
		sum += term
	}
	return sum
}

func (in *integrator) evenly() []float64 {
	weights := make([]float64, in.series)
	for j := range weights {
		weights[j] = 1
	}
	return weights
}

// weights are by how much the first direction follows each series, and a little
// more, since pilots tell it only roughly.
func (in *integrator) weights() []float64 {
	weights := make([]float64, in.series)
	for i, v := range in.directions[0] {
		weights[i%in.series] += float64(v * v)
	}
	for j, w := range weights {
		weights[j] = leastWeight + math.Sqrt(w)
	}
	return weights
}

// across are orthonormal directions that span what the features do, but for v₀.
func (in *integrator) across(features [][]float64) [][]float64 {
	known := in.directions[:1:1]
	for _, f := range features {
		if f = without(f, known); length(f) > 1e-6 {
			known = append(known, unit(without(unit(f), known)))
		}
	}
	return known[1:]
}

// ending is how well a future went.
type ending struct {
	future int
	tier   int     // 0 when something essential went unpaid, 1 when something was cut, 2 otherwise
	by     float64 // when essentials went unpaid first, or the end wealth
}

// score plays pilots as they are and gives each a normal score by how well it
// went among them, and its coordinates. How many of them fail says where on the
// first direction roots lie.
func (in *integrator) score() (score []float64, own [][]float64, err error) {
	endings := make([]ending, scorePilots)
	own = make([][]float64, scorePilots)
	err = in.each(scorePilots, pilots, func(b *probe, at int) {
		b.again(nil)
		for l := range b.n {
			r := &b.g.row
			e := ending{at + l, 2, r.worth[l]}
			if r.cutAny[l] {
				e.tier = 1
			}
			if first := r.firstShort[l]; first != None {
				e.tier, e.by = 0, float64(first)
			}
			endings[at+l], own[at+l] = e, b.lane(l)
		}
	})
	slices.SortFunc(endings, func(a, b ending) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(a.by, b.by), cmp.Compare(a.future, b.future))
	})
	score = make([]float64, scorePilots)
	failed := 0
	for rank, e := range endings {
		score[e.future] = market.Quantile((float64(rank) + 0.5) / scorePilots)
		if e.tier == 0 || e.tier == 1 && in.p.sc.Metric == AllFunded {
			failed = rank + 1
		}
	}
	in.centre = market.Quantile((float64(failed) + 0.5) / (scorePilots + 1))
	return score, own, err
}

// roots are where further pilots turn from failure to success along v₀, and
// their coordinates.
func (in *integrator) roots() (root []float64, own [][]float64, err error) {
	quests, own := make([]*quest, rootPilots), make([][]float64, rootPilots)
	err = in.each(rootPilots, pilots+scorePilots, func(b *probe, at int) {
		for l := range b.n {
			q := &quest{future: b.futures[l], own: b.at0[l]}
			q.begin(in, in.centre)
			quests[at+l], own[at+l] = q, b.lane(l)
		}
	})
	if err == nil {
		err = in.seek(quests)
	}
	for _, q := range quests {
		if err == nil {
			root = append(root, q.root())
		}
	}
	return root, own, err
}

// onEdge is a pilot moved so far along v₀ that it just does not fail.
type onEdge struct {
	future int
	move   []float64
}

// edge are the first pilots that have a root, moved to it.
func (in *integrator) edge(own [][]float64, root []float64) []onEdge {
	var found []onEdge
	v := in.directions[0]
	for i, r := range root {
		if math.Abs(r) >= farthest || len(found) == slopePilots {
			continue
		}
		by := r + nudge - dot(v, own[i])
		found = append(found, onEdge{pilots + scorePilots + i, times(v, by)})
	}
	return found
}

// turnTo turns v₀ to where roots depend on nothing else: with the root at
// t = a + <b, rest>, success is where <v₀ - b, z> > a. The mean slope is b (Stein's
// lemma), where a plan fails at its end; regression mends it.
//
// It tells how far each pilot's root then is from where it is expected.
func (in *integrator) turnTo(own [][]float64, root []float64, across, slopes [][]float64) (left []float64) {
	b := combined(across, average(slopes, len(across)))
	off := in.offsets(own, root, b)
	for i, v := range regress(own, off, across, trust) {
		b[i] += v
	}
	turned := slices.Clone(in.directions[0])
	for i := range turned {
		turned[i] -= b[i]
	}
	size, square := length(turned), 0.0
	for _, e := range in.offsets(own, root, b) {
		left = append(left, e/size)
		square += float64(e/size*(e/size)) / float64(len(root))
	}
	in.centre = mean(root) / size
	in.spread = min(1, max(rootWidth, math.Sqrt(square)))
	in.directions[0] = unit(turned)
	return left
}

// offsets are how far roots lie from their mean and what b says beside it.
func (in *integrator) offsets(own [][]float64, root, b []float64) []float64 {
	off, middle := make([]float64, len(root)), mean(root)
	for i, r := range root {
		off[i] = r - middle - dot(b, own[i])
	}
	return off
}

// slopes are, per pilot on the edge, by how much its root moves per unit along
// each of the directions across: the ratio of what the end wealth changes by along
// it and along v₀, which is nearly exact where a plan fails at its end, and tells
// enough elsewhere.
func (in *integrator) slopes(edge []onEdge, across [][]float64) ([][]float64, error) {
	slopes := make([][]float64, len(edge))
	futures := make([]int, len(edge))
	for i := range futures {
		futures[i] = edge[i].future
	}
	err := in.playAll(futures, func(b *probe, at int) {
		for l := range b.n {
			for i, v := range edge[at+l].move {
				b.move[i][l] = v
			}
		}
		b.g.sense = newSense(in.p)
		b.again(b.move)
		for l := range b.n {
			gradient := b.g.sense.gradient(in.p, l)
			up := dot(gradient, in.directions[0])
			if b.g.row.firstShort[l] != None || up <= 0 {
				continue
			}
			slopes[at+l] = make([]float64, len(across))
			for k, v := range across {
				slopes[at+l][k] = -dot(gradient, v) / up
			}
		}
		b.g.sense = nil
	})
	return slices.DeleteFunc(slopes, func(s []float64) bool { return s == nil }), err
}

// bend are the combinations of n directions along which slopes vary most: the
// leading eigenvectors of their covariance, by orthogonal iteration (Golub, Van
// Loan, Matrix Computations, 8.2.4). Without slopes to speak of they are the
// first directions themselves.
func bend(slopes [][]float64, n int) [][]float64 {
	found := make([][]float64, min(bends, n))
	for k := range found {
		found[k] = make([]float64, n)
		found[k][k] = 1
	}
	c := covariance(slopes, n)
	for range 40 {
		var next [][]float64
		for _, x := range found {
			y := slices.Clone(x) // keeps what the slopes say nothing of
			for i := range y {
				y[i] = float64(y[i]*1e-9) + dot(c[i], x)
			}
			next = append(next, unit(without(unit(y), next)))
		}
		found = next
	}
	return found
}

// average is the mean of vectors of n entries; of none it is zero.
func average(values [][]float64, n int) []float64 {
	total := make([]float64, n)
	for _, v := range values {
		for i := range total {
			total[i] += v[i] / float64(len(values))
		}
	}
	return total
}

func mean(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v / float64(len(values))
	}
	return total
}

func covariance(values [][]float64, n int) [][]float64 {
	mean, c := average(values, n), make([][]float64, n)
	for i := range c {
		c[i] = make([]float64, n)
		for _, v := range values {
			for j := range c[i] {
				c[i][j] += float64((v[i]-mean[i])*(v[j]-mean[j])) / float64(len(values))
			}
		}
	}
	return c
}

// add adds what is new of a direction, if anything is.
func (in *integrator) add(f []float64) {
	if f = without(f, in.directions); length(f) > 1e-6 {
		in.directions = append(in.directions, unit(without(unit(f), in.directions)))
	}
}

// regress is the gradient of values by the coordinates, within orthonormal
// features: least squares with a ridge of so many observations.
func regress(own [][]float64, values []float64, features [][]float64, ridge float64) []float64 {
	n := len(features)
	normal, right := make([][]float64, n), make([]float64, n)
	for i := range normal {
		normal[i] = make([]float64, n)
		normal[i][i] = ridge
	}
	x := make([]float64, n)
	for k, z := range own {
		for i, f := range features {
			x[i] = dot(f, z)
			right[i] += float64(x[i] * values[k])
			for j := range i + 1 {
				normal[i][j] += float64(x[i] * x[j])
			}
		}
	}
	if n == 0 {
		return make([]float64, len(own[0]))
	}
	return combined(features, solveSymmetric(normal, right))
}

// solveSymmetric solves a positive definite system given by its lower triangle,
// which it overwrites by its Cholesky factor.
func solveSymmetric(a [][]float64, b []float64) []float64 {
	for j := range a {
		for i := j; i < len(a); i++ {
			rest := a[i][j] - dot(a[i][:j], a[j][:j])
			if i == j {
				a[j][j] = math.Sqrt(rest)
			} else {
				a[i][j] = rest / a[j][j]
			}
		}
	}
	x := slices.Clone(b)
	for i := range x {
		x[i] = (x[i] - dot(a[i][:i], x[:i])) / a[i][i]
	}
	for i := len(x) - 1; i >= 0; i-- {
		for k := i + 1; k < len(x); k++ {
			x[i] -= float64(a[k][i] * x[k])
		}
		x[i] /= a[i][i]
	}
	return x
}

// combined is the sum of directions, each times its weight.
func combined(directions [][]float64, weights []float64) []float64 {
	f := make([]float64, len(directions[0]))
	for k, d := range directions {
		for i, v := range d {
			f[i] += float64(weights[k] * v)
		}
	}
	return f
}

// without is what is left of f orthogonal to orthonormal others.
func without(f []float64, others [][]float64) []float64 {
	f = slices.Clone(f)
	for _, o := range others {
		c := dot(f, o)
		for i := range f {
			f[i] -= float64(c * o[i])
		}
	}
	return f
}

func dot(a, b []float64) float64 {
	total := 0.0
	for i, v := range a {
		total += float64(v * b[i])
	}
	return total
}

func length(f []float64) float64 { return math.Sqrt(dot(f, f)) }

func times(f []float64, by float64) []float64 {
	f = slices.Clone(f)
	for i := range f {
		f[i] = float64(f[i] * by)
	}
	return f
}

// unit is f at length one; of no length, it is the first coordinate.
func unit(f []float64) []float64 {
	size := length(f)
	if size == 0 {
		f = make([]float64, len(f))
		f[0] = 1
		return f
	}
	return times(f, 1/size)
}
