package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// namesOut is a name in both languages.
type namesOut struct {
	ID string `json:"id" minLength:"1" maxLength:"200" doc:"In Indonesian" example:"Kas kotak"`
	EN string `json:"en,omitempty" maxLength:"200" doc:"In English" example:"Cash box"`
}

// accountOut is an account as the API shows it.
type accountOut struct {
	ID     ledger.ID    `json:"id"`
	Code   string       `json:"code" example:"1101"`
	Names  namesOut     `json:"names"`
	Class  ledger.Class `json:"class"`
	Normal ledger.Side  `json:"normal" doc:"The side it usually stands on"`
	Role   ledger.Role  `json:"role,omitempty" doc:"What it is for; features find accounts by role, never by code" example:"cash_box"`
}

func showAccount(a ledger.Account) accountOut {
	return accountOut{ID: a.ID, Code: a.Code, Names: namesOut(a.Names), Class: a.Class, Normal: a.Normal, Role: a.Role}
}

func addAccounts(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/accounts", Action: "accounts.list", Tag: "accounts",
		Summary: "List the chart of accounts"}, s.listAccounts)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/accounts", Action: "accounts.open", Status: http.StatusCreated, Tag: "accounts",
		Summary: "Add an account"}, s.openAccount)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/accounts/{account}", Action: "accounts.read", Tag: "accounts",
		Summary: "Read an account and its balance", Description: "The balance of now, or at the end of a day; of all its lines, or of a fund, a party or an item."},
		s.readAccount)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/accounts/{account}/statement", Action: "statements.read", Tag: "accounts",
		Summary: "Account statement with running balance", Description: "Lines in order of day, then of sequence. Balances are positive on the account's normal side."},
		s.readStatement)
}

func (s *Server) listAccounts(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[accountOut]], error) {
	if _, err := s.store.Book(ctx, in.Book); err != nil {
		return nil, err
	}
	accounts, err := s.store.Accounts(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	accounts, err = behind("accounts", in.Paging, accounts, func(a ledger.Account) ledger.ID { return a.ID })
	if err != nil {
		return nil, err
	}
	out := make([]accountOut, len(accounts))
	for i, a := range accounts {
		out[i] = showAccount(a)
	}
	return &reply[page[accountOut]]{pageOf("accounts", out, in.Limit, func(a accountOut) []string { return []string{a.ID.String()} })}, nil
}

// behind returns what comes after the item that the cursor names; a cursor of
// another book names none.
func behind[T any](list string, p Paging, items []T, id func(T) ledger.ID) ([]T, error) {
	keys, err := p.after(list, 1)
	if err != nil || keys == nil {
		return items, err
	}
	i := slices.IndexFunc(items, func(item T) bool { return id(item).String() == keys[0] })
	if i < 0 {
		return nil, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
	}
	return items[i+1:], nil
}

type openAccountIn struct {
	InBook
	Idempotent
	Body struct {
		ID     ledger.ID    `json:"id,omitempty"`
		Code   string       `json:"code" minLength:"1" maxLength:"200" example:"1104"`
		Names  namesOut     `json:"names"`
		Class  ledger.Class `json:"class" enum:"asset,liability,equity,income,expense"`
		Normal ledger.Side  `json:"normal,omitempty" enum:"debit,credit" doc:"Default: the side of its class; the other one for a contra account"`
		Role   ledger.Role  `json:"role,omitempty" maxLength:"64"`
	}
}

func (s *Server) openAccount(ctx context.Context, in *openAccountIn) (*made[accountOut], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	if err := codeNotID(in.Body.Code); err != nil {
		return nil, err
	}
	a := ledger.Account{ID: id, Code: in.Body.Code, Names: ledger.Names(in.Body.Names), Class: in.Body.Class, Normal: in.Body.Normal, Role: in.Body.Role}
	if a.Normal == "" {
		a.Normal = a.Class.Normal()
	}
	account, err := s.store.OpenAccount(ctx, CallerFrom(ctx).Person, in.Book, a)
	if err != nil {
		return nil, err
	}
	return madeOf(showAccount(account.It), account.Replayed), nil
}

// codeNotID refuses a code that looks like an id: accounts and funds are named by
// either, and such a code could be taken for another one's id.
func codeNotID(code string) error {
	if _, err := ledger.ParseID(code); err == nil {
		return ledger.E(ledger.Invalid, "invalid_text", "code")
	}
	return nil
}

// OfLines is what a balance or a statement may be narrowed to.
type OfLines struct {
	Fund  string    `query:"fund" maxLength:"200" doc:"Only this fund: its code or id"`
	Party ledger.ID `query:"party" doc:"Only lines that concern this person or organisation"`
	Item  ledger.ID `query:"item" doc:"Only lines that concern this thing: a loan, a tranche, a slot"`
}

// account resolves the account and the fund a request names.
func (s *Server) account(ctx context.Context, book ledger.ID, ref string, of OfLines) (*store.Chart, ledger.Account, store.Dimensions, error) {
	chart, err := s.chart(ctx, book, []string{ref}, fundRefs(of.Fund))
	if err != nil {
		return nil, ledger.Account{}, store.Dimensions{}, err
	}
	a, ok := chart.Account(ref)
	if !ok {
		return nil, a, store.Dimensions{}, ledger.E(ledger.Missing, "unknown_account", "account")
	}
	fund, err := fundIn(chart, of.Fund)
	return chart, a, store.Dimensions{Account: a.ID, Fund: fund, Party: of.Party, Item: of.Item}, err
}

type accountBalance struct {
	Account accountOut   `json:"account"`
	Day     *ledger.Date `json:"day,omitempty" doc:"The day at whose end the balance is; absent for now"`
	Debit   string       `json:"debit" doc:"Everything debited"`
	Credit  string       `json:"credit" doc:"Everything credited"`
	Balance string       `json:"balance" doc:"Positive on the account's normal side"`
}

func (s *Server) readAccount(ctx context.Context, in *struct {
	InBook
	Account string `path:"account" doc:"Its code or id"`
	OfLines
	Day Day `query:"day" doc:"At the end of this day; default: with everything that is in the book"`
}) (*reply[accountBalance], error) {
	chart, a, of, err := s.account(ctx, in.Book, in.Account, in.OfLines)
	if err != nil {
		return nil, err
	}
	b, err := s.store.BalanceOn(ctx, in.Book, of, in.Day.Date)
	if err != nil {
		return nil, err
	}
	c := chart.Book.Currency
	out := accountBalance{Account: showAccount(a), Debit: c.Format(b.Debit), Credit: c.Format(b.Credit), Balance: c.Format(onNormalSide(a, b.Net()))}
	if !in.Day.IsZero() {
		out.Day = &in.Day.Date
	}
	return &reply[accountBalance]{out}, nil
}

// onNormalSide turns a debit-positive amount into one positive on the account's
// normal side.
func onNormalSide(a ledger.Account, minor int64) int64 {
	if a.Normal == ledger.CreditSide {
		return -minor
	}
	return minor
}
