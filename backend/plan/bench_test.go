package plan

import (
	"bytes"
	"testing"
)

// What a lever's drag costs before anything is simulated.

func BenchmarkDecode(b *testing.B) {
	for b.Loop() {
		if _, err := Decode(bytes.NewReader(demoUS)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	p := decode(b, demoUS)
	for b.Loop() {
		Validate(p)
	}
}

func BenchmarkPatch(b *testing.B) {
	p := decode(b, demoUS)
	for b.Loop() {
		if _, err := Patch(p, map[string]any{"name": "x"}); err != nil {
			b.Fatal(err)
		}
	}
}
