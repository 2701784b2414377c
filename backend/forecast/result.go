package forecast

import (
	"meridian/backend/fault"
)

// Purpose says what a run is for.
type Purpose string

// The purposes: a full run solves for the sustainable spending as well, unless a
// rule sets the spending; a preview answers while a lever is still being moved; a
// cloud is many futures to look at one by one, without their years.
const (
	Full    Purpose = "full"
	Preview Purpose = "preview"
	Cloud   Purpose = "cloud"
)

// RunSpec is what a run is asked for besides the plan. Zero Paths means the
// plan's run.paths (else 10,000) for Full, 1,000 for Preview and 100,000 for
// Cloud; a nil Seed the
// plan's run.seed (else 42).
type RunSpec struct {
	Paths   int
	Seed    *uint64
	Purpose Purpose
}

// Progress is how far a run or an analysis has come; Phase is "simulate", "solve",
// "integrate" or "analyse".
type Progress struct {
	Phase       string
	Done, Total int
}

// Result is everything a run left behind. It is immutable.
type Result struct {
	Header Header
	// Plan is the canonical document that produced it, so that any future can be
	// replayed.
	Plan []byte
	// Series, Futures and Years are the blocks that Header.Blocks describes:
	// float32, little-endian, row-major in the order of the dimensions given there.
	Series, Futures, Years []byte
}

// Header is a result without its matrices.
type Header struct {
	Hash     string `json:"hash"`
	PlanHash string `json:"planHash"`
	Engine   string `json:"engine"`
	Seed     uint64 `json:"seed"`
	N        int    `json:"n"`
	Months   int    `json:"months"`
	Start    string `json:"start"`
	Model    string `json:"model"`
	Currency string `json:"currency"`
	// Dataset is the hash of the own data set that was played, where one was.
	Dataset string  `json:"dataset,omitempty"`
	MS      int     `json:"ms"`
	Purpose Purpose `json:"purpose"`
	// Metric is the success that counts: "essentialFunded" or "allFunded".
	Metric string `json:"metric"`
	// Confidence is the share of futures that should succeed.
	Confidence float64 `json:"confidence"`

	Facts      map[string]Fact `json:"facts"`
	Blocks     Blocks          `json:"blocks"`
	Cashflow   Cashflow        `json:"cashflow"`
	Causes     []CauseCount    `json:"causes"`
	Milestones []Milestone     `json:"milestones"`
	People     []Person        `json:"people"`
	// Limits are what was not modelled, repaired or marked.
	Limits []fault.Problem `json:"limits"`
}

// Fact is a named figure. Unit is one of share, currency, currencyPerMonth,
// years, months, age, count, rate; Basis is real, nominal or empty.
type Fact struct {
	Value float64   `json:"value"`
	Unit  string    `json:"unit"`
	Basis string    `json:"basis"`
	CI    *Interval `json:"ci,omitempty"`
}

// Interval is a confidence interval.
type Interval struct {
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Level float64 `json:"level"`
}

// Blocks describes the three matrices.
type Blocks struct {
	Series  SeriesBlock  `json:"series"`
	Futures FuturesBlock `json:"futures"`
	Years   YearsBlock   `json:"years"`
}

// SeriesBlock is [basis][metric][percentile][month].
type SeriesBlock struct {
	Basis       []string `json:"basis"`
	Metrics     []string `json:"metrics"`
	Percentiles []int    `json:"percentiles"`
	Months      int      `json:"months"`
}

// FuturesBlock is [column][future].
type FuturesBlock struct {
	Columns []string `json:"columns"`
	N       int      `json:"n"`
}

// YearsBlock is [metric][year][future], at the end of each year.
type YearsBlock struct {
	Basis   []string `json:"basis"`
	Metrics []string `json:"metrics"`
	Years   []int    `json:"years"`
	N       int      `json:"n"`
}

// Cashflow is the mean over all futures of what moved in each year, in today's money.
type Cashflow struct {
	Years []int  `json:"years"`
	Lines []Line `json:"lines"`
}

// Line is one line of the cash flow. Record is the plan record it comes from.
type Line struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"`
	Record string    `json:"record,omitempty"`
	Tier   string    `json:"tier,omitempty"`
	Name   string    `json:"name,omitempty"`
	Mean   []float64 `json:"mean"`
}

// CauseCount is how many futures failed first for a cause.
type CauseCount struct {
	Cause string `json:"cause"`
	Count int    `json:"count"`
}

// Replay is one future, month by month, in today's money. Price is the price
// index at the beginning of each month; amounts times Price are money of the day.
type Replay struct {
	Future   int       `json:"future"`
	Months   int       `json:"months"`
	Start    string    `json:"start"`
	Price    []float64 `json:"price"`
	NetWorth []float64 `json:"netWorth"`
	Liquid   []float64 `json:"liquid"`
	// Debts is what is owed at the end of each month; net worth less balances plus
	// debts is what things (homes, deposits) are worth.
	Debts    []float64    `json:"debts"`
	Balances []Balance    `json:"balances"`
	Lines    []ReplayLine `json:"lines"`
	// Years tell each calendar year in a sentence or two.
	Years []ReplayYear `json:"years"`
	// Working is how each month came about; Terms are what the ids of its tax
	// lines and figures mean.
	Working []MonthWorking        `json:"working"`
	Terms   map[string]fault.Text `json:"terms"`
}

// Balance is an account's balance at the end of each month.
type Balance struct {
	Record string    `json:"record"`
	Name   string    `json:"name"`
	Values []float64 `json:"values"`
}

// ReplayLine is a line of the cash flow of one future, per month. Inward says
// that the money comes in: income, withdrawals, what could not be paid, and what a
// property or a loan brings.
type ReplayLine struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"`
	Record string    `json:"record,omitempty"`
	Tier   string    `json:"tier,omitempty"`
	Name   string    `json:"name,omitempty"`
	Inward bool      `json:"inward,omitempty"`
	Values []float64 `json:"values"`
}

// Paired compares two results future by future, on the success of the first's metric.
type Paired struct {
	A       string `json:"a"`
	B       string `json:"b"`
	N       int    `json:"n"`
	Both    int    `json:"both"`
	OnlyA   int    `json:"onlyA"`
	OnlyB   int    `json:"onlyB"`
	Neither int    `json:"neither"`
	// Delta is the success of B less that of A, with its interval.
	Delta Delta `json:"delta"`
	// Estimate is the success of B as far as all futures of both can tell: what to
	// say of B beside the success of A.
	Estimate Estimate `json:"estimate"`
}

// Estimate is a share of futures; it has no interval where futures are not drawn.
type Estimate struct {
	Value float64   `json:"value"`
	CI    *Interval `json:"ci,omitempty"`
}

// Delta is a difference of two shares.
type Delta struct {
	Value float64  `json:"value"`
	CI    Interval `json:"ci"`
}
