package retrieve

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"meridian/backend/document"
	"meridian/backend/embedding"
)

// desk is an index in memory: a volume a document, a passage a page.
type desk struct {
	volumes  []Volume
	passages []document.Passage
	near     []Scored
}

func (d *desk) add(about Subject, texts ...string) {
	first := int64(len(d.passages))
	var leaves []Leaf
	for i, text := range texts {
		leaves = append(leaves, Leaf{Page: i + 1, Body: Terms(text)})
		d.passages = append(d.passages, document.Passage{Page: i + 1, Ordinal: i, Text: text})
	}
	c, err := ReadConcordance(Compile(Terms(about.Title+" "+about.Issuer), leaves))
	if err != nil {
		panic(err) // it was made a line above
	}
	d.volumes = append(d.volumes, NewVolume(about, first, c))
}

func (d *desk) Look(_ context.Context, _ document.Tenant, _ []document.ID, do func(View) error) error {
	return do(d)
}

func (d *desk) Collection() *Collection { return Collect(d.volumes) }

func (d *desk) Nearest(context.Context, embedding.Model, []float32, int) ([]Scored, error) {
	return d.near, nil
}

func (d *desk) Passages(_ context.Context, ids []int64) ([]document.Passage, error) {
	var all []document.Passage
	for _, id := range ids {
		all = append(all, d.passages[id])
	}
	return all, nil
}

// found are the documents of an answer, in order.
func found(t testing.TB, f *Finder, text string) []string {
	t.Helper()
	answer, err := f.Find(t.Context(), Query{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, f := range answer.Found {
		ids = append(ids, fmt.Sprint(f.Document, "/", f.Passage.Page))
	}
	return ids
}

func TestTerms(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Operating margins were changing", "oper margin were chang"},
		{"환불은 계약", "환불 불은 계약"},
		{"\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"}, // taken apart
		{"즉시 SQLite에서 값", "즉시 sqlite 에서 값"},
		{"₩1,200,300.50 and 1,20 and 4.5%", "1200300·50 and 1 20 and 4·5"},
		{"Ｆｕｌｌ ｗｉｄｔｈ ①", "full width 1"},
		{"naïve Café ÉTÉ", "naiv cafe et"},
		{"保険料 ひらがな カタカナ", "保険 険料 ひら らが がな カタ タカ カナ"},
		{"10-K FY2023", "10 k fy2023"},
		{"", ""},
		{`" AND * NEAR( col: ^ - `, "and near col"},
	} {
		if got := strings.Join(Terms(c.text), " "); got != c.want {
			t.Errorf("%q gives %q, want %q", c.text, got, c.want)
		}
	}
}

// The examples are those of Porter's paper and of the word list that its
// author publishes with it.
func TestStems(t *testing.T) {
	for word, want := range map[string]string{
		"caresses": "caress", "ponies": "poni", "cats": "cat", "feed": "feed", "agreed": "agre", "plastered": "plaster", "motoring": "motor",
		"sing": "sing", "conflated": "conflat", "troubled": "troubl", "sized": "size", "hopping": "hop", "falling": "fall", "hissing": "hiss",
		"failing": "fail", "filing": "file", "happy": "happi", "sky": "sky", "relational": "relat", "conditional": "condit", "rational": "ration",
		"digitizer": "digit", "operator": "oper", "feudalism": "feudal", "hopefulness": "hope", "formality": "formal", "sensibility": "sensibl",
		"triplicate": "triplic", "formative": "form", "electrical": "electr", "goodness": "good", "revival": "reviv", "allowance": "allow",
		"adjustable": "adjust", "replacement": "replac", "adoption": "adopt", "communism": "commun", "effective": "effect", "probate": "probat",
		"rate": "rate", "cease": "ceas", "controlling": "control", "roll": "roll", "is": "is", "café": "café", "2023": "2023",
	} {
		if got := Stem(word); got != want {
			t.Errorf("%s becomes %s, want %s", word, got, want)
		}
	}
}

func TestAConcordanceHasWhatItWasMadeFrom(t *testing.T) {
	leaves := []Leaf{
		{Page: 1, Heading: []string{"fee"}, Body: []string{"fee", "rent", "rent"}},
		{Page: 1, Body: []string{"tax"}},
		{Page: 7, Body: strings.Fields(strings.Repeat("rent ", 40))},
	}
	c, err := ReadConcordance(Compile([]string{"lease", "fee"}, leaves))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		term     string
		title    int
		postings []Posting
	}{
		{"fee", 1, []Posting{{0, 1, 1}}},
		{"rent", 0, []Posting{{0, 0, 2}, {2, 0, 15}}},
		{"tax", 0, []Posting{{1, 0, 1}}},
		{"lease", 1, nil},
		{"none", 0, nil},
	} {
		if title, postings := c.Find(hash(w.term), nil); title != w.title || !slices.Equal(postings, w.postings) {
			t.Errorf("%s: %d, %v; want %d, %v", w.term, title, postings, w.title, w.postings)
		}
	}
	if c.Passages() != 3 || c.Length(0) != 4 || c.Length(2) != 40 || c.Page(1) != 1 || c.Page(2) != 7 {
		t.Errorf("%d passages, lengths %d and %d, pages %d and %d", c.Passages(), c.Length(0), c.Length(2), c.Page(1), c.Page(2))
	}
	if !slices.Equal(Compile([]string{"lease", "fee"}, leaves), Compile([]string{"lease", "fee"}, leaves)) {
		t.Error("the same document gave other bytes")
	}
}

