package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// BenchmarkReads measures every kind of read on a book of 1,000,000 entries, 40
// accounts, 10 funds, 20,000 parties and 5 years, and on one of 10,000 entries
// beside it, on both databases. At the end it prints a table whose last column
// says how much slower the big book is.
//
// The table is the result; time per operation beside it is only the mean. A read
// is tried for a second, or as often as -benchtime=100x says. Populating takes
// some minutes: a second run (-count) does it again unless databases are kept.
//
// LUMBUNG_BENCH_ENTRIES changes the size of the big book, LUMBUNG_BENCH_JSON
// names a file for the table's numbers. LUMBUNG_BENCH_KEEP names a folder that
// keeps the SQLite file for the next run, and LUMBUNG_BENCH_POSTGRES the address
// of an empty database of one's own to use and keep instead of a throwaway.
func BenchmarkReads(b *testing.B) {
	var table summary
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			db := openBench(b, engine)
			books := [2]*yard{db.populate(b, smallBook), db.populate(b, bigBook(b))}
			db.settle(b)
			for _, r := range reads {
				b.Run(r.name, func(b *testing.B) {
					for i, y := range books {
						b.Run(fmt.Sprint(y.entries), func(b *testing.B) { table.add(engine, r, i, measure(b, y, r)) })
					}
				})
			}
			db.whole(b, &table)
		})
	}
	table.print(b)
}

const smallBook = 10_000

// read is one kind of read. target is how fast it should be,
// in milliseconds; zero when it asks for nothing.
type read struct {
	name   string
	target float64
	run    func(ctx context.Context, y *yard, i int) (int, error) // the i-th try; how many rows came
}

const pageOf = 50

