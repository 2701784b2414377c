package ollamatest

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Registry serves a server's models, so that another can pull them.
type Registry struct {
	URL string

	// BytesPerSecond slows the layers down, so that progress can be seen; 0 does not.
	BytesPerSecond int
}

// NewRegistry serves until the test ends.
func NewRegistry(t testing.TB, models string) *Registry {
	r := &Registry{}
	mux := http.NewServeMux()
	mux.HandleFunc("/v2/library/{model}/manifests/{tag}", func(w http.ResponseWriter, q *http.Request) {
		http.ServeFile(w, q, filepath.Join(models, "manifests", "registry.ollama.ai", "library", q.PathValue("model"), q.PathValue("tag")))
	})
	mux.HandleFunc("/v2/library/{model}/blobs/{digest}", func(w http.ResponseWriter, q *http.Request) { r.layer(w, q, models) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	r.URL = server.URL
	return r
}

// Name is what to pull.
func (r *Registry) Name(model string) string { return r.URL + "/library/" + model + ":latest" }

// layer sends part of a model. The server wants to be sent to another host for it.
func (r *Registry) layer(w http.ResponseWriter, q *http.Request, models string) {
	if q.Method == http.MethodGet && q.URL.Query().Get("here") == "" {
		_, port, _ := net.SplitHostPort(q.Host)
		http.Redirect(w, q, "http://localhost:"+port+q.URL.Path+"?here=1", http.StatusTemporaryRedirect)
		return
	}
	f, err := os.Open(filepath.Join(models, "blobs", strings.Replace(q.PathValue("digest"), ":", "-", 1)))
	if err != nil {
		http.NotFound(w, q)
		return
	}
	defer f.Close()
	var from io.ReadSeeker = f
	if r.BytesPerSecond > 0 {
		from = slow{f, r.BytesPerSecond}
	}
	http.ServeContent(w, q, "", time.Time{}, from)
}

// slow reads so many bytes a second.
type slow struct {
	io.ReadSeeker
	bytesPerSecond int
}

func (s slow) Read(p []byte) (int, error) {
	const step = 20 * time.Millisecond
	time.Sleep(step)
	return s.ReadSeeker.Read(p[:min(len(p), max(1, s.bytesPerSecond/int(time.Second/step)))])
}
