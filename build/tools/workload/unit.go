package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// vector is a register of the unit: YMM or ZMM.
type vector = reg.VecVirtual

// unit emits one function for one of the two vector units.
type unit struct {
	*build.Context
	wide  bool // AVX-512: sixteen lanes of ZMM, else eight of YMM
	table reg.Register
	kept  map[int]vector // constants that stay in registers

	// The counters of the futures' blocks under the first key, 128 bits wide
	// where the instructions for them are.
	groups []vector
	// The step's place in the counter's upper half.
	step vector
}

func newUnit(c *build.Context, wide bool) *unit {
	return &unit{Context: c, wide: wide, kept: map[int]vector{}}
}

// name is a function's, for this unit.
func (u *unit) name(work string) string {
	if u.wide {
		return work + "AVX512"
	}
	return work + "AVX2"
}

// lanes is how many futures the unit takes side by side.
func (u *unit) lanes() int {
	if u.wide {
		return 16
	}
	return 8
}

func (u *unit) vec() vector {
	if u.wide {
		return u.ZMM()
	}
	return u.YMM()
}

// mem is a constant in the table.
func (u *unit) mem(name string, i int) operand.Mem {
	return operand.Mem{Base: u.table, Disp: 64 * slot(name, i)}
}

// c is a constant: in a register when it is kept, else in the table.
func (u *unit) c(name string, i int) operand.Op {
	if v, ok := u.kept[slot(name, i)]; ok {
		return v
	}
	return u.mem(name, i)
}

// keep loads constants into registers for the rest of the function.
func (u *unit) keep(name string, from, to int) {
	for i := from; i < to; i++ {
		u.kept[slot(name, i)] = u.load(u.mem(name, i))
	}
}

func (u *unit) load(from operand.Op) vector {
	v := u.vec()
	u.VMOVUPS(from, v)
	return v
}

// scalar is a number of the year in all lanes: the table's from name on, at the
// year's index.
func (u *unit) scalar(name string, year reg.Register) vector {
	v := u.vec()
	m := u.mem(name, 0)
	m.Index, m.Scale = year, 4
	u.VBROADCASTSS(m, v)
	return v
}

// The operations, dst = a op b. The result is a new register.

func (u *unit) add(a, b operand.Op) vector {
	v := u.vec()
	u.VADDPS(b, a, v)
	return v
}

func (u *unit) sub(a, b operand.Op) vector {
	v := u.vec()
	u.VSUBPS(b, a, v)
	return v
}

func (u *unit) mul(a, b operand.Op) vector {
	v := u.vec()
	u.VMULPS(b, a, v)
	return v
}

func (u *unit) max(a, b operand.Op) vector {
	v := u.vec()
	u.VMAXPS(b, a, v)
	return v
}

func (u *unit) min(a, b operand.Op) vector {
	v := u.vec()
	u.VMINPS(b, a, v)
	return v
}

// polynomial is polynomials of the same coefficients, at each of xs.
type polynomial struct {
	name   string
	degree int
	xs     []vector
}

// horner is a polynomial's values.
func (u *unit) horner(name string, degree int, xs []vector) []vector {
	return u.horners(polynomial{name, degree, xs})[0]
}

// horners is the values of several polynomials, a step of all of them before the
// next of any.
func (u *unit) horners(all ...polynomial) [][]vector {
	values := make([][]vector, len(all))
	for n, p := range all {
		for range p.xs {
			values[n] = append(values[n], u.load(u.c(p.name, p.degree)))
		}
	}
	for left := all[0].degree; left > 0; left-- { // the first has the highest degree
		for n, p := range all {
			if d := p.degree - 1 - (all[0].degree - left); d >= 0 {
				for i, x := range p.xs {
					u.VFMADD213PS(u.c(p.name, d), x, values[n][i])
				}
			}
		}
	}
	return values
}

// xor is a ^ b of whole registers.
func (u *unit) xor(a, b operand.Op, dst vector) {
	if u.wide {
		u.VPXORD(b, a, dst)
		return
	}
	u.VPXOR(b, a, dst)
}
