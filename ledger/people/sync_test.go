package people_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// push sends and hears the answer.
func (o *offline) push(phone *phonetest.Phone, x people.Push) people.Synced {
	o.t.Helper()
	synced, err := o.p.Sync(o.t.Context(), x)
	if err != nil {
		o.t.Fatal(err)
	}
	phone.Heard(synced.Receipts...)
	return synced
}

// told is what became of the commands: "1 posted, 2 held gap".
func told(x people.Synced) string {
	var all []string
	for _, r := range x.Receipts {
		one := fmt.Sprintf("%d %s", r.Seq, r.Answer)
		if r.Code != "" {
			one += " " + r.Code
		}
		if r.Late {
			one += " late"
		}
		all = append(all, one)
	}
	return strings.Join(all, ", ")
}

func wantTold(t testing.TB, what string, x people.Synced, want string) {
	t.Helper()
	if got := told(x); got != want {
		t.Errorf("%s: %s\nwant %s", what, got, want)
	}
}

func TestTwoPhonesRecordForOneGroup(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		a, b := o.phone("HP bendahara"), o.phone("HP sekretaris")
		a.Record(o.treasurer, "entry.post", paid(1000)) // with her card
		a.Record(o.secretary, "entry.post", paid(200))  // with her PIN
		b.Record(o.secretary, "entry.post", paid(30))
		o.later(time.Hour)
		synced := o.push(a, a.PushAll())
		wantTold(t, "the first phone", synced, "1 posted, 2 posted")
		if !synced.LeaseUntil.Equal(o.now().Add(people.Lease)) || synced.LastSeq != 2 || synced.Book.Sequence != 2 || synced.Book.Head.IsZero() {
			t.Errorf("%+v", synced)
		}
		wantTold(t, "the second phone", o.push(b, b.PushAll()), "1 posted")
		if o.sum() != 1230 || o.entries() != 3 || len(a.Outbox) != 0 {
			t.Errorf("the box holds %d in %d entries", o.sum(), o.entries())
		}
		book, err := o.s.Book(t.Context(), o.group)
		if err != nil {
			t.Fatal(err)
		}
		posted, err := o.s.Entries(t.Context(), book, store.EntryFilter{Limit: 3})
		if err != nil || posted[0].By != o.treasurer.Person || posted[1].By != o.secretary.Person {
			t.Errorf("recorded by others than the actors: %+v %v", posted, err)
		}
	})
}

func TestAPushMayBeRepeated(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		phone.Record(o.treasurer, "entry.post", paid(1))
		phone.Record(o.treasurer, "entry.post", paid(2))
		all := slices.Clone(phone.Outbox)
		first := phone.Push(all...)
		o.push(phone, first)
		_, err := o.p.Sync(t.Context(), first)
		fails(t, "the very same request", err, "stale_request")
		old := phone.Push(all...)
		o.push(phone, phone.Push())
		_, err = o.p.Sync(t.Context(), old)
		fails(t, "a request that was overtaken", err, "stale_request")
		wantTold(t, "the answer was lost", o.push(phone, phone.Push(all...)), "1 duplicate, 2 duplicate")
		wantTold(t, "in another order, one twice", o.push(phone, phone.Push(all[1], all[0], all[1])), "2 duplicate, 1 duplicate, 2 duplicate")
		if o.sum() != 3 || o.entries() != 2 {
			t.Errorf("the box holds %d in %d entries", o.sum(), o.entries())
		}
	})
}

func TestWhatIsBehindAGapIsHeld(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		for i := range int64(5) {
			phone.Record(o.treasurer, "entry.post", paid(i+1))
		}
		all := slices.Clone(phone.Outbox)
		wantTold(t, "4 and 5 first", o.push(phone, phone.Push(all[4], all[3])), "5 held gap, 4 held gap")
		if devices, err := o.p.Devices(t.Context(), o.group); err != nil || devices[0].Missing != 3 {
			t.Errorf("%+v %v", devices, err)
		}
		wantTold(t, "then 1", o.push(phone, phone.Push(all[0])), "1 posted")
		wantTold(t, "then 3", o.push(phone, phone.Push(all[2])), "3 held gap")
		if o.entries() != 1 {
			t.Error("something behind the gap was posted")
		}
		synced := o.push(phone, phone.Push(all[1]))
		wantTold(t, "then 2", synced, "2 posted")
		if o.sum() != 15 || synced.LastSeq != 5 || synced.Book.Sequence != 5 {
			t.Errorf("the box holds %d; %+v", o.sum(), synced)
		}
		wantTold(t, "all again", o.push(phone, phone.Push(all...)), "1 duplicate, 2 duplicate, 3 duplicate, 4 duplicate, 5 duplicate")
	})
}

