package market

import (
	"errors"
	"fmt"
	"math"

	"meridian/backend/lanes"
)

// ErrUnsupported says that this engine has no such return model.
var ErrUnsupported = errors.New("return model not supported")

// Source is a specification made ready to draw futures from. It is immutable
// and may be shared by walkers on many goroutines.
type Source struct {
	// Moved is the largest change that was made to a correlation to make the
	// matrix positive semi-definite; 0 when it was.
	Moved float64
	// Unit is what draws: the best there is, unless set before anything is drawn.
	Unit lanes.Unit

	kind      Kind
	classes   int
	key       key
	normals   *lanes.Table
	mean      []float64   // monthly mean of the logarithm, per series
	factor    [][]float64 // lower triangular, surprises per unit normals, monthly
	inflation autoregression
	df        float64
	// gammaD and gammaC are d and c of chiSquare's source.
	gammaD, gammaC float64
	states         states      // when the model is Regime
	replay         [][]float64 // per series, when the model follows history
	months         int         // of the history followed
	own            bool        // that history is not the embedded one
	every          int         // months from one start of Replay to the next
	pieces         Pieces      // when the model is BlockBootstrap
}

// New prepares futures of a specification that Check finds nothing wrong with.
func New(spec Spec, seed uint64) (*Source, error) {
	if problems := spec.Check(); len(problems) > 0 {
		return nil, problems[0].Err
	}
	s := &Source{
		kind: spec.Model.Kind, classes: len(spec.Classes), key: newKey(seed), df: spec.Model.DF, Unit: lanes.Best(),
	}
	s.setMeans(spec)
	switch s.kind {
	case Replay:
		s.setReplay(spec)
	case BlockBootstrap:
		s.setReplay(spec)
		s.setPieces(spec.Model.Pieces)
	case Lognormal, StudentT, Regime:
		s.normals = newNormals()
		s.factor, s.inflation, s.Moved = spec.surprises()
	}
	switch s.kind {
	case StudentT:
		s.gammaD = float64(s.df*0.5) - 1.0/3
		s.gammaC = 1 / math.Sqrt(float64(9*s.gammaD))
	case Regime:
		s.setRegime(spec)
	}
	return s, nil
}

func (s *Source) setMeans(spec Spec) {
	for _, c := range spec.Classes {
		s.mean = append(s.mean, Log(1+c.Mean)/12)
	}
	s.mean = append(s.mean, Log(1+spec.Inflation.Mean)/12)
}

// surprises is the Cholesky factor of the correlations, its rows scaled by each
// series' monthly standard deviation, inflation's process, and how far the
// correlations were moved to be some.
func (s Spec) surprises() (factor [][]float64, inflation autoregression, moved float64) {
	corr := s.Corr
	if corr == nil {
		corr = identity(len(s.Classes) + 1)
	}
	corr, moved = Nearest(corr)
	factor = cholesky(corr)
	inflation = newAutoregression(logSD(s.Inflation.Mean, s.Inflation.SD), s.Inflation.AR1)
	for i, row := range factor {
		sd := inflation.surprise
		if i < len(s.Classes) {
			sd = logSD(s.Classes[i].Mean, s.Classes[i].SD) / math.Sqrt(12)
		}
		for j := range row {
			row[j] = float64(row[j] * sd)
		}
	}
	return factor, inflation, moved
}

func (s *Source) setReplay(spec Spec) {
	s.every, s.own = spec.Model.every(), spec.Past != nil
	past := spec.past()
	s.months = past.Months()
	for i, c := range spec.Classes {
		if c.History == HistorySteady {
			s.replay = append(s.replay, steady(s.mean[i], s.months))
			continue
		}
		s.replay = append(s.replay, past.Series[c.History])
	}
	s.replay = append(s.replay, past.Inflation)
}

// Walk is a new walker over the source's futures.
func (s *Source) Walk() Walker {
	switch s.kind {
	case Replay:
		return &replayWalker{source: s}
	case BlockBootstrap:
		return &pieceWalker{source: s}
	case Deterministic:
		return &steadyWalker{source: s}
	default:
		return &shockWalker{source: s}
	}
}

// shockWalker draws Lognormal, StudentT and Regime futures.
type shockWalker struct {
	source  *Source
	futures [Lanes]uint32
	month   uint32
	x       [Lanes]float64   // inflation's distance from its mean
	z       [][Lanes]float64 // normals, one row per draw
	words   [4][Lanes]uint32
	scale   [Lanes]float64 // of all surprises: Student-t's common factor, Regime's state
	sum     [Lanes]float64 // a series' surprise

	// Regime's months: states, words that decide four of them, and what the
	// state adds to the means of risky classes.
	state [Lanes]uint32
	turns [4][Lanes]uint32
	lift  [Lanes]float64

	// What Steered adds to yearly coordinates, and a month's part of it; nil
	// where nothing is moved.
	move    [][Lanes]float64
	perMove []float64
}

