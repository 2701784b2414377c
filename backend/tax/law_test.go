package tax

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// span is 2025 to 2060 in the prices of 2026.
var span = Span{From: 2025, To: 2060, Carry: 1}

func federalOf(status Filing, born ...int) *Federal {
	p := FederalPayer{Status: status}
	for _, b := range born {
		p.Members = append(p.Members, Member{Born: b, Last: 2060})
	}
	return NewFederal(FederalSetup{Span: span, Payers: []FederalPayer{p}})
}

func koreaOf(born int) *Korea {
	return NewKorea(KoreaSetup{Span: span, Payers: []KoreaPayer{{
		Payer: Payer{[]Member{{Born: born, Last: 2060}}}, Service: 20, Severance: 0.05, Received: 2026,
	}}})
}

// incomes are a year's incomes by class.
type incomes map[Class]float64

func owed(r Regime, year int, index float64, in incomes) float64 {
	y := Year{Calendar: year, Index: index}
	for c, v := range in {
		y.Income[c] = v
	}
	return r.Owed(&y)
}

func TestFederalKnownAnswers(t *testing.T) {
	tests := []struct {
		name   string
		regime *Federal
		year   int
		in     incomes
		want   float64
	}{
		// 100,000 - 16,100 = 83,900: 1,240 + 38,000 at 12 % = 4,560 + 33,500 at 22 % = 7,370;
		// payroll 6,200 + 1,450.
		{"a single's pay", federalOf(Single, 1986), 2026, incomes{Wages: 100_000}, 13_170 + 7_650},
		// 210,000 - 20,000 deferred - 32,200 = 157,800: 2,480 + 76,000 at 12 % = 9,120 + 57,000 at 22 % = 12,540;
		// payroll on all 210,000: 13,020 + 3,045.
		{"a couple's pay, a part deferred", federalOf(Joint, 1986, 1988), 2026,
			incomes{Wages: 150_000, SecondWages: 60_000, Ordinary: -20_000}, 24_140 + 16_065},
		// 283,900: 1,240 + 4,560 + 55,300 at 22 % = 12,166 + 96,075 at 24 % = 23,058 + 54,450 at 32 % = 17,424
		// + 27,675 at 35 % = 9,686.25; payroll 184,500 at 6.2 % = 11,439 + 4,350 + 100,000 at 0.9 % = 900.
		{"pay beyond the wage base", federalOf(Single, 1986), 2026, incomes{Wages: 300_000}, 68_134.25 + 16_689},
		// Each earner has a wage base: 2 x 11,439, Medicare 5,800 + 150,000 at 0.9 % = 1,350.
		// 367,800: 2,480 + 9,120 + 110,600 at 22 % = 24,332 + 156,400 at 24 % = 37,536.
		{"two wage bases", federalOf(Joint, 1986, 1988), 2026,
			incomes{Wages: 200_000, SecondWages: 200_000}, 73_468 + 22_878 + 5_800 + 1_350},
		// 160,000 - 32,200 = 127,800, ordinary 27,800: 2,480 + 3,000 at 12 % = 360; gains to 98,900 at 0,
		// 28,900 at 15 % = 4,335.
		{"gains on top", federalOf(Joint, 1970, 1970), 2026, incomes{Deferred: 60_000, Gains: 100_000}, 7_175},
		// 250,000 - 16,100, ordinary 133,900: 17,966 + 28,200 at 24 % = 6,768; 100,000 at 15 %;
		// 3.8 % of the 50,000 above 200,000.
		{"net investment income", federalOf(Single, 1986), 2026, incomes{Ordinary: 150_000, Gains: 100_000}, 24_734 + 15_000 + 1_900},
		// 700,000 - 15,750 = 684,250: 48,350 at 0, to 533,400 at 15 % = 72,757.50, 150,850 at 20 % = 30,170;
		// 3.8 % of 500,000.
		{"dividends alone, 2025", federalOf(Single, 1986), 2025, incomes{Dividends: 700_000}, 102_927.5 + 19_000},
		// The deduction beyond ordinary income goes to the gains: 60,000 - 16,100 = 43,900 below 49,450.
		{"gains at 0 %", federalOf(Single, 1986), 2026, incomes{Gains: 60_000}, 0},
		// 80,000 - 23,625 = 56,375: 1,700 + 39,375 at 12 %.
		{"a head of household, 2025", federalOf(Head, 1986), 2025, incomes{Ordinary: 80_000}, 6_425},
		// 400,000 - 16,100 = 383,900, just below the last bracket: 58,448 + 127,675 at 35 % = 44,686.25.
		{"filing apart", federalOf(Separate, 1986), 2026, incomes{Deferred: 400_000}, 103_134.25},
		// provisional 42,000: 8,000 at 85 % + 4,500 = 11,300. 41,300 - 16,100 - 2,050 - 6,000 = 17,150:
		// 1,240 + 4,750 at 12 %.
		{"social security of a single of 70", federalOf(Single, 1956), 2026, incomes{Pension: 24_000, Deferred: 30_000}, 1_810},
		// provisional 30,000: half of the 5,000 above 25,000; 20,500 - 24,150 is nothing.
		{"social security, lightly taxed", federalOf(Single, 1956), 2026, incomes{Pension: 24_000, Deferred: 18_000}, 0},
		// 85 % of 40,000 = 34,000. 134,000 - 32,200 - 3,300 - 12,000 = 86,500: 2,480 + 61,700 at 12 %.
		{"social security of a couple", federalOf(Joint, 1956, 1958), 2026, incomes{Pension: 40_000, Deferred: 100_000}, 9_884},
		// Each 6,000 shrinks by 6 % of 50,000: 200,000 - 35,500 - 6,000 = 158,500:
		// 2,480 + 9,120 + 57,700 at 22 % = 12,694.
		{"the seniors' deduction shrinks", federalOf(Joint, 1956, 1958), 2026, incomes{Deferred: 200_000}, 24_294},
		// 2029 has none: 200,000 - 35,500 = 164,500: 11,600 + 63,700 at 22 % = 14,014.
		{"and ends", federalOf(Joint, 1956, 1958), 2029, incomes{Deferred: 200_000}, 25_614},
		{"nothing", federalOf(Single, 1986), 2026, incomes{}, 0},
		{"losses", federalOf(Single, 1986), 2026, incomes{Ordinary: -50_000, Gains: -10_000}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := owed(test.regime, test.year, 1, test.in); math.Abs(got-test.want) > 1e-6 {
				t.Errorf("owed %v, want %v", got, test.want)
			}
		})
	}
}

