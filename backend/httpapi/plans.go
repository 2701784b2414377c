package httpapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"time"

	"meridian/backend/fault"
	"meridian/backend/journal"
	"meridian/backend/plan"
)

func (a *API) listPlans(w http.ResponseWriter, r *http.Request) error {
	entries, err := a.Plans.List(r.Context())
	if err != nil {
		return err
	}
	list := PlanList{Plans: []PlanSummary{}}
	for _, e := range entries {
		list.Plans = append(list.Plans, PlanSummary{e.ID, e.Name, e.Revision, e.Updated, e.Demo, e.Currency, e.Newest})
	}
	return reply(w, http.StatusOK, list)
}

func (a *API) createPlan(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[NewPlan](r)
	if err != nil {
		return err
	}
	p, err := a.newPlan(asked, localeOf(r))
	if err != nil {
		return err
	}
	if asked.Name != "" {
		p.Name = asked.Name
	}
	state, err := a.Plans.Create(r.Context(), p)
	if err != nil {
		return err
	}
	w.Header().Set("Location", Prefix+"/plans/"+state.ID)
	return reply(w, http.StatusCreated, a.wirePlan(r, state))
}

// newPlan is the document that was asked for.
func (a *API) newPlan(asked NewPlan, locale string) (plan.Plan, error) {
	switch asked.From {
	case "demo-us":
		return plan.Demo("us")
	case "demo-kr":
		return plan.Demo("kr")
	case "blank":
		return blank(locale, a.Now()), nil
	case "document":
		return plan.Decode(bytes.NewReader(asked.Document))
	}
	return plan.Plan{}, unusable("/from", "value.unknown", fault.Text{
		EN: "Say demo-us, demo-kr, blank or document.", KO: "demo-us, demo-kr, blank, document 중 하나여야 합니다."})
}

// The person that a blank plan begins with, since a household has somebody.
const (
	blankAge     = 40 // years
	blankHorizon = 95 // years
)

// blank is a household of one, in the currency of the language.
func blank(locale string, now time.Time) plan.Plan {
	currency, name, person := plan.Currency("USD"), "My plan", "Me"
	if locale == "ko" {
		currency, name, person = "KRW", "내 계획", "나"
	}
	p := plan.Blank(locale, currency, plan.MonthOf(now.Year(), int(now.Month())))
	p.Name = name
	p.People["me"] = plan.Person{
		Record: plan.Record{Sort: "a0", Name: person}, Birth: plan.MonthOf(now.Year()-blankAge, 1),
		Horizon: plan.Horizon{Age: blankHorizon},
	}
	return p
}

func (a *API) checkPlan(w http.ResponseWriter, r *http.Request) error {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return errMalformed.because(fmt.Errorf("read body: %w", err))
	}
	p, err := plan.Decode(bytes.NewReader(raw))
	var f *fault.Error
	if errors.As(err, &f) && len(f.Problems) > 0 {
		return reply(w, http.StatusOK, PlanCheck{Problems: f.Problems})
	}
	if err != nil {
		return err
	}
	found := PlanCheck{Problems: orEmpty(plan.Validate(p)), Plan: &p}
	return reply(w, http.StatusOK, found)
}

func (a *API) getPlan(w http.ResponseWriter, r *http.Request) error {
	state, err := a.Plans.Open(r.Context(), r.PathValue("plan"))
	return a.replyPlan(w, r, state, err)
}

func (a *API) archivePlan(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("plan")
	if err := a.Plans.Archive(r.Context(), id); err != nil {
		return err
	}
	a.Jobs.Outdate(id, newerThanAll)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *API) restorePlan(w http.ResponseWriter, r *http.Request) error {
	state, err := a.Plans.Restore(r.Context(), r.PathValue("plan"))
	return a.replyPlan(w, r, state, err)
}

func (a *API) editPlan(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[Edit](r)
	if err != nil {
		return err
	}
	if asked.Patch == nil {
		return unusable("/patch", "value.missing", fault.Text{EN: "An edit needs a patch.", KO: "수정에는 patch가 필요합니다."})
	}
	on := journal.Stamp{Base: asked.Base, Seen: asked.Seen, Op: asked.Op}
	state, err := a.Plans.Edit(r.Context(), r.PathValue("plan"), on, journal.EditName(asked.Name), asked.Patch, asked.Settles...)
	return a.changed(w, r, state, err)
}

