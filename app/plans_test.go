package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAPlanFileIsAddedOverTheAPI(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(path, []byte(`{"format":"meridian.plan"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var sent struct {
			From     string
			Document map[string]string
		}
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil || sent.From != "document" || sent.Document["format"] != "meridian.plan" {
			t.Errorf("sent %+v, %v", sent, err)
		}
		if r.URL.Path != "/api/v1/plans" || r.Header.Get("Authorization") != "Bearer secret" || r.Header.Get("Idempotency-Key") == "" {
			t.Errorf("%s with %v", r.URL.Path, r.Header)
		}
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(`{"id":"01J"}`))
	}))
	defer server.Close()

	id, err := plans{api: server.URL + "/api/v1/", owner: "secret", locale: "en"}.add(context.Background(), path)
	if id != "01J" || err != nil {
		t.Errorf("add = %q, %v", id, err)
	}
}

func TestAPlanFileThatIsRefusedSaysWhy(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = w.Write([]byte(`{"title":"This plan has problems.","fix":"Mend them."}`))
	}))
	defer refusing.Close()
	tests := []struct{ name, path, want string }{
		{"the server's words are given on", write("bad.json", "{}"), "This plan has problems.\nMend them."},
		{"what is not JSON never leaves", write("not.json", "hello"), "not.json is not JSON"},
		{"a file that is not there is named", filepath.Join(dir, "gone.json"), "gone.json"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := plans{api: refusing.URL + "/api/v1/", locale: "en"}.add(context.Background(), test.path)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("add: %v; want %q", err, test.want)
			}
		})
	}
}

func TestQuotedTextStaysText(t *testing.T) {
	if got := quoted(`/h/"</script>/today`); strings.ContainsAny(got[1:len(got)-1], "<>") || strings.Count(got, `\"`) != 1 {
		t.Errorf("quoted = %s", got)
	}
}
