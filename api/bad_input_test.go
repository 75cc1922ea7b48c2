package api

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// secretValue stands in requests where a person might have put something
// private. No answer may hold it.
const secretValue = "rahasia4711"

// badInput is one request that must be refused.
type badInput struct {
	name, method, path, body string
	headers                  []string
	status                   int
	want                     string // the fields and their codes, or the code alone
	echo                     string // what was sent and must not come back
}

// refusals sends each request in both languages. Each must be refused with its
// status and its fields, in sentences that differ, without an echo, and must
// leave no trace in the database.
func (h *house) refusals(t *testing.T, cases []badInput) {
	t.Helper()
	before := h.digest()
	names := map[string]bool{}
	for batch := range slices.Chunk(cases, 20) {
		for _, c := range batch {
			h.refusal(t, c, names)
		}
		if after := h.digest(); after != before {
			t.Errorf("one of these left a trace in the database:")
			for _, c := range batch {
				t.Errorf("\t%s: %s %.100s %.200s", c.name, c.method, c.path, c.body)
			}
			before = after
		}
	}
	if strings.Contains(h.log.String(), secretValue) {
		t.Error("the log holds what was sent")
	}
	if strings.Contains(h.log.String(), `"level":"ERROR"`) {
		t.Error("something was our own fault:", h.log.String())
	}
}

func (h *house) refusal(t *testing.T, c badInput, names map[string]bool) {
	t.Helper()
	if names[c.name] {
		t.Errorf("two cases are called %q", c.name)
	}
	names[c.name] = true
	ask := func(lang string) answer {
		headers := append([]string{"Accept-Language", lang}, c.headers...)
		if c.body != "" && !strings.Contains(strings.Join(c.headers, " "), "Content-Type") {
			headers = append(headers, "Content-Type", "application/json")
		}
		return h.do(c.method, c.path, c.body, headers...)
	}
	id, en := ask("id"), ask("en")
	for _, a := range []answer{id, en} {
		if a.status != c.status || problemOfAnswer(a) != c.want {
			t.Errorf("%s: %s %.100s %.200s\nanswered %d %s, want %d %s", c.name, c.method, c.path, c.body, a.status, a.body, c.status, c.want)
			continue
		}
		if got := a.header.Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s answered as %q", c.name, got)
		}
		said := strings.ReplaceAll(a.body, a.problem.RequestID, "")
		for _, secret := range []string{secretValue, c.echo} {
			if secret != "" && strings.Contains(said, secret) {
				t.Errorf("%s echoes %q: %s", c.name, secret, a.body)
			}
		}
	}
	inOwnWords(t, c.name, id, en)
}

// inOwnWords compares the Indonesian and the English answer to one request.
func inOwnWords(t *testing.T, name string, id, en answer) {
	t.Helper()
	if id.header.Get("Content-Language") != "id" || en.header.Get("Content-Language") != "en" {
		t.Errorf("%s answered in %q and %q", name, id.header.Get("Content-Language"), en.header.Get("Content-Language"))
	}
	general := map[string]bool{"Permintaan ini tidak dapat diterima.": true, "This request cannot be accepted.": true}
	pairs := [][2]string{{id.problem.Detail, en.problem.Detail}, {id.problem.Title, en.problem.Title}}
	for i := range min(len(id.problem.Errors), len(en.problem.Errors)) {
		pairs = append(pairs, [2]string{id.problem.Errors[i].Detail, en.problem.Errors[i].Detail})
	}
	for _, p := range pairs {
		if p[0] == "" || p[1] == "" || p[0] == p[1] || general[p[0]] || general[p[1]] {
			t.Errorf("%s says %q and %q", name, p[0], p[1])
		}
	}
}

// scene is a house with books in which something can go wrong.
type scene struct {
	*house
	book, other, usd, general opened
	fund, entry, undone, done string // ids: of the fund sosial, of entries that stand, are undone, undo
}

func newScene(h *house) scene {
	s := scene{house: h, book: h.open("group", "IDR"), other: h.open("business", "IDR"), usd: h.open("group", "USD"), general: h.open("general", "IDR"),
		fund: newID(), entry: newID(), undone: newID(), done: newID()}
	h.post(s.book.path+"/funds", fmt.Sprintf(`{"id":"%s","code":"sosial","name":"Dana sosial"}`, s.fund))
	h.post(s.general.path+"/accounts", `{"code":"kas","names":{"id":"Kas"},"class":"asset"}`)
	h.post(s.general.path+"/funds", `{"code":"sosial","name":"Dana sosial"}`)
	h.post(s.book.path+"/periods", `{"through":"2025-12-31"}`)
	h.post(s.book.path+"/entries", plainEntry(s.entry, "2026-03-01", "1101", "3102", "250"))
	h.post(s.book.path+"/entries", plainEntry(s.undone, "2026-03-02", "1101", "3102", "100"))
	h.post(s.book.path+"/entries/"+s.undone+"/reversal", fmt.Sprintf(`{"id":"%s"}`, s.done))
	h.post(s.other.path+"/entries", plainEntry(newID(), "2026-03-01", "1101", "3101", "7"))
	return s
}

// commands are all routes that change something, each with a body that would be
// accepted.
func (s scene) commands() map[string]string {
	return map[string]string{
		"/v1/books":               `{"kind":"group","name":"Buku baru","currency":"IDR"}`,
		s.book.path + "/accounts": `{"code":"9901","names":{"id":"Akun baru","en":"New account"},"class":"asset"}`,
		s.book.path + "/funds":    `{"code":"arisan","name":"Arisan"}`,
		s.book.path + "/entries":  goodEntry,
		s.book.path + "/entries/" + s.entry + "/reversal": `{"day":"2026-03-09","memo":"Salah ketik"}`,
		s.book.path + "/transfers":                        goodTransfer,
		s.book.path + "/periods":                          `{"through":"2026-01-31"}`,
		s.book.path + "/limits":                           `{"account":"1102","floor":"0"}`,
	}
}

const (
	goodEntry    = `{"day":"2026-03-01","memo":"Uji","lines":[{"account":"1101","debit":"250"},{"account":"3102","credit":"250"}]}`
	goodTransfer = `{"day":"2026-03-01","from":{"fund":"general"},"to":{"fund":"sosial"},"amount":"250","memo":"Uji"}`
)

// swap changes one part of a body, which must have it.
func swap(body, old, new string) string {
	if !strings.Contains(body, old) {
		panic("the body lacks " + old)
	}
	return strings.Replace(body, old, new, 1)
}

// put adds a field in front of the others.
func put(body, field string) string { return swap(body, "{", "{"+field+",") }

func (s scene) onEntries(name, body, want string) badInput {
	return badInput{name: "entry: " + name, method: "POST", path: s.book.path + "/entries", body: body, status: 422, want: want}
}

