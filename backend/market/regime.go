package market

import "math"

// Switch is how Regime moves between calm and stress, and what stress is like.
type Switch struct {
	// StayCalm is the probability that a month of calm is followed by another,
	// StayStress that a month of stress is; both in [0, 1).
	StayCalm, StayStress float64
	// StressMean is what a year of stress does to the growth of risky classes,
	// as a share of it: with -0.25, a class that grows by 1.04 a year grows by
	// 1.04 × 0.75 a year while stress lasts.
	StressMean float64
	// StressSD is how many times as large as in calm the surprises of every
	// series are in stress.
	StressSD float64
}

// RiskySD is the yearly standard deviation from which on a class is risky, so
// that StressMean moves it.
const RiskySD = 0.10

// mostFromSwitching is the largest part of the variance of any mix of classes
// that may come from the means' moving between calm and stress.
const mostFromSwitching = 0.5

// share is the long-run share of months in stress: π = (1-p)/((1-p)+(1-q)).
func (w Switch) share() float64 {
	return (1 - w.StayCalm) / ((1 - w.StayCalm) + (1 - w.StayStress))
}

// StressKept is the part of the model's StressMean, on the scale of logarithms,
// that is played: 1 unless moving the means that far would leave a class less
// than half of the variance that it was given. It is 1 for every other model.
// The specification must be one that Check finds nothing wrong with.
func (s Spec) StressKept() float64 {
	if s.Model.Kind != Regime {
		return 1
	}
	factor, _, _ := s.surprises()
	return s.Model.Switch.kept(s.spread(), factor)
}

// spread is, per series, the standard deviation of a month that would give a
// year the same variance as the wandering of the class' monthly mean gives it:
// sqrt(π(1-π) V(λ)/12) D, where D is how far the means of stress and calm lie
// apart, λ = p+q-1 is the correlation of one month's state with the next, and
// V(λ) the variance of a sum of twelve such states of unit variance.
func (s Spec) spread() []float64 {
	w, share := s.Model.Switch, s.Model.Switch.share()
	apart := Log(1+w.StressMean) / 12 / (1 - share)
	months := yearlyVariance(w.StayCalm+w.StayStress-1) / 12
	one := float64(math.Sqrt(float64(float64(share*(1-share))*months)) * apart)
	spread := make([]float64, len(s.Classes)+1)
	for i, c := range s.Classes {
		if c.SD >= RiskySD {
			spread[i] = one
		}
	}
	return spread
}

// kept is the largest θ <= 1 for which F Fᵀ - (θ/√½)² u uᵀ is positive
// semi-definite: F Fᵀ dominates t² u uᵀ exactly while t |F⁻¹u| <= 1.
func (w Switch) kept(u []float64, factor [][]float64) float64 {
	length2 := 0.0
	y := make([]float64, len(u))
	for j, row := range factor {
		rest := u[j]
		for k := range j {
			rest -= float64(row[k] * y[k])
		}
		switch {
		case row[j] > 0:
			y[j] = rest / row[j]
		case math.Abs(rest) > 1e-9:
			return 0 // a direction without variance cannot wander
		}
		length2 += float64(y[j] * y[j])
	}
	if length2 <= mostFromSwitching {
		return 1
	}
	return math.Sqrt(mostFromSwitching / length2)
}

// states are calm (0) and stress (1) made ready to play.
type states struct {
	begin uint64     // a word below it begins in stress
	into  [2]uint64  // a word below it leads from a state into stress
	scale [2]float64 // of every series' surprise; its mean square is 1
	lift  [2]float64 // of risky classes' monthly mean; its mean is 0
	risky []bool     // per series
}

// setRegime solves what calm must be like for the whole to have the means,
// deviations and correlations that were asked for, and takes the wandering of
// the means out of the factor of the surprises.
func (s *Source) setRegime(spec Spec) {
	w, u := spec.Model.Switch, spec.spread()
	kept, share := w.kept(u, s.factor), w.share()
	for i := range u {
		u[i] = float64(u[i] * kept)
		s.states.risky = append(s.states.risky, i < len(spec.Classes) && spec.Classes[i].SD >= RiskySD)
	}
	s.factor = within(s.factor, u)
	stress := float64(kept*Log(1+w.StressMean)) / 12
	s.states.lift = [2]float64{-float64(share*stress) / (1 - share), stress}
	calm := 1 / math.Sqrt(1-share+float64(share*float64(w.StressSD*w.StressSD)))
	s.states.scale = [2]float64{calm, float64(calm * w.StressSD)}
	s.states.begin = below(share)
	s.states.into = [2]uint64{below(1 - w.StayCalm), below(w.StayStress)}
}

// below is the bound under which a random word falls with a probability.
func below(p float64) uint64 { return uint64(float64(p * 0x1p32)) }

// within is a factor of F Fᵀ - u uᵀ, which must be positive semi-definite.
func within(factor [][]float64, u []float64) [][]float64 {
	n := len(factor)
	rest, sd := zeros(n), make([]float64, n)
	for i := range n {
		for j := range i + 1 {
			for k := range j + 1 {
				rest[i][j] += float64(factor[i][k] * factor[j][k])
			}
			rest[i][j] -= float64(u[i] * u[j])
		}
		sd[i] = math.Sqrt(max(rest[i][i], 0))
	}
	corr := identity(n)
	for i := range n {
		for j := range i {
			if sd[i] > 0 && sd[j] > 0 {
				corr[i][j] = rest[i][j] / float64(sd[i]*sd[j])
				corr[j][i] = corr[i][j]
			}
		}
	}
	l := cholesky(corr)
	for i, row := range l {
		for j := range row {
			row[j] = float64(row[j] * sd[i])
		}
	}
	return l
}

// enter draws the state before the first month from the long-run share, so
// that no month of a future is likelier to be one of stress than another.
func (w *shockWalker) enter() {
	s := w.source
	for l, f := range w.futures {
		word, _, _, _ := s.key.words(0, beforeTheFirst, f, uint32(switching))
		w.state[l] = isBelow(word, s.states.begin)
	}
}

// turn moves every lane on to the state of its month.
func (w *shockWalker) turn() {
	r := &w.source.states
	if w.month%4 == 0 {
		w.source.words(0, w.month/4, &w.futures, switching, &w.turns)
	}
	for l, word := range &w.turns[w.month%4] {
		state := isBelow(word, r.into[w.state[l]&1]) & 1
		w.state[l] = state
		w.scale[l] = r.scale[state]
		w.lift[l] = r.lift[state]
	}
}

// isBelow is 1 when a word is below a bound of at most 2^32, and 0 otherwise.
func isBelow(word uint32, bound uint64) uint32 { return uint32((uint64(word) - bound) >> 63) }
