package answer

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"meridian/backend/fault"
)

func (w *writer) spend() error {
	if w.has(factSustainable) {
		w.say("You can spend {spend.sustainable.month} a month in today's money if {target} of futures are to hold.",
			"미래의 {target}에서 지켜지게 하려면 오늘 돈으로 한 달에 {spend.sustainable.month}까지 쓸 수 있습니다.")
		w.say("The plan spends {spend.planned.month} now, and {success} of futures hold with that.",
			"지금 계획은 한 달에 {spend.planned.month} 쓰는 것이고, 그러면 미래의 {success}에서 지켜집니다.")
	} else {
		w.say("A rule of the plan sets the spending from year to year, so there is no single amount.",
			"이 계획은 해마다 규칙에 따라 지출을 정하므로 하나로 정해진 금액이 없습니다.")
		w.say("It begins with {spend.planned.month} a month, and {success} of futures hold.",
			"처음에는 한 달에 {spend.planned.month} 쓰고, 미래의 {success}에서 지켜집니다.")
	}
	w.because(factSustainable, "spend.planned.month", "spend.retired.month", "success")
	return nil
}

func (w *writer) hold() error {
	w.say("{success} of {futures} futures hold; the plan aims at {target}.",
		"미래 {futures}가지 가운데 {success}에서 지켜집니다. 목표는 {target}입니다.")
	if w.has("failure.firstAge") {
		w.say("Where it fails, money first runs short at age {failure.firstAge}, and {failure.depth} of essentials go unpaid for {failure.years} in the middle case.",
			"무너지는 미래에서는 중간값으로 {failure.firstAge}에 처음 모자라기 시작하고, {failure.years} 동안 필수 지출의 {failure.depth}를 내지 못합니다.")
	}
	w.because("success", "target", "failure.firstAge", "failure.depth", "failure.years")
	return nil
}

// whatIf tries a lever moved by the amount that was asked for, else the usual.
func (w *writer) whatIf(lever, unit string, amount float64, label fault.Text, choices ...float64) error {
	if w.q.Amount != 0 {
		amount = w.q.Amount
	}
	move := Move{lever, unit, amount}
	w.askAmount(label, amount, unit, choices...)
	t, err := w.try(move)
	if err != nil {
		return err
	}
	w.tell(t, move)
	return nil
}

// sized is the amount that a question says, with the sign of the usual one, or of
// the other way where the question has a word for that.
func (w *writer) sized(said, usual float64, other need) float64 {
	size := math.Abs(usual)
	if said > 0 {
		size = said
	}
	amount := math.Copysign(size, usual)
	if other != nil && w.w.has(other) != "" {
		amount = -amount
	}
	return amount
}

func (w *writer) percent() float64 { return w.w.percentIn() / 100 }

func (w *writer) retire() error {
	months := w.sized(min(w.w.monthsIn(), 240), 24, need{"earlier", "sooner", "early", "앞당", "일찍", "먼저", "빨리"})
	return w.whatIf("retire", "months", months, fault.Text{EN: "By how much?", KO: "얼마나 옮길까요?"}, -24, -12, 12, 24, 36, 60)
}

func (w *writer) spendLess() error {
	lever := "spendRetired"
	switch {
	case w.w.has(need{"essential", "필수", "꼭필요"}) != "":
		lever = "spendEssential"
	case w.w.has(need{"flexible", "fun", "luxur", "holiday", "travel", "leisure", "여유", "여가", "줄일수있는"}) != "":
		lever = "spendFlexible"
	}
	more := need{"more", "increas", "rais", "늘리", "늘려", "더쓰", "더써"}
	return w.whatIf(lever, "share", w.sized(min(w.percent(), 0.6), -0.05, more), fault.Text{EN: "By how much?", KO: "얼마나 바꿀까요?"}, -0.2, -0.1, -0.05, 0.05, 0.1)
}

func (w *writer) save() error {
	return w.whatIf("saving", "share", w.sized(min(w.percent(), 0.3), 0.02, nil), fault.Text{EN: "How much more of the pay?", KO: "급여의 얼마를 더 저축할까요?"}, 0.02, 0.05, 0.1)
}

func (w *writer) mix() error {
	fewer := need{"less", "fewer", "reduc", "out of", "줄이", "줄여", "줄이면", "덜", "낮"}
	return w.whatIf("equity", "points", w.sized(min(w.percent(), 0.6), 0.1, fewer), fault.Text{EN: "By how much?", KO: "얼마나 바꿀까요?"}, -0.2, -0.1, 0.1, 0.2)
}

