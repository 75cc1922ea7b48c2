package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// large is an entry of n lines on each side, each of the largest amount.
func large(b ledger.Book, n int, debit, credit string) ledger.Entry {
	e := simple(b, "2026-05-05", debit, credit, ledger.MaxMinor)
	e.Lines = slices.Repeat(e.Lines, n)
	return e
}

func TestTheLargestEntriesAreTakenAndSumsThatLeaveTheRangeAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		ctx := context.Background()
		b := openBook(t, s, ledger.GroupBook)
		half := ledger.MaxLines / 2
		for range 3 { // three times 2.5 trillion million fit, the fourth time does not
			if _, err := s.PostEntry(ctx, actor, large(b, half, "1101", "2101")); err != nil {
				t.Fatal(err)
			}
		}
		over := large(b, half, "1101", "2101")
		for name, change := range map[string]func(e *ledger.Entry){
			"on the same balance": func(*ledger.Entry) {},
			"of another party":    func(e *ledger.Entry) { withAll(e, func(l ledger.Line) ledger.Line { return l.With(store.NewID()) }) },
			"in another month":    func(e *ledger.Entry) { e.Day = 2026_06_05 },
			"on other accounts":   func(e *ledger.Entry) { *e = large(b, half, "1102", "3102") },
			"another party and month": func(e *ledger.Entry) {
				e.Day = 2026_06_05
				withAll(e, func(l ledger.Line) ledger.Line { return l.On(store.NewID()) })
			},
		} {
			e := over
			e.ID, e.Lines = store.NewID(), slices.Clone(over.Lines)
			change(&e)
			e.ID = store.NewID()
			db.leavesNoTrace(t, name, func() {
				if _, err := s.PostEntry(ctx, actor, e); ledger.CodeOf(err) != "balance_out_of_range" {
					t.Errorf("%s: %v", name, err)
				}
			})
		}
		rows, err := s.TrialBalance(ctx, b.ID, 0, ledger.ID{})
		if err != nil || len(rows) != 2 || max(rows[0].Debit, rows[1].Debit) != 3*int64(half)*ledger.MaxMinor {
			t.Errorf("%+v %v", rows, err)
		}
		if _, err := s.PostEntry(ctx, actor, simple(b, "2026-05-05", "1101", "2101", 1)); err != nil {
			t.Errorf("an ordinary entry after that: %v", err)
		}
		checkFindsNothing(t, s)
	})
}

func withAll(e *ledger.Entry, change func(l ledger.Line) ledger.Line) {
	for i := range e.Lines {
		e.Lines[i] = change(e.Lines[i])
	}
}

func TestFiveThousandLinesAndTheLongestMemoAreKeptAsTheyAre(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		ctx := context.Background()
		b := openBook(t, s, ledger.GroupBook)
		e := simple(b, "2026-05-05", "1101", "2101", 7)
		e.Lines = slices.Repeat(e.Lines, ledger.MaxLines/2)
		e.Memo = strings.Repeat("é✓\U0001F33E\n", ledger.MaxMemo/4)
		for i := range e.Lines {
			e.Lines[i].Memo = strings.Repeat("x", i%50)
			e.Lines[i] = e.Lines[i].With(store.NewID()).On(store.NewID())
		}
		if _, err := s.PostEntry(ctx, actor, e); err != nil {
			t.Fatal(err)
		}
		got, err := s.Entry(ctx, b, e.ID)
		if err != nil || got.Memo != e.Memo || len(got.Lines) != ledger.MaxLines {
			t.Fatalf("%d lines, memo of %d (%v)", len(got.Lines), len(got.Memo), err)
		}
		for i, l := range got.Lines {
			if l.Memo != e.Lines[i].Memo || l.Party != e.Lines[i].Party || l.Item != e.Lines[i].Item || l.Side() != e.Lines[i].Side() {
				t.Fatalf("line %d: %+v", i, l)
			}
		}
		db.leavesNoTrace(t, "5,001 lines", func() {
			more := e
			more.ID, more.Lines = store.NewID(), append(slices.Clone(e.Lines), e.Lines[0])
			if _, err := s.PostEntry(ctx, actor, more); ledger.CodeOf(err) != "too_many_lines" {
				t.Error(err)
			}
			more.Lines, more.Memo = e.Lines, e.Memo+"12345678"
			if _, err := s.PostEntry(ctx, actor, more); ledger.CodeOf(err) != "text_too_long" {
				t.Error(err)
			}
		})
		checkFindsNothing(t, s)
	})
}

