package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// TestBackupUnderLoad takes a backup while the server is at work: everything
// that was acknowledged before it began is in it, and it holds by itself.
func TestBackupUnderLoad(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		p := serve(t, address)
		l := &load{v: p.village}
		l.start(t, 2)
		l.begin(8)
		dir := t.TempDir()
		var files []string
		for i := range rounds(1, 2, 20) {
			l.after(t, 40)
			before := l.acknowledged()
			file := filepath.Join(dir, fmt.Sprintf("%d.snapshot", i))
			must(t, "backup", "--database", address, "-o", file)
			in := map[ledger.ID]bool{}
			for _, r := range rowsOf(t, file, "entries") {
				in[decoded[struct{ ID ledger.ID }](t, r).ID] = true
			}
			for id := range before {
				if !in[id] {
					t.Errorf("entry %s was acknowledged before the backup began and is not in it", id)
				}
			}
			if len(before) == 0 || len(in) < len(before) {
				t.Errorf("%d entries in the backup, %d acknowledged before it", len(in), len(before))
			}
			l.after(t, 20) // work went on
			files = append(files, file)
		}
		l.end(t)
		for _, file := range files {
			target := sqliteAddress(t)
			must(t, "restore", "--database", target, file)
			holds(t, target)
		}
	})
}

// TestRestoreIntoTheOtherKind moves a database to the other kind and back. All
// that can be asked of it is answered alike, but for the epoch.
func TestRestoreIntoTheOtherKind(t *testing.T) {
	for i, from := range kinds {
		to := kinds[1-i]
		t.Run(from.name+" to "+to.name, func(t *testing.T) {
			first := from.fresh(t)
			p := serve(t, first)
			replays := richVillage(t, p.village)
			want := viewOf(t, p.village)
			dir := t.TempDir()
			file := filepath.Join(dir, "first.snapshot.gz")
			must(t, "backup", "--database", first, "-o", file)
			p.stop(t)

			epoch := int64(1)
			for n, address := range []string{to.fresh(t), from.fresh(t)} {
				o := must(t, "restore", "--database", address, file)
				if !strings.Contains(o.out, fmt.Sprintf("%d books", len(want.books))) {
					t.Errorf("restore says: %s", o)
				}
				holds(t, address)
				epoch++
				p := serve(t, address)
				got := viewOf(t, p.village)
				sameView(t, want, got)
				for id, e := range got.epochs {
					if e != epoch {
						t.Errorf("after %d restores book %s has epoch %d", n+1, id, e)
					}
				}
				for _, r := range replays {
					r.again(t, p.village)
				}
				sameView(t, want, viewOf(t, p.village))

				second := filepath.Join(dir, fmt.Sprintf("%d.snapshot.gz", n))
				must(t, "backup", "--database", address, "-o", second)
				sameSnapshot(t, file, second)
				p.stop(t)
				file = second
			}
		})
	}
}

// replay is a request and its answer, to be sent again.
type replay struct {
	path string
	body map[string]any
	was  answer
}

// again sends the request again: the same answer, marked as a repeat. The same
// id with another body is refused.
func (r replay) again(t testing.TB, v village) {
	t.Helper()
	a := v.send(t, r.path, r.body)
	// The epoch of a book is the one thing a restore changes.
	if a.status != r.was.status || !reflect.DeepEqual(withoutEpoch(t, a.body), withoutEpoch(t, r.was.body)) || a.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("POST %s again: %s, Idempotency-Replayed %q; the first answer was %s", r.path, a, a.header.Get("Idempotency-Replayed"), r.was)
	}
	other := map[string]any{}
	for k, value := range r.body {
		other[k] = value
	}
	switch {
	case r.body["name"] != nil:
		other["name"] = "sesuatu yang lain"
	case r.body["names"] != nil:
		other["names"] = map[string]any{"id": "sesuatu yang lain"}
	default:
		other["memo"] = "sesuatu yang lain"
	}
	a, err := v.ask(http.MethodPost, r.path, other)
	if err != nil || a.status != http.StatusConflict || !strings.Contains(a.body, `"id_reused"`) {
		t.Errorf("POST %s with the same id and another body: %v %v", r.path, a, err)
	}
}

func withoutEpoch(t testing.TB, text string) map[string]any {
	t.Helper()
	out := decoded[map[string]any](t, text)
	delete(out, "epoch")
	return out
}

