package methodology

import (
	"slices"
	"strings"

	"meridian/backend/plan"
	"meridian/backend/tax"
)

// preset is one of several ready-made answers that a plan may give at a place.
type preset struct {
	id, path, kind      string
	date                string // defaultsFrom where empty
	name, about, source Text
	step                float64 // where it can be wrong by an amount, and
	lever               string  // what moves it
}

// presetPassports are of what is chosen by name besides rules and models.
func presetPassports() []Passport {
	var list []Passport
	for _, p := range slices.Concat(orderPresets(), piecePresets(), longevityPresets(), lawPresets(), samplingPresets(), mixPresets()) {
		date := defaultsFrom
		if p.date != "" {
			date = p.date
		}
		list = append(list, Passport{
			ID: p.id + "." + p.kind, Path: p.path, Choice: p.kind, Usual: !offers(list, p.path), Unit: Choice, Date: date,
			Name: p.name, About: p.about, Source: p.source, Step: p.step, Lever: p.lever,
		})
	}
	return list
}

// offers reports whether there is a choice at a place among passports. The first one at
// each place is what is meant where a plan says nothing.
func offers(list []Passport, path string) bool {
	return slices.ContainsFunc(list, func(p Passport) bool { return p.Path == path && p.Unit == Choice })
}

func orderPresets() []preset {
	order := func(kind plan.Preset, name, about, source Text) preset {
		return preset{id: "order", path: "/withdrawal/preset", kind: string(kind), name: name, about: about, source: source}
	}
	efficient := say("Cook, Meyer, Reichenstein, “Tax-efficient withdrawal strategies”, Financial Analysts Journal 71 (2015).", "Cook·Meyer·Reichenstein, Financial Analysts Journal 71 (2015).")
	return []preset{
		order(plan.PresetTaxableFirst, say("Taxable first", "과세 계좌부터"), say("What is taxed as it grows is drawn first, so that the rest grows untaxed for longer.", "불어나는 동안 세금을 내는 계좌부터 꺼내, 나머지가 더 오래 세금 없이 불어나게 합니다."), efficient),
		order(plan.PresetDeferredFirst, say("Tax-deferred first", "과세 이연 계좌부터"), say("Pension accounts are drawn first, while other income is low.", "다른 소득이 적을 때 연금 계좌부터 꺼냅니다."), efficient),
		order(plan.PresetProportional, say("In proportion", "고르게"), say("Every open account gives by what it holds.", "열린 계좌 모두에서 잔액에 비례해 꺼냅니다."), ownFigure()),
		order(plan.PresetBracketFill, say("Filling the low bands", "낮은 구간 채우기"), say("Pension accounts give until a low band of tax is full each year, then the others.", "해마다 낮은 세율 구간이 찰 때까지 연금 계좌에서, 그다음 다른 계좌에서 꺼냅니다."), efficient),
		order(plan.PresetBestPerformer, say("What has grown most", "많이 오른 것부터"), say("The account whose target mix has grown most over twelve months gives first.", "지난 열두 달 동안 목표 비중 기준으로 가장 많이 오른 계좌부터 꺼냅니다."), say("Guyton, “Decision rules and portfolio management for retirees”, Journal of Financial Planning 17 (2004).", "Guyton, Journal of Financial Planning 17 (2004).")),
		order(plan.PresetKeepTargetMix, say("Keeping the mix", "비중 지키기"), say("Accounts give together, so that the mix stays as it is.", "여러 계좌에서 함께 꺼내 자산 비중을 그대로 둡니다."), ownFigure()),
		order("own", say("Steps of one's own", "직접 정한 단계"), say("Each step gives until its condition ends it; a new plan has such steps, cash first and taxable accounts before others.", "단계마다 정한 조건이 될 때까지 꺼냅니다. 새 계획에도 현금과 과세 계좌를 앞세운 단계가 들어 있습니다."), say("The plan itself.", "계획에 적힌 값입니다.")),
	}
}

