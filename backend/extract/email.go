package extract

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"meridian/backend/document"
	"meridian/backend/fault"
)

// email reads a message: its text is a page, and what is attached follows as
// further pages, each labelled with its name.
func (r *reading) email(f file) (meta, error) {
	if r.depth >= maxMail {
		return meta{}, TooDeep
	}
	m, err := mail.ReadMessage(io.NewSectionReader(f, 0, f.size))
	if err != nil {
		return meta{}, Damaged.With(err)
	}
	l := &letter{r: r}
	if err := l.part(textproto.MIMEHeader(m.Header), m.Body, 0); err != nil {
		return meta{}, err
	}
	if err := r.progress(0, 0); err != nil {
		return meta{}, err
	}
	subject := header(m.Header, "Subject")
	page := document.Page{Heading: line(subject), Text: tidy(l.head(m.Header) + "\n\n" + l.body())}
	if err := r.page(page); err != nil {
		return meta{}, err
	}
	return meta{title: subject}, l.attachments()
}

// letter is a message being taken apart.
type letter struct {
	r        *reading
	plain    []string
	rich     []string // HTML as text, where no plain text says the same
	attached []attachment
}

// attachment is a file in a message.
type attachment struct {
	name    string
	content []byte
}

// The fields that a page of a message shows.
var shownFields = []string{"From", "To", "Cc", "Date", "Subject"}

// head is what stands above a message: its fields and the names of its files.
func (l *letter) head(h mail.Header) string {
	var b strings.Builder
	for _, name := range shownFields {
		if value := line(header(h, name)); value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	for _, a := range l.attached {
		b.WriteString("Attachment: " + line(a.name) + "\n")
	}
	return b.String()
}

// body is the message's text: plain where somebody wrote it, else what the HTML says.
func (l *letter) body() string {
	if text := strings.Join(l.plain, "\n\n"); strings.TrimSpace(text) != "" {
		return text
	}
	return strings.Join(l.rich, "\n\n")
}

// header is a field in readable letters.
func header(h mail.Header, name string) string {
	value := h.Get(name)
	words := mime.WordDecoder{CharsetReader: charset}
	if decoded, err := words.DecodeHeader(value); err == nil {
		return decoded
	}
	if text, ok := decode([]byte(value), ""); ok { // written as it is, against the rules
		return text
	}
	return ""
}

// charset reads an encoding by its name.
func charset(label string, in io.Reader) (io.Reader, error) {
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil, err
	}
	return e.NewDecoder().Reader(in), nil
}

// maxNesting is how deep the parts of one message may lie.
const maxNesting = 16

// part takes one part: text for the page, parts of its own, or a file.
func (l *letter) part(h textproto.MIMEHeader, body io.Reader, depth int) error {
	if l.r.parts++; l.r.parts > maxParts || depth > maxNesting {
		return TooDeep
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || kind == "" {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") {
		return l.parts(multipart.NewReader(body, params["boundary"]), depth)
	}
	content, err := io.ReadAll(io.LimitReader(decoded(h.Get("Content-Transfer-Encoding"), body), maxPart))
	if err != nil && len(content) == 0 {
		return nil // nothing of it can be read
	}
	disposition, placed, _ := mime.ParseMediaType(h.Get("Content-Disposition")) // none is inline
	name := attachedName(placed["filename"], params["name"])
	switch {
	case kind == "text/plain" && disposition != "attachment" && name == "":
		if text, ok := decode(content, params["charset"]); ok {
			l.plain = append(l.plain, text)
		}
	case kind == "text/html" && disposition != "attachment" && name == "":
		if w, err := readHTML(content, params["charset"]); err == nil {
			l.rich = append(l.rich, w.done())
		}
	case kind == "message/rfc822":
		l.attached = append(l.attached, attachment{strings.TrimSuffix(name, ".eml") + ".eml", content})
	case name != "" && disposition == "attachment" || name != "" && !strings.HasPrefix(kind, "image/"):
		l.attached = append(l.attached, attachment{name, content}) // pictures in the text are signs and signatures
	}
	return nil
}

// parts takes each of several parts.
func (l *letter) parts(r *multipart.Reader, depth int) error {
	for {
		p, err := r.NextRawPart()
		if err != nil {
			return nil // where it breaks off, what came is kept
		}
		if err := l.part(p.Header, p, depth+1); err != nil {
			return err
		}
	}
}

// decoded undoes how a part was made fit to travel.
func decoded(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, &base64Letters{body})
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// base64Letters drops what is no letter of base64: line ends, and what mailers add.
type base64Letters struct{ io.Reader }

// Read reads letters.
func (b *base64Letters) Read(to []byte) (int, error) {
	for {
		n, err := b.Reader.Read(to)
		kept := 0
		for _, c := range to[:n] {
			if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=' {
				to[kept] = c
				kept++
			}
		}
		if kept > 0 || err != nil {
			return kept, err
		}
	}
}

// attachedName is the name of a file in readable letters; "" without one.
func attachedName(names ...string) string {
	words := mime.WordDecoder{CharsetReader: charset}
	for _, name := range names {
		if plain, err := words.DecodeHeader(name); err == nil && line(plain) != "" {
			return line(plain)
		}
	}
	return ""
}

// attachments reads the files of a message as further pages. One that cannot be
// read leaves a page that says so: the message is worth keeping without it.
func (l *letter) attachments() error {
	outer := l.r.label
	defer func() { l.r.label = outer }()
	for _, a := range l.attached {
		l.r.label = joined(outer, bare(a.name))
		l.r.depth++
		_, err := l.r.read(file{bytes.NewReader(a.content), int64(len(a.content)), a.name})
		l.r.depth--
		if err == nil {
			continue
		}
		var f *fault.Error
		if !errors.As(err, &f) || isFault(err, Cancelled, TooManyPages, TooMuchText, Bomb, TooHeavy) {
			return err
		}
		if err := l.r.page(document.Page{Text: f.Title.EN + "\n" + f.Title.KO}); err != nil {
			return err
		}
	}
	return nil
}
