package recovery

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestAKeyComesBackFromItsSheet(t *testing.T) {
	k := New()
	text := k.String()
	if words := k.Words(); len(words) != Groups || len(text) != Groups*perWord+Groups-1 {
		t.Fatalf("%q has %d groups", text, len(words))
	}
	for _, typed := range []string{text, strings.ToLower(text), strings.ReplaceAll(text, "-", " "), strings.ReplaceAll(text, "-", ""),
		strings.ReplaceAll(strings.ReplaceAll(text, "0", "o"), "1", "l"), "  " + text + "\n"} {
		if back, err := Parse(typed); err != nil || back != k {
			t.Errorf("%q was read as another: %v", typed, err)
		}
	}
}

func TestATypingErrorIsFound(t *testing.T) {
	text := New().String()
	other := map[bool]string{true: "Z", false: "Y"}[text[0] == 'Y']
	for _, typed := range []string{"", "correct horse battery staple", text[1:], text + "A", other + text[1:], strings.Repeat("x", 1000), "U" + text[1:]} {
		if _, err := Parse(typed); !errors.Is(err, ErrForm) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestOnlyTheKeyOpensWhatItsLockSealed(t *testing.T) {
	k := New()
	lock, err := k.Lock()
	if err != nil {
		t.Fatal(err)
	}
	if !k.Fits(lock) || New().Fits(lock) {
		t.Error("a key is taken for another")
	}
	sealed, err := Seal(lock, []byte("a passphrase"))
	if err != nil || bytes.Contains(sealed, []byte("passphrase")) {
		t.Fatalf("sealed: %v", err)
	}
	if got, err := k.Open(sealed); err != nil || string(got) != "a passphrase" {
		t.Errorf("opened %q: %v", got, err)
	}
	if _, err := New().Open(sealed); !errors.Is(err, ErrOther) {
		t.Errorf("by another key: %v", err)
	}
	for i := range sealed {
		torn := bytes.Clone(sealed)
		torn[i] ^= 1
		if _, err := k.Open(torn); !errors.Is(err, ErrOther) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	if _, err := Seal("no lock", nil); err == nil {
		t.Error("something was sealed by nothing")
	}
}

// TestTheSameKeyForGood holds the derivation: a sheet that was printed once must
// open what is sealed for ever.
func TestTheSameKeyForGood(t *testing.T) {
	const text, lock = "0410-6105-0R3G-G28A-1C60-T3GF-208H-5WKE", "ctaHHkx3ydTuar1nYVCecukntc0UrlTb6HKFGQ7RQh0="
	var k Key
	for i := range k.secret {
		k.secret[i] = byte(i + 1)
	}
	if got, err := k.Lock(); err != nil || got != lock || k.String() != text {
		t.Errorf("%s has the lock %s: %v", k, got, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(New().String())
	f.Add("0410-6105")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := Parse(text)
		if err == nil {
			if again, err := Parse(k.String()); err != nil || again != k {
				t.Errorf("%q is read as %s, which is read as another", text, k)
			}
		} else if !errors.Is(err, ErrForm) {
			t.Errorf("no words for %v", err)
		}
	})
}