// richVillage is the demo village and a group with everything else: transfers,
// a reversal, a closed period, texts in several scripts, parties and items.
func richVillage(t testing.TB, v village) []replay {
	t.Helper()
	if _, err := v.build(inTime(t)); err != nil {
		t.Fatal(err)
	}
	book := store.NewBookID()
	path := "/v1/books/" + book.String()
	var all []replay
	do := func(path string, body map[string]any) ledger.ID {
		if body["id"] == nil {
			body["id"] = store.NewID()
		}
		all = append(all, replay{path, body, v.send(t, path, body)})
		return body["id"].(ledger.ID)
	}
	do("/v1/books", map[string]any{"id": book, "kind": "group", "name": "Kelompok “Mawar” 玫瑰 🌹"})
	do(path+"/funds", map[string]any{"code": "loan", "name": "Dana pinjaman"})
	do(path+"/funds", map[string]any{"code": "social", "name": "Dana sosial", "restricted": true, "origin_book": store.NewBookID(), "origin_fund": store.NewID()})
	do(path+"/accounts", map[string]any{"code": "1199 <b>&amp;", "names": map[string]any{"id": "Kaleng \"kecil\"", "en": "Tin\\box"}, "class": "asset"})
	entry := func(day, memo string, amount int) ledger.ID {
		member, item := store.NewID(), store.NewID()
		return do(path+"/entries", map[string]any{"day": day, "kind": "savings.test", "memo": memo, "event": store.NewID(), "lines": []map[string]any{
			{"account": "1199 <b>&amp;", "debit": fmt.Sprint(amount), "fund": "loan", "party": member, "item": item, "memo": "baris satu\nbaris dua\t" + memo},
			{"account": "2106", "credit": fmt.Sprint(amount), "fund": "loan", "party": member},
		}})
	}
	undone := entry("2026-01-05", "Setoran <script>&\u2028 dan \u00a0 spasi", 100_000)
	entry("2026-02-28", "日本語 и русский", 1)
	entry("2025-12-31", "", 99_999_999_999_999)
	do(path+"/transfers", map[string]any{"day": "2026-02-02", "amount": "2500", "memo": "ke sosial",
		"from": map[string]any{"fund": "loan", "account": "1199 <b>&amp;"}, "to": map[string]any{"fund": "social"}})
	do(path+"/entries/"+undone.String()+"/reversal", map[string]any{"day": "2026-02-03", "memo": "salah catat"})
	id := store.NewID()
	v.send(t, path+"/periods", map[string]any{"id": id, "through": "2025-12-31"})
	// A book without a single entry goes along too.
	do("/v1/books", map[string]any{"id": store.NewBookID(), "kind": "general", "name": "Kosong", "currency": "KG gabah", "places": 3})
	for i, r := range all { // a repeat shows the thing as it is by now
		all[i].was = v.send(t, r.path, r.body)
	}
	return all
}

// view is all that can be asked of a server, by path.
type view struct {
	books   []shownBook
	epochs  map[ledger.ID]int64
	answers map[string]string
}

func viewOf(t testing.TB, v village) view {
	t.Helper()
	out := view{books: v.books(t), epochs: map[ledger.ID]int64{}, answers: map[string]string{}}
	for i := range out.books {
		b := &out.books[i]
		path := "/v1/books/" + b.ID.String()
		out.epochs[b.ID] = b.Epoch
		b.Epoch = 0
		var days []string
		moved := map[string]bool{}
		for _, r := range decoded[struct {
			Rows []struct {
				ID string `json:"account_id"`
			}
		}](t, v.get(t, path+"/trial-balance?by=fund&zeros=true")).Rows {
			moved[r.ID] = true
		}
		for _, list := range []string{"/accounts", "/funds", "/entries", "/periods"} {
			for n, raw := range v.items(t, path+list) {
				out.answers[fmt.Sprintf("%s%s %d", path, list, n)] = string(raw)
				if list == "/entries" {
					days = append(days, decoded[shownEntry](t, string(raw)).Day)
				}
				account := decoded[struct{ ID, Code string }](t, string(raw))
				if list == "/accounts" && moved[account.ID] {
					for n, line := range v.items(t, path+list+"/"+account.ID+"/statement") {
						out.answers[fmt.Sprintf("%s statement %s %d", path, account.Code, n)] = string(line)
					}
				}
			}
		}
		slices.Sort(days)
		questions := []string{"/trial-balance?zeros=true", "/trial-balance?by=fund", "/verification", "/exports/hledger", "/exports/csv"}
		for _, day := range append(slices.Compact(days), "2020-01-01", "2026-01-20", "2030-01-01") {
			questions = append(questions, "/trial-balance?zeros=true&day="+day, "/trial-balance?by=fund&day="+day)
		}
		for _, q := range questions {
			out.answers[path+q] = v.get(t, path+q)
		}
	}
	return out
}

