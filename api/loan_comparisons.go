package api

import (
	"context"
	"errors"
	"math/big"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/schedule"
)

type loanComparisonIn struct {
	Need      *ledger.Figure `json:"need,omitempty" doc:"What is borrowed"`
	Months    *int           `json:"months,omitempty" doc:"How many monthly instalments, at most 1000" example:"10"`
	Flat      *Percent       `json:"flat_rate_month,omitempty" doc:"Service a month on what was first borrowed"`
	Declining *Percent       `json:"declining_rate_month,omitempty" doc:"Service a month on what is still owed, with equal principals"`
	Annuity   *Percent       `json:"annuity_rate_month,omitempty" doc:"Service a month on what is still owed, in equal instalments"`
	Daily     *dailyIn       `json:"daily,omitempty"`
	LeftOver  *ledger.Figure `json:"money_left_over_per_month,omitempty" doc:"What is left over in a month, before the loan"`
	Extra     *ledger.Figure `json:"extra_profit_expected_per_month,omitempty" doc:"What the loan is expected to earn in a month"`
	Share     string         `json:"affordable_share,omitempty" pattern:"^[0-9]{1,6}/[1-9][0-9]{0,5}$" default:"1/3" doc:"The share of it that instalments may take: a rule of thumb" example:"1/3"`
}

// dailyIn is a lender who deducts something first and collects every day.
type dailyIn struct {
	_          struct{}      `json:"-" additionalProperties:"true"`
	Principal  ledger.Figure `json:"principal"`
	Deducted   ledger.Figure `json:"deducted,omitzero" required:"false" doc:"Taken off before the money is handed over"`
	Instalment ledger.Figure `json:"instalment"`
	Times      int           `json:"times" doc:"At most 1000"`
}

type loanComparisonOut struct {
	Flat      *loanOut  `json:"flat,omitempty"`
	Declining *loanOut  `json:"declining,omitempty"`
	Annuity   *loanOut  `json:"annuity,omitempty"`
	Daily     *dailyOut `json:"daily,omitempty"`

	Limit      *ledger.Figure `json:"affordable_limit,omitempty" doc:"The highest instalment a month, rounded down"`
	LimitExtra *ledger.Figure `json:"limit_with_extra,omitempty" doc:"The same with the extra profit"`

	FlatInstalment       *ledger.Figure `json:"flat_instalment,omitempty"`
	FlatWithout          *bool          `json:"flat_affordable_without_extra,omitempty"`
	FlatWith             *bool          `json:"flat_affordable_with_extra,omitempty"`
	FirstDeclining       *ledger.Figure `json:"first_declining_instalment,omitempty"`
	DecliningWithout     *bool          `json:"declining_affordable_without_extra,omitempty"`
	DecliningWith        *bool          `json:"declining_affordable_with_extra,omitempty"`
	AnnuityInstalment    *ledger.Figure `json:"annuity_instalment,omitempty"`
	AnnuityWithout       *bool          `json:"annuity_affordable_without_extra,omitempty"`
	AnnuityWith          *bool          `json:"annuity_affordable_with_extra,omitempty"`
	DailyInstalmentMonth *ledger.Figure `json:"daily_instalments_per_month,omitempty" doc:"The most that the daily instalments come to in thirty days"`
	DailyWithout         *bool          `json:"daily_affordable_without_extra,omitempty"`
	DailyWith            *bool          `json:"daily_affordable_with_extra,omitempty"`

	CheapestFirst []string `json:"cheapest_first" doc:"The offers by their effective rate"`
	NotUsed       []string `json:"not_used" doc:"Fields of the request that were not needed"`
}

type loanOut struct {
	Schedule     []instalmentOut `json:"schedule"`
	TotalService ledger.Figure   `json:"total_service"`
	TotalPaid    ledger.Figure   `json:"total_paid"`
	LoanCost
}

type instalmentOut struct {
	No        int           `json:"no"`
	Principal ledger.Figure `json:"principal"`
	Service   ledger.Figure `json:"service"`
	Total     ledger.Figure `json:"total"`
	Balance   ledger.Figure `json:"balance"`
}

