package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"meridian/backend/document"
	"meridian/backend/fault"
	"meridian/backend/library"
)

// desk is one command about documents: its flags, and the library once it is open.
type desk struct {
	flags  *flag.FlagSet
	data   *string
	tenant *string
	asJSON *bool
	Library
}

func (c *command) newDesk(name string) *desk {
	flags := flag.NewFlagSet("library "+name, flag.ContinueOnError)
	return &desk{
		flags: flags, data: flags.String("data", c.Data, ""),
		tenant: flags.String("tenant", "", ""), asJSON: flags.Bool("json", false, ""),
	}
}

// at opens the library and does one thing with it. What was added and is not
// done goes on at the next start.
func (d *desk) at(ctx context.Context, c *command, do func(tenant document.Tenant) error) (err error) {
	if d.Library, err = c.OpenLibrary(ctx, *d.data); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	tenant := document.Tenant(*d.tenant)
	if tenant == "" {
		if tenant, err = d.Tenant(ctx); err != nil {
			return err
		}
	}
	return do(tenant)
}

// libraryAdd takes files in and waits until they are read. One that fails costs
// its own line and the exit code; the others go on.
func (c *command) libraryAdd(ctx context.Context, args []string) error {
	d := c.newDesk("add")
	locked := d.flags.Bool("password", false, "")
	files, err := c.parseAny(d.flags, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return misuse{c.say("library add: FILE is missing", "library add: FILE이(가) 없습니다")}
	}
	password := ""
	if *locked {
		if password, err = c.askPassword(); err != nil {
			return err
		}
	}
	return d.at(ctx, c, func(tenant document.Tenant) error {
		var ids []document.ID
		failed := false
		for _, name := range files {
			added, err := d.addFile(ctx, tenant, name)
			if err != nil {
				c.complainAbout(filepath.Base(name), err)
				failed = true
				continue
			}
			ids = append(ids, added.Document.ID)
		}
		ended, err := d.await(ctx, c, ids, password)
		if err != nil {
			return err
		}
		if err := c.listed(ended, *d.asJSON); err != nil {
			return err
		}
		for _, doc := range ended {
			failed = failed || doc.State != document.Ready
		}
		if failed {
			return errSaid
		}
		return nil
	})
}

