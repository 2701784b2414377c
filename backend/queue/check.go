package queue

import (
	"context"
	"sync"
	"time"
)

const (
	checkEvery = 10 * time.Second
	checkLimit = 3 * time.Second // a host that takes longer is not well
)

// Run looks after the hosts until ctx ends: whether they are well, and what
// they have in memory. It looks at once, and whenever hosts are added.
func (q *Queue) Run(ctx context.Context) {
	ticks := time.NewTicker(checkEvery)
	defer ticks.Stop()
	for {
		q.Check(ctx)
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

// Check looks after every host once, all at the same time.
func (q *Queue) Check(ctx context.Context) {
	q.mu.Lock()
	hosts := append([]*host{}, q.hosts...)
	q.mu.Unlock()
	var all sync.WaitGroup
	for _, h := range hosts {
		all.Go(func() { q.check(ctx, h) })
	}
	all.Wait()
}

func (q *Queue) check(ctx context.Context, h *host) {
	limited, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	err := h.Health(limited)
	var models []string
	var free int64
	var unsaid error
	if err == nil {
		models, free, unsaid = h.Loaded(limited)
	}
	if ctx.Err() != nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if ill := err != nil; ill != h.ill {
		h.ill = ill
		q.opts.Log.Info("a model host changed", "host", h.Name(), "well", !ill, "error", err)
	}
	if err == nil && unsaid == nil {
		h.free, h.loaded = free, map[string]bool{}
		for _, m := range models {
			h.loaded[m] = true
		}
	}
	q.fill()
}
