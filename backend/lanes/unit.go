package lanes

// Count is how many futures are worked on side by side: so many that what an
// operation costs however few lanes it works on is little beside the lanes, and so
// few that a household's books stay in the processor's second cache. Sums hang on
// it to the last bit.
const Count = 256

// Vec is one number per lane.
type Vec = [Count]float64

// Unit is what does the arithmetic. The zero value works on every processor.
type Unit uint8

// The units, the slowest first.
const (
	Portable Unit = iota
	AVX2
	AVX512
)

// String is the unit's name.
func (u Unit) String() string {
	switch u {
	case AVX512:
		return "AVX-512"
	case AVX2:
		return "AVX2"
	default:
		return "portable"
	}
}

// Units are those that this processor has, the slowest first.
func Units() []Unit { return append([]Unit{Portable}, vectors()...) }

// Best is the fastest unit that this processor has.
func Best() Unit {
	all := Units()
	return all[len(all)-1]
}
