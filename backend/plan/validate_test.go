package plan

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"meridian/backend/fault"
)

// edited is the minimal document with a merge patch on it, shape checked only.
func edited(t *testing.T, patch string) Plan {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(patch), &m); err != nil {
		t.Fatalf("patch %s: %v", patch, err)
	}
	p, err := merge(decode(t, minimal(t)), m)
	if err != nil {
		t.Fatalf("patch %s: %v", patch, err)
	}
	return p
}

const (
	isError   = fault.SeverityError
	isWarning = fault.SeverityWarning
)

func TestValidateFinds(t *testing.T) {
	cases := []struct {
		name, patch   string
		pointer, code string
		severity      fault.Severity
	}{
		{"a negative balance", `{"accounts":{"a1":{"balance":{"amt":"-5"}}}}`, "/accounts/a1/balance/amt", "amount.negative", isError},
		{"half a won", `{"accounts":{"a1":{"balance":{"amt":"0.5"}}}}`, "/accounts/a1/balance/amt", "amount.unfit", isError},
		{"more money than there is", `{"accounts":{"a1":{"balance":{"amt":"99999999999999999999"}}}}`, "/accounts/a1/balance/amt", "amount.unfit", isError},
		{"a currency without a rate", `{"accounts":{"a1":{"cur":"USD","balance":{"cur":"USD"}}}}`, "/accounts/a1/balance/cur", "currency.rate", isError},
		{"a currency that does not exist", `{"accounts":{"a1":{"balance":{"cur":"XXX"}}}}`, "/accounts/a1/balance/cur", "currency.unknown", isError},
		{"a rate of nothing", `{"fx":{"USD/KRW":{"rate":"0"}}}`, "/fx/USD~1KRW/rate", "fx.rate", isError},
		{"a pair of one", `{"fx":{"USD":{"rate":"1"}}}`, "/fx/USD", "fx.pair", isError},
		{"an unknown person", `{"people":{"p1":{"work":{"stop":{"at":"age","person":"px","years":50}}}}}`, "/people/p1/work/stop/person", "reference.unknown", isError},
		{"no person at all", `{"income":{"i1":{"person":""}}}`, "/income/i1/person", "reference.empty", isError},
		{"an unknown milestone", `{"people":{"p1":{"work":{"stop":{"at":"milestone","ref":"mx"}}}}}`, "/people/p1/work/stop/ref", "reference.unknown", isError},
		{"an unknown account", `{"saving":{"r1":{"to":"ax"}}}`, "/saving/r1/to", "reference.unknown", isError},
		{"an archived account", `{"accounts":{"a2":{"archived":true}}}`, "/saving/r1/to", "reference.idle", isWarning},
		{"an unknown income", `{"saving":{"r1":{"from":"ix"}}}`, "/saving/r1/from", "reference.unknown", isError},
		{"an unknown class", `{"accounts":{"a2":{"alloc":{"weights":{"eq":0.6,"bond":null,"gold":0.4}}}}}`, "/accounts/a2/alloc/weights/gold", "reference.unknown", isError},
		{"weights that do not sum", `{"accounts":{"a2":{"alloc":{"weights":{"eq":0.7}}}}}`, "/accounts/a2/alloc/weights", "weights.sum", isError},
		{"weights and a glide path", `{"allocation":{"default":{"weights":{"eq":1}}}}`, "/allocation/default", "field.one", isError},
		{"owners that do not sum", `{"accounts":{"a1":{"owner":{"p1":0.5,"p2":0.4}}}}`, "/accounts/a1/owner", "weights.sum", isError},
		{"a matrix that is not square", `{"assumptions":{"corr":{"m":[[1]]}}}`, "/assumptions/corr/m", "corr.square", isError},
		{"a lopsided matrix", `{"assumptions":{"corr":{"m":[[1,0.1,-0.1],[0.2,1,-0.3],[-0.1,-0.3,1]]}}}`, "/assumptions/corr/m/0/1", "corr.symmetry", isError},
		{"a diagonal of halves", `{"assumptions":{"corr":{"m":[[0.5,0.1,-0.1],[0.1,1,-0.3],[-0.1,-0.3,1]]}}}`, "/assumptions/corr/m/0/0", "corr.diagonal", isError},
		{"a correlation of two", `{"assumptions":{"corr":{"m":[[1,2,-0.1],[2,1,-0.3],[-0.1,-0.3,1]]}}}`, "/assumptions/corr/m/0/1", "corr.range", isError},
		{"correlations that cannot be", `{"assumptions":{"corr":{"m":[[1,0.9,-0.9],[0.9,1,0.9],[-0.9,0.9,1]]}}}`, "/assumptions/corr/m", "corr.repaired", isWarning},
		{"a percentage for a rate", `{"debts":{"d1":{"rate":3.9}}}`, "/debts/d1/rate", "number.outside", isError},
		{"a return of four", `{"assumptions":{"classes":{"eq":{"real":{"mean":4.5}}}}}`, "/assumptions/classes/eq/real/mean", "number.outside", isError},
		{"a span that ends first", `{"spending":{"s1":{"span":{"end":{"at":"month","month":"2020-01"}}}}}`, "/spending/s1/span", "span.reversed", isError},
		{"a span said three times", `{"spending":{"s1":{"span":{"end":{"at":"end"},"months":3}}}}`, "/spending/s1/span/months", "span.threefold", isError},
		{"a sale before the purchase", `{"property":{"h2":{"sell":{"at":{"at":"now"}}}}}`, "/property/h2/sell", "span.reversed", isError},
		{"a property worth nothing said", `{"property":{"h2":{"buy":null}}}`, "/property/h2/value", "property.worth", isError},
		{"a CAPE rule without a rate", `{"withdrawal":{"rule":{"kind":"cape"}}}`, "/withdrawal/rule/a", "rule.cape", isError},
		{"shares for less than a year's earnings", `{"withdrawal":{"rule":{"kind":"cape","a":0.01,"startCape":0.5}}}`, "/withdrawal/rule/startCape", "rule.startCape", isError},
		{"guardrails on the odds that cross", `{"withdrawal":{"rule":{"kind":"riskGuardrails","cutBelow":0.9,"raiseAbove":0.6,"step":0.1}}}`, "/withdrawal/rule/raiseAbove", "rule.odds", isError},
		{"guardrails on the odds without a step", `{"withdrawal":{"rule":{"kind":"riskGuardrails","cutBelow":0.6,"raiseAbove":0.9}}}`, "/withdrawal/rule/step", "rule.step", isError},
		{"a horizon in the past", `{"people":{"p1":{"horizon":{"age":30}}}}`, "/people/p1/horizon/age", "horizon.past", isError},
		{"a horizon of five hundred", `{"people":{"p1":{"horizon":{"age":500}}}}`, "/people/p1/horizon/age", "number.outside", isError},
		{"retirement before birth", `{"people":{"p1":{"work":{"stop":{"at":"month","ref":null,"month":"1975-01"}}}}}`, "/people/p1/work/stop", "work.beforeBirth", isError},
		{"a goal after the last horizon", `{"goals":{"g1":{"when":{"start":{"at":"month","ref":null,"month":"2199-01"}}}}}`, "/goals/g1/when", "goal.never", isWarning},
		{"nobody to plan for", `{"people":{"p1":{"dependant":true},"p2":{"dependant":true}}}`, "/people", "people.none", isError},
		{"a debt without an end", `{"debts":{"d1":{"end":null}}}`, "/debts/d1/end", "debt.end", isError},
		{"a payment below the interest", `{"debts":{"d1":{"payment":{"amt":"1000"}}}}`, "/debts/d1/payment", "debt.never", isWarning},
		{"a rate that never comes", `{"debts":{"d1":{"fixedUntil":{"at":"now"}}}}`, "/debts/d1", "debt.change", isError},
		{"claiming at fifty", `{"income":{"i2":{"claim":{"at":50}}}}`, "/income/i2/claim/at", "claim.age", isError},
		{"claim ages upside down", `{"income":{"i2":{"claim":{"earliest":70}}}}`, "/income/i2/claim", "claim.order", isError},
		{"growth by no rate", `{"income":{"i1":{"growth":{"kind":"rate","rate":null}}}}`, "/income/i1/growth/rate", "growth.rate", isError},
		{"growth by an unknown index", `{"income":{"i1":{"growth":{"kind":"index","index":"tulips"}}}}`, "/income/i1/growth/index", "reference.unknown", isError},
		{"a step that does two things", `{"income":{"i1":{"steps":[{"at":{"at":"now"},"mul":2,"add":{"amt":"1"}}]}}}`, "/income/i1/steps/0", "field.one", isError},
		{"deductions of more than all", `{"income":{"i1":{"preTax":[{"name":"x","rate":0.7},{"name":"y","rate":0.7}]}}}`, "/income/i1/preTax", "share.over", isError},
		{"a goal paid twice over", `{"goals":{"g1":{"fundFrom":{"a1":0.8,"a3":0.8}}}}`, "/goals/g1/fundFrom", "share.over", isError},
		{"a saving rule of two amounts", `{"saving":{"r9":{"amount":{"pctOfRemaining":0.5}}}}`, "/saving/r9/amount", "field.one", isError},
		{"an employer giving the rest", `{"saving":{"r9":{"from":"employer"}}}`, "/saving/r9/amount", "saving.surplus", isError},
		{"a rule of two incomes", `{"saving":{"r1":{"from":"i2"}}}`, "/saving/r1/amount/pctOfIncome/income", "saving.otherIncome", isError},
		{"an order of an unknown account", `{"withdrawal":{"order":[{"pick":"ax"}]}}`, "/withdrawal/order/0/pick", "reference.unknown", isError},
		{"a step with two ends", `{"withdrawal":{"order":[{"pick":"cash","until":{"bufferMonths":3,"bracketTop":0.1}}]}}`, "/withdrawal/order/0/until", "field.one", isError},
		{"a second condition", `{"milestones":{"x":{"sort":"x","when":{"trigger":{"metric":"liquid","op":">=","value":"1"}}},"y":{"sort":"y","when":{"trigger":{"metric":"liquid","op":">=","value":"2"}}}}}`, "/milestones/y/when/trigger", "trigger.second", isWarning},
		{"a condition without time", `{"milestones":{"x":{"when":{"trigger":{"metric":"liquid","op":">=","value":"1","after":{"at":"month","month":"2040-01"},"before":{"at":"month","month":"2030-01"}}}}}}`, "/milestones/x/when/trigger/before", "trigger.window", isWarning},
		{"a bracket of no tax", `{"tax":{"regime":"none"},"withdrawal":{"order":[{"pick":"deferred","until":{"bracketTop":0.15}}]}}`, "/withdrawal/order/0/until/bracketTop", "bracket.none", isWarning},
		{"a loan on nothing", `{"property":{"h1":null,"h2":null},"debts":null,"withdrawal":{"shortfall":["borrow"],"borrowRate":0.05}}`, "/withdrawal/shortfall", "borrow.security", isWarning},
		{"a negative surrender value", `{"insurance":{"n":{"kind":"life","insured":"p1","surrender":{"amt":"-5"}}}}`, "/insurance/n/surrender/amt", "amount.negative", isError},
		{"an order with a gap", `{"withdrawal":{"order":[{"pick":"cash"}]}}`, "/withdrawal/order", "order.gap", isWarning},
		{"guardrails without rails", `{"withdrawal":{"rule":{"upper":0}}}`, "/withdrawal/rule/upper", "rule.upper", isError},
		{"guardrails upside down", `{"withdrawal":{"rule":{"lower":1.2}}}`, "/withdrawal/rule/lower", "rule.lower", isError},
		{"guardrails that move nothing", `{"withdrawal":{"rule":{"cut":0,"raise":0}}}`, "/withdrawal/rule/cut", "rule.rails", isError},
		{"a share of wealth of nothing", `{"withdrawal":{"rule":{"kind":"pctOfPortfolio"}}}`, "/withdrawal/rule/pct", "rule.pct", isError},
		{"a ceiling below the floor", `{"withdrawal":{"rule":{"kind":"pctOfPortfolio","pct":0.04,"floor":0.9,"ceil":0.8}}}`, "/withdrawal/rule/ceil", "rule.bounds", isError},
		{"a ceiling of nothing", `{"withdrawal":{"rule":{"kind":"pctOfPortfolio","pct":0.04,"ceil":0}}}`, "/withdrawal/rule/ceil", "rule.ceil", isError},
		{"a floor of a thousand", `{"withdrawal":{"rule":{"kind":"pctOfPortfolio","pct":0.04,"floor":1000}}}`, "/withdrawal/rule/floor", "number.outside", isError},
		{"floor and ceiling of neither", `{"withdrawal":{"rule":{"kind":"floorCeiling"}}}`, "/withdrawal/rule/floor", "rule.unbounded", isError},
		{"a floor above the plan", `{"withdrawal":{"rule":{"kind":"floorCeiling","floor":1.1}}}`, "/withdrawal/rule/floor", "rule.floor", isError},
		{"a ceiling below the plan", `{"withdrawal":{"rule":{"kind":"floorCeiling","ceil":0.9}}}`, "/withdrawal/rule/ceil", "rule.ceil", isError},
		{"a ratchet without a step", `{"withdrawal":{"rule":{"kind":"ratchet","raise":0}}}`, "/withdrawal/rule/raise", "rule.raise", isError},
		{"a smile that ends first", `{"withdrawal":{"rule":{"kind":"smile","fromAge":80,"toAge":70}}}`, "/withdrawal/rule/toAge", "rule.ages", isError},
		{"a shortfall met by a wish", `{"withdrawal":{"shortfall":["lottery"]}}`, "/withdrawal/shortfall/0", "field.choice", isError},
		{"a flat tax of nothing said", `{"tax":{"regime":"flat"}}`, "/tax/params/income", "tax.income", isError},
		{"a couple of one", `{"people":{"p2":{"dependant":true}},"tax":{"regime":"us.federal","params":{"filingStatus":"joint"}}}`, "/tax/params/filingStatus", "tax.filing", isWarning},
		{"a severance rate above all", `{"tax":{"regime":"kr","params":{"severanceRate":1.5}}}`, "/tax/params/severanceRate", "number.outside", isError},
		{"a century of service", `{"income":{"i1":{"serviceYears":100}}}`, "/income/i1/serviceYears", "number.outside", isError},
		{"bands in disorder", `{"tax":{"regime":"bands","params":{"bands":[{"from":{"amt":"5"},"rate":0.1},{"from":{"amt":"5"},"rate":0.2}]}}}`, "/tax/params/bands/1/from", "tax.order", isError},
		{"a certainty", `{"targets":{"confidence":1}}`, "/targets/confidence", "targets.confidence", isError},
		{"a t without a deviation", `{"assumptions":{"returns":{"df":2}}}`, "/assumptions/returns/df", "returns.df", isError},
		{"regimes of nothing said", `{"assumptions":{"returns":{"model":"regime"}}}`, "/assumptions/returns/regimes", "returns.regimes", isError},
		{"a calm that never ends", `{"assumptions":{"returns":{"regimes":{"stayCalm":1,"stayStress":0.5,"stressMean":-0.2,"stressSd":2}}}}`, "/assumptions/returns/regimes/stayCalm", "returns.stay", isError},
		{"a stress that ends before it begins", `{"assumptions":{"returns":{"regimes":{"stayCalm":0.9,"stayStress":-0.5,"stressMean":-0.2,"stressSd":2}}}}`, "/assumptions/returns/regimes/stayStress", "returns.stay", isError},
		{"a stress that takes everything", `{"assumptions":{"returns":{"regimes":{"stayCalm":0.9,"stayStress":0.5,"stressMean":-1,"stressSd":2}}}}`, "/assumptions/returns/regimes/stressMean", "number.outside", isError},
		{"a stress without ups and downs", `{"assumptions":{"returns":{"regimes":{"stayCalm":0.9,"stayStress":0.5,"stressMean":-0.2,"stressSd":0}}}}`, "/assumptions/returns/regimes/stressSd", "returns.stressSd", isError},
		{"a stress calmer than calm", `{"assumptions":{"returns":{"regimes":{"stayCalm":0.9,"stayStress":0.5,"stressMean":-0.2,"stressSd":0.3}}}}`, "/assumptions/returns/regimes/stressSd", "returns.stressCalm", isWarning},
		{"a stretch longer than fifty years", `{"assumptions":{"returns":{"model":"blockBootstrap","blockMonths":601}}}`, "/assumptions/returns/blockMonths", "number.outside", isError},
		{"a seed JavaScript cannot hold", `{"assumptions":{"run":{"seed":9007199254740992}}}`, "/assumptions/run/seed", "run.seed", isError},
		{"an id with a slash", `{"people":{"a/b":{"name":"x","birth":"1990-01","horizon":{"age":90}}}}`, "/people/a~1b", "record.id", isError},
		{"a name of a thousand letters", `{"people":{"p1":{"name":"` + strings.Repeat("x", 1000) + `"}}}`, "/people/p1/name", "text.long", isError},
		{"a note of a novel", `{"notes":{"plan":"` + strings.Repeat("x", 5000) + `"}}`, "/notes/plan", "text.long", isError},
		{"a watch-list of nothing", `{"watches":{"w1":{"name":"x","seed":42,"futures":""}}}`, "/watches/w1/futures", "watch.futures", isError},
		{"a watch-list of something else", `{"watches":{"w1":{"name":"x","seed":42,"futures":"?"}}}`, "/watches/w1/futures", "watch.futures", isError},
		{"a watch-list beyond all futures", `{"watches":{"w1":{"name":"x","seed":42,"futures":"` + strings.Repeat("AAAA", 4200) + `"}}}`, "/watches/w1/futures", "watch.futures", isError},
		{"essentials that never rise", `{"spending":{"s1":{"growth":{"kind":"flat"}}}}`, "/spending/s1/growth", "growth.flat", isWarning},
		{"essentials of no growth", `{"spending":{"s1":{"growth":null}}}`, "/spending/s1/growth", "growth.missing", isWarning},
		{"no public pension", `{}`, "/people/p2", "pension.missing", isWarning},
		{"a waterfall into nowhere", `{"saving":{"r9":null},"withdrawal":{"surplus":null}}`, "/saving", "saving.rest", isWarning},
		{"nowhere to keep money", `{"accounts":null,"saving":null,"goals":null,"withdrawal":{"order":null,"rule":{"kind":"needs"}},"sources":null,"scenarios":null,"debts":null}`, "/accounts", "accounts.none", isWarning},
		{"years to bridge", `{"people":{"p2":{"work":null}},"milestones":{"m1":{"when":{"years":45}}},"accounts":{"a3":null},"saving":{"r2":null}}`, "/accounts", "bridge.years", isWarning},
		{"rent twice", `{"property":{"h1":{"rent":{"amt":"100000"}}},"income":{"i1":{"kind":"rental"}}}`, "/income/i1", "count.twice", isWarning},
		{"a scenario that no longer fits", `{"scenarios":{"sc1":{"patch":{"people":{"p1":null}}}}}`, "/scenarios/sc1/patch", "scenario.misfit", isWarning},
		{"a glide path that turns back", `{"allocation":{"default":{"glide":[{"at":{"at":"milestone","ref":"m1"},"weights":{"eq":1}},{"at":{"at":"now"},"weights":{"eq":1}}]}}}`, "/allocation/default/glide/1/at", "glide.order", isWarning},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			found := Validate(edited(t, c.patch))
			for _, p := range found {
				if p.Pointer == c.pointer && p.Code == c.code && p.Severity == c.severity {
					return
				}
			}
			t.Errorf("no %s %s at %s among %+v", c.severity, c.code, c.pointer, found)
		})
	}
}

