package document

import (
	"testing"
	"time"
)

// at reads a moment as people write it.
func at(t *testing.T, text string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWhatASweepDecides(t *testing.T) {
	const (
		long = "2026-01-01T00:00:00Z" // the library has been awake since long ago
		gone = "1970-01-01T00:00:00Z"
	)
	for _, c := range []struct {
		name                  string
		used, expires         string // expires "" is 30 days after used
		pinned                bool
		now, awake            string
		fate                  Fate
		wantUsed, wantExpires string // "" is unchanged
	}{
		{name: "a document used just now stays", used: "2026-03-29T12:00:00Z", now: "2026-03-29T12:00:00Z", awake: long, fate: Stays},
		{name: "the last second of the 30th day is its own", used: "2026-03-01T12:00:00Z", now: "2026-03-31T11:59:59Z", awake: long, fate: Stays},
		{name: "after exactly 30 days it goes", used: "2026-03-01T12:00:00Z", now: "2026-03-31T12:00:00Z", awake: long, fate: Goes},
		{name: "a second later it has gone", used: "2026-03-01T12:00:00Z", now: "2026-03-31T12:00:01Z", awake: long, fate: Goes},
		{name: "30 days are 720 hours, through the change to summer time in Berlin", used: "2026-03-15T12:00:00+01:00", now: "2026-04-14T12:59:59+02:00", awake: long, fate: Stays},
		{name: "and not a minute more", used: "2026-03-15T12:00:00+01:00", now: "2026-04-14T13:00:00+02:00", awake: long, fate: Goes},
		{name: "through the change to winter time in New York", used: "2026-10-20T09:00:00-04:00", now: "2026-11-19T07:59:59-05:00", awake: long, fate: Stays},
		{name: "and there neither", used: "2026-10-20T09:00:00-04:00", now: "2026-11-19T08:00:00-05:00", awake: long, fate: Goes},
		{name: "a journey from Seoul to Honolulu changes nothing", used: "2026-03-01T12:00:00+09:00", now: "2026-03-30T16:59:59-10:00", awake: long, fate: Stays},
		{name: "nor at its end", used: "2026-03-01T12:00:00+09:00", now: "2026-03-30T17:00:00-10:00", awake: long, fate: Goes},
		{name: "through 29 February", used: "2028-02-10T00:00:00Z", now: "2028-03-11T00:00:00Z", awake: long, fate: Goes},
		{name: "before it is through 29 February", used: "2028-02-10T00:00:00Z", now: "2028-03-10T23:59:59Z", awake: long, fate: Stays},
		{name: "a pinned document stays for good", used: "2020-01-01T00:00:00Z", pinned: true, now: "2026-03-29T12:00:00Z", awake: long, fate: Stays},
		{name: "a pinned document stays through months without power", used: "2020-01-01T00:00:00Z", pinned: true, now: "2026-03-29T12:00:00Z", awake: "2026-03-29T12:00:00Z", fate: Stays},

		{name: "the machine was off for months: it is warned, from now", used: "2026-01-01T00:00:00Z", now: "2026-06-01T08:00:00Z", awake: "2026-06-01T08:00:00Z", fate: Warned, wantExpires: "2026-06-04T08:00:00Z"},
		{name: "it expired a second before the machine came back", used: "2026-03-01T12:00:00Z", now: "2026-03-31T12:00:01Z", awake: "2026-03-31T12:00:01Z", fate: Warned, wantExpires: "2026-04-03T12:00:01Z"},
		{name: "it expired at the very moment of the start", used: "2026-03-01T12:00:00Z", now: "2026-03-31T12:00:00Z", awake: "2026-03-31T12:00:00Z", fate: Goes},
		{name: "it expired while the machine was awake", used: "2026-03-01T12:00:00Z", now: "2026-03-31T13:00:00Z", awake: "2026-03-31T11:00:00Z", fate: Goes},
		{name: "in its grace it stays", used: "2026-01-01T00:00:00Z", expires: "2026-06-04T08:00:00Z", now: "2026-06-04T07:59:59Z", awake: "2026-06-01T08:00:00Z", fate: Stays},
		{name: "when its grace is over it goes", used: "2026-01-01T00:00:00Z", expires: "2026-06-04T08:00:00Z", now: "2026-06-04T08:00:00Z", awake: "2026-06-01T08:00:00Z", fate: Goes},
		{name: "grace is given once: its owner was told", used: "2026-01-01T00:00:00Z", expires: "2026-06-04T08:00:00Z", now: "2026-08-01T00:00:00Z", awake: "2026-08-01T00:00:00Z", fate: Goes},
		{name: "used in its grace it has 30 days again", used: "2026-06-02T00:00:00Z", now: "2026-06-05T00:00:00Z", awake: "2026-06-01T08:00:00Z", fate: Stays},
		{name: "and may be given grace again", used: "2026-06-02T00:00:00Z", now: "2026-09-01T00:00:00Z", awake: "2026-09-01T00:00:00Z", fate: Warned, wantExpires: "2026-09-04T00:00:00Z"},

		{name: "a clock set back an hour changes nothing", used: "2026-03-29T12:00:00Z", now: "2026-03-29T11:00:00Z", awake: long, fate: Stays},
		{name: "a clock set back a day changes nothing", used: "2026-03-29T12:00:00Z", now: "2026-03-28T12:00:00Z", awake: long, fate: Stays},
		{name: "a clock set back from another year: it was used now", used: "2031-03-29T12:00:00Z", now: "2026-03-29T12:00:00Z", awake: long, fate: Stays, wantUsed: "2026-03-29T12:00:00Z", wantExpires: "2026-04-28T12:00:00Z"},
		{name: "a clock set forward looks like a break", used: "2026-03-29T12:00:00Z", now: "2031-03-29T12:00:00Z", awake: "2031-03-29T12:00:00Z", fate: Warned, wantExpires: "2031-04-01T12:00:00Z"},
		{name: "set right again within the grace, it has 30 days", used: "2026-03-29T12:00:00Z", expires: "2031-04-01T12:00:00Z", now: "2026-03-29T12:05:00Z", awake: long, fate: Stays, wantUsed: "2026-03-29T12:05:00Z", wantExpires: "2026-04-28T12:05:00Z"},

		{name: "a forgotten document goes", used: "2026-03-29T12:00:00Z", expires: gone, now: "2026-03-29T12:00:01Z", awake: long, fate: Goes},
		{name: "a forgotten document is given no grace", used: "2026-03-29T12:00:00Z", expires: gone, now: "2026-03-29T12:00:01Z", awake: "2026-03-29T12:00:01Z", fate: Goes},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Record{Used: at(t, c.used)}
			r.Expires = Expires(r.Used)
			if c.expires != "" {
				r.Expires = at(t, c.expires)
			}
			if c.pinned {
				r.Pin = &Pin{Reason: "tax"}
			}
			want := Verdict{c.fate, r.Used, r.Expires}
			if c.wantUsed != "" {
				want.Used = at(t, c.wantUsed)
			}
			if c.wantExpires != "" {
				want.Expires = at(t, c.wantExpires)
			}
			got := r.Sweep(at(t, c.now), at(t, c.awake))
			if got.Fate != want.Fate || !got.Used.Equal(want.Used) || !got.Expires.Equal(want.Expires) {
				t.Errorf("decided %+v, want %+v", got, want)
			}
		})
	}
}

