package paper

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"pgregory.net/rapid"
)

// texts are what people and their phones put into fields, and what attacks a journal.
var texts = rapid.OneOf(
	rapid.SampledFrom([]string{"", "beras", "Bu Ani; lunas", "a | b", "  rapi  ", "dua\nbaris", "x\r\n\r\ny", "; ; ;",
		"date:besok", "x date:2026-01-01, [2026-13-45] date2:", "[1/2]", "[=2026-1-1]", "fund:social", "https://example.org/a,b",
		"2026-01-01 palsu\n    kas  5\n    b", "\n\n  kas  1000000", "end comment", "* (1) x", "(x", "! y", "\u00a0", "a\u2028b\u0085c", "\x00\x1b[31m", "日本"}),
	rapid.String(),
	rapid.StringMatching(`[a-z :;,\[\]()=*!|/.0-9-]{0,12}(date2?:)?[ 0-9/.\n-]{0,6}`),
)

var accounts = rapid.OneOf(
	rapid.SampledFrom([]string{"Aset:Kas", "1101 Kas di kotak", "a", "Aset", "Aset:Kas:Kotak", "a  b", "(kas) kecil", "[x]", "* bintang", ";titik",
		"=sama", "kas\tdua", "пример", "a:", ":b", "5", "$5", "x  $5", "kas ; bukan komentar", "#1", "\"q\"", "~"}),
	rapid.StringMatching(`[A-Za-z0-9 :()\[\]*!;=@"-]{1,12}`),
)

// journals draws a journal with nasty texts everywhere.
func journals(t *rapid.T) *Journal {
	j := &Journal{
		Commodity: rapid.SampledFrom([]string{"", "$", "Rp", "KG gabah", "E", "A1", ","}).Draw(t, "commodity"),
		Places:    rapid.Int32Range(0, 9).Draw(t, "places"),
	}
	tags := func(label string) []Tag {
		if !rapid.Bool().Draw(t, label) {
			return nil
		}
		return []Tag{{rapid.SampledFrom([]string{"fund", "party", "x-y"}).Draw(t, label+" name"), texts.Draw(t, label+" value")}}
	}
	status := rapid.SampledFrom([]string{"", "!", "*"})
	for range rapid.IntRange(1, 4).Draw(t, "entries") {
		e := JournalEntry{
			Date:   ledger.MustDate("2026-01-01").AddDays(rapid.IntRange(-9000, 9000).Draw(t, "day")),
			Status: status.Draw(t, "status"), Code: texts.Draw(t, "code"), Description: texts.Draw(t, "description"),
			Memo: texts.Draw(t, "memo"), Tags: tags("tags"),
		}
		for range rapid.IntRange(1, 3).Draw(t, "pairs") {
			minor := rapid.Int64Range(1, ledger.MaxMinor).Draw(t, "minor")
			virtual := rapid.Bool().Draw(t, "virtual")
			for _, m := range []int64{minor, -minor} {
				q := JournalPosting{Account: accounts.Draw(t, "account"), Minor: m, Virtual: virtual,
					Status: status.Draw(t, "mark"), Memo: texts.Draw(t, "note"), Tags: tags("labels")}
				if rapid.IntRange(0, 4).Draw(t, "own day") == 0 {
					q.Date = e.Date.AddDays(1)
				}
				e.Postings = append(e.Postings, q)
			}
		}
		j.Entries = append(j.Entries, e)
	}
	return j
}

// writable gives another name to the accounts that are rightly refused: one whose
// name is nothing once it is written, and one that would be written as another is.
func writable(j *Journal) {
	owners := map[string]string{}
	for _, e := range j.Entries {
		for i, q := range e.Postings {
			written := cleanAccount(q.Account)
			if owner, taken := owners[written]; written == "" || taken && owner != q.Account {
				written = fmt.Sprintf("Nama pengganti %d", len(owners)) // longer than what is drawn
				e.Postings[i].Account = written
			}
			owners[written] = e.Postings[i].Account
		}
	}
}

// Whatever is written is read back: days, accounts, amounts, memos, tags.
func TestWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := journals(t)
		writable(j)
		text := write(t, j)
		got, err := ReadJournal(strings.NewReader(text), ReadOptions{})
		if err != nil {
			t.Fatalf("%v %v\n%s", err, paramsOf(err), text)
		}
		sameMeaning(t, j, got)
		// What has been through once does not change any more.
		if again := write(t, &Journal{Commodity: got.Commodity, Places: got.Places, Entries: got.Entries}); again != text {
			t.Fatalf("written\n%s\nread and written again\n%s", text, again)
		}
	})
}

// sameMeaning compares what was to be written with what was read: exactly in
// days and amounts, and exactly in texts that need no cleaning.
func sameMeaning(t *rapid.T, want, got *Journal) {
	if len(want.Entries) != len(got.Entries) || want.Commodity != got.Commodity || want.Places != got.Places {
		t.Fatalf("%+v\nbecame\n%+v", want, got)
	}
	same := func(what string, want, got any) {
		if !reflect.DeepEqual(want, got) {
			t.Errorf("%s became %q, was %q", what, got, want)
		}
	}
	for i, e := range want.Entries {
		g := got.Entries[i]
		same("date", e.Date, g.Date)
		same("status", e.Status, g.Status)
		same("code", cleanCode(e.Code), g.Code)
		same("description", cleanDescription(e.Description), g.Description)
		same("memo", cleanMemo(e.Memo), g.Memo)
		same("tags", formatTags(e.Tags), formatTags(g.Tags))
		same("postings", len(e.Postings), len(g.Postings))
		for k, q := range e.Postings {
			r := g.Postings[k]
			same("account", cleanAccount(q.Account), r.Account)
			same("amount", q.Minor, r.Minor)
			same("virtual", q.Virtual, r.Virtual)
			same("day", q.Date, r.Date)
			same("mark", q.Status, r.Status)
			same("labels", formatTags(q.Tags), formatTags(r.Tags))
			if q.Date == 0 && !strings.Contains(q.Memo, "date") && !strings.Contains(q.Memo, "[") {
				same("note", cleanMemo(q.Memo), r.Memo)
			}
		}
	}
}

// hledger reads what we write and comes to the same balances.
func TestHledgerReadsWhatWeWrite(t *testing.T) {
	cases := 0
	rapid.Check(t, func(t *rapid.T) {
		if cases >= 40 {
			return
		}
		j := journals(t)
		writable(j)
		cases++
		text := write(t, j)
		theirs, err := hledgerBalances(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		got, err := ReadJournal(strings.NewReader(text), ReadOptions{})
		if err != nil {
			t.Fatalf("%v", err)
		}
		sameBalances(t, ourBalances(got), theirs)
	})
	if cases == 0 {
		t.Error("hledger was asked nothing")
	}
}
