package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// A group's book on a file: a member buys shares, and the books prove it.
func Example() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "lumbung-example-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	address := "sqlite:" + filepath.Join(folder, "lumbung.db")
	if err := store.Migrate(ctx, address); err != nil {
		panic(err)
	}
	s, err := store.Open(ctx, address)
	if err != nil {
		panic(err)
	}
	defer func() { _ = s.Close() }()

	treasurer := store.NewID()
	made, err := s.OpenBook(ctx, treasurer, ledger.Book{ID: store.NewBookID(), Kind: ledger.GroupBook, Name: "Kelompok Melati", Currency: ledger.IDR})
	if err != nil {
		panic(err)
	}
	book := made.It
	box, shares, member := ledger.AccountID(book.ID, "1101"), ledger.AccountID(book.ID, "2101"), store.NewID()
	entry := ledger.Entry{ID: store.NewID(), Book: book.ID, Day: ledger.MustDate("2026-03-01"), Kind: "savings.share_bought", Lines: []ledger.Line{
		ledger.Debit(box, decimal.NewFromInt(25000)),
		ledger.Credit(shares, decimal.NewFromInt(25000)).With(member),
	}}
	for range 2 { // the phone sends it twice; it happens once
		posted, err := s.PostEntry(ctx, treasurer, entry)
		fmt.Println("entry", posted.It.Sequence, "replayed", posted.Replayed, err)
	}
	passbook, err := s.BalanceOn(ctx, book.ID, store.Dimensions{Account: shares, Party: member}, ledger.MustDate("2026-03-31"))
	fmt.Println("owed to her:", book.Currency.Format(-passbook.Net()), err)

	report, err := s.Check(ctx)
	fmt.Println("sound:", report.OK(), report.Entries, err)
	// Output:
	// entry 1 replayed false <nil>
	// entry 1 replayed true <nil>
	// owed to her: 25000 <nil>
	// sound: true 1 <nil>
}

// A command of one's own: it reads, decides and posts under the lock of its
// book. A refusal is kept, and answered again to whoever sends the command again.
func ExampleStore_Once() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "lumbung-example-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	address := "sqlite:" + filepath.Join(folder, "lumbung.db")
	if err := store.Migrate(ctx, address); err != nil {
		panic(err)
	}
	s, err := store.Open(ctx, address)
	if err != nil {
		panic(err)
	}
	defer func() { _ = s.Close() }()
	book := ledger.Book{ID: store.NewBookID(), Kind: ledger.GroupBook, Name: "Kelompok Melati", Currency: ledger.IDR}
	if _, err := s.OpenBook(ctx, ledger.ID{}, book); err != nil {
		panic(err)
	}

	cmd := ledger.Command{ID: store.NewID(), Home: book.ID, Name: "loan.disburse", Version: 1, Body: []byte(`{"amount":"500000"}`)}
	for range 2 {
		res, err := s.Once(ctx, cmd, []ledger.ID{book.ID}, func(ctx context.Context, s *store.Store) (string, error) {
			box, err := s.CurrentBalance(ctx, book.ID, store.Dimensions{Account: ledger.AccountID(book.ID, "1101")})
			if err != nil {
				return "", err
			}
			if box.Net() < 500000 {
				return "", ledger.E(ledger.Refused, "not_enough_cash", "")
			}
			return "loan", nil
		})
		fmt.Println(res.Outcome, res.Replayed, ledger.CodeOf(err))
	}
	// Output:
	// refused false not_enough_cash
	// refused true not_enough_cash
}
