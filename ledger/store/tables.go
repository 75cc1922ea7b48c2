package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// kind is what a column of a table holds.
type kind string

const (
	ids   kind = "uuid"
	ints  kind = "bigint"
	texts kind = "text"
	blobs kind = "bytea"
)

// table is how rows of a posting get into the database: with parameters, in
// statements whose text never changes. bun, which everything else goes through,
// would write the values into the text.
type table struct {
	columns []string
	kinds   []kind
	one     bool   // a statement takes one row at a time on SQLite
	head    string // "INSERT INTO lines (...) VALUES " on SQLite, or the whole statement when it is one
	tail    string // what comes after the rows there
	pg      string // any number of rows, one array per column
}

// newTable describes an insert. With sums, a row that is there already gets the
// values of those columns added.
func newTable(name, columns string, kinds string, sums ...string) table {
	t := table{columns: strings.Fields(columns)}
	for _, k := range kinds {
		t.kinds = append(t.kinds, map[rune]kind{'i': ids, 'n': ints, 't': texts, 'b': blobs}[k])
	}
	list := strings.Join(t.columns, ", ")
	tail := ""
	if len(sums) > 0 {
		var sets []string
		for _, c := range sums {
			sets = append(sets, fmt.Sprintf("%[2]s = %[1]s.%[2]s + excluded.%[2]s", name, c))
		}
		tail = fmt.Sprintf(" ON CONFLICT (%s) DO UPDATE SET %s", strings.Join(t.columns[:len(t.columns)-len(sums)], ", "), strings.Join(sets, ", "))
	}
	t.head, t.tail = fmt.Sprintf("INSERT INTO %s (%s) VALUES ", name, list), tail
	t.pg = fmt.Sprintf("INSERT INTO %s (%s) SELECT * FROM unnest(%s)%s", name, list, t.arrays(), tail)
	return t
}

// arrays is "$1::uuid[], $2::bigint[]" for the columns.
func (t table) arrays() string {
	parts := make([]string, len(t.kinds))
	for i, k := range t.kinds {
		parts[i] = "$" + strconv.Itoa(i+1) + "::" + string(k) + "[]"
	}
	return strings.Join(parts, ", ")
}

var (
	linesTable    = newTable("lines", "book seq n account day amount fund party item memo", "inninniiib")
	entriesTable  = newTable("entries", "book seq id day kind memo actor command event reverses n_lines recorded_at hash", "inintbiiiinnb")
	textsTable    = newTable("texts", "book seq n salt body", "innbt")
	totalsTable   = newTable("totals", "book account fund party item debit credit", "iiiiinn", "debit", "credit")
	daysTable     = newTable("days", "book account fund day debit credit", "iiinnn", "debit", "credit")
	monthsTable   = newTable("months", "book account fund month debit credit", "iiinnn", "debit", "credit")
	commandsTable = newTable("commands", "home id name version body outcome code resource at actor seal", "iitnbtttnib")

	// bookHeads moves the end of books' chains.
	bookHeads = table{
		columns: []string{"id", "seq", "head", "turnover"}, kinds: []kind{ids, ints, blobs, ints},
		one: true, head: "UPDATE books SET seq = ?2, head = ?3, turnover = ?4 WHERE id = ?1",
		pg: `UPDATE books SET seq = v.seq, head = v.head, turnover = v.turnover
			FROM unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bigint[]) AS v (id, seq, head, turnover)
			WHERE books.id = v.id`,
	}
)

// writes is what a flush sends to the database, in order.
type writes struct {
	tx    *txn
	steps []step
}

type step struct {
	table table
	rows  []any // flat
}

func (t *txn) writes() *writes { return &writes{tx: t} }

// add adds rows of a table, flat.
func (w *writes) add(t table, rows []any) {
	if len(rows) > 0 {
		w.steps = append(w.steps, step{t, rows})
	}
}

// run executes the steps: on PostgreSQL all in one round trip.
func (w *writes) run(ctx context.Context) error {
	if len(w.steps) == 0 {
		return nil
	}
	if w.tx.core.dialect == postgresDialect {
		return w.runPostgres(ctx)
	}
	return w.tx.raw(func(conn any) error { return w.runSQLite(ctx, conn.(driver.ConnPrepareContext)) })
}

// mostRows is how many rows one statement takes on SQLite, at most. There is a
// prepared statement for every number up to it: a step of the machine costs as
// much as a small row.
const mostRows = 64