func sameView(t testing.TB, want, got view) {
	t.Helper()
	if !reflect.DeepEqual(want.books, got.books) {
		t.Errorf("the books are\n%+v\nand were\n%+v", got.books, want.books)
	}
	for path, is := range got.answers {
		if was, there := want.answers[path]; !there || was != is {
			t.Errorf("%s is\n%s\nand was\n%s", path, is, was)
		}
	}
	for path := range want.answers {
		if _, there := got.answers[path]; !there {
			t.Errorf("%s is gone", path)
		}
	}
}

// linesOf reads a snapshot, packed or not.
func linesOf(t testing.TB, file string) []string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(file, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if raw, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	lines := strings.SplitAfter(string(raw), "\n")
	return lines[:len(lines)-1] // behind the last line break is nothing
}

type snapshotRow struct {
	Table string          `json:"table"`
	Row   json.RawMessage `json:"row"`
}

// rowsOf returns the rows of one table in a snapshot.
func rowsOf(t testing.TB, file, table string) []string {
	t.Helper()
	var rows []string
	for _, line := range linesOf(t, file) {
		if r := decoded[snapshotRow](t, line); r.Table == table {
			rows = append(rows, string(r.Row))
		}
	}
	return rows
}

// sameSnapshot compares a snapshot with one of the database it was restored
// into: equal line by line, but for the epochs and what the restore recorded of
// itself.
func sameSnapshot(t testing.TB, first, second string) {
	t.Helper()
	plain := func(file string) (all, restores []string) {
		lines := linesOf(t, file)
		for _, line := range lines[1 : len(lines)-1] {
			r := decoded[snapshotRow](t, line)
			row := decoded[map[string]any](t, string(r.Row))
			switch {
			case r.Table == "books":
				delete(row, "Epoch")
				delete(row, "AuditSeq")
				delete(row, "AuditHead")
			case r.Table == "audit" && row["Action"] == "book.restored", r.Table == "commands" && row["Name"] == "book.restore":
				restores = append(restores, line)
				continue
			}
			all = append(all, fmt.Sprint(r.Table, row))
		}
		return all, restores
	}
	was, before := plain(first)
	is, after := plain(second)
	if !slices.Equal(was, is) {
		for i := range min(len(was), len(is)) {
			if was[i] != is[i] {
				t.Errorf("the second snapshot says\n%s\nwhere the first says\n%s", is[i], was[i])
				break
			}
		}
		t.Errorf("the first snapshot has %d rows and the second %d", len(was), len(is))
	}
	books := len(rowsOf(t, first, "books"))
	if len(after) != len(before)+2*books {
		t.Errorf("the restore of %d books recorded %d rows of itself", books, len(after)-len(before))
	}
}

// TestRestoreTwice restores the same backup twice, beside work that happened in
// between: the epoch is always higher than any before.
func TestRestoreTwice(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		p := serve(t, address)
		book := newGroup(t, p.village, "Melati")
		p.send(t, "/v1/books/"+book.String()+"/entries", saving(book, 1))
		head := p.book(t, book).Head
		file := filepath.Join(t.TempDir(), "snapshot")
		must(t, "backup", "--database", address, "-o", file)
		p.send(t, "/v1/books/"+book.String()+"/entries", saving(book, 2))
		p.stop(t)
		before := contents(t, address)
		refused(t, []string{"replac"}, "restore", "--database", address, file)
		if contents(t, address) != before {
			t.Error("a restore that was refused for want of --replace changed the database")
		}
		for n := int64(2); n < 5; n++ {
			must(t, "restore", "--replace", "--database", address, file)
			holds(t, address)
			p := serve(t, address)
			if b := p.book(t, book); b.Epoch != n || b.Head != head || b.Sequence != 1 {
				t.Errorf("restored for the %d. time the book is %+v", n-1, b)
			}
			p.send(t, "/v1/books/"+book.String()+"/entries", saving(book, 3))
			p.stop(t)
			holds(t, address)
		}
	})
}

// TestBackupOfNothing: an empty ledger can be kept and brought back as well.
func TestBackupOfNothing(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		must(t, "migrate", "--database", address)
		file := filepath.Join(t.TempDir(), "snapshot")
		must(t, "backup", "--database", address, "-o", file)
		must(t, "restore", "--database", address, file)
		must(t, "restore", "--database", sqliteAddress(t), file)
		holds(t, address)
	})
}

