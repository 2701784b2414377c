package ollamatest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"meridian/backend/process"
)

// Program is the path of the server. It is built when it is not there yet,
// which takes minutes; make test has built it before.
func Program(t testing.TB) string {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var program = sync.OnceValues(func() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		script := filepath.Join(dir, "build", "ollama", "build")
		if _, err := os.Stat(script); err != nil {
			if dir == filepath.Dir(dir) {
				return "", fmt.Errorf("find the source of the model server: %w", err)
			}
			continue
		}
		build := exec.Command(script)
		build.Stderr = os.Stderr
		out, err := build.Output()
		if err != nil {
			return "", fmt.Errorf("build the model server: %w", err)
		}
		return strings.TrimSpace(string(out)), nil
	}
})

// Server is a running server with its own home, models and port.
type Server struct {
	URL string // http://127.0.0.1:PORT
	Dir string // with home and models in it

	stop func()
}

var listening = regexp.MustCompile(`Listening on (127\.0\.0\.1:\d+)`)

// Start runs a server until the test ends. env adds to its variables.
func Start(t testing.TB, env ...string) *Server {
	t.Helper()
	s := &Server{Dir: t.TempDir()}
	ctx, cancel := context.WithCancel(context.Background())
	address, ended := make(chan string, 1), make(chan error, 1)
	k := process.Keeper{Path: Program(t), Args: []string{"serve"}, Env: s.surroundings(t, env), Budget: -1, Grace: 5 * time.Second,
		Ready: func(line string) bool {
			m := listening.FindStringSubmatch(line)
			if m != nil {
				address <- m[1]
			}
			return m != nil
		}}
	go func() { ended <- k.Keep(ctx) }()
	s.stop = sync.OnceFunc(func() { cancel(); <-ended })
	t.Cleanup(s.stop)
	select {
	case a := <-address:
		s.URL = "http://" + a
	case err := <-ended:
		ended <- err
		t.Fatalf("the server ended: %v", err)
	}
	return s
}

// Stop ends the server before its test does.
func (s *Server) Stop() { s.stop() }

// Models is the directory that a Registry serves.
func (s *Server) Models() string { return filepath.Join(s.Dir, "models") }

func (s *Server) surroundings(t testing.TB, more []string) []string {
	t.Helper()
	home := filepath.Join(s.Dir, "home") // the server keeps a key there
	for _, dir := range []string{home, s.Models()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	env := []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + s.Dir,
		"OLLAMA_MODELS=" + s.Models(), "OLLAMA_HOST=127.0.0.1:0", "OLLAMA_NO_CLOUD=1",
		"OLLAMA_NUM_PARALLEL=1", "OLLAMA_MAX_LOADED_MODELS=2", "OLLAMA_CONTEXT_LENGTH=2048",
	}
	return append(env, more...)
}

// Import makes a model. Parameters stand above num_thread 1: with more threads
// than idle processors the smallest model takes a hundred times as long.
func (s *Server) Import(t testing.TB, name string, w *Weights, template string, parameters map[string]any) {
	t.Helper()
	raw := w.Bytes()
	sum := sha256.Sum256(raw)
	digest := "sha256:" + hex.EncodeToString(sum[:])
	s.post(t, "/api/blobs/"+digest, bytes.NewReader(raw))
	all := map[string]any{"num_thread": 1}
	for k, v := range parameters {
		all[k] = v
	}
	body, err := json.Marshal(map[string]any{
		"model": name, "files": map[string]string{"model.gguf": digest}, "template": template, "parameters": all, "stream": false,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.post(t, "/api/create", bytes.NewReader(body))
}

func (s *Server) post(t testing.TB, path string, body io.Reader) {
	t.Helper()
	resp, err := http.Post(s.URL+path, "application/json", body)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if said, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode >= 300 {
		t.Fatalf("%s: %s: %s (%v)", path, resp.Status, said, err)
	}
}
