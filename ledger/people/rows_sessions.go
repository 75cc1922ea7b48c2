package people

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// sessionRow is a session; token is the hash of what its holder shows.
type sessionRow struct {
	bun.BaseModel `bun:"table:sessions"`

	Token     []byte    `bun:"token"`
	ID        ledger.ID `bun:"id"`
	Home      ledger.ID `bun:"home"`
	Person    ledger.ID `bun:"person"`
	Device    ledger.ID `bun:"device"`
	How       string    `bun:"how"`
	Agent     string    `bun:"agent"`
	CreatedAt int64     `bun:"created_at"`
	SeenAt    int64     `bun:"seen_at"`
	ProvedAt  int64     `bun:"proved_at"`
	ExpiresAt int64     `bun:"expires_at"`
	RevokedAt int64     `bun:"revoked_at"`

	Credential ledger.ID `bun:"credential"` // the card or the passkey that it began with, if it did
}

func (r *sessionRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

// findSession finds the session of a token whose person is not erased, and whose device
// is not revoked.
func findSession(ctx context.Context, s *store.Store, token []byte) (sessionRow, bool, error) {
	var row sessionRow
	err := s.DB().NewRaw(`SELECT s.* FROM sessions AS s JOIN persons AS p ON p.home = s.home AND p.id = s.person
		WHERE s.token = ? AND p.erased_at = 0 AND p.merged_into = ?
		AND (s.device = ? OR EXISTS (SELECT 1 FROM devices AS d WHERE d.id = s.device AND d.revoked_at = 0))`, token, ledger.ID{}, ledger.ID{}).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return row, false, nil
	}
	return row, err == nil, store.Translate(err)
}

// sessionByID finds a session without its token.
func sessionByID(ctx context.Context, s *store.Store, id ledger.ID) (sessionRow, error) {
	var row sessionRow
	err := s.DB().NewRaw("SELECT * FROM sessions WHERE id = ?", id).Scan(ctx, &row)
	return row, rowOr(err, errUnknownSession())
}

// sessionsOfPerson are her sessions that are in force at the instant, newest first.
func sessionsOfPerson(ctx context.Context, s *store.Store, person ledger.ID, at int64) ([]sessionRow, error) {
	var rows []sessionRow
	err := s.DB().NewRaw("SELECT * FROM sessions WHERE person = ? AND revoked_at = 0 AND expires_at > ? ORDER BY created_at DESC, id DESC", person, at).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// endSession ends one session of a person and reports whether there was one.
func endSession(ctx context.Context, s *store.Store, person, id ledger.ID, at int64) (bool, error) {
	res, err := s.DB().NewRaw("UPDATE sessions SET revoked_at = ? WHERE person = ? AND id = ? AND revoked_at = 0", at, person, id).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// endOtherSessions ends the sessions of a person but one.
func endOtherSessions(ctx context.Context, s *store.Store, person, but ledger.ID, at int64) error {
	_, err := s.DB().NewRaw("UPDATE sessions SET revoked_at = ? WHERE person = ? AND id <> ? AND revoked_at = 0", at, person, but).Exec(ctx)
	return err
}

// seenNow notes that the session was used.
func seenNow(ctx context.Context, s *store.Store, row sessionRow, at int64) error {
	_, err := s.DB().NewRaw("UPDATE sessions SET seen_at = ? WHERE token = ? AND seen_at < ?", at, row.Token, at).Exec(ctx)
	return err
}

// heldBy are the roles of a person that are in force at the instant.
func heldBy(ctx context.Context, s *store.Store, person ledger.ID, at int64) ([]Grant, error) {
	var rows []heldRow
	err := s.DB().NewRaw("SELECT * FROM roles WHERE person = ? AND since <= ? AND (until = 0 OR until > ?) AND (revoked_at = 0 OR revoked_at > ?) ORDER BY id",
		person, at, at, at).Scan(ctx, &rows)
	grants := make([]Grant, len(rows))
	for i := range rows {
		grants[i] = rows[i].grant()
	}
	return grants, store.Translate(err)
}