func FuzzConcordance(f *testing.F) {
	f.Add(Compile([]string{"a"}, []Leaf{{Page: 1, Body: []string{"a", "b"}}}), "a")
	f.Add([]byte{1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0}, "b")
	f.Fuzz(func(t *testing.T, b []byte, term string) {
		c, err := ReadConcordance(b)
		if err != nil {
			return
		}
		if n := c.Passages(); n > len(b) {
			t.Fatalf("%d bytes hold %d passages", len(b), n)
		}
		_, postings := c.Find(hash(term), nil)
		for i := range len(c.hashes) / 8 { // what stands there whatever the term
			_, postings = c.Find(hashAt(c, i), postings)
		}
		for _, p := range postings {
			if int(p.Passage) >= c.Passages() {
				t.Fatalf("passage %d of %d", p.Passage, c.Passages())
			}
		}
	})
}

func hashAt(c Concordance, i int) uint64 {
	var h uint64
	for at := range 8 {
		h |= uint64(c.hashes[8*i+at]) << (8 * at)
	}
	return h
}

// FuzzFind asks anything: nothing fails, every mark lies in its quote, and the
// same question has the same answer.
func FuzzFind(f *testing.F) {
	for _, q := range []string{"", "rent", "월세는 얼마인가요?", `"unbalanced`, "a* NEAR(b, 2) AND NOT c OR", "col:x ^y {z}", "\x00\xff", strings.Repeat("rent ", 90), "ﬁne ½ ①", "e\u0301\u0301\u0301"} {
		f.Add(q, "The monthly rent is 1,200. 월세는 매월 지급한다. ﬁne e\u0301")
	}
	f.Fuzz(func(t *testing.T, question, text string) {
		if len(text)+len(question) > 1<<12 {
			t.Skip()
		}
		d := new(desk)
		d.add(Subject{ID: "a", Title: question, Issuer: text, Year: 2024}, text, "other words", question)
		finder := &Finder{Index: d, Embedder: Lexical{}}
		one, err := finder.Find(t.Context(), Query{Text: question})
		if err != nil {
			t.Fatal(err)
		}
		two, _ := finder.Find(t.Context(), Query{Text: question})
		if !reflect.DeepEqual(one, two) {
			t.Fatal("the same question had another answer")
		}
		for _, f := range one.Found {
			before := -1
			for _, m := range f.Marks {
				if m.Start < 0 || m.Start <= before || m.End < m.Start || m.End > utf8.RuneCountInString(f.Passage.Text) {
					t.Fatalf("marks %v of %q", f.Marks, f.Passage.Text)
				}
				before = m.End
			}
		}
	})
}

func TestWordsFindTheirPassage(t *testing.T) {
	d := new(desk)
	d.add(Subject{ID: "lease", Title: "Lease"}, "The landlord repairs the roof.", "The tenant pays a deposit of two months.", "Notice is given in writing.")
	d.add(Subject{ID: "policy", Title: "약관"}, "보험금을 청구하려면 신청서를 제출합니다.", "계약자는 언제든지 계약을 해지할 수 있습니다.", "면책기간은 90일입니다.")
	f := &Finder{Index: d}
	for question, want := range map[string]string{
		"How large is the deposit?":          "lease/2",
		"who has to repair a roof":           "lease/1",
		"계약을 해지할 수 있나요?":                     "policy/2",
		"보험금 청구 방법":                          "policy/1",
		"Is there a waiting period?":         "policy/3", // said in Korean
		"임차인이 내는 보증금":                        "lease/2",  // said in English
		"NOTICE, NOTICE, \"NOTICE\" writing": "lease/3",
	} {
		if got := found(t, f, question); len(got) == 0 || got[0] != want {
			t.Errorf("%s: %v, want %s first", question, got, want)
		}
	}
	if got := found(t, f, "zebra xylophone"); len(got) != 0 {
		t.Errorf("nothing is said of it, and found was %v", got)
	}
}

