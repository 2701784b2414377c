package ollama

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"meridian/backend/embedding"
	"meridian/backend/hosting"
	"meridian/backend/llm"
)

// bytesANumber is the most that a number of a vector takes as JSON.
const bytesANumber = 32

// Embed implements hosting.Host. A text that is too long for the model is
// ErrTooLong: nothing is cut in silence. Cancelling takes effect when the text
// that is being read is done, since a host reads one after the other.
func (h *Host) Embed(ctx context.Context, model string, texts []string) ([][]float32, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	size := 0
	for _, t := range texts {
		size += len(t)
	}
	asked := map[string]any{"model": model, "input": texts, "truncate": false, "keep_alive": h.keepAlive()}
	var told struct{ Embeddings [][]float32 }
	limit := int64(len(texts))*embedding.MaxDimensions*bytesANumber + maxError
	err := h.patiently(ctx, model, size/2, func(silence time.Duration) error {
		ctx, cancel := context.WithTimeoutCause(ctx, silence, llm.ErrCutOff.With(hosting.ErrSilent))
		defer cancel()
		err := h.call(ctx, http.MethodPost, "/api/embed", asked, &told, limit)
		h.leave(model, err != nil && ctx.Err() != nil)
		return err
	}, func() bool { return true })
	if err != nil {
		return nil, err
	}
	if err := sound(told.Embeddings, len(texts)); err != nil {
		return nil, llm.ErrRefused.With(err)
	}
	return told.Embeddings, nil
}

// sound refuses vectors that cannot be compared.
func sound(vectors [][]float32, n int) error {
	if len(vectors) != n {
		return fmt.Errorf("%d vectors for %d texts", len(vectors), n)
	}
	for _, v := range vectors {
		if len(v) != len(vectors[0]) || len(v) == 0 || len(v) > embedding.MaxDimensions {
			return fmt.Errorf("a vector of %d dimensions beside one of %d", len(v), len(vectors[0]))
		}
		for _, x := range v {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return errors.New("a vector without a direction")
			}
		}
	}
	return nil
}
