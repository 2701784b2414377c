package forecast

import (
	"testing"

	"meridian/backend/plan"
)

// The shipped households, 1,000 futures, as they are and under their laws.
func BenchmarkHouseholdsUnderTheLaw(b *testing.B) {
	rows := []struct{ name, region, law string }{
		{"us/flat", "us", `{}`}, {"us/us.federal", "us", `{"tax":{"regime":"us.federal","params":null}}`},
		{"kr/bands", "kr", `{}`}, {"kr/kr", "kr", `{"tax":{"regime":"kr","params":null}}`},
	}
	for _, row := range rows {
		p, err := plan.Demo(row.region)
		if err != nil {
			b.Fatal(err)
		}
		p = pulled(b, p, row.law)
		b.Run(row.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := (&Service{}).Run(b.Context(), p, RunSpec{Purpose: Preview, Paths: 1_000}, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
