// Package mortality says how likely people are to be alive later.
//
// It earns its place because both the plan (which must know how long it runs)
// and the compilation of a forecast (which lets lives end by chance) read the
// same tables.
//
// Terms: a period table holds the chances of dying within a year at each exact
// age, as they were in one calendar year; it expects no further progress of
// medicine, so that for the young it ends lives somewhat early. Ages and times
// are in months; within a year of age the force of mortality is constant.
package mortality

import (
	_ "embed"
	"strconv"
	"strings"

	"meridian/backend/market"
)

// Sex picks the column of a table.
type Sex uint8

// The columns. Either is as many women as men at the age looked from.
const (
	Either Sex = iota
	Female
	Male
)

// Oldest is the age, in years, that nobody outlives.
const Oldest = 120

// Table is a period life table.
type Table struct {
	// ID is the country and the year, e.g. "us-2022".
	ID string
	// Year is the calendar year that was observed.
	Year int
	// Source is the public document, and what was done with it.
	Source string

	// Of those born, the shares alive at exact ages 0 to Oldest.
	female, male []float64
}

// The tables.
const (
	US2022 = "us-2022"
	KR2023 = "kr-2023"
)

// Tables are all tables.
func Tables() []Table { return []Table{us2022(), kr2023()} }

// Find is the table of an id.
func Find(id string) (Table, bool) {
	switch id {
	case US2022:
		return us2022(), true
	case KR2023:
		return kr2023(), true
	}
	return Table{}, false
}

// Usual is the table for a country ("KR", "US"), or, where that says nothing,
// for the country whose currency it is; the United States' where there is none.
func Usual(country, currency string) string {
	if country == "KR" || (country == "" && currency == "KRW") {
		return KR2023
	}
	return US2022
}

// Alive is the share of those who are alive at an age that still are after a
// time, both in months. Someone older than the table is taken to be in its last year.
func (t *Table) Alive(sex Sex, age, after int) float64 {
	if after <= 0 {
		return 1
	}
	age = min(max(age, 0), 12*Oldest-1)
	switch sex {
	case Female:
		return ratio(t.female, age, after)
	case Male:
		return ratio(t.male, age, after)
	}
	return float64(0.5*ratio(t.female, age, after)) + float64(0.5*ratio(t.male, age, after))
}

func ratio(alive []float64, age, after int) float64 {
	return at(alive, age+after) / at(alive, age)
}

// at is the share alive at an age in months.
func at(alive []float64, age int) float64 {
	year, month := age/12, age%12
	switch {
	case year >= Oldest:
		return 0
	case month == 0:
		return alive[year]
	case alive[year+1] == 0: // the last year: evenly
		return float64(alive[year] * float64(12-month) / 12)
	}
	return float64(alive[year] * market.Pow(alive[year+1]/alive[year], float64(month)/12))
}

// Reached is the age in months that somebody of an age does not outlive with the
// given chance: with 0.9, one in ten lives longer.
func (t *Table) Reached(sex Sex, age int, chance float64) int {
	after := 1
	for 1-t.Alive(sex, age, after) < chance && age+after < 12*Oldest {
		after++
	}
	return age + after
}

// us is the chances of dying by age, male and female; the file names its source.
//
//go:embed us2022.csv
var us string

func us2022() Table {
	t := Table{
		ID: US2022, Year: 2022,
		Source: "US Social Security Administration, period life table 2022 (2025 Trustees Report), https://www.ssa.gov/oact/STATS/table4c6.html",
		female: []float64{1}, male: []float64{1},
	}
	for line := range strings.Lines(us) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		male, female, _ := strings.Cut(strings.TrimSpace(line), ",")
		t.male, t.female = append(t.male, survived(t.male, male)), append(t.female, survived(t.female, female))
	}
	return t
}

// survived is the share alive a year later, given the chance of dying as the
// embedded file has it, which a test reads whole.
func survived(alive []float64, chance string) float64 {
	q, err := strconv.ParseFloat(chance, 64)
	if err != nil {
		panic("mortality: the embedded table is damaged")
	}
	return float64(alive[len(alive)-1] * (1 - q))
}

// law is a force of mortality by age in years: young, constant, below 40; from
// there on constant plus k/(1+k), k = base·e^(growth·(age−40)).
// Source: Thatcher, Kannisto, Vaupel, The Force of Mortality at Ages 80 to 120
// (1998): the Kannisto model; the constant is Makeham's (1860).
type law struct{ young, constant, base, growth float64 }

// alive are the shares alive by age, integrating the force in quarters of a year.
func (w law) alive() []float64 {
	shares, sum := []float64{1}, 0.0
	for quarter := range 4 * Oldest {
		age := (float64(quarter) + 0.5) / 4
		force := w.young
		if age >= 40 {
			k := float64(w.base * market.Exp(float64(w.growth*(age-40))))
			force = w.constant + k/(1+k)
		}
		sum += force / 4
		if quarter%4 == 3 {
			shares = append(shares, market.Exp(-sum))
		}
	}
	shares[Oldest] = 0
	return shares
}

// kr2023 is a law fitted by least squares to what Statistics Korea published of
// its table: life expectancies at birth (80.6 and 86.4 years), at 40 (41.6 and
// 47.2) and at 60 (23.4 and 28.2), and the shares of those born who reach 80
// (63.6 % and 81.8 %) and 100 (1.0 % and 4.6 %). It meets them within 0.3 years
// and 0.2 points. The full table by age was not at hand.
func kr2023() Table {
	return Table{
		ID: KR2023, Year: 2023,
		Source: "통계청, 2023년 생명표 (2024-12-04, https://kostat.go.kr): law of Kannisto and Makeham fitted to its published life expectancies and survival",
		male:   law{young: 0.0004862, constant: 0.001252, base: 0.0002125, growth: 0.13896}.alive(),
		female: law{young: 0.0003202, constant: 0.0008751, base: 4.0469e-05, growth: 0.16088}.alive(),
	}
}
