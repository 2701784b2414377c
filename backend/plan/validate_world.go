package plan

import (
	"math"
	"slices"
	"strings"
)

// assumptions checks what the household believes about the world.
func (v *validator) assumptions() {
	a := v.plan.Assumptions
	v.count("assumptions/classes", len(a.Classes))
	if len(a.Classes) == 0 {
		v.fail("/assumptions/classes", "classes.none", pair{"Name at least one asset class.", "자산군을 하나 이상 정해 주세요."})
	}
	for _, id := range sortedKeys(a.Classes) {
		v.class(id, a.Classes[id])
	}
	v.inflation(a.Inflation)
	v.correlations(a.Corr)
	v.returns(a.Returns)
	if a.Wage != nil {
		v.within("/assumptions/wage/mean", a.Wage.Mean, -0.2, 0.5)
		v.within("/assumptions/wage/sd", a.Wage.SD, 0, 1)
	}
	if a.Fees != nil {
		v.within("/assumptions/fees/default", a.Fees.Default, 0, 0.2)
	}
	if r := a.Run; r != nil {
		v.run(*r)
	}
	if v.few("/assumptions/datasets", len(a.Datasets)) {
		for i, d := range a.Datasets {
			v.short(at("/assumptions/datasets", i, "id"), d.ID)
			v.dataset(at("/assumptions/datasets", i), d)
		}
	}
}

func (v *validator) dataset(here string, d Dataset) {
	v.short(at(here, "name"), d.Name)
	v.short(at(here, "licence"), d.Licence)
	v.short(at(here, "country"), d.Country)
	v.short(at(here, "hash"), d.Hash)
	v.count(strings.TrimPrefix(at(here, "columns"), "/"), len(d.Columns))
	for _, class := range sortedKeys(d.Columns) {
		v.short(at(here, "columns", class), d.Columns[class])
	}
}

func (v *validator) class(id string, c Class) {
	here := v.record("assumptions/classes", id, c.Record)
	if id == seriesInflation || id == seriesWage {
		v.fail(here, "class.name", pair{"“%s” is not an asset class; choose another id.", "‘%s’ 값은 자산군 이름으로 쓸 수 없습니다. 다른 이름을 써 주세요."}, id)
	}
	v.within(at(here, "real", "mean"), c.Real.Mean, -0.5, 0.5)
	v.within(at(here, "real", "sd"), c.Real.SD, 0, 1)
	v.within(at(here, "yield"), c.Yield, 0, 0.5)
	v.short(at(here, "source"), c.Source)
}

func (v *validator) inflation(i Inflation) {
	v.within("/assumptions/inflation/mean", i.Mean, -0.1, 1)
	v.within("/assumptions/inflation/sd", i.SD, 0, 0.5)
	v.within("/assumptions/inflation/ar1", i.AR1, 0, 0.98)
	v.count("assumptions/inflation/spreads", len(i.Spreads))
	for _, name := range sortedKeys(i.Spreads) {
		v.within(at("/assumptions/inflation/spreads", name), i.Spreads[name], -0.3, 0.3)
	}
}

func (v *validator) returns(r Returns) {
	if r.Model == ModelStudentT && !(r.DF > 2 && r.DF <= 1000) {
		v.fail("/assumptions/returns/df", "returns.df", pair{
			"Student's t needs more than 2 degrees of freedom to have a deviation. 5 or 6 suits shares.",
			"스튜던트 t 분포의 자유도는 2보다 커야 합니다. 주식에는 5나 6이 알맞습니다.",
		})
	}
	v.whole("/assumptions/returns/blockMonths", r.BlockMonths, 0, 600)
	v.short("/assumptions/returns/dataset", r.Dataset)
	if r.Model == ModelRegime && r.Regimes == nil {
		v.fail("/assumptions/returns/regimes", "returns.regimes", pair{
			"Say how calm and stress follow each other, and what stress is like.",
			"평온과 위기가 어떻게 이어지는지, 위기가 어떤 모습인지 정해 주세요.",
		})
	}
	if r.Regimes != nil {
		v.regimes("/assumptions/returns/regimes", *r.Regimes)
	}
}

