package prompt

import (
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Piece is a part of a sentence: a text, or the id of a fact or a passage.
type Piece struct {
	Text string
	Ref  string
}

// Draft is a model's answer that was checked.
type Draft struct {
	Sentences [][]Piece
	Because   []string // ids of facts
	Try       []string // ids of moves
	Enough    bool     // the model holds that what it was given answers the question
}

// longestReply is how much of a reply is read at all, in bytes: far more than the
// schema allows.
const longestReply = 64 << 10

// What is said of a reply that cannot be used.
const (
	objectEmpty    = "it is empty"
	objectLong     = "it is too long"
	objectJSON     = "it is not one JSON object of the given shape"
	objectUnknown  = "it names an id that was not given"
	objectFigure   = "it writes a number in place of an id in braces"
	objectLoop     = "it repeats itself"
	objectLanguage = "it is in the wrong language or script"
	objectCopy     = "it repeats a passage word for word in place of citing it"
	objectNothing  = "no sentence is left that can be shown"
)

// Read checks a reply against the sheet that it answers. What is wrong with it is
// listed; a draft without sentences cannot be shown.
func Read(reply string, s Sheet) (Draft, []string) {
	var said struct {
		Sentences []string `json:"sentences"`
		Because   []string `json:"because"`
		Try       []string `json:"try"`
		Enough    string   `json:"enough"`
	}
	switch {
	case strings.TrimSpace(reply) == "":
		return Draft{}, []string{objectEmpty}
	case len(reply) > longestReply:
		return Draft{}, []string{objectLong}
	case !utf8.ValidString(reply) || decode(reply, &said) != nil || said.Enough != "yes" && said.Enough != "no":
		return Draft{}, []string{objectJSON}
	case len(said.Sentences) > mostSentences || len(said.Because) > mostBecause || len(said.Try) > mostTry:
		return Draft{}, []string{objectJSON}
	}
	r := reader{sheet: s}
	d := Draft{Enough: said.Enough == "yes"}
	for _, text := range said.Sentences {
		for _, one := range sentencesOf(text) {
			if pieces, ok := r.sentence(one); ok && len(d.Sentences) < mostSentences {
				d.Sentences = append(d.Sentences, pieces)
			}
		}
	}
	d.Because = r.known(said.Because, func(id string) bool { return slices.ContainsFunc(s.Facts, func(f Fact) bool { return f.ID == id }) })
	d.Try = r.known(said.Try, func(id string) bool { return slices.ContainsFunc(s.Moves, func(m Move) bool { return m.ID == id }) })
	if len(d.Sentences) == 0 && d.Enough {
		r.object(objectNothing)
	}
	return d, r.objections
}

// decode reads exactly one JSON object, without fields of its own.
func decode(reply string, into any) error {
	d := json.NewDecoder(strings.NewReader(reply))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows")
	}
	return nil
}

// reader checks the parts of one reply.
type reader struct {
	sheet      Sheet
	objections []string
	said       []string // sentences so far
}

func (r *reader) object(to string) {
	if !slices.Contains(r.objections, to) {
		r.objections = append(r.objections, to)
	}
}

// known keeps the ids that were given, each once.
func (r *reader) known(ids []string, given func(string) bool) []string {
	var out []string
	for _, id := range ids {
		switch {
		case !given(id):
			r.object(objectUnknown)
		case !slices.Contains(out, id):
			out = append(out, id)
		}
	}
	return out
}

