package backend

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meridian/backend/access"
	"meridian/backend/answer"
	"meridian/backend/document"
	"meridian/backend/guest"
	"meridian/backend/httpapi"
	"meridian/backend/library"
	"meridian/backend/plan"
)

const theirHost = "merry-otter.trycloudflare.com"

// ticking is a clock that a second passes on whenever it is read through pass, so
// that no allowance of one test is used up by another.
type ticking struct {
	mu  sync.Mutex
	now time.Time
}

func (c *ticking) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *ticking) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// house is a program that is shared.
type house struct {
	t     *testing.T
	app   *App
	clock *ticking
	from  int
}

func openHouse(t *testing.T) *house {
	t.Helper()
	clock := &ticking{now: fixed()}
	app := open(t, t.TempDir(), func(o *Options) { o.Now = clock.Now })
	app.api.Afar.SetHosts(theirHost)
	return &house{t: t, app: app, clock: clock}
}

// visit sends a request over the remote listener, as a tunnel does: from this
// machine, on behalf of an address of its own each time.
func (h *house) visit(method, path string, body any, change ...func(*http.Request)) *httptest.ResponseRecorder {
	h.t.Helper()
	h.clock.pass(time.Second)
	h.from++
	var raw []byte
	if body != nil {
		raw, _ = json.Marshal(body)
	}
	r := httptest.NewRequestWithContext(h.t.Context(), method, path, bytes.NewReader(raw))
	r.Host, r.RemoteAddr = theirHost, "127.0.0.1:50000"
	r.Header.Set("Cf-Connecting-Ip", fmt.Sprintf("203.0.%d.%d", h.from/250, h.from%250))
	if method != http.MethodGet {
		r.Header.Set("Origin", "https://"+theirHost)
		r.Header.Set("Content-Type", "application/json")
	}
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	h.app.remote.ServeHTTP(w, r)
	return w
}

// invite lets a guest in and returns what their browser sends.
func (h *house) invite(terms httpapi.NewGuest) (id string, as func(*http.Request)) {
	h.t.Helper()
	terms.Kind, terms.Name = "person", cmp.Or(terms.Name, "Kim")
	terms.Days, terms.MaxUses = cmp.Or(terms.Days, 30), cmp.Or(terms.MaxUses, 3)
	made := ask[httpapi.InvitedGuest](h.t, h.app, "POST", "/guests", terms)
	w := h.visit("POST", "/api/v1/join", httpapi.ShownInvitation{Token: made.Token})
	if w.Code != http.StatusOK || len(w.Result().Cookies()) != 1 {
		h.t.Fatalf("joining gave %d: %s", w.Code, w.Body)
	}
	cookie := w.Result().Cookies()[0]
	if cookie.Name != "__Host-session" || !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Domain != "" {
		h.t.Errorf("the session is a cookie %+v", cookie)
	}
	return made.Guest.ID, func(r *http.Request) { r.AddCookie(cookie) }
}

func set(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

var everything = access.AllSections()

// operation is a route as the OpenAPI document has it.
type operation struct{ method, path, id string }

func (h *house) operations() []operation {
	h.t.Helper()
	doc := ask[struct {
		Paths map[string]map[string]struct {
			ID string `json:"operationId"`
		} `json:"paths"`
	}](h.t, h.app, "GET", "/openapi.json", nil)
	var all []operation
	for path, methods := range doc.Paths {
		for method, op := range methods {
			all = append(all, operation{strings.ToUpper(method), path, op.ID})
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.method, b.method)) })
	return all
}

// filled is the path with names that nothing has.
func (o operation) filled() string {
	parts := strings.Split(o.path, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, "{") {
			parts[i] = "x"
		}
	}
	return strings.Join(parts, "/")
}

// A viewer of the results alone may do these, and nothing else.
var viewersOfResults = map[string]bool{
	"session": true, "health": true, "openapi": true, "planSchema": true, "methodology": true, "assumptions": true, "taxLaws": true,
	"settings": true, "changeSettings": true, "leave": true, "selfTest": true, "startForecast": true, "startAnalysis": true,
	"analysis": true, "job": true, "cancelJob": true, "followJob": true, "result": true, "block": true, "future": true, "brush": true, "against": true,
}

