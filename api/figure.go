package api

import (
	"math/big"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/schedule"
)

// figureSchema stands for [ledger.Figure] in the contract: what a calculator is given
// as a string it answers as strings, what it is given as a number as numbers.
type figureSchema struct{}

func (figureSchema) Schema(huma.Registry) *huma.Schema {
	limit := 40
	return &huma.Schema{
		Description: "An exact figure: a decimal string, or a JSON number without an exponent. Answered in the form it was asked.",
		Examples:    []any{1250000},
		OneOf: []*huma.Schema{
			{Type: huma.TypeString, Pattern: amountPattern, MaxLength: &limit},
			{Type: huma.TypeNumber},
		},
	}
}

// Percent is a rate on its way in: "1.5%", "1,5%", or a figure that is taken for a
// percentage, 1.5 or "1.5".
type Percent struct{ *big.Rat }

// UnmarshalJSON reads the digits as they were sent.
func (p *Percent) UnmarshalJSON(raw []byte) error {
	text := raw
	switch jsontext.Value(raw).Kind() {
	case 'n':
		return nil
	case '"':
		var err error
		if text, err = jsontext.AppendUnquote(nil, raw); err != nil {
			return ledger.E(ledger.Invalid, "invalid_percent", "")
		}
	}
	rate, err := schedule.ParseRate(string(text))
	p.Rat = rate
	return err
}

// UnmarshalText hides that of big.Rat, which reads other things.
func (p *Percent) UnmarshalText(text []byte) error {
	rate, err := schedule.ParseRate(string(text))
	p.Rat = rate
	return err
}

// Schema leaves the checking to the type.
func (Percent) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Description: `A percentage: "1.5%", "1,5%", "1.5" or 1.5.`, Examples: []any{"1.5%"}}
}
