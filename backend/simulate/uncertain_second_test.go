package simulate

import (
	"math"

	"meridian/backend/market"
)

// drawSpells writes down when each spell is under way: month by month, the chance
// that it has not begun falls until it is no more than what is drawn.
func (s *second) drawSpells() {
	s.wages, s.moved = 1, 1
	s.years = make([]float64, len(s.sc.Income))
	for i, sp := range s.sc.Spells {
		under := make([]int, s.sc.Months)
		drawn, spared, left, again := 0, 1.0, 0, true
		lot := s.lots(i, drawn)
		for t := range under {
			if left == 0 && again {
				spared *= 1 - sp.Begins[t]
				if spared < lot {
					left, again = sp.Months, !sp.Once
					drawn, spared = drawn+1, 1
					lot = s.lots(i, drawn)
				}
			}
			if left > 0 {
				under[t] = sp.Months - left + 1
				left--
			}
		}
		s.befallen = append(s.befallen, under)
	}
}

// under reports whether what is paid during a spell, or always, is paid now.
func (s *second) under(d *During) bool {
	if d == nil {
		return true
	}
	month := s.befallen[d.Spell][s.t]
	return month == 1 || (month > 0 && !d.First)
}

// turnYear draws what a year of pay is like.
func (s *second) turnYear() {
	if s.t%12 != 0 {
		return
	}
	year := s.t / 12
	class := s.sc.Market.Classes[s.sc.Wages.Shares]
	z := func(purpose int, corr float64) float64 {
		own := market.Quantile(s.lots(purpose, year))
		if year == 0 {
			return own
		}
		before := 0.0
		if class.SD > 0 {
			v := (1 + math.Sqrt(1+4*math.Pow(class.SD/(1+class.Mean), 2))) / 2
			before = math.Log(s.moved/(1+class.Mean)) / math.Sqrt(math.Log(v))
		}
		return corr*before + math.Sqrt(1-corr*corr)*own
	}
	if w := s.sc.Wages; year > 0 {
		s.wages *= math.Exp(w.SD*z(fortuneOfWages, w.Market) - w.SD*w.SD/2)
	}
	for i, in := range s.sc.Income {
		s.years[i] = 1
		if u := in.Uncertain; u != nil {
			v := math.Log(1 + u.SD*u.SD)
			s.years[i] = math.Exp(math.Sqrt(v)*z(fortuneOfIncome+i, u.Market) - v/2)
		}
	}
	s.moved = 1
}

// levelOf is what an income is multiplied by this month.
func (s *second) levelOf(i int) float64 {
	in := s.sc.Income[i]
	if !s.under(in.During) {
		return 0
	}
	u, level := in.Uncertain, 1.0
	if u == nil {
		return 1
	}
	for _, stop := range u.Stops {
		if s.befallen[stop.Spell][s.t] > 0 {
			level *= stop.Share
		}
	}
	if u.Wages {
		level *= s.wages
	}
	return level * s.years[i]
}
