package plan

import (
	"bytes"
	"encoding/json"
	"testing"

	"meridian/backend/fault"
)

// hold checks what is promised of every plan that was read.
func hold(t *testing.T, p Plan) {
	t.Helper()
	tidy := Encode(p)
	again, err := Decode(bytes.NewReader(tidy))
	if err != nil {
		t.Fatalf("its own encoding is refused: %v\n%s", err, tidy)
	}
	if !bytes.Equal(tidy, Encode(again)) {
		t.Fatalf("encodes as\n%s\nand then as\n%s", tidy, Encode(again))
	}
	if Hash(p) != Hash(again) {
		t.Fatal("a round trip changes the hash")
	}
	found := Validate(p)
	for _, f := range found {
		if f.Text.EN == "" || f.Text.KO == "" || f.Code == "" {
			t.Fatalf("a problem without words: %+v", f)
		}
	}
	_, err = Resolve(p)
	if err != nil && len(p.People) > 0 && !Failed(found) {
		t.Fatalf("valid, but not resolved: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(minimal(f))
	f.Add(demoUS)
	f.Add(demoKR)
	f.Add([]byte(`{"schema":"meridian.plan","version":1}`))
	f.Add([]byte(`[{"a":1,"a":2}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Decode(bytes.NewReader(data))
		if err != nil {
			if fault.Of(err) == fault.Internal {
				t.Fatalf("not the document's fault: %v", err)
			}
			return
		}
		hold(t, p)
	})
}

func FuzzPatch(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"people":null}`, `{"accounts":{"a1":{"balance":{"amt":"-1"}}}}`,
		`{"milestones":{"m1":{"when":{"at":"milestone","ref":"m1"}}}}`,
		`{"milestones":{"m1":{"when":{"at":"month","month":"9999-12","offsetMonths":-2000000000}}}}`,
		`{"scenarios":{"sc1":{"patch":{"people":{"p1":null}}}}}`,
		`{"allocation":{"default":{"rebalance":{"band":0}}}}`,
		`{"people":{"p1":{"horizon":{"age":2000000000}}}}`,
	} {
		f.Add([]byte(seed))
	}
	base := decode(f, demoUS)
	f.Fuzz(func(t *testing.T, data []byte) {
		var patch map[string]any
		if err := json.Unmarshal(data, &patch); err != nil {
			return
		}
		p, err := merge(base, patch)
		if err != nil {
			return
		}
		hold(t, p)
		back, err := merge(base, Difference(base, p))
		if err != nil || !bytes.Equal(Encode(back), Encode(p)) {
			t.Fatalf("the difference does not lead there: %v", err)
		}
	})
}
