package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// hledgerBalances asks the real hledger for the balance of every account of a
// journal, by name, zeros left out.
func hledgerBalances(t *testing.T, journal string) map[string]string {
	t.Helper()
	cmd := exec.Command("hledger", "-f", "journal:-", "balance", "--flat", "--no-total", "--output-format=json")
	cmd.Stdin = strings.NewReader(journal)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C.UTF-8", "LEDGER_FILE=/dev/null")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("hledger must be installed, and read our journal: %v\n%.2000s", err, journal)
	}
	var report []json.RawMessage // the rows, and their total
	var rows [][]json.RawMessage
	if err := json.Unmarshal(out, &report); err != nil || len(report) == 0 {
		t.Fatalf("hledger answered %s", out)
	}
	if err := json.Unmarshal(report[0], &rows); err != nil {
		t.Fatal(err)
	}
	balances := map[string]string{}
	for _, row := range rows {
		var name string
		var amounts []struct {
			Quantity struct {
				Mantissa json.Number `json:"decimalMantissa"`
				Places   int32       `json:"decimalPlaces"`
			} `json:"aquantity"`
		}
		if err := json.Unmarshal(row[0], &name); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(row[3], &amounts); err != nil {
			t.Fatal(err)
		}
		for _, a := range amounts {
			n, err := decimal.NewFromString(a.Quantity.Mantissa.String())
			if err != nil {
				t.Fatal(err)
			}
			if !n.IsZero() {
				balances[name] = n.Shift(-a.Quantity.Places).String()
			}
		}
	}
	return balances
}

// ourBalances is our trial balance, debit positive, by the last word of the name
// that the account has in a journal.
func (h *house) ourBalances(t *testing.T, path string) map[string]string {
	t.Helper()
	a := h.get(path + "/trial-balance")
	balances := map[string]string{}
	for i := range list(a.at("rows")) {
		at := fmt.Sprintf("rows.%d.", i)
		net := must(decimal.NewFromString(a.text(at + "debit"))).Sub(must(decimal.NewFromString(a.text(at + "credit"))))
		balances[a.text(at+"account")] = net.String()
	}
	return balances
}

// The exported journal is one that the real hledger reads, with our balances.
func TestExportToHledger(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for _, currency := range []string{"IDR", "USD", "KG"} {
			v := newVillage(h, currency, 25)
			h.post(v.path+"/transfers", `{"day":"2026-03-01","from":{"fund":"general"},"to":{"fund":"sosial"},"amount":3}`)
			h.post(v.path+"/entries/"+v.entries[0].id+"/reversal", `{"memo":"Salah; ketik\n2026-01-01 * bukan catatan"}`)
			a := h.get(v.path + "/exports/hledger")
			for name, want := range map[string]string{
				"Content-Type": "text/plain; charset=utf-8", "Content-Disposition": `attachment; filename="` + v.id.String() + `.journal"`, "Content-Length": fmt.Sprint(len(a.body)),
			} {
				if got := a.header.Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			theirs := map[string]string{}
			for name, balance := range hledgerBalances(t, a.body) {
				_, account, _ := strings.Cut(name, ":")
				code, _, _ := strings.Cut(account, " ")
				theirs[code] = balance
			}
			ours := h.ourBalances(t, v.path)
			if fmt.Sprint(theirs) != fmt.Sprint(ours) || len(ours) < 5 {
				t.Errorf("%s: hledger says %v, we say %v", currency, theirs, ours)
			}
			for _, want := range []string{v.entries[3].id, "fund:sosial", "kind:transfer", "reverses:" + v.entries[0].id, "party:" + v.parties[0]} {
				if !strings.Contains(a.body, want) {
					t.Errorf("the journal lacks %q", want)
				}
			}
			if again := h.get(v.path + "/exports/hledger"); again.body != a.body {
				t.Error("two exports of the same book differ")
			}
			if head := h.call("HEAD", v.path+"/exports/hledger", ""); head.status != 200 || head.body != "" {
				t.Error("HEAD:", head.status)
			}
		}
	})
}

