package library

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"meridian/backend/document"
	"meridian/backend/fault"
)

func TestWhatADocumentMayBeCalled(t *testing.T) {
	for _, c := range []struct {
		tenant, title string
		want          error
	}{
		{"kim", "Statement 2025.pdf", nil},
		{"01J9ZK3V5B7X", "퇴직연금 운용현황.pdf", nil},
		{"a-b_C9", strings.Repeat("가", 200), nil},
		{"", "a", BadTenant},
		{"kim lee", "a", BadTenant},
		{"김", "a", BadTenant},
		{"../kim", "a", BadTenant},
		{strings.Repeat("k", 65), "a", BadTenant},
		{"kim", "", BadTitle},
		{"kim", "   ", BadTitle},
		{"kim", "a\nb", BadTitle},
		{"kim", "a\x00b", BadTitle},
		{"kim", "\xff", BadTitle},
		{"kim", strings.Repeat("가", 201), BadTitle},
	} {
		got := NewDocument{Tenant: document.Tenant(c.tenant), Title: c.title}.Check()
		if !errors.Is(got, c.want) && (got != nil || c.want != nil) {
			t.Errorf("%.20q of %.20q: %v, want %v", c.title, c.tenant, got, c.want)
		}
	}
}

func TestAFileIsSpooledWholeOrNotAtAll(t *testing.T) {
	s := New(Options{Spool: filepath.Join(t.TempDir(), "spool"), Now: time.Now})
	broken := iotest.ErrReader(io.ErrUnexpectedEOF)
	for name, c := range map[string]struct {
		from io.Reader
		size int64
		want error
	}{
		"announced as too large": {strings.NewReader("a"), Largest + 1, FileTooLarge},
		"empty":                  {strings.NewReader(""), -1, EmptyFile},
		"announced, but empty":   {strings.NewReader(""), 5, EmptyFile},
		"shorter than announced": {strings.NewReader("abc"), 5, BrokenOff},
		"longer than announced":  {strings.NewReader("abcdefg"), 5, BrokenOff},
		"broken off":             {io.MultiReader(strings.NewReader("abc"), broken), -1, BrokenOff},
	} {
		if _, err := s.Spool(t.Context(), c.from, c.size); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	left, err := os.ReadDir(s.Options.Spool)
	if err != nil || len(left) > 0 {
		t.Errorf("left are %v (%v)", left, err)
	}
	file, err := s.Spool(t.Context(), iotest.OneByteReader(strings.NewReader("abc")), 3)
	if err != nil || file.Bytes != 3 || file.Hash != document.TextHash("abc") {
		t.Fatalf("%v %+v", err, file)
	}
	file.Discard()
	file.Discard()
}

func TestAFaultIsKeptWithItsWordsAndWithoutItsCause(t *testing.T) {
	f := BrokenOff.With(errors.New("/home/kim/secret.pdf"))
	kept := f.Encode()
	if strings.Contains(kept, "secret") {
		t.Errorf("kept is %s", kept)
	}
	back := faultOf(document.Record{Fault: kept})
	if !errors.Is(back, BrokenOff) || back.Title != BrokenOff.Title || back.Fix != BrokenOff.Fix || back.Kind != fault.Invalid {
		t.Errorf("back comes %+v", back)
	}
	if faultOf(document.Record{}) != nil || faultOf(document.Record{Fault: "{"}) != Unreadable {
		t.Error("no fault, or a damaged one, is read wrongly")
	}
}
