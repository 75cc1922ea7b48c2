package store

import (
	"context"
	"sync"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/migrations"
)

// What the tests of this package see of the inside.

// Raw runs a statement in the transaction.
func (s *Store) Raw(ctx context.Context, statement string) error {
	_, err := s.db.ExecContext(ctx, statement)
	return err
}

// Migrations returns the statements of the store's database.
func (s *Store) Migrations() migrations.Dialect { return s.migrations() }

// SelfCheck is the check that Open makes.
func (s *Store) SelfCheck(ctx context.Context) error { return s.selfCheck(ctx) }

// Pools returns the pools that write and read.
func (s *Store) Pools() (writer, reader *bun.DB) { return s.writers, s.readers }

// LookupText is a lookup as each database is asked.
type LookupText struct{ SQLite, Postgres, Arguments string }

// Lookups returns the lookups that a transaction begins with.
func Lookups() map[string]LookupText {
	return map[string]LookupText{
		"settings": {settingByName.lite.text(3), settingByName.pg, "(ARRAY['x'])"},
		"books":    {bookByID.lite.text(3), bookByID.pg, "(NULL)"},
		"commands": {commandByKey.lite.text(3), commandByKey.pg, "(NULL, NULL)"},
	}
}

// Listening returns a store that keeps every statement it reads with.
func (s *Store) Listening() (*Store, *Statements) {
	heard := &Statements{}
	db := s.readers.WithQueryHook(heard)
	inner := &Store{core: &core{dialect: s.dialect, address: s.address, writers: s.writers, readers: db, now: s.now, log: s.log}, db: db}
	return inner, heard
}

// Statements are the statements that a store has run.
type Statements struct {
	mu  sync.Mutex
	all []string
}

// BeforeQuery does nothing.
func (l *Statements) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

// AfterQuery keeps the statement.
func (l *Statements) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, e.Query)
}

// Take returns the statements since the last call.
func (l *Statements) Take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.all
	l.all = nil
	return all
}
