package store_test

import (
	"cmp"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// model is the ledger said as simply as possible, written apart from the store:
// a book is a list of entries, and every answer is found by looking at all of
// them.
type model struct {
	books    map[ledger.ID]*modelBook
	commands map[[2]ledger.ID]modelCommand
}

type modelBook struct {
	currency ledger.Currency
	accounts map[ledger.ID]string // code
	funds    map[ledger.ID]string
	closed   ledger.Date
	entries  []modelEntry // in order of posting
}

type modelEntry struct {
	id, reverses ledger.ID
	seq          int64
	day          ledger.Date
	kind, memo   string
	lines        []modelLine
}

type modelLine struct {
	account, fund, party, item ledger.ID
	amount                     int64 // debit positive
	memo                       string
}

// modelCommand is a command that was decided: what was asked and the answer.
type modelCommand struct{ asked, code string }

func newModel() *model {
	return &model{books: map[ledger.ID]*modelBook{}, commands: map[[2]ledger.ID]modelCommand{}}
}

// post adds an entry that nothing is wrong with by itself, or says why not.
func (m *model) post(e ledger.Entry) string {
	b := m.books[e.Book]
	if e.Day <= b.closed {
		return "closed_period"
	}
	entry := modelEntry{id: e.ID, reverses: e.Reverses, seq: int64(len(b.entries) + 1), day: e.Day, kind: e.Kind, memo: e.Memo}
	var problems []string
	for _, l := range e.Lines {
		fund := l.Fund
		if fund.IsZero() {
			fund = ledger.GeneralFund(e.Book)
		}
		if b.accounts[l.Account()] == "" {
			problems = append(problems, "unknown_account")
		}
		if b.funds[fund] == "" {
			problems = append(problems, "unknown_fund")
		}
		entry.lines = append(entry.lines, modelLine{l.Account(), fund, l.Party, l.Item, l.Signed().Shift(b.currency.Places).IntPart(), l.Memo})
	}
	switch len(problems) {
	case 0:
		b.entries = append(b.entries, entry)
		return ""
	case 1:
		return problems[0]
	}
	return "several_problems"
}

// reverse posts the opposite of an entry.
func (m *model) reverse(book, id, undone ledger.ID, day ledger.Date, memo string) string {
	b := m.books[book]
	i := slices.IndexFunc(b.entries, func(e modelEntry) bool { return e.id == undone })
	if i < 0 {
		return "unknown_entry"
	}
	if day == 0 {
		day = b.entries[i].day
		if day <= b.closed {
			day = b.closed.AddDays(1)
		}
	}
	if day <= b.closed {
		return "closed_period"
	}
	if b.reversalOf(undone) != (ledger.ID{}) {
		return "already_reversed"
	}
	e := modelEntry{id: id, reverses: undone, seq: int64(len(b.entries) + 1), day: day, kind: b.entries[i].kind, memo: memo}
	for _, l := range b.entries[i].lines {
		l.amount, l.memo = -l.amount, ""
		e.lines = append(e.lines, l)
	}
	b.entries = append(b.entries, e)
	return ""
}

func (b *modelBook) reversalOf(id ledger.ID) ledger.ID {
	for _, e := range b.entries {
		if e.reverses == id {
			return e.id
		}
	}
	return ledger.ID{}
}

// saved says how far each book has come; back goes there again.
func (m *model) saved() map[ledger.ID]int {
	at := map[ledger.ID]int{}
	for id, b := range m.books {
		at[id] = len(b.entries)
	}
	return at
}

func (m *model) back(at map[ledger.ID]int) {
	for id, n := range at {
		m.books[id].entries = m.books[id].entries[:n:n]
	}
}

// ordered returns the entries as lists show them: by day, then as posted.
func (b *modelBook) ordered() []modelEntry {
	all := slices.Clone(b.entries)
	slices.SortStableFunc(all, func(x, y modelEntry) int { return cmp.Compare(x.day, y.day) })
	return all
}

// in reports whether a line is in the dimensions; none means all.
func (l modelLine) in(d store.Dimensions) bool {
	return (d.Account.IsZero() || d.Account == l.account) && (d.Fund.IsZero() || d.Fund == l.fund) &&
		(d.Party.IsZero() || d.Party == l.party) && (d.Item.IsZero() || d.Item == l.item)
}

// sum adds up the lines in the dimensions up to a day, none meaning all.
func (b *modelBook) sum(d store.Dimensions, day ledger.Date) (debit, credit int64) {
	for _, e := range b.entries {
		for _, l := range e.lines {
			if l.in(d) && (day == 0 || e.day <= day) {
				debit += max(l.amount, 0)
				credit += max(-l.amount, 0)
			}
		}
	}
	return debit, credit
}

// trial returns what every account and fund that has moved holds.
func (b *modelBook) trial(day ledger.Date, fund ledger.ID) map[[2]ledger.ID][2]int64 {
	all := map[[2]ledger.ID][2]int64{}
	for _, e := range b.entries {
		for _, l := range e.lines {
			if (fund.IsZero() || fund == l.fund) && (day == 0 || e.day <= day) {
				k := [2]ledger.ID{l.account, l.fund}
				all[k] = [2]int64{all[k][0] + max(l.amount, 0), all[k][1] + max(-l.amount, 0)}
			}
		}
	}
	return all
}

// list returns the sequence numbers of the entries that match a filter.
func (b *modelBook) list(f store.EntryFilter) []int64 {
	var seqs []int64
	for _, e := range b.ordered() {
		matches := f.Account.IsZero() && f.Party.IsZero() && f.Item.IsZero()
		for _, l := range e.lines {
			matches = matches || l.in(store.Dimensions{Account: f.Account, Party: f.Party, Item: f.Item})
		}
		if matches && (f.Kind == "" || f.Kind == e.kind) && (f.From == 0 || e.day >= f.From) && (f.To == 0 || e.day <= f.To) {
			seqs = append(seqs, e.seq)
		}
	}
	if f.Newest {
		slices.Reverse(seqs)
	}
	return seqs
}

// modelStatementLine is a line of a statement, with the balance after it.
type modelStatementLine struct {
	store.Position
	entry   ledger.ID
	amount  int64
	memo    string
	balance int64
}

// statement returns the lines in the dimensions between two days.
func (b *modelBook) statement(d store.Dimensions, from, to ledger.Date) (opening int64, lines []modelStatementLine) {
	balance := int64(0)
	for _, e := range b.ordered() {
		for i, l := range e.lines {
			switch {
			case !l.in(d):
				continue
			case e.day < from:
				opening += l.amount
				balance += l.amount
				continue
			case to != 0 && e.day > to:
				continue
			}
			balance += l.amount
			memo := l.memo
			if memo == "" {
				memo = e.memo
			}
			lines = append(lines, modelStatementLine{store.Position{Day: e.day, Seq: e.seq, N: int64(i + 1)}, e.id, l.amount, memo, balance})
		}
	}
	return opening, lines
}
