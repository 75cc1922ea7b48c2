package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// atOnce runs fn n times in goroutines that start together.
func atOnce(n int, fn func(i int)) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			fn(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}

// spend takes an amount out of an account of the book, or is refused when it
// would go below nothing.
func spend(s *store.Store, b ledger.ID, id ledger.ID, amount int64, current bool) (store.Result, error) {
	ctx, box := context.Background(), ledger.AccountID(b, "1101")
	cmd := ledger.Command{ID: id, Home: b, Name: "test.spend", Version: 1, Body: fmt.Append(nil, amount), Actor: actor}
	return s.Once(ctx, cmd, []ledger.ID{b}, func(ctx context.Context, s *store.Store) (string, error) {
		var held store.Balance
		var err error
		if current {
			held, err = s.CurrentBalance(ctx, b, store.Dimensions{Account: box})
		} else {
			held, err = s.AccountBalance(ctx, b, box, ledger.ID{}, ledger.MustDate("2026-12-31"))
		}
		if err != nil {
			return "", err
		}
		if held.Net() < amount {
			return "", ledger.E(ledger.Refused, "not_enough_cash", "")
		}
		e := pair(b, "2026-03-02", "1102", "1101", amount, nil)
		e.ID = id
		_, err = s.Post(ctx, e)
		return id.String(), err
	})
}

// overdraw lets 64 goroutines spend from one box that holds less than all want,
// through the given stores in turn.
func overdraw(t *testing.T, stores []*store.Store) {
	t.Helper()
	ctx, s := context.Background(), stores[0]
	b := openBook(t, s, ledger.GroupBook)
	const held, each, rounds = 100_000, 700, 3
	if _, err := s.PostEntry(ctx, actor, simple(b, "2026-03-01", "1101", "2101", held)); err != nil {
		t.Fatal(err)
	}
	var acknowledged sync.Map
	var spent, refused atomic.Int64
	atOnce(64, func(i int) {
		for round := range rounds {
			id := store.NewID()
			_, err := spend(stores[i%len(stores)], b.ID, id, each, (i+round)%2 == 0)
			switch {
			case err == nil:
				acknowledged.Store(id, true)
				spent.Add(1)
			case ledger.KindOf(err) == ledger.Refused:
				refused.Add(1)
			default:
				t.Errorf("%v", err)
			}
		}
	})
	if spent.Load() != held/each || refused.Load() != 64*rounds-held/each {
		t.Errorf("%d spent and %d refused of %d, %d should be", spent.Load(), refused.Load(), 64*rounds, held/each)
	}
	left, err := s.CurrentBalance(ctx, b.ID, store.Dimensions{Account: ledger.AccountID(b.ID, "1101")})
	if err != nil || left.Net() != held%each {
		t.Errorf("%d left, want %d (%v)", left.Net(), held%each, err)
	}
	book, err := s.Book(ctx, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	running := int64(0)
	err = s.EachEntry(ctx, book, func(p ledger.Posted) error {
		_, mine := acknowledged.LoadAndDelete(p.ID)
		if !mine && p.Sequence > 1 {
			t.Errorf("entry %d was acknowledged to nobody, or is there twice", p.Sequence)
		}
		for _, l := range p.Lines {
			if l.Account() == ledger.AccountID(b.ID, "1101") {
				running += l.Signed().IntPart()
			}
		}
		if running < 0 {
			t.Errorf("overdrawn by %d at entry %d", -running, p.Sequence)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	acknowledged.Range(func(id, _ any) bool {
		t.Errorf("entry %v was acknowledged and is not there", id)
		return true
	})
	checkFindsNothing(t, s)
}

func TestSixtyFourWritersNeverOverdrawAnAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) { overdraw(t, []*store.Store{s}) })
}

func TestSeveralServersOnOneDatabaseNeverOverdrawAnAccount(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		var stores []*store.Store
		for range 4 {
			stores = append(stores, storetest.Open(t, address))
		}
		overdraw(t, stores)
	})
}

// both posts an entry to each of two books in one command, that declares the
// given ones.
func both(s *store.Store, home, a, b ledger.ID, declared ...ledger.ID) error {
	cmd := ledger.Command{ID: store.NewID(), Home: home, Name: "test.both", Version: 1, Actor: actor}
	_, err := s.Once(context.Background(), cmd, declared, func(ctx context.Context, s *store.Store) (string, error) {
		for _, book := range []ledger.ID{a, b} { // one after the other, each seen to be locked
			if _, err := s.Post(ctx, pair(book, "2026-03-01", "1101", "3101", 10, nil)); err != nil {
				return "", err
			}
		}
		return "both", nil
	})
	return err
}

