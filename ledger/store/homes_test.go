package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// found makes an organisation's home.
func found(t *testing.T, s *store.Store, name string) ledger.ID {
	t.Helper()
	id := store.NewBookID()
	cmd := ledger.Command{ID: store.NewID(), Home: id, Name: "organization.create", Version: 1, Actor: actor}
	_, err := s.Once(context.Background(), cmd, nil, func(ctx context.Context, s *store.Store) (string, error) {
		return id.String(), s.AddHome(ctx, id, name)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnOrganisationsHomeHasAChainAndNoBook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		home := found(t, s, "Yayasan Melati")
		record := func(action string) error {
			cmd := ledger.Command{ID: store.NewID(), Home: home, Name: action, Version: 1, Actor: actor}
			_, err := s.Once(ctx, cmd, nil, func(ctx context.Context, s *store.Store) (string, error) {
				return "", s.Record(ctx, home, action, cmd.ID, struct {
					N int `json:"n"`
				}{7})
			})
			return err
		}
		for _, action := range []string{"area.added", "role.given"} {
			if err := record(action); err != nil {
				t.Fatal(err)
			}
		}
		records, err := s.Records(ctx, home, 0, 2)
		if err != nil || len(records) != 2 || records[0].Action != "role.given" || records[1].Action != "area.added" || records[0].Body != `{"n":7}` || records[0].Actor != actor {
			t.Errorf("%v %+v", err, records)
		}
		if older, err := s.Records(ctx, home, records[1].Sequence, 10); err != nil || len(older) != 1 || older[0].Action != "book.opened" {
			t.Errorf("%v %+v", err, older)
		}
		// It is no book: it cannot be read, listed, posted to or given an account.
		if _, err := s.Book(ctx, home); ledger.CodeOf(err) != "unknown_book" {
			t.Error(err)
		}
		if books, err := s.Books(ctx, ledger.ID{}, 10); err != nil || len(books) != 0 {
			t.Errorf("%v %v", err, books)
		}
		e := simple(ledger.Book{ID: home}, "2026-01-01", "1101", "3102", 5)
		if _, err := s.PostEntry(ctx, actor, e); ledger.CodeOf(err) != "unknown_book" {
			t.Error(err)
		}
		a := ledger.Account{ID: store.NewID(), Code: "9999", Names: ledger.Names{ID: "Akun"}, Class: ledger.Asset, Normal: ledger.DebitSide}
		if _, err := s.OpenAccount(ctx, actor, home, a); ledger.CodeOf(err) != "unknown_book" {
			t.Error(err)
		}
		if r, err := s.Check(ctx); err != nil || !r.OK() {
			t.Errorf("%v %v", err, r.Findings)
		}
	})
}

func TestARecordNeedsItsHomeLocked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		home, other := found(t, s, "Yayasan Melati"), found(t, s, "Dinas Koperasi")
		cmd := ledger.Command{ID: store.NewID(), Home: home, Name: "x", Version: 1, Actor: actor}
		_, err := s.Once(ctx, cmd, nil, func(ctx context.Context, s *store.Store) (string, error) {
			return "", s.Record(ctx, other, "x", cmd.ID, nil)
		})
		if ledger.CodeOf(err) != "unknown_home" {
			t.Error(err)
		}
		if records, err := s.Records(ctx, other, 0, 10); err != nil || len(records) != 1 {
			t.Errorf("%v %+v", err, records)
		}
	})
}

// A snapshot carries organisations to the other kind of database and back.
func TestASnapshotCarriesOrganisations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		home := found(t, s, "Yayasan Melati")
		var snapshot bytes.Buffer
		if err := s.Snapshot(ctx, &snapshot); err != nil {
			t.Fatal(err)
		}
		for name, address := range map[string]string{"sqlite": storetest.SQLite(t), "postgres": storetest.Migrated(t)} {
			if _, err := store.Restore(ctx, address, bytes.NewReader(snapshot.Bytes()), false); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			restored := storetest.Open(t, address)
			records, err := restored.Records(ctx, home, 0, 10)
			if err != nil || len(records) != 2 || records[1].Action != "book.opened" {
				t.Errorf("%s: %v %+v", name, err, records)
			}
		}
	})
}

func TestADestroyedKeyIsInNoFile(t *testing.T) {
	ctx := context.Background()
	for name, address := range map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "keys.db"), "postgres": storetest.Postgres(t, nil)} {
		t.Run(name, func(t *testing.T) {
			k, err := store.OpenKeys(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			one, two := store.NewID(), store.NewID()
			first, second := store.Random(60), store.Random(60)
			if kept, err := k.Keep(ctx, one, first); err != nil || !bytes.Equal(kept, first) {
				t.Fatal(err)
			}
			if kept, err := k.Keep(ctx, one, second); err != nil || !bytes.Equal(kept, first) {
				t.Errorf("a key was put in another's place: %v", err)
			}
			if _, err := k.Keep(ctx, two, second); err != nil {
				t.Fatal(err)
			}
			inFile := func(key []byte) (in bool) {
				if path, lite := strings.CutPrefix(address, "sqlite:"); lite {
					files, err := filepath.Glob(path + "*")
					if err != nil {
						t.Fatal(err)
					}
					for _, f := range files {
						raw, err := os.ReadFile(f)
						if err != nil {
							t.Fatal(err)
						}
						in = in || bytes.Contains(raw, key)
					}
				}
				return in
			}
			if name == "sqlite" && !inFile(first) {
				t.Error("the test does not find a key that is there")
			}
			for range 2 { // it is no error that it is gone
				if err := k.Destroy(ctx, one); err != nil {
					t.Fatal(err)
				}
			}
			if inFile(first) {
				t.Error("the key is still in the file")
			}
			left, err := k.Get(ctx, one, two)
			if err != nil || len(left) != 1 || !bytes.Equal(left[two], second) {
				t.Errorf("%v %v", err, left)
			}
			if err := k.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
