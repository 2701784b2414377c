package answer

import (
	"time"

	"meridian/backend/document"
	"meridian/backend/fault"
	"meridian/backend/graph"
)

// By says who wrote a card's sentences.
type By string

// The writers.
const (
	ByEngine By = "engine" // a template, from computed facts
	ByModel  By = "model"  // a language model, checked
	ByQuotes By = "quotes" // nobody: passages stand for themselves
	ByNobody By = "nobody" // the card abstains
)

// PartKind is what a part of a sentence is.
type PartKind string

// The kinds of parts.
const (
	PartText   PartKind = "text"
	PartFigure PartKind = "figure" // Ref is a figure's id
	PartQuote  PartKind = "quote"  // Ref is a source's id
)

// Part is a piece of a sentence. Text is what it reads as; of a figure in money,
// whoever shows it may write the figure's value in its own way instead.
type Part struct {
	Kind PartKind `json:"kind"`
	Text string   `json:"text"`
	Ref  string   `json:"ref,omitempty"`
}

// Sentence is one sentence of an answer.
type Sentence []Part

// Interval is a 95 % interval.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Screen names where a figure comes from, and where a question is asked.
type Screen string

// The screens.
const (
	ScreenToday   Screen = "today"
	ScreenPlan    Screen = "plan"
	ScreenFutures Screen = "futures"
	ScreenRuns    Screen = "futures/runs"
	ScreenLevers  Screen = "levers"
	ScreenCompare Screen = "compare"
	ScreenDocs    Screen = "docs"
	ScreenTrack   Screen = "track"
)

// Figure is a fact of the engine. Text is the value as it is written, with its
// unit; Unit is one of share, points, currency, currencyPerMonth, years, months,
// age, count and rate.
type Figure struct {
	ID     string    `json:"id"`
	Label  string    `json:"label"`
	Value  float64   `json:"value"`
	Unit   string    `json:"unit"`
	CI     *Interval `json:"ci,omitempty"`
	Text   string    `json:"text"`
	Screen Screen    `json:"screen"`
}

// TrialState is what became of a trial.
type TrialState string

// The states.
const (
	TrialOpen      TrialState = "open"
	TrialApplied   TrialState = "applied"
	TrialKept      TrialState = "kept" // as a scenario
	TrialDismissed TrialState = "dismissed"
)

// Trial is a change of the plan, and what came of it in the plan's own futures.
// Before and After are shares of futures that hold; Delta their difference, with
// the interval of paired shares. Rescued are the futures that hold only with the
// change, Lost those that hold only without it.
type Trial struct {
	Name    string         `json:"name"`
	Patch   map[string]any `json:"patch"`
	Before  float64        `json:"before"`
	After   float64        `json:"after"`
	Delta   float64        `json:"delta"`
	CI      *Interval      `json:"ci,omitempty"`
	N       int            `json:"n"`
	Rescued int            `json:"rescued"`
	Lost    int            `json:"lost"`
	// SpendBefore and SpendAfter are the sustainable spending per month; absent
	// where a rule of the plan sets the spending.
	SpendBefore *float64 `json:"spendBefore,omitempty"`
	SpendAfter  *float64 `json:"spendAfter,omitempty"`
	// Assumption says that the household cannot decide this: it can be kept as a
	// scenario, and not applied.
	Assumption bool       `json:"assumption,omitempty"`
	State      TrialState `json:"state"`
}

// Control asks back: whoever chooses an option asks Template again with Value
// under Name.
type Control struct {
	Name     string     `json:"name"`
	Label    string     `json:"label"`
	Template TemplateID `json:"template"`
	Value    float64    `json:"value"` // the option that the card stands on; 0 where none does
	Options  []Option   `json:"options"`
}

// Option is one answer to a control.
type Option struct {
	Label    string     `json:"label"`
	Value    float64    `json:"value"`
	Template TemplateID `json:"template,omitempty"` // to ask instead, where the control is about what was meant
}

// Source is a span of a page. Quote, Title and Label are read from the library
// whenever a card is shown and kept nowhere; Gone says that it was forgotten.
type Source struct {
	ID        string        `json:"id"`
	Document  document.ID   `json:"document"`
	Page      int           `json:"page"`
	Span      document.Span `json:"span"`
	QuoteHash string        `json:"quoteHash"`
	Quote     string        `json:"quote,omitempty"`
	Title     string        `json:"title,omitempty"`
	Label     string        `json:"label,omitempty"` // of the page
	Scanned   bool          `json:"scanned,omitempty"`
	Gone      bool          `json:"gone,omitempty"`
}

// Choice is how a question was understood. Basis is "asked" when it was asked by
// its template, "words" when the rule took it, "model" when a model did, "votes"
// when a model that was not sure was asked again and most of its answers agreed.
// Confidence and the probabilities stand only on a model's choice: they are
// renormalised over the choices that it had.
type Choice struct {
	Template     TemplateID    `json:"template"`
	Label        string        `json:"label"`
	Basis        string        `json:"basis"`
	Words        []string      `json:"words,omitempty"` // of the question that the rule went by
	Confidence   *float64      `json:"confidence,omitempty"`
	Alternatives []Alternative `json:"alternatives,omitempty"`
	Votes        *Votes        `json:"votes,omitempty"`
}

// Votes is how many of the answers of a model to the same question agreed.
type Votes struct {
	For int `json:"for"`
	Of  int `json:"of"`
}