// beforeTheFirst is the month number under which what precedes month 0 is drawn.
const beforeTheFirst = math.MaxUint32

func (w *shockWalker) Begin(futures []int) {
	s := w.source
	w.month = 0
	w.futures = [Lanes]uint32{}
	for l, f := range futures {
		w.futures[l] = uint32(f)
	}
	if w.z == nil {
		w.z = make([][Lanes]float64, (s.classes+1+3)/4*4)
	}
	for l, f := range w.futures {
		word, _, _, _ := s.key.words(0, beforeTheFirst, f, uint32(shocks))
		w.x[l] = float64(s.normals.Normal(word) * s.inflation.stationary)
	}
	if s.kind == Regime {
		w.enter()
	}
}

func (w *shockWalker) Next(b *Block, months int) {
	for m := range months {
		w.draw()
		if w.move != nil {
			w.steer()
		}
		switch w.source.kind {
		case StudentT:
			w.fatten()
		case Regime:
			w.turn()
		}
		for i := range w.source.classes {
			w.surprise(i)
			if w.source.kind == Regime && w.source.states.risky[i] {
				w.source.Unit.Add(&w.sum, &w.lift)
			}
			w.source.Unit.Grow(b.Row(m, i), &w.sum, w.source.mean[i])
		}
		w.surprise(w.source.classes)
		w.inflate(b.Inflation(m))
		w.month++
	}
}

// words is four words for a future per lane.
func (s *Source) words(c0, c1 uint32, futures *[Lanes]uint32, use domain, to *[4][Lanes]uint32) {
	s.Unit.Words((*lanes.Keys)(&s.key), c0, c1, futures, uint32(use), to)
}

// draw fills z with this month's normals.
func (w *shockWalker) draw() {
	s := w.source
	for g := 0; g < len(w.z); g += 4 {
		s.words(uint32(g/4), w.month, &w.futures, shocks, &w.words)
		for k := range w.words {
			if g+k <= s.classes {
				s.Unit.Normals(s.normals, &w.words[k], &w.z[g+k])
			}
		}
	}
}

// surprise sets sum to series i's row of the factor times the normals.
func (w *shockWalker) surprise(i int) {
	w.source.Unit.Mix(&w.sum, w.z, w.source.factor[i][:i+1])
	if w.source.kind != Lognormal {
		w.source.Unit.Multiply(&w.sum, &w.sum, &w.scale)
	}
}

// inflate moves inflation on by a month.
func (w *shockWalker) inflate(out *[Lanes]float64) {
	w.source.Unit.Decay(&w.x, &w.sum, w.source.inflation.phi)
	w.source.Unit.Grow(out, &w.x, w.source.mean[w.source.classes])
}

// fatten draws the month's common factor of a multivariate Student-t of unit
// variance: sqrt((df-2)/χ²).
func (w *shockWalker) fatten() {
	s := w.source
	s.words(0, w.month, &w.futures, mixing, &w.words)
	s.Unit.Normals(s.normals, &w.words[0], &w.sum)
	for l, f := range &w.futures {
		chi2, ok := s.try(w.sum[l], w.words[1][l])
		if !ok {
			chi2 = s.chiSquare(w.month, f)
		}
		w.scale[l] = math.Sqrt((s.df - 2) / chi2)
	}
}

// chiSquare is a chi-square deviate with df degrees of freedom, by the exact
// rejection of Marsaglia and Tsang, "A simple method for generating gamma
// variables", ACM TOMS 26 (2000). Attempt k draws at its own counter, so that
// how often it must try disturbs no other draw.
func (s *Source) chiSquare(month, future uint32) float64 {
	for k := uint32(0); ; k++ {
		w0, w1, _, _ := s.key.words(k, month, future, uint32(mixing))
		if chi2, ok := s.try(s.normals.Normal(w0), w1); ok {
			return chi2
		}
	}
}

// try is one attempt: a normal and a word that decides whether it stands.
func (s *Source) try(x float64, word uint32) (chi2 float64, ok bool) {
	v := 1 + float64(s.gammaC*x)
	if v <= 0 {
		return 0, false
	}
	u := uniform(word)
	v = float64(float64(v*v) * v)
	x2 := float64(x * x)
	chi2 = float64(float64(2*s.gammaD) * v)
	if u < 1-float64(float64(0.0331*x2)*x2) {
		return chi2, true
	}
	return chi2, Log(u) < float64(0.5*x2)+float64(s.gammaD*(1-v+Log(v)))
}

// replayWalker plays history: future i starts at its month i, or at i times
// Model.Every.
type replayWalker struct {
	source *Source
	starts [Lanes]int
	month  int
}

