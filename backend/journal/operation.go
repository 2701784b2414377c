package journal

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"meridian/backend/plan"
)

// Stamp says of a change what its maker had seen when making it.
type Stamp struct {
	Base int      // the newest revision that was seen
	Seen []string // the Ops of changes that came after it and were seen as well: one's own, still on their way
	Op   string   // names the change, so that it is made once however often it is sent; "" for one that is sent once
}

const (
	maxOp   = 64
	maxSeen = 4096
)

// check refuses names that no window gives.
func (s Stamp) check() error {
	if len(s.Seen) > maxSeen {
		return BadOp
	}
	for _, op := range append([]string{s.Op}, s.Seen...) {
		if len(op) > maxOp || strings.ContainsFunc(op, strange) {
			return BadOp
		}
	}
	return nil
}

// strange is what no Op is made of.
func strange(r rune) bool {
	letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	return !letter && (r < '0' || r > '9') && r != '-' && r != '.'
}

// saw reports whether whoever stamped had seen r.
func (s Stamp) saw(r Revision) bool {
	return r.Number <= s.Base || r.Op != "" && slices.Contains(s.Seen, r.Op)
}

// Operation is what a revision did to one place of the plan: the smallest that
// a merge patch can change. A record that came or went is one operation, and so
// is a list. Values are JSON as encoding/json reads it; nil is nothing.
type Operation struct {
	Path          string // JSON pointer (RFC 6901)
	Before, After any
}

// Change is a revision and what it did. The operations of a revision can always
// be found again from the documents around it: of one that names no Base a store
// keeps none.
type Change struct {
	Revision
	Operations []Operation
}

// Conflict is a value that somebody meant for a place that somebody else had
// changed meanwhile. What stood stayed; this one waits to be chosen or let go.
type Conflict struct {
	ID     string
	Path   string    // JSON pointer
	Value  any       // what was meant; nil is nothing, which removes
	Opened int       // the revision whose maker meant it
	Over   int       // the revision that had put there what stands
	Actor  string    // of Opened
	Op     string    // of Opened
	At     time.Time // of Opened
	// Of Over.
	Standing string
	Since    time.Time
	Settled  int // the revision by which it was decided; 0 while it is open
}

// Effects are what a revision does besides leading to a document.
type Effects struct {
	Operations []Operation
	Opened     []Conflict // of each ID, Path, Value and Over count
	Settled    []string   // conflicts that it decides
	Reopened   []string   // conflicts that it makes undecided again
}

// treeOf is a canonical document as JSON objects.
func treeOf(document []byte) (map[string]any, error) {
	var tree map[string]any
	if err := json.Unmarshal(document, &tree); err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	return tree, nil
}

// operations lead from one document to another, in the order of their paths.
func operations(before, after map[string]any) []Operation {
	return compared(nil, "", before, after)
}

func compared(found []Operation, path string, before, after map[string]any) []Operation {
	keys := slices.Collect(maps.Keys(before))
	for key := range after {
		if _, both := before[key]; !both {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		here := path + "/" + escape(key)
		was, is := before[key], after[key]
		if path == "" {
			was, is = opened(was, is), opened(is, was)
		}
		x, wasObject := was.(map[string]any)
		y, isObject := is.(map[string]any)
		switch {
		case wasObject && isObject && !whole(here):
			found = compared(found, here, x, y)
		case !reflect.DeepEqual(was, is):
			found = append(found, Operation{here, was, is})
		}
	}
	return found
}

// opened is nothing as the empty object that it stands for beside an object: a
// collection whose first record comes is not there before, and to two people who
// each bring one it is the same.
func opened(value, beside any) any {
	if _, object := beside.(map[string]any); object && value == nil {
		return map[string]any{}
	}
	return value
}

// whole reports whether a place is changed as one though it is an object: the
// nulls in a scenario's patch mean something, so patches replace it.
func whole(path string) bool {
	parts := strings.Split(path, "/")
	return len(parts) == 4 && parts[1] == "scenarios" && parts[3] == "patch"
}

var (
	pointerEscapes   = strings.NewReplacer("~", "~0", "/", "~1")
	pointerUnescapes = strings.NewReplacer("~1", "/", "~0", "~")
)

func escape(key string) string { return pointerEscapes.Replace(key) }

// inverse is the merge patch that takes operations back.
func inverse(all []Operation) map[string]any {
	patch := map[string]any{}
	for _, o := range all {
		place(patch, o.Path, o.Before)
	}
	return patch
}

// place puts a value into a patch.
func place(patch map[string]any, path string, value any) {
	keys := strings.Split(path, "/")[1:]
	for i, key := range keys {
		key = pointerUnescapes.Replace(key)
		if i == len(keys)-1 {
			patch[key] = value
			return
		}
		inner, ok := patch[key].(map[string]any)
		if !ok {
			inner = map[string]any{}
			patch[key] = inner
		}
		patch = inner
	}
}

// standsAt is what a document has at a path, nil for nothing.
func standsAt(tree map[string]any, path string) any {
	var value any = tree
	for _, key := range strings.Split(path, "/")[1:] {
		object, _ := value.(map[string]any)
		value = object[pointerUnescapes.Replace(key)]
	}
	return value
}

// merged is a value with a merge patch applied; of anything but an object, the
// patch itself.
func merged(value, patch any) any {
	if inner, ok := patch.(map[string]any); ok {
		return plan.Merge(value, inner)
	}
	return patch
}
