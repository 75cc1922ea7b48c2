package api

import (
	"context"
	"strconv"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type statementLine struct {
	Day        ledger.Date `json:"day"`
	Sequence   int64       `json:"sequence"`
	Entry      ledger.ID   `json:"entry"`
	Line       int64       `json:"line" doc:"Which line of the entry"`
	Kind       string      `json:"kind"`
	Memo       string      `json:"memo,omitempty" doc:"Of the line, else of the entry"`
	Debit      string      `json:"debit,omitempty"`
	Credit     string      `json:"credit,omitempty"`
	Balance    string      `json:"balance" doc:"After this line, positive on the account's normal side"`
	Fund       string      `json:"fund"`
	Party      *ledger.ID  `json:"party,omitempty"`
	Item       *ledger.ID  `json:"item,omitempty"`
	Reverses   *ledger.ID  `json:"reverses,omitempty"`
	RecordedAt time.Time   `json:"recorded_at"`
}

type statementOut struct {
	Account    accountOut      `json:"account"`
	Opening    string          `json:"opening" doc:"The balance before the first line of this page"`
	Items      []statementLine `json:"items"`
	Closing    string          `json:"closing" doc:"The balance after the last line of this page"`
	NextCursor *string         `json:"next_cursor"`
}

func (s *Server) readStatement(ctx context.Context, in *struct {
	InBook
	Account string `path:"account" doc:"Its code or id"`
	OfLines
	From Day `query:"from" doc:"From this day on"`
	To   Day `query:"to" doc:"Up to and including this day"`
	Paging
}) (*reply[statementOut], error) {
	chart, a, of, err := s.account(ctx, in.Book, in.Account, in.OfLines)
	if err != nil {
		return nil, err
	}
	q := store.StatementQuery{Dimensions: of, From: in.From.Date, To: in.To.Date, Limit: in.Limit}
	if q.After, err = in.position("statement", true); err != nil {
		return nil, err
	}
	st, err := s.store.Statement(ctx, chart.Book, q)
	if err != nil {
		return nil, err
	}
	c := chart.Book.Currency
	side := func(minor int64) string { return c.Format(onNormalSide(a, minor)) }
	out := statementOut{Account: showAccount(a), Opening: side(st.Opening), Closing: side(st.Closing), Items: make([]statementLine, len(st.Lines))}
	for i, l := range st.Lines {
		line := statementLine{Day: l.Day, Sequence: l.Seq, Entry: l.Entry, Line: l.N, Kind: l.Kind, Memo: l.Memo, Balance: side(l.Balance),
			Fund: chart.Funds[l.Fund].Code, Party: idOrNone(l.Party), Item: idOrNone(l.Item), Reverses: idOrNone(l.Reverses), RecordedAt: l.RecordedAt}
		if l.Amount > 0 {
			line.Debit = c.Format(l.Amount)
		} else {
			line.Credit = c.Format(-l.Amount)
		}
		out.Items[i] = line
	}
	if st.Next.Seq != 0 {
		next := cursorAt("statement", st.Next, true)
		out.NextCursor = &next
	}
	return &reply[statementOut]{out}, nil
}

// position reads a cursor that [cursorAt] wrote.
func (p Paging) position(list string, withLine bool) (store.Position, error) {
	n := 2
	if withLine {
		n = 3
	}
	keys, err := p.after(list, n)
	if err != nil || keys == nil {
		return store.Position{}, err
	}
	refused := ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
	var at store.Position
	if at.Day, err = ledger.ParseDate(keys[0]); err != nil {
		return at, refused
	}
	numbers := []*int64{&at.Seq, &at.N}
	for i, key := range keys[1:] {
		if *numbers[i], err = strconv.ParseInt(key, 10, 64); err != nil || *numbers[i] < 1 {
			return store.Position{}, refused
		}
	}
	return at, nil
}

func cursorAt(list string, at store.Position, withLine bool) string {
	keys := []string{at.Day.String(), strconv.FormatInt(at.Seq, 10)}
	if withLine {
		keys = append(keys, strconv.FormatInt(at.N, 10))
	}
	return encodeCursor(list, keys...)
}

// idOrNone is what an optional id is shown as.
func idOrNone(id ledger.ID) *ledger.ID {
	if id.IsZero() {
		return nil
	}
	return &id
}
