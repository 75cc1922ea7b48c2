package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// hledgerBalances asks the real hledger for the balances of all accounts, zeros
// left out.
func hledgerBalances(t testing.TB, file string) map[string]decimal.Decimal {
	t.Helper()
	cmd := exec.Command("hledger", "-f", "journal:"+file, "balance", "--flat", "--no-total", "--output-format=json")
	cmd.Env = append(cmd.Environ(), "LC_ALL=C.UTF-8", "LEDGER_FILE=/dev/null")
	o := finish(t, cmd)
	if o.code != 0 {
		t.Fatalf("hledger on %s: %s", file, o)
	}
	balances := map[string]decimal.Decimal{}
	for _, row := range decoded[[]json.RawMessage](t, string(decoded[[]json.RawMessage](t, o.out)[0])) {
		fields := decoded[[]json.RawMessage](t, string(row))
		sum := decimal.Zero
		for _, a := range decoded[[]struct {
			Quantity struct {
				Mantissa json.Number `json:"decimalMantissa"`
				Places   int32       `json:"decimalPlaces"`
			} `json:"aquantity"`
		}](t, string(fields[3])) {
			sum = sum.Add(decimal.RequireFromString(a.Quantity.Mantissa.String()).Shift(-a.Quantity.Places))
		}
		if !sum.IsZero() {
			balances[decoded[string](t, string(fields[0]))] = sum
		}
	}
	return balances
}

func sameBalances(t testing.TB, what string, got, want map[string]decimal.Decimal) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: hledger finds no balances at all", what)
	}
	for name, sum := range want {
		if !got[name].Equal(sum) {
			t.Errorf("%s: %q has %s, and %s in the original", what, name, got[name], sum)
		}
	}
	for name, sum := range got {
		if _, there := want[name]; !there {
			t.Errorf("%s: %q has %s, and nothing in the original", what, name, sum)
		}
	}
}

// journals are ours beside those of package paper. Their names say what is in
// them; each number is how many entries it makes.
var journals = map[string]struct {
	text    string
	entries int64
}{
	"one blank amount.journal":    {"2026-01-01 Awal\n  aset:kas  Rp 1500\n  modal\n", 1},
	"closing and opening.journal": {"2025-12-31 tutup\n  aset:kas  -100 IDR = -100 IDR\n  modal  100 IDR\n2026-01-01 buka\n  aset:kas  150 IDR = 50 IDR\n  modal\n", 2},
	"as hledger prints.journal": {`account assets:cash  ; type:C

2026-01-05 ! (17) Toko "Maju" | beras; lima kilo  ; nota:17
    ; disimpan di map
    expenses:food:rice      75000.50 EUR  ; lima kilo
    expenses:food           0.25 EUR
    assets:cash            -75000.75 EUR = -75000.75 EUR

2026-01-06 * penjualan
    assets:cash                 10.00 EUR
    income:sales               -10.00 EUR
`, 2},
	"deep names in several scripts.journal": {"2026-02-01 a\n  Harta:Kas (kotak) 1:日本 語:Ünï  5 KG\n  Modal & laba  -5 KG\n", 1},
	"virtual postings.journal":              {"2026-02-01 a\n  aset  5 KG\n  modal  -5 KG\n  [rencana:a]  2 KG\n  [rencana:b]\n", 1},
	"large amounts.journal":                 {"2026-02-01 a\n  aset  123456789.123456 KG\n  modal\n2026-02-02 b\n  aset  0.000001 KG\n  modal\n", 2},
}

