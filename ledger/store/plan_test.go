package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// crowd is a database large enough for a planner to take its indexes seriously:
// several books, parties and items over five years.
type crowd struct {
	book           ledger.Book
	parties, items []ledger.ID
}

const (
	crowdEntries = 6300
	crowdDays    = 1800
)

func fill(t testing.TB, s *store.Store, entries int) crowd {
	t.Helper()
	ctx := context.Background()
	c := crowd{book: openBook(t, s, ledger.GroupBook)}
	for range entries/20 + 1 {
		c.parties, c.items = append(c.parties, store.NewID()), append(c.items, store.NewID())
	}
	accounts := []string{"1101", "1102", "1201", "2101", "3101", "3102"}
	first, kinds := ledger.MustDate("2021-01-01"), []string{"loan.paid", "manual", "loan.paid", "savings.share_bought", "loan.paid", "meeting.fine"}
	for from := 0; from < entries; from += 500 {
		cmd := ledger.Command{ID: store.NewID(), Home: c.book.ID, Name: "test.fill", Version: 1}
		_, err := s.Once(ctx, cmd, []ledger.ID{c.book.ID}, func(ctx context.Context, s *store.Store) (string, error) {
			var chunk []ledger.Entry
			for i := from; i < min(from+500, entries); i++ {
				debit, credit := accounts[i%6], accounts[(i+1+i/6%5)%6]
				e := pair(c.book.ID, first.AddDays(i*crowdDays/entries).String(), debit, credit, int64(i+1), func(d, k *ledger.Line) {
					*d, *k = d.With(c.parties[i*7919%len(c.parties)]), k.On(c.items[i*104729%len(c.items)])
				})
				e.Kind, e.Memo = kinds[i/7%6], "catatan"
				chunk = append(chunk, e)
			}
			_, err := s.Post(ctx, chunk...)
			return "filled", err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// planOf returns how the database would run the statement.
func (r raw) planOf(t testing.TB, statement string) string {
	t.Helper()
	explain := "EXPLAIN QUERY PLAN "
	if r.postgres {
		explain = "EXPLAIN "
	}
	var plan []string
	for _, row := range r.rows(t, explain+statement) {
		plan = append(plan, fmt.Sprint(row[len(row)-1]))
	}
	return strings.Join(plan, "\n")
}

func TestReadsUseTheirIndexes(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s, db := storetest.Open(t, address), openRaw(t, address)
		c := fill(t, s, crowdEntries)
		for range 6 { // other books, so that a book is not all there is
			fill(t, s, 1000)
		}
		if db.postgres {
			db.must(t, "ANALYZE")
		}
		listening, heard := s.Listening()
		ctx := context.Background()
		account, party, item := ledger.AccountID(c.book.ID, "1101"), c.parties[3], c.items[5]
		middle := ledger.MustDate("2023-06-15")
		list := func(f store.EntryFilter) func() error {
			return func() error {
				f.Limit = 50
				_, err := listening.Entries(ctx, c.book, f)
				return err
			}
		}
		page := func(q store.StatementQuery) func() error {
			return func() error {
				q.Limit = 50
				_, err := listening.Statement(ctx, c.book, q)
				return err
			}
		}
		at := store.Position{Day: middle, Seq: 3000, N: 1}
		for _, x := range []struct {
			name  string
			do    func() error
			index string // that must be used; several are separated by spaces
		}{
			{"entries", list(store.EntryFilter{}), "entries_by_day"},
			{"entries, newest first", list(store.EntryFilter{Newest: true}), "entries_by_day"},
			{"entries from a day on", list(store.EntryFilter{From: middle}), "entries_by_day"},
			{"entries, a later page", list(store.EntryFilter{After: at}), "entries_by_day"},
			{"entries of a kind", list(store.EntryFilter{Kind: "loan.paid"}), "entries_by_kind"},
			{"entries of a kind, newest first, a later page", list(store.EntryFilter{Kind: "loan.paid", Newest: true, After: at}), "entries_by_kind"},
			{"entries of an account", list(store.EntryFilter{Account: account}), "lines_by_account"},
			{"entries of an account, newest first", list(store.EntryFilter{Account: account, Newest: true}), "lines_by_account"},
			{"entries of an account, a later page", list(store.EntryFilter{Account: account, After: at}), "lines_by_account"},
			{"entries of a rare kind on an account", list(store.EntryFilter{Kind: "rare.kind", Account: account}), "entries_by_kind"},
			{"entries of a common kind on an account", list(store.EntryFilter{Kind: "loan.paid", Account: account}), "lines_by_account"},
			{"entries of a party", list(store.EntryFilter{Party: party}), "lines_by_party"},
			{"entries of a party on an account", list(store.EntryFilter{Party: party, Account: account}), "lines_by_party"},
			{"entries of an item", list(store.EntryFilter{Item: item}), "lines_by_item"},
			{"entries of an item, a kind and days", list(store.EntryFilter{Item: item, Kind: "manual", From: middle, To: middle}), "lines_by_item"},
			{"a statement", page(store.StatementQuery{Dimensions: store.Dimensions{Account: account}}), "lines_by_account"},
			{"a statement from a day on", page(store.StatementQuery{Dimensions: store.Dimensions{Account: account}, From: middle}), "lines_by_account"},
			{"a later page of a statement", page(store.StatementQuery{Dimensions: store.Dimensions{Account: account}, After: at}), "lines_by_account"},
			{"a statement of a fund", page(store.StatementQuery{Dimensions: store.Dimensions{Account: account, Fund: c.book.General()}, After: at}), "lines_by_fund"},
			{"a passbook", page(store.StatementQuery{Dimensions: store.Dimensions{Account: account, Party: party}}), "lines_by_party"},
			{"a later page of a passbook", page(store.StatementQuery{Dimensions: store.Dimensions{Account: account, Party: party}, After: at}), "lines_by_party"},
			{"a loan's statement", page(store.StatementQuery{Dimensions: store.Dimensions{Account: account, Item: item}, From: middle}), "lines_by_item"},
			{"a balance of a party on a day", func() error {
				_, err := listening.BalanceOn(ctx, c.book.ID, store.Dimensions{Account: account, Party: party}, middle)
				return err
			}, "lines_by_party"},
			{"a balance of now", func() error {
				_, err := listening.CurrentBalance(ctx, c.book.ID, store.Dimensions{Account: account, Party: party})
				return err
			}, "totals"},
			{"a control balance on a day", func() error {
				_, err := listening.AccountBalance(ctx, c.book.ID, account, ledger.ID{}, middle)
				return err
			}, "months days"},
			{"a trial balance of a day", func() error {
				_, err := listening.TrialBalance(ctx, c.book.ID, middle, ledger.ID{})
				return err
			}, "months days_by_day"},
			{"one entry", func() error {
				entries, err := s.Entries(ctx, c.book, store.EntryFilter{Limit: 1})
				if err == nil {
					_, err = listening.Entry(ctx, c.book, entries[0].ID)
				}
				return err
			}, "entries_by_id"},
		} {
			heard.Take()
			if err := x.do(); err != nil {
				t.Fatal(err)
			}
			var plans []string
			for _, statement := range heard.Take() {
				if !strings.HasPrefix(strings.TrimSpace(statement), "SELECT") {
					continue
				}
				plan := db.planOf(t, statement)
				plans = append(plans, plan)
				if bad := wholeTable(db.postgres, plan); bad != "" && !strings.Contains(statement, "AS few") { // that one ends after so many rows
					t.Errorf("%s walks a whole table: %s\n%s\n%s", x.name, bad, statement, plan)
				}
			}
			for _, index := range strings.Fields(x.index) {
				if !strings.Contains(strings.Join(plans, "\n"), index) {
					t.Errorf("%s does not use %s:\n%s", x.name, index, strings.Join(plans, "\n--\n"))
				}
			}
		}
	})
}

// A transaction's first questions are planned once and for good, perhaps while the
// tables were still empty. Even then they must go by the whole key.
func TestAWriterGoesByTheWholeKey(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		db := openRaw(t, address)
		for name, l := range store.Lookups() {
			plan := ""
			if db.postgres {
				db.must(t, "SET enable_seqscan = off")
				db.must(t, "SET plan_cache_mode = force_generic_plan")
				db.must(t, "PREPARE asked AS "+l.Postgres)
				for _, row := range db.rows(t, "EXPLAIN EXECUTE asked"+l.Arguments) {
					plan += fmt.Sprintln(row...)
				}
				db.must(t, "DEALLOCATE asked")
			} else {
				for _, row := range db.rows(t, "EXPLAIN QUERY PLAN "+strings.ReplaceAll(l.SQLite, "?", "x'00'")) {
					plan += fmt.Sprintln(row...)
				}
			}
			want := map[bool]map[string]string{
				true:  {"settings": "settings_pkey", "books": "books_pkey", "commands": "Index Cond: ((home = k.h) AND (id = k.i))"},
				false: {"settings": "SEARCH settings USING", "books": "SEARCH books USING", "commands": "SEARCH commands USING PRIMARY KEY (home=? AND id=?)"},
			}[db.postgres][name]
			if want == "" || !strings.Contains(plan, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, plan)
			}
		}
	})
}

