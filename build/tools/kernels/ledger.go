package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// ledgerOperations are those of a household's books. Each does all that it does
// to a lane at once, so that rows are read and written once.
var ledgerOperations = []operation{
	{
		name: "Fill", doc: "Fill writes x to every lane.",
		params: "to *Vec, x float64",
		body: func(k *kernel) {
			x := k.scalar("x")
			k.each(func() { k.put("to", x) })
		},
	},
	{
		name: "Set", doc: "Set writes a.",
		params: "to, a *Vec",
		body:   func(k *kernel) { k.each(func() { k.put("to", k.get("a")) }) },
	},
	{
		name: "Some", doc: "Some reports whether any lane is above zero.",
		params: "v *Vec", result: "bool",
		body: func(k *kernel) {
			any := k.tally()
			k.each(func() { any.add(k, k.get("v")) })
			any.report(k)
		},
	},
	{
		name: "Sum", doc: "Sum adds all lanes: those of each remainder by sixteen, from 0, in order; then the\nupper half of these to the lower, twice; and then the four.",
		params: "v *Vec", result: "float64",
		body: sum,
	},
	{
		name: "SumOf", doc: "SumOf is Sum where the lanes beyond some count as zero: used has all bits set in those\nthat count, and none in the others.",
		params: "v, used *Vec", result: "float64",
		body: func(k *kernel) {
			total := k.sums()
			k.each(func() { total.fold(k, k.and(k.get("v"), k.row("used"))) })
			k.VMOVSD(total.folded(k), k.place(k.ReturnIndex(0)))
		},
	},
	{
		name: "Add", doc: "Add adds a to every lane.",
		params: "to, a *Vec",
		body:   k2(func(k *kernel, to, a reg.VecVirtual) reg.VecVirtual { return k.add(to, a) }),
	},
	{
		name: "Wealth", doc: "Wealth adds all balances, in order, and writes the sum of those that are open.",
		params: "worth, liquid *Vec, balances []Vec, open []bool",
		body:   wealth,
	},
	{
		name: "Sub", doc: "Sub takes a off every lane.",
		params: "to, a *Vec",
		body:   k2(func(k *kernel, to, a reg.VecVirtual) reg.VecVirtual { return k.sub(to, a) }),
	},
	{
		name: "AtLeast", doc: "AtLeast raises every lane to a.",
		params: "to, a *Vec",
		body:   k2(func(k *kernel, to, a reg.VecVirtual) reg.VecVirtual { return k.max(to, a) }),
	},
	{
		name: "AtMost", doc: "AtMost lowers every lane to a.",
		params: "to, a *Vec",
		body:   k2(func(k *kernel, to, a reg.VecVirtual) reg.VecVirtual { return k.min(to, a) }),
	},
	{
		name: "Multiply", doc: "Multiply writes a·b.",
		params: "to, a, b *Vec",
		body: func(k *kernel) {
			k.each(func() { k.put("to", k.mul(k.get("a"), k.row("b"))) })
		},
	},
	{
		name: "AddProduct", doc: "AddProduct adds a·b.",
		params: "to, a, b *Vec",
		body: func(k *kernel) {
			k.each(func() { k.put("to", k.add(k.get("to"), k.mul(k.get("a"), k.row("b")))) })
		},
	},
	{
		name: "SubProduct", doc: "SubProduct takes off a·b.",
		params: "to, a, b *Vec",
		body: func(k *kernel) {
			k.each(func() { k.put("to", k.sub(k.get("to"), k.mul(k.get("a"), k.row("b")))) })
		},
	},
	{
		name: "Scale", doc: "Scale writes x·a.",
		params: "to, a *Vec, x float64",
		body: func(k *kernel) {
			x := k.scalar("x")
			k.each(func() { k.put("to", k.mul(x, k.row("a"))) })
		},
	},
	{
		name: "AddScaled", doc: "AddScaled adds x·a.",
		params: "to, a *Vec, x float64",
		body: func(k *kernel) {
			x := k.scalar("x")
			k.each(func() { k.put("to", k.add(k.get("to"), k.mul(x, k.row("a")))) })
		},
	},
	{
		name: "SubScaled", doc: "SubScaled takes off x·a.",
		params: "to, a *Vec, x float64",
		body: func(k *kernel) {
			x := k.scalar("x")
			k.each(func() { k.put("to", k.sub(k.get("to"), k.mul(x, k.row("a")))) })
		},
	},
	{
		name: "Decay", doc: "Decay writes x·to + a: a step of an autoregression.",
		params: "to, a *Vec, x float64",
		body: func(k *kernel) {
			x := k.scalar("x")
			k.each(func() { k.put("to", k.add(k.mul(x, k.row("to")), k.row("a"))) })
		},
	},
	{
		name: "Reciprocal", doc: "Reciprocal writes 1/a.",
		params: "to, a *Vec",
		body: func(k *kernel) {
			one := k.register(k.number(1))
			k.each(func() { k.put("to", k.div(one, k.row("a"))) })
		},
	},
	{
		name: "Worth", doc: "Worth writes real + nominal·inverse.",
		params: "to, inverse *Vec, real, nominal float64",
		body: func(k *kernel) {
			real, nominal := k.scalar("real"), k.scalar("nominal")
			k.each(func() { k.put("to", k.add(real, k.mul(nominal, k.row("inverse")))) })
		},
	},
	{
		name: "AddNominal", doc: "AddNominal adds real·price + nominal.",
		params: "to, price *Vec, real, nominal float64",
		body: func(k *kernel) {
			real, nominal := k.scalar("real"), k.scalar("nominal")
			k.each(func() { k.put("to", k.add(k.get("to"), k.add(k.mul(real, k.row("price")), nominal))) })
		},
	},
	{
		name: "Paced", doc: "Paced writes real·pace + other.",
		params: "to, pace *Vec, real, other float64",
		body: func(k *kernel) {
			real, other := k.scalar("real"), k.scalar("other")
			k.each(func() { k.put("to", k.add(k.mul(real, k.row("pace")), other)) })
		},
	},
	{
		name: "PacedWorth", doc: "PacedWorth writes (real + nominal·inverse)·pace + (otherReal + otherNominal·inverse).",
		params: "to, pace, inverse *Vec, real, nominal, otherReal, otherNominal float64",
		body: func(k *kernel) {
			real, nominal := k.scalar("real"), k.scalar("nominal")
			otherReal, otherNominal := k.scalar("otherReal"), k.scalar("otherNominal")
			k.each(func() {
				inverse := k.get("inverse")
				paced := k.mul(k.add(real, k.mul(nominal, inverse)), k.row("pace"))
				k.put("to", k.add(paced, k.add(otherReal, k.mul(otherNominal, inverse))))
			})
		},
	},
	{
		name: "Within", doc: "Within writes a, but no more than b and no less than zero, and reports whether\nany lane is above zero.",
		params: "to, a, b *Vec", result: "bool",
		body: func(k *kernel) {
			any := k.tally()
			zero := k.zero()
			k.each(func() {
				v := k.atLeastZero(k.min(k.get("a"), k.get("b")), zero)
				k.put("to", v)
				any.add(k, v)
			})
			any.report(k)
		},
	},
	{
		name: "Take", doc: "Take writes what is missing, but no more than room and no less than zero, and takes it\noff what is missing. It reports whether any lane is above zero.",
		params: "to, missing, room *Vec", result: "bool",
		body: func(k *kernel) {
			any := k.tally()
			zero := k.zero()
			k.each(func() {
				missing := k.get("missing")
				v := k.atLeastZero(k.min(missing, k.get("room")), zero)
				k.put("to", v)
				k.put("missing", k.sub(missing, v))
				any.add(k, v)
			})
			any.report(k)
		},
	},
	{
		name: "Withdraw", doc: "Withdraw takes an amount off a balance and adds a part of it, in money of the day,\nto a year's income.",
		params: "balance, year, amount, price *Vec, part float64",
		body: func(k *kernel) {
			part := k.scalar("part")
			k.each(func() {
				amount := k.get("amount")
				k.put("balance", k.sub(k.get("balance"), amount))
				k.put("year", k.add(k.get("year"), k.mul(part, k.mul(amount, k.row("price")))))
			})
		},
	},
	{
		name: "Room", doc: "Room writes what is left of a yearly limit: real + (nominal-used)·inverse.",
		params: "to, used, inverse *Vec, real, nominal float64",
		body: func(k *kernel) {
			real, nominal := k.scalar("real"), k.scalar("nominal")
			k.each(func() { k.put("to", k.add(real, k.mul(k.sub(nominal, k.row("used")), k.row("inverse")))) })
		},
	},
	{
		name: "Split", doc: "Split divides an amount into what a balance lacks of a number of months' need and the\nrest.",
		params: "lacked, rest, amount, need, balance *Vec, months float64",
		body: func(k *kernel) {
			zero, months := k.zero(), k.scalar("months")
			k.each(func() {
				amount := k.get("amount")
				lacked := k.min(amount, k.sub(k.mul(months, k.row("need")), k.row("balance")))
				lacked = k.atLeastZero(lacked, zero)
				k.put("lacked", lacked)
				k.put("rest", k.sub(amount, lacked))
			})
		},
	},
	{
		name: "Deposit", doc: "Deposit adds an amount to a balance and, in money of the day, to its basis.",
		params: "balance, basis, amount, price *Vec",
		body: func(k *kernel) {
			k.each(func() {
				amount := k.get("amount")
				k.put("balance", k.add(k.get("balance"), amount))
				k.put("basis", k.add(k.get("basis"), k.mul(amount, k.row("price"))))
			})
		},
	},
	{
		name: "Require", doc: "Require writes a share of an opening balance, in today's money, but no more than the\nbalance.",
		params: "to, opening, inverse, balance *Vec, share float64",
		body: func(k *kernel) {
			share := k.scalar("share")
			k.each(func() {
				v := k.mul(k.mul(share, k.row("opening")), k.row("inverse"))
				k.put("to", k.min(v, k.get("balance")))
			})
		},
	},
	{
		name: "Enter", doc: "Enter adds a part of an amount, in money of the day, to a year's income.",
		params: "year, amount, price *Vec, part float64",
		body: func(k *kernel) {
			part := k.scalar("part")
			k.each(func() {
				k.put("year", k.add(k.get("year"), k.mul(part, k.mul(k.get("amount"), k.row("price")))))
			})
		},
	},
	{
		name: "Lack", doc: "Lack writes what a balance lacks of a number of months' need.",
		params: "to, need, balance *Vec, months float64",
		body: func(k *kernel) {
			months := k.scalar("months")
			k.each(func() { k.put("to", k.sub(k.mul(months, k.row("need")), k.row("balance"))) })
		},
	},
	{
		name: "PayTax", doc: "PayTax pays what is owed, in money of the day, out of the purse: it writes the\namount in today's money, adds it to what was paid, and raises largest to it.",
		params: "owed, inverse, amount, purse, paid, largest *Vec",
		body: func(k *kernel) {
			k.each(func() {
				amount := k.mul(k.get("owed"), k.row("inverse"))
				k.put("amount", amount)
				k.put("purse", k.sub(k.get("purse"), amount))
				k.put("paid", k.add(k.get("paid"), amount))
				k.put("largest", k.max(k.get("largest"), amount))
			})
		},
	},
	{
		name: "FallDue", doc: "FallDue writes (real + nominal·inverse)·pace + (otherReal + otherNominal·inverse), adds\nit to a total and takes it out of the purse.",
		params: "falls, total, purse, pace, inverse *Vec, real, nominal, otherReal, otherNominal float64",
		body: func(k *kernel) {
			real, nominal := k.scalar("real"), k.scalar("nominal")
			otherReal, otherNominal := k.scalar("otherReal"), k.scalar("otherNominal")
			k.each(func() {
				inverse := k.get("inverse")
				paced := k.mul(k.add(real, k.mul(nominal, inverse)), k.row("pace"))
				falls := k.add(paced, k.add(otherReal, k.mul(otherNominal, inverse)))
				k.put("falls", falls)
				k.put("total", k.add(k.get("total"), falls))
				k.put("purse", k.sub(k.get("purse"), falls))
			})
		},
	},
	{
		name: "Meet", doc: "Meet divides the purse into a surplus, left in it, and what is missing.",
		params: "purse, missing *Vec",
		body: func(k *kernel) {
			zero, sign := k.zero(), k.pattern(1<<63)
			k.each(func() {
				v := k.get("purse")
				full := k.greater(v, zero)
				k.put("purse", k.only(full, v))
				k.put("missing", k.unless(full, k.xor(v, sign)))
			})
		},
	},
	{
		name: "Brush", doc: "Brush takes what is missing for paid where it is no more than a share of the\nlargest, and reports whether any is missing then.",
		params: "missing, largest *Vec, share float64", result: "bool",
		body: func(k *kernel) {
			share := k.scalar("share")
			any := k.tally()
			k.each(func() {
				v := k.get("missing")
				v = k.unless(k.compare(v, k.mul(share, k.row("largest")), atMost), v)
				k.put("missing", v)
				any.add(k, v)
			})
			any.report(k)
		},
	},
	{
		name: "Forgo", doc: "Forgo leaves unpaid what of due lies above floor, as far as it is missing, and\nwrites the amount.",
		params: "missing, due, floor, amount, forgone *Vec",
		body: func(k *kernel) {
			k.each(func() {
				missing := k.get("missing")
				left := k.min(missing, k.sub(k.get("due"), k.row("floor")))
				k.put("amount", left)
				k.put("missing", k.sub(missing, left))
				k.put("forgone", k.add(k.get("forgone"), left))
			})
		},
	},
	{
		name: "Part", doc: "Part writes a balance's part of what is given of a whole, in proportion.",
		params: "to, give, balance, whole *Vec",
		body: func(k *kernel) {
			zero := k.zero()
			k.each(func() {
				give, balance, whole := k.get("give"), k.get("balance"), k.get("whole")
				v := k.min(balance, k.mul(give, k.div(balance, whole)))
				v = k.pick(k.compare(give, whole, atLeast), balance, v)
				k.put("to", k.unless(k.compare(give, zero, atMost), v))
			})
		},
	},
	{
		name: "Sell", doc: "Sell takes an amount off a balance, and its average cost off the basis, and writes\nthe gain in money of the day.",
		params: "gain, amount, balance, basis, price *Vec",
		body: func(k *kernel) {
			zero := k.zero()
			k.each(func() {
				amount, basis := k.get("amount"), k.get("basis")
				sells := k.greater(amount, zero)
				balance := k.get("balance")
				sold := k.mul(basis, k.div(amount, balance))
				k.put("balance", k.sub(balance, amount))
				k.put("basis", k.pick(sells, k.sub(basis, sold), basis))
				k.put("gain", k.only(sells, k.sub(k.mul(amount, k.row("price")), sold)))
			})
		},
	},
	{
		name: "Spoil", doc: "Spoil takes an amount's part of a balance out of what is fresh of it.",
		params: "fresh, amount, balance *Vec",
		body: func(k *kernel) {
			zero := k.zero()
			k.each(func() {
				amount, fresh := k.get("amount"), k.get("fresh")
				less := k.sub(fresh, k.mul(fresh, k.div(amount, k.row("balance"))))
				k.put("fresh", k.pick(k.greater(amount, zero), less, fresh))
			})
		},
	},
	{
		name: "Earn", doc: "Earn lets a balance grow and takes a share of it as a fee. It adds the balance to\nbefore, what it has grown to to after, and writes gain and fee.",
		params: "balance, growth, before, after, gain, fee *Vec, share float64",
		body: func(k *kernel) {
			share := k.scalar("share")
			k.each(func() {
				b := k.get("balance")
				grown := k.mul(b, k.row("growth"))
				fee := k.mul(grown, share)
				k.put("before", k.add(k.get("before"), b))
				k.put("after", k.add(k.get("after"), grown))
				k.put("balance", k.sub(grown, fee))
				k.put("gain", k.sub(grown, b))
				k.put("fee", fee)
			})
		},
	},
	{
		name: "EarnTold", doc: "EarnTold is Earn that tells the sums of gain and fee (see SumOf) instead of writing\nthem.",
		params: "balance, growth, before, after, used *Vec, share float64, sums *[2]float64",
		body: func(k *kernel) {
			share := k.scalar("share")
			gains, fees := k.sums(), k.sums()
			k.each(func() {
				b := k.get("balance")
				grown := k.mul(b, k.row("growth"))
				fee := k.mul(grown, share)
				k.put("before", k.add(k.get("before"), b))
				k.put("after", k.add(k.get("after"), grown))
				k.put("balance", k.sub(grown, fee))
				used := k.get("used")
				gains.fold(k, k.and(k.sub(grown, b), used))
				fees.fold(k, k.and(fee, used))
			})
			sums := k.pointer("sums")
			k.VMOVSD(gains.folded(k), operand.Mem{Base: sums})
			k.VMOVSD(fees.folded(k), operand.Mem{Base: sums, Disp: 8})
		},
	},
	{
		name: "Yield", doc: "Yield adds what a balance pays out, in money of the day, to the basis, and a part of\nit to a year's income.",
		params: "year, basis, balance, rate, price *Vec, part float64",
		body: func(k *kernel) {
			part := k.scalar("part")
			k.each(func() {
				paid := k.mul(k.mul(k.get("balance"), k.row("rate")), k.row("price"))
				k.put("basis", k.add(k.get("basis"), paid))
				k.put("year", k.add(k.get("year"), k.mul(part, paid)))
			})
		},
	},
	{
		name: "Drift", doc: "Drift writes what a mix grows by, the sum of its shares times their growth, and moves\nthe shares on by that.",
		params: "growth *Vec, shares []Vec, of []*Vec",
		body:   drift,
	},
	{
		name: "SinceShort", doc: "SinceShort adds the larger of what is due and what is missing where a future has\nfallen short: short is 1 there and 0 elsewhere.",
		params: "to, due, missing, short *Vec",
		body: func(k *kernel) {
			k.each(func() {
				v := k.mul(k.max(k.get("due"), k.get("missing")), k.row("short"))
				k.put("to", k.add(k.get("to"), v))
			})
		},
	},
	{
		name: "Lost", doc: "Lost writes what is cut of a month's payments by a rule or for want of money, and\nreports whether in any lane that is more than a share of the largest.",
		params: "to, forgone, missing, below, largest *Vec, share float64", result: "bool",
		body: func(k *kernel) {
			share := k.scalar("share")
			any := k.tally()
			k.each(func() {
				v := k.add(k.add(k.get("forgone"), k.row("missing")), k.row("below"))
				k.put("to", v)
				any.add(k, k.sub(v, k.mul(share, k.row("largest"))))
			})
			any.report(k)
		},
	},
	{
		name: "Prices", doc: "Prices writes the next price level and its inverse.",
		params: "next, inverse, price, inflation *Vec",
		body: func(k *kernel) {
			one := k.register(k.number(1))
			k.each(func() {
				next := k.mul(k.get("price"), k.row("inflation"))
				k.put("next", next)
				k.put("inverse", k.div(one, next))
			})
		},
	},
	{
		name: "Compound", doc: "Compound multiplies by after/before where before is more than a share of the largest.",
		params: "to, before, after, largest *Vec, share float64",
		body: func(k *kernel) {
			share := k.scalar("share")
			k.each(func() {
				before, to := k.get("before"), k.get("to")
				v := k.mul(to, k.div(k.get("after"), before))
				k.put("to", k.pick(k.greater(before, k.mul(share, k.row("largest"))), v, to))
			})
		},
	},
	{
		name: "Paid", doc: "Paid writes due less forgone less missing, and no less than zero.",
		params: "to, due, forgone, missing *Vec",
		body: func(k *kernel) {
			zero := k.zero()
			k.each(func() {
				v := k.sub(k.sub(k.get("due"), k.row("forgone")), k.row("missing"))
				k.put("to", k.atLeastZero(v, zero))
			})
		},
	},
	{
		name: "Assess", doc: "Assess writes what is owed beyond what was assessed, and assesses it.",
		params: "owed, assessed, toDate *Vec",
		body: func(k *kernel) {
			k.each(func() {
				toDate := k.get("toDate")
				k.put("owed", k.sub(toDate, k.row("assessed")))
				k.put("assessed", toDate)
			})
		},
	},
	{
		name: "Either", doc: "Either writes a where it is not zero.",
		params: "to, a *Vec",
		body: func(k *kernel) {
			zero := k.zero()
			k.each(func() {
				a := k.get("a")
				k.put("to", k.pick(k.compare(a, zero, notEqual), a, k.get("to")))
			})
		},
	},
	{
		name: "OnTop", doc: "OnTop writes base·share and, where lump is not zero, adds whole-base.",
		params: "to, base, whole, lump *Vec, share float64",
		body: func(k *kernel) {
			zero, share := k.zero(), k.scalar("share")
			k.each(func() {
				base := k.get("base")
				v := k.mul(base, share)
				more := k.add(v, k.sub(k.get("whole"), base))
				k.put("to", k.pick(k.compare(k.get("lump"), zero, notEqual), more, v))
			})
		},
	},
	{
		name: "Tax", doc: "Tax adds the tax at a rate on a, where it is above zero.",
		params: "to, a *Vec, rate float64",
		body: func(k *kernel) {
			zero, rate := k.zero(), k.scalar("rate")
			k.each(func() { k.put("to", k.add(k.get("to"), k.mul(rate, k.above(k.get("a"), zero)))) })
		},
	},
	{
		name: "TaxAbove", doc: "TaxAbove adds the tax at a rate on a beyond exempt·index.",
		params: "to, a, index *Vec, exempt, rate float64",
		body: func(k *kernel) {
			zero, exempt, rate := k.zero(), k.scalar("exempt"), k.scalar("rate")
			k.each(func() {
				rest := k.sub(k.get("a"), k.mul(exempt, k.row("index")))
				k.put("to", k.add(k.get("to"), k.mul(rate, k.above(rest, zero))))
			})
		},
	},
	{
		name: "Deduct", doc: "Deduct writes to/index less a deduction.",
		params: "to, index *Vec, deduction float64",
		body: func(k *kernel) {
			deduction := k.scalar("deduction")
			k.each(func() { k.put("to", k.sub(k.div(k.get("to"), k.row("index")), deduction)) })
		},
	},
	{
		name: "Singles", doc: "Singles writes all lanes in single precision.",
		params: "to *[Count]float32, a *Vec",
		body: func(k *kernel) {
			k.each(func() { k.putSingles("to", k.single("a")) })
		},
	},
}

