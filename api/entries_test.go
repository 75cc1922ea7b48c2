package api

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// A posted entry is answered as it is in the books, and read back the same.
func TestPostAnEntry(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		id, party, item, event := newID(), newID(), newID(), newID()
		a := h.post(b.path+"/entries", fmt.Sprintf(`{"id":"%s","day":"2026-03-01","kind":"savings.deposit","memo":"Setoran\nMaret 🌾","event":"%s","lines":[
			{"account":"1101","debit":"25000","party":"%s","item":"%s","memo":"Bu A"},{"account":"%s","credit":25000,"fund":"general"}]}`, id, event, party, item, b.account("3102")))
		says(t, a, "id", id, "book", b.id.String(), "sequence", "1", "day", "2026-03-01", "kind", "savings.deposit", "memo", "Setoran\nMaret 🌾", "event", event,
			"by", operator.Person.String(), "command", id, "reverses", "null", "reversed_by", "null",
			"lines.0.account", "1101", "lines.0.account_id", b.account("1101"), "lines.0.debit", "25000", "lines.0.credit", "null", "lines.0.fund", "general",
			"lines.0.fund_id", ledger.GeneralFund(b.id).String(), "lines.0.party", party, "lines.0.item", item, "lines.0.memo", "Bu A",
			"lines.1.account", "3102", "lines.1.debit", "null", "lines.1.credit", "25000", "lines.1.party", "null", "lines.2", "null")
		if read := h.get(b.path + "/entries/" + id); read.body != a.body {
			t.Errorf("read as %s\nposted as %s", read.body, a.body)
		}
		if read := h.get(b.path + "/entries"); read.body != `{"items":[`+a.body+`],"next_cursor":null}` {
			t.Errorf("listed as %s\nposted as %s", read.body, a.body)
		}
		says(t, h.get(b.path), "sequence", "1", "head", a.text("hash"))
		for name, want := range map[string]string{"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Idempotency-Replayed": ""} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if head := h.call("HEAD", b.path+"/entries/"+id, ""); head.status != 200 || head.body != "" || head.header.Get("Content-Length") != fmt.Sprint(len(a.body)) {
			t.Error("HEAD:", head.status, head.header)
		}
		// What is left out or null stays empty.
		plain := h.post(b.path+"/entries", `{"id":null,"day":"2026-03-01","kind":null,"memo":null,"event":null,"lines":[
			{"account":"1101","account_id":null,"debit":1,"credit":null,"fund":null,"fund_id":null,"party":null,"item":null,"memo":null},{"account":"3102","debit":"0","credit":"1"}]}`)
		says(t, plain, "kind", "manual", "memo", "null", "event", "null", "sequence", "2", "lines.0.memo", "null")
		if ledger.MustID(plain.text("id"))[6]>>4 != 7 {
			t.Error("the id we made is no UUIDv7:", plain.body)
		}
	})
}

