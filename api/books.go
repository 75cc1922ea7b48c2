package api

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// bookOut is a book as the API shows it.
type bookOut struct {
	ID            ledger.ID       `json:"id"`
	Kind          ledger.BookKind `json:"kind"`
	Name          string          `json:"name"`
	Currency      string          `json:"currency" doc:"The one unit the book is kept in" example:"IDR"`
	Places        int32           `json:"places" doc:"Decimals of the unit; none for the rupiah"`
	Epoch         int64           `json:"epoch" doc:"Raised by every restore from a backup"`
	Sequence      int64           `json:"sequence" doc:"How many entries the book has"`
	Head          ledger.Hash     `json:"head" doc:"The hash of the last entry: give it to others, and nobody can rewrite the book unnoticed"`
	ClosedThrough *ledger.Date    `json:"closed_through" nullable:"true" doc:"The last closed day, null while none is closed"`
	CreatedAt     time.Time       `json:"created_at"`
}

func showBook(b ledger.Book) bookOut {
	out := bookOut{ID: b.ID, Kind: b.Kind, Name: b.Name, Currency: b.Currency.Code, Places: b.Currency.Places, Epoch: b.Epoch,
		Sequence: b.Sequence, Head: b.Head, CreatedAt: b.CreatedAt}
	if !b.ClosedThrough.IsZero() {
		out.ClosedThrough = &b.ClosedThrough
	}
	return out
}

// InBook is embedded into the input of every route below a book.
type InBook struct {
	Book ledger.ID `path:"book" doc:"The book's id"`
}

// made is the answer to a command: the thing, and whether it is a repeat.
type made[T any] struct {
	Replayed string `header:"Idempotency-Replayed" doc:"true when this very command had happened before and nothing was done now"`
	Body     T
}

func madeOf[T any](body T, replayed bool) *made[T] {
	out := &made[T]{Body: body}
	if replayed {
		out.Replayed = "true"
	}
	return out
}

// reply is the answer to a question.
type reply[T any] struct{ Body T }

func addBooks(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/books", Action: "books.open", Status: http.StatusCreated, Tag: "books",
		Summary: "Open a book",
		Description: "The book starts with the chart of accounts of its kind (a general book with none) and its general fund. " +
			"Without an owner it is the installation's, and only the operator works in it."},
		s.openBook)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books", Action: "books.list", Tag: "books", Summary: "List the books"}, s.listBooks)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}", Action: "books.read", Tag: "books", Summary: "Read a book"}, s.readBook)
}

type openBookIn struct {
	Idempotent
	Body struct {
		ID       ledger.ID       `json:"id,omitempty" doc:"A random UUID made by the caller; the same id twice is the same book"`
		Kind     ledger.BookKind `json:"kind" enum:"group,programme,business,household,practice,general"`
		Name     string          `json:"name" minLength:"1" maxLength:"200" example:"Kelompok Melati"`
		Currency string          `json:"currency,omitempty" maxLength:"32" default:"IDR" doc:"A currency code, or a commodity such as KG"`
		Places   *int32          `json:"places,omitempty" minimum:"0" maximum:"9" doc:"Decimals of the unit; needed only for one we do not know"`
		Owner    *ownerIn        `json:"owner,omitempty"`
	}
}

func (s *Server) openBook(ctx context.Context, in *openBookIn) (*made[bookOut], error) {
	id, err := commandID(in.Body.ID, in.Key, ledger.ID{})
	if err != nil {
		return nil, err
	}
	if in.Body.ID.IsZero() && in.Key == "" {
		id = store.NewBookID()
	}
	currency, err := bookCurrency(in.Body.Currency, in.Body.Places)
	if err != nil {
		return nil, err
	}
	book, err := s.openFor(ctx, ledger.Book{ID: id, Kind: in.Body.Kind, Name: in.Body.Name, Currency: currency}, in.Body.Owner)
	if err != nil {
		return nil, err
	}
	return madeOf(showBook(book.It), book.Replayed), nil
}

