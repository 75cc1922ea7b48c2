package store

import (
	"context"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// EntriesSince returns up to limit entries behind the sequence number, as the book is
// given, in the order of its chain: whoever reads them one after the other has the
// whole book without gaps.
func (s *Store) EntriesSince(ctx context.Context, book ledger.Book, since int64, limit int) ([]ledger.Posted, error) {
	last := min(book.Sequence, since+int64(limit))
	seqs := make([]int64, 0, max(0, last-since))
	for seq := since + 1; seq <= last; seq++ {
		seqs = append(seqs, seq)
	}
	return s.entriesAt(ctx, book, seqs)
}
