package market

import "meridian/backend/lanes"

// Lanes is how many futures are worked on side by side.
const Lanes = lanes.Count

// Block is some months of up to Lanes futures.
//
// Memory: [month][series][lane], lanes contiguous; the series are the classes'
// real growth factors in order and, last, the growth factor of prices. A row is
// 512 bytes, so that a month's rows stay in the first-level cache while they
// are used.
type Block struct {
	series int
	data   []float64
}

// NewBlock has room for a number of months and classes.
func NewBlock(months, classes int) *Block {
	return &Block{series: classes + 1, data: make([]float64, months*(classes+1)*Lanes)}
}

// Row is one series in one month of the block, over the lanes.
func (b *Block) Row(month, series int) *[Lanes]float64 {
	at := (month*b.series + series) * Lanes
	return (*[Lanes]float64)(b.data[at : at+Lanes])
}

// Inflation is the row of the growth factor of prices.
func (b *Block) Inflation(month int) *[Lanes]float64 { return b.Row(month, b.series-1) }

// Walker writes futures into blocks, some months at a time. This is the seam
// behind which a generator for wider machines can stand.
//
// A walker belongs to one goroutine.
type Walker interface {
	// Begin starts over with at most Lanes futures, one per lane.
	Begin(futures []int)
	// Next writes the following months to the block's first rows. Lanes without a
	// future hold numbers that mean nothing.
	Next(b *Block, months int)
}
