package people_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestWhoMayInvite(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		empty := people.Scope{Kind: people.AtOrganization, ID: o.organization("Dinas Baru")}
		for _, x := range []struct {
			what string
			by   people.Caller
			role people.Role
			at   people.Scope
			code string
		}{
			{"the operator a first administrator", operator, people.Admin, empty, ""},
			{"the operator a second one", operator, people.Admin, o.atKapuas(), "forbidden"},
			{"the operator an officer", operator, people.Officer, empty, "forbidden"},
			{"the operator a member", operator, people.Member, o.melati(), "forbidden"},
			{"an administrator an approver", o.admin, people.Approver, o.atKapuas(), ""},
			{"a foreign administrator an approver", o.landakAdmin, people.Approver, o.atKapuas(), "forbidden"},
			{"an officer an administrator", o.officer, people.Admin, o.atKapuas(), "forbidden"},
			{"the chair a member", o.chair, people.Member, o.melati(), ""},
			{"a member a member", o.siti, people.Member, o.melati(), "forbidden"},
			{"the chair an officer", o.chair, people.Officer, o.atKapuas(), "forbidden"},
			{"the chair an approver of the group", o.chair, people.Approver, o.melati(), "not_in_list"},
			{"an administrator at no organisation", o.admin, people.Approver, people.Scope{Kind: people.AtOrganization, ID: store.NewID()}, "unknown_organization"},
		} {
			_, err := o.p.Invite(ctx, x.by, store.NewID(), x.role, x.at, ledger.ID{})
			fails(t, x.what, err, x.code)
		}
	})
}

func TestAnInvitationIsForOnceAndAWeek(t *testing.T) {
	for name, x := range map[string]struct {
		then func(o *town, i people.Invitation)
		code string
	}{
		"at once":         {func(*town, people.Invitation) {}, ""},
		"on the last day": {func(o *town, _ people.Invitation) { o.later(people.InvitationLife - 1e9) }, ""},
		"after a week":    {func(o *town, _ people.Invitation) { o.later(people.InvitationLife) }, "unknown_invitation"},
		"when it was used": {func(o *town, i people.Invitation) {
			_, err := o.p.AcceptInvitation(o.Context(), people.Caller{}, i.Token, accepting("0812 3456 7821", goodPIN))
			o.must("once", err)
		}, "unknown_invitation"},
		"when it was revoked": {func(o *town, i people.Invitation) {
			o.must("revoke", o.p.Uninvite(o.Context(), o.admin, store.NewID(), o.atKapuas(), i.ID))
		}, "unknown_invitation"},
		"when its maker is gone": {func(o *town, _ people.Invitation) {
			o.invited(o.admin, people.Admin, o.atKapuas(), "boss@kapuas.org", goodPIN)
			grants, err := o.p.RolesOf(o.Context(), o.atKapuas(), false)
			o.must("the roles", err)
			for _, g := range grants {
				if g.Person == o.admin.Person {
					_, err := o.p.EndRole(o.Context(), o.admin, store.NewID(), o.atKapuas(), g.ID)
					o.must("the administrator leaves", err)
				}
			}
		}, "inviter_not_allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			eachTown(t, func(t *testing.T, o *town) {
				ctx := t.Context()
				made, err := o.p.Invite(ctx, o.admin, store.NewID(), people.Officer, o.atKapuas(), ledger.ID{})
				o.must("an invitation", err)
				x.then(o, made.It)
				signed, err := o.p.AcceptInvitation(ctx, people.Caller{}, made.It.Token, accepting("0812 3456 7822", goodPIN))
				fails(t, "accepted", err, x.code)
				if x.code != "" {
					fails(t, "she cannot sign in", o.signIn("081234567822", goodPIN, ""), "sign_in_failed")
					return
				}
				c, err := o.p.CallerOf(ctx, signed.Token)
				o.must("she is signed in", err)
				if !c.Is(o.atKapuas(), people.Officer) || c.Home != o.kapuas {
					t.Errorf("she is %+v", c)
				}
				o.must("and signs in again", o.signIn("081234567822", goodPIN, ""))
				o.sound()
			})
		})
	}
}