// sentencesOf cuts a text behind each end of a sentence.
func sentencesOf(text string) []string {
	var out []string
	runes := []rune(text)
	from := 0
	for i, c := range runes {
		end := strings.ContainsRune(".!?。", c) && (i+1 == len(runes) || unicode.IsSpace(runes[i+1]))
		if end || c == '\n' {
			out = append(out, strings.TrimSpace(string(runes[from:i+1])))
			from = i + 1
		}
	}
	out = append(out, strings.TrimSpace(string(runes[from:])))
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

var reference = regexp.MustCompile(`\{([FS][1-9][0-9]{0,2})\}`)

// sentence cuts a sentence into pieces; false when it cannot be shown.
func (r *reader) sentence(text string) ([]Piece, bool) {
	if utf8.RuneCountInString(text) > longestSentence {
		r.object(objectLong)
		return nil, false
	}
	pieces, ok := r.pieces(text)
	if !ok {
		r.object(objectUnknown)
		return nil, false
	}
	if to := r.wrong(pieces, text); to != "" {
		r.object(to)
		return nil, false
	}
	r.said = append(r.said, text)
	return pieces, true
}

// pieces cuts at references; false for one that was not given, and for braces
// that are none.
func (r *reader) pieces(text string) ([]Piece, bool) {
	var out []Piece
	add := func(words string) bool {
		if words != "" {
			out = append(out, Piece{Text: words})
		}
		return !strings.ContainsAny(words, "{}")
	}
	for {
		at := reference.FindStringSubmatchIndex(text)
		if at == nil {
			return out, add(text)
		}
		id := text[at[2]:at[3]]
		if !add(text[:at[0]]) || !r.given(id) {
			return nil, false
		}
		out = append(out, Piece{Ref: id})
		text = text[at[1]:]
	}
}

func (r *reader) given(id string) bool {
	return slices.ContainsFunc(r.sheet.Facts, func(f Fact) bool { return f.ID == id }) ||
		slices.ContainsFunc(r.sheet.Passages, func(p Passage) bool { return p.ID == id })
}

// wrong says what is wrong with a sentence's own words; "" for nothing.
func (r *reader) wrong(pieces []Piece, whole string) string {
	var words strings.Builder
	for _, p := range pieces {
		words.WriteString(p.Text + " ")
	}
	text := words.String()
	switch {
	case unreadable(text) || strings.Contains(text, "://") || strings.Contains(strings.ToLower(text), "www."):
		return objectLanguage
	case writesFigure(text), changed(pieces):
		return objectFigure
	case !strings.ContainsFunc(text, unicode.IsLetter):
		return objectNothing
	case r.sheet.Locale == "ko" && !strings.ContainsFunc(text, isHangul), r.sheet.Locale != "ko" && strings.ContainsFunc(text, isHangul):
		return objectLanguage
	case slices.Contains(r.said, whole) || loops(text):
		return objectLoop
	case r.copies(text):
		return objectCopy
	}
	return ""
}

func isHangul(c rune) bool { return unicode.Is(unicode.Hangul, c) }

// unreadable finds what no sentence needs: control and formatting characters, signs
// of markup, and letters of other scripts, which may look like a digit's or another letter.
func unreadable(text string) bool {
	return strings.ContainsFunc(norm.NFC.String(text), func(c rune) bool {
		if unicode.IsLetter(c) {
			return !isSyllable(c) && !isPlainLatin(c)
		}
		return strings.ContainsRune("<>|\\`", c) || c == utf8.RuneError || unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || unicode.Is(unicode.Co, c)
	}) || spelledOut.MatchString(text)
}

// isPlainLatin takes the letters that English and names need: no full-width ones, no
// phonetic and raised ones, which read like others.
func isPlainLatin(c rune) bool { return c <= 0x17f && unicode.Is(unicode.Latin, c) }

// isSyllable takes whole syllables of 한글: their letters alone read like others.
func isSyllable(c rune) bool { return c >= '가' && c <= '힣' }

// spelledOut is a word written letter by letter.
var spelledOut = regexp.MustCompile(`(?:^|[^\pL])\pL(?:[^\pL]{1,2}\pL){3,}(?:[^\pL]|$)`)

// Letters that no decomposition turns into the plain ones that they are read as.
var plainLetters = strings.NewReplacer("ı", "i", "ł", "l", "ø", "o", "đ", "d", "ħ", "h", "ŧ", "t", "ĸ", "k", "ŋ", "n")

// folded is a text as it is read: without marks on letters, its syllables whole, small.
func folded(text string) string {
	bare := strings.Map(func(c rune) rune {
		if unicode.Is(unicode.M, c) {
			return -1
		}
		return c
	}, norm.NFKD.String(text))
	return plainLetters.Replace(strings.ToLower(norm.NFC.String(bare)))
}

// Number words. Ordinals as in "the first years" state no figure and are left
// alone; "one" is taken for a number wherever it stands.
var (
	numbersEN = regexp.MustCompile(`^(?:(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:s|es|fold)?|(?:thir|four|fif|six|seven|eigh|nine)teen\pL*|(?:twen|thir|for|fif|six|seven|eigh|nine)ty\pL*|\pL*(?:hundred|thousand|million|billion|trillion)\pL*|dozens?|half|halves|halv\pL*|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?|once|twice|thrice|doubl\pL*|tripl\pL*|quadrupl\pL*|couple|decades?|centur\pL*|[ivx]{2,})$`)
	// Sino-Korean numerals count only before what is counted: 이 is "this" and 만 is "only" elsewhere.
	sinoKO = regexp.MustCompile(`(?:[영공일이삼사오육칠팔구십백천만억조]|수십|수백|수천|몇)+\s*(?:년|개월|세|살|퍼센트|프로|포인트|원|명|번|배|달러|점|건|회|분의|가지|억|조|천만|백만|십만)`)
	// A digit's name before a power of ten counts wherever it stands, and so does one
	// power of ten before another.
	tensKO = regexp.MustCompile(`[일이삼사오육칠팔구][십백천]|[십백천][만억조]`)
	// Words that only look like a numeral and what it counts, and "a month", "a year".
	wordsKO = strings.NewReplacer("조건", "", "사건", "", "사회", "", "이번", "", "이점", "", "이 점", "", "사원", "", "일원", "", "구원", "", "조명", "", "만점", "", "오점", "", "이건", "", "한 달에", "", "한 해에", "",
		"십시오", "", "십니다", "", "십니까", "")
	// Native numerals, likewise before what is counted.
	nativeKO = regexp.MustCompile(`(?:^|[^가-힣])(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열\S?|스무|스물\S?|서른\S?|마흔\S?|쉰\S?|예순\S?|일흔\S?|여든\S?|아흔\S?)\s*(?:해|살|달|번|배|명|사람|가지|개월|개(?:$|[^가-힣])|시간|주|곳|차례|자릿수)`)
	partsKO  = regexp.MustCompile(`절반|반으로|반값|갑절|하나|둘(?:$|[^가-힣])|셋|넷(?:$|[^가-힣])|다섯|여섯|일곱|여덟|아홉|스물|서른|마흔|쉰(?:$|[^가-힣])|예순|일흔|여든|아흔|분의`)
)

// writesFigure finds digits of any script, signs of share and money, and number
// words, however their letters are written.
func writesFigure(text string) bool {
	if strings.ContainsFunc(text, unicode.IsNumber) || strings.ContainsAny(text, "%％‰‱٪$€£¥₩") || strings.ContainsFunc(text, isMoney) {
		return true
	}
	read := folded(text)
	left := wordsKO.Replace(read)
	return numberIn(read) || sinoKO.MatchString(left) || tensKO.MatchString(left) || nativeKO.MatchString(left) || partsKO.MatchString(left)
}

func isMoney(c rune) bool { return unicode.Is(unicode.Sc, c) }

// numberIn looks at every word, and at words whose parts are joined as one.
func numberIn(text string) bool {
	apart := strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) })
	joined := strings.FieldsFunc(hyphens.Replace(text), func(c rune) bool { return !unicode.IsLetter(c) })
	return slices.ContainsFunc(append(apart, joined...), numbersEN.MatchString)
}

