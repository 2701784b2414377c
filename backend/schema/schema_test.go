package schema

import (
	"encoding/json"
	"strings"
	"testing"
)

// Colour is a worded type.
type Colour string

func (Colour) Words() []string { return []string{"red", "green"} }

// Code is a patterned type.
type Code string

func (Code) Pattern() string { return "^[a-z]+$" }

// Size is a union: a number, or a box.
type Size struct{}

func (Size) Shapes() []any { return []any{0.0, Box{}} }

// Box has two sides.
type Box struct {
	// Width is in metres.
	Width float64 `json:"width"`
	Depth float64 `json:"depth,omitempty"`
}

// Thing is made of all of them.
type Thing struct {
	Colour Colour          `json:"colour"`
	Code   *Code           `json:"code,omitempty"`
	Size   Size            `json:"size,omitzero"`
	Parts  map[string]Size `json:"parts,omitempty"`
}

func TestTypesTellTheirShape(t *testing.T) {
	s, err := New("meridian/backend/schema")
	if err != nil {
		t.Fatal(err)
	}
	if name := s.Add(Thing{}); name != "Thing" {
		t.Errorf("called %q", name)
	}
	for name, want := range map[string]string{
		"Colour": `"enum":["red","green"]`,
		"Code":   `"pattern":"^[a-z]+$"`,
		"Size":   `"oneOf":[{"type":"number"},{"$ref":"#/$defs/Box"}]`,
		"Box":    `"required":["width"]`,
		"Thing":  `"required":["colour"]`,
	} {
		got, err := json.Marshal(s.Definitions()[name])
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("%s: %s, want %s (%v)", name, got, want, err)
		}
	}
}

func TestDocumentsAreStable(t *testing.T) {
	var last string
	for range 3 {
		s, err := New("meridian/backend/schema")
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Document("A thing", Thing{})
		if err != nil {
			t.Fatal(err)
		}
		if last != "" && last != string(got) {
			t.Fatal("the same types gave other bytes")
		}
		last = string(got)
	}
	if !strings.Contains(last, `"title": "A thing"`) || !strings.Contains(last, `"$ref": "#/$defs/Thing"`) {
		t.Errorf("document %s", last)
	}
}
