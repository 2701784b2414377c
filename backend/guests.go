package backend

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"meridian/backend/cfaccess"
	"meridian/backend/guest"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
	"meridian/backend/plan"
	"meridian/backend/sqlite"
	"meridian/backend/traffic"
)

var _ httpapi.Tokens = (*cfaccess.Verifier)(nil)

// newTokens knows tokens of the Cloudflare Access application that the owner named.
// It speaks to nobody but Cloudflare's own host for teams.
func newTokens(o Options, book *traffic.Book) *cfaccess.Verifier {
	const wait = 10 * time.Second
	return &cfaccess.Verifier{Now: o.Now, Client: &http.Client{Timeout: wait, Transport: book.Out(traffic.Keys, &http.Transport{}, func(host string) bool {
		return strings.HasSuffix(traffic.HostOf(host), ".cloudflareaccess.com")
	})}}
}

// newGuests lets people in from elsewhere, as the store remembers them.
func newGuests(o Options, store *sqlite.DB, plans *journal.Service) *guest.Service {
	return &guest.Service{
		Store: store.Guests, Now: o.Now, NewID: o.NewID,
		Worth: func(ctx context.Context) (float64, error) { return worth(ctx, store, plans) },
	}
}

// nameOf is how a guest is called to others; "" for one who is not known.
func nameOf(guests *guest.Service) func(context.Context, string) string {
	return func(ctx context.Context, id string) string {
		g, err := guests.Guest(ctx, id)
		if err != nil {
			return "" // a name is a courtesy: who it was stands in the log
		}
		return g.Name
	}
}

// shutOut answers nobody from elsewhere any more, and ends what streams to them.
func (a *App) shutOut() {
	a.api.Afar.SetHosts()
	a.api.Afar.Cut()
}

// worth is what the accounts of the plan that is open hold together, in major
// units of its currency; 1 where they hold nothing, or there is no plan.
func worth(ctx context.Context, store *sqlite.DB, plans *journal.Service) (float64, error) {
	all, err := plans.List(ctx)
	if err != nil || len(all) == 0 {
		return 1, err
	}
	chosen, err := store.Settings.Get(ctx)
	if err != nil {
		return 0, err
	}
	p, err := plans.Plan(ctx, lastAmong(all, chosen), 0)
	if err != nil {
		return 0, err
	}
	return holdings(p), nil
}

// holdings is what a plan's accounts in its own currency hold; 1 for nothing.
func holdings(p plan.Plan) float64 {
	sum := 0.0
	for _, account := range p.Accounts {
		if cur := cmp.Or(account.Balance.Cur, account.Cur, p.Currency); cur != p.Currency || account.Archived {
			continue
		}
		if amount, err := strconv.ParseFloat(string(account.Balance.Amt), 64); err == nil && amount > 0 {
			sum += amount
		}
	}
	if sum > 0 {
		return sum
	}
	return 1
}
