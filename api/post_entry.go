package api

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

type postEntryIn struct {
	InBook
	Idempotent
	Body struct {
		ID    ledger.ID   `json:"id,omitempty" doc:"A UUIDv7 made by the caller before sending; without one a repeat is a second entry"`
		Day   ledger.Date `json:"day" doc:"The accounting day"`
		Kind  string      `json:"kind,omitempty" default:"manual" maxLength:"64" doc:"What happened, in lower-case letters, digits, points and underscores"`
		Memo  string      `json:"memo,omitempty" doc:"Free text; no personal data" example:"Jualan tunai di pasar"`
		Event ledger.ID   `json:"event,omitempty" doc:"The happening it is part of"`
		Lines []lineIn    `json:"lines"`
	}
}

// lineIn is one line of an entry to be posted: an account and an amount on one
// side. What [lineOut] shows can be sent back as it is.
type lineIn struct {
	Account   string    `json:"account,omitempty" maxLength:"200" doc:"Its code or id" example:"1101"`
	AccountID ledger.ID `json:"account_id,omitempty" doc:"Its id; when account is given too, both must name the same"`
	Debit     *Amount   `json:"debit,omitempty"`
	Credit    *Amount   `json:"credit,omitempty"`
	Fund      string    `json:"fund,omitempty" maxLength:"200" doc:"Its code or id; default: the general fund"`
	FundID    ledger.ID `json:"fund_id,omitempty" doc:"Its id; when fund is given too, both must name the same"`
	Party     ledger.ID `json:"party,omitempty" doc:"The person or organisation concerned"`
	Item      ledger.ID `json:"item,omitempty" doc:"The thing concerned: a loan, a tranche, a slot, an invoice"`
	Memo      string    `json:"memo,omitempty"`
}

func (s *Server) postEntry(ctx context.Context, in *postEntryIn) (*made[entryOut], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	lines, err := s.lines(ctx, in.Book, in.Body.Lines)
	if err := joinErrors(s.notAhead(ctx, in.Body.Day), err); err != nil {
		return nil, err
	}
	posted, err := s.store.PostEntry(ctx, CallerFrom(ctx).Person, ledger.Entry{ID: id, Book: in.Book, Day: in.Body.Day, Kind: in.Body.Kind,
		Memo: in.Body.Memo, Event: in.Body.Event, Lines: lines})
	if err != nil {
		return nil, err
	}
	return s.madeEntry(ctx, posted)
}

// lines resolves accounts and funds and names every line that is wrong.
func (s *Server) lines(ctx context.Context, book ledger.ID, in []lineIn) ([]ledger.Line, error) {
	if len(in) > ledger.MaxLines {
		return nil, ledger.E(ledger.Invalid, "too_many_lines", "lines", "max", strconv.Itoa(ledger.MaxLines))
	}
	var accounts, funds []string
	for _, l := range in {
		accounts = append(accounts, reference(l.Account, l.AccountID))
		if ref := reference(l.Fund, l.FundID); ref != "" {
			funds = append(funds, ref)
		}
	}
	chart, err := s.chart(ctx, book, accounts, funds)
	if err != nil {
		return nil, err
	}
	lines := make([]ledger.Line, len(in))
	var problems []*ledger.Error
	for i, l := range in {
		at := "lines[" + strconv.Itoa(i) + "]"
		account, ok := chart.Account(reference(l.Account, l.AccountID))
		if !ok {
			code := "unknown_account"
			if l.Account == "" && l.AccountID.IsZero() {
				code = "required"
			}
			problems = append(problems, ledger.E(ledger.Invalid, code, at+".account"))
		} else if !l.AccountID.IsZero() && l.AccountID != account.ID {
			problems = append(problems, ledger.E(ledger.Invalid, "id_mismatch", at+".account_id"))
		}
		fund, ok := chart.Fund(reference(l.Fund, l.FundID))
		if !ok && reference(l.Fund, l.FundID) != "" {
			problems = append(problems, ledger.E(ledger.Invalid, "unknown_fund", at+".fund"))
		} else if !l.FundID.IsZero() && l.FundID != fund.ID {
			problems = append(problems, ledger.E(ledger.Invalid, "id_mismatch", at+".fund_id"))
		}
		line, problem := oneSide(account.ID, l.Debit, l.Credit)
		for _, p := range []*ledger.Error{problem, l.Debit.asWritten(chart.Book.Currency, "debit"), l.Credit.asWritten(chart.Book.Currency, "credit")} {
			if p != nil {
				problems = append(problems, p.At(at))
			}
		}
		line.Fund, line.Party, line.Item, line.Memo = fund.ID, l.Party, l.Item, l.Memo
		lines[i] = line
	}
	return lines, ledger.Join(problems...)
}

// reference is what names an account or a fund: its code or id, or its id apart.
func reference(ref string, id ledger.ID) string {
	if ref == "" && !id.IsZero() {
		return id.String()
	}
	return ref
}

// oneSide builds the line from whichever side has an amount. The other side may
// be left out or zero, as programs with two columns write it.
func oneSide(account ledger.ID, debit, credit *Amount) (ledger.Line, *ledger.Error) {
	zero := func(a *Amount) bool { return a == nil || a.IsZero() }
	switch {
	case !zero(debit) && !zero(credit):
		return ledger.Line{}, ledger.E(ledger.Invalid, "debit_and_credit", "")
	case !zero(debit):
		return ledger.Debit(account, debit.Decimal), nil
	case !zero(credit):
		return ledger.Credit(account, credit.Decimal), nil
	case debit != nil:
		return ledger.Debit(account, decimal.Zero), nil // refused with amount_not_positive
	case credit != nil:
		return ledger.Credit(account, decimal.Zero), nil
	}
	return ledger.Line{}, ledger.E(ledger.Invalid, "amount_missing", "")
}
