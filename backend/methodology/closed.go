package methodology

import (
	"context"
	"math"
	"slices"

	"meridian/backend/market"
	"meridian/backend/simulate"
)

// fromLog is the class whose yearly log return has mean mu and standard
// deviation sigma: v = e^(σ²), its growth has median e^μ and deviation
// e^μ √(v(v-1)).
func fromLog(mu, sigma float64) market.Class {
	v := math.Exp(sigma * sigma)
	return market.Class{ID: "class", Mean: math.Exp(mu) - 1, SD: math.Exp(mu) * math.Sqrt(v*(v-1))}
}

func lognormal(classes ...market.Class) market.Spec {
	return market.Spec{Classes: classes, Model: market.Model{Kind: market.Lognormal}}
}

// steady grows by a rate without surprises, while prices grow by another.
func steady(rate, inflation float64) market.Spec {
	return market.Spec{
		Classes:   []market.Class{{ID: "class", Mean: rate}},
		Inflation: market.Inflation{Mean: inflation},
		Model:     market.Model{Kind: market.Deterministic},
	}
}

// moments are the mean of a sample, its standard deviation, and the standard
// error of the mean.
func moments(v []float64) (middle, spread, sampling float64) {
	spread = deviation(v)
	return mean(v), spread, spread / math.Sqrt(float64(len(v)))
}

// option prices a European call as the mean of what it pays: wealth after a year
// whose log return is normal under the risk-neutral measure.
func option(ctx context.Context) ([]Answer, error) {
	const price, rate, sigma, futures, want = 100, 0.05, 0.2, 20_000, 10.450583572186
	r, err := portfolio{market: lognormal(fromLog(rate-sigma*sigma/2, sigma)), weights: []float64{1}, months: 12, paths: futures}.play(ctx)
	if err != nil {
		return nil, err
	}
	paid := make([]float64, len(r.Rows.EndWealth))
	for i, w := range r.Rows.EndWealth {
		paid[i] = math.Exp(-rate) * math.Max(0, price*w-price)
	}
	got, _, sampling := moments(paid)
	return []Answer{{
		ID: "option", Unit: Number, Futures: futures, Want: want, Got: got, Within: 4 * sampling,
		Name:   say("Price of a call: share and strike 100, 5 % interest, 20 % deviation, one year", "콜옵션 가격: 주가와 행사가 100, 금리 5%, 변동성 20%, 1년"),
		Source: say("Black, Scholes (1973): the formula's value.", "블랙·숄즈(1973) 공식의 값."),
	}}, nil
}

// endWealth: after T years a lognormal account is e^N(μT, σ²T) of what it was.
func endWealth(ctx context.Context) ([]Answer, error) {
	const mu, sigma, years, futures = 0.05, 0.18, 30.0, 4_000
	r, err := portfolio{market: lognormal(fromLog(mu, sigma)), weights: []float64{1}, months: years * 12, paths: futures}.play(ctx)
	if err != nil {
		return nil, err
	}
	m, s := mu*years, sigma*math.Sqrt(years)
	source := say("Lognormal distribution: after T years e^N(μT, σ²T).", "로그정규분포: T년 뒤 e^N(μT, σ²T).")
	logs := make([]float64, futures)
	for i, w := range r.Rows.EndWealth {
		logs[i] = math.Log(w)
	}
	_, spread, _ := moments(logs)
	sorted := slices.Sorted(slices.Values(r.Rows.EndWealth))
	expected := math.Exp(m + s*s/2)
	answers := []Answer{
		{
			ID: "endWealth.mean", Unit: Number, Futures: futures, Source: source,
			Want: expected, Got: mean(sorted), Within: 4 * expected * math.Sqrt((math.Exp(s*s)-1)/futures),
			Name: say("Mean wealth after 30 years, from 1 (μ 5 %, σ 18 %)", "30년 뒤 평균 자산, 처음 1에서(μ 5%, σ 18%)"),
		},
		{
			ID: "endWealth.log", Unit: Number, Futures: futures, Source: source, Want: s, Got: spread, Within: 4 * s / math.Sqrt(2*futures),
			Name: say("Standard deviation of its logarithm", "그 로그값의 표준편차"),
		},
	}
	for _, q := range []float64{0.05, 0.25, 0.5, 0.75, 0.95} {
		z := math.Sqrt2 * math.Erfinv(2*q-1)
		want := math.Exp(m + s*z)
		density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) / (want * s)
		percent := int(math.Round(100 * q))
		answers = append(answers, Answer{
			ID: "endWealth.p" + digits(percent), Unit: Number, Futures: futures, Source: source,
			Want: want, Got: sorted[int(q*futures)], Within: 4 * math.Sqrt(q*(1-q)/futures) / density,
			Name: say("Its percentile "+digits(percent), "그 "+digits(percent)+"번째 백분위수"),
		})
	}
	return answers, nil
}