// prepared are the statements of the one connection that writes to SQLite. They
// are used below database/sql, which costs as much again as a small insert.
type prepared struct {
	conn  driver.ConnPrepareContext
	stmts map[preparedKey]driver.StmtExecContext
}

type preparedKey struct {
	head string
	rows int
}

func (p *prepared) get(ctx context.Context, conn driver.ConnPrepareContext, t table, rows int) (driver.StmtExecContext, error) {
	if p.conn != conn {
		p.conn, p.stmts = conn, map[preparedKey]driver.StmtExecContext{}
	}
	key := preparedKey{t.head, rows}
	if stmt, ok := p.stmts[key]; ok {
		return stmt, nil
	}
	query := t.head
	if !t.one {
		row := "(?" + strings.Repeat(", ?", len(t.columns)-1) + ")"
		query += row + strings.Repeat(", "+row, rows-1) + t.tail
	}
	stmt, err := conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p.stmts[key] = stmt.(driver.StmtExecContext)
	return p.stmts[key], nil
}

// close finalizes the statements, without which their connection cannot close.
func (p *prepared) close() (err error) {
	for _, stmt := range p.stmts {
		err = errors.Join(err, stmt.(driver.Stmt).Close())
	}
	p.stmts = nil
	return err
}

func (w *writes) runSQLite(ctx context.Context, conn driver.ConnPrepareContext) error {
	for _, s := range w.steps {
		width := len(s.table.columns)
		values := make([]driver.NamedValue, len(s.rows))
		for i, v := range s.rows {
			if id, ok := v.(ledger.ID); ok {
				v = id[:]
			}
			values[i].Value = v
		}
		for len(values) > 0 {
			n := min(len(values)/width, mostRows)
			if s.table.one {
				n = 1
			}
			stmt, err := w.tx.core.prepared.get(ctx, conn, s.table, n)
			if err != nil {
				return err
			}
			args := values[:n*width]
			for i := range args {
				args[i].Ordinal = i + 1
			}
			if _, err := stmt.ExecContext(ctx, args); err != nil {
				return err
			}
			values = values[n*width:]
		}
	}
	return nil
}

func (w *writes) runPostgres(ctx context.Context) error {
	return w.tx.raw(func(driverConn any) error {
		conn := driverConn.(*stdlib.Conn).Conn()
		var batch pgx.Batch
		for _, s := range w.steps {
			if _, err := conn.Prepare(ctx, s.table.pg, s.table.pg); err != nil {
				return err
			}
			batch.Queue(s.table.pg, s.table.arguments(s.rows)...)
		}
		return conn.SendBatch(ctx, &batch).Close()
	})
}

// raw hands out the connection under the transaction.
func (t *txn) raw(fn func(driverConn any) error) error { return t.conn.Raw(fn) }

// arguments turns flat rows into one array per column.
func (t table) arguments(rows []any) []any {
	width, n := len(t.kinds), len(rows)/len(t.kinds)
	args := make([]any, width)
	for c, k := range t.kinds {
		switch k {
		case ids:
			column := make([]pgtype.UUID, n)
			for i := range column {
				column[i] = pgtype.UUID{Bytes: rows[i*width+c].(ledger.ID), Valid: true}
			}
			args[c] = column
		case ints:
			column := make([]int64, n)
			for i := range column {
				column[i] = rows[i*width+c].(int64)
			}
			args[c] = column
		case texts:
			column := make([]string, n)
			for i := range column {
				column[i] = rows[i*width+c].(string)
			}
			args[c] = column
		case blobs:
			column := make([][]byte, n)
			for i := range column {
				column[i] = rows[i*width+c].([]byte)
			}
			args[c] = column
		}
	}
	return args
}

// commandsByKey returns the commands with the given keys that there are.
func (s *Store) commandsByKey(ctx context.Context, keys []commandKey) ([]commandRow, error) {
	var rows []commandRow
	var b strings.Builder
	b.WriteString("SELECT * FROM commands WHERE (home, id) IN (VALUES ")
	args := make([]any, 0, 2*len(keys))
	for i, k := range keys {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(s.row())
		args = append(args, k.home, k.id)
	}
	b.WriteString(")")
	err := s.db.NewRaw(b.String(), args...).Scan(ctx, &rows)
	return rows, err
}

// row is a row of two ids in VALUES; PostgreSQL must be told the type.
func (d dialect) row() string {
	if d == sqliteDialect {
		return "(?, ?)"
	}
	return "(?::uuid, ?::uuid)"
}
