package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf16"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/emscripten"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// The codes of FPDF_GetLastError.
const (
	pdfErrPassword = 4
	pdfErrSecurity = 5
)

// The errno that a machine without files answers.
const (
	enoent = 44
	enosys = 52
)

// errAborted is how PDFium gives up: out of memory, or a broken invariant.
var errAborted = errors.New("pdfium aborted")

// pdfium is the PDF engine in a sandbox that holds no files, no clock and no
// network: what it sees is the memory that it is given. It is used by one
// goroutine.
type pdfium struct {
	ctx     context.Context
	runtime wazero.Runtime
	module  api.Module
	memory  api.Memory
	calls   map[string]api.Function
	stack   [16]uint64
	scratch uint32 // 64 bytes for what functions return through pointers
	err     error  // the first call that failed; after it the module is not used
}

// newPDFium compiles the engine, or takes it from the directory where it was
// compiled before, and starts it.
func newPDFium(ctx context.Context, wasm []byte, cache string) (*pdfium, error) {
	if len(wasm) == 0 {
		return nil, NoPDF
	}
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(wasmPages).WithDebugInfoEnabled(false)
	if cache != "" {
		if kept, err := wazero.NewCompilationCacheWithDir(cache); err == nil { // without one it only takes longer
			p, err := startPDFium(ctx, wasm, config.WithCompilationCache(kept))
			if err == nil {
				return p, nil
			}
		}
	}
	return startPDFium(ctx, wasm, config)
}

func startPDFium(ctx context.Context, wasm []byte, config wazero.RuntimeConfig) (*pdfium, error) {
	p := &pdfium{ctx: ctx, runtime: wazero.NewRuntimeWithConfig(ctx, config), calls: map[string]api.Function{}}
	compiled, err := p.runtime.CompileModule(ctx, wasm)
	if err != nil {
		return nil, errors.Join(NoPDF.With(err), p.runtime.Close(ctx))
	}
	if err := p.surround(compiled); err != nil {
		return nil, errors.Join(NoPDF.With(err), p.runtime.Close(ctx))
	}
	p.module, err = p.runtime.InstantiateModule(ctx, compiled, wazero.NewModuleConfig().WithName("pdfium").WithStartFunctions())
	if err != nil {
		return nil, errors.Join(NoPDF.With(err), p.runtime.Close(ctx))
	}
	p.memory = p.module.Memory()
	p.call("__wasm_call_ctors")
	p.call("FPDF_InitLibrary")
	p.scratch = p.alloc(64)
	if p.err != nil {
		return nil, errors.Join(NoPDF.With(p.err), p.runtime.Close(ctx))
	}
	return p, nil
}

// Close ends the engine and frees all that it held.
func (p *pdfium) Close() error { return p.runtime.Close(p.ctx) }

// surround gives the engine what it imports: C's long jumps and an operating
// system that has nothing.
func (p *pdfium) surround(compiled wazero.CompiledModule) error {
	if _, err := wasi_snapshot_preview1.Instantiate(p.ctx, p.runtime); err != nil {
		return err
	}
	env := p.runtime.NewHostModuleBuilder("env")
	jumps, err := emscripten.NewFunctionExporterForModule(compiled)
	if err != nil {
		return err
	}
	jumps.ExportFunctions(env)
	i32, i64, f64 := api.ValueTypeI32, api.ValueTypeI64, api.ValueTypeF64
	answer := func(name string, value uint64, results []api.ValueType, params ...api.ValueType) {
		env.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(_ context.Context, _ api.Module, stack []uint64) {
			if len(results) > 0 {
				stack[0] = value
			}
		}), params, results).Export(name)
	}
	errno := func(n int32) uint64 { return api.EncodeI32(-n) }
	one := []api.ValueType{i32}
	answer("_tzset_js", 0, nil, i32, i32, i32, i32)
	answer("_localtime_js", 0, nil, i64, i32)
	answer("_gmtime_js", 0, nil, i64, i32)
	answer("emscripten_date_now", api.EncodeF64(0), []api.ValueType{f64})
	answer("__syscall_openat", errno(enoent), one, i32, i32, i32, i32)
	answer("__syscall_fcntl64", errno(enosys), one, i32, i32, i32)
	answer("__syscall_ioctl", errno(enosys), one, i32, i32, i32)
	answer("__syscall_fstat64", errno(enosys), one, i32, i32)
	answer("__syscall_stat64", errno(enoent), one, i32, i32)
	answer("__syscall_newfstatat", errno(enoent), one, i32, i32, i32, i32)
	answer("__syscall_lstat64", errno(enoent), one, i32, i32)
	answer("__syscall_ftruncate64", errno(enosys), one, i32, i64)
	answer("__syscall_getdents64", errno(enosys), one, i32, i32, i32)
	answer("__syscall_unlinkat", errno(enosys), one, i32, i32, i32)
	answer("__syscall_rmdir", errno(enosys), one, i32)
	env.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(context.Context, api.Module, []uint64) {
		panic(errAborted)
	}), nil, nil).Export("_abort_js")
	env.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(_ context.Context, m api.Module, stack []uint64) {
		stack[0] = api.EncodeU32(grow(m.Memory(), uint32(stack[0])))
	}), one, one).Export("emscripten_resize_heap")
	_, err = env.Instantiate(p.ctx)
	return err
}

