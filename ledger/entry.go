package ledger

import (
	"time"

	"github.com/shopspring/decimal"
)

// MaxLines is the most lines an entry can have.
const MaxLines = 5000

// Line is one posting line of an entry: an amount on one side of one account,
// and the three dimensions it is found by. Only [Debit] and [Credit] build one.
type Line struct {
	account ID
	side    Side
	amount  decimal.Decimal
	paired  bool // an interfund line made by Transfer or by mirroring one

	Fund  ID // whose purpose; zero means the book's general fund
	Party ID // the person or organisation concerned; zero means none
	Item  ID // the thing concerned: a loan, a tranche, a slot, an invoice; zero means none
	Memo  string
}

// Debit returns a line that debits the account by amount, which must be
// positive ([Entry.Check] refuses others with amount_not_positive).
func Debit(account ID, amount decimal.Decimal) Line {
	return Line{account: account, side: DebitSide, amount: amount}
}

// Credit returns a line that credits the account by amount, which must be positive.
func Credit(account ID, amount decimal.Decimal) Line {
	return Line{account: account, side: CreditSide, amount: amount}
}

// In returns the line in the given fund.
func (l Line) In(fund ID) Line { l.Fund = fund; return l }

// With returns the line with the given party.
func (l Line) With(party ID) Line { l.Party = party; return l }

// On returns the line with the given item.
func (l Line) On(item ID) Line { l.Item = item; return l }

// Account returns the account the line is on.
func (l Line) Account() ID { return l.account }

// Side returns the side of the line.
func (l Line) Side() Side { return l.side }

// Amount returns the amount, positive on either side.
func (l Line) Amount() decimal.Decimal { return l.amount }

// Signed returns the amount, positive for a debit and negative for a credit.
func (l Line) Signed() decimal.Decimal {
	if l.side == CreditSide {
		return l.amount.Neg()
	}
	return l.amount
}

// Entry is a journal entry that is about to be posted.
type Entry struct {
	ID    ID
	Book  ID
	Day   Date
	Kind  string // what happened, such as "savings.share_bought"; "manual" when typed by hand
	Memo  string // free text; never personal data
	Lines []Line

	By       ID // who
	Command  ID // which command
	Event    ID // the happening it is part of, shared by entries of several books
	Reverses ID // the entry it undoes
}

// Posted is an entry in the books. It never changes; ReversedBy alone is filled
// later, when another entry undoes it.
type Posted struct {
	Entry
	Sequence   int64
	RecordedAt time.Time
	Hash       Hash
	ReversedBy ID
}

// Check refuses an entry that could not stand in any book of the currency, and
// returns the signed minor units of its lines. Codes: invalid_id,
// invalid_date, date_out_of_range, invalid_format (kind), text_too_long,
// invalid_text, too_few_lines, too_many_lines, unknown_account (none named),
// amount_not_positive, too_many_places, amount_too_large, unbalanced (debits
// and credits differ) and unbalanced_fund (they differ within a fund).
func (e Entry) Check(c Currency) ([]int64, error) {
	var errs []*Error
	if e.ID.IsZero() {
		errs = append(errs, E(Invalid, "invalid_id", "id"))
	}
	if !e.Day.Valid() {
		errs = append(errs, E(Invalid, "invalid_date", "day"))
	}
	if !isWord(e.Kind, ".") {
		errs = append(errs, E(Invalid, "invalid_format", "kind"))
	}
	errs = append(errs, CheckText(e.Memo, MaxMemo, "memo"))
	switch {
	case len(e.Lines) < 2:
		errs = append(errs, E(Invalid, "too_few_lines", "lines"))
	case len(e.Lines) > MaxLines:
		return nil, E(Invalid, "too_many_lines", "lines", "max", "5000")
	}
	minors := make([]int64, len(e.Lines))
	for i, l := range e.Lines {
		n, errLine := l.check(c)
		if errLine != nil {
			errs = append(errs, errLine.At(lineField(i)))
		}
		minors[i] = n
	}
	if err := Join(errs...); err != nil {
		return nil, err
	}
	// 5,000 lines of at most MaxMinor each stay within an int64.
	general := GeneralFund(e.Book)
	var sum int64
	funds := make(map[ID]int64, 2)
	for i, l := range e.Lines {
		fund := l.Fund
		if fund.IsZero() {
			fund = general
		}
		sum += minors[i]
		funds[fund] += minors[i]
	}
	if sum != 0 {
		return nil, E(Invalid, "unbalanced", "lines")
	}
	for _, s := range funds {
		if s != 0 {
			return nil, E(Invalid, "unbalanced_fund", "lines")
		}
	}
	return minors, nil
}

