package extract

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"meridian/backend/document"
	"meridian/backend/process"
)

// Reader reads documents, each in a child process of its own. Its fields are
// set once; any number of files may be read at a time.
type Reader struct {
	Program string   // path of a program that calls Child: this executable
	Args    []string // what makes it do so
	Cache   string   // directory where the compiled PDF engine is kept; "" keeps none

	starting, reading time.Duration          // in place of timeToStart and timeToRead, in tests
	ended             func(*os.ProcessState) // hears what a child took, in benchmarks
}

// Request names a file.
type Request struct {
	Path     string
	Name     string // as its owner calls it; "" is the path's last part
	Password string
	Known    int // pages from the first that were read before by this Version: they are left out where the kind allows it
}

// Progress is how far the reading of a file is.
type Progress struct {
	Page  int `json:"page"`  // pages that are done
	Pages int `json:"pages"` // there are; 0 where that is not known
}

// Info is what a file is.
type Info struct {
	Kind    document.Kind `json:"kind"`
	Title   string        `json:"title,omitempty"` // that the file gives itself, "" without one
	Pages   int           `json:"pages"`
	Scanned bool          `json:"scanned,omitempty"` // some page's text was recognised
}

// order is what the child is asked.
type order struct {
	Path     string `json:"path"`
	Name     string `json:"name"`
	Password string `json:"password,omitempty"`
	Known    int    `json:"known,omitempty"`
	Cache    string `json:"cache,omitempty"`
}

// Pages calls each for every page in order, and progress before each where it
// is not nil; both are called from this goroutine. It returns what the file is.
// An error of each ends the reading and is returned as it is; what is wrong
// with the file is one of this package's faults.
func (r *Reader) Pages(ctx context.Context, req Request, progress func(Progress), each func(document.Page) error) (Info, error) {
	if err := checkFile(req.Path); err != nil {
		return Info{}, err
	}
	if err := ctx.Err(); err != nil {
		return Info{}, Cancelled.With(err)
	}
	if progress == nil {
		progress = func(Progress) {}
	}
	c, err := r.start()
	if err != nil {
		return Info{}, err
	}
	stop := context.AfterFunc(ctx, func() { c.kill(Cancelled.With(ctx.Err())) })
	defer stop()
	c.ask(order{req.Path, req.Name, req.Password, req.Known, r.Cache})
	info, err := c.listen(req.Known, progress, each)
	err = c.end(err)
	if r.ended != nil {
		r.ended(c.cmd.ProcessState)
	}
	return info, err
}

// child is a process that reads one file.
type child struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	tree  process.Tree
	said  *tail
	clock *clock
	time  time.Duration // to read, once it is ready

	mu  sync.Mutex
	why error // it was killed
}

