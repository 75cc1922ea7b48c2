package people_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestAPaymentGoesThroughThreeHands(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.limit(people.ApprovalLimit{Role: people.Approver, PerDay: 1_000_000})
		r := o.request(o.siti, 750_000)
		for n := range 2 { // the second time is the first
			made, err := o.p.AskPayment(t.Context(), by(o.finance), r)
			if err != nil || made.Replayed != (n == 1) || made.It.State != people.PaymentAsked || made.It.Amount != 750_000 {
				t.Fatalf("asked: %+v, %v", made, err)
			}
		}
		fails(t, "paid before it is approved", o.pay(o.cashier, r.ID), "payment_not_approved")
		fails(t, "approved by who asked", o.approve(o.finance, r.ID), "forbidden")
		if err := o.approve(o.approver, r.ID); err != nil {
			t.Fatal(err)
		}
		o.want("within the limit", r.ID, "approved, 1 of 1")
		fails(t, "approved twice", o.approve(o.second, r.ID), "payment_decided")
		fails(t, "paid by who asked", o.pay(o.finance, r.ID), "own_payment")
		fails(t, "paid by an approver", o.pay(o.approver, r.ID), "forbidden")
		if got := o.bank(); got != 100_000_000 {
			t.Errorf("%d in the bank before it is paid", got)
		}
		id := store.NewID()
		for n := range 2 {
			made, err := o.p.PayPayment(t.Context(), by(o.cashier), id, o.book, r.ID)
			if err != nil || made.Replayed != (n == 1) || made.It.State != people.PaymentPaid || made.It.Payer != o.cashier || !made.It.PaidAt.Equal(o.now()) {
				t.Fatalf("paid: %+v, %v", made, err)
			}
		}
		fails(t, "paid twice", o.pay(o.cashier, r.ID), "payment_decided")
		if got := o.bank(); got != 99_250_000 {
			t.Errorf("%d in the bank", got)
		}
		book, err := o.s.Book(t.Context(), o.book)
		if err != nil {
			t.Fatal(err)
		}
		e, err := o.s.Entry(t.Context(), book, r.ID)
		if err != nil || e.By != o.cashier || e.Command != id || e.Memo != r.Memo || e.Kind != "payment" || e.Day != r.Day || e.Lines[0].Party != o.siti {
			t.Errorf("posted as %+v, %v", e, err)
		}
		report, err := o.s.CheckBook(t.Context(), o.book)
		if err != nil || !report.OK() {
			t.Errorf("check: %v %v", report.Findings, err)
		}
	})
}

func TestAPaymentIsRefusedOrWithdrawn(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.limit(people.ApprovalLimit{Role: people.Approver, PerDay: 1_000_000})
		refuse := func(person, payment ledger.ID, reason string) error {
			_, err := o.p.RefusePayment(t.Context(), by(person), store.NewID(), o.book, payment, reason)
			return err
		}
		withdraw := func(person, payment ledger.ID) error {
			_, err := o.p.WithdrawPayment(t.Context(), by(person), store.NewID(), o.book, payment)
			return err
		}
		refused, withdrawn, paid := o.ask(o.siti, 900_000), o.ask(o.siti, 900_000), o.ask(o.siti, 900_000)
		fails(t, "without a reason", refuse(o.approver, refused, ""), "required")
		fails(t, "by finance", refuse(o.cashier, refused, "tidak"), "forbidden")
		if err := o.approve(o.approver, refused); err != nil {
			t.Fatal(err)
		}
		if err := refuse(o.approver, refused, "Nota belum ada"); err != nil { // she changed her mind
			t.Fatal(err)
		}
		o.want("refused", refused, "refused, 0 of 1")
		x, err := o.p.Payment(t.Context(), o.book, refused)
		if err != nil || len(x.Approvals) != 1 || x.Approvals[0].Reason != "Nota belum ada" || !x.DecidedAt.Equal(o.now()) {
			t.Errorf("refused: %+v, %v", x, err)
		}
		if err := o.approve(o.approver, withdrawn); err != nil { // what was refused counts no more
			t.Fatal(err)
		}
		o.want("approved", withdrawn, "approved, 1 of 1")
		fails(t, "withdrawn by another", withdraw(o.cashier, withdrawn), "forbidden")
		if err := withdraw(o.finance, withdrawn); err != nil {
			t.Fatal(err)
		}
		if err := o.approve(o.approver, paid); err != nil {
			t.Fatal(err)
		}
		if err := o.pay(o.cashier, paid); err != nil {
			t.Fatal(err)
		}
		for _, payment := range []ledger.ID{refused, withdrawn, paid} {
			fails(t, "approved after the end", o.approve(o.second, payment), "payment_decided")
			fails(t, "paid after the end", o.pay(o.cashier, payment), "payment_decided")
			fails(t, "refused after the end", refuse(o.second, payment, "tidak"), "payment_decided")
			fails(t, "withdrawn after the end", withdraw(o.finance, payment), "payment_decided")
		}
		if got := o.bank(); got != 99_100_000 {
			t.Errorf("%d in the bank", got)
		}
		all, err := o.p.Payments(t.Context(), o.book, people.PaymentFilter{Limit: 10})
		if err != nil || len(all) != 3 {
			t.Fatalf("%d payments, %v", len(all), err)
		}
		rest, err := o.p.Payments(t.Context(), o.book, people.PaymentFilter{Limit: 10, After: all[0].ID})
		if err != nil || len(rest) != 2 || rest[0].ID != all[1].ID {
			t.Errorf("behind the first: %d payments, %v", len(rest), err)
		}
		only, err := o.p.Payments(t.Context(), o.book, people.PaymentFilter{Limit: 10, State: people.PaymentPaid})
		if err != nil || len(only) != 1 || only[0].ID != paid {
			t.Errorf("the paid: %d payments, %v", len(only), err)
		}
	})
}

