package people

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// passkeyRow is a credential of the kind passkey.
type passkeyRow credentialRow

func (r *passkeyRow) insert(ctx context.Context, s *store.Store) error {
	return (*credentialRow)(r).insert(ctx, s)
}

func (r *passkeyRow) update(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE credentials SET secret = ?, revoked_at = ? WHERE home = ? AND id = ?", r.Secret, r.RevokedAt, r.Home, r.ID).Exec(ctx)
	return err
}

// opened is what is kept of the passkey; nothing when its person was erased.
func (r *passkeyRow) opened() (passkeySecret, error) {
	var k passkeySecret
	if len(r.Secret) == 0 {
		return k, nil
	}
	err := json.Unmarshal(r.Secret, &k)
	return k, err
}

func (r *passkeyRow) keep(k passkeySecret) (err error) {
	r.Secret, err = json.Marshal(k)
	return err
}

func findPasskey(ctx context.Context, s *store.Store, home, person, id ledger.ID) (passkeyRow, error) {
	var row passkeyRow
	err := s.DB().NewRaw("SELECT * FROM credentials WHERE home = ? AND id = ? AND person = ? AND kind = 'passkey'", home, id, person).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_passkey", ""))
}

// passkeyByHandle finds a passkey, revoked or not, whosever it is.
func passkeyByHandle(ctx context.Context, s *store.Store, handle []byte) (passkeyRow, error) {
	var row passkeyRow
	err := s.DB().NewRaw("SELECT * FROM credentials WHERE kind = 'passkey' AND handle = ?", handle).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_passkey", ""))
}

// passkeysOf are the person's passkeys that are not revoked, in order of ids.
func passkeysOf(ctx context.Context, s *store.Store, home, person ledger.ID) ([]passkeyRow, error) {
	var rows []passkeyRow
	err := s.DB().NewRaw("SELECT * FROM credentials WHERE home = ? AND person = ? AND kind = 'passkey' AND revoked_at = 0 ORDER BY id", home, person).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// challengeRow is a question that was asked. The token is the hash of the challenge;
// person is zero where anybody may answer.
type challengeRow struct {
	bun.BaseModel `bun:"table:challenges"`

	Token     []byte    `bun:"token"`
	Person    ledger.ID `bun:"person"`
	Kind      string    `bun:"kind"`
	Data      []byte    `bun:"data"`
	ExpiresAt int64     `bun:"expires_at"`
}

func (r *challengeRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func dropExpiredChallenges(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("DELETE FROM challenges WHERE expires_at <= ?", ledger.Micros(s.At())).Exec(ctx)
	return err
}

func dropChallenge(ctx context.Context, s *store.Store, token []byte) error {
	_, err := s.DB().NewRaw("DELETE FROM challenges WHERE token = ?", token).Exec(ctx)
	return err
}

// takeChallenge uses the challenge up, and returns what its answer is held against.
// To everybody else, and for everything else, it is as if it were not there.
func takeChallenge(ctx context.Context, s *store.Store, token []byte, kind string, person ledger.ID) ([]byte, error) {
	var data []byte
	err := s.DB().NewRaw("DELETE FROM challenges WHERE token = ? AND kind = ? AND person = ? AND expires_at > ? RETURNING data",
		token, kind, person, ledger.Micros(s.At())).Scan(ctx, &data)
	return data, rowOr(err, ledger.E(ledger.Conflict, "challenge_over", ""))
}

// setProvedAt notes that whose session it is has proved who she is now. One that has
// ended meanwhile is unauthenticated.
func setProvedAt(ctx context.Context, s *store.Store, home, session ledger.ID) error {
	res, err := s.DB().NewRaw("UPDATE sessions SET proved_at = ? WHERE home = ? AND id = ? AND revoked_at = 0", ledger.Micros(s.At()), home, session).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ledger.E(ledger.Unauthenticated, "unauthenticated", "")
}

func findProvedAt(ctx context.Context, s *store.Store, home, session ledger.ID) (time.Time, error) {
	var at int64
	err := s.DB().NewRaw("SELECT proved_at FROM sessions WHERE home = ? AND id = ?", home, session).Scan(ctx, &at)
	return momentOf(at), rowOr(err, ledger.E(ledger.Unauthenticated, "unauthenticated", ""))
}