// Every route, tried in every way that must not work. The table is printed; a hole
// in it is a failure.
func TestEveryRouteIsShutFromElsewhere(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	viewer := httpapi.NewGuest{Role: access.Viewer, Sections: []access.Section{access.Results}, Money: access.Full}
	_, asViewer := h.invite(viewer)
	revoked, asRevoked := h.invite(viewer)
	ask204(t, h.app, "POST", "/guests/"+revoked+"/revoke")
	whole := httpapi.NewGuest{Role: access.Owner, Money: access.Full}
	_, asOwner := h.invite(whole)
	tries := []struct {
		name string
		with []func(*http.Request)
		want func(operation) int // 0 for anything that is no refusal to begin with
	}{
		{"no session", nil, unlessJoining(401)},
		{"unknown", []func(*http.Request){set("Cookie", "__Host-session="+strings.Repeat("A", 43))}, unlessJoining(401)},
		{"revoked", []func(*http.Request){asRevoked}, unlessJoining(401)},
		{"bearer", []func(*http.Request){set("Authorization", "Bearer "+h.app.Owner())}, unlessJoining(401)},
		{"viewer", []func(*http.Request){asViewer}, func(o operation) int {
			if viewersOfResults[o.id] || joining(o) {
				return 0
			}
			return 403
		}},
		{"origin", []func(*http.Request){asOwner, set("Origin", "https://evil.example")}, withStatus(403)},
		{"site", []func(*http.Request){asOwner, func(r *http.Request) { r.Header.Del("Origin") }, set("Sec-Fetch-Site", "cross-site")}, func(o operation) int {
			if o.method == http.MethodGet {
				return 0 // a navigation; its cookie is strict, and is not sent
			}
			return 403
		}},
		{"host", []func(*http.Request){asOwner, func(r *http.Request) { r.Host = "evil.example" }}, withStatus(421)},
		{"machine", []func(*http.Request){asOwner, func(r *http.Request) { r.Host = h.app.Address() }}, withStatus(421)},
		{"body", []func(*http.Request){asOwner, func(r *http.Request) { r.ContentLength = 40 << 20 }}, withStatus(413)},
		{"upgrade", []func(*http.Request){asOwner, set("Upgrade", "websocket")}, withStatus(400)},
		{"path", []func(*http.Request){asOwner, func(r *http.Request) { r.URL.Path = "//" + r.URL.Path[1:] }}, withStatus(404)},
		{"dots", []func(*http.Request){asOwner, func(r *http.Request) { r.URL.Path = "/assets/.." + r.URL.Path }}, withStatus(404)},
	}
	var table strings.Builder
	fmt.Fprintf(&table, "\n%-62s", "")
	for _, try := range tries {
		fmt.Fprintf(&table, " %-10s", try.name)
	}
	holes := 0
	for _, o := range h.operations() {
		fmt.Fprintf(&table, "\n%-62s", o.method+" "+o.path)
		for _, try := range tries {
			if try.name == "viewer" && o.id == "leave" {
				continue // ends the session that the rest is tried with
			}
			got := h.visit(o.method, o.filled(), nil, try.with...).Code
			want := try.want(o)
			mark := strconv.Itoa(got)
			if want != 0 && got != want || want == 0 && try.name == "viewer" && got == 401 {
				holes++
				mark += fmt.Sprintf(" HOLE(%d)", want)
			}
			fmt.Fprintf(&table, " %-10s", mark)
		}
	}
	t.Log(table.String())
	if holes > 0 {
		t.Errorf("%d holes", holes)
	}
	if refused := ask[httpapi.GuestList](t, h.app, "GET", "/guests", nil).Refused; refused < 500 {
		t.Errorf("%d refusals were counted", refused)
	}
}

