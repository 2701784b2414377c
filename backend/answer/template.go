package answer

import "meridian/backend/fault"

// TemplateID names a template.
type TemplateID string

// The templates.
const (
	TemplateSpend     TemplateID = "spend"
	TemplateHold      TemplateID = "hold"
	TemplateRetire    TemplateID = "retire"
	TemplateSpendLess TemplateID = "spendLess"
	TemplateSave      TemplateID = "save"
	TemplateMix       TemplateID = "mix"
	TemplateFees      TemplateID = "fees"
	TemplateReturns   TemplateID = "returns"
	TemplateInflation TemplateID = "inflation"
	TemplatePension   TemplateID = "pension"
	TemplateLongLife  TemplateID = "longLife"
	TemplateMoves     TemplateID = "moves"
	TemplateReach     TemplateID = "reach"
	TemplateNext      TemplateID = "next"
	TemplateFail      TemplateID = "fail"
	TemplateStress    TemplateID = "stress"
	TemplateLeft      TemplateID = "left"
	TemplateTax       TemplateID = "tax"
	TemplateLimits    TemplateID = "limits"
	TemplateDocument  TemplateID = "document"
)

// template is a question whose answer is known how to be computed.
type template struct {
	id      TemplateID
	ask     fault.Text // the question, as it is offered
	about   string     // what it is about, as a model reads it
	ways    []way
	screens []Screen // where it is offered first
	write   func(w *writer) error
}

// Words that many questions share.
var (
	howMuch = need{"how much", "what can", "how high", "what amount", "얼마", "어느정도", "몇만원"}
	spend   = need{"spend", "spent", "budget", "withdraw", "live on", "생활비", "지출", "쓸수", "써도", "쓰면", "쓸까", "소비"}
	whatIf  = need{"what if", "if we", "if i", "suppose", "what happens", "should we", "should i", "하면", "다면", "라면", "으면", "지면", "늦추", "앞당", "어떻게되", "어떨까", "만약"}
	quit    = need{"retir", "stop working", "quit work", "stop work", "work longer", "work until", "은퇴", "퇴직하", "퇴직을", "그만두", "일을더", "더일하"}
	less    = need{"less", "lower", "cut", "reduc", "fewer", "save on", "덜", "줄이", "줄여", "줄면", "아끼", "낮"}
	change  = need{"more", "less", "higher", "lower", "rais", "increas", "reduc", "cut", "늘리", "늘려", "줄이", "줄여", "더", "덜", "높", "낮", "바꾸"}
	dropped = need{"lower", "fall", "drop", "less", "cut", "reduc", "worse", "bad", "disappoint", "낮", "떨어지", "줄", "깎", "삭감", "나쁘", "부진"}
	raised  = need{"high", "rise", "rises", "rising", "jump", "more", "faster", "오르", "높", "뛰", "심해"}
	papers  = need{"document", "contract", "policy", "lease", "statement", "letter", "agreement", "certificate", "paper", "문서", "서류", "계약서", "증권", "약관", "명세서", "통지서", "안내문", "현황표", "운용현황", "임대차", "전세계약"}
	saying  = need{"say", "says", "said", "state", "stand", "written", "mention", "according", "accord", "when", "what", "how", "which", "does", "where", "who", "뭐", "무엇", "무슨", "어떻게", "언제", "얼마", "어디", "누가", "적혀", "나와", "나오", "되어있", "따르면", "내용"}
)