// constantMix: rebalanced every month, a mix multiplies by independent factors
// Σ wᵢ e^xᵢ, whose first two moments are those of lognormals.
func constantMix(ctx context.Context) ([]Answer, error) {
	const rho, months, futures = 0.3, 120, 8_000
	mu, sigma, w := [2]float64{0.06, 0.01}, [2]float64{0.2, 0.07}, [2]float64{0.6, 0.4}
	spec := lognormal(fromLog(mu[0], sigma[0]), fromLog(mu[1], sigma[1]))
	spec.Corr = [][]float64{{1, rho, 0}, {rho, 1, 0}, {0, 0, 1}}
	r, err := portfolio{market: spec, weights: w[:], every: simulate.Monthly, months: months, paths: futures}.play(ctx)
	if err != nil {
		return nil, err
	}
	first, second := mixMoments(mu, sigma, w, rho)
	wanted, square := math.Pow(first, months), math.Pow(second, months)
	sd := math.Sqrt(square - wanted*wanted)
	middle, spread, sampling := moments(r.Rows.EndWealth)
	source := say("Moments of sums of correlated lognormals, month by month.", "서로 상관된 로그정규 변수의 합의 적률, 달마다.")
	return []Answer{
		{
			ID: "mix.mean", Unit: Number, Futures: futures, Source: source, Want: wanted, Got: middle, Within: 4 * sampling,
			Name: say("Mean of a 60/40 mix kept for ten years", "60:40 비중을 10년간 유지했을 때의 평균"),
		},
		{
			ID: "mix.sd", Unit: Number, Futures: futures, Source: source, Want: sd, Got: spread, Within: 4 * deviationError(r.Rows.EndWealth),
			Name: say("Its standard deviation", "그 표준편차"),
		},
	}, nil
}

// mixMoments are the first two moments of a month's growth of a mix of two.
func mixMoments(mu, sigma, w [2]float64, rho float64) (first, second float64) {
	for i := range w {
		first += w[i] * math.Exp(mu[i]/12+sigma[i]*sigma[i]/24)
		for j := range w {
			c := rho
			if i == j {
				c = 1
			}
			variance := (sigma[i]*sigma[i] + sigma[j]*sigma[j] + 2*c*sigma[i]*sigma[j]) / 12
			second += w[i] * w[j] * math.Exp((mu[i]+mu[j])/12+variance/2)
		}
	}
	return first, second
}

// deviationError is the standard error of a sample's standard deviation:
// √((m₄ - s⁴)/n) / 2s.
func deviationError(v []float64) float64 {
	m, s, fourth := mean(v), deviation(v), 0.0
	for _, x := range v {
		fourth += math.Pow(x-m, 4) / float64(len(v))
	}
	return math.Sqrt((fourth-math.Pow(s, 4))/float64(len(v))) / (2 * s)
}

// perpetuity: the present value of one unit a year for ever, at lognormal
// returns of log drift ν, is 2/(σ² Γ), Γ gamma distributed of shape 2ν/σ²
// (Dufresne 1990; Milevsky 1997, 2006). So spending c of 1 is ruin with the
// probability that Γ is below 2c/σ². Time is run three times as fast as in the
// usual example (ν 6 %, σ 20 %, c 4 %), which changes nothing in the limit and
// makes 40 years as good as 120. Spending at the beginning of a month instead of
// all through it is made good by half a month of it in the first wealth.
func perpetuity(ctx context.Context) ([]Answer, error) {
	const fast, nu, sigma2, rate, years, futures = 3.0, 0.06, 0.04, 0.04, 40, 10_000
	each := fast * rate / 12
	spend := slices.Repeat([]float64{each / (1 + each/2)}, years*12)
	r, err := portfolio{market: lognormal(fromLog(fast*nu, math.Sqrt(fast*sigma2))), weights: []float64{1}, months: years * 12, paths: futures, spend: spend}.play(ctx)
	if err != nil {
		return nil, err
	}
	ruined := 0.0
	for _, o := range r.Rows.Outcome {
		if o == simulate.Failed {
			ruined++
		}
	}
	want := gammaBelow(2*nu/sigma2, 2*rate/sigma2)
	return []Answer{{
		ID: "perpetuity", Unit: Share, Futures: futures, Want: want, Got: ruined / futures, Within: 4 * math.Sqrt(want*(1-want)/futures),
		Name:   say("Ruin of 4 % spent for ever (log drift 6 %, σ 20 %)", "4%를 영원히 쓸 때의 파산 확률(로그 추세 6%, σ 20%)"),
		Source: say("Reciprocal gamma distribution (Milevsky 1997, 2006), in continuous time.", "역감마분포(Milevsky 1997, 2006), 연속 시간."),
	}}, nil
}

