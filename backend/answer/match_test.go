package answer

import (
	"strings"
	"testing"
)

func TestFreeWordsMeanATemplate(t *testing.T) {
	for _, tt := range []struct {
		question string
		want     TemplateID // "" for none
	}{
		{"How much can I spend each month?", TemplateSpend},
		{"what can we safely spend in a year", TemplateSpend},
		{"한달에 얼마나 쓸수있어?", TemplateSpend},
		{"생활비로 얼마까지 써도 되나요", TemplateSpend},
		{"Will our money last?", TemplateHold},
		{"What are the odds of this working", TemplateHold},
		{"돈이 바닥날 확률은?", TemplateHold},
		{"What if I retire three years later?", TemplateRetire},
		{"when can we stop working?", TemplateRetire},
		{"은퇴를 언제 할 수 있을까요", TemplateRetire},
		{"2년 더 일하면 어떻게 되죠?", TemplateRetire},
		{"what if we spend 10% less", TemplateSpendLess},
		{"지출을 10% 줄이면?", TemplateSpendLess},
		{"Should we save more?", TemplateSave},
		{"저축을 더 하면 달라지나요?", TemplateSave},
		{"Should I move more into stocks?", TemplateMix},
		{"주식을 더 늘려도 될까요", TemplateMix},
		{"Are our fees too high?", TemplateFees},
		{"수익률이 2% 낮으면?", TemplateReturns},
		{"What if inflation stays high?", TemplateInflation},
		{"국민연금이 깎이면 어떡하죠", TemplatePension},
		{"what if I live to 100", TemplateLongLife},
		{"What matters most?", TemplateMoves},
		{"무엇이 가장 큰 영향을 주나요", TemplateMoves},
		{"what is the least we could change to reach 90 percent", TemplateReach},
		{"목표 달성하려면 뭘 해야 해?", TemplateReach},
		{"What should I do first?", TemplateNext},
		{"뭐부터 하면 좋을까", TemplateNext},
		{"why do some futures go wrong", TemplateFail},
		{"왜 실패하나요?", TemplateFail},
		{"What if there is a market crash?", TemplateStress},
		{"주식이 폭락하면?", TemplateStress},
		{"How much will our children inherit?", TemplateLeft},
		{"How much tax do we pay?", TemplateTax},
		{"세금은 평생 얼마나 내?", TemplateTax},
		{"What does the lease contract say about the deposit?", TemplateDocument},
		{"전세계약서에 만기가 언제라고 나와 있어?", TemplateDocument},
		{"퇴직연금 운용현황에는 수익률이 얼마라고 적혀 있나요", TemplateDocument},
		{"What is the capital of France?", ""},
		{"오늘 날씨 어때?", ""},
		{"Tell me a joke", ""},
		{"🙂", ""},
	} {
		got, by := match(tt.question)
		id := TemplateID("")
		if got != nil {
			id = got.id
		}
		if id != tt.want {
			t.Errorf("%q means %q by %v, want %q", tt.question, id, by, tt.want)
		}
	}
}

func TestAmountsAreReadFromWords(t *testing.T) {
	for _, tt := range []struct {
		question        string
		months, percent float64
	}{
		{"retire two years later", 24, 0},
		{"retire 18 months later", 18, 0},
		{"retire a year earlier", 12, 0},
		{"은퇴를 3년 늦추면", 36, 0},
		{"두 해 더 일하면", 24, 0},
		{"이 년 늦게 은퇴하면", 24, 0},
		{"6개월 일찍", 6, 0},
		{"spend 7.5% less", 0, 7.5},
		{"spend ten percent less", 0, 10},
		{"십 퍼센트 줄이면", 0, 10},
		{"5프로 아끼면", 0, 5},
		{"spend less", 0, 0},
	} {
		w := wordsOf(tt.question)
		if m, p := w.monthsIn(), w.percentIn(); m != tt.months || p != tt.percent {
			t.Errorf("%q says %g months and %g percent, want %g and %g", tt.question, m, p, tt.months, tt.percent)
		}
	}
}

// What is offered means itself, so that typing it gives the same answer.
func TestWhatIsOfferedIsUnderstood(t *testing.T) {
	for _, tm := range templates() {
		for _, text := range []string{tm.ask.EN, tm.ask.KO} {
			got, _ := match(text)
			if got == nil || got.id != tm.id {
				t.Errorf("%q does not mean %s", text, tm.id)
			}
		}
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("what if we retire 999999999999999999999 years later %")
	f.Add("한달에 얼마나 쓸수있어?")
	f.Add("\x00\xff{S1}")
	f.Fuzz(func(t *testing.T, question string) {
		match(question)
		w := wordsOf(question)
		if w.monthsIn() < 0 || w.percentIn() < 0 {
			t.Error("less than nothing")
		}
		if strings.Contains(w.hangul, " ") {
			t.Error("a space is left")
		}
	})
}
