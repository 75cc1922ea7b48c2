package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Made is the answer to an operation: the thing as it is, and whether it had
// been made before by the same command.
type Made[T any] struct {
	It       T
	Replayed bool
}

// do runs fn for a command whose body is the canonical form of what was asked.
func (s *Store) do(ctx context.Context, name string, actor, id ledger.ID, book ledger.ID, body any, fn func(ctx context.Context, s *Store) (string, error)) (Result, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return Result{}, err
	}
	cmd := ledger.Command{ID: id, Home: book, Name: name, Version: 1, Body: raw, Actor: actor}
	return s.Once(ctx, cmd, []ledger.ID{book}, fn)
}

// OpenBook makes a book with the chart of its kind and its general fund. The
// book's id is the command's.
func (s *Store) OpenBook(ctx context.Context, actor ledger.ID, b ledger.Book) (Made[ledger.Book], error) {
	return s.OpenBookFor(ctx, actor, b, nil, nil, nil)
}

// OpenBookFor is OpenBook for a book that belongs to somebody. The owner is part of
// what was asked; claim writes it down in the same command, with the homes locked.
func (s *Store) OpenBookFor(ctx context.Context, actor ledger.ID, b ledger.Book, owner any, homes []ledger.ID, claim func(ctx context.Context, s *Store) error) (Made[ledger.Book], error) {
	if err := b.Check(); err != nil {
		return Made[ledger.Book]{}, err
	}
	body := struct {
		Kind           ledger.BookKind
		Name, Currency string
		Places         int32
		Owner          any `json:",omitempty"`
	}{b.Kind, b.Name, b.Currency.Code, b.Currency.Places, owner}
	raw, err := json.Marshal(body)
	if err != nil {
		return Made[ledger.Book]{}, err
	}
	cmd := ledger.Command{ID: b.ID, Home: b.ID, Name: "book.open", Version: 1, Body: raw, Actor: actor}
	res, err := s.Once(ctx, cmd, homes, func(ctx context.Context, s *Store) (string, error) {
		if _, err := s.addBook(ctx, b, stateOpen, ledger.Chart(b.Kind, b.ID)); err != nil || claim == nil {
			return b.ID.String(), err
		}
		return b.ID.String(), claim(ctx, s)
	})
	if err != nil {
		return Made[ledger.Book]{}, err
	}
	made, err := s.Book(ctx, b.ID)
	return Made[ledger.Book]{made, res.Replayed}, err
}

// OpenAccount adds an account to a book. Its id is the command's.
func (s *Store) OpenAccount(ctx context.Context, actor, book ledger.ID, a ledger.Account) (Made[ledger.Account], error) {
	if err := a.Check(); err != nil {
		return Made[ledger.Account]{}, err
	}
	res, err := s.do(ctx, "account.open", actor, a.ID, book, a, func(ctx context.Context, s *Store) (string, error) {
		b, err := s.locked(ctx, book)
		if err != nil {
			return "", err
		}
		return a.ID.String(), s.addAccounts(ctx, b, a)
	})
	return Made[ledger.Account]{a, res.Replayed}, err
}

// OpenFund adds a fund to a book. Its id is the command's.
func (s *Store) OpenFund(ctx context.Context, actor, book ledger.ID, f ledger.Fund) (Made[ledger.Fund], error) {
	if err := f.Check(); err != nil {
		return Made[ledger.Fund]{}, err
	}
	res, err := s.do(ctx, "fund.open", actor, f.ID, book, f, func(ctx context.Context, s *Store) (string, error) {
		b, err := s.locked(ctx, book)
		if err != nil {
			return "", err
		}
		return f.ID.String(), s.addFunds(ctx, b, f)
	})
	return Made[ledger.Fund]{f, res.Replayed}, err
}

// PostEntry posts one entry. Its id is the command's.
func (s *Store) PostEntry(ctx context.Context, actor ledger.ID, e ledger.Entry) (Made[ledger.Posted], error) {
	return s.postOne(ctx, postItem(actor, e))
}