func TestKoreaKnownAnswers(t *testing.T) {
	tests := []struct {
		name string
		born int
		year int
		in   incomes
		want float64
	}{
		// 국민연금 4.75 % = 2,375,000. 근로소득공제 12,000,000 + 5 % of 5,000,000 = 12,250,000;
		// 37,750,000 - 1,500,000 - 2,375,000 = 33,875,000; 15 % - 1,260,000 = 3,821,250.
		// 근로소득세액공제 min(715,000 + 30 % of 2,521,250, max(740,000 - 136,000, 660,000)) = 660,000,
		// 표준 130,000: 3,031,250 and a tenth of it.
		{"총급여 5천만", 1986, 2026, incomes{Wages: 50e6}, 3_031_250*1.1 + 2_375_000},
		// In 2025 the contribution is 4.5 % = 2,250,000: 34,000,000 at 15 % - 1,260,000 = 3,840,000 - 790,000.
		{"총급여 5천만, 2025", 1986, 2025, incomes{Wages: 50e6}, 3_050_000*1.1 + 2_250_000},
		// 6,000,000 + 3,000,000 at 15 % and a tenth: 16.5 % of 9,000,000 = 1,485,000 less.
		{"연금계좌 900만, 16.5 %", 1986, 2026, incomes{Wages: 50e6, SavedPension: 8e6, SavedRetirement: 3e6},
			3_031_250*1.1 + 2_375_000 - 1_485_000},
		// 국민연금 4.75 % of 77,760,000 = 3,693,600. 공제 13,750,000; 66,250,000 - 5,193,600 = 61,056,400;
		// 24 % - 5,760,000 = 8,893,536; 근로 max(660,000 - 5,000,000, 500,000) + 130,000.
		{"총급여 8천만", 1986, 2026, incomes{Wages: 80e6}, 8_263_536*1.1 + 3_693_600},
		// 13.2 % of 6,000,000.
		// An ISA of 30,000,000 that has run its term: 10 %, 3,000,000, beyond 6,000,000.
		{"ISA 3,000만 전환", 1986, 2026, incomes{Wages: 80e6, SavedPension: 36e6, Transferred: 30e6}, 8_263_536*1.1 + 3_693_600 - 1_188_000},
		// 2,000,000 beyond 9,000,000.
		{"ISA 2,000만을 IRP로", 1986, 2026, incomes{Wages: 80e6, SavedPension: 6e6, SavedRetirement: 23e6, Transferred: 20e6}, 8_263_536*1.1 + 3_693_600 - 1_452_000},
		{"연금저축 600만, 13.2 %", 1986, 2026, incomes{Wages: 80e6, SavedPension: 8e6}, 8_263_536*1.1 + 3_693_600 - 792_000},
		// No contribution from 60 on: 37,750,000 - 1,500,000 = 36,250,000: 4,177,500 - 790,000.
		{"60세", 1966, 2026, incomes{Wages: 50e6}, 3_387_500 * 1.1},
		{"이자 2천만", 1986, 2026, incomes{Interest: 20e6}, 3_080_000},
		// 28,500,000 at 15 % - 1,260,000 + 2,800,000 = 5,815,000 is less than 14 % of all.
		{"이자 5천만, 비교과세", 1986, 2026, incomes{Interest: 50e6}, 7_700_000},
		// 85,250,000 - 1,500,000 - 3,693,600 = 80,056,400 and 20,000,000 more: 35 % of 100,056,400 - 15,440,000 =
		// 19,579,740 - 500,000 - 130,000 + 2,800,000.
		{"금융소득종합과세", 1986, 2026, incomes{Wages: 100e6, Dividends: 40e6}, 21_749_740*1.1 + 3_693_600},
		// Apart 5 % = 600,000; together 12,000,000 - 5,900,000 - 1,500,000 = 4,600,000 at 6 % - 70,000 = 206,000.
		{"사적연금 1,200만", 1961, 2026, incomes{Deferred: 12e6}, 226_600},
		// Public alone 206,000 + 600,000; together 24,000,000 - 7,300,000 - 1,500,000 = 15,200,000: 950,000.
		{"공적연금과 사적연금", 1961, 2026, incomes{Pension: 12e6, Deferred: 12e6}, 886_600},
		// 70 or more: 4 % of 12,000,000 = 480,000; public alone 6,100,000 - 2,500,000 = 3,600,000 at 6 % - 70,000.
		{"70세의 사적연금", 1956, 2026, incomes{Pension: 12e6, Deferred: 12e6}, 626_000 * 1.1},
		// 80 or more: 3 %.
		{"80세의 사적연금", 1946, 2026, incomes{Pension: 12e6, Deferred: 12e6}, 506_000 * 1.1},
		// Above 15,000,000: apart 146,000 + 3,000,000; together 32,000,000 - 8,100,000 - 2,500,000 = 21,400,000:
		// 1,950,000 - 70,000.
		{"사적연금 2천만, 종합", 1954, 2026, incomes{Pension: 12e6, Deferred: 20e6}, 2_068_000},
		// With pay of 100,000,000: 13,453,536 - 630,000 + 15 % of 20,000,000.
		{"사적연금 2천만, 16.5 %", 1970, 2026, incomes{Wages: 100e6, Deferred: 20e6}, 15_823_536*1.1 + 3_693_600},
		// 200,000,000 - 40,000,000 = 160,000,000 x 12/20 = 96,000,000 - (45,200,000 + 55 % of 26,000,000) =
		// 36,500,000: 4,215,000 x 20/12 = 7,025,000.
		{"퇴직금 2억, 20년", 1966, 2026, incomes{Severance: 200e6}, 7_727_500},
		// 5 % of it is the severance tax; 70 % of that at first, 60 % from the eleventh year, 50 % from the 21st.
		{"퇴직금의 연금수령", 1966, 2026, incomes{Retired: 10e6}, 350_000},
		{"퇴직금의 연금수령, 11년째", 1966, 2036, incomes{Retired: 10e6}, 300_000},
		{"퇴직금의 연금수령, 21년째", 1966, 2046, incomes{Retired: 10e6}, 250_000},
		{"ISA", 1986, 2026, incomes{Capped: 5e6}, 297_000},
		{"해외 주식", 1986, 2026, incomes{Gains: 10e6}, 1_650_000},
		{"없음", 1986, 2026, incomes{}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := owed(koreaOf(test.born), test.year, 1, test.in); math.Abs(got-test.want) > 1e-3 {
				t.Errorf("owed %v, want %v", got, test.want)
			}
		})
	}
}

