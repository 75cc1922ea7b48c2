package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

var errBack = errors.New("rolled back on purpose")

// tamper runs the statements with the seals lifted, in a transaction that is
// rolled back, and returns what a check inside it finds. refused is the
// database's own refusal of a statement.
func tamper(s *store.Store, db raw, statements []string) (r store.Report, refused, err error) {
	err = s.Tx(context.Background(), func(ctx context.Context, s *store.Store) (err error) {
		if db.postgres {
			statements = append([]string{"SET LOCAL ROLE NONE"}, statements...)
		}
		for _, statement := range statements {
			if refused = s.Raw(ctx, statement); refused != nil {
				return errBack
			}
		}
		if r, err = s.Check(ctx); err != nil {
			return fmt.Errorf("check: %w", err)
		}
		return errBack
	})
	if errors.Is(err, errBack) {
		err = nil
	}
	return r, refused, err
}

// breach is one planted wrong: statements, and how the row begins that the
// first finding must name.
type breach struct {
	name  string
	sql   []string
	names string
}

func breaches(v village, db raw) []breach {
	b, shop := db.id(v.book.ID), db.id(v.shop.ID)
	none := db.id(ledger.ID{})
	entry := func(seq int, set string) []string {
		return []string{fmt.Sprintf("UPDATE entries SET %s WHERE book = %s AND seq = %d", set, b, seq)}
	}
	line := func(seq, n int, set string) []string {
		return []string{fmt.Sprintf("UPDATE lines SET %s WHERE book = %s AND seq = %d AND n = %d", set, b, seq, n)}
	}
	where := func(table, set, cond string) []string {
		return []string{fmt.Sprintf("UPDATE %s SET %s WHERE %s", table, set, cond)}
	}
	inBook := "book = " + b
	home := "home = " + b
	other := db.id(store.NewID())
	zeros := db.hex(make([]byte, 32))
	account := func(code string) string { return db.id(v.account(code)) }
	rina, loans, social := db.id(v.rina), db.id(v.loans.ID), db.id(v.social.ID)
	copyEntry := fmt.Sprintf(`INSERT INTO entries SELECT book, seq + 1, %s, day, kind, memo, actor, command, event, %s, n_lines, recorded_at, hash FROM entries WHERE %s AND seq = 7`, other, none, inBook)
	copyLines := fmt.Sprintf(`INSERT INTO lines SELECT book, seq + 1, n, account, day, amount, fund, party, item, memo FROM lines WHERE %s AND seq = 7`, inBook)
	return []breach{
		{"an entry's id", entry(2, "id = "+other), "entries seq 2"},
		{"an entry's day", entry(3, "day = 20260304"), "lines seq 3 n 1"},
		{"an entry's day and that of its lines", append(entry(3, "day = 20260304"), where("lines", "day = 20260304", inBook+" AND seq = 3")...), "entries seq 3"},
		{"an entry's kind", entry(2, "kind = 'loan.paid'"), "entries seq 2"},
		{"an entry's memo commitment", entry(2, "memo = "+zeros), "entries seq 2"},
		{"an entry's memo removed", entry(2, "memo = NULL"), "entries seq 2"},
		{"an entry's actor", entry(2, "actor = "+other), "entries seq 2"},
		{"an entry's command", entry(2, "command = "+other), "entries seq 2"},
		{"an entry's event", entry(2, "event = "+none), "entries seq 2"},
		{"what an entry reverses", entry(4, "reverses = "+db.id(v.first)), "entries seq 4"},
		{"that an entry reverses", entry(4, "reverses = "+none), "entries seq 4"},
		{"an entry's number of lines", entry(2, "n_lines = 3"), "entries seq 2"},
		{"when an entry was recorded", entry(2, "recorded_at = recorded_at + 1"), "entries seq 2"},
		{"an entry's hash", entry(2, "hash = "+zeros), "entries seq 2"},
		{"the last entry's hash, and the book's head", append(entry(7, "hash = "+zeros), where("books", "head = "+zeros, "id = "+b)...), "entries seq 7"},
		{"an entry deleted", []string{"DELETE FROM entries WHERE " + inBook + " AND seq = 3"}, "entries seq 3"},
		{"an entry deleted with its lines", []string{"DELETE FROM entries WHERE " + inBook + " AND seq = 3", "DELETE FROM lines WHERE " + inBook + " AND seq = 3"}, "entries seq 3"},
		{"the tail cut off", []string{"DELETE FROM entries WHERE " + inBook + " AND seq >= 6", "DELETE FROM lines WHERE " + inBook + " AND seq >= 6"}, "books"},
		{"the tail cut off with its commands", []string{
			fmt.Sprintf("DELETE FROM commands WHERE %s AND id IN (SELECT command FROM entries WHERE %s AND seq >= 6)", home, inBook),
			"DELETE FROM entries WHERE " + inBook + " AND seq >= 6", "DELETE FROM lines WHERE " + inBook + " AND seq >= 6"}, ""},
		{"an entry added at the end", []string{copyLines, copyEntry}, "entries seq 8"},
		{"two entries exchanged", []string{
			"UPDATE lines SET seq = seq + 100 WHERE " + inBook + " AND seq IN (2, 3)", "UPDATE entries SET seq = seq + 100 WHERE " + inBook + " AND seq IN (2, 3)",
			"UPDATE lines SET seq = 105 - seq WHERE " + inBook + " AND seq > 100", "UPDATE entries SET seq = 105 - seq WHERE " + inBook + " AND seq > 100"}, "entries seq 2"},
		{"an entry moved to the other book", []string{"UPDATE entries SET book = " + shop + ", seq = 2 WHERE " + inBook + " AND seq = 7",
			"UPDATE lines SET book = " + shop + ", seq = 2 WHERE " + inBook + " AND seq = 7"}, ""},

		{"a line's account", line(2, 1, "account = "+account("1102")), "entries seq 2"},
		{"a line on an account of no book", line(2, 1, "account = "+other), "lines seq 2 n 1"},
		{"a line's day", line(2, 1, "day = 20260302"), "lines seq 2 n 1"},
		{"a line's day, by two to the 32", line(2, 1, "day = day + 4294967296"), "lines seq "},
		{"the amounts of two lines", append(line(2, 1, "amount = amount + 1"), line(2, 2, "amount = amount - 1")...), "entries seq 2"},
		{"the amount of one line", line(2, 1, "amount = amount + 1"), "entries seq 2"},
		{"debit and credit exchanged", where("lines", "amount = -amount", inBook+" AND seq = 2"), "entries seq 2"},
		{"a line's fund", line(2, 1, "fund = "+social), "entries seq 2"},
		{"the fund of a whole entry", where("lines", "fund = "+social, inBook+" AND seq = 2"), "entries seq 2"},
		{"a line in a fund of no book", line(2, 1, "fund = "+other), "lines seq 2 n 1"},
		{"a line's party", line(2, 2, "party = "+db.id(v.sari)), "entries seq 2"},
		{"a line's party removed", line(2, 2, "party = "+none), "entries seq 2"},
		{"a line's item", line(3, 1, "item = "+other), "entries seq 3"},
		{"a line's memo commitment", line(2, 2, "memo = "+zeros), "lines seq 2 n 2"},
		{"a line's number", line(2, 2, "n = 3"), "lines seq 2 n 3"},
		{"a line deleted", []string{"DELETE FROM lines WHERE " + inBook + " AND seq = 2 AND n = 1"}, "entries seq 2"},
		{"a line added", []string{fmt.Sprintf("INSERT INTO lines SELECT book, seq, 3, account, day, amount, fund, party, item, memo FROM lines WHERE %s AND seq = 2 AND n = 1", inBook)}, "entries seq 2"},
		{"a line without its entry", []string{fmt.Sprintf("INSERT INTO lines SELECT book, 99, n, account, day, amount, fund, party, item, NULL FROM lines WHERE %s AND seq = 2", inBook)}, "lines seq 99"},
		{"two lines exchanged", []string{"UPDATE lines SET n = n + 10 WHERE " + inBook + " AND seq = 5", "UPDATE lines SET n = 15 - n WHERE " + inBook + " AND seq = 5"}, "entries seq 5"},

		{"a memo", where("texts", "body = 'lain'", inBook+" AND seq = 2 AND n = 0"), "entries seq 2"},
		{"a line's text", where("texts", "body = 'lain'", inBook+" AND seq = 2 AND n = 2"), "lines seq 2 n 2"},
		{"the salt of a text", where("texts", "salt = "+zeros, inBook+" AND seq = 2 AND n = 0"), "entries seq 2"},
		{"no salt of a text", where("texts", "salt = "+db.hex(nil), inBook+" AND seq = 2 AND n = 0"), "entries seq 2"},
		{"a text deleted", []string{"DELETE FROM texts WHERE " + inBook + " AND seq = 2 AND n = 0"}, "entries seq 2"},
		{"a text added to an entry", []string{"INSERT INTO texts VALUES (" + b + ", 3, 0, " + zeros + ", 'ditambah')"}, "texts seq 3"},
		{"a text added to a line", []string{"INSERT INTO texts VALUES (" + b + ", 2, 1, " + zeros + ", 'ditambah')"}, "texts seq 2"},

		{"a total's debit", where("totals", "debit = debit + 1", inBook+" AND account = "+account("1201")), "totals account " + v.account("1201").String()},
		{"a total's credit and debit, net the same", where("totals", "debit = debit + 1, credit = credit + 1", inBook+" AND account = "+account("1201")), "totals account " + v.account("1201").String()},
		{"a total's party", where("totals", "party = "+db.id(v.sari), inBook+" AND party = "+rina+" AND account = "+account("1201")), "totals account " + v.account("1201").String()},
		{"a total deleted", []string{"DELETE FROM totals WHERE " + inBook + " AND account = " + account("1201")}, "totals account " + v.account("1201").String()},
		{"an empty total added", []string{fmt.Sprintf("INSERT INTO totals VALUES (%s, %s, %s, %s, %s, 0, 0)", b, account("5101"), loans, none, none)}, "totals account " + v.account("5101").String()},
		{"a day's debit", where("days", "debit = debit + 1", inBook+" AND day = 20260305 AND account = "+account("1201")), "days account " + v.account("1201").String()},
		{"a day moved", where("days", "day = 20260307", inBook+" AND day = 20260305 AND account = "+account("1201")), "days account " + v.account("1201").String()},
		{"a day deleted", []string{"DELETE FROM days WHERE " + inBook + " AND day = 20260305 AND account = " + account("1201")}, "days account " + v.account("1201").String()},
		{"a month's credit", where("months", "credit = credit + 1", inBook+" AND month = 202603 AND account = "+account("1201")), "months account " + v.account("1201").String()},
		{"a month moved", where("months", "month = 202602", inBook+" AND month = 202603 AND account = "+account("1201")), "months account " + v.account("1201").String()},

		{"a book's name", where("books", "name = 'Kelompok Mawar'", "id = "+b), "books " + v.book.ID.String()},
		{"a book's kind", where("books", "kind = 'business'", "id = "+b), "books " + v.book.ID.String()},
		{"a book's currency", where("books", "currency = 'USD'", "id = "+b), "books " + v.book.ID.String()},
		{"a book's decimals", where("books", "places = 2", "id = "+b), "books " + v.book.ID.String()},
		{"a book's epoch", where("books", "epoch = 2", "id = "+b), "books " + v.book.ID.String()},
		{"a book's closed day", where("books", "closed_through = 0", "id = "+b), "books " + v.book.ID.String()},
		{"a book hidden", where("books", "state = 'importing'", "id = "+b), "books " + v.book.ID.String()},
		{"a book's sequence", where("books", "seq = seq + 1", "id = "+b), "books"},
		{"a book's head", where("books", "head = "+zeros, "id = "+b), "books"},
		{"a book's audit sequence", where("books", "audit_seq = audit_seq - 1", "id = "+b), "books"},
		{"a book's audit head", where("books", "audit_head = "+zeros, "id = "+b), "books"},
		{"a book deleted", []string{"DELETE FROM books WHERE id = " + b}, ""},
		{"a book's id", where("books", "id = "+other, "id = "+b), ""},
		{"an account's code", where("accounts", "code = '9999'", inBook+" AND code = '1102'"), "accounts " + v.account("1102").String()},
		{"an account's name", where("accounts", "name_id = 'Kas Pak Kades'", inBook+" AND code = '1102'"), "accounts " + v.account("1102").String()},
		{"an account's English name", where("accounts", "name_en = ''", inBook+" AND code = '1102'"), "accounts " + v.account("1102").String()},
		{"an account's class", where("accounts", "class = 'expense'", inBook+" AND code = '1102'"), "accounts " + v.account("1102").String()},
		{"an account's side", where("accounts", "normal = 'credit'", inBook+" AND code = '1102'"), "accounts " + v.account("1102").String()},
		{"an account's role", where("accounts", "role = ''", inBook+" AND code = '1102'"), "accounts " + v.account("1102").String()},
		{"an account deleted", []string{"DELETE FROM accounts WHERE " + inBook + " AND code = '1102'"}, "accounts " + v.account("1102").String()},
		{"an account added", []string{fmt.Sprintf("INSERT INTO accounts SELECT book, %s, '1199', name_id, name_en, salt, class, normal, role FROM accounts WHERE %s AND code = '1102'", other, inBook)}, "accounts "},
		{"two accounts' names exchanged", []string{fmt.Sprintf(`UPDATE accounts SET name_id = (SELECT name_id FROM accounts AS o WHERE o.book = accounts.book AND o.code =
			CASE accounts.code WHEN '1101' THEN '1102' ELSE '1101' END) WHERE %s AND code IN ('1101', '1102')`, inBook)}, "accounts "},
		{"a fund's code", where("funds", "code = 'lain'", inBook+" AND id = "+loans), "funds " + v.loans.ID.String()},
		{"a fund's name", where("funds", "name = 'Dana lain'", inBook+" AND id = "+loans), "funds " + v.loans.ID.String()},
		{"a fund's restriction", where("funds", "restricted = 0", inBook+" AND id = "+loans), "funds " + v.loans.ID.String()},
		{"a fund's origin", where("funds", "origin_fund = "+none, inBook+" AND id = "+social), "funds " + v.social.ID.String()},
		{"a fund deleted", []string{"DELETE FROM funds WHERE " + inBook + " AND id = " + social}, "funds " + v.social.ID.String()},

		{"a floor", where("limits", "floor = 0", inBook+" AND floor IS NOT NULL"), "limits "},
		{"a ceiling lifted", where("limits", "ceiling = NULL", inBook+" AND ceiling IS NOT NULL"), "limits "},
		{"a limit on another account", where("limits", "account = "+account("1102"), inBook+" AND floor IS NOT NULL"), "limits "},
		{"a limit deleted", []string{"DELETE FROM limits WHERE " + inBook + " AND floor IS NOT NULL"}, "limits "},
		{"a limit added", []string{"INSERT INTO limits VALUES (" + b + ", " + account("1102") + ", 'account', 0, NULL)"}, "limits "},

		{"an audit record's body", where("audit", "body = '{}'", home+" AND seq = 1"), "audit seq 1"},
		{"an audit record's time", where("audit", "at = at + 1", home+" AND seq = 2"), "audit seq 2"},
		{"an audit record's actor", where("audit", "actor = "+other, home+" AND seq = 2"), "audit seq 2"},
		{"an audit record deleted", []string{"DELETE FROM audit WHERE " + home + " AND seq = 2"}, "audit seq 3"},
		{"the last audit record deleted", []string{"DELETE FROM audit WHERE " + home + " AND seq = (SELECT audit_seq FROM books WHERE id = " + b + ")"}, "books"},
		{"a command's body", where("commands", "body = "+zeros, home+" AND name = 'entry.post'"), "commands "},
		{"a command's outcome", where("commands", "outcome = 'posted'", home+" AND outcome = 'refused'"), "commands " + v.refused.String()},
		{"a command's reason", where("commands", "code = 'other'", home+" AND outcome = 'refused'"), "commands " + v.refused.String()},
		{"a command's resource", where("commands", "resource = 'x'", home+" AND name = 'entry.reverse'"), "commands "},
		{"a refused command deleted", []string{"DELETE FROM commands WHERE " + home + " AND outcome = 'refused'"}, "audit seq "},
		{"a command over two books deleted", []string{"DELETE FROM commands WHERE " + home + " AND resource = 'both'"}, "entries seq "},
		{"a command invented", []string{fmt.Sprintf("INSERT INTO commands SELECT home, %s, name, version, body, outcome, code, resource, at, actor, seal FROM commands WHERE %s AND outcome = 'refused'", other, home)}, "commands "},
	}
}

