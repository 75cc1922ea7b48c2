package people

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// credentialRow is what somebody proves herself with.
type credentialRow struct {
	bun.BaseModel `bun:"table:credentials"`

	Home      ledger.ID `bun:"home"`
	ID        ledger.ID `bun:"id"`
	Person    ledger.ID `bun:"person"`
	Kind      string    `bun:"kind"`
	Handle    []byte    `bun:"handle"`
	Secret    []byte    `bun:"secret"`
	CreatedAt int64     `bun:"created_at"`
	CreatedBy ledger.ID `bun:"created_by"`
	RevokedAt int64     `bun:"revoked_at"`
}

func (r *credentialRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

// keepSecret puts a PIN or a password in the place of the one before.
func (r *credentialRow) keepSecret(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw(`INSERT INTO credentials (home, id, person, kind, handle, secret, created_at, created_by, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)
		ON CONFLICT (kind, handle) DO UPDATE SET id = excluded.id, secret = excluded.secret, created_at = excluded.created_at, created_by = excluded.created_by, revoked_at = 0`,
		r.Home, r.ID, r.Person, r.Kind, r.Handle, r.Secret, r.CreatedAt, r.CreatedBy).Exec(ctx)
	return err
}

// credentialByHandle finds what is in force under a handle.
func credentialByHandle(ctx context.Context, s *store.Store, kind string, handle []byte) (credentialRow, bool, error) {
	var row credentialRow
	err := s.DB().NewRaw("SELECT * FROM credentials WHERE kind = ? AND handle = ? AND revoked_at = 0", kind, handle).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return row, false, nil
	}
	return row, err == nil, store.Translate(err)
}

// credentialByID finds what a person proves herself with, in force or not.
func credentialByID(ctx context.Context, s *store.Store, home, person, id ledger.ID) (credentialRow, error) {
	var row credentialRow
	err := s.DB().NewRaw("SELECT * FROM credentials WHERE home = ? AND id = ? AND person = ?", home, id, person).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_card", ""))
}

// waysIn counts what a person can prove herself with.
func waysIn(ctx context.Context, s *store.Store, person ledger.ID) (int, error) {
	var n int
	err := s.DB().NewRaw("SELECT count(*) FROM credentials WHERE person = ? AND revoked_at = 0", person).Scan(ctx, &n)
	return n, err
}

// waysEver counts what a person can prove herself with, or once could.
func waysEver(ctx context.Context, s *store.Store, person ledger.ID) (int, error) {
	var n int
	err := s.DB().NewRaw("SELECT count(*) FROM credentials WHERE person = ?", person).Scan(ctx, &n)
	return n, err
}

// cardsOf are the cards of a person that are in force, oldest first.
func cardsOf(ctx context.Context, s *store.Store, person ledger.ID) ([]credentialRow, error) {
	var rows []credentialRow
	err := s.DB().NewRaw("SELECT * FROM credentials WHERE person = ? AND kind = 'card' AND revoked_at = 0 ORDER BY created_at, id", person).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

func revokeCredential(ctx context.Context, s *store.Store, home, person, id ledger.ID, kind string, at int64) (bool, error) {
	res, err := s.DB().NewRaw("UPDATE credentials SET revoked_at = ? WHERE home = ? AND id = ? AND person = ? AND kind = ? AND revoked_at = 0",
		at, home, id, person, kind).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// endSessionsBy ends a person's sessions that began in a way.
func endSessionsBy(ctx context.Context, s *store.Store, person ledger.ID, how string, at int64) error {
	_, err := s.DB().NewRaw("UPDATE sessions SET revoked_at = ? WHERE person = ? AND how = ? AND revoked_at = 0", at, person, how).Exec(ctx)
	return err
}

// endSessionsOf ends a person's sessions that began with a card or a passkey.
func endSessionsOf(ctx context.Context, s *store.Store, person, credential ledger.ID, at int64) error {
	_, err := s.DB().NewRaw("UPDATE sessions SET revoked_at = ? WHERE person = ? AND credential = ? AND revoked_at = 0", at, person, credential).Exec(ctx)
	return err
}

// loginRow is a name that somebody signs in with, as a keyed hash.
type loginRow struct {
	bun.BaseModel `bun:"table:logins"`

	Name      []byte    `bun:"name"`
	Home      ledger.ID `bun:"home"`
	Person    ledger.ID `bun:"person"`
	Kind      string    `bun:"kind"`
	CreatedAt int64     `bun:"created_at"`
}

func (r *loginRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func findLogin(ctx context.Context, s *store.Store, name []byte) (loginRow, bool, error) {
	var row loginRow
	err := s.DB().NewRaw("SELECT * FROM logins WHERE name = ?", name).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return row, false, nil
	}
	return row, err == nil, store.Translate(err)
}

// loginsOf are the names that a person signs in with.
func loginsOf(ctx context.Context, s *store.Store, person ledger.ID) ([]loginRow, error) {
	var rows []loginRow
	err := s.DB().NewRaw("SELECT * FROM logins WHERE person = ? ORDER BY kind", person).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// dropLogin takes away a person's name of a kind, and reports whether there was one.
func dropLogin(ctx context.Context, s *store.Store, person ledger.ID, kind string) (bool, error) {
	res, err := s.DB().NewRaw("DELETE FROM logins WHERE person = ? AND kind = ?", person, kind).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// attemptRow counts what was tried in vain.
type attemptRow struct {
	bun.BaseModel `bun:"table:attempts"`

	Name     []byte `bun:"name"`
	Failures int64  `bun:"failures"`
	Since    int64  `bun:"since"`
	NextAt   int64  `bun:"next_at"`
}

// lockAttempts returns what is counted under the name, from nothing on, and holds it
// until the transaction ends.
func lockAttempts(ctx context.Context, s *store.Store, name []byte) (attemptRow, error) {
	var row attemptRow
	err := s.DB().NewRaw(`INSERT INTO attempts (name, failures, since, next_at) VALUES (?, 0, ?, 0)
		ON CONFLICT (name) DO UPDATE SET since = attempts.since RETURNING *`, name, ledger.Micros(s.At())).Scan(ctx, &row)
	return row, err
}

// thereAttempts reports whether something stands under the name that is not over at the
// instant.
func thereAttempts(ctx context.Context, s *store.Store, name []byte, at int64) (bool, error) {
	var n int
	err := s.DB().NewRaw("SELECT count(*) FROM attempts WHERE name = ? AND since >= ?", name, at).Scan(ctx, &n)
	return n > 0, store.Translate(err)
}

func (r *attemptRow) keep(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE attempts SET failures = ?, since = ?, next_at = ? WHERE name = ?", r.Failures, r.Since, r.NextAt, r.Name).Exec(ctx)
	return err
}

func dropAttemptsBefore(ctx context.Context, s *store.Store, since int64) error {
	_, err := s.DB().NewRaw("DELETE FROM attempts WHERE since < ?", since).Exec(ctx)
	return err
}
