package store

import (
	"context"
	"crypto/hmac"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Finding is one thing in the database that is not as it must be.
type Finding struct {
	Book ledger.ID // zero when no book is concerned
	Row  string    // which row, "entries seq 12"
	What string    // what is wrong with it, in plain words
}

func (f Finding) String() string {
	if f.Book.IsZero() {
		return f.Row + ": " + f.What
	}
	return "book " + f.Book.String() + ", " + f.Row + ": " + f.What
}

// Report is the result of a check. Findings are in the order found, so that the
// first names the first wrong row; at most maxFindings are kept.
type Report struct {
	Books, Entries, Lines int64
	Findings              []Finding
	More                  int64 // findings beyond those kept
	// Of a single book: where its chain ends by the check's own walk.
	Sequence int64
	Head     ledger.Hash
}

// OK reports whether nothing was found.
func (r *Report) OK() bool { return len(r.Findings) == 0 }

const maxFindings = 100

func (r *Report) add(book ledger.ID, row, format string, args ...any) {
	if len(r.Findings) >= maxFindings {
		r.More++
		return
	}
	r.Findings = append(r.Findings, Finding{book, row, fmt.Sprintf(format, args...)})
}

// unreadable keeps a row that cannot even be read as a finding, and passes
// other errors on.
func (r *Report) unreadable(book ledger.ID, table string, err error) error {
	if err == nil || errorCode(err) != "" || retryable(err) || lost(err) || strings.Contains(err.Error(), "context ") {
		return err
	}
	r.add(book, table, "cannot be read: %v", err)
	return nil
}

// Check proves every invariant of the whole database, on one consistent state
// and by its own walk over the lines: chains and sequences, balance in every
// fund, texts against their commitments, totals, days and months against the
// lines, charts and funds against the audit chain, commands against their
// seals, and that nothing belongs to no book.
func (s *Store) Check(ctx context.Context) (Report, error) {
	var r Report
	err := s.Read(ctx, func(ctx context.Context, s *Store) (err error) {
		if s.key, err = s.Setting(ctx, "command_key"); err != nil {
			return err
		}
		if err := s.checkEngine(ctx, &r); err != nil {
			return err
		}
		var ids []ledger.ID
		if err := s.db.NewRaw("SELECT id FROM books ORDER BY id").Scan(ctx, &ids); err != nil {
			return r.unreadable(ledger.ID{}, "books", err)
		}
		for _, id := range ids {
			if err := s.checkBook(ctx, &r, id); err != nil {
				return err
			}
		}
		return s.checkStrays(ctx, &r)
	})
	return r, err
}

// CheckBook is [Store.Check] of one book.
func (s *Store) CheckBook(ctx context.Context, book ledger.ID) (Report, error) {
	var r Report
	err := s.Read(ctx, func(ctx context.Context, s *Store) (err error) {
		if s.key, err = s.Setting(ctx, "command_key"); err != nil {
			return err
		}
		if _, err := s.Book(ctx, book); err != nil {
			return err
		}
		return s.checkBook(ctx, &r, book)
	})
	return r, err
}

// checkEngine asks the database about itself.
func (s *Store) checkEngine(ctx context.Context, r *Report) error {
	if s.dialect == postgresDialect {
		return nil
	}
	var answers []string
	if err := s.db.NewRaw("PRAGMA integrity_check").Scan(ctx, &answers); err != nil {
		return err
	}
	for _, a := range answers {
		if a != "ok" {
			r.add(ledger.ID{}, "database file", "%s", a)
		}
	}
	return nil
}

func (s *Store) checkBook(ctx context.Context, r *Report, id ledger.ID) error {
	var row bookRow
	if err := s.db.NewRaw("SELECT * FROM books WHERE id = ?", id).Scan(ctx, &row); err != nil {
		return r.unreadable(id, "books", err)
	}
	r.Books++
	w := &walk{s: s, r: r, book: &row, totals: map[totalKey]movement{}, days: map[dayKey]movement{}, months: map[dayKey]movement{}}
	for _, step := range []func(context.Context) error{w.audit, w.entries, w.commands, w.balances} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	r.Sequence, r.Head = w.seq, w.head
	return nil
}

// commands proves the seals of the book's commands and that every entry and
// every change came from one of them.
func (w *walk) commands(ctx context.Context) error {
	last := ledger.ID{}
	for {
		var rows []commandRow
		err := w.s.db.NewRaw("SELECT * FROM commands WHERE home = ? AND id > ? ORDER BY id LIMIT 2000", w.book.ID, last).Scan(ctx, &rows)
		if err != nil {
			return w.r.unreadable(w.book.ID, "commands", err)
		}
		for i := range rows {
			if !hmac.Equal(rows[i].Seal, w.s.sealCommand(&rows[i])) {
				w.r.add(w.book.ID, "commands "+rows[i].ID.String(), "its seal does not fit what it says")
			}
		}
		if len(rows) < 2000 {
			break
		}
		last = rows[len(rows)-1].ID
	}
	for _, table := range []string{"entries", "audit"} {
		if err := w.causes(ctx, table); err != nil {
			return err
		}
	}
	var gone []ledger.ID
	err := w.s.db.NewRaw(`SELECT id FROM (SELECT id FROM commands WHERE home = ?
		EXCEPT SELECT command FROM entries WHERE book = ? EXCEPT SELECT command FROM audit WHERE home = ?) AS idle LIMIT 10`,
		w.book.ID, w.book.ID, w.book.ID).Scan(ctx, &gone)
	for _, id := range gone {
		w.r.add(w.book.ID, "commands "+id.String(), "what it did is gone")
	}
	return err
}

// causes looks for rows whose command is gone. It is in the same home as a
// rule, and elsewhere when one command posted to several books.
func (w *walk) causes(ctx context.Context, table string) error {
	key := map[string]string{"entries": "book", "audit": "home"}[table]
	var rows []struct {
		bun.BaseModel `bun:"-"`

		Seq     int64     `bun:"seq"`
		Command ledger.ID `bun:"command"`
	}
	err := w.s.db.NewRaw(fmt.Sprintf(`SELECT t.seq, t.command FROM %s AS t WHERE t.%[2]s = ? AND NOT EXISTS (
		SELECT 1 FROM commands AS c WHERE c.home = t.%[2]s AND c.id = t.command) ORDER BY t.seq`, table, key), w.book.ID).Scan(ctx, &rows)
	if err != nil {
		return w.r.unreadable(w.book.ID, table, err)
	}
	var asked []ledger.ID
	elsewhere := map[ledger.ID]bool{}
	for _, row := range rows {
		if _, ok := elsewhere[row.Command]; !ok {
			elsewhere[row.Command] = false
			asked = append(asked, row.Command)
		}
	}
	for chunk := range slices.Chunk(asked, 2000) {
		var found []ledger.ID
		if err := w.s.db.NewRaw("SELECT DISTINCT id FROM commands WHERE id IN (?)", bun.List(chunk)).Scan(ctx, &found); err != nil {
			return err
		}
		for _, id := range found {
			elsewhere[id] = true
		}
	}
	for _, row := range rows {
		if !elsewhere[row.Command] {
			w.r.add(w.book.ID, fmt.Sprintf("%s seq %d", table, row.Seq), "the command it came from is gone")
		}
	}
	return nil
}

// checkStrays looks for rows that belong to no book or to no entry.
func (s *Store) checkStrays(ctx context.Context, r *Report) error {
	for _, q := range []struct{ table, key, what, where string }{
		{"lines", "seq", "a line without the header that seals its entry",
			"NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.book = t.book AND e.seq = t.seq)"},
		{"texts", "seq", "a text without its entry or line",
			`NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.book = t.book AND e.seq = t.seq AND (t.n = 0 AND e.memo IS NOT NULL
				OR EXISTS (SELECT 1 FROM lines AS l WHERE l.book = t.book AND l.seq = t.seq AND l.n = t.n AND l.memo IS NOT NULL)))`},
		{"entries", "seq", "of a book that is not there", "NOT EXISTS (SELECT 1 FROM books AS b WHERE b.id = t.book)"},
		{"accounts", "code", "of a book that is not there", "NOT EXISTS (SELECT 1 FROM books AS b WHERE b.id = t.book)"},
		{"funds", "code", "of a book that is not there", "NOT EXISTS (SELECT 1 FROM books AS b WHERE b.id = t.book)"},
		{"limits", "account", "of a book that is not there", "NOT EXISTS (SELECT 1 FROM books AS b WHERE b.id = t.book)"},
		{"totals", "account", "of a book that is not there", "NOT EXISTS (SELECT 1 FROM books AS b WHERE b.id = t.book)"},
		{"days", "day", "of a book that is not there", "NOT EXISTS (SELECT 1 FROM books AS b WHERE b.id = t.book)"},
		{"months", "month", "of a book that is not there", "NOT EXISTS (SELECT 1 FROM books AS b WHERE b.id = t.book)"},
		{"audit", "seq", "of a book that is not there", "NOT EXISTS (SELECT 1 FROM books AS b WHERE b.id = t.home)"},
		{"commands", "id", "of a book that is not there", "NOT EXISTS (SELECT 1 FROM books AS b WHERE b.id = t.home)"},
	} {
		home := "book"
		if q.table == "audit" || q.table == "commands" {
			home = "home"
		}
		var rows []struct {
			bun.BaseModel `bun:"-"`

			Book ledger.ID `bun:"book"`
			Key  string    `bun:"key"`
		}
		key := fmt.Sprintf("CAST(t.%s AS text)", q.key)
		if s.dialect == sqliteDialect && (q.key == "id" || q.key == "account") {
			key = fmt.Sprintf("lower(hex(t.%s))", q.key)
		}
		err := s.db.NewRaw(fmt.Sprintf("SELECT t.%s AS book, %s AS key FROM %s AS t WHERE %s LIMIT 10", home, key, q.table, q.where)).Scan(ctx, &rows)
		if err != nil {
			return err
		}
		for _, row := range rows {
			r.add(row.Book, q.table+" "+q.key+" "+row.Key, "%s", q.what)
		}
	}
	return nil
}
