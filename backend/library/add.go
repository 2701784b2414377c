package library

import (
	"context"
	"fmt"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"meridian/backend/document"
)

// Largest is how many bytes a file may have.
const Largest = 512 << 20

// NewDocument says what a file is to be called, and on whose behalf it is kept.
type NewDocument struct {
	Tenant    document.Tenant
	Title     string      // the file's name, or what a person calls it
	VersionOf document.ID // the document that this one is a new version of; "" for whichever has its title
}

// Check refuses what no document can be called.
func (n NewDocument) Check() error {
	if !usableTenant(n.Tenant) {
		return BadTenant
	}
	if !usableLine(n.Title, longestTitle) || document.TitleKey(n.Title) == "" {
		return BadTitle
	}
	return nil
}

const (
	longestTenant = 64  // characters
	longestTitle  = 200 // characters
)

// usableTenant reports whether a tenant is 1 to 64 letters, digits, - and _.
func usableTenant(tenant document.Tenant) bool {
	if tenant == "" || len(tenant) > longestTenant {
		return false
	}
	for _, c := range []byte(tenant) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// usableLine reports whether a text is one line of at most so many characters,
// and valid.
func usableLine(text string, most int) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= most &&
		!strings.ContainsFunc(text, unicode.IsControl)
}

// Add takes a spooled file in. It returns once the file and the record of it
// would survive a loss of power; the file is read afterwards. Bytes that the
// tenant has handed over before are recognised: nothing is read again then,
// unless it had failed.
func (s *Service) Add(ctx context.Context, asked NewDocument, file *Spooled) (Added, error) {
	if err := asked.Check(); err != nil {
		return Added{}, err
	}
	known, err := s.Store.OfHash(ctx, asked.Tenant, file.Hash)
	if err != nil {
		return Added{}, err
	}
	if len(known) > 0 && known[0].State != document.Failed {
		return s.again(ctx, asked, known[0])
	}
	if len(known) > 0 {
		return s.anew(ctx, asked, known[0], file)
	}
	return s.add(ctx, asked, file)
}

// add keeps a document whose bytes are new to its tenant.
func (s *Service) add(ctx context.Context, asked NewDocument, file *Spooled) (Added, error) {
	r := s.record(asked, file)
	var err error
	if r.Earlier, err = s.earlierOf(ctx, asked); err != nil {
		return Added{}, err
	}
	if err := file.settle(s.file(r.ID)); err != nil {
		return Added{}, explainDisk(fmt.Errorf("keep file: %w", err))
	}
	kept, added, err := s.Store.Add(ctx, r)
	if err != nil || !added {
		_ = os.Remove(s.file(r.ID)) // what stays behind goes at the next start
	}
	if err != nil {
		return Added{}, err
	}
	if !added { // another request with the same bytes was quicker
		return s.answer(ctx, kept, SameBytes)
	}
	s.tell(kept, Progress{})
	s.nudge()
	if kept.Earlier != "" {
		return s.answer(ctx, kept, SameTitle)
	}
	return s.answer(ctx, kept, NewFile)
}

// record is what is known of a file before it was read.
func (s *Service) record(asked NewDocument, file *Spooled) document.Record {
	now := s.Now()
	return document.Record{
		ID: document.ID(s.NewID()), Tenant: asked.Tenant, Hash: file.Hash, Title: asked.Title, Bytes: file.Bytes,
		State: document.Waiting, Added: now, Used: now, Expires: document.Expires(now),
	}
}

// earlierOf is the document that a new one may replace; "" when there is none.
func (s *Service) earlierOf(ctx context.Context, asked NewDocument) (document.ID, error) {
	if asked.VersionOf != "" {
		r, err := s.Store.Document(ctx, asked.VersionOf)
		if err == nil && r.Tenant != asked.Tenant {
			err = NoDocument
		}
		return r.ID, err
	}
	same, err := s.Store.OfTitle(ctx, asked.Tenant, asked.Title)
	if err != nil || len(same) == 0 {
		return "", err
	}
	return same[0].ID, nil
}

// again renews the use of a document whose bytes were handed over once more.
func (s *Service) again(ctx context.Context, asked NewDocument, known document.Record) (Added, error) {
	now := s.Now()
	known.Title, known.Used, known.Expires = asked.Title, now, document.Expires(now)
	kept, _, err := s.Store.Add(ctx, known)
	if err != nil {
		return Added{}, err
	}
	s.tell(kept, Progress{})
	return s.answer(ctx, kept, SameBytes)
}

// anew reads a document again that had failed, from the bytes that were just
// handed over.
func (s *Service) anew(ctx context.Context, asked NewDocument, known document.Record, file *Spooled) (Added, error) {
	if err := file.settle(s.file(known.ID)); err != nil {
		return Added{}, explainDisk(fmt.Errorf("keep file: %w", err))
	}
	if _, err := s.again(ctx, asked, known); err != nil {
		return Added{}, err
	}
	if _, err := s.Retry(ctx, known.ID, ""); err != nil {
		return Added{}, err
	}
	kept, err := s.Store.Document(ctx, known.ID)
	if err != nil {
		return Added{}, err
	}
	return s.answer(ctx, kept, SameBytes)
}

func (s *Service) answer(ctx context.Context, r document.Record, known Known) (Added, error) {
	d, err := s.describe(ctx, r)
	return Added{Document: d, Known: known}, err
}

// Retry reads a failed or locked document again, with a password or without.
// The password is held in memory until then and nowhere else.
func (s *Service) Retry(ctx context.Context, id document.ID, password string) (Document, error) {
	if len(password) > longestPassword {
		return Document{}, BadPassword
	}
	if !s.hasFile(id) {
		if _, err := s.Store.Document(ctx, id); err != nil {
			return Document{}, err
		}
		return Document{}, NoSpool
	}
	r, err := s.Store.Change(ctx, id, func(r *document.Record) error {
		if r.State != document.Failed && r.State != document.Locked {
			return NotStopped
		}
		r.State, r.Done, r.Total, r.Fault = document.Waiting, 0, 0, ""
		s.keepPassword(id, password)
		return nil
	})
	if err != nil {
		return Document{}, err
	}
	s.tell(r, Progress{})
	s.nudge()
	return s.describe(ctx, r)
}

// longestPassword is more bytes than any format takes into account.
const longestPassword = 1024

func (s *Service) keepPassword(id document.ID, password string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.passwords, id)
	if password != "" {
		s.passwords[id] = password
	}
}

// spendPassword is the password that was given for a document, once.
func (s *Service) spendPassword(id document.ID) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer delete(s.passwords, id)
	return s.passwords[id]
}
