package answer

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"meridian/backend/llm"
)

// Calibration is how sure a model may be taken to be: its choices among questions
// whose meaning is known, and what came of them.
type Calibration struct {
	At    time.Time `json:"at"`
	Model string    `json:"model"`
	Host  string    `json:"host"`
	Asked int       `json:"asked"`
	Right int       `json:"right"`
	// Weighed is how many of the choices came with probabilities; without any, the
	// host sends none, and every choice of the model is asked back about.
	Weighed int   `json:"weighed"`
	Bins    []Bin `json:"bins"`
	// Error is the expected calibration error: how far what the model says of its
	// choices is from how often they are right, from 0 to 1.
	Error float64 `json:"error"`
	// Sure is the share from which its choices should count, in per cent, by the rule
	// of Calibrate; 0 where no share keeps to it. Shown of Asked would count then,
	// Wrong of them wrongly.
	Sure  int `json:"sure"`
	Shown int `json:"shown"`
	Wrong int `json:"wrong"`
	// Now is the share that counts today, in per cent; NowShown of Asked count, NowWrong
	// of them wrongly.
	Now      int `json:"now"`
	NowShown int `json:"nowShown"`
	NowWrong int `json:"nowWrong"`
}

// Bin is the choices whose probability lies in a range, from From on up to To: what
// the model said on average, and which share was right.
type Bin struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Count int     `json:"count"`
	Said  float64 `json:"said"`
	Right float64 `json:"right"`
}

// put is one question that was put to a model. shown would be told if it counts: a
// choice of none of the questions abstains in any case.
type put struct {
	right, weighed, shown bool
	probability           float64
}

// edges are those of the bins.
var edges = []float64{0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1}

// The rule of how sure a model has to be.
const (
	mostWrong   = 0.05 // of the choices that count
	leastCount  = 5    // choices that must count, or nothing is known
	lowestShare = 20   // per cent
	topShare    = 95
	shareStep   = 5
)

// calibrated is what a model's choices say of it, with the share that counts today in
// per cent.
func calibrated(all []put, now int) Calibration {
	c := Calibration{Asked: len(all), Bins: []Bin{}, Now: now}
	var weighed []put
	for _, one := range all {
		if one.right {
			c.Right++
		}
		if one.weighed {
			weighed = append(weighed, one)
		}
	}
	c.Weighed = len(weighed)
	for i, from := range edges[:len(edges)-1] {
		b := binOf(weighed, from, edges[i+1])
		if b.Count > 0 {
			c.Bins = append(c.Bins, b)
			c.Error += math.Abs(b.Said-b.Right) * float64(b.Count) / float64(len(weighed))
		}
	}
	c.NowShown, c.NowWrong = counting(weighed, now)
	for share := lowestShare; share <= topShare; share += shareStep {
		shown, wrong := counting(weighed, share)
		if shown >= leastCount && float64(wrong) <= mostWrong*float64(shown) {
			c.Sure, c.Shown, c.Wrong = share, shown, wrong
			break
		}
	}
	return c
}

func binOf(all []put, from, to float64) Bin {
	b := Bin{From: from, To: to}
	right := 0
	for _, one := range all {
		if one.probability >= from && (one.probability < to || to == 1) {
			b.Count++
			b.Said += one.probability
			if one.right {
				right++
			}
		}
	}
	if b.Count > 0 {
		b.Said /= float64(b.Count)
		b.Right = float64(right) / float64(b.Count)
	}
	return b
}

// counting is how many choices count from a share on, in per cent, and how many of
// them are wrong.
func counting(all []put, share int) (shown, wrong int) {
	for _, one := range all {
		if one.shown && one.probability >= float64(share)/100 {
			shown++
			if !one.right {
				wrong++
			}
		}
	}
	return shown, wrong
}

// known is a question whose meaning is known; "" for none of the templates. The rule
// by words understands none of them, so that they are of the kind that models get.
type known struct {
	question string
	means    TemplateID
}

