package plan

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// shape compares a JSON tree with the Go types of the plan. What does not fit
// is reported and taken out of the tree, so that the rest can still be read
// and judged in the same round.
type shape struct{ problems problems }

// fit checks value against t and reports whether it may stay.
func (s *shape) fit(value any, t reflect.Type, pointer string) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	zero := reflect.Zero(t).Interface()
	if u, ok := zero.(Union); ok {
		return s.union(value, u, pointer)
	}
	switch t.Kind() {
	case reflect.Struct:
		return s.object(value, t, pointer)
	case reflect.Map:
		return s.collection(value, t, pointer)
	case reflect.Slice:
		return s.list(value, t, pointer)
	case reflect.String:
		return s.text(value, zero, pointer)
	case reflect.Bool:
		_, ok := value.(bool)
		return ok || s.wrong(pointer, value, pair{"true or false", "true 또는 false"})
	case reflect.Float64:
		return s.number(value, pointer)
	case reflect.Int, reflect.Uint64:
		return s.whole(value, t, pointer)
	}
	return true // interface{}: a scenario's patch, checked when it is applied
}

func (s *shape) wrong(pointer string, value any, want pair) bool {
	s.problems.put(wrongType(pointer, want, kindOf(value)))
	return false
}

func (s *shape) object(value any, t reflect.Type, pointer string) bool {
	object, ok := value.(map[string]any)
	if !ok {
		return s.wrong(pointer, value, pair{"an object", "객체"})
	}
	fields := fieldsOf(t)
	for _, key := range sortedKeys(object) {
		f, known := fields.named[key]
		here := at(pointer, key)
		if !known {
			s.problems.fail(here, "field.unknown", pair{"“%s” is not a field that Meridian knows here. Remove it or correct its name.", "‘%s’ 항목은 여기에서 쓸 수 없습니다. 지우거나 이름을 고쳐 주세요."}, key)
			delete(object, key)
			continue
		}
		if object[key] == nil && f.nullable {
			delete(object, key)
			continue
		}
		if !s.fit(object[key], f.typ, here) {
			delete(object, key)
		}
	}
	s.required(object, fields.required, pointer)
	return true
}

// required reports fields that must stand. A field that was just taken out has
// its own report already.
func (s *shape) required(object map[string]any, keys []string, pointer string) {
	for _, key := range keys {
		if _, present := object[key]; present {
			continue
		}
		here := at(pointer, key)
		if s.reported(here) {
			continue
		}
		s.problems.fail(here, "field.missing", pair{"“%s” is missing.", "‘%s’ 항목이 빠져 있습니다."}, key)
	}
}

func (s *shape) reported(pointer string) bool {
	for _, p := range s.problems.list {
		if p.Pointer == pointer || strings.HasPrefix(p.Pointer, pointer+"/") {
			return true
		}
	}
	return false
}

func (s *shape) collection(value any, t reflect.Type, pointer string) bool {
	object, ok := value.(map[string]any)
	if !ok {
		return s.wrong(pointer, value, pair{"an object", "객체"})
	}
	for _, key := range sortedKeys(object) {
		if !s.fit(object[key], t.Elem(), at(pointer, key)) {
			delete(object, key)
		}
	}
	return true
}

// list does not take single elements out: that would move the others.
func (s *shape) list(value any, t reflect.Type, pointer string) bool {
	array, ok := value.([]any)
	if !ok {
		return s.wrong(pointer, value, pair{"a list", "목록"})
	}
	fits := true
	for i, v := range array {
		if !s.fit(v, t.Elem(), at(pointer, i)) {
			fits = false
		}
	}
	return fits
}

func (s *shape) text(value, zero any, pointer string) bool {
	text, ok := value.(string)
	if !ok {
		return s.wrong(pointer, value, pair{"text", "글자"})
	}
	if w, ok := zero.(Worded); ok && !slices.Contains(w.Words(), text) {
		s.problems.fail(pointer, "field.choice", pair{"“%.60s” is not one of: %s.", "‘%.60s’ 값은 쓸 수 없습니다. 다음 중에서 골라 주세요: %s."}, text, strings.Join(w.Words(), ", "))
		return false
	}
	if p, ok := zero.(Patterned); ok && !pattern(p.Pattern()).MatchString(text) {
		s.problems.put(wrongFormat(pointer, zero, text))
		return false
	}
	return true
}

