package store_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
	"github.com/lumbung-ledger/lumbung/migrations"
)

// allTables are the tables with rows of books.
var allTables = []string{"books", "accounts", "funds", "entries", "lines", "texts", "totals", "days", "months", "limits", "audit", "commands"}

// raw is a database behind the store's back.
type raw struct {
	*sql.DB
	postgres bool
}

// each runs fn on both databases, with a store whose clock starts on 1 June 2026
// and ticks by itself, and with the database behind its back.
func each(t *testing.T, fn func(t *testing.T, s *store.Store, db raw)) {
	t.Helper()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		fn(t, storetest.Open(t, address, store.WithClock(ticking())), openRaw(t, address))
	})
}

func ticking() func() time.Time {
	var n atomic.Int64
	start := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	return func() time.Time { return start.Add(time.Duration(n.Add(1)) * time.Millisecond) }
}

// openRaw opens the database as its owner; on SQLite with the settings given, or
// else with foreign keys.
func openRaw(t testing.TB, address string, settings ...string) raw {
	t.Helper()
	driver, source := "pgx", address
	path, lite := strings.CutPrefix(address, "sqlite:")
	if lite {
		driver = "sqlite"
		source = "file:" + (&url.URL{Path: path}).EscapedPath() + "?_txlock=immediate"
		if settings == nil {
			settings = []string{"busy_timeout(10000)", "foreign_keys(1)"}
		}
		for _, s := range settings {
			source += "&_pragma=" + s
		}
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return raw{db, !lite}
}

// id writes an id into a statement, hex bytes.
func (r raw) id(id ledger.ID) string {
	if r.postgres {
		return "'" + id.String() + "'"
	}
	return r.hex(id[:])
}

func (r raw) hex(b []byte) string {
	if r.postgres {
		return `'\x` + hex.EncodeToString(b) + "'"
	}
	return "X'" + hex.EncodeToString(b) + "'"
}

// together runs the statements in one transaction of their own.
func (r raw) together(statements ...string) error {
	ctx := context.Background()
	tx, err := r.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return errors.Join(fmt.Errorf("%.60s: %w", s, err), tx.Rollback())
		}
	}
	if err := tx.Commit(); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

func (r raw) must(t testing.TB, statements ...string) {
	t.Helper()
	if err := r.together(statements...); err != nil {
		t.Fatal(err)
	}
}

// unseal lifts the seals.
func (r raw) unseal(t testing.TB) {
	t.Helper()
	d := migrations.SQLite
	if r.postgres {
		d = migrations.Postgres
	}
	r.must(t, d.Unseal()...)
}

// digest is a fingerprint of every row of every table.
func (r raw) digest(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, table := range append([]string{"settings", "bun_migrations"}, allTables...) {
		rows := r.rows(t, "SELECT * FROM "+table)
		lines := make([]string, len(rows))
		for i, row := range rows {
			lines[i] = fmt.Sprintf("%q", row)
		}
		slices.Sort(lines)
		all[table] = fmt.Sprintf("%d rows %x", len(rows), sha256.Sum256([]byte(strings.Join(lines, "\n"))))
	}
	return all
}

func (r raw) rows(t testing.TB, query string) [][]any {
	t.Helper()
	rows, err := r.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	return all
}

// one returns the single value of a query.
func (r raw) one(t testing.TB, query string) int64 {
	t.Helper()
	var n int64
	if err := r.QueryRowContext(context.Background(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// leavesNoTrace fails unless the database is the same after fn as before.
func (r raw) leavesNoTrace(t testing.TB, what string, fn func()) {
	t.Helper()
	before := r.digest(t)
	fn()
	if after := r.digest(t); !maps.Equal(before, after) {
		for table := range before {
			if before[table] != after[table] {
				t.Errorf("%s: left a trace in %s: %.12s, then %.12s", what, table, before[table], after[table])
			}
		}
	}
}

func checkFindsNothing(t testing.TB, s *store.Store) store.Report {
	t.Helper()
	r, err := s.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		t.Errorf("check: %s", f)
	}
	return r
}
