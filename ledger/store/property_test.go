package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// world is the store beside the model, and what random commands draw from.
type world struct {
	t       *rapid.T
	s       *store.Store
	m       *model
	books   []ledger.ID
	parties []ledger.ID // the first is none
	items   []ledger.ID
	done    []modelOp
	sent    []ledger.Entry // entries that were posted in batches
}

// modelOp is one command, for the store and for the model.
type modelOp struct {
	what, asked string // asked tells one body from another
	spoilt      string // what is wrong with it by itself, whatever came before
	home, id    ledger.ID
	run         func() (replayed bool, err error)
	apply       func() string // the code, "" when it happened
}

var kinds = []string{"manual", "savings.share_bought", "loan.paid"}

func newWorld(t *rapid.T, s *store.Store) *world {
	w := &world{t: t, s: s, m: newModel(), parties: []ledger.ID{{}, store.NewID(), store.NewID()}, items: []ledger.ID{{}, store.NewID(), store.NewID()}}
	usd, _ := ledger.CurrencyOf("USD")
	for kind, c := range map[ledger.BookKind]ledger.Currency{ledger.GroupBook: ledger.IDR, ledger.BusinessBook: usd} {
		b := ledger.Book{ID: store.NewBookID(), Kind: kind, Name: "Buku", Currency: c}
		if _, err := s.OpenBook(context.Background(), actor, b); err != nil {
			t.Fatal(err)
		}
		mb := &modelBook{currency: c, accounts: map[ledger.ID]string{}, funds: map[ledger.ID]string{b.General(): "general"}}
		for _, code := range []string{"1101", "1102", "1201", "1902", "2101", "3101"} {
			mb.accounts[ledger.AccountID(b.ID, code)] = code
		}
		w.m.books[b.ID] = mb
		w.books = append(w.books, b.ID)
	}
	slices.SortFunc(w.books, func(a, b ledger.ID) int { return len(w.m.books[a].currency.Code) - len(w.m.books[b].currency.Code) })
	for _, b := range w.books { // every world has some funds from the start
		w.do(w.openFund(b))
		w.do(w.openFund(b))
	}
	return w
}

// drawOne draws one by its place, which reads better in a report than its bytes.
func drawOne[T any](w *world, what string, from []T) T {
	return from[rapid.IntRange(0, len(from)-1).Draw(w.t, what)]
}

func sortedIDs(m map[ledger.ID]string) []ledger.ID {
	ids := make([]ledger.ID, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b ledger.ID) int { return cmpString(m[a], m[b]) })
	return ids
}

