package people

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type deviceRow struct {
	bun.BaseModel `bun:"table:devices"`

	Home       ledger.ID `bun:"home"`
	ID         ledger.ID `bun:"id"`
	Name       string    `bun:"name"`
	PublicKey  []byte    `bun:"public_key"`
	EnrolledBy ledger.ID `bun:"enrolled_by"`
	EnrolledAt int64     `bun:"enrolled_at"`
	LeaseUntil int64     `bun:"lease_until"`
	LastSeq    int64     `bun:"last_seq"`
	RevokedAt  int64     `bun:"revoked_at"`
	RevokedSeq int64     `bun:"revoked_seq"`
	Request    int64     `bun:"request"`
	SeenAt     int64     `bun:"seen_at"`
	MadeSeq    int64     `bun:"made_seq"`
	MadeSince  int64     `bun:"made_since"`
	ClockOff   int64     `bun:"clock_off"` // seconds
}

func (r *deviceRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *deviceRow) update(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw(`UPDATE devices SET name = ?, lease_until = ?, last_seq = ?, revoked_at = ?, revoked_seq = ?, request = ?,
		seen_at = ?, made_seq = ?, made_since = ?, clock_off = ? WHERE home = ? AND id = ?`,
		r.Name, r.LeaseUntil, r.LastSeq, r.RevokedAt, r.RevokedSeq, r.Request, r.SeenAt, r.MadeSeq, r.MadeSince, r.ClockOff, r.Home, r.ID).Exec(ctx)
	return err
}

// endSessions ends the sessions that people have on the device.
func (r *deviceRow) endSessions(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE sessions SET revoked_at = ? WHERE device = ? AND revoked_at = 0", r.RevokedAt, r.ID).Exec(ctx)
	return err
}

// rowOr translates the error of scanning one row; there being none is the given error.
func rowOr(err, none error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return none
	}
	return store.Translate(err)
}

