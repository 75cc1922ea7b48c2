package business

import (
	"math/big"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// PurseQuestion is what went through one purse that holds the money of the business and
// of the home.
type PurseQuestion struct {
	Events []PurseEvent `json:"events"`
}

// PurseKind is whose money an event is, or what it is beside income and cost.
type PurseKind string

// The kinds.
const (
	PurseBusiness  PurseKind = "usaha"    // of the business
	PurseHome      PurseKind = "rumah"    // of the home
	PurseMixed     PurseKind = "campur"   // of both; business_share says how much is the business's
	PurseLoan      PurseKind = "utang"    // a loan comes in, or is paid back without its service
	PurseEquipment PurseKind = "alat"     // a tool, used for long
	PurseCapital   PurseKind = "modal"    // the owner adds money to the business
	PurseGrant     PurseKind = "hibah"    // a grant for the business
	PurseSavings   PurseKind = "simpanan" // savings of the business, put aside or taken back
)

var purseKinds = []PurseKind{PurseBusiness, PurseHome, PurseMixed, PurseLoan, PurseEquipment, PurseCapital, PurseGrant, PurseSavings}

// PurseEvent is money that came in or went out.
type PurseEvent struct {
	_ struct{} `json:"-" additionalProperties:"true"` // the API takes other fields too, and names them

	Text      string        `json:"text,omitempty"`
	Direction string        `json:"direction" enum:"in,out"`
	Amount    ledger.Figure `json:"amount"`
	Kind      PurseKind     `json:"kind" enum:"usaha,rumah,campur,utang,alat,modal,hibah,simpanan"`
	// BusinessShare is needed, and looked at, for mixed events alone.
	BusinessShare *ledger.Figure `json:"business_share,omitempty" doc:"Of a mixed event: what of the amount is the business's"`
}

// Purses is what the two purses would have shown.
type Purses struct {
	MoneyLeft          ledger.Figure  `json:"money_left_in_one_purse"`
	BusinessIncome     ledger.Figure  `json:"business_income"`
	BusinessExpense    ledger.Figure  `json:"business_cash_expense"`
	BusinessProfit     ledger.Figure  `json:"business_cash_profit" doc:"Without loans, tools, capital and grants"`
	HouseholdIn        ledger.Figure  `json:"household_in"`
	HouseholdOut       ledger.Figure  `json:"household_out"`
	LoanIn             ledger.Figure  `json:"loan_in"`
	LoanOut            *ledger.Figure `json:"loan_out,omitempty"`
	Equipment          ledger.Figure  `json:"equipment" doc:"Bought less sold"`
	CapitalIn          *ledger.Figure `json:"capital_in,omitempty" doc:"Less what was taken back"`
	GrantIn            *ledger.Figure `json:"grant_in,omitempty" doc:"Less what was given back"`
	Savings            *ledger.Figure `json:"savings,omitempty" doc:"Put aside less taken back"`
	NetTakenForHome    ledger.Figure  `json:"net_taken_for_household" doc:"What the home took from the business; below zero it brought money in"`
	BusinessPurseLeft  ledger.Figure  `json:"business_purse_left" doc:"What would be in a purse of the business, had the home taken nothing"`
	HouseholdPurseLeft ledger.Figure  `json:"household_purse_left"`
	Check              bool           `json:"check" doc:"The parts add up to the money in the one purse"`
}

// SplitPurse tells the business's money from the home's: mixed bills are split by the
// business's share, a loan is not income, a tool is not a cost of the month, and what
// the home spends from business money is taken home.
//
// It refuses a mixed event without its share (required), and a share above the amount
// (out_of_range).
func SplitPurse(q PurseQuestion) (Purses, error) {
	var s sheet
	s.rows(len(q.Events), 1, "events")
	if err := s.err(); err != nil {
		return Purses{}, err
	}
	in, out := map[PurseKind]*big.Rat{}, map[PurseKind]*big.Rat{}
	for _, k := range purseKinds {
		in[k], out[k] = new(big.Rat), new(big.Rat)
	}
	left := new(big.Rat)
	for i, e := range q.Events {
		at := row("events", i)
		amount := s.amount(e.Amount, at+".amount")
		side := in
		switch e.Direction {
		case "in":
			left = plus(left, amount)
		case "out":
			side, left = out, minus(left, amount)
		default:
			s.wrong("not_in_list", at+".direction", "allowed", "in, out")
		}
		switch {
		case !slices.Contains(purseKinds, e.Kind):
			s.wrong("not_in_list", at+".kind", "allowed", "usaha, rumah, campur, utang, alat, modal, hibah, simpanan")
		case e.Kind != PurseMixed:
			side[e.Kind].Add(side[e.Kind], amount)
		case e.BusinessShare == nil:
			s.wrong("required", at+".business_share")
		default:
			share := s.amount(*e.BusinessShare, at+".business_share")
			if share.Cmp(amount) > 0 {
				s.wrong("out_of_range", at+".business_share", "min", "0", "max", exact(amount))
			}
			side[PurseBusiness].Add(side[PurseBusiness], share)
			side[PurseHome].Add(side[PurseHome], minus(amount, share))
		}
	}
	if err := s.err(); err != nil {
		return Purses{}, err
	}

	net := func(k PurseKind) *big.Rat { return minus(in[k], out[k]) }
	profit, home := net(PurseBusiness), net(PurseHome)
	purse := profit
	for _, k := range purseKinds[3:] {
		purse = plus(purse, net(k))
	}
	answer := Purses{
		MoneyLeft: s.rp(left), BusinessIncome: s.rp(in[PurseBusiness]), BusinessExpense: s.rp(out[PurseBusiness]), BusinessProfit: s.rp(profit),
		HouseholdIn: s.rp(in[PurseHome]), HouseholdOut: s.rp(out[PurseHome]), LoanIn: s.rp(in[PurseLoan]),
		Equipment: s.rp(minus(out[PurseEquipment], in[PurseEquipment])), NetTakenForHome: s.rp(minus(out[PurseHome], in[PurseHome])),
		BusinessPurseLeft: s.rp(purse), HouseholdPurseLeft: s.rp(home), Check: plus(purse, home).Cmp(left) == 0,
	}
	there := func(k PurseKind, amount *big.Rat) *ledger.Figure {
		if in[k].Sign() == 0 && out[k].Sign() == 0 {
			return nil
		}
		return pointer(s.rp(amount))
	}
	if out[PurseLoan].Sign() > 0 {
		answer.LoanOut = pointer(s.rp(out[PurseLoan]))
	}
	answer.CapitalIn, answer.GrantIn = there(PurseCapital, net(PurseCapital)), there(PurseGrant, net(PurseGrant))
	answer.Savings = there(PurseSavings, minus(out[PurseSavings], in[PurseSavings]))
	return answer, nil
}
