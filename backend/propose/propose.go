// Package propose points at the values of a document that a plan could take.
//
// Terms: a rule is a field of a plan, the words by which a kind of document
// names it, in English and in Korean, and what its value looks like. A proposal
// is a figure that stands behind such words, with the line that says so.
//
// Promise: whatever is proposed stands in the document, letter by letter, at
// the span that is given. Nothing is computed, and nothing is guessed from
// words that are not there. The same pages have the same proposals.
package propose

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meridian/backend/document"
)

// Field is what a value would be in a plan.
type Field string

// The fields.
const (
	Balance Field = "balance" // of an account
	AsOf    Field = "asOf"    // when a balance was what it is
	Fee     Field = "fee"     // of an account, a year
	Pension Field = "pension" // that is paid month by month or year by year
	Premium Field = "premium"
	Payout  Field = "payout"  // of an insurance
	Owed    Field = "owed"    // of a debt
	Payment Field = "payment" // on a debt
	Rate    Field = "rate"    // of a debt
	Rent    Field = "rent"
	Deposit Field = "deposit" // of a lease
	Start   Field = "start"
	End     Field = "end"
)

// Proposal is a value that a plan could take.
type Proposal struct {
	Field  Field
	Page   int           // its number
	Line   document.Span // the line that says so
	Figure document.Span // the value on that page
	Sure   bool          // the line names the field first, and has no other value behind it
}

// most bounds how often a field is proposed: a statement of many accounts has
// a balance each.
const most = 3

// Of are the proposals of a document of a type, field by field, the surest
// first. A document of no type that has rules is asked for what it speaks of
// most.
func Of(kind document.Type, pages []document.Page) []Proposal {
	if r, ok := byType[kind]; ok {
		return within(r, pages)
	}
	if kind != "" {
		return nil
	}
	var best []Proposal
	for _, r := range [][]rule{statement, policy, contract} {
		if found := within(r, pages); fields(found) >= 2 && fields(found) > fields(best) {
			best = found
		}
	}
	return best
}

func fields(found []Proposal) int {
	seen := map[Field]bool{}
	for _, p := range found {
		seen[p.Field] = true
	}
	return len(seen)
}

func within(rules []rule, pages []document.Page) []Proposal {
	var all []Proposal
	for _, r := range rules {
		var found []Proposal
		for _, p := range pages {
			found = append(found, r.on(p)...)
		}
		slices.SortStableFunc(found, func(a, b Proposal) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Page, b.Page), cmp.Compare(a.Figure.Start, b.Figure.Start))
		})
		all = append(all, found[:min(len(found), most)]...)
	}
	return all
}

func rank(p Proposal) int {
	if p.Sure {
		return 0
	}
	return 1
}

// on are a rule's proposals on a page.
func (r rule) on(p document.Page) (found []Proposal) {
	lines := strings.Split(p.Text, "\n")
	starts := make([]int, len(lines)+1) // in bytes
	for i, line := range lines {
		starts[i+1] = starts[i] + len(line) + 1
	}
	for i, line := range lines {
		label := r.named.FindStringIndex(line)
		if label == nil || r.not != nil && r.not.MatchString(line) {
			continue
		}
		if proposed, ok := r.behind(line, label[1]); ok {
			proposed.at(p, starts[i], line)
			proposed.Sure = proposed.Sure && strings.TrimLeft(line[:label[0]], " \t-•*·ㆍ:") == ""
			found = append(found, proposed)
			continue
		}
		// A label alone on its line has its value on the next.
		if strings.TrimSpace(line[label[1]:]) == "" && i+1 < len(lines) {
			if proposed, ok := r.behind(lines[i+1], 0); ok && proposed.Figure.Start == len(lines[i+1])-len(strings.TrimLeft(lines[i+1], " ")) {
				proposed.at(p, starts[i+1], lines[i+1])
				proposed.Sure = false
				found = append(found, proposed)
			}
		}
	}
	return found
}

// behind is the first value of a line from a byte on; its span counts the bytes
// of the line until at has placed it.
func (r rule) behind(line string, from int) (Proposal, bool) {
	values := shapes[r.shape].FindAllStringIndex(line[from:], 2)
	if len(values) == 0 {
		return Proposal{}, false
	}
	start, end := from+values[0][0], from+values[0][1]
	text := strings.TrimSpace(line[start:end])
	start += strings.Index(line[start:end], text)
	return Proposal{Field: r.field, Figure: document.Span{Start: start, End: start + len(text)}, Sure: len(values) == 1}, true
}

// at places a proposal on its page: spans count code points.
func (p *Proposal) at(page document.Page, start int, line string) {
	first := utf8.RuneCountInString(page.Text[:start])
	p.Page = page.Number
	blank := utf8.RuneCountInString(line) - utf8.RuneCountInString(strings.TrimLeftFunc(line, unicode.IsSpace))
	p.Line = document.Span{Start: first + blank, End: first + utf8.RuneCountInString(strings.TrimRightFunc(line, unicode.IsSpace))}
	p.Figure.Start, p.Figure.End = first+utf8.RuneCountInString(line[:p.Figure.Start]), first+utf8.RuneCountInString(line[:p.Figure.End])
}

// shape is what a value looks like.
type shape int

const (
	money shape = iota
	share
	month
)

// An amount has a currency, a unit, or thousands apart: a bare number is a
// number of a clause, a page or a policy.
var shapes = map[shape]*regexp.Regexp{
	money: regexp.MustCompile(`(?i)(?:(?:US\$|[$₩￦€£¥]|\b(?:USD|KRW|EUR|GBP|JPY)\b)\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:thousand|million|billion)\b)?` +
		`|\d[\d,]*(?:\.\d+)?\s?(?:[조억만천백]+(?:\s?\d[\d,]*\s?[만천백]+)?\s?)?(?:원|달러|유로|won\b|dollars?\b|euros?\b|(?:USD|KRW|EUR|GBP|JPY)\b)` +
		`|\d[\d,]*(?:\.\d+)?\s?[억만]+(?:\s?\d[\d,]*\s?만)?` +
		`|\b\d{1,3}(?:,\d{3})+(?:\.\d+)?)`),
	share: regexp.MustCompile(`(?i)\d+(?:\.\d+)?\s?(?:[%％]|퍼센트|per ?cent\b)`),
	month: regexp.MustCompile(`(?i)(?:(?:19|20|21)\d\d\s?년\s?\d{1,2}\s?월(?:\s?\d{1,2}\s?일)?|(?:19|20|21)\d\d[-/.]\s?\d{1,2}[-/.]\s?\d{1,2}|(?:19|20|21)\d\d-\d\d\b` +
		`|\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:19|20|21)\d\d` +
		`|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?),?\s+(?:19|20|21)\d\d)`),
}
