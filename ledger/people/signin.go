package people

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"net/mail"
	"strings"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// SignIn is an attempt to sign in: with a name and a PIN or a password, or with a card.
type SignIn struct {
	Login   string // a phone number or an e-mail address
	Secret  string
	Card    string // the text of a key card
	Agent   string // what the browser calls itself
	Address string // where the attempt comes from
	Device  DeviceRequest
}

// SignedIn is a session that has begun. The token is shown this once.
type SignedIn struct {
	Token   string
	Session Session
}

// loginName is a name to sign in with in its one form, and what it is.
func loginName(text string) (name, kind string, err error) {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "@") {
		address, err := mail.ParseAddress(text)
		if err != nil || address.Name != "" || len(text) > 254 {
			return "", "", ledger.E(ledger.Invalid, "invalid_email", "login")
		}
		return strings.ToLower(address.Address), "email", nil
	}
	phone, refused := normalPhone(text)
	if refused != nil || phone == "" {
		return "", "", ledger.E(ledger.Invalid, "invalid_phone", "login")
	}
	return phone, "phone", nil
}

func (p *People) loginIndex(name string) []byte { return p.v.Index("login", name) }

// errSignIn is the one answer to a sign-in that fails, whatever was wrong.
func errSignIn() error { return ledger.E(ledger.Unauthenticated, "sign_in_failed", "") }

// SignIn begins a session for whoever proves who she is. It does not tell whether
// there is such a name: what fails, fails with sign_in_failed and takes as long.
// limited says after how many seconds to try again. At a device of ours, which signs the
// attempt, the session lasts longer, and attempts are counted apart: nobody elsewhere
// can make those at the group's own phone wait. Codes beside: invalid_phone,
// invalid_email, invalid_card, unknown_device_signature, stale_request.
func (p *People) SignIn(ctx context.Context, in SignIn) (SignedIn, error) {
	if err := p.atDevice(ctx, in.Device); err != nil {
		return SignedIn{}, err
	}
	if in.Card != "" {
		return p.signInByCard(ctx, in)
	}
	name, _, err := loginName(in.Login)
	if err != nil {
		return SignedIn{}, err
	}
	login, there, err := findLogin(ctx, p.s, p.loginIndex(name))
	if err != nil {
		return SignedIn{}, err
	}
	if there { // whichever of her names is tried
		name = "sign-in of " + login.Person.String()
	}
	counters := p.counters(in.counted(name))
	known, err := p.familiar(ctx, login.Person, in)
	if err != nil {
		return SignedIn{}, err
	}
	if known {
		counters = counters[:1] // her name alone
	}
	if err := p.try(ctx, counters); err != nil {
		return SignedIn{}, err
	}
	signed, err := p.signInBySecret(ctx, login, in)
	if ledger.CodeOf(err) == "sign_in_failed" {
		return SignedIn{}, err
	}
	if err == nil {
		err = p.remember(ctx, login.Person, in)
	}
	return signed, errors.Join(err, p.spare(ctx, counters, err == nil))
}

// counted is what an attempt is counted under: the name, and where it comes from.
func (in SignIn) counted(name string) (who, where string) {
	if in.Device.Device.IsZero() {
		return name, in.Address
	}
	where = "device " + in.Device.Device.String()
	if name != "" {
		name += " at " + where
	}
	return name, where
}

func (p *People) signInBySecret(ctx context.Context, login loginRow, in SignIn) (SignedIn, error) {
	how, err := p.secretOf(ctx, login.Person, in.Secret)
	if err != nil {
		return SignedIn{}, err
	}
	if how == "" {
		return SignedIn{}, errSignIn()
	}
	signed, err := p.startSession(ctx, login.Home, login.Person, in.Device.Device, began{how: string(how), agent: in.Agent})
	if ledger.CodeOf(err) == "unknown_person" {
		err = errSignIn()
	}
	return signed, err
}

