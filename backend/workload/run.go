package workload

import (
	"math/bits"
	"sync"
	"sync/atomic"
)

// Work is one of the two pieces of work.
type Work uint8

// The pieces of work.
const (
	Monthly Work = iota // W1: 480 months, one account, four assets
	Yearly              // W2: 40 years, three accounts with taxes, six assets
)

// Steps is how many steps of time a future takes.
func (w Work) Steps() int {
	if w == Monthly {
		return 12 * Years
	}
	return Years
}

func (w Work) String() string {
	if w == Monthly {
		return "W1"
	}
	return "W2"
}

// Code is which of the codes does the work.
type Code uint8

// The codes. Those for vector units are there on amd64 alone.
const (
	Portable Code = iota
	AVX2
	AVX512
)

func (c Code) String() string { return [...]string{"portable", "avx2", "avx512"}[c] }

// Ends is the wealth of every future at every year's end, and which futures
// succeeded. It is filled as often as one likes.
type Ends struct {
	n      int
	stride int              // floats from one row to the next
	rows   [Years][]float32 // whole blocks: the last may go beyond n
	passed []uint8          // a bit per future

	selectors []*selector // one for each goroutine that finds percentiles
}

// NewEnds is room for n futures.
func NewEnds(n int) *Ends {
	stride := (n + lanes - 1) / lanes * lanes
	if stride%1024 == 0 {
		stride += lanes // rows a multiple of a page apart would share the cache's sets
	}
	all := make([]float32, Years*stride)
	e := &Ends{n: n, stride: stride, passed: make([]uint8, stride/8)}
	for y := range e.rows {
		e.rows[y] = all[y*stride : (y+1)*stride : (y+1)*stride]
	}
	return e
}

// Year is the wealth of every future at the end of a year, from 0.
func (e *Ends) Year(y int) []float32 { return e.rows[y][:e.n] }

// Passed says whether a future succeeded.
func (e *Ends) Passed(future int) bool { return e.passed[future/8]>>(future%8)&1 != 0 }

// Successes is how many futures succeeded.
func (e *Ends) Successes() int {
	count := 0
	for _, b := range e.passed[:e.n/8] {
		count += bits.OnesCount8(b)
	}
	if rest := e.n % 8; rest != 0 {
		count += bits.OnesCount8(e.passed[e.n/8] & (1<<rest - 1))
	}
	return count
}

// note marks whether a future succeeded.
func (e *Ends) note(future int, ok bool) {
	bit := uint8(1) << (future % 8)
	e.passed[future/8] &^= bit
	if ok {
		e.passed[future/8] |= bit
	}
}

// portion is how many blocks of futures a goroutine takes at a time.
const portion = 16

// Run does the work for every future of e and returns how many succeeded. The
// code must be one of [Codes]. The result does not depend on the number of
// goroutines.
func Run(w Work, c Code, seed uint64, e *Ends, workers int) int {
	blocks := (e.n + lanes - 1) / lanes
	player := newPlayer(w, c, seed)
	if workers <= 1 {
		player.play(e, 0, blocks)
		return e.Successes()
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for {
				from := int(next.Add(portion)) - portion
				if from >= blocks {
					return
				}
				player.play(e, from*lanes, min(portion, blocks-from))
			}
		})
	}
	wait.Wait()
	return e.Successes()
}

// player plays blocks of futures of one piece of work; its methods may be
// called from several goroutines.
type player interface {
	play(e *Ends, first, blocks int)
}

// portablePlayer plays in Go.
type portablePlayer struct {
	work      Work
	generator *generator
	monthly   monthlyModel
	yearly    yearlyModel
}

func newPortablePlayer(w Work, seed uint64) *portablePlayer {
	return &portablePlayer{
		work:      w,
		generator: newGenerator(seed, domain(w)),
		monthly:   newMonthlyModel(),
		yearly:    newYearlyModel(),
	}
}

// domain is the upper half of a work's key, which keeps its draws apart from the
// other's.
func domain(w Work) uint64 { return uint64(w) + 1 }

func (p *portablePlayer) play(e *Ends, first, blocks int) {
	if p.work == Monthly {
		portableMonthly(&p.monthly, p.generator, e, first, blocks)
		return
	}
	portableYearly(&p.yearly, p.generator, e, first, blocks)
}
