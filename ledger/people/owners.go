package people

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Owner is whose a book is, and which organisation registered it.
type Owner struct {
	Scope        Scope
	Organization ledger.ID // zero for a book that a person opened herself and no organisation knows of
}

// cacheLife bounds how long this process believes what another may have changed. What
// it changes itself it forgets at once.
const cacheLife = 5 * time.Second

// maxCached bounds how many books a cache remembers.
const maxCached = 10_000

// bookCache remembers something about books.
type bookCache[T any] struct {
	mu    sync.Mutex
	drops int // so that nothing read before a change is remembered after it
	held  map[ledger.ID]cached[T]
}

type cached[T any] struct {
	value T
	until time.Time
}

// get returns what is remembered of the book, or what read finds; read says whether
// that is worth remembering.
func (c *bookCache[T]) get(book ledger.ID, now time.Time, read func() (T, bool, error)) (T, error) {
	c.mu.Lock()
	found, ok := c.held[book]
	drops := c.drops
	c.mu.Unlock()
	if ok && now.Before(found.until) {
		return found.value, nil
	}
	value, keep, err := read()
	if err != nil || !keep {
		return value, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops == drops {
		if c.held == nil || len(c.held) >= maxCached {
			c.held = map[ledger.ID]cached[T]{}
		}
		c.held[book] = cached[T]{value, now.Add(cacheLife)}
	}
	return value, nil
}

// drop forgets everything.
func (c *bookCache[T]) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops++
	c.held = nil
}

// OwnerOf returns whose a book is; false for a book of the installation's, and for
// one that is not there.
func (p *People) OwnerOf(ctx context.Context, book ledger.ID) (Owner, bool, error) {
	o, err := p.owners.get(book, p.s.At(), func() (Owner, bool, error) {
		o, err := findOwner(ctx, p.s, book)
		return o, true, err
	})
	return o, o.Scope.Kind != "", err
}

// OpenBook opens a book that belongs to somebody, in one command. Who may (else
// forbidden): for a group, whose id is the book's, the administrators and officers of
// the organisation that registers it; for a programme its administrators and finance
// officers, or those of the organisation that leads it; for an organisation its
// administrators and finance officers; for a person herself, or the administrators
// and officers of the organisation that registered her; for a workshop the
// administrators, officers and trainers of the organisation, of whom the one who
// opens its first book becomes its trainer. Who has no role there at all gets the
// code of an unknown owner.
//
// The organisation may be left out where it follows from the rest. Codes beside those
// of [ledger.Book.Check]: not_in_list, required, wrong_owner (the owner does not go
// with the kind of book or the organisation), unknown_organization,
// unknown_programme, unknown_person, unknown_workshop.
func (p *People) OpenBook(ctx context.Context, by Caller, b ledger.Book, o Owner) (store.Made[ledger.Book], error) {
	if o.Scope.Kind == AtGroup && o.Scope.ID.IsZero() {
		o.Scope.ID = b.ID
	}
	o, err := p.fullOwner(ctx, b, o)
	if err != nil {
		return store.Made[ledger.Book]{}, err
	}
	var homes []ledger.ID
	if !o.Organization.IsZero() {
		homes = append(homes, o.Organization)
	}
	facts := ownerFacts{o.Scope.Kind, o.Scope.ID, o.Organization}
	made, err := p.s.OpenBookFor(ctx, by.Person, b, facts, homes, func(ctx context.Context, s *store.Store) error {
		if err := mayOpen(ctx, s, by, b, o); err != nil {
			return err
		}
		if err := insertOwner(ctx, s, b.ID, o); err != nil {
			return err
		}
		for _, home := range homes {
			if err := s.Record(ctx, home, "book.owned", b.ID, facts); err != nil {
				return err
			}
		}
		return s.Record(ctx, b.ID, "book.owned", itself, facts)
	})
	p.owners.drop()
	if o.Scope.Kind == AtWorkshop {
		p.changed(by.Person)
	}
	return made, err
}

type ownerFacts struct {
	Kind         ScopeKind `json:"kind"`
	Owner        ledger.ID `json:"owner"`
	Organization ledger.ID `json:"organization,omitzero"`
}

// fullOwner checks the form of an owner, and fills in the organisation where it
// follows from the rest.
func (p *People) fullOwner(ctx context.Context, b ledger.Book, o Owner) (Owner, error) {
	if o.Scope.ID.IsZero() {
		return o, ledger.E(ledger.Invalid, "required", "owner.id")
	}
	follows := o.Organization
	switch o.Scope.Kind {
	case AtGroup:
		if o.Scope.ID != b.ID || b.Kind != ledger.GroupBook {
			return o, ledger.E(ledger.Invalid, "wrong_owner", "owner.id")
		}
	case AtOrganization:
		follows = o.Scope.ID
	case AtProgramme:
		g, err := findProgramme(ctx, p.s, o.Scope.ID)
		if err != nil {
			return o, atField(err, "owner.id")
		}
		follows = g.Home
	case OfPerson:
		row, err := findPerson(ctx, p.s, o.Scope.ID)
		if err != nil {
			return o, atField(err, "owner.id")
		}
		if follows, err = p.registering(ctx, row.Home); err != nil {
			return o, err
		}
	case AtWorkshop:
		if b.Kind != ledger.PracticeBook {
			return o, ledger.E(ledger.Invalid, "wrong_owner", "owner.kind")
		}
	default:
		return o, ledger.E(ledger.Invalid, "not_in_list", "owner.kind", "allowed", "group, programme, organization, person, workshop")
	}
	switch {
	case follows.IsZero() && o.Scope.Kind != OfPerson:
		return o, ledger.E(ledger.Invalid, "required", "owner.organization")
	case !o.Organization.IsZero() && o.Organization != follows:
		return o, unknownOwner(o.Scope.Kind)
	}
	o.Organization = follows
	return o, nil
}

