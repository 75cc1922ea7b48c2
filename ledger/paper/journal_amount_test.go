package paper

import (
	"fmt"
	"strings"
	"testing"
)

// How amounts are read: what stands in the journal, and what it comes to. The
// same is asked of hledger, unless it is marked as something hledger refuses.
func TestAmounts(t *testing.T) {
	const ours = "only we"
	for _, c := range []struct{ head, amount, want, who string }{
		{"", "5", "5", ""},
		{"", "$5", "5", ""},
		{"", "$ 5", "5", ""},
		{"", "5$", "5", ""},
		{"", "5 $", "5", ""},
		{"", "-$5", "-5", ""},
		{"", "$-5", "-5", ""},
		{"", "-$-5", "5", ""},
		{"", "+ $ 5", "5", ""},
		{"", "$ - 5", "-5", ""},
		{"", "- 5 EUR", "-5", ""},
		{"", `3 "green apples"`, "3", ""},
		{"", `"A1" 3`, "3", ""},
		{"", "1.50", "1.5", ""},
		{"", "1,50", "1.5", ""},
		{"", "1.", "1", ""},
		{"", "$1,", "1", ""},
		{"", ".5", "0.5", ""},
		{"", "-.5", "-0.5", ""},
		{"", "1,000,000.00", "1000000", ""},
		{"", "2.000.000,00", "2000000", ""},
		{"", "9,99,99,999.00", "99999999", ""},
		{"", "1 000 000.9455", "1000000.9455", ""},
		{"", "1 000 EUR", "1000", ""},
		{"", "1.000.000", "1000000", ""},
		{"", "1,000", "1", ""},
		{"", "1.000", "1", ""},
		{"", "EUR 1E3", "1000", ""},
		{"", "1E-6", "0.000001", ""},
		{"", "1.5e+2EUR", "150", ""},
		{"", "1E", "1", ""},
		{"", "1EUR", "1", ""},
		{"", "12.10000000000000000000", "12.1", ""},
		{"", "1'000.5", "1000.5", ours},
		{"", "1’000’000", "1000000", ours},
		{"", "1\u00a0000,5 EUR", "1000.5", ours},
		{"", "1_000", "1000", ours},
		{"decimal-mark ,", "1.000", "1000", ""},
		{"decimal-mark ,", "1,000", "1", ""},
		{"decimal-mark .", "$1,000", "1000", ""},
		{"decimal-mark ,", "1,000.00", "1000", ""},
		{"commodity Rp 1.000,00", "Rp 150.000", "150000", ""},
		{"commodity Rp 1.000,00", "150.000 Rp", "150000", ""},
		{"commodity Rp 1.000,00", "$150.000", "150", ""},
		{"commodity 1.000,00", "150.000", "150000", ""},
		{"commodity Rp\n  format Rp 1.000,00  ; so", "Rp 150.000", "150000", ""},
		{"commodity Rp\n\ncommodity $", "Rp 150.000", "150", ""},
		{"D Rp 1.000,00", "150.000", "150000", ""},
		{"D Rp 1.000,00", "$150.000", "150000", ""},
		{"D Rp 1.000,00\ncommodity $1,000.00", "$150.000", "150", ""},
		{"decimal-mark .\ncommodity Rp 1.000,00", "Rp 150,000", "150000", ""},
		{"!decimal-mark ,", "1.000", "1000", ""},
		{"@decimal-mark ,", "1.000", "1000", ours},
	} {
		text := c.head + "\n\n2026-01-01 test\n    here  " + c.amount + "\n    there\n"
		j, err := ReadJournal(strings.NewReader(text), ReadOptions{})
		if err != nil {
			t.Errorf("%s %q: %v", c.head, c.amount, err)
			continue
		}
		if got := ourBalances(j)["here"]; got.String() != c.want {
			t.Errorf("%s %q: read as %s, not %s", c.head, c.amount, got, c.want)
		}
		theirs, err := hledgerBalances(text)
		switch {
		case c.who == ours && err == nil:
			t.Errorf("%s %q: hledger reads it too, as %v", c.head, c.amount, theirs)
		case c.who == "" && err != nil:
			t.Errorf("%s %q: hledger refuses it: %v", c.head, c.amount, err)
		case c.who == "":
			sameBalances(t, ourBalances(j), theirs)
		}
	}
}

func TestAmountsThatMayMeanAThousandTimesMore(t *testing.T) {
	j := read(t, "2026-01-01\n  a  Rp 150.000\n  b  Rp -150.000\n\n2026-01-02\n  a  Rp 1.5\n  a  Rp 0.500\n  b\n")
	if fmt.Sprint(j.Ambiguous) != "[{ 2} { 3}]" {
		t.Error(j.Ambiguous)
	}
	if j = read(t, "decimal-mark .\n2026-01-01\n  a  Rp 150.000\n  b\n"); j.Ambiguous != nil {
		t.Error(j.Ambiguous)
	}
}
