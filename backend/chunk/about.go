package chunk

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"meridian/backend/document"
)

// firstPages is how many pages a document has to say what it is.
const firstPages = 3

// Guess is what a document says of itself in its title and on its first pages.
func Guess(title string, pages []document.Page) document.About {
	var front strings.Builder
	for _, p := range pages[:min(len(pages), firstPages)] {
		front.WriteString(p.Text)
		front.WriteByte('\n')
	}
	head := first(front.String(), 12000)
	about := document.About{Type: typeOf(title, head)}
	about.Year, about.Date = yearOf(title, head)
	about.Issuer = issuerOf(title, head)
	return about
}

func first(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	return strings.ToValidUTF8(s[:bytes], "")
}

func digits(n int) string { return strconv.Itoa(n) }

// sign is a word by which documents of a type are known. Signs are tried in
// order, first in the title, then in the first words of the document.
type sign struct {
	pattern *regexp.Regexp
	kind    document.Type
}

var signs = []sign{
	{regexp.MustCompile(`(?i)\b10[- ]?K(?:/A)?\b|\b20-F\b|annual report|사업보고서|연차보고서`), document.AnnualReport},
	{regexp.MustCompile(`(?i)\b10[- ]?Q\b|quarterly report|분기보고서|반기보고서`), document.QuarterlyReport},
	{regexp.MustCompile(`(?i)earnings|실적발표|영업\(잠정\)실적`), document.EarningsRelease},
	{regexp.MustCompile(`(?i)\b8[- ]?K\b|current report|주요사항보고서`), document.CurrentReport},
	{regexp.MustCompile(`(?i)insurance policy|policy (?:schedule|number|document)|certificate of insurance|보험증권|보험약관|보통약관|약관`), document.Policy},
	{regexp.MustCompile(`(?i)\blease\b|tenancy agreement|rental agreement|임대차|전세계약`), document.Lease},
	{regexp.MustCompile(`(?i)tax return|form 1040|\bw-2\b|\b1099\b|소득세 ?신고|연말정산|원천징수|납세|종합소득`), document.TaxReturn},
	{regexp.MustCompile(`(?i)pay ?(?:slip|stub)|earnings statement|급여명세|임금명세`), document.Payslip},
	{regexp.MustCompile(`(?i)last will|testament|유언`), document.Will},
	{regexp.MustCompile(`(?i)statement|거래내역|운용현황|명세서|잔고|내역서`), document.Statement},
}

func typeOf(title, head string) document.Type {
	for _, text := range []string{spaced(title), first(head, 3000)} {
		for _, s := range signs {
			if s.pattern.MatchString(text) {
				return s.kind
			}
		}
	}
	return ""
}

// spaced is a title with the spaces that file names write otherwise.
func spaced(title string) string { return strings.NewReplacer("_", " ", "+", " ").Replace(title) }

var (
	yearIn  = regexp.MustCompile(`(?:^|[^\d,.$])((?:19|20)\d\d)(?:[^\d,]|$)`)
	ended   = regexp.MustCompile(`(?i)(?:for the )?(?:fiscal )?(?:year|quarter(?:ly)?|period|quarterly period|months?)\s+ended:?\s+((?:[A-Za-z]+\.?\s+\d{1,2},?\s+)?((?:19|20)\d\d))`)
	written = regexp.MustCompile(`((?:[A-Z][a-z]+\.?\s+\d{1,2},\s+)((?:19|20)\d\d)|((?:19|20)\d\d)[.년\-/]\s?\d{1,2}[.월\-/]\s?\d{1,2}일?)`)
)

// yearOf is the year that a document is about, and the date that says so: that
// of the title first, then the end of its period, then any date.
func yearOf(title, head string) (int, string) {
	date := ""
	year := 0
	if m := ended.FindStringSubmatch(head); m != nil {
		date, year = oneLine(m[1]), number(m[2])
	} else if m := written.FindStringSubmatch(head); m != nil {
		date, year = oneLine(m[1]), number(m[2]+m[3])
	}
	if m := yearIn.FindStringSubmatch(spaced(title)); m != nil {
		return number(m[1]), date
	}
	return year, date
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

var (
	labelled  = regexp.MustCompile(`(?m)(?:회\s?사\s?명|보험회사|금융기관|발행인|임대인|사업자명|Issuer|Insurer|Landlord|Company name)\s*[:：]\s*([^\n]{2,60})`)
	exactName = regexp.MustCompile(`(?i)exact name of (?:the )?registrant`)
	formWords = regexp.MustCompile(`(?i)commission|file number|transition|pursuant|exchange act|or the fiscal|form \d|^\W*or\W*$`)
	incorp    = regexp.MustCompile(`(?m)^[ \t]*((?:\(주\)|㈜|주식회사)\s?[^\n]{2,30}|[^\n]{2,30}(?:\(주\)|㈜|주식회사)|[A-Z0-9][^\n]{1,60}?,?[ ]+(?:Inc\.?|INC\.?|Corporation|CORPORATION|Corp\.?|Company|COMPANY|Co\.(?:, Ltd\.?)?|Ltd\.?|LLC|L\.L\.C\.|plc|PLC|N\.A\.|LP|Group|Bank|Insurance|생명|화재|증권|은행))[ \t]*$`)
)

// issuerOf is who wrote a document: as it is labelled, else the first company
// named on a line of its own, else what is left of the title without its
// years and types.
func issuerOf(title, head string) string {
	if name := registrantOf(head); name != "" {
		return name
	}
	for _, pattern := range []*regexp.Regexp{labelled, incorp} {
		if m := pattern.FindStringSubmatch(head); m != nil {
			if name := oneLine(m[1]); nameable(name) {
				return name
			}
		}
	}
	return Named(title)
}

// registrantOf is the name that filings print above the words "Exact name of
// registrant".
func registrantOf(head string) string {
	var above []string
	for l := range strings.Lines(head) {
		l = strings.TrimSpace(l)
		if exactName.MatchString(l) {
			for i := len(above) - 1; i >= max(len(above)-4, 0); i-- {
				if name := oneLine(above[i]); nameable(name) && !formWords.MatchString(name) {
					return name
				}
			}
			return ""
		}
		if l != "" {
			above = append(above, l)
		}
	}
	return ""
}

func nameable(name string) bool { return hasLetters(name) && len(name) <= 80 }

func hasLetters(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n >= 2
}

var aside = regexp.MustCompile(`(?i)\b(?:19|20)\d\d(?:q[1-4])?\b|\bfy ?\d{2,4}\b|\bq[1-4]\b|\b10[- ]?[kq](?:/a)?\b|\b8[- ]?k\b|\b20-f\b|\bannual\b|\bquarterly\b|\breport\b|\bearnings\b|\brelease\b|\bstatement\b|\bpolicy\b|\bdated\b|\d{1,2}[-. ]\d{1,2}\b|\.[a-z]{3,5}$|\d{4}년|사업보고서|분기보고서|반기보고서|보고서|약관|명세서|증권$`)

// Named is what a title says besides its years and its type: most often whose
// document it is.
func Named(title string) string {
	bare := aside.ReplaceAllString(strings.NewReplacer("_", " ", "-", " ").Replace(title), " ")
	return strings.Trim(oneLine(bare), " -·|")
}
