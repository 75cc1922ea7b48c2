package business

import (
	"errors"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Entry is the balanced entry that the event becomes in the book: its accounts are
// the first ones in the chart with the roles that the form needs, in the book's
// general fund. The caller gives it an id before it is posted. A count that found
// what the book says becomes an entry without lines: there is nothing to post.
//
// Refused: unknown_form; amount_not_positive, amount_too_large and too_many_places
// (amount, part); required (part, to); part_above_amount; field_not_used for a field
// that the form does not have; not_in_list (place, to, what); same_place (to); a memo
// that is no plain text; chart_lacks_account when the chart has no account of a role.
func (e Event) Entry(book ledger.ID, chart []ledger.Account) (ledger.Entry, error) {
	f, in, err := e.read()
	if err != nil {
		return ledger.Entry{}, err
	}
	entry := ledger.Entry{Book: book, Day: e.Day, Kind: "business." + f.kind, Memo: e.Memo}
	for _, p := range f.post(in) {
		if p.amount == 0 {
			continue
		}
		i := slices.IndexFunc(chart, func(a ledger.Account) bool { return a.Role == p.role })
		if i < 0 {
			return ledger.Entry{}, ledger.E(ledger.Conflict, "chart_lacks_account", "", "role", string(p.role))
		}
		entry.Lines = append(entry.Lines, p.build(chart[i].ID, decimal.NewFromInt(p.amount)))
	}
	return entry, nil
}

// posting is a line before its account is known. One of zero is left away.
type posting struct {
	build  func(ledger.ID, decimal.Decimal) ledger.Line
	role   ledger.Role
	amount int64
}

func debit(role ledger.Role, amount int64) posting  { return posting{ledger.Debit, role, amount} }
func credit(role ledger.Role, amount int64) posting { return posting{ledger.Credit, role, amount} }

// filled is an event whose fields have been read: whole rupiah, and the choices that
// were made or that stand where none was made.
type filled struct {
	amount, part    int64
	place, to, what FormChoice
}

// rest is what is left of the amount without the part.
func (f filled) rest() int64 { return f.amount - f.part }

// read holds the event against its form.
func (e Event) read() (form, filled, error) {
	f, ok := formByID[e.Form]
	if !ok {
		return form{}, filled{}, ledger.E(ledger.Missing, "unknown_form", "form")
	}
	var in filled
	var errs [6]*ledger.Error
	in.amount, errs[0] = f.sum("amount", e.Amount)
	in.part, errs[1] = f.sum("part", e.Part)
	if errs[0] == nil && errs[1] == nil && in.part > in.amount && !f.counts {
		errs[1] = ledger.E(ledger.Invalid, "part_above_amount", "part")
	}
	in.what, errs[2] = f.chosen("what", e.What)
	in.place, errs[3] = f.chosen("place", e.Place)
	if field := f.field("what"); field != nil && field.inKind(in.what) && e.Place != "" && errs[2] == nil {
		errs[3] = ledger.E(ledger.Invalid, "field_not_used", "place")
	}
	in.to, errs[4] = f.chosen("to", e.To)
	if in.to.Value != "" && in.to.Value == in.place.Value {
		errs[4] = ledger.E(ledger.Invalid, "same_place", "to")
	}
	errs[5] = ledger.CheckText(e.Memo, ledger.MaxMemo, "memo")
	return f, in, ledger.Join(errs[:]...)
}

// inKind reports whether the choice stands in the place of money: where a form may
// be paid in money or otherwise, money is the empty choice.
func (f FormField) inKind(c FormChoice) bool { return f.Choices[0].Value == "" && c.Value != "" }

// sum reads a sum of the form.
func (f form) sum(name string, figure ledger.Figure) (int64, *ledger.Error) {
	field, given := f.field(name), figure != ledger.Figure{}
	switch {
	case field == nil && !figure.IsZero():
		return 0, ledger.E(ledger.Invalid, "field_not_used", name)
	case field == nil:
		return 0, nil
	case field.Required && !given:
		return 0, ledger.E(ledger.Invalid, "required", name)
	}
	n, err := wholeRupiah(figure, name)
	if err == nil && n == 0 && field.Required && !f.counts {
		err = ledger.E(ledger.Invalid, "amount_not_positive", name)
	}
	return n, err
}

// wholeRupiah reads a sum that is not negative. Three digits behind the point are
// refused even if they are noughts: who writes 25.000 may well mean twenty-five
// thousand.
func wholeRupiah(figure ledger.Figure, name string) (int64, *ledger.Error) {
	if figure.Exponent() == -3 {
		return 0, ledger.E(ledger.Invalid, "too_many_places", name, "places", "0")
	}
	n, err := figure.Rupiah(name)
	var refused *ledger.Error
	if errors.As(err, &refused) {
		return 0, refused
	}
	if n < 0 {
		return 0, ledger.E(ledger.Invalid, "amount_not_positive", name)
	}
	return n, nil
}

// chosen reads a choice of the form; without one it is the first.
func (f form) chosen(name string, value ledger.Role) (FormChoice, *ledger.Error) {
	field := f.field(name)
	switch {
	case field == nil && value != "":
		return FormChoice{}, ledger.E(ledger.Invalid, "field_not_used", name)
	case field == nil:
		return FormChoice{}, nil
	case field.Required && value == "":
		return FormChoice{}, ledger.E(ledger.Invalid, "required", name)
	case value == "":
		return field.Choices[0], nil
	}
	i := slices.IndexFunc(field.Choices, func(c FormChoice) bool { return c.Value == value })
	if i < 0 {
		return FormChoice{}, ledger.E(ledger.Invalid, "not_in_list", name, "allowed", allowed(field.Choices))
	}
	return field.Choices[i], nil
}

func allowed(choices []FormChoice) string {
	var values []string
	for _, c := range choices {
		if c.Value != "" {
			values = append(values, string(c.Value))
		}
	}
	return strings.Join(values, ", ")
}
