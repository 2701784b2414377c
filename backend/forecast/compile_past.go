package forecast

import (
	"cmp"

	"meridian/backend/market"
	"meridian/backend/plan"
)

// where the plan says which data set is drawn from.
const returnsDataset = "/assumptions/returns/dataset"

// ownHistory has the plan's own data set played in the place of the embedded
// history, if it is here and has a series for every class. What it has not is never
// taken from elsewhere: months of two countries or times would be joined that never
// were the same month.
func (c *compiler) ownHistory() {
	d, ok := c.plan.Assumptions.OwnHistory()
	if !ok {
		return
	}
	if c.past == nil {
		c.limit(returnsDataset, "returns.dataset", said{
			"The data set “%s” is not here: bring its file to have it played. Until then the built-in history of the United States since 1871 is.",
			"‘%s’ 자료가 이 컴퓨터에 없습니다. 파일을 가져오면 그 자료로 계산합니다. 지금은 내장된 미국 월별 자료(1871년부터)를 씁니다.",
		}, cmp.Or(d.Name, d.ID))
		return
	}
	followed := make([]market.Series, len(c.classes))
	for i, id := range c.classes {
		column, ok := c.column(d, id)
		if !ok {
			name := cmp.Or(c.plan.Assumptions.Classes[id].Name, id)
			c.limit(returnsDataset, "returns.column", said{
				"The data set “%[1]s” has no column for “%[2]s”: choose one, or none on purpose. Until then the built-in history of the United States is played.",
				"‘%[1]s’ 자료에 ‘%[2]s’ 자산군의 열이 정해지지 않았습니다. 열을 고르거나 ‘변동 없음’을 골라 주세요. 지금은 내장된 미국 자료를 씁니다.",
			}, cmp.Or(d.Name, d.ID), name)
			return
		}
		followed[i] = column
	}
	c.out.Market.Past = c.past
	for i := range followed {
		c.out.Market.Classes[i].History = followed[i]
		c.steadyLimit(i)
	}
	c.pastLimits(d)
}

// column is the series of a data set that a class follows. Bank accounts without a
// class keep up with prices, as is said of them.
func (c *compiler) column(d plan.Dataset, class string) (market.Series, bool) {
	named, said := d.Columns[class]
	_, described := c.plan.Assumptions.Classes[class]
	switch {
	case said && named == "", !said && !described:
		return market.HistorySteady, true
	case said && c.past.Series[market.Series(named)] != nil:
		return market.Series(named), true
	}
	return "", false
}

func (c *compiler) steadyLimit(i int) {
	class := c.out.Market.Classes[i]
	if described, ok := c.plan.Assumptions.Classes[class.ID]; ok && class.History == market.HistorySteady {
		c.limit("/assumptions/classes/"+class.ID, "class.steady", said{
			"“%s” follows no column of the data set; it grows by its mean every month, without ups and downs.",
			"‘%s’ 자산군은 자료의 어느 열도 따르지 않아, 매달 평균만큼 변동 없이 불어나는 것으로 계산합니다.",
		}, cmp.Or(described.Name, class.ID))
	}
}

// pastLimits fits the model to a history that may be shorter than a life.
func (c *compiler) pastLimits(d plan.Dataset) {
	months, m := c.past.Months(), &c.out.Market.Model
	if m.Pieces.Months > months {
		m.Pieces.Months = months
		c.limit("/assumptions/returns/blockMonths", "returns.block", said{
			"Stretches can be no longer than the data set, %d months.",
			"구간은 자료의 길이인 %d개월보다 길 수 없습니다.",
		}, months)
	}
	if m.Kind == market.Replay && !m.Wrap && months < c.months {
		m.Wrap = true
		c.limit("/assumptions/returns/wrap", "returns.short", said{
			"The data set “%[1]s” has %[2]d months, fewer than the plan; after its end it goes on at its beginning.",
			"‘%[1]s’ 자료는 %[2]d개월로 계획 기간보다 짧아, 끝난 뒤에는 처음으로 돌아가 이어집니다.",
		}, cmp.Or(d.Name, d.ID), months)
	}
	if c.plan.Withdrawal.Rule.Kind == plan.RuleCAPE {
		c.limit("/withdrawal/rule", "cape.own", said{
			"The data set says nothing of earnings: how dear shares are follows from how they rose.",
			"자료에 기업 이익이 없어, 주가가 얼마나 비싼지는 지금까지 오른 정도로 어림합니다.",
		})
	}
}
