package forecast

import (
	"math"
	"slices"
	"testing"

	"meridian/backend/mortality"
	"meridian/backend/plan"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// mortals is the US demo household, its lives drawn.
func mortals(t *testing.T, patch string) plan.Plan {
	t.Helper()
	p, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	p = pulled(t, p, `{"assumptions":{"longevity":{"kind":"drawn","joint":true}}}`)
	return pulled(t, p, patch)
}

func TestDrawnLivesCompileASetEach(t *testing.T) {
	p := mortals(t, `{"tax":{"regime":"us.federal","pack":null,"params":null}}`)
	c, err := Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	lives := c.Scenario.Lives
	if lives == nil || len(lives.Households) != 1<<len(c.People) || limited(c, "limit.longevity.drawn") {
		t.Fatalf("lives %+v", lives)
	}
	table, _ := mortality.Find(mortality.US2022)
	for i, person := range c.Scenario.People {
		sex := p.People[person.ID].SexForTable.Column()
		for _, m := range []int{0, 120, 360} {
			if got, want := lives.Alive[i][m], table.Alive(sex, person.Age, m); got != want {
				t.Errorf("%s: %v alive in month %d, the table says %v", person.ID, got, m, want)
			}
		}
	}
	// What is earned and spent with the first person dead from the beginning.
	widowed, both := lives.Households[2], &c.Scenario
	month := both.Retire + 120
	for i, in := range both.Income {
		was, is := total(in.Amount, month), total(widowed.Income[i].Amount, month)
		want := was
		if in.Person == 0 {
			want = was * p.Income[in.ID].SurvivorShare
		}
		if math.Abs(is-want) > 1e-9*(1+want) {
			t.Errorf("%s pays %v to the survivor, %v to both", in.ID, is, was)
		}
	}
	if both.Tax.Owed(&tax.Year{Calendar: 2060, Index: 1, Income: tax.Income{tax.Ordinary: 150_000}}) >= widowed.Tax.Owed(&tax.Year{Calendar: 2060, Index: 1, Income: tax.Income{tax.Ordinary: 150_000}}) {
		t.Error("a widow files as a couple does")
	}
}

// Success counts each future to its own end: with lives drawn, fewer years are to
// be paid for than to the end of the table.
func TestDrawnLivesCountToTheirOwnEnd(t *testing.T) {
	spend := `{"income":{"i3":{"amount":{"amt":"4000"}}}}`
	drawn := mustRun(t, mortals(t, spend), RunSpec{Paths: 400, Purpose: Preview})
	p := mortals(t, spend)
	for id, person := range p.People {
		person.Horizon = plan.Horizon{Table: mortality.US2022, Percentile: 0.999}
		p.People[id] = person
	}
	p.Assumptions.Longevity = nil
	longest := mustRun(t, p, RunSpec{Paths: 400, Purpose: Preview})
	a, b := drawn.Header.Facts["success.essential"].Value, longest.Header.Facts["success.essential"].Value
	if a < b {
		t.Errorf("%v succeed to their own end, %v to the table's", a, b)
	}
	if len(drawn.Header.Limits) > 0 && limited(Compiled{Limits: drawn.Header.Limits}, "limit.longevity.drawn") {
		t.Error("drawn lives are said not to be simulated")
	}
}

// A life insurance pays once, in the month of death, while its cover lasts.
func TestALifeInsurancePaysWheneverTheInsuredDies(t *testing.T) {
	p := mortals(t, `{}`)
	person := ordered(p.People, func(p plan.Person) plan.Record { return p.Record })[0]
	p = pulled(t, p, `{"insurance":{"life":{"kind":"life","insured":"`+person+`","payout":{"amt":"250000"},"span":{"months":240},"trigger":{"on":"death"}}}}`)
	c, err := Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	pays := c.Scenario.Lives.Payouts
	at := slices.IndexFunc(pays, func(p simulate.Payout) bool { return p.ID == "life.payout" })
	if at < 0 || pays[at].Person != 0 || total(pays[at].Amount, 239) < 250_000 || total(pays[at].Amount, 240) != 0 {
		t.Fatalf("%d payouts", len(pays))
	}
	if _, err := simulate.Again(t.Context(), withPaths(c.Scenario, 64), 3); err != nil {
		t.Error(err)
	}
}

func total(s simulate.Schedule, month int) float64 {
	sum := 0.0
	if s.Real != nil {
		sum += s.Real[month]
	}
	if s.Nominal != nil {
		sum += s.Nominal[month]
	}
	return sum
}

func withPaths(sc simulate.Scenario, paths int) simulate.Scenario {
	sc.Paths = paths
	return sc
}
