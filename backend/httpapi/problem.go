package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"golang.org/x/text/language"

	"meridian/backend/fault"
	"meridian/backend/llm"
)

// typePrefix makes the type of a problem document from its code.
const typePrefix = "urn:meridian:problem:"

// statuses is the one place where a kind of fault becomes a status.
var statuses = map[fault.Kind]int{
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.Refused:     http.StatusForbidden,
	fault.Locked:      http.StatusLocked,
	fault.TooLarge:    http.StatusRequestEntityTooLarge,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.Cancelled:   http.StatusConflict,
	fault.Internal:    http.StatusInternalServerError,
}

// transport is a fault of the request rather than of what it asks for, with
// the status that HTTP has for it.
type transport struct {
	status int
	said   *fault.Error
}

func (t transport) Error() string { return t.said.Error() }
func (t transport) Unwrap() error { return t.said }

func bad(status int, kind fault.Kind, code string, title, fix fault.Text) transport {
	return transport{status, fault.New(kind, code, title, fix)}
}

// Faults of the transport.
var (
	errNoCredentials = bad(http.StatusUnauthorized, fault.Refused, "request.credentials",
		fault.Text{EN: "This page is not connected to Meridian.", KO: "이 페이지는 Meridian에 연결되어 있지 않습니다."},
		fault.Text{EN: "Open Meridian's window, or the address it printed when it started.", KO: "Meridian 창을 열거나 시작할 때 표시된 주소로 들어오세요."})
	errWrongHost = bad(http.StatusMisdirectedRequest, fault.Refused, "request.host",
		fault.Text{EN: "Meridian does not answer under this address.", KO: "Meridian은 이 주소로 응답하지 않습니다."},
		fault.Text{EN: "Use the address that Meridian printed.", KO: "Meridian이 표시한 주소를 사용하세요."})
	errWrongOrigin = bad(http.StatusForbidden, fault.Refused, "request.origin",
		fault.Text{EN: "Another site may not speak to Meridian.", KO: "다른 사이트는 Meridian과 통신할 수 없습니다."},
		fault.Text{EN: "Work in Meridian's own page.", KO: "Meridian의 페이지에서 작업하세요."})
	errNotAllowed = bad(http.StatusForbidden, fault.Refused, "request.forbidden",
		fault.Text{EN: "You may not do this.", KO: "이 작업을 할 권한이 없습니다."},
		fault.Text{EN: "Ask the owner of this Meridian.", KO: "이 Meridian의 소유자에게 요청하세요."})
	errNotJoined = bad(http.StatusUnauthorized, fault.Refused, "request.session",
		fault.Text{EN: "This page is not open to you, or not any more.", KO: "이 페이지를 볼 수 없거나 접근 기간이 끝났습니다."},
		fault.Text{EN: "Open the link of your invitation again, or ask for a new one.", KO: "초대 링크를 다시 열거나 새 초대를 요청하세요."})
	errShownOut = bad(http.StatusUnauthorized, fault.Refused, "request.session",
		fault.Text{EN: "The owner has ended this access.", KO: "소유자가 이 접근을 종료했습니다."},
		fault.Text{EN: "Ask the owner if you think that is a mistake.", KO: "착오라고 생각되면 소유자에게 문의하세요."})
	errDoor = bad(http.StatusUnauthorized, fault.Refused, "request.door",
		fault.Text{EN: "This did not come through Cloudflare Access.", KO: "Cloudflare Access를 거치지 않은 요청입니다."},
		fault.Text{EN: "Sign in there and open the address again.", KO: "그곳에서 로그인한 뒤 주소를 다시 여세요."})
	errTooOften = bad(http.StatusTooManyRequests, fault.Unavailable, "request.tooOften",
		fault.Text{EN: "That was too often in a short time.", KO: "짧은 시간에 요청이 너무 많았습니다."},
		fault.Text{EN: "Wait a moment and try again.", KO: "잠시 후 다시 시도하세요."})
	errUpgrade = bad(http.StatusBadRequest, fault.Refused, "request.upgrade",
		fault.Text{EN: "Meridian speaks plain HTTP here.", KO: "여기서는 일반 HTTP만 사용합니다."},
		fault.Text{EN: "Send the request without Upgrade.", KO: "Upgrade 없이 요청을 보내세요."})
	errNotShown = bad(http.StatusForbidden, fault.Refused, "request.notShown",
		fault.Text{EN: "This cannot be shown without exact amounts.", KO: "정확한 금액 없이는 보여 줄 수 없습니다."},
		fault.Text{EN: "Ask the owner to show you amounts in full.", KO: "금액을 그대로 보여 달라고 소유자에게 요청하세요."})
	errTicket = bad(http.StatusUnauthorized, fault.Refused, "request.ticket",
		fault.Text{EN: "This link has been used or is too old.", KO: "이미 사용했거나 만료된 링크입니다."},
		fault.Text{EN: "Ask Meridian for a new one.", KO: "Meridian에서 새 링크를 받으세요."})
	errNoRoute = bad(http.StatusNotFound, fault.NotFound, "request.route",
		fault.Text{EN: "There is nothing at this address.", KO: "이 주소에는 아무것도 없습니다."},
		fault.Text{EN: "Check the address.", KO: "주소를 확인하세요."})
	errMethod = bad(http.StatusMethodNotAllowed, fault.Invalid, "request.method",
		fault.Text{EN: "This address does not take this method.", KO: "이 주소는 이 방식의 요청을 받지 않습니다."},
		fault.Text{EN: "Use one of the methods in the Allow header.", KO: "Allow 헤더에 있는 방식을 사용하세요."})
	errMediaType = bad(http.StatusUnsupportedMediaType, fault.Invalid, "request.mediaType",
		fault.Text{EN: "Only JSON can be read here.", KO: "여기서는 JSON만 읽을 수 있습니다."},
		fault.Text{EN: "Send Content-Type: application/json.", KO: "Content-Type: application/json으로 보내세요."})
	errTooLarge = bad(http.StatusRequestEntityTooLarge, fault.TooLarge, "request.tooLarge",
		fault.Text{EN: "This is larger than Meridian reads.", KO: "Meridian이 읽을 수 있는 크기를 넘었습니다."},
		fault.Text{EN: "A plan may have 8 MiB at most.", KO: "계획은 최대 8 MiB까지 가능합니다."})
	errMalformed = bad(http.StatusBadRequest, fault.Invalid, "request.malformed",
		fault.Text{EN: "This is not the JSON that was expected.", KO: "올바른 JSON 형식이 아닙니다."},
		fault.Text{EN: "Correct what is listed and send it again.", KO: "표시된 부분을 고쳐 다시 보내세요."})
	errParameter = bad(http.StatusUnprocessableEntity, fault.Invalid, "request.value",
		fault.Text{EN: "A value of the request cannot be used.", KO: "요청의 값을 사용할 수 없습니다."},
		fault.Text{EN: "Correct what is listed and send it again.", KO: "표시된 부분을 고쳐 다시 보내세요."})
	errKeyReused = bad(http.StatusUnprocessableEntity, fault.Conflict, "request.keyReused",
		fault.Text{EN: "This Idempotency-Key belongs to another request.", KO: "이 Idempotency-Key는 다른 요청에 이미 쓰였습니다."},
		fault.Text{EN: "Use a new key for a new request.", KO: "새 요청에는 새 키를 사용하세요."})
	errKeyForm = bad(http.StatusBadRequest, fault.Invalid, "request.keyForm",
		fault.Text{EN: "The Idempotency-Key must have 1 to 128 visible ASCII characters.", KO: "Idempotency-Key는 ASCII 문자 1~128자여야 합니다."},
		fault.Text{EN: "Use a random UUID.", KO: "임의의 UUID를 사용하세요."})
	errInternal = fault.New(fault.Internal, "internal",
		fault.Text{EN: "Meridian made a mistake.", KO: "Meridian에 오류가 생겼습니다."},
		fault.Text{EN: "Try again. Your plan is as it was last saved.", KO: "다시 시도해 주세요. 계획은 마지막으로 저장된 그대로입니다."})
	errNoNative = bad(http.StatusNotFound, fault.NotFound, "native.absent",
		fault.Text{EN: "There are no file dialogs here.", KO: "여기서는 파일 대화상자를 쓸 수 없습니다."},
		fault.Text{EN: "Use the browser's own way to open and save files.", KO: "브라우저의 파일 열기와 저장 기능을 사용하세요."})
	errTooMany = bad(http.StatusServiceUnavailable, fault.Unavailable, "request.busy",
		fault.Text{EN: "The same request is still being answered.", KO: "같은 요청을 아직 처리하고 있습니다."},
		fault.Text{EN: "Wait a moment and send it again.", KO: "잠시 후 다시 보내세요."})
)

