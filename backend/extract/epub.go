package extract

import (
	"encoding/xml"
	"net/url"
	"path"
	"strings"

	"meridian/backend/document"
)

// epub reads a book: a page for each chapter, in reading order.
func (r *reading) epub(f file) (meta, error) {
	a, err := r.openArchive(f)
	if err != nil {
		return meta{}, err
	}
	b, err := a.openBook()
	if err != nil {
		return meta{}, err
	}
	sealed, err := a.sealedParts()
	if err != nil {
		return meta{}, err
	}
	before := r.pages
	for i, chapter := range b.spine {
		if err := r.progress(i, len(b.spine)); err != nil {
			return meta{}, err
		}
		if sealed[strings.ToLower(chapter)] {
			return meta{}, Sealed
		}
		if err := r.chapter(a, chapter, b.titles[strings.ToLower(chapter)]); err != nil {
			return meta{}, err
		}
	}
	if r.pages == before {
		return meta{}, Damaged
	}
	return meta{title: b.title}, nil
}

// chapter sends one chapter. One without text, a cover, is left out.
func (r *reading) chapter(a *archive, part, title string) error {
	content, err := a.all(part)
	if err != nil {
		return err
	}
	if len(content) == 0 {
		return nil
	}
	w, err := readHTML(content, "")
	if err != nil {
		return err
	}
	text := w.done()
	if text == "" {
		return nil
	}
	if title == "" {
		title = w.heading
	}
	return r.page(document.Page{Label: line(title), Text: text, Heading: w.heading})
}

// book is what an EPUB file says of itself.
type book struct {
	title  string
	spine  []string          // parts in reading order
	titles map[string]string // of chapters, by part in lower case
}

// openBook reads where the book lies, its parts, their order and their titles.
func (a *archive) openBook() (book, error) {
	root := ""
	err := a.each("META-INF/container.xml", func(_ *parser, e xml.StartElement) error {
		if e.Name.Local == "rootfile" && root == "" {
			root = attr(e, "full-path")
		}
		return nil
	})
	if err != nil {
		return book{}, err
	}
	b := book{titles: map[string]string{}}
	folder := path.Dir(root)
	parts, contents := map[string]string{}, ""
	err = a.each(root, func(p *parser, e xml.StartElement) error {
		switch e.Name.Local {
		case "title":
			text, err := p.text()
			if b.title == "" {
				b.title = line(text)
			}
			return err
		case "item":
			part := inFolder(folder, attr(e, "href"))
			parts[attr(e, "id")] = part
			if strings.Contains(attr(e, "properties"), "nav") || contents == "" && strings.HasSuffix(attr(e, "media-type"), "dtbncx+xml") {
				contents = part
			}
		case "itemref":
			if part := parts[attr(e, "idref")]; a.has(part) {
				b.spine = append(b.spine, part)
			}
		}
		return nil
	})
	if err != nil || contents == "" || !a.has(contents) {
		return b, err
	}
	return b, a.tableOfContents(contents, b.titles)
}

// inFolder is the part that a link means, without the place within it.
func inFolder(folder, href string) string {
	href, _, _ = strings.Cut(href, "#")
	if plain, err := url.PathUnescape(href); err == nil {
		href = plain
	}
	return strings.TrimPrefix(path.Join("/", folder, href), "/")
}

// tableOfContents reads the titles of chapters: the links of a nav part, or the
// points of an NCX. The first title of a part is its own.
func (a *archive) tableOfContents(name string, titles map[string]string) error {
	folder, label := path.Dir(name), ""
	put := func(href, title string) {
		part := strings.ToLower(inFolder(folder, href))
		if title = line(title); title != "" && titles[part] == "" {
			titles[part] = title
		}
	}
	return a.each(name, func(p *parser, e xml.StartElement) error {
		switch e.Name.Local {
		case "a":
			text, err := p.text()
			put(attr(e, "href"), text)
			return err
		case "text":
			text, err := p.text()
			label = text
			return err
		case "content":
			put(attr(e, "src"), label)
		}
		return nil
	})
}

// sealedParts are the parts that are encrypted, in lower case; books encrypt
// fonts to bind them, which does not matter.
func (a *archive) sealedParts() (map[string]bool, error) {
	sealed := map[string]bool{}
	return sealed, a.eachIfAny("META-INF/encryption.xml", func(_ *parser, e xml.StartElement) error {
		if e.Name.Local == "CipherReference" {
			sealed[strings.ToLower(inFolder(".", attr(e, "URI")))] = true
		}
		return nil
	})
}
