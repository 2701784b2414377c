package hosting

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meridian/backend/embedding"
	"meridian/backend/llm"
)

func TestSuggestions(t *testing.T) {
	const gib = 1 << 30
	for name, c := range map[string]struct {
		machine         Machine
		chat, embedding string // recommended; "" for none
	}{
		"nothing is known":              {Machine{}, "qwen3:4b-instruct", "qwen3-embedding:0.6b"},
		"16 GB":                         {Machine{Memory: 16 * gib, Disk: 100 * gib}, "qwen3:4b-instruct", "qwen3-embedding:0.6b"},
		"8 GB":                          {Machine{Memory: 8 * gib, Disk: 100 * gib}, "qwen3:1.7b", "qwen3-embedding:0.6b"},
		"4 GB":                          {Machine{Memory: 4 * gib, Disk: 100 * gib}, "qwen3:0.6b", "embeddinggemma:300m"},
		"2 GB":                          {Machine{Memory: 2 * gib, Disk: 100 * gib}, "", ""},
		"4 GB and a graphics processor": {Machine{Memory: 4 * gib, VRAM: 8 * gib, Disk: 100 * gib}, "qwen3:4b-instruct", "qwen3-embedding:0.6b"},
		"a disk that is nearly full":    {Machine{Memory: 16 * gib, Disk: 2 * gib}, "qwen3:0.6b", "qwen3-embedding:0.6b"},
	} {
		got := map[string]string{}
		for _, s := range Suggest(c.machine) {
			if s.Recommended {
				if got[s.Purpose] != "" || !s.Fits || !s.Free && s.Purpose == "chat" {
					t.Errorf("%s: %s is recommended too", name, s.Name)
				}
				got[s.Purpose] = s.Name
			}
		}
		if got["chat"] != c.chat || got["embedding"] != c.embedding {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestPrefixes(t *testing.T) {
	for model, want := range map[string]prefixes{
		"qwen3-embedding:0.6b": {query: "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"},
		"nomic-embed-text":     {"search_query: ", "search_document: "}, "library/nomic-embed-text-v2-moe:latest": {"search_query: ", "search_document: "},
		"embeddinggemma:300m": {"task: search result | query: ", "title: none | text: "}, "bge-m3": {}, "somebody/else": {},
	} {
		if got := prefixesOf(model); got != want {
			t.Errorf("%s: %+v", model, got)
		}
	}
}

func TestSameModel(t *testing.T) {
	for names, want := range map[[2]string]bool{
		{"a", "a:latest"}: true, {"a:1", "a:1"}: true, {"a:1", "a"}: false, {"", ""}: false,
		{"http://127.0.0.1:5/library/a", "http://127.0.0.1:5/library/a:latest"}: true,
	} {
		if Same(names[0], names[1]) != want {
			t.Errorf("%v", names)
		}
	}
}

func TestHangul(t *testing.T) {
	for text, want := range map[string]float64{"": 0, "123 !": 0, "abc": 0, "연금": 1, "연금 ab": 0.5} {
		if got := hangul(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// narrow embeds texts of at most ten code points, each as its length.
type narrow struct{ batches []int }

func (n *narrow) Embed(_ context.Context, _ llm.Lane, _ string, texts []string) ([][]float32, error) {
	n.batches = append(n.batches, len(texts))
	var all [][]float32
	for _, text := range texts {
		if len([]rune(text)) > 10 {
			return nil, llm.ErrTooLong
		}
		all = append(all, []float32{float32(len(text)), 0})
	}
	return all, nil
}

// TestTextsAreEmbeddedInSmallBatches, in order, and one that is too long costs
// its end and nobody else's.
func TestTextsAreEmbeddedInSmallBatches(t *testing.T) {
	host := &narrow{}
	e := &Embedder{embedOf: host.Embed, model: embedding.Model{Dimensions: 2}}
	texts := make([]string, 40)
	texts[20] = strings.Repeat("가", 500)
	vectors, err := e.Embed(t.Context(), embedding.Passage, texts)
	if err != nil || len(vectors) != 40 || slices.Max(host.batches) > textsAtOnce {
		t.Fatalf("%d vectors in %v, %v", len(vectors), host.batches, err)
	}
	for i, v := range vectors {
		if v[0] != 1 || v[1] != 0 {
			t.Errorf("vector %d is %v", i, v)
		}
	}
	e.model.Dimensions = 3
	if _, err := e.Embed(t.Context(), embedding.Query, []string{"x"}); !errors.Is(err, llm.ErrRefused) {
		t.Errorf("vectors of another length: %v", err)
	}
}

// hanging is a host whose first child never answers a question.
type hanging struct {
	Host
	address string
}

func (h hanging) Version(context.Context) (string, error) { return "1", nil }

func (h hanging) Generate(context.Context, llm.Request, func(llm.Piece) error) (llm.Reply, error) {
	if h.address == "child 1" {
		return llm.Reply{}, llm.ErrCutOff.With(ErrSilent)
	}
	return llm.Reply{Text: h.address}, nil
}

// children are programs that run until they are ended.
type children struct {
	Program
	mu      sync.Mutex
	started int
	running int
}

func (*children) Find() (string, bool) { return "program", true }

func (c *children) Keep(ctx context.Context, _ string, ready func(string)) error {
	c.mu.Lock()
	c.started++
	c.running++
	name := "child " + string(rune('0'+c.started))
	c.mu.Unlock()
	ready(name)
	<-ctx.Done()
	c.mu.Lock()
	c.running--
	c.mu.Unlock()
	return nil
}

// TestAChildThatHangsIsStartedAnew, and all end with the service.
func TestAChildThatHangsIsStartedAnew(t *testing.T) {
	program := &children{}
	s := New(Options{
		Choice:  func(context.Context) (Choice, error) { return Choice{}, nil },
		Reach:   func(address string) (Host, error) { return hanging{address: address}, nil },
		Program: program, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if _, err := s.Generate(t.Context(), llm.Request{}, nil); !errors.Is(err, llm.ErrNotReady) {
		t.Errorf("before Run: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { s.Run(ctx); close(ended) }()
	for s.running() == nil {
		time.Sleep(time.Millisecond)
	}
	// The first hangs; whoever asked it does not notice, except by the clock.
	if reply, err := s.Generate(t.Context(), llm.Request{}, nil); err != nil || reply.Text != "child 2" {
		t.Fatalf("the first hangs: %q, %v", reply.Text, err)
	}
	if reply, err := s.Generate(t.Context(), llm.Request{}, nil); err != nil || reply.Text != "child 2" {
		t.Errorf("the second: %q, %v", reply.Text, err)
	}
	cancel()
	<-ended
	if program.running != 0 || program.started != 2 {
		t.Errorf("%d started, %d run", program.started, program.running)
	}
}

// running is the context of children, nil while there may be none.
func (s *Service) running() context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ctx
}
