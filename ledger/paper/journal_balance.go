package paper

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// balance settles every amount and checks every balance: first the entries that
// need no other ones to be complete, then, in order of days and within a day of
// lines, the running balances of accounts, with what they assert and assign.
func (p *parser) balance() (*Journal, error) {
	if err := p.contradiction(); err != nil {
		return nil, err
	}
	var steps []step
	for _, e := range p.entries {
		assigns, err := p.settle(e)
		if err != nil {
			return nil, err
		}
		if assigns {
			steps = append(steps, step{day: e.Date, entry: e})
			continue
		}
		if err := p.fill(e); err != nil {
			return nil, err
		}
		for _, q := range e.postings {
			steps = append(steps, step{day: cmp.Or(q.Date, e.Date), posting: q})
		}
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(a.day, b.day) })
	running := balances{}
	for _, s := range steps {
		if err := p.run(running, s); err != nil {
			return nil, err
		}
	}
	return p.journal(), nil
}

// contradiction refuses a journal in which one mark groups digits beyond doubt
// (1.500.000) and would be a decimal mark elsewhere (250.000) for want of anybody
// to say: a thousandfold slip that no later check would find.
func (p *parser) contradiction() error {
	for _, mark := range []rune{'.', ','} {
		if at, guessed := p.guessed[mark]; guessed && p.grouping[mark] {
			return refuse(at, "journal_ambiguous")
		}
	}
	return nil
}

// step is one thing that happens to running balances: a posting, or a whole
// entry that must wait for them because a posting in it is an assignment.
type step struct {
	day     ledger.Date
	posting *draftPosting
	entry   *draft
}

// balances are the running balances of accounts in minor units.
type balances map[string]int64

// below is the sum of the balances of an account's subaccounts; it is not ok
// when it is too large to be told.
func (b balances) below(account string) (sum int64, ok bool) {
	for name, balance := range b {
		if !strings.HasPrefix(name, account+":") {
			continue
		}
		if sum, ok = add(sum, balance); !ok {
			return 0, false
		}
	}
	return sum, true
}

// settle counts the amounts written in an entry in minor units and reports
// whether any posting is an assignment. An assignment on a posting with a day
// of its own is refused with journal_assignment_dated.
func (p *parser) settle(e *draft) (assigns bool, err error) {
	for _, q := range e.postings {
		if q.amount != nil {
			if q.Minor, err = p.minor(q.Place, *q.amount); err != nil {
				return false, err
			}
		} else if q.assertion != nil {
			if q.Date != 0 {
				return false, refuse(q.Place, "journal_assignment_dated")
			}
			assigns = true
		}
	}
	return assigns, nil
}

// fill finds the amount left blank among the real postings of an entry and the
// one among its virtual postings. A second blank is refused with
// journal_two_blanks, a sum other than zero with journal_unbalanced.
func (p *parser) fill(e *draft) error {
	for _, virtual := range []bool{false, true} {
		var blank *draftPosting
		var sum int64
		for _, q := range e.postings {
			if q.Virtual != virtual {
				continue
			}
			if q.amount == nil && q.assertion == nil {
				if blank != nil {
					return refuse(q.Place, "journal_two_blanks")
				}
				blank = q
			}
			var ok bool
			if sum, ok = add(sum, q.Minor); !ok {
				return outOfRange(q.Place, p.places)
			}
		}
		if blank != nil {
			blank.Minor, sum = -sum, 0
			if blank.Minor > ledger.MaxMinor || blank.Minor < -ledger.MaxMinor {
				return outOfRange(blank.Place, p.places)
			}
		}
		if sum != 0 {
			return refuse(e.Place, "journal_unbalanced")
		}
	}
	return nil
}

// run takes one step over the running balances.
func (p *parser) run(running balances, s step) error {
	if s.entry == nil {
		return p.post(running, s.posting)
	}
	var blanks []*draftPosting
	for _, q := range s.entry.postings {
		switch {
		case q.amount != nil:
			if err := p.post(running, q); err != nil {
				return err
			}
		case q.assertion != nil:
			if err := p.assign(running, q); err != nil {
				return err
			}
		default:
			blanks = append(blanks, q)
		}
	}
	if err := p.fill(s.entry); err != nil {
		return err
	}
	for _, q := range blanks {
		if err := p.post(running, q); err != nil {
			return err
		}
	}
	return nil
}

// post adds a posting to its account's balance and checks what it asserts.
func (p *parser) post(running balances, q *draftPosting) error {
	sum, ok := add(running[q.Account], q.Minor)
	if !ok {
		return outOfRange(q.Place, p.places)
	}
	running[q.Account] = sum
	if q.assertion == nil {
		return nil
	}
	return p.check(running, q)
}

// check refuses an assertion that does not hold with journal_assertion. A zero
// without commodity asserts nothing about amounts with one, unless it is total.
func (p *parser) check(running balances, q *draftPosting) error {
	want, err := p.minor(q.Place, q.assertion.amount)
	if err != nil {
		return err
	}
	if q.assertion.symbol != p.commodity && !q.assertion.total {
		return nil
	}
	have := running[q.Account]
	if q.assertion.inclusive {
		below, ok := running.below(q.Account)
		if !ok {
			return outOfRange(q.Place, p.places)
		}
		have += below
	}
	if have != want {
		return refuse(q.Place, "journal_assertion", "account", q.Account)
	}
	return nil
}

// assign gives a posting the amount that brings its account to the balance
// written, and checks that it did: with "=*" the account's own balance is what
// subaccounts leave of it.
func (p *parser) assign(running balances, q *draftPosting) error {
	target, err := p.minor(q.Place, q.assertion.amount)
	if err != nil {
		return err
	}
	have := running[q.Account]
	if q.assertion.symbol != p.commodity && !q.assertion.total {
		target = have
	}
	if q.assertion.inclusive {
		below, ok := running.below(q.Account)
		if !ok {
			return outOfRange(q.Place, p.places)
		}
		target -= below
	}
	q.Minor = target - have
	if q.Minor > ledger.MaxMinor || q.Minor < -ledger.MaxMinor {
		return outOfRange(q.Place, p.places)
	}
	return p.post(running, q)
}

// add adds without leaving a thousandth of the int64 range, so that sums of a
// thousand sums still fit.
func add(a, b int64) (int64, bool) {
	const limit = math.MaxInt64 / 1000
	sum := a + b
	return sum, sum <= limit && sum >= -limit
}

// journal makes the result of entries whose amounts are all settled.
func (p *parser) journal() *Journal {
	j := &Journal{Commodity: p.commodity, Places: p.places, Accounts: p.accounts, Ambiguous: p.guesses}
	for _, e := range p.entries {
		dropped := ""
		for _, q := range e.postings {
			if q.Minor != 0 {
				e.Postings = append(e.Postings, q.JournalPosting)
			} else {
				dropped += "\n" + q.comment.text()
			}
		}
		if e.Postings == nil {
			j.NothingMoved = append(j.NothingMoved, e.Place)
			continue
		}
		e.Memo = cleanMemo(e.Memo + dropped)
		j.Entries = append(j.Entries, e.JournalEntry)
	}
	return j
}
