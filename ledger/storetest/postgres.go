package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Postgres returns the address (postgres://...) of a fresh database in this test process's throwaway PostgreSQL,
// made from the template that prepare filled once (prepare may be nil: an empty database). Every call passes the
// same prepare: a process has one template. The database is dropped when the test ends.
//
// It never skips: a missing server fails the test with the command to type.
func Postgres(t testing.TB, prepare func(ctx context.Context, address string) error) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()

	if err := shared.run(); err != nil {
		t.Fatalf("storetest: %v", err)
	}
	source := "template1"
	if prepare != nil {
		if err := shared.fill(ctx, prepare); err != nil {
			t.Fatalf("storetest: filling the template database: %v", err)
		}
		source = template
	}
	database := fmt.Sprintf("test_%d", shared.made.Add(1))
	// Both strategies of copying (WAL_LOG, FILE_COPY) take the same time: the default will do.
	if err := shared.exec(ctx, "CREATE DATABASE "+database+" TEMPLATE "+source); err != nil {
		t.Fatalf("storetest: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := shared.drop(ctx, database); err != nil {
			t.Errorf("storetest: %v", err)
		}
	})
	return shared.cluster.Address(database)
}

// shared is the cluster behind Postgres.
var shared throwaway

// throwaway is a cluster that the first test starts, with its template database.
type throwaway struct {
	start    sync.Once
	startErr error
	cluster  *Cluster

	prepare    sync.Once
	prepareErr error
	made       atomic.Int64 // databases so far

	mu   sync.Mutex // one administrator at a time
	conn *pgx.Conn
}

func (s *throwaway) run() error {
	s.start.Do(func() {
		s.startErr = errors.New("starting PostgreSQL did not end") // should it panic
		s.cluster, s.startErr = newCluster(Server{})
	})
	return s.startErr
}

// fill makes the template database, once: if that fails, it fails for every test.
func (s *throwaway) fill(ctx context.Context, prepare func(ctx context.Context, address string) error) error {
	s.prepare.Do(func() {
		s.prepareErr = errors.New("prepare did not return") // should it panic
		s.prepareErr = func() error {
			if err := s.exec(ctx, "CREATE DATABASE "+template); err != nil {
				return err
			}
			if err := prepare(ctx, s.cluster.Address(template)); err != nil {
				return err
			}
			// A template that somebody is connected to cannot be copied.
			if err := s.exec(ctx, "ALTER DATABASE "+template+" ALLOW_CONNECTIONS false"); err != nil {
				return err
			}
			return s.clear(ctx, template)
		}()
	})
	return s.prepareErr
}

// drop drops a database. FORCE is for whoever comes in between; alone it would cost a nap of 100 ms almost always.
func (s *throwaway) drop(ctx context.Context, database string) error {
	if err := s.clear(ctx, database); err != nil {
		return err
	}
	return s.exec(ctx, "DROP DATABASE "+database+" WITH (FORCE)")
}

// clear ends all connections to a database and waits until they are gone.
func (s *throwaway) clear(ctx context.Context, database string) error {
	for {
		n, err := s.rows(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+database+"'")
		if n == 0 || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d connections to %s do not end: %w", n, database, ctx.Err())
		case <-time.After(time.Millisecond):
		}
	}
}

func (s *throwaway) exec(ctx context.Context, statement string) error {
	_, err := s.rows(ctx, statement)
	return err
}

// rows runs a statement as the administrator.
func (s *throwaway) rows(ctx context.Context, statement string) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == nil || s.conn.IsClosed() {
		conn, err := pgx.Connect(ctx, s.cluster.Address("postgres"))
		if err != nil {
			return 0, err
		}
		s.conn = conn
	}
	done, err := s.conn.Exec(ctx, statement)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", statement, err)
	}
	return done.RowsAffected(), nil
}
