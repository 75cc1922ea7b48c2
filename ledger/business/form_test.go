package business_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
)

var (
	bookID = ledger.MustID("018f3c1e-7d2a-4b44-9c55-1f0e8a6b2c11")
	chart  = ledger.Chart(ledger.BusinessBook, bookID)
)

// event is an event of whole rupiah; a part of -1 is none.
func event(form business.Form, amount, part int64, also ...func(*business.Event)) business.Event {
	e := business.Event{Form: form, Amount: ledger.Fig(amount)}
	if part >= 0 {
		e.Part = ledger.Fig(part)
	}
	for _, fn := range also {
		fn(&e)
	}
	return e
}

const none = -1

func bank(e *business.Event) { e.Place = ledger.CashBank }

func whatIs(role ledger.Role) func(*business.Event) {
	return func(e *business.Event) { e.What = role }
}
func to(role ledger.Role) func(*business.Event) { return func(e *business.Event) { e.To = role } }

// lines writes an entry as a bookkeeper would: 1101 D 450000, 4101 C 450000.
func lines(t interface{ Fatal(...any) }, e ledger.Entry) string {
	var all []string
	for _, l := range e.Lines {
		i := slices.IndexFunc(chart, func(a ledger.Account) bool { return a.ID == l.Account() })
		if i < 0 {
			t.Fatal("a line on an account that the chart does not have")
		}
		all = append(all, fmt.Sprintf("%s %s %s", chart[i].Code, map[ledger.Side]string{ledger.DebitSide: "D", ledger.CreditSide: "C"}[l.Side()], l.Amount()))
	}
	return strings.Join(all, ", ")
}

