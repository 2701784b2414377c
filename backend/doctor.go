package backend

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"time"

	"meridian/backend/backup"
	"meridian/backend/cli"
	"meridian/backend/doctor"
	"meridian/backend/event"
	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
	"meridian/backend/methodology"
	"meridian/backend/settings"
	"meridian/backend/share"
	"meridian/backend/sqlite"
	"meridian/backend/traffic"
	"meridian/backend/tunnel"
)

// How long the looks may take that take longest: a model that is loaded from a
// slow disk, a file of gigabytes whose every page is read.
const (
	modelLimit = 5 * time.Minute
	storeLimit = 10 * time.Minute
)

// examine looks at everything that can be looked at from a terminal, on a
// directory of data that a running program may hold.
func examine(ctx context.Context, o Options, told func(done, total int)) (cli.Examined, error) {
	o = o.withDefaults()
	p := &patient{opts: o}
	defer p.close()
	findings, err := doctor.Examine(ctx, p.looks(ctx), told)
	return cli.Examined{
		Examination: doctor.Examination{At: o.Now(), Versions: versions(), Findings: findings},
		Private:     p.private(),
	}, err
}

func versions() doctor.Versions {
	return doctor.Versions{
		Program: Version, Engine: forecast.EngineVersion, Schema: sqlite.Schema(),
		Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(),
	}
}

// patient is a directory of data while it is examined. Its store is nil where
// there is none, or another program holds it.
type patient struct {
	opts    Options
	store   *sqlite.DB
	models  *models
	backups *backup.Service
	chosen  settings.Settings
	names   []string // of households
}

func (p *patient) close() {
	if p.models != nil {
		p.models.Close()
	}
	if p.store != nil {
		_ = p.store.Close() // nothing was changed that could be lost
	}
}

// looks are in the order in which a person would want to know.
func (p *patient) looks(ctx context.Context) []doctor.Look {
	return append([]doctor.Look{
		{ID: "engine", Do: lookAtEngine},
		{ID: "place", Do: func(context.Context) ([]doctor.Finding, error) { return lookAtPlace(p.opts.Data), nil }},
		{ID: "store", Limit: storeLimit, Do: p.lookAtStore},
		{ID: "open", Do: p.open(ctx)},
	}, p.looksWithin()...)
}

// looksOpen are those at a program that runs.
func (p *patient) looksOpen() []doctor.Look {
	return append([]doctor.Look{
		{ID: "engine", Do: lookAtEngine},
		{ID: "place", Do: func(context.Context) ([]doctor.Finding, error) { return lookAtPlace(p.opts.Data), nil }},
		{ID: "store", Limit: storeLimit, Do: p.lookAtStore},
		{ID: "notices", Do: func(context.Context) ([]doctor.Finding, error) { return p.notices(), nil }},
	}, p.looksWithin()...)
}

// looksWithin need the data open.
func (p *patient) looksWithin() []doctor.Look {
	return []doctor.Look{
		{ID: "backup", Do: p.lookAtBackups},
		{ID: "model", Limit: modelLimit, Do: p.lookAtModels},
		{ID: "gpu", Do: p.lookAtDrawing},
		{ID: "tunnel", Do: p.lookAtTunnel},
		{ID: "update", Do: p.lookAtUpdate},
	}
}

