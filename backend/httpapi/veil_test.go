package httpapi

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"meridian/backend/access"
)

func TestAmountsInATextAreCovered(t *testing.T) {
	for said, want := range map[string]string{
		"you can spend $4,500 a month":   "you can spend ••• a month",
		"한 달에 375만원을 씁니다":                "한 달에 •••을 씁니다",
		"12억 가운데 3억 5,000만 원":            "••• 가운데 ••• •••",
		"₩9":                             "•••",
		"about 1.2 million":              "about •••",
		"48 613 579":                     "•••",
		"at 67, in 2041, 80% of futures": "at 67, in 2041, 80% of futures",
		"12.5% more":                     "12.5% more",
		"2026-03-29T12:00:00Z":           "2026-03-29T12:00:00Z",
		"01JQ8Z6V5K3M2N1P0R9S8T7V6W":     "01JQ8Z6V5K3M2N1P0R9S8T7V6W",
		"12345678":                       "•••",
		"123456789012345678":             "•••",
		"１２３４":                           "•••",
		"2026 1234567":                   "•••",
		"no figures here":                "no figures here",
	} {
		if got := cover(said); got != want {
			t.Errorf("%q is shown as %q, want %q", said, got, want)
		}
	}
}

func TestAmountsAreRoundedOrShares(t *testing.T) {
	rounded := veil{access.Principal{Role: access.Viewer, Sections: access.All(), Money: access.Rounded}}
	share := veil{access.Principal{Role: access.Viewer, Sections: access.All(), Money: access.Percent, Base: 200_000}}
	for _, tt := range []struct {
		name string
		v    veil
		in   string
		want string
	}{
		{"a fact in money", rounded, `{"unit":"currency","value":1234567,"ci":{"low":1199999,"high":1299999,"level":0.95}}`, `{"ci":{"high":1300000,"level":0.95,"low":1200000},"unit":"currency","value":1200000}`},
		{"a share of futures", rounded, `{"unit":"share","value":0.8031}`, `{"unit":"share","value":0.8031}`},
		{"a number that nobody knows", rounded, `{"new":98765}`, `{"new":99000}`},
		{"a plan's amount", rounded, `{"plan":{"schema":"meridian.plan","people":{},"version":7,"income":{"a":{"amount":{"amt":"98765.43"},"growth":0.0123}}}}`,
			`{"plan":{"income":{"a":{"amount":{"amt":"99000"},"growth":0.0123}},"people":{},"schema":"meridian.plan","version":7}}`},
		{"a share of the base", share, `{"unit":"currencyPerMonth","value":4500}`, `{"unit":"currencyPerMonth","value":2.2}`},
		{"no base, no amount", veil{access.Principal{Role: access.Viewer, Sections: access.All(), Money: access.Percent}}, `{"unit":"currency","value":4500}`, `{"unit":"currency","value":0}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.v.document([]byte(tt.in), figures)
			if err != nil || string(got) != tt.want {
				t.Errorf("%s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

// A route that nobody has said anything of is not shown to whoever sees no amounts.
func TestARouteThatNobodyKnowsIsNotShown(t *testing.T) {
	who := access.Principal{ID: "g", Role: access.Viewer, Sections: access.All(), Money: access.Rounded}
	if _, _, err := (veil{who}).cover(httptest.NewRecorder(), Route{ID: "somethingNew"}); err == nil {
		t.Error("it was shown")
	}
}

func FuzzVeil(f *testing.F) {
	f.Add([]byte(`{"plan":{"schema":"x","people":{},"a":[{"amt":"12"}]},"unit":3,"value":1e400}`))
	f.Add([]byte(`[[[{"patch":null,"lines":{},"undo":"x","balances":7}]]]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, money := range []access.Visibility{access.Rounded, access.Percent, access.Full} {
			v := veil{access.Principal{Role: access.Viewer, Sections: access.SectionsOf(access.Income), Money: money, Base: 7}}
			shown, err := v.document(raw, figures)
			if err == nil && !json.Valid(shown) {
				t.Errorf("%s became %s", raw, shown)
			}
		}
	})
}

func FuzzCover(f *testing.F) {
	f.Add("$4,500 and 375만원 2041")
	f.Fuzz(func(t *testing.T, said string) {
		if again := cover(cover(said)); strings.Count(again, covered) > len(said)+1 {
			t.Errorf("%q grew to %q", said, again)
		}
	})
}

// waitOf is how long a fault says to wait.
func waitOf(err error) time.Duration {
	var t tooOften
	_ = errors.As(err, &t) // 0 for another, or none
	return t.wait
}

func TestNobodyWinsByMakingUpKeys(t *testing.T) {
	l, now := newLimiter(allowance{"tries", 2, time.Second}), time.Unix(1_000_000, 0)
	for i := range 2 * mostKeys {
		_ = l.take(netip.AddrFrom4([4]byte{byte(i >> 16), byte(i >> 8), byte(i), 1}).String(), now)
	}
	if len(l.keys.of) > mostKeys+1 {
		t.Errorf("%d keys are remembered", len(l.keys.of))
	}
	if err := l.take("fresh", now); waitOf(err) == 0 || !strings.Contains(err.Error(), "tries") {
		t.Error("what comes beyond them has an allowance of its own")
	}
	if l.take("fresh", now.Add(time.Hour)) != nil {
		t.Error("an hour later it is still refused")
	}
}

func TestWhoeverIsWrongAgainWaitsLonger(t *testing.T) {
	var s setbacks
	now := time.Unix(1_000_000, 0)
	var before time.Duration
	for i := range 30 {
		s.wrong("a", now)
		wait := waitOf(s.wait("a", now))
		if wait < before || wait > setbackMost || i < setbackFree && wait != 0 {
			t.Errorf("after %d mistakes the wait is %v, and was %v", i+1, wait, before)
		}
		before = wait
	}
	if before != setbackMost {
		t.Errorf("the longest wait is %v", before)
	}
	if s.wait("b", now) != nil {
		t.Error("somebody else waits too")
	}
}

func TestAddressesAreToldApartByNetwork(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true},
		{"2001:db8:1:2::1", "2001:db8:1:3::1", false},
		{"203.0.113.1", "::ffff:203.0.113.1", true},
		{"203.0.113.1", "203.0.113.2", false},
	} {
		if got := network(netip.MustParseAddr(tt.a)) == network(netip.MustParseAddr(tt.b)); got != tt.same {
			t.Errorf("%s and %s: %v", tt.a, tt.b, got)
		}
	}
}
