package httpapi

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"meridian/backend/access"
	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/plan"
)

// cargo is what the answers of a route carry, and so how they are shown to
// whoever may not see all of it.
type cargo int

// The cargoes. Whatever is not said to be anything is shown only to those who
// may see everything.
const (
	unsaid  cargo = iota
	neutral       // nothing of the household's
	texts         // numbers that are no amounts, and texts that may speak of some
	figures       // numbers that are amounts, unless their name or unit says otherwise
	matrix        // little-endian float32, veiled by the handler
	events        // a stream, veiled event by event
)

// cargoOf says what the answers of a route carry, by the route's ID.
func cargoOf(id string) cargo {
	switch id {
	case "session", "health", "openapi", "planSchema", "methodology", "assumptions", "taxLaws", "settings", "changeSettings",
		"join", "lookInvitation", "leave", "bePresent", "selfTest", "model", "examination", "modelSuggestions", "warmModel":
		return neutral
	case "plans", "job", "cancelJob", "startForecast", "startAnalysis", "history", "drafts", "library", "libraryDocument", "openDocument",
		"page", "proposals", "ask", "suggestions", "threads", "forgetting":
		return texts
	case "plan", "document", "caps", "result", "analysis", "future", "brush", "against", "thread":
		return figures
	case "block":
		return matrix
	case "listen", "followJob":
		return events
	}
	return unsaid
}

// veil is what stands between an answer and a reader who may not see all of it:
// parts of a plan that they were not granted are left out, and amounts are
// rounded to two digits, or become percentages of a base that the reader does not
// know. It is the only place where that is done. What it does not know to be
// anything else it takes for an amount.
type veil struct{ who access.Principal }

// cover returns what a route writes its answer to, and what sends it on. A reader
// who may see everything is written to directly.
func (v veil) cover(w http.ResponseWriter, route Route) (http.ResponseWriter, func(), error) {
	if v.who.SeesAll() || cargoOf(route.ID) == neutral || cargoOf(route.ID) == events {
		return w, func() {}, nil
	}
	if cargoOf(route.ID) == unsaid {
		return nil, nil, errNotShown
	}
	held := &recorder{header: w.Header(), status: http.StatusOK}
	return held, func() { v.send(w, held, route) }, nil
}

