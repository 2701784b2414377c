package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// frame is a function's arguments, and the loop over blocks of futures.
type frame struct {
	group, blocks, ends, stride, passed reg.Register
	row                                 reg.GPVirtual // where this year's end of the block goes
}

// open begins a function that plays blocks of as many futures as the unit has
// lanes.
func (u *unit) open(work, doc string) *frame {
	u.Function(u.name(work))
	u.Pragma("noescape")
	u.Doc(u.name(work)+" "+doc,
		fmt.Sprintf("It takes blocks of %d futures from four times the group on; ends is the first", u.lanes()),
		"year's row at the first of them, stride the bytes from row to row, and passed",
		"has a bit per future.")
	u.SignatureExpr("func(table *[16]uint32, group uint64, blocks int, ends *float32, stride int, passed *uint8)")
	u.table = u.Load(u.Param("table"), u.GP64())
	f := &frame{
		group:  u.Load(u.Param("group"), u.GP64()),
		blocks: u.Load(u.Param("blocks"), u.GP64()),
		ends:   u.Load(u.Param("ends"), u.GP64()),
		stride: u.Load(u.Param("stride"), u.GP64()),
		passed: u.Load(u.Param("passed"), u.GP64()),
		row:    u.GP64(),
	}
	u.counters()
	return f
}

// block begins the loop over blocks.
func (u *unit) block(f *frame) {
	u.Label("block")
	u.begin(f.group)
	u.MOVQ(f.ends, f.row)
}

// store writes wealth at a year's end.
func (u *unit) store(f *frame, wealth vector) {
	u.VMOVUPS(wealth, operand.Mem{Base: f.row})
	u.ADDQ(f.stride, f.row)
}

// How a number that decides on success compares with zero.
const (
	above    = 0x1e
	notAbove = 0x1a
)

// close notes which futures succeeded, ends the loop and the function.
func (u *unit) close(f *frame, decides operand.Op, comparison uint64) {
	mask := u.GP32()
	if u.wide {
		k := u.K()
		u.VCMPPS(operand.Imm(comparison), u.c("zero", 0), decides, k)
		u.KMOVW(k, mask)
		u.MOVW(mask.As16(), operand.Mem{Base: f.passed})
	} else {
		v := u.vec()
		u.VCMPPS(operand.Imm(comparison), u.c("zero", 0), decides, v)
		u.VMOVMSKPS(v, mask)
		u.MOVB(mask.As8(), operand.Mem{Base: f.passed})
	}
	u.ADDQ(operand.Imm(uint64(u.lanes()/8)), f.passed)
	u.ADDQ(operand.Imm(uint64(u.lanes()/4)), f.group)
	u.ADDQ(operand.Imm(uint64(4*u.lanes())), f.ends)
	u.DECQ(f.blocks)
	u.JNZ(operand.LabelRef("block"))
	u.VZEROUPPER()
	u.RET()
}

// draw makes the step's normals, as many pairs side by side as the unit has
// registers for, and moves the counters on.
func (u *unit) draw(z []held, together int) {
	for d := 0; d < len(z); d += 2 * together {
		var draws []int
		for i := d; i < min(d+2*together, len(z)); i++ {
			draws = append(draws, i)
		}
		for i, v := range u.normals(u.words(draws)) {
			z[d+i].set(v)
		}
	}
	u.next()
}

// shocks are places for normals: in registers those of the next step, drawn
// while this one's are used, and on the stack.
func (u *unit) shocks(assets int) []held {
	z := make([]held, assets)
	for i := range z {
		z[i] = u.hold()
	}
	return z
}

// monthly is one account of four assets, month by month.
func monthly(u *unit) {
	f := u.open("monthly", "plays W1.")
	together := 1
	if u.wide {
		u.keep("key", 1, rounds+1)
		u.keep("near", 0, 7)
		together = 2
	}
	wealth, z := u.vec(), u.shocks(4)
	year, month := u.GP32(), u.GP32()
	u.block(f)
	if u.wide {
		u.draw(z, together)
	}
	u.VMOVUPS(u.c("start", 0), wealth)
	u.MOVL(operand.U32(years), year)
	u.Label("year")
	u.MOVL(operand.U32(12), month)
	u.Label("month")
	if !u.wide {
		u.draw(z, together)
	}
	a := u.growth(z, [][]bool{{true}, {true, true}, {true, true, true}, {false, false, true, true}}, u.near)
	sum := u.mul(a[0], u.c("weight", 0))
	for i := 1; i < 4; i++ {
		u.VFMADD231PS(u.c("weight", i), a[i], sum)
	}
	u.VSUBPS(u.c("spent", 0), wealth, wealth)
	u.VMAXPS(u.c("zero", 0), wealth, wealth)
	u.VMULPS(sum, wealth, wealth)
	if u.wide {
		u.draw(z, together)
	}
	u.DECL(month)
	u.JNZ(operand.LabelRef("month"))
	u.store(f, wealth)
	u.DECL(year)
	u.JNZ(operand.LabelRef("year"))
	u.close(f, wealth, above)
}

// held is a number of a household between years: in a register, or on the stack
// where there are not enough.
type held struct {
	u    *unit
	vec  vector
	home operand.Mem
}

func (u *unit) hold() held {
	if u.wide {
		return held{u: u, vec: u.vec()}
	}
	return held{u: u, home: u.AllocLocal(32)}
}

func (h held) get() vector {
	if h.u.wide {
		return h.vec
	}
	return h.u.load(h.home)
}

