package guest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"meridian/backend/access"
	"meridian/backend/fault"
)

// How long things last.
const (
	idle     = 14 * 24 * time.Hour // a session that nobody uses
	absolute = 90 * 24 * time.Hour // a session, however much it is used
	turnOver = 12 * time.Hour      // a session's secret
	grace    = time.Minute         // the secret before, for what was under way
	touching = time.Minute         // between two notes that somebody was here
)

// The limits of what the owner may choose.
const (
	mostName    = 80  // characters
	mostUses    = 100 //
	longestLife = 2 * 365 * 24 * time.Hour
	mostAgent   = 120 // bytes of what a browser calls itself
	mostChoices = 16 << 10
)

// Service lets guests in. Every field must be set.
type Service struct {
	Store Store
	Now   func() time.Time
	NewID func() string
	// Worth is what percentages are of for a guest who is invited now: what the
	// household's accounts hold, in major units; never 0.
	Worth func(ctx context.Context) (float64, error)
}

// Terms are what the owner offers a guest.
type Terms struct {
	Name     string
	Role     access.Role
	Sections access.Sections
	Money    access.Visibility
	Control  bool
	Email    string
	Life     time.Duration // from now
	MaxUses  int
}

// Made is a guest just invited: the secret is told once, and kept nowhere.
type Made struct {
	Guest  Guest
	Token  string // of a person: what the link carries
	Secret string // of a program: what it sends
	Words  [2][]string
}

// Invite makes a guest. It fails with Invalid, listing what cannot be granted.
func (s *Service) Invite(ctx context.Context, kind Kind, t Terms) (Made, error) {
	if found := t.wrong(kind); len(found) > 0 {
		return Made{}, Invalid.WithProblems(found)
	}
	base, err := s.Worth(ctx)
	if err != nil {
		return Made{}, fmt.Errorf("find what percentages are of: %w", err)
	}
	now := s.Now()
	g := Guest{ID: s.NewID(), Kind: kind, Base: base, Made: now, Expires: now.Add(t.Life), MaxUses: t.MaxUses}
	g = t.applied(g)
	secret := newSecret()
	hash, _ := hashOf(secret)
	if err := s.Store.AddGuest(ctx, g, hash); err != nil {
		return Made{}, fmt.Errorf("add guest %s: %w", g.ID, err)
	}
	if err := s.owner(ctx, Invited, g.ID); err != nil {
		return Made{}, err
	}
	made := Made{Guest: g, Secret: secret}
	made.Words[0], made.Words[1] = hash.Words()
	if kind == Person {
		made.Token, made.Secret = token(g.ID, secret), ""
	}
	return made, nil
}

// applied is the guest under other terms; how long they last is said apart.
func (t Terms) applied(g Guest) Guest {
	g.Name, g.Role, g.Sections, g.Money = strings.TrimSpace(t.Name), t.Role, t.Sections, t.Money
	g.Control, g.Email = t.Control, strings.ToLower(strings.TrimSpace(t.Email))
	if g.Role == access.Owner {
		g.Sections, g.Money = access.All(), access.Full
	}
	return g
}

// Change puts a guest under other terms, from the next request on. Kind, life and
// uses stay as they are.
func (s *Service) Change(ctx context.Context, id string, t Terms) (Guest, error) {
	g, err := s.Store.Guest(ctx, id)
	if err != nil {
		return Guest{}, fmt.Errorf("find guest %s: %w", id, err)
	}
	t.Life, t.MaxUses = time.Hour, max(1, g.MaxUses)
	if found := t.wrong(g.Kind); len(found) > 0 {
		return Guest{}, Invalid.WithProblems(found)
	}
	g = t.applied(g)
	if err := s.Store.SaveGuest(ctx, g); err != nil {
		return Guest{}, fmt.Errorf("change guest %s: %w", id, err)
	}
	return g, s.owner(ctx, Changed, id)
}

// Revoke shows a guest out: no request of theirs is answered any more.
func (s *Service) Revoke(ctx context.Context, id string) error {
	if err := s.Store.Revoke(ctx, id, s.Now()); err != nil {
		return fmt.Errorf("revoke guest %s: %w", id, err)
	}
	return s.owner(ctx, Revoked, id)
}

// Guests is everybody who was ever let in, the newest first.
func (s *Service) Guests(ctx context.Context) ([]Guest, error) { return s.Store.Guests(ctx) }

