package extract

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/korean"

	"meridian/backend/document"
)

// letterWith is a message with files attached, given as names and contents in turn.
func letterWith(t testing.TB, files ...string) []byte {
	t.Helper()
	var b strings.Builder
	subject := base64.StdEncoding.EncodeToString(encoded(t, korean.EUCKR, "연금 안내"))
	b.WriteString("Received: from x\r\nFrom: =?UTF-8?Q?Kim_Min?= <kim@example.com>\r\nTo: lee@example.com\r\nDate: Mon, 1 Jan 2024 09:00:00 +0900\r\n" +
		"Subject: =?euc-kr?B?" + subject + "?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=out\r\n\r\nfor old programs\r\n" +
		"--out\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n" +
		"--in\r\nContent-Type: text/plain; charset=euc-kr\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		base64.StdEncoding.EncodeToString(encoded(t, korean.EUCKR, "월 납입액은 300,000원입니다.")) + "\r\n" +
		"--in\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>the same =3D rich</p>\r\n--in--\r\n")
	for i := 0; i < len(files); i += 2 {
		b.WriteString("--out\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" + files[i] + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
		packed := base64.StdEncoding.EncodeToString([]byte(files[i+1]))
		for len(packed) > 76 {
			b.WriteString(packed[:76] + "\r\n")
			packed = packed[76:]
		}
		b.WriteString(packed + "\r\n")
	}
	b.WriteString("--out--\r\n")
	return []byte(b.String())
}

func TestMessagesAndWhatIsAttached(t *testing.T) {
	sheet := string(sheetFile(t, `<row r="1"><c r="A1"><v>7</v></c></row>`))
	inner := string(letterWith(t, "note.txt", "deep inside"))
	got := mustRead(t, "x", letterWith(t, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString([]byte("가계부.xlsx"))+"?=", sheet, "inner.eml", inner, "x.bin", "\x00\x01\x02\x03"))
	const head = "From: Kim Min <kim@example.com>\nTo: lee@example.com\nDate: Mon, 1 Jan 2024 09:00:00 +0900\nSubject: 연금 안내\n"
	want := []document.Page{
		{Label: "", Text: head + "Attachment: 가계부.xlsx\nAttachment: inner.eml\nAttachment: x.bin\n\n월 납입액은 300,000원입니다."},
		{Label: "가계부 › 가계부", Text: "A1  7"},
		{Label: "inner", Text: head + "Attachment: note.txt\n\n월 납입액은 300,000원입니다."},
		{Label: "inner › note", Text: "deep inside"},
		{Label: "x", Text: Unknown.Title.EN + "\n" + Unknown.Title.KO},
	}
	if got.Kind != document.Email || got.Title != "연금 안내" || len(got.pages) != len(want) {
		t.Fatalf("%+v, %q", got.Info, got.texts())
	}
	for i, p := range got.pages {
		if p.Number != i+1 || p.Label != want[i].Label || p.Text != want[i].Text {
			t.Errorf("page %d, %q:\n%q, want %q\n%q", p.Number, p.Label, p.Text, want[i].Label, want[i].Text)
		}
	}
}

func TestAMessageInHTMLAlone(t *testing.T) {
	got := mustRead(t, "x", []byte("From: a@b.c\nTo: d@e.f\nSubject: x\nContent-Type: text/html\n\n<p>one</p><p>two</p>"))
	if got.texts() != "From: a@b.c\nTo: d@e.f\nSubject: x\n\none\n\ntwo" {
		t.Errorf("got %q", got.texts())
	}
}

func TestALockedAttachmentLeavesTheMessage(t *testing.T) {
	needPDFium(t)
	locked := string(pdfDoc{contents: []string{statement()}, password: "p"}.bytes())
	open := string(pdfDoc{contents: []string{statement()}}.bytes())
	got := mustRead(t, "x", letterWith(t, "locked.pdf", locked, "open.pdf", open))
	if len(got.pages) != 3 || !strings.HasPrefix(got.pages[1].Text, Locked.Title.EN) || !strings.Contains(got.pages[2].Text, "Pension  1,234,500") {
		t.Errorf("got %q", got.texts())
	}
}

func TestMessagesWithinMessagesEnd(t *testing.T) {
	m := letterWith(t)
	for range 2 * maxMail {
		m = letterWith(t, "m.eml", string(m))
	}
	got := mustRead(t, "x", m)
	if len(got.pages) != maxMail+1 || !strings.HasPrefix(got.pages[maxMail].Text, TooDeep.Title.EN) {
		t.Errorf("%d pages, the last %q", len(got.pages), got.pages[len(got.pages)-1].Text)
	}
	nested := "From: a@b.c\nTo: d@e.f\nSubject: x\nContent-Type: multipart/mixed; boundary=b0\n\n"
	for i := range 40 {
		nested += fmt.Sprintf("--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i+1)
	}
	if _, err := readHere(t, "x", []byte(nested), ""); !errors.Is(err, TooDeep) {
		t.Errorf("parts within parts: %v", err)
	}
}

func FuzzEmail(f *testing.F) {
	f.Add(letterWith(f, "x.csv", "a,b\n1,2\n3,4\n"))
	f.Add(letterWith(f, "m.eml", string(letterWith(f))))
	f.Fuzz(func(t *testing.T, content []byte) {
		if strings.Contains(string(content), "%PDF-") || strings.Contains(string(content), "JVBER") {
			return
		}
		_, err := readHere(t, "x", append([]byte("From: a@b.c\nTo: d@e.f\nSubject: x\n"), content...), "")
		checkFault(t, err)
	})
}
