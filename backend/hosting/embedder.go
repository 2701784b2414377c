package hosting

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"meridian/backend/embedding"
	"meridian/backend/llm"
)

// textsAtOnce is how many texts are embedded in one request: a host reads them
// one after the other and lets go only when it has read all of them.
const textsAtOnce = 16

// prefixes are what a model was trained to see before a text.
type prefixes struct{ query, passage string }

// prefixVersion is part of what vectors are kept under: other prefixes give
// other vectors.
const prefixVersion = "1"

// prefixesOf are those that the makers of models publish; a model that is not
// known gets none. The longest name that fits wins.
func prefixesOf(model string) prefixes {
	name := model[strings.LastIndex(model, "/")+1:]
	best, found := "", prefixes{}
	for begins, p := range map[string]prefixes{
		"qwen3-embedding":         {query: "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"},
		"embeddinggemma":          {query: "task: search result | query: ", passage: "title: none | text: "},
		"nomic-embed-text":        {query: "search_query: ", passage: "search_document: "},
		"snowflake-arctic-embed2": {query: "query: "},
	} {
		if strings.HasPrefix(name, begins) && len(begins) > len(best) {
			best, found = begins, p
		}
	}
	return found
}

// Embedder gives texts the vectors of one embedding model of a host. It stands
// for the model as it was when it was made: another file under the same name
// has another digest.
type Embedder struct {
	embedOf  func(ctx context.Context, lane llm.Lane, model string, texts []string) ([][]float32, error)
	model    embedding.Model
	prefixes prefixes
}

// Embedder is that of the chosen embedding model; an error when none is chosen
// or it cannot be asked now.
func (s *Service) Embedder(ctx context.Context) (*Embedder, error) {
	m, d, err := s.embedding(ctx)
	if err != nil {
		return nil, err
	}
	return &Embedder{embedOf: s.turn(), prefixes: prefixesOf(m.Name), model: embedding.Model{
		Name: m.Name, Digest: "ollama:" + m.Digest + ":" + prefixVersion, Dimensions: d.Dimensions, Neural: true,
	}}, nil
}

// turn is how texts are embedded.
func (s *Service) turn() func(context.Context, llm.Lane, string, []string) ([][]float32, error) {
	if s.Turn != nil {
		return s.Turn
	}
	return func(ctx context.Context, _ llm.Lane, model string, texts []string) ([][]float32, error) {
		return s.Embed(ctx, model, texts)
	}
}

// Known is the embedder of a model that gave vectors before, without asking
// whether it is there.
func (s *Service) Known(m embedding.Model) *Embedder {
	return &Embedder{embedOf: s.turn(), model: m, prefixes: prefixesOf(m.Name)}
}

// Model is the model of the vectors.
func (e *Embedder) Model() embedding.Model { return e.model }

// Embed is one unit vector a text. Of a text that is too long for the model its
// beginning is embedded.
func (e *Embedder) Embed(ctx context.Context, purpose embedding.Purpose, texts []string) ([][]float32, error) {
	prefix, lane := e.prefixes.passage, llm.Batch
	if purpose == embedding.Query {
		prefix, lane = e.prefixes.query, llm.Short // somebody waits for it
	}
	var all [][]float32
	for from := 0; from < len(texts); from += textsAtOnce {
		batch := make([]string, 0, textsAtOnce)
		for _, t := range texts[from:min(from+textsAtOnce, len(texts))] {
			batch = append(batch, prefix+t)
		}
		vectors, err := e.embed(ctx, lane, batch)
		if err != nil {
			return nil, err
		}
		all = append(all, vectors...)
	}
	return all, e.finish(all)
}

// embed is a batch at once, and where one of it is too long, each for itself.
func (e *Embedder) embed(ctx context.Context, lane llm.Lane, batch []string) ([][]float32, error) {
	vectors, err := e.embedOf(ctx, lane, e.model.Name, batch)
	if !errors.Is(err, llm.ErrTooLong) {
		return vectors, err
	}
	if len(batch) > 1 {
		var all [][]float32
		for _, t := range batch {
			one, err := e.embed(ctx, lane, []string{t})
			if err != nil {
				return nil, err
			}
			all = append(all, one...)
		}
		return all, nil
	}
	runes := []rune(batch[0])
	if len(runes) < 2 {
		return nil, err
	}
	return e.embed(ctx, lane, []string{string(runes[:len(runes)*3/4])})
}

// finish makes vectors of length one, and refuses those of another model.
func (e *Embedder) finish(vectors [][]float32) error {
	for _, v := range vectors {
		if len(v) != e.model.Dimensions {
			return llm.ErrRefused.With(fmt.Errorf("a vector of %d dimensions, not %d", len(v), e.model.Dimensions))
		}
		if !embedding.Unit(v) {
			v[0] = 1 // of a text without a word: as near to this as to anything
		}
	}
	return nil
}
