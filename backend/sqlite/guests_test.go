package sqlite

import (
	"errors"
	"strings"
	"testing"
	"time"

	"meridian/backend/access"
	"meridian/backend/guest"
)

func aGuest(id string, now time.Time) guest.Guest {
	return guest.Guest{
		ID: id, Kind: guest.Person, Name: "Kim", Role: access.Viewer, Sections: access.SectionsOf(access.Results), Money: access.Rounded, Base: 12.5,
		Email: "kim@example.com", Made: now, Expires: now.Add(time.Hour), MaxUses: 1,
	}
}

func TestGuestsAreReadBackAsTheyWere(t *testing.T) {
	db := openNew(t, Options{})
	now := time.UnixMilli(1_774_000_000_000).UTC()
	want := aGuest("g1", now)
	if err := db.Guests.AddGuest(t.Context(), want, guest.Hash{1}); err != nil {
		t.Fatal(err)
	}
	got, err := db.Guests.ByEmail(t.Context(), "kim@example.com")
	if err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if secret, err := db.Guests.Secret(t.Context(), "g1"); err != nil || secret != (guest.Hash{1}) {
		t.Errorf("secret %v, %v", secret, err)
	}
	if _, err := db.Guests.Guest(t.Context(), "g2"); !errors.Is(err, guest.NoGuest) {
		t.Errorf("nobody is found as %v", err)
	}
}

func TestAnInvitationIsUsedSoOftenAndNoMore(t *testing.T) {
	db := openNew(t, Options{})
	now := time.UnixMilli(1_774_000_000_000).UTC()
	if err := db.Guests.AddGuest(t.Context(), aGuest("g1", now), guest.Hash{1}); err != nil {
		t.Fatal(err)
	}
	session := guest.Session{Hash: guest.Hash{2}, Guest: "g1", Made: now, Turned: now, Seen: now, Expires: now.Add(time.Hour)}
	if err := db.Guests.Use(t.Context(), "g1", session); err != nil {
		t.Fatal(err)
	}
	session.Hash = guest.Hash{3}
	if err := db.Guests.Use(t.Context(), "g1", session); !errors.Is(err, guest.Spent) {
		t.Errorf("used twice: %v", err)
	}
	if err := db.Guests.Turn(t.Context(), guest.Hash{2}, guest.Hash{4}, now); err != nil {
		t.Fatal(err)
	}
	for _, hash := range []guest.Hash{{2}, {4}} { // the one before still finds it, for a moment
		if found, err := db.Guests.Session(t.Context(), hash); err != nil || found.Hash != (guest.Hash{4}) || found.Before != (guest.Hash{2}) {
			t.Errorf("%+v, %v", found, err)
		}
	}
	if err := db.Guests.Revoke(t.Context(), "g1", now); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Guests.Session(t.Context(), guest.Hash{4}); !errors.Is(err, guest.NoSession) {
		t.Errorf("a session outlives its guest: %v", err)
	}
}

func TestNothingIsTakenOutOfTheLog(t *testing.T) {
	db := openNew(t, Options{})
	for range 3 {
		if err := db.Guests.Log(t.Context(), guest.Entry{At: time.UnixMilli(5), Who: "g1", Act: guest.Joined, From: "203.0.113.7"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, attempt := range []string{`UPDATE audit SET who = 'x'`, `DELETE FROM audit`, `DELETE FROM audit WHERE id = 1`, `INSERT OR REPLACE INTO audit (id, at, who, act, object, address, country, ray) VALUES (1, 0, '', '', '', '', '', '')`} {
		if _, err := db.write.Exec(attempt); err == nil || !strings.Contains(err.Error(), "only added to") {
			t.Errorf("%s: %v", attempt, err)
		}
	}
	page, err := db.Guests.Logged(t.Context(), 3, 10)
	if err != nil || len(page) != 2 || page[0].Number != 2 || page[0].Act != guest.Joined {
		t.Errorf("%+v, %v", page, err)
	}
}