// secretOf tells which of a person's secrets this is, "" when it is none. What looks
// like a PIN is held against the PIN alone, so that each attempt costs one hash.
func (p *People) secretOf(ctx context.Context, person ledger.ID, secret string) (SecretKind, error) {
	kind := Password
	if len(secret) == pinDigits && strings.Trim(secret, "0123456789") == "" {
		kind = PIN
	}
	row, _, err := credentialByHandle(ctx, p.s, string(kind), secretHandle(kind, person))
	if err != nil {
		return "", err
	}
	fits, err := p.secretFits(ctx, secret, row.Secret)
	if err != nil || !fits || person.IsZero() {
		return "", err
	}
	return kind, nil
}

func (p *People) signInByCard(ctx context.Context, in SignIn) (SignedIn, error) {
	card, err := ParseKeyCard(in.Card)
	if err != nil {
		return SignedIn{}, err
	}
	// A card cannot be guessed; only wrong ones are counted, and a right one is never
	// held up by what else comes from its address.
	row, there, err := credentialByHandle(ctx, p.s, "card", cardHandle(card.Public()))
	if err != nil {
		return SignedIn{}, err
	}
	if !there {
		return SignedIn{}, cmp.Or(p.try(ctx, p.counters(in.counted(""))), errSignIn())
	}
	signed, err := p.startSession(ctx, row.Home, row.Person, in.Device.Device, began{"card", row.ID, in.Agent})
	if ledger.CodeOf(err) == "unknown_person" {
		return SignedIn{}, cmp.Or(p.try(ctx, p.counters(in.counted(""))), errSignIn())
	}
	return signed, err
}

// agentMax is how much is kept of what a browser calls itself.
const agentMax = 200

// began is how a session began: with what, which card or passkey if it was one, and
// what the browser calls itself.
type began struct {
	how        string
	credential ledger.ID
	agent      string
}

// startSession begins a session of a person who has proved who she is. Its token is
// 32 random bytes, of which only the hash is kept. Beyond twenty, the oldest ends. With a
// card or a passkey that was revoked meanwhile none begins (unknown_person).
func (p *People) startSession(ctx context.Context, home, person, device ledger.ID, x began) (SignedIn, error) {
	token := base64.RawURLEncoding.EncodeToString(store.Random(32))
	// No database takes what is not UTF-8, nor PostgreSQL a zero byte.
	agent := strings.ReplaceAll(strings.ToValidUTF8(x.agent[:min(len(x.agent), agentMax)], ""), "\x00", "")
	life := SessionLife
	if !device.IsZero() {
		life = DeviceSessionLife
	}
	id := store.NewID()
	var row sessionRow
	_, err := p.do(ctx, Caller{Person: person, Device: device}, "session.start", id, home, x.how, func(ctx context.Context, s *store.Store) (string, error) {
		who, err := findPersonAt(ctx, s, home, person, "")
		if err != nil {
			return "", err
		}
		if who.ErasedAt != 0 || !who.MergedInto.IsZero() {
			return "", ledger.E(ledger.Missing, "unknown_person", "")
		}
		if !x.credential.IsZero() {
			with, err := credentialByID(ctx, s, home, person, x.credential)
			if err != nil {
				return "", err
			}
			if with.RevokedAt != 0 {
				return "", ledger.E(ledger.Missing, "unknown_person", "")
			}
		}
		at := ledger.Micros(s.At())
		row = sessionRow{Token: HashOf(token), ID: id, Home: home, Person: person, Device: device, How: x.how, Agent: agent, Credential: x.credential,
			CreatedAt: at, SeenAt: at, ProvedAt: at, ExpiresAt: ledger.Micros(s.At().Add(life))}
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		if err := endOldest(ctx, s, home, person); err != nil {
			return "", err
		}
		return id.String(), s.Record(ctx, home, "session.started", person, sessionFacts{id, x.how})
	})
	p.changed(person) // an older one may have ended
	return SignedIn{Token: token, Session: row.session()}, err
}

// mostSessions is at how many places somebody can be signed in at once.
const mostSessions = 20

