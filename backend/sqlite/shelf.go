package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"meridian/backend/retrieve"
)

// shelf remembers what was read of documents to be searched. A concordance
// never changes under its id, so what is remembered is right as long as the
// file still has the id; which ids it has is asked every time, or known since
// nothing was written.
//
// What is remembered of a tenant takes about as much memory as its
// concordances take of the file, 220 bytes a passage of real filings, and 30
// more for their numbering. When all of it takes more than shelfRoom, the
// tenants that were asked longest ago are forgotten; the one that is asked
// stays.
type shelf struct {
	mu       sync.Mutex
	holdings map[int64]*holding // by tenant
	asked    int64              // questions so far
}

// shelfRoom is in bytes: a million passages.
const shelfRoom = 256 << 20

// holding is what is remembered of a tenant. Whoever finds something missing
// reads it, and the others wait.
type holding struct {
	mu         sync.Mutex
	volumes    map[int64]retrieve.Volume // by the id of the concordance
	collection *retrieve.Collection
	seen       seen

	asked int64        // the last question, of the shelf's count
	size  atomic.Int64 // bytes, about
}

// seen is which concordances were there to be searched at a moment.
type seen struct {
	ids     []int64   // ascending
	changes int64     // of the file, until then
	at      time.Time // when
	until   time.Time // when the first of the documents expires
}

// unknown is how many changes there were when nobody can say.
const unknown = -1

// holds reports whether the same is still there at a moment, after that many
// changes.
func (s seen) holds(changes int64, now time.Time) bool {
	return changes != unknown && s.changes == changes && !now.Before(s.at) && now.Before(s.until)
}

// of is what is remembered of a tenant.
func (s *shelf) of(tenant int64) *holding {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.holdings == nil {
		s.holdings = map[int64]*holding{}
	}
	h := s.holdings[tenant]
	if h == nil {
		h = &holding{seen: seen{changes: unknown}}
		s.holdings[tenant] = h
	}
	s.asked++
	h.asked = s.asked
	s.makeRoom(h)
	return h
}

// makeRoom forgets what was asked longest ago, but for one.
func (s *shelf) makeRoom(but *holding) {
	size := int64(0)
	for _, h := range s.holdings {
		size += h.size.Load()
	}
	for size > shelfRoom && len(s.holdings) > 1 {
		var oldest int64
		for tenant, h := range s.holdings {
			if o := s.holdings[oldest]; h != but && (o == nil || h.asked < o.asked) {
				oldest = tenant
			}
		}
		size -= s.holdings[oldest].size.Load()
		delete(s.holdings, oldest)
	}
}

// collect is a tenant's documents that are ready and alive now, in a picture of
// the file that was taken after that many changes; unknown when one was under
// way.
func (h *holding) collect(ctx context.Context, tx *sql.Tx, tenant, changes int64, now time.Time) (*retrieve.Collection, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.seen.holds(changes, now) {
		return h.collection, nil
	}
	read, err := readable(ctx, tx, tenant, now)
	if err != nil {
		return nil, err
	}
	read.changes = changes
	if h.collection == nil || !slices.Equal(read.ids, h.seen.ids) {
		if err := h.read(ctx, tx, read.ids); err != nil {
			h.seen = seen{changes: unknown}
			return nil, err
		}
	}
	h.seen = read
	return h.collection, nil
}

// read reads what is missing of some documents, and forgets all others.
func (h *holding) read(ctx context.Context, tx *sql.Tx, ids []int64) error {
	h.forget(ids)
	var missing []int64
	for _, id := range ids {
		if _, ok := h.volumes[id]; !ok {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		read, err := readVolumes(ctx, tx, missing)
		if err != nil {
			return err
		}
		maps.Copy(h.volumes, read)
	}
	volumes := make([]retrieve.Volume, len(ids))
	size := int64(0)
	for i, id := range ids {
		volumes[i] = h.volumes[id]
	}
	for i, v := range retrieve.Unite(volumes) {
		h.volumes[ids[i]], volumes[i] = v, v
		size += int64(v.Size())
	}
	h.collection = retrieve.Collect(volumes)
	h.size.Store(size)
	return nil
}

// forget lets go of all documents but some: they are gone, and what is
// remembered of others together with them is read anew.
func (h *holding) forget(but []int64) {
	var gone []retrieve.Volume
	kept := make(map[int64]retrieve.Volume, len(but))
	for id, v := range h.volumes {
		if _, still := slices.BinarySearch(but, id); still {
			kept[id] = v
		} else {
			gone = append(gone, v)
		}
	}
	maps.DeleteFunc(kept, func(_ int64, v retrieve.Volume) bool {
		return slices.ContainsFunc(gone, v.Together)
	})
	h.volumes = kept
}

// readable is which concordances of a tenant's documents are ready and alive.
// They come as one value: a row for each would take longer than the search.
func readable(ctx context.Context, tx *sql.Tx, tenant int64, now time.Time) (seen, error) {
	const query = `SELECT json_group_array(c.id), min(CASE WHEN d.pinned IS NULL THEN d.expires END)
		FROM library_documents d JOIN concordances c ON c.document = d.id
		WHERE d.tenant = ? AND d.state = 'ready' AND ` + alive
	var list []byte
	var expires sql.NullInt64
	if err := tx.QueryRowContext(ctx, query, tenant, millis(now)).Scan(&list, &expires); err != nil {
		return seen{}, err
	}
	found := seen{changes: unknown, at: now, until: now.Add(seenAtMost)}
	if expires.Valid && moment(expires.Int64).Before(found.until) {
		found.until = moment(expires.Int64)
	}
	err := json.Unmarshal(list, &found.ids)
	slices.Sort(found.ids)
	return found, err
}

// seenAtMost is how long nothing is looked at again, whatever else is known.
const seenAtMost = time.Hour

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
