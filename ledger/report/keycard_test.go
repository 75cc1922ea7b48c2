package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/report"
)

func TestAKeyCardIsAPageToPrint(t *testing.T) {
	var first, second bytes.Buffer
	if err := report.KeyCard(&first, "Siti Aminah", "Kelompok Melati", "LUMBUNG1"+strings.Repeat("-ABCD", 14)); err != nil {
		t.Fatal(err)
	}
	if err := report.KeyCard(&second, "Siti Aminah", "Kelompok Melati", "LUMBUNG1"+strings.Repeat("-ABCE", 14)); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(first.Bytes(), []byte("%PDF-")) || bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("%d and %d bytes", first.Len(), second.Len())
	}
}