func TestFormsBecomeEntries(t *testing.T) {
	for _, x := range []struct {
		e     business.Event
		kind  string
		lines string
	}{
		{event(business.SellCash, 450000, none), "cash_sale", "1101 D 450000, 4101 C 450000"},
		{event(business.SellCash, 90000, none, whatIs("service_income"), bank), "cash_sale", "1102 D 90000, 4102 C 90000"},
		{event(business.SellUnpaid, 500000, none), "credit_sale", "1201 D 500000, 4101 C 500000"},
		{event(business.ReceiveDebt, 240000, none), "receivable_collected", "1101 D 240000, 1201 C 240000"},
		{event(business.TakeAdvance, 200000, none), "advance_received", "1101 D 200000, 2103 C 200000"},
		{event(business.DeliverOrder, 600000, 200000), "order_delivered", "1101 D 400000, 2103 D 200000, 4101 C 600000"},
		{event(business.DeliverOrder, 600000, none, bank), "order_delivered", "1102 D 600000, 4101 C 600000"},
		{event(business.DeliverOrder, 600000, 600000), "order_delivered", "2103 D 600000, 4101 C 600000"},
		{event(business.TakeBack, 30000, none), "goods_returned", "4109 D 30000, 1201 C 30000"},
		{event(business.TakeBack, 30000, none, bank), "goods_returned", "4109 D 30000, 1102 C 30000"},
		{event(business.BuyCash, 320000, none), "cash_purchase", "1301 D 320000, 1101 C 320000"},
		{event(business.BuyCash, 120000, none, whatIs("packaging")), "cash_purchase", "1302 D 120000, 1101 C 120000"},
		{event(business.BuyUnpaid, 255000, none, whatIs("merch")), "credit_purchase", "1304 D 255000, 2101 C 255000"},
		{event(business.BuyUnpaid, 255000, none, whatIs("crop_wip")), "credit_purchase", "1305 D 255000, 2101 C 255000"},
		{event(business.PayDebt, 300000, none, bank), "payable_paid", "2101 D 300000, 1102 C 300000"},
		{event(business.PayDebt, 60000, none, whatIs("accrued")), "payable_paid", "2102 D 60000, 1101 C 60000"},
		{event(business.PayCost, 5000, none), "cost_paid", "6199 D 5000, 1101 C 5000"},
		{event(business.PayCost, 35000, none, whatIs("transport")), "cost_paid", "6103 D 35000, 1101 C 35000"},
		{event(business.PayMixed, 210000, 70000, whatIs("utilities")), "mixed_bill_paid", "6102 D 70000, 3102 D 140000, 1101 C 210000"},
		{event(business.PayMixed, 210000, 210000, whatIs("utilities")), "mixed_bill_paid", "6102 D 210000, 1101 C 210000"},
		{event(business.PayWages, 120000, none), "wages_paid", "5102 D 120000, 1101 C 120000"},
		{event(business.PayWages, 120000, none, whatIs("other_wages")), "wages_paid", "6106 D 120000, 1101 C 120000"},
		{event(business.OweWages, 60000, none), "wages_owed", "5102 D 60000, 2102 C 60000"},
		{event(business.WearOfTools, 50000, none), "depreciation", "6107 D 50000, 1502 C 50000"},
		{event(business.BuyTool, 480000, none, bank), "equipment_bought", "1501 D 480000, 1102 C 480000"},
		{event(business.BuyTool, 480000, none, whatIs("payable")), "equipment_bought", "1501 D 480000, 2101 C 480000"},
		{event(business.TakeMoneyHome, 150000, none), "money_taken_home", "3102 D 150000, 1101 C 150000"},
		{event(business.TakeGoodsHome, 30000, none), "goods_taken_home", "3102 D 30000, 1303 C 30000"},
		{event(business.TakeGoodsHome, 30000, none, whatIs("merch")), "goods_taken_home", "3102 D 30000, 1304 C 30000"},
		{event(business.AddCapital, 1000000, none), "capital_added", "1101 D 1000000, 3101 C 1000000"},
		{event(business.AddCapital, 1000000, none, whatIs("equipment")), "capital_added", "1501 D 1000000, 3101 C 1000000"},
		{event(business.TakeLoan, 1000000, none), "loan_taken", "1101 D 1000000, 2201 C 1000000"},
		{event(business.TakeLoan, 1000000, 100000, whatIs("other_loan")), "loan_taken", "1101 D 900000, 8101 D 100000, 2203 C 1000000"},
		{event(business.PayInstalment, 115000, 15000), "instalment_paid", "2201 D 100000, 8101 D 15000, 1101 C 115000"},
		{event(business.PayInstalment, 100000, 0, whatIs("bank_loan"), bank), "instalment_paid", "2202 D 100000, 1102 C 100000"},
		{event(business.PayInstalment, 15000, 15000), "instalment_paid", "8101 D 15000, 1101 C 15000"},
		{event(business.SaveInGroup, 50000, none), "group_saving", "1104 D 50000, 1101 C 50000"},
		{event(business.WithdrawFromGroup, 50000, none), "group_withdrawal", "1101 D 50000, 1104 C 50000"},
		{event(business.ReceiveGrant, 1000000, none, bank), "grant_received", "1102 D 1000000, 4201 C 1000000"},
		{event(business.ReceiveGrant, 1000000, none, whatIs("equipment")), "grant_received", "1501 D 1000000, 4201 C 1000000"},
		{event(business.ReceiveGrant, 300000, none, whatIs("raw")), "grant_received", "1301 D 300000, 4201 C 300000"},
		{event(business.MoveMoney, 600000, none, to(ledger.CashBank)), "money_moved", "1102 D 600000, 1101 C 600000"},
		{event(business.MoveMoney, 600000, none, bank, to(ledger.CashBox)), "money_moved", "1101 D 600000, 1102 C 600000"},
		{event(business.CountCash, 911000, 916000), "money_counted", "6112 D 5000, 1101 C 5000"},
		{event(business.CountCash, 916000, 911000, bank), "money_counted", "1102 D 5000, 4203 C 5000"},
		{event(business.CountCash, 911000, 911000), "money_counted", ""},
		{event(business.CountCash, 0, 0), "money_counted", ""},
		{event(business.CountStock, 310000, 1270000), "stock_counted", "5101 D 960000, 1301 C 960000"},
		{event(business.CountStock, 90000, 270000, whatIs("packaging")), "stock_counted", "5101 D 180000, 1302 C 180000"},
		{event(business.CountStock, 240000, 150000, whatIs("finished")), "stock_counted", "1303 D 90000, 5104 C 90000"},
		{event(business.CountStock, 150000, 240000, whatIs("finished")), "stock_counted", "5104 D 90000, 1303 C 90000"},
		{event(business.CountStock, 0, 240000, whatIs("merch")), "stock_counted", "5201 D 240000, 1304 C 240000"},
		{event(business.CountStock, 10000, 0, whatIs("merch")), "stock_counted", "1304 D 10000, 5201 C 10000"},
		{event(business.CountStock, 1000, 3000, whatIs("crop_wip")), "stock_counted", "5101 D 2000, 1305 C 2000"},
		{event(business.CountStock, 1000, 1000), "stock_counted", ""},
	} {
		x.e.Day, x.e.Memo = ledger.MustDate("2026-03-31"), "catatan"
		entry, err := x.e.Entry(bookID, chart)
		if err != nil {
			t.Errorf("%+v is refused: %v", x.e, err)
			continue
		}
		if got := lines(t, entry); got != x.lines {
			t.Errorf("%s %s/%s becomes %q, want %q", x.e.Form, x.e.Amount, x.e.Part, got, x.lines)
		}
		if entry.Book != bookID || entry.Kind != "business."+x.kind || entry.Day != x.e.Day || entry.Memo != "catatan" {
			t.Errorf("%s becomes an entry of book %s, %s on %s: %s", x.e.Form, entry.Book, entry.Kind, entry.Day, entry.Memo)
		}
	}
}

