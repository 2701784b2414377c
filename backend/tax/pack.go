package tax

import (
	"slices"

	"meridian/backend/lanes"
)

// The regimes that come with packs.
const (
	FederalID = "us.federal"
	KoreaID   = "kr"
)

// Pack names the law's figures for one year and where they were published.
type Pack struct {
	// ID is the regime, the year and the edition, e.g. "kr-2026.1".
	ID      string
	Regime  string
	Year    int
	Sources []Source
}

// Source is a public document: its name with its year, and where in it.
type Source struct{ Document, Where string }

// Packs are a regime's packs, earliest year first; none for a regime without.
func Packs(regime string) []Pack {
	var packs []Pack
	switch regime {
	case FederalID:
		for _, law := range federalLaws() {
			packs = append(packs, law.pack)
		}
	case KoreaID:
		for _, law := range koreaLaws() {
			packs = append(packs, law.pack)
		}
	}
	return packs
}

// Known is the first and the last year that a regime has a pack for.
func Known(regime string) (first, last int, ok bool) {
	packs := Packs(regime)
	if len(packs) == 0 {
		return 0, 0, false
	}
	return packs[0].Year, packs[len(packs)-1].Year, true
}

// Limit is the most that a person who turns age in the year may pay into the
// accounts of a group, per calendar year, in money of the last known year up to
// the given one; ok is false for a group that the regime does not know.
func Limit(regime, group string, year, age int) (amount float64, ok bool) {
	switch regime {
	case FederalID:
		laws := federalLaws()
		return laws[nearest(year, laws[0].pack.Year, len(laws))].limit(group, age)
	case KoreaID:
		laws := koreaLaws()
		return laws[nearest(year, laws[0].pack.Year, len(laws))].limit(group)
	}
	return 0, false
}

// nearest is the index of a year's pack, or of the known one nearest to it.
func nearest(year, first, count int) int {
	return min(max(year-first, 0), count-1)
}

// step is where a rate begins, and what the steps below it come to.
type step = lanes.Step

// ladder is steps in ascending order, the first from zero, given as where each
// begins and its rate.
func ladder(pairs ...[2]float64) []step {
	steps := make([]step, len(pairs))
	for i, p := range pairs {
		steps[i] = step{From: p[0], Rate: p[1]}
		if i > 0 {
			last := steps[i-1]
			steps[i].Below = last.Below + float64((p[0]-last.From)*last.Rate)
		}
	}
	return steps
}

// climb is the tax on an amount up a ladder, or a deduction that grows as one.
func climb(steps []step, amount float64) float64 {
	if amount <= 0 {
		return 0
	}
	k := 0
	for k+1 < len(steps) && amount > steps[k+1].From {
		k++
	}
	s := &steps[k]
	return s.Below + float64((amount-s.From)*s.Rate)
}

// Payer is who a taxpayer is, as far as a regime asks.
type Payer struct {
	// Members are the people who file together; one where each is taxed apart.
	Members []Member
}

// Member is one person of a taxpayer.
type Member struct {
	// Born is the year of birth; the person turns Calendar-Born in a year.
	Born int
	// Last is the last calendar year in which the person lives.
	Last int
}

// living are the members who live in some part of a year; the last survivor
// stays, so that a return is always filed.
func (p *Payer) living(year int) []Member {
	alive := slices.DeleteFunc(slices.Clone(p.Members), func(m Member) bool { return m.Last < year })
	if len(alive) == 0 && len(p.Members) > 0 {
		longest := slices.MaxFunc(p.Members, func(a, b Member) int { return a.Last - b.Last })
		return []Member{longest}
	}
	return alive
}

// Span is the time that a regime is made for.
type Span struct {
	// From and To are the first and last calendar year.
	From, To int
	// Carry turns a Year's Index into that over the beginning of the last known
	// year, in whose prices carried thresholds stand.
	Carry float64
	// Frozen keeps thresholds beyond the last known year in money of the day.
	Frozen bool
}

func (s *Span) check(c *checker) {
	if s.To < s.From || s.To-s.From > 200 {
		c.add("span", "from after to, or longer than 200 years")
	}
	if !(s.Carry > 0 && s.Carry < 1e9) {
		c.add("carry", "not a positive factor")
	}
}