func TestEveryProblemSpeaksBothLanguages(t *testing.T) {
	// A plan with as much wrong as fits into one.
	p := edited(t, `{"accounts":{"a1":{"balance":{"amt":"-5","cur":"XXX"},"fee":3,"owner":{"px":2}}},
		"assumptions":{"corr":{"m":[[1]]},"returns":{"df":1},"inflation":{"ar1":2}},
		"targets":{"confidence":7},"tax":{"regime":"bands"},"income":{"i1":{"steps":[{"at":{"at":"now"}}]}}}`)
	found := Validate(p)
	if len(found) < 10 {
		t.Errorf("only %d problems", len(found))
	}
	for _, f := range found {
		if f.Text.EN == "" || !strings.ContainsFunc(f.Text.KO, hangul) || strings.Contains(f.Text.EN+f.Text.KO, "%!") {
			t.Errorf("%s: %+v", f.Code, f.Text)
		}
	}
}

func hangul(r rune) bool { return r >= 0xAC00 && r <= 0xD7A3 }

func TestCyclesAreNamed(t *testing.T) {
	p := edited(t, `{"milestones":{
		"m1":{"when":{"at":"milestone","ref":"m2","person":null,"years":null}},
		"m2":{"when":{"at":"milestone","ref":"m3","month":null}},
		"m3":{"name":"셋","when":{"at":"milestone","ref":"m1"}}}}`)
	var cycles []fault.Problem
	for _, f := range Validate(p) {
		if f.Code == "milestone.cycle" {
			cycles = append(cycles, f)
		}
	}
	if len(cycles) != 1 || !strings.Contains(cycles[0].Text.EN, "일을 선택으로 → 첫째 대학 입학 → 셋 → 일을 선택으로") {
		t.Errorf("cycles: %+v", cycles)
	}
	if _, err := Resolve(p); fault.Of(err) != fault.Invalid {
		t.Errorf("resolved: %v", err)
	}
}

