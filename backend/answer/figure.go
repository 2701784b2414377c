package answer

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

// shown says of a fact what it is called and on which screen it stands.
type shown struct {
	label  fault.Text
	screen Screen
}

// facts are the facts of a forecast that answers refer to.
var facts = map[string]shown{
	"success":                 {fault.Text{EN: "Futures that hold", KO: "지켜지는 미래"}, ScreenToday},
	"target":                  {fault.Text{EN: "Share that should hold", KO: "목표로 정한 비율"}, ScreenLevers},
	"futures":                 {fault.Text{EN: "Futures played", KO: "계산한 미래"}, ScreenFutures},
	"spend.sustainable.month": {fault.Text{EN: "Sustainable spending a month", KO: "한 달에 쓸 수 있는 돈"}, ScreenToday},
	"spend.planned.month":     {fault.Text{EN: "Planned spending a month", KO: "한 달에 쓰기로 한 돈"}, ScreenToday},
	"spend.retired.month":     {fault.Text{EN: "Planned spending a month in retirement", KO: "은퇴 후 한 달에 쓰기로 한 돈"}, ScreenToday},
	"wealth.end.p10":          {fault.Text{EN: "Left at the end: one future in ten has less", KO: "마지막에 남는 돈: 열에 하나는 이보다 적음"}, ScreenFutures},
	"wealth.end.p50":          {fault.Text{EN: "Left at the end, in the middle", KO: "마지막에 남는 돈: 중간"}, ScreenFutures},
	"wealth.end.p90":          {fault.Text{EN: "Left at the end: one future in ten has more", KO: "마지막에 남는 돈: 열에 하나는 이보다 많음"}, ScreenFutures},
	"wealth.retirement.p50":   {fault.Text{EN: "Net worth at retirement, in the middle", KO: "은퇴할 때 순자산: 중간"}, ScreenFutures},
	"tax.lifetime.p50":        {fault.Text{EN: "Tax over the whole life, in the middle", KO: "평생 내는 세금: 중간"}, ScreenFutures},
	"inflation.p50":           {fault.Text{EN: "Inflation a year, in the middle", KO: "연간 물가 상승률: 중간"}, ScreenFutures},
	"failure.depth":           {fault.Text{EN: "Essentials unpaid where it fails", KO: "무너지는 미래에서 못 내는 필수 지출"}, ScreenRuns},
	"failure.years":           {fault.Text{EN: "How long it is short where it fails", KO: "무너지는 미래에서 모자라는 기간"}, ScreenRuns},
	"failure.firstAge":        {fault.Text{EN: "Age of the first shortfall", KO: "처음 모자라는 나이"}, ScreenRuns},
	"legacy.left":             {fault.Text{EN: "Futures that leave what is wished for", KO: "남기려는 만큼 남는 미래"}, ScreenToday},
}

// reading is in whose language and money figures are written.
type reading struct {
	locale   string
	currency plan.Currency
}

// figure writes a fact under a name of its own.
func (r reading) figure(id string, label fault.Text, screen Screen, f Fact) Figure {
	return Figure{ID: id, Label: label.In(r.locale), Value: f.Value, Unit: f.Unit, CI: f.CI, Text: r.text(f), Screen: screen}
}

// text is a fact as it is read, with its unit.
func (r reading) text(f Fact) string {
	switch f.Unit {
	case "share":
		return percent(shownShare(f.Value))
	case "rate":
		return percent(f.Value)
	case "rate of exchange":
		return strconv.FormatFloat(f.Value, 'f', -1, 64)
	case "points":
		return r.points(f.Value)
	case "currency", "currencyPerMonth":
		return r.amount(f.Value)
	case "years":
		return duration(int(math.Round(12*f.Value)), r.locale)
	case "months":
		return duration(int(math.Round(f.Value)), r.locale)
	case "age":
		age := strconv.Itoa(int(math.Floor(f.Value)))
		return fault.Text{EN: age, KO: age + "세"}.In(r.locale)
	}
	return grouped(f.Value)
}

// shownShare keeps a share from reading as all or none when it is neither, as
// the screens do.
func shownShare(v float64) float64 {
	rounded := math.Round(1000*v) / 1000
	if rounded == 1 && v < 1 {
		return 0.999
	}
	if rounded == 0 && v > 0 {
		return 0.001
	}
	return rounded
}

func percent(v float64) string {
	return strings.Replace(strconv.FormatFloat(100*v, 'f', 1, 64), "-", "−", 1) + "%"
}

// points is a difference of shares, with its sign.
func (r reading) points(v float64) string {
	n := strconv.FormatFloat(math.Abs(100*v), 'f', 1, 64)
	sign := ""
	if n != "0.0" {
		sign = map[bool]string{true: "−", false: "+"}[v < 0]
	}
	return sign + n + fault.Text{EN: " points", KO: "%p"}.In(r.locale)
}

// amount is money to three digits, as the screens write what is worth saying.
func (r reading) amount(v float64) string {
	sign := ""
	if v < 0 {
		sign = "−"
	}
	size := threeDigits(math.Abs(v))
	if r.locale == "ko" {
		return sign + r.korean(size)
	}
	marks := map[plan.Currency]string{"USD": "$", "KRW": "₩", "EUR": "€", "GBP": "£", "JPY": "¥"}
	mark, known := marks[r.currency]
	if !known {
		mark = string(r.currency) + " "
	}
	if size >= 1e6 {
		return sign + mark + number(size/1e6) + "M"
	}
	return sign + mark + grouped(size)
}

// threeDigits rounds to three leading digits; below a thousand to whole units.
func threeDigits(v float64) float64 {
	if v < 1000 {
		return math.Round(v)
	}
	step := math.Pow10(int(math.Floor(math.Log10(v))) - 2)
	return math.Round(v/step) * step
}

// korean is an amount in myriads: 4억 5,230만원.
func (r reading) korean(size float64) string {
	var parts []string
	rest := size
	for _, g := range []struct {
		scale float64
		name  string
	}{{1e12, "조"}, {1e8, "억"}, {1e4, "만"}} {
		if n := math.Floor(rest / g.scale); n > 0 {
			parts = append(parts, grouped(n)+g.name)
			rest -= n * g.scale
		}
	}
	if rest >= 0.5 || len(parts) == 0 {
		parts = append(parts, grouped(rest))
	}
	names := map[plan.Currency]string{"KRW": "원", "USD": " 달러", "EUR": " 유로", "JPY": " 엔", "GBP": " 파운드"}
	name, known := names[r.currency]
	if !known {
		name = " " + string(r.currency)
	}
	return strings.Join(parts, " ") + name
}

// grouped is a whole number in groups of three.
func grouped(v float64) string {
	digits := fmt.Sprintf("%.0f", math.Abs(v))
	out := ""
	for len(digits) > 3 {
		out = "," + digits[len(digits)-3:] + out
		digits = digits[:len(digits)-3]
	}
	if math.Round(v) < 0 {
		digits = "−" + digits
	}
	return digits + out
}
