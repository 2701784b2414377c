package backend

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"meridian/backend/httpapi"
)

// golden compares an answer with a file under testdata/golden, which the tests
// of the frontend read too: so the contract holds in both languages without a
// server between them.
func golden(t *testing.T, name string, answer []byte) {
	t.Helper()
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, answer, "", "\t"); err != nil {
		t.Fatalf("%s is no JSON: %v", name, err)
	}
	pretty.WriteByte('\n')
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(file, pretty.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pretty.Bytes(), want) {
		t.Errorf("%s is not what it was%s: look, then run go test ./backend -run Golden -update", name, firstDifference(pretty.String(), string(want)))
	}
}

// firstDifference says where two texts part.
func firstDifference(got, want string) string {
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] {
			return "\nline " + strconv.Itoa(i+1) + ": " + gotLines[i] + "\nwant: " + wantLines[i]
		}
	}
	return ""
}

// goldenPaths is few futures: enough for every field to have a figure.
const goldenPaths = 60

func TestGolden(t *testing.T) {
	app := open(t, t.TempDir())
	answer := func(method, path string, body any) []byte { return send(t, app, method, path, body).Body.Bytes() }

	us := firstPlan(t, app)
	session := bytes.Replace(answer("GET", "/session", nil), []byte(`"os":"`+app.api.About.OS+`"`), []byte(`"os":"linux"`), 1)
	golden(t, "session.json", session)
	golden(t, "settings.json", answer("GET", "/settings", nil))
	golden(t, "plan-us.json", answer("GET", "/plans/"+us.ID, nil))
	kr := answer("POST", "/plans", httpapi.NewPlan{From: "demo-kr"})
	golden(t, "plan-kr.json", kr)
	golden(t, "plans.json", answer("GET", "/plans", nil))
	golden(t, "problem.json", answer("POST", "/plans/"+us.ID+"/edits", httpapi.Edit{
		Base: 1, Name: httpapi.EditName{Key: "edit.test"},
		Patch: map[string]any{"targets": map[string]any{"confidence": 7, "metric": "luck"}, "surprise": true},
	}))

	a := finish(t, app, httpapi.NewForecast{Plan: us.ID, Paths: goldenPaths})
	b := finish(t, app, httpapi.NewForecast{Plan: us.ID, Paths: goldenPaths, Purpose: "preview", Patch: map[string]any{
		"assumptions": map[string]any{"inflation": map[string]any{"mean": 0.05}},
	}})
	golden(t, "result-us.json", rounded(t, answer("GET", "/results/"+a, nil)))
	golden(t, "paired.json", rounded(t, answer("GET", "/results/"+a+"/against/"+b, nil)))
	golden(t, "history.json", answer("GET", "/plans/"+us.ID+"/history", nil))
}

// rounded keeps ten digits of every figure: the last ones differ between
// processors, and the engine's own tests hold the bits.
func rounded(t *testing.T, answer []byte) []byte {
	t.Helper()
	var tree any
	d := json.NewDecoder(bytes.NewReader(answer))
	d.UseNumber()
	if err := d.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(round(tree))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func round(node any) any {
	switch node := node.(type) {
	case map[string]any:
		for key, child := range node {
			node[key] = round(child)
		}
	case []any:
		for i, child := range node {
			node[i] = round(child)
		}
	case json.Number:
		v, err := node.Float64()
		if err != nil || v == math.Trunc(v) {
			return node
		}
		return json.Number(strconv.FormatFloat(v, 'g', 10, 64))
	}
	return node
}
