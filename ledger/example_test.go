package ledger_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// A member buys five shares: cash into the box, her shares are owed to her.
func Example() {
	book := ledger.MustID("5e0c1b1a-0f3e-4d2a-8b1c-6a7d8e9f0a1b")
	member := ledger.DeriveID(book, "member:7")
	e := ledger.Entry{
		ID: ledger.MustID("018f3c1e-7b5a-7c3d-9e4f-001122334455"), Book: book,
		Day: ledger.MustDate("2026-03-01"), Kind: "savings.share_bought",
		Lines: []ledger.Line{
			ledger.Debit(ledger.AccountID(book, "1101"), decimal.NewFromInt(25000)),
			ledger.Credit(ledger.AccountID(book, "2101"), decimal.NewFromInt(25000)).With(member),
		},
	}
	minors, err := e.Check(ledger.IDR)
	fmt.Println(minors, err)

	e.Lines[1] = ledger.Credit(ledger.AccountID(book, "2101"), decimal.NewFromInt(20000))
	_, err = e.Check(ledger.IDR)
	fmt.Println(ledger.CodeOf(err))
	// Output:
	// [25000 -25000] <nil>
	// unbalanced
}

// A hundred rupiah among three: the parts always add up.
func ExampleSplit() {
	parts, err := ledger.Split(100, []int64{1, 1, 1})
	fmt.Println(parts, err)
	// Output: [34 33 33] <nil>
}

// Money in the box changes its purpose: both funds stay balanced by themselves.
func ExampleTransfer() {
	book := ledger.MustID("5e0c1b1a-0f3e-4d2a-8b1c-6a7d8e9f0a1b")
	box, loans, social := ledger.AccountID(book, "1101"), ledger.DeriveID(book, "loans"), ledger.DeriveID(book, "social")
	lines, err := ledger.Transfer(ledger.AccountID(book, "1902"), ledger.Purse{Account: box, Fund: loans}, ledger.Purse{Account: box, Fund: social}, decimal.NewFromInt(5000))
	for _, l := range lines {
		fmt.Println(l.Side(), l.Amount())
	}
	fmt.Println(err)
	// Output:
	// credit 5000
	// debit 5000
	// debit 5000
	// credit 5000
	// <nil>
}

func ExampleCurrency_Format() {
	usd, _ := ledger.CurrencyOf("USD")
	fmt.Println(ledger.IDR.Format(1250000), usd.Format(1250))
	// Output: 1250000 12.50
}
