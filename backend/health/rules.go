package health

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

// rules look at one household each. They say nothing of an example household
// that only holds for one's own.
var rules = []func(h Household, today plan.Month) []Issue{problems, short, dry, overCap, rollForward, balances, rates, basis, milestones}

// sections are the sections of the plan where what a pointer names is edited.
var sections = map[string]string{
	"people": "people", "milestones": "timeline", "accounts": "accounts", "income": "income", "spending": "spending",
	"property": "property", "debts": "property", "insurance": "property", "goals": "goals", "saving": "saving",
	"withdrawal": "withdrawals", "allocation": "allocation", "tax": "taxes", "assumptions": "assumptions",
	"start": "assumptions", "targets": "assumptions", "legacy": "goals",
}

// problems are what the plan's own rules find: shares that do not add up to one,
// spending that prices run away from, limits that are passed.
func problems(h Household, _ plan.Month) []Issue {
	var out []Issue
	for _, p := range h.Problems {
		severity, fix := Warn, fault.Text{EN: "Look at it in the plan.", KO: "계획에서 확인하세요."}
		if p.Severity == fault.SeverityError {
			severity, fix = Fail, fault.Text{EN: "Correct it: the plan cannot be played like this.", KO: "이대로는 계획을 계산할 수 없으니 고쳐 주세요."}
		}
		first, _, _ := strings.Cut(strings.TrimPrefix(p.Pointer, "/"), "/")
		place := "plan"
		if section := sections[first]; section != "" {
			place += "/" + section
		}
		out = append(out, Issue{ID: p.Code, Severity: severity, Text: p.Text, Fix: fix, Place: place})
	}
	return out
}

// short is about a plan that fewer futures keep than should.
func short(h Household, _ plan.Month) []Issue {
	if !h.Played || h.Success >= h.Target {
		return nil
	}
	return []Issue{{ID: "plan.short", Severity: Note, Place: "levers",
		Text: fault.Text{EN: "Fewer futures hold than the plan aims at.", KO: "지켜지는 미래가 목표보다 적습니다."},
		Fix:  fault.Text{EN: "See what moves it most, or the smallest change that reaches the target.", KO: "무엇이 가장 크게 바꾸는지, 목표에 이르는 가장 작은 변화가 무엇인지 보세요."}}}
}

// dry is about years for which the money is gone in at least half of the futures. Where
// that is only how a life ends, the last year alone, it is no issue.
func dry(h Household, _ plan.Month) []Issue {
	if !h.Played || h.Dry.Years < 2 {
		return nil
	}
	return []Issue{{ID: "cash.negative", Severity: Warn, Place: "futures/cash",
		Text: fault.Text{
			EN: fmt.Sprintf("In half of the futures the money is used up at the end of %d years, first in %d.", h.Dry.Years, h.Dry.First),
			KO: fmt.Sprintf("미래의 절반에서 쓸 돈이 바닥난 채 끝나는 해가 %d번 있고, 처음은 %d년입니다.", h.Dry.Years, h.Dry.First)},
		Fix: fault.Text{EN: "See where the money goes in those years, or what would help most.", KO: "그 무렵 돈이 어디로 나가는지, 무엇이 가장 도움이 되는지 보세요."}}}
}

// overCap is about saving rules that ask for more than may be paid in.
func overCap(h Household, _ plan.Month) []Issue {
	if len(h.OverCap) == 0 {
		return nil
	}
	list := strings.Join(h.OverCap, ", ")
	return []Issue{{ID: "saving.overCap", Severity: Warn, Place: "plan/saving",
		Text: fault.Text{EN: "Saving rules ask for more than their yearly limit; what is above it is not paid in: " + list + ".", KO: "연간 한도보다 많이 넣으려는 저축 규칙이 있습니다. 한도를 넘는 금액은 넣지 않습니다: " + list},
		Fix:  fault.Text{EN: "Lower them, or let another account take the rest.", KO: "금액을 줄이거나, 나머지를 다른 계좌로 보내세요."}}}
}

// rollForward is about a plan whose start lies long ago.
func rollForward(h Household, today plan.Month) []Issue {
	if h.Plan.Demo {
		return nil
	}
	return problems(Household{Problems: plan.Stale(h.Plan, today)}, today)
}