func (w *replayWalker) Begin(futures []int) {
	w.month = 0
	w.starts = [Lanes]int{}
	for l, future := range futures {
		w.starts[l] = future * w.source.every
	}
}

func (w *replayWalker) Next(b *Block, months int) {
	for m := range months {
		for i, series := range w.source.replay {
			row := b.Row(m, i)
			for l, start := range &w.starts {
				row[l] = series[(start+w.month)%w.source.months]
			}
		}
		w.month++
	}
}

// steadyWalker gives every month its mean.
type steadyWalker struct{ source *Source }

func (w *steadyWalker) Begin([]int) {}

func (w *steadyWalker) Next(b *Block, months int) {
	for m := range months {
		for i, mean := range w.source.mean {
			row := b.Row(m, i)
			for l := range row {
				row[l] = lanes.Exp(mean)
			}
		}
	}
}

// Problem is one fault of a specification; Field names where, as in "classes[2].sd".
type Problem struct {
	Field string
	Err   error
}

// Check lists what is wrong with the specification. A correlation matrix that
// is symmetric but not positive semi-definite is no fault: New mends it and says
// so in Moved.
func (s Spec) Check() []Problem {
	var c checker
	c.model(s.Model, s.pastMonths())
	if s.Past != nil {
		c.past(s.Past)
	}
	if len(s.Classes) == 0 {
		c.add("classes", "none")
	}
	for i, class := range s.Classes {
		c.growth(fmt.Sprintf("classes[%d]", i), class.Mean, class.SD)
		if follows := s.Model.Kind == Replay || s.Model.Kind == BlockBootstrap; follows && !s.known(class.History) {
			c.add(fmt.Sprintf("classes[%d].history", i), "names no series of history")
		}
	}
	c.growth("inflation", s.Inflation.Mean, s.Inflation.SD)
	if !(s.Inflation.AR1 >= 0 && s.Inflation.AR1 <= 0.98) {
		c.add("inflation.ar1", "outside 0 to 0.98")
	}
	if s.Corr != nil {
		c.corr(s.Corr, len(s.Classes)+1)
	}
	return c
}

// ErrInvalid says that a specification is wrong.
var ErrInvalid = errors.New("invalid market")

type checker []Problem

func (c *checker) add(field, what string) {
	*c = append(*c, Problem{field, fmt.Errorf("%w: %s: %s", ErrInvalid, field, what)})
}

func (c *checker) model(m Model, months int) {
	switch m.Kind {
	case Lognormal, Deterministic:
	case Replay:
		if m.Every < 0 || m.Every > months {
			c.add("model.every", "outside 0 to the months of history")
		}
	case StudentT:
		if !(m.DF > 2 && m.DF <= 1e6) {
			c.add("model.df", "must be above 2")
		}
	case Regime:
		c.regime(m.Switch)
	case BlockBootstrap:
		if !(m.Pieces.Months >= 1 && m.Pieces.Months <= months) {
			c.add("model.pieces.months", "outside 1 to the months of history")
		}
	default:
		*c = append(*c, Problem{"model.kind", fmt.Errorf("%w: %q", ErrUnsupported, m.Kind)})
	}
}

func (c *checker) regime(w Switch) {
	if !(w.StayCalm >= 0 && w.StayCalm < 1) {
		c.add("model.switch.stayCalm", "outside 0 to below 1")
	}
	if !(w.StayStress >= 0 && w.StayStress < 1) {
		c.add("model.switch.stayStress", "outside 0 to below 1")
	}
	if !(w.StressMean > -0.99 && w.StressMean < 10) {
		c.add("model.switch.stressMean", "outside -0.99 to 10")
	}
	if !(w.StressSD > 0 && w.StressSD <= 100) {
		c.add("model.switch.stressSD", "outside 0 to 100")
	}
}

func (c *checker) growth(field string, mean, sd float64) {
	if !(mean > -0.99 && mean < 10) {
		c.add(field+".mean", "outside -0.99 to 10")
	}
	if !(sd >= 0 && sd < 10) {
		c.add(field+".sd", "outside 0 to 10")
	}
}

func (c *checker) corr(m [][]float64, n int) {
	if len(m) != n {
		c.add("corr", "must have a row per class and one for inflation")
		return
	}
	for i, row := range m {
		if len(row) != n {
			c.add(fmt.Sprintf("corr[%d]", i), "must be square")
			return
		}
	}
	for i, row := range m {
		for j, v := range row {
			c.entry(fmt.Sprintf("corr[%d][%d]", i, j), v, m[j][i], i == j)
		}
	}
}

func (c *checker) entry(field string, v, mirror float64, diagonal bool) {
	switch {
	case !(v >= -1 && v <= 1):
		c.add(field, "outside -1 to 1")
	case diagonal && v != 1:
		c.add(field, "must be 1")
	case math.Abs(v-mirror) > 1e-12:
		c.add(field, "differs from its mirror image")
	}
}