func TestARequestIsOfTheDeviceAlone(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone, other := o.phone("HP"), o.phone("HP lain")
		phone.Record(o.treasurer, "entry.post", paid(1))
		good := phone.PushAll()
		for name, spoil := range map[string]func(x *people.Push){
			"another body":         func(x *people.Push) { x.Body = append(slices.Clone(x.Body), ' ') },
			"another number":       func(x *people.Push) { x.Request++ },
			"another clock":        func(x *people.Push) { x.Clock = "2027-01-01T00:00:00Z" },
			"another device":       func(x *people.Push) { x.Device = other.ID },
			"an unknown device":    func(x *people.Push) { x.Device = store.NewID() },
			"another's signature":  func(x *people.Push) { x.Signature = other.Sign(x.Body) },
			"no signature":         func(x *people.Push) { x.Signature = nil },
			"a signature of zeros": func(x *people.Push) { x.Signature = make([]byte, 64) },
			"a signature in ASN.1": func(x *people.Push) { x.Signature = append([]byte{0x30, 0x44}, x.Signature...) },
			"signed for other path": func(x *people.Push) {
				x.Signature = phone.Sign(people.SyncMessage("POST", "/v1/x", x.Device, x.Request, x.Clock, x.Body))
			},
		} {
			bad := good
			spoil(&bad)
			_, err := o.p.Sync(t.Context(), bad)
			fails(t, name, err, "unknown_device_signature")
			if ledger.KindOf(err) != ledger.Unauthenticated {
				t.Error(name, err)
			}
		}
		if o.entries() != 0 {
			t.Error("something was posted")
		}
		wantTold(t, "the good one still", o.push(phone, good), "1 posted")
	})
}

func TestACommandWithoutAuthorityWaits(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		stranger, noPIN := phonetest.Actor{Person: store.NewID()}, phonetest.Actor{Person: o.chair}
		another := phonetest.Actor{Person: o.treasurer.Person, Card: newCard()}
		other := o.phone("HP lain")
		for _, x := range []struct {
			name, want string
			record     func(p *phonetest.Phone)
		}{
			{"nobody we know", "unknown_actor", func(p *phonetest.Phone) { p.Record(stranger, "entry.post", paid(1)) }},
			{"a card that is not hers", "bad_proof", func(p *phonetest.Phone) { p.Record(another, "entry.post", paid(1)) }},
			{"a PIN she does not have", "bad_proof", func(p *phonetest.Phone) { p.Record(noPIN, "entry.post", paid(1)) }},
			{"no proof at all", "bad_proof", func(p *phonetest.Phone) {
				p.Record(o.secretary, "entry.post", paid(1))
				p.Outbox[0].Proof = people.Proof{}
			}},
			{"two proofs", "bad_proof", func(p *phonetest.Phone) {
				p.Record(o.treasurer, "entry.post", paid(1))
				p.Outbox[0].Proof.PIN = p.Sign(people.PINMessage(p.Outbox[0].Digest(p.ID)))
			}},
			{"a proof of another command", "bad_proof", func(p *phonetest.Phone) {
				p.Record(o.treasurer, "entry.post", paid(1))
				p.Outbox[0].Proof = other.Record(o.treasurer, "entry.post", paid(1)).Proof
			}},
			{"another device's word", "bad_proof", func(p *phonetest.Phone) {
				p.Record(o.secretary, "entry.post", paid(1))
				p.Outbox[0].Proof.PIN = other.Sign(people.PINMessage(p.Outbox[0].Digest(p.ID)))
			}},
			{"a member", "not_in_role", func(p *phonetest.Phone) { p.Record(o.member, "entry.post", paid(1)) }},
			{"a kind of a newer app", "unknown_kind", func(p *phonetest.Phone) { p.Record(o.treasurer, "moon.landed", `{}`) }},
			{"an account that is not there", "unknown_account", func(p *phonetest.Phone) { p.Record(o.treasurer, "entry.post", entryOn("2026-03-01", "9999", 1)) }},
		} {
			phone := o.phone("HP")
			x.record(phone)
			phone.Record(o.treasurer, "entry.post", paid(100))
			before := o.entries()
			wantTold(t, x.name, o.push(phone, phone.PushAll()), "1 quarantined "+x.want+", 2 posted")
			if o.entries() != before+1 {
				t.Errorf("%s: %d entries instead of 1", x.name, o.entries()-before)
			}
		}
		waiting, err := o.p.Quarantined(t.Context(), o.group, ledger.ID{}, 100)
		if err != nil || len(waiting) != 10 {
			t.Errorf("%d wait, %v", len(waiting), err)
		}
	})
}

