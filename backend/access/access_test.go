package access

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestAllow(t *testing.T) {
	some := Principal{ID: "g", Role: Viewer, Remote: true, Money: Full, Sections: SectionsOf(Income)}
	whole := Principal{ID: "g", Role: Editor, Remote: true, Money: Full, Sections: All()}
	rounded := whole
	rounded.Money = Rounded
	partly := whole
	partly.Sections = SectionsOf(Income, Spending)
	looking := Principal{ID: "g", Role: Editor, Money: Full, Sections: All(), Looking: true}
	for _, tt := range []struct {
		name   string
		who    Principal
		action Action
		want   bool
	}{
		{"the owner reads a plan", Principal{Role: Owner}, PlanRead, true},
		{"the owner uses the file dialogs", Principal{Role: Owner}, NativeUse, true},
		{"nobody reads nothing", Principal{}, PlanRead, false},
		{"nobody may not even see the session", Principal{}, SessionRead, false},
		{"nobody joins from elsewhere", Principal{Remote: true}, Join, true},
		{"nobody joins at the machine", Principal{}, Join, false},
		{"somebody has joined already", whole, Join, false},
		{"an unknown role is refused", Principal{Role: "guest"}, PlanRead, false},
		{"an unknown action is refused even to the owner", Principal{Role: Owner}, "plan.burn", false},
		{"no action is refused", Principal{Role: Owner}, "", false},
		{"an owner elsewhere uses no dialogs of the host", Principal{Role: Owner, Remote: true, Control: true}, NativeUse, false},
		{"an owner elsewhere lets nobody in", Principal{Role: Owner, Remote: true}, AccessWrite, false},
		{"unless that was granted", Principal{Role: Owner, Remote: true, Control: true}, AccessWrite, true},
		{"control is nothing to an editor", Principal{Role: Editor, Remote: true, Control: true, Money: Full, Sections: All()}, AccessWrite, false},
		{"one part is enough to read of the plan", some, PlanRead, true},
		{"results are a section of their own", some, ForecastRead, false},
		{"documents are a section of their own", some, LibraryRead, false},
		{"an editor edits", whole, PlanWrite, true},
		{"who sees rounded amounts edits nothing", rounded, PlanWrite, false},
		{"but may read", rounded, PlanRead, true},
		{"and choose a language", rounded, SettingsWrite, true},
		{"who sees a part edits nothing", partly, PlanWrite, false},
		{"the advisor may quote what is kept from them", partly, AdvisorRead, false},
		{"whoever looks through a guest's eyes changes nothing", looking, PlanWrite, false},
		{"not even the guest's choices", looking, SettingsWrite, false},
		{"but sees", looking, PlanRead, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Allow(tt.who, tt.action); got != tt.want {
				t.Errorf("Allow(%+v, %q) = %v, want %v", tt.who, tt.action, got, tt.want)
			}
		})
	}
}

// The whole table, as a page that a person can read through: for each action and
// role, from where, and which single sections are enough.
func TestTheTable(t *testing.T) {
	var page strings.Builder
	for _, a := range Actions() {
		for _, role := range append(Roles(), "") {
			fmt.Fprintf(&page, "%-15s %-8s %s\n", a, roleName(role), permitted(role, a))
		}
	}
	const golden = "testdata/table.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if page.String() != string(want) {
		t.Errorf("the table is another one; if that is meant, go test ./backend/access -update\n%s", page.String())
	}
}

func roleName(r Role) string {
	if r == "" {
		return "nobody"
	}
	return string(r)
}

func permitted(role Role, a Action) string {
	var places []string
	for _, from := range []struct {
		name string
		p    Principal
	}{
		{"here", Principal{}}, {"elsewhere", Principal{Remote: true}}, {"control", Principal{Remote: true, Control: true}},
	} {
		if sections := enough(from.p, role, a); sections != "" {
			places = append(places, from.name+"="+sections)
		}
	}
	if len(places) == 0 {
		return "never"
	}
	return strings.Join(places, " ")
}

// enough names which sections, granted alone, are enough for an action; "all" for
// one that needs all of them.
func enough(p Principal, role Role, a Action) string {
	p.ID, p.Role, p.Money = "x", role, Full
	if Allow(p, a) {
		return "any"
	}
	var names []string
	for _, s := range AllSections() {
		if p.Sections = SectionsOf(s); Allow(p, a) {
			names = append(names, string(s))
		}
	}
	if len(names) > 0 {
		return strings.Join(names, ",")
	}
	if p.Sections = wholePlan; Allow(p, a) {
		return "plan"
	}
	if p.Sections = wholePlan | SectionsOf(Results); Allow(p, a) {
		return "plan+results"
	}
	if p.Sections = wholePlan | SectionsOf(Documents); Allow(p, a) {
		return "plan+documents"
	}
	if p.Sections = All(); Allow(p, a) {
		return "all"
	}
	return ""
}

func TestOwnerMayDoEveryActionButJoin(t *testing.T) {
	for _, a := range Actions() {
		if a != Join && a != DraftWrite && !Allow(Principal{Role: Owner}, a) {
			t.Errorf("the owner may not %s", a)
		}
	}
}

func TestNobody(t *testing.T) {
	if !(Principal{}).Nobody() || (Principal{Role: Owner}).Nobody() {
		t.Error("only a principal without a role is nobody")
	}
}

func TestAContextSaysWhoAsks(t *testing.T) {
	if !Who(context.Background()).Nobody() {
		t.Error("somebody asks where nothing says so")
	}
	owner := Principal{ID: OwnerID, Role: Owner}
	if got := Who(As(context.Background(), owner)); got != owner {
		t.Errorf("asked by %+v, want %+v", got, owner)
	}
}

func TestAGuestOfUnknownVisibilityIsShownPercentages(t *testing.T) {
	for money, want := range map[Visibility]Visibility{"": Percent, "FULL": Percent, Full: Full, Rounded: Rounded, Percent: Percent} {
		if got := (Principal{Role: Viewer, Money: money}).Visible(); got != want {
			t.Errorf("%q is shown as %q, want %q", money, got, want)
		}
	}
}

func TestASetOfSections(t *testing.T) {
	set := SectionsOf(Results, People)
	if got := fmt.Sprint(set.List()); got != "[people results]" {
		t.Errorf("%s", got)
	}
	if set.Has(Accounts) || !set.Has(AnyPart) || !set.Has(Anything) || SectionsOf(Results).Has(AnyPart) {
		t.Error("a set has what was not put in, or lacks what was")
	}
	if got := SectionsOf("vault", AnyPart, Anything); got != 0 {
		t.Errorf("what is no section was taken: %v", got.List())
	}
}
