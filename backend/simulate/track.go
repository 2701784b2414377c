package simulate

import (
	"math"
	"slices"

	"meridian/backend/lanes"
)

// tracks foresee where order statistics are, as keys, from where they were the
// last two times: percentiles move little from month to month. One pass over the
// values then counts what lies beyond each range that is looked in and keeps the
// keys within any of them, a few in a hundred; passes over these narrow the
// ranges down. All ranks are looked for at once, sixteen keys at a time, and no
// branch hangs on a key. What was foreseen decides how long it takes, never what
// is found.
type tracks struct {
	seen  int // times learned
	ranks int
	last  [maxTracks]int32
	moved [maxTracks]int64 // by how much it does from one month to the next
	slack [maxTracks]int64 // how far off is looked
	tied  [maxTracks]bool  // where many values were the same, and so they were before

	slots        int
	low, high    [maxTracks]int32 // of Sift
	slot         [maxTracks]int   // which of them is a rank's
	alone        [maxTracks]bool  // whether only one key is looked at, by its slot and the next
	after, end   [maxTracks]int32 // each rank's key lies after one and not beyond the other
	inside, over [maxTracks]int32 // how many of near lie after the one, and beyond the other
	sought       [maxTracks]int32 // the rank among near, from the top: 1 is the largest
	near, next   []int32
}

// maxTracks is how many bounds lanes.Unit.Sift has.
const maxTracks = 8

// How far off is looked: at first, and at least. A key moves by 2^23 while a
// value doubles.
const (
	firstSlack = 1 << 17
	leastSlack = 1 << 8
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
			y.moved[i] += (moved - y.moved[i]) / 4
			y.slack[i] += (4*off - y.slack[i]) / 8
		}
		y.tied[i] = y.tied[i] && moved == 0
		y.last[i] = key
	}
	y.ranks = len(found)
	y.seen++
}

// follow finds the keys of the ranks where they are foreseen, or within a wider
// range about it, and reports whether all of them were there.
func (y *tracks) follow(u lanes.Unit, values, prices []float32, ranks []int, found *[]int32) bool {
	if y.seen == 0 || len(ranks) != y.ranks || len(ranks) > maxTracks {
		return false
	}
	return y.look(u, values, prices, ranks, 1, found) || y.look(u, values, prices, ranks, wider, found)
}

// look looks within so many times the slack.
func (y *tracks) look(u lanes.Unit, values, prices []float32, ranks []int, slacks int64, found *[]int32) bool {
	y.bound(len(ranks), slacks)
	if !y.sift(u, values, prices, ranks) {
		return false
	}
	for round := 0; y.narrow(u, len(ranks), round); round++ {
	}
	*found = (*found)[:0]
	for i := range ranks {
		*found = append(*found, y.key(u, i))
	}
	return true
}

// bound sets the bounds of where to look, within so many times the slack. A rank
// that was among many of the same value is looked for at that value alone, as
// what is spent is as long as there is money: then it is enough to count how many
// lie after the key before it and after it, and no key is kept.
func (y *tracks) bound(ranks int, slacks int64) {
	y.slots = 0
	for i := range ranks {
		y.alone[i] = y.tied[i] && slacks == 1
		if y.alone[i] {
			before := keyAt(int64(y.last[i]) - 1)
			y.after[i], y.end[i] = before, y.last[i]
			if i > 0 && y.alone[i-1] && y.last[i-1] == y.last[i] {
				y.slot[i] = y.slot[i-1]
			} else {
				y.slot[i] = y.take(before, before)
				y.take(y.last[i], y.last[i])
			}
			continue
		}
		slack, expected := slacks*y.slack[i], int64(y.last[i])+y.moved[i]
		y.after[i], y.end[i] = keyAt(expected-slack-1), keyAt(expected+slack)
		y.slot[i] = y.take(y.after[i], y.end[i])
	}
	y.order(ranks)
	for i := ranks; i < maxTracks; i++ {
		y.after[i], y.end[i] = most, most
	}
	for i := y.slots; i < maxTracks; i++ {
		y.low[i], y.high[i] = most, most
	}
}

// take takes one of Sift's bounds, and none where there are no more.
func (y *tracks) take(after, end int32) int {
	at := y.slots
	if at < maxTracks {
		y.low[at], y.high[at] = after, end
	}
	y.slots++
	return at
}

// order lets bounds and ends ascend, as Sift asks. Ranges grow by that, but for those
// that begin before a single key that lower ranks are looked for at.
func (y *tracks) order(ranks int) {
	slots := min(y.slots, maxTracks)
	for i := 1; i < slots; i++ {
		y.high[i] = max(y.high[i], y.high[i-1])
	}
	least := int32(math.MinInt32)
	for i := range ranks {
		if at := y.slot[i]; y.alone[i] {
			least = y.last[i]
		} else if at < slots {
			y.low[at] = max(y.low[at], least)
		}
	}
	for i := ranks - 1; i >= 0; i-- {
		at := y.slot[i]
		if at >= slots || y.alone[i] {
			continue
		}
		if at+1 < slots {
			y.low[at] = min(y.low[at], y.low[at+1])
		}
		y.after[i], y.end[i] = y.low[at], y.high[at]
	}
}

// most is a key that nothing lies after.
const most = 1<<31 - 1

