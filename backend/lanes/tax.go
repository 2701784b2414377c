package lanes

// Step is a step of a ladder: where a rate begins, and what the steps below it
// come to.
type Step struct{ From, Rate, Below float64 }

func positive(to, a *Vec) {
	for l, v := range a {
		to[l] = 0
		if v > 0 {
			to[l] = v
		}
	}
}

func beyond(to, a *Vec, x float64) {
	for l, v := range a {
		rest := v - x
		to[l] = 0
		if rest > 0 {
			to[l] = rest
		}
	}
}

func least(to, a *Vec, x float64) {
	for l, v := range a {
		to[l] = min(v, x)
	}
}

func divide(to, a, b *Vec) {
	for l := range to {
		to[l] = a[l] / b[l]
	}
}

func climb(to, amount *Vec, steps []Step) {
	for l, v := range amount {
		if v <= 0 {
			to[l] = 0
			continue
		}
		k := 0
		for k+1 < len(steps) && v > steps[k+1].From {
			k++
		}
		s := &steps[k]
		to[l] = s.Below + float64((v-s.From)*s.Rate)
	}
}

func rated(to, a *Vec, from, low, high float64) {
	for l, v := range a {
		rate := high
		if v <= from {
			rate = low
		}
		to[l] += float64(rate * v)
	}
}

func taper(to, a *Vec, from, most, share, least float64) {
	for l, v := range a {
		if v > from {
			to[l] = max(least, most-float64(share*(v-from)))
		}
	}
}

func workCredit(to, owed, work, income, most *Vec, from, low, high float64) {
	for l, w := range work {
		if !(w > 0) {
			continue
		}
		v := float64(owed[l] * min(1, w/income[l]))
		rest := v - from
		if !(rest > 0) {
			rest = 0
		}
		to[l] += min(float64(low*min(v, from))+float64(high*rest), most[l])
	}
}

func savedCredit(to, saved, income, work, pay *Vec, incomeMost, payMost, low, high float64) {
	for l, v := range saved {
		little := income[l] <= incomeMost
		if income[l] <= work[l] {
			little = pay[l] <= payMost
		}
		rate := low
		if little {
			rate = high
		}
		to[l] += float64(rate * v)
	}
}

func together(to, a, beyond, both, alone, apart *Vec, base float64) {
	for l, v := range a {
		if beyond[l] > 0 && both[l] >= alone[l]+apart[l]-base {
			to[l] = v
		}
	}
}
