package market

import (
	"testing"
)

// ownCopy is the embedded history as an owner would bring it.
func ownCopy() *Past {
	r := Recorded()
	return &Past{Inflation: r.Inflation, Series: map[Series][]float64{HistoryStocks: r.Stocks, HistoryBonds: r.Bonds, HistoryCash: r.Cash}}
}

func pastSpec(m Model, past *Past) Spec {
	return Spec{
		Classes: []Class{
			{ID: "a", Mean: 0.045, SD: 0.17, History: HistoryStocks},
			{ID: "b", Mean: 0.012, SD: 0.06, History: HistoryBonds},
			{ID: "c", Mean: 0.002, SD: 0.02, History: HistorySteady},
		},
		Inflation: Inflation{Mean: 0.025, SD: 0.02},
		Model:     m, Past: past,
	}
}

func TestTheEmbeddedHistoryAsAnOwnOneGivesTheSameBits(t *testing.T) {
	for name, m := range map[string]Model{
		"replay":         {Kind: Replay},
		"replay, round":  {Kind: Replay, Wrap: true},
		"stationary":     {Kind: BlockBootstrap, Pieces: Pieces{Months: 60}},
		"circular":       {Kind: BlockBootstrap, Pieces: Pieces{Months: 60, Fixed: true, Stagger: true}},
		"as it recorded": {Kind: BlockBootstrap, Pieces: Pieces{Months: 60, AsRecorded: true}},
	} {
		t.Run(name, func(t *testing.T) {
			embedded, own := pastSpec(m, nil), pastSpec(m, ownCopy())
			if a, b := embedded.Futures(1_000, 360), own.Futures(1_000, 360); a != b {
				t.Fatalf("the embedded history gives %d futures, the same as an own one %d", a, b)
			}
			futures := []int{0, 1, 17, 999}
			a, b := walk(t, embedded, 7, futures, 120), walk(t, own, 7, futures, 120)
			for month := range 120 {
				for series := range 4 {
					for l := range futures {
						if x, y := a[l][month][series], b[l][month][series]; x != y {
							t.Fatalf("month %d, series %d, future %d: %v and %v", month, series, futures[l], x, y)
						}
					}
				}
			}
		})
	}
}

func TestASteadyClassGrowsByItsMean(t *testing.T) {
	for _, m := range []Model{{Kind: Replay}, {Kind: BlockBootstrap, Pieces: Pieces{Months: 12, AsRecorded: true}}} {
		b := walk(t, pastSpec(m, ownCopy()), 1, []int{3}, 24)
		for month := range 24 {
			if got, want := Pow(b[0][month][2], 12), 1.002; got < want-1e-12 || got > want+1e-12 {
				t.Fatalf("%s: month %d grows by %v a year, not by %v", m.Kind, month, got, want)
			}
		}
	}
}

func TestAnOwnHistoryThatIsNoneIsRefused(t *testing.T) {
	broken := map[string]func(*Past){
		"past.inflation":        func(p *Past) { p.Inflation = p.Inflation[:LeastMonths-1]; p.Series = nil },
		`past.series["bonds"]`:  func(p *Past) { p.Series[HistoryBonds] = p.Series[HistoryBonds][1:] },
		`past.series["stocks"]`: func(p *Past) { p.Series[HistoryStocks][5] = 0 },
		"classes[1].history":    func(p *Past) { delete(p.Series, HistoryBonds) },
	}
	for field, breaks := range broken {
		past := ownCopy()
		breaks(past)
		found := pastSpec(Model{Kind: Replay}, past).Check()
		told := false
		for _, p := range found {
			told = told || p.Field == field
		}
		if !told {
			t.Errorf("%s: %v", field, found)
		}
	}
}
