package dataset

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"
	"unicode/utf8"

	"meridian/backend/fault"
	"meridian/backend/market"
)

// Service keeps data sets. Store, Plans and Now must be set.
type Service struct {
	Store Store
	Plans Plans
	Now   func() time.Time

	mu   sync.Mutex
	read map[string]history // by hash: what a hash names never changes
}

// mostRead is how many sets stay read.
const mostRead = 8

// Review says what would be taken in of a file, and keeps nothing. Errors:
// TooLarge, NoTable, Yearly; what is wrong line by line stands in the review.
func (s *Service) Review(ctx context.Context, asked NewFile) (Review, error) {
	r, h, err := read(asked)
	if err != nil {
		return Review{}, err
	}
	out := r.review()
	if len(r.told) > 0 {
		return out, nil
	}
	k := s.kept(asked, h)
	if _, out.Here, err = s.Store.Dataset(ctx, k.Hash); err != nil {
		return Review{}, fmt.Errorf("look for data set: %w", err)
	}
	set := described(k, h)
	out.Set = &set
	return out, nil
}

func (r *reading) review() Review {
	out := Review{Read: []ReadColumn{}, Ignored: append([]string{}, r.ignored...), LeftOut: r.leftOut, Sample: [][]string{}, Problems: append([]fault.Problem{}, r.told...)}
	for _, c := range r.columns {
		out.Read = append(out.Read, ReadColumn{Name: c.name, Unit: c.unit})
	}
	if at := r.prices(); at >= 0 {
		out.Inflation = r.columns[at].name
	}
	for _, cells := range r.table.Rows[:min(len(r.table.Rows), sampled)] {
		out.Sample = append(out.Sample, cells[:min(len(cells), mostColumns+1)])
	}
	return out
}

// sampled is how many rows of a file are shown.
const sampled = 4

// Keep takes a file in. The same figures again change what the set is called.
// Errors: those of Review, Wrong with all that a review tells, TooMany.
func (s *Service) Keep(ctx context.Context, asked NewFile) (Set, error) {
	r, h, err := read(asked)
	if err != nil {
		return Set{}, err
	}
	if len(r.told) > 0 {
		return Set{}, Wrong.WithProblems(r.told)
	}
	k := s.kept(asked, h)
	all, err := s.Store.Datasets(ctx)
	if err != nil {
		return Set{}, fmt.Errorf("list data sets: %w", err)
	}
	if len(all) >= mostSets {
		return Set{}, TooMany
	}
	if err := s.Store.KeepDataset(ctx, k); err != nil {
		return Set{}, fmt.Errorf("keep data set: %w", err)
	}
	sets, err := s.told(ctx, []Kept{k})
	if err != nil {
		return Set{}, err
	}
	return sets[0], nil
}

// kept is what was understood of a file, as it is stored.
func (s *Service) kept(asked NewFile, h history) Kept {
	table := h.canonical()
	return Kept{Hash: hashOf(table), Name: nameOf(asked.Name), Licence: clip(asked.Licence), Country: clip(asked.Country), Made: s.Now().UTC(), Table: table}
}

// List is all sets, in the order of their names.
func (s *Service) List(ctx context.Context) ([]Set, error) {
	all, err := s.Store.Datasets(ctx)
	if err != nil {
		return nil, fmt.Errorf("list data sets: %w", err)
	}
	return s.told(ctx, all)
}

// Drop deletes a set. Errors: Unknown; InUse with the plans that name it.
func (s *Service) Drop(ctx context.Context, hash string) error {
	named, err := s.Plans.Naming(ctx, hash)
	if err != nil {
		return fmt.Errorf("find plans that name a data set: %w", err)
	}
	if plans := named[hash]; len(plans) > 0 {
		return InUse.WithProblems(naming(plans))
	}
	if err := s.Store.DropDataset(ctx, hash); err != nil {
		return fmt.Errorf("drop data set: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.read, hash)
	return nil
}

func naming(plans []PlanName) []fault.Problem {
	var told []fault.Problem
	for _, p := range plans {
		name := cmp.Or(p.Name, p.ID)
		told = append(told, fault.Problem{
			Pointer: "/plans/" + p.ID, Code: "dataset.plan", Severity: fault.SeverityError,
			Text: fault.Text{EN: "“" + name + "” draws from it.", KO: "‘" + name + "’ 계획에서 쓰고 있습니다."},
		})
	}
	return told
}

// Table is a set as a file that can be taken in again as real returns. Errors:
// Unknown.
func (s *Service) Table(ctx context.Context, hash string) ([]byte, error) {
	k, ok, err := s.Store.Dataset(ctx, hash)
	if err != nil {
		return nil, fmt.Errorf("read data set: %w", err)
	}
	if !ok {
		return nil, Unknown
	}
	return k.Table, nil
}

// History is the set of a hash as markets play it; nil where there is none.
func (s *Service) History(ctx context.Context, hash string) (*market.Past, error) {
	s.mu.Lock()
	h, ok := s.read[hash]
	s.mu.Unlock()
	if ok {
		return h.past(), nil
	}
	k, ok, err := s.Store.Dataset(ctx, hash)
	if err != nil || !ok {
		return nil, err
	}
	h, err = s.parsed(k)
	if err != nil {
		return nil, err
	}
	return h.past(), nil
}

// parsed reads a set's table, once.
func (s *Service) parsed(k Kept) (history, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h, ok := s.read[k.Hash]; ok {
		return h, nil
	}
	h, err := parse(k.Table)
	if err != nil {
		return history{}, err
	}
	if s.read == nil || len(s.read) >= mostRead {
		s.read = map[string]history{}
	}
	s.read[k.Hash] = h
	return h, nil
}

// told is sets with all that is known of them.
func (s *Service) told(ctx context.Context, all []Kept) ([]Set, error) {
	hashes := make([]string, len(all))
	for i, k := range all {
		hashes[i] = k.Hash
	}
	naming, err := s.Plans.Naming(ctx, hashes...)
	if err != nil {
		return nil, fmt.Errorf("find plans that name data sets: %w", err)
	}
	sets := make([]Set, len(all))
	for i, k := range all {
		h, err := s.parsed(k)
		if err != nil {
			return nil, err
		}
		sets[i] = described(k, h)
		sets[i].UsedBy = append(sets[i].UsedBy, naming[k.Hash]...)
	}
	return sets, nil
}

func described(k Kept, h history) Set {
	set := Set{
		Hash: k.Hash, Name: k.Name, Licence: k.Licence, Country: k.Country, Made: k.Made,
		From: h.from, To: h.month(len(h.inflation) - 1), Months: len(h.inflation),
		Columns: []Column{}, Prices: measured(nameInflation, h.inflation), UsedBy: []PlanName{},
	}
	for i, name := range h.names {
		set.Columns = append(set.Columns, measured(name, h.growth[i]))
	}
	return set
}

func nameOf(name string) string { return cmp.Or(clip(name), "Data set") }

// clip is what somebody typed, no longer than a name may be.
func clip(text string) string {
	if !utf8.ValidString(text) {
		return ""
	}
	letters := []rune(text)
	return string(letters[:min(len(letters), longestName)])
}
