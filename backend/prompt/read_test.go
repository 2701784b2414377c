package prompt

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"meridian/backend/llm"
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
		{"full-width letters", "en", "About ｓｅｖｅｎ hold.", false},
		{"raised letters", "en", "About ˢᵉᵛᵉⁿ hold.", false},
		{"letters with marks", "en", "About sévén hold.", false},
		{"letters with marks of their own", "en", "About se\u0301ven hold.", false},
		{"a letter without its dot", "en", "About sıx hold.", false},
		{"a word in parts", "en", "About se-ven hold.", false},
		{"a word letter by letter", "en", "About s e v e n hold.", false},
		{"a word between lines", "en", "About seven_ hold.", false},
		{"numbers grown together", "en", "It costs sevenhundred.", false},
		{"a multiple in a word", "en", "It grows tenfold.", false},
		{"a unit of money", "en", "It costs ₿ a lot.", false},
		{"a minus before a fact", "en", "You can spend -{F2} a month.", false},
		{"a minus in words before a fact", "en", "You can spend minus {F2} a month.", false},
		{"a multiple behind a fact", "en", "You can spend {F2}k a month.", false},
		{"a multiple apart from a fact", "en", "You can spend {F2} bn a month.", false},
		{"two facts that become one", "en", "It holds in {F1}{F2} of futures.", false},
		{"two facts with a point between", "en", "It holds in {F1}.{F2} of futures.", false},
		{"two facts apart", "en", "Between {F1} and {F2}, it holds ({F1}).", true},
		{"a fact and its passage", "en", "You can spend {F2} {S1}.", true},
		{"a fact that has something", "en", "Spend {F2}/month, not more; the plan’s {F1} then holds.", true},
		{"a multiple behind a fact, Korean", "ko", "미래의 {F1}억이 지켜집니다.", false},
		{"ten thousand behind a fact", "ko", "한 달에 {F2}만 쓸 수 있습니다.", false},
		{"as much as a fact", "ko", "한 달에 {F2}만큼 쓸 수 있습니다.", true},
		{"honorific endings", "ko", "지출을 조금 줄이십시오.", true},
		{"three million", "ko", "삼백만을 쓰면 됩니다.", false},
		{"a million", "ko", "백만을 모으면 됩니다.", false},
		{"three thousand", "ko", "삼천을 쓰면 됩니다.", false},
		{"syllables in their letters", "ko", "\u1109\u1161\u11b7\u1107\u1162\u11a8\u1106\u1161\u11ab \u110b\u116f\u11ab을 씁니다.", false},
		{"half-width letters", "ko", "계획에 ﾵￂﾱ백을 씁니다.", false},
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

// FuzzRead: whatever a model says, what is shown holds no figure of its own, nor
// anything else that no sentence needs.
func FuzzRead(f *testing.F) {
	for _, sentence := range []string{
		"You can spend {F2} a month.", "The deposit comes back {S1}.", "You can spend 7,370 a month.", "It holds in ７ futures.", "About ½ hold.", "Choose ③.",
		"About seven hundred hold.", "se\u0301ven", "s-e-v-e-n", "ｓｅｖｅｎ", "sеven", "{F1}{F2}", "-{F1}", "{F1}k", "{F1}.{F2}", "{F9}", "{F1", "{S1}{S1}", "{{F1}}", "It holds it holds it holds.",
		"It \u202eholds\u202c.", "It holds\u0007\u0000.", "eig\u200bhty", "See http://example.com.", "The deposit of 300,000,000 won shall be returned.", strings.Repeat("a", 241), strings.Repeat("so ", 90),
		"미래의 {F1}에서 지켜집니다.", "삼백만 원을 씁니다.", "삼백만을 씁니다.", "{F1}억을 씁니다.", "두 해 더 일하면 됩니다.", "절반이 무너집니다.", "\u1109\u1161\u11b7\u1107\u1162\u11a8\u1106\u1161\u11ab \u110b\u116f\u11ab", "七百萬", "٣٠٠",
	} {
		f.Add(reply(sentence), "en")
		f.Add(reply(sentence, "그대로 지켜집니다."), "ko")
	}
	for _, raw := range []string{
		"", " \n", "null", "[]", "{}", "Sure! {", `{"sentences":["It holds."],"because":["F1","F9","S1"],"try":["M1","M2"],"enough":"no"}`,
		`{"sentences":["It holds."],"because":[],"try":[],"enough":"yes"}{`, `{"sentences":["You can`, `{"sentences":"It holds."}`, `{"SENTENCES":["It holds."],"because":[],"try":[],"enough":"yes"}`,
		`{"sentences": ["\u0000{F1}\ud800"], "because": [], "try": [], "enough": "no"}`, `{"tool":"plan","move":"M1","words":""}`, `{"tool":"search","move":"none","words":"보증금 \u202e"}`, `{"tool":"plan","move":"M9","words":1}`,
		`{"choice":"A"}`, "\xff\xfe", strings.Repeat("{", 5000), reply(strings.Repeat("word ", 200_000)),
	} {
		f.Add(raw, "en")
	}
	f.Fuzz(func(t *testing.T, raw, locale string) {
		s := sheet(locale)
		d, _ := Read(raw, s)
		if len(d.Sentences) > mostSentences || len(d.Because) > mostBecause || len(d.Try) > mostTry {
			t.Fatal("more than the schema allows")
		}
		for _, sentence := range d.Sentences {
			for i, p := range sentence {
				if p.Ref != "" && p.Ref != "F1" && p.Ref != "F2" && p.Ref != "S1" {
					t.Fatalf("refers to %q", p.Ref)
				}
				if i > 0 && p.Ref != "" && sentence[i-1].Ref != "" && sentence[i-1].Ref[0] == 'F' {
					t.Fatalf("puts %s and %s together", sentence[i-1].Ref, p.Ref)
				}
				if odd := shownAmiss(p.Text); odd != "" {
					t.Fatalf("shows %q: %s", p.Text, odd)
				}
			}
		}
		if c := ReadCall(raw, s); c.Move != "" && c.Move != "M1" || utf8.RuneCountInString(c.Words) > longestWords+1 {
			t.Fatalf("calls %v", c)
		}
	})
}

