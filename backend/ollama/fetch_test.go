package ollama

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"meridian/backend/hosting"
)

// packed is a program's archive as its makers write it for this system.
func packed(t testing.TB, name string, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	switch {
	case strings.HasSuffix(name, ".zip"):
		z := zip.NewWriter(&b)
		for file, content := range files {
			w, err := z.Create(file)
			if err == nil {
				_, err = w.Write([]byte(content))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		_ = z.Close()
	case strings.HasSuffix(name, ".zst"):
		z, err := zstd.NewWriter(&b)
		if err != nil {
			t.Fatal(err)
		}
		tarred(t, tar.NewWriter(z), files)
		_ = z.Close()
	default:
		z := gzip.NewWriter(&b)
		tarred(t, tar.NewWriter(z), files)
		_ = z.Close()
	}
	return b.Bytes()
}

func tarred(t testing.TB, w *tar.Writer, files map[string]string) {
	t.Helper()
	for name, content := range files {
		h := &tar.Header{Name: name, Mode: 0o755, Size: int64(len(content)), Typeflag: tar.TypeReg}
		if to, link := strings.CutPrefix(content, "-> "); link {
			h = &tar.Header{Name: name, Linkname: to, Typeflag: tar.TypeSymlink}
			content = ""
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// makers publish a program, and break off where they are told to.
type makers struct {
	archive []byte
	sum     string
	breakAt int  // bytes of an answer after which the connection ends; 0 never
	forget  bool // cannot go on in the middle
	tag     string
	ranges  []string // what was asked for
}

func (m *makers) serve(t testing.TB) Program {
	asset := assets[runtime.GOOS+"/"+runtime.GOARCH]
	if asset == "" {
		t.Skip("nothing is published for this system")
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch path.Base(r.URL.Path) {
		case sums:
			fmt.Fprintf(w, "%s  ./other.zip\n%s  ./%s\n", strings.Repeat("0", 64), m.sum, asset)
		case asset:
			if r.Method == http.MethodGet {
				m.ranges = append(m.ranges, r.Header.Get("Range"))
			}
			w.Header().Set("ETag", m.tag)
			if m.forget {
				r.Header.Del("Range")
			}
			if m.breakAt > 0 && r.Method == http.MethodGet {
				w.Header().Set("Content-Length", fmt.Sprint(len(m.archive)))
				_, _ = w.Write(m.archive[:m.breakAt])
				w.(http.Flusher).Flush()
				panic(http.ErrAbortHandler)
			}
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(m.archive))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return Program{Dir: t.TempDir(), Getenv: func(string) string { return "" }, Releases: s.URL}
}

func published(t testing.TB, files map[string]string) *makers {
	archive := packed(t, assets[runtime.GOOS+"/"+runtime.GOARCH], files)
	sum := sha256.Sum256(archive)
	return &makers{archive: archive, sum: hex.EncodeToString(sum[:]), tag: `"one"`}
}

// whole is an archive with the program and a library that has two names.
func whole() map[string]string {
	return map[string]string{"bin/ollama": "#!/bin/sh\n", "lib/ollama/libggml.so.1": strings.Repeat("x", 200_000), "lib/ollama/libggml.so": "-> libggml.so.1"}
}

func quiet(hosting.Progress) {}

func TestAProgramIsFetchedAndInstalled(t *testing.T) {
	m := published(t, whole())
	p := m.serve(t)
	offer, err := p.Offer(t.Context())
	if err != nil || offer.Bytes != int64(len(m.archive)) || offer.SHA256 != m.sum || offer.Licence == "" || !strings.Contains(offer.From, offer.Version) {
		t.Fatalf("%+v, %v", offer, err)
	}
	earlier := filepath.Join(p.Dir, "fetched-0123456789abcdef.part") // of a version that was never finished
	if err := os.WriteFile(earlier, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", t.TempDir())
	if path, there := p.Find(); there {
		t.Fatalf("%s is there before", path)
	}
	var phases []string
	err = p.Fetch(t.Context(), func(p hosting.Progress) {
		if len(phases) == 0 || phases[len(phases)-1] != p.Phase {
			phases = append(phases, p.Phase)
		}
	})
	if err != nil || fmt.Sprint(phases) != "[fetching verifying unpacking]" {
		t.Fatalf("%v, %v", phases, err)
	}
	found, there := p.Find()
	if !there || filepath.Base(found) != "ollama" {
		t.Errorf("found %q", found)
	}
	if info, err := os.Stat(found); err != nil || runtime.GOOS != "windows" && info.Mode()&0o100 == 0 {
		t.Errorf("it cannot be run: %v", err)
	}
	left, _ := filepath.Glob(filepath.Join(p.Dir, "*"))
	if len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// TestAFetchGoesOnWhereItBroke, unless the file has become another.
func TestAFetchGoesOnWhereItBroke(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*makers)
		want   string
	}{
		"the same file":                     {func(*makers) {}, "[ bytes=700-]"},
		"another file of the same name":     {func(m *makers) { m.tag = `"two"` }, "[ bytes=700-]"},
		"a server that cannot go on":        {func(m *makers) { m.forget = true }, "[ bytes=700-]"},
		"a server that knows no file again": {func(m *makers) { m.tag = "" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := published(t, map[string]string{"bin/ollama": string(noise(3000))})
			if name == "a server that knows no file again" {
				m.tag = ""
			}
			p := m.serve(t)
			m.breakAt = 700
			if err := p.Fetch(t.Context(), quiet); !errors.Is(err, hosting.ErrOffline) {
				t.Fatalf("broken off: %v", err)
			}
			if o, err := p.Offer(t.Context()); err != nil || o.Have != 700 {
				t.Errorf("have %d, %v", o.Have, err)
			}
			m.breakAt = 0
			c.change(m)
			if err := p.Fetch(t.Context(), quiet); err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(m.ranges); c.want != "" && got != c.want {
				t.Errorf("asked for %s", got)
			}
		})
	}
}

// noise does not become smaller when it is packed.
func noise(n int) []byte {
	var out []byte
	for seed := sha256.Sum256(nil); len(out) < n; seed = sha256.Sum256(seed[:]) {
		out = append(out, seed[:]...)
	}
	return out[:n]
}

func TestWhatIsNotWhatWasPublishedIsThrownAway(t *testing.T) {
	m := published(t, whole())
	m.sum = strings.Repeat("ab", 32)
	p := m.serve(t)
	if err := p.Fetch(t.Context(), quiet); !errors.Is(err, hosting.ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(p.Dir, "*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestHostileArchives install nothing, whatever the sum says.
func TestHostileArchives(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"a file above the directory": {"../../evil": "x"},
		"a link out of it":           {"bin/ollama": "-> ../../../../../bin/sh"},
		"a link to an absolute path": {"bin/ollama": "-> /bin/sh"},
		"nothing":                    {},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.Contains(name, "link") {
				t.Skip("archives of this system have no links")
			}
			p := published(t, files).serve(t)
			if err := p.Fetch(t.Context(), quiet); !errors.Is(err, hosting.ErrDamaged) {
				t.Errorf("got %v", err)
			}
			if _, err := os.Stat(p.runtime()); !os.IsNotExist(err) {
				t.Errorf("something was installed: %v", err)
			}
		})
	}
}

func TestAFetchCanBeCancelled(t *testing.T) {
	p := published(t, whole()).serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	if err := p.Fetch(ctx, func(hosting.Progress) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := p.Fetch(t.Context(), quiet); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// TestAFetchFollowsToSafePlacesOnly: the makers' address sends on, to another that is
// encrypted as well.
func TestAFetchFollowsToSafePlacesOnly(t *testing.T) {
	open := httptest.NewServer(http.NotFoundHandler())
	defer open.Close()
	var to string
	safe := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/there" {
			return
		}
		http.Redirect(w, r, to, http.StatusFound)
	}))
	defer safe.Close()
	client := Fetcher()
	client.Transport = safe.Client().Transport
	for address, followed := range map[string]bool{safe.URL + "/there": true, open.URL: false, safe.URL + "/again": false} {
		to = address
		if address == safe.URL+"/again" {
			to = "/again" // for ever
		}
		resp, err := client.Get(safe.URL)
		if (err == nil) != followed {
			t.Errorf("%s: followed %t, %v", address, err == nil, err)
		}
		if err == nil {
			_ = resp.Body.Close()
		}
	}
}
