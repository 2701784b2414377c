package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"meridian/backend/actual"
	"meridian/backend/plan"
	"meridian/backend/statement"
	"meridian/backend/track"
)

func checkIn(id string, day actual.Day, amt plan.Decimal) actual.CheckIn {
	return actual.CheckIn{ID: id, Day: day, Made: now0, NetWorth: plan.Amount{Amt: "-12.5", Cur: "USD"}, Balances: []actual.Balance{
		{Record: "a2", Kind: actual.Account, Name: "예금", Amount: plan.Amount{Amt: amt, Cur: "KRW"}, Same: true},
		{Record: "d1", Kind: actual.Debt, Name: "Loan", Amount: plan.Amount{Amt: "110.25", Cur: "USD"}},
	}}
}

func imported(id string, n int) (actual.Import, []actual.Entry) {
	i := actual.Import{ID: id, Name: "card.csv", Made: now0.Add(time.Duration(n) * time.Hour), From: "2026-01-03", To: "2026-01-05", Entries: 2, Total: plan.Amount{Amt: "-2200", Cur: "KRW"}}
	return i, []actual.Entry{
		{Day: "2026-01-03", Text: "마트", Category: "식료품", Group: plan.GroupFood, Amount: plan.Amount{Amt: "9800", Cur: "KRW"}, Key: id + "1"},
		{Day: "2026-01-05", Text: "환불", Group: plan.GroupOther, Amount: plan.Amount{Amt: "-12000", Cur: "KRW"}, Key: id + "2"},
	}
}

func foretold(id string, made time.Time) (actual.Snapshot, actual.Fan) {
	return actual.Snapshot{ID: id, Made: made, Auto: true, Hash: "h", Engine: "6", Seed: 1<<63 + 1, N: 10000, Start: "2026-01", Months: 2, Currency: "KRW", Success: 0.8},
		actual.Fan{Percentiles: []int{5, 95}, Real: [][]float64{{1, 2}, {3, 4}}, Nominal: [][]float64{{1, 2.5}, {3, 4.5}}}
}

func TestWhatHappenedIsReadBackAsItWas(t *testing.T) {
	db := openNew(t, Options{})
	keep := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	keep(db.Track.KeepCheckIn(t.Context(), "p", checkIn("c2", "2026-02-28", "2")))
	keep(db.Track.KeepCheckIn(t.Context(), "p", checkIn("c1", "2026-01-31", "1")))
	keep(db.Track.KeepCheckIn(t.Context(), "p", checkIn("c3", "2026-01-31", "3"))) // takes the place of c1
	keep(db.Track.KeepCheckIn(t.Context(), "other", checkIn("c4", "2026-01-31", "4")))
	checks, err := db.Track.CheckIns(t.Context(), "p")
	if got, want := fmt.Sprint(checks), fmt.Sprint([]actual.CheckIn{checkIn("c3", "2026-01-31", "3"), checkIn("c2", "2026-02-28", "2")}); err != nil || got != want {
		t.Errorf("check-ins %s (%v), want %s", got, err, want)
	}

	one, entries := imported("i1", 1)
	two, others := imported("i2", 2)
	template := track.Template{Head: "h", Layout: statement.Layout{Date: 2, Order: statement.DayFirst}, Groups: map[string]plan.SpendingGroup{"식료품": plan.GroupFood}}
	keep(db.Track.KeepImport(t.Context(), "p", one, entries, &template))
	keep(db.Track.KeepImport(t.Context(), "p", two, others, nil))
	imports, err := db.Track.Imports(t.Context(), "p")
	if got, want := fmt.Sprint(imports), fmt.Sprint([]actual.Import{two, one}); err != nil || got != want {
		t.Errorf("imports %s (%v), want %s", got, err, want)
	}
	found, err := db.Track.Entries(t.Context(), "p", "2026-01-04", "2026-01-05")
	if got, want := fmt.Sprint(found), fmt.Sprint([]actual.Entry{entries[1], others[1]}); err != nil || got != want {
		t.Errorf("entries %s (%v), want %s", got, err, want)
	}
	if got, known, err := db.Track.Template(t.Context(), "p", "h"); err != nil || !known || fmt.Sprint(got) != fmt.Sprint(template) {
		t.Errorf("template %v %t (%v)", got, known, err)
	}
	if _, known, err := db.Track.Template(t.Context(), "other", "h"); err != nil || known {
		t.Errorf("another plan has the template %t (%v)", known, err)
	}

	late, fan := foretold("s2", now0.Add(time.Hour))
	early, _ := foretold("s1", now0)
	keep(db.Track.KeepSnapshot(t.Context(), "p", late, fan))
	keep(db.Track.KeepSnapshot(t.Context(), "p", early, fan))
	snapshots, err := db.Track.Snapshots(t.Context(), "p")
	if got, want := fmt.Sprint(snapshots), fmt.Sprint([]actual.Snapshot{early, late}); err != nil || got != want {
		t.Errorf("snapshots %s (%v), want %s", got, err, want)
	}
	if got, err := db.Track.Fan(t.Context(), "p", "s2"); err != nil || fmt.Sprint(got) != fmt.Sprint(fan) {
		t.Errorf("fan %v (%v)", got, err)
	}
}

