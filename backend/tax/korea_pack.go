package tax

// koreaLaw is the law of one year, in won of that year. National tax; the local
// income tax (지방소득세) comes on top of it.
type koreaLaw struct {
	pack     Pack
	brackets []step // 소득세법 제55조
	// earned (근로소득공제, 제47조) and pension (연금소득공제, 제47조의2) are
	// deductions: shares of what lies above each step, up to a most.
	earned, pension         []step
	earnedMost, pensionMost float64
	// person is the basic deduction (제50조), aged more from agedFrom on (제51조).
	person, aged float64

	// work is the credit for earned income (제59조).
	work workCredit
	// standard credits (제59조의4 제9항): with pay, and without.
	standardWork, standardOther float64

	// finance: up to the threshold interest and dividends are taxed apart
	// (제14조 제3항 제6호, 제62조, 제129조).
	financeFrom float64

	saved savedCredit

	// otherFrom is the yearly amount of other income above which it is taxed together
	// with the rest (제14조 제3항 제8호 가목); otherFree of a single payment is not
	// taxed (제84조 제4호).
	otherFrom, otherFree float64

	// privateFrom is the sum of private pensions above which the low rates end
	// (제14조 제3항 제9호).
	privateFrom float64
	// retiredLate is the part of the severance tax after 20 years of receipt.
	retiredLate float64

	// service (근속연수공제) by years and converted (환산급여공제) of 제48조.
	service, converted []step

	// isaExempt is free of tax in an ISA (조세특례제한법 제91조의18).
	isaExempt float64
	// foreignGains are free each year of what foreign shares gain (제103조).
	foreignGains float64

	// pensionRate is the whole contribution to the national pension, of which an
	// employee pays half; pensionPay the yearly pay up to which it is due.
	pensionRate, pensionPay float64

	// Yearly limits of what may be paid in.
	isaLimit, pensionLimit float64
}

// workCredit is 55 % of the tax up to a point and 30 % above, within a most that
// falls with pay.
type workCredit struct {
	lowTax float64
	most   []workMost
}

// workMost is the most from a yearly pay on: most, less shrink of what the pay is
// above from, but never less than least.
type workMost struct{ from, most, shrink, least float64 }

// savedCredit is the credit for what is paid into pension accounts (제59조의3).
type savedCredit struct {
	pension, together float64 // what counts of 연금저축, and of all
	transferred       float64 // the most that both are lifted by what came out of an ISA
	pay, income       float64 // up to which the higher rate holds
}

// The rates that no amount goes with, all national tax.
const (
	koreaFinance      = 0.14 // 제129조 제1항 제1호 라목, 제2호 나목
	koreaSavedHigh    = 0.15 // 제59조의3
	koreaSavedLow     = 0.12
	koreaTransferred  = 0.10 // 제59조의3 제3항·제4항: of what an ISA that has run its term pays in
	workLow           = 0.55 // 제59조
	workHigh          = 0.30
	koreaPrivateFlat  = 0.15 // 제64조의4
	koreaISA          = 0.09 // 조세특례제한법 제91조의18
	koreaForeignGains = 0.20 // 소득세법 제104조 제1항 제12호
	koreaLocal        = 0.10 // 지방세법 제103조의3, 제103조의13
	koreaAgedFrom     = 70   // 제51조 제1항 제1호
	koreaInsuredTo    = 60   // 국민연금법 제8조: insured below this age
	koreaRetiredEarly = 0.70 // 제129조 제1항 제5호의3, first ten years of receipt
	koreaRetiredMid   = 0.60

	// KoreaEarly is the tax on what comes out of pension savings in another way
	// than as a pension (연금외수령): 15 % (제129조 제1항 제6호 나목) and the local tax.
	KoreaEarly = 0.165
	// KoreaPensionAge is the age from which it is a pension (소득세법 시행령 제40조의2).
	KoreaPensionAge = 55
)

// privateRate is the rate on a private pension by the age of who receives it
// (제129조 제1항 제5호의2).
func privateRate(age int) float64 {
	switch {
	case age >= 80:
		return 0.03
	case age >= 70:
		return 0.04
	default:
		return 0.05
	}
}

// koreaPensionRate is the national pension's contribution rate of a year, which
// rises by law until 2033 (국민연금법 제88조 and 부칙, 2025-04-02).
func koreaPensionRate(year int) float64 {
	rates := [...]float64{0.09, 0.095, 0.10, 0.105, 0.11, 0.115, 0.12, 0.125, 0.13} // from 2025 on
	return rates[min(max(year-2025, 0), len(rates)-1)]
}

// koreaLaws are the packs, one per year without gaps.
func koreaLaws() []koreaLaw {
	return []koreaLaw{korea2025(), korea2026()}
}

func korea2025() koreaLaw {
	law := koreaSame()
	law.pack = Pack{ID: "kr-2025.1", Regime: KoreaID, Year: 2025, Sources: append(koreaSources(),
		Source{"보건복지부 고시, 국민연금 기준소득월액 하한액과 상한액 (2024·2025)", "617만원 (2025년 6월까지), 637만원 (2025년 7월부터)"},
	)}
	law.pensionRate = koreaPensionRate(2025)
	law.pensionPay = 6*6_170_000 + 6*6_370_000
	law.retiredLate = koreaRetiredMid // 50 % after 20 years is of 2026
	return law
}

