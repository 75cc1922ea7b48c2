package store_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// plain is what stands in a table, the same on both databases.
func (r raw) plain(t testing.TB, table string) []string {
	t.Helper()
	var lines []string
	for _, row := range r.rows(t, "SELECT * FROM "+table) {
		line := ""
		for _, v := range row {
			switch v := v.(type) {
			case []byte:
				line += hex.EncodeToString(v) + " "
			case string:
				if id, err := ledger.ParseID(v); err == nil || v == (ledger.ID{}).String() {
					line += hex.EncodeToString(id[:]) + " "
					continue
				}
				line += fmt.Sprintf("%q ", v)
			default:
				line += fmt.Sprint(v, " ")
			}
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

// What a snapshot brings out of one database goes into the other kind as it was:
// row by row, but for the mark that a restore leaves in the audit chain.
func TestASnapshotOfAnyBooksGoesIntoTheOtherKindAsItWas(t *testing.T) {
	ctx := context.Background()
	for name, addresses := range map[string]func(t *testing.T) (from, to string){
		"from sqlite to postgres": func(t *testing.T) (string, string) { return storetest.SQLite(t), storetest.Migrated(t) },
		"from postgres to sqlite": func(t *testing.T) (string, string) { return storetest.Migrated(t), storetest.SQLite(t) },
	} {
		t.Run(name, func(t *testing.T) {
			from, to := addresses(t)
			s := storetest.Open(t, from, store.WithClock(ticking()))
			here, there := openRaw(t, from), openRaw(t, to)
			populate(t, s)
			checks(t, 4, func(rt *rapid.T) {
				w := newWorld(rt, s)
				for range rapid.IntRange(5, 25).Draw(rt, "steps") {
					w.step()
				}
				var out bytes.Buffer
				if err := s.Snapshot(ctx, &out); err != nil {
					rt.Fatal(err)
				}
				done, err := store.Restore(ctx, to, bytes.NewReader(out.Bytes()), true)
				if err != nil {
					rt.Fatal(err)
				}
				if int(done.Books) != len(here.rows(t, "SELECT id FROM books")) {
					rt.Fatalf("%+v", done)
				}
				for _, table := range []string{"entries", "lines", "texts", "accounts", "funds", "limits", "totals", "days", "months", "settings"} {
					if a, b := here.plain(t, table), there.plain(t, table); !slices.Equal(a, b) {
						rt.Fatalf("%s differ:\n%s\n--\n%s", table, strings.Join(a, "\n"), strings.Join(b, "\n"))
					}
				}
				restored := storetest.Open(t, to, store.WithClock(ticking()))
				for _, b := range w.books {
					old, err1 := s.Book(ctx, b)
					now, err2 := restored.Book(ctx, b)
					if err1 != nil || err2 != nil || now.Head != old.Head || now.Sequence != old.Sequence || now.Epoch <= old.Epoch || now.ClosedThrough != old.ClosedThrough {
						rt.Fatalf("%+v became %+v (%v %v)", old, now, err1, err2)
					}
				}
				w.s = restored // and there it answers as the model does, and goes on
				w.compare()
				w.step()
				w.compare()
			})
		})
	}
}