func joining(o operation) bool             { return o.id == "join" || o.id == "lookInvitation" }
func withStatus(s int) func(operation) int { return func(operation) int { return s } }

// unlessJoining is a status for all but the two routes that need no session; those
// find no good invitation in an empty body.
func unlessJoining(status int) func(operation) int {
	return func(o operation) int {
		if joining(o) {
			return 400
		}
		return status
	}
}

func ask204(t *testing.T, app *App, method, path string) {
	t.Helper()
	if w := send(t, app, method, path, nil); w.Code != http.StatusNoContent {
		t.Fatalf("%s %s gave %d: %s", method, path, w.Code, w.Body)
	}
}

// The amount that must not be seen, and how it could be written.
const sentinel = 48613579

var sentinels = []string{"48613579", "48,613,579", "4,861만", "48.61", "583362948", "583,362,948"} // a year of it, too

// Walks every route of GET with an amount that a guest must not see, and a name
// that stands in a section that is kept from them.
func TestNoRouteShowsWhatIsKeptBack(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	id, hash, analysis := h.sentinelPlan()
	thread, card := h.sentinelAnswer(id)
	paths := h.reads(id, hash, analysis, thread, card)
	seen := map[string]int{}
	for _, path := range paths {
		if w := send(t, h.app, "GET", strings.TrimPrefix(path, "/api/v1"), nil); leak(w) != "" || strings.Contains(w.Body.String(), "Zebra") {
			seen["owner"]++
		}
	}
	for _, sent := range h.posts(id, hash) {
		if w := send(t, h.app, "POST", strings.TrimPrefix(sent.path, "/api/v1"), sent.body); leak(w) != "" || strings.Contains(w.Body.String(), "Zebra") {
			seen["owner posts"]++
		}
	}
	if seen["owner"] < 5 || seen["owner posts"] < 1 {
		t.Fatalf("only %v routes show the amount to the owner: the walk proves nothing", seen)
	}
	withoutAccounts := slices.DeleteFunc(slices.Clone(everything), func(s access.Section) bool { return s == access.Accounts || s == access.Advisor })
	for name, terms := range map[string]httpapi.NewGuest{
		"rounded":  {Role: access.Viewer, Sections: everything, Money: access.Rounded},
		"percent":  {Role: access.Viewer, Sections: everything, Money: access.Percent},
		"accounts": {Role: access.Viewer, Sections: withoutAccounts, Money: access.Full},
	} {
		guestID, as := h.invite(terms)
		answered := 0
		for _, path := range paths {
			remote := h.visit("GET", path, nil, as)
			looked := h.lookAs(guestID, path)
			for _, w := range []*httptest.ResponseRecorder{remote, looked} {
				if w.Code == http.StatusOK {
					answered++
				}
				if found := leak(w); found != "" && name != "accounts" {
					t.Errorf("%s: %s shows %s", name, path, found)
				}
				if name == "accounts" && strings.Contains(w.Body.String(), "Zebra") {
					t.Errorf("%s: %s names an account", name, path)
				}
			}
			if remote.Code != looked.Code {
				t.Errorf("%s: %s gives the guest %d, and the owner who looks as the guest %d", name, path, remote.Code, looked.Code)
			}
		}
		posted := 0
		for _, sent := range h.posts(id, hash) {
			w := h.visit("POST", sent.path, sent.body, as, briefly(t))
			if w.Code < 300 {
				posted++
			}
			if found := leak(w); found != "" && name != "accounts" {
				t.Errorf("%s: POST %s shows %s", name, sent.path, found)
			}
			if name == "accounts" && strings.Contains(w.Body.String(), "Zebra") {
				t.Errorf("%s: POST %s names an account", name, sent.path)
			}
		}
		if answered < 20 || posted < 4 {
			t.Errorf("%s: only %d answers, and %d of POST", name, answered, posted)
		}
	}
}

