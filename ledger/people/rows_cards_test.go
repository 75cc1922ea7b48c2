package people_test

import (
	"context"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// insertCard writes a card past all commands, and tells the chain.
func insertCard(person, home ledger.ID, handle []byte) func(ctx context.Context, s *store.Store) (string, error) {
	return func(ctx context.Context, s *store.Store) (string, error) {
		id := store.NewID()
		_, err := s.DB().NewRaw(`INSERT INTO credentials (home, id, person, kind, handle, secret, created_at, created_by, revoked_at)
			VALUES (?, ?, ?, 'card', ?, ?, 0, ?, 0)`, home, id, person, handle, handle, ledger.Operator).Exec(ctx)
		if err != nil {
			return "", err
		}
		return "", s.Record(ctx, home, "card.given", id, nil)
	}
}

// revokeCardsOf revokes every card of a person past all commands.
func revokeCardsOf(person ledger.ID) func(ctx context.Context, s *store.Store) error {
	return func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw("UPDATE credentials SET revoked_at = 1 WHERE person = ? AND kind = 'card' AND revoked_at = 0", person).Exec(ctx)
		return err
	}
}