// What is wrong with an entry is said, with the line it is in.
func TestBadEntries(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		s := newScene(h)
		debit := func(with string) string { return swap(goodEntry, `"account":"1101"`, with) }
		inFund := func(body string) string { return swap(body, `"credit":"250"`, `"credit":"250","fund":"sosial"`) }
		many := func(n int) string {
			return swap(goodEntry, `"lines":[`, `"lines":[`+strings.Repeat(`{"account":"1101","debit":1},`, n-2))
		}
		var interfund string
		accounts := h.get(s.book.path + "/accounts?limit=200")
		for i := range list(accounts.at("items")) {
			if accounts.text(fmt.Sprintf("items.%d.role", i)) == "interfund" {
				interfund = accounts.text(fmt.Sprintf("items.%d.id", i))
			}
		}
		h.refusals(t, []badInput{
			s.onEntries("unbalanced", swap(goodEntry, `"debit":"250"`, `"debit":"251"`), "lines:unbalanced"),
			s.onEntries("both lines on one side", swap(goodEntry, `"credit"`, `"debit"`), "lines:unbalanced"),
			s.onEntries("unbalanced within a fund", inFund(goodEntry), "lines:unbalanced_fund"),
			s.onEntries("one line", `{"day":"2026-03-01","lines":[{"account":"1101","debit":"250"}]}`, "lines:too_few_lines"),
			s.onEntries("no lines", `{"day":"2026-03-01","lines":[]}`, "lines:too_few_lines"),
			s.onEntries("lines missing", `{"day":"2026-03-01"}`, "lines:required"),
			s.onEntries("lines null", `{"day":"2026-03-01","lines":null}`, "lines:invalid_type"),
			s.onEntries("lines an object", `{"day":"2026-03-01","lines":{}}`, "lines:invalid_type"),
			s.onEntries("a line null", `{"day":"2026-03-01","lines":[null,null]}`, "lines[0]:invalid_type lines[1]:invalid_type"),
			s.onEntries("a line a text", `{"day":"2026-03-01","lines":["`+secretValue+`",{"account":"3102","credit":1}]}`, "lines[0]:invalid_type"),
			s.onEntries("5,001 lines", many(5001), "lines:too_many_lines"),
			s.onEntries("unknown account by code", debit(`"account":"`+secretValue+`"`), "lines[0].account:unknown_account"),
			s.onEntries("unknown account by id", debit(`"account":"`+newID()+`"`), "lines[0].account:unknown_account"),
			s.onEntries("unknown account by account_id", debit(`"account_id":"`+newID()+`"`), "lines[0].account:unknown_account"),
			s.onEntries("account of another book", debit(`"account":"`+s.other.account("1101")+`"`), "lines[0].account:unknown_account"),
			s.onEntries("account of another book by account_id", debit(`"account_id":"`+s.other.account("1101")+`"`), "lines[0].account:unknown_account"),
			s.onEntries("no account", debit(`"memo":"x"`), "lines[0].account:required"),
			s.onEntries("empty account", debit(`"account":""`), "lines[0].account:required"),
			s.onEntries("account a number", debit(`"account":1101`), "lines[0].account:invalid_type"),
			s.onEntries("account with spaces around", debit(`"account":" 1101 "`), "lines[0].account:unknown_account"),
			s.onEntries("two accounts in one line", debit(`"account":"1101","account_id":"`+s.book.account("1102")+`"`), "lines[0].account_id:id_mismatch"),
			s.onEntries("two funds in one line", debit(`"account":"1101","fund":"general","fund_id":"`+s.fund+`"`), "lines[0].fund_id:id_mismatch"),
			s.onEntries("unknown fund by code", debit(`"account":"1101","fund":"`+secretValue+`"`), "lines[0].fund:unknown_fund"),
			s.onEntries("unknown fund by id", debit(`"account":"1101","fund":"`+newID()+`"`), "lines[0].fund:unknown_fund"),
			s.onEntries("unknown fund by fund_id", debit(`"account":"1101","fund_id":"`+newID()+`"`), "lines[0].fund:unknown_fund"),
			s.onEntries("fund of another book", debit(`"account":"1101","fund":"`+ledger.GeneralFund(s.other.id).String()+`"`), "lines[0].fund:unknown_fund"),
			s.onEntries("interfund account by code", debit(`"account":"1902"`), "lines[0].account:interfund_reserved"),
			s.onEntries("interfund account by id", debit(`"account":"`+interfund+`"`), "lines[0].account:interfund_reserved"),
			s.onEntries("both sides", swap(goodEntry, `"debit":"250"`, `"debit":"250","credit":"250"`), "lines[0]:debit_and_credit"),
			s.onEntries("no side", swap(goodEntry, `,"debit":"250"`, ``), "lines[0]:amount_missing"),
			s.onEntries("both sides zero", swap(goodEntry, `"debit":"250"`, `"debit":"0","credit":0`), "lines[0].debit:amount_not_positive"),
			s.onEntries("both sides null", swap(goodEntry, `"debit":"250"`, `"debit":null,"credit":null`), "lines[0]:amount_missing"),
			s.onEntries("several mistakes in several lines", `{"day":"2026-03-01","lines":[{"account":"x","debit":1},{"account":"1101"},{"account":"1101","debit":1,"fund":"y"}]}`,
				"lines[0].account:unknown_account lines[1]:amount_missing lines[2].fund:unknown_fund"),
			s.onEntries("kind with capitals", put(goodEntry, `"kind":"Jual"`), "kind:invalid_format"),
			s.onEntries("kind with a hyphen", put(goodEntry, `"kind":"jual-beli"`), "kind:invalid_format"),
			s.onEntries("kind too long", put(goodEntry, `"kind":"`+strings.Repeat("k", 65)+`"`), "kind:too_long"),
			{name: "too many places for the dollar", method: "POST", path: s.usd.path + "/entries", body: strings.ReplaceAll(goodEntry, `"250"`, `"2.505"`),
				status: 422, want: "lines[0].debit:too_many_places lines[1].credit:too_many_places", echo: "2.505"},
			{name: "too much for the dollar", method: "POST", path: s.usd.path + "/entries", body: strings.ReplaceAll(goodEntry, `"250"`, `"10000000000000.01"`),
				status: 422, want: "lines[0].debit:amount_too_large lines[1].credit:amount_too_large", echo: "0000.01"},
		})
		if a := h.do("POST", s.book.path+"/entries", many(5000)); problemOfAnswer(a) != "lines:unbalanced" {
			t.Error("5,000 lines are refused for another reason than not being balanced:", a.body)
		}
		h.refused(422, "lines[0].debit:amount_too_large lines[1].credit:amount_too_large", "POST", s.book.path+"/entries",
			strings.ReplaceAll(goodEntry, `"250"`, "1000000000000001"))
		h.post(s.book.path+"/entries", strings.ReplaceAll(goodEntry, `"250"`, "1000000000000000"))
	})
}

