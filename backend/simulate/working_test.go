package simulate

import (
	"math"
	"math/rand/v2"
	"testing"

	"meridian/backend/tax"
)

// TestTheWorkingGivesEveryMonth recomputes every balance, every tax and every
// decision of whole lives from their working alone.
func TestTheWorkingGivesEveryMonth(t *testing.T) {
	ruled := household(4)
	ruled.Rule = &Rule{Kind: Guardrails, From: 300, Upper: 1.2, Lower: 0.8, Cut: 0.1, Raise: 0.1}
	share := household(4)
	share.Rule = &Rule{Kind: PctOfPortfolio, From: 300, Pct: 0.05, Floor: 0.5, Ceil: 2, All: true}
	scenarios := map[string]Scenario{"household": household(4), "guardrails": ruled, "percentage": share}
	r := rand.New(rand.NewPCG(7, 7))
	for i := range 24 {
		sc := lawful(r)
		if i%3 == 0 {
			withholding(r, &sc)
		}
		scenarios["lawful "+string(rune('a'+i))] = sc
	}
	for name, sc := range scenarios {
		t.Run(name, func(t *testing.T) {
			again, err := Again(t.Context(), sc, 0)
			if err != nil {
				t.Fatal(err)
			}
			v := verifier{t: t, sc: &sc, r: &again, lines: map[string][]float64{}}
			for i, l := range again.Lines {
				v.lines[l.ID] = again.Values[i]
			}
			v.balances()
			v.purse()
			v.taxes()
			v.decisions()
		})
	}
}

// verifier works a replay out by hand.
type verifier struct {
	t     *testing.T
	sc    *Scenario
	r     *Replay
	lines map[string][]float64
}

func (v *verifier) same(t int, what string, got, want, scale float64) {
	v.t.Helper()
	if math.Abs(got-want) > 1e-8*(math.Abs(scale)+math.Abs(want)+1) {
		v.t.Fatalf("month %d: %s is %.9g by hand, %.9g in the replay", t, what, got, want)
	}
}

// balances: what there was, and came in, less what went out, plus returns, less fees.
func (v *verifier) balances() {
	for a, acc := range v.sc.Accounts {
		balance := acc.Balance
		for t := range v.r.Workings {
			scale := balance
			drawn := 0.0
			for _, m := range v.r.Workings[t].Moves {
				if m.Account == a {
					balance += m.Amount
					drawn -= min(0, m.Amount)
				}
			}
			for _, c := range v.sc.Conversions {
				moved := v.lines["conversion."+c.ID][t]
				if c.To == a {
					balance += moved
				}
				if c.Account == a {
					balance -= moved
					drawn += moved
				}
			}
			v.same(t, "what is drawn from "+acc.ID, drawn, v.lines["withdrawal."+acc.ID][t], scale)
			balance += v.lines["return."+acc.ID][t] - v.lines["fee."+acc.ID][t]
			v.same(t, "the balance of "+acc.ID, balance, v.r.Balances[a][t], scale)
			balance = v.r.Balances[a][t]
		}
	}
}

// purse: what comes in goes out.
func (v *verifier) purse() {
	for t := range v.r.Workings {
		in, out := 0.0, 0.0
		for i, l := range v.r.Lines {
			switch {
			case l.Kind == KindReturn || l.Kind == KindFee:
			case l.Inward:
				in += v.r.Values[i][t]
			default:
				out += v.r.Values[i][t]
			}
		}
		v.same(t, "what comes in", in, out, in)
	}
}

