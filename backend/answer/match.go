package answer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// need is what a question must speak of to mean a template: one of these words.
// A word of Latin letters is the beginning of a word of the question, or all of
// it where it ends in a dollar sign; a word in 한글 stands anywhere, whatever the
// spacing.
type need []string

// words is a question made ready to be compared.
type words struct {
	latin  string // lower case, words apart by single spaces, with one before and after
	hangul string // lower case, without spaces
}

func wordsOf(question string) words {
	folded := strings.ToLower(norm.NFKC.String(question))
	latin := strings.FieldsFunc(strings.NewReplacer("’", "", "'", "").Replace(folded), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '%'
	})
	return words{
		latin:  " " + strings.Join(latin, " ") + " ",
		hangul: strings.Join(strings.Fields(folded), ""),
	}
}

// has is the first word of a need that the question has; "" for none.
func (w words) has(n need) string {
	for _, word := range n {
		if isHangul(word) {
			if strings.Contains(w.hangul, word) {
				return word
			}
			continue
		}
		whole, exact := strings.CutSuffix(word, "$")
		if exact {
			whole += " "
		}
		if strings.Contains(w.latin, " "+whole) {
			return strings.TrimSpace(whole)
		}
	}
	return ""
}

func isHangul(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Hangul, r) })
}

// match is the template that a question means by its words, and those words; nil
// where none fits.
func match(question string) (*template, []string) {
	w := wordsOf(question)
	var best *template
	var by []string
	most := 0
	for _, t := range templates() {
		for _, way := range t.ways {
			met := way.met(w)
			if len(met) > 0 && way.weight() > most {
				best, by, most = &t, met, way.weight()
			}
		}
	}
	return best, by
}

// way is one way to ask for a template: all of its needs together.
type way []need

// weight is by how many words a way is recognised.
func (n way) weight() int { return len(n) }

// met are the words that meet a way's needs; none where one is not met.
func (n way) met(w words) []string {
	var met []string
	for _, one := range n {
		word := w.has(one)
		if word == "" {
			return nil
		}
		if !slices.Contains(met, word) {
			met = append(met, word)
		}
	}
	return met
}

// counts are the numbers that people write as words.
var counts = map[string]float64{
	"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "half a": 0.5,
	"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9, "십": 10, "반": 0.5,
}

var (
	digitsYears    = regexp.MustCompile(`(\d+(?:\.\d+)?) ?(?:years?|yrs?|년|해)`)
	digitsMonths   = regexp.MustCompile(`(\d+) ?(?:months?|개월|달)`)
	digitsPercent  = regexp.MustCompile(`(\d+(?:\.\d+)?) ?(?:%|percent|per cent|points?|퍼센트|프로)`)
	wordsYears     = regexp.MustCompile(` (half a|a|one|two|three|four|five|six|seven|eight|nine|ten) (?:more )?years?\b`)
	wordsKorean    = regexp.MustCompile(`(한|두|세|네|다섯)해|(일|이|삼|사|오|육|칠|팔|구|십)년(?:만|을|더|정도|늦|일찍|먼저|앞|뒤|동안|간|후)`)
	wordsPercent   = regexp.MustCompile(` (one|two|three|four|five|six|seven|eight|nine|ten) (?:percent|per cent|points?)\b`)
	koreanPercents = regexp.MustCompile(`(일|이|삼|사|오|육|칠|팔|구|십)(?:퍼센트|프로)`)
)

// monthsIn is how long a question says, in months; 0 where it does not.
func (w words) monthsIn() float64 {
	both := w.latin + "\n" + w.hangul
	if m := digitsMonths.FindStringSubmatch(both); m != nil {
		n, _ := strconv.ParseFloat(m[1], 64)
		return n
	}
	return 12 * w.count(digitsYears, wordsYears, wordsKorean)
}

// percentIn is how many percent or points a question says; 0 where it does not.
func (w words) percentIn() float64 { return w.count(digitsPercent, wordsPercent, koreanPercents) }

// count is the number that the first of the patterns finds.
func (w words) count(patterns ...*regexp.Regexp) float64 {
	both := w.latin + "\n" + w.hangul
	for _, p := range patterns {
		m := p.FindStringSubmatch(both)
		if m == nil {
			continue
		}
		for _, word := range m[1:] {
			if n, err := strconv.ParseFloat(word, 64); err == nil {
				return n
			}
			if n, known := counts[word]; known {
				return n
			}
		}
	}
	return 0
}
