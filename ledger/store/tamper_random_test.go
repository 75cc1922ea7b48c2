package store_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// keys are the primary keys: what tells one row of a table from another.
var keys = map[string][]string{
	"books": {"id"}, "accounts": {"book", "id"}, "funds": {"book", "id"}, "entries": {"book", "seq"}, "lines": {"book", "seq", "n"},
	"texts": {"book", "seq", "n"}, "totals": {"book", "account", "fund", "party", "item"}, "days": {"book", "account", "fund", "day"},
	"limits": {"book", "account", "per"}, "months": {"book", "account", "fund", "month"}, "audit": {"home", "seq"}, "commands": {"home", "id"},
}

// contents is a table with what is in it, values as literals.
type contents struct {
	table   string
	columns []string
	types   []string
	rows    [][]string
}

func (r raw) contents(t testing.TB, table string) contents {
	t.Helper()
	rows, err := r.QueryContext(context.Background(), "SELECT * FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		t.Fatal(err)
	}
	c := contents{table: table}
	for _, ct := range types {
		c.columns, c.types = append(c.columns, ct.Name()), append(c.types, ct.DatabaseTypeName())
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	for _, row := range r.rows(t, "SELECT * FROM "+table) {
		literals := make([]string, len(row))
		for i, v := range row {
			literals[i] = r.literal(v)
		}
		c.rows = append(c.rows, literals)
	}
	slices.SortFunc(c.rows, slices.Compare)
	return c
}

func (r raw) literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case []byte:
		return r.hex(v)
	case string:
		return "'" + strings.ReplaceAll(v, "'", "''") + "'"
	default:
		return fmt.Sprint(v)
	}
}

func (c contents) where(row []string) string {
	var parts []string
	for _, k := range keys[c.table] {
		parts = append(parts, k+" = "+row[slices.Index(c.columns, k)])
	}
	return strings.Join(parts, " AND ")
}

// changedValue draws another value for a column.
func (c contents) changedValue(t *rapid.T, db raw, column int, old string) string {
	var choices []string
	switch {
	case c.types[column] == "UUID" || !db.postgres && len(old) == 35 && strings.HasPrefix(old, "X'"):
		choices = []string{db.id(store.NewID()), db.id([16]byte{}), db.id([16]byte{15: 1})}
	case strings.HasPrefix(old, "X'") || strings.HasPrefix(old, `'\x`):
		flipped := []byte(old)
		flipped[len(old)-2] = map[bool]byte{true: '1', false: '0'}[flipped[len(old)-2] == '0']
		choices = []string{string(flipped), old[:len(old)-3] + "'", old[:len(old)-1] + "00'", db.hex(nil), db.hex(bytes.Repeat([]byte{7}, 32)), db.hex(make([]byte, 32))}
		if c.columns[column] == "memo" {
			choices = append(choices, "NULL")
		}
	case old == "NULL":
		choices = []string{db.hex(bytes.Repeat([]byte{7}, 32)), db.hex(make([]byte, 32)), db.hex(nil), "0", "1000"}
	case strings.HasPrefix(old, "'"):
		choices = []string{old[:len(old)-1] + "x'", "''", "'" + strings.ToUpper(old[1:len(old)-1]) + "'", "' " + old[1:]}
		if !db.postgres {
			choices = append(choices, "CAST("+old[:len(old)-1]+"'||char(0) AS TEXT)")
		}
	default:
		choices = []string{old + " + 1", old + " - 1", old + " + 4294967296", "-(" + old + ")", "0", "9223372036854775807", old + " + 100"}
		if c.table == "limits" {
			choices = append(choices, "NULL")
		}
	}
	for _, row := range c.rows {
		if row[column] != old && len(choices) < 12 {
			choices = append(choices, row[column])
		}
	}
	return rapid.SampledFrom(choices).Draw(t, "value")
}

// edit draws one edit of one row, and deletes the row where the edit drawn would
// change nothing.
func edit(t *rapid.T, db raw, tables map[string]contents) []string {
	c := tables[rapid.SampledFrom(allTables).Draw(t, "table")]
	row := rapid.SampledFrom(c.rows).Draw(t, "row")
	how := rapid.SampledFrom([]string{"change", "change", "change", "change", "delete", "duplicate", "exchange"}).Draw(t, "how")
	deleted := []string{"DELETE FROM " + c.table + " WHERE " + c.where(row)}
	switch how {
	case "delete":
		return deleted
	case "duplicate":
		copied := slices.Clone(row)
		key := rapid.SampledFrom(keys[c.table]).Draw(t, "key")
		i := slices.Index(c.columns, key)
		copied[i] = c.changedValue(t, db, i, row[i])
		return []string{fmt.Sprintf("INSERT INTO %s VALUES (%s)", c.table, strings.Join(copied, ", "))}
	case "exchange":
		other := rapid.SampledFrom(c.rows).Draw(t, "other row")
		a, b := "", ""
		for i, name := range c.columns {
			if slices.Contains(keys[c.table], name) {
				continue
			}
			if row[i] != other[i] {
				a, b = a+", "+name+" = "+other[i], b+", "+name+" = "+row[i]
			}
		}
		if a == "" {
			return deleted
		}
		return []string{"UPDATE " + c.table + " SET " + a[2:] + " WHERE " + c.where(row), "UPDATE " + c.table + " SET " + b[2:] + " WHERE " + c.where(other)}
	}
	i := rapid.IntRange(0, len(c.columns)-1).Draw(t, "column")
	value := c.changedValue(t, db, i, row[i])
	if value == row[i] || value == "0" && row[i] == "0" || value == "-(0)" && row[i] == "0" {
		return deleted
	}
	return []string{"UPDATE " + c.table + " SET " + c.columns[i] + " = " + value + " WHERE " + c.where(row)}
}

func TestAnySingleEditIsFound(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, db raw) {
		populate(t, s)
		db.unseal(t)
		tables := map[string]contents{}
		for _, table := range allTables {
			tables[table] = db.contents(t, table)
			if len(tables[table].rows) < 2 {
				t.Fatalf("%s has %d rows", table, len(tables[table].rows))
			}
		}
		found, impossible := 0, 0
		checks(t, 250, func(t *rapid.T) {
			statements := edit(t, db, tables)
			r, refused, err := tamper(s, db, statements)
			switch {
			case err != nil:
				t.Fatalf("%s: %v", statements, err)
			case refused != nil:
				impossible++
			case r.OK():
				t.Fatalf("not found: %s", statements)
			default:
				found++
			}
		})
		t.Logf("%d edits found, %d refused by the database itself", found, impossible)
		enough := 50
		if testing.Short() {
			enough = 20
		}
		if found < enough {
			t.Errorf("only %d edits were possible", found)
		}
		checkFindsNothing(t, s)
	})
}
