package sqlite

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
)

// The ways in which bytes are kept. The numbers stand in the file.
const (
	plain    = 0
	deflated = 1
)

// worthPacking is the size in bytes below which packing saves nothing: a row
// takes a share of a page anyway.
const worthPacking = 512

// pack is body in the form in which it is kept: smaller where that is possible.
func pack(body []byte) (packing int, packed []byte) {
	if len(body) < worthPacking {
		return plain, body
	}
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestSpeed)
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil || out.Len() >= len(body) {
		return plain, body
	}
	return deflated, out.Bytes()
}

// unpack is what pack was given; size is how long that was. Whatever else the
// bytes may be, they never become longer than size.
func unpack(packing, size int, packed []byte) ([]byte, error) {
	switch packing {
	case plain:
		if len(packed) != size {
			return nil, fmt.Errorf("%d bytes are kept where %d should be", len(packed), size)
		}
		return packed, nil
	case deflated:
		return inflate(size, packed)
	}
	return nil, fmt.Errorf("packing %d is not known", packing)
}

// maxInflation bounds what a claimed size may make us allocate: DEFLATE cannot
// expand further (zlib.net/zlib_tech.html: 1032 to 1).
const maxInflation = 1032

func inflate(size int, packed []byte) ([]byte, error) {
	if size < 0 || size > maxInflation*(len(packed)+1) {
		return nil, fmt.Errorf("%d bytes cannot become %d", len(packed), size)
	}
	body := make([]byte, size)
	r := flate.NewReader(bytes.NewReader(packed))
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		return nil, errors.New("more bytes are kept than there should be")
	}
	return body, nil
}
