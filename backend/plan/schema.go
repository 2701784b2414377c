package plan

import _ "embed" // the schema

// SchemaJSON is the JSON Schema of a plan document, generated from the types of
// this package (go test ./backend/plan -run Schema -update).
//
//go:embed schema.json
var SchemaJSON []byte
