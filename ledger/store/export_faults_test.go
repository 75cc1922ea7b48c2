package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
)

// OpenOn opens a migrated SQLite database behind two pools of the caller's, which
// may belong to another driver: the files can then lie on a disk that the test
// has made. The self-check is made unless the database is said to be unsafe.
func OpenOn(ctx context.Context, writers, readers *sql.DB, unsafe bool) (*Store, error) {
	writers.SetMaxOpenConns(1)
	c := &core{dialect: sqliteDialect, writers: bun.NewDB(writers, sqlitedialect.New()), readers: bun.NewDB(readers, sqlitedialect.New()),
		now: time.Now, log: slog.Default()}
	s := &Store{core: c, db: c.readers}
	c.writer = newWriter(s)
	open := s.ready
	if unsafe {
		open = s.prepare
	}
	if err := open(ctx, options{}); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}
