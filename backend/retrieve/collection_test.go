package retrieve

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meridian/backend/document"
)

// invented is a library of short documents, and of a few long ones.
func invented(random *rand.Rand, documents int) *desk {
	d := new(desk)
	word := func() string { return fmt.Sprint("word", min(random.IntN(300), random.IntN(300))) }
	words := func(n int) string {
		var text strings.Builder
		for range n {
			text.WriteString(word() + " ")
		}
		return text.String()
	}
	for n := range documents {
		texts := make([]string, random.IntN(60))
		if n%70 == 0 {
			texts = make([]string, memberMost+1+random.IntN(20))
		}
		for i := range texts {
			texts[i] = words(1 + random.IntN(12))
		}
		d.add(Subject{ID: document.ID(fmt.Sprint("d", n)), Title: words(random.IntN(4)), Issuer: words(random.IntN(2)), Year: 2000 + random.IntN(30)}, texts...)
	}
	return d
}

// TestUnitedDocumentsAreFoundAsTheyWereAlone asks a library twice: as it is,
// and with its short documents united; the whole of it and some of it.
func TestUnitedDocumentsAreFoundAsTheyWereAlone(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	alone := invented(random, 240)
	united := *alone
	united.volumes = Unite(alone.volumes)
	c := Collect(united.volumes)
	if len(c.unions) < 2 || len(c.alone) < 3 {
		t.Fatalf("%d unions, %d volumes alone", len(c.unions), len(c.alone))
	}
	if again := Unite(united.volumes); !reflect.DeepEqual(again, united.volumes) {
		t.Error("what was united was united once more")
	}
	for n := range 24 {
		question := fmt.Sprint("word", random.IntN(300), " word", random.IntN(20), " of 2011 and word", random.IntN(300))
		var among []document.ID
		for _, v := range alone.volumes {
			if n%2 == 1 && random.IntN(3) == 0 {
				among = append(among, v.About.ID)
			}
		}
		want := newRanking(Collect(alone.volumes).Among(among)).byWords(Ask(question))
		got := newRanking(c.Among(among)).byWords(Ask(question))
		if !slices.Equal(got.pages, want.pages) || !slices.Equal(got.scores, want.scores) || got.literal != want.literal || len(want.pages) == 0 {
			t.Fatalf("%s among %d: pages %v, want %v", question, len(among), got.pages, want.pages)
		}
		for _, page := range got.pages {
			passage := got.ranking.pages.starts[page]
			a, idA := got.ranking.source(passage)
			b, idB := want.ranking.source(passage)
			if a.About != b.About || idA != idB {
				t.Fatalf("page %d is of %v (%d), want %v (%d)", page, a.About, idA, b.About, idB)
			}
			if p, ok := got.ranking.passage(idA); !ok || p != passage {
				t.Fatalf("passage %d is %d, %v", passage, p, ok)
			}
		}
	}
}

// TestEverySpotIsCounted counts terms in passages and pages by going through
// all documents one by one.
func TestEverySpotIsCounted(t *testing.T) {
	d := invented(rand.New(rand.NewPCG(8, 8)), 60)
	r := newRanking(Collect(d.volumes))
	for n := range 100 {
		term := fmt.Sprint("word", n)
		r.lookUp([]weighted{{term, 1}})
		for name, g := range map[string]*grain{"passages": &r.passages, "pages": &r.pages} {
			want := map[int32]spot{}
			for i, v := range d.volumes {
				times, postings := v.words.Find(hash(term), nil)
				for p := range v.Passages() {
					at := g.texts[int(r.offsets[i])+p]
					if times > 0 {
						want[at] = spot{text: at, times: titleCount * float32(times)}
					}
				}
				for _, p := range postings {
					at := g.texts[r.offsets[i]+p.Passage]
					s := want[at]
					want[at] = spot{at, s.times + float32(p.Body), max(s.heading, p.Heading)}
				}
			}
			got := map[int32]spot{}
			for _, s := range r.spotsOf(g, r.found[term]) {
				got[s.text] = s
			}
			if !reflect.DeepEqual(got, want) || len(r.spots) != len(want) {
				t.Fatalf("%s in %s: %d spots, want %d", term, name, len(r.spots), len(want))
			}
		}
	}
}

func TestPassagesOfNoDocumentHaveNoNumber(t *testing.T) {
	d := new(desk)
	d.add(Subject{ID: "a"}, "one", "two")
	d.volumes[0].First = 5
	c := Collect(d.volumes)
	for id, want := range map[int64]bool{4: false, 5: true, 6: true, 7: false} {
		if _, ok := c.passage(id); ok != want {
			t.Errorf("passage %d: %v", id, ok)
		}
	}
	if Collect(nil).total() != 0 || len(Collect(nil).factors(namesIn("what?"))) != 0 {
		t.Error("nothing has passages")
	}
}

// TestNoMentionIsMissed compares the documents that a question may speak of
// with all of which it does.
func TestNoMentionIsMissed(t *testing.T) {
	issuers := []string{"Advanced Micro Devices, Inc.", "Johnson & Johnson", "JPMorgan Chase & Co.", "한빛생명", "3M Company", "Contoso Bank & Trust Company", "The Northwind Traders Group", "㈜ 우리 은행", ""}
	titles := []string{"AMD_2022_10K", "연금보험 약관", "Lease", "퇴직연금 운용현황 2025", "Form 10-K", "statement"}
	var volumes []Volume
	for _, issuer := range issuers {
		for _, title := range titles {
			volumes = append(volumes, Volume{First: int64(len(volumes)), called: calledBy(Subject{Issuer: issuer, Title: title})})
		}
	}
	m := mentionsOf(volumes)
	spoken := 0
	for _, question := range []string{
		"What did AMD earn?", "Is JnJ growing?", "JPM's largest segment", "한빛생명의 연금은 언제?", "the lease of Northwind Traders", "How is Micro doing",
		"What about Advanced Micro?", "3M sales", "우리은행에서 받은 퇴직연금", "does Johnson pay", "contoso bank trust", "연금보험약관", "nothing of note", "", "ADVANCED", "JOHN",
	} {
		n := namesIn(question)
		by := m.by(n)
		for i, v := range volumes {
			if n.who(v.called) == 1 {
				continue
			}
			spoken++
			if !by[int32(i)] {
				t.Errorf("%q speaks of %v, which is missed", question, v.called)
			}
		}
	}
	if spoken < 30 {
		t.Errorf("the questions speak of %d documents", spoken)
	}
}

func FuzzUnite(f *testing.F) {
	f.Add(Compile([]string{"a"}, []Leaf{{Page: 1, Body: []string{"a", "b"}}}), "a")
	f.Fuzz(func(t *testing.T, b []byte, term string) {
		c, err := ReadConcordance(b)
		if err != nil || c.Passages() > memberMost {
			return
		}
		var volumes []Volume
		for n := range membersLeast {
			volumes = append(volumes, NewVolume(Subject{}, int64(n*max(c.Passages(), 1)), c))
		}
		r := newRanking(Collect(Unite(volumes)))
		r.lookUp([]weighted{{term, 1}})
		for _, p := range r.found[term].postings {
			if int(p.Passage) >= r.total() {
				t.Fatalf("passage %d of %d", p.Passage, r.total())
			}
		}
	})
}
