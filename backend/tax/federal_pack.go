package tax

// Filing is who files a US return together.
type Filing uint8

// The filing statuses.
const (
	Single Filing = iota
	Joint
	Separate
	Head
	filings
)

// federalLaw is the federal law of one year, in dollars of that year.
type federalLaw struct {
	pack     Pack
	status   [filings]federalStatus
	wageBase float64
	// senior is the deduction of the 2025 act for each person of 65 or more.
	senior float64
	// Yearly limits: what may be deferred of pay, and more from 50 and from 60 to
	// 63; into an IRA, and more from 50; into an HSA, and more from 55.
	deferral, catchUp, superCatchUp float64
	ira, iraCatchUp                 float64
	hsaSelf, hsaFamily, hsaCatchUp  float64
}

// federalStatus is what depends on the filing status.
type federalStatus struct {
	brackets []step
	standard float64
	aged     float64 // more per person of 65 or more
	// gains begin to be taxed at 15 % and at 20 % from these taxable incomes.
	fifteen, twenty float64
}

// What the law does not index.
const (
	socialRate   = 0.062  // 26 USC 3101(a)
	medicareRate = 0.0145 // 26 USC 3101(b)(1)
	medicareMore = 0.009  // 26 USC 3101(b)(2)
	investRate   = 0.038  // 26 USC 1411(a)
	fifteenRate  = 0.15   // 26 USC 1(h)(1)(C)
	twentyRate   = 0.20   // 26 USC 1(h)(1)(D)
	benefitsMost = 0.85   // 26 USC 86(a)(2)
	seniorShrink = 0.06   // 26 USC 151(d)(5)(C), P.L. 119-21 sec. 70103
	seniorUntil  = 2028
	seniorAge    = 65

	// EarlyRate is the additional tax on what comes out of a tax-deferred account
	// before 59 years and 6 months (26 USC 72(t)).
	EarlyRate = 0.10
	// EarlyMonths is that age in months.
	EarlyMonths = 59*12 + 6
)

// statutory are thresholds that the law does not index.
type statutory struct {
	invest float64 // 26 USC 1411(b), and 3101(b)(2) for Medicare
	// half and most are the provisional incomes from which half and up to 85 % of
	// social security is taxed (26 USC 86(c)).
	half, most float64
	senior     float64
}

func (f Filing) statutory() statutory {
	switch f {
	case Joint:
		return statutory{250_000, 32_000, 44_000, 150_000}
	case Separate:
		return statutory{125_000, 0, 0, 0}
	default:
		return statutory{200_000, 25_000, 34_000, 75_000}
	}
}

// brackets are the seven rates of 26 USC 1(j) from the given incomes on.
func brackets(from12, from22, from24, from32, from35, from37 float64) []step {
	return ladder([][2]float64{{0, 0.10}, {from12, 0.12}, {from22, 0.22}, {from24, 0.24}, {from32, 0.32}, {from35, 0.35}, {from37, 0.37}}...)
}

// federalLaws are the packs, one per year without gaps.
func federalLaws() []federalLaw {
	return []federalLaw{federal2025(), federal2026()}
}

func federal2025() federalLaw {
	return federalLaw{
		pack: Pack{ID: "us.federal-2025.1", Regime: FederalID, Year: 2025, Sources: []Source{
			{"IRS Rev. Proc. 2024-40 (2024)", "sec. 2.01 rate tables; sec. 2.03 maximum capital gains rate; sec. 2.15(3) aged: https://www.irs.gov/pub/irs-drop/rp-24-40.pdf"},
			{"IRS Rev. Proc. 2025-32 (2025)", "sec. 3.01 standard deduction for 2025 as changed by P.L. 119-21 sec. 70102: https://www.irs.gov/pub/irs-drop/rp-25-32.pdf"},
			{"Public Law 119-21 (2025)", "sec. 70103 deduction for seniors, 2025 to 2028"},
			{"SSA, Cost-of-Living Increase and Other Determinations for 2025 (89 FR, 2024)", "contribution and benefit base"},
			{"IRS Notice 2024-80 (2024)", "401(k), IRA limits: https://www.irs.gov/pub/irs-drop/n-24-80.pdf"},
			{"IRS Rev. Proc. 2024-25 (2024)", "HSA limits"},
		}},
		status: [filings]federalStatus{
			Single:   {brackets(11_925, 48_475, 103_350, 197_300, 250_525, 626_350), 15_750, 2_000, 48_350, 533_400},
			Joint:    {brackets(23_850, 96_950, 206_700, 394_600, 501_050, 751_600), 31_500, 1_600, 96_700, 600_050},
			Separate: {brackets(11_925, 48_475, 103_350, 197_300, 250_525, 375_800), 15_750, 1_600, 48_350, 300_000},
			Head:     {brackets(17_000, 64_850, 103_350, 197_300, 250_500, 626_350), 23_625, 2_000, 64_750, 566_700},
		},
		wageBase: 176_100, senior: 6_000,
		deferral: 23_500, catchUp: 7_500, superCatchUp: 11_250,
		ira: 7_000, iraCatchUp: 1_000,
		hsaSelf: 4_300, hsaFamily: 8_550, hsaCatchUp: 1_000,
	}
}

