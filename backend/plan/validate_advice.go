package plan

import (
	"reflect"
	"slices"
	"strings"
)

// advice warns about what is possible but seldom meant.
func (v *validator) advice() {
	v.adviseAccounts()
	v.adviseGrowth()
	v.advisePensions()
	v.adviseWaterfall()
	v.adviseOrder()
	v.adviseBridge()
	v.adviseTwice()
	v.adviseConditions()
	v.adviseStops()
	v.adviseLoans()
}

// adviseAccounts asks for an account where there is none: nothing could be kept then,
// and nothing drawn.
func (v *validator) adviseAccounts() {
	for _, a := range v.plan.Accounts {
		if !a.Archived && !a.ExcludeFromPlan {
			return
		}
	}
	v.warn("/accounts", "accounts.none", pair{
		"There is no account: what is left over of income is kept nowhere, and what is missing comes from nowhere. Add one.",
		"계좌가 하나도 없습니다. 남는 소득을 둘 곳도, 모자랄 때 꺼낼 곳도 없습니다. 계좌를 추가해 주세요.",
	})
}

// adviseGrowth finds essential spending that prices will run away from.
func (v *validator) adviseGrowth() {
	for _, id := range sortedKeys(v.plan.Spending) {
		s := v.plan.Spending[id]
		if s.Archived || s.Tier != TierEssential || s.Amount.Per == PerOnce {
			continue
		}
		flat := s.Growth != nil && s.Growth.Kind == GrowthFlat
		if s.Growth == nil {
			v.warn(at("/spending", id, "growth"), "growth.missing", pair{
				"“%s” does not say how it grows. Today's money is taken to follow prices, a nominal amount to stay flat. Say so, or otherwise.",
				"‘%s’ 지출이 어떻게 느는지 정해져 있지 않습니다. 오늘의 가치면 물가를 따르고 명목 금액이면 그대로인 것으로 계산합니다. 확인해 주세요.",
			}, label(s.Name, id))
		}
		if flat {
			v.warn(at("/spending", id, "growth"), "growth.flat", pair{
				"“%s” never rises with prices. Essentials usually do.",
				"‘%s’ 지출이 물가가 올라도 그대로입니다. 필수 지출은 보통 물가를 따릅니다.",
			}, label(s.Name, id))
		}
	}
}

// pensionAge is the age from which a public pension is expected in a plan.
const pensionAge = 60

// advisePensions asks about adults who live past sixty without a public pension.
func (v *validator) advisePensions() {
	for _, id := range sortedKeys(v.plan.People) {
		p := v.plan.People[id]
		if p.Archived || p.Dependant || v.time.Horizons[id]-v.time.Births[id] <= 12*pensionAge {
			continue
		}
		if !v.pensioned(id) {
			v.warn(at("/people", id), "pension.missing", pair{
				"“%s” has no public pension after 60. If there is one, add it to income.",
				"‘%s’ 님의 60세 이후 공적연금이 없습니다. 받을 연금이 있으면 소득에 추가해 주세요.",
			}, label(p.Name, id))
		}
	}
}

func (v *validator) pensioned(person string) bool {
	for _, i := range v.plan.Income {
		if !i.Archived && i.Kind == IncomePublicPension && (i.Person == person || i.Person == "joint") {
			return true
		}
	}
	return false
}

// adviseWaterfall asks where money goes that no saving rule takes.
func (v *validator) adviseWaterfall() {
	if len(v.plan.Saving) == 0 || v.plan.Withdrawal.Surplus != "" {
		return
	}
	for _, r := range v.plan.Saving {
		if r.Enabled && !r.Archived && r.Amount.Rest && r.From == FromSurplus {
			return
		}
	}
	v.warn("/saving", "saving.rest", pair{
		"No rule takes what is left over. Add a last rule for the rest, or say whether it is saved or spent.",
		"남는 돈을 받는 규칙이 없습니다. 나머지를 받는 마지막 규칙을 넣거나, 저축할지 쓸지 정해 주세요.",
	})
}