// Beyond the last known year, prices times as high owe as many times as much,
// but for what the law does not index.
func TestTheLastYearIsCarriedWithPrices(t *testing.T) {
	one := owed(federalOf(Single, 1986), 2026, 1, incomes{Wages: 100_000, Dividends: 5_000})
	if got := owed(federalOf(Single, 1986), 2030, 1.1, incomes{Wages: 110_000, Dividends: 5_500}); math.Abs(got-1.1*one) > 1e-6 {
		t.Errorf("federal %v, want %v", got, 1.1*one)
	}
	if got := owed(koreaOf(1950), 2030, 1.1, incomes{Interest: 22e6, Gains: 11e6}); math.Abs(got-1.1*(3_080_000+1_650_000)) > 1e-3 {
		t.Errorf("korea %v", got)
	}
	frozen := span
	frozen.Frozen = true
	k := NewKorea(KoreaSetup{Span: frozen, Payers: []KoreaPayer{{Payer: Payer{[]Member{{1950, 2060}}}}}})
	if got := owed(k, 2030, 1.1, incomes{Gains: 10e6}); got != 1_650_000 {
		t.Errorf("frozen: %v", got)
	}
}

func TestASurvivorFilesAlone(t *testing.T) {
	couple := NewFederal(FederalSetup{Span: span, Payers: []FederalPayer{{
		Payer: Payer{[]Member{{1980, 2030}, {1982, 2060}}}, Status: Joint,
	}}})
	in := incomes{Ordinary: 100_000}
	if got, want := owed(couple, 2030, 1, in), owed(federalOf(Joint, 1980, 1982), 2030, 1, in); got != want {
		t.Errorf("in the year of death %v, want %v", got, want)
	}
	if got, want := owed(couple, 2031, 1, in), owed(federalOf(Single, 1982), 2031, 1, in); got != want {
		t.Errorf("the year after %v, want %v", got, want)
	}
}

