// Package settings is what the owner chose about the program, as opposed to
// what stands in a plan.
//
// Terms: Settings is the whole choice, one document; an absent or empty choice
// leaves the decision to the program (the language of the system, the theme of
// the desktop). Promise: what Validate finds nothing wrong with can be obeyed,
// and Decode never fails on a document that an older or newer Meridian wrote.
package settings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"meridian/backend/fault"
)

// Settings is everything the owner chose.
type Settings struct {
	Locale   Locale         `json:"locale"`   // "" follows the system
	Theme    Theme          `json:"theme"`    //
	Privacy  Privacy        `json:"privacy"`  // how amounts are shown
	Basis    Basis          `json:"basis"`    // in whose prices amounts are shown
	LastPlan string         `json:"lastPlan"` // id of the plan last open, "" for none
	LastPath string         `json:"lastPath"` // where in the interface the owner was, e.g. "/plan/income"
	Window   Window         `json:"window"`
	Port     int            `json:"port"`       // last port of the local listener; 0 asks the system for one
	GPU      GPU            `json:"gpuVerdict"` // what was found out about drawing on this machine
	Backup   BackupSchedule `json:"backup"`
	Balance  Balance        `json:"balance"` // how one of several model hosts is chosen
	Model    Model          `json:"model"`
	Share    Share          `json:"share"`
	Advisor  Advisor        `json:"advisor"`
	Lock     Lock           `json:"lock"`
	Updates  string         `json:"updates"` // where the signed manifest of the newest release lies, an https address; "" never looks
}

// Advisor is how questions are answered.
type Advisor struct {
	Candidate string `json:"candidate"` // a model on trial, "" for none
	Share     int    `json:"share"`     // of a hundred answers, how many it writes as well, beside the other
	Path      string `json:"path"`      // the JSON of the steps that a question takes; "" is the usual ones
	// Sure is the share in per cent that a choice among questions must have to count,
	// of the model SureOf alone, on which it was measured; 0 is the usual one.
	Sure   int    `json:"sure"`
	SureOf string `json:"sureOf"`
}

// Model is which language model answers, and where.
type Model struct {
	Address   string `json:"address"`   // of a model host; "" finds one, or runs one
	Chat      string `json:"chat"`      // model that answers; "" for none
	Embedding string `json:"embedding"` // model by which documents are searched; "" searches by words
	Context   int    `json:"context"`   // tokens that a question and its answer share
}

// Share is how others may come here, once the owner opens the door.
type Share struct {
	Way         Way    `json:"way"`
	Minutes     int    `json:"minutes"`     // after which sharing ends by itself; 0 never
	Host        string `json:"host"`        // public name of a named tunnel; "" for none
	Port        int    `json:"port"`        // of the second listener where it must be fixed; 0 for none
	Resume      bool   `json:"resume"`      // a named tunnel that was open opens again at the start
	Program     string `json:"program"`     // path of cloudflared; "" looks for it
	Address     string `json:"address"`     // of this machine for people nearby; "" is the program's choice
	Certificate string `json:"certificate"` // path of a PEM certificate for nearby; "" makes an own authority
	Key         string `json:"key"`         // path of its private key
}

// Way is how others come here.
type Way string

// Lock is when the program's lock shuts.
type Lock struct {
	Minutes int  `json:"minutes"` // that nobody touches the program; 0 never
	Remote  bool `json:"remote"`  // those who come from elsewhere are shut out as well
}

// BackupSchedule is when and where backups are made without being asked for.
type BackupSchedule struct {
	Every  Every  `json:"every"`
	Folder string `json:"folder"` // an absolute path; "" is the program's own choice
	Keep   int    `json:"keep"`   // how many are kept, at least 1; older ones go
	Later  bool   `json:"later"`  // the owner put it off when it was first offered; only Health and Settings remind of it
}

// Every is how often something is done.
type Every string

// Window is where the desktop window stood, in device independent pixels. A
// zero width means it was never placed.
type Window struct {
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximised bool `json:"maximised"`
}

// Locale is a language of the interface.
type Locale string

// Theme is a look of the interface.
type Theme string

// Privacy is how amounts are shown.
type Privacy string

// Basis is in whose prices amounts are shown: those of the plan's price level
// (real) or those of the day (nominal).
type Basis string

// GPU is a verdict about drawing with the graphics processor.
type GPU string

// Balance is how one of several model hosts is chosen for a request.
type Balance string

