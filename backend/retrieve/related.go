package retrieve

import "strings"

// concepts are terms of the field that name one thing, in English and Korean:
// statements of companies, accounts, insurance, pensions, leases, taxes. Each
// line is one thing; what stands on it is found by any of the others.
const concepts = `
income statement | statement of income | statement of operations | statement of earnings | profit and loss | 손익계산서 | 포괄손익계산서
balance sheet | statement of financial position | financial condition | 재무상태표 | 대차대조표
cash flow statement | statement of cash flows | cash flows | 현금흐름표
statement of changes in equity | stockholders equity | shareholders equity | 자본변동표
revenue | net sales | sales | net revenues | turnover | 매출 | 매출액 | 영업수익
cost of goods sold | cost of sales | cost of revenue | cogs | 매출원가
gross profit | gross margin | 매출총이익
operating income | operating profit | income from operations | operating earnings | ebit | 영업이익 | 영업손익
operating margin | operating income | net sales | 영업이익률
net income | net earnings | net profit | profit for the year | bottom line | 순이익 | 당기순이익
earnings per share | eps | diluted | basic | 주당순이익
ebitda | operating income | depreciation and amortization
capital expenditure | capex | purchases of property plant and equipment | additions to property | capital spending | 자본적 지출 | 설비투자
property plant and equipment | pp&e | ppe | fixed assets | 유형자산
depreciation | amortization | 감가상각 | 감가상각비
accounts receivable | trade receivables | receivables | 매출채권 | 미수금
accounts payable | trade payables | payables | 매입채무 | 미지급금
inventory | inventories | merchandise inventories | 재고자산
working capital | current assets | current liabilities | 운전자본
current ratio | quick ratio | liquidity | current assets | current liabilities | 유동비율 | 당좌비율 | 유동성
debt | borrowings | notes payable | long-term debt | indebtedness | credit facility | 차입금 | 부채 | 사채
dividend | dividends declared | cash dividends | distributions to shareholders | payout | 배당 | 배당금
share repurchase | stock buyback | repurchases of common stock | treasury stock | 자사주 | 자기주식
research and development | r&d | 연구개발 | 연구개발비
selling general and administrative | sg&a | operating expenses | 판매비와관리비 | 판관비
goodwill | intangible assets | acquired intangibles | 영업권 | 무형자산
impairment | write-down | write-off | 손상차손 | 감액
restructuring | severance | reorganization | 구조조정
acquisition | merger | business combination | purchase price | 인수 | 합병
divestiture | disposal | discontinued operations | sale of business | 매각 | 중단영업
segment | business unit | reportable segments | operating segments | 사업부문 | 영업부문
organic growth | organic sales | constant currency | comparable sales | same store sales
effective tax rate | income tax expense | provision for income taxes | tax rate | 유효세율 | 법인세비용
operating lease | lease liabilities | right-of-use assets | rent expense | 리스부채 | 사용권자산 | 임차료
legal proceedings | litigation | lawsuits | contingencies | 소송 | 우발부채
risk factors | risks and uncertainties | 위험요소
guidance | outlook | forecast | expectations | 전망
headcount | employees | workforce | number of employees | 임직원 | 직원수
board of directors | directors | corporate governance | 이사회
shareholder vote | annual meeting | proposals | votes cast for against | 주주총회
market risk | interest rate risk | foreign currency risk | hedging | derivatives | 시장위험 | 환위험
registered securities | securities registered | trading symbol | name of each exchange
auditor | independent registered public accounting firm | 감사인 | 외부감사
customer concentration | major customers | significant customers | 주요 고객
inflation | price increases | cost increases | 물가 | 인플레이션
return on assets | roa | net income | total assets | 총자산이익률
return on equity | roe | 자기자본이익률
free cash flow | cash from operations | operating cash flow | net cash provided by operating activities | 영업활동현금흐름 | 잉여현금흐름
investing activities | net cash used in investing activities | 투자활동
financing activities | net cash used in financing activities | 재무활동
interest expense | interest coverage | finance costs | 이자비용
premium | premium payment | premiums due | 보험료 | 납입보험료
insured | policyholder | policy owner | 피보험자 | 계약자
beneficiary | beneficiaries | 수익자 | 보험수익자 | 수혜자
sum insured | insured amount | death benefit | face amount | coverage amount | 보험가입금액 | 보험금 | 사망보험금
deductible | excess | out of pocket | self-retention | 자기부담금 | 본인부담금
claim | claims procedure | filing a claim | 청구 | 보험금 청구
exclusion | exclusions | not covered | what is not insured | 면책 | 보상하지 않는 손해 | 보상하지 않는 사항
waiting period | elimination period | 면책기간 | 대기기간
surrender value | cash value | surrender | cancellation refund | 해지환급금 | 해약환급금 | 중도해지
rider | endorsement | supplementary benefit | 특약 | 특별약관
maturity | maturity date | expiry date | term of policy | 만기 | 만기일 | 보험기간
cancel | cancellation | termination | withdrawal | terminate | 해지 | 취소 | 철회 | 해약
refund | reimbursement | return of premium | 환급 | 환불 | 환급금
pension | retirement benefit | retirement plan | annuity | 연금 | 퇴직연금 | 퇴직급여
national pension | old-age pension | social security | state pension | 국민연금 | 노령연금
401k | defined contribution | dc plan | employer match | 확정기여형 | dc형
defined benefit | db plan | pension obligation | 확정급여형 | db형
ira | individual retirement account | irp | 개인형퇴직연금 | 연금저축
vesting | vested | 권리확정
required minimum distribution | rmd | minimum distribution | 최소인출
withdrawal | distribution | payout | drawdown | 인출 | 수령
contribution | contributions | deposit | payment in | 납입 | 납입액 | 부담금
contribution limit | annual limit | maximum contribution | 납입한도 | 연간한도
lump sum | one-time payment | single payment | 일시금 | 일시불
rent | monthly rent | rental payment | 월세 | 차임 | 임대료
deposit | security deposit | key money | 보증금 | 전세금 | 임대차보증금
tenant | lessee | renter | 임차인 | 세입자
landlord | lessor | owner | 임대인 | 집주인
lease term | tenancy period | term of lease | 임대차기간 | 계약기간
renewal | renew | extension | 갱신 | 연장
maintenance | repairs | upkeep | 수선 | 수리 | 유지보수 | 관리비
late fee | penalty | default interest | late payment charge | 연체료 | 지연이자 | 위약금 | 연체이자
adjusted gross income | agi | taxable income | 과세표준 | 과세소득
tax withheld | withholding | withholding tax | 원천징수 | 원천세 | 기납부세액
deduction | deductions | tax deduction | allowance | 공제 | 소득공제
tax credit | credits | 세액공제
capital gains | gain on sale | realized gains | 양도소득 | 양도소득세 | 매매차익
income tax | tax due | amount owed | 소득세 | 종합소득세 | 납부세액
inheritance tax | estate tax | estate | 상속세 | 상속
gift tax | gift | 증여세 | 증여
property tax | real estate tax | 재산세 | 종합부동산세
year-end settlement | year-end tax adjustment | 연말정산
interest rate | annual percentage rate | apr | coupon | 금리 | 이자율 | 이율
principal | loan balance | outstanding balance | 원금 | 대출잔액 | 잔액
mortgage | home loan | 주택담보대출 | 담보대출
repayment | amortization schedule | instalments | 상환 | 원리금 | 분할상환
collateral | security interest | pledge | 담보
guarantee | guarantor | 보증 | 보증인
fee | expense ratio | management fee | commission | charges | 수수료 | 보수 | 총보수
net asset value | nav | unit price | 기준가 | 순자산가치
portfolio | holdings | asset allocation | 포트폴리오 | 보유종목 | 자산배분
return | rate of return | performance | yield | 수익률 | 운용수익률
benchmark | reference index | 비교지수 | 벤치마크
balance | account balance | closing balance | 잔고 | 잔액 | 평가금액
transaction | transactions | transfer | 거래 | 거래내역 | 이체
salary | wages | gross pay | base pay | 급여 | 월급 | 임금
net pay | take-home pay | 실수령액 | 실지급액
bonus | incentive compensation | 상여금 | 성과급
overtime | overtime pay | 연장근로 | 초과근무
severance pay | retirement allowance | 퇴직금
health insurance | medical insurance | 건강보험 | 의료보험 | 실손보험
long-term care | nursing care | 장기요양 | 간병
disability | disabled | 장애 | 장애인
unemployment benefit | unemployment insurance | 실업급여 | 고용보험
childcare | child benefit | parental leave | 육아 | 양육 | 아동수당 | 육아휴직
eligibility | eligible | requirements | who can apply | 자격 | 대상 | 요건 | 조건
apply | application | how to apply | application procedure | 신청 | 신청방법 | 신청절차
required documents | documents to submit | 구비서류 | 제출서류 | 필요서류
subsidy | allowance | grant | support | 보조금 | 지원금 | 수당
effective date | commencement date | start date | 효력발생일 | 개시일 | 시작일
notice | notification | written notice | 통지 | 통보 | 고지
governing law | jurisdiction | 준거법 | 관할
executor | personal representative | administrator | 유언집행자
heir | heirs | next of kin | 상속인 | 법정상속인
trust | trustee | settlor | 신탁 | 수탁자
`

