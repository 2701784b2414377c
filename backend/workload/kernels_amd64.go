package workload

import (
	"math"

	"golang.org/x/sys/cpu"
)

// Codes are those that this machine can run, the fastest last.
func Codes() []Code {
	codes := []Code{Portable}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA && cpu.X86.HasAES {
		codes = append(codes, AVX2)
	}
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VAES {
		codes = append(codes, AVX512)
	}
	return codes
}

// kernel plays blocks of futures of one piece of work: see the stubs.
type kernel func(table *[16]uint32, group uint64, blocks int, ends *float32, stride int, passed *uint8)

// kernelPlayer plays with a kernel.
type kernelPlayer struct {
	kernel kernel
	split  int // of how many parts of the kernel's size a block of ours is
	table  [][16]uint32
}

func newPlayer(w Work, c Code, seed uint64) player {
	if c == Portable {
		return newPortablePlayer(w, seed)
	}
	kernels := [...][2]kernel{Monthly: {monthlyAVX2, monthlyAVX512}, Yearly: {yearlyAVX2, yearlyAVX512}}
	p := &kernelPlayer{kernel: kernels[w][c-AVX2], split: 2, table: newTable(w, seed)}
	if c == AVX512 {
		p.split = 1
	}
	return p
}

func (p *kernelPlayer) play(e *Ends, first, blocks int) {
	p.kernel(&p.table[0], uint64(first)/4, blocks*p.split, &e.rows[0][first], 4*e.stride, &e.passed[first/8])
}

// newTable is the constants that the kernels of a piece of work read. An
// allocation of its size begins at a multiple of 64 bytes, so that no vector
// crosses a line of the cache.
func newTable(w Work, seed uint64) [][16]uint32 {
	t := table(make([][16]uint32, tableLength))
	t.shared(w, seed)
	if w == Monthly {
		t.monthly()
	} else {
		t.yearly()
	}
	return t
}

// table is being filled.
type table [][16]uint32

// word fills a vector with a word.
func (t table) word(at int, v uint32) {
	for l := range t[at] {
		t[at][l] = v
	}
}

// floats fills a vector with each of the values.
func (t table) floats(at int, values ...float32) {
	for i, v := range values {
		t.word(at+i, math.Float32bits(v))
	}
}

// series writes values one behind the other.
func (t table) series(at int, values []float32) {
	for i, v := range values {
		t[at+i/16][i%16] = math.Float32bits(v)
	}
}

// blocks fills a vector with a block four times.
func (t table) blocks(at int, b block) {
	for l := range t[at] {
		t[at][l] = b[l%4]
	}
}

func (t table) shared(w Work, seed uint64) {
	for i, k := range roundKeys(seed, domain(w)) {
		t.blocks(atKey+i, k)
	}
	for d := range uint64(yearlyAssets) {
		t.blocks(atDraw+int(d), blockOf(0, d))
	}
	for l := range uint32(4) {
		t[atGroups][4*l] = l
	}
	t.floats(atLogarithm, logarithm[:]...)
	t.floats(atSine, sine[:]...)
	t.floats(atCosine, cosine[:]...)
	t.floats(atPower, power[:]...)
	t.floats(atToWhole, toWhole)
	t.floats(atNear, near[:]...)
	t.floats(atUnity, 1)
	t.floats(atTwo, 2)
	t.floats(atHalfTurn, 0x1p-31)
	t.floats(atHalving, doubleLog2)
	t.word(atOne, 1)
	t.word(atSign, 1<<31)
	t.word(atBias, 158)
	t.word(atMantissa, 0x7fffff)
}

func (t table) monthly() {
	m := newMonthlyModel()
	t.blocks(atAdvance, blockOf(0, 4))
	t.floats(atMean, m.mean[:]...)
	t.floats(atWeight, m.weight[:]...)
	t.floats(atStart, monthlyStart)
	t.floats(atSpent, monthlySpent)
	at := atChol
	for _, row := range m.chol {
		t.floats(at, row...)
		at += len(row)
	}
}

func (t table) yearly() {
	m := newYearlyModel()
	t.blocks(atAdvance, blockOf(0, 8))
	t.floats(atMean, m.mean[:]...)
	t.floats(atWeight, m.taxable[:]...)
	t.floats(atDeferred, m.deferred[:]...)
	t.floats(atRoth, m.roth[:]...)
	t.floats(atStart, taxableStart, basisStart, deferredStart, rothStart)
	t.floats(atFrom, ordinaryFrom[:]...)
	t.floats(atRise, ordinaryRise[:]...)
	t.floats(atGainFrom, gainFrom[:]...)
	t.floats(atGainRise, gainRise[:]...)
	t.series(atNeed, m.need[:])
	t.series(atRequired, m.required[:])
	t.series(atBase, m.base[:])
	at := atChol
	for _, row := range m.chol {
		t.floats(at, row...)
		at += len(row)
	}
}
