package people_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// aside is a command that waits for the key-holders: a member recorded it.
func (o *offline) aside(amount int64) people.WaitingCommand {
	o.t.Helper()
	phone := o.phone("HP")
	phone.Record(o.member, "entry.post", paid(amount))
	item := o.push(phone, phone.PushAll()).Receipts[0].Item
	waiting, err := o.p.Quarantined(o.t.Context(), o.group, ledger.ID{}, 100)
	if err != nil {
		o.t.Fatal(err)
	}
	i := slices.IndexFunc(waiting, func(w people.WaitingCommand) bool { return w.Item == item })
	if i < 0 {
		o.t.Fatal("it does not wait")
	}
	return waiting[i]
}

func (o *offline) decide(person ledger.ID, item ledger.ID, v people.Verdict) (people.WaitingCommand, error) {
	made, err := o.p.Decide(o.t.Context(), o.caller(person, people.KeyHolder), store.NewID(), o.group, item, v, "kami hadir")
	return made.It, err
}

func TestTwoKeyHoldersRelease(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		w := o.aside(700)
		if w.Code != "not_in_role" || w.Needs != 2 || w.Command.Actor != o.member.Person || string(w.Command.Body) != paid(700) {
			t.Errorf("%+v", w)
		}
		_, err := o.p.Decide(t.Context(), o.caller(o.holders[0]), store.NewID(), o.group, w.Item, people.VerdictRelease, "")
		fails(t, "without a reason", err, "required")
		_, err = o.decide(o.member.Person, w.Item, people.VerdictRelease)
		fails(t, "who made it", err, "own_command")
		_, err = o.decide(o.holders[0], store.NewID(), people.VerdictRelease)
		fails(t, "nothing", err, "unknown_command")
		for range 2 { // saying it twice counts once
			if w, err := o.decide(o.holders[0], w.Item, people.VerdictRelease); err != nil || w.Decided != "" || len(w.Said) != 1 {
				t.Errorf("the first: %+v %v", w, err)
			}
		}
		if w, err := o.decide(o.holders[1], w.Item, people.VerdictDismissal); err != nil || w.Decided != "" {
			t.Errorf("they do not agree: %+v %v", w, err)
		}
		if o.sum() != 0 {
			t.Error("posted too soon")
		}
		id := store.NewID()
		third := o.caller(o.holders[2], people.KeyHolder)
		done, err := o.p.Decide(t.Context(), third, id, o.group, w.Item, people.VerdictRelease, "benar")
		if err != nil || done.It.Decided != people.VerdictRelease || done.It.Answer != people.AnswerPosted || o.sum() != 700 {
			t.Errorf("the second who agrees: %+v %v", done, err)
		}
		again, err := o.p.Decide(t.Context(), third, id, o.group, w.Item, people.VerdictRelease, "benar")
		if err != nil || !again.Replayed || again.It.Decided != people.VerdictRelease || o.sum() != 700 {
			t.Errorf("the answer was lost: %+v %v", again, err)
		}
		_, err = o.decide(o.holders[1], w.Item, people.VerdictRelease)
		fails(t, "when it is done", err, "already_decided")
		if left, err := o.p.Quarantined(t.Context(), o.group, ledger.ID{}, 10); err != nil || len(left) != 0 {
			t.Errorf("%+v %v", left, err)
		}
	})
}

func TestTwoKeyHoldersDismiss(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		phone.Record(o.member, "entry.post", paid(700))
		all := slices.Clone(phone.Outbox)
		item := o.push(phone, phone.PushAll()).Receipts[0].Item
		for i, want := range []people.Verdict{"", people.VerdictDismissal} {
			if w, err := o.decide(o.holders[i], item, people.VerdictDismissal); err != nil || w.Decided != want {
				t.Errorf("%+v %v", w, err)
			}
		}
		wantTold(t, "the phone asks", o.push(phone, phone.Push(all...)), "1 refused dismissed")
		if o.sum() != 0 || len(o.actions("quarantine.dismissed")) != 1 {
			t.Error("posted, or not recorded")
		}
	})
}

func TestReleasingWhatTheBookDoesNotTakeGoesOnWaiting(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		phone.Record(o.treasurer, "entry.post", entryOn("2026-03-01", "1999", 50))
		item := o.push(phone, phone.PushAll()).Receipts[0].Item
		if _, err := o.decide(o.holders[0], item, people.VerdictRelease); err != nil {
			t.Fatal(err)
		}
		_, err := o.decide(o.holders[1], item, people.VerdictRelease)
		fails(t, "the account is not there", err, "release_failed")
		account := ledger.Account{ID: ledger.AccountID(o.group, "1999"), Code: "1999", Names: ledger.Names{ID: "Kas lain", EN: "Other cash"},
			Class: ledger.Asset, Normal: ledger.DebitSide}
		if _, err := o.s.OpenAccount(t.Context(), ledger.Operator, o.group, account); err != nil {
			t.Fatal(err)
		}
		if w, err := o.decide(o.holders[1], item, people.VerdictRelease); err != nil || w.Decided != people.VerdictRelease || o.entries() != 1 {
			t.Errorf("when the account is there: %+v %v", w, err)
		}
	})
}

func TestWhatIsLostIsDeclaredSo(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		for i := range int64(4) {
			phone.Record(o.treasurer, "entry.post", paid(i+1))
		}
		all := slices.Clone(phone.Outbox)
		synced := o.push(phone, phone.Push(all[2:]...))
		wantTold(t, "1 and 2 are lost", synced, "3 held gap, 4 held gap")
		item := synced.Receipts[0].Item
		for _, holder := range o.holders[:2] {
			if _, err := o.decide(holder, item, people.VerdictRelease); err != nil {
				t.Fatal(err)
			}
		}
		if o.sum() != 7 {
			t.Errorf("the box holds %d; what stands behind must have had its turn", o.sum())
		}
		wantTold(t, "2 is found again", o.push(phone, phone.Push(all[1])), "2 posted")
		phone.Record(o.treasurer, "entry.post", paid(5))
		wantTold(t, "5", o.push(phone, phone.Push(phone.Outbox[len(phone.Outbox)-1])), "5 posted")
	})
}

func TestManyDecideAtOnce(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		w := o.aside(700)
		var all sync.WaitGroup
		for range 4 {
			for _, holder := range o.holders {
				all.Go(func() {
					_, err := o.p.Decide(t.Context(), o.caller(holder, people.KeyHolder), store.NewID(), o.group, w.Item, people.VerdictRelease, "benar")
					if code := ledger.CodeOf(err); code != "" && code != "already_decided" {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		if o.sum() != 700 || o.entries() != 1 || len(o.actions("quarantine.released")) != 1 {
			t.Errorf("%d in the box, %d entries", o.sum(), o.entries())
		}
	})
}
