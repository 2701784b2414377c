package market

import "math"

// Appraiser is a Walker that also knows how dear shares are: the cyclically
// adjusted price-earnings ratio (CAPE) of each future.
//
// Source of the ratio: Campbell, Shiller, "Stock prices, earnings, and expected
// dividends", Journal of Finance 43 (1988): the real price over the mean of the
// real earnings of the ten years before.
type Appraiser interface {
	Walker
	// CAPE writes the ratio at the beginning of a month, given as its row in the
	// block that Next wrote last.
	CAPE(row int, to *[Lanes]float64)
}

// earningsMonths is how many months of earnings a CAPE rests on.
const earningsMonths = 120

// Appraise is a new walker over the source's futures that knows their CAPE.
//
// Futures that follow the embedded history have the ratio of the month of history
// that they are in. Of an own history and in all other models nothing is said of earnings, and the ratio follows
// the class's own surprises: with k months gone by, at most 120,
//
//	ln CAPE(t) = ln start + β · Σ (ln g(s) − μ), over the last k months s,
//
// where g is the class's real growth and μ the mean of its logarithm that the
// model assumes. β is the slope of the regression of ln CAPE on the logarithm of
// real total return over the ten years before, over all months of the embedded
// history (0.53; R² 0.37). So shares get dear by having risen more than expected
// and stay, in the median, as dear as they are at the start: a model whose
// returns do not depend on valuation gives no reason to expect a return to any
// mean.
func (s *Source) Appraise(class int, start float64) Appraiser {
	switch {
	case s.own: // of whose earnings nothing is known
		return s.surprised(class, start)
	case s.kind == Replay:
		return &replayAppraiser{replayWalker: replayWalker{source: s}, cape: readCAPE()}
	case s.kind == BlockBootstrap:
		return &pieceAppraiser{pieceWalker: pieceWalker{source: s}, cape: readCAPE()}
	default:
		return s.surprised(class, start)
	}
}

// surprised derives valuations from how a class grows beyond its mean: the one
// that is assumed, or where history is played as it was recorded, history's own.
func (s *Source) surprised(class int, start float64) Appraiser {
	mean := s.mean[class]
	if s.own && (s.kind == Replay || s.pieces.AsRecorded) {
		mean = meanLog(s.replay[class])
	}
	return &surpriseAppraiser{Walker: s.Walk(), class: class, mean: mean, start: start, slope: slopeOfCAPE()}
}

// LastCAPE is the ratio in the last month of the embedded history, 2023-06.
func LastCAPE() float64 { return readCAPE()[historyMonths] }

// readCAPE is the ratio in every month of the embedded history. Months with less
// than ten years of earnings before them take what there is.
func readCAPE() []float64 {
	rows := readObservations()
	ratio := make([]float64, len(rows))
	sum := 0.0
	for t, row := range rows {
		months := min(t, earningsMonths)
		if t > earningsMonths {
			past := rows[t-earningsMonths-1]
			sum -= past.earnings / past.cpi
		}
		mean := row.earnings / row.cpi // of the first month, before which nothing is known
		if months > 0 {
			mean = sum / float64(months)
		}
		ratio[t] = row.price / row.cpi / mean
		sum += row.earnings / row.cpi
	}
	return ratio
}

// slopeOfCAPE is β of Appraise.
func slopeOfCAPE() float64 {
	h, ratio := readHistory(), readCAPE()
	var n, x, y, xx, xy, grown float64
	for t, g := range h.stocks {
		grown += Log(g)
		if t >= earningsMonths {
			grown -= Log(h.stocks[t-earningsMonths])
		}
		if t+1 < earningsMonths {
			continue
		}
		dear := Log(ratio[t+1])
		n, x, y = n+1, x+grown, y+dear
		xx, xy = xx+float64(grown*grown), xy+float64(grown*dear)
	}
	return (float64(n*xy) - float64(x*y)) / (float64(n*xx) - float64(x*x))
}

// replayAppraiser plays history and its valuations.
type replayAppraiser struct {
	replayWalker
	cape  []float64
	first int // month of the block's first row
}

func (w *replayAppraiser) Next(b *Block, months int) {
	w.first = w.month
	w.replayWalker.Next(b, months)
}

func (w *replayAppraiser) CAPE(row int, to *[Lanes]float64) {
	for l, start := range &w.starts {
		to[l] = w.cape[(start+w.first+row)%historyMonths]
	}
}

// pieceAppraiser joins pieces of history with their valuations.
type pieceAppraiser struct {
	pieceWalker
	cape []float64
	past [][Lanes]uint32 // the month of history of each row
}

func (w *pieceAppraiser) Next(b *Block, months int) {
	w.past = w.past[:0]
	for m := range months {
		w.past = append(w.past, w.at)
		rest := Block{series: b.series, data: b.data[m*b.series*Lanes:]}
		w.pieceWalker.Next(&rest, 1)
	}
}

func (w *pieceAppraiser) CAPE(row int, to *[Lanes]float64) {
	for l, at := range &w.past[row] {
		to[l] = w.cape[at]
	}
}

// surpriseAppraiser derives valuations from a class's surprises.
type surpriseAppraiser struct {
	Walker
	class        int
	mean         float64 // of a month's logarithm
	start, slope float64
	month        int                            // that follows the block
	first        int                            // of the block
	grown        [Lanes]float64                 // up to the month that follows the block
	ring         [earningsMonths][Lanes]float64 // grown up to each of the last months
	risen        [][Lanes]float64               // of each row, over the ten years before or since the beginning
}

func (w *surpriseAppraiser) Begin(futures []int) {
	w.Walker.Begin(futures)
	w.month = 0
	for l := range w.grown {
		w.grown[l] = 1
	}
}

func (w *surpriseAppraiser) Next(b *Block, months int) {
	w.Walker.Next(b, months)
	w.first, w.risen = w.month, w.risen[:0]
	for m := range months {
		past := &w.ring[w.month%earningsMonths]
		risen := w.grown
		if w.month >= earningsMonths {
			for l := range risen {
				risen[l] /= past[l]
			}
		}
		*past = w.grown
		w.risen = append(w.risen, risen)
		for l, g := range b.Row(m, w.class) {
			w.grown[l] = float64(w.grown[l] * g)
		}
		w.month++
	}
}

func (w *surpriseAppraiser) CAPE(row int, to *[Lanes]float64) {
	expected := float64(w.mean * float64(min(w.first+row, earningsMonths)))
	for l, risen := range &w.risen[row] {
		to[l] = float64(w.start * Exp(float64(w.slope*(Log(max(risen, math.SmallestNonzeroFloat64))-expected))))
	}
}
