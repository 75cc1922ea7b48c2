package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// entryOut is a posted entry as the API shows it. Its lines can be posted again
// as they are.
type entryOut struct {
	ID         ledger.ID   `json:"id"`
	Book       ledger.ID   `json:"book"`
	Sequence   int64       `json:"sequence" doc:"Its number in the book, without gaps"`
	Day        ledger.Date `json:"day" doc:"The accounting day"`
	Kind       string      `json:"kind" example:"manual"`
	Memo       string      `json:"memo,omitempty"`
	Lines      []lineOut   `json:"lines"`
	RecordedAt time.Time   `json:"recorded_at" doc:"When the server took it in"`
	By         ledger.ID   `json:"by"`
	Command    ledger.ID   `json:"command"`
	Event      *ledger.ID  `json:"event,omitempty"`
	Reverses   *ledger.ID  `json:"reverses,omitempty" doc:"The entry that this one undoes"`
	ReversedBy *ledger.ID  `json:"reversed_by,omitempty" doc:"The entry that undoes this one"`
	Hash       ledger.Hash `json:"hash" doc:"Its link in the book's chain"`
}

type lineOut struct {
	Account   string     `json:"account" doc:"Its code" example:"1101"`
	AccountID ledger.ID  `json:"account_id"`
	Debit     string     `json:"debit,omitempty" example:"250000"`
	Credit    string     `json:"credit,omitempty"`
	Fund      string     `json:"fund" doc:"Its code" example:"general"`
	FundID    ledger.ID  `json:"fund_id"`
	Party     *ledger.ID `json:"party,omitempty"`
	Item      *ledger.ID `json:"item,omitempty"`
	Memo      string     `json:"memo,omitempty"`
}

func addEntries(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/entries", Action: "entries.post", Status: http.StatusCreated, Tag: "entries",
		Summary: "Post an entry",
		Description: "Debits and credits must be equal, in the whole and in every fund, and the day is tomorrow at the latest. The answer comes after the entry is on disk. " +
			"Sending the same id with the same content again gives the same answer and posts nothing."}, s.postEntry)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/entries:batch", Action: "entries.post", Tag: "entries",
		Summary: "Post up to 1,000 entries",
		Description: "On the same path as single entries, in the order sent, all or none (`atomic`) or one verdict each. Ids are those of the entries: " +
			"a batch may be sent again, whole or in parts."}, s.postBatch)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/entries", Action: "entries.list", Tag: "entries",
		Summary: "List entries", Description: "In order of day, then of sequence."}, s.listEntries)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/entries/{entry}", Action: "entries.read", Tag: "entries",
		Summary: "Read an entry"}, s.readEntry)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/entries/{entry}/reversal", Action: "entries.reverse", Status: http.StatusCreated, Tag: "entries",
		Summary: "Undo an entry", Description: "Posts its mirror, linked to it. An entry can be undone once; nothing is ever edited or removed."},
		s.reverseEntry)
}

// showEntries shows entries of one book. Lines know accounts and funds by id; the
// chart has their codes.
func (s *Server) showEntries(ctx context.Context, book ledger.ID, posted []ledger.Posted) ([]entryOut, error) {
	var refs []string
	for _, p := range posted {
		for _, l := range p.Lines {
			refs = append(refs, l.Account().String())
		}
	}
	chart, err := s.chart(ctx, book, refs, nil)
	if err != nil {
		return nil, err
	}
	out := make([]entryOut, len(posted))
	for i, p := range posted {
		e := entryOut{ID: p.ID, Book: p.Book, Sequence: p.Sequence, Day: p.Day, Kind: p.Kind, Memo: p.Memo, Lines: make([]lineOut, len(p.Lines)),
			RecordedAt: p.RecordedAt, By: p.By, Command: p.Command, Event: idOrNone(p.Event), Reverses: idOrNone(p.Reverses),
			ReversedBy: idOrNone(p.ReversedBy), Hash: p.Hash}
		for n, l := range p.Lines {
			line := lineOut{Account: chart.Accounts[l.Account()].Code, AccountID: l.Account(), Fund: chart.Funds[l.Fund].Code, FundID: l.Fund,
				Party: idOrNone(l.Party), Item: idOrNone(l.Item), Memo: l.Memo}
			amount := l.Amount().StringFixed(chart.Book.Currency.Places)
			if l.Side() == ledger.DebitSide {
				line.Debit = amount
			} else {
				line.Credit = amount
			}
			e.Lines[n] = line
		}
		out[i] = e
	}
	return out, nil
}

func (s *Server) madeEntry(ctx context.Context, posted store.Made[ledger.Posted]) (*made[entryOut], error) {
	out, err := s.showEntries(ctx, posted.It.Book, []ledger.Posted{posted.It})
	if err != nil {
		return nil, err
	}
	return madeOf(out[0], posted.Replayed), nil
}