// lookAtEngine puts the questions whose answers are known.
func lookAtEngine(ctx context.Context) ([]doctor.Finding, error) {
	answers, err := methodology.Check(ctx)
	if err != nil {
		return nil, err
	}
	test := methodology.NewSelfTest("", 0, answers)
	n := len(answers)
	switch {
	case !test.Right:
		return []doctor.Finding{{ID: "engine", Verdict: doctor.Wrong,
			Text: fault.Text{EN: "The engine gives wrong answers on this machine.", KO: "이 컴퓨터에서 엔진이 틀린 답을 냅니다."},
			Fix:  fault.Text{EN: "Do not rely on its figures. Check the memory of this computer, install Meridian anew, and share this report.", KO: "계산 결과를 믿지 마세요. 컴퓨터의 메모리를 점검하고 Meridian을 다시 설치한 뒤 이 보고서를 공유해 주세요."}}}, nil
	case !test.Same:
		return []doctor.Finding{{ID: "engine", Verdict: doctor.Warning,
			Text: fault.Text{EN: "The engine's last digits differ from those of the machine it was made on.", KO: "엔진의 마지막 자릿수가 프로그램을 만든 컴퓨터와 다릅니다."},
			Fix:  fault.Text{EN: "Figures are right; the same seed may give others on another computer. Share this report.", KO: "결과는 맞지만 같은 시드라도 다른 컴퓨터와 다를 수 있습니다. 이 보고서를 공유해 주세요."}}}, nil
	}
	return []doctor.Finding{{ID: "engine", Verdict: doctor.Fine,
		Text: fault.Text{EN: fmt.Sprintf("The engine answers all %d known questions rightly.", n), KO: fmt.Sprintf("답이 알려진 질문 %d개를 엔진이 모두 맞혔습니다.", n)}}}, nil
}

// lookAtPlace examines where the data lies.
func lookAtPlace(data string) []doctor.Finding {
	modes := append(modesIn(data), modesIn(filepath.Join(data, shareName))...)
	return []doctor.Finding{doctor.Place(data), doctor.Closed(modes, runtime.GOOS != "windows"), doctor.Room(freeDisk(data))}
}

// modesIn are the modes of a directory and of the files in it: the database, and
// the passphrases, tokens and keys beside it.
func modesIn(directory string) (modes []fs.FileMode) {
	info, err := os.Stat(directory)
	if err != nil {
		return nil
	}
	modes = append(modes, info.Mode())
	entries, _ := os.ReadDir(directory)
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			modes = append(modes, info.Mode())
		}
	}
	return modes
}

// lookAtStore reads every page of the database, whoever holds it.
func (p *patient) lookAtStore(ctx context.Context) ([]doctor.Finding, error) {
	path := filepath.Join(p.opts.Data, databaseName)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return []doctor.Finding{{ID: "store", Verdict: doctor.Skipped, Text: fault.Text{EN: "There is no data yet.", KO: "아직 데이터가 없습니다."}}}, nil
	}
	if err := sqlite.Check(ctx, path); err != nil {
		return nil, err
	}
	return []doctor.Finding{{ID: "store", Verdict: doctor.Fine,
		Text: fault.Text{EN: "Every page of the database is whole.", KO: "데이터베이스의 모든 페이지가 온전합니다."}}}, nil
}

// open takes the data for the looks that follow, unless there is none or
// another program has it. What it begins lasts as long as the examination.
func (p *patient) open(whole context.Context) func(context.Context) ([]doctor.Finding, error) {
	return func(ctx context.Context) ([]doctor.Finding, error) {
		if _, err := os.Stat(filepath.Join(p.opts.Data, databaseName)); err != nil {
			return nil, nil
		}
		store, err := p.opts.openStore(ctx)
		if fault.Of(err) == fault.Locked {
			return []doctor.Finding{{ID: "open", Verdict: doctor.Fine,
				Text: fault.Text{EN: "Meridian is running on this data. Its backups and models are examined on its own screens.", KO: "이 데이터로 Meridian이 실행 중입니다. 백업과 모델은 그 화면에서 점검합니다."}}}, nil
		}
		if err != nil {
			return nil, err
		}
		p.store = store
		return p.notices(), p.prepare(whole)
	}
}

// notices are what opening the store had to say.
func (p *patient) notices() (found []doctor.Finding) {
	for _, n := range p.store.Notices() {
		found = append(found, doctor.Finding{ID: n.ID, Verdict: doctor.Warning, Text: n.Text, Fix: n.Fix})
	}
	return found
}

func (p *patient) prepare(ctx context.Context) (err error) {
	if p.chosen, err = p.store.Settings.Get(ctx); err != nil {
		return err
	}
	plans := &journal.Service{Store: p.store.Plans, Now: p.opts.Now, NewID: p.opts.NewID}
	entries, err := plans.List(ctx)
	for _, e := range entries {
		p.names = append(p.names, e.Name)
	}
	p.backups = newBackups(p.opts, p.store, plans, nil)
	p.models = newModels(p.opts, p.store, nil, &event.Hub{}, &traffic.Book{Now: p.opts.Now})
	return errors.Join(err, p.models.begin(ctx))
}

