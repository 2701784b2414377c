package methodology

// Compose writes the document of an engine version.
func Compose(engine string) Document {
	return Document{
		Title:  say("How Meridian computes", "계산 방법"),
		Engine: engine,
		Sections: []Section{
			contract(), markets(), history(),
		},
	}
}

// contract is what one run is.
func contract() Section {
	return Section{ID: "contract", Title: say("What is simulated", "무엇을 계산하나"), Blocks: []Block{
		paragraph(
			"A plan is played month by month through many futures: by default 10,000. A future is one possible course of all markets and of prices together. In each month income arrives, contributions and taxes are paid, spending falls due, what is missing is drawn from accounts in the plan's order, and what is left earns the month's returns.",
			"계획을 여러 가지 미래 속에서 한 달씩 진행해 봅니다. 기본은 1만 가지입니다. 미래 하나는 모든 시장과 물가가 함께 움직이는 하나의 경우입니다. 달마다 소득이 들어오고, 저축과 세금이 나가고, 지출할 돈이 정해집니다. 모자라면 계획에 적힌 순서대로 계좌에서 꺼내고, 남은 돈에는 그달의 수익이 붙습니다."),
		paragraph(
			"A future succeeds when every month's essential spending, debts, property costs and taxes are paid. It succeeds in full when nothing planned was cut either. A payment missed is not made up later.",
			"모든 달에 필수 지출과 부채, 부동산 비용, 세금을 낼 수 있으면 그 미래는 성공입니다. 계획한 다른 지출도 하나도 줄이지 않았다면 완전한 성공입니다. 못 낸 돈을 나중에 메우지는 않습니다."),
		paragraph(
			"Everything is counted in today's money, by the price index of each future. Amounts that are fixed in money of the day, like a loan's payments, lose value as that index rises.",
			"모든 금액은 미래마다의 물가지수로 나누어 오늘의 돈으로 셉니다. 대출 상환액처럼 금액이 고정된 것은 물가가 오르는 만큼 부담이 줄어듭니다."),
		paragraph(
			"Future number 17 is the same future whatever else changes. So two versions of a plan meet the same luck, and the difference between them is the plan's.",
			"17번째 미래는 무엇을 바꾸든 같은 미래입니다. 그래서 두 계획은 똑같은 운을 만나고, 결과의 차이는 오로지 계획의 차이입니다."),
	}}
}

// markets is how futures are drawn.
func markets() Section {
	return Section{ID: "markets", Title: say("Markets", "시장"), Blocks: []Block{
		formula("ln g = μ + L z",
			"The logarithm of a month's real growth of every class: μ from the geometric means, L the Cholesky factor of the covariances, z independent standard normals (lognormal model).",
			"한 달 실질 성장률의 로그입니다. μ는 기하평균, L은 공분산의 촐레스키 인수, z는 서로 독립인 표준정규 난수입니다(로그정규 모형)."),
	}}
}

// history names the recorded series.
func history() Section {
	past := readPast()
	named := past.recorded().Name
	return Section{ID: "history", Title: say("Recorded history", "과거 기록"), Blocks: []Block{paragraph(named.EN, named.KO)}}
}
