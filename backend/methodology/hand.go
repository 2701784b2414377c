package methodology

import (
	"context"
	"strconv"

	"meridian/backend/market"
	"meridian/backend/tax"
)

func digits(n int) string { return strconv.Itoa(n) }

// handYear is the year whose law the examples by hand are worked in.
const handYear = 2026

func owed(r tax.Regime, in map[tax.Class]float64) float64 {
	y := tax.Year{Calendar: handYear, Index: 1}
	for class, v := range in {
		y.Income[class] = v
	}
	return r.Owed(&y)
}

func handSpan() tax.Span { return tax.Span{From: handYear, To: handYear + 1, Carry: 1} }

func members(born ...int) tax.Payer {
	var p tax.Payer
	for _, year := range born {
		p.Members = append(p.Members, tax.Member{Born: year, Last: handYear + 50})
	}
	return p
}

// federal are years of American taxpayers, worked by hand from the published
// tables of 2026.
func federal(context.Context) ([]Answer, error) {
	filing := func(status tax.Filing, born ...int) tax.Regime {
		return tax.NewFederal(tax.FederalSetup{Span: handSpan(), Payers: []tax.FederalPayer{{Payer: members(born...), Status: status}}})
	}
	return []Answer{
		{
			// 100,000 - 16,100 = 83,900: 1,240 + 38,000 at 12 % + 33,500 at 22 %; payroll 6,200 + 1,450.
			ID: "federal.pay", Unit: Number, Want: 20_820, Within: 0.005,
			Got:    owed(filing(tax.Single, 1986), map[tax.Class]float64{tax.Wages: 100_000}),
			Name:   say("Federal tax on a single's pay of $100,000 (2026)", "미국 연방세: 1인 급여 10만 달러(2026년)"),
			Source: say("By hand: 10, 12 and 22 % above the standard deduction, and payroll tax.", "직접 계산: 표준공제 뒤 10·12·22%와 급여세."),
		},
		{
			// 160,000 - 32,200, of which 27,800 ordinary: 2,480 + 360; gains free to 98,900, 28,900 at 15 %.
			ID: "federal.gains", Unit: Number, Want: 7_175, Within: 0.005,
			Got:    owed(filing(tax.Joint, 1970, 1970), map[tax.Class]float64{tax.Deferred: 60_000, tax.Gains: 100_000}),
			Name:   say("Federal tax of a couple with $60,000 from savings and $100,000 of gains (2026)", "미국 연방세: 부부, 연금 인출 6만 달러와 매매 차익 10만 달러(2026년)"),
			Source: say("By hand: gains stacked above ordinary income, 0 and 15 %.", "직접 계산: 일반 소득 위에 쌓은 차익에 0·15%."),
		},
		{
			// 85 % of 40,000; 134,000 - 32,200 - 3,300 - 12,000 = 86,500: 2,480 + 61,700 at 12 %.
			ID: "federal.security", Unit: Number, Want: 9_884, Within: 0.005,
			Got:    owed(filing(tax.Joint, 1956, 1958), map[tax.Class]float64{tax.Pension: 40_000, tax.Deferred: 100_000}),
			Name:   say("Federal tax of a retired couple with $40,000 of social security (2026)", "미국 연방세: 은퇴 부부, 사회보장연금 4만 달러(2026년)"),
			Source: say("By hand: 85 % of social security, deductions for age.", "직접 계산: 사회보장연금의 85%와 고령자 공제."),
		},
	}, nil
}

