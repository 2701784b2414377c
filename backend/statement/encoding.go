package statement

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	xunicode "golang.org/x/text/encoding/unicode"
)

// Encoding is how a file writes its letters.
type Encoding string

// The encodings. CP949 is Korean Windows, which holds EUC-KR.
const (
	UTF8        Encoding = "utf-8"
	UTF16LE     Encoding = "utf-16le"
	UTF16BE     Encoding = "utf-16be"
	CP949       Encoding = "cp949"
	Windows1252 Encoding = "windows-1252"
)

var decoders = map[Encoding]encoding.Encoding{
	UTF16LE: xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM),
	UTF16BE: xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM),
	CP949:   korean.EUCKR, Windows1252: charmap.Windows1252,
}

var marks = []struct {
	bytes []byte
	of    Encoding
}{{[]byte("\xef\xbb\xbf"), UTF8}, {[]byte("\xff\xfe"), UTF16LE}, {[]byte("\xfe\xff"), UTF16BE}}

// encodingOf finds the encoding of bytes: by their mark, by the zeros of UTF-16,
// as UTF-8 when they are, as Korean when that gives mostly Korean, and else as
// what Windows writes in the West.
func encodingOf(b []byte) Encoding {
	for _, m := range marks {
		if bytes.HasPrefix(b, m.bytes) {
			return m.of
		}
	}
	head := b[:min(len(b), 64<<10)]
	if e, ok := bare16(head); ok {
		return e
	}
	if utf8.Valid(b) {
		return UTF8
	}
	if korean := decodedAs(head, CP949); hangul(korean) {
		return CP949
	}
	return Windows1252
}

// bare16 knows UTF-16 without a mark: digits and separators have a zero byte, on
// the right side of them or the left.
func bare16(head []byte) (Encoding, bool) {
	var even, odd int
	for i, c := range head {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	switch quarter := len(head) / 8; {
	case odd > quarter && odd > 4*even:
		return UTF16LE, true
	case even > quarter && even > 4*odd:
		return UTF16BE, true
	}
	return "", false
}

// hangul reports whether what is beyond ASCII in a text is mostly Korean.
func hangul(text string) bool {
	var korean, other int
	for _, r := range text {
		switch {
		case r < 0x80:
		case unicode.Is(unicode.Hangul, r):
			korean++
		default:
			other++
		}
	}
	return korean > other
}

// decodedAs is bytes as text; what cannot be decoded is U+FFFD.
func decodedAs(b []byte, e Encoding) string {
	for _, m := range marks {
		if m.of == e {
			b = bytes.TrimPrefix(b, m.bytes)
		}
	}
	decoder, ok := decoders[e]
	if !ok {
		return string(bytes.ToValidUTF8(b, []byte("\uFFFD")))
	}
	text, err := decoder.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return string(text)
}