// send writes a held answer as its reader may see it. A matrix was veiled by its
// handler; any other answer that is not JSON is not sent.
func (v veil) send(w http.ResponseWriter, held *recorder, route Route) {
	w.Header().Del("Content-Length")
	raw := held.body.Bytes()
	if cargoOf(route.ID) != matrix && len(raw) > 0 {
		var err error
		if raw, err = v.document(raw, cargoOf(route.ID)); err != nil {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
	}
	w.WriteHeader(held.status)
	_, _ = w.Write(raw) // whoever asked may be gone; there is nobody left to tell
}

// document is a JSON document as its reader may see it.
func (v veil) document(raw []byte, c cargo) ([]byte, error) {
	if v.who.SeesAll() {
		return raw, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	return json.Marshal(v.value("", tree, place{counts: c == texts}))
}

// place is where in a document a value stands.
type place struct {
	plan   bool   // in a plan, or a patch of one: only "amt" is an amount
	counts bool   // numbers are no amounts
	unit   string // of the numbers, as the nearest object says; "" where none does
}

func (v veil) value(key string, x any, at place) any {
	switch x := x.(type) {
	case map[string]any:
		return v.object(x, at)
	case []any:
		for i := range x {
			x[i] = v.value(key, x[i], at)
		}
		return x
	case json.Number:
		if at.plan || at.counts || isCount(key, at.unit) {
			return x
		}
		return v.amount(x)
	case string:
		return v.text(key, x, at)
	}
	return x
}

func (v veil) object(x map[string]any, at place) any {
	if _, marked := x["schema"].(string); marked && x["people"] != nil {
		at.plan = true
		v.leaveOut(x)
	}
	if unit, ok := x["unit"].(string); ok {
		at.unit = unit
	}
	if column, ok := x["column"].(string); ok {
		at.unit = columnUnit(column)
	}
	_, trial := x["rescued"]
	for key, value := range x {
		below := at
		switch {
		case v.keepsBack(key, at), key == "conflicts" && !at.plan: // for those who may decide them
			x[key] = emptied(value)
			continue
		case key == "patch":
			below.plan = true
		case countTrees[key], key == "base" && isObject(value), trial && (key == "before" || key == "after"):
			below.counts = true
		}
		x[key] = v.value(key, value, below)
	}
	return x
}

// isObject tells the share that an analysis starts from, which stands with its
// interval, from what is a number by the same name.
func isObject(value any) bool {
	_, is := value.(map[string]any)
	return is
}

// leaveOut empties the parts of a plan that the reader was not granted, and what
// could speak of them.
func (v veil) leaveOut(p map[string]any) {
	if v.who.SeesWholePlan() {
		return
	}
	var blank map[string]any
	for key := range p {
		section, known := partOf(key)
		if !known || v.who.Sees(section) {
			continue
		}
		if blank == nil {
			currency, _ := p["currency"].(string)
			blank = blankPlan(plan.Currency(currency))
		}
		if p[key] = blank[key]; blank[key] == nil {
			delete(p, key)
		}
	}
	for _, key := range []string{"scenarios", "sources", "notes", "meta"} {
		delete(p, key)
	}
}

// partOf is the section that a field of a plan belongs to; known is false for
// what names the plan and says when and in which currency it is.
func partOf(key string) (s access.Section, known bool) {
	switch key {
	case "people", "milestones":
		return access.People, true
	case "accounts", "fx":
		return access.Accounts, true
	case "income":
		return access.Income, true
	case "spending", "insurance":
		return access.Spending, true
	case "property", "debts":
		return access.Property, true
	case "goals", "legacy", "targets":
		return access.Goals, true
	case "saving", "withdrawal", "allocation", "tax", "assumptions":
		return access.Rules, true
	}
	return "", false
}

// blankPlan is what stands where a part of a plan is kept back.
func blankPlan(currency plan.Currency) map[string]any {
	d := json.NewDecoder(bytes.NewReader(plan.Encode(plan.Blank("en", currency, "2026-01"))))
	d.UseNumber()
	var blank map[string]any
	if err := d.Decode(&blank); err != nil {
		panic("httpapi: a blank plan is no JSON object")
	}
	return blank
}

// keepsBack reports whether what a field says of single records is kept from a
// reader who does not see the whole plan; totals are theirs to see.
func (v veil) keepsBack(key string, at place) bool {
	if v.who.SeesWholePlan() || at.plan {
		return false
	}
	switch key {
	case "lines", "balances", "working", "terms", "args", "patch", "problems", "undo", "redo", "rules", "group", "linked", "limits":
		return true
	case "people", "milestones":
		return !v.who.Sees(access.People)
	}
	return false
}

// emptied is nothing, in the shape of what was there.
func emptied(x any) any {
	switch x.(type) {
	case map[string]any:
		return map[string]any{}
	case []any:
		return []any{}
	case json.Number:
		return json.Number("0")
	case string:
		return ""
	}
	return nil
}

// countTrees are the objects whose numbers are shares, counts and settings.
var countTrees = map[string]bool{
	"success": true, "delta": true, "estimate": true, "progress": true, "choice": true, "model": true, "wait": true,
	"sampling": true, "blocks": true, "causes": true, "milestones": true, "people": true, "anatomy": true, "sources": true,
	"limits": true, "problems": true, "session": true, "span": true, "boxes": true,
}

// counts are the names of numbers that are no amounts, wherever they stand.
var counts = map[string]bool{
	"seq": true, "revision": true, "n": true, "months": true, "month": true, "ms": true, "seed": true, "count": true,
	"share": true, "rate": true, "level": true, "years": true, "year": true, "ages": true, "age": true, "future": true, "step": true,
	"failed": true, "horizonMonth": true, "page": true, "number": true, "confidence": true, "probability": true, "p": true,
	"effort": true, "depth": true, "d": true, "firstAge": true, "price": true, "elapsed": true, "index": true, "cape": true,
	"version": true, "took": true, "status": true, "both": true, "onlyA": true, "onlyB": true, "neither": true, "target": true,
	"rescued": true, "lost": true, "futures": true, "median": true,
}

// isCount reports whether a number is no amount of money.
func isCount(key, unit string) bool {
	return counts[key] || unit != "" && !strings.HasPrefix(unit, "currency")
}

// columnUnit is the unit of a column of the block of futures.
func columnUnit(column string) string {
	switch column {
	case "worstCut", "firstDecadeReturn", "lifetimeInflation":
		return "rate"
	case "firstShortfallAge", "outcome", "cause":
		return "count"
	}
	return "currency"
}

// amount is an amount as the reader may see it.
func (v veil) amount(n json.Number) json.Number {
	f, err := n.Float64()
	if err != nil {
		return "0"
	}
	return json.Number(strconv.FormatFloat(v.shown(f), 'f', -1, 64))
}

// shown is an amount as the reader may see it: in full, to two digits, or as a
// percentage of the base to two digits.
func (v veil) shown(f float64) float64 {
	switch v.who.Visible() {
	case access.Full:
		return f
	case access.Rounded:
		return twoDigits(f)
	}
	base := v.who.Base
	if !(base > 0) {
		return 0
	}
	return twoDigits(100 * f / base)
}

func twoDigits(f float64) float64 {
	if f == 0 || math.IsNaN(f) || math.IsInf(f, 0) {
		return f
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'e', 1, 64), 64)
	if err != nil {
		return 0
	}
	return rounded
}

// text is a text as the reader may see it: the amount that it is, or with the
// amounts in it covered.
func (v veil) text(key, s string, at place) string {
	if key == "amt" {
		return string(v.amount(json.Number(s)))
	}
	if v.who.Visible() == access.Full || identifies(key) && !at.plan { // a plan's own keys are names that people gave
		return s
	}
	return cover(s)
}

// identifies reports whether a field names something in the program's own way:
// no person writes it.
func identifies(key string) bool {
	switch key {
	case "id", "hash", "planHash", "plan", "result", "thread", "document", "job", "record", "quoteHash", "type", "code", "pointer", "engine":
		return true
	}
	return false
}

// covered stands where an amount was.
const covered = "•••"

// What is told by its form to be no text of a person's.
var names = regexp.MustCompile(`^(?:[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{16,64}|\d{4}-\d{2}(?:-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?)?)$`)

// numeral is a run of digits with what belongs to it: a sign of a currency
// before, separators inside, and a word for a power of ten or a currency behind.
var numeral = regexp.MustCompile(`(?:[$₩€£¥]\s?)?\p{Nd}+(?:[.,'’\s\x{00a0}\x{202f}]\p{Nd}+)*(?:\s?(?:천|백|십|만|억|조|원|달러|유로|엔|위안|%|(?:thousand|million|billion|trillion|won|dollars?|euros?|USD|KRW|EUR|JPY|[kKmMbB]n?)\b))*`)

// cover covers the amounts in a text. Years, percentages and numbers of one or two
// digits without a currency stay: they are ages, dates and counts.
func cover(s string) string {
	if !strings.ContainsFunc(s, unicode.IsDigit) || names.MatchString(s) && strings.ContainsAny(s, "-ABCDEFGHJKMNPQRSTVWXYZabcdef") {
		return s
	}
	return numeral.ReplaceAllStringFunc(s, func(found string) string {
		if harmless(found) {
			return found
		}
		return covered
	})
}

// harmless reports whether a numeral is a year, a share, or too short to be an
// amount.
func harmless(found string) bool {
	if strings.HasSuffix(found, "%") {
		return utf8.RuneCountInString(found) <= 7
	}
	digits := 0
	for _, c := range found {
		switch {
		case unicode.IsDigit(c):
			digits++
		case c != '.' && c != ' ':
			return false
		}
	}
	if digits == 4 && len(found) == 4 && found >= "1900" && found <= "2199" {
		return true
	}
	return digits <= 2
}

// block is a matrix of a result as the reader may see it.
func (v veil) block(h forecast.Header, name string, raw []byte) []byte {
	if v.who.Visible() == access.Full {
		return raw
	}
	out := bytes.Clone(raw)
	for i := 0; i+4 <= len(out); i += 4 {
		if name == "futures" && columnUnit(columnAt(h, i/4)) != "currency" {
			continue
		}
		f := math.Float32frombits(binary.LittleEndian.Uint32(out[i:]))
		binary.LittleEndian.PutUint32(out[i:], math.Float32bits(float32(v.shown(float64(f)))))
	}
	return out[:len(out)-len(out)%4]
}

// columnAt is the column of a cell of the block of futures; "" for one that the
// header does not have, which counts as an amount.
func columnAt(h forecast.Header, cell int) string {
	columns := h.Blocks.Futures.Columns
	if h.N <= 0 || cell/h.N >= len(columns) {
		return ""
	}
	return columns[cell/h.N]
}

// data is what travels with an event of a stream, as the reader may see it. Text
// that is still being written is not shown to whoever sees no amounts: a figure
// may come in pieces. They read it when it is whole.
func (v veil) data(raw []byte) []byte {
	if v.who.SeesAll() {
		return raw
	}
	shown, err := v.document(raw, texts)
	if err != nil {
		return []byte("{}")
	}
	return shown
}

// fault is a fault as the reader may hear of it: what is wrong with a plan may
// name amounts, and records that are kept from them.
func (v veil) fault(err error) error {
	var f *fault.Error
	if v.who.SeesAll() || !errors.As(err, &f) || len(f.Problems) == 0 {
		return err
	}
	told := []fault.Problem{}
	for _, p := range f.Problems {
		if v.who.SeesWholePlan() {
			p.Text = fault.Text{EN: cover(p.Text.EN), KO: cover(p.Text.KO)}
			told = append(told, p)
		}
	}
	var t transport
	if errors.As(err, &t) {
		return transport{t.status, t.said.WithProblems(told)}
	}
	return f.WithProblems(told)
}