// lookAs reads a path as the owner who looks through a guest's eyes.
func (h *house) lookAs(guest, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(h.t.Context(), "GET", path, nil)
	r.Host = h.app.Address()
	r.Header.Set("Authorization", "Bearer "+h.app.Owner())
	r.Header.Set("Meridian-View-As", guest)
	w := httptest.NewRecorder()
	h.app.Handler().ServeHTTP(w, r)
	return w
}

// leak is how the sentinel stands in an answer; "" for nowhere.
func leak(w *httptest.ResponseRecorder) string {
	for _, s := range sentinels {
		if strings.Contains(w.Body.String(), s) {
			return s
		}
	}
	if w.Header().Get("Content-Type") == "application/octet-stream" {
		for i := 0; i+4 <= w.Body.Len(); i += 4 {
			f := math.Float32frombits(binary.LittleEndian.Uint32(w.Body.Bytes()[i:]))
			if f > 1000 && f != float32(twoDigits(float64(f))) {
				return strconv.FormatFloat(float64(f), 'f', -1, 32)
			}
		}
	}
	return ""
}

func twoDigits(f float64) float64 {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'e', 1, 64), 64)
	return rounded
}

// sentinelPlan is a household all of whose amounts are the sentinel, and what can
// be read about it.
func (h *house) sentinelPlan() (id, hash, analysis string) {
	h.t.Helper()
	demo, err := plan.Demo("us")
	if err != nil {
		h.t.Fatal(err)
	}
	for key, account := range demo.Accounts {
		account.Name, account.Balance.Amt, account.CostBasis = "Zebra "+key, plan.Decimal(strconv.Itoa(sentinel)), nil
		demo.Accounts[key] = account
	}
	for key, income := range demo.Income {
		income.Amount.Amt = plan.Decimal(strconv.Itoa(sentinel))
		demo.Income[key] = income
	}
	demo.Notes = map[string]string{"plan": "Zebra holds $48,613,579 and 4,861만원"}
	demo.Scenarios = nil
	demo.Assumptions.Run = &plan.RunDefaults{Paths: 100, Seed: 42}
	state := ask[httpapi.PlanState](h.t, h.app, "POST", "/plans", map[string]any{"from": "document", "document": json.RawMessage(plan.Encode(demo))})
	hash = finish(h.t, h.app, httpapi.NewForecast{Plan: state.ID, Paths: 64, Purpose: "full"})
	job := ask[httpapi.Accepted](h.t, h.app, "POST", "/analyses", httpapi.NewAnalysis{Plan: state.ID, Kind: "anatomy"}).Job
	return state.ID, hash, h.ended(job.ID)
}

// sentinelAnswer has the advisor answer questions about the plan, and is the
// conversation and its newest card.
func (h *house) sentinelAnswer(id string) (thread, card string) {
	h.t.Helper()
	for _, s := range answer.Suggested(answer.ScreenToday, "en", 4) {
		q := httpapi.NewQuestion{Template: s.Template, Thread: thread}
		began := decoded[httpapi.Accepted](h.t, send(h.t, h.app, "POST", "/plans/"+id+"/questions", q))
		thread = ended(h.t, h.app, began.Job)
	}
	cards := ask[answer.Thread](h.t, h.app, "GET", "/threads/"+thread, nil).Cards
	return thread, cards[len(cards)-1].ID
}

// posted is a POST that only shows something.
type posted struct {
	path string
	body any
}

