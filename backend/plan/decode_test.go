package plan

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"meridian/backend/fault"
)

// minimal is the first released form of a document.
func minimal(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/v1.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decode(t testing.TB, data []byte) Plan {
	t.Helper()
	p, err := Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("decode: %v", err)
	}
	return p
}

func TestTheFirstVersionIsReadForever(t *testing.T) {
	p := decode(t, minimal(t))
	for _, found := range Validate(p) {
		if found.Severity == fault.SeverityError {
			t.Errorf("%s: %s", found.Pointer, found.Text.EN)
		}
	}
	golden, err := os.ReadFile("testdata/v1.canonical.json")
	if *update {
		err = os.WriteFile("testdata/v1.canonical.json", Encode(p), 0o644)
		golden = Encode(p)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := Encode(p); !bytes.Equal(got, golden) {
		t.Errorf("reads as\n%s\nwant\n%s", got, golden)
	}
	if again := decode(t, golden); Hash(again) != Hash(p) {
		t.Error("the canonical form is another plan")
	}
}

// replaced is the minimal document with some text replaced, which must be there.
func replaced(t *testing.T, old, new string) string {
	t.Helper()
	data := string(minimal(t))
	if !strings.Contains(data, old) {
		t.Fatalf("the document has no %s", old)
	}
	return strings.Replace(data, old, new, 1)
}

func TestDecodeNamesWhatIsWrong(t *testing.T) {
	cases := []struct {
		name          string
		document      string
		kind          fault.Kind
		pointer, code string
	}{
		{"nothing", ``, fault.Invalid, "", "json.syntax"},
		{"half a document", `{"schema": `, fault.Invalid, "", "json.syntax"},
		{"two documents", `{} {}`, fault.Invalid, "", "json.syntax"},
		{"NaN", replaced(t, `"rate": 0.039`, `"rate": NaN`), fault.Invalid, "", "json.syntax"},
		{"not UTF-8", replaced(t, "민준", "\xff\xfe"), fault.Invalid, "", "json.encoding"},
		{"a list", `[]`, fault.Invalid, "", "field.type"},
		{"another schema", replaced(t, "meridian.plan", "other.plan"), fault.Invalid, "/schema", "plan.schema"},
		{"no version", replaced(t, `"version": 1,`, ``), fault.Invalid, "/version", "plan.version"},
		{"a version of a half", replaced(t, `"version": 1`, `"version": 1.5`), fault.Invalid, "/version", "plan.version"},
		{"a newer version", replaced(t, `"version": 1`, `"version": 2`), fault.Invalid, "/version", "plan.newer"},
		{"an unknown field", replaced(t, `"birth": "1984-03"`, `"birth": "1984-03", "Name": "x"`), fault.Invalid, "/people/p1/Name", "field.unknown"},
		{"a key that needs escaping", replaced(t, `"locale"`, `"a/b~c": 1, "locale"`), fault.Invalid, "/a~1b~0c", "field.unknown"},
		{"the same key twice", replaced(t, `"currency": "KRW",`, `"currency": "KRW", "currency": "USD",`), fault.Invalid, "/currency", "json.duplicate"},
		{"a number for text", replaced(t, `"name": "민준"`, `"name": 7`), fault.Invalid, "/people/p1/name", "field.type"},
		{"text for a number", replaced(t, `"rate": 0.039`, `"rate": "0.039"`), fault.Invalid, "/debts/d1/rate", "field.type"},
		{"null for a number", replaced(t, `"rate": 0.039`, `"rate": null`), fault.Invalid, "/debts/d1/rate", "field.type"},
		{"a list for an object", replaced(t, `"horizon": {"age": 95}`, `"horizon": []`), fault.Invalid, "/people/p1/horizon", "field.type"},
		{"half a year", replaced(t, `"age": 95`, `"age": 95.5`), fault.Invalid, "/people/p1/horizon/age", "number.whole"},
		{"a number beyond floats", replaced(t, `"rate": 0.039`, `"rate": 1e999`), fault.Invalid, "/debts/d1/rate", "number.range"},
		{"a month thirteen", replaced(t, `"birth": "1984-03"`, `"birth": "1984-13"`), fault.Invalid, "/people/p1/birth", "month.format"},
		{"an amount with commas", replaced(t, `"amt": "35000000"`, `"amt": "35,000,000"`), fault.Invalid, "/accounts/a1/balance/amt", "amount.format"},
		{"a word no field has", replaced(t, `"wrapper": "cash"`, `"wrapper": "mattress"`), fault.Invalid, "/accounts/a1/wrapper", "field.choice"},
		{"an owner that is a number", replaced(t, `"owner": "joint"`, `"owner": 3`), fault.Invalid, "/accounts/a1/owner", "field.type"},
		{"a milestone without a time", replaced(t, `{"at": "month", "month": "2037-03"}`, `{}`), fault.Invalid, "/milestones/m2/when/at", "field.missing"},
		{"a missing field", replaced(t, `"birth": "1984-03", `, ``), fault.Invalid, "/people/p1/birth", "field.missing"},
		{"forty levels", strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 40), fault.Invalid, strings.Repeat("/a", 32), "json.tooDeep"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Decode(strings.NewReader(c.document))
			if fault.Of(err) != c.kind {
				t.Fatalf("kind %q of %v, want %q", fault.Of(err), err, c.kind)
			}
			for _, p := range problemsOf(err) {
				if p.Pointer == c.pointer && p.Code == c.code {
					if p.Text.EN == "" || p.Text.KO == "" || strings.Contains(p.Text.EN+p.Text.KO, "%!") {
						t.Errorf("text %+v", p.Text)
					}
					return
				}
			}
			t.Errorf("no %s at %q among %+v", c.code, c.pointer, problemsOf(err))
		})
	}
}

