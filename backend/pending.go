package backend

import (
	"context"
	"time"

	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/plan"
)

// pendingService stands in for the forecast service until it is there.
type pendingService struct{}

const engineVersion = "none"

var errPending = fault.New(fault.Unavailable, "forecast.pending",
	fault.Text{EN: "The engine is not built in yet.", KO: "엔진이 아직 들어 있지 않습니다."}, fault.Text{})

func newService(func() time.Time) *pendingService { return &pendingService{} }

func (*pendingService) Hash(p plan.Plan, spec forecast.RunSpec) (string, error) { return plan.Hash(p), nil }
func (*pendingService) Run(context.Context, plan.Plan, forecast.RunSpec, func(forecast.Progress)) (forecast.Result, error) {
	return forecast.Result{}, errPending
}
func (*pendingService) Replay(context.Context, forecast.Result, int) (forecast.Replay, error) {
	return forecast.Replay{}, errPending
}
func compare(a, b forecast.Result) (forecast.Paired, error) { return forecast.Paired{}, errPending }
