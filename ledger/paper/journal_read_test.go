package paper

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func read(t *testing.T, text string) *Journal {
	t.Helper()
	j, err := ReadJournal(strings.NewReader(text), ReadOptions{})
	if err != nil {
		t.Fatalf("%v %v\nin\n%s", err, paramsOf(err), text)
	}
	return j
}

func paramsOf(err error) map[string]string {
	var e *ledger.Error
	if errors.As(err, &e) {
		return e.Params
	}
	return nil
}

// balancesOf are the balances of a journal as text, "account amount".
func balancesOf(j *Journal) string {
	balances := ourBalances(j)
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(balances)) {
		lines = append(lines, name+" "+balances[name].String())
	}
	return strings.Join(lines, ", ")
}

// Journals as people keep them: whatever hledger says they come to, we say too,
// and still say after writing and reading them again.
func TestJournalsOfPeople(t *testing.T) {
	files, err := filepath.Glob("testdata/*")
	if err != nil || len(files) < 6 {
		t.Fatal("where are the journals?", err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.IsDir() {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			j := read(t, string(text))
			theirs, err := hledgerBalances(string(text))
			if err != nil {
				t.Fatal(err)
			}
			sameBalances(t, ourBalances(j), theirs)
			again := write(t, j)
			theirs, err = hledgerBalances(again)
			if err != nil {
				t.Fatal(err)
			}
			sameBalances(t, ourBalances(read(t, again)), theirs)
			sameJournal(t, j, read(t, again))

			// What hledger prints of it, without any directives, we read as
			// hledger does, even where that is not what it read at first.
			printed, err := hledger(string(text), "print", "--explicit")
			if err != nil {
				t.Fatal(err)
			}
			theirs, problem := hledgerBalances(printed)
			k, err := ReadJournal(strings.NewReader(printed), ReadOptions{})
			if (err == nil) != (problem == nil) {
				t.Fatalf("we: %v, hledger: %v", err, problem)
			}
			if err == nil {
				sameBalances(t, ourBalances(k), theirs)
			}
		})
	}
}

func TestHouseholdInDetail(t *testing.T) {
	text, err := os.ReadFile("testdata/rumah_tangga.journal")
	if err != nil {
		t.Fatal(err)
	}
	j := read(t, string(text))
	if j.Commodity != "Rp" || j.Places != 2 || len(j.Entries) != 5 || len(j.Ambiguous) != 0 {
		t.Errorf("commodity %q, %d places, %d entries, ambiguous %v", j.Commodity, j.Places, len(j.Entries), j.Ambiguous)
	}
	if got := strings.Join(j.Accounts[:5], ", "); got != "Aset:Kas, Aset:Tabungan, Pengeluaran, Pendapatan, Modal:Awal" {
		t.Error("accounts:", got)
	}
	e := j.Entries[2]
	got := fmt.Sprintf("%d %s %s %s|%s|%s", e.Line, e.Date, e.Status, e.Code, e.Description, e.Memo)
	if got != "20 2026-01-02 * N-014|Jual telur|tetangga\ndua papan" {
		t.Errorf("%q", got)
	}
	if q := j.Entries[1].Postings[1]; q.Memo != "tunai" || q.Minor != -8550000 || q.Line != 18 {
		t.Errorf("%+v", q)
	}
	if e := j.Entries[4]; !e.Postings[2].Virtual || e.Postings[3].Minor != 5000000 || e.Postings[0].Virtual {
		t.Errorf("%+v", e.Postings)
	}
}

func TestZeroPostingsAndSecondDates(t *testing.T) {
	text, err := os.ReadFile("testdata/yayasan_crlf.journal")
	if err != nil {
		t.Fatal(err)
	}
	j := read(t, string(text))
	if len(j.NothingMoved) != 1 || j.NothingMoved[0].Line != 23 {
		t.Errorf("nothing moved in %v", j.NothingMoved)
	}
	if e := j.Entries[2]; len(e.Postings) != 2 || e.Memo != "no cost this month" {
		t.Errorf("%+v", e)
	}
	if e := j.Entries[1]; e.Memo != "date2:2025-03-10" || e.Postings[0].Memo != "venue\nand lunch" {
		t.Errorf("%+v", e)
	}
}

