package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"os"

	"github.com/nfnt/resize"
)

// icnsKinds are the pictures of a macOS icon, by their edge in pixels. Each is a
// PNG under a name of four letters; the two-sided sizes are those of dense
// screens.
var icnsKinds = []struct {
	name string
	edge uint
}{
	{"icp4", 16}, {"icp5", 32}, {"ic11", 32}, {"ic12", 64}, {"ic07", 128}, {"ic13", 256}, {"ic08", 256}, {"ic14", 512}, {"ic09", 512},
}

// packICNS writes PNG OUT.
func packICNS(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("a PNG and the file to write are needed")
	}
	picture, err := pictureIn(args[0])
	if err != nil {
		return err
	}
	var body bytes.Buffer
	for _, kind := range icnsKinds {
		if err := putPicture(&body, kind.name, kind.edge, picture); err != nil {
			return err
		}
	}
	head := binary.BigEndian.AppendUint32([]byte("icns"), uint32(8+body.Len()))
	return os.WriteFile(args[1], append(head, body.Bytes()...), 0o644)
}

func putPicture(to *bytes.Buffer, name string, edge uint, picture image.Image) error {
	var one bytes.Buffer
	if err := png.Encode(&one, resize.Resize(edge, edge, picture, resize.Lanczos3)); err != nil {
		return err
	}
	to.WriteString(name)
	to.Write(binary.BigEndian.AppendUint32(nil, uint32(8+one.Len())))
	to.Write(one.Bytes())
	return nil
}