// The same command in another form is the same command; units with decimals too.
func TestTheSameEntryAgain(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for currency, c := range map[string]struct {
			forms []string
			shown string
		}{
			"IDR": {[]string{`"1000"`, `1000`, `"1000.0"`, `"1000.00"`, `"01000"`}, "1000"},
			"USD": {[]string{`"1000"`, `1000`, `"1000.0"`, `"1000.00"`, `"1000.0000"`}, "1000.00"},
			"KG":  {[]string{`"12.5"`, `"12.50"`, `"12.500"`, `"012.5000"`}, "12.500"},
		} {
			b := h.open("group", currency)
			id := newID()
			body := func(form string) string {
				return fmt.Sprintf(`{"id":"%s","day":"2026-03-01","memo":"Uji","lines":[{"account":"1101","debit":%s},{"account":"3102","credit":%[2]s}]}`, id, form)
			}
			first := h.post(b.path+"/entries", body(c.forms[0]))
			says(t, first, "lines.0.debit", c.shown, "lines.1.credit", c.shown)
			before := h.digest()
			var again []answer
			for _, form := range c.forms {
				again = append(again, h.post(b.path+"/entries", body(form)))
			}
			form := c.forms[0]
			again = append(again,
				h.post(b.path+"/entries", fmt.Sprintf("\n{ \"lines\" : [ {\"debit\":%s , \"account\":\"1101\"}, {\"credit\":%[1]s,\"account\":\"3102\"}],\r\n \"memo\":\"U\\u006ai\",\"day\":\"2026-03-01\", \"id\":\"%s\"}\t", form, id)),
				h.post(b.path+"/entries", fmt.Sprintf(`{"id":"%s","kind":"manual","day":"2026-03-01","memo":"Uji","lines":[{"account_id":"%s","debit":%s,"credit":0,"fund":"general"},{"account":"%s","credit":%[3]s,"debit":null,"fund_id":"%[5]s"}]}`,
					strings.ToUpper(id), b.account("1101"), form, strings.ToUpper(b.account("3102")), ledger.GeneralFund(b.id))),
				h.post(b.path+"/entries", body(form), "Idempotency-Key", id),
				h.post(b.path+"/entries", strings.Replace(body(form), `"id":"`+id+`",`, "", 1), "Idempotency-Key", strings.ToUpper(id)),
				h.post(b.path+"/entries", body(form), "Accept-Language", "en"),
			)
			for i, a := range again {
				if a.body != first.body || a.header.Get("Idempotency-Replayed") != "true" {
					t.Errorf("%s: repeat %d was answered %v %s", currency, i, a.header, a.body)
				}
			}
			if h.digest() != before {
				t.Errorf("%s: repeats changed the database", currency)
			}
			says(t, h.get(b.path+"/accounts/1101"), "balance", c.shown, "debit", c.shown)
			says(t, h.get(b.path+"/trial-balance"), "total_debit", c.shown, "rows.0.debit", c.shown, "rows.0.credit", "0"+zeros(c.shown))
			says(t, h.get(b.path+"/accounts/3102/statement"), "items.0.credit", c.shown, "items.0.balance", c.shown, "closing", c.shown)
		}
	})
}

// zeros is the fraction of an amount with nothing but zeros in it.
func zeros(amount string) string {
	_, fraction, found := strings.Cut(amount, ".")
	if !found {
		return ""
	}
	return "." + strings.Repeat("0", len(fraction))
}

// Many programs that send one command at once make one entry.
func TestTheSameEntryAtOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		id := newID()
		answers := make([]answer, 16)
		var wait sync.WaitGroup
		for i := range answers {
			wait.Go(func() {
				answers[i] = h.call("POST", b.path+"/entries", plainEntry(id, "2026-03-01", "1101", "3102", "250"))
			})
		}
		wait.Wait()
		fresh := 0
		for _, a := range answers {
			if a.status != 201 || a.body != answers[0].body {
				t.Error(a.status, a.body)
			}
			if a.header.Get("Idempotency-Replayed") == "" {
				fresh++
			}
		}
		if fresh != 1 {
			t.Errorf("%d of 16 answers say they are the first", fresh)
		}
		says(t, h.get(b.path), "sequence", "1")
		says(t, h.get(b.path+"/accounts/1101"), "balance", "250")
	})
}

// What an answer shows can be posted again: its lines as they are, under a new id.
func TestAnswersCanBePostedAgain(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for _, currency := range []string{"IDR", "USD", "KG"} {
			b := h.open("group", currency)
			h.post(b.path+"/funds", `{"code":"sosial","name":"Dana sosial"}`)
			first := h.post(b.path+"/entries", fmt.Sprintf(`{"day":"2026-03-01","kind":"a.b","memo":"Uji","event":"%s","lines":[
				{"account":"1101","debit":"7","fund":"sosial","party":"%s","memo":"satu"},{"account":"1102","debit":"5","item":"%s"},
				{"account":"3102","credit":"7","fund":"sosial"},{"account":"3101","credit":"5"}]}`, newID(), newID(), newID()))
			again := h.post(b.path+"/entries", fmt.Sprintf(`{"id":"%s","day":%q,"kind":%q,"memo":%q,"event":%q,"lines":%s}`, newID(),
				first.text("day"), first.text("kind"), first.text("memo"), first.text("event"), sameLines(t, first)))
			if sameLines(t, again) != sameLines(t, first) || again.text("memo") != "Uji" || again.text("event") != first.text("event") {
				t.Errorf("posted again as %s, at first %s", again.body, first.body)
			}
			// Of the whole answer, each field that the books decide is named.
			whole := strings.Replace(first.body, first.text("id"), newID(), 1)
			h.refused(422, "book:unknown_field by:unknown_field command:unknown_field hash:unknown_field recorded_at:unknown_field sequence:unknown_field",
				"POST", b.path+"/entries", whole)
			// Changes of the dimensions are changes.
			says(t, h.get(b.path+"/trial-balance?by=fund"), "rows.0.fund", "sosial", "rows.0.account", "1101", "rows.1.fund", "general", "rows.1.account", "1102")
		}
	})
}

