package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"time"

	"filippo.io/age"
)

const (
	manifestName = "manifest.json"
	databaseName = "meridian.db"
	readmeName   = "README.txt"
	plansFolder  = "plans/"
)

const readme = `This archive was made by Meridian.

meridian.db   everything, as one SQLite file
plans/        every plan as a JSON document that any editor can open
manifest.json what is here, with the SHA-256 of each file

To use it: meridiand backup restore FILE --to DIRECTORY
`

// contents are what goes into a backup.
type contents struct {
	made     time.Time
	program  string
	database string // path of the copy
	plans    []Document
}

// seal writes contents as a backup. told hears how many bytes of the database
// are in it.
func seal(ctx context.Context, to io.Writer, passphrase string, c contents, work int, told func(done int64)) error {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return fmt.Errorf("derive key: %w", err)
	}
	if work > 0 {
		recipient.SetWorkFactor(work)
	}
	wide := bufio.NewWriterSize(to, 1<<20)
	sealed, err := age.Encrypt(wide, recipient)
	if err != nil {
		return fmt.Errorf("encrypt: %w", err)
	}
	packed, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := archive(ctx, packed, c, told); err != nil {
		return err
	}
	return errors.Join(packed.Close(), sealed.Close(), wide.Flush())
}

func archive(ctx context.Context, to io.Writer, c contents, told func(int64)) error {
	database, err := os.Open(c.database)
	if err != nil {
		return err
	}
	defer database.Close()
	manifest, err := manifestOf(ctx, c, database)
	if err != nil {
		return err
	}
	head, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return err
	}
	t := &tarWriter{tar.NewWriter(to), c.made}
	t.put(manifestName, head)
	t.put(readmeName, []byte(readme))
	for i, p := range c.plans {
		t.put(manifest.Plans[i].File.Name, p.Body)
	}
	return errors.Join(t.copy(databaseName, manifest.Database.Bytes, &watched{ctx: ctx, from: database, told: told}), t.Close())
}

func manifestOf(ctx context.Context, c contents, database *os.File) (Manifest, error) {
	sum := sha256.New()
	size, err := io.Copy(sum, &watched{ctx: ctx, from: database})
	if err != nil {
		return Manifest{}, err
	}
	if _, err := database.Seek(0, io.SeekStart); err != nil {
		return Manifest{}, err
	}
	m := Manifest{Format: manifestFormat, Made: c.made.UTC().Truncate(time.Second), Program: c.program, Plans: []Plan{},
		Database: File{databaseName, size, hex.EncodeToString(sum.Sum(nil))}}
	for i, p := range c.plans {
		// A number and not the name: a name may be long, odd, or the same twice.
		name := fmt.Sprintf("%s%03d.json", plansFolder, i+1)
		sum := sha256.Sum256(p.Body)
		m.Plans = append(m.Plans, Plan{p.ID, p.Name, File{name, int64(len(p.Body)), hex.EncodeToString(sum[:])}})
	}
	return m, nil
}

type tarWriter struct {
	*tar.Writer
	made time.Time
}

// put adds a small file; an error of it is told by the next call.
func (t *tarWriter) put(name string, body []byte) {
	if t.begin(name, int64(len(body))) == nil {
		_, _ = t.Write(body)
	}
}

func (t *tarWriter) copy(name string, size int64, from io.Reader) error {
	if err := t.begin(name, size); err != nil {
		return err
	}
	_, err := io.Copy(t, from)
	return err
}

func (t *tarWriter) begin(name string, size int64) error {
	return t.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: t.made, Format: tar.FormatPAX})
}

// watched is a reader that stops when ctx ends and tells how far it is.
type watched struct {
	ctx  context.Context
	from io.Reader
	told func(int64)
	done int64
}

func (w *watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.from.Read(p)
	w.done += int64(n)
	if w.told != nil && n > 0 {
		w.told(w.done)
	}
	return n, err
}

// measured is a writer that knows the hash and the length of what it was given.
type measured struct {
	sum   hash.Hash
	bytes int64
}

func newMeasured() *measured { return &measured{sum: sha256.New()} }

func (m *measured) Write(p []byte) (int, error) {
	m.bytes += int64(len(p))
	return m.sum.Write(p)
}

func (m *measured) is(f File) bool {
	return m.bytes == f.Bytes && hex.EncodeToString(m.sum.Sum(nil)) == f.SHA256
}
