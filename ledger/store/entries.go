package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

type entryRow struct {
	bun.BaseModel `bun:"table:entries"`

	Book       ledger.ID    `bun:"book"`
	Seq        int64        `bun:"seq"`
	ID         ledger.ID    `bun:"id"`
	Day        ledger.Date  `bun:"day"`
	Kind       string       `bun:"kind"`
	Memo       *ledger.Hash `bun:"memo"`
	Actor      ledger.ID    `bun:"actor"`
	Command    ledger.ID    `bun:"command"`
	Event      ledger.ID    `bun:"event"`
	Reverses   ledger.ID    `bun:"reverses"`
	NLines     int64        `bun:"n_lines"`
	RecordedAt int64        `bun:"recorded_at"`
	Hash       ledger.Hash  `bun:"hash"`
}

type lineRow struct {
	bun.BaseModel `bun:"table:lines"`

	Book    ledger.ID    `bun:"book"`
	Seq     int64        `bun:"seq"`
	N       int64        `bun:"n"`
	Account ledger.ID    `bun:"account"`
	Day     ledger.Date  `bun:"day"`
	Amount  int64        `bun:"amount"`
	Fund    ledger.ID    `bun:"fund"`
	Party   ledger.ID    `bun:"party"`
	Item    ledger.ID    `bun:"item"`
	Memo    *ledger.Hash `bun:"memo"`
}

// line rebuilds the posting line, with amounts in the book's currency.
func (r *lineRow) line(c ledger.Currency) ledger.Line {
	l := ledger.Debit(r.Account, c.Amount(r.Amount))
	if r.Amount < 0 {
		l = ledger.Credit(r.Account, c.Amount(-r.Amount))
	}
	return l.In(r.Fund).With(r.Party).On(r.Item)
}

type textRow struct {
	bun.BaseModel `bun:"table:texts"`

	Book ledger.ID `bun:"book"`
	Seq  int64     `bun:"seq"`
	N    int64     `bun:"n"`
	Salt []byte    `bun:"salt"`
	Body string    `bun:"body"`
}

// Entry returns one entry of the book, or unknown_entry.
func (s *Store) Entry(ctx context.Context, book ledger.Book, id ledger.ID) (ledger.Posted, error) {
	var seqs []int64
	if err := s.db.NewRaw("SELECT seq FROM entries WHERE book = ? AND id = ?", book.ID, id).Scan(ctx, &seqs); err != nil {
		return ledger.Posted{}, translate(err)
	}
	if len(seqs) == 0 {
		return ledger.Posted{}, ledger.E(ledger.Missing, "unknown_entry", "")
	}
	entries, err := s.entriesAt(ctx, book, seqs)
	if err != nil {
		return ledger.Posted{}, err
	}
	return entries[0], nil
}

// Position is a place in a book's order of days: an entry, and a line of it.
type Position struct {
	Day ledger.Date
	Seq int64
	N   int64
}

// EntryFilter says which entries to list. Zero fields do not filter.
type EntryFilter struct {
	Account, Party, Item ledger.ID
	Kind                 string
	From, To             ledger.Date
	Newest               bool     // latest first
	After                Position // continue behind this entry
	Limit                int
}

// Entries returns the entries that match, in order of day and sequence. The
// position of the last one continues the list.
func (s *Store) Entries(ctx context.Context, book ledger.Book, f EntryFilter) ([]ledger.Posted, error) {
	var rows []struct {
		Day ledger.Date `bun:"day"`
		Seq int64       `bun:"seq"`
	}
	rare, err := s.rareKind(ctx, book.ID, f)
	if err != nil {
		return nil, translate(err)
	}
	query, args := s.entriesQuery(book.ID, f, rare)
	if err := s.db.NewRaw(query, args...).Scan(ctx, &rows); err != nil {
		return nil, translate(err)
	}
	seqs := make([]int64, len(rows))
	for i, r := range rows {
		seqs[i] = r.Seq
	}
	return s.entriesAt(ctx, book, seqs)
}

