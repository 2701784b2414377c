package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// federalOperations are those of one country's law, done in one go: what comes
// between income and tax stays in registers.
var federalOperations = []operation{
	{
		name:   "Federal",
		doc:    "Federal writes what a return of the United States owes on a year's income, in money\nof the day: see FederalLaw.",
		params: "to, index *Vec, income *FederalIncome, law *FederalLaw",
		body:   federal,
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

// filing is a return under way.
type filing struct {
	*kernel
	law  reg.Register
	rows reg.Register
	at   reg.GPVirtual
	zero reg.VecVirtual
	step ladder
}

// ladder is what a ladder's steps are looked up in.
type ladder struct {
	middle              reg.VecVirtual // the fifth step, in every lane
	from, second, third reg.VecVirtual // steps; those from the second, and the third, on
	rate, below         reg.VecVirtual
	four, two, one      reg.VecVirtual
}

func federal(k *kernel) {
	r := &filing{kernel: k, law: k.pointer("law"), rows: k.pointer("income"), zero: k.zero()}
	to, index := k.pointer("to"), k.pointer("index")
	half := k.number(0.5)
	if k.wide {
		r.holdLadder()
	}
	k.loop("lanes", k.steps(), k.bytes(), func(at reg.GPVirtual) {
		r.at = at
		ix := k.add(k.mul(k.load(operand.Mem{Base: index, Index: at, Scale: 1}), r.number(lawCarry)), r.number(lawFlat))
		first, second := r.earned(federalWages), r.earned(federalSecond)
		wages := k.add(first, second)
		preferred := k.add(r.earned(federalDividends), r.earned(federalGains))
		invested := k.add(k.add(preferred, r.earned(federalInterest)), r.earned(federalCapped))
		before := wages
		for i := range 4 {
			before = k.add(before, r.row(federalOther+i))
		}
		before = r.positive(k.add(before, invested))
		gross := k.add(before, r.benefits(before, half))
		flat := k.mul(ix, r.number(lawDeduction))

		// What is added at last is worked out first, so that few registers are taken.
		payroll := r.payroll(first, second, wages, ix)
		spare := r.positive(k.sub(gross, r.number(lawInvest)))
		onInvested := k.mul(k.below(spare, invested), r.number(lawInvestRate))
		state := k.mul(r.positive(k.sub(before, flat)), r.number(lawState))

		more := k.mul(r.positive(k.sub(gross, r.number(lawSeniorFrom))), r.number(lawSeniorShrink))
		senior := r.positive(k.sub(r.number(lawSenior), more))
		taxed := r.positive(k.sub(gross, k.add(flat, k.mul(senior, r.number(lawSeniors)))))
		owed := r.stacked(taxed, k.below(k.below(preferred, gross), taxed), ix)
		owed = k.add(k.add(k.add(owed, onInvested), state), payroll)
		k.VMOVUPD(owed, operand.Mem{Base: to, Index: at, Scale: 1})
	})
}

// payroll is what is taken of pay.
func (r *filing) payroll(first, second, wages, ix reg.VecVirtual) reg.VecVirtual {
	base := r.mul(ix, r.number(lawWageBase))
	social := r.add(r.kernel.below(first, base), r.kernel.below(second, base))
	v := r.add(r.mul(social, r.number(lawSocialRate)), r.mul(wages, r.number(lawMedicareRate)))
	high := r.positive(r.sub(wages, r.number(lawInvest)))
	return r.add(v, r.mul(high, r.number(lawMedicareMore)))
}

// number is a number of the law in every lane.
func (r *filing) number(i int) reg.VecVirtual {
	v := r.vec()
	r.VBROADCASTSD(operand.Mem{Base: r.law, Disp: 8 * (3*ladderSteps + i)}, v)
	return v
}

// row is a row of income.
func (r *filing) row(i int) reg.VecVirtual {
	p := r.GP64()
	r.MOVQ(operand.Mem{Base: r.rows, Disp: 8 * i}, p)
	return r.load(operand.Mem{Base: p, Index: r.at, Scale: 1})
}

// earned is a row where it is above zero.
func (r *filing) earned(i int) reg.VecVirtual { return r.positive(r.row(i)) }

func (r *filing) positive(v reg.Register) reg.VecVirtual { return r.kernel.above(v, r.zero) }

// benefits is what of social security is taxed.
func (r *filing) benefits(before reg.VecVirtual, half operand.Op) reg.VecVirtual {
	paid, first, second := r.row(federalPension), r.number(lawHalf), r.number(lawMost)
	part := r.mul(paid, half)
	provisional := r.add(before, part)
	low := r.kernel.below(r.mul(r.sub(provisional, first), half), part)
	lower := r.kernel.below(r.mul(r.sub(second, first), half), part)
	high := r.add(r.mul(r.sub(provisional, second), r.number(lawBenefits)), lower)
	high = r.kernel.below(high, r.mul(paid, r.number(lawBenefits)))
	v := r.pick(r.compare(provisional, second, atMost), low, high)
	v = r.unless(r.compare(provisional, first, atMost), v)
	return r.unless(r.compare(paid, r.zero, atMost), v)
}

// stacked is the tax on what is taxed, of which a part is preferred; where none is,
// in any of the lanes, it is not asked what lies on top of the rest.
func (r *filing) stacked(taxed, preferred, ix reg.VecVirtual) reg.VecVirtual {
	owed := r.vec()
	r.VMOVAPD(r.mul(r.climb(r.div(taxed, ix)), ix), owed)
	some := r.greater(preferred, r.zero)
	if r.wide {
		r.KORTESTW(some.bits, some.bits)
	} else {
		bits := r.GP32()
		r.VMOVMSKPD(some.mask, bits)
		r.TESTL(bits, bits)
	}
	r.JZ(operand.LabelRef("plain"))
	ordinary := r.sub(taxed, preferred)
	above := func(from int) reg.VecVirtual {
		return r.positive(r.sub(taxed, r.kernel.above(ordinary, r.mul(ix, r.number(from)))))
	}
	most := above(lawTwenty)
	part := r.sub(above(lawFifteen), most)
	v := r.mul(r.climb(r.div(ordinary, ix)), ix)
	v = r.add(v, r.mul(part, r.number(lawFifteenRate)))
	v = r.add(v, r.mul(most, r.number(lawTwentyRate)))
	r.VMINPD(v, owed, owed)
	r.Label("plain")
	return owed
}

// holdLadder puts the ladder into registers.
func (r *filing) holdLadder() {
	s := &r.step
	s.middle = r.vec()
	r.VBROADCASTSD(operand.Mem{Base: r.law, Disp: 8 * 4}, s.middle)
	s.from = r.load(operand.Mem{Base: r.law})
	s.second = r.load(operand.Mem{Base: r.law, Disp: 8})
	s.third = r.load(operand.Mem{Base: r.law, Disp: 16})
	s.rate = r.load(operand.Mem{Base: r.law, Disp: 8 * ladderSteps})
	s.below = r.load(operand.Mem{Base: r.law, Disp: 16 * ladderSteps})
	s.four, s.two, s.one = r.pinned(4), r.pinned(2), r.pinned(1)
}

// climb is the tax on an amount up the ladder: its step is looked up where there
// is an instruction for that, and else found by going up all of them.
func (r *filing) climb(amount reg.VecVirtual) reg.VecVirtual {
	from, rate, below := r.vec(), r.vec(), r.vec()
	if r.wide {
		s, at, bound := &r.step, r.vec(), r.vec()
		r.VMOVAPD_Z(s.four, r.greater(amount, s.middle).bits, at)
		r.VPERMPD(s.third, at, bound)
		r.VPADDQ(s.two, at, r.greater(amount, bound).bits, at)
		r.VPERMPD(s.second, at, bound)
		r.VPADDQ(s.one, at, r.greater(amount, bound).bits, at)
		r.VPERMPD(s.from, at, from)
		r.VPERMPD(s.rate, at, rate)
		r.VPERMPD(s.below, at, below)
	} else {
		spread := func(i int) operand.Mem { return operand.Mem{Base: r.law, Disp: 8 * i} }
		r.VBROADCASTSD(spread(0), from)
		r.VBROADCASTSD(spread(ladderSteps), rate)
		r.VBROADCASTSD(spread(2*ladderSteps), below)
		for i := 1; i < ladderSteps; i++ {
			next := r.vec()
			r.VBROADCASTSD(spread(i), next)
			reached := r.greater(amount, next)
			for j, held := range []reg.VecVirtual{from, rate, below} {
				there := r.vec()
				r.VBROADCASTSD(spread(i+j*ladderSteps), there)
				r.VBLENDVPD(reached.mask, there, held, held)
			}
		}
	}
	v := r.add(below, r.mul(r.sub(amount, from), rate))
	return r.unless(r.compare(amount, r.zero, atMost), v)
}
