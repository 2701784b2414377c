package backup

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meridian/backend/recovery"
)

func TestWhatIsBroughtBackLiesBesideWhatIsInUse(t *testing.T) {
	d := newDesk(t, "database")
	d.Places = filepath.Join(t.TempDir(), "places")
	path := d.make(t)
	d.clock = d.clock.Add(time.Hour)
	p, err := d.BringBack(t.Context(), path, right, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Kind != Restored || !p.Made.Equal(morning) || p.From != filepath.Base(path) || p.Documents != 2 || len(p.Plans) != 1 || p.Bytes != int64(len("database")) {
		t.Errorf("it holds %+v", p)
	}
	if body, err := os.ReadFile(p.Database()); err != nil || string(body) != "database" {
		t.Errorf("the database is %q: %v", body, err)
	}
	kept, err := d.Keeping(Holding{Documents: 7})
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.BringBack(t.Context(), path, right, nil)
	if err != nil || again.ID == p.ID {
		t.Errorf("a second one in the same second is %s: %v", again.ID, err)
	}
	if stored, err := d.Stored(t.Context()); err != nil || len(stored) != 2 {
		t.Errorf("stored are %+v: %v", stored, err) // what is kept has no database yet
	}
	if err := os.WriteFile(kept.Database(), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Stands(kept.ID); err != nil || got.Kind != Kept || got.Documents != 7 || got.Bytes != 3 {
		t.Errorf("kept is %+v: %v", got, err)
	}
	if err := d.LetGo(t.Context(), p.ID); err != nil {
		t.Error(err)
	}
	if stored, err := d.Stored(t.Context()); err != nil || len(stored) != 2 {
		t.Errorf("then stored are %+v: %v", stored, err)
	}
	for _, id := range []string{p.ID, "", "..", "../shelf", "20261128-090000-other"} {
		if _, err := d.Stands(id); !errors.Is(err, ErrNoPlace) {
			t.Errorf("%q is a place: %v", id, err)
		}
		if err := d.LetGo(t.Context(), id); !errors.Is(err, ErrNoPlace) {
			t.Errorf("%q was deleted: %v", id, err)
		}
	}
}

func TestABackupThatCannotBeBroughtBackLeavesNoPlace(t *testing.T) {
	d := newDesk(t, "database")
	d.Places = filepath.Join(t.TempDir(), "places")
	path := d.make(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		body       []byte
		passphrase string
		want       error
	}{
		"a wrong passphrase": {whole, "another passphrase", ErrWrongPassphrase},
		"torn":               {whole[:len(whole)-9], right, ErrDamaged},
		"foreign":            {[]byte("%PDF-1.7"), right, ErrForeign},
	} {
		file := filepath.Join(t.TempDir(), "b.age")
		if err := os.WriteFile(file, tt.body, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := d.BringBack(t.Context(), file, tt.passphrase, nil); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if stored, err := d.Stored(t.Context()); err != nil || len(stored) > 0 {
		t.Errorf("stored are %+v: %v", stored, err)
	}
}

// sealing seals for a recovery key.
type sealing string

func (s sealing) Seal(passphrase string) ([]byte, error) {
	return recovery.Seal(string(s), []byte(passphrase))
}

func TestTheRecoveryKeyOpensABackup(t *testing.T) {
	d := newDesk(t, "database")
	key := recovery.New()
	lock, err := key.Lock()
	if err != nil {
		t.Fatal(err)
	}
	before := d.make(t)
	d.Spare = sealing(lock)
	d.clock = d.clock.Add(time.Hour)
	path := d.make(t)
	if _, err := d.Verify(t.Context(), path, strings.ToLower(key.String()), nil); err != nil {
		t.Errorf("by the recovery key: %v", err)
	}
	if _, err := d.Verify(t.Context(), path, right, nil); err != nil {
		t.Errorf("by the passphrase: %v", err)
	}
	if _, err := d.Verify(t.Context(), path, recovery.New().String(), nil); !errors.Is(err, recovery.ErrOther) {
		t.Errorf("by another key: %v", err)
	}
	if _, err := d.Verify(t.Context(), before, key.String(), nil); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("one made before the key was: %v", err)
	}
	if kept, err := d.List(t.Context()); err != nil || len(kept) != 2 || !kept[0].Recoverable || kept[1].Recoverable {
		t.Errorf("listed %+v: %v", kept, err)
	}
	for range 2 {
		d.clock = d.clock.Add(time.Hour)
		d.make(t)
	}
	if there(path + spareSuffix) {
		t.Error("the spare of a backup that went is still there")
	}
}

func TestABackupFromElsewhereIsTakenIn(t *testing.T) {
	d, other := newDesk(t, "database"), newDesk(t, "of another computer")
	path := other.make(t)
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d.clock = d.clock.Add(48 * time.Hour)
	for _, name := range []string{filepath.Base(path), filepath.Base(path) /* taken now */} {
		made, err := d.TakeIn(t.Context(), name, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		at, err := d.Path(t.Context(), made.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Verify(t.Context(), at, right, nil); err != nil {
			t.Errorf("%s: %v", made.Name, err)
		}
	}
	for _, foreign := range []string{"", "%PDF-1.7 and much more than the head of a file", "age-encryption.org/v1\n-> X25519 AAAAAAAAAAAAAAAAA"} {
		if _, err := d.TakeIn(t.Context(), "x.age", strings.NewReader(foreign)); !errors.Is(err, ErrForeign) {
			t.Errorf("%.20q: %v", foreign, err)
		}
	}
	kept, err := d.List(t.Context())
	if err != nil || len(kept) != 2 || kept[0].Verified == nil || kept[1].Verified == nil {
		t.Errorf("listed %+v: %v", kept, err)
	}
	d.clock = d.clock.Add(time.Second)
	if _, err := d.TakeIn(t.Context(), "", bytes.NewReader(body)); err != nil {
		t.Fatal(err)
	}
	if kept, err := d.List(t.Context()); err != nil || len(kept) != 3 || kept[0].Verified != nil {
		t.Errorf("one that nobody opened is said to be whole: %+v: %v", kept, err)
	}
}