// A kind and an account together find the same whichever way is taken, for a kind
// with few entries and for one with many.
func TestAKindAndAnAccountTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := fill(t, s, crowdEntries)
		ctx := context.Background()
		account := ledger.AccountID(c.book.ID, "1101")
		of := func(f store.EntryFilter) (ids []ledger.ID) {
			f.Account, f.Limit = account, 100
			for {
				page, err := s.Entries(ctx, c.book, f)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range page {
					if f.Kind != "" || e.Kind == "loan.paid" {
						ids = append(ids, e.ID)
					}
				}
				if len(page) < f.Limit {
					return ids
				}
				last := page[len(page)-1]
				f.After = store.Position{Day: last.Day, Seq: last.Sequence}
			}
		}
		for _, newest := range []bool{false, true} {
			want, got := of(store.EntryFilter{Newest: newest}), of(store.EntryFilter{Newest: newest, Kind: "loan.paid"})
			if len(want) == 0 || !slices.Equal(want, got) {
				t.Errorf("newest first %v: %d entries, want %d", newest, len(got), len(want))
			}
		}
		rare := pair(c.book.ID, "2024-01-01", "1101", "3102", 5, func(*ledger.Line, *ledger.Line) {})
		rare.Kind = "rare.kind"
		if _, err := s.PostEntry(ctx, actor, rare); err != nil {
			t.Fatal(err)
		}
		if got := of(store.EntryFilter{Kind: "rare.kind"}); !slices.Equal(got, []ledger.ID{rare.ID}) {
			t.Errorf("of the rare kind: %v", got)
		}
	})
}

// wholeTable returns the line of a plan that reads a large table from end to end.
func wholeTable(postgres bool, plan string) string {
	for _, line := range strings.Split(plan, "\n") {
		if !postgres {
			if strings.HasPrefix(line, "SCAN ") && !strings.Contains(line, "moved") { // moved is a union of what was found
				return line
			}
			continue
		}
		for _, large := range []string{"entries", "lines", "texts", "totals", "days", "commands"} {
			if strings.Contains(line, "Seq Scan on "+large) {
				return line
			}
		}
	}
	return ""
}
