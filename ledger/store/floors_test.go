package store_test

import (
	"context"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

func amount(n int64) *decimal.Decimal { d := rp(n); return &d }

func setLimit(t testing.TB, s *store.Store, b ledger.Book, l ledger.Limit) {
	t.Helper()
	if _, err := s.SetLimit(context.Background(), actor, store.NewID(), b.ID, l); err != nil {
		t.Fatal(err)
	}
}

func TestAFloorHoldsNowAndOnEveryLaterDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b := openBook(t, s, ledger.GroupBook)
		box := ledger.AccountID(b.ID, "1101")
		setLimit(t, s, b, ledger.Limit{Account: box, Per: ledger.PerAccount, Floor: amount(0), Ceiling: amount(1000)})
		for _, c := range []struct {
			what, day     string
			debit, credit string
			amount        int64
			want          string
		}{
			{"taking from an empty box", "2026-03-01", "6101", "1101", 1, "below_floor"},
			{"putting in up to the ceiling", "2026-03-10", "1101", "3102", 1000, ""},
			{"putting in beyond it", "2026-03-11", "1101", "3102", 1, "above_ceiling"},
			{"taking before it was there", "2026-03-09", "6101", "1101", 100, "below_floor"},
			{"taking on its day", "2026-03-10", "6101", "1101", 400, ""},
			{"taking the rest much later", "2026-05-01", "6101", "1101", 600, ""},
			{"taking in between what a later day needs", "2026-04-01", "6101", "1101", 1, "below_floor"},
			{"putting in for later", "2026-06-01", "1101", "3102", 500, ""},
			{"taking that on an earlier day", "2026-05-15", "6101", "1101", 500, "below_floor"},
			{"another account does not care", "2026-03-01", "6101", "1102", 5000, ""},
		} {
			_, err := s.PostEntry(context.Background(), actor, simple(b, c.day, c.debit, c.credit, c.amount))
			if ledger.CodeOf(err) != c.want {
				t.Errorf("%s: %v, want %q", c.what, err, c.want)
			}
		}
		mustHold(t, s)
	})
}

func mustHold(t testing.TB, s *store.Store) {
	t.Helper()
	if r, err := s.Check(context.Background()); err != nil || !r.OK() {
		t.Errorf("check: %v %v", r.Findings, err)
	}
}

func TestALimitPerFundOrItemHoldsForEachByItself(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		b := openBook(t, s, ledger.GroupBook)
		box, loans := ledger.AccountID(b.ID, "1101"), ledger.AccountID(b.ID, "1201")
		social := ledger.Fund{ID: store.NewID(), Code: "social", Name: "Dana sosial"}
		if _, err := s.OpenFund(ctx, actor, b.ID, social); err != nil {
			t.Fatal(err)
		}
		setLimit(t, s, b, ledger.Limit{Account: box, Per: ledger.PerFund, Floor: amount(0)})
		setLimit(t, s, b, ledger.Limit{Account: loans, Per: ledger.PerItem, Floor: amount(0)})
		pour := func(e ledger.Entry, fund, item ledger.ID) string {
			for i := range e.Lines {
				e.Lines[i] = e.Lines[i].In(fund)
				if e.Lines[i].Account() == loans {
					e.Lines[i] = e.Lines[i].On(item)
				}
			}
			_, err := s.PostEntry(ctx, actor, e)
			return ledger.CodeOf(err)
		}
		loanA, loanB := store.NewID(), store.NewID()
		for _, c := range []struct {
			what       string
			e          ledger.Entry
			fund, item ledger.ID
			want       string
		}{
			{"social money comes in", simple(b, "2026-03-01", "1101", "2102", 500), social.ID, loanA, ""},
			{"the general bag is empty all the same", simple(b, "2026-03-02", "6101", "1101", 100), b.General(), loanA, "below_floor"},
			{"the social bag is not", simple(b, "2026-03-02", "2102", "1101", 100), social.ID, loanA, ""},
			{"a loan is given", simple(b, "2026-03-03", "1201", "1102", 300), b.General(), loanA, ""},
			{"another loan cannot be repaid instead", simple(b, "2026-03-04", "1102", "1201", 100), b.General(), loanB, "below_floor"},
			{"nor more than was lent", simple(b, "2026-03-04", "1102", "1201", 301), b.General(), loanA, "below_floor"},
			{"nor before it was lent", simple(b, "2026-03-02", "1102", "1201", 100), b.General(), loanA, "below_floor"},
			{"all of it can", simple(b, "2026-03-04", "1102", "1201", 300), b.General(), loanA, ""},
		} {
			if got := pour(c.e, c.fund, c.item); got != c.want {
				t.Errorf("%s: %q, want %q", c.what, got, c.want)
			}
		}
		mustHold(t, s)
	})
}

