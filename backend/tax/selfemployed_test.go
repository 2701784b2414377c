package tax

import (
	"math"
	"math/rand/v2"
	"testing"

	"meridian/backend/lanes"
)

// Worked by hand from 26 USC 1401, 1402 and 164(f) with the wage base of 2026
// (184,500, SSA) and the brackets of 2026 (Rev. Proc. 2025-32); for Korea from the
// brackets of 소득세법 제55조, 표준세액공제 70,000 and a national pension of 9.5 % in 2026.
func TestSelfEmploymentKnownAnswers(t *testing.T) {
	for _, tt := range []struct {
		name   string
		regime Regime
		in     incomes
		want   float64
	}{
		// 92,350 taxed at 15.3 %: 14,129.55, half 7,064.775. 100,000 - 7,064.775 - 16,100 = 76,835.225:
		// 1,240 + 38,000 at 12 % = 4,560 + 26,435.225 at 22 % = 5,815.7495.
		{"a single on their own", federalOf(Single, 1986), incomes{SelfEmployed: 100_000}, 14_129.55 + 11_615.7495},
		// Pay of 150,000 leaves 34,500 of the wage base: 12.4 % of it 4,278; 2.9 % of 92,350 = 2,678.15;
		// half 3,478.075. Above 200,000 lie 42,350: 0.9 % = 381.15. Payroll 9,300 + 2,175.
		// 250,000 - 3,478.075 - 16,100 = 230,421.925: 1,240 + 4,560 + 12,166 + 96,075 at 24 % = 23,058
		// + 28,646.925 at 32 % = 9,167.016.
		{"pay comes first", federalOf(Single, 1986), incomes{Wages: 150_000, SelfEmployed: 100_000},
			4_278 + 2_678.15 + 381.15 + 11_475 + 50_191.016},
		// 430 at 92.35 % is 397.105, below 400.
		{"next to nothing", federalOf(Single, 1986), incomes{SelfEmployed: 430}, 0},
		// The other of a couple has a wage base of their own: 12.4 % of 92,350 = 11,451.40 and 2,678.15; half
		// 7,064.775; pay 200,000: 11,439 + 2,900. Above 250,000: 42,350 at 0.9 % = 381.15.
		// 300,000 - 7,064.775 - 32,200 = 260,735.225: 2,480 + 9,120 + 110,600 at 22 % = 24,332
		// + 49,335.225 at 24 % = 11,840.454.
		{"the other's own wage base", federalOf(Joint, 1986, 1988), incomes{Wages: 200_000, SecondSelfEmployed: 100_000},
			14_129.55 + 14_339 + 381.15 + 47_772.454},
		// 40,000,000 at 9.5 % = 3,800,000. 40,000,000 - 1,500,000 - 3,800,000 = 34,700,000:
		// 840,000 + 20,700,000 at 15 % = 3,945,000 - 70,000 = 3,875,000, local 387,500.
		{"a Korean on their own", koreaOf(1986), incomes{SelfEmployed: 40_000_000}, 3_800_000 + 4_262_500},
		// Who has pay is insured by the employer: 4.75 % of 60,000,000 = 2,850,000 and nothing on the rest.
		{"pay and a business", koreaOf(1986), incomes{Wages: 60_000_000, SelfEmployed: 10_000_000},
			owed(koreaOf(1986), 2026, 1, incomes{Wages: 60_000_000, Ordinary: 10_000_000})},
	} {
		if got := owed(tt.regime, 2026, 1, tt.in); math.Abs(got-tt.want) > 0.005 {
			t.Errorf("%s: %.4f, want %.4f", tt.name, got, tt.want)
		}
		y := Year{Calendar: 2026, Index: 1}
		for c, v := range tt.in {
			y.Income[c] = v
		}
		e := tt.regime.(Explained).Explain(&y)
		if got := e.Total(); math.Abs(got-tt.want) > 0.005 {
			t.Errorf("%s: explained as %.4f, want %.4f", tt.name, got, tt.want)
		}
	}
}

func TestSelfEmploymentAbreastIsTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, regime := range []Abreast{federalOf(Joint, 1986, 1988), koreaOf(1986)} {
		var index, own, pay, got lanes.Vec
		for l := range index {
			index[l], own[l], pay[l] = 1+r.Float64(), 1e5*r.Float64(), 2e5*r.Float64()
		}
		years := Years{Calendar: 2040, Index: &index}
		years.Income[SelfEmployed], years.Income[Wages] = &own, &pay
		regime.OwedAbreast(lanes.Best(), &years, &got)
		for l := range got {
			if want := owed(regime, 2040, index[l], incomes{SelfEmployed: own[l], Wages: pay[l]}); got[l] != want {
				t.Fatalf("%s: lane %d owes %v, alone %v", regime.ID(), l, got[l], want)
			}
		}
	}
}
