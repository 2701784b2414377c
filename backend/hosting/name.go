package hosting

import "strings"

// Same reports whether two names are of one model: a name without a tag is of
// the newest.
func Same(a, b string) bool { return a != "" && b != "" && full(a) == full(b) }

func full(name string) string {
	if strings.Contains(name[strings.LastIndex(name, "/")+1:], ":") {
		return name
	}
	return name + ":latest"
}
