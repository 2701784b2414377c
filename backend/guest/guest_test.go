package guest

import (
	"strings"
	"testing"
	"time"

	"meridian/backend/access"
)

func TestTheWordsAreTwoHundredAndFiftySix(t *testing.T) {
	for name, list := range map[string]string{"English": englishWords, "Korean": koreanWords} {
		seen := map[string]bool{}
		for _, word := range strings.Fields(list) {
			seen[word] = true
		}
		if len(seen) != 256 || len(strings.Fields(list)) != 256 {
			t.Errorf("%s has %d words, %d of them different", name, len(strings.Fields(list)), len(seen))
		}
	}
}

func TestTheSpokenCheckIsTheSameInBothHands(t *testing.T) {
	secret := newSecret()
	id, hash, ok := parse(token("01J", secret))
	kept, _ := hashOf(secret)
	if !ok || id != "01J" || !hash.same(kept) {
		t.Fatal("a token is not read back")
	}
	mine, _ := kept.Words()
	theirs, korean := hash.Words()
	if len(mine) != 6 || len(korean) != 6 || strings.Join(mine, " ") != strings.Join(theirs, " ") {
		t.Errorf("%v, %v", mine, theirs)
	}
	another, _ := hashOf(newSecret())
	if words, _ := another.Words(); strings.Join(words, " ") == strings.Join(mine, " ") {
		t.Error("two secrets have the same words")
	}
}

func TestWhatCanBeGranted(t *testing.T) {
	good := Terms{Name: "Kim", Role: access.Viewer, Sections: access.All(), Money: access.Full, Life: time.Hour, MaxUses: 1}
	for _, tt := range []struct {
		name    string
		change  func(*Terms)
		pointer string
	}{
		{"as it is", func(*Terms) {}, ""},
		{"no name", func(t *Terms) { t.Name = "  " }, "/name"},
		{"a role that there is not", func(t *Terms) { t.Role = "king" }, "/role"},
		{"no way to show amounts", func(t *Terms) { t.Money = "" }, "/money"},
		{"an editor of rounded amounts", func(t *Terms) { t.Role, t.Money = access.Editor, access.Rounded }, "/role"},
		{"an adviser of a part", func(t *Terms) { t.Role, t.Sections = access.Adviser, access.SectionsOf(access.Income) }, "/role"},
		{"the advisor without the rest", func(t *Terms) { t.Sections = access.SectionsOf(access.Advisor, access.Results) }, "/sections"},
		{"nothing to see", func(t *Terms) { t.Sections = 0 }, "/sections"},
		{"control for a viewer", func(t *Terms) { t.Control = true }, "/control"},
		{"for ever", func(t *Terms) { t.Life = 1000 * 24 * time.Hour }, "/days"},
		{"never to be used", func(t *Terms) { t.MaxUses = 0 }, "/maxUses"},
		{"an e-mail with a line break", func(t *Terms) { t.Email = "a@b\r\nx" }, "/email"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			terms := good
			tt.change(&terms)
			found := terms.wrong(Person)
			if tt.pointer == "" && len(found) > 0 || tt.pointer != "" && (len(found) == 0 || found[0].Pointer != tt.pointer) {
				t.Errorf("found %+v, want %q", found, tt.pointer)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add("")
	f.Add("x." + strings.Repeat("A", 43))
	f.Add("01J." + newSecret())
	f.Add("../..")
	f.Fuzz(func(t *testing.T, shown string) {
		id, _, ok := parse(shown)
		if ok && (id == "" || len(id) > 64 || strings.ContainsAny(id, "./\\ \x00") || !strings.HasPrefix(shown, id+".")) {
			t.Errorf("%q is read as %q", shown, id)
		}
	})
}
