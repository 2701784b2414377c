package methodology

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"meridian/backend/mortality"
	"meridian/backend/tax"
)

// reason is why the recorded series cannot say where an assumption stands, and what is
// known instead, of all assumptions whose ids begin alike.
type reason struct {
	ids  string
	text Text
}

// explainUnrecorded says of whatever has no place in the record why.
func (p *past) explainUnrecorded(list []Passport, errors []sampledError) {
	reasons := slices.Concat(p.ownReasons(), p.withdrawalReasons(), lawReasons(), samplingReasons(errors), surveyReasons())
	for i := range list {
		if list[i].History != nil {
			continue
		}
		k := slices.IndexFunc(reasons, func(r reason) bool { return strings.HasPrefix(list[i].ID, r.ids) })
		if k >= 0 {
			list[i].Unrecorded = &reasons[k].text
		}
	}
}

// ownReasons are of what follows no recorded series.
func (p *past) ownReasons() []reason {
	oneIndex := say(
		"The record holds one index of all prices, and none of this alone.",
		"기록에는 전체 물가지수 하나만 있고, 이 항목만 따로 잰 지수가 없습니다.")
	return []reason{
		{"corr.own", say("At least one of the two follows no recorded series, so that the past cannot say how they moved together.", "둘 가운데 하나는 따르는 기록이 없어, 과거에 어떻게 함께 움직였는지 알 수 없습니다.")},
		{"inflation.", oneIndex},
		{"wage.", say("The record holds returns and prices, and no wages.", "기록에는 수익률과 물가만 있고 임금이 없습니다.")},
		{"fees.", say("The record is of an index, which costs nothing: what investors paid was not recorded.", "기록은 비용이 없는 지수입니다. 투자자가 낸 수수료는 기록되지 않았습니다.")},
		{"rebalance.", p.drifted()},
		{"location.", say("The record holds returns before tax. Where a mix is held changes taxes alone, and by the laws of today.", "기록은 세금을 내기 전의 수익률입니다. 어디에 담는지는 세금만, 그것도 오늘의 세법에 따라 바꿉니다.")},
	}
}

// drifted is what a mix would have come to in the record.
func (p *past) drifted() Text {
	var ends []float64
	gain := 0.0
	for from := 0; from+span*12 <= p.Months(); from++ {
		shares, bonds, kept := ruledShares, 1-ruledShares, 1.0
		year := [2]float64{1, 1}
		for t := from; t < from+span*12; t++ {
			shares, bonds = shares*p.Stocks[t], bonds*p.Bonds[t]
			year[0], year[1] = year[0]*p.Stocks[t], year[1]*p.Bonds[t]
			if (t-from)%12 == 11 {
				kept *= ruledShares*year[0] + (1-ruledShares)*year[1]
				year = [2]float64{1, 1}
			}
		}
		ends = append(ends, shares/(shares+bonds))
		gain += math.Pow(kept, 1.0/span) - math.Pow(shares+bonds, 1.0/span)
	}
	slices.Sort(ends)
	low, middle, high := percent(ends[len(ends)/20]), percent(ends[len(ends)/2]), percent(ends[len(ends)*19/20])
	cost := 100 * math.Abs(gain) / float64(len(ends))
	return say(
		fmt.Sprintf("A habit has no place of its own in the record, but the record shows what it does: 60\u00a0%% shares and 40\u00a0%% bonds left alone ended with %s\u00a0%% in shares in the middle stretch of 30 years, and with %s to %s\u00a0%% in nine of ten. Brought back each year they moved less, and grew by %.1f points a year less on average.", middle, low, high, cost),
		fmt.Sprintf("습관에는 기록 속의 자리가 없지만 그 결과는 기록에서 볼 수 있습니다. 주식 60%%·채권 40%%를 그대로 두면 30년 뒤 주식이 가운데 구간에서는 %s%%, 열에 아홉은 %s%%에서 %s%%가 되었습니다. 해마다 되돌리면 덜 출렁이는 대신 해마다 평균 %.1f%%p 덜 불어났습니다.", middle, low, high, cost))
}

