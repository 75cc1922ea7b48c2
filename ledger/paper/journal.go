package paper

import (
	"io"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Journal is a whole hledger journal in one commodity, checked: every entry is
// zero in sum, every balance assertion holds, every amount fits into
// ledger.MaxMinor.
type Journal struct {
	// Commodity is the one unit of all amounts as the journal writes it: "Rp",
	// "$", "EUR"; "" when amounts carry none.
	Commodity string
	// Places is the largest number of decimals any amount is written with; all
	// Minor amounts are counted in units of that many decimals.
	Places int32
	// Accounts are the full names in order of first appearance, in a posting or
	// in an account directive, after "apply account" and aliases.
	Accounts []string
	// Entries are the transactions that move something, in file order.
	Entries []JournalEntry
	// NothingMoved says where the transactions stand whose amounts are all
	// zero. No entry was made of them; their assertions were checked.
	NothingMoved []Place
	// Ambiguous says where amounts like 1.000 or 1,000 stand (one mark, three
	// digits behind it, no directive to say what the mark means). They were read
	// as hledger reads them, as one and not as a thousand; a person should look.
	Ambiguous []Place
}

// Place is a line of a journal: its number, counted from 1, and the path of the
// included file it stands in, "" for the journal itself.
type Place struct {
	File string
	Line int
}

// Tag is a name and a value that ride on an entry or a posting, such as
// fund and social.
type Tag struct{ Name, Value string }

// JournalEntry is one transaction of a journal. Its real postings are zero in
// sum, and so are its virtual ones.
type JournalEntry struct {
	Place
	Date ledger.Date
	// Status is "", "!" (pending) or "*" (cleared).
	Status string
	Code   string
	// Description is the rest of the line up to a semicolon; a payee and a note
	// in it stay together, with their "|".
	Description string
	// Memo holds the comments, one per line. A secondary date stands in it as
	// date2:YYYY-MM-DD, and so do the comments of postings left out because
	// their amount is zero.
	Memo string
	// Tags are those of a comment on the entry's own line that consists of tags
	// alone ("fund:social, kind:fee"). Tags anywhere else stay in the Memo.
	Tags     []Tag
	Postings []JournalPosting
}

// JournalPosting is one line of an entry. Its amount is never zero.
type JournalPosting struct {
	Place
	// Date is the day the posting's comment claims for it (date:6/1), zero when
	// it has none. The claim stays in the Memo as well.
	Date ledger.Date
	// Status is "", "!" or "*".
	Status  string
	Account string
	// Virtual marks a posting written [in brackets].
	Virtual bool
	// Minor is the amount in units of Journal.Places decimals, debit positive.
	Minor int64
	Memo  string
	Tags  []Tag
}

// ReadOptions are the choices a caller of [ReadJournal] has.
type ReadOptions struct {
	// Include opens the file an include directive names; the path is what is
	// written there, joined to the folder of the including file. It alone
	// decides which files may be read. When nil, include directives are refused.
	Include func(path string) (io.ReadCloser, error)
}

// maxLine is the longest line of a journal in bytes.
const maxLine = 64 * 1024

// ReadJournal reads and checks a whole journal. It returns either all of it or
// a *ledger.Error of kind ledger.Invalid whose Params hold the "line" (and the
// "file", when that was included), or the error of r itself. It keeps all it
// reads in memory; how much that may be is for the caller to limit.
//
// Where it differs from hledger it is stricter: entries balance exactly and not
// just at the decimals shown, a date without a year needs a year directive,
// accounts must have names that can be written again, and these are refused:
// costs and lots (journal_cost), a second commodity (journal_second_commodity),
// unbalanced virtual postings (journal_virtual). Periodic and automatic rules,
// prices and other directives that change no amount are passed over. More
// lenient it is in three things: one tab ends an account name, spaces of all
// widths, apostrophes and underscores may group digits, and indented lines below
// a directive are never looked at unless they matter.
func ReadJournal(r io.Reader, opts ReadOptions) (*Journal, error) {
	p := newParser(opts)
	if err := p.file(r, ""); err != nil {
		return nil, err
	}
	return p.balance()
}
