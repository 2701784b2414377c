package prompt

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func sheet(locale string) Sheet {
	return Sheet{
		Locale: locale, Question: "How much may we spend?",
		Facts:    []Fact{{"F1", "Futures that hold", "79.1%"}, {"F2", "Sustainable spending a month", "$7,370"}},
		Passages: []Passage{{"S1", "The deposit of 300,000,000 won shall be returned upon termination of the lease."}},
		Moves:    []Move{{"M1", "Retire 2 years later"}},
	}
}

// reply is a whole reply with these sentences.
func reply(sentences ...string) string {
	raw, err := json.Marshal(map[string]any{"sentences": sentences, "because": []string{"F1"}, "try": []string{"M1"}, "enough": "yes"})
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func TestASentenceIsShownOnlyWhenItStatesNoFigure(t *testing.T) {
	for _, tt := range []struct {
		name, locale, sentence string
		shown                  bool
	}{
		{"refers to a fact", "en", "You can spend {F2} a month.", true},
		{"refers to a passage", "en", "The deposit comes back at the end {S1}.", true},
		{"states nothing", "en", "Working longer helps most in the first years.", true},
		{"Korean", "ko", "미래의 {F1}에서 지켜집니다.", true},
		{"Korean with syllables that may be numerals", "ko", "이 계획은 일을 그만둔 뒤에 주식만 줄이면 더 든든합니다.", true},
		{"Korean by the month", "ko", "한 달에 {F2}까지 쓸 수 있습니다.", true},
		{"Korean words that look like counts", "ko", "이번 조건에서는 사회보장이 든든합니다.", true},
		{"a digit", "en", "You can spend 7,370 a month.", false},
		{"a digit beside a fact", "en", "You can spend {F2} for 30 years.", false},
		{"a full-width digit", "en", "It holds in ７ futures.", false},
		{"an Arabic digit", "en", "It holds in ٧ futures.", false},
		{"a fraction", "en", "About ½ of them hold.", false},
		{"a circled number", "en", "Choose ③.", false},
		{"a roman number", "en", "It fails in year XIV.", false},
		{"a number word", "en", "About eighty of them hold.", false},
		{"a number word in capitals", "en", "SEVEN futures fail.", false},
		{"a share in words", "en", "Nearly half of them hold.", false},
		{"a multiple", "en", "Your spending would double.", false},
		{"a percent sign", "en", "Many % hold.", false},
		{"a currency sign", "en", "It costs $ a lot.", false},
		{"a word split by nothing visible", "en", "About eig\u200bhty hold.", false},
		{"a letter that only looks like one", "en", "About sеven hold.", false}, // the second letter is Cyrillic
		{"Chinese numerals", "en", "It holds in 七 futures.", false},
		{"a Sino-Korean number", "ko", "삼 년 늦추면 좋습니다.", false},
		{"a Sino-Korean amount", "ko", "사백오십만 원까지 쓸 수 있습니다.", false},
		{"a Sino-Korean share", "ko", "팔십 퍼센트에서 지켜집니다.", false},
		{"a native number", "ko", "두 해 더 일하면 됩니다.", false},
		{"a native count", "ko", "세 번 무너집니다.", false},
		{"half", "ko", "절반이 무너집니다.", false},
		{"a fact that was not given", "en", "You can spend {F9} a month.", false},
		{"a passage that was not given", "en", "It says so {S2}.", false},
		{"a brace that is none", "en", "You can spend {money} a month.", false},
		{"an unclosed brace", "en", "You can spend {F2 a month.", false},
		{"only a fact", "en", "{F1}", false},
		{"the wrong language", "ko", "You can spend {F2} a month.", false},
		{"the other wrong language", "en", "미래의 {F1}에서 지켜집니다.", false},
		{"a loop", "en", "It holds it holds it holds.", false},
		{"a link", "en", "See http://example.com for more.", false},
		{"a control character", "en", "It holds\u0007.", false},
		{"text that runs backwards", "en", "It \u202eholds.", false},
		{"words of a passage", "en", "It shall be returned upon termination of the lease.", false},
		{"too long", "en", strings.Repeat("word and other ", 40), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, objections := Read(reply(tt.sentence), sheet(tt.locale))
			if got := len(d.Sentences) == 1; got != tt.shown {
				t.Errorf("%q is shown: %t, objections %v", tt.sentence, got, objections)
			}
			if tt.shown != (len(objections) == 0) {
				t.Errorf("objections %v", objections)
			}
		})
	}
}