// malformed says where a body is not what was expected.
func malformed(pointer, code string, text fault.Text) error {
	t := errMalformed
	t.said = t.said.WithProblems([]fault.Problem{{Pointer: pointer, Code: code, Severity: fault.SeverityError, Text: text}})
	return t
}

// unusable says which field of a well-formed body cannot be used.
func unusable(pointer, code string, text fault.Text) error {
	t := errParameter
	t.said = t.said.WithProblems([]fault.Problem{{Pointer: pointer, Code: code, Severity: fault.SeverityError, Text: text}})
	return t
}

// because is a copy of a transport fault that remembers its cause for the log.
func (t transport) because(cause error) error { return transport{t.status, t.said.With(cause)} }

// problemOf turns any error into its document. What carries no text fit for
// people is told as a fault of the program, and its cause stays private.
func problemOf(err error, locale string) ProblemDocument {
	var f *fault.Error
	if !errors.As(err, &f) {
		f = foreign(err)
	}
	status, known := statuses[f.Kind]
	if !known {
		status = http.StatusInternalServerError
	}
	var t transport
	if errors.As(err, &t) {
		status = t.status
	}
	p := ProblemDocument{
		Type: typePrefix + f.Code, Title: f.Title.In(locale), Status: status,
		Code: f.Code, Fix: f.Fix.In(locale), Problems: f.Problems,
	}
	var full llm.Full
	if errors.As(err, &full) {
		p.Status = http.StatusTooManyRequests
		p.Wait = &Waiting{Ahead: full.Ahead, Seconds: int(math.Ceil(full.Again().Seconds()))}
	}
	return p
}

