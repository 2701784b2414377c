package backend

import (
	"context"
	"strings"
	"sync"

	"meridian/backend/access"
	"meridian/backend/answer"
	"meridian/backend/hosting"
	"meridian/backend/llm"
	"meridian/backend/queue"
	"meridian/backend/settings"
)

// atHand is the model host that Meridian finds or runs itself, as one of those
// that the queue gives turns on.
type atHand struct {
	models *models

	mu   sync.Mutex
	last hosting.State // as Health saw it; Loaded tells of the same
	seen bool
}

var _ queue.Host = (*atHand)(nil)

// ours marks the name of an embedding model on the host at hand: vectors are
// kept under the digest of its file, so no other host may give them, whatever
// its models are called.
const ours = "at-hand:"

// Name implements queue.Host.
func (*atHand) Name() string { return "at hand" }

// Slots implements queue.Host: one question at a time is what a computer that
// somebody works on can do.
func (*atHand) Slots() int { return 1 }

// Generate implements queue.Host.
func (h *atHand) Generate(ctx context.Context, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error) {
	return h.models.Generate(ctx, r, piece)
}

// Embed implements queue.Host.
func (h *atHand) Embed(ctx context.Context, model string, texts []string) ([][]float32, error) {
	return h.models.Embed(ctx, strings.TrimPrefix(model, ours), texts)
}

// Health implements queue.Host. It starts nothing: a host that is asleep can
// serve, once somebody asks.
func (h *atHand) Health(ctx context.Context) error {
	st, err := h.models.State(ctx)
	h.mu.Lock()
	h.last, h.seen = st, err == nil
	h.mu.Unlock()
	if err != nil {
		return err
	}
	if st.Phase == hosting.Absent || st.Phase == hosting.Failed {
		return llm.ErrNotReady
	}
	return nil
}

// Loaded implements queue.Host: what Health has just seen, so that a look asks the
// host once. How much memory is free it does not say.
func (h *atHand) Loaded(ctx context.Context) (models []string, free int64, err error) {
	h.mu.Lock()
	st, seen := h.last, h.seen
	h.seen = false
	h.mu.Unlock()
	if !seen {
		st, err = h.models.State(ctx)
	}
	for _, m := range st.Models {
		if m.Loaded {
			models = append(models, m.Name, ours+m.Name)
		}
	}
	return models, 0, err
}

// embed gives texts their vectors when it is their turn.
func (m *turns) embed(ctx context.Context, lane llm.Lane, model string, texts []string) ([][]float32, error) {
	return m.queue.Embed(ctx, llm.Turn{Lane: lane, Person: access.OwnerID}, ours+model, texts)
}

// chat is the chosen language model; false when there is none.
func (m *models) chat(ctx context.Context) (answer.Chosen, bool) {
	s, err := m.settings.Get(ctx)
	if err != nil || s.Model.Chat == "" {
		return answer.Chosen{}, false
	}
	return answer.Chosen{Name: s.Model.Chat, Context: s.Model.Context, Sure: sureOf(s)}, true
}

// sureOf is the share that was chosen for the chat model itself; 0 for none.
func sureOf(s settings.Settings) float64 {
	if s.Advisor.SureOf != s.Model.Chat {
		return 0
	}
	return float64(s.Advisor.Sure) / 100
}

// candidate is the model on trial; false when there is none.
func (m *models) candidate(ctx context.Context) (answer.Chosen, bool) {
	s, err := m.settings.Get(ctx)
	if err != nil || s.Advisor.Candidate == "" || s.Advisor.Candidate == s.Model.Chat {
		return answer.Chosen{}, false
	}
	return answer.Chosen{Name: s.Advisor.Candidate, Context: s.Model.Context}, true
}
