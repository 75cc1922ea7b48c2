package schedule_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/schedule"
)

func repeat(amount int64, times int) []int64 { return slices.Repeat([]int64{amount}, times) }

// Reference values were found with decimals of sixty digits.
func TestEffectiveRates(t *testing.T) {
	for _, c := range []struct {
		name     string
		received int64
		payments []int64
		perMonth int64
		want     string
	}{
		{"flat 1.5 % over ten months", 3_000_000, repeat(345_000, 10), 1, "2.6253"},
		{"the travelling lender", 900_000, repeat(50_000, 24), 30, "73.2618"},
		{"one payment after a month", 1_000_000, []int64{1_015_000}, 1, "1.5000"},
		{"one payment after a day", 1_000_000, []int64{1_001_000}, 30, "3.0000"},
		{"half a step is rounded up", 2_000_000, []int64{2_000_001}, 1, "0.0001"},
		{"less than half a step is not", 2_000_001, []int64{2_000_002}, 1, "0.0000"},
		{"free", 1_000_000, repeat(100_000, 10), 1, "0.0000"},
		{"a gift", 1_000_000, repeat(99_999, 10), 1, ""},
		{"absurd", 1, []int64{1_000_000}, 1, ""},
		{"nothing received", 0, []int64{1}, 1, ""},
	} {
		got, ok := schedule.Effective(c.received, c.payments, c.perMonth)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q %t, want %q", c.name, got, ok, c.want)
		}
	}
}

// A loan with declining service costs its rate, whatever its length.
func TestDecliningLoansCostTheirRate(t *testing.T) {
	for _, periods := range []int{1, 2, 4, 5, 10, 20, 40, 100} {
		terms := schedule.Terms{Principal: 400_000_000, Rate: big.NewRat(17, 1000), Periods: periods}
		for name, method := range methods {
			s, err := method(terms)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := s.Offer(name).Effective()
			if dear := name == "flat" && periods > 1; (got == "1.7000") == dear {
				t.Errorf("%s over %d months costs %s", name, periods, got)
			}
		}
	}
}

// The rate is the nearest of its step: half a step lower the payments are worth more
// than was received, half a step higher less.
func TestTheEffectiveRateIsTheNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		received := rapid.Int64Range(1_000, 10_000_000).Draw(t, "received")
		payments := rapid.SliceOfN(rapid.Int64Range(0, 2_000_000), 1, 40).Draw(t, "payments")
		perMonth := rapid.SampledFrom([]int64{1, 4, 30}).Draw(t, "per month")
		text, ok := schedule.Effective(received, payments, perMonth)
		worth := func(rate *big.Rat) *big.Rat {
			growth := new(big.Rat).Add(big.NewRat(1, 1), rate.Quo(rate, big.NewRat(100*perMonth, 1)))
			factor, sum := big.NewRat(1, 1), new(big.Rat)
			for _, p := range payments {
				factor.Quo(factor, growth)
				sum.Add(sum, new(big.Rat).Mul(factor, big.NewRat(p, 1)))
			}
			return sum
		}
		step, _ := new(big.Rat).SetString("0.00005")
		there := big.NewRat(received, 1)
		if !ok {
			if worth(new(big.Rat)).Cmp(there) >= 0 && worth(big.NewRat(100_000, 1)).Cmp(there) <= 0 {
				t.Fatal("there is a rate")
			}
			return
		}
		rate, _ := new(big.Rat).SetString(text)
		if worth(new(big.Rat).Add(rate, step)).Cmp(there) >= 0 || rate.Sign() > 0 && worth(new(big.Rat).Sub(rate, step)).Cmp(there) < 0 {
			t.Fatalf("%s is not the nearest", text)
		}
	})
}

func TestDailyLoans(t *testing.T) {
	o, err := schedule.Daily{Principal: 1_000_000, Deducted: 100_000, Instalment: 50_000, Times: 40}.Offer("harian")
	if err != nil || o.Monthly() != 1_500_000 || o.Paid() != 2_000_000 || o.Cost() != 1_100_000 {
		t.Errorf("%+v %v, with %d in a month", o, err, o.Monthly())
	}
	for problem, d := range map[string]schedule.Daily{
		"out_of_range (principal)":    {Principal: 0, Instalment: 1, Times: 1},
		"out_of_range (deducted)":     {Principal: 10, Deducted: -1, Instalment: 1, Times: 1},
		"nothing_received (deducted)": {Principal: 10, Deducted: 10, Instalment: 1, Times: 1},
		"out_of_range (times)":        {Principal: 10, Instalment: 1, Times: schedule.MaxPeriods + 1},
		"out_of_range (instalment)":   {Principal: 10, Instalment: ledger.MaxMinor, Times: 2},
	} {
		if _, err := d.Offer(""); err == nil || err.Error() != problem {
			t.Errorf("%+v is answered %v, want %s", d, err, problem)
		}
	}
}

// The cheapest comes first, whatever order the offers are in.
func TestCompare(t *testing.T) {
	offers := []schedule.Offer{
		{"absurd", 1, []int64{1_000_000}, 1},
		{"dear", 1_000_000, []int64{1_200_000}, 1},
		{"gift", 1_000_000, []int64{900_000}, 1},
		{"cheap", 3_000_000, repeat(310_000, 10), 1},
		{"also cheap", 6_000_000, repeat(620_000, 10), 1},
		{"free", 1_000_000, []int64{1_000_000}, 1},
	}
	want := []string{"gift", "free", "cheap", "also cheap", "dear", "absurd"}
	for i, o := range schedule.Compare(offers) {
		if o.Name != want[i] {
			t.Errorf("number %d is %s, not %s", i+1, o.Name, want[i])
		}
	}
	if offers[0].Name != "absurd" {
		t.Error("the offers given were moved")
	}
}

func TestLimit(t *testing.T) {
	for left, want := range map[int64]int64{900_000: 300_000, 1_150_000: 383_333, 0: 0, 2: 0, -900_000: 0, ledger.MaxMinor: 333_333_333_333_333} {
		if got := schedule.Limit(left, schedule.OneThird); got != want {
			t.Errorf("of %d it is %d, not %d", left, got, want)
		}
	}
	if got := schedule.Limit(900_000, big.NewRat(2, 5)); got != 360_000 {
		t.Errorf("two fifths are %d", got)
	}
}
