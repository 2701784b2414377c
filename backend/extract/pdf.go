package extract

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"meridian/backend/document"
)

// fewGlyphs is what a page holds at most that is taken for a picture of a page.
const fewGlyphs = 20

// What PDFium calls the kinds of objects on a page and of annotations.
const (
	objectImage      = 3
	objectForm       = 5
	annotFreeText    = 3
	annotWidget      = 20
	flattenedAnew    = 1 // FLATTEN_SUCCESS
	flattenForScreen = 0 // FLAT_NORMALDISPLAY
)

// maxLooked is how many objects of a page are looked at for a picture.
const maxLooked = 1000

// pdf reads a PDF file page by page. Each is one page of what is sent, so that
// those that are known can be left out: one with places is never parted.
func (r *reading) pdf(f file) (meta, error) {
	engine, err := r.engine()
	if err != nil {
		return meta{}, err
	}
	at, err := engine.load(f)
	if err != nil {
		return meta{}, err
	}
	defer engine.free(at)
	doc, err := engine.open(at, f.size, r.password)
	if err != nil {
		return meta{}, err
	}
	defer engine.call("FPDF_CloseDocument", doc)
	pages := engine.i32("FPDF_GetPageCount", doc)
	switch {
	case engine.err != nil:
		return meta{}, pdfFault(engine.err)
	case pages <= 0:
		return meta{}, Damaged
	case pages > maxPages:
		return meta{}, TooManyPages
	}
	for i := r.known; i < pages; i++ {
		if err := r.progress(i, pages); err != nil {
			return meta{}, err
		}
		p, err := r.pdfPage(engine, doc, i)
		if err != nil {
			return meta{}, err
		}
		if err := r.page(p); err != nil {
			return meta{}, err
		}
	}
	return meta{title: metaTitle(engine.metaText(doc, "Title"))}, pdfFault(engine.err)
}

// open opens the document that lies in the engine's memory.
func (p *pdfium) open(at uint32, size int64, password string) (doc uint64, err error) {
	secret := p.cstring(password)
	doc = p.call("FPDF_LoadMemDocument", uint64(at), uint64(size), uint64(secret))
	why := p.i32("FPDF_GetLastError")
	if p.err == nil { // the engine's memory outlives the file where a mail holds several
		p.memory.Write(secret, make([]byte, len(password)))
	}
	p.free(secret)
	switch {
	case p.err != nil:
		return 0, pdfFault(p.err)
	case doc != 0:
		return doc, nil
	case why == pdfErrPassword && password == "":
		return 0, Locked
	case why == pdfErrPassword:
		return 0, WrongPassword
	case why == pdfErrSecurity:
		return 0, Sealed
	}
	return 0, Damaged
}

// pdfFault is what an error of the engine means for the file.
func pdfFault(err error) error {
	switch {
	case err == nil:
		return nil
	case strings.Contains(err.Error(), errAborted.Error()): // it gives up where memory ends
		return TooHeavy.With(err)
	}
	return Damaged.With(err)
}

// pdfPage reads the page with an index. What cannot be loaded is an empty page:
// the others are worth reading.
func (r *reading) pdfPage(e *pdfium, doc uint64, index int) (document.Page, error) {
	p := document.Page{Label: e.pageLabel(doc, index)}
	page := e.call("FPDF_LoadPage", doc, uint64(index))
	if page == 0 {
		return p, pdfFault(e.err)
	}
	defer func() { e.call("FPDF_ClosePage", page) }()
	if e.filledIn(page) && e.i32("FPDFPage_Flatten", page, flattenForScreen) == flattenedAnew {
		e.call("FPDF_ClosePage", page)
		if page = e.call("FPDF_LoadPage", doc, uint64(index)); page == 0 {
			return p, pdfFault(e.err)
		}
	}
	place := e.placement(page)
	glyphs, unmapped, err := e.glyphs(page, place)
	if err != nil {
		return p, err
	}
	p.Width, p.Height = place.size()
	if len(glyphs) < fewGlyphs+unmapped && e.shows(page) {
		return r.picturePage(e, page, place, p, glyphs)
	}
	l := layOut(glyphs)
	p.Text, p.Boxes, p.Heading = l.text, place.fractions(l.boxes), l.heading
	return p, pdfFault(e.err)
}

