package retrieve

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"meridian/backend/document"
)

// Subject is what a volume is about.
type Subject struct {
	ID     document.ID
	Title  string
	Issuer string
	Year   int
	Type   document.Type
}

// What a question names is preferred by these factors, and never required: the
// guess of who wrote a document, or of whom a question speaks, may be wrong.
const (
	issuerFactor = 1.6
	titleFactor  = 1.15 // a title's words count as words already
	yearFactor   = 1.3
	nextFactor   = 1.1 // the report of the year after tells of the year before
	typeFactor   = 1.1
)

// called is what a document may be called by, taken apart once.
type called struct {
	issuer []string
	joined string // the issuer, written together
	title  []string
}

func calledBy(s Subject) called {
	issuer := coreOf(s.Issuer)
	return called{issuer, strings.Join(issuer, ""), wordsOf(coreOf(s.Title))}
}

// names are what a question names.
type names struct {
	words []spoken
	runs  map[string]bool // neighbouring words, written together
	years map[int]bool
	types map[document.Type]bool
}

// spoken is a word of a question as it was written.
type spoken struct {
	text     string // composed, lower case
	capital  bool   // it began with one
	first    bool   // of the question
	capitals string // its capital letters, in lower case
}

var (
	questionYear  = regexp.MustCompile(`(?:19|20)\d\d`)
	shortYear     = regexp.MustCompile(`(?i)\bfy ?'?(\d\d)\b`)
	quarterNamed  = regexp.MustCompile(`(?i)\bq[1-4]\b|\b[1-4]q|quarter|분기|반기`)
	annualNamed   = regexp.MustCompile(`(?i)\bfy ?(?:20)?\d\d\b|fiscal year|10-?k|annual report|사업보고서|연차`)
	policyNamed   = regexp.MustCompile(`(?i)insurance|insured|policy|보험|약관|특약`)
	leaseNamed    = regexp.MustCompile(`(?i)\blease|tenan|landlord|임대|임차|전세|월세`)
	taxNamed      = regexp.MustCompile(`(?i)tax return|withh|1040|연말정산|원천징수|소득세`)
	earningsNamed = regexp.MustCompile(`(?i)earnings (?:release|call)|실적발표`)
)

func namesIn(text string) names {
	text = norm.NFKC.String(text)
	n := names{runs: map[string]bool{}, years: map[int]bool{}, types: map[document.Type]bool{}}
	for i, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		r, _ := utf8.DecodeRuneInString(word)
		lower := strings.ToLower(word)
		if lower == "s" { // of 's
			continue
		}
		n.words = append(n.words, spoken{lower, unicode.IsUpper(r), i == 0, capitalsOf(word)})
	}
	n.join()
	for _, m := range questionYear.FindAllString(text, -1) {
		n.year(m)
	}
	for _, m := range shortYear.FindAllStringSubmatch(text, -1) {
		n.year("20" + m[1])
	}
	for pattern, kind := range map[*regexp.Regexp]document.Type{
		quarterNamed: document.QuarterlyReport, annualNamed: document.AnnualReport, policyNamed: document.Policy,
		leaseNamed: document.Lease, taxNamed: document.TaxReturn, earningsNamed: document.EarningsRelease,
	} {
		if pattern.MatchString(text) {
			n.types[kind] = true
		}
	}
	return n
}

func capitalsOf(word string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return r
		}
		return -1
	}, word))
}

func (n names) year(text string) {
	if y, err := strconv.Atoi(text); err == nil {
		n.years[y] = true
	}
}

// join fills in the runs.
func (n names) join() {
	for at := range n.words {
		run := ""
		for _, w := range n.words[at:min(at+maxNameWords, len(n.words))] {
			run += w.text
			n.runs[run] = true
		}
	}
}

// factors are what each volume's scores are multiplied by.
func (c *Collection) factors(n names) []float32 {
	factors := make([]float32, len(c.volumes))
	for i, v := range c.volumes {
		factors[i] = n.when(v.About) * n.what(v.About)
	}
	for i := range c.mentions.by(n) {
		factors[i] *= n.who(c.volumes[i].called)
	}
	return factors
}

