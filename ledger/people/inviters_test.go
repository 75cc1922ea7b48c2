package people_test

import (
	"context"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// began begins a session of somebody, as any way of signing in would.
func (o *town) began(session ledger.ID, who people.Caller) {
	o.Helper()
	at := o.now().UnixMicro()
	o.must("a session", o.s.Tx(o.Context(), func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw(`INSERT INTO sessions (token, id, home, person, device, how, agent, created_at, seen_at, proved_at, expires_at, revoked_at)
			VALUES (?, ?, ?, ?, ?, 'pin', '', ?, ?, ?, ?, 0)`, store.Random(32), session, who.Home, who.Person, ledger.ID{}, at, at, at, at+int64(time.Hour/time.Microsecond)).Exec(ctx)
		return err
	}))
}

// Whoever accepts takes what the inviter may still give, at that moment.
func TestTheInviterMustStillBeAllowed(t *testing.T) {
	type scene struct {
		*town
		programme people.Scope
		boss      people.Caller // administers the programme, of the organisation that takes part
		role      ledger.ID
	}
	for name, x := range map[string]struct {
		then func(s *scene)
		code string
	}{
		"nothing has happened": {func(*scene) {}, ""},
		"her role was ended": {func(s *scene) {
			_, err := s.p.EndRole(s.Context(), s.admin, newID(), s.programme, s.role)
			s.must("her role ends", err)
		}, "inviter_not_allowed"},
		"her organisation has left": {func(s *scene) {
			_, err := s.p.EndPart(s.Context(), s.landakAdmin, newID(), s.programme.ID, s.town.landak, people.Implementer)
			s.must("it leaves", err)
		}, "inviter_not_allowed"},
		"her organisation has one part left": {func(s *scene) {
			s.landakTakesPart(s.programme.ID, people.Funder)
			s.later(time.Second)
			_, err := s.p.EndPart(s.Context(), s.landakAdmin, newID(), s.programme.ID, s.town.landak, people.Implementer)
			s.must("the first part ends", err)
		}, ""},
		"she is erased": {func(s *scene) {
			err := s.erase(s.boss)
			s.must("she is erased", err)
		}, "inviter_not_allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			eachTown(t, func(t *testing.T, o *town) {
				ctx := t.Context()
				s := &scene{town: o, programme: people.Scope{Kind: people.AtProgramme, ID: o.programme(o.kapuas, o.admin)}}
				o.landakTakesPart(s.programme.ID, people.Implementer)
				o.later(time.Second)
				s.boss = o.person(o.landak)
				s.role = o.give(o.admin, s.boss, people.Admin, people.AtProgramme, s.programme.ID)
				known := o.person(o.landak)
				known.Session = newID()
				o.began(known.Session, known)
				for _, who := range []people.Caller{{}, known} { // somebody new, and somebody who has signed in
					i, err := o.p.Invite(ctx, s.boss, newID(), people.Officer, s.programme, who.Person)
					o.must("an invitation", err)
					defer func() {
						before := o.people()
						_, err := o.p.AcceptInvitation(ctx, who, i.It.Token, accepting("0812 3456 7881", goodPIN))
						fails(t, "accepted", err, x.code)
						if n := o.people(); x.code != "" && n != before {
							t.Errorf("%d persons, there were %d", n, before)
						}
						o.sound()
					}()
				}
				x.then(s)
			})
		})
	}
}

// Nor does an invitation hold for those whose organisation has left since.
func TestTheInvitedMustStillBelong(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		g := people.Scope{Kind: people.AtProgramme, ID: o.programme(o.kapuas, o.admin)}
		o.landakTakesPart(g.ID, people.Implementer)
		o.later(time.Second)
		i, err := o.p.Invite(ctx, o.admin, newID(), people.Officer, g, o.person(o.landak).Person)
		o.must("an invitation", err)
		_, err = o.p.EndPart(ctx, o.admin, newID(), g.ID, o.landak, people.Implementer)
		o.must("it leaves", err)
		_, err = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, accepting("0812 3456 7883", goodPIN))
		fails(t, "accepted", err, "inviter_not_allowed")
	})
}

// people counts the persons there are.
func (o *town) people() int {
	o.Helper()
	var n int
	o.must("the persons", o.s.DB().NewRaw("SELECT count(*) FROM persons").Scan(o.Context(), &n))
	return n
}

// Those whom the organisation sent go with it, and nobody else.
func TestAnOrganizationLeavesWithItsPeople(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		g := people.Scope{Kind: people.AtProgramme, ID: o.programme(o.kapuas, o.admin)}
		o.landakTakesPart(g.ID, people.Implementer)
		o.later(time.Second)
		theirs, stays := o.person(o.landak), o.person(o.kapuas)
		for _, who := range []people.Caller{theirs, stays, o.siti} {
			o.give(o.admin, who, people.Officer, people.AtProgramme, g.ID)
		}
		_, err := o.p.EndPart(ctx, o.admin, newID(), g.ID, o.landak, people.Implementer)
		o.must("it leaves", err)
		if got := o.holders(people.Officer, g); len(got) != 2 || got[0] == theirs.Person || got[1] == theirs.Person {
			t.Errorf("the officers are %v", got)
		}
		if got := o.last(o.kapuas, "role.revoked"); got.Actor != o.admin.Person {
			t.Errorf("the record is %+v", got)
		}
		o.sound()
	})
}

// A programme's and a workshop's invitations are listed and taken back at that scope.
func TestInvitationsOfProgrammesAndWorkshops(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		g := people.Scope{Kind: people.AtProgramme, ID: o.programme(o.kapuas, o.admin)}
		w := people.Scope{Kind: people.AtWorkshop, ID: newID()}
		trainer := o.person(o.kapuas)
		o.give(o.admin, trainer, people.Trainer, people.AtOrganization, o.kapuas)
		_, err := o.p.OpenBook(ctx, trainer, ledger.Book{ID: store.NewBookID(), Kind: ledger.PracticeBook, Name: "Latihan Maret", Currency: ledger.IDR},
			people.Owner{Scope: w, Organization: o.kapuas})
		o.must("a workshop", err)
		for _, x := range []struct {
			at   people.Scope
			by   people.Caller
			role people.Role
			name string
		}{{g, o.admin, people.Officer, "Perempuan Berdaya"}, {w, trainer, people.Learner, "Latihan Maret"}, {o.atKapuas(), o.admin, people.Officer, "Yayasan Kapuas"}} {
			made, err := o.p.Invite(ctx, x.by, newID(), x.role, x.at, ledger.ID{})
			o.must("an invitation", err)
			if i, name, err := o.p.OpenInvitation(ctx, made.It.Token); err != nil || name != x.name || i.Scope != x.at {
				t.Errorf("%s: %+v %q %v", x.name, i, name, err)
			}
			for _, at := range []people.Scope{g, w, o.atKapuas()} {
				open, err := o.p.Invitations(ctx, at)
				o.must("the invitations", err)
				if want := map[bool]int{true: 1}[at == x.at]; len(open) != want {
					t.Errorf("%s: at %s are %d, want %d", x.name, at.Kind, len(open), want)
				}
				if at != x.at {
					fails(t, x.name+" at another scope", o.p.Uninvite(ctx, x.by, newID(), at, made.It.ID), "unknown_invitation")
				}
			}
			fails(t, "taken back by who could not give it", o.p.Uninvite(ctx, o.finance, newID(), x.at, made.It.ID), "forbidden")
			o.must("taken back", o.p.Uninvite(ctx, x.by, newID(), x.at, made.It.ID))
		}
	})
}