// Whole small journals and what they come to, for us and for hledger.
func TestReading(t *testing.T) {
	for _, c := range []struct{ about, text, want string }{
		{"nothing at all", "", ""},
		{"an entry without postings moves nothing", "2026-01-01 idea\n", ""},
		{"a default year", "Y2024\n1/31 x\n  a  1\n  b\n", "a 1, b -1"},
		{"a default year with a comment", "Y 2024  ; for old pages\n1/31 x\n  a  1\n  b\n", "a 1, b -1"},
		{"comment lines of all kinds", "; a\n# b\n* c\n   ; d\n\n2026-01-01\n  a  1\n  b\n; end\n", "a 1, b -1"},
		{"a comment block that never ends", "2026-01-01\n  a  1\n  b\ncomment\n2026-01-02\n  a  1\n  b\n", "a 1, b -1"},
		{"a comment block that ends", "comment\nx\nend comment\n2026-01-01\n  a  1\n  b\n", "a 1, b -1"},
		{"single spaces in names", "2026-01-01\n  kas di kotak  1\n  utang dagang\n", "kas di kotak 1, utang dagang -1"},
		{"marks on postings", "2026-01-01 * x\n  * a  1\n  ! b\n", "a 1, b -1"},
		{"a description that looks like a code", "2026-01-01 () (x) y\n  a  1\n  b\n", "a 1, b -1"},
		{"virtual postings that balance", "2026-01-01\n  a  1\n  b\n  [c]  5\n  [d]\n", "a 1, b -1, c 5, d -5"},
		{"an alias for a name and what is below", "alias x = aset:kas\n2026-01-01\n  x  1\n  x:y  1\n  xy\n", "aset:kas 1, aset:kas:y 1, xy -2"},
		{"the latest alias goes first", "alias b=c\nalias a=b\n2026-01-01\n  a  1\n  z\n", "c 1, z -1"},
		{"an alias with groups", "alias /^(.+):bank:([^:]+)/ = \\2 \\1\n2026-01-01\n  a:BANK:b  1\n  z\n", "b a 1, z -1"},
		{"aliases end", "alias a=b\nend aliases\n2026-01-01\n  a  1\n  z\n", "a 1, z -1"},
		{"parents, nested", "apply account p\napply account q\nalias p:q:a = w\n2026-01-01\n  a  1\n  [b]  2\n  [c]  -2\n  z\nend apply account\n2026-01-02\n  a  1\n  z\n",
			"p:a 1, p:q:b 2, p:q:c -2, p:q:z -1, p:z -1, w 1"},
		{"rules are not followed", "~ monthly\n  a  1\n  b\n\n= a\n  c  *1\n\n2026-01-01\n  a  1\n  b\n", "a 1, b -1"},
		{"prices mean nothing", "P 2026-01-01 EUR $1.20\nP 2026/1/1 12:00:00 EUR $1.20\nN x\nC 1 kg = 1000 g\n2026-01-01\n  a  $1\n  b\n", "a 1, b -1"},
		{"payees and tags", "payee Bu Ani  ; x\ntag fund\nend tag\n2026-01-01\n  a  1\n  b\n", "a 1, b -1"},
		{"one zero of no commodity", "2026-01-01\n  a  0\n  b  $1\n  c\n", "b 1, c -1"},
		{"an assertion between days, not lines", "2026-01-02\n  a  1 = 3\n  b\n2026-01-01\n  a  2 = 2\n  b\n", "a 3, b -3"},
		{"an assertion within a day", "2026-01-01\n  a  1 = 1\n  a  1 = 2\n  a  -2 = 0\n  b  0 = 0\n", ""},
		{"an assertion with subaccounts", "2026-01-01\n  a:b  1\n  a:c  2 = 2\n  a  1 =* 4\n  ab  5\n  z\n", "a 1, a:b 1, a:c 2, ab 5, z -9"},
		{"an assertion on a posting's own day", "2026-01-01\n  a  1  ; date:1/3\n  b\n2026-01-02\n  a  2 = 2\n  b\n2026-01-03\n  a  0 = 3\n", "a 3, b -3"},
		{"a claim in brackets", "2026-01-01\n  a  1  ; [2026-01-03=1/4]\n  b\n2026-01-02\n  a  2 == 2\n  b\n", "a 3, b -3"},
		{"a total zero asserts, a plain one does not", "2026-01-01\n  a  $1\n  b\n2026-01-02\n  a  0 = 0\n  c  0 == 0\n", "a 1, b -1"},
		{"an assignment", "2026-01-01\n  a  $5\n  b\n2026-01-02\n  a  = $2\n  c\n", "a 2, b -5, c 3"},
		{"two assignments and a blank", "2026-01-01\n  a  = $5\n  b  = $-7\n  c\n", "a 5, b -7, c 2"},
		{"an assignment with subaccounts", "2026-01-01\n  a:x  $1\n  a  $2\n  b\n2026-01-02\n  a  =* $10\n  c\n", "a 9, a:x 1, b -3, c -7"},
		{"an assignment of nothing, plain and total", "2026-01-01\n  a  $1\n  d  $1\n  b\n2026-01-02\n  a  = 0\n  d  == 0\n  c\n", "a 1, b -2, c 1"},
		{"an assignment of nothing with subaccounts", "2026-01-01\n  a:x  $1\n  a  $2\n  b\n2026-01-02\n  a  =* 0\n  c\n", "a 1, a:x 1, b -3, c 1"},
		{"an assignment sees earlier days", "2026-01-02\n  a  = 5\n  b\n2026-01-01\n  a  1\n  c\n", "a 5, b -4, c -1"},
		{"indented lines below directives", "account a\n  note x\n  ; y\npayee p\n  ; z\n2026-01-01\n  a  1\n  b\n", "a 1, b -1"},
		{"no newline at the end", "2026-01-01\n  a  1\n  b", "a 1, b -1"},
		{"a form feed between pages", "2026-01-01\n  a  1\n  b\n\f\n2026-01-01\n  a  1\n  b\n", "a 2, b -2"},
	} {
		j, err := ReadJournal(strings.NewReader(c.text), ReadOptions{})
		if err != nil {
			t.Errorf("%s: %v %v", c.about, err, paramsOf(err))
			continue
		}
		if got := balancesOf(j); got != c.want {
			t.Errorf("%s: %s", c.about, got)
		}
		theirs, err := hledgerBalances(c.text)
		if err != nil {
			t.Errorf("%s: hledger: %v", c.about, err)
			continue
		}
		sameBalances(t, ourBalances(j), theirs)
	}
}

