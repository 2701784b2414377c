package backend

import (
	"container/list"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/httpapi"
	"meridian/backend/plan"
	"meridian/backend/sqlite"
)

// forecasts runs forecasts and keeps their results: full ones in the store,
// those that were used last in memory. A preview is forgotten with the program,
// and so is a full result that the store could not take: what was computed is
// shown, whatever the disk says, and before it is asked. Saving takes as long as a
// good part of the run, and what a crash leaves unsaved is computed again.
type forecasts struct {
	service *forecast.Service
	results shelf
	recent  *recent
	answers *answered
	log     *slog.Logger
	unsaved atomic.Pointer[error] // why the newest full result is in memory only; nil when it was saved
	saving  chan struct{}         // holds one while a full result is being saved: no two wait in memory
}

func newForecasts(o Options, store *sqlite.DB) *forecasts {
	return &forecasts{
		service: &forecast.Service{Now: o.Now, Free: freeMemory}, results: store.Results, recent: newRecent(),
		answers: newAnswered(), log: o.Logger, saving: make(chan struct{}, 1),
	}
}

// shelf is where full results are kept; sqlite says with what faults.
type shelf interface {
	Has(ctx context.Context, hash string) (bool, error)
	Load(ctx context.Context, hash string) (sqlite.Result, error)
	Save(ctx context.Context, result sqlite.Result) error
}

var _ httpapi.Forecasts = (*forecasts)(nil)

func (f *forecasts) Find(ctx context.Context, p plan.Plan, spec forecast.RunSpec) (string, bool, error) {
	hash, err := f.service.Hash(ctx, p, spec)
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
	if spec.Purpose != forecast.Full {
		f.recent.put(&result)
		return result.Header.Hash, nil
	}
	select {
	case f.saving <- struct{}{}:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	f.recent.put(&result)
	go func() {
		defer func() { <-f.saving }()
		f.save(context.WithoutCancel(ctx), p.ID, result)
	}()
	return result.Header.Hash, nil
}

// settle waits until everything that was told of is saved, or will not be.
func (f *forecasts) settle() {
	f.saving <- struct{}{}
	<-f.saving
}

// check says whether full results are being saved.
func (f *forecasts) check() httpapi.Check {
	why := f.unsaved.Load()
	if why == nil {
		return httpapi.Check{ID: "results", State: "ok",
			Text: fault.Text{EN: "Forecasts are kept on this computer.", KO: "예측 결과가 이 컴퓨터에 보관됩니다."}}
	}
	text := fault.Text{EN: "The newest forecast is shown but could not be saved.", KO: "최근 예측을 보여 드리고 있지만 저장하지 못했습니다."}
	var known *fault.Error
	if errors.As(*why, &known) {
		text.EN += " " + known.Title.EN
		text.KO += " " + known.Title.KO
	}
	return httpapi.Check{ID: "results", State: "warn", Text: text,
		Fix: fault.Text{
			EN: "Make room on the disk and allow Meridian to write there. Until then a forecast is computed again after each start.",
			KO: "디스크 공간과 쓰기 권한을 확인해 주세요. 그때까지는 시작할 때마다 예측을 다시 계산합니다."}}
}

// The names of a result's blocks in the store.
const (
	blockSeries  = "series"
	blockFutures = "futures"
	blockYears   = "years"
	blockPlan    = "plan"
)

// save puts a result into the store. That the store cannot take it is noted.
func (f *forecasts) save(ctx context.Context, planID string, r forecast.Result) {
	header, err := json.Marshal(r.Header)
	if err == nil {
		err = f.results.Save(ctx, sqlite.Result{
			Hash: r.Header.Hash, Plan: planID, Header: header,
			Blocks: map[string][]byte{blockSeries: r.Series, blockFutures: r.Futures, blockYears: r.Years, blockPlan: r.Plan},
		})
	}
	if err == nil {
		f.unsaved.Store(nil)
		return
	}
	f.log.Warn("a forecast could not be saved and is kept in memory", "plan", planID, "error", err)
	f.unsaved.Store(&err)
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
