package hosting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"meridian/backend/embedding"
	"meridian/backend/fault"
	"meridian/backend/llm"
)

// Verdict is what a finding means.
type Verdict string

// The verdicts.
const (
	Fine    Verdict = "ok"
	Warning Verdict = "warn"
	Wrong   Verdict = "fail"
	Skipped Verdict = "skipped" // it could not be looked at, because of another finding
)

// Finding is one thing that was examined: what was found, and what to do.
type Finding struct {
	ID      string     `json:"id"`
	Verdict Verdict    `json:"verdict" jsonschema:"enum=ok,enum=warn,enum=fail,enum=skipped"`
	Text    fault.Text `json:"text"`
	Fix     fault.Text `json:"fix"`
}

// Examination is what the doctor found.
type Examination struct {
	At       time.Time `json:"at"`
	Host     string    `json:"host"`
	Version  string    `json:"version"`
	Chat     string    `json:"chat"`
	Findings []Finding `json:"findings"`

	TokensPerSecond float64 `json:"tokensPerSecond"` // written; 0 unmeasured
	PromptPerSecond float64 `json:"promptPerSecond"` // read; 0 unmeasured
	LoadSeconds     float64 `json:"loadSeconds"`     // of a cold start; 0 when it was warm
}

// The findings, in the order in which they are made.
const (
	findHost      = "host"
	findChat      = "chat"
	findContext   = "context"
	findSchema    = "schema"
	findSpeed     = "speed"
	findKorean    = "korean"
	findEmbedding = "embedding"
)

// What is asked of a model.
const (
	leastContext = 4096 // tokens: a question, its facts and quotes, and the answer
	slowTokens   = 5.0  // a second: an answer of 200 tokens takes more than half a minute
	goodHangul   = 0.5  // share of the letters of a Korean answer
)

// doctor examines one host.
type doctor struct {
	host   Host
	choice Choice
	exam   Examination
	told   func(done, total int)
}

// Examine asks the host and the chosen models what they can do. Whatever it
// finds is in the examination; the error is of the program itself, or of ctx.
func (s *Service) Examine(ctx context.Context, told func(done, total int)) (Examination, error) {
	exam, err := s.examine(ctx, told)
	if err == nil {
		s.mu.Lock()
		s.last = &exam
		s.mu.Unlock()
	}
	return exam, err
}

// Last is the newest examination; false when there was none.
func (s *Service) Last() (Examination, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		return Examination{}, false
	}
	return *s.last, true
}

func (s *Service) examine(ctx context.Context, told func(done, total int)) (Examination, error) {
	c, err := s.Choice(ctx)
	if err != nil {
		return Examination{}, err
	}
	d := &doctor{choice: c, told: told, exam: Examination{At: s.Now().UTC(), Chat: c.Chat, Findings: []Finding{}}}
	s.enter(1)
	defer s.enter(-1)
	h, err := s.Host(ctx)
	if err != nil {
		d.add(of(findHost, err))
		return d.exam, ctx.Err()
	}
	d.host = h
	if st, err := s.State(ctx); err == nil {
		d.exam.Host = st.Address
	}
	d.examine(ctx)
	return d.exam, ctx.Err()
}

func (d *doctor) add(f Finding) {
	d.exam.Findings = append(d.exam.Findings, f)
	d.told(len(d.exam.Findings), 7)
}

func fine(id, en, ko string) Finding {
	return Finding{ID: id, Verdict: Fine, Text: fault.Text{EN: en, KO: ko}}
}

// of is the finding of an error: its own words, or that it cannot be said.
func of(id string, err error) Finding {
	var f *fault.Error
	if errors.As(err, &f) {
		return Finding{id, Wrong, f.Title, f.Fix}
	}
	return Finding{id, Wrong, fault.Text{EN: "This could not be examined.", KO: "확인하지 못했습니다."}, fault.Text{EN: "Try again.", KO: "다시 시도하세요."}}
}

func skipped(id string) Finding {
	return Finding{ID: id, Verdict: Skipped, Text: fault.Text{EN: "Not examined: see the findings above.", KO: "확인하지 않았습니다. 위의 결과를 보세요."}}
}

func (d *doctor) examine(ctx context.Context) {
	version, err := d.host.Version(ctx)
	if err != nil {
		d.add(of(findHost, err))
		return
	}
	d.exam.Version = version
	d.add(fine(findHost, fmt.Sprintf("A model host answers (version %s).", version), fmt.Sprintf("모델 서버가 응답합니다(버전 %s).", version)))
	if d.chat(ctx) {
		for _, look := range []func(context.Context) Finding{d.schema, d.speed, d.korean} {
			d.add(look(ctx))
		}
	} else {
		for _, id := range []string{findContext, findSchema, findSpeed, findKorean} {
			d.add(skipped(id))
		}
	}
	d.add(d.embeds(ctx))
}