// regimes checks calm and stress. A state that never ends has no long run to
// keep the means of.
func (v *validator) regimes(here string, s Switch) {
	for _, stay := range []struct {
		field  string
		chance float64
	}{{"stayCalm", s.StayCalm}, {"stayStress", s.StayStress}} {
		if !(stay.chance >= 0 && stay.chance <= maxStay) {
			v.fail(at(here, stay.field), "returns.stay", pair{
				"The chance of staying must be between 0 and %[1]g; otherwise this state would never end. 0.95 is 95 %%.",
				"이어질 확률은 0에서 %[1]g 사이여야 합니다. 그보다 크면 이 상태가 끝나지 않습니다. 95%%는 0.95로 씁니다.",
			}, maxStay)
		}
	}
	v.within(at(here, "stressMean"), s.StressMean, -0.9, 0.5)
	switch {
	case !(s.StressSD >= 0.1 && s.StressSD <= 10):
		v.fail(at(here, "stressSd"), "returns.stressSd", pair{
			"Ups and downs in stress are given as a multiple of those in calm, from 0.1 to 10. 2 is twice as large.",
			"위기 때 변동 폭은 평온할 때의 몇 배인지로 씁니다. 0.1에서 10 사이여야 하며, 2는 두 배를 뜻합니다.",
		})
	case s.StressSD < 1:
		v.warn(at(here, "stressSd"), "returns.stressCalm", pair{
			"Below 1, markets move less in stress than in calm. 2 is twice as much.",
			"1보다 작으면 위기 때 시장이 평온할 때보다 덜 움직입니다. 2는 두 배를 뜻합니다.",
		})
	}
}

// maxStay is the greatest chance of staying in a state for a month: once in
// eight hundred years it is left.
const maxStay = 0.9999

func (v *validator) run(r RunDefaults) {
	v.whole("/assumptions/run/paths", r.Paths, 0, MaxPaths)
	if r.Seed > MaxSeed {
		v.fail("/assumptions/run/seed", "run.seed", pair{"The seed must be at most %d.", "시드는 %d 이하여야 합니다."}, uint64(MaxSeed))
	}
}

// The series that stand in a correlation matrix beside asset classes.
const (
	seriesInflation = "inflation"
	seriesWage      = "wage"
)

// correlations checks the matrix. One that no random variables can have is a
// warning: the nearest one that they can have is used instead.
func (v *validator) correlations(c Corr) {
	if !v.few("/assumptions/corr/order", len(c.Order)) || !v.square(c) {
		return
	}
	sound := v.names(c.Order)
	for i, row := range c.M {
		for j, x := range row {
			here := at("/assumptions/corr/m", i, j)
			switch {
			case i == j && x != 1:
				sound = false
				v.fail(here, "corr.diagonal", pair{"Everything correlates with itself at 1.", "자기 자신과의 상관계수는 1이어야 합니다."})
			case !(x >= -1 && x <= 1):
				sound = false
				v.fail(here, "corr.range", pair{"A correlation lies between -1 and 1.", "상관계수는 -1과 1 사이여야 합니다."})
			case j > i && math.Abs(x-c.M[j][i]) > 1e-9:
				sound = false
				v.fail(here, "corr.symmetry", pair{
					"“%[1]s” with “%[2]s” must be the same both ways; it is %[3]g and %[4]g.",
					"‘%[1]s’와 ‘%[2]s’의 상관계수는 양쪽이 같아야 합니다. 지금은 %[3]g, %[4]g입니다.",
				}, c.Order[i], c.Order[j], x, c.M[j][i])
			}
		}
	}
	if sound && !semidefinite(c.M) {
		v.warn("/assumptions/corr/m", "corr.repaired", pair{
			"These correlations contradict each other. The nearest ones that fit together are used.",
			"상관계수들이 서로 모순됩니다. 함께 성립하는 가장 가까운 값을 대신 씁니다.",
		})
	}
}

func (v *validator) square(c Corr) bool {
	n := len(c.Order)
	square := len(c.M) == n
	for _, row := range c.M {
		square = square && len(row) == n
	}
	if !square {
		v.fail("/assumptions/corr/m", "corr.square", pair{
			"The matrix must have %[1]d rows of %[1]d numbers, one for each name in “order”.",
			"행렬은 ‘order’의 이름 수에 맞게 %[1]d행 %[1]d열이어야 합니다.",
		}, n)
	}
	return square
}

func (v *validator) names(order []string) bool {
	sound := true
	for i, name := range order {
		_, class := v.plan.Assumptions.Classes[name]
		here := at("/assumptions/corr/order", i)
		if !class && name != seriesInflation && name != seriesWage {
			v.dangling(here, pair{"asset class", "자산군"}, name)
			sound = false
		}
		if slices.Contains(order[:i], name) {
			v.fail(here, "corr.twice", pair{"“%s” stands twice.", "‘%s’ 이름이 두 번 있습니다."}, clip(name))
			sound = false
		}
	}
	return sound
}

// semidefinite reports whether a symmetric matrix is positive semi-definite,
// up to rounding, by its Cholesky factorisation with pivots that may vanish.
func semidefinite(m [][]float64) bool {
	const tolerance = 1e-10
	l := make([][]float64, len(m))
	for i := range m {
		l[i] = make([]float64, len(m))
		for j := 0; j <= i; j++ {
			sum := m[i][j]
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			switch {
			case i == j && sum < -tolerance:
				return false
			case i == j:
				l[i][i] = math.Sqrt(math.Max(sum, 0))
			case l[j][j] > 1e-7:
				l[i][j] = sum / l[j][j]
			case math.Abs(sum) > 1e-6:
				return false // a vanished pivot with something left beside it
			}
		}
	}
	return true
}
