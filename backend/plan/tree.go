package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"meridian/backend/fault"
)

// The limits of a document. A plan of a long life is some fifty kilobytes.
const (
	MaxBytes  = 8 << 20
	MaxDepth  = 32
	maxValues = 400_000
)

// The faults of documents that are not read any further.
var (
	ErrTooLarge = fault.New(fault.TooLarge, "plan.tooLarge",
		fault.Text{EN: "The plan is larger than 8 MiB.", KO: "계획 파일이 8 MiB보다 큽니다."},
		fault.Text{EN: "Choose a Meridian plan; a real one is far smaller.", KO: "Meridian 계획 파일을 골라 주세요. 실제 계획은 훨씬 작습니다."})
	ErrMalformed = fault.New(fault.Invalid, "plan.malformed",
		fault.Text{EN: "The file is not valid JSON.", KO: "올바른 JSON 파일이 아닙니다."},
		fault.Text{EN: "Correct the place named below, or export the plan again.", KO: "아래에 표시된 곳을 고치거나 계획을 다시 내보내 주세요."})
	ErrNewer = fault.New(fault.Invalid, "plan.newer",
		fault.Text{EN: "The plan was written by a newer Meridian.", KO: "더 새로운 버전의 Meridian에서 만든 계획입니다."},
		fault.Text{EN: "Update Meridian and open the plan again.", KO: "Meridian을 업데이트한 뒤 다시 열어 주세요."})
	ErrInvalid = fault.New(fault.Invalid, "plan.invalid",
		fault.Text{EN: "The plan has faults.", KO: "계획에 잘못된 곳이 있습니다."},
		fault.Text{EN: "Correct the places listed.", KO: "표시된 곳을 고쳐 주세요."})
)

// readTree reads one JSON value from r: objects as map[string]any, numbers as
// json.Number. It errs with ErrTooLarge or ErrMalformed (and then says where).
func readTree(r io.Reader) (any, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fault.New(fault.Unavailable, "plan.unreadable",
			fault.Text{EN: "The plan could not be read.", KO: "계획을 읽을 수 없습니다."},
			fault.Text{EN: "Try again.", KO: "다시 시도해 주세요."}).With(err)
	}
	if len(data) > MaxBytes {
		return nil, ErrTooLarge
	}
	if err := wellFormed(data); err != nil {
		return nil, err
	}
	t := treeReader{dec: json.NewDecoder(bytes.NewReader(data))}
	t.dec.UseNumber()
	value := t.value("", 0)
	if len(t.problems.list) > 0 {
		return nil, ErrMalformed.WithProblems(t.problems.sorted())
	}
	return value, nil
}

// wellFormed checks encoding and syntax and says at which line they break.
func wellFormed(data []byte) error {
	if !utf8.Valid(data) {
		var p problems
		p.fail("", "json.encoding", pair{"The text is not UTF-8. Save it as UTF-8.", "UTF-8로 된 글이 아닙니다. UTF-8로 저장해 주세요."})
		return ErrMalformed.WithProblems(p.list)
	}
	var raw json.RawMessage
	err := json.Unmarshal(data, &raw)
	if err == nil {
		return nil
	}
	var syntax *json.SyntaxError
	offset := len(data)
	if errors.As(err, &syntax) {
		offset = int(min(syntax.Offset, int64(len(data))))
	}
	line := 1 + bytes.Count(data[:offset], []byte("\n"))
	column := offset - bytes.LastIndexByte(data[:offset], '\n') - 1
	var p problems
	p.fail("", "json.syntax", pair{
		"Line %d, column %d is not valid JSON. Correct it there.",
		"%d번째 줄 %d번째 글자에서 JSON 문법이 맞지 않습니다. 그곳을 고쳐 주세요.",
	}, line, max(column, 1))
	return ErrMalformed.WithProblems(p.list).With(err)
}

// treeReader builds the tree from tokens, because encoding/json keeps the last
// of two equal keys without a word and nests ten thousand deep.
type treeReader struct {
	dec      *json.Decoder
	problems problems
	values   int
	stopped  bool
}

func (t *treeReader) stop(pointer, code string, text pair, args ...any) {
	t.stopped = true
	t.problems.fail(pointer, code, text, args...)
}

// value reads the next value. The syntax has been checked before, so a token
// error can only mean the end that stop brought about.
func (t *treeReader) value(pointer string, depth int) any {
	if t.values++; t.values > maxValues {
		t.stop("", "json.tooMany", pair{"The file holds more than %d values.", "값이 %d개보다 많습니다."}, maxValues)
		return nil
	}
	token, err := t.dec.Token()
	if err != nil {
		t.stopped = true
		return nil
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return token
	}
	if depth >= MaxDepth {
		t.stop(pointer, "json.tooDeep", pair{"Values are nested more than %d deep here.", "이곳의 값이 %d단계보다 깊이 중첩되어 있습니다."}, MaxDepth)
		return nil
	}
	if delim == '{' {
		return t.object(pointer, depth)
	}
	return t.array(pointer, depth)
}

func (t *treeReader) object(pointer string, depth int) any {
	object := map[string]any{}
	for !t.stopped && t.dec.More() {
		token, err := t.dec.Token()
		key, ok := token.(string)
		if err != nil || !ok {
			t.stopped = true
			return object
		}
		here := at(pointer, key)
		if _, twice := object[key]; twice {
			t.problems.fail(here, "json.duplicate", pair{"“%s” stands twice in the same object. Keep one.", "‘%s’ 항목이 같은 객체에 두 번 있습니다. 하나만 남겨 주세요."}, key)
		}
		object[key] = t.value(here, depth+1)
	}
	t.end()
	return object
}

func (t *treeReader) array(pointer string, depth int) any {
	array := []any{}
	for !t.stopped && t.dec.More() {
		array = append(array, t.value(at(pointer, len(array)), depth+1))
	}
	t.end()
	return array
}

// end consumes the closing bracket.
func (t *treeReader) end() {
	if t.stopped {
		return
	}
	if _, err := t.dec.Token(); err != nil {
		t.stopped = true
	}
}
