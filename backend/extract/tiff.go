package extract

import (
	"encoding/binary"
	"io"
)

// maxDirectories bounds how many pictures of a TIFF file are counted.
const maxDirectories = 1000

// picturesIn is how many pictures a file holds: those of a TIFF file as far as
// its directories lead (TIFF 6.0, section 2), one for any other.
func picturesIn(f file) int {
	order, next, ok := tiffHead(f)
	if !ok {
		return 1
	}
	seen := map[uint32]bool{}
	for next != 0 && !seen[next] && len(seen) < maxDirectories {
		after, ok := directoryAfter(f, order, next)
		if !ok {
			break
		}
		seen[next] = true
		next = after
	}
	return max(len(seen), 1)
}

func tiffHead(f file) (order binary.ByteOrder, first uint32, ok bool) {
	var head [8]byte
	if _, err := f.ReadAt(head[:], 0); err != nil {
		return nil, 0, false
	}
	switch string(head[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return nil, 0, false
	}
	return order, order.Uint32(head[4:]), true
}

// directoryAfter is where the directory lies that follows one.
func directoryAfter(f file, order binary.ByteOrder, at uint32) (next uint32, ok bool) {
	var count [2]byte
	if _, err := f.ReadAt(count[:], int64(at)); err != nil {
		return 0, false
	}
	const entry = 12 // bytes
	var link [4]byte
	_, err := f.ReadAt(link[:], int64(at)+2+entry*int64(order.Uint16(count[:])))
	if err != nil && err != io.EOF {
		return 0, false
	}
	return order.Uint32(link[:]), true
}
