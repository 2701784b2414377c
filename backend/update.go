package backend

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"meridian/backend/doctor"
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

// newest is the release in the manifest at a place: a file, or an address that
// starts with https://. Nothing is sent but the request itself.
func newest(ctx context.Context, place string) (release.Release, error) {
	key, err := release.Key(releaseKey)
	if err != nil {
		return release.Release{}, err
	}
	raw, err := manifestAt(ctx, place)
	if err != nil {
		return release.Release{}, err
	}
	return release.Read(raw, key)
}

func manifestAt(ctx context.Context, place string) ([]byte, error) {
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
	ctx, cancel := context.WithTimeout(ctx, updateWait)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, place, nil)
	if err != nil {
		return nil, errNoUpdateAddress.With(err)
	}
	request.Header.Set("User-Agent", "meridian") // not which version, nor whose
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("fetch manifest: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetch manifest: %s", response.Status)
	}
	return io.ReadAll(io.LimitReader(response.Body, release.Most+1))
}

// lookAtUpdate says whether there is a newer version, where the owner named a
// place to look.
func (p *patient) lookAtUpdate(ctx context.Context) ([]doctor.Finding, error) {
	f := doctor.Finding{ID: "update", Verdict: doctor.Skipped,
		Text: fault.Text{EN: "Updates are not looked for; that is off.", KO: "업데이트 확인이 꺼져 있습니다."}}
	if p.chosen.Updates == "" {
		return []doctor.Finding{f}, nil
	}
	found, err := newest(ctx, p.chosen.Updates)
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
