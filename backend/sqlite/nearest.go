package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/viterin/vek/vek32"
	"modernc.org/sqlite"

	"meridian/backend/retrieve"
)

// The nearest vectors are found by reading all of them: exact, and bound by
// memory. vec0's own scan is plain loops, six times slower, so an aggregate
// function in Go reads the chunks in which vec0 keeps its vectors and takes the
// dot products with the processor's wide registers. It knows vec0's layout
// (v0.1.9, pinned in go.mod); where the layout is not as known, vec0 is asked.
//
//	TABLE_chunks             chunk_id, size, validity, rowids, partition00
//	TABLE_vector_chunks00    rowid = chunk_id, vectors
//
// validity is a bit a slot, lowest first; rowids are int64 and vectors float32,
// little-endian as the machines that Meridian runs on.
const nearestFunction = "nearest_vectors"

// errLayout is a chunk that does not lie as known.
var errLayout = errors.New("a chunk of vectors has another layout")

// layoutWords stand in errLayout when it comes back through SQLite as text.
const layoutWords = "another layout"

var registerNearest = sync.OnceValue(func() error {
	return sqlite.RegisterFunction(nearestFunction, &sqlite.FunctionImpl{
		NArgs: 6, Deterministic: true, VolatileArgs: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) { return &nearest{}, nil },
	})
})

// scan is one look for the nearest vectors.
type scan struct {
	tx     *sql.Tx
	table  string
	tenant int64
	within []idRange // ascending, apart from one another
	most   int
	query  []float32 // of length one
}

// idRange is the ids from first, count of them.
type idRange struct{ first, count int64 }

func rangesOf(volumes []retrieve.Volume) []idRange {
	ranges := make([]idRange, 0, len(volumes))
	for _, v := range volumes {
		ranges = append(ranges, idRange{v.First, int64(v.Passages())})
	}
	slices.SortFunc(ranges, func(a, b idRange) int { return cmp.Compare(a.first, b.first) })
	var joined []idRange
	for _, r := range ranges {
		if n := len(joined); n > 0 && joined[n-1].first+joined[n-1].count == r.first {
			joined[n-1].count += r.count
			continue
		}
		joined = append(joined, r)
	}
	return joined
}

// chunks reads vec0's chunks; errLayout when they do not lie as known.
func (s *scan) chunks(ctx context.Context) ([]retrieve.Scored, error) {
	query := fmt.Sprintf(`SELECT %s(?1, ?2, ?3, c.validity, c.rowids, x.vectors)
		FROM %s_chunks c JOIN %s_vector_chunks00 x ON x.rowid = c.chunk_id WHERE c.partition00 = ?4`, nearestFunction, s.table, s.table)
	var packed []byte
	err := s.tx.QueryRowContext(ctx, query, packVector(s.query), s.most, packRanges(s.within), s.tenant).Scan(&packed)
	if err != nil && (strings.Contains(err.Error(), layoutWords) || strings.Contains(err.Error(), "no such")) {
		return nil, fmt.Errorf("%w: %w", errLayout, err)
	}
	if err != nil {
		return nil, err
	}
	return unpackScored(packed), nil
}

// match asks vec0 itself. It knows nothing of ranges, so it is asked for more
// until enough of what it finds lies within them.
func (s *scan) match(ctx context.Context) ([]retrieve.Scored, error) {
	const mostOfVec0 = 4096
	query := `SELECT passage, distance FROM ` + s.table + ` WHERE vector MATCH ? AND k = ? AND tenant = ?`
	for k := s.most; ; k = min(4*k, mostOfVec0) {
		var found []retrieve.Scored
		n := 0
		err := each(ctx, s.tx, query, []any{packVector(s.query), k, s.tenant}, func(rows *sql.Rows) error {
			var id int64
			var distance float64
			err := rows.Scan(&id, &distance)
			if n++; inRanges(s.within, id) {
				found = append(found, retrieve.Scored{Passage: id, Score: float32(1 - distance)})
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(found) >= s.most || n < k || k == mostOfVec0 {
			slices.SortFunc(found, nearer)
			return found[:min(len(found), s.most)], nil
		}
	}
}

func nearer(a, b retrieve.Scored) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Passage, b.Passage))
}

func inRanges(ranges []idRange, id int64) bool {
	i, exact := slices.BinarySearchFunc(ranges, id, func(r idRange, id int64) int { return cmp.Compare(r.first, id) })
	if exact {
		return ranges[i].count > 0
	}
	return i > 0 && id < ranges[i-1].first+ranges[i-1].count
}

func packRanges(ranges []idRange) []byte {
	packed := make([]byte, 0, 16*len(ranges))
	for _, r := range ranges {
		packed = binary.LittleEndian.AppendUint64(packed, uint64(r.first))
		packed = binary.LittleEndian.AppendUint64(packed, uint64(r.count))
	}
	return packed
}

