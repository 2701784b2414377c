package market

// Kind names a return model.
type Kind string

// The return models. Regime and BlockBootstrap are named because plans may ask
// for them; New refuses them.
const (
	Lognormal      Kind = "lognormal"
	StudentT       Kind = "studentT"
	Deterministic  Kind = "deterministic"
	Replay         Kind = "historicalReplay"
	Regime         Kind = "regime"
	BlockBootstrap Kind = "blockBootstrap"
)

// Series names a series of the embedded monthly history (Shiller, 1871 to 2023).
type Series string

// The series that Replay can follow. Bonds are a ten-year par bond repriced
// monthly at the long rate; Cash is the long rate less a term premium, which is
// an approximation, since the monthly data hold no short rate.
const (
	HistoryStocks Series = "stocks"
	HistoryBonds  Series = "bonds"
	HistoryCash   Series = "cash"
)

// Class is an asset class.
type Class struct {
	// ID is the plan's id of the class.
	ID string
	// Mean is the geometric mean real return per year, as a share (0.045).
	Mean float64
	// SD is the standard deviation of the real return of one year, as a share.
	SD float64
	// History is the series that this class follows when the model is Replay.
	History Series
}

// Inflation is the growth of prices.
type Inflation struct {
	// Mean is the geometric mean per year, as a share.
	Mean float64
	// SD is the standard deviation of one year's inflation, as a share.
	SD float64
	// AR1 is the correlation of a year's inflation with the year before, in [0, 0.98].
	AR1 float64
}

// Model chooses how futures are drawn.
type Model struct {
	Kind Kind
	// DF is the degrees of freedom of StudentT; more than 2.
	DF float64
	// Wrap lets Replay run on from the end of history to its beginning, so that
	// every month of history is a start.
	Wrap bool
}

// Spec is everything that decides what futures may look like.
type Spec struct {
	Classes   []Class
	Inflation Inflation
	// Corr is the correlation of monthly surprises, a symmetric matrix over the
	// classes in order and, last, inflation. Nil means uncorrelated.
	Corr  [][]float64
	Model Model
}

// Futures is how many futures a run that asks for n gets under this model over
// the given months: Replay has as many as there are starts, Deterministic one.
func (s Spec) Futures(n, months int) int {
	switch s.Model.Kind {
	case Deterministic:
		return min(n, 1)
	case Replay:
		return Starts(months, s.Model.Wrap)
	default:
		return n
	}
}
