package retrieve

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Question is a question taken apart.
type Question struct {
	Terms   []string // what it asks with, each once, in its order
	weights map[string]float64
	Related []string // terms of the field that say the same in other words, each once
	names   names
}

// maxQuestion bounds how much of a question is read, in bytes: the longest
// that people write, and whole paragraphs pasted in.
const maxQuestion = 8000

// maxTerms bounds how many terms of a question are looked for: those of a
// long paragraph. The rarest stay.
const maxTerms = 64

// Ask takes a question apart. Any text will do.
func Ask(text string) Question {
	if len(text) > maxQuestion {
		text = strings.ToValidUTF8(text[:maxQuestion], "")
	}
	words := Words(text)
	q := Question{weights: map[string]float64{}}
	for _, w := range words {
		q.take(w)
	}
	for _, term := range related(words) {
		if q.weights[term] == 0 {
			q.Related = append(q.Related, term)
		}
	}
	q.names = namesIn(text)
	return q
}

// Years are the years that a question names, ascending.
func (q Question) Years() []int { return slices.Sorted(maps.Keys(q.names.years)) }

func (q *Question) take(w Word) {
	if !w.Joined && len(w.Terms) == 1 {
		if stopWord(w.Terms[0]) {
			return
		}
		q.add(w.Terms[0], 1)
		return
	}
	if asking(spell(w.Terms)) {
		return
	}
	sure := stemLength(w)
	for i, term := range w.Terms {
		weight := 1.0
		if i+2 > sure {
			weight = particleWeight
		}
		q.add(term, weight)
	}
}

func (q *Question) add(term string, weight float64) {
	if q.weights[term] == 0 {
		q.Terms = append(q.Terms, term)
	}
	q.weights[term] = max(q.weights[term], weight)
}

// particleWeight is what a pair counts that reaches into a Korean particle or
// ending: it says how a word is used more than which word it is.
const particleWeight = 0.3

// particles end Korean words. Longer ones stand first.
var particles = []string{
	"으로부터", "에서부터", "인가요", "입니까", "합니까", "습니까", "하나요", "되나요", "있나요", "없나요", "한가요", "을까요", "할까요", "이란",
	"에서는", "에게서", "으로는", "이라는", "하려면", "되려면", "받으려면", "하면", "되면", "에서", "에게", "으로", "까지", "부터", "보다", "처럼", "마다",
	"이나", "이며", "이고", "하는", "되는", "하고", "하여", "해서", "에는", "과의", "와의", "들은", "들의", "들이", "란", "은", "는", "이", "가", "을", "를", "의", "에", "로", "와", "과", "도", "만", "나",
}

// stemLength is how many characters of a Korean word come before its particle.
func stemLength(w Word) int {
	length := len(w.Terms) + 1
	if len(w.Terms) == 1 {
		length = utf8.RuneCountInString(w.Terms[0])
	}
	word := spell(w.Terms)
	for _, p := range particles {
		n := utf8.RuneCountInString(p)
		if strings.HasSuffix(word, p) && length-n >= 2 {
			return length - n
		}
	}
	return length
}

// spell is the word whose pairs are given.
func spell(pairs []string) string {
	var out strings.Builder
	for i, p := range pairs {
		if i == 0 {
			out.WriteString(p)
			continue
		}
		_, size := utf8.DecodeRuneInString(p)
		out.WriteString(p[size:])
	}
	return out.String()
}

// askingWords begin Korean words that say how something is asked.
var askingWords = []string{
	"무엇", "무슨", "뭐", "뭔", "어떻게", "어떠", "어떤", "어느", "얼마", "언제", "어디", "누구", "누가", "왜",
	"설명해", "설명하", "알려주", "알려줘", "말해", "말씀해", "서술하", "기술하", "주세요", "주십시오", "해주", "하시오",
	"대해", "대하여", "대한", "관해", "관하여", "관한", "따라", "따르면", "통해", "위해", "위한", "있는", "있나", "있습", "있을", "없나", "되나", "하나요", "인가요",
}

func asking(word string) bool {
	for _, w := range askingWords {
		if strings.HasPrefix(word, w) && utf8.RuneCountInString(word)-utf8.RuneCountInString(w) <= 4 {
			return true
		}
	}
	return false
}

// stopWords are English words that say how something is asked, as stems.
var stopWords = setOf(`a an and are as at be been being but by can could did do does doing for from had has have having he her
	here him his how i if in into is it its just let me more most my no nor not of off on or our out over own please same she should
	so some such than that the their them then there these they this those through to too under until up very was we were what when
	where which while who whom why will with would you your about above after again all am any because before below between both down
	during each few further once only other give tell show explain answer question say state find using use based ask whether
	according regarding respect`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[Stem(w)] = true
	}
	return set
}

func stopWord(term string) bool { return stopWords[term] }