// PostEntries posts entries in the order given, each with an id of its own,
// which is its command's. Either each gets its own verdict, or none happens
// unless all can (atomic). The errors stand at the places of their entries.
func (s *Store) PostEntries(ctx context.Context, actor ledger.ID, entries []ledger.Entry, atomic bool) ([]Made[ledger.Posted], []error, error) {
	items := make([]*item, len(entries))
	for i, e := range entries {
		items[i] = postItem(actor, e)
	}
	if err := s.post(ctx, items, atomic); err != nil {
		return nil, nil, err
	}
	posted, errs := make([]Made[ledger.Posted], len(items)), make([]error, len(items))
	for i, it := range items {
		posted[i], errs[i] = s.madeOf(ctx, it)
	}
	return posted, errs, nil
}

func postItem(actor ledger.ID, e ledger.Entry) *item {
	return newItem("entry.post", actor, e.ID, e.Book, asked(e), func(*chainEnd) (ledger.Entry, error) { return e, nil })
}

// Reverse posts the entry that undoes another, on the given day; the zero day
// means the day of the other, or the first open day when that is closed. The
// reversal's id is the command's.
func (s *Store) Reverse(ctx context.Context, actor, id ledger.ID, bookID, entry ledger.ID, day ledger.Date, memo string) (Made[ledger.Posted], error) {
	book, err := s.Book(ctx, bookID)
	if err != nil {
		return Made[ledger.Posted]{}, err
	}
	undone, err := s.Entry(ctx, book, entry)
	if err != nil {
		return Made[ledger.Posted]{}, err
	}
	undone.ReversedBy = ledger.ID{} // as of now; the writer knows
	body := struct {
		Entry ledger.ID
		Day   ledger.Date
		Memo  string
	}{entry, day, memo}
	return s.postOne(ctx, newItem("entry.reverse", actor, id, bookID, body, func(b *chainEnd) (ledger.Entry, error) {
		on := day
		if on.IsZero() {
			if on = undone.Day; on <= b.ClosedThrough {
				on = b.ClosedThrough.AddDays(1)
			}
		}
		return undone.Reversal(id, on, memo)
	}))
}

// Move is a transfer between two funds of one book.
type Move struct {
	ID       ledger.ID
	Book     ledger.ID
	Day      ledger.Date
	From, To ledger.Purse
	Amount   decimal.Decimal
	Memo     string
}

// TransferFunds posts a [ledger.Transfer]. The entry's id is the command's.
func (s *Store) TransferFunds(ctx context.Context, actor ledger.ID, m Move) (Made[ledger.Posted], error) {
	chart, err := s.Chart(ctx, m.Book, false)
	if err != nil {
		return Made[ledger.Posted]{}, err
	}
	if _, err := chart.Book.Currency.Minor(m.Amount); err != nil {
		return Made[ledger.Posted]{}, err.(*ledger.Error).At("amount")
	}
	interfund, ok := chart.ByRole(ledger.Interfund)
	if !ok {
		return Made[ledger.Posted]{}, ledger.E(ledger.Invalid, "no_interfund", "")
	}
	lines, err := ledger.Transfer(interfund.ID, m.From, m.To, m.Amount)
	if err != nil {
		return Made[ledger.Posted]{}, err
	}
	e := ledger.Entry{ID: m.ID, Book: m.Book, Day: m.Day, Kind: "transfer", Memo: m.Memo, Lines: lines}
	return s.postOne(ctx, newItem("fund.transfer", actor, m.ID, m.Book, asked(e), func(*chainEnd) (ledger.Entry, error) { return e, nil }))
}

func newItem(name string, actor, id, book ledger.ID, body any, build func(*chainEnd) (ledger.Entry, error)) *item {
	raw, err := json.Marshal(body)
	if err != nil {
		panic("store: a command that cannot be written down: " + err.Error())
	}
	return &item{cmd: ledger.Command{ID: id, Home: book, Name: name, Version: 1, Body: raw, Actor: actor}, book: book, build: build}
}

