package business

import (
	"math/big"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// CashPlanQuestion is a plan of the money to come, week by week (or month by month).
type CashPlanQuestion struct {
	OpeningCash ledger.Figure `json:"opening_cash"`
	Weeks       []PlanWeek    `json:"weeks"`
	// Reserve is what should always be left. It is zero if not given.
	Reserve *ledger.Figure `json:"reserve,omitempty" doc:"What should always be left, such as 50000"`
	Step    *ledger.Figure `json:"step,omitempty" doc:"The extra is rounded up to a multiple of it; 1000 if not given"`
	// Changes are tried on the plan: a debt collected earlier, a purchase put off.
	Changes []PlanChange `json:"changes,omitempty" doc:"What if: added to the weeks, and answered beside the plan"`
}

// PlanWeek is what comes in and goes out in one week, as sums or item by item.
type PlanWeek struct {
	_ struct{} `json:"-" additionalProperties:"true"` // the API takes other fields too, and names them

	Name     string                   `json:"name,omitempty"`
	In       *ledger.Figure           `json:"in,omitempty"`
	Out      *ledger.Figure           `json:"out,omitempty"`
	InItems  map[string]ledger.Figure `json:"in_items,omitempty" doc:"Added to in"`
	OutItems map[string]ledger.Figure `json:"out_items,omitempty" doc:"Added to out"`
}

// PlanChange changes one week. Amounts below zero take away.
type PlanChange struct {
	_ struct{} `json:"-" additionalProperties:"true"` // the API takes other fields too, and names them

	Week ledger.Figure  `json:"week" doc:"From 1"`
	In   *ledger.Figure `json:"in,omitempty"`
	Out  *ledger.Figure `json:"out,omitempty"`
	Text string         `json:"text,omitempty"`
}

// CashPlan answers a CashPlanQuestion. Weeks are counted from 1.
type CashPlan struct {
	CashOutlook
	WhatIf *CashOutlook `json:"what_if,omitempty"` // the same plan with the changes
}

// CashOutlook is a plan worked out.
type CashOutlook struct {
	Weeks         []CashWeek    `json:"weeks"`
	ClosingCash   ledger.Figure `json:"closing_cash"`
	LowestWeek    ledger.Figure `json:"lowest_week" doc:"The first of the lowest ones"`
	LowestCash    ledger.Figure `json:"lowest_cash"`
	FirstShort    FigureOrNull  `json:"first_short_week" doc:"The first week that ends below zero; null when none does"`
	FirstLow      FigureOrNull  `json:"first_week_below_reserve"`
	Shortage      ledger.Figure `json:"shortage" doc:"How far the lowest week is below zero; 0 when it is not"`
	ExtraPerWeek  ledger.Figure `json:"extra_per_week" doc:"The same sum, added in every week, after which no week ends below the reserve"`
	ExtraByWeek   ledger.Figure `json:"extra_until_week" doc:"The week for which the extra is needed; 0 when none is"`
	ExtraInWhole  ledger.Figure `json:"extra_until_then" doc:"The extra of all weeks up to that one"`
	ReserveWanted ledger.Figure `json:"reserve"`
}

// CashWeek is one week worked out.
type CashWeek struct {
	Week    ledger.Figure `json:"week"`
	Name    string        `json:"name,omitempty"`
	Opening ledger.Figure `json:"opening"`
	In      ledger.Figure `json:"in"`
	Out     ledger.Figure `json:"out"`
	Closing ledger.Figure `json:"closing"`
}

// flow is what comes in and goes out in a week.
type flow struct{ in, out *big.Rat }

// PlanCash works out a plan: what is left at the end of each week, the lowest week, and
// the extra that every week must bring so that none ends below the reserve. That extra
// is the largest of (reserve - closing of week k) / k over all weeks k, rounded up to
// the step: a shortage is spread over the weeks up to and including the one that has it.
//
// A plan with Rp60.000 too little in week 6, of which Rp50.000 is to be left, needs
// Rp110.000 / 6, which is Rp19.000 a week.
func PlanCash(q CashPlanQuestion) (CashPlan, error) {
	var s sheet
	opening := s.rupiah(q.OpeningCash, "opening_cash")
	s.rows(len(q.Weeks), 1, "weeks")
	s.rows(len(q.Changes), 0, "changes")
	reserve := s.amountOr(q.Reserve, "reserve")
	step := s.step(q.Step, "step", 1000)
	if err := s.err(); err != nil {
		return CashPlan{}, err
	}
	flows := make([]flow, len(q.Weeks))
	for i, w := range q.Weeks {
		at := row("weeks", i)
		flows[i].in = plus(s.amountOr(w.In, at+".in"), s.sum(w.InItems, at+".in_items"))
		flows[i].out = plus(s.amountOr(w.Out, at+".out"), s.sum(w.OutItems, at+".out_items"))
	}
	changed := append([]flow(nil), flows...)
	for i, c := range q.Changes {
		at := row("changes", i)
		week := s.whole(c.Week, int64(len(flows)), at+".week") - 1
		f := &changed[week]
		if c.In != nil {
			f.in = plus(f.in, s.rupiah(*c.In, at+".in"))
		}
		if c.Out != nil {
			f.out = plus(f.out, s.rupiah(*c.Out, at+".out"))
		}
		if f.in.Sign() < 0 {
			s.wrong("out_of_range", at+".in")
		}
		if f.out.Sign() < 0 {
			s.wrong("out_of_range", at+".out")
		}
	}
	if err := s.err(); err != nil {
		return CashPlan{}, err
	}
	out := CashPlan{CashOutlook: s.outlook(q.Weeks, opening, reserve, step, flows)}
	if len(q.Changes) > 0 {
		out.WhatIf = pointer(s.outlook(q.Weeks, opening, reserve, step, changed))
	}
	return out, nil
}

func (s *sheet) outlook(weeks []PlanWeek, opening, reserve, step *big.Rat, flows []flow) CashOutlook {
	var out CashOutlook
	cash, lowest, extra, until, nth := opening, (*big.Rat)(nil), new(big.Rat), new(big.Rat), new(big.Rat)
	for i, f := range flows {
		before := cash
		cash = minus(plus(cash, f.in), f.out)
		nth = plus(nth, one)
		out.Weeks = append(out.Weeks, CashWeek{Week: s.number(nth), Name: weeks[i].Name, Opening: s.rp(before), In: s.rp(f.in), Out: s.rp(f.out), Closing: s.rp(cash)})
		if lowest == nil || cash.Cmp(lowest) < 0 {
			lowest, out.LowestWeek = cash, s.number(nth)
		}
		if out.FirstShort.Figure == nil && cash.Sign() < 0 {
			out.FirstShort.Figure = pointer(s.number(nth))
		}
		if out.FirstLow.Figure == nil && cash.Cmp(reserve) < 0 {
			out.FirstLow.Figure = pointer(s.number(nth))
		}
		if need := over(minus(reserve, cash), nth); need.Cmp(extra) > 0 {
			extra, until = need, nth
		}
	}
	extra = upTo(extra, step)
	out.ClosingCash, out.LowestCash, out.ReserveWanted = s.rp(cash), s.rp(lowest), s.rp(reserve)
	out.ExtraPerWeek, out.ExtraByWeek, out.ExtraInWhole = s.rp(extra), s.number(until), s.rp(times(extra, until))
	if lowest.Sign() < 0 {
		lowest = new(big.Rat).Neg(lowest)
		out.Shortage = s.rp(lowest)
	} else {
		out.Shortage = s.rp(new(big.Rat))
	}
	return out
}
