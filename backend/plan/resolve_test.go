package plan

import (
	"testing"

	"meridian/backend/mortality"
)

func timeline(t *testing.T, patch string) Timeline {
	t.Helper()
	tl, err := Resolve(edited(t, patch))
	if err != nil {
		t.Fatal(err)
	}
	return tl
}

func TestMomentsBecomeMonths(t *testing.T) {
	tl := timeline(t, `{"milestones":{
		"x1":{"when":{"at":"milestone","ref":"m1","offsetMonths":-6}},
		"x2":{"when":{"at":"milestone","ref":"x1","offsetMonths":2}},
		"x3":{"when":{"at":"end"}},
		"x4":{"when":{"at":"month","month":"2020-01"}}}}`)
	// 민준 is born 1984-03, 서연 1986-07; the plan starts 2026-01.
	want := map[string]int{
		"m1": (1984+57-2026)*12 + 2, "m2": (2037-2026)*12 + 2,
		"x1": (1984+57-2026)*12 + 2 - 6, "x2": (1984+57-2026)*12 + 2 - 4,
		"x3": (1986+97-2026)*12 + 6, "x4": -72,
	}
	for id, month := range want {
		if got := tl.Milestones[id]; got != month {
			t.Errorf("%s in month %d, want %d", id, got, month)
		}
	}
	if tl.Months != (1986+97-2026)*12+6 {
		t.Errorf("%d months", tl.Months)
	}
	if age := tl.Age("p1", 0); age != (2026-1984)*12-2 {
		t.Errorf("age %d months", age)
	}
}

func TestSpans(t *testing.T) {
	tl := timeline(t, `{}`)
	now, ten := &TimeRef{At: AtNow}, &TimeRef{At: AtMonth, Month: "2036-01"}
	cases := []struct {
		name        string
		span        Span
		from, until int
	}{
		{"nothing said is the whole plan", Span{}, 0, tl.Months},
		{"a start runs to the horizon", Span{Start: ten}, 120, tl.Months},
		{"start and end", Span{Start: now, End: ten}, 0, 120},
		{"start and months", Span{Start: ten, Months: 6}, 120, 126},
		{"months before an end", Span{End: ten, Months: 6}, 114, 120},
	}
	for _, c := range cases {
		from, until, ok := tl.Span(c.span)
		if !ok || from != c.from || until != c.until {
			t.Errorf("%s: [%d, %d) %v, want [%d, %d)", c.name, from, until, ok, c.from, c.until)
		}
	}
	if _, _, ok := tl.Span(Span{Start: &TimeRef{At: AtMilestone, Ref: "nope"}}); ok {
		t.Error("a span from nowhere")
	}
}

func TestConditionalMilestonesTakeTheirLatestMonth(t *testing.T) {
	tl := timeline(t, `{"milestones":{"x":{"when":{"trigger":{"metric":"liquid","op":">=","value":"1000000","before":{"at":"milestone","ref":"m1"}}}},
		"y":{"when":{"trigger":{"metric":"liquid","op":">=","value":"1000000"}}}}}`)
	if tl.Milestones["x"] != tl.Milestones["m1"] || tl.Milestones["y"] != tl.Months {
		t.Errorf("x in month %d, y in month %d", tl.Milestones["x"], tl.Milestones["y"])
	}
	if !tl.Conditional["x"] || len(tl.Limits) != 2 {
		t.Errorf("marked %v, limits %+v", tl.Conditional, tl.Limits)
	}
}

func TestAnUnknownTableTakesTheDefaultAge(t *testing.T) {
	tl := timeline(t, `{"people":{"p2":{"horizon":{"age":null,"table":"xx-1900","percentile":0.9}}}}`)
	if tl.Horizons["p2"] != (1986-2026)*12+6+12*DefaultHorizonAge || len(tl.Limits) != 1 {
		t.Errorf("horizon %d, limits %+v", tl.Horizons["p2"], tl.Limits)
	}
}

// The age is that of the table which one in ten outlives, for today's age and sex.
func TestHorizonsByTable(t *testing.T) {
	const born = (1986-2026)*12 + 6
	for _, c := range []struct {
		patch, table string
		sex          mortality.Sex
		percentile   float64
	}{
		{`{"people":{"p2":{"horizon":{"age":null,"table":"kr-2023","percentile":0.75}}}}`, "kr-2023", mortality.Either, 0.75},
		{`{"people":{"p2":{"sexForTable":"male","horizon":{"age":null,"table":"us-2022"}}}}`, "us-2022", mortality.Male, 0.9},
		{`{"people":{"p2":{"sexForTable":"female"}},"assumptions":{"longevity":{"kind":"table"}}}`, "kr-2023", mortality.Female, 0.9},
	} {
		tl := timeline(t, c.patch)
		table, _ := mortality.Find(c.table)
		got := tl.Horizons["p2"]
		over, before := table.Alive(c.sex, -born, got), table.Alive(c.sex, -born, got-1)
		if over > 1-c.percentile || before <= 1-c.percentile || len(tl.Limits) != 0 {
			t.Errorf("%s: %d months, which %v outlive; limits %+v", c.patch, got, over, tl.Limits)
		}
	}
}

func TestMonthsCount(t *testing.T) {
	if got := Month("2026-11").Add(3); got != "2027-02" {
		t.Errorf("three months on: %s", got)
	}
	if got := Month("2026-01").Add(-1); got != "2025-12" {
		t.Errorf("a month back: %s", got)
	}
	if got := MonthOf(2026, 14); got != "2027-02" {
		t.Errorf("month 14: %s", got)
	}
	for _, bad := range []Month{"", "2026", "2026-13", "2026-00", "abcd-ef", "-001-01"} {
		if _, ok := bad.index(); ok {
			t.Errorf("%q is a month", bad)
		}
	}
}
