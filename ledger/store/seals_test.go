package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// forged is an entry written by hand behind the store's back.
type forged struct {
	db      raw
	book    ledger.ID
	seq     int64
	day     int
	id      ledger.ID
	undoes  ledger.ID
	nLines  int
	account ledger.ID
}

func (f forged) line(n int, amount int64, fund ledger.ID) string {
	return fmt.Sprintf("INSERT INTO lines (book, seq, n, account, day, amount, fund, party, item, memo) VALUES (%s, %d, %d, %s, %d, %d, %s, %s, %s, NULL)",
		f.db.id(f.book), f.seq, n, f.db.id(f.account), f.day, amount, f.db.id(fund), f.db.id(ledger.ID{}), f.db.id(ledger.ID{}))
}

func (f forged) header() string {
	return fmt.Sprintf(`INSERT INTO entries (book, seq, id, day, kind, memo, actor, command, event, reverses, n_lines, recorded_at, hash)
		VALUES (%s, %d, %s, %d, 'forged', NULL, %[5]s, %[5]s, %[5]s, %s, %d, 1, %s)`,
		f.db.id(f.book), f.seq, f.db.id(f.id), f.day, f.db.id(ledger.ID{}), f.db.id(f.undoes), f.nLines, f.db.hex(make([]byte, 32)))
}

func forge(v village, db raw) forged {
	return forged{db: db, book: v.book.ID, seq: v.book.Sequence + 1, day: 20260505, id: store.NewID(), nLines: 2, account: v.account("1101")}
}

// attack is what somebody does with raw SQL, in one transaction.
type attack struct {
	name string
	sql  []string
	says string // what the refusal says; "" where any will do
	lite string // on SQLite, where it differs
}

