package methodology

import (
	"cmp"
	"slices"
	"strings"

	"meridian/backend/market"
	"meridian/backend/mortality"
	"meridian/backend/plan"
)

// Assumptions says of every default assumption what it is, where it comes from,
// and where it stands in recorded history.
type Assumptions struct {
	History   Recorded   `json:"history"`
	Passports []Passport `json:"passports"`
}

// Recorded names the history that distributions are taken from.
type Recorded struct {
	Name   Text   `json:"name"`
	First  string `json:"first"` // month, e.g. "1871-01"
	Last   string `json:"last"`
	Months int    `json:"months"`
}

// Passport is what is known of one assumption.
type Passport struct {
	// ID is a name that stays, e.g. "class.stocks.mean".
	ID string `json:"id"`
	// Path is the JSON pointer of the value in a blank plan; of what a blank plan has
	// none of, the record's id is *.
	Path string `json:"path"`
	// Series, where set, is the recorded series that the assumption is about. A
	// class of a plan that follows the same series (its "history") has the same
	// passport, whatever the class is called.
	Series string `json:"series,omitempty"`
	// Choice, where set, is the rule, model, order or law that is described, or that
	// reads the value described: the value at Path, or of "/withdrawal/rule/kind" or
	// "/assumptions/returns/model"; or the kind of mean that a class states. Default
	// is then what it begins with.
	Choice string `json:"choice,omitempty"`
	// Usual tells of a choice that a plan which says nothing else has it.
	Usual bool `json:"usual,omitempty"`
	Name  Text `json:"name"`
	About Text `json:"about"`
	// Default is the value in a blank plan; absent for what is not a number.
	Default *float64     `json:"default,omitempty"`
	Unit    PassportUnit `json:"unit"`
	Source  Text         `json:"source"`
	// Date is the month in which the default was set, e.g. "2026-01".
	Date string `json:"date"`
	// Step is a change that a person may well be wrong by, and Lever the name
	// under which the drivers of a forecast say what that would do; Lever is
	// absent where no driver moves it.
	Step  float64 `json:"step,omitempty"`
	Lever string  `json:"lever,omitempty"`
	// Stands, where set, is what a choice makes of what History measures: the value
	// that has its place there.
	Stands *float64 `json:"stands,omitempty"`
	// History is where the past stood. Unrecorded stands in its place where the recorded
	// series cannot say, and says why, and what is known instead.
	History    *Distribution `json:"history,omitempty"`
	Unrecorded *Text         `json:"unrecorded,omitempty"`
}

// PassportUnit says what an assumption is measured in.
type PassportUnit string

// The units: growth per year as a share (0.045), a plain share, a correlation
// from -1 to 1, a plain number (years, months, times), or a choice by name.
const (
	PerYear     PassportUnit = "rate"
	OfOne       PassportUnit = "share"
	Correlation PassportUnit = "correlation"
	Plain       PassportUnit = "number"
	Choice      PassportUnit = "choice"
)

// Distribution is what a measure came to in every window of recorded history.
type Distribution struct {
	// Measure says what was measured, e.g. "real growth per year over 30 years".
	Measure Text `json:"measure"`
	// Years is the length of a window, Windows how many there are: one from each
	// month on, so that they overlap.
	Years   int `json:"years"`
	Windows int `json:"windows"`
	// Percentiles are the 0th to the 100th, in steps of one: 101 values.
	Percentiles []float64 `json:"percentiles"`
	// At is the percentile at which the default, or what a choice makes of the
	// measure, stands, from 0 to 100.
	At float64 `json:"at"`
}

// defaultsFrom is the month in which the shipped defaults were set.
const defaultsFrom = "2026-01"

// Passports describes the assumptions of a blank plan.
func Passports() Assumptions {
	past := readPast()
	blank := plan.Blank("en", "USD", defaultsFrom).Assumptions
	list := classPassports(&past, blank)
	list = append(list, correlationPassports(&past, blank)...)
	list = append(list, inflationPassports(&past, blank.Inflation)...)
	list = append(list, otherPassports(blank)...)
	list = append(list, chancePassports()...)
	list = append(list, choicePassports()...)
	list = append(list, presetPassports()...)
	list = append(list, past.valuation())
	measured := measurements()
	past.modelHistories(list, measured.Models)
	ruleHistories(list, measured.Rules)
	regimeHistories(list, measured.Regimes)
	past.gauge(list)
	past.explainUnrecorded(list, measured.Errors)
	return Assumptions{History: past.recorded(), Passports: list}
}

