package retrieve

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mentions tell which volumes a question may speak of, so that not every one
// of thousands is compared with it. A volume stands under all that names.who
// asks a question for.
type mentions struct {
	under  map[string][]int32
	joined []joinedName // in the order of the names
}

type joinedName struct {
	name   string
	volume int32
}

func mentionsOf(volumes []Volume) mentions {
	m := mentions{under: map[string][]int32{}}
	for i, v := range volumes {
		m.put(int32(i), v.called)
	}
	slices.SortFunc(m.joined, func(a, b joinedName) int { return strings.Compare(a.name, b.name) })
	return m
}

func (m *mentions) put(volume int32, c called) {
	for count := range c.issuer {
		m.note(volume, strings.Join(c.issuer[:count+1], ""))
	}
	if len(c.issuer) > 0 {
		m.note(volume, firstLetters(c.issuer))
		m.joined = append(m.joined, joinedName{c.joined, volume})
	}
	for _, word := range c.title {
		m.note(volume, word)
	}
}

func (m *mentions) note(volume int32, name string) {
	if of := m.under[name]; len(of) == 0 || of[len(of)-1] != volume {
		m.under[name] = append(of, volume)
	}
}

// by are the volumes that a question may speak of.
func (m *mentions) by(n names) map[int32]bool {
	found := map[int32]bool{}
	for run := range n.runs {
		m.find(found, run)
		if r, _ := utf8.DecodeRuneInString(run); !unicode.Is(unicode.Hangul, r) {
			continue
		}
		for end := range run { // a name with a particle behind it
			m.find(found, run[:end])
		}
	}
	for _, w := range n.words {
		m.find(found, w.capitals)
		if len(w.text) >= 3 && w.capitals == w.text {
			m.beginWith(found, w.text)
		}
	}
	return found
}

func (m *mentions) find(found map[int32]bool, name string) {
	for _, volume := range m.under[name] {
		found[volume] = true
	}
}

func (m *mentions) beginWith(found map[int32]bool, text string) {
	i, _ := slices.BinarySearchFunc(m.joined, text, func(j joinedName, text string) int { return strings.Compare(j.name, text) })
	for ; i < len(m.joined) && strings.HasPrefix(m.joined[i].name, text); i++ {
		found[m.joined[i].volume] = true
	}
}
