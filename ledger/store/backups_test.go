package store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

func TestWhatABackupHolds(t *testing.T) {
	ctx := context.Background()
	each(t, func(t *testing.T, s *store.Store, db raw) {
		melati, mawar := openBook(t, s, ledger.GroupBook), openBook(t, s, ledger.GroupBook)
		post := func(b ledger.Book) {
			t.Helper()
			if _, err := s.PostEntry(ctx, actor, simple(b, "2026-03-01", "1101", "3102", 25000)); err != nil {
				t.Fatal(err)
			}
		}
		holds := func(when string, s *store.Store, b ledger.Book, want int64) store.BackedUp {
			t.Helper()
			got, there, err := s.BackedUp(ctx, b.ID)
			if err != nil || there != (want >= 0) || there && got.Sequence != want {
				t.Errorf("%s: %+v %v %v, want up to %d", when, got, there, err, want)
			}
			return got
		}
		const none = -1
		post(melati)
		holds("before any backup", s, melati, none)

		broken := errors.New("the disk is full")
		for what, keep := range map[string]func(func(io.Writer) error) error{
			"a file that could not be kept": func(write func(io.Writer) error) error { return errors.Join(write(io.Discard), broken) },
			"a file that could not be made": func(func(io.Writer) error) error { return broken },
		} {
			if _, err := s.Backup(ctx, keep); !errors.Is(err, broken) {
				t.Errorf("%s: %v", what, err)
			}
			holds(what, s, melati, none)
		}

		var file bytes.Buffer
		backup := func() {
			t.Helper()
			file.Reset()
			_, err := s.Backup(ctx, func(write func(io.Writer) error) error {
				err := write(&file)
				post(melati) // after the state that is in the file, before it is safe
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		backup()
		first := holds("after a backup", s, melati, 1)
		holds("after a backup, a book without entries", s, mawar, 0)
		if first.At.Before(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)) || first.At.Location() != time.UTC {
			t.Error("taken at", first.At)
		}
		post(mawar)
		backup()
		second := holds("after the next", s, melati, 2)
		holds("after the next", s, mawar, 1)
		if !second.At.After(first.At) {
			t.Errorf("the next is of %v, the first of %v", second.At, first.At)
		}
		if n := db.one(t, "SELECT count(*) FROM backups"); n != 2 {
			t.Errorf("%d rows for two books", n)
		}

		// What is in a file says nothing of a database into which it goes.
		target := storetest.SQLite(t)
		if db.postgres {
			target = storetest.Migrated(t)
		}
		if bytes.Contains(file.Bytes(), []byte(`"table":"backups"`)) {
			t.Error("the snapshot tells of backups")
		}
		for range 2 {
			if _, err := store.Restore(ctx, target, bytes.NewReader(file.Bytes()), true); err != nil {
				t.Fatal(err)
			}
			restored := storetest.Open(t, target)
			holds("restored", restored, melati, none)
			if _, err := restored.Backup(ctx, func(write func(io.Writer) error) error { return write(io.Discard) }); err != nil {
				t.Fatal(err)
			}
			holds("restored and backed up", restored, melati, 2)
		}

		// A restore that happens while the file is made safe: the file is of another time.
		var again bytes.Buffer
		if err := s.Snapshot(ctx, &again); err != nil {
			t.Fatal(err)
		}
		late := storetest.Open(t, target)
		_, err := late.Backup(ctx, func(write func(io.Writer) error) error {
			if err := write(io.Discard); err != nil {
				return err
			}
			_, err := store.Restore(ctx, target, bytes.NewReader(again.Bytes()), true)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		holds("restored meanwhile", late, melati, none)
	})
}