// badAmounts are amounts no rupiah book takes, as they stand in JSON.
var badAmounts = map[string]string{
	`"0"`: "amount_not_positive", `0`: "amount_not_positive", `"0.0"`: "amount_not_positive", `-0`: "amount_not_positive", `"-0"`: "amount_not_positive",
	`"-250"`: "amount_not_positive", `-250`: "amount_not_positive",
	`"12.5"`: "too_many_places", `"0.1"`: "too_many_places", `"0.` + strings.Repeat("0", 25) + `1"`: "too_many_places",
	`"0.` + strings.Repeat("0", 36) + `1"`: "invalid_amount",
	`1e3`:                                  "invalid_amount", `1E3`: "invalid_amount", `1.5`: "invalid_amount", `250.0`: "invalid_amount", `1e-3`: "invalid_amount", `1e400`: "invalid_amount",
	`"1e3"`: "invalid_amount", `" 100"`: "invalid_amount", `"100 "`: "invalid_amount", `"1,000"`: "invalid_amount", `"1.000.000"`: "invalid_amount",
	`"1 000"`: "invalid_amount", `"1_000"`: "invalid_amount", `"Rp100"`: "invalid_amount", `"100 IDR"`: "invalid_amount", `"٣"`: "invalid_amount",
	`"１００"`: "invalid_amount", `"+100"`: "invalid_amount", `"--100"`: "invalid_amount", `"−100"`: "invalid_amount", `"0x10"`: "invalid_amount",
	`"NaN"`: "invalid_amount", `"Infinity"`: "invalid_amount", `""`: "invalid_amount", `"."`: "invalid_amount", `".5"`: "invalid_amount", `"5."`: "invalid_amount",
	`"100\n"`: "invalid_amount", `"1` + secretValue + `"`: "invalid_amount", `true`: "invalid_amount", `[100]`: "invalid_amount", `{"n":100}`: "invalid_amount",
	`1000000000000001`: "amount_too_large", `"1000000000000001"`: "amount_too_large", `9007199254740993`: "amount_too_large",
	`9223372036854775808`: "amount_too_large", `18446744073709551617`: "amount_too_large", strings.Repeat("9", 40): "amount_too_large",
	strings.Repeat("9", 41): "invalid_amount", `"` + strings.Repeat("9", 5000) + `"`: "invalid_amount", strings.Repeat("9", 5000): "invalid_amount",
}

// Amounts are refused alike wherever one can be written.
func TestBadAmounts(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		s := newScene(h)
		var cases []badInput
		for amount, code := range badAmounts {
			echo := strings.Trim(amount, `"`)
			if len(echo) < 4 {
				echo = ""
			}
			for _, c := range []badInput{
				{name: "debit", path: "/entries", body: swap(goodEntry, `"250"`, amount), want: "lines[0].debit"},
				{name: "credit", path: "/entries", body: swap(goodEntry, `"credit":"250"`, `"credit":`+amount), want: "lines[1].credit"},
				{name: "transfer", path: "/transfers", body: swap(goodTransfer, `"250"`, amount), want: "amount"},
			} {
				cases = append(cases, badInput{name: fmt.Sprintf("%s %.50s", c.name, amount) + fmt.Sprint(len(amount)), method: "POST", path: s.book.path + c.path,
					body: c.body, status: 422, want: c.want + ":" + code, echo: echo})
			}
		}
		cases = append(cases,
			badInput{name: "transfer of nothing", method: "POST", path: s.book.path + "/transfers", body: swap(goodTransfer, `,"amount":"250"`, ``), status: 422, want: "amount:required"},
			badInput{name: "transfer of null", method: "POST", path: s.book.path + "/transfers", body: swap(goodTransfer, `"250"`, `null`), status: 422, want: "amount:invalid_amount"})
		h.refusals(t, cases)
	})
}

// Sums that leave the database's range are refused before they are written.
func TestBalancesBeyondTheDatabase(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		half := func(account, side string) string {
			return strings.TrimSuffix(strings.Repeat(`{"account":"`+account+`","`+side+`":1000000000000000},`, 2500), ",")
		}
		body := `{"day":"2026-03-01","lines":[` + half("1101", "debit") + "," + half("3102", "credit") + `]}`
		for range 3 {
			h.post(b.path+"/entries", body)
		}
		before := h.digest()
		h.refused(409, "lines:balance_out_of_range", "POST", b.path+"/entries", body)
		if h.digest() != before {
			t.Error("the refused entry left a trace")
		}
		says(t, h.get(b.path+"/trial-balance"), "total_debit", "7500000000000000000", "total_credit", "7500000000000000000")
		says(t, h.get(b.path+"/verification"), "ok", "true")
	})
}

// badDays are days no book takes.
var badDays = map[string]string{
	"2026-02-30": "invalid_date", "2025-02-29": "invalid_date", "2026-13-01": "invalid_date", "2026-00-10": "invalid_date", "2026-2-3": "invalid_date",
	"2026/03/01": "invalid_date", "01-03-2026": "invalid_date", "20260301": "invalid_date", "26-03-01": "invalid_date", "0000-00-00": "invalid_date",
	" 2026-03-01": "invalid_date", "2026-03-01 ": "invalid_date", "2026-03-01T10:00:00Z": "invalid_date", "2026-03-01 10:00": "invalid_date",
	"+026-03-01": "invalid_date", "-026-03-01": "invalid_date", "12026-03-01": "invalid_date", "٢٠٢٦-٠٣-٠١": "invalid_date", "today": "invalid_date",
	secretValue: "invalid_date", "1899-12-31": "date_out_of_range", "2200-01-01": "date_out_of_range", "9999-12-31": "date_out_of_range", "0001-01-01": "date_out_of_range",
}

