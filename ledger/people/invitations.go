package people

import (
	"context"
	"errors"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// InvitationLife is how long an invitation can be accepted.
const InvitationLife = 7 * 24 * time.Hour

// Invitation is an offer of a role, to whoever holds its token: once, and for a week.
type Invitation struct {
	ID        ledger.ID
	Home      ledger.ID
	Person    ledger.ID // whom it is for, when she is registered already
	Role      Role
	Scope     Scope
	CreatedBy ledger.ID
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time
	RevokedAt time.Time
	Token     string // of the link or the QR code: shown once, kept nowhere
}

const invitationPrefix = "LUMBUNGI1"

func invitationToken() string { return invitationPrefix + cardLetters.EncodeToString(store.Random(20)) }

// Invite offers a role at a scope. Its id is the command's. Who may give the role may
// offer it; the operator may offer the first administrator's at an organisation that
// has none. Codes: not_in_list, forbidden, and those of an unknown scope.
func (p *People) Invite(ctx context.Context, by Caller, id ledger.ID, role Role, at Scope, person ledger.ID) (store.Made[Invitation], error) {
	none := store.Made[Invitation]{}
	home, err := p.homeOf(ctx, at)
	if err != nil {
		return none, err
	}
	if err := roleThere(role, at.Kind); err != nil {
		return none, err
	}
	token := invitationToken()
	body := struct {
		Role          Role
		Scope, Person ledger.ID
	}{role, at.ID, person}
	res, err := p.do(ctx, by, "invitation.make", id, home, body, func(ctx context.Context, s *store.Store) (string, error) {
		if err := mayInvite(ctx, s, by, role, at); err != nil {
			return "", err
		}
		if !person.IsZero() {
			if err := knownThere(ctx, s, person, at, home); err != nil {
				return "", err
			}
		}
		row := invitationRow{Token: HashOf(token), Home: home, ID: id, Person: person, Role: string(role), ScopeKind: string(at.Kind), Scope: at.ID,
			CreatedBy: by.Person, CreatedAt: ledger.Micros(s.At()), ExpiresAt: ledger.Micros(s.At().Add(InvitationLife))}
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		return id.String(), s.Record(ctx, home, "invitation.made", id, invitationFacts{role, at.Kind, at.ID})
	})
	if err != nil {
		return none, err
	}
	row, err := findInvitation(ctx, p.s, home, id)
	made := store.Made[Invitation]{It: row.invitation(), Replayed: res.Replayed}
	if !res.Replayed {
		made.It.Token = token
	}
	return made, err
}

type invitationFacts struct {
	Role  Role      `json:"role"`
	Kind  ScopeKind `json:"scope_kind"`
	Scope ledger.ID `json:"scope"`
}

// mayInvite refuses who may not give the role (forbidden).
func mayInvite(ctx context.Context, s *store.Store, by Caller, role Role, at Scope) error {
	may := false
	var err error
	if by.Operator {
		var there int
		there, err = countHolders(ctx, s, at, Admin)
		may = role == Admin && at.Kind == AtOrganization && there == 0
	} else {
		may, err = mayGive(ctx, s, by, role, at)
	}
	if err == nil && !may {
		err = ledger.E(ledger.Forbidden, "forbidden", "")
	}
	return err
}

// OpenInvitation is the invitation of a token, while it can be accepted, and the name
// of what it is to. Codes: unknown_invitation.
func (p *People) OpenInvitation(ctx context.Context, token string) (Invitation, string, error) {
	row, err := invitationByToken(ctx, p.s, HashOf(token))
	if err == nil {
		err = row.open(p.s.At())
	}
	if err != nil {
		return Invitation{}, "", err
	}
	i := row.invitation()
	switch i.Scope.Kind {
	case AtOrganization:
		o, err := p.Organization(ctx, i.Scope.ID)
		return i, o.Name, err
	case AtProgramme:
		g, err := p.Programme(ctx, i.Scope.ID)
		return i, g.Name, err
	}
	if i.Scope.Kind == AtWorkshop {
		name, err := workshopName(ctx, p.s, i.Scope.ID)
		return i, name, err
	}
	b, err := p.s.Book(ctx, i.Scope.ID)
	return i, b.Name, err
}

// stillGood refuses an invitation whose maker may no longer give the role, or to whom
// the scope no longer has anything to do (inviter_not_allowed).
func (r *invitationRow) stillGood(ctx context.Context, s *store.Store) error {
	at := Scope{ScopeKind(r.ScopeKind), r.Scope}
	err := mayInvite(ctx, s, r.inviter(), Role(r.Role), at)
	if err == nil && !r.Person.IsZero() {
		err = knownThere(ctx, s, r.Person, at, r.Home)
	}
	if code := ledger.CodeOf(err); code == "forbidden" || code == "unknown_person" {
		return ledger.E(ledger.Conflict, "inviter_not_allowed", "")
	}
	return err
}

// inviter is who made the invitation.
func (r *invitationRow) inviter() Caller {
	return Caller{Person: r.CreatedBy, Operator: r.CreatedBy == ledger.Operator}
}

func (r *invitationRow) open(at time.Time) error {
	if r.UsedAt != 0 || r.RevokedAt != 0 || ledger.Micros(at) >= r.ExpiresAt {
		return ledger.E(ledger.Missing, "unknown_invitation", "")
	}
	return nil
}

// Acceptance is what somebody who was invited says of herself: her name, how she
// wants to sign in, and her secret. Who has a session needs none of it.
type Acceptance struct {
	ID     ledger.ID // made by her; a repeat with the same one is the same acceptance
	Name   string
	Secret NewSecret
	Agent  string
}

// AcceptInvitation takes an invitation: it registers her at the home that invited if
// she is new there, keeps how she signs in, gives the role, and begins a session unless
// she has one: then it is that one, without a token. An invitation that was accepted
// cannot be again (unknown_invitation), nor can one whose maker may no longer give the
// role: since hers was ended, or her organisation's part in the programme
// (inviter_not_allowed). It is no way into an account that is there: who can sign in
// does so first (sign_in_first). Who repeats her own acceptance, since its answer was
// lost, is signed in by what she set. After twenty names that are others' she waits
// for a day (limited). Codes beside: login_taken, login_not_in_record, those of a new secret, of a name,
// and of the role ([People.GiveRole]).
func (p *People) AcceptInvitation(ctx context.Context, by Caller, token string, a Acceptance) (SignedIn, error) {
	row, err := invitationByToken(ctx, p.s, HashOf(token))
	if err != nil {
		return SignedIn{}, err
	}
	if row.UsedAt != 0 {
		return p.acceptedBefore(ctx, by, row, a)
	}
	if err := row.open(p.s.At()); err != nil {
		return SignedIn{}, err
	}
	if err := row.stillGood(ctx, p.s); err != nil { // before anybody is registered
		return SignedIn{}, err
	}
	person, home, fresh := by.Person, by.Home, false
	keep := func(context.Context, *store.Store, ledger.ID) error { return nil }
	if by.Session.IsZero() {
		if person, home = row.Person, row.Home; person.IsZero() {
			person, fresh = row.newcomer(a), true
		} else if who, err := p.living(ctx, person); err != nil {
			return SignedIn{}, err
		} else {
			home = who.Home
		}
		if a.Secret.Login == "" {
			return SignedIn{}, ledger.E(ledger.Invalid, "required", "login")
		}
		a.Secret.name = a.Name
		may, err := p.invitedLogin(ctx, person, a.Secret.Login)
		if err != nil {
			return SignedIn{}, err
		}
		if keep, err = p.secretKeeper(ctx, home, person, person, a.Secret, may); err != nil {
			return SignedIn{}, err
		}
	} else if !row.Person.IsZero() && row.Person != by.Person {
		return SignedIn{}, ledger.E(ledger.Missing, "unknown_invitation", "")
	}
	if fresh {
		maker := Caller{Person: row.CreatedBy, Home: row.Home}
		if _, err := p.Register(ctx, maker, NewPerson{ID: person, Home: row.Home, Facts: Facts{Name: a.Name}, DoubleChecked: true}); err != nil {
			return SignedIn{}, err
		}
	}
	counted := p.loginCounters(row.ID, by)
	if err := p.try(ctx, counted); err != nil {
		return SignedIn{}, err
	}
	command := ledger.DeriveID(row.ID, "accept "+person.String())
	res, err := p.s.Once(ctx, ledger.Command{ID: command, Home: row.Home, Name: "invitation.accept", Version: 1, Body: row.Token, Actor: person, Device: by.Device}, []ledger.ID{home},
		func(ctx context.Context, s *store.Store) (string, error) {
			now, err := invitationByToken(ctx, s, row.Token)
			if err != nil {
				return "", err
			}
			if err := now.open(s.At()); err != nil {
				return "", err
			}
			if err := now.stillGood(ctx, s); err != nil {
				return "", err
			}
			if by.Session.IsZero() {
				if err := mayArrive(ctx, s, now.inviter(), person, fresh); err != nil {
					return "", err
				}
			}
			if err := keep(ctx, s, store.NewID()); err != nil {
				return "", err
			}
			held := heldRow{Home: row.Home, ID: row.ID, Person: person, Role: row.Role, ScopeKind: row.ScopeKind, Scope: row.Scope,
				Since: ledger.Micros(s.At()), GrantedBy: row.CreatedBy}
			if err := giveRole(ctx, s, held, false); err != nil {
				return "", err
			}
			if err := now.use(ctx, s, ledger.Micros(s.At())); err != nil {
				return "", err
			}
			if err := now.closeOthers(ctx, s, ledger.Micros(s.At())); err != nil {
				return "", err
			}
			return person.String(), s.Record(ctx, row.Home, "invitation.accepted", row.ID, personFacts{person})
		})
	p.changed(person)
	if ledger.CodeOf(err) != "login_taken" {
		err = errors.Join(err, p.spare(ctx, counted, false))
	}
	if err != nil {
		return SignedIn{}, err
	}
	if !by.Session.IsZero() {
		return p.sessionKept(ctx, by)
	}
	if res.Replayed { // by another request just now, perhaps with another secret
		return p.acceptedBefore(ctx, by, row, a)
	}
	return p.startSession(ctx, home, person, ledger.ID{}, began{how: string(a.Secret.Kind), agent: a.Agent})
}

// newcomer is the id of whoever is new and accepts. It is of this invitation's own: it
// can be nobody's who is there.
func (r *invitationRow) newcomer(a Acceptance) ledger.ID {
	return ledger.DeriveID(r.ID, "person "+a.ID.String())
}

// acceptedBefore answers whoever has accepted the invitation and repeats it. What she
// set then signs her in, and counts as any sign-in does. Codes: unknown_invitation for
// all others, limited.
func (p *People) acceptedBefore(ctx context.Context, by Caller, row invitationRow, a Acceptance) (SignedIn, error) {
	unknown := ledger.E(ledger.Missing, "unknown_invitation", "")
	person := row.Person
	if !by.Session.IsZero() {
		person = by.Person
	} else if person.IsZero() {
		person = row.newcomer(a)
	}
	given, err := findRole(ctx, p.s, row.Home, Scope{}, row.ID)
	if ledger.KindOf(err) == ledger.Missing || err == nil && given.Person != person {
		return SignedIn{}, unknown
	}
	if err != nil {
		return SignedIn{}, err
	}
	if !by.Session.IsZero() {
		return p.sessionKept(ctx, by)
	}
	name, _, err := loginName(a.Secret.Login)
	if err != nil {
		return SignedIn{}, unknown
	}
	login, _, err := findLogin(ctx, p.s, p.loginIndex(name))
	if err != nil {
		return SignedIn{}, err
	}
	if login.Person != person {
		return SignedIn{}, unknown
	}
	signed, err := p.SignIn(ctx, SignIn{Login: a.Secret.Login, Secret: a.Secret.Secret, Agent: a.Agent})
	if ledger.CodeOf(err) == "sign_in_failed" {
		err = unknown
	}
	return signed, err
}

// sessionKept is the session that the caller has already, without its token.
func (p *People) sessionKept(ctx context.Context, by Caller) (SignedIn, error) {
	row, err := sessionByID(ctx, p.s, by.Session)
	if err != nil {
		return SignedIn{}, err
	}
	return SignedIn{Session: row.session()}, nil
}

// mayArrive refuses who accepts in the name of somebody that has a way to sign in
// already (sign_in_first), or that the inviter may not give one (forbidden): whoever
// holds the invitation becomes her. Who is fresh was registered by it.
func mayArrive(ctx context.Context, s *store.Store, inviter Caller, person ledger.ID, fresh bool) error {
	who, err := findPerson(ctx, s, person)
	if err != nil {
		return err
	}
	ways, err := waysIn(ctx, s, person)
	switch {
	case err != nil:
		return err
	case ways > 0:
		return ledger.E(ledger.Conflict, "sign_in_first", "")
	}
	held, err := rolesHeld(ctx, s, []ledger.ID{person}, s.At())
	if err != nil || fresh && len(held) == 0 {
		return err
	}
	return mayEquip(ctx, s, inviter, who)
}

// Invitations are those to a scope that can still be accepted, newest first. Codes:
// those of an unknown scope.
func (p *People) Invitations(ctx context.Context, at Scope) ([]Invitation, error) {
	home, err := p.homeOf(ctx, at)
	if err != nil {
		return nil, err
	}
	rows, err := openInvitations(ctx, p.s, home, at, ledger.Micros(p.s.At()))
	all := make([]Invitation, len(rows))
	for i := range rows {
		all[i] = rows[i].invitation()
	}
	return all, err
}

// Uninvite takes an invitation to the scope back. Who made it may, and who could make
// it now (forbidden). Codes beside: unknown_invitation, and those of an unknown scope.
func (p *People) Uninvite(ctx context.Context, by Caller, id ledger.ID, at Scope, invitation ledger.ID) error {
	home, err := p.homeOf(ctx, at)
	if err != nil {
		return err
	}
	_, err = p.do(ctx, by, "invitation.revoke", id, home, invitation, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findInvitation(ctx, s, home, invitation)
		if err == nil && (Scope{ScopeKind(row.ScopeKind), row.Scope}) != at {
			err = ledger.E(ledger.Missing, "unknown_invitation", "")
		}
		if err != nil {
			return "", err
		}
		if row.CreatedBy != by.Person {
			if err := mayInvite(ctx, s, by, Role(row.Role), at); err != nil {
				return "", err
			}
		}
		if err := row.open(s.At()); err != nil {
			return "", err
		}
		if err := row.revoke(ctx, s, ledger.Micros(s.At())); err != nil {
			return "", err
		}
		return invitation.String(), s.Record(ctx, home, "invitation.revoked", invitation, nil)
	})
	return err
}
