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
	Trinity trinity
	Answers []Answer
}

// measurements reads what a test reads whole.
func measurements() measurement {
	var m measurement
	readMeasured("trinity.json", &m.Trinity)
	readMeasured("answers.json", &m.Answers)
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