type dailyOut struct {
	Received  ledger.Figure `json:"received"`
	TotalPaid ledger.Figure `json:"total_paid"`
	Cost      ledger.Figure `json:"cost"`
	LoanCost
}

// LoanCost is what an offer costs, in a way that compares.
type LoanCost struct {
	Exact     string `json:"cost_percent_of_received_exact" doc:"The cost as a percentage of what was received, as an exact fraction" example:"100/3"`
	Effective string `json:"effective_percent_month,omitempty" doc:"The internal rate of a period times the periods of a month (30 days), half up" example:"2.6253"`
}

func addLoanComparisons(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/loan-comparisons", Public: true, Pure: true, Status: http.StatusOK, Tag: "calculators",
		Summary: "Compare offers of a loan",
		Description: "Service and principal are rounded half up to whole rupiah; the last instalment takes what is left over. Instalments are affordable up " +
			"to a share of what is left over in a month, a third by the rule of thumb. Fields that are not used are listed in not_used."}, compareLoans)
}

func compareLoans(_ context.Context, in *struct {
	Body lenient[loanComparisonIn]
}) (*reply[loanComparisonOut], error) {
	c := comparison{in: in.Body.In, form: ledger.Fig(0)}
	c.answer()
	if err := ledger.Join(c.errs...); err != nil {
		return nil, err
	}
	for _, o := range schedule.Compare(c.offers) {
		c.out.CheapestFirst = append(c.out.CheapestFirst, o.Name)
	}
	c.out.NotUsed = in.Body.NotUsed
	return &reply[loanComparisonOut]{c.out}, nil
}

// comparison is one on its way from the question to the answer.
type comparison struct {
	in              loanComparisonIn
	out             loanComparisonOut
	form            ledger.Figure // how amounts are written
	offers          []schedule.Offer
	limit, withMore *int64
	errs            []*ledger.Error
}

func (c *comparison) answer() {
	in := c.in
	need := c.rupiah(in.Need, "need")
	left, extra := c.rupiah(in.LeftOver, "money_left_over_per_month"), c.rupiah(in.Extra, "extra_profit_expected_per_month")
	daily := c.daily()
	monthly := in.Flat != nil || in.Declining != nil || in.Annuity != nil
	switch {
	case !monthly && in.Daily == nil:
		c.refuse(ledger.E(ledger.Invalid, "required", "flat_rate_month"))
	case monthly && in.Need == nil:
		c.refuse(ledger.E(ledger.Invalid, "required", "need"))
	case monthly && in.Months == nil:
		c.refuse(ledger.E(ledger.Invalid, "required", "months"))
	}
	if in.Extra != nil && in.LeftOver == nil {
		c.refuse(ledger.E(ledger.Invalid, "required", "money_left_over_per_month"))
	}
	c.limits(left, extra)
	if len(c.errs) > 0 {
		return
	}
	if s, ok := c.loan("flat", in.Flat, need, schedule.Flat); ok {
		c.out.Flat, c.out.FlatInstalment = c.show(s, "flat"), c.amount(s.Highest())
		c.out.FlatWithout, c.out.FlatWith = c.affordable(s.Highest())
	}
	if s, ok := c.loan("declining", in.Declining, need, schedule.Declining); ok {
		c.out.Declining, c.out.FirstDeclining = c.show(s, "declining"), c.amount(s.Instalments[0].Total)
		c.out.DecliningWithout, c.out.DecliningWith = c.affordable(s.Highest())
	}
	if s, ok := c.loan("annuity", in.Annuity, need, schedule.Annuity); ok {
		c.out.Annuity, c.out.AnnuityInstalment = c.show(s, "annuity"), c.amount(s.Highest())
		c.out.AnnuityWithout, c.out.AnnuityWith = c.affordable(s.Highest())
	}
	if in.Daily != nil {
		o, err := daily.Offer("daily")
		if err != nil {
			c.refuse(at("daily", err))
			return
		}
		c.out.Daily = &dailyOut{*c.amount(o.Received), *c.amount(o.Paid()), *c.amount(o.Cost()), c.cost(o)}
		c.out.DailyInstalmentMonth = c.amount(o.Monthly())
		c.out.DailyWithout, c.out.DailyWith = c.affordable(o.Monthly())
	}
}