type listEntriesIn struct {
	InBook
	Account string    `query:"account" maxLength:"200" doc:"Only entries with a line on this account: its code or id"`
	Party   ledger.ID `query:"party" doc:"Only entries with a line that concerns this person or organisation"`
	Item    ledger.ID `query:"item" doc:"Only entries with a line that concerns this thing"`
	Kind    string    `query:"kind" maxLength:"64" doc:"Only entries of this kind"`
	Day     Day       `query:"day" doc:"Only entries of this day"`
	From    Day       `query:"from" doc:"From this day on"`
	To      Day       `query:"to" doc:"Up to and including this day"`
	Order   string    `query:"order" enum:"oldest,newest" default:"oldest" doc:"Which come first"`
	Paging
}

func (s *Server) listEntries(ctx context.Context, in *listEntriesIn) (*reply[page[entryOut]], error) {
	book, err := s.store.Book(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	f := store.EntryFilter{Party: in.Party, Item: in.Item, Kind: in.Kind, From: in.From.Date, To: in.To.Date, Newest: in.Order == "newest", Limit: in.Limit + 1}
	if !in.Day.IsZero() {
		f.From, f.To = max(f.From, in.Day.Date), in.Day.Date
		if !in.To.IsZero() {
			f.To = min(in.Day.Date, in.To.Date)
		}
	}
	if in.Account != "" {
		chart, err := s.chart(ctx, in.Book, []string{in.Account}, nil)
		if err != nil {
			return nil, err
		}
		a, ok := chart.Account(in.Account)
		if !ok {
			return nil, ledger.E(ledger.Invalid, "unknown_account", "account")
		}
		f.Account = a.ID
	}
	list := "entries." + in.Order
	if f.After, err = in.position(list, false); err != nil {
		return nil, err
	}
	posted, err := s.store.Entries(ctx, book, f)
	if err != nil {
		return nil, err
	}
	out, err := s.showEntries(ctx, in.Book, posted)
	if err != nil {
		return nil, err
	}
	p := page[entryOut]{Items: out}
	if len(out) > in.Limit {
		last := out[in.Limit-1]
		next := cursorAt(list, store.Position{Day: last.Day, Seq: last.Sequence}, false)
		p = page[entryOut]{Items: out[:in.Limit], NextCursor: &next}
	}
	return &reply[page[entryOut]]{p}, nil
}

type OneEntry struct {
	InBook
	Entry ledger.ID `path:"entry" doc:"The entry's id"`
}

func (s *Server) readEntry(ctx context.Context, in *OneEntry) (*reply[entryOut], error) {
	book, err := s.store.Book(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	posted, err := s.store.Entry(ctx, book, in.Entry)
	if err != nil {
		return nil, err
	}
	out, err := s.showEntries(ctx, in.Book, []ledger.Posted{posted})
	if err != nil {
		return nil, err
	}
	return &reply[entryOut]{out[0]}, nil
}

type reverseIn struct {
	OneEntry
	Idempotent
	Body *struct {
		ID   ledger.ID   `json:"id,omitempty"`
		Day  ledger.Date `json:"day,omitempty" doc:"Default: the day of the entry, or the first open day when that is closed"`
		Memo string      `json:"memo,omitempty" doc:"Why" example:"Salah ketik"`
	} `required:"false"`
}

func (s *Server) reverseEntry(ctx context.Context, in *reverseIn) (*made[entryOut], error) {
	var bodyID ledger.ID
	var day ledger.Date
	var memo string
	if in.Body != nil {
		bodyID, day, memo = in.Body.ID, in.Body.Day, in.Body.Memo
	}
	id, err := commandID(bodyID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	if err := s.notAhead(ctx, day); err != nil {
		return nil, err
	}
	posted, err := s.store.Reverse(ctx, CallerFrom(ctx).Person, id, in.Book, in.Entry, day, memo)
	if err != nil {
		return nil, err
	}
	return s.madeEntry(ctx, posted)
}

// notAhead refuses a day that has not come yet (day_in_future): more than one day after the
// server's, so that nobody's clock matters. The operator, who brings in other books, may.
func (s *Server) notAhead(ctx context.Context, day ledger.Date) error {
	last := ledger.DateOf(s.store.At().In(ledger.Pontianak)).AddDays(1)
	if day <= last || CallerFrom(ctx).Operator {
		return nil
	}
	return ledger.E(ledger.Invalid, "day_in_future", "day", "last", last.String())
}

// joinErrors makes one problem of several; any error that is not for the caller
// wins.
func joinErrors(errs ...error) error {
	var problems []*ledger.Error
	for _, err := range errs {
		var e *ledger.Error
		if err == nil {
			continue
		}
		if !errors.As(err, &e) {
			return err
		}
		problems = append(problems, e)
	}
	return ledger.Join(problems...)
}
