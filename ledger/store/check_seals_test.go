package store_test

import (
	"context"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

func TestASealThatIsTakenAwayOrAddedIsNamed(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s, db := storetest.Open(t, address), openRaw(t, address)
		wrong := func() []string {
			t.Helper()
			list, err := s.CheckSeals(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		if list := wrong(); len(list) != 0 {
			t.Fatalf("on a fresh database: %v", list)
		}
		drop := "DROP TRIGGER lines_not_late"
		if address[0] == 'p' {
			drop += " ON lines"
		}
		db.must(t, drop)
		if list := wrong(); len(list) != 1 || list[0] != "trigger lines_not_late: it is missing" {
			t.Errorf("%v", list)
		}
		if err := store.Migrate(context.Background(), address); err != nil {
			t.Fatal(err)
		}
		if list := wrong(); len(list) != 0 {
			t.Errorf("after a migration: %v", list)
		}
	})
}