var reads = []read{
	{"balance/account_now", 10, func(ctx context.Context, y *yard, i int) (int, error) {
		return one(y.s.AccountBalance(ctx, y.book.ID, y.accounts[i%len(y.accounts)], ledger.ID{}, 0))
	}},
	{"balance/account_day", 10, func(ctx context.Context, y *yard, i int) (int, error) {
		return one(y.s.AccountBalance(ctx, y.book.ID, y.accounts[i%len(y.accounts)], ledger.ID{}, y.anyDay(i)))
	}},
	{"balance/account_fund_day", 10, func(ctx context.Context, y *yard, i int) (int, error) {
		return one(y.s.AccountBalance(ctx, y.book.ID, y.accounts[i%len(y.accounts)], y.funds[i%len(y.funds)], y.anyDay(i)))
	}},
	{"balance/account_now_by_dimensions", 10, func(ctx context.Context, y *yard, i int) (int, error) {
		return one(y.s.CurrentBalance(ctx, y.book.ID, store.Dimensions{Account: y.accounts[i%len(y.accounts)]}))
	}},
	{"balance/party_now", 10, func(ctx context.Context, y *yard, i int) (int, error) {
		return one(y.s.CurrentBalance(ctx, y.book.ID, store.Dimensions{Account: y.savings(), Party: y.party(i)}))
	}},
	{"balance/item_now", 10, func(ctx context.Context, y *yard, i int) (int, error) {
		return one(y.s.CurrentBalance(ctx, y.book.ID, store.Dimensions{Account: y.loans(), Item: y.item(i)}))
	}},
	{"balance/party_day", 10, func(ctx context.Context, y *yard, i int) (int, error) {
		return one(y.s.BalanceOn(ctx, y.book.ID, store.Dimensions{Account: y.savings(), Party: y.party(i)}, y.anyDay(i)))
	}},
	{"balance/busy_party_day", 0, func(ctx context.Context, y *yard, i int) (int, error) {
		return one(y.s.BalanceOn(ctx, y.book.ID, store.Dimensions{Account: y.savings(), Party: y.parties[0]}, y.lastDay()))
	}},
	{"trial/now", 50, func(ctx context.Context, y *yard, _ int) (int, error) { return y.trial(ctx, 0, ledger.ID{}) }},
	{"trial/day", 50, func(ctx context.Context, y *yard, i int) (int, error) { return y.trial(ctx, y.anyDay(i), ledger.ID{}) }},
	{"trial/last_day", 50, func(ctx context.Context, y *yard, _ int) (int, error) { return y.trial(ctx, y.lastDay(), ledger.ID{}) }},
	{"trial/fund_day", 50, func(ctx context.Context, y *yard, i int) (int, error) {
		return y.trial(ctx, y.anyDay(i), y.funds[i%len(y.funds)])
	}},
	statement("account/first", func(y *yard, _ int) store.StatementQuery { return y.of(y.cash(), 0) }),
	statement("account/middle", func(y *yard, _ int) store.StatementQuery { return y.of(y.cash(), 0.5) }),
	statement("account/last", func(y *yard, _ int) store.StatementQuery { return y.of(y.cash(), 1) }),
	statement("account/hot_day_end", func(y *yard, _ int) store.StatementQuery {
		q := y.of(y.cash(), 0)
		q.After = store.Position{Day: y.hotDay, Seq: y.hotSeq}
		return q
	}),
	statement("account/from_a_day", func(y *yard, i int) store.StatementQuery {
		q := y.of(y.cash(), 0)
		q.From, q.To = y.anyDay(i), y.lastDay()
		return q
	}),
	statement("account_fund/rare_middle", func(y *yard, _ int) store.StatementQuery {
		q := y.of(y.cash(), 0.5)
		q.Fund = y.funds[len(y.funds)-1]
		return q
	}),
	statement("account_fund/rare_none_left", func(y *yard, _ int) store.StatementQuery {
		q := y.of(y.cash(), 0.5)
		q.Account, q.Fund = y.wajib(), y.funds[len(y.funds)-1]
		return q
	}),
	statement("party/first", func(y *yard, i int) store.StatementQuery { return y.ofParty(y.party(i), 0) }),
	statement("party/middle", func(y *yard, i int) store.StatementQuery { return y.ofParty(y.party(i), 0.5) }),
	statement("party/last", func(y *yard, i int) store.StatementQuery { return y.ofParty(y.party(i), 1) }),
	statement("busy_party/last", func(y *yard, _ int) store.StatementQuery { return y.ofParty(y.parties[0], 1) }),
	statement("item/first", func(y *yard, i int) store.StatementQuery {
		return store.StatementQuery{Dimensions: store.Dimensions{Account: y.loans(), Item: y.item(i)}, Limit: pageOf}
	}),
	list("all", func(*yard, int) store.EntryFilter { return store.EntryFilter{} }),
	list("account", func(y *yard, _ int) store.EntryFilter { return store.EntryFilter{Account: y.cash()} }),
	list("party", func(y *yard, i int) store.EntryFilter { return store.EntryFilter{Party: y.party(i)} }),
	list("busy_party", func(y *yard, _ int) store.EntryFilter { return store.EntryFilter{Party: y.parties[0]} }),
	list("item", func(y *yard, i int) store.EntryFilter { return store.EntryFilter{Item: y.item(i)} }),
	list("kind", func(*yard, int) store.EntryFilter { return store.EntryFilter{Kind: "savings.paid_in"} }),
	list("rare_kind", func(*yard, int) store.EntryFilter { return store.EntryFilter{Kind: rareKind} }),
	list("kind_of_account", func(y *yard, _ int) store.EntryFilter {
		return store.EntryFilter{Account: y.cash(), Kind: "savings.paid_in"}
	}),
	list("rare_kind_of_account", func(y *yard, _ int) store.EntryFilter {
		return store.EntryFilter{Account: y.cash(), Kind: rareKind}
	}),
	list("party_of_account", func(y *yard, i int) store.EntryFilter {
		return store.EntryFilter{Account: y.savings(), Party: y.party(i)}
	}),
	list("day", func(y *yard, i int) store.EntryFilter {
		return store.EntryFilter{From: y.anyDay(i), To: y.anyDay(i)}
	}),
	list("day_of_account", func(y *yard, i int) store.EntryFilter {
		return store.EntryFilter{Account: y.cash(), From: y.anyDay(i), To: y.anyDay(i)}
	}),
	{"entry/by_id", 10, func(ctx context.Context, y *yard, i int) (int, error) {
		return one(y.s.Entry(ctx, y.book, y.entryID(y.pick(i, y.entries))))
	}},
}

func one[T any](_ T, err error) (int, error) { return 1, err }

