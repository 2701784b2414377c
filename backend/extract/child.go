package extract

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"meridian/backend/document"
)

// maxOrder bounds what a child is asked.
const maxOrder = 1 << 20

// lastGasp is what a child has left to end its own children once nobody listens.
const lastGasp = time.Second

// Child is the whole life of a process that reads one file: it takes an order
// from in, says pages on out, and makes itself small and polite first. It ends
// the process where in ends, since then nobody listens. wasm is the PDF engine.
// It returns the exit code.
func Child(in io.Reader, out io.Writer, wasm []byte) int {
	runtime.GOMAXPROCS(threads())
	debug.SetMemoryLimit(softMemory)
	yield()
	limitMemory(maxMemory)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	orders := bufio.NewReader(io.LimitReader(in, maxOrder))
	asked, err := orders.ReadBytes('\n')
	var o order
	if err != nil || json.Unmarshal(asked, &o) != nil {
		return 2
	}
	go func() { // ends with the process
		_, _ = io.Copy(io.Discard, orders)
		cancel()
		time.Sleep(lastGasp)
		os.Exit(3)
	}()
	if serve(ctx, o, out, wasm) != nil {
		return 1
	}
	return 0
}

// serve reads one file and says what it finds. The error is of writing: what is
// wrong with the file is said too.
func serve(ctx context.Context, o order, to io.Writer, wasm []byte) error {
	out := bufio.NewWriterSize(to, 64<<10)
	info, err := readOrder(ctx, o, out, wasm)
	if err != nil {
		err = writeFrame(out, frameFault, []byte(codeOf(err)))
	} else {
		err = writeJSON(out, frameDone, info)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

func readOrder(ctx context.Context, o order, out *bufio.Writer, wasm []byte) (Info, error) {
	f, closer, err := openFile(o.Path, o.Name)
	if err != nil {
		return Info{}, err
	}
	defer closer.Close()
	r := &reading{
		ctx: ctx, password: o.Password, known: o.Known, recogniser: findRecogniser(),
		emit: func(p document.Page) error {
			body, err := encodePage(p)
			if err != nil {
				return err
			}
			return writeFrame(out, framePage, body)
		},
		report:    func(p Progress) error { return flushed(out, frameProgress, p) },
		recognise: func(p Progress) error { return flushed(out, framePicture, p) },
	}
	r.newEngine = func() (*pdfium, error) {
		p, err := newPDFium(ctx, wasm, o.Cache)
		if err != nil {
			return nil, err
		}
		return p, writeFrame(out, frameReady, nil)
	}
	defer r.Close()
	return r.read(f)
}

// flushed says how far the child is, and everything before.
func flushed(out *bufio.Writer, kind byte, p Progress) error {
	if err := writeJSON(out, kind, p); err != nil {
		return err
	}
	return out.Flush()
}

func writeJSON(w io.Writer, kind byte, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeFrame(w, kind, body)
}
