package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type trialRow struct {
	Account   string       `json:"account" doc:"Its code" example:"1101"`
	AccountID ledger.ID    `json:"account_id"`
	Names     namesOut     `json:"names"`
	Class     ledger.Class `json:"class"`
	Role      ledger.Role  `json:"role,omitempty"`
	Fund      string       `json:"fund,omitempty" doc:"Its code, when asked by fund"`
	Debit     string       `json:"debit" doc:"The balance, when it stands on the debit side, else zero"`
	Credit    string       `json:"credit" doc:"The balance, when it stands on the credit side, else zero"`
	Debited   string       `json:"debited" doc:"Everything debited up to the day"`
	Credited  string       `json:"credited" doc:"Everything credited up to the day"`
}

type trialOut struct {
	Book        ledger.ID    `json:"book"`
	Day         *ledger.Date `json:"day" nullable:"true" doc:"The day at whose end the balances are; null for everything that is in the book"`
	Currency    string       `json:"currency"`
	Rows        []trialRow   `json:"rows"`
	TotalDebit  string       `json:"total_debit"`
	TotalCredit string       `json:"total_credit" doc:"Equal to total_debit, always"`
}

func addBalances(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/trial-balance", Action: "balances.read", Tag: "balances",
		Summary: "Trial balance on any day", Description: "Per account in order of codes, or per account and fund. Accounts whose balance is zero are left out unless asked for."},
		s.trialBalance)
}

func (s *Server) trialBalance(ctx context.Context, in *struct {
	InBook
	Day   Day    `query:"day" doc:"At the end of this day; default: with everything that is in the book"`
	Fund  string `query:"fund" maxLength:"200" doc:"Only this fund: its code or id"`
	By    string `query:"by" enum:"account,fund" default:"account" doc:"A row per account, or per account and fund"`
	Zeros bool   `query:"zeros" doc:"Also accounts whose balance is zero"`
}) (*reply[trialOut], error) {
	chart, err := s.chart(ctx, in.Book, nil, fundRefs(in.Fund))
	if err != nil {
		return nil, err
	}
	fund, err := fundIn(chart, in.Fund)
	if err != nil {
		return nil, err
	}
	balances, err := s.store.TrialBalance(ctx, in.Book, in.Day.Date, fund)
	if err != nil {
		return nil, err
	}
	accounts, err := s.store.Accounts(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	funds, err := s.store.Funds(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	if in.By == "account" {
		funds = []ledger.Fund{{}} // one row for all
	}
	out := trialOut{Book: in.Book, Currency: chart.Book.Currency.Code, Rows: []trialRow{}}
	if !in.Day.IsZero() {
		out.Day = &in.Day.Date
	}
	sums := sumBalances(balances, in.By == "fund")
	var debit, credit int64
	for _, a := range accounts {
		for _, f := range funds {
			b, moved := sums[[2]ledger.ID{a.ID, f.ID}]
			if !in.Zeros && b.Net() == 0 || in.By == "fund" && !moved {
				continue
			}
			out.Rows = append(out.Rows, showTrial(chart.Book.Currency, a, f.Code, b))
			debit += max(b.Net(), 0)
			credit += max(-b.Net(), 0)
		}
	}
	out.TotalDebit, out.TotalCredit = chart.Book.Currency.Format(debit), chart.Book.Currency.Format(credit)
	return &reply[trialOut]{out}, nil
}

// sumBalances keys the balances by account and fund, or by account alone.
func sumBalances(balances []store.Balance, byFund bool) map[[2]ledger.ID]store.Balance {
	sums := make(map[[2]ledger.ID]store.Balance, len(balances))
	for _, b := range balances {
		key := [2]ledger.ID{b.Account}
		if byFund {
			key[1] = b.Fund
		}
		sum := sums[key]
		sum.Debit += b.Debit
		sum.Credit += b.Credit
		sums[key] = sum
	}
	return sums
}

func showTrial(c ledger.Currency, a ledger.Account, fund string, b store.Balance) trialRow {
	return trialRow{Account: a.Code, AccountID: a.ID, Names: namesOut(a.Names), Class: a.Class, Role: a.Role, Fund: fund,
		Debit: c.Format(max(b.Net(), 0)), Credit: c.Format(max(-b.Net(), 0)), Debited: c.Format(b.Debit), Credited: c.Format(b.Credit)}
}
