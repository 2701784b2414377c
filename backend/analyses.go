package backend

import (
	"container/list"
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/plan"
)

// errNoAnalysis is returned for an answer that is not, or no longer, kept.
var errNoAnalysis = fault.New(fault.NotFound, "analysis.missing",
	fault.Text{EN: "This analysis is no longer kept.", KO: "이 분석은 더 이상 남아 있지 않습니다."},
	fault.Text{EN: "Ask for it again; the answer will be the same.", KO: "다시 요청해 주세요. 결과는 같습니다."})

func (f *forecasts) FindAnalysis(ctx context.Context, p plan.Plan, spec forecast.AnalysisSpec) (string, bool, error) {
	hash, err := f.service.AnalysisHash(ctx, p, spec)
	if err != nil {
		return "", false, err
	}
	_, kept := f.answers.get(hash)
	return hash, kept, nil
}

func (f *forecasts) Analyse(ctx context.Context, p plan.Plan, spec forecast.AnalysisSpec, progress func(forecast.Progress)) (string, error) {
	found, err := f.service.Analyse(ctx, p, spec, progress)
	if err != nil {
		return "", err
	}
	return found.Hash, f.answers.put(found)
}

func (f *forecasts) Analysis(_ context.Context, hash string) (forecast.Analysis, error) {
	found, kept := f.answers.get(hash)
	if !kept {
		return forecast.Analysis{}, errNoAnalysis
	}
	return found, nil
}

// answeredBytes bounds the answers in memory, counted as the JSON they become.
const answeredBytes = 32 << 20

// answered holds the analyses that were used last. They are not stored: an answer
// takes seconds to find again, and is then the same.
type answered struct {
	mu    sync.Mutex
	byUse *list.List // of analysed, the last used first
	known map[string]*list.Element
	bytes int
}

type analysed struct {
	analysis forecast.Analysis
	bytes    int
}

func newAnswered() *answered {
	return &answered{byUse: list.New(), known: map[string]*list.Element{}}
}

func (k *answered) get(hash string) (forecast.Analysis, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.known[hash]
	if e == nil {
		return forecast.Analysis{}, false
	}
	k.byUse.MoveToFront(e)
	return e.Value.(analysed).analysis, true
}

// put keeps an answer and lets the least used go until all fit; the newest stays.
func (k *answered) put(a forecast.Analysis) error {
	raw, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("encode analysis %s: %w", a.Hash, err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known[a.Hash] != nil {
		return nil
	}
	k.known[a.Hash] = k.byUse.PushFront(analysed{a, len(raw)})
	k.bytes += len(raw)
	for k.bytes > answeredBytes && k.byUse.Len() > 1 {
		oldest := k.byUse.Remove(k.byUse.Back()).(analysed)
		delete(k.known, oldest.analysis.Hash)
		k.bytes -= oldest.bytes
	}
	return nil
}
