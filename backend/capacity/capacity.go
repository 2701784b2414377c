// Package capacity measures how many people model hosts serve at which waiting
// time.
//
// A step is so many people who all ask at once, and ask again as soon as they
// have their answer: the most that so many can want. Their waits are measured
// from the asking to the first word. The number doubles from step to step, until
// too long a wait is reached.
//
// Promise: what is told was measured, and nothing is extrapolated. Every answer
// is as long as every other, so that steps can be compared.
package capacity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"meridian/backend/llm"
)

// Models answers people's questions in turns.
type Models interface {
	Generate(ctx context.Context, t llm.Turn, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error)
}

// Asked is what is to be measured. Only Model is needed.
type Asked struct {
	Model  string
	People int           // most at once; 0 is 64
	Limit  time.Duration // the wait, of 95 in 100, at which it ends; 0 is 10 s
	Step   time.Duration // how long people go on asking in a step; 0 is 10 s
	Words  int           // tokens of an answer; 0 is 64
}

// Step is what was measured with some number of people.
type Step struct {
	People  int     `json:"people"`
	Answers int     `json:"answers"`
	WaitP50 float64 `json:"waitP50"` // seconds from asking to the first word
	WaitP95 float64 `json:"waitP95"`
	TookP95 float64 `json:"tookP95"` // seconds from asking to the last word
	Tokens  float64 `json:"tokensPerSecond"`
	Refused int     `json:"refused"` // turned away because too many waited
	Enough  bool    `json:"enough"`  // the wait is within the limit and nobody was turned away
}

const (
	usualPeople = 64
	usualLimit  = 10 * time.Second
	usualStep   = 10 * time.Second
	usualWords  = 64
	contextSize = 4096
)

func (a Asked) orDefault() Asked {
	if a.People <= 0 {
		a.People = usualPeople
	}
	if a.Limit <= 0 {
		a.Limit = usualLimit
	}
	if a.Step <= 0 {
		a.Step = usualStep
	}
	if a.Words <= 0 {
		a.Words = usualWords
	}
	return a
}

// Measure takes the steps one by one, tells each, and returns how many people
// are served within the limit; 0 when not even one is. It fails as the models
// do, and with the error of ctx.
func Measure(ctx context.Context, models Models, asked Asked, told func(Step)) (served int, err error) {
	asked = asked.orDefault()
	for people := 1; people <= asked.People; people *= 2 {
		step, err := measure(ctx, models, asked, people)
		if err != nil {
			return served, err
		}
		told(step)
		if !step.Enough {
			return served, nil
		}
		served = people
	}
	return served, nil
}

func measure(ctx context.Context, models Models, asked Asked, people int) (Step, error) {
	s := Step{People: people}
	began := time.Now()
	var all sync.WaitGroup
	var mu sync.Mutex // guards what follows, and s
	var waits, tooks []time.Duration
	var failed error
	tokens := 0
	for person := range people {
		all.Go(func() {
			for {
				wait, took, reply, err := ask(ctx, models, asked, fmt.Sprint("person ", person))
				mu.Lock()
				switch {
				case errors.Is(err, llm.ErrBusy):
					s.Refused++
				case err != nil:
					failed = err
				default:
					waits, tooks = append(waits, wait), append(tooks, took)
					tokens += reply.Usage.ReplyTokens
				}
				mu.Unlock()
				if err != nil || time.Since(began) >= asked.Step {
					return
				}
			}
		})
	}
	all.Wait()
	if failed != nil {
		return Step{}, failed
	}
	s.Answers = len(waits)
	s.WaitP50, s.WaitP95, s.TookP95 = quantile(waits, 50), quantile(waits, 95), quantile(tooks, 95)
	s.Tokens = float64(tokens) / time.Since(began).Seconds()
	s.Enough = s.Refused == 0 && s.WaitP95 <= asked.Limit.Seconds()
	return s, nil
}

// ask is one question and its answer.
func ask(ctx context.Context, models Models, asked Asked, person string) (wait, took time.Duration, reply llm.Reply, err error) {
	began := time.Now()
	r := llm.Request{Model: asked.Model, Messages: []llm.Message{{Role: llm.User, Text: text}},
		Options: llm.Options{Temperature: 0, Context: contextSize, Reply: asked.Words}}
	reply, err = models.Generate(ctx, llm.Turn{Lane: llm.Stream, Person: person}, r, func(llm.Piece) error {
		if wait == 0 {
			wait = time.Since(began)
		}
		return nil
	})
	took = time.Since(began)
	if errors.As(err, new(llm.Truncated)) { // it reached its length, as it was asked to
		err = nil
		reply.Usage.ReplyTokens = asked.Words
	}
	return wait, took, reply, err
}

// text is about as long as what a question comes with: facts and a few quotes.
var text = "Describe in plain words how a household saves for retirement, at length.\n" + strings.Repeat("The household saves a fixed share of its income every month and invests it broadly. ", 20)

// quantile is in seconds; 0 of nothing.
func quantile(all []time.Duration, percent int) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, len(all)*percent/100)].Seconds()
}
