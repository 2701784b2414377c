package traffic

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"meridian/backend/fault"
)

// Verdict is what a finding means.
type Verdict string

// The verdicts.
const (
	Held    Verdict = "held"    // it tried to leak and could not
	Leaked  Verdict = "leaked"  // it could
	Warning Verdict = "warning" // somebody else's program lets it
	Skipped Verdict = "skipped" // there was nothing to try
)

// Finding is one thing that was tried.
type Finding struct {
	ID      string     `json:"id"`
	Verdict Verdict    `json:"verdict" jsonschema:"enum=held,enum=leaked,enum=warning,enum=skipped"`
	Text    fault.Text `json:"text"`
	Fix     fault.Text `json:"fix"`
}

// Targets are what a self-test tries.
type Targets struct {
	Book      *Book
	Client    *http.Client // whose transport is of the purpose Leak
	Local     string       // host:port of the interface
	Door      string       // host:port of the second listener; "" while it is closed
	DoorTLS   bool
	Model     string   // address of the model host, such as http://127.0.0.1:11434; "" for none
	Addresses []string // of this machine, loopback excepted
}

// tryTime bounds each attempt.
const tryTime = 2 * time.Second

// elsewhere is an address that belongs to nobody (RFC 5737).
const elsewhere = "https://192.0.2.1/"

// foreign is the origin of a page that is none of ours.
const foreign = "https://elsewhere.example"

// Try tries to leak in every way that it knows. It asks real listeners and real
// clients; nothing is assumed.
func (t Targets) Try(ctx context.Context) []Finding {
	found := []Finding{t.outside(ctx), t.foreignHost(ctx), t.foreignOrigin(ctx), t.stranger(ctx), t.fromNetwork(ctx)}
	found = append(found, t.door(ctx)...)
	return append(found, t.modelOrigin(ctx), t.modelNetwork(ctx), t.sockets())
}

// outside has every client of the program ask somebody elsewhere.
func (t Targets) outside(ctx context.Context) Finding {
	const id = "outside"
	t.Book.mu.Lock()
	clients := slices.Clone(t.Book.outs)
	t.Book.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	for _, client := range clients {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, elsewhere, nil)
		if err != nil {
			continue
		}
		resp, err := client.RoundTrip(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		if !errors.Is(err, ErrElsewhere) {
			return Finding{id, Leaked, fault.Text{EN: "A client of Meridian would speak to a stranger: " + client.purpose.Text().EN + ".", KO: "Meridian의 한 기능이 모르는 곳과 통신하려 합니다: " + client.purpose.Text().KO + "."}, report}
		}
	}
	return Finding{ID: id, Verdict: Held, Text: fault.Text{
		EN: fmt.Sprintf("Each of Meridian's %d ways out was asked to reach a stranger, and refused.", len(clients)),
		KO: fmt.Sprintf("밖으로 나가는 길 %d곳에 모르는 주소를 요청했더니 모두 거절했습니다.", len(clients))}}
}

var report = fault.Text{EN: "Stop sharing and report this; it is a fault of Meridian.", KO: "공유를 멈추고 알려 주세요. Meridian의 결함입니다."}

