package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// taxOperations are those of tax laws.
var taxOperations = []operation{
	{
		name: "Positive", doc: "Positive writes a where it is above zero, and zero elsewhere.",
		params: "to, a *Vec",
		body: func(k *kernel) {
			zero := k.zero()
			k.each(func() { k.put("to", k.above(k.get("a"), zero)) })
		},
	},
	{
		name: "Beyond", doc: "Beyond writes what a is above x, and zero elsewhere.",
		params: "to, a *Vec, x float64",
		body: func(k *kernel) {
			zero, x := k.zero(), k.scalar("x")
			k.each(func() { k.put("to", k.above(k.sub(k.get("a"), x), zero)) })
		},
	},
	{
		name: "Least", doc: "Least writes a, but no more than x.",
		params: "to, a *Vec, x float64",
		body: func(k *kernel) {
			x := k.scalar("x")
			k.each(func() { k.put("to", k.min(k.get("a"), x)) })
		},
	},
	{
		name: "Divide", doc: "Divide writes a/b.",
		params: "to, a, b *Vec",
		body: func(k *kernel) {
			k.each(func() { k.put("to", k.div(k.get("a"), k.row("b"))) })
		},
	},
	{
		name: "Climb", doc: "Climb writes the tax on an amount up a ladder of steps: below of the last step that\nbegins under it, and its rate on the rest; zero on what is not above zero.",
		params: "to, amount *Vec, steps []Step",
		body:   climb,
	},
	{
		name: "Rated", doc: "Rated adds a at one rate where it is no more than from, and at another elsewhere.",
		params: "to, a *Vec, from, low, high float64",
		body: func(k *kernel) {
			from, low, high := k.scalar("from"), k.scalar("low"), k.scalar("high")
			k.each(func() {
				a := k.get("a")
				rate := k.pick(k.compare(a, from, atMost), low, high)
				k.put("to", k.add(k.get("to"), k.mul(rate, a)))
			})
		},
	},
	{
		name: "Taper", doc: "Taper writes, where a is above from, most less a share of what it is above, but no\nless than least.",
		params: "to, a *Vec, from, most, share, least float64",
		body: func(k *kernel) {
			from, most, share, least := k.scalar("from"), k.scalar("most"), k.scalar("share"), k.scalar("least")
			k.each(func() {
				a := k.get("a")
				v := k.max(least, k.sub(most, k.mul(share, k.sub(a, from))))
				k.put("to", k.pick(k.greater(a, from), v, k.get("to")))
			})
		},
	},
	{
		name: "WorkCredit", doc: "WorkCredit adds, where work is above zero, the credit for it on its part of what is\nowed on an income: at one rate up to from, at another above, and no more than most.",
		params: "to, owed, work, income, most *Vec, from, low, high float64",
		body: func(k *kernel) {
			zero, from, low, high := k.zero(), k.scalar("from"), k.scalar("low"), k.scalar("high")
			one := k.register(k.number(1))
			k.each(func() {
				work, to := k.get("work"), k.get("to")
				owed := k.mul(k.get("owed"), k.min(one, k.div(work, k.row("income"))))
				v := k.add(k.mul(low, k.min(owed, from)), k.mul(high, k.above(k.sub(owed, from), zero)))
				v = k.min(v, k.get("most"))
				k.put("to", k.pick(k.greater(work, zero), k.add(to, v), to))
			})
		},
	},
	{
		name: "SavedCredit", doc: "SavedCredit adds what is saved at a high rate where income is no more than\nincomeMost, or, where there is no income but work, pay no more than payMost; at a\nlow rate elsewhere.",
		params: "to, saved, income, work, pay *Vec, incomeMost, payMost, low, high float64",
		body: func(k *kernel) {
			incomeMost, payMost := k.scalar("incomeMost"), k.scalar("payMost")
			low, high := k.scalar("low"), k.scalar("high")
			k.each(func() {
				income := k.get("income")
				byIncome := k.pick(k.compare(income, incomeMost, atMost), high, low)
				byPay := k.pick(k.compare(k.get("pay"), payMost, atMost), high, low)
				rate := k.pick(k.compare(income, k.get("work"), atMost), byPay, byIncome)
				k.put("to", k.add(k.get("to"), k.mul(rate, k.row("saved"))))
			})
		},
	},
	{
		name: "Together", doc: "Together writes a where beyond is above zero and both no less than alone and apart\nless base.",
		params: "to, a, beyond, both, alone, apart *Vec, base float64",
		body: func(k *kernel) {
			zero, base := k.zero(), k.scalar("base")
			k.each(func() {
				to := k.get("to")
				v := k.pick(k.compare(k.get("both"), k.sub(k.add(k.get("alone"), k.row("apart")), base), atLeast), k.get("a"), to)
				k.put("to", k.pick(k.greater(k.get("beyond"), zero), v, to))
			})
		},
	},
}

// climb chooses each lane's step by going up all of them.
func climb(k *kernel) {
	to, amounts := k.pointer("to"), k.pointer("amount")
	steps := k.Load(k.Param("steps").Base(), k.GP64())
	n := k.Load(k.Param("steps").Len(), k.GP64())
	zero := k.zero()
	const size = 24
	spread := func(at operand.Mem) reg.VecVirtual {
		v := k.vec()
		k.VBROADCASTSD(at, v)
		return v
	}
	k.loop("lanes", k.steps(), k.bytes(), func(at reg.GPVirtual) {
		amount := k.load(operand.Mem{Base: amounts, Index: at, Scale: 1})
		from, rate, below := spread(operand.Mem{Base: steps}), spread(operand.Mem{Base: steps, Disp: 8}), spread(operand.Mem{Base: steps, Disp: 16})
		step, i := k.GP64(), k.GP64()
		k.MOVQ(steps, step)
		k.MOVQ(operand.U32(1), i)
		k.Label("step")
		k.CMPQ(i, n)
		k.JGE(operand.LabelRef("chosen"))
		k.ADDQ(operand.U32(size), step)
		next := spread(operand.Mem{Base: step})
		reached := k.greater(amount, next)
		for _, v := range []struct {
			held  reg.VecVirtual
			there reg.VecVirtual
		}{{from, next}, {rate, spread(operand.Mem{Base: step, Disp: 8})}, {below, spread(operand.Mem{Base: step, Disp: 16})}} {
			if k.wide {
				k.VBLENDMPD(v.there, v.held, reached.bits, v.held)
			} else {
				k.VBLENDVPD(reached.mask, v.there, v.held, v.held)
			}
		}
		k.INCQ(i)
		k.JMP(operand.LabelRef("step"))
		k.Label("chosen")
		v := k.add(below, k.mul(k.sub(amount, from), rate))
		k.VMOVUPD(k.unless(k.compare(amount, zero, atMost), v), operand.Mem{Base: to, Index: at, Scale: 1})
	})
}
