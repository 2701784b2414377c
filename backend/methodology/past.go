package methodology

import (
	"fmt"
	"math"
	"slices"

	"meridian/backend/market"
	"meridian/backend/plan"
)

// span is the length of a window in years.
const span = 30

// past is recorded history.
type past struct{ market.Recording }

func readPast() past { return past{market.Recorded()} }

func (p *past) recorded() Recorded {
	last := p.Months() // the month after the last return began
	return Recorded{
		Name: say(
			"Robert J. Shiller's monthly series of American shares, interest rates and consumer prices. Bonds are a ten-year bond at the long rate; cash is the long rate less one point, since no short rate was recorded.",
			"로버트 실러의 미국 주식·금리·소비자물가 월별 자료입니다. 채권은 장기 금리의 10년물이고, 현금은 단기 금리 기록이 없어 장기 금리에서 1%포인트를 뺀 값입니다."),
		First: fmt.Sprintf("%d-01", p.Year), Last: fmt.Sprintf("%d-%02d", p.Year+last/12, last%12+1), Months: last,
	}
}

// growth is the monthly growth of a series; prices are "inflation".
func (p *past) growth(of plan.History) []float64 {
	switch of {
	case plan.HistoryStocks:
		return p.Stocks
	case plan.HistoryBonds:
		return p.Bonds
	case plan.HistoryCash:
		return p.Cash
	default:
		return p.Inflation
	}
}

// distribution measures every window and says where a value stands among them.
func (p *past) distribution(value float64, years int, measure Text, of func(from int) float64) *Distribution {
	values := make([]float64, p.Months()-years*12+1)
	below := 0.0
	for from := range values {
		values[from] = of(from)
		if values[from] < value {
			below++
		}
	}
	slices.Sort(values)
	d := &Distribution{Measure: measure, Years: years, Windows: len(values), At: round(100*below/float64(len(values)), 1)}
	for q := range 101 {
		d.Percentiles = append(d.Percentiles, round(values[q*(len(values)-1)/100], 5))
	}
	return d
}

// geometric is the growth per year of monthly factors.
func geometric(months []float64) float64 {
	sum := 0.0
	for _, g := range months {
		sum += math.Log(g)
	}
	return math.Expm1(sum * 12 / float64(len(months)))
}

// yearly is the growth of each twelve months.
func yearly(months []float64) []float64 {
	years := make([]float64, len(months)/12)
	for y := range years {
		growth := 1.0
		for _, g := range months[y*12 : y*12+12] {
			growth *= g
		}
		years[y] = growth - 1
	}
	return years
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// deviation is the standard deviation of a sample.
func deviation(v []float64) float64 {
	m, sum := mean(v), 0.0
	for _, x := range v {
		sum += (x - m) * (x - m)
	}
	return math.Sqrt(sum / float64(len(v)-1))
}

// correlation is that of two samples of the same length.
func correlation(a, b []float64) float64 {
	ma, mb := mean(a), mean(b)
	var xy, xx, yy float64
	for i := range a {
		xy += (a[i] - ma) * (b[i] - mb)
		xx += (a[i] - ma) * (a[i] - ma)
		yy += (b[i] - mb) * (b[i] - mb)
	}
	return xy / math.Sqrt(xx*yy)
}

// memory is the correlation of values with those before them.
func memory(v []float64) float64 { return correlation(v[1:], v[:len(v)-1]) }

func round(v float64, digits int) float64 {
	f := math.Pow(10, float64(digits))
	return math.Round(v*f) / f
}

// pointTo is a JSON pointer into a matrix.
func pointTo(at string, i, j int) string { return fmt.Sprintf("%s/%d/%d", at, i, j) }