// korea are years of Korean taxpayers, worked by hand from the law of 2026.
func korea(context.Context) ([]Answer, error) {
	of := func(born, service int) tax.Regime {
		payer := tax.KoreaPayer{Payer: members(born), Service: service, Received: handYear}
		return tax.NewKorea(tax.KoreaSetup{Span: handSpan(), Payers: []tax.KoreaPayer{payer}})
	}
	return []Answer{
		{
			// 50,000,000 - 12,250,000 - 1,500,000 - 2,375,000 = 33,875,000 at 15 % - 1,260,000
			// - 660,000 - 130,000 = 3,031,250, a tenth of it, and 2,375,000 of pension contributions.
			ID: "korea.pay", Unit: Number, Want: 5_709_375, Within: 0.5,
			Got:    owed(of(1986, 0), map[tax.Class]float64{tax.Wages: 50e6}),
			Name:   say("Korean tax and pension contribution on pay of ₩50 million (2026)", "한국: 총급여 5천만원의 소득세와 국민연금(2026년)"),
			Source: say("By hand: 소득세법 articles 47, 50, 55 and 59.", "직접 계산: 소득세법 제47조·제50조·제55조·제59조."),
		},
		{
			// 28,500,000 at 15 % and 14 % of 20,000,000 are less than 14 % of all: 7,000,000 and a tenth.
			ID: "korea.interest", Unit: Number, Want: 7_700_000, Within: 0.5,
			Got:    owed(of(1986, 0), map[tax.Class]float64{tax.Interest: 50e6}),
			Name:   say("Korean tax on interest of ₩50 million (2026)", "한국: 이자 5천만원의 금융소득종합과세(2026년)"),
			Source: say("By hand: 소득세법 article 62, the dearer of two ways.", "직접 계산: 소득세법 제62조 비교과세."),
		},
		{
			// (160,000,000 x 12/20 - 59,500,000) = 36,500,000: 4,215,000 x 20/12 and a tenth.
			ID: "korea.severance", Unit: Number, Want: 7_727_500, Within: 0.5,
			Got:    owed(of(1966, 20), map[tax.Class]float64{tax.Severance: 200e6}),
			Name:   say("Korean tax on severance pay of ₩200 million after 20 years (2026)", "한국: 20년 근속 퇴직금 2억원의 퇴직소득세(2026년)"),
			Source: say("By hand: 소득세법 article 48.", "직접 계산: 소득세법 제48조."),
		},
	}, nil
}

// The question of a well-known calculator: 30 years that began in each January
// from 1871 to 1986, 75 % in shares.
const (
	windowsFirst, windowsLast = 1871, 1986
	windowsYears              = 30
	windowsStocks             = 0.75
)

// worstRate is the largest amount, of the first wealth and raised with prices,
// that could be taken at the beginning of each of 30 years whenever one began.
func worstRate(ctx context.Context) ([]Answer, error) {
	low, high := 0.02, 0.08
	for high-low > 1e-5 {
		rate := (low + high) / 2
		r, err := replayed(ctx, market.HistoryBonds, windowsStocks, withdrawals(windowsYears, rate, yearStart))
		if err != nil {
			return nil, err
		}
		if held, starts := unbroken(r, windowsYears, windowsFirst, windowsLast); held == starts {
			low = rate
		} else {
			high = rate
		}
	}
	return []Answer{{
		ID: "worstRate", Unit: Rate, Want: 0.0377, Got: low, Within: 0.0006,
		Name:   say("The most that any 30 years since 1871 would have borne (75 % shares; begun in 1966)", "1871년 이후 어느 30년이라도 버텼을 최대 인출률(주식 75%, 1966년 시작)"),
		Source: say("Other calculators on the same series: 3.71 to 3.83 %.", "같은 자료를 쓰는 다른 계산기: 3.71~3.83%."),
	}}, nil
}

// windows counts the 30 years in which 4 % lasted. Two of 116 are allowed for:
// the calculator works on yearly means and prices its bonds once a year.
func windows(ctx context.Context) ([]Answer, error) {
	r, err := replayed(ctx, market.HistoryBonds, windowsStocks, withdrawals(windowsYears, 0.04, yearStart))
	if err != nil {
		return nil, err
	}
	held, starts := unbroken(r, windowsYears, windowsFirst, windowsLast)
	return []Answer{{
		ID: "windows", Unit: Share, Want: 111.0 / 116, Got: float64(held) / float64(starts), Within: 2.5 / 116,
		Name:   say("How many of 116 windows of 30 years paid 4 % (75 % shares)", "30년 구간 116개 가운데 4% 인출이 끝까지 간 비율(주식 75%)"),
		Source: say("cFIREsim with its default values: 111 of 116.", "cFIREsim 기본값: 116개 중 111개."),
	}}, nil
}
