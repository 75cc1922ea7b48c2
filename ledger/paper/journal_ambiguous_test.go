package paper

import (
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func TestAMarkCannotMeanTwoThingsInOneJournal(t *testing.T) {
	const entries = `2026-01-01 Saldo awal
    Aset:Bank       Rp 1.500.000
    Ekuitas
2026-01-05 Belanja
    Beban:Dapur     Rp 250.000
    Aset:Bank
`
	_, err := ReadJournal(strings.NewReader(entries), ReadOptions{})
	if ledger.CodeOf(err) != "journal_ambiguous" || err.(*ledger.Error).Params["line"] != "5" {
		t.Errorf("%v", err)
	}
	j, err := ReadJournal(strings.NewReader("decimal-mark ,\n"+entries), ReadOptions{})
	if err != nil || j.Entries[1].Postings[0].Minor != 250000 || j.Places != 0 {
		t.Errorf("with a decimal-mark: %+v %v", j, err)
	}
}
