package startup

import (
	"encoding/xml"
	"fmt"
	"path/filepath"
	"strings"
)

// label names a service to launchd.
func label(s Service) string { return "app." + s.Name + ".host" }

func launchdPath(m Machine, s Service) string {
	if s.System {
		return filepath.Join(m.Root, "/Library/LaunchDaemons", label(s)+".plist")
	}
	return filepath.Join(m.Home, "Library", "LaunchAgents", label(s)+".plist")
}

// launchdUnit is a property list as launchd.plist(5) reads it: started at once
// and again when it fails, at most every ten seconds.
func launchdUnit(s Service) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + escaped(label(s)) + `</string>
	<key>ProgramArguments</key>
	<array>
`)
	for _, word := range append([]string{s.Program}, s.Args...) {
		fmt.Fprintf(&b, "\t\t<string>%s</string>\n", escaped(word))
	}
	b.WriteString(`	</array>
	<key>RunAtLoad</key>
	<true/>
	<key>KeepAlive</key>
	<dict>
		<key>SuccessfulExit</key>
		<false/>
	</dict>
	<key>ThrottleInterval</key>
	<integer>10</integer>
	<key>ExitTimeOut</key>
	<integer>30</integer>
	<key>ProcessType</key>
	<string>Background</string>
	<key>Umask</key>
	<integer>63</integer>
`)
	if s.System {
		fmt.Fprintf(&b, "\t<key>UserName</key>\n\t<string>%s</string>\n", escaped(s.User))
	}
	b.WriteString("</dict>\n</plist>\n")
	return b.String()
}

func escaped(text string) string {
	var b strings.Builder
	if xml.EscapeText(&b, []byte(text)) != nil {
		panic("a builder of strings failed")
	}
	return b.String()
}

func domain(m Machine, s Service) string {
	if s.System {
		return "system"
	}
	return "gui/" + m.uid()
}

func launchdStart(m Machine, s Service, path string) [][]string {
	return [][]string{{"launchctl", "bootstrap", domain(m, s), path}}
}

func launchdStop(m Machine, s Service, _ string) [][]string {
	return [][]string{{"launchctl", "bootout", domain(m, s) + "/" + label(s)}}
}

func launchdStatus(m Machine, s Service) []string {
	return []string{"launchctl", "print", domain(m, s) + "/" + label(s)}
}