func TestMoreIncomeOwesMoreWithoutJumps(t *testing.T) {
	federal, korea := federalOf(Joint, 1950, 1960), koreaOf(1970)
	all := []Class{Ordinary, Pension, Interest, Dividends, Gains, Capped, Wages, SecondWages, Deferred, Retired, Severance}
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		var base Year
		base.Calendar, base.Index = 2025+r.IntN(20), 1+r.Float64()
		for _, c := range all {
			base.Income[c] = float64(r.IntN(2)) * 300_000 * r.Float64()
		}
		for _, c := range all {
			continuous(t, federal, base, c, 500, 0)
		}
		for i := range base.Income {
			base.Income[i] *= 1000
		}
		base.Income[Wages] += 1e6 // with pay comes another standard credit
		for _, c := range all {
			slack := 0.0
			if c == Interest || c == Dividends || base.Income[Interest]+base.Income[Dividends] > 0 {
				// Where taxing them with the rest becomes dearer than apart, credits
				// of 130,000 and of 740,000 for work begin to count.
				slack = 870_000 * 1.1 * base.Index
			}
			if c != Deferred { // a step of the law stands in its way
				continuous(t, korea, base, c, 500_000, slack)
			}
		}
	}
}

// continuous raises a class of income in steps: what is owed never falls by more
// than the slack, is never below zero, and never grows by more than a little above the step: in
// Korea 45 % and the shrinking credit for work, 50 %, meet, with the local tax.
func continuous(t *testing.T, r Regime, y Year, c Class, step, slack float64) {
	t.Helper()
	before := r.Owed(&y)
	for range 100 {
		y.Income[c] += step
		after := r.Owed(&y)
		if before < 0 || after < before-slack-1e-6 || after-before > 1.1*step {
			t.Fatalf("%s %d: class %d at %v of %+v owes %v after %v", r.ID(), y.Calendar, c, y.Income[c], y.Income, after, before)
		}
		before = after
	}
}