// post hands items to the writer: one job when they stand or fall together,
// one each when they do not.
func (s *Store) post(ctx context.Context, items []*item, atomic bool) error {
	for _, it := range items {
		if it.cmd.ID.IsZero() || it.book.IsZero() {
			it.err = ledger.E(ledger.Invalid, "invalid_id", "id")
			return it.err
		}
	}
	if atomic || len(items) == 1 {
		books := make([]ledger.ID, len(items))
		for i, it := range items {
			books[i] = it.book
		}
		return s.writer.submit(&job{ctx: ctx, books: books, items: items, atomic: atomic})
	}
	jobs := make([]*job, len(items))
	for i, it := range items {
		jobs[i] = &job{ctx: ctx, books: []ledger.ID{it.book}, items: []*item{it}}
	}
	return s.writer.submit(jobs...)
}

func (s *Store) postOne(ctx context.Context, it *item) (Made[ledger.Posted], error) {
	if err := s.post(ctx, []*item{it}, false); err != nil {
		return Made[ledger.Posted]{}, err
	}
	return s.madeOf(ctx, it)
}

// madeOf is the verdict on an item. What was posted before is read back.
func (s *Store) madeOf(ctx context.Context, it *item) (Made[ledger.Posted], error) {
	if it.err != nil || !it.res.Replayed {
		return Made[ledger.Posted]{It: it.posted}, translate(it.err)
	}
	book, err := s.Book(ctx, it.book)
	if err != nil {
		return Made[ledger.Posted]{}, err
	}
	p, err := s.Entry(ctx, book, it.cmd.ID)
	return Made[ledger.Posted]{p, true}, err
}

// asked is the canonical form of an entry, for comparing repeats: amounts
// without trailing zeros, the general fund by its id.
func asked(e ledger.Entry) any {
	type line struct {
		Account, Fund, Party, Item ledger.ID
		Side                       ledger.Side
		Amount, Memo               string
	}
	body := struct {
		Day        ledger.Date
		Kind, Memo string
		Event      ledger.ID
		Lines      []line
	}{Day: e.Day, Kind: e.Kind, Memo: e.Memo, Event: e.Event, Lines: make([]line, len(e.Lines))}
	general := ledger.GeneralFund(e.Book)
	for i, l := range e.Lines {
		fund := l.Fund
		if fund.IsZero() {
			fund = general
		}
		body.Lines[i] = line{l.Account(), fund, l.Party, l.Item, l.Side(), l.Amount().String(), l.Memo}
	}
	return body
}

// ClosePeriod closes a book's days up to and including the given one; nothing
// posts on or before it from then on. It only moves forward
// (period_not_forward), and not beyond today (period_in_future): there is no way
// back.
func (s *Store) ClosePeriod(ctx context.Context, actor, id, book ledger.ID, through ledger.Date) (Made[ledger.Book], error) {
	if !through.Valid() {
		return Made[ledger.Book]{}, ledger.E(ledger.Invalid, "invalid_date", "through")
	}
	body := struct{ Through ledger.Date }{through}
	res, err := s.do(ctx, "period.close", actor, id, book, body, func(ctx context.Context, s *Store) (string, error) {
		b, err := s.locked(ctx, book)
		if err != nil {
			return "", err
		}
		// Today somewhere on earth: a treasurer ahead of UTC may close her day.
		if through > ledger.DateOf(s.tx.at.Add(14*time.Hour)) {
			return "", ledger.E(ledger.Conflict, "period_in_future", "through")
		}
		if through <= b.ClosedThrough {
			return "", ledger.E(ledger.Conflict, "period_not_forward", "through", "through", b.ClosedThrough.String())
		}
		return through.String(), s.changeBook(ctx, b, periodClosed, func(r *bookRow) { r.ClosedThrough = through })
	})
	if err != nil {
		return Made[ledger.Book]{}, err
	}
	b, err := s.Book(ctx, book)
	return Made[ledger.Book]{b, res.Replayed}, err
}
