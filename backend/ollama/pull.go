package ollama

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"

	"meridian/backend/hosting"
	"meridian/backend/llm"
)

// pullSilence is how long a pull may say nothing: the server tries a layer
// again for some time before it gives up.
const pullSilence = 2 * time.Minute

// goodName is a name that the server takes, with its registry where it has one.
var goodName = regexp.MustCompile(`^(https?://)?[A-Za-z0-9][A-Za-z0-9._/:-]{0,200}$`)

// Pull implements hosting.Host. Layers come one after the other and their sizes
// are known only when they begin, so that the total grows.
func (h *Host) Pull(ctx context.Context, model string, told func(hosting.Progress)) error {
	if !goodName.MatchString(model) {
		return hosting.ErrBadName
	}
	// A registry without encryption is one on this machine.
	asked := map[string]any{"model": model, "stream": true, "insecure": strings.HasPrefix(model, "http://127.0.0.1:")}
	layers, whole := sum{}, false
	err := h.stream(ctx, "/api/pull", asked, pullSilence, pullSilence, func(line []byte) error {
		var at struct {
			Status, Digest   string
			Total, Completed int64
		}
		if err := json.Unmarshal(line, &at); err != nil {
			return llm.ErrCutOff.With(err)
		}
		if at.Digest != "" {
			layers.add(at.Digest, at.Completed, at.Total)
		}
		phase := hosting.Fetching
		if strings.HasPrefix(at.Status, "verifying") || strings.HasPrefix(at.Status, "writing") {
			phase = hosting.Verifying
		}
		told(layers.progress(phase))
		whole = whole || at.Status == "success"
		return nil
	})
	if err == nil && !whole {
		err = hosting.ErrOffline.With(errors.New("the pull ended before it was whole"))
	}
	return err
}

// sum is the bytes of all layers that were heard of.
type sum map[string]struct{ done, total int64 }

func (s sum) add(digest string, done, total int64) {
	const most = 1 << 10 // layers; no model has more
	if _, known := s[digest]; !known && len(s) >= most {
		return
	}
	s[digest] = struct{ done, total int64 }{max(0, min(done, total)), max(0, total)}
}

func (s sum) progress(phase string) hosting.Progress {
	p := hosting.Progress{Phase: phase}
	for _, layer := range s {
		p.Done, p.Total = p.Done+layer.done, p.Total+layer.total
	}
	return p
}

// magic is how a file of weights begins.
const magic = "GGUF"

// Import implements hosting.Host: the file is read twice, once for its name and
// once to be sent, unless the host has it already.
func (h *Host) Import(ctx context.Context, path, model string, told func(hosting.Progress)) error {
	if !goodName.MatchString(model) || strings.Contains(model, "://") {
		return hosting.ErrBadName
	}
	file, err := os.Open(path)
	if err != nil {
		return hosting.ErrNotWeights.With(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return hosting.ErrNotWeights.With(fmt.Errorf("not a file: %w", err))
	}
	digest, err := digestOf(ctx, file, info.Size(), told)
	if err != nil {
		return err
	}
	if err := h.give(ctx, file, info.Size(), digest, told); err != nil {
		return err
	}
	return h.create(ctx, model, digest, told)
}

func digestOf(ctx context.Context, file io.ReadSeeker, size int64, told func(hosting.Progress)) (string, error) {
	begin := make([]byte, len(magic))
	if _, err := io.ReadFull(file, begin); err != nil || string(begin) != magic {
		return "", hosting.ErrNotWeights
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", hosting.ErrNotWeights.With(err)
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, &counted{ctx, file, hosting.Progress{Phase: hosting.Verifying, Total: size}, told}); err != nil {
		return "", orCause(ctx, hosting.ErrNotWeights.With(err))
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil)), nil
}

func orCause(ctx context.Context, err error) error {
	if why := context.Cause(ctx); why != nil {
		return why
	}
	return err
}

// give sends the file unless the host has it.
func (h *Host) give(ctx context.Context, file io.ReadSeeker, size int64, digest string, told func(hosting.Progress)) error {
	if resp, err := h.send(ctx, http.MethodHead, "/api/blobs/"+digest, nil); err == nil {
		return resp.Body.Close()
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return hosting.ErrNotWeights.With(err)
	}
	resp, err := h.send(ctx, http.MethodPost, "/api/blobs/"+digest, &counted{ctx, file, hosting.Progress{Phase: hosting.Sending, Total: size}, told})
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (h *Host) create(ctx context.Context, model, digest string, told func(hosting.Progress)) error {
	asked := map[string]any{"model": model, "files": map[string]string{"model.gguf": digest}, "stream": true}
	whole := false
	err := h.stream(ctx, "/api/create", asked, pullSilence, pullSilence, func(line []byte) error {
		told(hosting.Progress{Phase: hosting.Making})
		whole = whole || bytes.Contains(line, []byte(`"success"`))
		return nil
	})
	switch {
	case errors.Is(err, llm.ErrRefused), errors.Is(err, llm.ErrCutOff): // a server may die of what is no model
		return hosting.ErrNotWeights.With(err)
	case err == nil && !whole:
		return hosting.ErrNotWeights.With(errors.New("the host ended without a word"))
	}
	return err
}

// counted tells how far a file was read, and ends when its reader is told to.
type counted struct {
	ctx  context.Context
	from io.Reader
	at   hosting.Progress
	told func(hosting.Progress)
}

func (c *counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.from.Read(p)
	c.at.Done += int64(n)
	c.told(c.at)
	return n, err
}