// Beyond 15 million won a private pension's low rates end: a step up, never down.
func TestAPrivatePensionStepsUp(t *testing.T) {
	k, before := koreaOf(1961), 0.0
	for v := 0.0; v < 60e6; v += 100_000 {
		got := owed(k, 2026, 1, incomes{Pension: 15e6, Interest: 30e6, Deferred: v})
		if got < before {
			t.Fatalf("%v owes %v, less than %v", v, got, before)
		}
		before = got
	}
}

func TestPacksNameTheirSources(t *testing.T) {
	for _, regime := range []string{FederalID, KoreaID} {
		first, last, ok := Known(regime)
		packs := Packs(regime)
		if !ok || first != 2025 || last != 2026 || len(packs) != last-first+1 {
			t.Fatalf("%s knows %d to %d in %d packs", regime, first, last, len(packs))
		}
		for _, p := range packs {
			if !strings.HasPrefix(p.ID, regime+"-") || len(p.Sources) < 4 {
				t.Errorf("%+v", p)
			}
			for _, s := range p.Sources {
				if s.Document == "" || s.Where == "" {
					t.Errorf("%s: a source without a place: %+v", p.ID, s)
				}
			}
		}
	}
	if _, _, ok := Known("bands"); ok {
		t.Error("bands have packs")
	}
}

