package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWebPage(t *testing.T) {
	tests := []struct{ name, address, want string }{
		{"a page opens", "https://example.com/a?b=c&d=e#f", "https://example.com/a?b=c&d=e#f"},
		{"brackets are escaped", "https://example.com/Bond_(finance)", "https://example.com/Bond_%28finance%29"},
		{"what a shell reads is escaped", "https://example.com/$(x)`y`;z", "https://example.com/%24%28x%29%60y%60%3Bz"},
		{"a file does not open", "file:///etc/passwd", ""},
		{"a script does not run", "javascript:alert(1)", ""},
		{"a name and password are not sent", "https://a:b@example.com/", ""},
		{"an address without a host does not open", "https:/x", ""},
		{"nonsense does not open", "http://[::1", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := webPage(test.address)
			if got != test.want || (err == nil) != (test.want != "") {
				t.Errorf("webPage(%q) = %q, %v; want %q", test.address, got, err, test.want)
			}
		})
	}
}

func TestAPlanIsWrittenWholeAndReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plan.json")
	for _, document := range []string{"first", "second, over the first"} {
		if err := writePlan(path, []byte(document)); err != nil {
			t.Fatal(err)
		}
		if got, err := readPlan(path); err != nil || string(got) != document {
			t.Errorf("read %q, %v; want %q", got, err, document)
		}
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("%d files are left, %v; want the plan alone", len(left), err)
	}
}

func TestAPlanThatCannotBeWrittenLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken.json")
	if err := os.MkdirAll(filepath.Join(taken, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := writePlan(taken, []byte("x")); err == nil {
		t.Error("a directory was replaced by a plan")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%d entries are left, %v; want only the directory", len(left), err)
	}
}

func TestNamed(t *testing.T) {
	if got := named("/home/kim/our plan"); got != "/home/kim/our plan.meridian.json" {
		t.Errorf("without an ending: %s", got)
	}
	if got := named("/home/kim/plan.json"); got != "/home/kim/plan.json" {
		t.Errorf("with an ending: %s", got)
	}
}
