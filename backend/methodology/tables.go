package methodology

import "math"

// certainty is how sure figures are, and how that is known.
func certainty(m *measurement) Section {
	t := &Table{
		ID: "coverage", Caption: say("How often 95 % intervals hold the truth", "95% 구간이 참값을 담은 비율"),
		Columns: []Column{
			{Title: say("Interval of", "구간"), Unit: Words},
			{Title: say("Small runs", "작은 계산의 수"), Unit: Number},
			{Title: say("Futures in each", "각각의 미래 수"), Unit: Number},
			{Title: say("Held the truth", "참값을 담은 비율"), Unit: Share, Digits: 1},
		},
	}
	for _, c := range m.Coverage {
		t.Rows = append(t.Rows, []Cell{words(intervalNames()[c.ID]), value(float64(c.Runs)), value(float64(c.Futures)), value(c.Held)})
	}
	return Section{ID: "certainty", Title: say("How sure a figure is", "숫자는 얼마나 확실한가"), Blocks: []Block{
		paragraph(
			"Every figure that is estimated from drawn futures has a 95 % interval. A share has Wilson's (1927), the difference of two shares on the same futures that of Agresti and Min (2005), a percentile and a sustainable amount that of order statistics (Conover). Starts of history overlap and are no sample: they have no interval.",
			"뽑은 미래에서 추정한 숫자에는 모두 95% 구간이 있습니다. 비율은 Wilson(1927), 같은 미래에서 잰 두 비율의 차이는 Agresti·Min(2005), 백분위수와 지속 가능한 금액은 순서통계량(Conover)의 구간입니다. 과거의 시작 시점들은 서로 겹쳐 표본이 아니므로 구간이 없습니다."),
		paragraph(
			"Under lognormal returns the chance of success can also be found, when somebody asks for it closely, from futures that are spread more evenly than chance would: scrambled Sobol nets (Owen 1995), after success was worked out along the direction in which it changes most (preintegration; Griewank et al. 2018; Liu, Owen 2023). The interval comes from how independent scramblings differ. Under other models the plain share stands.",
			"로그정규 수익률에서 성공률을 더 정확히 알고 싶을 때는 우연보다 고르게 퍼진 미래로 구합니다. 성공 여부가 가장 크게 바뀌는 방향을 먼저 계산해 두고(사전 적분, Griewank 외 2018, Liu·Owen 2023) 뒤섞은 소볼 점망(Owen 1995)을 씁니다. 구간은 서로 독립으로 뒤섞은 결과들이 얼마나 다른지에서 나옵니다. 다른 모형에서는 뽑은 미래의 비율을 그대로 씁니다."),
		paragraph(
			"Whether an interval keeps its word can be tried: small runs, each with a seed of its own, go through everything that a real one goes through, and it is counted in how many of them the interval holds what very many futures say.",
			"구간이 약속을 지키는지는 해 보면 압니다. 시드를 바꿔 가며 작은 계산을 실제와 똑같은 과정으로 되풀이하고, 아주 많은 미래에서 얻은 값이 구간 안에 든 경우를 셉니다."),
		{Kind: Tabular, Table: t},
		paragraph(
			"What that gains is measured: how wide the interval of the same number of futures is either way, on average over four seeds.",
			"그래서 얼마나 정확해지는지도 재 보았습니다. 같은 수의 미래로 얻은 두 구간의 너비이며, 시드 네 개의 평균입니다."),
		{Kind: Tabular, Table: m.errors()},
	}}
}

// errors is how closely success is known from so many futures.
func (m *measurement) errors() *Table {
	t := &Table{
		ID: "sampling", Caption: say("Half the width of the 95 % interval of success", "성공 확률의 95% 구간 너비의 절반"),
		Columns: []Column{
			{Title: say("Plan", "계획"), Unit: Words},
			{Title: say("Futures", "미래 수"), Unit: Number},
			{Title: say("Success", "성공 확률"), Unit: Share, Digits: 1},
			{Title: say("Plain", "무작위로 뽑은 미래"), Unit: Points, Digits: 2},
			{Title: say("Evenly spread", "고르게 펼친 미래"), Unit: Points, Digits: 2},
			{Title: say("Played for it", "그때 계산한 횟수"), Unit: Number},
			{Title: say("Plain futures that know as much", "같은 정확도에 필요한 무작위 미래 수"), Unit: Number},
		},
	}
	for _, e := range m.Errors {
		ratio := e.Plain / e.Even
		t.Rows = append(t.Rows, []Cell{
			words(errorNames()[e.ID]), value(float64(e.Futures)), value(e.Success), value(e.Plain), value(e.Even),
			value(float64(e.Played)), value(math.Round(float64(e.Futures)*ratio*ratio/1000) * 1000),
		})
	}
	return t
}

