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
}

// coverage is in how many small runs a 95 % interval held the truth; tests of
// packages forecast and simulate repeat the runs.
type coverage struct {
	ID      string  `json:"id"`
	Runs    int     `json:"runs"`
	Futures int     `json:"futures"`
	Held    float64 `json:"held"`
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