// TestTamperedSnapshots changes a snapshot in many ways. Each is refused, and
// the database it should have replaced is exactly as before.
func TestTamperedSnapshots(t *testing.T) {
	source := sqliteAddress(t)
	p := serve(t, source)
	richVillage(t, p.village)
	p.stop(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "good")
	must(t, "backup", "--database", source, "-o", file)
	good := linesOf(t, file)
	random := chance(t)

	// The change alone must be what is refused.
	if text := strings.Join(good, ""); withDigest(good[:len(good)-1]) != text {
		t.Fatal("this test does not know how a snapshot ends")
	}
	variants := map[string]string{}
	add := func(name string, lines []string) { variants[name] = strings.Join(lines, "") }
	add("empty", nil)
	add("head alone", good[:1])
	add("no end", good[:len(good)-1])
	add("cut in the middle", good[:len(good)/2])
	whole := strings.Join(good, "")
	variants["cut in the middle of a line"] = whole[:1+random.IntN(len(whole)-2)]
	variants["without its last line break"] = strings.TrimSuffix(whole, "\n")
	for n := range 4 {
		flipped := []byte(whole)
		at, bit := random.IntN(len(flipped)), random.IntN(8)
		flipped[at] ^= 1 << bit
		variants[fmt.Sprintf("flip %d: bit %d of byte %d flipped", n, bit, at)] = string(flipped)
	}
	at := 1 + random.IntN(len(good)-3)
	add("two lines changed places", slices.Concat(good[:at], []string{good[at+1], good[at]}, good[at+2:]))
	add("a line left out", slices.Concat(good[:at], good[at+1:]))
	add("a line twice", slices.Concat(good[:at], good[at:at+1], good[at:]))
	add("a line added behind the end", append(slices.Clone(good), good[at]))
	add("a blank line added behind the end", append(slices.Clone(good), "\n"))
	add("itself twice", append(slices.Clone(good), good...))
	add("of a later version", append([]string{strings.Replace(good[0], `"snapshot":1`, `"snapshot":2`, 1)}, good[1:]...))

	// Whoever changes it can also make the digest fit. The books know all the same.
	change := func(name, table string, change func(row map[string]any) bool) {
		lines := slices.Clone(good[:len(good)-1])
		for i, line := range lines {
			r := decoded[snapshotRow](t, line)
			if r.Table != table {
				continue
			}
			row := decoded[map[string]json.RawMessage](t, string(r.Row))
			plain := decoded[map[string]any](t, string(r.Row))
			if !change(plain) {
				continue
			}
			for k, value := range plain {
				if row[k] == nil || !reflect.DeepEqual(decoded[any](t, string(row[k])), value) {
					raw, err := json.Marshal(value)
					if err != nil {
						t.Fatal(err)
					}
					row[k] = raw
				}
			}
			raw, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			lines[i] = `{"table":"` + table + `","row":` + string(raw) + "}\n"
			variants[name] = withDigest(lines)
			return
		}
		t.Fatalf("no row of %s for: %s", table, name)
	}
	change("an amount", "lines", func(r map[string]any) bool { r["Amount"] = r["Amount"].(float64) + 1; return true })
	change("the account of a line", "lines", func(r map[string]any) bool { r["Account"] = store.NewID(); return true })
	change("a memo", "texts", func(r map[string]any) bool { r["Body"] = "diganti"; return true })
	change("the day of an entry", "entries", func(r map[string]any) bool { r["Day"] = "2026-01-06"; return true })
	change("who posted an entry", "entries", func(r map[string]any) bool { r["Actor"] = store.NewID(); return true })
	change("the name of a book", "books", func(r map[string]any) bool { r["Name"] = "Lain"; return true })
	change("the epoch of a book", "books", func(r map[string]any) bool { r["Epoch"] = 7; return true })
	change("the currency of a book", "books", func(r map[string]any) bool { r["Currency"] = "USD"; return true })
	change("the closed days of a book", "books", func(r map[string]any) bool {
		is := r["ClosedThrough"] == "2025-12-31"
		r["ClosedThrough"] = "2025-11-30"
		return is
	})
	change("the state of a book", "books", func(r map[string]any) bool { r["State"] = "importing"; return true })
	change("the name of an account", "accounts", func(r map[string]any) bool { r["NameID"] = "Lain"; return true })
	change("the class of an account", "accounts", func(r map[string]any) bool {
		other := r["Class"] != "expense"
		r["Class"] = "expense"
		return other
	})
	change("whether a fund is restricted", "funds", func(r map[string]any) bool { r["Restricted"] = !(r["Restricted"] == true); return true })
	change("what a command asked", "commands", func(r map[string]any) bool { r["Resource"] = "lain"; return true })
	change("what the audit says", "audit", func(r map[string]any) bool { r["At"] = r["At"].(float64) + 1; return true })
	change("the key of the commands", "settings", func(r map[string]any) bool {
		is := r["Name"] == "command_key"
		r["Value"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
		return is
	})
	change("a column we do not have", "funds", func(r map[string]any) bool { r["Extra"] = 1; return true })
	variants["an entry with both its amounts changed"] = balancedChange(t, good)
	variants["a table we do not have"] = withDigest(append(slices.Clone(good[:len(good)-1]), `{"table":"users","row":{}}`+"\n"))
	for _, table := range []string{"lines", "entries", "texts", "commands", "audit", "accounts", "funds", "books"} {
		lines := slices.Clone(good[:len(good)-1])
		last := 0
		for i, line := range lines {
			if decoded[snapshotRow](t, line).Table == table {
				last = i
			}
		}
		variants["the last row of "+table+" left out"] = withDigest(slices.Delete(lines, last, last+1))
	}

	eachDatabase(t, func(t *testing.T, address string) {
		p := serve(t, address)
		book := newGroup(t, p.village, "Yang tinggal")
		p.send(t, "/v1/books/"+book.String()+"/entries", saving(book, 1))
		p.stop(t)
		before := contents(t, address)
		for name, text := range variants {
			bad := filepath.Join(t.TempDir(), "bad")
			if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if o := run(t, "restore", "--replace", "--database", address, bad); o.code != 1 || !strings.Contains(o.log, "lumbung: ") {
				t.Errorf("%s: %s", name, o)
			}
			if after := contents(t, address); after != before {
				t.Fatalf("%s: the refused restore changed the database", name)
			}
		}
		packed := filepath.Join(t.TempDir(), "bad.gz")
		if err := os.WriteFile(packed, []byte(whole), 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, []string{"gzip"}, "restore", "--replace", "--database", address, packed)
		holds(t, address)
		must(t, "restore", "--replace", "--database", address, file) // the good one is taken
		holds(t, address)
	})
}

// withDigest ends the lines as a snapshot ends.
func withDigest(lines []string) string {
	body := strings.Join(lines, "")
	sum := sha256.Sum256([]byte(body))
	return fmt.Sprintf("%s{\"rows\":%d,\"sha256\":%q}\n", body, len(lines)-1, hex.EncodeToString(sum[:]))
}

// balancedChange changes both amounts of a two-line entry, so that it still
// balances in every fund.
func balancedChange(t testing.TB, good []string) string {
	t.Helper()
	lines := slices.Clone(good[:len(good)-1])
	amount := func(i int, to func(float64) float64) float64 {
		r := decoded[snapshotRow](t, lines[i])
		if r.Table != "lines" {
			return 0
		}
		row := decoded[map[string]any](t, string(r.Row))
		was := row["Amount"].(float64)
		old, renewed := fmt.Sprintf(`"Amount":%.0f,`, was), fmt.Sprintf(`"Amount":%.0f,`, to(was))
		lines[i] = strings.Replace(lines[i], old, renewed, 1)
		return was
	}
	same := func(x float64) float64 { return x }
	for i := range len(lines) - 1 {
		if a, b := amount(i, same), amount(i+1, same); a > 0 && a == -b {
			amount(i, func(x float64) float64 { return x + 1000 })
			amount(i+1, func(x float64) float64 { return x - 1000 })
			return withDigest(lines)
		}
	}
	t.Fatal("no entry of two lines")
	return ""
}

// TestEveryFlippedBit flips every bit of a small snapshot. Each is refused
// before the database is touched.
func TestEveryFlippedBit(t *testing.T) {
	source := sqliteAddress(t)
	must(t, "migrate", "--database", source)
	file := filepath.Join(t.TempDir(), "snapshot")
	must(t, "backup", "--database", source, "-o", file)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	quiet := store.WithLog(slog.New(slog.DiscardHandler))
	target := filepath.Join(t.TempDir(), "lumbung.db")
	for i := range whole {
		for bit := range 8 {
			whole[i] ^= 1 << bit
			if _, err := store.Restore(context.Background(), "sqlite:"+target, bytes.NewReader(whole), false, quiet); err == nil {
				t.Errorf("bit %d of byte %d flipped, and restored all the same: %q", bit, i, whole)
			}
			whole[i] ^= 1 << bit
		}
	}
	if _, err := os.Stat(target); !os.IsNotExist(err) {
		t.Errorf("a snapshot that was refused made a database: %v", err)
	}
}

// TestInterruptedBackup: whatever ends a backup, there is no half file, and the
// backup of yesterday is still there.
func TestInterruptedBackup(t *testing.T) {
	address := durable.postgres(t)
	p := serve(t, address)
	book := newGroup(t, p.village, "Melati")
	p.send(t, "/v1/books/"+book.String()+"/entries", saving(book, 1))
	for _, end := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGKILL} {
		t.Run(end.String(), func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "backup.gz")
			must(t, "backup", "--database", address, "-o", file)
			yesterday := linesOf(t, file)

			// Somebody holds the texts: the backup stops in the middle.
			held, err := open(t, address).Begin()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := held.Exec("LOCK TABLE texts IN ACCESS EXCLUSIVE MODE"); err != nil {
				t.Fatal(err)
			}
			b := begin(t, program(nil, "backup", "--database", address, "-o", file))
			look := open(t, address)
			until(t, "the backup waits in the middle", func() bool {
				var n int
				if err := look.QueryRow("SELECT count(*) FROM pg_locks WHERE relation = 'texts'::regclass AND NOT granted").Scan(&n); err != nil {
					t.Fatal(err)
				}
				return n == 1
			})
			b.signal(end)
			if code := b.end(t); code == 0 {
				t.Error("an interrupted backup says that all is well")
			}
			if err := held.Rollback(); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(linesOf(t, file), yesterday) {
				t.Error("the backup of yesterday is not as it was")
			}
			files, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				// After kill -9 nobody is left to tidy up: a hidden file may stay.
				if f.Name() != "backup.gz" && (end != syscall.SIGKILL || !strings.HasPrefix(f.Name(), ".")) {
					t.Errorf("%s is left in the folder", f.Name())
				}
			}
		})
	}
}

