package simulate

import "meridian/backend/lanes"

// tracks foresee where order statistics are, as keys, from where they were the
// last two times: percentiles move little from month to month. Then one pass over
// the values counts what lies before and picks out what is near, and the rank is
// found among the few that are. What was foreseen decides how long it takes,
// never what is found.
type tracks struct {
	seen  int // times learned since the last that had nothing to do with the next
	ranks int
	last  [maxTracks]int32
	moved [maxTracks]int64 // by how much it last did
	slack [maxTracks]int64 // how far off is looked

	after, end [maxTracks]int32 // of the groups
	group      [maxTracks]int   // of each rank
	within     [maxTracks]int   // each rank's place in its group
	near       []int32          // keys in some group
	groups     [maxTracks][]int32
}

// maxTracks is how many bounds lanes.Unit.Sift has.
const maxTracks = 8

// How far off is looked: at first, and at least. A key moves by 2^23 while a
// value doubles.
const (
	firstSlack = 1 << 17
	leastSlack = 1 << 13
	// wider is how many times as far is looked before all values are counted.
	wider = 8
)

// learn takes in where the ranks were found.
func (y *tracks) learn(found []int32) {
	if len(found) > maxTracks {
		return
	}
	for i, key := range found {
		moved := int64(key) - int64(y.last[i])
		off := max(moved-y.moved[i], y.moved[i]-moved)
		switch {
		case y.seen == 0:
			y.moved[i], y.slack[i] = 0, firstSlack
		case off > wider*y.slack[i]: // a month of its own: as before, but a little wider
			y.moved[i], y.slack[i] = 0, min(2*y.slack[i], firstSlack)
		default:
			y.moved[i], y.slack[i] = moved, max(leastSlack, 2*off, y.slack[i]-y.slack[i]/4)
		}
		y.last[i] = key
	}
	y.ranks = len(found)
	y.seen++
}

// follow finds the keys of the ranks where they are foreseen, or within a wider
// range about it, and reports whether all of them were there.
func (y *tracks) follow(u lanes.Unit, values []float32, ranks []int, found *[]int32) bool {
	if y.seen == 0 || len(ranks) != y.ranks || len(ranks) > maxTracks {
		return false
	}
	return y.look(u, values, ranks, 1, found) || y.look(u, values, ranks, wider, found)
}

// look looks within so many times the slack.
func (y *tracks) look(u lanes.Unit, values []float32, ranks []int, slacks int64, found *[]int32) bool {
	groups := y.bound(len(ranks), slacks)
	before := y.sift(u, values, groups)
	for i, rank := range ranks {
		y.within[i] = rank - before[y.group[i]]
		if y.within[i] < 0 || y.within[i] >= len(y.groups[y.group[i]]) {
			return false
		}
	}
	*found = append((*found)[:0], y.last[:len(ranks)]...)
	for i := 0; i < len(ranks); {
		g, first := y.group[i], i
		for i < len(ranks) && y.group[i] == g {
			i++
		}
		choose(y.groups[g], y.within[first:i], (*found)[first:i])
	}
	return true
}

// bound sets the bounds of where to look, within so many times the slack, one group where they overlap, and
// tells how many groups there are.
func (y *tracks) bound(ranks int, slacks int64) (groups int) {
	for i := range ranks {
		expected := int64(y.last[i]) + y.moved[i]
		after, end := keyAt(expected-slacks*y.slack[i]-1), keyAt(expected+slacks*y.slack[i])
		for groups > 0 && after <= y.end[groups-1] {
			groups--
			after, end = min(after, y.after[groups]), max(end, y.end[groups])
		}
		y.after[groups], y.end[groups] = after, end
		y.group[i] = groups
		groups++
	}
	for i := ranks - 2; i >= 0; i-- { // a group that grew backwards took in those before
		y.group[i] = min(y.group[i], y.group[i+1])
	}
	for g := groups; g < maxTracks; g++ {
		y.after[g], y.end[g] = most, most
	}
	return groups
}

// most is a key that nothing lies after.
const most = 1<<31 - 1

// keyAt keeps a key to where keys are.
func keyAt(key int64) int32 { return int32(min(max(key, -1<<31), most-1)) }

// sift puts the keys near the ranks into their groups, and counts what lies
// before each.
func (y *tracks) sift(u lanes.Unit, values []float32, groups int) (before [maxTracks]int) {
	if need := len(values) + 16; cap(y.near) < need {
		y.near = make([]int32, need)
	}
	near, whole := y.near[:cap(y.near)], len(values)&^15
	var beyond [maxTracks][16]int32
	n := u.Sift(values[:whole], &y.after, &y.end, &beyond, near)
	n += lanes.Portable.Sift(values[whole:], &y.after, &y.end, &beyond, near[n:])
	for g := range groups {
		y.groups[g] = y.groups[g][:0]
		before[g] = len(values)
		for _, k := range beyond[g] {
			before[g] -= int(k)
		}
	}
	if groups == 1 {
		y.groups[0] = append(y.groups[0], near[:n]...)
		return before
	}
	for _, key := range near[:n] {
		g := 0
		for key > y.end[g] {
			g++
		}
		y.groups[g] = append(y.groups[g], key)
	}
	return before
}
