package chunk

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"meridian/backend/document"
)

// check holds passages to the package's promise.
func check(t *testing.T, pages []document.Page, passages []document.Passage) {
	t.Helper()
	covered := map[int][]bool{}
	texts, whole := map[int][]rune{}, map[int]string{}
	for _, p := range pages {
		whole[p.Number] = p.Text
		covered[p.Number] = make([]bool, p.Runes())
		texts[p.Number] = []rune(p.Text)
	}
	for i, p := range passages {
		if p.Ordinal != i {
			t.Fatalf("passage %d has ordinal %d", i, p.Ordinal)
		}
		if i > 0 && (p.Page < passages[i-1].Page || p.Page == passages[i-1].Page && p.Span.Start < passages[i-1].Span.End) {
			t.Fatalf("passage %d stands before the one before it, or overlaps it", i)
		}
		cut, ok := p.Span.Of(whole[p.Page])
		if !ok || cut == "" || !strings.HasSuffix(p.Text, cut) {
			t.Fatalf("passage %d is %q, its span %q (%t)", i, p.Text, cut, ok)
		}
		if head := strings.TrimSuffix(p.Text, cut); head != "" && (!strings.HasSuffix(head, "\n") || !strings.Contains(whole[p.Page], strings.TrimSuffix(head, "\n"))) {
			t.Fatalf("passage %d begins with %q, which is not on its page", i, head)
		}
		for at := p.Span.Start; at < p.Span.End; at++ {
			covered[p.Page][at] = true
		}
	}
	for number, page := range covered {
		for at, in := range page {
			if r := texts[number][at]; !in && !unicode.IsSpace(r) {
				t.Fatalf("page %d: %q at %d is in no passage", number, r, at)
			}
		}
	}
}

// fragments are what random pages are put together from.
var fragments = []string{
	"Item 7. Management's Discussion", "ITEM 8", "제3조 (보험금의 지급사유)", "Ⅱ. 주요 내용", "## 요약", "Total revenue",
	"Revenue          1,200    1,100    (980)", "Cost of sales  $ 1,000   $ 900  —", "(Millions)        2024     2023     2022", "항목    2024년   2023년", "보험료     12,000원   11,000원",
	"The company pays what it owes. It does so every year, without exception and in full.", "회사는 피보험자가 보험기간 중에 사망한 경우 보험수익자에게 보험금을 지급합니다.",
	strings.Repeat("A long sentence goes on and on. ", 60), strings.Repeat("긴문장이이어집니다", 160), strings.Repeat("x", 3000), "| a | b | 3 |", "\t", "", "", "   ", "\u00a0", "🙂 e\u0301", "\r",
}

func TestPassagesHoldEveryWordAndNothingElse(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 25 {
		var pages []document.Page
		for n := range 1 + random.IntN(8) {
			var lines []string
			for range random.IntN(40) {
				f := fragments[random.IntN(len(fragments))]
				for range 1 + random.IntN(6)*random.IntN(2) {
					lines = append(lines, f)
				}
			}
			pages = append(pages, document.Page{Number: n + 1, Text: strings.Join(lines, "\n")})
		}
		passages, _ := Cut("Title 2024.pdf", pages)
		check(t, pages, passages)
		again, _ := Cut("Title 2024.pdf", pages)
		if !reflect.DeepEqual(passages, again) {
			t.Fatal("the same pages gave other passages")
		}
	}
}

func FuzzCut(f *testing.F) {
	for _, a := range fragments {
		f.Add("Policy 2024.pdf", a+"\n\n"+fragments[0]+"\n"+a, strings.Repeat(a+"\n", 1+600/(len(a)+1)))
	}
	f.Fuzz(func(t *testing.T, title, first, second string) {
		if len(first)+len(second) > 1<<14 {
			t.Skip()
		}
		first, second = strings.ToValidUTF8(first, "?"), strings.ToValidUTF8(second, "?")
		pages := []document.Page{{Number: 1, Text: first}, {Number: 2, Text: second}}
		passages, _ := Cut(title, pages)
		check(t, pages, passages)
		for _, p := range passages {
			if size := sizeOf([]rune(p.Text), document.Span{End: len([]rune(p.Text))}); size > most+maxHeader+target {
				t.Errorf("a passage of size %d", size)
			}
		}
	})
}

func TestATableIsCutByRowsUnderItsHeader(t *testing.T) {
	var text strings.Builder
	text.WriteString("Consolidated Balance Sheet\n\n(Millions)                2024      2023\n")
	for i := range 60 {
		fmt.Fprintf(&text, "Line of the balance %02d    %d,100   %d,900\n", i, i+1, i+2)
	}
	passages, _ := Cut("Report", []document.Page{{Number: 1, Text: text.String()}})
	if len(passages) < 2 {
		t.Fatalf("%d passages", len(passages))
	}
	for i, p := range passages {
		if !strings.Contains(p.Text, "(Millions)                2024      2023\n") {
			t.Errorf("passage %d has no header: %.60q", i, p.Text)
		}
		if !strings.Contains(p.Section, "Consolidated Balance Sheet") {
			t.Errorf("passage %d is under %q", i, p.Section)
		}
		for line := range strings.Lines(p.Text) {
			if n := len(strings.Fields(line)); strings.HasPrefix(line, "Line") && n != 7 {
				t.Errorf("a row was cut: %q", line)
			}
		}
	}
}