// A reversal mirrors its entry, once, and both say so.
func TestReversals(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "USD")
		h.post(b.path+"/funds", `{"code":"sosial","name":"Dana sosial"}`)
		party, item := newID(), newID()
		first := h.post(b.path+"/entries", fmt.Sprintf(`{"day":"2026-03-01","kind":"loan.paid","memo":"Uji","lines":[{"account":"1101","debit":"7.25","fund":"sosial","party":"%s","memo":"satu"},
			{"account":"3102","credit":"7.25","fund":"sosial","item":"%s"}]}`, party, item))
		path := b.path + "/entries/" + first.text("id") + "/reversal"
		id := newID()
		undo := h.post(path, fmt.Sprintf(`{"id":"%s","memo":"Salah orang"}`, id))
		says(t, undo, "id", id, "day", "2026-03-01", "kind", "loan.paid", "memo", "Salah orang", "reverses", first.text("id"), "sequence", "2",
			"lines.0.account", "1101", "lines.0.credit", "7.25", "lines.0.debit", "null", "lines.0.fund", "sosial", "lines.0.party", party, "lines.0.memo", "null",
			"lines.1.account", "3102", "lines.1.debit", "7.25", "lines.1.item", item)
		again := h.post(path, fmt.Sprintf(`{"memo":"Salah orang","id":"%s"}`, id))
		if again.body != undo.body || again.header.Get("Idempotency-Replayed") != "true" {
			t.Error("the reversal again:", again.body)
		}
		says(t, h.get(b.path+"/entries/"+first.text("id")), "reversed_by", id, "reverses", "null", "memo", "Uji")
		h.refused(409, "already_reversed", "POST", path, `{"id":"`+newID()+`"}`)
		for _, query := range []string{"", "?fund=sosial", "?party=" + party, "?day=2026-03-01"} {
			says(t, h.get(b.path+"/accounts/1101"+query), "balance", "0.00", "debit", "7.25", "credit", "7.25")
		}
		says(t, h.get(b.path+"/trial-balance"), "rows.0", "null", "total_debit", "0.00", "total_credit", "0.00")
		// Undoing the undoing is an entry like any other.
		redo := h.post(b.path+"/entries/"+id+"/reversal", "", "Idempotency-Key", "batal ke-2")
		says(t, redo, "reverses", id, "lines.0.debit", "7.25")
		if a := h.post(b.path+"/entries/"+id+"/reversal", "", "Idempotency-Key", "batal ke-2"); a.body != redo.body {
			t.Error("the same key again:", a.body)
		}
		says(t, h.get(b.path+"/accounts/1101?party="+party), "balance", "7.25")
		says(t, h.get(b.path+"/verification"), "ok", "true", "entries", "3")

		// Of many who undo one entry at once, one does.
		other := h.post(b.path+"/entries", plainEntry(newID(), "2026-03-02", "1101", "3102", "1"))
		answers := make([]answer, 8)
		var wait sync.WaitGroup
		for i := range answers {
			wait.Go(func() { answers[i] = h.call("POST", b.path+"/entries/"+other.text("id")+"/reversal", "") })
		}
		wait.Wait()
		made := 0
		for _, a := range answers {
			switch {
			case a.status == 201:
				made++
			case a.status != 409 || a.problem.Code != "already_reversed":
				t.Error(a.status, a.body)
			}
		}
		if made != 1 {
			t.Errorf("%d of 8 undid the entry", made)
		}
	})
}

