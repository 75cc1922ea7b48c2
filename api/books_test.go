package api

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// A book starts with the chart of its kind, its general fund and its unit.
func TestOpenBooks(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for i, c := range []struct{ fields, currency, places string }{
			{`"kind":"group"`, "IDR", "0"}, {`"kind":"programme","currency":"USD"`, "USD", "2"}, {`"kind":"business","currency":"KG"`, "KG", "3"},
			{`"kind":"household","currency":"IDR","places":0`, "IDR", "0"}, {`"kind":"practice","currency":"USD","places":2`, "USD", "2"},
			{`"kind":"general","currency":"karung beras","places":4`, "karung beras", "4"}, {`"kind":"general","currency":"Rp","places":9`, "Rp", "9"},
			{`"kind":"group","currency":null,"places":null`, "IDR", "0"},
		} {
			id := store.NewBookID().String()
			a := h.post("/v1/books", fmt.Sprintf(`{"id":"%s","name":"Buku %d",%s}`, id, i, c.fields))
			says(t, a, "id", id, "name", fmt.Sprintf("Buku %d", i), "currency", c.currency, "places", c.places, "epoch", "1", "sequence", "0",
				"head", strings.Repeat("0", 64), "closed_through", "null")
			if read := h.get("/v1/books/" + id); read.body != a.body {
				t.Errorf("read as %s, opened as %s", read.body, a.body)
			}
			if read := h.get("/v1/books/" + strings.ToUpper(id)); read.body != a.body {
				t.Error("an id in capitals names another book")
			}
			kind := ledger.BookKind(a.text("kind"))
			codes := h.walk("/v1/books/"+id+"/accounts", url.Values{"limit": {"7"}}, "code")
			if want := len(ledger.Chart(kind, ledger.MustID(id))); len(codes) != want || !slices.IsSorted(codes) {
				t.Errorf("a %s book has the accounts %v, want %d of them in order", kind, codes, want)
			}
			says(t, h.get("/v1/books/"+id+"/funds"), "items.0.code", "general", "items.0.restricted", "false", "items.1", "null", "next_cursor", "null")
			says(t, h.get("/v1/books/"+id+"/periods"), "items.0", "null")
			says(t, h.get("/v1/books/"+id+"/verification"), "ok", "true", "entries", "0", "sequence", "0", "head", strings.Repeat("0", 64))
		}
		all := h.walk("/v1/books", url.Values{"limit": {"3"}}, "id")
		if sorted := slices.Sorted(slices.Values(all)); len(all) != 8 || !slices.Equal(all, sorted) || len(slices.Compact(sorted)) != 8 {
			t.Errorf("the books are listed as %v", all)
		}
		if again := h.walk("/v1/books", nil, "id"); !slices.Equal(all, again) {
			t.Error("the pages of three hold other books than the whole list")
		}
	})
}

