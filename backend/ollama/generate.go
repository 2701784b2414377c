package ollama

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"meridian/backend/llm"
)

// options are all that decide what a model writes. Each is always sent.
type options struct {
	Temperature      float64 `json:"temperature"`
	Seed             int     `json:"seed"`
	Context          int     `json:"num_ctx,omitempty"`
	Reply            int     `json:"num_predict"`
	TopK             int     `json:"top_k"`
	TopP             float64 `json:"top_p"`
	MinP             float64 `json:"min_p"`
	TypicalP         float64 `json:"typical_p"`
	RepeatLast       int     `json:"repeat_last_n"`
	RepeatPenalty    float64 `json:"repeat_penalty"`
	PresencePenalty  float64 `json:"presence_penalty"`
	FrequencyPenalty float64 `json:"frequency_penalty"`
}

// usualReply bounds a reply whose request does not, in tokens.
const usualReply = 1024

// optionsOf are what a request asks for, and otherwise what the makers of small
// models advise. Repetition is not punished: it would bend what is quoted.
func optionsOf(o llm.Options) options {
	sent := options{
		Temperature: o.Temperature, Seed: o.Seed, Context: o.Context, Reply: o.Reply,
		TopK: 40, TopP: 0.95, TypicalP: 1, RepeatLast: 64, RepeatPenalty: 1,
	}
	if sent.Reply <= 0 {
		sent.Reply = usualReply
	}
	if o.Context > 0 {
		sent.Reply = min(sent.Reply, o.Context) // more could not come
	}
	return sent
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// ask is a request for a reply, to chat or to complete.
type ask struct {
	Model    string          `json:"model"`
	Messages []message       `json:"messages,omitempty"`
	System   string          `json:"system,omitempty"`
	Prompt   string          `json:"prompt,omitempty"`
	Format   json.RawMessage `json:"format,omitempty"`
	Stream   bool            `json:"stream"`
	// A model that could think would, and keep to no schema until it had.
	Think       bool    `json:"think"`
	Truncate    bool    `json:"truncate"` // without this a prompt too long loses its middle in silence
	Shift       bool    `json:"shift"`    // likewise a reply
	Options     options `json:"options"`
	KeepAlive   string  `json:"keep_alive"`
	Logprobs    bool    `json:"logprobs,omitempty"`
	TopLogprobs int     `json:"top_logprobs,omitempty"`
}

// part is a line of an answer to either.
type part struct {
	Message    message `json:"message"`  // of a chat
	Response   string  `json:"response"` // of a completion
	Done       bool    `json:"done"`
	DoneReason string  `json:"done_reason"`
	Logprobs   []struct {
		choice
		Top []choice `json:"top_logprobs"`
	} `json:"logprobs"`
	LoadNanos    int64 `json:"load_duration"`
	PromptNanos  int64 `json:"prompt_eval_duration"`
	ReplyNanos   int64 `json:"eval_duration"`
	PromptTokens int   `json:"prompt_eval_count"`
	ReplyTokens  int   `json:"eval_count"`
}

type choice struct {
	Token   string  `json:"token"`
	Logprob float64 `json:"logprob"`
}

// Generate implements hosting.Host. Where a model's chat does not keep to the
// schema it is asked to complete instead, which always does; nothing of the
// first attempt is handed over.
func (h *Host) Generate(ctx context.Context, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error) {
	if len(r.Schema) == 0 || !h.ignored(r.Model) {
		reply, err := h.attempt(ctx, "/api/chat", h.chat(r), r, piece)
		if !errors.Is(err, errNoSchema) {
			return reply, err
		}
		h.ignore(r.Model)
	}
	reply, err := h.attempt(ctx, "/api/generate", h.completion(r), r, piece)
	if errors.Is(err, errNoSchema) {
		return llm.Reply{}, llm.ErrRefused.With(err)
	}
	return reply, err
}

func (h *Host) ignored(model string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ignores[model]
}

func (h *Host) ignore(model string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ignores == nil {
		h.ignores = map[string]bool{}
	}
	h.ignores[model] = true
}

func (h *Host) common(r llm.Request) ask {
	return ask{
		Model: r.Model, Format: r.Schema, Stream: true, Options: optionsOf(r.Options), KeepAlive: h.keepAlive(),
		Logprobs: r.Options.TopLogprobs > 0, TopLogprobs: r.Options.TopLogprobs,
	}
}

func (h *Host) chat(r llm.Request) ask {
	a := h.common(r)
	for _, m := range r.Messages {
		a.Messages = append(a.Messages, message{string(m.Role), m.Text})
	}
	return a
}

// completion is the same conversation as one prompt: the host still writes it
// in the model's own form.
func (h *Host) completion(r llm.Request) ask {
	a := h.common(r)
	var system, said []string
	for _, m := range r.Messages {
		switch m.Role {
		case llm.System:
			system = append(system, m.Text)
		case llm.Assistant:
			said = append(said, "Assistant: "+m.Text)
		default:
			said = append(said, m.Text)
		}
	}
	a.System, a.Prompt = strings.Join(system, "\n\n"), strings.Join(said, "\n\n")
	return a
}

// errNoSchema says that a model writes something else than the schema allows.
var errNoSchema = errors.New("the model does not keep to the schema")

// attempt asks once, and once more where the model hung. Pieces are handed over
// from the first on that shows that the schema is kept.
func (h *Host) attempt(ctx context.Context, path string, a ask, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error) {
	w := writing{opens: opens(r.Schema), piece: piece}
	err := h.patiently(ctx, r.Model, promptTokens(r), func(silence time.Duration) error {
		return h.stream(ctx, path, a, silence, orDuration(h.Stall, usualStall), w.line)
	}, func() bool { return w.text.Len() == 0 })
	h.leave(r.Model, !w.done)
	switch {
	case err != nil:
		return llm.Reply{}, err
	case w.done && w.reason == "length":
		return llm.Reply{}, llm.Truncated{}
	case !w.done:
		return llm.Reply{}, llm.ErrCutOff.With(fmt.Errorf("it ended with %q after %d tokens", w.reason, w.reply.Usage.ReplyTokens))
	case w.opens != "" && !json.Valid([]byte(w.text.String())):
		return llm.Reply{}, llm.ErrCutOff.With(errors.New("the reply is no JSON"))
	}
	w.reply.Text, w.reply.Host = w.text.String(), h.Name
	return w.reply, nil
}

// promptTokens is about how many tokens a request's messages take, rather too many.
func promptTokens(r llm.Request) int {
	bytes := 0
	for _, m := range r.Messages {
		bytes += len(m.Text)
	}
	return bytes / 2
}

// writing is a reply that is being written.
type writing struct {
	opens string // what a reply of the schema can begin with; "" for prose
	piece func(llm.Piece) error

	text   strings.Builder
	held   llm.Piece // until it is known to be of the schema
	kept   bool      // it is
	done   bool
	reason string
	reply  llm.Reply
}

func (w *writing) line(raw []byte) error {
	var p part
	if err := json.Unmarshal(raw, &p); err != nil {
		return llm.ErrCutOff.With(fmt.Errorf("read a piece: %w", err))
	}
	text := p.Message.Content + p.Response
	if w.text.Len()+len(text) > maxReply {
		return llm.ErrCutOff.With(errors.New("the reply has no end"))
	}
	w.text.WriteString(text)
	if err := w.hand(llm.Piece{Text: text, Tokens: tokens(p)}); err != nil {
		return err
	}
	if !p.Done {
		return nil
	}
	w.done, w.reason = true, p.DoneReason
	w.reply.Usage = llm.Usage{
		PromptTokens: p.PromptTokens, ReplyTokens: p.ReplyTokens, Load: time.Duration(p.LoadNanos),
		Prompt: time.Duration(p.PromptNanos), Reply: time.Duration(p.ReplyNanos),
	}
	return errEnough
}

func tokens(p part) []llm.Token {
	var all []llm.Token
	for _, l := range p.Logprobs {
		t := llm.Token{Choice: llm.Choice{Text: l.Token, Logprob: l.Logprob}}
		for _, c := range l.Top {
			t.Top = append(t.Top, llm.Choice{Text: c.Token, Logprob: c.Logprob})
		}
		all = append(all, t)
	}
	return all
}

// hand passes a piece on, once what has come shows that the schema is kept.
func (w *writing) hand(p llm.Piece) error {
	w.reply.Tokens = append(w.reply.Tokens, p.Tokens...)
	if w.opens != "" && !w.kept {
		w.held.Text, w.held.Tokens = w.held.Text+p.Text, append(w.held.Tokens, p.Tokens...)
		begun := strings.TrimLeft(w.held.Text, " \t\r\n")
		switch {
		case begun == "":
			return nil
		case !strings.ContainsRune(w.opens, rune(begun[0])):
			return errNoSchema
		}
		w.kept, p = true, w.held
	}
	if p.Text == "" && len(p.Tokens) == 0 || w.piece == nil {
		return nil
	}
	return w.piece(p)
}

// opens is what a JSON text of a schema can begin with; "" without a schema.
func opens(schema json.RawMessage) string {
	if len(bytes.TrimSpace(schema)) == 0 {
		return ""
	}
	var s struct{ Type any }
	_ = json.Unmarshal(schema, &s) // a schema of another form may be anything
	switch s.Type {
	case "object":
		return "{"
	case "array":
		return "["
	}
	return `{["-0123456789tfn`
}
