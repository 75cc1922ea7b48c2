package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// A book is invisible while a journal is being imported into it.
const (
	stateImporting = "importing"
	stateOpen      = "open"
	stateHome      = "home" // of an organisation: nothing posts to it

	importCommand = "journal.import" // the only one that writes into such a book
)

// saltBytes is a salt as a row keeps it. One of another length is refused when
// it is read: cut to fit, it would pass for the salt that was written.
type saltBytes []byte

// Scan reads the bytes.
func (b *saltBytes) Scan(src any) error {
	v, ok := src.([]byte)
	if !ok || len(v) != len(ledger.Salt{}) {
		return errors.New("a salt of the wrong length")
	}
	*b = bytes.Clone(v)
	return nil
}

type bookRow struct {
	bun.BaseModel `bun:"table:books"`

	ID            ledger.ID       `bun:"id"`
	Kind          ledger.BookKind `bun:"kind"`
	Name          string          `bun:"name"`
	Salt          saltBytes       `bun:"salt"`
	Currency      string          `bun:"currency"`
	Places        int32           `bun:"places"`
	Epoch         int64           `bun:"epoch"`
	Seq           int64           `bun:"seq"`
	Head          ledger.Hash     `bun:"head"`
	Turnover      int64           `bun:"turnover"`
	AuditSeq      int64           `bun:"audit_seq"`
	AuditHead     ledger.Hash     `bun:"audit_head"`
	ClosedThrough ledger.Date     `bun:"closed_through"`
	State         string          `bun:"state"`
	CreatedAt     int64           `bun:"created_at"`
}

func (r *bookRow) book() ledger.Book {
	return ledger.Book{
		ID: r.ID, Kind: r.Kind, Name: r.Name, Currency: ledger.Currency{Code: r.Currency, Places: r.Places},
		Epoch: r.Epoch, Sequence: r.Seq, Head: r.Head, ClosedThrough: r.ClosedThrough, CreatedAt: time.UnixMicro(r.CreatedAt).UTC(),
	}
}

// bookFacts is what the audit chain says of a book: everything that does not
// change with every entry, the name as a commitment.
type bookFacts struct {
	Kind          ledger.BookKind `json:"kind"`
	Name          ledger.Hash     `json:"name"`
	Currency      string          `json:"currency"`
	Places        int32           `json:"places"`
	Epoch         int64           `json:"epoch"`
	ClosedThrough ledger.Date     `json:"closed_through"`
	State         string          `json:"state"`
	CreatedAt     int64           `json:"created_at"`
}

// closing is what the audit chain says of a book whose days are closed: how far
// its entries had come. Not the clock, which may be set back, tells those that
// were there before from those that came after.
type closing struct {
	bookFacts
	Sequence int64 `json:"sequence"`
}

const periodClosed = "period.closed"

func (r *bookRow) facts() bookFacts {
	return bookFacts{r.Kind, ledger.Commit(ledger.Salt(r.Salt), r.Name), r.Currency, r.Places, r.Epoch, r.ClosedThrough, r.State, r.CreatedAt}
}

type auditRow struct {
	bun.BaseModel `bun:"table:audit"`

	Home    ledger.ID   `bun:"home"`
	Seq     int64       `bun:"seq"`
	At      int64       `bun:"at"`
	Actor   ledger.ID   `bun:"actor"`
	Command ledger.ID   `bun:"command"`
	Device  ledger.ID   `bun:"device"`
	Action  string      `bun:"action"`
	Subject ledger.ID   `bun:"subject"`
	Body    string      `bun:"body"`
	Hash    ledger.Hash `bun:"hash"`
}

func (r *auditRow) audit() ledger.Audit {
	return ledger.Audit{Home: r.Home, Sequence: r.Seq, At: r.At, Actor: r.Actor, Command: r.Command, Device: r.Device, Action: r.Action, Subject: r.Subject, Body: r.Body}
}

func (r *auditRow) chain(previous ledger.Hash) ledger.Hash {
	a := r.audit()
	return a.Chain(previous)
}

// change is one record for the audit chain of a book.
type change struct {
	action  string
	subject ledger.ID
	facts   any
}

