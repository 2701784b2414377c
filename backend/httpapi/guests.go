package httpapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"meridian/backend/access"
	"meridian/backend/fault"
	"meridian/backend/guest"
	"meridian/backend/settings"
)

// Guests lets people and programs in from elsewhere. Its faults are those of the
// package guest.
type Guests interface {
	Look(ctx context.Context, token string) (guest.Offer, error)
	Join(ctx context.Context, token, agent string) (guest.Recognised, error)
	Recognise(ctx context.Context, secret string) (guest.Recognised, error)
	Program(ctx context.Context, id, secret string) (guest.Guest, error)
	ByEmail(ctx context.Context, email string) (guest.Guest, error)
	Leave(ctx context.Context, secret string) error

	Invite(ctx context.Context, kind guest.Kind, t guest.Terms) (guest.Made, error)
	Change(ctx context.Context, id string, t guest.Terms) (guest.Guest, error)
	Revoke(ctx context.Context, id string) error
	Guests(ctx context.Context) ([]guest.Guest, error)
	Guest(ctx context.Context, id string) (guest.Guest, error)
	Words(ctx context.Context, id string) (en, ko []string, err error)
	Choices(ctx context.Context, id string) ([]byte, error)
	Choose(ctx context.Context, id string, choices []byte) error

	Note(ctx context.Context, e guest.Entry) error
	Log(ctx context.Context, before int64, most int) ([]guest.Entry, error)
	Door(ctx context.Context) (guest.Door, error)
	SetDoor(ctx context.Context, d guest.Door) error

	OpenDraft(ctx context.Context, plan, of string, base int) (guest.Draft, error)
	Drafts(ctx context.Context) ([]guest.Draft, error)
	Draft(ctx context.Context, plan string) (guest.Draft, error)
	Decide(ctx context.Context, plan string, state guest.DraftState) error
}

var _ Guests = (*guest.Service)(nil)

// Tokens verifies the tokens of Cloudflare Access.
type Tokens interface {
	// Verify is the e-mail that a token is for, or of a program its client id. An
	// error says that the token lets nobody through this door.
	Verify(ctx context.Context, d guest.Door, token string) (email string, err error)
}

// viewAs is the header by which the owner sees what a guest would.
const viewAs = "Meridian-View-As"

// lookThrough is the guest whose eyes the owner at the machine looks through, or
// whoever asked.
func (a *API) lookThrough(r *http.Request, who access.Principal) (access.Principal, error) {
	id := r.Header.Get(viewAs)
	if id == "" || !who.AtMachine() || a.Guests == nil {
		return who, nil
	}
	g, err := a.Guests.Guest(r.Context(), id)
	if err != nil {
		return access.Principal{}, err
	}
	seen := g.Principal()
	seen.Looking, seen.Control = true, false
	return seen, nil
}

// you is whoever asks, as they are told.
func (a *API) you(ctx context.Context, who access.Principal) (You, error) {
	you := You{
		ID: who.ID, Role: who.Role, Remote: who.Remote && !who.Looking, Control: who.Control, Looking: who.Looking,
		Sections: who.Sections.List(), Money: who.Visible(),
	}
	if who.Role == access.Owner {
		you.Sections = access.AllSections()
	}
	if who.ID == access.OwnerID || a.Guests == nil {
		return you, nil
	}
	g, err := a.Guests.Guest(ctx, who.ID)
	you.Name = g.Name
	return you, err
}

// choicesOf are the settings of whoever asks: a guest has their own.
func (a *API) choicesOf(ctx context.Context) (settings.Settings, error) {
	who := access.Who(ctx)
	if who.ID == access.OwnerID || a.Guests == nil {
		return a.Choices.Get(ctx)
	}
	raw, err := a.Guests.Choices(ctx, who.ID)
	if err != nil || raw == nil {
		return settings.Default(), err
	}
	return settings.Decode(raw), nil
}

// A guest chooses how things look, and nothing about the host.
var guestChoices = []string{"locale", "theme", "privacy", "basis", "lastPlan", "lastPath", "gpuVerdict"}

// choose changes a guest's own settings.
func (a *API) choose(ctx context.Context, id string, patch map[string]any) (settings.Settings, error) {
	for name := range patch {
		if !slices.Contains(guestChoices, name) {
			return settings.Settings{}, unusable("/"+escapePointer(name), "settings.owner", fault.Text{EN: "Only the owner can choose this.", KO: "소유자만 고를 수 있습니다."})
		}
	}
	now, err := a.choicesOf(ctx)
	if err != nil {
		return settings.Settings{}, err
	}
	next, err := settings.Patch(now, patch)
	if err != nil {
		return settings.Settings{}, err
	}
	return next, a.Guests.Choose(ctx, id, settings.Encode(next))
}

