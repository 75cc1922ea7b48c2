package api

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// village is a book full of entries, and what a bookkeeper without a computer
// would know of it.
type village struct {
	*house
	opened
	currency       ledger.Currency
	parties, items []string
	entries        []villageEntry
}

type villageEntry struct {
	id, day, kind, memo string
	lines               []villageLine
}

type villageLine struct {
	account, fund, party, item, memo string
	minor                            int64
}

func (e villageEntry) has(is func(l villageLine) bool) bool { return slices.ContainsFunc(e.lines, is) }

var villageAccounts = map[string]ledger.Side{ // and where they stand
	"1101": ledger.DebitSide, "1102": ledger.DebitSide, "1201": ledger.DebitSide, "3102": ledger.CreditSide, "4101": ledger.CreditSide, "6101": ledger.DebitSide,
}

// newVillage posts n entries on days of three months, in no order of days, in
// two funds, of three people and two things.
func newVillage(h *house, currency string, n int) *village {
	h.t.Helper()
	unit, err := ledger.CurrencyOf(currency)
	if err != nil {
		h.t.Fatal(err)
	}
	v := &village{house: h, opened: h.open("group", currency), currency: unit, parties: []string{newID(), newID(), newID()}, items: []string{newID(), newID()}}
	h.post(v.path+"/funds", `{"code":"sosial","name":"Dana sosial"}`)
	r := rand.New(rand.NewPCG(20260301, uint64(n)))
	accounts := slices.Sorted(maps.Keys(villageAccounts))
	maybe := func(of []string) string {
		if i := r.IntN(len(of) + 1); i < len(of) {
			return of[i]
		}
		return ""
	}
	for i := range n {
		e := villageEntry{id: newID(), day: ledger.MustDate("2026-01-01").AddDays(r.IntN(90)).String(), kind: []string{"manual", "savings.deposit", "loan.paid"}[r.IntN(3)],
			memo: maybe([]string{"Setoran", "Angsuran; ke-2", "=1+1"})}
		if i%6 == 0 {
			e.day = "2026-02-03"
		}
		fund, amount, parts := []string{"general", "general", "sosial"}[r.IntN(3)], 1+r.Int64N(1_000_000), 1+r.IntN(3)
		rest := amount
		for p := range parts {
			part := rest
			if p < parts-1 {
				part = 1 + r.Int64N(max(rest/2, 1))
			}
			if part > 0 && rest > 0 {
				e.lines = append(e.lines, villageLine{account: accounts[r.IntN(len(accounts))], fund: fund, party: maybe(v.parties), item: maybe(v.items), memo: maybe([]string{"baris"}), minor: part})
			}
			rest -= part
		}
		e.lines = append(e.lines, villageLine{account: accounts[r.IntN(len(accounts))], fund: fund, party: maybe(v.parties), item: maybe(v.items), minor: -amount})
		if r.IntN(2) == 0 {
			slices.Reverse(e.lines)
		}
		h.post(v.path+"/entries", v.body(e))
		v.entries = append(v.entries, e)
	}
	return v
}

func (v *village) body(e villageEntry) string {
	var lines []string
	for _, l := range e.lines {
		fields := fmt.Sprintf(`"account":"%s","fund":"%s"`, l.account, l.fund)
		if l.minor > 0 {
			fields += fmt.Sprintf(`,"debit":"%s"`, v.currency.Format(l.minor))
		} else {
			fields += fmt.Sprintf(`,"credit":"%s"`, v.currency.Format(-l.minor))
		}
		for name, value := range map[string]string{"party": l.party, "item": l.item, "memo": l.memo} {
			if value != "" {
				fields += fmt.Sprintf(`,"%s":"%s"`, name, value)
			}
		}
		lines = append(lines, "{"+fields+"}")
	}
	return fmt.Sprintf(`{"id":"%s","day":"%s","kind":"%s","memo":"%s","lines":[%s]}`, e.id, e.day, e.kind, e.memo, strings.Join(lines, ","))
}

// statementRow is what a statement says of one line.
type statementRow struct {
	day, sequence, line, entry, debit, credit, balance, fund, memo string
	signed                                                         int64 // the balance before it is shown
}

// statement is the account's statement by hand: all lines that match, by day,
// sequence and line, with the balance after each.
func (v *village) statement(account string, matches func(e villageEntry, l villageLine) bool) []statementRow {
	var rows []statementRow
	for seq, e := range v.entries {
		for n, l := range e.lines {
			if l.account != account || !matches(e, l) {
				continue
			}
			row := statementRow{day: e.day, sequence: fmt.Sprint(seq + 1), line: fmt.Sprint(n + 1), entry: e.id, debit: "null", credit: "null", fund: l.fund, signed: l.minor, memo: "null"}
			if l.minor > 0 {
				row.debit = v.currency.Format(l.minor)
			} else {
				row.credit = v.currency.Format(-l.minor)
			}
			if l.memo != "" {
				row.memo = l.memo
			} else if e.memo != "" {
				row.memo = e.memo
			}
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b statementRow) int { return strings.Compare(a.day, b.day) })
	var sum int64
	for i := range rows {
		sum += rows[i].signed
		rows[i].signed = sum
		rows[i].balance = v.show(account, sum)
	}
	return rows
}

