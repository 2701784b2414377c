package document

import "time"

// Grace is how long a document stays that expired while nobody could have used
// it, counted from when it could be used again.
const Grace = 3 * 24 * time.Hour

// MostAhead is how far ahead of the clock a last use may lie: two clocks of one
// person may differ by a zone that was set wrongly. One that lies further
// ahead was noted by a clock that has been set back since.
const MostAhead = 24 * time.Hour

// Fate is what a sweep does with a document.
type Fate int

// The fates.
const (
	Stays  Fate = iota
	Warned      // it stays until Verdict.Expires, and its owner is told
	Goes
)

// Verdict is what a sweep decides: Used and Expires are the record's own,
// unless they had to be set anew.
type Verdict struct {
	Fate    Fate
	Used    time.Time
	Expires time.Time
}

// Buried reports whether a document was told to go: it never expired, it was
// forgotten.
func (r Record) Buried() bool { return r.Pin == nil && !r.Expires.After(time.UnixMilli(0)) }

// InGrace reports whether a document stays only because nobody could have used
// it when it expired.
func (r Record) InGrace() bool { return r.Pin == nil && r.Expires.After(Expires(r.Used)) }

// Sweep decides what becomes of a document now. awake is since when the
// library could be used without a break: a document that expired before could
// not be saved by anybody, so it is given Grace, once.
//
// Only moments are compared, never dates: a zone or a change to summer time
// does not matter. A clock that was set back makes a last use lie ahead, or an
// end further off than any use now would; it counts as a use now. A clock that was set forward looks like a break.
func (r Record) Sweep(now, awake time.Time) Verdict {
	v := Verdict{Fate: Stays, Used: r.Used, Expires: r.Expires}
	switch {
	case r.Pin != nil:
	case r.Buried():
		v.Fate = Goes
	case r.Used.After(now.Add(MostAhead)), r.Expires.After(Expires(now).Add(MostAhead)):
		v.Used, v.Expires = now, Expires(now)
	case now.Before(r.Expires):
	case r.Expires.Before(awake) && !r.InGrace():
		v.Fate, v.Expires = Warned, now.Add(Grace)
	default:
		v.Fate = Goes
	}
	return v
}