func TestAnOtherBodyUnderOneIDIsAMismatch(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		first := phone.Record(o.treasurer, "entry.post", paid(1000))
		o.push(phone, phone.PushAll())
		changed := first
		changed.Body = []byte(paid(9000))
		changed = phone.Prove(o.treasurer, changed)
		wantTold(t, "the body was changed", o.push(phone, phone.Push(changed)), "1 mismatch id_reused")
		wantTold(t, "and again", o.push(phone, phone.Push(changed)), "1 mismatch id_reused")
		// The same id under the next number.
		next := phone.Record(o.treasurer, "entry.post", paid(5000))
		next.ID = first.ID
		next = phone.Prove(o.treasurer, next)
		wantTold(t, "under another number", o.push(phone, phone.Push(next)), "2 mismatch id_reused")
		// A phone whose memory was put back makes another command under a number that was used.
		restored := o.phone("HP dipulihkan")
		copied := restored.Copy()
		restored.Record(o.treasurer, "entry.post", paid(1))
		o.push(restored, restored.PushAll())
		copied.Request = restored.Request
		copied.Record(o.treasurer, "entry.post", paid(2))
		copied.Record(o.treasurer, "entry.post", paid(3))
		wantTold(t, "a restored phone", o.push(copied, copied.PushAll()), "1 quarantined sequence_reused, 2 posted")
		if o.sum() != 1004 {
			t.Errorf("the box holds %d", o.sum())
		}
		if got := o.actions("device.mismatch"); len(got) != 3 {
			t.Errorf("%d records of mismatches", len(got))
		}
	})
}

func TestABrokenSequenceWaits(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		phone.Record(o.treasurer, "entry.post", paid(1))
		second := phone.Record(o.treasurer, "entry.post", paid(2))
		second.Prev[0] ^= 1
		second = phone.Prove(o.treasurer, second)
		wantTold(t, "not behind the first", o.push(phone, phone.Push(phone.Outbox[0], second)), "1 posted, 2 quarantined broken_sequence")
	})
}

func TestARoleCountsAsTheDeviceCouldKnowIt(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		phone.Record(o.treasurer, "entry.post", paid(1))
		o.push(phone, phone.PushAll())
		o.later(time.Hour)
		o.endRoles(o.treasurer.Person)
		o.later(time.Hour)
		// Made before the phone could know: the fact stands.
		phone.Record(o.treasurer, "entry.post", paid(20))
		tail := phone.Record(o.treasurer, "entry.post", paid(300))
		wantTold(t, "before it heard", o.push(phone, phone.Push(phone.Outbox[0])), "2 posted")
		// The tail was made then as well: the phone has said so.
		wantTold(t, "the rest of that time", o.push(phone, phone.Push(tail)), "3 posted")
		phone.Record(o.treasurer, "entry.post", paid(4000))
		wantTold(t, "after it heard", o.push(phone, phone.PushAll()), "4 quarantined not_in_role")
		if o.sum() != 321 {
			t.Errorf("the box holds %d", o.sum())
		}
	})
}

func TestARoleThatEndedLongAgoCountsNoMore(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		phone.Record(o.treasurer, "entry.post", paid(1))
		phone.Made = 1000 // it claims to have made much more before
		o.push(phone, phone.PushAll())
		o.later(time.Hour)
		o.endRoles(o.treasurer.Person)
		o.later(people.Lease + time.Hour)
		phone.Made = 1
		phone.Record(o.treasurer, "entry.post", paid(20))
		wantTold(t, "two weeks later", o.push(phone, phone.PushAll()), "2 quarantined not_in_role late")
	})
}

func TestAfterTheLeaseRecordingGoesOn(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		out := entryKind
		out.Name, out.MoneyOut = "cash.paid_out", true
		o.p.Accept(out)
		phone := o.phone("HP")
		o.later(people.Lease + time.Second)
		phone.Record(o.treasurer, "entry.post", paid(1))
		phone.Record(o.treasurer, "cash.paid_out", paid(20))
		synced := o.push(phone, phone.PushAll())
		wantTold(t, "late", synced, "1 posted late, 2 quarantined lease_over late")
		if !synced.LeaseUntil.Equal(o.now().Add(people.Lease)) {
			t.Error("the lease was not renewed")
		}
		phone.Record(o.treasurer, "cash.paid_out", paid(20))
		wantTold(t, "with a lease again", o.push(phone, phone.PushAll()), "3 posted")
	})
}

