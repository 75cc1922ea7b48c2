package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Store is an open database, or one transaction on it. It is safe for use by
// many goroutines; a Store handed to a closure belongs to that closure.
type Store struct {
	*core
	db    bun.IDB // where reads go: the readers' pool, or the transaction
	tx    *txn    // nil outside a transaction
	still bool    // db is one consistent state, for reading
	key   []byte  // of the command hashes, as of the transaction
}

// core is what all Stores of one database share.
type core struct {
	dialect
	address  string
	writers  *bun.DB // connections that write: on SQLite just one
	readers  *bun.DB
	writer   *writer
	charts   charts
	guard    atomic.Pointer[Guard]
	prepared prepared
	now      func() time.Time
	log      *slog.Logger
	anyAge   bool // of migrations and restores: the schema may not be there yet
	retries  atomic.Int64
}

// Option changes how a database is opened.
type Option func(*options)

type options struct {
	now    func() time.Time
	log    *slog.Logger
	anyAge bool
}

// WithClock makes the store take instants from now instead of the system clock.
func WithClock(now func() time.Time) Option { return func(o *options) { o.now = now } }

// WithLog makes the store write its few log lines to l.
func WithLog(l *slog.Logger) Option { return func(o *options) { o.log = l } }

// anyAge opens a database whatever its schema version.
func anyAge() Option { return func(o *options) { o.anyAge = true } }

// Open opens the database at the address, "sqlite:PATH" or "postgres://...".
// It refuses a schema older or newer than this program's ([Migrate] brings an
// older one up to date) and settings under which an acknowledged entry could be
// lost; the error says which.
func Open(ctx context.Context, address string, opts ...Option) (*Store, error) {
	o := options{now: time.Now, log: slog.Default()}
	for _, opt := range opts {
		opt(&o)
	}
	d, err := dialectOf(address)
	if err != nil {
		return nil, err
	}
	writers, readers, err := d.open(address, o)
	if err != nil {
		return nil, err
	}
	c := &core{dialect: d, address: address, writers: writers, readers: readers, now: o.now, log: o.log, anyAge: o.anyAge}
	s := &Store{core: c, db: readers}
	c.writer = newWriter(s)
	if err := s.ready(ctx, o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) ready(ctx context.Context, o options) error {
	// SQLite does not wait for another connection that is turning a fresh file to
	// WAL at the same moment.
	err := s.writers.PingContext(ctx)
	for attempt := 1; err != nil && retryable(err) && attempt < maxAttempts; attempt++ {
		if err = pause(ctx, attempt); err == nil {
			err = s.writers.PingContext(ctx)
		}
	}
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	if err := s.selfCheck(ctx); err != nil {
		return err
	}
	return s.prepare(ctx, o)
}

// prepare looks at the schema and at what every installation must have.
func (s *Store) prepare(ctx context.Context, o options) error {
	if o.anyAge {
		return nil
	}
	if err := s.checkVersion(ctx); err != nil {
		return err
	}
	_, err := s.secret(ctx, "command_key")
	return err
}

// Close finishes the commands that wait and closes the database. What was
// acknowledged is on disk already.
func (s *Store) Close() error {
	s.writer.close()
	return errors.Join(s.prepared.close(), s.readers.Close(), s.writers.Close())
}

// Ready reports whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	var one int
	return s.readers.NewRaw("SELECT 1").Scan(ctx, &one)
}

// Retries returns how often a transaction had to be run again because another
// was in its way.
func (s *Store) Retries() int64 { return s.retries.Load() }

// NewID makes the id of a new thing: a UUIDv7.
func NewID() ledger.ID { return ledger.ID(uuid.Must(uuid.NewV7())) }

// NewBookID makes the id of a new book: a random UUIDv4.
func NewBookID() ledger.ID { return ledger.ID(uuid.New()) }

func newSalt() ledger.Salt {
	var salt ledger.Salt
	_, _ = rand.Read(salt[:]) // never fails; it aborts the program instead
	return salt
}

// secret returns 32 random bytes kept under the name, made on first use.
func (s *Store) secret(ctx context.Context, name string) ([]byte, error) {
	if value, err := s.Setting(ctx, name); err != nil || value != nil {
		return value, err
	}
	fresh := newSalt()
	_, err := s.writers.NewRaw("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, fresh[:]).Exec(ctx)
	if err != nil {
		return nil, err
	}
	return s.Setting(ctx, name)
}

// Setting returns what the installation keeps under the name, nil when nothing.
func (s *Store) Setting(ctx context.Context, name string) ([]byte, error) {
	var value []byte
	err := s.db.NewRaw("SELECT value FROM settings WHERE name = ?", name).Scan(ctx, &value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return value, err
}

// SetSetting keeps the value under the name.
func (s *Store) SetSetting(ctx context.Context, name string, value []byte) error {
	_, err := s.writers.NewRaw(`INSERT INTO settings (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value).Exec(ctx)
	return err
}

// HashToken is how a bearer token is kept.
func HashToken(token string) []byte {
	sum := sha256.Sum256([]byte("lumbung.token.v1\x00" + token))
	return sum[:]
}
