package store_test

import (
	"context"
	"errors"
	"slices"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// part is what a closure does in one go; in a savepoint it may be undone.
type part struct {
	entries   []ledger.Entry
	savepoint bool
	undone    bool
}

var errUndone = errors.New("undone on purpose")

// closure draws a command that posts several times, in and out of savepoints,
// to one or two books of which it may have declared too few, and that may be
// refused or fail at the end.
func (w *world) closure() modelOp {
	id, home := store.NewID(), drawOne(w, "home", w.books)
	declared := w.books[:rapid.IntRange(0, 2).Draw(w.t, "declared")]
	var parts []part
	for range rapid.IntRange(1, 4).Draw(w.t, "parts") {
		p := part{savepoint: rapid.Bool().Draw(w.t, "savepoint")}
		p.undone = p.savepoint && rapid.Bool().Draw(w.t, "undone")
		for range rapid.IntRange(1, 3).Draw(w.t, "entries") {
			p.entries = append(p.entries, w.entry(drawOne(w, "book", w.books)))
		}
		parts = append(parts, p)
	}
	end := drawOne(w, "end", []string{"", "", "", "refused", "failed"})
	var need store.NeedBooks
	fn := func(ctx context.Context, s *store.Store) (string, error) {
		for _, p := range parts {
			post := func(ctx context.Context, s *store.Store) error {
				_, err := s.Post(ctx, p.entries...)
				if err == nil && p.undone {
					err = errUndone
				}
				return err
			}
			err := post
			if p.savepoint {
				err = func(ctx context.Context, s *store.Store) error { return s.Tx(ctx, post) }
			}
			// What is refused is passed over, as a fact that does not fit would be.
			if e := err(ctx, s); e != nil && (errors.As(e, &need) || ledger.CodeOf(e) == "internal" && !errors.Is(e, errUndone)) {
				return "", e
			}
		}
		switch end {
		case "refused":
			return "", ledger.E(ledger.Refused, "not_today", "")
		case "failed":
			return "", ledger.E(ledger.Invalid, "made_up", "")
		}
		return "done", nil
	}
	return modelOp{what: "closure", asked: "closure", home: home, id: id,
		run: func() (bool, error) {
			cmd := ledger.Command{ID: id, Home: home, Name: "test.closure", Version: 1, Body: []byte("closure"), Actor: actor}
			res, err := w.s.Once(context.Background(), cmd, declared, fn)
			return res.Replayed, err
		},
		apply: func() string {
			start := w.m.saved()
			for _, p := range parts {
				before := w.m.saved()
				for _, e := range p.entries {
					if w.m.post(e) != "" {
						w.m.back(before)
						break
					}
				}
				if p.undone {
					w.m.back(before)
				}
			}
			switch end {
			case "refused":
				w.m.back(start)
				return "not_today"
			case "failed":
				w.m.back(start)
				return "made_up"
			}
			return ""
		}}
}

// batch posts several entries at once, some of them spoilt or sent before, each
// with its own verdict or all or none.
func (w *world) batch() {
	w.t.Helper()
	atomic := rapid.Bool().Draw(w.t, "atomic")
	var ops []modelOp
	var entries []ledger.Entry
	for range rapid.IntRange(1, 5).Draw(w.t, "entries") {
		e := w.entry(drawOne(w, "book", w.books))
		spoilt := w.spoil(&e)
		if len(w.sent) > 0 && rapid.IntRange(0, 4).Draw(w.t, "sent before") == 0 {
			e = drawOne(w, "which", w.sent)
			spoilt = ""
		}
		if slices.ContainsFunc(entries, func(o ledger.Entry) bool { return o.ID == e.ID }) {
			continue
		}
		ops, entries = append(ops, w.postOf(e, spoilt)), append(entries, e)
	}
	before, failed := w.m.saved(), false
	want, fresh := make([]string, len(ops)), []int{}
	for i, o := range ops {
		old, decided := w.m.commands[[2]ledger.ID{o.home, o.id}]
		switch {
		case decided && old.asked != o.asked:
			want[i] = "id_reused"
		case decided:
			want[i] = old.code
		default:
			if want[i] = o.apply(); want[i] == "" {
				fresh = append(fresh, i)
			}
		}
		failed = failed || want[i] != ""
	}
	if failed && atomic {
		w.m.back(before)
		fresh = nil
	}
	for _, i := range fresh {
		w.m.commands[[2]ledger.ID{ops[i].home, ops[i].id}] = modelCommand{ops[i].asked, ""}
		w.sent = append(w.sent, entries[i])
	}
	_, errs, err := w.s.PostEntries(context.Background(), actor, entries, atomic)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range errs {
		if got := ledger.CodeOf(errs[i]); got != want[i] {
			w.t.Fatalf("batch (atomic %v), entry %d: %v, want %q", atomic, i, errs[i], want[i])
		}
	}
}

// otherBody is the same id with something else asked.
func (w *world) otherBody(o modelOp) modelOp {
	e := w.entry(o.home)
	e.ID, e.Memo = o.id, "yang lain"
	return w.postOf(e, "")
}