func TestLimits(t *testing.T) {
	tests := []struct {
		regime, group string
		year, age     int
		want          float64
	}{
		{FederalID, "us.401k", 2025, 40, 23_500}, {FederalID, "us.401k", 2026, 40, 24_500},
		{FederalID, "us.401k", 2026, 50, 32_500}, {FederalID, "us.401k", 2026, 60, 35_750},
		{FederalID, "us.401k", 2026, 64, 32_500}, {FederalID, "us.ira", 2026, 50, 8_600},
		{FederalID, "us.hsa", 2026, 54, 4_400}, {FederalID, "us.hsaFamily", 2026, 55, 9_750},
		{FederalID, "us.401k", 2040, 40, 24_500},
		{KoreaID, "kr.isa", 2026, 40, 20e6}, {KoreaID, "kr.pension", 2026, 40, 18e6},
		{KoreaID, "kr.pensionCredit", 2026, 40, 9e6}, {KoreaID, "kr.pensionSavings", 2026, 40, 6e6},
	}
	for _, test := range tests {
		if got, ok := Limit(test.regime, test.group, test.year, test.age); !ok || got != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
	for _, regime := range []string{FederalID, KoreaID, "none"} {
		if _, ok := Limit(regime, "x", 2026, 40); ok {
			t.Errorf("%s has a limit for x", regime)
		}
	}
}

// IRS Publication 590-B, Appendix B, Table III, at a few ages.
func TestRequiredDistributions(t *testing.T) {
	for age, want := range map[int]float64{71: 0, 72: 27.4, 73: 26.5, 75: 24.6, 80: 20.2, 90: 12.2, 100: 6.4, 110: 3.5, 120: 2.0, 130: 2.0} {
		if got := DistributionPeriod(age); got != want {
			t.Errorf("%d: %v, want %v", age, got, want)
		}
	}
	for age := 72; age < 125; age++ {
		if DistributionPeriod(age+1) > DistributionPeriod(age) {
			t.Errorf("%d: the period grows", age)
		}
	}
	for born, want := range map[int]int{1950: 72, 1951: 73, 1959: 73, 1960: 75, 1990: 75} {
		if got := RequiredAge(born); got != want {
			t.Errorf("born %d: %d, want %d", born, got, want)
		}
	}
}

// 5 % of what is left of 100,000 after 16,100; social security is spared.
func TestAStateTakesItsShare(t *testing.T) {
	setup := FederalSetup{Span: span, Payers: []FederalPayer{{Payer: Payer{Members: []Member{{Born: 1986, Last: 2080}}}, Status: Single}}}
	without := NewFederal(setup)
	setup.State = 0.05
	with := NewFederal(setup)
	for _, in := range []incomes{{Ordinary: 100_000}, {Ordinary: 100_000, Pension: 30_000}} {
		if got := owed(with, 2026, 1, in) - owed(without, 2026, 1, in); math.Abs(got-4_195) > 1e-6 {
			t.Errorf("of %v a state takes %v, want 4,195", in, got)
		}
		y := Year{Calendar: 2026, Index: 1}
		for class, amount := range in {
			y.Income[class] = amount
		}
		told := with.Explain(&y)
		if got, want := told.Total(), with.Owed(&y); math.Abs(got-want) > 1e-6 {
			t.Errorf("explained %v, owed %v", got, want)
		}
	}
	setup.State = 1.5
	if len(NewFederal(setup).Check()) != 1 {
		t.Error("a state that takes more than all is not refused")
	}
}

func TestSetupsAreChecked(t *testing.T) {
	bad := Span{From: 2030, To: 2025}
	if got := len(NewFederal(FederalSetup{Span: bad}).Check()); got != 3 {
		t.Errorf("federal: %d faults", got)
	}
	rate := 2.0
	if got := len(NewKorea(KoreaSetup{Span: span, Gains: &rate, Payers: []KoreaPayer{{Service: -1, Severance: 3}}}).Check()); got != 4 {
		t.Errorf("korea: %d faults", got)
	}
	e := Exchanged{Regime: NewFederal(FederalSetup{Span: bad})}
	if got := len(e.Check()); got != 4 {
		t.Errorf("exchanged: %d faults", got)
	}
}

// A plan in yen at 150 to the dollar owes 150 times as much on 150 times as much.
func TestAnotherCurrencyOwesTheSame(t *testing.T) {
	dollars := federalOf(Single, 1986)
	yen := &Exchanged{Regime: dollars, Rate: 150}
	want := 150 * owed(dollars, 2026, 1, incomes{Wages: 100_000})
	if got := owed(yen, 2026, 1, incomes{Wages: 15e6}); math.Abs(got-want) > 1e-6 {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestOwedAllocatesNothing(t *testing.T) {
	y := Year{Calendar: 2030, Index: 1.2, Income: Income{Ordinary: 1e6, Pension: 2e7, Dividends: 3e7, Gains: 1e7, Wages: 5e7, Deferred: 2e7, SavedPension: 1e6, Severance: 1e8}}
	for _, r := range []Regime{federalOf(Joint, 1950, 1960), koreaOf(1970), &Exchanged{Regime: koreaOf(1970), Rate: 0.001}} {
		if n := testing.AllocsPerRun(100, func() { r.Owed(&y) }); n != 0 {
			t.Errorf("%s: %v allocations", r.ID(), n)
		}
	}
}

func BenchmarkOwed(b *testing.B) {
	y := Year{Calendar: 2030, Index: 1.2, Income: Income{Pension: 20_000, Interest: 2_000, Dividends: 8_000, Gains: 10_000, Wages: 90_000, SecondWages: 40_000, Deferred: 20_000}}
	won := y
	for c := range won.Income {
		won.Income[c] *= 1000
	}
	pension := 0.05
	rows := []struct {
		regime Regime
		year   *Year
	}{
		{&Flat{Pension: 0.2}, &y},
		{&Bands{Bands: []Band{{0, 0.1}, {20_000, 0.2}, {50_000, 0.4}}, Deduction: 10_000, Pension: &pension}, &y},
		{federalOf(Joint, 1950, 1960), &y},
		{koreaOf(1970), &won},
	}
	for _, row := range rows {
		b.Run(row.regime.ID(), func(b *testing.B) {
			sum := 0.0
			for b.Loop() {
				sum += row.regime.Owed(row.year)
			}
			if sum == 0 {
				b.Fatal("nothing owed")
			}
		})
	}
}
