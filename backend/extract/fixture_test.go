package extract

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"meridian/backend/document"
	"meridian/frontend"
)

// cacheDir keeps the compiled PDF engine for all tests of a run.
var cacheDir string

// TestMain is also the child: a test's Reader starts this program anew, as
// itself or as one that misbehaves.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "extract":
			os.Exit(Child(os.Stdin, os.Stdout, frontend.PDFium()))
		case "misbehave":
			misbehave(os.Args[2])
		}
	}
	os.Exit(cached(m))
}

func cached(m *testing.M) int {
	dir, err := os.MkdirTemp("", "extract")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	cacheDir = dir
	return m.Run()
}

// hungry takes memory where the compiler cannot see that nobody wants it.
var hungry [][]byte

// misbehave is a child as a broken file could make it.
func misbehave(how string) {
	yield()
	limitMemory(256 << 20)
	switch how {
	case "hang":
		time.Sleep(time.Hour)
	case "parent":
		sleeper := exec.Command("sleep", "600")
		if err := sleeper.Start(); err != nil {
			os.Exit(1)
		}
		_ = os.WriteFile(filepath.Join(os.Getenv("TMPDIR"), "pid"), []byte(fmt.Sprint(sleeper.Process.Pid)), 0o600)
		time.Sleep(time.Hour)
	case "crash":
		panic("a broken reader")
	case "eat":
		for {
			b := make([]byte, 16<<20)
			for i := range b {
				b[i] = byte(i)
			}
			hungry = append(hungry, b)
		}
	case "garbage":
		_, _ = os.Stdout.Write(bytes.Repeat([]byte("garbage\xff"), 1<<16))
	case "endless":
		for {
			_ = writeJSON(os.Stdout, frameProgress, Progress{})
		}
	case "claims":
		_ = writeFrame(os.Stdout, framePage, nil)
		_, _ = os.Stdout.Write([]byte{framePage, 0xff, 0xff, 0xff, 0xff})
	case "skips":
		body, _ := encodePage(document.Page{Number: 2, Text: "the second page first"})
		_ = writeFrame(os.Stdout, framePage, body)
	case "early":
		_ = writeJSON(os.Stdout, frameDone, Info{Kind: document.PDF, Pages: 3})
	}
	os.Exit(0)
}

// newReader reads in children that are this test.
func newReader(t testing.TB) *Reader {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &Reader{Program: program, Args: []string{"extract"}, Cache: cacheDir}
}

// found is what a reading gave.
type found struct {
	Info
	pages []document.Page
}

// texts is all pages, parted by form feeds.
func (f found) texts() string {
	var texts []string
	for _, p := range f.pages {
		texts = append(texts, p.Text)
	}
	return strings.Join(texts, "\f")
}

// readHere reads bytes in this process, and holds every page to the promise.
func readHere(t testing.TB, name string, content []byte, password string) (found, error) {
	t.Helper()
	var got found
	quiet := func(Progress) error { return nil }
	r := &reading{
		ctx: t.Context(), password: password, recogniser: findRecogniser(),
		report: quiet, recognise: quiet,
		emit: func(p document.Page) error {
			checkPage(t, p)
			got.pages = append(got.pages, p)
			return nil
		},
		newEngine: func() (*pdfium, error) { return newPDFium(context.Background(), frontend.PDFium(), cacheDir) },
	}
	defer r.Close()
	var err error
	got.Info, err = r.read(file{bytes.NewReader(content), int64(len(content)), name})
	return got, err
}

// mustRead reads what is whole.
func mustRead(t testing.TB, name string, content []byte) found {
	t.Helper()
	got, err := readHere(t, name, content, "")
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if got.Info.Pages != len(got.pages) {
		t.Errorf("%s: %d pages are told, %d came", name, got.Info.Pages, len(got.pages))
	}
	return got
}