func (h held) set(v operand.Op) {
	if h.u.wide {
		if v != operand.Op(h.vec) {
			h.u.VMOVUPS(v, h.vec)
		}
		return
	}
	if m, ok := v.(operand.Mem); ok {
		v = h.u.load(m)
	}
	h.u.VMOVUPS(v, h.home)
}

// home is a household of the yearly work.
type home struct {
	taxable, basis, deferred, roth, tax held
	short                               held // the greatest shortfall so far
}

// yearly is three accounts of six assets with taxes, year by year.
func yearly(u *unit) {
	f := u.open("yearly", "plays W2.")
	together := 1
	if u.wide {
		together = 2
	}
	h := home{u.hold(), u.hold(), u.hold(), u.hold(), u.hold(), u.hold()}
	year, z := u.GP64(), u.shocks(6)
	u.block(f)
	for i, account := range []held{h.taxable, h.basis, h.deferred, h.roth} {
		account.set(u.c("start", i))
	}
	h.tax.set(u.c("zero", 0))
	h.short.set(u.c("zero", 0))
	if u.wide {
		u.draw(z, together)
	}
	u.XORQ(year, year)
	u.Label("year")
	u.spend(&h, year)
	if !u.wide {
		u.draw(z, together)
	}
	yes := []bool{true, true, true, true, true, true}
	a := u.growth(z, [][]bool{yes, yes, yes, yes, yes, {false, false, false, true, true, true}}, u.exp2)
	total := u.grow(&h, a)
	if u.wide {
		u.draw(z, together)
	}
	u.store(f, total)
	u.INCQ(year)
	u.CMPQ(year, operand.Imm(years))
	u.JNE(operand.LabelRef("year"))
	u.close(f, h.short.get(), notAbove)
}

// grow lets a year pass over the accounts, and is what they hold.
func (u *unit) grow(h *home, a []vector) vector {
	var total vector
	for _, account := range []struct {
		held
		weight string
		assets []int
	}{
		{h.taxable, "weight", []int{0, 1, 3, 4, 5}},
		{h.deferred, "deferred", []int{0, 1, 2, 3, 4, 5}},
		{h.roth, "roth", []int{0, 1, 2, 3}},
	} {
		var sum vector
		for n, i := range account.assets {
			if n == 0 {
				sum = u.mul(a[i], u.c(account.weight, i))
				continue
			}
			u.VFMADD231PS(u.c(account.weight, i), a[i], sum)
		}
		u.VMULPS(account.get(), sum, sum)
		account.set(sum)
		if total == nil {
			total = u.load(sum)
		} else {
			u.VADDPS(sum, total, total)
		}
	}
	return total
}

// spend pays a year's needs and finds the tax on its income.
func (u *unit) spend(h *home, year reg.Register) {
	deferred := h.deferred.get()
	taken := u.mul(deferred, u.scalar("required", year))
	deferred = u.sub(deferred, taken)
	d := u.add(u.scalar("need", year), h.tax.get())
	d = u.sub(d, taken)
	short := u.max(d, u.c("zero", 0))
	surplus := u.sub(short, d)
	taxable := u.add(surplus, h.taxable.get())
	basis := u.add(surplus, h.basis.get())

	sold := u.min(short, taxable)
	cost := u.mul(basis, u.share(sold, taxable))
	gain := u.sub(sold, cost)
	u.VMAXPS(u.c("zero", 0), gain, gain)
	h.basis.set(u.sub(basis, cost))
	h.taxable.set(u.sub(taxable, sold))
	u.VSUBPS(sold, short, short)
	drawn := u.min(short, deferred)
	h.deferred.set(u.sub(deferred, drawn))
	u.VSUBPS(drawn, short, short)
	roth := h.roth.get()
	free := u.min(short, roth)
	h.roth.set(u.sub(roth, free))
	u.VSUBPS(free, short, short)
	h.short.set(u.max(short, h.short.get()))

	u.VADDPS(drawn, taken, taken)
	ordinary := u.add(taken, u.scalar("base", year))
	u.VMAXPS(u.c("zero", 0), ordinary, ordinary)
	h.tax.set(u.taxOn(ordinary, gain))
}

// share is what part of the account is sold: 0 of an empty one.
func (u *unit) share(sold, account vector) vector {
	q := u.vec()
	if u.wide {
		some := u.K()
		u.VCMPPS(operand.Imm(above), u.c("zero", 0), account, some)
		u.VDIVPS_Z(account, sold, some, q)
		return q
	}
	some := u.vec()
	u.VCMPPS(operand.Imm(above), u.c("zero", 0), account, some)
	u.VDIVPS(account, sold, q)
	u.VANDPS(some, q, q)
	return q
}

// taxOn is the tax on ordinary income and on the gains on top of it.
func (u *unit) taxOn(ordinary, gain vector) vector {
	tax := u.mul(ordinary, u.c("rise", 0))
	for k := 1; k < 7; k++ {
		part := u.sub(ordinary, u.c("from", k))
		u.VMAXPS(u.c("zero", 0), part, part)
		u.VFMADD231PS(u.c("rise", k), part, tax)
	}
	whole := u.add(ordinary, gain)
	for k := range 2 {
		part, below := u.sub(whole, u.c("gainFrom", k)), u.sub(ordinary, u.c("gainFrom", k))
		u.VMAXPS(u.c("zero", 0), part, part)
		u.VMAXPS(u.c("zero", 0), below, below)
		u.VSUBPS(below, part, part)
		u.VFMADD231PS(u.c("gainRise", k), part, tax)
	}
	return tax
}