func TestSectionsGoOnOverPages(t *testing.T) {
	body := strings.Repeat("The insurer pays on the day that it has agreed to pay. ", 10)
	pages := []document.Page{
		{Number: 1, Text: "PART I\n\nGeneral Terms\n\n" + body + "\n\nWaiting Period\n\n" + body},
		{Number: 2, Heading: "Benefits", Text: body},
		{Number: 3, Text: "PART II\n\n" + body},
	}
	passages, _ := Cut("Policy", pages)
	for _, want := range []struct {
		page    int
		section string
	}{{1, "PART I › "}, {1, "Waiting Period"}, {2, "PART I › Benefits"}, {3, "PART II"}} {
		found := false
		for _, p := range passages {
			found = found || p.Page == want.page && strings.Contains(p.Section, want.section)
		}
		if !found {
			t.Errorf("no passage of page %d is under %q: %+v", want.page, want.section, passages)
		}
	}
}

func TestRunningLinesAreNoHeadings(t *testing.T) {
	var pages []document.Page
	for n := range 10 {
		pages = append(pages, document.Page{Number: n + 1, Text: fmt.Sprintf("Table of Contents\n\nSubject Number%c\n\nSomething is said here, and it ends.", 'A'+n)})
	}
	passages, _ := Cut("Report", pages)
	for _, p := range passages {
		if strings.Contains(p.Section, "Contents") || !strings.Contains(p.Section, "Subject") {
			t.Errorf("page %d is under %q", p.Page, p.Section)
		}
	}
}

func TestWhatADocumentSaysOfItself(t *testing.T) {
	filing := "UNITED STATES\nFORM 10-K\nFor the fiscal year ended June 30, 2023\nCommission file number 1-2\n\nNORTHWIND TRADERS, INC.\n(Exact name of registrant as specified in its charter)\n"
	for name, c := range map[string]struct {
		title, text string
		want        document.About
	}{
		"a filing":             {"NORTHWIND_2023_10K", filing, document.About{Issuer: "NORTHWIND TRADERS, INC.", Year: 2023, Date: "June 30, 2023", Type: document.AnnualReport}},
		"the title's year":     {"northwind fy 2022 restated.pdf", filing, document.About{Issuer: "NORTHWIND TRADERS, INC.", Year: 2022, Date: "June 30, 2023", Type: document.AnnualReport}},
		"a Korean policy":      {"무배당 한빛암보험 약관.pdf", "회사명: 한빛생명보험주식회사\n제1조 (목적) 이 약관은\n2024년 3월 2일 시행", document.About{Issuer: "한빛생명보험주식회사", Year: 2024, Date: "2024년 3월 2일", Type: document.Policy}},
		"a lease":              {"apartment.docx", "RESIDENTIAL LEASE AGREEMENT\nMarch 1, 2025\nLandlord: Maria Lopez\n", document.About{Issuer: "Maria Lopez", Year: 2025, Date: "March 1, 2025", Type: document.Lease}},
		"nothing but a title":  {"Contoso_2021Q2_10Q", "", document.About{Issuer: "Contoso", Year: 2021, Type: document.QuarterlyReport}},
		"a number is no year":  {"notes", "1,999 shares and $2015 in all\n", document.About{Issuer: "notes"}},
		"nothing said, no lie": {"", "", document.About{}},
	} {
		if got := Guess(c.title, []document.Page{{Number: 1, Text: c.text}}); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func ExampleCut() {
	passages, about := Cut("Insurance policy 2025.pdf", []document.Page{{Number: 1, Text: "Insurer: Harbour Mutual\n\n1.1 What is insured\n\nThe building and all that is fixed to it."}})
	fmt.Println(about.Issuer, about.Year, about.Type)
	for _, p := range passages {
		fmt.Printf("page %d, %d to %d: %s\n", p.Page, p.Span.Start, p.Span.End, p.Header)
	}
	// Output:
	// Harbour Mutual 2025 policy
	// page 1, 0 to 87: Insurance policy 2025.pdf | Harbour Mutual | 2025 | 1.1 What is insured
}

// BenchmarkCut is a filing of a hundred pages.
func BenchmarkCut(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	var pages []document.Page
	bytes := 0
	for n := range 100 {
		var lines []string
		for range 40 {
			lines = append(lines, fragments[random.IntN(13)])
		}
		pages = append(pages, document.Page{Number: n + 1, Text: strings.Join(lines, "\n")})
		bytes += len(pages[n].Text)
	}
	b.SetBytes(int64(bytes))
	for b.Loop() {
		Cut("Title", pages)
	}
}
