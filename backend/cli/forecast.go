package cli

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/forecast"
)

// forecast plays a plan and says what it may lead to.
func (c *command) forecast(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("forecast", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "")
	paths := flags.Int("paths", 0, "")
	var seed *uint64
	flags.Func("seed", "", func(text string) error {
		seed = new(uint64)
		_, err := fmt.Sscanf(text, "%d", seed)
		return err
	})
	names, err := c.parse(flags, args, "PLAN.json")
	if err != nil {
		return err
	}
	if *paths < 0 {
		return misuse{c.say("forecast: --paths must be positive", "forecast: --paths는 양수여야 합니다")}
	}
	p, err := c.readPlan(names[0])
	if err != nil {
		return err
	}
	result, err := c.Forecast(ctx, p, forecast.RunSpec{Paths: *paths, Seed: seed, Purpose: forecast.Full}, c.progress())
	if err != nil {
		return err
	}
	if *asJSON {
		return c.printJSON(result.Header)
	}
	c.summarise(p.Name, result.Header)
	return nil
}

func (c *command) printJSON(v any) error {
	e := json.NewEncoder(c.out)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// progress shows how far the run has come, to somebody who looks.
func (c *command) progress() func(forecast.Progress) {
	if !isTerminal(c.err) {
		return func(forecast.Progress) {}
	}
	last := ""
	return func(p forecast.Progress) {
		word := c.phase(p.Phase)
		line := fmt.Sprintf("\r\033[K%s %d %%", word, 100*p.Done/max(p.Total, 1))
		if line != last {
			fmt.Fprint(c.err, line)
			last = line
		}
		if p.Done == p.Total {
			fmt.Fprint(c.err, "\r\033[K")
		}
	}
}

// phase says what a run is at.
func (c *command) phase(name string) string {
	return map[string]string{
		"simulate":  c.say("computing futures", "미래 계산"),
		"solve":     c.say("finding the sustainable amount", "지속 가능한 금액 계산"),
		"integrate": c.say("sharpening the success figure", "성공 확률 정밀 계산"),
		"analyse":   c.say("analysing", "분석"),
	}[name]
}

// The facts that the headline is made of.
const (
	factSustainable = "spend.sustainable.month"
	factPlanned     = "spend.planned.month"
	factEssential   = "success.essential"
	factFull        = "success.full"
)

// summarise says the headline, the facts and what they rest on.
func (c *command) summarise(name string, h forecast.Header) {
	fmt.Fprintf(c.out, "%s\n\n%s\n\n", name, c.headline(h))
	rows := [][2]string{}
	for _, id := range factIDs(h.Facts) {
		rows = append(rows, [2]string{c.label(id), c.figure(h.Facts[id], h.Currency)})
	}
	c.table(rows)
	fmt.Fprintln(c.out)
	c.table([][2]string{
		{c.say("Model", "모형"), fmt.Sprintf(c.say("%s, %s futures, %d months from %s", "%s, 미래 %s개, %[4]s부터 %[3]d개월"), h.Model, grouped(float64(h.N)), h.Months, h.Start)},
		{c.say("Seed", "시드"), fmt.Sprint(h.Seed)},
		{c.say("Engine", "엔진"), h.Engine},
		{c.say("Plan", "계획"), h.PlanHash},
		{c.say("Result", "결과"), h.Hash},
		{c.say("Time", "시간"), fmt.Sprintf(c.say("%.2f s", "%.2f초"), float64(h.MS)/1000)},
	})
	c.limits(h.Limits)
	fmt.Fprintf(c.out, "\n%s\n", c.say("A model of chances, not advice.", "가능성을 계산한 것으로, 투자 조언이 아닙니다."))
}

// headline is the one sentence that answers the question.
func (c *command) headline(h forecast.Header) string {
	metric := factEssential
	if h.Metric == "allFunded" {
		metric = factFull
	}
	success := h.Facts[metric]
	holds := fmt.Sprintf(c.say("As planned, %s of 100 futures hold%s.", "지금 계획대로라면 미래 100개 중 %s개가 버팁니다%s."),
		perHundred(success.Value), c.between(success, func(v float64) string { return perHundred(v) }))
	spend, solved := h.Facts[factSustainable]
	if !solved {
		return holds
	}
	amount := func(v float64) string { return c.money(v, h.Currency) }
	return fmt.Sprintf(c.say("You can spend %s a month in today's money%s and be right in %.0f of 100 futures.\n", "오늘 돈으로 한 달에 %s까지 쓸 수 있습니다%s. 미래 100개 중 %.0f개에서 맞습니다.\n"),
		amount(spend.Value), c.between(spend, amount), 100*h.Confidence) + holds
}

// between is the interval of an estimate in brackets; "" when it has none.
func (c *command) between(f forecast.Fact, write func(float64) string) string {
	if f.CI == nil {
		return ""
	}
	return fmt.Sprintf(" (%s–%s)", write(f.CI.Low), write(f.CI.High))
}

func perHundred(share float64) string { return fmt.Sprintf("%.1f", 100*share) }

// factLabels are the facts that have a name, in the order in which they are told.
var factLabels = []struct {
	id   string
	text fault.Text
}{
	{factEssential, fault.Text{EN: "Essentials funded to the end", KO: "필수 지출을 끝까지 충당"}},
	{factFull, fault.Text{EN: "Everything funded to the end", KO: "모든 지출을 끝까지 충당"}},
	{"legacy.left", fault.Text{EN: "What should be left is left", KO: "남길 재산이 남음"}},
	{factPlanned, fault.Text{EN: "Planned spending now, a month", KO: "현재 계획한 지출(월)"}},
	{factSustainable, fault.Text{EN: "Sustainable spending, a month", KO: "지속 가능한 지출(월)"}},
	{"spend.retired.month", fault.Text{EN: "Planned spending in retirement, a month", KO: "은퇴 후 계획한 지출(월)"}},
	{"failure.depth", fault.Text{EN: "Unfunded share where it fails", KO: "실패할 때 못 채우는 비율"}},
	{"failure.years", fault.Text{EN: "Years unfunded where it fails", KO: "실패할 때 못 채우는 햇수"}},
	{"failure.firstAge", fault.Text{EN: "Age of the first gap where it fails", KO: "실패할 때 처음 모자라는 나이"}},
	{"wealth.retirement.p50", fault.Text{EN: "Wealth at retirement, median", KO: "은퇴 시점 자산(중앙값)"}},
	{"wealth.end.p10", fault.Text{EN: "Wealth at the end, 10th percentile", KO: "마지막 자산(하위 10 %)"}},
	{"wealth.end.p50", fault.Text{EN: "Wealth at the end, median", KO: "마지막 자산(중앙값)"}},
	{"wealth.end.p90", fault.Text{EN: "Wealth at the end, 90th percentile", KO: "마지막 자산(상위 10 %)"}},
	{"tax.lifetime.p50", fault.Text{EN: "Tax over the whole time, median", KO: "전체 기간 세금(중앙값)"}},
	{"inflation.p50", fault.Text{EN: "Inflation a year, median", KO: "연 물가 상승률(중앙값)"}},
}

// factIDs are the facts of a result: those with a name first, then the others
// by their id. The number of futures stands elsewhere.
func factIDs(facts map[string]forecast.Fact) []string {
	var known, others []string
	for _, l := range factLabels {
		if _, ok := facts[l.id]; ok {
			known = append(known, l.id)
		}
	}
	for id := range facts {
		if id != "paths" && !slices.Contains(known, id) {
			others = append(others, id)
		}
	}
	slices.Sort(others)
	return append(known, others...)
}

func (c *command) label(id string) string {
	for _, l := range factLabels {
		if l.id == id {
			return l.text.In(c.Locale)
		}
	}
	return id
}

// figure writes a fact in its unit, with its interval.
func (c *command) figure(f forecast.Fact, currency string) string {
	write := func(v float64) string { return grouped(v) }
	switch f.Unit {
	case "share":
		write = func(v float64) string { return fmt.Sprintf("%.1f %%", 100*v) }
	case "rate":
		write = func(v float64) string { return fmt.Sprintf("%.2f %%", 100*v) }
	case "currency", "currencyPerMonth":
		write = func(v float64) string { return c.money(v, currency) }
	case "years", "months", "age":
		write = func(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }
	}
	return write(f.Value) + c.between(f, write)
}

// limits says what the result leaves out.
func (c *command) limits(problems []fault.Problem) {
	if len(problems) == 0 {
		return
	}
	fmt.Fprintf(c.out, "\n%s\n", c.say("Not modelled, or changed:", "계산에 넣지 않았거나 바꾼 것:"))
	for _, p := range problems {
		fmt.Fprintf(c.out, "  %s: %s\n", p.Pointer, p.Text.In(c.Locale))
	}
}
