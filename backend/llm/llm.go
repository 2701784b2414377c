// Package llm holds the words for talking to a language model, whoever serves
// it.
//
// Terms: a request is a conversation, what the answer must look like, and how
// it is to be decoded. A piece is what arrives while the model writes; the
// reply is all of it, with what it cost. A token carries the natural logarithm
// of its probability, and those of what could have stood in its place. A turn
// says for whom a request is made and how long its answer is of use: it
// decides who waits, and never what is answered.
//
// Promise: a reply is whole. One that ended early, for whatever reason, is
// ErrCutOff, so that nobody mistakes half an answer for one.
package llm

import (
	"encoding/json"
	"time"

	"meridian/backend/fault"
)

// Role is who speaks.
type Role string

// The roles.
const (
	System    Role = "system"
	User      Role = "user"
	Assistant Role = "assistant"
)

// Message is one thing said.
type Message struct {
	Role Role   `json:"role"`
	Text string `json:"text"`
}

// Options are how a reply is decoded. Every one is always sent, because what
// a host takes for granted changes with its version.
type Options struct {
	Temperature float64 // 0 takes the likeliest token
	Seed        int     // of the draws; the same seed draws alike on one host
	Context     int     // tokens that prompt and reply share; fixed per model, since a change loads it anew
	Reply       int     // most tokens of the reply; above the longest that the schema allows
	TopLogprobs int     // 0–20 alternatives told with every token; 0 tells no probabilities
}

// Request is what a model is asked.
type Request struct {
	Model    string // as its host calls it
	Messages []Message
	Schema   json.RawMessage // JSON Schema that the reply must satisfy; nil for prose
	Options  Options
}

// Choice is a token that could have stood in a place.
type Choice struct {
	Text    string
	Logprob float64 // natural logarithm of its probability
}

// Token is one token of a reply.
type Token struct {
	Choice
	Top []Choice // the likeliest in its place, itself among them or not, likeliest first
}

// Piece is what arrives at once: whole UTF-8, and its tokens where they were
// asked for.
type Piece struct {
	Text   string
	Tokens []Token
}

// Usage is what a reply cost.
type Usage struct {
	PromptTokens int
	ReplyTokens  int
	Load         time.Duration // loading the model; more than a moment is a cold start
	Prompt       time.Duration // reading the prompt
	Reply        time.Duration // writing the reply
}

// Reply is the whole of what a model wrote.
type Reply struct {
	Text   string
	Tokens []Token // empty unless probabilities were asked for
	Usage  Usage
	Host   string // name of the host that served it
}

// Lane is how soon a turn wants to be served.
type Lane string

// The lanes, the most urgent first.
const (
	Stream Lane = "stream" // somebody reads along
	Short  Lane = "short"  // somebody waits for a small answer: a query's vector, a choice
	Batch  Lane = "batch"  // nobody waits
)

// Turn says for whom a request is made.
type Turn struct {
	Lane     Lane
	Person   string        // id of whoever asks; turns of one person wait behind one another
	Patience time.Duration // the longest wait before the model begins; 0 waits as long as it takes
	Session  string        // requests of one conversation stay on one host, which has read its beginning; "" for none
	Told     func(Wait)    // told how long the wait is likely to be, at once and whenever its place changes; nil tells nobody
}

// Faults that every host reports alike.
var (
	ErrNotReady = fault.New(fault.Unavailable, "model.notReady",
		fault.Text{EN: "No language model answers.", KO: "응답하는 언어 모델이 없습니다."},
		fault.Text{EN: "Start the model host, or choose a model in Settings.", KO: "모델 서버를 켜거나 설정에서 모델을 고르세요."})
	ErrNoModel = fault.New(fault.NotFound, "model.missing",
		fault.Text{EN: "The chosen model is not on the model host.", KO: "고른 모델이 모델 서버에 없습니다."},
		fault.Text{EN: "Download it, or choose another in Settings.", KO: "모델을 내려받거나 설정에서 다른 모델을 고르세요."})
	ErrCutOff = fault.New(fault.Unavailable, "model.cutOff",
		fault.Text{EN: "The model stopped before its answer was whole.", KO: "모델이 답을 끝내지 못하고 멈췄습니다."},
		fault.Text{EN: "Ask again.", KO: "다시 물어보세요."})
	ErrTooLong = fault.New(fault.TooLarge, "model.tooLong",
		fault.Text{EN: "This is more text than the model can read at once.", KO: "모델이 한 번에 읽을 수 있는 양을 넘었습니다."},
		fault.Text{EN: "Ask about less, or choose a model with a larger context.", KO: "더 적은 내용을 묻거나, 더 긴 글을 읽는 모델을 고르세요."})
	ErrRefused = fault.New(fault.Invalid, "model.refused",
		fault.Text{EN: "The model host refused the request.", KO: "모델 서버가 요청을 거절했습니다."},
		fault.Text{EN: "Open the model doctor to see what this model can do.", KO: "모델 진단에서 이 모델이 할 수 있는 일을 확인하세요."})
	ErrBusy = fault.New(fault.Unavailable, "model.busy",
		fault.Text{EN: "Too many people are waiting for the model.", KO: "모델을 기다리는 사람이 너무 많습니다."},
		fault.Text{EN: "Try again in a moment.", KO: "잠시 뒤에 다시 시도하세요."})
)
