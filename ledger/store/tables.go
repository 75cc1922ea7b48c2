package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
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
	lite    statement
	pg      string // any number of rows, one array per column
}

// statement is a statement on SQLite around any number of rows of so many
// parameters. Without a width it is whole and takes one row at a time.
type statement struct {
	head, tail string
	width      int
}

func (s statement) text(rows int) string {
	if s.width == 0 {
		return s.head
	}
	row := "(?" + strings.Repeat(", ?", s.width-1) + ")"
	return s.head + row + strings.Repeat(", "+row, rows-1) + s.tail
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
	t.lite = statement{fmt.Sprintf("INSERT INTO %s (%s) VALUES ", name, list), tail, len(t.columns)}
	t.pg = fmt.Sprintf("INSERT INTO %s (%s) SELECT * FROM unnest(%s)%s", name, list, arrays(t.kinds), tail)
	return t
}

// arrays is "$1::uuid[], $2::bigint[]" for the columns.
func arrays(kinds []kind) string {
	parts := make([]string, len(kinds))
	for i, k := range kinds {
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
		lite: statement{head: "UPDATE books SET seq = ?2, head = ?3, turnover = ?4 WHERE id = ?1"},
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

// run executes the steps and then, where it is the last of the transaction, the
// commit: on PostgreSQL all in one round trip.
func (w *writes) run(ctx context.Context, commit bool) error {
	if len(w.steps) == 0 && !commit {
		return nil
	}
	return w.tx.conn.Raw(func(conn any) error {
		if w.tx.core.dialect == postgresDialect {
			return w.runPostgres(ctx, conn.(*stdlib.Conn).Conn(), commit)
		}
		return w.runSQLite(context.WithoutCancel(ctx), conn.(liteConn), commit)
	})
}

// mostRows is how many rows one statement takes on SQLite, at most. There is a
// prepared statement for every number up to it: a step of the machine costs as
// much as a small row.
const mostRows = 64

// prepared are the statements of the one connection that writes to SQLite. They
// are used below database/sql, which costs as much again as a small insert.
type prepared struct {
	conn  liteConn
	stmts map[preparedKey]liteStmt
}

type preparedKey struct {
	head string
	rows int
}

// liteConn and liteStmt are what every driver of SQLite gives below database/sql.
type liteConn interface {
	driver.ConnPrepareContext
	driver.ExecerContext
}

type liteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

func (p *prepared) get(ctx context.Context, conn liteConn, s statement, rows int) (liteStmt, error) {
	if p.conn != conn {
		p.conn, p.stmts = conn, map[preparedKey]liteStmt{}
	}
	key := preparedKey{s.head, rows}
	if stmt, ok := p.stmts[key]; ok {
		return stmt, nil
	}
	stmt, err := conn.PrepareContext(ctx, s.text(rows))
	if err != nil {
		return nil, err
	}
	p.stmts[key] = stmt.(liteStmt)
	return p.stmts[key], nil
}

// close finalizes the statements, without which their connection cannot close.
func (p *prepared) close() (err error) {
	for _, stmt := range p.stmts {
		err = errors.Join(err, stmt.Close())
	}
	p.conn, p.stmts = nil, nil
	return err
}

// bound is parameters as SQLite's drivers take them.
func bound(values []any) []driver.NamedValue {
	args := make([]driver.NamedValue, len(values))
	for i, v := range values {
		if id, ok := v.(ledger.ID); ok {
			v = id[:]
		}
		args[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return args
}

func (w *writes) runSQLite(ctx context.Context, conn liteConn, commit bool) error {
	for _, s := range w.steps {
		width, most := len(s.table.columns), mostRows
		if s.table.lite.width == 0 {
			most = 1
		}
		for rows := range slices.Chunk(s.rows, most*width) {
			stmt, err := w.tx.core.prepared.get(ctx, conn, s.table.lite, len(rows)/width)
			if err != nil {
				return err
			}
			if _, err := stmt.ExecContext(ctx, bound(rows)); err != nil {
				return err
			}
		}
	}
	if !commit {
		return nil
	}
	_, err := conn.ExecContext(ctx, "COMMIT", nil)
	return err
}

func (w *writes) runPostgres(ctx context.Context, conn *pgx.Conn, commit bool) error {
	var batch pgx.Batch
	for _, s := range w.steps {
		if _, err := conn.Prepare(ctx, s.table.pg, s.table.pg); err != nil {
			return err
		}
		batch.Queue(s.table.pg, arguments(s.table.kinds, s.rows)...)
	}
	if commit {
		batch.Queue("COMMIT").Exec(func(tag pgconn.CommandTag) error {
			if tag.String() != "COMMIT" { // it says ROLLBACK where an error was passed over
				return pgx.ErrTxCommitRollback
			}
			return nil
		})
	}
	return conn.SendBatch(ctx, &batch).Close()
}

// arguments turns flat rows into one array per column.
func arguments(kinds []kind, rows []any) []any {
	width, n := len(kinds), len(rows)/len(kinds)
	args := make([]any, width)
	for c, k := range kinds {
		switch k {
		case ids:
			column := make([]pgtype.UUID, n)
			for i := range column {
				column[i] = pgtype.UUID{Bytes: rows[i*width+c].(ledger.ID), Valid: true}
			}
			args[c] = pgtype.FlatArray[pgtype.UUID](column) // the plain slice would be walked by reflection
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
