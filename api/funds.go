package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// fundOut is a fund as the API shows it.
type fundOut struct {
	ID         ledger.ID  `json:"id"`
	Code       string     `json:"code" example:"social"`
	Name       string     `json:"name" example:"Dana sosial"`
	Restricted bool       `json:"restricted" doc:"The giver has said what it may be used for"`
	OriginBook *ledger.ID `json:"origin_book,omitempty" doc:"The book the money came from"`
	OriginFund *ledger.ID `json:"origin_fund,omitempty" doc:"The fund of that book"`
}

func showFund(f ledger.Fund) fundOut {
	return fundOut{ID: f.ID, Code: f.Code, Name: f.Name, Restricted: f.Restricted, OriginBook: idOrNone(f.OriginBook), OriginFund: idOrNone(f.OriginFund)}
}

func addFunds(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/funds", Action: "funds.list", Tag: "funds",
		Summary: "List the funds", Description: "The general fund first, then in order of codes."}, s.listFunds)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/funds", Action: "funds.open", Status: http.StatusCreated, Tag: "funds",
		Summary: "Add a fund", Description: "A fund says whose purpose money serves. Every fund balances by itself."}, s.openFund)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/transfers", Action: "funds.transfer", Status: http.StatusCreated, Tag: "funds",
		Summary: "Move money between funds",
		Description: "Posts one entry: `from` is credited, `to` is debited, and a pair of interfund lines keeps both funds balanced. " +
			"Without accounts the money stays in the cash box and changes its purpose."}, s.transfer)
}

func (s *Server) listFunds(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[fundOut]], error) {
	if _, err := s.store.Book(ctx, in.Book); err != nil {
		return nil, err
	}
	funds, err := s.store.Funds(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	funds, err = behind("funds", in.Paging, funds, func(f ledger.Fund) ledger.ID { return f.ID })
	if err != nil {
		return nil, err
	}
	out := make([]fundOut, len(funds))
	for i, f := range funds {
		out[i] = showFund(f)
	}
	return &reply[page[fundOut]]{pageOf("funds", out, in.Limit, func(f fundOut) []string { return []string{f.ID.String()} })}, nil
}

type openFundIn struct {
	InBook
	Idempotent
	Body struct {
		ID         ledger.ID `json:"id,omitempty"`
		Code       string    `json:"code" minLength:"1" maxLength:"200" example:"social"`
		Name       string    `json:"name" minLength:"1" maxLength:"200" example:"Dana sosial"`
		Restricted bool      `json:"restricted,omitempty"`
		OriginBook ledger.ID `json:"origin_book,omitempty"`
		OriginFund ledger.ID `json:"origin_fund,omitempty"`
	}
}

func (s *Server) openFund(ctx context.Context, in *openFundIn) (*made[fundOut], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	if err := codeNotID(in.Body.Code); err != nil {
		return nil, err
	}
	fund, err := s.store.OpenFund(ctx, CallerFrom(ctx).Person, in.Book, ledger.Fund{ID: id, Code: in.Body.Code, Name: in.Body.Name,
		Restricted: in.Body.Restricted, OriginBook: in.Body.OriginBook, OriginFund: in.Body.OriginFund})
	if err != nil {
		return nil, err
	}
	return madeOf(showFund(fund.It), fund.Replayed), nil
}
