package backup

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"meridian/backend/fault"
	"meridian/backend/settings"
)

const (
	right = "correct horse battery staple"
	quick = 10 // scrypt's work in tests: a millisecond
)

var morning = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)

// files is a store whose database is a file of any bytes.
type files struct {
	body  []byte
	check error
}

func (f files) Copy(_ context.Context, to string) error { return os.WriteFile(to, f.body, 0o600) }
func (f files) Check(_ context.Context, _ string) error { return f.check }
func (f files) Holding(context.Context, string) (Holding, error) {
	return Holding{Plans: []PlacePlan{{Name: "Home", Changed: morning}}, Documents: 2, Changed: morning}, f.check
}
func (f files) Documents(_ context.Context, whole bool) ([]Document, error) {
	var tables []Table
	if whole {
		tables = []Table{{"entries", []string{"day", "text"}, [][]string{{"2026-01-03", "=1+1"}}, []string{"kept"}}, {Name: "checkIns"}}
	}
	return []Document{
		{"a", "Home", []byte(`{"accounts":{"x":{"name":"=cash","sort":"b","balance":{"amt":"-12.50"}},"y":{"name":"ISA","sort":"a","tags":["k"]}},"name":"Home"}`), tables},
		{"b", "Home", []byte(`{"name":"Home"}`), nil},
	}, nil
}

// memory keeps a passphrase.
type memory struct{ kept string }

func (m *memory) Passphrase(context.Context) (string, error) { return m.kept, nil }
func (m *memory) Keep(_ context.Context, p string) error     { m.kept = p; return nil }

type desk struct {
	*Service
	clock  time.Time
	chosen settings.BackupSchedule
}

func newDesk(t testing.TB, body string) *desk {
	t.Helper()
	d := &desk{clock: morning, chosen: settings.BackupSchedule{Keep: 2}}
	store := files{body: []byte(body)}
	d.Service = &Service{
		Store: store, Plans: store, Secrets: &memory{}, Shelf: filepath.Join(t.TempDir(), "shelf"), Scratch: filepath.Join(t.TempDir(), "scratch"), Proofs: filepath.Join(t.TempDir(), "proofs.json"),
		Settings: func(context.Context) (settings.BackupSchedule, error) { return d.chosen, nil },
		Now:      func() time.Time { return d.clock }, Program: "meridian test", Work: quick,
	}
	return d
}

func (d *desk) make(t testing.TB) string {
	t.Helper()
	made, err := d.Make(t.Context(), right, nil)
	if err != nil {
		t.Fatal(err)
	}
	path, err := d.Path(t.Context(), made.Name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatGoesInComesOut(t *testing.T) {
	body := strings.Repeat("everything ", 100_000)
	d := newDesk(t, body)
	var phases []Phase
	made, err := d.Make(t.Context(), right, func(p Progress) {
		if len(phases) == 0 || phases[len(phases)-1] != p.Phase {
			phases = append(phases, p.Phase)
		}
	})
	if err != nil || made.Name != "meridian-20261128-090000.age" || !made.Made.Equal(morning) || made.Bytes <= 0 {
		t.Fatalf("made %+v: %v", made, err)
	}
	if !slices.Equal(phases, []Phase{Copying, Sealing, Verifying}) {
		t.Errorf("phases %v", phases)
	}
	path := filepath.Join(d.Shelf, made.Name)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v: %v", info.Mode(), err)
	}
	if sealed, _ := os.ReadFile(path); bytes.Contains(sealed, []byte("everything")) || !bytes.HasPrefix(sealed, []byte("age-encryption.org/v1")) {
		t.Error("the file is not encrypted in the age format")
	}
	m, err := d.Verify(t.Context(), path, right, nil)
	if err != nil || len(m.Plans) != 2 || m.Plans[0].Name != "Home" || m.Database.Bytes != int64(len(body)) || m.Program != "meridian test" {
		t.Errorf("it holds %+v: %v", m, err)
	}
	if p, err := d.Plan(t.Context(), path, right, "b"); err != nil || string(p) != `{"name":"Home"}` {
		t.Errorf("plan b is %s: %v", p, err)
	}
	if _, err := d.Plan(t.Context(), path, right, "c"); !errors.Is(err, ErrGone) {
		t.Errorf("a plan that is not in it: %v", err)
	}
	place := filepath.Join(t.TempDir(), "new", "place")
	if _, err := d.Restore(t.Context(), path, right, place, nil); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(place, databaseName)); err != nil || string(got) != body {
		t.Errorf("restored %d bytes of %d: %v", len(got), len(body), err)
	}
	if left, _ := filepath.Glob(filepath.Join(d.Shelf, "*")); len(left) != 1 {
		t.Errorf("on the shelf lie %v", left)
	}
	if _, err := os.Stat(d.Scratch); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the copy that is not encrypted is still there: %v", err)
	}
}

