package words

import (
	"strconv"
	"strings"
)

// The words of numbers are grammar, not sentences, so both languages stand here.
var (
	idOnes = []string{"nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"}
	enOnes = []string{"nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
	enTens   = []string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	idScales = []string{"", "ribu", "juta", "miliar", "triliun"}
	enScales = []string{"", "thousand", "million", "billion", "trillion"}
)

// Say is an amount in words: "seratus dua belas ribu lima ratus rupiah", "one
// hundred and twelve thousand five hundred rupiah". Any language but English is
// Indonesian. [ParseSaid] reads it back. The web app says the same
// (web/src/lib/terbilang.ts).
func Say(n int64, lang string) string { return SayNumber(n, lang) + " rupiah" }

// SayNumber is the same without the currency.
func SayNumber(n int64, lang string) string {
	digits, negative := strings.CutPrefix(strconv.FormatInt(n, 10), "-")
	say := idSaid
	if lang == English {
		say = enSaid
	}
	if negative {
		return "minus " + say(digits)
	}
	return say(digits)
}

// idSaid reads digits in groups of three; what is above the billions is counted in
// trillions, however many.
func idSaid(digits string) string {
	var parts []string
	if len(digits) > 12 {
		parts = append(parts, idSaid(digits[:len(digits)-12]), idScales[4])
	}
	for scale := 3; scale >= 0; scale-- {
		switch group := groupOf(digits, scale); {
		case group == 0:
		case group == 1 && scale == 1:
			parts = append(parts, "seribu")
		default:
			parts = append(parts, idGroup(group), idScales[scale])
		}
	}
	return spoken(parts, idOnes[0])
}

func enSaid(digits string) string {
	var parts []string
	if len(digits) > 12 {
		parts = append(parts, enSaid(digits[:len(digits)-12]), enScales[4])
	}
	for scale := 3; scale >= 0; scale-- {
		group := groupOf(digits, scale)
		if group == 0 {
			continue
		}
		if scale == 0 && len(parts) > 0 && group < 100 {
			parts = append(parts, "and")
		}
		parts = append(parts, enGroup(group), enScales[scale])
	}
	return spoken(parts, enOnes[0])
}

// groupOf is the three digits of a scale: 0 are the last three.
func groupOf(digits string, scale int) int {
	end := max(0, len(digits)-3*scale)
	n, _ := strconv.Atoi(digits[max(0, end-3):end]) // no digits are none of them
	return n
}

func spoken(parts []string, nought string) string {
	said := strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
	if said == "" {
		return nought
	}
	return said
}

// idGroup says 1 to 999, and nothing for 0.
func idGroup(n int) string {
	switch {
	case n == 0:
		return ""
	case n < 12:
		return idOnes[n]
	case n < 20:
		return idOnes[n-10] + " belas"
	case n < 100:
		return strings.TrimSpace(idOnes[n/10] + " puluh " + idGroup(n%10))
	case n < 200:
		return strings.TrimSpace("seratus " + idGroup(n-100))
	}
	return strings.TrimSpace(idOnes[n/100] + " ratus " + idGroup(n%100))
}

// enGroup says 1 to 999.
func enGroup(n int) string {
	switch {
	case n < 20:
		return enOnes[n]
	case n < 100 && n%10 == 0:
		return enTens[n/10]
	case n < 100:
		return enTens[n/10] + "-" + enOnes[n%10]
	case n%100 == 0:
		return enOnes[n/100] + " hundred"
	}
	return enOnes[n/100] + " hundred and " + enGroup(n%100)
}
