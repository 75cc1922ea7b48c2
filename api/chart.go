package api

import (
	"context"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// chart returns the book's chart. When it lacks one of the accounts or funds
// that are named, it is read afresh: another server may have added them.
func (s *Server) chart(ctx context.Context, book ledger.ID, accounts, funds []string) (*store.Chart, error) {
	chart, err := s.store.Chart(ctx, book, false)
	if err != nil {
		return nil, err
	}
	for _, ref := range accounts {
		if _, ok := chart.Account(ref); !ok {
			return s.store.Chart(ctx, book, true)
		}
	}
	for _, ref := range funds {
		if _, ok := chart.Fund(ref); !ok {
			return s.store.Chart(ctx, book, true)
		}
	}
	return chart, nil
}

// fundRefs is the fund that a query names, if it names one.
func fundRefs(ref string) []string {
	if ref == "" {
		return nil
	}
	return []string{ref}
}

// fundIn resolves the fund that a query names; none when it names none.
func fundIn(chart *store.Chart, ref string) (ledger.ID, error) {
	if ref == "" {
		return ledger.ID{}, nil
	}
	f, ok := chart.Fund(ref)
	if !ok {
		return ledger.ID{}, ledger.E(ledger.Invalid, "unknown_fund", "fund")
	}
	return f.ID, nil
}
