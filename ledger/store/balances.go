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

// eachFund names the column of an index that a condition leaves out, so that
// both databases jump from fund to fund instead of reading all that an account has.
const eachFund = " AND fund IN (SELECT id FROM funds WHERE book = ?)"

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
	days, values := "", []any(nil)
	if !account.IsZero() && fund.IsZero() {
		days, values = eachFund, []any{book}
	}
	if day.IsZero() {
		parts = append(parts, part("months", ""))
	} else {
		parts = append(parts,
			part("months", " AND month < ?", day.Month()),
			part("days", days+" AND day >= ? AND day <= ?", append(values, day.Month()*100+1, day)...))
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
	return s.sumLines(ctx, book, d, day)
}

// sumLines adds up the lines of a party or an item.
func (s *Store) sumLines(ctx context.Context, book ledger.ID, d Dimensions, day ledger.Date) (Balance, error) {
	sum := Balance{Account: d.Account, Fund: d.Fund}
	query, args := s.sumQuery(book, d, day)
	err := s.db.NewRaw(query, args...).Scan(ctx, &sum.Debit, &sum.Credit)
	return sum, translate(err)
}

func (s *Store) sumQuery(book ledger.ID, d Dimensions, day ledger.Date) (string, []any) {
	from, where, args := s.dimensions(book, d)
	return `SELECT CAST(coalesce(sum(CASE WHEN l.amount > 0 THEN l.amount ELSE 0 END), 0) AS bigint),
			CAST(coalesce(sum(CASE WHEN l.amount < 0 THEN -l.amount ELSE 0 END), 0) AS bigint)
		FROM ` + from + ` WHERE ` + where + sealed + " AND l.day <= ?", append(args, book, day)
}

// sealed leaves out lines whose header has not come, as a join with the headers
// would: the sequence of a book has no gaps. It is many times faster.
const sealed = " AND l.seq <= (SELECT seq FROM books WHERE id = ?)"

// CurrentBalance returns the balance with everything that is in the book, in
// any dimensions: from months, from the totals of a party, or from the lines of
// an item, which are few.
func (s *Store) CurrentBalance(ctx context.Context, book ledger.ID, d Dimensions) (Balance, error) {
	switch {
	case d.Party.IsZero() && d.Item.IsZero():
		return s.AccountBalance(ctx, book, d.Account, d.Fund, 0)
	case d.Party.IsZero():
		return s.sumLines(ctx, book, d, ledger.MaxDate)
	}
	sum := Balance{Account: d.Account, Fund: d.Fund}
	query, args := totalsQuery(book, d)
	err := s.db.NewRaw(query, args...).Scan(ctx, &sum.Debit, &sum.Credit)
	return sum, translate(err)
}

func totalsQuery(book ledger.ID, d Dimensions) (string, []any) {
	where, args := "book = ? AND account = ?", []any{book, d.Account}
	if d.Fund.IsZero() {
		where += eachFund
		args = append(args, book)
	}
	for _, x := range []struct {
		column string
		id     ledger.ID
	}{{"fund", d.Fund}, {"party", d.Party}, {"item", d.Item}} {
		if !x.id.IsZero() {
			where += " AND " + x.column + " = ?"
			args = append(args, x.id)
		}
	}
	return "SELECT CAST(coalesce(sum(debit), 0) AS bigint), CAST(coalesce(sum(credit), 0) AS bigint) FROM totals WHERE " + where, args
}
