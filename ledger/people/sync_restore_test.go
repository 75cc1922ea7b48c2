package people_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// The phones are a copy of the books: after a restore from an old backup they send
// again what it does not have, and nothing is there twice.
func TestThePhonesMendAnOldBackup(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		phone.Record(o.treasurer, "entry.post", paid(1))
		phone.Record(o.member, "entry.post", paid(20))
		all := slices.Clone(phone.Outbox)
		item := o.push(phone, phone.PushAll()).Receipts[1].Item
		if _, err := o.decide(o.holders[0], item, people.VerdictRelease); err != nil {
			t.Fatal(err)
		}
		var backup bytes.Buffer
		if err := o.s.Snapshot(t.Context(), &backup); err != nil {
			t.Fatal(err)
		}
		all = append(all, phone.Record(o.treasurer, "entry.post", paid(300)), phone.Record(o.treasurer, "entry.post", paid(4000)))
		o.push(phone, phone.PushAll())
		storetest.EachAddress(t, func(t *testing.T, address string) {
			if _, err := store.Restore(t.Context(), address, bytes.NewReader(backup.Bytes()), true); err != nil {
				t.Fatal(err)
			}
			again := &offline{t: t, s: storetest.Open(t, address, store.WithClock(o.now)), group: o.group, holders: o.holders}
			again.p = newPeople(t, again.s)
			again.p.Accept(entryKind)
			if again.sum() != 1 {
				t.Fatalf("the backup has %d in the box", again.sum())
			}
			wantTold(t, "all again", again.push(phone, phone.Push(all...)), "1 duplicate, 2 quarantined not_in_role, 3 posted, 4 posted")
			if w, err := again.decide(o.holders[1], item, people.VerdictRelease); err != nil || w.Decided != people.VerdictRelease {
				t.Errorf("the first verdict was in the backup: %+v %v", w, err)
			}
			if again.sum() != 4321 {
				t.Errorf("the box holds %d", again.sum())
			}
			if report, err := again.s.Check(t.Context()); err != nil || len(report.Findings) > 0 {
				t.Errorf("%+v %v", report.Findings, err)
			}
		})
	})
}
