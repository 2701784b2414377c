package workload

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"testing"
)

// TestBitsAreKnown: the portable code gives the same bits on every processor.
// No compiler may fuse what it does into other operations.
func TestBitsAreKnown(t *testing.T) {
	for w, want := range map[Work]uint32{Monthly: 0x630a702, Yearly: 0x230cd5a8} {
		e := NewEnds(48)
		Run(w, Portable, 3, e, 1)
		sum := crc32.NewIEEE()
		for y := range Years {
			for _, v := range e.Year(y) {
				_ = binary.Write(sum, binary.LittleEndian, math.Float32bits(v)) // a hash takes all
			}
		}
		if got := sum.Sum32(); got != want {
			t.Errorf("the ends of %s are %#x, want %#x", w, got, want)
		}
	}
}
