package people_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// MayGrant says who may give which role, in a table that a member can read.
func TestMayGrant(t *testing.T) {
	givers := map[people.ScopeKind][]people.Role{
		people.AtOrganization: {people.Admin},
		people.AtProgramme:    {people.Admin},
		people.AtGroup:        {people.Chair, people.Secretary},
		people.AtWorkshop:     {people.WorkshopTrainer},
	}
	kinds := []people.ScopeKind{people.AtSystem, people.AtOrganization, people.AtProgramme, people.AtGroup, people.AtWorkshop, people.OfPerson}
	here, elsewhere := store.NewID(), store.NewID()
	for _, own := range kinds {
		for _, held := range people.RolesAt(own) {
			for _, kind := range kinds {
				for _, scope := range []ledger.ID{here, elsewhere} {
					for _, role := range append(people.RolesAt(kind), "queen") {
						by := people.Caller{Person: store.NewID(), Grants: []people.Grant{{Role: held, Scope: people.Scope{Kind: own, ID: here}}}}
						want := false
						for _, g := range givers[kind] {
							want = want || own == kind && scope == here && held == g && role != "queen"
						}
						if got := people.MayGrant(by, role, people.Scope{Kind: kind, ID: scope}); got != want {
							t.Errorf("%s of a %s gives %s of a %s (here %v): %v", held, own, role, kind, scope == here, got)
						}
					}
				}
			}
		}
	}
	if people.MayGrant(operator, people.Admin, people.Scope{Kind: people.AtOrganization, ID: here}) {
		t.Error("the operator gives roles everywhere")
	}
}

func TestWhoGivesRoles(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		g := o.programme(o.kapuas, o.admin)
		newcomer, foreigner := o.person(o.kapuas), o.person(o.landak)
		sibling := o.found("Mawar", o.officer, o.kapuas)
		neighbour := o.person(sibling)
		for _, x := range []struct {
			what  string
			by    people.Caller
			to    people.Caller
			role  people.Role
			kind  people.ScopeKind
			scope ledger.ID
			code  string
		}{
			{"the operator makes a second administrator", operator, newcomer, people.Admin, people.AtOrganization, o.kapuas, "forbidden"},
			{"an officer makes an officer", o.officer, newcomer, people.Officer, people.AtOrganization, o.kapuas, "forbidden"},
			{"the administrator promotes herself", o.admin, o.admin, people.Approver, people.AtOrganization, o.kapuas, "own_role"},
			{"a foreign administrator", o.landakAdmin, newcomer, people.Officer, people.AtOrganization, o.kapuas, "forbidden"},
			{"somebody of another organisation", o.admin, foreigner, people.Officer, people.AtOrganization, o.kapuas, "unknown_person"},
			{"nobody", o.admin, people.Caller{Person: store.NewID()}, people.Officer, people.AtOrganization, o.kapuas, "unknown_person"},
			{"a chair of an organisation", o.admin, newcomer, people.Chair, people.AtOrganization, o.kapuas, "not_in_list"},
			{"at an unknown organisation", o.admin, newcomer, people.Officer, people.AtOrganization, store.NewBookID(), "unknown_organization"},
			{"the same role twice", o.admin, o.officer, people.Officer, people.AtOrganization, o.kapuas, "role_held"},
			{"another role beside", o.admin, o.officer, people.Trainer, people.AtOrganization, o.kapuas, ""},
			{"at a programme by the lead", o.admin, newcomer, people.Admin, people.AtProgramme, g, ""},
			{"at a programme by its own administrator", newcomer, o.officer, people.Observer, people.AtProgramme, g, ""},
			{"at a programme by a stranger", o.landakAdmin, foreigner, people.Observer, people.AtProgramme, g, "forbidden"},
			{"a stranger at a programme", o.admin, foreigner, people.Observer, people.AtProgramme, g, "unknown_person"},
			{"at no programme", o.admin, newcomer, people.Observer, people.AtProgramme, store.NewID(), "unknown_programme"},
			{"the operator of all", o.admin, newcomer, people.SystemOperator, people.AtSystem, ledger.ID{}, "not_in_list"},
			{"somebody of the organisation by the chair, unasked", o.chair, newcomer, people.Member, people.AtGroup, o.group, "needs_invitation"},
			{"a member by the chair", o.chair, o.person(o.group), people.Member, people.AtGroup, o.group, ""},
			{"an approver who keeps the money", o.admin, o.finance, people.Approver, people.AtOrganization, o.kapuas, "duties_must_differ"},
			{"an approver who is an officer", o.admin, o.officer, people.Approver, people.AtOrganization, o.kapuas, "duties_must_differ"},
			{"an approver at the programme", o.admin, o.finance, people.Approver, people.AtProgramme, g, ""},
			{"who approves there keeps no money there", o.admin, o.finance, people.Finance, people.AtProgramme, g, "duties_must_differ"},
			{"nor is she an officer there", o.admin, o.finance, people.Officer, people.AtProgramme, g, "duties_must_differ"},
			{"a member by the treasurer", o.treasurer, o.person(o.group), people.Member, people.AtGroup, o.group, "forbidden"},
			{"a member by the officer once the group has its own", o.officer, o.person(o.group), people.Member, people.AtGroup, o.group, "group_goes_on"},
			{"somebody of the sibling group", o.chair, neighbour, people.Member, people.AtGroup, o.group, "unknown_person"},
			{"in the sibling group", o.chair, neighbour, people.Member, people.AtGroup, sibling, "forbidden"},
			{"in no group", o.chair, neighbour, people.Member, people.AtGroup, store.NewBookID(), "not_a_group"},
			{"a second chair", o.secretary, o.siti, people.Chair, people.AtGroup, o.group, "office_taken"},
			{"a second treasurer", o.chair, o.siti, people.Treasurer, people.AtGroup, o.group, "office_taken"},
			{"a fourth key-holder", o.chair, o.siti, people.KeyHolder, people.AtGroup, o.group, "too_many_key_holders"},
			{"a counter", o.chair, o.siti, people.Counter, people.AtGroup, o.group, ""},
			{"the chair gives herself the money", o.chair, o.chair, people.Treasurer, people.AtGroup, o.group, "own_role"},
		} {
			if got := o.tryGive(x.by, x.to, x.role, x.kind, x.scope); got != x.code {
				t.Errorf("%s: %q, want %q", x.what, got, x.code)
			}
		}
		o.sound()
	})
}

