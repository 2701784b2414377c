package extract

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"meridian/backend/document"
)

// How pictures are made and read.
const (
	recogniseDPI  = 200        // of a page that is drawn for the recogniser
	maxPixels     = 40 << 20   // of such a page
	maxRecognised = 64 << 20   // bytes that the recogniser says
	leastSure     = 20         // per cent: words that it is less sure of are specks and rules
	pointsAnInch  = 72         //
	drawNotes     = 1          // FPDF_ANNOT
	bytesAPixel   = 4          // BGRx
	whitePixel    = 0xFFFFFFFF //
	patience      = 50 * time.Second
)

// recogniser reads text in pictures by Tesseract, where that is installed. What
// it reads is nowhere verified.
type recogniser struct {
	program   string // path; "" where there is none
	languages string // "" until the first picture
}

// findRecogniser finds what is installed.
func findRecogniser() *recogniser {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return &recogniser{}
	}
	return &recogniser{program: path}
}

// ready reports whether there is one.
func (r *recogniser) ready() bool { return r.program != "" }

// read reads a picture in any format that Tesseract takes, and returns a page
// for each that the picture has. Pages have no number.
func (r *recogniser) read(ctx context.Context, picture io.Reader) ([]document.Page, error) {
	if !r.ready() {
		return nil, NoRecogniser
	}
	if r.languages == "" {
		r.languages = r.spoken(ctx)
	}
	said, err := r.run(ctx, picture, "stdin", "stdout", "-l", r.languages, "tsv")
	if err != nil {
		return nil, err
	}
	return recognised(said), nil
}

// spoken is Korean and English as far as they are installed.
func (r *recogniser) spoken(ctx context.Context) string {
	said, _ := r.run(ctx, nil, "--list-langs") // without a list it tries English
	installed := strings.Fields(string(said))
	var wanted []string
	for _, l := range []string{"kor", "eng"} {
		if slices.Contains(installed, l) {
			wanted = append(wanted, l)
		}
	}
	if len(wanted) == 0 {
		return "eng"
	}
	return strings.Join(wanted, "+")
}

func (r *recogniser) run(ctx context.Context, in io.Reader, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, r.program, args...)
	cmd.Stdin = in
	out := &bounded{most: maxRecognised}
	cmd.Stdout = out
	err := cmd.Run()
	switch {
	case ctx.Err() == context.DeadlineExceeded:
		return nil, TooSlow.With(err)
	case ctx.Err() != nil:
		return nil, Cancelled.With(ctx.Err())
	case err != nil:
		return nil, Damaged.With(fmt.Errorf("recognise: %w", err))
	}
	return out.kept.Bytes(), nil
}

// bounded keeps what is written up to a limit, and fails past it.
type bounded struct {
	kept bytes.Buffer
	most int
}

// Write keeps b.
func (w *bounded) Write(b []byte) (int, error) {
	if w.kept.Len()+len(b) > w.most {
		return 0, TooMuchText
	}
	return w.kept.Write(b)
}

// tsvRow is one line that Tesseract says: a page, a line, or a word of it.
type tsvRow struct {
	level                    int
	left, top, width, height float32
	sure                     float64
	text                     string
}

// The levels of rows.
const (
	levelPage = 1
	levelLine = 4
	levelWord = 5
)

// parseTSV reads one line; ok is false for the heading and for what is none.
func parseTSV(l string) (row tsvRow, ok bool) {
	f := strings.SplitN(l, "\t", 12)
	if len(f) != 12 {
		return row, false
	}
	var n [11]float64
	for i := range n {
		v, err := strconv.ParseFloat(f[i], 64)
		if err != nil || math.Abs(v) > 1e6 || math.IsNaN(v) {
			return row, false
		}
		n[i] = v
	}
	return tsvRow{int(n[0]), float32(n[6]), float32(n[7]), float32(n[8]), float32(n[9]), n[10], tidy(f[11])}, true
}

// recognised makes pages of what Tesseract says.
func recognised(tsv []byte) []document.Page {
	var pages []document.Page
	var glyphs []glyph
	var paper, on tsvRow
	closePage := func() {
		if paper.width > 0 && paper.height > 0 {
			pages = append(pages, recognisedPage(paper, glyphs))
		}
		glyphs = nil
	}
	for l := range strings.Lines(string(tsv)) {
		row, ok := parseTSV(strings.TrimRight(l, "\r\n"))
		if !ok {
			continue
		}
		switch row.level {
		case levelPage:
			closePage()
			paper = row
		case levelLine:
			on = row
		case levelWord:
			if row.sure >= leastSure {
				glyphs = append(glyphs, wordGlyphs(row, on)...)
			}
		}
	}
	closePage()
	return pages
}

