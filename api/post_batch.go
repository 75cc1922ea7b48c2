package api

import (
	"context"
	"errors"
	"strconv"

	"github.com/lumbung-ledger/lumbung/ledger"
)

type postBatchIn struct {
	InBook
	Language string `header:"Accept-Language" doc:"id or en: the language of problems"`
	Body     struct {
		Atomic  bool           `json:"atomic,omitempty" doc:"All entries or none; else each has its own verdict"`
		Entries []batchEntryIn `json:"entries" minItems:"1" maxItems:"1000"`
	}
}

// batchEntryIn is an entry in a batch; its id is not optional.
type batchEntryIn struct {
	ID    ledger.ID   `json:"id" doc:"A UUIDv7 made by the caller before sending; the same id twice is the same entry, in a batch or not"`
	Day   ledger.Date `json:"day" doc:"The accounting day"`
	Kind  string      `json:"kind,omitempty" default:"manual" maxLength:"64" doc:"What happened, in lower-case letters, digits, points and underscores"`
	Memo  string      `json:"memo,omitempty" doc:"Free text; no personal data"`
	Event ledger.ID   `json:"event,omitempty" doc:"The happening it is part of"`
	Lines []lineIn    `json:"lines"`
}

type verdictOut struct {
	ID       ledger.ID `json:"id"`
	Posted   bool      `json:"posted"`
	Replayed bool      `json:"replayed,omitzero" doc:"It had been posted before"`
	AsPosted *entryOut `json:"as_posted,omitempty"`
	Problem  *Problem  `json:"problem,omitempty"` // its fields are relative to the entry
}

type batchOut struct {
	Posted int          `json:"posted" doc:"How many are in the book now"`
	Items  []verdictOut `json:"items" doc:"A verdict for each entry, in the order sent: as it was posted, or the problem with it"`
}

// postBatch posts through the same path as single entries do.
func (s *Server) postBatch(ctx context.Context, in *postBatchIn) (*reply[batchOut], error) {
	entries, problems, err := s.batchEntries(ctx, in)
	if err != nil {
		return nil, err
	}
	if in.Body.Atomic {
		if err := atEntries(problems); err != nil {
			return nil, err
		}
	}
	var good []ledger.Entry
	var places []int
	for i := range entries {
		if problems[i] == nil {
			good, places = append(good, entries[i]), append(places, i)
		}
	}
	out := batchOut{Items: make([]verdictOut, len(entries))}
	if len(good) > 0 {
		posted, refused, err := s.store.PostEntries(ctx, CallerFrom(ctx).Person, good, in.Body.Atomic)
		if err != nil {
			return nil, err
		}
		shown := make([]ledger.Posted, 0, len(posted))
		for n, i := range places {
			if problems[i] = refused[n]; refused[n] == nil {
				shown = append(shown, posted[n].It)
				out.Items[i].Replayed = posted[n].Replayed
			}
		}
		if in.Body.Atomic {
			if err := atEntries(problems); err != nil {
				return nil, err
			}
		}
		views, err := s.showEntries(ctx, in.Book, shown)
		if err != nil {
			return nil, err
		}
		for _, i := range places {
			if problems[i] == nil {
				out.Items[i].Posted, out.Items[i].AsPosted, views = true, &views[0], views[1:]
				out.Posted++
			}
		}
	}
	for i := range out.Items {
		out.Items[i].ID = entries[i].ID
		if problems[i] != nil {
			if out.Items[i].Problem = verdict(ctx, chooseLanguage(in.Language), problems[i]); out.Items[i].Problem == nil {
				return nil, problems[i]
			}
		}
	}
	return &reply[batchOut]{out}, nil
}

// batchEntries resolves the accounts and funds of all entries. What is wrong
// with an entry stands at its place.
func (s *Server) batchEntries(ctx context.Context, in *postBatchIn) ([]ledger.Entry, []error, error) {
	entries, problems := make([]ledger.Entry, len(in.Body.Entries)), make([]error, len(in.Body.Entries))
	for i, e := range in.Body.Entries {
		lines, err := s.lines(ctx, in.Book, e.Lines)
		if err != nil && (ledger.KindOf(err) != ledger.Invalid) {
			return nil, nil, err
		}
		problems[i] = joinErrors(s.notAhead(ctx, e.Day), err)
		entries[i] = ledger.Entry{ID: e.ID, Book: in.Book, Day: e.Day, Kind: e.Kind, Memo: e.Memo, Event: e.Event, Lines: lines}
	}
	return entries, problems, nil
}

// atEntries makes one problem of those of all entries, nil when there is none.
func atEntries(problems []error) error {
	var all []error
	for i, err := range problems {
		var e *ledger.Error
		if errors.As(err, &e) {
			err = e.At("entries[" + strconv.Itoa(i) + "]")
		}
		all = append(all, err)
	}
	return joinErrors(all...)
}