// numerals are words that no sentence may hold, however they are written; the rule
// knows more.
var numerals = strings.Fields("zero two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion half double dozen")

// shownAmiss looks at a text as a reader would, by other means than the rule.
func shownAmiss(text string) string {
	if !utf8.ValidString(text) {
		return "no UTF-8"
	}
	var bare strings.Builder
	for _, c := range norm.NFKD.String(text) {
		switch {
		case unicode.IsNumber(c), unicode.Is(unicode.Sc, c):
			return "a number or a currency"
		case unicode.IsControl(c), unicode.Is(unicode.Cf, c):
			return "a control character"
		case unicode.Is(unicode.M, c):
		default:
			bare.WriteRune(unicode.ToLower(c))
		}
	}
	read := norm.NFC.String(bare.String())
	for _, word := range strings.FieldsFunc(read, func(c rune) bool { return !unicode.IsLetter(c) }) {
		if slices.Contains(numerals, word) {
			return "the number " + word
		}
	}
	for _, word := range []string{"삼백", "오십", "이천만", "백만", "천만", "십억", "절반", "다섯", "서른"} {
		if strings.Contains(read, word) && !strings.Contains(read, word+"시") && !strings.Contains(read, word+"니") {
			return "the number " + word
		}
	}
	return ""
}

// FuzzChosen: a choice is one of the labels, and its weights are shares of one.
func FuzzChosen(f *testing.F) {
	for _, raw := range []string{`{"choice":"A"}`, ` {"choice": "B"} `, `{"choice":"Z"}`, `{"choice":1}`, "A", "", `{"choice":"A"`, "null", `{"choice":"\u0041"}`, strings.Repeat("[", 9000), "\x00\xff"} {
		for _, p := range []float64{0, -0.1, -50, 1, math.Inf(-1), math.Inf(1), math.NaN()} {
			f.Add(raw, "A", p, "B", -1.5)
		}
	}
	f.Add(`{"choice":"A"}`, `"A"`, -0.2, " A", -0.3)
	labels := Labels([]string{"spending", "retiring", "taxes"})
	f.Fuzz(func(t *testing.T, raw, first string, p float64, other string, q float64) {
		r := llm.Reply{Text: raw, Tokens: []llm.Token{{Choice: llm.Choice{Text: first, Logprob: p}, Top: []llm.Choice{{Text: other, Logprob: q}, {Text: first, Logprob: p}}}}}
		id, weights, ok := Chosen(r, labels)
		if ok != (id == "A" || id == "B" || id == "C") || !ok && len(weights) > 0 {
			t.Fatalf("chose %q %t", id, ok)
		}
		sum, before := 0.0, 1.0
		for _, w := range weights {
			if !(w.Probability > 0 && w.Probability <= before) {
				t.Fatalf("weights %v", weights)
			}
			sum, before = sum+w.Probability, w.Probability
		}
		if len(weights) > 0 && math.Abs(sum-1) > 1e-9 {
			t.Fatalf("weights %v add up to %g", weights, sum)
		}
	})
}
