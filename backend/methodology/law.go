package methodology

import (
	"meridian/backend/mortality"
	"meridian/backend/tax"
)

// rules is how spending answers to wealth.
func rules() Section {
	blocks := []Block{paragraph(
		"A rule decides once a year, by the wealth there is then, what recurring spending is multiplied by until it decides again. W is the wealth in open accounts, S the spending it applies to, F all else that falls due regularly less regular income, T the tax of the year gone by; per month, in today's money.",
		"규칙은 해마다 한 번, 그때의 자산을 보고 다음 결정까지 지출에 곱할 비율을 정합니다. W는 꺼낼 수 있는 계좌의 자산, S는 규칙이 적용되는 지출, F는 정기 소득을 뺀 나머지 정기 지출, T는 지난 한 해의 세금이며, 월 단위 오늘의 돈입니다.")}
	for _, r := range spendingRules() {
		blocks = append(blocks, r.block)
	}
	return Section{ID: "rules", Title: say("Spending rules", "지출 규칙"), Blocks: blocks}
}

// ruleText is what is said of a spending rule, by its kind in plans.
type ruleText struct {
	kinds []string
	block Block
}

func spendingRules() []ruleText {
	return []ruleText{
		{[]string{"needs", "constantReal"}, formula("level = 1",
			"Needs, and constant real spending: what is planned is what is spent. (Bengen 1994)",
			"필요한 만큼, 실질 고정 지출: 계획한 만큼 씁니다. (Bengen 1994)")},
		{[]string{"pctOfPortfolio"}, formula("level = (W · share / 12 - F - T) / S",
			"A share of wealth each year, within a floor and a ceiling. (Bengen 2001)",
			"해마다 자산의 일정 비율을 하한과 상한 안에서 씁니다. (Bengen 2001)")},
		{[]string{"vpw"}, formula("level = (W · a - F - T) / S,  a = i/(1+i) / (1 - (1+i)⁻ⁿ)",
			"Amortisation: what would use wealth up evenly over the n months left, were it to grow by i a month. (Bogleheads, variable percentage withdrawal)",
			"상각: 자산이 매달 i씩 불어난다고 보고 남은 n개월 동안 고르게 다 쓰는 금액입니다. (Bogleheads, variable percentage withdrawal)")},
		{[]string{"guardrails"}, formula("R = (level · S + F) / W",
			"Guardrails: above a multiple of the first rate R the level is cut, below another it is raised; no cuts in the last fifteen years. (Guyton, Klinger 2006)",
			"가드레일: 인출률 R이 처음 값의 몇 배를 넘으면 지출을 줄이고, 몇 배 아래면 늘립니다. 마지막 15년에는 줄이지 않습니다. (Guyton·Klinger 2006)")},
		{[]string{"ratchet"}, formula("W > (1 + threshold) · W₀",
			"Ratchet: the level is raised once wealth has grown so far beyond its first value, and never cut. (Kitces 2015)",
			"래칫: 자산이 처음보다 정한 만큼 넘게 불어나면 지출을 올리고, 줄이지는 않습니다. (Kitces 2015)")},
		{[]string{"floorCeiling"}, formula("level = (W · R₀ - F) / S",
			"Floor and ceiling: the share of wealth drawn in the first year, ever after, within bounds. (Bengen 2001)",
			"하한과 상한: 첫해에 꺼낸 비율을 계속 쓰되 정한 범위 안에서 씁니다. (Bengen 2001)")},
		{[]string{"cape"}, formula("level = (W · (a + b/CAPE) / 12 - F - T) / S",
			"By valuation: a share of wealth that grows with what shares earn at their price. (Jeske 2017)",
			"주가 수준에 따라: 주식 이익률(1/CAPE)이 높을수록 더 큰 비율을 씁니다. (Jeske 2017)")},
		{[]string{"riskGuardrails"}, formula("P(all paid to the end | level, W)",
			"Guardrails on the odds: the level is cut when the chance that the rest of the plan can be paid falls below one bound, and raised above another. The odds come from a table worked out beforehand on the plan's own market. (Fitzpatrick, Tharp 2024)",
			"성공 확률 가드레일: 남은 계획을 끝까지 감당할 확률이 한쪽 기준 아래로 내려가면 지출을 줄이고, 다른 기준을 넘으면 늘립니다. 확률은 계획의 시장에서 미리 구해 둔 표에서 읽습니다. (Fitzpatrick·Tharp 2024)")},
		{[]string{"smile"}, formula("spending(age) = planned · (1 - d)^(age - from)",
			"Smile: real spending declines by d a year between two ages, before any rule by wealth. (Blanchett 2014)",
			"미소 곡선: 두 나이 사이에서 실질 지출이 해마다 d씩 줄어듭니다. 자산에 따른 규칙과는 별개입니다. (Blanchett 2014)")},
	}
}

