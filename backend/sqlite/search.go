package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/retrieve"
)

var _ retrieve.Index = (*Documents)(nil)

// shelf remembers volumes that were read. A concordance never changes under
// its id, so what is remembered is right as long as the file still has the id;
// whether it has is asked every time.
type shelf struct {
	mu      sync.Mutex
	volumes map[int64]shelved // by the id of the concordance
}

type shelved struct {
	tenant int64
	volume retrieve.Volume
}

// Look lets do see one unchanging picture of a tenant's documents that are
// ready and have not expired.
func (d *Documents) Look(ctx context.Context, tenant document.Tenant, among []document.ID, do func(retrieve.View) error) error {
	return d.db.view(ctx, func(tx *sql.Tx) error {
		v := &view{tx: tx, db: d.db}
		err := tx.QueryRowContext(ctx, `SELECT id FROM tenants WHERE name = ?`, tenant).Scan(&v.tenant)
		if errors.Is(err, sql.ErrNoRows) {
			return do(v)
		}
		if err != nil {
			return err
		}
		if v.volumes, err = d.volumes(ctx, tx, v.tenant, among); err != nil {
			return fmt.Errorf("read concordances: %w", err)
		}
		return do(v)
	})
}

// volumes are a tenant's documents as search sees them, read once each.
func (d *Documents) volumes(ctx context.Context, tx *sql.Tx, tenant int64, among []document.ID) ([]retrieve.Volume, error) {
	ids, err := readable(ctx, tx, tenant, millis(d.db.now()))
	if err != nil {
		return nil, err
	}
	known, unknown := d.shelf.take(tenant, ids)
	if len(unknown) > 0 {
		read, err := readVolumes(ctx, tx, unknown)
		if err != nil {
			return nil, err
		}
		d.shelf.put(tenant, read)
		for id, v := range read {
			known[id] = v
		}
	}
	volumes := make([]retrieve.Volume, 0, len(ids))
	for _, id := range ids {
		if v := known[id]; len(among) == 0 || slices.Contains(among, v.About.ID) {
			volumes = append(volumes, v)
		}
	}
	slices.SortFunc(volumes, func(a, b retrieve.Volume) int { return cmp.Compare(a.First, b.First) })
	return volumes, nil
}

// readable are the ids of the concordances of a tenant's documents that are
// ready and alive, ascending. They come as one value: a row for each would
// take longer than the search.
func readable(ctx context.Context, tx *sql.Tx, tenant, now int64) ([]int64, error) {
	const query = `SELECT json_group_array(c.id) FROM library_documents d JOIN concordances c ON c.document = d.id
		WHERE d.tenant = ? AND d.state = 'ready' AND ` + alive
	var list []byte
	if err := tx.QueryRowContext(ctx, query, tenant, now).Scan(&list); err != nil {
		return nil, err
	}
	var ids []int64
	err := json.Unmarshal(list, &ids)
	slices.Sort(ids)
	return ids, err
}

// take is what is remembered of some volumes of a tenant, and the rest. What
// is remembered of others of the tenant is forgotten: they are gone.
func (s *shelf) take(tenant int64, ids []int64) (known map[int64]retrieve.Volume, unknown []int64) {
	known = make(map[int64]retrieve.Volume, len(ids))
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		if v, ok := s.volumes[id]; ok {
			known[id] = v.volume
		} else {
			unknown = append(unknown, id)
		}
	}
	for id, v := range s.volumes {
		if _, still := known[id]; v.tenant == tenant && !still {
			delete(s.volumes, id)
		}
	}
	return known, unknown
}

func (s *shelf) put(tenant int64, volumes map[int64]retrieve.Volume) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.volumes == nil {
		s.volumes = map[int64]shelved{}
	}
	for id, v := range volumes {
		s.volumes[id] = shelved{tenant, v}
	}
}

func readVolumes(ctx context.Context, tx *sql.Tx, ids []int64) (map[int64]retrieve.Volume, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	const query = `SELECT c.id, c.first, c.body, d.ulid, d.title, d.issuer, d.year, d.type
		FROM concordances c JOIN library_documents d ON d.id = c.document WHERE c.id IN (SELECT value FROM json_each(?))`
	read := make(map[int64]retrieve.Volume, len(ids))
	err = each(ctx, tx, query, []any{string(list)}, func(rows *sql.Rows) error {
		var id int64
		var first int64
		var about retrieve.Subject
		var body []byte
		if err := rows.Scan(&id, &first, &body, &about.ID, &about.Title, &about.Issuer, &about.Year, &about.Type); err != nil {
			return err
		}
		words, err := retrieve.ReadConcordance(body)
		if err != nil {
			return Damaged.With(err)
		}
		read[id] = retrieve.NewVolume(about, first, words)
		return nil
	})
	return read, err
}

// view is one read transaction.
type view struct {
	tx      *sql.Tx
	db      *DB
	tenant  int64
	volumes []retrieve.Volume
}

func (v *view) Volumes() []retrieve.Volume { return v.volumes }

// Nearest are the passages of the volumes whose vectors are nearest.
func (v *view) Nearest(ctx context.Context, model embedding.Model, vector []float32, most int) ([]retrieve.Scored, error) {
	var embedder int64
	err := v.tx.QueryRowContext(ctx, `SELECT id FROM embedders WHERE digest = ? AND dimensions = ?`, model.Digest, len(vector)).Scan(&embedder)
	if errors.Is(err, sql.ErrNoRows) || len(v.volumes) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := scan{tx: v.tx, table: vectorTable(embedder), tenant: v.tenant, within: rangesOf(v.volumes), most: most, query: vector}
	found, err := s.chunks(ctx)
	if errors.Is(err, errLayout) {
		v.db.log.Warn("vectors do not lie as expected; the slower way is taken", "error", err)
		return s.match(ctx)
	}
	return found, err
}

// Passages are passages by their ids, in the order of the ids.
func (v *view) Passages(ctx context.Context, ids []int64) ([]document.Passage, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	const query = `SELECT p.ordinal, p.page, p.start, p."end", p.section, p.header, p.text
		FROM json_each(?) j JOIN passages p ON p.id = j.value ORDER BY j.key`
	var passages []document.Passage
	err = each(ctx, v.tx, query, []any{string(list)}, func(rows *sql.Rows) error {
		var p document.Passage
		err := rows.Scan(&p.Ordinal, &p.Page, &p.Span.Start, &p.Span.End, &p.Section, &p.Header, &p.Text)
		passages = append(passages, p)
		return err
	})
	if err == nil && len(passages) != len(ids) {
		err = fmt.Errorf("%d of %d passages are there", len(passages), len(ids))
	}
	return passages, err
}
