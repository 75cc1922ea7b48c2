package api

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// A day may be tomorrow, as Pontianak counts it, whatever the way an entry comes; a later
// one is the operator's alone, who brings in other books.
func TestNoDayAhead(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		now := time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC) // the third, three o'clock in the morning
		h := newHouse(t, address, store.WithClock(func() time.Time { return now }))
		group := store.NewBookID()
		says(t, h.post("/v1/books", `{"id":"`+group.String()+`","kind":"group","name":"Melati"}`), "id", group.String())
		treasurer := context.WithValue(t.Context(), callerKey{}, people.Caller{Person: store.NewID()})
		operator := context.WithValue(t.Context(), callerKey{}, people.Caller{Person: ledger.Operator, Operator: true})
		amount := new(Amount)
		if err := amount.UnmarshalText([]byte("1000")); err != nil {
			t.Fatal(err)
		}
		lines := []lineIn{{Account: "1101", Debit: amount}, {Account: "3102", Credit: amount}}
		post := func(ctx context.Context, day string) error {
			in := &postEntryIn{InBook: InBook{group}}
			in.Body.ID, in.Body.Day, in.Body.Kind, in.Body.Lines = store.NewID(), ledger.MustDate(day), "manual", lines
			_, err := h.postEntry(ctx, in)
			return err
		}
		batch := func(ctx context.Context, day string) error {
			in := &postBatchIn{InBook: InBook{group}}
			in.Body.Atomic = true
			in.Body.Entries = []batchEntryIn{{ID: store.NewID(), Day: ledger.MustDate(day), Kind: "manual", Lines: lines}}
			_, err := h.postBatch(ctx, in)
			return err
		}
		move := func(ctx context.Context, day string) error {
			in := &transferIn{InBook: InBook{group}}
			in.Body.ID, in.Body.Day, in.Body.Amount = store.NewID(), ledger.MustDate(day), amount
			in.Body.From, in.Body.To = purseIn{Fund: "general"}, purseIn{Fund: "social"}
			_, err := h.transfer(ctx, in)
			return err
		}
		says(t, h.post("/v1/books/"+group.String()+"/funds", `{"code":"social","name":"Dana sosial"}`), "code", "social")
		for name, way := range map[string]func(context.Context, string) error{"an entry": post, "a batch": batch, "a transfer": move} {
			for _, x := range []struct {
				by   context.Context
				day  string
				code string
			}{{treasurer, "2026-03-01", ""}, {treasurer, "2026-03-04", ""}, {treasurer, "2026-03-05", "day_in_future"}, {treasurer, "2199-12-31", "day_in_future"}, {operator, "2027-01-01", ""}} {
				err := way(x.by, x.day)
				if ledger.CodeOf(err) != x.code {
					t.Errorf("%s on %s: %v, want %q", name, x.day, err, x.code)
				}
				var e *ledger.Error
				if errors.As(err, &e) && e.Params["last"] != "2026-03-04" {
					t.Errorf("%s on %s: the last day is %v", name, x.day, e.Params)
				}
			}
		}
	})
}
