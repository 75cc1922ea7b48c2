package store

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// What a feature may do in the closure of its command beside posting. A feature
// reads and writes its own rows through DB, in its file rows.go alone, and every
// statement names its home.

// DB is the transaction in a closure, and otherwise where reads go. Sixteen bytes
// are an id there, whatever the column: nothing else may have that length.
func (s *Store) DB() bun.IDB { return s.db }

// At is the one instant of everything in a transaction, in UTC and whole
// microseconds; outside one it is now.
func (s *Store) At() time.Time {
	if s.tx != nil {
		return s.tx.at
	}
	return s.now().UTC().Truncate(time.Microsecond)
}

// Random returns n random bytes. What is random must be fixed before a closure
// that may run again.
func Random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails; it aborts the program instead
	return b
}

// AddHome makes the home of an organisation, in the closure of the command whose
// home it is: a row that locks it and a chain of changes. Nothing posts to it. The
// name is kept as a salted commitment only where the chain is concerned.
func (s *Store) AddHome(ctx context.Context, id ledger.ID, name string) error {
	salt := newSalt()
	row := bookRow{ID: id, Kind: "organization", Name: name, Salt: salt[:], Epoch: 1, State: stateHome, CreatedAt: ledger.Micros(s.tx.at)}
	if _, err := s.db.NewInsert().Model(&row).Exec(ctx); err != nil {
		return err
	}
	end := &chainEnd{Book: row.book(), home: true}
	s.tx.books[id] = end
	return s.record(ctx, end, change{"book.opened", id, row.facts()})
}

// Record appends to the chain of changes of a home that the command has locked: a
// book or an organisation (unknown_home). The facts say what stands after the
// change, and hold nothing personal: the chain is for ever.
func (s *Store) Record(ctx context.Context, home ledger.ID, action string, subject ledger.ID, facts any) error {
	if s.tx == nil {
		panic("store: recording outside a transaction")
	}
	end, ok := s.tx.books[home]
	if !ok || end.importing {
		return ledger.E(ledger.Missing, "unknown_home", "")
	}
	return s.record(ctx, end, change{action, subject, facts})
}

// Records returns up to limit records of a home's chain of changes before the
// given sequence number (0: from the end), newest first.
func (s *Store) Records(ctx context.Context, home ledger.ID, before int64, limit int) ([]ledger.Audit, error) {
	var rows []auditRow
	query := "SELECT * FROM audit WHERE home = ? AND (? = 0 OR seq < ?) ORDER BY seq DESC LIMIT ?"
	if err := s.db.NewRaw(query, home, before, before, limit).Scan(ctx, &rows); err != nil {
		return nil, translate(err)
	}
	all := make([]ledger.Audit, len(rows))
	for i, r := range rows {
		all[i] = r.audit()
	}
	return all, nil
}

// Keyed is a hash of the parts that only this installation can compute.
func (s *Store) Keyed(ctx context.Context, tag string, parts ...[]byte) ([]byte, error) {
	key, err := s.Setting(ctx, "command_key")
	if err != nil {
		return nil, err
	}
	return (&Store{core: s.core, key: key}).keyed(tag, parts...), nil
}

// Translate turns an error of the database into one of ours. A feature calls it on
// what its own statements return outside a closure.
func Translate(err error) error { return translate(err) }
