package business

import (
	"math/big"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// SavingsQuestion asks how to save for something: how much a week when the weeks are
// given, how many weeks when the sum a week is given.
type SavingsQuestion struct {
	Target ledger.Figure  `json:"target"`
	Saved  *ledger.Figure `json:"saved,omitempty" doc:"What there is already"`
	Weeks  *ledger.Figure `json:"weeks,omitempty"`
	Weekly *ledger.Figure `json:"weekly,omitempty" doc:"Instead of weeks: what can be put aside each week"`
	Step   *ledger.Figure `json:"step,omitempty" doc:"The sum a week is rounded up to a multiple of it; 1000 if not given"`
	Start  ledger.Date    `json:"start,omitempty" doc:"The day of the first saving"`
}

// SavingsPlan answers a SavingsQuestion. All savings are alike but the last, which is
// smaller so that the target is reached exactly.
type SavingsPlan struct {
	ToSave      ledger.Figure `json:"to_save"`
	WeeklyExact string        `json:"weekly_exact,omitempty" doc:"Before rounding; where weeks were given"`
	Weekly      ledger.Figure `json:"weekly"`
	// WeeksNeeded is less than the weeks given when rounding up reaches the target
	// earlier.
	WeeksNeeded ledger.Figure `json:"weeks_needed"`
	Last        ledger.Figure `json:"last" doc:"What is left for the last week"`
	Total       ledger.Figure `json:"total" doc:"What there is in the end: the target, or more if that was there already"`
	ReachedOn   *ledger.Date  `json:"reached_on,omitempty" doc:"The day of the last saving, a week apart each"`
	Reached     bool          `json:"reached" doc:"There is enough already"`
}

// maxWeeks is how long a savings plan may take: twenty years.
const maxWeeks = 1040

// PlanSavings works out a savings plan. (3.000.000 - 350.000) / 26 weeks is 101.923 and
// a bit, rounded up to Rp102.000 a week; the last week then takes Rp100.000.
//
// It refuses a question with neither or both of weeks and weekly (required,
// one_of_two), and a sum a week that would take more than 1040 weeks (out_of_range).
func PlanSavings(q SavingsQuestion) (SavingsPlan, error) {
	var s sheet
	target := s.paid(q.Target, "target")
	saved := s.amountOr(q.Saved, "saved")
	step := s.step(q.Step, "step", 1000)
	left := minus(target, saved)
	if left.Sign() < 0 {
		left = new(big.Rat)
	}
	var weeks, weekly *big.Rat
	switch {
	case q.Weeks != nil && q.Weekly != nil:
		s.wrong("one_of_two", "weekly", "allowed", "weeks, weekly")
	case q.Weeks != nil:
		weeks = whole(s.whole(*q.Weeks, maxWeeks, "weeks"))
		weekly = upTo(over(left, weeks), step)
	case q.Weekly != nil:
		weekly = s.paid(*q.Weekly, "weekly")
		if over(left, weekly).Cmp(whole(maxWeeks)) > 0 {
			s.wrong("out_of_range", "weekly")
		}
	default:
		s.wrong("required", "weeks")
	}
	if err := s.err(); err != nil {
		return SavingsPlan{}, err
	}
	out := SavingsPlan{ToSave: s.rp(left), Weekly: s.rp(weekly), Total: s.rp(plus(saved, left)), Reached: left.Sign() == 0}
	if weeks != nil {
		out.WeeklyExact = exact(over(left, weeks))
	}
	needed := new(big.Rat)
	last := new(big.Rat)
	if left.Sign() > 0 {
		needed = up(over(left, weekly))
		last = minus(left, times(minus(needed, one), weekly))
	}
	out.WeeksNeeded, out.Last = s.number(needed), s.rp(last)
	if !q.Start.IsZero() && left.Sign() > 0 {
		day := q.Start.AddDays(7 * int(needed.Num().Int64()-1))
		if !day.Valid() {
			return SavingsPlan{}, ledger.E(ledger.Invalid, "date_out_of_range", "start", "min", ledger.MinDate.String(), "max", ledger.MaxDate.String())
		}
		out.ReachedOn = &day
	}
	return out, nil
}