func TestEveryPlantedBreachIsFoundAndNamed(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		v := populate(t, s)
		db.unseal(t)
		planted := breaches(v, db)
		if !db.postgres { // an id kept as its text would be found by no index
			planted = append(planted, breach{"a line's account in letters", []string{fmt.Sprintf(
				"UPDATE lines SET account = CAST('%s' AS BLOB) WHERE book = %s AND seq = 2 AND n = 1", v.account("1101"), db.id(v.book.ID))}, "lines seq "})
		}
		for _, p := range planted {
			r, refused, err := tamper(s, db, p.sql)
			switch {
			case err != nil:
				t.Errorf("%s: %v", p.name, err)
			case refused != nil:
				t.Errorf("%s: the database refused it: %v", p.name, refused)
			case r.OK():
				t.Errorf("%s: not found", p.name)
			case !strings.HasPrefix(r.Findings[0].Row, p.names):
				t.Errorf("%s: the first finding names %q, want %q (%s)", p.name, r.Findings[0].Row, p.names, r.Findings[0].What)
			}
		}
		checkFindsNothing(t, s) // all was rolled back
	})
}

func TestAnotherKeyOfTheCommandHashesIsFound(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address, store.WithClock(ticking()))
		populate(t, s)
		db := openRaw(t, address)
		db.must(t, "UPDATE settings SET value = "+db.hex(make([]byte, 32))+" WHERE name = 'command_key'")
		r, err := storetest.Open(t, address).Check(context.Background())
		if err != nil || r.OK() || !strings.HasPrefix(r.Findings[0].Row, "commands ") {
			t.Errorf("%+v %v", r, err)
		}
	})
}

