package extract

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"meridian/backend/document"
)

// zipped is an archive of parts, given as names and contents in turn.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// wordFile is a Word document with a body and further parts.
func wordFile(t testing.TB, body string, more ...string) []byte {
	t.Helper()
	return zipped(t, append([]string{"[Content_Types].xml", "<Types/>",
		"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document ` + wordSpace + `><w:body>` + body + `</w:body></w:document>`}, more...)...)
}

// para is a paragraph of one run.
func para(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

func TestWordDocuments(t *testing.T) {
	body := `<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>연금 계획</w:t></w:r></w:p>` +
		`<w:p><w:r><w:t xml:space="preserve">See </w:t></w:r><w:hyperlink r:id="x"><w:r><w:t>the fund</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id="2"/></w:r>` +
		`<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t> today</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>end</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>first</w:t></w:r></w:p>` +
		`<w:tbl><w:tr><w:tc>` + para("Year") + `</w:tc><w:tc>` + para("Amount") + `</w:tc><w:tc>` + para("Note") + `</w:tc></w:tr>` +
		`<w:tr><w:tc>` + para("2024") + `</w:tc><w:tc>` + para("1,200") + para("won") + `</w:tc><w:tc/></w:tr>` +
		`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + para("both") + `</w:tc><w:tc>` + para("x") + `</w:tc></w:tr></w:tbl>` +
		`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + para("in a box") + `</w:txbxContent></mc:Choice><mc:Fallback>` + para("in a box") + `</mc:Fallback></mc:AlternateContent></w:r></w:p>` +
		`<w:p><w:r><w:t>before</w:t><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>the second page</w:t></w:r></w:p>`
	got := mustRead(t, "x.bin", wordFile(t, body,
		"word/styles.xml", `<w:styles `+wordSpace+`><w:style w:styleId="1"><w:name w:val="heading 2"/></w:style></w:styles>`,
		"word/footnotes.xml", `<w:footnotes `+wordSpace+`><w:footnote w:type="separator" w:id="0">`+para("---")+`</w:footnote><w:footnote w:id="2">`+para("Net of fees.")+`</w:footnote></w:footnotes>`,
		"word/header1.xml", `<w:hdr `+wordSpace+`>`+para("Account 12-34")+`</w:hdr>`, "word/header2.xml", `<w:hdr `+wordSpace+`>`+para("Account 12-34")+`</w:hdr>`,
		"word/footer1.xml", `<w:ftr `+wordSpace+`>`+para("Confidential")+`</w:ftr>`,
		"docProps/core.xml", `<cp:coreProperties><dc:title>My plan</dc:title></cp:coreProperties>`))
	want := []string{
		"Account 12-34\n\n## 연금 계획\n\nSee the fund[2] today  end\n\n- first\n\nYear  Amount  Note\n2024  1,200 won\nboth    x\n\nin a box\n\nbefore\n\n[2] Net of fees.",
		"the second page\n\nConfidential",
	}
	if got.Kind != document.DOCX || got.Title != "My plan" || len(got.pages) != 2 || got.pages[0].Heading != "연금 계획" {
		t.Fatalf("%+v, %d pages, %q", got.Info, len(got.pages), got.texts())
	}
	for i, p := range got.pages {
		if p.Text != want[i] {
			t.Errorf("page %d is\n%q, want\n%q", i+1, p.Text, want[i])
		}
	}
}

const bookSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// sheetFile is a workbook with one sheet.
func sheetFile(t testing.TB, rows string, more ...string) []byte {
	t.Helper()
	return zipped(t, append([]string{
		"xl/workbook.xml", `<workbook ` + bookSpace + `><sheets><sheet name="가계부" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet ` + bookSpace + `><sheetData>` + rows + `</sheetData></worksheet>`,
	}, more...)...)
}

func TestWorkbooks(t *testing.T) {
	rows := `<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="E2" t="inlineStr"><is><t>when</t></is></c></row>` +
		`<row r="12"><c r="B12" t="str"><f>A1</f><v>rent  and
food</v></c><c r="C12" s="1"><v>1234500</v></c><c r="D12" s="2"><v>0.0425</v></c><c r="E12" s="3"><v>45292.5</v></c><c r="AZ12"><v>0.30000000000000004</v></c></row>` +
		`<row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c s="4"><v>-1234.5</v></c><c s="5"><v>45292</v></c></row><row r="20"><c r="A20"/></row>`
	got := mustRead(t, "x.xlsx", sheetFile(t, rows,
		"xl/sharedStrings.xml", `<sst `+bookSpace+`><si><t>항목</t><rPh><t>read aloud</t></rPh></si><si><r><t>Am</t></r><r><t>ount</t></r></si></sst>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-412]yyyy&quot;년&quot; m&quot;월&quot; d&quot;일&quot;"/><numFmt numFmtId="165" formatCode="#,##0.00_);[Red]\(#,##0.00\)"/></numFmts>`+
			`<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="3"/><xf numFmtId="10"/><xf numFmtId="22"/><xf numFmtId="165"/><xf numFmtId="164"/></cellXfs></styleSheet>`))
	const want = "B2  항목  Amount    when\nB12  rent and food  1,234,500  4.25%  2024-01-01 12:00:00  AZ12  0.3\nA13  TRUE  #N/A  -1,234.50  2024-01-01"
	if got.Kind != document.XLSX || got.texts() != want || got.pages[0].Label != "가계부" {
		t.Errorf("%s, %q:\n%q, want\n%q", got.Kind, got.pages[0].Label, got.texts(), want)
	}
	for _, cell := range []struct{ ref, value string }{{"B2", "항목"}, {"E2", "when"}, {"D12", "4.25%"}, {"AZ12", "0.3"}, {"C13", "-1,234.50"}} {
		if at := placeOf(got.texts(), cell.value); at != cell.ref {
			t.Errorf("%q is found in %s, stands in %s", cell.value, at, cell.ref)
		}
	}
}

// placeOf finds the cell of a value again, by what the package promises: a row
// begins with the reference of its first cell, and gaps count columns.
func placeOf(text, value string) string {
	for _, l := range strings.Split(text, "\n") {
		var at cellRef
		gap := 0
		for _, part := range strings.Split(l, "  ") {
			if part == "" {
				gap++
				continue
			}
			if ref, ok := parseRef(part); ok {
				at, gap = ref, -1
				continue
			}
			at.column += gap + 1
			gap = 0
			if part == value {
				return at.String()
			}
		}
	}
	return ""
}

func TestReferencesGoBothWays(t *testing.T) {
	for _, ref := range []string{"A1", "Z9", "AA10", "AZ12", "XFD1048576"} {
		if at, ok := parseRef(ref); !ok || at.String() != ref {
			t.Errorf("%s became %s", ref, at)
		}
	}
	for _, none := range []string{"", "A", "1", "A0", "a1", "A-1", "ABCD1"} {
		if at, ok := parseRef(none); ok {
			t.Errorf("%q is taken for %s", none, at)
		}
	}
}

const containerXML = `<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`

// bookFile is a book of three chapters and a cover.
func bookFile(t testing.TB, more ...string) []byte {
	t.Helper()
	return zipped(t, append([]string{"mimetype", "application/epub+zip", "META-INF/container.xml", containerXML,
		"OEBPS/book.opf", `<package><metadata><dc:title>돈의 &amp; 역사</dc:title></metadata><manifest>` +
			`<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="cover" href="cover.xhtml"/>` +
			`<item id="c1" href="text/one.xhtml"/><item id="c2" href="text/tw%6F.xhtml"/></manifest>` +
			`<spine><itemref idref="cover"/><itemref idref="c2"/><itemref idref="c1"/><itemref idref="none"/></spine></package>`,
		"OEBPS/nav.xhtml", `<html><body><nav><ol><li><a href="text/one.xhtml">First <i>things</i></a></li><li><a href="text/one.xhtml#later">Later</a></li></ol></nav></body></html>`,
		"OEBPS/cover.xhtml", `<html><body><img src="x.jpg"/></body></html>`,
		"OEBPS/text/one.xhtml", `<?xml version="1.0"?><html><head><title>x</title></head><body><h2>1</h2><p>Money is old.</p></body></html>`,
		"OEBPS/text/two.xhtml", `<html><body><h1>둘째 장</h1><p>빚도 오래되었다.</p></body></html>`}, more...)...)
}

func TestBooks(t *testing.T) {
	got := mustRead(t, "x", bookFile(t))
	if got.Kind != document.EPUB || got.Title != "돈의 & 역사" || len(got.pages) != 2 {
		t.Fatalf("%+v %q", got.Info, got.texts())
	}
	if got.pages[0].Label != "둘째 장" || got.pages[1].Label != "First things" || got.texts() != "# 둘째 장\n\n빚도 오래되었다.\f## 1\n\nMoney is old." {
		t.Errorf("%q, %q: %q", got.pages[0].Label, got.pages[1].Label, got.texts())
	}
	sealed := bookFile(t, "META-INF/encryption.xml", `<encryption><EncryptedData><CipherData><CipherReference URI="OEBPS/text/one.xhtml"/></CipherData></EncryptedData></encryption>`)
	if _, err := readHere(t, "x", sealed, ""); !errors.Is(err, Sealed) {
		t.Errorf("a sealed book: %v", err)
	}
}

func TestArchivesThatUnpackToFarTooMuch(t *testing.T) {
	bomb := wordFile(t, para(strings.Repeat("a", 14<<20)))
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	if _, err := readHere(t, "x.docx", bomb, ""); !errors.Is(err, Bomb) {
		t.Errorf("a ratio: %v", err)
	}
	var many []string
	for i := range maxEntries + 1 {
		many = append(many, fmt.Sprintf("word/x%d", i), "")
	}
	if _, err := readHere(t, "x.docx", wordFile(t, "", many...), ""); !errors.Is(err, Bomb) {
		t.Errorf("entries: %v", err)
	}
}

func TestXMLThatIsNotMeantWell(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"deep":                  {wordFile(t, strings.Repeat("<w:sdt>", 1000)), TooDeep},
		"deep cells":            {wordFile(t, strings.Repeat("<w:tbl><w:tr><w:tc>", 1000)), TooDeep},
		"cut off":               {wordFile(t, "<w:p><w:r><w:t>x"), Damaged},
		"no document":           {zipped(t, "word/document.xml", ""), nil},
		"no sheets":             {zipped(t, "xl/workbook.xml", "<workbook/>", "xl/_rels/workbook.xml.rels", "<x/>"), Damaged},
		"no relations":          {zipped(t, "xl/workbook.xml", "<workbook/>"), Damaged},
		"a sheet that ends":     {sheetFile(t, `<row><c r="A1"><v>1`), Damaged},
		"a book without a root": {zipped(t, "META-INF/container.xml", "<container/>", "x.opf", ""), Damaged},
		"entities":              {wordFile(t, `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>`+para("&b;")), nil},
	} {
		_, err := readHere(t, "x", c.content, "")
		if c.want != nil && !errors.Is(err, c.want) || c.want == nil && err != nil && !errors.Is(err, Damaged) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// FuzzArchive covers DOCX, XLSX and EPUB as archives.
func FuzzArchive(f *testing.F) {
	f.Add(wordFile(f, para("x")))
	f.Add(sheetFile(f, `<row r="1"><c r="A1"><v>1</v></c></row>`))
	f.Add(bookFile(f))
	f.Fuzz(func(t *testing.T, content []byte) {
		if !bytes.HasPrefix(content, []byte("PK")) {
			return
		}
		_, err := readHere(t, "x", content, "")
		checkFault(t, err)
	})
}

// FuzzWord, FuzzSheet and FuzzBook get past the archive to the XML within.
func FuzzWord(f *testing.F) {
	f.Add(`<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>x</w:t><w:br w:type="page"/></w:r></w:p>`, `<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>`)
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>`, "")
	f.Fuzz(func(t *testing.T, body, styles string) {
		_, err := readHere(t, "x", wordFile(t, body, "word/styles.xml", styles, "word/footnotes.xml", styles, "word/header1.xml", body), "")
		checkFault(t, err)
	})
}

func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="XFD1" s="1"><v>1e300</v></c><c t="s"><v>-1</v></c></row>`, `<si><t>x</t></si>`, `yyyy "x" [h]:mm;@`)
	f.Add(`<row r="-5"><c r="A1" s="99"><v>45292.999999</v></c></row>`, ``, `#,##0.00%`)
	f.Fuzz(func(t *testing.T, rows, shared, code string) {
		formatOf(code).show(45292.25, true)
		_, err := readHere(t, "x", sheetFile(t, rows, "xl/sharedStrings.xml", shared,
			"xl/styles.xml", `<x><numFmt numFmtId="200" formatCode="`+code+`"/><cellXfs><xf/><xf numFmtId="200"/></cellXfs></x>`), "")
		checkFault(t, err)
	})
}

func FuzzBook(f *testing.F) {
	f.Add(`<package><manifest><item id="a" href="../OEBPS/nav.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>`, `<html><body><h1>x</h1></body></html>`)
	f.Fuzz(func(t *testing.T, opf, chapter string) {
		_, err := readHere(t, "x", zipped(t, "META-INF/container.xml", containerXML, "OEBPS/book.opf", opf, "OEBPS/nav.xhtml", chapter), "")
		checkFault(t, err)
	})
}
