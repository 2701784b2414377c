package httpapi

import (
	"context"
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"meridian/backend/access"
	"meridian/backend/fault"
	"meridian/backend/lock"
	"meridian/backend/settings"
)

// The faults of a shut lock.
var (
	errShut = bad(http.StatusLocked, fault.Locked, "lock.shut",
		fault.Text{EN: "Meridian is locked.", KO: "Meridian이 잠겨 있습니다."},
		fault.Text{EN: "Open its page or window and type the passphrase.", KO: "Meridian 화면에서 암호 문구를 입력하세요."})
	errShutAfar = bad(http.StatusLocked, fault.Locked, "lock.afar",
		fault.Text{EN: "The owner has locked this Meridian.", KO: "소유자가 이 Meridian을 잠갔습니다."},
		fault.Text{EN: "Come back when the owner has opened it.", KO: "소유자가 잠금을 푼 뒤에 다시 오세요."})
)

// letIn refuses whoever asks while the lock is shut: everybody at the machine, and
// those who come from elsewhere where the owner chose so. What opens the lock is
// answered all the same, and a way in for one more browser, which finds it shut.
func (a *API) letIn(ctx context.Context, who access.Principal, route Route) error {
	if a.Lock == nil || slices.Contains([]access.Action{access.LockOpen, access.Join, access.TicketMake}, route.Needs) || !a.Lock.Shut(ctx) {
		return nil
	}
	if !who.Remote {
		return errShut
	}
	if chosen, err := a.Choices.Get(ctx); err != nil || chosen.Lock.Remote {
		return errors.Join(errShutAfar, err)
	}
	return nil
}

// untilShut makes a stream at the machine end when the lock is shut.
func (a *API) untilShut(r *http.Request, who access.Principal, route Route) (*http.Request, func()) {
	if a.Lock == nil || who.Remote || !route.streams() {
		return r, func() {}
	}
	ctx, cut := context.WithCancel(r.Context())
	shutting := a.Lock.Shutting()
	go func() {
		select {
		case <-shutting:
			cut()
		case <-ctx.Done():
		}
	}()
	return r.WithContext(ctx), cut
}

// LockState is how the lock stands, and what a page needs to say so: while it is
// shut nothing else is told.
type LockState struct {
	Set      bool            `json:"set"`  // it has a passphrase
	Shut     bool            `json:"shut"` //
	Minutes  int             `json:"minutes"`
	Wait     int             `json:"wait"` // seconds until the next try is taken
	Recovery string          `json:"recovery,omitempty"`
	Locale   settings.Locale `json:"locale"`
	Theme    settings.Theme  `json:"theme"`
	Window   bool            `json:"window"`
	System   string          `json:"system"` // language of the machine
}

// OpenLock shows the passphrase, or the recovery key.
type OpenLock struct {
	Passphrase string `json:"passphrase"`
}

// OpenedLock says by what the lock was opened.
type OpenedLock struct {
	ByRecovery bool `json:"byRecovery"`
}

// NewLock gives the lock a passphrase.
type NewLock struct {
	Present    string `json:"present,omitempty"` // where it has one: that, or the recovery key
	Passphrase string `json:"passphrase"`
}

// NewRecoveryKey is a recovery key that is told this once.
type NewRecoveryKey struct {
	Words []string `json:"words"`
	Ask   []int    `json:"ask"` // which of them must be typed back, counted from 0
}

// ConfirmedKey are the groups that were typed back, in the order they were asked for.
type ConfirmedKey struct {
	Words []string `json:"words"`
}

func (a *API) getLock(w http.ResponseWriter, r *http.Request) error {
	chosen, err := a.Choices.Get(r.Context())
	if err != nil {
		return err
	}
	shut := a.Lock.Shut(r.Context())
	state := a.Lock.State()
	told := LockState{Set: state.Set, Shut: shut, Minutes: chosen.Lock.Minutes, Wait: int(math.Ceil(state.Wait.Seconds())),
		Locale: chosen.Locale, Theme: chosen.Theme, Window: a.About.Window, System: a.About.Locale}
	if state.Recovery.Lock != "" {
		told.Recovery = state.Recovery.Made.Format(time.RFC3339)
	}
	return reply(w, http.StatusOK, told)
}

func (a *API) openLock(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[OpenLock](r)
	if err != nil {
		return err
	}
	byRecovery, err := a.Lock.Open(asked.Passphrase)
	if err != nil {
		return a.turnedAway(w, err)
	}
	return reply(w, http.StatusOK, OpenedLock{byRecovery})
}

// turnedAway says how long the next try must wait.
func (a *API) turnedAway(w http.ResponseWriter, err error) error {
	if wait := a.Lock.State().Wait; wait > 0 && (errors.Is(err, lock.ErrWait) || errors.Is(err, lock.ErrWrong)) {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
	return err
}

func (a *API) shutLock(w http.ResponseWriter, _ *http.Request) error { return done(w, a.Lock.Close()) }

func (a *API) touchLock(w http.ResponseWriter, _ *http.Request) error {
	a.Lock.Touch()
	return done(w, nil)
}

func (a *API) setLock(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[NewLock](r)
	if err != nil {
		return err
	}
	return done(w, a.turnedAway(w, a.Lock.Set(asked.Present, asked.Passphrase)))
}

func (a *API) removeLock(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[OpenLock](r)
	if err != nil {
		return err
	}
	return done(w, a.turnedAway(w, a.Lock.Remove(asked.Passphrase)))
}

func (a *API) beginRecoveryKey(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[OpenLock](r)
	if err != nil {
		return err
	}
	key, err := a.Lock.Begin(asked.Passphrase)
	if err != nil {
		return a.turnedAway(w, err)
	}
	return reply(w, http.StatusOK, NewRecoveryKey{slices.Clone(key.Words), slices.Clone(key.Ask)})
}

func (a *API) confirmRecoveryKey(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[ConfirmedKey](r)
	if err != nil {
		return err
	}
	return done(w, a.Lock.Confirm(asked.Words))
}

// done answers what has nothing to tell.
func done(w http.ResponseWriter, err error) error {
	if err == nil {
		w.WriteHeader(http.StatusNoContent)
	}
	return err
}
