package retrieve

import "strings"

// Stem is an English word without its ending: M. F. Porter, "An algorithm for
// suffix stripping", Program 14(3), 1980, with the two departures that its
// author made later (-logi, -bli). Anything but lower-case ASCII letters, and
// words of one or two of them, stays as it is.
func Stem(word string) string {
	if len(word) < 3 {
		return word
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return word
		}
	}
	w := stem([]byte(word))
	w.plurals()
	w.pastAndGerund()
	w.finalY()
	w.replaceLongest(doubleEndings, 0)
	w.replaceLongest(adjectiveEndings, 0)
	w.dropLongest()
	w.finalE()
	return string(w)
}

// stem is a word while its endings are taken away.
type stem []byte

func (w stem) consonant(i int) bool {
	switch w[i] {
	case 'a', 'e', 'i', 'o', 'u':
		return false
	case 'y':
		return i == 0 || !w.consonant(i-1)
	}
	return true
}

// measure counts the changes from vowels to consonants in the first n letters.
func (w stem) measure(n int) int {
	m, afterVowel := 0, false
	for i := range n {
		if w.consonant(i) {
			if afterVowel {
				m++
			}
			afterVowel = false
		} else {
			afterVowel = true
		}
	}
	return m
}

func (w stem) vowelIn(n int) bool {
	for i := range n {
		if !w.consonant(i) {
			return true
		}
	}
	return false
}

func (w stem) doubled() bool {
	n := len(w)
	return n >= 2 && w[n-1] == w[n-2] && w.consonant(n-1)
}

// short reports whether the first n letters end in consonant, vowel and a
// consonant other than w, x and y.
func (w stem) short(n int) bool {
	if n < 3 || !w.consonant(n-3) || w.consonant(n-2) || !w.consonant(n-1) {
		return false
	}
	return w[n-1] != 'w' && w[n-1] != 'x' && w[n-1] != 'y'
}

func (w stem) ends(suffix string) bool { return strings.HasSuffix(string(w), suffix) }

func (w *stem) swap(suffix, by string) { *w = append((*w)[:len(*w)-len(suffix)], by...) }

// plurals is step 1a.
func (w *stem) plurals() {
	switch {
	case w.ends("sses"), w.ends("ies"):
		w.swap("es", "")
	case w.ends("ss"):
	case w.ends("s"):
		w.swap("s", "")
	}
}

// pastAndGerund is step 1b.
func (w *stem) pastAndGerund() {
	if w.ends("eed") {
		if w.measure(len(*w)-3) > 0 {
			w.swap("d", "")
		}
		return
	}
	for _, suffix := range []string{"ed", "ing"} {
		if !w.ends(suffix) {
			continue
		}
		if !w.vowelIn(len(*w) - len(suffix)) {
			return
		}
		w.swap(suffix, "")
		w.mend()
		return
	}
}

// mend gives back what step 1b took too much of.
func (w *stem) mend() {
	switch last := (*w)[len(*w)-1]; {
	case w.ends("at"), w.ends("bl"), w.ends("iz"):
		*w = append(*w, 'e')
	case w.doubled() && last != 'l' && last != 's' && last != 'z':
		*w = (*w)[:len(*w)-1]
	case w.measure(len(*w)) == 1 && w.short(len(*w)):
		*w = append(*w, 'e')
	}
}

// finalY is step 1c.
func (w *stem) finalY() {
	if w.ends("y") && w.vowelIn(len(*w)-1) {
		(*w)[len(*w)-1] = 'i'
	}
}

// ending is an ending and what takes its place.
type ending struct{ suffix, by string }

// doubleEndings is step 2, adjectiveEndings step 3, singleEndings step 4; of
// endings that contain one another the longer stands first.
var (
	doubleEndings = []ending{
		{"ational", "ate"}, {"ization", "ize"}, {"iveness", "ive"}, {"fulness", "ful"}, {"ousness", "ous"},
		{"tional", "tion"}, {"biliti", "ble"}, {"entli", "ent"}, {"ousli", "ous"}, {"ation", "ate"},
		{"alism", "al"}, {"aliti", "al"}, {"iviti", "ive"}, {"enci", "ence"}, {"anci", "ance"},
		{"izer", "ize"}, {"alli", "al"}, {"ator", "ate"}, {"logi", "log"}, {"bli", "ble"}, {"eli", "e"},
	}
	adjectiveEndings = []ending{
		{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ness", ""}, {"ful", ""},
	}
	singleEndings = []string{
		"ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ion", "ism",
		"ate", "iti", "ous", "ive", "ize", "al", "er", "ic", "ou",
	}
)

func (w *stem) replaceLongest(endings []ending, over int) {
	for _, e := range endings {
		if !w.ends(e.suffix) {
			continue
		}
		if w.measure(len(*w)-len(e.suffix)) > over {
			w.swap(e.suffix, e.by)
		}
		return
	}
}

func (w *stem) dropLongest() {
	for _, suffix := range singleEndings {
		if !w.ends(suffix) {
			continue
		}
		rest := len(*w) - len(suffix)
		if suffix == "ion" && (rest == 0 || (*w)[rest-1] != 's' && (*w)[rest-1] != 't') {
			return
		}
		if w.measure(rest) > 1 {
			w.swap(suffix, "")
		}
		return
	}
}

// finalE is step 5.
func (w *stem) finalE() {
	if n := len(*w) - 1; w.ends("e") {
		if m := w.measure(n); m > 1 || m == 1 && !w.short(n) {
			*w = (*w)[:n]
		}
	}
	if w.ends("ll") && w.measure(len(*w)-1) > 1 {
		*w = (*w)[:len(*w)-1]
	}
}
