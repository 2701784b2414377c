package cli

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"meridian/backend/doctor"
)

// Examined is what was found, and the words in it that are nobody else's
// business, each with what it stands for.
type Examined struct {
	doctor.Examination
	Private map[string]string
}

// doctor examines everything and fails where something is wrong.
func (c *command) doctor(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("doctor", flag.ContinueOnError)
	data, asJSON, report := flags.String("data", c.Data, ""), flags.Bool("json", false, ""), flags.String("report", "", "")
	if _, err := c.parse(flags, args); err != nil {
		return err
	}
	exam, err := c.Examine(ctx, *data, c.doctorProgress())
	if err != nil {
		return err
	}
	if *asJSON {
		err = c.writeJSON(exam.Redacted(exam.Private))
	} else {
		c.tell(exam.Examination)
	}
	if err != nil {
		return err
	}
	if *report != "" {
		if err := c.writeReport(*report, exam); err != nil {
			return err
		}
	}
	if exam.Worst() == doctor.Wrong {
		return errSaid
	}
	return nil
}

func (c *command) doctorProgress() func(done, total int) {
	if !isTerminal(c.err) {
		return nil
	}
	return func(done, total int) {
		fmt.Fprintf(c.err, "\r%d/%d", done, total)
		if done == total {
			fmt.Fprint(c.err, "\r\033[K")
		}
	}
}

func (c *command) tell(exam doctor.Examination) {
	marks := map[doctor.Verdict]string{
		doctor.Fine: c.say("ok", "정상"), doctor.Warning: c.say("look", "주의"), doctor.Wrong: c.say("WRONG", "이상"), doctor.Skipped: "-",
	}
	v := exam.Versions
	fmt.Fprintf(c.out, "meridian %s (%s), %s, %s\n\n", v.Program, v.Engine, v.System, v.Go)
	for _, f := range exam.Findings {
		fmt.Fprintf(c.out, "%-6s %-16s %s\n", marks[f.Verdict], f.ID, f.Text.In(c.Locale))
		if fix := f.Fix.In(c.Locale); fix != "" && f.Verdict != doctor.Fine {
			fmt.Fprintf(c.out, "       %-16s → %s\n", "", fix)
		}
	}
}

// writeReport writes what others may see.
func (c *command) writeReport(path string, exam Examined) error {
	raw, err := json.MarshalIndent(exam.Redacted(exam.Private), "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, append(raw, '\n'), 0o600); err != nil {
		return err
	}
	fmt.Fprintf(c.out, c.say("\n%s can be shared: no names, amounts, places or documents are in it.\n", "\n%s은(는) 공유해도 됩니다. 이름, 금액, 위치, 문서가 들어 있지 않습니다.\n"), path)
	return nil
}
