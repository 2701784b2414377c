package forecast

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"meridian/backend/plan"
)

// TestTheWorkingSufficesByHand works every balance and tax of a household's
// worst and best lives out of the answer's JSON, knowing nothing else.
func TestTheWorkingSufficesByHand(t *testing.T) {
	lawful := demo(t, "kr")
	lawful.Tax = plan.Tax{Regime: plan.RegimeKR}
	federal := demo(t, "us")
	federal.Tax = plan.Tax{Regime: plan.RegimeUSFederal}
	ruled := demo(t, "us")
	ruled.Withdrawal.Rule = plan.SpendingRule{Kind: plan.RuleGuardrails, Upper: 1.2, Lower: 0.8, Cut: 0.1, Raise: 0.1}
	withheld, part := demo(t, "kr"), 0.15
	withheld.Tax = plan.Tax{Regime: plan.RegimeKR}
	for id, i := range withheld.Income {
		i.Withhold = &part
		withheld.Income[id] = i
	}
	for name, p := range map[string]plan.Plan{"us": demo(t, "us"), "kr": demo(t, "kr"), "kr law": lawful, "us law": federal, "guardrails": ruled, "withheld": withheld} {
		t.Run(name, func(t *testing.T) {
			var s Service
			r, err := s.Run(t.Context(), p, RunSpec{Purpose: Preview, Paths: 40}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, future := range []int{0, 17} {
				replay, err := s.Replay(t.Context(), r, future)
				if err != nil {
					t.Fatal(err)
				}
				raw, err := json.Marshal(replay)
				if err != nil {
					t.Fatal(err)
				}
				var read Replay
				if err := json.Unmarshal(raw, &read); err != nil {
					t.Fatal(err)
				}
				if len(raw) > 6<<20 {
					t.Errorf("the answer has %d bytes", len(raw))
				}
				byHand(t, p, &read)
				toldWell(t, p, &read)
			}
		})
	}
}

// byHand recomputes a replay.
func byHand(t *testing.T, p plan.Plan, r *Replay) {
	t.Helper()
	same := func(month int, what string, got, want, scale float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-8*(math.Abs(scale)+math.Abs(want)+1) {
			t.Fatalf("month %d: %s is %.12g by hand, said to be %.12g", month, what, got, want)
		}
	}
	lines := map[string][]float64{}
	for _, l := range r.Lines {
		lines[l.ID] = l.Values
	}
	at := func(id string, month int) float64 {
		if lines[id] == nil {
			return 0
		}
		return lines[id][month]
	}
	last := map[string]float64{}
	for id, a := range p.Accounts {
		c := newCompiler(p, nil, plan.Timeline{Months: 1})
		last[id] = c.value(a.Balance, a.Cur)
	}
	owed, everWithheld := 0.0, false
	defer func() {
		if everWithheld != (t.Name() == "TestTheWorkingSufficesByHand/withheld") {
			t.Errorf("withheld: %t", everWithheld)
		}
	}()
	regular, once := map[[2]string]float64{}, map[[2]string]float64{}
	for m := range r.Months {
		w := r.Working[m]
		moved := map[string]float64{}
		for _, move := range w.Moves {
			moved[move.Record] += move.Amount
		}
		for _, b := range r.Balances {
			got := last[b.Record] + moved[b.Record] + at("return."+b.Record, m) - at("fee."+b.Record, m)
			same(m, "the balance of "+b.Name, got, b.Values[m], last[b.Record])
			last[b.Record] = b.Values[m]
		}
		paid := 0.0
		for id, values := range lines {
			if id == "tax" || strings.HasPrefix(id, "tax.") && id != "tax.penalty" {
				paid += values[m]
			}
		}
		same(m, "the tax paid", owed/r.Price[m], paid, paid)
		if m%12 == 0 { // both households begin in January
			clear(regular)
			clear(once)
		}
		for _, e := range w.Entries {
			into := regular
			if e.Once {
				into = once
			}
			into[[2]string{e.Payer, e.Class}] += e.Amount
		}
		owed = 0
		for _, tax := range w.Taxes {
			for _, c := range tax.Regular {
				same(m, "income of "+c.Class, regular[[2]string{tax.Payer, c.Class}], c.Amount, c.Amount)
			}
			for _, c := range tax.Once {
				same(m, "lumps of "+c.Class, once[[2]string{tax.Payer, c.Class}], c.Amount, c.Amount)
			}
			whole := tax.Year
			if tax.Whole != nil {
				whole = *tax.Whole
			}
			for _, sum := range []TaxSum{tax.Year, whole} {
				total := 0.0
				for _, l := range sum.Lines {
					same(m, l.ID, l.Base*l.Rate, l.Amount, l.Amount)
					total += l.Base * l.Rate
					if text := r.Terms[l.ID]; text.EN == "" || text.KO == "" {
						t.Fatalf("nobody says what %s is", l.ID)
					}
				}
				same(m, "the lines together", total, sum.Total, sum.Total)
			}
			toDate := tax.Year.Total*tax.Elapsed/12 + whole.Total - tax.Year.Total
			same(m, "the tax to date", toDate, tax.ToDate, whole.Total)
			withheld := regular[[2]string{tax.Payer, "withheld"}]
			everWithheld = everWithheld || withheld > 0
			same(m, "what is withheld to date", withheld, tax.Withheld, withheld)
			asked := toDate - withheld
			if m%12 != 11 && m != r.Months-1 {
				asked = min(toDate, max(0, asked))
			}
			same(m, "what is asked for", asked, tax.Asked, whole.Total)
			same(m, "what is owed", tax.Asked-tax.Before, tax.Owed, whole.Total)
			owed += tax.Owed
		}
	}
}

// toldWell looks at the years' sentences.
func toldWell(t *testing.T, p plan.Plan, r *Replay) {
	t.Helper()
	if len(r.Years) < r.Months/12 || r.Years[0].Year != 2026 {
		t.Fatalf("%d years from %d", len(r.Years), r.Years[0].Year)
	}
	stops := 0
	for _, y := range r.Years {
		wellSaid(t, y.Text.EN, y.Text.KO)
		if len(y.Ages) == 0 || strings.Contains(y.Text.KO, "달러을") || strings.Contains(y.Text.KO, "원를") {
			t.Errorf("%d: %q", y.Year, y.Text.KO)
		}
		if strings.Contains(y.Text.EN, "Work stops.") {
			stops++
		}
	}
	if stops != 1 {
		t.Errorf("work stops %d times", stops)
	}
}

func TestAmountsAreSaidAsPeopleDo(t *testing.T) {
	kr, us, eu := chronicle{c: &Compiled{Currency: "KRW"}}, chronicle{c: &Compiled{Currency: "USD"}}, chronicle{c: &Compiled{Currency: "EUR"}}
	for _, tt := range []struct {
		teller chronicle
		amount float64
		en, ko string
	}{
		{kr, 123_456_789, "₩123,456,789", "1억 2,346만원"}, {kr, 200_000_000, "₩200,000,000", "2억원"},
		{kr, 9_800, "₩9,800", "9,800원"}, {kr, 0, "₩0", "0원"}, {us, 1234.4, "$1,234", "1,234달러"}, {eu, 999, "EUR 999", "EUR 999"},
		{kr, 99_996_000, "₩99,996,000", "1억원"},
	} {
		if got := tt.teller.money(tt.amount); got.EN != tt.en || got.KO != tt.ko {
			t.Errorf("%g is %+v", tt.amount, got)
		}
	}
	for text, want := range map[string]string{"3만원": "3만원을", "5달러": "5달러를", "EUR 12": "EUR 12를", "EUR 130": "EUR 130을"} {
		if got := object(text); got != want {
			t.Errorf("%s is %s", text, got)
		}
	}
}
