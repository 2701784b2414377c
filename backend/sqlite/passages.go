package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/retrieve"
)

func insertPassages(ctx context.Context, tx *sql.Tx, row int64, passages []document.Passage) error {
	const insert = `INSERT INTO passages (document, ordinal, page, start, "end", section, header, hash, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	statement, err := tx.PrepareContext(ctx, insert)
	if err != nil {
		return err
	}
	defer statement.Close()
	for _, p := range passages {
		hash := document.TextHash(p.Whole())
		_, err := statement.ExecContext(ctx, row, p.Ordinal, p.Page, p.Span.Start, p.Span.End, p.Section, p.Header, hash[:], p.Text)
		if err != nil {
			return fmt.Errorf("passage %d: %w", p.Ordinal, err)
		}
	}
	return nil
}

// Passages are all passages of a document in order; NoDocument when there is
// none.
func (d *Documents) Passages(ctx context.Context, id document.ID) (passages []document.Passage, err error) {
	err = d.db.view(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		passages, err = readPassages(ctx, tx, row)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read passages: %w", err)
	}
	return passages, nil
}

func readPassages(ctx context.Context, tx *sql.Tx, row int64) (passages []document.Passage, err error) {
	const query = `SELECT ordinal, page, start, "end", section, header, text FROM passages WHERE document = ? ORDER BY ordinal`
	err = each(ctx, tx, query, []any{row}, func(rows *sql.Rows) error {
		var p document.Passage
		err := rows.Scan(&p.Ordinal, &p.Page, &p.Span.Start, &p.Span.End, &p.Section, &p.Header, &p.Text)
		passages = append(passages, p)
		return err
	})
	return passages, err
}

// Unembedded are texts of a document's passages that have no vector of a model
// yet, at most that many, in the order of the document, each once. left is how
// many there are altogether.
func (d *Documents) Unembedded(ctx context.Context, id document.ID, model embedding.Model, most int) (texts []string, left int, err error) {
	err = d.db.view(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		const lacking = `FROM passages p JOIN library_documents d ON d.id = p.document WHERE p.document = ? AND NOT EXISTS (
			SELECT 1 FROM vectors v JOIN embedders e ON e.id = v.embedder
			WHERE v.hash = p.hash AND e.digest = ? AND v.chunker = d.chunker)`
		err = tx.QueryRowContext(ctx, `SELECT count(DISTINCT p.hash) `+lacking, row, model.Digest).Scan(&left)
		if err != nil || left == 0 {
			return err
		}
		const query = `SELECT p.header, p.text, min(p.ordinal) AS first ` + lacking + ` GROUP BY p.hash ORDER BY first LIMIT ?`
		return each(ctx, tx, query, []any{row, model.Digest, most}, func(rows *sql.Rows) error {
			var p document.Passage
			err := rows.Scan(&p.Header, &p.Text, &p.Ordinal)
			texts = append(texts, p.Whole())
			return err
		})
	})
	if err != nil {
		return nil, 0, fmt.Errorf("find texts without vectors: %w", err)
	}
	return texts, left, nil
}

// PutVectors keeps what a model made of texts of a document, one vector each.
// They are scaled to length one; one without a direction, or of a length that
// is not the model's, is refused with Unfit.
func (d *Documents) PutVectors(ctx context.Context, id document.ID, model embedding.Model, texts []string, vectors [][]float32) error {
	packed, err := packVectors(model, texts, vectors)
	if err != nil {
		return fmt.Errorf("keep vectors: %w", err)
	}
	err = d.db.change(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		embedder, err := embedderOf(ctx, tx, model)
		if err != nil {
			return err
		}
		// A text that no passage has any more leaves no vector behind.
		const insert = `INSERT INTO vectors (hash, embedder, chunker, vector)
			SELECT ?1, ?2, d.chunker, ?3 FROM library_documents d WHERE d.id = ?4 AND EXISTS (SELECT 1 FROM passages WHERE hash = ?1)
			ON CONFLICT (hash, embedder, chunker) DO UPDATE SET vector = excluded.vector`
		for i, text := range texts {
			hash := document.TextHash(text)
			if _, err := tx.ExecContext(ctx, insert, hash[:], embedder, packed[i], row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep vectors: %w", err)
	}
	return nil
}

// indexWords writes a document's concordance anew.
func indexWords(ctx context.Context, tx *sql.Tx, row int64) error {
	words, err := compile(ctx, tx, row)
	if err != nil {
		return err
	}
	return words.put(ctx, tx, row)
}

// concordance is one that was made and is to be kept.
type concordance struct {
	first int64 // id of the first passage
	body  []byte
}

// compile makes a document's concordance.
func compile(ctx context.Context, tx *sql.Tx, row int64) (concordance, error) {
	var title, issuer, date string
	var year int
	err := tx.QueryRowContext(ctx, `SELECT title, issuer, year, date FROM library_documents WHERE id = ?`, row).Scan(&title, &issuer, &year, &date)
	if err != nil {
		return concordance{}, err
	}
	first, leaves, err := leavesOf(ctx, tx, row)
	if err != nil {
		return concordance{}, err
	}
	named := retrieve.Terms(title + " " + issuer + " " + strconv.Itoa(year) + " " + date)
	return concordance{first, retrieve.Compile(named, leaves)}, nil
}

func (c concordance) put(ctx context.Context, tx *sql.Tx, row int64) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM concordances WHERE document = ?`, row); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO concordances (document, first, body) VALUES (?, ?, ?)`, row, c.first, c.body)
	return err
}

// leavesOf are the terms of a document's passages in order, and the first one's
// id.
func leavesOf(ctx context.Context, tx *sql.Tx, row int64) (first int64, leaves []retrieve.Leaf, err error) {
	const query = `SELECT id, page, section, text FROM passages WHERE document = ? ORDER BY ordinal`
	err = each(ctx, tx, query, []any{row}, func(rows *sql.Rows) error {
		var id int64
		var page int
		var section, text string
		if err := rows.Scan(&id, &page, &section, &text); err != nil {
			return err
		}
		if len(leaves) == 0 {
			first = id
		}
		if id != first+int64(len(leaves)) {
			return errGap
		}
		leaves = append(leaves, retrieve.Leaf{Page: page, Heading: retrieve.Terms(section), Body: retrieve.Terms(text)})
		return nil
	})
	return first, leaves, err
}

// errGap is a fault of the program: AddPassages closes up what another document
// came between.
var errGap = errors.New("the ids of a document's passages have a gap")
