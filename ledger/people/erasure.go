package people

import (
	"context"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Erase takes out everything personal of a person, and of those merged into her, and
// then destroys her key, so that no backup tells who she was. Her lines in the books
// stay, under an id that nobody can read. A household in which nobody else lives goes
// with her.
//
// She has asked for it ([ErasureRequest]). It is refused while an organisation has no other
// administrator (last_administrator), while she holds an office (erasure_holds_office),
// while a payment to her, or that she asked for, is open (erasure_open_payment), and while
// she owes or is owed something (erasure_open_balance). Codes beside:
// unknown_person, person_erased, already_merged, and those of the request.
func (p *People) Erase(ctx context.Context, by Caller, id, person ledger.ID, r ErasureRequest) (store.Made[Card], error) {
	none := store.Made[Card]{}
	row, err := findPerson(ctx, p.s, person)
	if err != nil {
		return none, err
	}
	if err := r.check(by, person, p.s); err != nil {
		return none, err
	}
	home := row.Home
	same, err := clusterOf(ctx, p.s, row)
	if err != nil {
		return none, err
	}
	books, err := booksWith(ctx, p.s, home, idsOf(same))
	if err != nil {
		return none, err
	}
	res, err := p.doAt(ctx, by, "person.erase", id, home, books, idsOf(same), []any{person, r}, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := mergeable(ctx, s, home, person, "")
		if err != nil {
			return "", err
		}
		same, err := clusterOf(ctx, s, row)
		if err != nil {
			return "", err
		}
		if err := r.checkThere(ctx, s, home); err != nil {
			return "", err
		}
		if err := erasable(ctx, s, home, idsOf(same)); err != nil {
			return "", err
		}
		return person.String(), p.erase(ctx, s, by, home, same, r)
	})
	for _, r := range same {
		p.changed(r.ID)
	}
	if err != nil && ledger.CodeOf(err) != "person_erased" {
		return none, err
	}
	// Only now: a command that did not commit must leave her readable.
	if failed := p.forget(ctx, home, person); failed != nil {
		return none, failed
	}
	return p.madeCard(ctx, person, res, err)
}

// erasable refuses who still has something to settle.
func erasable(ctx context.Context, s *store.Store, home ledger.ID, persons []ledger.ID) error {
	held, err := rolesHeld(ctx, s, persons, s.At())
	if err != nil {
		return err
	}
	alone, err := administersAlone(ctx, s, held)
	if err != nil {
		return err
	}
	if alone {
		return ledger.E(ledger.Refused, "last_administrator", "")
	}
	if slices.ContainsFunc(held, func(h heldRow) bool { return Role(h.Role).office() }) {
		return ledger.E(ledger.Refused, "erasure_holds_office", "")
	}
	open, err := openPayments(ctx, s, persons)
	if err != nil {
		return err
	}
	if open > 0 {
		return ledger.E(ledger.Refused, "erasure_open_payment", "")
	}
	books, err := booksWith(ctx, s, home, persons)
	if err != nil {
		return err
	}
	n, err := owing(ctx, s, books, persons)
	if err == nil && n > 0 {
		return ledger.E(ledger.Refused, "erasure_open_balance", "")
	}
	return err
}

// erase does what a transaction can do of an erasure.
func (p *People) erase(ctx context.Context, s *store.Store, by Caller, home ledger.ID, same []personRow, r ErasureRequest) error {
	now := ledger.Micros(s.At())
	held, err := rolesHeld(ctx, s, idsOf(same), s.At())
	if err != nil {
		return err
	}
	for _, h := range held {
		if err := h.revoke(ctx, s, by.Person); err != nil {
			return err
		}
	}
	for _, row := range same {
		row.Sealed, row.PhoneIndex, row.NIKIndex, row.ErasedAt = []byte{}, nil, nil, now
		if err := row.update(ctx, s); err != nil {
			return err
		}
		if err := eraseTrades(ctx, s, home, row.ID); err != nil {
			return err
		}
		if err := endSignIn(ctx, s, row.ID); err != nil {
			return err
		}
		if err := eraseSignIn(ctx, s, row.ID); err != nil {
			return err
		}
		if err := s.Record(ctx, home, "person.erased", row.ID, r.facts()); err != nil {
			return err
		}
	}
	return leaveHouseholds(ctx, s, home, idsOf(same), now)
}

// leaveHouseholds ends that the persons live in households, and erases those that
// nobody is left in.
func leaveHouseholds(ctx context.Context, s *store.Store, home ledger.ID, persons []ledger.ID, now int64) error {
	lived, err := householdsWith(ctx, s, home, persons)
	if err != nil {
		return err
	}
	for _, l := range lived {
		if l.Until != 0 {
			continue
		}
		l.Until = now
		if err := l.end(ctx, s); err != nil {
			return err
		}
		row, err := findHousehold(ctx, s, home, l.Household, "")
		if err != nil {
			return err
		}
		others, err := livingIn(ctx, s, home, []ledger.ID{l.Household})
		if err != nil {
			return err
		}
		if slices.ContainsFunc(others, func(o livingRow) bool { return o.Until == 0 }) {
			continue
		}
		row.Sealed, row.ErasedAt = []byte{}, now
		if err := row.update(ctx, s); err != nil {
			return err
		}
		if err := s.Record(ctx, home, "household.erased", row.ID, struct{}{}); err != nil {
			return err
		}
	}
	return nil
}

// forget destroys the keys of an erased person, of those merged into her, and of the
// households that were erased with her. It may be repeated.
func (p *People) forget(ctx context.Context, home, person ledger.ID) error {
	row, err := findPerson(ctx, p.s, person)
	if err != nil {
		return err
	}
	same, err := clusterOf(ctx, p.s, row)
	if err != nil {
		return err
	}
	for _, r := range same {
		if r.ErasedAt == 0 {
			continue
		}
		if err := p.v.Forget(ctx, r.ID); err != nil {
			return err
		}
	}
	lived, err := householdsWith(ctx, p.s, home, idsOf(same))
	if err != nil {
		return err
	}
	for _, l := range lived {
		h, err := findHousehold(ctx, p.s, home, l.Household, "")
		if err != nil {
			return err
		}
		if h.ErasedAt != 0 {
			if err := p.v.Forget(ctx, h.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