func unpackRanges(packed []byte) []idRange {
	ranges := make([]idRange, len(packed)/16)
	for i := range ranges {
		ranges[i].first = int64(binary.LittleEndian.Uint64(packed[16*i:]))
		ranges[i].count = int64(binary.LittleEndian.Uint64(packed[16*i+8:]))
	}
	return ranges
}

func unpackScored(packed []byte) []retrieve.Scored {
	found := make([]retrieve.Scored, len(packed)/12)
	for i := range found {
		found[i].Passage = int64(binary.LittleEndian.Uint64(packed[12*i:]))
		found[i].Score = math.Float32frombits(binary.LittleEndian.Uint32(packed[12*i+8:]))
	}
	return found
}

// nearest is the aggregate: one step a chunk.
type nearest struct {
	query  []float32
	most   int
	within []idRange
	at     int               // the range in which the last id was found
	best   []retrieve.Scored // the worst on top of a heap once it is full
}

// Step takes a chunk. What args point to is SQLite's and is not kept.
func (n *nearest) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	if n.query == nil && !n.begin(args) {
		return errLayout
	}
	validity, ok1 := args[3].([]byte)
	rowids, ok2 := args[4].([]byte)
	vectors, ok3 := args[5].([]byte)
	slots := len(rowids) / 8
	if !ok1 || !ok2 || !ok3 || slots != 8*len(validity) || len(vectors) != 4*slots*len(n.query) || slots == 0 {
		return errLayout
	}
	dimensions := len(n.query)
	matrix := unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(vectors))), slots*dimensions)
	for slot := range slots {
		if validity[slot>>3]>>(slot&7)&1 == 0 {
			continue
		}
		id := int64(binary.LittleEndian.Uint64(rowids[8*slot:]))
		if n.wanted(id) {
			n.offer(retrieve.Scored{Passage: id, Score: vek32.Dot(matrix[slot*dimensions:(slot+1)*dimensions], n.query)})
		}
	}
	return nil
}

func (n *nearest) begin(args []driver.Value) bool {
	query, ok1 := args[0].([]byte)
	most, ok2 := args[1].(int64)
	within, ok3 := args[2].([]byte)
	if !ok1 || !ok2 || !ok3 || len(query) == 0 {
		return false
	}
	n.query = make([]float32, len(query)/4)
	for i := range n.query {
		n.query[i] = math.Float32frombits(binary.LittleEndian.Uint32(query[4*i:]))
	}
	n.most, n.within = int(most), unpackRanges(within)
	return true
}

// wanted reports whether an id lies within the ranges. Neighbours in a chunk
// mostly lie in the same one.
func (n *nearest) wanted(id int64) bool {
	if n.at < len(n.within) {
		if r := n.within[n.at]; id >= r.first && id < r.first+r.count {
			return true
		}
	}
	i, exact := slices.BinarySearchFunc(n.within, id, func(r idRange, id int64) int { return cmp.Compare(r.first, id) })
	if !exact {
		i--
	}
	if i < 0 || id >= n.within[i].first+n.within[i].count {
		return false
	}
	n.at = i
	return true
}

// offer keeps a passage when it is among the best so far.
func (n *nearest) offer(s retrieve.Scored) {
	if len(n.best) < n.most {
		n.best = append(n.best, s)
		n.rise(len(n.best) - 1)
		return
	}
	if n.most > 0 && nearer(s, n.best[0]) < 0 {
		n.best[0] = s
		n.sink()
	}
}

func (n *nearest) rise(i int) {
	for i > 0 {
		above := (i - 1) / 2
		if nearer(n.best[i], n.best[above]) <= 0 {
			return
		}
		n.best[i], n.best[above] = n.best[above], n.best[i]
		i = above
	}
}

func (n *nearest) sink() {
	for i := 0; ; {
		worst := i
		for _, below := range []int{2*i + 1, 2*i + 2} {
			if below < len(n.best) && nearer(n.best[below], n.best[worst]) > 0 {
				worst = below
			}
		}
		if worst == i {
			return
		}
		n.best[i], n.best[worst] = n.best[worst], n.best[i]
		i = worst
	}
}

// WindowValue is the best found, best first: for each the id as int64 and the
// cosine as float32, little-endian.
func (n *nearest) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	best := slices.SortedFunc(slices.Values(n.best), nearer)
	packed := make([]byte, 0, 12*len(best))
	for _, s := range best {
		packed = binary.LittleEndian.AppendUint64(packed, uint64(s.Passage))
		packed = binary.LittleEndian.AppendUint32(packed, math.Float32bits(s.Score))
	}
	return packed, nil
}

// WindowInverse takes nothing back: the function is never used over a window.
func (n *nearest) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return errors.New(nearestFunction + " is no window function")
}

// Final has nothing to let go of.
func (n *nearest) Final(*sqlite.FunctionContext) {}