// adviseOrder finds accounts that no withdrawal ever reaches.
func (v *validator) adviseOrder() {
	w := v.plan.Withdrawal
	if len(w.Order) == 0 {
		return
	}
	for _, id := range sortedKeys(v.plan.Accounts) {
		a := v.plan.Accounts[id]
		if !liquid(a) || slices.Contains(w.NeverTouch, id) || slices.Contains(w.NeverTouch, string(a.Wrapper)) {
			continue
		}
		reached := slices.ContainsFunc(w.Order, func(s WithdrawalStep) bool {
			return s.Pick == id || s.Pick == string(a.Wrapper)
		})
		if !reached {
			v.warn("/withdrawal/order", "order.gap", pair{
				"No step of the order draws on “%[1]s” (%[2]s): its money is never spent. Add a step, or list it as never to be touched.",
				"‘%[1]s’(%[2]s) 계좌에서 인출하는 단계가 없어 그 돈을 쓰지 못합니다. 단계를 추가하거나 건드리지 않을 계좌로 정해 주세요.",
			}, label(a.Name, id), a.Wrapper)
		}
	}
}

// adviseConditions warns of milestones that wait for another condition than the
// first that does: only one is played.
func (v *validator) adviseConditions() {
	var first *Trigger
	for _, id := range v.inOrder() {
		trigger := v.plan.Milestones[id].When.Trigger
		here := at("/milestones", id, "when", "trigger")
		switch {
		case trigger == nil:
			continue
		case first == nil:
			first = trigger
		case !reflect.DeepEqual(*first, *trigger):
			v.warn(here, "trigger.second", pair{
				"One condition of a plan is played in each future; this one comes at the latest month that it allows. Give it the same condition as the first, or a date.",
				"미래마다 따로 확인하는 조건은 계획에 하나입니다. 이 시점은 조건이 허용하는 가장 늦은 달에 오는 것으로 계산합니다. 첫 번째와 같은 조건이나 날짜로 정해 주세요.",
			})
		}
		if trigger.After != nil && trigger.Before != nil {
			after, ok1 := v.time.At(*trigger.After)
			before, ok2 := v.time.At(*trigger.Before)
			if ok1 && ok2 && before <= after {
				v.warn(at(here, "before"), "trigger.window", pair{
					"The latest moment does not lie after the earliest one: the condition is never looked at.",
					"가장 늦은 때가 가장 이른 때보다 뒤가 아니어서 조건을 확인할 틈이 없습니다.",
				})
			}
		}
	}
}

