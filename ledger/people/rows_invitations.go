package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// invitationRow is an invitation; token is a hash.
type invitationRow struct {
	bun.BaseModel `bun:"table:invitations"`

	Token     []byte    `bun:"token"`
	Home      ledger.ID `bun:"home"`
	ID        ledger.ID `bun:"id"`
	Person    ledger.ID `bun:"person"`
	Role      string    `bun:"role"`
	ScopeKind string    `bun:"scope_kind"`
	Scope     ledger.ID `bun:"scope"`
	CreatedBy ledger.ID `bun:"created_by"`
	CreatedAt int64     `bun:"created_at"`
	ExpiresAt int64     `bun:"expires_at"`
	UsedAt    int64     `bun:"used_at"`
	RevokedAt int64     `bun:"revoked_at"`
}

func (r *invitationRow) invitation() Invitation {
	return Invitation{ID: r.ID, Home: r.Home, Person: r.Person, Role: Role(r.Role), Scope: Scope{ScopeKind(r.ScopeKind), r.Scope}, CreatedBy: r.CreatedBy,
		CreatedAt: momentOf(r.CreatedAt), ExpiresAt: momentOf(r.ExpiresAt), UsedAt: momentOf(r.UsedAt), RevokedAt: momentOf(r.RevokedAt)}
}

func (r *invitationRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *invitationRow) use(ctx context.Context, s *store.Store, at int64) error {
	_, err := s.DB().NewRaw("UPDATE invitations SET used_at = ? WHERE token = ?", at, r.Token).Exec(ctx)
	return err
}

// closeOthers takes back what else the person of an accepted invitation was offered at the
// same scope.
func (r *invitationRow) closeOthers(ctx context.Context, s *store.Store, at int64) error {
	if r.Person.IsZero() {
		return nil
	}
	_, err := s.DB().NewRaw("UPDATE invitations SET revoked_at = ? WHERE home = ? AND person = ? AND scope = ? AND id <> ? AND used_at = 0 AND revoked_at = 0",
		at, r.Home, r.Person, r.Scope, r.ID).Exec(ctx)
	return err
}

func (r *invitationRow) revoke(ctx context.Context, s *store.Store, at int64) error {
	_, err := s.DB().NewRaw("UPDATE invitations SET revoked_at = ? WHERE token = ?", at, r.Token).Exec(ctx)
	return err
}

func invitationByToken(ctx context.Context, s *store.Store, token []byte) (invitationRow, error) {
	var row invitationRow
	err := s.DB().NewRaw("SELECT * FROM invitations WHERE token = ?", token).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_invitation", ""))
}

func findInvitation(ctx context.Context, s *store.Store, home, id ledger.ID) (invitationRow, error) {
	var row invitationRow
	err := s.DB().NewRaw("SELECT * FROM invitations WHERE home = ? AND id = ?", home, id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_invitation", ""))
}

func openInvitations(ctx context.Context, s *store.Store, home ledger.ID, to Scope, at int64) ([]invitationRow, error) {
	var rows []invitationRow
	err := s.DB().NewRaw("SELECT * FROM invitations WHERE home = ? AND scope = ? AND scope_kind = ? AND used_at = 0 AND revoked_at = 0 AND expires_at > ? ORDER BY created_at DESC, id",
		home, to.ID, to.Kind, at).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// countHolders counts who has a role at a scope now.
func countHolders(ctx context.Context, s *store.Store, at Scope, role Role) (int, error) {
	var n int
	now := ledger.Micros(s.At())
	err := s.DB().NewRaw("SELECT count(*) FROM roles WHERE scope = ? AND scope_kind = ? AND role = ? AND (until = 0 OR until > ?) AND revoked_at = 0",
		at.ID, at.Kind, role, now).Scan(ctx, &n)
	return n, store.Translate(err)
}
