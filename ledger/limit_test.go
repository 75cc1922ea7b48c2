package ledger_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func TestALimitIsOverSomethingKnownAndNotUpsideDown(t *testing.T) {
	end := func(s string) *decimal.Decimal { d := dec(s); return &d }
	for name, x := range map[string]struct {
		limit ledger.Limit
		code  string
	}{
		"a floor":                    {ledger.Limit{Per: ledger.PerAccount, Floor: end("0")}, ""},
		"a ceiling":                  {ledger.Limit{Per: ledger.PerFund, Ceiling: end("500000")}, ""},
		"both":                       {ledger.Limit{Per: ledger.PerItem, Floor: end("-5"), Ceiling: end("5")}, ""},
		"both the same":              {ledger.Limit{Per: ledger.PerItem, Floor: end("5"), Ceiling: end("5")}, ""},
		"no end, which lifts it":     {ledger.Limit{Per: ledger.PerAccount}, ""},
		"over nothing":               {ledger.Limit{Floor: end("0")}, "not_in_list"},
		"over something else":        {ledger.Limit{Per: "party", Floor: end("0")}, "not_in_list"},
		"the floor above":            {ledger.Limit{Per: ledger.PerAccount, Floor: end("6"), Ceiling: end("5")}, "empty_limit"},
		"half a rupiah":              {ledger.Limit{Per: ledger.PerAccount, Floor: end("0.5")}, "too_many_places"},
		"more than an amount can be": {ledger.Limit{Per: ledger.PerAccount, Ceiling: end("1000000000000001")}, "amount_too_large"},
	} {
		wantCodeOf(t, name, x.limit.Check(ledger.IDR), x.code)
	}
}
