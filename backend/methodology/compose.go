package methodology

// Compose writes the document of an engine version.
func Compose(engine string) Document {
	m := measurements()
	return Document{
		Title:  say("How Meridian computes", "Meridian의 계산 방법"),
		Engine: engine,
		Sections: []Section{
			contract(), months(), markets(), rules(), drawing(), taxes(), lives(), chances(), certainty(&m),
			answered(m.Answers), repeated(&m.Trinity), limits(), credits(),
		},
	}
}

// contract is what one run is.
func contract() Section {
	return Section{ID: "contract", Title: say("What is simulated", "무엇을 계산하나"), Blocks: []Block{
		paragraph(
			"A plan is played month by month through many futures, 10,000 unless you choose otherwise. A future is one possible course of all markets and of prices together.",
			"계획을 여러 가지 미래 속에서 한 달씩 진행합니다. 따로 정하지 않으면 1만 가지입니다. 미래 하나는 모든 시장과 물가가 함께 움직이는 한 가지 경우입니다."),
		paragraph(
			"A future succeeds when every month's essential spending, debts, property costs and taxes are paid, from income or from accounts that may be opened. It succeeds in full when nothing else that was planned is cut either, and what should be left at the end is. A payment missed is not made up later. Running out of liquid money is no failure while income still pays for the essentials.",
			"모든 달에 필수 지출과 부채, 부동산 비용, 세금을 소득이나 꺼낼 수 있는 계좌에서 낼 수 있으면 그 미래는 성공입니다. 계획한 다른 지출도 줄이지 않고 남길 재산도 남겼다면 완전한 성공입니다. 못 낸 돈을 나중에 메우지는 않습니다. 현금성 자산이 바닥나도 소득으로 필수 지출을 낼 수 있으면 실패가 아닙니다."),
		paragraph(
			"Everything is counted in today's money, by each future's own price index. What is fixed in money of the day, like the payments of a loan, weighs less as prices rise.",
			"모든 금액은 미래마다의 물가지수로 나눈 오늘의 돈으로 셉니다. 대출 상환액처럼 명목으로 고정된 금액은 물가가 오를수록 부담이 줄어듭니다."),
		paragraph(
			"Future number 17 is the same future whatever else changes: its random numbers depend on the seed and on its own number alone (Philox4x32-10, Salmon et al. 2011). Two versions of a plan therefore meet the same luck, and the difference between them is the plan's own.",
			"17번째 미래는 무엇을 바꾸든 같은 미래입니다. 난수가 시드와 미래의 번호로만 정해지기 때문입니다(Philox4x32-10, Salmon 외 2011). 그래서 두 계획은 똑같은 운을 만나고, 결과의 차이는 오로지 계획의 차이입니다."),
	}}
}

// months is the order of what happens in one month.
func months() Section {
	return Section{ID: "month", Title: say("One month, in this order", "한 달의 순서"), Blocks: []Block{list(
		say("Income arrives, gross. Contributions from pay and employers' money go to their accounts.", "세전 소득이 들어옵니다. 급여에서 떼는 저축과 회사 부담금이 계좌로 갑니다."),
		say("Taxes assessed at the end of the month before are paid or refunded; what the law wants taken out of accounts is taken out.", "지난달 말에 계산한 세금을 내거나 돌려받습니다. 법으로 꺼내야 하는 금액은 계좌에서 꺼냅니다."),
		say("Debts, property costs, spending and goals fall due. What is earmarked is drawn from its own account first.", "부채와 부동산 비용, 지출, 목표에 쓸 돈을 냅니다. 용도가 정해진 돈은 그 계좌에서 먼저 꺼냅니다."),
		say("A surplus flows down the saving rules in their order.", "남는 돈은 저축 규칙의 순서대로 흘러갑니다."),
		say("A shortfall is met by accounts in the withdrawal order, then by accounts that may be opened early at a penalty. What is still missing is sold, borrowed or cut in the plan's order: without one, wishes are cut first, then flexible spending; essentials go unpaid last.", "모자라면 인출 순서대로 계좌에서 꺼내고, 그래도 모자라면 불이익을 물고 일찍 열 수 있는 계좌에서 꺼냅니다. 그래도 모자라는 만큼은 계획에 적은 순서대로 팔거나 빌리거나 줄입니다. 따로 적지 않았으면 희망 지출, 유연 지출의 순서로 줄이고 필수 지출은 맨 나중입니다."),
		say("Balances earn the month's returns; fees are taken; dividends and interest become taxable; mixes are rebalanced where due.", "잔액에 그달의 수익이 붙고 수수료가 빠집니다. 배당과 이자는 과세 소득이 되고, 때가 되면 비중을 되돌립니다."),
		say("The year's tax to date is assessed. In December it is exact.", "올해 지금까지의 세금을 계산합니다. 12월에는 정확한 금액이 됩니다."),
	)}}
}