// picturePage is a page that is a picture: recognised where that can be done,
// else what little text it has and a mark.
func (r *reading) picturePage(e *pdfium, page uint64, place placement, p document.Page, glyphs []glyph) (document.Page, error) {
	if !r.recogniser.ready() {
		l := layOut(glyphs)
		p.Text, p.Boxes, p.Pictures = l.text, place.fractions(l.boxes), true
		return p, pdfFault(e.err)
	}
	if err := r.announce(); err != nil {
		return p, err
	}
	picture, err := e.render(page, p.Width, p.Height)
	if err != nil {
		return p, err
	}
	seen, err := r.recogniser.read(r.ctx, picture)
	if err != nil {
		return p, err
	}
	p.Scanned, p.Pictures = len(seen) > 0, len(seen) == 0
	if len(seen) > 0 {
		s := seen[0]
		p.Text, p.Boxes, p.Heading = s.Text, s.Boxes, s.Heading
	}
	return p, nil
}

// pageLabel is what the file calls a page; "" where that is its number.
func (p *pdfium) pageLabel(doc uint64, index int) string {
	label := p.utf16("FPDF_GetPageLabel", doc, uint64(index))
	if label == strconv.Itoa(index+1) {
		return ""
	}
	return label
}

// metaText is an entry of the document's information.
func (p *pdfium) metaText(doc uint64, key string) string {
	at := p.cstring(key)
	defer p.free(at)
	return p.utf16("FPDF_GetMetaText", doc, uint64(at))
}

// filledIn reports whether the page has fields or notes whose text is not part
// of the page itself.
func (p *pdfium) filledIn(page uint64) bool {
	for i := range min(p.i32("FPDFPage_GetAnnotCount", page), maxLooked) {
		annot := p.call("FPDFPage_GetAnnot", page, uint64(i))
		kind := p.i32("FPDFAnnot_GetSubtype", annot)
		p.call("FPDFPage_CloseAnnot", annot)
		if kind == annotWidget || kind == annotFreeText {
			return true
		}
	}
	return false
}

// shows reports whether the page shows a picture.
func (p *pdfium) shows(page uint64) bool {
	for i := range min(p.i32("FPDFPage_CountObjects", page), maxLooked) {
		object := p.call("FPDFPage_GetObject", page, uint64(i))
		switch p.i32("FPDFPageObj_GetType", object) {
		case objectImage:
			return true
		case objectForm:
			for j := range min(p.i32("FPDFFormObj_CountObjects", object), maxLooked) {
				if p.i32("FPDFPageObj_GetType", p.call("FPDFFormObj_GetObject", object, uint64(j))) == objectImage {
					return true
				}
			}
		}
	}
	return false
}

// placement is how a page's coordinates lie on what a person sees: the part
// that is shown, and by how many quarters it is turned clockwise.
type placement struct {
	shown rect // y upwards
	turns int
}

func (p *pdfium) placement(page uint64) placement {
	at := uint64(p.scratch)
	p.call("FPDF_GetPageBoundingBox", page, at)
	shown := p.readRect(p.scratch)
	if !finite(shown.left, shown.top, shown.right, shown.bottom) || shown.right-shown.left < 1 || shown.top-shown.bottom < 1 ||
		shown.right-shown.left > 1e5 || shown.top-shown.bottom > 1e5 {
		shown = rect{0, 792, 612, 0} // a sheet of letter paper, as viewers do
	}
	return placement{shown, p.i32("FPDFPage_GetRotation", page) & 3}
}

// size is how wide and high the page is as it is seen, in points.
func (p placement) size() (width, height float32) {
	width, height = p.shown.right-p.shown.left, p.shown.top-p.shown.bottom
	if p.turns%2 == 1 {
		return height, width
	}
	return width, height
}

// see is where a point of the page is seen, from the upper left corner
// downwards.
func (p placement) see(x, y float32) (seenX, seenY float32) {
	s := p.shown
	switch p.turns {
	case 1:
		return y - s.bottom, x - s.left
	case 2:
		return s.right - x, y - s.bottom
	case 3:
		return s.top - y, s.right - x
	}
	return x - s.left, s.top - y
}

// seeBox is where a rectangle of the page is seen.
func (p placement) seeBox(r rect) document.Box {
	x0, y0 := p.see(r.left, r.top)
	x1, y1 := p.see(r.right, r.bottom)
	return document.Box{Left: min(x0, x1), Top: min(y0, y1), Right: max(x0, x1), Bottom: max(y0, y1)}
}