func (l Line) check(c Currency) (int64, *Error) {
	if l.account.IsZero() {
		return 0, E(Invalid, "unknown_account", "account")
	}
	if err := CheckText(l.Memo, MaxMemo, "memo"); err != nil {
		return 0, err
	}
	field := string(l.side)
	if l.amount.Sign() <= 0 {
		return 0, E(Invalid, "amount_not_positive", field)
	}
	n, err := c.Minor(l.amount)
	if err != nil {
		return 0, err.(*Error).At(field)
	}
	if l.side == CreditSide {
		n = -n
	}
	return n, nil
}

// CheckAccounts refuses lines on accounts or funds that are not among the given
// ones of the book (unknown_account, unknown_fund), and lines on an interfund
// account that [Transfer] did not make (interfund_reserved).
func (e Entry) CheckAccounts(accounts map[ID]Account, funds map[ID]Fund) error {
	var errs []*Error
	for i, l := range e.Lines {
		a, ok := accounts[l.account]
		if !ok {
			errs = append(errs, E(Invalid, "unknown_account", "account").At(lineField(i)))
		} else if a.Role == Interfund && !l.paired {
			errs = append(errs, E(Invalid, "interfund_reserved", "account").At(lineField(i)))
		}
		if _, ok := funds[l.Fund]; !ok && !l.Fund.IsZero() {
			errs = append(errs, E(Invalid, "unknown_fund", "fund").At(lineField(i)))
		}
	}
	return Join(errs...)
}

// Purse is a place money lies in for a purpose: an account within a fund.
type Purse struct{ Account, Fund ID }

// Transfer returns the four lines that move amount from one fund to another:
// `from` is credited and `to` is debited, and a pair of lines on the book's
// interfund account keeps each fund balanced by itself. The accounts may be the
// same (cash changes its purpose in the same box) or differ (a restriction is
// released: income of the free fund credited, of the restricted fund debited).
// Refused: the same fund twice (same_fund), an amount that is not positive.
func Transfer(interfund ID, from, to Purse, amount decimal.Decimal) ([]Line, error) {
	if from.Fund == to.Fund {
		return nil, E(Invalid, "same_fund", "to.fund")
	}
	if amount.Sign() <= 0 {
		return nil, E(Invalid, "amount_not_positive", "amount")
	}
	out, in := Debit(interfund, amount).In(from.Fund), Credit(interfund, amount).In(to.Fund)
	out.paired, in.paired = true, true
	return []Line{
		Credit(from.Account, amount).In(from.Fund), out,
		Debit(to.Account, amount).In(to.Fund), in,
	}, nil
}

// Reversal returns the entry that undoes p: the same lines with sides
// exchanged, linked by Reverses. An entry can be reversed once; the database
// holds to that too (already_reversed). A reversal may itself be reversed.
func (p Posted) Reversal(id ID, day Date, memo string) (Entry, error) {
	if !p.ReversedBy.IsZero() {
		return Entry{}, E(Conflict, "already_reversed", "")
	}
	r := Entry{ID: id, Book: p.Book, Day: day, Kind: p.Kind, Memo: memo, Reverses: p.ID, Lines: make([]Line, len(p.Lines))}
	for i, l := range p.Lines {
		l.paired = true
		l.Memo = ""
		if l.side == DebitSide {
			l.side = CreditSide
		} else {
			l.side = DebitSide
		}
		r.Lines[i] = l
	}
	return r, nil
}
