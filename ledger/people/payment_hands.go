package people

import (
	"cmp"
	"context"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Who may do what with a payment, at the owner of its book.
var (
	askingRoles  = []Role{Finance, Officer}
	signingRoles = []Role{Admin, Approver, Officer} // an officer within her limit
	payingRoles  = []Role{Finance}
)

// payCommand is the one command that takes money out of a programme's book.
const payCommand = "payment.pay"

// onlyByPayment refuses what takes money out of the book of a programme or an
// organisation, or spends it on any way around, unless it is the payment of an
// approved one (needs_approval).
func onlyByPayment(p store.Proposal) error {
	if !needsPayments(p.Chart.Owner) || p.Command.Name == payCommand || spendingOf(p.Chart, p.Entry.Lines, p.Minor).free() {
		return nil
	}
	return ledger.E(ledger.Conflict, "needs_approval", "lines")
}

// needsPayments reports whether money leaves the books of the owner by payments.
func needsPayments(o store.BookOwner) bool {
	return o.Kind == string(AtProgramme) || o.Kind == string(AtOrganization)
}

// hand is somebody who has or takes part in a payment, with her roles at the owner
// of the book.
type hand struct {
	person ledger.ID
	owner  store.BookOwner
	chart  *store.Chart // of the book, as of the transaction; only where a payment is decided
	roles  []Role
}

// takeHand says what roles somebody has where the book belongs: at the organisation,
// or at the programme and the organisations that lead or carry it out. Without one of
// those that are asked for she may not do it (forbidden).
func takeHand(ctx context.Context, s *store.Store, o store.BookOwner, person ledger.ID, asked []Role) (hand, error) {
	if !needsPayments(o) {
		return hand{}, ledger.E(ledger.Conflict, "payments_not_used", "")
	}
	h := hand{person: person, owner: o}
	var err error
	if h.roles, err = rolesAtOwner(ctx, s, o, person, Lead, Implementer); err != nil {
		return hand{}, err
	}
	if !h.has(asked...) {
		return hand{}, ledger.E(ledger.Forbidden, "forbidden", "")
	}
	return h, nil
}

func (h hand) has(asked ...Role) bool {
	return slices.ContainsFunc(h.roles, func(r Role) bool { return slices.Contains(asked, r) })
}

// apart refuses somebody who is the payee (own_payment) or lives in her household
// (payee_household), and a payee whom nobody knows (unknown_payee).
func (h hand) apart(ctx context.Context, s *store.Store, payee ledger.ID) error {
	if payee.IsZero() {
		return ledger.E(ledger.Invalid, "required", "payee")
	}
	paid, err := findIdentity(ctx, s, payee)
	if err != nil {
		return err
	}
	if paid.home.IsZero() {
		return isOrganization(ctx, s, payee)
	}
	if known, err := h.knows(ctx, s, paid); err != nil || !known {
		return cmp.Or(err, error(ledger.E(ledger.Invalid, "unknown_payee", "payee")))
	}
	own, err := findIdentity(ctx, s, h.person)
	if err != nil {
		return err
	}
	if own.last() == paid.last() {
		return ledger.E(ledger.Forbidden, "own_payment", "")
	}
	together, err := liveTogether(ctx, s, h.owner, own, paid)
	if err == nil && together {
		return ledger.E(ledger.Forbidden, "payee_household", "")
	}
	return err
}

// knows reports whether a person is of those whom the owner of the book knows: whom an
// organisation with a part in the programme, or one of its groups, registered, or who has
// or had a role in such a group.
func (h hand) knows(ctx context.Context, s *store.Store, paid identity) (bool, error) {
	home := h.owner.Organization
	if h.owner.Kind == string(AtOrganization) {
		home = h.owner.ID
	}
	homes, err := homesOf(ctx, s, paid)
	for _, registered := range homes {
		if known, err := knownHome(ctx, s, registered, Scope{ScopeKind(h.owner.Kind), h.owner.ID}, home); known || err != nil {
			return known, err
		}
	}
	return false, err
}

// free refuses who is the payee, lives with her, or is one of the others.
func (h hand) free(ctx context.Context, s *store.Store, payee ledger.ID, others ...ledger.ID) error {
	if err := h.apart(ctx, s, payee); err != nil {
		return err
	}
	return h.differs(ctx, s, others...)
}

// differs refuses who is one of the others (own_payment).
func (h hand) differs(ctx context.Context, s *store.Store, others ...ledger.ID) error {
	own, err := findIdentity(ctx, s, h.person)
	if err != nil {
		return err
	}
	for _, id := range others {
		other, err := findIdentity(ctx, s, id)
		if err != nil {
			return err
		}
		if own.last() == other.last() {
			return ledger.E(ledger.Forbidden, "own_payment", "")
		}
	}
	return nil
}