// piecePresets are how history is cut, and whose means it has.
func piecePresets() []preset {
	piece := func(field, kind string, name, about, source Text) preset {
		return preset{id: "model.pieces." + field, path: "/assumptions/returns/" + field, kind: kind, name: name, about: about, source: source}
	}
	return []preset{
		piece("blocks", string(plan.BlocksStationary), say("Stretches of differing length", "길이가 다른 토막"), say("Each month a stretch may end, so that no length is special.", "달마다 토막이 끝날 수 있어 특별한 길이가 없습니다."), say("Politis, Romano, “The stationary bootstrap”, Journal of the American Statistical Association 89 (1994).", "Politis·Romano, Journal of the American Statistical Association 89 (1994).")),
		piece("blocks", string(plan.BlocksCircular), say("Stretches of one length", "길이가 같은 토막"), say("All stretches are as long as you say; the record is closed to a ring.", "토막의 길이가 모두 같고, 기록의 끝을 처음과 이어 씁니다."), say("Politis, Romano, “A circular block-resampling procedure for stationary data”, Exploring the Limits of Bootstrap (1992).", "Politis·Romano, Exploring the Limits of Bootstrap (1992).")),
		piece("means", string(plan.MeansOfPlan), say("The plan's means", "계획의 평균"), say("Recorded months are shifted to the growth that the plan assumes; their ups and downs stay.", "기록된 달을 계획의 수익률에 맞춰 옮기고, 오르내림은 그대로 둡니다."), say("Meridian's own choice: tomorrow need not be as good as the record.", "Meridian의 선택입니다. 앞날이 기록만큼 좋으리라는 법은 없기 때문입니다.")),
		piece("means", string(plan.MeansOfHistory), say("The record's means", "기록의 평균"), say("Months are as they were, growth included.", "수익률까지 기록 그대로입니다."), say("Shiller's monthly series, see the methods.", "실러의 월별 자료이며, 계산 방법에 적혀 있습니다.")),
	}
}

func longevityPresets() []preset {
	life := func(kind plan.LongevityKind, name, about, source Text) preset {
		p := preset{id: "longevity", path: "/assumptions/longevity/kind", kind: string(kind), name: name, about: about, source: source}
		if kind == plan.LongevityFixed {
			p.step, p.lever = 5, "longevity"
		}
		return p
	}
	return []preset{
		life(plan.LongevityFixed, say("A fixed age", "정한 나이"), say("Everybody is planned for to the age that stands with the person: a choice of caution, not an expectation.", "사람마다 적어 둔 나이까지 계획합니다. 예상 수명이 아니라 넉넉하게 잡은 값입니다."), say("The plan itself.", "계획에 적힌 값입니다.")),
		life(plan.LongevityTable, say("An age from a survival table", "생명표의 나이"), say("Everybody is planned for to the age that so many of a hundred reach, by the table of the country. Tables are of one calendar year and expect no further progress of medicine.", "나라의 생명표에서 백 명 가운데 정한 수가 이르는 나이까지 계획합니다. 한 해의 사망률이라 의학의 발전은 담겨 있지 않습니다."), tableSources()),
		life(plan.LongevityDrawn, say("Lives that end by chance", "확률로 정하는 수명"), say("Each future draws when lives end, by the table of the country.", "미래마다 나라의 생명표에 따라 수명을 뽑습니다."), tableSources()),
	}
}

// lawPresets are the ways of taxing; a country's law is dated by its newest pack.
func lawPresets() []preset {
	law := func(kind plan.Regime, name, about Text) preset {
		p := preset{id: "tax", path: "/tax/regime", kind: string(kind), name: name, about: about, source: say("The household's own figures.", "가구가 직접 적는 값입니다.")}
		if packs := tax.Packs(string(kind)); len(packs) > 0 {
			newest := packs[len(packs)-1]
			p.date, p.source = lawDate(newest.Year), say(newest.ID+": "+newest.Sources[0].Document, newest.ID+": "+newest.Sources[0].Document)
		}
		return p
	}
	return []preset{
		law(plan.RegimeNone, say("No tax", "세금 없음"), say("Nothing is owed, which flatters the result.", "세금을 셈하지 않아 결과가 실제보다 좋게 나옵니다.")),
		law(plan.RegimeFlat, say("Flat rates", "단일 세율"), say("One rate for each kind of income.", "소득 종류마다 세율 하나를 씁니다.")),
		law(plan.RegimeBands, say("Bands of your own", "직접 정한 구간"), say("Rates that rise from one threshold to the next.", "기준 금액을 넘을 때마다 세율이 오릅니다.")),
		law(plan.RegimeUSFederal, say("United States, federal", "미국 연방세"), say("The law of the newest year that is built in, carried forward with prices.", "내장된 마지막 해의 법을 물가에 맞춰 이어 씁니다.")),
		law(plan.RegimeKR, say("Korea", "한국"), say("The law of the newest year that is built in, carried forward with prices.", "내장된 마지막 해의 법을 물가에 맞춰 이어 씁니다.")),
	}
}

