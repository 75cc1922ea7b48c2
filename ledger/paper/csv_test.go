package paper

import (
	"encoding/csv"
	"io"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCellsThatSpreadsheetsWouldCompute(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "beras": "beras", "1250000": "1250000", "-12.50": "-12.50", "0.5": "0.5",
		"=1+1": "'=1+1", "+62812": "'+62812", "@sum": "'@sum", "-": "'-", "-a": "'-a", "-1-1": "'-1-1", "-1.": "'-1.", "-.5": "'-.5",
		"\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "a=b": "a=b", " =1": " =1", "'x": "'x", "\xff": "\ufffd",
	} {
		if got := safeCell(cell); got != want {
			t.Errorf("%q became %q", cell, got)
		}
	}
}

func TestRows(t *testing.T) {
	var b strings.Builder
	w := NewCSV(&b)
	for _, row := range [][]string{{"nama", "jumlah"}, {`Bu "Ani", ketua`, "-500"}, {"dua\nbaris", "=1"}} {
		if err := w.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	want := "nama,jumlah\r\n\"Bu \"\"Ani\"\", ketua\",-500\r\n\"dua\r\nbaris\",'=1\r\n"
	if b.String() != want {
		t.Errorf("%q", b.String())
	}
}

func TestRowsComeBack(t *testing.T) {
	cell := rapid.StringOf(rapid.OneOf(rapid.SampledFrom([]rune("=+-@\t\n\",;' 1.")), rapid.Rune()))
	rapid.Check(t, func(t *rapid.T) {
		row := append(rapid.SliceOfN(cell, 1, 5).Draw(t, "row"), "end")
		var b strings.Builder
		w := NewCSV(&b)
		if err := w.Row(row...); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(strings.NewReader(b.String())).Read()
		if err != nil {
			t.Fatal(err)
		}
		for i := range row {
			row[i] = strings.ReplaceAll(safeCell(row[i]), "\r", "")
		}
		if !reflect.DeepEqual(row, got) {
			t.Errorf("%q came back as %q", row, got)
		}
	})
}

func TestCSVTellsOfTrouble(t *testing.T) {
	r, broken := io.Pipe()
	_ = r.Close()
	w := NewCSV(broken)
	if err := w.Row("x"); err != nil {
		t.Fatal(err)
	}
	if w.Flush() == nil {
		t.Error("nobody noticed")
	}
}
