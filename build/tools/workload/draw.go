package main

import (
	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// rounds of ARS.
const rounds = 5

// begin sets the counters to a block of futures, from the given group of four
// on, and to step 0.
func (u *unit) begin(group reg.Register) {
	g := u.XMM()
	u.VMOVQ(group, g)
	if u.wide {
		z := u.ZMM()
		u.VSHUFI32X4(operand.Imm(0), g.AsZ(), g.AsZ(), z)
		u.VPADDQ(u.mem("groups", 0), z, u.groups[0])
		u.VPXORD(u.c("key", 0), u.groups[0], u.groups[0])
		u.VPXORD(u.step, u.step, u.step)
		return
	}
	for i, to := range u.groups {
		m := u.mem("groups", 0)
		m.Disp += 16 * i
		u.VPADDQ(m, g, to)
		u.VPXOR(u.mem("key", 0), to, to)
	}
	u.VPXOR(u.step, u.step, u.step)
}

// counters are registers for the counters.
func (u *unit) counters() {
	if u.wide {
		u.groups, u.step = []vector{u.ZMM()}, u.ZMM()
		return
	}
	u.groups, u.step = []vector{u.XMM(), u.XMM()}, u.XMM()
}

// next moves the counters on by a step.
func (u *unit) next() { u.VPADDQ(u.c("advance", 0), u.step, u.step) }

// words are the random words of draws 0 to count-1 of the step. A block of the
// generator gives four neighbouring futures a word each.
func (u *unit) words(draws []int) []vector {
	halves := make([][]vector, len(u.groups))
	for h, group := range u.groups {
		for range draws {
			halves[h] = append(halves[h], u.same(group))
		}
		at := u.same(group)
		u.xor(group, u.step, at)
		for i, d := range draws {
			if d == 0 {
				u.aes("VAESENC", u.c("key", 1), at, halves[h][i])
				continue
			}
			u.xor(at, u.c("draw", d), halves[h][i])
			u.aes("VAESENC", u.c("key", 1), halves[h][i], halves[h][i])
		}
	}
	for r := 2; r <= rounds; r++ {
		for _, half := range halves {
			for _, v := range half {
				if r == rounds {
					u.aes("VAESENCLAST", u.c("key", r), v, v)
				} else {
					u.aes("VAESENC", u.c("key", r), v, v)
				}
			}
		}
	}
	if u.wide {
		return halves[0]
	}
	joined := make([]vector, len(draws))
	for i := range draws {
		joined[i] = u.YMM()
		u.VINSERTI128(operand.Imm(1), halves[1][i], halves[0][i].AsY(), joined[i])
	}
	return joined
}

// aes is a round under a key. avo knows the instructions for XMM alone.
func (u *unit) aes(opcode string, key operand.Op, from, to vector) {
	inputs := []operand.Op{from}
	inputs = append(inputs, key)
	u.Instruction(&ir.Instruction{
		Opcode:   opcode,
		Operands: []operand.Op{key, from, to},
		Inputs:   inputs,
		Outputs:  []operand.Op{to},
	})
}

// same is a register as wide as v.
func (u *unit) same(v vector) vector {
	if u.wide {
		return u.ZMM()
	}
	return u.XMM()
}

// normals are pairs of normals of pairs of words: see normals in Go. The
// polynomials of radius and angle go side by side.
func (u *unit) normals(words []vector) []vector {
	pairs := len(words) / 2
	g, e, x, t := make([]vector, pairs), make([]vector, pairs), make([]vector, pairs), make([]vector, pairs)
	for i := range pairs {
		g[i], e[i] = u.split(words[2*i])
		w := u.vec()
		u.VPSLLD(operand.Imm(1), words[2*i+1], w)
		u.VCVTDQ2PS(w, w)
		x[i] = u.mul(w, u.c("halfTurn", 0))
		t[i] = u.mul(x[i], x[i])
	}
	log := polynomial{"logarithm", 7, g}
	sine, cosine := polynomial{"sine", 4, t}, polynomial{"cosine", 5, t}
	var r, c, s []vector
	if u.wide {
		p := u.horners(log, cosine, sine)
		r, c, s = p[0], p[1], p[2]
	} else {
		r = u.horners(log)[0]
	}
	for i := range pairs {
		u.VMULPS(g[i], r[i], r[i])
		u.VFMADD231PS(u.c("halving", 0), e[i], r[i])
	}
	for i := range pairs {
		u.VSQRTPS(r[i], r[i])
	}
	if !u.wide {
		p := u.horners(cosine, sine)
		c, s = p[0], p[1]
	}
	z := make([]vector, 0, len(words))
	for i := range pairs {
		u.VMULPS(r[i], x[i], x[i])
		u.VMULPS(r[i], c[i], c[i])
		u.VMULPS(x[i], s[i], s[i])
		u.mirror(c[i], words[2*i+1])
		z = append(z, c[i], s[i])
	}
	return z
}

// split is a word's u as 2^e (1+g/2).
func (u *unit) split(word vector) (g, e vector) {
	if u.wide {
		return u.splitWide(word)
	}
	u.VPOR(u.c("one", 0), word, word)
	q, e, sign := u.vec(), u.vec(), u.vec()
	u.VCVTDQ2PS(word, q)
	u.VPSRLD(operand.Imm(23), q, e)
	u.VPSUBD(u.c("bias", 0), e, e)
	u.VCVTDQ2PS(e, e)
	u.VPSRAD(operand.Imm(31), word, sign)
	u.VPANDN(e, sign, e)
	g = u.vec()
	u.VPAND(u.c("mantissa", 0), q, g)
	u.VPOR(u.c("unity", 0), g, g)
	u.VSUBPS(u.c("two", 0), g, g)
	u.VMULPS(u.c("halfTurn", 0), q, q)
	u.VBLENDVPS(word, q, g, g)
	return g, e
}

func (u *unit) splitWide(word vector) (g, e vector) {
	u.VPORD(u.c("one", 0), word, word)
	q := u.vec()
	u.VCVTDQ2PS(word, q)
	tail := u.K()
	u.VPCMPGTD(u.c("zero", 0), word, tail)
	g = u.mul(q, u.c("halfTurn", 0))
	e, m := u.vec(), u.vec()
	u.VGETEXPPS_Z(g, tail, e)
	u.VGETMANTPS(operand.Imm(0), q, m) // in [1, 2)
	u.VSUBPS(u.c("two", 0), m, tail, g)
	return g, e
}

// mirror gives v the sign of the word.
func (u *unit) mirror(v, word vector) {
	if u.wide {
		const flip = 0x78 // v ^ (word & sign)
		u.VPTERNLOGD(operand.Imm(flip), u.c("sign", 0), word, v)
		return
	}
	u.VPAND(u.c("sign", 0), word, word)
	u.VPXOR(word, v, v)
}

// growth is 2^(mean + chol z), asset by asset. nonzero says which elements of
// the factor are not 0, power how powers are found.
func (u *unit) growth(z []held, nonzero [][]bool, power func([]vector) []vector) []vector {
	y := make([]vector, len(z))
	for i := range y {
		y[i] = u.load(u.c("mean", i))
	}
	for j := range z {
		v := z[j].get()
		for i := j; i < len(y); i++ {
			if nonzero[i][j] {
				u.VFMADD231PS(u.c("chol", i*(i+1)/2+j), v, y[i])
			}
		}
	}
	if u.wide {
		return power(y)
	}
	var a []vector // two at a time: there are sixteen registers
	for i := 0; i < len(y); i += 2 {
		a = append(a, power(y[i:i+2])...)
	}
	return a
}

// near is 2^y for y near 0.
func (u *unit) near(y []vector) []vector { return u.horner("near", 6, y) }

// exp2 is 2^y: of the whole nearest to y, which a sum with 3 2^22 leaves in its
// lowest bits, and of the rest.
func (u *unit) exp2(y []vector) []vector {
	t, whole := make([]vector, len(y)), make([]vector, len(y))
	for i := range y {
		whole[i] = u.add(y[i], u.c("toWhole", 0))
		t[i] = u.sub(whole[i], u.c("toWhole", 0))
		u.VSUBPS(t[i], y[i], t[i])
	}
	p := u.horner("power", 5, t)
	for i := range y {
		u.VPSLLD(operand.Imm(23), whole[i], whole[i])
		u.VPADDD(whole[i], p[i], p[i])
	}
	return p
}