// Days are refused alike wherever one can be written.
func TestBadDays(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		s := newScene(h)
		commands := s.commands()
		var cases []badInput
		inBody := func(path, body, field string) {
			day := regexp.MustCompile(`"` + field + `":"[^"]*"`)
			with := func(json string) string { return day.ReplaceAllLiteralString(body, `"`+field+`":`+json) }
			add := func(json, code, echo string) {
				cases = append(cases, badInput{name: path + " " + json, method: "POST", path: path, body: with(json), status: 422, want: field + ":" + code, echo: echo})
			}
			for text, code := range badDays {
				add(`"`+text+`"`, code, text)
			}
			add(`""`, "invalid_date", "")
			for _, json := range []string{"20260301", "true", `["2026-03-01"]`, `{}`} {
				add(json, "invalid_type", "")
			}
			if !strings.HasSuffix(path, "/reversal") { // there the day may be left out, and null says so
				add("null", "invalid_type", "")
				cases = append(cases, badInput{name: path + " without a day", method: "POST", path: path,
					body: strings.Replace(strings.Replace(day.ReplaceAllLiteralString(body, ""), "{,", "{", 1), ",}", "}", 1), status: 422, want: field + ":required"})
			}
		}
		inBody(s.book.path+"/entries", goodEntry, "day")
		inBody(s.book.path+"/transfers", goodTransfer, "day")
		inBody(s.book.path+"/periods", commands[s.book.path+"/periods"], "through")
		reversal := s.book.path + "/entries/" + s.entry + "/reversal"
		inBody(reversal, commands[reversal], "day")
		for path, fields := range map[string]string{
			"/entries": "day from to", "/trial-balance": "day", "/accounts/1101": "day", "/accounts/1101/statement": "from to",
		} {
			for _, field := range strings.Fields(fields) {
				for text, code := range badDays {
					cases = append(cases, badInput{name: path + " " + field + " " + text, method: "GET", path: s.book.path + path + "?" + field + "=" + url.QueryEscape(text),
						status: 422, want: field + ":" + code, echo: text})
				}
			}
		}
		h.refusals(t, cases)
	})
}

// badIDs are texts that are no id.
var badIDs = []string{
	"x", secretValue, "00000000-0000-0000-0000-000000000000", "{0190a5b0-0000-7000-8000-000000000001}", "urn:uuid:0190a5b0-0000-7000-8000-000000000001",
	"0190a5b0000070008000000000000001", "0190a5b0-0000-7000-8000-00000000000g", " 0190a5b0-0000-7000-8000-000000000001", "0190a5b0-0000-7000-8000-0000000000011",
	"0190a5b0_0000_7000_8000_000000000001",
}

// Ids are refused alike in bodies, paths, parameters and headers.
func TestBadIDs(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		s := newScene(h)
		commands := s.commands()
		var cases []badInput
		for path, body := range commands {
			for _, id := range badIDs {
				cases = append(cases, badInput{name: path + " id " + id, method: "POST", path: path, body: put(body, `"id":"`+id+`"`), status: 422, want: "id:invalid_id", echo: id})
			}
			for json, code := range map[string]string{`""`: "invalid_id", `7`: "invalid_type", `["x"]`: "invalid_type"} {
				cases = append(cases, badInput{name: path + " id " + json, method: "POST", path: path, body: put(body, `"id":`+json), status: 422, want: "id:" + code})
			}
			key := func(name, key, code string, body string) {
				cases = append(cases, badInput{name: path + " key " + name, method: "POST", path: path, body: body, headers: []string{"Idempotency-Key", key},
					status: 422, want: "Idempotency-Key:" + code, echo: key})
			}
			key("other than the id", newID(), "id_mismatch", put(body, `"id":"`+newID()+`"`))
			key("a text beside the id", secretValue, "id_mismatch", put(body, `"id":"`+newID()+`"`))
			key("zero", "00000000-0000-0000-0000-000000000000", "invalid_id", body)
			key("too long", strings.Repeat("k", 129), "too_long", body)
			key("with a tab", "a\tb", "invalid_text", body)
			key("not UTF-8", "a\xff", "invalid_utf8", body)
		}
		for _, c := range [][3]string{
			{"/entries", put(goodEntry, `"event":"%s"`), "event"},
			{"/entries", swap(goodEntry, `"account":"1101"`, `"account":"1101","party":"%s"`), "lines[0].party"},
			{"/entries", swap(goodEntry, `"account":"3102"`, `"account":"3102","item":"%s"`), "lines[1].item"},
			{"/entries", swap(goodEntry, `"account":"1101"`, `"account_id":"%s"`), "lines[0].account_id"},
			{"/entries", swap(goodEntry, `"account":"1101"`, `"account":"1101","fund_id":"%s"`), "lines[0].fund_id"},
			{"/funds", put(commands[s.book.path+"/funds"], `"origin_book":"%s"`), "origin_book"},
			{"/funds", put(commands[s.book.path+"/funds"], `"origin_fund":"%s"`), "origin_fund"},
		} {
			for _, id := range append([]string{""}, badIDs...) {
				cases = append(cases, badInput{name: c[0] + " " + c[2] + " " + id, method: "POST", path: s.book.path + c[0], body: fmt.Sprintf(c[1], id),
					status: 422, want: c[2] + ":invalid_id", echo: id})
			}
		}
		for _, r := range h.Routes() {
			if !strings.Contains(r.Path, "{book}") || !policy[r.Action].Operator {
				continue
			}
			fill := func(book, entry string) string {
				return strings.NewReplacer("{book}", url.PathEscape(book), "{entry}", url.PathEscape(entry), "{account}", "1101").Replace(r.Path)
			}
			body := ""
			if r.Method == "POST" {
				body = commands[fill(s.book.id.String(), s.entry)]
			}
			if strings.HasSuffix(r.Path, "/owner") {
				body = `{"kind":"organization","owner":"` + newID() + `"}`
			}
			if strings.HasSuffix(r.Path, ":batch") {
				body = `{"entries":[` + put(goodEntry, `"id":"`+newID()+`"`) + `]}`
			}
			for _, id := range badIDs {
				cases = append(cases, badInput{name: r.Method + r.Path + " book " + id, method: r.Method, path: fill(id, newID()), body: body, status: 422, want: "book:invalid_id", echo: id})
				if strings.Contains(r.Path, "{entry}") {
					cases = append(cases, badInput{name: r.Method + r.Path + " entry " + id, method: r.Method, path: fill(s.book.id.String(), id), body: body, status: 422, want: "entry:invalid_id", echo: id})
				}
			}
			cases = append(cases, badInput{name: r.Method + r.Path + " unknown book", method: r.Method, path: fill(newID(), s.entry), body: body, status: 404, want: "unknown_book"})
			if strings.Contains(r.Path, "{entry}") {
				cases = append(cases,
					badInput{name: r.Method + r.Path + " unknown entry", method: r.Method, path: fill(s.book.id.String(), newID()), body: body, status: 404, want: "unknown_entry"},
					badInput{name: r.Method + r.Path + " entry of another book", method: r.Method, path: fill(s.usd.id.String(), s.entry), body: body, status: 404, want: "unknown_entry"})
			}
		}
		for _, path := range []string{"/entries", "/accounts/1101", "/accounts/1101/statement"} {
			for _, field := range []string{"party", "item"} {
				for _, id := range badIDs {
					cases = append(cases, badInput{name: "GET " + path + " " + field + " " + id, method: "GET", path: s.book.path + path + "?" + field + "=" + url.QueryEscape(id),
						status: 422, want: field + ":invalid_id", echo: id})
				}
			}
		}
		h.refusals(t, cases)
	})
}

