package startup

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"
)

func systemdPath(m Machine, s Service) string {
	if s.System {
		return filepath.Join(m.Root, "/etc/systemd/system", s.Name+".service")
	}
	return filepath.Join(cmp.Or(m.Config, filepath.Join(m.Home, ".config")), "systemd", "user", s.Name+".service")
}

// systemdUnit is a unit as systemd.service(5) reads it. Status 2 is that of a
// program that was asked wrongly: starting it again would not help. The walls
// around a machine's service leave it the directory of its data; a person's own
// service runs with that person's rights, and systemd cannot build walls there
// on every system. A model host that Meridian runs needs the graphics devices,
// and what reads PDF files compiles itself, so neither is walled off.
func systemdUnit(s Service) string {
	var b strings.Builder
	fmt.Fprintf(&b, `[Unit]
Description=%s
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
Type=exec
ExecStart=%s
Restart=on-failure
RestartSec=5
RestartPreventExitStatus=2
TimeoutStopSec=30
UMask=0077
NoNewPrivileges=yes
`, systemdText(s.About), systemdCommand(s))
	wanted := "default.target"
	if s.System {
		wanted = "multi-user.target"
		fmt.Fprintf(&b, `User=%s
StateDirectory=%s
StateDirectoryMode=0700
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
CapabilityBoundingSet=
`, s.User, s.Name)
	}
	fmt.Fprintf(&b, "\n[Install]\nWantedBy=%s\n", wanted)
	return b.String()
}

func systemdCommand(s Service) string {
	words := []string{systemdWord(s.Program)}
	for _, arg := range s.Args {
		words = append(words, systemdWord(arg))
	}
	return strings.Join(words, " ")
}

// systemdText is text in which systemd sees no specifier.
func systemdText(text string) string { return strings.ReplaceAll(text, "%", "%%") }

// systemdWord is one word of a command line: neither split nor expanded.
func systemdWord(text string) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%", "$", "$$", "\n", `\n`, "\t", `\t`).Replace(text)
	if strings.ContainsAny(text, " '\"\\;\t\n") || text == "" {
		return `"` + quoted + `"`
	}
	return quoted
}

// scope is the manager that keeps the service.
func scope(s Service) []string {
	if s.System {
		return nil
	}
	return []string{"--user"}
}

// systemdStart also lets a person's services run though that person has not
// logged in: otherwise they would not start with the machine.
func systemdStart(_ Machine, s Service, _ string) [][]string {
	commands := [][]string{
		append([]string{"systemctl"}, append(scope(s), "daemon-reload")...),
		append([]string{"systemctl"}, append(scope(s), "enable", "--now", s.Name+".service")...),
	}
	if !s.System {
		commands = append(commands, []string{"loginctl", "enable-linger"})
	}
	return commands
}

func systemdStop(_ Machine, s Service, _ string) [][]string {
	return [][]string{append([]string{"systemctl"}, append(scope(s), "disable", "--now", s.Name+".service")...)}
}

func systemdStatus(_ Machine, s Service) []string {
	return append([]string{"systemctl"}, append(scope(s), "is-active", s.Name+".service")...)
}
