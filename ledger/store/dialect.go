package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/migrations"
)

// dialect is one of the two databases; every difference between them is a
// method of it.
type dialect migrations.Dialect

const (
	sqliteDialect   = dialect(migrations.SQLite)
	postgresDialect = dialect(migrations.Postgres)
)

func dialectOf(address string) (dialect, error) {
	switch {
	case strings.HasPrefix(address, "sqlite:") && len(address) > len("sqlite:"):
		return sqliteDialect, nil
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		return postgresDialect, nil
	}
	return "", errors.New("the database address must be sqlite:PATH or postgres://USER@HOST/NAME")
}

func (d dialect) migrations() migrations.Dialect { return migrations.Dialect(d) }

// open returns the pool that writes and the pool that reads.
func (d dialect) open(address string, o options) (writer, reader *bun.DB, err error) {
	if d == sqliteDialect {
		return openSQLite(strings.TrimPrefix(address, "sqlite:"), o)
	}
	return openPostgres(address, o)
}

// openSQLite opens one writing connection and several reading ones: WAL lets
// them work beside each other. The settings stand in the address because they
// belong to each connection.
func openSQLite(path string, o options) (writer, reader *bun.DB, err error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && !o.anyAge {
		return nil, nil, fmt.Errorf("there is no database at %s: run lumbung migrate first", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, nil, fmt.Errorf("open database: %w", err)
	}
	// Made here and not by SQLite, so that only its owner can read it.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open database: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, nil, err
	}
	file := "file:" + (&url.URL{Path: path}).EscapedPath()
	common := "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)&_pragma=cell_size_check(1)&_pragma=cache_size(-65536)&_pragma=wal_autocheckpoint(8000)"
	w, err := sql.Open("sqlite", file+common+"&_txlock=immediate&_pragma=temp_store(MEMORY)")
	if err != nil {
		return nil, nil, err
	}
	w.SetMaxOpenConns(1)
	r, err := sql.Open("sqlite", file+common+"&_pragma=query_only(1)")
	if err != nil {
		return nil, nil, errors.Join(err, w.Close())
	}
	r.SetMaxOpenConns(max(4, 2*runtime.GOMAXPROCS(0)))
	r.SetMaxIdleConns(max(4, 2*runtime.GOMAXPROCS(0)))
	return bun.NewDB(w, sqlitedialect.New()), bun.NewDB(r, sqlitedialect.New()), nil
}

func openPostgres(address string, o options) (writer, reader *bun.DB, err error) {
	cfg, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, nil, errors.New("the database address cannot be read") // the cause may hold a password
	}
	// One round trip per statement and no server-side statements: bun writes
	// its arguments into the text, so that a statement cache would only fill up.
	cfg.DefaultQueryExecMode = pgx.QueryExecModeExec
	cfg.RuntimeParams["synchronous_commit"] = "on"
	cfg.RuntimeParams["TimeZone"] = "UTC"
	if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = "lumbung"
	}
	pool := func(size int, settings string) *bun.DB {
		db := stdlib.OpenDB(*cfg, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
			if _, err := conn.Exec(ctx, settings); err != nil || o.anyAge {
				return err // migrating and restoring are done as the owner of the tables
			}
			return becomeApp(ctx, conn)
		}))
		db.SetMaxOpenConns(size)
		db.SetMaxIdleConns(size)
		return bun.NewDB(db, postgresIDs{pgdialect.New()})
	}
	// The writer's statements are planned once, when tables may still be small;
	// a plan that walks a whole table would stay.
	return pool(4, "SET enable_seqscan = off"), pool(32, "SET default_transaction_read_only = on"), nil
}

// becomeApp takes on the role that may not change the journal, where it exists.
func becomeApp(ctx context.Context, conn *pgx.Conn) error {
	var member bool
	err := conn.QueryRow(ctx, `SELECT coalesce((SELECT pg_has_role(current_user, oid, 'MEMBER')
		FROM pg_roles WHERE rolname = 'lumbung_app'), false)
		AND to_regclass('entries') IS NOT NULL AND has_table_privilege('lumbung_app', to_regclass('entries'), 'INSERT')`).Scan(&member)
	if err != nil || !member {
		return err
	}
	_, err = conn.Exec(ctx, "SET ROLE lumbung_app")
	return err
}

// postgresIDs writes sixteen bytes as a uuid. Ids hand themselves to the
// database as sixteen bytes; nothing else we keep has that length.
type postgresIDs struct{ *pgdialect.Dialect }

func (d postgresIDs) AppendBytes(b, bs []byte) []byte {
	if len(bs) != 16 {
		return d.Dialect.AppendBytes(b, bs)
	}
	b = append(b, '\'')
	b = append(b, ledger.ID(bs).String()...)
	return append(b, '\'')
}

// beginning starts a transaction that writes. On PostgreSQL it is READ COMMITTED
// whatever the cluster's default: the books' row locks, not the isolation level,
// keep commands apart.
func (d dialect) beginning() string {
	if d == postgresDialect {
		return "BEGIN ISOLATION LEVEL READ COMMITTED"
	}
	return "BEGIN IMMEDIATE"
}

// errorCode returns the database's own code of an error, "" when it is none.
func errorCode(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return "sqlite:" + strconv.Itoa(lite.Code())
	}
	return ""
}

// retryable reports whether the same transaction may well succeed when run again.
func retryable(err error) bool {
	switch code := errorCode(err); code {
	case "40001", "40P01", "55P03":
		return true
	case "":
	default:
		if n, ok := strings.CutPrefix(code, "sqlite:"); ok {
			v, _ := strconv.Atoi(n)
			return v&0xff == sqlite3.SQLITE_BUSY || v&0xff == sqlite3.SQLITE_LOCKED
		}
	}
	return false
}

// lost reports whether the connection broke, so that the outcome of a commit is
// unknown until the command is looked up.
func lost(err error) bool {
	code := errorCode(err)
	if strings.HasPrefix(code, "08") || code == "57P01" || code == "57P02" || code == "57P03" {
		return true
	}
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || code == "" && pgconn.SafeToRetry(err) || isNetworkError(err)
}

// noTransaction reports whether there was nothing to roll back on SQLite; for
// PostgreSQL that is no error.
func noTransaction(err error) bool {
	return errorCode(err) == "sqlite:"+strconv.Itoa(sqlite3.SQLITE_ERROR)
}

// duplicate reports whether a unique key was there already.
func duplicate(err error) bool {
	switch errorCode(err) {
	case "23505", "sqlite:" + strconv.Itoa(sqlite3.SQLITE_CONSTRAINT_UNIQUE), "sqlite:" + strconv.Itoa(sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
		return true
	}
	return false
}

// madeMeanwhile reports whether another connection has just made what CREATE ...
// IF NOT EXISTS was about to: PostgreSQL looks and makes in two steps.
func madeMeanwhile(err error) bool {
	code := errorCode(err)
	return duplicate(err) || code == "42P07" || code == "42710" // the table, or the row type that goes with it
}

// outOfRange reports whether a sum left the 63 bits of the database.
func outOfRange(err error) bool {
	switch errorCode(err) {
	case "22003", "sqlite:" + strconv.Itoa(sqlite3.SQLITE_CONSTRAINT_DATATYPE):
		return true
	}
	return err != nil && strings.Contains(err.Error(), "integer overflow")
}
