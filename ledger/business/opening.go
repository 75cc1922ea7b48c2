package business

import "github.com/lumbung-ledger/lumbung/ledger"

// OpeningQuestion is what a business without books has and owes today, at a fair
// estimate, by name.
type OpeningQuestion struct {
	Has  map[string]ledger.Figure `json:"business_has" doc:"What the business has, in rupiah, by name"`
	Owes map[string]ledger.Figure `json:"business_owes" doc:"What it owes"`
	// HomeGoods are named so that it is seen that they are left out.
	HomeGoods map[string]ledger.Figure `json:"household_goods_left_out,omitempty" doc:"Goods of the home; they do not count"`
}

// OpeningPosition is the position that books begin with.
type OpeningPosition struct {
	TotalAssets      ledger.Figure `json:"total_assets"`
	TotalLiabilities ledger.Figure `json:"total_liabilities"`
	OpeningCapital   ledger.Figure `json:"opening_capital" doc:"Below zero when more is owed than there is"`
	LeftOut          ledger.Figure `json:"household_left_out"`
	Remarks          []Remark      `json:"remarks"`
}

// OpenPosition computes the owner's capital: what the business has less what it owes.
func OpenPosition(q OpeningQuestion) (OpeningPosition, error) {
	var s sheet
	has, owes, home := s.sum(q.Has, "business_has"), s.sum(q.Owes, "business_owes"), s.sum(q.HomeGoods, "household_goods_left_out")
	if err := s.err(); err != nil {
		return OpeningPosition{}, err
	}
	capital := minus(has, owes)
	out := OpeningPosition{TotalAssets: s.rp(has), TotalLiabilities: s.rp(owes), OpeningCapital: s.rp(capital), LeftOut: s.rp(home), Remarks: []Remark{}}
	if capital.Sign() < 0 {
		out.Remarks = append(out.Remarks, Remark{"owes_more_than_it_has", ledger.Names{
			ID: "Utang usaha lebih besar daripada yang dimiliki.", EN: "The business owes more than it has.",
		}})
	}
	return out, nil
}
