package people

import (
	"crypto/sha256"
	"encoding/json"
	"strconv"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// heldEntry is an entry as a payment keeps it until it is paid.
type heldEntry struct {
	Day   ledger.Date `json:"day"`
	Kind  string      `json:"kind"`
	Memo  string      `json:"memo,omitempty"`
	Lines []heldLine  `json:"lines"`
}

type heldLine struct {
	Account ledger.ID `json:"account"`
	Fund    ledger.ID `json:"fund,omitzero"`
	Party   ledger.ID `json:"party,omitzero"`
	Item    ledger.ID `json:"item,omitzero"`
	Memo    string    `json:"memo,omitempty"`
	Amount  string    `json:"amount"` // negative for a credit
}

// hold is the canonical form of an entry.
func hold(e ledger.Entry) heldEntry {
	h := heldEntry{Day: e.Day, Kind: e.Kind, Memo: e.Memo, Lines: make([]heldLine, len(e.Lines))}
	for i, l := range e.Lines {
		h.Lines[i] = heldLine{Account: l.Account(), Fund: l.Fund, Party: l.Party, Item: l.Item, Memo: l.Memo, Amount: l.Signed().String()}
	}
	return h
}

// entry is the entry again, under the id and in the book of its payment.
func (h heldEntry) entry(book, id ledger.ID) (ledger.Entry, error) {
	e := ledger.Entry{ID: id, Book: book, Day: h.Day, Kind: h.Kind, Memo: h.Memo, Lines: make([]ledger.Line, len(h.Lines))}
	for i, l := range h.Lines {
		amount, err := ledger.ParseAmount(l.Amount)
		if err != nil {
			return ledger.Entry{}, err
		}
		line := ledger.Debit(l.Account, amount)
		if amount.Sign() < 0 {
			line = ledger.Credit(l.Account, amount.Neg())
		}
		line.Memo = l.Memo
		if l.Fund.IsZero() {
			l.Fund = ledger.GeneralFund(book)
		}
		e.Lines[i] = line.In(l.Fund).With(l.Party).On(l.Item)
	}
	return e, nil
}

// digest is a hash of the entry without its texts, which must be erasable.
func (h heldEntry) digest() (ledger.Hash, error) {
	bare := heldEntry{Day: h.Day, Kind: h.Kind, Lines: make([]heldLine, len(h.Lines))}
	for i, l := range h.Lines {
		l.Memo = ""
		bare.Lines[i] = l
	}
	raw, err := json.Marshal(bare)
	return sha256.Sum256(raw), err
}

// checkPayment refuses an entry that could not be posted or takes no money out, and
// returns how much it takes out.
func checkPayment(chart *store.Chart, e ledger.Entry, payee ledger.ID) (int64, error) {
	minors, err := e.Check(chart.Book.Currency)
	if err != nil {
		return 0, err
	}
	if err := e.CheckAccounts(chart.Accounts, chart.Funds); err != nil {
		return 0, err
	}
	if e.Day <= chart.Book.ClosedThrough {
		return 0, ledger.E(ledger.Conflict, "closed_period", "day", "through", chart.Book.ClosedThrough.String())
	}
	amount, err := spendingOf(chart, e.Lines, minors).payable()
	if err != nil {
		return 0, err
	}
	for i, l := range e.Lines {
		if !l.Party.IsZero() && l.Party != payee {
			return 0, ledger.E(ledger.Invalid, "party_not_payee", "lines["+strconv.Itoa(i)+"].party")
		}
	}
	return amount, nil
}
