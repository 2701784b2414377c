package extract

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// archive is a zip file whose parts are opened by name, whatever their case,
// and that unpacks to no more than a file may.
type archive struct {
	r     *reading
	parts map[string]*zip.File
	names []string // in the order of the archive
}

func (r *reading) openArchive(f file) (*archive, error) {
	z, err := zip.NewReader(f, f.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // a part's name is never a path here
		return nil, Damaged.With(err)
	}
	if len(z.File) > maxEntries {
		return nil, Bomb
	}
	a := &archive{r: r, parts: map[string]*zip.File{}}
	for _, part := range z.File {
		name := strings.ToLower(strings.TrimPrefix(path.Clean("/"+part.Name), "/"))
		if _, twice := a.parts[name]; !twice {
			a.parts[name] = part
			a.names = append(a.names, name)
		}
	}
	return a, nil
}

// has reports whether there is a part of that name.
func (a *archive) has(name string) bool {
	_, ok := a.parts[strings.ToLower(name)]
	return ok
}

// errNoPart is that an archive lacks a part.
var errNoPart = errors.New("a part is missing")

// open opens a part. What is packed too tightly ends with Bomb.
func (a *archive) open(name string) (io.ReadCloser, error) {
	part, ok := a.parts[strings.ToLower(name)]
	if !ok {
		return nil, Damaged.With(errNoPart)
	}
	if part.Flags&1 != 0 { // encrypted
		return nil, Sealed
	}
	opened, err := part.Open()
	if err != nil {
		return nil, Damaged.With(err)
	}
	most := min(uint64(maxPart), freeGrowth+maxRatio*part.CompressedSize64)
	return &unpacking{ReadCloser: opened, r: a.r, left: int64(most)}, nil
}

// all is the whole of a part.
func (a *archive) all(name string) ([]byte, error) {
	part, err := a.open(name)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	b, err := io.ReadAll(part)
	return b, partFault(err)
}

// partFault is what an error while a part is read means.
func partFault(err error) error {
	switch {
	case err == nil, isFault(err, Bomb, TooDeep, Sealed, TooMuchText, TooManyPages, Cancelled):
		return err
	}
	return Damaged.With(err)
}

// unpacking counts what comes out of an archive.
type unpacking struct {
	io.ReadCloser
	r    *reading
	left int64 // of this part
}

// Read reads unpacked bytes.
func (u *unpacking) Read(b []byte) (int, error) {
	n, err := u.ReadCloser.Read(b)
	u.left -= int64(n)
	u.r.unpacked += int64(n)
	if u.left < 0 || u.r.unpacked > maxUnpack {
		return 0, Bomb
	}
	if err := u.r.ctx.Err(); err != nil {
		return 0, Cancelled.With(err)
	}
	return n, err
}

// parser reads XML token by token and knows how deep it is.
type parser struct {
	*xml.Decoder
	depth int
}

// parse opens a part as XML; close it.
func (a *archive) parse(name string) (*parser, io.Closer, error) {
	part, err := a.open(name)
	if err != nil {
		return nil, nil, err
	}
	return newParser(part), part, nil
}

// each calls each for every element of a part, and goes on where that stopped
// reading. A part may break off between two elements.
func (a *archive) each(name string, each func(*parser, xml.StartElement) error) error {
	p, closer, err := a.parse(name)
	if err != nil {
		return err
	}
	defer closer.Close()
	for {
		t, err := p.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := each(p, e); err != nil {
				return err
			}
		}
	}
}

// eachIfAny is each of a part that a file may do without.
func (a *archive) eachIfAny(name string, each func(*parser, xml.StartElement) error) error {
	if !a.has(name) {
		return nil
	}
	return a.each(name, each)
}

func newParser(r io.Reader) *parser {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(in), nil
	}
	return &parser{Decoder: d}
}

// next is the next token; io.EOF at the end.
func (p *parser) next() (xml.Token, error) {
	t, err := p.RawToken()
	if err != nil {
		if err == io.EOF {
			return nil, err
		}
		return nil, partFault(err)
	}
	switch t.(type) {
	case xml.StartElement:
		p.depth++
	case xml.EndElement:
		p.depth--
	}
	if p.depth > maxDepth {
		return nil, TooDeep
	}
	return t, nil
}

// inside calls each for every element within the one that just began, and goes
// on where each stopped reading.
func (p *parser) inside(each func(xml.StartElement) error) error {
	for outside := p.depth - 1; p.depth > outside; {
		t, err := p.next()
		if err != nil {
			return eof(err)
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := each(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// skip leaves the element that just began, and all within it.
func (p *parser) skip() error {
	for outside := p.depth - 1; p.depth > outside; {
		if _, err := p.next(); err != nil {
			return eof(err)
		}
	}
	return nil
}

// text is the characters of the element that just began.
func (p *parser) text() (string, error) {
	var b strings.Builder
	for outside := p.depth - 1; p.depth > outside; {
		t, err := p.next()
		if err != nil {
			return "", eof(err)
		}
		if c, ok := t.(xml.CharData); ok {
			b.Write(c)
		}
	}
	return b.String(), nil
}

// eof is the end of a part where it must not end.
func eof(err error) error {
	if err == io.EOF {
		return Damaged.With(io.ErrUnexpectedEOF)
	}
	return err
}

// attr is an attribute by its local name; "" without one.
func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