// checkPage holds a page to what the package promises of every page.
func checkPage(t testing.TB, p document.Page) {
	t.Helper()
	if err := sound(p); err != nil {
		t.Error(err)
	}
	if !norm.NFC.IsNormalString(p.Text) || !utf8.ValidString(p.Text) {
		t.Errorf("page %d is not composed", p.Number)
	}
	if i := strings.IndexFunc(p.Text, func(r rune) bool { return r != '\n' && dropped(r) }); i >= 0 {
		t.Errorf("page %d holds the control character %q", p.Number, p.Text[i:i+1])
	}
	body, err := encodePage(p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := decodePage(body)
	if err != nil || again.Text != p.Text || len(again.Boxes) != len(p.Boxes) {
		t.Errorf("page %d does not survive the way from the child: %v", p.Number, err)
	}
}

// put writes a file for a child to read.
func put(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// needPDFium skips where the program was built without the PDF engine.
func needPDFium(t testing.TB) {
	t.Helper()
	if frontend.PDFium() == nil {
		t.Skip("the PDF engine is not there: run make bundle")
	}
}

// shared is a file of the data that lies beside the repository; the test is
// skipped where it does not.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "documents", name))
	if err != nil {
		content, err = os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "documents", name)) // from a second working tree
	}
	if err != nil {
		t.Skipf("shared/data/documents/%s is not beside the repository", name)
	}
	return content
}

// pdfDoc is a PDF file in the making.
type pdfDoc struct {
	contents []string // of the pages: content streams
	page     string   // what stands in each page besides
	catalog  string   // likewise in the catalogue
	info     string   // the information dictionary's entries
	password string   // "" leaves it open
}

// A file's identity and padding, for its key (ISO 32000-1, 7.6.3.3).
var (
	pdfID      = bytes.Repeat([]byte{7}, 16)
	pdfPadding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")
)

// bytes is the file.
func (d pdfDoc) bytes() []byte {
	objects := []string{"", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}
	var kids []string
	key, encrypt := d.encryption()
	for _, content := range d.contents {
		n := len(objects) + 1
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
		objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R %s >>", n+1, d.page))
		sealed := seal(key, n+1, []byte(content))
		objects = append(objects, fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(sealed), sealed))
	}
	objects[0] = "<< /Type /Catalog /Pages 2 0 R " + d.catalog + " >>"
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids))
	trailer := fmt.Sprintf("/Root 1 0 R /ID [<%x> <%x>]", pdfID, pdfID)
	if d.info != "" {
		objects = append(objects, "<< "+d.info+" >>")
		trailer += fmt.Sprintf(" /Info %d 0 R", len(objects))
	}
	if encrypt != "" {
		objects = append(objects, encrypt)
		trailer += fmt.Sprintf(" /Encrypt %d 0 R", len(objects))
	}
	return pdfBytes(objects, trailer)
}

// pdfBytes puts objects together, the first of them number 1.
func pdfBytes(objects []string, trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

// encryption is the key and the dictionary of the standard handler's second
// revision: RC4 with 40 bits, the same password for the owner and the user.
func (d pdfDoc) encryption() (key []byte, dictionary string) {
	if d.password == "" {
		return nil, ""
	}
	padded := append([]byte(d.password), pdfPadding...)[:32]
	ownerKey := md5.Sum(padded)
	owner := rc4ed(ownerKey[:5], padded)
	const permissions = -4
	h := md5.New()
	h.Write(padded)
	h.Write(owner)
	var p [4]byte
	mode := int32(permissions)
	binary.LittleEndian.PutUint32(p[:], uint32(mode))
	h.Write(p[:])
	h.Write(pdfID)
	key = h.Sum(nil)[:5]
	return key, fmt.Sprintf("<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>",
		hex.EncodeToString(owner), hex.EncodeToString(rc4ed(key, pdfPadding)), permissions)
}

// seal encrypts what an object holds.
func seal(key []byte, object int, content []byte) []byte {
	if key == nil {
		return content
	}
	h := md5.Sum(append(bytes.Clone(key), byte(object), byte(object>>8), byte(object>>16), 0, 0))
	return rc4ed(h[:len(key)+5], content)
}

func rc4ed(key, content []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		panic("a key of a wrong length")
	}
	out := make([]byte, len(content))
	c.XORKeyStream(out, content)
	return out
}

// at is a text drawn at a place, in a size.
func at(x, y, size float64, text string) string {
	return fmt.Sprintf("BT /F1 %g Tf %g %g Td (%s) Tj ET\n", size, x, y, strings.NewReplacer(`(`, `\(`, `)`, `\)`).Replace(text))
}

// wasm is the PDF engine; the test is skipped without it.
func wasm(t testing.TB) []byte {
	t.Helper()
	needPDFium(t)
	return frontend.PDFium()
}
