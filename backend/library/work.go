package library

import (
	"context"
	"errors"
	"fmt"
	"time"

	"meridian/backend/chunk"
	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/extract"
	"meridian/backend/fault"
)

// What is committed at a time: little enough that whoever else wants to write
// waits for some milliseconds at most.
const (
	pagesAtOnce    = 16
	runesAtOnce    = 64 << 10
	passagesAtOnce = 128
	textsAtOnce    = 32
	entriesAtOnce  = 32
)

// The pauses after which work that failed for want of something is tried again.
const (
	firstPause   = time.Second
	longestPause = time.Minute
)

// work carries one document after the other, the oldest first, until ctx ends.
func (s *Service) work(ctx context.Context) {
	pause := firstPause
	for ctx.Err() == nil {
		did, err := s.round(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil && !did:
			s.Log.Warn("documents wait", "error", err)
			s.rest(ctx, pause)
			pause = min(2*pause, longestPause)
		case !did:
			s.rest(ctx, 0)
			fallthrough
		default:
			pause = firstPause
		}
	}
}

// rest waits for a nudge, and at most for the pause unless that is 0.
func (s *Service) rest(ctx context.Context, pause time.Duration) {
	if pause > 0 {
		limited, cancel := context.WithTimeout(ctx, pause)
		defer cancel()
		ctx = limited
	}
	select {
	case <-s.wake:
	case <-ctx.Done():
	}
}

// round carries every document that has work to be done. did reports whether
// one of them came to an end; err is of one that could not, for now.
func (s *Service) round(ctx context.Context) (did bool, err error) {
	waiting, err := s.Store.Unfinished(ctx)
	if err != nil {
		return false, err
	}
	s.carries.Lock()
	defer s.carries.Unlock()
	for _, r := range waiting {
		switch e := s.carry(ctx, r); {
		case e == nil, isMissing(e):
			did = true
		case ctx.Err() != nil:
			return did, ctx.Err()
		default:
			err = fmt.Errorf("carry document %s: %w", r.ID, e)
		}
	}
	if err == nil && len(waiting) == 0 {
		return s.renew(ctx)
	}
	return did, err
}

