package httpapi

import (
	"context"
	"io"
	"net/http"

	"meridian/backend/backup"
	"meridian/backend/fault"
	"meridian/backend/job"
)

// Places are databases beside the one in use: brought back from backups, or in
// use before. Its faults are those of the package backup.
type Places interface {
	// TakeIn puts a backup that lies elsewhere on the shelf.
	TakeIn(ctx context.Context, name string, from io.Reader) (backup.Backup, error)
	// BringBack restores a backup into a new place and says what is in it.
	BringBack(ctx context.Context, path, passphrase string, told func(backup.Progress)) (backup.Place, error)
	// Stored is every place, the newest first.
	Stored(ctx context.Context) ([]backup.Place, error)
	// Ready is one of them, every page of whose database was read and is whole.
	Ready(ctx context.Context, id string) (backup.Place, error)
	// LetGo deletes a place for good.
	LetGo(ctx context.Context, id string) error
}

const kindPlace = "place"

// errNoExchange is returned where the program cannot begin again by itself.
var errNoExchange = bad(http.StatusConflict, fault.Unavailable, "place.noExchange",
	fault.Text{EN: "This program cannot begin again by itself.", KO: "이 프로그램은 스스로 다시 시작할 수 없습니다."},
	fault.Text{EN: "Start it with the directory of the place as its data.", KO: "그 폴더를 데이터 폴더로 지정해 시작하세요."})

// takeInBackup reads a file that was chosen on the page.
func (a *API) takeInBackup(w http.ResponseWriter, r *http.Request) error {
	taken, err := a.Places.TakeIn(r.Context(), r.URL.Query().Get("name"), patient{r.Body, http.NewResponseController(w)})
	if err != nil {
		return unread(w, err)
	}
	return reply(w, http.StatusCreated, taken)
}

// restoreBackup begins to bring a backup back into a place of its own; what is in
// use is not touched.
func (a *API) restoreBackup(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[Passphrase](r)
	if err != nil {
		return err
	}
	path, err := a.Backups.Path(r.Context(), r.PathValue("backup"))
	if err != nil {
		return err
	}
	j, err := a.Jobs.Start(r.Context(), job.Spec{Kind: kindPlace, Lane: LaneBackup}, func(ctx context.Context, report func(job.Progress)) (string, error) {
		place, err := a.Places.BringBack(ctx, path, asked.Passphrase, func(p backup.Progress) {
			report(job.Progress{Phase: string(p.Phase), Done: int(p.Done), Total: int(p.Total)})
		})
		if err != nil && ctx.Err() == nil && fault.Of(err) == fault.Internal {
			a.Log.Error("bringing a backup back failed", "error", err)
		}
		return place.ID, err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", Prefix+"/jobs/"+j.ID)
	return reply(w, http.StatusAccepted, Accepted{Job: wireJob(j, localeOf(r))})
}

func (a *API) listPlaces(w http.ResponseWriter, r *http.Request) error {
	places, err := a.Places.Stored(r.Context())
	if err != nil {
		return err
	}
	list := PlaceList{Places: places}
	if a.Refused != nil {
		if place, err := a.Refused(); err != nil {
			list.Refused = &RefusedPlace{Place: place, Problem: problemOf(err, localeOf(r))}
		}
	}
	return reply(w, http.StatusOK, list)
}

func (a *API) letPlaceGo(w http.ResponseWriter, r *http.Request) error {
	if err := a.Places.LetGo(r.Context(), r.PathValue("place")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// switchTo has the program begin again with what is in a place; what is in use
// now is kept. What is in the place is read first: whoever cannot go on with it
// hears so at once, from a program that has not ended.
func (a *API) switchTo(w http.ResponseWriter, r *http.Request) error {
	if a.Exchange == nil {
		return errNoExchange
	}
	place, err := a.Places.Ready(r.Context(), r.PathValue("place"))
	if err != nil {
		return err
	}
	a.Exchange(place)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// PlaceList is every place, the newest first.
type PlaceList struct {
	Places  []backup.Place `json:"places"`
	Refused *RefusedPlace  `json:"refused,omitempty"` // the one that could not be gone on with, when the program last began again
}

// RefusedPlace is a place with which the program could not begin again, and why.
// What was in use before is in use still.
type RefusedPlace struct {
	Place   string          `json:"place"` // its id
	Problem ProblemDocument `json:"problem"`
}
