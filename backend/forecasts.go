package backend

import (
	"container/list"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"meridian/backend/forecast"
	"meridian/backend/httpapi"
	"meridian/backend/plan"
	"meridian/backend/sqlite"
)

// forecasts runs forecasts and keeps their results: full ones in the store,
// those that were used last in memory. A preview is forgotten with the program.
type forecasts struct {
	service *forecast.Service
	results *sqlite.Results
	recent  *recent
}

var _ httpapi.Forecasts = (*forecasts)(nil)

func (f *forecasts) Find(ctx context.Context, p plan.Plan, spec forecast.RunSpec) (string, bool, error) {
	hash, err := f.service.Hash(p, spec)
	if err != nil {
		return "", false, err
	}
	if f.recent.get(hash) != nil {
		return hash, true, nil
	}
	kept, err := f.results.Has(ctx, hash)
	return hash, kept, err
}

func (f *forecasts) Run(ctx context.Context, p plan.Plan, spec forecast.RunSpec, progress func(forecast.Progress)) (string, error) {
	result, err := f.service.Run(ctx, p, spec, progress)
	if err != nil {
		return "", err
	}
	if spec.Purpose == forecast.Full {
		if err := f.save(ctx, p.ID, result); err != nil {
			return "", err
		}
	}
	f.recent.put(&result)
	return result.Header.Hash, nil
}

// The names of a result's blocks in the store.
const (
	blockSeries  = "series"
	blockFutures = "futures"
	blockYears   = "years"
	blockPlan    = "plan"
)

func (f *forecasts) save(ctx context.Context, planID string, r forecast.Result) error {
	header, err := json.Marshal(r.Header)
	if err != nil {
		return fmt.Errorf("encode result: %w", err)
	}
	return f.results.Save(ctx, sqlite.Result{
		Hash: r.Header.Hash, Plan: planID, Header: header,
		Blocks: map[string][]byte{blockSeries: r.Series, blockFutures: r.Futures, blockYears: r.Years, blockPlan: r.Plan},
	})
}

func (f *forecasts) Result(ctx context.Context, hash string) (forecast.Result, error) {
	if r := f.recent.get(hash); r != nil {
		return *r, nil
	}
	kept, err := f.results.Load(ctx, hash)
	if err != nil {
		return forecast.Result{}, err
	}
	r := forecast.Result{
		Series: kept.Blocks[blockSeries], Futures: kept.Blocks[blockFutures],
		Years: kept.Blocks[blockYears], Plan: kept.Blocks[blockPlan],
	}
	if err := json.Unmarshal(kept.Header, &r.Header); err != nil {
		return forecast.Result{}, fmt.Errorf("decode result %s: %w", hash, err)
	}
	f.recent.put(&r)
	return r, nil
}

func (f *forecasts) Replay(ctx context.Context, hash string, future int) (forecast.Replay, error) {
	r, err := f.Result(ctx, hash)
	if err != nil {
		return forecast.Replay{}, err
	}
	return f.service.Replay(ctx, r, future)
}

func (f *forecasts) Compare(ctx context.Context, a, b string) (forecast.Paired, error) {
	x, errX := f.Result(ctx, a)
	y, errY := f.Result(ctx, b)
	if err := errors.Join(errX, errY); err != nil {
		return forecast.Paired{}, err
	}
	return forecast.Compare(x, y)
}

// recentBytes bounds the results in memory: a dozen full ones.
const recentBytes = 64 << 20

// recent holds the results that were used last.
type recent struct {
	mu    sync.Mutex
	byUse *list.List // of *forecast.Result, the last used first
	known map[string]*list.Element
	bytes int
}

func newRecent() *recent { return &recent{byUse: list.New(), known: map[string]*list.Element{}} }

func (r *recent) get(hash string) *forecast.Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.known[hash]
	if e == nil {
		return nil
	}
	r.byUse.MoveToFront(e)
	return e.Value.(*forecast.Result)
}

func (r *recent) put(result *forecast.Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known[result.Header.Hash] != nil {
		return
	}
	r.known[result.Header.Hash] = r.byUse.PushFront(result)
	r.bytes += sizeOf(result)
	for r.bytes > recentBytes && r.byUse.Len() > 1 {
		oldest := r.byUse.Remove(r.byUse.Back()).(*forecast.Result)
		delete(r.known, oldest.Header.Hash)
		r.bytes -= sizeOf(oldest)
	}
}

func sizeOf(r *forecast.Result) int {
	return len(r.Plan) + len(r.Series) + len(r.Futures) + len(r.Years)
}