// keyAt keeps a key to where keys are.
func keyAt(key int64) int32 { return int32(min(max(key, -1<<31), most-1)) }

// sift keeps the keys near the ranks, and reports whether all ranks' are there.
func (y *tracks) sift(u lanes.Unit, values, prices []float32, ranks []int) bool {
	if need := len(values) + 2*padding; cap(y.near) < need {
		y.near, y.next = make([]int32, need), make([]int32, need)
	}
	if y.slots > maxTracks {
		return false
	}
	var beyond [maxTracks]int32
	near := y.near[:cap(y.near)]
	n := 0
	if prices == nil {
		n = u.Sift(values, &y.low, &y.high, &beyond, near)
	} else {
		n = u.SiftPriced(values, prices, &y.low, &y.high, &beyond, near)
	}
	y.near = padded(y.near, n)
	u.Tally(y.near, &y.after, &y.end, &y.inside, &y.over)
	for i, rank := range ranks {
		sought, at := int32(len(values)-rank), y.slot[i] // from the top
		if y.alone[i] {
			if sought > beyond[at] || sought <= beyond[at+1] {
				return false
			}
			continue
		}
		y.sought[i] = sought - (beyond[at] - y.inside[i])
		if y.sought[i] > y.inside[i] || y.sought[i] <= y.over[i] {
			return false
		}
	}
	return true
}

// padding is of how many keys an operation works on multiples.
const padding = 16

// padded is the first n keys, and the least there are up to a whole multiple.
func padded(keys []int32, n int) []int32 {
	keys = keys[:(n+padding-1)/padding*padding]
	for i := n; i < len(keys); i++ {
		keys[i] = math.MinInt32
	}
	return keys
}

// fewKeys are looked at one by one.
const fewKeys = 16

// narrow narrows every range that still holds many keys to where its rank should
// be among them, if they are spread evenly, and reports whether there was one.
func (y *tracks) narrow(u lanes.Unit, ranks, round int) bool {
	after, end := y.after, y.end
	open := len(y.near) > fewKeys*maxTracks // there are keys in it that are of no more interest
	for i := range ranks {
		switch {
		case y.single(i):
			after[i], end[i] = most, most
		case y.inside[i]-y.over[i] > fewKeys:
			open = true
			after[i], end[i] = y.within(i, round)
		}
	}
	if !open {
		return false
	}
	var beyond, inside, over [maxTracks]int32
	n := u.SiftKeys(y.near, &after, &end, &beyond, y.next[:cap(y.next)])
	y.next = padded(y.next, n)
	u.Tally(y.next, &after, &end, &inside, &over)
	missed := false
	for i := range ranks {
		if y.single(i) {
			continue
		}
		above := over[i] + beyond[i] - inside[i] // of near, beyond the end
		switch {
		case above >= y.sought[i]:
			y.after[i], y.inside[i] = end[i], above
			missed = true
		case beyond[i] < y.sought[i]:
			y.end[i], y.over[i] = after[i], beyond[i]
			missed = true
		default:
			y.after[i], y.end[i] = after[i], end[i]
			y.inside[i], y.over[i] = beyond[i], above
		}
	}
	if missed {
		return true // what is sought may not be among next
	}
	for i := range ranks {
		if !y.single(i) {
			y.sought[i] -= beyond[i] - inside[i]
			y.inside[i], y.over[i] = inside[i], over[i]
		}
	}
	y.near, y.next = y.next, y.near
	return true
}

// single reports whether a range is of one key, which then is a rank's.
func (y *tracks) single(i int) bool { return int64(y.end[i])-int64(y.after[i]) == 1 }

// within is where a rank's key should be in its range: about the place that its
// rank has among the keys there; after some rounds, where keys are anything but
// even, one of them.
func (y *tracks) within(i, round int) (after, end int32) {
	low, high := float64(y.after[i]), float64(y.end[i])
	if round >= evenRounds {
		key := y.near[slices.IndexFunc(y.near, func(k int32) bool { return k > y.after[i] && k <= y.end[i] })]
		return key - 1, key
	}
	held := float64(y.inside[i] - y.over[i])
	each := (high - low) / held
	at := low + float64(each*(float64(y.inside[i]-y.sought[i])+0.5))
	wide := spread
	if round == 0 {
		wide = firstSpread
	}
	off := float64(each * (1 + float64(wide*math.Sqrt(held))))
	return max(y.after[i], keyAt(int64(at-off))), min(y.end[i], keyAt(int64(at+off)+1))
}

// How many rounds keys are taken to be spread evenly, and within how many times
// the root of their number a rank is expected then: in the first round more, since
// what lies outside is looked for among all keys again.
const (
	evenRounds  = 4
	spread      = 1.25
	firstSpread = 2.0
)

// key finds a rank's key among the few in its range.
func (y *tracks) key(u lanes.Unit, i int) int32 {
	held := y.inside[i] - y.over[i]
	y.tied[i] = y.single(i) && (y.alone[i] || held > 1)
	if y.single(i) {
		return y.end[i]
	}
	few := padded(y.next, u.Cull(y.near, y.after[i], y.end[i], y.next[:cap(y.next)]))
	return u.Nth((*[fewKeys]int32)(few), y.sought[i]-y.over[i]-1)
}
