package ollamatest

import (
	"fmt"
	"math"
	"strings"
)

// Template is how the server writes a conversation for these models. It must
// end with the assistant's mark: that is where scripts begin.
const Template = `{{- range .Messages }}<|{{ .Role }}|>{{ .Content }}<|end|>{{ end }}<|assistant|>`

// ThinkingTemplate makes the server take the model for one that thinks.
const ThinkingTemplate = `{{- range .Messages }}{{ if eq .Role "assistant" }}<|assistant|>{{ if .Thinking }}<think>{{ .Thinking }}</think>{{ end }}{{ .Content }}<|end|>{{ else }}<|{{ .Role }}|>{{ .Content }}<|end|>{{ end }}{{ end }}<|assistant|>`

// Script is one reply. The last trigger in the prompt chooses it; a script
// without a trigger is the reply to everything else.
type Script struct {
	Trigger string   // printable ASCII without spaces, such as [[long]]
	Reply   []string // one token each, of any bytes; a token may stand in one script only
	Loop    bool     // begins again instead of ending
}

// Chat describes a chat model that says what its scripts say.
type Chat struct {
	Engine  string // llama is run by llama.cpp, qwen3 by the server's own engine
	Context int    // tokens; 0 means 2048
	Scripts []Script
	Heavy   int // width of a layer of zeros, which costs time and changes nothing; 0 is light
}

// The marks of who speaks, and the end.
const (
	markEnd       = "<|endoftext|>"
	markAssistant = "<|assistant|>"
)

// word is what every free text of a JSON reply becomes: no letter stands in it twice.
const word = "fixture"

// head is the width of an attention head.
const head = 64

// Weights makes the model.
//
// Every token has a direction of its own, so that the stream names the current
// token, and the output matrix is a table of what follows what. A reply is a
// chain of tokens, each of which points to the next. One attention head lets
// the assistant's mark look at the last trigger in the prompt, the angle of
// rotation being how long ago it was, and adds the direction of that script's
// beginning. The feed-forward layers are zero.
func (c Chat) Weights() *Weights {
	v := newVocabulary()
	chains := make([]chain, len(c.Scripts))
	for i, s := range c.Scripts {
		chains[i] = v.chain(s)
	}
	two := byteLevel("  ") // the list of merges may not be empty
	v.add(two, normal)
	m := model{Chat: c, vocabulary: v, chains: chains}
	if m.Context == 0 {
		m.Context = 2048
	}
	m.width = padTo(len(v.tokens)+len(chains), head)
	m.layer = max(head, c.Heavy)
	w := &Weights{}
	m.keys(w, two)
	m.tensors(w)
	return w
}

func padTo(n, of int) int { return (n + of - 1) / of * of }

// What kind a token is, in the format's numbers.
const (
	normal  = 1
	control = 3
	user    = 4
)

// vocabulary is the tokens: 256 bytes, the marks, triggers, the tokens of replies.
type vocabulary struct {
	tokens []string
	kinds  []int32
	ids    map[string]int
}

func newVocabulary() *vocabulary {
	v := &vocabulary{ids: map[string]int{}}
	for b := range 256 {
		v.add(byteLevel(string([]byte{byte(b)})), normal)
	}
	for _, mark := range []string{markEnd, "<|system|>", "<|user|>", markAssistant, "<|tool|>", "<|end|>"} {
		v.add(mark, control)
	}
	return v
}

func (v *vocabulary) add(text string, kind int32) int {
	if i, known := v.ids[text]; known {
		return i
	}
	v.ids[text] = len(v.tokens)
	v.tokens, v.kinds = append(v.tokens, text), append(v.kinds, kind)
	return v.ids[text]
}

// chain is a script in tokens.
type chain struct {
	trigger int // -1 for none
	tokens  []int
	loop    bool
}

func (v *vocabulary) chain(s Script) chain {
	c := chain{trigger: -1, loop: s.Loop}
	if s.Trigger != "" {
		c.trigger = v.add(s.Trigger, user)
	}
	for _, part := range s.Reply {
		text := byteLevel(part)
		if _, taken := v.ids[text]; taken {
			panic(fmt.Sprintf("ollamatest: %q stands in two places: a token is where a script is", part))
		}
		c.tokens = append(c.tokens, v.add(text, normal))
	}
	return c
}

