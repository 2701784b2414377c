package openai

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"meridian/backend/llm"
)

// What a reply may be at most.
const (
	longestLine  = 256 << 10 // bytes of one event
	longestReply = 4 << 20   // bytes of text
	mostTokens   = 1 << 20
)

// completion is what is asked, in OpenAI's words.
type completion struct {
	Model    string         `json:"model"`
	Messages []message      `json:"messages"`
	Stream   bool           `json:"stream"`
	Options  map[string]any `json:"stream_options"`
	Heat     float64        `json:"temperature"`
	Seed     int            `json:"seed"`
	Most     int            `json:"max_tokens,omitempty"`
	Format   any            `json:"response_format,omitempty"`
	Logprobs bool           `json:"logprobs,omitempty"`
	Top      int            `json:"top_logprobs,omitempty"`
}

type message struct {
	Role    llm.Role `json:"role"`
	Content string   `json:"content"`
}

func completionOf(r llm.Request) completion {
	c := completion{
		Model: r.Model, Stream: true, Options: map[string]any{"include_usage": true},
		Heat: r.Options.Temperature, Seed: r.Options.Seed, Most: r.Options.Reply,
		Logprobs: r.Options.TopLogprobs > 0, Top: r.Options.TopLogprobs, Messages: []message{},
	}
	for _, m := range r.Messages {
		c.Messages = append(c.Messages, message{m.Role, m.Text})
	}
	if r.Schema != nil {
		c.Format = map[string]any{"type": "json_schema", "json_schema": map[string]any{"name": "answer", "strict": true, "schema": r.Schema}}
	}
	return c
}

// chunk is one event of a stream.
type chunk struct {
	complaint
	Choices []choice `json:"choices"`
	Usage   *struct {
		Prompt int `json:"prompt_tokens"`
		Reply  int `json:"completion_tokens"`
	} `json:"usage"`
}

// choice is one of the answers of a chunk; there is only one.
type choice struct {
	Delta struct {
		Content string `json:"content"`
		Refusal string `json:"refusal"`
	} `json:"delta"`
	Finish   string `json:"finish_reason"`
	Logprobs *struct {
		Content []token `json:"content"`
	} `json:"logprobs"`
}

type token struct {
	Token   string  `json:"token"`
	Logprob float64 `json:"logprob"`
	Top     []token `json:"top_logprobs"`
}

// Generate writes a reply. Besides llm's faults it fails with ErrKey, with what
// piece returned, and with the error of ctx.
func (h *Host) Generate(ctx context.Context, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error) {
	began := time.Now()
	response, w, err := h.send(ctx, http.MethodPost, "chat/completions", completionOf(r))
	if err != nil {
		return llm.Reply{}, err
	}
	defer response.Body.Close()
	if !isStream(response) {
		return llm.Reply{}, notAStream(response.Body)
	}
	g := &reading{began: began, piece: piece}
	if err := events(response.Body, g.event); err != nil && !errors.Is(err, io.EOF) {
		if g.refused != nil {
			return llm.Reply{}, g.refused
		}
		return llm.Reply{}, w.explain(err, llm.ErrCutOff)
	}
	if ctx.Err() != nil {
		return llm.Reply{}, ctx.Err()
	}
	return g.end()
}

// notAStream is the fault of an answer of 200 that is no stream: a complaint
// after all, or a page of something that is no such host.
func notAStream(body io.Reader) error {
	raw, _ := io.ReadAll(io.LimitReader(body, longestError)) // what came of it is enough
	var c complaint
	if json.Unmarshal(raw, &c) == nil {
		if code, message, bad := c.said(); bad {
			return faultOf(statusIn(code), code, message, true)
		}
	}
	return llm.ErrNotReady.With(errors.New("it does not stream"))
}

// reading is a reply on its way.
type reading struct {
	began   time.Time
	first   time.Duration
	piece   func(llm.Piece) error
	refused error // of piece

	text   strings.Builder
	tokens []llm.Token
	usage  llm.Usage
	finish string
}

// event takes the data of one event.
func (g *reading) event(data []byte) error {
	if string(data) == "[DONE]" {
		return io.EOF
	}
	var c chunk
	if err := json.Unmarshal(data, &c); err != nil {
		return llm.ErrCutOff.With(errors.New("an event is not JSON"))
	}
	if code, message, bad := c.said(); bad {
		return faultOf(statusIn(code), code, message, true)
	}
	if c.Usage != nil {
		g.usage.PromptTokens, g.usage.ReplyTokens = max(0, c.Usage.Prompt), max(0, c.Usage.Reply)
	}
	for _, one := range c.Choices[:min(1, len(c.Choices))] {
		if err := g.take(one); err != nil {
			return err
		}
	}
	return nil
}

func (g *reading) take(c choice) error {
	if c.Finish != "" {
		g.finish = c.Finish
	}
	if c.Delta.Refusal != "" {
		g.finish = "content_filter"
	}
	p := llm.Piece{Text: c.Delta.Content}
	if c.Logprobs != nil {
		p.Tokens = tokensOf(c.Logprobs.Content)
	}
	if p.Text == "" && len(p.Tokens) == 0 {
		return nil
	}
	if g.text.Len()+len(p.Text) > longestReply || len(g.tokens)+len(p.Tokens) > mostTokens {
		return llm.ErrCutOff.With(errors.New("the reply has no end"))
	}
	if g.first == 0 {
		g.first = time.Since(g.began)
	}
	g.text.WriteString(p.Text)
	g.tokens = append(g.tokens, p.Tokens...)
	g.refused = g.piece(p)
	return g.refused
}

// mostTop is how many alternatives of a token are taken.
const mostTop = 20

func tokensOf(all []token) []llm.Token {
	var tokens []llm.Token
	for _, t := range all {
		told := llm.Token{Choice: llm.Choice{Text: t.Token, Logprob: t.Logprob}}
		for _, o := range t.Top[:min(mostTop, len(t.Top))] {
			told.Top = append(told.Top, llm.Choice{Text: o.Token, Logprob: o.Logprob})
		}
		tokens = append(tokens, told)
	}
	return tokens
}

// end is the reply, if it is whole.
func (g *reading) end() (llm.Reply, error) {
	switch g.finish {
	case "stop":
	case "content_filter":
		return llm.Reply{}, llm.ErrRefused.With(errors.New("the host kept its answer back"))
	case "length":
		return llm.Reply{}, llm.Truncated{}
	case "":
		return llm.Reply{}, llm.ErrCutOff.With(errors.New("the stream ended without a reason"))
	default:
		return llm.Reply{}, llm.ErrCutOff.With(errors.New("the reply ended early"))
	}
	g.usage.Prompt = g.first
	g.usage.Reply = time.Since(g.began) - g.first
	return llm.Reply{Text: g.text.String(), Tokens: g.tokens, Usage: g.usage}, nil
}
