package simulate

import "meridian/backend/market"

// probe plays one block of futures again and again, moved.
type probe struct {
	in      *integrator
	g       *ledger
	walker  *market.Steered
	futures []int
	n       int
	played  int

	own  []vec // the futures' coordinates
	rest []vec // what the directions after v₀ move them by
	move []vec // what all directions do
	at0  vec   // <v₀, own>: where the futures themselves are on v₀

	fails, holds vec              // on v₀ a future is known to fail up to, and to succeed from
	ok           [len(vec{})]bool // at the last place
	okOwn        [len(vec{})]bool // at at0
}

// How far out on v₀ is looked, beyond which there is a probability of 1e-9, and
// how closely roots are found: taken for the middle of a range of 1/32, a root is
// off by 0.009 on the root of the mean square, and so is a future's share by 0.003,
// a tenth of what futures scatter by themselves.
const (
	farthest  = 6.0
	unknown   = 2 * farthest
	rootWidth = 1.0 / 32
)

func newProbe(in *integrator, g *ledger, futures []int) *probe {
	w, ok := g.walker.(*market.Steered)
	if !ok {
		w = in.p.source.Steer(in.p.months)
		g.walker = w
	}
	g.stopShort, g.verdict = true, true
	b := &probe{in: in, g: g, walker: w, n: len(futures), futures: futures}
	size := w.Coordinates()
	b.own, b.rest, b.move = make([]vec, size), make([]vec, size), make([]vec, size)
	w.Read(futures, b.own)
	if len(in.directions) > 0 {
		b.at0 = b.along(in.directions[0])
	}
	return b
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
		own := &b.own[i]
		for l := range total {
			total[l] += float64(v * own[l])
		}
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
	for k, direction := range others {
		by := b.along(direction)
		for l := range by {
			by[l] = to[k][l] - by[l]
		}
		for i, v := range direction {
			rest := &b.rest[i]
			for l := range rest {
				rest[l] += float64(v * by[l])
			}
		}
	}
}

// again plays the futures, moved.
func (b *probe) again(move []vec) {
	b.walker.Move(move)
	b.g.play(b.futures)
	b.played += b.n
	all := b.in.p.sc.Metric == AllFunded
	for l := range b.n {
		b.ok[l] = b.g.row.firstShort[l] == None && (!all || !b.g.row.cutAny[l])
	}
}

// play plays the futures at a place on v₀ each.
func (b *probe) play(at *vec) {
	for i, v := range b.in.directions[0] {
		move, rest := &b.move[i], &b.rest[i]
		for l := range move {
			move[l] = rest[l] + float64(v*(at[l]-b.at0[l]))
		}
	}
	b.again(b.move)
}

// check plays the futures at their own place on v₀.
func (b *probe) check() {
	b.play(&b.at0)
	b.okOwn = b.ok
}

// solve brackets every lane's root within rootWidth: outwards from where roots
// are expected, by steps that double, and then by halves. Each step plays the
// block once more, all lanes of it until the last has its root, so that it counts
// how long that takes; it stops between them once the integral is no longer wanted.
func (b *probe) solve() {
	fill(&b.fails, -unknown)
	fill(&b.holds, unknown)
	var at, step vec
	fill(&at, max(-farthest, min(farthest, b.in.centre)))
	fill(&step, b.in.stride())
	for open := true; open && b.in.ctx.Err() == nil; {
		b.play(&at)
		open = false
		for l := range b.n {
			if b.ok[l] {
				b.holds[l] = min(b.holds[l], at[l])
			} else {
				b.fails[l] = max(b.fails[l], at[l])
			}
			open = b.next(l, &at, &step) || open
		}
	}
}

// stride is the first step: one and a half times as far as roots usually lie off,
// so that nine in ten are found within it and the others by one more, and a whole
// number of halves of what roots are found within. That saves one play in six
// against a step as far as roots usually lie off.
func (in *integrator) stride() float64 {
	step := rootWidth
	for step < 1.5*in.spread {
		step *= 2
	}
	return step
}

// next chooses a lane's next place, and reports whether its root is still open.
func (b *probe) next(l int, at, step *vec) bool {
	low, high := b.fails[l], b.holds[l]
	switch failed, held := low > -unknown, high < unknown; {
	case failed && held:
		at[l] = float64((low + high) * 0.5)
		return high-low > rootWidth
	case held:
		at[l] = max(-farthest, high-step[l])
		step[l] *= 2
		return high > -farthest
	default:
		at[l] = min(farthest, low+step[l])
		step[l] *= 2
		return low < farthest
	}
}

// root is where a lane turns from failure to success.
func (b *probe) root(l int) float64 {
	low, high := b.fails[l], b.holds[l]
	switch {
	case low <= -unknown:
		return -farthest
	case high >= unknown:
		return farthest
	}
	return float64((low + high) * 0.5)
}

// share is a lane's probability of success given all but its place on v₀, and
// whether its own place contradicts the root. Where it does, the difference that
// it makes is added.
func (b *probe) share(l int) (float64, bool) {
	v := market.Cumulative(-b.root(l))
	switch root := b.root(l); {
	case root <= -farthest:
		v = 1
	case root >= farthest:
		v = 0
	}
	switch own := b.at0[l]; {
	case own > b.holds[l] && !b.okOwn[l]:
		return v - 1, true
	case own < b.fails[l] && b.okOwn[l]:
		return v + 1, true
	}
	return v, false
}
