package httpapi

import (
	"context"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"

	"meridian/backend/document"
	"meridian/backend/library"
)

// uploadPause is how long a sender of a file may pause.
const uploadPause = time.Minute

func (a *API) getShelf(w http.ResponseWriter, r *http.Request) error {
	shelf, err := a.Library.Shelf(r.Context(), document.Tenant(r.URL.Query().Get("tenant")))
	if err != nil {
		return err
	}
	wired := Shelf{
		Documents: []LibraryDocument{}, Embedder: shelf.Embedder, OCR: shelf.OCR,
		KeepDays: int(document.Keep / (24 * time.Hour)), Now: shelf.Now.UTC(),
	}
	for _, d := range shelf.Documents {
		wired.Documents = append(wired.Documents, wireDocument(d, localeOf(r)))
	}
	return reply(w, http.StatusOK, wired)
}

// addDocument reads the file as it comes. A repeated request is known by the
// file's hash, which stands for the body: see once.
func (a *API) addDocument(w http.ResponseWriter, r *http.Request) error {
	asked := library.NewDocument{
		Tenant: document.Tenant(r.URL.Query().Get("tenant")), Title: r.URL.Query().Get("title"),
		VersionOf: document.ID(r.URL.Query().Get("versionOf")),
	}
	if err := asked.Check(); err != nil {
		return unread(w, err)
	}
	if r.ContentLength > library.Largest {
		return unread(w, library.FileTooLarge)
	}
	file, err := a.Library.Spool(r.Context(), patient{r.Body, http.NewResponseController(w)}, r.ContentLength)
	if err != nil {
		return unread(w, err)
	}
	defer file.Discard() // does nothing once it was added
	return a.begins.do(w, r, []byte(file.Hash.String()), func(w http.ResponseWriter, r *http.Request) error {
		added, err := a.Library.Add(r.Context(), asked, file)
		if err != nil {
			return err
		}
		w.Header().Set("Location", Prefix+"/library/documents/"+string(added.Document.ID))
		return reply(w, http.StatusAccepted, DocumentAdded{wireDocument(added.Document, localeOf(r)), added.Known})
	})
}

// unread refuses a body that was not read to its end, and closes the
// connection: net/http would read on to keep it.
func unread(w http.ResponseWriter, err error) error {
	w.Header().Set("Connection", "close")
	return err
}

// patient reads a body of any length from a sender who may pause, but not for
// longer than uploadPause.
type patient struct {
	body       io.Reader
	controller *http.ResponseController
}

func (p patient) Read(b []byte) (int, error) {
	_ = p.controller.SetReadDeadline(time.Now().Add(uploadPause)) // not every writer can
	return p.body.Read(b)
}

func documentOf(r *http.Request) document.ID { return document.ID(r.PathValue("document")) }

func (a *API) getLibraryDocument(w http.ResponseWriter, r *http.Request) error {
	return replyDetail(w, r, a.Library.Detail)
}

func (a *API) openDocument(w http.ResponseWriter, r *http.Request) error {
	return replyDetail(w, r, a.Library.Open)
}

func replyDetail(w http.ResponseWriter, r *http.Request, find func(context.Context, document.ID) (library.Detail, error)) error {
	found, err := find(r.Context(), documentOf(r))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, DocumentDetail{wireDocument(found.Document, localeOf(r)), append([]library.PageInfo{}, found.Pages...)})
}

func (a *API) getPage(w http.ResponseWriter, r *http.Request) error {
	number, err := strconv.Atoi(r.PathValue("page"))
	if err != nil {
		return library.NoPage
	}
	p, err := a.Library.Page(r.Context(), documentOf(r), number)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, PageText{
		Number: p.Number, Label: p.Label, Width: p.Width, Height: p.Height,
		Heading: p.Heading, Scanned: p.Scanned, Text: p.Text, Boxes: wireBoxes(p.Boxes),
	})
}

// boxUnit is how fine the place of a character is told: a fifth of a pixel on
// a page shown 2,000 pixels wide.
const boxUnit = 10000

func wireBoxes(boxes []document.Box) []int {
	wired := make([]int, 0, 4*len(boxes))
	for _, b := range boxes {
		for _, edge := range []float32{b.Left, b.Top, b.Right, b.Bottom} {
			wired = append(wired, int(math.Round(float64(edge)*boxUnit)))
		}
	}
	return wired
}

func (a *API) supersedeDocument(w http.ResponseWriter, r *http.Request) error {
	d, err := a.Library.Supersede(r.Context(), documentOf(r))
	return replyDocument(w, r, http.StatusOK, d, err)
}

func (a *API) retryDocument(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[RetryDocument](r)
	if err != nil {
		return err
	}
	d, err := a.Library.Retry(r.Context(), documentOf(r), asked.Password)
	return replyDocument(w, r, http.StatusAccepted, d, err)
}

func (a *API) pinDocument(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[PinDocument](r)
	if err != nil {
		return err
	}
	d, err := a.Library.Pin(r.Context(), documentOf(r), asked.Reason, asked.Note)
	return replyDocument(w, r, http.StatusOK, d, err)
}

func (a *API) unpinDocument(w http.ResponseWriter, r *http.Request) error {
	d, err := a.Library.Unpin(r.Context(), documentOf(r))
	return replyDocument(w, r, http.StatusOK, d, err)
}

func replyDocument(w http.ResponseWriter, r *http.Request, status int, d library.Document, err error) error {
	if err != nil {
		return err
	}
	return reply(w, status, wireDocument(d, localeOf(r)))
}

func (a *API) getProposals(w http.ResponseWriter, r *http.Request) error {
	found, err := a.Library.Proposals(r.Context(), documentOf(r))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, Proposals{append([]library.Proposal{}, found...)})
}

func (a *API) getForgetting(w http.ResponseWriter, r *http.Request) error {
	found, err := a.Library.Forgetting(r.Context(), documentOf(r))
	if err != nil {
		return err
	}
	found.Stays.Fields = append([]library.Field{}, found.Stays.Fields...)
	return reply(w, http.StatusOK, found)
}

func (a *API) forgetDocument(w http.ResponseWriter, r *http.Request) error {
	if err := a.Library.Forget(r.Context(), documentOf(r)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *API) askLibrary(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[library.Question](r)
	if err != nil {
		return err
	}
	found, err := a.Library.Ask(r.Context(), asked)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, found)
}

func wireDocument(d library.Document, locale string) LibraryDocument {
	wired := LibraryDocument{
		ID: d.ID, Tenant: d.Tenant, Title: d.Title, Kind: d.Kind, Bytes: d.Bytes, Pages: d.Pages, Passages: d.Passages,
		State: d.State, Added: d.Added.UTC(), LastUsed: d.Used.UTC(), Grace: d.Grace, Earlier: d.Earlier,
		Scanned: d.Scanned, Issuer: d.About.Issuer, Year: d.About.Year, Linked: d.Linked,
	}
	if d.Progress != (library.Progress{}) {
		wired.Progress = &Progress{Stage: d.State, Done: d.Progress.Done, Total: d.Progress.Total}
	}
	if f := d.Fault; f != nil {
		wired.Fault = &DocumentFault{Code: f.Code, Title: f.Title.In(locale), Fix: f.Fix.In(locale)}
	}
	if p := d.Pin; p != nil {
		wired.Pinned = &DocumentPin{Reason: library.Reason(p.Reason), Note: p.Note, Since: p.Since.UTC()}
	} else {
		expires := d.Expires.UTC()
		wired.Expires = &expires
	}
	return wired
}
