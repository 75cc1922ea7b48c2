package people

import (
	"context"

	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Registered reports whether anybody was ever registered on the database, so that
// there must be a key store that belongs to it.
func Registered(ctx context.Context, s *store.Store) (bool, error) {
	var n int
	err := s.DB().NewRaw("SELECT count(*) FROM (SELECT 1 FROM persons LIMIT 1) AS anybody").Scan(ctx, &n)
	return n > 0, err
}
