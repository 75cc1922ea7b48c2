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

// asSeen is what a book says, with ids that depend on the book left out.
func (w *world) asSeen(b ledger.ID, codes map[ledger.ID]string) string {
	w.t.Helper()
	text := ""
	for day := ledger.Date(2026_01_19); day < 2026_04_07; day = day.AddDays(1) {
		rows, err := w.s.TrialBalance(context.Background(), b, day, ledger.ID{})
		if err != nil {
			w.t.Fatal(err)
		}
		var lines []string
		for _, r := range rows {
			lines = append(lines, fmt.Sprint(codes[r.Account], codes[r.Fund], r.Debit, r.Credit))
		}
		slices.Sort(lines)
		text += fmt.Sprintln(day, lines)
	}
	var now []string
	for id, code := range codes {
		for _, party := range w.parties {
			for _, item := range w.items {
				b, err := w.s.CurrentBalance(context.Background(), b, store.Dimensions{Account: id, Party: party, Item: item})
				if err != nil {
					w.t.Fatal(err)
				}
				if b.Debit != 0 || b.Credit != 0 {
					now = append(now, fmt.Sprint(code, party, item, b.Debit, b.Credit))
				}
			}
		}
	}
	slices.Sort(now)
	return text + fmt.Sprint(now)
}

// The same commands in any order, and any of them several times, one by one or
// in batches, end in the same balances on every day.
func TestOrderAndRepetitionOfCommandsDoNotMatter(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address, store.WithClock(ticking()))
		checks(t, 15, func(t *rapid.T) {
			w := newWorld(t, s)
			a := w.books[0]
			n := rapid.IntRange(2, 15).Draw(t, "entries")
			var entries []ledger.Entry
			for range n {
				entries = append(entries, w.entry(a))
			}
			// The same entries for a second book with the same chart and funds.
			twin := ledger.Book{ID: store.NewBookID(), Kind: ledger.GroupBook, Name: "Kembar", Currency: w.m.books[a].currency}
			if w.m.books[a].currency != ledger.IDR {
				twin.Kind = ledger.BusinessBook
			}
			if _, err := s.OpenBook(context.Background(), actor, twin); err != nil {
				t.Fatal(err)
			}
			here, there, to := map[ledger.ID]string{}, map[ledger.ID]string{}, map[ledger.ID]ledger.ID{{}: {}}
			for id, code := range w.m.books[a].accounts {
				here[id], there[ledger.AccountID(twin.ID, code)], to[id] = code, code, ledger.AccountID(twin.ID, code)
			}
			for id, code := range w.m.books[a].funds {
				f := ledger.Fund{ID: store.NewID(), Code: code, Name: "Dana"}
				if code == "general" {
					f.ID = twin.General()
				} else if _, err := s.OpenFund(context.Background(), actor, twin.ID, f); err != nil {
					t.Fatal(err)
				}
				here[id], there[f.ID], to[id] = code, code, f.ID
			}
			var twins []ledger.Entry
			for _, e := range entries {
				c := e
				c.Book, c.ID, c.Lines = twin.ID, store.NewID(), nil
				for _, l := range e.Lines {
					build := ledger.Debit
					if l.Side() == ledger.CreditSide {
						build = ledger.Credit
					}
					c.Lines = append(c.Lines, build(to[l.Account()], l.Amount()).In(to[l.Fund]).With(l.Party).On(l.Item))
				}
				twins = append(twins, c)
			}
			for _, e := range entries {
				if _, err := s.PostEntry(context.Background(), actor, e); err != nil {
					t.Fatal(err)
				}
			}
			places := make([]int, 0, 2*n)
			for i := range n {
				places = append(places, i)
			}
			places = append(places, rapid.SliceOfN(rapid.IntRange(0, n-1), 0, n).Draw(t, "again")...)
			for chunk := range slices.Chunk(rapid.Permutation(places).Draw(t, "order"), rapid.IntRange(1, 4).Draw(t, "at a time")) {
				var several []ledger.Entry
				for _, i := range chunk {
					several = append(several, twins[i])
				}
				_, errs, err := s.PostEntries(context.Background(), actor, several, false)
				if err != nil {
					t.Fatal(err)
				}
				for _, err := range errs {
					if err != nil {
						t.Fatal(err)
					}
				}
			}
			same(t, "the other order", w.asSeen(twin.ID, there), w.asSeen(a, here))
		})
		checkFindsNothing(t, s)
	})
}