func findDevice(ctx context.Context, s *store.Store, home, id ledger.ID) (deviceRow, error) {
	var row deviceRow
	err := s.DB().NewRaw("SELECT * FROM devices WHERE home = ? AND id = ?", home, id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_device", ""))
}

// anyDevice finds a device whose home is not known yet.
func anyDevice(ctx context.Context, s *store.Store, id ledger.ID) (deviceRow, error) {
	var row deviceRow
	err := s.DB().NewRaw("SELECT * FROM devices WHERE id = ?", id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_device", ""))
}

func allDevices(ctx context.Context, s *store.Store, home ledger.ID) ([]deviceRow, error) {
	var rows []deviceRow
	err := s.DB().NewRaw("SELECT * FROM devices WHERE home = ? ORDER BY id", home).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

func keyUsed(ctx context.Context, s *store.Store, key []byte) (bool, error) {
	var n int
	err := s.DB().NewRaw("SELECT count(*) FROM devices WHERE public_key = ?", key).Scan(ctx, &n)
	return n > 0, err
}

// firstHeld is for each device of a home the number of its first command that waits
// for one before it.
func firstHeld(ctx context.Context, s *store.Store, home ledger.ID) (map[ledger.ID]int64, error) {
	var rows []struct {
		bun.BaseModel `bun:"table:device_commands"`

		Device ledger.ID `bun:"device"`
		Seq    int64     `bun:"seq"`
	}
	err := s.DB().NewRaw("SELECT device, min(seq) AS seq FROM device_commands WHERE home = ? AND state = 'held' GROUP BY device", home).Scan(ctx, &rows)
	first := make(map[ledger.ID]int64, len(rows))
	for _, r := range rows {
		first[r.Device] = r.Seq
	}
	return first, store.Translate(err)
}

// devicesThatWait are the devices that have commands to be dealt with.
func devicesThatWait(ctx context.Context, s *store.Store) ([]deviceRow, error) {
	var rows []deviceRow
	err := s.DB().NewRaw(`SELECT * FROM devices AS d WHERE EXISTS (SELECT 1 FROM device_commands AS c
		WHERE c.home = d.home AND c.device = d.id AND c.state = 'held') ORDER BY home, id`).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

type enrolmentRow struct {
	bun.BaseModel `bun:"table:enrolments"`

	Token       []byte    `bun:"token"`
	Home        ledger.ID `bun:"home"`
	ID          ledger.ID `bun:"id"`
	Needs       int64     `bun:"needs"`
	CreatedBy   ledger.ID `bun:"created_by"`
	CreatedAt   int64     `bun:"created_at"`
	ExpiresAt   int64     `bun:"expires_at"`
	ConfirmedBy ledger.ID `bun:"confirmed_by"`
	Device      ledger.ID `bun:"device"`
}

func (r *enrolmentRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *enrolmentRow) confirm(ctx context.Context, s *store.Store, by ledger.ID) error {
	_, err := s.DB().NewRaw("UPDATE enrolments SET confirmed_by = ? WHERE home = ? AND id = ?", by, r.Home, r.ID).Exec(ctx)
	return err
}

func (r *enrolmentRow) use(ctx context.Context, s *store.Store, device ledger.ID) error {
	_, err := s.DB().NewRaw("UPDATE enrolments SET device = ? WHERE home = ? AND id = ?", device, r.Home, r.ID).Exec(ctx)
	return err
}

func findEnrolment(ctx context.Context, s *store.Store, home, id ledger.ID) (enrolmentRow, error) {
	var row enrolmentRow
	err := s.DB().NewRaw("SELECT * FROM enrolments WHERE home = ? AND id = ?", home, id).Scan(ctx, &row)
	return row, rowOr(err, errUnknownEnrolment(""))
}

// openEnrolments are those that no device has used and whose time is not over.
func openEnrolments(ctx context.Context, s *store.Store, home ledger.ID, at int64) ([]enrolmentRow, error) {
	var rows []enrolmentRow
	err := s.DB().NewRaw("SELECT * FROM enrolments WHERE home = ? AND device = ? AND expires_at > ? ORDER BY created_at, id", home, ledger.ID{}, at).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

func findToken(ctx context.Context, s *store.Store, token []byte) (enrolmentRow, error) {
	var row enrolmentRow
	err := s.DB().NewRaw("SELECT * FROM enrolments WHERE token = ?", token).Scan(ctx, &row)
	return row, rowOr(err, errUnknownEnrolment("code"))
}

// registrarOf is the organisation that registered the group (not_a_group).
func (p *People) registrarOf(ctx context.Context, group ledger.ID) (ledger.ID, error) {
	var organization ledger.ID
	err := p.s.DB().NewRaw("SELECT organization FROM book_owners WHERE book = ? AND kind = ?", group, AtGroup).Scan(ctx, &organization)
	return organization, rowOr(err, ledger.E(ledger.Conflict, "not_a_group", ""))
}

func (p *People) isPerson(ctx context.Context, id ledger.ID) (bool, error) {
	var n int
	err := p.s.DB().NewRaw("SELECT count(*) FROM persons WHERE id = ?", id).Scan(ctx, &n)
	return n > 0, store.Translate(err)
}

func (p *People) hasPIN(ctx context.Context, person ledger.ID) (bool, error) {
	var n int
	err := p.s.DB().NewRaw("SELECT count(*) FROM credentials WHERE person = ? AND kind = 'pin' AND revoked_at = 0", person).Scan(ctx, &n)
	return n > 0, store.Translate(err)
}

// cardsInForce are the public keys of the person's cards.
func (p *People) cardsInForce(ctx context.Context, person ledger.ID) ([]ed25519.PublicKey, error) {
	var keys [][]byte
	err := p.s.DB().NewRaw("SELECT secret FROM credentials WHERE person = ? AND kind = 'card' AND revoked_at = 0", person).Scan(ctx, &keys)
	cards := make([]ed25519.PublicKey, len(keys))
	for i, key := range keys {
		cards[i] = key
	}
	return cards, store.Translate(err)
}

// rolesWithin are the person's roles at the group that were in force at some moment
// from the one instant to the other.
func (p *People) rolesWithin(ctx context.Context, person, group ledger.ID, from, to int64) ([]Grant, error) {
	var rows []struct {
		bun.BaseModel `bun:"table:roles"`

		ID   ledger.ID `bun:"id"`
		Role Role      `bun:"role"`
	}
	err := p.s.DB().NewRaw(`SELECT id, role FROM roles WHERE person = ? AND scope_kind = ? AND scope = ? AND since <= ?
		AND (until = 0 OR until > ?) AND (revoked_at = 0 OR revoked_at > ?) ORDER BY id`,
		person, AtGroup, group, to, from, from).Scan(ctx, &rows)
	grants := make([]Grant, len(rows))
	for i, r := range rows {
		grants[i] = Grant{ID: r.ID, Home: group, Person: person, Role: r.Role, Scope: Scope{AtGroup, group}}
	}
	return grants, store.Translate(err)
}