// posts are those that answer with something of the household, streams among them.
func (h *house) posts(id, hash string) []posted {
	again := ask[httpapi.Accepted](h.t, h.app, "POST", "/forecasts", httpapi.NewForecast{Plan: id, Paths: 64, Purpose: "full"}).Job
	return []posted{
		{"/api/v1/plans/" + id + "/presence", httpapi.Here{Window: "w", Place: "plan/accounts"}},
		{"/api/v1/forecasts", httpapi.NewForecast{Plan: id, Paths: 64, Purpose: "full"}},
		{"/api/v1/forecasts", httpapi.NewForecast{Plan: id, Paths: 64, Purpose: "preview", Patch: map[string]any{}}},
		{"/api/v1/forecasts", httpapi.NewForecast{Plan: id, Paths: 64, Purpose: "full", Patch: map[string]any{"name": "$48,613,579"}}},
		{"/api/v1/analyses", httpapi.NewAnalysis{Plan: id, Kind: "anatomy"}},
		{"/api/v1/results/" + hash + "/brush", httpapi.NewBrush{Futures: []int{1, 2, 3}}},
		{"/api/v1/jobs/" + again.ID + "/stream", httpapi.Follow{}},
		{"/api/v1/events/stream", httpapi.Listen{}},
		{"/api/v1/library/ask", library.Question{Tenant: document.Tenant(id), Question: "How much is it?"}},
		{"/api/v1/plans/" + id + "/undo", httpapi.Base{Base: 1}},
		{"/api/v1/plans/" + id + "/edits", httpapi.Edit{Base: 1, Name: httpapi.EditName{Key: "edit.name"}, Patch: map[string]any{"name": "x"}}},
		{"/api/v1/plans/" + id + "/questions", httpapi.NewQuestion{Question: "How much is it?"}},
	}
}

// briefly leaves what would go on: a stream says what it has to say, and is left.
func briefly(t *testing.T) func(*http.Request) {
	ctx, leave := context.WithTimeout(t.Context(), 300*time.Millisecond)
	t.Cleanup(leave)
	return func(r *http.Request) { *r = *r.WithContext(ctx) }
}

func (h *house) ended(job string) string {
	for range 9000 {
		if j := ask[httpapi.Job](h.t, h.app, "GET", "/jobs/"+job, nil); j.Result != "" {
			return j.Result
		}
		time.Sleep(10 * time.Millisecond)
	}
	h.t.Fatal("the analysis did not end")
	return ""
}

// reads are the paths of every GET, with names that are there where there are any.
func (h *house) reads(id, hash, analysis, thread, card string) []string {
	var paths []string
	for _, o := range h.operations() {
		if o.method != http.MethodGet || o.id == "downloadBackup" {
			continue
		}
		path := o.path
		if strings.HasPrefix(path, "/api/v1/analyses") {
			path = strings.ReplaceAll(path, "{hash}", analysis)
		}
		path = strings.NewReplacer("{plan}", id, "{hash}", hash, "{other}", hash, "{future}", "3", "{document}", "x", "{page}", "1",
			"{thread}", thread, "{card}", card, "{job}", "x", "{backup}", "x", "{host}", "x").Replace(path)
		if strings.Contains(path, "{block}") {
			for _, block := range []string{"series", "futures", "years"} {
				paths = append(paths, strings.Replace(path, "{block}", block, 1))
			}
			continue
		}
		if o.id == "library" {
			path += "?tenant=" + id
		}
		paths = append(paths, path)
	}
	return paths
}

func TestAnAdviserChangesDraftsAlone(t *testing.T) {
	h := openHouse(t)
	state := ask[httpapi.PlanState](t, h.app, "POST", "/plans", httpapi.NewPlan{From: "demo-us"})
	_, as := h.invite(httpapi.NewGuest{Role: access.Adviser, Sections: everything, Money: access.Full})
	edit := func(id string, base int, name string) *httptest.ResponseRecorder {
		return h.visit("POST", "/api/v1/plans/"+id+"/edits", httpapi.Edit{Base: base, Name: httpapi.EditName{Key: "edit.name"}, Patch: map[string]any{"name": name}}, as)
	}
	if w := edit(state.ID, state.Revision, "Better"); w.Code != http.StatusForbidden {
		t.Fatalf("an adviser changed the plan itself: %d", w.Code)
	}
	draft := decoded[httpapi.PlanState](t, h.visit("POST", "/api/v1/plans/"+state.ID+"/drafts", nil, as))
	if w := edit(draft.ID, draft.Revision, "Better"); w.Code != http.StatusOK {
		t.Fatalf("an adviser could not change their draft: %d %s", w.Code, w.Body)
	}
	// Meanwhile the owner changes something else; both stay.
	other := ask[httpapi.PlanState](t, h.app, "POST", "/plans/"+state.ID+"/edits", httpapi.Edit{
		Base: state.Revision, Name: httpapi.EditName{Key: "edit.name"}, Patch: map[string]any{"notes": map[string]any{"plan": "seen"}}})
	if w := h.visit("POST", "/api/v1/drafts/"+draft.ID+"/accept", httpapi.Base{Base: other.Revision}, as); w.Code != http.StatusForbidden {
		t.Fatalf("an adviser accepted a draft: %d", w.Code)
	}
	after := ask[httpapi.PlanState](t, h.app, "POST", "/drafts/"+draft.ID+"/accept", httpapi.Base{Base: other.Revision})
	if after.Plan.Name != "Better" || after.Plan.Notes["plan"] != "seen" || after.ID != state.ID {
		t.Errorf("accepting gave %q with notes %v", after.Plan.Name, after.Plan.Notes)
	}
	if w := edit(draft.ID, draft.Revision+1, "Later"); w.Code < 400 {
		t.Errorf("a draft that was accepted was changed: %d", w.Code)
	}
}

