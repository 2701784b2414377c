package simulate

import (
	"context"
	"errors"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"meridian/backend/market"
	"meridian/backend/sobol"
)

// Design is how an Integral is made: so many independent replicates of so many
// points each, a power of two.
type Design struct{ Replicates, Points int }

// Usual is the design that gives ± 0.1 % on usual plans.
var Usual = Design{Replicates: 8, Points: 128}

// Integral is a probability of success.
type Integral struct {
	// Success is the share of all futures there could be that succeed by the
	// scenario's Metric; Low and High bound it with 95 % confidence.
	Success, Low, High float64
	Design
	// Played is how many futures were played for it, pilots included.
	Played int
	// Turned is the share of points whose success was found not to rise along
	// the first direction alone; what that does is counted in.
	Turned float64
}

// ErrNotGaussian says that a market's futures are not made of normals, or that more
// than the market is drawn or asked of them.
var ErrNotGaussian = errors.New("the return model is not Gaussian")

// Integrate finds the probability of success by preintegration and randomised
// quasi-Monte Carlo. Errors: those of Run; ErrNotGaussian.
//
// A future is moved along one direction of its yearly coordinates (see
// market.Steered), v₀, along which success changes most: with everything else as
// it is, it fails below a root t and succeeds above, with probability Φ(-t), of
// which the mean over everything else is sought. Everything else is the leading
// directions v₁, v₂, … , which come from a scrambled Sobol net, and what is left
// of the future's own normals. Directions come from pilot futures, which count
// for nothing else, so that the estimate is unbiased whatever they are.
//
// Each future is played once more where it was, on v₀ too: where that is not what
// its root says, success does not rise along v₀ throughout, and the difference
// is added. So the estimate is unbiased there as well, but for futures within
// rootWidth of their root.
//
// What costs time is how often futures are played. Pilots tell where a root is to
// be expected (expect), so that most are found by three plays more; futures that
// are still open are packed together after every play; and which directions matter
// comes from one play of each pilot (sense).
//
// Sources: Griewank, Kuo, Leövey, Sloan, "High dimensional integration of kinks
// and jumps: smoothing by preintegration", J. Comput. Appl. Math. 344 (2018);
// Liu, Owen, "Preintegration via active subspace", SIAM J. Numer. Anal. 61
// (2023); L'Ecuyer, Lemieux, "Recent advances in randomized quasi-Monte Carlo
// methods", in Modeling Uncertainty (2002), for the interval by replicates.
func Integrate(ctx context.Context, sc Scenario, d Design, progress func(done, total int)) (Integral, error) {
	p, err := checked(ctx, &sc)
	if err != nil {
		return Integral{}, err
	}
	if !p.source.Gaussian() || p.asksMore() {
		return Integral{}, ErrNotGaussian
	}
	in := newIntegrator(ctx, p, d)
	in.progress = progress
	if err := in.aim(); err != nil {
		return Integral{}, err
	}
	found, err := in.integrate(0)
	if err == nil && progress != nil {
		progress(in.total, in.total)
	}
	return found, err
}

// integrator holds what the futures of an integral share.
type integrator struct {
	ctx     context.Context
	p       *program
	design  Design
	workers int
	years   int
	series  int
	net     *sobol.Net
	// directions are orthonormal, [direction][coordinate]; the first is v₀.
	directions [][]float64
	// centre and spread are where roots are expected; curves by how much more per
	// square of the normal along each direction after the first, less 1.
	centre, spread float64
	curves         []float64
	// played of about total futures have been played, pilots included, each as often
	// as it was.
	played, total int
	report        sync.Mutex
	progress      func(done, total int)
	ledgers       []*ledger // of each worker
}

func newIntegrator(ctx context.Context, p *program, d Design) *integrator {
	return &integrator{
		ctx: ctx, p: p, design: d, workers: runtime.GOMAXPROCS(0),
		total: usualPlays*(d.Replicates*d.Points+rootPilots) + scorePilots + slopePilots,
		years: (p.months + 11) / 12, series: len(p.sc.Market.Classes) + 1,
	}
}

// usualPlays is about how often a future is played until its root is found.
const usualPlays = 5

// expect is where a root is expected, by the normals along the directions after
// the first.
func (in *integrator) expect(normals []float64) float64 {
	at := in.centre
	for k, c := range in.curves {
		at += float64(c * (float64(normals[k]*normals[k]) - 1))
	}
	return at
}

// pilots is the number of the first future that serves as a pilot.
const pilots = 1 << 31