// inOrder are the milestones in use, in the order of their sort keys.
func (v *validator) inOrder() []string {
	var ids []string
	for _, id := range sortedKeys(v.plan.Milestones) {
		if !v.plan.Milestones[id].Archived {
			ids = append(ids, id)
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int {
		return strings.Compare(v.plan.Milestones[a].Sort, v.plan.Milestones[b].Sort)
	})
	return ids
}

// adviseStops warns of a stop at a tax bracket where there are none.
func (v *validator) adviseStops() {
	switch v.plan.Tax.Regime {
	case RegimeNone, RegimeFlat:
	default:
		return
	}
	for i, s := range v.plan.Withdrawal.Order {
		if s.Until != nil && s.Until.BracketTop != nil {
			v.warn(at("/withdrawal/order", i, "until", "bracketTop"), "bracket.none", pair{
				"The tax of this plan has no brackets, so that the step gives all or nothing. Choose another stop, or a tax with bands.",
				"이 계획의 세금에는 구간이 없어 이 단계는 모두 꺼내거나 전혀 꺼내지 않습니다. 다른 기준을 고르거나 구간이 있는 세금을 골라 주세요.",
			})
		}
	}
}

// adviseLoans warns of borrowing that nobody would lend for.
func (v *validator) adviseLoans() {
	if !slices.Contains(v.plan.Withdrawal.Shortfall, "borrow") {
		return
	}
	for _, p := range v.plan.Property {
		if !p.Archived {
			return
		}
	}
	v.warn("/withdrawal/shortfall", "borrow.security", pair{
		"Money is lent as far as property stands good for it, and there is none in this plan: nothing can be borrowed.",
		"가진 재산을 담보로 한 만큼까지 빌리는데, 이 계획에는 재산이 없어 빌릴 수 없습니다.",
	})
}

// liquid reports whether an account's money counts towards spending.
func liquid(a Account) bool {
	return !a.Archived && !a.ExcludeFromPlan && a.Wrapper != WrapperPensionDB
}

// adviseBridge finds years between the end of work and the first access to
// locked accounts that today's open accounts cannot pay the essentials of.
func (v *validator) adviseBridge() {
	retire, ok := v.retirement()
	opens, open := v.access(retire)
	if !ok || opens <= retire {
		return
	}
	need := v.essentials() / 12 * float64(opens-retire)
	if open >= need {
		return
	}
	v.warn("/accounts", "bridge.years", pair{
		"From %[1]s, when work stops, to %[2]s, when the first locked account opens, %[3].1f years have to be bridged; what is open today would not pay the essentials so long.",
		"일을 그만두는 %[1]s부터 묶인 계좌가 열리는 %[2]s까지 %[3].1f년을 버텨야 하는데, 지금 꺼내 쓸 수 있는 돈으로는 필수 지출을 감당하기 어렵습니다.",
	}, v.time.Start.Add(retire), v.time.Start.Add(opens), float64(opens-retire)/12)
}

// retirement is the month in which the last adult stops working.
func (v *validator) retirement() (month int, ok bool) {
	for _, p := range v.plan.People {
		if p.Archived || p.Dependant || p.Work == nil {
			continue
		}
		if stop, found := v.time.At(p.Work.Stop); found {
			month, ok = max(month, stop), true
		}
	}
	return month, ok
}

// access is the month in which the first account locked at a month opens, and
// the balances that are open at that month. It is -1 when nothing is locked.
func (v *validator) access(month int) (opens int, open float64) {
	opens = -1
	purse := purse{plan: v.plan}
	for _, a := range v.plan.Accounts {
		if !liquid(a) {
			continue
		}
		from := 0
		if a.Access != nil && a.Access.From != nil {
			from, _ = v.time.At(*a.Access.From)
		}
		if from > month {
			if opens < 0 || from < opens {
				opens = from
			}
			continue
		}
		purse.add(a.Balance, a.Cur, 1)
	}
	return opens, purse.sum.Float()
}

// essentials is what essential spending costs a year now.
func (v *validator) essentials() float64 {
	purse := purse{plan: v.plan}
	for _, s := range v.plan.Spending {
		if s.Archived || s.Tier != TierEssential || s.Amount.Per == PerOnce {
			continue
		}
		times := int64(12)
		if s.Amount.Per == PerYear {
			times = 1
		}
		purse.add(s.Amount, "", times)
	}
	return purse.sum.Float()
}

// adviseTwice finds money that is probably counted twice.
func (v *validator) adviseTwice() {
	for _, id := range sortedKeys(v.plan.Property) {
		p := v.plan.Property[id]
		if p.Archived || p.Rent == nil {
			continue
		}
		for _, income := range sortedKeys(v.plan.Income) {
			i := v.plan.Income[income]
			if !i.Archived && i.Kind == IncomeRental {
				v.warn(at("/income", income), "count.twice", pair{
					"“%[1]s” is rental income, and “%[2]s” has a rent of its own. If they are the same money, remove one.",
					"‘%[1]s’ 소득은 임대 소득인데 ‘%[2]s’ 자산에도 임대료가 있습니다. 같은 돈이면 하나를 지워 주세요.",
				}, label(i.Name, income), label(p.Name, id))
			}
		}
	}
	v.adviseContributionsTwice()
}

// adviseContributionsTwice finds an account that gets the same deduction from
// an income and from a saving rule.
func (v *validator) adviseContributionsTwice() {
	for _, id := range sortedKeys(v.plan.Saving) {
		r := v.plan.Saving[id]
		i, ok := v.plan.Income[r.From]
		if r.Archived || !r.Enabled || !ok || !r.PreTax {
			continue
		}
		for _, d := range i.PreTax {
			if d.To == r.To {
				v.warn(at("/saving", id), "count.twice", pair{
					"“%[1]s” and the deduction “%[2]s” both pay into the same account. If they are the same money, remove one.",
					"‘%[1]s’ 규칙과 ‘%[2]s’ 공제가 같은 계좌로 들어갑니다. 같은 돈이면 하나를 지워 주세요.",
				}, label(r.Name, id), d.Name)
			}
		}
	}
}
