package extract

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"meridian/backend/document"
)

// html reads a page of the web: one page.
func (r *reading) html(f file) (meta, error) {
	if err := r.progress(0, 1); err != nil {
		return meta{}, err
	}
	if f.size > 4*maxText {
		return meta{}, TooMuchText
	}
	b, err := f.all()
	if err != nil {
		return meta{}, err
	}
	w, err := readHTML(b, "")
	if err != nil {
		return meta{}, err
	}
	return meta{title: w.title}, r.page(document.Page{Text: w.done(), Heading: w.heading})
}

var htmlCharset = regexp.MustCompile(`(?i)<(?:meta|\?xml)[^>]*(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_-]+)`)

// readHTML reads the text of a page of the web. label is the encoding that
// whoever sent it names, "" for none.
func readHTML(b []byte, label string) (*writer, error) {
	if m := htmlCharset.FindSubmatch(b[:min(len(b), 4096)]); m != nil && label == "" {
		label = string(m[1])
	}
	text, ok := decode(b, label)
	if !ok {
		return nil, Damaged
	}
	root, err := html.Parse(strings.NewReader(text)) // bounds how deep elements lie
	if err != nil {
		return nil, TooDeep.With(err)
	}
	w := newWriter()
	w.node(root)
	return &w, nil
}

// writer writes a flow of text: paragraphs, headings, lists, rows.
type writer struct {
	b       *strings.Builder
	title   string
	heading string // the first
	kept    bool   // white space is kept as it is
}

func newWriter() writer { return writer{b: &strings.Builder{}} }

// done is what was written.
func (w *writer) done() string { return tidy(w.b.String()) }

// headingLine writes a heading as Markdown does: as many # as it is deep.
func (w *writer) headingLine(level int, text string) {
	text = line(text)
	if text == "" {
		return
	}
	if w.heading == "" {
		w.heading = text
	}
	w.b.WriteString("\n\n" + strings.Repeat("#", min(max(level, 1), 6)) + " " + text + "\n\n")
}

// What an element does to the text around it.
var (
	unseen = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true,
		atom.Iframe: true, atom.Object: true, atom.Audio: true, atom.Video: true, atom.Canvas: true, atom.Datalist: true}
	paragraphs = map[atom.Atom]bool{atom.P: true, atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Blockquote: true, atom.Pre: true,
		atom.Table: true, atom.Hr: true, atom.Figure: true, atom.Form: true, atom.Fieldset: true}
	blocks = map[atom.Atom]bool{atom.Div: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Main: true,
		atom.Nav: true, atom.Aside: true, atom.Li: true, atom.Dt: true, atom.Dd: true, atom.Address: true, atom.Figcaption: true,
		atom.Caption: true, atom.Tr: true, atom.Legend: true, atom.Details: true, atom.Summary: true, atom.Option: true}
	headings = map[atom.Atom]int{atom.H1: 1, atom.H2: 2, atom.H3: 3, atom.H4: 4, atom.H5: 5, atom.H6: 6}
)

func (w *writer) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.words(n.Data)
		return
	case html.DocumentNode:
		w.children(n)
		return
	case html.ElementNode:
	default:
		return
	}
	a := n.DataAtom
	switch {
	case unseen[a] || hidden(n):
	case a == atom.Head:
		w.head(n)
	case headings[a] > 0:
		w.headingLine(headings[a], textOf(n))
	case a == atom.Br:
		w.b.WriteByte('\n')
	case a == atom.Img:
		w.words(" " + attribute(n, "alt") + " ")
	case a == atom.Table && !isLayout(n):
		w.b.WriteString("\n\n")
		w.rows(n)
		w.b.WriteString("\n\n")
	case a == atom.Pre || a == atom.Textarea:
		w.b.WriteString("\n\n")
		before := w.kept
		w.kept = true
		w.children(n)
		w.kept = before
		w.b.WriteString("\n\n")
	case a == atom.Li:
		w.b.WriteString("\n- ")
		w.children(n)
	case paragraphs[a]:
		w.b.WriteString("\n\n")
		w.children(n)
		w.b.WriteString("\n\n")
	case blocks[a]:
		w.b.WriteByte('\n')
		w.children(n)
		w.b.WriteByte('\n')
	case a == atom.Td || a == atom.Th:
		w.children(n)
		w.b.WriteString("  ")
	default:
		w.children(n)
	}
}

