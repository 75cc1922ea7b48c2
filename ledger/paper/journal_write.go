package paper

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// JournalWriter writes a journal that a bookkeeper can read and that hledger,
// and [ReadJournal], read back as it was meant. Texts are made safe on the way:
// a memo keeps its lines, while what would break the journal is replaced (a
// semicolon in a description by a comma, control characters and repeated spaces
// in account names by one space, a date in a posting's memo that is not the
// posting's by the same with a space in it). What cannot be made safe is refused
// with a *ledger.Error; after the first error every call returns it again.
type JournalWriter struct {
	w      *bufio.Writer
	symbol string // as it stands before a number
	unit   ledger.Currency
	names  map[string]string // who owns an account name as written
	begun  bool
	gap    bool // whether a blank line goes before the next account
	err    error
}

// NewJournalWriter starts a journal in one commodity with the given number of
// decimals. The first call that writes refuses a commodity that cannot be quoted
// (a quotation mark, a semicolon or a control character in it) with
// journal_commodity, and places below 0 or above ledger.MaxPlaces with
// journal_too_many_places.
func NewJournalWriter(w io.Writer, commodity string, places int32) *JournalWriter {
	j := &JournalWriter{
		w:     bufio.NewWriter(w),
		unit:  ledger.Currency{Code: commodity, Places: places},
		names: map[string]string{},
	}
	if commodity != "" && !quotable(commodity) {
		j.err = ledger.E(ledger.Invalid, "journal_commodity", "commodity")
	} else if places < 0 || places > ledger.MaxPlaces {
		j.err = ledger.E(ledger.Invalid, "journal_too_many_places", "places", "places", strconv.Itoa(ledger.MaxPlaces))
	} else {
		j.symbol = formatSymbol(commodity)
	}
	return j
}

// formatSymbol writes a commodity as it stands before a number: a currency sign
// close to it, letters with a space, anything else in quotes.
func formatSymbol(s string) string {
	if s == "" {
		return ""
	}
	if c, size := utf8.DecodeRuneInString(s); size == len(s) && unicode.Is(unicode.Sc, c) {
		return s
	}
	if strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.Is(unicode.Sc, c) }) {
		return `"` + s + `" `
	}
	return s + " "
}

// Account writes an account directive, so that hledger knows the account, its
// place in the order and, from the tag type (A, L, E, R, X, C or V), what it is.
// Refused with journal_account: a name of which nothing is left; with
// journal_account_clash: a name that is written like another one's; with
// journal_tag: a tag without a plain name or an unknown type.
func (j *JournalWriter) Account(name, memo string, tags ...Tag) error {
	written := j.account(name)
	for _, t := range tags {
		if t.Name == "type" && !(len(t.Value) == 1 && strings.Contains("ALERXCV", t.Value)) {
			j.fail("journal_tag", "tags")
		}
	}
	first, below := j.comments(tags, withoutTypes(memo))
	j.head()
	if j.gap {
		j.line("")
	}
	j.gap = false
	j.line("account ", written, first)
	j.lines(below)
	return j.err
}

// Entry writes one transaction. Refused: a date that is none with journal_date,
// amounts that are not zero in sum (real and virtual ones apart) with
// journal_unbalanced, an amount that is zero with journal_zero_amount or beyond
// ledger.MaxMinor with journal_amount_out_of_range, no postings with
// journal_no_postings, a status other than "", "!" and "*" with journal_status,
// a line that would be too long to be read with journal_line_too_long; and
// accounts and tags as [JournalWriter.Account] does.
func (j *JournalWriter) Entry(e JournalEntry) error {
	if err := checkEntry(e, j.unit); err != nil && j.err == nil {
		j.err = err
	}
	if j.err != nil {
		return j.err
	}
	names, amounts := make([]string, len(e.Postings)), make([]string, len(e.Postings))
	wideName, wideAmount := 30, 0
	for i, q := range e.Postings {
		names[i] = postingName(q, j.account(q.Account))
		amounts[i] = j.symbol + j.unit.Format(q.Minor)
		wideName = max(wideName, utf8.RuneCountInString(names[i]))
		wideAmount = max(wideAmount, utf8.RuneCountInString(amounts[i]))
	}
	j.line("")
	j.gap = true
	first, below := j.comments(e.Tags, e.Memo)
	j.line(header(e), first)
	j.lines(below)
	for i, q := range e.Postings {
		first, below := j.comments(q.Tags, postingMemo(q, int(e.Date)/10000))
		j.line("    ", pad(names[i], wideName, false), "  ", pad(amounts[i], wideAmount, true), first)
		j.lines(below)
	}
	return j.err
}

// Flush writes out what is still held back. A journal without a single account
// or entry gets its head here.
func (j *JournalWriter) Flush() error {
	j.head()
	if j.err == nil {
		j.err = j.w.Flush()
	}
	return j.err
}