// wealth keeps as many lanes' sums in registers as there are registers for.
func wealth(k *kernel) {
	worth, liquid := k.pointer("worth"), k.pointer("liquid")
	balances := k.Load(k.Param("balances").Base(), k.GP64())
	n := k.Load(k.Param("balances").Len(), k.GP64())
	open := k.Load(k.Param("open").Base(), k.GP64())
	width := 4
	if k.wide {
		width = 8
	}
	k.loop("lanes", k.steps()/width, width*k.bytes(), func(at reg.GPVirtual) {
		all, some := make([]reg.VecVirtual, width), make([]reg.VecVirtual, width)
		for i := range all {
			all[i], some[i] = k.load(operand.Mem{Base: worth, Index: at, Scale: 1, Disp: i * k.bytes()}), k.zero()
		}
		row, j := k.GP64(), k.GP64()
		k.LEAQ(operand.Mem{Base: balances, Index: at, Scale: 1}, row)
		k.XORQ(j, j)
		k.TESTQ(n, n)
		k.JZ(operand.LabelRef("added"))
		k.Label("balance")
		sum := func(to []reg.VecVirtual) {
			for i, v := range to {
				k.VADDPD(operand.Mem{Base: row, Disp: i * k.bytes()}, v, v)
			}
		}
		sum(all)
		k.CMPB(operand.Mem{Base: open, Index: j, Scale: 1}, operand.U8(0))
		k.JE(operand.LabelRef("closed"))
		sum(some)
		k.Label("closed")
		k.ADDQ(operand.U32(count*8), row)
		k.INCQ(j)
		k.CMPQ(j, n)
		k.JB(operand.LabelRef("balance"))
		k.Label("added")
		for i := range all {
			k.VMOVUPD(all[i], operand.Mem{Base: worth, Index: at, Scale: 1, Disp: i * k.bytes()})
			k.VMOVUPD(some[i], operand.Mem{Base: liquid, Index: at, Scale: 1, Disp: i * k.bytes()})
		}
	})
}

