package people_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// newPeople puts people on a store, with a key store and a vault of their own.
func newPeople(t testing.TB, s *store.Store, opts ...people.Option) *people.People {
	t.Helper()
	ctx := context.Background()
	keys, err := store.OpenKeys(ctx, "sqlite:"+filepath.Join(t.TempDir(), "keys.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := keys.Close(); err != nil {
			t.Error(err)
		}
	})
	vault, err := people.NewVault(ctx, keys, bytes.Repeat([]byte{7}, people.MasterSize))
	if err != nil {
		t.Fatal(err)
	}
	return people.New(s, vault, opts...)
}
