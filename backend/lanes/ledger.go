package lanes

import "math"

func fill(to *Vec, x float64) {
	for l := range to {
		to[l] = x
	}
}

func set(to, a *Vec) { *to = *a }

func wealth(worth, liquid *Vec, balances []Vec, open []bool) {
	*liquid = Vec{}
	for i := range balances {
		add(worth, &balances[i])
		if open[i] {
			add(liquid, &balances[i])
		}
	}
}

func some(v *Vec) bool {
	for _, x := range v {
		if x > 0 {
			return true
		}
	}
	return false
}

func sum(v *Vec) float64 {
	var s [16]float64
	for l := 0; l < Count; l += len(s) {
		for i, x := range v[l : l+len(s)] {
			s[i] += x
		}
	}
	for half := len(s) / 2; half >= 4; half /= 2 {
		for i, x := range s[half : 2*half] {
			s[i] += x
		}
	}
	return (s[0] + s[1]) + (s[2] + s[3])
}

func sumOf(v, used *Vec) float64 {
	var all Vec
	for l, x := range v {
		all[l] = math.Float64frombits(math.Float64bits(x) & math.Float64bits(used[l]))
	}
	return sum(&all)
}

func add(to, a *Vec) {
	for l, v := range a {
		to[l] += v
	}
}

func sub(to, a *Vec) {
	for l, v := range a {
		to[l] -= v
	}
}

func atLeast(to, a *Vec) {
	for l, v := range a {
		to[l] = max(to[l], v)
	}
}

func atMost(to, a *Vec) {
	for l, v := range a {
		to[l] = min(to[l], v)
	}
}

func multiply(to, a, b *Vec) {
	for l := range to {
		to[l] = float64(a[l] * b[l])
	}
}

func addProduct(to, a, b *Vec) {
	for l := range to {
		to[l] += float64(a[l] * b[l])
	}
}

func subProduct(to, a, b *Vec) {
	for l := range to {
		to[l] -= float64(a[l] * b[l])
	}
}

func scale(to, a *Vec, x float64) {
	for l, v := range a {
		to[l] = float64(x * v)
	}
}

func addScaled(to, a *Vec, x float64) {
	for l, v := range a {
		to[l] += float64(x * v)
	}
}

func subScaled(to, a *Vec, x float64) {
	for l, v := range a {
		to[l] -= float64(x * v)
	}
}

func decay(to, a *Vec, x float64) {
	for l, v := range a {
		to[l] = float64(x*to[l]) + v
	}
}

func reciprocal(to, a *Vec) {
	for l, v := range a {
		to[l] = 1 / v
	}
}

func worth(to, inverse *Vec, real, nominal float64) {
	for l := range to {
		to[l] = real + float64(nominal*inverse[l])
	}
}

func addNominal(to, price *Vec, real, nominal float64) {
	for l := range to {
		to[l] += float64(real*price[l]) + nominal
	}
}

func paced(to, pace *Vec, real, other float64) {
	for l := range to {
		to[l] = float64(real*pace[l]) + other
	}
}

func pacedWorth(to, pace, inverse *Vec, real, nominal, otherReal, otherNominal float64) {
	for l := range to {
		to[l] = float64((real+float64(nominal*inverse[l]))*pace[l]) + (otherReal + float64(otherNominal*inverse[l]))
	}
}

func within(to, a, b *Vec) bool {
	for l := range to {
		to[l] = max(0, min(a[l], b[l]))
	}
	return some(to)
}

func take(to, missing, room *Vec) bool {
	for l, v := range missing {
		to[l] = max(0, min(v, room[l]))
		missing[l] = v - to[l]
	}
	return some(to)
}

func withdraw(balance, year, amount, price *Vec, part float64) {
	for l, v := range amount {
		balance[l] -= v
		year[l] += float64(part * float64(v*price[l]))
	}
}

func room(to, used, inverse *Vec, real, nominal float64) {
	for l := range to {
		to[l] = real + float64((nominal-used[l])*inverse[l])
	}
}

func split(lacked, rest, amount, need, balance *Vec, months float64) {
	for l, v := range amount {
		lacked[l] = max(0, min(v, float64(months*need[l])-balance[l]))
		rest[l] = v - lacked[l]
	}
}

func deposit(balance, basis, amount, price *Vec) {
	for l, v := range amount {
		balance[l] += v
		basis[l] += float64(v * price[l])
	}
}

func require(to, opening, inverse, balance *Vec, share float64) {
	for l := range to {
		to[l] = min(float64(float64(share*opening[l])*inverse[l]), balance[l])
	}
}

func enter(year, amount, price *Vec, part float64) {
	for l, v := range amount {
		year[l] += float64(part * float64(v*price[l]))
	}
}

func lack(to, need, balance *Vec, months float64) {
	for l := range to {
		to[l] = float64(months*need[l]) - balance[l]
	}
}

func payTax(owed, inverse, amount, purse, paid, largest *Vec) {
	for l := range owed {
		v := float64(owed[l] * inverse[l])
		amount[l] = v
		purse[l] -= v
		paid[l] += v
		largest[l] = max(largest[l], v)
	}
}

