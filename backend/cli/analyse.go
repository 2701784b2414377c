package cli

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/forecast"
)

// analyse answers a question about a plan beyond its forecast.
func (c *command) analyse(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("analyse", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "")
	x, y := flags.String("x", "retire", ""), flags.String("y", "spendEssential", "")
	confidence := flags.Float64("confidence", 0, "")
	names, err := c.parse(flags, args, "KIND", "PLAN.json")
	if err != nil {
		return err
	}
	p, err := c.readPlan(names[1])
	if err != nil {
		return err
	}
	spec := forecast.AnalysisSpec{
		Kind: forecast.AnalysisKind(names[0]), Confidence: *confidence,
		X: forecast.LeverID(*x), Y: forecast.LeverID(*y),
	}
	found, err := c.Analyse(ctx, p, spec, c.progress())
	if err != nil {
		return err
	}
	if *asJSON {
		return c.printJSON(found)
	}
	c.answer(p.Name, &found)
	return nil
}

// answer writes an analysis as tables.
func (c *command) answer(name string, a *forecast.Analysis) {
	fmt.Fprintf(c.out, "%s\n\n%s\n\n", name, fmt.Sprintf(c.say("As planned, %s succeed.", "지금 계획의 성공 확률은 %s입니다."), c.share(&a.Base)))
	switch {
	case a.Drivers != nil:
		c.drivers(a.Drivers)
	case a.Solve != nil:
		c.solutions(a.Solve)
	case a.Map != nil:
		c.leverMap(a.Map)
	case a.Stress != nil:
		c.stress(a.Stress)
	case a.Anatomy != nil:
		c.anatomy(a.Anatomy)
	case a.Success != nil:
		c.closely(a.Success)
	}
	fmt.Fprintf(c.out, "\n%s\n", fmt.Sprintf(c.say("%s futures, %.1f s", "미래 %s개, %.1f초"), grouped(float64(a.N)), float64(a.MS)/1000))
}

// leverNames are what levers are called.
var leverNames = map[forecast.LeverID]fault.Text{
	forecast.LeverRetire:         {EN: "Stop working", KO: "은퇴 시점"},
	forecast.LeverSpendEssential: {EN: "Essential spending", KO: "필수 지출"},
	forecast.LeverSpendFlexible:  {EN: "Flexible spending", KO: "여유 지출"},
	forecast.LeverSpendRetired:   {EN: "Spending in retirement", KO: "은퇴 후 지출"},
	forecast.LeverSaving:         {EN: "Saving out of pay", KO: "급여 저축"},
	forecast.LeverReturns:        {EN: "Returns", KO: "수익률"},
	forecast.LeverVolatility:     {EN: "Volatility", KO: "변동성"},
	forecast.LeverInflation:      {EN: "Inflation", KO: "물가 상승률"},
	forecast.LeverFees:           {EN: "Fees", KO: "수수료"},
	forecast.LeverPublicPension:  {EN: "Public pensions", KO: "공적연금"},
	forecast.LeverLongevity:      {EN: "Length of life", KO: "수명"},
	forecast.LeverEquity:         {EN: "Equities", KO: "주식 비중"},
}

// amount writes how far a lever is moved, in its unit.
func (c *command) amount(unit string, v float64) string {
	text := ""
	switch unit {
	case "months":
		text = fmt.Sprintf(c.say("%+.0f months", "%+.0f개월"), v)
	case "years":
		text = fmt.Sprintf(c.say("%+.0f years", "%+.0f년"), v)
	case "points":
		text = fmt.Sprintf(c.say("%+.2f points", "%+.2f%%포인트"), 100*v)
	default:
		text = fmt.Sprintf("%+.1f%%", 100*v)
	}
	return strings.Replace(text, "-", "−", 1)
}

// share writes a share of futures with its interval.
func (c *command) share(e *forecast.Estimate) string {
	if e == nil {
		return "–"
	}
	text := fmt.Sprintf("%.1f%%", 100*e.Value)
	if e.CI != nil {
		text += fmt.Sprintf(" (%.1f–%.1f)", 100*e.CI.Low, 100*e.CI.High)
	}
	return text
}

// change writes a difference of shares, in percentage points, with its interval.
func (c *command) change(e *forecast.Estimate) string {
	text := fmt.Sprintf("%+.1f", 100*e.Value)
	if e.CI != nil {
		text += fmt.Sprintf(" (%+.1f…%+.1f)", 100*e.CI.Low, 100*e.CI.High)
	}
	return strings.ReplaceAll(text, "-", "−")
}

