package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// world is the store beside the model, and what random commands draw from.
type world struct {
	t       *rapid.T
	s       *store.Store
	m       *model
	books   []ledger.ID
	parties []ledger.ID // the first is none
	items   []ledger.ID
	done    []modelOp
	sent    []ledger.Entry // entries that were posted in batches
}

// modelOp is one command, for the store and for the model.
type modelOp struct {
	what, asked string // asked tells one body from another
	spoilt      string // what is wrong with it by itself, whatever came before
	home, id    ledger.ID
	run         func() (replayed bool, err error)
	apply       func() string // the code, "" when it happened
}

var kinds = []string{"manual", "savings.share_bought", "loan.paid"}

func newWorld(t *rapid.T, s *store.Store) *world {
	w := &world{t: t, s: s, m: newModel(), parties: []ledger.ID{{}, store.NewID(), store.NewID()}, items: []ledger.ID{{}, store.NewID(), store.NewID()}}
	usd, _ := ledger.CurrencyOf("USD")
	for kind, c := range map[ledger.BookKind]ledger.Currency{ledger.GroupBook: ledger.IDR, ledger.BusinessBook: usd} {
		b := ledger.Book{ID: store.NewBookID(), Kind: kind, Name: "Buku", Currency: c}
		if _, err := s.OpenBook(context.Background(), actor, b); err != nil {
			t.Fatal(err)
		}
		mb := &modelBook{currency: c, accounts: map[ledger.ID]string{}, funds: map[ledger.ID]string{b.General(): "general"}}
		for _, code := range []string{"1101", "1102", "1201", "1902", "2101", "3101"} {
			mb.accounts[ledger.AccountID(b.ID, code)] = code
		}
		w.m.books[b.ID] = mb
		w.books = append(w.books, b.ID)
	}
	slices.SortFunc(w.books, func(a, b ledger.ID) int { return len(w.m.books[a].currency.Code) - len(w.m.books[b].currency.Code) })
	for _, b := range w.books { // every world has some funds from the start
		w.do(w.openFund(b))
		w.do(w.openFund(b))
	}
	return w
}

// do runs a command on both and compares the answers.
func (w *world) do(o modelOp) {
	w.t.Helper()
	key := [2]ledger.ID{o.home, o.id}
	want, replay := o.spoilt, false
	if want != "" {
		// Refused before anything is looked up.
	} else if old, decided := w.m.commands[key]; decided {
		replay, want = true, old.code
		if old.asked != o.asked {
			replay, want = false, "id_reused"
		}
	} else if want = o.apply(); want == "" || want == "not_today" {
		w.m.commands[key] = modelCommand{o.asked, want}
	}
	replayed, err := o.run()
	if got := ledger.CodeOf(err); got != want || err == nil && replayed != replay {
		w.t.Fatalf("%s: %v replayed %v, want %q replayed %v", o.what, err, replayed, want, replay)
	}
	w.done = append(w.done, o)
}

// step draws and runs one command.
func (w *world) step() {
	b := drawOne(w, "book", w.books)
	switch rapid.IntRange(0, 19).Draw(w.t, "command") {
	case 0:
		w.do(w.openAccount(b))
	case 1:
		w.do(w.openFund(b))
	case 2, 3:
		w.do(w.transfer(b))
	case 4, 5, 6:
		w.do(w.reverse(b))
	case 7:
		w.do(w.closePeriod(b))
	case 8, 9, 10:
		w.do(drawOne(w, "again", w.done))
	case 11:
		w.do(w.otherBody(drawOne(w, "again", w.done)))
	case 12, 13:
		w.do(w.closure())
	case 14, 15:
		w.batch()
	default:
		w.do(w.postEntry(b))
	}
}

func TestTheStoreAgreesWithTheModel(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address, store.WithClock(ticking()))
		checks(t, 40, func(t *rapid.T) {
			w := newWorld(t, s)
			for range rapid.IntRange(1, 40).Draw(t, "steps") {
				w.step()
			}
			w.compare()
		})
		checkFindsNothing(t, s)
	})
}

func (w *world) compare() {
	w.t.Helper()
	for _, id := range w.books {
		r, err := w.s.CheckBook(context.Background(), id)
		if err != nil || !r.OK() {
			w.t.Fatalf("check: %v %v", r.Findings, err)
		}
		if int(r.Entries) != len(w.m.books[id].entries) {
			w.t.Fatalf("%d entries, the model has %d", r.Entries, len(w.m.books[id].entries))
		}
		w.compareBalances(id)
		w.compareLists(id)
	}
}

func same[T any](t *rapid.T, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		t.Fatalf("%s:\n%s\nthe model says\n%s", what, g, w)
	}
}