// carry takes a document through the stages that are left of it.
func (s *Service) carry(ctx context.Context, r document.Record) error {
	ctx, end := s.begin(ctx, r.ID)
	defer end()
	for r.State.Unfinished() {
		var err error
		if r, err = s.stage(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// begin notes which document is worked on, so that whoever forgets it can stop
// that first.
func (s *Service) begin(ctx context.Context, id document.ID) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	c := &carrying{id: id, cancel: cancel, done: make(chan struct{})}
	s.mu.Lock()
	s.current = c
	s.mu.Unlock()
	return ctx, func() {
		cancel()
		s.mu.Lock()
		s.current = nil
		s.mu.Unlock()
		close(c.done)
	}
}

// halt stops the work on a document and waits until nothing touches it.
func (s *Service) halt(id document.ID) {
	s.mu.Lock()
	c := s.current
	s.mu.Unlock()
	if c != nil && c.id == id {
		c.cancel()
		<-c.done
	}
}

// stage does what a document's state says and takes it to the next one.
func (s *Service) stage(ctx context.Context, r document.Record) (document.Record, error) {
	s.progress(r, 0, 0)
	switch r.State {
	case document.Extracting:
		return s.extract(ctx, r)
	case document.Chunking:
		return s.chunk(ctx, r)
	case document.Embedding:
		err := s.embed(ctx, r, func(done, total int) { s.progress(r, done, total) })
		if fault.Of(err) == fault.Unavailable && ctx.Err() == nil {
			s.Log.Warn("a document is found by its words until its model answers", "document", r.ID, "error", err)
			err = nil // renew catches up
		}
		if err != nil {
			return r, err
		}
		return s.advance(ctx, r, document.Indexing, nil)
	case document.Indexing:
		return s.index(ctx, r)
	}
	return s.advance(ctx, r, document.Extracting, nil)
}

// advance takes a document to a state, with what else is known of it by then.
func (s *Service) advance(ctx context.Context, r document.Record, to document.State, with func(*document.Record)) (document.Record, error) {
	changed, err := s.Store.Change(ctx, r.ID, func(r *document.Record) error {
		r.State, r.Done, r.Total, r.Fault = to, 0, 0, ""
		if with != nil {
			with(r)
		}
		return nil
	})
	if err == nil {
		s.tell(changed, Progress{})
	}
	return changed, err
}

// progressEvery is the least time between two reports of one document: enough
// for a bar to move smoothly.
const progressEvery = 100 * time.Millisecond

// progress notes and tells how far a document has come in its state.
func (s *Service) progress(r document.Record, done, total int) {
	s.mu.Lock()
	c := s.current
	if c == nil || c.id != r.ID {
		s.mu.Unlock()
		return
	}
	c.stage, c.progress = r.State, Progress{Done: done, Total: total}
	now := time.Now()
	due := total > 0 && now.Sub(c.told) >= progressEvery
	if due {
		c.told = now
	}
	s.mu.Unlock()
	if due {
		s.tell(r, Progress{Done: done, Total: total})
	}
}

// extract reads a document's pages. What was read before the program died is
// not read again where the file's kind allows it, and not kept twice in any.
func (s *Service) extract(ctx context.Context, r document.Record) (document.Record, error) {
	if !s.hasFile(r.ID) {
		return s.stop(ctx, r, document.Failed, NoSpool)
	}
	known, err := s.known(ctx, r)
	if err != nil {
		return r, err
	}
	b := &pageBatch{keep: func(pages []document.Page) error { return s.Store.AddPages(ctx, r.ID, extract.Version, pages) }}
	asked := extract.Request{Path: s.file(r.ID), Name: r.Title, Password: s.spendPassword(r.ID), Known: known}
	info, err := s.Reader.Pages(ctx, asked, func(p extract.Progress) { s.progress(r, p.Page, p.Pages) }, b.add)
	if err == nil {
		err = b.flush()
	}
	switch {
	case b.err != nil:
		return r, b.err
	case ctx.Err() != nil:
		return r, ctx.Err()
	case errors.Is(err, extract.Locked), errors.Is(err, extract.WrongPassword):
		return s.stop(ctx, r, document.Locked, err)
	case err != nil:
		return s.stop(ctx, r, document.Failed, err)
	}
	return s.advance(ctx, r, document.Chunking, func(r *document.Record) { r.Kind, r.Extractor = info.Kind, extract.Version })
}

// known is how many pages of a document were read before, by this version of
// the extractor.
func (s *Service) known(ctx context.Context, r document.Record) (int, error) {
	if r.Extractor != extract.Version {
		return 0, nil
	}
	counts, err := s.Store.Counts(ctx, r.ID)
	return counts[r.ID].Pages, err
}

// pageBatch gathers pages until there are enough to be kept.
type pageBatch struct {
	keep  func([]document.Page) error
	pages []document.Page
	runes int
	err   error // of keep
}

func (b *pageBatch) add(p document.Page) error {
	b.pages, b.runes = append(b.pages, p), b.runes+p.Runes()
	if len(b.pages) >= pagesAtOnce || b.runes >= runesAtOnce {
		return b.flush()
	}
	return nil
}

func (b *pageBatch) flush() error {
	if len(b.pages) > 0 && b.err == nil {
		b.err = b.keep(b.pages)
		b.pages, b.runes = nil, 0
	}
	return b.err
}

// stop ends the work on a document because of its file.
func (s *Service) stop(ctx context.Context, r document.Record, at document.State, why error) (document.Record, error) {
	var f *fault.Error
	if !errors.As(why, &f) {
		s.Log.Error("a document could not be read", "document", r.ID, "error", why)
		f = Unreadable
	}
	return s.advance(ctx, r, at, func(r *document.Record) { r.Fault = f.Encode() })
}

// faultOf is the fault that a record tells of, nil for none.
func faultOf(r document.Record) *fault.Error {
	if r.Fault == "" {
		return nil
	}
	if f, whole := fault.Decode(r.Fault); whole {
		return f
	}
	return Unreadable
}

// chunk cuts a document's pages into passages.
func (s *Service) chunk(ctx context.Context, r document.Record) (document.Record, error) {
	pages, err := s.Store.Pages(ctx, r.ID)
	if err != nil {
		return r, err
	}
	passages, about := chunk.Cut(r.Title, pages)
	for from := 0; from < len(passages); from += passagesAtOnce {
		to := min(from+passagesAtOnce, len(passages))
		if err := s.Store.AddPassages(ctx, r.ID, chunk.Version, passages[from:to]); err != nil {
			return r, err
		}
		s.progress(r, to, len(passages))
	}
	return s.advance(ctx, r, document.Embedding, func(r *document.Record) { r.Chunker, r.About = chunk.Version, about })
}

// embed gives a vector to every passage of a document that has none of the
// library's model.
func (s *Service) embed(ctx context.Context, r document.Record, progress func(done, total int)) error {
	embedder := s.embedder() // the same to the end, whatever is used next
	model := embedder.Model()
	for total := -1; ; {
		texts, left, err := s.Store.Unembedded(ctx, r.ID, model, textsAtOnce)
		if err != nil || left == 0 {
			return err
		}
		total = max(total, left)
		vectors, err := embedder.Embed(ctx, embedding.Passage, texts)
		if err != nil {
			return fmt.Errorf("embed: %w", err)
		}
		if err := s.Store.PutVectors(ctx, r.ID, model, texts, vectors); err != nil {
			return err
		}
		progress(total-left+len(texts), total)
	}
}

// index makes a document's passages findable. It may be seen by a search only
// once it is ready.
func (s *Service) index(ctx context.Context, r document.Record) (document.Record, error) {
	counts, err := s.Store.Counts(ctx, r.ID)
	if err != nil {
		return r, err
	}
	done := 0
	err = s.indexVectors(ctx, r, func(n int) {
		done += n
		s.progress(r, min(done, counts[r.ID].Passages), counts[r.ID].Passages)
	})
	if err != nil {
		return r, err
	}
	s.dropFile(r.ID) // nothing reads it any more, and whoever hears of ready may count on that
	ready, err := s.Store.Finish(ctx, r.ID)
	if err != nil {
		return r, err
	}
	s.tell(ready, Progress{})
	return ready, nil
}

// indexVectors makes what is left of a document's passages findable by the
// vectors of the library's model.
func (s *Service) indexVectors(ctx context.Context, r document.Record, did func(n int)) error {
	model := s.embedder().Model()
	for {
		n, err := s.Store.IndexVectors(ctx, r.ID, model, entriesAtOnce)
		if err != nil || n == 0 {
			return err
		}
		did(n)
	}
}
