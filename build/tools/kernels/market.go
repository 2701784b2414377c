package main

import (
	"strconv"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

var marketOperations = []operation{
	{
		name: "Words",
		doc: "Words writes four random words per lane: those of Philox4x32-10 at the counter\n" +
			"(c0, c1, the lane's future, c3), under the keys of ten rounds.",
		params: "keys *Keys, c0 uint32, c1 uint32, futures *[Count]uint32, c3 uint32, to *[4][Count]uint32",
		body:   words,
	},
	{
		name:   "Normals",
		doc:    "Normals turns a random word per lane into a standard normal deviate.",
		params: "table *Table, words *[Count]uint32, to *Vec",
		body:   normals,
	},
	{
		name:   "Mix",
		doc:    "Mix writes the sum of the first rows, each times its factor: from 0, in order.",
		params: "to *Vec, rows []Vec, factors []float64",
		body:   mix,
	},
	{
		name: "Grow",
		doc: "Grow writes e^(mean+x), where mean+x is kept within ±20. What it writes where\n" +
			"x is no number differs between units.",
		params: "to, x *Vec, mean float64",
		body:   grow,
	},
}

const (
	philoxM0 = 0xD2511F53
	philoxM1 = 0xCD9E8D57
)

// words works on two vectors of futures at a time, so that the products of one
// are under way while those of the other are used.
func words(k *kernel) {
	keys, futures, out := k.pointer("keys"), k.pointer("futures"), k.pointer("to")
	m0, m1 := k.repeated(philoxM0), k.repeated(philoxM1)
	c0, c1, c3 := k.words("c0"), k.words("c1"), k.words("c3")
	stride := k.bytes() // two vectors, and a word is half a float64
	k.loop("futures", count*4/stride, stride, func(at reg.GPVirtual) {
		var x [2][4]reg.VecVirtual
		for i := range x {
			future := k.vec()
			k.VPMOVZXDQ(operand.Mem{Base: futures, Index: at, Scale: 1, Disp: i * stride / 2}, future)
			x[i] = [4]reg.VecVirtual{c0, c1, future, c3}
		}
		for r := range 10 {
			for i := range x {
				p0, p1 := k.mulWords(x[i][0], m0), k.mulWords(x[i][2], m1)
				x[i] = [4]reg.VecVirtual{
					k.xor3(k.shiftRight(p1, 32), x[i][1], operand.Mem{Base: keys, Disp: 8 * r}), p1,
					k.xor3(k.shiftRight(p0, 32), x[i][3], operand.Mem{Base: keys, Disp: 8*r + 4}), p0,
				}
			}
		}
		for w := range 4 {
			k.narrow(x[0][w], x[1][w], operand.Mem{Base: out, Index: at, Scale: 1, Disp: w * count * 4})
		}
	})
}

// repeated is a word in every lane, to multiply by.
func (k *kernel) repeated(word uint64) reg.VecVirtual { return k.pinned(word) }

// words is a uint32 parameter in every lane's lower half.
func (k *kernel) words(name string) reg.VecVirtual {
	r := k.Load(k.Param(name), k.GP32())
	x := k.XMM()
	k.VMOVD(r, x)
	v := k.vec()
	k.VPBROADCASTD(x, v)
	return v
}

// xor3 is a ^ b ^ the word at m.
func (k *kernel) xor3(a, b reg.VecVirtual, m operand.Mem) reg.VecVirtual {
	if k.wide {
		k.VPTERNLOGD_BCST(operand.U8(0x96), m, b, a)
		return a
	}
	key, v := k.vec(), k.vec()
	k.VPBROADCASTD(m, key)
	k.VPXOR(a, b, v)
	k.VPXOR(v, key, v)
	return v
}

// narrow stores the lower halves of two vectors' lanes.
func (k *kernel) narrow(a, b reg.VecVirtual, m operand.Mem) {
	if k.wide {
		k.VPMOVQD(a, m)
		m.Disp += 32
		k.VPMOVQD(b, m)
		return
	}
	v := k.vec()
	k.VSHUFPS(operand.U8(0x88), b, a, v)
	k.VPERMQ(operand.U8(0xD8), v, v)
	k.VMOVDQU(v, m)
}

// The table's segments: four coefficients each, the first for the leading bits
// of 0.5.
const (
	segmentShift = 47
	segmentBytes = 32
	firstSegment = 1022 << (52 - segmentShift)
)

func normals(k *kernel) {
	table, source, to := k.pointer("table"), k.pointer("words"), k.pointer("to")
	two52 := uint64(0x433) << 52
	consts := []uint64{two52, 0x3FE0000000000000, ^uint64(1<<segmentShift - 1), 1 << (segmentShift - 1)}
	for _, c := range consts {
		k.pattern(c)
	}
	// What is stored across a boundary of 64 bytes is slow to be read back.
	room := k.GP64()
	k.LEAQ(k.AllocLocal(128).Offset(63), room)
	k.ANDQ(operand.I8(-64), room)
	places := operand.Mem{Base: room}
	k.loop("words", k.steps(), k.bytes()/2, func(at reg.GPVirtual) {
		word := k.vec()
		k.VPMOVZXDQ(operand.Mem{Base: source, Index: at, Scale: 1}, word)
		// The word without its sign, exactly, as a float64: 2^52 plus it, less 2^52.
		whole := k.sub(k.or(k.shiftRight(word, 1), k.pattern(two52)), k.pattern(two52))
		b := k.add(whole, k.number(0.5))
		segment := k.shiftRight(b, segmentShift)
		k.spill(k.shiftLeft(segment, 5), places)
		mid := k.or(k.and(b, k.pattern(consts[2])), k.pattern(consts[3]))
		d := k.sub(b, mid)
		var segments []operand.Mem
		for lane := range k.bytes() / 8 {
			place := k.GP64()
			k.MOVQ(places.Offset(8*lane), place)
			segments = append(segments, operand.Mem{Base: table, Index: place, Scale: 1})
		}
		var c [4]reg.VecVirtual
		for pair := range 2 {
			c[2*pair], c[2*pair+1] = k.coefficients(segments, 16*pair-firstSegment*segmentBytes)
		}
		v := c[3]
		for i := 2; i >= 0; i-- {
			v = k.add(k.mul(d, v), c[i])
		}
		k.VMOVUPD(k.xor(v, k.shiftLeft(word, 63)), operand.Mem{Base: to, Index: at, Scale: 2})
	})
}

// spill stores a vector in pieces of 32 bytes, of which words are soon read back.
func (k *kernel) spill(v reg.VecVirtual, to operand.Mem) {
	k.VMOVUPD(v.AsY(), to)
	if k.wide {
		rest := k.YMM()
		k.VEXTRACTF64X4(operand.U8(1), v, rest)
		k.VMOVUPD(rest, to.Offset(32))
	}
}

// coefficients loads two neighbouring coefficients of every lane's segment.
func (k *kernel) coefficients(segments []operand.Mem, at int) (even, odd reg.VecVirtual) {
	var half [2]reg.VecVirtual // of the even and of the odd lanes
	for h := range half {
		four := func(lane int, v reg.VecVirtual) {
			low, high := segments[lane+h].Offset(at), segments[lane+h+2].Offset(at)
			k.VMOVUPD(low, v.AsX())
			if k.wide {
				k.VINSERTF64X2(operand.U8(1), high, v.AsY(), v.AsY())
			} else {
				k.VINSERTF128(operand.U8(1), high, v.AsY(), v.AsY())
			}
		}
		half[h] = k.vec()
		four(0, half[h])
		if k.wide {
			rest := k.YMM()
			four(4, rest)
			k.VINSERTF64X4(operand.U8(1), rest, half[h], half[h])
		}
	}
	even, odd = k.vec(), k.vec()
	k.VUNPCKLPD(half[1], half[0], even)
	k.VUNPCKHPD(half[1], half[0], odd)
	return even, odd
}

// mix keeps as many lanes' sums in registers as there are registers for.
func mix(k *kernel) {
	to := k.pointer("to")
	rows := k.Load(k.Param("rows").Base(), k.GP64())
	factors := k.Load(k.Param("factors").Base(), k.GP64())
	n := k.Load(k.Param("factors").Len(), k.GP64())
	part := 8 * k.bytes()
	for begin := 0; begin < count*8; begin += part {
		var sums [8]reg.VecVirtual
		for i := range sums {
			sums[i] = k.zero()
		}
		label := "rows" + strconv.Itoa(begin/part)
		row, j := k.GP64(), k.GP64()
		k.LEAQ(operand.Mem{Base: rows, Disp: begin}, row)
		k.XORQ(j, j)
		k.TESTQ(n, n)
		k.JZ(operand.LabelRef(label + "done"))
		k.Label(label)
		c := k.vec()
		k.VBROADCASTSD(operand.Mem{Base: factors, Index: j, Scale: 8}, c)
		for i := range sums {
			k.VADDPD(k.mul(c, operand.Mem{Base: row, Disp: i * k.bytes()}), sums[i], sums[i])
		}
		k.ADDQ(operand.U32(count*8), row)
		k.INCQ(j)
		k.CMPQ(j, n)
		k.JB(operand.LabelRef(label))
		k.Label(label + "done")
		for i := range sums {
			k.VMOVUPD(sums[i], operand.Mem{Base: to, Disp: begin + i*k.bytes()})
		}
	}
}

const (
	log2e64    = 0x1.71547652b82fep+6
	ln2Over64H = 0x1.62e42fc000000p-7
	ln2Over64L = 0x1.7d1cf79abc9e4p-34
	roundMagic = 0x1.8p52
)

func grow(k *kernel) {
	to, x := k.pointer("to"), k.pointer("x")
	mean := k.scalar("mean")
	k.hold(20, -20, log2e64, roundMagic, ln2Over64H, ln2Over64L, 1.0/120, 1.0/24, 1.0/6, 0.5)
	k.pattern(63)
	k.pattern(0xFFF << 52)
	powers := k.powers()
	k.loop("lanes", k.steps(), k.bytes(), func(at reg.GPVirtual) {
		v := k.add(mean, operand.Mem{Base: x, Index: at, Scale: 1})
		v = k.below(k.register(k.number(20)), v)
		v = k.above(k.register(k.number(-20)), v)
		n := k.add(k.mul(v, k.number(log2e64)), k.number(roundMagic))
		whole := k.sub(n, k.number(roundMagic))
		r := k.sub(k.sub(v, k.mul(whole, k.number(ln2Over64H))), k.mul(whole, k.number(ln2Over64L)))
		r2 := k.mul(r, r)
		q := k.add(k.mul(r, k.number(1.0/120)), k.number(1.0/24))
		q = k.add(k.mul(r, q), k.number(1.0/6))
		q = k.add(k.mul(r, q), k.number(0.5))
		t := powers(n)
		t = k.add(t, k.mul(t, k.add(r, k.mul(r2, q))))
		t = k.addInt(t, k.and(k.shiftLeft(n, 46), k.pattern(0xFFF<<52)))
		k.VMOVUPD(t, operand.Mem{Base: to, Index: at, Scale: 1})
	})
}

// exp2Table is where the package keeps 2^(j/64).
func (k *kernel) exp2Table() operand.Mem {
	return operand.Mem{Symbol: operand.Symbol{Name: "·exp2Table"}, Base: reg.StaticBase}
}

// powers prepares 2^(j/64) to be looked up by the lowest six bits of a lane: in
// registers where there are many.
func (k *kernel) powers() func(n reg.VecVirtual) reg.VecVirtual {
	table := k.GP64()
	k.LEAQ(k.exp2Table(), table)
	if !k.wide {
		return func(n reg.VecVirtual) reg.VecVirtual { return k.gathered(table, n) }
	}
	var part [8]reg.VecVirtual
	for i := range part {
		part[i] = k.load(operand.Mem{Base: table, Disp: i * k.bytes()})
	}
	k.pattern(16)
	k.pattern(32)
	return func(n reg.VecVirtual) reg.VecVirtual {
		bit4, bit5 := k.K(), k.K()
		k.VPTESTMQ(k.pattern(16), n, bit4)
		k.VPTESTMQ(k.pattern(32), n, bit5)
		var quarter [4]reg.VecVirtual
		for i := range quarter {
			quarter[i] = k.vec()
			k.VMOVAPD(n, quarter[i])
			k.VPERMI2PD(part[2*i+1], part[2*i], quarter[i])
		}
		k.VMOVAPD(quarter[1], bit4, quarter[0])
		k.VMOVAPD(quarter[3], bit4, quarter[2])
		k.VMOVAPD(quarter[2], bit5, quarter[0])
		return quarter[0]
	}
}

// gathered is a table's numbers at the lowest six bits of each lane.
func (k *kernel) gathered(table reg.Register, n reg.VecVirtual) reg.VecVirtual {
	v, mask := k.vec(), k.vec()
	k.VPCMPEQD(mask, mask, mask)
	k.VXORPD(v, v, v)
	k.VGATHERQPD(mask, operand.Mem{Base: table, Index: k.and(n, k.pattern(63)), Scale: 8}, v)
	return v
}
