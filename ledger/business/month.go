package business

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// maxMonthLines is the most lines that a row of a month may have; its lists have at
// most [MaxRows].
const maxMonthLines = 100

// Month is a month of a business as a trainer hands it in to be checked: what the
// accounts stood at, what happened, and what was adjusted at the end.
type Month struct {
	Period       []ledger.Date `json:"period" minItems:"2" maxItems:"2" doc:"The first and the last day"`
	Opening      []MonthLine   `json:"opening,omitempty" maxItems:"1000"`
	Transactions []Transaction `json:"transactions" maxItems:"1000"`
	Adjustments  []Transaction `json:"adjustments,omitempty" maxItems:"1000"`
	// TurnoverBefore is the turnover of the tax year before the month.
	TurnoverBefore ledger.Figure `json:"year_to_date_turnover_before_month,omitempty"`
}

// MonthLine is a sum on one side of an account of the business chart.
type MonthLine struct {
	_ struct{} `json:"-" additionalProperties:"true"` // the API takes other fields too, and names them

	Code   string        `json:"code" example:"1101"`
	Debit  ledger.Figure `json:"debit,omitempty"`
	Credit ledger.Figure `json:"credit,omitempty"`
}

// Transaction is one row of a month: either its lines, or its form filled in. A form
// beside lines only says what happened.
type Transaction struct {
	_ struct{} `json:"-" additionalProperties:"true"` // the API takes other fields too, and names them

	No    RowNumber     `json:"no"`
	Date  ledger.Date   `json:"date"`
	Text  string        `json:"text,omitempty" maxLength:"4000"`
	Form  Form          `json:"form,omitempty"`
	Lines []MonthLine   `json:"lines,omitempty" maxItems:"100"`
	Sum   ledger.Figure `json:"amount,omitempty"`
	Part  ledger.Figure `json:"part,omitempty"`
	Place ledger.Role   `json:"place,omitempty"`
	To    ledger.Role   `json:"to,omitempty"`
	What  ledger.Role   `json:"what,omitempty"`
}

// RowNumber is the number of a row as its writer has it: 17, or "A1".
type RowNumber struct {
	text   string
	quoted bool
}

// MarshalJSON writes the number as it came.
func (n RowNumber) MarshalJSON() ([]byte, error) {
	if n.quoted || n.text == "" {
		return []byte(strconv.Quote(n.text)), nil
	}
	return []byte(n.text), nil
}

// UnmarshalJSON reads a whole number, or a string of at most 20 letters, digits and
// the signs - . /.
func (n *RowNumber) UnmarshalJSON(raw []byte) error {
	text := string(raw)
	quoted := len(text) >= 2 && text[0] == '"'
	if quoted {
		text = text[1 : len(text)-1]
	} else if _, err := strconv.ParseInt(text, 10, 64); err != nil {
		return ledger.E(ledger.Invalid, "invalid_format", "")
	}
	if len(text) > 20 {
		return ledger.E(ledger.Invalid, "too_long", "", "max", "20")
	}
	for _, c := range text {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '-' && c != '.' && c != '/' {
			return ledger.E(ledger.Invalid, "invalid_format", "")
		}
	}
	*n = RowNumber{text, quoted}
	return nil
}

// read makes balances and entries of the month, in the order of its rows: first the
// transactions, then the adjustments. The sum of all that it posts stays within
// [ledger.MaxMinor], so that no statement can overflow.
func (m Month) read(chart []ledger.Account) (Period, error) {
	if len(m.Period) != 2 {
		return Period{}, ledger.E(ledger.Invalid, "required", "period")
	}
	if m.Period[1] < m.Period[0] {
		return Period{}, ledger.E(ledger.Invalid, "ends_before_start", "period")
	}
	for list, n := range map[string]int{"opening": len(m.Opening), "transactions": len(m.Transactions), "adjustments": len(m.Adjustments)} {
		if n > MaxRows {
			return Period{}, ledger.E(ledger.Invalid, "too_many_items", list, "max", strconv.Itoa(MaxRows))
		}
	}
	r := monthReader{chart: chart}
	opening := r.lines(m.Opening, "opening")
	p := Period{Chart: chart, Opening: Balances{}}
	for _, l := range opening {
		p.Opening[l.Account()] += l.Signed().IntPart()
	}
	for i, t := range slices.Concat(m.Transactions, m.Adjustments) {
		at := fmt.Sprintf("transactions[%d]", i)
		if i >= len(m.Transactions) {
			at = fmt.Sprintf("adjustments[%d]", i-len(m.Transactions))
		}
		if t.Date < m.Period[0] || t.Date > m.Period[1] {
			r.refuse(ledger.E(ledger.Invalid, "day_outside_period", at+".date", "from", m.Period[0].String(), "to", m.Period[1].String()))
		}
		p.Entries = append(p.Entries, r.entry(t, at))
	}
	p.Like = r.like
	return p, ledger.Join(r.errs...)
}

