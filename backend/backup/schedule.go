package backup

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"meridian/backend/settings"
)

// interval is how long after a backup the next one is due; 0 for never.
func interval(every settings.Every) time.Duration {
	switch every {
	case settings.Daily:
		return 24 * time.Hour
	case settings.Weekly:
		return 7 * 24 * time.Hour
	}
	return 0
}

// Due reports whether a backup should be made now. last is when the newest was
// made, the zero time for none. A last in the future means that the clock was
// set back: then one is due, rather than none until the clock catches up.
func Due(every settings.Every, last, now time.Time) bool {
	wait := interval(every)
	if wait == 0 {
		return false
	}
	return last.IsZero() || last.After(now) || now.Sub(last) >= wait
}

// newestFirst puts backups in the order in which they were made, the last one
// first. One from the future was made before the clock was set back, and so before
// all that are dated since.
func newestFirst(backups []Backup, now time.Time) {
	ahead := func(b Backup) int {
		if b.Made.After(now) {
			return 1
		}
		return 0
	}
	slices.SortFunc(backups, func(a, b Backup) int { return cmp.Or(cmp.Compare(ahead(a), ahead(b)), b.Made.Compare(a.Made)) })
}

// Surplus is which of the backups may go when keep of them are to stay: the
// oldest first. The newest always stays.
func Surplus(backups []Backup, keep int, now time.Time) []Backup {
	newest := slices.Clone(backups)
	newestFirst(newest, now)
	keep = max(keep, 1)
	if len(newest) <= keep {
		return nil
	}
	surplus := newest[keep:]
	slices.Reverse(surplus)
	return surplus
}

// Backup is one file on a shelf.
type Backup struct {
	Name  string    `json:"name"`
	Made  time.Time `json:"made"`
	Bytes int64     `json:"bytes"`
	// Verified is when it was last read to its end and was whole; absent where that
	// is not known.
	Verified *time.Time `json:"verified,omitempty"`
	// Recoverable: beside it lies what lets the recovery key open it.
	Recoverable bool `json:"recoverable"`
}

const (
	namePrefix = "meridian-"
	nameSuffix = ".age"
	nameTime   = "20060102-150405"
)

// nameAt is the name of a backup made at a time, which it tells in UTC.
func nameAt(made time.Time) string { return namePrefix + made.UTC().Format(nameTime) + nameSuffix }

// madeAt reads the time from a backup's name; false for any other name.
func madeAt(name string) (time.Time, bool) {
	inner, ok := strings.CutPrefix(name, namePrefix)
	if !ok {
		return time.Time{}, false
	}
	inner, ok = strings.CutSuffix(inner, nameSuffix)
	if !ok {
		return time.Time{}, false
	}
	made, err := time.Parse(nameTime, inner)
	return made, err == nil
}
