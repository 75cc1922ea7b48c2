package people

import (
	"context"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// HandOver gives a book that belongs to nobody to its owner, for good. Only the
// operator may (forbidden), and from then on the operator sees it no more. The book
// is the command's home. An administrator of the owner's organisation need not be
// there yet. A workshop gets no books this way: who opens them becomes its trainer.
//
// Codes beside: unknown_book (also when it belongs to somebody), and those of the
// owner as of [People.OpenBook].
func (p *People) HandOver(ctx context.Context, by Caller, id, book ledger.ID, o Owner) (store.Made[Owner], error) {
	none := store.Made[Owner]{}
	if !by.Operator {
		return none, ledger.E(ledger.Forbidden, "forbidden", "")
	}
	b, err := p.s.Book(ctx, book)
	if err != nil {
		return none, err
	}
	switch o.Scope.Kind {
	case AtGroup:
		if o.Scope.ID.IsZero() {
			o.Scope.ID = book
		}
	case AtWorkshop:
		return none, ledger.E(ledger.Invalid, "not_in_list", "owner.kind", "allowed", "group, programme, organization, person")
	}
	if o, err = p.fullOwner(ctx, b, o); err != nil {
		return none, err
	}
	homes := []ledger.ID{book}
	if !o.Organization.IsZero() {
		homes = append(homes, o.Organization)
	}
	facts := ownerFacts{o.Scope.Kind, o.Scope.ID, o.Organization}
	res, err := p.doAt(ctx, by, "book.hand_over", id, book, homes[1:], nil, facts, func(ctx context.Context, s *store.Store) (string, error) {
		before, err := findOwner(ctx, s, book)
		switch {
		case err != nil:
			return "", err
		case before.Scope.Kind != "":
			return "", ledger.E(ledger.Missing, "unknown_book", "")
		}
		if !o.Organization.IsZero() {
			if _, err := findOrganization(ctx, s, o.Organization); ledger.KindOf(err) == ledger.Missing {
				return "", unknownOwner(o.Scope.Kind)
			} else if err != nil {
				return "", err
			}
		}
		if err := insertOwner(ctx, s, book, o); err != nil {
			return "", err
		}
		for _, home := range homes {
			subject := book
			if home == book {
				subject = itself
			}
			if err := s.Record(ctx, home, "book.owned", subject, facts); err != nil {
				return "", err
			}
		}
		return book.String(), nil
	})
	p.owners.drop()
	return store.Made[Owner]{It: o, Replayed: res.Replayed}, err
}