// checkEntry refuses what [JournalWriter.Entry] says.
func checkEntry(e JournalEntry, unit ledger.Currency) error {
	if !e.Date.Valid() {
		return ledger.E(ledger.Invalid, "journal_date", "date")
	}
	if len(e.Postings) == 0 {
		return ledger.E(ledger.Invalid, "journal_no_postings", "postings")
	}
	if !validStatus(e.Status) {
		return ledger.E(ledger.Invalid, "journal_status", "status")
	}
	sums := map[bool]int64{}
	for i, q := range e.Postings {
		field := "postings[" + strconv.Itoa(i) + "]"
		before := sums[q.Virtual]
		sum := before + q.Minor
		ok := (sum > before) == (q.Minor > 0) // else it left the int64 range
		switch {
		case q.Minor == 0:
			return ledger.E(ledger.Invalid, "journal_zero_amount", field)
		case q.Minor > ledger.MaxMinor || q.Minor < -ledger.MaxMinor || !ok:
			return ledger.E(ledger.Invalid, "journal_amount_out_of_range", field, "max", unit.Format(ledger.MaxMinor))
		case !validStatus(q.Status):
			return ledger.E(ledger.Invalid, "journal_status", field)
		case q.Date != 0 && !q.Date.Valid():
			return ledger.E(ledger.Invalid, "journal_date", field)
		}
		sums[q.Virtual] = sum
	}
	if sums[false] != 0 || sums[true] != 0 {
		return ledger.E(ledger.Invalid, "journal_unbalanced", "postings")
	}
	return nil
}

func validStatus(s string) bool { return s == "" || s == "!" || s == "*" }

// header is the first line of an entry. An empty code keeps a description that
// begins like a status or a code from being taken for one.
func header(e JournalEntry) string {
	code, description := cleanCode(e.Code), cleanDescription(e.Description)
	parts := []string{e.Date.String()}
	if e.Status != "" {
		parts = append(parts, e.Status)
	}
	if code != "" || description != "" && strings.IndexByte("(*!", description[0]) >= 0 {
		parts = append(parts, "("+code+")")
	}
	if description != "" {
		parts = append(parts, description)
	}
	return strings.Join(parts, " ")
}

// postingName is an account with its status mark and brackets.
func postingName(q JournalPosting, account string) string {
	if q.Virtual {
		account = "[" + account + "]"
	}
	if q.Status != "" {
		account = q.Status + " " + account
	}
	return account
}

// postingMemo is the memo of a posting, claiming its own day and no other.
func postingMemo(q JournalPosting, year int) string {
	memo := cleanMemo(q.Memo)
	if own, code := ownDate(memo, year); code == "" && own == q.Date {
		return memo
	}
	memo = withoutDates(memo)
	if q.Date != 0 {
		memo = cleanMemo(memo + "\ndate:" + q.Date.String())
	}
	return memo
}

// account returns the name of an account as it is written.
func (j *JournalWriter) account(name string) string {
	written := cleanAccount(name)
	owner, taken := j.names[written]
	switch {
	case written == "" || len(written) > maxAccount:
		j.fail("journal_account", "account")
	case taken && owner != name:
		j.fail("journal_account_clash", "account")
	}
	j.names[written] = name
	return written
}

// comments lays out tags and a memo: what follows on the line itself, and the
// lines below. A memo that would be taken for tags goes below.
func (j *JournalWriter) comments(tags []Tag, memo string) (first string, below []string) {
	for _, t := range tags {
		if !validTagName(t.Name) {
			j.fail("journal_tag", "tags")
		}
	}
	var memoLines []string
	if memo = cleanMemo(memo); memo != "" {
		memoLines = strings.Split(memo, "\n")
	}
	if first = formatTags(tags); first != "" {
		return "  ; " + first, memoLines
	}
	if len(memoLines) > 0 && parseTags(memoLines[0]) == nil {
		return "  ; " + memoLines[0], memoLines[1:]
	}
	return "", memoLines
}

// lines writes comment lines below an entry, a posting or an account.
func (j *JournalWriter) lines(comments []string) {
	for _, c := range comments {
		j.line("    ; ", c)
	}
}

// head says once how the numbers are to be read and shown.
func (j *JournalWriter) head() {
	if j.begun || j.err != nil {
		return
	}
	j.begun, j.gap = true, true
	// Without groups, so that what hledger prints of it can be read without its head.
	sample := "1000." + strings.Repeat("0", int(j.unit.Places))
	j.line("decimal-mark .")
	j.line("commodity ", j.symbol, sample)
}

// line writes one line.
func (j *JournalWriter) line(parts ...string) {
	j.head()
	text := trimRight(strings.Join(parts, ""))
	if len(text) > maxLine {
		j.fail("journal_line_too_long", "")
	}
	if j.err == nil {
		_, j.err = j.w.WriteString(text + "\n")
	}
}

func (j *JournalWriter) fail(code, field string) {
	if j.err == nil {
		j.err = ledger.E(ledger.Invalid, code, field)
	}
}

// pad fills text up to a width in characters, in front or behind.
func pad(s string, width int, front bool) string {
	fill := strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
	if front {
		return fill + s
	}
	return s + fill
}
