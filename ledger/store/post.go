package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Post writes entries into their books, in the order given, inside a command's
// closure. It refuses what [ledger.Entry.Check] and [ledger.Entry.CheckAccounts]
// refuse, a day on or before the book's closed-through day (closed_period), a
// reversal of nothing (unknown_entry) or of what is reversed (already_reversed),
// an id that the book has already (id_reused), and what would take a sum over the
// book out of the range of the database (balance_out_of_range).
//
// All entries go to the database together: lines first, then the headers that
// seal them, then the balances they move. The database itself refuses lines that
// do not balance in every fund.
func (s *Store) Post(ctx context.Context, entries ...ledger.Entry) ([]ledger.Posted, error) {
	b := &batch{s: s}
	cmd := s.command()
	before := s.tx.ends()
	posted := make([]ledger.Posted, 0, len(entries))
	for i, e := range entries {
		e.By, e.Command = cmd.Actor, cmd.ID
		d, err := b.seal(ctx, e, cmd)
		if err != nil {
			s.tx.books = before // those before it were not written either
			var known *ledger.Error
			if errors.As(err, &known) && len(entries) > 1 {
				return nil, known.At(fmt.Sprintf("entries[%d]", i))
			}
			return nil, err
		}
		b.add(d)
		posted = append(posted, d.posted)
	}
	return posted, b.flush(ctx)
}

// command is the command this transaction is about.
func (s *Store) command() ledger.Command {
	if s.tx == nil {
		panic("store: posting outside a command")
	}
	return s.tx.command
}

// draft is an entry that was found good and has its place in its book's chain,
// but is not among the rows to be written yet.
type draft struct {
	posted ledger.Posted
	sealed ledger.Sealed
	texts  []any
	undo   func() // takes it out of what the batch knows: limited balances, reversed entries
}

// decide decides the items of a post in memory. An error is the database's; what
// is wrong with an item is in the item.
func (b *batch) decide(ctx context.Context, j *job) error {
	drafts := make([]*draft, len(j.items))
	before := map[ledger.ID]chainEnd{}
	seen := make(map[commandKey]bool, len(j.items))
	failed := false
	for n, it := range j.items {
		it.res, it.posted, it.err = Result{}, ledger.Posted{}, nil
		key := commandKey{it.cmd.Home, it.cmd.ID}
		if end := b.s.tx.books[it.book]; end != nil {
			if _, saved := before[it.book]; !saved {
				before[it.book] = *end
			}
		}
		var err error
		if old, ok := b.s.tx.known[key]; ok {
			it.res, err = b.s.replay(old, it.cmd)
		} else if seen[key] {
			err = ledger.E(ledger.Conflict, "id_reused", "id")
		} else {
			drafts[n], err = b.decideItem(ctx, it)
		}
		seen[key] = true
		var known *ledger.Error
		var need NeedBooks
		if err != nil && !errors.As(err, &known) && !errors.As(err, &need) {
			return err
		}
		it.err = err
		failed = failed || err != nil
	}
	if failed && j.atomic {
		for id, end := range before {
			*b.s.tx.books[id] = end
		}
		for _, d := range slices.Backward(drafts) {
			if d != nil {
				d.undo()
			}
		}
		return nil
	}
	for n, d := range drafts {
		if d == nil {
			continue
		}
		it := j.items[n]
		b.add(d)
		it.posted, it.res = d.posted, Result{Outcome: ledger.OutcomePosted, Resource: d.posted.ID.String()}
		b.keep(it.cmd, it.res)
	}
	return nil
}

func (b *batch) decideItem(ctx context.Context, it *item) (*draft, error) {
	end, err := b.s.locked(ctx, it.book)
	if err != nil {
		return nil, err
	}
	e, err := it.build(end)
	if err != nil {
		return nil, err
	}
	e.By, e.Command = it.cmd.Actor, it.cmd.ID
	return b.seal(ctx, e, it.cmd)
}

