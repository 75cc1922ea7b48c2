package ledger

import (
	"bytes"
	"errors"
	"strings"

	"github.com/shopspring/decimal"
)

// Figure is an exact number given to a calculator or answered by it: rupiah, a
// quantity, a percentage. It remembers whether it was written as a JSON string or
// as a JSON number, and what is computed from it is written the same way, so that a
// calculator answers in the form it was asked. No float stands anywhere between.
//
// Figures are for calculators and lessons. What is posted is a [Line].
type Figure struct {
	decimal.Decimal
	quoted bool
}

// MaxFigureDigits is how many digits a figure may have before its point, and after
// it.
const MaxFigureDigits = 18

// Fig is the figure of a whole number.
func Fig(n int64) Figure { return Figure{Decimal: decimal.NewFromInt(n)} }

// ParseFigure reads a plain decimal number as [ParseAmount] does: "15000", "2.5".
// What has more digits than MaxFigureDigits on a side of its point is refused with
// amount_too_large or too_many_places. What may be thousands with their point, as
// "17.000", is refused with thousands_point: who writes it in Pontianak means
// seventeen thousand.
func ParseFigure(s string) (Figure, error) {
	d, err := ParseAmount(s)
	if err != nil {
		return Figure{}, err
	}
	whole, frac, _ := strings.Cut(strings.TrimLeft(s, "-0"), ".")
	if len(frac) == 3 && whole != "" && len(whole) <= 3 {
		return Figure{}, E(Invalid, "thousands_point", "")
	}
	if len(whole) > MaxFigureDigits {
		return Figure{}, E(Invalid, "amount_too_large", "", "max", strings.Repeat("9", MaxFigureDigits))
	}
	if len(frac) > MaxFigureDigits {
		return Figure{}, E(Invalid, "too_many_places", "", "places", "18")
	}
	return Figure{Decimal: d}, nil
}

// Like is d in the form of f: quoted if f was.
func (f Figure) Like(d decimal.Decimal) Figure { return Figure{d, f.quoted} }

// Or is f, quoted if f or any other is: how a figure computed from several is
// written.
func (f Figure) Or(others ...Figure) Figure {
	for _, o := range others {
		f.quoted = f.quoted || o.quoted
	}
	return f
}

// Quoted reports whether the figure is written as a string.
func (f Figure) Quoted() bool { return f.quoted }

// Rupiah is the figure as whole rupiah. Others are refused as [Currency.Minor]
// does, with the name of the field.
func (f Figure) Rupiah(field string) (int64, error) {
	minor, err := IDR.Minor(f.Decimal)
	var refused *Error
	if errors.As(err, &refused) {
		refused.Field = field
		return 0, refused
	}
	return minor, err
}

// MarshalJSON writes all digits, between quotes if the figure came so.
func (f Figure) MarshalJSON() ([]byte, error) {
	if f.quoted {
		return []byte(`"` + f.String() + `"`), nil
	}
	return []byte(f.String()), nil
}

// UnmarshalJSON reads a JSON number without an exponent, or a string that holds
// one. Null leaves the figure as it is.
func (f *Figure) UnmarshalJSON(raw []byte) error {
	raw = bytes.TrimSpace(raw)
	if string(raw) == "null" {
		return nil
	}
	text := string(raw)
	quoted := len(raw) >= 2 && raw[0] == '"' && raw[len(raw)-1] == '"'
	if quoted {
		text = text[1 : len(text)-1]
	}
	read, err := ParseFigure(text)
	if err != nil {
		return err
	}
	*f = Figure{read.Decimal, quoted}
	return nil
}
