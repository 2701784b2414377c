package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind is the coarse nature of a fault.
type Kind string

// The kinds.
const (
	Invalid     Kind = "invalid"     // the input is wrong and would be wrong again
	NotFound    Kind = "notFound"    // what was asked for does not exist
	Conflict    Kind = "conflict"    // it changed since the caller last looked
	Refused     Kind = "refused"     // the caller may not
	Locked      Kind = "locked"      // someone else holds it
	TooLarge    Kind = "tooLarge"    // more than may be sent at once
	Unavailable Kind = "unavailable" // something needed is not there now
	Cancelled   Kind = "cancelled"   // stopped on request
	Internal    Kind = "internal"    // a fault of the program
)

// Text is one thing said in English and in Korean.
type Text struct {
	EN string `json:"en"`
	KO string `json:"ko"`
}

// In is the text in the language of a locale such as "ko-KR"; English otherwise.
func (t Text) In(locale string) string {
	if locale == "ko" || strings.HasPrefix(locale, "ko-") {
		return t.KO
	}
	return t.EN
}

// Severity says whether a Problem must be mended before the document can be used.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
)

// Problem is one fault of a document: where, what (a stable code), and in
// words what is wrong and what to do.
type Problem struct {
	Pointer  string   `json:"pointer"` // RFC 6901; "" is the whole document
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Text     Text     `json:"text"`
}

// Error is a fault fit to be shown. Title says what happened and Fix what to do.
type Error struct {
	Kind     Kind
	Code     string
	Title    Text
	Fix      Text
	Problems []Problem

	cause error
}

// New is a fault without a cause. A package-level one serves as a sentinel:
// With and WithProblems copy, and errors.Is matches the copies by code.
func New(kind Kind, code string, title, fix Text) *Error {
	return &Error{Kind: kind, Code: code, Title: title, Fix: fix}
}

// With is a copy of e that remembers why.
func (e *Error) With(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// WithProblems is a copy of e that lists what is wrong with the document.
func (e *Error) WithProblems(problems []Problem) *Error {
	c := *e
	c.Problems = problems
	return &c
}

// Error is for logs and terminals: the English title, the first problem and
// the cause.
func (e *Error) Error() string {
	s := e.Title.EN
	if len(e.Problems) > 0 {
		p := e.Problems[0]
		s = fmt.Sprintf("%s: %s %s", s, p.Pointer, p.Text.EN)
	}
	if len(e.Problems) > 1 {
		s = fmt.Sprintf("%s (and %d more)", s, len(e.Problems)-1)
	}
	if e.cause != nil {
		s = fmt.Sprintf("%s: %v", s, e.cause)
	}
	return s
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is a fault of the same kind and code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind && t.Code == e.Code
}

// Of is the kind of the first fault in err's chain; Internal when there is
// none, and "" for nil.
func Of(err error) Kind {
	if err == nil {
		return ""
	}
	var f *Error
	if errors.As(err, &f) {
		return f.Kind
	}
	return Internal
}
