package api

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// entryKind is an entry that was recorded on a device. Its body is that of
// POST /v1/books/{book}/entries, held against the same contract, and its id is the
// command's: it makes no difference which way an entry comes.
func (s *Server) entryKind() people.CommandKind {
	registry := s.huma.OpenAPI().Components.Schemas
	schema := registry.Schema(reflect.TypeFor[postEntryIn]().Field(2).Type, true, "PostEntryInBody")
	return people.CommandKind{Name: "entry.post", Version: 1, Allowed: people.Allowed{Group: bookkeepers},
		Do: func(ctx context.Context, st *store.Store, actor people.Caller, cmd people.FromDevice) (store.Result, error) {
			var in postEntryIn
			if err := readBody(registry, schema, cmd.Body, &in.Body); err != nil {
				return store.Result{}, err
			}
			if !in.Body.ID.IsZero() && in.Body.ID != cmd.ID {
				return store.Result{}, ledger.E(ledger.Invalid, "id_mismatch", "id")
			}
			if in.Body.Kind == "" {
				in.Body.Kind = "manual"
			}
			lines, err := s.lines(ctx, cmd.Home, in.Body.Lines)
			if err != nil {
				return store.Result{}, err
			}
			return postFromDevice(ctx, st, actor, cmd, ledger.Entry{ID: cmd.ID, Book: cmd.Home, Day: in.Body.Day, Kind: in.Body.Kind,
				Memo: in.Body.Memo, Event: in.Body.Event, Lines: lines})
		}}
}

// readBody holds a body that did not come through a route against its contract, and
// decodes it.
func readBody(registry huma.Registry, schema *huma.Schema, raw []byte, into any) error {
	if err := checkJSON(raw); err != nil {
		var protocol protocolError
		if errors.As(err, &protocol) {
			return ledger.E(ledger.Invalid, "invalid_json", "")
		}
		return err
	}
	var loose any
	if err := readJSON(raw, &loose); err != nil {
		return ledger.E(ledger.Invalid, "invalid_json", "")
	}
	var found huma.ValidateResult
	huma.Validate(registry, schema, huma.NewPathBuffer([]byte{}, 0), huma.ModeWriteToServer, loose, &found)
	if len(found.Errors) > 0 {
		return humaError(found.Errors)
	}
	err := readTyped(raw, into)
	var typed problems
	if errors.As(err, &typed) {
		return ledger.Join(typed...)
	}
	return err
}

// postFromDevice posts the entry. One that the key-holders let through although its
// day is closed goes to the first open day, and says so.
func postFromDevice(ctx context.Context, s *store.Store, actor people.Caller, cmd people.FromDevice, e ledger.Entry) (store.Result, error) {
	res := store.Result{Outcome: ledger.OutcomePosted, Resource: e.ID.String()}
	if cmd.Released {
		book, err := s.Book(ctx, e.Book)
		if err != nil {
			return res, err
		}
		there, err := s.Entry(ctx, book, e.ID)
		switch {
		case err == nil && sameButDay(there.Entry, e):
			if res.Replayed = true; there.Day != e.Day {
				res.Code = "moved_to_open_day"
			}
			return res, nil
		case err != nil && ledger.KindOf(err) != ledger.Missing:
			return res, err
		case e.Day <= book.ClosedThrough:
			e.Day, res.Code = book.ClosedThrough.AddDays(1), "moved_to_open_day"
		}
	}
	posted, err := s.PostEntry(ctx, actor.Person, e)
	res.Replayed = posted.Replayed
	return res, err
}

// sameButDay reports whether the entry that is there is the one that was recorded,
// whatever its day.
func sameButDay(there, e ledger.Entry) bool {
	return there.Kind == e.Kind && there.Memo == e.Memo && there.Event == e.Event && slices.EqualFunc(there.Lines, e.Lines, func(a, b ledger.Line) bool {
		fund := b.Fund
		if fund.IsZero() {
			fund = ledger.GeneralFund(e.Book)
		}
		return a.Account() == b.Account() && a.Signed().Equal(b.Signed()) && a.Fund == fund && a.Party == b.Party && a.Item == b.Item && a.Memo == b.Memo
	})
}
