package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/migrate"

	"github.com/lumbung-ledger/lumbung/migrations"
)

// Migrate brings the database at the address to this program's schema and puts
// the seals on. It refuses a newer schema, waits for another migration that is
// under way, and takes over from one that died. Doing it twice changes nothing.
func Migrate(ctx context.Context, address string, opts ...Option) error {
	s, err := Open(ctx, address, append(opts, anyAge())...)
	if err != nil {
		return err
	}
	err = s.migrationLock(ctx, func(ctx context.Context) error { return s.migrate(ctx) })
	return errors.Join(err, s.Close())
}

func (s *Store) migrator() (*migrate.Migrator, error) {
	steps := migrate.NewMigrations()
	if err := steps.Discover(migrations.Common()); err != nil {
		return nil, err
	}
	return migrate.NewMigrator(s.writers, steps, migrate.WithMarkAppliedOnSuccess(true),
		migrate.WithTemplateData(s.migrations().Words())), nil
}

func (s *Store) migrate(ctx context.Context) error {
	m, err := s.migrator()
	if err != nil {
		return err
	}
	if err := m.Init(ctx); err != nil {
		return err
	}
	if _, err := s.versionGap(ctx, m); err != nil {
		return err
	}
	if _, err := m.Migrate(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	for attempt := 1; ; attempt++ {
		err := s.writers.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			return execAll(ctx, tx, s.migrations().Unseal(), s.migrations().Seal(), s.migrations().Grants())
		})
		// A server that is posting meanwhile may be in the way.
		if err == nil || !retryable(err) || attempt == maxAttempts {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

func execAll(ctx context.Context, db bun.IDB, lists ...[]string) error {
	for _, list := range lists {
		for _, statement := range list {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("migrate: %w", err)
			}
		}
	}
	return nil
}

// versionGap returns how many steps the database lacks; one that has a step we
// do not know is newer than this program, which is an error.
func (s *Store) versionGap(ctx context.Context, m *migrate.Migrator) (int, error) {
	known, err := m.MigrationsWithStatus(ctx)
	if err != nil {
		return 0, err
	}
	applied, err := m.AppliedMigrations(ctx)
	if err != nil {
		return 0, err
	}
	names := make(map[string]bool, len(known))
	for _, k := range known {
		names[k.Name] = true
	}
	for _, a := range applied {
		if !names[a.Name] {
			return 0, fmt.Errorf("the database has schema step %s, which this program does not know: use a newer lumbung", a.Name)
		}
	}
	return len(known) - len(applied), nil
}

func (s *Store) checkVersion(ctx context.Context) error {
	m, err := s.migrator()
	if err != nil {
		return err
	}
	var tables int
	query := "SELECT count(*) FROM sqlite_master WHERE name = 'bun_migrations'"
	if s.dialect == postgresDialect {
		query = "SELECT count(*) FROM (SELECT to_regclass('bun_migrations') AS t) x WHERE t IS NOT NULL"
	}
	if err := s.writers.NewRaw(query).Scan(ctx, &tables); err != nil {
		return err
	}
	if tables == 0 {
		return errors.New("the database is empty: run lumbung migrate first")
	}
	gap, err := s.versionGap(ctx, m)
	if err != nil {
		return err
	}
	if gap > 0 {
		return fmt.Errorf("the database lacks %d schema steps: run lumbung migrate first", gap)
	}
	return nil
}

// The migration lock is a row that its holder refreshes; one that has not been
// refreshed for lockAge belongs to a process that died.
const (
	lockAge     = 20 * time.Second
	lockRefresh = 5 * time.Second
	lockRetry   = 100 * time.Millisecond
)

func (s *Store) migrationLock(ctx context.Context, fn func(ctx context.Context) error) error {
	holder := fmt.Sprintf("%d-%s", os.Getpid(), NewID())
	create := `CREATE TABLE IF NOT EXISTS migration_lock (
		one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), holder TEXT NOT NULL, since BIGINT NOT NULL)`
	take := func() (bool, error) {
		if _, err := s.writers.ExecContext(ctx, create); err != nil {
			return false, err
		}
		now := time.Now()
		res, err := s.writers.NewRaw(`INSERT INTO migration_lock (one, holder, since) VALUES (1, ?, ?)
			ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, since = excluded.since
			WHERE migration_lock.since < ? OR migration_lock.holder = excluded.holder`,
			holder, now.UnixMilli(), now.Add(-lockAge).UnixMilli()).Exec(ctx)
		if err != nil {
			return false, err
		}
		n, err := res.RowsAffected()
		return n == 1, err
	}
	for {
		ok, err := take()
		if ok {
			break
		}
		if err != nil && ctx.Err() == nil && !retryable(err) && !madeMeanwhile(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("another migration is under way: %w", ctx.Err())
		case <-time.After(lockRetry):
		}
	}
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(lockRefresh)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				_, _ = s.writers.NewRaw("UPDATE migration_lock SET since = ? WHERE holder = ?", time.Now().UnixMilli(), holder).Exec(ctx)
			}
		}
	}()
	err := fn(ctx)
	close(done)
	_, errFree := s.writers.NewRaw("DELETE FROM migration_lock WHERE holder = ?", holder).Exec(ctx)
	return errors.Join(err, errFree)
}
