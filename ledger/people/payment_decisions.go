package people

import (
	"context"
	"encoding/json"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// decide runs fn on a payment for a command of somebody who has one of the roles
// where the book belongs. fn changes the row and names what happened; decide keeps both.
func (p *People) decide(ctx context.Context, by Caller, name string, id, book, payment ledger.ID, reason string, roles []Role,
	fn func(ctx context.Context, s *store.Store, h hand, row *paymentRow) (action string, err error)) (store.Made[Payment], error) {
	body := struct {
		By, Payment ledger.ID
		Reason      string
	}{by.Person, payment, reason}
	res, err := p.do(ctx, by, name, id, book, body, func(ctx context.Context, s *store.Store) (string, error) {
		chart, err := s.Chart(ctx, book, true)
		if err != nil {
			return "", err
		}
		h, err := takeHand(ctx, s, chart.Owner, by.Person, roles)
		if err != nil {
			return "", err
		}
		h.chart = chart
		row, err := findPayment(ctx, s, book, payment)
		if err != nil {
			return "", err
		}
		action, err := fn(ctx, s, h, &row)
		if err != nil {
			return "", err
		}
		if err := row.update(ctx, s); err != nil {
			return "", err
		}
		return payment.String(), row.record(ctx, s, action)
	})
	return p.madePayment(ctx, book, payment, res, err)
}

// ApprovePayment says yes to a payment. One yes is enough while the payment, with all
// that she has approved and all that the payee was approved on the same day, is within
// what she may approve alone; else a second person must say yes too. The day is that
// of Pontianak.
//
// Codes: payment_decided, approved_already (she said yes before), own_payment (she
// asked for it or is the payee), payee_household, above_own_limit (an officer, who
// approves nothing beyond her limit).
func (p *People) ApprovePayment(ctx context.Context, by Caller, id, book, payment ledger.ID) (store.Made[Payment], error) {
	return p.decide(ctx, by, "payment.approve", id, book, payment, "", signingRoles, func(ctx context.Context, s *store.Store, h hand, row *paymentRow) (string, error) {
		if row.State != PaymentAsked {
			return "", ledger.E(ledger.Conflict, "payment_decided", "")
		}
		if err := h.free(ctx, s, row.Payee, row.Maker); err != nil {
			return "", err
		}
		said, err := approvalsOf(ctx, s, book, payment)
		if err != nil {
			return "", err
		}
		alone, err := h.alone(ctx, s, *row)
		switch {
		case err != nil:
			return "", err
		case !alone && !h.has(Admin, Approver):
			return "", ledger.E(ledger.Forbidden, "above_own_limit", "")
		}
		standing, err := h.standing(ctx, s, said[payment])
		if err != nil {
			return "", err
		}
		if err := h.say(ctx, s, book, payment, true, ""); err != nil {
			return "", err
		}
		row.Needs = 2
		if alone {
			row.Needs = 1
		}
		if int64(standing)+1 < row.Needs {
			return "payment.signed", nil
		}
		row.State, row.DecidedAt = PaymentApproved, ledger.Micros(s.At())
		return "payment.approved", nil
	})
}

// standing counts those who said yes before and may still do so. It refuses who is
// one of them herself (approved_already).
func (h hand) standing(ctx context.Context, s *store.Store, said []approvalRow) (int, error) {
	n := 0
	for _, a := range said {
		if a.Yes == 0 {
			continue
		}
		if err := h.differs(ctx, s, a.Person); err != nil {
			if ledger.CodeOf(err) == "own_payment" {
				return 0, ledger.E(ledger.Conflict, "approved_already", "")
			}
			return 0, err
		}
		roles, err := rolesAtOwner(ctx, s, h.owner, a.Person, Lead, Implementer)
		if err != nil {
			return 0, err
		}
		if (hand{roles: roles}).has(Admin, Approver) {
			n++
		}
	}
	return n, nil
}

func (h hand) say(ctx context.Context, s *store.Store, book, payment ledger.ID, yes bool, reason string) error {
	row := approvalRow{Book: book, Payment: payment, Person: h.person, Reason: reason, At: ledger.Micros(s.At())}
	if yes {
		row.Yes = 1
	}
	return row.keep(ctx, s)
}

// RefusePayment says no to a payment that is not paid yet, for a reason without
// personal data. It is final. Who may approve may refuse, but not who asked for it.
//
// Codes: payment_decided, own_payment, payee_household.
func (p *People) RefusePayment(ctx context.Context, by Caller, id, book, payment ledger.ID, reason string) (store.Made[Payment], error) {
	if reason == "" {
		return store.Made[Payment]{}, ledger.E(ledger.Invalid, "required", "reason")
	}
	if err := ledger.CheckText(reason, maxReason, "reason"); err != nil {
		return store.Made[Payment]{}, err
	}
	return p.decide(ctx, by, "payment.refuse", id, book, payment, reason, signingRoles, func(ctx context.Context, s *store.Store, h hand, row *paymentRow) (string, error) {
		if !row.open() {
			return "", ledger.E(ledger.Conflict, "payment_decided", "")
		}
		if err := h.free(ctx, s, row.Payee, row.Maker); err != nil {
			return "", err
		}
		row.State, row.DecidedAt = PaymentRefused, ledger.Micros(s.At())
		return "payment.refused", h.say(ctx, s, book, payment, false, reason)
	})
}

// WithdrawPayment takes a payment back that is not paid yet. Only who asked for it
// may (forbidden). It is final.
//
// Code: payment_decided.
func (p *People) WithdrawPayment(ctx context.Context, by Caller, id, book, payment ledger.ID) (store.Made[Payment], error) {
	return p.decide(ctx, by, "payment.withdraw", id, book, payment, "", askingRoles, func(ctx context.Context, s *store.Store, _ hand, row *paymentRow) (string, error) {
		switch {
		case row.Maker != by.Person:
			return "", ledger.E(ledger.Forbidden, "forbidden", "")
		case !row.open():
			return "", ledger.E(ledger.Conflict, "payment_decided", "")
		}
		row.State, row.DecidedAt = PaymentWithdrawn, ledger.Micros(s.At())
		return "payment.withdrawn", nil
	})
}

// PayPayment pays an approved payment: it posts its entry. When the books refuse that,
// the payment stays approved. Who pays has finance, and is neither who asked nor who
// approved.
//
// Codes: payment_not_approved, payment_decided, own_payment, payee_household,
// not_enough_cash (the place, the fund or all cash places together do not hold it, on
// its day or now), and what [store.Store.Post] refuses.
func (p *People) PayPayment(ctx context.Context, by Caller, id, book, payment ledger.ID) (store.Made[Payment], error) {
	return p.decide(ctx, by, payCommand, id, book, payment, "", payingRoles, func(ctx context.Context, s *store.Store, h hand, row *paymentRow) (string, error) {
		switch row.State {
		case PaymentApproved:
		case PaymentAsked:
			return "", ledger.E(ledger.Conflict, "payment_not_approved", "")
		default:
			return "", ledger.E(ledger.Conflict, "payment_decided", "")
		}
		said, err := approvalsOf(ctx, s, book, payment)
		if err != nil {
			return "", err
		}
		others := []ledger.ID{row.Maker}
		for _, a := range said[payment] {
			others = append(others, a.Person)
		}
		if err := h.free(ctx, s, row.Payee, others...); err != nil {
			return "", err
		}
		var held heldEntry
		if err := json.Unmarshal([]byte(row.Entry), &held); err != nil {
			return "", err
		}
		entry, err := held.entry(book, payment)
		if err != nil {
			return "", err
		}
		if err := covered(ctx, s, h.chart, entry); err != nil {
			return "", err
		}
		if _, err := s.Post(ctx, entry); err != nil {
			return "", err
		}
		row.State, row.Payer, row.PaidAt = PaymentPaid, by.Person, ledger.Micros(s.At())
		return "payment.paid", nil
	})
}
