package paper

import (
	"fmt"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// What is refused, where, and with which code. hledger refuses it as well,
// unless the words say that only we do.
func TestRefusals(t *testing.T) {
	const head = "2026-01-01 x\n"
	for _, c := range []struct {
		about, text, code string
		line              int
	}{
		{"text that is not UTF-8", head + "  a  1\n  b\xff\n", "journal_not_utf8", 3},
		{"only we: a NUL", head + "  a  1 ; \x00\n  b\n", "journal_control_character", 2},
		{"only we: an endless line", "; " + strings.Repeat("x", maxLine) + "\n", "journal_line_too_long", 1},
		{"an indented line that belongs to nothing", "\n  a  1\n", "journal_line", 2},
		{"a blank line inside an entry", head + "  a  1\n   \n  b\n", "journal_line", 4},
		{"a word that is no directive", "buku\n", "journal_directive", 1},
		{"only we: clock entries", "i 2026/01/01 09:00:00 kerja\n", "journal_timeclock", 1},
		{"a day the calendar lacks", "2026-02-30 x\n", "journal_date", 1},
		{"two kinds of date separators", "2026-02/03 x\n", "journal_date", 1},
		{"a date that runs into the text", "2026-02-03x\n", "journal_date", 1},
		{"only we: a date without a year", "2/3 x\n", "journal_date_without_year", 1},
		{"only we: a day long ago", "1899-12-31 x\n", "journal_date_out_of_range", 1},
		{"only we: a year that is none", "Y 26\n", "journal_year", 1},
		{"a secondary date that is none", "2026-01-01=x y\n", "journal_date", 1},
		{"a code without end", "2026-01-01 (12 x\n", "journal_code", 1},
		{"a claim of a day that is none", head + "  a  1\n  b  ; date:soon\n", "journal_date", 3},
		{"a claim in brackets that is none", head + "  a  1\n  b\n  ; [2026-13-01]\n", "journal_date", 3},
		{"an amount that is none", head + "  a  1x2\n  b\n", "journal_amount", 2},
		{"text behind an amount", head + "  a  $1 EUR\n  b\n", "journal_amount", 2},
		{"a formula", head + "  a  (5 * 3)\n  b\n", "journal_amount", 2},
		{"marks out of order", head + "  a  1.000,00.0\n  b\n", "journal_amount", 2},
		{"digits behind a finished number", head + "  a  1.000 000\n  b\n", "journal_amount", 2},
		{"groups and an exponent", head + "  a  1,000.0E3\n  b\n", "journal_amount", 2},
		{"quotes that do not end", head + "  a  1 \"x\n  b\n", "journal_amount", 2},
		{"only we: a comma for a symbol", head + "  a  ,5\n  b\n", "journal_amount", 2},
		{"only we: too much", head + "  a  1000000000000001\n  b\n", "journal_amount_out_of_range", 2},
		{"only we: too much by its decimals", head + "  a  1000000000000\n  b  0.0001\n  c\n", "journal_amount_out_of_range", 2},
		{"only we: a sum too large", head + strings.Repeat("  a  1000000000000000\n", 10) + "  b\n", "journal_amount_out_of_range", 11},
		{"only we: a blank too large", head + strings.Repeat("  a  1000000000000000\n", 2) + "  b\n", "journal_amount_out_of_range", 4},
		{"only we: a monstrous exponent", head + "  a  1E999\n  b\n", "journal_amount_out_of_range", 2},
		{"only we: too many decimals", head + "  a  0.0000000001\n  b\n", "journal_too_many_places", 2},
		{"only we: a second commodity", head + "  a  $1\n  b\n\n2026-01-02\n  a  1 EUR\n  b\n", "journal_second_commodity", 6},
		{"only we: a number beside a commodity", head + "  a  $1\n  b  -1\n", "journal_second_commodity", 3},
		{"only we: a cost", head + "  a  $1 @ 2 EUR\n  b\n", "journal_cost", 2},
		{"only we: a whole cost", head + "  a  $1 @@ 2 EUR\n  b\n", "journal_cost", 2},
		{"only we: a lot", head + "  a  $1 {2 EUR}\n  b\n", "journal_cost", 2},
		{"only we: the date of a lot", head + "  a  $1 [2026-01-01]\n  b\n", "journal_cost", 2},
		{"only we: a posting that need not balance", head + "  (a)  1\n", "journal_virtual", 2},
		{"only we: an account of nothing but a mark", head + "  * ;a  1\n  b\n", "journal_account", 2},
		{"only we: brackets in brackets", head + "  [[[a]]]  1\n  [b]\n", "journal_account", 2},
		{"only we: an alias that leaves nothing", "alias /.*/ =\n" + head + "  a  1\n  b\n", "journal_account", 3},
		{"only we: an alias that opens a gap", "alias a = b  c\n" + head + "  a  1\n  b\n", "journal_account", 3},
		{"only we: an alias that never stops", "alias a = " + strings.Repeat("b", maxAccount) + "c\n" + head + "  a  1\n  b\n", "journal_account_too_long", 3},
		{"an alias without an equals sign", "alias a\n", "journal_alias", 1},
		{"an alias with a broken expression", "alias /(/ = b\n", "journal_alias", 1},
		{"only we: more aliases than anyone needs", strings.Repeat("alias a=b\n", maxAliases+1), "journal_alias", maxAliases + 1},
		{"a parent without a name", "apply account \n", "journal_account", 1},
		{"a parent and a comment", "apply account a  ; b\n", "journal_account", 1},
		{"an account and something else", "account a  b\n", "journal_account", 1},
		{"only we: an account of brackets alone", "account []\n", "journal_account", 1},
		{"an end without a beginning", "end apply account\n", "journal_end_without_apply", 1},
		{"a decimal mark that is none", "decimal-mark x\n", "journal_decimal_mark", 1},
		{"a commodity without a decimal mark", "commodity $1000\n", "journal_commodity_format", 1},
		{"a default without a decimal mark", "\nD $1000\n", "journal_commodity_format", 2},
		{"a format of another commodity", "commodity $\n  format EUR 1.00\n", "journal_commodity_format", 2},
		{"two blanks", head + "  a  1\n  b\n  c\n", "journal_two_blanks", 4},
		{"two virtual blanks", head + "  a  1\n  b\n  [c]\n  [d]\n", "journal_two_blanks", 5},
		{"an entry that does not balance", head + "  a  1\n  b  -2\n", "journal_unbalanced", 1},
		{"virtual postings that do not balance", head + "  a  1\n  b\n  [c]  1\n  [d]  -2\n", "journal_unbalanced", 1},
		{"only we: an entry that balances only as displayed", "commodity $1.0\n" + head + "  a  $1.01\n  b  $-1.02\n", "journal_unbalanced", 2},
		{"an assertion that fails", head + "  a  1\n  b  -1 = -2\n", "journal_assertion", 3},
		{"an assertion with subaccounts that fails", head + "  a  1\n  a:b  1\n  a  0 =* 1\n  b\n", "journal_assertion", 4},
		{"a total zero that fails", head + "  a  $1 == 0\n  b\n", "journal_assertion", 2},
		{"an assertion of an earlier day", "2026-01-02\n  a  1 = 1\n  b\n2026-01-01\n  a  1\n  b\n", "journal_assertion", 2},
		{"an assertion that fails beside an assignment", head + "  a  = 5\n  b  1 = 2\n  c\n", "journal_assertion", 3},
		{"two blanks beside an assignment", head + "  a  = 5\n  b\n  c\n", "journal_two_blanks", 4},
		{"only we: an assertion of too much", head + "  a  1 = 1000000000000001\n  b\n", "journal_amount_out_of_range", 2},
		{"only we: an assignment of too much", head + "  a  = 1000000000000001\n  b\n", "journal_amount_out_of_range", 2},
		{"only we: an assignment of too much at once", head + "  a  -1\n  b\n2026-01-02\n  a  = 1000000000000000\n  b\n", "journal_amount_out_of_range", 5},
		{"only we: a balance of too much", strings.Repeat(head+"  a  1000000000000000\n  b\n", 10), "journal_amount_out_of_range", 29},
		{"a claim in brackets behind a tag", head + "  a  1\n  b  ; x:[2026-13-01]\n", "journal_date", 3},
		{"a second claim in brackets that is none", head + "  a  1\n  b  ; [=2026-13-01]\n", "journal_date", 3},
		{"an assignment with a day of its own", head + "  a  = 5 ; date:1/2\n  b\n", "journal_assignment_dated", 2},
		{"only we: included files", "\ninclude other.journal\n", "journal_include", 2},
	} {
		j, err := ReadJournal(strings.NewReader(c.text), ReadOptions{})
		if j != nil || ledger.CodeOf(err) != c.code || ledger.KindOf(err) != ledger.Invalid || paramsOf(err)["line"] != fmt.Sprint(c.line) {
			t.Errorf("%s: %v %v", c.about, err, paramsOf(err))
		}
		if _, err := hledger(c.text, "balance"); err == nil && !strings.HasPrefix(c.about, "only we:") {
			t.Errorf("%s: hledger reads it", c.about)
		}
	}
}