// What is no JSON object of plain text is refused on every route with a body.
func TestBadBodiesEverywhere(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		s := newScene(h)
		const nested = `"x":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]`
		var cases []badInput
		for path, good := range s.commands() {
			text := regexp.MustCompile(`"(name|memo|code|through|floor)":"([^"]*)"`).FindStringSubmatch(good)
			field, at := `"`+text[1]+`":"`+text[2]+`"`, text[1]
			inText := func(bad string) string { return swap(good, field, `"`+at+`":"`+bad+`"`) }
			add := func(name, body string, status int, want string, headers ...string) {
				cases = append(cases, badInput{name: path + " " + name, method: "POST", path: path, body: body, headers: headers, status: status, want: want})
			}
			for name, body := range map[string]string{
				"spaces": "  \n", "not JSON": secretValue, "cut off": good[:len(good)-1], "trailing comma": swap(good, "}", ",}"), "trailing data": good + " {}",
				"trailing word": good + secretValue, "byte order mark": "\ufeff" + good, "single quotes": `{'name':'x'}`, "comment": "/* x */" + good,
				"NaN": put(good, `"x":NaN`), "a zero in front": put(good, `"x":01`), "an unescaped line break": inText("a\nb"),
			} {
				add(name, body, 400, "invalid_json")
			}
			if !strings.HasSuffix(path, "/reversal") { // which needs no body
				add("no body", "", 400, "invalid_json", "Content-Type", "application/json")
			}
			for name, body := range map[string]string{
				"an array": "[" + good + "]", "null": "null", "a string": `"` + secretValue + `"`, "a number": "1", "true": "true",
			} {
				add(name, body, 422, "invalid_type")
			}
			// The name of a field, if it looks like one of ours, is the one thing of a request that may come back.
			add("unknown field", put(good, `"keterangan":"`+secretValue+`"`), 422, "keterangan:unknown_field")
			add("unknown field of another case", put(good, `"ID":1`), 422, "ID:unknown_field")
			add("unknown field that is no name", put(good, `"no such `+secretValue+`":1`), 422, "unknown_field")
			add("duplicate field", put(good, field), 422, at+":duplicate_field")
			add("duplicate field, escaped", put(good, fmt.Sprintf(`"\u%04x%s":"x"`, at[0], at[1:])), 422, at+":duplicate_field")
			add("too deep", put(good, nested), 422, "too_deep")
			add("invalid UTF-8", inText("a\xffb"), 422, "invalid_utf8")
			add("overlong UTF-8", inText("a\xc0\x80b"), 422, "invalid_utf8")
			add("encoded surrogate", inText("a\xed\xa0\x80b"), 422, "invalid_utf8")
			add("lone surrogate", inText(`a\ud800b`), 422, at+":invalid_utf8")
			add("surrogates the wrong way round", inText(`\udc00\ud800`), 422, at+":invalid_utf8")
			add("raw NUL", inText("a\x00b"), 422, "nul_character")
			add("escaped NUL", inText(`a\u0000b`), 422, at+":nul_character")
			add("NUL in a name", put(good, `"a\u0000b":1`), 422, "nul_character")
			add("UTF-16", "\xff\xfe{\x00}\x00", 422, "invalid_utf8")
			for _, contentType := range []string{"text/plain", "text/json", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
				"application/json; charset=utf-16", "application/problem+json", "", "json", "application/json, text/plain"} {
				add("sent as "+contentType, good, 415, "unsupported_media_type", "Content-Type", contentType)
			}
			add("compressed", good, 415, "unsupported_media_type", "Content-Encoding", "gzip", "Content-Type", "application/json")
			cases = append(cases, badInput{name: path + " unknown parameter", method: "POST", path: path + "?" + secretValue[:7] + "=" + secretValue, body: good, status: 422,
				want: secretValue[:7] + ":unknown_parameter"})
		}
		entry := func(name, body, want string) { cases = append(cases, s.onEntries(name, body, want)) }
		entry("unknown field in a line", swap(goodEntry, `"account"`, `"debet":1,"account"`), "lines[0].debet:unknown_field")
		entry("duplicate field in a line", swap(goodEntry, `"debit":"250"`, `"debit":"250","debit":"250"`), "lines[0].debit:duplicate_field")
		entry("lone surrogate in a line", swap(goodEntry, `"account":"3102"`, `"memo":"\ud83d","account":"3102"`), "lines[1].memo:invalid_utf8")
		entry("NUL in a line", swap(goodEntry, `"account":"3102"`, `"account":"31\u000002"`), "lines[1].account:nul_character")
		transfer := badInput{method: "POST", path: s.book.path + "/transfers", status: 422}
		transfer.name, transfer.body, transfer.want = "unknown field in from", swap(goodTransfer, `"fund":"general"`, `"fund":"general","party":"x"`), "from.party:unknown_field"
		cases = append(cases, transfer)
		transfer.name, transfer.body, transfer.want = "duplicate field in to", swap(goodTransfer, `"fund":"sosial"`, `"fund":"sosial","fund":"general"`), "to.fund:duplicate_field"
		cases = append(cases, transfer)
		cases = append(cases, badInput{name: "unknown field in names", method: "POST", path: s.book.path + "/accounts",
			body: `{"code":"9","class":"asset","names":{"id":"x","jv":"y"}}`, status: 422, want: "names.jv:unknown_field"})
		h.refusals(t, cases)

		before := h.digest()
		for path, good := range s.commands() {
			body := good + strings.Repeat(" ", 1<<20)
			for _, lang := range []string{"id", "en"} {
				a := h.raw(fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nAccept-Language: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
					path, testToken, lang, len(body), body))
				if a.status != 413 || a.problem.Code != "body_too_large" {
					t.Errorf("%s answered a body of more than a mebibyte %d %s", path, a.status, a.body)
				}
			}
		}
		if h.digest() != before {
			t.Error("a body that was too large left a trace")
		}
		// All this was refused for what was changed in it: as it is, each is accepted.
		for path, good := range s.commands() {
			h.post(path, good)
		}
	})
}

