package backend

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"meridian/backend/backup"
	"meridian/backend/cli"
	"meridian/backend/config"
	"meridian/backend/durable"
	"meridian/backend/extract"
	"meridian/backend/forecast"
	"meridian/backend/release"
	"meridian/backend/startup"
	"meridian/frontend"
)

// Main is Meridian at a terminal: it runs the command that args name, args[0]
// being the program, and returns the exit code. An interrupt ends it in order;
// a second one at once.
func Main(args []string, in io.Reader, out, errs io.Writer) int {
	name := strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	home, _ := os.UserHomeDir() // none is dealt with by config
	surroundings, err := config.Load(config.Surroundings{OS: runtime.GOOS, Home: home, Getenv: os.Getenv})
	if err != nil && needsData(args) {
		fmt.Fprintf(errs, "%s: %v\n", name, err)
		return 1
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // from then on a signal has its usual effect
	return cli.Main(ctx, args[1:], in, out, errs, cli.Program{
		Name: name, Version: Version, Engine: forecast.EngineVersion,
		Locale: surroundings.Locale, Data: surroundings.Data, Port: surroundings.Port,
		Start: func(ctx context.Context, data string, port int) (cli.Server, error) {
			return start(ctx, data, port, surroundings.Locale, errs)
		},
		Forecast: (&forecast.Service{Free: freeMemory}).Run,
		Analyse:  (&forecast.Service{Free: freeMemory}).Analyse,
		Read:     reader(args[0], surroundings.Data).Pages,
		Child:    func(in io.Reader, out io.Writer) int { return extract.Child(in, out, frontend.PDFium()) },
		OpenLibrary: func(ctx context.Context, data string) (cli.Library, error) {
			log := slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: slog.LevelWarn}))
			return OpenDesk(ctx, Options{Data: data, Locale: surroundings.Locale, Logger: log})
		},
		Backups: &backup.Service{Store: copies{}},
		WithBackups: func(ctx context.Context, data string, do func(cli.Backups) error) error {
			return withBackups(ctx, Options{Data: data, Locale: surroundings.Locale}, func(s *backup.Service) error { return do(s) })
		},
		Export: func(ctx context.Context, data string, to io.Writer) error {
			return withBackups(ctx, Options{Data: data, Locale: surroundings.Locale}, func(s *backup.Service) error { return s.Export(ctx, to) })
		},
		OpenTurns: func(ctx context.Context, asked cli.HostAsked) (cli.Turns, error) {
			return openTurns(ctx, asked, os.Getenv("MERIDIAN_HOST_KEY"))
		},
		OpenModels: func(ctx context.Context, data string) (cli.Models, error) {
			log := slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: slog.LevelError}))
			return OpenModelDesk(ctx, Options{Data: data, Locale: surroundings.Locale, Logger: log})
		},
		OpenSharing: openSharing,
		OpenAdvisor: func(ctx context.Context, data string) (cli.Advisor, error) {
			log := slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: slog.LevelError}))
			return OpenAdvisorDesk(ctx, Options{Data: data, Locale: surroundings.Locale, Logger: log})
		},
		Examine: func(ctx context.Context, data string, told func(done, total int)) (cli.Examined, error) {
			return examine(ctx, Options{Data: data, Locale: surroundings.Locale}, told)
		},
		Machine: startup.Machine{OS: runtime.GOOS, Home: home, UID: os.Getuid(), Config: os.Getenv("XDG_CONFIG_HOME"), Write: durable.Write, Run: runProgram},
		Door:    knock,
		Newest: func(ctx context.Context, place string) (release.Release, error) {
			return lookout{Now: time.Now()}.newest(ctx, place)
		},
		Browse: browse,
	})
}

// reader reads documents in children that are this same program. What it
// compiles is kept beside the data; without a place for data it is not kept.
func reader(called, data string) *extract.Reader {
	program, err := os.Executable()
	if err != nil {
		program = called // the reader says so where that does not start
	}
	r := &extract.Reader{Program: program, Args: []string{"extract"}}
	if data != "" {
		r.Cache = filepath.Join(data, "cache", "extract")
	}
	return r
}

// needsData reports whether the command keeps data, so that a machine without
// a home can still check a plan.
func needsData(args []string) bool {
	switch {
	case len(args) > 1 && slices.Contains([]string{"serve", "export", "model", "doctor", "enter", "service", "share", "ask"}, args[1]):
		return true
	case len(args) > 2 && args[1] == "library":
		return args[2] != "read"
	}
	return len(args) > 2 && args[1] == "backup" && args[2] == "make"
}

// start makes the program that a terminal serves, and says what its owner
// should hear of.
func start(ctx context.Context, data string, port int, locale string, errs io.Writer) (cli.Server, error) {
	log := slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: slog.LevelWarn}))
	app, err := Open(ctx, Options{Data: data, Port: port, Locale: locale, Logger: log})
	if err != nil {
		return nil, err
	}
	for _, n := range app.Notices() {
		fmt.Fprintln(errs, n.Text.In(locale))
		fmt.Fprintln(errs, n.Fix.In(locale))
	}
	return app, nil
}

// runProgram runs a program of the system and returns what it printed.
func runProgram(ctx context.Context, name string, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	return string(out), err
}

// browse shows an address in the system's browser. The opener may stay as long
// as the browser does, so nobody waits for it.
func browse(_ context.Context, address string) error {
	opener := map[string][]string{
		"darwin":  {"open"},
		"windows": {"rundll32", "url.dll,FileProtocolHandler"},
	}[runtime.GOOS]
	if opener == nil {
		opener = []string{"xdg-open"}
	}
	browser := exec.Command(opener[0], append(opener[1:], address)...)
	if err := browser.Start(); err != nil {
		return fmt.Errorf("open browser: %w", err)
	}
	go func() { _ = browser.Wait() }() // collects it when it ends
	return nil
}
