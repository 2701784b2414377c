package backend

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"meridian/backend/backup"
)

// chooser is a window whose person chooses a directory for everything; "" is
// none.
type chooser struct{ dir string }

func (chooser) OpenPlan(context.Context) ([]byte, error)                          { return nil, nil }
func (chooser) SavePlan(context.Context, string, []byte) (path string, err error) { return "", nil }
func (chooser) OpenLink(context.Context, string) error                            { return nil }
func (c chooser) SaveFile(_ context.Context, name string, write func(io.Writer) error) (string, error) {
	if c.dir == "" {
		return "", nil
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return "", err
	}
	path := filepath.Join(c.dir, name)
	return path, os.WriteFile(path, b.Bytes(), 0o600)
}

func TestAWindowSavesBackupsAndExportsWhereThePersonChooses(t *testing.T) {
	t.Parallel()
	chosen := &chooser{t.TempDir()}
	app := open(t, t.TempDir(), func(o *Options) { o.Native = chosen })
	made, err := app.backups.Make(t.Context(), "a passphrase of some length", func(backup.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	post := func(path string, body any) int { return send(t, app, "POST", path, body).Code }
	if status := post("/native/save-backup", map[string]any{"name": made.Name}); status != http.StatusOK {
		t.Fatalf("save a backup: %d", status)
	}
	kept, err := os.ReadFile(filepath.Join(app.opts.Data, shelfName, made.Name))
	if err != nil {
		t.Fatal(err)
	}
	if saved, err := os.ReadFile(filepath.Join(chosen.dir, made.Name)); err != nil || !bytes.Equal(saved, kept) {
		t.Errorf("the saved backup is another: %v", err)
	}
	if status := post("/native/save-export", nil); status != http.StatusOK {
		t.Fatalf("save the plans: %d", status)
	}
	export, err := zip.OpenReader(filepath.Join(chosen.dir, "meridian-2026-03-29.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer export.Close()
	if len(export.File) == 0 {
		t.Error("nothing is in the export")
	}
	if status := post("/native/save-backup", map[string]any{"name": "../meridian.db"}); status < 400 {
		t.Errorf("what is no backup was saved: %d", status)
	}
	chosen.dir = ""
	if status := post("/native/save-export", nil); status != http.StatusNoContent {
		t.Errorf("nowhere chosen: %d", status)
	}
}