// The exported table has every line, and no cell that a spreadsheet would run.
func TestExportToCSV(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "USD")
		h.post(b.path+"/accounts", `{"code":"=2+3","names":{"id":"+Akun","en":"@Account"},"class":"asset"}`)
		h.post(b.path+"/funds", `{"code":"-1+1","name":"Dana"}`)
		party, item := newID(), newID()
		memos := []string{"=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "biasa, \"kutip\"", "dua\nbaris", "=HYPERLINK(\"http://x\")", "-12.50"}
		for _, memo := range memos {
			h.post(b.path+"/entries", fmt.Sprintf(`{"day":"2026-03-01","memo":%s,"lines":[{"account":"=2+3","debit":"12.5","fund":"-1+1","party":"%s"},
				{"account":"3102","credit":"12.50","fund":"-1+1","item":"%s","memo":%[1]s}]}`, must(json.Marshal(memo)), party, item))
		}
		a := h.get(b.path + "/exports/csv")
		if a.header.Get("Content-Type") != "text/csv; charset=utf-8" || a.header.Get("Content-Disposition") != `attachment; filename="`+b.id.String()+`.csv"` {
			t.Error(a.header)
		}
		rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 1+2*len(memos) || rows[0][0] != "sequence" || !strings.Contains(a.body, "\r\n") {
			t.Fatalf("%d rows, the first %v", len(rows), rows[0])
		}
		column := func(name string) int { return slices.Index(rows[0], name) }
		for i, row := range rows[1:] {
			for n, cell := range row {
				if _, err := decimal.NewFromString(cell); cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") && err != nil {
					t.Errorf("row %d: a spreadsheet would compute %q in %s", i+1, cell, rows[0][n])
				}
			}
			memo := strings.TrimPrefix(row[column("memo")], "'")
			if memo != memos[i/2] {
				t.Errorf("the memo %q came out as %q", memos[i/2], row[column("memo")])
			}
		}
		first, second := rows[1], rows[2]
		for name, want := range map[string][2]string{
			"sequence": {"1", "1"}, "day": {"2026-03-01", "2026-03-01"}, "line": {"1", "2"}, "account": {"'=2+3", "3102"}, "account_name": {"'+Akun", ""},
			"debit": {"12.50", ""}, "credit": {"", "12.50"}, "fund": {"'-1+1", "'-1+1"}, "party": {party, ""}, "item": {"", item}, "line_memo": {"", "'=1+1"}, "reverses": {"", ""},
		} {
			if n := column(name); n < 0 || first[n] != want[0] || name != "account_name" && second[n] != want[1] {
				t.Errorf("%s is %q and %q, want %q", name, first[n], second[n], want)
			}
		}
		english := h.do("GET", b.path+"/exports/csv", "", "Accept-Language", "en")
		if !strings.Contains(english.body, "'@Account") || english.body == a.body {
			t.Error("the names are not English")
		}
	})
}

// An empty book exports too, and so does one with names of any sort.
func TestExportsOfOddBooks(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		empty := h.open("general", "IDR")
		if a := h.get(empty.path + "/exports/hledger"); len(hledgerBalances(t, a.body)) != 0 {
			t.Error(a.body)
		}
		if a := h.get(empty.path + "/exports/csv"); strings.Count(a.body, "\n") != 1 {
			t.Error(a.body)
		}
		for _, unit := range []string{"karung beras", "Rp", "€", "US$", "m2", "X'Y", "a.b,c", "-", "@", "(x)", "₨ 1"} {
			id := h.post("/v1/books", fmt.Sprintf(`{"kind":"general","name":"Buku","currency":%q,"places":3}`, unit)).text("id")
			path := "/v1/books/" + id
			names := []string{"aset:kas", "modal awal", "(kurung)", "[siku]", "; titik koma", "* bintang", "! seru", "a:b:c", "ꦱꦫꦺ", "kas  dua spasi", "P 2026", "date:2026-01-01", "1000 IDR"}
			for _, name := range names {
				h.post(path+"/accounts", fmt.Sprintf(`{"code":%q,"names":{"id":"Nama lain"},"class":"asset"}`, name))
				h.post(path+"/entries", fmt.Sprintf(`{"day":"2026-03-01","memo":%[1]q,"lines":[{"account":%[1]q,"debit":"1.234","memo":%[1]q},{"account":"aset:kas","credit":"1.234","memo":"[2026-01-01] date:1/2"}]}`, name))
			}
			theirs := hledgerBalances(t, h.get(path+"/exports/hledger").body)
			var sum decimal.Decimal
			for _, balance := range theirs {
				sum = sum.Add(must(decimal.NewFromString(balance)))
			}
			want := must(decimal.NewFromString("1.234")).Mul(decimal.NewFromInt(-int64(len(names) - 1))).String()
			if theirs["aset:kas"] != want || !sum.IsZero() || len(theirs) != len(names) {
				t.Errorf("in %q hledger says %v, want %d accounts and %s on aset:kas", unit, theirs, len(names), want)
			}
		}
	})
}