// start starts a child that waits for its order.
func (r *Reader) start() (*child, error) {
	cmd := exec.Command(r.Program, r.Args...)
	cmd.Env = surroundings()
	cmd.WaitDelay = 5 * time.Second
	c := &child{cmd: cmd, said: &tail{}, time: cmp.Or(r.reading, timeToRead)}
	cmd.Stderr = c.said
	var err error
	if c.in, err = cmd.StdinPipe(); err != nil {
		return nil, NoProcess.With(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, NoProcess.With(err)
	}
	c.out = bufio.NewReaderSize(out, 64<<10)
	process.Prepare(cmd, treeBounds)
	if err := cmd.Start(); err != nil {
		return nil, NoProcess.With(err)
	}
	if c.tree, err = process.Hold(cmd.Process, treeBounds); err != nil {
		return nil, errors.Join(NoProcess.With(err), cmd.Process.Kill(), cmd.Wait())
	}
	c.clock = newClock(cmp.Or(r.starting, timeToStart), func() { c.kill(TooSlow) })
	return c, nil
}

// surroundings is what a child learns of its environment: where programs lie,
// where temporary files go, what the recogniser and Windows need.
func surroundings() []string {
	var kept []string
	for _, name := range []string{"PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot", "TESSDATA_PREFIX", "LANG", "LC_ALL"} {
		if value, set := os.LookupEnv(name); set {
			kept = append(kept, name+"="+value)
		}
	}
	return append(kept, "GOTRACEBACK=none", "OMP_THREAD_LIMIT=1")
}

// ask gives the child its order. Its input stays open: where it ends, the child
// knows that nobody listens any more. A child that cannot be asked is found by
// listening.
func (c *child) ask(o order) {
	_ = json.NewEncoder(c.in).Encode(o)
}

// listen hands on what the child says until it is done. The child may begin
// behind the pages that are known.
func (c *child) listen(known int, progress func(Progress), each func(document.Page) error) (Info, error) {
	told, pages := 0, 0
	for {
		f, err := readFrame(c.out)
		if err != nil {
			return Info{}, crash{err}
		}
		c.clock.pause()
		switch f.kind {
		case frameReady:
			c.clock.set(c.time)
		case frameProgress, framePicture:
			p, err := decodeProgress(f.body)
			if err != nil {
				return Info{}, crash{err}
			}
			if p.Pages > told {
				c.clock.add(time.Duration(p.Pages-told) * timeAPage)
				told = p.Pages
			}
			if f.kind == framePicture {
				c.clock.add(timeAPicture)
			}
			progress(p)
		case framePage:
			p, err := decodePage(f.body)
			if pages == 0 && p.Number == known+1 {
				pages = known
			}
			if err != nil || p.Number != pages+1 {
				return Info{}, crash{err}
			}
			if pages++; pages > told {
				c.clock.add(timeAPage)
			}
			if err := each(p); err != nil {
				return Info{}, err
			}
		case frameDone:
			info, err := decodeInfo(f.body)
			if pages == 0 && info.Pages == known {
				pages = known
			}
			if err != nil || info.Pages != pages {
				return Info{}, crash{err}
			}
			return info, nil
		case frameFault:
			return Info{}, decodeFault(f.body)
		default:
			return Info{}, crash{errFrame}
		}
		c.clock.resume()
	}
}

// crash is that a child ended early, or said what it never should.
type crash struct{ cause error }

func (c crash) Error() string { return fmt.Sprintf("the reader broke off: %v", c.cause) }

// kill ends the child and everything that it started, once.
func (c *child) kill(why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why == nil {
		c.why = why
		c.tree.Kill()
	}
}

// end sees to it that the child is gone, and says what came of it. A child that
// was killed tells nothing else.
func (c *child) end(err error) error {
	c.clock.pause()
	_ = c.in.Close() // it may have closed its end
	if err != nil {
		c.tree.Kill()
	}
	left := c.cmd.Wait()
	c.tree.Release()
	c.mu.Lock()
	defer c.mu.Unlock()
	var broken crash
	switch {
	case c.why != nil && err != nil:
		return c.why
	case !errors.As(err, &broken):
		if errors.Is(err, errFrame) {
			return Crashed.With(err)
		}
		return err
	case c.said.tells("out of memory", "cannot allocate memory", "VirtualAlloc", "address space"):
		return TooHeavy.With(broken)
	}
	return Crashed.With(errors.Join(broken, left))
}

// tail keeps the end of what a child says on its error output: only to tell
// how it died.
type tail struct {
	mu   sync.Mutex
	last []byte
}

const tailBytes = 8 << 10

// Write keeps the last bytes.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = append(t.last, b...)
	if over := len(t.last) - tailBytes; over > 0 {
		t.last = slices.Delete(t.last, 0, over)
	}
	return len(b), nil
}

// tells reports whether any of the words was said.
func (t *tail) tells(any ...string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(string(t.last), w) })
}

// clock runs down while the child works, and stands still while it waits.
type clock struct {
	mu    sync.Mutex
	timer *time.Timer
	left  time.Duration
	since time.Time // it runs since then; zero while it stands
}

func newClock(left time.Duration, over func()) *clock {
	return &clock{timer: time.AfterFunc(left, over), left: left, since: time.Now()}
}

// pause stops the clock.
func (c *clock) pause() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer.Stop()
	if !c.since.IsZero() {
		c.left -= time.Since(c.since)
		c.since = time.Time{}
	}
}

// resume lets the clock run with what is left.
func (c *clock) resume() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.since = time.Now()
	c.timer.Reset(max(c.left, 0))
}

// set is what is left of a clock that stands.
func (c *clock) set(left time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = left
}

// add gives a clock that stands more time.
func (c *clock) add(more time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left += more
}

// threads is how many a child uses: the engine takes one, the collector the other.
func threads() int { return min(2, runtime.NumCPU()) }
