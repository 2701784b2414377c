package extract

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	xunicode "golang.org/x/text/encoding/unicode"

	"meridian/backend/document"
)

const koreanNote = "퇴직연금 운용 현황\r\n적립금은 45,678,900원이고, 뷁 같은 글자도 있습니다.\n"

// encoded is a text in an encoding.
func encoded(t testing.TB, e encoding.Encoding, text string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEncodingsAreFound(t *testing.T) {
	const western = "Überweisung: 1.234,50 € für Müller\n"
	const kana = "これは普通預金の明細です。残高は百万円です。\n"
	for name, c := range map[string]struct {
		b    []byte
		want string
	}{
		"UTF-8":                   {[]byte(koreanNote), koreanNote},
		"UTF-8 with a mark":       {append([]byte("\xef\xbb\xbf"), koreanNote...), koreanNote},
		"CP949":                   {encoded(t, korean.EUCKR, koreanNote), koreanNote},
		"UTF-16LE with a mark":    {encoded(t, xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM), koreanNote), koreanNote},
		"UTF-16BE with a mark":    {encoded(t, xunicode.UTF16(xunicode.BigEndian, xunicode.UseBOM), koreanNote), koreanNote},
		"UTF-16LE without a mark": {encoded(t, xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM), koreanNote), koreanNote},
		"UTF-16BE without a mark": {encoded(t, xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM), koreanNote), koreanNote},
		"Windows-1252":            {encoded(t, charmap.Windows1252, western), western},
		"Shift JIS":               {encoded(t, japanese.ShiftJIS, kana), kana},
	} {
		got := mustRead(t, "note.dat", c.b)
		if got.Kind != document.Text || got.texts() != tidy(c.want) {
			t.Errorf("%s: %s %q", name, got.Kind, got.texts())
		}
	}
}

func TestKindsAreToldByContent(t *testing.T) {
	for _, c := range []struct {
		name, content string
		want          document.Kind
	}{
		{"x.txt", "%PDF-1.4 rubbish", document.PDF},
		{"x.pdf", "Just a few words.\nAnd some more, of course.\n", document.Text},
		{"x.txt", "date,payee,amount\n2024-01-02,Kim,1200\n2024-01-03,Lee,90\n", document.CSV},
		{"x.txt", "date;payee;amount\n2024-01-02;\"Kim; son\";1200\n2024-01-03;Lee;90\n", document.CSV},
		{"x", "a\tb\n1\t2\n3\t4\n", document.CSV},
		{"x.csv", "name,amount\nKim,3\n", document.CSV},
		{"x.txt", "Dear Sir, hello.\nIt rained, it snowed.\nWe left, we came.\n", document.Text},
		{"x.md", "no marks at all\n", document.Markdown},
		{"x.txt", "# Title\n\n- one\n- two\n", document.Markdown},
		{"x.txt", "<!DOCTYPE html><p>x", document.HTML},
		{"x.txt", "<?xml version=\"1.0\"?>\n<html xmlns=\"x\"><body/></html>", document.HTML},
		{"x.txt", "From: a@b.c\nTo: d@e.f\nSubject: x\n\nbody", document.Email},
		{"x.txt", "From: here\n\nto there", document.Text},
		{"x.txt", "\x89PNG\r\n\x1a\n...", document.Image},
	} {
		got, err := Detect(strings.NewReader(c.content), int64(len(c.content)), c.name)
		if got != c.want || err != nil {
			t.Errorf("%s %.20q: %s, %v; want %s", c.name, c.content, got, err, c.want)
		}
	}
}

