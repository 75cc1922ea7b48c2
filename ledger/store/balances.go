package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Balance is what an account holds within a fund: everything debited and
// everything credited, in minor units. The balance is their difference.
type Balance struct {
	bun.BaseModel `bun:"-"`

	Account ledger.ID `bun:"account"`
	Fund    ledger.ID `bun:"fund"`
	Debit   int64     `bun:"debit"`
	Credit  int64     `bun:"credit"`
}

// Net returns the balance, positive when it stands on the debit side.
func (b Balance) Net() int64 { return b.Debit - b.Credit }

// TrialBalance returns the balance of every account and fund that has moved, at
// the end of the day; a zero day means with everything that is in the book, and
// a zero fund all funds. It reads a row per month and one per day of the last
// month, never the lines.
func (s *Store) TrialBalance(ctx context.Context, book ledger.ID, day ledger.Date, fund ledger.ID) ([]Balance, error) {
	return s.control(ctx, book, ledger.ID{}, fund, day)
}

// AccountBalance returns the balance of one account at the end of the day, in
// all funds or in one.
func (s *Store) AccountBalance(ctx context.Context, book, account, fund ledger.ID, day ledger.Date) (Balance, error) {
	rows, err := s.control(ctx, book, account, fund, day)
	sum := Balance{Account: account, Fund: fund}
	for _, r := range rows {
		sum.Debit += r.Debit
		sum.Credit += r.Credit
	}
	return sum, err
}

// control sums months, and the days of the month that the day cuts.
func (s *Store) control(ctx context.Context, book, account, fund ledger.ID, day ledger.Date) ([]Balance, error) {
	query, args := controlQuery(book, account, fund, day)
	var rows []Balance
	err := s.db.NewRaw(query, args...).Scan(ctx, &rows)
	return rows, translate(err)
}

func controlQuery(book, account, fund ledger.ID, day ledger.Date) (string, []any) {
	var args []any
	part := func(table string, bounds string, values ...any) string {
		where := "book = ?"
		args = append(args, book)
		if !account.IsZero() {
			where += " AND account = ?"
			args = append(args, account)
		}
		if !fund.IsZero() {
			where += " AND fund = ?"
			args = append(args, fund)
		}
		args = append(args, values...)
		return "SELECT account, fund, debit, credit FROM " + table + " WHERE " + where + bounds
	}
	var parts []string
	if day.IsZero() {
		parts = append(parts, part("months", ""))
	} else {
		parts = append(parts,
			part("months", " AND month < ?", day.Month()),
			part("days", " AND day >= ? AND day <= ?", day.Month()*100+1, day))
	}
	return fmt.Sprintf(`SELECT account, fund, CAST(sum(debit) AS bigint) AS debit, CAST(sum(credit) AS bigint) AS credit
		FROM (%s) AS moved GROUP BY account, fund`, strings.Join(parts, " UNION ALL ")), args
}

// Dimensions says which lines to sum: of one account, and of the fund, party or
// item where given.
type Dimensions struct{ Account, Fund, Party, Item ledger.ID }

// BalanceOn returns the balance at the end of the day in any dimensions; a zero
// day means with everything that is in the book. That of a party or an item on a
// past day is summed from her or its own lines.
func (s *Store) BalanceOn(ctx context.Context, book ledger.ID, d Dimensions, day ledger.Date) (Balance, error) {
	if d.Party.IsZero() && d.Item.IsZero() {
		return s.AccountBalance(ctx, book, d.Account, d.Fund, day)
	}
	if day.IsZero() {
		return s.CurrentBalance(ctx, book, d)
	}
	sum := Balance{Account: d.Account, Fund: d.Fund}
	where, args := s.dimensions(book, d)
	err := s.db.NewRaw(`SELECT CAST(coalesce(sum(CASE WHEN l.amount > 0 THEN l.amount ELSE 0 END), 0) AS bigint),
			CAST(coalesce(sum(CASE WHEN l.amount < 0 THEN -l.amount ELSE 0 END), 0) AS bigint)
		FROM lines AS l JOIN entries AS e ON e.book = l.book AND e.seq = l.seq WHERE `+where+" AND l.day <= ?", append(args, day)...).
		Scan(ctx, &sum.Debit, &sum.Credit)
	return sum, translate(err)
}

// CurrentBalance returns the balance with everything that is in the book, in
// any dimensions, from the totals.
func (s *Store) CurrentBalance(ctx context.Context, book ledger.ID, d Dimensions) (Balance, error) {
	where, args := "book = ? AND account = ?", []any{book, d.Account}
	for _, x := range []struct {
		column string
		id     ledger.ID
	}{{"fund", d.Fund}, {"party", d.Party}, {"item", d.Item}} {
		if !x.id.IsZero() {
			where += " AND " + x.column + " = ?"
			args = append(args, x.id)
		}
	}
	sum := Balance{Account: d.Account, Fund: d.Fund}
	err := s.db.NewRaw("SELECT CAST(coalesce(sum(debit), 0) AS bigint), CAST(coalesce(sum(credit), 0) AS bigint) FROM totals WHERE "+where, args...).
		Scan(ctx, &sum.Debit, &sum.Credit)
	return sum, translate(err)
}
