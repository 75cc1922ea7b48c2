package api

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// calculatorCases are the worked cases with their routes.
var calculatorCases = map[string]string{
	"BK-02.json": "/v1/costings", "BK-04.json": "/v1/break-even", "BK-06.json": "/v1/stock-cards", "BK-08.json": "/v1/tax-estimates",
	"BK-09.json": "/v1/tax-estimates", "BK-11.json": "/v1/purses", "BK-17.json": "/v1/opening-positions",
}

func TestCalculatorsAnswerTheWorkedCases(t *testing.T) {
	h := calculator(t)
	for file, path := range calculatorCases {
		h.solves(path, workedCase(t, "ledger", "business", "testdata", file))
	}
}

func TestTheMonthIsBridged(t *testing.T) {
	c := workedCase(t, "ledger", "business", "testdata", "BK-01.json")
	var expected struct {
		Contrast json.RawMessage `json:"lesson_contrast"`
	}
	if err := json.Unmarshal(c.Expected, &expected); err != nil {
		t.Fatal(err)
	}
	calculator(t).solves("/v1/profit-to-cash", worked{c.Inputs, expected.Contrast})
}

// quoted is v with all its numbers as strings.
func quoted(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			v[name] = quoted(value)
		}
	case []any:
		for i, value := range v {
			v[i] = quoted(value)
		}
	case json.Number:
		return v.String()
	}
	return v
}

func written(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestCalculatorsAnswerStringsByStrings(t *testing.T) {
	h := calculator(t)
	for file, path := range calculatorCases {
		c := workedCase(t, "ledger", "business", "testdata", file)
		inputs, expected := quoted(answer{body: string(c.Inputs)}.decoded()), quoted(answer{body: string(c.Expected)}.decoded())
		h.solves(path, worked{json.RawMessage(written(t, inputs)), json.RawMessage(written(t, expected))})
	}
}

// The calculators that no case shows.
func TestCalculatorsWithoutACase(t *testing.T) {
	h := calculator(t)
	says(t, h.asked("/v1/prices", `{"unit_cost":5221,"margin_on_price_percent":40,"price":5500}`),
		"price_by_margin", "9000", "profit_per_unit_at_price", "279", "remarks.0.code", "thin_profit", "remarks.0.text.id", "Harga jual tinggal Rp279 di atas biaya.", "wrong_paths.0.value", "7500")
	says(t, h.asked("/v1/cash-plans", `{"opening_cash":100000,"weeks":[{"out":150000},{"in":60000}],"changes":[{"week":1,"in":60000},{"week":2,"in":-60000}]}`),
		"lowest_week", "1", "shortage", "50000", "extra_per_week", "50000", "what_if.first_short_week", "null", "weeks.1.closing", "10000")
	says(t, h.asked("/v1/savings-plans", `{"target":3000000,"saved":350000,"weeks":26,"start":"2026-01-05"}`),
		"weekly", "102000", "last", "100000", "reached_on", "2026-06-29")
	says(t, h.asked("/v1/tax-estimates", `{"taxpayer":"badan","monthly_turnover":[1000000],"year":2026}`),
		"annual_tax", "5000", "rules.0.from", "2022-01-01", "estimate", "true")
}

// What explains the figures, at any depth, is not refused but named.
func TestWhatACalculatorDoesNotUseIsNamed(t *testing.T) {
	h := calculator(t)
	says(t, h.asked("/v1/stock-cards", `{"item":"beras","moves":[{"move":"beli","qty":2,"value":5,"shop":"Melati"}]}`), "not_used.0", "item", "not_used.1", "moves[0].shop", "not_used.2", "null")
	says(t, h.asked("/v1/costings", `{"costs":{"a":100},"units_made":1,"unit_spoiled":1,"tools":[{"cost":0,"life_months":1,"colour":"red"}]}`),
		"not_used.0", "tools[0].colour", "not_used.1", "unit_spoiled")
	for path, body := range map[string]string{
		"/v1/break-even":     `{"fixed_costs":{},"products":[{"name":"a","price":5,"variable_cost":1,"share":1,"x":1}]}`,
		"/v1/cash-plans":     `{"opening_cash":1,"weeks":[{"in":1,"x":1}]}`,
		"/v1/purses":         `{"events":[{"direction":"in","amount":1,"kind":"usaha","x":1}]}`,
		"/v1/profit-to-cash": `{"opening":[],"transactions":[{"x":1,"lines":[{"code":"1101","debit":1},{"code":"4101","credit":1}]}]}`,
	} {
		if a := h.asked(path, body); !strings.HasSuffix(a.text("not_used.0"), "].x") {
			t.Errorf("%s: %s", path, a.body)
		}
	}
}

func TestBadQuestionsToCalculatorsAreRefused(t *testing.T) {
	h := calculator(t)
	for _, c := range []struct{ path, body, want string }{
		{"/v1/costings", `{"units_made":1}`, "costs:required"},
		{"/v1/costings", `{"costs":{"gas":"dua puluh"},"units_made":1}`, "costs.gas:invalid_amount"},
		{"/v1/costings", `{"costs":{"gas":1e3},"units_made":1}`, "costs.gas:invalid_amount"},
		{"/v1/costings", `{"costs":{"gas":null},"units_made":1}`, "costs.gas:invalid_amount"},
		{"/v1/costings", `{"costs":{"gas":100},"packs_made":2,"packs_spoiled":2}`, "packs_spoiled:no_saleable_units"},
		{"/v1/costings", `{"costs":[],"units_made":1}`, "costs:invalid_type"},
		{"/v1/prices", `{"unit_cost":-1,"margin_on_price_percent":100}`, "unit_cost:amount_not_positive margin_on_price_percent:margin_too_high"},
		{"/v1/break-even", `{"fixed_costs":{"sewa":1},"price":100,"variable_cost":100}`, "price:price_not_above_cost"},
		{"/v1/stock-cards", `{"moves":[{"move":"beli","qty":1,"value":5},{"move":"jual","qty":-2}]}`, "moves[1].qty:not_enough_stock"},
		{"/v1/stock-cards", `{"moves":[{"date":"kemarin","move":"beli","qty":1,"value":5}]}`, "moves[0].date:invalid_date"},
		{"/v1/cash-plans", `{"opening_cash":1,"weeks":[]}`, "weeks:too_few_items"},
		{"/v1/savings-plans", `{"target":1}`, "weeks:required"},
		{"/v1/tax-estimates", `{"taxpayer":"orang pribadi","monthly_turnover":[1,2,3],"start_month":11}`, "monthly_turnover:too_many_items"},
		{"/v1/profit-to-cash", `{"opening":[],"closing":[{"code":"9999","debit":1}]}`, "closing[0].code:unknown_account"},
		{"/v1/purses", `{"events":[{"direction":"in","amount":5,"kind":"campur"}]}`, "events[0].business_share:required"},
		{"/v1/opening-positions", `{"business_has":{"kas":-1},"business_owes":{}}`, "business_has.kas:out_of_range"},
	} {
		h.refused(422, c.want, "POST", c.path, c.body, "Authorization", "")
	}
}

// oddQuestion is v with odd values in some places and some fields left out.
func oddQuestion(t *rapid.T, v any) any {
	if rapid.IntRange(0, 19).Draw(t, "odd") == 0 {
		return rapid.SampledFrom([]any{
			nil, true, "", "x", "1", "-1", "0", "12,5", "2026-02-30", json.Number("0"), json.Number("-3"), json.Number("0.001"), json.Number("1e9"),
			json.Number("1e400"), json.Number("99999999999999999999"), []any{}, map[string]any{}, []any{json.Number("1")}, map[string]any{"a": json.Number("1")},
		}).Draw(t, "oddity")
	}
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if rapid.IntRange(0, 19).Draw(t, "left out") > 0 {
				out[name] = oddQuestion(t, v[name])
			}
		}
		return out
	case []any:
		out := []any{}
		for _, item := range v {
			out = append(out, oddQuestion(t, item))
		}
		return out
	}
	return v
}