// show is a balance on the account's normal side.
func (v *village) show(account string, minor int64) string {
	if villageAccounts[account] == ledger.CreditSide {
		minor = -minor
	}
	return v.currency.Format(minor)
}

// Statements have the right running balance on pages of every size, for every
// part of an account.
func TestStatements(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		v := newVillage(h, "USD", 60)
		for filter, matches := range map[string]func(l villageLine) bool{
			"":                                  func(villageLine) bool { return true },
			"fund=sosial":                       func(l villageLine) bool { return l.fund == "sosial" },
			"fund=general":                      func(l villageLine) bool { return l.fund == "general" },
			"party=" + v.parties[0]:             func(l villageLine) bool { return l.party == v.parties[0] },
			"item=" + v.items[0]:                func(l villageLine) bool { return l.item == v.items[0] },
			"fund=sosial&party=" + v.parties[1]: func(l villageLine) bool { return l.fund == "sosial" && l.party == v.parties[1] },
			"item=" + v.items[1] + "&party=" + v.parties[1]: func(l villageLine) bool { return l.item == v.items[1] && l.party == v.parties[1] },
			"fund=general&item=" + v.items[1] + "&party=" + v.parties[2]: func(l villageLine) bool {
				return l.fund == "general" && l.item == v.items[1] && l.party == v.parties[2]
			},
			"party=" + newID(): func(villageLine) bool { return false },
		} {
			for account := range villageAccounts {
				for _, span := range [][2]string{{"", ""}, {"2026-02-03", ""}, {"", "2026-02-03"}, {"2026-01-20", "2026-02-20"}, {"2026-02-03", "2026-02-03"}, {"2026-04-01", ""}, {"1900-01-01", "2199-12-31"}, {"2026-03-01", "2026-02-01"}} {
					query, err := url.ParseQuery(filter)
					if err != nil {
						t.Fatal(err)
					}
					from, to := span[0], span[1]
					if from != "" {
						query.Set("from", from)
					}
					if to != "" {
						query.Set("to", to)
					}
					v.compareStatement(t, account, query, func(l villageLine) bool { return matches(l) }, from, to)
				}
				v.compareBalances(t, account, filter, matches)
			}
		}
	})
}

func (v *village) compareStatement(t *testing.T, account string, query url.Values, matches func(l villageLine) bool, from, to string) {
	t.Helper()
	whole := v.statement(account, func(_ villageEntry, l villageLine) bool { return matches(l) })
	var want []statementRow
	var opening int64
	for _, row := range whole {
		if row.day < from {
			opening = row.signed
		}
		if row.day >= from && (to == "" || row.day <= to) {
			want = append(want, row)
		}
	}
	limits := []string{"200", "3"}
	if len(query) == 0 || query.Get("party") != "" && from == "" {
		limits = []string{"200", "1", "2", "7", ""}
	}
	for _, limit := range limits {
		query := maps2(query)
		if limit != "" {
			query.Set("limit", limit)
		}
		before, i := v.show(account, opening), 0
		for {
			a := v.get(v.path + "/accounts/" + account + "/statement?" + query.Encode())
			page := a.decoded()
			said := []string{"opening", before}
			for n := range list(dig(page, "items")) {
				if i >= len(want) {
					t.Fatalf("%s?%s shows more than %d lines", account, query.Encode(), len(want))
				}
				at := fmt.Sprintf("items.%d.", n)
				w := want[i]
				said = append(said, at+"day", w.day, at+"sequence", w.sequence, at+"line", w.line, at+"entry", w.entry, at+"debit", w.debit, at+"credit", w.credit,
					at+"balance", w.balance, at+"fund", w.fund, at+"memo", w.memo)
				before = w.balance
				i++
			}
			says(t, a, append(said, "closing", before, "account.code", account)...)
			if dig(page, "next_cursor") == nil {
				break
			}
			query.Set("cursor", asText(dig(page, "next_cursor")))
		}
		if i != len(want) {
			t.Errorf("%s?%s shows %d lines, want %d", account, query.Encode(), i, len(want))
		}
		if t.Failed() {
			t.Fatalf("%s?%s", account, query.Encode())
		}
	}
}

