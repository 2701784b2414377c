package journaltest

import (
	"context"
	"maps"
	"slices"
	"sync"

	"meridian/backend/journal"
)

// Memory is a journal.Store that forgets everything when the program ends. The
// zero value is empty and ready to use.
type Memory struct {
	mu        sync.Mutex
	entries   map[string]journal.Entry
	histories map[string][]journal.Revision
	documents map[string][][]byte
	changes   map[string][][]journal.Operation
	conflicts map[string][]journal.Conflict
}

var _ journal.Store = (*Memory)(nil)

// Plans implements journal.Store.
func (m *Memory) Plans(ctx context.Context) ([]journal.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.entries)), ctx.Err()
}

// Plan implements journal.Store.
func (m *Memory) Plan(ctx context.Context, id string) (journal.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	entry, ok := m.entries[id]
	if !ok {
		return journal.Entry{}, journal.NoPlan
	}
	return entry, ctx.Err()
}

// Revisions implements journal.Store.
func (m *Memory) Revisions(ctx context.Context, id string) ([]journal.Revision, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.entries[id]; !ok {
		return nil, journal.NoPlan
	}
	return slices.Clone(m.histories[id]), ctx.Err()
}

// Document implements journal.Store.
func (m *Memory) Document(ctx context.Context, id string, revision int) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	documents := m.documents[id]
	if revision < 1 || revision > len(documents) {
		return nil, journal.NoRevision
	}
	return slices.Clone(documents[revision-1]), ctx.Err()
}

// Append implements journal.Store.
func (m *Memory) Append(ctx context.Context, entry journal.Entry, r journal.Revision, document []byte, e journal.Effects) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.Number != len(m.histories[entry.ID])+1 || m.made(entry.ID, r.Op) >= 0 {
		return journal.Stale
	}
	if m.entries == nil {
		m.entries = make(map[string]journal.Entry)
		m.histories = make(map[string][]journal.Revision)
		m.documents = make(map[string][][]byte)
		m.changes = make(map[string][][]journal.Operation)
		m.conflicts = make(map[string][]journal.Conflict)
	}
	entry.Revision, entry.Updated, entry.Archived = r.Number, r.At, m.entries[entry.ID].Archived
	entry.Newest = r.Name.Key
	m.entries[entry.ID] = entry
	m.histories[entry.ID] = append(m.histories[entry.ID], r)
	m.documents[entry.ID] = append(m.documents[entry.ID], slices.Clone(document))
	m.changes[entry.ID] = append(m.changes[entry.ID], slices.Clone(e.Operations))
	m.decide(entry.ID, r, e)
	return nil
}

// decide opens, settles and reopens conflicts.
func (m *Memory) decide(id string, r journal.Revision, e journal.Effects) {
	for i, c := range m.conflicts[id] {
		if slices.Contains(e.Settled, c.ID) {
			m.conflicts[id][i].Settled = r.Number
		}
		if slices.Contains(e.Reopened, c.ID) {
			m.conflicts[id][i].Settled = 0
		}
	}
	for _, c := range e.Opened {
		over := m.histories[id][c.Over-1]
		c.Opened, c.Actor, c.Op, c.At = r.Number, r.Actor, r.Op, r.At
		c.Standing, c.Since = over.Actor, over.At
		m.conflicts[id] = append(m.conflicts[id], c)
	}
}

// made is the place in the history of the change of this name, -1 for none.
func (m *Memory) made(id, op string) int {
	if op == "" {
		return -1
	}
	return slices.IndexFunc(m.histories[id], func(r journal.Revision) bool { return r.Op == op })
}

// Made implements journal.Store.
func (m *Memory) Made(ctx context.Context, id, op string) (journal.Revision, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := m.made(id, op)
	if at < 0 {
		return journal.Revision{}, journal.NoRevision
	}
	return m.histories[id][at], ctx.Err()
}

// Changes implements journal.Store.
func (m *Memory) Changes(ctx context.Context, id string, after, upTo int) ([]journal.Change, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var changes []journal.Change
	for _, r := range m.histories[id] {
		if r.Number > after && r.Number <= upTo {
			changes = append(changes, journal.Change{Revision: r, Operations: slices.Clone(m.changes[id][r.Number-1])})
		}
	}
	return changes, ctx.Err()
}

// Conflicts implements journal.Store.
func (m *Memory) Conflicts(ctx context.Context, id string) ([]journal.Conflict, error) {
	return m.those(ctx, id, func(c journal.Conflict) bool { return c.Settled == 0 })
}

// Touched implements journal.Store.
func (m *Memory) Touched(ctx context.Context, id string, revision int) ([]journal.Conflict, error) {
	return m.those(ctx, id, func(c journal.Conflict) bool { return c.Opened == revision || c.Settled == revision })
}

func (m *Memory) those(ctx context.Context, id string, wanted func(journal.Conflict) bool) ([]journal.Conflict, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []journal.Conflict
	for _, c := range m.conflicts[id] {
		if wanted(c) {
			found = append(found, c)
		}
	}
	return found, ctx.Err()
}

// SetArchived implements journal.Store.
func (m *Memory) SetArchived(ctx context.Context, id string, archived bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	entry, ok := m.entries[id]
	if !ok {
		return journal.NoPlan
	}
	entry.Archived = archived
	m.entries[id] = entry
	return ctx.Err()
}
