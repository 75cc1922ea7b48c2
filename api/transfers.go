package api

import (
	"context"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// purseIn is one end of a transfer.
type purseIn struct {
	Fund    string `json:"fund" minLength:"1" maxLength:"200" doc:"Its code or id"`
	Account string `json:"account,omitempty" maxLength:"200" doc:"Its code or id; default: the cash box"`
}

type transferIn struct {
	InBook
	Idempotent
	Body struct {
		ID     ledger.ID   `json:"id,omitempty"`
		Day    ledger.Date `json:"day"`
		From   purseIn     `json:"from"`
		To     purseIn     `json:"to"`
		Amount *Amount     `json:"amount"`
		Memo   string      `json:"memo,omitempty"`
	}
}

func (s *Server) transfer(ctx context.Context, in *transferIn) (*made[entryOut], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	chart, err := s.chart(ctx, in.Book, accountRefs(in.Body.From, in.Body.To), []string{in.Body.From.Fund, in.Body.To.Fund})
	if err != nil {
		return nil, err
	}
	from, errFrom := purse(chart, in.Body.From, "from")
	to, errTo := purse(chart, in.Body.To, "to")
	if errFrom != nil || errTo != nil {
		return nil, joinErrors(errFrom, errTo)
	}
	if in.Body.Amount == nil {
		return nil, ledger.E(ledger.Invalid, "amount_missing", "amount")
	}
	if err := in.Body.Amount.asWritten(chart.Book.Currency, "amount"); err != nil {
		return nil, err
	}
	if err := s.notAhead(ctx, in.Body.Day); err != nil {
		return nil, err
	}
	posted, err := s.store.TransferFunds(ctx, CallerFrom(ctx).Person, store.Move{ID: id, Book: in.Book, Day: in.Body.Day, From: from, To: to,
		Amount: in.Body.Amount.Decimal, Memo: in.Body.Memo})
	if err != nil {
		return nil, err
	}
	return s.madeEntry(ctx, posted)
}

func accountRefs(purses ...purseIn) []string {
	var refs []string
	for _, p := range purses {
		if p.Account != "" {
			refs = append(refs, p.Account)
		}
	}
	return refs
}

// purse resolves one end of a transfer.
func purse(chart *store.Chart, in purseIn, field string) (ledger.Purse, error) {
	f, ok := chart.Fund(in.Fund)
	if !ok {
		return ledger.Purse{}, ledger.E(ledger.Invalid, "unknown_fund", field+".fund")
	}
	a, ok := chart.Account(in.Account)
	if in.Account == "" {
		if a, ok = chart.ByRole(ledger.CashBox); !ok {
			return ledger.Purse{}, ledger.E(ledger.Invalid, "required", field+".account")
		}
	}
	if !ok {
		return ledger.Purse{}, ledger.E(ledger.Invalid, "unknown_account", field+".account")
	}
	if a.Role == ledger.Interfund {
		return ledger.Purse{}, ledger.E(ledger.Invalid, "interfund_reserved", field+".account")
	}
	return ledger.Purse{Account: a.ID, Fund: f.ID}, nil
}
