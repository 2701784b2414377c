package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// The most that is read of a backup's parts, in bytes: what Meridian itself
// would write, with room. The database is bounded by what its manifest says.
const (
	largestManifest = 16 << 20
	largestPlan     = 16 << 20
	mostPlans       = 10_000
)

// unseal reads a backup to its end and gives its parts to whoever takes them:
// plan each plan's document, database the database as it comes. Every part is
// held against the manifest; anything else than what the manifest names is
// damage. progress hears of the database's bytes.
func unseal(ctx context.Context, from io.Reader, passphrase string, take parts) (Manifest, error) {
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return Manifest{}, ErrWrongPassphrase
	}
	opened, err := age.Decrypt(bufio.NewReaderSize(&watched{ctx: ctx, from: from}, 1<<20), identity)
	if err != nil {
		return Manifest{}, whyClosed(ctx, err)
	}
	m, err := take.readAll(ctx, opened)
	if err != nil && ctx.Err() != nil {
		return Manifest{}, ctx.Err()
	}
	return m, err
}

// whyClosed tells a wrong passphrase from a file that is none of ours.
func whyClosed(ctx context.Context, err error) error {
	var none *age.NoIdentityMatchError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &none):
		return ErrWrongPassphrase
	default:
		return ErrForeign.With(err)
	}
}

// parts takes what is in a backup. Nil fields let it pass.
type parts struct {
	plan     func(Plan, []byte) error
	database io.Writer
	told     func(done, total int64)
}

func (p parts) readAll(ctx context.Context, opened io.Reader) (Manifest, error) {
	unpacked, err := gzip.NewReader(opened)
	if errors.Is(err, gzip.ErrHeader) {
		return Manifest{}, ErrForeign.With(err)
	}
	if err != nil {
		return Manifest{}, ErrDamaged.With(err)
	}
	files := tar.NewReader(&watched{ctx: ctx, from: unpacked})
	m, err := readManifest(files)
	if err != nil {
		return Manifest{}, err
	}
	if err := p.readFiles(files, m); err != nil {
		return Manifest{}, err
	}
	// To the very end: only there is the last of it known to be genuine.
	if _, err := io.Copy(io.Discard, io.LimitReader(unpacked, 1<<20)); err != nil {
		return Manifest{}, ErrDamaged.With(err)
	}
	return m, nil
}

func readManifest(files *tar.Reader) (Manifest, error) {
	head, err := files.Next()
	if err != nil {
		return Manifest{}, ErrDamaged.With(err)
	}
	if head.Name != manifestName {
		return Manifest{}, ErrForeign
	}
	raw, err := io.ReadAll(io.LimitReader(files, largestManifest))
	if err != nil {
		return Manifest{}, ErrDamaged.With(err)
	}
	var m Manifest
	if err := json.Unmarshal(raw, &m); err != nil {
		return Manifest{}, ErrForeign.With(err)
	}
	if m.Format > manifestFormat {
		return Manifest{}, ErrNewer
	}
	if m.Format < 1 || m.Database.Name != databaseName || m.Database.Bytes <= 0 || len(m.Plans) > mostPlans {
		return Manifest{}, ErrForeign
	}
	return m, nil
}

// readFiles takes every file that the manifest names, each once and as it says.
func (p parts) readFiles(files *tar.Reader, m Manifest) error {
	due := map[string]func(io.Reader) error{
		readmeName:   pass,
		databaseName: func(from io.Reader) error { return p.readDatabase(from, m.Database) },
	}
	for _, plan := range m.Plans {
		due[plan.File.Name] = func(from io.Reader) error { return p.readPlan(from, plan) }
	}
	for {
		head, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return ErrDamaged.With(err)
		}
		read, named := due[head.Name]
		if !named {
			return ErrDamaged.With(fmt.Errorf("a file that the manifest does not name"))
		}
		delete(due, head.Name)
		if err := read(files); err != nil {
			return err
		}
	}
	delete(due, readmeName)
	if len(due) > 0 {
		return ErrDamaged.With(fmt.Errorf("%d files are missing", len(due)))
	}
	return nil
}

// pass takes no interest in a file.
func pass(from io.Reader) error {
	if _, err := io.Copy(io.Discard, io.LimitReader(from, largestPlan)); err != nil {
		return ErrDamaged.With(err)
	}
	return nil
}

func (p parts) readPlan(from io.Reader, plan Plan) error {
	body, err := io.ReadAll(io.LimitReader(from, largestPlan+1))
	if err != nil {
		return ErrDamaged.With(err)
	}
	sum := newMeasured()
	_, _ = sum.Write(body)
	if !sum.is(plan.File) {
		return ErrDamaged.With(errors.New("a plan is not what the manifest says"))
	}
	if p.plan == nil {
		return nil
	}
	return p.plan(plan, body)
}

func (p parts) readDatabase(from io.Reader, f File) error {
	sum := newMeasured()
	to := []io.Writer{sum}
	if p.database != nil {
		to = append(to, p.database)
	}
	if p.told != nil {
		to = append(to, &counting{told: func(done int64) { p.told(done, f.Bytes) }})
	}
	target := &failing{Writer: io.MultiWriter(to...)}
	if _, err := io.Copy(target, io.LimitReader(from, f.Bytes+1)); err != nil {
		if target.err != nil {
			return target.err // ours, not the backup's
		}
		return ErrDamaged.With(err)
	}
	if !sum.is(f) {
		return ErrDamaged.With(errors.New("the database is not what the manifest says"))
	}
	return nil
}

// counting tells how much was written to it.
type counting struct {
	done int64
	told func(int64)
}

func (c *counting) Write(p []byte) (int, error) {
	c.done += int64(len(p))
	c.told(c.done)
	return len(p), nil
}

// failing remembers that it was the writer that failed.
type failing struct {
	io.Writer
	err error
}

func (f *failing) Write(p []byte) (n int, err error) {
	n, err = f.Writer.Write(p)
	f.err = err
	return n, err
}