// withdrawalReasons are of orders, of people's habits and of odds.
func (p *past) withdrawalReasons() []reason {
	mixed := p.mixed()
	paid := p.distribution(ruledRate, span, Text{}, func(from int) float64 { return sustained(mixed[from : from+span*12]) })
	odds := func(share float64) Text {
		rate := 100 * paid.Percentiles[100-int(math.Round(100*share))]
		return say(
			fmt.Sprintf("Odds are a share of futures, and no stretch of the past has odds of its own. In the record %.0f of 100 stretches of 30 years paid at least %.1f %% of the first wealth each year from 60 %% shares and 40 %% bonds.", 100*share, rate),
			fmt.Sprintf("확률은 여러 미래 가운데 차지하는 비율이어서 과거의 한 구간에는 확률이 없습니다. 기록에서는 30년 구간의 %.0f%%가 주식 60%%·채권 40%%에서 해마다 처음 자산의 %.1f%% 이상을 쓸 수 있었습니다.", 100*share, rate))
	}
	return []reason{
		{"order.", say("The record holds one market and no accounts or taxes. An order changes which tax falls due when, and not what markets do: the past cannot rank it, the plan's own futures below can.", "기록에는 시장만 있고 계좌나 세금이 없습니다. 인출 순서는 어떤 세금을 언제 내는지를 바꿀 뿐 시장과는 상관없어, 과거로는 견줄 수 없고 아래 이 계획의 미래로 견줍니다.")},
		{"rule.riskGuardrails.cutBelow", odds(0.6)}, {"rule.riskGuardrails.raiseAbove", odds(0.95)},
		{"rule.ratchet.years", say("How long a household waits between two raises is its own choice; markets have no such number.", "두 번 올리는 사이에 얼마나 기다릴지는 가구가 정합니다. 시장에는 그런 값이 없습니다.")},
		{"rule.smile.", say("The record is of markets. How spending changes with age is known from surveys of households, which the source took it from.", "기록은 시장에 관한 것입니다. 나이에 따라 지출이 어떻게 달라지는지는 출처가 쓴 가계 조사로 압니다.")},
	}
}

// lawReasons are of taxes and lives.
func lawReasons() []reason {
	years := func(regime string) string {
		first, last, _ := tax.Known(regime)
		if first == last {
			return fmt.Sprint(last)
		}
		return fmt.Sprintf("%d–%d", first, last)
	}
	us, kr := years(tax.FederalID), years(tax.KoreaID)
	return []reason{
		{"tax.", say(
			"The record holds no taxes, and past laws are not built in: those of "+us+" (United States) and "+kr+" (Korea) are.",
			"기록에는 세금이 없고 지난 세법도 내장되어 있지 않습니다. 내장된 것은 "+us+"년 미국 연방세법과 "+kr+"년 한국 세법입니다.")},
		{"claim.", say("This is law, and no course of markets.", "시장이 아니라 법으로 정해진 값입니다.")},
		{"longevity.", outlived()},
	}
}

// outlived is what the survival tables say of a high age.
func outlived() Text {
	const from, high = 65, 95
	var en, ko []string
	for _, t := range mortality.Tables() {
		n := 100 * t.Alive(mortality.Either, from*12, (high-from)*12)
		en, ko = append(en, fmt.Sprintf("%.0f (%s)", n, t.ID)), append(ko, fmt.Sprintf("%.0f명(%s)", n, t.ID))
	}
	return say(
		fmt.Sprintf("The record is of markets, not of lives. By the survival tables, of 100 people of %d so many live beyond %d: %s.", from, high, strings.Join(en, ", ")),
		fmt.Sprintf("기록은 시장에 관한 것이고 수명은 없습니다. 생명표에 따르면 %d세 100명 가운데 %d세를 넘기는 사람은 %s입니다.", from, high, strings.Join(ko, ", ")))
}

// samplingReasons tell what sampling was measured to do.
func samplingReasons(errors []sampledError) []reason {
	k := slices.IndexFunc(errors, func(e sampledError) bool { return e.ID == "threeAccounts" && e.Futures == 1024 })
	if k < 0 {
		return nil
	}
	plain, even := 100*errors[k].Plain, 100*errors[k].Even
	return []reason{{"sampling.", say(
		fmt.Sprintf("Sampling changes how closely a result is known, and not what it is, so that the past has nothing to say of it. Measured on three accounts with taxes, 1,024 futures know success to ± %.2f points drawn plainly and to ± %.2f evenly spread.", plain, even),
		fmt.Sprintf("뽑는 방식은 결과가 아니라 결과를 얼마나 정확히 아는지만 바꾸므로 과거 기록과는 상관없습니다. 세금을 내는 계좌 셋으로 재 보니 미래 1,024가지로 성공률을 그대로 뽑으면 ±%.2f%%p, 고르게 뽑으면 ±%.2f%%p까지 알 수 있었습니다.", plain, even))}}
}

// surveyReasons are of people, of whom the record says nothing.
func surveyReasons() []reason {
	people := say(
		"The record is of markets and prices. How often this befalls people is known from surveys and public statistics alone: see the source.",
		"기록은 시장과 물가에 관한 것입니다. 사람에게 얼마나 자주 일어나는지는 조사와 공공 통계로만 알 수 있으며, 출처를 봐 주세요.")
	return []reason{{"income.", people}, {"person.", people}}
}

// percent is a share in whole percent.
func percent(share float64) string { return fmt.Sprintf("%.0f", 100*share) }
