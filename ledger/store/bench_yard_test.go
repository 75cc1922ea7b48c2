package store_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

const rareKind = "loan.written_off" // never on the cash box

// yard is a book to read from. Everything in it follows from its number of
// entries, so that it can be found again in a database that was kept.
type yard struct {
	s        *store.Store
	book     ledger.Book
	entries  int
	accounts []ledger.ID // 40; see cash, savings, loans
	funds    []ledger.ID // 10, the rarest last
	parties  []ledger.ID // 20,000, the busiest first
	nItems   int
	hotDay   ledger.Date // on which a fiftieth of all entries happened
	hotSeq   int64       // the last of them
}

const (
	nAccounts = 40
	nFunds    = 10
	nParties  = 20_000
	nDays     = 5 * 365
	perBatch  = 3000
)

var firstDay = ledger.MustDate("2021-01-01")

// The roles of accounts by their place in the chart of a group.
func (y *yard) cash() ledger.ID    { return y.accounts[0] }
func (y *yard) loans() ledger.ID   { return y.accounts[3] }
func (y *yard) savings() ledger.ID { return ledger.AccountID(y.book.ID, "2101") }
func (y *yard) wajib() ledger.ID   { return ledger.AccountID(y.book.ID, "3102") }

// pick scatters the tries of a read over n things.
func (y *yard) pick(i, n int) int        { return i * 7919 % n }
func (y *yard) anyDay(i int) ledger.Date { return firstDay.AddDays(y.pick(i+1, nDays)) }
func (y *yard) lastDay() ledger.Date     { return firstDay.AddDays(nDays - 1) }
func (y *yard) party(i int) ledger.ID    { return y.parties[1+y.pick(i, len(y.parties)-1)] }
func (y *yard) item(i int) ledger.ID     { return y.itemID(y.pick(i, y.nItems)) }
func (y *yard) itemID(i int) ledger.ID   { return timed(y.book.ID, "item", i*30) }
func (y *yard) entryID(i int) ledger.ID  { return timed(y.book.ID, "entry", i) }
func (y *yard) at(part float64) store.Position {
	return store.Position{Day: firstDay.AddDays(int(part * (nDays - 1))), Seq: int64(part * float64(y.entries))}
}

// of is a page of an account's statement at the given part of its length; at 1
// it is the last page, some of its lines beyond the last position.
func (y *yard) of(account ledger.ID, part float64) store.StatementQuery {
	q := store.StatementQuery{Dimensions: store.Dimensions{Account: account}, Limit: pageOf}
	if part > 0 {
		q.After = y.at(part)
	}
	if part == 1 {
		q.After.Seq = int64(y.entries - pageOf)
	}
	return q
}

func (y *yard) ofParty(party ledger.ID, part float64) store.StatementQuery {
	q := y.of(y.savings(), part)
	q.Party = party
	return q
}

func (y *yard) trial(ctx context.Context, day ledger.Date, fund ledger.ID) (int, error) {
	rows, err := y.s.TrialBalance(ctx, y.book.ID, day, fund)
	return len(rows), err
}

// timed is a UUIDv7 that follows from what it is for: the i-th of its kind.
func timed(book ledger.ID, of string, i int) ledger.ID {
	id := ledger.DeriveID(book, of+strconv.Itoa(i))
	ms := uint64(firstDay.Time().UnixMilli() + int64(i)*150)
	binary.BigEndian.PutUint32(id[:4], uint32(ms>>16))
	binary.BigEndian.PutUint16(id[4:6], uint16(ms))
	id[6] = id[6]&0x0f | 0x70
	return id
}