// gammaBelow is the regularised lower incomplete gamma function, by its series.
func gammaBelow(shape, x float64) float64 {
	term := 1 / shape
	sum := term
	for k := 1.0; k < 500; k++ {
		term *= x / (shape + k)
		sum += term
	}
	g, _ := math.Lgamma(shape)
	return sum * math.Exp(shape*math.Log(x)-x-g)
}

// annuity: the level payment of an annuity due empties its account.
func annuity(ctx context.Context) ([]Answer, error) {
	const months, rate = 360, 0.03
	payment := payments(rate, months)
	r, err := portfolio{market: steady(rate, 0.02), weights: []float64{1}, months: months, paths: 1, spend: slices.Repeat([]float64{payment}, months)}.play(ctx)
	if err != nil {
		return nil, err
	}
	return []Answer{{
		ID: "annuity", Unit: Number, Want: 0, Got: r.Rows.EndWealth[0], Within: 1e-9,
		Name:   say("What a 30-year annuity due at 3 % leaves of 1", "3%로 30년간 받는 기시급 연금이 1에서 남기는 돈"),
		Source: say("Annuity identity: a = (1 - 1/g) / (1 - g^-n) empties the account.", "연금 항등식: a = (1 - 1/g) / (1 - g^-n)이면 계좌가 비워집니다."),
	}}, nil
}

// payments is the level payment at each month's beginning that uses up 1 over
// so many months at a yearly rate.
func payments(rate float64, months int) float64 {
	g := math.Pow(1+rate, 1.0/12)
	return (1 - 1/g) / (1 - math.Pow(g, -float64(months)))
}

// amortisation: the rule that spends wealth up evenly pays that same annuity.
func amortisation(ctx context.Context) ([]Answer, error) {
	const months, rate = 240, 0.04
	sc := portfolio{market: steady(rate, 0), weights: []float64{1}, months: months, paths: 1, spend: slices.Repeat([]float64{0.001}, months)}.scenario()
	sc.Rule = &simulate.Rule{Kind: simulate.VPW, Rate: rate, All: true}
	again, err := simulate.Again(ctx, sc, 0)
	if err != nil {
		return nil, err
	}
	return []Answer{{
		ID: "amortisation", Unit: Number, Want: 100 * payments(rate, months), Got: 100 * again.Spending[months/2], Within: 1e-9,
		Name:   say("Monthly spending by amortisation, of 100 at 4 % over 20 years, in its tenth year", "상각 규칙의 월 지출: 100을 4%로 20년간, 10년째"),
		Source: say("Annuity identity (PMT, type 1).", "연금 항등식(PMT, type 1)."),
	}}, nil
}

// fixedInMoney: a payment that is fixed in money of the day is worth c/(1+i)^(t/12)
// of today's.
func fixedInMoney(ctx context.Context) ([]Answer, error) {
	const months, inflation, each = 120, 0.03, 0.005
	p := portfolio{market: steady(0, inflation), weights: []float64{1}, months: months, paths: 1, spend: slices.Repeat([]float64{each}, months), nominal: true}
	r, err := p.play(ctx)
	if err != nil {
		return nil, err
	}
	discount := math.Pow(1+inflation, -1.0/12)
	return []Answer{{
		ID: "fixedInMoney", Unit: Number, Want: 1 - each*(1-math.Pow(discount, months))/(1-discount), Got: r.Rows.EndWealth[0], Within: 1e-9,
		Name:   say("What ten years of 0.5 % a month, fixed in money of the day, leave of 1 at 3 % inflation", "물가가 3% 오를 때, 명목으로 고정된 월 0.5%를 10년간 쓰고 1에서 남는 돈(실질)"),
		Source: say("Geometric series of the price index.", "물가지수의 등비급수."),
	}}, nil
}
