package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"

	_ "modernc.org/sqlite/vec" // vec0, for every connection opened from here on

	"meridian/backend/embedding"
	"meridian/backend/fault"
)

// Unfit is the fault of vectors that are not what their model promises.
var Unfit = fault.New(fault.Unavailable, "document.vector",
	fault.Text{EN: "The embedding model gave an answer that cannot be used.", KO: "임베딩 모델이 쓸 수 없는 답을 주었습니다."},
	fault.Text{EN: "Try again, or choose another embedding model.", KO: "다시 시도하거나 다른 임베딩 모델을 골라 주세요."})

// vectorChunk is how many vectors vec0 keeps in one blob: few enough that a
// change is cheap, many enough that a scan reads long stretches.
const vectorChunk = 128

// vectorTable is the name of the vec0 table of a model.
func vectorTable(embedder int64) string { return "passages_vec_" + strconv.FormatInt(embedder, 10) }

// embedderOf is a model's number. On first sight its table is made, and a
// trigger by which its vectors go with their passages.
func embedderOf(ctx context.Context, tx *sql.Tx, model embedding.Model) (int64, error) {
	var id int64
	var dimensions int
	err := tx.QueryRowContext(ctx, `SELECT id, dimensions FROM embedders WHERE digest = ?`, model.Digest).Scan(&id, &dimensions)
	switch {
	case err == nil && dimensions != model.Dimensions:
		return 0, Unfit.With(fmt.Errorf("%d dimensions where there were %d", model.Dimensions, dimensions))
	case err == nil || !errors.Is(err, sql.ErrNoRows):
		return id, err
	case model.Dimensions < 1 || model.Dimensions > embedding.MaxDimensions:
		return 0, Unfit.With(fmt.Errorf("%d dimensions", model.Dimensions))
	}
	row, err := tx.ExecContext(ctx, `INSERT INTO embedders (name, digest, dimensions, neural) VALUES (?, ?, ?, ?)`,
		model.Name, model.Digest, model.Dimensions, model.Neural)
	if err != nil {
		return 0, err
	}
	if id, err = row.LastInsertId(); err != nil {
		return 0, err
	}
	return id, makeVectorTable(ctx, tx, id, model.Dimensions)
}

// Embedders are the models that gave passages their vectors, the newest first.
func (d *Documents) Embedders(ctx context.Context) ([]embedding.Model, error) {
	rows, err := d.db.read.QueryContext(ctx, `SELECT name, digest, dimensions, neural FROM embedders ORDER BY id DESC`)
	if err != nil {
		return nil, fmt.Errorf("list embedding models: %w", err)
	}
	defer rows.Close()
	var all []embedding.Model
	for rows.Next() {
		var m embedding.Model
		if err := rows.Scan(&m.Name, &m.Digest, &m.Dimensions, &m.Neural); err != nil {
			return nil, fmt.Errorf("list embedding models: %w", err)
		}
		all = append(all, m)
	}
	return all, rows.Err()
}

func makeVectorTable(ctx context.Context, tx *sql.Tx, embedder int64, dimensions int) error {
	table := vectorTable(embedder)
	for _, make := range []string{
		fmt.Sprintf(`CREATE VIRTUAL TABLE %s USING vec0 (passage INTEGER PRIMARY KEY, tenant INTEGER PARTITION KEY,
			vector float[%d] distance_metric=cosine, chunk_size=%d)`, table, dimensions, vectorChunk),
		fmt.Sprintf(`CREATE TRIGGER %s_gone AFTER DELETE ON passages BEGIN DELETE FROM %s WHERE passage = old.id; END`, table, table),
	} {
		if _, err := tx.ExecContext(ctx, make); err != nil {
			return err
		}
	}
	return nil
}

// packVectors is every vector as float32, little-endian, of length one.
func packVectors(model embedding.Model, texts []string, vectors [][]float32) ([][]byte, error) {
	if len(texts) != len(vectors) {
		return nil, Unfit.With(fmt.Errorf("%d vectors for %d texts", len(vectors), len(texts)))
	}
	packed := make([][]byte, len(vectors))
	for i, v := range vectors {
		if len(v) != model.Dimensions {
			return nil, Unfit.With(fmt.Errorf("%d dimensions where %d were promised", len(v), model.Dimensions))
		}
		one := append([]float32(nil), v...)
		if !embedding.Unit(one) {
			return nil, Unfit.With(errors.New("a vector without a direction"))
		}
		packed[i] = packVector(one)
	}
	return packed, nil
}

func packVector(v []float32) []byte {
	packed := make([]byte, 0, 4*len(v))
	for _, x := range v {
		packed = binary.LittleEndian.AppendUint32(packed, math.Float32bits(x))
	}
	return packed
}
