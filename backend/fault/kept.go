package fault

import "encoding/json"

// kept is how a fault outlives the program: what a person may be told, and
// neither problems nor cause.
type kept struct {
	Kind  Kind   `json:"kind"`
	Code  string `json:"code"`
	Title Text   `json:"title"`
	Fix   Text   `json:"fix"`
}

// Encode is e as text to be kept; see Decode.
func (e *Error) Encode() string {
	raw, err := json.Marshal(kept{e.Kind, e.Code, e.Title, e.Fix})
	if err != nil {
		panic("fault: it cannot be encoded")
	}
	return string(raw)
}

// Decode is the fault that Encode made a text of; false for any other text.
func Decode(text string) (*Error, bool) {
	var k kept
	if json.Unmarshal([]byte(text), &k) != nil {
		return nil, false
	}
	return New(k.Kind, k.Code, k.Title, k.Fix), true
}