// One bad sentence costs itself, not its neighbours in the same string.
func TestABadSentenceIsLeftOutAlone(t *testing.T) {
	d, objections := Read(reply("It holds in {F1}. It costs 12 dollars. Spend {F2}."), sheet("en"))
	if len(d.Sentences) != 2 || len(objections) != 1 || objections[0] != objectFigure {
		t.Errorf("%d sentences, objections %v", len(d.Sentences), objections)
	}
}

func TestAReplyThatIsNoAnswer(t *testing.T) {
	for name, raw := range map[string]string{
		"empty":              "",
		"blank":              " \n",
		"prose":              "You can spend a lot.",
		"cut off":            `{"sentences": ["You can`,
		"null":               "null",
		"an array":           "[]",
		"two objects":        reply("It holds.") + reply("It holds."),
		"prose around":       "Sure! " + reply("It holds."),
		"a field too many":   `{"sentences": ["It holds."], "because": [], "try": [], "enough": "yes", "success": 0.9}`,
		"a string for list":  `{"sentences": "It holds.", "because": [], "try": [], "enough": "yes"}`,
		"enough is no word":  `{"sentences": ["It holds."], "because": [], "try": [], "enough": "maybe"}`,
		"nothing":            `{}`,
		"too many sentences": reply("It holds.", "It is fine.", "It works.", "It stays."),
		"a megabyte":         reply(strings.Repeat("word ", 1<<18)),
		"deep":               strings.Repeat("[", 100_000),
		"no UTF-8":           "{\"sentences\": [\"\xff\xfe\"], \"because\": [], \"try\": [], \"enough\": \"yes\"}",
		"a huge exponent":    `{"sentences": [1e999999999], "because": [], "try": [], "enough": "yes"}`,
	} {
		d, objections := Read(raw, sheet("en"))
		if len(d.Sentences) != 0 || len(objections) == 0 {
			t.Errorf("%s: %d sentences, objections %v", name, len(d.Sentences), objections)
		}
	}
}

func TestIdsThatWereNotGivenAreLeftOut(t *testing.T) {
	d, objections := Read(`{"sentences": ["It holds."], "because": ["F1", "F7", "F1", "S1"], "try": ["M1", "M2"], "enough": "yes"}`, sheet("en"))
	if strings.Join(d.Because, " ") != "F1" || strings.Join(d.Try, " ") != "M1" || len(objections) != 1 {
		t.Errorf("because %v, try %v, objections %v", d.Because, d.Try, objections)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(reply("You can spend {F2} a month."), "en")
	f.Add(reply("미래의 {F1}에서 지켜집니다."), "ko")
	f.Add(`{"sentences": ["\u0000{F1}\ud800"], "because": [], "try": [], "enough": "no"}`, "en")
	f.Add(strings.Repeat("{", 5000), "ko")
	f.Fuzz(func(t *testing.T, raw, locale string) {
		s := sheet(locale)
		d, _ := Read(raw, s)
		if len(d.Sentences) > mostSentences || len(d.Because) > mostBecause || len(d.Try) > mostTry {
			t.Fatal("more than the schema allows")
		}
		for _, sentence := range d.Sentences {
			for _, p := range sentence {
				if p.Ref != "" && p.Ref != "F1" && p.Ref != "F2" && p.Ref != "S1" {
					t.Fatalf("refers to %q", p.Ref)
				}
				if strings.ContainsFunc(p.Text, unicode.IsNumber) || strings.ContainsFunc(p.Text, unicode.IsControl) || !utf8.ValidString(p.Text) {
					t.Fatalf("shows %q", p.Text)
				}
			}
		}
		if c := ReadCall(raw, s); c.Move != "" && c.Move != "M1" || utf8.RuneCountInString(c.Words) > longestWords+1 {
			t.Fatalf("calls %v", c)
		}
	})
}
