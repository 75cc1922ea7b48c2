package people_test

import (
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// No way leads to an organisation without an administrator.
func TestTheLastAdministratorStays(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		command := newID()
		for range 2 {
			_, err := o.p.Erase(ctx, operator, command, o.admin.Person, o.asked(o.admin))
			fails(t, "erased", err, "last_administrator")
		}
		other := o.person(o.kapuas)
		o.records(o.admin, "0812 3456 7801", "")
		o.records(other, "0812 3456 7801", "")
		_, err := o.p.Merge(ctx, o.officer, newID(), people.Merger{From: o.admin.Person, Into: other.Person, Reason: people.RegisteredTwice})
		fails(t, "merged away", err, "holds_office")
		_, err = o.p.EndRole(ctx, o.admin, newID(), o.atKapuas(), o.as(o.admin, o.atKapuas()).Grants[0].ID)
		fails(t, "laid down", err, "last_administrator")
		if full, err := o.p.ReadPerson(ctx, o.officer, o.admin.Person); err != nil || full.Facts == nil {
			t.Errorf("she is %+v %v", full, err)
		}

		// She holds the office of another organisation as well, where there is a second.
		o.give(o.landakAdmin, o.invitedTo(o.landakAdmin, o.admin), people.Admin, people.AtOrganization, o.landak)
		second := o.give(o.admin, other, people.Admin, people.AtOrganization, o.kapuas)
		_, err = o.p.EndRole(ctx, o.admin, newID(), o.atKapuas(), second)
		o.must("the second one's role ends", err)
		_, err = o.p.Erase(ctx, operator, newID(), o.admin.Person, o.asked(o.admin))
		fails(t, "erased while the other is none any more", err, "last_administrator")

		o.give(o.admin, other, people.Admin, people.AtOrganization, o.kapuas)
		_, err = o.p.Erase(ctx, operator, newID(), o.admin.Person, o.asked(o.admin))
		fails(t, "erased while she holds the office", err, "erasure_holds_office")
		for _, at := range []people.Scope{o.atKapuas(), {Kind: people.AtOrganization, ID: o.landak}} {
			_, err = o.p.EndRole(ctx, o.admin, newID(), at, o.as(o.admin, at).Grants[0].ID)
			o.must("she lays it down", err)
		}
		err = o.erase(o.admin)
		o.must("another one is there", err)
		if got := o.holders(people.Admin, o.atKapuas()); len(got) != 1 || got[0] != other.Person {
			t.Errorf("the administrators are %v", got)
		}
		o.sound()
	})
}

// invitedTo lets somebody of another home come to the inviter's organisation as an
// observer, so that it knows her.
func (o *town) invitedTo(by, who people.Caller) people.Caller {
	o.Helper()
	session := newID()
	i, err := o.p.Invite(o.Context(), by, newID(), people.Observer, people.Scope{Kind: people.AtOrganization, ID: by.Home}, ledger.ID{})
	o.must("an invitation", err)
	o.began(session, who)
	who.Session = session
	_, err = o.p.AcceptInvitation(o.Context(), who, i.It.Token, people.Acceptance{ID: newID()})
	o.must("accepted", err)
	return who
}
