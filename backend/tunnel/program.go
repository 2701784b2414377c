package tunnel

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"time"

	"meridian/backend/fetch"
	"meridian/backend/share"
)

// leastVersion is the oldest program that is driven: it writes its log as JSON,
// takes its token from a file, and flushes streams.
var leastVersion = [3]int{2025, 6, 1}

// versionTime is how long a program may take to say its version: a scanner of
// viruses reads it whole at its first start, and a busy machine is slow.
const versionTime = 20 * time.Second

// Find implements share.Tunnel: the one that the owner chose, one that was
// fetched, or one on the path.
func (d *Driver) Find(ctx context.Context, chosen string) (share.Program, error) {
	if chosen != "" {
		return d.examine(ctx, share.Program{Path: chosen, Source: "chosen"})
	}
	if path, there := d.fetched(); there {
		if err := d.unchanged(ctx, path); err != nil {
			return share.Program{}, err
		}
		return d.examine(ctx, share.Program{Path: path, Source: "fetched"})
	}
	// A program of the current directory is not found: exec.LookPath gives ErrDot.
	path, err := exec.LookPath(executable)
	if err != nil {
		return share.Program{}, share.ErrNoProgram.With(err)
	}
	return d.examine(ctx, share.Program{Path: path, Source: "system"})
}

// executable is what the program is called.
const executable = "cloudflared"

func (d *Driver) fetched() (string, bool) {
	name := executable
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	name = filepath.Join(d.Dir, name)
	info, err := os.Lstat(name)
	return name, err == nil && info.Mode().IsRegular()
}

// unchanged compares the copy that Meridian fetched with its pin, before every
// start.
func (d *Driver) unchanged(ctx context.Context, path string) error {
	p, there := d.pin()
	if !there {
		return share.ErrDamaged.With(errors.New("nothing says what the fetched program should be"))
	}
	sum, err := fetch.Sum(ctx, path)
	if err != nil {
		return share.ErrBadProgram.With(err)
	}
	if sum != p.Binary {
		return share.ErrDamaged
	}
	return nil
}

// examine asks a program for its version, unless others could have replaced it.
func (d *Driver) examine(ctx context.Context, p share.Program) (share.Program, error) {
	if err := safe(p.Path); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, versionTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.Path, "--version")
	cmd.Env, cmd.WaitDelay = d.surroundings(), time.Second
	said, err := cmd.Output()
	version := versionOf(string(said))
	if err != nil || version == "" {
		return p, share.ErrBadProgram.With(err)
	}
	if p.Version = version; olderThan(version, leastVersion) {
		return p, share.ErrOldProgram
	}
	return p, nil
}

// safe refuses what another user of this machine could have put there.
func safe(name string) error {
	name, err := filepath.EvalSymlinks(name)
	if errors.Is(err, fs.ErrNotExist) {
		return share.ErrNoProgram.With(err)
	}
	info, err2 := os.Stat(name)
	if err := cmp.Or(err, err2); err != nil {
		return share.ErrBadProgram.With(err)
	}
	if !info.Mode().IsRegular() {
		return share.ErrBadProgram.With(errors.New("not a file"))
	}
	if runtime.GOOS == "windows" {
		return nil // rights are not told by these bits there
	}
	dir, err := os.Stat(filepath.Dir(name))
	if err != nil {
		return share.ErrBadProgram.With(err)
	}
	const others = 0o002
	if info.Mode().Perm()&others != 0 || dir.Mode().Perm()&others != 0 && dir.Mode()&fs.ModeSticky == 0 {
		return share.ErrUnsafeProgram
	}
	return nil
}

var numbers = regexp.MustCompile(`\b(20\d\d)\.(\d{1,2})\.(\d{1,3})\b`)

func versionOf(said string) string { return numbers.FindString(said) }

func olderThan(version string, least [3]int) bool {
	found := numbers.FindStringSubmatch(version)
	for i, want := range least {
		have, _ := strconv.Atoi(found[i+1]) // digits by the expression
		if have != want {
			return have < want
		}
	}
	return false
}

// passed are the variables of the surroundings that the program gets: whatever
// its owner has set for another tunnel stays away from this one.
var passed = []string{"PATH", "HOME", "USERPROFILE", "SystemRoot", "TEMP", "SSL_CERT_FILE", "SSL_CERT_DIR"}

