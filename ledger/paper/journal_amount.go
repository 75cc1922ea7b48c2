package paper

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/shopspring/decimal"
)

// amount is a number with its commodity, "" for none.
type amount struct {
	symbol string
	number
}

// number is what one number of a journal says.
type number struct {
	value  decimal.Decimal
	places int32 // decimals as written
	mark   rune  // the decimal mark, 0 when there is none
	// guessed: one mark with three digits behind it and nobody to say what it means
	guessed bool
	groups  rune // the mark that groups its digits, 0 when none does
}

// amount reads an amount from the front of s: a sign before or after a symbol
// on the left, a number, or a number and a symbol on its right. A number alone
// gets the default commodity, if there is one. A number cannot begin with a comma,
// since hledger takes that for a symbol. The code is "" or the reason of
// refusal: journal_amount, journal_amount_out_of_range, journal_too_many_places.
func (p *parser) amount(s string) (a amount, rest, code string) {
	negative, rest := sign(s)
	left, rest, ok := symbol(rest)
	if !ok || left == "" && strings.HasPrefix(rest, ",") {
		return a, s, "journal_amount"
	}
	if left != "" {
		minus, after := sign(trimLeft(rest))
		negative, rest = negative != minus, after
		a.symbol = left
	}
	// The symbol says which mark is the decimal one, and may stand on the right.
	_, after, code := parseNumber(rest, 0)
	if code == "journal_amount" {
		return a, s, code
	}
	var right string
	if left == "" {
		var behind string
		if right, behind, ok = symbol(trimLeft(after)); !ok {
			return a, s, "journal_amount"
		}
		if right != "" {
			after = behind
			a.symbol = right
		}
	}
	a.number, _, code = parseNumber(rest, p.decimalMark(a.symbol))
	if code != "" {
		return a, s, code
	}
	if negative {
		a.value = a.value.Neg()
	}
	if left == "" && right == "" && p.hasDefault {
		a.symbol = p.defaultCommodity
	}
	return a, trimLeft(after), ""
}

// sign takes one sign and the spaces behind it from the front of s.
func sign(s string) (negative bool, rest string) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[0] == '-', trimLeft(s[1:])
	}
	return false, s
}

// symbol takes a commodity symbol from the front of s, quoted or plain; it is ""
// when there is none, and not ok when it is begun but malformed.
func symbol(s string) (name, rest string, ok bool) {
	if strings.HasPrefix(s, `"`) {
		name, rest, closed := strings.Cut(s[1:], `"`)
		return name, rest, closed && quotable(name)
	}
	end := strings.IndexFunc(s, func(c rune) bool { return !plainInSymbol(c) })
	if end < 0 {
		end = len(s)
	}
	if strings.HasPrefix(s, ",") || strings.HasPrefix(s, "(") || strings.HasPrefix(s, "[") {
		return "", s, true
	}
	return s[:end], s[end:], true
}

// plainInSymbol tells the characters a symbol without quotes may have.
func plainInSymbol(c rune) bool {
	return (c < '0' || c > '9') && !strings.ContainsRune(`-+.@*;"{}=`, c) && !isSpace(c)
}

// quotable reports whether a symbol can stand between quotes.
func quotable(symbol string) bool {
	return symbol != "" && utf8.ValidString(symbol) && cleanLine("x"+symbol+"x") == "x"+symbol+"x" &&
		!strings.ContainsAny(symbol, `";`)
}

// decimalMark says which mark is the decimal one in amounts of a commodity as
// far as directives say so: decimal-mark, else commodity, else D; else 0.
func (p *parser) decimalMark(symbol string) rune {
	switch {
	case p.mark != 0:
		return p.mark
	case p.marks[symbol] != 0:
		return p.marks[symbol]
	}
	return p.defaultMark
}

// maxDigits bounds the digits and the exponent of a number before anything is
// computed with it.
const maxDigits = 100

// parseNumber reads a number without sign from the front of s. mark is the
// declared decimal mark or 0. Digits may be grouped by one kind of mark, which
// need not stand every three digits; a mark that stands once, with digits on
// both sides, is the decimal mark unless another one is declared.
func parseNumber(s string, mark rune) (n number, rest, code string) {
	whole, rest := digits(s)
	var groups rune // what groups the digits, if anything
	var fraction string
	if whole != "" {
		count := 0
		for {
			c, size := utf8.DecodeRuneInString(rest)
			group, after := digits(rest[size:])
			if group == "" || !groupMark(c) || count > 0 && c != groups {
				break
			}
			if count == 0 {
				fraction = group
			} else {
				fraction = ""
			}
			groups, whole, rest, count = c, whole+group, after, count+1
		}
		if count != 1 || groups != '.' && groups != ',' {
			fraction = ""
		}
	}
	next, size := utf8.DecodeRuneInString(rest)
	switch {
	case (next == '.' || next == ',') && next != groups:
		n.mark = next
		fraction, rest = digits(rest[size:])
	case fraction != "" && (mark == 0 || mark == groups):
		n.mark, groups = groups, 0
		whole = strings.TrimSuffix(whole, fraction)
		n.guessed = mark == 0 && len(fraction) == 3 && len(whole) <= 3 && whole[0] != '0'
	default:
		fraction = ""
	}
	if whole == "" && fraction == "" || strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, ",") ||
		len(rest) > 1 && rest[0] == ' ' && rest[1] >= '0' && rest[1] <= '9' {
		return n, s, "journal_amount"
	}
	n.groups = groups
	power, rest, hasPower := exponent(rest)
	if hasPower && groups != 0 {
		return n, s, "journal_amount"
	}
	n.value, n.places, code = compose(strings.TrimLeft(whole+fraction, "0"), len(fraction), power)
	return n, rest, code
}

// groupMark tells the characters that may stand between groups of digits.
func groupMark(c rune) bool {
	return strings.ContainsRune(".,'’_", c) || isSpace(c) && c != '\t'
}

// exponent takes E and a power of ten from the front of s.
func exponent(s string) (power int, rest string, found bool) {
	if s == "" || s[0] != 'e' && s[0] != 'E' {
		return 0, s, false
	}
	negative, after := sign(s[1:])
	number, after := digits(after)
	if number == "" {
		return 0, s, false
	}
	power, err := strconv.Atoi(number)
	if err != nil || power > maxDigits {
		power = 2 * maxDigits
	}
	if negative {
		power = -power
	}
	return power, after, true
}

// compose makes the value of digits of which the last few are decimals, times a
// power of ten. Zeros beyond the decimals a currency may have are dropped.
func compose(number string, decimals, power int) (value decimal.Decimal, places int32, code string) {
	scale := decimals - power
	for scale > ledger.MaxPlaces && strings.HasSuffix(number, "0") {
		number, scale = number[:len(number)-1], scale-1
	}
	if number == "" {
		return decimal.Zero, int32(max(0, min(scale, ledger.MaxPlaces))), ""
	}
	switch {
	case scale > ledger.MaxPlaces:
		return value, 0, "journal_too_many_places"
	case len(number)-min(scale, 0) > maxDigits:
		return value, 0, "journal_amount_out_of_range"
	}
	n, _ := new(big.Int).SetString(number, 10)
	return decimal.NewFromBigInt(n, int32(-scale)), int32(max(0, scale)), ""
}