// Alternative is what a question could have meant instead.
type Alternative struct {
	Template    TemplateID `json:"template"`
	Label       string     `json:"label"`
	Probability float64    `json:"probability"`
}

// Spread is the distribution of an amount among all futures.
type Spread struct {
	Label       string       `json:"label"`
	Unit        string       `json:"unit"`
	Percentiles []Percentile `json:"percentiles"`
	N           int          `json:"n"`
}

// Percentile is the value below which P of a hundred futures end.
type Percentile struct {
	P     int     `json:"p"`
	Value float64 `json:"value"`
}

// Card is the answer to one question, in the language of Locale.
type Card struct {
	ID       string     `json:"id"`
	Thread   string     `json:"thread"`
	Plan     string     `json:"plan"`
	Scenario string     `json:"scenario,omitempty"`
	Question string     `json:"question"`
	Asked    time.Time  `json:"asked"`
	Locale   string     `json:"locale"`
	Screen   Screen     `json:"screen,omitempty"`
	By       By         `json:"by"`
	Choice   *Choice    `json:"choice,omitempty"`
	Answer   []Sentence `json:"answer"`
	Figures  []Figure   `json:"figures"` // every one that is referred to
	Because  []string   `json:"because"` // ids of figures
	Try      []Trial    `json:"try"`
	AskBack  []Control  `json:"askBack"`
	Sources  []Source   `json:"sources"`
	Spread   *Spread    `json:"spread,omitempty"`
	Limits   []string   `json:"limits"`
	Note     string     `json:"note,omitempty"` // why a model's answer does not stand here
	Basis    string     `json:"basis"`          // names the plan that was asked about; see planBasis
	Result   string     `json:"result"`         // hash of the forecast, "" without one
	Took     int        `json:"took"`           // milliseconds
	Model    *ModelUse  `json:"model,omitempty"`
	Rating   string     `json:"rating,omitempty"` // up, down or empty
	// Beside is what a model on trial made of the same facts; Preferred says which
	// of the two is the better answer, own or beside, once somebody has said so.
	Beside    *Beside       `json:"beside,omitempty"`
	Preferred string        `json:"preferred,omitempty"`
	Path      *graph.Timing `json:"path,omitempty"` // the steps that it took, and how long each
	// Stale says that the plan is another one by now. It is found when a card is
	// shown, and not kept.
	Stale bool `json:"stale,omitempty"`
}

// ModelUse is what a model did for a card.
type ModelUse struct {
	Name         string `json:"name"`
	Host         string `json:"host"`
	PromptTokens int    `json:"promptTokens"`
	ReplyTokens  int    `json:"replyTokens"`
	Calls        int    `json:"calls"`
}

// Beside is what a model on trial made of the same facts. Without sentences, Note
// says why they cannot be shown.
type Beside struct {
	Model  ModelUse   `json:"model"`
	Answer []Sentence `json:"answer"`
	Note   string     `json:"note,omitempty"`
	Took   int        `json:"took"` // milliseconds
}

// Seen is one thing that was said to a model or by it. What a model on trial said
// has the role candidate; it was told what the other was.
type Seen struct {
	Role string `json:"role"`
	Text string `json:"text"`
}

// Thread is a conversation about one plan.
type Thread struct {
	ID      string    `json:"id"`
	Plan    string    `json:"plan"`
	Title   string    `json:"title"` // its first question
	Updated time.Time `json:"updated"`
	Cards   []Card    `json:"cards,omitempty"` // oldest first; absent in a list
	Count   int       `json:"count"`
}

// Suggestion is a question that can be asked by its template.
type Suggestion struct {
	Template TemplateID `json:"template"`
	Text     string     `json:"text"`
}

// The longest that is taken from a person.
const (
	longestQuestion = 2000 // characters
	mostThreads     = 200  // of a plan; the oldest go
	mostCards       = 200  // of a thread
)

// Faults.
var (
	BadQuestion = fault.New(fault.Invalid, "advisor.question",
		fault.Text{EN: "This question cannot be asked.", KO: "이 질문은 할 수 없습니다."},
		fault.Text{EN: "Write a question of 1 to 2,000 characters, or choose one of those offered.", KO: "1자에서 2,000자 사이로 적거나, 제시된 질문 중에서 고르세요."})
	NoThread = fault.New(fault.NotFound, "advisor.thread",
		fault.Text{EN: "This conversation is not there any more.", KO: "이 대화는 더 이상 남아 있지 않습니다."},
		fault.Text{EN: "Begin a new one.", KO: "새 대화를 시작하세요."})
	NoCard = fault.New(fault.NotFound, "advisor.card",
		fault.Text{EN: "This answer is not there any more.", KO: "이 답변은 더 이상 남아 있지 않습니다."},
		fault.Text{EN: "Ask again.", KO: "다시 물어보세요."})
	BadMark = fault.New(fault.Invalid, "advisor.mark",
		fault.Text{EN: "An answer cannot be marked like that.", KO: "답변에 이런 표시는 할 수 없습니다."},
		fault.Text{EN: "Name one of its trials and what became of it, or a rating of up or down.", KO: "답변에 있는 제안과 그 결과를 보내거나, up 또는 down으로 평가하세요."})
	ThreadFull = fault.New(fault.Invalid, "advisor.full",
		fault.Text{EN: "This conversation has become too long.", KO: "대화가 너무 길어졌습니다."},
		fault.Text{EN: "Begin a new one.", KO: "새 대화를 시작하세요."})
)
