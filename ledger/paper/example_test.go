package paper_test

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/paper"
)

func ExampleReadJournal() {
	journal := `
decimal-mark ,
2026-03-14 * Setoran Bu Ani  ; kind:setoran
    Aset:Kas           Rp 25.000  ; fund:social
    Simpanan:Ani                  ; untuk Maret
`
	j, err := paper.ReadJournal(strings.NewReader(journal), paper.ReadOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range j.Entries {
		fmt.Println(e.Date, e.Status, e.Description, e.Tags)
		for _, q := range e.Postings {
			fmt.Printf("  %s %s %d %v %q\n", q.Account, j.Commodity, q.Minor, q.Tags, q.Memo)
		}
	}
	// Output:
	// 2026-03-14 * Setoran Bu Ani [{kind setoran}]
	//   Aset:Kas Rp 25000 [{fund social}] ""
	//   Simpanan:Ani Rp -25000 [] "untuk Maret"
}

func ExampleJournalWriter() {
	w := paper.NewJournalWriter(os.Stdout, "$", 2)
	account := w.Account("Assets:Cash", "", paper.Tag{Name: "type", Value: "C"})
	entry := w.Entry(paper.JournalEntry{
		Date:        ledger.MustDate("2026-03-14"),
		Description: "Eggs sold",
		Postings: []paper.JournalPosting{
			{Account: "Assets:Cash", Minor: 1250},
			{Account: "Income:Eggs", Minor: -1250},
		},
	})
	if err := errors.Join(account, entry, w.Flush()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// decimal-mark .
	// commodity $1000.00
	//
	// account Assets:Cash  ; type:C
	//
	// 2026-03-14 Eggs sold
	//     Assets:Cash                      $12.50
	//     Income:Eggs                     $-12.50
}

func ExampleCSV() {
	var table strings.Builder
	w := paper.NewCSV(&table)
	if err := errors.Join(w.Row("member", "saved"), w.Row("=cmd", "-500"), w.Flush()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.ReplaceAll(table.String(), "\r\n", "\n"))
	// Output:
	// member,saved
	// '=cmd,-500
}
