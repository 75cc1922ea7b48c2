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
	book, err := s.store.Book(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	from, errFrom := s.purse(ctx, in.Book, in.Body.From, "from")
	to, errTo := s.purse(ctx, in.Book, in.Body.To, "to")
	if errFrom != nil || errTo != nil {
		return nil, joinErrors(errFrom, errTo)
	}
	if in.Body.Amount == nil {
		return nil, ledger.E(ledger.Invalid, "amount_missing", "amount")
	}
	posted, err := s.store.TransferFunds(ctx, CallerFrom(ctx).ID, store.Move{ID: id, Book: in.Book, Day: in.Body.Day, From: from, To: to,
		Amount: in.Body.Amount.Decimal, Memo: in.Body.Memo})
	if err != nil {
		return nil, err
	}
	return s.madeEntry(ctx, book, posted)
}

// purse resolves one end of a transfer.
func (s *Server) purse(ctx context.Context, book ledger.ID, in purseIn, field string) (ledger.Purse, error) {
	funds, err := s.store.FindFunds(ctx, book, []string{in.Fund})
	if err != nil {
		return ledger.Purse{}, err
	}
	f, ok := funds[in.Fund]
	if !ok {
		return ledger.Purse{}, ledger.E(ledger.Invalid, "unknown_fund", field+".fund")
	}
	if in.Account == "" {
		box, err := s.store.AccountByRole(ctx, book, ledger.CashBox)
		if ledger.CodeOf(err) == "unknown_account" {
			err = ledger.E(ledger.Invalid, "required", field+".account")
		}
		return ledger.Purse{Account: box.ID, Fund: f.ID}, err
	}
	accounts, err := s.store.FindAccounts(ctx, book, []string{in.Account})
	if err != nil {
		return ledger.Purse{}, err
	}
	a, ok := accounts[in.Account]
	if !ok {
		return ledger.Purse{}, ledger.E(ledger.Invalid, "unknown_account", field+".account")
	}
	if a.Role == ledger.Interfund {
		return ledger.Purse{}, ledger.E(ledger.Invalid, "interfund_reserved", field+".account")
	}
	return ledger.Purse{Account: a.ID, Fund: f.ID}, nil
}
