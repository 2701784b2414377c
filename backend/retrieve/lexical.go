package retrieve

import (
	"context"
	"math"
	"unicode/utf8"

	"meridian/backend/embedding"
)

// Embedder turns texts into unit vectors, one a text, in their order. What it
// returns as an error is for people to read.
type Embedder interface {
	Model() embedding.Model
	Embed(ctx context.Context, purpose embedding.Purpose, texts []string) ([][]float32, error)
}

// Lexical embeds texts by their words alone, without a trained model: always
// there, quick, and blind to what words mean. Each term is hashed to two of
// the dimensions with a sign (Weinberger and others, "Feature Hashing for
// Large Scale Multitask Learning", ICML 2009) and counts 1 + log of its times,
// more the more it can be expected to say. It finds texts that share words,
// never ones that only share a meaning, and says so: its model is not neural.
type Lexical struct{}

const lexicalDimensions = 384

// Model names this way of embedding; its digest changes with its vectors.
func (Lexical) Model() embedding.Model {
	return embedding.Model{Name: "lexical", Digest: "lexical-1", Dimensions: lexicalDimensions}
}

// Embed never fails but when ctx is done. A text without terms is embedded as
// a fixed direction, since a unit vector has one.
func (Lexical) Embed(ctx context.Context, _ embedding.Purpose, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		vectors[i] = lexical(text)
	}
	return vectors, nil
}

func lexical(text string) []float32 {
	times := map[string]int{}
	var order []string // sums of floats depend on it
	for _, term := range Terms(text) {
		if times[term] == 0 {
			order = append(order, term)
		}
		times[term]++
	}
	v := make([]float32, lexicalDimensions)
	for _, term := range order {
		weight := float32((1 + math.Log(float64(times[term]))) * expected(term))
		h := hash(term)
		for range 2 {
			if h&1 == 0 {
				v[h>>1%lexicalDimensions] += weight
			} else {
				v[h>>1%lexicalDimensions] -= weight
			}
			h >>= 32
		}
	}
	if !embedding.Unit(v) {
		v[0] = 1
	}
	return v
}

// expected is how much a term can be expected to say, without knowing the
// texts it stands in: a function word next to nothing, a long word more than a
// short one.
func expected(term string) float64 {
	if stopWord(term) {
		return 0.1
	}
	n := utf8.RuneCountInString(term)
	if hangul(term) || len(term) > n { // a pair says what a word of five letters does
		return 1
	}
	return 0.5 + 0.1*float64(min(n, 9))
}
