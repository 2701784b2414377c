package methodology

import "meridian/backend/plan"

// chosen is a rule or model that a plan may choose, and the numbers that it reads:
// what they begin with when it is chosen.
type chosen struct {
	id, path     string // of the passports; of the choice in a plan
	kind         string
	name, about  Text
	source       Text
	numbers      []number
	parametersAt string // the pointer of the record of its numbers
}

// number is a number that a rule or model reads.
type number struct {
	field       string
	begins      float64
	unit        PassportUnit
	step        float64
	name, about Text
	own         bool // Meridian's, not the source's
}

// choicePassports are of every rule and model that a plan may choose.
func choicePassports() []Passport {
	var list []Passport
	for _, c := range append(ruleChoices(), modelChoices()...) {
		list = append(list, Passport{
			ID: c.id + "." + c.kind, Path: c.path, Choice: c.kind, Usual: !offers(list, c.path), Unit: Choice, Date: defaultsFrom,
			Name: c.name, About: c.about, Source: c.source,
		})
		for _, n := range c.numbers {
			begins, source := n.begins, c.source
			if n.own {
				source = ownFigure()
			}
			list = append(list, Passport{
				ID: c.id + "." + c.kind + "." + n.field, Path: c.parametersAt + "/" + n.field, Choice: c.kind,
				Default: &begins, Unit: n.unit, Step: n.step, Date: defaultsFrom, Source: source,
				Name: say(c.name.EN+": "+n.name.EN, c.name.KO+": "+n.name.KO), About: n.about,
			})
		}
	}
	return list
}

func ownFigure() Text {
	return say("Meridian's own round figure.", "Meridian이 정한 어림값입니다.")
}

