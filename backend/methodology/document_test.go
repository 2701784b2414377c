package methodology

import (
	"math"
	"os"
	"regexp"
	"slices"
	"testing"

	"meridian/backend/plan"
)

// A rule that a plan may name and that the document does not explain must be
// noticed when it comes.
func TestEverySpendingRuleOfAPlanIsExplained(t *testing.T) {
	source, err := os.ReadFile("../plan/plan.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`RuleKind = "(\w+)"`).FindAllSubmatch(source, -1)
	if len(named) < 8 {
		t.Fatalf("only %d rules found", len(named))
	}
	for _, match := range named {
		kind := string(match[1])
		if !slices.ContainsFunc(spendingRules(), func(r ruleText) bool { return slices.Contains(r.kinds, kind) }) {
			t.Errorf("rule %s is not explained", kind)
		}
	}
}

func TestEveryReadyMadeOrderIsExplained(t *testing.T) {
	for _, preset := range plan.Preset("").Words() {
		if !slices.ContainsFunc(orders(), func(o orderText) bool { return slices.Contains(o.presets, preset) }) {
			t.Errorf("order %s is not explained", preset)
		}
	}
}

// Every block has what its kind promises, every text both languages, and every
// row of a table a cell per column that its column can write.
func TestTheDocumentIsWhole(t *testing.T) {
	d := Compose("1")
	seen := map[string]bool{}
	for _, s := range d.Sections {
		if seen[s.ID] || s.ID == "" || len(s.Blocks) == 0 {
			t.Errorf("section %q is empty or there twice", s.ID)
		}
		seen[s.ID] = true
		both(t, s.ID, s.Title)
		for _, b := range s.Blocks {
			wholeBlock(t, s.ID, b)
		}
	}
}

func both(t *testing.T, where string, text Text) {
	t.Helper()
	if text.EN == "" || text.KO == "" {
		t.Errorf("%s: %q and %q: a language is missing", where, text.EN, text.KO)
	}
}

func wholeBlock(t *testing.T, where string, b Block) {
	t.Helper()
	switch b.Kind {
	case Paragraph, Formula:
		both(t, where, *b.Text)
		if (b.Kind == Formula) != (b.Formula != "") {
			t.Errorf("%s: formula %q in a %s", where, b.Formula, b.Kind)
		}
	case List:
		for _, item := range b.Items {
			both(t, where, item)
		}
	case Tabular:
		wholeTable(t, b.Table)
	default:
		t.Errorf("%s: a block of kind %q", where, b.Kind)
	}
}

func wholeTable(t *testing.T, table *Table) {
	t.Helper()
	both(t, table.ID, table.Caption)
	if len(table.Rows) == 0 {
		t.Errorf("%s has no rows", table.ID)
	}
	for _, row := range table.Rows {
		if len(row) != len(table.Columns) {
			t.Fatalf("%s: %d cells for %d columns", table.ID, len(row), len(table.Columns))
		}
		for i, c := range row {
			switch {
			case c.Text != nil && table.Columns[i].Unit == Words:
				both(t, table.ID, *c.Text)
			case c.Text != nil:
				t.Errorf("%s: words in a column of %s", table.ID, table.Columns[i].Unit)
			case c.Value != nil && (math.IsNaN(*c.Value) || table.Columns[i].Unit == Words):
				t.Errorf("%s: %v in a column of %s", table.ID, *c.Value, table.Columns[i].Unit)
			}
		}
	}
}
