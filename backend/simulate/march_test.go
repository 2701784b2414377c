package simulate

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// Every task is done once, none before what it hangs on, and years are told of in order.
func TestAMarchDoesEveryTaskOnceItsTimeHasCome(t *testing.T) {
	for _, shape := range []struct{ years, blocks, tellers, workers int }{
		{1, 1, 1, 1}, {1, 7, 1, 3}, {2, 1, 7, 4}, {9, 4, 7, 2}, {9, 5, 3, 2}, {40, 3, 7, 8}, {3, 40, 1, 16},
	} {
		t.Run(fmt.Sprint(shape), func(t *testing.T) {
			var mu sync.Mutex
			done := map[task]bool{}
			was := func(year int, tell bool) {
				n := shape.blocks
				if tell {
					n = shape.tellers
				}
				for at := range n {
					if year >= 0 && !done[task{year, at, tell}] {
						t.Errorf("%v of year %d not done, tell %v", at, year, tell)
					}
				}
			}
			do := func(_ int, k task) {
				mu.Lock()
				before := task{k.year - 1, k.at, k.tell}
				if k.year > 0 && !done[before] {
					t.Errorf("%v before %v", k, before)
				}
				if k.tell {
					was(k.year, false)
				} else {
					was(k.year-tapeYears, true)
				}
				mu.Unlock()
				runtime.Gosched() // let another begin what it may not
				mu.Lock()
				defer mu.Unlock()
				if done[k] {
					t.Errorf("%v twice", k)
				}
				done[k] = true
			}
			told := 0
			m := newMarch(shape.years, shape.blocks, shape.tellers)
			if err := m.run(t.Context(), shape.workers, do, func(year int) {
				if year != told {
					t.Errorf("told of year %d after %d", year, told-1)
				}
				told++
			}); err != nil {
				t.Fatal(err)
			}
			if want := shape.years * (shape.blocks + shape.tellers); len(done) != want || told != shape.years {
				t.Errorf("%d tasks of %d, %d years told of", len(done), want, told)
			}
		})
	}
}

// A march that is stopped begins nothing more, whoever waits.
func TestAMarchStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var after atomic.Int64
	err := newMarch(50, 4, 3).run(ctx, 6, func(_ int, k task) {
		if ctx.Err() != nil {
			after.Add(1)
		}
		if k.year == 20 {
			cancel()
		}
	}, func(int) {})
	if !errors.Is(err, context.Canceled) || after.Load() > 6 {
		t.Errorf("%v, %d tasks begun after", err, after.Load())
	}
}