// The values a choice may take.
const (
	FollowSystem Locale = ""
	English      Locale = "en"
	Korean       Locale = "ko"

	ThemeSystem Theme = "system"
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"

	Show     Privacy = "show"
	Blur     Privacy = "blur"
	Scramble Privacy = "scramble"

	Real    Basis = "real"
	Nominal Basis = "nominal"

	ShareQuick  Way = "quick"  // a new public address each time
	ShareNamed  Way = "named"  // the owner's own public address
	ShareNearby Way = "nearby" // straight over the network that this machine is in

	Never  Every = ""
	Daily  Every = "daily"
	Weekly Every = "weekly"

	GPUUnknown  GPU = ""         // not tried yet
	GPUWorks    GPU = "works"    // WebGL draws on the processor
	GPUSoftware GPU = "software" // WebGL draws, but in software
	GPUNone     GPU = "none"     // no WebGL, or it was lost: draw on a canvas

	BalanceLoaded        Balance = ""              // one that has the model in memory, then the most free memory
	BalanceRoundRobin    Balance = "roundRobin"    // each in turn
	BalanceWeighted      Balance = "weighted"      // the fewest requests by weight
	BalanceLeastResponse Balance = "leastResponse" // the one that answers fastest
)

// The longest texts taken, in bytes, and the largest window, in pixels.
const (
	maxText  = 512
	maxPixel = 65535
	maxKeep  = 1000 // backups
	maxPath  = 64 << 10
)

// How long sharing may last before it ends by itself, in minutes.
const (
	usualShare = 120
	mostShare  = 7 * 24 * 60
)

// mostIdle is after how many minutes at most the lock shuts by itself.
const mostIdle = 24 * 60

// usualTrial is how many of a hundred answers a model on trial writes as well.
const usualTrial = 10

// How sure a model may have to be, in per cent.
const (
	leastSure = 5
	mostSure  = 99
)

// The contexts of a model that make sense, in tokens.
const (
	leastContext = 1024
	usualContext = 8192
	mostContext  = 262144
)

// Default is what holds before the owner has chosen anything.
func Default() Settings {
	return Settings{Theme: ThemeSystem, Privacy: Show, Basis: Real, Backup: BackupSchedule{Keep: 8}, Model: Model{Context: usualContext}, Share: Share{Way: ShareQuick, Minutes: usualShare}, Advisor: Advisor{Share: usualTrial}}
}

// Invalid is the fault of settings that cannot be obeyed; it lists them all.
var Invalid = fault.New(fault.Invalid, "settings.invalid",
	fault.Text{EN: "These settings cannot be used.", KO: "이 설정은 사용할 수 없습니다."},
	fault.Text{EN: "Correct the settings listed.", KO: "아래에 적힌 설정을 고쳐 주세요."})

// Validate lists everything that is wrong with s, each by its JSON pointer.
func Validate(s Settings) []fault.Problem {
	var found []fault.Problem
	found = oneOf(found, "/locale", s.Locale, FollowSystem, English, Korean)
	found = oneOf(found, "/theme", s.Theme, ThemeSystem, ThemeLight, ThemeDark)
	found = oneOf(found, "/privacy", s.Privacy, Show, Blur, Scramble)
	found = oneOf(found, "/basis", s.Basis, Real, Nominal)
	found = oneOf(found, "/gpuVerdict", s.GPU, GPUUnknown, GPUWorks, GPUSoftware, GPUNone)
	found = oneOf(found, "/backup/every", s.Backup.Every, Never, Daily, Weekly)
	found = within(found, "/backup/keep", s.Backup.Keep, 1, maxKeep)
	found = short(found, "/backup/folder", s.Backup.Folder)
	if s.Backup.Folder != "" && !filepath.IsAbs(s.Backup.Folder) {
		found = append(found, problem("/backup/folder", "settings.folder", "must be a whole path, from the root on", "처음부터 끝까지 적은 경로여야 합니다"))
	}
	found = oneOf(found, "/balance", s.Balance, BalanceLoaded, BalanceRoundRobin, BalanceWeighted, BalanceLeastResponse)
	found = within(found, "/port", s.Port, 0, 65535)
	found = within(found, "/window/x", s.Window.X, -maxPixel, maxPixel)
	found = within(found, "/window/y", s.Window.Y, -maxPixel, maxPixel)
	found = within(found, "/window/width", s.Window.Width, 0, maxPixel)
	found = within(found, "/window/height", s.Window.Height, 0, maxPixel)
	found = within(found, "/model/context", s.Model.Context, leastContext, mostContext)
	found = short(found, "/model/address", s.Model.Address)
	found = short(found, "/model/chat", s.Model.Chat)
	found = short(found, "/model/embedding", s.Model.Embedding)
	found = s.Share.validate(found)
	if !hostAddress(s.Model.Address) {
		found = append(found, problem("/model/address", "settings.address",
			"must be the address of a host, such as http://127.0.0.1:11434", "http://127.0.0.1:11434처럼 서버의 주소여야 합니다"))
	}
	found = short(found, "/advisor/candidate", s.Advisor.Candidate)
	found = within(found, "/advisor/share", s.Advisor.Share, 1, 100)
	if s.Advisor.Sure != 0 {
		found = within(found, "/advisor/sure", s.Advisor.Sure, leastSure, mostSure)
	}
	found = short(found, "/advisor/sureOf", s.Advisor.SureOf)
	if len(s.Advisor.Path) > maxPath {
		found = append(found, problem("/advisor/path", "settings.long", fmt.Sprintf("must be at most %d bytes long", maxPath), fmt.Sprintf("%d바이트를 넘을 수 없습니다", maxPath)))
	}
	found = within(found, "/lock/minutes", s.Lock.Minutes, 0, mostIdle)
	found = short(found, "/updates", s.Updates)
	if u, err := url.Parse(s.Updates); s.Updates != "" && (err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil) {
		found = append(found, problem("/updates", "settings.updates", "must be an address that starts with https://", "https://로 시작하는 주소여야 합니다"))
	}
	found = short(found, "/lastPlan", s.LastPlan)
	found = short(found, "/lastPath", s.LastPath)
	if s.LastPath != "" && !insidePath(s.LastPath) {
		found = append(found, problem("/lastPath", "settings.path",
			"must be a path inside the program, such as /today", "/today처럼 프로그램 안의 경로여야 합니다"))
	}
	return found
}