// Opening again with the same id, in whatever form, changes nothing and says so.
func TestOpeningAgain(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		for name, c := range map[string]struct{ path, body, again string }{
			"book": {"/v1/books", `{"id":"%s","kind":"group","name":"Melati"}`, ` { "name" : "Melati", "currency":"IDR", "places":0, "kind":"group", "id":"%s"}`},
			"account": {b.path + "/accounts", `{"id":"%s","code":"9901","names":{"id":"Akun"},"class":"asset"}`,
				`{"names":{"en":"","id":"Ak\u0075n"},"normal":"debit","class":"asset","role":"","code":"9901","id":"%s"}`},
			"fund":   {b.path + "/funds", `{"id":"%s","code":"sosial","name":"Dana sosial"}`, `{"restricted":false,"name":"Dana sosial","code":"sosial","id":"%s"}`},
			"period": {b.path + "/periods", `{"id":"%s","through":"2026-01-31"}`, "\n{\"through\":\"2026-01-31\",\t\"id\":\"%s\"}\n"},
		} {
			id := newID()
			if name == "book" {
				id = store.NewBookID().String()
			}
			first := h.post(c.path, fmt.Sprintf(c.body, id))
			before := h.digest()
			for _, repeat := range []answer{
				h.post(c.path, fmt.Sprintf(c.body, id)),
				h.post(c.path, fmt.Sprintf(c.again, id)),
				h.post(c.path, fmt.Sprintf(c.again, strings.ToUpper(id))),
				h.post(c.path, fmt.Sprintf(c.body, id), "Idempotency-Key", id),
				h.post(c.path, strings.Replace(fmt.Sprintf(c.body, id), `"id":"`+id+`",`, "", 1), "Idempotency-Key", id),
			} {
				if repeat.body != first.body || repeat.header.Get("Idempotency-Replayed") != "true" {
					t.Errorf("the same %s again was answered %v %s, at first %s", name, repeat.header, repeat.body, first.body)
				}
			}
			if first.header.Get("Idempotency-Replayed") != "" {
				t.Errorf("the first %s is said to be a repeat", name)
			}
			if h.digest() != before {
				t.Errorf("repeating the %s changed the database", name)
			}
		}
		// A text as key is an id of its own, in each book.
		body := `{"code":"%s","name":"Dana"}`
		first := h.post(b.path+"/funds", fmt.Sprintf(body, "satu"), "Idempotency-Key", "dana ke-2")
		other := h.open("group", "IDR")
		elsewhere := h.post(other.path+"/funds", fmt.Sprintf(body, "satu"), "Idempotency-Key", "dana ke-2")
		again := h.post(b.path+"/funds", fmt.Sprintf(body, "satu"), "Idempotency-Key", "dana ke-2")
		if first.body != again.body || first.text("id") == elsewhere.text("id") || again.header.Get("Idempotency-Replayed") != "true" {
			t.Error(first.body, again.body, elsewhere.body)
		}
		// Without any id each request is a command of its own.
		one, two := h.post("/v1/books", `{"kind":"group","name":"Mawar"}`), h.post("/v1/books", `{"kind":"group","name":"Mawar"}`)
		if one.text("id") == two.text("id") || ledger.MustID(one.text("id"))[6]>>4 != 4 {
			t.Error("two books, or an id that is not random:", one.body, two.body)
		}
	})
}