// pattern is one of the few that fields have, compiled once.
func pattern(text string) *regexp.Regexp {
	if known, ok := patterns.Load(text); ok {
		return known.(*regexp.Regexp)
	}
	compiled := regexp.MustCompile(text)
	patterns.Store(text, compiled)
	return compiled
}

func (s *shape) number(value any, pointer string) bool {
	n, ok := value.(json.Number)
	if !ok {
		return s.wrong(pointer, value, pair{"a number", "숫자"})
	}
	if _, err := strconv.ParseFloat(n.String(), 64); err != nil {
		s.problems.fail(pointer, "number.range", pair{"The number is too large to be meant. Correct it.", "숫자가 너무 큽니다. 고쳐 주세요."})
		return false
	}
	return true
}

func (s *shape) whole(value any, t reflect.Type, pointer string) bool {
	n, ok := value.(json.Number)
	if !ok {
		return s.wrong(pointer, value, pair{"a whole number", "정수"})
	}
	var err error
	if t.Kind() == reflect.Uint64 {
		_, err = strconv.ParseUint(n.String(), 10, 64)
	} else {
		_, err = strconv.ParseInt(n.String(), 10, 32)
	}
	if err != nil {
		s.problems.fail(pointer, "number.whole", pair{"%.30s must be a whole number of ordinary size.", "%.30s 대신 적당한 크기의 정수를 넣어 주세요."}, n.String())
		return false
	}
	return true
}

// union chooses the shape by JSON kind and, among objects, by a required field.
func (s *shape) union(value any, u Union, pointer string) bool {
	var objects []reflect.Type
	for _, alternative := range u.Shapes() {
		t := reflect.TypeOf(alternative)
		isObject := t.Kind() == reflect.Struct || t.Kind() == reflect.Map
		if isObject {
			objects = append(objects, t)
		} else if accepts(t.Kind(), value) {
			return s.fit(value, t, pointer)
		}
	}
	object, ok := value.(map[string]any)
	if !ok || len(objects) == 0 {
		return s.wrong(pointer, value, pair{"one of the forms this field has", "이 항목의 형식 가운데 하나"})
	}
	return s.fit(value, chooseObject(objects, object), pointer)
}

func accepts(k reflect.Kind, value any) bool {
	switch value.(type) {
	case string:
		return k == reflect.String
	case json.Number:
		return k == reflect.Float64
	}
	return false
}

// chooseObject prefers a type of which a required field is there; failing
// that, the last one that requires nothing; failing that, the first.
func chooseObject(types []reflect.Type, object map[string]any) reflect.Type {
	free := types[0]
	for _, t := range types {
		if t.Kind() != reflect.Struct {
			return t
		}
		required := fieldsOf(t).required
		for _, key := range required {
			if _, there := object[key]; there {
				return t
			}
		}
		if len(required) == 0 {
			free = t
		}
	}
	return free
}

// field is a struct field as JSON sees it.
type field struct {
	typ      reflect.Type
	optional bool
	nullable bool
}

// What was found out about the types of a plan, of which there are few: reading one
// asks for it thousands of times.
var (
	patterns     sync.Map // string to *regexp.Regexp
	fieldsByType sync.Map // reflect.Type to fields
)

// fields are those of a type.
type fields struct {
	named    map[string]field
	required []string // those that must stand, in byte order
}

// fieldsOf are t's JSON fields, those of embedded structs included. They are not to
// be changed.
func fieldsOf(t reflect.Type) fields {
	if f, ok := fieldsByType.Load(t); ok {
		return f.(fields)
	}
	f := fields{named: readFields(t)}
	for _, key := range sortedKeys(f.named) {
		if !f.named[key].optional {
			f.required = append(f.required, key)
		}
	}
	fieldsByType.Store(t, f)
	return f
}

func readFields(t reflect.Type) map[string]field {
	named := map[string]field{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			maps.Copy(named, readFields(f.Type))
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		named[name] = field{
			typ:      f.Type,
			optional: options != "",
			nullable: f.Tag.Get("null") == "absent",
		}
	}
	return named
}

func kindOf(value any) pair {
	switch value.(type) {
	case nil:
		return pair{"nothing (null)", "null"}
	case bool:
		return pair{"true or false", "true/false"}
	case string:
		return pair{"text", "글자"}
	case json.Number:
		return pair{"a number", "숫자"}
	case []any:
		return pair{"a list", "목록"}
	}
	return pair{"an object", "객체"}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