// questions with known answers, as people ask who do not know the program's words.
func questions() []known {
	return []known{
		{"Could we treat ourselves to a bit more every month without trouble later?", TemplateSpend},
		{"우리 매달 조금 더 여유 있게 지내도 괜찮을지 알고 싶어요", TemplateSpend},
		{"Can we sleep well with the way things are set up?", TemplateHold},
		{"이대로 가도 마음 놓을 수 있을지 궁금해요", TemplateHold},
		{"I am tired of the office; would leaving at sixty be fine?", TemplateRetire},
		{"회사를 몇 해 일찍 나와도 버는 데 지장이 없을지", TemplateRetire},
		{"Suppose we live more modestly, does it make a difference?", TemplateSpendLess},
		{"씀씀이를 조금 검소하게 가져가면 달라지는 게 있나", TemplateSpendLess},
		{"Would putting aside a larger slice of my salary help?", TemplateSave},
		{"월급에서 떼어 두는 몫을 키우는 게 나은지", TemplateSave},
		{"Would a riskier portfolio serve us better?", TemplateMix},
		{"투자를 더 공격적으로 가져가는 편이 나을지", TemplateMix},
		{"My fund charges a lot each year, does that hurt?", TemplateFees},
		{"펀드에서 해마다 떼어 가는 비용이 아까운데 중요한가", TemplateFees},
		{"What becomes of us if the markets grow only slowly from now on?", TemplateReturns},
		{"시장이 앞으로 시원찮게 자라면 우리는 어떻게 되나", TemplateReturns},
		{"What if everything in the shops gets dearer every year?", TemplateInflation},
		{"장바구니가 해마다 비싸지면 견딜 만한가", TemplateInflation},
		{"Suppose the government pays us old people smaller benefits", TemplatePension},
		{"나라에서 주는 노후 급여가 쪼그라들면", TemplatePension},
		{"My grandmother reached a hundred and two. Does the money go that far?", TemplateLongLife},
		{"집안이 다 백수를 누렸는데 그래도 돈이 되나", TemplateLongLife},
		{"Which knob turns the outcome around the strongest?", TemplateMoves},
		{"결과를 제일 세게 흔드는 손잡이는 어느 것인가", TemplateMoves},
		{"What tiny adjustment gets us to where we want to be?", TemplateReach},
		{"바라는 데까지 가려면 살짝만 손볼 곳이 어디인지", TemplateReach},
		{"Tell me one thing to get on with this week", TemplateNext},
		{"당장 이번 주에 할 일 하나만 알려 줘", TemplateNext},
		{"In the unlucky cases, where does it come apart?", TemplateFail},
		{"운이 나쁜 경우에는 어디서부터 어긋나는지", TemplateFail},
		{"How do we fare if everything collapses at once?", TemplateStress},
		{"한꺼번에 다 무너지는 날이 오면 우리는", TemplateStress},
		{"What do the children get when we are gone?", TemplateLeft},
		{"우리가 떠난 뒤 아이들 몫은 어느 만큼인지", TemplateLeft},
		{"How big a bite does the treasury take over the years?", TemplateTax},
		{"나라에 떼이는 돈이 통틀어 어느 정도인지", TemplateTax},
		{"Which parts of life did the calculation leave aside?", TemplateLimits},
		{"셈에서 제쳐 둔 것이 있다면 무엇인지", TemplateLimits},
		{"Who won the football match yesterday?", ""},
		{"어제 축구는 어느 쪽이 이겼어?", ""},
		{"Write a poem about the sea", ""},
		{"바다를 노래하는 시 한 편 지어 줘", ""},
		{"How do I bake sourdough bread?", ""},
		{"김치찌개 끓이는 법 알려 줘", ""},
		{"Translate good morning into French", ""},
		{"좋은 아침을 프랑스 말로 옮겨 줘", ""},
		{"Which phone has the best camera?", ""},
		{"사진이 잘 찍히는 전화기 골라 줘", ""},
	}
}

// Calibrate puts questions whose meaning is known to the model that answers, when it
// has nothing else to do, and says from which share on its choices should count: the
// smallest, in steps of five per cent, at which at most one in twenty of those that
// count is wrong, and five at least count. Errors: the last one of the model where it
// answered nothing at all, errNoModel without one; those of ctx.
func (s *Service) Calibrate(ctx context.Context, told func(done, total int)) (Calibration, error) {
	chosen, there := s.ready(ctx)
	if !there {
		return Calibration{}, errNoModel
	}
	now := int(math.Round(100 * Sure))
	if chosen.Sure > 0 {
		now = int(math.Round(100 * chosen.Sure))
	}
	all := questions()
	var answered []put
	var host string
	var last error
	for i, q := range all {
		told(i, len(all))
		r, labels := choice(q.question, templates(), chosen.Context)
		r.Model = chosen.Name
		reply, err := s.Model.Generate(ctx, llm.Turn{Lane: llm.Batch, Person: "calibration"}, r, func(llm.Piece) error { return ctx.Err() })
		if ctx.Err() != nil {
			return Calibration{}, ctx.Err()
		}
		if err != nil {
			last = err
			if errors.Is(err, llm.ErrNotReady) || errors.Is(err, llm.ErrNoModel) {
				break // it will not answer the others either
			}
			answered = append(answered, put{})
			continue
		}
		host = reply.Host
		id, weights := chosenOf(reply, templates(), labels)
		one := put{right: id == q.means, shown: id != ""}
		if at := slices.IndexFunc(weights, func(w weighed) bool { return w.id == id }); at >= 0 {
			one.weighed, one.probability = true, weights[at].probability
		}
		answered = append(answered, one)
	}
	if host == "" && last != nil {
		return Calibration{}, last
	}
	told(len(all), len(all))
	c := calibrated(answered, now)
	c.At, c.Model, c.Host = s.Now().UTC(), chosen.Name, host
	s.measured.Store(&c)
	return c, nil
}

// Calibrated is the newest calibration of the model that answers now; false where it
// was not calibrated since the program began.
func (s *Service) Calibrated(ctx context.Context) (Calibration, bool) {
	c := s.measured.Load()
	chosen, there := s.ready(ctx)
	if c == nil || !there || c.Model != chosen.Name {
		return Calibration{}, false
	}
	return *c, true
}
