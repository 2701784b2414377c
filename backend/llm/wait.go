package llm

import (
	"fmt"
	"time"
)

// Wait is how long a turn is likely to wait.
type Wait struct {
	Ahead int           // turns that go first; 0 is next
	Left  time.Duration // as measured from turns before it; 0 when nothing was measured yet
}

// Full is the error of a turn that was not let in: the queue holds as many as
// it may, or it would begin after its patience. It is ErrBusy.
type Full struct{ Wait }

// Error implements error.
func (f Full) Error() string {
	return fmt.Sprintf("%v (%d ahead, about %v)", error(ErrBusy), f.Ahead, f.Left.Round(time.Second))
}

// Unwrap is ErrBusy.
func (f Full) Unwrap() error { return ErrBusy }

// Again is after how long asking again is of use: at least a second.
func (f Full) Again() time.Duration { return max(time.Second, f.Left) }

// Truncated is the error of a reply that reached its length before its end. It
// is ErrCutOff, and no failure of the host.
type Truncated struct{}

// Error implements error.
func (Truncated) Error() string { return ErrCutOff.Error() + ": it reached its length" }

// Unwrap is ErrCutOff.
func (Truncated) Unwrap() error { return ErrCutOff }