// A floor against a model that looks at every prefix and every day anew.
func TestAFloorRefusesExactlyWhatWouldBreakIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rapid.Check(t, func(t *rapid.T) {
			ctx := context.Background()
			made, err := s.OpenBook(ctx, actor, ledger.Book{ID: store.NewBookID(), Kind: ledger.GroupBook, Name: "Kelompok", Currency: ledger.IDR})
			if err != nil {
				t.Fatal(err)
			}
			b := made.It
			_, err = s.SetLimit(ctx, actor, store.NewID(), b.ID, ledger.Limit{Account: ledger.AccountID(b.ID, "1101"), Per: ledger.PerAccount, Floor: amount(-2)})
			if err != nil {
				t.Fatal(err)
			}
			type posted struct {
				day   ledger.Date
				minor int64
			}
			var history []posted
			holds := func(p posted) bool {
				all := append(append([]posted(nil), history...), p)
				var total int64
				for _, x := range all {
					total += x.minor
				}
				if total < -2 {
					return false
				}
				for day := p.day; day <= ledger.MustDate("2026-01-31"); day++ {
					var sum int64
					for _, x := range all {
						if x.day <= day {
							sum += x.minor
						}
					}
					if sum < -2 {
						return false
					}
				}
				return true
			}
			for range rapid.IntRange(1, 6).Draw(t, "batches") {
				n := rapid.IntRange(1, 4).Draw(t, "entries")
				atomic := rapid.Bool().Draw(t, "atomic")
				entries := make([]ledger.Entry, n)
				want := make([]posted, n)
				for i := range entries {
					p := posted{ledger.Date(2026_01_01 + rapid.IntRange(0, 9).Draw(t, "day")), rapid.Int64Range(-4, 4).Filter(func(n int64) bool { return n != 0 }).Draw(t, "amount")}
					want[i] = p
					entries[i] = simple(b, p.day.String(), "1101", "3102", p.minor)
					if p.minor < 0 {
						entries[i] = simple(b, p.day.String(), "6101", "1101", -p.minor)
					}
				}
				_, errs, err := s.PostEntries(ctx, actor, entries, atomic)
				if err != nil {
					t.Fatal(err)
				}
				before, anyBad := len(history), false
				for i, p := range want {
					ok := p.minor > 0 || holds(p)
					if ok != (errs[i] == nil) {
						t.Fatalf("entry %d %+v after %+v: model says %v, store says %v", i, p, history, ok, errs[i])
					}
					if ok {
						history = append(history, p)
					}
					anyBad = anyBad || !ok
				}
				if atomic && anyBad {
					history = history[:before]
				}
				var total int64
				for _, p := range history {
					total += p.minor
				}
				bal, err := s.AccountBalance(ctx, b.ID, ledger.AccountID(b.ID, "1101"), ledger.ID{}, 0)
				if err != nil || bal.Net() != total {
					t.Fatalf("balance %d, model %d, %v", bal.Net(), total, err)
				}
			}
		})
		mustHold(t, s)
	})
}

func TestManyHandsInOneBoxNeverOverdrawIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b := openBook(t, s, ledger.GroupBook)
		setLimit(t, s, b, ledger.Limit{Account: ledger.AccountID(b.ID, "1101"), Per: ledger.PerAccount, Floor: amount(0)})
		if _, err := s.PostEntry(context.Background(), actor, simple(b, "2026-03-01", "1101", "3102", 1000)); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		taken := make([]int, 64)
		for hand := range taken {
			wg.Go(func() {
				for range 10 {
					_, err := s.PostEntry(context.Background(), actor, simple(b, "2026-03-02", "6101", "1101", 7))
					switch ledger.CodeOf(err) {
					case "":
						taken[hand]++
					case "below_floor":
					default:
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		n := 0
		for _, k := range taken {
			n += k
		}
		bal, err := s.AccountBalance(context.Background(), b.ID, ledger.AccountID(b.ID, "1101"), ledger.ID{}, 0)
		if err != nil || n != 142 || bal.Net() != 1000-142*7 {
			t.Errorf("%d times taken, %d left, %v", n, bal.Net(), err)
		}
		mustHold(t, s)
	})
}
