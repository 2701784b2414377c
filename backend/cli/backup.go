package cli

import (
	"context"
	"flag"
	"fmt"
	"os"

	"meridian/backend/backup"
	"meridian/backend/fault"
)

// Backups makes backups of a directory of data and brings them back.
type Backups interface {
	WriteTo(ctx context.Context, path, passphrase string, told func(backup.Progress)) error
	Verify(ctx context.Context, path, passphrase string, told func(backup.Progress)) (backup.Manifest, error)
	Restore(ctx context.Context, path, passphrase, directory string, told func(backup.Progress)) (backup.Manifest, error)
}

// backup makes, checks or brings back a backup.
func (c *command) backup(ctx context.Context, args []string) error {
	do := map[string]func(context.Context, []string) error{"make": c.backupMake, "check": c.backupCheck, "restore": c.backupRestore}
	if len(args) == 0 {
		return misuse{c.say("backup: say make, check or restore", "backup: make, check, restore 가운데 하나를 적어 주세요")}
	}
	run, known := do[args[0]]
	if !known {
		return misuse{fmt.Sprintf(c.say("backup: there is no %q", "backup: %q은(는) 없습니다"), args[0])}
	}
	return run(ctx, args[1:])
}

func (c *command) backupMake(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("backup make", flag.ContinueOnError)
	data := flags.String("data", c.Data, "")
	files, err := c.parse(flags, args, "FILE")
	if err != nil {
		return err
	}
	passphrase, err := c.askPassword()
	if err != nil {
		return err
	}
	if err := backup.CheckPassphrase(passphrase); err != nil {
		return err
	}
	err = c.WithBackups(ctx, *data, func(b Backups) error {
		return b.WriteTo(ctx, files[0], passphrase, c.backupProgress())
	})
	if err != nil {
		return err
	}
	info, err := os.Stat(files[0])
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, c.say("%s: %d bytes, opened and read to its end\n", "%s: %d바이트, 다시 열어 끝까지 확인했습니다\n"), files[0], info.Size())
	return nil
}

func (c *command) backupCheck(ctx context.Context, args []string) error {
	files, err := c.parse(flag.NewFlagSet("backup check", flag.ContinueOnError), args, "FILE")
	if err != nil {
		return err
	}
	passphrase, err := c.askPassword()
	if err != nil {
		return err
	}
	m, err := c.Backups.Verify(ctx, files[0], passphrase, c.backupProgress())
	if err != nil {
		return err
	}
	c.describe(m)
	return nil
}

func (c *command) backupRestore(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("backup restore", flag.ContinueOnError)
	to := flags.String("to", "", "")
	files, err := c.parse(flags, args, "FILE")
	if err != nil {
		return err
	}
	if *to == "" {
		return misuse{c.say("backup restore: --to DIRECTORY is missing", "backup restore: --to 폴더가 없습니다")}
	}
	passphrase, err := c.askPassword()
	if err != nil {
		return err
	}
	m, err := c.Backups.Restore(ctx, files[0], passphrase, *to, c.backupProgress())
	if err != nil {
		return err
	}
	c.describe(m)
	fmt.Fprintf(c.out, c.say("To use it: %s serve --data %q\n", "사용하려면: %s serve --data %q\n"), c.Name, *to)
	return nil
}

// describe says what a backup holds.
func (c *command) describe(m backup.Manifest) {
	fmt.Fprintf(c.out, c.say("Made %s by %s, %d plans:\n", "%s에 %s(으)로 만든 백업, 계획 %d개:\n"),
		m.Made.Local().Format("2006-01-02 15:04"), m.Program, len(m.Plans))
	for _, p := range m.Plans {
		fmt.Fprintf(c.out, "  %s\n", p.Name)
	}
}

// backupProgress shows how far the work is to a person at a terminal.
func (c *command) backupProgress() func(backup.Progress) {
	if !isTerminal(c.err) {
		return nil
	}
	words := map[backup.Phase]fault.Text{
		backup.Copying: {EN: "copying", KO: "복사"}, backup.Sealing: {EN: "encrypting", KO: "암호화"}, backup.Verifying: {EN: "checking", KO: "확인"},
	}
	shown := ""
	return func(p backup.Progress) {
		line := words[p.Phase].In(c.Locale)
		if p.Total > 0 {
			line = fmt.Sprintf("%s %d %%", line, 100*p.Done/p.Total)
		}
		if line != shown {
			shown = line
			fmt.Fprintf(c.err, "\r%-24s", line)
		}
	}
}

// export writes every plan as JSON and CSV in a zip archive.
func (c *command) export(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("export", flag.ContinueOnError)
	data := flags.String("data", c.Data, "")
	files, err := c.parse(flags, args, "FILE.zip")
	if err != nil {
		return err
	}
	file, err := os.OpenFile(files[0], os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = c.Export(ctx, *data, file)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(files[0])
	}
	return err
}
