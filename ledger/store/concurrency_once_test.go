package store_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

func TestOneCommandSentByManyAtOnceHappensOnce(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		stores := []*store.Store{storetest.Open(t, address), storetest.Open(t, address)}
		s := stores[0]
		b := openBook(t, s, ledger.GroupBook)
		for round := range 5 {
			e := simple(b, "2026-03-01", "1101", "2101", 25000)
			var fresh atomic.Int64
			answers := make([]ledger.Posted, 16)
			atOnce(16, func(i int) {
				made, err := stores[i%2].PostEntry(context.Background(), actor, e)
				if err != nil {
					t.Errorf("%v", err)
				}
				if !made.Replayed {
					fresh.Add(1)
				}
				answers[i] = made.It
			})
			for _, a := range answers {
				if a.Hash != answers[0].Hash || a.Sequence != int64(round+1) || a.ID != e.ID {
					t.Errorf("answers differ: %+v and %+v", a, answers[0])
				}
			}
			if fresh.Load() != 1 {
				t.Errorf("it happened %d times", fresh.Load())
			}
		}
		if r := checkFindsNothing(t, s); r.Entries != 5 {
			t.Errorf("%d entries", r.Entries)
		}
	})
}

func TestOneCommandWithTwoBodiesAtOnceIsOneOfThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b := openBook(t, s, ledger.GroupBook)
		e := simple(b, "2026-03-01", "1101", "2101", 25000)
		var done, reused atomic.Int64
		atOnce(16, func(i int) {
			mine := e
			mine.Memo = fmt.Sprint("memo ", i)
			_, err := s.PostEntry(context.Background(), actor, mine)
			switch ledger.CodeOf(err) {
			case "":
				done.Add(1)
			case "id_reused":
				reused.Add(1)
			default:
				t.Error(err)
			}
		})
		if done.Load() != 1 || reused.Load() != 15 {
			t.Errorf("%d done, %d told of a reused id", done.Load(), reused.Load())
		}
		checkFindsNothing(t, s)
	})
}

func TestOneBookOpenedByManyAtOnceIsOneBook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b := ledger.Book{ID: store.NewBookID(), Kind: ledger.GroupBook, Name: "Melati", Currency: ledger.IDR}
		var fresh atomic.Int64
		atOnce(16, func(int) {
			made, err := s.OpenBook(context.Background(), actor, b)
			if err != nil {
				t.Error(err)
			} else if !made.Replayed {
				fresh.Add(1)
			}
		})
		if fresh.Load() != 1 {
			t.Errorf("it was opened %d times", fresh.Load())
		}
		checkFindsNothing(t, s)
	})
}

func TestOneEntryIsReversedOnceHoweverManyTry(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b := openBook(t, s, ledger.GroupBook)
		e := simple(b, "2026-03-01", "1101", "2101", 25000)
		if _, err := s.PostEntry(context.Background(), actor, e); err != nil {
			t.Fatal(err)
		}
		var done atomic.Int64
		atOnce(16, func(int) {
			_, err := s.Reverse(context.Background(), actor, store.NewID(), b.ID, e.ID, 0, "")
			switch ledger.CodeOf(err) {
			case "":
				done.Add(1)
			case "already_reversed":
			default:
				t.Error(err)
			}
		})
		if done.Load() != 1 {
			t.Errorf("reversed %d times", done.Load())
		}
		checkFindsNothing(t, s)
	})
}