func TestKeyHoldersHoldNoOtherOffice(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		end := func(role people.Role, by people.Caller) string {
			grants, err := o.p.RolesOf(t.Context(), o.melati(), false)
			o.must("the roles", err)
			for _, g := range grants {
				if g.Role == role {
					_, err := o.p.EndRole(t.Context(), by, store.NewID(), o.melati(), g.ID)
					return ledger.CodeOf(err)
				}
			}
			return "nobody"
		}
		give := func(what string, by, to people.Caller, role people.Role, code string) {
			t.Helper()
			if got := o.tryGive(by, to, role, people.AtGroup, o.group); got != code {
				t.Errorf("%s: %q, want %q", what, got, code)
			}
		}
		if got := end(people.KeyHolder, o.siti); got != "forbidden" {
			t.Errorf("a member ends a key-holder: %q", got)
		}
		if got := end(people.KeyHolder, o.keys[0]); got != "" {
			t.Errorf("a key-holder lays it down: %q", got)
		}
		for what, who := range map[string]people.Caller{"the treasurer": o.treasurer, "the secretary": o.secretary} {
			give(what+" as key-holder", o.chair, who, people.KeyHolder, "key_holder_in_office")
		}
		give("the chair as key-holder", o.secretary, o.chair, people.KeyHolder, "key_holder_in_office")
		give("a member as key-holder", o.chair, o.siti, people.KeyHolder, "")
		if got := end(people.Secretary, o.chair); got != "needs_handover" {
			t.Errorf("the chair ends the secretary: %q", got)
		}
		if got := end(people.Secretary, o.secretary); got != "" {
			t.Errorf("the secretary lays it down: %q", got)
		}
		give("a key-holder as secretary", o.chair, o.siti, people.Secretary, "key_holder_in_office")
		give("another secretary", o.chair, o.dewi, people.Secretary, "")
		if got := end(people.Treasurer, o.chair); got != "needs_handover" {
			t.Errorf("the chair ends the treasurer: %q", got)
		}
		if got := end(people.Treasurer, o.treasurer); got != "" {
			t.Errorf("the treasurer lays it down: %q", got)
		}
		give("a treasurer without a handover", o.chair, o.secretary, people.Treasurer, "needs_handover")
		for _, holder := range []people.Caller{o.keys[1], o.keys[2], o.siti} {
			if got := end(people.KeyHolder, o.chair); got != "needs_handover" {
				t.Errorf("the chair ends a key-holder: %q", got)
			}
			o.leave(holder, people.KeyHolder)
		}
		give("a key-holder after all are gone", o.chair, o.siti, people.KeyHolder, "needs_handover")
		o.sound()
	})
}

