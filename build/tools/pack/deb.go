package main

import (
	"bytes"
	"crypto/md5" // what dpkg checks installed files by; nothing rests on it
	"fmt"
	"os"
	"strings"
	"time"
)

// packDeb writes a tree as a Debian package (man 5 deb): an ar of the format's
// version, the control files and the tree.
func packDeb(args []string) error {
	d, err := describe("deb", args)
	if err != nil {
		return err
	}
	at, err := epoch()
	if err != nil {
		return err
	}
	all, err := entries(d.tree)
	if err != nil {
		return err
	}
	control, err := tarball([]entry{
		{path: "control", mode: 0o644, body: []byte(controlOf(d, all))},
		{path: "md5sums", mode: 0o644, body: sumsOf(all)},
	}, "./", at)
	if err != nil {
		return err
	}
	data, err := tarball(append([]entry{{dir: true, mode: 0o755}}, all...), "./", at)
	if err != nil {
		return err
	}
	packed := archive(at, member{"debian-binary", []byte("2.0\n")}, member{"control.tar.gz", control}, member{"data.tar.gz", data})
	return os.WriteFile(d.out, packed, 0o644)
}

// controlOf is the control file. Debian names architectures as Go does.
func controlOf(d described, all []entry) string {
	size := 0
	for _, e := range all {
		size += (len(e.body) + 1023) / 1024
	}
	fields := [][2]string{
		{"Package", d.name}, {"Version", d.version}, {"Architecture", d.arch},
		{"Maintainer", "The Meridian authors <meridian@localhost>"}, {"Section", "misc"}, {"Priority", "optional"},
		{"Installed-Size", fmt.Sprint(size)}, {"Depends", d.depends}, {"Conflicts", d.conflicts},
		{"Description", d.summary + "\n " + strings.ReplaceAll(d.text, "\n", "\n ")},
	}
	var b strings.Builder
	for _, f := range fields {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
		}
	}
	return b.String()
}

func sumsOf(all []entry) []byte {
	var b bytes.Buffer
	for _, e := range all {
		if !e.dir {
			fmt.Fprintf(&b, "%x  %s\n", md5.Sum(e.body), e.path)
		}
	}
	return b.Bytes()
}

type member struct {
	name string
	body []byte
}

// archive is the members in the common ar format.
func archive(at time.Time, members ...member) []byte {
	var b bytes.Buffer
	b.WriteString("!<arch>\n")
	for _, m := range members {
		fmt.Fprintf(&b, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", m.name, at.Unix(), 0, 0, "100644", len(m.body))
		b.Write(m.body)
		if len(m.body)%2 == 1 {
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}