func TestARevokedDeviceLosesNothing(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		ctx := t.Context()
		phone := o.phone("HP")
		phone.Record(o.treasurer, "entry.post", paid(1))
		o.push(phone, phone.PushAll())
		before, err := o.p.Devices(ctx, o.group)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.p.RevokeDevice(ctx, o.caller(o.chair, people.Chair), store.NewID(), o.group, phone.ID, 2); err != nil {
			t.Fatal(err)
		}
		o.later(time.Hour)
		phone.Record(o.treasurer, "entry.post", paid(20))
		phone.Record(o.treasurer, "entry.post", paid(300))
		synced := o.push(phone, phone.PushAll())
		wantTold(t, "revoked", synced, "2 quarantined made_before_revocation, 3 quarantined device_revoked")
		if !synced.Revoked || !synced.LeaseUntil.Equal(before[0].LeaseUntil) {
			t.Errorf("%+v", synced)
		}
		waiting, err := o.p.Quarantined(ctx, o.group, ledger.ID{}, 10)
		if err != nil || len(waiting) != 2 || waiting[0].Needs+waiting[1].Needs != 3 {
			t.Fatalf("%+v %v", waiting, err)
		}
		slices.SortFunc(waiting, func(a, b people.WaitingCommand) int { return int(a.Command.Seq - b.Command.Seq) })
		done, err := o.p.Decide(ctx, o.caller(o.holders[0], people.KeyHolder), store.NewID(), o.group, waiting[0].Item, people.VerdictRelease, "saya hadir")
		if err != nil || done.It.Decided != people.VerdictRelease || o.sum() != 21 {
			t.Errorf("one key-holder confirms what was made before: %+v %v", done, err)
		}
		late, err := o.p.Decide(ctx, o.caller(o.holders[0], people.KeyHolder), store.NewID(), o.group, waiting[1].Item, people.VerdictRelease, "saya hadir")
		if err != nil || late.It.Decided != "" || o.sum() != 21 {
			t.Errorf("one key-holder releases what was made after: %+v %v", late, err)
		}
	})
}

func TestTheClockOfAPhoneOrdersNothing(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		for _, clock := range []string{"2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "kemarin"} {
			phone.Clock = clock
			phone.Record(o.treasurer, "entry.post", paid(1))
			if got := told(o.push(phone, phone.PushAll())); !strings.HasSuffix(got, " posted") {
				t.Errorf("%s: %s", clock, got)
			}
		}
		devices, err := o.p.Devices(t.Context(), o.group)
		if err != nil || devices[0].ClockOff > -50*365*24*time.Hour {
			t.Errorf("%+v %v", devices, err)
		}
	})
}

// A break between keeping a command and doing it, or between doing it and writing
// that down, loses nothing and doubles nothing.
func TestAPowerCutBetweenTheSteps(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		phone.Record(o.treasurer, "entry.post", paid(1))
		phone.Record(o.treasurer, "entry.post", paid(20))
		phone.Record(o.treasurer, "entry.post", paid(300))
		ctx, cut := context.WithCancel(t.Context())
		breaks := entryKind
		n := 0
		breaks.Do = func(_ context.Context, s *store.Store, actor people.Caller, cmd people.FromDevice) (store.Result, error) {
			if n++; n == 2 {
				_, err := entryKind.Do(context.WithoutCancel(ctx), s, actor, cmd)
				cut() // posted, and the power is gone before anybody hears of it
				if err == nil {
					err = context.Canceled
				}
				return store.Result{}, err
			}
			return entryKind.Do(ctx, s, actor, cmd)
		}
		o.p.Accept(breaks)
		if _, err := o.p.Sync(ctx, phone.PushAll()); err == nil {
			t.Fatal("no break")
		}
		if o.entries() != 2 {
			t.Fatalf("%d entries at the break", o.entries())
		}
		o.p.Accept(entryKind)
		again := people.New(o.s, nil) // the server starts again
		again.Accept(entryKind)
		if err := again.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
		if o.entries() != 3 || o.sum() != 321 {
			t.Errorf("%d entries, %d in the box", o.entries(), o.sum())
		}
		wantTold(t, "the phone asks again", o.push(phone, phone.PushAll()), "1 duplicate, 2 duplicate, 3 duplicate")
		if err := again.Resume(t.Context()); err != nil || o.entries() != 3 {
			t.Error("resumed twice", err)
		}
	})
}
