package people_test

import (
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// paymentModel says the rules of payments as simply as possible: a list of payments
// and of all that was said of them.
type paymentModel struct {
	limits map[people.Role]int64
	roles  map[ledger.ID][]people.Role
	home   map[ledger.ID]int // household, 0 for none
	all    []*modelPayment
}

type modelPayment struct {
	id, maker, payee, payer ledger.ID
	amount                  int64
	state                   people.PaymentState
	said                    []modelApproval
}

type modelApproval struct {
	person ledger.ID
	day    int
	alone  bool // her yes was enough
}

func (m *paymentModel) has(person ledger.ID, roles ...people.Role) bool {
	return slices.ContainsFunc(m.roles[person], func(r people.Role) bool { return slices.Contains(roles, r) })
}

// apart is why somebody may have no hand in a payment.
func (m *paymentModel) apart(person, payee ledger.ID) string {
	if person == payee {
		return "own_payment"
	}
	if m.home[person] != 0 && m.home[person] == m.home[payee] {
		return "payee_household"
	}
	return ""
}

func (m *paymentModel) ask(x *modelPayment) string {
	if !m.has(x.maker, people.Finance, people.Officer) {
		return "forbidden"
	}
	if code := m.apart(x.maker, x.payee); code != "" {
		return code
	}
	x.state = people.PaymentAsked
	m.all = append(m.all, x)
	return ""
}

func (m *paymentModel) approve(person ledger.ID, x *modelPayment, day int) string {
	if !m.has(person, people.Admin, people.Approver, people.Officer) {
		return "forbidden"
	}
	if x.state != people.PaymentAsked {
		return "payment_decided"
	}
	if code := m.apart(person, x.payee); code != "" {
		return code
	}
	if person == x.maker {
		return "own_payment"
	}
	limit := int64(0)
	for role, n := range m.limits {
		if m.has(person, role) && n > limit {
			limit = n
		}
	}
	sum := int64(0)
	for _, y := range m.all {
		counts := y == x
		for _, a := range y.said {
			counts = counts || a.day == day && (a.person == person || y.payee == x.payee)
		}
		if counts && y.state != people.PaymentRefused && y.state != people.PaymentWithdrawn {
			sum += y.amount
		}
	}
	alone := sum <= limit
	if !alone && !m.has(person, people.Admin, people.Approver) {
		return "above_own_limit"
	}
	for _, a := range x.said {
		if a.person == person {
			return "approved_already"
		}
	}
	x.said = append(x.said, modelApproval{person, day, alone})
	if alone || len(x.said) >= 2 {
		x.state = people.PaymentApproved
	}
	return ""
}

func (m *paymentModel) pay(person ledger.ID, x *modelPayment) string {
	if !m.has(person, people.Finance) {
		return "forbidden"
	}
	switch x.state {
	case people.PaymentApproved:
	case people.PaymentAsked:
		return "payment_not_approved"
	default:
		return "payment_decided"
	}
	if code := m.apart(person, x.payee); code != "" {
		return code
	}
	if person == x.maker || slices.ContainsFunc(x.said, func(a modelApproval) bool { return a.person == person }) {
		return "own_payment"
	}
	x.state, x.payer = people.PaymentPaid, person
	return ""
}

func (m *paymentModel) stop(person ledger.ID, x *modelPayment, refuse bool) string {
	open := x.state == people.PaymentAsked || x.state == people.PaymentApproved
	if refuse {
		switch {
		case !m.has(person, people.Admin, people.Approver, people.Officer):
			return "forbidden"
		case !open:
			return "payment_decided"
		case m.apart(person, x.payee) != "":
			return m.apart(person, x.payee)
		case person == x.maker:
			return "own_payment"
		}
		x.state = people.PaymentRefused
		return ""
	}
	switch {
	case !m.has(person, people.Finance, people.Officer), person != x.maker:
		return "forbidden"
	case !open:
		return "payment_decided"
	}
	x.state = people.PaymentWithdrawn
	return ""
}
