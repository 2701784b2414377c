package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meridian/backend/fault"
)

func TestOneLookCostsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		known := fault.New(fault.Unavailable, "x", fault.Text{EN: "The drive is gone.", KO: "드라이브가 없습니다."}, fault.Text{EN: "Plug it in.", KO: "연결하세요."})
		looks := []Look{
			{ID: "panics", Do: func(context.Context) ([]Finding, error) { panic("no") }},
			{ID: "hangs", Limit: time.Second, Do: func(ctx context.Context) ([]Finding, error) {
				<-ctx.Done()
				time.Sleep(time.Hour)
				return nil, nil
			}},
			{ID: "fails", Do: func(context.Context) ([]Finding, error) { return nil, known }},
			{ID: "unknown", Do: func(context.Context) ([]Finding, error) { return nil, errors.New("secret") }},
			{ID: "fine", Do: func(context.Context) ([]Finding, error) { return []Finding{{ID: "fine", Verdict: Fine}}, nil }},
		}
		told := 0
		found, err := Examine(t.Context(), looks, func(done, total int) { told = done })
		if err != nil || len(found) != len(looks) || told != len(looks) {
			t.Fatalf("%d findings, told %d, %v", len(found), told, err)
		}
		for i, f := range found {
			want := Wrong
			if looks[i].ID == "fine" {
				want = Fine
			}
			if f.ID != looks[i].ID || f.Verdict != want || want == Wrong && (f.Fix.EN == "" || f.Fix.KO == "") {
				t.Errorf("%s: %+v", looks[i].ID, f)
			}
		}
		if found[2].Text != known.Title || strings.Contains(found[3].Text.EN, "secret") {
			t.Errorf("words of errors: %+v, %+v", found[2], found[3])
		}
		time.Sleep(2 * time.Hour) // the look that hangs ends
	})
}

func TestAnExaminationThatIsGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, err := Examine(ctx, []Look{{ID: "x"}}, nil); !errors.Is(err, context.Canceled) || len(found) != 0 {
		t.Errorf("%v, %v", found, err)
	}
}

func TestWorst(t *testing.T) {
	for want, verdicts := range map[Verdict][]Verdict{Fine: {Fine, Skipped}, Warning: {Fine, Warning, Skipped}, Wrong: {Warning, Wrong, Fine}} {
		var e Examination
		for _, v := range verdicts {
			e.Findings = append(e.Findings, Finding{Verdict: v})
		}
		if got := e.Worst(); got != want {
			t.Errorf("the worst of %v is %s, want %s", verdicts, got, want)
		}
	}
	if got := (Examination{}).Worst(); got != Fine {
		t.Errorf("nothing examined is %s", got)
	}
}

func TestAReportHoldsNoPrivateWord(t *testing.T) {
	private := map[string]string{"/home/kim": "HOME", "/home/kim/.local/share/meridian": "DATA", "kim": "USER", "laptop-kim": "COMPUTER", "Kim & Lee": "HOUSEHOLD", "a": "USER", "": "NOTHING"}
	e := Examination{At: time.Date(2026, 3, 1, 23, 5, 0, 0, time.UTC), Findings: []Finding{{
		ID: "store", Verdict: Wrong,
		Text: fault.Text{EN: "/home/kim/.local/share/meridian/meridian.db on laptop-kim of Kim & Lee", KO: "kim의 /home/kim"},
		Fix:  fault.Text{EN: "Ask kim.", KO: "kim에게 물으세요."},
	}}}
	raw, err := json.Marshal(e.Redacted(private))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"kim", "laptop", "Lee", "23:05"} {
		if strings.Contains(string(raw), word) {
			t.Errorf("%q is in the report: %s", word, raw)
		}
	}
	got := e.Redacted(private).Findings[0].Text.EN
	if want := "‹DATA›/meridian.db on ‹COMPUTER› of ‹HOUSEHOLD›"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if e.Findings[0].Fix.EN != "Ask kim." {
		t.Error("what was found itself was changed")
	}
}

func FuzzRedacted(f *testing.F) {
	f.Add("a sentence with kim in it", "kim")
	f.Add("kikimm", "kim")
	f.Fuzz(func(t *testing.T, text, word string) {
		if len(word) < shortestWord || strings.Contains("‹USER›", word) || strings.ContainsAny(word, "‹›USER") {
			return
		}
		e := Examination{Findings: []Finding{{Text: fault.Text{EN: text}}}}
		if got := e.Redacted(map[string]string{word: "USER"}).Findings[0].Text.EN; strings.Contains(got, word) {
			t.Errorf("%q is left in %q", word, got)
		}
	})
}

func TestPlacesThatAreSynced(t *testing.T) {
	for path, want := range map[string]string{
		"/home/kim/.local/share/meridian":                                  "",
		"/home/kim/Dropbox/meridian":                                       "Dropbox",
		"/home/kim/Dropbox (Work)/meridian":                                "Dropbox",
		"/Users/kim/OneDrive - Firm/Meridian":                              "OneDrive",
		"/Users/kim/Library/Mobile Documents/com~apple~CloudDocs/Meridian": "iCloud Drive",
		"/Users/kim/Library/CloudStorage/GoogleDrive-kim@example.com/x":    "a cloud drive",
		"/home/kim/Dropboxes/meridian":                                     "",
		"/home/MEGAN/meridian":                                             "",
	} {
		if got := Synced(path); got != want {
			t.Errorf("%s is synced by %q, want %q", path, got, want)
		}
		if v := Place(path).Verdict; (v == Warning) != (want != "") {
			t.Errorf("%s: %s", path, v)
		}
	}
}

func TestRoomModesAndDrawing(t *testing.T) {
	for free, want := range map[uint64]Verdict{0: Skipped, 1: Wrong, noRoom: Warning, littleRoom: Fine, 1 << 40: Fine} {
		if got := Room(free).Verdict; got != want {
			t.Errorf("%d bytes free: %s, want %s", free, got, want)
		}
	}
	if got := Closed([]fs.FileMode{0o600, 0o700}, true).Verdict; got != Fine {
		t.Errorf("tight modes: %s", got)
	}
	if got := Closed([]fs.FileMode{0o600, 0o644}, true).Verdict; got != Warning {
		t.Errorf("a readable file: %s", got)
	}
	if got := Closed([]fs.FileMode{0o666}, false).Verdict; got != Skipped {
		t.Errorf("no modes: %s", got)
	}
	for verdict, want := range map[string]Verdict{"works": Fine, "software": Warning, "none": Warning, "": Skipped} {
		if got := Drawing(verdict).Verdict; got != want {
			t.Errorf("drawing %q: %s, want %s", verdict, got, want)
		}
	}
}
