package startup

import (
	"fmt"
	"path/filepath"
	"strings"
)

// taskPath is where the task is written for schtasks to read; Windows keeps its
// own copy. The file stays as the mark that a task is installed.
func taskPath(m Machine, s Service) string {
	return filepath.Join(m.Home, "AppData", "Local", "Meridian", s.Name+".task.xml")
}

// taskUnit is a task as the Task Scheduler's schema 1.2 has it: started when the
// person logs on, or with the machine, and again a minute after it fails. It
// has no limit in time and does not end on battery, which are the customs.
func taskUnit(s Service) string {
	trigger, who := "LogonTrigger", "<LogonType>InteractiveToken</LogonType>"
	if s.System {
		trigger, who = "BootTrigger", "<UserId>"+escaped(s.User)+"</UserId>\n      <LogonType>ServiceAccount</LogonType>"
		if !strings.HasPrefix(s.User, "S-1-") {
			who = strings.Replace(who, "ServiceAccount", "S4U", 1)
		}
	}
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>%s</Description>
  </RegistrationInfo>
  <Triggers>
    <%s>
      <Enabled>true</Enabled>
    </%s>
  </Triggers>
  <Principals>
    <Principal id="Author">
      %s
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
    <Hidden>true</Hidden>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>%s</Command>
      <Arguments>%s</Arguments>
    </Exec>
  </Actions>
</Task>
`, escaped(s.About), trigger, trigger, who, escaped(s.Program), escaped(windowsLine(s.Args)))
}

// windowsLine is a command line that a program splits into the same words:
// backslashes count only before a quotation mark.
func windowsLine(args []string) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = windowsWord(arg)
	}
	return strings.Join(words, " ")
}

func windowsWord(arg string) string {
	if arg != "" && !strings.ContainsAny(arg, " \t\"") {
		return arg
	}
	var b strings.Builder
	b.WriteByte('"')
	slashes := 0
	for _, r := range arg {
		switch r {
		case '\\':
			slashes++
			continue
		case '"':
			b.WriteString(strings.Repeat(`\`, 2*slashes+1))
		default:
			b.WriteString(strings.Repeat(`\`, slashes))
		}
		slashes = 0
		b.WriteRune(r)
	}
	b.WriteString(strings.Repeat(`\`, 2*slashes))
	b.WriteByte('"')
	return b.String()
}

func taskStart(_ Machine, s Service, path string) [][]string {
	return [][]string{
		{"schtasks", "/Create", "/F", "/TN", taskName(s), "/XML", path},
		{"schtasks", "/Run", "/TN", taskName(s)},
	}
}

func taskStop(_ Machine, s Service, _ string) [][]string {
	return [][]string{
		{"schtasks", "/End", "/TN", taskName(s)},
		{"schtasks", "/Delete", "/F", "/TN", taskName(s)},
	}
}

func taskStatus(_ Machine, s Service) []string {
	return []string{"schtasks", "/Query", "/TN", taskName(s), "/FO", "LIST"}
}

func taskName(s Service) string { return `\` + s.Name }
