package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"meridian/backend/access"
	"meridian/backend/journal"
	"meridian/backend/plan"
)

// Several people in several windows edit one plan over a line that loses requests
// and answers, and brings late ones again. The model is small: nobody's value is
// written over unless they who write had seen it; a value that was sent stands, or
// waits in a conflict, or was decided on; and in the end everybody sees the same.
func TestWhoeverEditsTogetherLosesNothing(t *testing.T) {
	unraced(t) // their requests come one after another
	const rounds, moves = 5, 600
	made := 0
	for seed := range uint64(rounds) {
		made += playTogether(t, seed, moves)
	}
	if made < 1000 {
		t.Errorf("only %d changes were made", made)
	}
}

// draft is a change that a window made and may not know to have arrived.
type draft struct {
	stamp   journal.Stamp
	path    string
	value   any
	known   []any // what the window had seen at the path
	settles []string
	sent    bool
}

// pane is a window: what it has heard, and what is on its way from it.
type pane struct {
	ctx    context.Context
	who    string
	heard  journal.State
	queue  []*draft
	stored []journal.State // answers that are late
}

type meeting struct {
	t      *testing.T
	rnd    *rand.Rand
	plans  *journal.Service
	id     string
	panes  []*pane
	drafts []*draft
	serial int
}

func playTogether(t *testing.T, seed uint64, moves int) int {
	t.Helper()
	db := openNew(t, Options{})
	p := &meeting{t: t, rnd: rand.New(rand.NewPCG(seed, 6)), plans: &journal.Service{Store: db.Plans, Now: time.Now}}
	first := plan.Blank("en", "USD", "2026-03")
	first.Name = "home"
	first.People["p1"] = plan.Person{Record: plan.Record{Name: "Alex"}, Birth: "1980-05", Horizon: plan.Horizon{Age: 95}}
	state, err := p.plans.Create(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	p.id = state.ID
	for _, who := range []string{"owner", "owner", "kim", "kim", "lee"} {
		p.panes = append(p.panes, &pane{ctx: access.As(t.Context(), access.Principal{ID: who, Role: access.Owner}), who: who, heard: state})
	}
	for range moves {
		p.move(p.panes[p.rnd.IntN(len(p.panes))])
	}
	p.settleDown()
	return p.judge(db)
}

func (p *meeting) move(w *pane) {
	switch p.rnd.IntN(12) {
	case 0, 1, 2, 3:
		p.edit(w)
	case 4, 5, 6:
		p.send(w)
	case 7:
		p.listen(w)
	case 8:
		p.decide(w)
	case 9:
		p.stepBack(w, p.plans.Undo)
	case 10:
		p.stepBack(w, p.plans.Redo)
	case 11: // an old request arrives once more
		if i := p.rnd.IntN(len(p.drafts) + 1); i < len(p.drafts) && p.drafts[i].sent {
			d := p.drafts[i]
			for _, w := range p.panes {
				if strings.HasPrefix(d.stamp.Op, w.who+"-") {
					_, _ = p.deliver(w, d)
					return
				}
			}
		}
	}
}

// edit makes a change of what the window shows.
func (p *meeting) edit(w *pane) {
	paths := []string{"/name", "/people/p1/name", "/notes/a", "/notes/b", "/notes/c", "a record"}
	path := paths[p.rnd.IntN(len(paths))]
	p.serial++
	var value any = fmt.Sprint(w.who, p.serial)
	if strings.HasPrefix(path, "/notes/") && p.rnd.IntN(4) == 0 {
		value = nil
	}
	if path == "a record" { // it comes, is renamed, and goes
		people, _ := p.shown(w, "/people")
		ids := living(people)
		path = "/people/" + ids[p.rnd.IntN(len(ids))]
		switch {
		case len(ids) < 4 && p.rnd.IntN(2) == 0 || path == "/people/p1":
			path = fmt.Sprint("/people/r", p.serial)
			value = map[string]any{"name": value, "birth": "1982-01", "horizon": map[string]any{"age": 95.0}}
		case p.rnd.IntN(3) == 0:
			value = nil
		default:
			path += "/name"
		}
	}
	p.draft(w, path, value, nil)
}

func (p *meeting) draft(w *pane, path string, value any, settles []string) {
	p.serial++
	d := &draft{path: path, value: value, settles: settles, stamp: journal.Stamp{Op: fmt.Sprintf("%s-%d", w.who, p.serial), Base: w.heard.Revision}}
	_, d.known = p.shown(w, path)
	for _, before := range w.queue {
		d.stamp.Seen = append(d.stamp.Seen, before.stamp.Op)
	}
	w.queue = append(w.queue, d)
	p.drafts = append(p.drafts, d)
}

// shown is what a window shows at a path, and all that it has shown there since
// what it heard last.
func (p *meeting) shown(w *pane, path string) (any, []any) {
	tree := treeOf(p.t, plan.Encode(w.heard.Plan))
	known := []any{valueAt(tree, path)}
	for _, d := range w.queue {
		if d.path != "" {
			put(tree, d.path, d.value)
		}
		known = append(known, valueAt(tree, path))
	}
	return known[len(known)-1], known
}

// send tries the oldest change on its way.
func (p *meeting) send(w *pane) {
	if len(w.queue) == 0 || p.rnd.IntN(4) == 0 { // lost before it arrived
		return
	}
	d := w.queue[0]
	state, err := p.deliver(w, d)
	if err != nil { // refused, with reasons: it stays with its maker
		w.queue = w.queue[1:]
		p.drafts = slices.DeleteFunc(p.drafts, func(o *draft) bool { return o == d })
		return
	}
	d.sent = true
	if p.rnd.IntN(4) == 0 { // the answer is lost
		return
	}
	w.queue = w.queue[1:]
	p.hear(w, state)
}

func (p *meeting) deliver(w *pane, d *draft) (journal.State, error) {
	patch := map[string]any{}
	if d.path != "" {
		put(patch, d.path, d.value)
	}
	return p.plans.Edit(w.ctx, p.id, d.stamp, journal.EditName{Key: "edit.k"}, patch, d.settles...)
}

// hear takes over a state, now or late.
func (p *meeting) hear(w *pane, state journal.State) {
	if p.rnd.IntN(4) == 0 {
		w.stored = append(w.stored, state)
		return
	}
	for _, s := range append(w.stored, state) {
		if s.Revision > w.heard.Revision {
			w.heard = s
		}
	}
	w.stored = nil
}

func (p *meeting) listen(w *pane) {
	if len(w.queue) > 0 && w.queue[0].sent { // a window asks again for what it sent before it looks
		return
	}
	state, err := p.plans.Open(w.ctx, p.id)
	if err != nil {
		p.t.Fatal(err)
	}
	p.hear(w, state)
}

func (p *meeting) decide(w *pane) {
	if len(w.heard.Conflicts) == 0 {
		return
	}
	c := w.heard.Conflicts[p.rnd.IntN(len(w.heard.Conflicts))]
	if p.rnd.IntN(2) == 0 {
		p.draft(w, "", nil, []string{c.ID})
	} else {
		p.draft(w, c.Path, c.Value, []string{c.ID})
	}
}

func (p *meeting) stepBack(w *pane, step func(context.Context, string, journal.Stamp) (journal.State, error)) {
	if len(w.queue) > 0 {
		return
	}
	state, err := step(w.ctx, p.id, journal.Stamp{Base: w.heard.Revision})
	if err == nil {
		p.hear(w, state)
	}
	for _, expected := range []error{nil, journal.Stale, journal.NothingToUndo, journal.NothingToRedo, plan.ErrInvalid} {
		if errors.Is(err, expected) {
			return
		}
	}
	p.t.Fatal(err)
}

// settleDown brings the line back for everybody.
func (p *meeting) settleDown() {
	for _, w := range p.panes {
		for len(w.queue) > 0 {
			p.send(w)
		}
	}
	for _, w := range p.panes {
		for newest := -1; w.heard.Revision != newest; {
			state, err := p.plans.Open(w.ctx, p.id)
			if err != nil {
				p.t.Fatal(err)
			}
			newest = state.Revision
			p.hear(w, state)
		}
	}
}

// judge holds what happened to the model, and counts the changes.
func (p *meeting) judge(db *DB) int {
	p.t.Helper()
	newest := p.panes[0].heard.Revision
	changes, err := db.Plans.Changes(p.t.Context(), p.id, 0, newest)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, w := range p.panes {
		if !reflect.DeepEqual(w.heard.Plan, p.panes[0].heard.Plan) || !reflect.DeepEqual(w.heard.Conflicts, p.panes[0].heard.Conflicts) {
			p.t.Fatalf("%s sees another plan", w.who)
		}
	}
	byOp := map[string]journal.Change{}
	tree, writers := map[string]any{}, map[string]string{}
	for _, c := range changes {
		if _, twice := byOp[c.Op]; twice && c.Op != "" {
			p.t.Errorf("%s was made twice", c.Op)
		}
		byOp[c.Op] = c
		document, err := db.Plans.Document(p.t.Context(), p.id, c.Number)
		if err != nil {
			p.t.Fatal(err)
		}
		if c.Kind == journal.Create {
			tree = treeOf(p.t, document)
		}
		p.follow(c, tree, writers)
		if !sameTree(tree, treeOf(p.t, document)) {
			p.t.Fatalf("revision %d is not what its operations make of the one before", c.Number)
		}
	}
	for _, d := range p.drafts {
		if d.path != "" {
			p.account(db, byOp[d.stamp.Op], d)
		}
	}
	return newest
}

// follow plays a revision: whoever takes back takes back their own.
func (p *meeting) follow(c journal.Change, tree map[string]any, writers map[string]string) {
	for _, o := range c.Operations {
		if now := valueAt(tree, o.Path); !reflect.DeepEqual(now, o.Before) {
			p.t.Errorf("revision %d found %v at %s, not %v", c.Number, now, o.Path, o.Before)
		}
		back := c.Kind == journal.Undo || c.Kind == journal.Redo
		if writer, known := writers[o.Path]; back && known && writer != c.Actor {
			p.t.Errorf("revision %d: %s took back at %s what %s had put there", c.Number, c.Actor, o.Path, writer)
		}
		writers[o.Path] = c.Actor
		put(tree, o.Path, o.After)
	}
}

// account says where a value that was sent has gone.
func (p *meeting) account(db *DB, c journal.Change, d *draft) {
	if c.Number == 0 {
		return // it changed nothing: the value stood already
	}
	for _, o := range c.Operations {
		if within(d.path, o.Path) && reflect.DeepEqual(valueAt(map[string]any{"v": o.After}, "/v"+d.path[len(o.Path):]), d.value) {
			if !slices.ContainsFunc(d.known, func(v any) bool {
				return reflect.DeepEqual(v, o.Before) || reflect.DeepEqual(v, valueAt(map[string]any{"v": o.Before}, "/v"+d.path[len(o.Path):]))
			}) {
				p.t.Errorf("revision %d overwrote %v at %s, which its maker had not seen (%v)", c.Number, o.Before, o.Path, d.known)
			}
			return
		}
	}
	touched, err := db.Plans.Touched(p.t.Context(), p.id, c.Number)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, conflict := range touched {
		if conflict.Opened == c.Number && within(d.path, conflict.Path) && reflect.DeepEqual(valueAt(map[string]any{"v": conflict.Value}, "/v"+d.path[len(conflict.Path):]), d.value) {
			return
		}
	}
	before := p.standing(db, c.Number-1, d.path)
	if reflect.DeepEqual(before, d.value) {
		return // it stood already; the edit decided something
	}
	p.t.Errorf("revision %d: %v for %s is nowhere", c.Number, d.value, d.path)
}

func (p *meeting) standing(db *DB, revision int, path string) any {
	document, err := db.Plans.Document(p.t.Context(), p.id, revision)
	if err != nil {
		p.t.Fatal(err)
	}
	return valueAt(treeOf(p.t, document), path)
}

func within(path, around string) bool { return path == around || strings.HasPrefix(path, around+"/") }

func treeOf(t *testing.T, document []byte) map[string]any {
	t.Helper()
	var tree map[string]any
	if err := json.Unmarshal(document, &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

func valueAt(tree map[string]any, path string) any {
	var value any = tree
	for _, key := range strings.Split(path, "/")[1:] {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	return value
}

// put sets, or with nil removes; what is not there comes to be. Of a patch, nil stays.
func put(tree map[string]any, path string, value any) {
	keys := strings.Split(path, "/")[1:]
	for _, key := range keys[:len(keys)-1] {
		inner, ok := tree[key].(map[string]any)
		if !ok {
			inner = map[string]any{}
		} else {
			inner = maps.Clone(inner)
		}
		tree[key] = inner
		tree = inner
	}
	tree[keys[len(keys)-1]] = value
}

// sameTree takes what is nil and what is empty for not there.
func sameTree(a, b map[string]any) bool {
	return reflect.DeepEqual(trimmed(a), trimmed(b))
}

func trimmed(value any) any {
	object, ok := value.(map[string]any)
	if !ok {
		return value
	}
	out := map[string]any{}
	for k, v := range object {
		if v = trimmed(v); v != nil {
			out[k] = v
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// living are the ids of the records that are there.
func living(collection any) []string {
	object, _ := collection.(map[string]any)
	ids := slices.Sorted(maps.Keys(object))
	return slices.DeleteFunc(ids, func(id string) bool { return object[id] == nil })
}
