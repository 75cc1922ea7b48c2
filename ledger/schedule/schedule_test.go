package schedule_test

import (
	"encoding/json"
	"math/big"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/schedule"
)

type wantedSchedule struct {
	Schedule     []schedule.Instalment
	TotalService int64 `json:"total_service"`
	TotalPaid    int64 `json:"total_paid"`
}

func (w wantedSchedule) check(t *testing.T, name string, got schedule.Schedule, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(name, err)
	}
	if len(got.Instalments) != len(w.Schedule) || got.Service != w.TotalService || got.Paid != w.TotalPaid {
		t.Fatalf("%s: %+v, want %+v", name, got, w)
	}
	for i, it := range got.Instalments {
		if it != w.Schedule[i] {
			t.Errorf("%s: %+v, want %+v", name, it, w.Schedule[i])
		}
	}
}

// Borrow or not, as the lesson works it out.
func TestTheWorkedCase(t *testing.T) {
	var c struct {
		Inputs struct {
			Need      int64
			Months    int
			FlatRate  string `json:"flat_rate_month"`
			Declining string `json:"declining_rate_month"`
			Daily     schedule.Daily
			LeftOver  int64 `json:"money_left_over_per_month"`
			Extra     int64 `json:"extra_profit_expected_per_month"`
		}
		Expected struct {
			Flat, Declining wantedSchedule
			Daily           struct {
				Received  int64
				TotalPaid int64 `json:"total_paid"`
				Cost      int64
				Percent   string `json:"cost_percent_of_received_exact"`
			}
			Limit      int64 `json:"affordable_limit"`
			Instalment int64 `json:"flat_instalment"`
			LimitExtra int64 `json:"limit_with_extra"`
			First      int64 `json:"first_declining_instalment"`
		}
	}
	raw, err := os.ReadFile("testdata/BK-13.json")
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil {
		t.Fatal(err)
	}
	in, want := c.Inputs, c.Expected
	flat, err := schedule.Flat(schedule.Terms{Principal: in.Need, Rate: percent(t, in.FlatRate), Periods: in.Months})
	want.Flat.check(t, "flat", flat, err)
	declining, err := schedule.Declining(schedule.Terms{Principal: in.Need, Rate: percent(t, in.Declining), Periods: in.Months})
	want.Declining.check(t, "declining", declining, err)
	if flat.Highest() != want.Instalment || declining.Instalments[0].Total != want.First {
		t.Error("another instalment")
	}
	daily, err := in.Daily.Offer("daily")
	if err != nil || daily.Received != want.Daily.Received || daily.Paid() != want.Daily.TotalPaid || daily.Cost() != want.Daily.Cost ||
		daily.CostPercent().RatString() != want.Daily.Percent {
		t.Errorf("daily is %+v, %v, want %+v", daily, err, want.Daily)
	}
	if without, with := schedule.Limit(in.LeftOver, schedule.OneThird), schedule.Limit(in.LeftOver+in.Extra, schedule.OneThird); without != want.Limit || with != want.LimitExtra {
		t.Errorf("the limits are %d and %d, want %d and %d", without, with, want.Limit, want.LimitExtra)
	}
	sorted := schedule.Compare([]schedule.Offer{daily, flat.Offer("flat"), declining.Offer("declining")})
	for i, name := range []string{"declining", "flat", "daily"} {
		if sorted[i].Name != name {
			t.Errorf("%s is number %d", sorted[i].Name, i+1)
		}
	}
}

func percent(t testing.TB, text string) *big.Rat {
	t.Helper()
	rate, err := schedule.ParseRate(text)
	if err != nil {
		t.Fatal(err)
	}
	return rate
}