// Whatever the moments, a sweep never takes what may still be seen, and what
// it leaves may be seen afterwards.
func TestASweepAgreesWithWhatIsSeen(t *testing.T) {
	start := time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)
	for hours := -24 * 40; hours <= 24*80; hours += 7 {
		for _, off := range []time.Duration{0, time.Hour, 24 * time.Hour, 24 * 60 * time.Hour} {
			now := start.Add(time.Duration(hours) * time.Hour)
			r := Record{Used: start, Expires: Expires(start)}
			v := r.Sweep(now, now.Add(-off))
			after := Record{Used: v.Used, Expires: v.Expires}
			if v.Fate == Goes && r.Alive(now) {
				t.Fatalf("%d hours on, a document went that could be seen", hours)
			}
			if v.Fate != Goes && !after.Alive(now) {
				t.Fatalf("%d hours on, a document stayed that cannot be seen", hours)
			}
			if v.Fate != Goes && after.Sweep(now, now.Add(-off)).Fate != Stays {
				t.Fatalf("%d hours on, a second sweep decides otherwise", hours)
			}
		}
	}
}

func TestGraceIsSeen(t *testing.T) {
	used := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r := Record{Used: used, Expires: Expires(used)}
	if r.InGrace() {
		t.Error("a document within its 30 days is in grace")
	}
	r.Expires = used.Add(90 * 24 * time.Hour)
	if !r.InGrace() || r.Buried() {
		t.Error("a document past its 30 days is not in grace")
	}
	r.Pin = &Pin{}
	if r.InGrace() {
		t.Error("a pinned document is in grace")
	}
}
