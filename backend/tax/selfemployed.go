package tax

// What the United States take of net earnings from self-employment.
const (
	selfShare   = 0.9235 // of net earnings is taxed: 26 USC 1402(a)(12)
	selfSocial  = 0.124  // 26 USC 1401(a)
	selfHealth  = 0.029  // 26 USC 1401(b)(1)
	selfHalf    = 0.5    // of both is deducted: 26 USC 164(f)(1)
	selfNothing = 400    // below this nothing is owed: 26 USC 1402(b)(2); never indexed
)

// OwnWork reports whether a class is of self-employment.
func (c Class) OwnWork() bool { return c == SelfEmployed || c == SecondSelfEmployed }

// ownWork reports whether there is income from self-employment.
func (in *Income) ownWork() bool { return in[SelfEmployed] > 0 || in[SecondSelfEmployed] > 0 }

// selfEmployment is the tax on self-employment: what its parts rest on, and the
// year's income with net earnings among the rest, less half of the tax.
type selfEmployment struct {
	social, health, additional float64 // bases
	half                       float64
	income                     Income
}

func (s *selfEmployment) owed() float64 {
	return float64(selfSocial*s.social) + float64(selfHealth*s.health) + float64(medicareMore*s.additional)
}

// selfEmployment works the tax out for each of two earners. Pay comes first under
// the wage base (26 USC 1402(b)(1)) and under the threshold of the additional
// Medicare tax (26 USC 1401(b)(2)(B)), of which nothing is deducted.
func (r *federalReturn) selfEmployment(in *Income, index float64) selfEmployment {
	s := selfEmployment{income: *in}
	wages, earnings := positive(in[Wages])+positive(in[SecondWages]), 0.0
	for _, one := range [...]struct{ own, pay Class }{{SelfEmployed, Wages}, {SecondSelfEmployed, SecondWages}} {
		net := positive(in[one.own])
		s.income[one.own] = 0
		s.income[Ordinary] += net
		taxed := float64(selfShare * net)
		if taxed < selfNothing {
			continue
		}
		earnings += taxed
		s.social += min(taxed, positive(float64(r.wageBase*index)-positive(in[one.pay])))
	}
	s.health = earnings
	s.additional = positive(wages+earnings-r.invest) - positive(wages-r.invest)
	s.half = float64(selfHalf * (float64(selfSocial*s.social) + float64(selfHealth*s.health)))
	s.income[Ordinary] -= s.half
	return s
}

// withoutOwnWork puts net earnings among the year's ordinary income, less half of
// the tax on self-employment, which it returns with the income as it was.
func (f *Federal) withoutOwnWork(y *Year) (own selfEmployment, before Income) {
	r, index := f.filed(y)
	own, before = r.selfEmployment(&y.Income, index), y.Income
	y.Income = own.income
	return own, before
}

// insured is what an individual insured by the national pension of Korea pays on
// in a year: who has pay is insured by the employer instead, at half the rate
// (국민연금법 제8조, 제10조, 제88조).
func (r *koreaYear) insured(in *Income) (base, rate float64) {
	if pay := earned(in); pay > 0 || !in.ownWork() {
		return min(pay, r.law.pensionPay), r.premium
	}
	return min(positive(in[SelfEmployed])+positive(in[SecondSelfEmployed]), r.law.pensionPay), float64(2 * r.premium)
}

// business puts business income (소득세법 제19조) among what is taxed together.
func (in *Income) business() {
	if in.ownWork() {
		in[Ordinary] += positive(in[SelfEmployed]) + positive(in[SecondSelfEmployed])
	}
}

// ownWork reports whether anybody may have income from self-employment.
func (y *Years) ownWork() bool {
	return y.Income[SelfEmployed] != nil || y.Income[SecondSelfEmployed] != nil
}

// lane is the year of one lane.
func (y *Years) lane(l int, to *Year) {
	to.Calendar, to.Payer, to.Index = y.Calendar, y.Payer, y.Index[l]
	for c, in := range y.Income {
		to.Income[c] = 0
		if in != nil {
			to.Income[c] = in[l]
		}
	}
}