// wordGlyphs shares a word's width among its letters. All the words of a line
// stand on the line's bottom, whatever letters they have.
func wordGlyphs(word, on tsvRow) []glyph {
	letters := []rune(strings.Join(strings.Fields(word.text), ""))
	glyphs := make([]glyph, len(letters))
	each := word.width / float32(max(len(letters), 1))
	for i, r := range letters {
		left := word.left + float32(i)*each
		glyphs[i] = glyph{r: r, x: left, y: on.top + on.height, spaced: i == 0,
			box: document.Box{Left: left, Top: on.top, Right: left + each, Bottom: on.top + on.height}}
	}
	return glyphs
}

func recognisedPage(paper tsvRow, glyphs []glyph) document.Page {
	l := layOut(glyphs)
	sheet := placement{shown: rect{0, paper.height, paper.width, 0}}
	inPoints := float32(pointsAnInch) / recogniseDPI
	return document.Page{
		Width: paper.width * inPoints, Height: paper.height * inPoints, Heading: l.heading,
		Text: l.text, Boxes: sheet.fractions(l.boxes), Scanned: true, Pictures: l.text == "",
	}
}

// picture reads an image.
func (r *reading) picture(f file) (meta, error) {
	if !r.recogniser.ready() {
		return meta{}, NoRecogniser
	}
	pictures := picturesIn(f)
	if err := r.progress(0, pictures); err != nil {
		return meta{}, err
	}
	for range pictures { // each has its time
		if err := r.announce(); err != nil {
			return meta{}, err
		}
	}
	pages, err := r.recogniser.read(r.ctx, io.NewSectionReader(f, 0, f.size))
	if err != nil {
		return meta{}, err
	}
	if len(pages) == 0 {
		return meta{}, Damaged
	}
	for _, p := range pages {
		if err := r.page(p); err != nil {
			return meta{}, err
		}
	}
	return meta{}, nil
}

// render draws a page in grey, as a PGM file.
func (p *pdfium) render(page uint64, width, height float32) (io.Reader, error) {
	scale := recogniseDPI / float64(pointsAnInch)
	if pixels := float64(width) * float64(height) * scale * scale; pixels > maxPixels {
		scale *= math.Sqrt(maxPixels / pixels)
	}
	w, h := max(int(float64(width)*scale), 1), max(int(float64(height)*scale), 1)
	bitmap := p.call("FPDFBitmap_Create", uint64(w), uint64(h), 0)
	if bitmap == 0 {
		return nil, TooHeavy.With(p.err)
	}
	defer p.call("FPDFBitmap_Destroy", bitmap)
	p.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(w), uint64(h), whitePixel)
	p.call("FPDF_RenderPageBitmap", bitmap, page, 0, 0, uint64(w), uint64(h), 0, drawNotes)
	stride, at := p.i32("FPDFBitmap_GetStride", bitmap), p.i32("FPDFBitmap_GetBuffer", bitmap)
	if p.err != nil {
		return nil, pdfFault(p.err)
	}
	raw, ok := p.memory.Read(uint32(at), uint32(stride*h))
	if !ok || stride < w*bytesAPixel {
		return nil, Damaged
	}
	grey := fmt.Appendf(make([]byte, 0, w*h+32), "P5 %d %d 255\n", w, h)
	for y := range h {
		row := raw[y*stride:]
		for x := range w {
			b, g, r := int(row[x*bytesAPixel]), int(row[x*bytesAPixel+1]), int(row[x*bytesAPixel+2])
			grey = append(grey, byte((299*r+587*g+114*b)/1000)) // ITU-R BT.601
		}
	}
	return bytes.NewReader(grey), nil
}

// Recognises lists the languages in which text in pictures is recognised on
// this machine, by Tesseract's names; none where it is not installed.
func Recognises(ctx context.Context) []string {
	r := findRecogniser()
	if !r.ready() {
		return nil
	}
	return strings.Split(r.spoken(ctx), "+")
}
