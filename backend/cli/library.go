package cli

import (
	"context"
	"io"

	"meridian/backend/document"
	"meridian/backend/library"
)

// Library is what the commands about documents need. It works on what was
// added until it is closed.
type Library interface {
	// Tenant is on whose behalf documents are kept when nobody says.
	Tenant(ctx context.Context) (document.Tenant, error)
	Spool(ctx context.Context, from io.Reader, size int64) (*library.Spooled, error)
	Add(ctx context.Context, asked library.NewDocument, file *library.Spooled) (library.Added, error)
	Retry(ctx context.Context, id document.ID, password string) (library.Document, error)
	Document(ctx context.Context, id document.ID) (library.Document, error)
	Shelf(ctx context.Context, tenant document.Tenant) (library.Shelf, error)
	Ask(ctx context.Context, q library.Question) (library.Found, error)
	Pin(ctx context.Context, id document.ID, reason library.Reason, note string) (library.Document, error)
	Unpin(ctx context.Context, id document.ID) (library.Document, error)
	Forgetting(ctx context.Context, id document.ID) (library.Forgetting, error)
	Forget(ctx context.Context, id document.ID) error
	Close() error
}

// library is the family of commands about documents.
func (c *command) library(ctx context.Context, args []string) error {
	kinds := map[string]func(context.Context, []string) error{
		"read": c.libraryRead, "add": c.libraryAdd, "list": c.libraryList, "ask": c.libraryAsk,
		"pin": c.libraryPin, "unpin": c.libraryUnpin, "forget": c.libraryForget,
	}
	if len(args) == 0 || kinds[args[0]] == nil {
		return misuse{c.say("library: say add, list, ask, pin, unpin, forget or read", "library: add, list, ask, pin, unpin, forget, read 중 하나를 쓰세요")}
	}
	return kinds[args[0]](ctx, args[1:])
}
