package main

import (
	"math"
	"strconv"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// seriesOperations are those of what a run leaves behind, in single precision.
var seriesOperations = []operation{
	{
		name: "Sift",
		doc: "Sift writes the keys (see Key) that lie after one of eight bounds and not beyond\n" +
			"its end, and returns how many these are. To beyond it writes how many keys lie\n" +
			"after each bound. Bounds ascend, and so do ends. The number of values is a multiple\n" +
			"of 16; to has room for 16 more than there are values.",
		params: "values []float32, after, end, beyond *[8]int32, to []int32", result: "int",
		body: func(k *kernel) {
			siftSeries(k, "sift", func(key reg.VecVirtual, _ reg.Register) { k.keyOf(key) })
		},
	},
	{
		name:   "SiftPriced",
		doc:    "SiftPriced is Sift of the products of values and prices, of which there are as many.",
		params: "values, prices []float32, after, end, beyond *[8]int32, to []int32", result: "int",
		body: func(k *kernel) {
			prices := k.Load(k.Param("prices").Base(), k.GP64())
			siftSeries(k, "siftPriced", func(key reg.VecVirtual, at reg.Register) {
				k.VMULPS(operand.Mem{Base: prices, Index: at, Scale: 4}, key, key)
				k.keyOf(key)
			})
		},
	},
	{
		name:   "SiftKeys",
		doc:    "SiftKeys is Sift of keys. They may be written to where they are.",
		params: "keys []int32, after, end, beyond *[8]int32, to []int32", result: "int",
		body: func(k *kernel) { sift(k, "keys", func(reg.VecVirtual, reg.Register) {}) },
	},
	{
		name: "Expect",
		doc: "Expect has a row brought into the cache that will be written, away from whoever\n" +
			"read it last; where there is no instruction for that it does nothing.",
		params: "row *[Count]float32",
		body:   expect,
	},
	{
		name: "Tally",
		doc: "Tally writes how many keys lie after each of sixteen bounds, eight to each of two.\n" +
			"The number of keys is a multiple of 16.",
		params: "keys []int32, low, high, afterLow, afterHigh *[8]int32",
		body:   tallyKeys,
	},
	{
		name: "Cull",
		doc: "Cull writes the keys that lie after a bound and not beyond an end, and returns how\n" +
			"many these are. The number of keys is a multiple of 16; to has room for 16 more\n" +
			"than are found.",
		params: "keys []int32, after, end int32, to []int32", result: "int",
		body: cull,
	},
	{
		name: "Nth",
		doc: "Nth is the key that so many others among sixteen are above: 0 is for the largest,\n" +
			"15 for the least.",
		params: "keys *[16]int32, others int32", result: "int32",
		body: nth,
	},
}

func cull(k *kernel) {
	keys, n := k.Load(k.Param("keys").Base(), k.GP64()), k.Load(k.Param("keys").Len(), k.GP64())
	to := k.Load(k.Param("to").Base(), k.GP64())
	after, end := k.words("after"), k.words("end")
	at, found := k.GP64(), k.GP64()
	k.XORQ(at, at)
	k.XORQ(found, found)
	var place operand.Mem
	if !k.wide {
		place = k.AllocLocal(32)
	}
	k.Label("next")
	k.CMPQ(at, n)
	k.JGE(operand.LabelRef("done"))
	key := k.vec()
	k.VMOVUPS(operand.Mem{Base: keys, Index: at, Scale: 4}, key)
	room := operand.Mem{Base: to, Index: found, Scale: 4}
	if k.wide {
		past, within := k.K(), k.K()
		k.VPCMPD(operand.U8(isBeyond), after, key, past)
		k.VPCMPD(operand.U8(notBeyond), end, key, past, within)
		k.pack(key, within, room, found)
	} else {
		past, over := k.vec(), k.vec()
		k.VPCMPGTD(after, key, past)
		k.VPCMPGTD(end, key, over)
		k.VPANDN(past, over, past)
		k.unpack(key, past, place, room, found)
	}
	k.ADDQ(operand.U32(k.singles()), at)
	k.JMP(operand.LabelRef("next"))
	k.Label("done")
	k.Store(found, k.ReturnIndex(0))
}

// nth counts how many keys are above each, with no branch that hangs on one: what
// is sought is the least of those that no more are above.
func nth(k *kernel) {
	keys, others := k.pointer("keys"), k.words("others")
	unit, greatest := k.splat(1), k.splat(math.MaxInt32)
	var rows, above []reg.VecVirtual
	for i := range 64 / k.bytes() {
		row := k.vec()
		k.VMOVUPS(operand.Mem{Base: keys, Disp: i * k.bytes()}, row)
		rows, above = append(rows, row), append(above, k.zero())
	}
	for i := range 16 {
		one := operand.Mem{Base: keys, Disp: 4 * i}
		if k.wide {
			is := k.K()
			k.VPCMPD_BCST(operand.U8(isBelow), one, rows[0], is)
			k.VPADDD(unit, above[0], is, above[0])
			continue
		}
		each := k.vec()
		k.VPBROADCASTD(one, each)
		for h, row := range rows {
			is := k.vec()
			k.VPCMPGTD(row, each, is)
			k.VPSUBD(is, above[h], above[h])
		}
	}
	least := k.YMM()
	if k.wide {
		is, among, upper := k.K(), k.vec(), k.YMM()
		k.VPCMPD(operand.U8(notBeyond), others, above[0], is)
		k.VPBLENDMD(rows[0], greatest, is, among)
		k.VEXTRACTI64X4(operand.U8(1), among, upper)
		k.VPMINSD(upper, among.AsY(), least)
	} else {
		for h, row := range rows {
			k.VPCMPGTD(others, above[h], above[h])
			k.VBLENDVPS(above[h], greatest, row, row)
		}
		k.VPMINSD(rows[0], rows[1], least)
	}
	k.Store(k.leastOf(least), k.ReturnIndex(0))
}

// leastOf is the least of eight whole numbers.
func (k *kernel) leastOf(v reg.VecVirtual) reg.GPVirtual {
	half, x, found := k.XMM(), v.AsX(), k.GP32()
	k.VEXTRACTI128(operand.U8(1), v, half)
	k.VPMINSD(half, x, x)
	for _, swap := range []uint8{0x4E, 0xB1} {
		k.VPSHUFD(operand.U8(swap), x, half)
		k.VPMINSD(half, x, x)
	}
	k.VMOVD(x, found)
	return found
}

// splat is a whole number of 32 bits in every place.
func (k *kernel) splat(n uint32) reg.VecVirtual {
	r, x, v := k.GP32(), k.XMM(), k.vec()
	k.MOVL(operand.U32(n), r)
	k.VMOVD(r, x)
	k.VPBROADCASTD(x, v)
	return v
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

// siftSeries sifts values by bounds that ascend.
func siftSeries(k *kernel, name string, toKeys func(loaded reg.VecVirtual, at reg.Register)) {
	if !k.wide {
		sift(k, "values", toKeys)
		return
	}
	values, n := k.Load(k.Param("values").Base(), k.GP64()), k.Load(k.Param("values").Len(), k.GP64())
	to := k.Load(k.Param("to").Base(), k.GP64())
	s := k.stair(name, k.pointer("after"), k.pointer("end"))
	at, found, stop, far := k.GP64(), k.GP64(), k.GP64(), k.GP64()
	k.XORQ(at, at)
	k.XORQ(found, found)
	k.Label("chunk")
	k.LEAQ(operand.Mem{Base: at, Disp: 255 * 16}, stop) // as many as a byte can count
	k.MOVQ(n, far)
	k.CMPQ(stop, far)
	k.CMOVQGT(far, stop)
	k.Label("next")
	k.CMPQ(at, stop)
	k.JGE(operand.LabelRef("counted"))
	key := k.vec()
	k.VMOVUPS(operand.Mem{Base: values, Index: at, Scale: 4}, key)
	toKeys(key, at)
	k.pack(key, s.climb(key), operand.Mem{Base: to, Index: found, Scale: 4}, found)
	k.ADDQ(operand.U32(k.singles()), at)
	k.JMP(operand.LabelRef("next"))
	k.Label("counted")
	s.count()
	k.CMPQ(at, n)
	k.JL(operand.LabelRef("chunk"))
	s.totals.report(k, k.pointer("beyond"))
	k.Store(found, k.ReturnIndex(0))
}

// stair is bounds that ascend: how many of them a key lies after is found by halving,
// and looked up by that number are the end that a key may not lie beyond, and what
// counts it, a byte for each bound.
type stair struct {
	*kernel
	bounds, upper   reg.VecVirtual // the second those from the second on
	middle, last    reg.VecVirtual
	ends            reg.VecVirtual // by how many bounds a key lies after
	four, two, one  reg.VecVirtual
	counters, bytes [2]reg.VecVirtual // what counts the first four bounds, and the others; so far
	totals          sieve
	lowest          reg.VecVirtual // byte of four
}

func (k *kernel) stair(name string, after, end reg.Register) *stair {
	s := &stair{kernel: k, four: k.splat(4), two: k.splat(2), one: k.splat(1), lowest: k.splat(0xFF)}
	s.bounds, s.upper, s.middle, s.last, s.ends = k.vec(), k.vec(), k.vec(), k.vec(), k.vec()
	k.VBROADCASTI64X4(operand.Mem{Base: after}, s.bounds)
	k.VALIGND(operand.U8(1), s.bounds, s.bounds, s.upper)
	k.VPBROADCASTD(operand.Mem{Base: after, Disp: 4 * 3}, s.middle)
	k.VPBROADCASTD(operand.Mem{Base: after, Disp: 4 * 7}, s.last)
	k.VBROADCASTI64X4(operand.Mem{Base: end}, s.ends)
	k.VALIGND(operand.U8(15), k.splat(1<<31), s.ends, s.ends)
	for half := range s.counters {
		table := k.StaticGlobal(name + "Counters" + strconv.Itoa(half))
		k.DataAttributes(attr.RODATA | attr.NOPTR)
		for past := range 16 {
			var word uint32
			for i := range 4 {
				if past > 4*half+i {
					word |= 1 << (8 * i)
				}
			}
			k.AddDatum(4*past, operand.U32(word))
		}
		s.counters[half], s.bytes[half] = k.load(table), k.zero()
	}
	s.totals.begin(k)
	return s
}

// climb counts keys, and tells which lie between a bound and its end.
func (s *stair) climb(key reg.VecVirtual) reg.OpmaskVirtual {
	past := func(bound reg.VecVirtual) reg.OpmaskVirtual {
		is := s.K()
		s.VPCMPD(operand.U8(isBeyond), bound, key, is)
		return is
	}
	at := s.vec()
	look := func(in reg.VecVirtual) reg.VecVirtual {
		v := s.vec()
		s.VPERMD(in, at, v)
		return v
	}
	s.VMOVDQA32_Z(s.four, past(s.middle), at)
	s.VPADDD(s.two, at, past(look(s.upper)), at)
	s.VPADDD(s.one, at, past(look(s.bounds)), at)
	s.VPADDD(s.one, at, past(s.last), at)
	for half, bytes := range s.bytes {
		s.VPADDD(look(s.counters[half]), bytes, bytes)
	}
	within := s.K()
	s.VPCMPD(operand.U8(notBeyond), look(s.ends), key, within)
	return within
}

// count adds what bytes have counted to the totals.
func (s *stair) count() {
	for half, bytes := range s.bytes {
		for i := range 4 {
			one := s.vec()
			s.VPSRLD(operand.U8(8*i), bytes, one)
			s.VPANDD(s.lowest, one, one)
			total := s.totals.counts[4*half+i]
			s.VPADDD(one, total, total)
		}
		s.VPXORD(bytes, bytes, bytes)
	}
}

// sift turns what is loaded from a place into keys and sifts them.
func sift(k *kernel, from string, toKeys func(loaded reg.VecVirtual, at reg.Register)) {
	values := k.Load(k.Param(from).Base(), k.GP64())
	n := k.Load(k.Param(from).Len(), k.GP64())
	to := k.Load(k.Param("to").Base(), k.GP64())
	after, end, beyond := k.pointer("after"), k.pointer("end"), k.pointer("beyond")
	var s sieve
	s.begin(k)
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
	toKeys(key, at)
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

// expect has every line of a row fetched.
func expect(k *kernel) {
	k.MOVQ(k.pointer("row"), reg.RAX)
	for range count * 4 / 64 {
		for _, b := range []uint8{0x0F, 0x0D, 0x08} { // PREFETCHW (RAX), which the assembler does not know
			k.Instruction(&ir.Instruction{Opcode: "BYTE", Operands: []operand.Op{operand.U8(b)}})
		}
		k.ADDQ(operand.I8(64), reg.RAX)
	}
}

// tallyKeys counts in one pass where there are registers for all counters, and else in two.
func tallyKeys(k *kernel) {
	keys := k.Load(k.Param("keys").Base(), k.GP64())
	n := k.Load(k.Param("keys").Len(), k.GP64())
	at := k.GP64()
	pass := func(label string, body func(key reg.VecVirtual)) {
		k.XORQ(at, at)
		k.Label(label)
		k.CMPQ(at, n)
		k.JGE(operand.LabelRef(label + "done"))
		key := k.vec()
		k.VMOVUPS(operand.Mem{Base: keys, Index: at, Scale: 4}, key)
		body(key)
		k.ADDQ(operand.U32(k.singles()), at)
		k.JMP(operand.LabelRef(label))
		k.Label(label + "done")
	}
	low, high := &sieve{}, &sieve{}
	if k.wide {
		one := k.splat(1)
		low.begin(k)
		high.begin(k)
		pass("all", func(key reg.VecVirtual) {
			for i := range bounds {
				low.above(k, key, k.pointer("low"), i, one)
				high.above(k, key, k.pointer("high"), i, one)
			}
		})
	} else {
		low.begin(k)
		pass("lower", func(key reg.VecVirtual) {
			for i := range bounds {
				low.above(k, key, k.pointer("low"), i, nil)
			}
		})
	}
	low.report(k, k.pointer("afterLow"))
	if !k.wide {
		high.begin(k)
		pass("higher", func(key reg.VecVirtual) {
			for i := range bounds {
				high.above(k, key, k.pointer("high"), i, nil)
			}
		})
	}
	high.report(k, k.pointer("afterHigh"))
}

// begin begins with none counted.
func (s *sieve) begin(k *kernel) {
	for i := range bounds {
		s.counts[i] = k.vec()
		if c := s.counts[i]; k.wide {
			k.VPXORD(c, c, c)
		} else {
			k.VPXOR(c, c, c)
		}
	}
}

// above counts the keys after a bound.
func (s *sieve) above(k *kernel, key reg.VecVirtual, bound reg.Register, i int, one reg.Register) {
	at := operand.Mem{Base: bound, Disp: 4 * i}
	if k.wide {
		past := k.K()
		k.VPCMPD_BCST(operand.U8(isBeyond), at, key, past)
		k.VPADDD(one, s.counts[i], past, s.counts[i])
		return
	}
	past := k.vec()
	k.VPBROADCASTD(at, past)
	k.VPCMPGTD(past, key, past)
	k.VPSUBD(past, s.counts[i], s.counts[i])
}

// report adds up every counter's lanes.
func (s *sieve) report(k *kernel, beyond reg.Register) {
	var eight [bounds]reg.VecVirtual
	for i, count := range s.counts {
		eight[i] = count
		if k.wide {
			upper := k.YMM()
			eight[i] = k.YMM()
			k.VEXTRACTI64X4(operand.U8(1), count, upper)
			k.VEXTRACTI64X4(operand.U8(0), count, eight[i])
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
	isBelow   = 1
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
	k.pack(key, any, room, found)
}

// pack stores the keys chosen of sixteen by one instruction.
func (k *kernel) pack(key reg.VecVirtual, chosen reg.OpmaskVirtual, room operand.Mem, found reg.GPVirtual) {
	packed, bits := k.vec(), k.GP32()
	k.VPCOMPRESSD_Z(key, chosen, packed)
	k.VMOVUPS(packed, room)
	k.KMOVW(chosen, bits)
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
	k.unpack(key, any, s.keys, room, found)
}

// unpack stores the keys chosen of eight one by one.
func (k *kernel) unpack(key, chosen reg.VecVirtual, place, room operand.Mem, found reg.GPVirtual) {
	bits, lane, word, less := k.GP32(), k.GP64(), k.GP32(), k.GP32()
	k.VMOVUPS(key, place)
	k.VMOVMSKPS(chosen, bits)
	k.Label("more")
	k.TESTL(bits, bits)
	k.JZ(operand.LabelRef("none"))
	k.BSFL(bits, lane.As32())
	k.MOVL(place.Idx(lane, 4), word)
	k.MOVL(word, room)
	k.INCQ(found)
	k.LEAL(operand.Mem{Base: bits, Disp: -1}, less)
	k.ANDL(less, bits)
	k.JMP(operand.LabelRef("more"))
	k.Label("none")
}
