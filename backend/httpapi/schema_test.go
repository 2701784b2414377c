package httpapi

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"strings"
	"time"

	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/job"
	"meridian/backend/plan"
	"meridian/backend/settings"
)

// schemas turns Go types into the JSON Schemas of the OpenAPI document, as
// encoding/json would write them.
type schemas struct {
	defs  map[string]any
	types map[string]reflect.Type
}

// names are the names of types whose own would be ambiguous among all that travel.
var names = map[reflect.Type]string{
	reflect.TypeFor[plan.Record]():        "Entry",
	reflect.TypeFor[plan.History]():       "ReturnHistory",
	reflect.TypeFor[job.Progress]():       "JobProgress",
	reflect.TypeFor[job.State]():          "JobState",
	reflect.TypeFor[job.Reason]():         "CancelReason",
	reflect.TypeFor[forecast.Header]():    "ResultHeader",
	reflect.TypeFor[forecast.Line]():      "CashflowLine",
	reflect.TypeFor[forecast.Person]():    "ResultPerson",
	reflect.TypeFor[forecast.Milestone](): "ResultMilestone",
	reflect.TypeFor[settings.Locale]():    "SettingsLocale",
	reflect.TypeFor[settings.Basis]():     "SettingsBasis",
	reflect.TypeFor[settings.Window]():    "SettingsWindow",
	reflect.TypeFor[settings.GPU]():       "GPUVerdict",
}

// closed are the values of string types that are no plan.Worded.
var closed = map[reflect.Type][]any{
	reflect.TypeFor[fault.Severity]():   {"error", "warning"},
	reflect.TypeFor[job.State]():        {"queued", "running", "done", "failed", "cancelled"},
	reflect.TypeFor[job.Reason]():       {"user", "superseded", "edited", "closing"},
	reflect.TypeFor[forecast.Purpose](): {"full", "preview"},
	reflect.TypeFor[settings.Locale]():  {"", "en", "ko"},
	reflect.TypeFor[settings.Theme]():   {"system", "light", "dark"},
	reflect.TypeFor[settings.Privacy](): {"show", "blur", "scramble"},
	reflect.TypeFor[settings.Basis]():   {"real", "nominal"},
	reflect.TypeFor[settings.GPU]():     {"", "works", "software", "none"},
}

// closedFields are the values of plain string fields, by type and JSON name.
var closedFields = map[string][]any{
	"Session.locale":      {"en", "ko"},
	"Check.state":         {"ok", "warn", "fail"},
	"NewPlan.from":        {"demo-us", "demo-kr", "blank", "document"},
	"Revision.kind":       {"create", "edit", "undo", "redo", "rewind"},
	"NewForecast.purpose": {"full", "preview"},
	"Job.kind":            {"forecast"},
	"JobProgress.phase":   {"simulate", "solve"},
	"Fact.unit":           {"share", "currency", "currencyPerMonth", "years", "months", "age", "count", "rate"},
	"Fact.basis":          {"real", "nominal", ""},
	"ResultHeader.metric": {"essentialFunded", "allFunded"},
	"CashflowLine.kind":   lineKinds,
	"ReplayLine.kind":     lineKinds,
}

var lineKinds = []any{"income", "spending", "goal", "debt", "property", "saving", "withdrawal", "tax", "fee", "return", "unfunded"}

func newSchemas() *schemas {
	return &schemas{defs: map[string]any{}, types: map[string]reflect.Type{}}
}

// of is the schema of t; named types become references.
func (s *schemas) of(t reflect.Type) map[string]any {
	switch t {
	case reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case reflect.TypeFor[json.RawMessage]():
		return map[string]any{}
	case reflect.TypeFor[patchOf]():
		return anyObject()
	}
	if t.Kind() == reflect.Pointer {
		return s.of(t.Elem())
	}
	if t.PkgPath() != "" {
		return s.ref(t)
	}
	return s.inline(t)
}

func anyObject() map[string]any {
	return map[string]any{"type": "object", "additionalProperties": true}
}

func (s *schemas) ref(t reflect.Type) map[string]any {
	name := names[t]
	if name == "" {
		name = t.Name()
	}
	if other, known := s.types[name]; known && other != t {
		panic(fmt.Sprintf("two types travel as %s: %s and %s", name, other, t))
	} else if !known {
		s.types[name] = t
		s.defs[name] = s.named(t, name)
	}
	return map[string]any{"$ref": "#/components/schemas/" + name}
}

