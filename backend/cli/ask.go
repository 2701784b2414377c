package cli

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"strings"

	"meridian/backend/answer"
)

// Advisor answers questions about plans in a directory of data.
type Advisor interface {
	Ask(ctx context.Context, q answer.Question, told func(answer.Progress)) (thread string, err error)
	Thread(ctx context.Context, id string) (answer.Thread, error)
	// Plan is the plan that questions are about when nobody says: the one that was
	// open last, or the newest; "" when there is none.
	Plan(ctx context.Context) (string, error)
	Close() error
}

// ask answers a question, and keeps the conversation as one asked on the screen.
func (c *command) ask(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("ask", flag.ContinueOnError)
	data := flags.String("data", c.Data, "")
	plan := flags.String("plan", "", "")
	thread := flags.String("thread", "", "")
	asJSON := flags.Bool("json", false, "")
	rest, err := c.parse(flags, args, c.say("QUESTION", "질문"))
	if err != nil {
		return err
	}
	advisor, err := c.OpenAdvisor(ctx, *data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, advisor.Close()) }()
	if *plan == "" {
		if *plan, err = advisor.Plan(ctx); err != nil {
			return err
		}
	}
	id, err := advisor.Ask(ctx, answer.Question{Plan: *plan, Thread: *thread, Text: rest[0], Locale: c.Locale, Person: "terminal"}, func(answer.Progress) {})
	if err != nil {
		return err
	}
	kept, err := advisor.Thread(ctx, id)
	if err != nil {
		return err
	}
	card := kept.Cards[len(kept.Cards)-1]
	if *asJSON {
		raw, err := json.MarshalIndent(card, "", "  ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "%s\n", raw)
		return err
	}
	c.tellCard(card)
	return nil
}

// tellCard writes an answer for a person.
func (c *command) tellCard(card answer.Card) {
	for _, s := range card.Answer {
		fmt.Fprintln(c.out, sentenceText(s))
	}
	figures := map[string]answer.Figure{}
	for _, f := range card.Figures {
		figures[f.ID] = f
	}
	var rows [][2]string
	for _, id := range card.Because {
		rows = append(rows, [2]string{figures[id].Label, figures[id].Text})
	}
	for _, t := range card.Try {
		rows = append(rows, [2]string{t.Name, fmt.Sprintf("%.1f %% → %.1f %%", 100*t.Before, 100*t.After)})
	}
	if len(rows) > 0 {
		fmt.Fprintln(c.out)
		c.table(rows)
	}
	for _, s := range card.Sources {
		if !s.Gone {
			fmt.Fprintf(c.out, "\n%s, %s %d\n  “%s”\n", s.Title, c.say("page", "쪽"), s.Page, strings.Join(strings.Fields(s.Quote), " "))
		}
	}
	for _, control := range card.AskBack {
		for _, o := range control.Options {
			if card.By == answer.ByNobody {
				fmt.Fprintf(c.out, "  - %s\n", o.Label)
			}
		}
	}
	for _, note := range append([]string{card.Note}, card.Limits...) {
		if note != "" {
			fmt.Fprintln(c.err, note)
		}
	}
}

func sentenceText(s answer.Sentence) string {
	var b strings.Builder
	for _, p := range s {
		if p.Kind == answer.PartQuote {
			fmt.Fprintf(&b, "[%s]", p.Ref)
			continue
		}
		b.WriteString(p.Text)
	}
	return b.String()
}
