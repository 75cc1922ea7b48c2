package people_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// pull asks for what the phone has yet to learn, and moves its cursor.
func (o *offline) pull(phone *phonetest.Phone, q people.Pull) (people.Synced, people.Pull) {
	o.t.Helper()
	phone.Pull = &q
	synced := o.push(phone, phone.Push())
	if synced.Pulled == nil {
		o.t.Fatal("nothing was pulled")
	}
	next := people.Pull{Since: synced.Pulled.Since + int64(len(synced.Pulled.Entries)), Epoch: synced.Book.Epoch, Known: synced.Pulled.Known}
	return synced, next
}

// box is what the cash box holds by the balances of an answer.
func (o *offline) box(x *people.Pulled) (sum int64) {
	for _, b := range x.Balances {
		if b.Account == ledger.AccountID(o.group, "1101") {
			sum += b.Net()
		}
	}
	return sum
}

func TestAPhonePullsTheWholeBook(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		other, phone := o.phone("HP lain"), o.phone("HP")
		for i := range int64(205) {
			other.Record(o.treasurer, "entry.post", paid(i+1))
		}
		o.push(other, other.PushAll())
		synced, next := o.pull(phone, people.Pull{})
		first := synced.Pulled
		if len(first.Entries) != 200 || !first.More || first.Since != 0 || first.Around == nil || o.box(first) != 205*206/2 {
			t.Fatalf("%d entries, more %v, box %d, %+v", len(first.Entries), first.More, o.box(first), first.Around)
		}
		got := first.Entries
		synced, next = o.pull(phone, next)
		second := synced.Pulled
		if len(second.Entries) != 5 || second.More || second.Since != 200 || second.Around != nil || second.Balances == nil {
			t.Fatalf("%d entries, more %v, since %d, %+v", len(second.Entries), second.More, second.Since, second.Around)
		}
		got = append(got, second.Entries...)
		for i, e := range got {
			if e.Sequence != int64(i+1) {
				t.Fatalf("entry %d has number %d", i+1, e.Sequence)
			}
		}
		if got[204].Hash != synced.Book.Head || synced.Book.Sequence != 205 {
			t.Error("the last entry is not the head of the answer")
		}
		book, err := o.s.Book(t.Context(), o.group)
		if err != nil {
			t.Fatal(err)
		}
		want, err := o.s.Entries(t.Context(), book, store.EntryFilter{Limit: 300})
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Error("the phone has other entries than the book", err)
		}
		synced, next = o.pull(phone, next)
		if x := synced.Pulled; len(x.Entries) != 0 || x.More || x.Balances != nil || x.Around != nil || next.Since != 205 {
			t.Errorf("up to date: %+v", x)
		}
		// What it sends itself is in the same answer.
		phone.Pull = &next
		phone.Record(o.secretary, "entry.post", paid(7))
		synced = o.push(phone, phone.PushAll())
		if x := synced.Pulled; len(x.Entries) != 1 || x.Entries[0].Hash != synced.Book.Head || o.box(x) != 205*206/2+7 {
			t.Errorf("%+v", x)
		}
	})
}

func TestNothingIsPulledUnasked(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		if synced := o.push(phone, phone.PushAll()); synced.Pulled != nil {
			t.Errorf("%+v", synced.Pulled)
		}
		if _, err := o.p.RevokeDevice(t.Context(), o.caller(o.chair, people.Chair), store.NewID(), o.group, phone.ID, -1); err != nil {
			t.Fatal(err)
		}
		phone.Pull = &people.Pull{}
		phone.Record(o.treasurer, "entry.post", paid(1))
		synced := o.push(phone, phone.PushAll())
		if synced.Pulled != nil || !synced.Revoked {
			t.Errorf("a device that was revoked: %+v", synced.Pulled)
		}
		wantTold(t, "but what it sends is kept", synced, "1 quarantined device_revoked")
	})
}

// A group's phone may be lost: of people it has names and the public keys of cards.
func TestAPhoneKnowsTheGroupByName(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		id, card := store.NewID(), newCard()
		facts := people.Facts{Name: "Siti Aminah", Phone: "+6281234567834", NIK: "6171014107800003", Address: "Gang Kamboja 7"}
		if _, err := o.p.Register(t.Context(), o.officerCaller(), people.NewPerson{ID: id, Home: o.group, Facts: facts}); err != nil {
			t.Fatal(err)
		}
		o.credential(id, "card", card.Public().(ed25519.PublicKey))
		phone := o.phone("HP")
		synced, next := o.pull(phone, people.Pull{})
		members := synced.Pulled.Around.Members
		if len(members) != 1 || members[0].ID != id || members[0].Name != "Siti Aminah" || len(members[0].Cards) != 1 ||
			!members[0].Cards[0].Equal(card.Public()) {
			t.Fatalf("%+v", members)
		}
		raw, err := json.Marshal(synced.Pulled)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"81234567834", "6171014107800003", "Kamboja"} {
			if strings.Contains(string(raw), secret) {
				t.Errorf("%s is on the phone", secret)
			}
		}
		if again, _ := o.pull(phone, next); again.Pulled.Around != nil {
			t.Error("what it knows was sent again")
		}
		// A card that is lost is not known any more.
		o.exec("UPDATE credentials SET revoked_at = 1 WHERE person = ?", id)
		if again, _ := o.pull(phone, next); again.Pulled.Around == nil || len(again.Pulled.Around.Members[0].Cards) != 0 {
			t.Errorf("%+v", again.Pulled.Around)
		}
		// Somebody who is erased has no name here either.
		o.exec("UPDATE persons SET erased_at = 1 WHERE id = ?", id)
		if again, _ := o.pull(phone, next); again.Pulled.Around == nil || len(again.Pulled.Around.Members) != 0 {
			t.Errorf("%+v", again.Pulled.Around)
		}
	})
}