func (d *desk) addFile(ctx context.Context, tenant document.Tenant, name string) (library.Added, error) {
	file, err := os.Open(name)
	if err != nil {
		return library.Added{}, noFile(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return library.Added{}, noFile(err)
	}
	spooled, err := d.Spool(ctx, file, info.Size())
	if err != nil {
		return library.Added{}, err
	}
	defer spooled.Discard()
	return d.Add(ctx, library.NewDocument{Tenant: tenant, Title: filepath.Base(name)}, spooled)
}

// noFile is the fault of a file that is not there, or is none.
func noFile(cause error) error {
	return fault.New(fault.NotFound, "cli.noFile",
		fault.Text{EN: "There is no such file that may be read.", KO: "읽을 수 있는 파일이 없습니다."},
		fault.Text{EN: "Check its name.", KO: "파일 이름을 확인하세요."}).With(cause)
}

// pollEvery is how often it is looked how far documents have come.
const pollEvery = 50 * time.Millisecond

// await waits until nothing is left to do for some documents. A locked one is
// tried once with the password, if there is one.
func (d *desk) await(ctx context.Context, c *command, ids []document.ID, password string) ([]library.Document, error) {
	var ended []library.Document
	for _, id := range ids {
		tried := password == ""
		for {
			doc, err := d.Document(ctx, id)
			if err != nil {
				return nil, err
			}
			if doc.State == document.Locked && !tried {
				tried = true
				if _, err := d.Retry(ctx, id, password); err != nil {
					return nil, err
				}
				continue
			}
			c.showProgress(doc)
			if !doc.State.Unfinished() {
				ended = append(ended, doc)
				break
			}
			select {
			case <-time.After(pollEvery):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
	}
	return ended, nil
}

func (c *command) showProgress(d library.Document) {
	if !isTerminal(c.err) {
		return
	}
	of := ""
	if d.Progress.Total > 0 {
		of = fmt.Sprintf(" %d / %d", d.Progress.Done, d.Progress.Total)
	}
	fmt.Fprintf(c.err, "\r\033[K%s: %s%s\r", d.Title, c.stateName(d.State), of)
	if !d.State.Unfinished() {
		fmt.Fprint(c.err, "\033[K")
	}
}

// stateName is what people call a state.
func (c *command) stateName(s document.State) string {
	return map[document.State]fault.Text{
		document.Waiting:    {EN: "waiting", KO: "대기 중"},
		document.Extracting: {EN: "reading pages", KO: "쪽 읽는 중"},
		document.Chunking:   {EN: "cutting passages", KO: "단락 나누는 중"},
		document.Embedding:  {EN: "embedding", KO: "임베딩 중"},
		document.Indexing:   {EN: "indexing", KO: "색인 중"},
		document.Ready:      {EN: "ready", KO: "준비됨"},
		document.Locked:     {EN: "needs a password", KO: "암호 필요"},
		document.Failed:     {EN: "failed", KO: "실패"},
	}[s].In(c.Locale)
}

// shelved is a document in the JSON that is printed.
type shelved struct {
	ID       document.ID     `json:"id"`
	Tenant   document.Tenant `json:"tenant"`
	Title    string          `json:"title"`
	Kind     document.Kind   `json:"kind"`
	State    document.State  `json:"state"`
	Pages    int             `json:"pages"`
	Passages int             `json:"passages"`
	Expires  *time.Time      `json:"expires,omitempty"` // absent when pinned
	Grace    bool            `json:"grace,omitempty"`
	Pinned   string          `json:"pinned,omitempty"` // why
	Fault    *told           `json:"fault,omitempty"`
}

type told struct {
	Code  string     `json:"code"`
	Title fault.Text `json:"title"`
	Fix   fault.Text `json:"fix"`
}

func shelvedOf(d library.Document) shelved {
	s := shelved{
		ID: d.ID, Tenant: d.Tenant, Title: d.Title, Kind: d.Kind, State: d.State,
		Pages: d.Pages, Passages: d.Passages, Grace: d.Grace,
	}
	if d.Pin != nil {
		s.Pinned = d.Pin.Reason
	} else {
		expires := d.Expires.UTC()
		s.Expires = &expires
	}
	if f := d.Fault; f != nil {
		s.Fault = &told{f.Code, f.Title, f.Fix}
	}
	return s
}

// listed prints documents, each on a line, its fault on the next ones.
func (c *command) listed(documents []library.Document, asJSON bool) error {
	if asJSON {
		all := []shelved{}
		for _, d := range documents {
			all = append(all, shelvedOf(d))
		}
		return c.printJSON(map[string]any{"documents": all})
	}
	for _, d := range documents {
		fmt.Fprintf(c.out, "%s  %s  %s  %s\n", d.ID, c.stateName(d.State), c.until(d), d.Title)
		if d.Fault != nil {
			fmt.Fprintf(c.out, "    %s %s\n", d.Fault.Title.In(c.Locale), d.Fault.Fix.In(c.Locale))
		}
	}
	return nil
}

// until is how long a document stays.
func (c *command) until(d library.Document) string {
	if d.Pin != nil {
		return c.say("kept", "보관")
	}
	text := fmt.Sprintf(c.say("until %s", "%s까지"), d.Expires.Local().Format("2006-01-02 15:04"))
	if d.Grace {
		text += c.say(" (expired while away)", " (꺼져 있는 동안 만료)")
	}
	return text
}

// libraryList prints what is on the shelf.
func (c *command) libraryList(ctx context.Context, args []string) error {
	d := c.newDesk("list")
	if _, err := c.parse(d.flags, args); err != nil {
		return err
	}
	return d.at(ctx, c, func(tenant document.Tenant) error {
		shelf, err := d.Shelf(ctx, tenant)
		if err != nil {
			return err
		}
		return c.listed(shelf.Documents, *d.asJSON)
	})
}

// libraryAsk prints the passages that bear on a question. That there are none
// is no failure.
func (c *command) libraryAsk(ctx context.Context, args []string) error {
	d := c.newDesk("ask")
	most := d.flags.Int("most", 0, "")
	words, err := c.parseAny(d.flags, args)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return misuse{c.say("library ask: QUESTION is missing", "library ask: QUESTION이(가) 없습니다")}
	}
	return d.at(ctx, c, func(tenant document.Tenant) error {
		found, err := d.Ask(ctx, library.Question{Tenant: tenant, Question: strings.Join(words, " "), Most: *most})
		if err != nil {
			return err
		}
		if *d.asJSON {
			return c.printJSON(found)
		}
		c.quotes(found)
		return nil
	})
}

func (c *command) quotes(found library.Found) {
	if len(found.Quotes) == 0 {
		fmt.Fprintln(c.out, c.say("Nothing in the documents bears on this.", "문서에서 관련된 내용을 찾지 못했습니다."))
		return
	}
	for i, q := range found.Quotes {
		if i > 0 {
			fmt.Fprintln(c.out)
		}
		page := document.Page{Number: q.Citation.Page, Label: q.Label, Scanned: q.Scanned}
		fmt.Fprintf(c.out, "── %s, %s (%s)\n%s\n", q.Title, c.pageName(page), q.Citation.Document, strings.TrimSpace(q.Citation.Quote))
	}
}

// libraryPin keeps a document for good.
func (c *command) libraryPin(ctx context.Context, args []string) error {
	d := c.newDesk("pin")
	reason, note := d.flags.String("reason", string(library.Other), ""), d.flags.String("note", "", "")
	names, err := c.parse(d.flags, args, "ID")
	if err != nil {
		return err
	}
	return d.change(ctx, c, func() (library.Document, error) {
		return d.Pin(ctx, document.ID(names[0]), library.Reason(*reason), *note)
	})
}

// libraryUnpin lets a document go again when it is not used.
func (c *command) libraryUnpin(ctx context.Context, args []string) error {
	d := c.newDesk("unpin")
	names, err := c.parse(d.flags, args, "ID")
	if err != nil {
		return err
	}
	return d.change(ctx, c, func() (library.Document, error) { return d.Unpin(ctx, document.ID(names[0])) })
}

func (d *desk) change(ctx context.Context, c *command, do func() (library.Document, error)) error {
	return d.at(ctx, c, func(document.Tenant) error {
		changed, err := do()
		if err != nil {
			return err
		}
		return c.listed([]library.Document{changed}, *d.asJSON)
	})
}

// libraryForget lets go of a document now, and says what went and what stays.
func (c *command) libraryForget(ctx context.Context, args []string) error {
	d := c.newDesk("forget")
	names, err := c.parse(d.flags, args, "ID")
	if err != nil {
		return err
	}
	id := document.ID(names[0])
	return d.at(ctx, c, func(document.Tenant) error {
		what, err := d.Forgetting(ctx, id)
		if err != nil {
			return err
		}
		if err := d.Forget(ctx, id); err != nil {
			return err
		}
		if *d.asJSON {
			return c.printJSON(what)
		}
		fmt.Fprintf(c.out, c.say("Forgotten: %d pages, %d passages, %d vectors, %s bytes.\n", "지운 것: 쪽 %d개, 단락 %d개, 벡터 %d개, %s바이트.\n"),
			what.Goes.Pages, what.Goes.Passages, what.Goes.Vectors, grouped(float64(what.Goes.Bytes)))
		if n := len(what.Stays.Fields); n > 0 {
			fmt.Fprintf(c.out, c.say("%d values in plans that came from it stay, and so does your own file.\n", "이 문서에서 온 계획의 값 %d개와 원래 파일은 그대로 남습니다.\n"), n)
		}
		return nil
	})
}
