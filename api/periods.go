package api

import (
	"context"
	"net/http"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
)

type periodOut struct {
	Through  ledger.Date `json:"through" doc:"The last closed day"`
	ClosedAt time.Time   `json:"closed_at"`
	By       ledger.ID   `json:"by"`
}

func addPeriods(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/periods", Action: "periods.list", Tag: "periods",
		Summary: "List the closings", Description: "Oldest first."}, s.listPeriods)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/periods", Action: "periods.close", Status: http.StatusCreated, Tag: "periods",
		Summary: "Close a period", Description: "Nothing posts on or before the day from then on. There is no way back: what comes late goes to an open day."},
		s.closePeriod)
}

func (s *Server) listPeriods(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[periodOut]], error) {
	if _, err := s.store.Book(ctx, in.Book); err != nil {
		return nil, err
	}
	var after ledger.Date
	if keys, err := in.after("periods", 1); err != nil {
		return nil, err
	} else if keys != nil {
		if after, err = ledger.ParseDate(keys[0]); err != nil {
			return nil, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
		}
	}
	periods, err := s.store.Periods(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	out := []periodOut{}
	for _, p := range periods {
		if p.Through > after {
			out = append(out, periodOut(p))
		}
	}
	return &reply[page[periodOut]]{pageOf("periods", out, in.Limit, func(p periodOut) []string { return []string{p.Through.String()} })}, nil
}

type closePeriodIn struct {
	InBook
	Idempotent
	Body struct {
		ID      ledger.ID   `json:"id,omitempty"`
		Through ledger.Date `json:"through" doc:"The last day to close"`
	}
}

func (s *Server) closePeriod(ctx context.Context, in *closePeriodIn) (*made[bookOut], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	book, err := s.store.ClosePeriod(ctx, CallerFrom(ctx).Person, id, in.Book, in.Body.Through)
	if err != nil {
		return nil, err
	}
	return madeOf(showBook(book.It), book.Replayed), nil
}
