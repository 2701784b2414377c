package extract

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"meridian/backend/document"
)

// statement is a page with a heading, words, and a table whose amounts are
// drawn before their labels.
func statement() string {
	return at(72, 720, 20, "Annual statement") +
		at(400, 660, 10, "1,234,500") + at(500, 660, 10, "1,301,200") + at(72, 660, 10, "Pension") +
		at(400, 645, 10, "45,678,900") + at(500, 645, 10, "52,100,000") + at(72, 645, 10, "Savings (IRP)") +
		at(400, 680, 10, "2023") + at(500, 680, 10, "2024") +
		at(72, 600, 10, "Figures are in won.")
}

func TestRowsOfATableStayOnOneLine(t *testing.T) {
	needPDFium(t)
	got := mustRead(t, "x.pdf", pdfDoc{contents: []string{statement()}, info: "/Title (Statement 2024)"}.bytes())
	const want = "Annual statement\n\n2023  2024\nPension  1,234,500  1,301,200\nSavings (IRP)  45,678,900  52,100,000\n\nFigures are in won."
	if got.texts() != want {
		t.Errorf("got %q", got.texts())
	}
	p := got.pages[0]
	if p.Heading != "Annual statement" || got.Title != "Statement 2024" || got.Kind != document.PDF || p.Width != 612 || p.Height != 792 || p.Label != "" {
		t.Errorf("%q, %q, %q, %v x %v, label %q", p.Heading, got.Title, got.Kind, p.Width, p.Height, p.Label)
	}
}

// boxOf is the box around the first place of a text.
func boxOf(t *testing.T, p document.Page, text string) document.Box {
	t.Helper()
	before, _, ok := strings.Cut(p.Text, text)
	if !ok {
		t.Fatalf("%q is not on the page %q", text, p.Text)
	}
	from := len([]rune(before))
	box := p.Boxes[from]
	for _, b := range p.Boxes[from : from+len([]rune(text))] {
		box = union(box, b)
	}
	return box
}

func TestBoxesLieOnTheLetters(t *testing.T) {
	needPDFium(t)
	p := mustRead(t, "x.pdf", pdfDoc{contents: []string{statement()}}.bytes()).pages[0]
	b := boxOf(t, p, "52,100,000")
	if math.Abs(float64(b.Left)-500.0/612) > .002 || b.Right < b.Left+.05 || b.Top > 1-645.0/792 || b.Bottom < 1-645.0/792 || b.Bottom-b.Top > 16.0/792 {
		t.Errorf("the amount at (500, 645) stands in %+v", b)
	}
}

func TestAPageIsReadAsItIsSeen(t *testing.T) {
	needPDFium(t)
	const crop = "/CropBox [50 50 562 742]"
	for turns, seen := range map[int][2]float64{
		0: {72 - 50, 742 - 660}, 90: {660 - 50, 72 - 50}, 180: {562 - 72, 660 - 50}, 270: {742 - 660, 562 - 72},
	} {
		page := mustRead(t, "x.pdf", pdfDoc{contents: []string{statement()}, page: fmt.Sprintf("/Rotate %d %s", turns, crop)}.bytes()).pages[0]
		if !strings.Contains(page.Text, "Pension  1,234,500  1,301,200\n") {
			t.Errorf("turned by %d: %q", turns, page.Text)
		}
		b := boxOf(t, page, "P")
		x, y := seen[0]/float64(page.Width), seen[1]/float64(page.Height)
		const near = .03
		if float64(b.Left) > x+near || float64(b.Right) < x-near || float64(b.Top) > y+near || float64(b.Bottom) < y-near {
			t.Errorf("turned by %d: P stands in %+v, and is seen at %v, %v", turns, b, x, y)
		}
	}
}

func TestTextAlongTheEdgeFollowsThePage(t *testing.T) {
	needPDFium(t)
	edge := "BT /F1 8 Tf 0 1 -1 0 30 200 Tm (Form 1040 of 2024) Tj ET\n"
	got := mustRead(t, "x.pdf", pdfDoc{contents: []string{edge + statement()}}.bytes())
	if text := got.texts(); !strings.HasPrefix(text, "Annual statement") || !strings.HasSuffix(text, "\n\nForm 1040 of 2024") {
		t.Errorf("got %q", text)
	}
}