func (s Share) validate(found []fault.Problem) []fault.Problem {
	found = oneOf(found, "/share/way", s.Way, ShareQuick, ShareNamed, ShareNearby)
	found = within(found, "/share/minutes", s.Minutes, 0, mostShare)
	found = within(found, "/share/port", s.Port, 0, 65535)
	for _, text := range [][2]string{{"host", s.Host}, {"program", s.Program}, {"address", s.Address}, {"certificate", s.Certificate}, {"key", s.Key}} {
		found = short(found, "/share/"+text[0], text[1])
	}
	for _, path := range [][2]string{{"program", s.Program}, {"certificate", s.Certificate}, {"key", s.Key}} {
		if path[1] != "" && !filepath.IsAbs(path[1]) {
			found = append(found, problem("/share/"+path[0], "settings.folder", "must be a whole path, from the root on", "처음부터 끝까지 적은 경로여야 합니다"))
		}
	}
	if s.Host != "" && !publicName(s.Host) {
		found = append(found, problem("/share/host", "settings.host", "must be a plain name, such as plan.example.org", "plan.example.org처럼 주소 이름만 적어야 합니다"))
	}
	if s.Address != "" && net.ParseIP(s.Address) == nil {
		found = append(found, problem("/share/address", "settings.ip", "must be an address such as 192.168.0.7", "192.168.0.7 같은 주소여야 합니다"))
	}
	return found
}

// publicName takes a host with at least one dot and nothing around it.
func publicName(text string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-."
	return strings.Contains(text, ".") && strings.Trim(strings.ToLower(text), letters) == "" && !strings.HasPrefix(text, ".") && !strings.HasSuffix(text, ".") && !strings.Contains(text, "..")
}

// hostAddress takes nothing, or a scheme and a host.
func hostAddress(text string) bool {
	if text == "" {
		return true
	}
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.User == nil
}

// insidePath refuses what a browser would take for another site ("//host").
func insidePath(p string) bool {
	return strings.HasPrefix(p, "/") && !strings.HasPrefix(p, "//") && !strings.ContainsAny(p, "\\\r\n\x00")
}

func oneOf[T ~string](found []fault.Problem, pointer string, got T, allowed ...T) []fault.Problem {
	if slices.Contains(allowed, got) {
		return found
	}
	names := make([]string, len(allowed))
	for i, a := range allowed {
		names[i] = fmt.Sprintf("%q", string(a))
	}
	list := strings.Join(names, ", ")
	return append(found, problem(pointer, "settings.choice", "must be one of "+list, list+" 가운데 하나여야 합니다"))
}

func within(found []fault.Problem, pointer string, got, low, high int) []fault.Problem {
	if got >= low && got <= high {
		return found
	}
	return append(found, problem(pointer, "settings.range",
		fmt.Sprintf("must be between %d and %d", low, high),
		fmt.Sprintf("%d에서 %d 사이여야 합니다", low, high)))
}

