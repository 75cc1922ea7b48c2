package store

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Proposal is an entry that the store finds good and is about to post.
type Proposal struct {
	Chart   *Chart // of its book, exactly as of this transaction
	Entry   ledger.Entry
	Minor   []int64 // of its lines, a credit negative
	Command ledger.Command
}

// Guard refuses a proposal with an error, or lets it pass with nil. It looks at
// the proposal alone: it may run many times, and while others wait.
type Guard func(p Proposal) error

// Guard sets what is asked before any entry is posted, on whatever way it came. A
// second guard takes the place of the first.
func (s *Store) Guard(g Guard) { s.guard.Store(&g) }

func (s *Store) guarded(p Proposal) error {
	if g := s.guard.Load(); g != nil {
		return (*g)(p)
	}
	return nil
}

// BookOwner is whose a book is. Without a kind it is the installation's. Whatever
// changes the owner must record it in the book's own chain of changes: charts are
// known by the end of that chain.
type BookOwner struct {
	Kind         string // "group", "programme", "organization", "person", "workshop"
	ID           ledger.ID
	Organization ledger.ID // that registered the book
}

func (s *Store) ownerOf(ctx context.Context, book ledger.ID) (BookOwner, error) {
	var rows []struct {
		bun.BaseModel `bun:"table:book_owners"`

		Kind         string    `bun:"kind"`
		Owner        ledger.ID `bun:"owner"`
		Organization ledger.ID `bun:"organization"`
	}
	err := s.db.NewRaw("SELECT kind, owner, organization FROM book_owners WHERE book = ?", book).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return BookOwner{}, err
	}
	return BookOwner{rows[0].Kind, rows[0].Owner, rows[0].Organization}, nil
}