// concept is one line of the above: its phrases as runs of terms.
type concept [][]string

// thesaurus finds concepts by the first term of their phrases.
type thesaurus map[string][]entryPoint

type entryPoint struct {
	concept concept
	phrase  []string
}

var fieldTerms = readConcepts(concepts)

func readConcepts(text string) thesaurus {
	all := thesaurus{}
	for line := range strings.Lines(text) {
		var c concept
		for phrase := range strings.SplitSeq(line, "|") {
			if terms := contentTerms(Words(phrase)); len(terms) > 0 {
				c = append(c, terms)
			}
		}
		for _, phrase := range c {
			all[phrase[0]] = append(all[phrase[0]], entryPoint{c, phrase})
		}
	}
	return all
}

// contentTerms are the terms of words that are no stop words.
func contentTerms(words []Word) []string {
	var terms []string
	for _, w := range words {
		for _, term := range w.Terms {
			if !stopWord(term) {
				terms = append(terms, term)
			}
		}
	}
	return terms
}

// related are the terms of everything that the words of a question name in
// other words, each once. Of phrases that begin at the same word the longest
// counts: "operating income" is not about income at large.
func related(words []Word) []string {
	terms := contentTerms(words)
	var found []string
	seen := map[string]bool{}
	for at := 0; at < len(terms); at++ {
		longest := 0
		for _, e := range fieldTerms[terms[at]] {
			if len(e.phrase) > longest && hasPrefix(terms[at:], e.phrase) {
				longest = len(e.phrase)
			}
		}
		for _, e := range fieldTerms[terms[at]] {
			if len(e.phrase) != longest || !hasPrefix(terms[at:], e.phrase) {
				continue
			}
			for _, phrase := range e.concept {
				for _, term := range phrase {
					if !seen[term] {
						seen[term] = true
						found = append(found, term)
					}
				}
			}
		}
		at += max(longest-1, 0)
	}
	return found
}

func hasPrefix(terms, phrase []string) bool {
	if len(phrase) > len(terms) {
		return false
	}
	for i, term := range phrase {
		if terms[i] != term {
			return false
		}
	}
	return true
}
