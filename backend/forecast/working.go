package forecast

import (
	"fmt"
	"slices"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// MonthWorking is how one month of a replay came about, besides its lines. An
// account's balance is the one before, plus its moves and its return line, less
// its fee line; what comes in by the lines goes out by them.
type MonthWorking struct {
	Moves   []AccountMove `json:"moves"`
	Entries []TaxEntry    `json:"entries"`
	Taxes   []TaxWorking  `json:"taxes"`
	Rule    *RuleDecision `json:"rule,omitempty"`
	// Fills are where steps of the withdrawal order stop for the year's income or tax.
	Fills []StepFill `json:"fills,omitempty"`
}

// StepFill is the most that an account might give in a step of the withdrawal
// order, from 1, before the year's income or tax is where the step stops; in
// today's money.
type StepFill struct {
	Step   int     `json:"step"`
	Record string  `json:"record"`
	Most   float64 `json:"most"`
}

// AccountMove is money into an account (positive) or out of it (negative), in
// today's money. Step is the place in the withdrawal order, from 1, where Why is
// order.
type AccountMove struct {
	Record string          `json:"record"`
	Amount float64         `json:"amount"`
	Why    simulate.Reason `json:"why"`
	Step   int             `json:"step,omitempty"`
}

// TaxEntry is income entered in a taxpayer's year, in money of the day: as what
// comes regularly, or once. Negative amounts are deductions.
type TaxEntry struct {
	Payer  string          `json:"payer,omitempty"`
	Class  string          `json:"class"`
	Once   bool            `json:"once,omitempty"`
	Amount float64         `json:"amount"`
	Why    simulate.Reason `json:"why"`
}

// TaxWorking is a taxpayer's assessment at the end of a month, in money of the
// day. With Elapsed months of the tax year gone by,
//
//	toDate = year.total · elapsed/12 + whole.total − year.total
//
// where Year taxes what came regularly, times 12/elapsed, and Whole that and what
// came once; without lumps Whole is Year and left out. Of it Asked is what the
// taxpayer has had to pay so far, Withheld to date left out: toDate less Withheld, but
// until the year is settled, in December and at the plan's end, no less than the
// smaller of toDate and zero. What Asked exceeds Before by is Owed: paid next month, or
// paid back.
type TaxWorking struct {
	Payer   string        `json:"payer,omitempty"`
	Name    string        `json:"name,omitempty"`
	Elapsed float64       `json:"elapsed"`
	Index   float64       `json:"index"`
	Regular []ClassAmount `json:"regular"`
	Once    []ClassAmount `json:"once"`
	Year    TaxSum        `json:"year"`
	Whole   *TaxSum       `json:"whole,omitempty"`
	ToDate  float64       `json:"toDate"`
	// Withheld is left out where nothing is.
	Withheld float64 `json:"withheld,omitempty"`
	Asked    float64 `json:"asked"`
	Before   float64 `json:"before"`
	Owed     float64 `json:"owed"`
}

// ClassAmount is an amount of a class of income in the year to date.
type ClassAmount struct {
	Class  string  `json:"class"`
	Amount float64 `json:"amount"`
}

// TaxSum is a tax as its lines: each a rate of a base. Figures are what they rest
// on. The replay's terms say what the ids mean.
type TaxSum struct {
	Total   float64     `json:"total"`
	Figures []TaxFigure `json:"figures"`
	Lines   []TaxLine   `json:"lines"`
}

// TaxFigure is a sum that tax lines rest on.
type TaxFigure struct {
	ID     string  `json:"id"`
	Amount float64 `json:"amount"`
}

// TaxLine is a part of a tax: Rate of Base.
type TaxLine struct {
	ID     string  `json:"id"`
	Base   float64 `json:"base"`
	Rate   float64 `json:"rate"`
	Amount float64 `json:"amount"`
}

// RuleDecision is what a spending rule decided, and on what, per month in today's
// money: Wealth; Planned, the spending it applies to; Other, what else falls due
// less income; Tax of the year gone by. Spending was Before times what is planned
// and is After times from now on, never below Least. First is the rate or wealth
// that later ones are compared with.
type RuleDecision struct {
	Wealth  float64 `json:"wealth"`
	Planned float64 `json:"planned"`
	Other   float64 `json:"other"`
	Tax     float64 `json:"tax"`
	Before  float64 `json:"before"`
	After   float64 `json:"after"`
	Least   float64 `json:"least"`
	First   float64 `json:"first,omitempty"`
	Annuity float64 `json:"annuity,omitempty"`
	CAPE    float64 `json:"cape,omitempty"`
	Low     float64 `json:"low,omitempty"`
	High    float64 `json:"high,omitempty"`
}

// classNames are the classes of income in the interface's words.
var classNames = [tax.Classes]string{
	tax.Untaxed: "untaxed", tax.Ordinary: "ordinary", tax.Pension: "pension", tax.Interest: "interest",
	tax.Dividends: "dividends", tax.Gains: "gains", tax.Capped: "capped", tax.Wages: "wages",
	tax.SecondWages: "secondWages", tax.Deferred: "deferred", tax.Retired: "retired",
	tax.Severance: "severance", tax.SavedPension: "savedPension", tax.SavedRetirement: "savedRetirement",
	tax.SelfEmployed: "selfEmployed", tax.SecondSelfEmployed: "secondSelfEmployed", tax.Withheld: "withheld",
	tax.OtherIncome: "otherIncome", tax.Fees: "fees", tax.Prizes: "prizes", tax.Transferred: "transferred",
}

// workings turns the engine's working into the plan's words, and gathers the
// terms that it uses.
type workings struct {
	c     *Compiled
	terms map[string]fault.Text
}

func (w *workings) months(all []simulate.Working) []MonthWorking {
	out := make([]MonthWorking, len(all))
	for t := range all {
		out[t] = w.month(&all[t])
	}
	return out
}

func (w *workings) month(m *simulate.Working) MonthWorking {
	out := MonthWorking{Moves: []AccountMove{}, Entries: []TaxEntry{}, Taxes: []TaxWorking{}}
	for _, move := range m.Moves {
		out.Moves = append(out.Moves, AccountMove{
			Record: w.c.Scenario.Accounts[move.Account].ID, Amount: move.Amount, Why: move.Why, Step: move.Step + 1,
		})
	}
	for _, e := range m.Entries {
		payer, _ := w.payer(e.Payer)
		out.Entries = append(out.Entries, TaxEntry{Payer: payer, Class: classNames[e.Class], Once: e.Once, Amount: e.Amount, Why: e.Why})
	}
	for i := range m.Assessed {
		out.Taxes = append(out.Taxes, w.taxed(&m.Assessed[i]))
	}
	for _, f := range m.Fills {
		out.Fills = append(out.Fills, StepFill{Step: f.Step + 1, Record: w.c.Scenario.Accounts[f.Account].ID, Most: f.Most})
	}
	if d := m.Decision; d != nil {
		out.Rule = &RuleDecision{
			Wealth: d.Wealth, Planned: d.Ruled, Other: d.Other, Tax: d.Tax, Before: d.Before, After: d.After, Least: d.Least,
			First: d.First, Annuity: d.Annuity, CAPE: d.CAPE, Low: d.Low, High: d.High,
		}
	}
	return out
}

// payer is a taxpayer's record and name; both empty where the household is taxed
// together.
func (w *workings) payer(i int) (id, name string) {
	if !w.c.Scenario.PerPerson {
		return "", ""
	}
	p := w.c.Scenario.People[i]
	return p.ID, p.Name
}

func (w *workings) taxed(a *simulate.Assessment) TaxWorking {
	id, name := w.payer(a.Payer)
	out := TaxWorking{
		Payer: id, Name: name, Elapsed: a.Elapsed, Index: a.Year.Index,
		Regular: amounts(&a.Regular), Once: amounts(&a.Once), Year: w.sum(a.Year),
		ToDate: a.ToDate, Withheld: a.Withheld, Asked: a.Asked, Before: a.Before, Owed: a.Asked - a.Before,
	}
	if len(out.Once) > 0 {
		whole := w.sum(a.Whole)
		out.Whole = &whole
	}
	return out
}

// amounts are the classes that anything came in of.
func amounts(in *tax.Income) []ClassAmount {
	out := []ClassAmount{}
	for c, v := range in {
		if v != 0 {
			out = append(out, ClassAmount{classNames[c], v})
		}
	}
	return out
}

// sum is a year's tax as the regime explains it.
func (w *workings) sum(y tax.Year) TaxSum {
	out := TaxSum{Figures: []TaxFigure{}, Lines: []TaxLine{}}
	explained, ok := w.c.Scenario.Tax.(tax.Explained)
	if !ok {
		return out
	}
	e := explained.Explain(&y)
	out.Total = e.Total()
	for _, f := range e.Figures {
		w.term(f.ID)
		out.Figures = append(out.Figures, TaxFigure{f.ID, f.Amount})
	}
	for _, l := range e.Lines {
		w.term(l.ID)
		out.Lines = append(out.Lines, TaxLine{l.ID, l.Base, l.Rate, l.Amount})
	}
	return out
}

// term notes that an id is used. A step of a ladder is its ladder's term with the
// number of the step.
func (w *workings) term(id string) {
	if _, known := w.terms[id]; known {
		return
	}
	name, step, numbered := strings.Cut(id, ".")
	text, known := taxTerms[id]
	if !known {
		text = taxTerms[name]
		if numbered {
			text = fault.Text{EN: fmt.Sprintf("%s %s", text.EN, step), KO: fmt.Sprintf("%s %s구간", text.KO, step)}
		}
	}
	w.terms[id] = text
}

// taxTerms are what the ids of tax lines and figures mean.
var taxTerms = map[string]fault.Text{
	"state":              {EN: "State tax", KO: "주세"},
	"additionalMedicare": {EN: "Additional Medicare tax", KO: "메디케어 추가세"},
	"band":               {EN: "Income band", KO: "과세 구간"},
	"bracket":            {EN: "Tax bracket", KO: "세율 구간"},
	"capped":             {EN: "Gains in capped accounts", KO: "한도 계좌 이익"},
	"cappedExempt":       {EN: "Untaxed gains in capped accounts", KO: "한도 계좌 비과세 이익"},
	"deduction":          {EN: "Deduction", KO: "공제"},
	"dividends":          {EN: "Dividends", KO: "배당"},
	"earnedDeduction":    {EN: "Deduction for earned income", KO: "근로소득공제"},
	"finance":            {EN: "Interest and dividends", KO: "금융소득"},
	"foreignGains":       {EN: "Gains on shares", KO: "주식 양도소득"},
	"gains":              {EN: "Realised gains", KO: "매매 차익"},
	"grossIncome":        {EN: "Adjusted gross income", KO: "조정 총소득"},
	"income":             {EN: "Income", KO: "소득"},
	"interest":           {EN: "Interest", KO: "이자"},
	"local":              {EN: "Local income tax", KO: "지방소득세"},
	"medicare":           {EN: "Medicare tax", KO: "메디케어세"},
	"nationalPension":    {EN: "National pension contribution", KO: "국민연금 보험료"},
	"netInvestment":      {EN: "Net investment income tax", KO: "순투자소득세"},
	"otherIncome":        {EN: "Other income (기타소득) after expenses", KO: "기타소득금액"},
	"pension":            {EN: "Public pension", KO: "공적연금"},
	"pensionDeduction":   {EN: "Deduction for public pensions", KO: "연금소득공제"},
	"preferred":          {EN: "Qualified dividends and long-term gains", KO: "적격 배당과 장기 양도소득"},
	"preferred.15":       {EN: "Qualified dividends and long-term gains at 15%", KO: "적격 배당과 장기 양도소득(15%)"},
	"preferred.20":       {EN: "Qualified dividends and long-term gains at 20%", KO: "적격 배당과 장기 양도소득(20%)"},
	"privatePension":     {EN: "Private pension, taxed apart", KO: "사적연금 분리과세"},
	"retired":            {EN: "Retirement pay drawn as a pension", KO: "퇴직연금 수령분"},
	"savingCredit":       {EN: "Credit for pension savings", KO: "연금계좌 세액공제"},
	"selfEmployedHalf":   {EN: "Half of the self-employment tax, deducted", KO: "자영업세의 절반 공제"},
	"selfEmployedHealth": {EN: "Self-employment tax, Medicare", KO: "자영업세(메디케어)"},
	"selfEmployedSocial": {EN: "Self-employment tax, Social Security", KO: "자영업세(사회보장)"},
	"severance":          {EN: "Severance pay, bracket", KO: "퇴직소득 세율"},
	"severanceConverted": {EN: "Severance pay per twelve years", KO: "퇴직소득 환산급여"},
	"socialSecurity":     {EN: "Social Security tax", KO: "사회보장세"},
	"standardCredit":     {EN: "Standard credit", KO: "표준세액공제"},
	"taxable":            {EN: "Taxable income", KO: "과세표준"},
	"taxableBenefits":    {EN: "Taxable Social Security benefits", KO: "과세 대상 사회보장연금"},
	"workCredit":         {EN: "Credit for earned income", KO: "근로소득 세액공제"},
}

// ReplayYear is one calendar year of a replay in a sentence or two. Ages are those
// at its end of the people who are planned for at its beginning, in years.
type ReplayYear struct {
	Year int        `json:"year"`
	Ages []int      `json:"ages"`
	Text fault.Text `json:"text"`
}

// chronicle tells a replay year by year, in today's money.
type chronicle struct {
	c      *Compiled
	again  *simulate.Replay
	retire int
}

// yearly is what a year came to.
type yearly struct {
	in, spent, taxes, saved, drawn, gained, end float64
	cut, unpaid                                 float64
	level                                       float64 // after the year's last decision; 0 without one
	before                                      float64
}

func (c *chronicle) years() []ReplayYear {
	out := []ReplayYear{}
	sc := &c.c.Scenario
	for from := 0; from < sc.Months; {
		first := sc.Start.Month - 1 + from
		until := min(sc.Months, from+12-first%12)
		out = append(out, c.year(sc.Start.Year+first/12, from, until))
		from = until
	}
	return out
}

func (c *chronicle) year(calendar, from, until int) ReplayYear {
	y := c.sum(from, until)
	out := ReplayYear{Year: calendar, Ages: []int{}}
	en, ko := []string{}, []string{}
	for _, p := range c.c.Scenario.People {
		if from < p.Horizon {
			age := (p.Age + until - 1) / 12
			out.Ages = append(out.Ages, age)
			en, ko = append(en, fmt.Sprintf("%s is %d", p.Name, age)), append(ko, fmt.Sprintf("%s 님 %d세", p.Name, age))
		}
	}
	toldEN, toldKO := c.told(&y, from, until)
	if len(en) > 0 {
		toldEN, toldKO = append([]string{strings.Join(en, ", ") + "."}, toldEN...), append([]string{strings.Join(ko, ", ") + "."}, toldKO...)
	}
	out.Text = fault.Text{EN: strings.Join(toldEN, " "), KO: strings.Join(toldKO, " ")}
	return out
}

// sum adds a year's lines up.
func (c *chronicle) sum(from, until int) yearly {
	var y yearly
	for i, l := range c.again.Lines {
		v := 0.0
		for _, x := range c.again.Values[i][from:until] {
			v += x
		}
		switch {
		case l.Kind == simulate.KindUnfunded && strings.HasPrefix(l.ID, "unfunded.essential"):
			y.unpaid += v
			y.spent -= v
		case l.Kind == simulate.KindUnfunded:
			y.cut += v
			y.spent -= v
		case l.Kind == simulate.KindWithdrawal:
			y.drawn += v
		case l.Kind == simulate.KindReturn:
			y.gained += v
		case l.Kind == simulate.KindFee:
			y.gained -= v
		case l.Kind == simulate.KindTax:
			y.taxes += v
		case l.Kind == simulate.KindSaving:
			y.saved += v
		case l.Inward:
			y.in += v
		default:
			y.spent += v
		}
	}
	for _, balance := range c.again.Balances {
		y.end += balance[until-1]
	}
	for _, w := range c.again.Workings[from:until] {
		if w.Decision != nil {
			y.before, y.level = w.Decision.Before, w.Decision.After
		}
	}
	return y
}

// told are a year's sentences.
func (c *chronicle) told(y *yearly, from, until int) (en, ko []string) {
	say := func(text fault.Text) { en, ko = append(en, text.EN), append(ko, text.KO) }
	if at, w := c.again.Fired, c.c.Waiting; w != nil && at >= from && at < until {
		for _, m := range c.c.Milestones {
			if slices.Contains(w.IDs, m.ID) {
				say(fault.Text{EN: "“" + m.Name + "” comes.", KO: "‘" + m.Name + "’ 시점에 이릅니다."})
			}
		}
	}
	for _, text := range c.partings(from, until) {
		say(text)
	}
	if c.retire >= from && c.retire < until && c.retire > 0 {
		say(fault.Text{EN: "Work stops.", KO: "일을 그만둡니다."})
	}
	in, spent, taxes := c.money(y.in), c.money(y.spent), c.money(max(y.taxes, -y.taxes))
	if y.taxes < 0 {
		say(fault.Text{
			EN: fmt.Sprintf("%s came in, %s was spent and %s came back from taxes.", in.EN, spent.EN, taxes.EN),
			KO: fmt.Sprintf("수입은 %s, 지출은 %s이고 세금 %s 돌려받았습니다.", in.KO, spent.KO, object(taxes.KO)),
		})
	} else {
		say(fault.Text{
			EN: fmt.Sprintf("%s came in, %s was spent and %s went to taxes.", in.EN, spent.EN, taxes.EN),
			KO: fmt.Sprintf("수입은 %s, 지출은 %s, 세금은 %s입니다.", in.KO, spent.KO, taxes.KO),
		})
	}
	for _, text := range []fault.Text{c.moved(y), c.gain(y)} {
		if text.EN != "" {
			say(text)
		}
	}
	for _, text := range c.cuts(y) {
		say(text)
	}
	return en, ko
}

// partings tell what is sold, cashed in or borrowed.
func (c *chronicle) partings(from, until int) []fault.Text {
	var out []fault.Text
	for i, l := range c.again.Lines {
		sum := 0.0
		for _, v := range c.again.Values[i][from:until] {
			sum += v
		}
		amount := c.money(sum)
		switch {
		case sum <= least:
		case l.Kind == simulate.KindProperty && strings.HasSuffix(l.ID, ".sold"):
			out = append(out, fault.Text{
				EN: fmt.Sprintf("“%s” is sold for %s.", l.Name, amount.EN), KO: fmt.Sprintf("‘%s’ 항목을 %s에 팝니다.", l.Name, amount.KO)})
		case l.Kind == simulate.KindIncome && strings.HasSuffix(l.ID, ".sold"):
			out = append(out, fault.Text{
				EN: fmt.Sprintf("“%s” is cashed in for %s.", l.Name, amount.EN), KO: fmt.Sprintf("‘%s’ 보험을 해지해 %s 받습니다.", l.Name, object(amount.KO))})
		case l.ID == "debt.borrowed":
			out = append(out, fault.Text{EN: amount.EN + " is borrowed.", KO: object(amount.KO) + " 빌립니다."})
		}
	}
	return out
}

// least is the amount from which something is worth a sentence.
const least = 0.5

// moved tells what was saved and drawn.
func (c *chronicle) moved(y *yearly) fault.Text {
	saved, drawn := c.money(y.saved), c.money(y.drawn)
	switch {
	case y.saved > least && y.drawn > least:
		return fault.Text{
			EN: fmt.Sprintf("%s was put aside and %s drawn from accounts.", saved.EN, drawn.EN),
			KO: fmt.Sprintf("%s 저축하고 계좌에서 %s 꺼냈습니다.", object(saved.KO), object(drawn.KO)),
		}
	case y.saved > least:
		return fault.Text{EN: saved.EN + " was put aside.", KO: object(saved.KO) + " 저축했습니다."}
	case y.drawn > least:
		return fault.Text{EN: drawn.EN + " was drawn from accounts.", KO: "계좌에서 " + object(drawn.KO) + " 꺼냈습니다."}
	}
	return fault.Text{}
}

// gain tells what investments did, and what is left.
func (c *chronicle) gain(y *yearly) fault.Text {
	end := c.money(y.end)
	if gained := c.money(y.gained); y.gained >= 0 {
		return fault.Text{
			EN: fmt.Sprintf("Investments gained %s after prices and fees; %s was left at the end.", gained.EN, end.EN),
			KO: fmt.Sprintf("물가와 수수료를 빼고 투자에서 %s 얻어, 연말에 %s 남았습니다.", object(gained.KO), subject(end.KO)),
		}
	}
	lost := c.money(-y.gained)
	return fault.Text{
		EN: fmt.Sprintf("Investments lost %s after prices and fees; %s was left at the end.", lost.EN, end.EN),
		KO: fmt.Sprintf("물가와 수수료를 빼고 투자에서 %s 잃어, 연말에 %s 남았습니다.", object(lost.KO), subject(end.KO)),
	}
}

// cuts tells what a rule decided, and what was cut or left unpaid.
func (c *chronicle) cuts(y *yearly) []fault.Text {
	var out []fault.Text
	level := percent(y.level)
	switch {
	case y.level > 0 && y.level < y.before-1e-9:
		out = append(out, fault.Text{EN: "The spending rule cut spending to " + level.EN + " of the plan.", KO: "지출 규칙에 따라 지출을 계획의 " + level.KO + "로 줄였습니다."})
	case y.level > y.before+1e-9:
		out = append(out, fault.Text{EN: "The spending rule raised spending to " + level.EN + " of the plan.", KO: "지출 규칙에 따라 지출을 계획의 " + level.KO + "로 늘렸습니다."})
	}
	if cut := c.money(y.cut); y.cut > least {
		out = append(out, fault.Text{EN: cut.EN + " of flexible spending and wishes was cut.", KO: "여유 지출 가운데 " + object(cut.KO) + " 줄였습니다."})
	}
	if unpaid := c.money(y.unpaid); y.unpaid > least {
		out = append(out, fault.Text{EN: unpaid.EN + " of essentials went unpaid.", KO: "필수 지출 가운데 " + object(unpaid.KO) + " 내지 못했습니다."})
	}
	return out
}

// object and subject add the particle that a Korean amount takes.
func object(text string) string  { return text + particle(text, "을", "를") }
func subject(text string) string { return text + particle(text, "이", "가") }

// particle chooses by whether the last syllable ends in a consonant; digits are
// read aloud, and 2, 4, 5 and 9 end in none.
func particle(text, closed, open string) string {
	runes := []rune(text)
	if len(runes) == 0 {
		return open
	}
	last := runes[len(runes)-1]
	if last >= '가' && last <= '힣' {
		if (last-'가')%28 != 0 {
			return closed
		}
		return open
	}
	if strings.ContainsRune("2459", last) {
		return open
	}
	return closed
}

// money is an amount of the plan's currency as people say it, in whole units; in
// Korean, won in tens of thousands.
func (c *chronicle) money(v float64) fault.Text {
	whole := int64(v + 0.5)
	if v < 0 {
		whole = 0 // what rounding leaves below nothing
	}
	switch c.c.Currency {
	case "USD":
		return fault.Text{EN: "$" + grouped(whole), KO: grouped(whole) + "달러"}
	case "KRW":
		return fault.Text{EN: "₩" + grouped(whole), KO: inWon(whole)}
	}
	same := c.c.Currency + " " + grouped(whole)
	return fault.Text{EN: same, KO: same}
}

// grouped is a whole number with a comma between thousands.
func grouped(n int64) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// inWon is an amount in 억 and 만, rounded to 만; below that in won.
func inWon(n int64) string {
	if n < 10_000 {
		return grouped(n) + "원"
	}
	n = (n + 5_000) / 10_000
	eok, man := n/10_000, n%10_000
	switch {
	case eok == 0:
		return grouped(man) + "만원"
	case man == 0:
		return grouped(eok) + "억원"
	}
	return grouped(eok) + "억 " + grouped(man) + "만원"
}