// drift goes through the classes twice: for what the mix grows by, and for what then
// is each one's share.
func drift(k *kernel) {
	growth := k.pointer("growth")
	shares := k.Load(k.Param("shares").Base(), k.GP64())
	n := k.Load(k.Param("shares").Len(), k.GP64())
	of := k.Load(k.Param("of").Base(), k.GP64())
	one := k.register(k.number(1))
	const width = 4
	k.loop("lanes", k.steps()/width, width*k.bytes(), func(at reg.GPVirtual) {
		row, j, grown := k.GP64(), k.GP64(), k.GP64()
		classes := func(label string, body func(i int, share, grown operand.Mem)) {
			k.LEAQ(operand.Mem{Base: shares, Index: at, Scale: 1}, row)
			k.XORQ(j, j)
			k.Label(label)
			k.MOVQ(operand.Mem{Base: of, Index: j, Scale: 8}, grown)
			for i := range width {
				by := i * k.bytes()
				body(i, operand.Mem{Base: row, Disp: by}, operand.Mem{Base: grown, Index: at, Scale: 1, Disp: by})
			}
			k.ADDQ(operand.U32(count*8), row)
			k.INCQ(j)
			k.CMPQ(j, n)
			k.JB(operand.LabelRef(label))
		}
		var sums, inverses [width]reg.VecVirtual
		for i := range sums {
			sums[i] = k.zero()
		}
		classes("grow", func(i int, share, grown operand.Mem) {
			k.VADDPD(k.mul(k.load(share), grown), sums[i], sums[i])
		})
		for i := range sums {
			inverses[i] = k.div(one, sums[i])
			k.VMOVUPD(sums[i], operand.Mem{Base: growth, Index: at, Scale: 1, Disp: i * k.bytes()})
		}
		classes("move", func(i int, share, grown operand.Mem) {
			k.VMOVUPD(k.mul(k.mul(k.load(share), grown), inverses[i]), share)
		})
	})
}

