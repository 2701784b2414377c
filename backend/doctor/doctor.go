// Package doctor examines the whole program when somebody asks, and writes of
// it a report that can be shown to others.
//
// Terms: a look is one thing to examine; a finding is what it showed, with what
// helps; an examination is all findings with the versions they hold for. A
// private word is one that names a person, a place on a disk or a machine.
//
// Promise: one look that fails, hangs or panics costs no other: it ends as a
// finding. A report holds no private word, no amount and nothing of a document:
// findings are made of fixed sentences, and every private word that got into
// one all the same is taken out.
package doctor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"meridian/backend/fault"
)

// Verdict is what a finding means.
type Verdict string

// The verdicts.
const (
	Fine    Verdict = "ok"
	Warning Verdict = "warn"
	Wrong   Verdict = "fail"
	Skipped Verdict = "skipped" // it could not be looked at, or need not be
)

// Finding is one thing that was examined.
type Finding struct {
	ID      string     `json:"id"`
	Verdict Verdict    `json:"verdict" jsonschema:"enum=ok,enum=warn,enum=fail,enum=skipped"`
	Text    fault.Text `json:"text"`
	Fix     fault.Text `json:"fix"` // empty where nothing needs to be done
}

// Look examines one thing, and makes a finding of each part of it.
type Look struct {
	ID    string
	Limit time.Duration // after which it counts as hanging; 0 is a minute
	Do    func(ctx context.Context) ([]Finding, error)
}

// Versions are what findings hold for.
type Versions struct {
	Program string `json:"program"`
	Engine  string `json:"engine"`
	Schema  int64  `json:"schema"` // of the database that this program writes
	Go      string `json:"go"`
	System  string `json:"system"` // such as linux/amd64
	Cores   int    `json:"cores"`
}

// Examination is what was found.
type Examination struct {
	At       time.Time `json:"at"`
	Versions Versions  `json:"versions"`
	Findings []Finding `json:"findings"`
}

// Worst is the verdict of the whole: Fine, Warning or Wrong.
func (e Examination) Worst() Verdict {
	rank := map[Verdict]int{Fine: 0, Skipped: 0, Warning: 1, Wrong: 2}
	worst := Fine
	for _, f := range e.Findings {
		if rank[f.Verdict] > rank[worst] {
			worst = f.Verdict
		}
	}
	return worst
}

// usualLimit is how long a look may take that says nothing else.
const usualLimit = time.Minute

// Examine takes the looks one after another and tells how far it is. The error
// is that of ctx.
func Examine(ctx context.Context, looks []Look, told func(done, total int)) ([]Finding, error) {
	found := []Finding{}
	for i, look := range looks {
		if ctx.Err() != nil {
			return found, ctx.Err()
		}
		found = append(found, look.take(ctx)...)
		if told != nil {
			told(i+1, len(looks))
		}
	}
	return found, ctx.Err()
}

// take is a look that always ends with a finding. One that hangs is left behind:
// it has a context that has ended, and nobody waits for it.
func (l Look) take(ctx context.Context) []Finding {
	limit := cmp.Or(l.Limit, usualLimit)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	seen := make(chan []Finding, 1)
	go func() {
		defer func() {
			if recover() != nil {
				seen <- []Finding{unseen(l.ID)}
			}
		}()
		seen <- l.do(ctx)
	}()
	select {
	case found := <-seen:
		return found
	case <-ctx.Done():
		return []Finding{{l.ID, Wrong,
			fault.Text{EN: fmt.Sprintf("This took longer than %d seconds and was given up.", int(limit.Seconds())), KO: fmt.Sprintf("%d초가 넘게 걸려 그만두었습니다.", int(limit.Seconds()))},
			fault.Text{EN: "Try again when the computer has less to do.", KO: "컴퓨터가 한가할 때 다시 시도하세요."}}}
	}
}

func (l Look) do(ctx context.Context) []Finding {
	found, err := l.Do(ctx)
	if err != nil {
		found = append(found, Of(l.ID, err))
	}
	return found
}

// Of is the finding of an error: its own words where it has some.
func Of(id string, err error) Finding {
	f := unseen(id)
	var known *fault.Error
	if errors.As(err, &known) {
		f.Text, f.Fix = known.Title, known.Fix
	}
	return f
}

func unseen(id string) Finding {
	return Finding{id, Wrong, fault.Text{EN: "This could not be examined.", KO: "확인하지 못했습니다."}, fault.Text{EN: "Try again; if it stays, share this report.", KO: "다시 시도하고, 계속되면 이 보고서를 공유해 주세요."}}
}

// Redacted is the examination without private words, which are replaced by what
// they are: a map from the word to its description, such as "/home/kim" to
// "HOME". Longer words go first, so that none is cut by a shorter one.
func (e Examination) Redacted(private map[string]string) Examination {
	words := make([]string, 0, len(private))
	for word := range private {
		if len(word) >= shortestWord {
			words = append(words, word)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	pairs := make([]string, 0, 2*len(words))
	for _, word := range words {
		pairs = append(pairs, word, "‹"+private[word]+"›")
	}
	clean := strings.NewReplacer(pairs...)
	out := e
	out.At = e.At.UTC().Truncate(24 * time.Hour) // the hour of the day is nobody's business
	out.Findings = make([]Finding, len(e.Findings))
	for i, f := range e.Findings {
		out.Findings[i] = Finding{f.ID, f.Verdict, cleaned(clean, f.Text), cleaned(clean, f.Fix)}
	}
	return out
}

// shortestWord is how long a private word must be, in bytes: a user called "a"
// would otherwise leave nothing to read.
const shortestWord = 3

func cleaned(by *strings.Replacer, t fault.Text) fault.Text {
	return fault.Text{EN: by.Replace(t.EN), KO: by.Replace(t.KO)}
}
