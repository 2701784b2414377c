package extract

import (
	"bytes"
	"encoding/binary"
	"image"
	"strings"
	"testing"
)

// tiffOf is a TIFF file of grey pictures, 200 points an inch, without packing.
func tiffOf(pictures ...*image.Gray) []byte {
	order := binary.LittleEndian
	file := []byte("II*\x00\x00\x00\x00\x00")
	link := 4 // where the place of the next directory stands
	for _, g := range pictures {
		pixels := len(file)
		file = append(file, g.Pix...)
		resolution := len(file)
		file = order.AppendUint32(order.AppendUint32(file, 200), 1)
		order.PutUint32(file[link:], uint32(len(file)))
		tags := [][3]uint32{ // tag, type, value
			{256, 4, uint32(g.Bounds().Dx())}, {257, 4, uint32(g.Bounds().Dy())}, {258, 3, 8}, {259, 3, 1}, {262, 3, 1}, {273, 4, uint32(pixels)},
			{277, 3, 1}, {278, 4, uint32(g.Bounds().Dy())}, {279, 4, uint32(len(g.Pix))}, {282, 5, uint32(resolution)}, {283, 5, uint32(resolution)}, {296, 3, 2},
		}
		file = order.AppendUint16(file, uint16(len(tags)))
		for _, t := range tags {
			file = order.AppendUint16(order.AppendUint16(file, uint16(t[0])), uint16(t[1]))
			file = order.AppendUint32(order.AppendUint32(file, 1), t[2])
		}
		link = len(file)
		file = order.AppendUint32(file, 0)
	}
	return file
}

func TestATIFFFileHasAPageForEachPicture(t *testing.T) {
	needPDFium(t)
	if !findRecogniser().ready() {
		t.Skip("needs tesseract with the data for English: build/setup test installs it")
	}
	got := mustRead(t, "fax.tif", tiffOf(drawn(t, at(72, 700, 18, "First page of the fax")), drawn(t, at(72, 700, 18, "Second page 1,234,500"))))
	if len(got.pages) != 2 || !strings.Contains(got.pages[0].Text, "First page") || !strings.Contains(got.pages[1].Text, "1,234,500") || !got.pages[1].Scanned {
		t.Errorf("%d pages: %q", len(got.pages), got.texts())
	}
}

func TestPicturesAreCountedWhateverTheDirectoriesSay(t *testing.T) {
	one := image.NewGray(image.Rect(0, 0, 2, 2))
	three := tiffOf(one, one, one)
	round := bytes.Clone(tiffOf(one))
	copy(round[len(round)-4:], round[4:8]) // the next one is this one
	for name, c := range map[string]struct {
		content []byte
		want    int
	}{
		"three":     {three, 3},
		"a ring":    {round, 1},
		"cut off":   {three[:len(three)-160], 2},
		"no TIFF":   {[]byte("\x89PNG\r\n\x1a\n....."), 1},
		"too short": {[]byte("II*"), 1},
		"nowhere":   {[]byte("MM\x00*\x7f\xff\xff\xff"), 1},
	} {
		if got := picturesIn(file{bytes.NewReader(c.content), int64(len(c.content)), name}); got != c.want {
			t.Errorf("%s: %d pictures, want %d", name, got, c.want)
		}
	}
}