// shownInvitation is the token of a request to join. Whoever shows many that are
// not good waits longer each time, by where they come from; each invitation can
// be tried so often in an hour, from wherever.
func (a *API) shownInvitation(r *http.Request) (token string, err error) {
	asked, err := decode[ShownInvitation](r)
	if err != nil {
		return "", err
	}
	g, from := a.Afar, network(senderOf(r).address)
	slow := []error{g.setbacks.wait(from, g.now()), g.shows.take(from, g.now())}
	if prefix := guest.Prefix(asked.Token); prefix != "" {
		slow = append(slow, g.prefixes.take(prefix, g.now()))
	}
	return asked.Token, longest(slow)
}

// longest is the fault whose wait is the longest; nil where nobody has to wait.
func longest(waits []error) error {
	var most tooOften
	for _, err := range waits {
		var t tooOften
		if errors.As(err, &t) && t.wait > most.wait {
			most = t
		}
	}
	if most.wait == 0 {
		return nil
	}
	return most
}

// invitationShown settles what showing an invitation came to.
func (a *API) invitationShown(r *http.Request, err error) error {
	from := network(senderOf(r).address)
	if errors.Is(err, guest.Unknown) {
		a.Afar.setbacks.wrong(from, a.Afar.now())
	} else if err == nil {
		a.Afar.setbacks.right(from)
	}
	return err
}

func (a *API) lookInvitation(w http.ResponseWriter, r *http.Request) error {
	token, err := a.shownInvitation(r)
	if err != nil {
		return err
	}
	offer, err := a.Guests.Look(r.Context(), token)
	if err := a.invitationShown(r, err); err != nil {
		return err
	}
	g := offer.Guest
	return reply(w, http.StatusOK, InvitationOffer{
		Name: g.Name, Role: g.Role, Sections: g.Sections.List(), Money: g.Money, Expires: g.Expires,
		Words: SpokenCheck{offer.Words[0], offer.Words[1]},
	})
}

func (a *API) join(w http.ResponseWriter, r *http.Request) error {
	token, err := a.shownInvitation(r)
	if err != nil {
		return err
	}
	in, err := a.Guests.Join(r.Context(), token, r.UserAgent())
	if err := a.invitationShown(r, err); err != nil {
		return err
	}
	if err := a.Guests.Note(r.Context(), senderOf(r).entry(in.Guest.ID, guest.Joined, "")); err != nil {
		return err
	}
	you, err := a.you(r.Context(), in.Guest.Principal())
	if err != nil {
		return err
	}
	setSession(w, in.Fresh, in.Until.Sub(a.Now()))
	return reply(w, http.StatusOK, you)
}

