package ollama

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"meridian/backend/hosting"
	"meridian/backend/llm"
)

// entry is a model in a host's lists.
type entry struct {
	Name    string    `json:"name"`
	Digest  string    `json:"digest"`
	Size    int64     `json:"size"`
	VRAM    int64     `json:"size_vram"`
	Context int       `json:"context_length"`
	Expires time.Time `json:"expires_at"`
	Details struct {
		Family       string `json:"family"`
		Parameters   string `json:"parameter_size"`
		Quantisation string `json:"quantization_level"`
	} `json:"details"`
}

// Models implements hosting.Host, by name.
func (h *Host) Models(ctx context.Context) ([]hosting.Model, error) {
	ctx, cancel := soon(ctx)
	defer cancel()
	var there, loaded struct{ Models []entry }
	if err := h.call(ctx, http.MethodGet, "/api/tags", nil, &there, maxAnswer); err != nil {
		return nil, err
	}
	if err := h.call(ctx, http.MethodGet, "/api/ps", nil, &loaded, maxAnswer); err != nil {
		return nil, err
	}
	models := []hosting.Model{}
	for _, e := range there.Models {
		m := hosting.Model{Name: e.Name, Digest: e.Digest, Bytes: e.Size, Family: e.Details.Family,
			Parameters: e.Details.Parameters, Quantisation: e.Details.Quantisation}
		if i := slices.IndexFunc(loaded.Models, func(l entry) bool { return l.Name == e.Name }); i >= 0 {
			l := loaded.Models[i]
			expires := l.Expires.UTC()
			m.Loaded, m.Memory, m.Graphics, m.Context, m.Expires = true, l.Size, l.VRAM, l.Context, &expires
		}
		models = append(models, m)
	}
	slices.SortFunc(models, func(a, b hosting.Model) int { return cmp.Compare(a.Name, b.Name) })
	return models, nil
}

// Show implements hosting.Host.
func (h *Host) Show(ctx context.Context, model string) (hosting.Detail, error) {
	ctx, cancel := soon(ctx)
	defer cancel()
	var told struct {
		Capabilities []string                   `json:"capabilities"`
		Info         map[string]json.RawMessage `json:"model_info"`
	}
	if err := h.call(ctx, http.MethodPost, "/api/show", map[string]any{"model": model}, &told, maxAnswer); err != nil {
		return hosting.Detail{}, err
	}
	can := func(what string) bool { return slices.Contains(told.Capabilities, what) }
	d := hosting.Detail{Chat: can("completion"), Embedding: can("embedding"), Thinking: can("thinking")}
	_ = json.Unmarshal(told.Info["general.architecture"], &d.Family) // what is missing stays unknown
	_ = json.Unmarshal(told.Info[d.Family+".context_length"], &d.Trained)
	_ = json.Unmarshal(told.Info[d.Family+".embedding_length"], &d.Dimensions)
	return d, nil
}

// Warm implements hosting.Host: a request without a word loads the model.
func (h *Host) Warm(ctx context.Context, model string, tokens int) error {
	asked := ask{Model: model, KeepAlive: h.keepAlive(), Options: optionsOf(llm.Options{Context: tokens})}
	return h.load(ctx, asked)
}

// Unload implements hosting.Host.
func (h *Host) Unload(ctx context.Context, model string) error {
	return h.load(ctx, ask{Model: model, KeepAlive: "0s"})
}

func (h *Host) load(ctx context.Context, asked ask) error {
	ctx, cancel := context.WithTimeoutCause(ctx, orDuration(h.Load, usualLoad), llm.ErrCutOff)
	defer cancel()
	return h.call(ctx, http.MethodPost, "/api/generate", asked, nil, maxAnswer)
}
