package plan

import "meridian/backend/fault"

// Validate returns everything that is wrong with a plan: errors, with which it
// cannot be simulated, and warnings, with which it can, but perhaps not as meant.
func Validate(p Plan) []fault.Problem {
	var found problems
	resolve(p, &found)
	return found.sorted()
}