// markets is how futures are drawn.
func markets() Section {
	return Section{ID: "markets", Title: say("Returns and inflation", "수익률과 물가"), Blocks: []Block{
		paragraph(
			"Returns are real (above inflation) and monthly. Means are geometric: a class that is given 4 % grows by 4 % a year in its median future. Inflation is a series of its own, correlated with the classes.",
			"수익률은 물가를 뺀 실질 값이고 월 단위입니다. 평균은 기하평균이어서, 4%로 정한 자산은 중앙값인 미래에서 해마다 4%씩 불어납니다. 물가는 자산과 상관관계가 있는 별도의 계열입니다."),
		formula("ln g = μ + L z",
			"Lognormal: the logarithm of a month's growth. μ holds the means, L is the Cholesky factor of the covariances, z are independent standard normals. (Black, Scholes 1973; Campbell, Lo, MacKinlay 1997)",
			"로그정규: 한 달 성장률의 로그입니다. μ는 평균, L은 공분산의 촐레스키 인수, z는 서로 독립인 표준정규 난수입니다. (Black·Scholes 1973, Campbell·Lo·MacKinlay 1997)"),
		formula("ln g = μ + √((ν-2)/χ²(ν)) L z",
			"Student-t: one common factor makes calm months and wild ones, for all classes at once, with the same covariances. (Praetz 1972)",
			"스튜던트 t: 모든 자산에 함께 걸리는 인수 하나가 잔잔한 달과 거친 달을 만듭니다. 공분산은 그대로입니다. (Praetz 1972)"),
		formula("ln g = μ + a(s) + b(s) L z",
			"Regimes: a Markov chain moves between calm and stress. In stress means are lower and deviations higher; over time means and deviations stay those of the plan. (Hamilton 1989; Hardy 2001)",
			"국면 전환: 마르코프 연쇄가 평온기와 위기를 오갑니다. 위기에는 평균이 낮고 변동성이 크지만, 길게 보면 평균과 변동성은 계획의 값 그대로입니다. (Hamilton 1989, Hardy 2001)"),
		list(
			say("Block bootstrap: stretches of recorded history, drawn with replacement and joined. Stationary (random lengths; Politis, Romano 1994) or circular (equal lengths; 1992). Unless history's own means are wanted, each series is given the plan's mean.", "블록 부트스트랩: 과거의 구간을 되풀이해 뽑아 이어 붙입니다. 길이가 무작위인 방식(Politis·Romano 1994)과 같은 길이로 도는 방식(1992)이 있습니다. 과거의 평균을 쓰겠다고 하지 않으면 계열마다 계획의 평균을 갖게 합니다."),
			say("Historical replay: each month of the past begins one future. (Bengen 1994; Cooley, Hubbard, Walz 1998)", "과거 재현: 과거의 달마다 미래 하나가 시작됩니다. (Bengen 1994, Cooley·Hubbard·Walz 1998)"),
			say("Without surprises: one future in which every month brings its mean.", "변동 없음: 매달 평균만큼만 움직이는 미래 하나입니다."),
		),
		formula("x(t) = φ x(t-1) + e(t)",
			"Inflation's distance from its mean (of the logarithm, monthly), begun in its stationary distribution. φ and the surprises are chosen so that years have the deviation and the memory that the plan states.",
			"물가상승률이 평균에서 떨어진 정도(로그, 월 단위)이며 정상분포에서 시작합니다. φ와 충격의 크기는 연 단위의 변동성과 지속성이 계획의 값이 되도록 정합니다."),
		paragraph(
			"Correlations that contradict one another are replaced by the nearest matrix that is possible (Higham 2002), and the result says how far they were moved.",
			"서로 모순되는 상관계수는 가능한 것 가운데 가장 가까운 행렬로 바꾸고(Higham 2002), 얼마나 바뀌었는지 결과에 적습니다."),
	}}
}