func TestDecodeListsEverythingAtOnce(t *testing.T) {
	document := replaced(t, `"birth": "1984-03"`, `"birth": 1984, "height": 180`)
	document = strings.Replace(document, `"amt": "35000000"`, `"amt": "-5"`, 1)
	document = strings.Replace(document, `"ref": "m2"`, `"ref": "m7"`, 1)
	_, err := Decode(strings.NewReader(document))
	got := map[string]string{}
	for _, p := range problemsOf(err) {
		got[p.Pointer] = p.Code
	}
	want := map[string]string{
		"/people/p1/birth":         "field.type",
		"/people/p1/height":        "field.unknown",
		"/accounts/a1/balance/amt": "amount.negative",
		"/goals/g1/when/start/ref": "reference.unknown",
	}
	for pointer, code := range want {
		if got[pointer] != code {
			t.Errorf("%s: %q, want %q", pointer, got[pointer], code)
		}
	}
}

func TestDecodeRefusesSizeWithoutReadingOn(t *testing.T) {
	endless := &counter{}
	if _, err := Decode(endless); !errors.Is(err, ErrTooLarge) || fault.Of(err) != fault.TooLarge {
		t.Errorf("an endless document: %v", err)
	}
	if endless.read > 2*MaxBytes {
		t.Errorf("read %d bytes before giving up", endless.read)
	}
	many := `[` + strings.Repeat(`1,`, maxValues) + `1]`
	if _, err := Decode(strings.NewReader(many)); !errors.Is(err, ErrMalformed) {
		t.Errorf("too many values: %v", err)
	}
}

type counter struct{ read int }

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	c.read += len(p)
	return len(p), nil
}

func TestMigrationsRunInOrder(t *testing.T) {
	// Versions that never were, to hold the chain to its order.
	chain := []migration{
		func(d map[string]any) { d["trail"] = []any{"second"} },
		func(d map[string]any) { d["trail"] = append(d["trail"].([]any), "third") },
	}
	tree, err := readTree(strings.NewReader(`{"schema": "meridian.plan", "version": 1}`))
	if err != nil {
		t.Fatal(err)
	}
	document := tree.(map[string]any)
	if err := migrate(document, 3, chain); err != nil {
		t.Fatal(err)
	}
	if v, _ := versionOf(document); v != 3 {
		t.Errorf("ends at version %d", v)
	}
	if got := string(encodeTree(document["trail"])); got != "[\"second\",\"third\"]\n" {
		t.Errorf("trail %s", got)
	}
	if err := migrate(document, 2, chain); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer document: %v", err)
	}
	if len(migrations) != Version-1 {
		t.Errorf("%d migrations lead to version %d", len(migrations), Version)
	}
}

func TestEncodeIsCanonical(t *testing.T) {
	p := decode(t, minimal(t))
	tidy := Encode(p)
	spaced := decode(t, bytes.ReplaceAll(minimal(t), []byte(`,`), []byte(" ,\n\t ")))
	if !bytes.Equal(tidy, Encode(spaced)) {
		t.Error("white space changes the encoding")
	}
	if !bytes.Equal(tidy, Encode(decode(t, tidy))) || !bytes.Equal(tidy, Encode(decode(t, Indent(p)))) {
		t.Error("a round trip changes the encoding")
	}
	if bytes.Contains(tidy, []byte("null")) {
		t.Error("null in a plan without a scenario that removes something")
	}
}

func TestHashIsOfWhatAForecastReads(t *testing.T) {
	base := decode(t, minimal(t))
	same := map[string]map[string]any{
		"another name":          {"name": "x"},
		"another id":            {"id": "x"},
		"a renamed account":     {"accounts": map[string]any{"a1": map[string]any{"name": "x"}}},
		"a rearranged spending": {"spending": map[string]any{"s1": map[string]any{"sort": "q"}}},
		"a note":                {"notes": map[string]any{"plan": "x"}},
		"another scenario":      {"scenarios": nil},
		"another seed":          {"assumptions": map[string]any{"run": map[string]any{"seed": 7.0}}},
	}
	for name, patch := range same {
		if p, err := Patch(base, patch); err != nil || Hash(p) != Hash(base) {
			t.Errorf("%s changes the hash (%v)", name, err)
		}
	}
	other := map[string]map[string]any{
		"another balance":    {"accounts": map[string]any{"a1": map[string]any{"balance": map[string]any{"amt": "1"}}}},
		"rearranged saving":  {"saving": map[string]any{"r1": map[string]any{"sort": "zz"}}},
		"another start":      {"start": "2026-02"},
		"an archived stream": {"spending": map[string]any{"s2": map[string]any{"archived": true}}},
	}
	for name, patch := range other {
		if p, err := Patch(base, patch); err != nil || Hash(p) == Hash(base) {
			t.Errorf("%s leaves the hash (%v)", name, err)
		}
	}
}