// model is a chat model being made.
type model struct {
	Chat
	*vocabulary

	chains []chain
	width  int // of the stream
	layer  int // width of the feed-forward layer
}

func (m model) end() int    { return m.ids[markEnd] }
func (m model) marker() int { return m.ids[markAssistant] }

func (m model) keys(w *Weights, two string) {
	of := func(name string, value any) { w.set(m.Engine+"."+name, value) }
	w.set("general.architecture", m.Engine)
	w.set("general.name", "scripted")
	w.set("general.file_type", uint32(1)) // half precision: 0 is unknown to the server
	w.set("general.alignment", uint32(alignment))
	of("context_length", uint32(m.Context))
	of("embedding_length", uint32(m.width))
	of("block_count", uint32(1))
	of("feed_forward_length", uint32(m.layer))
	of("attention.head_count", uint32(m.width/head))
	of("attention.head_count_kv", uint32(1))
	of("attention.key_length", uint32(head))
	of("attention.value_length", uint32(head))
	of("attention.layer_norm_rms_epsilon", float32(1e-6))
	of("rope.dimension_count", uint32(head))
	// The last pair turns by almost an eighth of a circle over the context.
	of("rope.freq_base", float32(math.Pow(float64(m.Context)/(0.9*math.Pi/4), float64(head)/float64(head-2))))
	of("vocab_size", uint32(len(m.tokens)))
	w.set("tokenizer.ggml.model", "gpt2")
	w.set("tokenizer.ggml.pre", "qwen2")
	w.set("tokenizer.ggml.tokens", m.vocabulary.tokens)
	w.set("tokenizer.ggml.token_type", m.kinds)
	w.set("tokenizer.ggml.merges", []string{two[:2] + " " + two[2:]})
	for _, name := range []string{"bos", "eos", "padding"} {
		w.set("tokenizer.ggml."+name+"_token_id", uint32(m.end()))
	}
	w.set("tokenizer.ggml.add_bos_token", false)
	w.set("tokenizer.ggml.add_eos_token", false)
}

// matrix is a layer from in to out; set writes single numbers of it.
func matrix(in, out int, set func(at func(o, i int, v float32))) []float32 {
	data := make([]float32, in*out)
	if set != nil {
		set(func(o, i int, v float32) { data[o*in+i] = v })
	}
	return data
}

// sharp scales the look-up: it scores 354 for the nearest trigger, falls almost
// evenly with distance, and gives 0 to every other token.
const sharp = 63.25

func (m model) tensors(w *Weights) {
	d, v := m.width, len(m.vocabulary.tokens)
	root := float32(math.Sqrt(float64(d))) // what the norm makes of a single 1
	w.tensor("token_embd.weight", f16, matrix(d, v, func(at func(o, i int, v float32)) {
		for t := range v {
			at(t, t, 1)
		}
	}), d, v)
	w.tensor("output_norm.weight", f32, filled(d, 1/root), d) // logits are entries of the table
	w.tensor("output.weight", f16, matrix(d, v, m.table), d, v)
	m.attention(w, root)
	w.tensor("blk.0.ffn_norm.weight", f32, filled(d, 1), d)
	w.tensor("blk.0.ffn_gate.weight", f16, matrix(d, m.layer, nil), d, m.layer)
	w.tensor("blk.0.ffn_up.weight", f16, matrix(d, m.layer, nil), d, m.layer)
	w.tensor("blk.0.ffn_down.weight", f16, matrix(m.layer, d, nil), m.layer, d)
}

