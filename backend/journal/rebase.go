package journal

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// meanwhile is what others did since a change was made.
type meanwhile struct {
	at     map[string][]logged // by path, oldest first
	within map[string]int      // by the path of every object around a change: the newest such revision
}

type logged struct {
	Operation
	revision int
}

func (m *meanwhile) add(c Change) {
	if m.at == nil {
		m.at, m.within = map[string][]logged{}, map[string]int{}
	}
	for _, o := range c.Operations {
		m.at[o.Path] = append(m.at[o.Path], logged{o, c.Number})
		for around := range ancestors(o.Path) {
			m.within[around] = c.Number
		}
	}
}

// ancestors are the paths of the objects around a path, the nearest first.
func ancestors(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for end := strings.LastIndexByte(path, '/'); end > 0; end = strings.LastIndexByte(path[:end], '/') {
			if !yield(path[:end]) {
				return
			}
		}
	}
}

// replaced is the newest operation on exactly this path.
func (m *meanwhile) replaced(path string) (logged, bool) {
	all := m.at[path]
	if len(all) == 0 {
		return logged{}, false
	}
	return all[len(all)-1], true
}

// over is the newest revision that changed what stands at a path, what it is
// part of, or a part of it; 0 for none. What was changed and changed back was
// not changed.
func (m *meanwhile) over(path string, stands any) int {
	newest := m.within[path]
	for around := range ancestors(path) {
		if o, changed := m.replaced(around); changed {
			newest = max(newest, o.revision)
		}
	}
	o, changed := m.replaced(path)
	if newest == 0 && changed && reflect.DeepEqual(m.at[path][0].Before, stands) {
		return 0
	}
	return max(newest, o.revision)
}

// rebase carries a merge patch over to the plan as it stands now, field by
// field. What nobody else touched goes through; what is so already is left out;
// where others changed the same, what stands stays and the other value is kept
// as a conflict.
type rebase struct {
	others  meanwhile
	earlier map[string]Conflict // by path: open conflicts of the same maker that this change replaces
	opened  []Conflict
	settled []string
}

// object returns what of a patch goes through, to be applied to what stands.
func (r *rebase) object(path string, patch, stands map[string]any) map[string]any {
	through := map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(patch)) {
		now := stands[key]
		if path == "" {
			now = opened(now, patch[key])
		}
		if value, goes := r.member(path+"/"+escape(key), patch[key], now); goes {
			through[key] = value
		}
	}
	return through
}

func (r *rebase) member(path string, wanted, stands any) (any, bool) {
	value := wanted
	if patch, ok := wanted.(map[string]any); ok && !whole(path) {
		if now, ok := stands.(map[string]any); ok {
			through := r.object(path, patch, now)
			return through, len(through) > 0
		}
		value = merged(nil, patch)
		if gone, ok := r.others.replaced(path); ok {
			if was, ok := gone.Before.(map[string]any); ok {
				r.contest(path, r.amended(path, was, patch), gone.revision)
				return nil, false
			}
		}
	}
	if reflect.DeepEqual(value, stands) {
		return nil, false
	}
	if over := r.others.over(path, stands); over > 0 {
		r.contest(path, value, over)
		return nil, false
	}
	return wanted, true
}

// amended is an object that others took away as its editor wants it: an earlier
// change of theirs to it is not forgotten.
func (r *rebase) amended(path string, was, patch map[string]any) any {
	if mine, ok := r.earlier[path]; ok {
		return merged(mine.Value, patch)
	}
	return merged(was, patch)
}

// contest keeps a value that did not go through. One of the same maker at the
// same place has been thought better of.
func (r *rebase) contest(path string, value any, over int) {
	if mine, ok := r.earlier[path]; ok {
		r.settled = append(r.settled, mine.ID)
	}
	r.opened = append(r.opened, Conflict{Path: path, Value: value, Over: over})
}