// The last instalment takes what rounding left over.
func TestRounding(t *testing.T) {
	terms := func(principal int64, rate string, periods int) schedule.Terms {
		return schedule.Terms{Principal: principal, Rate: percent(t, rate), Periods: periods}
	}
	for _, c := range []struct {
		name   string
		method func(schedule.Terms) (schedule.Schedule, error)
		terms  schedule.Terms
		want   []schedule.Instalment
	}{
		{"a million in three", schedule.Flat, terms(1_000_000, "1.25%", 3), []schedule.Instalment{
			{1, 333_333, 12_500, 345_833, 666_667}, {2, 333_333, 12_500, 345_833, 333_334}, {3, 333_334, 12_500, 345_834, 0}}},
		{"a service that is not whole", schedule.Flat, terms(1_025, "1.5%", 3), []schedule.Instalment{
			{1, 342, 15, 357, 683}, {2, 342, 15, 357, 341}, {3, 341, 16, 357, 0}}}, // 15.375 each, 46.125 in all
		{"a half is rounded up", schedule.Declining, terms(1_050, "1%", 2), []schedule.Instalment{
			{1, 525, 11, 536, 525}, {2, 525, 5, 530, 0}}}, // 10.5 and 5.25
		{"more periods than rupiah", schedule.Flat, terms(5, "10%", 10), []schedule.Instalment{
			{1, 1, 1, 2, 4}, {2, 1, 1, 2, 3}, {3, 1, 1, 2, 2}, {4, 1, 1, 2, 1}, {5, 1, 1, 2, 0},
			{6, 0, 0, 0, 0}, {7, 0, 0, 0, 0}, {8, 0, 0, 0, 0}, {9, 0, 0, 0, 0}, {10, 0, 0, 0, 0}}},
		{"equal instalments", schedule.Annuity, terms(1_000_000, "2%", 3), []schedule.Instalment{
			{1, 326_755, 20_000, 346_755, 673_245}, {2, 333_290, 13_465, 346_755, 339_955}, {3, 339_955, 6_799, 346_754, 0}}},
		{"equal instalments without service", schedule.Annuity, terms(1_000, "0%", 3), []schedule.Instalment{
			{1, 333, 0, 333, 667}, {2, 333, 0, 333, 334}, {3, 334, 0, 334, 0}}},
		{"one period", schedule.Annuity, terms(1_000_000, "2%", 1), []schedule.Instalment{{1, 1_000_000, 20_000, 1_020_000, 0}}},
	} {
		got, err := c.method(c.terms)
		if err != nil || len(got.Instalments) != len(c.want) {
			t.Fatalf("%s: %+v %v", c.name, got, err)
		}
		for i := range c.want {
			if got.Instalments[i] != c.want[i] {
				t.Errorf("%s: %+v, want %+v", c.name, got.Instalments[i], c.want[i])
			}
		}
	}
}

var anyTerms = rapid.Custom(func(t *rapid.T) schedule.Terms {
	return schedule.Terms{
		Principal: rapid.OneOf(rapid.Int64Range(1, 2_000), rapid.Int64Range(1, 50_000_000)).Draw(t, "principal"),
		Rate:      big.NewRat(rapid.Int64Range(0, 10_000).Draw(t, "rate"), 10_000*rapid.Int64Range(1, 7).Draw(t, "parts")),
		Periods:   rapid.IntRange(1, 120).Draw(t, "periods"),
	}
})

var methods = map[string]func(schedule.Terms) (schedule.Schedule, error){"flat": schedule.Flat, "declining": schedule.Declining, "annuity": schedule.Annuity}

// Principals add up to the loan, totals to what is paid, no balance is below
// nothing, and the last one is nothing.
func TestEveryScheduleAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms.Draw(t, "terms")
		for name, method := range methods {
			s, err := method(terms)
			if err != nil || len(s.Instalments) != terms.Periods {
				t.Fatal(name, len(s.Instalments), err)
			}
			var principal, service, total int64
			balance := terms.Principal
			for i, it := range s.Instalments {
				principal, service, total, balance = principal+it.Principal, service+it.Service, total+it.Total, balance-it.Principal
				if it.No != i+1 || it.Principal < 0 || it.Service < 0 || it.Total != it.Principal+it.Service || it.Balance != balance || balance < 0 {
					t.Fatalf("%s of %+v: %+v", name, terms, it)
				}
			}
			if principal != terms.Principal || balance != 0 || service != s.Service || total != s.Paid || s.Paid != terms.Principal+s.Service {
				t.Fatalf("%s of %+v adds up to %d and %d of %+v", name, terms, principal, service, s)
			}
			if o := s.Offer(name); o.Received != terms.Principal || o.Cost() != s.Service || o.Monthly() != s.Highest() {
				t.Fatalf("%s as an offer: %+v", name, o)
			}
		}
	})
}

