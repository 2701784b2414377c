// Package hosting keeps a language model at hand: it finds a model host or
// starts one, has models fetched, and says whether the chosen one is any good.
//
// Terms: a host serves models at an address; it is found (somebody else runs
// it) or kept (it is our child). The program is what a host of our own runs;
// the offer is what fetching it would take. A suggestion is a model that this
// machine can carry. The doctor examines a host and the chosen models, and
// says of each finding what to do. A model that nobody uses leaves memory, and
// a host of our own that nobody uses is stopped; the next request starts both.
//
//	absent ──▶ stopped ──▶ starting ──▶ ready ──▶ stopped (idle)
//	  (offer)                 │           │
//	                          ▼           ▼ lost
//	                        failed ◀──────┘
//
// Promise: nothing is fetched unless somebody asked for it. Everything else
// works where there is no model at all. What was examined was really asked of
// the model; no finding is assumed.
package hosting

import (
	"context"
	"errors"
	"time"

	"meridian/backend/fault"
	"meridian/backend/fetch"
	"meridian/backend/llm"
)

// Host is one model host. Its faults are those of llm, and those below.
type Host interface {
	// Generate asks a model, and hands over what it writes as it comes; an error
	// of piece ends it.
	Generate(ctx context.Context, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error)
	// Embed is one vector a text, all of one length.
	Embed(ctx context.Context, model string, texts []string) ([][]float32, error)
	Version(ctx context.Context) (string, error)
	// Models are those that are there, and whether they are in memory.
	Models(ctx context.Context) ([]Model, error)
	// Show is what a model can do.
	Show(ctx context.Context, model string) (Detail, error)
	// Warm loads a model before anybody asks it, with a context of so many tokens.
	Warm(ctx context.Context, model string, tokens int) error
	// Unload takes a model out of memory.
	Unload(ctx context.Context, model string) error
	// Pull fetches a model from the registry. What has come stays when it ends
	// early, and the next pull goes on there.
	Pull(ctx context.Context, model string, told func(Progress)) error
	// Import makes a model of a file of weights on this machine.
	Import(ctx context.Context, path, model string, told func(Progress)) error
}

// Program is what a host of our own runs.
type Program interface {
	// Find is the path of an installed program; false when there is none.
	Find() (path string, found bool)
	// Keep runs it until ctx ends. ready hears the address at which it answers,
	// each time that it was started, and "" when it is gone.
	Keep(ctx context.Context, path string, ready func(address string)) error
	// Offer is what fetching the program would take.
	Offer(ctx context.Context) (Offer, error)
	// Fetch fetches, verifies and installs it. What has come stays when it ends
	// early, and the next one goes on there.
	Fetch(ctx context.Context, told func(Progress)) error
}

// Model is one that a host has.
type Model struct {
	Name         string     `json:"name"`
	Digest       string     `json:"digest"`       // of everything that it consists of
	Bytes        int64      `json:"bytes"`        // on the disk
	Parameters   string     `json:"parameters"`   // as the host tells it, such as 1.7B; "" unknown
	Quantisation string     `json:"quantisation"` // likewise, such as Q4_K_M
	Family       string     `json:"family"`
	Loaded       bool       `json:"loaded"`
	Memory       int64      `json:"memory"`            // bytes that it takes while loaded
	Graphics     int64      `json:"graphics"`          // of these on the graphics processor
	Context      int        `json:"context"`           // tokens that it was loaded with
	Expires      *time.Time `json:"expires,omitempty"` // when it leaves memory unless it is used
}

// Detail is what a model can do.
type Detail struct {
	Chat       bool   `json:"chat"`
	Embedding  bool   `json:"embedding"`
	Thinking   bool   `json:"thinking"`
	Trained    int    `json:"trained"`    // tokens of context at most
	Dimensions int    `json:"dimensions"` // of its vectors
	Family     string `json:"family"`
}

// Progress is how far something has come that is fetched or made.
type Progress = fetch.Progress

// The phases.
const (
	Fetching  = fetch.Fetching
	Verifying = fetch.Verifying
	Unpacking = fetch.Unpacking
	Sending   = "sending"
	Making    = "making"
)

