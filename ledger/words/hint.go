package words

import (
	"regexp"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
)

var (
	currencyAfter = regexp.MustCompile(` ?(?:idr|rp\.?)$`)
	millionsAnd   = regexp.MustCompile(`^([0-9.,]+ ?(?:jt|juta))\.? ?([0-9.,]+ ?(?:rb|ribu))$`)
	halfForm      = regexp.MustCompile(`^([a-z ]* )?setengah (rb|ribu|jt|juta)$`)
)

// inWords is what a text that is not figures seems to say. It is offered in the
// question and never taken: number words ("sepuluh ribu"), halves ("satu setengah
// juta"), millions and thousands ("1 jt 500 rb"), the currency behind ("25.000 IDR").
func inWords(written string) []int64 {
	for _, lang := range Languages {
		if n, ok := ParseSaid(written, lang); ok && n > 0 && n <= ledger.MaxMinor {
			return []int64{n}
		}
	}
	if before, ok := cutMatch(written, currencyAfter); ok {
		return certain(Parse(before).Amount)
	}
	if m := millionsAnd.FindStringSubmatch(written); m != nil {
		millions, thousands := Parse(m[1]).Amount, Parse(m[2]).Amount
		if millions > 0 && thousands > 0 && thousands < units["jt"] {
			return certain(millions + thousands)
		}
	}
	if m := halfForm.FindStringSubmatch(written); m != nil {
		whole, ok := int64(0), m[1] == ""
		if !ok {
			whole, ok = ParseSaid(m[1], Indonesian)
		}
		if ok && whole >= 0 && whole < 1000 {
			return certain(whole*units[m[2]] + units[m[2]]/2)
		}
	}
	return nil
}

func cutMatch(s string, end *regexp.Regexp) (string, bool) {
	at := end.FindStringIndex(s)
	if at == nil {
		return s, false
	}
	return strings.TrimSpace(s[:at[0]]), true
}

func certain(n int64) []int64 {
	if n <= 0 || n > ledger.MaxMinor {
		return nil
	}
	return []int64{n}
}
