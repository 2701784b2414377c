package forecast

import (
	"context"
	"encoding/binary"
	"math"
	"slices"
	"sync"

	"meridian/backend/fault"
	"meridian/backend/simulate"
)

// telling turns what was played into a result.
type telling struct {
	c           Compiled
	run         run
	played      *simulate.Result
	sustainable *simulate.Sustainable // nil unless solved for
}

// The dimensions of the blocks, in order.
var (
	percentiles   = []int{5, 10, 25, 50, 75, 90, 95}
	bases         = []string{"real", "nominal"}
	seriesMetrics = []string{"netWorth", "liquid", "spending"}
	yearMetrics   = []string{"netWorth", "liquid"}
	columns       = []string{
		"endWealth", "lowestLiquid", "worstCut", "firstShortfallAge", "firstDecadeReturn",
		"lifetimeInflation", "taxPaid", "outcome", "cause",
	}
)

// solve looks for the sustainable spending.
func (t *telling) solve(ctx context.Context, progress func(done, total int)) error {
	found, err := simulate.Sustain(ctx, t.c.Scenario, solvePaths, t.played, progress)
	t.sustainable = &found
	return err
}

// told is what a result tells of a run's series. A cloud tells no years: of a
// million futures they would take half a gigabyte.
func (r run) told(sc *simulate.Scenario) simulate.Told {
	told := simulate.Told{Percentiles: percentiles}
	if r.purpose != Cloud {
		ends := sc.YearEnds()
		told.Kept[simulate.NetWorth], told.Kept[simulate.Liquid] = ends, ends
	}
	all := []*simulate.Scenario{sc}
	if sc.Trigger != nil {
		all = append(all, sc.Trigger.Variants...)
	}
	for _, one := range all {
		if at, retires := retirement(one); retires && !slices.Contains(told.Kept[simulate.NetWorth], at) {
			told.Kept[simulate.NetWorth] = append(slices.Clone(told.Kept[simulate.NetWorth]), at)
		}
	}
	return told
}

// retirement is the month at whose end the household has what it retires with.
func retirement(sc *simulate.Scenario) (month int, retires bool) {
	return max(0, sc.Retire-1), sc.Retire >= 0 && sc.Retire < sc.Months
}

// tell lays out the result; its parts are laid out at the same time, since for
// 10,000 futures each is some milliseconds of sorting or writing.
func (t *telling) tell() Result {
	var r Result
	var wait sync.WaitGroup
	wait.Go(func() { r.Series, r.Years = t.series(), t.years() })
	causes := causesOf(t.played)
	wait.Go(func() { r.Futures = t.futures(causes) })
	r.Header = t.header(causes)
	wait.Wait()
	return r
}

func (t *telling) header(causes []cause) Header {
	sc, r := t.c.Scenario, t.played
	return Header{
		Hash: t.run.hash(t.c.PlanHash), PlanHash: t.c.PlanHash, Engine: EngineVersion,
		Seed: t.run.seed, N: r.N, Months: r.Months, Start: startOf(sc), Model: string(sc.Market.Model.Kind),
		Currency: t.c.Currency, Dataset: t.dataset(), Purpose: t.run.purpose,
		Metric: metricName(sc.Metric), Confidence: sc.Confidence,
		Facts: t.facts(),
		Blocks: Blocks{
			Series:  SeriesBlock{Basis: bases, Metrics: seriesMetrics, Percentiles: percentiles, Months: r.Months},
			Futures: FuturesBlock{Columns: columns, N: r.N},
			Years:   YearsBlock{Basis: bases[:1], Metrics: yearMetrics, Years: t.yearsTold(), N: r.N},
		},
		Cashflow: t.cashflow(), Causes: countCauses(&t.played.Rows, causes),
		Milestones: t.milestones(), People: orEmpty(t.c.People), Limits: t.limits(),
	}
}

// orEmpty keeps an empty list from being null in JSON.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// dataset is the hash of the own data set that was played.
func (t *telling) dataset() string {
	if t.c.Scenario.Market.Past == nil {
		return ""
	}
	return t.run.pastHash
}

func metricName(m simulate.Metric) string {
	if m == simulate.AllFunded {
		return "allFunded"
	}
	return "essentialFunded"
}

