package ollama

import (
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"meridian/backend/hosting"
	"meridian/backend/process"
)

// Program is the server that Meridian runs itself: one that is installed, or
// one that was fetched into its own directory.
type Program struct {
	Dir      string              // of what is Meridian's own: runtime, models, home; made when missing
	Getenv   func(string) string // of the surroundings
	Path     string              // of the program, in place of a search; "" searches
	Releases string              // where programs are fetched from; "" is their makers' address
	Client   *http.Client        // fetches them; nil is Fetcher
	Ask      *http.Client        // asks a server that was started whether it answers; nil is NewClient
}

var _ hosting.Program = Program{}

// Usual is where a host of somebody else's answers, the likeliest first.
func Usual(getenv func(string) string) []string {
	const standard = "http://127.0.0.1:11434"
	named, err := Address(strings.Replace(getenv("OLLAMA_HOST"), "0.0.0.0", "127.0.0.1", 1))
	if err != nil || named == standard {
		return []string{standard}
	}
	if !strings.Contains(strings.TrimPrefix(named, "http://"), ":") {
		named += ":11434"
	}
	return []string{named, standard}
}

// Find implements hosting.Program: one that was fetched, or one on the path.
func (p Program) Find() (string, bool) {
	if p.Path != "" {
		return p.Path, true
	}
	for _, name := range []string{"bin/ollama", "ollama", "ollama.exe"} { // as the archives of the systems have it
		path := filepath.Join(p.runtime(), filepath.FromSlash(name))
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, true
		}
	}
	path, err := exec.LookPath("ollama")
	return path, err == nil
}

func (p Program) runtime() string { return filepath.Join(p.Dir, "runtime") }

var listening = regexp.MustCompile(`Listening on (127\.0\.0\.1:\d+)`)

// Keep implements hosting.Program. What an earlier Meridian left behind when it
// was killed is ended first.
func (p Program) Keep(ctx context.Context, path string, ready func(address string)) error {
	if err := os.MkdirAll(filepath.Join(p.Dir, "home"), 0o700); err != nil {
		return err
	}
	mark := filepath.Join(p.Dir, "child.json")
	process.Sweep(mark)
	var address string
	k := process.Keeper{Path: path, Args: []string{"serve"}, Env: p.surroundings(path), Mark: mark, Within: 30 * time.Second,
		Ready: func(line string) bool {
			m := listening.FindStringSubmatch(line)
			if m == nil || !p.answers(ctx, "http://"+m[1]) {
				return false
			}
			address = "http://" + m[1]
			return true
		},
		Told: func(s process.State) {
			if s == process.Ready {
				ready(address)
				return
			}
			ready("")
		}}
	return k.Keep(ctx)
}

// answers waits until a server that listens also answers.
func (p Program) answers(ctx context.Context, address string) bool {
	for range 50 {
		if _, err := (&Host{URL: address, Client: p.Ask}).Version(ctx); err == nil {
			return true
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return false
		}
	}
	return false
}

// passed are the variables of the surroundings that a server needs: where
// programs and temporary files lie, and which graphics processors it may use.
var passed = []string{
	"PATH", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SystemRoot", "SYSTEMDRIVE", "PROGRAMDATA", "LOCALAPPDATA", "LD_LIBRARY_PATH",
	"CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "HSA_OVERRIDE_GFX_VERSION", "GPU_DEVICE_ORDINAL",
}

// surroundings are a server's own: nothing that its owner has set for another
// server, no proxy, no model that would be run elsewhere.
func (p Program) surroundings(path string) []string {
	home := filepath.Join(p.Dir, "home") // it keeps a key there
	env := []string{
		"HOME=" + home, "USERPROFILE=" + home,
		"OLLAMA_HOST=127.0.0.1:0",                                                  // the system chooses; the server says which
		"OLLAMA_NO_CLOUD=1", "OLLAMA_NUM_PARALLEL=1", "OLLAMA_MAX_LOADED_MODELS=2", // one that speaks, one that embeds
		"OLLAMA_MAX_QUEUE=64",
	}
	for _, name := range passed {
		if v := p.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return append(env, p.models(path)...)
}

// models is where models lie: beside a program that Meridian fetched, and
// otherwise where the owner has them already; nothing of those is tidied away.
func (p Program) models(path string) []string {
	theirs := p.Getenv("OLLAMA_MODELS")
	if theirs == "" {
		home := p.Getenv("HOME")
		if runtime.GOOS == "windows" {
			home = p.Getenv("USERPROFILE")
		}
		theirs = filepath.Join(home, ".ollama", "models")
	}
	ours := strings.HasPrefix(path, p.runtime()+string(filepath.Separator))
	if info, err := os.Stat(theirs); !ours && err == nil && info.IsDir() {
		return []string{"OLLAMA_MODELS=" + theirs, "OLLAMA_NOPRUNE=1"}
	}
	return []string{"OLLAMA_MODELS=" + filepath.Join(p.Dir, "models")}
}

// Fetcher fetches programs. Their makers' address sends elsewhere, so that it
// follows, but never to where anybody on the way could put another file and another
// sum; the sum that is published decides what was got.
func Fetcher() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 30 * time.Second,
		},
		CheckRedirect: func(to *http.Request, via []*http.Request) error {
			if len(via) >= 10 || via[0].URL.Scheme == "https" && to.URL.Scheme != "https" {
				return errors.New("it is sent elsewhere too often, or where anybody can listen")
			}
			return nil
		},
	}
}

// fetcher is for programs that were given no client.
var fetcher = Fetcher()