// record appends changes to the audit chain of a locked book.
func (s *Store) record(ctx context.Context, b *chainEnd, changes ...change) error {
	if len(changes) == 0 {
		return nil
	}
	rows := make([]auditRow, len(changes))
	for i, c := range changes {
		body, err := json.Marshal(c.facts)
		if err != nil {
			return err
		}
		b.auditSeq++
		r := auditRow{Home: b.ID, Seq: b.auditSeq, At: ledger.Micros(s.tx.at), Actor: s.tx.command.Actor, Command: s.tx.command.ID,
			Device: s.tx.command.Device, Action: c.action, Subject: c.subject, Body: string(body)}
		r.Hash = r.chain(b.auditHead)
		b.auditHead = r.Hash
		rows[i] = r
	}
	if _, err := s.db.NewInsert().Model(&rows).Exec(ctx); err != nil {
		return err
	}
	_, err := s.db.NewRaw("UPDATE books SET audit_seq = ?, audit_head = ? WHERE id = ?", b.auditSeq, b.auditHead, b.ID).Exec(ctx)
	return err
}

// addBook writes a new book with its general fund and the given accounts.
func (s *Store) addBook(ctx context.Context, b ledger.Book, state string, accounts []ledger.Account) (*chainEnd, error) {
	salt := newSalt()
	row := bookRow{ID: b.ID, Kind: b.Kind, Name: b.Name, Salt: salt[:], Currency: b.Currency.Code, Places: b.Currency.Places,
		Epoch: 1, State: state, CreatedAt: ledger.Micros(s.tx.at)}
	if _, err := s.db.NewInsert().Model(&row).Exec(ctx); err != nil {
		return nil, err
	}
	end := &chainEnd{Book: row.book(), importing: state == stateImporting}
	s.tx.books[b.ID] = end
	if err := s.record(ctx, end, change{"book.opened", b.ID, row.facts()}); err != nil {
		return nil, err
	}
	general := ledger.Fund{ID: b.General(), Code: "general", Name: "Umum"}
	if err := s.addFunds(ctx, end, general); err != nil {
		return nil, err
	}
	return end, s.addAccounts(ctx, end, accounts...)
}

// changeBook writes the locked book's changed facts and records them.
func (s *Store) changeBook(ctx context.Context, b *chainEnd, action string, set func(r *bookRow)) error {
	var row bookRow
	if err := s.db.NewRaw("SELECT * FROM books WHERE id = ?", b.ID).Scan(ctx, &row); err != nil {
		return err
	}
	set(&row)
	_, err := s.db.NewRaw("UPDATE books SET closed_through = ?, epoch = ?, state = ? WHERE id = ?",
		row.ClosedThrough, row.Epoch, row.State, row.ID).Exec(ctx)
	if err != nil {
		return err
	}
	b.ClosedThrough, b.Epoch, b.importing = row.ClosedThrough, row.Epoch, row.State == stateImporting
	if action == periodClosed {
		return s.record(ctx, b, change{action, b.ID, closing{row.facts(), b.Sequence}})
	}
	return s.record(ctx, b, change{action, b.ID, row.facts()})
}

// Book returns the book, or unknown_book.
func (s *Store) Book(ctx context.Context, id ledger.ID) (ledger.Book, error) {
	var row bookRow
	err := s.db.NewRaw("SELECT * FROM books WHERE id = ? AND state = ?", id, stateOpen).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Book{}, ledger.E(ledger.Missing, "unknown_book", "")
	}
	if err != nil {
		return ledger.Book{}, translate(err)
	}
	return row.book(), nil
}

// Books returns up to limit books after the given id, in id order.
func (s *Store) Books(ctx context.Context, after ledger.ID, limit int) ([]ledger.Book, error) {
	var rows []bookRow
	err := s.db.NewRaw("SELECT * FROM books WHERE id > ? AND state = ? ORDER BY id LIMIT ?", after, stateOpen, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, translate(err)
	}
	books := make([]ledger.Book, len(rows))
	for i := range rows {
		books[i] = rows[i].book()
	}
	return books, nil
}

// Period is one closing of a book's days.
type Period struct {
	Through  ledger.Date
	ClosedAt time.Time
	By       ledger.ID
}

// Periods returns the closings of a book, oldest first.
func (s *Store) Periods(ctx context.Context, book ledger.ID) ([]Period, error) {
	var rows []auditRow
	err := s.db.NewRaw("SELECT * FROM audit WHERE home = ? AND action = 'period.closed' ORDER BY seq", book).Scan(ctx, &rows)
	if err != nil {
		return nil, translate(err)
	}
	periods := make([]Period, len(rows))
	for i, r := range rows {
		var facts bookFacts
		if err := json.Unmarshal([]byte(r.Body), &facts); err != nil {
			return nil, err
		}
		periods[i] = Period{Through: facts.ClosedThrough, ClosedAt: time.UnixMicro(r.At).UTC(), By: r.Actor}
	}
	return periods, nil
}