// ask sends a request to an address of this machine and returns the status; 0
// when none came.
func (t Targets) ask(ctx context.Context, method, address string, change func(*http.Request)) int {
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return 0
	}
	change(req)
	resp, err := t.Client.Do(req)
	if err != nil {
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// refused judges a status that must be a refusal.
func refused(id string, status int, held, leaked fault.Text) Finding {
	switch {
	case status == 0:
		return Finding{ID: id, Verdict: Skipped, Text: fault.Text{EN: "There was no answer, so nothing was shown.", KO: "응답이 없어 확인하지 못했습니다."}}
	case status >= 400 && status < 500:
		return Finding{ID: id, Verdict: Held, Text: held}
	}
	return Finding{id, Leaked, leaked, report}
}

const plansPath = "/api/v1/plans"

func (t Targets) foreignHost(ctx context.Context) Finding {
	status := t.ask(ctx, http.MethodGet, "http://"+t.Local+"/", func(r *http.Request) { r.Host = "elsewhere.example" })
	return refused("host", status,
		fault.Text{EN: "A page that renames itself to this computer's address is refused.", KO: "이 컴퓨터인 척 이름을 바꾼 웹 페이지는 거절됩니다."},
		fault.Text{EN: "A page that renames itself to this computer's address was let in.", KO: "이 컴퓨터인 척 이름을 바꾼 웹 페이지가 들어왔습니다."})
}

func (t Targets) foreignOrigin(ctx context.Context) Finding {
	status := t.ask(ctx, http.MethodPost, "http://"+t.Local+plansPath, func(r *http.Request) {
		r.Header.Set("Origin", foreign)
		r.Header.Set("Content-Type", "application/json")
	})
	return refused("origin", status,
		fault.Text{EN: "A page of another site that sends a request here is refused.", KO: "다른 사이트의 페이지가 보낸 요청은 거절됩니다."},
		fault.Text{EN: "A page of another site could send a request here.", KO: "다른 사이트의 페이지가 요청을 보낼 수 있었습니다."})
}

func (t Targets) stranger(ctx context.Context) Finding {
	status := t.ask(ctx, http.MethodGet, "http://"+t.Local+plansPath, func(*http.Request) {})
	return refused("stranger", status,
		fault.Text{EN: "Another program on this computer that does not know the secret of this launch is refused.", KO: "이번 실행의 비밀값을 모르는 다른 프로그램은 거절됩니다."},
		fault.Text{EN: "Another program on this computer could read your plans.", KO: "이 컴퓨터의 다른 프로그램이 계획을 읽을 수 있었습니다."})
}

// reachable are the addresses of this machine at which a port can be reached.
func (t Targets) reachable(ctx context.Context, port string) []string {
	var found []string
	for _, ip := range t.Addresses {
		ctx, cancel := context.WithTimeout(ctx, tryTime)
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(ip, port))
		cancel()
		if err == nil {
			_ = c.Close()
			found = append(found, ip)
		}
	}
	return found
}

func (t Targets) fromNetwork(ctx context.Context) Finding {
	const id = "network"
	_, port, err := net.SplitHostPort(t.Local)
	if err != nil || port == "0" || len(t.Addresses) == 0 {
		return Finding{ID: id, Verdict: Skipped, Text: fault.Text{EN: "This computer is on no network, so nobody there can try.", KO: "연결된 네트워크가 없어 시도할 수 없습니다."}}
	}
	if at := t.reachable(ctx, port); len(at) > 0 {
		return Finding{id, Leaked, fault.Text{EN: "Your window's address can be reached from the network, at " + strings.Join(at, ", ") + ".", KO: "내 창의 주소가 네트워크에서 열립니다: " + strings.Join(at, ", ") + "."}, report}
	}
	return Finding{ID: id, Verdict: Held, Text: fault.Text{EN: "Other computers of the network cannot reach your window's address.", KO: "같은 네트워크의 다른 컴퓨터는 내 창의 주소에 닿지 못합니다."}}
}

// door tries the second listener while it is open.
func (t Targets) door(ctx context.Context) []Finding {
	if t.Door == "" {
		return []Finding{{ID: "door", Verdict: Skipped, Text: fault.Text{EN: "Sharing is off: there is no second listener.", KO: "공유가 꺼져 있어 두 번째 문이 없습니다."}}}
	}
	base := "http://" + t.Door
	if t.DoorTLS {
		base = "https://" + t.Door
	}
	status := t.ask(ctx, http.MethodGet, base+"/", func(r *http.Request) { r.Host = "elsewhere.example" })
	host := refused("door.host", status,
		fault.Text{EN: "The door for visitors answers under no other name.", KO: "방문자용 문은 다른 이름으로는 열리지 않습니다."},
		fault.Text{EN: "The door for visitors answers under a foreign name.", KO: "방문자용 문이 엉뚱한 이름으로 열렸습니다."})
	status = t.ask(ctx, http.MethodGet, base+plansPath, func(r *http.Request) { r.Header.Set("Cf-Connecting-Ip", "127.0.0.1") })
	local := refused("door.local", status,
		fault.Text{EN: "Nobody is taken for you at the door for visitors, not even from this computer.", KO: "방문자용 문에서는 이 컴퓨터에서 와도 나로 여기지 않습니다."},
		fault.Text{EN: "The door for visitors gave plans to somebody without an invitation.", KO: "방문자용 문이 초대 없이 계획을 내주었습니다."})
	return []Finding{host, local}
}

