package api

import (
	"strings"
	"testing"
)

const offers = `{"need":3000000,"months":10,"flat_rate_month":"1.5%","declining_rate_month":"1.5%","annuity_rate_month":"1,5%",
	"daily":{"principal":1000000,"deducted":100000,"instalment":50000,"times":24},"money_left_over_per_month":900000,"extra_profit_expected_per_month":250000}`

func TestLoansAreComparedAsInTheWorkedCase(t *testing.T) {
	calculator(t).solves("/v1/loan-comparisons", workedCase(t, "ledger", "schedule", "testdata", "BK-13.json"))
}

func TestLoansAreCompared(t *testing.T) {
	h := calculator(t)
	a := h.asked("/v1/loan-comparisons", offers)
	says(t, a, "cheapest_first.0", "declining", "cheapest_first.1", "annuity", "cheapest_first.2", "flat", "cheapest_first.3", "daily", "not_used.0", "null",
		"flat.cost_percent_of_received_exact", "15", "flat.effective_percent_month", "2.6253", "declining.effective_percent_month", "1.5000",
		"annuity.effective_percent_month", "1.5000", "annuity.schedule.9.balance", "0", "annuity.total_paid", "3253025", "annuity_instalment", "325303",
		"annuity_affordable_without_extra", "false", "annuity_affordable_with_extra", "true", "daily.effective_percent_month", "73.2618",
		"daily_instalments_per_month", "1200000", "daily_affordable_with_extra", "false")
	// Asked in strings, it answers in strings.
	a = h.asked("/v1/loan-comparisons", `{"need":"3000000","months":10,"flat_rate_month":1.5}`)
	for _, want := range []string{`"principal":"300000"`, `"flat_instalment":"345000"`, `"total_paid":"3450000"`, `"no":1`, `"not_used":[]`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("no %s in %s", want, a.body)
		}
	}
	for _, absent := range []string{"affordable", "daily", "declining", "limit"} {
		if strings.Contains(a.body, absent) {
			t.Errorf("%s was not asked for: %s", absent, a.body)
		}
	}
	// Another rule of thumb, and nothing left over.
	says(t, h.asked("/v1/loan-comparisons", `{"need":3000000,"months":10,"flat_rate_month":"1.5%","money_left_over_per_month":900000,"affordable_share":"2/5"}`),
		"affordable_limit", "360000", "flat_affordable_without_extra", "true", "limit_with_extra", "null")
	says(t, h.asked("/v1/loan-comparisons", `{"daily":{"principal":900000,"instalment":50000,"times":24},"money_left_over_per_month":-5}`),
		"affordable_limit", "0", "daily_affordable_without_extra", "false", "daily.received", "900000")
}

// What explains the figures is not refused, but named.
func TestWhatAComparisonDoesNotUseIsNamed(t *testing.T) {
	h := calculator(t)
	says(t, h.asked("/v1/loan-comparisons", `{"need":3000000,"months":10,"flat_rate_month":"1.5%","lender":"koperasi","anuity_rate_month":"1%",
		"daily":{"principal":100000,"instalment":5000,"times":24,"note":{"a":1}}}`),
		"not_used.0", "anuity_rate_month", "not_used.1", "daily.note", "not_used.2", "lender", "not_used.3", "null")
}

func TestBadComparisonsAreRefused(t *testing.T) {
	h := calculator(t)
	with := func(old, changed string) string { return strings.Replace(offers, old, changed, 1) }
	for _, c := range []struct{ body, want string }{
		{`{}`, "flat_rate_month:required"},
		{`{"flat_rate_month":"1%"}`, "need:required"},
		{`{"flat_rate_month":"1%","need":1000}`, "months:required"},
		{`{"need":1000,"months":3,"flat_rate_month":"1%","extra_profit_expected_per_month":1}`, "money_left_over_per_month:required"},
		{with(`"need":3000000`, `"need":0`), "need:out_of_range"},
		{with(`"need":3000000`, `"need":"3 juta"`), "need:invalid_amount"},
		{with(`"need":3000000`, `"need":1.5`), "need:too_many_places"},
		{with(`"need":3000000`, `"need":1000000000000000`), "need:amount_too_large"},
		{with(`"months":10`, `"months":0`), "months:out_of_range"},
		{with(`"months":10`, `"months":1001`), "months:out_of_range"},
		{with(`"months":10`, `"months":"10"`), "months:invalid_type"},
		{with(`"1.5%"`, `"satu"`), "flat_rate_month:invalid_percent"},
		{with(`"1.5%"`, `true`), "flat_rate_month:invalid_percent"},
		{with(`"1.5%"`, `"101%"`), "flat_rate_month:out_of_range"},
		{with(`"1.5%"`, `-1`), "flat_rate_month:out_of_range"},
		{with(`"deducted":100000`, `"deducted":1000000`), "daily.deducted:nothing_received"},
		{with(`"deducted":100000`, `"deducted":-1`), "daily.deducted:out_of_range"},
		{with(`"times":24`, `"times":1001`), "daily.times:out_of_range"},
		{with(`"instalment":50000`, `"instalment":"x"`), "daily.instalment:invalid_amount"},
		{with(`"instalment":50000,`, ``), "daily.instalment:required"},
		{with(`"need"`, `"affordable_share":"0.3","need"`), "affordable_share:invalid_format"},
		{with(`"need"`, `"affordable_share":"4/3","need"`), "affordable_share:out_of_range"},
		{`{"need":1.5,"months":3,"flat_rate_month":"1%","money_left_over_per_month":0.5}`, "need:too_many_places money_left_over_per_month:too_many_places"},
	} {
		h.refused(422, c.want, "POST", "/v1/loan-comparisons", c.body)
	}
}
