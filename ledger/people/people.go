// Package people knows who is there and who may do what: persons, households and
// their businesses, organisations and the programmes they run together, roles,
// sign-in, devices, consent, and the keys under which personal data is sealed.
//
// Whatever tells something about a person is sealed with a key of her own before
// it reaches the database ([Vault]). Every change is a command with a home: the
// organisation or the group that it concerns.
//
// In the books of programmes and organisations money is spent by payments alone. An
// entry that is none credits no cash place but to move money to another, and does not
// raise the sum of expenses, of assets other than cash and suspense, and of debts
// (needs_approval).
package people

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// People is everything about people on one database.
type People struct {
	s *store.Store
	v *Vault

	kinds kinds // of commands that devices may send
	party *relyingParty

	owners bookCache[Owner]
	links  bookCache[[]ProgrammeLink]

	callers callers
	hashing chan struct{} // a place for each hash of a secret that is being made
}

// Option changes how people are put on a database.
type Option func(*People)

// DefaultOrigin is where the pages are that may use passkeys, unless [WithOrigin]
// says otherwise.
const DefaultOrigin = "http://localhost:8080"

// WithOrigin says where the pages are that may use passkeys: scheme, host and port
// of the address in the browser. There are none at an IP address.
func WithOrigin(url string) Option {
	return func(p *People) { p.party = newRelyingParty(url) }
}

// New puts people on a database of books and a vault. From then on money leaves
// the books of programmes and organisations by approved payments alone
// (needs_approval).
func New(s *store.Store, v *Vault, opts ...Option) *People {
	s.Guard(onlyByPayment)
	p := &People{s: s, v: v, party: newRelyingParty(DefaultOrigin), hashing: make(chan struct{}, hashers)}
	for _, opt := range opts {
		opt(p)
	}
	return p
}

// do runs fn for a command at a home: an organisation or a group. The body is the
// canonical form of what was asked, of which only a keyed hash is kept.
func (p *People) do(ctx context.Context, by Caller, name string, id, home ledger.ID, body any, fn func(ctx context.Context, s *store.Store) (string, error)) (store.Result, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return store.Result{}, err
	}
	return p.s.Once(ctx, ledger.Command{ID: id, Home: home, Name: name, Version: 1, Body: raw, Actor: by.Person, Device: by.Device}, nil, fn)
}

// ScopeKind is what a role is given at.
type ScopeKind string

// The kinds of scopes.
const (
	AtSystem       ScopeKind = "system"
	AtOrganization ScopeKind = "organization"
	AtProgramme    ScopeKind = "programme"
	AtGroup        ScopeKind = "group" // the group's book
	AtWorkshop     ScopeKind = "workshop"
	OfPerson       ScopeKind = "person" // whose a book can be; no role is given there
)

// Scope is one organisation, programme, group or workshop, or the system.
type Scope struct {
	Kind ScopeKind
	ID   ledger.ID // zero for the system
}

// Role is what a person is to a scope.
type Role string

// The roles of an organisation or a programme.
const (
	Admin    Role = "admin"
	Officer  Role = "officer"
	Approver Role = "approver"
	Finance  Role = "finance"
	Trainer  Role = "trainer"
	Observer Role = "observer"
)

// The roles of a group.
const (
	Chair     Role = "chair"
	Secretary Role = "secretary"
	Treasurer Role = "treasurer"
	Counter   Role = "counter"
	KeyHolder Role = "key_holder"
	Member    Role = "member"
)

// The roles of a workshop, and the one of the installation.
const (
	WorkshopTrainer Role = "workshop_trainer"
	Learner         Role = "learner"
	SystemOperator  Role = "operator"
)

var rolesAt = map[ScopeKind][]Role{
	AtSystem:       {SystemOperator},
	AtOrganization: {Admin, Officer, Approver, Finance, Trainer, Observer},
	AtProgramme:    {Admin, Officer, Approver, Finance, Trainer, Observer},
	AtGroup:        {Chair, Secretary, Treasurer, Counter, KeyHolder, Member},
	AtWorkshop:     {WorkshopTrainer, Learner},
}

// RolesAt returns the roles that can be given at a kind of scope.
func RolesAt(kind ScopeKind) []Role { return slices.Clone(rolesAt[kind]) }

// Grant is a role of a person at a scope. It holds from Since, before Until (zero:
// for good), and until it is revoked (zero: it is not).
type Grant struct {
	ID        ledger.ID
	Home      ledger.ID // the book or the organisation that gave it
	Person    ledger.ID
	Role      Role
	Scope     Scope
	Since     time.Time
	Until     time.Time
	GrantedBy ledger.ID
	RevokedAt time.Time
	RevokedBy ledger.ID
}

// In reports whether the grant is in force at the instant.
func (g Grant) In(at time.Time) bool {
	return !at.Before(g.Since) && (g.Until.IsZero() || at.Before(g.Until)) && (g.RevokedAt.IsZero() || at.Before(g.RevokedAt))
}

// Caller is who asks for something: a person who signed in, or the operator of the
// installation, who is nobody in particular.
type Caller struct {
	Person   ledger.ID // who acts; [ledger.Operator] for the operator
	Home     ledger.ID // that registered her
	Session  ledger.ID
	Device   ledger.ID
	ProvedAt time.Time // when she last proved who she is
	Operator bool
	Grants   []Grant // in force
}

// Is reports whether the caller has one of the roles at the scope itself.
func (c Caller) Is(at Scope, roles ...Role) bool {
	return slices.ContainsFunc(c.Grants, func(g Grant) bool { return g.Scope == at && slices.Contains(roles, g.Role) })
}
