package paper

import (
	"regexp"
	"strings"
	"unicode"
)

// cleanLine makes text fit for one line: control characters become spaces,
// broken UTF-8 the replacement character, and the ends are trimmed.
func cleanLine(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	return trim(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, s))
}

// cleanMemo makes every line of a memo fit and drops empty lines at both ends.
func cleanMemo(s string) string {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s), "\n")
	for i := range lines {
		lines[i] = cleanLine(lines[i])
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// AccountName returns an account's name as [JournalWriter] writes it, and false
// when nothing of it is left or it is too long to be read again.
func AccountName(name string) (string, bool) {
	written := cleanAccount(name)
	return written, written != "" && len(written) <= maxAccount
}

// cleanAccount makes an account name that can stand in a journal: no two spaces
// in a row, no status mark or semicolon in front, no brackets around it.
func cleanAccount(s string) string {
	s = strings.Join(strings.FieldsFunc(cleanLine(s), isSpace), " ")
	for {
		bare, _ := unbracket(strings.TrimLeft(s, "*!; "))
		bare = strings.Trim(bare, " ")
		if bare == s {
			return s
		}
		s = bare
	}
}

// cleanCode makes a code that can stand in parentheses.
func cleanCode(s string) string {
	return cleanLine(strings.ReplaceAll(s, ")", "]"))
}

// cleanDescription makes a description that no comment sign ends early.
func cleanDescription(s string) string {
	return cleanLine(strings.ReplaceAll(s, ";", ","))
}

var (
	dateTag     = regexp.MustCompile(`\b(date2?):`)
	typeTag     = regexp.MustCompile(`\btype:`)
	bracketDate = regexp.MustCompile(`\[([0-9/.=-]+)\]`)
)

// withoutDates rewrites a posting's memo so that nothing in it is a date to
// hledger: "date:" becomes "date :" and [1/2] becomes [ 1/2 ].
func withoutDates(memo string) string {
	return bracketDate.ReplaceAllString(dateTag.ReplaceAllString(memo, "$1 :"), "[ $1 ]")
}

// withoutTypes does the same for an account's memo and the type of an account.
func withoutTypes(memo string) string {
	return typeTag.ReplaceAllString(memo, "type :")
}