func (c *comparison) daily() schedule.Daily {
	if c.in.Daily == nil {
		return schedule.Daily{}
	}
	in := c.in.Daily
	return schedule.Daily{
		Principal: c.rupiah(&in.Principal, "daily.principal"), Deducted: c.rupiah(&in.Deducted, "daily.deducted"),
		Instalment: c.rupiah(&in.Instalment, "daily.instalment"), Times: in.Times,
	}
}

// limits are the highest instalments by the rule of thumb.
func (c *comparison) limits(left, extra int64) {
	share, ok := new(big.Rat).SetString(c.in.Share)
	if !ok || share.Cmp(big.NewRat(1, 1)) > 0 {
		c.refuse(ledger.E(ledger.Invalid, "out_of_range", "affordable_share", "max", "1/1"))
		return
	}
	if c.in.LeftOver != nil {
		limit := schedule.Limit(left, share)
		c.limit, c.out.Limit = &limit, c.amount(limit)
	}
	if c.in.LeftOver != nil && c.in.Extra != nil {
		limit := schedule.Limit(left+extra, share)
		c.withMore, c.out.LimitExtra = &limit, c.amount(limit)
	}
}

// loan is the schedule of a monthly offer, if there is one.
func (c *comparison) loan(name string, rate *Percent, need int64, method func(schedule.Terms) (schedule.Schedule, error)) (schedule.Schedule, bool) {
	if rate == nil || len(c.errs) > 0 {
		return schedule.Schedule{}, false
	}
	s, err := method(schedule.Terms{Principal: need, Rate: rate.Rat, Periods: *c.in.Months})
	if err != nil {
		e := at("", err)
		e.Field = map[string]string{"principal": "need", "periods": "months", "rate": name + "_rate_month"}[e.Field]
		c.refuse(e)
		return s, false
	}
	return s, true
}

func (c *comparison) show(s schedule.Schedule, name string) *loanOut {
	out := &loanOut{TotalService: *c.amount(s.Service), TotalPaid: *c.amount(s.Paid), LoanCost: c.cost(s.Offer(name))}
	for _, it := range s.Instalments {
		out.Schedule = append(out.Schedule, instalmentOut{it.No, *c.amount(it.Principal), *c.amount(it.Service), *c.amount(it.Total), *c.amount(it.Balance)})
	}
	return out
}

// cost is what an offer costs; it is kept for the comparison.
func (c *comparison) cost(o schedule.Offer) LoanCost {
	c.offers = append(c.offers, o)
	out := LoanCost{Exact: o.CostPercent().RatString()}
	out.Effective, _ = o.Effective()
	return out
}

// affordable says whether a monthly sum is within the limits there are.
func (c *comparison) affordable(monthly int64) (without, with *bool) {
	if c.limit != nil {
		is := monthly <= *c.limit
		without = &is
	}
	if c.withMore != nil {
		is := monthly <= *c.withMore
		with = &is
	}
	return without, with
}

// rupiah is a figure as whole rupiah; the answer is written in its form.
func (c *comparison) rupiah(f *ledger.Figure, field string) int64 {
	if f == nil {
		return 0
	}
	c.form = c.form.Or(*f)
	n, err := f.Rupiah(field)
	if err != nil {
		c.refuse(at("", err))
	}
	return n
}

func (c *comparison) amount(n int64) *ledger.Figure {
	f := c.form.Like(ledger.IDR.Amount(n))
	return &f
}

func (c *comparison) refuse(e *ledger.Error) { c.errs = append(c.errs, e) }

// at is err, which is one of ours, below a field.
func at(field string, err error) *ledger.Error {
	var e *ledger.Error
	if !errors.As(err, &e) {
		return ledger.E(ledger.Invalid, "invalid_format", field)
	}
	return e.At(field)
}
