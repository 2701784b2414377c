package methodology

import (
	"embed"
	"encoding/json"
)

// measured holds what tests found the engine to compute.
//
//go:embed measured/*.json
var measured embed.FS

// measurement is everything that was measured.
type measurement struct {
	Trinity  trinity
	Answers  []Answer
	Coverage []coverage
	Errors   []sampledError
	Models   []played
	Rules    []ruledPast
	Regimes  []regimePast
}

// coverage is in how many small runs a 95 % interval held the truth; tests of
// packages forecast and simulate repeat the runs.
type coverage struct {
	ID      string  `json:"id"`
	Runs    int     `json:"runs"`
	Futures int     `json:"futures"`
	Held    float64 `json:"held"`
}

// sampledError is how closely a number of futures knows a plan's success: half
// the width of the 95 % interval, of plain futures and of evenly spread ones, for
// which Played were played, pilots included; tests of packages simulate and
// forecast measure it.
type sampledError struct {
	ID      string  `json:"id"`
	Futures int     `json:"futures"`
	Success float64 `json:"success"`
	Plain   float64 `json:"plain"`
	Even    float64 `json:"even"`
	Played  int     `json:"played"`
}

// measurements reads what a test reads whole.
func measurements() measurement {
	var m measurement
	readMeasured("trinity.json", &m.Trinity)
	readMeasured("answers.json", &m.Answers)
	var replicates []coverage
	readMeasured("coverage.json", &m.Coverage)
	readMeasured("replicates.json", &replicates)
	m.Coverage = append(m.Coverage, replicates...)
	readMeasured("models.json", &m.Models)
	readMeasured("rules.json", &m.Rules)
	readMeasured("regimes.json", &m.Regimes)
	var work []sampledError
	readMeasured("errors_demo.json", &m.Errors)
	readMeasured("errors_work.json", &work)
	m.Errors = append(m.Errors, work...)
	return m
}

func readMeasured(name string, into any) {
	raw, err := measured.ReadFile("measured/" + name)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		panic("methodology: the embedded measurements are damaged")
	}
}
