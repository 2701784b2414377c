package extract

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"unicode/utf8"

	"meridian/backend/document"
	"meridian/backend/fault"
)

// What a child says is a row of frames: one byte that tells what it is, four
// with the length of the rest, little-endian, and the rest.
const (
	frameReady    = 'r' // the engine is there; empty
	frameProgress = 'g' // Progress, before the work on a page
	framePicture  = 'o' // Progress, before a page is recognised, which takes longer
	framePage     = 'p' // a page
	frameDone     = 'd' // Info; the last one
	frameFault    = 'f' // the code of a fault; the last one
)

// maxFrame bounds a frame: a page's text and its boxes, and room for JSON.
const maxFrame = 6*maxRunes + boxBytes*maxBoxes + 1<<20

// boxBytes is what a box takes: four float32.
const boxBytes = 16

// errFrame is what is wrong with a child that does not keep to its own words.
var errFrame = errors.New("not a frame of a reader")

// frame is one thing that a child said.
type frame struct {
	kind byte
	body []byte
}

// writeFrame writes one frame.
func writeFrame(w io.Writer, kind byte, body []byte) error {
	head := [5]byte{kind}
	binary.LittleEndian.PutUint32(head[1:], uint32(len(body)))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(body)
	return err
}

// readFrame reads one frame; io.EOF where none begins.
func readFrame(r *bufio.Reader) (frame, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return frame{}, err
	}
	n := binary.LittleEndian.Uint32(head[1:])
	if n > maxFrame {
		return frame{}, fmt.Errorf("%w: %d bytes", errFrame, n)
	}
	body, err := io.ReadAll(io.LimitReader(r, int64(n))) // grows with what is there, not with what is claimed
	if err == nil && len(body) < int(n) {
		err = io.ErrUnexpectedEOF
	}
	return frame{head[0], body}, err
}

// pageHead is a page without its boxes.
type pageHead struct {
	Number   int     `json:"number"`
	Label    string  `json:"label,omitempty"`
	Width    float32 `json:"width,omitempty"`
	Height   float32 `json:"height,omitempty"`
	Heading  string  `json:"heading,omitempty"`
	Text     string  `json:"text"`
	Scanned  bool    `json:"scanned,omitempty"`
	Pictures bool    `json:"pictures,omitempty"`
}

// encodePage is a page as the body of a frame: the length of the head, the
// head in JSON, the boxes.
func encodePage(p document.Page) ([]byte, error) {
	head, err := json.Marshal(pageHead{p.Number, p.Label, p.Width, p.Height, p.Heading, p.Text, p.Scanned, p.Pictures})
	if err != nil {
		return nil, err
	}
	body := make([]byte, 0, 4+len(head)+boxBytes*len(p.Boxes))
	body = binary.LittleEndian.AppendUint32(body, uint32(len(head)))
	body = append(body, head...)
	for _, b := range p.Boxes {
		for _, v := range [4]float32{b.Left, b.Top, b.Right, b.Bottom} {
			body = binary.LittleEndian.AppendUint32(body, math.Float32bits(v))
		}
	}
	return body, nil
}

// decodePage reads what encodePage writes, and nothing that breaks what a page
// promises.
func decodePage(body []byte) (document.Page, error) {
	if len(body) < 4 {
		return document.Page{}, errFrame
	}
	n := int(binary.LittleEndian.Uint32(body))
	rest := body[4:]
	if n > len(rest) {
		return document.Page{}, errFrame
	}
	var h pageHead
	if err := json.Unmarshal(rest[:n], &h); err != nil {
		return document.Page{}, fmt.Errorf("%w: %w", errFrame, err)
	}
	boxes, err := decodeBoxes(rest[n:])
	if err != nil {
		return document.Page{}, err
	}
	p := document.Page{Number: h.Number, Label: h.Label, Width: h.Width, Height: h.Height, Heading: h.Heading,
		Text: h.Text, Boxes: boxes, Scanned: h.Scanned, Pictures: h.Pictures}
	return p, sound(p)
}

func decodeBoxes(raw []byte) ([]document.Box, error) {
	if len(raw)%boxBytes != 0 {
		return nil, errFrame
	}
	if len(raw) == 0 {
		return nil, nil
	}
	boxes := make([]document.Box, len(raw)/boxBytes)
	for i := range boxes {
		var v [4]float32
		for j := range v {
			v[j] = math.Float32frombits(binary.LittleEndian.Uint32(raw[i*boxBytes+4*j:]))
			if !(v[j] >= -1 && v[j] <= 2) { // not a number included
				return nil, errFrame
			}
		}
		boxes[i] = document.Box{Left: v[0], Top: v[1], Right: v[2], Bottom: v[3]}
	}
	return boxes, nil
}

// sound reports what a page says that no reader says.
func sound(p document.Page) error {
	runes := utf8.RuneCountInString(p.Text)
	switch {
	case p.Number < 1 || p.Number > maxPages, runes > maxRunes, len(p.Boxes) != 0 && len(p.Boxes) != runes:
		return fmt.Errorf("%w: page %d, %d code points, %d boxes", errFrame, p.Number, runes, len(p.Boxes))
	case !(p.Width >= 0 && p.Width < 1e6) || !(p.Height >= 0 && p.Height < 1e6):
		return fmt.Errorf("%w: size of page %d", errFrame, p.Number)
	}
	return nil
}

// decodeFault is the fault that a code names.
func decodeFault(body []byte) error {
	if f, known := faults()[string(body)]; known {
		return f
	}
	return errFrame
}

// codeOf is the code by which a child tells of an error; what is no fault is
// taken for damage of the file.
func codeOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Code
	}
	return Damaged.Code
}

// decodeInfo reads what a file is.
func decodeInfo(body []byte) (Info, error) {
	var i Info
	if err := json.Unmarshal(body, &i); err != nil {
		return Info{}, fmt.Errorf("%w: %w", errFrame, err)
	}
	if !slices.Contains(document.Kinds(), i.Kind) || i.Pages < 0 || i.Pages > maxPages {
		return Info{}, errFrame
	}
	return i, nil
}

// decodeProgress reads how far a child is.
func decodeProgress(body []byte) (Progress, error) {
	var p Progress
	if err := json.Unmarshal(body, &p); err != nil {
		return Progress{}, fmt.Errorf("%w: %w", errFrame, err)
	}
	if p.Page < 0 || p.Pages < 0 || p.Page > maxPages || p.Pages > maxPages {
		return Progress{}, errFrame
	}
	return p, nil
}