// Texts are refused when too long, empty or not plain.
func TestBadTexts(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		s := newScene(h)
		commands := s.commands()
		reversal := s.book.path + "/entries/" + s.entry + "/reversal"
		var cases []badInput
		for _, c := range []struct {
			path, body, field string
			limit             int
			long, empty       string
			oneLine           bool
		}{
			{"/v1/books", `{"kind":"group","name":"%s"}`, "name", 200, "too_long", "too_short", false},
			{s.book.path + "/accounts", `{"code":"%s","names":{"id":"A"},"class":"asset"}`, "code", 200, "too_long", "too_short", true},
			{s.book.path + "/accounts", `{"code":"9901","names":{"id":"%s"},"class":"asset"}`, "names.id", 200, "too_long", "too_short", false},
			{s.book.path + "/accounts", `{"code":"9901","names":{"id":"A","en":"%s"},"class":"asset"}`, "names.en", 200, "too_long", "", false},
			{s.book.path + "/funds", `{"code":"%s","name":"Arisan"}`, "code", 200, "too_long", "too_short", true},
			{s.book.path + "/funds", `{"code":"arisan","name":"%s"}`, "name", 200, "too_long", "too_short", false},
			{s.book.path + "/entries", put(goodEntry[:1]+`"day":"2026-03-01","lines"`+goodEntry[strings.Index(goodEntry, `:[`):], `"memo":"%s"`), "memo", 4000, "text_too_long", "", false},
			{s.book.path + "/entries", swap(goodEntry, `"account":"3102"`, `"memo":"%s","account":"3102"`), "lines[1].memo", 4000, "text_too_long", "", false},
			{s.book.path + "/transfers", swap(goodTransfer, `"Uji"`, `"%s"`), "memo", 4000, "text_too_long", "", false},
			{reversal, `{"memo":"%s"}`, "memo", 4000, "text_too_long", "", false},
		} {
			add := func(name, text, code string) {
				cases = append(cases, badInput{name: c.path + " " + c.field + " " + name, method: "POST", path: c.path, body: fmt.Sprintf(c.body, text), status: 422,
					want: c.field + ":" + code})
			}
			add("too long", strings.Repeat("a", c.limit+1), c.long)
			add("too long in characters, not in bytes", strings.Repeat("é", c.limit+1), c.long)
			for _, control := range []string{`\u0001`, `\u0007`, `\u001b`, `\u007f`, `\u0085`, `\u0008`} {
				add("with the control character "+control, "a"+control+secretValue, "invalid_text")
			}
			if c.empty != "" {
				add("empty", "", c.empty)
			}
			if c.oneLine {
				for _, text := range []string{`a\nb`, `a\tb`, ` a`, `a `, ` `, `\u00a0a`, `a\u2028b`, `a\u200bb`} {
					add("not one plain line "+text, text, "invalid_text")
				}
			}
		}
		book := func(name, fields, want string) {
			cases = append(cases, badInput{name: "book: " + name, method: "POST", path: "/v1/books", body: `{"kind":"group","name":"Buku",` + fields + `}`, status: 422, want: want})
		}
		book("unknown currency", `"currency":"QQQ"`, "currency:unknown_currency")
		book("currency in small letters", `"currency":"idr"`, "currency:unknown_currency")
		book("currency too long", `"currency":"`+strings.Repeat("X", 33)+`","places":2`, "currency:too_long")
		book("currency with a line break", `"currency":"A\nB","places":2`, "currency:unknown_currency")
		book("currency that no journal can write", `"currency":"A\"B","places":2`, "currency:unknown_currency")
		book("currency with a semicolon", `"currency":"A;B","places":2`, "currency:unknown_currency")
		book("currency of a space", `"currency":" ","places":2`, "currency:unknown_currency")
		book("places that the rupiah has not", `"currency":"IDR","places":2`, "places:currency_mismatch")
		book("places that the default has not", `"places":2`, "places:currency_mismatch")
		book("negative places", `"currency":"QQQ","places":-1`, "places:out_of_range")
		book("ten places", `"currency":"QQQ","places":10`, "places:out_of_range")
		book("places as text", `"currency":"QQQ","places":"2"`, "places:invalid_type")
		book("half a place", `"currency":"QQQ","places":1.5`, "places:invalid_type")
		book("places with a point", `"currency":"QQQ","places":2.0`, "places:invalid_type")
		for _, c := range []badInput{
			{name: "book of an unknown kind", path: "/v1/books", body: `{"kind":"` + secretValue + `","name":"Buku"}`, want: "kind:not_in_list"},
			{name: "book without a kind", path: "/v1/books", body: `{"name":"Buku"}`, want: "kind:required"},
			{name: "book without a name", path: "/v1/books", body: `{"kind":"group"}`, want: "name:required"},
			{name: "account of an unknown class", path: s.book.path + "/accounts", body: `{"code":"9","names":{"id":"x"},"class":"` + secretValue + `"}`, want: "class:not_in_list"},
			{name: "account on an unknown side", path: s.book.path + "/accounts", body: `{"code":"9","names":{"id":"x"},"class":"asset","normal":"left"}`, want: "normal:not_in_list"},
			{name: "account with a role that is no word", path: s.book.path + "/accounts", body: `{"code":"9","names":{"id":"x"},"class":"asset","role":"Kas Box"}`, want: "role:invalid_format"},
			{name: "account with a long role", path: s.book.path + "/accounts", body: `{"code":"9","names":{"id":"x"},"class":"asset","role":"` + strings.Repeat("r", 65) + `"}`, want: "role:too_long"},
			{name: "account with nothing", path: s.book.path + "/accounts", body: `{}`, want: "class:required code:required names:required"},
			{name: "account with a plain name", path: s.book.path + "/accounts", body: `{"code":"9","names":"x","class":"asset"}`, want: "names:invalid_type"},
			{name: "fund with nothing", path: s.book.path + "/funds", body: `{}`, want: "code:required name:required"},
			{name: "fund restricted by a text", path: s.book.path + "/funds", body: put(commands[s.book.path+"/funds"], `"restricted":"yes"`), want: "restricted:invalid_type"},
			{name: "transfer with nothing", path: s.book.path + "/transfers", body: `{}`, want: "amount:required day:required from:required to:required"},
			{name: "transfer from nothing", path: s.book.path + "/transfers", body: swap(goodTransfer, `{"fund":"general"}`, `{}`), want: "from.fund:required"},
			{name: "transfer from a text", path: s.book.path + "/transfers", body: swap(goodTransfer, `{"fund":"general"}`, `"general"`), want: "from:invalid_type"},
			{name: "period with nothing", path: s.book.path + "/periods", body: `{}`, want: "through:required"},
		} {
			c.method, c.status = "POST", 422
			cases = append(cases, c)
		}
		h.refusals(t, cases)
	})
}