// single is the lanes under way of a row in single precision: half a vector.
func (k *kernel) single(name string) reg.VecVirtual {
	if k.wide {
		v := k.YMM()
		k.VCVTPD2PS(k.row(name), v)
		return v
	}
	v := k.XMM()
	k.VCVTPD2PSY(k.row(name), v)
	return v
}

// putSingles stores half a vector where the lanes under way of a row of single
// precision are.
func (k *kernel) putSingles(name string, v reg.Register) {
	k.VMOVUPS(v, k.part(name, 1))
}

// k2 writes an operation that changes a row by another.
func k2(f func(k *kernel, to, a reg.VecVirtual) reg.VecVirtual) func(*kernel) {
	return func(k *kernel) {
		k.each(func() { k.put("to", f(k, k.get("to"), k.get("a"))) })
	}
}

// sum adds sixteen lanes at a time, whatever the width: the order is part of the
// result.
func sum(k *kernel) {
	total := k.sums()
	k.each(func() { total.fold(k, k.row("v")) })
	k.VMOVSD(total.folded(k), k.place(k.ReturnIndex(0)))
}

// sums are sixteen, so that additions need not wait for one another.
type sums []reg.VecVirtual

// sums are of zero.
func (k *kernel) sums() sums {
	var s sums
	for range 16 * 8 / k.bytes() {
		s = append(s, k.zero())
	}
	return s
}