// taxes is whose law is computed, and from what.
func taxes() Section {
	return Section{ID: "taxes", Title: say("Taxes", "세금"), Blocks: []Block{
		paragraph(
			"Tax is assessed each month on the year so far and settled the month after; a whole year's tax is exact. What the payer of an income withholds is paid in its month and counts against that; what is withheld too much is paid back once the year is settled, in January. A plan may have no tax, flat rates, bands of its own, or the law of a country.",
			"세금은 달마다 올해 지금까지의 몫을 계산해 다음 달에 정산합니다. 지급하는 쪽이 원천징수한 세금은 받는 달에 낸 것으로 보아 그해 세금에서 빼고, 남으면 이듬해 1월에 돌려받습니다. 한 해 전체의 세금은 정확합니다. 세금 없음, 단일 세율, 직접 정한 구간, 한 나라의 법 가운데 고를 수 있습니다."),
		paragraph(
			"United States, federal: the standard deduction, ordinary brackets, qualified dividends and long-term gains stacked above them, the net investment income tax, the employee's payroll taxes, the tax on self-employment where an income says that it is taxed so, the taxable part of social security, required distributions and the tax on early withdrawals. Not computed: itemised deductions, credits, the alternative minimum tax and the laws of states; a state's tax is one rate that the household gives.",
			"미국 연방세: 표준공제, 일반 세율 구간, 그 위에 쌓은 적격 배당과 장기 차익, 순투자소득세, 근로자의 급여세, 소득에 그렇게 적은 경우의 자영업세, 사회보장연금의 과세분, 필수 인출과 조기 인출세를 계산합니다. 항목별 공제와 세액공제, 대체최저세는 계산하지 않으며, 주세는 적어 준 세율 하나로만 계산합니다."),
		paragraph(
			"Korea: income tax person by person with the deductions for pay and pensions and the basic one, the credits for work and pension savings (and for an ISA that goes into them), financial income taxed with the rest or apart, private pensions, other income (fees for talks and writing and prizes after expenses, taxed apart or with the rest, small payments free), severance pay, ISA, foreign shares, the local income tax and the employee's national pension. Not computed: deductions for a family or particular spending, and health insurance.",
			"한국: 개인별 소득세에 근로·연금소득공제와 기본공제, 근로소득·연금계좌 세액공제(ISA 만기 전환 포함), 금융소득 종합과세와 분리과세, 사적연금, 기타소득(필요경비를 뺀 금액, 분리과세와 종합과세 가운데 적은 쪽, 건별 5만 원 이하는 과세하지 않음), 퇴직소득, ISA, 해외 주식, 지방소득세, 국민연금 보험료(근로자 부담)를 계산합니다. 부양가족 공제와 특별공제, 건강보험료는 계산하지 않습니다."),
		{Kind: Tabular, Table: sources()},
	}}
}

// sources is every document that the packs were taken from.
func sources() *Table {
	t := &Table{
		ID:      "taxSources",
		Caption: say("Where each year's law was published", "해마다의 법을 가져온 곳"),
		Columns: []Column{{Title: say("Pack", "자료"), Unit: Words}, {Title: say("Document", "문서"), Unit: Words}, {Title: say("Where", "위치"), Unit: Words}},
	}
	for _, regime := range []string{tax.FederalID, tax.KoreaID} {
		for _, pack := range tax.Packs(regime) {
			for _, s := range pack.Sources {
				t.Rows = append(t.Rows, []Cell{asIs(pack.ID), asIs(s.Document), asIs(s.Where)})
			}
		}
	}
	return t
}

// asIs is a text that is the same in every language.
func asIs(text string) Cell { return words(say(text, text)) }

// lives is how long people are planned for.
func lives() Section {
	t := &Table{
		ID: "lifeTables", Caption: say("Survival tables: chances of somebody of 65", "생명표: 65세인 사람의 확률"),
		Columns: []Column{
			{Title: say("Table", "생명표"), Unit: Words},
			{Title: say("Women alive at 90", "여성, 90세 생존"), Unit: Share, Digits: 0},
			{Title: say("Men alive at 90", "남성, 90세 생존"), Unit: Share, Digits: 0},
			{Title: say("Either alive at 100", "남녀 평균, 100세 생존"), Unit: Share, Digits: 1},
			{Title: say("One in ten outlives", "열에 하나가 넘기는 나이"), Unit: Number},
			{Title: say("Source", "출처"), Unit: Words},
		},
	}
	const from = 65 * 12
	for _, table := range mortality.Tables() {
		t.Rows = append(t.Rows, []Cell{
			asIs(table.ID),
			value(table.Alive(mortality.Female, from, 25*12)), value(table.Alive(mortality.Male, from, 25*12)),
			value(table.Alive(mortality.Either, from, 35*12)),
			value(float64(table.Reached(mortality.Either, from, 0.9) / 12)),
			asIs(table.Source),
		})
	}
	return Section{ID: "lives", Title: say("How long people live", "수명"), Blocks: []Block{
		paragraph(
			"People are planned for to a fixed age, to an age that they outlive with a chance you choose, or their lives end by chance, each future's apart from the others'. Where lives end by chance a future is over with its last life; lives of two people are independent.",
			"정해 둔 나이까지, 또는 정한 확률로만 넘기는 나이까지 계획하거나, 미래마다 수명을 확률로 정할 수 있습니다. 확률로 정하면 마지막 사람이 세상을 떠날 때 그 미래가 끝나고, 두 사람의 수명은 서로 독립입니다."),
		paragraph(
			"The tables are of one calendar year and expect no further progress of medicine, so that lives of the young end somewhat early.",
			"생명표는 한 해의 사망률을 담은 것이라 의학의 발전을 내다보지 않습니다. 그래서 젊은 사람의 수명은 조금 짧게 잡힙니다."),
		{Kind: Tabular, Table: t},
	}}
}