// What the state of the books is against, or what transfers cannot do.
func TestRefusalsOfTheBooks(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		s := newScene(h)
		today := ledger.DateOf(time.Now().UTC())
		book, account, fund, transfer, period := store.NewBookID().String(), newID(), newID(), newID(), newID()
		h.post("/v1/books", `{"id":"`+book+`","kind":"group","name":"Buku"}`)
		h.post(s.book.path+"/accounts", `{"id":"`+account+`","code":"9901","names":{"id":"Akun"},"class":"asset"}`)
		h.post(s.book.path+"/funds", `{"id":"`+fund+`","code":"arisan","name":"Arisan"}`)
		h.post(s.book.path+"/transfers", put(goodTransfer, `"id":"`+transfer+`"`))
		h.post(s.book.path+"/periods", `{"id":"`+period+`","through":"2026-01-31"}`)
		h.post(s.book.path+"/entries", goodEntry, "Idempotency-Key", "pesanan 17")

		entries, transfers, funds, accounts, periods := s.book.path+"/entries", s.book.path+"/transfers", s.book.path+"/funds", s.book.path+"/accounts", s.book.path+"/periods"
		reversal := func(entry string) string { return entries + "/" + entry + "/reversal" }
		reused := plainEntry(s.entry, "2026-03-01", "1101", "3102", "250")
		var cases []badInput
		add := func(name, path, body string, status int, want string, headers ...string) {
			cases = append(cases, badInput{name: name, method: "POST", path: path, body: body, status: status, want: want, headers: headers})
		}
		add("closed day", entries, swap(goodEntry, "2026-03-01", "2026-01-31"), 409, "day:closed_period")
		add("long closed day", entries, swap(goodEntry, "2026-03-01", "1900-01-01"), 409, "day:closed_period")
		add("transfer on a closed day", transfers, swap(goodTransfer, "2026-03-01", "2026-01-31"), 409, "day:closed_period")
		add("reversal on a closed day", reversal(s.entry), `{"day":"2026-01-15"}`, 409, "day:closed_period")
		for name, body := range map[string]string{
			"amount": strings.ReplaceAll(reused, `"250"`, `"251"`), "day": swap(reused, "2026-03-01", "2026-03-02"), "memo": put(reused, `"memo":"x"`),
			"kind": put(reused, `"kind":"savings.deposit"`), "event": put(reused, `"event":"`+newID()+`"`), "account": swap(reused, `"3102"`, `"3101"`),
			"party": swap(reused, `"account":"1101"`, `"account":"1101","party":"`+newID()+`"`), "item": swap(reused, `"account":"1101"`, `"account":"1101","item":"`+newID()+`"`),
			"line memo": swap(reused, `"account":"1101"`, `"account":"1101","memo":"x"`),
			"fund":      strings.NewReplacer(`"account":"1101"`, `"account":"1101","fund":"sosial"`, `"account":"3102"`, `"account":"3102","fund":"sosial"`).Replace(reused),
			"side":      strings.NewReplacer("debit", "credit", "credit", "debit").Replace(reused),
			"order":     `{"id":"` + s.entry + `","day":"2026-03-01","lines":[{"account":"3102","credit":"250"},{"account":"1101","debit":"250"}]}`,
		} {
			add("id of an entry with another "+name, entries, body, 409, "id:id_reused")
		}
		add("key of an entry with another day", entries, swap(goodEntry, "2026-03-01", "2026-03-02"), 409, "id:id_reused", "Idempotency-Key", "pesanan 17")
		add("id of an entry for a reversal", reversal(s.entry), `{"id":"`+s.undone+`"}`, 409, "id:id_reused")
		add("id of an entry for a fund", funds, `{"id":"`+s.entry+`","code":"x","name":"x"}`, 409, "id:id_reused")
		add("id of a fund for an entry", entries, put(goodEntry, `"id":"`+fund+`"`), 409, "id:id_reused")
		add("id of a book with another name", "/v1/books", `{"id":"`+book+`","kind":"group","name":"Lain"}`, 409, "id:id_reused")
		add("id of a book with another kind", "/v1/books", `{"id":"`+book+`","kind":"business","name":"Buku"}`, 409, "id:id_reused")
		add("id of a book with another currency", "/v1/books", `{"id":"`+book+`","kind":"group","name":"Buku","currency":"USD"}`, 409, "id:id_reused")
		add("id of an account with another name", accounts, `{"id":"`+account+`","code":"9901","names":{"id":"Lain"},"class":"asset"}`, 409, "id:id_reused")
		add("id that the chart gave an account", accounts, `{"id":"`+s.book.account("1101")+`","code":"9902","names":{"id":"Lain"},"class":"asset"}`, 409, "id:id_reused")
		add("id of a fund with another name", funds, `{"id":"`+fund+`","code":"arisan","name":"Lain"}`, 409, "id:id_reused")
		add("id of the general fund", funds, `{"id":"`+ledger.GeneralFund(s.book.id).String()+`","code":"lain","name":"Lain"}`, 409, "id:id_reused")
		add("id of a transfer with another amount", transfers, put(swap(goodTransfer, "250", "251"), `"id":"`+transfer+`"`), 409, "id:id_reused")
		add("id of a period with another day", periods, `{"id":"`+period+`","through":"2026-02-28"}`, 409, "id:id_reused")
		add("id of a reversal with another memo", reversal(s.undone), `{"id":"`+s.done+`","memo":"x"}`, 409, "id:id_reused")

		add("reversal of what is undone", reversal(s.undone), `{"id":"`+newID()+`"}`, 409, "already_reversed")
		add("reversal of what is undone, without a body", reversal(s.undone), ``, 409, "already_reversed")
		add("account code used twice", accounts, `{"code":"1101","names":{"id":"Lain"},"class":"asset"}`, 409, "code:duplicate_code")
		add("fund code used twice", funds, `{"code":"sosial","name":"Lain"}`, 409, "code:duplicate_code")
		add("fund code general", funds, `{"code":"general","name":"Lain"}`, 409, "code:duplicate_code")
		add("period that is closed", periods, `{"through":"2026-01-31"}`, 409, "through:period_not_forward")
		add("period before the closed one", periods, `{"through":"2026-01-30"}`, 409, "through:period_not_forward")
		add("period in the future", periods, `{"through":"`+today.AddDays(3).String()+`"}`, 409, "through:period_in_future")
		add("period at the end of days", periods, `{"through":"2199-12-31"}`, 409, "through:period_in_future")

		add("transfer within one fund", transfers, swap(goodTransfer, "sosial", "general"), 422, "to.fund:same_fund")
		add("transfer within one fund, by id and code", transfers, swap(goodTransfer, "general", s.fund), 422, "to.fund:same_fund")
		add("transfer within one fund, another account", transfers, swap(goodTransfer, `"fund":"sosial"`, `"fund":"general","account":"1102"`), 422, "to.fund:same_fund")
		add("transfer from an unknown fund", transfers, swap(goodTransfer, "general", secretValue), 422, "from.fund:unknown_fund")
		add("transfer between unknown funds", transfers, swap(swap(goodTransfer, "general", secretValue), "sosial", newID()), 422, "from.fund:unknown_fund to.fund:unknown_fund")
		add("transfer to a fund of another book", transfers, swap(goodTransfer, "sosial", ledger.GeneralFund(s.other.id).String()), 422, "to.fund:unknown_fund")
		add("transfer to an unknown account", transfers, swap(goodTransfer, `"fund":"sosial"`, `"fund":"sosial","account":"`+secretValue+`"`), 422, "to.account:unknown_account")
		add("transfer to an account of another book", transfers, swap(goodTransfer, `"fund":"sosial"`, `"fund":"sosial","account":"`+s.other.account("1101")+`"`), 422, "to.account:unknown_account")
		add("transfer from the interfund account", transfers, swap(goodTransfer, `"fund":"general"`, `"fund":"general","account":"1902"`), 422, "from.account:interfund_reserved")
		add("transfer to the interfund account", transfers, swap(goodTransfer, `"fund":"sosial"`, `"fund":"sosial","account":"1902"`), 422, "to.account:interfund_reserved")
		add("transfer in a book without a cash box", s.general.path+"/transfers", goodTransfer, 422, "from.account:required to.account:required")
		add("too many places in a transfer", transfers, swap(goodTransfer, "250", "2.5"), 422, "amount:too_many_places")
		h.refusals(t, cases)

		says(t, h.do("POST", entries, swap(goodEntry, "2026-03-01", "2026-01-31"), "Accept-Language", "en"), "detail", "The book is closed through 2026-01-31. Use a later day.")
		says(t, h.do("POST", periods, `{"through":"2026-01-31"}`, "Accept-Language", "en"), "detail", "The closing day can only move forward, it is 2026-01-31 now.")
		// Today itself may be closed.
		h.post(periods, `{"through":"`+today.String()+`"}`)
	})
}

