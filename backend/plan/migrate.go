package plan

import (
	"encoding/json"
	"maps"

	"meridian/backend/fault"
)

// migration turns a document of one version into the next one. It is pure but
// for the document it is given, and stays as it is once released: testdata
// keeps a document of every version to hold it to that.
type migration func(document map[string]any)

// migrations[i] leads from version i+1 to version i+2.
var migrations = []migration{}

// migrate brings a document to the wanted version. It errs with ErrNewer, or
// with ErrInvalid when the document does not say what it is.
func migrate(document map[string]any, wanted int, chain []migration) error {
	version, err := versionOf(document)
	if err != nil {
		return err
	}
	if version > wanted {
		var p problems
		p.fail("/version", "plan.newer", pair{
			"This is version %d; this Meridian reads up to version %d. Update Meridian.",
			"이 계획은 버전 %d이고, 이 Meridian은 버전 %d까지 읽을 수 있습니다. Meridian을 업데이트해 주세요.",
		}, version, wanted)
		return ErrNewer.WithProblems(p.list)
	}
	for ; version < wanted; version++ {
		chain[version-1](document)
		document["version"] = json.Number(number(version + 1))
	}
	return nil
}

// versionOf reads the two fields that every version has.
func versionOf(document map[string]any) (int, error) {
	var p problems
	if document["schema"] != string(Schema) {
		p.fail("/schema", "plan.schema", pair{
			"This is not a Meridian plan: “schema” must be “%s”.",
			"Meridian 계획이 아닙니다. ‘schema’ 값은 ‘%s’이어야 합니다.",
		}, Schema)
	}
	n, _ := document["version"].(json.Number)
	version, err := n.Int64()
	if err != nil || version < 1 || version > 1_000_000 {
		p.fail("/version", "plan.version", pair{
			"“version” must be a whole number from 1 to %d.",
			"‘version’ 값은 1부터 %d까지의 정수여야 합니다.",
		}, Version)
	}
	if len(p.list) > 0 {
		return 0, ErrInvalid.WithProblems(append(p.list, rest(document)...))
	}
	return int(version), nil
}

// rest is what else is wrong with a document that does not say what it is,
// read as if it were of this version.
func rest(document map[string]any) []fault.Problem {
	document = maps.Clone(document)
	delete(document, "schema")
	delete(document, "version")
	if len(document) == 0 {
		return nil
	}
	document["schema"] = string(Schema)
	document["version"] = json.Number(number(Version))
	_, err := fromTree(document)
	var f *fault.Error
	if !asFault(err, &f) {
		return nil
	}
	return f.Problems
}
