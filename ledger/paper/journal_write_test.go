package paper

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// write writes all of a journal.
func write(t interface {
	Helper()
	Fatalf(string, ...any)
}, j *Journal) string {
	t.Helper()
	var b strings.Builder
	w := NewJournalWriter(&b, j.Commodity, j.Places)
	for _, a := range j.Accounts {
		if err := w.Account(a, ""); err != nil {
			t.Fatalf("account %q: %v", a, err)
		}
	}
	for _, e := range j.Entries {
		if err := w.Entry(e); err != nil {
			t.Fatalf("entry %+v: %v", e, err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatalf("%v", err)
	}
	return b.String()
}

// sameJournal compares all but the lines things stand on.
func sameJournal(t interface {
	Helper()
	Errorf(string, ...any)
}, want, got *Journal) {
	t.Helper()
	if !reflect.DeepEqual(want.Accounts, got.Accounts) {
		t.Errorf("accounts became %q, were %q", got.Accounts, want.Accounts)
	}
	if len(want.Entries) != len(got.Entries) {
		t.Errorf("%d entries became %d", len(want.Entries), len(got.Entries))
		return
	}
	if len(want.Entries) > 0 && (want.Commodity != got.Commodity || want.Places != got.Places) {
		t.Errorf("%q with %d places became %q with %d", want.Commodity, want.Places, got.Commodity, got.Places)
	}
	for i := range want.Entries {
		if w, g := withoutLines(want.Entries[i]), withoutLines(got.Entries[i]); !reflect.DeepEqual(w, g) {
			t.Errorf("this entry\n%+v\nbecame\n%+v", w, g)
		}
	}
}

func withoutLines(e JournalEntry) JournalEntry {
	e.Place = Place{}
	e.Postings = append([]JournalPosting{}, e.Postings...)
	for i := range e.Postings {
		e.Postings[i].Place = Place{}
	}
	return e
}

// The written page, as a bookkeeper sees it.
func TestWrittenPage(t *testing.T) {
	var b strings.Builder
	w := NewJournalWriter(&b, "Rp", 0)
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	check(w.Account("1101 Kas di kotak", "", Tag{"type", "C"}))
	check(w.Account("4101 Jasa", "jasa pinjaman, type: bukan ini"))
	check(w.Entry(JournalEntry{
		Date: ledger.MustDate("2026-03-14"), Status: "*", Code: "BKM-7", Description: "Setoran; Bu Ani | Maret",
		Memo: "dihitung dua kali\ntiga kunci hadir", Tags: []Tag{{"kind", "savings.share_bought"}},
		Postings: []JournalPosting{
			{Account: "1101 Kas di kotak", Minor: 1250000, Tags: []Tag{{"fund", "social"}, {"party", "0190-12"}}, Memo: "tunai"},
			{Account: "2101  Simpanan\tsukarela", Minor: -1250000, Status: "!", Memo: "date: besok"},
		},
	}))
	check(w.Entry(JournalEntry{
		Date: ledger.MustDate("2026-03-15"), Description: "(tanpa kode)",
		Postings: []JournalPosting{
			{Account: "[Rencana]", Minor: 50, Virtual: true},
			{Account: "Lain", Minor: -50, Virtual: true, Date: ledger.MustDate("2026-03-16")},
		},
	}))
	check(w.Flush())
	want, err := os.ReadFile("testdata/golden/page.txt")
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the page has become\n%s", b.String())
	}
	theirs, err := hledgerBalances(b.String())
	if err != nil {
		t.Fatal(err)
	}
	sameBalances(t, ourBalances(read(t, b.String())), theirs)
}

func TestCommoditiesAreQuotedWhenNeeded(t *testing.T) {
	for symbol, want := range map[string]string{
		"": "1.50", "$": "$1.50", "€": "€1.50", "Rp": "Rp 1.50", "IDR": "IDR 1.50", "US$": "US$ 1.50",
		"KG gabah": `"KG gabah" 1.50`, "A1": `"A1" 1.50`, ",": `"," 1.50`, "(": `"(" 1.50`, "E": "E 1.50", "Rp.": `"Rp." 1.50`,
	} {
		text := write(t, &Journal{Commodity: symbol, Places: 2, Entries: []JournalEntry{{Date: ledger.MustDate("2026-01-01"),
			Postings: []JournalPosting{{Account: "a", Minor: 150}, {Account: "b", Minor: -150}}}}})
		if !strings.Contains(text, " "+want+"\n") {
			t.Errorf("%q:\n%s", symbol, text)
		}
		if j := read(t, text); j.Commodity != symbol || j.Places != 2 {
			t.Errorf("%q became %q with %d places", symbol, j.Commodity, j.Places)
		}
		theirs, err := hledgerBalances(text)
		if err != nil {
			t.Error(err)
		}
		sameBalances(t, ourBalances(read(t, text)), theirs)
	}
}

func TestWritingIsRefused(t *testing.T) {
	day := ledger.MustDate("2026-01-01")
	pair := func(a, b int64) []JournalPosting {
		return []JournalPosting{{Account: "a", Minor: a}, {Account: "b", Minor: b}}
	}
	for about, c := range map[string]struct {
		entry JournalEntry
		want  string
	}{
		"no date":                   {JournalEntry{Postings: pair(1, -1)}, "journal_date (date)"},
		"no postings":               {JournalEntry{Date: day}, "journal_no_postings (postings)"},
		"no balance":                {JournalEntry{Date: day, Postings: pair(1, -2)}, "journal_unbalanced (postings)"},
		"a zero":                    {JournalEntry{Date: day, Postings: pair(0, 0)}, "journal_zero_amount (postings[0])"},
		"too much":                  {JournalEntry{Date: day, Postings: pair(ledger.MaxMinor+1, -ledger.MaxMinor-1)}, "journal_amount_out_of_range (postings[0])"},
		"an unknown mark":           {JournalEntry{Date: day, Status: "?", Postings: pair(1, -1)}, "journal_status (status)"},
		"an unknown posting's mark": {JournalEntry{Date: day, Postings: []JournalPosting{{Account: "a", Minor: 1}, {Account: "b", Minor: -1, Status: "x"}}}, "journal_status (postings[1])"},
		"a posting's bad day":       {JournalEntry{Date: day, Postings: []JournalPosting{{Account: "a", Minor: 1, Date: 5}, {Account: "b", Minor: -1}}}, "journal_date (postings[0])"},
		"an empty name":             {JournalEntry{Date: day, Postings: []JournalPosting{{Account: " *[] ", Minor: 1}, {Account: "b", Minor: -1}}}, "journal_account (account)"},
		"two names written alike":   {JournalEntry{Date: day, Postings: []JournalPosting{{Account: "a  b", Minor: 1}, {Account: "a b", Minor: -1}}}, "journal_account_clash (account)"},
		"a tag that is a date":      {JournalEntry{Date: day, Tags: []Tag{{"date", "1"}}, Postings: pair(1, -1)}, "journal_tag (tags)"},
		"a tag of two words":        {JournalEntry{Date: day, Tags: []Tag{{"a b", "1"}}, Postings: pair(1, -1)}, "journal_tag (tags)"},
		"an endless memo":           {JournalEntry{Date: day, Memo: strings.Repeat("x", maxLine), Postings: pair(1, -1)}, "journal_line_too_long"},
		"real and virtual apart": {JournalEntry{Date: day, Postings: []JournalPosting{{Account: "a", Minor: 1}, {Account: "b", Minor: -1, Virtual: true}}},
			"journal_unbalanced (postings)"},
	} {
		var b strings.Builder
		w := NewJournalWriter(&b, "$", 2)
		err := w.Entry(c.entry)
		if fmt.Sprint(err) != c.want {
			t.Errorf("%s: %v", about, err)
		}
		if again := w.Flush(); again != err {
			t.Errorf("%s: then %v", about, again)
		}
	}
	for symbol, places := range map[string]int32{`a"b`: 0, "a;b": 0, "a\nb": 0, "$": 10, "€": -1} {
		if err := NewJournalWriter(&strings.Builder{}, symbol, places).Flush(); ledger.KindOf(err) != ledger.Invalid {
			t.Errorf("%q with %d places: %v", symbol, places, err)
		}
	}
	if err := NewJournalWriter(&strings.Builder{}, "$", 2).Account("a", "", Tag{"type", "Q"}); ledger.CodeOf(err) != "journal_tag" {
		t.Error(err)
	}
}
