package httpapi

import (
	"net/http"

	"meridian/backend/access"
	"meridian/backend/fault"
	"meridian/backend/journal"
)

// actor is a person as whoever asks knows them.
func (a *API) actor(r *http.Request, id string) Actor {
	who := Actor{ID: id, You: id == access.Who(r.Context()).ID}
	if a.NameOf != nil && id != access.OwnerID {
		who.Name = a.NameOf(r.Context(), id)
	}
	return who
}

func (a *API) conflicts(r *http.Request, open []journal.Conflict) []Conflict {
	list := make([]Conflict, 0, len(open))
	for _, c := range open {
		list = append(list, Conflict{
			ID: c.ID, Path: c.Path, Value: c.Value, By: a.actor(r, c.Actor), At: c.At, Op: c.Op,
			Standing: a.actor(r, c.Standing), Since: c.Since,
		})
	}
	return list
}

const maxHere = 64 // bytes of a window's name and of a place

func (a *API) bePresent(w http.ResponseWriter, r *http.Request) error {
	here, err := decode[Here](r)
	if err != nil {
		return err
	}
	if here.Window == "" || len(here.Window) > maxHere || len(here.Place) > maxHere {
		return unusable("/window", "value.size", fault.Text{
			EN: "A window needs a name, and a name and a place are at most 64 bytes long.", KO: "창에는 이름이 있어야 하고, 이름과 위치는 각각 64바이트까지입니다."})
	}
	id := r.PathValue("plan")
	if _, err := a.Plans.Plan(r.Context(), id, 0); err != nil {
		return err
	}
	asking := access.Who(r.Context())
	who := asking.ID
	switch {
	case asking.Looking: // the owner, who is not here as the guest whose eyes they look through
	case here.Gone:
		a.Present.Leave(id, who, here.Window)
	default:
		a.Present.Enter(id, who, here.Window, here.Place)
	}
	list := PresentList{Present: []Present{}}
	for _, p := range a.Present.Others(id, who, here.Window) {
		list.Present = append(list.Present, Present{Actor: a.actor(r, p.Who), Place: p.Place, Seen: p.Seen})
	}
	return reply(w, http.StatusOK, list)
}
