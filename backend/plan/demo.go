package plan

import (
	"bytes"
	_ "embed" // the demo documents
	"fmt"

	"meridian/backend/fault"
)

// ErrNoDemo is returned for a region without a demo household.
var ErrNoDemo = fault.New(fault.NotFound, "plan.demo",
	fault.Text{EN: "There is no demo household for that region.", KO: "그 지역의 예시 가구는 없습니다."},
	fault.Text{EN: "Choose us or kr.", KO: "us 또는 kr을 골라 주세요."})

//go:embed demo/us.json
var demoUS []byte

//go:embed demo/kr.json
var demoKR []byte

// Demo is the example household of a region, "us" or "kr".
func Demo(region string) (Plan, error) {
	switch region {
	case "us":
		return Decode(bytes.NewReader(demoUS))
	case "kr":
		return Decode(bytes.NewReader(demoKR))
	}
	return Plan{}, fmt.Errorf("demo household %q: %w", region, ErrNoDemo)
}

// Regions are the regions that have a demo household.
func Regions() []string { return []string{"us", "kr"} }
