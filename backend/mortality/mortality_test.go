package mortality

import (
	"math"
	"testing"
)

// expectancy is the mean time left, in years.
func expectancy(t *Table, sex Sex, age int) float64 {
	sum := 0.5
	for m := 1; 12*age+m <= 12*Oldest; m++ {
		sum += t.Alive(sex, 12*age, m)
	}
	return sum / 12
}

// The US table's own columns: life expectancy and survivors of 100,000.
func TestTheTableOfTheUnitedStates(t *testing.T) {
	table := us2022()
	if len(table.male) != Oldest+1 || table.male[Oldest] != 0 || table.female[Oldest] != 0 {
		t.Fatalf("%d ages, %v at the last", len(table.male), table.male[Oldest])
	}
	for _, c := range []struct {
		age          int
		male, female float64
	}{{0, 74.74, 80.18}, {65, 17.48, 20.12}, {80, 8.11, 9.49}, {90, 3.91, 4.62}} {
		if m, f := expectancy(&table, Male, c.age), expectancy(&table, Female, c.age); math.Abs(m-c.male) > 0.03 || math.Abs(f-c.female) > 0.03 {
			t.Errorf("%d: %v and %v years, the table says %v and %v", c.age, m, f, c.male, c.female)
		}
	}
	for _, c := range []struct {
		age          int
		male, female float64
	}{{65, 77_402, 86_231}, {75, 60_263, 73_319}, {90, 16_504, 27_827}, {100, 710, 2_205}} {
		if math.Abs(1e5*table.male[c.age]-c.male) > 1.5 || math.Abs(1e5*table.female[c.age]-c.female) > 1.5 {
			t.Errorf("%d: %v and %v survive, the table says %v and %v", c.age, 1e5*table.male[c.age], 1e5*table.female[c.age], c.male, c.female)
		}
	}
}

// What Statistics Korea published of its table of 2023.
func TestTheTableOfKorea(t *testing.T) {
	table := kr2023()
	for _, c := range []struct {
		age          int
		male, female float64
	}{{0, 80.6, 86.4}, {40, 41.6, 47.2}, {60, 23.4, 28.2}} {
		if m, f := expectancy(&table, Male, c.age), expectancy(&table, Female, c.age); math.Abs(m-c.male) > 0.3 || math.Abs(f-c.female) > 0.3 {
			t.Errorf("%d: %v and %v years, published are %v and %v", c.age, m, f, c.male, c.female)
		}
	}
	for _, c := range []struct {
		age          int
		male, female float64
	}{{80, 0.636, 0.818}, {100, 0.010, 0.046}} {
		if m, f := table.Alive(Male, 0, 12*c.age), table.Alive(Female, 0, 12*c.age); math.Abs(m-c.male) > 0.002 || math.Abs(f-c.female) > 0.002 {
			t.Errorf("%d: %v and %v survive, published are %v and %v", c.age, m, f, c.male, c.female)
		}
	}
}

func TestFewerAndFewerAreAlive(t *testing.T) {
	for _, table := range Tables() {
		for _, sex := range []Sex{Either, Female, Male} {
			for _, age := range []int{0, 500, 1000, 1439, 2000} {
				last := 1.0
				for after := range 12*Oldest + 1 {
					v := table.Alive(sex, age, after)
					if v < 0 || v > last {
						t.Fatalf("%s: sex %d at %d months: %v alive after %d, %v before", table.ID, sex, age, v, after, last)
					}
					last = v
				}
				if last != 0 {
					t.Errorf("%s: %v outlive the table", table.ID, last)
				}
			}
		}
	}
}

func TestReachedIsWhatOneInTenOutlives(t *testing.T) {
	for _, table := range Tables() {
		for _, sex := range []Sex{Either, Female, Male} {
			for _, chance := range []float64{0.1, 0.5, 0.9, 0.99} {
				m := table.Reached(sex, 780, chance)
				if over := table.Alive(sex, 780, m-780); over > 1-chance || table.Alive(sex, 780, m-781) <= 1-chance {
					t.Errorf("%s: %v live longer than %d months with chance %v", table.ID, over, m, chance)
				}
			}
		}
	}
	if m := us2022(); m.Reached(Male, 780, 1) > 12*Oldest {
		t.Error("somebody outlives the table")
	}
}

func TestUsual(t *testing.T) {
	for _, c := range [][3]string{{"KR", "USD", KR2023}, {"", "KRW", KR2023}, {"US", "KRW", US2022}, {"", "EUR", US2022}} {
		if got := Usual(c[0], c[1]); got != c[2] {
			t.Errorf("%v: %s", c, got)
		}
		if _, ok := Find(c[2]); !ok {
			t.Errorf("no table %s", c[2])
		}
	}
	if _, ok := Find("xx"); ok {
		t.Error("a table of nowhere")
	}
}
