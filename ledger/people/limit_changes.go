package people

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// LimitChange is what somebody proposes to put in the place of all limits of a book.
// It holds once another has confirmed it.
type LimitChange struct {
	ID          ledger.ID
	Limits      []ApprovalLimit // in order of roles
	ProposedBy  ledger.ID
	ProposedAt  time.Time
	ConfirmedBy ledger.ID // zero before
	ConfirmedAt time.Time // zero before
}

// confirmingRoles may confirm limits that an administrator proposes.
var confirmingRoles = []Role{Admin, Approver}

// ProposeApprovalLimits proposes limits in the place of all that a book has, and of
// what was proposed before. Its id is the command's. Only an administrator may, of the
// organisation whose book it is, of the programme, or of an organisation that leads it.
//
// Codes: payments_not_used, forbidden, not_in_list (a role that approves nothing),
// duplicate_role, amount_negative, amount_too_large.
func (p *People) ProposeApprovalLimits(ctx context.Context, by Caller, id, book ledger.ID, limits []ApprovalLimit) (store.Made[LimitChange], error) {
	if err := checkApprovalLimits(limits); err != nil {
		return store.Made[LimitChange]{}, err
	}
	body := struct {
		By     ledger.ID
		Limits []ApprovalLimit
	}{by.Person, limits}
	sorted := slices.Clone(limits)
	slices.SortFunc(sorted, func(a, b ApprovalLimit) int { return strings.Compare(string(a.Role), string(b.Role)) })
	raw, err := json.Marshal(sorted)
	if err != nil {
		return store.Made[LimitChange]{}, err
	}
	res, err := p.do(ctx, by, "approval_limits.propose", id, book, body, func(ctx context.Context, s *store.Store) (string, error) {
		if _, err := leadingHand(ctx, s, book, by.Person, Admin); err != nil {
			return "", err
		}
		if err := replaceOpenLimits(ctx, s, book); err != nil {
			return "", err
		}
		row := limitChangeRow{Book: book, ID: id, Limits: string(raw), ProposedBy: by.Person, ProposedAt: ledger.Micros(s.At()), State: "open"}
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		return id.String(), s.Record(ctx, book, "approval_limits.proposed", id, limitFacts(limits))
	})
	return p.madeLimitChange(ctx, book, id, res, err)
}

// ConfirmApprovalLimits lets limits hold that an administrator has proposed: another
// administrator may, or an approver, of the same as in [People.ProposeApprovalLimits].
// Codes: payments_not_used, forbidden, unknown_proposal, proposal_over (confirmed,
// replaced by another proposal, or older than seven days), already_confirmed (by who
// proposed them).
func (p *People) ConfirmApprovalLimits(ctx context.Context, by Caller, id, book, change ledger.ID) (store.Made[LimitChange], error) {
	body := struct{ By, Change ledger.ID }{by.Person, change}
	res, err := p.do(ctx, by, "approval_limits.confirm", id, book, body, func(ctx context.Context, s *store.Store) (string, error) {
		h, err := leadingHand(ctx, s, book, by.Person, confirmingRoles...)
		if err != nil {
			return "", err
		}
		row, err := findLimitChange(ctx, s, book, change)
		if err != nil {
			return "", err
		}
		if !row.open(s.At()) {
			return "", ledger.E(ledger.Conflict, "proposal_over", "")
		}
		if err := h.differs(ctx, s, row.ProposedBy); ledger.CodeOf(err) == "own_payment" {
			return "", ledger.E(ledger.Conflict, "already_confirmed", "")
		} else if err != nil {
			return "", err
		}
		asked, err := row.change()
		if err != nil {
			return "", err
		}
		row.State, row.ConfirmedBy, row.ConfirmedAt = "confirmed", by.Person, ledger.Micros(s.At())
		if err := row.confirm(ctx, s); err != nil {
			return "", err
		}
		if err := replaceApprovalLimits(ctx, s, book, asked.Limits); err != nil {
			return "", err
		}
		return change.String(), s.Record(ctx, book, "approval_limits.set", change, limitFacts(asked.Limits))
	})
	return p.madeLimitChange(ctx, book, change, res, err)
}

// open reports whether the change can still be confirmed.
func (r *limitChangeRow) open(at time.Time) bool {
	return r.State == "open" && at.Before(momentOf(r.ProposedAt).Add(ProposalLife))
}

// leadingHand is somebody with one of the roles at the organisation whose book it is,
// at the programme, or at an organisation that leads it (forbidden).
func leadingHand(ctx context.Context, s *store.Store, book, person ledger.ID, asked ...Role) (hand, error) {
	chart, err := s.Chart(ctx, book, true)
	if err != nil {
		return hand{}, err
	}
	h, err := takeHand(ctx, s, chart.Owner, person, asked)
	if err != nil {
		return hand{}, err
	}
	if h.roles, err = rolesAtOwner(ctx, s, chart.Owner, person, Lead); err != nil {
		return hand{}, err
	}
	if !h.has(asked...) {
		return hand{}, ledger.E(ledger.Forbidden, "forbidden", "")
	}
	return h, nil
}

// madeNow reports whether she proposed or confirmed the limits in force since the
// payment was asked for: they are not hers to approve it by.
func (h hand) madeNow(ctx context.Context, s *store.Store, row paymentRow) (bool, error) {
	confirmed, err := limitChangesIn(ctx, s, row.Book, "confirmed")
	if err != nil || len(confirmed) == 0 || confirmed[0].ConfirmedAt <= row.AskedAt {
		return false, err
	}
	err = h.differs(ctx, s, confirmed[0].ProposedBy, confirmed[0].ConfirmedBy)
	if ledger.CodeOf(err) == "own_payment" {
		return true, nil
	}
	return false, err
}

func limitFacts(limits []ApprovalLimit) map[Role]int64 {
	facts := make(map[Role]int64, len(limits))
	for _, l := range limits {
		facts[l.Role] = l.PerDay
	}
	return facts
}

// ProposedLimits is what is proposed of a book's limits and waits to be confirmed, if
// anything.
func (p *People) ProposedLimits(ctx context.Context, book ledger.ID) (LimitChange, bool, error) {
	rows, err := limitChangesIn(ctx, p.s, book, "open")
	if err != nil || len(rows) == 0 || !rows[0].open(p.s.At()) {
		return LimitChange{}, false, err
	}
	c, err := rows[0].change()
	return c, err == nil, err
}

// madeLimitChange is the answer to a command about a change: the change as it is.
func (p *People) madeLimitChange(ctx context.Context, book, id ledger.ID, res store.Result, err error) (store.Made[LimitChange], error) {
	if err != nil {
		return store.Made[LimitChange]{}, err
	}
	row, err := findLimitChange(ctx, p.s, book, id)
	if err != nil {
		return store.Made[LimitChange]{}, err
	}
	c, err := row.change()
	return store.Made[LimitChange]{It: c, Replayed: res.Replayed}, err
}
