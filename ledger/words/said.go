package words

import (
	"slices"
	"strings"
)

// maxSaid is how many words a number may have: more than any int64 takes.
const maxSaid = 100

// ParseSaid reads what [Say] and [SayNumber] write, in the same language. Capitals,
// spaces, hyphens, "and", a missing "rupiah" and "sejuta" for "satu juta" make no
// difference. Anything that Say would not write so is not read.
func ParseSaid(text, lang string) (n int64, ok bool) {
	said := folded(text)
	if len(said) == 0 || len(said) > maxSaid {
		return 0, false
	}
	n, ok = heard(said, lang)
	return n, ok && slices.Equal(said, folded(SayNumber(n, lang)))
}

// folded are the words of a number without what makes no difference.
func folded(text string) []string {
	said := strings.Fields(strings.ReplaceAll(plainText(text), "-", " "))
	if len(said) > 1 && said[len(said)-1] == "rupiah" {
		said = said[:len(said)-1]
	}
	var kept []string
	for _, word := range said {
		switch scale, one := strings.CutPrefix(word, "se"); {
		case word == "and":
		case one && slices.Contains(idScales[2:], scale):
			kept = append(kept, "satu", scale)
		default:
			kept = append(kept, word)
		}
	}
	return kept
}

// heard adds the words up by another way than the one that says them: a scale
// multiplies all that came since the scale above it. It trusts the order of the
// words, and that the sum fits, which ParseSaid sees to by saying it again.
func heard(said []string, lang string) (int64, bool) {
	ones, scales := idOnes, idScales
	if lang == English {
		ones, scales = enOnes, enScales
	}
	var total, group, one int64
	negative := said[0] == "minus"
	if negative {
		said = said[1:]
	}
	for _, word := range said {
		switch at := slices.Index(scales, word); {
		case word == "seribu":
			total += 1000
		case at == len(scales)-1:
			total, group, one = (total+group+one)*power(at), 0, 0
		case at > 0:
			total, group, one = total+(group+one)*power(at), 0, 0
		case word == "belas":
			one += 10
		case word == "puluh":
			one *= 10
		case word == "ratus", word == "hundred":
			one *= 100
		case word == "seratus":
			group, one = group+one, 100
		default:
			value := slices.Index(ones, word)
			if value < 0 && lang == English {
				value = 10 * slices.Index(enTens, word)
			}
			if value < 0 {
				return 0, false
			}
			group, one = group+one, int64(value)
		}
	}
	total += group + one
	if negative {
		total = -total
	}
	return total, true
}

// power is a thousand to the power of n.
func power(n int) int64 {
	p := int64(1)
	for range n {
		p *= 1000
	}
	return p
}
