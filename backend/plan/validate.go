package plan

import (
	"math"
	"regexp"
	"strings"
	"unicode/utf8"

	"meridian/backend/fault"
	"meridian/backend/money"
)

// Limits of a plan beyond those of its file.
const (
	MaxRecords = 500   // per collection
	MaxName    = 200   // characters
	MaxText    = 4_000 // characters
	MaxItems   = 500   // per list
	MaxAmount  = 1e15  // units of any currency: a thousand trillion
	MaxPaths   = 100_000
	MaxSeed    = 1<<53 - 1 // what JavaScript reads exactly
)

// Validate returns everything that is wrong with a plan: errors, with which it
// cannot be simulated, and warnings, with which it can, but perhaps not as meant.
func Validate(p Plan) []fault.Problem {
	return validate(p, true)
}

// validate leaves scenarios alone when it is itself asked about one.
func validate(p Plan, scenarios bool) []fault.Problem {
	v := &validator{plan: p}
	v.identity()
	v.time = resolve(p, &v.problems)
	if len(p.People) == 0 {
		// A new household: nothing to simulate yet, and nothing wrong with it.
		v.soften("people.none")
	}
	v.people()
	v.milestones()
	v.assumptions()
	v.accounts()
	v.property()
	v.debts()
	v.income()
	v.spending()
	v.goals()
	v.saving()
	v.insurance()
	v.withdrawal()
	v.allocation("/allocation/default", p.Allocation.Default, true)
	v.tax()
	v.rest()
	v.advice()
	if scenarios {
		v.scenarios()
	}
	return v.sorted()
}

// StaleCode is the code of what Stale warns of.
const StaleCode = "plan.stale"

// Stale warns about a plan whose start lies more than a year before today.
func Stale(p Plan, today Month) []fault.Problem {
	var found problems
	if months := today.Since(p.Start); months > 12 {
		found.warn("/start", StaleCode, pair{
			"The plan starts %[1]d months ago. Roll it forward, so that balances and prices are today's.",
			"계획의 시작이 %[1]d개월 전입니다. 잔액과 물가가 지금에 맞도록 시작 시점을 옮겨 주세요.",
		}, months)
	}
	return found.list
}

// validator collects what is wrong with one plan.
type validator struct {
	problems
	plan Plan
	time Timeline
}