// limits is what is known to be missing or rough.
func limits() Section {
	return Section{ID: "limits", Title: say("What this cannot tell", "이 계산이 말해 주지 못하는 것"), Blocks: []Block{list(
		say("A share of futures that succeed is a statement about the assumptions, not about the world. Its interval shows only what more futures would settle; a wrong mean stays wrong with any number of them.", "성공한 미래의 비율은 가정에 대한 말이지 세상에 대한 말이 아닙니다. 구간은 미래를 더 뽑으면 줄어들 오차만 보여 줍니다. 평균을 잘못 잡았다면 아무리 많이 뽑아도 틀린 그대로입니다."),
		say("Recorded history is American and short: some fifty periods of 30 years that overlap, of a market that did well.", "과거 기록은 미국의 것이고 짧습니다. 서로 겹치는 30년 구간 쉰 개 남짓이고, 성적이 좋았던 시장입니다."),
		say("The recorded prices are means of each month, which smooths them; bonds are priced from one long rate, and cash is estimated from it.", "기록된 주가는 월평균이라 움직임이 완만합니다. 채권은 장기 금리 하나로 값을 매기고, 현금은 그 금리에서 어림합니다."),
		say("Returns are independent from month to month, except in the regime model, block bootstrap and historical replay.", "수익률은 달마다 서로 독립입니다. 국면 전환, 블록 부트스트랩, 과거 재현만 예외입니다."),
		say("Laws are known up to the last year of their pack. Later years carry it forward with prices, and the result says so.", "법은 자료에 있는 마지막 해까지만 압니다. 그 뒤는 물가에 맞춰 올려 쓰고, 결과에 그렇게 적습니다."),
		say("Nobody in a plan changes their mind. Real people spend less when they see trouble coming; choose a spending rule to have that counted.", "계획 속 사람은 마음을 바꾸지 않습니다. 실제로는 어려움이 보이면 지출을 줄입니다. 그런 점을 넣으려면 지출 규칙을 고르세요."),
	)}}
}

// credits names whose data is inside.
func credits() Section {
	past := readPast()
	recorded := past.recorded()
	return Section{ID: "credits", Title: say("Data and credits", "자료와 출처"), Blocks: []Block{
		paragraph(recorded.Name.EN, recorded.Name.KO),
		paragraph(
			"Recorded from "+recorded.First+" to "+recorded.Last+"; by way of datasets/s-and-p-500, dedicated to the public domain (ODC-PDDL 1.0). Thanks to Robert J. Shiller, who collected it.",
			recorded.First+"부터 "+recorded.Last+"까지의 기록입니다. datasets/s-and-p-500을 거쳐 받았고 퍼블릭 도메인(ODC-PDDL 1.0)입니다. 자료를 모은 로버트 실러 교수에게 감사드립니다."),
		paragraph(
			"Index levels of MSCI, Morningstar, S&P and Ibbotson may not be shipped and are not used.",
			"MSCI, 모닝스타, S&P, 이봇슨의 지수 자료는 배포할 수 없어 쓰지 않습니다."),
	}}
}
