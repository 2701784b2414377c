package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/gotypes"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// count is lanes.Count.
const count = 256

// kernel is one function under construction. Its arithmetic is written once for
// both widths: four lanes in a vector with AVX2, eight with AVX-512.
type kernel struct {
	*build.Context
	wide     bool
	pointers map[string]reg.Register
	shared   constants // constants of the file, by bits
	held     map[uint64]reg.VecVirtual
	at       int          // the byte, in a row of float64, of the lanes under way, past turn
	turn     reg.Register // twice this is the byte that a turn begins at, or nil
	loops    int          // written so far
}

// constants are names of constants in memory, each 32 bytes of the same number.
type constants map[uint64]operand.Mem

// assemble writes an operation's function for one width.
func assemble(ctx *build.Context, o operation, wide bool, shared constants) {
	k := &kernel{
		Context: ctx, wide: wide, shared: shared,
		pointers: map[string]reg.Register{}, held: map[uint64]reg.VecVirtual{},
	}
	ctx.Function(o.function(wide))
	ctx.Attributes(attr.NOSPLIT)
	ctx.SignatureExpr(o.signature())
	o.body(k)
	ctx.VZEROUPPER()
	ctx.RET()
}

// bytes is the size of a vector.
func (k *kernel) bytes() int {
	if k.wide {
		return 64
	}
	return 32
}

// steps is how many vectors a row of float64 is.
func (k *kernel) steps() int { return count * 8 / k.bytes() }

// unrolled is how many vectors of a row are worked on one after the other before
// code is run again: all of a row would crowd out other code.
const unrolled = 8

// each lets the body do every vector of a row.
func (k *kernel) each(body func()) {
	part := func() {
		for i := range unrolled {
			k.at = i * k.bytes()
			body()
		}
	}
	turns := k.steps() / unrolled
	if turns == 1 {
		part()
		return
	}
	k.loops++
	k.loop("part"+strconv.Itoa(k.loops), turns, unrolled*k.bytes()/2, func(at reg.GPVirtual) {
		k.turn = at
		part()
		k.turn = nil
	})
}

// vec is a new register.
func (k *kernel) vec() reg.VecVirtual {
	if k.wide {
		return k.ZMM()
	}
	return k.YMM()
}

// pointer is the register that holds a parameter.
func (k *kernel) pointer(name string) reg.Register {
	if r, ok := k.pointers[name]; ok {
		return r
	}
	r := k.Load(k.Param(name), k.GP64())
	k.pointers[name] = r
	return r
}

// row is the lanes under way of a row of float64.
func (k *kernel) row(name string) operand.Mem {
	return k.part(name, 2)
}

// part is the lanes under way of a row whose numbers are of 4 bytes by a scale.
func (k *kernel) part(name string, scale uint8) operand.Mem {
	m := operand.Mem{Base: k.pointer(name), Disp: k.at / 2 * int(scale)}
	if k.turn != nil {
		m.Index, m.Scale = k.turn, scale
	}
	return m
}

// get loads the lanes under way of a row.
func (k *kernel) get(name string) reg.VecVirtual { return k.load(k.row(name)) }

func (k *kernel) load(m operand.Mem) reg.VecVirtual {
	v := k.vec()
	k.VMOVUPD(m, v)
	return v
}

// put stores the lanes under way of a row.
func (k *kernel) put(name string, v reg.Register) { k.VMOVUPD(v, k.row(name)) }

// scalar is a float64 parameter in every lane. It is not loaded by an
// instruction of SSE, which would wait for the upper halves of all registers.
func (k *kernel) scalar(name string) reg.VecVirtual {
	v := k.vec()
	k.VBROADCASTSD(k.place(k.Param(name)), v)
	return v
}

// place is where a parameter or result is.
func (k *kernel) place(c gotypes.Component) operand.Mem {
	b, err := c.Resolve()
	if err != nil {
		panic("not a parameter of its own")
	}
	return b.Addr
}

// number is a constant in every lane.
func (k *kernel) number(x float64) operand.Op { return k.pattern(math.Float64bits(x)) }

