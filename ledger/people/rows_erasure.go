package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// booksWith are the books with lines of the persons among those that the home
// registered or owns, the persons own, and the groups that the persons ever had a
// role in.
func booksWith(ctx context.Context, s *store.Store, home ledger.ID, persons []ledger.ID) ([]ledger.ID, error) {
	var books []ledger.ID
	err := s.DB().NewRaw(`SELECT id FROM books WHERE (id = ?
			OR id IN (SELECT book FROM book_owners WHERE organization = ? OR owner = ? OR owner IN (?))
			OR id IN (SELECT scope FROM roles WHERE scope_kind = 'group' AND person IN (?)))
		AND EXISTS (SELECT 1 FROM lines WHERE lines.book = books.id AND party IN (?) AND party <> ?) ORDER BY id`,
		home, home, home, bun.List(persons), bun.List(persons), bun.List(persons), ledger.ID{}).Scan(ctx, &books)
	return books, store.Translate(err)
}

// owing is how many balances with the persons stand open in the books: what they owe
// or are owed. Income, costs, money in a box, and what belongs to the group as a
// whole are nobody's debt.
func owing(ctx context.Context, s *store.Store, books, persons []ledger.ID) (int, error) {
	if len(books) == 0 {
		return 0, nil
	}
	var n int
	err := s.DB().NewRaw(`SELECT count(*) FROM totals JOIN accounts ON accounts.book = totals.book AND accounts.id = totals.account
		WHERE totals.book IN (?) AND party IN (?) AND debit <> credit
			AND (class IN ('asset', 'liability') OR role IN ('savings_entry', 'savings_compulsory'))
			AND role NOT IN ('cash_box', 'cash_bank', 'cash_in_transit', 'interfund', 'social_fund', 'loss_allowance', 'equipment')`, bun.List(books), bun.List(persons)).Scan(ctx, &n)
	return n, store.Translate(err)
}

// openPayments counts the payments to the persons, or that they asked for, which can still
// become paid.
func openPayments(ctx context.Context, s *store.Store, persons []ledger.ID) (int, error) {
	var n int
	err := s.DB().NewRaw("SELECT count(*) FROM payments WHERE state IN (?) AND (payee IN (?) OR maker IN (?))",
		bun.List([]PaymentState{PaymentAsked, PaymentApproved}), bun.List(persons), bun.List(persons)).Scan(ctx, &n)
	return n, store.Translate(err)
}

// eraseTrades empties what is sealed of the person's businesses.
func eraseTrades(ctx context.Context, s *store.Store, home, person ledger.ID) error {
	_, err := s.DB().NewRaw("UPDATE businesses SET sealed = ? WHERE home = ? AND person = ?", []byte{}, home, person).Exec(ctx)
	return err
}

// eraseSignIn takes out what the person proved herself with, and what her browser
// was.
func eraseSignIn(ctx context.Context, s *store.Store, person ledger.ID) error {
	if _, err := s.DB().NewRaw("UPDATE credentials SET secret = ? WHERE person = ?", []byte{}, person).Exec(ctx); err != nil {
		return err
	}
	_, err := s.DB().NewRaw("UPDATE sessions SET agent = '' WHERE person = ?", person).Exec(ctx)
	return err
}
