package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// batch is what a transaction writes, table by table: rows as flat lists of
// values, in order.
type batch struct {
	s *Store

	lines, headers, texts, commands []any

	moves    map[totalKey]movement
	books    map[ledger.ID]bool
	reversed map[commandKey]bool // entries undone by this batch
	courses  map[limitKey]*course
}

// totalKey is a row of totals, and with the day the source of days and months.
type totalKey struct {
	book, account, fund, party, item ledger.ID
	day                              ledger.Date
}

// movement is what a set of lines adds on each side, in minor units.
type movement struct{ debit, credit int64 }

func (m movement) plus(o movement) movement { return movement{m.debit + o.debit, m.credit + o.credit} }

// add puts a good entry among the rows to be written.
func (b *batch) add(d *draft) {
	if b.moves == nil {
		b.moves, b.books = map[totalKey]movement{}, map[ledger.ID]bool{}
	}
	e := &d.sealed
	b.books[e.Book] = true
	b.texts = append(b.texts, d.texts...)
	for i := range e.Lines {
		l := &e.Lines[i]
		b.lines = append(b.lines, e.Book, e.Sequence, int64(i+1), l.Account, int64(e.Day), l.Minor, l.Fund, l.Party, l.Item, orNull(l.Memo))
		key := totalKey{e.Book, l.Account, l.Fund, l.Party, l.Item, e.Day}
		if l.Minor > 0 {
			b.moves[key] = b.moves[key].plus(movement{debit: l.Minor})
		} else {
			b.moves[key] = b.moves[key].plus(movement{credit: -l.Minor})
		}
	}
	b.headers = append(b.headers, e.Book, e.Sequence, e.ID, int64(e.Day), e.Kind, orNull(e.Memo), e.By, e.Command, e.Event, e.Reverses,
		int64(len(e.Lines)), e.RecordedAt, d.posted.Hash[:])
}

// orNull is a commitment, or nothing when there is nothing to commit to.
func orNull(h ledger.Hash) []byte {
	if h.IsZero() {
		return nil
	}
	return h[:]
}

// flush writes what has gathered.
func (b *batch) flush(ctx context.Context) error { return b.gathered().run(ctx, false) }

// gathered hands over what has gathered, in the order in which it must be written:
// lines before the headers that seal them.
func (b *batch) gathered() *writes {
	totals, days, months := b.balances()
	w := b.s.tx.writes()
	w.add(linesTable, b.lines)
	w.add(entriesTable, b.headers)
	w.add(textsTable, b.texts)
	w.add(totalsTable, totals)
	w.add(daysTable, days)
	w.add(monthsTable, months)
	w.add(commandsTable, b.commands)
	var heads []any
	for _, id := range sortedKeys(b.books, compareIDs) {
		end := b.s.tx.books[id]
		heads = append(heads, id, end.Sequence, slices.Clone(end.Head[:]), end.turnover)
	}
	w.add(bookHeads, heads)
	b.lines, b.headers, b.texts, b.commands = nil, nil, nil, nil
	b.moves, b.books, b.reversed, b.courses = nil, nil, nil, nil
	return w
}

// balances adds up what the entries move: a row for every touched row of totals,
// days and months, in order of keys.
func (b *batch) balances() (totals, days, months []any) {
	type dated struct {
		book, account, fund ledger.ID
		when                int64
	}
	sums := make(map[totalKey]movement, len(b.moves))
	byDay, byMonth := map[dated]movement{}, map[dated]movement{}
	for k, m := range b.moves {
		day, month := dated{k.book, k.account, k.fund, int64(k.day)}, dated{k.book, k.account, k.fund, int64(k.day.Month())}
		k.day = 0
		sums[k] = sums[k].plus(m)
		byDay[day] = byDay[day].plus(m)
		byMonth[month] = byMonth[month].plus(m)
	}
	for _, k := range sortedKeys(sums, func(a, b totalKey) int {
		return cmp.Or(compareIDs(a.book, b.book), compareIDs(a.account, b.account), compareIDs(a.fund, b.fund),
			compareIDs(a.party, b.party), compareIDs(a.item, b.item))
	}) {
		totals = append(totals, k.book, k.account, k.fund, k.party, k.item, sums[k].debit, sums[k].credit)
	}
	list := func(rows map[dated]movement) (flat []any) {
		for _, k := range sortedKeys(rows, func(a, b dated) int {
			return cmp.Or(compareIDs(a.book, b.book), compareIDs(a.account, b.account), compareIDs(a.fund, b.fund), cmp.Compare(a.when, b.when))
		}) {
			flat = append(flat, k.book, k.account, k.fund, k.when, rows[k].debit, rows[k].credit)
		}
		return flat
	}
	return totals, list(byDay), list(byMonth)
}

func compareIDs(a, b ledger.ID) int { return slices.Compare(a[:], b[:]) }

func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}
