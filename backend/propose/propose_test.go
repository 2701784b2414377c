package propose

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"meridian/backend/document"
)

func paged(texts ...string) []document.Page {
	var pages []document.Page
	for i, text := range texts {
		pages = append(pages, document.Page{Number: i + 1, Text: text})
	}
	return pages
}

// said are proposals as "field: figure", a question mark behind unsure ones,
// each checked against its page.
func said(t testing.TB, pages []document.Page, proposals []Proposal) []string {
	t.Helper()
	var all []string
	for _, p := range proposals {
		text := pages[p.Page-1].Text
		figure, ok := p.Figure.Of(text)
		line, there := p.Line.Of(text)
		if !ok || !there || p.Figure.Start < p.Line.Start || p.Figure.End > p.Line.End || strings.Contains(line, "\n") || strings.TrimSpace(line) != line || figure == "" {
			t.Fatalf("%+v stands nowhere in %q", p, text)
		}
		mark := ""
		if !p.Sure {
			mark = "?"
		}
		all = append(all, fmt.Sprint(p.Field, ": ", figure, mark))
	}
	return all
}

func TestWhatADocumentProposes(t *testing.T) {
	for _, c := range []struct {
		name  string
		kind  document.Type
		pages []string
		want  []string
	}{
		{"a statement", document.Statement, []string{
			"Pension statement\nHanbit Pension, as of March 31, 2026\nPosition  Amount  Share\nOpening balance  $120,000.00\nTotal balance  $141,250.00  100%",
			"The yearly administration fee is 0.35% of the balance.\nMoney withdrawn early is charged a penalty fee of 10%.\nEstimated monthly pension: $1,250.00",
		}, []string{"balance: $141,250.00", "asOf: March 31, 2026?", "fee: 0.35%?", "pension: $1,250.00"}},
		{"운용현황", document.Statement, []string{"퇴직연금 운용현황\n기준일 2026년 3월 31일\n총 적립금  45,678,900원\n전년 적립금  40,000,000원\n운용보수  연 0.45%\n예상 연금 월액\n1,234,500원"},
			[]string{"balance: 45,678,900원", "asOf: 2026년 3월 31일", "fee: 0.45%", "pension: 1,234,500원?"}},
		{"a policy", document.Policy, []string{"Policy of Example Life\nMonthly premium  USD 45.10\nThe death benefit is USD 100,000.\nReturn of premium: USD 5,000\nMaturity date: 2051-03-01"},
			[]string{"premium: USD 45.10", "payout: USD 100,000?", "end: 2051-03-01"}},
		{"보험증권", document.Policy, []string{"종신보험 증권\n월 보험료: 12만 5천원\n사망보험금 1억 원\n해지환급금 3,000,000원\n만기일 2055.03.01"},
			[]string{"premium: 12만 5천원", "payout: 1억 원", "end: 2055.03.01"}},
		{"a lease", document.Lease, []string{"Lease of 12 Elm Street\nThe monthly rent is USD 1,200.00, due on day 5.\nSecurity deposit: USD 2,400.00\nLate rent costs USD 50.\nLease ends on February 28, 2027"},
			[]string{"rent: USD 1,200.00?", "deposit: USD 2,400.00", "end: February 28, 2027"}},
		{"전세계약서", document.Lease, []string{"전세계약서\n제1조 보증금 4억 5,000만원을 지급한다.\n계약금 4,500만원\n계약 종료일 2027년 2월 28일"},
			[]string{"deposit: 4억 5,000만원?", "end: 2027년 2월 28일"}},
		{"a loan of no type", "", []string{"Loan agreement\nLoan amount: €210,000.00\nInterest rate: 3.45 %\nDefault interest rate: 9%\nMonthly payment: €1,040.50"},
			[]string{"owed: €210,000.00", "rate: 3.45 %", "payment: €1,040.50"}},
		{"대출약정서", "", []string{"대출약정서\n대출금액 120,000,000원\n대출금리 연 4.1%\n연체이자율 연 9%\n만기일 2031-06-30"},
			[]string{"owed: 120,000,000원", "rate: 4.1%", "end: 2031-06-30"}},
		{"one word is no contract", "", []string{"Dear Ann,\nthe rent is USD 900 now. See you!"}, nil},
		{"a report", document.AnnualReport, []string{"Total balance  $1,000,000"}, nil},
		{"numbers that are no amounts", document.Policy, []string{"Premium class 4\nPolicy number 12345678\nPremium table on page 12"}, nil},
		{"many accounts", document.Statement, []string{"Balance $1.00\nBalance $2.00", "Balance $3.00\nBalance $4.00"}, []string{"balance: $1.00", "balance: $2.00", "balance: $3.00"}},
		{"nothing", document.Statement, nil, nil},
	} {
		pages := paged(c.pages...)
		if got := said(t, pages, Of(c.kind, pages)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q\nwant %q", c.name, got, c.want)
		}
	}
}

// FuzzOf proposes from anything: what is proposed stands there.
func FuzzOf(f *testing.F) {
	f.Add("Total balance  $141,250.00\n월 보험료: 12만 5천원\n보증금\n4억원 1억")
	f.Add("premium\n\n \x00 rent $1 \u3000deposit\u00a0₩5")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		pages := paged(text)
		for _, kind := range []document.Type{document.Statement, document.Policy, document.Lease, ""} {
			said(t, pages, Of(kind, pages))
		}
	})
}
