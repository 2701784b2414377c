package forecast

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"meridian/backend/market"
	"meridian/backend/plan"
)

// broughtOnly holds one data set under a hash.
type broughtOnly struct {
	hash string
	past *market.Past
}

func (b broughtOnly) History(_ context.Context, hash string) (*market.Past, error) {
	if hash != b.hash {
		return nil, nil
	}
	return b.past, nil
}

// embeddedAsOwn is the embedded history under names of its own.
func embeddedAsOwn() broughtOnly {
	r := market.Recorded()
	return broughtOnly{"own", &market.Past{Inflation: r.Inflation, Series: map[market.Series][]float64{"Shares": r.Stocks, "Bonds 10y": r.Bonds, "Bills": r.Cash}}}
}

// playing is a household whose classes follow the embedded history, and the same
// one with that history as its own data set.
func playing(t *testing.T, returns plan.Returns) (embedded, own plan.Plan) {
	t.Helper()
	embedded = demo(t, "us")
	embedded.Assumptions.Returns = returns
	own = embedded
	own.Assumptions.Returns.Dataset = "d1"
	d := plan.Dataset{ID: "d1", Name: "Mine", Hash: "own", Columns: map[string]string{}}
	names := map[plan.History]string{plan.HistoryStocks: "Shares", plan.HistoryBonds: "Bonds 10y", plan.HistoryCash: "Bills"}
	for id, class := range own.Assumptions.Classes {
		d.Columns[id] = names[nature(class)]
	}
	own.Assumptions.Datasets = []plan.Dataset{d}
	return embedded, own
}

func TestTheEmbeddedHistoryAsAnOwnDataSetGivesTheSameFigures(t *testing.T) {
	for _, returns := range []plan.Returns{
		{Model: plan.ModelHistorical}, {Model: plan.ModelBlock}, {Model: plan.ModelBlock, Means: plan.MeansOfHistory, Blocks: plan.BlocksCircular, Stagger: true},
	} {
		embedded, own := playing(t, returns)
		spec := RunSpec{Purpose: Preview, Paths: 300}
		s := Service{Own: embeddedAsOwn()}
		a, err := s.Run(t.Context(), embedded, spec, nil)
		if err != nil {
			t.Fatal(err)
		}
		b, err := s.Run(t.Context(), own, spec, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Series, b.Series) || !bytes.Equal(a.Futures, b.Futures) || !bytes.Equal(a.Years, b.Years) || a.Header.N != b.Header.N {
			t.Errorf("%+v: the same months give other figures", returns)
		}
		if b.Header.Dataset != "own" || a.Header.Dataset != "" || a.Header.Hash == b.Header.Hash {
			t.Errorf("%+v: the results do not say what was played: %q and %q", returns, a.Header.Dataset, b.Header.Dataset)
		}
		if x, err := s.Replay(t.Context(), b, 7); err != nil || len(x.NetWorth) == 0 {
			t.Errorf("future 7 is not played again: %v", err)
		}
		if _, err := (&Service{}).Replay(t.Context(), b, 7); !errors.Is(err, ErrDataset) {
			t.Errorf("without its data set a future is played again: %v", err)
		}
	}
}

func TestADataSetThatIsNotHereIsSaid(t *testing.T) {
	embedded, own := playing(t, plan.Returns{Model: plan.ModelBlock})
	spec := RunSpec{Purpose: Preview, Paths: 50}
	var none Service
	a, err := none.Run(t.Context(), own, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !limited(Compiled{Limits: a.Header.Limits}, "limit.returns.dataset") || a.Header.Dataset != "" {
		t.Errorf("nothing says that the data set is missing: %+v", a.Header.Limits)
	}
	b, err := none.Run(t.Context(), embedded, spec, nil)
	if err != nil || !bytes.Equal(a.Series, b.Series) {
		t.Errorf("the embedded history does not stand in: %v", err)
	}
	here := Service{Own: embeddedAsOwn()}
	with, err := here.Hash(t.Context(), own, spec)
	if err != nil || with == a.Header.Hash {
		t.Errorf("a result without the data set is taken for one with it: %v", err)
	}
	if q, _ := none.AnalysisHash(t.Context(), own, AnalysisSpec{Kind: KindDrivers}); q == "" {
		t.Error("no hash")
	} else if r, _ := here.AnalysisHash(t.Context(), own, AnalysisSpec{Kind: KindDrivers}); r == q {
		t.Error("an analysis without the data set is taken for one with it")
	}
}

func TestAClassWithoutAColumnIsSaid(t *testing.T) {
	own := embeddedAsOwn()
	compiledOwn := func(change func(*plan.Dataset, *plan.Plan)) Compiled {
		_, p := playing(t, plan.Returns{Model: plan.ModelBlock, BlockMonths: 60})
		change(&p.Assumptions.Datasets[0], &p)
		c, err := compileWith(p, own.past)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := compiledOwn(func(d *plan.Dataset, _ *plan.Plan) { delete(d.Columns, "stocks") })
	if !limited(c, "limit.returns.column") || c.Scenario.Market.Past != nil {
		t.Errorf("a class without a column: %+v", c.Limits)
	}
	c = compiledOwn(func(d *plan.Dataset, _ *plan.Plan) { d.Columns["bonds"] = "" })
	if !limited(c, "limit.class.steady") || c.Scenario.Market.Past == nil || limited(c, "limit.class.history") {
		t.Errorf("a class that is steady on purpose: %+v", c.Limits)
	}
	short := market.Past{Inflation: own.past.Inflation[:36], Series: map[market.Series][]float64{}}
	for name, growth := range own.past.Series {
		short.Series[name] = growth[:36]
	}
	_, p := playing(t, plan.Returns{Model: plan.ModelHistorical})
	c, err := compileWith(p, &short)
	if err != nil || !limited(c, "limit.returns.short") || c.Scenario.Market.Futures(500, c.Scenario.Months) != 36 {
		t.Errorf("a history shorter than the plan: %+v, %v", c.Limits, err)
	}
	p.Assumptions.Returns = plan.Returns{Model: plan.ModelBlock, Dataset: "d1", BlockMonths: 60}
	if c, err = compileWith(p, &short); err != nil || !limited(c, "limit.returns.block") || len(c.Scenario.Market.Check()) > 0 {
		t.Errorf("stretches longer than history: %+v, %v", c.Limits, err)
	}
}