func federal2026() federalLaw {
	return federalLaw{
		pack: Pack{ID: "us.federal-2026.1", Regime: FederalID, Year: 2026, Sources: []Source{
			{"IRS Rev. Proc. 2025-32 (2025)", "sec. 4.01 rate tables; sec. 4.03 maximum capital gains rate; sec. 4.14 standard deduction and aged: https://www.irs.gov/pub/irs-drop/rp-25-32.pdf"},
			{"Public Law 119-21 (2025)", "sec. 70103 deduction for seniors, 2025 to 2028"},
			{"SSA, Cost-of-Living Increase and Other Determinations for 2026 (90 FR, 3 November 2025)", "contribution and benefit base: https://www.federalregister.gov/documents/2025/11/03/2025-19763"},
			{"IRS Notice 2025-67 (2025)", "401(k), IRA limits: https://www.irs.gov/pub/irs-drop/n-25-67.pdf"},
			{"IRS Rev. Proc. 2025-19 (2025)", "HSA limits"},
		}},
		status: [filings]federalStatus{
			Single:   {brackets(12_400, 50_400, 105_700, 201_775, 256_225, 640_600), 16_100, 2_050, 49_450, 545_500},
			Joint:    {brackets(24_800, 100_800, 211_400, 403_550, 512_450, 768_700), 32_200, 1_650, 98_900, 613_700},
			Separate: {brackets(12_400, 50_400, 105_700, 201_775, 256_225, 384_350), 16_100, 1_650, 49_450, 306_850},
			Head:     {brackets(17_700, 67_450, 105_700, 201_750, 256_200, 640_600), 24_150, 2_050, 66_200, 579_600},
		},
		wageBase: 184_500, senior: 6_000,
		deferral: 24_500, catchUp: 8_000, superCatchUp: 11_250,
		ira: 7_500, iraCatchUp: 1_100,
		hsaSelf: 4_400, hsaFamily: 8_750, hsaCatchUp: 1_000,
	}
}

// limit is what a person of an age may pay into a group of accounts.
func (l *federalLaw) limit(group string, age int) (float64, bool) {
	switch group {
	case "us.401k":
		switch {
		case age >= 60 && age <= 63:
			return l.deferral + l.superCatchUp, true
		case age >= 50:
			return l.deferral + l.catchUp, true
		}
		return l.deferral, true
	case "us.ira":
		if age >= 50 {
			return l.ira + l.iraCatchUp, true
		}
		return l.ira, true
	case "us.hsa", "us.hsaFamily":
		most := l.hsaSelf
		if group == "us.hsaFamily" {
			most = l.hsaFamily
		}
		if age >= 55 {
			most += l.hsaCatchUp
		}
		return most, true
	}
	return 0, false
}

// RequiredAge is the age from which money must be taken out of tax-deferred
// accounts: 73 for those born from 1951 to 1959, 75 for those born later, 72 for
// those before (26 USC 401(a)(9)(C)(v) as amended by P.L. 117-328 sec. 107).
func RequiredAge(born int) int {
	switch {
	case born <= 1950:
		return 72
	case born <= 1959:
		return 73
	default:
		return 75
	}
}

// DistributionPeriod is by how many years the balance at the end of the year
// before is divided for the required distribution of the year in which the owner
// turns age: the Uniform Lifetime Table (26 CFR 1.401(a)(9)-9(c); IRS
// Publication 590-B, Appendix B, Table III). It is 0 below 72.
func DistributionPeriod(age int) float64 {
	if age < 72 {
		return 0
	}
	table := [...]float64{ // from 72 on
		27.4, 26.5, 25.5, 24.6, 23.7, 22.9, 22.0, 21.1,
		20.2, 19.4, 18.5, 17.7, 16.8, 16.0, 15.2, 14.4, 13.7, 12.9,
		12.2, 11.5, 10.8, 10.1, 9.5, 8.9, 8.4, 7.8, 7.3, 6.8,
		6.4, 6.0, 5.6, 5.2, 4.9, 4.6, 4.3, 4.1, 3.9, 3.7,
		3.5, 3.4, 3.3, 3.1, 3.0, 2.9, 2.8, 2.7, 2.5, 2.3, 2.0,
	}
	return table[min(age-72, len(table)-1)]
}