func (w *writer) fees() error {
	return w.whatIf("fees", "points", w.sized(min(w.percent(), 0.015), -0.0025, need{"higher", "rise", "오르", "높아"}), fault.Text{EN: "By how much?", KO: "얼마나 바뀔까요?"}, -0.005, -0.0025, 0.0025)
}

func (w *writer) returns() error {
	higher := need{"higher", "better", "rise", "높으", "높아", "좋으", "좋아"}
	return w.whatIf("returns", "points", w.sized(min(w.percent(), 0.03), -0.01, higher), fault.Text{EN: "By how much?", KO: "얼마나 다를까요?"}, -0.02, -0.01, -0.005, 0.005)
}

func (w *writer) inflation() error {
	lower := need{"slower", "lower", "fall", "덜오르", "낮으", "낮아"}
	return w.whatIf("inflation", "points", w.sized(min(w.percent(), 0.03), 0.01, lower), fault.Text{EN: "By how much?", KO: "얼마나 다를까요?"}, -0.005, 0.005, 0.01, 0.02)
}

func (w *writer) pension() error {
	return w.whatIf("publicPension", "share", w.sized(min(w.percent(), 0.6), -0.2, nil), fault.Text{EN: "By how much?", KO: "얼마나 줄어들까요?"}, -0.3, -0.2, -0.1)
}

func (w *writer) longLife() error {
	return w.whatIf("longevity", "years", w.sized(min(w.w.monthsIn()/12, 15), 3, nil), fault.Text{EN: "By how many years?", KO: "몇 년 더 살까요?"}, 3, 5, 10)
}

// moves names the moves that change success most, either way.
func (w *writer) moves() error {
	found, err := w.s.Engine.Look(w.at, w.plan, LookDrivers, 0, w.phase("drivers"))
	if err != nil {
		return err
	}
	widest := slices.Clone(found.Findings)
	slices.SortStableFunc(widest, func(a, b Finding) int { return cmp.Compare(math.Abs(b.Delta.Value), math.Abs(a.Delta.Value)) })
	named := map[string]bool{} // each lever once, by the way that moves it farther
	for i := range widest {
		if lever := widest[i].Moves[0].Lever; !named[lever] && len(named) < 3 {
			named[lever] = true
			w.finding(&widest[i])
		}
	}
	switch w.tried {
	case 0:
		w.say("None of the levers can be moved in this plan.", "이 계획에는 움직여 볼 수 있는 것이 없습니다.")
		return nil
	case 1:
		w.say("What moves it most: {move.1}, {delta.1}.", "가장 크게 바꾸는 것: {move.1}({delta.1}).")
	default:
		w.say("What moves it most: {move.1}, {delta.1}; then {move.2}, {delta.2}.",
			"가장 크게 바꾸는 것: {move.1}({delta.1}). 그다음: {move.2}({delta.2}).")
	}
	w.say("Each lever was moved a small step both ways, in the same futures.", "하나하나를 조금씩 양쪽으로 움직여 같은 미래에서 살아 본 결과입니다.")
	w.because("success", "delta.1", "delta.2", "delta.3")
	return w.offer(found.Findings, 1)
}

// finding makes figures of what an analysis found: move.n and delta.n.
func (w *writer) finding(f *Finding) {
	name := f.Name.In(w.reading.locale)
	if name == "" {
		name = moveName(f.Moves, w.reading.locale)
	}
	id := w.named(fault.Text{EN: "What was moved", KO: "움직여 본 것"}, Fact{}, name)
	label := fault.Text{EN: name, KO: name}
	w.figure("delta."+id[len("move."):], label, ScreenLevers, Fact{Value: f.Delta.Value, Unit: "points", CI: f.Delta.CI})
	w.figure("share."+id[len("move."):], label, ScreenLevers, Fact{Value: f.Success.Value, Unit: "share", CI: f.Success.CI})
}

// offer tries the best findings that the household can decide about and that help.
func (w *writer) offer(found []Finding, most int) error {
	helpful := slices.DeleteFunc(slices.Clone(found), func(f Finding) bool { return f.Patch == nil || !ours(f.Moves) || f.Delta.Value <= 0 })
	slices.SortStableFunc(helpful, func(a, b Finding) int { return cmp.Compare(b.Delta.Value, a.Delta.Value) })
	for _, f := range helpful[:min(most, len(helpful))] {
		if _, err := w.try(f.Moves...); err != nil {
			return err
		}
	}
	return nil
}

