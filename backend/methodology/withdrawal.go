package methodology

// drawing is what money is drawn from, and what is done when it runs short.
func drawing() Section {
	blocks := []Block{paragraph(
		"What income does not pay for is drawn from accounts step by step. A step gives from its accounts in proportion to what each holds, within what it must keep and may give.",
		"소득으로 다 내지 못한 돈은 정해진 단계대로 계좌에서 꺼냅니다. 한 단계에 계좌가 여럿이면 잔액에 비례해 꺼내며, 남겨 둘 금액과 한도를 지킵니다.")}
	for _, o := range orders() {
		blocks = append(blocks, o.block)
	}
	return Section{ID: "withdrawals", Title: say("Withdrawals and shortfalls", "인출과 부족"), Blocks: append(blocks,
		formula("x = min over owners of room / (part · taxed)",
			"Stops at a tax bracket: the most a step gives before an owner's income of the year reaches the end of the bracket. Income is counted as for the month's tax: what is regular as if it went on all year, and what came once. Federal: taxable income without what is preferred. Korea: private pensions to the sum of the low rates. A stop at an amount of tax is found by halving.",
			"세율 구간에서 멈추기: 계좌 주인의 그해 소득이 구간 끝에 닿기 전까지 꺼낼 수 있는 금액입니다. 소득은 그달 세금을 셀 때처럼, 정기 소득은 한 해 내내 이어진다고 보고 한 번 들어온 소득을 더합니다. 미국은 우대 세율 소득을 뺀 과세표준, 한국은 사적연금 저율 과세 한도를 씁니다. 정한 세액에서 멈추는 금액은 반씩 좁혀 찾습니다."),
		list(
			say("The cash buffer is filled from what is invested each January, or each January after a year in which that gained more than prices rose. After other years spending comes out of the buffer first. (Evensky, Katz 2006)", "현금 여유분은 해마다 1월에, 또는 투자한 돈이 물가보다 더 오른 해의 이듬해 1월에 채웁니다. 그렇지 않은 해 다음에는 여유분부터 씁니다. (Evensky·Katz 2006)"),
			say("When accounts cannot pay, what gives follows the plan's list: wishes and flexible spending are cut to their floors, property is sold, its debts paid back and the rest put away, insurance is cashed in. What such a thing costs and brings in ends with it.", "계좌에서 다 낼 수 없으면 계획에 적은 순서를 따릅니다. 희망 지출과 유연 지출을 하한까지 줄이고, 부동산을 팔아 딸린 빚을 갚고 남은 돈을 모으며, 보험을 해지합니다. 거기에 들던 비용과 거기서 나오던 수입도 함께 끝납니다."),
			say("Money is lent as far as property, less all debts, stands good for it, at the plan's rate. It is paid back first from what is left over, or from a sale, and counts against what is owned.", "가진 재산에서 빚을 뺀 만큼까지 계획의 금리로 빌립니다. 남는 돈이나 매각 대금이 생기면 먼저 갚고, 순자산에서는 뺍니다."),
			say("What should be left at the end is the floor and the bequests together, after taxes still due. A future that leaves less is not fully paid; essentials do not hang on it.", "남길 재산은 최소 금액과 유산을 합해, 아직 낼 세금을 뺀 뒤에 셉니다. 이보다 적게 남긴 미래는 모두 이룬 것으로 보지 않으며, 필수 지출의 성공과는 상관없습니다."),
			say("A goal that may be delayed waits up to five years for as much money as it costs, beside all else that falls due; paid late, it is not cut. One that is skipped is paid in whole or not at all.", "미룰 수 있는 목표는 다른 지출을 내고도 그만한 돈이 모일 때까지 5년까지 기다립니다. 늦게 이루어도 줄인 것으로 보지 않습니다. 건너뛸 수 있는 목표는 모두 이루거나 아예 하지 않습니다."),
			say("A milestone may wait for money: each future follows the plan as it is from the month in which the condition is met. One condition of a plan is played; each property may wait for its own.", "시점이 돈을 기다릴 수 있습니다. 미래마다 조건이 채워진 달부터 그에 맞춘 계획을 따릅니다. 시점의 조건은 계획마다 하나를 계산하고, 부동산은 저마다 조건을 가질 수 있습니다."),
		))}
}

// orderText is what is said of a ready-made order of withdrawal, by its names in plans.
type orderText struct {
	presets []string
	block   Block
}

func orders() []orderText {
	return []orderText{
		{[]string{"taxableFirst", "deferredFirst"}, paragraph(
			"Taxable first, or tax-deferred first: cash beyond the buffer, then one kind of account after the other, at last the buffer.",
			"일반 투자부터, 또는 과세 이연 연금부터: 여유분을 넘는 현금을 먼저 쓰고 계좌 종류마다 차례로 꺼낸 뒤 마지막에 여유분을 씁니다.")},
		{[]string{"proportional", "keepTargetMix"}, paragraph(
			"In proportion: every open account gives by what it holds, which leaves the mix as it is.",
			"고르게: 열린 계좌 모두에서 잔액에 비례해 꺼내므로 자산 배분이 그대로 남습니다.")},
		{[]string{"bracketFill"}, paragraph(
			"Filling the low bands: tax-deferred accounts until a low bracket is full each year (12 % federal; in Korea what private pensions pay at their low rates), then the others, at last the rest of the deferred.",
			"낮은 과세 구간 채우기: 해마다 낮은 구간(미국 연방세 12%, 한국은 사적연금 저율 과세 한도)이 찰 때까지 과세 이연 연금에서 꺼내고, 그다음 다른 계좌, 마지막에 남은 연금에서 꺼냅니다.")},
		{[]string{"bestPerformer"}, paragraph(
			"What has grown most: between cash and the buffer, the account whose target mix has grown most over twelve months gives first. (Guyton 2004)",
			"가장 많이 오른 것부터: 현금과 여유분 사이에서, 지난 열두 달 동안 목표 비중 기준으로 가장 많이 오른 계좌부터 꺼냅니다. (Guyton 2004)")},
	}
}