// Money does not wait for names: without the key store all else comes.
func TestAPullWithoutNames(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		phone.Record(o.treasurer, "entry.post", paid(5))
		keys, err := store.OpenKeys(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "keys.db"))
		if err != nil {
			t.Fatal(err)
		}
		vault, err := people.NewVault(t.Context(), keys, bytes.Repeat([]byte{7}, people.MasterSize))
		if err != nil {
			t.Fatal(err)
		}
		if err := keys.Close(); err != nil {
			t.Fatal(err)
		}
		blind := people.New(o.s, vault)
		blind.Accept(entryKind)
		phone.Pull = &people.Pull{}
		synced, err := blind.Sync(t.Context(), phone.PushAll())
		if err != nil || synced.Pulled == nil {
			t.Fatal(err)
		}
		if x := synced.Pulled; !x.Known.IsZero() || x.Around == nil || x.Around.Members != nil || len(x.Around.Accounts) == 0 || o.box(x) != 5 {
			t.Errorf("%+v", x)
		}
	})
}

func TestAPullBeginsAnewAfterARestore(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		phone.Record(o.treasurer, "entry.post", paid(1))
		o.push(phone, phone.PushAll())
		var backup bytes.Buffer
		if err := o.s.Snapshot(t.Context(), &backup); err != nil {
			t.Fatal(err)
		}
		phone.Record(o.treasurer, "entry.post", paid(20))
		lost := phone.Outbox[0]
		o.push(phone, phone.PushAll())
		synced, next := o.pull(phone, people.Pull{})
		if len(synced.Pulled.Entries) != 2 {
			t.Fatalf("%+v", synced.Pulled)
		}
		storetest.EachAddress(t, func(t *testing.T, address string) {
			if _, err := store.Restore(t.Context(), address, bytes.NewReader(backup.Bytes()), true); err != nil {
				t.Fatal(err)
			}
			again := &offline{t: t, s: storetest.Open(t, address, store.WithClock(o.now)), group: o.group}
			again.p = newPeople(t, again.s)
			again.p.Accept(entryKind)
			synced, _ := again.pull(phone, next)
			if x := synced.Pulled; synced.Book.Epoch <= next.Epoch || x.Since != 0 || len(x.Entries) != 1 || again.box(x) != 1 {
				t.Errorf("epoch %d, %+v", synced.Book.Epoch, x)
			}
			phone.Pull = &people.Pull{Since: 1, Epoch: synced.Book.Epoch}
			synced = again.push(phone, phone.Push(lost))
			if x := synced.Pulled; len(x.Entries) != 1 || x.Since != 1 || again.box(x) != 21 {
				t.Errorf("%s: %+v", told(synced), x)
			}
		})
	})
}

// Wherever a phone stands and however the others write meanwhile: the pages it gets
// join into the book without a gap and without a double.
func TestPagesJoinWhileOthersWrite(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		writer, phone := o.phone("HP penulis"), o.phone("HP")
		var next people.Pull
		var have []string
		n := 0
		for _, writes := range []int{0, 250, 0, 1, 199, 200, 0, 3, 0, 0, 0} {
			for range writes {
				n++
				writer.Record(o.treasurer, "entry.post", paid(int64(n)))
			}
			if writes > 0 {
				o.push(writer, writer.PushAll())
			}
			var synced people.Synced
			synced, next = o.pull(phone, next)
			for _, e := range synced.Pulled.Entries {
				have = append(have, fmt.Sprint(e.Sequence))
			}
			if !synced.Pulled.More && int64(len(have)) != synced.Book.Sequence {
				t.Fatalf("%d of %d entries, and no more", len(have), synced.Book.Sequence)
			}
		}
		for i, seq := range have {
			if seq != fmt.Sprint(i+1) {
				t.Fatalf("place %d holds entry %s", i+1, seq)
			}
		}
		if len(have) != n {
			t.Errorf("%d of %d entries", len(have), n)
		}
	})
}
