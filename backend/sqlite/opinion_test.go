//go:build cgo && sqlitevec_cgo

package sqlite

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"testing"

	bindings "github.com/asg017/sqlite-vec-go-bindings/cgo"
	_ "github.com/mattn/go-sqlite3"

	"meridian/backend/retrieve"
)

// TestASecondOpinion reads a file that Meridian wrote with another SQLite, in
// C, and the sqlite-vec that its author binds to it: the same questions find
// the same passages. It needs a C compiler and SQLite's header, hence its tag.
func TestASecondOpinion(t *testing.T) {
	bindings.Auto()
	db, _ := scattered(t, 384)
	other, err := sql.Open("sqlite3", "file:"+db.Path()+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var version string
	if err := other.QueryRow(`SELECT vec_version()`).Scan(&version); err != nil {
		t.Fatal(err)
	}
	t.Log("the other sqlite-vec is", version)
	random := rand.New(rand.NewPCG(8, 8))
	for range 20 {
		query := randomVectors(random, 1, 384)[0]
		err := db.Documents.Look(t.Context(), "t1", nil, func(v retrieve.View) error {
			w := v.(*view)
			s := scan{tx: w.tx, table: "passages_vec_1", tenant: w.tenant, within: rangesOf(w.collection.Volumes()), most: 20, query: query}
			ours, err := s.chunks(t.Context())
			if err != nil {
				return err
			}
			theirs, err := askOther(t.Context(), other, s)
			if err != nil {
				return err
			}
			sameFound(t, ours, theirs)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func askOther(ctx context.Context, other *sql.DB, s scan) ([]retrieve.Scored, error) {
	tx, err := other.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	s.tx = tx
	return s.match(ctx)
}