// series are the recorded series, by the name a class follows them under.
var series = []struct {
	id   plan.History
	name Text
}{
	{plan.HistoryStocks, say("Stocks", "주식")},
	{plan.HistoryBonds, say("Bonds", "채권")},
	{plan.HistoryCash, say("Cash", "현금")},
}

// roundFigures is where the defaults of growth and deviation come from.
func roundFigures() Text {
	return say(
		"Meridian's own round figure, below the American record: other countries' markets grew more slowly over the same time (Dimson, Marsh, Staunton, Triumph of the Optimists, 2002, and their yearbooks).",
		"Meridian이 정한 어림값으로, 미국의 기록보다 낮습니다. 같은 기간 다른 나라 시장은 더 느리게 자랐기 때문입니다(Dimson·Marsh·Staunton, 『낙관론자들의 승리』, 2002년과 이후 연감).")
}

func classPassports(past *past, a plan.Assumptions) []Passport {
	var list []Passport
	for _, s := range series {
		class, at := a.Classes[string(s.id)], "/assumptions/classes/"+string(s.id)
		growth := past.growth(s.id)
		arithmetic := market.Arithmetic(class.Real.Mean, class.Real.SD)
		list = append(list,
			Passport{
				ID: "class." + string(s.id) + ".mean", Path: at + "/real/mean", Series: string(s.id),
				Name:    say(s.name.EN+": real growth per year", s.name.KO+": 연 실질 수익률"),
				About:   say("Growth above inflation, as a geometric mean: what one amount, left alone, grows by each year.", "물가를 뺀 기하평균 수익률입니다. 돈을 그대로 두었을 때 해마다 불어나는 비율입니다."),
				Default: &class.Real.Mean, Unit: PerYear, Source: roundFigures(), Date: string(class.AsOf), Step: 0.01, Lever: "returns",
				History: past.distribution(class.Real.Mean, span, say("Real growth per year over 30 years", "30년간 연 실질 수익률"), func(from int) float64 {
					return geometric(growth[from : from+span*12])
				}),
			},
			Passport{
				ID: "class." + string(s.id) + ".arithmetic", Path: at + "/real/mean", Series: string(s.id), Choice: string(plan.MeanArithmetic),
				Name:    say(s.name.EN+": real return of a year, on average", s.name.KO+": 한 해 실질 수익률의 평균"),
				About:   aboutArithmetic(),
				Default: &arithmetic, Unit: PerYear, Source: sameAsGrowth(), Date: string(class.AsOf), Step: 0.01, Lever: "returns",
				History: past.distribution(arithmetic, span, say("Mean real return of a year, within 30 years", "30년 동안 한 해 실질 수익률의 산술평균"), func(from int) float64 {
					return mean(yearly(growth[from : from+span*12]))
				}),
			},
			Passport{
				ID: "class." + string(s.id) + ".sd", Path: at + "/real/sd", Series: string(s.id),
				Name:    say(s.name.EN+": ups and downs of a year", s.name.KO+": 한 해의 변동성"),
				About:   say("The standard deviation of the real return of a single year.", "한 해 실질 수익률의 표준편차입니다."),
				Default: &class.Real.SD, Unit: PerYear, Source: deviationSource(s.id), Date: string(class.AsOf), Step: 0.02, Lever: "volatility",
				History: past.distribution(class.Real.SD, span, say("Standard deviation of the real return of a year, within 30 years", "30년 동안 한 해 실질 수익률의 표준편차"), func(from int) float64 {
					return deviation(yearly(growth[from : from+span*12]))
				}),
			},
			Passport{
				ID: "class." + string(s.id) + ".yield", Path: at + "/yield", Series: string(s.id),
				Name:    say(s.name.EN+": paid out per year", s.name.KO+": 연 배당·이자"),
				About:   say("The part of the return that is paid out as dividends or interest, and taxed each year in taxable accounts. It changes taxes, not growth.", "수익 가운데 배당이나 이자로 나오는 부분입니다. 과세 계좌에서는 해마다 세금을 냅니다. 수익률이 아니라 세금에 영향을 줍니다."),
				Default: &class.Yield, Unit: PerYear, Date: string(class.AsOf), Step: 0.005,
				Source: say("Meridian's own round figure, near the yields of broad index funds when it was set.", "Meridian이 정한 어림값으로, 정할 당시 폭넓은 지수 펀드의 배당·이자율에 가깝습니다."),
			})
	}
	return append(list, ownClassPassports()...)
}

