package plan

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"meridian/backend/schema"
)

var update = flag.Bool("update", false, "write generated and golden files anew")

func TestSchemaFollowsTheTypes(t *testing.T) {
	shapes, err := schema.New("meridian/backend/plan")
	if err != nil {
		t.Fatal(err)
	}
	want, err := shapes.Document("Meridian plan", Plan{})
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(want, SchemaJSON) {
		t.Error("schema.json has drifted from the types; run go test ./backend/plan -run Schema -update")
	}
}

func TestSchemaSaysWhatFormsNeed(t *testing.T) {
	var doc struct {
		Defs map[string]struct {
			Type        string            `json:"type"`
			Description string            `json:"description"`
			Enum        []string          `json:"enum"`
			Pattern     string            `json:"pattern"`
			OneOf       []json.RawMessage `json:"oneOf"`
			Required    []string          `json:"required"`
			Properties  map[string]any    `json:"properties"`
		} `json:"$defs"`
	}
	data, err := os.ReadFile("schema.json") // what -update has just written is not embedded yet
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Per", "Basis", "At", "GrowthKind", "Wrapper", "PropertyKind", "Tier", "DebtType", "IncomeKind", "Regime", "ReturnModel", "RuleKind"} {
		if len(doc.Defs[name].Enum) < 2 {
			t.Errorf("%s has no values to choose from", name)
		}
	}
	for _, name := range []string{"Owner", "Fee", "Rebalance", "GoalWhen", "MilestoneWhen"} {
		if len(doc.Defs[name].OneOf) != 2 {
			t.Errorf("%s has %d shapes, want 2", name, len(doc.Defs[name].OneOf))
		}
	}
	for _, name := range []string{"Month", "Currency", "Decimal"} {
		if doc.Defs[name].Pattern == "" {
			t.Errorf("%s has no pattern", name)
		}
	}
	for name, def := range doc.Defs {
		if def.Description == "" {
			t.Errorf("%s has no description", name)
		}
	}
	person := doc.Defs["Person"]
	if person.Properties["name"] == nil || person.Properties["birth"] == nil || len(person.Required) != 1 {
		t.Errorf("a person's own and inherited fields: %v, required %v", person.Properties, person.Required)
	}
}
