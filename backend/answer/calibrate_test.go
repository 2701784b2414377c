package answer

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"meridian/backend/llm"
)

// TestQuestionsOfTheCalibration are of the kind that models get: the rule by words
// takes none of them for another, and each template is asked about in both languages.
func TestQuestionsOfTheCalibration(t *testing.T) {
	asked := map[TemplateID][2]int{}
	for _, q := range questions() {
		if by, _ := match(q.question); by != nil {
			t.Errorf("%q is understood by its words, as %s", q.question, by.id)
		}
		n := asked[q.means]
		if isHangul(q.question) {
			n[1]++
		} else {
			n[0]++
		}
		asked[q.means] = n
	}
	for _, tm := range append(templates(), template{}) {
		if n := asked[tm.id]; tm.id != TemplateDocument && (n[0] == 0 || n[0] != n[1]) {
			t.Errorf("%q is asked about %d times in English and %d times in Korean", tm.id, n[0], n[1])
		}
	}
}

// some are so many puts with a probability, the first of them right.
func some(n, right int, probability float64) []put {
	all := make([]put, n)
	for i := range all {
		all[i] = put{right: i < right, weighed: true, shown: true, probability: probability}
	}
	return all
}

func join(all ...[]put) []put {
	var out []put
	for _, one := range all {
		out = append(out, one...)
	}
	return out
}

func TestTheShareFromWhichChoicesCount(t *testing.T) {
	unweighed := []put{{right: true, shown: true}, {shown: true}}
	abstained := []put{{right: true, weighed: true, probability: 0.99}, {weighed: true, probability: 0.99}}
	for name, c := range map[string]struct {
		all                []put
		sure, shown, wrong int
	}{
		"always right":                         {some(10, 10, 0.3), 20, 10, 0},
		"right where it is sure":               {join(some(10, 2, 0.52), some(20, 20, 0.97)), 55, 20, 0},
		"one in twenty is wrong where it says": {join(some(10, 0, 0.5), some(20, 19, 0.8)), 55, 20, 1},
		"two in twenty are too many":           {some(20, 18, 0.8), 0, 0, 0},
		"four choices are too few to know":     {some(4, 4, 0.9), 0, 0, 0},
		"no probabilities":                     {unweighed, 0, 0, 0},
		"abstaining is never wrong":            {join(abstained, some(5, 5, 0.9)), 20, 5, 0},
		"nothing was asked":                    {nil, 0, 0, 0},
	} {
		got := calibrated(c.all, 60)
		if got.Sure != c.sure || got.Shown != c.shown || got.Wrong != c.wrong || got.Asked != len(c.all) {
			t.Errorf("%s: from %d on, %d count and %d wrongly, of %d", name, got.Sure, got.Shown, got.Wrong, got.Asked)
		}
	}
}

func TestTheReliabilityTable(t *testing.T) {
	c := calibrated(join(some(10, 5, 0.95), some(10, 5, 0.5), some(1, 1, 1)), 60)
	if len(c.Bins) != 2 || c.Bins[0].Count != 10 || c.Bins[0].From != 0.5 || c.Bins[0].Right != 0.5 || c.Bins[1].Count != 11 || c.Bins[1].To != 1 {
		t.Fatalf("bins %+v", c.Bins)
	}
	want := (math.Abs(c.Bins[1].Said-c.Bins[1].Right)*11 + 0) / 21
	if math.Abs(c.Error-want) > 1e-12 || c.NowShown != 11 || c.NowWrong != 5 || c.Now != 60 {
		t.Errorf("error %g, want %g; now %d count and %d wrongly", c.Error, want, c.NowShown, c.NowWrong)
	}
}

// chooser is a model that chooses the first label whose words it is asked about, else
// none, with one probability.
type chooser struct {
	knows map[string]TemplateID
	fails error
	turns []llm.Turn
}

func (c *chooser) Generate(_ context.Context, turn llm.Turn, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error) {
	c.turns = append(c.turns, turn)
	if c.fails != nil {
		return llm.Reply{}, c.fails
	}
	want := "none of these"
	if t := templateOf(c.knows[r.Messages[1].Text]); t != nil {
		want = t.about
	}
	letter := ""
	for line := range strings.Lines(r.Messages[0].Text) {
		if id, about, ok := strings.Cut(strings.TrimSpace(line), " "); ok && about == want && len(id) == 1 {
			letter = id
		}
	}
	raw, err := json.Marshal(map[string]string{"choice": letter})
	if err != nil {
		return llm.Reply{}, err
	}
	reply := llm.Reply{Text: string(raw), Host: "h", Tokens: []llm.Token{{Choice: llm.Choice{Text: letter, Logprob: math.Log(0.8)}, Top: []llm.Choice{{Text: "A", Logprob: math.Log(0.2)}}}}}
	return reply, piece(llm.Piece{Text: reply.Text})
}

func TestAModelIsCalibratedOnKnownQuestions(t *testing.T) {
	c := &chooser{knows: map[string]TemplateID{}}
	for _, q := range questions() {
		c.knows[q.question] = q.means
	}
	var done []int
	s := &Service{Model: c, Now: time.Now, Choose: func(context.Context) (Chosen, bool) { return Chosen{Name: "m", Context: 4096, Sure: 0.85}, true }}
	if _, there := s.Calibrated(t.Context()); there {
		t.Error("it is calibrated before it was asked")
	}
	got, err := s.Calibrate(t.Context(), func(n, total int) { done = append(done, n) })
	if err != nil || got.Right != len(questions()) || got.Weighed != got.Asked || got.Sure != lowestShare || got.Wrong != 0 || got.Now != 85 || got.NowShown != 0 || got.Model != "m" || got.Host != "h" {
		t.Errorf("%+v, %v", got, err)
	}
	if len(done) != len(questions())+1 || c.turns[0].Lane != llm.Batch {
		t.Errorf("told %d times, in lane %s", len(done), c.turns[0].Lane)
	}
	if kept, there := s.Calibrated(t.Context()); !there || kept.At != got.At {
		t.Error("it is not kept")
	}
	c.fails = llm.ErrNotReady
	if _, err := s.Calibrate(t.Context(), func(int, int) {}); err == nil {
		t.Error("a model that does not answer is calibrated")
	}
}
