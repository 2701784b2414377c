package document

import "testing"

func TestTitlesAPersonWouldCallTheSame(t *testing.T) {
	for _, same := range [][2]string{
		{"Statement 2025.pdf", "statement  2025"},
		{"퇴직연금 운용현황.pdf", "퇴직연금 운용현황"},
		{"\u1112\u1161\u11ab글.docx", "한글"}, // taken apart, as one file system keeps names
		{"Ｐolicy.PDF", "policy"},
	} {
		if TitleKey(same[0]) != TitleKey(same[1]) {
			t.Errorf("%q and %q differ: %q, %q", same[0], same[1], TitleKey(same[0]), TitleKey(same[1]))
		}
	}
	if TitleKey("Statement 2025.pdf") == TitleKey("Statement 2026.pdf") {
		t.Error("two years are one title")
	}
	if got := TitleKey("Fund No. 12 report"); got != "fund no. 12 report" {
		t.Errorf("a dot inside a title was taken for a file ending: %q", got)
	}
}

func TestSpansCountCodePoints(t *testing.T) {
	const text = "보험료 ₩1,200 납입"
	for _, c := range []struct {
		span Span
		want string
		ok   bool
	}{
		{Span{0, 3}, "보험료", true},
		{Span{4, 10}, "₩1,200", true},
		{Span{11, 13}, "납입", true},
		{Span{13, 13}, "", true},
		{Span{11, 14}, "", false},
		{Span{14, 14}, "", false},
		{Span{5, 4}, "", false},
		{Span{-1, 2}, "", false},
	} {
		got, ok := c.span.Of(text)
		if got != c.want || ok != c.ok {
			t.Errorf("%v: %q, %v; want %q, %v", c.span, got, ok, c.want, c.ok)
		}
	}
}

func TestAQuoteKeepsItsHashWhenLinesBreakElsewhere(t *testing.T) {
	if QuoteHash("Total  premium\n1,200") != QuoteHash("Total premium 1,200") {
		t.Error("spacing changes the hash")
	}
	if QuoteHash("Total premium 1,200") == QuoteHash("Total premium 1,300") {
		t.Error("another figure has the same hash")
	}
}

// The page hashes the lines of what it shows: frontend/src/library/quote.test.ts
// has the same cases.
func TestAQuoteHasTheHashThatThePageGivesIt(t *testing.T) {
	for quote, want := range map[string]string{
		"Total  premium\n1,200": "sha256:3219bba6fed42dec6e9fcd7dda06d9fb29ed49771bb8309b12087ca0b5382443",
		"적립금   12,345원":         "sha256:ac4cbd14d01b8b4d6e15b0d2fa5a9346503a5d7075726269b1c067aa28d723ee",
	} {
		if got := QuoteHash(quote); got != want {
			t.Errorf("%q has %s", quote, got)
		}
	}
}
