package backend

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
)

// pdfOf is a PDF file with a page for each text, whose lines stand below one
// another in Helvetica (ISO 32000-1, 7.5: the structure of a file).
func pdfOf(pages ...string) string {
	var b strings.Builder
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	b.WriteString("%PDF-1.4\n")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Count %d /Kids [ %s] >>", len(pages), kids.String()))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	for i, text := range pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", 5+2*i))
		content := drawn(text)
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.String()
}

func drawn(text string) string {
	var b strings.Builder
	b.WriteString("BT /F1 10 Tf 12 TL 50 790 Td\n")
	for line := range strings.Lines(text) {
		escaped := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(strings.TrimRight(line, "\n"))
		fmt.Fprintf(&b, "(%s) Tj T*\n", escaped)
	}
	b.WriteString("ET")
	return b.String()
}

// epubOf is a book with a chapter for each text: the format without an engine
// to be started that has pages.
func epubOf(chapters ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, content string) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			panic(err) // memory takes it
		}
	}
	var manifest, spine strings.Builder
	for i := range chapters {
		fmt.Fprintf(&manifest, `<item id="c%d" href="c%d.xhtml" media-type="application/xhtml+xml"/>`, i, i)
		fmt.Fprintf(&spine, `<itemref idref="c%d"/>`, i)
	}
	put("mimetype", "application/epub+zip")
	put("META-INF/container.xml", `<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`)
	put("book.opf", `<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>`+manifest.String()+`</manifest><spine>`+spine.String()+`</spine></package>`)
	for i, text := range chapters {
		put(fmt.Sprintf("c%d.xhtml", i), `<html xmlns="http://www.w3.org/1999/xhtml"><body><p>`+strings.ReplaceAll(text, "\n", "</p><p>")+`</p></body></html>`)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.String()
}
