package main

import (
	"sort"
	"strings"

	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// schedule orders the instructions of each long straight stretch of a function
// so that none waits for the one before: a processor looks ahead over some
// hundred instructions only, and a polynomial alone keeps it waiting. Of the
// instructions whose inputs are there, the one with the longest way to the end
// goes first; once as many vectors as the limit are alive, the one that frees
// most, and of those the one that was written first.
func schedule(fn *ir.Function, limit int) {
	for from := 0; from < len(fn.Nodes); {
		to := from
		for to < len(fn.Nodes) && movable(fn.Nodes[to]) {
			to++
		}
		if to-from > 40 {
			s := newStretch(fn.Nodes, from, to)
			copy(fn.Nodes[from:to], s.order(limit))
		}
		from = to + 1
	}
}

// movable says whether a node is an instruction on vectors, which may change
// places with others.
func movable(n ir.Node) bool {
	i, ok := n.(*ir.Instruction)
	return ok && strings.HasPrefix(i.Opcode, "V") && i.Opcode != "VZEROUPPER"
}

// stretch is instructions without labels and jumps.
type stretch struct {
	nodes  []*ir.Instruction
	after  [][]edge // what must come later
	before []int    // how many must come first
	height []int    // cycles to the end
	uses   map[reg.ID]int
	keep   map[reg.ID]bool // alive when the stretch ends
	live   map[reg.ID]bool
}

// edge is an instruction that must come later, and by how many cycles.
type edge struct{ to, wait int }

func newStretch(all []ir.Node, from, to int) *stretch {
	s := &stretch{uses: map[reg.ID]int{}, keep: map[reg.ID]bool{}, live: map[reg.ID]bool{}}
	written := map[reg.ID]bool{}
	for _, n := range all[from:to] {
		i := n.(*ir.Instruction)
		s.nodes = append(s.nodes, i)
		for _, r := range vectors(i.InputRegisters()) {
			s.uses[r]++
			if !written[r] {
				s.live[r], s.keep[r] = true, true // from outside: needed in the next round, too
			}
		}
		for _, r := range vectors(i.OutputRegisters()) {
			written[r] = true
		}
	}
	for at, n := range all {
		if i, ok := n.(*ir.Instruction); ok && (at < from || at >= to) {
			for _, r := range vectors(i.Registers()) {
				s.keep[r] = true
			}
		}
	}
	s.connect()
	return s
}

// vectors are the vector registers among some.
func vectors(rs []reg.Register) []reg.ID {
	var ids []reg.ID
	for _, r := range rs {
		if v, ok := r.(reg.Virtual); ok && r.Kind() == reg.KindVector {
			ids = append(ids, v.ID())
		}
	}
	return ids
}

// connect finds what must come before what.
func (s *stretch) connect() {
	s.after, s.before, s.height = make([][]edge, len(s.nodes)), make([]int, len(s.nodes)), make([]int, len(s.nodes))
	writer, readers := map[any]int{}, map[any][]int{}
	join := func(from, to, wait int) {
		if from != to {
			s.after[from] = append(s.after[from], edge{to, wait})
			s.before[to]++
		}
	}
	for n, i := range s.nodes {
		reads, writes := places(i)
		for _, p := range reads {
			if w, ok := writer[p]; ok {
				join(w, n, latency(s.nodes[w]))
			}
		}
		for _, p := range writes {
			if w, ok := writer[p]; ok {
				join(w, n, 1)
			}
			for _, r := range readers[p] {
				join(r, n, 0)
			}
		}
		for _, p := range reads {
			readers[p] = append(readers[p], n)
		}
		for _, p := range writes {
			writer[p], readers[p] = n, nil
		}
	}
	for n := len(s.nodes) - 1; n >= 0; n-- {
		for _, e := range s.after[n] {
			s.height[n] = max(s.height[n], e.wait+s.height[e.to])
		}
	}
}

// places are the registers and places on the stack that an instruction reads and
// writes. The table is only read, the ends are only written.
func places(i *ir.Instruction) (reads, writes []any) {
	for _, r := range i.InputRegisters() {
		if v, ok := r.(reg.Virtual); ok {
			reads = append(reads, v.ID())
		}
	}
	for _, r := range i.OutputRegisters() {
		if v, ok := r.(reg.Virtual); ok {
			writes = append(writes, v.ID())
		}
	}
	local := func(op operand.Op) bool {
		m, ok := op.(operand.Mem)
		return ok && m.Base == reg.StackPointer
	}
	for _, op := range i.Inputs {
		if local(op) {
			reads = append(reads, op.Asm())
		}
	}
	for _, op := range i.Outputs {
		if local(op) {
			writes = append(writes, op.Asm())
		}
	}
	return reads, writes
}

// latency is how many cycles later a result is there, about, on the machines
// that the kernels are for.
func latency(i *ir.Instruction) int {
	switch op := i.Opcode; {
	case op == "VSQRTPS":
		return 19
	case op == "VDIVPS":
		return 17
	case op == "VAESENC", op == "VAESENCLAST":
		return 4
	case strings.HasPrefix(op, "VMOV"), strings.HasPrefix(op, "VBROADCAST"):
		return 1 // from memory, where they wait for nothing
	case strings.HasPrefix(op, "VP"), strings.HasPrefix(op, "VAND"), op == "VBLENDVPS":
		return 1
	}
	return 4
}

// order is the instructions in their new order.
func (s *stretch) order(limit int) []ir.Node {
	var out []ir.Node
	start := make([]int, len(s.nodes)) // the earliest half cycle
	var ready []int
	for n, b := range s.before {
		if b == 0 {
			ready = append(ready, n)
		}
	}
	for now := 0; len(ready) > 0; now++ {
		sort.Slice(ready, func(a, b int) bool { return s.sooner(ready[a], ready[b], start, now, limit) })
		n := ready[0]
		ready = ready[1:]
		now = max(now, start[n])
		s.issue(n)
		out = append(out, s.nodes[n])
		for _, e := range s.after[n] {
			start[e.to] = max(start[e.to], now+2*e.wait)
			if s.before[e.to]--; s.before[e.to] == 0 {
				ready = append(ready, e.to)
			}
		}
	}
	return out
}

// sooner says whether a goes before b.
func (s *stretch) sooner(a, b int, start []int, now, limit int) bool {
	if len(s.live) >= limit {
		if x, y := s.growth(a), s.growth(b); x != y {
			return x < y
		}
		return a < b
	}
	if x, y := max(start[a], now), max(start[b], now); x != y {
		return x < y
	}
	if s.height[a] != s.height[b] {
		return s.height[a] > s.height[b]
	}
	return a < b
}

// growth is how many more vectors are alive after an instruction.
func (s *stretch) growth(n int) int {
	grown := 0
	written := map[reg.ID]bool{}
	for _, r := range vectors(s.nodes[n].OutputRegisters()) {
		written[r] = true
		if !s.live[r] {
			grown++
		}
	}
	read := map[reg.ID]int{}
	for _, r := range vectors(s.nodes[n].InputRegisters()) {
		read[r]++
	}
	for r, times := range read {
		if s.uses[r] == times && !s.keep[r] && !written[r] {
			grown--
		}
	}
	return grown
}

// issue takes an instruction.
func (s *stretch) issue(n int) {
	for _, r := range vectors(s.nodes[n].InputRegisters()) {
		if s.uses[r]--; s.uses[r] == 0 && !s.keep[r] {
			delete(s.live, r)
		}
	}
	for _, r := range vectors(s.nodes[n].OutputRegisters()) {
		s.live[r] = true
	}
}
