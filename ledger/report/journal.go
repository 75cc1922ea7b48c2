package report

import (
	"context"
	"io"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/paper"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// roots are the first part of an account's name in a journal, which tells
// hledger its class, and the type hledger calls it by.
var roots = map[ledger.Class]struct{ name, kind string }{
	ledger.Asset: {"assets", "A"}, ledger.Liability: {"liabilities", "L"}, ledger.Equity: {"equity", "E"},
	ledger.Income: {"revenues", "R"}, ledger.Expense: {"expenses", "X"},
}

// JournalAccount is the name an account has in an exported journal:
// "assets:1101 Kas kotak", or its code alone in a general book, whose codes are
// such names already.
func JournalAccount(kind ledger.BookKind, a ledger.Account) string {
	if kind == ledger.GeneralBook {
		return a.Code
	}
	return roots[a.Class].name + ":" + a.Code + " " + a.Names.ID
}

// journalNames names every account. One whose own name cannot stand in a journal,
// or would be written like another's, goes by its id.
func journalNames(kind ledger.BookKind, accounts []ledger.Account) map[ledger.ID]string {
	names, taken := make(map[ledger.ID]string, len(accounts)), make(map[string]bool, len(accounts))
	for _, a := range accounts {
		name, ok := paper.AccountName(JournalAccount(kind, a))
		if !ok || taken[name] {
			name = roots[a.Class].name + ":" + a.ID.String()
		}
		names[a.ID], taken[name] = name, true
	}
	return names
}

// Journal writes the whole book as an hledger journal, in order of sequence.
// Fund, party and item ride on the lines as tags; id, sequence and what an entry
// reverses on the entry.
func Journal(ctx context.Context, s *store.Store, book ledger.Book, w io.Writer) error {
	return s.Read(ctx, func(ctx context.Context, s *store.Store) error { return journal(ctx, s, book, w) })
}

func journal(ctx context.Context, s *store.Store, book ledger.Book, w io.Writer) error {
	accounts, funds, err := charts(ctx, s, book.ID)
	if err != nil {
		return err
	}
	j := paper.NewJournalWriter(w, book.Currency.Code, book.Currency.Places)
	names := journalNames(book.Kind, accounts)
	for _, a := range accounts {
		if err := j.Account(names[a.ID], "", paper.Tag{Name: "type", Value: roots[a.Class].kind}); err != nil {
			return err
		}
	}
	err = s.EachEntry(ctx, book, func(p ledger.Posted) error {
		return j.Entry(journalEntry(book, p, names, funds))
	})
	if err != nil {
		return err
	}
	return j.Flush()
}

func journalEntry(book ledger.Book, p ledger.Posted, names map[ledger.ID]string, funds map[ledger.ID]ledger.Fund) paper.JournalEntry {
	title, rest, _ := strings.Cut(p.Memo, "\n")
	e := paper.JournalEntry{Date: p.Day, Description: title, Memo: rest, Tags: []paper.Tag{{Name: "id", Value: p.ID.String()}, {Name: "kind", Value: p.Kind}}}
	if !p.Reverses.IsZero() {
		e.Tags = append(e.Tags, paper.Tag{Name: "reverses", Value: p.Reverses.String()})
	}
	for _, l := range p.Lines {
		minor, err := book.Currency.Minor(l.Signed())
		if err != nil {
			panic("report: a posted line that is no amount: " + err.Error())
		}
		posting := paper.JournalPosting{Account: names[l.Account()], Minor: minor, Memo: l.Memo}
		if l.Fund != book.General() {
			posting.Tags = append(posting.Tags, paper.Tag{Name: "fund", Value: funds[l.Fund].Code})
		}
		if !l.Party.IsZero() {
			posting.Tags = append(posting.Tags, paper.Tag{Name: "party", Value: l.Party.String()})
		}
		if !l.Item.IsZero() {
			posting.Tags = append(posting.Tags, paper.Tag{Name: "item", Value: l.Item.String()})
		}
		e.Postings = append(e.Postings, posting)
	}
	return e
}

func charts(ctx context.Context, s *store.Store, book ledger.ID) ([]ledger.Account, map[ledger.ID]ledger.Fund, error) {
	accounts, err := s.Accounts(ctx, book)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.Funds(ctx, book)
	funds := make(map[ledger.ID]ledger.Fund, len(list))
	for _, f := range list {
		funds[f.ID] = f
	}
	return accounts, funds, err
}