// grow makes the memory hold size bytes, and a fifth more where that is allowed,
// so that it is not copied at each step; 0 where it may not.
func grow(m api.Memory, size uint32) uint32 {
	const page = 1 << 16
	now := m.Size() / page
	need := uint32((uint64(size) + page - 1) / page)
	if need > wasmPages {
		return 0
	}
	want := min(max(need, now+now/5), wasmPages)
	for _, pages := range []uint32{want, need} {
		if pages <= now {
			return 1
		}
		if _, ok := m.Grow(pages - now); ok {
			return 1
		}
	}
	return 0
}

// call calls a function of the engine and returns its result. After a call that
// failed it does nothing and returns 0; see err.
func (p *pdfium) call(name string, args ...uint64) uint64 {
	if p.err != nil {
		return 0
	}
	f := p.calls[name]
	if f == nil {
		if f = p.module.ExportedFunction(name); f == nil {
			p.err = fmt.Errorf("%s is missing", name)
			return 0
		}
		p.calls[name] = f
	}
	copy(p.stack[:], args)
	if err := f.CallWithStack(p.ctx, p.stack[:]); err != nil {
		p.err = fmt.Errorf("%s: %w", name, err)
		return 0
	}
	return p.stack[0]
}

// i32 calls a function that returns an int.
func (p *pdfium) i32(name string, args ...uint64) int {
	return int(api.DecodeI32(p.call(name, args...)))
}

// alloc takes memory of the engine; TooHeavy is in err where there is none.
func (p *pdfium) alloc(n uint32) uint32 {
	at := uint32(p.call("malloc", uint64(n)))
	if at == 0 && p.err == nil {
		p.err = TooHeavy
	}
	return at
}

// load copies a file into the engine's memory, without a second copy of it here.
func (p *pdfium) load(f file) (at uint32, err error) {
	at = p.alloc(uint32(f.size))
	if p.err != nil {
		return 0, TooHeavy.With(p.err)
	}
	view, ok := p.memory.Read(at, uint32(f.size))
	if !ok {
		return 0, TooHeavy
	}
	if _, err := io.ReadFull(io.NewSectionReader(f, 0, f.size), view); err != nil {
		return 0, Gone.With(err)
	}
	return at, nil
}

// cstring puts a text that ends with 0 into the engine's memory.
func (p *pdfium) cstring(s string) uint32 {
	at := p.alloc(uint32(len(s)) + 1)
	if p.err == nil {
		p.memory.Write(at, append([]byte(s), 0))
	}
	return at
}

// free gives memory back.
func (p *pdfium) free(at uint32) { p.call("free", uint64(at)) }

// utf16 is the text that a function writes as UTF-16 with a closing 0, by the
// custom that it returns how many bytes it has; "" for more than 8 KiB.
func (p *pdfium) utf16(name string, args ...uint64) string {
	n := p.i32(name, append(args, 0, 0)...)
	if n <= 2 || n > 8<<10 {
		return ""
	}
	at := p.alloc(uint32(n))
	defer p.free(at)
	p.call(name, append(args, uint64(at), uint64(n))...)
	raw, ok := p.memory.Read(at, uint32(n))
	if p.err != nil || !ok {
		return ""
	}
	units := make([]uint16, 0, n/2)
	for i := 0; i+1 < len(raw); i += 2 {
		u := uint16(raw[i]) | uint16(raw[i+1])<<8
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return line(string(utf16.Decode(units)))
}

// f32 is a float at an address.
func (p *pdfium) f32(at uint32) float32 {
	v, _ := p.memory.ReadFloat32Le(at)
	return v
}

// f64 is a double at an address.
func (p *pdfium) f64(at uint32) float64 {
	v, _ := p.memory.ReadFloat64Le(at)
	return v
}

// rect is a rectangle in points, y upwards as PDF has it.
type rect struct{ left, top, right, bottom float32 }

// readRect is the FS_RECTF at an address.
func (p *pdfium) readRect(at uint32) rect {
	return rect{p.f32(at), p.f32(at + 4), p.f32(at + 8), p.f32(at + 12)}
}

// finite reports whether all numbers are.
func finite(vs ...float32) bool {
	for _, v := range vs {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return false
		}
	}
	return true
}
