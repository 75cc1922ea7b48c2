package store_test

import (
	"context"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func (w *world) postEntry(b ledger.ID) modelOp {
	e := w.entry(b)
	spoilt := w.spoil(&e)
	return w.postOf(e, spoilt)
}

func (w *world) postOf(e ledger.Entry, spoilt string) modelOp {
	asked := fmt.Sprint("post ", e.Day, e.Kind, e.Memo)
	for _, l := range e.Lines {
		fund := l.Fund
		if fund.IsZero() {
			fund = ledger.GeneralFund(e.Book)
		}
		asked += fmt.Sprint(l.Account(), fund, l.Party, l.Item, l.Signed(), l.Memo)
	}
	return modelOp{what: "post", asked: asked, home: e.Book, id: e.ID,
		run: func() (bool, error) {
			made, err := w.s.PostEntry(context.Background(), actor, e)
			return made.Replayed, err
		},
		apply: func() string {
			if spoilt != "" {
				return spoilt
			}
			return w.m.post(e)
		}}
}

func (w *world) openFund(b ledger.ID) modelOp {
	mb := w.m.books[b]
	f := ledger.Fund{ID: store.NewID(), Code: drawOne(w, "fund code", []string{"a", "b", "c", "d"}), Name: "Dana"}
	return modelOp{what: "open fund", asked: "fund", home: b, id: f.ID,
		run: func() (bool, error) {
			made, err := w.s.OpenFund(context.Background(), actor, b, f)
			return made.Replayed, err
		},
		apply: func() string {
			for _, code := range mb.funds {
				if code == f.Code {
					return "duplicate_code"
				}
			}
			mb.funds[f.ID] = f.Code
			return ""
		}}
}

func (w *world) openAccount(b ledger.ID) modelOp {
	mb := w.m.books[b]
	a := ledger.Account{ID: store.NewID(), Code: drawOne(w, "account code", []string{"x1", "x2", "1101"}), Names: ledger.Names{ID: "Akun"}, Class: ledger.Asset, Normal: ledger.DebitSide}
	return modelOp{what: "open account", asked: "account", home: b, id: a.ID,
		run: func() (bool, error) {
			made, err := w.s.OpenAccount(context.Background(), actor, b, a)
			return made.Replayed, err
		},
		apply: func() string {
			for _, code := range mb.accounts {
				if code == a.Code {
					return "duplicate_code"
				}
			}
			mb.accounts[a.ID] = a.Code
			return ""
		}}
}

func (w *world) transfer(b ledger.ID) modelOp {
	mb := w.m.books[b]
	amount := mb.currency.Amount(rapid.Int64Range(1, 100000).Draw(w.t, "amount"))
	mv := store.Move{ID: store.NewID(), Book: b, Day: w.day(), From: ledger.Purse{Account: w.account(b), Fund: w.fund(b)},
		To: ledger.Purse{Account: w.account(b), Fund: w.fund(b)}, Amount: amount, Memo: "pindah"}
	spoilt := ""
	if mv.From.Fund == mv.To.Fund {
		spoilt = "same_fund"
	}
	return modelOp{what: "transfer", asked: "transfer", spoilt: spoilt, home: b, id: mv.ID,
		run: func() (bool, error) {
			made, err := w.s.TransferFunds(context.Background(), actor, mv)
			return made.Replayed, err
		},
		apply: func() string {
			between := ledger.AccountID(b, "1902")
			return w.m.post(ledger.Entry{ID: mv.ID, Book: b, Day: mv.Day, Kind: "transfer", Memo: mv.Memo, Lines: []ledger.Line{
				ledger.Credit(mv.From.Account, amount).In(mv.From.Fund), ledger.Debit(between, amount).In(mv.From.Fund),
				ledger.Debit(mv.To.Account, amount).In(mv.To.Fund), ledger.Credit(between, amount).In(mv.To.Fund)}})
		}}
}

func (w *world) reverse(b ledger.ID) modelOp {
	id, undone := store.NewID(), store.NewID()
	if entries := w.m.books[b].entries; len(entries) > 0 && rapid.IntRange(0, 9).Draw(w.t, "known") > 0 {
		undone = entries[rapid.IntRange(0, len(entries)-1).Draw(w.t, "entry")].id
	}
	day, spoilt := ledger.Date(0), ""
	if rapid.Bool().Draw(w.t, "on a day") {
		day = w.day()
	}
	if !slices.ContainsFunc(w.m.books[b].entries, func(e modelEntry) bool { return e.id == undone }) {
		spoilt = "unknown_entry"
	}
	return modelOp{what: "reverse", asked: "reverse", spoilt: spoilt, home: b, id: id,
		run: func() (bool, error) {
			made, err := w.s.Reverse(context.Background(), actor, id, b, undone, day, "salah")
			return made.Replayed, err
		},
		apply: func() string { return w.m.reverse(b, id, undone, day, "salah") }}
}

func (w *world) closePeriod(b ledger.ID) modelOp {
	id, mb := store.NewID(), w.m.books[b]
	through := ledger.Date(2026_01_10).AddDays(rapid.IntRange(0, 35).Draw(w.t, "through"))
	if rapid.IntRange(0, 9).Draw(w.t, "future") == 0 {
		through = 2199_01_01
	}
	return modelOp{what: "close", asked: "close", home: b, id: id,
		run: func() (bool, error) {
			made, err := w.s.ClosePeriod(context.Background(), actor, id, b, through)
			return made.Replayed, err
		},
		apply: func() string {
			switch {
			case through == 2199_01_01:
				return "period_in_future"
			case through <= mb.closed:
				return "period_not_forward"
			}
			mb.closed = through
			return ""
		}}
}