// fold adds the vector under way.
func (s sums) fold(k *kernel, v operand.Op) {
	to := s[k.at/k.bytes()%len(s)]
	k.VADDPD(v, to, to)
}

// folded is the sum of all: of both halves as long as there are more than four,
// and then of the four.
func (s sums) folded(k *kernel) reg.VecVirtual {
	for ; len(s) > 1; s = s[:len(s)/2] {
		for i, v := range s[len(s)/2:] {
			k.VADDPD(v, s[i], s[i])
		}
	}
	four := s[0]
	if k.wide {
		upper := k.YMM()
		k.VEXTRACTF64X4(operand.U8(1), four, upper)
		k.VADDPD(upper, four.AsY(), four.AsY())
	}
	return k.folded(four)
}

// folded is the sum of four sums.
func (k *kernel) folded(total reg.VecVirtual) reg.VecVirtual {
	upper := k.XMM()
	k.VEXTRACTF128(operand.U8(1), total.AsY(), upper)
	pairs := k.XMM()
	k.VHADDPD(upper, total.AsX(), pairs)
	second := k.XMM()
	k.VUNPCKHPD(pairs, pairs, second)
	k.VADDSD(second, pairs, pairs)
	return pairs
}

// The comparisons; none but notEqual holds where one of both is no number.
const (
	moreThan = 0x1E
	atLeast  = 0x1D
	atMost   = 0x12
	notEqual = 0x04
)