// integrate plays the design with the futures from a first one on, which must be
// a multiple of how many there are to a replicate.
func (in *integrator) integrate(first int) (Integral, error) {
	n := in.design.Replicates * in.design.Points
	in.net = sobol.New(max(1, len(in.directions)-1))
	quests := make([]*quest, n)
	err := in.each(n, first, func(b *probe, at int) {
		normals := make([][]float64, b.n)
		b.place(func(l int, q []float64) {
			in.point(first+at+l, q)
			normals[l] = append([]float64(nil), q...)
		})
		b.again(b.move) // where they are on v₀ themselves
		for l := range b.n {
			q := &quest{future: first + at + l, own: b.at0[l], ok: b.ok[l], rest: make([]float64, len(b.move))}
			for i := range q.rest {
				q.rest[i] = b.move[i][l]
			}
			q.begin(in, in.expect(normals[l]))
			quests[at+l] = q
		}
	})
	if err == nil {
		err = in.seek(quests)
	}
	if err != nil {
		return Integral{}, err
	}
	value, turned := make([]float64, n), make([]bool, n)
	for i, q := range quests {
		value[i], turned[i] = q.share()
	}
	return in.estimate(value, turned), nil
}

// point writes the normals along the directions after the first.
func (in *integrator) point(future int, q []float64) {
	replicate, i := future/in.design.Points, future%in.design.Points
	in.net.Point(uint32(i), in.p.sc.Seed*0x9e3779b97f4a7c15+uint64(replicate), q)
	for k, u := range q {
		q[k] = market.Quantile(u)
	}
}

// each reads n futures from a first one on in blocks; play gets the place of the
// block's first future among them.
func (in *integrator) each(n, first int, play func(b *probe, at int)) error {
	futures := make([]int, n)
	for i := range futures {
		futures[i] = first + i
	}
	return in.playAll(futures, func(b *probe, at int) {
		b.read()
		play(b, at)
	})
}

// playAll plays futures in blocks, each once.
func (in *integrator) playAll(futures []int, play func(b *probe, at int)) error {
	if len(in.ledgers) < in.workers {
		in.ledgers = make([]*ledger, in.workers)
	}
	var done atomic.Int64
	blocks := (len(futures) + market.Lanes - 1) / market.Lanes
	err := among(in.ctx, in.workers, blocks, func(worker, block int) {
		if in.ledgers[worker] == nil {
			in.ledgers[worker] = newLedger(in.p)
		}
		at := block * market.Lanes
		part := futures[at:min(len(futures), at+market.Lanes)]
		play(in.seat(in.ledgers[worker], part), at)
		in.tell(in.played + int(done.Add(int64(len(part)))))
	})
	in.played += len(futures)
	return err
}

// tell reports how far the integral is.
func (in *integrator) tell(played int) {
	if in.progress != nil {
		in.report.Lock()
		in.progress(min(played, in.total), in.total)
		in.report.Unlock()
	}
}

// estimate is the mean of the replicates' means, with the interval of Student's
// t, which is what their scatter tells.
func (in *integrator) estimate(value []float64, turned []bool) Integral {
	d := in.design
	r := Integral{Design: d, Played: in.played}
	means := make([]float64, d.Replicates)
	for k := range means {
		for i := range d.Points {
			means[k] += value[k*d.Points+i] / float64(d.Points)
		}
		r.Success += means[k] / float64(d.Replicates)
	}
	square := 0.0
	for _, m := range means {
		square += float64((m - r.Success) * (m - r.Success))
	}
	for _, t := range turned {
		if t {
			r.Turned += 1 / float64(len(turned))
		}
	}
	r.Success = min(1, max(0, r.Success))
	if square == 0 {
		r.Low, r.High = certain(r.Success, d.Replicates*d.Points)
		return r
	}
	half := float64(studentT95(d.Replicates-1) * math.Sqrt(square/float64(d.Replicates*(d.Replicates-1))))
	r.Low, r.High = max(0, r.Success-half), min(1, r.Success+half)
	return r
}

// certain is the interval of n points that all say the same: that of as many
// plain futures, since a kind of future that none of them is may exist.
// Source: Wilson, "Probable inference, the law of succession", JASA 22 (1927).
func certain(p float64, n int) (low, high float64) {
	const z2 = 1.959963984540054 * 1.959963984540054
	m := float64(n)
	middle := (p + z2/(2*m)) / (1 + z2/m)
	half := float64(math.Sqrt(float64(float64(z2*p)*(1-p))/m+float64(z2*z2)/float64(4*float64(m*m))) / (1 + z2/m))
	return max(0, middle-half), min(1, middle+half)
}

// studentT95 is the 97.5 % quantile of Student's t.
// Source: Abramowitz, Stegun, Handbook of Mathematical Functions, table 26.10;
// beyond it the expansion 26.7.5.
func studentT95(df int) float64 {
	table := [...]float64{12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
		2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860}
	if df <= len(table) {
		return table[df-1]
	}
	const z = 1.959963984540054
	n := float64(df)
	return z + (z*z*z+z)/(4*n) + (5*z*z*z*z*z+16*z*z*z+3*z)/(96*n*n)
}
