package simulate

import (
	"math"

	"meridian/backend/market"
)

// probe plays one block of futures, moved. A ledger keeps its own, since a block
// is played for a short time.
type probe struct {
	in      *integrator
	g       *ledger
	walker  *market.Steered
	futures []int
	n       int

	own  []vec // the futures' coordinates
	move []vec // what all directions do
	at0  vec   // <v₀, own>: where the futures themselves are on v₀

	ok [len(vec{})]bool // at the last place
}

// How far out on v₀ is looked, beyond which there is a probability of 1e-9, and
// how closely roots are found. Places lie on a grid of that width that is shifted
// by chance in every future, so that a root is anywhere in its range with the same
// probability and the middle of the range is off by 0.012 on the root of the mean
// square but by nothing on average; a future's share is off by 0.005 at most then,
// a third of what it scatters by itself. What the bend of the share does to its
// mean is below 0.00002.
const (
	farthest  = 6.0
	rootWidth = 1.0 / 24
	// outermost is the place beyond which nothing is looked at.
	outermost = farthest / rootWidth
)

// seat makes a ledger's probe ready for futures, not moved.
func (in *integrator) seat(g *ledger, futures []int) *probe {
	w, ok := g.walker.(*market.Steered)
	if !ok {
		w = in.p.source.Steer(in.p.months)
		g.walker = w
	}
	g.stopShort, g.verdict = true, true
	b := g.probe
	if b == nil {
		size := w.Coordinates()
		b = &probe{own: make([]vec, size), move: make([]vec, size)}
		g.probe = b
	}
	b.in, b.g, b.walker, b.n, b.futures = in, g, w, len(futures), futures
	return b
}

// read reads the futures' coordinates.
func (b *probe) read() {
	b.walker.Read(b.futures, b.own)
	if len(b.in.directions) > 0 {
		b.at0 = b.along(b.in.directions[0])
	}
}

// lane is a lane's own coordinates.
func (b *probe) lane(l int) []float64 {
	own := make([]float64, len(b.own))
	for i := range own {
		own[i] = b.own[i][l]
	}
	return own
}

// along is where the futures themselves are on a direction.
func (b *probe) along(direction []float64) vec {
	var total vec
	for i, v := range direction {
		b.g.do.AddScaled(&total, &b.own[i], v)
	}
	return total
}

// place moves the futures along the directions after v₀ to where normals says,
// per lane.
func (b *probe) place(normals func(l int, q []float64)) {
	others := b.in.directions[1:]
	to, q := make([]vec, len(others)), make([]float64, len(others))
	for l := range b.n {
		normals(l, q)
		for k, v := range q {
			to[k][l] = v
		}
	}
	clear(b.move)
	for k, direction := range others {
		by := b.along(direction)
		for l := range by {
			by[l] = to[k][l] - by[l]
		}
		for i, v := range direction {
			b.g.do.AddScaled(&b.move[i], &by, v)
		}
	}
}

// again plays the futures, moved.
func (b *probe) again(move []vec) {
	b.walker.Move(move)
	b.g.play(b.futures)
	all := b.in.p.sc.Metric == AllFunded
	for l := range b.n {
		b.ok[l] = b.g.row.firstShort[l] == None && (!all || !b.g.row.cutAny[l])
	}
}

// quest is the search for one future's root: the place on v₀ at which it turns
// from failure to success, with everything else as it is.
type quest struct {
	future int
	rest   []float64 // what the directions after v₀ move it by, per coordinate; nil is nothing
	own    float64   // where the future itself is on v₀
	ok     bool      // there
	shift  float64   // of its grid, from 0 to 1
	step   int       // by which it goes on outwards
	at     int       // the place on the grid that is next to be played
	fails  int       // the highest place at which it is known to fail
	holds  int       // the lowest at which it is known to succeed
}

// begin begins a search where the root is expected.
func (q *quest) begin(in *integrator, expected float64) {
	q.shift = shiftOf(in.p.sc.Seed, q.future)
	q.fails, q.holds = -outermost-1, outermost+1
	q.at = min(outermost, max(-outermost, int(math.Round(expected/rootWidth-q.shift))))
	q.step = max(1, int(in.spread/rootWidth))
}

// shiftOf is by how much a future's grid is shifted: a number from 0 to 1 of its own.
// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
// OOPSLA (2014), the finaliser of SplitMix64.
func shiftOf(seed uint64, future int) float64 {
	x := seed*0x9e3779b97f4a7c15 + uint64(future)*0xbf58476d1ce4e5b9
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return float64(float64(x>>11) * 0x1p-53)
}

// on is a place of the grid on v₀.
func (q *quest) on(at int) float64 { return float64((float64(at) + q.shift) * rootWidth) }

// learn takes in how the future went at its place, and chooses the next: outwards
// by steps that double, and then halves. It reports whether the root is still open.
func (q *quest) learn(ok bool) bool {
	if ok {
		q.holds = min(q.holds, q.at)
	} else {
		q.fails = max(q.fails, q.at)
	}
	switch failed, held := q.fails >= -outermost, q.holds <= outermost; {
	case failed && held:
		q.at = q.fails + (q.holds-q.fails)/2
		return q.holds-q.fails > 1
	case held:
		q.at = max(-outermost, q.holds-q.step)
		q.step *= 2
		return q.holds > -outermost
	default:
		q.at = min(outermost, q.fails+q.step)
		q.step *= 2
		return q.fails < outermost
	}
}

// root is where the future turns from failure to success.
func (q *quest) root() float64 {
	switch {
	case q.fails < -outermost:
		return -farthest
	case q.holds > outermost:
		return farthest
	}
	return float64((q.on(q.fails) + q.on(q.holds)) * 0.5)
}

// share is the future's probability of success given all but its place on v₀, and
// whether its own place contradicts the root. Where it does, the difference that
// it makes is added.
func (q *quest) share() (float64, bool) {
	root := q.root()
	v := market.Cumulative(-root)
	switch {
	case root <= -farthest:
		v = 1
	case root >= farthest:
		v = 0
	}
	switch {
	case q.holds <= outermost && q.own > q.on(q.holds) && !q.ok:
		return v - 1, true
	case q.fails >= -outermost && q.own < q.on(q.fails) && q.ok:
		return v + 1, true
	}
	return v, false
}

// seek finds the roots of futures that have begun to be looked for. Each round
// plays those once that are still open, packed into blocks; it stops between them
// once the integral is no longer wanted.
func (in *integrator) seek(all []*quest) error {
	for len(all) > 0 {
		futures := make([]int, len(all))
		for i, q := range all {
			futures[i] = q.future
		}
		open := make([]bool, len(all))
		err := in.playAll(futures, func(b *probe, at int) {
			b.seek(all[at : at+b.n])
			for l, q := range all[at : at+b.n] {
				open[at+l] = q.learn(b.ok[l])
			}
		})
		if err != nil {
			return err
		}
		left := all[:0:0]
		for i, q := range all {
			if open[i] {
				left = append(left, q)
			}
		}
		all = left
	}
	return nil
}

// seek plays every future at its place.
func (b *probe) seek(quests []*quest) {
	for i, v := range b.in.directions[0] {
		move := &b.move[i]
		for l, q := range quests {
			move[l] = float64(v * (q.on(q.at) - q.own))
			if q.rest != nil {
				move[l] += q.rest[i]
			}
		}
	}
	b.again(b.move)
}
