package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// seriesOperations are those of what a run leaves behind, in single precision.
var seriesOperations = []operation{
	{
		name: "Sift",
		doc: "Sift writes the keys (see Key) that lie after one of eight bounds and not beyond\n" +
			"its end, and returns how many these are. To beyond it writes how many keys lie\n" +
			"after each bound. The number of values is a multiple of 16; to has room for 16\n" +
			"more than there are values.",
		params: "values []float32, after, end, beyond *[8]int32, to []int32", result: "int",
		body: func(k *kernel) { sift(k, "values", k.keyOf) },
	},
	{
		name:   "SiftKeys",
		doc:    "SiftKeys is Sift of keys. They may be written to where they are.",
		params: "keys []int32, after, end, beyond *[8]int32, to []int32", result: "int",
		body: func(k *kernel) { sift(k, "keys", func(reg.VecVirtual) {}) },
	},
}

// singles is how many numbers of single precision a vector has.
func (k *kernel) singles() int { return k.bytes() / 4 }

// bounds is how many bounds Sift has.
const bounds = 8

// keyOf turns numbers into their keys.
func (k *kernel) keyOf(v reg.VecVirtual) {
	sign := k.vec()
	k.VPSRAD(operand.U8(31), v, sign)
	k.VPSRLD(operand.U8(1), sign, sign)
	k.VXORPS(sign, v, v)
}

func sift(k *kernel, from string, toKeys func(reg.VecVirtual)) {
	values := k.Load(k.Param(from).Base(), k.GP64())
	n := k.Load(k.Param(from).Len(), k.GP64())
	to := k.Load(k.Param("to").Base(), k.GP64())
	after, end, beyond := k.pointer("after"), k.pointer("end"), k.pointer("beyond")
	var s sieve
	for i := range bounds {
		s.counts[i] = k.vec()
		k.VPXOR(s.counts[i].AsY(), s.counts[i].AsY(), s.counts[i].AsY())
	}
	if k.wide {
		s.hold(k, after, end)
	} else {
		s.keys = k.AllocLocal(32)
	}
	at, found := k.GP64(), k.GP64()
	k.XORQ(at, at)
	k.XORQ(found, found)
	k.Label("next")
	k.CMPQ(at, n)
	k.JGE(operand.LabelRef("done"))
	key := k.vec()
	k.VMOVUPS(operand.Mem{Base: values, Index: at, Scale: 4}, key)
	toKeys(key)
	room := operand.Mem{Base: to, Index: found, Scale: 4}
	if k.wide {
		s.wide(k, key, room, found)
	} else {
		s.narrow(k, key, after, end, room, found)
	}
	k.ADDQ(operand.U32(k.singles()), at)
	k.JMP(operand.LabelRef("next"))
	k.Label("done")
	s.report(k, beyond)
	k.Store(found, k.ReturnIndex(0))
}

// report adds up every counter's lanes.
func (s *sieve) report(k *kernel, beyond reg.Register) {
	var eight [bounds]reg.VecVirtual
	for i, count := range s.counts {
		eight[i] = k.YMM()
		k.VMOVDQU(count.AsY(), eight[i])
		if k.wide {
			upper := k.YMM()
			k.VEXTRACTI64X4(operand.U8(1), count, upper)
			k.VPADDD(upper, eight[i], eight[i])
		}
	}
	pair := func(a, b reg.VecVirtual) reg.VecVirtual {
		v := k.YMM()
		k.VPHADDD(b, a, v)
		return v
	}
	low := pair(pair(eight[0], eight[1]), pair(eight[2], eight[3]))
	high := pair(pair(eight[4], eight[5]), pair(eight[6], eight[7]))
	lower, upper := k.YMM(), k.YMM()
	k.VPERM2I128(operand.U8(0x20), high, low, lower)
	k.VPERM2I128(operand.U8(0x31), high, low, upper)
	k.VPADDD(lower, upper, lower)
	k.VMOVDQU(lower, operand.Mem{Base: beyond})
}

// sieve is what Sift keeps in registers.
type sieve struct {
	counts [bounds]reg.VecVirtual
	after  [bounds]reg.VecVirtual
	end    [bounds]reg.VecVirtual
	one    reg.VecVirtual
	keys   operand.Mem
}

func (s *sieve) hold(k *kernel, after, end reg.Register) {
	for i := range bounds {
		s.after[i], s.end[i] = k.vec(), k.vec()
		k.VPBROADCASTD(operand.Mem{Base: after, Disp: 4 * i}, s.after[i])
		k.VPBROADCASTD(operand.Mem{Base: end, Disp: 4 * i}, s.end[i])
	}
	r := k.GP32()
	k.MOVL(operand.U32(1), r)
	s.one = k.vec()
	k.VPBROADCASTD(r, s.one)
}

// The comparisons of whole numbers.
const (
	notBeyond = 2
	isBeyond  = 6
)

// wide packs the keys sought of sixteen by one instruction.
func (s *sieve) wide(k *kernel, key reg.VecVirtual, room operand.Mem, found reg.GPVirtual) {
	any := k.K()
	k.KXORW(any, any, any)
	for i := range bounds {
		past, within := k.K(), k.K()
		k.VPCMPD(operand.U8(isBeyond), s.after[i], key, past)
		k.VPADDD(s.one, s.counts[i], past, s.counts[i])
		k.VPCMPD(operand.U8(notBeyond), s.end[i], key, past, within)
		k.KORW(within, any, any)
	}
	packed, bits := k.vec(), k.GP32()
	k.VPCOMPRESSD_Z(key, any, packed)
	k.VMOVUPS(packed, room)
	k.KMOVW(any, bits)
	k.POPCNTL(bits, bits)
	k.ADDQ(bits.As64(), found)
}

// narrow takes the keys sought of eight one by one.
func (s *sieve) narrow(k *kernel, key reg.VecVirtual, after, end reg.Register, room operand.Mem, found reg.GPVirtual) {
	any := k.zero()
	for i := range bounds {
		past, over := k.vec(), k.vec()
		k.VPBROADCASTD(operand.Mem{Base: after, Disp: 4 * i}, past)
		k.VPBROADCASTD(operand.Mem{Base: end, Disp: 4 * i}, over)
		k.VPCMPGTD(past, key, past)
		k.VPSUBD(past, s.counts[i], s.counts[i])
		k.VPCMPGTD(over, key, over)
		k.VPANDN(past, over, past)
		k.VPOR(past, any, any)
	}
	bits, lane, word, less := k.GP32(), k.GP64(), k.GP32(), k.GP32()
	k.VMOVUPS(key, s.keys)
	k.VMOVMSKPS(any, bits)
	k.Label("more")
	k.TESTL(bits, bits)
	k.JZ(operand.LabelRef("none"))
	k.BSFL(bits, lane.As32())
	k.MOVL(s.keys.Idx(lane, 4), word)
	k.MOVL(word, room)
	k.INCQ(found)
	k.LEAL(operand.Mem{Base: bits, Disp: -1}, less)
	k.ANDL(less, bits)
	k.JMP(operand.LabelRef("more"))
	k.Label("none")
}