var errGone = fault.New(fault.Cancelled, "request.cancelled",
	fault.Text{EN: "The request was given up.", KO: "요청이 취소되었습니다."},
	fault.Text{EN: "Send it again.", KO: "다시 보내세요."})

// foreign gives an error that is no fault one.
func foreign(err error) *fault.Error {
	if errors.Is(err, context.Canceled) {
		return errGone
	}
	return errInternal
}

// fail answers with the problem document of err.
func fail(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	p := problemOf(err, localeOf(r))
	if p.Status >= http.StatusInternalServerError {
		log.ErrorContext(r.Context(), "request failed", "route", r.Pattern, "code", p.Code, "error", err)
	}
	body, encodeErr := json.Marshal(p)
	if encodeErr != nil {
		panic("httpapi: a problem document cannot be encoded")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Language", localeOf(r))
	retryAfter(w, err)
	if p.Wait != nil {
		w.Header().Set("Retry-After", strconv.Itoa(p.Wait.Seconds))
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // whoever asked may be gone; there is nobody left to tell
}

var spoken = language.NewMatcher([]language.Tag{language.English, language.Korean})

// localeOf is the language of the request, by its Accept-Language: ko or en.
func localeOf(r *http.Request) string {
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return "en"
	}
	if _, i, _ := spoken.Match(tags...); i == 1 {
		return "ko"
	}
	return "en"
}
