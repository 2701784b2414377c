package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// textFile writes a file to be taken in.
func textFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// kept is what --json says of documents.
type kept struct {
	Documents []struct {
		ID, Title, State, Pinned, Expires string
		Pages                             int
		Fault                             *struct{ Code string }
	}
}

func keptBy(t *testing.T, got outcome, code int) kept {
	t.Helper()
	var k kept
	if err := json.Unmarshal([]byte(got.out), &k); err != nil || got.code != code {
		t.Fatalf("exit code %d: %v\n%s%s", got.code, err, got.out, got.err)
	}
	return k
}

func TestDocumentsAtATerminal(t *testing.T) {
	data := "--data=" + t.TempDir()
	policy := textFile(t, "Policy.md", "# Policy\n\nThe monthly premium is USD 45.10 from March 2025.\n")
	added := keptBy(t, meridiand(t, "library", "add", policy, data, "--json"), 0)
	if len(added.Documents) != 1 || added.Documents[0].State != "ready" || added.Documents[0].Title != "Policy.md" || added.Documents[0].Pages != 1 {
		t.Fatalf("added %+v", added)
	}
	id := added.Documents[0].ID
	if again := keptBy(t, meridiand(t, "library", "add", policy, data, "--json"), 0); again.Documents[0].ID != id {
		t.Errorf("the same file again is %+v", again)
	}
	asked := meridiand(t, "library", "ask", "What", "is", "the", "monthly", "premium?", data)
	if asked.code != 0 || !strings.Contains(asked.out, "45.10") || !strings.Contains(asked.out, "Policy.md, page 1") {
		t.Errorf("asking: %d %s%s", asked.code, asked.out, asked.err)
	}
	var found struct {
		Quotes []struct {
			Citation struct{ Document, Quote string }
		}
	}
	raw := meridiand(t, "library", "ask", "What is the monthly premium?", "--json", data)
	if err := json.Unmarshal([]byte(raw.out), &found); err != nil || len(found.Quotes) == 0 || found.Quotes[0].Citation.Document != id {
		t.Errorf("asking in JSON: %v %s", err, raw.out)
	}
	if pinned := keptBy(t, meridiand(t, "library", "pin", id, "--reason", "policy", "--json", data), 0); pinned.Documents[0].Pinned != "policy" || pinned.Documents[0].Expires != "" {
		t.Errorf("pinned: %+v", pinned)
	}
	if listed := meridiand(t, "library", "list", data); listed.code != 0 || !strings.Contains(listed.out, id) || !strings.Contains(listed.out, "kept") {
		t.Errorf("listed: %s", listed.out)
	}
	if korean := call(t, "", []string{"LANG=ko_KR.UTF-8"}, "library", "list", data); !strings.Contains(korean.out, "준비됨") {
		t.Errorf("in Korean: %s", korean.out)
	}
	if let := keptBy(t, meridiand(t, "library", "unpin", id, "--json", data), 0); let.Documents[0].Expires == "" {
		t.Errorf("let go: %+v", let)
	}
	if gone := meridiand(t, "library", "forget", id, data); gone.code != 0 || !strings.Contains(gone.out, "Forgotten: 1 pages") {
		t.Errorf("forgotten: %d %s%s", gone.code, gone.out, gone.err)
	}
	if listed := keptBy(t, meridiand(t, "library", "list", "--json", data), 0); len(listed.Documents) > 0 {
		t.Errorf("afterwards: %+v", listed)
	}
	if twice := meridiand(t, "library", "forget", id, data); twice.code != 1 || !strings.Contains(twice.err, "not kept") {
		t.Errorf("forgotten twice: %d %s", twice.code, twice.err)
	}
}

func TestAFileThatFailsAtATerminalCostsOnlyItself(t *testing.T) {
	data := "--data=" + t.TempDir()
	good, bad := textFile(t, "good.txt", "The rent is 100."), textFile(t, "bad.pdf", "%PDF-1.7\nthis goes nowhere")
	got := meridiand(t, "library", "add", "/nowhere/none.pdf", bad, textFile(t, "empty.txt", ""), good, data, "--json")
	k := keptBy(t, got, 1)
	if len(k.Documents) != 2 || k.Documents[0].State != "failed" || k.Documents[0].Fault == nil || k.Documents[1].State != "ready" {
		t.Errorf("added %+v", k)
	}
	for _, said := range []string{"none.pdf: There is no such file", "empty.txt: The file is empty"} {
		if !strings.Contains(got.err, said) {
			t.Errorf("it does not say %q:\n%s", said, got.err)
		}
	}
}

func TestDocumentsAskedForWrongly(t *testing.T) {
	data := "--data=" + t.TempDir()
	for _, args := range [][]string{{"library"}, {"library", "dance"}, {"library", "add", data}, {"library", "ask", data}, {"library", "forget", data}, {"library", "pin", data}, {"library", "list", "x", data}} {
		if got := meridiand(t, args...); got.code != 2 || got.out != "" {
			t.Errorf("%v: %d %s%s", args, got.code, got.out, got.err)
		}
	}
	if got := meridiand(t, "library", "list", "--tenant", "k i m", data); got.code != 1 || !strings.Contains(got.err, "no usable word") {
		t.Errorf("a wrong tenant: %d %s", got.code, got.err)
	}
}

func TestARunningProgramKeepsItsDocumentsToItself(t *testing.T) {
	data := t.TempDir()
	serve(t, data)
	got := meridiand(t, "library", "list", "--data", data)
	if got.code != 1 || !strings.Contains(got.err, "Another Meridian") || !strings.Contains(got.err, "window") {
		t.Errorf("%d %s%s", got.code, got.out, got.err)
	}
}
