package ledger

// Class is the kind of thing an account counts.
type Class string

// The five classes.
const (
	Asset     Class = "asset"
	Liability Class = "liability"
	Equity    Class = "equity"
	Income    Class = "income"
	Expense   Class = "expense"
)

// Side is the side of an account, and of a line.
type Side string

// The two sides. A debit is a positive amount in the database, a credit a
// negative one.
const (
	DebitSide  Side = "debit"
	CreditSide Side = "credit"
)

// Normal returns the side on which an account of the class usually stands.
// Contra accounts stand on the other.
func (c Class) Normal() Side {
	if c == Asset || c == Expense {
		return DebitSide
	}
	return CreditSide
}

// Valid reports whether the class is one of the five.
func (c Class) Valid() bool {
	switch c {
	case Asset, Liability, Equity, Income, Expense:
		return true
	}
	return false
}

// Role says what an account is for. Features find accounts by role, never by
// code; an account that no feature needs has none.
type Role string

// The roles that the core itself knows; a chart may use any other word.
const (
	CashBox       Role = "cash_box"
	CashBank      Role = "cash_bank"
	CashInTransit Role = "cash_in_transit"
	Suspense      Role = "suspense"
	Interfund     Role = "interfund"
	CashOver      Role = "cash_over"
	CashShort     Role = "cash_short"
)

// Names is a name in both languages; EN may be empty and is then the same.
type Names struct {
	ID string `json:"id"`
	EN string `json:"en"`
}

// In returns the name in the language "id" or "en".
func (n Names) In(lang string) string {
	if lang == "en" && n.EN != "" {
		return n.EN
	}
	return n.ID
}

// Account is one account of a book.
type Account struct {
	ID     ID     `json:"-"`
	Code   string `json:"code"`
	Names  Names  `json:"names"`
	Class  Class  `json:"class"`
	Normal Side   `json:"normal"`
	Role   Role   `json:"role"`
}

// Check refuses an account without id, with an unusable code, an unknown class
// or side, a role that is not a snake_case word, or a bad name.
func (a Account) Check() error {
	var errs []*Error
	if a.ID.IsZero() {
		errs = append(errs, E(Invalid, "invalid_id", "id"))
	}
	errs = append(errs, checkCode(a.Code, "code"), checkName(a.Names.ID, "names.id"), CheckText(a.Names.EN, MaxName, "names.en"))
	if !a.Class.Valid() {
		errs = append(errs, E(Invalid, "not_in_list", "class"))
	}
	if a.Normal != DebitSide && a.Normal != CreditSide {
		errs = append(errs, E(Invalid, "not_in_list", "normal"))
	}
	if a.Role != "" && !isWord(string(a.Role), "") {
		errs = append(errs, E(Invalid, "invalid_format", "role"))
	}
	return Join(errs...)
}

// isWord reports whether s is 1-64 lower-case letters, digits and underscores,
// plus the characters in also.
func isWord(s, also string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, c := range s {
		ok := c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_'
		for _, x := range also {
			ok = ok || c == x
		}
		if !ok {
			return false
		}
	}
	return true
}