// pattern is a constant of 64 bits in every lane: a register where there are
// many, memory where there are few.
func (k *kernel) pattern(bits uint64) operand.Op {
	m, ok := k.shared[bits]
	if !ok {
		m = k.StaticGlobal(fmt.Sprintf("constant%016x", bits))
		k.DataAttributes(attr.RODATA | attr.NOPTR)
		for i := range 4 {
			k.AddDatum(8*i, operand.U64(bits))
		}
		k.shared[bits] = m
	}
	if !k.wide {
		return m
	}
	return k.pinned(bits)
}

// pinned is a constant in a register.
func (k *kernel) pinned(bits uint64) reg.VecVirtual {
	if v, ok := k.held[bits]; ok {
		return v
	}
	if _, ok := k.shared[bits]; !ok {
		k.pattern(bits)
		if v, ok := k.held[bits]; ok {
			return v
		}
	}
	v := k.vec()
	k.VBROADCASTSD(k.shared[bits], v)
	k.held[bits] = v
	return v
}

// hold puts constants into registers before a loop: no code in a loop may be
// the first to ask for one.
func (k *kernel) hold(xs ...float64) {
	for _, x := range xs {
		k.number(x)
	}
}

// register is an operand in a register.
func (k *kernel) register(a operand.Op) reg.Register {
	if r, ok := a.(reg.Register); ok {
		return r
	}
	return k.load(a.(operand.Mem))
}

func (k *kernel) add(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VADDPD(b, a, v)
	return v
}

func (k *kernel) sub(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VSUBPD(b, a, v)
	return v
}

func (k *kernel) mul(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VMULPD(b, a, v)
	return v
}

func (k *kernel) div(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VDIVPD(b, a, v)
	return v
}

func (k *kernel) and(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VANDPD(b, a, v)
	return v
}

func (k *kernel) or(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VORPD(b, a, v)
	return v
}

func (k *kernel) xor(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VXORPD(b, a, v)
	return v
}

// zero is a register of zeros.
func (k *kernel) zero() reg.VecVirtual {
	v := k.vec()
	k.VXORPD(v, v, v)
	return v
}

// below is the smaller of a and b, b where they are equal or one is no number.
func (k *kernel) below(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VMINPD(b, a, v)
	return v
}

// above is the larger of a and b, b where they are equal or one is no number.
func (k *kernel) above(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VMAXPD(b, a, v)
	return v
}

// min is Go's min: no number where one of both is none, and -0 less than +0.
func (k *kernel) min(a, b reg.Register) reg.VecVirtual {
	t := k.below(a, b)
	return k.or(k.below(t, a), t)
}

// max is Go's max.
func (k *kernel) max(a, b reg.Register) reg.VecVirtual {
	sign := k.pattern(1 << 63)
	return k.xor(k.min(k.xor(a, sign), k.xor(b, sign)), sign)
}

// atLeastZero is Go's max with zero.
func (k *kernel) atLeastZero(a reg.Register, zero reg.Register) reg.VecVirtual {
	return k.add(k.above(zero, a), zero)
}

func (k *kernel) shiftLeft(a reg.Register, by int) reg.VecVirtual {
	v := k.vec()
	k.VPSLLQ(operand.U8(by), a, v)
	return v
}

func (k *kernel) shiftRight(a reg.Register, by int) reg.VecVirtual {
	v := k.vec()
	k.VPSRLQ(operand.U8(by), a, v)
	return v
}

func (k *kernel) addInt(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VPADDQ(b, a, v)
	return v
}

// mulWords is the product of the lower 32 bits.
func (k *kernel) mulWords(a reg.Register, b operand.Op) reg.VecVirtual {
	v := k.vec()
	k.VPMULUDQ(b, a, v)
	return v
}

// loop writes a body that runs a number of times; it gets the byte, in a row of
// float64, of the lanes that a turn begins with.
func (k *kernel) loop(name string, turns, stride int, body func(at reg.GPVirtual)) {
	at := k.GP64()
	k.XORQ(at, at)
	k.Label(name)
	body(at)
	k.ADDQ(operand.U32(stride), at)
	k.CMPQ(at, operand.U32(turns*stride))
	k.JB(operand.LabelRef(name))
}

// signature is the operation's, by types that stand by themselves.
func (o operation) signature() string {
	known := strings.NewReplacer("Vec", "[256]float64", "[Count]", "[256]", "*Table", "*byte", "*Keys", "*byte", "*FederalIncome", "*byte", "*FederalLaw", "*byte", "[]Step", "[][3]float64")
	return known.Replace("func(" + o.params + ") " + o.result)
}