// samplingPresets are how chance is drawn.
func samplingPresets() []preset {
	draw := func(kind plan.Sampling, name, about, source Text) preset {
		return preset{id: "sampling", path: "/assumptions/run/sampling", kind: string(kind), name: name, about: about, source: source}
	}
	return []preset{
		draw(plan.SamplingAuto, say("As it fits", "알맞게"), say("Success looked at closely is told by evenly spread futures where they say more, and by plain ones otherwise.", "성공 확률을 자세히 볼 때, 고르게 펼친 미래가 더 정확하면 그것으로, 아니면 그대로 뽑은 미래로 구합니다."), say("Measured, see the methods.", "직접 잰 결과이며, 계산 방법에 적혀 있습니다.")),
		draw(plan.SamplingPlain, say("Plain", "그대로"), say("Every future is drawn by itself.", "미래마다 따로 뽑습니다."), say("Metropolis, Ulam, “The Monte Carlo method”, Journal of the American Statistical Association 44 (1949).", "Metropolis·Ulam, Journal of the American Statistical Association 44 (1949).")),
		draw(plan.SamplingQuasi, say("Evenly spread", "고르게"), say("Futures are spread evenly over what may happen; the interval comes from repetitions.", "일어날 수 있는 일에 미래를 고르게 펴고, 오차 범위는 되풀이해 잽니다."), say("Owen, “Randomly permuted (t,m,s)-nets and (t,s)-sequences”, Monte Carlo and Quasi-Monte Carlo Methods (1995).", "Owen, Monte Carlo and Quasi-Monte Carlo Methods (1995).")),
	}
}

// mixPresets are how a mix is kept, and where it is held.
func mixPresets() []preset {
	mix := func(id, path string, kind string, name, about, source Text) preset {
		return preset{id: id, path: path, kind: kind, name: name, about: about, source: source}
	}
	const rebalance, location = "/allocation/default/rebalance", "/allocation/location"
	daryanani := say("Daryanani, “Opportunistic rebalancing”, Journal of Financial Planning 21 (2008).", "Daryanani, Journal of Financial Planning 21 (2008).")
	return []preset{
		mix("rebalance", rebalance, string(plan.RebalanceYearly), say("Each December", "해마다 12월"), say("The mix is brought back to what is planned once a year.", "해마다 한 번 계획한 비중으로 되돌립니다."), say("Bengen, “Determining withdrawal rates using historical data”, Journal of Financial Planning 7 (1994).", "Bengen, Journal of Financial Planning 7 (1994).")),
		mix("rebalance", rebalance, string(plan.RebalanceMonthly), say("Each month", "달마다"), say("The mix is brought back to what is planned every month.", "달마다 계획한 비중으로 되돌립니다."), ownFigure()),
		mix("rebalance", rebalance, string(plan.RebalanceNever), say("Never", "되돌리지 않음"), say("What grows faster takes an ever larger part.", "빨리 불어나는 자산의 비중이 점점 커집니다."), ownFigure()),
		mix("rebalance", rebalance, "band", say("When it has drifted", "벗어났을 때"), say("The mix is brought back when a class has left its band.", "한 자산군이 정한 띠를 벗어나면 되돌립니다."), daryanani),
		mix("location", location, string(plan.LocationSame), say("The same everywhere", "어디서나 같게"), say("Every account holds the household's mix.", "모든 계좌가 가구의 비중을 그대로 담습니다."), ownFigure()),
		mix("location", location, string(plan.LocationTaxAware), say("By tax", "세금에 따라"), say("Exempt accounts hold what grows most, deferred ones what pays most interest; together they are the mix.", "비과세 계좌에는 많이 불어나는 자산, 과세이연 계좌에는 이자가 많은 자산을 담아 함께 비중을 맞춥니다."), say("Dammon, Spatt, Zhang, “Optimal asset location and allocation with taxable and tax-deferred investing”, Journal of Finance 59 (2004).", "Dammon·Spatt·Zhang, Journal of Finance 59 (2004).")),
	}
}

// played is what a return model makes of thirty years of the default shares: their
// real growth per year in the middle future, and in the one of twenty that is worst.
type played struct {
	Model  string  `json:"model"`
	Middle float64 `json:"middle"`
	Worst  float64 `json:"worst"`
}

// modelHistories gives every return model, and every way to cut history, the place of
// its bad futures in history.
func (p *past) modelHistories(list []Passport, models []played) {
	growth := p.growth(plan.HistoryStocks)
	for i := range list {
		name, ok := strings.CutPrefix(list[i].ID, "model.")
		k := slices.IndexFunc(models, func(m played) bool { return m.Model == name })
		if !ok || k < 0 {
			continue
		}
		worst := models[k].Worst
		list[i].Stands = &worst
		list[i].History = p.distribution(worst, span, say(
			"Real growth of shares per year over 30 years, and the worst of twenty futures under this model",
			"30년간 주식의 연 실질 수익률과, 이 모형의 미래 스무 가지 가운데 가장 나쁜 것"), func(from int) float64 {
			return geometric(growth[from : from+span*12])
		})
	}
}

// lawDate is the month from which a year's law holds.
func lawDate(year int) string { return string(plan.MonthOf(year, 1)) }