// fewOfAKind is how many entries of a kind are looked at one by one for an account.
const fewOfAKind = 3000

// rareKind reports whether a filter by kind and account finds more quickly through
// the kind: an account may have a million entries and five of a kind.
func (s *Store) rareKind(ctx context.Context, book ledger.ID, f EntryFilter) (bool, error) {
	if f.Kind == "" || f.Account.IsZero() || !f.Party.IsZero() || !f.Item.IsZero() {
		return false, nil
	}
	var n int
	err := s.db.NewRaw("SELECT count(*) FROM (SELECT 1 FROM "+s.by("entries", "entries_by_kind")+" WHERE book = ? AND kind = ? LIMIT ?) AS few",
		book, f.Kind, fewOfAKind).Scan(ctx, &n)
	return n < fewOfAKind, err
}

// entriesQuery walks one index in order: that of the item, the party or the
// account when the filter names one, that of the kind when it is rare or nothing
// else is named, and that of the day otherwise.
func (s *Store) entriesQuery(book ledger.ID, f EntryFilter, rare bool) (string, []any) {
	var b strings.Builder
	var args []any
	byLines := !rare && (!f.Item.IsZero() || !f.Party.IsZero() || !f.Account.IsZero())
	t := "e"
	where := func(clause string, values ...any) {
		b.WriteString(" AND " + clause)
		args = append(args, values...)
	}
	switch {
	case byLines:
		t = "l"
		from, condition, values := s.dimensions(book, Dimensions{Account: f.Account, Party: f.Party, Item: f.Item})
		args = values
		if f.Kind == "" {
			b.WriteString("SELECT l.day, l.seq FROM " + from + " WHERE " + condition)
			b.WriteString(sealed)
			args = append(args, book)
		} else {
			b.WriteString("SELECT l.day, l.seq FROM " + from + " JOIN entries AS e ON e.book = l.book AND e.seq = l.seq WHERE " + condition)
			where(s.unindexed("e.kind")+" = ?", f.Kind)
		}
	case f.Kind != "":
		b.WriteString("SELECT e.day, e.seq FROM " + s.by("entries AS e", "entries_by_kind") + " WHERE e.book = ?")
		args = append(args, book)
		where("e.kind = ?", f.Kind)
		if rare {
			where("EXISTS (SELECT 1 FROM lines AS l WHERE l.book = e.book AND l.seq = e.seq AND "+s.unindexed("l.account")+" = ?)", f.Account)
		}
	default:
		b.WriteString("SELECT e.day, e.seq FROM " + s.by("entries AS e", "entries_by_day") + " WHERE e.book = ?")
		args = append(args, book)
	}
	if !f.From.IsZero() {
		where(t+".day >= ?", f.From)
	}
	if !f.To.IsZero() {
		where(t+".day <= ?", f.To)
	}
	order, beyond := "", ">"
	if f.Newest {
		order, beyond = " DESC", "<"
	}
	if f.After.Seq != 0 {
		where(fmt.Sprintf("(%[1]s.day, %[1]s.seq) %[2]s (?, ?)", t, beyond), f.After.Day, f.After.Seq)
	}
	if byLines {
		b.WriteString(" GROUP BY l.day, l.seq")
	}
	fmt.Fprintf(&b, " ORDER BY %[1]s.day%[2]s, %[1]s.seq%[2]s LIMIT ?", t, order)
	return b.String(), append(args, f.Limit)
}

// by makes SQLite, which without statistics guesses wrong in large books, take
// the rows of a table by the named index, and fail when the query no longer
// fits it. PostgreSQL decides by its statistics.
func (d dialect) by(table, index string) string {
	if d == sqliteDialect {
		return table + " INDEXED BY " + index
	}
	return table
}

// unindexed keeps SQLite, which knows no statistics of its own accord, from
// walking the index of this column. PostgreSQL decides by its statistics.
func (d dialect) unindexed(column string) string {
	if d == sqliteDialect {
		return "+" + column
	}
	return column
}

