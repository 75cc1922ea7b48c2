package business_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
)

// calculators are all of them, from JSON to JSON.
var calculators = map[string]func([]byte) (any, error){
	"costing":          asJSON(business.CostBatch),
	"price":            asJSON(business.SetPrice),
	"break_even":       asJSON(business.FindBreakEven),
	"stock_card":       asJSON(business.WorkStockCard),
	"cash_plan":        asJSON(business.PlanCash),
	"savings_plan":     asJSON(business.PlanSavings),
	"tax":              asJSON(business.EstimateTax),
	"profit_to_cash":   asJSON(business.BridgeProfitToCash),
	"two_purses":       asJSON(business.SplitPurse),
	"opening_position": asJSON(business.OpenPosition),
}

// asJSON makes of a calculator one that reads and answers loose JSON.
func asJSON[Q, A any](work func(Q) (A, error)) func([]byte) (any, error) {
	return func(raw []byte) (any, error) {
		var q Q
		if err := json.Unmarshal(raw, &q); err != nil {
			return nil, err
		}
		a, err := work(q)
		if err != nil {
			return nil, err
		}
		written, err := json.Marshal(a)
		if err != nil {
			return nil, err
		}
		return loose(written)
	}
}

func loose(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}

// lacks says in what an answer is not as expected. Objects may have more fields than
// expected, lists may not have more items; numbers are compared as they are written.
func lacks(want, got any, at string) []string {
	var wrong []string
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s is %v", at, got)}
		}
		for name, v := range want {
			if _, there := object[name]; !there {
				wrong = append(wrong, at+"."+name+" is missing")
				continue
			}
			wrong = append(wrong, lacks(v, object[name], at+"."+name)...)
		}
	case []any:
		list, _ := got.([]any)
		if len(list) != len(want) {
			return []string{fmt.Sprintf("%s has %d items, not %d", at, len(list), len(want))}
		}
		for i := range want {
			wrong = append(wrong, lacks(want[i], list[i], fmt.Sprintf("%s[%d]", at, i))...)
		}
	default:
		if want != got {
			wrong = append(wrong, fmt.Sprintf("%s is %v, not %v", at, got, want))
		}
	}
	return wrong
}

// works runs a calculator and compares a part of its answer.
func works(t *testing.T, calculator, question, want string) {
	t.Helper()
	got, err := calculators[calculator]([]byte(question))
	if err != nil {
		t.Fatalf("%s %s: %v", calculator, question, err)
	}
	expected, err := loose([]byte(want))
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range lacks(expected, got, calculator) {
		t.Error(wrong)
	}
}

func TestCalculatorsAnswerTheCases(t *testing.T) {
	for file, calculator := range map[string]string{
		"BK-02.json": "costing", "BK-04.json": "break_even", "BK-06.json": "stock_card", "BK-08.json": "tax",
		"BK-09.json": "tax", "BK-11.json": "two_purses", "BK-17.json": "opening_position",
	} {
		t.Run(file, func(t *testing.T) {
			var c struct{ Inputs, Expected json.RawMessage }
			readCase(t, file, &c)
			works(t, calculator, string(c.Inputs), string(c.Expected))
		})
	}
}