func aboutArithmetic() Text {
	return say(
		"Growth above inflation, as an arithmetic mean: the average of single years. Money left alone grows by less, since a bad year takes more than an equally good one gives back.",
		"물가를 뺀 한 해 수익률의 산술평균입니다. 나쁜 해에 잃은 것은 같은 폭의 좋은 해로 다 메워지지 않으므로, 돈을 그대로 두었을 때 불어나는 비율은 이보다 낮습니다.")
}

// sameAsGrowth is where the default of an arithmetic mean comes from.
func sameAsGrowth() Text {
	return say(
		"The same assumption as the default of growth, as the average of single years: of a lognormal return with that growth and those ups and downs.",
		"기본 성장률과 같은 가정을 한 해 평균으로 나타낸 값입니다. 그 성장률과 변동성을 지닌 로그정규분포에서 구했습니다.")
}

// ownClassPassports are of a class that follows no recorded series, as one that is added
// begins. Shares stand beside it, for comparison.
func ownClassPassports() []Passport {
	mean, deviation, yield := 0.03, 0.1, 0.0
	arithmetic := market.Arithmetic(mean, deviation)
	source := say("What an added class begins with: enter your own, and where it comes from.", "새로 더한 자산군의 시작 값입니다. 알맞은 값과 그 출처를 적어 주세요.")
	own := func(field, path string, begins *float64, step float64, lever string, name, about Text) Passport {
		return Passport{
			ID: "class.own." + field, Path: "/assumptions/classes/*/" + path, Default: begins, Unit: PerYear, Date: defaultsFrom,
			Step: step, Lever: lever, Source: source, Name: name, About: about,
		}
	}
	ofYears := own("arithmetic", "real/mean", &arithmetic, 0.01, "returns", say("Own class: real return of a year, on average", "직접 더한 자산군: 한 해 실질 수익률의 평균"), aboutArithmetic())
	ofYears.Choice, ofYears.Source = string(plan.MeanArithmetic), sameAsGrowth()
	return []Passport{
		ofYears,
		own("mean", "real/mean", &mean, 0.01, "returns", say("Own class: real growth per year", "직접 더한 자산군: 연 실질 수익률"),
			say("Growth above inflation, as a geometric mean. The class follows no recorded series; say which one is most like it, and its own place is shown.", "물가를 뺀 기하평균 수익률입니다. 기록된 계열을 따르지 않는 자산군입니다. 가장 비슷한 계열을 고르면 그 기록과 견줍니다.")),
		own("sd", "real/sd", &deviation, 0.02, "volatility", say("Own class: ups and downs of a year", "직접 더한 자산군: 한 해의 변동성"),
			say("The standard deviation of the real return of a single year.", "한 해 실질 수익률의 표준편차입니다.")),
		own("yield", "yield", &yield, 0.005, "", say("Own class: paid out per year", "직접 더한 자산군: 연 배당·이자"),
			say("The part of the return that is paid out and taxed each year in taxable accounts.", "수익 가운데 배당이나 이자로 나와 과세 계좌에서 해마다 세금을 내는 부분입니다.")),
	}
}

// deviationSource says where the default of a deviation comes from.
func deviationSource(s plan.History) Text {
	switch s {
	case plan.HistoryCash:
		return say(
			"Meridian's own round figure, for money in a bank of today. Recorded cash moved far more, because past inflation did; that movement is in the assumption for inflation here.",
			"오늘날의 예금을 생각해 Meridian이 정한 어림값입니다. 과거의 현금은 물가가 출렁인 탓에 훨씬 크게 움직였는데, 여기서는 그 움직임을 물가 가정에 담았습니다.")
	case plan.HistoryBonds:
		return say(
			"Meridian's own round figure, for a broad mix of bonds. The ten-year bond of the record is longer, lived through greater inflation, and moved more.",
			"여러 만기의 채권을 고루 담은 경우를 생각해 Meridian이 정한 어림값입니다. 기록에 있는 10년 만기 채권은 만기가 더 길고 물가도 더 출렁여 더 크게 움직였습니다.")
	}
	return say(
		"Meridian's own round figure, near the middle of the long record.",
		"Meridian이 정한 어림값으로, 오랜 기록의 가운데에 가깝습니다.")
}