// What only we read, on purpose: later versions of hledger do, too.
func TestReadingMoreThanHledger(t *testing.T) {
	for _, text := range []string{
		"2026-01-01\n  a\t1\n  b\n",
		"year 2026\n1/1\n  a  1\n  b\n",
		"apply year 2026\n1/1\n  a  1\n  b\nend apply year\n",
		"commodity $\n  note ours\n  format $1,000.00\n2026-01-01\n  a  1\n  b\n",
	} {
		if got := balancesOf(read(t, text)); got != "a 1, b -1" {
			t.Errorf("%q: %s", text, got)
		}
	}
}

func TestCommentsBecomeMemosAndTags(t *testing.T) {
	j := read(t, `2026-01-01 Bu Ani | beras  ; fund:social, kind:a b
    ; untuk: besok
    a  1  ; party:12
    b     ; lihat https://example.org, note:x
        ; baris dua
        ;
        ; ; baris empat
2026-01-02 x ; https://example.org
    a  1  ; fund:, y:1
    ; fund:social
    b
`)
	e := j.Entries[0]
	if fmt.Sprint(e.Tags) != "[{fund social} {kind a b}]" || e.Memo != "untuk: besok" || e.Description != "Bu Ani | beras" {
		t.Errorf("%+v", e)
	}
	if q := e.Postings[0]; fmt.Sprint(q.Tags) != "[{party 12}]" || q.Memo != "" {
		t.Errorf("%+v", q)
	}
	if q := e.Postings[1]; q.Tags != nil || q.Memo != "lihat https://example.org, note:x\nbaris dua\n\n; baris empat" {
		t.Errorf("%q", q.Memo)
	}
	e = j.Entries[1]
	if e.Tags != nil || e.Memo != "https://example.org" || e.Postings[0].Tags != nil || e.Postings[0].Memo != "fund:, y:1\nfund:social" {
		t.Errorf("%+v", e)
	}
}
