package people_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
)

// Whatever the order and the repetition of pushes, and whatever answers are lost: in
// the end every command is in exactly one state, and what was recorded with authority
// is in the book exactly once.
func TestPushesInAnyOrder(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		rapid.Check(t, func(r *rapid.T) { pushInAnyOrder(r, o) })
	})
}

func pushInAnyOrder(r *rapid.T, o *offline) {
	entries, sum := o.entries(), o.sum()
	want := map[ledger.ID]people.Answer{}
	var wantSum, wantEntries int64
	phones := make([]*phonetest.Phone, rapid.IntRange(1, 2).Draw(r, "phones"))
	made := make([][]people.DeviceCommand, len(phones))
	for i := range phones {
		phones[i] = o.phone(fmt.Sprintf("HP %d", i))
		for n := range rapid.IntRange(1, 8).Draw(r, "commands") {
			amount := int64(1) << (8*i + n)
			switch rapid.IntRange(0, 4).Draw(r, "which") {
			case 0:
				c := phones[i].Record(o.member, "entry.post", paid(amount))
				want[c.ID] = people.AnswerQuarantined
			default:
				c := phones[i].Record(o.treasurer, "entry.post", paid(amount))
				want[c.ID] = people.AnswerDuplicate
				wantSum, wantEntries = wantSum+amount, wantEntries+1
			}
		}
		made[i] = slices.Clone(phones[i].Outbox)
	}
	for range rapid.IntRange(0, 12).Draw(r, "pushes") {
		i := rapid.IntRange(0, len(phones)-1).Draw(r, "phone")
		some := rapid.SliceOfN(rapid.SampledFrom(made[i]), 0, 5).Draw(r, "some")
		x := phones[i].Push(some...)
		if rapid.IntRange(0, 9).Draw(r, "on the way") == 0 {
			continue // the request was lost
		}
		synced, err := o.p.Sync(o.t.Context(), x)
		if err != nil {
			r.Fatal(err)
		}
		for n, receipt := range synced.Receipts {
			if receipt.ID != some[n].ID || !slices.Contains([]people.Answer{people.AnswerPosted, people.AnswerHeld, want[receipt.ID]}, receipt.Answer) {
				r.Fatalf("%+v for %+v", receipt, some[n])
			}
			if receipt.Answer == people.AnswerPosted && want[receipt.ID] != people.AnswerDuplicate {
				r.Fatalf("posted without authority: %+v", receipt)
			}
		}
	}
	for i, phone := range phones {
		synced, err := o.p.Sync(o.t.Context(), phone.Push(made[i]...))
		if err != nil {
			r.Fatal(err)
		}
		if synced.LastSeq != int64(len(made[i])) {
			r.Fatalf("all has come, but the server says %d of %d", synced.LastSeq, len(made[i]))
		}
		again, err := o.p.Sync(o.t.Context(), phone.Push(made[i]...))
		if err != nil {
			r.Fatal(err)
		}
		for _, receipt := range again.Receipts {
			if receipt.Answer != want[receipt.ID] {
				r.Fatalf("%+v, want %s", receipt, want[receipt.ID])
			}
		}
	}
	if o.entries()-entries != wantEntries || o.sum()-sum != wantSum {
		r.Fatalf("%d entries of %d in all, want %d of %d", o.entries()-entries, o.sum()-sum, wantEntries, wantSum)
	}
}

// Two requests of one device at the same moment, as when a phone gives up waiting
// too early, do everything once.
func TestTwoRequestsAtOnce(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		for i := range int64(12) {
			phone.Record(o.treasurer, "entry.post", paid(i+1))
		}
		var all sync.WaitGroup
		for range 6 {
			x := phone.PushAll()
			all.Go(func() {
				if _, err := o.p.Sync(t.Context(), x); err != nil && ledger.CodeOf(err) != "stale_request" {
					t.Error(err)
				}
			})
		}
		all.Wait()
		synced := o.push(phone, phone.PushAll())
		if o.sum() != 78 || o.entries() != 12 || synced.LastSeq != 12 {
			t.Errorf("%d in the box, %d entries, %d", o.sum(), o.entries(), synced.LastSeq)
		}
		records, err := o.s.Records(t.Context(), o.group, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		done := 0
		for _, r := range records {
			var facts struct{ States map[string]int }
			if r.Action == "device.settled" && json.Unmarshal([]byte(r.Body), &facts) == nil {
				done += facts.States["done"]
			}
		}
		if done != 12 {
			t.Errorf("the chain says that %d were done", done)
		}
		report, err := o.s.Check(t.Context())
		if err != nil || len(report.Findings) > 0 {
			t.Errorf("%+v %v", report, err)
		}
	})
}
