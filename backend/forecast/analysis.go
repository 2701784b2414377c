package forecast

import (
	"meridian/backend/fault"
	"meridian/backend/plan"
)

// AnalysisKind names what is asked of a plan beyond its forecast.
type AnalysisKind string

// The kinds of analysis.
const (
	KindDrivers AnalysisKind = "drivers" // what each lever does, both ways
	KindSolve   AnalysisKind = "solve"   // the smallest changes that reach a confidence
	KindMap     AnalysisKind = "map"     // success over two levers
	KindStress  AnalysisKind = "stress"  // what named misfortunes would do
	KindAnatomy AnalysisKind = "anatomy" // why each failing future fails
	KindSuccess AnalysisKind = "success" // the success that counts, as closely as it can be known
)

// AnalysisSpec is what an analysis is asked for besides the plan. X and Y are
// read by a map; Confidence (absent: the plan's own target) by a solve.
type AnalysisSpec struct {
	Kind       AnalysisKind
	Confidence float64
	X, Y       LeverID
}

// Analysis is the answer to one question about a plan. The part that its kind
// names stands. Every success in it was counted in the futures of Base: the
// first of them, or all.
type Analysis struct {
	Hash     string       `json:"hash"`
	Kind     AnalysisKind `json:"kind"`
	PlanHash string       `json:"planHash"`
	Engine   string       `json:"engine"`
	Seed     uint64       `json:"seed"`
	// N is how many futures Base was counted in, MS how long all of it took.
	N  int `json:"n"`
	MS int `json:"ms"`
	// Metric is the success that counts, Confidence the share of futures that should succeed.
	Metric     string  `json:"metric"`
	Confidence float64 `json:"confidence"`
	// Base is the success of the plan as it is.
	Base Estimate `json:"base"`

	Drivers *Drivers   `json:"drivers,omitempty"`
	Solve   *Solutions `json:"solve,omitempty"`
	Map     *LeverMap  `json:"map,omitempty"`
	Stress  *Stress    `json:"stress,omitempty"`
	Anatomy *Anatomy   `json:"anatomy,omitempty"`
	Success *Closely   `json:"success,omitempty"`
}

// Closely is the success that counts, and how it was found: by a method, which is
// quasi where evenly spread futures tell it, and plain where they say no more than
// drawn ones (Why says why) or the plan asks for that. By quasi it rests on
// Replicates independent nets of Points futures each, for which Played were played.
type Closely struct {
	Asked      plan.Sampling `json:"asked"`
	Method     plan.Sampling `json:"method"`
	Replicates int           `json:"replicates,omitempty"`
	Points     int           `json:"points,omitempty"`
	Played     int           `json:"played,omitempty"`
	Estimate   Estimate      `json:"estimate"`
	Why        *fault.Text   `json:"why,omitempty"`
}

// LeverID names a lever: something about a plan that can be moved by an amount.
type LeverID string

// The levers and what an amount of each means. A positive amount is more of what
// the lever is called.
const (
	LeverRetire         LeverID = "retire"         // months by which everybody stops working later
	LeverSpendEssential LeverID = "spendEssential" // share of essential spending more
	LeverSpendFlexible  LeverID = "spendFlexible"  // share of flexible spending and wishes more
	LeverSpendRetired   LeverID = "spendRetired"   // share of all spending more once work has stopped
	LeverSaving         LeverID = "saving"         // share of pay saved more, by spending it less until work stops
	LeverReturns        LeverID = "returns"        // yearly real return of every asset class more
	LeverVolatility     LeverID = "volatility"     // share of every asset class' standard deviation more
	LeverInflation      LeverID = "inflation"      // yearly inflation more, real returns as they are
	LeverFees           LeverID = "fees"           // yearly fee of every account that has one more
	LeverPublicPension  LeverID = "publicPension"  // share of all public pensions more
	LeverLongevity      LeverID = "longevity"      // years that everybody is planned for longer
	LeverEquity         LeverID = "equity"         // weight of equities in every mix more
)

// Drivers are the levers moved a human-sized step both ways, the widest spread first.
type Drivers struct {
	Rows []Driver `json:"rows"`
}

// Driver is one lever moved down and up. Unit is months, share, points or years:
// a share is of what the lever moves, points are added to a yearly rate or a
// weight (0.01 is one percentage point).
type Driver struct {
	Lever LeverID `json:"lever"`
	Unit  string  `json:"unit"`
	Down  Move    `json:"down"`
	Up    Move    `json:"up"`
}

// Move is a lever moved by an amount, on the same futures as the plan itself.
// Where it is not possible, Why stands and the rest does not.
type Move struct {
	Amount   float64     `json:"amount"`
	Possible bool        `json:"possible"`
	Why      *fault.Text `json:"why,omitempty"`
	// Patch is the merge patch that makes the move.
	Patch   map[string]any `json:"patch,omitempty"`
	Success *Estimate      `json:"success,omitempty"`
	// Delta is the success less that of the plan, with the interval of paired shares.
	Delta *Estimate `json:"delta,omitempty"`
	// N is how many futures the move was played in.
	N int `json:"n,omitempty"`
}

