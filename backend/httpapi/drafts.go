package httpapi

import (
	"context"
	"errors"
	"net/http"

	"meridian/backend/access"
	"meridian/backend/fault"
	"meridian/backend/guest"
	"meridian/backend/journal"
	"meridian/backend/plan"
)

// nameAccepted is the edit name of a draft that was taken into its plan.
const nameAccepted = "edit.draft"

// ownDraft refuses a plan that is not an open draft of whoever asks.
func (a *API) ownDraft(ctx context.Context, who access.Principal, id string) error {
	if a.Guests == nil {
		return errNotAllowed
	}
	d, err := a.Guests.Draft(ctx, id)
	if errors.Is(err, guest.NoDraft) {
		return errOnlyDrafts
	}
	if err != nil {
		return err
	}
	if d.By != who.ID {
		return errOnlyDrafts
	}
	if d.State != guest.DraftOpen {
		return guest.NotOpen
	}
	return nil
}

var errOnlyDrafts = bad(http.StatusForbidden, fault.Refused, "draft.needed",
	fault.Text{EN: "You change drafts of your own, and not the plan itself.", KO: "계획 자체가 아니라 직접 만든 초안만 고칠 수 있습니다."},
	fault.Text{EN: "Begin a draft; the owner accepts or declines it.", KO: "초안을 시작하세요. 소유자가 받아들이거나 거절합니다."})

func (a *API) startDraft(w http.ResponseWriter, r *http.Request) error {
	of := r.PathValue("plan")
	if _, err := a.Guests.Draft(r.Context(), of); err == nil {
		return errDraftOfDraft
	} else if !errors.Is(err, guest.NoDraft) {
		return err
	}
	base, err := a.Plans.Open(r.Context(), of)
	if err != nil {
		return err
	}
	state, err := a.Plans.Create(r.Context(), base.Plan)
	if err != nil {
		return err
	}
	if _, err := a.Guests.OpenDraft(r.Context(), state.ID, of, base.Revision); err != nil {
		return errors.Join(err, a.Plans.Archive(r.Context(), state.ID))
	}
	return reply(w, http.StatusCreated, a.wirePlan(r, state))
}

var errDraftOfDraft = fault.New(fault.Conflict, "draft.ofDraft",
	fault.Text{EN: "This is a draft already.", KO: "이미 초안입니다."},
	fault.Text{EN: "Change it as it is.", KO: "그대로 고치면 됩니다."})

func (a *API) listDrafts(w http.ResponseWriter, r *http.Request) error {
	all, err := a.Guests.Drafts(r.Context())
	if err != nil {
		return err
	}
	who, list := access.Who(r.Context()), DraftList{Drafts: []Draft{}}
	for _, d := range all {
		if who.Role == access.Adviser && d.By != who.ID {
			continue
		}
		g, err := a.Guests.Guest(r.Context(), d.By)
		if err != nil && !errors.Is(err, guest.NoGuest) {
			return err
		}
		list.Drafts = append(list.Drafts, Draft{Plan: d.Plan, Of: d.Of, By: d.By, Name: g.Name, Made: d.Made, State: d.State})
	}
	return reply(w, http.StatusOK, list)
}

// acceptDraft takes what a draft changed into its plan as it stands now. Fields
// that the draft did not touch stay as whoever else has changed them since; where
// both changed one, both values are kept for the owner to choose.
func (a *API) acceptDraft(w http.ResponseWriter, r *http.Request) error {
	d, err := a.openDraft(r)
	if err != nil {
		return err
	}
	asked, err := decode[Base](r)
	if err != nil {
		return err
	}
	patch, err := a.changesOf(r.Context(), d)
	if err != nil {
		return err
	}
	g, err := a.Guests.Guest(r.Context(), d.By)
	if err != nil && !errors.Is(err, guest.NoGuest) {
		return err
	}
	name := journal.EditName{Key: nameAccepted, Args: map[string]string{"name": g.Name}}
	state, err := a.Plans.Edit(r.Context(), d.Of, journal.Stamp{Base: d.Base, Op: asked.Op}, name, patch)
	if err != nil {
		return err
	}
	if err := a.close(r.Context(), d, guest.DraftAccepted); err != nil {
		return err
	}
	return a.changed(w, r, state, nil)
}

func (a *API) declineDraft(w http.ResponseWriter, r *http.Request) error {
	d, err := a.openDraft(r)
	if err != nil {
		return err
	}
	if err := a.close(r.Context(), d, guest.DraftDeclined); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// openDraft is the draft of a request, if it was not decided yet.
func (a *API) openDraft(r *http.Request) (guest.Draft, error) {
	d, err := a.Guests.Draft(r.Context(), r.PathValue("draft"))
	if err == nil && d.State != guest.DraftOpen {
		err = guest.NotOpen
	}
	return d, err
}

// changesOf is the merge patch from the plan that a draft was made of to the draft.
func (a *API) changesOf(ctx context.Context, d guest.Draft) (map[string]any, error) {
	before, err := a.Plans.Plan(ctx, d.Of, d.Base)
	if err != nil {
		return nil, err
	}
	after, err := a.Plans.Plan(ctx, d.Plan, 0)
	if err != nil {
		return nil, err
	}
	patch := plan.Difference(before, after)
	delete(patch, "id")
	return patch, nil
}

// close decides a draft and puts its plan away.
func (a *API) close(ctx context.Context, d guest.Draft, state guest.DraftState) error {
	if err := a.Guests.Decide(ctx, d.Plan, state); err != nil {
		return err
	}
	return a.Plans.Archive(ctx, d.Plan)
}
