package httpapi

import (
	"bytes"
	_ "embed"
	"net/http"
	"net/url"
	"time"

	"meridian/backend/access"
	"meridian/backend/event"
	"meridian/backend/fault"
	"meridian/backend/plan"
	"meridian/backend/settings"
)

// openapi is generated from the route table and the Go types: go test ./backend/httpapi -run OpenAPI -update
//
//go:embed openapi.json
var openapi []byte

func (a *API) getSession(w http.ResponseWriter, r *http.Request) error {
	s, who := a.About, access.Who(r.Context())
	s.Native = a.Native != nil && access.Allow(who, access.NativeUse)
	s.Window = s.Window && !who.Remote
	you, err := a.you(r.Context(), who)
	if err != nil {
		return err
	}
	s.You = you
	plans, err := a.Plans.List(r.Context())
	if err != nil {
		return err
	}
	s.Demo = len(plans) > 0 && plans[0].Demo
	return reply(w, http.StatusOK, s)
}

// ticketLife is how long whoever asked at a terminal has to open a browser.
const ticketLife = 10 * time.Minute

func (a *API) makeTicket(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusCreated, Ticket{Enter: a.Guard.Origin() + "/enter?t=" + a.Guard.Ticket(ticketLife), Address: a.Guard.Host, Version: a.About.Version})
}

func (a *API) getHealth(w http.ResponseWriter, r *http.Request) error {
	h := Health{Checks: []Check{}}
	if a.Checks != nil && access.Allow(access.Who(r.Context()), access.MetricsRead) {
		h.Checks = append(h.Checks, a.Checks(r.Context())...)
	}
	return reply(w, http.StatusOK, h)
}

// healthz says whether requests can be answered, to what watches over programs:
// it needs no credentials, and tells nothing else.
func (a *API) healthz(w http.ResponseWriter, r *http.Request) error {
	if _, err := a.Choices.Get(r.Context()); err != nil {
		return err
	}
	return replyRaw(w, http.StatusOK, "text/plain; charset=utf-8", []byte("ok\n"))
}

func (a *API) getOpenAPI(w http.ResponseWriter, r *http.Request) error {
	return replyRaw(w, http.StatusOK, "application/json", openapi)
}

func (a *API) getPlanSchema(w http.ResponseWriter, r *http.Request) error {
	return replyRaw(w, http.StatusOK, "application/schema+json", plan.SchemaJSON)
}

func (a *API) getSettings(w http.ResponseWriter, r *http.Request) error {
	s, err := a.choicesOf(r.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, s)
}

func (a *API) patchSettings(w http.ResponseWriter, r *http.Request) error {
	patch, err := decode[patchOf](r)
	if err != nil {
		return err
	}
	if who := access.Who(r.Context()); who.ID != access.OwnerID {
		s, err := a.choose(r.Context(), who.ID, patch)
		if err != nil {
			return err
		}
		return reply(w, http.StatusOK, s)
	}
	before, err := a.Choices.Get(r.Context())
	if err != nil {
		return err
	}
	s, err := a.Choices.Patch(r.Context(), patch)
	if err != nil {
		return err
	}
	if everywhere(s) != everywhere(before) {
		a.Events.Publish(event.Event{Kind: event.SettingsChanged})
	}
	if s.Model != before.Model && a.Models != nil {
		a.Models.Choose()
	}
	return reply(w, http.StatusOK, s)
}

// everywhere is what every window follows: not where one of them stands.
func everywhere(s settings.Settings) settings.Settings {
	return settings.Settings{Locale: s.Locale, Theme: s.Theme, Privacy: s.Privacy, Basis: s.Basis, Model: s.Model, Share: s.Share, Advisor: s.Advisor, Lock: s.Lock, Backup: s.Backup, Balance: s.Balance, Updates: s.Updates}
}

func (a *API) openPlan(w http.ResponseWriter, r *http.Request) error {
	if a.Native == nil {
		return errNoNative
	}
	document, err := a.Native.OpenPlan(r.Context())
	if err != nil {
		return err
	}
	if document == nil {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	p, err := plan.Decode(bytes.NewReader(document))
	if err != nil {
		return err
	}
	state, err := a.Plans.Create(r.Context(), p)
	return a.replyPlan(w, r, state, err)
}

func (a *API) savePlan(w http.ResponseWriter, r *http.Request) error {
	if a.Native == nil {
		return errNoNative
	}
	asked, err := decode[SavePlan](r)
	if err != nil {
		return err
	}
	state, err := a.Plans.Open(r.Context(), asked.Plan)
	if err != nil {
		return err
	}
	path, err := a.Native.SavePlan(r.Context(), fileName(state.Plan.Name), plan.Encode(state.Plan))
	if err != nil {
		return err
	}
	if path == "" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return reply(w, http.StatusOK, SavedFile{Path: path})
}

func (a *API) openLink(w http.ResponseWriter, r *http.Request) error {
	if a.Native == nil {
		return errNoNative
	}
	asked, err := decode[OpenLink](r)
	if err != nil {
		return err
	}
	u, err := url.Parse(asked.URL)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil {
		return unusable("/url", "value.link", fault.Text{EN: "Only pages of the web can be opened.", KO: "웹 페이지 주소만 열 수 있습니다."})
	}
	if err := a.Native.OpenLink(r.Context(), u.String()); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
