package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// session is one connection with a transaction open on it.
type session struct {
	t    *testing.T
	conn *sql.Conn
	pid  int64
}

func (r raw) session(t *testing.T, begin string) *session {
	t.Helper()
	conn, err := r.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, conn: conn}
	t.Cleanup(func() {
		_, _ = conn.ExecContext(context.Background(), "ROLLBACK")
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	if r.postgres {
		if err := conn.QueryRowContext(context.Background(), "SELECT pg_backend_pid()").Scan(&s.pid); err != nil {
			t.Fatal(err)
		}
	}
	s.must(begin)
	return s
}

func (s *session) do(statement string) error {
	_, err := s.conn.ExecContext(context.Background(), statement)
	return err
}

func (s *session) must(statements ...string) {
	s.t.Helper()
	for _, statement := range statements {
		if err := s.do(statement); err != nil {
			s.t.Fatalf("%.60s: %v", statement, err)
		}
	}
}

// blocked runs a statement that has to wait for another session, and returns
// once it does wait. Its outcome comes on the channel.
func (r raw) blocked(t *testing.T, s *session, statement string) <-chan error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- s.do(statement) }()
	for deadline := time.Now().Add(30 * time.Second); ; {
		if r.one(t, fmt.Sprintf("SELECT count(*) FROM pg_locks WHERE pid = %d AND NOT granted", s.pid)) > 0 {
			return done
		}
		select {
		case err := <-done:
			t.Fatalf("it did not wait: %v", err)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatal("it neither waits nor ends")
		}
	}
}

func TestALateLineThatRacesTheSealIsRefused(t *testing.T) {
	address := storetest.Migrated(t)
	s, db := storetest.Open(t, address, store.WithClock(ticking())), openRaw(t, address)
	for name, begin := range map[string]string{"by the owner": "BEGIN", "by the application": "BEGIN; SET LOCAL ROLE lumbung_app"} {
		v := populate(t, s)
		f := forge(v, db)
		fund := v.loans.ID
		t.Run("the line is taken back, "+name, func(t *testing.T) {
			seal, late := db.session(t, begin), db.session(t, begin)
			late.must(f.line(3, 777, fund))
			waits := db.blocked(t, seal, f.line(1, 100, fund))
			late.must("ROLLBACK")
			if err := <-waits; err != nil {
				t.Fatal(err)
			}
			seal.must("ROLLBACK")
		})
		t.Run("the seal first, "+name, func(t *testing.T) {
			seal, late := db.session(t, begin), db.session(t, begin)
			seal.must(f.line(1, 100, fund), f.line(2, -100, fund), f.header())
			waits := db.blocked(t, late, f.line(3, 777, fund))
			seal.must("COMMIT")
			if err := <-waits; err == nil || !strings.Contains(err.Error(), "late line") {
				t.Errorf("the late line: %v", err)
			}
		})
		f.seq, f.id = f.seq+1, store.NewID()
		t.Run("the line first, "+name, func(t *testing.T) {
			seal, late := db.session(t, begin), db.session(t, begin)
			late.must(f.line(1, 100, fund), f.line(2, -100, fund), f.line(3, 777, fund))
			waits := db.blocked(t, seal, f.header())
			late.must("COMMIT")
			if err := <-waits; err == nil || !strings.Contains(err.Error(), "wrong number of lines") {
				t.Errorf("the seal: %v", err)
			}
		})
	}
}

func TestNobodyPostsUnderAFrozenView(t *testing.T) {
	address := storetest.Migrated(t)
	s, db := storetest.Open(t, address, store.WithClock(ticking())), openRaw(t, address)
	v := populate(t, s)
	for _, level := range []string{"REPEATABLE READ", "SERIALIZABLE"} {
		t.Run(level, func(t *testing.T) {
			f := forge(v, db)
			frozen, seal := db.session(t, "BEGIN ISOLATION LEVEL "+level), db.session(t, "BEGIN")
			frozen.must("SELECT count(*) FROM entries") // the view is taken here
			seal.must(f.line(1, 100, v.loans.ID), f.line(2, -100, v.loans.ID), f.header(), "COMMIT")
			v.book.Sequence++
			err := frozen.do(f.line(3, 777, v.loans.ID))
			if err == nil {
				err = frozen.do("COMMIT")
			}
			if err == nil || !strings.Contains(err.Error(), "lumbung: no posting under") {
				t.Errorf("a late line: %v", err)
			}
			frozen.must("ROLLBACK", "BEGIN ISOLATION LEVEL "+level)
			if err := frozen.do(f.header()); err == nil || !strings.Contains(err.Error(), "lumbung: no posting under") && !strings.Contains(err.Error(), "entries_pkey") {
				t.Errorf("a header: %v", err)
			}
		})
	}
}

func TestOnSQLiteOneWriterWaitsForTheOther(t *testing.T) {
	address := storetest.SQLite(t)
	s := storetest.Open(t, address, store.WithClock(ticking()))
	v := populate(t, s)
	db := openRaw(t, address, "busy_timeout(0)", "foreign_keys(1)")
	f := forge(v, db)
	fund := v.loans.ID

	seal, late := db.session(t, "BEGIN IMMEDIATE"), db.session(t, "BEGIN DEFERRED")
	late.must("SELECT count(*) FROM entries") // an old view
	seal.must(f.line(1, 100, fund), f.line(2, -100, fund), f.header())
	if err := late.do(f.line(3, 777, fund)); err == nil || !strings.Contains(err.Error(), "locked") {
		t.Errorf("while the seal is under way: %v", err)
	}
	seal.must("COMMIT")
	if err := late.do(f.line(3, 777, fund)); err == nil || !strings.Contains(err.Error(), "locked") {
		t.Errorf("on the old view: %v", err)
	}
	late.must("ROLLBACK", "BEGIN IMMEDIATE")
	if err := late.do(f.line(3, 777, fund)); err == nil || !strings.Contains(err.Error(), "late line") {
		t.Errorf("after the seal: %v", err)
	}
	late.must("ROLLBACK")

	f.seq++
	late.must("BEGIN IMMEDIATE", f.line(1, 100, fund), f.line(2, -100, fund), f.line(3, 777, fund))
	if err := seal.do("BEGIN IMMEDIATE"); err == nil || !strings.Contains(err.Error(), "locked") {
		t.Errorf("while the line is under way: %v", err)
	}
	if err := late.do("COMMIT"); err == nil || !strings.Contains(err.Error(), "FOREIGN KEY") {
		t.Errorf("lines without a header were committed: %v", err)
	}
}