func fallDue(falls, total, purse, pace, inverse *Vec, real, nominal, otherReal, otherNominal float64) {
	pacedWorth(falls, pace, inverse, real, nominal, otherReal, otherNominal)
	for l, v := range falls {
		total[l] += v
		purse[l] -= v
	}
}

func meet(purse, missing *Vec) {
	for l, v := range purse {
		purse[l], missing[l] = 0, 0
		if v > 0 {
			purse[l] = v
		} else {
			missing[l] = -v
		}
	}
}

func brush(missing, largest *Vec, share float64) bool {
	for l := range missing {
		if missing[l] <= float64(share*largest[l]) {
			missing[l] = 0
		}
	}
	return some(missing)
}

func forgo(missing, due, floor, amount, forgone *Vec) {
	for l := range missing {
		left := min(missing[l], due[l]-floor[l])
		amount[l] = left
		missing[l] -= left
		forgone[l] += left
	}
}

func part(to, give, balance, whole *Vec) {
	for l, v := range give {
		switch {
		case v <= 0:
			to[l] = 0
		case v >= whole[l]:
			to[l] = balance[l]
		default:
			to[l] = min(balance[l], float64(v*(balance[l]/whole[l])))
		}
	}
}

func sell(gain, amount, balance, basis, price *Vec) {
	for l, v := range amount {
		gain[l] = 0
		if v > 0 {
			sold := float64(basis[l] * (v / balance[l]))
			basis[l] -= sold
			gain[l] = float64(v*price[l]) - sold
		}
		balance[l] -= v
	}
}

func spoil(fresh, amount, balance *Vec) {
	for l, v := range amount {
		if v > 0 {
			fresh[l] -= float64(fresh[l] * (v / balance[l]))
		}
	}
}

func earn(balance, growth, before, after, gain, fee *Vec, share float64) {
	for l, b := range balance {
		grown := float64(b * growth[l])
		taken := float64(grown * share)
		before[l] += b
		after[l] += grown
		balance[l] = grown - taken
		gain[l] = grown - b
		fee[l] = taken
	}
}

func yield(year, basis, balance, rate, price *Vec, part float64) {
	for l := range year {
		paid := float64(float64(balance[l]*rate[l]) * price[l])
		basis[l] += paid
		year[l] += float64(part * paid)
	}
}

func drift(growth *Vec, shares []Vec, of []*Vec) {
	for l := range growth {
		sum := 0.0
		for k := range shares {
			sum += float64(shares[k][l] * of[k][l])
		}
		inverse := 1 / sum
		for k := range shares {
			shares[k][l] = float64(float64(shares[k][l]*of[k][l]) * inverse)
		}
		growth[l] = sum
	}
}

func prices(next, inverse, price, inflation *Vec) {
	for l := range next {
		next[l] = float64(price[l] * inflation[l])
		inverse[l] = 1 / next[l]
	}
}

func compound(to, before, after, largest *Vec, share float64) {
	for l, b := range before {
		if b > float64(share*largest[l]) {
			to[l] = float64(to[l] * (after[l] / b))
		}
	}
}

func paid(to, due, forgone, missing *Vec) {
	for l := range to {
		to[l] = max(0, due[l]-forgone[l]-missing[l])
	}
}

func assess(owed, assessed, toDate *Vec) {
	for l, v := range toDate {
		owed[l] = v - assessed[l]
		assessed[l] = v
	}
}

func either(to, a *Vec) {
	for l, v := range a {
		if v != 0 {
			to[l] = v
		}
	}
}

func onTop(to, base, whole, lump *Vec, share float64) {
	for l, b := range base {
		v := float64(b * share)
		if lump[l] != 0 {
			v += whole[l] - b
		}
		to[l] = v
	}
}

func tax(to, a *Vec, rate float64) {
	for l, v := range a {
		if v > 0 {
			to[l] += float64(rate * v)
		} else {
			to[l] += float64(rate * 0)
		}
	}
}

func taxAbove(to, a, index *Vec, exempt, rate float64) {
	for l, v := range a {
		if rest := v - float64(exempt*index[l]); rest > 0 {
			to[l] += float64(rate * rest)
		} else {
			to[l] += float64(rate * 0)
		}
	}
}

func deduct(to, index *Vec, deduction float64) {
	for l := range to {
		to[l] = to[l]/index[l] - deduction
	}
}

func singles(to *[Count]float32, a *Vec) {
	for l, v := range a {
		to[l] = float32(v)
	}
}

func earnTold(balance, growth, before, after, used *Vec, share float64, sums *[2]float64) {
	var gain, fee Vec
	earn(balance, growth, before, after, &gain, &fee, share)
	sums[0], sums[1] = sumOf(&gain, used), sumOf(&fee, used)
}

func sinceShort(to, due, missing, short *Vec) {
	for l := range to {
		to[l] += float64(max(due[l], missing[l]) * short[l])
	}
}

func lost(to, forgone, missing, below, largest *Vec, share float64) bool {
	some := false
	for l := range to {
		to[l] = forgone[l] + missing[l] + below[l]
		some = some || to[l]-float64(share*largest[l]) > 0
	}
	return some
}
