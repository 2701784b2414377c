package extract

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"meridian/backend/document"
)

// looked is how many of a file's first bytes are looked at.
const looked = 64 << 10

// Detect tells what a file is by its content. Its name decides only among
// kinds of text that the content cannot tell apart. An error is Empty, Unknown,
// OldFormat, Sealed or Damaged.
func Detect(r io.ReaderAt, size int64, name string) (document.Kind, error) {
	head := make([]byte, min(size, looked))
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return "", Gone.With(err)
	}
	head = head[:n]
	switch {
	case len(head) == 0:
		return "", Empty
	case bytes.Contains(head[:min(n, 1024)], []byte("%PDF-")): // some programs write before it
		return document.PDF, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return packed(r, size)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "", compound(r, size)
	case isPicture(head):
		return document.Image, nil
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return "", Unknown
	}
	text, ok := decode(head, "")
	if !ok {
		return "", Unknown
	}
	return written(text, name, size <= looked), nil
}

// packed tells the kinds that are zip archives by what they hold.
func packed(r io.ReaderAt, size int64) (document.Kind, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return "", Damaged.With(err)
	}
	for _, f := range z.File {
		switch strings.ToLower(f.Name) {
		case "word/document.xml":
			return document.DOCX, nil
		case "xl/workbook.xml":
			return document.XLSX, nil
		case "meta-inf/container.xml":
			if !slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.HasSuffix(strings.ToLower(f.Name), ".opf") }) {
				return "", Unknown
			}
			return document.EPUB, nil
		case "xl/workbook.bin":
			return "", OldFormat
		}
	}
	return "", Unknown
}

// compound is what is wrong with a file of the format that Office had before
// 2007, and in which it still seals what has a password.
func compound(r io.ReaderAt, size int64) error {
	const most = 8 << 20
	b, _ := io.ReadAll(io.NewSectionReader(r, 0, min(size, most))) // a part tells as much as there is
	if bytes.Contains(b, wide("EncryptedPackage")) {
		return Sealed
	}
	return OldFormat
}

// wide is ASCII as UTF-16.
func wide(s string) []byte {
	var b []byte
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}

// isPicture knows the pictures that the recogniser reads.
func isPicture(head []byte) bool {
	for _, magic := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF87a", "GIF89a", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return len(head) > 16 && (bytes.HasPrefix(head, []byte("RIFF")) && string(head[8:12]) == "WEBP" ||
		bytes.HasPrefix(head, []byte("BM")) && head[6]|head[7]|head[8]|head[9] == 0)
}

// written tells the kinds of text. whole is that the text is not cut off.
func written(text, name string, whole bool) document.Kind {
	ending := strings.ToLower(filepath.Ext(name))
	switch {
	case isHTML(text):
		return document.HTML
	case isMail(text):
		return document.Email
	case ending == ".md" || ending == ".markdown":
		return document.Markdown
	case delimiter(text, ending, whole) != 0:
		return document.CSV
	case isMarkdown(text):
		return document.Markdown
	}
	return document.Text
}

var htmlStart = regexp.MustCompile(`(?i)^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)*(<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])`)

func isHTML(text string) bool { return htmlStart.MatchString(text) }

var mailField = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9-]*):`)

// isMail reports whether a text begins with the fields of a message.
func isMail(text string) bool {
	telling := map[string]bool{}
	for l := range strings.Lines(text) {
		l = strings.TrimRight(l, "\r\n")
		if l == "" {
			break
		}
		if l[0] == ' ' || l[0] == '\t' {
			continue
		}
		m := mailField.FindStringSubmatch(l)
		if m == nil {
			return false
		}
		switch f := strings.ToLower(m[1]); f {
		case "from", "to", "subject", "date", "message-id", "mime-version", "received", "return-path", "delivered-to", "content-type":
			telling[f] = true
		}
	}
	return len(telling) >= 3 && (telling["from"] || telling["received"] || telling["return-path"]) ||
		len(telling) == 2 && telling["from"] && (telling["message-id"] || telling["mime-version"] || telling["date"])
}

// How many records tell a table.
const (
	fewestRecords = 3
	mostRecords   = 60
)

// delimiter is what parts the cells of a table that is written as text; 0 for a
// text that is none. A name that says it is a table lowers what is asked.
func delimiter(text, ending string, whole bool) rune {
	named := ending == ".csv" || ending == ".tsv" || ending == ".tab"
	best, most := rune(0), 0
	for _, comma := range []rune{'\t', ',', ';', '|'} {
		if fields := regular(text, comma, whole, named); fields > most {
			best, most = comma, fields
		}
	}
	return best
}

// regular is how many cells the records of a text have, parted by comma; 0
// where they differ too much to be a table.
func regular(text string, comma rune, whole, named bool) int {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = comma, true, -1, true
	count := map[int]int{}
	records := 0
	for records < mostRecords {
		record, err := r.Read()
		if err != nil {
			break
		}
		records++
		count[len(record)]++
		if !named && slices.ContainsFunc(record, func(cell string) bool { return len(cell) > 500 }) {
			return 0 // a paragraph
		}
	}
	usual, times := 0, 0
	for fields, n := range count {
		if n > times || n == times && fields > usual {
			usual, times = fields, n
		}
	}
	switch {
	case usual < 2:
		return 0
	case named:
		return usual
	case records < fewestRecords, comma == '|', float64(times) < 0.9*float64(records), comma == ',' && usual == 2 && prosy(text):
		return 0
	}
	return usual
}

// prosy reports whether most commas of a text are followed by a space, as in
// sentences.
func prosy(text string) bool {
	return strings.Count(text, ", ")*2 > strings.Count(text, ",")
}

var markdownMarks = []*regexp.Regexp{
	regexp.MustCompile(`(?m)^#{1,6} \S`), regexp.MustCompile("(?m)^```"), regexp.MustCompile(`(?m)^\s*[-*] \S`),
	regexp.MustCompile(`\[[^\]\n]+\]\([^)\s]+\)`), regexp.MustCompile(`(?m)^\|?\s*:?-{3,}:?\s*\|`), regexp.MustCompile(`\*\*\S[^*\n]*\*\*`),
}

// isMarkdown reports whether a text has at least two of its marks, headings
// among them.
func isMarkdown(text string) bool {
	marks := 0
	for _, m := range markdownMarks {
		if m.MatchString(text) {
			marks++
		}
	}
	return marks >= 2 && markdownMarks[0].MatchString(text)
}
