package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestARefusedCommandLeavesNoTrace(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		ctx := context.Background()
		v := populate(t, s)
		entry := func(change func(e *ledger.Entry)) func() error {
			return func() error {
				e := simple(v.book, "2026-05-05", "1101", "2101", 100)
				change(&e)
				_, err := s.PostEntry(ctx, actor, e)
				return err
			}
		}
		shop := ledger.AccountID(v.shop.ID, "1101")
		for _, x := range []struct {
			name, code string
			do         func() error
		}{
			{"an unbalanced entry", "unbalanced", entry(func(e *ledger.Entry) { e.Lines[0] = ledger.Debit(e.Lines[0].Account(), rp(99)) })},
			{"an entry unbalanced in a fund", "unbalanced_fund", entry(func(e *ledger.Entry) { e.Lines[0] = e.Lines[0].In(v.loans.ID) })},
			{"an unknown account", "unknown_account", entry(func(e *ledger.Entry) { e.Lines[0] = ledger.Debit(store.NewID(), rp(100)) })},
			{"an account of another book", "unknown_account", entry(func(e *ledger.Entry) { e.Lines[0] = ledger.Debit(shop, rp(100)) })},
			{"a fund of another book", "several_problems", entry(func(e *ledger.Entry) {
				e.Lines[0], e.Lines[1] = e.Lines[0].In(v.shop.General()), e.Lines[1].In(v.shop.General())
			})},
			{"half a rupiah", "several_problems", entry(func(e *ledger.Entry) {
				half := decimal.NewFromFloat(0.5)
				e.Lines[0], e.Lines[1] = ledger.Debit(e.Lines[0].Account(), half), ledger.Credit(e.Lines[1].Account(), half)
			})},
			{"an amount of nothing", "several_problems", entry(func(e *ledger.Entry) {
				e.Lines[0], e.Lines[1] = ledger.Debit(e.Lines[0].Account(), rp(0)), ledger.Credit(e.Lines[1].Account(), rp(0))
			})},
			{"interfund by hand", "interfund_reserved", entry(func(e *ledger.Entry) {
				inter, err := s.Chart(ctx, v.book.ID, true)
				if err != nil {
					t.Fatal(err)
				}
				a, _ := inter.ByRole(ledger.Interfund)
				e.Lines[0] = ledger.Debit(a.ID, rp(100))
			})},
			{"a closed day", "closed_period", entry(func(e *ledger.Entry) { e.Day = 2026_01_31 })},
			{"a day that is none", "invalid_date", entry(func(e *ledger.Entry) { e.Day = 2026_02_31 })},
			{"a memo with NUL", "invalid_text", entry(func(e *ledger.Entry) { e.Memo = "a\x00" })},
			{"bad UTF-8", "invalid_text", entry(func(e *ledger.Entry) { e.Memo = "\xff" })},
			{"a lone surrogate", "invalid_text", entry(func(e *ledger.Entry) { e.Memo = "\xed\xa0\x80" })},
			{"no id", "invalid_id", entry(func(e *ledger.Entry) { e.ID = ledger.ID{} })},
			{"the id of another command", "id_reused", entry(func(e *ledger.Entry) { e.ID = v.first })},
			{"an unknown book", "unknown_book", entry(func(e *ledger.Entry) { e.Book = store.NewBookID() })},
			{"too large an amount", "several_problems", entry(func(e *ledger.Entry) {
				e.Lines[0], e.Lines[1] = ledger.Debit(e.Lines[0].Account(), rp(ledger.MaxMinor+1)), ledger.Credit(e.Lines[1].Account(), rp(ledger.MaxMinor+1))
			})},
			{"over the ceiling", "above_ceiling", entry(func(e *ledger.Entry) {
				e.Lines[0], e.Lines[1] = ledger.Debit(e.Lines[0].Account(), rp(5_000_001)), ledger.Credit(e.Lines[1].Account(), rp(5_000_001))
			})},
			{"a second reversal", "already_reversed", func() error {
				_, err := s.Reverse(ctx, actor, store.NewID(), v.book.ID, v.reversed, 0, "")
				return err
			}},
			{"a reversal of nothing", "unknown_entry", func() error {
				_, err := s.Reverse(ctx, actor, store.NewID(), v.book.ID, store.NewID(), 0, "")
				return err
			}},
			{"a transfer into the same fund", "same_fund", func() error {
				_, err := s.TransferFunds(ctx, actor, store.Move{ID: store.NewID(), Book: v.book.ID, Day: 2026_05_05, Amount: rp(1)})
				return err
			}},
			{"a period before the closed one", "period_not_forward", func() error {
				_, err := s.ClosePeriod(ctx, actor, store.NewID(), v.book.ID, 2026_01_31)
				return err
			}},
			{"a period of tomorrow", "period_in_future", func() error {
				_, err := s.ClosePeriod(ctx, actor, store.NewID(), v.book.ID, 2026_06_03)
				return err
			}},
			{"an account code again", "duplicate_code", func() error {
				_, err := s.OpenAccount(ctx, actor, v.book.ID, ledger.Account{ID: store.NewID(), Code: "1101", Names: ledger.Names{ID: "Kas"}, Class: ledger.Asset, Normal: ledger.DebitSide})
				return err
			}},
			{"a fund code again", "duplicate_code", func() error {
				_, err := s.OpenFund(ctx, actor, v.book.ID, ledger.Fund{ID: store.NewID(), Code: "general", Name: "Umum"})
				return err
			}},
			{"a book opened with another body", "id_reused", func() error {
				_, err := s.OpenBook(ctx, actor, ledger.Book{ID: v.book.ID, Kind: ledger.GroupBook, Name: "Lain", Currency: ledger.IDR})
				return err
			}},
			{"a batch of which one is bad", "unbalanced", func() error {
				good, bad := simple(v.book, "2026-05-05", "1101", "2101", 100), simple(v.book, "2026-05-05", "1101", "2101", 100)
				bad.Lines[0] = ledger.Debit(bad.Lines[0].Account(), rp(99))
				_, errs, err := s.PostEntries(ctx, actor, []ledger.Entry{good, bad, simple(v.book, "2026-05-05", "1101", "2101", 100)}, true)
				return errors.Join(append(errs, err)...)
			}},
		} {
			db.leavesNoTrace(t, x.name, func() {
				if err := x.do(); ledger.CodeOf(err) != x.code {
					t.Errorf("%s: %v, want %q", x.name, err, x.code)
				}
			})
		}
		checkFindsNothing(t, s)
	})
}
