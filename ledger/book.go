package ledger

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// BookKind says whose book it is, and with it which chart of accounts it starts with.
type BookKind string

// The kinds of book.
const (
	GroupBook     BookKind = "group"     // a savings group
	ProgrammeBook BookKind = "programme" // an NGO's or office's programme, two classes of net assets (ISAK 335)
	BusinessBook  BookKind = "business"  // a household business (SAK EMKM)
	HouseholdBook BookKind = "household" // the home purse beside a business
	PracticeBook  BookKind = "practice"  // a learner's book: the business chart, never real money
	GeneralBook   BookKind = "general"   // an empty chart, for imported journals
)

// BookKinds lists every kind.
var BookKinds = []BookKind{GroupBook, ProgrammeBook, BusinessBook, HouseholdBook, PracticeBook, GeneralBook}

// Book is one set of accounts in one currency, with its own sequence and hash
// chain. It is the unit of locking and of proof.
type Book struct {
	ID       ID
	Kind     BookKind
	Name     string
	Currency Currency
	// Epoch starts at 1 and is raised by every restore from a backup, so that a
	// receipt from before the restore can be told from one after it.
	Epoch int64
	// Sequence is the number of entries; Head is the hash of the last one.
	Sequence int64
	Head     Hash
	// ClosedThrough is the last closed day; nothing posts on or before it.
	ClosedThrough Date
	CreatedAt     time.Time
}

// General returns the id of the book's general fund, the one that serves no
// particular purpose. Every book has it; a line that names no fund is in it.
func (b Book) General() ID { return GeneralFund(b.ID) }

// GeneralFund is [Book.General] where only the book's id is at hand.
func GeneralFund(book ID) ID { return DeriveID(book, "fund:general") }

// Check refuses a book without id, of an unknown kind, with an unusable
// currency, or with a name that is empty, too long or not plain text.
func (b Book) Check() error {
	var errs []*Error
	if b.ID.IsZero() {
		errs = append(errs, E(Invalid, "invalid_id", "id"))
	}
	known := false
	for _, k := range BookKinds {
		known = known || k == b.Kind
	}
	if !known {
		errs = append(errs, E(Invalid, "unknown_kind", "kind"))
	}
	if b.Currency.Code == "" || len(b.Currency.Code) > 32 || b.Currency.Places < 0 || b.Currency.Places > MaxPlaces ||
		CheckText(b.Currency.Code, 32, "") != nil {
		errs = append(errs, E(Invalid, "unknown_currency", "currency"))
	}
	errs = append(errs, checkName(b.Name, "name"))
	return Join(errs...)
}

// Fund says whose purpose money serves: a loan fund, a social fund, an arisan
// pot, a donor's grant. Every fund balances by itself.
type Fund struct {
	ID         ID
	Code       string
	Name       string
	Restricted bool // the giver has said what it may be used for
	// OriginBook and OriginFund say which fund of which other book it came from.
	OriginBook ID
	OriginFund ID
}

// Check refuses a fund without id, with an unusable code, or with a name that
// is empty, too long or not plain text.
func (f Fund) Check() error {
	var errs []*Error
	if f.ID.IsZero() {
		errs = append(errs, E(Invalid, "invalid_id", "id"))
	}
	errs = append(errs, checkCode(f.Code, "code"), checkName(f.Name, "name"))
	return Join(errs...)
}

// Limits of texts, in characters.
const (
	MaxName = 200
	MaxMemo = 4000
)

// CheckText refuses text longer than limit characters (text_too_long) and text
// that is not valid UTF-8 or holds control characters other than line breaks
// and tabs (invalid_text).
func CheckText(s string, limit int, field string) *Error {
	if !utf8.ValidString(s) {
		return E(Invalid, "invalid_text", field)
	}
	if utf8.RuneCountInString(s) > limit {
		return E(Invalid, "text_too_long", field)
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' {
			return E(Invalid, "invalid_text", field)
		}
	}
	return nil
}

// checkName accepts one line of text that can be seen, in the order it is
// written: no signs that turn the direction of what follows.
func checkName(s, field string) *Error {
	if strings.TrimSpace(s) == "" {
		return E(Invalid, "required", field)
	}
	if strings.ContainsFunc(s, func(r rune) bool {
		return r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
	}) {
		return E(Invalid, "invalid_text", field)
	}
	return CheckText(s, MaxName, field)
}

// checkCode accepts one line of visible characters, inner spaces allowed.
func checkCode(s, field string) *Error {
	if s == "" {
		return E(Invalid, "required", field)
	}
	if err := CheckText(s, MaxName, field); err != nil {
		return err
	}
	for i, r := range s {
		last := i+utf8.RuneLen(r) == len(s)
		if !unicode.IsGraphic(r) || unicode.IsSpace(r) && (r != ' ' || i == 0 || last) {
			return E(Invalid, "invalid_text", field)
		}
	}
	return nil
}