// registering is the organisation behind a home: itself, or the one that registered
// the group.
func (p *People) registering(ctx context.Context, home ledger.ID) (ledger.ID, error) {
	if _, err := findOrganization(ctx, p.s, home); err == nil {
		return home, nil
	} else if ledger.KindOf(err) != ledger.Missing {
		return ledger.ID{}, err
	}
	return registrarOf(ctx, p.s, home)
}

// unknownOwner is what the caller gets for an owner that is not there, or is none of
// her business.
func unknownOwner(kind ScopeKind) error {
	switch kind {
	case AtProgramme:
		return ledger.E(ledger.Invalid, "unknown_programme", "owner.id")
	case OfPerson:
		return ledger.E(ledger.Invalid, "unknown_person", "owner.id")
	case AtOrganization:
		return ledger.E(ledger.Invalid, "unknown_organization", "owner.id")
	case AtWorkshop:
		return ledger.E(ledger.Invalid, "unknown_workshop", "owner.id")
	}
	return ledger.E(ledger.Invalid, "unknown_organization", "owner.organization")
}

// atField makes an error about something unknown one about a field of the request.
func atField(err error, field string) error {
	if ledger.KindOf(err) != ledger.Missing {
		return err
	}
	return &ledger.Error{Kind: ledger.Invalid, Code: ledger.CodeOf(err), Field: field}
}

// mayOpen refuses who has no right to open a book for the owner.
func mayOpen(ctx context.Context, s *store.Store, by Caller, b ledger.Book, o Owner) error {
	if !o.Organization.IsZero() {
		if _, err := findOrganization(ctx, s, o.Organization); err != nil {
			if ledger.KindOf(err) == ledger.Missing {
				return unknownOwner(o.Scope.Kind)
			}
			return err
		}
	}
	held, err := heldNow(ctx, s, by.Person)
	if err != nil {
		return err
	}
	at := Scope{AtOrganization, o.Organization}
	may := false
	switch o.Scope.Kind {
	case AtGroup:
		may = held.Is(at, Admin, Officer)
	case AtOrganization:
		may = held.Is(at, Admin, Finance)
	case AtProgramme:
		may = held.Is(at, Admin, Finance) || held.Is(o.Scope, Admin, Finance)
	case OfPerson:
		may = o.Scope.ID == by.Person || !o.Organization.IsZero() && held.Is(at, Admin, Officer)
	case AtWorkshop:
		if !held.Is(at, Admin, Officer, Trainer) {
			break
		}
		registrar, err := registrarOfWorkshop(ctx, s, o.Scope.ID)
		switch {
		case ledger.KindOf(err) == ledger.Missing:
			g := heldRow{Home: o.Organization, ID: ledger.DeriveID(b.ID, "workshop trainer"), Person: by.Person, Role: string(WorkshopTrainer),
				ScopeKind: string(AtWorkshop), Scope: o.Scope.ID, Since: ledger.Micros(s.At()), GrantedBy: by.Person}
			return g.give(ctx, s)
		case err != nil:
			return err
		case registrar != o.Organization:
			return unknownOwner(AtWorkshop)
		}
		may = true
	}
	switch {
	case may:
		return nil
	case slices.ContainsFunc(held.Grants, func(g Grant) bool { return g.Scope == at || g.Scope == o.Scope }):
		return ledger.E(ledger.Forbidden, "forbidden", "")
	}
	return unknownOwner(o.Scope.Kind)
}

// RegisteredGroup is a group as the organisation knows it that registered it.
type RegisteredGroup struct {
	Book  ledger.ID `json:"book"`
	Name  string    `json:"name" example:"Kelompok Melati"`
	Since time.Time `json:"since"`
}

// GroupsRegistered are up to limit groups behind the given one that an organisation
// registered, in order of ids.
func (p *People) GroupsRegistered(ctx context.Context, organization, after ledger.ID, limit int) ([]RegisteredGroup, error) {
	return groupsRegistered(ctx, p.s, organization, after, limit)
}

// BooksNear are up to limit books behind the given one that the caller may have to do
// with, in order of ids: her own, those of her groups and workshops, of the
// organisations and programmes where she has a role, and of groups that share with
// these; for the operator those that nobody owns. Whether she may see one is for the
// policy to say.
func (p *People) BooksNear(ctx context.Context, by Caller, after ledger.ID, limit int) ([]ledger.ID, error) {
	if by.Operator {
		return booksOfNobody(ctx, p.s, after, limit)
	}
	scopes := []ledger.ID{by.Person}
	for _, g := range by.Grants {
		scopes = append(scopes, g.Scope.ID)
	}
	return booksNear(ctx, p.s, scopes, after, limit)
}
