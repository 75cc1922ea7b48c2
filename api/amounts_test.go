package api

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// worked is a worked case of another room.
type worked struct{ Inputs, Expected json.RawMessage }

func workedCase(t *testing.T, path ...string) worked {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(append([]string{".."}, path...)...))
	var c worked
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// lacks says where an answer does not hold what is wanted, digit by digit.
func lacks(want, got any, where string) []string {
	switch want := want.(type) {
	case map[string]any:
		var wrong []string
		for name, v := range want {
			there, ok := object(got)[name]
			if !ok {
				wrong = append(wrong, where+"."+name+" is missing")
				continue
			}
			wrong = append(wrong, lacks(v, there, where+"."+name)...)
		}
		return wrong
	case []any:
		if len(want) != len(list(got)) {
			return []string{fmt.Sprintf("%s has %d items, want %d", where, len(list(got)), len(want))}
		}
		var wrong []string
		for i, v := range want {
			wrong = append(wrong, lacks(v, list(got)[i], fmt.Sprintf("%s[%d]", where, i))...)
		}
		return wrong
	}
	if fmt.Sprintf("%T %v", want, want) != fmt.Sprintf("%T %v", got, got) {
		return []string{fmt.Sprintf("%s is %v, want %v", where, got, want)}
	}
	return nil
}

// calculator is a server without books, for routes that need none.
func calculator(t *testing.T) *house {
	t.Helper()
	s := start(t, Config{Version: "test"}, nil)
	return &house{testServer: s, contract: readDocument(t, s.Server)}
}

// asked is do for what a calculator answers, to somebody who has not signed in.
func (h *house) asked(path, body string, headers ...string) answer {
	h.t.Helper()
	a := h.do("POST", path, body, append([]string{"Authorization", ""}, headers...)...)
	if a.status != 200 {
		h.t.Fatalf("POST %s %.300s\nanswered %d %s", path, body, a.status, a.body)
	}
	return a
}

func (h *house) solves(path string, c worked) {
	h.t.Helper()
	for _, wrong := range lacks(answer{body: string(c.Expected)}.decoded(), h.asked(path, string(c.Inputs)).decoded(), "the answer") {
		h.t.Error(wrong)
	}
}

func TestAmountsAreReadAsInTheWorkedCase(t *testing.T) {
	h := calculator(t)
	h.solves("/v1/amounts/parse", workedCase(t, "ledger", "words", "testdata", "BK-27.json"))
	h.solves("/v1/amounts/say", workedCase(t, "ledger", "words", "testdata", "BK-28.json"))
}

func TestOneAmountIsRead(t *testing.T) {
	h := calculator(t)
	a := h.asked("/v1/amounts/parse", `{"text":"Rp 12.550,-"}`)
	says(t, a, "text", "Rp 12.550,-", "amount", "12550", "words", "dua belas ribu lima ratus lima puluh rupiah", "written", "Rp12.550",
		"maybe.0", "null", "notes.0.value", "10000", "notes.0.count", "1", "notes.3.value", "50", "amounts", "null")
	if strings.Contains(a.body, "doubt") || strings.Contains(a.body, "question") {
		t.Error("a clear amount has a question:", a.body)
	}
	a = h.asked("/v1/amounts/parse", `{"text":"12.5rb"}`)
	says(t, a, "doubt", "unclear", "question", "Maksudmu Rp12.500 atau Rp125.000?", "maybe.0", "12500", "maybe.1", "125000", "words", "null")
	if !strings.Contains(a.body, `"amount":null`) || !strings.Contains(a.body, `"notes":[]`) {
		t.Error("an amount in doubt must be null:", a.body)
	}
	says(t, h.asked("/v1/amounts/parse", `{"text":"sepuluh ribu"}`, "Accept-Language", "en"), "question", "Do you mean Rp10.000?")
	says(t, h.asked("/v1/amounts/parse", `{"text":"15rb","language":"en"}`, "Accept-Language", "id"), "words", "fifteen thousand rupiah")
	says(t, h.asked("/v1/amounts/parse", `{"texts":["7.537"]}`), "amounts.0.rest", "37", "text", "null")
	if a := h.asked("/v1/amounts/parse", `{"texts":[]}`); a.body != `{"amounts":[]}` {
		t.Error(a.body)
	}
}

// Amounts come back as they were sent.
func TestOneAmountIsSaid(t *testing.T) {
	h := calculator(t)
	a := h.asked("/v1/amounts/say", `{"amount":12500}`, "Accept-Language", "en")
	says(t, a, "text", "twelve thousand five hundred rupiah", "indonesian", "dua belas ribu lima ratus rupiah", "english", "twelve thousand five hundred rupiah",
		"written", "Rp12.500", "notes.1.value", "2000")
	for given, want := range map[string]string{`"12500"`: `"12500"`, `"12500.00"`: `"12500"`, `12500.0`: `12500`, `-1500`: `-1500`, `0`: `0`, `1000000000000000`: `1000000000000000`} {
		if a := h.asked("/v1/amounts/say", `{"amount":`+given+`}`); !strings.Contains(a.body, `"amount":`+want+`,`) {
			t.Errorf("%s comes back in %s", given, a.body)
		}
	}
	says(t, h.asked("/v1/amounts/say", `{"amounts":["0",-1500],"language":"en"}`), "words.0.text", "nought rupiah", "words.1.text",
		"minus one thousand five hundred rupiah", "words.1.written", "−Rp1.500", "words.1.amount", "-1500")
}

func TestBadAmountsAreRefused(t *testing.T) {
	h := calculator(t)
	long := strings.Repeat("1", 201)
	many := strings.TrimSuffix(strings.Repeat(`"1",`, 1001), ",")
	for _, c := range []struct{ path, body, want string }{
		{"parse", `{}`, "text:required"},
		{"parse", `{"text":null}`, "text:required"},
		{"parse", `{"text":"1","texts":["1"]}`, "texts:one_of_two"},
		{"parse", `{"text":15000}`, "text:invalid_type"},
		{"parse", `{"text":"` + long + `"}`, "text:too_long"},
		{"parse", `{"texts":["1","` + long + `"]}`, "texts[1]:too_long"},
		{"parse", `{"texts":[` + many + `]}`, "texts:too_many_items"},
		{"parse", `{"text":"1","language":"fr"}`, "language:not_in_list"},
		{"parse", `{"tekst":"1"}`, "tekst:unknown_field"},
		{"say", `{}`, "amount:required"},
		{"say", `{"amount":1,"amounts":[1]}`, "amounts:one_of_two"},
		{"say", `{"amount":"15rb"}`, "amount:invalid_amount"},
		{"say", `{"amount":1e3}`, "amount:invalid_amount"},
		{"say", `{"amount":true}`, "amount:invalid_amount"},
		{"say", `{"amount":1.5}`, "amount:too_many_places"},
		{"say", `{"amount":1000000000000001}`, "amount:amount_too_large"},
		{"say", `{"amount":99999999999999999999999}`, "amount:amount_too_large"},
		{"say", `{"amounts":[1,1.5,"9999999999999999"]}`, "amounts[1]:too_many_places amounts[2]:amount_too_large"},
	} {
		h.refused(422, c.want, "POST", "/v1/amounts/"+c.path, c.body)
	}
}
