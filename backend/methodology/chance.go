package methodology

// chances is what else differs between futures than markets, prices and lives.
func chances() Section {
	return Section{ID: "chances", Title: say("Pay, misfortunes, debts and places", "소득과 뜻밖의 일, 빚, 자산의 자리"), Blocks: []Block{
		formula("W · exp(s z − s²/2), s² = ln(1 + σ²)",
			"What a year of pay that varies is multiplied by: 1 on average, σ its deviation, z a normal that is new each year and, where you say so, follows what shares did over the twelve months before. W is the level of wages, which keeps what a year has done to it. (Carroll 1997; Cocco, Gomes, Maenhout 2005)",
			"변동하는 한 해 소득에 곱하는 값입니다. 평균은 1, 변동성은 σ이고, z는 해마다 새로 뽑는 정규 난수로 정한 만큼 직전 열두 달의 주식 수익률을 따릅니다. W는 임금 수준으로, 한 해의 변화가 그대로 남습니다. (Carroll 1997, Cocco·Gomes·Maenhout 2005)"),
		paragraph(
			"Times without work, times in which somebody cannot work, and times in need of care begin in each month with the chance that comes to the yearly one, and last as long as you say. Pay stops but for the share that goes on; care costs what you say; insurances against either pay then. All of it is drawn for each future by itself, apart from markets.",
			"일이 끊기는 때, 일을 못 하는 때, 돌봄이 필요한 때는 한 해의 가능성을 달로 나눈 확률로 시작해 정한 기간만큼 이어집니다. 그동안 소득은 남는 비율만 들어오고, 돌봄에는 정한 비용이 들며, 그에 대한 보험은 보험금을 냅니다. 모두 시장과 따로, 미래마다 뽑습니다."),
		formula("max(0, proceeds − paid − exempt)",
			"The gain on selling property, in the money of that month. It is taxed at the sale's own rate, or as the tax law taxes gains.",
			"부동산을 팔 때의 차익이며, 그달의 명목 금액으로 셉니다. 따로 정한 세율로, 또는 세법이 양도 차익에 매기는 대로 과세합니다."),
		paragraph(
			"A surplus that goes to debts pays the dearest first. Payments stay as they are and end sooner; what was paid early, and the interest on it, is owed less. Spending rules and buffers count on the payments as planned.",
			"남는 돈으로 빚을 갚으면 금리가 높은 빚부터 갚습니다. 다달이 내는 돈은 그대로이고 더 빨리 끝납니다. 미리 갚은 원금과 그 이자만큼 빚이 줄어듭니다. 지출 규칙과 비상금은 원래 계획한 상환액으로 셉니다."),
		paragraph(
			"Placed by tax, accounts hold the household's mix together: exempt accounts what grows most, deferred ones what pays most interest, taxable ones the rest. (Dammon, Spatt, Zhang 2004; Daryanani, Cordaro 2005)",
			"세금에 따라 배치하면 계좌들이 가구의 비중을 함께 맞춥니다. 비과세 계좌에는 가장 많이 불어나는 자산, 과세이연 계좌에는 이자가 많은 자산, 과세 계좌에는 나머지를 담습니다. (Dammon·Spatt·Zhang 2004, Daryanani·Cordaro 2005)"),
	}}
}