func correlationPassports(past *past, a plan.Assumptions) []Passport {
	names := map[string]Text{"stocks": series[0].name, "bonds": series[1].name, "cash": series[2].name, "inflation": say("Inflation", "물가")}
	var list []Passport
	for i, x := range a.Corr.Order {
		for j, y := range a.Corr.Order[:i] {
			list = append(list, past.correlation(a.Corr.M[i][j], i, j, x, y, names))
		}
	}
	none := 0.0
	return append(list, Passport{
		ID: "corr.own", Path: "/assumptions/corr/m/*/*", Default: &none, Unit: Correlation, Date: defaultsFrom, Step: 0.2,
		Name:   say("Correlation of an own class", "직접 더한 자산군의 상관계수"),
		About:  say("How far the two move together: 1 always, 0 not at all, -1 always against each other.", "둘이 함께 움직이는 정도입니다. 1이면 늘 같이, 0이면 서로 무관하게, -1이면 늘 반대로 움직입니다."),
		Source: say("None: what nobody has said moves by itself.", "따로 없습니다. 정하지 않은 둘은 서로 무관하게 움직입니다."),
	})
}

func (p *past) correlation(is float64, i, j int, x, y string, names map[string]Text) Passport {
	a, b := p.growth(plan.History(x)), p.growth(plan.History(y))
	return Passport{
		ID: "corr." + y + "." + x, Path: pointTo("/assumptions/corr/m", i, j),
		Name:    say(names[y].EN+" and "+names[x].EN+": correlation", names[y].KO+"·"+names[x].KO+": 상관계수"),
		About:   say("How far the two move together: 1 always, 0 not at all, -1 always against each other.", "둘이 함께 움직이는 정도입니다. 1이면 늘 같이, 0이면 서로 무관하게, -1이면 늘 반대로 움직입니다."),
		Default: &is, Unit: Correlation, Date: defaultsFrom, Step: 0.2,
		Source: say("Meridian's own round figure. The record below is of whole years; it has changed sign more than once.", "Meridian이 정한 어림값입니다. 아래 기록은 연 단위이며, 부호가 여러 번 바뀌었습니다."),
		History: p.distribution(is, span, say("Correlation of yearly values, within 30 years", "30년 동안 연간 값의 상관계수"), func(from int) float64 {
			return correlation(yearly(a[from:from+span*12]), yearly(b[from:from+span*12]))
		}),
	}
}

func inflationPassports(past *past, i plan.Inflation) []Passport {
	growth, at := past.growth("inflation"), "/assumptions/inflation"
	within := func(measure func(years []float64) float64) func(int) float64 {
		return func(from int) float64 { return measure(yearly(growth[from : from+span*12])) }
	}
	return []Passport{
		{
			ID: "inflation.mean", Path: at + "/mean", Series: "inflation",
			Name:    say("Inflation per year", "연 물가상승률"),
			About:   say("How fast prices rise. Real results hardly change with it; what is fixed in money of the day (a loan, an unindexed pension, frozen tax bands) does.", "물가가 오르는 속도입니다. 실질 금액은 거의 그대로지만, 대출이나 물가에 연동되지 않는 연금, 고정된 세금 구간처럼 명목 금액으로 정해진 것은 달라집니다."),
			Default: &i.Mean, Unit: PerYear, Date: defaultsFrom, Step: 0.01, Lever: "inflation",
			Source: say("Meridian's own round figure, a little above the 2 % that most central banks aim at.", "Meridian이 정한 어림값으로, 대부분의 중앙은행이 목표로 삼는 2%보다 조금 높습니다."),
			History: past.distribution(i.Mean, span, say("Inflation per year over 30 years", "30년간 연 물가상승률"), func(from int) float64 {
				return geometric(growth[from : from+span*12])
			}),
		},
		{
			ID: "inflation.sd", Path: at + "/sd", Series: "inflation",
			Name:    say("Inflation: ups and downs of a year", "물가: 한 해의 변동성"),
			About:   say("The standard deviation of a single year's inflation.", "한 해 물가상승률의 표준편차입니다."),
			Default: &i.SD, Unit: PerYear, Date: defaultsFrom, Step: 0.01,
			Source:  say("Meridian's own round figure, near what has been seen under central banks with a target since the 1990s.", "Meridian이 정한 어림값으로, 중앙은행이 물가 목표를 두기 시작한 1990년대 이후의 값에 가깝습니다."),
			History: past.distribution(i.SD, span, say("Standard deviation of a year's inflation, within 30 years", "30년 동안 한 해 물가상승률의 표준편차"), within(deviation)),
		},
		{
			ID: "inflation.ar1", Path: at + "/ar1", Series: "inflation",
			Name:    say("Inflation: memory from year to year", "물가: 해를 넘는 지속성"),
			About:   say("How far one year's inflation resembles the last: 0 not at all, 1 entirely.", "한 해의 물가상승률이 지난해와 닮은 정도입니다. 0이면 전혀 닮지 않고, 1이면 그대로 이어집니다."),
			Default: &i.AR1, Unit: Correlation, Date: defaultsFrom, Step: 0.2,
			Source:  say("Meridian's own round figure, near the upper half of the record.", "Meridian이 정한 어림값으로, 기록의 위쪽 절반에 가깝습니다."),
			History: past.distribution(i.AR1, span, say("Correlation of a year's inflation with the year before, within 30 years", "30년 동안 한 해와 그 전해 물가상승률의 상관계수"), within(memory)),
		},
	}
}

