package people_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// account opens an account of one's own.
func (o *office) account(code string, class ledger.Class, role ledger.Role) {
	o.t.Helper()
	a := ledger.Account{ID: ledger.AccountID(o.book, code), Code: code, Names: ledger.Names{ID: code}, Class: class, Normal: class.Normal(), Role: role}
	if _, err := o.s.OpenAccount(o.t.Context(), o.finance, o.book, a); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) post(lines ...ledger.Line) error {
	e := ledger.Entry{ID: store.NewID(), Book: o.book, Day: ledger.MustDate("2026-03-02"), Kind: "manual", Lines: lines}
	_, err := o.s.PostEntry(o.t.Context(), o.finance, e)
	return err
}

// Every way around a payment: in one entry, or in two of which one is refused.
func TestNothingIsSpentWithoutAPayment(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.account("1903", ledger.Asset, "")
		o.account("1104", ledger.Asset, ledger.CashBox)
		o.account("5199", ledger.Expense, ledger.CashBox) // a cost that calls itself a box
		o.account("3199", ledger.Equity, "")
		o.account("2199", ledger.Liability, "")
		for _, x := range []struct {
			what  string
			lines []ledger.Line
			code  string
		}{
			{"a cost out of income", []ledger.Line{o.line("5102", 10), o.line("4201", -10)}, "needs_approval"},
			{"in and out at once", []ledger.Line{o.line("1102", 10), o.line("4201", -10), o.line("5102", 10), o.line("1102", -10)}, "needs_approval"},
			{"in and out through two places", []ledger.Line{o.line("1102", 10), o.line("4201", -10), o.line("2103", 10), o.line("1101", -10)}, "needs_approval"},
			{"an own asset filled by income", []ledger.Line{o.line("1903", 10), o.line("4201", -10)}, "needs_approval"},
			{"an advance filled by income", []ledger.Line{o.line("1201", 10), o.line("4201", -10)}, "needs_approval"},
			{"suspense emptied by a cost", []ledger.Line{o.line("5102", 10), o.line("1901", -10)}, "needs_approval"},
			{"an advance out of suspense", []ledger.Line{o.line("1201", 10), o.line("1901", -10)}, "needs_approval"},
			{"a debt paid by income", []ledger.Line{o.line("2101", 10), o.line("4201", -10)}, "needs_approval"},
			{"a debt paid by suspense", []ledger.Line{o.line("2199", 10), o.line("1901", -10)}, "needs_approval"},
			{"a cost out of a conditional grant", []ledger.Line{o.line("5102", 10), o.line("2103", -10)}, "needs_approval"},
			{"a debt paid by a conditional grant", []ledger.Line{o.line("2101", 10), o.line("2103", -10)}, "needs_approval"},
			{"a cost out of net assets", []ledger.Line{o.line("5102", 10), o.line("3101", -10)}, "needs_approval"},
			{"a cost out of own equity", []ledger.Line{o.line("5102", 10), o.line("3199", -10)}, "needs_approval"},
			{"a move into a cost", []ledger.Line{o.line("5199", 10), o.line("1102", -10)}, "needs_approval"},
			{"a grant given back", []ledger.Line{o.line("2103", 10), o.line("1102", -10)}, "needs_approval"},
			{"a donation less a fee", []ledger.Line{o.line("1102", 9), o.line("6103", 1), o.line("4201", -10)}, "needs_approval"},
			{"a cost half on credit", []ledger.Line{o.line("5102", 10), o.line("2101", -5), o.line("4201", -5)}, "needs_approval"},

			{"a donation", []ledger.Line{o.line("1102", 10), o.line("4201", -10)}, ""},
			{"a conditional grant", []ledger.Line{o.line("1102", 10), o.line("2103", -10)}, ""},
			{"its recognition", []ledger.Line{o.line("2103", 10), o.line("4201", -10)}, ""},
			{"money that is not clear", []ledger.Line{o.line("1102", 10), o.line("1901", -10)}, ""},
			{"and is cleared up", []ledger.Line{o.line("1901", 10), o.line("4201", -10)}, ""},
			{"a cost on credit", []ledger.Line{o.line("5102", 10), o.line("2101", -9), o.line("2102", -1)}, ""},
			{"that was none", []ledger.Line{o.line("2101", 4), o.line("5102", -4)}, ""},
			{"receipts of an advance", []ledger.Line{o.line("5102", 10), o.line("1201", -10)}, ""},
			{"the rest of an advance comes back", []ledger.Line{o.line("1102", 10), o.line("1201", -10)}, ""},
			{"a cost put right", []ledger.Line{o.line("5103", 10), o.line("5102", -10)}, ""},
			{"a loan that is lost", []ledger.Line{o.line("5104", 10), o.line("1202", -10)}, ""},
			{"a year closed", []ledger.Line{o.line("4201", 10), o.line("5102", -7), o.line("3201", -3)}, ""},
			{"a restriction released", []ledger.Line{o.line("4302", 10), o.line("4301", -10)}, ""},
			{"into an own box", []ledger.Line{o.line("1104", 10), o.line("1102", -10)}, ""},
			{"and out of it", []ledger.Line{o.line("5102", 10), o.line("1104", -10)}, "needs_approval"},
		} {
			fails(t, x.what, o.post(x.lines...), x.code)
		}
	})
}

