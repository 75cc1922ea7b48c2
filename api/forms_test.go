package api

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// lone is a house without a database, for routes that need none.
func lone(t *testing.T) *house {
	t.Helper()
	s := start(t, Config{Version: "test"}, nil)
	return &house{testServer: s, contract: readDocument(t, s.Server)}
}

// ok is do for what must be answered with 200.
func (h *house) ok(method, path, body string, headers ...string) answer {
	h.t.Helper()
	a := h.do(method, path, body, headers...)
	if a.status != 200 {
		h.t.Fatalf("%s %s %s\nanswered %d %s", method, path, body, a.status, a.body)
	}
	return a
}

func TestAFormBecomesLinesAndASentence(t *testing.T) {
	h := lone(t)
	a := h.ok("POST", "/v1/forms/jual_tunai", `{"amount":450000}`, "Authorization", "")
	says(t, a, "kind", "business.cash_sale", "language", "id", "explanation", "Kas naik Rp450.000 karena jualan; untung ikut naik.",
		"lines.0.code", "1101", "lines.0.name", "Kas usaha", "lines.0.debit", "450000", "lines.0.credit", "null", "lines.1.code", "4101", "lines.1.credit", "450000")
	if !strings.Contains(a.body, `"debit":450000`) {
		t.Errorf("a number is not answered with a number: %s", a.body)
	}

	a = h.ok("POST", "/v1/forms/bayar_campur", `{"form":"bayar_campur","day":"2026-03-20","amount":"210000","part":"70000","place":"cash_bank","what":"utilities","memo":"Listrik"}`,
		"Accept-Language", "en")
	says(t, a, "language", "en", "lines.0.name", "Electricity and water", "lines.1.code", "3102", "lines.1.debit", "140000", "lines.2.code", "1102",
		"explanation", "The bank account goes down by Rp210.000 for electricity and water: the business's share of Rp70.000 lowers profit, the home's share of Rp140.000 counts as taken home and does not.")
	if !strings.Contains(a.body, `"debit":"140000"`) {
		t.Errorf("a string is not answered with a string: %s", a.body)
	}

	a = h.ok("POST", "/v1/forms/selisih_kas", `{"amount":911000,"part":911000}`)
	if !strings.Contains(a.body, `"lines":[]`) {
		t.Errorf("a count that agrees has lines: %s", a.body)
	}
	h.ok("POST", "/v1/forms/selisih_kas", `{"amount":5000,"part":0}`)
}

func TestFormsAreRefusedWithTheirField(t *testing.T) {
	h := lone(t)
	for _, x := range []struct {
		form, body string
		status     int
		problem    string
	}{
		{"jual_ijon", `{"amount":1}`, 404, "form:unknown_form"},
		{"jual_tunai", `{"form":"jual_utang","amount":1}`, 422, "form:not_in_list"},
		{"jual_tunai", `{}`, 422, "amount:required"},
		{"jual_tunai", `{"amount":0}`, 422, "amount:amount_not_positive"},
		{"jual_tunai", `{"amount":"25.000"}`, 422, "amount:thousands_point"},
		{"jual_tunai", `{"amount":25.000}`, 422, "amount:thousands_point"},
		{"jual_tunai", `{"amount":"15rb"}`, 422, "amount:invalid_amount"},
		{"jual_tunai", `{"amount":1e3}`, 422, "amount:invalid_amount"},
		{"jual_tunai", `{"amount":true}`, 422, "amount:invalid_amount"},
		{"jual_tunai", `{"amount":1,"jumlah":2}`, 422, "jumlah:unknown_field"},
		{"jual_tunai", `{"amount":1,"part":2}`, 422, "part:field_not_used"},
		{"jual_tunai", `{"amount":1,"place":"kaleng"}`, 422, "place:not_in_list"},
		{"jual_tunai", `{"amount":1,"day":"2026-02-30"}`, 422, "day:invalid_date"},
		{"bayar_campur", `{"amount":100,"part":101}`, 422, "part:part_above_amount"},
		{"pindah_uang", `{"amount":100,"to":"cash_box"}`, 422, "to:same_place"},
		{"selisih_kas", `{"amount":100}`, 422, "part:required"},
		{"jual_tunai", `{"amount":999999999999999999}`, 422, "amount:amount_too_large"},
	} {
		h.refused(x.status, x.problem, "POST", "/v1/forms/"+x.form, x.body)
	}
}

