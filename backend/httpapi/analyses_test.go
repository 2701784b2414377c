package httpapi

import (
	"encoding/binary"
	"math"
	"net/http"
	"testing"

	"meridian/backend/forecast"
	"meridian/backend/job"
)

func (b *bench) ponder(asked NewAnalysis) Job {
	b.t.Helper()
	return read[Accepted](b.t, b.ask("POST", "/api/v1/analyses", asked), http.StatusAccepted).Job
}

func TestAnalysisIsAJob(t *testing.T) {
	b := newBench(t)
	p := b.demo()
	j := b.ponder(NewAnalysis{Plan: p.ID, Kind: "drivers", Client: "page"})
	if j.Kind != "analysis" {
		t.Errorf("the job is a %s", j.Kind)
	}
	b.allow(1)
	done := b.until(j.ID, job.Done)
	got := read[forecast.Analysis](t, b.ask("GET", "/api/v1/analyses/"+done.Result, nil), http.StatusOK)
	if got.Hash != done.Result || got.Kind != forecast.KindDrivers {
		t.Errorf("answer %+v", got)
	}
	if again := b.ponder(NewAnalysis{Plan: p.ID, Kind: "drivers"}); again.State != job.Done || again.Result != done.Result {
		t.Errorf("asked again, the answer is worked out again: %+v", again)
	}
	problem(t, b.ask("GET", "/api/v1/analyses/unknown", nil), http.StatusNotFound, "result.missing")
}

// TestNewerAnalysisSupersedes keeps kinds apart: a stress test does not end drivers.
func TestNewerAnalysisSupersedes(t *testing.T) {
	b := newBench(t)
	p := b.demo()
	drivers := b.ponder(NewAnalysis{Plan: p.ID, Kind: "drivers", Client: "page"})
	stress := b.ponder(NewAnalysis{Plan: p.ID, Kind: "stress", Client: "page"})
	moved := b.ponder(NewAnalysis{Plan: p.ID, Kind: "drivers", Client: "page", Patch: map[string]any{"targets": map[string]any{"confidence": 0.9}}})
	if j := b.until(drivers.ID, job.Cancelled); j.By != job.BySuperseded {
		t.Errorf("the older drivers ended by %s", j.By)
	}
	read[Job](t, b.ask("POST", "/api/v1/jobs/"+moved.ID+"/cancel", nil), http.StatusOK)
	if j := b.until(moved.ID, job.Cancelled); j.By != job.ByUser {
		t.Errorf("cancelled by %s", j.By)
	}
	b.allow(1)
	b.until(stress.ID, job.Done)
}

func TestBrushAsksForFuturesOfTheResult(t *testing.T) {
	b := newBench(t)
	column := []string{"endWealth", "lowestLiquid", "worstCut", "firstShortfallAge", "firstDecadeReturn", "lifetimeInflation", "taxPaid", "outcome", "cause"}
	r := forecast.Result{Header: forecast.Header{Hash: "h", N: 4, Blocks: forecast.Blocks{Futures: forecast.FuturesBlock{Columns: column, N: 4}}}}
	for c := range column {
		for i := range 4 {
			r.Futures = binary.LittleEndian.AppendUint32(r.Futures, math.Float32bits(float32(c*i)))
		}
	}
	b.engine.kept["h"] = r
	got := read[forecast.Brush](t, b.ask("POST", "/api/v1/results/h/brush", NewBrush{Futures: []int{3, 1}}), http.StatusOK)
	if got.N != 2 || got.Share != 0.5 || len(got.Differences) == 0 {
		t.Errorf("%+v", got)
	}
	problem(t, b.ask("POST", "/api/v1/results/h/brush", NewBrush{Futures: []int{4}}), http.StatusUnprocessableEntity, "request.value")
	problem(t, b.ask("POST", "/api/v1/results/h/brush", NewBrush{Futures: []int{}}), http.StatusUnprocessableEntity, "forecast.brush")
	problem(t, b.ask("POST", "/api/v1/results/none/brush", NewBrush{Futures: []int{0}}), http.StatusNotFound, "result.missing")
}
