package job

import (
	"testing"
	"time"
)

func TestWhenNightlyWorkIsDone(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 14, hour, minute, 0, 0, time.Local) }
	for _, tt := range []struct {
		name  string
		now   time.Time
		quiet time.Duration
		idle  bool
		want  bool
		again time.Duration
	}{
		{"at night, quiet and idle", at(3, 0), 6 * time.Minute, true, true, 0},
		{"at night, somebody was just here", at(3, 0), time.Minute, true, false, 4 * time.Minute},
		{"at night, the models work", at(3, 0), time.Hour, false, false, time.Minute},
		{"the night begins at one", at(1, 0), 6 * time.Minute, true, true, 0},
		{"and ends at six", at(6, 0), 6 * time.Minute, true, false, 15 * time.Minute},
		{"by day after a long quiet", at(14, 0), 50 * time.Minute, true, true, 0},
		{"by day, nearly", at(14, 0), 44*time.Minute + 50*time.Second, true, false, time.Minute},
		{"by day, the models work", at(14, 0), 50 * time.Minute, false, false, time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ok, again := may(tt.now, tt.quiet, tt.idle)
			if ok != tt.want || !ok && again.Sub(tt.now) != tt.again {
				t.Errorf("%t, again in %v; want %t, %v", ok, again.Sub(tt.now), tt.want, tt.again)
			}
		})
	}
}
