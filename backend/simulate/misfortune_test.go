package simulate

import "testing"

// A household that earns 1,000 and spends 900 has 1,200 after a year. Then its pay
// stops for a year: 300 are left after the first month, and 600 are short in the
// second, with 900 in each of the ten that follow: 9,600 in all. By then 2,000 of
// 14,000 had not come. An insurance that pays 250 a month leaves 550, then 200
// missing less: short in the second month by 100, by 650 in the ten after it.
func TestWhatChanceTookUntilTheFirstShortfall(t *testing.T) {
	const months = 36
	begins := make([]float64, months)
	begins[12] = 1 - 1e-15
	sc := pay(months, 1)
	sc.Income[0].Amount = Constant(1_000, months)
	sc.Income[0].Uncertain = &Uncertain{Stops: []Stop{{0, 0}}}
	sc.Spells = []Spell{{ID: "s", Begins: begins, Months: 12, Once: true}}
	sc.Outflows = []Outflow{{ID: "o", Kind: KindSpending, Tier: Essential, Amount: Constant(900, months)}}
	want := Misfortune{PayPlanned: 14_000, PayLost: 2_000, PayLostGrown: 2_000, Unpaid: 9_600}
	isFate(t, sc, 13, want)

	insured := sc
	insured.Income = append(insured.Income[:1:1], Income{
		ID: "b", Kind: KindIncome, Person: None, Amount: Constant(250, months), During: &During{Spell: 0},
	})
	isFate(t, insured, 13, Misfortune{PayPlanned: 14_000, PayLost: 1_500, PayLostGrown: 1_500, Unpaid: 100 + 10*650})
}

// Care that costs 500 a month empties 1,200 in three months: 1,000 come, 1,400 go.
// In the fourth 400 are short, and in the eight after it; 2,000 had been spent on care.
func TestWhatCareCostUntilTheFirstShortfall(t *testing.T) {
	const months = 36
	begins := make([]float64, months)
	begins[12] = 1 - 1e-15
	sc := pay(months, 1)
	sc.Income[0].Amount = Constant(1_000, months)
	sc.Spells = []Spell{{ID: "care", Begins: begins, Months: 12, Once: true}}
	sc.Outflows = []Outflow{
		{ID: "o", Kind: KindSpending, Tier: Essential, Amount: Constant(900, months)},
		{ID: "c", Kind: KindSpending, Tier: Essential, Amount: Constant(500, months), During: &During{Spell: 0}},
	}
	isFate(t, sc, 15, Misfortune{SpellCost: 2_000, SpellCostGrown: 2_000, Unpaid: 9 * 400})
}

// isFate plays one future, which first falls short in the month, by its misfortune.
func isFate(t *testing.T, sc Scenario, month int, want Misfortune) {
	t.Helper()
	sc.Draws = []Draw{{Accounts: []int{0}}}
	rows, err := Fates(t.Context(), sc, 0, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if rows.FirstShortfall[0] != month {
		t.Errorf("falls short in month %d, not %d", rows.FirstShortfall[0], month)
	}
	got := rows.Misfortune[0]
	for _, v := range [][2]float64{
		{got.PayPlanned, want.PayPlanned}, {got.PayLost, want.PayLost}, {got.PayLostGrown, want.PayLostGrown},
		{got.SpellCost, want.SpellCost}, {got.SpellCostGrown, want.SpellCostGrown}, {got.Unpaid, want.Unpaid},
	} {
		if !near(v[0], v[1], 1) {
			t.Fatalf("%+v, want %+v", got, want)
		}
	}
}
