package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"time"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Backup says what a snapshot holds: of each book all entries up to a sequence
// number. Whatever was acknowledged before At is in it.
type Backup struct {
	At   time.Time
	rows []backupRow
}

// BackedUp says how far the last backup holds one book.
type BackedUp struct {
	At       time.Time
	Sequence int64
}

type backupRow struct {
	bun.BaseModel `bun:"table:backups"`

	Book  ledger.ID `bun:"book"`
	At    int64     `bun:"at"`
	Seq   int64     `bun:"seq"`
	Epoch int64     `bun:"epoch"`
}

// Snapshot writes everything in the database, from one consistent state, while
// the database goes on serving.
func (s *Store) Snapshot(ctx context.Context, out io.Writer) error {
	_, err := s.snapshot(ctx, out)
	return err
}

// Backup lets keep write a snapshot where it is safe. Once keep has returned
// without an error, the database knows what that backup holds ([Store.BackedUp]);
// before, it says nothing of it.
func (s *Store) Backup(ctx context.Context, keep func(snapshot func(io.Writer) error) error) (Backup, error) {
	var b Backup
	err := keep(func(out io.Writer) (err error) {
		b, err = s.snapshot(ctx, out)
		return err
	})
	if err != nil {
		return Backup{}, err
	}
	return b, s.recordBackup(ctx, b)
}

// recordBackup replaces what is known of backups before it, book by book. A book
// that was restored meanwhile is of another time than the backup: the epoch says so.
func (s *Store) recordBackup(ctx context.Context, b Backup) error {
	if len(b.rows) == 0 {
		return nil
	}
	return s.Tx(ctx, func(ctx context.Context, s *Store) error {
		for rows := b.rows; len(rows) > 0; rows = rows[min(len(rows), 500):] {
			some := rows[:min(len(rows), 500)]
			_, err := s.db.NewInsert().Model(&some).
				On("CONFLICT (book) DO UPDATE").Set("at = EXCLUDED.at").Set("seq = EXCLUDED.seq").Set("epoch = EXCLUDED.epoch").Exec(ctx)
			if err != nil {
				return translate(err)
			}
		}
		return nil
	})
}

// BackedUp returns how far the last backup holds the book; false when there is
// none since the book was opened or restored.
func (s *Store) BackedUp(ctx context.Context, book ledger.ID) (BackedUp, bool, error) {
	var row backupRow
	err := s.db.NewRaw("SELECT x.* FROM backups AS x JOIN books AS b ON b.id = x.book AND b.epoch = x.epoch WHERE x.book = ?", book).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return BackedUp{}, false, nil
	}
	if err != nil {
		return BackedUp{}, false, translate(err)
	}
	return BackedUp{At: time.UnixMicro(row.At).UTC(), Sequence: row.Seq}, true, nil
}