func ruleChoices() []chosen {
	rule := func(kind plan.RuleKind, name, about, source Text, numbers ...number) chosen {
		return chosen{
			id: "rule", path: "/withdrawal/rule/kind", kind: string(kind), name: name, about: about, source: source,
			numbers: numbers, parametersAt: "/withdrawal/rule",
		}
	}
	floor, ceiling := say("no less than", "하한"), say("no more than", "상한")
	ofPlanned := say("A share of the spending planned.", "계획한 지출의 비율입니다.")
	return []chosen{
		rule(plan.RuleNeeds, say("What is planned", "계획대로"), say("Spending is what the plan says, whatever markets do.", "시장과 상관없이 계획에 적은 만큼 씁니다."), say("The plan itself.", "계획에 적힌 값입니다.")),
		rule(plan.RuleConstantReal, say("Constant after prices", "물가만큼만"), say("Spending stays what it is when the rule begins, and follows prices.", "규칙이 시작될 때의 지출을 물가만큼만 올립니다."), say("Bengen, “Determining withdrawal rates using historical data”, Journal of Financial Planning 7 (1994).", "Bengen, Journal of Financial Planning 7 (1994).")),
		rule(plan.RulePctOfPortfolio, say("A share of what there is", "자산의 일정 비율"), say("Each year a share of the portfolio is spent, within bounds.", "해마다 자산의 일정 비율을 정한 범위 안에서 씁니다."), ownFigure(),
			number{field: "pct", begins: 0.04, unit: PerYear, step: 0.005, name: say("share a year", "연 비율"), about: say("The share of the portfolio that is spent in a year.", "한 해에 쓰는 자산의 비율입니다.")},
			number{field: "floor", begins: 0.8, unit: OfOne, step: 0.1, name: floor, about: ofPlanned},
			number{field: "ceil", begins: 1.2, unit: OfOne, step: 0.1, name: ceiling, about: ofPlanned}),
		rule(plan.RuleVPW, say("Paid out by age", "남은 기간에 나누기"), say("Each year what an annuity over the years left would pay.", "남은 기간에 고르게 나누어 받는 연금처럼 해마다 씁니다."), say("Waring, Siegel, “The only spending rule article you will ever need”, Financial Analysts Journal 71 (2015).", "Waring·Siegel, Financial Analysts Journal 71 (2015)."),
			number{field: "rate", begins: 0.03, unit: PerYear, step: 0.01, own: true, name: say("expected real return", "기대 실질 수익률"), about: say("The return after prices that the payments count on.", "지급액을 정할 때 기대하는 실질 수익률입니다.")}),
		rule(plan.RuleGuardrails, say("Guardrails", "가드레일"), say("Spending is cut or raised when its share of the portfolio leaves a band.", "자산에서 지출이 차지하는 비율이 띠를 벗어나면 지출을 줄이거나 늘립니다."), say("Guyton, Klinger, “Decision rules and maximum initial withdrawal rates”, Journal of Financial Planning 19 (2006).", "Guyton·Klinger, Journal of Financial Planning 19 (2006)."),
			number{field: "upper", begins: 1.2, unit: OfOne, step: 0.1, name: say("upper rail", "위쪽 경계"), about: say("Of the first rate, above which spending is cut.", "처음 인출률에 대한 비율로, 이보다 높으면 지출을 줄입니다.")},
			number{field: "lower", begins: 0.8, unit: OfOne, step: 0.1, name: say("lower rail", "아래쪽 경계"), about: say("Of the first rate, below which spending is raised.", "처음 인출률에 대한 비율로, 이보다 낮으면 지출을 늘립니다.")},
			number{field: "cut", begins: 0.1, unit: OfOne, step: 0.05, name: say("cut", "줄이는 폭"), about: say("What spending is cut by.", "지출을 줄이는 비율입니다.")},
			number{field: "raise", begins: 0.1, unit: OfOne, step: 0.05, name: say("raise", "늘리는 폭"), about: say("What spending is raised by.", "지출을 늘리는 비율입니다.")}),
		rule(plan.RuleRiskGuardrails, say("Guardrails on the odds", "성공 확률 가드레일"), say("Spending is cut or raised when the odds that it lasts leave a band.", "지금 지출을 끝까지 이어 갈 확률이 띠를 벗어나면 지출을 줄이거나 늘립니다."), ownFigure(),
			number{field: "cutBelow", begins: 0.6, unit: OfOne, step: 0.1, name: say("cut below", "줄이는 확률"), about: say("The odds below which spending is cut.", "이보다 낮으면 지출을 줄입니다.")},
			number{field: "raiseAbove", begins: 0.95, unit: OfOne, step: 0.04, name: say("raise above", "늘리는 확률"), about: say("The odds above which spending is raised.", "이보다 높으면 지출을 늘립니다.")},
			number{field: "step", begins: 0.05, unit: OfOne, step: 0.02, name: say("step", "조정 폭"), about: say("What spending is changed by.", "지출을 바꾸는 비율입니다.")}),
		rule(plan.RuleRatchet, say("Ratchet", "한 방향 인상"), say("Spending is only ever raised, once wealth has grown far enough.", "자산이 충분히 늘면 지출을 올리고, 다시 내리지 않습니다."), say("Kitces, “The ratcheting safe withdrawal rate”, The Kitces Report (2015).", "Kitces, “The ratcheting safe withdrawal rate” (2015)."),
			number{field: "threshold", begins: 0.5, unit: OfOne, step: 0.2, name: say("growth", "자산 증가"), about: say("How far wealth must have grown above the first.", "처음 자산보다 늘어야 하는 비율입니다.")},
			number{field: "years", begins: 3, unit: Plain, step: 1, name: say("years between", "간격(년)"), about: say("How many years lie between two raises.", "두 번 올리는 사이의 햇수입니다.")},
			number{field: "raise", begins: 0.1, unit: OfOne, step: 0.05, name: say("raise", "늘리는 폭"), about: say("What spending is raised by.", "지출을 늘리는 비율입니다.")}),
		rule(plan.RuleFloorCeiling, say("Floor and ceiling", "하한과 상한"), say("The first rate of the portfolio each year, within bounds.", "해마다 처음 인출률만큼 정한 범위 안에서 씁니다."), say("Bengen, “Conserving client portfolios during retirement, part IV”, Journal of Financial Planning 14 (2001).", "Bengen, Journal of Financial Planning 14 (2001)."),
			number{field: "floor", begins: 0.85, unit: OfOne, step: 0.05, name: floor, about: ofPlanned},
			number{field: "ceil", begins: 1.2, unit: OfOne, step: 0.1, name: ceiling, about: ofPlanned}),
		rule(plan.RuleSmile, say("Less with age", "나이 들수록 덜 쓰기"), say("Spending falls a little each year between two ages.", "두 나이 사이에서 해마다 조금씩 덜 씁니다."), say("Blanchett, “Exploring the retirement consumption puzzle”, Journal of Financial Planning 27 (2014).", "Blanchett, Journal of Financial Planning 27 (2014)."),
			number{field: "declinePerYear", begins: 0.01, unit: PerYear, step: 0.005, name: say("decline a year", "연 감소율"), about: say("What spending falls by in a year, after prices.", "물가를 뺀 지출이 한 해에 줄어드는 비율입니다.")},
			number{field: "fromAge", begins: 70, unit: Plain, step: 5, own: true, name: say("from age", "시작 나이"), about: say("The age at which it begins to fall.", "줄기 시작하는 나이입니다.")},
			number{field: "toAge", begins: 84, unit: Plain, step: 5, own: true, name: say("to age", "끝 나이"), about: say("The age from which it falls no more.", "더 줄지 않는 나이입니다.")}),
		rule(plan.RuleCAPE, say("By what shares cost", "주가 수준에 따라"), say("A part of wealth each year, and more where shares are cheap beside their earnings.", "해마다 자산의 일부를 쓰되, 이익에 비해 주가가 쌀 때 더 씁니다."), say("Campbell, Shiller, “Valuation ratios and the long-run stock market outlook”, Journal of Portfolio Management 24 (1998), for the ratio; the numbers are Meridian's own.", "비율은 Campbell·Shiller, Journal of Portfolio Management 24 (1998), 숫자는 Meridian이 정한 어림값입니다."),
			number{field: "a", begins: 0.01, unit: PerYear, step: 0.005, name: say("in any case", "기본 비율"), about: say("The part of wealth that is spent whatever shares cost.", "주가와 상관없이 쓰는 자산의 비율입니다.")},
			number{field: "b", begins: 0.5, unit: OfOne, step: 0.1, name: say("of earnings", "이익 가운데"), about: say("The part of the earnings yield that is spent.", "주식의 이익률 가운데 쓰는 비율입니다.")}),
	}
}

