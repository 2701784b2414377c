// Package schema is the shapes of JSON documents, read off the Go types that
// they are decoded into.
//
// Terms: a worded type is a string with a closed set of values (Words), a
// patterned one matches a regular expression (Pattern), a union is written in
// one of several shapes (Shapes). Any type of any package may have these
// methods; package plan does.
//
// Promise: the same types give the same bytes, and nothing is said about a
// field that its type and its doc comment do not say. Only generators and tests
// import this package; no program carries it.
package schema

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"
)

// Worded, Patterned and Union are how types tell their shape.
type (
	Worded    interface{ Words() []string }
	Patterned interface{ Pattern() string }
	Union     interface{ Shapes() []any }
)

// Shapes collects the definitions of types, each once, under the type's name.
// Two types of one name are told apart by their packages: the second is called
// ForecastPerson where the first is Person.
type Shapes struct {
	reflector *jsonschema.Reflector
	defs      jsonschema.Definitions
	names     map[reflect.Type]string
	taken     map[string]reflect.Type
	closed    map[reflect.Type][]any
}

// New reads the doc comments of all packages beside the one whose import path
// is given and whose directory is the current one (as it is in that package's
// tests); they become descriptions.
func New(importPath string) (*Shapes, error) {
	s := &Shapes{
		defs:   jsonschema.Definitions{},
		names:  map[reflect.Type]string{},
		taken:  map[string]reflect.Type{},
		closed: map[reflect.Type][]any{},
	}
	s.reflector = &jsonschema.Reflector{Anonymous: true, Mapper: s.special, Namer: s.name}
	if err := s.reflector.AddGoComments(importPath, "..", jsonschema.WithFullComment()); err != nil {
		return nil, fmt.Errorf("read doc comments: %w", err)
	}
	return s, nil
}

// Call names the value's type, whose own name says too little among others.
func (s *Shapes) Call(value any, name string) {
	t := reflect.TypeOf(value)
	s.names[t], s.taken[name] = name, t
}

// Close says which values a string type has that does not say so itself.
func (s *Shapes) Close(value any, words ...any) { s.closed[reflect.TypeOf(value)] = words }

// Add defines the value's type and all that it is made of, and returns its
// name in Definitions; "" for a type without a name.
func (s *Shapes) Add(value any) string {
	t := reflect.TypeOf(value)
	s.of(t)
	return s.name(t)
}

// Definitions are all types added so far. References between them read
// "#/$defs/Name".
func (s *Shapes) Definitions() map[string]*jsonschema.Schema { return s.defs }

// Document is a JSON Schema (2020-12) of a value's type, indented, with a
// newline at the end.
func (s *Shapes) Document(title string, value any) ([]byte, error) {
	root := &jsonschema.Schema{
		Version:     jsonschema.Version,
		Title:       title,
		Ref:         "#/$defs/" + s.Add(value),
		Definitions: s.defs,
	}
	data, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write schema %s: %w", title, err)
	}
	return append(data, '\n'), nil
}

// of is the schema of a type; its named parts are added to the definitions.
func (s *Shapes) of(t reflect.Type) *jsonschema.Schema {
	found := s.reflector.ReflectFromType(t)
	found.Version = ""
	for name, def := range found.Definitions {
		if _, known := s.defs[name]; !known {
			s.defs[name] = def
		}
	}
	found.Definitions = nil
	return found
}

// special defines the types that tell their own shape.
func (s *Shapes) special(t reflect.Type) *jsonschema.Schema {
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface || t.Name() == "" {
		return nil
	}
	var def *jsonschema.Schema
	switch v := reflect.Zero(t).Interface().(type) {
	case Worded:
		def = &jsonschema.Schema{Type: "string"}
		for _, w := range v.Words() {
			def.Enum = append(def.Enum, w)
		}
	case Patterned:
		def = &jsonschema.Schema{Type: "string", Pattern: v.Pattern()}
	case Union:
		def = &jsonschema.Schema{}
	default:
		words, ok := s.closed[t]
		if !ok {
			return nil
		}
		def = &jsonschema.Schema{Type: "string", Enum: words}
	}
	name := s.name(t)
	if _, known := s.defs[name]; !known {
		def.Description = s.reflector.CommentMap[t.PkgPath()+"."+t.Name()]
		s.defs[name] = def
		if u, ok := reflect.Zero(t).Interface().(Union); ok {
			for _, shape := range u.Shapes() {
				def.OneOf = append(def.OneOf, s.of(reflect.TypeOf(shape)))
			}
		}
	}
	return &jsonschema.Schema{Ref: "#/$defs/" + name}
}

// name is what a type is called in the definitions.
func (s *Shapes) name(t reflect.Type) string {
	if t.PkgPath() == "" {
		return ""
	}
	if name, ok := s.names[t]; ok {
		return name
	}
	name := t.Name()
	if other, taken := s.taken[name]; taken && other != t {
		pkg := path.Base(t.PkgPath())
		name = strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	s.names[t], s.taken[name] = name, t
	return name
}

// Names are the names of all definitions, sorted.
func (s *Shapes) Names() []string {
	names := make([]string, 0, len(s.defs))
	for name := range s.defs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
