package lanes

import "math"

// Key is a whole number that orders as the numbers of single precision do, -0
// before 0.
func Key(v float32) int32 {
	b := int32(math.Float32bits(v))
	return b ^ int32(uint32(b>>31)>>1)
}

// FromKey is the number of a key.
func FromKey(key int32) float32 {
	return math.Float32frombits(uint32(key ^ int32(uint32(key>>31)>>1)))
}

func multiplySingles(to, a, b []float32) {
	for i, v := range a {
		to[i] = v * b[i]
	}
}

func sift(values []float32, after, end *[8]int32, beyond *[8][16]int32, to []int32) int {
	found := 0
	for _, v := range values {
		key, within := Key(v), false
		for i := range after {
			if key > after[i] {
				beyond[i][0]++
				within = within || key <= end[i]
			}
		}
		if within {
			to[found] = key
			found++
		}
	}
	return found
}
