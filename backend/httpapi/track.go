package httpapi

import (
	"context"
	"net/http"

	"meridian/backend/actual"
	"meridian/backend/track"
)

// Track keeps what really happened, and what was forecast at the time. Its
// faults are those of the packages track and statement.
type Track interface {
	State(ctx context.Context, planID string) (track.State, error)
	// CheckIn keeps what somebody found on a day, and takes it into the plan where
	// that is asked for.
	CheckIn(ctx context.Context, planID string, asked track.NewCheckIn) (actual.CheckIn, error)
	DropCheckIn(ctx context.Context, planID, id string) error
	// Snapshot keeps what the plan's forecast says now; Course is what one said and
	// what came.
	Snapshot(ctx context.Context, planID string) (actual.Snapshot, error)
	Course(ctx context.Context, planID, id string) (track.Course, error)
	DropSnapshot(ctx context.Context, planID, id string) error
	// Review says what an import would do, Import does it, DropImport takes it back.
	Review(ctx context.Context, planID string, asked track.NewImport) (track.Review, error)
	Import(ctx context.Context, planID string, asked track.NewImport) (actual.Import, error)
	DropImport(ctx context.Context, planID, id string) error
}

func (a *API) getTrack(w http.ResponseWriter, r *http.Request) error {
	state, err := a.Track.State(r.Context(), r.PathValue("plan"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, state)
}

func (a *API) checkIn(w http.ResponseWriter, r *http.Request) error {
	return made(w, r, a.Track.CheckIn)
}

func (a *API) dropCheckIn(w http.ResponseWriter, r *http.Request) error {
	return dropped(w, r, "checkIn", a.Track.DropCheckIn)
}

func (a *API) takeSnapshot(w http.ResponseWriter, r *http.Request) error {
	snapshot, err := a.Track.Snapshot(r.Context(), r.PathValue("plan"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusCreated, snapshot)
}

func (a *API) getCourse(w http.ResponseWriter, r *http.Request) error {
	course, err := a.Track.Course(r.Context(), r.PathValue("plan"), r.PathValue("snapshot"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, course)
}

func (a *API) dropSnapshot(w http.ResponseWriter, r *http.Request) error {
	return dropped(w, r, "snapshot", a.Track.DropSnapshot)
}

func (a *API) reviewImport(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[track.NewImport](r)
	if err != nil {
		return err
	}
	review, err := a.Track.Review(r.Context(), r.PathValue("plan"), asked)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, review)
}

func (a *API) importStatement(w http.ResponseWriter, r *http.Request) error {
	return made(w, r, a.Track.Import)
}

func (a *API) dropImport(w http.ResponseWriter, r *http.Request) error {
	return dropped(w, r, "import", a.Track.DropImport)
}

// made answers with what was kept of a body for a plan.
func made[In, Out any](w http.ResponseWriter, r *http.Request, do func(context.Context, string, In) (Out, error)) error {
	asked, err := decode[In](r)
	if err != nil {
		return err
	}
	kept, err := do(r.Context(), r.PathValue("plan"), asked)
	if err != nil {
		return err
	}
	return reply(w, http.StatusCreated, kept)
}

// dropped takes away what a part of the path names.
func dropped(w http.ResponseWriter, r *http.Request, part string, do func(ctx context.Context, planID, id string) error) error {
	if err := do(r.Context(), r.PathValue("plan"), r.PathValue(part)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