// Solutions are the smallest changes found that reach the target.
type Solutions struct {
	// Target is the success sought; Already says that the plan reaches it as it is.
	Target  float64    `json:"target"`
	Already bool       `json:"already"`
	Single  []Solution `json:"single"`
	Pairs   []Pair     `json:"pairs"`
}

// Solution is one lever moved as little as reaches the target. Where it is not
// reached, Why says so, and the amount is the one that came nearest.
type Solution struct {
	Lever   LeverID        `json:"lever"`
	Unit    string         `json:"unit"`
	Amount  float64        `json:"amount"`
	Patch   map[string]any `json:"patch,omitempty"`
	Success *Estimate      `json:"success,omitempty"`
	Reached bool           `json:"reached"`
	Why     *fault.Text    `json:"why,omitempty"`
	// Effort is the amount over the lever's human-sized step.
	Effort float64 `json:"effort"`
}

// Pair is two levers that reach the target together. Effort is the sum of both.
type Pair struct {
	Levers  []LeverAmount  `json:"levers"`
	Patch   map[string]any `json:"patch"`
	Success Estimate       `json:"success"`
	Effort  float64        `json:"effort"`
}

// LeverAmount is a lever and how far it is moved.
type LeverAmount struct {
	Lever  LeverID `json:"lever"`
	Unit   string  `json:"unit"`
	Amount float64 `json:"amount"`
}

// LeverMap is success over two levers. Cells is [y][x].
type LeverMap struct {
	X     LeverAxis     `json:"x"`
	Y     LeverAxis     `json:"y"`
	Cells [][]LeverCell `json:"cells"`
}

// LeverAxis is the amounts of one lever, in ascending order.
type LeverAxis struct {
	Lever  LeverID   `json:"lever"`
	Unit   string    `json:"unit"`
	Values []float64 `json:"values"`
}

// LeverCell is both levers moved at once.
type LeverCell struct {
	Possible bool           `json:"possible"`
	Why      *fault.Text    `json:"why,omitempty"`
	Success  *Estimate      `json:"success,omitempty"`
	Patch    map[string]any `json:"patch,omitempty"`
}

// Stress are named misfortunes, the most damaging first.
type Stress struct {
	Rows []StressRow `json:"rows"`
}

// StressRow is one misfortune. Told says what exactly happens. Patch stands where
// a patch of the plan can say it.
type StressRow struct {
	ID       StressID       `json:"id"`
	Name     fault.Text     `json:"name"`
	Told     fault.Text     `json:"told"`
	Possible bool           `json:"possible"`
	Why      *fault.Text    `json:"why,omitempty"`
	Patch    map[string]any `json:"patch,omitempty"`
	Success  *Estimate      `json:"success,omitempty"`
	Delta    *Estimate      `json:"delta,omitempty"`
	// Depth is the median share of essentials left unpaid in the futures that
	// fail under it, from the first shortfall on.
	Depth float64 `json:"depth"`
	N     int     `json:"n,omitempty"`
}

// StressID names a misfortune.
type StressID string

// The misfortunes.
const (
	StressEarlyCrash   StressID = "earlyCrash"
	StressStagflation  StressID = "stagflation"
	StressLowerReturns StressID = "lowerReturns"
	StressLongLife     StressID = "longLife"
	StressPensionCut   StressID = "pensionCut"
	StressIncomeStops  StressID = "incomeStops"
	StressCareCost     StressID = "careCost"
)

// Anatomy is why futures fail. Futures lists the failing ones in order of their
// number, at most 10,000 of them; Causes counts all.
type Anatomy struct {
	N       int          `json:"n"`
	Failed  int          `json:"failed"`
	Causes  []CauseShare `json:"causes"`
	Futures []Failure    `json:"futures"`
}

// CauseShare is how many of the failing futures failed first for a cause.
type CauseShare struct {
	Cause string  `json:"cause"`
	Count int     `json:"count"`
	Share float64 `json:"share"`
}

// Failure is one failing future. FirstAge is the first person's age in years when
// something essential first goes unpaid, and FirstMonth ("YYYY-MM") when that is.
type Failure struct {
	Future     int        `json:"future"`
	Cause      string     `json:"cause"`
	FirstAge   float64    `json:"firstAge"`
	FirstMonth string     `json:"firstMonth"`
	Text       fault.Text `json:"text"`
}

// Brush is what sets a subset of a result's futures apart from the rest.
type Brush struct {
	// N is how many futures are in the subset, Share of all.
	N     int     `json:"n"`
	Share float64 `json:"share"`
	// Median is the future of the subset that lies nearest to its medians.
	Median int `json:"median"`
	// Differences are of the quantities of the futures block, the largest first.
	Differences []Difference `json:"differences"`
}

// Difference is one quantity's means in the subset and in the rest. D is their
// difference over the pooled standard deviation.
// Source: Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), 2.2.
type Difference struct {
	Column   string  `json:"column"`
	Selected float64 `json:"selected"`
	Rest     float64 `json:"rest"`
	D        float64 `json:"d"`
}
