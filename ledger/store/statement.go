package store

import (
	"context"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Statement is a page of the lines of one account, with the balance before the
// first and after each. Balances are in minor units, debit positive.
type Statement struct {
	Opening int64
	Lines   []StatementLine
	Closing int64
	// Next continues the statement; zero when there is no more.
	Next Position
}

// StatementLine is one line of a statement.
type StatementLine struct {
	Position
	Entry      ledger.ID
	Kind       string
	Memo       string
	Amount     int64 // signed, debit positive
	Fund       ledger.ID
	Party      ledger.ID
	Item       ledger.ID
	Reverses   ledger.ID
	RecordedAt time.Time
	Balance    int64
}

// StatementQuery says what a statement covers. The zero day on either end means
// no limit there; After continues behind a line.
type StatementQuery struct {
	Dimensions
	From, To ledger.Date
	After    Position
	Limit    int
}

// Statement returns the page.
func (s *Store) Statement(ctx context.Context, book ledger.Book, q StatementQuery) (Statement, error) {
	var st Statement
	q.Limit = max(q.Limit, 1)
	err := s.Read(ctx, func(ctx context.Context, s *Store) (err error) {
		start := q.After
		if start.Day.IsZero() {
			start = Position{Day: q.From}
		}
		if st.Opening, err = s.balanceBefore(ctx, book.ID, q.Dimensions, start); err != nil {
			return err
		}
		query, args := s.statementQuery(book.ID, q, start)
		var rows []struct {
			lineRow
			ID         ledger.ID `bun:"id"`
			Kind       string    `bun:"kind"`
			Reverses   ledger.ID `bun:"reverses"`
			RecordedAt int64     `bun:"recorded_at"`
			Memo       string    `bun:"text"`
		}
		if err := s.db.NewRaw(query, args...).Scan(ctx, &rows); err != nil {
			return err
		}
		balance := st.Opening
		for i := range rows {
			if i == q.Limit {
				break
			}
			r := &rows[i]
			balance += r.Amount
			st.Lines = append(st.Lines, StatementLine{Position: Position{r.Day, r.Seq, r.N}, Entry: r.ID, Kind: r.Kind, Memo: r.Memo,
				Amount: r.Amount, Fund: r.Fund, Party: r.Party, Item: r.Item, Reverses: r.Reverses,
				RecordedAt: time.UnixMicro(r.RecordedAt).UTC(), Balance: balance})
		}
		st.Closing = balance
		if len(rows) > q.Limit {
			st.Next = st.Lines[q.Limit-1].Position
		}
		return nil
	})
	return st, translate(err)
}

// statementQuery walks the account's index, or that of the party or item when
// one is named, from the start on. The line's own memo wins over the entry's.
func (s *Store) statementQuery(book ledger.ID, q StatementQuery, start Position) (string, []any) {
	from, where, args := s.dimensions(book, q.Dimensions)
	if !start.Day.IsZero() {
		where += " AND (l.day, l.seq, l.n) > (?, ?, ?)"
		args = append(args, start.Day, start.Seq, start.N)
	}
	if !q.To.IsZero() {
		where += " AND l.day <= ?"
		args = append(args, q.To)
	}
	return `SELECT l.day, l.seq, l.n, l.amount, l.fund, l.party, l.item, e.id, e.kind, e.reverses, e.recorded_at,
			coalesce(own.body, whole.body, '') AS text
		FROM ` + from + ` JOIN entries AS e ON e.book = l.book AND e.seq = l.seq
		LEFT JOIN texts AS own ON own.book = l.book AND own.seq = l.seq AND own.n = l.n
		LEFT JOIN texts AS whole ON whole.book = l.book AND whole.seq = l.seq AND whole.n = 0
		WHERE ` + where + ` ORDER BY l.day, l.seq, l.n LIMIT ?`, append(args, q.Limit+1)
}

// dimensions returns the lines l by the index of the most selective dimension,
// and the condition on them.
func (s *Store) dimensions(book ledger.ID, d Dimensions) (from, where string, args []any) {
	from, where, args = s.by("lines AS l", "lines_by_account"), "l.book = ?", []any{book}
	for _, x := range []struct {
		column string
		id     ledger.ID
	}{{"l.item", d.Item}, {"l.party", d.Party}, {"l.account", d.Account}, {"l.fund", d.Fund}} {
		if x.id.IsZero() {
			continue
		}
		where += " AND " + x.column + " = ?"
		args = append(args, x.id)
	}
	if !d.Account.IsZero() && !d.Fund.IsZero() {
		from = s.by("lines AS l", "lines_by_fund")
	}
	for _, x := range []struct {
		column, index string
		id            ledger.ID
	}{{"l.item", "lines_by_item", d.Item}, {"l.party", "lines_by_party", d.Party}} {
		if !x.id.IsZero() {
			// The index is of the lines that have one.
			return s.by("lines AS l", x.index), where + " AND " + x.column + " <> ?", append(args, ledger.ID{})
		}
	}
	return from, where, args
}

// balanceBefore returns the balance with every line up to and including the
// position. Control balances come from days and months and the lines of that
// one day; those of a party or item from her own lines.
func (s *Store) balanceBefore(ctx context.Context, book ledger.ID, d Dimensions, p Position) (int64, error) {
	if p.Day.IsZero() {
		return 0, nil
	}
	var before int64
	query, args := s.beforeQuery(book, d, p)
	if d.Party.IsZero() && d.Item.IsZero() {
		sum, err := s.AccountBalance(ctx, book, d.Account, d.Fund, p.Day.AddDays(-1))
		if err != nil {
			return 0, err
		}
		before = sum.Net()
	}
	var lines int64
	err := s.db.NewRaw(query, args...).Scan(ctx, &lines)
	return before + lines, err
}

func (s *Store) beforeQuery(book ledger.ID, d Dimensions, p Position) (string, []any) {
	from, where, args := s.dimensions(book, d)
	upTo := " AND (l.day, l.seq, l.n) <= (?, ?, ?)"
	if d.Party.IsZero() && d.Item.IsZero() {
		upTo = " AND l.day = ? AND (l.seq, l.n) <= (?, ?)"
	}
	return "SELECT CAST(coalesce(sum(l.amount), 0) AS bigint) FROM " + from + " WHERE " + where + sealed + upTo, append(args, book, p.Day, p.Seq, p.N)
}
