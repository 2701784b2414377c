package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"meridian/backend/fault"
)

// body reads the whole body of a request, at most limit bytes. A body that
// announces more is refused before any of it is read.
func body(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if r.ContentLength > limit {
		w.Header().Set("Connection", "close") // or net/http would read on to keep the connection
		return nil, errTooLarge
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, errTooLarge
	}
	if err != nil {
		return nil, errMalformed.because(fmt.Errorf("read body: %w", err))
	}
	return raw, nil
}

// needJSON refuses a body that is not declared to be JSON in UTF-8. A form
// that another site could send without asking first is among them.
func needJSON(r *http.Request) error {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || (kind != "application/json" && kind != "application/merge-patch+json") {
		return errMediaType
	}
	if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return errMediaType
	}
	return nil
}

// decode reads exactly one JSON value of type T from the request's body.
// Fields that T does not have are refused by name.
func decode[T any](r *http.Request) (T, error) {
	var v T
	raw, err := io.ReadAll(r.Body) // bounded: see Server.serve
	if err != nil {
		return v, errMalformed.because(fmt.Errorf("read body: %w", err))
	}
	if err := strict(raw, &v); err != nil {
		return v, err
	}
	return v, nil
}

// strict unmarshals one JSON value and nothing after it.
func strict(raw []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return whyMalformed(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return malformed("", "json.trailing", fault.Text{EN: "Something follows the JSON value.", KO: "JSON 값 뒤에 다른 내용이 있습니다."})
	}
	return nil
}

// whyMalformed finds the place that a JSON error speaks of.
func whyMalformed(err error) error {
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) {
		return malformed(pointerOf(wrongType.Field), "json.type", fault.Text{
			EN: fmt.Sprintf("A %s cannot stand here.", wrongType.Value),
			KO: fmt.Sprintf("여기에는 %s 값을 쓸 수 없습니다.", wrongType.Value),
		})
	}
	if _, name, found := strings.Cut(err.Error(), "unknown field "); found {
		name = strings.Trim(name, `"`)
		return malformed("/"+escapePointer(name), "json.unknown", fault.Text{EN: "This field is not known.", KO: "알 수 없는 필드입니다."})
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return malformed("", "json.syntax", fault.Text{
			EN: fmt.Sprintf("The JSON breaks off or is wrong at byte %d.", syntax.Offset),
			KO: fmt.Sprintf("JSON의 %d번째 바이트가 잘못되었습니다.", syntax.Offset),
		})
	}
	return malformed("", "json.syntax", fault.Text{EN: "The JSON is empty or breaks off.", KO: "JSON이 비어 있거나 중간에 끊겼습니다."})
}

// pointerOf turns encoding/json's dotted path into a JSON pointer.
func pointerOf(path string) string {
	if path == "" {
		return ""
	}
	return "/" + strings.ReplaceAll(path, ".", "/")
}

func escapePointer(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

// reply writes v as JSON.
func reply(w http.ResponseWriter, status int, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	return replyRaw(w, status, "application/json", raw)
}

func replyRaw(w http.ResponseWriter, status int, media string, raw []byte) error {
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	_, _ = w.Write(raw) // whoever asked may be gone; there is nobody left to tell
	return nil
}
