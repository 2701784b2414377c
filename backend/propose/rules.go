package propose

import (
	"regexp"

	"meridian/backend/document"
)

// rule is how a kind of document names a field.
type rule struct {
	field Field
	shape shape
	named *regexp.Regexp
	not   *regexp.Regexp // lines with these words speak of something else
}

func ruleOf(field Field, shape shape, named string) rule {
	return rule{field: field, shape: shape, named: regexp.MustCompile(`(?i)(?:` + named + `)`)}
}

// but leaves out lines with some words.
func (r rule) but(not string) rule {
	r.not = regexp.MustCompile(`(?i)(?:` + not + `)`)
	return r
}

// earlier says that a line is about another time, or about what would be.
const earlier = `previous|prior|opening|last (?:year|month|quarter)|전월|전년|전기|기초|이월`

// statement is of accounts, funds and pensions.
var statement = []rule{
	ruleOf(Balance, money, `\b(?:total|closing|ending|current|account) (?:balance|value)\b|\bbalance\b|총\s?적립금|적립금\s?(?:합계|잔액|총액)?|평가\s?금액|평가액|예금\s?잔액|계좌\s?잔액|잔액`).but(earlier + `|minimum|최소`),
	ruleOf(AsOf, month, `\bas (?:of|at)\b|\bstatement date\b|기준\s?일(?:자)?|작성\s?일(?:자)?`).but(earlier),
	ruleOf(Fee, share, `\b(?:administration|administrative|management|annual|yearly|account|fund) fees?\b|\bexpense ratio\b|총\s?보수|운용\s?보수|운용\s?관리\s?수수료|수수료율|수수료`).but(`penalty|해지|중도`),
	ruleOf(Pension, money, `\b(?:estimated|expected|projected|monthly|annual|yearly) (?:monthly |annual |yearly )?(?:pension|benefit|annuity)\b|예상\s?(?:노령\s?)?연금(?:\s?월?\s?(?:액|수령액))?|월\s?연금액|연금\s?월액`).but(earlier),
}

// policy is of insurances.
var policy = []rule{
	ruleOf(Premium, money, `\b(?:monthly |annual |yearly |quarterly |total )?premium\b|(?:월|연|1회|합계|총)?\s?(?:납입\s?)?보험료`).but(`refund|return of|waive|환급|면제|할인|기납입`),
	ruleOf(Payout, money, `\b(?:death benefit|sum (?:insured|assured)|face amount|amount insured|cover(?:age)?(?: amount)?)\b|사망\s?보험금|보험\s?가입\s?금액|가입\s?금액|보장\s?금액`).but(`deductible|자기\s?부담`),
	ruleOf(Start, month, `\b(?:policy|cover(?:age)?) (?:starts|begins|date|inception)\b|\b(?:inception|effective) date\b|보험\s?시기|계약\s?일(?:자)?|보장\s?개시일?`),
	ruleOf(End, month, `\b(?:policy|cover(?:age)?) (?:ends|expires|term ends)\b|\b(?:maturity|expiry|expiration) date\b|보험\s?종기|만기\s?일?(?:자)?`),
}

// contract is of loans and leases.
var contract = []rule{
	ruleOf(Owed, money, `\b(?:loan amount|amount of (?:the )?loan|principal(?: amount| balance)?|outstanding balance|amount borrowed)\b|대출\s?(?:원금|금액|금|잔액)|차입금`).but(earlier),
	ruleOf(Rate, share, `\b(?:interest rate|annual percentage rate|rate of interest|interest)\b|\bAPR\b|대출\s?(?:이율|금리|이자율)|이자율|금리`).but(`default|late|overdue|penalt|연체|지연`),
	ruleOf(Payment, money, `\b(?:monthly (?:payment|instal?lment|repayment)|instal?lments?)\b|월\s?(?:상환|납입)\s?(?:금액|금|액)|매월\s?상환|분할\s?상환금`).but(`late|연체`),
	ruleOf(Rent, money, `\b(?:monthly |annual |yearly )?rent\b|월\s?세|차임|월\s?임대료|임대료`).but(`late|deposit|연체|보증금`),
	ruleOf(Deposit, money, `\b(?:security )?deposit\b|임대차?\s?보증금|전세\s?(?:보증금|금)|보증금`).but(`deduct|holding|계약금`),
	ruleOf(Start, month, `\b(?:lease|tenancy|term|loan) (?:starts|begins|commences)\b|\b(?:commencement|start|drawdown) date\b|임대\s?개시일?|입주일|대출\s?(?:실행)?일|계약\s?시작일?`),
	ruleOf(End, month, `\b(?:lease|tenancy|term|loan) (?:ends|expires|terminates)\b|\b(?:maturity|termination|expiry|end) date\b|\bcomes back on\b|만기\s?일?(?:자)?|상환\s?기일|계약\s?(?:종료|만료)일?|임대\s?종료일?`),
}

var byType = map[document.Type][]rule{
	document.Statement: statement,
	document.Policy:    policy,
	document.Lease:     contract,
}