// Accounts and funds are found by code and by id, whatever the code looks like.
func TestAccountsAndFunds(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		says(t, h.get(b.path+"/accounts/1101"), "account.code", "1101", "account.role", "cash_box", "account.class", "asset", "account.normal", "debit",
			"account.id", b.account("1101"), "balance", "0", "debit", "0", "credit", "0", "day", "null")
		contra := h.post(b.path+"/accounts", `{"code":"1292","names":{"id":"Penyisihan","en":"Allowance"},"class":"asset","normal":"credit","role":"loss_allowance"}`)
		says(t, contra, "normal", "credit", "role", "loss_allowance", "names.id", "Penyisihan", "names.en", "Allowance")
		for _, side := range []struct{ class, normal string }{{"asset", "debit"}, {"expense", "debit"}, {"liability", "credit"}, {"equity", "credit"}, {"income", "credit"}} {
			says(t, h.post(b.path+"/accounts", fmt.Sprintf(`{"code":"kelas %s","names":{"id":"x"},"class":"%[1]s"}`, side.class)), "normal", side.normal)
		}
		for _, code := range []string{"aset:kas/bank 1", "100% kas", "kas?", "kas#1", "a+b", "statement", "..", "kas ꦱꦫꦺ", "<b>", `"`, "a&b=c", "%2F", strings.Repeat("é", 200)} {
			made := h.post(b.path+"/accounts", fmt.Sprintf(`{"code":%q,"names":{"id":"Akun"},"class":"asset"}`, code))
			says(t, made, "code", code)
			id := made.text("id")
			for _, ref := range []string{id, strings.ToUpper(id), url.PathEscape(code)} {
				if ref == ".." {
					continue // clients cut it out of a path: such an account is read by its id
				}
				says(t, h.get(b.path+"/accounts/"+ref), "account.id", id, "account.code", code)
				says(t, h.get(b.path+"/accounts/"+ref+"/statement"), "account.id", id, "opening", "0", "closing", "0")
			}
			h.post(b.path+"/entries", fmt.Sprintf(`{"day":"2026-03-01","lines":[{"account":%q,"debit":1},{"account":"3102","credit":1}]}`, code))
			entries := h.get(b.path + "/entries?account=" + url.QueryEscape(code))
			says(t, entries, "items.0.lines.0.account", code, "items.0.lines.0.account_id", id, "items.1", "null")
		}
		// A code that looks like an id could be taken for another account's.
		for _, path := range []string{"/accounts", "/funds"} {
			for _, id := range []string{b.account("1101"), strings.ToUpper(newID())} {
				body := `{"code":"` + id + `","names":{"id":"Akun"},"class":"asset"}`
				if path == "/funds" {
					body = `{"code":"` + id + `","name":"Dana"}`
				}
				h.refused(422, "code:invalid_text", "POST", b.path+path, body)
			}
		}
		codes := h.walk(b.path+"/accounts", url.Values{"limit": {"1"}}, "code")
		if !slices.IsSorted(codes) || len(codes) != 43+1+5+13 {
			t.Errorf("%d accounts, in order: %v", len(codes), slices.IsSorted(codes))
		}

		origin := `"origin_book":"` + newID() + `","origin_fund":"` + newID() + `"`
		restricted := h.post(b.path+"/funds", `{"code":"hibah","name":"Hibah","restricted":true,`+origin+`}`)
		says(t, restricted, "restricted", "true")
		if !strings.Contains(restricted.body, origin) {
			t.Error("where the fund comes from is lost:", restricted.body)
		}
		for _, code := range []string{"arisan", "Zakat", "sosial", "a/b c"} {
			h.post(b.path+"/funds", fmt.Sprintf(`{"code":%q,"name":"Dana"}`, code))
		}
		for _, limit := range []string{"1", "2", "5", "200"} {
			if got := h.walk(b.path+"/funds", url.Values{"limit": {limit}}, "code"); !slices.Equal(got, []string{"general", "Zakat", "a/b c", "arisan", "hibah", "sosial"}) {
				t.Errorf("pages of %s hold the funds %q", limit, got)
			}
		}
		for _, ref := range []string{"a/b c", restricted.text("id"), strings.ToUpper(restricted.text("id")), "general"} {
			h.post(b.path+"/entries", fmt.Sprintf(`{"day":"2026-03-01","lines":[{"account":"1101","debit":3,"fund":%q},{"account":"3102","credit":3,"fund":%[1]q}]}`, ref))
			says(t, h.get(b.path+"/accounts/3102?fund="+url.QueryEscape(ref)), "debit", "0")
		}
		says(t, h.get(b.path+"/accounts/3102?fund=hibah"), "balance", "6", "credit", "6")
		says(t, h.get(b.path+"/trial-balance?fund=a%2Fb%20c"), "total_debit", "3", "rows.0.account", "1101", "rows.1.account", "3102", "rows.2", "null")
	})
}

// Days are closed forward only; what comes late goes to an open day.
func TestClosePeriods(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		january, february := newID(), newID()
		h.post(b.path+"/entries", plainEntry(january, "2026-01-15", "1101", "3102", "100"))
		h.post(b.path+"/entries", plainEntry(february, "2026-02-10", "1101", "3102", "200"))
		for _, day := range []string{"2025-12-31", "2026-01-31", "2026-02-15"} {
			says(t, h.post(b.path+"/periods", `{"through":"`+day+`"}`), "closed_through", day, "sequence", "2")
		}
		says(t, h.get(b.path), "closed_through", "2026-02-15")
		if got := h.walk(b.path+"/periods", url.Values{"limit": {"2"}}, "through"); !slices.Equal(got, []string{"2025-12-31", "2026-01-31", "2026-02-15"}) {
			t.Error("the closings are", got)
		}
		says(t, h.get(b.path+"/periods"), "items.0.by", operator.Person.String())
		h.refused(409, "day:closed_period", "POST", b.path+"/entries", plainEntry(newID(), "2026-02-15", "1101", "3102", "1"))
		h.post(b.path+"/entries", plainEntry(newID(), "2026-02-16", "1101", "3102", "1"))

		// The entry of a closed day is undone on the next open one.
		undone := h.post(b.path+"/entries/"+january+"/reversal", "")
		says(t, undone, "day", "2026-02-16", "reverses", january, "lines.0.credit", "100", "lines.1.debit", "100")
		says(t, h.post(b.path+"/entries/"+february+"/reversal", `{"day":"2026-03-05"}`), "day", "2026-03-05")
		says(t, h.get(b.path+"/accounts/1101?day=2026-02-15"), "balance", "300", "day", "2026-02-15")
		says(t, h.get(b.path+"/accounts/1101?day=2026-02-16"), "balance", "201")
		says(t, h.get(b.path+"/accounts/1101"), "balance", "1", "debit", "301", "credit", "300")

		// A repeat of what was posted before the close still gets its answer.
		again := h.post(b.path+"/entries", plainEntry(january, "2026-01-15", "1101", "3102", "100"))
		says(t, again, "id", january, "reversed_by", undone.text("id"))
		if again.header.Get("Idempotency-Replayed") != "true" {
			t.Error("not said to be a repeat")
		}
		says(t, h.get(b.path+"/verification"), "ok", "true", "entries", "5")
	})
}