func TestWhatAQuestionNamesIsPreferredAndNotRequired(t *testing.T) {
	d := new(desk)
	for _, s := range []Subject{
		{ID: "n22", Title: "NORTHWIND_2022_10K", Issuer: "Northwind Traders, Inc.", Year: 2022, Type: document.AnnualReport},
		{ID: "n23", Title: "NORTHWIND_2023_10K", Issuer: "Northwind Traders, Inc.", Year: 2023, Type: document.AnnualReport},
		{ID: "c23", Title: "CONTOSO_2023_10K", Issuer: "Contoso Bank & Trust Company", Year: 2023, Type: document.AnnualReport},
		{ID: "k", Title: "한빛생명 연금보험 약관", Issuer: "한빛생명", Year: 2024, Type: document.Policy},
	} {
		d.add(s, "Net revenue was such and such.", "연금은 매월 지급합니다.")
	}
	d.add(Subject{ID: "z"}, "The zebra clause stands here alone.")
	f := &Finder{Index: d}
	for question, want := range map[string]string{
		"What was Northwind's net revenue in 2023?": "n23/1",
		"What was Northwind's net revenue in FY22?": "n22/1",
		"net revenue of Contoso Bank & Trust":       "c23/1",
		"한빛생명의 연금은 언제 지급하나요":                        "k/2",
		"What is Northwind's zebra clause?":         "z/1", // the guess of whom it is about does not hide it
	} {
		if got := found(t, f, question); len(got) == 0 || got[0] != want {
			t.Errorf("%s: %v, want %s first", question, got, want)
		}
	}
}

func TestAnIssuerIsKnownByWhatPeopleCallIt(t *testing.T) {
	for _, c := range []struct {
		issuer, question string
		want             bool
	}{
		{"Advanced Micro Devices, Inc.", "What did AMD earn?", true},
		{"Johnson & Johnson", "Is JnJ growing?", true},
		{"JPMorgan Chase & Co.", "JPM's largest segment", true},
		{"The Coca-Cola Company", "how is coca cola doing", true},
		{"Best Buy Co., Inc.", "stores of BestBuy", true},
		{"General Mills, Inc.", "what happens in general", false},
		{"삼성화재해상보험(주)", "삼성화재해상보험의 약관", true},
		{"Block, Inc.", "is there a block on payments", true}, // its whole name: preferred, which does no harm
		{"", "anything", false},
	} {
		got := namesIn(c.question).who(calledBy(Subject{Issuer: c.issuer})) > 1
		if got != c.want {
			t.Errorf("%q in %q: %t", c.issuer, c.question, got)
		}
	}
}

// trained is an embedder that counts as neural.
type trained struct{ Lexical }

func (t trained) Model() embedding.Model {
	m := t.Lexical.Model()
	m.Neural = true
	return m
}

func TestListsAreWeighedByTheQuestion(t *testing.T) {
	d := new(desk)
	for i := range 4 * stretch {
		d.add(Subject{ID: document.ID(fmt.Sprint("d", i))}, "common words stand in every text")
	}
	d.add(Subject{ID: "rare"}, "the surrender charge is waived")
	d.near = []Scored{{Passage: 7, Score: 0.9}, {Passage: 3, Score: 0.8}}
	f := &Finder{Index: d, Embedder: trained{}}
	if got := found(t, f, "surrender charge"); got[0] != "rare/1" && got[1] != "rare/1" {
		t.Errorf("a rare word's page was outvoted: %v", got)
	}
	if got := found(t, f, "common words in what they never say otherwise"); got[0] != "d7/1" && got[0] != "d3/1" {
		t.Errorf("without rare words the nearest comes first: %v", got)
	}
	f.Embedder = Lexical{}
	if got := found(t, f, "common"); got[0] != "d0/1" {
		t.Errorf("vectors that are words come before words: %v", got)
	}
	if got := found(t, f, "zebra"); len(got) != 2 || got[0] != "d7/1" {
		t.Errorf("where words find nothing, what is near is found: %v", got)
	}
}

