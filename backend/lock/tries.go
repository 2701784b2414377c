package lock

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// tries is how often in a row the lock was shown what does not open it. It lies in
// a file too, so that nobody gets new tries by starting the program anew.
type tries struct {
	Wrong int       `json:"wrong"`
	Last  time.Time `json:"last"`
}

// The first tries are a person's who mistypes.
const (
	freeTries = 3
	firstWait = 2 * time.Second
	mostWait  = 5 * time.Minute
	mostTries = 11 // on end; further ones wait no longer
)

// Pause is how long must pass after so many wrong tries on end.
func Pause(wrong int) time.Duration {
	wait := firstWait
	if wrong < freeTries {
		return 0
	}
	for range wrong - freeTries {
		if wait *= 2; wait >= mostWait {
			return mostWait
		}
	}
	return wait
}

// readTries is what the file says. What cannot be read counts as the most: it
// delays its owner by minutes, and hands nobody a fresh count.
func (l *Lock) readTries() tries {
	var t tries
	if err := readJSON(l.Count, &t); err != nil || t.Wrong < 0 || t.Wrong > mostTries {
		return tries{mostTries, l.wall()}
	}
	return t
}

// wait is how long must pass before the next try. The caller holds the mutex.
func (l *Lock) wait() time.Duration {
	now := l.wall()
	if now.Before(l.tries.Last) { // the clock was set back
		l.tries.Last = now
	}
	return max(0, l.tries.Last.Add(Pause(l.tries.Wrong)).Sub(now))
}

// begun counts a try as wrong until it proves right: whoever ends the program
// while it still derives the key is counted all the same. On a disk that takes
// nothing more the count lasts as long as the program: its owner, who has to make
// room there, is not shut out.
func (l *Lock) begun() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tries = tries{min(l.tries.Wrong+1, mostTries), l.wall().UTC()}
	_ = writeJSON(l.Count, l.tries)
}

// right forgets the wrong tries. A file that stays makes its owner wait once more.
func (l *Lock) right() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tries = tries{}
	if err := os.Remove(l.Count); err != nil && !errors.Is(err, fs.ErrNotExist) {
		_ = writeJSON(l.Count, l.tries)
	}
}
