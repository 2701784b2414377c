package extract

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"meridian/backend/document"
)

// drawn is a page of text as a picture, in grey.
func drawn(t testing.TB, content string) *image.Gray {
	t.Helper()
	e, err := newPDFium(t.Context(), wasm(t), cacheDir)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	raw := pdfDoc{contents: []string{content}}.bytes()
	at, err := e.load(file{bytes.NewReader(raw), int64(len(raw)), ""})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := e.open(at, int64(len(raw)), "")
	if err != nil {
		t.Fatal(err)
	}
	pgm, err := e.render(e.call("FPDF_LoadPage", doc, 0), 612, 792)
	if err != nil {
		t.Fatal(err)
	}
	var w, h, most int
	if _, err := fmt.Fscanf(pgm, "P5 %d %d %d\n", &w, &h, &most); err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(image.Rect(0, 0, w, h))
	if _, err := io.ReadFull(pgm, g.Pix); err != nil {
		t.Fatal(err)
	}
	return g
}

// scannedPDF is a PDF file whose only page is a picture.
func scannedPDF(g *image.Gray) []byte {
	b := g.Bounds()
	draw := "q 612 0 0 792 0 0 cm /Im Do Q"
	return pdfBytes([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /Im 5 0 R >> >> /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(draw), draw),
		fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Length %d >>\nstream\n%s\nendstream", b.Dx(), b.Dy(), len(g.Pix), g.Pix),
	}, "/Root 1 0 R")
}

func TestAScannedPageIsRecognised(t *testing.T) {
	needPDFium(t)
	if !findRecogniser().ready() {
		t.Skip("Tesseract is not installed")
	}
	g := drawn(t, at(72, 700, 16, "Annual statement")+at(72, 660, 14, "Pension")+at(300, 660, 14, "1,234,500")+at(450, 660, 14, "1,301,200"))
	var picture bytes.Buffer
	if err := png.Encode(&picture, g); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"x.pdf": scannedPDF(g), "x.png": picture.Bytes()} {
		got := mustRead(t, name, content)
		p := got.pages[0]
		if !got.Scanned || !p.Scanned || p.Pictures || !strings.Contains(p.Text, "Pension  1,234,500  1,301,200") {
			t.Errorf("%s: %+v %q", name, got.Info, p.Text)
			continue
		}
		if b := boxOf(t, p, "1,301,200"); b.Left < .7 || b.Left > .76 || b.Top > 1-660.0/792 || b.Bottom < 1-662.0/792-.01 {
			t.Errorf("%s: the amount stands in %+v", name, b)
		}
	}
}

func TestWithoutARecogniser(t *testing.T) {
	needPDFium(t)
	t.Setenv("PATH", t.TempDir())
	g := image.NewGray(image.Rect(0, 0, 40, 40))
	g.SetGray(3, 3, color.Gray{Y: 200})
	got := mustRead(t, "x.pdf", scannedPDF(g))
	if p := got.pages[0]; p.Text != "" || !p.Pictures || p.Scanned || got.Scanned {
		t.Errorf("a scanned page: %+v", p)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, g); err != nil {
		t.Fatal(err)
	}
	if _, err := readHere(t, "x.png", picture.Bytes(), ""); !errors.Is(err, NoRecogniser) {
		t.Errorf("a picture: %v", err)
	}
}

func TestAPictureThatIsNone(t *testing.T) {
	if !findRecogniser().ready() {
		t.Skip("Tesseract is not installed")
	}
	if _, err := readHere(t, "x.png", []byte("\x89PNG\r\n\x1a\nand nothing more"), ""); !errors.Is(err, Damaged) {
		t.Errorf("got %v", err)
	}
}

const recognisedTSV = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
	"1\t1\t0\t0\t0\t0\t0\t0\t1700\t2200\t-1\t\n" +
	"4\t1\t1\t1\t1\t0\t200\t300\t900\t40\t-1\t\n" +
	"5\t1\t1\t1\t1\t1\t200\t305\t120\t30\t96.1\t연금\n" +
	"5\t1\t1\t1\t1\t2\t330\t300\t100\t40\t91\t예상액\n" +
	"5\t1\t1\t1\t1\t3\t800\t302\t300\t36\t88\t1,234,500\n" +
	"5\t1\t1\t1\t1\t4\t1200\t302\t30\t36\t3\t~|\n" +
	"1\t2\t0\t0\t0\t0\t0\t0\t850\t1100\t-1\t\n"

func TestWhatTheRecogniserSays(t *testing.T) {
	pages := recognised([]byte(recognisedTSV))
	if len(pages) != 2 || pages[0].Text != "연금 예상액  1,234,500" || pages[0].Width != 612 || !pages[1].Pictures {
		t.Fatalf("got %+v", pages)
	}
	checkPage(t, numbered(pages[0]))
}

func numbered(p document.Page) document.Page {
	p.Number = 1
	return p
}

func FuzzRecognised(f *testing.F) {
	f.Add([]byte(recognisedTSV))
	f.Add([]byte("1\t1\t0\t0\t0\t0\t0\t0\tNaN\t1e300\t-1\t\n5\t1\t1\t1\t1\t1\t-5\t-5\t0\t0\t96\tx\n"))
	f.Fuzz(func(t *testing.T, said []byte) {
		for _, p := range recognised(said) {
			if p.Runes() <= maxRunes {
				checkPage(t, numbered(p))
			}
		}
	})
}
