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
func (m *Memory) Append(ctx context.Context, entry journal.Entry, r journal.Revision, document []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.Number != len(m.histories[entry.ID])+1 {
		return journal.Stale
	}
	if m.entries == nil {
		m.entries = make(map[string]journal.Entry)
		m.histories = make(map[string][]journal.Revision)
		m.documents = make(map[string][][]byte)
	}
	entry.Revision, entry.Updated, entry.Archived = r.Number, r.At, m.entries[entry.ID].Archived
	entry.Newest = r.Name.Key
	m.entries[entry.ID] = entry
	m.histories[entry.ID] = append(m.histories[entry.ID], r)
	m.documents[entry.ID] = append(m.documents[entry.ID], slices.Clone(document))
	return nil
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