func TestWhatTheBooksRefuseStaysApproved(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.limit(people.ApprovalLimit{Role: people.Approver, PerDay: 500_000_000})
		payment := o.ask(o.siti, 1_000_000)
		if err := o.approve(o.approver, payment); err != nil {
			t.Fatal(err)
		}
		floor := decimal.NewFromInt(99_500_000)
		l := ledger.Limit{Account: ledger.AccountID(o.book, "1102"), Per: ledger.PerAccount, Floor: &floor}
		if _, err := o.s.SetLimit(t.Context(), ledger.Operator, store.NewID(), o.book, l); err != nil {
			t.Fatal(err)
		}
		id := store.NewID()
		pay := func() error {
			_, err := o.p.PayPayment(t.Context(), by(o.cashier), id, o.book, payment)
			return err
		}
		fails(t, "below the floor", pay(), "below_floor")
		o.want("below the floor", payment, "approved, 1 of 1")
		l.Floor = nil
		if _, err := o.s.SetLimit(t.Context(), ledger.Operator, store.NewID(), o.book, l); err != nil {
			t.Fatal(err)
		}
		if err := pay(); err != nil { // the same command again
			t.Errorf("without the floor: %v", err)
		}
		late := o.ask(o.yanti, 1_000_000)
		if err := o.approve(o.approver, late); err != nil {
			t.Fatal(err)
		}
		if _, err := o.s.ClosePeriod(t.Context(), ledger.Operator, store.NewID(), o.book, ledger.MustDate("2026-03-02")); err != nil {
			t.Fatal(err)
		}
		fails(t, "in a closed period", o.pay(o.cashier, late), "closed_period")
		o.want("in a closed period", late, "approved, 1 of 1")
		_, err := o.p.AskPayment(t.Context(), by(o.finance), o.request(o.siti, 1))
		fails(t, "asked for in a closed period", err, "closed_period")
	})
}

func TestWhatCannotBeAskedFor(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		group := o.newBook("group", store.NewBookID())
		nobodys := o.newBook("", ledger.ID{})
		for _, x := range []struct {
			what   string
			change func(r *people.PaymentRequest)
			code   string
		}{
			{"nothing wrong", func(*people.PaymentRequest) {}, ""},
			{"to an organisation", func(r *people.PaymentRequest) {
				r.Payee, r.Lines[0] = o.organization, r.Lines[0].With(o.organization)
			}, ""},
			{"a group's book", func(r *people.PaymentRequest) { r.Book = group }, "payments_not_used"},
			{"nobody's book", func(r *people.PaymentRequest) { r.Book = nobodys }, "payments_not_used"},
			{"no book", func(r *people.PaymentRequest) { r.Book = store.NewBookID() }, "unknown_book"},
			{"no payee", func(r *people.PaymentRequest) { r.Payee, r.Lines[0] = ledger.ID{}, r.Lines[0].With(ledger.ID{}) }, "required"},
			{"an unknown payee", func(r *people.PaymentRequest) {
				r.Payee = store.NewID()
				r.Lines[0] = r.Lines[0].With(r.Payee)
			}, "unknown_payee"},
			{"a line for another", func(r *people.PaymentRequest) { r.Lines[0] = r.Lines[0].With(o.yanti) }, "party_not_payee"},
			{"unbalanced", func(r *people.PaymentRequest) { r.Lines = append(r.Lines, r.Lines[0]) }, "unbalanced"},
			{"an account of another book", func(r *people.PaymentRequest) {
				r.Lines = o.entry(group, "2026-03-02", "5102", "1102", 1).Lines
			}, "several_problems"},
			{"money that comes in", func(r *people.PaymentRequest) { r.Lines = o.entry(o.book, "2026-03-02", "1102", "4201", 1).Lines }, "no_money_leaves"},
			{"from the box to the bank", func(r *people.PaymentRequest) { r.Lines = o.entry(o.book, "2026-03-02", "1101", "1102", 1).Lines }, "no_money_leaves"},
		} {
			r := o.request(o.siti, 1000)
			x.change(&r)
			_, err := o.p.AskPayment(t.Context(), by(o.finance), r)
			fails(t, x.what, err, x.code)
		}
	})
}