func (c *command) drivers(d *forecast.Drivers) {
	var rows [][2]string
	for _, r := range d.Rows {
		for _, m := range []forecast.Move{r.Down, r.Up} {
			text := ""
			if m.Possible {
				text = c.change(m.Delta)
			} else {
				text = m.Why.In(c.Locale)
			}
			rows = append(rows, [2]string{leverNames[r.Lever].In(c.Locale) + " " + c.amount(r.Unit, m.Amount), text})
		}
	}
	c.table(rows)
}

func (c *command) solutions(s *forecast.Solutions) {
	fmt.Fprintf(c.out, "%s\n\n", fmt.Sprintf(c.say("Target: %.0f%%.", "목표: %.0f%%"), 100*s.Target))
	if s.Already {
		fmt.Fprintln(c.out, c.say("It is reached already.", "이미 목표에 이르렀습니다."))
		return
	}
	var rows [][2]string
	for _, one := range s.Single {
		name := leverNames[one.Lever].In(c.Locale)
		if !one.Reached {
			rows = append(rows, [2]string{name, one.Why.In(c.Locale)})
			continue
		}
		rows = append(rows, [2]string{name + " " + c.amount(one.Unit, one.Amount), c.share(one.Success)})
	}
	for _, pair := range s.Pairs {
		var names []string
		for _, l := range pair.Levers {
			names = append(names, leverNames[l.Lever].In(c.Locale)+" "+c.amount(l.Unit, l.Amount))
		}
		rows = append(rows, [2]string{strings.Join(names, ", "), c.share(&pair.Success)})
	}
	c.table(rows)
}

func (c *command) leverMap(m *forecast.LeverMap) {
	fmt.Fprintf(c.out, "%s →\n", leverNames[m.X.Lever].In(c.Locale))
	var across []string
	for _, v := range m.X.Values {
		across = append(across, fmt.Sprintf("%12s", c.amount(m.X.Unit, v)))
	}
	rows := [][2]string{{leverNames[m.Y.Lever].In(c.Locale) + " ↓", strings.Join(across, "")}}
	for i, cells := range m.Cells {
		var row []string
		for _, cell := range cells {
			text := "–"
			if cell.Possible {
				text = fmt.Sprintf("%.1f%%", 100*cell.Success.Value)
			}
			row = append(row, fmt.Sprintf("%12s", text))
		}
		rows = append(rows, [2]string{c.amount(m.Y.Unit, m.Y.Values[i]), strings.Join(row, "")})
	}
	c.table(rows)
}

func (c *command) stress(s *forecast.Stress) {
	var rows [][2]string
	for _, r := range s.Rows {
		if !r.Possible {
			rows = append(rows, [2]string{r.Name.In(c.Locale), r.Why.In(c.Locale)})
			continue
		}
		rows = append(rows, [2]string{r.Name.In(c.Locale), fmt.Sprintf(c.say("%s, down to %s", "%s, 성공 확률 %s"), c.change(r.Delta), c.share(r.Success))})
	}
	c.table(rows)
}

// mostTold is how many failing futures are written out.
const mostTold = 10

func (c *command) anatomy(a *forecast.Anatomy) {
	var rows [][2]string
	for _, cause := range a.Causes {
		rows = append(rows, [2]string{cause.Cause, fmt.Sprintf("%s (%.0f%%)", grouped(float64(cause.Count)), 100*cause.Share)})
	}
	c.table(rows)
	for _, f := range a.Futures[:min(len(a.Futures), mostTold)] {
		fmt.Fprintf(c.out, "\n%d: %s\n", f.Future, f.Text.In(c.Locale))
	}
}

// closely writes success with two digits, since it is known that closely.
func (c *command) closely(found *forecast.Closely) {
	if found.Why != nil {
		fmt.Fprintln(c.out, found.Why.In(c.Locale))
	}
	if found.Replicates == 0 {
		return
	}
	closer := func(v float64) string { return fmt.Sprintf("%.2f%%", 100*v) }
	text := closer(found.Estimate.Value)
	if ci := found.Estimate.CI; ci != nil {
		text += fmt.Sprintf(" (%s–%s)", closer(ci.Low), closer(ci.High))
	}
	c.table([][2]string{
		{c.say("Success, closely", "더 정확한 성공 확률"), text},
		{c.say("Evenly spread futures", "고르게 펼친 미래"), grouped(float64(found.Replicates * found.Points))},
	})
}
