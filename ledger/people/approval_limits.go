package people

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// ApprovalLimit is how much a role may approve alone on one day, in minor units of
// the book.
type ApprovalLimit struct {
	Role   Role // officer, approver or admin
	PerDay int64
}

// approvalDay is the first microsecond of the day of an instant, and of the day after.
func approvalDay(at time.Time) (from, to int64) {
	y, m, d := at.In(ledger.Pontianak).Date()
	start := time.Date(y, m, d, 0, 0, 0, 0, ledger.Pontianak)
	return ledger.Micros(start), ledger.Micros(start.AddDate(0, 0, 1))
}

// alone reports whether she may approve the payment by herself: whether it is within
// the largest limit of her roles, together with every payment that she approved today
// and every payment to the same payee that anybody approved today. Payments that were
// refused or withdrawn do not count. Limits that she herself proposed or confirmed
// after the payment was asked for let her approve nothing alone.
func (h hand) alone(ctx context.Context, s *store.Store, row paymentRow) (bool, error) {
	limits, err := approvalLimitsOf(ctx, s, row.Book)
	if err != nil {
		return false, err
	}
	limit := int64(0)
	for _, l := range limits {
		if h.has(l.Role) {
			limit = max(limit, l.PerDay)
		}
	}
	left := limit - row.Amount
	if left < 0 {
		return false, nil
	}
	if own, err := h.madeNow(ctx, s, row); err != nil || own {
		return false, err
	}
	from, to := approvalDay(s.At())
	today, err := approvedWithin(ctx, s, row.Book, from, to)
	if err != nil {
		return false, err
	}
	identities := identities{}
	if err := identities.find(ctx, s, h.person, row.Payee); err != nil {
		return false, err
	}
	counted := map[ledger.ID]bool{row.ID: true}
	for _, a := range today {
		if err := identities.find(ctx, s, a.Person, a.Payee); err != nil {
			return false, err
		}
		if counted[a.ID] || !identities.same(a.Person, h.person) && !identities.same(a.Payee, row.Payee) {
			continue
		}
		counted[a.ID] = true
		if left -= a.Amount; left < 0 {
			return false, nil
		}
	}
	return true, nil
}

// identities are people whose rows have been looked up.
type identities map[ledger.ID]identity

func (all identities) find(ctx context.Context, s *store.Store, ids ...ledger.ID) error {
	for _, id := range ids {
		if _, there := all[id]; there {
			continue
		}
		found, err := findIdentity(ctx, s, id)
		if err != nil {
			return err
		}
		all[id] = found
	}
	return nil
}

func (all identities) same(a, b ledger.ID) bool { return all[a].last() == all[b].last() }

// ApprovalLimits are the limits of a book, in order of roles. A role without one
// approves nothing alone.
func (p *People) ApprovalLimits(ctx context.Context, book ledger.ID) ([]ApprovalLimit, error) {
	var all []ApprovalLimit
	err := p.s.Read(ctx, func(ctx context.Context, s *store.Store) error {
		if _, err := s.Book(ctx, book); err != nil {
			return err
		}
		var err error
		all, err = approvalLimitsOf(ctx, s, book)
		return err
	})
	return all, err
}

func checkApprovalLimits(limits []ApprovalLimit) error {
	var errs []*ledger.Error
	for i, l := range limits {
		at := "limits[" + strconv.Itoa(i) + "]"
		if !slices.Contains(signingRoles, l.Role) {
			errs = append(errs, ledger.E(ledger.Invalid, "not_in_list", at+".role"))
		}
		if slices.ContainsFunc(limits[:i], func(o ApprovalLimit) bool { return o.Role == l.Role }) {
			errs = append(errs, ledger.E(ledger.Invalid, "duplicate_role", at+".role"))
		}
		if l.PerDay < 0 {
			errs = append(errs, ledger.E(ledger.Invalid, "amount_negative", at+".per_day"))
		}
		if l.PerDay > ledger.MaxMinor {
			errs = append(errs, ledger.E(ledger.Invalid, "amount_too_large", at+".per_day"))
		}
	}
	return ledger.Join(errs...)
}