func TestBooksDeclaredInOppositeOrderDoNotDeadlock(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		stores := []*store.Store{storetest.Open(t, address), storetest.Open(t, address)}
		s := stores[0]
		a, b := openBook(t, s, ledger.BusinessBook).ID, openBook(t, s, ledger.BusinessBook).ID
		atOnce(24, func(i int) {
			for range 4 {
				var err error
				switch i % 4 {
				case 0:
					err = both(stores[i%2], a, a, b, a, b)
				case 1:
					err = both(stores[i%2], b, b, a, b, a)
				case 2:
					err = both(stores[(i/4)%2], a, a, b, a) // finds out about the second book on its way
				default:
					err = both(stores[(i/4)%2], b, b, a)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
		for _, id := range []ledger.ID{a, b} {
			book, err := s.Book(context.Background(), id)
			if err != nil || book.Sequence != 96 {
				t.Errorf("%d entries of 96 (%v)", book.Sequence, err)
			}
		}
		checkFindsNothing(t, s)
	})
}

func TestABookThatIsNotThereCannotBeAskedFor(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		b := openBook(t, s, ledger.GroupBook)
		nowhere := store.NewBookID()
		for name, fn := range map[string]func(ctx context.Context, s *store.Store) (string, error){
			"by posting": func(ctx context.Context, s *store.Store) (string, error) {
				_, err := s.Post(ctx, pair(nowhere, "2026-03-01", "1101", "3101", 10, nil))
				return "", err
			},
			"by name": func(context.Context, *store.Store) (string, error) {
				return "", store.NeedBooks{Books: []ledger.ID{nowhere}}
			},
		} {
			db.leavesNoTrace(t, name, func() {
				cmd := ledger.Command{ID: store.NewID(), Home: b.ID, Name: "test", Version: 1}
				if _, err := s.Once(context.Background(), cmd, []ledger.ID{b.ID}, fn); ledger.CodeOf(err) != "unknown_book" {
					t.Errorf("%s: %v", name, err)
				}
			})
		}
	})
}

// Everything at once, through two stores: what each was told holds afterwards.
func TestManyKindsOfCommandsAtOnceLeaveSoundBooks(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		stores := []*store.Store{storetest.Open(t, address), storetest.Open(t, address)}
		s, ctx := stores[0], context.Background()
		b := openBook(t, s, ledger.GroupBook)
		fund := ledger.Fund{ID: store.NewID(), Code: "sosial", Name: "Dana sosial"}
		if _, err := s.OpenFund(ctx, actor, b.ID, fund); err != nil {
			t.Fatal(err)
		}
		var posted atomic.Int64
		stop := make(chan struct{})
		var readers sync.WaitGroup
		for range 2 {
			readers.Go(func() { // whoever reads meanwhile sees sound books
				for {
					select {
					case <-stop:
						return
					default:
					}
					rows, err := s.TrialBalance(ctx, b.ID, 0, ledger.ID{})
					sum := int64(0)
					for _, r := range rows {
						sum += r.Net()
					}
					if report, errCheck := s.CheckBook(ctx, b.ID); err != nil || errCheck != nil || sum != 0 || !report.OK() {
						t.Errorf("meanwhile: %v %v, out by %d, %v", err, errCheck, sum, report.Findings)
						return
					}
				}
			})
		}
		atOnce(16, func(i int) {
			s := stores[i%2]
			for n := range 8 {
				var err error
				switch (i + n) % 5 {
				case 0:
					e := simple(b, "2026-03-01", "1101", "2101", 100)
					if _, err = s.PostEntry(ctx, actor, e); err == nil {
						posted.Add(1)
						_, err = s.Reverse(ctx, actor, store.NewID(), b.ID, e.ID, 0, "")
					}
				case 1:
					_, err = s.TransferFunds(ctx, actor, store.Move{ID: store.NewID(), Book: b.ID, Day: ledger.MustDate("2026-03-02"), Amount: rp(5),
						From: ledger.Purse{Account: ledger.AccountID(b.ID, "1101")}, To: ledger.Purse{Account: ledger.AccountID(b.ID, "1101"), Fund: fund.ID}})
				case 2:
					_, err = spend(s, b.ID, store.NewID(), 1_000_000, true)
					if ledger.KindOf(err) == ledger.Refused {
						continue
					}
					err = errors.Join(errors.New("not refused"), err)
				case 3:
					f := ledger.Fund{ID: store.NewID(), Code: fmt.Sprint(i, "-", n), Name: "Dana"}
					if _, err = s.OpenFund(ctx, actor, b.ID, f); err == nil {
						continue
					}
				default:
					_, err = s.PostEntry(ctx, actor, simple(b, "2026-02-01", "1101", "2101", 7))
				}
				if err != nil {
					t.Error(err)
				}
				posted.Add(1)
			}
		})
		close(stop)
		readers.Wait()
		if r := checkFindsNothing(t, s); r.Entries != posted.Load() {
			t.Errorf("%d entries, %d were acknowledged", r.Entries, posted.Load())
		}
	})
}
