package ledger

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

func init() {
	// A number like 1e9999 must not become ten thousand digits.
	decimal.MaxDecodeExponent = 30
}

// MaxMinor is the largest amount of one line, in minor units: a thousand
// trillion. A sum over a whole book cannot leave the 63 bits of the database
// unnoticed: it is refused there as amount_too_large.
const MaxMinor int64 = 1_000_000_000_000_000

// Currency is the one unit a book is kept in: money, or a commodity such as
// kilograms of rice. Places is the number of decimals of its minor unit: none
// for the rupiah, two for the US dollar, three for kilograms kept in grams.
type Currency struct {
	Code   string
	Places int32
}

// MaxPlaces is the largest number of decimals a unit may have.
const MaxPlaces = 9

// currencies are the units we know the decimals of. The rupiah has sen by law
// but no coin for it; books are kept in whole rupiah (ISO 4217 lists two).
var currencies = map[string]int32{
	"IDR": 0, "UGX": 0, "JPY": 0, "VND": 0, "USD": 2, "EUR": 2, "MYR": 2, "SGD": 2,
	"AUD": 2, "BND": 2, "PHP": 2, "THB": 2, "KES": 2, "TZS": 2, "INR": 2, "GBP": 2, "KG": 3,
}

// CurrencyOf returns a unit we know by its code, or unknown_currency.
func CurrencyOf(code string) (Currency, error) {
	places, ok := currencies[code]
	if !ok {
		return Currency{}, E(Invalid, "unknown_currency", "")
	}
	return Currency{Code: code, Places: places}, nil
}

// IDR is the rupiah.
var IDR = Currency{Code: "IDR"}

// Minor returns d in minor units. It refuses more decimals than the currency
// has with too_many_places and more than MaxMinor with amount_too_large.
func (c Currency) Minor(d decimal.Decimal) (int64, error) {
	// Look at the size first: shifting 1e2000000 would eat all memory.
	if d.IsZero() {
		return 0, nil
	}
	if int64(d.NumDigits())+int64(d.Exponent()) > 17 {
		return 0, E(Invalid, "amount_too_large", "", "max", c.Format(MaxMinor))
	}
	if d.Exponent() < -200 {
		return 0, E(Invalid, "too_many_places", "", "places", strconv.Itoa(int(c.Places)))
	}
	shifted := d.Shift(c.Places)
	if !shifted.IsInteger() {
		return 0, E(Invalid, "too_many_places", "", "places", strconv.Itoa(int(c.Places)))
	}
	n := shifted.BigInt()
	if n.CmpAbs(big.NewInt(MaxMinor)) > 0 {
		return 0, E(Invalid, "amount_too_large", "", "max", c.Format(MaxMinor))
	}
	return n.Int64(), nil
}

// Amount returns minor units as a decimal.
func (c Currency) Amount(minor int64) decimal.Decimal { return decimal.New(minor, -c.Places) }

// Format writes minor units with exactly the currency's places, "1250000" or
// "12.50": the form money has in every answer of the API.
func (c Currency) Format(minor int64) string { return c.Amount(minor).StringFixed(c.Places) }

// ParseAmount reads a plain decimal number, "1250000" or "12.5" or "-3": digits,
// at most one point, no exponent, no separators, no spaces. Everything else is
// refused with invalid_amount. What people write ("1,5jt") is for package words.
func ParseAmount(s string) (decimal.Decimal, error) {
	digits := strings.TrimPrefix(s, "-")
	whole, frac, point := strings.Cut(digits, ".")
	if len(s) > 40 || !allDigits(whole) || point && !allDigits(frac) {
		return decimal.Decimal{}, E(Invalid, "invalid_amount", "")
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Decimal{}, E(Invalid, "invalid_amount", "")
	}
	return d, nil
}

func allDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
