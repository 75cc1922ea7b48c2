package training_test

import (
	"math/big"

	"github.com/lumbung-ledger/lumbung/ledger/schedule"
)

// loanQuestion is what a lesson asks of loans: the same need met in up to four ways,
// and how large an instalment may be.
type loanQuestion struct {
	Need      int64  `json:"need"`
	Months    int    `json:"months"`
	Flat      string `json:"flat_rate_month"`
	Declining string `json:"declining_rate_month"`
	Annuity   string `json:"annuity_rate_month"`
	Daily     *struct {
		Principal  int64 `json:"principal"`
		Deducted   int64 `json:"deducted"`
		Instalment int64 `json:"instalment"`
		Times      int   `json:"times"`
	} `json:"daily"`
	LeftOver int64 `json:"money_left_over_per_month"`
	Extra    int64 `json:"extra_profit_expected_per_month"`
}

// loanAnswer has the field names of the worked cases.
type loanAnswer struct {
	Flat          *loanShown  `json:"flat,omitempty"`
	Declining     *loanShown  `json:"declining,omitempty"`
	Annuity       *loanShown  `json:"annuity,omitempty"`
	Daily         *dailyShown `json:"daily,omitempty"`
	Limit         int64       `json:"affordable_limit"`
	LimitExtra    int64       `json:"limit_with_extra"`
	Instalment    int64       `json:"flat_instalment,omitempty"`
	FirstOfSecond int64       `json:"first_declining_instalment,omitempty"`
}

type loanShown struct {
	Schedule []instalmentShown `json:"schedule"`
	Service  int64             `json:"total_service"`
	Paid     int64             `json:"total_paid"`
}

type instalmentShown struct {
	No        int   `json:"no"`
	Principal int64 `json:"principal"`
	Service   int64 `json:"service"`
	Total     int64 `json:"total"`
	Balance   int64 `json:"balance"`
}

type dailyShown struct {
	Received int64 `json:"received"`
	Paid     int64 `json:"total_paid"`
	Cost     int64 `json:"cost"`
}

// compareLoans answers through ledger/schedule.
func compareLoans(q loanQuestion) (loanAnswer, error) {
	third := big.NewRat(1, 3)
	a := loanAnswer{Limit: schedule.Limit(q.LeftOver, third), LimitExtra: schedule.Limit(q.LeftOver+q.Extra, third)}
	for _, way := range []struct {
		rate  string
		build func(schedule.Terms) (schedule.Schedule, error)
		shown **loanShown
	}{{q.Flat, schedule.Flat, &a.Flat}, {q.Declining, schedule.Declining, &a.Declining}, {q.Annuity, schedule.Annuity, &a.Annuity}} {
		if way.rate == "" {
			continue
		}
		rate, err := schedule.ParseRate(way.rate)
		if err != nil {
			return a, err
		}
		s, err := way.build(schedule.Terms{Principal: q.Need, Rate: rate, Periods: q.Months})
		if err != nil {
			return a, err
		}
		*way.shown = &loanShown{Service: s.Service, Paid: s.Paid}
		for _, it := range s.Instalments {
			(*way.shown).Schedule = append((*way.shown).Schedule, instalmentShown(it))
		}
	}
	if a.Flat != nil {
		a.Instalment = a.Flat.Schedule[0].Total
	}
	if a.Declining != nil {
		a.FirstOfSecond = a.Declining.Schedule[0].Total
	}
	if q.Daily == nil {
		return a, nil
	}
	offer, err := schedule.Daily{Principal: q.Daily.Principal, Deducted: q.Daily.Deducted, Instalment: q.Daily.Instalment, Times: q.Daily.Times}.Offer("daily")
	if err != nil {
		return a, err
	}
	a.Daily = &dailyShown{Received: offer.Received, Paid: offer.Paid(), Cost: offer.Cost()}
	return a, nil
}