// Parameters and page markers are refused alike on every list.
func TestBadParameters(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		s := newScene(h)
		h.post(s.book.path+"/periods", `{"through":"2026-01-31"}`)
		lists := map[string]string{ // and the cursor each makes
			"/v1/books": "", s.book.path + "/accounts": "", s.book.path + "/funds": "", s.book.path + "/entries": "", s.book.path + "/entries?order=newest": "",
			s.book.path + "/periods": "", s.book.path + "/accounts/1101/statement": "",
		}
		with := func(path, query string) string {
			if strings.Contains(path, "?") {
				return path + "&" + query
			}
			return path + "?" + query
		}
		for path := range lists {
			lists[path] = h.get(with(path, "limit=1")).text("next_cursor")
			if lists[path] == "null" {
				t.Fatalf("%s has one page only", path)
			}
		}
		var cases []badInput
		add := func(path, query, want string) {
			cases = append(cases, badInput{name: path + " " + query, method: "GET", path: with(path, query), status: 422, want: want})
		}
		for path, cursor := range lists {
			for query, want := range map[string]string{
				"limit=0": "limit:out_of_range", "limit=201": "limit:out_of_range", "limit=-1": "limit:out_of_range", "limit=abc": "limit:invalid_type",
				"limit=1.5": "limit:invalid_type", "limit=1e1": "limit:invalid_type", "limit=99999999999999999999": "limit:invalid_type", "limit=%D9%A3": "limit:invalid_type",
				"limit=1&limit=2": "limit:duplicate_parameter", "cursor=" + secretValue: "cursor:invalid_cursor", "cursor=%00": "cursor:nul_character",
				"cursor=%ff": "cursor:invalid_utf8", "cursor=" + strings.Repeat("A", 513): "cursor:too_long", "cursor=" + cursor + "A": "cursor:invalid_cursor",
				"cursor=" + cursor[:len(cursor)-1]: "cursor:invalid_cursor", "page=2": "page:unknown_parameter", "Limit=2": "Limit:unknown_parameter",
				"no%20such%20" + secretValue + "=1": "unknown_parameter",
			} {
				add(path, query, want)
			}
			for other, theirs := range lists {
				if other != path {
					cases = append(cases, badInput{name: path + " with the cursor of " + other, method: "GET", path: with(path, "cursor="+theirs), status: 422, want: "cursor:invalid_cursor"})
				}
			}
		}
		for _, path := range []string{"/funds", "/accounts"} {
			foreign := h.get(s.other.path + path + "?limit=1").text("next_cursor")
			if foreign != "null" {
				cases = append(cases, badInput{name: path + " with the cursor of another book", method: "GET", path: s.book.path + path + "?cursor=" + foreign, status: 422, want: "cursor:invalid_cursor"})
			}
		}
		for query, want := range map[string]string{
			"order=backwards": "order:not_in_list", "order=NEWEST": "order:not_in_list", "account=" + secretValue: "account:unknown_account", "account=" + newID(): "account:unknown_account",
			"account=" + s.other.account("1101"): "account:unknown_account", "account=" + strings.Repeat("a", 201): "account:too_long", "account=%00": "account:nul_character",
			"kind=" + strings.Repeat("a", 65): "kind:too_long", "kind=a&kind=b": "kind:duplicate_parameter", "fund=general": "fund:unknown_parameter",
		} {
			add(s.book.path+"/entries", query, want)
		}
		for _, path := range []string{"/accounts/1101", "/accounts/1101/statement", "/trial-balance"} {
			for query, want := range map[string]string{
				"fund=" + secretValue: "fund:unknown_fund", "fund=" + newID(): "fund:unknown_fund", "fund=" + ledger.GeneralFund(s.other.id).String(): "fund:unknown_fund",
				"fund=%ff": "fund:invalid_utf8", "fund=" + strings.Repeat("a", 201): "fund:too_long", "kind=manual": "kind:unknown_parameter",
			} {
				add(s.book.path+path, query, want)
			}
		}
		add(s.book.path+"/trial-balance", "by=party", "by:not_in_list")
		add(s.book.path+"/trial-balance", "zeros=maybe", "zeros:invalid_type")
		add(s.book.path+"/trial-balance", "zeros=1&zeros=1", "zeros:duplicate_parameter")
		for _, path := range []string{"", "/verification", "/exports/hledger", "/exports/csv", "/entries/" + s.entry} {
			add(s.book.path+path, "day=2026-03-01", "day:unknown_parameter")
		}
		for account, want := range map[string]badInput{
			secretValue: {status: 404, want: "account:unknown_account"}, newID(): {status: 404, want: "account:unknown_account"},
			s.other.account("1101"): {status: 404, want: "account:unknown_account"}, "%00": {status: 422, want: "account:nul_character"}, "%ff": {status: 422, want: "account:invalid_utf8"},
			"1101%20": {status: 404, want: "account:unknown_account"}, strings.Repeat("a", 4000): {status: 404, want: "account:unknown_account"},
		} {
			for _, path := range []string{"/accounts/" + account, "/accounts/" + account + "/statement"} {
				cases = append(cases, badInput{name: "account " + path, method: "GET", path: s.book.path + path, status: want.status, want: want.want})
			}
		}
		h.refusals(t, cases)
	})
}