var hyphens = strings.NewReplacer("-", "", "‐", "", "‑", "", "'", "", "’", "", "_", "", ".", "", "·", "")

// changed finds references to facts whose neighbours would make another figure of
// them: a sign or another figure beside them, or a multiple behind.
func changed(pieces []Piece) bool {
	for i, p := range pieces {
		if p.Ref == "" || p.Ref[0] != 'F' {
			continue
		}
		before, after := textAt(pieces, i-1), textAt(pieces, i+1)
		touches := i+1 < len(pieces) && pieces[i+1].Ref != "" || i+2 < len(pieces) && !strings.ContainsFunc(after, isSpaceOrLetter)
		if touches || signBefore.MatchString(strings.ToLower(before)) || multipleBehind.MatchString(strings.TrimPrefix(folded(after), "만큼")) {
			return true
		}
	}
	return false
}

func textAt(pieces []Piece, i int) string {
	if i < 0 || i >= len(pieces) {
		return ""
	}
	return pieces[i].Text
}

func isSpaceOrLetter(c rune) bool { return unicode.IsSpace(c) || unicode.IsLetter(c) }

var (
	signBefore     = regexp.MustCompile(`(?:[-−–—+±~≈×*/^=.,]|[-−+±×*/^=]\s+|(?:^|[^\pL])(?:minus|plus|negative|times|마이너스|영하)\s*)$`)
	multipleBehind = regexp.MustCompile(`^(?:[-−–—+±~×*^=_]?[a-z]|\s*[+×*^=]|\s*(?:k|m|b|bn|mn|tn|mio|mrd|mm|bps?|percent)(?:[^\pL]|$)|[만억조천백십배할푼])`)
)

// loops finds a stretch of up to four words that stands three times in a row.
func loops(text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) })
	for size := 1; size <= 4; size++ {
		for i := 0; i+3*size <= len(words); i++ {
			if slices.Equal(words[i:i+size], words[i+size:i+2*size]) && slices.Equal(words[i:i+size], words[i+2*size:i+3*size]) {
				return true
			}
		}
	}
	return false
}

// copied is how many words in a row count as a copy of a passage; all of a shorter
// sentence does too. What a document says must go with the document, and a
// sentence is kept.
const copied = 6

// copies finds words of a passage in the sentence.
func (r *reader) copies(text string) bool { return Copies(text, r.sheet.Passages) }

// Copies reports whether a text repeats a passage word for word.
func Copies(text string, passages []Passage) bool {
	words := strings.Fields(text)
	long := min(copied, max(3, len(words)))
	for i := 0; i+long <= len(words); i++ {
		stretch := strings.Join(words[i:i+long], " ")
		for _, p := range passages {
			if strings.Contains(strings.Join(strings.Fields(p.Text), " "), stretch) {
				return true
			}
		}
	}
	return false
}
