// Package storetest gives tests a real database: [Each] runs one test body on
// SQLite and on PostgreSQL, [Postgres] and [Cluster] give a throwaway server.
package storetest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Each runs fn twice, on a fresh migrated store on SQLite and on PostgreSQL.
// Neither is ever skipped.
func Each(t *testing.T, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachAddress(t, func(t *testing.T, address string) { fn(t, Open(t, address)) })
}

// EachAddress is [Each] for tests that open the database themselves.
func EachAddress(t *testing.T, fn func(t *testing.T, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t, migrate)) })
}

// Migrated returns the address of a fresh migrated PostgreSQL database.
func Migrated(t testing.TB) string { return Postgres(t, migrate) }

// Open opens a migrated database for the length of the test.
func Open(t testing.TB, address string, opts ...store.Option) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), address, opts...)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func migrate(ctx context.Context, address string) error {
	return store.Migrate(ctx, address)
}

// sqliteTemplate is a migrated database file, made once per test process.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "lumbung-template-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a leftover in the temporary folder
	path := filepath.Join(dir, "lumbung.db")
	if err := migrate(context.Background(), "sqlite:"+path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// SQLite returns the address of a fresh migrated database file.
func SQLite(t testing.TB) string {
	t.Helper()
	raw, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("storetest: migrating the template: %v", err)
	}
	path := filepath.Join(t.TempDir(), "lumbung.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}
