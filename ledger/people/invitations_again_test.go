package people_test

import (
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// The answer is lost on its way, and she presses the button again: she is signed in,
// and nothing has happened twice.
func TestAnAcceptanceIsRepeated(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		i, err := o.p.Invite(ctx, o.admin, newID(), people.Officer, o.atKapuas(), ledger.ID{})
		o.must("an invitation", err)
		a := accepting("0812 3456 7851", goodPIN)
		first, err := o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, a)
		o.must("accepted", err)
		again, err := o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, a)
		o.must("the same acceptance again", err)
		c, err := o.p.CallerOf(ctx, again.Token)
		if err != nil || c.Person != first.Session.Person || !c.Is(o.atKapuas(), people.Officer) || len(c.Grants) != 1 {
			t.Errorf("she is %+v, %v", c, err)
		}
		o.invited(o.admin, people.Observer, o.atKapuas(), "0812 3456 7853", goodPIN)
		for what, spoil := range map[string]func(a *people.Acceptance){
			"another's id":                   func(a *people.Acceptance) { a.ID = newID() },
			"another PIN":                    func(a *people.Acceptance) { a.Secret.Secret = "718293" },
			"another number":                 func(a *people.Acceptance) { a.Secret.Login = "0812 3456 7852" },
			"somebody else's number and PIN": func(a *people.Acceptance) { a.Secret.Login = "0812 3456 7853" },
			"no number":                      func(a *people.Acceptance) { a.Secret.Login = "" },
		} {
			bad := a
			spoil(&bad)
			_, err := o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, bad)
			fails(t, what, err, "unknown_invitation")
		}
		// It is no way around the waiting.
		bad := a
		bad.Secret.Secret = "718293"
		for range 5 {
			_, err = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, bad)
		}
		fails(t, "guessing at a used invitation", err, "limited")
		o.sound()
	})
}

// So it is for whoever has a session.
func TestAnAcceptanceWithASessionIsRepeated(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		c, _ := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		other, _ := o.invited(o.admin, people.Officer, o.atKapuas(), "dian@kapuas.org", goodPIN)
		i, err := o.p.Invite(ctx, o.admin, newID(), people.Finance, o.atKapuas(), ledger.ID{})
		o.must("an invitation", err)
		for range 2 {
			_, err = o.p.AcceptInvitation(ctx, c, i.It.Token, people.Acceptance{ID: newID()})
			o.must("accepted", err)
		}
		_, err = o.p.AcceptInvitation(ctx, other, i.It.Token, people.Acceptance{ID: newID()})
		fails(t, "by another", err, "unknown_invitation")
		if n := len(o.holders(people.Finance, o.atKapuas())); n != 2 { // with the one of the town
			t.Errorf("%d have the role", n)
		}
		o.sound()
	})
}
