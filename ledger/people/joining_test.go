package people_test

import (
	"context"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// session begins a session of somebody, as far as the database is concerned.
func (o *town) session(who people.Caller) people.Caller {
	o.Helper()
	who.Session = store.NewID()
	err := o.s.Tx(o.Context(), func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw(`INSERT INTO sessions (token, id, home, person, device, how, agent, created_at, seen_at, proved_at, expires_at, revoked_at)
			VALUES (?, ?, ?, ?, ?, 'pin', '', 1, 1, 1, ?, 0)`, []byte("token of "+who.Session.String()), who.Session, who.Home, who.Person, ledger.ID{}, o.clock.Load()+1_000_000).Exec(ctx)
		return err
	})
	o.must("a session", err)
	return who
}

// accepts invites somebody who is registered elsewhere into the group, and she accepts.
func (o *town) accepts(inviter, who people.Caller, role people.Role) {
	o.Helper()
	i, err := o.p.Invite(o.Context(), inviter, store.NewID(), role, o.melati(), who.Person)
	o.must("the invitation", err)
	_, err = o.p.AcceptInvitation(o.Context(), o.session(who), i.It.Token, people.Acceptance{ID: store.NewID()})
	o.must("she accepts", err)
}

func TestNobodyIsTakenIntoAGroupUnasked(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		rina := o.person(o.kapuas)
		for _, by := range []people.Caller{o.chair, o.secretary} {
			for _, role := range []people.Role{people.Member, people.Counter} {
				if got := o.tryGive(by, rina, role, people.AtGroup, o.group); got != "needs_invitation" {
					t.Errorf("%s: %q", role, got)
				}
			}
		}
		i, err := o.p.Invite(ctx, o.chair, store.NewID(), people.Member, o.melati(), rina.Person)
		o.must("the invitation", err)
		if got := o.as(rina, o.melati()); len(got.Grants) != 0 {
			t.Errorf("invited, she has %v", got.Grants)
		}
		// The chair holds the invitation. She does not become Rina by it, who has no way to
		// sign in yet.
		_, err = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, people.Acceptance{ID: store.NewID(), Name: "Rina",
			Secret: people.NewSecret{Kind: people.PIN, Secret: "739152", Login: "0812-5550-0001"}})
		fails(t, "the chair accepts in her name", err, "forbidden")
		_, err = o.p.AcceptInvitation(ctx, o.session(o.siti), i.It.Token, people.Acceptance{ID: store.NewID()})
		fails(t, "Siti accepts in her name", err, "unknown_invitation")
		_, err = o.p.AcceptInvitation(ctx, o.session(rina), i.It.Token, people.Acceptance{ID: store.NewID()})
		o.must("she accepts", err)
		if got := o.tryGive(o.chair, rina, people.Counter, people.AtGroup, o.group); got != "" {
			t.Errorf("who has joined gets another role: %q", got)
		}
		// An officer of her home brings her in while the group has no chair yet.
		mawar := o.found("Mawar", o.officer, o.kapuas)
		o.give(o.officer, o.person(o.kapuas), people.Member, people.AtGroup, mawar)
		o.sound()
	})
}

// Whoever serves an organisation gets help with her PIN and her card from that
// organisation alone, also when she has joined a group of her own will.
func TestWhoServesAnOrganisationIsHelpedThere(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		for _, who := range []people.Caller{o.admin, o.officer, o.finance} {
			o.accepts(o.chair, who, people.Member)
			for _, kind := range []people.ProposalKind{people.PINForgotten, people.CardLost} {
				for _, by := range []people.Caller{o.secretary, o.keys[0], who} {
					fails(t, string(kind), o.about(by, kind, who)(store.NewID()), "forbidden")
				}
			}
			for _, by := range []people.Caller{o.chair, o.secretary} {
				_, err := o.p.IssueCard(t.Context(), by, store.NewID(), who.Person)
				fails(t, "a card from the group", err, "forbidden")
			}
		}
		// Siti was registered by the group, and serves the organisation now.
		o.give(o.admin, o.siti, people.Trainer, people.AtOrganization, o.kapuas)
		_, err := o.p.IssueCard(t.Context(), o.secretary, store.NewID(), o.siti.Person)
		fails(t, "a trainer's card from the group", err, "forbidden")
	})
}