// next offers the steps that help most.
func (w *writer) next() error {
	found, err := w.s.Engine.Look(w.at, w.plan, LookDrivers, 0, w.phase("drivers"))
	if err != nil {
		return err
	}
	if err := w.offer(found.Findings, 2); err != nil {
		return err
	}
	if len(w.card.Try) == 0 {
		w.say("No small step of your own would make the plan noticeably safer.", "스스로 할 수 있는 작은 변화 가운데 계획을 눈에 띄게 든든하게 해 주는 것은 없습니다.")
		w.because("success", "target")
		return nil
	}
	w.steps()
	w.say("What helps most: {move.1}. Then {share.1} of futures hold instead of {success}.", "가장 도움이 되는 것은 {move.1}입니다. 지켜지는 미래가 {success}에서 {share.1}로 바뀝니다.")
	w.say("Next best: {move.2}, with {share.2}.", "그다음은 {move.2}, {share.2}입니다.")
	w.because("success", "share.1", "share.2")
	return nil
}

// steps makes figures of the trials: move.n, share.n and delta.n.
func (w *writer) steps() {
	for _, t := range w.card.Try {
		f := Finding{Name: fault.Text{EN: t.Name, KO: t.Name}, Success: Fact{Value: t.After}, Delta: Fact{Value: t.Delta, CI: t.CI}}
		w.finding(&f)
	}
}