func TestAnEntryPostedIntoAClosedPeriodIsFoundWhateverTheClockSaid(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		now := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
		s, db := storetest.Open(t, address, store.WithClock(func() time.Time { return now })), openRaw(t, address)
		ctx := context.Background()
		b := openBook(t, s, ledger.GroupBook)
		post := func(day string) {
			t.Helper()
			if _, err := s.PostEntry(ctx, actor, simple(b, day, "1101", "2101", 100)); err != nil {
				t.Fatal(err)
			}
		}
		post("2026-01-10")
		now = time.Date(2026, 2, 1, 8, 0, 0, 0, time.UTC) // a machine without a battery has lost its time
		if _, err := s.ClosePeriod(ctx, actor, store.NewID(), b.ID, ledger.MustDate("2026-01-31")); err != nil {
			t.Fatal(err)
		}
		post("2026-02-01")
		checkFindsNothing(t, s)

		// The book is opened behind the store's back, and closed again afterwards.
		db.must(t, "UPDATE books SET closed_through = 0")
		post("2026-01-20")
		db.must(t, "UPDATE books SET closed_through = 20260131")
		r, err := s.Check(ctx)
		if err != nil || len(r.Findings) != 1 || r.Findings[0].Row != "entries seq 3" {
			t.Errorf("%v %v", r.Findings, err)
		}
	})
}