func attacks(v village, db raw) []attack {
	f := forge(v, db)
	loans, social, general := v.loans.ID, v.social.ID, v.book.General()
	with := func(change func(f *forged)) forged {
		g := f
		change(&g)
		return g
	}
	gap := with(func(g *forged) { g.seq++ })
	two := with(func(g *forged) { g.id = v.first })
	again := with(func(g *forged) { g.undoes = v.reversed })
	three := with(func(g *forged) { g.nLines = 3 })
	late := with(func(g *forged) { g.seq = 2 })
	elsewhen := with(func(g *forged) { g.day++ })
	inBook := "book = " + db.id(v.book.ID)
	all := []attack{
		{"an entry that is not zero in sum", []string{f.line(1, 100, loans), f.line(2, -99, loans), f.header()}, "unbalanced in a fund", ""},
		{"an entry zero in sum but in no fund", []string{f.line(1, 100, loans), f.line(2, -100, social), f.header()}, "unbalanced in a fund", ""},
		{"fewer lines than the header says", []string{f.line(1, 100, loans), f.line(2, -100, loans), three.header()}, "wrong number of lines", ""},
		{"more lines than the header says", []string{f.line(1, 100, loans), f.line(2, -50, loans), f.line(3, -50, loans), f.header()}, "wrong number of lines", ""},
		{"a header without lines", []string{f.header()}, "wrong number of lines", ""},
		{"a header of no lines", []string{with(func(g *forged) { g.nLines = 0 }).header()}, "", ""},
		{"a header before its lines", []string{f.header(), f.line(1, 100, loans), f.line(2, -100, loans)}, "wrong number of lines", ""},
		{"a line added to a sealed entry", []string{late.line(3, 100, loans)}, "late line", ""},
		{"a balanced pair added to a sealed entry", []string{late.line(3, 100, loans), late.line(4, -100, loans)}, "late line", ""},
		{"lines added after the header in the same breath", []string{f.line(1, 1, loans), f.line(2, -1, loans), f.header(), f.line(3, 5, loans)}, "late line", ""},
		{"a gap in the sequence", []string{gap.line(1, 100, loans), gap.line(2, -100, loans), gap.header()}, "gap in the sequence", ""},
		{"an entry's id used again", []string{two.line(1, 100, loans), two.line(2, -100, loans), two.header()}, "entries_by_id", "entry id used twice"},
		{"a second reversal", []string{again.line(1, 100, loans), again.line(2, -100, loans), again.header()}, "entries_by_reverses", "entry reversed twice"},
		{"a line on another day", []string{f.line(1, 100, general), elsewhen.line(2, -100, general), f.header()}, "line on another day", ""},
		{"a line of nothing", []string{f.line(1, 0, loans)}, "", ""},
		{"a line number of nothing", []string{f.line(0, 100, loans)}, "", ""},
		{"the same line twice", []string{f.line(1, 100, loans), f.line(1, 100, loans)}, "", "UNIQUE constraint failed: lines"},
		{"a sealed entry again", []string{late.header()}, "", "sealed entry replaced"},
		{"sums that leave 63 bits", []string{f.line(1, 9223372036854775807, loans), f.line(2, 9223372036854775807, loans),
			with(func(g *forged) { g.nLines = 2 }).header()}, "", ""},
	}
	for _, table := range []string{"entries", "lines", "texts", "audit", "commands"} {
		column := map[string]string{"entries": "kind = 'x'", "lines": "amount = amount * 2", "texts": "body = 'x'", "audit": "body = 'x'", "commands": "code = 'x'"}[table]
		all = append(all,
			attack{"UPDATE " + table, []string{"UPDATE " + table + " SET " + column}, "append-only", ""},
			attack{"DELETE FROM " + table, []string{"DELETE FROM " + table}, "append-only", ""})
		insert := map[string]string{
			"entries": late.header(), "lines": late.line(1, 100, loans),
			"texts":    "INSERT INTO texts (book, seq, n, salt, body) SELECT book, seq, n, salt, 'x' FROM texts WHERE n = 0 AND " + inBook,
			"audit":    "INSERT INTO audit (home, seq, at, actor, command, action, subject, body, hash) SELECT home, seq, at, actor, command, action, subject, 'x', hash FROM audit WHERE seq = 1",
			"commands": "INSERT INTO commands (home, id, name, version, body, outcome, code, resource, at, actor, seal) SELECT home, id, name, version, body, outcome, 'x', resource, at, actor, seal FROM commands WHERE true",
		}[table]
		key := strings.Join(keys[table], ", ")
		all = append(all,
			attack{"a key of " + table + " again", []string{insert}, "", ""},
			attack{"an upsert of " + table, []string{insert + " ON CONFLICT (" + key + ") DO UPDATE SET " + strings.ReplaceAll(column, "amount * 2", "2")}, "", ""})
		if db.postgres {
			all = append(all,
				attack{"TRUNCATE " + table, []string{"TRUNCATE " + table}, "append-only", ""},
				attack{"TRUNCATE all with " + table, []string{"TRUNCATE books, " + table + " CASCADE"}, "append-only", ""},
				attack{"MERGE INTO " + table, []string{fmt.Sprintf("MERGE INTO %s AS t USING (SELECT 1) AS o ON true WHEN MATCHED THEN UPDATE SET %s", table, column)}, "append-only", ""},
				attack{"MERGE away " + table, []string{fmt.Sprintf("MERGE INTO %s AS t USING (SELECT 1) AS o ON true WHEN MATCHED THEN DELETE", table)}, "append-only", ""})
			continue
		}
		into := strings.TrimPrefix(insert, "INSERT INTO")
		all = append(all,
			attack{"INSERT OR REPLACE INTO " + table, []string{"INSERT OR REPLACE INTO" + into}, "lumbung", ""},
			attack{"REPLACE INTO " + table, []string{"REPLACE INTO" + into}, "lumbung", ""},
			attack{"INSERT OR IGNORE INTO " + table, []string{"INSERT OR IGNORE INTO" + into}, "lumbung", ""},
			attack{"INSERT OR ROLLBACK INTO " + table, []string{"INSERT OR ROLLBACK INTO" + into}, "lumbung", ""},
			attack{"UPDATE OR REPLACE " + table, []string{"UPDATE OR REPLACE " + table + " SET " + column}, "append-only", ""},
			attack{"UPDATE OR IGNORE " + table, []string{"UPDATE OR IGNORE " + table + " SET " + column}, "append-only", ""})
	}
	if !db.postgres {
		all = append(all, // a new place with an id or a reversal that exists would delete the old row unasked
			attack{"REPLACE by an entry's id", []string{two.line(1, 1, loans), two.line(2, -1, loans), strings.Replace(two.header(), "INSERT", "REPLACE", 1)}, "entry id used twice", ""},
			attack{"REPLACE by what is reversed", []string{again.line(1, 1, loans), again.line(2, -1, loans), strings.Replace(again.header(), "INSERT", "REPLACE", 1)}, "reversed twice", ""},
			attack{"orphan lines", []string{f.line(1, 100, loans), f.line(2, -100, loans)}, "FOREIGN KEY", ""})
	}
	return all
}

