package market

// Kind names a return model.
type Kind string

// The return models. In all of them the logarithm of a class' real growth has,
// per month, the mean Log(1+Mean)/12, so that a class grows by its geometric
// mean, unless its comment says otherwise.
const (
	// Lognormal draws a month's logarithms from a multivariate normal
	// distribution, ln g = μ + L z: L is the Cholesky factor of the covariances,
	// z independent standard normals. A year's growth is then lognormal with
	// median 1+Mean and standard deviation SD. Inflation is an AR(1) process of
	// the logarithm whose surprises are among z.
	// Source: Black, Scholes, "The pricing of options and corporate liabilities",
	// J. Political Economy 81 (1973); for many classes, Campbell, Lo, MacKinlay,
	// The Econometrics of Financial Markets (1997), 1.4.
	Lognormal Kind = "lognormal"

	// StudentT multiplies a month's surprises by one common sqrt((DF-2)/χ²(DF)),
	// which makes them multivariate Student-t of the same covariances: calm months
	// and wild ones, for all classes at once. Independent from month to month.
	// Source: Praetz, "The distribution of share price changes", J. Business 45
	// (1972); Kotz, Nadarajah, Multivariate t Distributions (2004), 1.2.
	StudentT Kind = "studentT"

	// Deterministic gives every month its mean: one future, without surprises.
	Deterministic Kind = "deterministic"

	// Replay plays history, the embedded one or Spec.Past: future i starts at its month i. Classes
	// follow their History whatever their Mean and SD.
	// Source: Bengen, "Determining withdrawal rates using historical data",
	// J. Financial Planning 7 (1994); Cooley, Hubbard, Walz, "Retirement savings",
	// AAII Journal 20 (1998).
	Replay Kind = "historicalReplay"

	// Regime moves between calm and stress by a Markov chain, all classes
	// together. In state s a month's logarithm is μ + a(s) + b(s) L z:
	// b(stress) = StressSD b(calm) for every series, inflation among them;
	// a(stress) = Log(1+StressMean)/12 for classes whose SD is RiskySD or more,
	// and 0 for others. What calm is like follows: with π the long-run share of
	// stress, a(calm) = -π a(stress)/(1-π), so that the mean of the logarithm is
	// μ, and (1-π) b(calm)² + π b(stress)² = 1; L is the factor of the covariances
	// less what the wandering of the means adds to a year. So Mean, SD and Corr
	// hold for a year as they do under Lognormal; what the model changes is that
	// bad months come together. Means that would take more than half of a class'
	// variance are moved less: see Spec.StressKept. The chain begins in its stationary distribution.
	// Source: Hamilton, "A new approach to the economic analysis of nonstationary
	// time series and the business cycle", Econometrica 57 (1989); for monthly
	// returns over long times, Hardy, "A regime-switching model of long-term stock
	// returns", North American Actuarial J. 5 (2001).
	Regime Kind = "regime"

	// BlockBootstrap joins pieces of history, drawn with
	// replacement. All series of a month come from the same month of history, and
	// history's end is joined to its beginning, so that every month of a future is
	// any month of history with the same chance. By default a month begins a new
	// piece with chance 1/Months, so that lengths are geometric: the stationary
	// bootstrap of Politis, Romano, "The stationary bootstrap", JASA 89 (1994).
	// With Fixed, pieces are Months long: the circular block bootstrap of Politis,
	// Romano, "A circular block-resampling procedure for stationary data", in
	// LePage, Billard (eds.), Exploring the Limits of Bootstrap (1992).
	// Each series is multiplied by a constant that gives its logarithm the mean
	// that the class, or inflation, is assumed to have; AsRecorded leaves
	// history's own. Deviations, correlations and memory are history's; SD, Corr
	// and AR1 are not read.
	BlockBootstrap Kind = "blockBootstrap"
)

// Series names a series of the embedded monthly history (Shiller, 1871 to 2023).
type Series string

// The series that a class can follow. Bonds are a ten-year par bond repriced
// monthly at the long rate; Cash is the long rate less a term premium, which is
// an approximation, since the monthly data hold no short rate. Corporate bonds
// are a twenty-year par bond at the long rate and 0.8 points, which stands in for
// the long corporate bonds that studies of retirement were made with; plans do
// not offer it.
const (
	HistoryStocks    Series = "stocks"
	HistoryBonds     Series = "bonds"
	HistoryCash      Series = "cash"
	HistoryCorporate Series = "corporateBonds"
)

// Class is an asset class.
type Class struct {
	// ID is the plan's id of the class.
	ID string
	// Mean is the geometric mean real return per year, as a share (0.045).
	Mean float64
	// SD is the standard deviation of the real return of one year, as a share.
	SD float64
	// History is the series that this class follows when the model is Replay or
	// BlockBootstrap.
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
	// Every lets Replay start a future only every so many months, from the first
	// on; 0 and 1 start one in each.
	Every int
	// Switch is read by Regime.
	Switch Switch
	// Pieces is read by BlockBootstrap.
	Pieces Pieces
}

func (m Model) every() int { return max(1, m.Every) }

// Spec is everything that decides what futures may look like.
type Spec struct {
	Classes   []Class
	Inflation Inflation
	// Corr is the correlation of monthly surprises, a symmetric matrix over the
	// classes in order and, last, inflation. Nil means uncorrelated.
	Corr  [][]float64
	Model Model
	// Past, where set, is the history that Replay and BlockBootstrap play; nil is
	// the embedded one.
	Past *Past
}

// Futures is how many futures a run that asks for n gets under this model over
// the given months: Replay has as many as there are starts, Deterministic one.
func (s Spec) Futures(n, months int) int {
	switch s.Model.Kind {
	case Deterministic:
		return min(n, 1)
	case Replay:
		every := s.Model.every()
		return (s.starts(months) + every - 1) / every
	default:
		return n
	}
}