// A transfer changes whose purpose money serves: both funds stay balanced, and
// the interfund account is zero in sum.
func TestTransfers(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "USD")
		fund := h.post(b.path+"/funds", `{"code":"sosial","name":"Dana sosial"}`).text("id")
		h.post(b.path+"/entries", plainEntry(newID(), "2026-03-01", "1101", "3102", "100"))
		id := newID()
		moved := h.post(b.path+"/transfers", `{"id":"`+id+`","day":"2026-03-02","from":{"fund":"general"},"to":{"fund":"sosial"},"amount":"30.50","memo":"Jatah sosial"}`)
		says(t, moved, "id", id, "kind", "transfer", "memo", "Jatah sosial", "day", "2026-03-02",
			"lines.0.account", "1101", "lines.0.fund", "general", "lines.0.credit", "30.50", "lines.1.account", "1902", "lines.1.fund", "general", "lines.1.debit", "30.50",
			"lines.2.account", "1101", "lines.2.fund", "sosial", "lines.2.debit", "30.50", "lines.3.account", "1902", "lines.3.fund", "sosial", "lines.3.credit", "30.50", "lines.4", "null")
		again := h.post(b.path+"/transfers", `{"amount":"30.5","id":"`+id+`","day":"2026-03-02","from":{"fund":"general","account":"1101"},"to":{"account":"`+b.account("1101")+`","fund":"`+fund+`"},"memo":"Jatah sosial"}`)
		if again.body != moved.body || again.header.Get("Idempotency-Replayed") != "true" {
			t.Error("the same transfer again:", again.body)
		}
		says(t, h.get(b.path+"/accounts/1101?fund=sosial"), "balance", "30.50")
		says(t, h.get(b.path+"/accounts/1101?fund=general"), "balance", "69.50")
		says(t, h.get(b.path+"/accounts/1101"), "balance", "100.00")
		says(t, h.get(b.path+"/accounts/1902"), "balance", "0.00")
		for _, f := range []string{"general", "sosial"} {
			a := h.get(b.path + "/trial-balance?fund=" + f)
			if a.text("total_debit") != a.text("total_credit") || a.text("total_debit") == "0.00" {
				t.Errorf("the fund %s is not balanced: %s", f, a.body)
			}
		}
		// From an account of one fund to another account of another.
		h.post(b.path+"/transfers", `{"day":"2026-03-03","from":{"fund":"sosial","account":"1101"},"to":{"fund":"general","account":"1102"},"amount":10}`)
		says(t, h.get(b.path+"/accounts/1102?fund=general"), "balance", "10.00")
		// It is undone like any entry, interfund lines and all.
		says(t, h.post(b.path+"/entries/"+id+"/reversal", ""), "lines.1.account", "1902", "lines.1.credit", "30.50")
		says(t, h.get(b.path+"/accounts/1101?fund=sosial"), "balance", "-10.00")
		// But its lines cannot be posted by hand.
		h.refused(422, "lines[1].account:interfund_reserved lines[3].account:interfund_reserved", "POST", b.path+"/entries", `{"day":"2026-03-02","lines":`+sameLines(t, moved)+`}`)
		says(t, h.get(b.path+"/verification"), "ok", "true")
	})
}