func TestWhatCannotBeReadSaysWhy(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 512)
	for content, want := range map[string]error{
		"":                                     Empty,
		"\x7fELF\x02\x01\x01\x00\x00\x00\x00":  Unknown,
		ole:                                    OldFormat,
		ole + string(wide("EncryptedPackage")): Sealed,
		"PK\x03\x04 but no archive":            Damaged,
		string(zipped(t, "readme.txt", "x")):   Unknown,
		`{\rtf1 text}`:                         Unknown,
	} {
		if _, err := readHere(t, "x", []byte(content), ""); !errors.Is(err, want) {
			t.Errorf("%.12q: %v, want %v", content, err, want)
		}
	}
}

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nb\rc\n\n\n\nd  \n":               "a\nb\nc\n\nd",
		"a\tb":                                 "a  b",
		"\ufeffx\u200b\x00\x07y\u00adz":        "xyz",
		"\u1112\u1161\u11ab\u1100\u1173\u11af": "한글",
		"e\u200b\u0301":                        "é",
		"  - nested":                           "  - nested",
		"a\u00a0b\xff":                         "a b",
	} {
		if got := tidy(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestCellsOfATableAsText(t *testing.T) {
	got := mustRead(t, "x.csv", []byte("name,2023,2024,note\r\n\"Kim, Lee\",,\"1,200\",\"two\nlines\"\n,5,,\n"))
	if want := "name  2023  2024  note\nKim, Lee    1,200  two lines\n  5"; got.texts() != want {
		t.Errorf("got %q, want %q", got.texts(), want)
	}
}

func TestMarkdownKeepsItsMarks(t *testing.T) {
	got := mustRead(t, "x.md", []byte("intro\n\n## The *plan* ##\n\n| a | b |\n|---|---|\n"))
	if got.pages[0].Heading != "The *plan*" || !strings.HasPrefix(got.texts(), "intro\n\n## The *plan* ##\n\n| a | b |") {
		t.Errorf("%q, %q", got.pages[0].Heading, got.texts())
	}
}

const webPage = `<!doctype html><html><head><title>Fund &amp; fees</title><style>p{}</style></head><body>
<nav><a href="/">Home</a></nav><h1>Fees   of the fund</h1>
<p>The   fee is <b>0.25</b>% a
year.<br>Paid monthly.</p><script>var hidden = 1</script><p style="display: none">secret</p>
<ul><li>one</li><li>two <i>more</i></li></ul>
<table><thead><tr><th>Year</th><th>Fee</th><th></th><th>Note</th></tr></thead><tbody>
<tr><td>2023</td><td>1,200</td><td></td><td>a<br>b</td></tr><tr><td colspan="3">2024</td><td>x</td></tr></tbody></table>
<table><tr><td><table><tr><td>inner</td><td>cell</td></tr></table></td></tr></table></body></html>`

func TestPagesOfTheWeb(t *testing.T) {
	got := mustRead(t, "x.htm", []byte(webPage))
	const want = "Home\n\n# Fees of the fund\n\nThe fee is 0.25% a year.\nPaid monthly.\n\n- one\n- two more\n\n" +
		"Year  Fee    Note\n2023  1,200    a b\n2024      x\n\ninner  cell"
	if got.texts() != want || got.Title != "Fund & fees" || got.pages[0].Heading != "Fees of the fund" {
		t.Errorf("%q, %q, %q", got.Title, got.pages[0].Heading, got.texts())
	}
	old := encoded(t, korean.EUCKR, `<html><head><meta http-equiv="Content-Type" content="text/html; charset=euc-kr"></head><body>보험료 납입</body></html>`)
	if got := mustRead(t, "x.html", old); got.texts() != "보험료 납입" {
		t.Errorf("in EUC-KR: %q", got.texts())
	}
	deep := "<html>" + strings.Repeat("<div>", 100_000)
	if _, err := readHere(t, "x.html", []byte(deep), ""); err != nil && !errors.Is(err, TooDeep) {
		t.Errorf("elements without end: %v", err)
	}
}

func TestALongTextGoesOnOnFurtherPages(t *testing.T) {
	const lines = 13_000 // of 80 characters: a page and a bit
	sentence := strings.Repeat("가", 79) + "\n"
	got := mustRead(t, "x.txt", []byte(strings.Repeat(sentence, lines)))
	if len(got.pages) != 2 {
		t.Fatalf("%d pages", len(got.pages))
	}
	whole := 0
	for _, p := range got.pages {
		whole += strings.Count(p.Text, "가")
		if strings.HasPrefix(p.Text, "\n") || strings.HasSuffix(p.Text, "\n") {
			t.Error("a line was cut")
		}
	}
	if whole != 79*lines {
		t.Errorf("%d letters of %d", whole, 79*lines)
	}
}

// FuzzText covers every kind of text: detection chooses.
func FuzzText(f *testing.F) {
	for _, s := range []string{koreanNote, webPage, "a,b\n1,2\n\"3,4\n", "# x\n\n- y\n", "\xff\xfea\x00b\x00", "From: a\nTo: b\nSubject: =?euc-kr?B?sKE=?=\n\nx"} {
		f.Add([]byte(s), "x.csv")
	}
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		if bytes.Contains(content[:min(len(content), 1024)], []byte("%PDF-")) || isPicture(content) {
			return
		}
		_, err := readHere(t, name, content, "")
		checkFault(t, err)
	})
}