func TestARoleEnds(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx, at := t.Context(), people.Scope{Kind: people.AtOrganization, ID: o.kapuas}
		admins := func() int { return len(o.holders(people.Admin, at)) }
		own := o.as(o.admin, at).Grants[0].ID
		_, err := o.p.EndRole(ctx, o.admin, store.NewID(), at, own)
		fails(t, "the last administrator leaves", err, "last_administrator")
		second := o.give(o.admin, o.officer, people.Admin, people.AtOrganization, o.kapuas)
		_, err = o.p.EndRole(ctx, o.admin, store.NewID(), people.Scope{Kind: people.AtOrganization, ID: o.landak}, second)
		fails(t, "at another organisation", err, "unknown_role")
		id := store.NewID()
		for _, replayed := range []bool{false, true} {
			made, err := o.p.EndRole(ctx, o.admin, id, at, own)
			if err != nil || made.Replayed != replayed || !made.It.RevokedAt.Equal(o.now()) || made.It.RevokedBy != o.admin.Person {
				t.Errorf("%+v, %v", made, err)
			}
		}
		_, err = o.p.EndRole(ctx, o.officer, store.NewID(), at, own)
		fails(t, "ended twice", err, "role_over")
		if admins() != 1 {
			t.Errorf("%d administrators", admins())
		}
		past := people.NewRole{ID: store.NewID(), Person: o.admin.Person, Role: people.Trainer, Scope: at, Until: o.now()}
		_, err = o.p.GiveRole(ctx, o.officer, past)
		fails(t, "a role until now", err, "until_in_past")
		past.Until = o.now().Add(time.Hour)
		_, err = o.p.GiveRole(ctx, o.officer, past)
		o.must("a role for an hour", err)
		if got := len(o.holders(people.Trainer, at)); got != 1 {
			t.Errorf("%d trainers in that hour", got)
		}
		o.later(time.Hour)
		if got := len(o.holders(people.Trainer, at)); got != 0 {
			t.Errorf("%d trainers after it", got)
		}
		if ever, err := o.p.RolesOf(ctx, at, true); err != nil || len(ever) != 5 {
			t.Errorf("there were ever %d roles, %v", len(ever), err)
		}
		o.sound()
	})
}

// Whatever roles people give and end in whatever order, a group never has two chairs,
// two treasurers, four key-holders or a key-holder in office, and an organisation
// never loses its last administrator.
func TestAnyOrderOfRoles(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		women := append([]people.Caller{o.chair, o.secretary, o.treasurer, o.siti, o.dewi, o.officer, o.admin}, o.keys[:]...)
		roles := append(people.RolesAt(people.AtGroup), people.Admin, people.Officer)
		scopes := []people.Scope{o.melati(), {Kind: people.AtOrganization, ID: o.kapuas}}
		rapid.Check(t, func(r *rapid.T) {
			for range rapid.IntRange(1, 6).Draw(r, "steps") {
				at := rapid.SampledFrom(scopes).Draw(r, "scope")
				by := rapid.SampledFrom(women).Draw(r, "by")
				var err error
				if rapid.Bool().Draw(r, "give") {
					_, err = o.p.GiveRole(t.Context(), by, people.NewRole{ID: store.NewID(), Person: rapid.SampledFrom(women).Draw(r, "to").Person,
						Role: rapid.SampledFrom(roles).Draw(r, "role"), Scope: at})
				} else if grants, listing := o.p.RolesOf(t.Context(), at, false); listing != nil {
					r.Fatal(listing)
				} else if len(grants) > 0 {
					_, err = o.p.EndRole(t.Context(), by, store.NewID(), at, rapid.SampledFrom(grants).Draw(r, "role").ID)
				}
				if ledger.CodeOf(err) == "internal" {
					r.Fatal(err)
				}
			}
			keys := o.holders(people.KeyHolder, scopes[0])
			for _, role := range []people.Role{people.Chair, people.Secretary, people.Treasurer} {
				there := o.holders(role, scopes[0])
				if len(there) > 1 {
					r.Fatalf("%d of %s", len(there), role)
				}
				for _, k := range keys {
					if len(there) == 1 && there[0] == k {
						r.Fatalf("a key-holder is %s", role)
					}
				}
			}
			if len(keys) > 3 {
				r.Fatalf("%d key-holders", len(keys))
			}
			if len(o.holders(people.Admin, scopes[1])) == 0 {
				r.Fatal("no administrator is left")
			}
		})
	})
}

// Two administrators who end each other's role at the same moment do not leave an
// organisation without one.
func TestTwoAdministratorsEndEachOther(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		at := people.Scope{Kind: people.AtOrganization, ID: o.kapuas}
		second := o.give(o.admin, o.officer, people.Admin, people.AtOrganization, o.kapuas)
		first := o.as(o.admin, at).Grants[0].ID
		codes := make([]string, 2)
		var both sync.WaitGroup
		for i, x := range []struct {
			by   people.Caller
			role ledger.ID
		}{{o.admin, second}, {o.officer, first}} {
			both.Go(func() {
				_, err := o.p.EndRole(t.Context(), x.by, store.NewID(), at, x.role)
				codes[i] = ledger.CodeOf(err)
			})
		}
		both.Wait()
		slices.Sort(codes)
		if codes[0] != "" || codes[1] != "forbidden" || len(o.holders(people.Admin, at)) != 1 {
			t.Errorf("they got %q and left %d", codes, len(o.holders(people.Admin, at)))
		}
		o.sound()
	})
}
