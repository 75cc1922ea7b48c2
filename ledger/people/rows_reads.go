package people

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type readRow struct {
	bun.BaseModel `bun:"table:reads"`

	Home   ledger.ID `bun:"home"`
	ID     ledger.ID `bun:"id"`
	Person ledger.ID `bun:"person"`
	Reader ledger.ID `bun:"reader"`
	Device ledger.ID `bun:"device"`
	Action string    `bun:"action"`
	At     int64     `bun:"at"`
}

func (r *readRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

// readsOf are the looks at the persons before the instant and id, newest first. An
// instant of zero means from the end.
func readsOf(ctx context.Context, s *store.Store, home ledger.ID, persons []ledger.ID, at int64, before ledger.ID, limit int) ([]readRow, error) {
	var rows []readRow
	err := s.DB().NewRaw(`SELECT * FROM reads WHERE home = ? AND person IN (?) AND (? = 0 OR at < ? OR at = ? AND id < ?) ORDER BY at DESC, id DESC LIMIT ?`,
		home, bun.List(persons), at, at, at, before, limit).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// heldRow is a role that somebody holds or held.
type heldRow struct {
	bun.BaseModel `bun:"table:roles"`

	Home      ledger.ID `bun:"home"`
	ID        ledger.ID `bun:"id"`
	Person    ledger.ID `bun:"person"`
	Role      string    `bun:"role"`
	ScopeKind string    `bun:"scope_kind"`
	Scope     ledger.ID `bun:"scope"`
	Since     int64     `bun:"since"`
	Until     int64     `bun:"until"`
	GrantedBy ledger.ID `bun:"granted_by"`
	RevokedAt int64     `bun:"revoked_at"`
	RevokedBy ledger.ID `bun:"revoked_by"`
}

func (r *heldRow) in(at int64) bool {
	return r.Since <= at && (r.Until == 0 || at < r.Until) && (r.RevokedAt == 0 || at < r.RevokedAt)
}

// rolesHeld are the roles of the persons that are in force at the instant.
func rolesHeld(ctx context.Context, s *store.Store, persons []ledger.ID, at time.Time) ([]heldRow, error) {
	rows, err := rolesEverHeld(ctx, s, persons)
	var held []heldRow
	for _, r := range rows {
		if r.in(ledger.Micros(at)) {
			held = append(held, r)
		}
	}
	return held, err
}

func rolesEverHeld(ctx context.Context, s *store.Store, persons []ledger.ID) ([]heldRow, error) {
	var rows []heldRow
	if len(persons) == 0 {
		return nil, nil
	}
	err := s.DB().NewRaw("SELECT * FROM roles WHERE person IN (?) ORDER BY since, id", bun.List(persons)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

func (r *heldRow) facts() any {
	return struct {
		Person ledger.ID `json:"person"`
		Role   string    `json:"role"`
		Kind   string    `json:"scope_kind"`
		Scope  ledger.ID `json:"scope"`
		Until  int64     `json:"until,omitempty"`
	}{r.Person, r.Role, r.ScopeKind, r.Scope, r.Until}
}

func (r heldRow) revoke(ctx context.Context, s *store.Store, by ledger.ID) error {
	_, err := s.DB().NewRaw("UPDATE roles SET revoked_at = ?, revoked_by = ? WHERE home = ? AND id = ?", ledger.Micros(s.At()), by, r.Home, r.ID).Exec(ctx)
	if err != nil {
		return err
	}
	return r.record(ctx, s, "role.revoked")
}

func (r heldRow) give(ctx context.Context, s *store.Store) error {
	if _, err := s.DB().NewInsert().Model(&r).Exec(ctx); err != nil {
		return err
	}
	return r.record(ctx, s, "role.given")
}

func (r heldRow) record(ctx context.Context, s *store.Store, action string) error {
	err := s.Record(ctx, r.Home, action, r.ID, r.facts())
	if ledger.CodeOf(err) == "unknown_home" {
		return errHomeNotLocked
	}
	return err
}

// scopeNames are the names of organisations, programmes and groups by their ids.
func scopeNames(ctx context.Context, s *store.Store, ids []ledger.ID) (map[ledger.ID]string, error) {
	names, err := organizationNames(ctx, s, ids...)
	if err != nil || len(ids) == 0 {
		return names, err
	}
	for _, query := range []string{"SELECT id, name FROM programmes WHERE id IN (?)", "SELECT id, name FROM books WHERE kind = 'group' AND id IN (?)"} {
		var rows []struct {
			ID   ledger.ID `bun:"id"`
			Name string    `bun:"name"`
		}
		if err := s.DB().NewRaw(query, bun.List(ids)).Scan(ctx, &rows); err != nil {
			return nil, store.Translate(err)
		}
		for _, r := range rows {
			names[r.ID] = r.Name
		}
	}
	return names, nil
}

// endSignIn takes away every way in that the person has.
func endSignIn(ctx context.Context, s *store.Store, person ledger.ID) error {
	now := ledger.Micros(s.At())
	for _, query := range []string{
		"UPDATE credentials SET revoked_at = ? WHERE person = ? AND revoked_at = 0",
		"UPDATE sessions SET revoked_at = ? WHERE person = ? AND revoked_at = 0",
		"UPDATE invitations SET revoked_at = ? WHERE person = ? AND revoked_at = 0 AND used_at = 0",
	} {
		if _, err := s.DB().NewRaw(query, now, person).Exec(ctx); err != nil {
			return err
		}
	}
	_, err := s.DB().NewRaw("DELETE FROM logins WHERE person = ?", person).Exec(ctx)
	return err
}

// signInSession is a session without its token.
type signInSession struct {
	ID        ledger.ID `bun:"id"`
	How       string    `bun:"how"`
	Agent     string    `bun:"agent"`
	CreatedAt int64     `bun:"created_at"`
	SeenAt    int64     `bun:"seen_at"`
	ExpiresAt int64     `bun:"expires_at"`
	RevokedAt int64     `bun:"revoked_at"`
}

func signInSessionsOf(ctx context.Context, s *store.Store, persons []ledger.ID) ([]signInSession, error) {
	var rows []signInSession
	err := s.DB().NewRaw("SELECT id, how, agent, created_at, seen_at, expires_at, revoked_at FROM sessions WHERE person IN (?) ORDER BY created_at, id",
		bun.List(persons)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// signInWay is a way of signing in without what it is proved with.
type signInWay struct {
	Kind      string `bun:"kind"`
	CreatedAt int64  `bun:"created_at"`
	RevokedAt int64  `bun:"revoked_at"`
}

func signInWaysOf(ctx context.Context, s *store.Store, persons []ledger.ID) ([]signInWay, error) {
	var rows []signInWay
	err := s.DB().NewRaw(`SELECT kind, created_at, revoked_at FROM credentials WHERE person IN (?)
		UNION ALL SELECT 'login_by_' || kind, created_at, 0 FROM logins WHERE person IN (?) ORDER BY 2, 1`,
		bun.List(persons), bun.List(persons)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// linesConcern reports whether a line of the book concerns the party.
func linesConcern(ctx context.Context, s *store.Store, book, party ledger.ID) (bool, error) {
	var n int
	err := s.DB().NewRaw("SELECT count(*) FROM (SELECT 1 FROM lines WHERE book = ? AND party = ? AND party <> ? LIMIT 1) AS hers", book, party, ledger.ID{}).Scan(ctx, &n)
	return n > 0, store.Translate(err)
}
