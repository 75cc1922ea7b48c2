package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Post writes entries into their books, in the order given, inside a command.
// It refuses what [ledger.Entry.Check] and [ledger.Entry.CheckAccounts] refuse,
// a day on or before the book's closed-through day (closed_period), a reversal
// of nothing (unknown_entry) or of what is reversed (already_reversed), and an
// id that the book has already (id_reused).
//
// All entries go to the database together: lines first, then the headers that
// seal them, then the balances they move. The database itself refuses lines that
// do not balance in every fund.
func (s *Store) Post(ctx context.Context, entries ...ledger.Entry) ([]ledger.Posted, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	batch := newBatch(s)
	before := s.tx.ends()
	for i, e := range entries {
		p, err := s.seal(ctx, batch, e)
		if err != nil {
			s.tx.books = before // those before it were not written either
			if known, ok := err.(*ledger.Error); ok && len(entries) > 1 {
				return nil, known.At(fmt.Sprintf("entries[%d]", i))
			}
			return nil, err
		}
		batch.posted = append(batch.posted, p)
	}
	return batch.posted, batch.flush(ctx)
}

// seal checks one entry and gives it its place in its book's chain.
func (s *Store) seal(ctx context.Context, batch *batch, e ledger.Entry) (ledger.Posted, error) {
	b, err := s.locked(ctx, e.Book)
	if err != nil {
		return ledger.Posted{}, err
	}
	minors, err := e.Check(b.Currency)
	if err != nil {
		return ledger.Posted{}, err
	}
	if e.Day <= b.ClosedThrough {
		return ledger.Posted{}, ledger.E(ledger.Conflict, "closed_period", "day", "through", b.ClosedThrough.String())
	}
	if err := s.checkAccounts(ctx, e); err != nil {
		return ledger.Posted{}, err
	}
	if err := s.checkReversal(ctx, e); err != nil {
		return ledger.Posted{}, err
	}
	general := b.General()
	e.By, e.Command = s.tx.command.Actor, s.tx.command.ID
	e.Lines = slices.Clone(e.Lines)
	sealed := ledger.Sealed{
		Book: e.Book, Sequence: b.Sequence + 1, ID: e.ID, Day: e.Day, Kind: e.Kind, Memo: batch.commit(e.Book, b.Sequence+1, 0, e.Memo),
		By: e.By, Command: e.Command, Event: e.Event, Reverses: e.Reverses, RecordedAt: ledger.Micros(s.tx.at),
		Lines: make([]ledger.SealedLine, len(e.Lines)),
	}
	for i := range e.Lines {
		l := &e.Lines[i]
		if l.Fund.IsZero() {
			l.Fund = general
		}
		sealed.Lines[i] = ledger.SealedLine{Account: l.Account(), Minor: minors[i], Fund: l.Fund, Party: l.Party, Item: l.Item,
			Memo: batch.commit(e.Book, sealed.Sequence, i+1, l.Memo)}
	}
	hash := sealed.Chain(b.Head)
	b.Sequence, b.Head = sealed.Sequence, hash
	batch.add(&sealed, hash)
	return ledger.Posted{Entry: e, Sequence: sealed.Sequence, RecordedAt: s.tx.at, Hash: hash}, nil
}

func (s *Store) checkAccounts(ctx context.Context, e ledger.Entry) error {
	var accounts, funds []ledger.ID
	general := ledger.GeneralFund(e.Book)
	for _, l := range e.Lines {
		if !slices.Contains(accounts, l.Account()) {
			accounts = append(accounts, l.Account())
		}
		if !l.Fund.IsZero() && l.Fund != general && !slices.Contains(funds, l.Fund) {
			funds = append(funds, l.Fund)
		}
	}
	known, err := s.accountsByID(ctx, e.Book, accounts)
	if err != nil {
		return err
	}
	purposes := map[ledger.ID]ledger.Fund{}
	if len(funds) > 0 {
		if purposes, err = s.fundsByID(ctx, e.Book, funds); err != nil {
			return err
		}
	}
	purposes[general] = ledger.Fund{ID: general}
	return e.CheckAccounts(known, purposes)
}

