package business

import (
	"math/big"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// TaxRule is what the final income tax (PPh final) on small turnover was from a day to
// another. Rules change; they are data, and an answer says which it used.
type TaxRule struct {
	From  ledger.Date  `json:"from"`
	Until *ledger.Date `json:"until,omitempty" doc:"The last day; still in force as far as known when absent"`
	// RatePercent is of the turnover.
	RatePercent string `json:"rate_percent" example:"0.5"`
	// FreePerYear is the turnover of a tax year that is not taxed for an individual;
	// for others nothing is free.
	FreePerYear string `json:"free_per_year" example:"500000000"`
	Limit       string `json:"turnover_limit" doc:"The turnover of a year above which the final tax ends" example:"4800000000"`
	Source      string `json:"source"`

	rate, free, limit *big.Rat
}

// taxRules are the rules we know, the newest last. The free part came with tax year
// 2022. A revision of PP 55/2022 was reported as nearly done in 2025; when a text is
// enacted it becomes a line here.
var taxRules = []TaxRule{
	taxRule("2013-07-01", "2018-06-30", "1", "0", "PP 46/2013 Pasal 3"),
	taxRule("2018-07-01", "2021-12-31", "0.5", "0", "PP 23/2018 Pasal 2"),
	taxRule("2022-01-01", "", "0.5", "500000000", "UU PPh Pasal 7 ayat (2a) (UU 7/2021); PP 55/2022 Pasal 60"),
}

func taxRule(from, until, rate, free, source string) TaxRule {
	r := TaxRule{From: ledger.MustDate(from), RatePercent: rate, FreePerYear: free, Limit: "4800000000", Source: source}
	if until != "" {
		r.Until = pointer(ledger.MustDate(until))
	}
	percent, _ := new(big.Rat).SetString(rate)
	r.rate = over(percent, whole(100))
	r.free, _ = new(big.Rat).SetString(free)
	r.limit, _ = new(big.Rat).SetString(r.Limit)
	return r
}

// TaxRules are all rules, the oldest first.
func TaxRules() []TaxRule { return append([]TaxRule(nil), taxRules...) }

// taxRuleOn is the rule of a day.
func taxRuleOn(day ledger.Date) (TaxRule, bool) {
	for _, r := range taxRules {
		if r.From <= day && (r.Until == nil || day <= *r.Until) {
			return r, true
		}
	}
	return TaxRule{}, false
}

// taxpayers are the words for who pays. An individual has a free part, an entity (a
// company, a partnership, a co-operative) has none.
var taxpayers = map[string]bool{
	"orang pribadi": true, "pribadi": true, "perorangan": true, "individual": true, "person": true,
	"badan": false, "badan usaha": false, "pt": false, "cv": false, "firma": false, "koperasi": false, "bumdes": false, "entity": false, "company": false, "cooperative": false,
}

// individual reads who pays.
func individual(taxpayer string) (yes, known bool) {
	words := strings.Join(strings.FieldsFunc(strings.ToLower(taxpayer), func(r rune) bool { return r == ' ' || r == '_' || r == '-' }), " ")
	words = strings.TrimPrefix(words, "wajib pajak ")
	words = strings.TrimPrefix(words, "wp ")
	yes, known = taxpayers[words]
	return yes, known
}
