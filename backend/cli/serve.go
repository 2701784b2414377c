package cli

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"time"
)

// addressLife is how long a printed address lets somebody in.
const addressLife = 10 * time.Minute

// serve runs the program until it is told to stop.
func (c *command) serve(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	data := flags.String("data", c.Data, "")
	port := flags.Int("port", c.Port, "")
	open := flags.Bool("open", false, "")
	quiet := flags.Bool("quiet", false, "")
	if _, err := c.parse(flags, args); err != nil {
		return err
	}
	if *port < 0 || *port > 65535 {
		return misuse{fmt.Sprintf(c.say("serve: %d is no port", "serve: %d은(는) 포트 번호가 아닙니다"), *port)}
	}
	server, err := c.Start(ctx, *data, *port)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	if !*quiet { // what a machine starts prints into a log, where no way in belongs
		c.invite(server)
	}
	if *open {
		if err := c.Browse(ctx, server.Enter(addressLife)); err != nil {
			fmt.Fprintf(c.err, "%s: %v\n", c.Name, err) // the address stands above: the person can open it
		}
	}
	if isTerminal(c.in) && !*quiet {
		go c.inviteAgain(server) // ends with the process: reading a terminal cannot be given up
	}
	return server.Run(ctx)
}

// invite prints an address that lets one browser in.
func (c *command) invite(server Server) {
	fmt.Fprintf(c.out, c.say("Meridian is running. Open this address (good once, for %d minutes):\n%s\n",
		"Meridian이 실행 중입니다. 다음 주소를 여세요 (한 번만, %d분 동안 쓸 수 있습니다):\n%s\n"),
		int(addressLife.Minutes()), server.Enter(addressLife))
	if isTerminal(c.in) {
		fmt.Fprintln(c.err, c.say("Enter prints a new address, Ctrl-C ends Meridian.", "Enter를 누르면 새 주소를, Ctrl-C를 누르면 종료합니다."))
	}
}

func (c *command) inviteAgain(server Server) {
	for lines := bufio.NewScanner(c.in); lines.Scan(); {
		fmt.Fprintln(c.out, server.Enter(addressLife))
	}
}
