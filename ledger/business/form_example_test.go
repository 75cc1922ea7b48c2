package business_test

import (
	"fmt"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
)

// A bill for the business and the home is split by one form.
func ExampleEvent() {
	bill := business.Event{Form: business.PayMixed, Amount: ledger.Fig(210000), Part: ledger.Fig(70000), What: "utilities"}
	book := ledger.MustID("018f3c1e-7d2a-4b44-9c55-1f0e8a6b2c11")
	chart := ledger.Chart(ledger.BusinessBook, book)
	entry, err := bill.Entry(book, chart)
	if err != nil {
		panic(err)
	}
	names := map[ledger.ID]string{}
	for _, a := range chart {
		names[a.ID] = a.Names.ID
	}
	for _, l := range entry.Lines {
		fmt.Println(l.Side(), l.Amount(), names[l.Account()])
	}
	fmt.Println(bill.Explain("id"))
	// Output:
	// debit 70000 Listrik dan air
	// debit 140000 Prive (ambil untuk rumah)
	// credit 210000 Kas usaha
	// Kas turun Rp210.000 untuk listrik dan air: bagian usaha Rp70.000 mengurangi untung, bagian rumah Rp140.000 dicatat sebagai ambil untuk rumah dan tidak mengurangi untung.
}