// modelOrigin asks the model host as a page of another site would.
func (t Targets) modelOrigin(ctx context.Context) Finding {
	const id = "model.origin"
	if t.Model == "" || ScopeOf(strings.TrimPrefix(strings.TrimPrefix(t.Model, "http://"), "https://")) != ThisMachine {
		return Finding{ID: id, Verdict: Skipped, Text: fault.Text{EN: "No model host answers on this computer.", KO: "이 컴퓨터에서 응답하는 모델 서버가 없습니다."}}
	}
	status := t.ask(ctx, http.MethodGet, t.Model+"/api/tags", func(r *http.Request) { r.Header.Set("Origin", foreign) })
	if status >= 200 && status < 300 {
		return Finding{id, Warning,
			fault.Text{EN: "Your model host answers pages of other sites.", KO: "모델 서버가 다른 사이트의 페이지에도 응답합니다."},
			fault.Text{EN: "Unset OLLAMA_ORIGINS, or set it to this computer only.", KO: "OLLAMA_ORIGINS 설정을 지우거나 이 컴퓨터만 허용하세요."}}
	}
	return refused(id, status,
		fault.Text{EN: "The model host refuses pages of other sites.", KO: "모델 서버는 다른 사이트의 페이지를 거절합니다."},
		fault.Text{EN: "The model host could not be judged.", KO: "모델 서버를 판단하지 못했습니다."})
}

// modelNetwork tries to reach the model host from the network.
func (t Targets) modelNetwork(ctx context.Context) Finding {
	const id = "model.network"
	_, address, _ := strings.Cut(t.Model, "://")
	_, port, err := net.SplitHostPort(address)
	if err != nil || ScopeOf(address) != ThisMachine || len(t.Addresses) == 0 {
		return Finding{ID: id, Verdict: Skipped, Text: fault.Text{EN: "No model host on this computer could be tried from the network.", KO: "네트워크에서 시도해 볼 모델 서버가 이 컴퓨터에 없습니다."}}
	}
	if at := t.reachable(ctx, port); len(at) > 0 {
		return Finding{id, Warning,
			fault.Text{EN: "Your model host can be reached by everybody on the network, at " + strings.Join(at, ", ") + ".", KO: "같은 네트워크의 누구나 모델 서버에 닿을 수 있습니다: " + strings.Join(at, ", ") + "."},
			fault.Text{EN: "Set OLLAMA_HOST to 127.0.0.1 and start it again.", KO: "OLLAMA_HOST를 127.0.0.1로 정하고 다시 시작하세요."}}
	}
	return Finding{ID: id, Verdict: Held, Text: fault.Text{EN: "The model host listens to this computer only.", KO: "모델 서버는 이 컴퓨터에만 열려 있습니다."}}
}

// sockets compares the account with what the system knows of this process.
func (t Targets) sockets() Finding {
	const id = "sockets"
	all, err := Sockets()
	if err != nil {
		return Finding{ID: id, Verdict: Skipped, Text: fault.Text{EN: "This system does not tell which sockets a program has.", KO: "이 시스템은 프로그램이 연 소켓을 알려 주지 않습니다."}}
	}
	listening, abroad := t.accounted()
	for _, s := range all {
		far := ScopeOf(s.Remote.Addr().String()) == Internet
		if s.Listening && !listening[s.Local.String()] || !s.Listening && far && !abroad {
			return Finding{id, Leaked, fault.Text{EN: "The system knows a socket that is in no line above: " + s.Local.String() + ".", KO: "위 목록에 없는 소켓이 있습니다: " + s.Local.String() + "."}, report}
		}
	}
	return Finding{ID: id, Verdict: Held, Text: fault.Text{
		EN: fmt.Sprintf("The system counts %d sockets of Meridian; every one is accounted for above.", len(all)),
		KO: fmt.Sprintf("시스템이 세어 준 Meridian의 소켓 %d개가 모두 위 목록에 있습니다.", len(all))}}
}

// accounted are the listeners of the account, and whether anything in it reaches
// the internet or came from there.
func (t Targets) accounted() (listening map[string]bool, abroad bool) {
	listening = map[string]bool{}
	for _, w := range t.Book.Ways() {
		if w.Kind == Listening && w.Open {
			listening[w.Address] = true
		}
		if w.Kind == Outgoing && w.Scope == Internet && w.Requests > 0 {
			abroad = true
		}
	}
	return listening, abroad
}

// LeakClient is the client of a self-test: it reaches this machine alone, under
// whatever address.
func (b *Book) LeakClient(addresses func() []string) *http.Client {
	transport := &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // the own door, whose answer must be a refusal
	}
	allowed := func(host string) bool { return OnThisMachine(host) || Only(addresses()...)(host) }
	return &http.Client{
		Transport:     b.Out(Leak, transport, allowed),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