// endOldest ends the sessions of a person that are too many, those that began first.
func endOldest(ctx context.Context, s *store.Store, home, person ledger.ID) error {
	at := ledger.Micros(s.At())
	rows, err := sessionsOfPerson(ctx, s, person, at)
	if err != nil {
		return err
	}
	for _, r := range rows[min(mostSessions, len(rows)):] {
		if _, err := endSession(ctx, s, person, r.ID, at); err != nil {
			return err
		}
		if err := s.Record(ctx, home, "session.ended", person, sessionFacts{Session: r.ID}); err != nil {
			return err
		}
	}
	return nil
}

type sessionFacts struct {
	Session ledger.ID `json:"session"`
	How     string    `json:"how,omitempty"`
}

// Session is one place where somebody is signed in.
type Session struct {
	ID        ledger.ID
	Person    ledger.ID
	Device    ledger.ID // zero for a browser or a program
	How       string    // pin, password, card or passkey
	Agent     string
	CreatedAt time.Time
	SeenAt    time.Time // to the minute
	ExpiresAt time.Time
}

func (r *sessionRow) session() Session {
	return Session{ID: r.ID, Person: r.Person, Device: r.Device, How: r.How, Agent: r.Agent,
		CreatedAt: momentOf(r.CreatedAt), SeenAt: momentOf(r.SeenAt), ExpiresAt: momentOf(r.ExpiresAt)}
}

// Sessions are the caller's own that are in force, newest first.
func (p *People) Sessions(ctx context.Context, by Caller) ([]Session, error) {
	now := p.s.At()
	rows, err := sessionsOfPerson(ctx, p.s, by.Person, ledger.Micros(now))
	all := make([]Session, 0, len(rows))
	for i := range rows {
		if rows[i].inForce(now) {
			all = append(all, rows[i].session())
		}
	}
	return all, err
}

// EndSession ends one of the caller's own sessions, this one too, or as an administrator
// one of somebody whom her organisation, or a group of its own, registered. Codes:
// unknown_session (also where it is none of her business).
func (p *People) EndSession(ctx context.Context, by Caller, id, session ledger.ID) error {
	row, err := sessionByID(ctx, p.s, session)
	if err != nil {
		return err
	}
	_, err = p.do(ctx, by, "session.end", id, row.Home, session, func(ctx context.Context, s *store.Store) (string, error) {
		if row.Person != by.Person {
			if err := administersHome(ctx, s, by, row.Home); err != nil {
				return "", err
			}
		}
		there, err := endSession(ctx, s, row.Person, session, ledger.Micros(s.At()))
		if err != nil {
			return "", err
		}
		if !there {
			return "", errUnknownSession()
		}
		return session.String(), s.Record(ctx, row.Home, "session.ended", row.Person, sessionFacts{Session: session})
	})
	p.changed(row.Person)
	return err
}

func errUnknownSession() error { return ledger.E(ledger.Missing, "unknown_session", "") }

// administersHome refuses who is no administrator of the organisation that is the home, or
// registered it (unknown_session).
func administersHome(ctx context.Context, s *store.Store, by Caller, home ledger.ID) error {
	held, err := heldNow(ctx, s, by.Person)
	if err != nil {
		return err
	}
	registrar, err := registrarOf(ctx, s, home)
	if err != nil {
		return err
	}
	for _, organization := range []ledger.ID{home, registrar} {
		if !organization.IsZero() && held.Is(Scope{AtOrganization, organization}, Admin) {
			return nil
		}
	}
	return errUnknownSession()
}

// living finds a person who is neither erased nor merged into another. Codes:
// unknown_person, person_erased, already_merged.
func (p *People) living(ctx context.Context, person ledger.ID) (personRow, error) {
	row, err := findPerson(ctx, p.s, person)
	switch {
	case err != nil:
		return row, err
	case row.ErasedAt != 0:
		return row, ledger.E(ledger.Conflict, "person_erased", "person")
	case !row.MergedInto.IsZero():
		return row, ledger.E(ledger.Conflict, "already_merged", "person")
	}
	return row, nil
}
