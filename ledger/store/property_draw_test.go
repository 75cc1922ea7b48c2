package store_test

import (
	"slices"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// drawOne draws one by its place, which reads better in a report than its bytes.
func drawOne[T any](w *world, what string, from []T) T {
	return from[rapid.IntRange(0, len(from)-1).Draw(w.t, what)]
}

func sortedIDs(m map[ledger.ID]string) []ledger.ID {
	ids := make([]ledger.ID, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b ledger.ID) int { return cmpString(m[a], m[b]) })
	return ids
}

func cmpString(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// day draws a day of a season with two ends of months and the end of February.
func (w *world) day() ledger.Date {
	return ledger.Date(2026_01_20).AddDays(rapid.IntRange(0, 75).Draw(w.t, "day"))
}

func (w *world) account(b ledger.ID) ledger.ID {
	ids := sortedIDs(w.m.books[b].accounts)
	ids = slices.DeleteFunc(ids, func(id ledger.ID) bool { return w.m.books[b].accounts[id] == "1902" }) // only Transfer may
	return drawOne(w, "account", ids)
}

func (w *world) fund(b ledger.ID) ledger.ID { return drawOne(w, "fund", sortedIDs(w.m.books[b].funds)) }

// entry draws an entry that balances in every one of its funds.
func (w *world) entry(b ledger.ID) ledger.Entry {
	e := ledger.Entry{ID: store.NewID(), Book: b, Day: w.day(), Kind: drawOne(w, "kind", kinds), Memo: drawOne(w, "memo", []string{"", "rapat", "é✓\n"})}
	c := w.m.books[b].currency
	for range rapid.IntRange(1, 3).Draw(w.t, "funds") {
		fund := w.fund(b)
		total := rapid.Int64Range(10, 1_000_000).Draw(w.t, "total")
		for _, build := range []func(ledger.ID, decimal.Decimal) ledger.Line{ledger.Debit, ledger.Credit} {
			parts, err := ledger.Split(total, slices.Repeat([]int64{1}, rapid.IntRange(1, 3).Draw(w.t, "parts")))
			if err != nil {
				w.t.Fatal(err)
			}
			for _, n := range parts {
				l := build(w.account(b), c.Amount(n)).In(fund).With(drawOne(w, "party", w.parties)).On(drawOne(w, "item", w.items))
				if fund == ledger.GeneralFund(b) && rapid.Bool().Draw(w.t, "unnamed") {
					l.Fund = ledger.ID{}
				}
				l.Memo = drawOne(w, "line memo", []string{"", "", "baris"})
				e.Lines = append(e.Lines, l)
			}
		}
	}
	if rapid.Bool().Draw(w.t, "backwards") {
		slices.Reverse(e.Lines)
	}
	return e
}

// spoil makes something wrong with the entry and returns the code it earns.
func (w *world) spoil(e *ledger.Entry) string {
	l := e.Lines[0]
	switch drawOne(w, "spoilt", []string{"", "", "", "", "", "sum", "fund", "places", "negative", "memo", "lines", "day", "account", "purpose"}) {
	case "sum":
		e.Lines = append(e.Lines, ledger.Debit(l.Account(), decimal.NewFromInt(1)))
		return "unbalanced"
	case "fund":
		funds := sortedIDs(w.m.books[e.Book].funds)
		e.Lines = append(e.Lines, ledger.Debit(l.Account(), decimal.NewFromInt(1)).In(funds[0]), ledger.Credit(l.Account(), decimal.NewFromInt(1)).In(funds[1]))
		return "unbalanced_fund"
	case "places":
		e.Lines = append(e.Lines, ledger.Debit(l.Account(), dec3), ledger.Credit(l.Account(), dec3).In(e.Lines[0].Fund))
		return "several_problems"
	case "negative":
		e.Lines = append(e.Lines, ledger.Debit(l.Account(), decimal.NewFromInt(-1)))
		return "amount_not_positive"
	case "memo":
		e.Memo = "a\x00"
		return "invalid_text"
	case "lines":
		e.Lines = e.Lines[:1]
		return "too_few_lines"
	case "day":
		e.Day = 2026_02_30
		return "invalid_date"
	case "account":
		e.Lines = append(e.Lines, ledger.Debit(store.NewID(), decimal.NewFromInt(1)), ledger.Credit(l.Account(), decimal.NewFromInt(1)))
	case "purpose":
		f := store.NewID()
		e.Lines = append(e.Lines, ledger.Debit(l.Account(), decimal.NewFromInt(1)).In(f), ledger.Credit(l.Account(), decimal.NewFromInt(1)).In(f))
	}
	return ""
}

var dec3 = decimal.New(1, -3)
