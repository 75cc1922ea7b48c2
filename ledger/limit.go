package ledger

import "github.com/shopspring/decimal"

// Per says over what a limit holds: over all of an account, or over each fund
// or each item on it by itself.
type Per string

// The three.
const (
	PerAccount Per = "account"
	PerFund    Per = "fund" // each bag in the cash box by itself
	PerItem    Per = "item" // each loan, each slot, each invoice by itself
)

// Limit keeps the balance of an account, or of each fund or item on it, from
// falling below a floor or rising above a ceiling. Balances are meant as
// positive on the account's normal side; nil means no limit on that end.
//
// A limit holds at any prefix of history: after every entry in order of
// sequence, and at the end of the entry's own day and of every later one. It
// never refuses an entry that moves the balance away from it.
type Limit struct {
	Account ID
	Per     Per
	Floor   *decimal.Decimal
	Ceiling *decimal.Decimal
}

// Check refuses a limit over something unknown (not_in_list), with the floor
// above the ceiling (empty_limit), or with amounts that the currency cannot
// hold. One without ends is how a limit is lifted.
func (l Limit) Check(c Currency) error {
	if l.Per != PerAccount && l.Per != PerFund && l.Per != PerItem {
		return E(Invalid, "not_in_list", "per")
	}
	for field, end := range map[string]*decimal.Decimal{"floor": l.Floor, "ceiling": l.Ceiling} {
		if end == nil {
			continue
		}
		if _, err := c.Minor(*end); err != nil {
			return err.(*Error).At(field)
		}
	}
	if l.Floor != nil && l.Ceiling != nil && l.Floor.GreaterThan(*l.Ceiling) {
		return E(Invalid, "empty_limit", "ceiling")
	}
	return nil
}
