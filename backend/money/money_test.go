package money

import (
	"errors"
	"math"
	"testing"
)

func TestParse(t *testing.T) {
	cases := []struct {
		name    string
		decimal string
		cur     Currency
		minor   int64
		err     error
	}{
		{"won have no decimals", "4500000", "KRW", 4500000, nil},
		{"dollars have two", "12.5", "USD", 1250, nil},
		{"dinars have three", "0.001", "KWD", 1, nil},
		{"negative", "-0.01", "USD", -1, nil},
		{"trailing zeros carry no precision", "7.000", "KRW", 7, nil},
		{"largest", "92233720368547758.07", "USD", math.MaxInt64, nil},
		{"smallest", "-92233720368547758.08", "USD", math.MinInt64, nil},
		{"one too many", "92233720368547758.08", "USD", 0, ErrRange},
		{"half a won", "0.5", "KRW", 0, ErrPrecision},
		{"grouping", "1,000", "USD", 0, ErrSyntax},
		{"exponent", "1e3", "USD", 0, ErrSyntax},
		{"plus", "+1", "USD", 0, ErrSyntax},
		{"space", " 1", "USD", 0, ErrSyntax},
		{"empty", "", "USD", 0, ErrSyntax},
		{"lone point", ".", "USD", 0, ErrSyntax},
		{"no whole part", ".5", "USD", 0, ErrSyntax},
		{"NaN", "NaN", "USD", 0, ErrSyntax},
		{"unknown currency", "1", "XXX", 0, ErrCurrency},
		{"a 200-digit number", "1" + string(make([]byte, 200)), "USD", 0, ErrSyntax},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := Parse(c.decimal, c.cur)
			if !errors.Is(err, c.err) {
				t.Fatalf("error %v, want %v", err, c.err)
			}
			if err == nil && got.Minor != c.minor {
				t.Errorf("minor %d, want %d", got.Minor, c.minor)
			}
		})
	}
}

func TestStringIsTheShortestExactDecimal(t *testing.T) {
	cases := map[string]Amount{
		"0": {0, "USD"}, "0.01": {1, "USD"}, "-0.1": {-10, "USD"}, "12": {1200, "USD"},
		"5": {5, "KRW"}, "0.005": {5, "KWD"}, "-92233720368547758.08": {math.MinInt64, "USD"},
	}
	for want, a := range cases {
		if got := a.String(); got != want {
			t.Errorf("%+v = %q, want %q", a, got, want)
		}
	}
}

func TestAddRefusesWhatDoesNotAddUp(t *testing.T) {
	if got, err := (Amount{1, "USD"}).Add(Amount{-3, "USD"}); err != nil || got.Minor != -2 {
		t.Errorf("1 + -3 = %v, %v", got, err)
	}
	if _, err := (Amount{1, "USD"}).Add(Amount{1, "KRW"}); !errors.Is(err, ErrMixed) {
		t.Errorf("mixed: %v", err)
	}
	for _, a := range []int64{math.MaxInt64, math.MinInt64} {
		if _, err := (Amount{a, "USD"}).Add(Amount{a, "USD"}); !errors.Is(err, ErrRange) {
			t.Errorf("%d twice: %v", a, err)
		}
	}
}

func TestTimesRefusesOverflow(t *testing.T) {
	if got, err := (Amount{-7, "USD"}).Times(12); err != nil || got.Minor != -84 {
		t.Errorf("12 times -7: %v, %v", got, err)
	}
	if _, err := (Amount{math.MaxInt64, "USD"}).Times(2); !errors.Is(err, ErrRange) {
		t.Errorf("overflow: %v", err)
	}
}

func TestConvertRoundsToTheTargetsUnit(t *testing.T) {
	r, err := ParseRate("1350.5", "USD", "KRW")
	if err != nil {
		t.Fatal(err)
	}
	// 1.01 USD * 1350.5 = 1364.005 KRW
	if got, err := r.Convert(Amount{101, "USD"}); err != nil || got != (Amount{1364, "KRW"}) {
		t.Errorf("got %v, %v", got, err)
	}
	// 1350.5 KRW is a dollar; 13505 won are ten.
	if got, err := r.Inverse().Convert(Amount{13505, "KRW"}); err != nil || got != (Amount{1000, "USD"}) {
		t.Errorf("got %v, %v", got, err)
	}
	if got, _ := r.Convert(Amount{-100, "USD"}); got.Minor != -1351 {
		t.Errorf("halves go away from zero: %v", got)
	}
	if _, err := r.Convert(Amount{math.MaxInt64, "USD"}); !errors.Is(err, ErrRange) {
		t.Errorf("overflow: %v", err)
	}
	for _, bad := range []string{"0", "-1", "x", "1e5"} {
		if _, err := ParseRate(bad, "USD", "KRW"); err == nil {
			t.Errorf("rate %q was accepted", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "-1", "12.50", "9223372036854775807", "1e9", ".", "-", "00012.3400"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range []Currency{"KRW", "USD", "KWD"} {
			a, err := Parse(s, c)
			if err != nil {
				continue
			}
			b, err := Parse(a.String(), c)
			if err != nil || a != b {
				t.Fatalf("%q in %s: %v became %v, %v", s, c, a, b, err)
			}
		}
	})
}
