package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestACopyIsWholeAndHoldsNothingThatIsGone(t *testing.T) {
	db := openNew(t, Options{})
	secret := "what was forgotten long ago"
	for _, q := range []string{`PRAGMA secure_delete = OFF`, `INSERT INTO settings (id, body) VALUES (1, '{"lastPath":"` + secret + `"}')`, `DELETE FROM settings`} {
		if _, err := db.write.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	to := filepath.Join(t.TempDir(), "copy")
	if err := db.Copy(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if err := Check(t.Context(), to); err != nil {
		t.Error(err)
	}
	body, err := os.ReadFile(to)
	if err != nil || contains(string(body), secret) {
		t.Errorf("%d bytes hold it: %v", len(body), err)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v: %v", info.Mode(), err)
	}
	if err := db.Copy(t.Context(), filepath.Join(t.TempDir(), "nowhere", "copy")); err == nil {
		t.Error("a copy into a directory that is not there was made")
	}
}

func TestCheckTellsWhatIsNoWholeDatabase(t *testing.T) {
	db := openNew(t, Options{})
	good := filepath.Join(t.TempDir(), "good")
	if err := db.Copy(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	torn := append([]byte{}, body...)
	copy(torn[pageSize*2:], make([]byte, pageSize))
	for name, tt := range map[string]struct {
		body []byte
		want error
	}{
		"whole":    {body, nil},
		"torn":     {torn, Damaged},
		"cut off":  {body[:len(body)-pageSize], Damaged},
		"no file":  {nil, Damaged},
		"of words": {[]byte("no database at all"), Damaged},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x")
			if tt.body != nil {
				if err := os.WriteFile(path, tt.body, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := Check(t.Context(), path); !errors.Is(err, tt.want) {
				t.Errorf("it says %v", err)
			}
		})
	}
}
