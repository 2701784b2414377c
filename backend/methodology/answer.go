package methodology

import (
	"context"
	"math"
	"slices"
)

// Answer is a figure that is known without the engine, beside what the engine
// makes of it.
type Answer struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
	// Source is the formula or publication that Want comes from.
	Source Text `json:"source"`
	Unit   Unit `json:"unit"`
	// Futures is how many were drawn for it; 0 where none is left to chance.
	Futures int `json:"futures,omitempty"`
	// Got may differ from Want by Within: rounding, or, where futures are drawn,
	// four standard errors of so many of them.
	Want   float64 `json:"want"`
	Got    float64 `json:"got"`
	Within float64 `json:"within"`
	Right  bool    `json:"right"`
}

// Written is the known answer and the engine's, as they are shown.
func (a Answer) Written() (want, got string) { return a.Unit.written(a.Want), a.Unit.written(a.Got) }

// SelfTest is what the engine on this machine makes of questions with known answers.
type SelfTest struct {
	Engine string  `json:"engine"`
	Ms     float64 `json:"ms"`
	Right  bool    `json:"right"`
	// Same says that this machine computes what was computed when the program was
	// made, to the twelfth digit.
	Same    bool     `json:"same"`
	Answers []Answer `json:"answers"`
}

// NewSelfTest sums up answers that took ms milliseconds to get.
func NewSelfTest(engine string, ms float64, answers []Answer) SelfTest {
	wrong := slices.ContainsFunc(answers, func(a Answer) bool { return !a.Right })
	return SelfTest{Engine: engine, Ms: ms, Right: !wrong, Same: alike(answers, measurements().Answers), Answers: answers}
}

// alike reports whether two lists of answers say the same.
func alike(a, b []Answer) bool {
	return slices.EqualFunc(a, b, func(x, y Answer) bool {
		return x.ID == y.ID && math.Abs(x.Got-y.Got) <= 1e-12*math.Abs(y.Got)+1e-15
	})
}

// questions are all that Check asks.
func questions() []func(context.Context) ([]Answer, error) {
	return []func(context.Context) ([]Answer, error){
		option, endWealth, constantMix, perpetuity, annuity, amortisation, fixedInMoney, federal, korea, worstRate, windows,
	}
}

// Check puts every question to the engine: some tenths of a second of work on
// one core. It errs with ctx, or where the engine refuses a question.
func Check(ctx context.Context) ([]Answer, error) {
	var all []Answer
	for _, ask := range questions() {
		answers, err := ask(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, answers...)
	}
	for i := range all {
		all[i].Right = math.Abs(all[i].Got-all[i].Want) <= all[i].Within
	}
	return all, ctx.Err()
}
