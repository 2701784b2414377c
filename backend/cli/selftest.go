package cli

import (
	"context"
	"flag"
	"fmt"
	"text/tabwriter"

	"meridian/backend/methodology"
)

// selftest puts questions with known answers to the engine of this machine; it
// fails where an answer is wrong.
func (c *command) selftest(ctx context.Context, args []string) error {
	if _, err := c.parse(flag.NewFlagSet("selftest", flag.ContinueOnError), args); err != nil {
		return err
	}
	answers, err := methodology.Check(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, a := range answers {
		mark := c.say("right", "맞음")
		if !a.Right {
			mark = c.say("WRONG", "틀림")
		}
		want, got := a.Written()
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", mark, got, want, a.Name.In(c.Locale))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	test := methodology.NewSelfTest("", 0, answers)
	if !test.Same {
		fmt.Fprintln(c.out, c.say("This machine computes other last digits than the one the program was made on.", "이 컴퓨터는 프로그램을 만든 컴퓨터와 마지막 자릿수를 다르게 계산합니다."))
	}
	if !test.Right {
		return errSaid
	}
	return nil
}