// Flat service is the exact one of the whole loan, rounded once.
func TestFlatServiceIsRoundedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms.Draw(t, "terms")
		s, err := schedule.Flat(terms)
		exact := new(big.Rat).Mul(terms.Rate, big.NewRat(terms.Principal*int64(terms.Periods), 1))
		off := exact.Sub(exact, big.NewRat(s.Service, 1))
		if err != nil || off.Cmp(big.NewRat(1, 2)) >= 0 || off.Cmp(big.NewRat(-1, 2)) < 0 {
			t.Fatalf("%d differs by %s, %v", s.Service, off, err)
		}
	})
}

// Equal instalments differ only in the last, and each service is that of its balance.
func TestAnnuitiesAreEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms.Draw(t, "terms")
		terms.Principal += 1_000_000
		terms.Rate = new(big.Rat).Mul(terms.Rate, big.NewRat(1, 20))
		s, err := schedule.Annuity(terms)
		if err != nil {
			t.Fatal(err)
		}
		balance := terms.Principal
		for i, it := range s.Instalments {
			last := i == terms.Periods-1
			if !last && it.Total != s.Instalments[0].Total || it.Service != schedule.HalfUp(new(big.Rat).Mul(terms.Rate, big.NewRat(balance, 1))) {
				t.Fatalf("%+v of %+v", it, terms)
			}
			balance = it.Balance
		}
	})
}

func TestAbsurdTermsAreRefused(t *testing.T) {
	good := schedule.Terms{Principal: 1_000_000, Rate: big.NewRat(3, 200), Periods: 10}
	for field, spoil := range map[string]func(*schedule.Terms){
		"principal": func(t *schedule.Terms) { t.Principal = 0 },
		"periods":   func(t *schedule.Terms) { t.Periods = schedule.MaxPeriods + 1 },
		"rate":      func(t *schedule.Terms) { t.Rate = big.NewRat(101, 100) },
	} {
		terms := good
		spoil(&terms)
		for name, method := range methods {
			_, err := method(terms)
			if e, ok := err.(*ledger.Error); !ok || e.Code != "out_of_range" || e.Field != field {
				t.Errorf("%s with a spoilt %s: %v", name, field, err)
			}
		}
	}
	for _, terms := range []schedule.Terms{{Principal: -1, Rate: big.NewRat(0, 1), Periods: 1}, {Principal: 1, Periods: 1}, {Principal: 1, Rate: big.NewRat(-1, 9), Periods: 1}, {Principal: 1, Rate: big.NewRat(0, 1)}, {Principal: ledger.MaxMinor + 1, Rate: big.NewRat(0, 1), Periods: 1}} {
		if _, err := schedule.Flat(terms); ledger.CodeOf(err) != "out_of_range" {
			t.Errorf("%+v: %v", terms, err)
		}
	}
	huge := schedule.Terms{Principal: ledger.MaxMinor, Rate: big.NewRat(1, 1), Periods: schedule.MaxPeriods}
	for name, method := range methods {
		if _, err := method(huge); ledger.CodeOf(err) != "amount_too_large" {
			t.Errorf("%s of a huge loan: %v", name, err)
		}
	}
}

func TestRates(t *testing.T) {
	for text, want := range map[string]string{"1.5%": "3/200", "1,5 %": "3/200", "1.5": "3/200", " 12% ": "3/25", "0": "0", "100%": "1", "0.75%": "3/400"} {
		if got, err := schedule.ParseRate(text); err != nil || got.RatString() != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "%", "%1", "1%%", "1.5.0", "1,5,0", "1.000,5", "1e3", "satu", "1/2", "+1", strconv.Itoa(1 << 62)} {
		if got, err := schedule.ParseRate(text); ledger.CodeOf(err) != "invalid_percent" {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
}