func TestAnInvitationIsShownOnceAndKeptAsAHash(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx, id := t.Context(), store.NewID()
		made, err := o.p.Invite(ctx, o.admin, id, people.Officer, o.atKapuas(), ledger.ID{})
		o.must("an invitation", err)
		again, err := o.p.Invite(ctx, o.admin, id, people.Officer, o.atKapuas(), ledger.ID{})
		if err != nil || !again.Replayed || again.It.Token != "" || again.It.ID != made.It.ID {
			t.Errorf("again: %+v %v", again, err)
		}
		i, name, err := o.p.OpenInvitation(ctx, made.It.Token)
		if err != nil || name != "Yayasan Kapuas" || i.Role != people.Officer || i.Token != "" {
			t.Errorf("opened: %+v %q %v", i, name, err)
		}
		for _, token := range []string{"", "x", made.It.Token[1:], strings.ToLower(made.It.Token)} {
			_, _, err := o.p.OpenInvitation(ctx, token)
			fails(t, "a token that is none", err, "unknown_invitation")
		}
		open, err := o.p.Invitations(ctx, o.atKapuas())
		if err != nil || len(open) != 1 || open[0].ID != id || open[0].Token != "" {
			t.Errorf("listed: %+v %v", open, err)
		}
		fails(t, "taken back at another home", o.p.Uninvite(ctx, o.landakAdmin, store.NewID(), people.Scope{Kind: people.AtOrganization, ID: o.landak}, id), "unknown_invitation")
		o.must("taken back", o.p.Uninvite(ctx, o.admin, store.NewID(), o.atKapuas(), id))
		fails(t, "twice", o.p.Uninvite(ctx, o.admin, store.NewID(), o.atKapuas(), id), "unknown_invitation")
		if open, err := o.p.Invitations(ctx, o.atKapuas()); err != nil || len(open) != 0 {
			t.Errorf("still listed: %+v %v", open, err)
		}
	})
}

func TestWhoHasASessionKeepsHerAccount(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		c, x := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		i, err := o.p.Invite(ctx, o.landakAdmin, store.NewID(), people.Observer, people.Scope{Kind: people.AtOrganization, ID: o.landak}, ledger.ID{})
		o.must("another organisation invites", err)
		_, err = o.p.AcceptInvitation(ctx, c, i.It.Token, people.Acceptance{ID: store.NewID()})
		o.must("with her session", err)
		c, err = o.p.CallerOf(ctx, x.Token)
		o.must("the same session", err)
		if !c.Is(o.atKapuas(), people.Officer) || !c.Is(people.Scope{Kind: people.AtOrganization, ID: o.landak}, people.Observer) || c.Home != o.kapuas {
			t.Errorf("she is %+v", c)
		}
		other, _ := o.invited(o.admin, people.Officer, o.atKapuas(), "dian@kapuas.org", goodPIN)
		i, err = o.p.Invite(ctx, o.admin, store.NewID(), people.Trainer, o.atKapuas(), other.Person)
		o.must("for one of them", err)
		_, err = o.p.AcceptInvitation(ctx, c, i.It.Token, people.Acceptance{ID: store.NewID()})
		fails(t, "accepted by the other", err, "unknown_invitation")
		_, err = o.p.AcceptInvitation(ctx, other, i.It.Token, people.Acceptance{ID: store.NewID()})
		o.must("accepted by herself", err)
	})
}

// Somebody who is registered, and has never signed in, comes in by an invitation.
func TestAMemberComesInByAnInvitation(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		who := o.person(o.kapuas)
		i, err := o.p.Invite(ctx, o.admin, store.NewID(), people.Trainer, o.atKapuas(), who.Person)
		o.must("an invitation", err)
		x, err := o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, accepting("0812 3456 7823", goodPIN))
		o.must("accepted", err)
		if x.Session.Person != who.Person {
			t.Error("she is somebody else now")
		}
		i, err = o.p.Invite(ctx, o.admin, store.NewID(), people.Observer, o.atKapuas(), who.Person)
		o.must("another invitation", err)
		_, err = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, accepting("0812 3456 7824", "718293"))
		fails(t, "by whoever holds it", err, "sign_in_first")
		o.must("her PIN", o.signIn("081234567823", goodPIN, ""))
	})
}

// A link that ten people open at once makes one officer.
func TestAnInvitationIsAcceptedOnceByTenAtOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		made, err := o.p.Invite(t.Context(), o.admin, store.NewID(), people.Officer, o.atKapuas(), ledger.ID{})
		o.must("an invitation", err)
		before := len(o.holders(people.Officer, o.atKapuas()))
		var all sync.WaitGroup
		for i := range 10 {
			all.Go(func() {
				_, err := o.p.AcceptInvitation(t.Context(), people.Caller{}, made.It.Token, accepting("08123456783"+string(rune('0'+i)), goodPIN))
				if code := ledger.CodeOf(err); code != "" && code != "unknown_invitation" {
					t.Errorf("%v", err)
				}
			})
		}
		all.Wait()
		if n := len(o.holders(people.Officer, o.atKapuas())) - before; n != 1 {
			t.Errorf("%d officers came by one invitation", n)
		}
		var logins int
		o.must("the names", o.s.DB().NewRaw("SELECT count(*) FROM logins").Scan(t.Context(), &logins))
		if logins != 1 {
			t.Errorf("%d can sign in", logins)
		}
		o.sound()
	})
}