// The month of the crisps: money grew by Rp1.448.500, profit was Rp2.353.500.
func TestBridgeOfAMonth(t *testing.T) {
	var c struct {
		Inputs   map[string]json.RawMessage
		Expected struct {
			Contrast map[string]any                          `json:"lesson_contrast"`
			After    struct{ Rows []business.BridgeBalance } `json:"trial_balance_after_adjustment"`
		}
	}
	readCase(t, "BK-01.json", &c)
	fromEntries, err := json.Marshal(c.Inputs)
	if err != nil {
		t.Fatal(err)
	}
	fromBalances, err := json.Marshal(map[string]any{"opening": c.Inputs["opening"], "closing": c.Expected.After.Rows})
	if err != nil {
		t.Fatal(err)
	}
	for how, question := range map[string][]byte{"entries": fromEntries, "balances": fromBalances} {
		t.Run(how, func(t *testing.T) {
			works(t, "profit_to_cash", string(question), `{"cash_change":1448500,"net_profit":2353500,"net_profit_without_grant":1353500,"opening_cash":2350000,"closing_cash":3798500}`)
			got, err := calculators["profit_to_cash"](question)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, l := range got.(map[string]any)["lines"].([]any) {
				lines = append(lines, fmt.Sprint(l.(map[string]any)["key"], " ", l.(map[string]any)["amount"]))
			}
			want := "profit 2353500, depreciation 50000, receivables 70000, stock 110000, payables 15000, equipment -480000, group_savings -50000, loans -100000, drawings -520000"
			if said := strings.Join(lines, ", "); said != want {
				t.Errorf("the bridge is %s, want %s", said, want)
			}
		})
	}
}

