package backend

import (
	"encoding/binary"
	"math"
	"testing"

	"meridian/backend/forecast"
	"meridian/backend/health"
	"meridian/backend/plan"
)

// TestYearsWithoutMoney are those at whose end the middle of the futures has nothing
// liquid, whatever a house is worth.
func TestYearsWithoutMoney(t *testing.T) {
	const months = 32 // from May 2026 to December 2028
	r := forecast.Result{}
	r.Header.Start = "2026-05"
	r.Header.Blocks.Series = forecast.SeriesBlock{Basis: []string{"real"}, Metrics: []string{"netWorth", "liquid"}, Percentiles: []int{5, 50, 95}, Months: months}
	with := func(liquid func(month int) float32) health.Dry {
		r.Series = nil
		for metric := range 2 {
			for percentile := range 3 {
				for m := range months {
					v := float32(1e6)
					if metric == 1 && percentile == 1 {
						v = liquid(m)
					}
					r.Series = binary.LittleEndian.AppendUint32(r.Series, math.Float32bits(v))
				}
			}
		}
		return dryYears(r)
	}
	for name, c := range map[string]struct {
		liquid func(month int) float32
		want   health.Dry
	}{
		"never":               {func(int) float32 { return 1e5 }, health.Dry{}},
		"from 2027 on":        {func(m int) float32 { return map[bool]float32{true: 1e5}[m < 8] }, health.Dry{Years: 2, First: 2027}},
		"within a year alone": {func(m int) float32 { return map[bool]float32{true: 1e5}[m%12 == 7] }, health.Dry{}},
		"always":              {func(int) float32 { return 0 }, health.Dry{Years: 3, First: 2026}},
	} {
		if got := with(c.liquid); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// TestRulesOverTheirLimit are named, and those that fit are not.
func TestRulesOverTheirLimit(t *testing.T) {
	p, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	to := ""
	for id := range p.Accounts {
		to = max(to, id)
	}
	if before := overCap(p); len(before) != 0 {
		t.Errorf("the example asks for more than it may: %v", before)
	}
	limit := plan.Amount{Amt: "7000", Cur: "USD", Per: plan.PerYear}
	for amount, over := range map[plan.Decimal]int{"580": 0, "600": 1} {
		p.Saving["x"] = plan.SavingRule{
			Record: plan.Record{Name: "Roth", Sort: "zz"}, To: to, From: plan.FromSurplus, Enabled: true,
			Amount: plan.SavingAmount{Fixed: &plan.Amount{Amt: amount, Per: plan.PerMonth}}, CapGroup: "mine", Cap: &limit,
		}
		if got := overCap(p); len(got) != over || over == 1 && got[0] != "Roth" {
			t.Errorf("%s a month: %v", amount, got)
		}
	}
}
