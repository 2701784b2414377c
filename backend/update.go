package backend

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"meridian/backend/doctor"
	"meridian/backend/durable"
	"meridian/backend/fault"
	"meridian/backend/release"
)

// releaseKey is the public half of the key that releases are signed by, in hex.
// The linker sets it where packages are made; without it nothing is looked for.
var releaseKey string

// updateWait is how long the place of a manifest may take to answer.
const updateWait = 15 * time.Second

// errNoUpdateAddress is returned when nobody said where to look.
var errNoUpdateAddress = fault.New(fault.Invalid, "release.noAddress",
	fault.Text{EN: "Meridian does not look for updates: no address is set.", KO: "주소가 없어 업데이트를 확인하지 않습니다."},
	fault.Text{EN: "Name the address or the file of a release.json.", KO: "release.json의 주소나 파일을 적어 주세요."})

// errPlainUpdate is returned when the place of a manifest leads to one that anybody
// on the way can read and change.
var errPlainUpdate = fault.New(fault.Refused, "release.plain",
	fault.Text{EN: "The address leads to one without encryption.", KO: "이 주소는 암호화되지 않은 주소로 이어집니다."},
	fault.Text{EN: "Name an address that starts with https:// and stays there.", KO: "https://로 시작하고 다른 곳으로 넘어가지 않는 주소를 적어 주세요."})

// errNoUpdateThere is returned when the place of a manifest gives none.
var errNoUpdateThere = fault.New(fault.Unavailable, "release.unreachable",
	fault.Text{EN: "There is no list of releases at the address.", KO: "그 주소에 배포 목록이 없습니다."},
	fault.Text{EN: "Check the address and the connection, or try again later.", KO: "주소와 연결을 확인하거나 나중에 다시 시도하세요."})

// seenName is the file in the directory of the data in which the newest release
// stands that was seen in a signed manifest.
const seenName = "updates.json"

// lookout looks for the newest release.
type lookout struct {
	Now    time.Time
	Client *http.Client // nil is http.DefaultClient
	Seen   string       // the file of what was seen; "" remembers nothing
}

func (o Options) lookout() lookout {
	return lookout{Now: o.Now(), Client: o.Updates, Seen: filepath.Join(o.Data, seenName)}
}

// newest is the release in the manifest at a place: a file, or an address that
// starts with https://. Nothing is sent but the request itself.
func (l lookout) newest(ctx context.Context, place string) (release.Release, error) {
	key, err := release.Key(releaseKey)
	if err != nil {
		return release.Release{}, err
	}
	raw, err := l.manifestAt(ctx, place)
	if err != nil {
		return release.Release{}, err
	}
	found, err := release.Read(raw, key)
	if err != nil {
		return release.Release{}, err
	}
	if err := found.Current(l.seen(), l.Now); err != nil {
		return release.Release{}, err
	}
	return found, l.see(found)
}

// seen is the newest release that this program knows: itself, or one that it was
// told of. A file that cannot be read is none: it is no more than a memory.
func (l lookout) seen() release.Release {
	known := release.Release{Version: Version}
	var told release.Release
	if raw, err := os.ReadFile(l.Seen); err == nil && json.Unmarshal(raw, &told) == nil {
		known.Made = told.Made
		if release.Newer(told.Version, known.Version) {
			known.Version = told.Version
		}
	}
	return known
}

func (l lookout) see(r release.Release) error {
	if l.Seen == "" {
		return nil
	}
	raw, err := json.Marshal(release.Release{Version: r.Version, Made: r.Made})
	if err != nil {
		return err
	}
	return durable.Write(l.Seen, raw)
}

func (l lookout) manifestAt(ctx context.Context, place string) ([]byte, error) {
	if place == "" {
		return nil, errNoUpdateAddress
	}
	if !strings.HasPrefix(place, "https://") {
		file, err := os.Open(place)
		if err != nil {
			return nil, fmt.Errorf("open manifest: %w", err)
		}
		defer file.Close()
		return io.ReadAll(io.LimitReader(file, release.Most+1))
	}
	return l.fetch(ctx, place)
}

func (l lookout) fetch(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, updateWait)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errNoUpdateAddress.With(err)
	}
	request.Header.Set("User-Agent", "meridian") // not which version, nor whose
	client := *cmp.Or(l.Client, http.DefaultClient)
	client.CheckRedirect = staysSecret
	response, err := client.Do(request)
	if errors.Is(err, errPlainUpdate) {
		return nil, errPlainUpdate.With(err)
	}
	if err != nil {
		return nil, errNoUpdateThere.With(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errNoUpdateThere.With(errors.New(response.Status))
	}
	return io.ReadAll(io.LimitReader(response.Body, release.Most+1))
}

// mostHops is how often the place of a manifest may lead to another.
const mostHops = 5

// staysSecret follows an address to another one only where that is encrypted too.
func staysSecret(next *http.Request, before []*http.Request) error {
	if next.URL.Scheme != "https" {
		return errPlainUpdate
	}
	if len(before) > mostHops {
		return http.ErrUseLastResponse
	}
	return nil
}

// lookAtUpdate says whether there is a newer version, where the owner named a
// place to look.
func (p *patient) lookAtUpdate(ctx context.Context) ([]doctor.Finding, error) {
	f := doctor.Finding{ID: "update", Verdict: doctor.Skipped,
		Text: fault.Text{EN: "Updates are not looked for; that is off.", KO: "업데이트 확인이 꺼져 있습니다."}}
	if p.chosen.Updates == "" {
		return []doctor.Finding{f}, nil
	}
	found, err := p.opts.lookout().newest(ctx, p.chosen.Updates)
	switch {
	case err != nil:
		f = doctor.Of("update", err)
		f.Verdict = doctor.Warning
	case release.Newer(found.Version, Version):
		f.Verdict = doctor.Warning
		f.Text = fault.Text{EN: fmt.Sprintf("Meridian %s is there.", found.Version), KO: fmt.Sprintf("Meridian %s이(가) 나왔습니다.", found.Version)}
		f.Fix = fault.Text{EN: "Install it from where you got this one; a copy of the data is kept before its form changes.", KO: "이 버전을 받은 곳에서 설치하세요. 데이터 형식이 바뀌기 전에 사본이 보관됩니다."}
	default:
		f.Verdict = doctor.Fine
		f.Text = fault.Text{EN: "This is the newest version.", KO: "최신 버전입니다."}
	}
	return []doctor.Finding{f}, nil
}
