package api

import (
	"context"
	"net/http"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// limitOut is a limit as the API shows it.
type limitOut struct {
	Account   string     `json:"account" doc:"Its code" example:"1101"`
	AccountID ledger.ID  `json:"account_id"`
	Per       ledger.Per `json:"per" doc:"Over all of the account, or over each fund or item on it by itself"`
	Floor     *string    `json:"floor" nullable:"true" doc:"The balance never falls below it; null for none"`
	Ceiling   *string    `json:"ceiling" nullable:"true" doc:"The balance never rises above it; null for none"`
}

func showLimit(chart *store.Chart, l ledger.Limit) limitOut {
	text := func(d *decimal.Decimal) *string {
		if d == nil {
			return nil
		}
		s := d.StringFixed(chart.Book.Currency.Places)
		return &s
	}
	return limitOut{Account: chart.Accounts[l.Account].Code, AccountID: l.Account, Per: l.Per, Floor: text(l.Floor), Ceiling: text(l.Ceiling)}
}

func addLimits(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/limits", Action: "limits.list", Tag: "limits",
		Summary: "List the limits"}, s.listLimits)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/limits", Action: "limits.set", Status: http.StatusCreated, Tag: "limits",
		Summary: "Set a limit",
		Description: "Keeps a balance at or above a floor and at or below a ceiling, counted positive on the account's normal side: now, at the end of " +
			"an entry's own day and of every later day. Without floor and ceiling the limit is lifted."}, s.setLimit)
}

func (s *Server) listLimits(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[limitOut]], error) {
	book, err := s.store.Book(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	limits, err := s.store.Limits(ctx, book)
	if err != nil {
		return nil, err
	}
	limits, err = behind("limits", in.Paging, limits, limitID)
	if err != nil {
		return nil, err
	}
	refs := make([]string, len(limits))
	for i, l := range limits {
		refs[i] = l.Account.String()
	}
	chart, err := s.chart(ctx, in.Book, refs, nil)
	if err != nil {
		return nil, err
	}
	out := make([]limitOut, len(limits))
	for i, l := range limits {
		out[i] = showLimit(chart, l)
	}
	return &reply[page[limitOut]]{pageOf("limits", out, in.Limit, func(l limitOut) []string {
		return []string{limitID(ledger.Limit{Account: l.AccountID, Per: l.Per}).String()}
	})}, nil
}

// limitID names a limit in a cursor.
func limitID(l ledger.Limit) ledger.ID { return ledger.DeriveID(l.Account, string(l.Per)) }

type setLimitIn struct {
	InBook
	Idempotent
	Body struct {
		ID      ledger.ID  `json:"id,omitempty"`
		Account string     `json:"account" minLength:"1" maxLength:"200" doc:"Its code or id" example:"1101"`
		Per     ledger.Per `json:"per,omitempty" enum:"account,fund,item" default:"account"`
		Floor   *Amount    `json:"floor,omitempty"`
		Ceiling *Amount    `json:"ceiling,omitempty"`
	}
}

func (s *Server) setLimit(ctx context.Context, in *setLimitIn) (*made[limitOut], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	chart, err := s.chart(ctx, in.Book, []string{in.Body.Account}, nil)
	if err != nil {
		return nil, err
	}
	a, ok := chart.Account(in.Body.Account)
	if !ok {
		return nil, ledger.E(ledger.Invalid, "unknown_account", "account")
	}
	c := chart.Book.Currency
	if err := ledger.Join(in.Body.Floor.asWritten(c, "floor"), in.Body.Ceiling.asWritten(c, "ceiling")); err != nil {
		return nil, err
	}
	l := ledger.Limit{Account: a.ID, Per: in.Body.Per}
	if in.Body.Floor != nil {
		l.Floor = &in.Body.Floor.Decimal
	}
	if in.Body.Ceiling != nil {
		l.Ceiling = &in.Body.Ceiling.Decimal
	}
	set, err := s.store.SetLimit(ctx, CallerFrom(ctx).Person, id, in.Book, l)
	if err != nil {
		return nil, err
	}
	return madeOf(showLimit(chart, set.It), set.Replayed), nil
}
