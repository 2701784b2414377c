package forecast

import (
	"fmt"
	"math"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/simulate"
)

// mostFailures is how many failing futures are told one by one.
const mostFailures = 10_000

// anatomy plays all futures and says of each failing one why it fails.
func (a *analyst) anatomy() (*Anatomy, error) {
	sc := &a.base.c.Scenario
	rows, err := simulate.Fates(a.ctx, *sc, 0, a.base.n, phase(a.progress, "analyse"))
	if err != nil {
		return nil, refuse(err)
	}
	a.base.outcomes = rows.Outcome
	causes := causesOf(&simulate.Result{N: a.base.n, Rows: rows})
	out := &Anatomy{N: a.base.n, Causes: []CauseShare{}, Futures: []Failure{}}
	o := obituary{c: &a.base.c, rows: &rows}
	for i, c := range causes {
		if c == noCause {
			continue
		}
		out.Failed++
		if len(out.Futures) < mostFailures {
			out.Futures = append(out.Futures, o.failure(i, c))
		}
	}
	for _, c := range countCauses(&rows, causes) {
		share := float64(c.Count) / float64(max(1, out.Failed))
		out.Causes = append(out.Causes, CauseShare{Cause: c.Cause, Count: c.Count, Share: share})
	}
	return out, nil
}

// obituary tells how futures fail.
type obituary struct {
	c    *Compiled
	rows *simulate.Rows
}

func (o *obituary) failure(i int, c cause) Failure {
	first := o.rows.FirstShortfall[i]
	f := Failure{Future: i, Cause: causeNames[c], FirstMonth: monthOf(o.c.Scenario, first), Text: o.text(i, c)}
	if len(o.c.Scenario.People) > 0 {
		f.FirstAge = float64(o.c.Scenario.People[0].Age+first) / 12
	}
	return f
}

// monthOf is the calendar month of a month of the scenario, as "YYYY-MM".
func monthOf(sc simulate.Scenario, t int) string {
	index := sc.Start.Month - 1 + t
	return fmt.Sprintf("%04d-%02d", sc.Start.Year+index/12, index%12+1)
}

// text is a future's sentence: when essentials first go short and who is how old
// then, what had run out, what had happened by then, and how much stays unpaid
// for how long.
func (o *obituary) text(i int, c cause) fault.Text {
	first := o.rows.FirstShortfall[i]
	return fault.Text{
		EN: strings.Join([]string{o.whenEN(first), o.whatEN(i), o.becauseEN(i, c), o.depthEN(i)}, " "),
		KO: strings.Join([]string{o.whenKO(first), o.whatKO(i), o.becauseKO(i, c), o.depthKO(i)}, " "),
	}
}

// ages are the people who are still planned for in a month, and their age in years.
func (o *obituary) ages(t int) (names []string, years []int) {
	for _, p := range o.c.Scenario.People {
		if t < p.Horizon {
			names, years = append(names, p.Name), append(years, (p.Age+t)/12)
		}
	}
	return names, years
}

func (o *obituary) whenEN(first int) string {
	names, years := o.ages(first)
	date := o.date(first)
	if len(names) == 0 || names[0] == "" {
		return fmt.Sprintf("Essentials first go unpaid in %s %d.", monthsEN[date.Month-1], date.Year)
	}
	return fmt.Sprintf("Essentials first go unpaid in %s %d, when %s is %d.", monthsEN[date.Month-1], date.Year, names[0], years[0])
}

func (o *obituary) whenKO(first int) string {
	names, years := o.ages(first)
	date := o.date(first)
	if len(names) == 0 || names[0] == "" {
		return fmt.Sprintf("%d년 %d월에 처음으로 필수 지출을 다 내지 못합니다.", date.Year, date.Month)
	}
	return fmt.Sprintf("%s 님이 %d세인 %d년 %d월에 처음으로 필수 지출을 다 내지 못합니다.", names[0], years[0], date.Year, date.Month)
}

func (o *obituary) date(t int) simulate.Month {
	index := o.c.Scenario.Start.Month - 1 + t
	return simulate.Month{Year: o.c.Scenario.Start.Year + index/12, Month: index%12 + 1}
}

