package people_test

import (
	"context"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// last is the newest record of an action in a home's chain of changes.
func (o *town) last(home ledger.ID, action string) ledger.Audit {
	o.Helper()
	all, err := o.s.Records(o.Context(), home, 0, 1000)
	o.must("the records", err)
	for _, a := range all {
		if a.Action == action {
			return a
		}
	}
	o.Fatal("no record of ", action)
	return ledger.Audit{}
}

// What is done with a session on a device names the device in its record, under the
// hash; what is done elsewhere names none.
func TestARecordNamesTheDevice(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx, phone := t.Context(), o.phone()
		elsewhere, _ := o.invited(o.chair, people.Member, o.melati(), "0812 3456 7861", goodPIN)
		x, err := o.p.SignIn(ctx, people.SignIn{Login: "081234567861", Secret: goodPIN, Device: phone.SignIn("{}")})
		o.must("at the phone", err)
		if got := o.last(o.group, "session.started").Device; got != phone.ID {
			t.Errorf("the sign-in names %s, want %s", got, phone.ID)
		}
		onPhone, err := o.p.CallerOf(ctx, x.Token)
		o.must("her session", err)
		for _, y := range []struct {
			what string
			by   people.Caller
			want ledger.ID
		}{{"on the phone", onPhone, phone.ID}, {"elsewhere", elsewhere, ledger.ID{}}} {
			_, err := o.p.GiveConsent(ctx, y.by, people.Consent{ID: newID(), Person: y.by.Person, Purpose: people.Contact, TextVersion: "1", Language: "id", How: "on_screen"})
			o.must("a consent", err)
			if got := o.last(o.group, "consent.given"); got.Device != y.want || got.Actor != onPhone.Person {
				t.Errorf("%s: the record is %+v", y.what, got)
			}
			o.later(time.Second)
			_, err = o.p.ReadPerson(ctx, y.by, y.by.Person)
			o.must("she reads her data", err)
			looks, err := o.p.Looks(ctx, people.Caller{Person: y.by.Person}, y.by.Person, people.Look{}, 1)
			if err != nil || len(looks) != 1 || looks[0].Device != y.want {
				t.Errorf("%s: the look is %+v %v", y.what, looks, err)
			}
			if got := o.last(o.group, "person.read"); got.Device != y.want {
				t.Errorf("%s: the record of the look is %+v", y.what, got)
			}
			fund := ledger.Fund{ID: newID(), Code: "f" + y.what[:2], Name: "Dana"}
			_, err = o.s.OpenFund(store.ByDevice(ctx, y.by.Device), y.by.Person, o.group, fund)
			o.must("a fund", err)
			if got := o.last(o.group, "fund.opened"); got.Device != y.want {
				t.Errorf("%s: the record of the fund is %+v", y.what, got)
			}
		}
		o.sound()
	})
}

// What a device sends names it too: the request, and whatever its commands change.
func TestWhatADeviceSendsNamesTheDevice(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx, phone := t.Context(), o.phone()
		member, _ := o.invited(o.chair, people.Member, o.melati(), "0812 3456 7862", goodPIN)
		o.p.Accept(people.CommandKind{Name: "fund.open", Version: 1, Allowed: people.Allowed{Group: []people.Role{people.Member}},
			Do: func(ctx context.Context, s *store.Store, actor people.Caller, cmd people.FromDevice) (store.Result, error) {
				made, err := s.OpenFund(ctx, actor.Person, cmd.Home, ledger.Fund{ID: cmd.ID, Code: "sosial", Name: "Dana sosial"})
				return store.Result{Outcome: ledger.OutcomePosted, Replayed: made.Replayed}, err
			}})
		phone.Record(phonetest.Actor{Person: member.Person}, "fund.open", "{}")
		synced, err := o.p.Sync(ctx, phone.PushAll())
		o.must("the phone sends", err)
		wantTold(t, "the phone", synced, "1 posted")
		if got := o.last(o.group, "fund.opened"); got.Device != phone.ID || got.Actor != member.Person {
			t.Errorf("the command's record is %+v", got)
		}
		for _, action := range []string{"device.synced", "device.settled"} {
			if got := o.last(o.group, action); got.Device != phone.ID {
				t.Errorf("%s names %s, want %s", action, got.Device, phone.ID)
			}
		}
		o.sound()
	})
}
