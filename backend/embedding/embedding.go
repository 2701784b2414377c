// Package embedding holds the words for turning texts into vectors, whoever
// does it.
//
// Terms: a model turns a text into a vector of its own number of dimensions;
// its digest changes whenever the same text would give another vector. The
// purpose of a text is to ask or to be found: some models embed the two
// differently. A unit vector has length one, so that a dot product is the
// cosine of an angle.
//
// Promise: vectors of two models are never compared, because everything that
// is kept of a vector names its model's digest.
package embedding

import "math"

// Purpose is what a text is embedded for.
type Purpose string

// The purposes.
const (
	Query   Purpose = "query"   // it asks
	Passage Purpose = "passage" // it is to be found
)

// Model says which function turns texts into vectors.
type Model struct {
	Name       string // as people know it
	Digest     string // changes when its vectors would
	Dimensions int
	Neural     bool // it was trained, and knows more than the words themselves
}

// MaxDimensions bounds what is kept of one text.
const MaxDimensions = 8192

// Unit scales a vector to length one, in place; false for one without a
// direction, which stays as it is.
func Unit(v []float32) bool {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return false
	}
	scale := 1 / math.Sqrt(sum)
	for i, x := range v {
		v[i] = float32(float64(x) * scale)
	}
	return true
}