func modelChoices() []chosen {
	model := func(kind plan.ReturnModel, name, about, source Text, at string, numbers ...number) chosen {
		return chosen{
			id: "model", path: "/assumptions/returns/model", kind: string(kind), name: name, about: about, source: source,
			numbers: numbers, parametersAt: at,
		}
	}
	const at, switches = "/assumptions/returns", "/assumptions/returns/regimes"
	return []chosen{
		model(plan.ModelLognormal, say("Lognormal", "로그정규"), say("Returns of different months know nothing of each other, and far tails are thin.", "달마다 수익률이 서로 무관하고, 극단적인 달이 드뭅니다."), say("Osborne, “Brownian motion in the stock market”, Operations Research 7 (1959).", "Osborne, Operations Research 7 (1959)."), at),
		model(plan.ModelStudentT, say("Fat tails", "두꺼운 꼬리"), say("As lognormal, but months far from the usual are more frequent.", "로그정규와 같지만 크게 벗어나는 달이 더 잦습니다."), say("Praetz, “The distribution of share price changes”, Journal of Business 45 (1972).", "Praetz, Journal of Business 45 (1972)."), at,
			number{field: "df", begins: 6, unit: Plain, step: 2, own: true, name: say("degrees of freedom", "자유도"), about: say("The fewer, the fatter the tails.", "작을수록 꼬리가 두꺼워집니다.")}),
		model(plan.ModelRegime, say("Calm and stress", "평온과 위기"), say("Markets turn between two states by chance, and stay a while in each.", "시장이 우연히 두 상태를 오가며 한동안 머뭅니다."), say("Hamilton, “A new approach to the economic analysis of nonstationary time series”, Econometrica 57 (1989), for the model; the numbers are fitted to the recorded months.", "모형은 Hamilton, Econometrica 57 (1989), 숫자는 기록된 달에 맞춘 값입니다."), switches,
			number{field: "stayCalm", begins: 0.97, unit: OfOne, step: 0.01, name: say("calm goes on", "평온이 이어질 확률"), about: say("The chance that a month of calm is followed by another.", "평온한 달 다음에 또 평온한 달이 올 확률입니다.")},
			number{field: "stayStress", begins: 0.85, unit: OfOne, step: 0.05, name: say("stress goes on", "위기가 이어질 확률"), about: say("The chance that a month of stress is followed by another.", "위기인 달 다음에 또 위기인 달이 올 확률입니다.")},
			number{field: "stressMean", begins: -0.24, unit: PerYear, step: 0.1, name: say("a year of stress", "위기 한 해의 영향"), about: say("What a year of stress does to the growth of risky classes.", "위기가 한 해 이어지면 위험 자산의 성장이 달라지는 정도입니다.")},
			number{field: "stressSd", begins: 2.5, unit: Plain, step: 0.5, name: say("ups and downs in stress", "위기 때의 변동성"), about: say("How many times as large ups and downs are as in calm.", "평온할 때보다 몇 배로 출렁이는지입니다.")}),
		model(plan.ModelBlock, say("Stretches of history", "역사의 토막"), say("Futures are put together from stretches of recorded months.", "기록된 달들의 토막을 이어 미래를 만듭니다."), say("Politis, Romano, “The stationary bootstrap”, Journal of the American Statistical Association 89 (1994).", "Politis·Romano, Journal of the American Statistical Association 89 (1994)."), at,
			number{field: "blockMonths", begins: 60, unit: Plain, step: 36, own: true, name: say("length in months", "토막의 길이(개월)"), about: say("How long a stretch is; on average where lengths vary.", "토막의 길이이며, 길이가 달라질 때는 평균입니다.")}),
		model(plan.ModelHistorical, say("History itself", "역사 그대로"), say("Every future is the past from another month on.", "미래마다 과거를 다른 달부터 그대로 따릅니다."), say("Shiller's monthly series, see the methods.", "실러의 월별 자료이며, 계산 방법에 적혀 있습니다."), at),
		model(plan.ModelDeterministic, say("Without chance", "우연 없이"), say("Every month brings its mean; there is one future.", "달마다 평균만큼 오르며 미래가 하나뿐입니다."), say("The means of the plan.", "계획에 적힌 평균입니다."), at),
	}
}
