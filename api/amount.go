package api

import (
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Amount is money on its way in: a decimal string ("1250000", "12.50") or a JSON
// integer (1250000). Numbers with a point or an exponent are refused, since most
// programs have already rounded them when they arrive. An absent or null amount
// is zero.
type Amount struct{ decimal.Decimal }

// UnmarshalJSON reads the digits as they were sent.
func (a *Amount) UnmarshalJSON(raw []byte) error {
	switch jsontext.Value(raw).Kind() {
	case 'n':
		return nil
	case '"':
		text, err := jsontext.AppendUnquote(nil, raw)
		if err != nil {
			return ledger.E(ledger.Invalid, "invalid_amount", "")
		}
		return a.UnmarshalText(text)
	case '0':
		for _, c := range raw {
			if c == '.' || c == 'e' || c == 'E' {
				return ledger.E(ledger.Invalid, "invalid_amount", "")
			}
		}
		return a.UnmarshalText(raw)
	}
	return ledger.E(ledger.Invalid, "invalid_amount", "")
}

// UnmarshalText reads an amount in a query.
func (a *Amount) UnmarshalText(text []byte) error {
	d, err := ledger.ParseAmount(string(text))
	if err == nil {
		a.Decimal = d
	}
	return err
}

// asWritten refuses an amount with three digits behind its point in a unit that
// has fewer decimals, be they zeros: who writes 50.000 in a book of rupiah may
// well mean fifty thousand.
func (a *Amount) asWritten(c ledger.Currency, field string) *ledger.Error {
	if a == nil || a.IsZero() || a.Exponent() != -3 || c.Places >= 3 {
		return nil
	}
	return ledger.E(ledger.Invalid, "too_many_places", field, "places", strconv.Itoa(int(c.Places)))
}

// amountPattern is the form [ledger.ParseAmount] accepts.
const amountPattern = `^-?[0-9]+(\.[0-9]+)?$`

// Schema says the same to the readers of the contract. Amounts and figures are the
// only oneOf of our API, which is why validation.go answers a failing oneOf with
// invalid_amount.
func (Amount) Schema(huma.Registry) *huma.Schema {
	limit := 40
	return &huma.Schema{
		Description: "An amount: a decimal string, or a JSON integer.",
		Examples:    []any{"1250000"},
		OneOf: []*huma.Schema{
			{Type: huma.TypeString, Pattern: amountPattern, MaxLength: &limit},
			{Type: huma.TypeInteger},
		},
	}
}