func TestFormsRefuse(t *testing.T) {
	figure := func(s string) ledger.Figure {
		f, err := ledger.ParseFigure(s)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	amount := func(s string) func(*business.Event) {
		return func(e *business.Event) { e.Amount = figure(s) }
	}
	for _, x := range []struct {
		e       business.Event
		problem string
	}{
		{event("jual_ijon", 1, none), "unknown_form (form)"},
		{event("", 1, none), "unknown_form (form)"},
		{business.Event{Form: business.SellCash}, "required (amount)"},
		{event(business.SellCash, 0, none), "amount_not_positive (amount)"},
		{event(business.SellCash, -5, none), "amount_not_positive (amount)"},
		{event(business.SellCash, 1, none, amount("10.5")), "too_many_places (amount)"},
		{event(business.SellCash, 1, none, amount("2500.000")), "too_many_places (amount)"},
		{event(business.SellCash, ledger.MaxMinor+1, none), "amount_too_large (amount)"},
		{event(business.SellCash, 100, 1), "field_not_used (part)"},
		{event(business.SellCash, 100, none, whatIs("grant_income")), "not_in_list (what)"},
		{event(business.SellCash, 100, none, func(e *business.Event) { e.Place = "group_savings" }), "not_in_list (place)"},
		{event(business.SellCash, 100, none, to(ledger.CashBank)), "field_not_used (to)"},
		{event(business.SellUnpaid, 100, none, bank), "field_not_used (place)"},
		{event(business.TakeMoneyHome, 100, none, whatIs("raw")), "field_not_used (what)"},
		{event(business.DeliverOrder, 100, 101), "part_above_amount (part)"},
		{event(business.PayMixed, 100, 101), "part_above_amount (part)"},
		{event(business.PayMixed, 100, 0), "amount_not_positive (part)"},
		{event(business.PayMixed, 100, none), "required (part)"},
		{event(business.PayInstalment, 100, 101), "part_above_amount (part)"},
		{event(business.TakeLoan, 100, 101), "part_above_amount (part)"},
		{event(business.TakeLoan, 100, none, func(e *business.Event) { e.Part = ledger.Fig(-1) }), "amount_not_positive (part)"},
		{event(business.CountCash, 100, none), "required (part)"},
		{event(business.CountStock, 100, none), "required (part)"},
		{event(business.CountStock, 100, 10, whatIs("equipment")), "not_in_list (what)"},
		{event(business.CountCash, -1, 10), "amount_not_positive (amount)"},
		{event(business.MoveMoney, 100, none), "required (to)"},
		{event(business.MoveMoney, 100, none, to(ledger.CashBox)), "same_place (to)"},
		{event(business.MoveMoney, 100, none, bank, to(ledger.CashBank)), "same_place (to)"},
		{event(business.MoveMoney, 100, none, to("receivable")), "not_in_list (to)"},
		{event(business.BuyTool, 100, none, bank, whatIs("payable")), "field_not_used (place)"},
		{event(business.ReceiveGrant, 100, none, bank, whatIs("raw")), "field_not_used (place)"},
		{event(business.AddCapital, 100, none, bank, whatIs("equipment")), "field_not_used (place)"},
		{event(business.SellCash, 100, none, func(e *business.Event) { e.Memo = "\x00" }), "invalid_text (memo)"},
		{event(business.SellCash, 0, 5, whatIs("raw")), "several_problems; amount_not_positive (amount); field_not_used (part); not_in_list (what)"},
	} {
		_, err := x.e.Entry(bookID, chart)
		if err == nil || err.Error() != x.problem {
			t.Errorf("%s %s: %v, want %s", x.e.Form, x.e.Amount, err, x.problem)
		}
		if said := x.e.Explain("id"); said != "" {
			t.Errorf("%s is refused (%s), yet explained: %s", x.e.Form, x.problem, said)
		}
	}
	_, err := event(business.SellCash, 100, none).Entry(bookID, chart[:3])
	if err == nil || err.Error() != "chart_lacks_account" || ledger.KindOf(err) != ledger.Conflict {
		t.Errorf("a chart without sales: %v", err)
	}
}

// Whatever a screen can fill in from the table of forms is a balanced entry on
// accounts of the chart, and its explanation names the sum.
// The first choice of a field is what stands when it is left away, every form has
// names in both languages, and no two entries are called the same.
// minimal is the form with only what it requires.
// An event survives being written as JSON, a part of zero included.
func TestAnEventIsWrittenAndReadAgain(t *testing.T) {
	e := event(business.CountCash, 5000, 0, bank)
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"form":"selisih_kas","amount":5000,"part":0,"place":"cash_bank"}`; string(raw) != want {
		t.Errorf("written as %s, want %s", raw, want)
	}
	var read business.Event
	if err := json.Unmarshal(raw, &read); err != nil {
		t.Fatal(err)
	}
	entry, err := read.Entry(bookID, chart)
	if err != nil || lines(t, entry) != "1102 D 5000, 4203 C 5000" {
		t.Errorf("read again it becomes %s, %v", lines(t, entry), err)
	}
}

func readCase(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}
