package words

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Doubt is why an amount is not taken but asked for again.
type Doubt string

// The doubts.
const (
	Empty    Doubt = "empty"    // nothing was written
	Unclear  Doubt = "unclear"  // it can be read in more than one way, or in none
	Fraction Doubt = "fraction" // it is not a whole number of rupiah
	Zero     Doubt = "zero"
	Negative Doubt = "negative"
	Large    Doubt = "large" // it is above ledger.MaxMinor
)

// Reading is what somebody wrote: an amount in whole rupiah above zero, or a doubt.
// Then Maybe holds at most three amounts that could be meant, smallest first; none
// of them may be taken unasked.
type Reading struct {
	Amount int64
	Doubt  Doubt
	Maybe  []int64
}

// maxText is how many UTF-16 units an amount may have; what is longer is none.
const maxText = 60

var (
	spaces       = regexp.MustCompile(` +`)
	moneySign    = regexp.MustCompile(`^(-?) ?(?:rp\.?|idr) ?`)
	moneyName    = regexp.MustCompile(` ?rupiah$`)
	nothingAfter = regexp.MustCompile(`[.,][-=]{1,2}$`)
	figureForm   = regexp.MustCompile(`^-? ?([0-9., ]*[0-9]) ?([a-z]*)\.?$`)
	separator    = regexp.MustCompile(`[., ]+`)
	// A dot stands before each three digits, a comma before decimals.
	wholeForm = regexp.MustCompile(`^(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)$`)
)

// units are the words that multiply. What some mean by a letter that is no unit of
// ours is in loose; an amount without a unit counts once.
var (
	units = map[string]int64{"rb": 1_000, "ribu": 1_000, "jt": 1_000_000, "juta": 1_000_000}
	loose = map[string][]int64{"k": {1_000}, "m": {1_000_000, 1_000_000_000}, "": {1}}
)

// Parse reads an amount in figures as people write it in Indonesia: "15rb",
// "1,5jt", "Rp 2.500,-", "25.000". A dot groups thousands, a comma is the decimal
// sign. What is doubtful is not guessed: it gets a [Doubt]. Number words are a doubt
// too, with the sum they say in Maybe; [ParseSaid] reads them.
//
// The web app reads in the same way (web/src/lib/money.ts).
func Parse(text string) Reading {
	if len(utf16.Encode([]rune(text))) > maxText {
		return Reading{Doubt: Unclear}
	}
	written := plainText(text)
	written = moneySign.ReplaceAllString(written, "$1")
	written = moneyName.ReplaceAllString(written, "")
	written = nothingAfter.ReplaceAllString(written, "")
	if written == "" {
		return Reading{Doubt: Empty}
	}
	if written[0] == '-' {
		return Reading{Doubt: Negative}
	}
	found := figureForm.FindStringSubmatch(written)
	if found == nil {
		return Reading{Doubt: Unclear, Maybe: inWords(written)}
	}
	figures, unit := found[1], found[2]
	times, known := units[unit]
	if unit == "" {
		times, known = 1, true
	}
	before, decimals, comma := strings.Cut(figures, ",")
	leading := len(before) > 1 && before[0] == '0' && before[1] >= '0' && before[1] <= '9'
	if !known && loose[unit] == nil {
		return Reading{Doubt: Unclear, Maybe: inWords(written)}
	}
	if !known || strings.Contains(decimals, ",") || !wholeForm.MatchString(before) || leading {
		return unsure(Unclear, figures, unit)
	}
	digits := strings.ReplaceAll(before, ".", "")
	if !comma {
		return settled(digits, times)
	}
	// Three digits behind a comma may be thousands, written as in English.
	if !allDigits(decimals) || len(decimals)%3 == 0 {
		return unsure(Unclear, figures, unit)
	}
	if _, is := scaled(digits, decimals, times); !is {
		if strings.Contains(before, ".") {
			return Reading{Doubt: Fraction}
		}
		return unsure(Fraction, figures, unit)
	}
	n, _ := scaled(digits, decimals, times)
	return settled(n.String(), 1)
}

// plainText is the text in small letters, with single spaces and one sort of minus.
func plainText(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '\u0085' || r == '\ufeff':
			return ' '
		case r == '−' || r == '–' || r == '—':
			return '-'
		}
		return r
	}, strings.ToLower(text))
	return strings.Trim(spaces.ReplaceAllString(text, " "), " ")
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// scaled is digits,decimals times, and whether that is a whole number.
func scaled(digits, decimals string, times int64) (*big.Int, bool) {
	n, _ := new(big.Int).SetString(digits+decimals, 10)
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(decimals))), nil)
	rest := new(big.Int)
	n.QuoRem(n.Mul(n, big.NewInt(times)), scale, rest)
	return n, rest.Sign() == 0
}

func settled(digits string, times int64) Reading {
	n, _ := scaled(digits, "", times)
	switch {
	case n.Sign() == 0:
		return Reading{Doubt: Zero}
	case n.Cmp(big.NewInt(ledger.MaxMinor)) > 0:
		return Reading{Doubt: Large}
	}
	return Reading{Amount: n.Int64()}
}

// unsure gathers what could be meant: the signs as separators of thousands, or the
// last of them as a comma, of the unit written or of one that was left out.
func unsure(doubt Doubt, figures, unit string) Reading {
	var maybe []int64
	add := func(digits, decimals string, times int64) {
		if len(digits)+len(decimals) > 18 {
			return
		}
		n, whole := scaled(digits, decimals, times)
		if whole && n.Sign() > 0 && n.Cmp(big.NewInt(ledger.MaxMinor)) <= 0 && !slices.Contains(maybe, n.Int64()) {
			maybe = append(maybe, n.Int64())
		}
	}
	parts := separator.Split(figures, -1)
	last, head := parts[len(parts)-1], strings.Join(parts[:len(parts)-1], "")
	factors := loose[unit]
	if named, ok := units[unit]; ok {
		factors = []int64{named}
	}
	for _, times := range factors {
		add(head+last, "", times)
		if head != "" && (unit != "" || len(last) != 3) {
			add(head, last, times)
		}
	}
	// "1,5" alone is what one says for fifteen hundred or for a million and a half.
	if unit == "" && len(parts) == 2 && len(last) < 3 {
		add(head, last, 1_000)
		add(head, last, 1_000_000)
	}
	slices.Sort(maybe)
	return Reading{Doubt: doubt, Maybe: maybe[:min(len(maybe), 3)]}
}