// Whatever is posted without a payment, in however many entries: what is spent beyond
// debts never grows, and cash only shrinks by payments.
func TestNoSequenceOfEntriesSpends(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		rapid.Check(t, func(r *rapid.T) {
			o.move()
			codes := []string{"1101", "1102", "1103", "1201", "1202", "1501", "1901", "2101", "2102", "2103", "3101", "4101", "4201", "4302", "5101", "5102", "6103"}
			spent := map[string]bool{"1201": true, "1202": true, "1501": true, "2101": true, "2102": true, "5101": true, "5102": true, "6103": true}
			cash, grew := int64(100_000_000), int64(0)
			for range rapid.IntRange(1, 12).Draw(r, "entries") {
				picked := rapid.SliceOfNDistinct(rapid.SampledFrom(codes), 2, 4, rapid.ID).Draw(r, "accounts")
				var lines []ledger.Line
				rest, in, more := int64(0), int64(0), int64(0)
				for i, code := range picked {
					n := -rest
					if i < len(picked)-1 {
						n = rapid.SampledFrom([]int64{-9, -5, -2, 2, 5, 9}).Draw(r, "amount")
					}
					if n == 0 {
						n, rest = 1, rest+1 // unbalanced, and refused
					}
					rest += n
					lines = append(lines, o.line(code, n))
					if code < "1200" {
						in += n
					}
					if spent[code] {
						more += n
					}
				}
				if err := o.post(lines...); err == nil {
					cash += in
					grew += more
					if in < 0 {
						r.Fatalf("%v took %d out", lines, -in)
					}
				} else if ledger.CodeOf(err) != "needs_approval" && ledger.CodeOf(err) != "unbalanced" {
					r.Fatal(err)
				}
				if grew > 0 {
					r.Fatalf("%d were spent", grew)
				}
			}
		})
	})
}

