package answer

import (
	"math"
	"strconv"
	"strings"

	"meridian/backend/fault"
)

// leverWords are what moving a lever is called; {} stands for how far. The
// interface says the same words on its screen of levers.
var leverWords = map[string][2]fault.Text{ // down, up
	"retire":         {{EN: "Retire {} earlier", KO: "은퇴 {} 앞당기기"}, {EN: "Retire {} later", KO: "은퇴 {} 늦추기"}},
	"spendEssential": {{EN: "Spend {} less on essentials", KO: "꼭 필요한 지출 {} 줄이기"}, {EN: "Spend {} more on essentials", KO: "꼭 필요한 지출 {} 늘리기"}},
	"spendFlexible":  {{EN: "Spend {} less on flexible things", KO: "줄일 수 있는 지출 {} 줄이기"}, {EN: "Spend {} more on flexible things", KO: "줄일 수 있는 지출 {} 늘리기"}},
	"spendRetired":   {{EN: "Spend {} less in retirement", KO: "은퇴 후 지출 {} 줄이기"}, {EN: "Spend {} more in retirement", KO: "은퇴 후 지출 {} 늘리기"}},
	"saving":         {{EN: "Save {} of pay less", KO: "급여의 {} 덜 저축하기"}, {EN: "Save {} of pay more", KO: "급여의 {} 더 저축하기"}},
	"returns":        {{EN: "Returns {} a year lower", KO: "수익률이 해마다 {} 낮다면"}, {EN: "Returns {} a year higher", KO: "수익률이 해마다 {} 높다면"}},
	"volatility":     {{EN: "Markets swing {} less", KO: "시장이 {} 덜 출렁인다면"}, {EN: "Markets swing {} more", KO: "시장이 {} 더 출렁인다면"}},
	"inflation":      {{EN: "Inflation {} a year lower", KO: "물가가 해마다 {} 덜 오른다면"}, {EN: "Inflation {} a year higher", KO: "물가가 해마다 {} 더 오른다면"}},
	"fees":           {{EN: "Fees {} a year lower", KO: "수수료를 해마다 {} 낮추면"}, {EN: "Fees {} a year higher", KO: "수수료가 해마다 {} 높다면"}},
	"publicPension":  {{EN: "State pensions {} lower", KO: "공적 연금이 {} 줄면"}, {EN: "State pensions {} higher", KO: "공적 연금이 {} 늘면"}},
	"longevity":      {{EN: "Live {} less", KO: "{} 덜 산다면"}, {EN: "Live {} longer", KO: "{} 더 오래 산다면"}},
	"equity":         {{EN: "{} less in stocks", KO: "주식 비중 {} 줄이기"}, {EN: "{} more in stocks", KO: "주식 비중 {} 늘리기"}},
}

// decided is which way the household may move a lever: 1 up, -1 down, 2 both;
// what the world decides is not there.
var decided = map[string]float64{
	"retire": 1, "spendEssential": -1, "spendFlexible": -1, "spendRetired": -1, "saving": 1, "fees": -1, "equity": 2,
}

// ours reports whether all of the moves are the household's to decide.
func ours(moves []Move) bool {
	for _, m := range moves {
		way, known := decided[m.Lever]
		if !known || way != 2 && way*m.Amount < 0 {
			return false
		}
	}
	return len(moves) > 0
}

// moveName is what a person calls moves: "Retire 2 years later".
func moveName(moves []Move, locale string) string {
	var names []string
	for _, m := range moves {
		way := 1
		if m.Amount < 0 {
			way = 0
		}
		name := strings.Replace(leverWords[m.Lever][way].In(locale), "{}", amountName(m.Unit, m.Amount, locale), 1)
		if len(names) > 0 && locale != "ko" {
			name = strings.ToLower(name[:1]) + name[1:]
		}
		names = append(names, name)
	}
	return strings.Join(names, fault.Text{EN: " and ", KO: ", "}.In(locale))
}

// amountName is how far, without which way: "2 years", "5%", "0.5 points".
func amountName(unit string, amount float64, locale string) string {
	size := math.Abs(amount)
	switch unit {
	case "months":
		return duration(int(math.Round(size)), locale)
	case "years":
		return duration(int(math.Round(12*size)), locale)
	case "points":
		n := number(100 * size)
		if locale == "ko" {
			return n + "%p"
		}
		return n + plural(n, " point", " points")
	}
	return number(100*size) + "%"
}

func plural(n, one, many string) string {
	if n == "1" {
		return one
	}
	return many
}

// number is a number with at most two digits after the point.
func number(v float64) string { return strconv.FormatFloat(math.Round(100*v)/100, 'f', -1, 64) }

// duration is "1 year 6 months", "1년 6개월".
func duration(months int, locale string) string {
	years, rest := months/12, months%12
	var parts []string
	if years > 0 || months == 0 {
		n := strconv.Itoa(years)
		parts = append(parts, fault.Text{EN: n + plural(n, " year", " years"), KO: n + "년"}.In(locale))
	}
	if rest > 0 {
		n := strconv.Itoa(rest)
		parts = append(parts, fault.Text{EN: n + plural(n, " month", " months"), KO: n + "개월"}.In(locale))
	}
	return strings.Join(parts, " ")
}