func TestACommandWhoseCallerIsGoneLeavesNoTrace(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		v := populate(t, s)
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		db.leavesNoTrace(t, "gone before", func() {
			if _, err := s.PostEntry(gone, actor, simple(v.book, "2026-05-05", "1101", "2101", 1)); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		db.leavesNoTrace(t, "gone in the middle", func() {
			ctx, cancel := context.WithCancel(context.Background())
			cmd := ledger.Command{ID: store.NewID(), Home: v.book.ID, Name: "test", Version: 1}
			_, err := s.Once(ctx, cmd, []ledger.ID{v.book.ID}, func(ctx context.Context, s *store.Store) (string, error) {
				_, err := s.Post(ctx, simple(v.book, "2026-05-05", "1101", "2101", 1))
				cancel()
				return "done", err
			})
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
		db.leavesNoTrace(t, "gone in a transaction", func() {
			ctx, cancel := context.WithCancel(context.Background())
			err := s.Tx(ctx, func(ctx context.Context, s *store.Store) error {
				cancel()
				return nil
			})
			if err == nil {
				t.Error("committed")
			}
		})
		if _, err := s.PostEntry(context.Background(), actor, simple(v.book, "2026-05-05", "1101", "2101", 1)); err != nil {
			t.Errorf("the next one: %v", err)
		}
		checkFindsNothing(t, s)
	})
}

func TestAPanicRollsBackAndTheStoreWorksOn(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		v := populate(t, s)
		post := func(ctx context.Context, s *store.Store) error {
			_, err := s.Post(ctx, simple(v.book, "2026-05-05", "1101", "2101", 1))
			return err
		}
		for name, fn := range map[string]func(ctx context.Context, s *store.Store) (string, error){
			"in the closure": func(ctx context.Context, s *store.Store) (string, error) {
				if err := post(ctx, s); err != nil {
					return "", err
				}
				panic("jatuh")
			},
			"in a savepoint": func(ctx context.Context, s *store.Store) (string, error) {
				return "", s.Tx(ctx, func(ctx context.Context, s *store.Store) error {
					if err := post(ctx, s); err != nil {
						return err
					}
					panic("jatuh")
				})
			},
		} {
			db.leavesNoTrace(t, name, func() {
				defer func() {
					if recover() != "jatuh" {
						t.Errorf("%s: the panic was swallowed or changed", name)
					}
				}()
				cmd := ledger.Command{ID: store.NewID(), Home: v.book.ID, Name: "test", Version: 1}
				_, err := s.Once(context.Background(), cmd, []ledger.ID{v.book.ID}, fn)
				t.Errorf("%s: came back with %v", name, err)
			})
			if _, err := s.PostEntry(context.Background(), actor, simple(v.book, "2026-05-05", "1101", "2101", 1)); err != nil {
				t.Errorf("%s: the next one: %v", name, err)
			}
		}
		checkFindsNothing(t, s)
	})
}

func TestACommandInACommandIsAMistakeOfTheProgrammer(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		b := openBook(t, s, ledger.GroupBook)
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
			checkFindsNothing(t, s)
		}()
		cmd := ledger.Command{ID: store.NewID(), Home: b.ID, Name: "test", Version: 1}
		_, _ = s.Once(context.Background(), cmd, nil, func(ctx context.Context, s *store.Store) (string, error) {
			_, err := s.Once(ctx, ledger.Command{ID: store.NewID(), Home: b.ID, Name: "test", Version: 1}, nil, nil)
			return "", err
		})
	})
}

func TestWhatDoesNotFitMayBePostedElsewhereInTheSameCommand(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		b := openBook(t, s, ledger.GroupBook)
		cmd := ledger.Command{ID: store.NewID(), Home: b.ID, Name: "test", Version: 1}
		_, err := s.Once(context.Background(), cmd, []ledger.ID{b.ID}, func(ctx context.Context, s *store.Store) (string, error) {
			good, bad := simple(b, "2026-05-05", "1101", "2101", 5), simple(b, "2026-05-05", "1101", "2101", 5)
			bad.Lines[0] = ledger.Debit(store.NewID(), rp(5))
			if _, err := s.Post(ctx, good, bad); ledger.CodeOf(err) != "unknown_account" {
				t.Errorf("%v", err)
			}
			// Neither of the two was written: the same entry can go another way.
			good.Lines[1] = ledger.Credit(ledger.AccountID(b.ID, "1901"), rp(5))
			_, err := s.Post(ctx, good)
			return "suspense", err
		})
		if err != nil {
			t.Error(err)
		}
		if r := checkFindsNothing(t, s); r.Entries != 1 {
			t.Errorf("%d entries", r.Entries)
		}
	})
}