func (a *API) leave(w http.ResponseWriter, r *http.Request) error {
	who := access.Who(r.Context())
	cookie, err := r.Cookie(sessionCookie)
	if err != nil || !who.Remote || who.Looking {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if err := a.Guests.Leave(r.Context(), cookie.Value); err != nil {
		return err
	}
	if err := a.Guests.Note(r.Context(), senderOf(r).entry(who.ID, guest.Left, "")); err != nil {
		return err
	}
	setSession(w, "", 0)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *API) getGuests(w http.ResponseWriter, r *http.Request) error {
	all, err := a.Guests.Guests(r.Context())
	if err != nil {
		return err
	}
	door, err := a.Guests.Door(r.Context())
	if err != nil {
		return err
	}
	list := GuestList{Guests: []Guest{}, Door: Door(door)}
	for _, g := range all {
		wired, err := a.wireGuest(r.Context(), g)
		if err != nil {
			return err
		}
		list.Guests = append(list.Guests, wired)
	}
	if a.Afar != nil {
		for _, n := range a.Afar.Refusals() {
			list.Refused += int(n)
		}
	}
	return reply(w, http.StatusOK, list)
}

func (a *API) wireGuest(ctx context.Context, g guest.Guest) (Guest, error) {
	en, ko, err := a.Guests.Words(ctx, g.ID)
	if err != nil {
		return Guest{}, err
	}
	return Guest{
		ID: g.ID, Kind: g.Kind, Name: g.Name, Role: g.Role, Sections: g.Sections.List(), Money: g.Money,
		Control: g.Control, Email: g.Email, Made: g.Made, Expires: g.Expires, Uses: g.Uses, MaxUses: g.MaxUses,
		Seen: sometimes(g.Seen), Revoked: sometimes(g.Revoked), Here: a.Afar != nil && a.Afar.here(g.ID),
		Words: SpokenCheck{en, ko},
	}, nil
}

func sometimes(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (a *API) inviteGuest(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[NewGuest](r)
	if err != nil {
		return err
	}
	if asked.Kind != guest.Person && asked.Kind != guest.Program {
		return unusable("/kind", "value.unknown", fault.Text{EN: "Say person or program.", KO: "person 또는 program이어야 합니다."})
	}
	sections, err := sectionsOf(asked.Sections)
	if err != nil {
		return err
	}
	made, err := a.Guests.Invite(r.Context(), asked.Kind, guest.Terms{
		Name: asked.Name, Role: asked.Role, Sections: sections, Money: asked.Money, Control: asked.Control, Email: asked.Email,
		Life: time.Duration(min(asked.Days, 1e5) * 24 * float64(time.Hour)), MaxUses: asked.MaxUses,
	})
	if err != nil {
		return err
	}
	wired, err := a.wireGuest(r.Context(), made.Guest)
	if err != nil {
		return err
	}
	return reply(w, http.StatusCreated, InvitedGuest{Guest: wired, Token: made.Token, Secret: made.Secret})
}

// sectionsOf is the set of sections of a list, each of which must be known.
func sectionsOf(list []access.Section) (access.Sections, error) {
	for i, one := range list {
		if access.SectionsOf(one) == 0 {
			return 0, unusable("/sections/"+strconv.Itoa(i), "value.unknown", fault.Text{EN: "This section is not known.", KO: "알 수 없는 항목입니다."})
		}
	}
	return access.SectionsOf(list...), nil
}

func (a *API) changeGuest(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[GuestTerms](r)
	if err != nil {
		return err
	}
	sections, err := sectionsOf(asked.Sections)
	if err != nil {
		return err
	}
	id := r.PathValue("guest")
	g, err := a.Guests.Change(r.Context(), id, guest.Terms{
		Name: asked.Name, Role: asked.Role, Sections: sections, Money: asked.Money, Control: asked.Control, Email: asked.Email,
	})
	if err != nil {
		return err
	}
	a.cut(id) // what streams now was begun under the old terms
	wired, err := a.wireGuest(r.Context(), g)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, wired)
}

func (a *API) revokeGuest(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("guest")
	if err := a.Guests.Revoke(r.Context(), id); err != nil {
		return err
	}
	a.cut(id)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *API) cut(id string) {
	if a.Afar != nil {
		a.Afar.CutGuest(id)
	}
}

func (a *API) patchDoor(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[Door](r)
	if err != nil {
		return err
	}
	if err := a.Guests.SetDoor(r.Context(), guest.Door(asked)); err != nil {
		return err
	}
	return reply(w, http.StatusOK, asked)
}

// atDoor is the guest whom Cloudflare Access says a request is from; nil for one
// whom only it knows, or where it is not before us. What comes through a tunnel
// without its token is refused when it is.
func (a *API) atDoor(r *http.Request) (*guest.Guest, error) {
	if !overTunnel(r) {
		return nil, nil //nolint:nilnil // nobody stands at a door that is not there
	}
	door, err := a.Guests.Door(r.Context())
	if err != nil || !door.Shut() {
		return nil, err
	}
	if a.Tokens == nil {
		return nil, errDoor
	}
	email, err := a.Tokens.Verify(r.Context(), door, r.Header.Get(accessToken))
	if err != nil {
		return nil, errDoor.because(err)
	}
	g, err := a.Guests.ByEmail(r.Context(), email)
	if errors.Is(err, guest.Unknown) {
		return nil, nil //nolint:nilnil // somebody whom only Cloudflare knows
	}
	return &g, err
}

// pageOfLog is how many lines of the log are sent at once.
const pageOfLog = 100

func (a *API) getAudit(w http.ResponseWriter, r *http.Request) error {
	var before int64
	if asked := r.URL.Query().Get("before"); asked != "" {
		var err error
		if before, err = strconv.ParseInt(asked, 10, 64); err != nil || before < 1 {
			return unusable("/before", "value.range", fault.Text{EN: "This is no line of the log.", KO: "기록에 없는 줄입니다."})
		}
	}
	entries, err := a.Guests.Log(r.Context(), before, pageOfLog)
	if err != nil {
		return err
	}
	log := AuditLog{Entries: []AuditEntry{}}
	for _, e := range entries {
		log.Entries = append(log.Entries, AuditEntry{At: e.At, Who: e.Who, Act: string(e.Act), Object: e.Object, From: e.From, Country: e.Country, Ray: e.Ray})
	}
	if len(entries) == pageOfLog {
		log.Before = entries[len(entries)-1].Number
	}
	return reply(w, http.StatusOK, log)
}