// chat looks at the chosen chat model and its context.
func (d *doctor) chat(ctx context.Context) bool {
	if d.choice.Chat == "" {
		d.add(Finding{findChat, Wrong, fault.Text{EN: "No chat model is chosen.", KO: "대화 모델을 고르지 않았습니다."},
			fault.Text{EN: "Choose one in Settings; the suggestions say which fits this computer.", KO: "설정에서 고르세요. 추천 목록에 이 컴퓨터에 맞는 모델이 있습니다."}})
		return false
	}
	about, err := d.host.Show(ctx, d.choice.Chat)
	if err == nil && !about.Chat {
		err = llm.ErrRefused
	}
	if err != nil {
		d.add(of(findChat, err))
		return false
	}
	d.add(fine(findChat, d.choice.Chat+" is there.", d.choice.Chat+" 모델이 있습니다."))
	d.add(d.context(about.Trained))
	return true
}

func (d *doctor) context(trained int) Finding {
	text := fault.Text{
		EN: fmt.Sprintf("It is asked with %d tokens of context and was trained with %d.", d.choice.Context, trained),
		KO: fmt.Sprintf("문맥 %d토큰으로 묻고, 모델은 %d토큰까지 배웠습니다.", d.choice.Context, trained)}
	switch {
	case trained > 0 && d.choice.Context > trained:
		return Finding{findContext, Warning, text, fault.Text{EN: fmt.Sprintf("Set the context to %d or less.", trained), KO: fmt.Sprintf("문맥을 %d 이하로 설정하세요.", trained)}}
	case d.choice.Context < leastContext:
		return Finding{findContext, Warning, text, fault.Text{EN: fmt.Sprintf("Set the context to %d or more, so that documents fit into a question.", leastContext), KO: fmt.Sprintf("문서까지 담으려면 문맥을 %d 이상으로 설정하세요.", leastContext)}}
	}
	return Finding{ID: findContext, Verdict: Fine, Text: text}
}

// ask puts a question with room for an answer.
func (d *doctor) ask(ctx context.Context, text, schema string, reply int) (llm.Reply, error) {
	r := llm.Request{Model: d.choice.Chat, Messages: []llm.Message{{Role: llm.User, Text: text}},
		Options: llm.Options{Context: d.choice.Context, Reply: reply}}
	if schema != "" {
		r.Schema = json.RawMessage(schema)
	}
	return d.host.Generate(ctx, r, nil)
}

// form is one schema and what its replies must be.
type form struct {
	ask, schema string
	keeps       func(raw []byte) bool
}

// forms are of the kinds that the program asks for: choices, bounded numbers,
// lists.
var forms = []form{
	{"Is 7 larger than 3? Answer in JSON.", `{"type":"object","additionalProperties":false,"required":["answer"],"properties":{"answer":{"enum":["yes","no"]}}}`,
		func(raw []byte) bool {
			var v struct{ Answer string }
			return json.Unmarshal(raw, &v) == nil && (v.Answer == "yes" || v.Answer == "no")
		}},
	{"Rate the weather from 1 to 5. Answer in JSON.", `{"type":"object","additionalProperties":false,"required":["rating"],"properties":{"rating":{"type":"integer","minimum":1,"maximum":5}}}`,
		func(raw []byte) bool {
			var v struct{ Rating int }
			return json.Unmarshal(raw, &v) == nil && v.Rating >= 1 && v.Rating <= 5
		}},
	{"Name one or two colours. Answer in JSON.", `{"type":"object","additionalProperties":false,"required":["colours"],"properties":{"colours":{"type":"array","minItems":1,"maxItems":2,"items":{"type":"string","maxLength":20}}}}`,
		func(raw []byte) bool {
			var v struct{ Colours []string }
			return json.Unmarshal(raw, &v) == nil && len(v.Colours) >= 1 && len(v.Colours) <= 2
		}},
}

// schema asks for replies of a form, and sees whether they are.
func (d *doctor) schema(ctx context.Context) Finding {
	kept := 0
	for _, f := range forms {
		reply, err := d.ask(ctx, f.ask, f.schema, 200)
		if errors.Is(err, llm.ErrNotReady) || errors.Is(err, ErrMemory) || ctx.Err() != nil {
			return of(findSchema, err)
		}
		if err == nil && f.keeps([]byte(reply.Text)) {
			kept++
		}
		if seconds := reply.Usage.Load.Seconds(); seconds > 0.1 {
			d.exam.LoadSeconds = max(d.exam.LoadSeconds, seconds)
		}
	}
	text := fault.Text{EN: fmt.Sprintf("%d of %d answers keep to the form they were asked in.", kept, len(forms)), KO: fmt.Sprintf("정해진 형식을 지킨 답: %d개 중 %d개", len(forms), kept)}
	if kept < len(forms) {
		return Finding{findSchema, Wrong, text, fault.Text{EN: "Choose another model, or update the model host; answers would be refused.", KO: "다른 모델을 고르거나 모델 서버를 새로 받으세요. 이대로는 답을 쓸 수 없습니다."}}
	}
	return Finding{ID: findSchema, Verdict: Fine, Text: text}
}

// story is long enough that reading it can be timed.
var story = strings.Repeat("The household saves every month and spends less than it earns. ", 12)

