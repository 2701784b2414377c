package tax

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Worked by hand from 소득세법 제14조 제3항 제8호, 제21조, 제37조, 제55조, 제129조 제1항 제6호
// and 시행령 제87조, all of 2026: 60 % of fees and 80 % of prizes are expenses, 20 %
// national tax apart.
func TestOtherIncomeKnownAnswers(t *testing.T) {
	for _, tt := range []struct {
		name string
		born int
		in   incomes
		want float64
	}{
		// 2,800,000. Apart 560,000; together 1,300,000 at 6 % - 70,000 = 8,000.
		{"강연료 700만이 전부", 1986, incomes{Fees: 7e6}, 8_000 * 1.1},
		// As pay of 80,000,000 alone, 8,263,536; 2,000,000 more would be taxed at 24 %, apart at 20 %.
		{"총급여 8천만, 강연료 500만", 1986, incomes{Wages: 80e6, Fees: 5e6}, (8_263_536+400_000)*1.1 + 3_693_600},
		// 4,000,000 is beyond the choice: 65,056,400 at 24 % - 5,760,000 = 9,853,536 - 630,000.
		{"총급여 8천만, 강연료 1천만", 1986, incomes{Wages: 80e6, Fees: 10e6}, 9_223_536*1.1 + 3_693_600},
		{"기타소득금액 300만", 1986, incomes{Wages: 80e6, OtherIncome: 3e6}, (8_263_536+600_000)*1.1 + 3_693_600},
		// One won more: 24 % of 3,000,001.
		{"기타소득금액 300만 1원", 1986, incomes{Wages: 80e6, OtherIncome: 3_000_001}, (8_263_536+720_000.24)*1.1 + 3_693_600},
		// 1,000,000 and 40 % of 5,000,000 together are 3,000,000.
		{"두 가지", 1986, incomes{Wages: 80e6, OtherIncome: 1e6, Fees: 5e6}, (8_263_536+600_000)*1.1 + 3_693_600},
		// 공제 7,500,000 + 750,000: 11,750,000 + 2,000,000 - 1,500,000 - 950,000 = 11,300,000 at 6 % = 678,000;
		// the pay bears 678,000 x 11.75/13.75, 55 % of it 318,660; 130,000. Apart would be 121,100 + 400,000.
		{"총급여 2천만, 강연료 500만", 1986, incomes{Wages: 20e6, Fees: 5e6}, 229_340*1.1 + 950_000},
		// Pension and other income, each apart or together: all together 6,100,000 + 3,000,000 - 1,500,000
		// = 7,600,000 at 6 % - 70,000 = 386,000, below 620,000, 806,000 and 1,200,000.
		{"사적연금 1,200만과 300만", 1961, incomes{Deferred: 12e6, OtherIncome: 3e6}, 386_000 * 1.1},
		// 20 % of 15,000,000 is 3,000,000; a hundredth more is beyond the choice.
		{"대회 상금 1,500만", 1986, incomes{Wages: 80e6, Prizes: 15e6}, (8_263_536+600_000)*1.1 + 3_693_600},
		{"대회 상금 1,515만", 1986, incomes{Wages: 80e6, Prizes: 15.15e6}, (8_263_536+727_200)*1.1 + 3_693_600},
		// 1,000,000, 40 % of 2,500,000 and 20 % of 5,000,000 together are 3,000,000.
		{"세 가지", 1986, incomes{Wages: 80e6, OtherIncome: 1e6, Fees: 2.5e6, Prizes: 5e6}, (8_263_536+600_000)*1.1 + 3_693_600},
		{"손실", 1986, incomes{OtherIncome: -1e6, Fees: -1e6, Prizes: -1e6}, 0},
	} {
		if got := owed(koreaOf(tt.born), 2026, 1, tt.in); math.Abs(got-tt.want) > 0.005 {
			t.Errorf("%s: %.4f, want %.4f", tt.name, got, tt.want)
		}
		y := Year{Calendar: 2026, Index: 1}
		for c, v := range tt.in {
			y.Income[c] = v
		}
		e := koreaOf(tt.born).Explain(&y)
		if got := e.Total(); math.Abs(got-tt.want) > 0.005 {
			t.Errorf("%s: explained as %.4f, want %.4f", tt.name, got, tt.want)
		}
	}
}

// 소득세법 제84조 제4호: 50,000 won after expenses, of which 125,000 of fees and 250,000 of a
// prize leave as much.
func TestSmallPaymentsAreFree(t *testing.T) {
	for _, tt := range []struct {
		class Class
		most  float64
	}{{OtherIncome, 50_000}, {Fees, 125_000}, {Prizes, 250_000}} {
		if got := KoreaFree(tt.class); got != tt.most {
			t.Errorf("class %d: %v is free, want %v", tt.class, got, tt.most)
		}
	}
	if KoreaFree(Wages) != 0 || KoreaFree(Ordinary) != 0 {
		t.Error("pay is free where it is small")
	}
}

// Beyond the last known year the amount up to which there is a choice moves with prices.
func TestTheChoiceOfOtherIncomeIsCarriedWithPrices(t *testing.T) {
	one := owed(koreaOf(1986), 2033, 1, incomes{Wages: 80e6, OtherIncome: 3e6})
	if got := owed(koreaOf(1986), 2033, 1.5, incomes{Wages: 120e6, OtherIncome: 4.5e6}); math.Abs(got-1.5*one) > 1e-3 {
		t.Errorf("%v, want %v", got, 1.5*one)
	}
}

// More of it never owes less, and a choice never more than having none would.
func TestMoreOtherIncomeOwesMore(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 2_000 {
		in := incomes{Wages: 1e8 * r.Float64() * r.Float64(), Deferred: 2e7 * r.Float64(), Fees: 1e7 * r.Float64(), OtherIncome: 4e6 * r.Float64()}
		before := owed(koreaOf(1960), 2026, 1, in)
		together := owed(koreaOf(1960), 2026, 1, incomes{Wages: in[Wages], Deferred: in[Deferred], Ordinary: in[OtherIncome] + 0.4*in[Fees]})
		if before > together+1e-3 {
			t.Fatalf("%v owes %v, together %v", in, before, together)
		}
		in[Fees] += 1e6 * r.Float64()
		if after := owed(koreaOf(1960), 2026, 1, in); after < before-1e-6 {
			t.Fatalf("%v owes %v, less before: %v", in, after, before)
		}
	}
}

// The room below a bracket is that at which one more unit is taxed in the next one.
func TestRoomCountsOtherIncomeThatIsTaxedTogether(t *testing.T) {
	room := func(rate float64, in incomes) float64 {
		y := Year{Calendar: 2026, Index: 1}
		for c, v := range in {
			y.Income[c] = v
		}
		return koreaOf(1960).Room(&y, Ordinary, rate)
	}
	for _, tt := range []struct {
		rate, amount, counted float64
	}{{0.06, 2e6, 2e6}, {0.15, 2e6, 2e6}, {0.24, 2e6, 0}, {0.24, 4e6, 4e6}} {
		with, without := room(tt.rate, incomes{OtherIncome: tt.amount}), room(tt.rate, incomes{})
		if math.Abs(without-with-tt.counted) > 1e-6 {
			t.Errorf("up to %g: %g of %g is counted, not %g", tt.rate, without-with, tt.amount, tt.counted)
		}
	}
}