// templates are all of them. Where two fit a question as well, the first is taken.
func templates() []template {
	return []template{
		{
			id: TemplateDocument, about: "what a document says", write: (*writer).document,
			ask:     fault.Text{EN: "What do my documents say about the term and notice?", KO: "내 문서에는 기간과 해지에 대해 뭐라고 나와 있나요?"},
			ways:    []way{{papers, saying}},
			screens: []Screen{ScreenDocs},
		},
		{
			id: TemplateSpend, about: "how much may be spent a month", write: (*writer).spend,
			ask:     fault.Text{EN: "How much may we spend a month?", KO: "한 달에 얼마까지 쓸 수 있나요?"},
			ways:    []way{{howMuch, spend}, {need{"afford", "sustainable", "safe to spend", "지속가능"}}, {need{"can i spend", "can we spend", "may we spend", "may i spend", "쓸수있"}}},
			screens: []Screen{ScreenToday, ScreenPlan},
		},
		{
			id: TemplateHold, about: "how likely the plan is to hold", write: (*writer).hold,
			ask:     fault.Text{EN: "How likely is it that the plan holds?", KO: "이 계획은 얼마나 든든한가요?"},
			ways:    []way{{need{"how likely", "probab", "chance", "odds", "확률", "가능성", "든든", "안전한가", "안전할까", "괜찮을까", "괜찮은가"}}, {need{"run out", "last$", "enough", "hold", "바닥", "모자라", "충분", "버틸", "버티"}}, {need{"are we ok", "are we on track", "am i ok", "will we be ok", "will it work"}}},
			screens: []Screen{ScreenToday, ScreenFutures},
		},
		{
			id: TemplateRetire, about: "retiring earlier or later", write: (*writer).retire,
			ask:     fault.Text{EN: "What if we retire two years later?", KO: "은퇴를 2년 늦추면 어떻게 되나요?"},
			ways:    []way{{quit, whatIf}, {quit, need{"later", "earlier", "sooner", "longer", "when can", "how soon", "how early", "늦", "일찍", "먼저", "앞당", "언제", "더", "몇살"}}},
			screens: []Screen{ScreenToday, ScreenPlan, ScreenCompare},
		},
		{
			id: TemplateSpendLess, about: "spending less or more", write: (*writer).spendLess,
			ask:     fault.Text{EN: "What if we spend 5% less in retirement?", KO: "은퇴 후 지출을 5% 줄이면 어떻게 되나요?"},
			ways:    []way{{spend, less}, {spend, whatIf, change}, {need{"지출", "생활비", "소비"}, change}},
			screens: []Screen{ScreenPlan, ScreenCompare},
		},
		{
			id: TemplateSave, about: "saving more of the pay", write: (*writer).save,
			ask:     fault.Text{EN: "What if we save more of our pay?", KO: "월급에서 더 저축하면 어떻게 되나요?"},
			ways:    []way{{need{"save", "saving", "저축", "모으", "적립"}, need{"more", "extra", "increas", "rais", "what if", "if we", "if i", "should", "더", "늘", "하면", "까요"}}},
			screens: []Screen{ScreenPlan},
		},
		{
			id: TemplateMix, about: "holding more or less in stocks", write: (*writer).mix,
			ask:     fault.Text{EN: "What if we hold more in stocks?", KO: "주식 비중을 늘리면 어떻게 되나요?"},
			ways:    []way{{need{"stock", "equit", "shares", "주식"}, need{"more", "less", "fewer", "increas", "reduc", "weight", "move", "hold", "비중", "늘", "줄", "더", "덜"}}, {need{"allocation", "asset mix", "자산배분"}}},
			screens: []Screen{ScreenLevers},
		},
		{
			id: TemplateFees, about: "paying lower fees", write: (*writer).fees,
			ask:     fault.Text{EN: "What would lower fees bring?", KO: "수수료를 낮추면 얼마나 도움이 되나요?"},
			ways:    []way{{need{"fee", "fees", "expense ratio", "수수료", "보수율"}}},
			screens: []Screen{ScreenLevers},
		},
		{
			id: TemplateReturns, about: "lower or higher market returns", write: (*writer).returns,
			ask:     fault.Text{EN: "What if returns are one point lower?", KO: "수익률이 1%p 낮으면 어떻게 되나요?"},
			ways:    []way{{need{"return", "yield", "수익률"}, need{"lower", "fall", "drop", "less", "worse", "disappoint", "higher", "better", "what if", "낮", "떨어지", "나쁘", "부진", "높", "좋"}}},
			screens: []Screen{ScreenLevers},
		},
		{
			id: TemplateInflation, about: "higher inflation", write: (*writer).inflation,
			ask:     fault.Text{EN: "What if prices rise faster?", KO: "물가가 더 오르면 어떻게 되나요?"},
			ways:    []way{{need{"inflation", "prices", "cost of living", "물가", "인플레"}}, {need{"inflation", "prices", "물가", "인플레"}, raised}},
			screens: []Screen{ScreenLevers, ScreenFutures},
		},
		{
			id: TemplatePension, about: "a cut of state pensions", write: (*writer).pension,
			ask:     fault.Text{EN: "What if state pensions are cut?", KO: "국민연금이 줄면 어떻게 되나요?"},
			ways:    []way{{need{"social security", "state pension", "public pension", "pension", "국민연금", "공적연금", "연금"}, dropped}},
			screens: []Screen{ScreenLevers},
		},
		{
			id: TemplateLongLife, about: "living longer than planned", write: (*writer).longLife,
			ask:     fault.Text{EN: "What if we live longer?", KO: "더 오래 살면 어떻게 되나요?"},
			ways:    []way{{need{"live longer", "live to", "live past", "live until", "longevity", "오래살", "장수", "100살", "100세"}}},
			screens: []Screen{ScreenFutures},
		},
		{
			id: TemplateMoves, about: "what moves the plan most", write: (*writer).moves,
			ask:     fault.Text{EN: "What moves it most?", KO: "무엇이 가장 크게 바꾸나요?"},
			ways:    []way{{need{"what", "which", "무엇", "뭐", "어떤", "뭘"}, need{"moves", "matters", "biggest", "most important", "drives", "sensitive", "influence", "가장크", "제일크", "가장중요", "제일중요", "큰영향", "영향"}}},
			screens: []Screen{ScreenLevers, ScreenToday},
		},
		{
			id: TemplateReach, about: "the smallest change that reaches the target", write: (*writer).reach,
			ask:     fault.Text{EN: "What is the smallest change that reaches the target?", KO: "목표에 이르려면 최소한 무엇을 바꾸면 되나요?"},
			ways:    []way{{need{"smallest", "least", "minimum", "how do we reach", "how can we reach", "reach the target", "what would it take", "최소", "조금만", "가장작", "제일작"}, need{"change", "reach", "target", "goal", "take", "바꾸", "목표", "이르", "달성", "도달"}}, {need{"target", "목표"}, need{"reach", "meet", "hit", "get to", "이르", "달성", "도달", "맞추"}}},
			screens: []Screen{ScreenLevers, ScreenToday},
		},
		{
			id: TemplateNext, about: "the best next step", write: (*writer).next,
			ask:     fault.Text{EN: "What should we do next?", KO: "지금 무엇을 하면 가장 도움이 되나요?"},
			ways:    []way{{need{"what should", "next step", "do next", "do first", "improve", "advice", "recommend", "what can we do", "what can i do", "무엇을하", "뭘하", "뭐부터", "무엇부터", "조언", "추천", "개선", "도움이"}}},
			screens: []Screen{ScreenToday, ScreenCompare},
		},
		{
			id: TemplateFail, about: "why bad futures fail", write: (*writer).fail,
			ask:     fault.Text{EN: "Why do the bad futures fail?", KO: "나쁜 미래는 왜 무너지나요?"},
			ways:    []way{{need{"why", "cause", "reason", "what goes wrong", "how do", "왜", "원인", "이유", "어째서"}, need{"fail", "bad", "short", "wrong", "run out", "무너지", "나쁜", "실패", "모자라", "바닥"}}, {need{"goes wrong", "go wrong"}}},
			screens: []Screen{ScreenFutures, ScreenRuns},
		},
		{
			id: TemplateStress, about: "crashes and other misfortunes", write: (*writer).stress,
			ask:     fault.Text{EN: "What could break the plan?", KO: "어떤 일이 생기면 계획이 흔들리나요?"},
			ways:    []way{{need{"crash", "crisis", "stagflation", "recession", "worst", "break the plan", "lose our job", "lose my job", "misfortune", "long-term care", "care cost", "폭락", "위기", "최악", "불황", "실직", "간병", "흔들리", "위험"}}, {need{"biggest"}, need{"risk", "danger", "threat"}}, {need{"가장큰", "제일큰"}, need{"위험", "리스크"}}},
			screens: []Screen{ScreenFutures, ScreenLevers},
		},
		{
			id: TemplateLeft, about: "what is left at the end", write: (*writer).left,
			ask:     fault.Text{EN: "How much will be left at the end?", KO: "마지막에 얼마가 남나요?"},
			ways:    []way{{need{"left", "inherit", "legacy", "leave behind", "bequest", "at the end", "남나", "남을", "남는", "물려", "상속", "유산"}}, {howMuch, need{"left", "남나", "남을", "남는"}}},
			screens: []Screen{ScreenFutures},
		},
		{
			id: TemplateTax, about: "taxes over the whole life", write: (*writer).tax,
			ask:     fault.Text{EN: "How much tax shall we pay?", KO: "평생 세금을 얼마나 내나요?"},
			ways:    []way{{need{"tax$", "taxes", "세금", "세액"}}, {howMuch, need{"tax$", "taxes", "세금"}}},
			screens: []Screen{ScreenFutures},
		},
		{
			id: TemplateLimits, about: "what is not modelled", write: (*writer).limits,
			ask:     fault.Text{EN: "What is not in this picture?", KO: "이 계산에 들어 있지 않은 것은 무엇인가요?"},
			ways:    []way{{need{"not model", "not in this", "not includ", "missing", "limits", "left out", "ignore", "assum", "빠진", "빠져", "들어있지않", "고려하지", "한계", "가정"}}},
			screens: []Screen{ScreenPlan},
		},
	}
}

// templateOf finds a template by its name; nil when there is none.
func templateOf(id TemplateID) *template {
	for _, t := range templates() {
		if t.id == id {
			return &t
		}
	}
	return nil
}

// Suggested are the questions to offer on a screen: those about it first.
func Suggested(on Screen, locale string, most int) []Suggestion {
	out := []Suggestion{}
	add := func(here bool) {
		for _, t := range templates() {
			if len(out) < most && here == t.offeredOn(on) {
				out = append(out, Suggestion{Template: t.id, Text: t.ask.In(locale)})
			}
		}
	}
	add(true)
	add(false)
	return out
}

func (t *template) offeredOn(s Screen) bool {
	for _, one := range t.screens {
		if one == s {
			return true
		}
	}
	return false
}
