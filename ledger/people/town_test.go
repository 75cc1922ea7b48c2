package people_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// town is two organisations and a group of the first, all made by commands.
type town struct {
	testing.TB
	s     *store.Store
	p     *people.People
	clock atomic.Int64 // microseconds

	kapuas, landak, group                   ledger.ID
	admin, officer, finance, landakAdmin    people.Caller
	chair, secretary, treasurer, siti, dewi people.Caller    // the last two are members
	keys                                    [3]people.Caller // the key-holders
}

var operator = people.Caller{Person: ledger.Operator, Operator: true}

func eachTown(t *testing.T, fn func(t *testing.T, o *town)) {
	t.Helper()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		o := &town{TB: t}
		o.clock.Store(time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC).UnixMicro())
		o.s = storetest.Open(t, address, store.WithClock(o.now))
		o.p = newPeople(t, o.s)
		o.settle()
		fn(t, o)
	})
}

func (o *town) now() time.Time { return time.UnixMicro(o.clock.Load()).UTC() }

func (o *town) later(d time.Duration) { o.clock.Add(d.Microseconds()) }

func (o *town) settle() {
	o.kapuas, o.landak = o.organization("Yayasan Kapuas"), o.organization("Dinas Landak")
	o.admin, o.landakAdmin = o.person(o.kapuas), o.person(o.landak)
	o.give(operator, o.admin, people.Admin, people.AtOrganization, o.kapuas)
	o.give(operator, o.landakAdmin, people.Admin, people.AtOrganization, o.landak)
	o.officer, o.finance = o.person(o.kapuas), o.person(o.kapuas)
	o.give(o.admin, o.officer, people.Officer, people.AtOrganization, o.kapuas)
	o.give(o.admin, o.finance, people.Finance, people.AtOrganization, o.kapuas)
	o.group = o.found("Melati", o.officer, o.kapuas)
	for _, x := range []struct {
		who  *people.Caller
		role people.Role
	}{{&o.treasurer, people.Treasurer}, {&o.keys[0], people.KeyHolder}, {&o.keys[1], people.KeyHolder}, {&o.keys[2], people.KeyHolder},
		{&o.siti, people.Member}, {&o.dewi, people.Member}, {&o.secretary, people.Secretary}, {&o.chair, people.Chair}} {
		*x.who = o.person(o.group)
		o.give(o.officer, *x.who, x.role, people.AtGroup, o.group)
	}
}

func (o *town) must(what string, err error) {
	o.Helper()
	if err != nil {
		o.Fatalf("%s: %v", what, err)
	}
}

func (o *town) organization(name string) ledger.ID {
	o.Helper()
	id := store.NewBookID()
	_, err := o.p.CreateOrganization(o.Context(), operator, people.Organization{ID: id, Kind: people.NGO, Name: name})
	o.must("an organisation", err)
	return id
}

// person is somebody new whom the home registered. Her caller has no grants: what she
// may do is in the database.
func (o *town) person(home ledger.ID) people.Caller {
	o.Helper()
	id := store.NewID()
	_, err := o.p.Register(o.Context(), operator, people.NewPerson{ID: id, Home: home, Facts: people.Facts{Name: "Warga"}, DoubleChecked: true})
	o.must("a person", err)
	return people.Caller{Person: id, Home: home}
}

func (o *town) give(by, to people.Caller, role people.Role, kind people.ScopeKind, scope ledger.ID) ledger.ID {
	o.Helper()
	id := store.NewID()
	_, err := o.p.GiveRole(o.Context(), by, people.NewRole{ID: id, Person: to.Person, Role: role, Scope: people.Scope{Kind: kind, ID: scope}})
	o.must("the role "+string(role), err)
	return id
}

// tryGive is the code with which a role is refused, or none.
func (o *town) tryGive(by, to people.Caller, role people.Role, kind people.ScopeKind, scope ledger.ID) string {
	_, err := o.p.GiveRole(o.Context(), by, people.NewRole{ID: store.NewID(), Person: to.Person, Role: role, Scope: people.Scope{Kind: kind, ID: scope}})
	return ledger.CodeOf(err)
}

// found opens the book of a new group.
func (o *town) found(name string, by people.Caller, organization ledger.ID) ledger.ID {
	o.Helper()
	id := store.NewBookID()
	_, err := o.p.OpenBook(o.Context(), by, ledger.Book{ID: id, Kind: ledger.GroupBook, Name: name, Currency: ledger.IDR},
		people.Owner{Scope: people.Scope{Kind: people.AtGroup}, Organization: organization})
	o.must("a group", err)
	return id
}

func (o *town) programme(lead ledger.ID, by people.Caller) ledger.ID {
	o.Helper()
	id := store.NewID()
	_, err := o.p.CreateProgramme(o.Context(), by, people.Programme{ID: id, Lead: lead, Name: "Perempuan Berdaya", Starts: ledger.MustDate("2026-01-01")})
	o.must("a programme", err)
	return id
}

// landakTakesPart gives Landak a part in a programme of Kapuas.
func (o *town) landakTakesPart(programme ledger.ID, part people.Part) {
	o.Helper()
	_, err := o.p.OfferPart(o.Context(), o.admin, store.NewID(), programme, o.landak, part)
	o.must("a part is offered", err)
	_, err = o.p.AcceptPart(o.Context(), o.landakAdmin, store.NewID(), programme, o.landak, part)
	o.must("and taken", err)
}

// holders are who holds a role at a scope now.
func (o *town) holders(role people.Role, at people.Scope) []ledger.ID {
	o.Helper()
	grants, err := o.p.RolesOf(o.Context(), at, false)
	o.must("the roles", err)
	var all []ledger.ID
	for _, g := range grants {
		if g.Role == role {
			all = append(all, g.Person)
		}
	}
	return all
}

func (o *town) melati() people.Scope { return people.Scope{Kind: people.AtGroup, ID: o.group} }

// as is the caller with the grants that she has now, as a session brings them.
func (o *town) as(c people.Caller, scopes ...people.Scope) people.Caller {
	o.Helper()
	c.Grants = nil
	for _, at := range scopes {
		grants, err := o.p.RolesOf(o.Context(), at, false)
		o.must("the roles", err)
		for _, g := range grants {
			if g.Person == c.Person {
				c.Grants = append(c.Grants, g)
			}
		}
	}
	return c
}

// sound checks every book and chain.
func (o *town) sound() {
	o.Helper()
	report, err := o.s.Check(o.Context())
	o.must("the check", err)
	if len(report.Findings) > 0 {
		o.Errorf("the books do not hold: %v", report.Findings)
	}
}
