package api

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func ExampleAmount() {
	var in struct{ Debit, Credit Amount }
	_ = json.Unmarshal([]byte(`{"Debit": "12.50", "Credit": 9007199254740993}`), &in)
	fmt.Println(in.Debit.StringFixed(2), in.Credit.String())
	// Output: 12.50 9007199254740993
}

// Types of ours in parameters are refused with their own codes and limits.
func TestTypesInParameters(t *testing.T) {
	type input struct {
		Day     Day         `query:"day"`
		Account ledger.ID   `query:"account"`
		Amount  Amount      `query:"amount"`
		Head    ledger.Hash `header:"X-Head"`
		Deep    bool        `query:"deep"`
		Side    string      `query:"side" enum:"debit,credit"`
	}
	type output struct {
		Body struct {
			Day     ledger.Date `json:"day"`
			Account ledger.ID   `json:"account,omitempty"`
			Amount  string      `json:"amount"`
		}
	}
	s := start(t, Config{}, func(s *Server) {
		add(s, Route{Method: http.MethodGet, Path: "/v1/typed", Action: "test", Tag: "samples", Summary: "Typed"}, func(_ context.Context, in *input) (*output, error) {
			o := &output{}
			o.Body.Day, o.Body.Account, o.Body.Amount = in.Day.Date, in.Account, in.Amount.String()
			return o, nil
		})
	})
	if a := s.call("GET", "/v1/typed?day=2026-01-31&amount=12.50&deep=true&side=debit", ""); a.body != `{"day":"2026-01-31","amount":"12.5"}` {
		t.Error(a.status, a.body)
	}
	for query, want := range map[string]string{
		"day=2026-02-30": "day:invalid_date",
		"day=today":      "day:invalid_date",
		"account=7":      "account:invalid_id",
		"amount=1e3":     "amount:invalid_amount",
		"amount=1,5":     "amount:invalid_amount",
		"deep=maybe":     "deep:invalid_type",
		"side=left":      "side:not_in_list",
		"amount=%00":     "amount:nul_character",
		"side=%ff":       "side:invalid_utf8",
	} {
		if a := s.call("GET", "/v1/typed?"+query, ""); a.status != 422 || fieldsOf(a.problem) != want {
			t.Errorf("%s answered %d %s, want %s", query, a.status, a.body, want)
		}
	}
	if a := s.call("GET", "/v1/typed", "", "X-Head", "ff"); fieldsOf(a.problem) != "X-Head:invalid_hash" {
		t.Error(a.status, a.body)
	}
	a := s.call("GET", "/v1/typed?day=1815-06-18", "", "Accept-Language", "en")
	if a.problem.Detail != "This day is out of range: 1900-01-01 to 2199-12-31." {
		t.Error(a.body)
	}
	a = s.call("GET", "/v1/typed?side=left", "", "Accept-Language", "en")
	if a.problem.Detail != "This is not one of the choices: debit, credit." {
		t.Error(a.body)
	}
}