// speed measures how fast the model reads and writes, by the host's own clock.
func (d *doctor) speed(ctx context.Context) Finding {
	reply, err := d.ask(ctx, story+"\nSay in two sentences what this is about.", "", 120)
	if err != nil && !errors.Is(err, llm.ErrCutOff) {
		return of(findSpeed, err)
	}
	u := reply.Usage
	if u.Reply <= 0 || u.ReplyTokens < 2 { // it did not come to an end: asked for a form it does
		reply, err = d.ask(ctx, story, forms[2].schema, 200)
		if u = reply.Usage; err != nil || u.Reply <= 0 || u.ReplyTokens < 2 {
			return Finding{findSpeed, Warning, fault.Text{EN: "The speed could not be measured.", KO: "속도를 재지 못했습니다."}, fault.Text{EN: "Examine again.", KO: "다시 진단하세요."}}
		}
	}
	d.exam.TokensPerSecond = float64(u.ReplyTokens) / u.Reply.Seconds()
	if u.Prompt > 0 {
		d.exam.PromptPerSecond = float64(u.PromptTokens) / u.Prompt.Seconds()
	}
	text := fault.Text{
		EN: fmt.Sprintf("It writes %.0f and reads %.0f tokens a second.", d.exam.TokensPerSecond, d.exam.PromptPerSecond),
		KO: fmt.Sprintf("초당 %.0f토큰을 쓰고 %.0f토큰을 읽습니다.", d.exam.TokensPerSecond, d.exam.PromptPerSecond)}
	if d.exam.TokensPerSecond < slowTokens {
		return Finding{findSpeed, Warning, text, fault.Text{EN: "Answers will be slow. Choose a smaller model, or close other programs.", KO: "답이 느립니다. 더 작은 모델을 고르거나 다른 프로그램을 닫으세요."}}
	}
	return Finding{ID: findSpeed, Verdict: Fine, Text: text}
}

// korean asks in Korean, and sees whether Korean comes back whole.
func (d *doctor) korean(ctx context.Context) Finding {
	reply, err := d.ask(ctx, "연금이 무엇인지 한국어 한 문장으로 설명하세요.", "", 200)
	if err != nil && !errors.Is(err, llm.ErrCutOff) {
		return of(findKorean, err)
	}
	share, broken := hangul(reply.Text), strings.ContainsRune(reply.Text, unicode.ReplacementChar)
	if err != nil || share < goodHangul || broken {
		return Finding{findKorean, Warning, fault.Text{EN: "It does not answer in Korean.", KO: "한국어로 답하지 못합니다."},
			fault.Text{EN: "If you ask in Korean, choose a model that is good at it.", KO: "한국어로 물으려면 한국어를 잘하는 모델을 고르세요."}}
	}
	return fine(findKorean, "It answers in Korean.", "한국어로 답합니다.")
}

// hangul is the share of a text's letters that are Korean.
func hangul(text string) float64 {
	letters, ours := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Hangul, r) {
				ours++
			}
		}
	}
	if letters == 0 {
		return 0
	}
	return float64(ours) / float64(letters)
}

// embeds sees whether texts that belong together are nearer than others, in
// both languages.
func (d *doctor) embeds(ctx context.Context) Finding {
	if d.choice.Embedding == "" {
		return Finding{findEmbedding, Warning, fault.Text{EN: "No embedding model is chosen: documents are searched by words.", KO: "임베딩 모델을 고르지 않아 문서를 낱말로 찾습니다."},
			fault.Text{EN: "Choose one in Settings to find passages by meaning.", KO: "뜻으로 찾으려면 설정에서 고르세요."}}
	}
	triples := [][3]string{
		{"the stock market fell", "the market fell", "cat sat mat"},
		{"국민연금 수령 나이", "국민연금 나이", "날씨 맑음"},
	}
	p := prefixesOf(d.choice.Embedding)
	kept := 0
	for _, t := range triples {
		vectors, err := d.host.Embed(ctx, d.choice.Embedding, []string{p.query + t[0], p.passage + t[1], p.passage + t[2]})
		if err != nil {
			return of(findEmbedding, err)
		}
		if slices.ContainsFunc(vectors, func(v []float32) bool { return !embedding.Unit(v) }) {
			continue
		}
		if dot(vectors[0], vectors[1]) > dot(vectors[0], vectors[2]) {
			kept++
		}
	}
	if kept < len(triples) {
		return Finding{findEmbedding, Warning, fault.Text{EN: d.choice.Embedding + " does not tell related texts from others in both languages.", KO: d.choice.Embedding + " 모델이 두 언어에서 관련된 글을 구별하지 못합니다."},
			fault.Text{EN: "Choose another embedding model.", KO: "다른 임베딩 모델을 고르세요."}}
	}
	return fine(findEmbedding, d.choice.Embedding+" finds related texts in English and Korean.", d.choice.Embedding+" 모델이 영어와 한국어에서 관련된 글을 찾습니다.")
}

func dot(a, b []float32) (sum float64) {
	for i := range min(len(a), len(b)) {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}
