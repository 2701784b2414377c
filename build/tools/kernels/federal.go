package main

import (
	"strconv"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// federalOperations are those of one country's law, done in one go: what comes
// between income and tax stays in registers.
var federalOperations = []operation{
	{
		name:   "Federal",
		doc:    "Federal writes share of what a return of the United States owes on a year of which the\nincome is that, times yearly, in money of the day: see FederalLaw.",
		params: "to, index *Vec, income *FederalIncome, law *FederalLaw, yearly, share float64",
		body:   federal,
	},
	{
		name:   "FederalToDate",
		doc:    "FederalToDate is Federal of what is regular, and what more is owed in all where that\nof once is added to its income.",
		params: "to, index *Vec, regular, once *FederalIncome, law *FederalLaw, yearly, share float64",
		body:   federalToDate,
	},
}

// The rows of FederalIncome, in their order.
const (
	federalWages = iota
	federalSecond
	federalDividends
	federalGains
	federalInterest
	federalCapped
	federalPension
	federalOther // four of these
)

// The numbers of FederalLaw, in their order, after the ladder.
const (
	lawCarry = iota
	lawFlat
	lawDeduction
	lawSeniors
	lawSenior
	lawSeniorFrom
	lawSeniorShrink
	lawHalf
	lawMost
	lawBenefits
	lawFifteen
	lawTwenty
	lawFifteenRate
	lawTwentyRate
	lawInvest
	lawInvestRate
	lawState
	lawWageBase
	lawSocialRate
	lawMedicareRate
	lawMedicareMore
)

// ladderSteps is how many steps a ladder of FederalLaw has.
const ladderSteps = 8

// filing is returns under way: with AVX-512 two in lockstep, since what a return
// waits for is long and what waits beside it would else be more of the same. Of two
// returns either each is on lanes of its own, or both are on the same, with and without
// what comes once.
type filing struct {
	*kernel
	law  reg.Register
	at   reg.GPVirtual
	zero reg.VecVirtual
	half operand.Op
	step ladder

	rows  reg.Register // of income
	more  reg.Register // of what is added to it in the last return, or nil
	apart bool         // each on lanes of its own
	n     int          // returns in lockstep
	filed int          // so far
}

// ladder is what a ladder's steps are looked up in.
type ladder struct {
	middle         reg.VecVirtual // the fifth step, in every lane
	four, two, one reg.VecVirtual
}

// several is a vector of each return.
type several []reg.VecVirtual

func federal(k *kernel) {
	r := k.filing("income")
	to, index := k.pointer("to"), k.pointer("index")
	r.apart = true
	if k.wide {
		r.n = 2
	}
	k.loop("lanes", k.steps()/r.n, r.n*k.bytes(), func(at reg.GPVirtual) {
		r.at = at
		owed := r.owed(r.each(func(i int) reg.VecVirtual { return r.indexed(index, i) }))
		share := k.scalar("share")
		for i, v := range owed {
			k.VMULPD(share, v, v)
			k.VMOVUPD(v, r.lanes(to, i))
		}
	})
}

func federalToDate(k *kernel) {
	r := k.filing("regular")
	to, index, once := k.pointer("to"), k.pointer("index"), k.pointer("once")
	if k.wide {
		r.n, r.more = 2, once
	}
	k.loop("lanes", k.steps(), k.bytes(), func(at reg.GPVirtual) {
		r.at = at
		ix := r.indexed(index, 0)
		owed := r.owed(r.each(func(int) reg.VecVirtual { return ix }))
		base, whole := owed[0], owed[len(owed)-1]
		if !k.wide { // which has no registers for two
			k.VMOVUPD(base, r.lanes(to, 0))
			r.more = once
			whole = r.owed(several{ix})[0]
			r.more = nil
			base = k.load(r.lanes(to, 0))
		}
		k.VMOVUPD(k.add(k.mul(base, k.scalar("share")), k.sub(whole, base)), r.lanes(to, 0))
	})
}

// filing begins with returns on the income of a parameter.
func (k *kernel) filing(income string) *filing {
	r := &filing{kernel: k, law: k.pointer("law"), rows: k.pointer(income), zero: k.zero(), half: k.number(0.5), n: 1}
	if k.wide {
		r.step.middle = k.vec()
		k.VBROADCASTSD(r.number(4-3*ladderSteps), r.step.middle)
		r.step.four, r.step.two, r.step.one = k.pinned(4), k.pinned(2), k.pinned(1)
	}
	return r
}

// lanes are a row's that a return is on.
func (r *filing) lanes(row reg.Register, i int) operand.Mem {
	m := operand.Mem{Base: row, Index: r.at, Scale: 1}
	if r.apart {
		m.Disp = i * r.bytes()
	}
	return m
}

// indexed is what a price index stands for.
func (r *filing) indexed(index reg.Register, i int) reg.VecVirtual {
	x := several{r.load(r.lanes(index, i))}
	return r.plusLaw(r.timesLaw(x, lawCarry), lawFlat)[0]
}

// owed is what a return owes.
func (r *filing) owed(ix several) several {
	first, second := r.earned(federalWages), r.earned(federalSecond)
	wages := r.plus(first, second)
	// What is added at last is worked out as soon as may be, so that few registers are
	// taken.
	payroll := r.payroll(first, second, wages, ix)
	preferred := r.plus(r.earned(federalDividends), r.earned(federalGains))
	invested := r.plus(r.plus(preferred, r.earned(federalInterest)), r.earned(federalCapped))
	before := wages
	for i := range 4 {
		before = r.plus(before, r.income(federalOther+i))
	}
	before = r.positive(r.plus(before, invested))
	gross := r.plus(before, r.benefits(before))
	flat := r.timesLaw(ix, lawDeduction)
	spare := r.positive(r.lessLaw(gross, lawInvest))
	onInvested := r.timesLaw(r.least(spare, invested), lawInvestRate)
	state := r.timesLaw(r.positive(r.less(before, flat)), lawState)

	more := r.timesLaw(r.positive(r.lessLaw(gross, lawSeniorFrom)), lawSeniorShrink)
	senior := r.positive(r.less(r.lawful(lawSenior), more))
	taxed := r.positive(r.less(gross, r.plus(flat, r.timesLaw(senior, lawSeniors))))
	owed := r.stacked(taxed, r.least(r.least(preferred, gross), taxed), ix)
	return r.plus(r.plus(r.plus(owed, onInvested), state), payroll)
}

// payroll is what is taken of pay.
func (r *filing) payroll(first, second, wages, ix several) several {
	base := r.timesLaw(ix, lawWageBase)
	social := r.plus(r.least(first, base), r.least(second, base))
	v := r.plus(r.timesLaw(social, lawSocialRate), r.timesLaw(wages, lawMedicareRate))
	high := r.positive(r.lessLaw(wages, lawInvest))
	return r.plus(v, r.timesLaw(high, lawMedicareMore))
}

// number is where a number of the law is.
func (r *filing) number(i int) operand.Mem {
	return operand.Mem{Base: r.law, Disp: 8 * (3*ladderSteps + i)}
}

// lawful is a number of the law in every lane.
func (r *filing) lawful(i int) several {
	v := r.vec()
	r.VBROADCASTSD(r.number(i), v)
	return r.each(func(int) reg.VecVirtual { return v })
}

// income is a row of income.
func (r *filing) income(row int) several {
	of := func(rows reg.Register) reg.Register {
		p := r.GP64()
		r.MOVQ(operand.Mem{Base: rows, Disp: 8 * row}, p)
		return p
	}
	rows, yearly := of(r.rows), r.scalar("yearly")
	v := r.each(func(i int) reg.VecVirtual {
		if i > 0 && !r.apart {
			return nil
		}
		return r.kernel.mul(yearly, r.lanes(rows, i))
	})
	if r.more != nil {
		v[r.n-1] = r.kernel.add(v[0], r.lanes(of(r.more), 0))
	}
	return v
}

// earned is a row of income where it is above zero.
func (r *filing) earned(row int) several { return r.positive(r.income(row)) }

// each does something for every return.
func (r *filing) each(f func(i int) reg.VecVirtual) several {
	v := make(several, r.n)
	for i := range v {
		v[i] = f(i)
	}
	return v
}

func (r *filing) plus(a, b several) several {
	return r.each(func(i int) reg.VecVirtual { return r.kernel.add(a[i], b[i]) })
}

func (r *filing) less(a, b several) several {
	return r.each(func(i int) reg.VecVirtual { return r.kernel.sub(a[i], b[i]) })
}

func (r *filing) times(a, b several) several {
	return r.each(func(i int) reg.VecVirtual { return r.kernel.mul(a[i], b[i]) })
}

func (r *filing) over(a, b several) several {
	return r.each(func(i int) reg.VecVirtual { return r.kernel.div(a[i], b[i]) })
}

func (r *filing) halved(a several) several {
	return r.each(func(i int) reg.VecVirtual { return r.kernel.mul(a[i], r.half) })
}

func (r *filing) least(a, b several) several {
	return r.each(func(i int) reg.VecVirtual { return r.kernel.below(a[i], b[i]) })
}

func (r *filing) most(a, b several) several {
	return r.each(func(i int) reg.VecVirtual { return r.kernel.above(a[i], b[i]) })
}

func (r *filing) positive(a several) several {
	return r.each(func(i int) reg.VecVirtual { return r.kernel.above(a[i], r.zero) })
}

func (r *filing) plusLaw(a several, i int) several { return r.byLaw(r.VADDPD, r.VADDPD_BCST, a, i) }

func (r *filing) lessLaw(a several, i int) several { return r.byLaw(r.VSUBPD, r.VSUBPD_BCST, a, i) }

func (r *filing) timesLaw(a several, i int) several { return r.byLaw(r.VMULPD, r.VMULPD_BCST, a, i) }

// byLaw is an operation with a number of the law on its right: from memory where the
// instruction spreads it itself.
func (r *filing) byLaw(plain, spread func(...operand.Op), a several, i int) several {
	v := make(several, len(a))
	var n reg.VecVirtual
	if !r.wide {
		n = r.vec()
		r.VBROADCASTSD(r.number(i), n)
	}
	for j := range a {
		v[j] = r.vec()
		if r.wide {
			spread(r.number(i), a[j], v[j])
		} else {
			plain(n, a[j], v[j])
		}
	}
	return v
}

// benefits is what of social security is taxed.
func (r *filing) benefits(before several) several {
	paid := r.income(federalPension)
	part := r.halved(paid)
	provisional := r.plus(before, part)
	low := r.least(r.halved(r.lessLaw(provisional, lawHalf)), part)
	lower := r.least(r.halved(r.lessLaw(r.lawful(lawMost), lawHalf)), part)
	high := r.plus(r.timesLaw(r.lessLaw(provisional, lawMost), lawBenefits), lower)
	high = r.least(high, r.timesLaw(paid, lawBenefits))
	first, second := r.lawful(lawHalf), r.lawful(lawMost)
	return r.each(func(i int) reg.VecVirtual {
		v := r.pick(r.compare(provisional[i], second[i], atMost), low[i], high[i])
		v = r.unless(r.compare(provisional[i], first[i], atMost), v)
		return r.unless(r.compare(paid[i], r.zero, atMost), v)
	})
}

// stacked is the tax on what is taxed, of which a part is preferred; where none is,
// in any of the lanes, it is not asked what lies on top of the rest.
func (r *filing) stacked(taxed, preferred, ix several) several {
	r.filed++
	plain := "plain" + strconv.Itoa(r.filed)
	owed := r.each(func(int) reg.VecVirtual { return r.vec() })
	for i, v := range r.times(r.climb(r.over(taxed, ix)), ix) {
		r.VMOVAPD(v, owed[i])
	}
	r.some(preferred)
	r.JZ(operand.LabelRef(plain))
	ordinary := r.less(taxed, preferred)
	above := func(from int) several {
		return r.positive(r.less(taxed, r.most(ordinary, r.timesLaw(ix, from))))
	}
	most := above(lawTwenty)
	part := r.less(above(lawFifteen), most)
	v := r.times(r.climb(r.over(ordinary, ix)), ix)
	v = r.plus(v, r.timesLaw(part, lawFifteenRate))
	v = r.plus(v, r.timesLaw(most, lawTwentyRate))
	for i := range v {
		r.VMINPD(v[i], owed[i], owed[i])
	}
	r.Label(plain)
	return owed
}

// some sets the flags by whether any is above zero.
func (r *filing) some(a several) {
	var is []truth
	for _, v := range a {
		is = append(is, r.greater(v, r.zero))
	}
	if r.wide {
		r.KORTESTW(is[0].bits, is[len(is)-1].bits)
		return
	}
	bits := r.GP32()
	r.VMOVMSKPD(is[0].mask, bits)
	r.TESTL(bits, bits)
}

// climb is the tax on an amount up the ladder: its step is looked up where there
// is an instruction for that, and else found by going up all of them.
func (r *filing) climb(amount several) several {
	var from, rate, below several
	if r.wide {
		from, rate, below = r.reached(amount)
	} else {
		from, rate, below = r.climbed(amount)
	}
	v := r.plus(below, r.times(r.less(amount, from), rate))
	return r.each(func(i int) reg.VecVirtual { return r.unless(r.compare(amount[i], r.zero, atMost), v[i]) })
}

// reached looks the steps up by halving.
func (r *filing) reached(amount several) (from, rate, below several) {
	s := &r.step
	steps := func(column, first int) operand.Mem {
		return operand.Mem{Base: r.law, Disp: 8 * (column*ladderSteps + first)}
	}
	at := r.each(func(i int) reg.VecVirtual {
		v := r.vec()
		r.VMOVAPD_Z(s.four, r.greater(amount[i], s.middle).bits, v)
		return v
	})
	look := func(in operand.Mem) several {
		return r.each(func(i int) reg.VecVirtual {
			v := r.vec()
			r.VPERMPD(in, at[i], v)
			return v
		})
	}
	climb := func(bound several, by reg.VecVirtual) {
		for i := range bound {
			r.VPADDQ(by, at[i], r.greater(amount[i], bound[i]).bits, at[i])
		}
	}
	climb(look(steps(0, 2)), s.two)
	climb(look(steps(0, 1)), s.one)
	return look(steps(0, 0)), look(steps(1, 0)), look(steps(2, 0))
}

// climbed goes up all steps.
func (r *filing) climbed(amount several) (from, rate, below several) {
	spread := func(i int) reg.VecVirtual {
		v := r.vec()
		r.VBROADCASTSD(operand.Mem{Base: r.law, Disp: 8 * i}, v)
		return v
	}
	held := [3]reg.VecVirtual{spread(0), spread(ladderSteps), spread(2 * ladderSteps)}
	for i := 1; i < ladderSteps; i++ {
		reached := r.greater(amount[0], spread(i))
		for j, v := range held {
			r.VBLENDVPD(reached.mask, spread(i+j*ladderSteps), v, v)
		}
	}
	return several{held[0]}, several{held[1]}, several{held[2]}
}