// Whatever is asked, the answer is right or says what is wrong; nothing is our fault.
func TestOddQuestionsAreNoFaultOfOurs(t *testing.T) {
	h := calculator(t)
	questions := map[string]any{
		"/v1/prices":         answer{body: `{"unit_cost":100,"markup_on_cost_percent":10,"margin_on_price_percent":10,"price_step":500,"price":100,"reseller_discount_percent":5}`}.decoded(),
		"/v1/cash-plans":     answer{body: `{"opening_cash":5,"weeks":[{"in":5,"out":7},{"in_items":{"a":1},"out_items":{"b":9}}],"reserve":5,"step":10,"changes":[{"week":1,"in":5}]}`}.decoded(),
		"/v1/savings-plans":  answer{body: `{"target":500,"saved":5,"weeks":10,"step":10,"start":"2026-01-01"}`}.decoded(),
		"/v1/profit-to-cash": answer{body: `{"opening":[{"code":"1101","debit":5},{"code":"3101","credit":5}],"closing":[{"role":"cash_box","debit":7},{"code":"3101","credit":7}]}`}.decoded(),
	}
	for file, path := range calculatorCases {
		questions[path] = answer{body: string(workedCase(t, "ledger", "business", "testdata", file).Inputs)}.decoded()
	}
	for path, question := range questions {
		rapid.Check(t, func(rt *rapid.T) {
			body := written(t, oddQuestion(rt, question))
			if a := h.do("POST", path, body, "Authorization", ""); a.status != 200 && a.status != 422 {
				rt.Errorf("POST %s %s\nanswered %d %s", path, body, a.status, a.body)
			}
		})
	}
}

// One address may ask so often in a minute; others are not hindered.
func TestRateOfPureRoutes(t *testing.T) {
	s := start(t, Config{PureRate: 2}, nil)
	const path, body = "/v1/opening-positions", `{"business_has":{"kas":1},"business_owes":{}}`
	for i, want := range []int{200, 200, 429} {
		a := s.call("POST", path, body, "Authorization", "")
		if a.status != want {
			t.Errorf("request %d answered %d %s", i+1, a.status, a.body)
		}
		if wait := a.header.Get("Retry-After"); (want == 429) != (wait != "") {
			t.Errorf("request %d says to wait %q", i+1, wait)
		}
	}
	if a := s.call("GET", "/healthz", "", "Authorization", ""); a.status != 200 {
		t.Error("a route that is not pure was counted")
	}
}

func TestRateForgets(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	r := newRate(1, func() time.Time { return now })
	if r.take("a") != nil || r.take("b") != nil {
		t.Error("the first time was refused")
	}
	if err := r.take("a"); ledger.KindOf(err) != ledger.Limited {
		t.Error("the second was not:", err)
	}
	now = now.Add(time.Minute)
	if r.take("a") != nil {
		t.Error("a minute later it was refused")
	}
	for i := range 3 * maxCounted {
		if err := r.take(time.Duration(i).String()); err != nil {
			t.Fatal(err)
		}
		if len(r.seen) > maxCounted {
			t.Fatalf("%d addresses are counted", len(r.seen))
		}
	}
}
