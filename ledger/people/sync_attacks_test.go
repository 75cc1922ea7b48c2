package people_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// A device whose lease has run out gets another one when all that it has made has
// come: else the first of many requests would let the money out of all others pass.
func TestALeaseIsRenewedWhenAllHasCome(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		out := entryKind
		out.Name, out.MoneyOut = "cash.paid_out", true
		o.p.Accept(out)
		phone := o.phone("HP")
		lease := func(x people.Synced) time.Duration { return x.LeaseUntil.Sub(o.now()) }
		o.later(people.Lease)
		phone.Record(o.treasurer, "cash.paid_out", paid(1))
		wantTold(t, "in the last moment", o.push(phone, phone.PushAll()), "1 posted")
		o.later(people.Lease + time.Microsecond)
		for i := range int64(3) {
			phone.Record(o.treasurer, "cash.paid_out", paid(20*(i+1)))
		}
		all := slices.Clone(phone.Outbox)
		synced := o.push(phone, phone.Push())
		if lease(synced) >= 0 {
			t.Error("a lease for saying nothing")
		}
		synced = o.push(phone, phone.Push(all[0]))
		wantTold(t, "the first of three", synced, "2 quarantined lease_over late")
		if lease(synced) >= 0 {
			t.Error("a lease for the first of three")
		}
		synced = o.push(phone, phone.Push(all[1:]...))
		wantTold(t, "the others", synced, "3 quarantined lease_over late, 4 quarantined lease_over late")
		if lease(synced) != people.Lease {
			t.Error("no lease although all has come")
		}
		phone.Record(o.treasurer, "cash.paid_out", paid(300))
		wantTold(t, "with a lease again", o.push(phone, phone.PushAll()), "5 posted")

		// What was lost on the phone cannot come: that the last one has come is enough.
		phone.Record(o.treasurer, "cash.paid_out", paid(4000))
		phone.Record(o.treasurer, "cash.paid_out", paid(4000))
		o.later(people.Lease + time.Microsecond)
		synced = o.push(phone, phone.Push(phone.Outbox[1]))
		wantTold(t, "with a gap", synced, "7 held gap late")
		if lease(synced) != people.Lease {
			t.Error("a lost command stops all money for good")
		}
		if o.sum() != 301 {
			t.Errorf("%d have left", o.sum())
		}
	})
}

// While a command is being done the key-holders dismiss it: what is in the book is
// not called dismissed.
func TestADismissalThatComesTooLate(t *testing.T) {
	for what, released := range map[string]bool{"in its turn": false, "on the word of the key-holders": true} {
		t.Run(what, func(t *testing.T) {
			eachOffline(t, func(t *testing.T, o *offline) {
				var item ledger.ID
				kind := entryKind
				kind.Do = func(ctx context.Context, s *store.Store, actor people.Caller, cmd people.FromDevice) (store.Result, error) {
					res, err := entryKind.Do(ctx, s, actor, cmd)
					if cmd.Seq == 2 && err == nil {
						for _, holder := range []ledger.ID{o.holders[1], o.holders[2]} {
							if _, err := o.decide(holder, item, people.VerdictDismissal); err != nil {
								t.Errorf("the dismissal: %v", err)
							}
						}
					}
					return res, err
				}
				o.p.Accept(kind)
				phone := o.phone("HP")
				phone.Record(o.treasurer, "entry.post", paid(1))
				if released {
					phone.Record(o.member, "entry.post", paid(20))
				} else {
					phone.Record(o.treasurer, "entry.post", paid(20))
				}
				all := slices.Clone(phone.Outbox)
				if !released {
					item = o.push(phone, phone.Push(all[1])).Receipts[0].Item // held
					o.push(phone, phone.Push(all[0]))                         // now it has its turn
				} else {
					item = o.push(phone, phone.PushAll()).Receipts[1].Item
					for _, holder := range o.holders[:2] {
						if _, err := o.decide(holder, item, people.VerdictRelease); err != nil {
							t.Errorf("the release: %v", err)
						}
					}
				}
				if o.sum() != 21 {
					t.Fatalf("the box holds %d", o.sum())
				}
				wantTold(t, "the phone asks", o.push(phone, phone.Push(all...)), "1 duplicate, 2 duplicate")
			})
		})
	}
}

func TestAKeyHolderWhoHasLeftHasNoSay(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		for _, v := range []people.Verdict{people.VerdictRelease, people.VerdictDismissal} {
			w := o.aside(700)
			if _, err := o.decide(o.holders[0], w.Item, v); err != nil {
				t.Fatal(err)
			}
			o.endRoles(o.holders[0])
			if w, err := o.decide(o.holders[1], w.Item, v); err != nil || w.Decided != "" {
				t.Errorf("%s by one: %+v %v", v, w, err)
			}
			if w, err := o.decide(o.holders[2], w.Item, v); err != nil || w.Decided != v {
				t.Errorf("%s by two: %+v %v", v, w, err)
			}
			o.role(o.holders[0], people.KeyHolder)
		}
		if o.sum() != 700 {
			t.Errorf("the box holds %d", o.sum())
		}
	})
}

// Who was registered twice and merged is one person, and does not release what she
// recorded under her other name.
func TestWhoMadeItHasNoSayUnderAnotherName(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		w := o.aside(700)
		o.exec("UPDATE persons SET merged_into = ? WHERE id = ?", o.holders[0], o.member.Person)
		_, err := o.decide(o.holders[0], w.Item, people.VerdictRelease)
		fails(t, "who made it", err, "own_command")
	})
}

// What had come before the device was revoked was made before.
func TestWhatCameBeforeTheRevocationWasMadeBefore(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		for i := range int64(4) {
			phone.Record(o.treasurer, "entry.post", paid(i+1))
		}
		all := slices.Clone(phone.Outbox)
		wantTold(t, "1 is under way", o.push(phone, phone.Push(all[1], all[2])), "2 held gap, 3 held gap")
		o.later(time.Second)
		if _, err := o.p.RevokeDevice(t.Context(), o.caller(o.chair, people.Chair), store.NewID(), o.group, phone.ID, -1); err != nil {
			t.Fatal(err)
		}
		o.later(time.Second)
		o.push(phone, phone.Push(all[0], all[3]))
		wantTold(t, "all", o.push(phone, phone.Push(all...)),
			"1 quarantined device_revoked, 2 quarantined made_before_revocation, 3 quarantined made_before_revocation, 4 quarantined device_revoked")
	})
}
