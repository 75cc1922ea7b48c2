package people_test

import (
	"sync"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// Two who hold an invitation for one woman accept it at the same time, each with a PIN
// of her own: she is whoever was first, and the other one is not signed in.
func TestTwoAcceptForOneAtTheSameTime(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		for range 5 {
			who := o.person(o.kapuas)
			i, err := o.p.Invite(ctx, o.admin, newID(), people.Trainer, o.atKapuas(), who.Person)
			o.must("an invitation", err)
			logins, pins := [2]string{"a" + who.Person.String() + "@kapuas.org", "b" + who.Person.String() + "@kapuas.org"}, [2]string{goodPIN, "718293"}
			var errs [2]error
			var both sync.WaitGroup
			for n := range 2 {
				both.Go(func() {
					_, errs[n] = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, accepting(logins[n], pins[n]))
				})
			}
			both.Wait()
			in := 0
			for n := range 2 {
				can := o.signIn(logins[n], pins[n], "")
				if (can == nil) != (errs[n] == nil) {
					t.Errorf("she accepted with %v, and can sign in with %v", errs[n], can)
				}
				if errs[n] == nil {
					in++
				} else {
					fails(t, "the second", errs[n], "unknown_invitation")
				}
			}
			if in != 1 {
				t.Errorf("%d came in by one invitation", in)
			}
		}
		o.sound()
	})
}

// A double press is one acceptance: both are answered, there is one role and one person.
func TestADoublePress(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		i, err := o.p.Invite(ctx, o.admin, newID(), people.Approver, o.atKapuas(), ledger.ID{})
		o.must("an invitation", err)
		a := accepting("rina@kapuas.org", goodPIN)
		var signed [3]people.SignedIn
		var errs [3]error
		var all sync.WaitGroup
		for n := range signed {
			all.Go(func() { signed[n], errs[n] = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, a) })
		}
		all.Wait()
		for n := range signed {
			if errs[n] != nil || signed[n].Token == "" || signed[n].Session.Person != signed[0].Session.Person {
				t.Errorf("press %d: %+v %v", n, signed[n], errs[n])
			}
		}
		if n := len(o.holders(people.Approver, o.atKapuas())); n != 1 {
			t.Errorf("%d have the role", n)
		}
		o.sound()
	})
}