// taxes: entries add up to the year to date; the regime's lines on it add up to
// the assessment; what it exceeds the last one by is paid a month later.
func (v *verifier) taxes() {
	if len(v.r.Workings[0].Assessed) == 0 {
		return
	}
	explained := v.sc.Tax.(tax.Explained)
	total := func(y tax.Year) float64 { e := explained.Explain(&y); return e.Total() }
	var regular, once [8]tax.Income
	before, owed := [8]float64{}, 0.0
	for t, w := range v.r.Workings {
		if t == 0 || (v.sc.Start.Month-1+t)%12 == 0 {
			regular, once, before = [8]tax.Income{}, [8]tax.Income{}, [8]float64{}
		}
		paid := 0.0
		for id, values := range v.lines {
			if id == "tax" || len(id) > 4 && id[:4] == "tax." && id != "tax.penalty" {
				paid += values[t]
			}
		}
		v.same(t, "the tax paid", owed/v.r.Price[t], paid, paid)
		owed = 0
		for _, e := range w.Entries {
			if e.Once {
				once[e.Payer][e.Class] += e.Amount
			} else {
				regular[e.Payer][e.Class] += e.Amount
			}
		}
		for _, a := range w.Assessed {
			year := tax.Year{Calendar: a.Year.Calendar, Payer: a.Payer, Index: a.Year.Index}
			withheld := regular[a.Payer][tax.Withheld]
			v.same(t, "what is withheld to date", withheld, a.Withheld, withheld)
			for c := range year.Income {
				if tax.Class(c) == tax.Withheld {
					continue
				}
				v.same(t, "regular income to date", regular[a.Payer][c], a.Regular[c], a.Regular[c])
				v.same(t, "lumps to date", once[a.Payer][c], a.Once[c], a.Once[c])
				year.Income[c] = regular[a.Payer][c] * 12 / a.Elapsed
			}
			base := total(year)
			for c, lump := range once[a.Payer] {
				year.Income[c] += lump
			}
			whole := total(year)
			toDate := base*a.Elapsed/12 + whole - base
			v.same(t, "the tax to date", toDate, a.ToDate, whole)
			v.same(t, "what was asked for before", before[a.Payer], a.Before, whole)
			asked := toDate - withheld
			if (v.sc.Start.Month+t)%12 != 0 && t != v.sc.Months-1 {
				asked = min(toDate, max(0, asked))
			}
			v.same(t, "what is asked for", asked, a.Asked, whole)
			before[a.Payer] = a.Asked
			owed += a.Asked - a.Before
		}
	}
}

// decisions: the rule, asked again, says the same.
func (v *verifier) decisions() {
	if v.sc.Rule == nil {
		return
	}
	seen, raised, known := 0, -1e9, 0.0
	for t, w := range v.r.Workings {
		if v.sc.Rule.decides(t) != (w.Decision != nil) {
			v.t.Fatalf("month %d: a decision is missing, or one too many", t)
		}
		if w.Decision == nil {
			continue
		}
		d := w.Decision
		seen++
		o := outlook{
			wealth: d.Wealth, ruled: d.Ruled, other: d.Other, tax: d.Tax, at: max(d.Ruled*d.Before, d.Least*d.Ruled),
			least: d.Least, annuity: d.Annuity, cape: d.CAPE, low: d.Low, high: d.High, left: v.sc.Months - t, since: t - v.sc.Rule.From,
		}
		first := known // what a decision tells is already remembered by it
		known = d.First
		if v.sc.Rule.Kind == Guardrails && d.First > 0 && first == 0 {
			continue // the first rate is only remembered
		}
		next := v.sc.Rule.decide(o, standing{level: d.Before, first: first, raised: raised})
		raised = next.raised
		v.same(t, "the level", next.level, d.After, 1)
	}
	if seen == 0 {
		v.t.Error("the rule never decides")
	}
}

// TestReasonsFollowTheOrder holds the reasons of what is drawn to the withdrawal order.
func TestReasonsFollowTheOrder(t *testing.T) {
	sc := household(1)
	again, err := Again(t.Context(), sc, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[Reason]bool{}
	for month, w := range again.Workings {
		step := -1
		for _, m := range w.Moves {
			seen[m.Why] = true
			if m.Why == ByOrder {
				if m.Step < step {
					t.Fatalf("month %d draws step %d after step %d", month, m.Step, step)
				}
				step = m.Step
				named := false
				for _, a := range sc.Draws[m.Step].Accounts {
					named = named || a == m.Account
				}
				if !named || m.Amount >= 0 {
					t.Fatalf("month %d: step %d moves %g of account %d", month, m.Step, m.Amount, m.Account)
				}
			}
			if (m.Why == ByPay || m.Why == ByPayroll || m.Why == BySurplus) && m.Amount < 0 {
				t.Fatalf("month %d: saving takes %g out", month, m.Amount)
			}
		}
	}
	for _, why := range []Reason{ByPayroll, ByEarmark, BySurplus, ByOrder} {
		if !seen[why] {
			t.Errorf("nothing ever moves %s", why)
		}
	}
}