// Damage that somebody plants past the server and past the seals is found, and
// the first wrong row is named.
func TestVerificationFindsDamage(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		h.post(b.path+"/funds", `{"code":"sosial","name":"Dana sosial"}`)
		for i := range 3 {
			h.post(b.path+"/entries", fmt.Sprintf(`{"day":"2026-03-0%d","memo":"Setoran","lines":[{"account":"1101","debit":100},{"account":"3102","credit":100}]}`, i+1))
		}
		good := h.get(b.path + "/verification")
		says(t, good, "ok", "true", "entries", "3", "lines", "6", "sequence", "3", "findings.0", "null", "head", h.get(b.path).text("head"))
		unseal := []string{"ALTER TABLE lines DISABLE TRIGGER ALL", "ALTER TABLE entries DISABLE TRIGGER ALL", "ALTER TABLE texts DISABLE TRIGGER ALL"}
		if !h.postgres {
			unseal = []string{"DROP TRIGGER lines_no_update", "DROP TRIGGER lines_no_delete", "DROP TRIGGER entries_no_update", "DROP TRIGGER texts_no_update"}
		}
		h.exec(unseal...)
		for _, c := range []struct{ name, damage, repair, row string }{
			{"an amount", "UPDATE lines SET amount = amount * 2 WHERE seq = 2", "UPDATE lines SET amount = amount / 2 WHERE seq = 2", "entries seq 2"},
			{"a day", "UPDATE lines SET day = 20260309 WHERE seq = 2 AND n = 1", "UPDATE lines SET day = 20260302 WHERE seq = 2 AND n = 1", "lines seq 2 n 1"},
			{"a kind", "UPDATE entries SET kind = 'gift' WHERE seq = 3", "UPDATE entries SET kind = 'manual' WHERE seq = 3", "entries seq 3"},
			{"a memo", "UPDATE texts SET body = 'Pinjaman' WHERE seq = 1", "UPDATE texts SET body = 'Setoran' WHERE seq = 1", "entries seq 1"},
			{"a balance", "UPDATE totals SET debit = debit + 1 WHERE debit > 0", "UPDATE totals SET debit = debit - 1 WHERE debit > 0", "totals account " + b.account("1101")},
			{"a day's balance", "UPDATE days SET credit = credit + 1 WHERE day = 20260302 AND credit > 0", "UPDATE days SET credit = credit - 1 WHERE day = 20260302 AND credit > 0", "days account " + b.account("3102")},
			{"the end of the chain", "UPDATE books SET seq = 2", "UPDATE books SET seq = 3", "books"},
			{"an account", "UPDATE accounts SET class = 'expense' WHERE code = '1101'", "UPDATE accounts SET class = 'asset' WHERE code = '1101'", "accounts " + b.account("1101")},
			{"a fund", "UPDATE funds SET restricted = 1 WHERE code = 'sosial'", "UPDATE funds SET restricted = 0 WHERE code = 'sosial'", "funds "},
		} {
			h.exec(c.damage)
			a := h.get(b.path + "/verification")
			if a.text("ok") != "false" || !strings.HasPrefix(a.text("findings.0.row"), c.row) || a.text("findings.0.what") == "" {
				t.Errorf("%s was changed, and verification says %s", c.name, a.body)
			}
			h.exec(c.repair)
			if a := h.get(b.path + "/verification"); a.body != good.body {
				t.Fatalf("%s was repaired, and verification says %s", c.name, a.body)
			}
		}
	})
}