var monthsEN = [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

func (o *obituary) whatEN(i int) string {
	if o.rows.Locked[i] {
		return "Accounts that cannot be opened yet held the money; all others were empty."
	}
	return "Every account that may be drawn on was empty."
}

func (o *obituary) whatKO(i int) string {
	if o.rows.Locked[i] {
		return "아직 꺼낼 수 없는 계좌에는 돈이 있었지만, 꺼낼 수 있는 계좌는 모두 비었습니다."
	}
	return "꺼내 쓸 수 있는 계좌가 모두 비었습니다."
}

// becauseEN names the cause, by the figures that made it the cause.
func (o *obituary) becauseEN(i int, c cause) string {
	decade, toShort := rate(o.rows.FirstDecade[i]), rate(o.rows.ReturnToShortfall[i])
	prices := rate(o.rows.InflationToShortfall[i])
	if o.rows.FirstShortfall[i] < 12 {
		return "That is within the first year: the plan asks for more than it has."
	}
	switch c {
	case lostPay, careCosts:
		return o.misfortune(i, c).EN
	case liquidity:
		return fmt.Sprintf("Investments had returned %s a year after prices until then, and prices had risen %s a year.", toShort, prices)
	case earlyCrash:
		return fmt.Sprintf("The first ten years were among the worst quarter of all futures: %s a year after prices, with prices rising %s a year until the shortfall.", decade, prices)
	case inflation:
		return fmt.Sprintf("Prices had risen unusually fast until then, %s a year; the first ten years returned %s a year after prices.", prices, decade)
	case poorReturns:
		return fmt.Sprintf("Returns had been poor until then, %s a year after prices (%s in the first ten years), with prices rising %s a year.", toShort, decade, prices)
	}
	return fmt.Sprintf("Neither returns (%s a year after prices, %s in the first ten years) nor prices (%s a year) were unusual until then: the plan asks for more than it has.", toShort, decade, prices)
}

func (o *obituary) becauseKO(i int, c cause) string {
	decade, toShort := rate(o.rows.FirstDecade[i]), rate(o.rows.ReturnToShortfall[i])
	prices := rate(o.rows.InflationToShortfall[i])
	if o.rows.FirstShortfall[i] < 12 {
		return "첫해부터 부족합니다. 가진 돈에 비해 계획한 지출이 많습니다."
	}
	switch c {
	case lostPay, careCosts:
		return o.misfortune(i, c).KO
	case liquidity:
		return fmt.Sprintf("그때까지 물가를 뺀 수익률은 연 %s, 물가 상승률은 연 %s였습니다.", toShort, prices)
	case earlyCrash:
		return fmt.Sprintf("처음 10년의 수익률이 물가를 빼고 연 %s로, 전체 미래 가운데 나쁜 쪽 4분의 1에 들었습니다. 그때까지 물가 상승률은 연 %s였습니다.", decade, prices)
	case inflation:
		return fmt.Sprintf("그때까지 물가가 연 %s로 유난히 빠르게 올랐습니다. 처음 10년의 수익률은 물가를 빼고 연 %s였습니다.", prices, decade)
	case poorReturns:
		return fmt.Sprintf("그때까지 수익률이 물가를 빼고 연 %s로 부진했습니다(처음 10년은 연 %s). 물가 상승률은 연 %s였습니다.", toShort, decade, prices)
	}
	return fmt.Sprintf("그때까지 수익률(물가를 빼고 연 %s, 처음 10년은 연 %s)과 물가 상승률(연 %s) 모두 유난하지 않았습니다. 가진 돈에 비해 계획한 지출이 많습니다.", toShort, decade, prices)
}

// misfortune names pay that did not come, or what care cost, in today's money, and
// how much of what stays unpaid that would have paid for.
func (o *obituary) misfortune(i int, c cause) fault.Text {
	m, say := &o.rows.Misfortune[i], chronicle{c: o.c}
	if c == careCosts {
		cost, covers := say.money(m.SpellCost), covered(m.SpellCostGrown, m.Unpaid)
		return fault.Text{
			EN: fmt.Sprintf("Care had cost %s by then, in today's money; left invested, that would have paid for %s that stays unpaid.", cost.EN, covers.EN),
			KO: fmt.Sprintf("그때까지 돌봄에 오늘 돈으로 %s 들었습니다. 그대로 투자해 두었다면 못 내는 필수 지출의 %s 낼 수 있었습니다.", subject(cost.KO), covers.KO),
		}
	}
	lost, share, covers := say.money(m.PayLost), percent(min(1, m.PayLost/m.PayPlanned)), covered(m.PayLostGrown, m.Unpaid)
	return fault.Text{
		EN: fmt.Sprintf("Pay of %s in today's money, %s of what was planned until then, had not come; invested, it would have paid for %s that stays unpaid.", lost.EN, share.EN, covers.EN),
		KO: fmt.Sprintf("그때까지 계획한 소득의 %s, 오늘 돈으로 %s 들어오지 않았습니다. 그 돈을 투자했다면 못 내는 필수 지출의 %s 낼 수 있었습니다.", share.KO, subject(lost.KO), covers.KO),
	}
}

// covered is how much of what stays unpaid an amount would have paid for.
func covered(amount, unpaid float64) fault.Text {
	if amount >= unpaid {
		return fault.Text{EN: "all", KO: "전부를"}
	}
	share := percent(amount / unpaid)
	return fault.Text{EN: share.EN + " of all", KO: share.KO + "를"}
}

func (o *obituary) depthEN(i int) string {
	return fmt.Sprintf("From then on %s of essentials stay unpaid, over %s in all.", percent(o.rows.Depth[i]).EN, lasting(o.rows.ShortMonths[i]).EN)
}

func (o *obituary) depthKO(i int) string {
	return fmt.Sprintf("그 뒤로 필수 지출의 %s를 내지 못하고, 부족한 기간은 모두 합쳐 %s입니다.", percent(o.rows.Depth[i]).KO, lasting(o.rows.ShortMonths[i]).KO)
}

// lasting is a number of months as people say it.
func lasting(months int) fault.Text {
	years, rest := months/12, months%12
	switch {
	case years == 0:
		return fault.Text{EN: plural(rest, "month"), KO: fmt.Sprintf("%d개월", rest)}
	case rest == 0:
		return fault.Text{EN: plural(years, "year"), KO: fmt.Sprintf("%d년", years)}
	}
	return fault.Text{EN: plural(years, "year") + " and " + plural(rest, "month"), KO: fmt.Sprintf("%d년 %d개월", years, rest)}
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// rate is a yearly rate to a tenth of a percent.
func rate(v float64) string {
	return strings.Replace(fmt.Sprintf("%.1f%%", 100*tenth(v)), "-", "−", 1)
}

// tenth rounds a rate to a tenth of a percent, so that none reads −0.0.
func tenth(v float64) float64 {
	r := math.Round(1000*v) / 1000
	if r == 0 {
		return 0
	}
	return r
}

// percent is a share as a whole percentage, but never 0 where there is something.
func percent(v float64) fault.Text {
	p := math.Round(100 * v)
	if p < 1 && v > 0 {
		return fault.Text{EN: "less than 1%", KO: "1% 미만"}
	}
	same := fmt.Sprintf("%.0f%%", p)
	return fault.Text{EN: same, KO: same}
}
