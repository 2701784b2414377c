package openai

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"meridian/backend/llm"
)

// events reads a stream of server-sent events (WHATWG HTML, 9.2) and hands over
// the data of each. It returns what each returns, nil at the end of the stream,
// and ErrCutOff for a line or an event that is too long. Only data is looked
// at; an event whose end did not come is not handed over.
func events(from io.Reader, each func(data []byte) error) error {
	l := &lines{r: bufio.NewReaderSize(from, 32<<10)}
	var data []byte
	has := false
	for {
		line, err := l.next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		if len(line) == 0 {
			if has {
				if err := each(data); err != nil {
					return err
				}
			}
			data, has = data[:0], false
			continue
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if string(name) != "data" {
			continue
		}
		value = bytes.TrimPrefix(value, []byte(" "))
		if has {
			data = append(data, '\n')
		}
		data, has = append(data, value...), true
		if len(data) > longestLine {
			return errTooMuch
		}
	}
}

var errTooMuch = llm.ErrCutOff.With(errors.New("an event is too long"))

// lines reads lines that end in any of the three ways that the standard has. A
// last line without an end is none.
type lines struct {
	r  *bufio.Reader
	cr bool // the last line ended with \r: a \n belongs to that
}

func (l *lines) next() ([]byte, error) {
	var line []byte
	for {
		c, err := l.r.ReadByte()
		if err != nil {
			return nil, err
		}
		after := l.cr
		l.cr = c == '\r'
		switch {
		case c == '\n' && after:
			continue
		case c == '\n', c == '\r':
			return line, nil
		case len(line) >= longestLine:
			return nil, errTooMuch
		}
		line = append(line, c)
	}
}