func TestAMilestoneMayWaitForItself(t *testing.T) {
	p := edited(t, `{"milestones":{"m1":{"when":{"at":"milestone","ref":"m1","person":null,"years":null}}}}`)
	if !Failed(Validate(p)) {
		t.Error("a milestone that waits for itself was accepted")
	}
}

func TestTooManyRecords(t *testing.T) {
	p := decode(t, minimal(t))
	for i := range MaxRecords + 1 {
		p.Milestones[fmt.Sprintf("x%d", i)] = Milestone{When: MilestoneWhen{TimeRef: TimeRef{At: AtNow}}}
	}
	for _, f := range Validate(p) {
		if f.Pointer == "/milestones" && f.Code == "records.many" {
			return
		}
	}
	t.Error("no limit")
}

func TestABlankPlanIsValidUntilItIsPlayed(t *testing.T) {
	p := Blank("ko", "KRW", "2026-11")
	for _, f := range Validate(p) {
		if f.Severity == fault.SeverityError {
			t.Errorf("%s: %s", f.Pointer, f.Text.EN)
		}
	}
	if _, err := Resolve(p); err == nil {
		t.Error("nobody was planned for")
	}
	p, err := Patch(p, map[string]any{"people": map[string]any{"p1": map[string]any{"name": "나", "birth": "1990-05", "horizon": map[string]any{"age": 95.0}}}})
	if err != nil {
		t.Fatalf("its first person: %v", err)
	}
	if tl, err := Resolve(p); err != nil || tl.Months != 95*12-(36*12+6) {
		t.Errorf("%d months, %v", tl.Months, err)
	}
}

func TestDemosAreSound(t *testing.T) {
	for _, region := range Regions() {
		p, err := Demo(region)
		if err != nil {
			t.Fatalf("%s: %v", region, err)
		}
		if !p.Demo || len(p.Scenarios) != 3 {
			t.Errorf("%s: demo %v, %d scenarios", region, p.Demo, len(p.Scenarios))
		}
		for _, f := range Validate(p) {
			t.Errorf("%s: %s %s %s", region, f.Severity, f.Pointer, f.Text.EN)
		}
	}
	if _, err := Demo("atlantis"); fault.Of(err) != fault.NotFound {
		t.Errorf("an unknown region: %v", err)
	}
}

func TestStaleAfterAYear(t *testing.T) {
	p := decode(t, minimal(t))
	if found := Stale(p, "2027-01"); len(found) != 0 {
		t.Errorf("twelve months: %+v", found)
	}
	if found := Stale(p, "2027-02"); len(found) != 1 || found[0].Code != "plan.stale" {
		t.Errorf("thirteen months: %+v", found)
	}
}