// soften turns errors of a code into warnings.
func (v *validator) soften(code string) {
	for i := range v.list {
		if v.list[i].Code == code {
			v.list[i].Severity = fault.SeverityWarning
		}
	}
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// record checks what every collection has: few enough records, ids that can
// stand in a pointer and in a reference, names that fit.
func (v *validator) record(collection, id string, r Record) string {
	here := at("/"+collection, id)
	if !idPattern.MatchString(id) || id == "joint" {
		v.fail(here, "record.id", pair{
			"“%.40s” cannot be an id. Use up to 64 letters, digits, - or _.",
			"‘%.40s’ 값은 식별자로 쓸 수 없습니다. 영문자, 숫자, -, _로 64자까지 써 주세요.",
		}, id)
	}
	v.short(at(here, "name"), r.Name)
	if len(r.Sort) > 64 {
		v.fail(at(here, "sort"), "record.sort", pair{"The sort key is longer than 64 characters.", "정렬 값이 64자보다 깁니다."})
	}
	return here
}

func (v *validator) count(collection string, n int) {
	if n > MaxRecords {
		v.fail("/"+collection, "records.many", pair{
			"There are %d records here; at most %d fit. Merge some.",
			"항목이 %d개 있습니다. %d개까지 넣을 수 있으니 합쳐 주세요.",
		}, n, MaxRecords)
	}
}

func (v *validator) short(pointer, s string) {
	if utf8.RuneCountInString(s) > MaxName {
		v.fail(pointer, "text.long", pair{"This is longer than %d characters. Shorten it.", "%d자보다 깁니다. 줄여 주세요."}, MaxName)
	}
}

func (v *validator) long(pointer, s string) {
	if utf8.RuneCountInString(s) > MaxText {
		v.fail(pointer, "text.long", pair{"This is longer than %d characters. Shorten it.", "%d자보다 깁니다. 줄여 주세요."}, MaxText)
	}
}

func (v *validator) few(pointer string, n int) bool {
	if n > MaxItems {
		v.fail(pointer, "list.long", pair{"The list has %d entries; at most %d fit.", "목록이 %d개입니다. %d개까지 넣을 수 있습니다."}, n, MaxItems)
	}
	return n <= MaxItems
}

// within checks a share, rate or factor. A percentage written as 4.5 instead of
// 0.045 is what it mostly finds.
func (v *validator) within(pointer string, f, low, high float64) {
	if f >= low && f <= high { // false for NaN
		return
	}
	v.fail(pointer, "number.outside", pair{
		"%[1]g is outside %[2]g to %[3]g. Rates are fractions: 4.5 %% is 0.045.",
		"%[1]g 값은 %[2]g에서 %[3]g 사이여야 합니다. 비율은 소수로 씁니다. 4.5%%는 0.045입니다.",
	}, f, low, high)
}

func (v *validator) share(pointer string, f float64) { v.within(pointer, f, 0, 1) }

func (v *validator) optionalRate(pointer string, f *float64, low, high float64) {
	if f != nil {
		v.within(pointer, *f, low, high)
	}
}

// whole checks a whole number.
func (v *validator) whole(pointer string, n, low, high int) {
	if n < low || n > high {
		v.fail(pointer, "number.outside", pair{
			"%[1]d is outside %[2]d to %[3]d.",
			"%[1]d 값은 %[2]d에서 %[3]d 사이여야 합니다.",
		}, n, low, high)
	}
}

// amount checks money that must not be negative.
func (v *validator) amount(pointer string, a Amount, cur Currency) {
	v.signed(pointer, a, cur)
	if strings.HasPrefix(string(a.Amt), "-") && strings.Trim(string(a.Amt), "-0.") != "" {
		v.fail(at(pointer, "amt"), "amount.negative", pair{
			"The amount is negative. Enter it without a minus; what is owed belongs to debts, what is spent to spending.",
			"금액이 음수입니다. 부호 없이 입력하고, 빚은 부채에, 나가는 돈은 지출에 넣어 주세요.",
		})
	}
}

// signed checks money that may be negative.
func (v *validator) signed(pointer string, a Amount, cur Currency) {
	if a.Cur != "" {
		cur = a.Cur
	}
	if cur == "" {
		cur = v.plan.Currency
	}
	v.currency(at(pointer, "cur"), cur)
	if !money.Currency(cur).Known() {
		return
	}
	f, err := money.Float(string(a.Amt))
	if _, unfit := money.Parse(string(a.Amt), money.Currency(cur)); err != nil || unfit != nil || math.Abs(f) > MaxAmount {
		v.fail(at(pointer, "amt"), "amount.unfit", pair{
			"“%.40s” is not an amount of %s: it is too large, or finer than its smallest coin.",
			"‘%.40s’ 값은 %s 금액으로 쓸 수 없습니다. 너무 크거나 최소 단위보다 작습니다.",
		}, a.Amt, cur)
	}
}

func (v *validator) maybe(pointer string, a *Amount, cur Currency) {
	if a != nil {
		v.amount(pointer, *a, cur)
	}
}

// currency checks that a currency is known and can be turned into the plan's.
func (v *validator) currency(pointer string, cur Currency) {
	if !money.Currency(cur).Known() {
		v.fail(pointer, "currency.unknown", pair{
			"Meridian does not know the currency “%.10s”. Use an ISO code such as USD, EUR or KRW.",
			"‘%.10s’ 통화를 알 수 없습니다. USD, EUR, KRW 같은 ISO 코드를 써 주세요.",
		}, cur)
		return
	}
	if cur == v.plan.Currency {
		return
	}
	if _, err := v.plan.Rate(cur); err != nil {
		v.fail(pointer, "currency.rate", pair{
			"There is no rate from %[1]s to %[2]s. Add “%[1]s/%[2]s” to the exchange rates.",
			"%[1]s → %[2]s 환율이 없습니다. 환율에 ‘%[1]s/%[2]s’를 넣어 주세요.",
		}, cur, v.plan.Currency)
	}
}

// moment checks that a TimeRef leads somewhere.
func (v *validator) moment(pointer string, r TimeRef) (int, bool) {
	switch r.At {
	case AtNow, AtEnd:
	case AtMonth:
		if r.Month == "" {
			v.fail(at(pointer, "month"), "time.month", pair{"Say which month.", "어느 달인지 정해 주세요."})
			return 0, false
		}
	case AtAge:
		v.whole(at(pointer, "years"), r.Years, 0, MaxYears)
		v.whole(at(pointer, "months"), r.Months, -12*MaxYears, 12*MaxYears)
		if !v.person(at(pointer, "person"), r.Person) {
			return 0, false
		}
	case AtMilestone:
		v.whole(at(pointer, "offsetMonths"), r.OffsetMonths, -12*MaxYears, 12*MaxYears)
		if _, ok := v.plan.Milestones[r.Ref]; !ok {
			v.dangling(at(pointer, "ref"), pair{"milestone", "시점"}, r.Ref)
			return 0, false
		}
	default:
		v.fail(at(pointer, "at"), "time.kind", pair{"Say when: now, month, age, milestone or end.", "now, month, age, milestone, end 중에서 시점을 정해 주세요."})
		return 0, false
	}
	return v.time.At(r)
}

func (v *validator) maybeMoment(pointer string, r *TimeRef) {
	if r != nil {
		v.moment(pointer, *r)
	}
}

// span checks that a span's moments lead somewhere and in the right order.
func (v *validator) span(pointer string, s Span) {
	ok := true
	if s.Start != nil {
		_, ok = v.moment(at(pointer, "start"), *s.Start)
	}
	if s.End != nil {
		_, okEnd := v.moment(at(pointer, "end"), *s.End)
		ok = ok && okEnd
	}
	v.whole(at(pointer, "months"), s.Months, 0, 12*MaxYears)
	if s.Start != nil && s.End != nil && s.Months != 0 {
		v.fail(at(pointer, "months"), "span.threefold", pair{
			"Give a start, an end or a number of months: two of the three.",
			"시작, 끝, 개월 수 가운데 두 가지만 정해 주세요.",
		})
		return
	}
	from, until, resolved := v.time.Span(s)
	if ok && resolved && until < from {
		v.fail(pointer, "span.reversed", pair{
			"It ends (%[2]s) before it starts (%[1]s). Move one of them.",
			"끝(%[2]s)이 시작(%[1]s)보다 빠릅니다. 둘 중 하나를 옮겨 주세요.",
		}, v.time.Start.Add(from), v.time.Start.Add(until))
	}
}

// dangling reports a reference that leads nowhere.
func (v *validator) dangling(pointer string, what pair, id string) {
	if id == "" {
		v.problems.put(missing(pointer, what))
		return
	}
	v.problems.put(reference(pointer, what, id))
}

// person checks a reference to a person.
func (v *validator) person(pointer, id string) bool {
	if _, ok := v.plan.People[id]; ok {
		return true
	}
	v.dangling(pointer, pair{"person", "사람"}, id)
	return false
}

// account checks a reference to an account; one to an archived account is kept and idle.
func (v *validator) account(pointer, id string) bool {
	a, ok := v.plan.Accounts[id]
	if !ok {
		v.dangling(pointer, pair{"account", "계좌"}, id)
		return false
	}
	if a.Archived || a.ExcludeFromPlan {
		v.warn(pointer, "reference.idle", pair{
			"“%s” is not part of the plan, so this has no effect. Choose another account.",
			"‘%s’ 계좌가 계획에 포함되어 있지 않아 효과가 없습니다. 다른 계좌를 골라 주세요.",
		}, label(a.Name, id))
	}
	return true
}

func (v *validator) incomeRef(pointer, id string) {
	i, ok := v.plan.Income[id]
	if !ok {
		v.dangling(pointer, pair{"income", "소득"}, id)
		return
	}
	if i.Archived {
		v.warn(pointer, "reference.idle", pair{
			"“%s” is not part of the plan, so this has no effect. Choose another income.",
			"‘%s’ 소득이 계획에 포함되어 있지 않아 효과가 없습니다. 다른 소득을 골라 주세요.",
		}, label(i.Name, id))
	}
}

func (v *validator) propertyRef(pointer, id string) {
	if _, ok := v.plan.Property[id]; !ok {
		v.dangling(pointer, pair{"property", "부동산·자산"}, id)
	}
}

// owner checks who owns something.
func (v *validator) owner(pointer string, o Owner) {
	if o.Split == nil {
		if o.Person != "joint" {
			v.person(pointer, o.Person)
		}
		return
	}
	total := 0.0
	for _, id := range sortedKeys(o.Split) {
		v.person(at(pointer, id), id)
		v.share(at(pointer, id), o.Split[id])
		total += o.Split[id]
	}
	if !near(total, 1) {
		v.sum(pointer, total)
	}
}

// sum reports shares that do not add up to one.
func (v *validator) sum(pointer string, total float64) {
	v.fail(pointer, "weights.sum", pair{
		"The shares add up to %.4g instead of 1. Adjust them.",
		"비중의 합이 1이 아니라 %.4g입니다. 합이 1이 되도록 맞춰 주세요.",
	}, total)
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6 }

// growth checks how an amount grows.
func (v *validator) growth(pointer string, g *Growth) {
	if g == nil {
		return
	}
	needsRate := g.Kind == GrowthInflationPlus || g.Kind == GrowthRate
	switch {
	case needsRate && g.Rate == nil:
		v.fail(at(pointer, "rate"), "growth.rate", pair{"Say how much it grows a year.", "한 해에 얼마나 느는지 정해 주세요."})
	case g.Rate != nil:
		v.within(at(pointer, "rate"), *g.Rate, -0.5, 0.5)
	}
	if g.Kind == GrowthIndex {
		if _, ok := v.plan.Assumptions.Inflation.Spreads[g.Index]; !ok {
			v.dangling(at(pointer, "index"), pair{"price index", "물가 지수"}, g.Index)
		}
	}
	v.maybe(at(pointer, "cap"), g.Cap, "")
}

// steps checks the changes of a stream.
func (v *validator) steps(pointer string, steps []Step) {
	if !v.few(pointer, len(steps)) {
		return
	}
	for i, s := range steps {
		here := at(pointer, i)
		v.moment(at(here, "at"), s.At)
		v.maybe(at(here, "set"), s.Set, "")
		if s.Add != nil {
			v.signed(at(here, "add"), *s.Add, "")
		}
		v.optionalRate(at(here, "mul"), s.Mul, 0, 1000)
		if n := count(s.Set != nil, s.Add != nil, s.Mul != nil); n != 1 {
			v.one(here, "set, add, mul", n)
		}
	}
}

// one reports that exactly one of several fields must stand.
func (v *validator) one(pointer, fields string, n int) {
	v.fail(pointer, "field.one", pair{
		"Exactly one of these must be given: %[1]s; there are %[2]d.",
		"다음 가운데 하나만 정해 주세요: %[1]s. 지금은 %[2]d개입니다.",
	}, fields, n)
}

func count(set ...bool) int {
	n := 0
	for _, s := range set {
		if s {
			n++
		}
	}
	return n
}