// What the cases do not show, worked out by hand.
func TestCalculatorsWork(t *testing.T) {
	for _, c := range []struct{ name, calculator, question, want string }{
		{
			"a batch without tools, in units",
			"costing", `{"costs":{"benang":90000,"upah_sendiri":60000},"units_made":10,"units_spoiled":0}`,
			`{"depreciation_per_batch":"0","total_cost":"150000","saleable_units":10,"unit_cost_exact":"15000","unit_cost":15000,"wrong_paths":[{"code":"N02","of":"unit_cost","value":9000}]}`,
		},
		{
			"a batch in pieces, with two tools",
			"costing", `{"costs":{"kain":400000},"tools":[{"cost":2400000,"life_months":48},{"cost":1200000,"life_months":24}],"batches_per_month":4,"pieces_made":10,"pieces_spoiled":1,"margin_on_price_percent":50,"price_step":1000}`,
			`{"depreciation_per_batch":"25000","total_cost":"425000","saleable_pieces":9,"unit_cost_exact":"425000/9","unit_cost":47222,"price_by_margin":95000,"profit_per_piece_at_margin_price":47778,
			"wrong_paths":[{"code":"N01","of":"price_by_margin","value":71000},{"code":"N03","of":"unit_cost","value":44444},{"code":"N04","of":"unit_cost","value":42500}]}`,
		},
		{
			"kilograms, own labour beside the costs, and cobs that were sold",
			"costing", `{"costs":{"jagung":100000},"own_labour":50000,"byproducts_sold":{"tongkol":12500},"units_made":"12.5","price":11100}`,
			`{"total_cost":"137500","unit_cost":11000,"unit_cost_exact":"11000","saleable_units":"12.5","profit_per_unit_at_price":100,
			"breakdown":[{"name":"jagung","amount":"100000","per_unit":"8000"},{"name":"own_labour","amount":"50000","per_unit":"4000"},{"name":"byproducts_sold","amount":"-12500","per_unit":"-1000"}],
			"remarks":[{"code":"thin_profit","text":{"id":"Harga jual tinggal Rp100 di atas biaya.","en":"The price is only Rp100 above cost."}}]}`,
		},
		{
			"prices of the crisps",
			"price", `{"unit_cost_exact":"250625/48","markup_on_cost_percent":60,"margin_on_price_percent":40,"reseller_discount_percent":10}`,
			`{"unit_cost":5221,"price_by_markup":8500,"price_by_margin":9000,"price_by_margin_exact":"1253125/144","reseller_price":8100,"profit_per_unit_at_reseller_price":2879,"remarks":[]}`,
		},
		{
			"a price that is on the step already is not raised",
			"price", `{"unit_cost":"4500","margin_on_price_percent":"50"}`, `{"price_by_margin":"9000","price_step":"500"}`,
		},
		{
			"a price below cost",
			"price", `{"unit_cost":5000,"price":4700}`, `{"profit_per_unit_at_price":-300,"margin_percent_at_price":"-300/47","remarks":[{"code":"below_cost"}]}`,
		},
		{
			"a stall with three goods",
			"break_even", `{"fixed_costs":{"sewa":300000,"listrik":60000},"selling_days":30,"products":[
				{"name":"mi","price":10000,"variable_cost":6000,"share":50},{"name":"teh","price":4000,"variable_cost":1000,"share":30},{"name":"nasi","price":12000,"variable_cost":8500,"share":20}]}`,
			`{"total_fixed":360000,"weighted_contribution_exact":"3600","break_even_units":100,"break_even_units_exact":"100","units_per_day":4,"profit_at_break_even_units":0,
			"break_even_revenue":860000,"break_even_revenue_exact":"860000","products":[{"name":"mi","contribution":4000,"units":50,"units_exact":"50","revenue":500000},{"name":"teh","units":30},{"name":"nasi","units":20}]}`,
		},
		{
			"a mix by revenue: half of the money from each",
			"break_even", `{"fixed_costs":{"sewa":300000},"products":[
				{"name":"a","price":10000,"variable_cost":5000,"revenue_share_percent":50},{"name":"b","price":2000,"variable_cost":1500,"revenue_share_percent":50}]}`,
			`{"break_even_revenue_exact":"800000","contribution_ratio_percent_exact":"75/2","products":[{"units":40},{"units":200}]}`,
		},
		{
			"a stock card with what came back, was found, spoiled and given away, to the last gram",
			"stock_card", `{"moves":[{"move":"stok awal","qty":"10","value":100001},{"kind":"sale","qty":"-4","price":15000},{"move":"retur jual","qty":"1","price":15000},
				{"move":"rusak","qty":"-0.5"},{"move":"hitung fisik: lebih","qty":"0.5"},{"move":"contoh untuk pelanggan","qty":"-1"},{"move":"dijual ke rumah makan","qty":"-6","price":14000}]}`,
			`{"cost_of_sales":90001,"shrinkage":0,"used_at_cost":10000,"drawings_at_cost":0,"closing_qty":"0","closing_value":0,"revenue":129000,"gross_profit":38999}`,
		},
		{
			"the bad week before Lebaran",
			"cash_plan", `{"opening_cash":200000,"reserve":50000,"weeks":[{"in":300000,"out":310000},{"in":300000,"out":320000},{"in":300000,"out":330000},{"in":300000,"out":340000},{"in":300000,"out":300000},{"in":300000,"out":460000},{"in":700000,"out":100000}]}`,
			`{"lowest_week":6,"lowest_cash":-60000,"shortage":60000,"first_short_week":6,"first_week_below_reserve":6,"extra_per_week":19000,"extra_until_week":6,"extra_until_then":114000,"closing_cash":540000}`,
		},
		{
			"a debt collected two weeks earlier",
			"cash_plan", `{"opening_cash":"100000","weeks":[{"out":"150000"},{"in_items":{"jualan":"50000"}},{"in":"80000"}],"changes":[{"week":1,"in":"80000"},{"week":3,"in":"-80000"}]}`,
			`{"lowest_week":1,"lowest_cash":"-50000","extra_per_week":"50000","what_if":{"lowest_cash":"30000","first_short_week":null,"extra_per_week":"0","closing_cash":"80000"}}`,
		},
		{
			"the freezer",
			"savings_plan", `{"target":3000000,"saved":350000,"weeks":26,"start":"2026-01-05"}`,
			`{"to_save":2650000,"weekly_exact":"1325000/13","weekly":102000,"weeks_needed":26,"last":100000,"total":3000000,"reached_on":"2026-06-29","reached":false}`,
		},
		{
			"rounding up reaches it earlier",
			"savings_plan", `{"target":10500,"weeks":20}`, `{"weekly":1000,"weeks_needed":11,"last":500}`,
		},
		{
			"so much a week",
			"savings_plan", `{"target":"500000","weekly":"75000"}`, `{"weeks_needed":7,"last":"50000","weekly":"75000"}`,
		},
		{
			"enough already",
			"savings_plan", `{"target":500000,"saved":600000,"weeks":4}`, `{"to_save":0,"weekly":0,"weeks_needed":0,"last":0,"total":600000,"reached":true}`,
		},
		{
			"a company pays from the first rupiah, rounded down each month",
			"tax", `{"taxpayer":"badan","monthly_turnover":[1000199,0],"start_month":11,"year":2026}`,
			`{"months":[{"month":11,"turnover":1000199,"cumulative":1000199,"taxable":1000199,"tax":5000},{"month":12,"tax":0}],"annual_tax":5000,"first_taxable_month":11,"threshold_used":0,"rules":[{"from":"2022-01-01","rate_percent":"0.5"}]}`,
		},
		{
			"with turnover before",
			"tax", `{"taxpayer":"orang pribadi","monthly_turnover":["30000000"],"turnover_before":"480000000","start_month":"9","profit":"5000000"}`,
			`{"annual_taxable":"10000000","annual_tax":"50000","first_taxable_month":"9","wrong_paths":[{"code":"N12","of":"annual_tax","value":"25000"},{"code":"N13","of":"annual_tax","value":"150000"},{"code":"N14","of":"annual_tax","value":"150000"}]}`,
		},
		{
			"the year the rate fell",
			"tax", `{"taxpayer":"pribadi","monthly_turnover":[10000000,10000000],"start_month":6,"year":2018}`,
			`{"annual_tax":150000,"rules":[{"rate_percent":"1"},{"rate_percent":"0.5"}]}`,
		},
		{
			"a loan paid back and savings put aside",
			"two_purses", `{"events":[{"direction":"in","kind":"usaha","amount":500000},{"direction":"out","kind":"utang","amount":100000},{"direction":"out","kind":"simpanan","amount":50000},{"direction":"in","kind":"hibah","amount":200000},{"direction":"out","kind":"rumah","amount":150000}]}`,
			`{"money_left_in_one_purse":400000,"loan_out":100000,"savings":50000,"grant_in":200000,"business_purse_left":550000,"household_purse_left":-150000,"check":true}`,
		},
		{
			"more owed than there is",
			"opening_position", `{"business_has":{"kas":"100000"},"business_owes":{"agen":"250000"}}`, `{"opening_capital":"-150000","remarks":[{"code":"owes_more_than_it_has"}]}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) { works(t, c.calculator, c.question, c.want) })
	}
}

func TestCalculatorsRefuse(t *testing.T) {
	long := "[" + strings.Repeat(`{"in":1},`, business.MaxRows) + `{"in":1}]`
	for _, c := range []struct{ calculator, question, want string }{
		{"costing", `{"costs":{"a":100},"packs_made":4,"packs_spoiled":4}`, "no_saleable_units (packs_spoiled)"},
		{"costing", `{"costs":{"a":100}}`, "required (units_made)"},
		{"costing", `{"costs":{},"units_made":1}`, "too_few_items (costs)"},
		{"costing", `{"costs":{"a":-1},"units_made":1}`, "out_of_range (costs.a)"},
		{"costing", `{"costs":{"a":"0.5"},"units_made":1}`, "too_many_places (costs.a)"},
		{"costing", `{"costs":{"a":1},"units_made":1,"packs_made":1}`, "one_of_two (units_made)"},
		{"costing", `{"costs":{"a":1},"units_made":1,"equipment_cost":5}`, "several_problems; required (equipment_life_months); required (batches_per_month)"},
		{"costing", `{"costs":{"a":1},"units_made":1,"margin_on_price_percent":100}`, "margin_too_high (margin_on_price_percent)"},
		{"costing", `{"costs":{"a":1},"units_made":1,"byproducts_sold":{"b":2}}`, "byproducts_above_cost (byproducts_sold)"},
		{"costing", `{"costs":{"a":1},"units_made":1,"price_step":0}`, "amount_not_positive (price_step)"},
		{"price", `{"unit_cost":1}`, "nothing_asked (margin_on_price_percent)"},
		{"price", `{"price":1}`, "required (unit_cost)"},
		{"price", `{"unit_cost":1,"unit_cost_exact":"1","price":2}`, "one_of_two (unit_cost_exact)"},
		{"price", `{"unit_cost_exact":"1/0","price":2}`, "invalid_fraction (unit_cost_exact)"},
		{"price", `{"unit_cost":0,"margin_on_price_percent":150}`, "several_problems; amount_not_positive (unit_cost); margin_too_high (margin_on_price_percent)"},
		{"break_even", `{"fixed_costs":{"a":1},"price":5,"variable_cost":5}`, "price_not_above_cost (price)"},
		{"break_even", `{"fixed_costs":{"a":1}}`, "several_problems; required (price); required (variable_cost)"},
		{"break_even", `{"fixed_costs":{},"price":5,"variable_cost":2,"selling_days":0}`, "out_of_range (selling_days)"},
		{"break_even", `{"fixed_costs":{},"products":[{"name":"a","price":5,"variable_cost":6,"share":1}]}`, "price_not_above_cost (products)"},
		{"break_even", `{"fixed_costs":{},"products":[{"name":"a","price":5,"variable_cost":1,"share":1},{"name":"b","price":5,"variable_cost":1,"units":1}]}`, "mix_not_alike (products[1].units)"},
		{"break_even", `{"fixed_costs":{},"products":[{"name":"a","price":5,"variable_cost":1}]}`, "required (products[0].share)"},
		{"break_even", `{"fixed_costs":{},"products":[{"name":"a","price":5,"variable_cost":1,"share":0}]}`, "amount_not_positive (products[0].share)"},
		{"stock_card", `{"moves":[]}`, "too_few_items (moves)"},
		{"stock_card", `{"moves":[{"move":"beli","qty":1,"value":1},{"move":"jual","qty":-2}]}`, "not_enough_stock (moves[1].qty)"},
		{"stock_card", `{"moves":[{"move":"melayang","qty":1}]}`, "unknown_move (moves[0].move)"},
		{"stock_card", `{"moves":[{"kind":"theft","qty":1}]}`, "unknown_move (moves[0].kind)"},
		{"stock_card", `{"moves":[{"move":"beli","qty":-1,"value":5}]}`, "wrong_direction (moves[0].qty)"},
		{"stock_card", `{"moves":[{"move":"beli","qty":1}]}`, "required (moves[0].value)"},
		{"stock_card", `{"moves":[{"move":"beli","qty":2,"value":2},{"move":"retur beli","qty":-1,"value":"0.5"}]}`, "too_many_places (moves[1].value)"},
		{"stock_card", `{"moves":[{"move":"beli","qty":2,"value":2},{"move":"retur beli","qty":-1,"value":3}]}`, "out_of_range (moves[1].value)"},
		{"stock_card", `{"moves":[{"move":"beli","qty":2,"value":2},{"move":"jual","qty":-1,"value":1}]}`, "value_not_wanted (moves[1].value)"},
		{"stock_card", `{"moves":[{"move":"beli","qty":2,"value":2,"date":"2026-02-02"},{"move":"jual","qty":-1,"date":"2026-02-01"}]}`, "days_out_of_order (moves[1].date)"},
		{"stock_card", `{"sale_prices":{"kemarin":5},"moves":[{"move":"beli","qty":2,"value":2}]}`, "invalid_date (sale_prices)"},
		{"stock_card", `{"sale_prices":{"2026-02-01":5},"moves":[{"move":"beli","qty":2,"value":2,"date":"2026-02-02"},{"move":"jual","qty":-1,"date":"2026-02-02"}]}`, "required (moves[1].price)"},
		{"cash_plan", `{"opening_cash":1,"weeks":[]}`, "too_few_items (weeks)"},
		{"cash_plan", `{"opening_cash":1,"weeks":` + long + `}`, "too_many_items (weeks)"},
		{"cash_plan", `{"opening_cash":1,"weeks":[{"in":-1}]}`, "out_of_range (weeks[0].in)"},
		{"cash_plan", `{"opening_cash":1,"weeks":[{"in":1}],"changes":[{"week":2,"in":1}]}`, "out_of_range (changes[0].week)"},
		{"cash_plan", `{"opening_cash":1,"weeks":[{"in":1}],"changes":[{"week":1,"in":-2}]}`, "out_of_range (changes[0].in)"},
		{"savings_plan", `{"target":0,"weeks":5}`, "amount_not_positive (target)"},
		{"savings_plan", `{"target":5}`, "required (weeks)"},
		{"savings_plan", `{"target":5,"weeks":5,"weekly":1}`, "one_of_two (weekly)"},
		{"savings_plan", `{"target":5,"weeks":"1.5"}`, "out_of_range (weeks)"},
		{"savings_plan", `{"target":5000,"weekly":1}`, "out_of_range (weekly)"},
		{"tax", `{"taxpayer":"siapa","monthly_turnover":[1]}`, "unknown_taxpayer (taxpayer)"},
		{"tax", `{"taxpayer":"badan","monthly_turnover":[]}`, "too_few_items (monthly_turnover)"},
		{"tax", `{"taxpayer":"badan","monthly_turnover":[1,2],"start_month":12}`, "too_many_items (monthly_turnover)"},
		{"tax", `{"taxpayer":"badan","monthly_turnover":[-1]}`, "out_of_range (monthly_turnover[0])"},
		{"tax", `{"taxpayer":"badan","monthly_turnover":[1],"rate":"setengah"}`, "invalid_percent (rate)"},
		{"tax", `{"taxpayer":"badan","monthly_turnover":[1],"year":2013}`, "no_tax_rule (year)"},
		{"profit_to_cash", `{"opening":[]}`, "required (closing)"},
		{"profit_to_cash", `{"opening":[{"code":"1101","debit":5}],"closing":[{"code":"1101","debit":5},{"code":"3101","credit":5}]}`, "unbalanced (opening)"},
		{"profit_to_cash", `{"opening":[],"closing":[{"code":"1101","debit":5}]}`, "unbalanced (closing)"},
		{"profit_to_cash", `{"opening":[],"closing":[{"code":"7777","debit":5}]}`, "unknown_account (closing[0].code)"},
		{"profit_to_cash", `{"opening":[],"closing":[{"role":"sales","code":"1101","debit":5}]}`, "unknown_account (closing[0].role)"},
		{"profit_to_cash", `{"opening":[],"transactions":[{"lines":[{"code":"1101","debit":5},{"code":"4101","credit":4}]}]}`, "unbalanced (transactions[0].lines)"},
		{"two_purses", `{"events":[]}`, "too_few_items (events)"},
		{"two_purses", `{"events":[{"direction":"in","kind":"campur","amount":5}]}`, "required (events[0].business_share)"},
		{"two_purses", `{"events":[{"direction":"in","kind":"campur","amount":5,"business_share":6}]}`, "out_of_range (events[0].business_share)"},
		{"two_purses", `{"events":[{"direction":"aside","kind":"sesuatu","amount":5}]}`, "several_problems; not_in_list (events[0].direction); not_in_list (events[0].kind)"},
		{"opening_position", `{"business_has":{"kas":-5},"business_owes":{}}`, "out_of_range (business_has.kas)"},
		{"opening_position", `{"business_has":{"kas":1000000000000001},"business_owes":{}}`, "amount_too_large (business_has.kas)"},
	} {
		_, err := calculators[c.calculator]([]byte(c.question))
		var e *ledger.Error
		if !errors.As(err, &e) || e.Kind != ledger.Invalid || e.Error() != c.want {
			t.Errorf("%s %.120s: %v, want %s", c.calculator, c.question, err, c.want)
		}
	}
}