// reach offers the smallest changes that reach the target.
func (w *writer) reach() error {
	target := w.forecast.Confidence
	if said := w.percent(); said >= 0.5 && said < 1 {
		target = said
	}
	if w.q.Amount > 0 && w.q.Amount < 1 {
		target = w.q.Amount
	}
	w.figure("target", facts["target"].label, ScreenLevers, Fact{Value: target, Unit: "share"})
	w.askAmount(fault.Text{EN: "Which share should hold?", KO: "미래의 얼마가 지켜져야 할까요?"}, target, "share of futures", 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
	found, err := w.s.Engine.Look(w.at, w.plan, LookReach, target, w.phase("solve"))
	if err != nil {
		return err
	}
	w.because("success", "target")
	if found.Already {
		w.say("The plan reaches {target} as it is: {success} of futures hold.", "지금 계획으로도 목표 {target}에 이릅니다. 미래의 {success}에서 지켜집니다.")
		return nil
	}
	for _, f := range found.Findings {
		if !f.Reached || len(w.card.Try) == mostTrials {
			continue
		}
		if _, err := w.try(f.Moves...); err != nil && !errors.Is(err, errImpossible) {
			return err
		}
	}
	if len(w.card.Try) == 0 {
		w.say("No single change that was looked at reaches {target}; {success} of futures hold as it is.", "살펴본 변화 하나만으로는 목표 {target}에 이르지 못합니다. 지금은 미래의 {success}에서 지켜집니다.")
		return nil
	}
	w.steps()
	w.say("The smallest change that reaches {target}: {move.1}. Then {share.1} of futures hold.", "목표 {target}에 이르는 가장 작은 변화는 {move.1}입니다. 그러면 미래의 {share.1}에서 지켜집니다.")
	w.say("So does this: {move.2}.", "{move.2}도 됩니다.")
	w.because("share.1", "share.2")
	return nil
}

// causes are why futures fail first.
var causes = map[string]fault.Text{
	"earlyCrash": {EN: "poor returns in the first ten years", KO: "첫 십 년의 낮은 수익률"},
	"returns":    {EN: "poor returns over the whole life", KO: "평생에 걸친 낮은 수익률"},
	"inflation":  {EN: "high inflation", KO: "높은 물가 상승"},
	"liquidity":  {EN: "money that was there but could not be reached yet", KO: "아직 꺼낼 수 없는 돈"},
	"lostPay":    {EN: "pay that did not come", KO: "들어오지 않은 소득"},
	"careCosts":  {EN: "what care cost", KO: "돌봄에 든 비용"},
	"spending":   {EN: "spending more than the plan can carry", KO: "감당하기 어려운 지출"},
}

func (w *writer) fail() error {
	found, err := w.s.Engine.Look(w.at, w.plan, LookFailure, 0, w.phase("anatomy"))
	if err != nil {
		return err
	}
	if found.Failed == 0 {
		w.say("None of the {futures} futures fails.", "미래 {futures}가지 가운데 무너지는 것이 없습니다.")
		w.because("success", "futures")
		return nil
	}
	for i, c := range found.Causes[:min(3, len(found.Causes))] {
		text := causes[c.Name]
		w.figure(fmt.Sprintf("cause.%d", i+1), fault.Text{EN: capital(text.EN), KO: text.KO}, ScreenRuns, Fact{Value: c.Share, Unit: "share"})
	}
	first := causes[found.Causes[0].Name]
	w.say("Most often it is "+first.EN+": {cause.1} of the futures that fail.", "가장 흔한 까닭은 "+first.KO+"입니다. 무너지는 미래의 {cause.1}가 그렇습니다.")
	if len(found.Causes) > 1 && found.Causes[1].Share > 0 {
		second := causes[found.Causes[1].Name]
		w.say("Next comes "+second.EN+", with {cause.2}.", "그다음은 "+second.KO+", {cause.2}입니다.")
	}
	w.say("Money first runs short at age {failure.firstAge} in the middle case, and {failure.depth} of essentials then go unpaid.", "중간값으로 {failure.firstAge}에 처음 모자라기 시작하고, 그때부터 필수 지출의 {failure.depth}를 내지 못합니다.")
	w.because("cause.1", "cause.2", "cause.3", "failure.firstAge", "failure.depth", "failure.years")
	return nil
}

func capital(text string) string { return string(text[0]-'a'+'A') + text[1:] }

// stress names the misfortunes that cost most.
func (w *writer) stress() error {
	found, err := w.s.Engine.Look(w.at, w.plan, LookStress, 0, w.phase("stress"))
	if err != nil {
		return err
	}
	for i := range found.Findings[:min(3, len(found.Findings))] {
		w.finding(&found.Findings[i])
	}
	w.say("The most damaging of those looked at: {move.1}. Then {share.1} of futures would hold instead of {success}.", "가장 타격이 큰 것은 {move.1}입니다. 지켜지는 미래가 {success}에서 {share.1}로 줄어듭니다.")
	w.say("Next: {move.2} with {share.2}, and {move.3} with {share.3}.", "그다음은 {move.2}({share.2}), {move.3}({share.3}) 순입니다.")
	w.because("success", "share.1", "share.2", "share.3")
	return nil
}

func (w *writer) left() error {
	w.say("In the middle future {wealth.end.p50} is left at the end, in today's money.", "중간쯤 되는 미래에서는 마지막에 오늘 돈으로 {wealth.end.p50} 남습니다.")
	w.say("In one of ten futures it is less than {wealth.end.p10}, and in one of ten more than {wealth.end.p90}.", "열에 하나는 {wealth.end.p10}보다 적게, 열에 하나는 {wealth.end.p90}보다 많이 남습니다.")
	if w.has("legacy.left") {
		w.say("What you wish to leave is there in {legacy.left} of futures.", "남기려는 만큼 남는 미래는 {legacy.left}입니다.")
	}
	w.because("wealth.end.p10", "wealth.end.p50", "wealth.end.p90", "legacy.left")
	w.card.Spread = w.spread("wealth.end", facts["wealth.end.p50"].label)
	return nil
}

// spread is the distribution of a fact whose percentiles are known.
func (w *writer) spread(family string, label fault.Text) *Spread {
	s := &Spread{Label: label.In(w.reading.locale), N: w.forecast.N}
	for _, p := range []int{10, 50, 90} {
		f, known := w.forecast.Facts[fmt.Sprintf("%s.p%d", family, p)]
		if !known {
			return nil
		}
		s.Unit = f.Unit
		s.Percentiles = append(s.Percentiles, Percentile{p, f.Value})
	}
	return s
}

func (w *writer) tax() error {
	w.say("In the middle future {tax.lifetime.p50} of tax is paid over the whole plan, in today's money.", "중간쯤 되는 미래에서는 계획 전체에 걸쳐 오늘 돈으로 {tax.lifetime.p50}의 세금을 냅니다.")
	w.because("tax.lifetime.p50")
	return nil
}

func (w *writer) limits() error {
	if len(w.card.Limits) == 0 {
		w.say("Nothing of this plan was left out or repaired for the calculation.", "이 계획에서 계산하려고 빼거나 고친 것은 없습니다.")
	} else {
		w.say("What was left out, repaired or marked is listed below.", "계산에서 빠졌거나 고치거나 표시한 것은 아래에 있습니다.")
	}
	w.say("What is assumed, and where that comes from, stands with the plan's assumptions.", "무엇을 가정했고 어디에서 온 값인지는 계획의 가정에 적혀 있습니다.")
	w.because("futures")
	return nil
}

// document quotes what documents say, without a word of comment.
func (w *writer) document() error {
	found, err := w.quote(w.q.Text, w.q.Documents)
	if err != nil {
		return err
	}
	if !found {
		w.abstain()
		return nil
	}
	w.card.By = ByQuotes
	w.say("This is what your documents say.", "문서에는 이렇게 적혀 있습니다.")
	return nil
}

// abstain says that nothing here answers the question.
func (w *writer) abstain() {
	w.card.By = ByNobody
	w.card.Answer = nil
	w.say("Neither your plan nor your documents answer this.", "계획에도 문서에도 이 질문에 대한 답이 없습니다.")
}
