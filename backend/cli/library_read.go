package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"

	"meridian/backend/document"
	"meridian/backend/extract"
)

// maxPassword bounds what is read as a password.
const maxPassword = 4096

// libraryRead prints the text of a file, page by page, and keeps nothing.
func (c *command) libraryRead(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("library read", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "")
	locked := flags.Bool("password", false, "")
	names, err := c.parse(flags, args, "FILE")
	if err != nil {
		return err
	}
	req := extract.Request{Path: names[0]}
	if *locked {
		if req.Password, err = c.askPassword(); err != nil {
			return err
		}
	}
	if *asJSON {
		return c.readJSON(ctx, req)
	}
	return c.readText(ctx, req)
}

// askPassword reads a password from standard input: on the command line every
// program of this machine could see it.
func (c *command) askPassword() (string, error) {
	if isTerminal(c.in) {
		fmt.Fprint(c.err, c.say("Password: ", "암호: "))
	}
	said, err := bufio.NewReader(io.LimitReader(c.in, maxPassword)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", fmt.Errorf("read password: %w", err)
	}
	return strings.TrimRight(said, "\r\n"), nil
}

// readText prints each page under a line that names it.
func (c *command) readText(ctx context.Context, req extract.Request) error {
	info, err := c.Read(ctx, req, c.pagesDone(), func(p document.Page) error {
		_, err := fmt.Fprintf(c.out, "── %s\n%s\n\n", c.pageName(p), p.Text)
		return err
	})
	if err != nil {
		return err
	}
	if isTerminal(c.err) {
		fmt.Fprintf(c.err, c.say("%s, %d pages\n", "%s, %d쪽\n"), info.Kind, info.Pages)
	}
	return nil
}

// pageName is what people call a page, and what they should know of it.
func (c *command) pageName(p document.Page) string {
	name := fmt.Sprintf(c.say("page %d", "%d쪽"), p.Number)
	if p.Label != "" {
		name += " (" + p.Label + ")"
	}
	switch {
	case p.Scanned:
		name += c.say(", recognised from a picture and not verified", ", 그림에서 인식한 글이며 확인되지 않음")
	case p.Pictures:
		name += c.say(", a picture whose text was not read", ", 글을 읽지 않은 그림")
	}
	return name
}

// readPage is a page in the JSON that is printed.
type readPage struct {
	Number   int    `json:"number"`
	Label    string `json:"label,omitempty"`
	Heading  string `json:"heading,omitempty"`
	Text     string `json:"text"`
	Scanned  bool   `json:"scanned,omitempty"`
	Pictures bool   `json:"pictures,omitempty"`
}

// readJSON prints one object: the pages, then what the file is. Pages are
// written as they come, so that a long file takes no memory here.
func (c *command) readJSON(ctx context.Context, req extract.Request) error {
	before := `{"pages":[`
	info, err := c.Read(ctx, req, c.pagesDone(), func(p document.Page) error {
		page, err := json.Marshal(readPage{p.Number, p.Label, p.Heading, p.Text, p.Scanned, p.Pictures})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "%s\n%s", before, page)
		before = ","
		return err
	})
	if err != nil {
		return err
	}
	is, err := json.Marshal(info)
	if err != nil {
		return err
	}
	if info.Pages == 0 {
		fmt.Fprint(c.out, before)
	}
	_, err = fmt.Fprintf(c.out, "\n],\"info\":%s}\n", is)
	return err
}

// pagesDone shows how far the reading has come, to somebody who looks and does
// not see the pages themselves.
func (c *command) pagesDone() func(extract.Progress) {
	if !isTerminal(c.err) || isTerminal(c.out) {
		return nil
	}
	return func(p extract.Progress) {
		of := ""
		if p.Pages > 0 {
			of = fmt.Sprintf(" / %d", p.Pages)
		}
		fmt.Fprintf(c.err, "\r\033[K%s %d%s\r", c.say("pages", "쪽"), p.Page, of)
	}
}

// extract is no command for people: it is what this program runs itself as to
// read one file.
func (c *command) extract(context.Context, []string) error {
	if c.Child(c.in, c.out) != exitOK {
		return errSaid
	}
	return nil
}
