package store

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// lookup is how a transaction of the writer reads rows by keys it knows up front.
// Like those of a [table], its statements take parameters and their text never
// changes.
type lookup struct {
	kinds []kind // of the columns of a key
	lite  statement
	pg    string // any number of keys, one array per column
}

const (
	bookColumns    = "id, kind, name, currency, places, epoch, seq, head, turnover, audit_seq, audit_head, closed_through, state, created_at"
	commandColumns = "home, id, name, version, body, outcome, code, resource, at, actor"
)

var (
	settingByName = lookup{
		kinds: []kind{texts},
		lite:  statement{"SELECT value FROM settings WHERE name IN (VALUES ", ")", 1},
		pg:    "SELECT value FROM settings WHERE name = ANY ($1::text[])",
	}

	// bookByID locks the books in order of their ids.
	bookByID = lookup{
		kinds: []kind{ids},
		lite:  statement{"SELECT " + bookColumns + " FROM books WHERE id IN (VALUES ", ")", 1},
		pg:    "SELECT " + bookColumns + " FROM books WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE",
	}

	// commandByKey can be planned in one way only on PostgreSQL, key by key, whatever
	// the planner thinks of the table: OFFSET 0 is a fence.
	commandByKey = lookup{
		kinds: []kind{ids, ids},
		lite:  statement{"SELECT " + commandColumns + " FROM commands WHERE (home, id) IN (VALUES ", ")", 2},
		pg: "SELECT found.* FROM unnest($1::uuid[], $2::uuid[]) AS k (h, i) CROSS JOIN LATERAL (SELECT " + commandColumns +
			" FROM commands WHERE home = k.h AND id = k.i OFFSET 0) AS found",
	}
)

// question is a lookup with its keys, flat, and what to do with a row found.
type question struct {
	lookup lookup
	keys   []any
	found  func(r row) error
}

// ask runs the statement, if any, and then reads the rows: on PostgreSQL all in
// one round trip.
func (t *txn) ask(ctx context.Context, first string, questions ...question) error {
	questions = slices.DeleteFunc(questions, func(q question) bool { return len(q.keys) == 0 })
	return t.conn.Raw(func(conn any) error {
		if t.core.dialect == postgresDialect {
			return askPostgres(ctx, conn.(*stdlib.Conn).Conn(), first, questions)
		}
		return t.core.prepared.ask(context.WithoutCancel(ctx), conn.(liteConn), first, questions)
	})
}

func askPostgres(ctx context.Context, conn *pgx.Conn, first string, questions []question) error {
	var batch pgx.Batch
	if first != "" {
		batch.Queue(first)
	}
	for _, q := range questions {
		if _, err := conn.Prepare(ctx, q.lookup.pg, q.lookup.pg); err != nil {
			return err
		}
		batch.Queue(q.lookup.pg, arguments(q.lookup.kinds, q.keys)...).Query(func(rows pgx.Rows) error {
			for rows.Next() {
				values, err := rows.Values()
				if err == nil {
					err = q.found(values)
				}
				if err != nil {
					return err
				}
			}
			return rows.Err()
		})
	}
	return conn.SendBatch(ctx, &batch).Close()
}

func (p *prepared) ask(ctx context.Context, conn liteConn, first string, questions []question) error {
	if first != "" {
		if _, err := conn.ExecContext(ctx, first, nil); err != nil {
			return err
		}
	}
	for _, q := range questions {
		width := len(q.lookup.kinds)
		for keys := range slices.Chunk(q.keys, mostRows*width) {
			stmt, err := p.get(ctx, conn, q.lookup.lite, len(keys)/width)
			if err != nil {
				return err
			}
			rows, err := stmt.QueryContext(ctx, bound(keys))
			if err != nil {
				return err
			}
			values := make([]driver.Value, len(rows.Columns()))
			r := make(row, len(values))
			for err == nil {
				if err = rows.Next(values); err == nil {
					for i, v := range values {
						r[i] = v
					}
					err = q.found(r)
				}
			}
			if closing := rows.Close(); err == io.EOF {
				err = closing
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// row is the columns of a row as a driver gives them.
type row []any

// scan reads the columns in order.
func (r row) scan(into ...any) error {
	if len(into) != len(r) {
		return fmt.Errorf("a row of %d columns for %d", len(r), len(into))
	}
	for i, v := range r {
		if id, ok := v.([16]byte); ok {
			v = id[:]
		}
		var ok bool
		switch to := into[i].(type) {
		case sql.Scanner:
			if err := to.Scan(v); err != nil {
				return err
			}
			ok = true
		case *int64:
			*to, ok = v.(int64)
		case *string:
			*to, ok = v.(string)
		case *[]byte:
			var held []byte
			held, ok = v.([]byte)
			*to = bytes.Clone(held)
		}
		if !ok {
			return fmt.Errorf("a column holds a %T where a %T was looked for", v, into[i])
		}
	}
	return nil
}

// begin opens the transaction, locks the books in order of their ids and notes
// where their chains end, and then looks at which of the commands were decided
// before: under the lock, since another server may just have done them. The key of
// the command hashes is read with every transaction, because a restore beside a
// running server brings its own. A book that is not there is left out.
func (s *Store) begin(ctx context.Context, books []ledger.ID, commands []commandKey) error {
	questions := []question{s.tx.lockBooks(books)}
	if !s.anyAge {
		questions = append(questions, question{settingByName, []any{"command_key"}, func(r row) error { return r.scan(&s.key) }})
	}
	var keys []any
	for _, k := range commands {
		keys = append(keys, k.home, k.id)
	}
	questions = append(questions, question{commandByKey, keys, func(r row) error {
		var c commandRow
		var outcome string
		err := r.scan(&c.Home, &c.ID, &c.Name, &c.Version, &c.Body, &outcome, &c.Code, &c.Resource, &c.At, &c.Actor)
		c.Outcome = ledger.Outcome(outcome)
		s.tx.known[commandKey{c.Home, c.ID}] = &c
		return err
	}})
	return s.tx.ask(ctx, s.beginning(), questions...)
}

// lockBooks asks for the rows of those books that are not locked yet.
func (t *txn) lockBooks(ids []ledger.ID) question {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, compareIDs)
	var keys []any
	for _, id := range slices.Compact(ids) {
		if t.books[id] == nil {
			keys = append(keys, id)
		}
	}
	return question{bookByID, keys, func(r row) error {
		var b bookRow
		var kind string
		var places, closed int64
		err := r.scan(&b.ID, &kind, &b.Name, &b.Currency, &places, &b.Epoch, &b.Seq, &b.Head, &b.Turnover, &b.AuditSeq, &b.AuditHead, &closed, &b.State, &b.CreatedAt)
		b.Kind, b.Places, b.ClosedThrough = ledger.BookKind(kind), int32(places), ledger.Date(closed)
		t.books[b.ID] = &chainEnd{Book: b.book(), importing: b.State == stateImporting, home: b.State == stateHome, turnover: b.Turnover, auditSeq: b.AuditSeq, auditHead: b.AuditHead}
		return err
	}}
}