// monthReader gathers what is wrong with a month, up to a hundred problems.
type monthReader struct {
	chart []ledger.Account
	like  ledger.Figure
	total int64 // of all debits so far
	errs  []*ledger.Error
}

func (r *monthReader) refuse(err *ledger.Error) {
	if len(r.errs) < 100 {
		r.errs = append(r.errs, err)
	}
}

func (r *monthReader) entry(t Transaction, at string) ledger.Entry {
	event := Event{Form: t.Form, Day: t.Date, Amount: t.Sum, Part: t.Part, Place: t.Place, To: t.To, What: t.What, Memo: t.Text}
	if len(t.Lines) == 0 && t.Form != "" {
		r.like = r.like.Or(t.Sum, t.Part)
		entry, err := event.Entry(ledger.ID{}, r.chart)
		var refused *ledger.Error
		if errors.As(err, &refused) {
			r.refuse(refused.At(at))
		}
		for _, l := range entry.Lines {
			r.count(l, at)
		}
		return entry
	}
	if (event != Event{Form: t.Form, Day: t.Date, Memo: t.Text}) {
		r.refuse(ledger.E(ledger.Invalid, "field_not_used", at+".lines"))
	}
	entry := ledger.Entry{Day: t.Date, Kind: "business.practice", Memo: t.Text}
	switch field := at + ".lines"; {
	case len(t.Lines) < 2:
		r.refuse(ledger.E(ledger.Invalid, "too_few_lines", field))
	case len(t.Lines) > maxMonthLines:
		r.refuse(ledger.E(ledger.Invalid, "too_many_items", field, "max", strconv.Itoa(maxMonthLines)))
	default:
		entry.Lines = r.lines(t.Lines, field)
	}
	return entry
}

// lines reads lines that balance. Only an opening balance may be zero.
func (r *monthReader) lines(written []MonthLine, at string) []ledger.Line {
	before, sum := len(r.errs), int64(0)
	var lines []ledger.Line
	for i, w := range written {
		line, err := r.line(w)
		if err == nil && line.Amount().IsZero() && at != "opening" {
			err = ledger.E(ledger.Invalid, "amount_not_positive", "")
		}
		if err != nil {
			r.refuse(err.At(fmt.Sprintf("%s[%d]", at, i)))
			continue
		}
		r.count(line, fmt.Sprintf("%s[%d]", at, i))
		sum += line.Signed().IntPart()
		lines = append(lines, line)
	}
	if sum != 0 && len(r.errs) == before {
		r.refuse(ledger.E(ledger.Invalid, "unbalanced", at))
	}
	return lines
}

func (r *monthReader) line(w MonthLine) (ledger.Line, *ledger.Error) {
	r.like = r.like.Or(w.Debit, w.Credit)
	debit, errDebit := wholeRupiah(w.Debit, "debit")
	credit, errCredit := wholeRupiah(w.Credit, "credit")
	account := slices.IndexFunc(r.chart, func(a ledger.Account) bool { return a.Code == w.Code })
	switch {
	case errDebit != nil:
		return ledger.Line{}, errDebit
	case errCredit != nil:
		return ledger.Line{}, errCredit
	case debit > 0 && credit > 0:
		return ledger.Line{}, ledger.E(ledger.Invalid, "debit_and_credit", "")
	case account < 0:
		return ledger.Line{}, ledger.E(ledger.Invalid, "unknown_account", "code")
	case credit > 0:
		return ledger.Credit(r.chart[account].ID, decimal.NewFromInt(credit)), nil
	}
	return ledger.Debit(r.chart[account].ID, decimal.NewFromInt(debit)), nil
}

// count adds a line's debit to the month's total.
func (r *monthReader) count(l ledger.Line, at string) {
	if l.Side() == ledger.CreditSide || r.total > ledger.MaxMinor {
		return
	}
	if r.total += l.Amount().IntPart(); r.total > ledger.MaxMinor {
		r.refuse(ledger.E(ledger.Invalid, "amount_too_large", at, "max", ledger.IDR.Format(ledger.MaxMinor)))
	}
}
