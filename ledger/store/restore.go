package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Restored says what a restore brought in.
type Restored struct {
	Books, Entries int64
}

// journalTables are the tables with rows of books, children first.
var journalTables = []string{"texts", "lines", "entries", "totals", "days", "months", "commands", "audit", "limits", "funds", "accounts", "books", "settings"}

// Restore puts a snapshot into the database at the address, which may be of the
// other kind than the snapshot's own. It happens in one transaction and with
// every seal on: either the whole snapshot stands there, proved by [Store.Check],
// or the database is as it was. The epoch of every book is raised above both the
// snapshot's and the one it had here.
//
// A database that has books is replaced only when replace is true.
func Restore(ctx context.Context, address string, in io.ReadSeeker, replace bool, opts ...Option) (Restored, error) {
	if err := readSnapshot(in, func(string, json.RawMessage) error { return nil }); err != nil {
		return Restored{}, err
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return Restored{}, err
	}
	if err := Migrate(ctx, address, opts...); err != nil {
		return Restored{}, err
	}
	s, err := Open(ctx, address, append(opts, anyAge())...)
	if err != nil {
		return Restored{}, err
	}
	var done Restored
	err = s.Tx(ctx, func(ctx context.Context, s *Store) (err error) {
		if _, err := in.Seek(0, io.SeekStart); err != nil {
			return err
		}
		done, err = s.restore(ctx, in, replace)
		return err
	})
	return done, errors.Join(err, s.Close())
}

func (s *Store) restore(ctx context.Context, in io.Reader, replace bool) (Restored, error) {
	var there []bookRow
	if err := s.db.NewRaw("SELECT * FROM books").Scan(ctx, &there); err != nil {
		return Restored{}, err
	}
	if len(there) > 0 && !replace {
		return Restored{}, errors.New("the database has books already: replacing them must be asked for")
	}
	epochs := map[ledger.ID]int64{}
	for _, b := range there {
		epochs[b.ID] = b.Epoch
	}
	if err := s.empty(ctx); err != nil {
		return Restored{}, err
	}
	l := &loader{s: s}
	if err := readSnapshot(in, func(table string, raw json.RawMessage) error { return l.row(ctx, table, raw) }); err != nil {
		return Restored{}, err
	}
	if err := l.flush(ctx); err != nil {
		return Restored{}, err
	}
	if err := s.rebuildBalances(ctx); err != nil {
		return Restored{}, err
	}
	key, err := s.Setting(ctx, "command_key")
	if err != nil {
		return Restored{}, err
	}
	s.key = key
	// Before the epochs are raised: that records every book's facts anew, and
	// would hide that they are not what the audit chain says.
	r, err := s.Check(ctx)
	if err == nil && !r.OK() {
		err = fmt.Errorf("the snapshot does not hold: %s", r.Findings[0])
	}
	if err != nil {
		return Restored{}, err
	}
	return Restored{Books: r.Books, Entries: r.Entries}, s.raiseEpochs(ctx, epochs)
}

// empty lifts the seals, takes every row out and puts the seals back.
func (s *Store) empty(ctx context.Context) error {
	if err := execAll(ctx, s.db, s.migrations().Unseal()); err != nil {
		return err
	}
	for _, table := range slices.Concat(sessionTables, featureTables, journalTables) {
		if _, err := s.db.ExecContext(ctx, "DELETE FROM "+table); err != nil {
			return err
		}
	}
	return execAll(ctx, s.db, s.migrations().Seal())
}

// rebuildBalances adds up totals, days and months from the lines.
func (s *Store) rebuildBalances(ctx context.Context) error {
	for _, t := range []struct{ table, columns, group string }{
		{"totals", "book, account, fund, party, item", "book, account, fund, party, item"},
		{"days", "book, account, fund, day", "book, account, fund, day"},
		{"months", "book, account, fund, month", "book, account, fund, day / 100"},
	} {
		_, err := s.db.ExecContext(ctx, fmt.Sprintf(`INSERT INTO %s (%s, debit, credit)
			SELECT %[3]s, sum(CASE WHEN amount > 0 THEN amount ELSE 0 END), sum(CASE WHEN amount < 0 THEN -amount ELSE 0 END)
			FROM lines GROUP BY %[3]s`, t.table, t.columns, t.group))
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// raiseEpochs records the restore in every book.
func (s *Store) raiseEpochs(ctx context.Context, before map[ledger.ID]int64) error {
	var ids []ledger.ID
	if err := s.db.NewRaw("SELECT id FROM books ORDER BY id").Scan(ctx, &ids); err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.tx.ask(ctx, "", s.tx.lockBooks([]ledger.ID{id})); err != nil {
			return err
		}
		s.tx.command = ledger.Command{ID: NewID(), Home: id, Name: "book.restore", Version: 1, Actor: ledger.Operator}
		epoch := max(s.tx.books[id].Epoch, before[id]) + 1
		if err := s.changeBook(ctx, s.tx.books[id], "book.restored", func(r *bookRow) { r.Epoch = epoch }); err != nil {
			return err
		}
		row := commandRow{Home: id, ID: s.tx.command.ID, Name: s.tx.command.Name, Version: 1, Body: s.keyed("body", nil),
			Outcome: ledger.OutcomePosted, At: ledger.Micros(s.tx.at), Actor: ledger.Operator}
		row.Seal = s.sealCommand(&row)
		if _, err := s.db.NewInsert().Model(&row).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// loader inserts the rows of a snapshot, many at a time. Rows of one table come
// in runs; a run ends when the next table begins, so that lines are always there
// before the headers that seal them.
type loader struct {
	s     *Store
	table string
	rows  []json.RawMessage
}

func (l *loader) row(ctx context.Context, table string, raw json.RawMessage) error {
	if table != l.table || len(l.rows) == 500 {
		if err := l.flush(ctx); err != nil {
			return err
		}
	}
	l.table = table
	l.rows = append(l.rows, raw)
	return nil
}

func (l *loader) flush(ctx context.Context) error {
	rows := l.rows
	l.rows = nil
	if len(rows) == 0 {
		return nil
	}
	switch l.table {
	case "settings":
		return load[settingRow](ctx, l.s, rows)
	case "books":
		return load[bookRow](ctx, l.s, rows)
	case "audit":
		return load[auditRow](ctx, l.s, rows)
	case "accounts":
		return load[accountRow](ctx, l.s, rows)
	case "funds":
		return load[fundRow](ctx, l.s, rows)
	case "limits":
		return load[limitRow](ctx, l.s, rows)
	case "commands":
		return load[commandRow](ctx, l.s, rows)
	case "lines":
		return load[lineRow](ctx, l.s, rows)
	case "entries":
		return load[entryRow](ctx, l.s, rows)
	case "texts":
		return load[textRow](ctx, l.s, rows)
	}
	if slices.Contains(featureTables, l.table) {
		return l.s.loadFeature(ctx, l.table, rows)
	}
	return fmt.Errorf("unknown table %q", l.table)
}

func load[T any](ctx context.Context, s *Store, raws []json.RawMessage) error {
	rows := make([]T, len(raws))
	for i, raw := range raws {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(&rows[i]); err != nil {
			return err
		}
	}
	_, err := s.db.NewInsert().Model(&rows).Exec(ctx)
	return translate(err)
}
