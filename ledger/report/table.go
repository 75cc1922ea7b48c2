package report

import (
	"context"
	"io"
	"strconv"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/paper"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Table writes the whole book as CSV, one row per posting line, in order of
// sequence. Names are in the language "id" or "en".
func Table(ctx context.Context, s *store.Store, book ledger.Book, lang string, w io.Writer) error {
	return s.Read(ctx, func(ctx context.Context, s *store.Store) error { return table(ctx, s, book, lang, w) })
}

func table(ctx context.Context, s *store.Store, book ledger.Book, lang string, w io.Writer) error {
	accounts, funds, err := charts(ctx, s, book.ID)
	if err != nil {
		return err
	}
	byID := make(map[ledger.ID]ledger.Account, len(accounts))
	for _, a := range accounts {
		byID[a.ID] = a
	}
	t := paper.NewCSV(w)
	if err := t.Row("sequence", "day", "entry", "kind", "memo", "line", "account", "account_name", "debit", "credit",
		"fund", "party", "item", "line_memo", "reverses", "recorded_at"); err != nil {
		return err
	}
	err = s.EachEntry(ctx, book, func(p ledger.Posted) error {
		for i, l := range p.Lines {
			a := byID[l.Account()]
			debit, credit := l.Amount().StringFixed(book.Currency.Places), ""
			if l.Side() == ledger.CreditSide {
				debit, credit = credit, debit
			}
			err := t.Row(strconv.FormatInt(p.Sequence, 10), p.Day.String(), p.ID.String(), p.Kind, p.Memo, strconv.Itoa(i+1),
				a.Code, a.Names.In(lang), debit, credit, funds[l.Fund].Code, text(l.Party), text(l.Item), l.Memo, text(p.Reverses),
				p.RecordedAt.Format("2006-01-02T15:04:05Z"))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return t.Flush()
}

// text is an id, or nothing for none.
func text(id ledger.ID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}