// ownerIn says whose a book is to be.
type ownerIn struct {
	Kind         people.ScopeKind `json:"kind" enum:"group,programme,organization,person,workshop"`
	ID           ledger.ID        `json:"id,omitempty" doc:"Of a group it is the book's own, and may be left out"`
	Organization ledger.ID        `json:"organization,omitempty" doc:"That registers the group or holds the workshop; otherwise it follows from the owner"`
}

// openFor opens a book for its owner, or the operator's own.
func (s *Server) openFor(ctx context.Context, b ledger.Book, o *ownerIn) (store.Made[ledger.Book], error) {
	caller := CallerFrom(ctx)
	switch {
	case o == nil && caller.Operator:
		return s.store.OpenBook(ctx, caller.Person, b)
	case o == nil:
		return store.Made[ledger.Book]{}, ledger.E(ledger.Forbidden, "forbidden", "")
	}
	p, err := s.people()
	if err != nil {
		return store.Made[ledger.Book]{}, err
	}
	return p.OpenBook(ctx, caller, b, people.Owner{Scope: people.Scope{Kind: o.Kind, ID: o.ID}, Organization: o.Organization})
}

// bookCurrency is a unit we know, or one that comes with its own places.
func bookCurrency(code string, places *int32) (ledger.Currency, error) {
	c, err := ledger.CurrencyOf(code)
	switch {
	case err != nil && places != nil && isUnit(code):
		return ledger.Currency{Code: code, Places: *places}, nil
	case err != nil:
		return c, ledger.E(ledger.Invalid, "unknown_currency", "currency")
	case places != nil && *places != c.Places:
		return c, ledger.E(ledger.Invalid, "currency_mismatch", "places")
	}
	return c, nil
}

// isUnit reports whether a unit can be written beside an amount, in a journal
// too: one line of visible characters without quotation marks and semicolons.
func isUnit(code string) bool {
	return code != "" && strings.TrimSpace(code) == code && !strings.ContainsFunc(code, func(r rune) bool {
		return !unicode.IsGraphic(r) || unicode.IsSpace(r) && r != ' ' || r == '"' || r == ';'
	})
}

func (s *Server) listBooks(ctx context.Context, in *struct{ Paging }) (*reply[page[bookOut]], error) {
	var after ledger.ID
	if keys, err := in.after("books", 1); err != nil {
		return nil, err
	} else if keys != nil {
		if after, err = ledger.ParseID(keys[0]); err != nil {
			return nil, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
		}
	}
	books, err := s.booksFor(ctx, CallerFrom(ctx), after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := make([]bookOut, len(books))
	for i, b := range books {
		out[i] = showBook(b)
	}
	return &reply[page[bookOut]]{pageOf("books", out, in.Limit, func(b bookOut) []string { return []string{b.ID.String()} })}, nil
}

// booksFor are the books that the caller may read, in order of ids.
func (s *Server) booksFor(ctx context.Context, caller people.Caller, after ledger.ID, limit int) ([]ledger.Book, error) {
	if s.config.People == nil {
		return s.store.Books(ctx, after, limit)
	}
	var books []ledger.Book
	for len(books) < limit {
		near, err := s.config.People.BooksNear(ctx, caller, after, limit)
		if err != nil {
			return nil, err
		}
		for _, id := range near {
			after = id
			target, err := s.config.People.Target(ctx, people.NamedBook, id)
			if err != nil {
				return nil, err
			}
			if !policy["books.read"].Lets(caller, target) {
				continue
			}
			b, err := s.store.Book(ctx, id)
			if err != nil {
				return nil, err
			}
			if books = append(books, b); len(books) == limit {
				break
			}
		}
		if len(near) < limit {
			break
		}
	}
	return books, nil
}

func (s *Server) readBook(ctx context.Context, in *InBook) (*reply[bookOut], error) {
	b, err := s.store.Book(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	return &reply[bookOut]{showBook(b)}, nil
}
