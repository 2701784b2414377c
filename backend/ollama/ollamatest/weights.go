package ollamatest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
)

// Weights is a model file under construction, GGUF version 3. Keys and tensors
// keep their order, so that the same model is the same bytes.
type Weights struct {
	keys    []key
	tensors []tensor
}

type key struct {
	name  string
	value any
}

// kind is how a tensor's numbers are stored.
type kind uint32

const (
	f32 kind = 0
	f16 kind = 1
)

type tensor struct {
	name string
	dims []int // the first is the contiguous one, which is a matrix's input
	kind kind
	data []float32
}

// alignment of tensors within the file, in bytes.
const alignment = 32

// set adds a key: text, truth, uint32, float32, or a list of texts or of int32.
func (w *Weights) set(name string, value any) { w.keys = append(w.keys, key{name, value}) }

// tensor adds a tensor. A layer from in to out has the dimensions (in, out), and
// its data out rows of in numbers.
func (w *Weights) tensor(name string, k kind, data []float32, dims ...int) {
	n := 1
	for _, d := range dims {
		n *= d
	}
	if n != len(data) {
		panic(fmt.Sprintf("ollamatest: tensor %s has %d numbers for %v", name, len(data), dims))
	}
	w.tensors = append(w.tensors, tensor{name, dims, k, data})
}

// Bytes is the file.
func (w *Weights) Bytes() []byte {
	var b writer
	b.WriteString("GGUF")
	b.u32(3)
	b.u64(len(w.tensors))
	b.u64(len(w.keys))
	for _, k := range w.keys {
		b.text(k.name)
		b.value(k.value)
	}
	at := 0
	for _, t := range w.tensors {
		b.text(t.name)
		b.u32(uint32(len(t.dims)))
		for _, d := range t.dims {
			b.u64(d)
		}
		b.u32(uint32(t.kind))
		b.u64(at)
		at += padded(t.size())
	}
	b.pad()
	for _, t := range w.tensors {
		b.numbers(t)
		b.pad()
	}
	return b.Bytes()
}

func (t tensor) size() int {
	if t.kind == f16 {
		return 2 * len(t.data)
	}
	return 4 * len(t.data)
}

func padded(n int) int { return (n + alignment - 1) / alignment * alignment }

// writer writes little-endian values.
type writer struct{ bytes.Buffer }

func (b *writer) u32(v uint32) { b.Write(binary.LittleEndian.AppendUint32(nil, v)) }
func (b *writer) u64(v int)    { b.Write(binary.LittleEndian.AppendUint64(nil, uint64(v))) }
func (b *writer) text(s string) {
	b.u64(len(s))
	b.WriteString(s)
}

func (b *writer) pad() { b.Write(make([]byte, padded(b.Len())-b.Len())) }

// The format's numbers for the types of values.
const (
	isUint32  = 4
	isInt32   = 5
	isFloat32 = 6
	isBool    = 7
	isString  = 8
	isArray   = 9
)

func (b *writer) value(v any) {
	switch v := v.(type) {
	case string:
		b.u32(isString)
		b.text(v)
	case bool:
		b.u32(isBool)
		b.WriteByte(map[bool]byte{true: 1}[v])
	case uint32:
		b.u32(isUint32)
		b.u32(v)
	case float32:
		b.u32(isFloat32)
		b.u32(math.Float32bits(v))
	case []string:
		b.list(isString, len(v))
		for _, s := range v {
			b.text(s)
		}
	case []int32:
		b.list(isInt32, len(v))
		for _, n := range v {
			b.u32(uint32(n))
		}
	default:
		panic(fmt.Sprintf("ollamatest: no such type of value: %T", v))
	}
}

func (b *writer) list(of uint32, n int) {
	b.u32(isArray)
	b.u32(of)
	b.u64(n)
}

func (b *writer) numbers(t tensor) {
	for _, v := range t.data {
		if t.kind == f16 {
			b.Write(binary.LittleEndian.AppendUint16(nil, half(v)))
		} else {
			b.u32(math.Float32bits(v))
		}
	}
}

// half is IEEE half precision, rounded to the nearest even. The models' numbers
// are far from its ends, and those too small for it become 0.
func half(v float32) uint16 {
	bits := math.Float32bits(v)
	sign, exponent, mantissa := uint16(bits>>16)&0x8000, int(bits>>23&0xff)-127, bits&0x7fffff
	switch {
	case exponent > 15:
		panic("ollamatest: a number is too large for half precision")
	case exponent < -14:
		return sign
	}
	h := uint32(exponent+15)<<10 | mantissa>>13
	if rest := mantissa & 0x1fff; rest > 0x1000 || rest == 0x1000 && h&1 == 1 {
		h++
	}
	return sign | uint16(h)
}

// filled is n times the same number.
func filled(n int, v float32) []float32 {
	data := make([]float32, n)
	for i := range data {
		data[i] = v
	}
	return data
}
