package business_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

func TestWhatTheTableAllowsIsBalancedAndExplained(t *testing.T) {
	accounts := map[ledger.ID]ledger.Account{}
	for _, a := range chart {
		accounts[a.ID] = a
	}
	rapid.Check(t, func(t *rapid.T) {
		e := drawEvent(t)
		entry, err := e.Entry(bookID, chart)
		if err != nil {
			t.Fatalf("%+v is refused: %v", e, err)
		}
		if len(entry.Lines) > 0 {
			entry.ID, entry.Day = bookID, ledger.MustDate("2026-03-31")
			if _, err := entry.Check(ledger.IDR); err != nil {
				t.Fatalf("%+v becomes %s: %v", e, lines(t, entry), err)
			}
			if err := entry.CheckAccounts(accounts, nil); err != nil {
				t.Fatal(err)
			}
		} else if !e.Amount.Equal(e.Part.Decimal) {
			t.Fatalf("%+v has no lines", e)
		}
		amount, err := e.Amount.Rupiah("")
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range words.Languages {
			said := e.Explain(lang)
			rest := words.Rupiah(amount - e.Part.IntPart()) // of a loan, what arrives
			if !strings.Contains(said, words.Rupiah(amount)) && !strings.Contains(said, rest) {
				t.Fatalf("%q does not name %s", said, words.Rupiah(amount))
			}
		}
	})
}

func drawEvent(t *rapid.T) business.Event {
	sheet := rapid.SampledFrom(business.Sheets()).Draw(t, "form")
	e := business.Event{Form: sheet.Form, Amount: ledger.Fig(rapid.Int64Range(1, ledger.MaxMinor).Draw(t, "amount"))}
	chosen := map[string]ledger.Role{}
	for _, f := range sheet.Fields {
		switch {
		case f.Name == "part":
			if f.Required || rapid.Bool().Draw(t, "with part") {
				e.Part = ledger.Fig(rapid.Int64Range(1, e.Amount.IntPart()).Draw(t, "part"))
			}
		case len(f.Choices) > 0 && (f.Required || rapid.Bool().Draw(t, "with "+f.Name)):
			chosen[f.Name] = rapid.SampledFrom(f.Choices).Draw(t, f.Name).Value
		}
	}
	e.Place, e.To, e.What = chosen["place"], chosen["to"], chosen["what"]
	if e.To != "" && (e.To == e.Place || e.Place == "" && e.To == ledger.CashBox) {
		e.Place, e.To = ledger.CashBank, ledger.CashBox
	}
	for _, f := range sheet.Fields { // what is not paid in money has no place
		if f.Name == "what" && f.Choices[0].Value == "" && e.What != "" {
			e.Place = ""
		}
	}
	return e
}

func TestTheTableOfForms(t *testing.T) {
	seen := map[business.Form]bool{}
	for _, s := range business.Sheets() {
		if seen[s.Form] || s.Names.ID == "" || s.Names.EN == "" || len(s.Fields) == 0 || s.Fields[0].Name != "amount" {
			t.Errorf("the form %q is there twice, has no name, or does not begin with an amount", s.Form)
		}
		seen[s.Form] = true
		for _, f := range s.Fields {
			if f.Names.ID == "" || f.Names.EN == "" {
				t.Errorf("%s.%s has no name", s.Form, f.Name)
			}
			if len(f.Choices) == 0 || f.Required {
				continue
			}
			plain, chosen := minimal(s), minimal(s)
			switch f.Name {
			case "what":
				chosen.What = f.Choices[0].Value
			case "place":
				chosen.Place = f.Choices[0].Value
			}
			a, errA := plain.Entry(bookID, chart)
			b, errB := chosen.Entry(bookID, chart)
			if errA != nil || errB != nil || lines(t, a) != lines(t, b) {
				t.Errorf("%s: without %s %v %v, with its first choice %v %v", s.Form, f.Name, a, errA, b, errB)
			}
		}
	}
	if len(seen) != 26 {
		t.Errorf("there are %d forms, want 26", len(seen))
	}
}

func minimal(s business.Sheet) business.Event {
	e := event(s.Form, 1000, none)
	for _, f := range s.Fields {
		if f.Required && f.Name == "part" {
			e.Part = ledger.Fig(400)
		}
		if f.Required && f.Name == "to" {
			e.To = ledger.CashBank
		}
	}
	return e
}