// Pages show every entry that was there exactly once, in both orders, with every
// filter, also while new entries arrive.
func TestPagesOfEntries(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		v := newVillage(h, "IDR", 60)
		filters := map[string]func(e villageEntry) bool{
			"":                               func(villageEntry) bool { return true },
			"kind=savings.deposit":           func(e villageEntry) bool { return e.kind == "savings.deposit" },
			"kind=nothing":                   func(villageEntry) bool { return false },
			"account=1101":                   func(e villageEntry) bool { return e.has(func(l villageLine) bool { return l.account == "1101" }) },
			"account=" + v.account("1102"):   func(e villageEntry) bool { return e.has(func(l villageLine) bool { return l.account == "1102" }) },
			"party=" + v.parties[0]:          func(e villageEntry) bool { return e.has(func(l villageLine) bool { return l.party == v.parties[0] }) },
			"item=" + v.items[0]:             func(e villageEntry) bool { return e.has(func(l villageLine) bool { return l.item == v.items[0] }) },
			"party=" + newID():               func(villageEntry) bool { return false },
			"day=2026-02-03":                 func(e villageEntry) bool { return e.day == "2026-02-03" },
			"from=2026-02-01":                func(e villageEntry) bool { return e.day >= "2026-02-01" },
			"to=2026-02-01":                  func(e villageEntry) bool { return e.day <= "2026-02-01" },
			"from=2026-01-10&to=2026-02-20":  func(e villageEntry) bool { return e.day >= "2026-01-10" && e.day <= "2026-02-20" },
			"from=2026-03-01&to=2026-02-01":  func(villageEntry) bool { return false },
			"day=2026-02-03&from=2026-02-04": func(villageEntry) bool { return false },
			"day=2026-02-03&to=2026-02-02":   func(villageEntry) bool { return false },
			"day=2026-02-03&from=2026-02-01&to=2026-02-28": func(e villageEntry) bool { return e.day == "2026-02-03" },
			"account=3102&party=" + v.parties[1] + "&kind=loan.paid&from=2026-01-15": func(e villageEntry) bool {
				return e.kind == "loan.paid" && e.day >= "2026-01-15" && e.has(func(l villageLine) bool { return l.account == "3102" && l.party == v.parties[1] })
			},
			"item=" + v.items[1] + "&account=1101": func(e villageEntry) bool {
				return e.has(func(l villageLine) bool { return l.account == "1101" && l.item == v.items[1] })
			},
			"party=" + v.parties[0] + "&item=" + v.items[0]: func(e villageEntry) bool {
				return e.has(func(l villageLine) bool { return l.party == v.parties[0] && l.item == v.items[0] })
			},
		}
		inOrder := slices.Clone(v.entries)
		slices.SortStableFunc(inOrder, func(a, b villageEntry) int { return strings.Compare(a.day, b.day) }) // they are in order of sequence
		someMatched := 0
		for filter, matches := range filters {
			var want []string
			for _, e := range inOrder {
				if matches(e) {
					want = append(want, e.id)
				}
			}
			if len(want) > 1 && len(want) < len(inOrder) {
				someMatched++
			}
			for _, order := range []string{"", "oldest", "newest"} {
				for _, limit := range []string{"1", "7", "60", "200"} {
					if limit == "1" && len(want) > 20 {
						continue
					}
					query, err := url.ParseQuery(filter)
					if err != nil {
						t.Fatal(err)
					}
					query.Set("limit", limit)
					if order != "" {
						query.Set("order", order)
					}
					expected := slices.Clone(want)
					if order == "newest" {
						slices.Reverse(expected)
					}
					if got := h.walk(v.path+"/entries", query, "id"); !slices.Equal(got, expected) {
						t.Errorf("pages of %s with %q in order %q hold %d entries, want %d: %v, %v", limit, filter, order, len(got), len(want), got, expected)
					}
				}
			}
		}
		if someMatched < 10 {
			t.Errorf("only %d filters choose some entries and leave others: the test shows little", someMatched)
		}

		// Between two pages entries arrive, before, at and behind the place we are at.
		for _, order := range []string{"oldest", "newest"} {
			there := h.walk(v.path+"/entries", url.Values{"order": {order}, "limit": {"200"}}, "id")
			arrived := 0
			got := h.walk(v.path+"/entries", url.Values{"order": {order}, "limit": {"5"}}, "id", func() {
				if arrived++; arrived <= 8 {
					for _, day := range []string{"2025-12-01", "2026-02-03", "2026-04-01"} {
						h.post(v.path+"/entries", plainEntry(newID(), day, "1101", "3102", "1"))
					}
				}
			})
			seen := map[string]int{}
			for _, id := range got {
				if seen[id]++; seen[id] > 1 {
					t.Errorf("%s: the entry %s was shown twice", order, id)
				}
			}
			for _, id := range there {
				if seen[id] != 1 {
					t.Errorf("%s: an entry that was there was shown %d times", order, seen[id])
				}
			}
		}
	})
}

// Entries of 5,000 lines are posted, read and listed.
func TestLongEntries(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		lines := strings.Repeat(`{"account":"1101","debit":1},`, 4999)
		a := h.post(b.path+"/entries", `{"day":"2026-03-01","lines":[`+lines+`{"account":"3102","credit":4999}]}`)
		says(t, a, "lines.4999.credit", "4999", "lines.5000", "null")
		if read := h.get(b.path + "/entries/" + a.text("id")); read.body != a.body {
			t.Error("read otherwise than posted")
		}
		statement := h.walk(b.path+"/accounts/1101/statement", url.Values{"limit": {"200"}}, "balance")
		if len(statement) != 4999 || statement[4998] != "4999" || statement[0] != "1" {
			t.Errorf("the statement has %d lines", len(statement))
		}
		var entry struct{ Lines []json.RawMessage }
		if err := json.Unmarshal([]byte(a.body), &entry); err != nil || len(entry.Lines) != 5000 {
			t.Error(len(entry.Lines), err)
		}
	})
}