func otherPassports(a plan.Assumptions) []Passport {
	wages := cmp.Or(a.Wage, &plan.Wage{})
	wage, deviation := wages.Mean, wages.SD
	health, education := a.Inflation.Spreads["health"], a.Inflation.Spreads["education"]
	fee := a.Fees.Default
	offer, free, unbuffered := 0.01, 0.0, 0.0
	own := say("Meridian's own round figure.", "Meridian이 정한 어림값입니다.")
	return []Passport{
		{
			ID: "inflation.health", Path: "/assumptions/inflation/spreads/health", Default: &health, Unit: PerYear, Date: defaultsFrom, Step: 0.01, Source: own,
			Name:  say("Health care, above inflation per year", "의료비: 물가보다 더 오르는 정도"),
			About: say("Costs that follow health care rise this much faster than prices.", "의료비를 따르는 지출은 물가보다 이만큼 더 빨리 오릅니다."),
		},
		{
			ID: "inflation.education", Path: "/assumptions/inflation/spreads/education", Default: &education, Unit: PerYear, Date: defaultsFrom, Step: 0.01, Source: own,
			Name:  say("Education, above inflation per year", "교육비: 물가보다 더 오르는 정도"),
			About: say("Costs that follow education rise this much faster than prices.", "교육비를 따르는 지출은 물가보다 이만큼 더 빨리 오릅니다."),
		},
		{
			ID: "inflation.rent", Path: "/assumptions/inflation/spreads/rent", Default: &offer, Unit: PerYear, Date: defaultsFrom, Step: 0.01, Source: own,
			Name:  say("Rent, above inflation per year", "집세: 물가보다 더 오르는 정도"),
			About: say("Costs and incomes that follow rents rise this much faster than prices.", "집세를 따르는 지출과 소득은 물가보다 이만큼 더 빨리 오릅니다."),
		},
		{
			ID: "inflation.care", Path: "/assumptions/inflation/spreads/care", Default: &offer, Unit: PerYear, Date: defaultsFrom, Step: 0.01, Source: own,
			Name:  say("Care, above inflation per year", "돌봄 비용: 물가보다 더 오르는 정도"),
			About: say("Costs that follow care rise this much faster than prices.", "돌봄 비용을 따르는 지출은 물가보다 이만큼 더 빨리 오릅니다."),
		},
		{
			ID: "withdrawal.borrowRate", Path: "/withdrawal/borrowRate", Default: &free, Unit: PerYear, Date: defaultsFrom, Step: 0.02,
			Name:   say("Interest on what is borrowed", "빌린 돈의 금리"),
			About:  say("The interest per year on money borrowed when accounts cannot pay.", "계좌로 다 낼 수 없을 때 빌린 돈에 붙는 한 해 이자입니다."),
			Source: say("None: enter what a lender would ask.", "따로 없습니다. 실제로 빌릴 때의 금리를 적어 주세요."),
		},
		{
			ID: "withdrawal.buffer", Path: "/withdrawal/buffer/months", Default: &unbuffered, Unit: Plain, Date: defaultsFrom, Step: 12,
			Name:   say("Months of spending kept in cash", "현금으로 두는 생활비(개월)"),
			About:  say("What is spent from after years in which investments lost, so that they need not be sold meanwhile.", "투자에서 손실이 난 해 다음에 꺼내 쓰는 돈입니다. 그동안 투자를 팔지 않아도 됩니다."),
			Source: say("None: a blank plan keeps no buffer but what its order leaves in cash. (Evensky, Katz, “Retirement Income Redesigned”, 2006, keep one to two years.)", "따로 없습니다. 새 계획은 인출 순서가 남겨 두는 현금 말고는 여유분을 두지 않습니다. Evensky·Katz, “Retirement Income Redesigned”(2006)는 1~2년치를 둡니다."),
		},
		{
			ID: "wage.mean", Path: "/assumptions/wage/mean", Default: &wage, Unit: PerYear, Date: defaultsFrom, Step: 0.01,
			Name:   say("Wages, above inflation per year", "임금: 연 실질 상승률"),
			About:  say("Pay that follows wages grows this much faster than prices. Without it, pay keeps up with prices only.", "임금을 따르는 소득은 물가보다 이만큼 더 빨리 오릅니다. 정하지 않으면 물가만큼만 오릅니다."),
			Source: say("None: a blank plan expects no real growth of pay, which is the careful side.", "따로 없습니다. 새 계획은 실질 임금이 오르지 않는다고 봅니다. 조심스러운 쪽입니다."),
		},
		{
			ID: "wage.sd", Path: "/assumptions/wage/sd", Default: &deviation, Unit: PerYear, Date: defaultsFrom, Step: 0.02,
			Name:   say("Wages: ups and downs of a year", "임금: 한 해의 변동성"),
			About:  say("How much a year's growth of all pay that follows wages varies, for good: what is lost in one year is not made up in the next.", "임금을 따르는 모든 소득의 한 해 상승률이 달라지는 정도입니다. 한 해에 덜 오르면 다음 해에 만회되지 않습니다."),
			Source: say("None: a blank plan's wages grow evenly.", "따로 없습니다. 새 계획의 임금은 고르게 오릅니다."),
		},
		{
			ID: "fees.default", Path: "/assumptions/fees/default", Default: &fee, Unit: PerYear, Date: defaultsFrom, Step: 0.005, Lever: "fees",
			Name:   say("Fees per year", "연 수수료"),
			About:  say("The share of a balance that accounts without a fee of their own lose to costs each year.", "수수료를 따로 적지 않은 계좌에서 해마다 빠져나가는 잔액의 비율입니다."),
			Source: say("Meridian's own round figure, between index funds and managed ones.", "Meridian이 정한 어림값으로, 지수 펀드와 운용형 펀드의 사이입니다."),
		},
	}
}

