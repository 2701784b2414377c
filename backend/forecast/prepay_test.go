package forecast

import (
	"slices"
	"testing"

	"meridian/backend/simulate"
)

func TestASurplusPaysTheDearestDebtFirst(t *testing.T) {
	c := compiled(t, `{
		"debts":{
			"a":{"sort":"a","kind":"mortgage","balance":{"amt":"9000"},"rate":0.03,"type":"amortising","end":{"at":"month","month":"2040-01"}},
			"b":{"sort":"b","kind":"card","balance":{"amt":"2000"},"rate":0.15,"type":"amortising","end":{"at":"month","month":"2030-01"}}},
		"saving":{"r":{"to":"cash","from":"surplus","amount":{"rest":true},"bufferMonths":3,"then":"debt","enabled":true}}}`)
	var ids []string
	for _, v := range c.Scenario.Prepayments {
		ids = append(ids, c.Scenario.Outflows[v.Outflow].ID+" "+c.Scenario.Holdings[v.Holding].ID)
	}
	if want := []string{"b b", "a a"}; !slices.Equal(ids, want) {
		t.Errorf("%v are paid early, not %v", ids, want)
	}
	if err := c.Scenario.Check(); err != nil {
		t.Error(err)
	}
	if s := c.Scenario.Saving[0]; s.Then != simulate.None || s.BufferMonths != 3 {
		t.Errorf("the rule is %+v", s)
	}
}

// A household with money left over owes less sooner.
func TestPayingDebtsEarlyRuns(t *testing.T) {
	p := pulled(t, household(t), `{"saving":{"r9":{"to":"a1","from":"surplus","amount":{"rest":true},"bufferMonths":1,"then":"debt","enabled":true,"sort":"a00"}}}`)
	r := mustRun(t, p, RunSpec{Paths: 128, Purpose: Full})
	early := 0.0
	for _, line := range r.Header.Cashflow.Lines {
		if len(line.ID) > 6 && line.ID[len(line.ID)-6:] == ".early" {
			early++
		}
	}
	if early == 0 {
		t.Error("no debt is paid early")
	}
}