func cmpString(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// day draws a day of a season with two ends of months and the end of February.
func (w *world) day() ledger.Date {
	return ledger.Date(2026_01_20).AddDays(rapid.IntRange(0, 75).Draw(w.t, "day"))
}

func (w *world) account(b ledger.ID) ledger.ID {
	ids := sortedIDs(w.m.books[b].accounts)
	ids = slices.DeleteFunc(ids, func(id ledger.ID) bool { return w.m.books[b].accounts[id] == "1902" }) // only Transfer may
	return drawOne(w, "account", ids)
}

func (w *world) fund(b ledger.ID) ledger.ID { return drawOne(w, "fund", sortedIDs(w.m.books[b].funds)) }

// entry draws an entry that balances in every one of its funds.
func (w *world) entry(b ledger.ID) ledger.Entry {
	e := ledger.Entry{ID: store.NewID(), Book: b, Day: w.day(), Kind: drawOne(w, "kind", kinds), Memo: drawOne(w, "memo", []string{"", "rapat", "é✓\n"})}
	c := w.m.books[b].currency
	for range rapid.IntRange(1, 3).Draw(w.t, "funds") {
		fund := w.fund(b)
		total := rapid.Int64Range(10, 1_000_000).Draw(w.t, "total")
		for _, build := range []func(ledger.ID, decimal.Decimal) ledger.Line{ledger.Debit, ledger.Credit} {
			parts, err := ledger.Split(total, slices.Repeat([]int64{1}, rapid.IntRange(1, 3).Draw(w.t, "parts")))
			if err != nil {
				w.t.Fatal(err)
			}
			for _, n := range parts {
				l := build(w.account(b), c.Amount(n)).In(fund).With(drawOne(w, "party", w.parties)).On(drawOne(w, "item", w.items))
				if fund == ledger.GeneralFund(b) && rapid.Bool().Draw(w.t, "unnamed") {
					l.Fund = ledger.ID{}
				}
				l.Memo = drawOne(w, "line memo", []string{"", "", "baris"})
				e.Lines = append(e.Lines, l)
			}
		}
	}
	if rapid.Bool().Draw(w.t, "backwards") {
		slices.Reverse(e.Lines)
	}
	return e
}

// spoil makes something wrong with the entry and returns the code it earns.
func (w *world) spoil(e *ledger.Entry) string {
	l := e.Lines[0]
	switch drawOne(w, "spoilt", []string{"", "", "", "", "", "sum", "fund", "places", "negative", "memo", "lines", "day", "account", "purpose"}) {
	case "sum":
		e.Lines = append(e.Lines, ledger.Debit(l.Account(), decimal.NewFromInt(1)))
		return "unbalanced"
	case "fund":
		funds := sortedIDs(w.m.books[e.Book].funds)
		e.Lines = append(e.Lines, ledger.Debit(l.Account(), decimal.NewFromInt(1)).In(funds[0]), ledger.Credit(l.Account(), decimal.NewFromInt(1)).In(funds[1]))
		return "unbalanced_fund"
	case "places":
		e.Lines = append(e.Lines, ledger.Debit(l.Account(), dec3), ledger.Credit(l.Account(), dec3).In(e.Lines[0].Fund))
		return "several_problems"
	case "negative":
		e.Lines = append(e.Lines, ledger.Debit(l.Account(), decimal.NewFromInt(-1)))
		return "amount_not_positive"
	case "memo":
		e.Memo = "a\x00"
		return "invalid_text"
	case "lines":
		e.Lines = e.Lines[:1]
		return "too_few_lines"
	case "day":
		e.Day = 2026_02_30
		return "invalid_date"
	case "account":
		e.Lines = append(e.Lines, ledger.Debit(store.NewID(), decimal.NewFromInt(1)), ledger.Credit(l.Account(), decimal.NewFromInt(1)))
	case "purpose":
		f := store.NewID()
		e.Lines = append(e.Lines, ledger.Debit(l.Account(), decimal.NewFromInt(1)).In(f), ledger.Credit(l.Account(), decimal.NewFromInt(1)).In(f))
	}
	return ""
}

var dec3 = decimal.New(1, -3)

func (w *world) postEntry(b ledger.ID) modelOp {
	e := w.entry(b)
	spoilt := w.spoil(&e)
	return w.postOf(e, spoilt)
}

func (w *world) postOf(e ledger.Entry, spoilt string) modelOp {
	asked := fmt.Sprint("post ", e.Day, e.Kind, e.Memo)
	for _, l := range e.Lines {
		fund := l.Fund
		if fund.IsZero() {
			fund = ledger.GeneralFund(e.Book)
		}
		asked += fmt.Sprint(l.Account(), fund, l.Party, l.Item, l.Signed(), l.Memo)
	}
	return modelOp{what: "post", asked: asked, home: e.Book, id: e.ID,
		run: func() (bool, error) {
			made, err := w.s.PostEntry(context.Background(), actor, e)
			return made.Replayed, err
		},
		apply: func() string {
			if spoilt != "" {
				return spoilt
			}
			return w.m.post(e)
		}}
}

func (w *world) openFund(b ledger.ID) modelOp {
	mb := w.m.books[b]
	f := ledger.Fund{ID: store.NewID(), Code: drawOne(w, "fund code", []string{"a", "b", "c", "d"}), Name: "Dana"}
	return modelOp{what: "open fund", asked: "fund", home: b, id: f.ID,
		run: func() (bool, error) {
			made, err := w.s.OpenFund(context.Background(), actor, b, f)
			return made.Replayed, err
		},
		apply: func() string {
			for _, code := range mb.funds {
				if code == f.Code {
					return "duplicate_code"
				}
			}
			mb.funds[f.ID] = f.Code
			return ""
		}}
}

func (w *world) openAccount(b ledger.ID) modelOp {
	mb := w.m.books[b]
	a := ledger.Account{ID: store.NewID(), Code: drawOne(w, "account code", []string{"x1", "x2", "1101"}), Names: ledger.Names{ID: "Akun"}, Class: ledger.Asset, Normal: ledger.DebitSide}
	return modelOp{what: "open account", asked: "account", home: b, id: a.ID,
		run: func() (bool, error) {
			made, err := w.s.OpenAccount(context.Background(), actor, b, a)
			return made.Replayed, err
		},
		apply: func() string {
			for _, code := range mb.accounts {
				if code == a.Code {
					return "duplicate_code"
				}
			}
			mb.accounts[a.ID] = a.Code
			return ""
		}}
}

func (w *world) transfer(b ledger.ID) modelOp {
	mb := w.m.books[b]
	amount := mb.currency.Amount(rapid.Int64Range(1, 100000).Draw(w.t, "amount"))
	mv := store.Move{ID: store.NewID(), Book: b, Day: w.day(), From: ledger.Purse{Account: w.account(b), Fund: w.fund(b)},
		To: ledger.Purse{Account: w.account(b), Fund: w.fund(b)}, Amount: amount, Memo: "pindah"}
	spoilt := ""
	if mv.From.Fund == mv.To.Fund {
		spoilt = "same_fund"
	}
	return modelOp{what: "transfer", asked: "transfer", spoilt: spoilt, home: b, id: mv.ID,
		run: func() (bool, error) {
			made, err := w.s.TransferFunds(context.Background(), actor, mv)
			return made.Replayed, err
		},
		apply: func() string {
			between := ledger.AccountID(b, "1902")
			return w.m.post(ledger.Entry{ID: mv.ID, Book: b, Day: mv.Day, Kind: "transfer", Memo: mv.Memo, Lines: []ledger.Line{
				ledger.Credit(mv.From.Account, amount).In(mv.From.Fund), ledger.Debit(between, amount).In(mv.From.Fund),
				ledger.Debit(mv.To.Account, amount).In(mv.To.Fund), ledger.Credit(between, amount).In(mv.To.Fund)}})
		}}
}

func (w *world) reverse(b ledger.ID) modelOp {
	id, undone := store.NewID(), store.NewID()
	if entries := w.m.books[b].entries; len(entries) > 0 && rapid.IntRange(0, 9).Draw(w.t, "known") > 0 {
		undone = entries[rapid.IntRange(0, len(entries)-1).Draw(w.t, "entry")].id
	}
	day, spoilt := ledger.Date(0), ""
	if rapid.Bool().Draw(w.t, "on a day") {
		day = w.day()
	}
	if !slices.ContainsFunc(w.m.books[b].entries, func(e modelEntry) bool { return e.id == undone }) {
		spoilt = "unknown_entry"
	}
	return modelOp{what: "reverse", asked: "reverse", spoilt: spoilt, home: b, id: id,
		run: func() (bool, error) {
			made, err := w.s.Reverse(context.Background(), actor, id, b, undone, day, "salah")
			return made.Replayed, err
		},
		apply: func() string { return w.m.reverse(b, id, undone, day, "salah") }}
}

func (w *world) closePeriod(b ledger.ID) modelOp {
	id, mb := store.NewID(), w.m.books[b]
	through := ledger.Date(2026_01_10).AddDays(rapid.IntRange(0, 35).Draw(w.t, "through"))
	if rapid.IntRange(0, 9).Draw(w.t, "future") == 0 {
		through = 2199_01_01
	}
	return modelOp{what: "close", asked: "close", home: b, id: id,
		run: func() (bool, error) {
			made, err := w.s.ClosePeriod(context.Background(), actor, id, b, through)
			return made.Replayed, err
		},
		apply: func() string {
			switch {
			case through == 2199_01_01:
				return "period_in_future"
			case through <= mb.closed:
				return "period_not_forward"
			}
			mb.closed = through
			return ""
		}}
}

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

// do runs a command on both and compares the answers.
func (w *world) do(o modelOp) {
	w.t.Helper()
	key := [2]ledger.ID{o.home, o.id}
	want, replay := o.spoilt, false
	if want != "" {
		// Refused before anything is looked up.
	} else if old, decided := w.m.commands[key]; decided {
		replay, want = true, old.code
		if old.asked != o.asked {
			replay, want = false, "id_reused"
		}
	} else if want = o.apply(); want == "" || want == "not_today" {
		w.m.commands[key] = modelCommand{o.asked, want}
	}
	replayed, err := o.run()
	if got := ledger.CodeOf(err); got != want || err == nil && replayed != replay {
		w.t.Fatalf("%s: %v replayed %v, want %q replayed %v", o.what, err, replayed, want, replay)
	}
	w.done = append(w.done, o)
}

// step draws and runs one command.
func (w *world) step() {
	b := drawOne(w, "book", w.books)
	switch rapid.IntRange(0, 19).Draw(w.t, "command") {
	case 0:
		w.do(w.openAccount(b))
	case 1:
		w.do(w.openFund(b))
	case 2, 3:
		w.do(w.transfer(b))
	case 4, 5, 6:
		w.do(w.reverse(b))
	case 7:
		w.do(w.closePeriod(b))
	case 8, 9, 10:
		w.do(drawOne(w, "again", w.done))
	case 11:
		w.do(w.otherBody(drawOne(w, "again", w.done)))
	case 12, 13:
		w.do(w.closure())
	case 14, 15:
		w.batch()
	default:
		w.do(w.postEntry(b))
	}
}

func TestTheStoreAgreesWithTheModel(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address, store.WithClock(ticking()))
		checks(t, 40, func(t *rapid.T) {
			w := newWorld(t, s)
			for range rapid.IntRange(1, 40).Draw(t, "steps") {
				w.step()
			}
			w.compare()
		})
		checkFindsNothing(t, s)
	})
}

func (w *world) compare() {
	w.t.Helper()
	for _, id := range w.books {
		r, err := w.s.CheckBook(context.Background(), id)
		if err != nil || !r.OK() {
			w.t.Fatalf("check: %v %v", r.Findings, err)
		}
		if int(r.Entries) != len(w.m.books[id].entries) {
			w.t.Fatalf("%d entries, the model has %d", r.Entries, len(w.m.books[id].entries))
		}
		w.compareBalances(id)
		w.compareLists(id)
	}
}

func same[T any](t *rapid.T, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		t.Fatalf("%s:\n%s\nthe model says\n%s", what, g, w)
	}
}