func statement(name string, q func(y *yard, i int) store.StatementQuery) read {
	return read{"statement/" + name, 10, func(ctx context.Context, y *yard, i int) (int, error) {
		st, err := y.s.Statement(ctx, y.book, q(y, i))
		return len(st.Lines), err
	}}
}

// list reads four pages, one a try: the first and a deep one, oldest and newest
// first.
func list(name string, f func(y *yard, i int) store.EntryFilter) read {
	return read{"entries/" + name, 10, func(ctx context.Context, y *yard, i int) (int, error) {
		filter := f(y, i/4)
		filter.Limit, filter.Newest = pageOf, i%2 == 1
		if i/2%2 == 1 && filter.From.IsZero() {
			filter.After = y.at(0.5)
		}
		entries, err := y.s.Entries(ctx, y.book, filter)
		return len(entries), err
	}}
}

// timing is what one read took, in milliseconds, and the most rows that came.
type timing struct {
	P50, P95, Max float64
	Rows, Tries   int
}

func measure(b *testing.B, y *yard, r read) timing {
	ctx := context.Background()
	for i := range 8 { // plans, pages and connections
		if _, err := r.run(ctx, y, i); err != nil {
			b.Fatal(err)
		}
	}
	var took []float64
	rows, i := 0, 0
	for b.Loop() {
		start := time.Now()
		n, err := r.run(ctx, y, i)
		took = append(took, float64(time.Since(start).Nanoseconds())/1e6)
		if err != nil {
			b.Fatal(err)
		}
		rows, i = max(rows, n), i+1
	}
	slices.Sort(took)
	t := timing{P50: took[len(took)/2], P95: took[len(took)*95/100], Max: took[len(took)-1], Rows: rows, Tries: len(took)}
	b.ReportMetric(t.P50, "p50-ms")
	b.ReportMetric(t.P95, "p95-ms")
	b.ReportMetric(t.Max, "max-ms")
	return t
}

// summary is the table that is printed at the end.
type summary struct {
	Reads  []*summaryRow
	Wholes []wholeRow
}

type summaryRow struct {
	Engine, Read string
	TargetMS     float64
	Small, Big   timing
	Ratio        float64
}

func (s *summary) add(engine string, r read, book int, t timing) {
	if len(s.Reads) == 0 || s.Reads[len(s.Reads)-1].Engine != engine || s.Reads[len(s.Reads)-1].Read != r.name {
		s.Reads = append(s.Reads, &summaryRow{Engine: engine, Read: r.name, TargetMS: r.target})
	}
	row := s.Reads[len(s.Reads)-1]
	if book == 0 {
		row.Small = t
	} else {
		row.Big = t
	}
	if row.Small.P50 > 0 {
		row.Ratio = row.Big.P50 / row.Small.P50
	}
}

func (s *summary) print(b *testing.B) {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\nread\trows\tsmall p50 ms\tbig p50 ms\tp95\tmax\ttarget\tbig/small\t")
	for _, r := range s.Reads {
		target := ""
		if r.TargetMS > 0 {
			target = fmt.Sprint(r.TargetMS)
			if r.Big.P50 > r.TargetMS {
				target = "MISSED " + target
			}
		}
		fmt.Fprintf(w, "%s/%s\t%d\t%.2f\t%.2f\t%.2f\t%.2f\t%s\t%.1f\t\n", r.Engine, r.Read, r.Big.Rows, r.Small.P50, r.Big.P50, r.Big.P95, r.Big.Max, target, r.Ratio)
	}
	fmt.Fprintln(w, "\nof the whole\tentries\tseconds\tentries/s\tbytes/entry\tMB more memory\t")
	for _, r := range s.Wholes {
		if r.Seconds > 0 {
			fmt.Fprintf(w, "%s/%s\t%d\t%.1f\t%.0f\t\t%.0f\t\n", r.Engine, r.Work, r.Entries, r.Seconds, float64(r.Entries)/r.Seconds, r.PeakMB)
		} else {
			fmt.Fprintf(w, "%s/%s\t%d\t\t\t%.0f\t\t\n", r.Engine, r.Work, r.Entries, r.BytesPerEntry)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	fmt.Println(out.String())
	if path := os.Getenv("LUMBUNG_BENCH_JSON"); path != "" {
		raw, err := json.MarshalIndent(s, "", "  ")
		if err == nil {
			err = os.WriteFile(path, append(raw, '\n'), 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
