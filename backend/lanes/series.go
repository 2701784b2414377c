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

func cull(keys []int32, after, end int32, to []int32) int {
	n := 0
	for _, key := range keys {
		if key > after && key <= end {
			to[n] = key
			n++
		}
	}
	return n
}

func nth(keys *[16]int32, others int32) int32 {
	least := int32(math.MaxInt32)
	for _, key := range keys {
		above := int32(0)
		for _, o := range keys {
			if o > key {
				above++
			}
		}
		if above <= others {
			least = min(least, key)
		}
	}
	return least
}

func sift(values []float32, after, end, beyond *[8]int32, to []int32) int {
	found := 0
	clear(beyond[:])
	for _, v := range values {
		found += siftKey(Key(v), after, end, beyond, to[found:])
	}
	return found
}

func siftPriced(values, prices []float32, after, end, beyond *[8]int32, to []int32) int {
	found := 0
	clear(beyond[:])
	for i, v := range values {
		found += siftKey(Key(v*prices[i]), after, end, beyond, to[found:])
	}
	return found
}

func siftKeys(keys []int32, after, end, beyond *[8]int32, to []int32) int {
	found := 0
	clear(beyond[:])
	for _, key := range keys {
		found += siftKey(key, after, end, beyond, to[found:])
	}
	return found
}

// expect is nothing that can be said here.
func expect(*[Count]float32) {}

func tally(keys []int32, low, high, afterLow, afterHigh *[8]int32) {
	clear(afterLow[:])
	clear(afterHigh[:])
	for _, key := range keys {
		for i := range low {
			if key > low[i] {
				afterLow[i]++
			}
			if key > high[i] {
				afterHigh[i]++
			}
		}
	}
}

// siftKey sifts one key; it is 1 where the key was written.
func siftKey(key int32, after, end, beyond *[8]int32, to []int32) int {
	within := 0
	for i := range after {
		if key > after[i] {
			beyond[i]++
			if key <= end[i] {
				within = 1
			}
		}
	}
	if within == 1 {
		to[0] = key
	}
	return within
}
