package people

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func micros(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return ledger.Micros(at)
}

func (r *heldRow) grant() Grant {
	return Grant{ID: r.ID, Home: r.Home, Person: r.Person, Role: Role(r.Role), Scope: Scope{ScopeKind(r.ScopeKind), r.Scope},
		Since: momentOf(r.Since), Until: momentOf(r.Until), GrantedBy: r.GrantedBy, RevokedAt: momentOf(r.RevokedAt), RevokedBy: r.RevokedBy}
}

func rolesEverAt(ctx context.Context, s *store.Store, at Scope) (scopeRoles, error) {
	there := scopeRoles{at: ledger.Micros(s.At())}
	err := s.DB().NewRaw("SELECT * FROM roles WHERE scope = ? AND scope_kind = ? ORDER BY since, id", at.ID, at.Kind).Scan(ctx, &there.rows)
	return there, store.Translate(err)
}

// findRole finds a role given by a home; at a scope, or at any when that is zero.
func findRole(ctx context.Context, s *store.Store, home ledger.ID, at Scope, id ledger.ID) (heldRow, error) {
	var row heldRow
	err := s.DB().NewRaw("SELECT * FROM roles WHERE home = ? AND id = ?", home, id).Scan(ctx, &row)
	unknown := ledger.E(ledger.Missing, "unknown_role", "")
	if err == nil && at.Kind != "" && (Scope{ScopeKind(row.ScopeKind), row.Scope}) != at {
		return row, unknown
	}
	return row, rowOr(err, unknown)
}

// proposalRow is what needs the word of several people of a group.
type proposalRow struct {
	bun.BaseModel `bun:"table:proposals"`

	Home       ledger.ID     `bun:"home"`
	ID         ledger.ID     `bun:"id"`
	Kind       ProposalKind  `bun:"kind"`
	Person     ledger.ID     `bun:"person"` // whom it is about, if anybody
	Body       string        `bun:"body"`
	ProposedBy ledger.ID     `bun:"proposed_by"`
	ProposedAt int64         `bun:"proposed_at"`
	ExpiresAt  int64         `bun:"expires_at"`
	State      ProposalState `bun:"state"`
	DecidedAt  int64         `bun:"decided_at"`
	Failures   int64         `bun:"failures"`
}

func (r *proposalRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *proposalRow) update(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE proposals SET expires_at = ?, state = ?, decided_at = ?, failures = ? WHERE home = ? AND id = ?",
		r.ExpiresAt, r.State, r.DecidedAt, r.Failures, r.Home, r.ID).Exec(ctx)
	return err
}

func findProposal(ctx context.Context, s *store.Store, home, id ledger.ID) (proposalRow, error) {
	var row proposalRow
	err := s.DB().NewRaw("SELECT * FROM proposals WHERE home = ? AND id = ?", home, id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_proposal", ""))
}

// proposalsOf are the proposals of a group, the last one first.
func proposalsOf(ctx context.Context, s *store.Store, home ledger.ID) ([]proposalRow, error) {
	var rows []proposalRow
	err := s.DB().NewRaw("SELECT * FROM proposals WHERE home = ? ORDER BY proposed_at DESC, id DESC", home).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

type confirmationRow struct {
	bun.BaseModel `bun:"table:confirmations"`

	Home     ledger.ID `bun:"home"`
	Proposal ledger.ID `bun:"proposal"`
	Person   ledger.ID `bun:"person"`
	At       int64     `bun:"at"`
}

func (r *confirmationRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

// confirmationsOf are who agreed to each of the proposals, in order of time.
func confirmationsOf(ctx context.Context, s *store.Store, home ledger.ID, proposals ...ledger.ID) (map[ledger.ID][]confirmationRow, error) {
	said := map[ledger.ID][]confirmationRow{}
	if len(proposals) == 0 {
		return said, nil
	}
	var rows []confirmationRow
	err := s.DB().NewRaw("SELECT * FROM confirmations WHERE home = ? AND proposal IN (?) ORDER BY at, person", home, bun.List(proposals)).Scan(ctx, &rows)
	for _, r := range rows {
		said[r.Proposal] = append(said[r.Proposal], r)
	}
	return said, store.Translate(err)
}

// revokeCards revokes every card of a person and ends the sessions that began with
// one.
func revokeCards(ctx context.Context, s *store.Store, person ledger.ID) error {
	now := ledger.Micros(s.At())
	if _, err := s.DB().NewRaw("UPDATE credentials SET revoked_at = ? WHERE person = ? AND kind = 'card' AND revoked_at = 0", now, person).Exec(ctx); err != nil {
		return err
	}
	return endSessionsBy(ctx, s, person, "card", now)
}

// fail counts a wrong code.
func (r *proposalRow) fail(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE proposals SET failures = failures + 1 WHERE home = ? AND id = ?", r.Home, r.ID).Exec(ctx)
	return err
}