// Guest is one of them.
func (s *Service) Guest(ctx context.Context, id string) (Guest, error) { return s.Store.Guest(ctx, id) }

// Words are the spoken check of a guest's invitation.
func (s *Service) Words(ctx context.Context, id string) (en, ko []string, err error) {
	hash, err := s.Store.Secret(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	en, ko = hash.Words()
	return en, ko, nil
}

// Offer is what whoever shows an invitation is told before they come in.
type Offer struct {
	Guest Guest
	Words [2][]string
}

// Look says what an invitation offers, and uses nothing up.
func (s *Service) Look(ctx context.Context, shown string) (Offer, error) {
	g, hash, err := s.shown(ctx, shown)
	if err != nil {
		return Offer{}, err
	}
	offer := Offer{Guest: g}
	offer.Words[0], offer.Words[1] = hash.Words()
	return offer, nil
}

// shown is the guest of a token that was shown, if it may still be.
func (s *Service) shown(ctx context.Context, shown string) (Guest, Hash, error) {
	id, hash, ok := parse(shown)
	if !ok {
		return Guest{}, Hash{}, Unknown
	}
	g, err := s.holder(ctx, Person, id, hash)
	switch {
	case err != nil:
		return Guest{}, Hash{}, err
	case !g.Revoked.IsZero():
		return Guest{}, Hash{}, ShownOut
	case !s.Now().Before(g.Expires):
		return Guest{}, Hash{}, Expired
	case g.Uses >= g.MaxUses:
		return Guest{}, Hash{}, Spent
	}
	return g, hash, nil
}

// holder is the guest of an id, if the hash is that of their secret.
func (s *Service) holder(ctx context.Context, kind Kind, id string, hash Hash) (Guest, error) {
	kept, err := s.Store.Secret(ctx, id)
	if errors.Is(err, NoGuest) {
		_ = hash.same(Hash{}) // as long as a comparison takes
		return Guest{}, Unknown
	}
	if err != nil {
		return Guest{}, fmt.Errorf("find secret of guest %s: %w", id, err)
	}
	if !hash.same(kept) {
		return Guest{}, Unknown
	}
	g, err := s.Store.Guest(ctx, id)
	if err != nil {
		return Guest{}, fmt.Errorf("find guest %s: %w", id, err)
	}
	if g.Kind != kind {
		return Guest{}, Unknown
	}
	return g, nil
}

// Recognised is a guest known by a session.
type Recognised struct {
	Guest Guest
	Until time.Time
	Fresh string // a new secret for the browser to keep; "" for none
}

// Join begins a session for whoever shows an invitation.
func (s *Service) Join(ctx context.Context, shown, agent string) (Recognised, error) {
	g, _, err := s.shown(ctx, shown)
	if err != nil {
		return Recognised{}, err
	}
	now, secret := s.Now(), newSecret()
	hash, _ := hashOf(secret)
	session := Session{Hash: hash, Guest: g.ID, Made: now, Turned: now, Seen: now, Expires: earlier(now.Add(absolute), g.Expires), Agent: clip(agent, mostAgent)}
	if err := s.Store.Use(ctx, g.ID, session); err != nil {
		return Recognised{}, fmt.Errorf("begin session of guest %s: %w", g.ID, err)
	}
	if err := s.Store.SweepSessions(ctx, now, now.Add(-idle)); err != nil {
		return Recognised{}, fmt.Errorf("forget old sessions: %w", err)
	}
	return Recognised{g, session.Expires, secret}, nil
}

// Recognise is the guest of a session's secret; Unknown for none. A secret that
// is old is replaced.
func (s *Service) Recognise(ctx context.Context, secret string) (Recognised, error) {
	hash, ok := hashOf(secret)
	if !ok {
		return Recognised{}, Unknown
	}
	session, err := s.Store.Session(ctx, hash)
	if errors.Is(err, NoSession) {
		return Recognised{}, Unknown
	}
	if err != nil {
		return Recognised{}, fmt.Errorf("find session: %w", err)
	}
	now := s.Now()
	if !session.good(hash, now) {
		return Recognised{}, Unknown
	}
	g, err := s.Store.Guest(ctx, session.Guest)
	if err != nil {
		return Recognised{}, fmt.Errorf("find guest %s: %w", session.Guest, err)
	}
	if !g.Welcome(now) {
		return Recognised{}, Unknown
	}
	seen := Recognised{Guest: g, Until: earlier(session.Expires, g.Expires)}
	return s.refresh(ctx, session, hash, seen)
}

// good reports whether a secret of the session still lets anybody in.
func (session Session) good(shown Hash, now time.Time) bool {
	if !now.Before(session.Expires) || now.Sub(session.Seen) >= idle {
		return false
	}
	return shown.same(session.Hash) || shown.same(session.Before) && now.Sub(session.Turned) < grace
}

// refresh notes that a session was used, and replaces its secret when it is old.
func (s *Service) refresh(ctx context.Context, session Session, shown Hash, seen Recognised) (Recognised, error) {
	now := s.Now()
	if now.Sub(session.Seen) >= touching {
		if err := s.Store.Touch(ctx, session.Guest, session.Hash, now); err != nil {
			return Recognised{}, fmt.Errorf("note session: %w", err)
		}
	}
	if now.Sub(session.Turned) < turnOver || !shown.same(session.Hash) {
		return seen, nil
	}
	fresh := newSecret()
	hash, _ := hashOf(fresh)
	if err := s.Store.Turn(ctx, session.Hash, hash, now); errors.Is(err, NoSession) {
		return seen, nil // another request has just done it
	} else if err != nil {
		return Recognised{}, fmt.Errorf("replace session: %w", err)
	}
	seen.Fresh = fresh
	return seen, nil
}

// Program is the program of an id and secret; Unknown for none.
func (s *Service) Program(ctx context.Context, id, secret string) (Guest, error) {
	id, hash, ok := parse(token(id, secret))
	if !ok {
		return Guest{}, Unknown
	}
	g, err := s.holder(ctx, Program, id, hash)
	if err != nil {
		return Guest{}, err
	}
	return s.visiting(ctx, g)
}

// ByEmail is the guest whom Cloudflare Access knows by an e-mail, or a program by
// its client id there; Unknown for none.
func (s *Service) ByEmail(ctx context.Context, email string) (Guest, error) {
	g, err := s.Store.ByEmail(ctx, strings.ToLower(email))
	if errors.Is(err, NoGuest) {
		return Guest{}, Unknown
	}
	if err != nil {
		return Guest{}, fmt.Errorf("find guest by e-mail: %w", err)
	}
	return s.visiting(ctx, g)
}

// visiting notes that a guest without a session is here.
func (s *Service) visiting(ctx context.Context, g Guest) (Guest, error) {
	now := s.Now()
	if !g.Welcome(now) {
		return Guest{}, Unknown
	}
	if now.Sub(g.Seen) < touching {
		return g, nil
	}
	if err := s.Store.Touch(ctx, g.ID, Hash{}, now); err != nil {
		return Guest{}, fmt.Errorf("note guest: %w", err)
	}
	return g, nil
}

// Leave ends the session of a secret.
func (s *Service) Leave(ctx context.Context, secret string) error {
	hash, ok := hashOf(secret)
	if !ok {
		return nil
	}
	if err := s.Store.DropSession(ctx, hash); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// Note adds a line to the log.
func (s *Service) Note(ctx context.Context, e Entry) error {
	e.At = s.Now()
	if err := s.Store.Log(ctx, e); err != nil {
		return fmt.Errorf("log: %w", err)
	}
	return nil
}

// owner notes what whoever asks did: the owner at the machine, or elsewhere.
func (s *Service) owner(ctx context.Context, act Act, object string) error {
	who := access.Who(ctx).ID
	if who == "" {
		who = access.OwnerID
	}
	return s.Note(ctx, Entry{Who: who, Act: act, Object: object})
}

// Log is the log before a number, the newest first; 0 begins with the newest.
func (s *Service) Log(ctx context.Context, before int64, most int) ([]Entry, error) {
	return s.Store.Logged(ctx, before, most)
}

// Choices are a guest's own settings, as JSON; nil before the first.
func (s *Service) Choices(ctx context.Context, id string) ([]byte, error) {
	return s.Store.Choices(ctx, id)
}

// Choose keeps a guest's own settings.
func (s *Service) Choose(ctx context.Context, id string, choices []byte) error {
	if len(choices) > mostChoices {
		return Invalid
	}
	return s.Store.SetChoices(ctx, id, choices)
}

// Door is the Cloudflare Access application before the remote listener.
func (s *Service) Door(ctx context.Context) (Door, error) { return s.Store.Door(ctx) }

// SetDoor names the Cloudflare Access application, or none.
func (s *Service) SetDoor(ctx context.Context, d Door) error {
	if found := d.wrong(); len(found) > 0 {
		return Invalid.WithProblems(found)
	}
	if err := s.Store.SetDoor(ctx, d); err != nil {
		return fmt.Errorf("keep door: %w", err)
	}
	return s.owner(ctx, Changed, "door")
}

func (d Door) wrong() []fault.Problem {
	if d == (Door{}) {
		return nil
	}
	var found []fault.Problem
	if d.Team == "" || len(d.Team) > 63 || strings.IndexFunc(d.Team, notOfAnID) >= 0 {
		found = append(found, problem("/team", "value.form", "The name of a team has letters, digits and hyphens.", "팀 이름은 영문자, 숫자, 하이픈으로 씁니다."))
	}
	if len(d.Audience) < 16 || len(d.Audience) > 128 || strings.IndexFunc(d.Audience, notOfAnID) >= 0 {
		found = append(found, problem("/audience", "value.form", "This is not an AUD tag.", "AUD 태그가 아닙니다."))
	}
	return found
}

// wrong lists what cannot be granted.
func (t Terms) wrong(kind Kind) []fault.Problem {
	var found []fault.Problem
	add := func(pointer, code, en, ko string) { found = append(found, problem(pointer, code, en, ko)) }
	if n := utf8.RuneCountInString(strings.TrimSpace(t.Name)); n == 0 || n > mostName {
		add("/name", "value.length", "A name has 1 to 80 characters.", "이름은 1~80자로 씁니다.")
	}
	if !oneOf(t.Role, access.Roles()...) {
		add("/role", "value.unknown", "This role is not known.", "알 수 없는 역할입니다.")
	}
	if !oneOf(t.Money, access.Full, access.Rounded, access.Percent) {
		add("/money", "value.unknown", "Amounts are shown in full, rounded or as percentages.", "금액은 그대로, 반올림, 비율 중에서 고릅니다.")
	}
	if oneOf(t.Role, access.Editor, access.Adviser) && (t.Money != access.Full || !(access.Principal{Role: t.Role, Sections: t.Sections}).SeesWholePlan()) {
		add("/role", "guest.writesBlind", "Whoever changes the plan must see all of it, with exact amounts.", "계획을 고치려면 계획 전체와 정확한 금액을 볼 수 있어야 합니다.")
	}
	if t.Role != access.Owner && t.Sections.Has(access.Advisor) && t.Sections != access.All() {
		add("/sections", "guest.advisorQuotes", "The advisor draws on everything, so it needs every section.", "어드바이저는 모든 내용을 참고하므로 모든 항목이 필요합니다.")
	}
	if t.Role != access.Owner && t.Sections == 0 {
		add("/sections", "guest.nothing", "Choose at least one section.", "항목을 하나 이상 고르세요.")
	}
	if t.Control && t.Role != access.Owner {
		add("/control", "guest.control", "Only an owner can control this computer from elsewhere.", "다른 곳에서 이 컴퓨터를 제어하는 것은 소유자만 가능합니다.")
	}
	if t.Life < time.Hour || t.Life > longestLife {
		add("/days", "value.range", "Access lasts between an hour and two years.", "접근 기간은 1시간에서 2년 사이입니다.")
	}
	if kind == Person && (t.MaxUses < 1 || t.MaxUses > mostUses) {
		add("/maxUses", "value.range", "An invitation can be used 1 to 100 times.", "초대는 1~100번 사용할 수 있습니다.")
	}
	if len(t.Email) > 254 || strings.ContainsAny(t.Email, " \t\r\n\x00") {
		add("/email", "value.form", "This is not an e-mail address.", "이메일 주소가 아닙니다.")
	}
	return found
}

func problem(pointer, code, en, ko string) fault.Problem {
	return fault.Problem{Pointer: pointer, Code: code, Severity: fault.SeverityError, Text: fault.Text{EN: en, KO: ko}}
}

func oneOf[T comparable](v T, known ...T) bool {
	for _, k := range known {
		if v == k {
			return true
		}
	}
	return false
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// clip is the beginning of a text, in valid UTF-8.
func clip(s string, most int) string {
	if len(s) > most {
		s = s[:most]
	}
	return strings.ToValidUTF8(s, "")
}
