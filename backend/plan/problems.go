package plan

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"meridian/backend/fault"
)

// maxProblems bounds a report: beyond it a document is hopeless, not wrong.
const maxProblems = 500

// problems collects what is wrong with a document.
type problems struct {
	list []fault.Problem
}

// pair is one sentence in both languages; format verbs must match.
type pair struct{ en, ko string }

func (p *problems) add(severity fault.Severity, pointer, code string, text pair, args ...any) {
	p.put(fault.Problem{
		Pointer:  pointer,
		Code:     code,
		Severity: severity,
		Text:     fault.Text{EN: fmt.Sprintf(text.en, args...), KO: fmt.Sprintf(text.ko, args...)},
	})
}

func (p *problems) put(one fault.Problem) {
	if len(p.list) < maxProblems {
		p.list = append(p.list, one)
	}
}

func (p *problems) fail(pointer, code string, text pair, args ...any) {
	p.add(fault.SeverityError, pointer, code, text, args...)
}

func (p *problems) warn(pointer, code string, text pair, args ...any) {
	p.add(fault.SeverityWarning, pointer, code, text, args...)
}

// sorted is the list with errors first, since they are why a plan is refused, each
// kind in the order of pointers.
func (p *problems) sorted() []fault.Problem {
	sort.SliceStable(p.list, func(i, j int) bool {
		a, b := p.list[i], p.list[j]
		if a.Severity != b.Severity {
			return a.Severity < b.Severity
		}
		return a.Pointer < b.Pointer
	})
	return p.list
}

// Failed reports whether any problem is an error.
func Failed(list []fault.Problem) bool {
	for _, p := range list {
		if p.Severity == fault.SeverityError {
			return true
		}
	}
	return false
}

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// at appends tokens to a JSON pointer (RFC 6901). An int is an index.
func at(pointer string, tokens ...any) string {
	var b strings.Builder
	b.WriteString(pointer)
	for _, t := range tokens {
		b.WriteByte('/')
		switch t := t.(type) {
		case int:
			b.WriteString(strconv.Itoa(t))
		case string:
			b.WriteString(pointerEscape.Replace(t))
		}
	}
	return b.String()
}

// problemsOf are what a fault lists, or nothing.
func problemsOf(err error) []fault.Problem {
	var f *fault.Error
	if asFault(err, &f) {
		return f.Problems
	}
	return nil
}
