package store_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

var actor = ledger.DeriveID(ledger.ID{}, "operator")

func openBook(t testing.TB, s *store.Store, kind ledger.BookKind) ledger.Book {
	t.Helper()
	made, err := s.OpenBook(context.Background(), actor, ledger.Book{ID: store.NewBookID(), Kind: kind, Name: "Kelompok Melati", Currency: ledger.IDR})
	if err != nil {
		t.Fatal(err)
	}
	return made.It
}

func rp(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

func simple(b ledger.Book, day, debit, credit string, amount int64) ledger.Entry {
	return ledger.Entry{ID: store.NewID(), Book: b.ID, Day: ledger.MustDate(day), Kind: "manual", Memo: "uji", Lines: []ledger.Line{
		ledger.Debit(ledger.AccountID(b.ID, debit), rp(amount)), ledger.Credit(ledger.AccountID(b.ID, credit), rp(amount))}}
}

func TestAnEntryIsPostedReadAndReversed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		b := openBook(t, s, ledger.GroupBook)
		e := simple(b, "2026-03-01", "1101", "3102", 25000)
		made, err := s.PostEntry(ctx, actor, e)
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.PostEntry(ctx, actor, e)
		if err != nil || !again.Replayed || again.It.Hash != made.It.Hash {
			t.Fatalf("repeat: %+v %v", again, err)
		}
		rev, err := s.Reverse(ctx, actor, store.NewID(), b.ID, e.ID, 0, "salah tulis")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Reverse(ctx, actor, store.NewID(), b.ID, e.ID, 0, "lagi"); ledger.CodeOf(err) != "already_reversed" {
			t.Fatalf("second reversal: %v", err)
		}
		got, err := s.Entry(ctx, b, e.ID)
		if err != nil || got.ReversedBy != rev.It.ID || got.Memo != "uji" || len(got.Lines) != 2 {
			t.Fatalf("read: %+v %v", got, err)
		}
		bal, err := s.AccountBalance(ctx, b.ID, ledger.AccountID(b.ID, "1101"), ledger.ID{}, ledger.MustDate("2026-03-31"))
		if err != nil || bal.Net() != 0 || bal.Debit != 25000 {
			t.Fatalf("balance: %+v %v", bal, err)
		}
		st, err := s.Statement(ctx, b, store.StatementQuery{Dimensions: store.Dimensions{Account: ledger.AccountID(b.ID, "1101")}, Limit: 10})
		if err != nil || len(st.Lines) != 2 || st.Lines[0].Balance != 25000 || st.Closing != 0 {
			t.Fatalf("statement: %+v %v", st, err)
		}
		for _, f := range []store.EntryFilter{{Limit: 5}, {Kind: "manual", Limit: 5}, {Account: ledger.AccountID(b.ID, "1101"), Limit: 5, Newest: true}} {
			list, err := s.Entries(ctx, b, f)
			if err != nil || len(list) != 2 {
				t.Fatalf("list %+v: %d %v", f, len(list), err)
			}
		}
		r, err := s.Check(ctx)
		if err != nil || !r.OK() || r.Entries != 2 {
			t.Fatalf("check: %+v %v", r, err)
		}
	})
}
