package store_test

import (
	"context"
	"fmt"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// compareBalances compares the trial balance of every day that matters, and
// balances in drawn dimensions.
func (w *world) compareBalances(id ledger.ID) {
	w.t.Helper()
	ctx, b := context.Background(), w.m.books[id]
	days := map[ledger.Date]bool{0: true, 2025_12_31: true, 2199_12_31: true, 2026_02_28: true}
	for _, e := range b.entries {
		days[e.day], days[e.day.AddDays(-1)] = true, true
	}
	for day := range days {
		for _, fund := range []ledger.ID{{}, w.fund(id)} {
			rows, err := w.s.TrialBalance(ctx, id, day, fund)
			if err != nil {
				w.t.Fatal(err)
			}
			got, perFund := map[[2]ledger.ID][2]int64{}, map[ledger.ID]int64{}
			for _, r := range rows {
				got[[2]ledger.ID{r.Account, r.Fund}] = [2]int64{r.Debit, r.Credit}
				perFund[r.Fund] += r.Net()
			}
			if len(got) != len(rows) {
				w.t.Fatalf("trial balance of %s: %d rows for %d accounts and funds", day, len(rows), len(got))
			}
			same(w.t, fmt.Sprintf("trial balance of %s", day), got, b.trial(day, fund))
			for _, net := range perFund {
				if net != 0 {
					w.t.Fatalf("a fund is out of balance by %d on %s", net, day)
				}
			}
		}
	}
	for range 12 {
		d := store.Dimensions{Account: w.account(id)}
		if rapid.Bool().Draw(w.t, "by fund") {
			d.Fund = w.fund(id)
		}
		day := drawOne(w, "on", []ledger.Date{0, w.day()})
		control, err := w.s.AccountBalance(ctx, id, d.Account, d.Fund, day)
		if err != nil {
			w.t.Fatal(err)
		}
		debit, credit := b.sum(d, day)
		same(w.t, "account balance", [2]int64{control.Debit, control.Credit}, [2]int64{debit, credit})

		d.Party, d.Item = drawOne(w, "party", w.parties), drawOne(w, "item", w.items)
		for _, day := range []ledger.Date{0, day} {
			on, err := w.s.BalanceOn(ctx, id, d, day)
			if err != nil {
				w.t.Fatal(err)
			}
			debit, credit := b.sum(d, day)
			same(w.t, fmt.Sprintf("balance on %s", day), [2]int64{on.Debit, on.Credit}, [2]int64{debit, credit})
		}
		now, err := w.s.CurrentBalance(ctx, id, d)
		if err != nil {
			w.t.Fatal(err)
		}
		debit, credit = b.sum(d, 0)
		same(w.t, "current balance", [2]int64{now.Debit, now.Credit}, [2]int64{debit, credit})
	}
}

// compareLists compares lists of entries and statements, page by page.
func (w *world) compareLists(id ledger.ID) {
	w.t.Helper()
	ctx, b := context.Background(), w.m.books[id]
	book, err := w.s.Book(ctx, id)
	if err != nil {
		w.t.Fatal(err)
	}
	same(w.t, "closed through", book.ClosedThrough, b.closed)
	w.compareEntries(book)
	for range 6 {
		f := store.EntryFilter{Limit: rapid.IntRange(1, 9).Draw(w.t, "limit"), Newest: rapid.Bool().Draw(w.t, "newest")}
		if rapid.Bool().Draw(w.t, "by account") {
			f.Account = w.account(id)
		}
		f.Party, f.Item = drawOne(w, "party", w.parties), drawOne(w, "item", w.items)
		f.Kind = drawOne(w, "kind", append([]string{"", ""}, kinds...))
		f.From, f.To = drawOne(w, "from", []ledger.Date{0, w.day()}), drawOne(w, "to", []ledger.Date{0, w.day()})
		var got []int64
		for {
			page, err := w.s.Entries(ctx, book, f)
			if err != nil || len(page) > f.Limit {
				w.t.Fatalf("%d of %d: %v", len(page), f.Limit, err)
			}
			if len(page) == 0 {
				break
			}
			for _, p := range page {
				got = append(got, p.Sequence)
			}
			last := page[len(page)-1]
			f.After = store.Position{Day: last.Day, Seq: last.Sequence}
		}
		same(w.t, fmt.Sprintf("list %+v", f), got, b.list(f))
	}
	for range 6 {
		w.compareStatement(book)
	}
}

// compareEntries compares every entry in full, as it is read one by one and in
// order of posting.
func (w *world) compareEntries(book ledger.Book) {
	w.t.Helper()
	ctx, b := context.Background(), w.m.books[book.ID]
	describe := func(p ledger.Posted) string {
		text := fmt.Sprint(p.ID, p.Sequence, p.Day, p.Kind, p.Memo, p.Reverses, p.ReversedBy)
		for _, l := range p.Lines {
			minor, err := book.Currency.Minor(l.Signed())
			if err != nil {
				w.t.Fatal(err)
			}
			text += fmt.Sprint(l.Account(), l.Fund, l.Party, l.Item, minor, l.Memo, ";")
		}
		return text
	}
	n := 0
	err := w.s.EachEntry(ctx, book, func(p ledger.Posted) error {
		e := b.entries[n]
		n++
		want := fmt.Sprint(e.id, e.seq, e.day, e.kind, e.memo, e.reverses, b.reversalOf(e.id))
		for _, l := range e.lines {
			want += fmt.Sprint(l.account, l.fund, l.party, l.item, l.amount, l.memo, ";")
		}
		same(w.t, "entry", describe(p), want)
		return nil
	})
	if err != nil || n != len(b.entries) {
		w.t.Fatalf("%d entries of %d: %v", n, len(b.entries), err)
	}
	if n > 0 {
		e := drawOne(w, "entry", b.entries)
		one, err := w.s.Entry(ctx, book, e.id)
		if err != nil || one.Sequence != e.seq {
			w.t.Fatalf("entry %d: %+v %v", e.seq, one, err)
		}
	}
}

func (w *world) compareStatement(book ledger.Book) {
	w.t.Helper()
	q := store.StatementQuery{Limit: rapid.IntRange(1, 9).Draw(w.t, "limit")}
	q.Account = w.account(book.ID)
	if rapid.Bool().Draw(w.t, "by fund") {
		q.Fund = w.fund(book.ID)
	}
	q.Party, q.Item = drawOne(w, "party", w.parties), drawOne(w, "item", w.items)
	q.From, q.To = drawOne(w, "from", []ledger.Date{0, w.day()}), drawOne(w, "to", []ledger.Date{0, w.day()})
	opening, want := w.m.books[book.ID].statement(q.Dimensions, q.From, q.To)
	var got []modelStatementLine
	balance := opening
	for {
		st, err := w.s.Statement(context.Background(), book, q)
		if err != nil {
			w.t.Fatal(err)
		}
		same(w.t, "opening of a page", st.Opening, balance)
		for _, l := range st.Lines {
			got = append(got, modelStatementLine{l.Position, l.Entry, l.Amount, l.Memo, l.Balance})
			balance = l.Balance
		}
		same(w.t, "closing of a page", st.Closing, balance)
		if st.Next == (store.Position{}) {
			break
		}
		if len(st.Lines) != q.Limit {
			w.t.Fatalf("a page of %d lines, %d were asked for and there is more", len(st.Lines), q.Limit)
		}
		q.After = st.Next
	}
	same(w.t, fmt.Sprintf("statement %+v", q), got, want)
}