func TestABackupOpensWithoutMeridian(t *testing.T) {
	d := newDesk(t, "database")
	file, err := os.Open(d.make(t))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	identity, _ := age.NewScryptIdentity(right)
	opened, err := age.Decrypt(file, identity)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(opened)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for files := tar.NewReader(unpacked); ; {
		head, err := files.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, head.Name)
	}
	if want := []string{"manifest.json", "README.txt", "plans/001.json", "plans/002.json", "meridian.db"}; !slices.Equal(names, want) {
		t.Errorf("it holds %v", names)
	}
}

func TestWhatIsNoBackupIsTold(t *testing.T) {
	d := newDesk(t, strings.Repeat("x", 200_000))
	path := d.make(t)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	flipped := slices.Clone(good)
	flipped[len(flipped)-100] ^= 1
	sealed := func(change func(*Manifest), more ...string) []byte {
		var out bytes.Buffer
		recipient, _ := age.NewScryptRecipient(right)
		recipient.SetWorkFactor(quick)
		w, _ := age.Encrypt(&out, recipient)
		z := gzip.NewWriter(w)
		files := tar.NewWriter(z)
		m := Manifest{Format: 1, Database: File{databaseName, 1, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}} // sha256 of "x"
		change(&m)
		raw, _ := json.Marshal(m)
		all := append([]string{manifestName, string(raw)}, more...)
		for i := 0; i < len(all); i += 2 {
			_ = files.WriteHeader(&tar.Header{Name: all[i], Size: int64(len(all[i+1])), Mode: 0o600})
			_, _ = files.Write([]byte(all[i+1]))
		}
		_, _, _ = files.Close(), z.Close(), w.Close()
		return out.Bytes()
	}
	same := func(*Manifest) {}
	for name, tt := range map[string]struct {
		body       []byte
		passphrase string
		want       *fault.Error
	}{
		"whole":                         {sealed(same, databaseName, "x"), right, nil},
		"another passphrase":            {good, "another passphrase", ErrWrongPassphrase},
		"no passphrase":                 {good, "", ErrWrongPassphrase},
		"cut short":                     {good[:len(good)-50], right, ErrDamaged},
		"cut within its head":           {good[:60], right, ErrForeign},
		"a byte changed":                {flipped, right, ErrDamaged},
		"bytes appended":                {append(slices.Clone(good), "more"...), right, ErrDamaged},
		"empty":                         {nil, right, ErrForeign},
		"another kind of file":          {[]byte("%PDF-1.7"), right, ErrForeign},
		"of a newer program":            {sealed(func(m *Manifest) { m.Format = 2 }, databaseName, "x"), right, ErrNewer},
		"another database than it says": {sealed(same, databaseName, "y"), right, ErrDamaged},
		"a longer database":             {sealed(same, databaseName, "xx"), right, ErrDamaged},
		"no database":                   {sealed(same), right, ErrDamaged},
		"a file too many":               {sealed(same, databaseName, "x", "../../evil", "x"), right, ErrDamaged},
		"the same file twice":           {sealed(same, databaseName, "x", databaseName, "x"), right, ErrDamaged},
		"a plan missing":                {sealed(func(m *Manifest) { m.Plans = []Plan{{ID: "a", File: File{Name: "plans/001.json"}}} }, databaseName, "x"), right, ErrDamaged},
		"another archive":               {sealed(func(m *Manifest) { m.Database.Name = "other" }), right, ErrForeign},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "b.age")
			if err := os.WriteFile(file, tt.body, 0o600); err != nil {
				t.Fatal(err)
			}
			place := filepath.Join(t.TempDir(), "place")
			_, err := d.Restore(t.Context(), file, tt.passphrase, place, nil)
			if tt.want == nil && err != nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("it says %v", err)
			}
			if _, err := os.Stat(place); (tt.want == nil) != (err == nil) {
				t.Errorf("the place afterwards: %v", err)
			}
		})
	}
	if _, err := d.Verify(t.Context(), filepath.Join(t.TempDir(), "none.age"), right, nil); !errors.Is(err, ErrGone) {
		t.Errorf("no file: %v", err)
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	d := newDesk(t, "database")
	path := d.make(t)
	occupied := t.TempDir()
	if err := os.WriteFile(filepath.Join(occupied, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Restore(t.Context(), path, right, occupied, nil); !errors.Is(err, ErrOccupied) {
		t.Errorf("into a place with something in it: %v", err)
	}
	if _, err := d.Make(t.Context(), right, nil); !errors.Is(err, ErrOccupied) {
		t.Errorf("a second one in the same second: %v", err)
	}
	d.Store = files{body: []byte("database"), check: errors.New("unsound")}
	place := filepath.Join(t.TempDir(), "place")
	if _, err := d.Restore(t.Context(), path, right, place, nil); err == nil || err.Error() != "unsound" {
		t.Errorf("a database that does not open: %v", err)
	}
	if _, err := os.Stat(place); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was left: %v", err)
	}
}

func TestAStoppedBackupLeavesNothing(t *testing.T) {
	d := newDesk(t, strings.Repeat("x", 5<<20))
	ctx, stop := context.WithCancel(t.Context())
	_, err := d.Make(ctx, right, func(p Progress) {
		if p.Phase == Verifying {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(d.Shelf, "*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestShortPassphrasesAreRefused(t *testing.T) {
	d := newDesk(t, "database")
	for _, p := range []string{"", "short", strings.Repeat("x", longest+1)} {
		if _, err := d.Make(t.Context(), p, nil); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%d bytes: %v", len(p), err)
		}
	}
	if err := d.Remember(t.Context(), "short"); !errors.Is(err, ErrPassphrase) {
		t.Errorf("remembered: %v", err)
	}
}

func TestBackupsAreMadeWhenDueAndOldOnesGo(t *testing.T) {
	d := newDesk(t, "database")
	d.chosen.Every = settings.Daily
	if err := d.Remember(t.Context(), right); err != nil {
		t.Fatal(err)
	}
	for range 4 { // days, looked at twice each
		for range 2 {
			if err := d.makeIfDue(t.Context()); err != nil {
				t.Fatal(err)
			}
			d.clock = d.clock.Add(12 * time.Hour)
		}
	}
	kept, err := d.List(t.Context())
	if err != nil || len(kept) != 2 || !kept[0].Made.Equal(morning.AddDate(0, 0, 3)) || !kept[1].Made.Equal(morning.AddDate(0, 0, 2)) {
		t.Errorf("kept %+v: %v", kept, err)
	}
}

func TestDue(t *testing.T) {
	for _, tt := range []struct {
		name  string
		every settings.Every
		last  time.Time
		want  bool
	}{
		{"never", settings.Never, time.Time{}, false},
		{"none yet", settings.Daily, time.Time{}, true},
		{"an hour ago", settings.Daily, morning.Add(-time.Hour), false},
		{"a second before it is due", settings.Daily, morning.Add(-24*time.Hour + time.Second), false},
		{"exactly a day ago", settings.Daily, morning.Add(-24 * time.Hour), true},
		{"six days ago", settings.Weekly, morning.AddDate(0, 0, -6), false},
		{"off for months", settings.Weekly, morning.AddDate(0, -5, 0), true},
		{"the clock was set back", settings.Daily, morning.AddDate(1, 0, 0), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Due(tt.every, tt.last, morning); got != tt.want {
				t.Errorf("due: %v", got)
			}
		})
	}
}

func TestSurplusTakesTheOldest(t *testing.T) {
	three := []Backup{{Name: "b", Made: morning.Add(1)}, {Name: "c", Made: morning.Add(2)}, {Name: "a", Made: morning}}
	names := func(keep int) string {
		var s string
		for _, b := range Surplus(three, keep, morning.Add(time.Hour)) {
			s += b.Name
		}
		return s
	}
	if got := []string{names(-1), names(0), names(1), names(2), names(3), names(9)}; !slices.Equal(got, []string{"ab", "ab", "ab", "a", "", ""}) {
		t.Errorf("surplus %v", got)
	}
}

// TestAClockThatWasSetBackLosesNoBackup has the clock a year ahead while a shelf is
// filled, and right afterwards: what is made then is the newest, and stays.
func TestAClockThatWasSetBackLosesNoBackup(t *testing.T) {
	d := newDesk(t, "database")
	d.chosen = settings.BackupSchedule{Every: settings.Daily, Keep: 2}
	d.clock = morning.AddDate(1, 0, 0)
	if err := d.Remember(t.Context(), right); err != nil {
		t.Fatal(err)
	}
	day := func() {
		t.Helper()
		if err := d.makeIfDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	day()
	d.clock = d.clock.Add(24 * time.Hour)
	day()
	d.clock = morning
	made := func() (years []int) {
		t.Helper()
		kept, err := d.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range kept {
			years = append(years, b.Made.Year())
		}
		return years
	}
	now := morning.Year()
	for range 3 { // it looks often, and makes one a day
		day()
		d.clock = d.clock.Add(10 * time.Minute)
	}
	if got := made(); !slices.Equal(got, []int{now, now + 1}) {
		t.Errorf("after a day there are those of %v", got)
	}
	d.clock = d.clock.Add(24 * time.Hour)
	day()
	if got := made(); !slices.Equal(got, []int{now, now}) {
		t.Errorf("after two days there are those of %v", got)
	}
}

func TestNamesOfOtherFilesAreLeftAlone(t *testing.T) {
	d := newDesk(t, "database")
	d.make(t)
	others := []string{"meridian-.age", "meridian-20261128-0900.age", "notes.txt", "meridian-20261128-090000.age.part"}
	for _, name := range others {
		if err := os.WriteFile(filepath.Join(d.Shelf, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := d.List(t.Context()); err != nil || len(kept) != 1 {
		t.Errorf("listed %v: %v", kept, err)
	}
	for _, name := range append(others, "../scratch", "..", "", `a\b`) {
		if _, err := d.Path(t.Context(), name); !errors.Is(err, ErrGone) {
			t.Errorf("%q is a backup: %v", name, err)
		}
	}
}

func TestExportNeedsNoMeridian(t *testing.T) {
	d := newDesk(t, "database")
	var zipped bytes.Buffer
	if err := d.Export(t.Context(), &zipped); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(zipped.Bytes()), int64(zipped.Len()))
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(r)
		held[f.Name] = string(body)
	}
	want := "\uFEFFid,name,balance.amt,tags.0\ny,ISA,,k\nx,'=cash,-12.50,\n"
	if len(held) != 5 || held["Home/accounts.csv"] != want || held["Home/entries.csv"] != "\uFEFFday,text\n2026-01-03,'=1+1\n" || !strings.Contains(held["Home/entries.json"], "kept") || !strings.Contains(held["Home 2/plan.json"], `"Home"`) {
		t.Errorf("exported %q", held)
	}
}

func FuzzOpen(f *testing.F) {
	d := newDesk(f, "database")
	body, err := os.ReadFile(d.make(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(body)
	f.Add([]byte("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if bytes.Contains(raw, []byte("-> scrypt")) && !bytes.Contains(raw, []byte(" 10\n")) {
			t.Skip("more work than a test has time for")
		}
		_, err := unseal(t.Context(), bytes.NewReader(raw), right, parts{database: io.Discard})
		if err != nil && fault.Of(err) == fault.Internal {
			t.Errorf("no words for %v", err)
		}
	})
}

// FuzzArchive feeds what is inside the encryption, where whoever made the file
// had the passphrase.
func FuzzArchive(f *testing.F) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	dir := f.TempDir()
	path := filepath.Join(dir, "db")
	if err := os.WriteFile(path, []byte("database"), 0o600); err != nil {
		f.Fatal(err)
	}
	if err := archive(f.Context(), z, contents{made: morning, database: path, plans: []Document{{"a", "A", []byte("{}"), nil}}}, nil); err != nil {
		f.Fatal(err)
	}
	_ = z.Close()
	f.Add(packed.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, err := parts{database: io.Discard}.readAll(t.Context(), bytes.NewReader(raw))
		if err != nil && fault.Of(err) == fault.Internal {
			t.Errorf("no words for %v", err)
		}
	})
}
