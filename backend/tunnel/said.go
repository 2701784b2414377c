package tunnel

import (
	"encoding/json"
	"regexp"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/share"
)

// line is one line of what the program writes: JSON, or text of an older version
// or of the last words before it ends.
type line struct {
	Level    string `json:"level"`
	Message  string `json:"message"`
	Error    string `json:"error"`
	Location string `json:"location"`
	Protocol string `json:"protocol"`
}

var field = regexp.MustCompile(`\b(location|protocol|error)=("[^"]*"|\S+)`)

// read reads a line, whatever it is.
func read(text string) line {
	var l line
	if strings.HasPrefix(text, "{") && json.Unmarshal([]byte(text), &l) == nil && l.Message != "" {
		return l
	}
	l = line{Message: text}
	for _, found := range field.FindAllStringSubmatch(text, -1) {
		value := strings.Trim(found[2], `"`)
		switch found[1] {
		case "location":
			l.Location = value
		case "protocol":
			l.Protocol = value
		case "error":
			l.Error = value
		}
	}
	return l
}

var metricsAt = regexp.MustCompile(`Starting metrics server on (127\.0\.0\.1:\d{1,5})/metrics`)

// metrics is the address of the program's own state that a line tells; "" when it
// tells none.
func (l line) metrics() string {
	if found := metricsAt.FindStringSubmatch(l.Message); found != nil {
		return found[1]
	}
	return ""
}

func (l line) registered() bool { return strings.Contains(l.Message, "Registered tunnel connection") }

func (l line) turnedAway() bool {
	return strings.Contains(l.Error, "Unauthorized") || strings.Contains(l.Message, "Unauthorized")
}

// Last words, the more particular first. What stands in them was seen in the real
// program.
var lastWords = []struct {
	said []string // any of them
	why  *fault.Error
	hope bool
}{
	{[]string{"error code: 1015", "429 Too Many Requests", `"status_code":"429`, `"status_code":429`}, share.ErrLimited, true},
	{[]string{"invalid character '<'"}, share.ErrPortal, false},
	{[]string{"Incorrect Usage", "flag provided but not defined"}, share.ErrUsage, false},
	{[]string{"Provided Tunnel token is not valid", "token is not valid", "failed to read token"}, share.ErrBadToken, false},
	{[]string{"Unauthorized"}, share.ErrRevoked, false},
	{[]string{"invalid UUID length", "500 Internal Server Error", `"status_code":"500`, "failed to parse quick Tunnel ID"}, share.ErrService, true},
	{[]string{"context deadline exceeded", "Client.Timeout"}, share.ErrSilent, true},
	{[]string{"no such host", "network is unreachable", "no route to host", "connection refused", "i/o timeout", "server misbehaving"}, share.ErrOffline, true},
	{[]string{"permission denied", "exec format error"}, share.ErrBadProgram, false},
}

// classify says why the program ended, from its last lines. Its exit code says
// nothing: it ends with 0 when it was asked wrongly.
func classify(said string) (why *fault.Error, hope bool) {
	for _, w := range lastWords {
		for _, words := range w.said {
			if strings.Contains(said, words) {
				return w.why, w.hope
			}
		}
	}
	return share.ErrEnded, true
}