func (s *Store) checkReversal(ctx context.Context, e ledger.Entry) error {
	if e.Reverses.IsZero() {
		return nil
	}
	var n int
	err := s.db.NewRaw("SELECT count(*) FROM entries WHERE book = ? AND id = ?", e.Book, e.Reverses).Scan(ctx, &n)
	if err == nil && n == 0 {
		return ledger.E(ledger.Missing, "unknown_entry", "")
	}
	if err == nil {
		err = s.db.NewRaw("SELECT count(*) FROM entries WHERE book = ? AND reverses = ?", e.Book, e.Reverses).Scan(ctx, &n)
	}
	if err == nil && n > 0 {
		return ledger.E(ledger.Conflict, "already_reversed", "")
	}
	return err
}

// batch is what a set of entries writes, table by table.
type batch struct {
	s                     *Store
	posted                []ledger.Posted
	lines, headers, texts params
	moves                 map[totalKey]movement
	books                 map[ledger.ID]bool
}

// totalKey is a row of totals, and with the day the source of days and months.
type totalKey struct {
	book, account, fund, party, item ledger.ID
	day                              ledger.Date
}

// movement is what a set of lines adds on each side, in minor units.
type movement struct{ debit, credit int64 }

func newBatch(s *Store) *batch {
	p := params{dialect: s.dialect}
	return &batch{s: s, lines: p, headers: p, texts: p, moves: map[totalKey]movement{}, books: map[ledger.ID]bool{}}
}

// Columns of the rows a batch writes.
const (
	lineColumns   = 10
	headerColumns = 13
	textColumns   = 5
)

// commit puts a text into the table of texts and returns the commitment to it.
func (b *batch) commit(book ledger.ID, seq int64, n int, text string) ledger.Hash {
	if text == "" {
		return ledger.Hash{}
	}
	salt := newSalt()
	b.texts.id(book)
	b.texts.int(seq)
	b.texts.int(int64(n))
	b.texts.blob(salt[:])
	b.texts.text(text)
	return ledger.Commit(salt, text)
}

func (b *batch) add(e *ledger.Sealed, hash ledger.Hash) {
	b.books[e.Book] = true
	for i := range e.Lines {
		l := &e.Lines[i]
		b.lines.id(e.Book)
		b.lines.int(e.Sequence)
		b.lines.int(int64(i + 1))
		b.lines.id(l.Account)
		b.lines.int(int64(e.Day))
		b.lines.int(l.Minor)
		b.lines.id(l.Fund)
		b.lines.id(l.Party)
		b.lines.id(l.Item)
		b.lines.commitment(l.Memo)

		key := totalKey{e.Book, l.Account, l.Fund, l.Party, l.Item, e.Day}
		m := b.moves[key]
		if l.Minor > 0 {
			m.debit += l.Minor
		} else {
			m.credit -= l.Minor
		}
		b.moves[key] = m
	}
	h := &b.headers
	h.id(e.Book)
	h.int(e.Sequence)
	h.id(e.ID)
	h.int(int64(e.Day))
	h.text(e.Kind)
	h.commitment(e.Memo)
	h.id(e.By)
	h.id(e.Command)
	h.id(e.Event)
	h.id(e.Reverses)
	h.int(int64(len(e.Lines)))
	h.int(e.RecordedAt)
	h.hash(hash)
}

func (b *batch) flush(ctx context.Context) error {
	if err := b.insert(ctx, "INSERT INTO lines (book, seq, n, account, day, amount, fund, party, item, memo) VALUES ", b.lines, lineColumns, ""); err != nil {
		return err
	}
	if err := b.insert(ctx, `INSERT INTO entries (book, seq, id, day, kind, memo, actor, command, event, reverses, n_lines, recorded_at, hash) VALUES `,
		b.headers, headerColumns, ""); err != nil {
		return err
	}
	if err := b.insert(ctx, "INSERT INTO texts (book, seq, n, salt, body) VALUES ", b.texts, textColumns, ""); err != nil {
		return err
	}
	if err := b.balances(ctx); err != nil {
		return err
	}
	for id := range b.books {
		end := b.s.tx.books[id]
		p := params{dialect: b.s.dialect}
		p.int(end.Sequence)
		p.hash(end.Head)
		p.id(id)
		query := "UPDATE books SET seq = ?, head = ? WHERE id = ?"
		if b.s.dialect == postgresDialect {
			query = "UPDATE books SET seq = $1, head = $2 WHERE id = $3"
		}
		if _, err := b.s.tx.Tx.Tx.ExecContext(ctx, query, p.args...); err != nil {
			return err
		}
	}
	return nil
}

