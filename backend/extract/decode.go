package extract

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	xunicode "golang.org/x/text/encoding/unicode"
)

// sampled is how many bytes decide what an encoding is.
const sampled = 256 << 10

// decode is bytes as text, whatever encoding they are in. label is what the
// file says of itself, believed where the bytes allow it; "" says nothing. ok
// is false for bytes that are no text.
func decode(b []byte, label string) (text string, ok bool) {
	e, ok := encodingOf(b, label)
	if !ok {
		return "", false
	}
	if e == nil {
		return string(bytes.TrimPrefix(b, utf8BOM)), true
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", false
	}
	return string(out), true
}

var utf8BOM = []byte("\xef\xbb\xbf")

// encodingOf finds the encoding of a text; nil is UTF-8.
func encodingOf(b []byte, label string) (e encoding.Encoding, ok bool) {
	head := sample(b)
	switch {
	case bytes.HasPrefix(b, utf8BOM):
		return nil, isText(head)
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM), true
	case bytes.IndexByte(head, 0) >= 0:
		return bareUTF16(head)
	case utf8.Valid(head):
		return nil, isText(head)
	}
	if named, err := htmlindex.Get(label); err == nil && label != "" && mostly(named, head, func(rune) bool { return true }, 0) {
		return named, isText(head)
	}
	return legacy(head)
}

// sample is the first bytes, not cut within a character of UTF-8.
func sample(b []byte) []byte {
	if len(b) <= sampled {
		return b
	}
	b = b[:sampled]
	for range utf8.UTFMax {
		if r, n := utf8.DecodeLastRune(b); r != utf8.RuneError || n != 1 {
			break
		}
		b = b[:len(b)-1]
	}
	if utf8.Valid(b) {
		return b
	}
	return b[:len(b):len(b)]
}

// bareUTF16 finds the byte order of text that has zeros in it and says nothing.
func bareUTF16(head []byte) (encoding.Encoding, bool) {
	head = head[:len(head)/2*2]
	for _, order := range []xunicode.Endianness{xunicode.LittleEndian, xunicode.BigEndian} {
		e := xunicode.UTF16(order, xunicode.IgnoreBOM)
		if mostly(e, head, common, 0.95) {
			return e, true
		}
	}
	return nil, false
}

// common reports whether a character is of the kind that this program's texts
// are written in.
func common(r rune) bool {
	return r == '\n' || r == '\r' || r == '\t' || r >= ' ' && r < 0x250 || r >= 0x2010 && r < 0x2300 ||
		r >= 0x3000 && r < 0x3400 || unicode.Is(unicode.Hangul, r) || r >= 0x4e00 && r < 0xa000 || r >= 0xff00 && r < 0xffe7
}

// legacy tries the encodings of before UTF-8: a Korean and two Japanese ones by
// what letters they give, then that of Western Windows.
func legacy(head []byte) (encoding.Encoding, bool) {
	hangul := func(r rune) bool { return unicode.Is(unicode.Hangul, r) }
	kana := func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }
	switch {
	case mostly(korean.EUCKR, head, hangul, 0.5):
		return korean.EUCKR, isText(head)
	case mostly(japanese.ShiftJIS, head, kana, 0.3):
		return japanese.ShiftJIS, isText(head)
	case mostly(japanese.EUCJP, head, kana, 0.3):
		return japanese.EUCJP, isText(head)
	}
	return charmap.Windows1252, isText(head)
}

// mostly reports whether an encoding gives hardly an error, and of the
// characters beyond ASCII (of all, in UTF-16) at least a share that are of a kind.
func mostly(e encoding.Encoding, head []byte, of func(rune) bool, share float64) bool {
	out, err := e.NewDecoder().Bytes(head)
	if err != nil {
		return false
	}
	var beyond, hit, wrong, all int
	for _, r := range string(out) {
		all++
		switch {
		case r == utf8.RuneError:
			wrong++
		case r == 0:
			return false
		case r < 0x80 && share < 0.9:
			continue
		default:
			beyond++
			if of(r) {
				hit++
			}
		}
	}
	return wrong*200 <= all && (share == 0 || beyond > 0 && float64(hit) >= share*float64(beyond))
}

// isText reports whether bytes hold hardly any control characters.
func isText(head []byte) bool {
	controls := 0
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' || c == 0x7f {
			controls++
		}
	}
	return len(head) > 0 && controls*200 <= len(head)
}