// errorNames are the plans whose success is sampled, by sampledError's ids.
func errorNames() map[string]Text {
	return map[string]Text{
		"us":            say("Demo household, United States", "예시 가구(미국)"),
		"kr":            say("Demo household, Korea", "예시 가구(한국)"),
		"oneAccount":    say("One account, four assets, 40 years", "계좌 하나, 자산 네 가지, 40년"),
		"threeAccounts": say("Three accounts, six assets, brackets, 40 years", "계좌 셋, 자산 여섯 가지, 누진세, 40년"),
	}
}

// intervalNames are what was estimated, by coverage's ids.
func intervalNames() map[string]Text {
	return map[string]Text{
		"share":       say("Share of futures that succeed", "성공한 미래의 비율"),
		"difference":  say("Difference of two plans on the same futures", "같은 미래에서 두 계획의 차이"),
		"estimate":    say("A changed plan's success, from half as many futures beside the first plan's", "바꾼 계획의 성공률(절반의 미래만 계산해 원래 계획에 견준 값)"),
		"median":      say("Median end wealth", "마지막 자산의 중앙값"),
		"high":        say("90th percentile of end wealth", "마지막 자산의 90번째 백분위수"),
		"sustainable": say("Sustainable spending", "지속 가능한 지출"),
		"replicates":  say("Success from scrambled nets, by replicates", "뒤섞은 점망에서 얻은 성공률(반복 사이의 차이로 잰 구간)"),
	}
}

// answered is every known answer beside the engine's.
func answered(answers []Answer) Section {
	t := &Table{
		ID: "answers", Caption: say("Known answers", "알려진 답"),
		Columns: []Column{
			{Title: say("Question", "질문"), Unit: Words},
			{Title: say("Known by", "근거"), Unit: Words},
			{Title: say("Answer", "답"), Unit: Words},
			{Title: say("Engine", "엔진"), Unit: Words},
			{Title: say("Allowed", "허용 오차"), Unit: Words},
			{Title: say("Futures", "미래 수"), Unit: Number},
		},
	}
	for _, a := range answers {
		want, got := a.Written()
		row := []Cell{words(a.Name), words(a.Source), asIs(want), asIs(got), asIs(a.Unit.allowance(a.Within)), {}}
		if a.Futures > 0 {
			row[5] = value(float64(a.Futures))
		}
		t.Rows = append(t.Rows, row)
	}
	return Section{ID: "answers", Title: say("Checked against known answers", "알려진 답과 견주기"), Blocks: []Block{
		paragraph(
			"These figures are known without any simulation. The engine's column was computed by the engine; where futures are drawn, four standard errors are allowed. A second, deliberately simple implementation of everything is kept beside the engine and agrees with it future by future, to the last digits.",
			"시뮬레이션 없이도 알 수 있는 숫자들입니다. 엔진 열은 엔진이 직접 계산한 값이고, 미래를 뽑아 추정한 값에는 표준오차의 네 배까지 허용합니다. 일부러 단순하게 다시 만든 두 번째 구현이 따로 있어, 미래 하나하나의 결과가 마지막 자리까지 엔진과 일치합니다."),
		{Kind: Tabular, Table: t},
	}}
}

