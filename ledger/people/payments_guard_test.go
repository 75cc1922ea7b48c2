package people_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// line is a line of an entry in the programme's book, a credit negative.
func (o *office) line(code string, amount int64) ledger.Line {
	account := ledger.AccountID(o.book, code)
	if amount < 0 {
		return ledger.Credit(account, decimal.NewFromInt(-amount))
	}
	return ledger.Debit(account, decimal.NewFromInt(amount))
}

func TestMoneyLeavesAProgrammeByPaymentsAlone(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		for _, x := range []struct {
			what  string
			lines []ledger.Line
			code  string
		}{
			{"a cost from the bank", []ledger.Line{o.line("5102", 10), o.line("1102", -10)}, "needs_approval"},
			{"a cost from the box", []ledger.Line{o.line("5102", 10), o.line("1101", -10)}, "needs_approval"},
			{"an advance", []ledger.Line{o.line("1201", 10), o.line("1102", -10)}, "needs_approval"},
			{"money to suspense", []ledger.Line{o.line("1901", 10), o.line("1102", -10)}, "needs_approval"},
			{"partly a deposit", []ledger.Line{o.line("1101", 9), o.line("5102", 1), o.line("1102", -10)}, "needs_approval"},
			{"more goes than comes", []ledger.Line{o.line("1102", 5), o.line("4201", -5), o.line("5102", 6), o.line("1101", -6)}, "needs_approval"},
			{"from the bank to the box", []ledger.Line{o.line("1101", 10), o.line("1102", -10)}, ""},
			{"on its way to the bank", []ledger.Line{o.line("1103", 5), o.line("1101", -5)}, ""},
			{"lost on its way", []ledger.Line{o.line("5102", 5), o.line("1103", -5)}, "needs_approval"},
			{"a donation", []ledger.Line{o.line("1102", 10), o.line("4201", -10)}, ""},
			{"a cost on credit", []ledger.Line{o.line("5102", 10), o.line("2101", -10)}, ""},
		} {
			e := ledger.Entry{ID: store.NewID(), Book: o.book, Day: ledger.MustDate("2026-03-02"), Kind: "manual", Lines: x.lines}
			_, err := o.s.PostEntry(ctx, ledger.Operator, e)
			fails(t, x.what, err, x.code)
			if x.code == "" {
				continue
			}
			e.ID = store.NewID()
			_, errs, err := o.s.PostEntries(ctx, o.finance, []ledger.Entry{o.entry(o.book, "2026-03-02", "1102", "4201", 1), e}, false)
			if err != nil || errs[0] != nil {
				t.Fatal(errs, err)
			}
			fails(t, x.what+" in a batch", errs[1], x.code)
			cmd := ledger.Command{ID: store.NewID(), Home: o.book, Name: "test.post", Version: 1, Actor: o.finance}
			_, err = o.s.Once(ctx, cmd, nil, func(ctx context.Context, s *store.Store) (string, error) {
				_, err := s.Post(ctx, e)
				return "", err
			})
			fails(t, x.what+" in a closure", err, x.code)
		}
		received := o.entry(o.book, "2026-03-02", "1102", "4201", 1000)
		if _, err := o.s.PostEntry(ctx, o.finance, received); err != nil {
			t.Fatal(err)
		}
		_, err := o.s.Reverse(ctx, o.finance, store.NewID(), o.book, received.ID, 0, "")
		fails(t, "undoing a donation", err, "needs_approval")

		o.limit(people.ApprovalLimit{Role: people.Approver, PerDay: 1_000_000})
		payment := o.ask(o.siti, 1000)
		if err := o.approve(o.approver, payment); err != nil {
			t.Fatal(err)
		}
		if err := o.pay(o.cashier, payment); err != nil {
			t.Fatal(err)
		}
		back, err := o.s.Reverse(ctx, o.finance, store.NewID(), o.book, payment, 0, "")
		if err != nil {
			t.Errorf("undoing a payment brings money in: %v", err)
		}
		_, err = o.s.Reverse(ctx, o.finance, store.NewID(), o.book, back.It.ID, 0, "")
		fails(t, "undoing that", err, "needs_approval")
	})
}