// tryAll runs every attack; each must be refused with its reason and leave the
// database as it was.
func tryAll(t *testing.T, v village, db raw, before []string, privilege bool) {
	t.Helper()
	for _, a := range attacks(v, db) {
		db.leavesNoTrace(t, a.name, func() {
			err := db.together(append(before[:len(before):len(before)], a.sql...)...)
			says := a.says
			if !db.postgres && a.lite != "" {
				says = a.lite
			}
			switch {
			case err == nil:
				t.Errorf("%s: accepted", a.name)
			case !strings.Contains(err.Error(), says) && !(privilege && strings.Contains(err.Error(), "permission denied")):
				t.Errorf("%s: refused with %v, want %q", a.name, err, says)
			}
		})
	}
}

func TestTheSealsRefuseEveryAttackOfTheOwner(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		v := populate(t, s)
		tryAll(t, v, db, nil, false)
		checkFindsNothing(t, s)
	})
}

func TestTheApplicationsRoleMayNotEvenTry(t *testing.T) {
	address := storetest.Migrated(t)
	s, db := storetest.Open(t, address, store.WithClock(ticking())), openRaw(t, address)
	v := populate(t, s)
	tryAll(t, v, db, []string{"SET LOCAL ROLE lumbung_app"}, true)
	for _, statement := range []string{
		"UPDATE entries SET kind = 'x'", "DELETE FROM lines", "TRUNCATE lines", "DELETE FROM commands", "UPDATE texts SET body = ''", "UPDATE audit SET body = ''",
		"ALTER TABLE entries DISABLE TRIGGER ALL", "DROP TRIGGER lines_not_late ON lines", "ALTER TABLE lines ADD COLUMN x int", "DROP TABLE lines",
		"SET LOCAL session_replication_role = replica", "CREATE TABLE x (n int)",
		"CREATE OR REPLACE FUNCTION lumbung_lines_not_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
		"UPDATE bun_migrations SET name = 'x'", "DELETE FROM migration_lock",
	} {
		err := db.together("SET LOCAL ROLE lumbung_app", statement)
		if err == nil || !strings.Contains(err.Error(), "permission denied") && !strings.Contains(err.Error(), "must be owner") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	// It is the role the store works as.
	writer, _ := s.Pools()
	var role string
	if err := writer.NewRaw("SELECT current_user").Scan(context.Background(), &role); err != nil || role != "lumbung_app" {
		t.Errorf("the store works as %q %v", role, err)
	}
}

func TestAHeaderAndItsLinesByHandAreAcceptedAndFoundByCheck(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		f := forge(populate(t, s), db)
		db.must(t, f.line(1, 100, f.book), f.line(2, -100, f.book), f.header())
		r, err := s.Check(context.Background())
		if err != nil || r.OK() || !strings.Contains(r.Findings[0].Row, "seq 8") {
			t.Errorf("%+v %v", r.Findings, err)
		}
	})
}

func TestOrphanLinesAreFoundByCheckAndInNoBook(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s, db := storetest.Open(t, address, store.WithClock(ticking())), openRaw(t, address)
		v := populate(t, s)
		ctx := context.Background()
		if !db.postgres { // with foreign keys on SQLite refuses the commit: see the attacks
			db = openRaw(t, address, "foreign_keys(0)")
		}
		f := forge(v, db)
		f.seq = 50
		query := store.StatementQuery{Dimensions: store.Dimensions{Account: f.account}, Limit: 100}
		before, err := s.Statement(ctx, v.book, query)
		if err != nil {
			t.Fatal(err)
		}
		db.must(t, f.line(1, 100, v.loans.ID), f.line(2, -100, v.loans.ID))
		after, err := s.Statement(ctx, v.book, query)
		if err != nil || len(after.Lines) != len(before.Lines) || after.Closing != before.Closing {
			t.Errorf("the orphans are in the statement: %d lines, before %d (%v)", len(after.Lines), len(before.Lines), err)
		}
		r, err := s.Check(ctx)
		if err != nil || r.OK() || r.Findings[0].Row != "lines seq 50" || r.Findings[0].Book != v.book.ID {
			t.Errorf("%+v %v", r.Findings, err)
		}
	})
}

func TestTheSealsComeBackWithTheNextMigration(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s, db := storetest.Open(t, address, store.WithClock(ticking())), openRaw(t, address)
		v := populate(t, s)
		db.unseal(t)
		if err := store.Migrate(context.Background(), address); err != nil {
			t.Fatal(err)
		}
		tryAll(t, v, db, nil, false)
	})
}