func TestColumnsOfProseAreReadOneAfterTheOther(t *testing.T) {
	needPDFium(t)
	var content strings.Builder
	for i := range 12 {
		y := 700 - 14*float64(i)
		content.WriteString(at(72, y, 10, fmt.Sprintf("left column line %c has so many words", 'a'+i)))
		content.WriteString(at(330, y, 10, fmt.Sprintf("right column line %c has so many words", 'a'+i)))
	}
	text := mustRead(t, "x.pdf", pdfDoc{contents: []string{content.String()}}.bytes()).texts()
	if strings.Index(text, "left column line l") > strings.Index(text, "right column line a") || strings.Contains(text, "  ") {
		t.Errorf("got %q", text)
	}
}

func TestRaisedMarksStayOnTheirLine(t *testing.T) {
	needPDFium(t)
	content := at(72, 700, 11, "Net income") + at(127, 704, 7, "(2)") + at(300, 700, 11, "815") +
		at(72, 686, 11, "1") + at(78.1, 690, 7, "st") + at(90, 686, 11, "quarter") + at(300, 686, 11, "77")
	text := mustRead(t, "x.pdf", pdfDoc{contents: []string{content}}.bytes()).texts()
	if text != "Net income(2)  815\n1st quarter  77" {
		t.Errorf("got %q", text)
	}
}

func TestShadowsAreReadOnce(t *testing.T) {
	needPDFium(t)
	text := mustRead(t, "x.pdf", pdfDoc{contents: []string{at(72, 700, 12, "Balance") + at(72.4, 700, 12, "Balance")}}.bytes()).texts()
	if text != "Balance" {
		t.Errorf("got %q", text)
	}
}

func TestPagesKeepTheirLabels(t *testing.T) {
	needPDFium(t)
	got := mustRead(t, "x.pdf", pdfDoc{
		contents: []string{at(72, 700, 12, "preface"), at(72, 700, 12, "contents"), at(72, 700, 12, "body")},
		catalog:  "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D >>] >>",
	}.bytes())
	var labels []string
	for _, p := range got.pages {
		labels = append(labels, p.Label)
	}
	if fmt.Sprint(labels) != "[i ii 1]" {
		t.Errorf("labels %q", labels)
	}
}

func TestFieldsOfAFormAreRead(t *testing.T) {
	needPDFium(t)
	field := "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Hong Gildong) /DA (/F1 12 Tf 0 g) /Rect [72 560 300 580] /F 4 /AP << /N 7 0 R >> >>"
	look := at(2, 4, 12, "Hong Gildong")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>",
		"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R /Annots [6 0 R] >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(statement()), statement()),
		field,
		fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 228 20] /Resources << /Font << /F1 3 0 R >> >> /Length %d >>\nstream\n%s\nendstream", len(look), look),
	}
	text := mustRead(t, "x.pdf", pdfBytes(objects, "/Root 1 0 R")).texts()
	if !strings.Contains(text, "Hong Gildong") || !strings.Contains(text, "Pension") {
		t.Errorf("got %q", text)
	}
}

func TestALockedFileAsksForItsPassword(t *testing.T) {
	needPDFium(t)
	locked := pdfDoc{contents: []string{statement()}, password: "geheim"}.bytes()
	if bytes.Contains(locked, []byte("Pension")) {
		t.Fatal("the fixture is not encrypted")
	}
	if _, err := readHere(t, "x.pdf", locked, ""); !errors.Is(err, Locked) {
		t.Errorf("without a password: %v", err)
	}
	if _, err := readHere(t, "x.pdf", locked, "wrong"); !errors.Is(err, WrongPassword) {
		t.Errorf("with a wrong password: %v", err)
	}
	got, err := readHere(t, "x.pdf", locked, "geheim")
	if err != nil || !strings.Contains(got.texts(), "Pension  1,234,500") {
		t.Errorf("with the password: %q, %v", got.texts(), err)
	}
}