// entriesAt returns the entries with the given sequence numbers, in that order.
func (s *Store) entriesAt(ctx context.Context, book ledger.Book, seqs []int64) ([]ledger.Posted, error) {
	if len(seqs) == 0 {
		return nil, nil
	}
	var headers []entryRow
	if err := s.db.NewRaw("SELECT * FROM entries WHERE book = ? AND seq IN (?)", book.ID, bun.List(seqs)).Scan(ctx, &headers); err != nil {
		return nil, translate(err)
	}
	var lines []lineRow
	if err := s.db.NewRaw("SELECT * FROM lines WHERE book = ? AND seq IN (?) ORDER BY seq, n", book.ID, bun.List(seqs)).Scan(ctx, &lines); err != nil {
		return nil, translate(err)
	}
	var texts []textRow
	if err := s.db.NewRaw("SELECT * FROM texts WHERE book = ? AND seq IN (?)", book.ID, bun.List(seqs)).Scan(ctx, &texts); err != nil {
		return nil, translate(err)
	}
	ids := make([]ledger.ID, len(headers))
	for i := range headers {
		ids[i] = headers[i].ID
	}
	var reversals []entryRow
	err := s.db.NewRaw("SELECT id, reverses FROM "+s.by("entries", "entries_by_reverses")+
		" WHERE book = ? AND reverses IN (?) AND reverses <> ?", book.ID, bun.List(ids), ledger.ID{}).Scan(ctx, &reversals)
	if err != nil {
		return nil, translate(err)
	}
	return assemble(book, seqs, headers, lines, texts, reversals), nil
}

func assemble(book ledger.Book, seqs []int64, headers []entryRow, lines []lineRow, texts []textRow, reversals []entryRow) []ledger.Posted {
	undone := make(map[ledger.ID]ledger.ID, len(reversals))
	for _, r := range reversals {
		undone[r.Reverses] = r.ID
	}
	found := make(map[int64]*ledger.Posted, len(headers))
	for i := range headers {
		h := &headers[i]
		found[h.Seq] = &ledger.Posted{
			Entry: ledger.Entry{ID: h.ID, Book: book.ID, Day: h.Day, Kind: h.Kind, By: h.Actor, Command: h.Command, Event: h.Event, Reverses: h.Reverses,
				Lines: make([]ledger.Line, 0, h.NLines)},
			Sequence: h.Seq, RecordedAt: time.UnixMicro(h.RecordedAt).UTC(), Hash: h.Hash, ReversedBy: undone[h.ID],
		}
	}
	for i := range lines {
		if p := found[lines[i].Seq]; p != nil {
			p.Lines = append(p.Lines, lines[i].line(book.Currency))
		}
	}
	for _, t := range texts {
		p := found[t.Seq]
		switch {
		case p == nil:
		case t.N == 0:
			p.Memo = t.Body
		case int(t.N) <= len(p.Lines):
			p.Lines[t.N-1].Memo = t.Body
		}
	}
	entries := make([]ledger.Posted, 0, len(seqs))
	for _, seq := range seqs {
		if p := found[seq]; p != nil {
			entries = append(entries, *p)
		}
	}
	return entries
}

// EachEntry calls fn with every entry of the book in order of sequence, from one
// consistent state of the database, a chunk at a time.
func (s *Store) EachEntry(ctx context.Context, book ledger.Book, fn func(ledger.Posted) error) error {
	return s.Read(ctx, func(ctx context.Context, s *Store) error {
		const chunk = 500
		for from := int64(1); ; from += chunk {
			seqs := make([]int64, chunk)
			for i := range seqs {
				seqs[i] = from + int64(i)
			}
			entries, err := s.entriesAt(ctx, book, seqs)
			if err != nil {
				return err
			}
			for _, e := range entries {
				if err := fn(e); err != nil {
					return err
				}
			}
			if len(entries) < chunk {
				return nil
			}
		}
	})
}