func (m model) attention(w *Weights, root float32) {
	d, start := m.width, len(m.vocabulary.tokens)
	x, y := head-2, head-1 // the last rotated pair: neighbours in llama,
	if m.Engine == "qwen3" {
		x = head/2 - 1 // and half a head apart in qwen3, which also norms
		w.tensor("blk.0.attn_q_norm.weight", f32, filled(head, sharp/8), head)
		w.tensor("blk.0.attn_k_norm.weight", f32, filled(head, sharp/8), head)
	}
	w.tensor("blk.0.attn_norm.weight", f32, filled(d, 1), d)
	w.tensor("blk.0.attn_q.weight", f16, matrix(d, d, func(at func(o, i int, v float32)) {
		at(x, m.marker(), sharp/root*math.Sqrt2/2)
		at(y, m.marker(), sharp/root*math.Sqrt2/2)
	}), d, d)
	triggered := func(each func(k, trigger int)) {
		for k, c := range m.chains {
			if c.trigger >= 0 {
				each(k, c.trigger)
			}
		}
	}
	w.tensor("blk.0.attn_k.weight", f16, matrix(d, head, func(at func(o, i int, v float32)) {
		triggered(func(_, trigger int) { at(x, trigger, sharp/root) })
	}), d, head)
	w.tensor("blk.0.attn_v.weight", f16, matrix(d, head, func(at func(o, i int, v float32)) {
		triggered(func(k, trigger int) { at(k, trigger, 1/root) })
	}), d, head)
	w.tensor("blk.0.attn_output.weight", f16, matrix(d, d, func(at func(o, i int, v float32)) {
		for k := range m.chains {
			at(start+k, k, 1)
		}
	}), d, d)
}

// table writes what follows what: o follows i.
func (m model) table(at func(o, i int, v float32)) {
	const step, pick, otherwise = 60, 200, 30
	for now := range m.vocabulary.tokens {
		for next := range m.vocabulary.tokens {
			at(next, now, m.likes(now, next))
		}
	}
	start := len(m.vocabulary.tokens)
	for k, c := range m.chains {
		if c.trigger < 0 {
			at(c.tokens[0], m.marker(), otherwise)
		} else {
			at(c.tokens[0], start+k, pick)
			at(c.tokens[0], m.marker(), 0)
		}
		for i, t := range c.tokens {
			switch {
			case i+1 < len(c.tokens):
				at(c.tokens[i+1], t, step)
			case c.loop:
				at(c.tokens[0], t, step)
			default:
				at(m.end(), t, step)
			}
		}
	}
}

// likes is what follows a byte where a grammar forbids what the script says:
// the shortest value that is not empty.
func (m model) likes(now, next int) float32 {
	const never = -40
	switch {
	case next == m.end():
		return 20
	case next > 255:
		return never
	}
	if now < 256 {
		if v, ruled := spells(byte(now), byte(next)); ruled {
			return v
		}
	}
	switch c := byte(next); {
	case c == '}' || c == ']':
		return 12
	case c == '"':
		return 9
	case c == ':' || c == ',':
		return 7
	case c == '{' || c == '[':
		return 6
	case c >= '1' && c <= '9':
		return 5 - float32(c-'1')/10
	case c == 't':
		return 4
	case c >= 'a' && c <= 'z':
		return 3 - float32(c-'a')/20
	case c == '0':
		return 2
	case c >= 'A' && c <= 'Z':
		return 1
	case c > ' ' && c < 127 && c != '\\':
		return 0
	case c == ' ':
		return -10
	}
	return never
}

// spells writes the word after an opening quote, and fills brackets.
func spells(now, next byte) (v float32, ruled bool) {
	const unlikely = -20
	at := strings.IndexByte(word, now)
	switch {
	case now == '"' && next == word[0]:
		return 40, true
	case now == '"' && next == '"':
		return unlikely, true
	case at >= 0 && at+1 < len(word) && next == word[at+1]:
		return 40, true
	case at >= 0 && at+1 == len(word) && next == '"':
		return 45, true
	case now == '[' && next == ']', now == '{' && next == '}':
		return unlikely, true
	}
	return 0, false
}

// byteLevel writes bytes in the alphabet of GPT-2's tokenizer.
func byteLevel(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c >= '!' && c <= '~' || c >= 0xA1 && c <= 0xAC || c >= 0xAE:
			b.WriteRune(rune(c))
		case c <= 0x20:
			b.WriteRune(0x100 + rune(c))
		case c >= 0x7F && c <= 0xA0:
			b.WriteRune(0x121 + rune(c) - 0x7F)
		default: // 0xAD
			b.WriteRune(0x143)
		}
	}
	return b.String()
}
