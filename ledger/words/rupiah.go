package words

import (
	"strconv"
	"strings"
)

// Rupiah is an amount as it is written: Rp1.250.000, −Rp1.500 with a true minus.
// There is no place in it where a line could break.
func Rupiah(n int64) string {
	digits, negative := strings.CutPrefix(strconv.FormatInt(n, 10), "-")
	var b strings.Builder
	if negative {
		b.WriteString("−")
	}
	b.WriteString("Rp")
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(digit)
	}
	return b.String()
}