func TestMarksCountCodePointsOfTheQuote(t *testing.T) {
	for _, c := range []struct{ question, text, want string }{
		{"rental deposits", "A ﬁne deposit, and the Rentals.", "deposit|Rentals"},
		{"보험료 납입", "월 보험료는 매월 납입한다", "보험료|납입"},
		{"cafe\u0301", "The cafe\u0301 is open", "cafe\u0301"},
		{"the of", "the law of the land", ""},
	} {
		var got []string
		for _, m := range Marks(Ask(c.question), c.text) {
			cut, _ := m.Of(c.text)
			got = append(got, cut)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q in %q marks %q, want %s", c.question, c.text, got, c.want)
		}
	}
}

func TestLexicalVectors(t *testing.T) {
	texts := []string{"the tenant pays the deposit", "deposits that a tenant pays", "보험료를 매월 납입합니다", "매월 내는 보험료", "", "the of and"}
	vectors, err := Lexical{}.Embed(t.Context(), embedding.Passage, texts)
	if err != nil {
		t.Fatal(err)
	}
	cosine := func(a, b int) float64 {
		sum := 0.0
		for i := range vectors[a] {
			sum += float64(vectors[a][i]) * float64(vectors[b][i])
		}
		return sum
	}
	for i := range texts {
		if len(vectors[i]) != lexicalDimensions || math.Abs(cosine(i, i)-1) > 1e-5 {
			t.Errorf("%q: %d dimensions of length² %g", texts[i], len(vectors[i]), cosine(i, i))
		}
	}
	if cosine(0, 1) < 0.8 || cosine(2, 3) < 0.3 || math.Abs(cosine(0, 2)) > 0.2 {
		t.Errorf("alike %.2f and %.2f, unlike %.2f", cosine(0, 1), cosine(2, 3), cosine(0, 2))
	}
	if m := (Lexical{}).Model(); m.Neural || m.Dimensions != lexicalDimensions {
		t.Errorf("it says of itself %+v", m)
	}
	again, _ := Lexical{}.Embed(t.Context(), embedding.Query, texts[:1])
	if !slices.Equal(again[0], vectors[0]) {
		t.Error("the same text has another vector")
	}
}

// lexicalSum is the vector of a text when its digest was given. Another one
// needs another digest, or vectors that are kept would be compared with it.
func TestLexicalDigestStandsForItsVectors(t *testing.T) {
	v := lexical("Premiums of ₩1,200 are paid 매월 보험료")
	sum := document.TextHash(fmt.Sprint(v)).String()[:16]
	if got := (Lexical{}).Model().Digest + " " + sum; got != lexicalSum {
		t.Errorf("%s, want %s", got, lexicalSum)
	}
}

const lexicalSum = "lexical-1 a604465df12acb6d"

func Example() {
	d := new(desk)
	d.add(Subject{ID: "lease", Title: "Lease"}, "Rent is due on the first day of a month.", "The deposit comes back within thirty days.")
	finder := &Finder{Index: d, Embedder: Lexical{}}
	answer, _ := finder.Find(context.Background(), Query{Text: "When do I get my deposit back?", Most: 1})
	for _, f := range answer.Found {
		fmt.Printf("page %d of %s: %s\n", f.Passage.Page, f.Title, f.Passage.Text)
	}
	// Output: page 2 of Lease: The deposit comes back within thirty days.
}

// BenchmarkTerms is a passage of English and Korean taken apart.
func BenchmarkTerms(b *testing.B) {
	text := strings.Repeat("Operating income of 1,200 was higher than expected. 보험료는 매월 납입합니다. ", 12)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Terms(text)
	}
}

// BenchmarkLexical is a passage embedded.
func BenchmarkLexical(b *testing.B) {
	text := strings.Repeat("Operating income of 1,200 was higher than expected. 보험료는 매월 납입합니다. ", 12)
	for b.Loop() {
		lexical(text)
	}
}

func TestEveryTermOfALargeDocumentIsFound(t *testing.T) {
	for _, size := range []int{0, 1, 2, 3, 100, 5000} {
		var body []string
		for i := range size {
			body = append(body, fmt.Sprint("term", i))
		}
		c, err := ReadConcordance(Compile(nil, []Leaf{{Page: 1, Body: body}}))
		if err != nil {
			t.Fatal(err)
		}
		for i := range 2 * size {
			if _, postings := c.Find(hash(fmt.Sprint("term", i)), nil); len(postings) != 1-i/max(size, 1) {
				t.Fatalf("of %d terms, term %d has %d postings", size, i, len(postings))
			}
		}
	}
}