// surroundings are the program's own. What older versions do not know is given
// here, since they ignore it, and not as a flag, which would end them.
func (d *Driver) surroundings() []string {
	env := []string{"TUNNEL_LOG_OUTPUT=json", "TUNNEL_NO_PRECHECKS=true", "TUNNEL_MANAGEMENT_DIAGNOSTICS=false"}
	for _, name := range passed {
		if value := d.getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// Pin is a copy of the program that somebody has checked.
type Pin struct {
	Asset   string // its name at the makers'
	Archive string // SHA-256 of what is downloaded, in hex; "" while nobody has checked it
	Binary  string // SHA-256 of the program itself; the same as Archive where it is bare
}

// The program that is offered, and where its makers publish it.
const (
	offered  = "2026.8.2"
	releases = "https://github.com/cloudflare/cloudflared/releases/download"
	licence  = "Apache-2.0"
	terms    = "https://www.cloudflare.com/website-terms/"
	mostSize = 120 << 20 // bytes of a download
)

// pins say which copy of the offered version was checked, by system and processor.
// A sum is written here by whoever has compared both places where the makers
// publish it: the text of the release and the digest of the file. Until then it is
// empty, and nothing is downloaded.
var pins = map[string]Pin{
	"linux/amd64":   {Asset: "cloudflared-linux-amd64"},
	"linux/arm64":   {Asset: "cloudflared-linux-arm64"},
	"darwin/amd64":  {Asset: "cloudflared-darwin-amd64.tgz"},
	"darwin/arm64":  {Asset: "cloudflared-darwin-arm64.tgz"},
	"windows/amd64": {Asset: "cloudflared-windows-amd64.exe"},
	"windows/arm64": {Asset: "cloudflared-windows-amd64.exe"}, // runs there too
}

func (d *Driver) pin() (Pin, bool) {
	all := pins
	if d.Pins != nil {
		all = d.Pins
	}
	p, there := all[runtime.GOOS+"/"+runtime.GOARCH]
	return p, there && p.Archive != "" && p.Binary != ""
}

func (d *Driver) file(p Pin) fetch.File {
	base := cmp.Or(d.Releases, releases)
	return fetch.File{
		Client: d.Downloads, From: base + "/" + offered + "/" + p.Asset, SHA256: p.Archive, Most: mostSize,
		Part: filepath.Join(d.Dir, "fetched-"+p.Archive[:16]+".part"),
	}
}

// Offer implements share.Tunnel.
func (d *Driver) Offer(ctx context.Context) (share.Offer, error) {
	p, there := d.pin()
	if !there {
		return share.Offer{}, share.ErrNoPin
	}
	f := d.file(p)
	size, err := fetch.Size(ctx, d.Downloads, f.From)
	if err != nil {
		return share.Offer{}, worded(err)
	}
	return share.Offer{Version: offered, From: f.From, Bytes: size, Have: f.Have(), Licence: licence, Terms: terms, SHA256: p.Archive}, nil
}

// Fetch implements share.Tunnel. The program takes the place of an earlier one
// only when it is whole, is the one that was pinned, and says its version.
func (d *Driver) Fetch(ctx context.Context, told func(fetch.Progress)) error {
	p, there := d.pin()
	if !there {
		return share.ErrNoPin
	}
	if err := os.MkdirAll(d.Dir, 0o700); err != nil {
		return worded(fetch.Full(err))
	}
	f := d.file(p)
	if size, err := fetch.Size(ctx, d.Downloads, f.From); err == nil {
		f.Bytes = size
	}
	if err := f.Get(ctx, told); err != nil {
		return worded(err)
	}
	return d.install(ctx, p, f.Part, told)
}

func (d *Driver) install(ctx context.Context, p Pin, part string, told func(fetch.Progress)) error {
	fresh := filepath.Join(d.Dir, "fresh")
	defer os.RemoveAll(fresh)
	if err := errors.Join(os.RemoveAll(fresh), os.MkdirAll(fresh, 0o700)); err != nil {
		return worded(fetch.Full(err))
	}
	program, err := unpacked(ctx, p, part, fresh, told)
	if err != nil {
		return worded(err)
	}
	if sum, err := fetch.Sum(ctx, program); err != nil || sum != p.Binary {
		return share.ErrDamaged.With(err)
	}
	if err := os.Chmod(program, 0o755); err != nil {
		return err
	}
	found, err := d.examine(ctx, share.Program{Path: program})
	if err != nil {
		return err
	}
	if found.Version != offered {
		return share.ErrDamaged.With(errors.New("it is of another version"))
	}
	place, there := d.fetched()
	if there {
		_ = os.Rename(place, place+".before") // kept for whoever must go back
	}
	return errors.Join(os.Rename(program, place), os.Remove(part))
}

// unpacked is the program of a download: the file itself, or the one regular file
// of an archive.
func unpacked(ctx context.Context, p Pin, part, into string, told func(fetch.Progress)) (string, error) {
	program := filepath.Join(into, executable)
	if path.Ext(p.Asset) != ".tgz" {
		raw, err := os.ReadFile(part)
		if err != nil {
			return "", err
		}
		return program, fetch.Full(os.WriteFile(program, raw, 0o700))
	}
	root, err := os.OpenRoot(into)
	if err != nil {
		return "", err
	}
	if err := errors.Join(fetch.Unpack(ctx, part, p.Asset, root, told), root.Close()); err != nil {
		return "", err
	}
	info, err := os.Lstat(program)
	if err != nil || !info.Mode().IsRegular() {
		return "", share.ErrDamaged.With(err)
	}
	return program, nil
}

// worded says what went wrong with a download in words of sharing.
func worded(err error) error {
	switch {
	case errors.Is(err, fetch.ErrOffline), errors.Is(err, fetch.ErrMissing):
		return share.ErrFetch.With(err)
	case errors.Is(err, fetch.ErrDisk):
		return share.ErrFetchDisk.With(err)
	case errors.Is(err, fetch.ErrDamaged):
		return share.ErrDamaged.With(err)
	}
	return err
}