// The amount that limits judge is all that leaves, whatever stands beside it.
func TestAPaymentIsJudgedByAllThatLeaves(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		for _, x := range []struct {
			what   string
			lines  []ledger.Line
			amount int64
			code   string
		}{
			{"five millions in, and one more out", []ledger.Line{o.line("1102", 5_000_000), o.line("4201", -5_000_000), o.line("5102", 5_000_001), o.line("1102", -5_000_001)}, 0, "only_money_out"},
			{"partly a deposit", []ledger.Line{o.line("1101", 9), o.line("5102", 1), o.line("1102", -10)}, 0, "only_money_out"},
			{"a large cost out of income", []ledger.Line{o.line("5102", 5_000_001), o.line("4201", -5_000_000), o.line("1102", -1)}, 0, "only_money_out"},
			{"from the box to the bank", []ledger.Line{o.line("1102", 5), o.line("1101", -5)}, 0, "no_money_leaves"},
			{"out of box and bank", []ledger.Line{o.line("5102", 12), o.line("1101", -5), o.line("1102", -7)}, 12, ""},
			{"less the tax", []ledger.Line{o.line("5102", 100), o.line("2102", -2), o.line("1102", -98)}, 98, ""},
			{"a grant given back", []ledger.Line{o.line("2103", 30), o.line("1102", -30)}, 30, ""},
		} {
			r := people.PaymentRequest{ID: store.NewID(), Book: o.book, Day: ledger.MustDate("2026-03-02"), Kind: "payment", Payee: o.siti, Lines: x.lines}
			made, err := o.p.AskPayment(t.Context(), by(o.finance), r)
			fails(t, x.what, err, x.code)
			if made.It.Amount != x.amount {
				t.Errorf("%s: judged as %d, want %d", x.what, made.It.Amount, x.amount)
			}
		}
	})
}

func TestAPaymentIsCovered(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.limit(people.ApprovalLimit{Role: people.Admin, PerDay: 2_000_000_000})
		ready := func(lines ...ledger.Line) ledger.ID {
			r := people.PaymentRequest{ID: store.NewID(), Book: o.book, Day: ledger.MustDate("2026-03-02"), Kind: "payment", Payee: o.siti, Lines: lines}
			if _, err := o.p.AskPayment(t.Context(), by(o.finance), r); err != nil {
				t.Fatal(err)
			}
			if err := o.approve(o.admin, r.ID); err != nil {
				t.Fatal(err)
			}
			return r.ID
		}
		much := ready(o.line("5102", 896_000_000), o.line("1102", -896_000_000))
		fails(t, "more than there is", o.pay(o.cashier, much), "not_enough_cash")
		o.want("more than there is", much, "approved, 1 of 1")
		if got := o.bank(); got != 100_000_000 {
			t.Errorf("%d in the bank", got)
		}
		box := ready(o.line("5102", 10), o.line("1101", -10))
		fails(t, "out of an empty box", o.pay(o.cashier, box), "not_enough_cash")
		// The bank is emptied beyond its bottom into the box, which then seems to hold it.
		boxful := ready(o.line("5102", 300_000_000), o.line("1101", -300_000_000))
		if err := o.post(o.line("1101", 400_000_000), o.line("1102", -400_000_000)); err != nil {
			t.Fatal(err)
		}
		fails(t, "moved about", o.pay(o.cashier, boxful), "not_enough_cash")
		if err := o.post(o.line("1102", 399_000_000), o.line("1101", -399_000_000)); err != nil {
			t.Fatal(err)
		}
		if err := o.pay(o.cashier, box); err != nil {
			t.Errorf("out of a box that holds it: %v", err)
		}
		// The money of one purpose does not pay for another, nor does tomorrow's today.
		fund := ledger.Fund{ID: store.NewID(), Code: "donor", Name: "Donor"}
		if _, err := o.s.OpenFund(t.Context(), ledger.Operator, o.book, fund); err != nil {
			t.Fatal(err)
		}
		donors := ready(o.line("5102", 10).In(fund.ID), o.line("1102", -10).In(fund.ID))
		fails(t, "out of an empty fund", o.pay(o.cashier, donors), "not_enough_cash")
		received := o.entry(o.book, "2026-03-03", "1102", "4201", 10)
		for i := range received.Lines {
			received.Lines[i] = received.Lines[i].In(fund.ID)
		}
		if _, err := o.s.PostEntry(t.Context(), o.finance, received); err != nil {
			t.Fatal(err)
		}
		fails(t, "before the money came", o.pay(o.cashier, donors), "not_enough_cash")
		received.ID, received.Day = store.NewID(), ledger.MustDate("2026-03-02")
		if _, err := o.s.PostEntry(t.Context(), o.finance, received); err != nil {
			t.Fatal(err)
		}
		if err := o.pay(o.cashier, donors); err != nil {
			t.Errorf("out of a fund that holds it: %v", err)
		}
	})
}
