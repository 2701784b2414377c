package health

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

var update = flag.Bool("update", false, "write the golden file anew")

// household is a plan that is in order, with a patch on it.
func household(t *testing.T, patch string) Household {
	t.Helper()
	p, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	p.Demo, p.Name, p.Start = false, "Ours", "2026-05"
	for id, a := range p.Accounts {
		a.Balance.AsOf = "2026-05"
		p.Accounts[id] = a
	}
	var change map[string]any
	if err := json.Unmarshal([]byte(patch), &change); err != nil {
		t.Fatal(err)
	}
	next, err := plan.Patch(p, change)
	if err != nil {
		t.Fatal(err)
	}
	return Household{ID: "p", Plan: next, Problems: plan.Validate(next), Success: 0.8, Target: 0.75, Played: true}
}

// TestIssues holds the rules against what they are to say, case by case.
func TestIssues(t *testing.T) {
	now := time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)
	text := fault.Text{EN: "There is no backup yet.", KO: "아직 백업이 없습니다."}
	fix := fault.Text{EN: "Make one.", KO: "만들어 두세요."}
	of := func(patch string) Facts { return Facts{Now: now, Households: []Household{household(t, patch)}} }
	short := of(`{}`)
	short.Households[0].Success = 0.5
	dry := of(`{}`)
	dry.Households[0].Dry = Dry{Years: 7, First: 2051}
	lastYear := of(`{}`)
	lastYear.Households[0].Dry = Dry{Years: 1, First: 2062}
	over := of(`{}`)
	over.Households[0].OverCap = []string{"Roth IRA", "401(k)"}
	unplayed := short
	unplayed.Households = []Household{short.Households[0]}
	unplayed.Households[0].Played = false
	skewed := of(`{}`)
	skewed.Households[0].Plan.Allocation.Default = plan.Alloc{Weights: map[string]float64{"eq": 0.5, "bd": 0.2}}
	skewed.Households[0].Problems = plan.Validate(skewed.Households[0].Plan)
	example := of(`{"demo":true,"start":"2020-01"}`)
	later := of(`{}`)
	later.Now = now.AddDate(1, 2, 0)
	cases := []struct {
		name  string
		facts Facts
	}{
		{"nothing is known", Facts{Now: now}},
		{"a household in order", of(`{}`)},
		{"a check that failed and one that is fine", Facts{Now: now, Checks: []Check{{"backup", "warn", text, fix}, {"pages", "ok", text, fix}, {"store", "fail", text, fix}}}},
		{"no graphics processor", Facts{Now: now, GPU: "none"}},
		{"a graphics processor in software", Facts{Now: now, GPU: "software"}},
		{"a graphics processor that works", Facts{Now: now, GPU: "works"}},
		{"hosts", Facts{Now: now, Hosts: []Host{{"big", "ok"}, {"small", "away"}, {"old", "resting"}}}},
		{"fewer futures hold than should", short},
		{"nobody has played the plan", unplayed},
		{"years without money", dry},
		{"a life that ends without money", lastYear},
		{"more saved than may be", over},
		{"shares that are not one", skewed},
		{"an example household of long ago", example},
		{"a year and two months later", later},
		{"an old exchange rate", of(`{"fx":{"EUR/USD":{"rate":"1.1","asOf":"2025-01"},"GBP/USD":{"rate":"1.3","asOf":"2026-04"}}}`)},
		{"a milestone that nothing goes by", of(`{"milestones":{"mx":{"name":"Sabbatical","when":{"at":"month","month":"2030-01"}}}}`)},
	}
	type told struct {
		Case   string  `json:"case"`
		Issues []Issue `json:"issues"`
	}
	var all []told
	for _, c := range cases {
		issues := Issues(c.facts)
		for _, i := range issues {
			if i.Text.EN == "" || i.Text.KO == "" || i.Fix.EN == "" || i.Fix.KO == "" {
				t.Errorf("%s: %s says nothing in one language", c.name, i.ID)
			}
			if strings.ContainsAny(i.Text.EN, "$₩€") {
				t.Errorf("%s: %s states an amount", c.name, i.ID)
			}
		}
		all = append(all, told{c.name, issues})
	}
	raw, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "issues.json")
	if *update {
		if err := os.WriteFile(golden, append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != string(raw)+"\n" {
		t.Errorf("the issues are not those of %s (%v): %s", golden, err, raw)
	}
}