// limits adds what the run itself has to say.
func (t *telling) limits() []fault.Problem {
	limits := append([]fault.Problem{}, t.c.Limits...)
	if moved := t.played.Moved; moved > 0 {
		limits = append(limits, fault.Problem{
			Pointer: "/assumptions/corr", Code: "limit.corr.repaired", Severity: fault.SeverityWarning,
			Text: fault.Text{
				EN: "These correlations contradict one another; the nearest matrix that does not was used.",
				KO: "상관계수가 서로 모순되어, 모순이 없는 가장 가까운 값으로 바꾸어 계산했습니다.",
			},
		})
	}
	return limits
}

// cashflow is the lines that ever carry anything.
func (t *telling) cashflow() Cashflow {
	flow := Cashflow{Years: t.played.Years, Lines: []Line{}}
	for i, l := range t.played.Lines {
		mean := t.played.Means[i]
		if allZero(mean) {
			continue
		}
		flow.Lines = append(flow.Lines, Line{
			ID: l.ID, Kind: string(l.Kind), Record: l.Record, Tier: l.Tier, Name: l.Name, Mean: mean,
		})
	}
	return flow
}

func allZero(values []float64) bool {
	for _, v := range values {
		if v != 0 {
			return false
		}
	}
	return true
}

// series is the block [basis][metric][percentile][month].
func (t *telling) series() []byte {
	out := make([]byte, 0, 4*len(bases)*len(seriesMetrics)*len(percentiles)*t.played.Months)
	for basis := range bases {
		for _, s := range []simulate.Series{simulate.NetWorth, simulate.Liquid, simulate.Spending} {
			for _, row := range t.played.Percentiles(s, basis == 1) {
				out = appendFloats(out, row)
			}
		}
	}
	return out
}

// yearsTold are the years of the block of years.
func (t *telling) yearsTold() []int {
	if t.run.purpose == Cloud {
		return []int{}
	}
	return t.played.Years
}

// years is the block [metric][year][future].
func (t *telling) years() []byte {
	if t.run.purpose == Cloud {
		return []byte{}
	}
	out := make([]byte, 0, 4*len(yearMetrics)*len(t.played.Years)*t.played.N)
	for _, s := range []simulate.Series{simulate.NetWorth, simulate.Liquid} {
		for _, month := range t.played.YearEnds {
			out = appendFloats(out, t.played.At(s, month))
		}
	}
	return out
}

// futures is the block [column][future].
func (t *telling) futures(causes []cause) []byte {
	rows, n := &t.played.Rows, t.played.N
	out := make([]byte, 0, 4*len(columns)*n)
	column := func(value func(i int) float64) {
		for i := range n {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(value(i))))
		}
	}
	column(func(i int) float64 { return rows.EndWealth[i] })
	column(func(i int) float64 { return rows.LowestLiquid[i] })
	column(func(i int) float64 { return rows.WorstCut[i] })
	column(t.shortfallAge)
	column(func(i int) float64 { return rows.FirstDecade[i] })
	column(func(i int) float64 { return rows.Inflation[i] })
	column(func(i int) float64 { return rows.TaxPaid[i] })
	column(func(i int) float64 { return float64(rows.Outcome[i]) })
	column(func(i int) float64 { return float64(causes[i]) })
	return out
}

// shortfallAge is the first person's age, in years, at a future's first
// shortfall; NaN where there is none.
func (t *telling) shortfallAge(i int) float64 {
	first := t.played.Rows.FirstShortfall[i]
	if first == simulate.None || len(t.c.Scenario.People) == 0 {
		return math.NaN()
	}
	return float64(t.c.Scenario.People[0].Age+first) / 12
}

// appendFloats writes values; what is more than a float32 holds is the most that
// it does.
func appendFloats(out []byte, values []float32) []byte {
	begin := len(out)
	out = slices.Grow(out, 4*len(values))[:begin+4*len(values)]
	for i, v := range values {
		if v > math.MaxFloat32 {
			v = math.MaxFloat32
		}
		binary.LittleEndian.PutUint32(out[begin+4*i:], math.Float32bits(v))
	}
	return out
}