// named is the schema of a named type itself.
func (s *schemas) named(t reflect.Type, name string) map[string]any {
	zero := reflect.Zero(t).Interface()
	if u, ok := zero.(plan.Union); ok {
		var shapes []any
		for _, shape := range u.Shapes() {
			shapes = append(shapes, s.of(reflect.TypeOf(shape)))
		}
		return map[string]any{"anyOf": shapes}
	}
	if words, ok := closed[t]; ok {
		return map[string]any{"type": "string", "enum": words}
	}
	if w, ok := zero.(plan.Worded); ok {
		return map[string]any{"type": "string", "enum": w.Words()}
	}
	if p, ok := zero.(plan.Patterned); ok {
		return map[string]any{"type": "string", "pattern": p.Pattern()}
	}
	if t.Kind() == reflect.Struct {
		return s.object(t, name)
	}
	return s.inline(t)
}

func (s *schemas) inline(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Uint64:
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return anyObject()
		}
		return map[string]any{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Interface:
		return map[string]any{}
	}
	panic("no schema for " + t.String())
}

func (s *schemas) object(t reflect.Type, name string) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || !f.IsExported() || tag == "-" || tag == "" {
			continue
		}
		properties[tag] = s.field(f, name+"."+tag, options)
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			required = append(required, tag)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func (s *schemas) field(f reflect.StructField, where, options string) map[string]any {
	if words, ok := closedFields[where]; ok {
		return map[string]any{"type": "string", "enum": words}
	}
	schema := s.of(f.Type)
	if f.Type.Kind() == reflect.Pointer && !strings.Contains(options, "omit") {
		return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
	}
	return schema
}

// describe writes the OpenAPI document of a route table.
func describe(table []Route) map[string]any {
	s := newSchemas()
	for _, extra := range []any{plan.Record{}, ProblemDocument{}, JobDone{}, JobCancelled{}, job.Progress{}} {
		s.of(reflect.TypeOf(extra))
	}
	paths := map[string]any{}
	for _, r := range table {
		at := Prefix + r.path()
		if paths[at] == nil {
			paths[at] = map[string]any{}
		}
		paths[at].(map[string]any)[strings.ToLower(r.method())] = s.operation(r)
	}
	return map[string]any{
		"openapi":  "3.1.0",
		"info":     map[string]any{"title": "Meridian", "version": path.Base(Prefix), "summary": "Plans, forecasts and settings of one household."},
		"paths":    paths,
		"security": []any{map[string]any{"cookie": []any{}}, map[string]any{"owner": []any{}}},
		"components": map[string]any{
			"schemas": s.defs,
			"securitySchemes": map[string]any{
				"cookie": map[string]any{"type": "apiKey", "in": "cookie", "name": "meridian_*", "description": "Given for a ticket at /enter; its name differs at every launch."},
				"owner":  map[string]any{"type": "http", "scheme": "bearer"},
			},
		},
	}
}

func (s *schemas) operation(r Route) map[string]any {
	op := map[string]any{
		"operationId": r.ID, "summary": r.About, "x-needs": string(r.Needs),
		"responses": map[string]any{
			fmt.Sprint(r.status()): s.answer(r.Out),
			"default":              map[string]any{"description": "What went wrong.", "content": content("application/problem+json", s.of(reflect.TypeFor[ProblemDocument]()))},
		},
	}
	if parameters := parametersOf(r); len(parameters) > 0 {
		op["parameters"] = parameters
	}
	if r.In != nil {
		op["requestBody"] = map[string]any{"required": true, "content": content("application/json", s.of(reflect.TypeOf(r.In)))}
	}
	return op
}

func (s *schemas) answer(out any) map[string]any {
	switch out := out.(type) {
	case nil:
		return map[string]any{"description": "Done."}
	case Media:
		return map[string]any{"description": "As it is.", "content": content(string(out), map[string]any{})}
	}
	return map[string]any{"description": "As asked.", "content": content("application/json", s.of(reflect.TypeOf(out)))}
}

func content(media string, schema map[string]any) map[string]any {
	return map[string]any{media: map[string]any{"schema": schema}}
}

func parametersOf(r Route) []any {
	var found []any
	for _, part := range strings.Split(r.path(), "/") {
		if strings.HasPrefix(part, "{") {
			found = append(found, map[string]any{"name": strings.Trim(part, "{}"), "in": "path", "required": true, "schema": map[string]any{"type": "string"}})
		}
	}
	if r.Kind != Read {
		found = append(found, map[string]any{"name": "Idempotency-Key", "in": "header", "schema": map[string]any{"type": "string", "maxLength": 128},
			"description": "Repeating the request under the same key gives the first answer and changes nothing more."})
	}
	return found
}
