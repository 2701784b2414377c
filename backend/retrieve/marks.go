package retrieve

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"meridian/backend/document"
)

// maxMarks bounds how much of a quote is marked: what is marked everywhere is
// marked nowhere.
const maxMarks = 64

// Marks are the runs of a text that have words of a question or of its related
// terms, in order, apart from one another.
func Marks(question Question, text string) []document.Span {
	wanted := map[string]bool{}
	for _, term := range question.Terms {
		wanted[term] = question.weights[term] > particleWeight
	}
	for _, term := range question.Related {
		wanted[term] = true
	}
	back := origin(text)
	var marks []document.Span
	for _, w := range Words(text) {
		for i, term := range w.Terms {
			if !wanted[term] {
				continue
			}
			from, to := w.Start, w.End
			if w.Joined {
				from, to = w.Start+i, w.Start+i+2
			}
			marks = mark(marks, document.Span{Start: back(from), End: back(to)})
		}
		if len(marks) >= maxMarks {
			break
		}
	}
	return marks
}

func mark(marks []document.Span, s document.Span) []document.Span {
	if n := len(marks); n > 0 && s.Start <= marks[n-1].End {
		marks[n-1].End = max(marks[n-1].End, s.End)
		return marks
	}
	return append(marks, s)
}

// origin leads from a place in the composed text (NFKC) back to the place in
// the text, both in code points. Most texts are composed already.
func origin(text string) func(int) int {
	if norm.NFKC.IsNormalString(text) {
		return func(at int) int { return at }
	}
	var places []int // for each composed code point, where its segment begins in the text
	var iter norm.Iter
	iter.InitString(norm.NFKC, text)
	before, at := 0, 0
	for !iter.Done() {
		composed := utf8.RuneCount(iter.Next())
		for range composed {
			places = append(places, at)
		}
		at += utf8.RuneCountInString(text[before:iter.Pos()])
		before = iter.Pos()
	}
	return func(i int) int {
		if i < len(places) {
			return places[i]
		}
		return at
	}
}
