package plan

import "reflect"

// Difference is the merge patch (RFC 7396) that turns a into b: there is one
// between any two plans, and Patch(a, Difference(a, b)) is b. Lists are replaced
// whole.
func Difference(a, b Plan) map[string]any {
	return diff(toTree(a), toTree(b))
}

// diff writes null for what b lacks, and objects only where both sides have one.
func diff(a, b map[string]any) map[string]any {
	patch := map[string]any{}
	for k := range a {
		if _, kept := b[k]; !kept {
			patch[k] = nil
		}
	}
	for k, after := range b {
		if before, had := a[k]; !had || !reflect.DeepEqual(before, after) {
			patch[k] = change(k, before, after)
		}
	}
	return patch
}

// change leads from one value of key to another. A key "patch" is a
// scenario's: no other field of a plan has that name.
func change(key string, before, after any) any {
	x, xObject := before.(map[string]any)
	y, yObject := after.(map[string]any)
	if xObject && yObject && key != "patch" {
		return diff(x, y)
	}
	return after
}