func (w *writer) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

// head takes the title and leaves the rest.
func (w *writer) head(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Title && w.title == "" {
			w.title = line(textOf(c))
		}
	}
}

// words writes text, its white space as single spaces, none at the beginning of
// a line.
func (w *writer) words(text string) {
	if w.kept {
		w.b.WriteString(text)
		return
	}
	joined := strings.Join(strings.Fields(text), " ")
	if w.b.Len() > 0 && startsWithSpace(text) && !endsWithSpace(w.b.String()) {
		w.b.WriteByte(' ')
	}
	w.b.WriteString(joined)
	if joined != "" && endsWithSpace(text) {
		w.b.WriteByte(' ')
	}
}

func startsWithSpace(s string) bool {
	return s != "" && strings.ContainsRune(" \t\r\n\f", rune(s[0]))
}

func endsWithSpace(s string) bool {
	return s != "" && strings.ContainsRune(" \t\r\n\f", rune(s[len(s)-1]))
}

// rows writes a table, a row on a line.
func (w *writer) rows(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Tr:
			w.b.WriteString("\n" + row(cellsOf(c)))
		case atom.Caption:
			w.b.WriteString("\n" + line(textOf(c)) + "\n")
		case atom.Thead, atom.Tbody, atom.Tfoot:
			w.rows(c)
		}
	}
}

// maxSpan bounds how many columns one cell may take.
const maxSpan = 64

func cellsOf(tr *html.Node) []string {
	var cells []string
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th || hidden(c) {
			continue
		}
		cells = append(cells, line(textOf(c)))
		span, _ := strconv.Atoi(attribute(c, "colspan")) // no number is one column
		for range min(span, maxSpan) - 1 {
			cells = append(cells, "")
		}
	}
	return cells
}

// longCell is from how many letters on a cell holds more than a figure or a name.
const longCell = 600

// isLayout reports whether a table places the parts of a page rather than
// figures: it holds tables, headings, or cells of several paragraphs.
func isLayout(table *html.Node) bool {
	for n := range table.Descendants() {
		switch {
		case n.DataAtom == atom.Table || headings[n.DataAtom] > 0 || n.DataAtom == atom.Ul || n.DataAtom == atom.Ol:
			return true
		case n.DataAtom != atom.Td && n.DataAtom != atom.Th:
			continue
		}
		parts := 0
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if paragraphs[c.DataAtom] || blocks[c.DataAtom] {
				parts++
			}
		}
		if parts > 2 || utf8.RuneCountInString(textOf(n)) > longCell {
			return true
		}
	}
	return false
}

// textOf is the text of an element on one line, unless it is not seen.
func textOf(n *html.Node) string {
	w := newWriter()
	w.inline(n)
	return w.b.String()
}

func (w *writer) inline(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			w.b.WriteString(c.Data)
		case c.Type != html.ElementNode || unseen[c.DataAtom] || hidden(c):
		case c.DataAtom == atom.Br:
			w.b.WriteByte(' ')
		case c.DataAtom == atom.Img:
			w.b.WriteString(" " + attribute(c, "alt") + " ")
		default:
			apart := paragraphs[c.DataAtom] || blocks[c.DataAtom] || c.DataAtom == atom.Td || c.DataAtom == atom.Th
			if apart {
				w.b.WriteByte(' ')
			}
			w.inline(c)
			if apart {
				w.b.WriteByte(' ')
			}
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// hidden reports whether an element is not shown.
func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "style" && strings.Contains(strings.ReplaceAll(a.Val, " ", ""), "display:none") {
			return true
		}
	}
	return false
}
