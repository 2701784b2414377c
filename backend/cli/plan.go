package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

// plan is the family of commands about plan documents.
func (c *command) plan(ctx context.Context, args []string) error {
	kinds := map[string]func([]string) error{"check": c.planCheck, "demo": c.planDemo, "schema": c.planSchema}
	if len(args) == 0 || kinds[args[0]] == nil {
		return misuse{c.say("plan: say check, demo or schema", "plan: check, demo, schema 중 하나를 쓰세요")}
	}
	return kinds[args[0]](args[1:])
}

// planCheck lists everything that is wrong with a plan. Warnings do not fail.
func (c *command) planCheck(args []string) error {
	names, err := c.parse(flag.NewFlagSet("plan check", flag.ContinueOnError), args, "PLAN.json")
	if err != nil {
		return err
	}
	p, err := c.readPlan(names[0])
	var f *fault.Error
	if errors.As(err, &f) && len(f.Problems) > 0 {
		c.list(c.out, f.Problems)
		return errSaid
	}
	if err != nil {
		return err
	}
	found := plan.Validate(p)
	c.list(c.out, found)
	if plan.Failed(found) {
		return errSaid
	}
	_, err = fmt.Fprintln(c.out, c.usable(p.Name, len(found)))
	return err
}

// usable says that a plan can be used, and how many warnings stand above.
func (c *command) usable(name string, warnings int) string {
	format := c.say("%s: a usable plan (%d warnings)", "%s: 쓸 수 있는 계획입니다 (주의 %d건)")
	if warnings == 1 {
		format = c.say("%s: a usable plan (%d warning)", format)
	}
	return fmt.Sprintf(format, name, warnings)
}

// planDemo writes an example plan.
func (c *command) planDemo(args []string) error {
	names, err := c.parse(flag.NewFlagSet("plan demo", flag.ContinueOnError), args, strings.Join(plan.Regions(), "|"))
	if err != nil {
		return err
	}
	if !slices.Contains(plan.Regions(), names[0]) {
		return misuse{fmt.Sprintf(c.say("plan demo: say %s", "plan demo: %s 중 하나를 쓰세요"), strings.Join(plan.Regions(), "|"))}
	}
	p, err := plan.Demo(names[0])
	if err != nil {
		return err
	}
	_, err = c.out.Write(ended(plan.Indent(p)))
	return err
}

// planSchema writes the JSON Schema of plans.
func (c *command) planSchema(args []string) error {
	if _, err := c.parse(flag.NewFlagSet("plan schema", flag.ContinueOnError), args); err != nil {
		return err
	}
	_, err := c.out.Write(ended(plan.SchemaJSON))
	return err
}

// ended is a text that ends with one newline.
func ended(text []byte) []byte {
	return append(bytes.Clone(bytes.TrimRight(text, "\n")), '\n')
}