// A guest who is shown out while they listen hears nothing more.
func TestRevokingCutsAStream(t *testing.T) {
	h := openHouse(t)
	id, as := h.invite(httpapi.NewGuest{Role: access.Viewer, Sections: everything, Money: access.Full})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = theirHost
		h.app.remote.ServeHTTP(w, r)
	}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "POST", server.URL+"/api/v1/events/stream", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	as(r)
	r.Header.Set("Origin", "https://"+theirHost)
	r.Header.Set("Content-Type", "application/json")
	answer, err := server.Client().Do(r)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%v, %v", answer, err)
	}
	defer answer.Body.Close()
	first := make([]byte, 8)
	if _, err := answer.Body.Read(first); err != nil {
		t.Fatal(err)
	}
	ask204(t, h.app, "POST", "/guests/"+id+"/revoke")
	buffer := make([]byte, 256)
	for {
		if _, err := answer.Body.Read(buffer); err != nil {
			break
		}
	}
	if ctx.Err() != nil {
		t.Error("the stream went on")
	}
}

func TestAnInvitationEnds(t *testing.T) {
	h := openHouse(t)
	terms := httpapi.NewGuest{Kind: "person", Name: "Kim", Role: access.Viewer, Sections: everything, Money: access.Full, Days: 7, MaxUses: 1}
	show := func(token string) (int, string) {
		w := h.visit("POST", "/api/v1/join", httpapi.ShownInvitation{Token: token})
		return w.Code, decoded[httpapi.ProblemDocument](t, w).Code
	}
	made := ask[httpapi.InvitedGuest](t, h.app, "POST", "/guests", terms)
	look := decoded[httpapi.InvitationOffer](t, h.visit("POST", "/api/v1/join/look", httpapi.ShownInvitation{Token: made.Token}))
	if !slices.Equal(look.Words.EN, made.Guest.Words.EN) || len(look.Words.KO) != 6 {
		t.Errorf("guest and owner read different words: %v, %v", look.Words, made.Guest.Words)
	}
	if code, _ := show(made.Token); code != http.StatusOK {
		t.Fatalf("joining gave %d", code)
	}
	if code, why := show(made.Token); why != "guest.spent" {
		t.Errorf("used twice: %d %s", code, why)
	}
	old := ask[httpapi.InvitedGuest](t, h.app, "POST", "/guests", terms)
	ended := ask[httpapi.InvitedGuest](t, h.app, "POST", "/guests", terms)
	ask204(t, h.app, "POST", "/guests/"+ended.Guest.ID+"/revoke")
	if _, why := show(ended.Token); why != "guest.revoked" {
		t.Errorf("revoked: %s", why)
	}
	h.clock.pass(8 * 24 * time.Hour)
	if _, why := show(old.Token); why != "guest.expired" {
		t.Errorf("expired: %s", why)
	}
	for _, bad := range []string{"", ".", made.Guest.ID, made.Guest.ID + ".", made.Guest.ID + "." + strings.Repeat("A", 43), "x." + strings.Repeat("A", 43), made.Token + "A", strings.Repeat("x", 60000)} {
		if code, why := show(bad); why != "guest.unknown" || code != http.StatusForbidden {
			t.Errorf("a token of %d bytes: %d %s", len(bad), code, why)
		}
	}
}

