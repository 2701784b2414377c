package ollamatest

import (
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"unicode"
)

// Embedding describes an embedding model: a text's vector is the mean of its
// tokens' vectors, each of a direction that its text decides, so that two texts
// are the nearer the more words they share.
type Embedding struct {
	Dimensions int      // a multiple of 32; 0 means 128
	Context    int      // tokens; 0 means 512
	Words      []string // known whole; others fall apart into characters
	Hangul     bool     // knows all syllables
	Seed       uint64   // another seed gives other vectors
}

const begins = "▁" // marks a token that begins a word

// Weights makes the model.
func (e Embedding) Weights() *Weights {
	if e.Dimensions == 0 {
		e.Dimensions = 128
	}
	if e.Context == 0 {
		e.Context = 512
	}
	tokens, kinds := e.tokens()
	w := &Weights{}
	e.keys(w, tokens, kinds)
	e.tensors(w, tokens)
	return w
}

// special are the tokens without a direction.
var special = []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}

func (e Embedding) tokens() (tokens []string, kinds []int32) {
	seen := map[string]bool{}
	add := func(t string, kind int32) {
		if !seen[t] {
			seen[t] = true
			tokens, kinds = append(tokens, t), append(kinds, kind)
		}
	}
	both := func(r rune) { add(begins+string(r), normal); add(string(r), normal) }
	for _, t := range special {
		add(t, control)
	}
	for c := '!'; c <= '~'; c++ {
		if !unicode.IsUpper(c) { // the tokenizer writes small letters
			both(c)
		}
	}
	for r := rune(0xAC00); e.Hangul && r <= 0xD7A3; r++ {
		both(r)
	}
	for _, w := range e.Words {
		add(begins+strings.ToLower(w), normal)
	}
	return tokens, kinds
}

func (e Embedding) keys(w *Weights, tokens []string, kinds []int32) {
	w.set("general.architecture", "bert")
	w.set("general.name", "embedding")
	w.set("general.file_type", uint32(1))
	w.set("general.alignment", uint32(alignment))
	w.set("bert.context_length", uint32(e.Context))
	w.set("bert.embedding_length", uint32(e.Dimensions))
	w.set("bert.block_count", uint32(1))
	w.set("bert.feed_forward_length", uint32(e.Dimensions))
	w.set("bert.attention.head_count", uint32(e.Dimensions/32))
	w.set("bert.attention.layer_norm_epsilon", float32(1e-12))
	w.set("bert.attention.causal", false)
	w.set("bert.pooling_type", uint32(1)) // mean; that it is there makes it an embedding model
	w.set("tokenizer.ggml.model", "bert")
	w.set("tokenizer.ggml.pre", "jina-v2-en")
	w.set("tokenizer.ggml.token_type_count", uint32(2))
	w.set("tokenizer.ggml.tokens", tokens)
	w.set("tokenizer.ggml.token_type", kinds)
	for _, t := range []struct {
		name string
		id   uint32
	}{{"unknown", 1}, {"mask", 4}, {"cls", 2}, {"bos", 2}, {"separator", 3}, {"seperator", 3}, {"eos", 3}, {"padding", 0}} { // one is misspelt by readers of the format
		w.set("tokenizer.ggml."+t.name+"_token_id", t.id)
	}
}

func (e Embedding) tensors(w *Weights, tokens []string) {
	d := e.Dimensions
	directions := make([]float32, d*len(tokens))
	for i := len(special); i < len(tokens); i++ {
		h := fnv.New64a()
		_, _ = h.Write([]byte(strings.TrimPrefix(tokens[i], begins)))
		r := rand.New(rand.NewPCG(h.Sum64(), 7+e.Seed))
		for j := range d {
			directions[i*d+j] = float32(r.NormFloat64())
		}
	}
	w.tensor("token_embd.weight", f16, directions, d, len(tokens))
	w.tensor("token_types.weight", f32, filled(2*d, 0), d, 2)
	w.tensor("position_embd.weight", f32, filled(e.Context*d, 0), d, e.Context)
	norm := func(name string) {
		w.tensor(name+".weight", f32, filled(d, 1), d)
		w.tensor(name+".bias", f32, filled(d, 0), d)
	}
	norm("token_embd_norm")
	for _, name := range []string{"attn_q", "attn_k", "attn_v", "attn_output", "ffn_up", "ffn_down"} {
		w.tensor("blk.0."+name+".weight", f16, filled(d*d, 0), d, d)
		w.tensor("blk.0."+name+".bias", f32, filled(d, 0), d)
	}
	norm("blk.0.attn_output_norm")
	norm("blk.0.layer_output_norm")
}