func TestWhatIsTakenAwayIsGoneWhole(t *testing.T) {
	db := openNew(t, Options{})
	one, entries := imported("i1", 1)
	snap, fan := foretold("s", now0)
	if err := errors.Join(db.Track.KeepImport(t.Context(), "p", one, entries, nil), db.Track.KeepCheckIn(t.Context(), "p", checkIn("c", "2026-01-31", "1")), db.Track.KeepSnapshot(t.Context(), "p", snap, fan)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		drop    func(plan, id string) error
		id      string
		missing error
	}{
		{func(p, id string) error { return db.Track.DropCheckIn(t.Context(), p, id) }, "c", track.NoCheckIn},
		{func(p, id string) error { return db.Track.DropImport(t.Context(), p, id) }, "i1", track.NoImport},
		{func(p, id string) error { return db.Track.DropSnapshot(t.Context(), p, id) }, "s", track.NoSnapshot},
	} {
		if err := tt.drop("other", tt.id); !errors.Is(err, tt.missing) {
			t.Errorf("%s of another plan: %v", tt.id, err)
		}
		if err := tt.drop("p", tt.id); err != nil {
			t.Errorf("%s: %v", tt.id, err)
		}
		if err := tt.drop("p", tt.id); !errors.Is(err, tt.missing) {
			t.Errorf("%s again: %v", tt.id, err)
		}
	}
	for _, table := range []string{"balances", "entries"} {
		var n int
		if err := db.read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d %s are left (%v)", n, table, err)
		}
	}
	if _, err := db.Track.Fan(t.Context(), "p", "s"); !errors.Is(err, track.NoSnapshot) {
		t.Errorf("fan: %v", err)
	}
}

func TestWhatHappenedIsCarriedOutOfADamagedFile(t *testing.T) {
	from := filepath.Join(t.TempDir(), "meridian.db")
	db := openNew(t, Options{})
	one, entries := imported("i1", 1)
	snap, fan := foretold("s", now0)
	if err := errors.Join(db.Track.KeepImport(t.Context(), "p", one, entries, &track.Template{Head: "h"}), db.Track.KeepCheckIn(t.Context(), "p", checkIn("c", "2026-01-31", "1")), db.Track.KeepSnapshot(t.Context(), "p", snap, fan), db.Copy(t.Context(), from)); err != nil {
		t.Fatal(err)
	}
	into := filepath.Join(t.TempDir(), "meridian.db")
	if _, err := carryOver(t.Context(), from, into); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(into); err != nil {
		t.Fatal(err)
	}
	mended := openAt(t, into, Options{})
	checks, err1 := mended.Track.CheckIns(t.Context(), "p")
	found, err2 := mended.Track.Entries(t.Context(), "p", "2026-01-01", "2026-12-31")
	lines, err3 := mended.Track.Fan(t.Context(), "p", "s")
	_, known, err4 := mended.Track.Template(t.Context(), "p", "h")
	if err := errors.Join(err1, err2, err3, err4); err != nil || len(checks) != 1 || len(checks[0].Balances) != 2 || len(found) != 2 || fmt.Sprint(lines) != fmt.Sprint(fan) || !known {
		t.Errorf("carried %v, %v, %v, %t (%v)", checks, found, lines, known, err)
	}
}
