package people

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type limitChangeRow struct {
	bun.BaseModel `bun:"table:approval_limit_changes"`

	Book        ledger.ID `bun:"book"`
	ID          ledger.ID `bun:"id"`
	Limits      string    `bun:"limits"`
	ProposedBy  ledger.ID `bun:"proposed_by"`
	ProposedAt  int64     `bun:"proposed_at"`
	State       string    `bun:"state"` // open, confirmed, replaced
	ConfirmedBy ledger.ID `bun:"confirmed_by"`
	ConfirmedAt int64     `bun:"confirmed_at"`
}

func (r *limitChangeRow) change() (LimitChange, error) {
	c := LimitChange{ID: r.ID, ProposedBy: r.ProposedBy, ProposedAt: momentOf(r.ProposedAt), ConfirmedBy: r.ConfirmedBy, ConfirmedAt: momentOf(r.ConfirmedAt)}
	return c, json.Unmarshal([]byte(r.Limits), &c.Limits)
}

func (r *limitChangeRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *limitChangeRow) confirm(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE approval_limit_changes SET state = ?, confirmed_by = ?, confirmed_at = ? WHERE book = ? AND id = ?",
		r.State, r.ConfirmedBy, r.ConfirmedAt, r.Book, r.ID).Exec(ctx)
	return err
}

// replaceOpenLimits ends what was proposed of a book and not confirmed.
func replaceOpenLimits(ctx context.Context, s *store.Store, book ledger.ID) error {
	_, err := s.DB().NewRaw("UPDATE approval_limit_changes SET state = 'replaced' WHERE book = ? AND state = 'open'", book).Exec(ctx)
	return err
}

func findLimitChange(ctx context.Context, s *store.Store, book, id ledger.ID) (limitChangeRow, error) {
	var row limitChangeRow
	err := s.DB().NewRaw("SELECT * FROM approval_limit_changes WHERE book = ? AND id = ?", book, id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_proposal", ""))
}

// limitChangesIn are the changes of a book's limits in a state, the last one first.
func limitChangesIn(ctx context.Context, s *store.Store, book ledger.ID, state string) ([]limitChangeRow, error) {
	var rows []limitChangeRow
	err := s.DB().NewRaw("SELECT * FROM approval_limit_changes WHERE book = ? AND state = ? ORDER BY confirmed_at DESC, proposed_at DESC, id DESC",
		book, state).Scan(ctx, &rows)
	return rows, store.Translate(err)
}