func (n names) when(s Subject) float32 {
	switch {
	case s.Year == 0:
		return 1
	case n.years[s.Year]:
		return yearFactor
	case n.years[s.Year-1]:
		return nextFactor
	}
	return 1
}

func (n names) what(s Subject) float32 {
	if s.Type != "" && n.types[s.Type] {
		return typeFactor
	}
	return 1
}

// who is the factor of a document whose issuer or title the question names.
// A title of one word is most often a name.
func (n names) who(c called) float32 {
	switch {
	case len(c.issuer) > 0 && (n.speaksOf(c.joined) || n.short(c.issuer) || n.initials(c)):
		return issuerFactor
	case !n.title(c.title):
		return 1
	case len(c.title) == 1:
		return issuerFactor
	}
	return titleFactor
}

// title reports whether the question has at least half of a title's words.
func (n names) title(words []string) bool {
	said := 0
	for _, word := range words {
		if n.speaksOf(word) {
			said++
		}
	}
	return said > 0 && 2*said >= len(words)
}

// wordsOf are words without figures and codes such as 10K.
func wordsOf(core []string) []string {
	var words []string
	for _, w := range core {
		coded := w[0] >= '0' && w[0] <= '9' && len(w) > 2
		if hasLetter(w) && utf8.RuneCountInString(w) > 1 && !coded && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// maxNameWords is the most words of a question that are read as one name.
const maxNameWords = 5

// speaksOf reports whether neighbouring words of the question, written
// together, are a name, or in Korean begin with one.
func (n names) speaksOf(name string) bool {
	if utf8.RuneCountInString(name) < 2 {
		return false
	}
	if n.runs[name] {
		return true
	}
	if r, _ := utf8.DecodeRuneInString(name); !unicode.Is(unicode.Hangul, r) {
		return false
	}
	for run := range n.runs {
		if strings.HasPrefix(run, name) {
			return true
		}
	}
	return false
}

// short reports whether the question names the first word or words of a name,
// as people do: a single one with a capital inside the sentence.
func (n names) short(core []string) bool {
	for count := len(core) - 1; count > 1; count-- {
		if n.speaksOf(strings.Join(core[:count], "")) {
			return true
		}
	}
	for _, w := range n.words {
		if w.text == core[0] && len(w.text) >= 3 && w.capital && !w.first {
			return true
		}
	}
	return false
}

// initials reports whether the question has a name's first letters as a word
// in capitals: AMD, JnJ, JPM.
func (n names) initials(c called) bool {
	letters := ""
	for _, w := range n.words {
		if len(w.capitals) < 2 {
			continue
		}
		if letters == "" {
			letters = firstLetters(c.issuer)
		}
		switch {
		case len(c.issuer) >= 2 && w.capitals == letters:
			return true
		case len(w.text) >= 3 && w.capitals == w.text && strings.HasPrefix(c.joined, w.text):
			return true
		}
	}
	return false
}

func firstLetters(words []string) string {
	var letters strings.Builder
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		letters.WriteRune(r)
	}
	return letters.String()
}

// generic are words of names and titles that name nobody.
var generic = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`inc incorporated corp corporation co company companies ltd limited llc plc lp na group holding holdings
		the and of sa ag nv se report annual quarterly statement statements policy document documents file copy final draft scan page
		form earnings release results dated agreement contract summary notice letter schedule account bank insurance fund plan
		주식회사 보고서 명세서 약관 증권 계약서 안내 가이드 자료 문서 서류 현황 pdf docx xlsx txt html`) {
		set[w] = true
	}
	return set
}()

// coreOf is a name without what many names have.
func coreOf(name string) []string {
	name = strings.NewReplacer("㈜", " ", "(주)", " ", ".", "", "'", "", "’", "").Replace(norm.NFKC.String(name))
	var core []string
	for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		if !generic[w] {
			core = append(core, w)
		}
	}
	return core
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

func hangul(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) >= 0
}