// journalFiles are all journals: package paper's and ours.
func journalFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../ledger/paper/testdata/*.*")
	if err != nil || len(files) < 6 {
		t.Fatalf("the journals of package paper: %v %v", files, err)
	}
	dir := t.TempDir()
	for name, j := range journals {
		files = append(files, write(t, filepath.Join(dir, name), j.text))
	}
	return files
}

func write(t testing.TB, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestImportedJournals imports every journal and exports it again: hledger finds
// the same balances in what comes out as in what went in, account by account.
func TestImportedJournals(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		files := journalFiles(t)
		ids := map[string]ledger.ID{}
		for _, file := range files {
			id := store.NewBookID()
			ids[file] = id
			if o := must(t, "import", "--database", address, "--book", id.String(), file); !strings.Contains(o.out, id.String()) {
				t.Errorf("%s: %s", file, o)
			}
			exported := filepath.Join(t.TempDir(), "exported.journal")
			must(t, "export", "--database", address, "--book", id.String(), "-o", exported)
			want := hledgerBalances(t, file)
			sameBalances(t, file, hledgerBalances(t, exported), want)

			// And once more around.
			again := store.NewBookID().String()
			must(t, "import", "--database", address, "--book", again, exported)
			must(t, "export", "--database", address, "--book", again, "-o", exported)
			sameBalances(t, file+", twice around", hledgerBalances(t, exported), want)
		}
		holds(t, address)
		p := serve(t, address)
		if n := len(p.books(t)); n != 2*len(files) {
			t.Errorf("%d books from %d journals", n, len(files))
		}
		for file, id := range ids {
			b := p.book(t, id)
			name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
			if b.Kind != "general" || b.Name != name || b.Sequence != int64(len(p.items(t, "/v1/books/"+id.String()+"/entries"))) {
				t.Errorf("%s became %+v", file, b)
			}
			if j, ours := journals[filepath.Base(file)]; ours && b.Sequence != j.entries {
				t.Errorf("%s has %d entries and became %d", file, j.entries, b.Sequence)
			}
		}
	})
}

// TestImportedEntry: what a journal says beside the amounts is kept as memos.
func TestImportedEntry(t *testing.T) {
	address, id := sqliteAddress(t), store.NewBookID()
	file := write(t, filepath.Join(t.TempDir(), "x.journal"), journals["as hledger prints.journal"].text)
	must(t, "import", "--database", address, "--book", id.String(), "--name", "Toko", file)
	p := serve(t, address)
	if b := p.book(t, id); b.Name != "Toko" || b.Currency != "EUR" || b.Places != 2 {
		t.Errorf("%+v", b)
	}
	e := string(p.items(t, "/v1/books/"+id.String()+"/entries")[0])
	for _, text := range []string{"2026-01-05", "17", "Toko", "beras", "lima kilo", "disimpan di map", "75000.50", "0.25", "75000.75"} {
		if !strings.Contains(e, text) {
			t.Errorf("%q is lost: %s", text, e)
		}
	}
	if a := p.get(t, "/v1/books/"+id.String()+"/accounts/income:sales"); !strings.Contains(a, `"income"`) || !strings.Contains(a, `"10.00"`) {
		t.Errorf("the account of sales: %s", a)
	}
}

// TestRefusedJournals: a bad line is named, and nothing is imported.
func TestRefusedJournals(t *testing.T) {
	const good = "2026-01-01 baik\n  aset  5 KG\n  modal\n\n" // lines 1 to 4
	outside := t.TempDir()
	write(t, filepath.Join(outside, "rahasia.journal"), good)
	folder := filepath.Join(outside, "buku")
	bad := map[string]struct {
		text string
		line int
	}{
		"an amount that is none":       {good + "2026-01-02 x\n  aset  lima KG\n  modal\n", 6},
		"unbalanced":                   {good + "2026-01-02 x\n  aset  5 KG\n  modal  -4 KG\n", 5},
		"two blank amounts":            {good + "2026-01-02 x\n  aset  5 KG\n  modal\n  laba\n", 0},
		"a second commodity":           {good + "2026-01-02 x\n  aset  5 USD\n  modal\n", 6},
		"an assertion that fails":      {good + "2026-01-02 x\n  aset  5 KG = 11 KG\n  modal\n", 6},
		"a day that is none":           {good + "2026-02-30 x\n  aset  5 KG\n  modal\n", 5},
		"a cost":                       {good + "2026-01-02 x\n  aset  5 KG @ 2 USD\n  modal\n", 6},
		"an amount beyond all bounds":  {good + "2026-01-02 x\n  aset  99999999999999999999 KG\n  modal\n", 6},
		"too many decimals":            {good + "2026-01-02 x\n  aset  0.1234567891 KG\n  modal\n", 6},
		"an unbalanced virtual one":    {good + "2026-01-02 x\n  (aset)  5 KG\n", 6},
		"a memo that is too long":      {good + "2026-01-02 " + strings.Repeat("panjang ", 600) + "\n  aset  5 KG\n  modal\n", 5},
		"a name that is too long":      {good + "2026-01-02 x\n  " + strings.Repeat("a", 300) + "  5 KG\n  modal\n", 6},
		"not UTF-8":                    {good + "2026-01-02 x\xff\n  aset  5 KG\n  modal\n", 5},
		"a control character":          {good + "2026-01-02 x\x00y\n  aset  5 KG\n  modal\n", 5},
		"a file outside":               {good + "include ../rahasia.journal\n", 5},
		"a file outside, wholly named": {good + "include " + filepath.Join(outside, "rahasia.journal") + "\n", 5},
		"a link that leads outside":    {good + "include tautan.journal\n", 5},
		"a file that is not there":     {good + "include tiada.journal\n", 5},
		"a bad line in another file":   {good + "include bagian/buruk.journal\n", 3},
		"no journal at all":            {"PK\x03\x04 zip\n", 1},
		"a page of the web":            {"<html>\n<body>404</body>\n", 1},
	}
	write(t, filepath.Join(folder, "bagian", "buruk.journal"), "\n2026-01-02 x\n  aset  lima KG\n  modal\n")
	if err := os.Symlink(filepath.Join(outside, "rahasia.journal"), filepath.Join(folder, "tautan.journal")); err != nil {
		t.Fatal(err)
	}
	eachDatabase(t, func(t *testing.T, address string) {
		must(t, "import", "--database", address, write(t, filepath.Join(folder, "baik.journal"), good))
		before := contents(t, address)
		for name, j := range bad {
			file := write(t, filepath.Join(folder, "buruk.journal"), j.text)
			said := []string{"line"}
			if j.line > 0 {
				said = []string{fmt.Sprintf("line %d:", j.line)}
			}
			if strings.Contains(j.text, "bagian/") {
				said = []string{fmt.Sprintf("bagian/buruk.journal:%d", j.line)}
			}
			for _, lang := range []string{"id", "en"} {
				refused(t, said, "import", "--database", address, "--lang", lang, file)
			}
			if after := contents(t, address); after != before {
				t.Fatalf("%s: a refused import changed the database", name)
			}
		}
		// From standard input there is no folder to include from.
		cmd := program(nil, "import", "--database", address, "-")
		cmd.Stdin = strings.NewReader(good + "include baik.journal\n")
		if o := finish(t, cmd); o.code != 1 || !strings.Contains(o.log, "line 5") {
			t.Errorf("an include on standard input: %s", o)
		}
		refused(t, []string{"--book"}, "import", "--database", address, "--book", "x", filepath.Join(folder, "baik.journal"))
		refused(t, []string{"no such file"}, "import", "--database", address, filepath.Join(folder, "tiada.journal"))
		if after := contents(t, address); after != before {
			t.Error("a refused import changed the database")
		}
	})
	nowhere := filepath.Join(t.TempDir(), "lumbung.db")
	refused(t, []string{"line 6"}, "import", "--database", "sqlite:"+nowhere, write(t, filepath.Join(folder, "buruk.journal"), bad["a cost"].text))
	if _, err := os.Stat(nowhere); !os.IsNotExist(err) {
		t.Errorf("a journal that was refused made a database: %v", err)
	}
}

// TestIncludedJournals: a journal may be in several files of its own folder.
func TestIncludedJournals(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "2025", "12.journal"), "2025-12-31 a\n  aset:kas  7 KG\n  modal\n")
	write(t, filepath.Join(dir, "2025", "semua.journal"), "include 12.journal\n2025-01-01 b\n  aset:bank  3 KG\n  modal\n")
	file := write(t, filepath.Join(dir, "utama.journal"), "include 2025/semua.journal\n\n2026-01-01 c\n  aset:kas  1 KG\n  aset:bank\n")
	address := sqliteAddress(t)
	// Also from another folder than the journal's own.
	cmd := program(nil, "import", "--database", address, "2025/../utama.journal")
	cmd.Dir = dir
	if o := finish(t, cmd); o.code != 0 {
		t.Fatal(o)
	}
	exported := filepath.Join(t.TempDir(), "exported.journal")
	must(t, "export", "--database", address, "-o", exported)
	sameBalances(t, file, hledgerBalances(t, exported), hledgerBalances(t, file))
}

// TestImportFromStandardInput and a unit for amounts that carry none.
func TestImportFromStandardInput(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		const text = "2026-01-01 panen\n  lumbung  12.5\n  anggota\n"
		p := serve(t, address)
		for unit, args := range map[string][]string{"IDR": nil, "KG": {"--currency", "KG"}} {
			id := store.NewBookID()
			cmd := program(nil, append([]string{"import", "--database", address, "--book", id.String(), "--name", "Dari " + unit, "-"}, args...)...)
			cmd.Stdin = strings.NewReader(text)
			if o := finish(t, cmd); o.code != 0 {
				t.Fatal(o)
			}
			b := p.book(t, id)
			if b.Currency != unit || b.Sequence != 1 || b.Name != "Dari "+unit {
				t.Errorf("%+v", b)
			}
			exported := filepath.Join(t.TempDir(), "exported.journal")
			must(t, "export", "--database", address, "--book", id.String(), "-o", exported)
			sameBalances(t, unit, hledgerBalances(t, exported), hledgerBalances(t, write(t, filepath.Join(t.TempDir(), "x"), text)))
		}
	})
}

// TestSameImportTwice: the same --book is the same import.
func TestSameImportTwice(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		id := store.NewBookID().String()
		dir := t.TempDir()
		const text = "2026-01-01 a  ; satu\n  aset  5 KG  ; dua\n  modal\n"
		file := write(t, filepath.Join(dir, "a.journal"), text)
		first := must(t, "import", "--database", address, "--book", id, file)
		before := contents(t, address)
		if second := must(t, "import", "--database", address, "--book", id, file); second.out != first.out {
			t.Errorf("first: %s, then: %s", first, second)
		}
		// Another journal under the same --book is not taken for it.
		for name, other := range map[string]string{
			"amount": strings.ReplaceAll(text, "5", "6"), "comment": strings.Replace(text, "satu", "lain", 1), "comment of a line": strings.Replace(text, "dua", "lain", 1),
			"account": strings.Replace(text, "modal", "laba", 1), "day": strings.Replace(text, "2026", "2025", 1),
			"more": text + "2026-01-02 b\n  aset  5 KG\n  modal\n", "one account more": "account lain\n" + text,
		} {
			refused(t, []string{"id_reused"}, "import", "--database", address, "--book", id, write(t, filepath.Join(dir, name+".journal"), other))
		}
		if contents(t, address) != before {
			t.Error("importing again changed the database")
		}
		// Nor is the id of a book of another origin.
		p := serve(t, address)
		refused(t, []string{"id_reused"}, "import", "--database", address, "--book", newGroup(t, p.village, "Melati").String(), file)
		holds(t, address)
	})
}

// bigJournal writes so many entries over forty accounts, and returns what each
// account must have.
func bigJournal(t testing.TB, entries int) (string, map[string]int64) {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "besar.journal"))
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]int64{}
	day := ledger.MustDate("2024-01-01")
	for n := range entries {
		from, to := fmt.Sprintf("pendapatan:%d", n%17), fmt.Sprintf("aset:kas:%d", n%23)
		amount := int64(n%997 + 1)
		sums[from] -= amount
		sums[to] += amount
		_, err := fmt.Fprintf(f, "%s * (%d) Setoran nomor %d  ; kelompok:%d\n    %s    Rp %d  ; baris %d\n    %s\n\n",
			day.AddDays(n/100), n, n, n%5, to, amount, n, from)
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Name(), sums
}

// hasBalances compares a book's trial balance with the sums.
func hasBalances(t testing.TB, v village, id ledger.ID, sums map[string]int64) {
	t.Helper()
	got := map[string]string{}
	for _, r := range trial(t, v, id, "").Rows {
		got[r.Account] = r.D
		if r.D == "0" {
			got[r.Account] = "-" + r.C
		}
	}
	for account, sum := range sums {
		if got[account] != fmt.Sprint(sum) {
			t.Errorf("%s: %s, and the journal adds up to %d", account, got[account], sum)
		}
	}
	if len(got) != len(sums) {
		t.Errorf("%d accounts, and the journal has %d", len(got), len(sums))
	}
}

// TestKilledImport kills a big import (kill -9) in the middle. Its book is not to
// be seen; the same import again completes it.
func TestKilledImport(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		random := chance(t)
		entries := rounds(6_000, 20_000, 60_000)
		file, sums := bigJournal(t, entries)
		id := store.NewBookID()
		p := serve(t, address) // the same database is being served all the time
		group := newGroup(t, p.village, "Yang lain")
		look := open(t, address)
		written := func() (n int64) {
			if err := look.QueryRow("SELECT coalesce(max(seq), -1) FROM books WHERE name = 'Besar'").Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		named := address // so that its connections can be told from the server's
		if !isSQLite(address) {
			named += "&application_name=import"
		}
		args := []string{"import", "--database", named, "--book", id.String(), "--name", "Besar", file}
		done := int64(0)
		for n := range rounds(1, 2, 10) {
			b := begin(t, program(nil, args...))
			enough := done + random.Int64N(int64(entries)/8)
			until(t, "the import has written some more", func() bool { return written() > enough })
			b.kill()
			workIsOver(t, address, "import")
			if done = written(); done == int64(entries) {
				t.Fatalf("%d. import: killed too late, all is written", n+1)
			}
			for _, book := range p.books(t) {
				if book.ID == id {
					t.Errorf("a book with %d of %d entries is listed", done, entries)
				}
			}
			path := "/v1/books/" + id.String()
			post := post{ID: store.NewID(), Day: "2026-01-01", Kind: "x", Lines: []postLine{debit("aset:kas:1", 1), credit("pendapatan:1", 1)}}
			for _, r := range []struct {
				method, path string
				body         any
			}{{"GET", path, nil}, {"GET", path + "/entries", nil}, {"GET", path + "/accounts", nil}, {"GET", path + "/funds", nil},
				{"GET", path + "/trial-balance", nil}, {"GET", path + "/periods", nil}, {"GET", path + "/verification", nil}, {"GET", path + "/exports/csv", nil},
				{"GET", path + "/accounts/aset:kas:1", nil}, {"GET", path + "/accounts/aset:kas:1/statement", nil},
				{"POST", path + "/entries", post}, {"POST", path + "/funds", map[string]any{"code": "x", "name": "X"}},
				{"POST", path + "/accounts", map[string]any{"code": "x", "names": map[string]any{"id": "X"}, "class": "asset"}},
				{"POST", path + "/periods", map[string]any{"through": "2026-01-01"}}} {
				a, err := p.ask(r.method, r.path, r.body)
				if err != nil || a.status != http.StatusNotFound || !strings.Contains(a.body, "unknown_book") {
					t.Errorf("%s %s of a book that is not complete: %v %v", r.method, r.path, a, err)
				}
			}
			refused(t, []string{"unknown_book"}, "export", "--database", address, "--book", id.String())
			holds(t, address)
		}
		p.send(t, "/v1/books/"+group.String()+"/entries", saving(group, 1))
		must(t, args...)
		if b := p.book(t, id); b.Sequence != int64(entries) || b.Name != "Besar" {
			t.Errorf("completed, the book is %+v", b)
		}
		hasBalances(t, p.village, id, sums)
		must(t, args...) // and once more changes nothing
		if b := p.book(t, id); b.Sequence != int64(entries) {
			t.Errorf("imported once more, the book is %+v", b)
		}
		p.stop(t)
		holds(t, address)
	})
}

// TestImportBesideTheServer imports while others post: both come to their end.
func TestImportBesideTheServer(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		file, sums := bigJournal(t, 3000)
		p := serve(t, address)
		l := &load{v: p.village}
		l.start(t, 2)
		l.begin(6)
		l.after(t, 20)
		id := store.NewBookID()
		must(t, "import", "--database", address, "--book", id.String(), file)
		l.after(t, 20)
		nothingLost(t, l)
		hasBalances(t, p.village, id, sums)
		t.Logf("while the journal was imported the server said busy %d times", l.busy)
		p.stop(t)
		holds(t, address)
	})
}

// TestBigImport imports 100,000 entries (into PostgreSQL a fifth of that, and all
// in the long version) and says what that took.
func TestBigImport(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		entries := rounds(10_000, 100_000, 1_000_000)
		if !isSQLite(address) && !soak() {
			entries /= 5
		}
		file, sums := bigJournal(t, entries)
		id := store.NewBookID()
		start := time.Now()
		o := must(t, "import", "--database", address, "--book", id.String(), file)
		t.Logf("%d entries imported in %.1f s with at most %d MB of memory", entries, time.Since(start).Seconds(), o.usage.Maxrss>>10)
		start = time.Now()
		o = must(t, "check", "--database", address)
		t.Logf("checked in %.1f s with at most %d MB", time.Since(start).Seconds(), o.usage.Maxrss>>10)
		start = time.Now()
		snapshot := filepath.Join(t.TempDir(), "snapshot.gz")
		o = must(t, "backup", "--database", address, "-o", snapshot)
		size, err := os.Stat(snapshot)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("backed up in %.1f s with at most %d MB, into %d MB", time.Since(start).Seconds(), o.usage.Maxrss>>10, size.Size()>>20)
		p := serve(t, address)
		if b := p.book(t, id); b.Sequence != int64(entries) {
			t.Errorf("%+v", b)
		}
		hasBalances(t, p.village, id, sums)
		res, err := http.NewRequest(http.MethodGet, p.address+"/v1/books/"+id.String()+"/exports/csv", nil)
		if err != nil {
			t.Fatal(err)
		}
		res.Header.Set("Authorization", "Bearer "+testToken)
		start = time.Now()
		a, err := client.Do(res)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, a.Body)
		if err != nil || a.StatusCode != http.StatusOK {
			t.Errorf("the export over HTTP: %s %v", a.Status, err)
		}
		_ = a.Body.Close()
		t.Logf("exported %d MB over HTTP in %.1f s", n>>20, time.Since(start).Seconds())
	})
}