func (p *patient) lookAtBackups(ctx context.Context) ([]doctor.Finding, error) {
	if p.backups == nil {
		return nil, nil
	}
	l, err := newLock(p.opts)
	if err != nil {
		return nil, err
	}
	var found []doctor.Finding
	for _, c := range checksOfKeeping(ctx, p.backups, l.State(), p.chosen.Backup, p.opts.Now()) {
		found = append(found, findingOf(c))
	}
	return found, nil
}

// findingOf is a check of the program as a finding.
func findingOf(c httpapi.Check) doctor.Finding {
	return doctor.Finding{ID: c.ID, Verdict: doctor.Verdict(c.State), Text: c.Text, Fix: c.Fix}
}

// lookAtModels asks the model host and the chosen models what they can do; with
// no model chosen there is nothing that could be wrong.
func (p *patient) lookAtModels(ctx context.Context) ([]doctor.Finding, error) {
	if p.models == nil {
		return nil, nil
	}
	if p.chosen.Model.Chat == "" && p.chosen.Model.Embedding == "" {
		return []doctor.Finding{{ID: "model", Verdict: doctor.Skipped,
			Text: fault.Text{EN: "No language model is chosen; everything else works without one.", KO: "언어 모델을 고르지 않았습니다. 나머지는 모두 모델 없이 동작합니다."}}}, nil
	}
	exam, err := p.models.Examine(ctx, func(int, int) {})
	var found []doctor.Finding
	for _, f := range exam.Findings {
		verdict := doctor.Verdict(f.Verdict)
		if verdict == doctor.Wrong { // a model is something one can do without
			verdict = doctor.Warning
		}
		found = append(found, doctor.Finding{ID: "model." + f.ID, Verdict: verdict, Text: f.Text, Fix: f.Fix})
	}
	return found, err
}

func (p *patient) lookAtDrawing(context.Context) ([]doctor.Finding, error) {
	if p.store == nil {
		return nil, nil
	}
	return []doctor.Finding{doctor.Drawing(string(p.chosen.GPU))}, nil
}

// lookAtTunnel says whether others could be let in, by the very program that
// sharing would start; nobody is unless asked for.
func (p *patient) lookAtTunnel(ctx context.Context) ([]doctor.Finding, error) {
	driver := tunnel.Driver{Dir: tunnelDir(p.opts.Data), Getenv: os.Getenv, Pins: p.opts.Share.Pins}
	_, err := driver.Find(ctx, p.chosen.Share.Program)
	switch {
	case err == nil:
		return []doctor.Finding{{ID: "tunnel", Verdict: doctor.Fine,
			Text: fault.Text{EN: "The tunnel's program, cloudflared, is installed.", KO: "터널 프로그램인 cloudflared가 설치되어 있습니다."}}}, nil
	case errors.Is(err, share.ErrNoProgram):
		return []doctor.Finding{{ID: "tunnel", Verdict: doctor.Skipped,
			Text: fault.Text{EN: "The tunnel's program, cloudflared, is not installed; only sharing needs it.", KO: "터널 프로그램인 cloudflared가 없습니다. 공유할 때만 필요합니다."}}}, nil
	}
	f := doctor.Of("tunnel", err)
	f.Verdict = doctor.Warning // sharing is something one can do without
	return []doctor.Finding{f}, nil
}

// private are the words that a report must not hold.
func (p *patient) private() map[string]string {
	words := map[string]string{p.opts.Data: "DATA", p.chosen.Backup.Folder: "BACKUPS", p.chosen.Model.Address: "MODEL HOST", p.chosen.Updates: "UPDATES"}
	if home, err := os.UserHomeDir(); err == nil {
		words[home] = "HOME"
	}
	if name, err := os.Hostname(); err == nil {
		words[name] = "COMPUTER"
	}
	if u, err := user.Current(); err == nil {
		words[u.Username] = "USER"
	}
	for _, name := range p.names {
		words[name] = "HOUSEHOLD"
	}
	return words
}
