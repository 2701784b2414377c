package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"

	"meridian/backend/document"
)

// row is a document's number; NoDocument when there is none or it has expired.
func (d *Documents) row(ctx context.Context, tx *sql.Tx, id document.ID) (row int64, err error) {
	const query = `SELECT d.id FROM library_documents d WHERE d.ulid = ? AND ` + alive
	err = tx.QueryRowContext(ctx, query, id, millis(d.db.now())).Scan(&row)
	return row, orNoDocument(err)
}

func insertPage(ctx context.Context, tx *sql.Tx, row int64, p document.Page) error {
	const insert = `INSERT INTO pages (document, number, label, width, height, heading, scanned, pictures,
		text_packing, text_size, text, boxes_packing, boxes_size, boxes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	boxes := packBoxes(p.Boxes)
	textPacking, text := pack([]byte(p.Text))
	boxPacking, packed := pack(boxes)
	_, err := tx.ExecContext(ctx, insert, row, p.Number, p.Label, p.Width, p.Height, p.Heading, p.Scanned, p.Pictures,
		textPacking, len(p.Text), filled(text), boxPacking, len(boxes), filled(packed))
	return err
}

// boxUnit is the finest place on a page that is kept: a 65535th of its width
// or height, a hundredth of a point on paper.
const boxUnit = math.MaxUint16

// packBoxes writes boxes as four columns of uint16, little-endian, each after
// the difference to the character before: neighbours differ little, and what
// repeats packs well.
func packBoxes(boxes []document.Box) []byte {
	out := make([]byte, 0, 8*len(boxes))
	for side := range 4 {
		var before uint16
		for _, b := range boxes {
			at := uint16(math.Round(float64(min(max(sides(b)[side], 0), 1)) * boxUnit))
			out = binary.LittleEndian.AppendUint16(out, at-before)
			before = at
		}
	}
	return out
}

func sides(b document.Box) [4]float32 { return [4]float32{b.Left, b.Top, b.Right, b.Bottom} }

func unpackBoxes(packed []byte) ([]document.Box, error) {
	if len(packed)%8 != 0 {
		return nil, fmt.Errorf("%d bytes are no boxes", len(packed))
	}
	if len(packed) == 0 {
		return nil, nil
	}
	boxes := make([]document.Box, len(packed)/8)
	for side := range 4 {
		var at uint16
		for i := range boxes {
			at += binary.LittleEndian.Uint16(packed[2*(side*len(boxes)+i):])
			b := &boxes[i]
			*[]*float32{&b.Left, &b.Top, &b.Right, &b.Bottom}[side] = float32(at) / boxUnit
		}
	}
	return boxes, nil
}

// Pages are all pages of a document in order, without their boxes; NoDocument
// when there is none.
func (d *Documents) Pages(ctx context.Context, id document.ID) (pages []document.Page, err error) {
	err = d.db.view(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		const query = `SELECT number, label, width, height, heading, scanned, pictures, text_packing, text_size, text,
			0, 0, x'' FROM pages WHERE document = ? ORDER BY number`
		return each(ctx, tx, query, []any{row}, func(rows *sql.Rows) error {
			p, err := scanPage(rows.Scan)
			pages = append(pages, p)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	return pages, nil
}

// Page is one page of a document with its boxes; NoDocument when there is none.
func (d *Documents) Page(ctx context.Context, id document.ID, number int) (p document.Page, err error) {
	err = d.db.view(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		const query = `SELECT number, label, width, height, heading, scanned, pictures, text_packing, text_size, text,
			boxes_packing, boxes_size, boxes FROM pages WHERE document = ? AND number = ?`
		p, err = scanPage(tx.QueryRowContext(ctx, query, row, number).Scan)
		return orNoDocument(err)
	})
	if err != nil {
		return document.Page{}, fmt.Errorf("read page: %w", err)
	}
	return p, nil
}

func scanPage(scan func(...any) error) (document.Page, error) {
	var p document.Page
	var textPacking, textSize, boxPacking, boxSize int
	var text, packed []byte
	err := scan(&p.Number, &p.Label, &p.Width, &p.Height, &p.Heading, &p.Scanned, &p.Pictures,
		&textPacking, &textSize, &text, &boxPacking, &boxSize, &packed)
	if err != nil {
		return document.Page{}, err
	}
	if text, err = unpack(textPacking, textSize, text); err != nil {
		return document.Page{}, Damaged.With(err)
	}
	p.Text = string(text)
	boxes, err := unpack(boxPacking, boxSize, packed)
	if err == nil {
		p.Boxes, err = unpackBoxes(boxes)
	}
	if err != nil {
		return document.Page{}, Damaged.With(err)
	}
	return p, nil
}