func (a *API) undoPlan(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[Base](r)
	if err != nil {
		return err
	}
	state, err := a.Plans.Undo(r.Context(), r.PathValue("plan"), journal.Stamp{Base: asked.Base, Op: asked.Op})
	return a.changed(w, r, state, err)
}

func (a *API) redoPlan(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[Base](r)
	if err != nil {
		return err
	}
	state, err := a.Plans.Redo(r.Context(), r.PathValue("plan"), journal.Stamp{Base: asked.Base, Op: asked.Op})
	return a.changed(w, r, state, err)
}

func (a *API) rewindPlan(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[Rewind](r)
	if err != nil {
		return err
	}
	if (asked.To == 0) == (asked.Day == "") {
		return unusable("/to", "value.either", fault.Text{
			EN: "Say either a revision (to) or a day.", KO: "변경 번호(to)와 날짜(day) 중 하나만 보내세요."})
	}
	id := r.PathValue("plan")
	if asked.Day != "" {
		state, err := a.Plans.RewindToDay(r.Context(), id, journal.Stamp{Base: asked.Base, Op: asked.Op}, asked.Day, time.Local)
		return a.changed(w, r, state, err)
	}
	state, err := a.Plans.Rewind(r.Context(), id, journal.Stamp{Base: asked.Base, Op: asked.Op}, asked.To)
	return a.changed(w, r, state, err)
}

func (a *API) getHistory(w http.ResponseWriter, r *http.Request) error {
	revisions, err := a.Plans.History(r.Context(), r.PathValue("plan"))
	if err != nil {
		return err
	}
	h := History{Revisions: []Revision{}}
	for _, rev := range slices.Backward(revisions) {
		h.Revisions = append(h.Revisions, Revision{rev.Number, rev.At, string(rev.Kind), EditName(rev.Name), a.actor(r, rev.Actor)})
	}
	return reply(w, http.StatusOK, h)
}

func (a *API) getDocument(w http.ResponseWriter, r *http.Request) error {
	raw, err := a.Plans.Document(r.Context(), r.PathValue("plan"))
	if err != nil {
		return err
	}
	state, err := a.Plans.Open(r.Context(), r.PathValue("plan"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(state.Plan.Name)}))
	return replyRaw(w, http.StatusOK, "application/json", raw)
}

// changed answers with a changed plan, after stopping what was computed for
// the plan as it was.
func (a *API) changed(w http.ResponseWriter, r *http.Request, state journal.State, err error) error {
	if err != nil {
		return err
	}
	a.Jobs.Outdate(state.ID, state.Revision)
	return a.replyPlan(w, r, state, nil)
}

func (a *API) replyPlan(w http.ResponseWriter, r *http.Request, state journal.State, err error) error {
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, a.wirePlan(r, state))
}

func (a *API) wirePlan(r *http.Request, s journal.State) PlanState {
	return PlanState{
		ID: s.ID, Revision: s.Revision, Updated: s.Updated, Plan: s.Plan,
		Undo: (*EditName)(s.Undo), Redo: (*EditName)(s.Redo), Problems: orEmpty(s.Problems),
		Conflicts: a.conflicts(r, s.Conflicts),
	}
}

// orEmpty makes an absent list a list, so that it travels as [].
func orEmpty(problems []fault.Problem) []fault.Problem {
	if problems == nil {
		return []fault.Problem{}
	}
	return problems
}

// fileName is a name under which every file system can keep a plan.
func fileName(name string) string {
	keep := func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return -1
		}
		for _, bad := range `<>:"/\|?*` {
			if c == bad {
				return '-'
			}
		}
		return c
	}
	kept := []rune{}
	for _, c := range name {
		if c = keep(c); c >= 0 && len(kept) < 80 {
			kept = append(kept, c)
		}
	}
	trimmed := string(bytes.Trim([]byte(string(kept)), " ."))
	if trimmed == "" {
		trimmed = "plan"
	}
	return trimmed + ".meridian.json"
}