// TestBackupOnAFullDisk: a file that cannot be written to its end is not there.
func TestBackupOnAFullDisk(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		p := serve(t, address)
		richVillage(t, p.village)
		dir := t.TempDir()
		file := filepath.Join(dir, "backup")
		// 48 KB are all a file may have; the shared memory of SQLite is there already.
		shell := program(nil)
		cmd := exec.Command("/bin/sh", "-c", `ulimit -f 96; exec "$0" "$@"`, binary, "backup", "--database", address, "-o", file)
		cmd.Env = shell.Env
		if o := finish(t, cmd); o.code != 1 || !strings.Contains(o.log, "too large") {
			t.Errorf("a backup that did not fit: %s", o)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
		refused(t, []string{"no such file"}, "backup", "--database", address, "-o", filepath.Join(dir, "nowhere", "backup"))
		holds(t, address)
	})
}

// TestBackupTellsPhones: what the last backup holds is known when its file is
// safe, and of nothing else.
func TestBackupTellsPhones(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		p := serve(t, address)
		book := newGroup(t, p.village, "Melati")
		p.send(t, "/v1/books/"+book.String()+"/entries", saving(book, 1))
		p.stop(t)
		held := func() (at, seq int64) {
			t.Helper()
			db := open(t, address)
			defer func() { _ = db.Close() }() // only read
			err := db.QueryRow("SELECT coalesce(max(at), 0), coalesce(max(seq), -1) FROM backups").Scan(&at, &seq)
			if err != nil {
				t.Fatal(err)
			}
			return at, seq
		}
		dir := t.TempDir()
		refused(t, []string{"no such file"}, "backup", "--database", address, "-o", filepath.Join(dir, "nowhere", "file"))
		must(t, "backup", "--database", address, "-o", "-")
		if _, seq := held(); seq != -1 {
			t.Errorf("no backup is in a file, and one is said to hold entries up to %d", seq)
		}
		must(t, "backup", "--database", address, "-o", filepath.Join(dir, "first.gz"))
		first, seq := held()
		if first == 0 || seq != 1 {
			t.Errorf("the backup is of %d and holds entries up to %d", first, seq)
		}
		must(t, "backup", "--database", address, "-o", filepath.Join(dir, "second"))
		if second, seq := held(); second <= first || seq != 1 {
			t.Errorf("the second is of %d, the first of %d; it holds entries up to %d", second, first, seq)
		}
	})
}