// seal checks one entry and gives it its place in its book's chain.
func (b *batch) seal(ctx context.Context, e ledger.Entry, cmd ledger.Command) (*draft, error) {
	s := b.s
	end, err := s.locked(ctx, e.Book)
	if err != nil {
		return nil, err
	}
	minors, err := e.Check(end.Currency)
	if err != nil {
		return nil, err
	}
	if e.Day <= end.ClosedThrough {
		return nil, ledger.E(ledger.Conflict, "closed_period", "day", "through", end.ClosedThrough.String())
	}
	chart, err := s.chartOf(ctx, end)
	if err != nil {
		return nil, err
	}
	if err := e.CheckAccounts(chart.Accounts, chart.Funds); err != nil {
		return nil, err
	}
	if err := s.guarded(Proposal{chart, e, minors, cmd}); err != nil {
		return nil, err
	}
	if err := b.checkReversal(ctx, e); err != nil {
		return nil, err
	}
	d := &draft{}
	e.Lines = slices.Clone(e.Lines)
	d.sealed = ledger.Sealed{
		Book: e.Book, Sequence: end.Sequence + 1, ID: e.ID, Day: e.Day, Kind: e.Kind, Memo: d.commit(e.Book, end.Sequence+1, 0, e.Memo),
		By: e.By, Command: e.Command, Event: e.Event, Reverses: e.Reverses, RecordedAt: ledger.Micros(s.tx.at),
		Lines: make([]ledger.SealedLine, len(e.Lines)),
	}
	for i := range e.Lines {
		l := &e.Lines[i]
		if l.Fund.IsZero() {
			l.Fund = end.General()
		}
		d.sealed.Lines[i] = ledger.SealedLine{Account: l.Account(), Minor: minors[i], Fund: l.Fund, Party: l.Party, Item: l.Item,
			Memo: d.commit(e.Book, d.sealed.Sequence, i+1, l.Memo)}
	}
	var debits int64
	for _, n := range minors {
		debits += max(n, 0)
	}
	if debits > math.MaxInt64-end.turnover {
		return nil, ledger.E(ledger.Conflict, "balance_out_of_range", "lines")
	}
	if d.undo, err = b.checkLimits(ctx, chart, &d.sealed); err != nil {
		return nil, err
	}
	b.undoes(d)
	hash := d.sealed.Chain(end.Head)
	end.Sequence, end.Head, end.turnover = d.sealed.Sequence, hash, end.turnover+debits
	d.posted = ledger.Posted{Entry: e, Sequence: d.sealed.Sequence, RecordedAt: s.tx.at, Hash: hash}
	return d, nil
}

// commit keeps a text for the table of texts and returns the commitment to it.
func (d *draft) commit(book ledger.ID, seq int64, n int, text string) ledger.Hash {
	if text == "" {
		return ledger.Hash{}
	}
	salt := newSalt()
	d.texts = append(d.texts, book, seq, int64(n), salt[:], text)
	return ledger.Commit(salt, text)
}

// checkReversal refuses to undo what is not there or is undone. The database
// holds to it too; asking first keeps one late reversal from halving a batch.
func (b *batch) checkReversal(ctx context.Context, e ledger.Entry) error {
	if e.Reverses.IsZero() {
		return nil
	}
	key := commandKey{e.Book, e.Reverses}
	if b.reversed[key] {
		return ledger.E(ledger.Conflict, "already_reversed", "")
	}
	var there, undone int
	err := b.s.db.NewRaw("SELECT count(*) FROM entries WHERE book = ? AND id = ?", e.Book, e.Reverses).Scan(ctx, &there)
	if err == nil {
		err = b.s.db.NewRaw("SELECT count(*) FROM entries WHERE book = ? AND reverses = ? AND reverses <> ?", e.Book, e.Reverses, ledger.ID{}).Scan(ctx, &undone)
	}
	switch {
	case err != nil:
		return err
	case there == 0:
		return ledger.E(ledger.Missing, "unknown_entry", "")
	case undone > 0:
		return ledger.E(ledger.Conflict, "already_reversed", "")
	}
	return nil
}

// undoes notes that the batch reverses the entry, and how to take that back.
func (b *batch) undoes(d *draft) {
	if d.sealed.Reverses.IsZero() {
		return
	}
	if b.reversed == nil {
		b.reversed = map[commandKey]bool{}
	}
	key := commandKey{d.sealed.Book, d.sealed.Reverses}
	b.reversed[key] = true
	limits := d.undo
	d.undo = func() {
		delete(b.reversed, key)
		limits()
	}
}
