package forecast

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"meridian/backend/fault"
	"meridian/backend/simulate"
)

// ErrUnpaired is the fault of comparing results that do not share their futures.
var ErrUnpaired = fault.New(fault.Conflict, "forecast.unpaired",
	fault.Text{EN: "These two results were not played in the same futures.", KO: "두 결과는 서로 다른 미래에서 계산되었습니다."},
	fault.Text{EN: "Run both with the same seed and return model.", KO: "같은 시드와 같은 수익률 모형으로 다시 계산하세요."})

// Compare sets two results side by side, future by future, over the futures that
// both have, on the success that a counts by. It errs with ErrUnpaired when
// they were drawn from different seeds or models.
func Compare(a, b Result) (Paired, error) {
	if a.Header.Seed != b.Header.Seed || a.Header.Model != b.Header.Model || a.Header.Engine != b.Header.Engine {
		return Paired{}, ErrUnpaired
	}
	least := float32(simulate.EssentialPaid)
	if a.Header.Metric == metricName(simulate.AllFunded) {
		least = float32(simulate.FullyPaid)
	}
	x, errX := column(a, "outcome")
	y, errY := column(b, "outcome")
	if errX != nil || errY != nil {
		return Paired{}, fmt.Errorf("compare %s with %s: %w", a.Header.Hash, b.Header.Hash, ErrUnpaired)
	}
	p := Paired{A: a.Header.Hash, B: b.Header.Hash, N: min(len(x), len(y))}
	for i := range p.N {
		p.count(x[i] >= least, y[i] >= least)
	}
	p.Delta = pairedDelta(p)
	p.Estimate = estimate(p, share(x, least), share(y, least), len(x), len(y))
	if a.Header.Facts["success.essential"].CI == nil {
		p.Estimate.CI = nil
	}
	return p, nil
}

// share is how many of the outcomes are at least that good, of all.
func share(outcomes []float32, least float32) float64 {
	good := 0
	for _, o := range outcomes {
		if o >= least {
			good++
		}
	}
	return float64(good) / float64(max(1, len(outcomes)))
}

// estimate is the success of B from everything that was played. When A was
// played in nA futures and B only in the first m of them, the success of A is the
// control variate:
//
//	x̄ over all nA + d̄ over the m both have,  d = y − x
//
// so that B stands beside A at just the paired difference, and what luck did to
// the first m futures alone falls out of both. Its variance is
//
//	Var(x)/nA + 2·Cov(x,d)/nA + Var(d)/m
//
// (the m futures are among the nA), and its interval is the Wilson interval of
// as many futures as would have that variance. When B was played in no fewer
// futures than A, its own share is the better answer.
// Source: Glasserman, Monte Carlo Methods in Financial Engineering (2003), 4.1.
func estimate(p Paired, a, b float64, nA, nB int) Estimate {
	if p.N == 0 {
		return Estimate{}
	}
	if nB >= nA {
		interval := wilsonShare(b, float64(nB))
		return Estimate{Value: b, CI: &interval}
	}
	value := min(1, max(0, a+p.Delta.Value))
	interval := wilsonShare(value, effective(p, a, value, nA))
	return Estimate{Value: value, CI: &interval}
}

// effective is the number of independent futures whose share would vary as much
// as the estimate does. The half added to each discordant count, as in
// pairedDelta, keeps few pairs from looking like certainty.
func effective(p Paired, a, value float64, nA int) float64 {
	m, all := float64(p.N), float64(nA)
	gained, lost := (float64(p.OnlyB)+0.5)/(m+2), (float64(p.OnlyA)+0.5)/(m+2)
	difference := gained - lost
	common := float64(p.Both+p.OnlyA) / m
	varX := float64(a * (1 - a))
	varD := gained + lost - float64(difference*difference)
	cov := -lost - float64(common*difference)
	variance := (varX+float64(2*cov))/all + varD/m
	if variance <= 0 || value <= 0 || value >= 1 {
		return m
	}
	return float64(value*(1-value)) / variance
}

func (p *Paired) count(a, b bool) {
	switch {
	case a && b:
		p.Both++
	case a:
		p.OnlyA++
	case b:
		p.OnlyB++
	default:
		p.Neither++
	}
}

// pairedDelta is the difference of two paired shares with its 95 % interval, by
// adding one half to each discordant count.
// Source: Agresti, Min, "Simple improved confidence intervals for comparing
// matched proportions", Statistics in Medicine 24 (2005).
func pairedDelta(p Paired) Delta {
	if p.N == 0 {
		return Delta{CI: Interval{Level: 0.95}}
	}
	n := float64(p.N)
	value := float64(p.OnlyB-p.OnlyA) / n
	b, c, m := float64(p.OnlyB)+0.5, float64(p.OnlyA)+0.5, n+2
	middle := (b - c) / m
	half := float64(z95*math.Sqrt((b+c)-float64((b-c)*(b-c))/m)) / m
	return Delta{Value: value, CI: Interval{Low: max(-1, middle-half), High: min(1, middle+half), Level: 0.95}}
}

// column reads one column of a result's futures.
func column(r Result, name string) ([]float32, error) {
	i := slices.Index(r.Header.Blocks.Futures.Columns, name)
	n := r.Header.Blocks.Futures.N
	if i < 0 || len(r.Futures) < 4*n*(i+1) {
		return nil, fmt.Errorf("result %s has no column %q", r.Header.Hash, name)
	}
	values := make([]float32, n)
	for k := range values {
		values[k] = math.Float32frombits(binary.LittleEndian.Uint32(r.Futures[4*(i*n+k):]))
	}
	return values, nil
}