// The table lists every form once, over as many pages as one likes, and whatever it
// names can be sent.
func TestTheTableOfForms(t *testing.T) {
	h := lone(t)
	all := list(h.get("/v1/forms").at("items"))
	if len(all) != 26 {
		t.Errorf("%d forms, want 26", len(all))
	}
	for _, form := range all {
		body := map[string]any{"amount": 1000}
		for _, f := range list(dig(form, "fields")) {
			if dig(f, "required") == true && dig(f, "name") == "part" {
				body["part"] = 400
			}
			if dig(f, "name") == "to" {
				body["to"] = "cash_bank"
			}
		}
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		h.ok("POST", "/v1/forms/"+asText(dig(form, "form")), string(raw))
	}
	var walked []string
	for path := "/v1/forms?limit=10"; path != ""; {
		a := h.get(path)
		for _, form := range list(a.at("items")) {
			walked = append(walked, asText(dig(form, "form")))
		}
		path = ""
		if next := a.at("next_cursor"); next != nil {
			path = "/v1/forms?limit=10&cursor=" + asText(next)
		}
	}
	if len(walked) != 26 || walked[0] != "jual_tunai" {
		t.Errorf("page by page there are %v", walked)
	}
	h.refused(422, "cursor:invalid_cursor", "GET", "/v1/forms?cursor="+encodeCursor("forms", "jual_ijon"), "")
}

// A whole month is worked out over HTTP as in its own room.
func TestAMonthOfABusiness(t *testing.T) {
	h := lone(t)
	raw, err := os.ReadFile("../ledger/business/testdata/BK-01.json")
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Inputs   json.RawMessage            `json:"inputs"`
		Expected map[string]json.RawMessage `json:"expected"`
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	a := h.ok("POST", "/v1/business-months", string(c.Inputs), "Accept-Language", "en", "Authorization", "")
	var got map[string]json.RawMessage
	if err := json.Unmarshal([]byte(a.body), &got); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for field, want := range c.Expected {
		if field == "receivable_toko_melati" || field == "payable_pak_usman" {
			continue // a row names no customer
		}
		compared++
		if compact(t, got[field]) != compact(t, want) {
			t.Errorf("%s is\n%s\nwant\n%s", field, compact(t, got[field]), compact(t, want))
		}
	}
	if compared != 8 {
		t.Errorf("%d fields were compared", compared)
	}
}

// compact writes JSON with its fields in order and its numbers as they are.
func compact(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	out, err := json.Marshal(answer{body: string(raw)}.decoded())
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestAMonthIsRefusedWithItsRow(t *testing.T) {
	h := lone(t)
	month := func(transactions string) string {
		return fmt.Sprintf(`{"period":["2026-03-01","2026-03-31"],"opening":[],"transactions":[%s]}`, transactions)
	}
	row := func(no, lines string) string {
		return fmt.Sprintf(`{"no":%s,"date":"2026-03-02","lines":[%s]}`, no, lines)
	}
	sale := `{"code":"1101","debit":100,"credit":0},{"code":"4101","debit":0,"credit":100}`
	for _, x := range []struct{ body, problem string }{
		{month(row("1", sale) + "," + row("2", `{"code":"1101","debit":100},{"code":"4101","credit":90}`)), "transactions[1].lines:unbalanced"},
		{month(row("1", `{"code":"1101","debit":100},{"code":"41","credit":100}`)), "transactions[0].lines[1].code:unknown_account"},
		{month(row("1", `{"code":"1101","debit":100.5},{"code":"4101","credit":100.5}`)), "transactions[0].lines[0].debit:too_many_places transactions[0].lines[1].credit:too_many_places"},
		{month(row("true", sale)), "transactions[0].no:invalid_type"},
		{month(`{"no":1,"date":"2026-03-02","form":"jual_tunai","amount":0}`), "transactions[0].amount:amount_not_positive"},
		{`{"period":["2026-03-01"],"transactions":[]}`, "period:too_few_items"},
		{`{"period":["2026-03-01","2026-03-32"],"transactions":[]}`, "period[1]:invalid_date"},
		{`{"period":["2026-03-01","2026-02-01"],"transactions":[]}`, "period:ends_before_start"},
		{month(strings.Repeat(row("1", "")+",", 1000) + row("1", "")), "transactions:too_many_items"},
	} {
		h.refused(422, x.problem, "POST", "/v1/business-months", x.body)
	}
	a := h.ok("POST", "/v1/business-months", month(`{"no":"A1","date":"2026-03-02","form":"jual_tunai","amount":"100","pelanggan":"Toko Melati"}`))
	says(t, a, "not_used.0", "transactions[0].pelanggan", "cash_book.1101.rows.0.tx", "A1", "income_statement.net_profit", "100", "tax.note", "Perkiraan. Dasarnya omzet kotor sebelum potongan dan retur; hibah tidak ikut.")
}