func short(found []fault.Problem, pointer, got string) []fault.Problem {
	if len(got) <= maxText {
		return found
	}
	return append(found, problem(pointer, "settings.long",
		fmt.Sprintf("must be at most %d bytes long", maxText),
		fmt.Sprintf("%d바이트를 넘을 수 없습니다", maxText)))
}

func problem(pointer, code, en, ko string) fault.Problem {
	return fault.Problem{Pointer: pointer, Code: code, Severity: fault.SeverityError, Text: fault.Text{EN: en, KO: ko}}
}

// Patch is s with a merge patch (RFC 7396) applied: null restores the default
// of a field. A field that settings do not have is refused by its name, and so
// is everything Validate finds; the error is then Invalid.
func Patch(s Settings, patch map[string]any) (Settings, error) {
	merged := merge(document(s), patch)
	next, err := strict(merged)
	if err != nil {
		return s, err
	}
	if found := Validate(next); len(found) > 0 {
		return s, Invalid.WithProblems(found)
	}
	return next, nil
}

// merge is RFC 7396 over maps, except that null brings back the default
// instead of leaving a hole.
func merge(into, patch map[string]any) map[string]any {
	return mergeOver(into, patch, document(Default()))
}

func mergeOver(into, patch, defaults map[string]any) map[string]any {
	for key, value := range patch {
		inner, isObject := value.(map[string]any)
		held, holdsObject := into[key].(map[string]any)
		switch {
		case value == nil:
			into[key] = defaults[key]
		case isObject && holdsObject:
			innerDefaults, _ := defaults[key].(map[string]any)
			into[key] = mergeOver(held, inner, innerDefaults)
		default:
			into[key] = value
		}
	}
	return into
}

func document(s Settings) map[string]any {
	var doc map[string]any
	raw, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(raw, &doc)
	}
	if err != nil {
		panic("settings cannot be written as JSON")
	}
	return doc
}

func strict(doc map[string]any) (Settings, error) {
	found := unknown(nil, "", doc, document(Default()))
	raw, err := json.Marshal(doc)
	if err != nil {
		return Settings{}, fmt.Errorf("write merged settings: %w", err)
	}
	var s Settings
	if err := json.Unmarshal(raw, &s); err != nil {
		pointer := ""
		if wrong, ok := err.(*json.UnmarshalTypeError); ok {
			pointer = "/" + strings.ReplaceAll(wrong.Field, ".", "/")
		}
		found = append(found, problem(pointer, "settings.type", "is of the wrong type", "값의 종류가 맞지 않습니다"))
	}
	if len(found) > 0 {
		return Settings{}, Invalid.WithProblems(found)
	}
	return s, nil
}

var escape = strings.NewReplacer("~", "~0", "/", "~1") // RFC 6901

func unknown(found []fault.Problem, at string, doc, known map[string]any) []fault.Problem {
	for key, value := range doc {
		pointer := at + "/" + escape.Replace(key)
		want, ok := known[key]
		if !ok {
			found = append(found, problem(pointer, "settings.unknown", "is not a setting", "없는 설정입니다"))
			continue
		}
		inner, isObject := value.(map[string]any)
		knownInner, wantObject := want.(map[string]any)
		if isObject && wantObject {
			found = unknown(found, pointer, inner, knownInner)
		}
	}
	slices.SortFunc(found, func(a, b fault.Problem) int { return strings.Compare(a.Pointer, b.Pointer) })
	return found
}

// Decode reads stored settings. It is forgiving, because settings must never
// keep the program from starting: a field it does not know is left out and a
// choice it cannot obey falls back to the default.
func Decode(raw []byte) Settings {
	s := Default()
	var doc map[string]json.RawMessage
	if json.NewDecoder(bytes.NewReader(raw)).Decode(&doc) != nil {
		return s
	}
	for key, value := range doc {
		s = adopt(s, key, value)
	}
	return s
}

// adopt is s with one stored field, or s itself when that cannot be used.
func adopt(s Settings, key string, value json.RawMessage) Settings {
	one, err := json.Marshal(map[string]json.RawMessage{key: value})
	if err != nil {
		return s
	}
	next := s
	if json.Unmarshal(one, &next) != nil || len(Validate(next)) > 0 {
		return s
	}
	return next
}

// Encode is the form in which settings are stored.
func Encode(s Settings) []byte {
	raw, err := json.Marshal(s)
	if err != nil {
		panic("settings cannot be written as JSON")
	}
	return raw
}
