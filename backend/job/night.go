package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"meridian/backend/fault"
)

// Night is when work is done that nobody waits for: at night once nobody has
// asked for anything in the last minutes, by day only after a longer quiet, and
// never while the models are busy.
type Night struct {
	Quiet func() time.Duration // since somebody last asked for something
	Idle  func() bool          // whether the models have nothing to do
	Now   func() time.Time
}

const (
	nightBegins = 1 // o'clock, where the machine is
	nightEnds   = 6
	quietNight  = 5 * time.Minute
	quietDay    = 45 * time.Minute
	unitLimit   = 2 * time.Minute // a unit is meant to take 2 s; one that hangs ends after this
	lookNightly = time.Minute
)

// may reports whether such work is done now, and otherwise when to look again.
func may(now time.Time, quiet time.Duration, idle bool) (bool, time.Time) {
	need := quietDay
	if hour := now.Hour(); hour >= nightBegins && hour < nightEnds {
		need = quietNight
	}
	switch {
	case quiet < need:
		return false, now.Add(max(lookNightly, min(need-quiet, 15*time.Minute)))
	case !idle:
		return false, now.Add(lookNightly)
	}
	return true, time.Time{}
}

// Units is work in units, each small enough that whoever comes meanwhile waits
// for one at most: no more than 16 texts, or 2 s. A unit that is done twice does
// no harm.
type Units interface {
	// Unit does the next unit. It returns how many are done after it and how many
	// there are altogether, as far as is known; done == total ends the work.
	Unit(ctx context.Context, done int) (now, total int, err error)
}

// Steps makes a durable job of units. Before each it is seen whether it is still
// the time for such work; where it is not, the job goes on later where it stood.
func (n Night) Steps(phase string, units Units) Steps {
	return func(ctx context.Context, t *Task) (string, error) {
		done, _ := strconv.Atoi(string(t.Cursor)) // nothing is zero
		for total := -1; done != total; {
			if ok, again := may(n.Now(), n.Quiet(), n.Idle()); !ok {
				return "", Later(again)
			}
			var err error
			if done, total, err = unit(ctx, units, done); err != nil {
				return "", err
			}
			if err := t.Advance(ctx, []byte(strconv.Itoa(done)), Progress{Phase: phase, Done: done, Total: total}); err != nil {
				return "", err
			}
		}
		return strconv.Itoa(done), nil
	}
}

var errSlow = fault.New(fault.Unavailable, "job.slow",
	fault.Text{EN: "A step of this work took too long.", KO: "작업의 한 단계가 너무 오래 걸렸습니다."},
	fault.Text{EN: "Check the model host. The work goes on by itself later.", KO: "모델 서버를 확인하세요. 작업은 나중에 이어집니다."})

func unit(ctx context.Context, units Units, done int) (now, total int, err error) {
	limited, cancel := context.WithTimeout(ctx, unitLimit)
	defer cancel()
	now, total, err = units.Unit(limited, done)
	if err != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return now, total, errSlow.With(err)
	}
	return now, total, err
}

// Order orders the kinds of job once a day, until ctx ends. Each waits by itself
// for the time that suits it.
func (n Night) Order(ctx context.Context, d *Durable, log *slog.Logger, kinds ...string) {
	looks := time.NewTicker(lookNightly)
	defer looks.Stop()
	for {
		day := n.Now().Format(time.DateOnly)
		for _, kind := range kinds {
			if err := n.order(ctx, d, kind, day); err != nil && ctx.Err() == nil {
				log.Warn("nightly work was not ordered", "kind", kind, "error", err)
			}
		}
		select {
		case <-looks.C:
		case <-ctx.Done():
			return
		}
	}
}

// order orders a kind for a day when it is time, so that no job waits through
// a day on which nothing needs it.
func (n Night) order(ctx context.Context, d *Durable, kind, day string) error {
	if ok, _ := may(n.Now(), n.Quiet(), n.Idle()); !ok {
		return nil
	}
	if _, err := d.Order(ctx, kind, day, nil); err != nil {
		return fmt.Errorf("order %s: %w", kind, err)
	}
	return nil
}