// How old, in months, something may be that changes by itself.
const (
	oldBalance = 6
	oldRate    = 6
)

// balances are accounts that nobody has looked at for long.
func balances(h Household, today plan.Month) []Issue {
	if h.Plan.Demo {
		return nil
	}
	old := 0
	for _, a := range h.Plan.Accounts {
		asOf := a.Balance.AsOf
		if asOf == "" {
			asOf = h.Plan.Start
		}
		if !a.Archived && !a.ExcludeFromPlan && a.Balance.Amt != "" && today.Since(asOf) >= oldBalance {
			old++
		}
	}
	if old == 0 {
		return nil
	}
	return []Issue{{ID: "balances.stale", Severity: Warn, Place: "plan/accounts",
		Text: fault.Text{EN: fmt.Sprintf("%s six months old or older.", counted(old, "balance is", "balances are")), KO: fmt.Sprintf("반년이 넘은 잔액이 %d개 있습니다.", old)},
		Fix:  fault.Text{EN: "Enter what the accounts hold now.", KO: "계좌에 지금 들어 있는 금액을 입력하세요."}}}
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// rates are exchange rates that nobody has looked at for long.
func rates(h Household, today plan.Month) []Issue {
	var old []string
	for _, pair := range slices.Sorted(maps.Keys(h.Plan.FX)) {
		if r := h.Plan.FX[pair]; r.AsOf != "" && today.Since(r.AsOf) >= oldRate {
			old = append(old, pair)
		}
	}
	if len(old) == 0 || h.Plan.Demo {
		return nil
	}
	list := strings.Join(old, ", ")
	return []Issue{{ID: "rate.old", Severity: Warn, Place: "plan/assumptions",
		Text: fault.Text{EN: "Exchange rates are six months old or older: " + list + ".", KO: "반년이 넘은 환율이 있습니다: " + list},
		Fix:  fault.Text{EN: "Enter the rates of today.", KO: "오늘의 환율을 입력하세요."}}}
}

// basis is about taxable accounts of which nobody said what was paid for them: all
// of them counts as gain, or none.
func basis(h Household, _ plan.Month) []Issue {
	if h.Plan.Tax.Regime == plan.RegimeNone {
		return nil
	}
	missing := 0
	for _, a := range h.Plan.Accounts {
		if !a.Archived && !a.ExcludeFromPlan && a.Wrapper == plan.WrapperTaxable && a.CostBasis == nil {
			missing++
		}
	}
	if missing == 0 {
		return nil
	}
	return []Issue{{ID: "basis.missing", Severity: Warn, Place: "plan/accounts",
		Text: fault.Text{
			EN: fmt.Sprintf("%s without what was paid for it, so that its gains are taxed by guess.", counted(missing, "taxable account stands", "taxable accounts stand")),
			KO: fmt.Sprintf("취득 가격이 없는 과세 계좌가 %d개 있어 세금을 어림으로 계산합니다.", missing)},
		Fix: fault.Text{EN: "Enter the cost basis; it stands on the statement of the account.", KO: "계좌 명세서에 있는 취득 가격을 입력하세요."}}}
}

// milestones are moments that nothing in the plan refers to.
func milestones(h Household, _ plan.Month) []Issue {
	document := ""
	var idle []string
	for _, id := range slices.Sorted(maps.Keys(h.Plan.Milestones)) {
		m := h.Plan.Milestones[id]
		if m.Archived {
			continue
		}
		if document == "" {
			document = string(plan.Encode(h.Plan))
		}
		if !strings.Contains(document, `"ref":"`+id+`"`) {
			idle = append(idle, m.Name)
		}
	}
	if len(idle) == 0 {
		return nil
	}
	list := strings.Join(idle, ", ")
	return []Issue{{ID: "milestone.idle", Severity: Note, Place: "plan/timeline",
		Text: fault.Text{EN: "Nothing in the plan goes by these milestones: " + list + ".", KO: "계획의 어떤 항목도 쓰지 않는 시점이 있습니다: " + list},
		Fix:  fault.Text{EN: "Let an income, a spending or a goal begin or end there, or remove them.", KO: "소득, 지출, 목표의 시작이나 끝을 그 시점에 맞추거나 지우세요."}}}
}
