package store

import (
	"context"
	"sync"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Chart is a book's accounts, funds and limits. It never changes: what is added to the
// book later is in a later Chart.
type Chart struct {
	Book     ledger.Book // as it was then; kind and currency stay
	Owner    BookOwner
	Accounts map[ledger.ID]ledger.Account
	Funds    map[ledger.ID]ledger.Fund

	accountCodes map[string]ledger.ID
	fundCodes    map[string]ledger.ID
	limits       map[ledger.ID][]limitRow
	auditHead    ledger.Hash // says which state of the book it is of
}

// Account returns the account that the reference names by code or by id. A code
// wins over an id that looks alike.
func (c *Chart) Account(ref string) (ledger.Account, bool) {
	return named(ref, c.accountCodes, c.Accounts)
}

// Fund returns the fund that the reference names by code or by id.
func (c *Chart) Fund(ref string) (ledger.Fund, bool) { return named(ref, c.fundCodes, c.Funds) }

// ByRole returns the account with the role, the one with the lowest code when
// there are several.
func (c *Chart) ByRole(role ledger.Role) (ledger.Account, bool) {
	var found ledger.Account
	for _, a := range c.Accounts {
		if a.Role == role && (found.ID.IsZero() || a.Code < found.Code) {
			found = a
		}
	}
	return found, !found.ID.IsZero()
}

func (c *Chart) limitOf(key limitKey) limitRow {
	for _, l := range c.limits[key.account] {
		if l.Per == key.per {
			return l
		}
	}
	return limitRow{}
}

func named[T any](ref string, codes map[string]ledger.ID, things map[ledger.ID]T) (T, bool) {
	id, ok := codes[ref]
	if !ok {
		var err error
		if id, err = ledger.ParseID(ref); err != nil {
			var none T
			return none, false
		}
	}
	thing, ok := things[id]
	return thing, ok
}

// charts remembers the charts of books. Charts only ever grow, so an old one is
// right in all that it has; whoever misses something in it asks for a fresh one.
// The writer uses one only for the very state of the book it was read from.
type charts struct {
	mu   sync.RWMutex
	held map[ledger.ID]*Chart
}

// maxCharts bounds the memory of the charts held: some forty kilobytes each.
const maxCharts = 4096

func (c *charts) get(book ledger.ID) *Chart {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.held[book]
}

func (c *charts) put(chart *Chart) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		c.held = map[ledger.ID]*Chart{}
	}
	for book := range c.held {
		if len(c.held) < maxCharts {
			break
		}
		delete(c.held, book) // any will do
	}
	c.held[chart.Book.ID] = chart
}

// Chart returns the book's chart, from memory when it is there, or unknown_book.
// A caller that misses an account in it asks for a fresh one.
func (s *Store) Chart(ctx context.Context, book ledger.ID, fresh bool) (*Chart, error) {
	if c := s.charts.get(book); c != nil && !fresh {
		return c, nil
	}
	var chart *Chart
	err := s.Read(ctx, func(ctx context.Context, s *Store) error {
		if _, err := s.Book(ctx, book); err != nil {
			return err
		}
		var row bookRow
		if err := s.db.NewRaw("SELECT * FROM books WHERE id = ?", book).Scan(ctx, &row); err != nil {
			return err
		}
		var err error
		chart, err = s.readChart(ctx, row.book(), row.AuditHead)
		return err
	})
	if err != nil {
		return nil, err
	}
	if s.tx == nil {
		s.charts.put(chart)
	}
	return chart, nil
}

// chartOf returns the chart of a locked book, exactly as of this transaction.
func (s *Store) chartOf(ctx context.Context, b *chainEnd) (*Chart, error) {
	if c := s.charts.get(b.ID); c != nil && c.auditHead == b.auditHead {
		return c, nil
	}
	if b.chart != nil && b.chart.auditHead == b.auditHead {
		return b.chart, nil
	}
	chart, err := s.readChart(ctx, b.Book, b.auditHead)
	if err == nil {
		b.chart = chart
	}
	if err == nil && !b.importing {
		// Keyed by the head of the audit chain, it can be kept even if this
		// transaction fails: no other state of the book has that head.
		s.charts.put(chart)
	}
	return chart, err
}

func (s *Store) readChart(ctx context.Context, book ledger.Book, auditHead ledger.Hash) (*Chart, error) {
	accounts, err := s.Accounts(ctx, book.ID)
	if err != nil {
		return nil, err
	}
	funds, err := s.Funds(ctx, book.ID)
	if err != nil {
		return nil, err
	}
	c := &Chart{Book: book, auditHead: auditHead, limits: map[ledger.ID][]limitRow{},
		Accounts: make(map[ledger.ID]ledger.Account, len(accounts)), accountCodes: make(map[string]ledger.ID, len(accounts)),
		Funds: make(map[ledger.ID]ledger.Fund, len(funds)), fundCodes: make(map[string]ledger.ID, len(funds))}
	var limits []limitRow
	if err := s.db.NewRaw("SELECT * FROM limits WHERE book = ? AND (floor IS NOT NULL OR ceiling IS NOT NULL)", book.ID).Scan(ctx, &limits); err != nil {
		return nil, err
	}
	if c.Owner, err = s.ownerOf(ctx, book.ID); err != nil {
		return nil, err
	}
	for _, l := range limits {
		c.limits[l.Account] = append(c.limits[l.Account], l)
	}
	for _, a := range accounts {
		c.Accounts[a.ID], c.accountCodes[a.Code] = a, a.ID
	}
	for _, f := range funds {
		c.Funds[f.ID], c.fundCodes[f.Code] = f, f.ID
	}
	return c, nil
}