func TestBrokenFilesAreOneFault(t *testing.T) {
	needPDFium(t)
	whole := pdfDoc{contents: []string{statement()}}.bytes()
	endless := strings.Replace(string(whole), "/Kids [4 0 R]", "/Kids [2 0 R]", 1)
	for name, content := range map[string][]byte{
		"cut after the header": whole[:20],
		"no pages":             []byte(strings.Replace(string(whole), "/Type /Pages", "/Type /Nothing", 1))[:200],
		"a tree without end":   []byte(endless),
		"only a header":        []byte("%PDF-1.7\n"),
	} {
		got, err := readHere(t, "x.pdf", content, "")
		if err == nil && strings.TrimSpace(got.texts()) != "" || err != nil && !errors.Is(err, Damaged) {
			t.Errorf("%s: %q, %v", name, got.texts(), err)
		}
	}
	many := strings.Replace(string(whole), "/Count 1", "/Count 99999999", 1)
	if _, err := readHere(t, "x.pdf", []byte(many), ""); err != nil && !isFault(err, TooManyPages, Damaged) {
		t.Errorf("a lie about the pages: %v", err)
	}
	unindexed := append(bytes.Clone(whole[:bytes.LastIndex(whole, []byte("xref\n0"))]), whole[bytes.LastIndex(whole, []byte("trailer")):]...)
	if got, err := readHere(t, "x.pdf", unindexed, ""); err != nil || !strings.Contains(got.texts(), "Pension") {
		t.Errorf("what lost its index can be read all the same: %q, %v", got.texts(), err)
	}
}

func TestRealFilings(t *testing.T) {
	needPDFium(t)
	for name, want := range map[string]struct {
		pages int
		rows  []string
	}{
		"AMCOR_2023Q4_EARNINGS.pdf":                    {14, []string{"Net income  815  1,058", "Russia and Ukraine impairment  138  —"}},
		"BESTBUY_2024Q2_10Q.pdf":                       {30, []string{"Restricted cash included in Other current assets  398  379  312"}},
		"FOOTLOCKER_2022_8K_dated_2022-08-19.pdf":      {31, nil},
		"JOHNSON_JOHNSON_2023_8K_dated-2023-08-30.pdf": {27, []string{"Operations  $  16,370  3,354  991  605  306  191  524  240  1,114  66  40  (5)  23,796"}},
		"PEPSICO_2023_8K_dated-2023-05-05.pdf":         {5, nil},
		"ULTABEAUTY_2023Q4_EARNINGS.pdf":               {9, []string{"1st Quarter  13,770,438  90,905  0  13,861,343", "Cosmetics  40%  41%"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := mustRead(t, name, shared(t, name))
			if len(got.pages) != want.pages {
				t.Errorf("%d pages, want %d", len(got.pages), want.pages)
			}
			for _, row := range want.rows {
				if !strings.Contains("\n"+got.texts()+"\n", "\n"+row+"\n") {
					t.Errorf("no line is %q", row)
				}
			}
		})
	}
}

func TestNoHangulIsLost(t *testing.T) {
	needPDFium(t)
	pages := regexp.MustCompile(`[^\p{Hangul}]`)
	want := pages.ReplaceAllString(string(shared(t, "ko.txt")), "")
	got := mustRead(t, "ko.pdf", shared(t, "ko.pdf"))
	if recall := recalled(want, got.texts()); recall != 1 {
		t.Errorf("recall of Hangul is %.4f", recall)
	}
	if !strings.Contains(got.texts(), "\n국민연금 예상액  1,234,500원  1,301,200원\n") {
		t.Error("the row of the pension is not on one line")
	}
}

// recalled is the share of the characters of want that got has, each as often.
func recalled(want, got string) float64 {
	left := map[rune]int{}
	for _, r := range got {
		left[r]++
	}
	all, hit := 0, 0
	for _, r := range want {
		if unicode.IsSpace(r) {
			continue
		}
		all++
		if left[r] > 0 {
			left[r]--
			hit++
		}
	}
	return float64(hit) / float64(max(all, 1))
}

func FuzzPDF(f *testing.F) {
	needPDFium(f)
	whole := pdfDoc{contents: []string{statement()}, info: "/Title (x)"}.bytes()
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add(pdfDoc{contents: []string{statement()}, password: "p"}.bytes())
	f.Fuzz(func(t *testing.T, content []byte) {
		if !bytes.Contains(content[:min(len(content), 1024)], []byte("%PDF-")) {
			return
		}
		_, err := readHere(t, "x.pdf", content, "")
		checkFault(t, err)
	})
}

// checkFault holds an error to be one that a child can tell of.
func checkFault(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if _, known := faults()[codeOf(err)]; !known {
		t.Errorf("not a fault of a file: %v", err)
	}
}
