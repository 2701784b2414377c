package cli

import (
	"context"
	"flag"
	"fmt"
	"time"

	"meridian/backend/share"
)

// Sharing is the program that runs on the data, as far as it is open to others.
type Sharing interface {
	State(ctx context.Context) (share.State, error)
	// Open returns when people can come in, or when it failed; told hears what
	// happens meanwhile.
	Open(ctx context.Context, asked share.Asked, told func(share.State)) (share.State, error)
	Close(ctx context.Context) (share.State, error)
}

// sharing is the family of commands about sharing.
func (c *command) sharing(ctx context.Context, args []string) error {
	kinds := map[string]bool{"start": true, "stop": true, "status": true}
	if len(args) == 0 || !kinds[args[0]] {
		return misuse{c.say("share: say start, stop or status", "share: start, stop, status 중 하나를 쓰세요")}
	}
	flags := flag.NewFlagSet("share "+args[0], flag.ContinueOnError)
	data, asJSON := flags.String("data", c.Data, ""), flags.Bool("json", false, "")
	way, minutes, consent := flags.String("way", string(share.Quick), ""), flags.Int("minutes", 120, ""), flags.Bool("yes", false, "")
	if _, err := c.parse(flags, args[1:]); err != nil {
		return err
	}
	s, err := c.OpenSharing(*data)
	if err != nil {
		return err
	}
	var st share.State
	switch args[0] {
	case "start":
		if !*consent {
			return misuse{c.say("share start: anyone with the link can reach the sign-in page, and Cloudflare can read what passes through its tunnels; say --yes to agree",
				"share start: 링크가 있는 누구나 로그인 화면에 닿을 수 있고, Cloudflare는 터널을 지나는 내용을 읽을 수 있습니다. 동의하면 --yes를 붙이세요")}
		}
		st, err = s.Open(ctx, share.Asked{Way: share.Way(*way), Minutes: *minutes, Consent: true}, c.watchShare())
	case "stop":
		st, err = s.Close(ctx)
	default:
		st, err = s.State(ctx)
	}
	if err != nil {
		return err
	}
	return c.tellShare(st, *asJSON)
}

// watchShare tells a person at a terminal what happens.
func (c *command) watchShare() func(share.State) {
	last := share.Phase("")
	return func(st share.State) {
		if isTerminal(c.err) && st.Phase != last {
			fmt.Fprintln(c.err, st.Text.In(c.Locale))
			last = st.Phase
		}
	}
}

// tellShare prints where sharing stands, and fails where it failed.
func (c *command) tellShare(st share.State, asJSON bool) error {
	if asJSON {
		if err := c.writeJSON(st); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(c.out, st.Text.In(c.Locale))
		if fix := st.Fix.In(c.Locale); fix != "" {
			fmt.Fprintln(c.out, fix)
		}
		if st.Address != "" {
			fmt.Fprintln(c.out, st.Address)
		}
		if st.Fingerprint != "" {
			fmt.Fprintln(c.out, "SHA-256", st.Fingerprint)
		}
		if st.Until != nil {
			fmt.Fprintln(c.out, c.say("until", "종료"), st.Until.Local().Format(time.DateTime))
		}
	}
	if st.Phase == share.Failed {
		return errSaid
	}
	return nil
}
