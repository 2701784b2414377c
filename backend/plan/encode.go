package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"

	"meridian/backend/fault"
)

// Encode writes the canonical document: keys in byte order, no space between
// tokens, numbers in their shortest form, no empty or default fields, one
// newline at the end. Equal plans give equal bytes, and Decode reads them back
// to an equal plan.
//
// A plan that cannot be written (NaN or an infinity in a field, which no
// document can put there) is a broken invariant and panics.
func Encode(p Plan) []byte {
	return encodeTree(toTree(p))
}

// Indent is Encode for people: the same document with line breaks.
func Indent(p Plan) []byte {
	var out bytes.Buffer
	if err := json.Indent(&out, Encode(p), "", "  "); err != nil {
		panic("plan: canonical encoding is not JSON")
	}
	return out.Bytes()
}

// toTree is the plan as JSON objects. Numbers are float64: every whole number
// in a plan is below 2^53.
func toTree(p Plan) map[string]any {
	var tree map[string]any
	if err := json.Unmarshal(written(p), &tree); err != nil {
		panic("plan: a plan's JSON is not an object")
	}
	return tree
}

// document is the plan as readTree reads it, its numbers as they are written.
func document(p Plan) map[string]any {
	dec := json.NewDecoder(bytes.NewReader(written(p)))
	dec.UseNumber()
	var tree map[string]any
	if err := dec.Decode(&tree); err != nil {
		panic("plan: a plan's JSON is not an object")
	}
	return tree
}

func written(p Plan) []byte {
	data, err := json.Marshal(whole(p))
	if err != nil {
		panic("plan: a plan holds what JSON cannot")
	}
	return data
}

func encodeTree(tree any) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(tree); err != nil {
		panic("plan: a tree holds what JSON cannot")
	}
	return out.Bytes()
}

// whole fills in required collections that are nil, so that they are written
// as empty and not as null.
func whole(p Plan) Plan {
	if p.People == nil {
		p.People = map[string]Person{}
	}
	a := &p.Assumptions
	if a.Classes == nil {
		a.Classes = map[string]Class{}
	}
	if a.Corr.Order == nil {
		a.Corr.Order = []string{}
	}
	if a.Corr.M == nil {
		a.Corr.M = [][]float64{}
	}
	return p
}

// number writes a whole number as JSON does.
func number(n int) string { return strconv.Itoa(n) }

// asFault finds a *fault.Error in err's chain.
func asFault(err error, f **fault.Error) bool { return errors.As(err, f) }

// unread are the fields of a plan that no forecast reads: what it is called,
// where it came from and what is said about it.
var unread = []string{"id", "name", "notes", "sources", "watches", "meta", "demo", "locale", "region", "scenarios"}

// unreadInRecords are such fields of the records.
var unreadInRecords = []string{"name", "icon", "note", "tags", "institution", "linkedActual", "docRef"}

// sortMatters names the collections whose order a forecast follows.
var sortMatters = map[string]bool{"saving": true, "goals": true, "accounts": true}

// Hash is the hex SHA-256 of what a forecast reads of the plan: renaming,
// rearranging and annotating leave it unchanged.
func Hash(p Plan) string {
	tree := toTree(p)
	for _, key := range unread {
		delete(tree, key)
	}
	for _, name := range []string{"people", "milestones", "accounts", "property", "debts", "income", "spending", "goals", "saving", "insurance"} {
		records, _ := tree[name].(map[string]any)
		strip(records, !sortMatters[name])
	}
	if assumptions, ok := tree["assumptions"].(map[string]any); ok {
		// How many futures and which seed stand beside the hash, not in it.
		delete(assumptions, "run")
		classes, _ := assumptions["classes"].(map[string]any)
		strip(classes, true)
	}
	sum := sha256.Sum256(encodeTree(tree))
	return hex.EncodeToString(sum[:])
}

func strip(records map[string]any, sort bool) {
	for _, r := range records {
		record, ok := r.(map[string]any)
		if !ok {
			continue
		}
		for _, key := range unreadInRecords {
			delete(record, key)
		}
		if sort {
			delete(record, "sort")
		}
	}
}