// valuation is the passport of what shares cost where a plan by CAPE begins: nothing
// in a plan says so until somebody types it, and then it begins with the newest
// ratio on record.
func (p *past) valuation() Passport {
	begins := round(market.LastCAPE(), 1)
	d := Distribution{Years: 10, Measure: say("Price over ten years' mean real earnings, month by month", "달마다 잰 주가와 10년 평균 실질 이익의 비율"), Windows: len(p.CAPE)}
	sorted, below := slices.Sorted(slices.Values(p.CAPE)), 0.0
	for _, ratio := range sorted {
		if ratio < begins {
			below++
		}
	}
	for q := range 101 {
		d.Percentiles = append(d.Percentiles, round(sorted[q*(len(sorted)-1)/100], 2))
	}
	d.At = round(100*below/float64(len(sorted)), 1)
	return Passport{
		ID: "rule.cape.startCape", Path: "/withdrawal/rule/startCape", Choice: string(plan.RuleCAPE),
		Default: &begins, Unit: Plain, Step: 5, Date: defaultsFrom, History: &d,
		Name:   say("By what shares cost: ratio at the start", "주가 수준에 따라: 시작 비율"),
		About:  say("What shares cost beside their earnings when the plan begins; from there the ratio follows how shares do. Where none is given, the newest on record is taken.", "계획을 시작할 때 이익에 비해 주가가 얼마나 비싼지입니다. 그 뒤로는 주가를 따라 움직입니다. 적지 않으면 가장 최근 기록을 씁니다."),
		Source: say("Shiller's monthly series, June 2023; the ratio is that of Campbell, Shiller, “Stock prices, earnings, and expected dividends”, Journal of Finance 43 (1988).", "실러의 월별 자료(2023년 6월), 비율은 Campbell·Shiller, Journal of Finance 43 (1988)."),
	}
}