// repeated is the Trinity study, cell by cell.
func repeated(study *trinity) Section {
	s := Section{ID: "trinity", Title: say("The Trinity study, repeated", "트리니티 연구 되풀이"), Blocks: []Block{
		paragraph(
			"Cooley, Hubbard and Walz (1998, table 3) counted in how many periods from 1926 to 1995 a portfolio paid an amount that was raised with prices and taken at each year's end. Below is the share of periods in which the engine pays it, and how many points that is above or below the published one.",
			"Cooley, Hubbard, Walz(1998년, 표 3)는 1926년부터 1995년까지의 구간 가운데 물가만큼 올린 금액을 해마다 연말에 꺼내며 끝까지 버틴 비율을 셌습니다. 아래는 엔진이 계산한 비율과, 그것이 발표된 값보다 몇 %포인트 높거나 낮은지입니다."),
		paragraph(
			"The study used the S&P 500 and long-term corporate bonds of Ibbotson, which may not be shipped. The engine plays Shiller's monthly averages, and for bonds a twenty-year bond at the long rate and 0.8 points. One period more or less moves a share by about two points.",
			"연구는 이봇슨의 S&P 500과 장기 회사채를 썼는데 배포할 수 없는 자료입니다. 엔진은 실러의 월평균 자료와, 장기 금리에 0.8%포인트를 더한 20년 만기 채권을 씁니다. 구간 하나가 달라지면 비율은 약 2%포인트 움직입니다."),
		{Kind: Tabular, Table: study.summary()},
	}}
	for _, years := range trinityYears() {
		s.Blocks = append(s.Blocks, Block{Kind: Tabular, Table: study.period(years)})
	}
	return s
}

// summary is how far the repetition is off, with either bond.
func (t *trinity) summary() *Table {
	var corporate, bonds off
	for _, c := range t.Cells {
		corporate.add(c.CorporateDifference)
		bonds.add(c.BondsDifference)
	}
	return &Table{
		ID: "trinitySummary", Caption: say("Difference from the published table, over all cells", "발표된 표와의 차이, 모든 칸에서"),
		Columns: []Column{
			{Title: say("Bonds", "채권"), Unit: Words},
			{Title: say("Cells", "칸 수"), Unit: Number},
			{Title: say("Mean size", "평균 크기"), Unit: Points, Digits: 2},
			{Title: say("Mean", "평균"), Unit: Points, Digits: 2},
			{Title: say("Largest", "최대"), Unit: Points, Digits: 1},
			{Title: say("Within 3 points", "3%포인트 이내"), Unit: Share, Digits: 0},
		},
		Rows: [][]Cell{
			corporate.row(say("Twenty-year corporate stand-in (below)", "20년 회사채 대용(아래 표)")),
			bonds.row(say("Ten-year government bond (as plans replay it)", "10년 국채(계획에서 재현할 때)")),
		},
	}
}

// off adds up differences.
type off struct {
	n, near, size, sum, most float64
}

func (o *off) add(d float64) {
	o.n++
	o.size += math.Abs(d)
	o.sum += d
	o.most = math.Max(o.most, math.Abs(d))
	if math.Abs(d) <= 3 {
		o.near++
	}
}

func (o *off) row(name Text) []Cell {
	return []Cell{words(name), value(o.n), value(o.size / o.n), value(o.sum / o.n), value(o.most), value(o.near / o.n)}
}

// period is the table of one length: a row for each rate, two columns for each mix.
func (t *trinity) period(years int) *Table {
	table := &Table{
		ID:      "trinity" + digits(years),
		Caption: say(digits(years)+" years: share that lasted, and points from the published share", digits(years)+"년: 끝까지 간 비율과, 발표된 값과의 차이(%포인트)"),
		Columns: []Column{{Title: say("Rate", "인출률"), Unit: Rate}},
	}
	for _, stocks := range trinityStocks() {
		percent := digits(int(math.Round(100*stocks))) + " %"
		table.Columns = append(table.Columns,
			Column{Title: say(percent+" shares", "주식 "+percent), Unit: Share},
			Column{Title: say("±", "±"), Unit: Points, Digits: 1})
	}
	for _, rate := range trinityRates() {
		row := []Cell{value(rate)}
		for _, stocks := range trinityStocks() {
			c := t.cell(stocks, years, rate)
			row = append(row, value(c.Corporate), value(c.CorporateDifference))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func (t *trinity) cell(stocks float64, years int, rate float64) trinityCell {
	for _, c := range t.Cells {
		if c.Stocks == stocks && c.Years == years && c.Rate == rate {
			return c
		}
	}
	return trinityCell{}
}
