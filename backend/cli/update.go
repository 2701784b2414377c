package cli

import (
	"context"
	"flag"
	"fmt"

	"meridian/backend/release"
)

// update says whether the signed manifest at a place names a newer version. It
// installs nothing.
func (c *command) update(ctx context.Context, args []string) error {
	rest, err := c.parse(flag.NewFlagSet("update", flag.ContinueOnError), args, "RELEASE.json")
	if err != nil {
		return err
	}
	found, err := c.Newest(ctx, rest[0])
	if err != nil {
		return err
	}
	if release.Newer(found.Version, c.Version) {
		fmt.Fprintf(c.out, c.say("Meridian %s is there; this is %s.\n", "Meridian %s이(가) 나왔습니다. 지금 버전은 %s입니다.\n"), found.Version, c.Version)
		return nil
	}
	fmt.Fprintf(c.out, c.say("This is the newest version (%s).\n", "최신 버전입니다(%s).\n"), c.Version)
	return nil
}
