// Package store keeps the ledger on a database: SQLite or PostgreSQL, the same
// books on either. Everything that differs between the two is in dialect.go.
//
// There is one way to change anything: a [ledger.Command] run by [Store.Once],
// inside which [Store.Post] writes entries. A command either happened wholly or
// left no trace, and repeating it gives the first answer again.
//
//	res, err := s.Once(ctx, cmd, []ledger.ID{book}, func(ctx context.Context, s *store.Store) (string, error) {
//		posted, err := s.Post(ctx, entry)
//		...
//		return posted.ID.String(), nil
//	})
//
// The parameter s shadows the outer one on purpose: inside the closure there is
// only the transaction. A closure may run more than once; it must do nothing
// but work through s.
//
// Reading needs no ceremony: balances, statements and lists are methods of
// Store, and [Store.Check] proves that all of them agree with the journal.
package store
