package business_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
)

func TestCashFlows(t *testing.T) {
	for _, x := range []struct {
		name                            string
		row                             business.Transaction
		operating, investing, financing int64
	}{
		{"a sale", row(dr("1101", 100), cr("4101", 100)), 100, 0, 0},
		{"a sale half on credit", row(dr("1101", 60), dr("1201", 40), cr("4101", 100)), 60, 0, 0},
		{"a tool", row(dr("1501", 100), cr("1102", 100)), 0, -100, 0},
		{"a tool mostly on credit", row(dr("1501", 500), cr("2101", 300), cr("1101", 200)), 0, -200, 0},
		{"a tool wholly on credit", row(dr("1501", 500), cr("2101", 500)), 0, 0, 0},
		{"a loan with interest kept back", row(dr("1101", 900), dr("8101", 100), cr("2201", 1000)), 0, 0, 900},
		{"an instalment", row(dr("2201", 100), dr("8101", 15), cr("1101", 115)), -15, 0, -100},
		{"a mixed bill", row(dr("6102", 70), dr("3102", 140), cr("1101", 210)), -70, 0, -140},
		{"group savings", row(dr("1104", 50), cr("1101", 50)), 0, -50, 0},
		{"a grant", row(dr("1102", 50), cr("4201", 50)), 0, 0, 50},
		{"a grant in kind", row(dr("1501", 50), cr("4201", 50)), 0, 0, 0},
		{"money moved, with a fee", row(dr("1102", 590), dr("6110", 10), cr("1101", 600)), -10, 0, 0},
		{"money in transit arrives", row(dr("1102", 100), cr("1103", 100)), 100, 0, 0},
		{"a tool partly from a loan, and money taken home", row(dr("1501", 500), dr("3102", 50), cr("2101", 300), cr("1101", 250)), 0, -200, -50},
	} {
		books, err := month(x.row).Close("id")
		if err != nil {
			t.Errorf("%s: %v", x.name, err)
			continue
		}
		flow := books.CashFlow
		if flow.Operating.IntPart() != x.operating || flow.Investing.IntPart() != x.investing || flow.Financing.IntPart() != x.financing {
			t.Errorf("%s: %s %s %s, want %d %d %d", x.name, flow.Operating, flow.Investing, flow.Financing, x.operating, x.investing, x.financing)
		}
	}
}

func TestTaxOfAMonth(t *testing.T) {
	for _, x := range []struct{ before, sales, tax int64 }{
		{6150000, 3050000, 0}, {499999999, 1, 0}, {499999999, 201, 1}, {453000000, 59000000, 60000}, {512000000, 63000000, 315000}, {0, 500000399, 1}, {0, 0, 0},
	} {
		m := month(business.Transaction{Form: business.SellCash, Sum: ledger.Fig(max(1, x.sales))})
		if x.sales == 0 {
			m.Transactions = nil
		}
		m.TurnoverBefore = ledger.Fig(x.before)
		books, err := m.Close("id")
		if err != nil {
			t.Fatal(err)
		}
		if got := books.Tax.PPhFinal.IntPart(); got != x.tax {
			t.Errorf("%d after %d is taxed %d, want %d", x.sales, x.before, got, x.tax)
		}
	}
}

func TestStatementsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := month()
		for range rapid.IntRange(0, 30).Draw(t, "rows") {
			e := drawEvent(t)
			// A thousand trillion is the most a month may hold.
			e.Amount, e.Part = smaller(e.Amount), smaller(e.Part)
			m.Transactions = append(m.Transactions, business.Transaction{Date: m.Period[0], Form: e.Form, Sum: e.Amount, Part: e.Part, Place: e.Place, To: e.To, What: e.What})
		}
		cut := rapid.IntRange(0, len(m.Transactions)).Draw(t, "adjustments")
		m.Transactions, m.Adjustments = m.Transactions[:cut], m.Transactions[cut:]
		books, err := m.Close("id")
		if err != nil {
			t.Fatal(err)
		}
		equal := func(what string, a, b ledger.Figure) {
			if !a.Equal(b.Decimal) {
				t.Fatalf("%s: %s and %s", what, a, b)
			}
		}
		equal("trial balance before", books.Before.TotalDebit, books.Before.TotalCredit)
		equal("trial balance after", books.After.TotalDebit, books.After.TotalCredit)
		equal("position", books.Position.TotalAssets, books.Position.TotalLiabilitiesAndEquity)
		equal("profit", books.Income.NetProfit, books.Position.NetProfit)
		equal("change of cash", books.CashFlow.Change, books.Contrast.CashChange)
		closing := books.CashBook["1101"].Closing.Add(books.CashBook["1102"].Closing.Decimal)
		equal("closing cash", books.CashFlow.ClosingCash, ledger.Figure{Decimal: closing})
	})
}

func smaller(f ledger.Figure) ledger.Figure {
	if f == (ledger.Figure{}) {
		return f
	}
	return ledger.Fig(1 + f.IntPart()/1000)
}