// populate posts the entries of a book as the product would, unless they are
// there already.
func (db *bench) populate(b *testing.B, entries int) *yard {
	ctx := context.Background()
	y := &yard{s: db.s, entries: entries, nItems: max(1, entries/30)}
	id := ledger.DeriveID(ledger.ID{}, fmt.Sprintf("bench %d", entries))
	book, err := db.s.Book(ctx, id)
	if err != nil {
		made, err := db.s.OpenBook(ctx, actor, ledger.Book{ID: id, Kind: ledger.GroupBook, Name: "Kelompok Besar", Currency: ledger.IDR})
		if err != nil {
			b.Fatal(err)
		}
		book = made.It
	}
	y.book = book
	for _, a := range ledger.Chart(ledger.GroupBook, id)[:nAccounts] {
		y.accounts = append(y.accounts, a.ID)
	}
	y.funds = append(y.funds, book.General())
	for i := 1; i < nFunds; i++ {
		f := ledger.Fund{ID: timed(id, "fund", i), Code: fmt.Sprintf("DANA%d", i), Name: fmt.Sprintf("Dana %d", i)}
		if _, err := db.s.OpenFund(ctx, actor, id, f); err != nil {
			b.Fatal(err)
		}
		y.funds = append(y.funds, f.ID)
	}
	for i := range nParties {
		y.parties = append(y.parties, timed(id, "party", i))
	}
	start, from := time.Now(), int(book.Sequence)
	y.hotDay = firstDay.AddDays(nDays / 3)
	random := rand.New(rand.NewPCG(1, uint64(entries)))
	for done := 0; done < entries; done += perBatch {
		batch := make([]ledger.Entry, 0, perBatch)
		for i := done; i < min(done+perBatch, entries); i++ {
			e := y.entry(b, random, i)
			if e.Day == y.hotDay {
				y.hotSeq = int64(i + 1)
			}
			batch = append(batch, e)
		}
		if done < from {
			continue
		}
		cmd := ledger.Command{ID: timed(id, "command", done), Home: id, Name: "bench.post", Version: 1, Actor: actor}
		_, err := db.s.Once(ctx, cmd, []ledger.ID{id}, func(ctx context.Context, s *store.Store) (string, error) {
			_, err := s.Post(ctx, batch...)
			return "", err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if from < entries {
		db.wholes = append(db.wholes, wholeRow{Engine: db.engine, Work: "populate", Entries: int64(entries - from), Seconds: time.Since(start).Seconds()})
	}
	if y.book, err = db.s.Book(ctx, id); err != nil || y.book.Sequence != int64(entries) {
		b.Fatalf("%d entries, want %d: %v", y.book.Sequence, entries, err)
	}
	db.yards = append(db.yards, y)
	return y
}

// entry is the i-th entry: days go on with i, some are late, and on one of them
// a fiftieth of everything happens.
func (y *yard) entry(b *testing.B, random *rand.Rand, i int) ledger.Entry {
	day := i * nDays / y.entries
	switch hot := y.entries / 3; {
	case i >= hot && i < hot+y.entries/50:
		day = nDays / 3
	case random.IntN(50) == 0:
		day = max(0, day-random.IntN(60))
	}
	e := ledger.Entry{ID: y.entryID(i), Book: y.book.ID, Day: firstDay.AddDays(day)}
	if random.IntN(3) == 0 {
		e.Memo = "Setoran rapat bulanan ke-" + strconv.Itoa(i)
	}
	fund := y.funds[min(nFunds-1, int(random.ExpFloat64()*1.4))] // 51 % in the first, 0.2 % in the last
	amount := rp(int64(1+random.IntN(400)) * 500)
	party := y.parties[random.IntN(nParties)]
	if random.IntN(50) == 0 {
		party = y.parties[0]
	}
	n := random.IntN(y.nItems)
	item, owner := y.itemID(n), y.parties[n*31%nParties]
	charges := y.accounts[26]
	both := func(debit, credit ledger.Line) []ledger.Line { return []ledger.Line{debit.In(fund), credit.In(fund)} }
	switch p := random.IntN(1000); {
	case p < 430:
		e.Kind, e.Lines = "savings.paid_in", both(ledger.Debit(y.cash(), amount), ledger.Credit(y.savings(), amount).With(party))
	case p < 500:
		e.Kind, e.Lines = "savings.compulsory_paid", both(ledger.Debit(y.cash(), amount), ledger.Credit(y.wajib(), amount).With(party))
	case p < 560:
		e.Kind, e.Lines = "savings.paid_out", both(ledger.Debit(y.savings(), amount).With(party), ledger.Credit(y.cash(), amount))
	case p < 600:
		e.Kind, e.Lines = "loan.disbursed", both(ledger.Debit(y.loans(), amount).With(owner).On(item), ledger.Credit(y.cash(), amount))
	case p < 820:
		charge := rp(500)
		e.Kind, e.Lines = "loan.repaid", append(both(ledger.Debit(y.cash(), amount.Add(charge)), ledger.Credit(y.loans(), amount).With(owner).On(item)),
			ledger.Credit(charges, charge).In(fund).With(owner).On(item))
	case p < 822:
		e.Kind, e.Lines = rareKind, both(ledger.Debit(y.accounts[39], amount), ledger.Credit(y.loans(), amount).With(owner).On(item))
	case p < 850 && fund != y.funds[0]:
		lines, err := ledger.Transfer(ledger.AccountID(y.book.ID, "1902"), ledger.Purse{Account: y.cash(), Fund: y.funds[0]}, ledger.Purse{Account: y.cash(), Fund: fund}, amount)
		if err != nil {
			b.Fatal(err)
		}
		e.Kind, e.Lines = "transfer", lines
	default:
		debit, credit := random.IntN(nAccounts-12), random.IntN(nAccounts-12)
		if random.IntN(2) == 0 {
			debit, credit = debit+12, 0 // 11 is interfund, which only transfers may touch
		}
		e.Kind, e.Lines = "manual", both(ledger.Debit(y.free(debit), amount), ledger.Credit(y.free(credit), amount))
		if random.IntN(4) == 0 {
			e.Lines[0].Memo = "nota nomor " + strconv.Itoa(i)
		}
	}
	return e
}

// free is an account that manual entries may use.
func (y *yard) free(i int) ledger.ID {
	if i == 11 {
		i = 12
	}
	return y.accounts[i]
}
