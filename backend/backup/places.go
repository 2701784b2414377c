package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"meridian/backend/durable"
	"meridian/backend/fault"
)

// A place is a directory with a whole database that is not in use: one that was
// brought back from a backup, or the one that was in use before another took its
// place. It lies beside the data, and what it holds stands in a file in it.

// Kind is how a place came to be.
type Kind string

// The kinds of places.
const (
	Restored Kind = "restored" // brought back from a backup
	Kept     Kind = "kept"     // was in use until another took its place
)

// Place is one of them. Times are in UTC.
type Place struct {
	ID        string      `json:"id"`
	Kind      Kind        `json:"kind" jsonschema:"enum=restored,enum=kept"`
	At        time.Time   `json:"at"`             // when it came to be
	Made      time.Time   `json:"made"`           // how old its state is: when the backup was made, or At
	From      string      `json:"from,omitempty"` // the backup's name
	Program   string      `json:"program"`        // that made the backup, or used it last
	Directory string      `json:"directory"`      // where it lies
	Bytes     int64       `json:"bytes"`          // of the database
	Plans     []PlacePlan `json:"plans"`          // archived ones too
	Documents int         `json:"documents"`
	Changed   time.Time   `json:"changed"` // when a plan was last changed; the zero time without plans
}

// PlacePlan is a plan in a place.
type PlacePlan struct {
	Name     string    `json:"name"`
	Changed  time.Time `json:"changed"`
	Archived bool      `json:"archived,omitempty"`
}

// Holding is what a database holds.
type Holding struct {
	Plans     []PlacePlan
	Documents int
	Changed   time.Time
}

const placeNote = "place.json"

var placeName = regexp.MustCompile(`^\d{8}-\d{6}(-\d{1,3})?-(restored|kept)$`)

// ErrNoPlace is returned for a place that there is not, or not any more.
var ErrNoPlace = fault.New(fault.NotFound, "backup.noPlace",
	fault.Text{EN: "What was brought back is not there any more.", KO: "되살려 둔 데이터가 더 이상 없습니다."},
	fault.Text{EN: "Bring it back from the backup again.", KO: "백업에서 다시 되살려 주세요."})

// ErrPlaceDamaged is returned for a place whose database is not whole any more.
var ErrPlaceDamaged = fault.New(fault.Conflict, "backup.placeDamaged",
	fault.Text{EN: "What was brought back has been damaged since.", KO: "되살려 둔 데이터가 그 뒤에 손상되었습니다."},
	fault.Text{EN: "Delete it and bring the backup back again.", KO: "지우고 백업에서 다시 되살려 주세요."})

// BringBack restores a backup into a new place of its own and says what is in it.
// What is in use is not touched. It fails as Restore does.
func (s *Service) BringBack(ctx context.Context, path, passphrase string, told func(Progress)) (Place, error) {
	at := s.Now().UTC().Truncate(time.Second)
	id, directory, err := s.newPlace(at, Restored)
	if err != nil {
		return Place{}, err
	}
	m, err := s.Restore(ctx, path, passphrase, directory, told)
	if err != nil {
		return Place{}, err
	}
	s.prove(path)
	p := Place{ID: id, Kind: Restored, At: at, Made: m.Made, From: filepath.Base(path), Program: m.Program, Directory: directory}
	holds, err := s.Store.Holding(ctx, filepath.Join(directory, databaseName))
	if err == nil {
		p, err = notePlace(p, holds)
	}
	if err != nil {
		return Place{}, errors.Join(err, os.RemoveAll(directory))
	}
	return p, nil
}

// Keeping names a new place for the database in use, which holds what is said. The
// database itself is moved there by whoever exchanges it.
func (s *Service) Keeping(holds Holding) (Place, error) {
	at := s.Now().UTC().Truncate(time.Second)
	id, directory, err := s.newPlace(at, Kept)
	if err != nil {
		return Place{}, err
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return Place{}, ErrPlace.With(err)
	}
	p, err := notePlace(Place{ID: id, Kind: Kept, At: at, Made: at, Program: s.Program, Directory: directory}, holds)
	if err != nil {
		return Place{}, errors.Join(err, os.RemoveAll(directory))
	}
	return p, nil
}

func (s *Service) newPlace(at time.Time, kind Kind) (id, directory string, err error) {
	for n := 1; n < 1000; n++ {
		id = at.Format(nameTime)
		if n > 1 {
			id += fmt.Sprintf("-%d", n)
		}
		id += "-" + string(kind)
		directory = filepath.Join(s.Places, id)
		if _, err := os.Lstat(directory); errors.Is(err, fs.ErrNotExist) {
			return id, directory, nil
		}
	}
	return "", "", ErrOccupied
}

// notePlace writes beside a database what it holds.
func notePlace(p Place, holds Holding) (Place, error) {
	p.Plans, p.Documents, p.Changed = append([]PlacePlan{}, holds.Plans...), holds.Documents, holds.Changed
	raw, err := json.Marshal(p)
	if err != nil {
		return Place{}, err
	}
	if err := durable.Write(filepath.Join(p.Directory, placeNote), raw); err != nil {
		return Place{}, ErrPlace.With(err)
	}
	if info, err := os.Stat(p.Database()); err == nil { // the one that is kept has not come yet
		p.Bytes = info.Size()
	}
	return p, nil
}

// Database is the file in the place.
func (p Place) Database() string { return filepath.Join(p.Directory, databaseName) }

// Stored is every place, the newest first. One without a database, as an exchange
// that is under way has, is left out.
func (s *Service) Stored(context.Context) ([]Place, error) {
	found, err := os.ReadDir(s.Places)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, ErrPlace.With(err)
	}
	places := []Place{}
	for _, entry := range found {
		if p, err := s.Stands(entry.Name()); err == nil {
			places = append(places, p)
		}
	}
	slices.SortFunc(places, func(a, b Place) int { return b.At.Compare(a.At) })
	return places, nil
}

// Stands is one place, by its name. It fails with ErrNoPlace.
func (s *Service) Stands(id string) (Place, error) {
	if !placeName.MatchString(id) {
		return Place{}, ErrNoPlace
	}
	directory := filepath.Join(s.Places, id)
	raw, err := os.ReadFile(filepath.Join(directory, placeNote))
	if err != nil {
		return Place{}, ErrNoPlace.With(err)
	}
	var p Place
	if err := json.Unmarshal(raw, &p); err != nil {
		return Place{}, ErrNoPlace.With(err)
	}
	p.ID, p.Directory = id, directory // as it lies now: the whole directory may have been moved
	info, err := os.Stat(p.Database())
	if err != nil {
		return Place{}, ErrNoPlace.With(err)
	}
	p.Bytes = info.Size()
	return p, nil
}

// Ready is one place whose database is whole: every page of it is read. It fails
// with ErrNoPlace, ErrPlaceDamaged, or as the store's Check does.
func (s *Service) Ready(ctx context.Context, id string) (Place, error) {
	p, err := s.Stands(id)
	if err != nil {
		return Place{}, err
	}
	err = s.Store.Check(ctx, p.Database())
	if fault.Of(err) == fault.Unavailable { // a store speaks of the data in use, which this is not
		err = ErrPlaceDamaged.With(err)
	}
	return p, err
}

// LetGo deletes a place for good. It fails with ErrNoPlace.
func (s *Service) LetGo(_ context.Context, id string) error {
	p, err := s.Stands(id)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(p.Directory); err != nil {
		return ErrPlace.With(err)
	}
	return nil
}