// compareBalances compares the balance on days, and of now, with the statement's.
func (v *village) compareBalances(t *testing.T, account, filter string, matches func(l villageLine) bool) {
	t.Helper()
	rows := v.statement(account, func(_ villageEntry, l villageLine) bool { return matches(l) })
	for _, day := range []string{"", "1900-01-01", "2026-01-01", "2026-01-31", "2026-02-03", "2026-03-31", "2199-12-31"} {
		var minor int64
		for _, row := range rows {
			if day == "" || row.day <= day {
				minor = row.signed
			}
		}
		query := filter
		if day != "" {
			query += "&day=" + day
		}
		a := v.get(v.path + "/accounts/" + account + "?" + strings.TrimPrefix(query, "&"))
		if a.text("balance") != v.show(account, minor) {
			t.Errorf("%s?%s is %s, want %s", account, query, a.text("balance"), v.show(account, minor))
		}
	}
}

// The trial balance is right on any day, in all funds, in one, and by fund.
func TestTrialBalances(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		v := newVillage(h, "KG", 40)
		for _, day := range []string{"", "1900-01-01", "2026-01-01", "2026-01-31", "2026-02-02", "2026-02-03", "2026-02-28", "2026-03-15", "2199-12-31"} {
			for _, fund := range []string{"", "general", "sosial"} {
				for _, by := range []string{"", "account", "fund"} {
					for _, zero := range []string{"", "false", "true"} {
						v.compareTrial(t, day, fund, by, zero)
					}
				}
			}
		}
		// An account that has moved and is back at zero shows only when asked for.
		b := h.open("group", "IDR")
		entry := h.post(b.path+"/entries", plainEntry(newID(), "2026-03-01", "1101", "3102", "5"))
		h.post(b.path+"/entries/"+entry.text("id")+"/reversal", "")
		says(t, h.get(b.path+"/trial-balance"), "rows.0", "null", "day", "null", "currency", "IDR", "total_debit", "0")
		says(t, h.get(b.path+"/trial-balance?by=fund&zeros=true"), "rows.0.account", "1101", "rows.0.debit", "0", "rows.0.credit", "0", "rows.0.debited", "5", "rows.0.credited", "5",
			"rows.0.fund", "general", "rows.1.account", "3102", "rows.2", "null")
		all := h.get(b.path + "/trial-balance?zeros=true")
		if n := len(list(all.at("rows"))); n != 43 {
			t.Errorf("with zeros %d accounts are shown, the chart has 43", n)
		}
	})
}

func (v *village) compareTrial(t *testing.T, day, fund, by, zero string) {
	t.Helper()
	type sums struct{ debit, credit int64 }
	want := map[string]sums{}
	for _, e := range v.entries {
		for _, l := range e.lines {
			if day != "" && e.day > day || fund != "" && l.fund != fund {
				continue
			}
			key := l.account
			if by == "fund" {
				key += " " + l.fund
			}
			s := want[key]
			if l.minor > 0 {
				s.debit += l.minor
			} else {
				s.credit -= l.minor
			}
			want[key] = s
		}
	}
	query := url.Values{}
	for name, value := range map[string]string{"day": day, "fund": fund, "by": by, "zeros": zero} {
		if value != "" {
			query.Set(name, value)
		}
	}
	a := v.get(v.path + "/trial-balance?" + query.Encode())
	wantedDay := day
	if day == "" {
		wantedDay = "null"
	}
	trial := a.decoded()
	said := []string{"day", wantedDay, "currency", "KG", "total_credit", asText(dig(trial, "total_debit"))}
	var total int64
	var seen []string
	for i := range list(dig(trial, "rows")) {
		at := fmt.Sprintf("rows.%d.", i)
		key := asText(dig(trial, at+"account"))
		if by == "fund" {
			key += " " + asText(dig(trial, at+"fund"))
		}
		seen = append(seen, key)
		s := want[key]
		net := s.debit - s.credit
		total += max(net, 0)
		said = append(said, at+"debit", v.currency.Format(max(net, 0)), at+"credit", v.currency.Format(max(-net, 0)),
			at+"debited", v.currency.Format(s.debit), at+"credited", v.currency.Format(s.credit))
		if net == 0 && zero != "true" {
			t.Errorf("%s is zero and shown", key)
		}
		delete(want, key)
	}
	for key, s := range want {
		if s.debit != s.credit || zero == "true" {
			t.Errorf("%s?%s lacks %s", v.path, query.Encode(), key)
		}
	}
	if by != "fund" && !slices.IsSorted(seen) || len(slices.Compact(slices.Sorted(slices.Values(seen)))) != len(seen) {
		t.Errorf("the rows are not in order: %v", seen)
	}
	says(t, a, append(said, "total_debit", v.currency.Format(total))...)
}
