package extract

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"meridian/backend/document"
)

// filings are the real files that reading is measured on.
var filings = []string{
	"AMCOR_2023Q4_EARNINGS.pdf", "BESTBUY_2024Q2_10Q.pdf", "FOOTLOCKER_2022_8K_dated_2022-08-19.pdf",
	"JOHNSON_JOHNSON_2023_8K_dated-2023-08-30.pdf", "PEPSICO_2023_8K_dated-2023-05-05.pdf", "ULTABEAUTY_2023Q4_EARNINGS.pdf",
}

// spent adds up what children took.
type spent struct {
	cpu  time.Duration
	peak int64 // bytes
}

func (s *spent) hear(p *os.ProcessState) {
	s.cpu += p.UserTime() + p.SystemTime()
	s.peak = max(s.peak, p.SysUsage().(*syscall.Rusage).Maxrss<<10)
}

func drop(document.Page) error { return nil }

// BenchmarkFilings reads six filings, each in a child: pages for a second of
// processor time, the start of the children included.
func BenchmarkFilings(b *testing.B) {
	needPDFium(b)
	var paths []string
	for _, name := range filings {
		paths = append(paths, put(b, name, shared(b, name)))
	}
	var took spent
	r := newReader(b)
	r.ended = took.hear
	read(b, r, paths[0]) // compiles the engine
	took = spent{}
	pages := 0
	for b.Loop() {
		for _, path := range paths {
			pages += read(b, r, path)
		}
	}
	b.ReportMetric(float64(pages)/took.cpu.Seconds(), "pages/cpu-s")
	b.ReportMetric(float64(took.peak)/(1<<20), "peak-MiB")
}

func read(b *testing.B, r *Reader, path string) int {
	info, err := r.Pages(b.Context(), Request{Path: path}, nil, drop)
	if err != nil {
		b.Fatal(err)
	}
	return info.Pages
}

// BenchmarkLongFile reads 500 pages, full of figures.
func BenchmarkLongFile(b *testing.B) {
	needPDFium(b)
	var page strings.Builder
	for i := range 50 {
		y := 760 - 14*float64(i)
		page.WriteString(at(72, y, 10, fmt.Sprintf("An item with a name of its own, number %d", i)) + at(400, y, 10, "1,234,500") + at(500, y, 10, "98.7%"))
	}
	contents := make([]string, 500)
	for i := range contents {
		contents[i] = page.String()
	}
	path := put(b, "long.pdf", pdfDoc{contents: contents}.bytes())
	var took spent
	r := newReader(b)
	r.ended = took.hear
	read(b, r, path)
	took = spent{}
	pages := 0
	for b.Loop() {
		pages += read(b, r, path)
	}
	b.ReportMetric(float64(pages)/took.cpu.Seconds(), "pages/cpu-s")
	b.ReportMetric(float64(took.peak)/(1<<20), "peak-MiB")
}

// BenchmarkEngine starts the PDF engine: compiled for the first time, and as it
// was kept.
func BenchmarkEngine(b *testing.B) {
	engine := wasm(b)
	start := func(b *testing.B, cache string) {
		e, err := newPDFium(b.Context(), engine, cache)
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			start(b, "")
		}
	})
	b.Run("warm", func(b *testing.B) {
		start(b, cacheDir)
		for b.Loop() {
			start(b, cacheDir)
		}
	})
}

// BenchmarkWorkbook reads a sheet of 100,000 rows of five cells.
func BenchmarkWorkbook(b *testing.B) {
	var rows strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%[1]d" t="s"><v>0</v></c><c r="B%[1]d"><v>%[1]d.25</v></c><c r="C%[1]d"><v>45292</v></c><c r="D%[1]d"><v>7</v></c><c r="E%[1]d" t="str"><v>note</v></c></row>`, i+1)
	}
	path := put(b, "x.xlsx", sheetFile(b, rows.String(), "xl/sharedStrings.xml", `<sst><si><t>item</t></si></sst>`))
	var took spent
	r := newReader(b)
	r.ended = took.hear
	for b.Loop() {
		read(b, r, path)
	}
	b.ReportMetric(100_000*float64(b.N)/took.cpu.Seconds(), "rows/cpu-s")
	b.ReportMetric(float64(took.peak)/(1<<20), "peak-MiB")
}
