package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"time"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// txn is one transaction: the books it has locked and where their chains end.
type txn struct {
	core    *core
	conn    bun.Conn
	at      time.Time // the one instant of everything in it
	command ledger.Command
	books   map[ledger.ID]*chainEnd
	known   map[commandKey]*commandRow // commands that were decided before or just now
	last    *writes                    // what goes to the database together with the commit
	depth   int
}

// chainEnd is a locked book and the end of its chains as of this transaction.
type chainEnd struct {
	ledger.Book
	importing bool
	home      bool  // of an organisation
	turnover  int64 // the sum of all debits
	auditSeq  int64
	auditHead ledger.Hash
	chart     *Chart // of this transaction's own; that of a book being imported is nobody else's
}

// ends returns a copy of where the chains end now, to go back to.
func (t *txn) ends() map[ledger.ID]*chainEnd {
	if t == nil {
		return nil
	}
	ends := maps.Clone(t.books)
	for id, b := range ends {
		copied := *b
		ends[id] = &copied
	}
	return ends
}

// end returns where the chains of a locked book end now.
func (t *txn) end(book ledger.ID) (chainEnd, bool) {
	if b, ok := t.books[book]; ok {
		return *b, true
	}
	return chainEnd{}, false
}

const maxAttempts = 12

// Tx runs fn in a transaction and commits when it returns nil. Inside another
// transaction it is a savepoint: fn's error undoes fn's work alone. A
// transaction that another was in the way of is run again, after a random
// pause, so fn must do nothing but work through its store.
func (s *Store) Tx(ctx context.Context, fn func(ctx context.Context, s *Store) error) error {
	if s.tx != nil {
		return s.savepoint(ctx, fn)
	}
	for attempt := 1; ; attempt++ {
		err := s.attempt(ctx, nil, nil, fn)
		if err == nil || !retryable(err) || attempt == maxAttempts {
			return translate(err)
		}
		s.retries.Add(1)
		if err := pause(ctx, attempt); err != nil {
			return translate(err)
		}
	}
}

// pause waits a random time that grows with the number of attempts.
func pause(ctx context.Context, attempt int) error {
	longest := min(time.Millisecond<<attempt, 200*time.Millisecond)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Duration(rand.Int64N(int64(longest)))):
		return nil
	}
}

// attempt runs fn once, with the books locked. A transaction that does not commit
// is rolled back, also when fn panics; a connection on which not even that can be
// done is thrown away, and its transaction with it.
func (s *Store) attempt(ctx context.Context, books []ledger.ID, commands []commandKey, fn func(ctx context.Context, s *Store) error) (err error) {
	conn, err := s.writers.Conn(ctx)
	if err != nil {
		return err
	}
	t := &txn{core: s.core, conn: conn, at: s.now().UTC().Truncate(time.Microsecond), books: map[ledger.ID]*chainEnd{}, known: map[commandKey]*commandRow{}}
	done := false
	defer func() {
		if !done {
			t.rollback(ctx)
		}
		if closing := conn.Close(); err == nil && !errors.Is(closing, sql.ErrConnDone) {
			err = closing
		}
	}()
	inner := &Store{core: s.core, db: conn, tx: t}
	if err := inner.begin(ctx, books, commands); err != nil {
		return err
	}
	if err := fn(ctx, inner); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if t.last == nil {
		t.last = t.writes()
	}
	err = t.last.run(ctx, true)
	done = err == nil
	return err
}

func (t *txn) rollback(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_, err := t.conn.Conn.ExecContext(ctx, "ROLLBACK")
	if err == nil || noTransaction(err) {
		return
	}
	if t.core.dialect == sqliteDialect {
		_ = t.core.prepared.close()
	}
	_ = t.conn.Raw(func(any) error { return driver.ErrBadConn })
}

func (s *Store) savepoint(ctx context.Context, fn func(ctx context.Context, s *Store) error) error {
	name := fmt.Sprintf("sp%d", s.tx.depth)
	if _, err := s.tx.conn.Conn.ExecContext(ctx, "SAVEPOINT "+name); err != nil {
		return err
	}
	before := s.tx.ends()
	s.tx.depth++
	err := fn(ctx, s)
	s.tx.depth--
	if err != nil {
		s.tx.books = before
		_, back := s.tx.conn.Conn.ExecContext(ctx, "ROLLBACK TO SAVEPOINT "+name)
		return errors.Join(err, back)
	}
	_, err = s.tx.conn.Conn.ExecContext(ctx, "RELEASE SAVEPOINT "+name)
	return err
}

// Read runs fn on one consistent state of the database, for reading.
func (s *Store) Read(ctx context.Context, fn func(ctx context.Context, s *Store) error) error {
	if s.tx != nil || s.still {
		return fn(ctx, s)
	}
	options := &sql.TxOptions{ReadOnly: true}
	if s.dialect == postgresDialect {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := s.readers.BeginTx(ctx, options)
	if err != nil {
		return translate(err)
	}
	err = fn(ctx, &Store{core: s.core, db: tx, still: true})
	return translate(errors.Join(err, tx.Rollback()))
}

// NeedBooks is what a closure returns when it finds that it must post to books
// its caller did not declare. The command is run again with them locked too.
type NeedBooks struct{ Books []ledger.ID }

func (n NeedBooks) Error() string { return fmt.Sprintf("needs %d more books", len(n.Books)) }

// locked returns the book for changing: it must be among the declared ones, and
// must exist (unknown_book).
func (s *Store) locked(ctx context.Context, id ledger.ID) (*chainEnd, error) {
	if s.tx == nil {
		panic("store: posting outside a transaction")
	}
	if b, ok := s.tx.books[id]; ok {
		if b.home || b.importing && s.tx.command.Name != importCommand {
			return nil, ledger.E(ledger.Missing, "unknown_book", "")
		}
		return b, nil
	}
	if _, err := s.Book(ctx, id); err != nil {
		return nil, err
	}
	return nil, NeedBooks{Books: []ledger.ID{id}}
}
