package embedding

import (
	"math"
	"testing"
)

func TestUnitVectorsHaveLengthOne(t *testing.T) {
	v := []float32{3, 0, -4}
	if !Unit(v) || v[0] != 0.6 || v[2] != -0.8 {
		t.Errorf("got %v", v)
	}
	for _, bad := range [][]float32{{}, {0, 0}, {float32(math.NaN()), 1}, {float32(math.Inf(1)), 1}} {
		if Unit(bad) {
			t.Errorf("%v was given a direction", bad)
		}
	}
}