// truth is a yes or no per lane.
type truth struct {
	mask reg.VecVirtual
	bits reg.OpmaskVirtual
}

func (k *kernel) compare(a, b reg.Register, how uint8) truth {
	if k.wide {
		t := truth{bits: k.K()}
		k.VCMPPD(operand.U8(how), b, a, t.bits)
		return t
	}
	t := truth{mask: k.vec()}
	k.VCMPPD(operand.U8(how), b, a, t.mask)
	return t
}

func (k *kernel) greater(a, b reg.Register) truth { return k.compare(a, b, moreThan) }

// pick is yes where it is true and no elsewhere.
func (k *kernel) pick(t truth, yes, no reg.VecVirtual) reg.VecVirtual {
	v := k.vec()
	if k.wide {
		k.VBLENDMPD(yes, no, t.bits, v)
	} else {
		k.VBLENDVPD(t.mask, yes, no, v)
	}
	return v
}

// only is a where it is true and zero elsewhere.
func (k *kernel) only(t truth, a reg.VecVirtual) reg.VecVirtual {
	v := k.vec()
	if k.wide {
		k.VMOVAPD_Z(a, t.bits, v)
	} else {
		k.VANDPD(a, t.mask, v)
	}
	return v
}

// unless is zero where it is true and a elsewhere.
func (k *kernel) unless(t truth, a reg.VecVirtual) reg.VecVirtual {
	v := k.vec()
	if k.wide {
		no := k.K()
		k.KNOTW(t.bits, no)
		k.VMOVAPD_Z(a, no, v)
	} else {
		k.VANDNPD(a, t.mask, v)
	}
	return v
}

// tally gathers whether any lane of some vectors is above zero.
type tally struct {
	any  truth
	zero reg.VecVirtual
}

// tally begins with none.
func (k *kernel) tally() *tally {
	y := &tally{zero: k.zero()}
	if k.wide {
		y.any.bits = k.K()
		k.KXORW(y.any.bits, y.any.bits, y.any.bits)
	} else {
		y.any.mask = k.zero()
	}
	return y
}

func (y *tally) add(k *kernel, v reg.VecVirtual) {
	t := k.greater(v, y.zero)
	if k.wide {
		k.KORW(t.bits, y.any.bits, y.any.bits)
	} else {
		k.VORPD(t.mask, y.any.mask, y.any.mask)
	}
}

func (y *tally) report(k *kernel) {
	said := k.GP8()
	if k.wide {
		k.KORTESTW(y.any.bits, y.any.bits)
	} else {
		bits := k.GP32()
		k.VMOVMSKPD(y.any.mask, bits)
		k.TESTL(bits, bits)
	}
	k.SETNE(said)
	k.Store(said, k.ReturnIndex(0))
}
