package people

import (
	"context"
	"crypto/ed25519"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// cardKeys are the public keys of the cards in force of several people.
func cardKeys(ctx context.Context, s *store.Store, of []personRow) (map[ledger.ID][]ed25519.PublicKey, error) {
	keys := map[ledger.ID][]ed25519.PublicKey{}
	if len(of) == 0 {
		return keys, nil
	}
	var rows []credentialRow
	err := s.DB().NewRaw("SELECT * FROM credentials WHERE kind = 'card' AND revoked_at = 0 AND person IN (?) ORDER BY person, id",
		bun.List(idsOf(of))).Scan(ctx, &rows)
	for _, r := range rows {
		keys[r.Person] = append(keys[r.Person], r.Secret)
	}
	return keys, store.Translate(err)
}