func TestFundsAreMovedWithoutAPayment(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		fund := ledger.Fund{ID: store.NewID(), Code: "donor", Name: "Donor"}
		if _, err := o.s.OpenFund(t.Context(), ledger.Operator, o.book, fund); err != nil {
			t.Fatal(err)
		}
		bank, box, costs := ledger.AccountID(o.book, "1102"), ledger.AccountID(o.book, "1101"), ledger.AccountID(o.book, "5102")
		for _, x := range []struct {
			what string
			to   ledger.ID
			code string
		}{{"within the bank", bank, ""}, {"into the box", box, ""}, {"into costs", costs, "needs_approval"}} {
			m := store.Move{ID: store.NewID(), Book: o.book, Day: ledger.MustDate("2026-03-02"), From: ledger.Purse{Account: bank, Fund: ledger.GeneralFund(o.book)},
				To: ledger.Purse{Account: x.to, Fund: fund.ID}, Amount: decimal.NewFromInt(10)}
			_, err := o.s.TransferFunds(t.Context(), o.finance, m)
			fails(t, x.what, err, x.code)
		}
	})
}

func TestOnlyBooksOfProgrammesAndOrganisationsAreGuarded(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		for kind, code := range map[string]string{"": "", "group": "", "person": "", "workshop": "", "programme": "needs_approval", "organization": "needs_approval"} {
			book := o.newBook(kind, o.organization)
			_, err := o.s.PostEntry(t.Context(), o.finance, o.entry(book, "2026-03-02", "5102", "1102", 10))
			fails(t, "a book of kind "+kind, err, code)
		}
		// Two servers know at once whose a book has become.
		other := storetest.Open(t, o.address)
		newPeople(t, other)
		book := o.newBook("", ledger.ID{})
		for _, s := range []*store.Store{o.s, other} {
			if _, err := s.PostEntry(t.Context(), o.finance, o.entry(book, "2026-03-02", "5102", "1102", 10)); err != nil {
				t.Fatal(err)
			}
		}
		o.own(book, "organization", o.organization)
		for _, s := range []*store.Store{o.s, other} {
			_, err := s.PostEntry(t.Context(), o.finance, o.entry(book, "2026-03-02", "5102", "1102", 10))
			fails(t, "a book that has got an owner", err, "needs_approval")
		}
	})
}

func TestLimitsOfApprovals(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		set := func(person ledger.ID, limits ...people.ApprovalLimit) error {
			made, err := o.p.ProposeApprovalLimits(t.Context(), by(person), store.NewID(), o.book, limits)
			if err != nil {
				return err
			}
			return o.confirm(o.deputy, made.It.ID)
		}
		for _, x := range []struct {
			what   string
			person ledger.ID
			limits []people.ApprovalLimit
			code   string
		}{
			{"by an approver", o.approver, nil, "forbidden"},
			{"by finance", o.finance, nil, "forbidden"},
			{"a role that approves nothing", o.admin, []people.ApprovalLimit{{Role: people.Finance, PerDay: 1}}, "not_in_list"},
			{"a role twice", o.admin, []people.ApprovalLimit{{Role: people.Admin, PerDay: 1}, {Role: people.Admin, PerDay: 2}}, "duplicate_role"},
			{"below zero", o.admin, []people.ApprovalLimit{{Role: people.Admin, PerDay: -1}}, "amount_negative"},
			{"too much", o.admin, []people.ApprovalLimit{{Role: people.Admin, PerDay: ledger.MaxMinor + 1}}, "amount_too_large"},
			{"two", o.admin, []people.ApprovalLimit{{Role: people.Officer, PerDay: 5}, {Role: people.Admin, PerDay: 7}}, ""},
			{"one in their place", o.admin, []people.ApprovalLimit{{Role: people.Approver, PerDay: 9}}, ""},
		} {
			fails(t, x.what, set(x.person, x.limits...), x.code)
		}
		all, err := o.p.ApprovalLimits(t.Context(), o.book)
		if err != nil || len(all) != 1 || all[0] != (people.ApprovalLimit{Role: people.Approver, PerDay: 9}) {
			t.Errorf("the limits are %v, %v", all, err)
		}
		if err := set(o.admin); err != nil {
			t.Fatal(err)
		}
		// Without limits everything needs two.
		payment := o.ask(o.siti, 1)
		if err := o.approve(o.approver, payment); err != nil {
			t.Fatal(err)
		}
		o.want("without a limit", payment, "asked, 1 of 2")
	})
}