// Whoever guesses waits longer each time, and one address is not helped by saying
// that it is another.
func TestGuessingIsSlowedDown(t *testing.T) {
	h := openHouse(t)
	waited := 0
	for i := range 40 {
		w := h.visit("POST", "/api/v1/join", httpapi.ShownInvitation{Token: "x." + strings.Repeat("A", 43)},
			set("Cf-Connecting-Ip", "198.51.100.7"), set("X-Forwarded-For", fmt.Sprintf("10.0.0.%d", i)))
		if w.Code == http.StatusTooManyRequests {
			waited++
			if w.Header().Get("Retry-After") == "" {
				t.Error("nobody says for how long")
			}
		}
	}
	if waited < 20 {
		t.Errorf("only %d of 40 guesses had to wait", waited)
	}
	// Off the tunnel Cf-Connecting-Ip is what the sender says, and counts for nothing.
	waited = 0
	for i := range 40 {
		w := h.visit("POST", "/api/v1/join", httpapi.ShownInvitation{Token: "x." + strings.Repeat("A", 43)},
			set("Cf-Connecting-Ip", fmt.Sprintf("192.0.2.%d", i)), func(r *http.Request) { r.RemoteAddr = "192.168.0.9:4000" })
		if w.Code == http.StatusTooManyRequests {
			waited++
		}
	}
	if waited < 20 {
		t.Errorf("only %d of 40 guesses under changing names had to wait", waited)
	}
}

func TestTheLogIsOnlyAddedTo(t *testing.T) {
	h := openHouse(t)
	id, as := h.invite(httpapi.NewGuest{Role: access.Viewer, Sections: everything, Money: access.Full})
	h.visit("GET", "/api/v1/plans", nil, as, set("Cf-Ipcountry", "KR"), set("Cf-Ray", "8f2a3b4c5d6e7f80-ICN"))
	h.visit("GET", "/api/v1/plans", nil)
	var acts []string
	for _, e := range ask[httpapi.AuditLog](t, h.app, "GET", "/audit", nil).Entries {
		acts = append(acts, e.Act)
		if e.Act == "plans" && (e.Who != id || e.Country != "KR" || e.Ray != "8f2a3b4c5d6e7f80-ICN" || e.From == "") {
			t.Errorf("a reading is logged as %+v", e)
		}
	}
	for _, act := range []string{"invited", "joined", "plans", "refused"} {
		if !slices.Contains(acts, act) {
			t.Errorf("no line says %s: %v", act, acts)
		}
	}
	if err := h.app.store.Guests.Log(t.Context(), guest.Entry{At: fixed(), Act: "x"}); err != nil {
		t.Fatal(err)
	}
}

func TestAGuestKeepsChoicesOfTheirOwn(t *testing.T) {
	h := openHouse(t)
	_, as := h.invite(httpapi.NewGuest{Role: access.Viewer, Sections: everything, Money: access.Rounded})
	if w := h.visit("PATCH", "/api/v1/settings", map[string]any{"theme": "dark"}, as); w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := h.visit("PATCH", "/api/v1/settings", map[string]any{"backup": map[string]any{"folder": "/tmp"}}, as); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a guest chose where backups lie: %d", w.Code)
	}
	theirs := decoded[struct{ Theme string }](t, h.visit("GET", "/api/v1/settings", nil, as))
	mine := ask[struct{ Theme string }](t, h.app, "GET", "/settings", nil)
	if theirs.Theme != "dark" || mine.Theme == "dark" {
		t.Errorf("theirs is %s, the owner's %s", theirs.Theme, mine.Theme)
	}
}
