package backend

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meridian/backend/journal"
)

// gigabyte is how much lies in the database that is backed up, in bytes.
const gigabyte = 1 << 30

// BenchmarkBackupGigabyte makes a backup of a gigabyte, half of which is as dense
// as vectors are and half of it text, opens it again to check it, as every backup
// is, and brings it back into a new place. The data is made here and goes with
// the benchmark.
func BenchmarkBackupGigabyte(b *testing.B) {
	opts := Options{Data: b.TempDir()}.withDefaults()
	store, err := opts.openStore(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	fill(b, filepath.Join(opts.Data, databaseName), gigabyte)
	service := newBackups(opts, store, &journal.Service{Store: store.Plans, Now: opts.Now, NewID: opts.NewID}, nil)
	var making, bringing time.Duration
	var sealed int64
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "backup.age")
		began := time.Now()
		if err := service.WriteTo(b.Context(), path, passphrase, nil); err != nil {
			b.Fatal(err)
		}
		making += time.Since(began)
		began = time.Now()
		place, err := service.BringBack(b.Context(), path, passphrase, nil)
		if err != nil {
			b.Fatal(err)
		}
		bringing += time.Since(began)
		if info, err := os.Stat(path); err == nil {
			sealed = info.Size()
		}
		if err := service.LetGo(b.Context(), place.ID); err != nil {
			b.Fatal(err)
		}
		_ = os.Remove(path)
	}
	b.ReportMetric(making.Seconds()/float64(b.N), "s/backup")
	b.ReportMetric(bringing.Seconds()/float64(b.N), "s/restore")
	b.ReportMetric(float64(sealed)/1e6, "MB/file")
	if err := store.Close(); err != nil {
		b.Fatal(err)
	}
}

// fill adds bytes to a database, in a table of its own.
func fill(b *testing.B, path string, size int) {
	b.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE ballast (body BLOB)`); err != nil {
		b.Fatal(err)
	}
	const piece = 1 << 20
	for i := range size / piece {
		body := make([]byte, piece)
		if _, err := rand.Read(body[:piece/2]); err != nil {
			b.Fatal(err)
		}
		copy(body[piece/2:], strings.Repeat(fmt.Sprintf("The premium of policy %d is %d a month. ", i, i*37%1000), piece/64))
		if _, err := db.Exec(`INSERT INTO ballast (body) VALUES (?)`, body); err != nil {
			b.Fatal(err)
		}
	}
}
