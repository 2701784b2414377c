package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"time"

	"meridian/backend/fault"
)

// NoResult is the fault of a result that is not kept, or not any more.
var NoResult = fault.New(fault.NotFound, "result.missing",
	fault.Text{EN: "This forecast is not kept any more.", KO: "이 예측은 더 이상 보관되어 있지 않습니다."},
	fault.Text{EN: "Run it again.", KO: "다시 실행해 주세요."})

// Result is what a forecast found: a header and named blocks, whose content is
// the forecast's own business.
type Result struct {
	Hash   string // of everything that produced it
	Plan   string // id of the plan it was made for, "" for none
	Header []byte
	Blocks map[string][]byte
}

// Results keeps what forecasts found. A result can be computed again, so the
// ones least used go when they become too many, and one whose bytes are not
// those that were saved counts as not kept.
type Results struct {
	db     *DB
	limits Limits
}

// Limits say how many results are kept.
type Limits struct {
	PerPlan int   // the most results of one plan
	Bytes   int64 // the most bytes of all results together
}

func (l Limits) orDefault() Limits {
	return Limits{PerPlan: cmp.Or(l.PerPlan, 12), Bytes: cmp.Or(l.Bytes, 256<<20)}
}

// useStep is how exactly the last use is known, so that reading seldom writes.
const useStep = time.Minute

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(b []byte) int64 { return int64(crc32.Checksum(b, castagnoli)) }

// Save keeps a result, all of it or nothing, and lets go of those that are too
// many. The same hash saved again changes nothing but its last use.
func (r *Results) Save(ctx context.Context, result Result) error {
	now := millis(r.db.now())
	err := r.db.change(ctx, func(tx *sql.Tx) error {
		if err := insertResult(ctx, tx, result, now); err != nil {
			return err
		}
		return r.prune(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("save result: %w", err)
	}
	return nil
}

func insertResult(ctx context.Context, tx *sql.Tx, result Result, now int64) error {
	used, err := tx.ExecContext(ctx, `UPDATE results SET used = ? WHERE hash = ?`, now, result.Hash)
	if err != nil {
		return err
	}
	if n, err := used.RowsAffected(); n > 0 || err != nil {
		return err
	}
	size := len(result.Header)
	for _, body := range result.Blocks {
		size += len(body)
	}
	const header = `INSERT INTO results (hash, plan, header, sum, bytes, created, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)`
	row, err := tx.ExecContext(ctx, header, result.Hash, result.Plan, filled(result.Header), checksum(result.Header), size, now)
	if err != nil {
		return err
	}
	id, err := row.LastInsertId()
	if err != nil {
		return err
	}
	for name, body := range result.Blocks {
		const block = `INSERT INTO blocks (result, name, sum, body) VALUES (?, ?, ?, ?)`
		if _, err := tx.ExecContext(ctx, block, id, name, checksum(body), filled(body)); err != nil {
			return err
		}
	}
	return nil
}

// filled is b, never nil: the driver would write that as NULL.
func filled(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Has reports whether a result is kept.
func (r *Results) Has(ctx context.Context, hash string) (bool, error) {
	var n int
	err := r.db.read.QueryRowContext(ctx, `SELECT count(*) FROM results WHERE hash = ?`, hash).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("find result: %w", r.db.explain(err))
	}
	return n > 0, nil
}

// Load is a result; NoResult when it is not kept.
func (r *Results) Load(ctx context.Context, hash string) (Result, error) {
	result := Result{Hash: hash, Blocks: map[string][]byte{}}
	used, err := r.read(ctx, &result)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Result{}, NoResult
	case errors.Is(err, errSum):
		err = r.forget(ctx, hash)
	case err == nil:
		r.touch(ctx, hash, used)
	}
	if err != nil {
		return Result{}, fmt.Errorf("load result: %w", err)
	}
	return result, nil
}

// read fills in the result of a hash and says when it was used last.
func (r *Results) read(ctx context.Context, into *Result) (used int64, err error) {
	err = r.db.view(ctx, func(tx *sql.Tx) (err error) {
		var id int64
		row := tx.QueryRowContext(ctx, `SELECT id, used, plan, sum, header FROM results WHERE hash = ?`, into.Hash)
		into.Header, err = checked(func(to ...any) error { return row.Scan(append([]any{&id, &used}, to...)...) }, &into.Plan)
		if err != nil {
			return err
		}
		return each(ctx, tx, `SELECT name, sum, body FROM blocks WHERE result = ?`, []any{id}, func(rows *sql.Rows) error {
			var name string
			body, err := checked(rows.Scan, &name)
			into.Blocks[name] = body
			return err
		})
	})
	return used, err
}

var errSum = errors.New("the bytes are not those that were saved")

// checked scans a name, a checksum and bytes, and refuses bytes that are not
// those that were saved.
func checked(scan func(...any) error, name *string) ([]byte, error) {
	var sum int64
	var body []byte
	if err := scan(name, &sum, &body); err != nil {
		return nil, err
	}
	if checksum(body) != sum {
		return nil, errSum
	}
	return body, nil
}

// forget takes away a result that cannot be trusted: it is computed again.
func (r *Results) forget(ctx context.Context, hash string) error {
	r.db.log.Warn("a kept result was damaged and is forgotten")
	_, err := r.db.write.ExecContext(ctx, `DELETE FROM results WHERE hash = ?`, hash)
	if err != nil {
		return r.db.explain(err)
	}
	return NoResult
}

// touch notes that a result was used. Where the disk takes nothing any more,
// the result is still read.
func (r *Results) touch(ctx context.Context, hash string, used int64) {
	now := millis(r.db.now())
	if now-used < useStep.Milliseconds() {
		return
	}
	if _, err := r.db.write.ExecContext(ctx, `UPDATE results SET used = ? WHERE hash = ?`, now, hash); err != nil {
		r.db.log.Warn("the use of a kept result was not noted", "error", r.db.explain(err))
	}
}

// kept is a result as the rule of what goes sees it.
type kept struct {
	id    int64
	plan  string
	bytes int64
	used  int64
}

// surplus are the results that go, in the order in which they were used last,
// newest first: of each plan those beyond the limit; of the others those with
// which the bytes come to more than the limit. The one used last never goes,
// however large it is: somebody is looking at it.
func surplus(all []kept, limits Limits) []int64 {
	newestFirst := slices.SortedFunc(slices.Values(all), func(a, b kept) int {
		return cmp.Or(cmp.Compare(b.used, a.used), cmp.Compare(b.id, a.id))
	})
	var gone []int64
	var bytes int64
	perPlan := make(map[string]int)
	for i, k := range newestFirst {
		perPlan[k.plan]++
		if i > 0 && perPlan[k.plan] > limits.PerPlan {
			gone = append(gone, k.id)
			continue
		}
		bytes += k.bytes
		if i > 0 && bytes > limits.Bytes {
			gone = append(gone, k.id)
		}
	}
	return gone
}

func (r *Results) prune(ctx context.Context, tx *sql.Tx) error {
	var all []kept
	err := each(ctx, tx, `SELECT id, plan, bytes, used FROM results`, nil, func(rows *sql.Rows) error {
		var k kept
		err := rows.Scan(&k.id, &k.plan, &k.bytes, &k.used)
		all = append(all, k)
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range surplus(all, r.limits) {
		if _, err := tx.ExecContext(ctx, `DELETE FROM results WHERE id = ?`, id); err != nil {
			return err
		}
	}
	return nil
}