// chancePassports are of what is switched on in a record: the defaults are those that
// the editor proposes then.
func chancePassports() []Passport {
	of := func(v float64) *float64 { return &v }
	return []Passport{
		{
			ID: "income.sd", Path: "/income/*/volatility/sd", Default: of(0.1), Unit: PerYear, Date: defaultsFrom, Step: 0.05,
			Name:   say("Pay: ups and downs of a year", "소득: 한 해의 변동성"),
			About:  say("The standard deviation of one year's pay around what is planned, drawn anew each year; its mean is the plan's.", "한 해 소득이 계획에서 벗어나는 정도의 표준편차입니다. 해마다 새로 뽑으며, 평균은 계획과 같습니다."),
			Source: say("The transitory shock that Carroll takes for American households (“Buffer-stock saving and the life cycle/permanent income hypothesis”, Quarterly Journal of Economics 112, 1997).", "Carroll이 미국 가구의 일시적 소득 충격으로 쓴 값입니다(Quarterly Journal of Economics 112, 1997)."),
		},
		{
			ID: "income.interrupt", Path: "/income/*/interrupt/probPerYear", Default: of(0.03), Unit: PerYear, Date: defaultsFrom, Step: 0.02,
			Name:   say("Pay: chance to stop", "소득이 끊길 가능성"),
			About:  say("How likely it is, in a year, that this pay stops for some months.", "한 해 동안 이 소득이 몇 달 끊길 가능성입니다."),
			Source: say("Meridian's own round figure, for a steady job; enter your own.", "안정된 일자리를 생각해 Meridian이 정한 어림값입니다. 상황에 맞게 고쳐 주세요."),
		},
		{
			ID: "person.disability", Path: "/people/*/disability/probPerYear", Default: of(0.006), Unit: PerYear, Date: defaultsFrom, Step: 0.004,
			Name:   say("Chance to become unable to work", "일을 못 하게 될 가능성"),
			About:  say("How likely it is, in a year of work, to be unable to for some months.", "일하는 한 해 동안 몇 달 이상 일을 못 하게 될 가능성입니다."),
			Source: say("One in four workers over 47 years comes to 0.6 % a year: the share of today's twenty-year-olds that the US Social Security Administration expects to become disabled before retirement age (Fact Sheet).", "47년 동안 네 명 가운데 한 명이면 한 해 0.6%입니다. 미국 사회보장국은 지금 스무 살인 사람 네 명 가운데 한 명이 은퇴 나이 전에 장애를 겪는다고 봅니다(Fact Sheet)."),
		},
		{
			ID: "person.care", Path: "/people/*/care/probPerYear", Default: of(0.04), Unit: PerYear, Date: defaultsFrom, Step: 0.02,
			Name:   say("Chance to come to need care", "돌봄이 필요해질 가능성"),
			About:  say("How likely it is, in a year from the age given, to come to need care. It happens once at most.", "정한 나이부터 한 해 동안 돌봄이 필요해질 가능성입니다. 많아야 한 번 일어납니다."),
			Source: say("A little over half of those who turn 65 over twenty years: Johnson, Dey, “Long-Term Services and Supports for Older Americans: Risks and Financing” (US Department of Health and Human Services, ASPE, 2022).", "65세가 된 사람 가운데 절반을 조금 넘는 사람이 20년 안에 겪는 것으로 셈했습니다. Johnson·Dey, “Long-Term Services and Supports for Older Americans: Risks and Financing”(미국 보건복지부 ASPE, 2022)."),
		},
		{
			ID: "income.corr", Path: "/income/*/volatility/corrWithMarket", Default: of(0), Unit: Correlation, Date: defaultsFrom, Step: 0.2,
			Name:   say("Pay and shares: correlation", "소득과 주식: 상관계수"),
			About:  say("How far a year's pay follows what shares did over the twelve months before.", "한 해 소득이 직전 열두 달의 주식 수익률을 따르는 정도입니다."),
			Source: say("Not different from none for most occupations: Cocco, Gomes, Maenhout, “Consumption and portfolio choice over the life cycle”, Review of Financial Studies 18 (2005).", "대부분의 직업에서 없는 것과 다르지 않습니다. Cocco·Gomes·Maenhout, Review of Financial Studies 18 (2005)."),
		},
		{
			ID: "income.interrupt.months", Path: "/income/*/interrupt/months", Default: of(6), Unit: Plain, Date: defaultsFrom, Step: 3, Source: ownFigure(),
			Name:  say("Pay: how long it stops", "소득이 끊기는 기간"),
			About: say("For how many months pay stops when it does.", "소득이 끊길 때 몇 달 동안 끊기는지입니다."),
		},
		{
			ID: "income.interrupt.share", Path: "/income/*/interrupt/share", Default: of(0), Unit: OfOne, Date: defaultsFrom, Step: 0.2,
			Name:   say("Pay: what goes on", "끊긴 동안 들어오는 비율"),
			About:  say("The share of pay that goes on while it stops, from a benefit for example.", "소득이 끊긴 동안에도 실업급여 등으로 들어오는 비율입니다."),
			Source: say("None, which is the careful side.", "따로 없습니다. 조심스러운 쪽입니다."),
		},
		{
			ID: "person.disability.months", Path: "/people/*/disability/months", Default: of(24), Unit: Plain, Date: defaultsFrom, Step: 12, Source: ownFigure(),
			Name:  say("Unable to work: how long", "일을 못 하는 기간"),
			About: say("For how many months somebody is unable to work.", "몇 달 동안 일을 못 하는지입니다."),
		},
		{
			ID: "person.disability.share", Path: "/people/*/disability/share", Default: of(0.4), Unit: OfOne, Date: defaultsFrom, Step: 0.2, Source: ownFigure(),
			Name:  say("Unable to work: pay that goes on", "일을 못 하는 동안의 소득"),
			About: say("The share of pay that goes on meanwhile, from sick pay or a public insurance.", "그동안 병가 급여나 공적 보험으로 들어오는 소득의 비율입니다."),
		},
		{
			ID: "person.care.fromAge", Path: "/people/*/care/fromAge", Default: of(65), Unit: Plain, Date: defaultsFrom, Step: 5,
			Name:   say("Care: from age", "돌봄: 시작 나이"),
			About:  say("The age from which the chance holds.", "이 나이부터 가능성이 있다고 봅니다."),
			Source: say("The age from which the source of the chance counts.", "가능성의 출처가 세기 시작하는 나이입니다."),
		},
		{
			ID: "person.care.months", Path: "/people/*/care/months", Default: of(36), Unit: Plain, Date: defaultsFrom, Step: 12, Source: ownFigure(),
			Name:  say("Care: how long", "돌봄: 기간"),
			About: say("For how many months care is needed.", "몇 달 동안 돌봄이 필요한지입니다."),
		},
		{
			ID: "claim.reduce", Path: "/income/*/claim/reducePerYear", Default: of(0.06), Unit: PerYear, Date: defaultsFrom, Step: 0.01,
			Name:   say("Pension claimed early: less per year", "연금을 일찍 받을 때: 해마다 줄어드는 비율"),
			About:  say("What each year before the normal age takes off the pension for good.", "정해진 나이보다 한 해 일찍 받을 때마다 연금이 평생 줄어드는 비율입니다."),
			Source: say("Korea's National Pension Act, article 63: six in a hundred a year. In the United States about 6.7 for the first three years (42 USC 402(q)).", "국민연금법 제63조: 한 해에 6%입니다. 미국은 처음 3년 동안 해마다 약 6.7%입니다(42 USC 402(q))."),
		},
		{
			ID: "claim.increase", Path: "/income/*/claim/increasePerYear", Default: of(0.072), Unit: PerYear, Date: defaultsFrom, Step: 0.01,
			Name:   say("Pension claimed late: more per year", "연금을 늦게 받을 때: 해마다 늘어나는 비율"),
			About:  say("What each year after the normal age adds to the pension for good.", "정해진 나이보다 한 해 늦게 받을 때마다 연금이 평생 늘어나는 비율입니다."),
			Source: say("Korea's National Pension Act, article 62: 0.6 in a hundred a month. In the United States 8 a year (42 USC 402(w)).", "국민연금법 제62조: 한 달에 0.6%입니다. 미국은 한 해에 8%입니다(42 USC 402(w))."),
		},
	}
}

// tableSources names every survival table's document.
func tableSources() Text {
	var list []string
	for _, t := range mortality.Tables() {
		list = append(list, t.Source)
	}
	all := strings.Join(list, "; ")
	return say(all, all)
}
