package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"meridian/backend/fault"
)

// condition is how a database was found. damage says in a few English words
// what is wrong with it, for the log.
type condition struct {
	exists bool
	damage string
}

// set is a file, its log, its index, and the journal of a file that is not in
// WAL mode yet.
func set(path string) []string {
	return []string{path, path + "-wal", path + "-shm", path + "-journal"}
}

// inspect looks at what is at path without changing it. It fails where Meridian
// must not go on: Newer, Foreign, NotAFile.
func inspect(ctx context.Context, path string) (condition, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return absent(path)
	case err != nil:
		return condition{}, err
	case !info.Mode().IsRegular():
		return condition{}, NotAFile
	case info.Size() == 0:
		return absent(path)
	}
	head, err := readHead(path)
	if err != nil {
		return condition{}, err
	}
	h, ok := parseHead(head)
	switch {
	case !ok:
		return condition{exists: true, damage: "the header is not that of a database"}, nil
	case h.application != applicationID:
		return condition{}, Foreign
	}
	logged, err := hasLog(path)
	if err != nil {
		return condition{}, err
	}
	if !logged && h.size() > info.Size() {
		return condition{exists: true, damage: "the file is shorter than it says"}, nil
	}
	found, err := lookInside(ctx, path, logged)
	if errors.Is(explain(err), Damaged) {
		return condition{exists: true, damage: err.Error()}, nil
	}
	return found, err
}

// absent is a place without a file. A log without its file is what is left of
// a database that lost its main part.
func absent(path string) (condition, error) {
	logged, err := hasLog(path)
	if err != nil {
		return condition{}, err
	}
	if logged {
		return condition{damage: "there is a log without its database"}, nil
	}
	return condition{}, nil
}

func hasLog(path string) (bool, error) {
	info, err := os.Stat(path + "-wal")
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil && info.Size() > 0, err
}

const headSize = 100 // bytes; sqlite.org/fileformat2.html#the_database_header

func readHead(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, headSize))
}

// head is what the first bytes of a file say of it.
type head struct {
	application uint32
	pageSize    int64
	pages       int64
}

func (h head) size() int64 { return h.pageSize * h.pages }

// parseHead reads a header; ok is false when it is not that of a database.
func parseHead(raw []byte) (h head, ok bool) {
	if len(raw) < headSize || !strings.HasPrefix(string(raw), "SQLite format 3\x00") {
		return head{}, false
	}
	h.pageSize = int64(binary.BigEndian.Uint16(raw[16:]))
	if h.pageSize == 1 {
		h.pageSize = 65536
	}
	if h.pageSize < 512 || h.pageSize&(h.pageSize-1) != 0 {
		return head{}, false
	}
	// The count of pages holds only when it was written together with the
	// change counter.
	if binary.BigEndian.Uint32(raw[24:]) == binary.BigEndian.Uint32(raw[92:]) {
		h.pages = int64(binary.BigEndian.Uint32(raw[28:]))
	}
	h.application = binary.BigEndian.Uint32(raw[68:])
	return h, true
}

// lookInside reads the schema's version and, unless the last program closed
// the file properly, checks every page of it.
func lookInside(ctx context.Context, path string, logged bool) (found condition, err error) {
	pool, err := peek(ctx, path)
	if err != nil {
		return condition{}, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	version, err := versionOf(ctx, pool)
	if err != nil {
		return condition{}, err
	}
	if newest := newestVersion(); version > newest {
		return condition{}, fault.New(Newer.Kind, Newer.Code, fault.Text{
			EN: fmt.Sprintf("This data was written by a newer Meridian (schema %d; this program knows %d).", version, newest),
			KO: fmt.Sprintf("더 새로운 Meridian이 저장한 데이터입니다(스키마 %d, 이 프로그램은 %d까지).", version, newest),
		}, Newer.Fix)
	}
	clean, err := wasClosed(ctx, pool)
	if err != nil {
		return condition{}, err
	}
	if clean && !logged {
		return condition{exists: true}, nil
	}
	complaint, err := quickCheck(ctx, pool)
	if err != nil {
		return condition{}, err
	}
	return condition{exists: true, damage: complaint}, nil
}

// wasClosed reports whether the last program closed the file properly. A file
// without the table was made and never used.
func wasClosed(ctx context.Context, pool *sql.DB) (bool, error) {
	there, err := hasTable(ctx, pool, "meta")
	if err != nil || !there {
		return false, err
	}
	var value string
	err = pool.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'clean'`).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return value == "1", err
}

func hasTable(ctx context.Context, pool *sql.DB, name string) (bool, error) {
	var n int
	err := pool.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?`, name).Scan(&n)
	return n > 0, err
}

// quickCheck is "" for a sound file, else the first complaint.
func quickCheck(ctx context.Context, pool *sql.DB) (string, error) {
	var complaint string
	if err := pool.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&complaint); err != nil {
		return "", err
	}
	if complaint == "ok" {
		return "", nil
	}
	return complaint, nil
}
