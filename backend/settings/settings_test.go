package settings

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"meridian/backend/fault"
)

func patchOf(t testing.TB, text string) map[string]any {
	t.Helper()
	var patch map[string]any
	if err := json.Unmarshal([]byte(text), &patch); err != nil {
		t.Fatal(err)
	}
	return patch
}

func TestDefaultIsValid(t *testing.T) {
	if found := Validate(Default()); len(found) > 0 {
		t.Errorf("Validate(Default()) = %v", found)
	}
}

func TestPatch(t *testing.T) {
	chosen := Default()
	chosen.Theme, chosen.Window, chosen.Port = ThemeDark, Window{X: 10, Y: 20, Width: 1200, Height: 800}, 4000
	cases := []struct {
		name  string
		patch string
		want  func(*Settings)
	}{
		{"nothing changes nothing", `{}`, func(*Settings) {}},
		{"one choice leaves the others", `{"locale":"ko"}`, func(s *Settings) { s.Locale = Korean }},
		{"a window may move without growing", `{"window":{"x":-5}}`, func(s *Settings) { s.Window.X = -5 }},
		{"null brings back the default", `{"theme":null,"port":null}`, func(s *Settings) { s.Theme, s.Port = ThemeSystem, 0 }},
		{"null brings back the whole window", `{"window":null}`, func(s *Settings) { s.Window = Window{} }},
		{"a model is chosen and the context stays", `{"model":{"chat":"qwen3:1.7b","address":"http://127.0.0.1:1"}}`, func(s *Settings) {
			s.Model = Model{Chat: "qwen3:1.7b", Address: "http://127.0.0.1:1", Context: usualContext}
		}},
		{"null inside the window", `{"window":{"x":null}}`, func(s *Settings) { s.Window.X = 0 }},
		{"every choice at once", `{"locale":"en","theme":"light","privacy":"scramble","basis":"nominal","lastPlan":"p","lastPath":"/plan/income","gpuVerdict":"software"}`,
			func(s *Settings) {
				s.Locale, s.Theme, s.Privacy, s.Basis = English, ThemeLight, Scramble, Nominal
				s.LastPlan, s.LastPath, s.GPU = "p", "/plan/income", GPUSoftware
			}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := chosen
			c.want(&want)
			got, err := Patch(chosen, patchOf(t, c.patch))
			if err != nil || got != want {
				t.Errorf("got %+v (%v), want %+v", got, err, want)
			}
		})
	}
}

func TestPatchRefusesEverythingWrongAtOnce(t *testing.T) {
	cases := []struct {
		name, patch string
		pointers    string
	}{
		{"choices that do not exist", `{"locale":"fr","theme":"pink","privacy":"?","basis":"x","gpuVerdict":"?"}`, "/locale /theme /privacy /basis /gpuVerdict"},
		{"numbers out of range", `{"port":70000,"window":{"width":-1,"height":70000,"x":-70000,"y":70000}}`, "/port /window/x /window/y /window/width /window/height"},
		{"fields that settings do not have", `{"colour":"red","window":{"z":1},"a/b":1}`, "/a~1b /colour /window/z"},
		{"a text for a number", `{"port":"4000"}`, "/port"},
		{"a number for a window", `{"window":7}`, "/window"},
		{"a fraction of a pixel", `{"window":{"x":1.5}}`, "/window/x"},
		{"a path to another site", `{"lastPath":"//evil.example"}`, "/lastPath"},
		{"a host that is none, and contexts beyond use", `{"model":{"address":"ftp://x","context":7,"chat":"` + strings.Repeat("x", 600) + `"}}`, "/model/context /model/chat /model/address"},
		{"a path that is none", `{"lastPath":"javascript:alert(1)"}`, "/lastPath"},
		{"texts too long", `{"lastPlan":"` + strings.Repeat("x", 600) + `"}`, "/lastPlan"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := Default()
			got, err := Patch(before, patchOf(t, c.patch))
			if !errors.Is(err, Invalid) || got != before {
				t.Fatalf("err %v, settings %+v", err, got)
			}
			var f *fault.Error
			errors.As(err, &f)
			var pointers []string
			for _, p := range f.Problems {
				pointers = append(pointers, p.Pointer)
				if p.Text.EN == "" || p.Text.KO == "" || p.Code == "" {
					t.Errorf("problem without words: %+v", p)
				}
			}
			if joined := strings.Join(pointers, " "); joined != c.pointers {
				t.Errorf("pointers %q, want %q", joined, c.pointers)
			}
		})
	}
}

func TestDecodeNeverKeepsTheProgramFromStarting(t *testing.T) {
	korean := Default()
	korean.Locale = Korean
	cases := []struct {
		name, stored string
		want         Settings
	}{
		{"what Encode wrote", string(Encode(korean)), korean},
		{"nothing", ``, Default()},
		{"not JSON", `{{`, Default()},
		{"a list", `[1]`, Default()},
		{"a setting of a newer program", `{"locale":"ko","density":"cosy"}`, korean},
		{"a choice of a newer program", `{"locale":"ko","theme":"sepia"}`, korean},
		{"a wrong type", `{"locale":"ko","port":"x","window":3}`, korean},
	}
	for _, c := range cases {
		if got := Decode([]byte(c.stored)); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"locale":"ko","window":{"x":1}}`))
	f.Add([]byte(`{"port":1e99}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := Decode(raw)
		if found := Validate(s); len(found) > 0 {
			t.Fatalf("decoded settings are invalid: %v", found)
		}
		if Decode(Encode(s)) != s {
			t.Fatalf("%+v does not survive being stored", s)
		}
	})
}