// Offer is what fetching the program would take.
type Offer struct {
	Version string `json:"version"`
	From    string `json:"from"`    // address
	Bytes   int64  `json:"bytes"`   // of the archive
	Have    int64  `json:"have"`    // of these that came before
	Licence string `json:"licence"` // SPDX
	SHA256  string `json:"sha256"`  // of the archive, as its makers publish it
}

// ErrSilent is the cause of a fault where a host said nothing for too long. One
// that hangs is helped by starting it again.
var ErrSilent = errors.New("the host fell silent")

// Faults of hosts and programs.
var (
	ErrUnknownModel = fault.New(fault.NotFound, "model.unknown",
		fault.Text{EN: "The registry has no model of this name.", KO: "저장소에 이런 이름의 모델이 없습니다."},
		fault.Text{EN: "Check the name, such as qwen3:1.7b.", KO: "qwen3:1.7b처럼 이름을 확인하세요."})
	ErrOffline = fault.New(fault.Unavailable, "model.offline",
		fault.Text{EN: "The download does not get through.", KO: "내려받을 수 없습니다."},
		fault.Text{EN: "Check the network and try again; what has come is kept. A model file can be imported without a network.", KO: "네트워크를 확인하고 다시 시도하세요. 받은 부분은 남아 있습니다. 모델 파일은 네트워크 없이도 가져올 수 있습니다."})
	ErrNotWeights = fault.New(fault.Invalid, "model.notWeights",
		fault.Text{EN: "This file is not a model that can be imported.", KO: "가져올 수 있는 모델 파일이 아닙니다."},
		fault.Text{EN: "Choose a file of the format GGUF; its name ends in .gguf.", KO: "이름이 .gguf로 끝나는 GGUF 형식의 파일을 고르세요."})
	ErrBadName = fault.New(fault.Invalid, "model.badName",
		fault.Text{EN: "This cannot be the name of a model.", KO: "모델 이름으로 쓸 수 없습니다."},
		fault.Text{EN: "Use letters, digits, dots, dashes and colons, such as qwen3:1.7b.", KO: "qwen3:1.7b처럼 영문자, 숫자, 점, 붙임표, 쌍점을 쓰세요."})
	ErrMemory = fault.New(fault.Unavailable, "model.memory",
		fault.Text{EN: "This model needs more memory than is free.", KO: "이 모델을 쓰기에는 메모리가 모자랍니다."},
		fault.Text{EN: "Close other programs, or choose a smaller model.", KO: "다른 프로그램을 닫거나 더 작은 모델을 고르세요."})
	ErrDisk = fault.New(fault.Unavailable, "model.disk",
		fault.Text{EN: "The disk has no room for this.", KO: "디스크에 공간이 모자랍니다."},
		fault.Text{EN: "Make room, then try again; what has come is kept.", KO: "공간을 마련한 뒤 다시 시도하세요. 받은 부분은 남아 있습니다."})
	ErrDamaged = fault.New(fault.Unavailable, "model.damaged",
		fault.Text{EN: "What was downloaded is not what its makers published.", KO: "내려받은 파일이 제작자가 공개한 것과 다릅니다."},
		fault.Text{EN: "It was thrown away. Try again.", KO: "그 파일은 버렸습니다. 다시 시도하세요."})
	ErrNoOffer = fault.New(fault.Unavailable, "model.noOffer",
		fault.Text{EN: "There is no official download for this system.", KO: "이 시스템용 공식 다운로드가 없습니다."},
		fault.Text{EN: "Install Ollama by other means, and Meridian finds it.", KO: "다른 방법으로 Ollama를 설치하면 Meridian이 찾아냅니다."})
	ErrNoProgram = fault.New(fault.Unavailable, "model.noProgram",
		fault.Text{EN: "No model host was found on this computer.", KO: "이 컴퓨터에서 모델 서버를 찾지 못했습니다."},
		fault.Text{EN: "Download Ollama in Settings, or give the address of a host.", KO: "설정에서 Ollama를 내려받거나 서버 주소를 적으세요."})
	ErrBadAddress = fault.New(fault.Invalid, "model.badAddress",
		fault.Text{EN: "This is not the address of a model host.", KO: "모델 서버의 주소가 아닙니다."},
		fault.Text{EN: "Give it like http://127.0.0.1:11434.", KO: "http://127.0.0.1:11434처럼 적으세요."})
)
