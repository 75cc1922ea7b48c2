package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// village is a populated database: two books with a bit of everything.
type village struct {
	book, shop      ledger.Book
	loans, social   ledger.Fund
	rina, sari      ledger.ID // parties
	loan            ledger.ID // an item
	first, reversed ledger.ID // entries
	refused         ledger.ID // a command that was refused
}

func (v village) account(code string) ledger.ID { return ledger.AccountID(v.book.ID, code) }

// pair is an entry of two lines in one fund.
func pair(b ledger.ID, day, debit, credit string, amount int64, shape func(debit, credit *ledger.Line)) ledger.Entry {
	d, c := ledger.Debit(ledger.AccountID(b, debit), rp(amount)), ledger.Credit(ledger.AccountID(b, credit), rp(amount))
	if shape != nil {
		shape(&d, &c)
	}
	return ledger.Entry{ID: store.NewID(), Book: b, Day: ledger.MustDate(day), Kind: "manual", Lines: []ledger.Line{d, c}}
}

// populate fills the store: entries with and without memo, in several funds,
// with parties and items, a transfer, a reversal, a back-dated entry, a closed
// period, a command over two books and one that was refused.
func populate(t testing.TB, s *store.Store) village {
	t.Helper()
	ctx := context.Background()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	v := village{book: openBook(t, s, ledger.GroupBook), shop: openBook(t, s, ledger.BusinessBook),
		rina: store.NewID(), sari: store.NewID(), loan: store.NewID()}
	v.loans = ledger.Fund{ID: store.NewID(), Code: "pinjaman", Name: "Dana pinjaman", Restricted: true}
	v.social = ledger.Fund{ID: store.NewID(), Code: "sosial", Name: "Dana sosial", OriginBook: v.shop.ID, OriginFund: v.shop.General()}
	for _, f := range []ledger.Fund{v.loans, v.social} {
		_, err := s.OpenFund(ctx, actor, v.book.ID, f)
		ok(err)
	}
	extra := ledger.Account{ID: store.NewID(), Code: "1109", Names: ledger.Names{ID: "Kas cadangan", EN: "Spare cash"}, Class: ledger.Asset, Normal: ledger.DebitSide}
	_, err := s.OpenAccount(ctx, actor, v.book.ID, extra)
	ok(err)
	post := func(e ledger.Entry) ledger.ID {
		t.Helper()
		_, err := s.PostEntry(ctx, actor, e)
		ok(err)
		return e.ID
	}
	e := simple(v.book, "2026-01-10", "1101", "2101", 25000)
	v.first = post(e)
	_, err = s.ClosePeriod(ctx, actor, store.NewID(), v.book.ID, ledger.MustDate("2026-01-31"))
	ok(err)
	e = pair(v.book.ID, "2026-03-01", "1101", "2101", 100000, func(d, c *ledger.Line) {
		*d, *c = d.In(v.loans.ID), c.In(v.loans.ID).With(v.rina)
		c.Memo = "simpanan pokok"
	})
	e.Memo, e.Event = "rapat kesatu", store.NewID()
	post(e)
	v.reversed = post(pair(v.book.ID, "2026-03-05", "1201", "1101", 40000, func(d, c *ledger.Line) {
		*d, *c = d.In(v.loans.ID).With(v.rina).On(v.loan), c.In(v.loans.ID)
	}))
	_, err = s.Reverse(ctx, actor, store.NewID(), v.book.ID, v.reversed, ledger.MustDate("2026-03-06"), "salah orang")
	ok(err)
	_, err = s.TransferFunds(ctx, actor, store.Move{ID: store.NewID(), Book: v.book.ID, Day: ledger.MustDate("2026-04-02"), Amount: rp(7000),
		From: ledger.Purse{Account: v.account("1101"), Fund: v.loans.ID}, To: ledger.Purse{Account: v.account("1101"), Fund: v.social.ID}, Memo: "denda"})
	ok(err)
	post(pair(v.book.ID, "2026-02-15", "1101", "2101", 5000, func(_, c *ledger.Line) { *c = c.With(v.sari) })) // back-dated
	setLimit(t, s, v.book, ledger.Limit{Account: v.account("1101"), Per: ledger.PerFund, Floor: amount(-1_000_000)})
	setLimit(t, s, v.book, ledger.Limit{Account: v.account("1101"), Per: ledger.PerAccount, Ceiling: amount(5_000_000)})
	cmd := ledger.Command{ID: store.NewID(), Home: v.book.ID, Name: "grant.receive", Version: 1, Body: []byte("x"), Actor: actor}
	_, err = s.Once(ctx, cmd, []ledger.ID{v.shop.ID, v.book.ID}, func(ctx context.Context, s *store.Store) (string, error) {
		_, err := s.Post(ctx, pair(v.book.ID, "2026-05-01", "1102", "1101", 3000, nil), pair(v.shop.ID, "2026-05-01", "1101", "3101", 3000, nil))
		return "both", err
	})
	ok(err)
	v.refused = store.NewID()
	cmd = ledger.Command{ID: v.refused, Home: v.book.ID, Name: "loan.disburse", Version: 1, Body: []byte("y"), Actor: actor}
	res, err := s.Once(ctx, cmd, []ledger.ID{v.book.ID}, func(context.Context, *store.Store) (string, error) {
		return "", ledger.E(ledger.Refused, "over_the_cap", "")
	})
	if ledger.CodeOf(err) != "over_the_cap" || res.Outcome != ledger.OutcomeRefused {
		ok(errors.Join(errors.New("not refused"), err))
	}
	v.book, err = s.Book(ctx, v.book.ID)
	ok(err)
	v.shop, err = s.Book(ctx, v.shop.ID)
	ok(err)
	return v
}

func TestAPopulatedVillageIsSound(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		v := populate(t, s)
		r := checkFindsNothing(t, s)
		if r.Books != 2 || r.Entries != 8 || v.book.Sequence != 7 {
			t.Errorf("%+v, book at %d", r, v.book.Sequence)
		}
		// A refused command is kept, and answered again.
		cmd := ledger.Command{ID: v.refused, Home: v.book.ID, Name: "loan.disburse", Version: 1, Body: []byte("y"), Actor: actor}
		db.leavesNoTrace(t, "a repeat", func() {
			res, err := s.Once(context.Background(), cmd, nil, func(context.Context, *store.Store) (string, error) {
				t.Error("it was run again")
				return "", nil
			})
			if ledger.CodeOf(err) != "over_the_cap" || ledger.KindOf(err) != ledger.Refused || !res.Replayed {
				t.Errorf("%+v %v", res, err)
			}
		})
	})
}