// fractions turns boxes in points into fractions of the page, in place.
func (p placement) fractions(boxes []document.Box) []document.Box {
	width, height := p.size()
	part := func(v, of float32) float32 { return min(max(v/of, 0), 1) }
	for i, b := range boxes {
		boxes[i] = document.Box{Left: part(b.Left, width), Top: part(b.Top, height), Right: part(b.Right, width), Bottom: part(b.Bottom, height)}
	}
	return boxes
}

// glyphs reads the page's characters and their places, in the order in which
// the file draws them. unmapped counts those of which the file does not say
// what letter they are.
func (p *pdfium) glyphs(page uint64, place placement) (found []glyph, unmapped int, err error) {
	text := p.call("FPDFText_LoadPage", page)
	if text == 0 {
		return nil, 0, pdfFault(p.err)
	}
	defer p.call("FPDFText_ClosePage", text)
	n := p.i32("FPDFText_CountChars", text)
	if n > maxBoxes {
		return nil, 0, TooMuchText
	}
	found = make([]glyph, 0, max(n, 0))
	var high rune
	spaced := false
	for i := range n {
		c := rune(uint32(p.call("FPDFText_GetUnicode", text, uint64(i))))
		switch {
		case p.err != nil:
			return nil, 0, pdfFault(p.err)
		case utf16.IsSurrogate(c) && high == 0:
			high = c
			continue
		case high != 0:
			c, high = utf16.DecodeRune(high, c), 0
		case c == 2 || c == '\u00ad':
			c = '-' // the hyphen at the end of a line
		}
		if unknown(c) {
			unmapped++
			continue
		}
		if unicode.IsSpace(c) || dropped(c) { // among them ends of lines, which the layout finds itself
			spaced = spaced || !dropped(c)
			continue
		}
		if g, ok := p.glyph(text, i, c, place); ok {
			g.spaced, spaced = spaced, false
			found = append(found, g)
		}
	}
	return found, unmapped, pdfFault(p.err)
}

// unknown reports whether a character says nothing: not mapped, or for the use
// of one font alone.
func unknown(c rune) bool {
	return c == 0 || c == 0xfffd || c == 0xfffe || c == 0xffff || c >= 0xe000 && c <= 0xf8ff
}

// glyph is the character with an index and where it is seen.
func (p *pdfium) glyph(text uint64, i int, c rune, place placement) (glyph, bool) {
	at := uint64(p.scratch)
	if p.i32("FPDFText_GetLooseCharBox", text, uint64(i), at) == 0 {
		return glyph{}, false
	}
	box := p.readRect(p.scratch)
	if p.i32("FPDFText_GetCharOrigin", text, uint64(i), at, at+8) == 0 {
		return glyph{}, false
	}
	x, y := float32(p.f64(p.scratch)), float32(p.f64(p.scratch+8))
	if !finite(box.left, box.top, box.right, box.bottom, x, y) {
		return glyph{}, false
	}
	angle := float64(api32(p.call("FPDFText_GetCharAngle", text, uint64(i))))
	g := glyph{r: c, box: place.seeBox(box), turns: quarters(angle, place.turns)}
	g.x, g.y = place.see(x, y)
	return g, visible(g.box, place)
}

// api32 is the float that a call returned.
func api32(v uint64) float32 { return math.Float32frombits(uint32(v)) }

// quarters is by how many quarters a character is seen turned clockwise that
// PDFium says is turned by an angle, on a page that is turned by turns.
func quarters(angle float64, turns int) int {
	if !(math.Abs(angle) < 100) {
		angle = 0
	}
	return ((turns+int(math.Round(angle/(math.Pi/2))))%4 + 4) % 4
}

// visible reports whether a box lies on the page.
func visible(b document.Box, place placement) bool {
	width, height := place.size()
	return b.Right > 0 && b.Bottom > 0 && b.Left < width && b.Top < height
}

// metaTitle is a title that a person gave; "" for what programs leave there.
func metaTitle(title string) string {
	title = strings.TrimPrefix(title, "Microsoft Word - ")
	if t := strings.ToLower(title); t == "untitled" || t == "(anonymous)" || strings.HasPrefix(t, "document") && len(t) < 12 {
		return ""
	}
	return title
}