func korea2026() koreaLaw {
	law := koreaSame()
	law.pack = Pack{ID: "kr-2026.1", Regime: KoreaID, Year: 2026, Sources: append(koreaSources(),
		Source{"보건복지부 고시, 국민연금 기준소득월액 하한액과 상한액 (2025·2026)", "637만원 (2026년 6월까지), 659만원 (2026년 7월부터)"},
		Source{"소득세법 (법률 제21221호, 2025-12-23 개정)", "제129조 제1항 제5호의3: 연금 수령 20년 초과 100분의 50"},
	)}
	law.pensionRate = koreaPensionRate(2026)
	law.pensionPay = 6*6_370_000 + 6*6_590_000
	law.retiredLate = 0.50
	return law
}

func koreaSources() []Source {
	return []Source{
		{"소득세법 (2025·2026 시행)", "제47조·제47조의2·제48조·제50조·제51조·제55조·제59조·제59조의3·제59조의4·제62조·제64조의4·제129조: https://www.law.go.kr/법령/소득세법"},
		{"소득세법 (2025·2026 시행)", "ISA 만기 전환: 제59조의3 제3항·제4항 (전환금액의 100분의 10, 300만 원까지): https://www.law.go.kr/법령/소득세법"},
		{"소득세법 (2025·2026 시행)", "기타소득: 제14조 제3항 제8호 가목 (300만 원 이하 분리과세 선택), 제21조, 제37조, 제84조 제4호 (건별 5만 원 이하 과세최저한), 제129조 제1항 제6호 라목 (100분의 20): https://www.law.go.kr/법령/소득세법"},
		{"소득세법 시행령 (2025·2026 시행)", "제87조 기타소득의 필요경비 (제1호 100분의 80, 제1호의2 100분의 60): https://www.law.go.kr/법령/소득세법시행령"},
		{"소득세법 시행령 (2025·2026 시행)", "제40조의2 연금수령 요건: https://www.law.go.kr/법령/소득세법시행령"},
		{"조세특례제한법 (2025·2026 시행)", "제91조의18 개인종합자산관리계좌"},
		{"지방세법 (2025·2026 시행)", "제103조의3·제103조의13 개인지방소득세"},
		{"국민연금법 (2025-04-02 개정)", "제88조와 부칙: 보험료율 2026년 9.5 %, 해마다 0.5 %p 올라 2033년 13 %"},
	}
}

// koreaSame is what is the same in 2025 and 2026.
func koreaSame() koreaLaw {
	return koreaLaw{
		brackets: ladder([][2]float64{
			{0, 0.06}, {14_000_000, 0.15}, {50_000_000, 0.24}, {88_000_000, 0.35},
			{150_000_000, 0.38}, {300_000_000, 0.40}, {500_000_000, 0.42}, {1_000_000_000, 0.45},
		}...),
		earned: ladder([][2]float64{
			{0, 0.70}, {5_000_000, 0.40}, {15_000_000, 0.15}, {45_000_000, 0.05}, {100_000_000, 0.02},
		}...),
		earnedMost:  20_000_000,
		pension:     ladder([][2]float64{{0, 1}, {3_500_000, 0.40}, {7_000_000, 0.20}, {14_000_000, 0.10}}...),
		pensionMost: 9_000_000,
		person:      1_500_000, aged: 1_000_000,
		work: workCredit{lowTax: 1_300_000, most: []workMost{
			{0, 740_000, 0, 740_000},
			{33_000_000, 740_000, 0.008, 660_000},
			{70_000_000, 660_000, 0.5, 500_000},
			{120_000_000, 500_000, 0.5, 200_000},
		}},
		standardWork: 130_000, standardOther: 70_000,
		financeFrom: 20_000_000,
		saved:       savedCredit{pension: 6_000_000, together: 9_000_000, transferred: 3_000_000, pay: 55_000_000, income: 45_000_000},
		otherFrom:   3_000_000, otherFree: 50_000,
		privateFrom: 15_000_000,
		service:     ladder([][2]float64{{0, 1_000_000}, {5, 2_000_000}, {10, 2_500_000}, {20, 3_000_000}}...),
		converted: ladder([][2]float64{
			{0, 1}, {8_000_000, 0.60}, {70_000_000, 0.55}, {100_000_000, 0.45}, {300_000_000, 0.35},
		}...),
		isaExempt: 2_000_000, foreignGains: 2_500_000,
		isaLimit: 20_000_000, pensionLimit: 18_000_000,
	}
}

// limit is what a person may pay into a group of accounts.
func (l *koreaLaw) limit(group string) (float64, bool) {
	switch group {
	case "kr.isa":
		return l.isaLimit, true
	case "kr.pension":
		return l.pensionLimit, true
	case "kr.pensionCredit":
		return l.saved.together, true
	case "kr.pensionSavings":
		return l.saved.pension, true
	}
	return 0, false
}
