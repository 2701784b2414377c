package access

import (
	"context"
	"testing"
)

func TestAllow(t *testing.T) {
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
		{"an unknown role is refused", Principal{Role: "guest"}, PlanRead, false},
		{"an unknown action is refused even to the owner", Principal{Role: Owner}, "plan.burn", false},
		{"no action is refused", Principal{Role: Owner}, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Allow(tt.who, tt.action); got != tt.want {
				t.Errorf("Allow(%+v, %q) = %v, want %v", tt.who, tt.action, got, tt.want)
			}
		})
	}
}

func TestOwnerMayDoEveryAction(t *testing.T) {
	for _, a := range Actions() {
		if !Allow(Principal{Role: Owner}, a) {
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
