package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"meridian/backend/startup"
)

// Door is what a running program says to whoever may read its data.
type Door struct {
	Enter   string // an address that lets one browser in
	Address string // where it listens, as host:port
	Version string
}

// enter prints an address of the program that runs.
func (c *command) enter(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("enter", flag.ContinueOnError)
	data := flags.String("data", c.Data, "")
	if _, err := c.parse(flags, args); err != nil {
		return err
	}
	door, err := c.Door(ctx, *data)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, door.Enter)
	return err
}

// asked of a service.
type service struct {
	startup.Service
	data string
}

// service installs, removes or looks at what starts Meridian with the machine.
func (c *command) service(ctx context.Context, args []string) error {
	do := map[string]func(context.Context, service) error{"install": c.serviceInstall, "remove": c.serviceRemove, "status": c.serviceStatus}
	if len(args) == 0 || do[args[0]] == nil {
		return misuse{c.say("service: say install, remove or status", "service: install, remove, status 가운데 하나를 적어 주세요")}
	}
	s, err := c.serviceAsked(args)
	if err != nil {
		return err
	}
	return do[args[0]](ctx, s)
}

// systemData is where a machine's service keeps data unless told otherwise; what
// systemd makes as the state directory of a unit of this name.
const systemData = "/var/lib/meridian"

func (c *command) serviceAsked(args []string) (service, error) {
	flags := flag.NewFlagSet("service "+args[0], flag.ContinueOnError)
	data, port := flags.String("data", "", ""), flags.Int("port", c.Port, "")
	system, user := flags.Bool("system", false, ""), flags.String("user", "", "")
	if _, err := c.parse(flags, args[1:]); err != nil {
		return service{}, err
	}
	if *port < 0 || *port > 65535 {
		return service{}, misuse{fmt.Sprintf(c.say("service: %d is no port", "service: %d은(는) 포트 번호가 아닙니다"), *port)}
	}
	if *system && *user == "" && args[0] == "install" {
		return service{}, misuse{c.say("service: --system needs --user, whom it runs as", "service: --system에는 실행할 사용자를 적은 --user가 필요합니다")}
	}
	if *data == "" {
		*data = c.Data
		if *system && c.Machine.OS == "linux" {
			*data = systemData
		}
	}
	whole, err := filepath.Abs(*data)
	if err != nil {
		return service{}, err
	}
	program, err := c.ownPath()
	if err != nil {
		return service{}, err
	}
	words := []string{"serve", "--quiet", "--data", whole}
	if *port != 0 {
		words = append(words, "--port", strconv.Itoa(*port))
	}
	return service{startup.Service{Name: "meridian", About: "Meridian, a private wealth planner", Program: program, Args: words, System: *system, User: *user}, whole}, nil
}

// ownPath is the program that the machine is to start: this one. On Windows the
// window's program beside it does the same without a black box on the screen.
func (c *command) ownPath() (string, error) {
	own, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	if own, err = filepath.EvalSymlinks(own); err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	if beside := filepath.Join(filepath.Dir(own), "meridian.exe"); c.Machine.OS == "windows" {
		if _, err := os.Stat(beside); err == nil {
			return beside, nil
		}
	}
	return own, nil
}

func (c *command) serviceInstall(ctx context.Context, s service) error {
	state, err := startup.Install(ctx, c.Machine, s.Service)
	if err != nil {
		var said *startup.Refusal
		if errors.As(err, &said) {
			fmt.Fprintln(c.err, said)
		}
		return err
	}
	fmt.Fprintf(c.out, c.say("Meridian starts with this machine (%s).\nmeridiand enter prints an address to open.\n", "이제 컴퓨터가 켜질 때 Meridian도 시작합니다(%s).\nmeridiand enter가 열 주소를 표시합니다.\n"), state.Unit)
	return nil
}

func (c *command) serviceRemove(ctx context.Context, s service) error {
	if err := startup.Remove(ctx, c.Machine, s.Service); err != nil {
		return err
	}
	fmt.Fprintln(c.out, c.say("The service is removed. The data stays.", "서비스를 제거했습니다. 데이터는 그대로 있습니다."))
	return nil
}

// serviceStatus fails unless a program answers on the data, installed or not.
func (c *command) serviceStatus(ctx context.Context, s service) error {
	state, err := startup.Status(ctx, c.Machine, s.Service)
	if err != nil && !errors.Is(err, startup.ErrNoManager) {
		return err
	}
	words := c.say("no service is installed", "설치된 서비스가 없습니다")
	switch {
	case state.Running:
		words = c.say("the service runs", "서비스가 실행 중입니다")
	case state.Installed:
		words = c.say("the service is installed and does not run", "서비스가 설치되어 있지만 실행 중이 아닙니다")
	}
	fmt.Fprintln(c.out, words)
	door, err := c.Door(ctx, s.data)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, c.say("Meridian %s answers at %s\n", "Meridian %s이(가) %s에서 응답합니다\n"), door.Version, door.Address)
	return nil
}
