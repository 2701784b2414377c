package backend

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// makers are the files that make what speaks to the network, and through which
// everything else does. Each is given to the book by assembly.
var makers = []string{
	"backend/backend.go",           // the listener of the interface
	"backend/guests.go",            // keys of Cloudflare Access
	"backend/share.go",             // the door, the proof, downloads, the tunnel's own state
	"backend/model.go",             // model hosts
	"backend/queue.go",             // model hosts that were named
	"backend/control.go",           // a command at a terminal, to the program on the same machine
	"backend/update.go",            // a command at a terminal that looks for a newer release
	"backend/cfaccess/cfaccess.go", // a client without a book, for tests of it alone
	"backend/ollama/host.go",       // a client without a book, for tests of it alone
	"backend/ollama/program.go",    // likewise
	"backend/openai/openai.go",     // likewise
	"backend/tunnel/visit.go",      // dials for the proof
	"backend/traffic/traffic.go",   // the book
	"backend/traffic/leak.go",      // the self-test
	"app/instance.go",              // a socket in the file system, by which a second start finds the window
	"app/plans.go",                 // the window, to the program that it shows
}

var speaks = regexp.MustCompile(`http\.(Client\{|DefaultClient|Get\(|Post\(|Head\(|DefaultTransport|Transport\{|ListenAndServe)|net\.(Dial|Listen|ListenConfig|Dialer)\b|tls\.(Dial|Listen)\(`)

// TestEveryConnectionHasAPurpose: nobody makes a client or a listener but the files
// above, so that the network page tells all of them.
func TestEveryConnectionHasAPurpose(t *testing.T) {
	files, err := read("..", "backend", "app")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range files {
		if f.test || slices.Contains(beside, f.pkg) {
			continue
		}
		raw, err := os.ReadFile("../" + f.name)
		if err != nil {
			t.Fatal(err)
		}
		if found := speaks.FindString(string(raw)); found != "" {
			seen[f.name] = true
			if !slices.Contains(makers, f.name) {
				t.Errorf("%s speaks to the network by itself: %s", f.name, strings.TrimSpace(found))
			}
		}
	}
	if !seen["backend/share.go"] || !seen["backend/backend.go"] {
		t.Error("the listeners were not found: the test looks for the wrong thing")
	}
}
