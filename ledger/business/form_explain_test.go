package business_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Every sentence that explains an entry, for each form, each choice and each
// direction, stands in testdata/explained.golden, where a bookkeeper can read it.
func TestEveryEntryIsExplained(t *testing.T) {
	var b strings.Builder
	for _, s := range business.Sheets() {
		fmt.Fprintf(&b, "## %s: %s / %s\n\n", s.Form, s.Names.ID, s.Names.EN)
		for _, e := range shown(s) {
			entry, err := e.Entry(bookID, chart)
			if err != nil {
				t.Fatalf("%+v: %v", e, err)
			}
			written := lines(t, entry)
			if written == "" {
				written = "(no lines)"
			}
			fmt.Fprintf(&b, "%s\n  %s\n  %s\n\n", written, e.Explain("id"), e.Explain("en"))
		}
	}
	const file = "testdata/explained.golden"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(golden) {
		t.Errorf("the sentences differ from %s; read them, and run the test with -update", file)
	}
	for _, word := range []string{"debit", "kredit", "credit"} {
		if strings.Contains(strings.ToLower(b.String()), word) {
			t.Errorf("a sentence says %q", word)
		}
	}
}

// shown are the events of a form that are explained differently.
func shown(s business.Sheet) []business.Event {
	plain := event(s.Form, 450000, none)
	var all []business.Event
	parts := []int64{none}
	for _, f := range s.Fields {
		switch f.Name {
		case "part":
			parts = []int64{none, 150000, 450000}
			if f.Required {
				parts = parts[1:]
			}
			if strings.Contains(string(s.Form), "selisih") || strings.Contains(string(s.Form), "sesuai") {
				parts = []int64{455000, 445000, 450000}
			}
		case "to":
			plain.To = ledger.CashBank
		}
	}
	for _, part := range parts {
		e := plain
		if part >= 0 {
			e.Part = ledger.Fig(part)
		}
		all = append(all, e)
	}
	for _, f := range s.Fields {
		if f.Name != "what" && f.Name != "place" {
			continue
		}
		for _, c := range f.Choices[1:] {
			e := all[0]
			if f.Name == "what" {
				e.What = c.Value
			} else if e.Place = c.Value; e.To == c.Value {
				e.To = ledger.CashBox
			}
			all = append(all, e)
		}
	}
	return all
}