// maxParams is how many arguments one statement may have on either database.
const maxParams = 32000

// insert writes the rows in statements of at most maxParams arguments. It never
// splits the lines of one entry's header from each other in a harmful way: all
// lines are written before the first header.
func (b *batch) insert(ctx context.Context, head string, rows params, width int, tail string) error {
	for chunk := range slices.Chunk(rows.args, maxParams/width*width) {
		p := params{dialect: rows.dialect, args: chunk}
		if _, err := b.s.tx.Tx.Tx.ExecContext(ctx, head+p.values(width)+tail, chunk...); err != nil {
			return err
		}
	}
	return nil
}

// balances adds what the entries move to totals, days and months, one upsert
// per touched row and table, in key order.
func (b *batch) balances(ctx context.Context) error {
	type dated struct {
		book, account, fund ledger.ID
		when                int64
	}
	totals := map[totalKey]movement{}
	days, months := map[dated]movement{}, map[dated]movement{}
	for k, m := range b.moves {
		day, month := dated{k.book, k.account, k.fund, int64(k.day)}, dated{k.book, k.account, k.fund, int64(k.day.Month())}
		k.day = 0
		totals[k] = totals[k].plus(m)
		days[day] = days[day].plus(m)
		months[month] = months[month].plus(m)
	}
	t := params{dialect: b.s.dialect}
	for _, k := range sortedKeys(totals, func(a, b totalKey) int {
		return cmp.Or(compareIDs(a.book, b.book), compareIDs(a.account, b.account), compareIDs(a.fund, b.fund),
			compareIDs(a.party, b.party), compareIDs(a.item, b.item))
	}) {
		t.id(k.book)
		t.id(k.account)
		t.id(k.fund)
		t.id(k.party)
		t.id(k.item)
		t.int(totals[k].debit)
		t.int(totals[k].credit)
	}
	err := b.insert(ctx, "INSERT INTO totals (book, account, fund, party, item, debit, credit) VALUES ", t, 7,
		` ON CONFLICT (book, account, fund, party, item) DO UPDATE SET debit = totals.debit + excluded.debit, credit = totals.credit + excluded.credit`)
	if err != nil {
		return err
	}
	for _, table := range []struct {
		name, column string
		rows         map[dated]movement
	}{{"days", "day", days}, {"months", "month", months}} {
		p := params{dialect: b.s.dialect}
		for _, k := range sortedKeys(table.rows, func(a, b dated) int {
			return cmp.Or(compareIDs(a.book, b.book), compareIDs(a.account, b.account), compareIDs(a.fund, b.fund), cmp.Compare(a.when, b.when))
		}) {
			p.id(k.book)
			p.id(k.account)
			p.id(k.fund)
			p.int(k.when)
			p.int(table.rows[k].debit)
			p.int(table.rows[k].credit)
		}
		err := b.insert(ctx, fmt.Sprintf("INSERT INTO %s (book, account, fund, %s, debit, credit) VALUES ", table.name, table.column), p, 6,
			fmt.Sprintf(` ON CONFLICT (book, account, fund, %[2]s) DO UPDATE SET debit = %[1]s.debit + excluded.debit, credit = %[1]s.credit + excluded.credit`,
				table.name, table.column))
		if err != nil {
			return err
		}
	}
	return nil
}

func (m movement) plus(o movement) movement { return movement{m.debit + o.debit, m.credit + o.credit} }

func compareIDs(a, b ledger.ID) int { return slices.Compare(a[:], b[:]) }

func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}
